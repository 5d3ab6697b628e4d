/*
 * The end of a zip: its central directory, looked through before anything is
 * unpacked. libarchive reads a directory of 20,000 entries on one local header
 * as one entry and says nothing; here overlapping entries are found first.
 */
#ifndef GBX_SOURCE_ZIPDIR_H
#define GBX_SOURCE_ZIPDIR_H

#include "../base/span.h"
#include "layer.h"

struct gbx_zipdir {
	uint64_t entries; /* of the central directory */
	bool usable;	  /* false: read the zip from its start, without the directory */
	enum gbx_eid why; /* not usable: cut off or damaged. Usable: E_OVERLAP,
			   * E_ENTRIES or E_UNPACK_MEMORY refuse the archive */
};

/* l must be able to seek. Leaves it anywhere. */
struct gbx_zipdir gbx_zipdir_check(struct gbx_layer *l);

/* One file as the directory describes it; all of it may be a lie. */
struct gbx_zip_record {
	struct gbx_span name; /* holds during the call */
	unsigned flags, method;
	uint32_t crc;
	uint64_t packed, size;
	uint64_t offset; /* of the local header, in the layer */
	bool cut;	 /* the zip ends inside it: packed is what there is, size and crc do not hold */
};

/*
 * Calls each for the records of a directory that gbx_zipdir_check found usable,
 * until it answers false. False: the directory could not be read to its end.
 */
bool gbx_zipdir_each(struct gbx_layer *l,
		     bool (*each)(void *ctx, const struct gbx_zip_record *r), void *ctx);
/* The same by the local headers from the layer's start, for a zip that was cut off. They
 * follow each other, so no file lies in another. False: there is none. */
bool gbx_zip_walk(struct gbx_layer *l, bool (*each)(void *ctx, const struct gbx_zip_record *r),
		  void *ctx);

#endif

/*
 * The end of a zip: its central directory, looked through before anything is
 * unpacked. libarchive reads a directory of 20,000 entries on one local header
 * as one entry and says nothing; here overlapping entries are found first.
 */
#ifndef GBX_SOURCE_ZIPDIR_H
#define GBX_SOURCE_ZIPDIR_H

#include "layer.h"

struct gbx_zipdir {
	uint64_t entries; /* of the central directory */
	bool usable;	  /* false: read the zip from its start, without the directory */
	enum gbx_eid why; /* not usable: cut off or damaged. Usable: E_OVERLAP,
			   * E_ENTRIES or E_UNPACK_MEMORY refuse the archive */
};

/* l must be able to seek. Leaves it anywhere. */
struct gbx_zipdir gbx_zipdir_check(struct gbx_layer *l);

#endif

/*
 * The zip under a workbook, by its directory: parts are found by name and
 * inflated one at a time. The whole package has one account of output, so a bomb
 * cannot hide in one part of many. Parts that overlap, lengths that lie and wrong
 * checksums are found.
 */
#ifndef GBX_SOURCE_BOOK_ZIP_H
#define GBX_SOURCE_BOOK_ZIP_H

#include "../base/arena.h"
#include "doc.h"

struct gbx_book_part {
	const char *name; /* as it stands in the directory, without a leading slash */
	unsigned flags, method;
	uint32_t crc;
	uint64_t packed, size, offset;
	bool cut; /* the package ends inside it */
};

struct gbx_book_zip {
	struct gbx_doc *d; /* borrowed */
	struct gbx_layer *from; /* the document's; can seek */
	struct gbx_arena names;
	struct gbx_book_part *part; /* sorted by name, letters of either case alike */
	size_t n, cap;
	enum gbx_eid fault;
	enum gbx_eid cut; /* the package has no directory any more: why */
	uint64_t consumed; /* packed bytes given to the inflater */
	struct gbx_budget budget;
};

/* E_NONE, or why the package cannot be read. Release it in either case. Of one that was cut
 * off the parts before its end are there, and `cut` says so. */
enum gbx_eid gbx_book_zip_open(struct gbx_book_zip *z, struct gbx_doc *d);
void gbx_book_zip_release(struct gbx_book_zip *z);

/* NULL: no such part. Names are compared as ECMA-376 part 2 says: ASCII case aside. */
const struct gbx_book_part *gbx_book_zip_find(const struct gbx_book_zip *z, const char *name);

/*
 * The part's bytes; one at a time. NULL with *why. Its fault tells a wrong checksum
 * or length, an end too early, or a bomb.
 */
struct gbx_layer *gbx_book_zip_read(struct gbx_book_zip *z, const struct gbx_book_part *part,
				    enum gbx_eid *why);

#endif

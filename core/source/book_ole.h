/*
 * Compound files ([MS-CFB]): the container of old workbooks and of encrypted new
 * ones. Streams are found by name in the directory and read along their chains; a
 * chain that runs in circles ends at the number of sectors there are.
 */
#ifndef GBX_SOURCE_BOOK_OLE_H
#define GBX_SOURCE_BOOK_OLE_H

#include "layer.h"

#define GBX_OLE_MAGIC "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
#define GBX_OLE_MAGIC_BYTES 8u

struct gbx_book_ole {
	struct gbx_layer *from; /* borrowed; can seek */
	uint32_t *fat, *mini;	/* the next sector of each */
	size_t fat_n, mini_n;
	unsigned shift; /* of a sector's size */
	uint32_t cutoff; /* streams below stand in the short stream */
	uint32_t directory;
	uint32_t short_start;
	uint64_t short_size;
};

/* E_NONE, or why the file cannot be read. Release it in either case. */
enum gbx_eid gbx_book_ole_open(struct gbx_book_ole *o, struct gbx_layer *from);
void gbx_book_ole_release(struct gbx_book_ole *o);

/* True: there is a stream of that name (ASCII), at the top or below. */
bool gbx_book_ole_has(struct gbx_book_ole *o, const char *name);
/* Its bytes; one at a time. NULL with *why, E_BOOK_PART when there is none. */
struct gbx_layer *gbx_book_ole_read(struct gbx_book_ole *o, const char *name, enum gbx_eid *why);

#endif

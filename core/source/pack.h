/*
 * libarchive, one kind at a time: the only files that know it are pack.c and its
 * callers in the unpacker. Nothing is ever detected by libarchive itself; the
 * magic decided before.
 */
#ifndef GBX_SOURCE_PACK_H
#define GBX_SOURCE_PACK_H

#include <archive.h>
#include <archive_entry.h>

#include "layer.h"
#include "source.h"

/* One open archive. */
struct gbx_pack_reader {
	struct archive *a;
	struct gbx_layer *from; /* owned by the caller */
	enum gbx_pack pack;
	bool streamed;	    /* a zip read without its directory */
	bool unlocked;	    /* there are passwords, and the kind can use them */
	bool dead;	    /* libarchive cannot go on with it */
	bool hopeless;	    /* and opening it again would not help */
	enum gbx_eid fault; /* of the last entry that had one */
};

/*
 * Opens from as pack, or answers why not. On failure too gbx_pack_close must be
 * called. A zip is read by its directory if from can seek, unless streamed. Passwords are for
 * zips, the only kind libarchive 3.6 can decrypt; NULL: none.
 */
enum gbx_eid gbx_pack_open(struct gbx_pack_reader *r, struct gbx_layer *from, enum gbx_pack pack,
			   bool streamed, const struct gbx_passwords *passwords);
/* What to say of something encrypted in it. */
enum gbx_eid gbx_pack_encrypted(const struct gbx_pack_reader *r);
void gbx_pack_close(struct gbx_pack_reader *r);

/* The next header into *e; false at the end: *why is then E_NONE or the fault. */
bool gbx_pack_next(struct gbx_pack_reader *r, struct archive_entry **e, enum gbx_eid *why);

/* The bytes of e, the present entry. r must outlive it. NULL: out of memory. */
struct gbx_layer *gbx_pack_data(struct gbx_pack_reader *r, struct archive_entry *e,
				struct gbx_budget *b);

#endif

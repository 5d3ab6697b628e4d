/*
 * Where the records are in JSON that is not one document a line, without
 * parsing it: the wrapping (arrays, outer objects) is walked member by member,
 * a record only scanned for its end. Shared by split (which may see half a
 * record) and parse (which sees a chunk of whole ones): given the same bytes and
 * the same state both find the same records.
 *
 * Damage: a record whose quotes or brackets do not fit is broken where that
 * shows; the walk goes on at the next thing that begins like the first record
 * did, or at the end of the array.
 */
#ifndef GBX_FORMAT_WALK_H
#define GBX_FORMAT_WALK_H

#include <stdint.h>

#include "../base/arena.h"
#include "../base/limits.h"
#include "../base/span.h"
#include "../record/chunk.h"

#define GBX_WALK_LEVELS 8u /* of wrapping around the records; deeper is data */
#define GBX_WALK_FIRST 24u /* bytes of the first key kept to find the next record */

enum gbx_walk_mode {
	GBX_WALK_ITEMS,   /* records: documents, or the items of top-level arrays */
	GBX_WALK_MEMBERS, /* records: items of arrays that are members of objects */
	GBX_WALK_TABLES,  /* phpMyAdmin's export: an array of {"name": ..., "data": [records]} */
	GBX_WALK_HITS,    /* Elasticsearch's search response: items of hits.hits */
	GBX_WALK_ROWS,    /* records: documents that are arrays */
	GBX_WALK_GRID,    /* records: arrays that are items of an array, wherever it stands */
	GBX_WALK_VALUES,  /* items of arrays that are no objects: each a record of one value */
	GBX_WALK_KEYED1,  /* records: members of the document, each under its key (Firebase) */
	GBX_WALK_KEYED2,  /* members of its members, named after the one they are in */
	GBX_WALK_KEYED3,
	GBX_WALK_PAIRS,   /* members of the document that are no objects: each a record of its key and value */
};

enum gbx_walk_kind {
	GBX_WALK_SKIP,   /* wrapping */
	GBX_WALK_RECORD, /* an object; with ROWS and GRID an array */
	GBX_WALK_OTHER,  /* an item that is no object */
	GBX_WALK_BROKEN, /* does not fit; perhaps a damaged record */
	GBX_WALK_CUT,    /* the input ends inside */
	GBX_WALK_MORE,   /* not all here yet */
	GBX_WALK_END,
};

/* Between two items; travels in a gbx_split. */
struct gbx_walk_state {
	const char *name; /* of the array we are in, or NULL: named after the file */
	uint8_t mode, depth;
	uint8_t arrays; /* bit d: level d + 1 is an array */
	uint8_t first_len;
	bool begun; /* a record has been */
	unsigned char first[GBX_WALK_FIRST];
};

/* The scan for the end of one value. */
struct gbx_scan {
	size_t base, at;
	size_t string;    /* where the last string began: damage is there or behind */
	uint64_t objects; /* bit d: level d + 1 is an object; deeper ones unchecked */
	uint32_t depth;
	uint8_t phase;
	bool live; /* stopped for want of bytes */
};

struct gbx_walk {
	struct gbx_walk_state st;
	char name[GBX_NAME_BYTES + 1]; /* "" when st.name is NULL */
	bool renamed;                  /* name is newer than st.name */
	bool syncing;
	size_t value; /* of the item last found: where it begins, behind the key of a member not entered */
	size_t hold; /* no cut before here: what comes decides where damage ends */
	struct gbx_scan scan;
};

/* Length of the comment with a number at the start of s, as clients of MongoDB put between
 * documents, or 0. */
size_t gbx_walk_comment(struct gbx_span s);

/* Length of what a script puts before a document at the start of s, "var users = ",
 * "window.YTD.tweets.part0 = ", "callback(", or 0. */
size_t gbx_walk_script(struct gbx_span s);

/* What lies behind the bytes at hand. */
enum gbx_walk_end {
	GBX_WALK_OPEN,  /* more bytes */
	GBX_WALK_CHUNK, /* a cut that split made */
	GBX_WALK_INPUT, /* nothing */
};

/* Part of the bytes. */
struct gbx_piece {
	size_t off, n;
};

void gbx_walk_init(struct gbx_walk *w, enum gbx_walk_mode mode);
void gbx_walk_resume(struct gbx_walk *w, const struct gbx_split *st);

/* The next item at *at of s; advances *at but for MORE (only when the end is
 * OPEN) and END. */
enum gbx_walk_kind gbx_walk_next(struct gbx_walk *w, struct gbx_span s, size_t *at,
                                 enum gbx_walk_end end, struct gbx_piece *item);

/* gbx_format.split and .resync. Names that cross a cut are kept in `names`. */
size_t gbx_walk_split(struct gbx_walk *w, struct gbx_arena *names, struct gbx_span s, bool last,
                      struct gbx_split *st);
size_t gbx_walk_resync(struct gbx_walk *w, struct gbx_span s, bool *found);

/* Scans one value. Parts of walk, for its own use. */
enum gbx_scan_result { GBX_SCAN_DONE, GBX_SCAN_MORE, GBX_SCAN_BROKEN };
void gbx_scan_start(struct gbx_scan *sc, size_t at);
/* DONE: s->at is behind the value. BROKEN: s->at is where it does not fit. */
enum gbx_scan_result gbx_scan_run(struct gbx_scan *sc, struct gbx_span s);

#endif

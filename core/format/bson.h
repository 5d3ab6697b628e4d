/*
 * BSON (https://bsonspec.org/spec.html) as mongodump writes it: documents one after
 * another, or an archive of several collections. Parts of one format pair: borders
 * (bson_scan.c), documents (bson_tape.c), values as text (bson_value.c).
 */
#ifndef GBX_FORMAT_BSON_H
#define GBX_FORMAT_BSON_H

#include <stdbool.h>
#include <stdint.h>

#include "../base/buf.h"
#include "../base/err.h"
#include "../base/span.h"
#include "../record/chunk.h"
#include "tape.h"

#define GBX_BSON_LEAST 5u	/* length and NUL: the empty document */
#define GBX_BSON_KEY_BYTES 32u	/* of the first key, by which documents are found again */
#define GBX_BSON_INVALID SIZE_MAX

/* ---- values ---- */

enum gbx_bson_type {
	GBX_BSON_DOUBLE = 0x01,
	GBX_BSON_STRING = 0x02,
	GBX_BSON_OBJECT = 0x03,
	GBX_BSON_ARRAY = 0x04,
	GBX_BSON_BINARY = 0x05,
	GBX_BSON_UNDEFINED = 0x06,
	GBX_BSON_OBJECT_ID = 0x07,
	GBX_BSON_BOOL = 0x08,
	GBX_BSON_DATE = 0x09,
	GBX_BSON_NULL = 0x0A,
	GBX_BSON_REGEX = 0x0B,
	GBX_BSON_POINTER = 0x0C,
	GBX_BSON_CODE = 0x0D,
	GBX_BSON_SYMBOL = 0x0E,
	GBX_BSON_SCOPED_CODE = 0x0F,
	GBX_BSON_INT32 = 0x10,
	GBX_BSON_TIMESTAMP = 0x11,
	GBX_BSON_INT64 = 0x12,
	GBX_BSON_DECIMAL = 0x13,
	GBX_BSON_MAX_KEY = 0x7F,
	GBX_BSON_MIN_KEY = 0xFF,
};

uint32_t gbx_bson_u32(const unsigned char *p);

/* Bytes of a value of that type at p, of n at most; GBX_BSON_INVALID: it does not fit, or
 * there is no such type. What is inside a document or array is not looked at. */
size_t gbx_bson_size(unsigned type, const unsigned char *p, size_t n);

/*
 * A value as text. It stands in the input (*raw) or is written to `to`; null and
 * undefined are neither: false. p[0..n) is what gbx_bson_size found; not for
 * documents and arrays.
 */
bool gbx_bson_text(unsigned type, const unsigned char *p, size_t n, struct gbx_span *raw,
		   struct gbx_buf *to);

/* ---- documents ---- */

/*
 * The document at off of the chunk, n bytes, as a tape; offsets are the chunk's own.
 * Texts that do not stand in the input go to the chunk's side area. GBX_E_NONE,
 * or why not: BSON, NESTING, OVERSIZE (more values than GBX_RECORD_CELLS), NOMEM.
 */
enum gbx_eid gbx_bson_tape(struct gbx_tape *t, struct gbx_chunk *c, size_t off, size_t n,
			   struct gbx_buf *scratch);

/* ---- borders ---- */

enum gbx_bson_phase {
	GBX_BSON_MAGIC,	  /* an archive's first four bytes */
	GBX_BSON_PRELUDE, /* its header and the collections' metadata */
	GBX_BSON_HEADER,  /* before the header of a block */
	GBX_BSON_BODY,	  /* documents of ns, or of a plain file */
};

/* Between two items; travels in a gbx_split. */
struct gbx_bson_state {
	const char *ns; /* of an archive's block: "db.collection"; the reader's */
	uint8_t phase;
	bool syncing; /* in damage: looking for the next document */
	uint8_t nafter;
	unsigned char after[GBX_BSON_LEAST]; /* the first bytes behind what was cut off */
};

struct gbx_bson_key {
	unsigned char p[GBX_BSON_KEY_BYTES]; /* with its NUL */
	uint8_t n;
	bool archive;
};

enum gbx_bson_kind {
	GBX_BSON_RECORD,
	GBX_BSON_NAMES, /* a block's header: names the collection of what follows */
	GBX_BSON_SKIP,	/* of the archive's wrapping */
	GBX_BSON_DAMAGE,
	GBX_BSON_MORE, /* not all here yet */
	GBX_BSON_END,
};

struct gbx_bson_item {
	enum gbx_bson_kind kind;
	size_t off, n;
};

/*
 * The next item at *at of s; advances *at, but for MORE and END. whole: nothing follows
 * s, or a cut that was made by this function with whole false, and st->after holds what
 * was behind it (nothing, where split looks). Changes st's phase and syncing only.
 */
struct gbx_bson_item gbx_bson_next(const struct gbx_bson_key *key, struct gbx_bson_state *st,
				   struct gbx_span s, size_t *at, bool whole);

/* True when a document may begin at p: a length, a type, a name. */
bool gbx_bson_plausible(const unsigned char *p, size_t n);
/* The elements of the document p[0..n) fit together, nested ones unseen. */
bool gbx_bson_fits(const unsigned char *p, size_t n);
/* "db.collection" of a block's header; false: it is none, or the block's end. */
bool gbx_bson_namespace(const unsigned char *p, size_t n, struct gbx_buf *to);

#endif

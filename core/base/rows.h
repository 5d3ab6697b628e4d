/*
 * The rows stream: what is no text (a database file, a workbook) as records, on its
 * way from the confined unpack process to the format that reads it. One stream is
 * one sub-entry. It never leaves the program, so numbers stand as one machine has
 * them; the reader believes nothing all the same.
 *
 * Records follow each other, each with a type, a length and that many bytes:
 *   head    first, once: the format's name as users see it
 *   table   the relation and its columns, for the rows behind it; may come again
 *   row     its place in the source, then a value or nothing for each column
 *   damage  a place, an error, how many records were lost there
 *   beside  a file of rows that stands beside this one: its name, its table
 *   skip    what was left out on purpose: a kind of gbx_rows_skips, how many
 */
#ifndef GBX_BASE_ROWS_H
#define GBX_BASE_ROWS_H

#include <stdint.h>

#include "buf.h"
#include "err.h"

enum gbx_rows_type {
	GBX_ROWS_HEAD = 1,
	GBX_ROWS_TABLE,
	GBX_ROWS_ROW,
	GBX_ROWS_DAMAGE,
	GBX_ROWS_SKIP,
	GBX_ROWS_BESIDE,
	GBX_ROWS_TYPES
};

#define GBX_ROWS_PREFIX 8u	 /* type and length */
#define GBX_ROWS_FORMAT_BYTES 32u /* a format's name, with its NUL */

/* As GBX_COLUMN_ENVELOPE of record/batch.h. */
#define GBX_ROWS_ENVELOPE 1u

struct gbx_rows_column {
	struct gbx_span name; /* cut at GBX_NAME_BYTES; made unique by the reader */
	uint32_t flags;
};

/* What may be left out on purpose, in words for users; the number is the index. */
enum gbx_rows_skip {
	GBX_ROWS_SKIP_VIEW,
	GBX_ROWS_SKIP_VIRTUAL,
	GBX_ROWS_SKIP_INDEX_TABLE,
	GBX_ROWS_SKIP_LARGE_OBJECT,
	GBX_ROWS_SKIP_EMPTY_ROW,
	GBX_ROWS_SKIP_CHART,
	GBX_ROWS_SKIP_TITLE,
	/* not left out: read, though whoever opened the file did not see it */
	GBX_ROWS_HIDDEN_SHEET,
	GBX_ROWS_HIDDEN_COLUMN,
	GBX_ROWS_HIDDEN_ROW,
	GBX_ROWS_SKIP_CONTENTS,
	GBX_ROWS_SKIP_COUNT
};
extern const char *const gbx_rows_skips[GBX_ROWS_SKIP_COUNT];

/* ---- writing: records are appended to a buffer ---- */

struct gbx_rows_writer {
	struct gbx_buf out; /* whole records, and the row being written */
	size_t row;	    /* where that row begins */
	uint64_t place;
	uint32_t columns; /* of the present table */
	uint32_t cells;	  /* of the row so far; may pass columns */
	uint64_t lost;	  /* rows that were turned into damage notes */
};

/* The buffer's ceiling leaves room for one record beyond GBX_RECORD_BYTES. */
void gbx_rows_init(struct gbx_rows_writer *w);
void gbx_rows_release(struct gbx_rows_writer *w);

void gbx_rows_head(struct gbx_rows_writer *w, const char *format);
/* False: more columns than GBX_RECORD_COLUMNS, or their names burst a record: nothing
 * was written. Columns without a name get one from the reader. */
bool gbx_rows_table(struct gbx_rows_writer *w, struct gbx_span relation,
		    const struct gbx_rows_column *col, uint32_t n);
/* The same, of rows that stand in another file of that name without ending. */
bool gbx_rows_beside(struct gbx_rows_writer *w, struct gbx_span file, struct gbx_span relation,
		     const struct gbx_rows_column *col, uint32_t n);
/*
 * A row: begin, its cells in the order of the columns, end. Columns left over at the
 * end have no value. A row with more cells than columns or of more than
 * GBX_RECORD_BYTES becomes a damage note (E_COLUMNS, E_OVERSIZE); false then.
 */
void gbx_rows_begin(struct gbx_rows_writer *w, uint64_t place);
void gbx_rows_cell(struct gbx_rows_writer *w, struct gbx_span value);
void gbx_rows_absent(struct gbx_rows_writer *w);
bool gbx_rows_end(struct gbx_rows_writer *w);
void gbx_rows_damage(struct gbx_rows_writer *w, uint64_t place, enum gbx_eid why, uint64_t lost);
void gbx_rows_skip(struct gbx_rows_writer *w, enum gbx_rows_skip kind, uint64_t count);

/* ---- reading ---- */

enum gbx_rows_found {
	GBX_ROWS_OK,
	GBX_ROWS_MORE,	 /* the bytes end inside the record */
	GBX_ROWS_BROKEN, /* this is no record: nothing behind it can be trusted */
};

struct gbx_rows_record {
	enum gbx_rows_type type;
	size_t all; /* bytes with type and length */
	struct gbx_span body;
};

/* The record at the start of s; spans point into s. */
enum gbx_rows_found gbx_rows_next(struct gbx_span s, struct gbx_rows_record *r);

/* Bodies, taken apart piece by piece. Every function answers false when the body does
 * not hold what it should; its end is checked with gbx_rows_done. */
struct gbx_rows_body {
	struct gbx_span left;
};
bool gbx_rows_u64(struct gbx_rows_body *b, uint64_t *v);
bool gbx_rows_text(struct gbx_rows_body *b, struct gbx_span *s);
/* A cell; s->p is NULL when there is no value, never else. */
bool gbx_rows_value(struct gbx_rows_body *b, struct gbx_span *s);
static inline bool gbx_rows_done(const struct gbx_rows_body *b) { return b->left.n == 0; }

#endif

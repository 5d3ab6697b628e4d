/*
 * A batch: records of one relation, column by column.
 *
 * Values stay the text they were (JSON strings unescaped, CSV quotes undone;
 * numbers, booleans as written). A cell is an offset and a length into `bytes`,
 * so a batch owns no value; it holds as long as its bytes do.
 *
 * Columns come in the order their names were first seen in the batch. A column
 * is dense (rec == NULL: cell i belongs to record i, n == nrec) or sparse
 * (rec[i], ascending, names the record of cell i; a record may occur more than
 * once, for lists, or not at all).
 */
#ifndef GBX_RECORD_BATCH_H
#define GBX_RECORD_BATCH_H

#include <stdbool.h>
#include <stdint.h>

#include "../base/arena.h"
#include "../base/err.h"
#include "../base/limits.h"
#include "../base/span.h"

/* In gbx_cell.off: the value is null or missing. Not the same as empty text in
 * the vault and the sample; the same for counting. */
#define GBX_ABSENT UINT32_MAX

struct gbx_cell {
	uint32_t off, len;
};

enum gbx_column_flag {
	GBX_COLUMN_ENVELOPE = 1, /* of the export's wrapping (_id, _score), not of the record */
	GBX_COLUMN_LIST = 2,	 /* name ends in [] somewhere: several cells a record */
};

struct gbx_column {
	const char *name; /* UTF-8, NUL-terminated, owned by the batch's arena */
	uint32_t name_len;
	uint32_t flags;
	struct gbx_cell *cell;
	uint32_t *rec; /* NULL when dense */
	uint32_t n, cap;
};

struct gbx_batch {
	const char *relation; /* UTF-8, NUL-terminated, owned by the arena */
	uint64_t shape;	      /* 0: columns may vary between batches (JSON). Else a hash of the
			       * fixed column list; same name and other shape is another relation. */
	bool of_file;	      /* relation is the name of the file, which may be a part of a table */
	const unsigned char *bytes;
	struct gbx_column *col;
	uint32_t ncol, col_cap;
	uint32_t nrec;
	uint64_t *rec_off; /* [nrec] offset of the record in its entry, bytes */
	uint32_t rec_cap;
	uint32_t *slot; /* private: hash table of column names, column + 1 */
	uint32_t nslot;
	uint64_t hash; /* private: of relation and shape */
};

/* A record that could not be read. */
struct gbx_quarantine {
	uint64_t off, len; /* bytes in the entry */
	enum gbx_eid reason;
};

/* What was passed over: bytes that are not records and hold no fault. */
struct gbx_skip {
	const char *kind; /* "view", "header": a constant string of the format's */
	uint64_t count;	  /* statements, lines or parts of that kind */
	uint64_t bytes;
};

/*
 * What a chunk of input became. Every byte of the chunk is in exactly one of
 * the four byte counts.
 */
struct gbx_parsed {
	struct gbx_arena arena; /* everything below lives here */
	struct gbx_batch **batch;
	uint32_t nbatch, batch_cap;
	struct gbx_quarantine *bad;
	uint32_t nbad, bad_cap;
	uint64_t repaired;	   /* records repaired and kept */
	uint64_t ragged;	   /* records with fewer or more cells than columns, kept */
	uint64_t bytes_records;	   /* in records, line ends included */
	uint64_t bytes_repaired;   /* in repaired records */
	uint64_t bytes_quarantined;
	uint64_t bytes_skipped;	   /* headers, blank lines, brackets between records */
	struct gbx_skip skip[GBX_SKIP_KINDS]; /* of them, by kind; what no kind was given is not here */
	uint32_t nskip;
	uint32_t *slot;		   /* private: hash table of batches, batch + 1 */
	uint32_t nslot;
	uint32_t last; /* private: batch found last */
};

void gbx_parsed_init(struct gbx_parsed *p);
void gbx_parsed_reset(struct gbx_parsed *p);
void gbx_parsed_release(struct gbx_parsed *p);

/* The batch of that relation and shape, made when new; NULL without memory. */
struct gbx_batch *gbx_parsed_batch(struct gbx_parsed *p, struct gbx_span relation, uint64_t shape);
/* The same, if there is one: none is made. */
struct gbx_batch *gbx_parsed_known(struct gbx_parsed *p, struct gbx_span relation, uint64_t shape);
bool gbx_parsed_bad(struct gbx_parsed *p, uint64_t off, uint64_t len, enum gbx_eid reason);
/*
 * Adds to bytes_skipped and to the list of what was skipped. kind is a constant
 * string: a word for one of them in lower case ("view", "trigger", "grant", "index",
 * "comment", "blank line", "header"); merged by its text. Kinds beyond GBX_SKIP_KINDS
 * are counted as "other". It is stored and shown as it is: never input bytes.
 */
void gbx_parsed_skip(struct gbx_parsed *p, const char *kind, uint64_t count, uint64_t bytes);

/* Starts a record; its number, or UINT32_MAX without memory. */
uint32_t gbx_batch_record(struct gbx_parsed *p, struct gbx_batch *b, uint64_t off);
/* Drops the record just started and every cell given to it. */
void gbx_batch_undo(struct gbx_batch *b);
/* Copies a name: cut at `most` bytes on a character, invalid bytes and NUL as U+FFFD. Its length;
 * not terminated. */
size_t gbx_name_clean(unsigned char *out, size_t most, struct gbx_span s);
/* The column of that name, made when new. UINT32_MAX without memory or over
 * GBX_RECORD_COLUMNS. `guess` is tried first: pass the column after the last. */
uint32_t gbx_batch_column(struct gbx_parsed *p, struct gbx_batch *b, struct gbx_span name,
			  uint32_t flags, uint32_t guess);
/* Room for another cell of a sparse column; false without memory. */
bool gbx_batch_cell_room(struct gbx_parsed *p, struct gbx_column *c);
/* Appends a cell of record rec to a sparse column. */
static inline bool gbx_batch_cell(struct gbx_parsed *p, struct gbx_batch *b, uint32_t col,
				  uint32_t rec, struct gbx_cell cell)
{
	struct gbx_column *c = &b->col[col];
	if (c->n == c->cap && !gbx_batch_cell_room(p, c))
		return false;
	c->cell[c->n] = cell;
	c->rec[c->n++] = rec;
	return true;
}
/* Makes every column that has exactly one cell for each record dense. Call once
 * when the batch is complete. */
void gbx_batch_finish(struct gbx_batch *b);
/* Finishes every batch and drops those without records. Columns without any
 * cell (their records were undone) leave the batches of shape 0. */
void gbx_parsed_finish(struct gbx_parsed *p);

static inline struct gbx_span gbx_cell_span(const struct gbx_batch *b, struct gbx_cell c)
{
	return c.off == GBX_ABSENT ? (struct gbx_span){ NULL, 0 }
				   : (struct gbx_span){ b->bytes + c.off, c.len };
}

#endif

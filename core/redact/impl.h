/* Inside redact: what an export remembers, the rows of a relation, who may be shown. */
#ifndef GBX_REDACT_IMPL_H
#define GBX_REDACT_IMPL_H

#include "redact.h"

#define GBX_TOKEN_CHARS 10u
#define GBX_DROPPED "[dropped]"
/* Between the values of a list in one CSV cell. */
#define GBX_BETWEEN "; "

/* ---- a set of byte strings, in an arena (set.c) ---- */

struct gbx_bytes_set {
	struct gbx_arena arena;
	struct gbx_bytes_item {
		uint64_t hash; /* 0: free */
		const unsigned char *p;
		uint32_t n;
		uint64_t tag; /* the user's; 0 at first */
	} *slot;
	uint32_t cap, n;
	bool failed; /* sticks */
};

void gbx_bytes_set_init(struct gbx_bytes_set *s);
void gbx_bytes_set_release(struct gbx_bytes_set *s);
void gbx_bytes_set_reset(struct gbx_bytes_set *s); /* empties, keeps memory */
/* The item until the next add, or NULL. */
struct gbx_bytes_item *gbx_bytes_set_find(const struct gbx_bytes_set *s, struct gbx_span v);
struct gbx_bytes_item *gbx_bytes_set_add(struct gbx_bytes_set *s, struct gbx_span v);
static inline bool gbx_bytes_set_has(const struct gbx_bytes_set *s, struct gbx_span v)
{
	return gbx_bytes_set_find(s, v) != NULL;
}

/* ---- an export (export.c) ---- */

struct gbx_index;

struct gbx_export {
	const struct gbx_policy *policy;
	unsigned char key[32];
	struct gbx_bytes_set original; /* every value of the sampled records */
	struct gbx_bytes_set let;      /* cells that may stand: kept values, placeholders, years, bands */
	struct gbx_bytes_set name;     /* column names */
	struct gbx_buf own_words;
	struct gbx_index *index; /* made by the first gbx_proof_file */
};

/* ---- the rows of a relation (rows.c) ---- */

/* Which columns of a batch belong to an export column. */
struct gbx_column_map {
	const struct gbx_batch *batch;
	const uint32_t *map;
	uint32_t *head; /* by export column: batch column + 1, 0 for none */
	uint32_t *next; /* by batch column */
	uint32_t ncol, next_cap;
};

bool gbx_column_map_init(struct gbx_column_map *m, uint32_t ncol);
void gbx_column_map_release(struct gbx_column_map *m);
/* Makes m that of the row's batch; false without memory. */
bool gbx_column_map_set(struct gbx_column_map *m, const struct gbx_export_row *r);
/* The cells of batch column c that belong to record row: [*from, *to). */
void gbx_row_cells(const struct gbx_column *c, uint32_t row, uint32_t *from, uint32_t *to);

/* ---- one relation being exported ---- */

struct gbx_exporting {
	struct gbx_export *x;
	const struct gbx_export_column *col;
	uint32_t ncol;
	const struct gbx_export_row *row;
	uint32_t nrow;
	enum gbx_redaction *action; /* by column, joint decisions made: never GBX_R_REGION */
	struct gbx_column_map columns;
	struct gbx_bytes_set seen;   /* column and value of columns that show values; tag: records, last */
	struct gbx_bytes_set direct; /* values of direct identifiers */
	struct gbx_bytes_set less;   /* of one record: values that are not shown */
	struct gbx_bytes_set piece;  /* of one record: pieces of those that point at a person */
	uint32_t nseen;		     /* rows looked at */
	/* By column: values looked at; those with a piece of another in them; those that are
	 * of another kind than the column's. */
	uint32_t *with, *held, *other;
	struct gbx_buf cell, work;
	bool failed;
};

/* Decides about every column, from the policy, the types and the rows; remembers the
 * originals. (show.c) */
void gbx_decide(struct gbx_exporting *e);
/* Gets ready for gbx_may_show on the values of a row. */
void gbx_begin_row(struct gbx_exporting *e, const struct gbx_export_row *r);
/* May this value of a column that shows values be shown, in this row? */
bool gbx_may_show(struct gbx_exporting *e, uint32_t col, const struct gbx_value *v);
/* Writes all rows. (rows.c) */
void gbx_write_rows(struct gbx_exporting *e, struct gbx_buf *csv, struct gbx_buf *jsonl);

struct gbx_tokens;

/* ISO 3166-1, two or three letters. (label.c) */
bool gbx_is_country_code(struct gbx_span code);
/* Words that name kinds, one or two letters, up to three figures; kinds: also words of the
 * lists of places and things. t: the value's. */
bool gbx_is_plain(const struct gbx_value *v, const struct gbx_tokens *t, bool kinds);

/* Does the value hold one of the set, as the proof would find it: from four bytes on
 * between word borders, from eight bytes or beyond ASCII anywhere? (pieces.c) */
bool gbx_holds(const struct gbx_bytes_set *s, struct gbx_span v);
/* Adds what a value of that type could be recognised by in another column, however it
 * is written there: words, neighbouring characters, a date in other orders. */
void gbx_pieces_add(struct gbx_bytes_set *s, const struct gbx_column_plan *plan,
		    const struct gbx_value *v, struct gbx_buf *work);
bool gbx_pieces_in(const struct gbx_bytes_set *s, struct gbx_span v, struct gbx_buf *work);

/*
 * The redacted form of a value of that column, appended to out. *shown is set when it
 * tells the value itself (kept, or a placeholder). (value.c)
 */
void gbx_redact_value(struct gbx_export *x, enum gbx_redaction action,
		      const struct gbx_column_plan *plan, const struct gbx_value *v,
		      struct gbx_buf *out, bool *shown);
/* The year, month and day of seconds since 1970, Gregorian. */
int64_t gbx_civil(int64_t seconds, unsigned *month, unsigned *day);
/* Is it a token, a kind or [dropped] as gbx_redact_value writes them? */
bool gbx_is_redacted(struct gbx_span cell);

/* ---- the proof ---- */

/* Sets cover[i] for every byte of a sample that belongs to a cell which may stand as it
 * is, or to a column name. jsonl: JSON lines, else CSV. (cover.c) */
bool gbx_cover(const struct gbx_export *x, struct gbx_span text, bool jsonl, unsigned char *cover);

/* How a value is searched (index.c); see proof.c. */
enum gbx_how { GBX_CELL, GBX_WORD_SAMPLE, GBX_WORD, GBX_ANYWHERE };

enum gbx_found { GBX_FOUND_OWN = 1, GBX_FOUND_COVERED = 2 };

struct gbx_pattern {
	const unsigned char *p;
	uint32_t n;
	uint32_t next; /* in its chain: index + 1 */
	uint32_t value;
	uint32_t window; /* four bytes of it that few others have */
	uint16_t at;     /* where they stand */
	uint16_t how;    /* enum gbx_how */
};

struct gbx_index {
	struct gbx_arena arena;
	struct gbx_pattern *pattern;
	uint32_t n, cap;
	uint32_t *chain;             /* by window: index + 1 */
	uint32_t chain_bits;         /* 2^chain_bits chains */
	struct gbx_bytes_set cells;  /* short values; tag: value */
	struct gbx_bytes_set digits; /* digit forms; tag: value */
	uint32_t digits_min, digits_max;
	uint8_t *found; /* by value: enum gbx_found */
	uint64_t values, digit_forms;
	bool failed;
};

static inline uint32_t gbx_window(const unsigned char *p)
{
	uint32_t w;
	memcpy(&w, p, 4);
	return w;
}

static inline uint32_t gbx_chain_of(const struct gbx_index *ix, uint32_t window)
{
	return (window * 2654435761u) >> (32 - ix->chain_bits);
}

struct gbx_index *gbx_index_new(const struct gbx_bytes_set *originals);
void gbx_index_free(struct gbx_index *ix);

#endif

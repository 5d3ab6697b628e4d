/*
 * Records of a few fixed columns, gathered line by line: what combo lists and
 * logs share when they parse a chunk. Cells point into the chunk. A column that
 * no record of the chunk fills is left out of the batch.
 */
#ifndef GBX_FORMAT_LINES_ROWS_H
#define GBX_FORMAT_LINES_ROWS_H

#include "../record/batch.h"
#include "../record/chunk.h"

#define GBX_LROWS_COLUMNS 16u
#define GBX_LROWS_AGAIN 64u /* columns of one name: each is looked for after the others */

struct gbx_lrows {
	struct gbx_chunk *c;
	struct gbx_parsed *out;
	struct gbx_cell *cell[GBX_LROWS_COLUMNS];
	uint64_t *off;
	uint32_t ncol, n, cap;
	uint32_t used; /* bit i: some record fills column i */
};

/* ncol is at most GBX_LROWS_COLUMNS; `usual` is the length of a line. False
 * without memory, here and below. */
bool gbx_lrows_open(struct gbx_lrows *r, struct gbx_chunk *c, struct gbx_parsed *out, uint32_t ncol,
                    size_t usual);
bool gbx_lrows_grow(struct gbx_lrows *r);

/* Starts a record at `from` of the chunk, all its cells absent; its number, or
 * UINT32_MAX. */
static inline uint32_t gbx_lrows_record(struct gbx_lrows *r, size_t from)
{
	if (r->n == r->cap && !gbx_lrows_grow(r))
		return UINT32_MAX;
	for (uint32_t i = 0; i < r->ncol; i++)
		r->cell[i][r->n] = (struct gbx_cell){GBX_ABSENT, 0};
	r->off[r->n] = r->c->off + from;
	return r->n++;
}

/* s lies in the chunk. */
static inline void gbx_lrows_set(struct gbx_lrows *r, uint32_t col, uint32_t rec, struct gbx_span s)
{
	r->cell[col][rec] = (struct gbx_cell){(uint32_t)(s.p - r->c->p), (uint32_t)s.n};
	r->used |= UINT32_C(1) << col;
}

/* Makes the batch of the relation and finishes `out`. */
bool gbx_lrows_close(struct gbx_lrows *r, const char *relation, const char *const *names);

/* For records whose columns vary: the column of that name, or of name_2, name_3 …
 * when record `rec` has a cell there already. UINT32_MAX as gbx_batch_column, and for
 * more than GBX_LROWS_AGAIN. */
uint32_t gbx_lrows_column(struct gbx_parsed *p, struct gbx_batch *b, uint32_t rec,
                          struct gbx_span name, uint32_t guess);

#endif

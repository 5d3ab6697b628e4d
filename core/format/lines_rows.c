/* Fixed columns line by line; the contract is in lines_rows.h. */
#include "lines_rows.h"

#include <stdio.h>

#include "../base/limits.h"

bool gbx_lrows_grow(struct gbx_lrows *r)
{
	uint32_t cap = r->cap * 2;
	uint64_t *off = gbx_arena_alloc(&r->out->arena, cap * sizeof *off);
	if (!off)
		return false;
	if (r->n)
		memcpy(off, r->off, r->n * sizeof *off);
	r->off = off;
	for (uint32_t i = 0; i < r->ncol; i++) {
		struct gbx_cell *cell = gbx_arena_alloc(&r->out->arena, cap * sizeof *cell);
		if (!cell)
			return false;
		if (r->n)
			memcpy(cell, r->cell[i], r->n * sizeof *cell);
		r->cell[i] = cell;
	}
	r->cap = cap;
	return true;
}

bool gbx_lrows_open(struct gbx_lrows *r, struct gbx_chunk *c, struct gbx_parsed *out, uint32_t ncol,
                    size_t usual)
{
	size_t rows = c->n / (usual ? usual : 1);
	*r = (struct gbx_lrows){.c = c, .out = out, .ncol = ncol};
	r->cap = (uint32_t)(rows + rows / 8 + 16) / 2;
	return gbx_lrows_grow(r);
}

bool gbx_lrows_close(struct gbx_lrows *r, const char *relation, const char *const *names)
{
	struct gbx_batch *b = gbx_parsed_batch(r->out, gbx_span_str(relation), 0);
	if (!b)
		return false;
	b->bytes = r->c->p;
	b->rec_off = r->off;
	b->rec_cap = r->cap;
	b->nrec = r->n;
	for (uint32_t i = 0; i < r->ncol; i++) {
		if (!(r->used >> i & 1))
			continue;
		uint32_t col = gbx_batch_column(r->out, b, gbx_span_str(names[i]), 0, b->ncol);
		if (col == UINT32_MAX)
			return false;
		b->col[col].cell = r->cell[i];
		b->col[col].n = b->col[col].cap = r->n;
	}
	gbx_parsed_finish(r->out);
	return true;
}

uint32_t gbx_lrows_column(struct gbx_parsed *p, struct gbx_batch *b, uint32_t rec,
                          struct gbx_span name, uint32_t guess)
{
	char again[GBX_NAME_BYTES + 16];
	uint32_t col = gbx_batch_column(p, b, name, 0, guess);
	int n = name.n < GBX_NAME_BYTES ? (int)name.n : (int)GBX_NAME_BYTES;
	for (unsigned k = 2; col != UINT32_MAX; k++) {
		if (k > GBX_LROWS_AGAIN)
			return UINT32_MAX;
		const struct gbx_column *c = &b->col[col];
		if (!c->n || c->rec[c->n - 1] != rec)
			break;
		int all = snprintf(again, sizeof again, "%.*s_%u", n, (const char *)name.p, k);
		col = gbx_batch_column(p, b, gbx_span_of(again, (size_t)all), 0, col + 1);
	}
	return col;
}

/*
 * A chunk into a batch. Fields of a row are gathered in `row`, then dealt out to
 * the columns. Rows whose quotes are regular are found by masks, others by the
 * machine of csv_field.c. Cells point into the chunk; values that need undoing
 * go to its side area.
 */
#include "csv_mask.h"

#include <stdio.h>

#include "../base/limits.h"

struct parse {
	const struct gbx_csv_reader *r;
	const struct gbx_csv_dialect *d;
	struct gbx_chunk *c;
	struct gbx_parsed *out;
	struct gbx_batch *b;
	struct gbx_cell *row; /* [GBX_RECORD_COLUMNS] */
	uint32_t n;           /* fields of the row so far; may pass the limit */
	uint32_t cap;         /* records the dense columns have room for */
	uint64_t absent;      /* missing cells the dense columns may still hold */
	bool sparse;          /* so many are missing that columns name their records */
};

/* Columns */

static bool grow_columns(struct parse *x, uint32_t cap)
{
	struct gbx_batch *b = x->b;
	uint64_t *off = gbx_arena_alloc(&x->out->arena, cap * sizeof *off);
	if (!off)
		return false;
	if (b->nrec)
		memcpy(off, b->rec_off, b->nrec * sizeof *off);
	b->rec_off = off;
	b->rec_cap = cap;
	for (uint32_t i = 0; i < x->d->columns; i++) {
		struct gbx_cell *cell = gbx_arena_alloc(&x->out->arena, cap * sizeof *cell);
		if (!cell)
			return false;
		if (b->nrec)
			memcpy(cell, b->col[i].cell, b->nrec * sizeof *cell);
		b->col[i].cell = cell;
		b->col[i].cap = cap;
	}
	x->cap = cap;
	return true;
}

static bool open_batch(struct parse *x, size_t bytes)
{
	x->b = gbx_parsed_batch(x->out, gbx_span_str(x->r->relation), x->r->shape);
	x->row = gbx_arena_alloc(&x->out->arena, GBX_RECORD_COLUMNS * sizeof *x->row);
	if (!x->b || !x->row)
		return false;
	for (uint32_t i = 0; i < x->d->columns; i++) {
		struct gbx_span name = gbx_span_str(x->r->name[i]);
		if (gbx_batch_column(x->out, x->b, name, 0, i) != i)
			return false;
	}
	/* A cell takes a byte at least, so rows full of cells are no more than this. */
	size_t usual = x->d->record > x->d->columns ? x->d->record : x->d->columns;
	size_t rows = bytes / usual + bytes / usual / 8 + 16;
	x->absent = bytes / 2 + (64u << 10);
	return grow_columns(x, rows < UINT32_MAX / 64 ? (uint32_t)rows : UINT32_MAX / 64);
}

/* Short rows in a wide relation would cost far more than their bytes: from here
 * on a column holds only the cells there are. */
static bool make_sparse(struct parse *x)
{
	for (uint32_t i = 0; i < x->d->columns; i++) {
		struct gbx_column *col = &x->b->col[i];
		uint32_t *rec = gbx_arena_alloc(&x->out->arena, col->cap * sizeof *rec);
		if (!rec)
			return false;
		col->n = 0;
		for (uint32_t k = 0; k < x->b->nrec; k++) {
			if (col->cell[k].off == GBX_ABSENT)
				continue;
			col->cell[col->n] = col->cell[k];
			rec[col->n++] = k;
		}
		col->rec = rec;
	}
	x->sparse = true;
	return true;
}

/* The column of the cell at index i of a row longer than the header. */
static uint32_t extra_column(struct parse *x, uint32_t i)
{
	char name[48];
	for (unsigned again = 1;; again++) {
		if (again == 1)
			snprintf(name, sizeof name, "c%u", i + 1);
		else
			snprintf(name, sizeof name, "c%u_%u", i + 1, again);
		uint32_t col = gbx_batch_column(x->out, x->b, gbx_span_str(name), 0, i);
		if (col >= x->d->columns)
			return col;
	}
}

static bool put_sparse(struct parse *x, uint32_t col, uint32_t rec, struct gbx_cell cell)
{
	return col != UINT32_MAX && gbx_batch_cell(x->out, x->b, col, rec, cell);
}

/* Rows */

static bool commit_extra(struct parse *x, uint32_t rec)
{
	for (uint32_t i = x->d->columns; i < x->n; i++) {
		if (!put_sparse(x, extra_column(x, i), rec, x->row[i]))
			return false;
	}
	return true;
}

static bool commit_sparse(struct parse *x, uint64_t off, uint32_t have)
{
	uint32_t rec = gbx_batch_record(x->out, x->b, off);
	if (rec == UINT32_MAX)
		return false;
	for (uint32_t i = 0; i < have; i++) {
		if (!put_sparse(x, i, rec, x->row[i]))
			return false;
	}
	return commit_extra(x, rec);
}

static bool commit_ragged(struct parse *x, uint64_t off)
{
	uint32_t columns = x->d->columns;
	uint32_t have = x->n < columns ? x->n : columns;
	x->out->ragged++;
	if (!x->sparse && columns - have > x->absent && !make_sparse(x))
		return false;
	if (x->sparse)
		return commit_sparse(x, off, have);
	x->absent -= columns - have;
	uint32_t rec = x->b->nrec++;
	x->b->rec_off[rec] = off;
	for (uint32_t i = 0; i < columns; i++)
		x->b->col[i].cell[rec] = i < have ? x->row[i] : (struct gbx_cell){GBX_ABSENT, 0};
	return commit_extra(x, rec);
}

static inline bool commit_row(struct parse *x, uint64_t off)
{
	struct gbx_batch *b = x->b;
	if (b->nrec == x->cap && !x->sparse && !grow_columns(x, x->cap * 2))
		return false;
	if (x->n != x->d->columns)
		return commit_ragged(x, off);
	if (x->sparse)
		return commit_sparse(x, off, x->n);
	uint32_t rec = b->nrec++;
	b->rec_off[rec] = off;
	for (uint32_t i = 0; i < x->n; i++)
		b->col[i].cell[rec] = x->row[i];
	return true;
}

/* The row that began at `from` ended before `to`. */
static inline bool end_row(struct parse *x, size_t from, size_t to)
{
	if (x->n > GBX_RECORD_COLUMNS) {
		x->out->bytes_quarantined += to - from;
		return gbx_parsed_bad(x->out, x->c->off + from, to - from, GBX_E_COLUMNS);
	}
	return commit_row(x, x->c->off + from);
}

static inline void add_cell(struct parse *x, size_t from, size_t to)
{
	if (x->n < GBX_RECORD_COLUMNS)
		x->row[x->n] = (struct gbx_cell){(uint32_t)from, (uint32_t)(to - from)};
	x->n++;
}

/* A value that differs from its bytes: undone in the side area. */
static bool add_side(struct parse *x, const struct gbx_csv_field *f)
{
	size_t n = f->to - f->from;
	uint32_t off = gbx_chunk_side(x->c, x->c->p + f->from, n);
	if (off == UINT32_MAX)
		return false;
	size_t left = gbx_csv_unescape(x->d, x->c->p + off, n, f->how);
	x->c->side -= n - left;
	if (f->how & GBX_CSV_JUNK) {
		size_t tail = f->tail_to - f->tail;
		if (gbx_chunk_side(x->c, x->c->p + f->tail, tail) == UINT32_MAX)
			return false;
		left += tail;
	}
	add_cell(x, off, off + left);
	return true;
}

/* One row by the machine. */
static bool slow_row(struct parse *x, size_t *at)
{
	struct gbx_csv_field f;
	size_t from = *at;
	enum gbx_csv_step step;
	x->n = 0;
	do {
		step = gbx_csv_field_next(x->d, x->c->p, x->c->n, *at, true, &f);
		*at = f.next;
		if (!(f.how & (GBX_CSV_PAIRS | GBX_CSV_ESCAPES | GBX_CSV_JUNK)))
			add_cell(x, f.from, f.to);
		else if (!add_side(x, &f))
			return false;
	} while (step == GBX_CSV_NEXT_FIELD);
	return end_row(x, from, *at);
}

static bool slow_rows(struct parse *x, size_t *at, size_t past)
{
	while (*at < past) {
		size_t blank = gbx_csv_blank(x->d, x->c->p, x->c->n, *at);
		x->out->bytes_skipped += blank;
		*at += blank;
		if (!blank && !slow_row(x, at))
			return false;
	}
	return true;
}

/* A field with regular quotes. */
static bool add_quoted(struct parse *x, size_t from, size_t to)
{
	struct gbx_csv_field f = {.from = from + 1, .to = to - 1, .how = GBX_CSV_PAIRS};
	if (memchr(x->c->p + f.from, x->d->quote, f.to - f.from))
		return add_side(x, &f);
	add_cell(x, f.from, f.to);
	return true;
}

static inline bool add_regular(struct parse *x, size_t from, size_t to)
{
	if (from < to && x->c->p[from] == x->d->quote)
		return add_quoted(x, from, to);
	add_cell(x, from, to);
	return true;
}

/* Ends a regular row at the line end p[pos]. */
static inline bool end_regular(struct parse *x, size_t row, size_t field, size_t pos)
{
	size_t to = pos > field && x->c->p[pos - 1] == '\r' ? pos - 1 : pos;
	if (to == row) {
		x->out->bytes_skipped += pos + 1 - row;
		return true;
	}
	return add_regular(x, field, to) && end_row(x, row, pos + 1);
}

/* Rows by masks, from *at on, moving it. Stops at the last line end, or before a
 * row with quotes that are not regular: then *past is behind them. */
static bool fast_rows(struct parse *x, size_t *at, size_t *past)
{
	const size_t n = x->c->n;
	struct csv_walk w = csv_walk_start(x->d);
	struct csv_block b;
	size_t row = *at, field = *at;
	x->n = 0;
	for (size_t base = row; base < n; base += 64) {
		uint64_t valid = n - base < 64 ? (UINT64_C(1) << (n - base)) - 1 : ~UINT64_C(0);
		*past = n - base < 64 ? n : base + 64;
		if (!csv_walk_block(&w, x->c->p + base, base, valid, &b))
			break;
		for (uint64_t m = b.delim | b.eol; m; m &= m - 1) {
			size_t pos = base + (unsigned)__builtin_ctzll(m);
			bool ok = true;
			if (b.eol & m & -m) {
				ok = end_regular(x, row, field, pos);
				row = pos + 1;
				x->n = 0;
			} else {
				ok = add_regular(x, field, pos);
			}
			if (!ok)
				return false;
			field = pos + 1;
		}
	}
	*at = row;
	return true;
}

static bool parse_rows(struct parse *x, size_t at)
{
	const size_t n = x->c->n;
	bool fits = csv_walk_fits(x->d);
	if (!fits && x->d->escape >= 0 && x->d->ndelim <= 1 && !x->d->any_eol)
		fits = at < n && !memchr(x->c->p + at, x->d->escape, n - at);
	while (at < n) {
		size_t past = n;
		if (fits && !x->sparse && !fast_rows(x, &at, &past))
			return false;
		if (!slow_rows(x, &at, past))
			return false;
	}
	return true;
}

/* The bytes before the first record: those sniffing skipped, and the header. */
static size_t lead(const struct gbx_csv_reader *r, const struct gbx_chunk *c)
{
	if (!c->first || !c->split.opaque[0])
		return 0;
	size_t at = r->d.skip < c->n ? r->d.skip : c->n;
	if (r->d.header && at < c->n)
		at = gbx_csv_record_end(&r->d, c->p, c->n, at, true);
	return at;
}

/* A dense column holds one cell for each record. */
static void close_batch(struct parse *x)
{
	x->b->bytes = x->c->p;
	for (uint32_t i = 0; i < x->d->columns && !x->sparse; i++)
		x->b->col[i].n = x->b->nrec;
}

enum gbx_rc gbx_csv_parse(const struct gbx_reader *r, struct gbx_chunk *c, struct gbx_parsed *out,
                          struct gbx_err *err)
{
	const struct gbx_csv_reader *reader = (const struct gbx_csv_reader *)r;
	struct parse x = {.r = reader, .d = &reader->d, .c = c, .out = out};
	size_t at = lead(reader, c);
	out->bytes_skipped += at;
	uint64_t before = out->bytes_skipped + out->bytes_quarantined;
	if (!open_batch(&x, c->n - at) || !parse_rows(&x, at))
		return gbx_fail(err, GBX_E_NOMEM, "a chunk of delimited text");
	uint64_t other = out->bytes_skipped + out->bytes_quarantined - before;
	out->bytes_records += c->n - at - other;
	close_batch(&x);
	gbx_parsed_finish(out);
	return GBX_OK;
}

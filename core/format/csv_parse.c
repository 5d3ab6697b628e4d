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
	struct gbx_cell **to; /* [d->columns]: their cells */
	uint32_t *end, *line; /* for struct gbx_csv_index */
	uint32_t n;           /* fields of the row so far; may pass the limit */
	uint32_t cap;         /* records the dense columns have room for */
	uint64_t absent;      /* missing cells the dense columns may still hold */
	bool sparse;          /* so many are missing that columns name their records */
	bool escapes;         /* the masks read cells with escapes in them */
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
		b->col[i].cell = x->to[i] = cell;
		b->col[i].cap = cap;
	}
	x->cap = cap;
	return true;
}

static bool open_batch(struct parse *x, size_t bytes)
{
	x->b = gbx_parsed_batch(x->out, gbx_span_str(x->r->relation), x->r->shape);
	x->row = gbx_arena_alloc(&x->out->arena, GBX_RECORD_COLUMNS * sizeof *x->row);
	x->to = gbx_arena_alloc(&x->out->arena, x->d->columns * sizeof *x->to);
	x->end = gbx_arena_alloc(&x->out->arena, GBX_CSV_ENDS * sizeof *x->end);
	x->line = gbx_arena_alloc(&x->out->arena, GBX_CSV_LINES * sizeof *x->line);
	if (!x->b || !x->row || !x->to || !x->end || !x->line)
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

/* The header's bytes when it stands at p[at] once more, else 0. */
static inline size_t head_again(const struct parse *x, size_t at)
{
	const unsigned char *head = x->r->head;
	if (!head || memcmp(x->c->p + at, head, 8) != 0)
		return 0;
	size_t n = x->r->head_n;
	return n <= x->c->n - at && !memcmp(x->c->p + at, head, n) ? n : 0;
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
	return col != UINT32_MAX &&
	       (cell.off == GBX_ABSENT || gbx_batch_cell(x->out, x->b, col, rec, cell));
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

static bool commit_row(struct parse *x, uint64_t off)
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
static bool end_row(struct parse *x, size_t from, size_t to)
{
	if (x->n > GBX_RECORD_COLUMNS) {
		x->out->bytes_quarantined += to - from;
		return gbx_parsed_bad(x->out, x->c->off + from, to - from, GBX_E_COLUMNS);
	}
	return commit_row(x, x->c->off + from);
}

static void add_cell(struct parse *x, struct gbx_cell cell)
{
	if (x->n < GBX_RECORD_COLUMNS)
		x->row[x->n] = cell;
	x->n++;
}

/* A value that differs from its bytes: undone in the side area. */
static bool undo(struct parse *x, const struct gbx_csv_field *f, struct gbx_cell *cell)
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
	*cell = (struct gbx_cell){off, (uint32_t)left};
	return true;
}

/*
 * Quotes open at the end of the entry. Read as text, the field costs its own row only,
 * which is right when the lines after it are rows; else it is long text cut off, whose
 * lines are no records.
 */
static bool is_cut_off(const struct parse *x, const struct gbx_csv_field *f)
{
	return (f->how & GBX_CSV_ENDLESS) && x->c->last &&
	       !gbx_csv_lines_fit(x->d, x->c->p, f->from, x->c->n);
}

/* Does the database say that there is no value? */
static bool is_null(const struct parse *x, struct gbx_cell cell)
{
	return x->d->database && cell.len == 2 && !memcmp(x->c->p + cell.off, "\\N", 2);
}

/* One row by the machine. */
static bool slow_row(struct parse *x, size_t *at)
{
	struct gbx_csv_field f;
	size_t from = *at;
	enum gbx_csv_step step;
	x->n = 0;
	do {
		step = gbx_csv_field_next(x->d, x->c->p, x->c->n, *at, x->n, true, &f);
		*at = f.next;
		if (is_cut_off(x, &f)) {
			*at = x->c->n;
			x->out->bytes_quarantined += x->c->n - from;
			return gbx_parsed_bad(x->out, x->c->off + from, x->c->n - from,
			                      GBX_E_QUOTE_OPEN);
		}
		struct gbx_cell cell = {(uint32_t)f.from, (uint32_t)(f.to - f.from)};
		bool other = f.how & (GBX_CSV_PAIRS | GBX_CSV_ESCAPES | GBX_CSV_JUNK);
		if (is_null(x, cell))
			cell = (struct gbx_cell){GBX_ABSENT, 0};
		else if (other && !undo(x, &f, &cell))
			return false;
		add_cell(x, cell);
	} while (step == GBX_CSV_NEXT_FIELD);
	return end_row(x, from, *at);
}

static bool slow_rows(struct parse *x, size_t *at, size_t past)
{
	while (*at < past) {
		size_t blank = gbx_csv_blank(x->d, x->c->p, x->c->n, *at);
		if (blank)
			gbx_parsed_skip(x->out, "blank line", 1, blank);
		*at += blank;
		size_t head = blank ? 0 : head_again(x, *at);
		if (head)
			gbx_parsed_skip(x->out, "header", 1, head);
		*at += head;
		if (!blank && !head && !slow_row(x, at))
			return false;
	}
	return true;
}

/* Rows by masks: the ends of fields found and not yet taken. */
struct found {
	struct gbx_csv_index ix;
	size_t row;        /* where the first row begins */
	size_t pairs_from; /* doubled quotes stand between these two */
	size_t pairs_to;
};

/* The cell p[from..to), which may hold escapes. False without memory. */
static bool escaped_cell(struct parse *x, size_t from, size_t to, struct gbx_cell *cell)
{
	const unsigned char *p = x->c->p + from;
	const struct gbx_csv_field f = {.from = from, .to = to, .how = GBX_CSV_ESCAPES};
	*cell = (struct gbx_cell){(uint32_t)from, (uint32_t)(to - from)};
	if (!cell->len || !memchr(p, x->d->escape, cell->len))
		return true;
	if (!is_null(x, *cell))
		return undo(x, &f, cell);
	*cell = (struct gbx_cell){GBX_ABSENT, 0};
	return true;
}

/* The cell p[from..to) with regular quotes. False without memory. */
static bool regular_cell(struct parse *x, size_t from, size_t to, struct gbx_cell *cell)
{
	const unsigned char *p = x->c->p;
	if (x->escapes)
		return escaped_cell(x, from, to, cell);
	*cell = (struct gbx_cell){(uint32_t)from, (uint32_t)(to - from)};
	if (from == to || p[from] != x->d->quote)
		return true;
	struct gbx_csv_field f = {.from = from + 1, .to = to - 1, .how = GBX_CSV_PAIRS};
	*cell = (struct gbx_cell){cell->off + 1, cell->len - 2};
	return !memchr(p + f.from, x->d->quote, cell->len) || undo(x, &f, cell);
}

/* Where the row ended by the line end p[pos] ends without it. */
static inline size_t row_end(const unsigned char *p, size_t from, size_t pos)
{
	return pos - (pos > from && p[pos - 1] == '\r');
}

/* Any row of n fields that end at end[]. */
static __attribute__((noinline)) bool careful_row(struct parse *x, size_t row, const uint32_t *end,
                                                  uint32_t n)
{
	size_t from = row, past = (size_t)end[n - 1] + 1;
	if (n == 1 && row_end(x->c->p, row, end[0]) == row) {
		gbx_parsed_skip(x->out, "blank line", 1, past - row);
		return true;
	}
	x->n = 0;
	for (uint32_t i = 0; i < n; i++) {
		struct gbx_cell cell;
		size_t to = i + 1 < n ? end[i] : row_end(x->c->p, from, end[i]);
		if (!regular_cell(x, from, to, &cell))
			return false;
		add_cell(x, cell);
		from = (size_t)end[i] + 1;
	}
	return end_row(x, row, past);
}

static inline struct gbx_cell plain_cell(const unsigned char *p, int quote, size_t from, size_t to)
{
	uint32_t in = p[from] == quote;
	return (struct gbx_cell){(uint32_t)from + in, (uint32_t)(to - from) - 2 * in};
}

/* Has it a field for each column, no doubled quotes, and room? */
static inline bool is_usual(const struct parse *x, const struct found *f, const uint32_t *end,
                            uint32_t n)
{
	size_t past = (size_t)end[n - 1] + 1;
	if (x->escapes && memchr(x->c->p + f->row, x->d->escape, past - f->row))
		return false;
	return n == x->d->columns && x->b->nrec < x->cap && !x->sparse &&
	       (past <= f->pairs_from || f->row >= f->pairs_to) &&
	       (n > 1 || row_end(x->c->p, f->row, end[0]) > f->row);
}

/* Such a row into the columns. */
static inline void usual_row(struct parse *x, size_t row, const uint32_t *end)
{
	const unsigned char *p = x->c->p;
	const int quote = x->d->quote;
	const uint32_t rec = x->b->nrec++, last = x->d->columns - 1;
	struct gbx_cell *const *to = x->to;
	size_t from = row;
	for (uint32_t i = 0; i < last; i++) {
		to[i][rec] = plain_cell(p, quote, from, end[i]);
		from = (size_t)end[i] + 1;
	}
	to[last][rec] = plain_cell(p, quote, from, row_end(p, from, end[last]));
	x->b->rec_off[rec] = x->c->off + row;
}

static bool take_rows(struct parse *x, struct found *f)
{
	uint32_t k = 0;
	for (size_t i = 0; i < f->ix.rows; i++) {
		uint32_t *end = f->ix.end + k, n = f->ix.row[i] + 1 - k;
		size_t past = (size_t)end[n - 1] + 1;
		if (head_again(x, f->row) == past - f->row)
			gbx_parsed_skip(x->out, "header", 1, past - f->row);
		else if (is_usual(x, f, end, n))
			usual_row(x, f->row, end);
		else if (!careful_row(x, f->row, end, n))
			return false;
		f->row = past;
		k += n;
	}
	f->ix.rows = 0;
	f->ix.n -= k;
	memmove(f->ix.end, f->ix.end + k, f->ix.n * sizeof *f->ix.end);
	return true;
}

/* Of the blocks at `base`, some hold doubled quotes. */
static void note_pairs(struct found *f, const struct gbx_csv_block *b, size_t blocks, size_t base)
{
	for (size_t i = 0; i < blocks; i++) {
		if (!b[i].pairs)
			continue;
		if (f->pairs_to <= f->row)
			f->pairs_from = base + 64 * i;
		f->pairs_to = base + 64 * i + 64;
	}
}

/* Rows by masks, from *at on, moving it. Stops at the last line end, or before a
 * row with quotes that are not regular: then *past is behind them. */
static bool fast_rows(struct parse *x, size_t *at, size_t *past)
{
	const size_t n = x->c->n;
	struct gbx_csv_scan s = gbx_csv_scan_start(x->d);
	struct gbx_csv_block block[GBX_CSV_BLOCKS];
	struct found f = {.ix = {.end = x->end, .row = x->line}, .row = *at};
	bool regular = true;
	for (size_t base = *at; base < n && regular;) {
		size_t want = gbx_csv_blocks(n, base);
		size_t done = x->d->kernel->scan(&s, x->c->p, n, base, block);
		x->d->kernel->index(block, done, (uint32_t)base, &f.ix);
		if (s.pairs)
			note_pairs(&f, block, done, base);
		if (!take_rows(x, &f))
			return false;
		base += 64 * done;
		*past = base > n || n - base < 64 ? n : base + 64;
		regular = done == want && f.ix.n <= GBX_RECORD_COLUMNS;
	}
	*at = f.row;
	return true;
}

/* Does an escape before a delimiter or a line end say that it is none? Two escapes before one
 * look so, too. */
static bool hides_ends(const struct parse *x, size_t at)
{
	const unsigned char *p = x->c->p, delim = x->d->delim[0], esc = (unsigned char)x->d->escape;
	const unsigned char *end = p + x->c->n;
	for (const unsigned char *q = p + at; (q = memchr(q, esc, (size_t)(end - q))); q++) {
		if (q + 1 < end && (q[1] == delim || q[1] == '\n' || q[1] == '\r'))
			return true;
	}
	return false;
}

/* Can masks tell where the rows from `at` on end? */
static bool masks_fit(struct parse *x, size_t at)
{
	const struct gbx_csv_dialect *d = x->d;
	if (gbx_csv_scan_fits(d) || d->escape < 0 || d->ndelim > 1 || d->any_eol || at >= x->c->n)
		return gbx_csv_scan_fits(d);
	x->escapes = d->quote < 0 && memchr(x->c->p + at, d->escape, x->c->n - at);
	return x->escapes ? !hides_ends(x, at) : !memchr(x->c->p + at, d->escape, x->c->n - at);
}

static bool parse_rows(struct parse *x, size_t at)
{
	const size_t n = x->c->n;
	bool fits = masks_fit(x, at);
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
	if (at)
		gbx_parsed_skip(out, reader->d.header ? "header" : "notes", 1, at);
	const size_t n = c->n;
	c->n = c->last ? gbx_csv_footer(x.d, c->p, at, n) : n;
	if (c->n < n)
		gbx_parsed_skip(out, "footer", 1, n - c->n);
	uint64_t before = out->bytes_skipped + out->bytes_quarantined;
	bool ok = open_batch(&x, c->n - at) && parse_rows(&x, at);
	const size_t end = c->n, foot = n - end;
	c->n = n;
	c->side -= c->side < foot ? c->side : foot; /* it began where the footer stood */
	if (!ok)
		return gbx_fail(err, GBX_E_NOMEM, "a chunk of delimited text");
	uint64_t other = out->bytes_skipped + out->bytes_quarantined - before;
	out->bytes_records += end - at - other;
	close_batch(&x);
	gbx_parsed_finish(out);
	return GBX_OK;
}

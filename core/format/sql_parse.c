/*
 * A chunk into batches, one a table. Statements are walked as by split; runs of tuples
 * and COPY's data are taken by masks. Cells point into the chunk, or to its side area
 * where a value had to be undone.
 */
#include "sql_mask.h"
#include "sql.h"

#define FIRST_ROWS 8u /* room of a table's columns at first */

struct parse {
	const struct gbx_sql_reader *r;
	struct gbx_chunk *c;
	struct gbx_parsed *out;
	struct gbx_sql_lex x;
	struct gbx_sql_state s;
	struct gbx_sql_work *work;
	struct gbx_sql_again again;
	const struct gbx_sql_table *table; /* b belongs to it */
	struct gbx_batch *b;
	struct gbx_cell **to; /* [table->ncol] cells of the columns */
	uint32_t to_cap;
	bool gaps; /* b may have columns that a row of the table does not fill */
	struct gbx_sql_index ix;
	uint64_t *odd;	   /* a bit a block of the run of masks at hand */
	unsigned wait;	   /* as in sql_split.c */
	unsigned patience;
};

/* Tables */

/* Cells of a column, as many as the batch has room for; those from `from` on are absent. */
static bool new_cells(struct parse *x, struct gbx_column *c, uint32_t from, uint32_t cap)
{
	struct gbx_cell *cell = gbx_arena_alloc(&x->out->arena, cap * sizeof *cell + 1);
	if (!cell)
		return false;
	if (c->cell && from)
		memcpy(cell, c->cell, from * sizeof *cell);
	for (uint32_t i = x->gaps ? from : cap; i < cap; i++)
		cell[i] = (struct gbx_cell){GBX_ABSENT, 0};
	c->cell = cell;
	c->cap = cap;
	return true;
}

/* Where the table's columns stand in the batch. Rows of a table that grew, and those
 * before it did, lack columns. */
static bool place_columns(struct parse *x, const struct gbx_sql_table *t)
{
	uint32_t had = x->b->ncol;
	for (uint32_t i = 0; i < t->ncol; i++) {
		uint32_t at = gbx_batch_column(x->out, x->b, t->name[i], 0, i);
		if (at == UINT32_MAX)
			return false;
		x->gaps = true;
		if (at >= had && x->b->rec_cap && !new_cells(x, &x->b->col[at], 0, x->b->rec_cap))
			return false;
		x->to[i] = x->b->col[at].cell;
	}
	x->gaps = x->b->ncol > t->ncol || t->grown;
	return true;
}

static bool grow(struct parse *x, uint32_t cap)
{
	struct gbx_batch *b = x->b;
	uint64_t *off = gbx_arena_alloc(&x->out->arena, cap * sizeof *off);
	if (!off)
		return false;
	if (b->nrec)
		memcpy(off, b->rec_off, b->nrec * sizeof *off);
	for (uint32_t i = 0; i < b->ncol; i++)
		if (!new_cells(x, &b->col[i], b->nrec, cap))
			return false;
	b->rec_off = off;
	b->rec_cap = cap;
	return place_columns(x, x->table);
}

static bool room(struct parse *x)
{
	struct gbx_batch *b = x->b;
	return b->nrec < b->rec_cap || grow(x, b->rec_cap ? b->rec_cap * 4 : FIRST_ROWS);
}

/* From here on rows go to that table. */
static bool use_table(struct parse *x, const struct gbx_sql_table *t)
{
	if (t == x->table)
		return true;
	x->b = gbx_parsed_batch(x->out, t->relation, t->shape);
	if (!x->b)
		return false;
	if (t->ncol > x->to_cap) {
		x->to_cap = t->ncol * 2;
		x->to = gbx_arena_alloc(&x->out->arena, x->to_cap * sizeof *x->to);
		if (!x->to)
			return false;
	}
	x->table = t;
	return place_columns(x, t);
}

static bool bad(struct parse *x, size_t from, size_t to, enum gbx_eid why)
{
	if (why != GBX_E_SQL_COUNT && to == x->c->n && x->c->last)
		why = GBX_E_CUT;
	x->out->bytes_quarantined += to - from;
	return gbx_parsed_bad(x->out, x->c->off + from, to - from, why);
}

/* Tuples */

/* Does the table's column hold bytes? */
static inline bool is_bytes(const struct gbx_sql_table *t, uint32_t i)
{
	return t->bytes && i < t->nbytes && t->bytes[i];
}

/* The tuple the lexer found. */
static bool slow_row(struct parse *x)
{
	const struct gbx_sql_tuple *t = &x->work->tuple;
	const struct gbx_sql_table *table = x->s.target;
	if (t->n != table->nvalue || !t->n)
		return bad(x, t->from, t->to, GBX_E_SQL_COUNT);
	if (!use_table(x, table) || !room(x))
		return false;
	uint32_t rec = x->b->nrec;
	for (uint32_t i = 0; table->map && i < table->ncol; i++)
		x->to[i][rec] = (struct gbx_cell){GBX_ABSENT, 0};
	for (uint32_t i = 0; i < t->n; i++) {
		struct gbx_cell cell = t->value[i];
		uint32_t at = table->map ? table->map[i] : i;
		if (!gbx_sql_value(x->c, &x->s, is_bytes(table, at), &cell))
			return false;
		x->to[at][rec] = cell;
	}
	x->b->rec_off[rec] = x->c->off + t->from;
	x->b->nrec++;
	return true;
}

/* A value of a tuple whose quotes are regular: at p[from], before the comma at `to`.
 * False: *cell is the whole, ask gbx_sql_value. */
static inline __attribute__((always_inline)) bool plain_value(const unsigned char *p, size_t from,
							      size_t to, unsigned char quote,
							      struct gbx_cell *cell)
{
	from += p[from] == ' ' || p[from] == '\t';
	unsigned char c = p[from];
	*cell = (struct gbx_cell){(uint32_t)from, (uint32_t)(to - from)};
	if (c == quote) { /* the mask's proof: the quote that closes it stands before the comma */
		*cell = (struct gbx_cell){(uint32_t)from + 1, (uint32_t)(to - from - 2)};
		return p[from + 1] != '\\'; /* may be bytes */
	}
	if ((unsigned char)(c - '-') <= '9' - '-')
		return p[to - 1] > ' ' && (c != '0' || p[from + 1] != 'x');
	if (cell->len == 4 && memcmp(p + from, "NULL", 4) == 0) {
		*cell = (struct gbx_cell){GBX_ABSENT, 0};
		return true;
	}
	return false;
}

/* Any other tuple of the masks. */
static __attribute__((noinline)) bool careful_row(struct parse *x, const uint32_t *end, uint32_t first,
						  unsigned char quote)
{
	uint32_t rec = x->b->nrec;
	enum gbx_sql_escapes how = x->s.backslash ? GBX_SQL_E_BACKSLASH : GBX_SQL_E_DOUBLED;
	bool known = !x->s.backslash || x->s.dialect == GBX_SQL_MYSQL;
	size_t from = (size_t)end[0] + 1;
	for (uint32_t i = 0; i < first; i++)
		from = (size_t)end[i + 1] + 1;
	for (uint32_t i = first; i < x->table->ncol; i++) {
		struct gbx_cell cell;
		size_t to = end[i + 1];
		bool bytes = is_bytes(x->table, i);
		bool plain = plain_value(x->c->p, from, to, quote, &cell) && known && !bytes;
		if (!plain) {
			cell = (struct gbx_cell){(uint32_t)from, (uint32_t)(to - from)};
			if (!gbx_sql_value(x->c, &x->s, bytes, &cell))
				return false;
		} else if (cell.off != GBX_ABSENT && x->c->p[cell.off - 1] == quote &&
			   !gbx_sql_undo(x->c, how, quote, &cell)) {
			return false;
		}
		x->to[i][rec] = cell;
		from = to + 1;
	}
	x->b->nrec++;
	return true;
}

static inline bool usual_row(struct parse *x, const uint32_t *end, unsigned char quote)
{
	const unsigned char *p = x->c->p;
	const uint32_t rec = x->b->nrec, n = x->table->ncol;
	struct gbx_cell *const *to = x->to;
	size_t from = (size_t)end[0] + 1;
	for (uint32_t i = 0; i < n; i++) {
		if (!plain_value(p, from, end[i + 1], quote, &to[i][rec]))
			return careful_row(x, end, i, quote);
		from = (size_t)end[i + 1] + 1;
	}
	x->b->nrec = rec + 1;
	return true;
}

/* A run of masks, from `start` on. */
struct run {
	size_t start;
	size_t done; /* behind the last row taken */
	unsigned char quote;
	unsigned batches;
	bool failed;
};

/* Have the blocks of p[from..to) values to be undone? */
static inline bool is_odd(const struct parse *x, const struct run *run, size_t from, size_t to)
{
	size_t a = (from - run->start) / 64, z = (to - run->start) / 64;
	uint64_t first = x->odd[a / 64] >> a % 64;
	if (a / 64 == z / 64)
		return (first & (~UINT64_C(0) >> (63 - (z - a)))) != 0;
	for (size_t i = a / 64 + 1; i < z / 64; i++)
		first |= x->odd[i];
	return (first | x->odd[z / 64] << (63 - z % 64)) != 0;
}

static bool only_blanks(const unsigned char *p, size_t from, size_t to)
{
	while (from < to && (p[from] == ' ' || p[from] == '\n' || p[from] == '\r' || p[from] == '\t'))
		from++;
	return from == to;
}

/* Comma and bracket stand where the next tuple begins. */
static inline bool is_next(const unsigned char *p, size_t done, size_t comma, size_t open)
{
	if (p[comma] != ',' || p[open] != '(')
		return false;
	if (comma == done && open == done + 1)
		return true;
	return only_blanks(p, done, comma) && only_blanks(p, comma + 1, open);
}

/* Takes what the index holds; false: the next tuple is for the lexer. */
static bool take_tuples(struct parse *x, struct run *run)
{
	struct gbx_sql_index *ix = &x->ix;
	uint32_t k = 0, m = 0;
	bool go = true;
	while (m + 1 < ix->marks) {
		const uint32_t open = ix->mark[m], close = ix->mark[m + 1], *end = ix->end + open;
		const unsigned char *p = x->c->p;
		go = open == k + 1 && close - open == x->table->ncol && p[ix->end[close]] == ')' &&
		     is_next(p, run->done, ix->end[k], *end);
		if (!go)
			break;
		if (!room(x))
			run->failed = true;
		else if (x->table->bytes || is_odd(x, run, *end, ix->end[close]))
			run->failed = !careful_row(x, end, 0, run->quote);
		else
			run->failed = !usual_row(x, end, run->quote);
		if (run->failed)
			return false;
		x->b->rec_off[x->b->nrec - 1] = x->c->off + *end;
		run->done = (size_t)ix->end[close] + 1;
		k = close + 1;
		m += 2;
	}
	if (go && m + 1 == ix->marks && x->c->p[ix->end[ix->mark[m]]] == ';')
		go = false;
	ix->n -= k;
	ix->marks -= m;
	memmove(ix->end, ix->end + k, ix->n * sizeof *ix->end);
	for (uint32_t i = 0; i < ix->marks; i++)
		ix->mark[i] = ix->mark[i + m] - k;
	return go && ix->n <= GBX_RECORD_COLUMNS && ix->marks <= 2;
}

/* Tuples by masks, from x->x.at on, behind one. */
static bool fast_tuples(struct parse *x)
{
	struct gbx_sql_block block[GBX_SQL_BLOCKS];
	struct gbx_sql_scan scan = gbx_sql_scan_start(&x->s, x->c->p, x->c->n, x->x.at);
	struct run run = {.start = x->x.at, .done = x->x.at, .quote = scan.quote};
	bool go = true;
	if (!use_table(x, x->s.target))
		return false;
	x->ix.n = x->ix.marks = 0;
	for (size_t base = run.start; base < x->c->n && go;) {
		size_t want = gbx_sql_blocks(x->c->n, base);
		size_t done = x->r->kernel->tuples(&scan, x->c->p, x->c->n, base, block);
		x->r->kernel->index(block, done, (uint32_t)base, &x->ix);
		x->odd[run.batches++] = scan.odd;
		go = take_tuples(x, &run) && done == want;
		base += 64 * done;
	}
	if (run.done > run.start) {
		x->patience = 0;
	} else {
		x->patience = x->patience < 64 ? x->patience * 2 + 1 : 64;
		x->wait = x->patience;
	}
	x->x.at = run.done;
	x->x.p = x->c->p;
	return !run.failed;
}

static bool after_tuple(struct parse *x)
{
	x->x.p = x->c->p;
	if (x->s.where != GBX_SQL_VALUES)
		return true;
	if (x->wait) {
		x->wait--;
		return true;
	}
	if (x->x.at >= x->c->n || x->c->p[x->x.at] != ',' || x->s.ndelimiter != 1 ||
	    !x->s.target->ncol || x->s.target->map)
		return true;
	return fast_tuples(x);
}

/* COPY's data */

static bool copy_value(struct parse *x, size_t from, size_t to, bool odd, struct gbx_cell *cell)
{
	const unsigned char *p = x->c->p;
	*cell = (struct gbx_cell){(uint32_t)from, (uint32_t)(to - from)};
	if (!odd)
		return true;
	if (cell->len == 2 && p[from] == '\\' && p[from + 1] == 'N') {
		*cell = (struct gbx_cell){GBX_ABSENT, 0};
		return true;
	}
	return gbx_sql_undo(x->c, GBX_SQL_E_COPY, 0, cell) && gbx_sql_copy_bytes(x->c, cell);
}

/* The line with n fields that end at end[]. */
static bool copy_row(struct parse *x, size_t line, const uint32_t *end, uint32_t n, bool odd)
{
	if (!x->s.target->ncol)
		x->s.target = gbx_sql_numbered(x->s.target->relation, n, &x->out->arena, x->work);
	if (!x->s.target)
		return false;
	const struct gbx_sql_table *table = x->s.target;
	if (n != table->nvalue)
		return bad(x, line, (size_t)end[n - 1] + 1, GBX_E_SQL_COUNT);
	if (!use_table(x, table) || !room(x))
		return false;
	const uint32_t rec = x->b->nrec;
	size_t from = line;
	for (uint32_t i = 0; table->map && i < table->ncol; i++)
		x->to[i][rec] = (struct gbx_cell){GBX_ABSENT, 0};
	for (uint32_t i = 0; i < n; i++) {
		size_t to = end[i];
		if (i + 1 == n && to > from && x->c->p[to - 1] == '\r')
			to--;
		if (!copy_value(x, from, to, odd, &x->to[table->map ? table->map[i] : i][rec]))
			return false;
		from = (size_t)end[i] + 1;
	}
	x->b->rec_off[rec] = x->c->off + line;
	x->b->nrec = rec + 1;
	return true;
}

/* Takes the lines the index holds; false: the data ends, or memory. */
static bool take_lines(struct parse *x, struct run *run)
{
	struct gbx_sql_index *ix = &x->ix;
	uint32_t k = 0, m = 0;
	for (; m < ix->marks; m++) {
		const unsigned char *p = x->c->p;
		const uint32_t last = ix->mark[m];
		int end = p[run->done] == '\\' || p[run->done] == 'C'
			      ? gbx_sql_copy_ends(p, x->c->n, run->done)
			      : 0;
		if (end) {
			x->s.where = GBX_SQL_STATEMENTS;
			run->done = end == 2 ? run->done : (size_t)ix->end[last] + 1;
			return false;
		}
		bool odd = is_odd(x, run, run->done, ix->end[last]);
		if (!copy_row(x, run->done, ix->end + k, last - k + 1, odd)) {
			run->failed = true;
			return false;
		}
		run->done = (size_t)ix->end[last] + 1;
		k = last + 1;
	}
	ix->n -= k;
	ix->marks = 0;
	memmove(ix->end, ix->end + k, ix->n * sizeof *ix->end);
	return true;
}

/* A line of more fields than any table has columns, without its index. */
static bool wide_line(struct parse *x, struct run *run)
{
	const unsigned char *p = x->c->p, *lf = memchr(p + run->done, '\n', x->c->n - run->done);
	size_t to = lf ? (size_t)(lf - p) + 1 : x->c->n, from = run->done;
	run->done = to;
	return bad(x, from, to, GBX_E_SQL_COUNT);
}

/* What stands behind the last line end of the chunk. */
static bool copy_rest(struct parse *x, struct run *run)
{
	size_t from = run->done;
	if (from == x->c->n || x->s.where == GBX_SQL_STATEMENTS)
		return true;
	int end = gbx_sql_copy_ends(x->c->p, x->c->n, from);
	if (end == 2) { /* a statement begins, and the chunk ends behind its semicolon */
		x->s.where = GBX_SQL_STATEMENTS;
		return true;
	}
	run->done = x->c->n;
	if (end)
		return true;
	return bad(x, from, x->c->n, GBX_E_CUT);
}

/* The row of another form than the usual that stands in the tuple. */
static bool put_row(struct parse *x)
{
	const struct gbx_sql_tuple *t = &x->work->tuple;
	const struct gbx_sql_table *table = x->s.target;
	if (t->why != GBX_E_NONE || t->n != table->nvalue)
		return bad(x, t->from, t->to, t->why != GBX_E_NONE ? t->why : GBX_E_SQL_COUNT);
	if (!use_table(x, table) || !room(x))
		return false;
	uint32_t rec = x->b->nrec;
	for (uint32_t i = 0; table->map && i < table->ncol; i++)
		x->to[i][rec] = (struct gbx_cell){GBX_ABSENT, 0};
	for (uint32_t i = 0; i < t->n; i++) {
		struct gbx_cell cell = t->value[i];
		if (!gbx_sql_copy_value(x->c, &x->s.copy, &cell))
			return false;
		x->to[table->map ? table->map[i] : i][rec] = cell;
	}
	x->b->rec_off[rec] = x->c->off + t->from;
	x->b->nrec = rec + 1;
	return true;
}

static bool copy_rows(struct parse *x)
{
	bool ok = true;
	while (ok && x->x.at < x->c->n && x->s.where == GBX_SQL_COPY) {
		size_t at = x->x.at, n = x->c->n;
		int end = gbx_sql_copy_ends(x->c->p, n, at);
		if (end)
			x->s.where = GBX_SQL_STATEMENTS;
		if (end == 2)
			break;
		size_t to = gbx_sql_copy_row(&x->s.copy, x->c->p, n, at, &x->work->tuple);
		x->x.at = to == SIZE_MAX ? n : to;
		if (end)
			break;
		if (to != SIZE_MAX && !x->s.target->ncol)
			x->s.target = gbx_sql_numbered(x->s.target->relation, x->work->tuple.n,
						       &x->out->arena, x->work);
		if (!x->s.target)
			return false;
		if (x->s.copy.header)
			gbx_parsed_skip(x->out, "header", 1, x->x.at - at);
		else if (to == SIZE_MAX)
			ok = bad(x, at, n, GBX_E_SQL_TUPLE);
		else
			ok = put_row(x);
		x->s.copy.header = false;
	}
	x->x.p = x->c->p;
	return ok;
}

static bool copy_data(struct parse *x)
{
	if (x->s.copy.form != GBX_SQL_COPY_USUAL)
		return copy_rows(x);
	struct gbx_sql_block block[GBX_SQL_BLOCKS];
	struct gbx_sql_scan scan = {.backslash = true};
	struct run run = {.start = x->x.at, .done = x->x.at};
	bool go = true, wide = false;
	x->ix.n = x->ix.marks = 0;
	for (size_t base = run.start; base < x->c->n && go && !wide;) {
		size_t done = x->r->kernel->copy(&scan, x->c->p, x->c->n, base, block);
		x->r->kernel->index(block, done, (uint32_t)base, &x->ix);
		x->odd[run.batches++] = scan.odd;
		go = take_lines(x, &run);
		base += 64 * done;
		wide = x->ix.n > GBX_RECORD_COLUMNS;
	}
	if (!run.failed)
		run.failed = wide ? !wide_line(x, &run) : !copy_rest(x, &run);
	x->x.at = run.done;
	x->x.p = x->c->p;
	return !run.failed;
}

/* Statements */

static bool statement(struct parse *x)
{
	struct gbx_sql_piece piece;
	struct gbx_arena *a = &x->out->arena;
	switch (gbx_sql_statement(&x->x, &x->s, a, a, x->work, &x->again, &piece)) {
	case GBX_SQL_S_SKIP:
		gbx_parsed_skip(x->out, piece.kind, piece.count, piece.to - piece.from);
		return true;
	case GBX_SQL_S_BROKEN:
		return bad(x, piece.from, piece.to, piece.why);
	case GBX_SQL_S_TUPLE:
		return slow_row(x) && after_tuple(x);
	case GBX_SQL_S_VALUES:
	case GBX_SQL_S_COPY:
		return true;
	default:
		return false;
	}
}

static bool values(struct parse *x)
{
	struct gbx_sql_piece piece;
	switch (gbx_sql_values(&x->x, &x->s, &x->out->arena, x->work, &piece)) {
	case GBX_SQL_S_TUPLE:
		return slow_row(x) && after_tuple(x);
	case GBX_SQL_S_SKIP:
		gbx_parsed_skip(x->out, piece.kind, piece.count, piece.to - piece.from);
		return true;
	case GBX_SQL_S_BROKEN:
		return bad(x, piece.from, piece.to, piece.why);
	case GBX_SQL_S_END:
	case GBX_SQL_S_VALUES:
		return true;
	default:
		return false;
	}
}

static bool prepare(struct parse *x)
{
	struct gbx_arena *a = &x->out->arena;
	x->work = gbx_arena_alloc(a, sizeof *x->work);
	x->ix.end = gbx_arena_alloc(a, GBX_SQL_ENDS * sizeof *x->ix.end);
	x->ix.mark = gbx_arena_alloc(a, GBX_SQL_MARKS * sizeof *x->ix.mark);
	x->odd = gbx_arena_alloc(a, (x->c->n / 4096 + 2) * sizeof *x->odd);
	if (x->work) {
		x->work->numbered = NULL;
		x->work->keep = a;
	}
	return x->work && x->ix.end && x->ix.mark && x->odd;
}

static bool parse_all(struct parse *x)
{
	bool ok = prepare(x);
	while (ok && x->x.at < x->c->n) {
		x->x.backslash = x->s.backslash;
		if (x->s.where == GBX_SQL_VALUES || x->s.where == GBX_SQL_SELECTS)
			ok = values(x);
		else
			ok = x->s.where == GBX_SQL_COPY ? copy_data(x) : statement(x);
	}
	return ok;
}

static void close_batches(struct parse *x)
{
	for (uint32_t k = 0; k < x->out->nbatch; k++) {
		struct gbx_batch *b = x->out->batch[k];
		b->bytes = x->c->p;
		for (uint32_t i = 0; i < b->ncol; i++)
			b->col[i].n = b->nrec;
	}
}

enum gbx_rc gbx_sql_parse(const struct gbx_reader *r, struct gbx_chunk *c, struct gbx_parsed *out,
			  struct gbx_err *err)
{
	struct parse x = {.r = (const struct gbx_sql_reader *)r, .c = c, .out = out};
	memcpy(&x.s, c->split.opaque, sizeof x.s);
	x.x = gbx_sql_lex_of(&x.s, c->p, c->n, true);
	x.x.broken = x.s.broken;
	if (!parse_all(&x))
		return gbx_fail(err, GBX_E_NOMEM, "a chunk of SQL");
	out->bytes_records += c->n - out->bytes_skipped - out->bytes_quarantined;
	close_batches(&x);
	gbx_parsed_finish(out);
	return GBX_OK;
}

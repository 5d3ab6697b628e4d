/*
 * Where whole statements, tuples and lines of COPY's data end. Statements are walked by
 * sql_statement.c; long runs of tuples by masks, which look for the last bracket that
 * closes one and the semicolon behind it.
 */
#include "beside.h"
#include "sql_mask.h"
#include "sql.h"

struct cutting {
	struct gbx_sql_reader *r;
	struct gbx_sql_lex x;
	struct gbx_sql_state s; /* at x.at */
	struct gbx_sql_again again;
	size_t safe;		/* where it may be cut */
	bool broken;		/* what ends there is broken */
	unsigned wait;		/* tuples to be read by the lexer before masks are tried */
	unsigned patience;	/* how many the next time */
};

/* Everything up to `at` may go. */
static void mark_safe(struct cutting *c, size_t at)
{
	c->safe = at;
	c->broken = false;
	c->r->now = c->s;
}

/* What the brackets of one block do. */
struct run {
	size_t close; /* behind the last tuple */
	unsigned depth;
};

static bool is_blank(unsigned char c)
{
	return c == ' ' || c == '\n' || c == '\r' || c == '\t';
}

/* Nothing but a comma and blanks between two tuples. */
static bool only_comma(const unsigned char *p, size_t from, size_t to)
{
	if (to == from + 1)
		return p[from] == ',';
	while (from < to && is_blank(p[from]))
		from++;
	if (from == to || p[from] != ',')
		return false;
	for (from++; from < to; from++)
		if (!is_blank(p[from]))
			return false;
	return true;
}

/* False: brackets that are no tuples. */
static bool follow(struct run *run, const unsigned char *p, size_t base, uint64_t marks)
{
	for (; marks; marks &= marks - 1) {
		size_t at = base + (unsigned)__builtin_ctzll(marks);
		if (p[at] == '(') {
			if (!run->depth++ && !only_comma(p, run->close, at))
				return false;
		} else if (p[at] == ')') {
			if (!run->depth)
				return false;
			if (!--run->depth)
				run->close = at + 1;
		} else {
			return false;
		}
	}
	return true;
}

/*
 * Tuples by masks from x->at on, which stands behind one. Moves x->at behind the last
 * one found; false: none was.
 */
static bool fast_tuples(struct cutting *c)
{
	const unsigned char *p = c->x.p;
	struct gbx_sql_block block[GBX_SQL_BLOCKS];
	struct gbx_sql_scan scan = gbx_sql_scan_start(&c->s, p, c->x.n, c->x.at);
	struct run run = {.close = c->x.at};
	bool go = true;
	for (size_t base = c->x.at; base < c->x.n && go;) {
		size_t want = gbx_sql_blocks(c->x.n, base);
		size_t done = c->r->kernel->tuples(&scan, p, c->x.n, base, block);
		for (size_t i = 0; i < done && go; i++)
			go = follow(&run, p, base + 64 * i, block[i].marks);
		base += 64 * done;
		go = go && done == want;
	}
	bool some = run.close > c->x.at;
	c->x.at = run.close;
	return some;
}

/* After a tuple: masks are tried when another one follows, and less often the less
 * they help. */
static void after_tuple(struct cutting *c)
{
	mark_safe(c, c->x.at);
	if (c->s.where != GBX_SQL_VALUES)
		return;
	if (c->wait) {
		c->wait--;
		return;
	}
	if (c->x.at >= c->x.n || c->x.p[c->x.at] != ',' || c->s.ndelimiter != 1)
		return;
	if (fast_tuples(c)) {
		c->patience = 0;
		mark_safe(c, c->x.at);
		return;
	}
	c->patience = c->patience < 64 ? c->patience * 2 + 1 : 64;
	c->wait = c->patience;
}

/* A table nobody defined has as many columns as its first row has values, in every chunk. */
static void first_row(struct cutting *c, uint32_t n)
{
	if (!c->s.target->ncol)
		c->s.target = gbx_sql_numbered(c->s.target->relation, n, &c->r->scratch, &c->r->work);
	if (!c->s.target)
		c->s.target = c->r->nowhere;
}

/* Rows of COPY's data in another form than the usual; false: no end of it in sight. */
static bool copy_rows(struct cutting *c)
{
	size_t at = c->x.at;
	while (at < c->x.n) {
		size_t to = gbx_sql_copy_row(&c->s.copy, c->x.p, c->x.n, at, &c->r->work.tuple);
		if (to == SIZE_MAX)
			break;
		int end = gbx_sql_copy_ends(c->x.p, c->x.n, at);
		at = end == 2 ? at : to;
		c->s.copy.header = false;
		if (!end)
			first_row(c, c->r->work.tuple.n);
		if (end) {
			c->s.where = GBX_SQL_STATEMENTS;
			break;
		}
	}
	c->x.at = at;
	mark_safe(c, at);
	return c->s.where == GBX_SQL_STATEMENTS;
}

/* As the masks count them: each tab ends one. */
static uint32_t fields(const unsigned char *p, size_t n)
{
	uint32_t k = 1;
	for (size_t i = 0; i < n && k <= GBX_RECORD_COLUMNS; i++)
		k += p[i] == '\t';
	return k;
}

/* Lines of COPY's data; false: no end of it in sight. */
static bool copy_lines(struct cutting *c)
{
	if (c->s.copy.form != GBX_SQL_COPY_USUAL)
		return copy_rows(c);
	const unsigned char *p = c->x.p;
	size_t at = c->x.at;
	while (at < c->x.n) {
		const unsigned char *lf = memchr(p + at, '\n', c->x.n - at);
		if (!lf && !c->x.last)
			break;
		size_t next = lf ? (size_t)(lf - p) + 1 : c->x.n;
		int end = p[at] == '\\' || p[at] == 'C' ? gbx_sql_copy_ends(p, c->x.n, at) : 0;
		if (end)
			c->s.where = GBX_SQL_STATEMENTS;
		if (!end && !c->s.target->ncol)
			first_row(c, fields(p + at, next - at));
		at = end == 2 ? at : next;
		if (end)
			break;
	}
	c->x.at = at;
	mark_safe(c, at);
	return c->s.where == GBX_SQL_STATEMENTS;
}

static bool statements(struct cutting *c)
{
	struct gbx_sql_piece piece;
	struct gbx_sql_work *w = &c->r->work;
	enum gbx_sql_step step =
	    gbx_sql_statement(&c->x, &c->s, &c->r->names, &c->r->scratch, w, &c->again, &piece);
	switch (step) {
	case GBX_SQL_S_SKIP:
	case GBX_SQL_S_BROKEN:
	case GBX_SQL_S_TUPLE:
		mark_safe(c, c->x.at);
		c->broken = step == GBX_SQL_S_BROKEN;
		return true;
	case GBX_SQL_S_VALUES:
	case GBX_SQL_S_COPY:
		return true;
	default:
		return false;
	}
}

static bool values(struct cutting *c)
{
	struct gbx_sql_piece piece;
	switch (gbx_sql_values(&c->x, &c->s, &c->r->scratch, &c->r->work, &piece)) {
	case GBX_SQL_S_TUPLE:
		after_tuple(c);
		return true;
	case GBX_SQL_S_VALUES:
		return true;
	case GBX_SQL_S_SKIP:
	case GBX_SQL_S_END:
	case GBX_SQL_S_BROKEN:
		mark_safe(c, c->x.at);
		return true;
	default:
		return false;
	}
}

static void walk(struct cutting *c)
{
	bool go = true;
	while (go && c->x.at < c->x.n) {
		c->x.backslash = c->s.backslash;
		if (c->s.where == GBX_SQL_VALUES || c->s.where == GBX_SQL_SELECTS)
			go = values(c);
		else
			go = c->s.where == GBX_SQL_COPY ? copy_lines(c) : statements(c);
	}
}

static bool same_names(const struct gbx_sql_table *a, const struct gbx_sql_table *b)
{
	for (uint32_t i = 0; i < a->ncol; i++)
		if (!gbx_span_eq(a->name[i], b->name[i]))
			return false;
	return true;
}

static bool same_table(const struct gbx_sql_table *a, const struct gbx_sql_table *b)
{
	return a->shape == b->shape && a->ncol == b->ncol && a->told == b->told &&
	       a->nvalue == b->nvalue && !a->map == !b->map &&
	       (!a->map || memcmp(a->map, b->map, a->nvalue * sizeof *a->map) == 0) &&
	       gbx_span_eq(a->relation, b->relation) && a->grown == b->grown &&
	       (!a->grown || same_names(a, b));
}

/* The target of what is cut in two must outlive this call; a table is kept once. */
static void keep_target(struct gbx_sql_reader *r)
{
	const struct gbx_sql_table *t = r->targets;
	if (r->now.where == GBX_SQL_STATEMENTS || r->now.where == GBX_SQL_LOST) {
		r->now.target = NULL;
		return;
	}
	while (t && !same_table(t, r->now.target))
		t = t->next;
	if (!t) {
		struct gbx_sql_table *copy = gbx_sql_table_copy(r->now.target, &r->names);
		if (copy) {
			copy->next = r->targets;
			r->targets = copy;
		}
		t = copy;
	}
	r->now.target = t ? t : r->nowhere;
}

#define DEPTH 64u /* of the tree of tables; what hides deeper is not told */

/* Tells what the dump defined, for files that hold the rows of its tables. */
static void tell(const struct gbx_sql_reader *r, const struct gbx_sql_tables *at)
{
	const struct gbx_sql_tables *later[DEPTH];
	unsigned n = 0;

	while (at) {
		const struct gbx_sql_table *t = at->table;
		gbx_beside_add(r->beside, r->path, t->relation,
			       (struct gbx_beside_table){gbx_span_of(NULL, 0), t->ncol, t->name});
		if (at->right && n < DEPTH)
			later[n++] = at->right;
		at = at->left ? at->left : n ? later[--n] : NULL;
	}
}

size_t gbx_sql_split(struct gbx_reader *reader, const unsigned char *p, size_t n, bool last,
		     struct gbx_split *st)
{
	struct gbx_sql_reader *r = (struct gbx_sql_reader *)reader;
	struct cutting c = {.r = r, .s = r->now};
	struct gbx_sql_state start = r->now;
	c.x = gbx_sql_lex_of(&r->now, p, n, last);
	gbx_arena_reset(&r->scratch);
	r->work.numbered = NULL;
	walk(&c);
	start.broken = c.broken && !last;
	memset(st->opaque, 0, sizeof st->opaque);
	memcpy(st->opaque, &start, sizeof start);
	keep_target(r);
	if (last && r->beside)
		tell(r, r->now.tables);
	return last ? n : c.safe;
}

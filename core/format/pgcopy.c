/*
 * The files of pg_dump's directory format (3363.dat, packed or not): a table each, as COPY
 * writes it (PostgreSQL manual, COPY, text format). Lines of values between tabs, \N
 * for null, backslashes before what would disturb, "\." and blank lines at the end. What
 * the table and its columns are called stands in toc.dat beside it; where that was not read
 * before, the relation is named after the file, columns by their numbers.
 */
#include <stdio.h>
#include <stdlib.h>

#include "../base/bytes.h"
#include "../base/limits.h"
#include "beside.h"
#include "format.h"
#include "lines.h"

#define FNV_START UINT64_C(14695981039346656037)
#define FNV_PRIME UINT64_C(1099511628211)

struct reader {
	struct gbx_reader base;
	uint32_t ncol;
	bool ended; /* the end marker was seen */
	char stem[GBX_NAME_BYTES + 1];
	struct gbx_arena names;
	struct gbx_span *name; /* [ncol] in names; NULL: numbers */
	uint64_t shape;
	bool list; /* blobs.toc: what large objects there are */
};

extern const struct gbx_format gbx_format_pgcopy;

/* Named by the number of an item of the dump. */
static bool is_named(const char *path)
{
	const char *slash = path ? strrchr(path, '/') : NULL, *p = slash ? slash + 1 : path;
	size_t n = p ? strspn(p, "0123456789") : 0;
	return n && !strcmp(p + n, ".dat");
}

static bool next_line(struct gbx_span s, size_t *at, struct gbx_span *line)
{
	if (*at >= s.n)
		return false;
	const unsigned char *from = s.p + *at, *end = memchr(from, '\n', s.n - *at);
	line->p = from;
	line->n = end ? (size_t)(end - from) : s.n - *at;
	*at += line->n + (end != NULL);
	return true;
}

static uint32_t columns_of(struct gbx_span line)
{
	uint32_t n = 1;
	for (size_t i = 0; i < line.n; i++)
		n += line.p[i] == '\t';
	return n;
}

static bool is_end(struct gbx_span line)
{
	return gbx_span_is(line, "\\.");
}

/* Columns of the whole lines in sight when all have as many; else 0. */
static uint32_t columns_in(const struct gbx_head *h)
{
	struct gbx_span line, s = gbx_span_of(h->p, h->n);
	size_t at = 0;
	uint32_t ncol = 0;
	while (next_line(s, &at, &line) && !is_end(line)) {
		uint32_t n = columns_of(line);
		if (at == h->n && !h->whole) /* the last one is cut */
			n = ncol ? ncol : n;
		if ((ncol && n != ncol) || n > GBX_RECORD_COLUMNS)
			return 0;
		ncol = n;
	}
	return ncol;
}

/* "16412 blob_16412.dat" in lines of blobs.toc, from PostgreSQL 17 on blobs_16411.toc. */
static bool is_blob_list(const struct gbx_head *h)
{
	const char *slash = h->path ? strrchr(h->path, '/') : NULL, *name = slash ? slash + 1 : h->path;
	size_t n = name ? strlen(name) : 0, digits = 0;
	if (n < 9 || strncmp(name, "blobs", 5) || strcmp(name + n - 4, ".toc"))
		return false;
	while (digits < h->n && h->p[digits] >= '0' && h->p[digits] <= '9')
		digits++;
	return digits && h->n - digits > 6 && !memcmp(h->p + digits, " blob_", 6);
}

static int bid(const struct gbx_head *h, const struct gbx_format_options *o)
{
	static const char end[] = "\\.\n";
	(void)o;
	if (is_blob_list(h))
		return 97;
	if (!is_named(h->path))
		return 0;
	bool ends = !h->whole || (h->n >= 3 && memmem(h->p, h->n, end, 3));
	bool none = h->n >= 3 && !memcmp(h->p, end, 3);
	return ends && (none || columns_in(h)) ? 97 : 0;
}

/* A table's columns have names, each its own; hostile contents may say otherwise. */
static bool are_names(const struct gbx_beside_table *t)
{
	for (uint32_t i = 0; i < t->ncol; i++) {
		if (!t->name[i].n)
			return false;
		for (uint32_t k = 0; k < i; k++)
			if (gbx_span_eq(t->name[i], t->name[k]))
				return false;
	}
	return true;
}

/* What toc.dat said of the file; false without memory. */
static bool take_names(struct reader *r, const struct gbx_beside_table *t)
{
	if (!t || t->ncol != r->ncol || !are_names(t))
		return true;
	r->name = gbx_arena_alloc(&r->names, t->ncol * sizeof *r->name);
	for (uint32_t i = 0; r->name && i < t->ncol; i++) {
		const char *copy = gbx_arena_dup(&r->names, t->name[i].p, t->name[i].n);
		r->name[i] = gbx_span_of(copy, t->name[i].n);
		for (size_t k = 0; copy && k <= t->name[i].n; k++)
			r->shape = (r->shape ^ (unsigned char)copy[k]) * FNV_PRIME;
		if (!copy)
			return false;
	}
	if (t->relation.n)
		snprintf(r->stem, sizeof r->stem, "%.*s", (int)t->relation.n, (const char *)t->relation.p);
	return r->name != NULL;
}

static void close_reader(struct gbx_reader *reader)
{
	struct reader *r = (struct reader *)reader;
	gbx_arena_release(&r->names);
	free(r);
}

static enum gbx_rc open_reader(const struct gbx_head *h, const struct gbx_format_options *o,
			       struct gbx_reader **out, struct gbx_err *err)
{
	struct gbx_span line = { NULL, 0 };
	size_t at = 0;
	struct reader *r = calloc(1, sizeof *r);
	if (!r)
		return gbx_fail(err, GBX_E_NOMEM, NULL);
	next_line(gbx_span_of(h->p, h->n), &at, &line);
	r->base.format = &gbx_format_pgcopy;
	r->ncol = columns_of(line);
	if (r->ncol > GBX_RECORD_COLUMNS)
		r->ncol = GBX_RECORD_COLUMNS;
	gbx_format_stem(h->path, r->stem, sizeof r->stem);
	gbx_arena_init(&r->names, GBX_SQL_NAMES_BYTES);
	r->shape = FNV_START ^ r->ncol;
	r->list = is_blob_list(h);
	if (!take_names(r, gbx_beside_find(o->beside, h->path))) {
		close_reader(&r->base);
		return gbx_fail(err, GBX_E_NOMEM, NULL);
	}
	*out = &r->base;
	return GBX_OK;
}

/* Among whole lines there is the end marker. */
static bool has_end(const unsigned char *p, size_t n)
{
	const unsigned char *from = p, *end = p + n;
	while ((from = n ? memmem(from, (size_t)(end - from), "\\.", 2) : NULL)) {
		bool first = from == p || from[-1] == '\n';
		from += 2;
		if (first && (from == end || *from == '\n'))
			return true;
	}
	return false;
}

static size_t split(struct gbx_reader *r, const unsigned char *p, size_t n, bool last,
		    struct gbx_split *st)
{
	struct reader *x = (struct reader *)r;
	size_t end = gbx_line_split(p, n, last);
	memset(st->opaque, 0, sizeof st->opaque);
	st->opaque[0] = x->ended;
	x->ended |= has_end(p, end);
	return end;
}

/* ---- parse ---- */

struct parse {
	const struct reader *r;
	struct gbx_chunk *c;
	struct gbx_parsed *out;
	struct gbx_batch *b;
	bool nomem;
};

static bool open_batch(struct parse *x)
{
	char name[16];
	x->b = gbx_parsed_batch(x->out, gbx_span_str(x->r->stem), x->r->shape);
	for (uint32_t i = 0; x->b && i < x->r->ncol; i++) {
		int n = snprintf(name, sizeof name, "c%u", i + 1);
		struct gbx_span s = x->r->name ? x->r->name[i] : gbx_span_of(name, (size_t)n);
		if (gbx_batch_column(x->out, x->b, s, 0, i) != i)
			return false;
	}
	return x->b != NULL;
}

static unsigned octal(const unsigned char *p, size_t n, size_t *used)
{
	unsigned v = 0;
	while (*used < n && *used < 3 && p[*used] >= '0' && p[*used] <= '7')
		v = v * 8 + (p[(*used)++] - 48u);
	return v & 255;
}

/* Escapes undone in place; never longer. */
static size_t unescape(unsigned char *p, size_t n)
{
	static const char from[] = "bfnrtv", to[] = "\b\f\n\r\t\v";
	size_t w = 0;
	for (size_t i = 0; i < n; w++) {
		if (p[i] != '\\' || i + 1 == n) {
			p[w] = p[i++];
			continue;
		}
		size_t used = 0;
		unsigned char ch = p[i + 1];
		const char *known = ch ? strchr(from, ch) : NULL;
		unsigned v = octal(p + i + 1, n - i - 1, &used);
		p[w] = known ? (unsigned char)to[known - from] : used ? (unsigned char)v : ch;
		i += 1 + (used ? used : 1);
	}
	return w;
}

static struct gbx_cell cell_of(struct parse *x, struct gbx_span v)
{
	struct gbx_cell c = { (uint32_t)(v.p - x->c->p), (uint32_t)v.n };
	if (gbx_span_is(v, "\\N"))
		return (struct gbx_cell){ GBX_ABSENT, 0 };
	if (!v.n || !memchr(v.p, '\\', v.n))
		return c;
	c.off = gbx_chunk_side(x->c, v.p, v.n);
	if (c.off == UINT32_MAX) {
		x->nomem = true;
		return (struct gbx_cell){ GBX_ABSENT, 0 };
	}
	c.len = (uint32_t)unescape(x->c->p + c.off, v.n);
	struct gbx_span s = gbx_span_of(x->c->p + c.off, c.len);
	if (gbx_bytes_are_pg(s))
		s = gbx_bytes_undo_pg(x->c->p + c.off, c.len);
	return (struct gbx_cell){ (uint32_t)(s.p - x->c->p), (uint32_t)s.n };
}

/* The line at off, n bytes, of the chunk, which may move. */
static void record(struct parse *x, size_t off, size_t n)
{
	uint32_t rec = gbx_batch_record(x->out, x->b, x->c->off + off);
	x->nomem |= rec == UINT32_MAX;
	for (uint32_t i = 0; i < x->r->ncol && !x->nomem; i++) {
		const unsigned char *p = x->c->p + off, *tab = n ? memchr(p, '\t', n) : NULL;
		size_t len = tab ? (size_t)(tab - p) : n;
		struct gbx_cell c = cell_of(x, gbx_span_of(p, len));
		x->nomem |= !gbx_batch_cell(x->out, x->b, i, rec, c);
		off += len + 1;
		n -= tab ? len + 1 : len;
	}
}

static void quarantine(struct parse *x, size_t off, size_t n, enum gbx_eid why)
{
	x->out->bytes_quarantined += n;
	x->nomem |= !gbx_parsed_bad(x->out, x->c->off + off, n, why);
}

static void take(struct parse *x, struct gbx_span line, size_t off, size_t all)
{
	bool cut = x->c->last && off + all == x->c->n && all == line.n;
	if (columns_of(line) != x->r->ncol || cut) {
		quarantine(x, off, all, cut ? GBX_E_CUT : GBX_E_LINE_SHAPE);
		return;
	}
	record(x, off, line.n);
	x->out->bytes_records += all;
}

static enum gbx_rc parse(const struct gbx_reader *reader, struct gbx_chunk *c,
			 struct gbx_parsed *out, struct gbx_err *err)
{
	struct parse x = { .r = (const struct reader *)reader, .c = c, .out = out };
	struct gbx_span line;
	size_t at = 0, off = 0, n = c->n;
	if (x.r->list) {
		gbx_parsed_skip(out, "list of large objects", 1, n);
		gbx_parsed_finish(out);
		return GBX_OK;
	}
	x.nomem = !open_batch(&x);
	if (c->split.opaque[0]) {
		gbx_parsed_skip(out, "end marker", 1, n);
		off = at = n;
	}
	while (!x.nomem && next_line(gbx_span_of(c->p, n), &at, &line)) {
		if (is_end(line)) {
			gbx_parsed_skip(out, "end marker", 1, n - off);
			break;
		}
		take(&x, line, off, at - off);
		off = at;
	}
	for (uint32_t i = 0; i < out->nbatch; i++)
		out->batch[i]->bytes = c->p;
	gbx_parsed_finish(out);
	return x.nomem ? gbx_fail(err, GBX_E_NOMEM, NULL) : GBX_OK;
}

const struct gbx_format gbx_format_pgcopy = {
	.name = "pgcopy",
	.summary = "files of pg_dump's directory format, a table each",
	.bid = bid,
	.open = open_reader,
	.split = split,
	.resync = gbx_lines_resync,
	.parse = parse,
	.close = close_reader,
};

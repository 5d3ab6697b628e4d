/*
 * Is a head a table of rows that are arrays, and what are its columns called? The
 * contract is in jrows.h. Most of the head must be such rows, of one width, and hold
 * values: coordinates inside records are none.
 */
#include "jrows.h"

#include <stdio.h>
#include <stdlib.h>

#include "../base/csv_kind.h"
#include "../base/limits.h"
#include "tape.h"
#include "text.h"

#define WIDTHS 32u    /* different widths that are counted */
#define LISTS 8u      /* lists of names that are remembered */
#define HEADER_ROWS 60u /* rows that a header is told by */
#define HEADER_COLUMNS 256u

struct list {
	struct gbx_piece at; /* in the head */
	unsigned n;
};

struct look {
	const struct gbx_head *h;
	struct gbx_tape tape;
	unsigned rows, bad, other, top;
	size_t bytes;  /* of rows */
	size_t walked; /* of the head */
	unsigned width[WIDTHS], often[WIDTHS];
	uint64_t cells, plain;
	struct list list[LISTS];
	unsigned nlist;
	struct gbx_piece first; /* row */
	bool named;             /* the rows' array has a name that holds rows elsewhere too */
};

/* The event behind value i. */
static uint32_t behind(const struct gbx_tape *t, uint32_t i)
{
	return t->ev[i].kind <= GBX_TAPE_ARR ? t->ev[i].link + 1 : i + 1;
}

static void note_width(struct look *x, unsigned n)
{
	for (unsigned i = 0; i < WIDTHS; i++) {
		if (x->often[i] && x->width[i] != n)
			continue;
		x->width[i] = n;
		x->often[i]++;
		return;
	}
}

static bool is_in(struct gbx_span s, const char *const *words, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (gbx_span_is(s, words[i]))
			return true;
	return false;
}
#define IS_IN(s, words) is_in(s, words, sizeof(words) / sizeof *(words))

static bool holds_rows(const char *key)
{
	static const char *const words[] = {"data",   "rows",  "values", "aaData", "results", "result",
	                                    "records", "Rows", "items",  "body",   "dataset", "RECORDS"};
	return IS_IN(gbx_span_str(key), words);
}

static void take_row(struct look *x, struct gbx_piece item, const char *key)
{
	const struct gbx_tape *t = &x->tape;
	if (gbx_tape_parse(&x->tape, x->h->p + item.off, item.n) != GBX_E_NONE) {
		x->bad++;
		return;
	}
	if (t->ev[0].kind != GBX_TAPE_ARR) {
		x->other++;
		return;
	}
	unsigned n = 0;
	for (uint32_t i = 1; i < t->ev[0].link; i = behind(t, i), n++)
		x->plain += t->ev[i].kind > GBX_TAPE_END;
	x->cells += n;
	if (!x->rows++)
		x->first = item;
	x->named |= holds_rows(key);
	x->bytes += item.n;
	note_width(x, n);
}

/* The name in the object i that tells what a column is called: the event, or 0. */
static uint32_t name_in(const struct gbx_tape *t, const unsigned char *base, uint32_t i)
{
	static const char *const words[] = {"name",        "ColumnName", "field",  "fieldName", "column",
	                                    "column_name", "columnName", "label",  "title",     "id",
	                                    "key",         "display_name"};
	uint32_t best = 0;
	size_t rank = sizeof words / sizeof *words;
	for (uint32_t k = i + 1; t->ev[i].kind == GBX_TAPE_OBJ && k < t->ev[i].link;
	     k = behind(t, k + 1)) {
		struct gbx_span key = gbx_span_of(base + t->ev[k].off, t->ev[k].len);
		for (size_t w = 0; w < rank && t->ev[k + 1].kind == GBX_TAPE_STR; w++) {
			if (!gbx_span_is(key, words[w]))
				continue;
			rank = w;
			best = k + 1;
		}
	}
	return best;
}

/* A list of names: strings, or objects that have one each. Their count, 0: no such list. */
static unsigned count_names(const struct gbx_tape *t, const unsigned char *base)
{
	unsigned n = 0;
	if (t->ev[0].kind != GBX_TAPE_ARR)
		return 0;
	for (uint32_t i = 1; i < t->ev[0].link; i = behind(t, i), n++)
		if (t->ev[i].kind != GBX_TAPE_STR && !name_in(t, base, i))
			return 0;
	return n;
}

static void take_member(struct look *x, struct gbx_piece item, size_t value)
{
	static const char *const words[] = {"columns", "cols",    "fields", "headers",      "header",
	                                    "names",   "Columns", "schema", "column_names", "columnNames",
	                                    "columnHeaders"};
	const unsigned char *p = x->h->p, *end = memchr(p + item.off + 1, '"', item.n - 1);
	struct gbx_span key = {p + item.off + 1, end ? (size_t)(end - p) - item.off - 1 : 0};
	struct gbx_piece v = {value, item.off + item.n - value};
	if (x->nlist == LISTS || p[value] != '[' || !IS_IN(key, words) ||
	    gbx_tape_parse(&x->tape, p + v.off, v.n) != GBX_E_NONE)
		return;
	unsigned n = count_names(&x->tape, p + v.off);
	if (n)
		x->list[x->nlist++] = (struct list){v, n};
}

static void walk(struct look *x, enum gbx_walk_mode mode)
{
	struct gbx_span s = gbx_span_of(x->h->p, x->h->n);
	enum gbx_walk_end end = x->h->whole ? GBX_WALK_INPUT : GBX_WALK_OPEN;
	enum gbx_walk_kind kind = GBX_WALK_SKIP;
	struct gbx_piece item;
	struct gbx_walk w;
	gbx_walk_init(&w, mode);
	/* of lists a document is a row; of others there is one */
	while (kind < GBX_WALK_CUT && (mode == GBX_WALK_ROWS || x->top < 2)) {
		unsigned depth = w.st.depth;
		kind = gbx_walk_next(&w, s, &x->walked, end, &item);
		x->top += !depth && (w.st.depth > depth || kind == GBX_WALK_RECORD);
		if (kind == GBX_WALK_RECORD)
			take_row(x, item, w.name);
		else if (kind == GBX_WALK_OTHER)
			x->other++;
		else if (kind == GBX_WALK_BROKEN)
			x->bad++;
		else if (kind == GBX_WALK_SKIP && w.value > item.off)
			take_member(x, item, w.value);
	}
}

/* The width of four rows in five, 0: none. */
static unsigned usual_width(const struct look *x)
{
	unsigned best = 0;
	for (unsigned i = 1; i < WIDTHS; i++)
		best = x->often[i] > x->often[best] ? i : best;
	bool steady = x->often[best] * 5u >= x->rows * 4u && x->width[best] <= GBX_RECORD_COLUMNS;
	return steady ? x->width[best] : 0;
}

static const struct list *list_of(const struct look *x, unsigned width)
{
	for (unsigned i = 0; i < x->nlist; i++)
		if (x->list[i].n == width)
			return &x->list[i];
	return NULL;
}

static bool is_table(const struct look *x, unsigned width)
{
	if (!width || !x->rows || (x->bad + x->other) * 10 > x->rows)
		return false;
	if (x->plain * 2 < x->cells)
		return false;
	if (list_of(x, width))
		return x->bytes * 8 > x->walked; /* what is said of columns may be long */
	if (x->bytes * 2 < x->walked)
		return false;
	const unsigned char *p = x->h->p;
	size_t i = 0;
	while (i < x->h->n && memchr(" \t\r\n\x1e", p[i], 5))
		i++;
	return width > 1 && x->rows > 1 && (p[i] == '[' || x->named);
}

/* Names */

static struct gbx_span text_of(const struct gbx_tape *t, const unsigned char *base, uint32_t i)
{
	return gbx_span_of(base + t->ev[i].off, t->ev[i].len);
}

/* The text of event i, unescaped, made unique among the names before it. */
static bool add_name(struct gbx_jrows *out, unsigned n, struct gbx_span s, bool escaped)
{
	unsigned char text[GBX_NAME_BYTES + 1];
	char full[GBX_NAME_BYTES + 16];
	size_t len = s.n < GBX_NAME_BYTES ? s.n : GBX_NAME_BYTES;
	memcpy(text, s.p, len);
	if (escaped && gbx_text_escapes_ok(text, len))
		len = gbx_text_unescape(text, len);
	while (len && (!gbx_tape_utf8(text, len) || memchr(text, 0, len)))
		len--;
	snprintf(full, sizeof full, "%.*s", (int)len, (const char *)text);
	if (!len)
		snprintf(full, sizeof full, "c%u", n + 1);
	for (unsigned i = 0; i < n; i++) {
		if (strcmp(out->name[i], full) == 0) {
			snprintf(full + len, sizeof full - len, "_%u", n + 1);
			break;
		}
	}
	out->name[n] = strdup(full);
	return out->name[n];
}

static bool take_names(const struct look *x, struct gbx_tape *t, struct gbx_piece list,
                       struct gbx_jrows *out)
{
	const unsigned char *base = x->h->p + list.off;
	unsigned n = 0;
	out->name = calloc(out->width, sizeof *out->name);
	if (!out->name || gbx_tape_parse(t, base, list.n) != GBX_E_NONE)
		return out->name;
	for (uint32_t i = 1; i < t->ev[0].link && n < out->width; i = behind(t, i)) {
		uint32_t at = t->ev[i].kind == GBX_TAPE_OBJ ? name_in(t, base, i) : i;
		bool text = t->ev[at].kind == GBX_TAPE_STR;
		struct gbx_span s = text ? text_of(t, base, at) : gbx_span_of(base, 0);
		if (!add_name(out, n++, s, text && t->ev[at].escaped))
			return false;
	}
	while (n < out->width)
		if (!add_name(out, n++, gbx_span_of(base, 0), false))
			return false;
	return true;
}

/* Header */

static void add_cells(struct gbx_csv_below *col, unsigned width, const struct gbx_tape *t,
                      const unsigned char *base, bool head)
{
	unsigned k = 0;
	for (uint32_t i = 1; i < t->ev[0].link && k < width; i = behind(t, i), k++) {
		bool value = t->ev[i].kind > GBX_TAPE_END && t->ev[i].kind != GBX_TAPE_NULL;
		struct gbx_span s = value ? text_of(t, base, i) : gbx_span_of(base, 0);
		if (head)
			col[k].head = s;
		else
			gbx_csv_below_add(&col[k], s);
	}
}

/* Strings, all of them, each but perhaps a few not empty. */
static bool may_be_names(const struct gbx_tape *t)
{
	unsigned n = 0, empty = 0;
	for (uint32_t i = 1; i < t->ev[0].link; i = behind(t, i), n++) {
		if (t->ev[i].kind != GBX_TAPE_STR)
			return false;
		empty += !t->ev[i].len;
	}
	return n && empty * 4 <= n;
}

static bool has_header(struct look *x, enum gbx_walk_mode mode, unsigned width)
{
	struct gbx_csv_below col[HEADER_COLUMNS];
	struct gbx_span s = gbx_span_of(x->h->p, x->h->n);
	enum gbx_walk_kind kind = GBX_WALK_SKIP;
	unsigned rows = 0, n = width < HEADER_COLUMNS ? width : HEADER_COLUMNS;
	struct gbx_piece item;
	struct gbx_walk w;
	memset(col, 0, sizeof col);
	gbx_walk_init(&w, mode);
	for (size_t at = 0; kind < GBX_WALK_CUT && rows <= HEADER_ROWS;) {
		kind = gbx_walk_next(&w, s, &at, x->h->whole ? GBX_WALK_INPUT : GBX_WALK_OPEN, &item);
		if (kind != GBX_WALK_RECORD ||
		    gbx_tape_parse(&x->tape, s.p + item.off, item.n) != GBX_E_NONE)
			continue;
		if (!rows && !may_be_names(&x->tape))
			return false;
		add_cells(col, n, &x->tape, s.p + item.off, !rows++);
	}
	return rows > 1 && gbx_csv_header_likely(col, n, rows - 1);
}

static bool try_mode(const struct gbx_head *h, enum gbx_walk_mode mode, struct gbx_jrows *out,
                     bool *nomem)
{
	struct look x = {.h = h};
	walk(&x, mode);
	unsigned width = usual_width(&x);
	bool is = is_table(&x, width) && (mode == GBX_WALK_GRID) == (x.top == 1);
	if (is) {
		*out = (struct gbx_jrows){.mode = mode, .width = width};
		const struct list *l = list_of(&x, width);
		out->header = !l && has_header(&x, mode, width);
		if (l || out->header)
			*nomem = !take_names(&x, &x.tape, l ? l->at : x.first, out);
	}
	gbx_tape_release(&x.tape);
	return is;
}

void gbx_jrows_release(struct gbx_jrows *x)
{
	for (unsigned i = 0; x->name && i < x->width; i++)
		free(x->name[i]);
	free(x->name);
	*x = (struct gbx_jrows){.width = 0};
}

enum gbx_rc gbx_jrows_look(const struct gbx_head *h, struct gbx_jrows *x, struct gbx_err *err)
{
	size_t i = 0;
	bool nomem = false;
	*x = (struct gbx_jrows){.mode = GBX_WALK_GRID};
	while (i < h->n && memchr(" \t\r\n\x1e", h->p[i], 5))
		i++;
	if (i == h->n || (h->p[i] != '{' && h->p[i] != '['))
		return GBX_OK;
	if (!try_mode(h, GBX_WALK_GRID, x, &nomem) && h->p[i] == '[')
		try_mode(h, GBX_WALK_ROWS, x, &nomem);
	if (!nomem)
		return GBX_OK;
	gbx_jrows_release(x);
	return gbx_fail(err, GBX_E_NOMEM, NULL);
}

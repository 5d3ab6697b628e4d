/*
 * The format "html" (html.h): rows of tables as records. Headings name the columns; a table
 * whose headings differ from those before is a relation of its own. Pages without a table of
 * data are documents, which nobody reads.
 */
#include <stdio.h>
#include <stdlib.h>

#include "../base/arena.h"
#include "../base/csv_kind.h"
#include "../base/limits.h"
#include "fields.h"
#include "html.h"
#include "mime.h"

#define NAME 128u /* bytes of the longest column name */
#define NAMES_BYTES (16u << 20)
#define HEADINGS 64u /* different ones of a page; tables with more share the last relation */
#define LOOK 64u   /* rows of the head that are looked at */
#define ROWS 2u	   /* of one length that make a table of data */

extern const struct gbx_format gbx_format_html;

/* Headings of a table; n 0: it has none. */
struct names {
	unsigned n;
	char (*name)[NAME];
};

struct state {
	uint32_t known;	 /* headings met before */
	uint32_t table;	 /* index of those of the table at hand */
	uint32_t open;	 /* tables whose end is to come */
	bool begun;	 /* the first row of the table at hand was seen */
};

_Static_assert(sizeof(struct state) <= GBX_SPLIT_STATE, "the state travels in a split");

struct reader {
	struct gbx_reader base;
	struct state st;
	struct gbx_arena arena;
	const struct names *known[HEADINGS]; /* parsers look at those before their chunk only */
	bool plain_heads;		     /* first rows of plain cells name the columns */
	char stem[GBX_NAME_BYTES + 1];
};

/* ---- what the head says ---- */

struct look {
	struct gbx_csv_below *below; /* of the first table of data */
	struct gbx_buf text, heads;  /* of a cell; of the first row's */
	size_t head_at[GBX_HTML_CELLS + 1];
	unsigned columns, rows; /* of the table at hand */
	bool head, failed;
};

/* A row of the table at hand: counted while it has as many cells as the first. */
static void look_at(struct look *l, struct gbx_span row)
{
	struct gbx_html_row *r = malloc(sizeof *r);
	if (!r) {
		l->failed = true;
		return;
	}
	gbx_html_cells(row, r);
	if (!l->columns) {
		l->columns = r->n;
		l->head = r->head;
	}
	bool counts = r->n && r->n == l->columns;
	for (unsigned i = 0; counts && i < r->n; i++) {
		struct gbx_buf *b = l->rows ? &l->text : &l->heads;
		gbx_buf_reset(&l->text);
		l->head_at[i] = l->rows ? l->head_at[i] : b->n;
		gbx_html_text(r->cell[i], b);
		if (l->rows)
			gbx_csv_below_add(&l->below[i], gbx_buf_span(b));
		else
			l->head_at[i + 1] = b->n;
	}
	l->rows += counts;
	free(r);
}

/* Looks for a table of data: rows of as many cells, two at least. */
static bool find_table(struct look *l, const struct gbx_head *h)
{
	struct gbx_html_scan s = {.s = gbx_span_of(h->p, h->n), .last = h->whole};
	enum gbx_html_piece k;
	size_t at = 0;
	for (size_t from = 0; l->rows < LOOK && !l->failed; from = at) {
		k = gbx_html_next(&s, &at);
		bool end = k == GBX_HTML_MORE || k == GBX_HTML_END;
		if (end || k == GBX_HTML_TABLE || k == GBX_HTML_STOP) {
			if (l->columns > 1 && l->rows >= ROWS)
				return true;
			if (end)
				return false;
			memset(l->below, 0, GBX_HTML_CELLS * sizeof *l->below);
			gbx_buf_reset(&l->heads);
			l->columns = l->rows = 0;
		} else if (k == GBX_HTML_ROW || k == GBX_HTML_OPEN) {
			look_at(l, gbx_span_of(h->p + from, at - from));
		}
	}
	return !l->failed && l->columns > 1;
}

static bool heads_likely(struct look *l)
{
	for (unsigned i = 0; i < l->columns; i++)
		l->below[i].head = gbx_span_of(gbx_buf_str(&l->heads) + l->head_at[i],
					       l->head_at[i + 1] - l->head_at[i]);
	return !gbx_buf_failed(&l->heads) &&
	       gbx_csv_header_likely(l->below, l->columns, l->rows - 1);
}

/* False when the page holds no table of data. */
static bool sniff(const struct gbx_head *h, bool *plain_heads)
{
	struct look *l = calloc(1, sizeof *l);
	if (!l)
		return false;
	gbx_buf_init(&l->text, GBX_RECORD_BYTES);
	gbx_buf_init(&l->heads, GBX_RECORD_BYTES);
	l->below = calloc(GBX_HTML_CELLS, sizeof *l->below);
	bool is = l->below && find_table(l, h);
	*plain_heads = is && !l->head && l->rows > 1 && heads_likely(l);
	gbx_buf_release(&l->text);
	gbx_buf_release(&l->heads);
	free(l->below);
	free(l);
	return is;
}

/* Does the text begin as pages and tables do? */
static bool begins_so(struct gbx_span s)
{
	static const char *const words[] = {"<!doctype html", "<html", "<table", "<head", "<body",
					    "<meta", "<style", "<div", "<center", "<p", "<h"};
	while (s.n && s.p[0] <= ' ') {
		s.p++;
		s.n--;
	}
	for (size_t i = 0; i < sizeof words / sizeof *words; i++)
		if (gbx_mime_begins(s, words[i]))
			return true;
	return false;
}

static int bid(const struct gbx_head *h, const struct gbx_format_options *o)
{
	bool plain_heads;
	(void)o;
	return begins_so(gbx_span_of(h->p, h->n)) && sniff(h, &plain_heads) ? 92 : 0;
}

static enum gbx_rc open_reader(const struct gbx_head *h, const struct gbx_format_options *o,
			       struct gbx_reader **out, struct gbx_err *err)
{
	(void)o;
	struct reader *r = calloc(1, sizeof *r);
	*out = NULL;
	if (!r)
		return gbx_fail(err, GBX_E_NOMEM, NULL);
	r->base.format = &gbx_format_html;
	gbx_arena_init(&r->arena, NAMES_BYTES);
	gbx_format_stem(h->path, r->stem, sizeof r->stem);
	sniff(h, &r->plain_heads);
	*out = &r->base;
	return GBX_OK;
}

static void close_reader(struct gbx_reader *reader)
{
	struct reader *r = (struct reader *)reader;
	gbx_arena_release(&r->arena);
	free(r);
}

/* ---- tables ---- */

/* A name for column i that none before it has. */
static void name_column(struct names *x, unsigned i, struct gbx_span text)
{
	int n = text.n < NAME - 12 ? (int)text.n : (int)NAME - 12;
	snprintf(x->name[i], NAME, "%.*s", n, n ? (const char *)text.p : "");
	if (!n)
		snprintf(x->name[i], NAME, "c%u", i + 1);
	for (unsigned k = 0; k < i; k++) {
		if (strcmp(x->name[k], x->name[i]) != 0)
			continue;
		snprintf(x->name[i] + strlen(x->name[i]), 12, "_%u", i + 1);
		break;
	}
}

static bool same_names(const struct names *a, const struct names *b)
{
	return a->n == b->n && (!a->n || !memcmp(a->name, b->name, a->n * sizeof *a->name));
}

struct walk {
	const struct reader *r;
	struct state st;
	const struct names **known;
	struct gbx_arena *arena;  /* of known headings */
	struct gbx_arena scratch; /* of those of the row at hand */
	struct gbx_html_row *row; /* the last */
	struct gbx_buf *text;
	bool nomem;
};

/* The headings a row holds, or none; NULL without memory. */
static struct names *names_of(struct walk *w, bool heads)
{
	gbx_arena_reset(&w->scratch);
	struct names *x = gbx_arena_zalloc(&w->scratch, sizeof *x);
	unsigned n = heads ? w->row->n : 0;
	if (x)
		x->name = gbx_arena_zalloc(&w->scratch, n * sizeof *x->name + 1);
	for (unsigned i = 0; x && x->name && i < n; i++) {
		gbx_buf_reset(w->text);
		gbx_html_text(w->row->cell[i], w->text);
		name_column(x, i, gbx_buf_span(w->text));
		x->n++;
	}
	return x && x->name ? x : NULL;
}

/* A copy that stays. */
static const struct names *keep(struct walk *w, const struct names *x)
{
	struct names *y = gbx_arena_alloc(w->arena, sizeof *y);
	size_t bytes = x->n * sizeof *x->name;
	if (y)
		*y = (struct names){x->n, gbx_arena_alloc(w->arena, bytes + 1)};
	if (!y || !y->name)
		return NULL;
	memcpy(y->name, x->name, bytes);
	return y;
}

/* The table at hand has these headings. */
static void set_table(struct walk *w, const struct names *x)
{
	static const struct names none;
	for (w->st.table = 0; w->st.table < w->st.known; w->st.table++)
		if (same_names(w->known[w->st.table], x))
			return;
	if (w->st.known == HEADINGS) {
		w->st.table--;
		return;
	}
	const struct names *y = w->st.known + 1 < HEADINGS ? keep(w, x) : &none;
	w->nomem |= !y;
	w->known[w->st.known++] = y ? y : &none;
}

/* Names the columns by the row when it is made of headings. */
static bool takes_names(struct walk *w, struct gbx_span piece)
{
	const struct gbx_html_row *row = w->row;
	gbx_html_cells(piece, w->row);
	if (row->n < 2 || (w->st.begun && !row->head))
		return false;
	w->st.begun = true;
	bool heads = row->head || row->bold || w->r->plain_heads;
	const struct names *x = names_of(w, heads);
	w->nomem |= !x;
	if (x)
		set_table(w, x);
	return heads;
}

/* Follows one piece; true for a row that is no record. */
static bool follow(struct walk *w, enum gbx_html_piece k, struct gbx_span piece)
{
	if (k == GBX_HTML_TABLE) {
		w->st.begun = false;
		w->st.open += w->st.open < UINT32_MAX;
	}
	if (k == GBX_HTML_STOP)
		w->st.open -= w->st.open > 0;
	return (k == GBX_HTML_ROW || k == GBX_HTML_OPEN) && takes_names(w, piece);
}

/* ---- splitting ---- */

static size_t split(struct gbx_reader *reader, const unsigned char *p, size_t n, bool last,
		    struct gbx_split *st)
{
	struct reader *r = (struct reader *)reader;
	struct gbx_buf text = GBX_BUF_INIT(GBX_RECORD_BYTES);
	struct walk w = {.r = r, .st = r->st, .known = r->known, .arena = &r->arena, .text = &text};
	struct gbx_html_scan s = {.s = gbx_span_of(p, n)};
	size_t at = 0, from = 0;
	gbx_arena_init(&w.scratch, NAMES_BYTES);
	memset(st->opaque, 0, sizeof st->opaque);
	memcpy(st->opaque, &r->st, sizeof r->st);
	w.row = last ? NULL : malloc(sizeof *w.row);
	while (w.row) {
		enum gbx_html_piece k = gbx_html_next(&s, &at);
		if (k == GBX_HTML_MORE)
			break;
		follow(&w, k, gbx_span_of(p + from, at - from));
		from = at;
	}
	free(w.row);
	gbx_arena_release(&w.scratch);
	gbx_buf_release(&text);
	r->st = w.st;
	return last ? n : from;
}

/* Where a row ends or the next begins. */
static size_t resync(struct gbx_reader *reader, const unsigned char *p, size_t n, bool *found)
{
	(void)reader;
	*found = false;
	for (size_t i = 1; i < n; i++) {
		const unsigned char *lt = memchr(p + i, '<', n - i);
		if (!lt)
			break;
		i = (size_t)(lt - p);
		if (!gbx_mime_begins(gbx_span_of(lt, n - i), "<tr"))
			continue;
		*found = true;
		return i;
	}
	return n;
}

/* ---- parsing ---- */

struct parse {
	struct gbx_fields f;
	struct walk w;
	struct gbx_arena arena;
	const struct names *known[HEADINGS];
	size_t end[GBX_HTML_CELLS + 1];
};

/* The texts of all cells first: a copy moves the chunk they are in. */
static void put_cells(struct parse *x)
{
	const struct gbx_html_row *r = x->w.row;
	const struct state *st = &x->w.st;
	const struct names *names = st->table < st->known ? x->w.known[st->table] : NULL;
	struct gbx_buf *b = x->w.text;
	gbx_buf_reset(b);
	for (unsigned i = 0; i < r->n; i++) {
		x->end[i] = b->n;
		gbx_html_text(r->cell[i], b);
		x->end[i + 1] = b->n;
	}
	if (gbx_buf_failed(b)) {
		gbx_fields_fail(&x->f, GBX_E_OVERSIZE);
		return;
	}
	for (unsigned i = 0; i < r->n; i++) {
		char plain[16];
		struct gbx_span s =
		    gbx_span_of(gbx_buf_str(b) + x->end[i], x->end[i + 1] - x->end[i]);
		snprintf(plain, sizeof plain, "c%u", i + 1);
		gbx_fields_add(&x->f, gbx_span_str(names && i < names->n ? names->name[i] : plain),
			       gbx_fields_copy(&x->f, s), 0);
	}
}

static void take_row(struct parse *x, size_t off, size_t n, bool cut)
{
	char name[GBX_NAME_BYTES + 16];
	const char *stem = x->w.r->stem;
	snprintf(name, sizeof name, x->w.st.table ? "%s_%u" : "%s", stem, x->w.st.table + 1);
	if (cut)
		gbx_fields_fail(&x->f, GBX_E_CUT);
	else
		put_cells(x);
	gbx_fields_put(&x->f, gbx_span_str(name), off, n);
}

static void take_pieces(struct parse *x)
{
	const struct gbx_chunk *c = x->f.chunk;
	struct gbx_html_scan s = {.s = gbx_span_of(c->p, c->n), .last = true};
	for (size_t at = 0, from = 0;; from = at) {
		s.s.p = c->p; /* a record's values may move it */
		enum gbx_html_piece k = gbx_html_next(&s, &at);
		if (k == GBX_HTML_END)
			break;
		bool heads = follow(&x->w, k, gbx_span_of(c->p + from, at - from));
		/* A single cell arranges a page, or is a title across the table. */
		bool row = k == GBX_HTML_ROW || k == GBX_HTML_OPEN, cut = k == GBX_HTML_OPEN && c->last;
		if (cut || (row && !heads && x->w.row->n > 1))
			take_row(x, from, at - from, cut);
		else
			gbx_parsed_skip(x->f.out, heads ? "header" : "markup", 1, at - from);
	}
}

static enum gbx_rc parse(const struct gbx_reader *reader, struct gbx_chunk *c,
			 struct gbx_parsed *out, struct gbx_err *err)
{
	const struct reader *r = (const struct reader *)reader;
	struct gbx_buf text = GBX_BUF_INIT(GBX_RECORD_BYTES);
	struct parse x = {.w = {.r = r, .known = x.known, .text = &text, .arena = &x.arena}};
	gbx_arena_init(&x.arena, NAMES_BYTES);
	gbx_arena_init(&x.w.scratch, NAMES_BYTES);
	gbx_fields_init(&x.f, c, out);
	memcpy(&x.w.st, c->split.opaque, sizeof x.w.st);
	memcpy(x.known, r->known, x.w.st.known * sizeof *x.known);
	x.w.row = malloc(sizeof *x.w.row);
	if (x.w.row)
		take_pieces(&x);
	x.f.nomem |= !x.w.row || x.w.nomem;
	/* The table was never closed: what came after is missing. */
	if (c->last && x.w.st.open)
		x.f.nomem |= !gbx_parsed_bad(out, c->off + c->n, 0, GBX_E_CUT);
	free(x.w.row);
	gbx_buf_release(&text);
	gbx_arena_release(&x.w.scratch);
	gbx_arena_release(&x.arena);
	return gbx_fields_close(&x.f, err);
}

const struct gbx_format gbx_format_html = {
    .name = "html",
    .summary = "tables of HTML pages, and workbooks that are pages by another name",
    .bid = bid,
    .open = open_reader,
    .split = split,
    .resync = resync,
    .parse = parse,
    .close = close_reader,
};

/*
 * The format "keyvalue", and the reader that "stealer" shares with it. A chunk is
 * cut where a record ends whatever came before: at a blank line or ruler, or
 * before the first key of the list.
 */
#include "keyvalue.h"

#include <stdlib.h>

#include "../base/limits.h"
#include "lines_rows.h"

struct reader {
	struct gbx_reader base;
	struct gbx_kv_dialect d;
	bool known; /* records without a known key are advertisements */
	char stem[GBX_NAME_BYTES + 1];
};

/* First words of formats that are made of keys and values but have their own rules. */
static bool is_other(const struct gbx_head *h)
{
	static const char *const starts[] = {"BEGIN:",
	                                     "dn:",
	                                     "dn::",
	                                     "Return-Path:",
	                                     "Received:",
	                                     "MIME-Version",
	                                     "WEBVTT",
	                                     "version: 1",
	                                     "Delivered-To:",
	                                     "From:",
	                                     "Message-ID:",
	                                     "HTTP/",
	                                     "--\n",
	                                     "-- ",
	                                     "/*",
	                                     "//",
	                                     "{",
	                                     "<",
	                                     "#!"};
	for (size_t i = 0; i < sizeof starts / sizeof *starts; i++) {
		size_t n = strlen(starts[i]);
		if (h->n >= n && !memcmp(h->p, starts[i], n))
			return true;
	}
	return false;
}

static int bid(const struct gbx_head *h, const struct gbx_format_options *o)
{
	struct gbx_kv_dialect d;
	struct gbx_kv_trial t;
	if ((o->delimiter && *o->delimiter) || is_other(h) || !gbx_kv_sniff(h, &d, &t))
		return 0;
	if (t.pairs * 10 < t.lines * (d.tight ? 9 : 6) || t.records < 2 || t.keys < 2)
		return 0;
	if (t.opened && t.rules * 10 >= t.pairs * 7) /* CSS 2.1, section 4.1.8 */
		return 0;
	/* Records hold the same keys, two at the least. */
	if (t.alike * 10 < t.records * 6 || t.pairs < t.records * 2 || t.keys * 10 > t.pairs * 7)
		return 0;
	return d.sep == '=' && t.records < 3 ? 30 : 84;
}

static enum gbx_rc open_reader(const struct gbx_head *h, const struct gbx_format_options *o,
                               struct gbx_reader **out, struct gbx_err *err)
{
	(void)o;
	return gbx_kv_open(&gbx_format_keyvalue, h, out, err);
}

enum gbx_rc gbx_kv_open(const struct gbx_format *f, const struct gbx_head *h,
                        struct gbx_reader **out, struct gbx_err *err)
{
	struct gbx_kv_trial t;
	struct reader *r = calloc(1, sizeof *r);
	*out = NULL;
	if (!r)
		return gbx_fail(err, GBX_E_NOMEM, NULL);
	r->base.format = f;
	gbx_kv_sniff(h, &r->d, &t);
	r->known = f == &gbx_format_stealer;
	if (r->known && gbx_kv_is_machine(h, &t))
		r->d.ending = GBX_KV_NEVER;
	else if (r->known && r->d.ending == GBX_KV_NEVER)
		r->d.ending = GBX_KV_AT_BLANK;
	gbx_format_stem(h->path, r->stem, sizeof r->stem);
	*out = &r->base;
	return GBX_OK;
}

void gbx_kv_close(struct gbx_reader *r)
{
	free(r);
}

/* Does a record begin with this line, or is it a border? */
static bool cuts(const struct gbx_kv_dialect *d, struct gbx_span line, bool *behind)
{
	struct gbx_kv_pair x;
	enum gbx_kv_kind kind = gbx_kv_line(d, line, &x);
	*behind = d->ending == GBX_KV_AT_BLANK && (kind == GBX_KV_BLANK || kind == GBX_KV_RULER);
	return *behind || (d->ending == GBX_KV_AT_FIRST && kind == GBX_KV_PAIR &&
	                   gbx_span_is(x.key, d->first));
}

/* The last place in p[0..n) where a chunk may end; 0: none. */
static size_t last_cut(const struct gbx_kv_dialect *d, const unsigned char *p, size_t n)
{
	const unsigned char *lf = n ? memrchr(p, '\n', n) : NULL;
	size_t end = lf ? (size_t)(lf - p) + 1 : 0;
	while (end) {
		const unsigned char *before = end > 1 ? memrchr(p, '\n', end - 1) : NULL;
		size_t from = before ? (size_t)(before - p) + 1 : 0, at = from;
		struct gbx_span line;
		bool behind;
		if (gbx_kv_next(gbx_span_of(p, end), &at, &line) && cuts(d, line, &behind))
			return behind ? end : from;
		end = from;
	}
	return 0;
}

size_t gbx_kv_split(struct gbx_reader *reader, const unsigned char *p, size_t n, bool last,
                    struct gbx_split *st)
{
	const struct reader *r = (const struct reader *)reader;
	memset(st->opaque, 0, sizeof st->opaque);
	return last || !n ? n : r->d.ending == GBX_KV_NEVER ? 0 : last_cut(&r->d, p, n);
}

size_t gbx_kv_resync(struct gbx_reader *reader, const unsigned char *p, size_t n, bool *found)
{
	const struct reader *r = (const struct reader *)reader;
	struct gbx_span line, all = gbx_span_of(p, n);
	bool behind, first = true;
	*found = false;
	for (size_t at = 0, from = 0; r->d.ending != GBX_KV_NEVER; from = at, first = false) {
		if (!gbx_kv_next(all, &at, &line))
			break;
		if (first || p[at - 1] != '\n' || !cuts(&r->d, line, &behind))
			continue;
		*found = true;
		return behind ? at : from;
	}
	return n;
}

/* Parsing */

struct parse {
	const struct gbx_kv_dialect *d;
	const struct reader *r;
	struct gbx_chunk *c;
	struct gbx_parsed *out;
	struct gbx_batch *b;
	struct gbx_kv_pair *field; /* [GBX_RECORD_COLUMNS] of the record at hand */
	uint32_t n;                /* fields; may pass the limit by one */
	size_t from, bytes;        /* of the record */
	bool goes_on;              /* the line before was a pair, or went on with one */
	bool nomem;
};

/* A value in quotes without them (YAML 1.2, section 7.3), unless there are more inside. A
 * password that a stealer took down may have some of its own. */
static struct gbx_span unquoted(const struct parse *x, struct gbx_span v)
{
	int q = v.n > 1 ? v.p[0] : 0;
	if (x->r->known || (q != '"' && q != '\'') || v.p[v.n - 1] != q)
		return v;
	struct gbx_span inside = gbx_span_of(v.p + 1, v.n - 2);
	bool plain = !memchr(inside.p, q, inside.n) && (q == '\'' || !memchr(inside.p, '\\', inside.n));
	return plain ? inside : v;
}

static bool put_fields(struct parse *x, uint32_t rec)
{
	uint32_t guess = 0;
	for (uint32_t i = 0; i < x->n && x->n <= GBX_RECORD_COLUMNS; i++) {
		const struct gbx_kv_pair *f = &x->field[i];
		uint32_t col = gbx_lrows_column(x->out, x->b, rec, f->key, guess);
		struct gbx_span value = unquoted(x, f->value);
		struct gbx_cell cell = {(uint32_t)(value.p - x->c->p), (uint32_t)value.n};
		if (col == UINT32_MAX)
			return false;
		if (!gbx_batch_cell(x->out, x->b, col, rec, cell)) {
			x->nomem = true;
			return false;
		}
		guess = col + 1;
	}
	return x->n <= GBX_RECORD_COLUMNS;
}

static bool is_advertisement(const struct parse *x)
{
	for (uint32_t i = 0; i < x->n && i < GBX_RECORD_COLUMNS; i++) {
		if (gbx_kv_group_of(x->field[i].key) != GBX_KV_OTHER)
			return false;
	}
	return true;
}

/* What stands above a list: "users:" */
static bool is_title(const struct parse *x)
{
	bool empty = x->d->ending == GBX_KV_AT_FIRST && x->n < GBX_RECORD_COLUMNS;
	for (uint32_t i = 0; empty && i < x->n; i++)
		empty = !x->field[i].value.n && !gbx_span_is(x->field[i].key, x->d->first);
	return empty;
}

static void forget_record(struct parse *x)
{
	x->n = 0;
	x->bytes = 0;
	x->goes_on = false;
}

static void end_record(struct parse *x)
{
	if (!x->n)
		return;
	bool title = is_title(x);
	if (title || (x->r->known && is_advertisement(x))) {
		gbx_parsed_skip(x->out, title ? "title" : "banner", 1, x->bytes);
		forget_record(x);
		return;
	}
	uint64_t off = x->c->off + x->from;
	uint32_t rec = gbx_batch_record(x->out, x->b, off);
	x->nomem |= rec == UINT32_MAX;
	if (!x->nomem && put_fields(x, rec)) {
		x->out->bytes_records += x->bytes;
	} else if (!x->nomem) {
		gbx_batch_undo(x->b);
		x->out->bytes_quarantined += x->bytes;
		x->nomem |= !gbx_parsed_bad(x->out, off, x->bytes, GBX_E_COLUMNS);
	}
	forget_record(x);
}

/* Does a pair with this key begin another record? */
static bool begins(const struct parse *x, struct gbx_span key)
{
	if (!x->n || x->d->ending == GBX_KV_NEVER)
		return !x->n;
	return gbx_span_eq(key, x->field[0].key) ||
	       (x->d->ending == GBX_KV_AT_FIRST && gbx_span_is(key, x->d->first));
}

static void take_pair(struct parse *x, const struct gbx_kv_pair *pair, size_t from, size_t n)
{
	if (begins(x, pair->key)) {
		end_record(x);
		x->from = from;
	}
	if (x->n < GBX_RECORD_COLUMNS)
		x->field[x->n] = *pair;
	if (x->n <= GBX_RECORD_COLUMNS)
		x->n++;
	x->bytes += n;
	x->goes_on = true;
}

/* Text below a pair belongs to its value. */
static void take_text(struct parse *x, struct gbx_span line, size_t n)
{
	if (!x->goes_on || x->n > GBX_RECORD_COLUMNS) {
		gbx_parsed_skip(x->out, "title", 1, n);
		return;
	}
	struct gbx_span *value = &x->field[x->n - 1].value;
	if (value->n)
		value->n = (size_t)(line.p + line.n - value->p);
	else
		*value = line;
	x->bytes += n;
}

static void parse_line(struct parse *x, struct gbx_span line, size_t from, size_t n)
{
	struct gbx_kv_pair pair;
	enum gbx_kv_kind kind = gbx_kv_line(x->d, line, &pair);
	if (kind == GBX_KV_PAIR) {
		take_pair(x, &pair, from, n);
	} else if (kind == GBX_KV_TEXT) {
		take_text(x, line, n);
	} else {
		if (x->d->ending == GBX_KV_AT_BLANK)
			end_record(x);
		x->goes_on = false;
		gbx_parsed_skip(x->out, kind == GBX_KV_BLANK ? "blank line" : "ruler", 1, n);
	}
}

enum gbx_rc gbx_kv_parse(const struct gbx_reader *reader, struct gbx_chunk *c,
                         struct gbx_parsed *out, struct gbx_err *err)
{
	const struct reader *r = (const struct reader *)reader;
	struct parse x = {.d = &r->d, .r = r, .c = c, .out = out};
	struct gbx_span line, all = gbx_span_of(c->p, c->n);
	x.b = gbx_parsed_batch(out, gbx_span_str(r->stem), 0);
	x.field = gbx_arena_alloc(&out->arena, GBX_RECORD_COLUMNS * sizeof *x.field);
	x.nomem = !x.b || !x.field;
	for (size_t at = 0, from = 0; !x.nomem && gbx_kv_next(all, &at, &line); from = at)
		parse_line(&x, line, from, at - from);
	if (!x.nomem)
		end_record(&x);
	if (x.nomem)
		return gbx_fail(err, GBX_E_NOMEM, "a chunk of keys and values");
	x.b->bytes = c->p;
	gbx_parsed_finish(out);
	return GBX_OK;
}

const struct gbx_format gbx_format_keyvalue = {
    .name = "keyvalue",
    .summary = "blocks of key: value lines (also =, =>), one block a record",
    .bid = bid,
    .open = open_reader,
    .split = gbx_kv_split,
    .resync = gbx_kv_resync,
    .parse = gbx_kv_parse,
    .close = gbx_kv_close,
};

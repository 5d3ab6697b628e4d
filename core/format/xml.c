/*
 * XML documents of records. Where the records are the head says (xml_sniff.c); elements
 * above them are wrapping. A chunk is cut behind a record; the state that travels is how
 * deep that is and what relation its wrapping names.
 */
#include <stdlib.h>

#include "../base/limits.h"
#include "xml.h"

#define NAMES_BYTES (4u << 20)

struct state {
	const char *relation; /* of the wrapping, or NULL; in the reader's arena */
	uint32_t depth;
	uint32_t passing; /* depth of the wrapping that holds no records, plus one; or 0 */
	bool fresh;       /* behind the first tag of a wrapping: text is its own */
	bool other;       /* the wrapping just above is not the one the head's records are in */
};

_Static_assert(sizeof(struct state) <= GBX_SPLIT_STATE, "the state travels in a split");

struct reader {
	struct gbx_reader base;
	struct gbx_xml_dialect d;
	struct state st;
	struct gbx_arena names;
	char stem[GBX_NAME_BYTES + 1];
};

extern const struct gbx_format gbx_format_xml;

static int bid(const struct gbx_head *h, const struct gbx_format_options *o)
{
	struct gbx_xml_dialect d;
	(void)o;
	return gbx_xml_sniff(h, &d);
}

static enum gbx_rc open_reader(const struct gbx_head *h, const struct gbx_format_options *o,
                               struct gbx_reader **out, struct gbx_err *err)
{
	(void)o;
	*out = NULL;
	struct reader *r = calloc(1, sizeof *r);
	if (!r)
		return gbx_fail(err, GBX_E_NOMEM, NULL);
	gbx_xml_sniff(h, &r->d);
	if (r->d.declared) {
		free(r);
		return gbx_fail(err, GBX_E_XML_DOCTYPE, NULL);
	}
	r->base.format = &gbx_format_xml;
	gbx_arena_init(&r->names, NAMES_BYTES);
	gbx_format_stem(h->path, r->stem, sizeof r->stem);
	*out = &r->base;
	return GBX_OK;
}

static void close_reader(struct gbx_reader *reader)
{
	struct reader *r = (struct reader *)reader;
	if (r)
		gbx_arena_release(&r->names);
	free(r);
}

/* Pieces of a document */

enum piece {
	PIECE_WRAPPING,
	PIECE_RECORD,
	PIECE_BROKEN, /* a record that does not end before the next begins */
	PIECE_JUNK,
	PIECE_MORE,
	PIECE_END,
};

struct walk {
	const struct reader *r;
	struct state st;
	struct gbx_span named; /* name of the wrapping entered last, in the text */
	bool renamed;
};

static bool is_record(const struct walk *w, struct gbx_span name)
{
	const struct gbx_xml_dialect *d = &w->r->d;
	bool is = !d->name[0] || gbx_span_is(name, d->name);
	for (unsigned i = 0; !is && i < d->nmore && !w->st.other; i++)
		is = gbx_span_is(name, d->more[i]);
	return is;
}

/* In another branch than the head's records: whatever holds attributes or elements. */
static bool is_other(const struct walk *w, struct gbx_span s, size_t at, bool last,
                     struct gbx_xml_token t)
{
	if (!w->st.other || !gbx_xml_is_blank(t.body) || t.kind == GBX_XML_EMPTY)
		return w->st.other && !gbx_xml_is_blank(t.body);
	do {
		at += t.n;
		gbx_xml_next(s, at, last, &t);
	} while (t.kind == GBX_XML_NOTE || (t.kind == GBX_XML_TEXT && gbx_xml_is_blank(t.body)));
	/* What cannot be seen yet is looked for in record(). */
	return t.kind == GBX_XML_START || t.kind == GBX_XML_EMPTY || t.kind == GBX_XML_MORE;
}

/* mysqldump tells the structure of tables beside their rows, phpMyAdmin in its own
 * namespace. */
static bool holds_none(struct gbx_span name)
{
	return gbx_span_is(name, "table_structure") || (name.n > 4 && !memcmp(name.p, "pma:", 4));
}

/* A tag above the records. */
static void wrapping(struct walk *w, const struct gbx_xml_token *t)
{
	if (t->kind == GBX_XML_STOP) {
		w->st.depth -= w->st.depth > 0;
		if (w->st.passing > w->st.depth)
			w->st.passing = 0;
	} else if (t->kind == GBX_XML_START) {
		if (!w->st.passing && holds_none(t->name))
			w->st.passing = w->st.depth + 1;
		if (!w->st.passing && w->st.depth + 1 == w->r->d.depth) {
			w->named = gbx_xml_find(t->body, "name");
			w->renamed = true;
			w->st.other = w->r->d.parent[0] && !gbx_span_is(t->name, w->r->d.parent);
		}
		w->st.depth += w->st.depth < UINT32_MAX;
	}
}

/* The end of the record that begins with t at `at`: behind its last tag; of a record
 * that does not end: where the next begins. */
static enum piece record(const struct walk *w, struct gbx_span s, size_t at, bool last,
                         struct gbx_xml_token t, size_t *end)
{
	bool strict = gbx_span_is(t.name, w->r->d.name) && !w->r->d.nests;
	size_t deep = 1;
	*end = at + t.n;
	if (t.kind == GBX_XML_EMPTY)
		return PIECE_RECORD;
	for (size_t i = at + t.n;; i += t.n) {
		gbx_xml_next(s, i, last, &t);
		*end = i;
		if (t.kind == GBX_XML_MORE || t.kind == GBX_XML_END)
			return last ? PIECE_BROKEN : PIECE_MORE;
		bool same = strict && gbx_span_is(t.name, w->r->d.name);
		if (t.kind == GBX_XML_STOP) {
			*end = i + t.n;
			if (same || --deep == 0)
				return same && deep > 1 ? PIECE_BROKEN : PIECE_RECORD;
		} else if (t.kind == GBX_XML_START || t.kind == GBX_XML_EMPTY) {
			if (same)
				return PIECE_BROKEN;
			deep += t.kind == GBX_XML_START;
		}
	}
}

static enum piece next_piece(struct walk *w, struct gbx_span s, size_t *at, bool last)
{
	struct gbx_xml_token t;
	size_t from = *at;
	gbx_xml_next(s, from, last, &t);
	if (t.kind == GBX_XML_MORE)
		return PIECE_MORE;
	if (t.kind == GBX_XML_END)
		return PIECE_END;
	*at = from + t.n;
	bool tag = t.kind == GBX_XML_START || t.kind == GBX_XML_EMPTY;
	if (tag && !w->st.passing && w->st.depth == w->r->d.depth &&
	    (is_record(w, t.name) || is_other(w, s, from, last, t))) {
		w->st.fresh = false;
		enum piece p = record(w, s, from, last, t, at);
		*at = p == PIECE_MORE ? from : *at;
		return p;
	}
	bool text = t.kind == GBX_XML_TEXT && !gbx_xml_is_blank(t.body);
	if (t.kind == GBX_XML_BAD || t.kind == GBX_XML_DECL || t.kind == GBX_XML_CDATA ||
	    (text && !w->st.fresh && !w->st.passing && w->st.depth <= w->r->d.depth))
		return PIECE_JUNK;
	w->st.fresh = t.kind == GBX_XML_START || (w->st.fresh && t.kind == GBX_XML_NOTE);
	wrapping(w, &t);
	return PIECE_WRAPPING;
}

/* Splitting */

static void keep_name(struct reader *r, struct walk *w)
{
	if (!w->renamed)
		return;
	size_t n = w->named.n < GBX_NAME_BYTES ? w->named.n : GBX_NAME_BYTES;
	char *name = n ? gbx_arena_dup(&r->names, w->named.p, n) : NULL;
	if (name)
		name[gbx_xml_decode((unsigned char *)name, n)] = 0;
	w->st.relation = name;
	w->renamed = false;
}

static size_t split(struct gbx_reader *reader, const unsigned char *p, size_t n, bool last,
                    struct gbx_split *st)
{
	struct reader *r = (struct reader *)reader;
	struct walk w = {.r = r, .st = r->st};
	size_t at = 0, cut = 0;
	memset(st->opaque, 0, sizeof st->opaque);
	memcpy(st->opaque, &r->st, sizeof r->st);
	if (last)
		return n;
	for (;;) {
		enum piece k = next_piece(&w, gbx_span_of(p, n), &at, false);
		if (k == PIECE_MORE || k == PIECE_END)
			break;
		if (k == PIECE_JUNK) /* noted as one with what follows */
			continue;
		keep_name(r, &w);
		r->st = w.st;
		cut = at;
	}
	return cut;
}

/* Where a record ends or the next begins. */
static size_t resync(struct gbx_reader *reader, const unsigned char *p, size_t n, bool *found)
{
	const struct reader *r = (const struct reader *)reader;
	size_t len = strlen(r->d.name);
	*found = false;
	for (size_t i = 1; i < n; i++) {
		const unsigned char *lt = memchr(p + i, '<', n - i);
		if (!lt)
			break;
		i = (size_t)(lt - p);
		bool stop = n - i > 1 && lt[1] == '/';
		if (n - i < len + 3 || (len && memcmp(lt + 1 + stop, r->d.name, len) != 0))
			continue;
		const unsigned char *gt = stop ? memchr(lt, '>', n - i) : lt;
		if (!gt || (!len && !stop))
			continue;
		*found = true;
		return (size_t)(gt - p) + stop;
	}
	return n;
}

/* Parsing */

struct parse {
	struct gbx_fields f;
	struct gbx_xml_record *record;
	struct walk w;
	char name[GBX_NAME_BYTES + 1];
	size_t junk; /* begins here; SIZE_MAX: none */
};

/* Names of elements that say nothing. */
static bool is_plain_name(struct gbx_span name)
{
	static const char *const words[] = {"row",     "record", "item", "entry",
	                                    "element", "object", "data", "node",
	                                    "result",  "record", "Row",  "Record"};
	for (size_t i = 0; i < sizeof words / sizeof *words; i++)
		if (gbx_span_is(name, words[i]))
			return true;
	return false;
}

/* By the wrapping's name, the record's own (phpMyAdmin), its element, the file. */
static struct gbx_span relation_of(struct parse *x, size_t off, size_t n)
{
	struct gbx_xml_token t;
	gbx_xml_next(gbx_span_of(x->f.chunk->p, off + n), off, true, &t);
	struct gbx_span own = x->w.r->d.self ? gbx_xml_find(t.body, "name") : gbx_span_of(NULL, 0);
	if (own.n)
		return own;
	if (x->name[0])
		return gbx_span_str(x->name);
	return t.name.n && !is_plain_name(t.name) ? t.name : gbx_span_str(x->w.r->stem);
}

static void end_junk(struct parse *x, size_t at)
{
	struct gbx_parsed *out = x->f.out;
	if (x->junk == SIZE_MAX)
		return;
	out->bytes_quarantined += at - x->junk;
	x->f.nomem |=
	    !gbx_parsed_bad(out, x->f.chunk->off + x->junk, at - x->junk, GBX_E_XML_RECORD);
	x->junk = SIZE_MAX;
}

static void take_record(struct parse *x, size_t off, size_t n, bool broken)
{
	if (broken)
		gbx_fields_fail(&x->f, x->f.chunk->last && off + n == x->f.chunk->n
		                           ? GBX_E_CUT
		                           : GBX_E_XML_RECORD);
	else
		gbx_xml_record_read(x->record, off, n);
	char GBX_UNINITIALISED name[GBX_NAME_BYTES + 1];
	struct gbx_span s = relation_of(x, off, n);
	size_t len = s.n < GBX_NAME_BYTES ? s.n : GBX_NAME_BYTES;
	memcpy(name, s.p, len);
	gbx_fields_put(&x->f, gbx_span_of(name, gbx_xml_decode((unsigned char *)name, len)), off,
	               n);
}

static void rename_relation(struct parse *x)
{
	size_t n = x->w.named.n < GBX_NAME_BYTES ? x->w.named.n : GBX_NAME_BYTES;
	if (!x->w.renamed)
		return;
	if (n)
		memcpy(x->name, x->w.named.p, n);
	x->name[gbx_xml_decode((unsigned char *)x->name, n)] = 0;
	x->w.renamed = false;
}

static void take_pieces(struct parse *x)
{
	struct gbx_chunk *c = x->f.chunk;
	for (size_t at = 0;;) {
		size_t from = at;
		enum piece k = next_piece(&x->w, gbx_span_of(c->p, c->n), &at, true);
		if (k == PIECE_JUNK && x->junk == SIZE_MAX)
			x->junk = from;
		if (k == PIECE_JUNK)
			continue;
		end_junk(x, from);
		if (k == PIECE_END)
			break;
		rename_relation(x);
		if (k == PIECE_WRAPPING)
			gbx_parsed_skip(x->f.out, "wrapping", 1, at - from);
		else
			take_record(x, from, at - from, k == PIECE_BROKEN);
	}
}

static enum gbx_rc parse(const struct gbx_reader *reader, struct gbx_chunk *c,
                         struct gbx_parsed *out, struct gbx_err *err)
{
	const struct reader *r = (const struct reader *)reader;
	struct parse x = {.w = {.r = r}, .junk = SIZE_MAX};
	gbx_fields_init(&x.f, c, out);
	memcpy(&x.w.st, c->split.opaque, sizeof x.w.st);
	if (x.w.st.relation) {
		size_t n = strnlen(x.w.st.relation, GBX_NAME_BYTES);
		memcpy(x.name, x.w.st.relation, n);
	}
	x.record = gbx_xml_record_new(&r->d, &x.f);
	if (x.record)
		take_pieces(&x);
	x.f.nomem |= !x.record;
	/* The wrapping was never closed: what came after is missing. */
	if (c->last && x.w.st.depth)
		x.f.nomem |= !gbx_parsed_bad(out, c->off + c->n, 0, GBX_E_CUT);
	gbx_xml_record_free(x.record);
	return gbx_fields_close(&x.f, err);
}

const struct gbx_format gbx_format_xml = {
    .name = "xml",
    .summary = "XML records: exports of tables, mysqldump and phpMyAdmin among them",
    .bid = bid,
    .open = open_reader,
    .split = split,
    .resync = resync,
    .parse = parse,
    .close = close_reader,
};

/*
 * Action and document pairs; the contract is in bulk.h. The shape is Elastic's
 * "Bulk API" reference.
 */
#include "bulk.h"

#include "../base/limits.h"
#include "lines.h"
#include "sniff.h"

/* What of an action is kept beside the document, and its column. */
static const struct {
	const char *key, *column;
} kept[] = {
    {"_id", "_id"},           {"_type", "_type"},      {"_routing", "_routing"},
    {"routing", "_routing"},  {"_parent", "_parent"},  {"parent", "_parent"},
    {"_version", "_version"}, {"version", "_version"},
};

#define NKEPT (sizeof kept / sizeof *kept)

struct pairing {
	struct gbx_jrec *r;
	const char *stem;
	bool open;        /* an action waits for its document */
	enum gbx_eid why; /* why the action cannot be used, or GBX_E_NONE */
	size_t off;       /* of the action */
	bool update, mended;
	uint32_t shift;
	struct gbx_tape_ev value[NKEPT]; /* len UINT32_MAX: not there */
	char relation[GBX_NAME_BYTES + 1];
};

static bool line_at(const unsigned char *p, size_t n, size_t off, bool *doc)
{
	const unsigned char *end = memchr(p + off, '\n', n - off);
	return gbx_sniff_action(gbx_span_of(p + off, end ? (size_t)(end - p) - off : n - off), doc);
}

size_t gbx_bulk_split(const unsigned char *p, size_t n, bool last)
{
	bool doc;
	if (last)
		return n;
	/* From the last whole line back to an action. */
	const unsigned char *end = n ? memrchr(p, '\n', n) : NULL;
	while (end && end > p) {
		const unsigned char *before = memrchr(p, '\n', (size_t)(end - p));
		size_t off = before ? (size_t)(before - p) + 1 : 0;
		if (off && line_at(p, n, off, &doc))
			return off;
		end = before;
	}
	return 0;
}

size_t gbx_bulk_resync(const unsigned char *p, size_t n, bool *found)
{
	bool doc;
	const unsigned char *end = n ? memchr(p, '\n', n) : NULL;
	for (*found = false; end; end = memchr(end + 1, '\n', n - (size_t)(end + 1 - p))) {
		size_t off = (size_t)(end - p) + 1;
		if (off == n)
			break;
		if (line_at(p, n, off, &doc)) {
			*found = true;
			return off;
		}
	}
	return n;
}

/* Actions */

static void take_relation(struct pairing *x, uint32_t meta)
{
	uint32_t i = meta ? gbx_jrec_find(x->r, meta, "_index") : 0;
	struct gbx_span name = i ? gbx_jrec_string(x->r, i) : gbx_span_of(NULL, 0);
	if (!name.n)
		name = gbx_span_str(x->stem);
	if (name.n > GBX_NAME_BYTES)
		name.n = GBX_NAME_BYTES;
	memcpy(x->relation, name.p, name.n);
	x->relation[name.n] = 0;
}

static void open_action(struct pairing *x, const struct gbx_line *l)
{
	struct gbx_jrec *r = x->r;
	x->open = true;
	x->off = l->off;
	x->why = gbx_jrec_load(r, l->off, l->text);
	if (x->why != GBX_E_NONE)
		return;
	x->mended = r->mended;
	x->shift = r->shift;
	x->update = gbx_jrec_find(r, 0, "update") != 0;
	/* The action's object follows its name. */
	uint32_t meta = r->tape.n > 2 && r->tape.ev[2].kind == GBX_TAPE_OBJ ? 2 : 0;
	for (size_t k = 0; k < NKEPT; k++) {
		uint32_t i = meta ? gbx_jrec_find(r, meta, kept[k].key) : 0;
		x->value[k].len = UINT32_MAX;
		if (i && r->tape.ev[i].kind > GBX_TAPE_KEY)
			x->value[k] = r->tape.ev[i];
	}
	take_relation(x, meta);
}

/* An action that gets no document: [x->off, end). */
static void close_action(struct pairing *x, size_t end)
{
	if (x->open)
		gbx_jrec_account(x->r, x->off, end - x->off,
		                 x->why == GBX_E_NONE ? GBX_E_BULK_PAIR : x->why);
	x->open = false;
}

/* Documents */

static enum gbx_eid put_action(struct pairing *x)
{
	struct gbx_flat *f = &x->r->flat;
	struct gbx_flat_at at = gbx_flat_top(f);
	enum gbx_eid why = GBX_E_NONE;
	for (size_t k = 0; k < NKEPT && why == GBX_E_NONE; k++) {
		if (x->value[k].len == UINT32_MAX)
			continue;
		struct gbx_tape one = {.ev = &x->value[k], .n = 1};
		uint32_t name =
		    gbx_flat_name(f, &at, gbx_span_str(kept[k].column), GBX_COLUMN_ENVELOPE);
		if (name == GBX_FLAT_NONE)
			return gbx_flat_why(f);
		why = gbx_flat_value(f, &one, x->shift, 0, name);
	}
	return why;
}

/* The document in the loaded tape: an update wraps it once more. 0 or its event;
 * UINT32_MAX when the update only runs a script. */
static uint32_t document_of(const struct pairing *x)
{
	if (!x->update)
		return 0;
	uint32_t i = gbx_jrec_find(x->r, 0, "doc");
	if (!i)
		i = gbx_jrec_find(x->r, 0, "upsert");
	return i && x->r->tape.ev[i].kind == GBX_TAPE_OBJ ? i : UINT32_MAX;
}

static bool is_kept(struct gbx_span key)
{
	for (size_t k = 0; k < NKEPT && key.n && key.p[0] == '_'; k++)
		if (gbx_span_is(key, kept[k].column))
			return true;
	return false;
}

/* Does a field of the document have the name of one of the action's? Elasticsearch refuses such
 * documents; what is written by hand may hold them. */
static bool shares_names(struct pairing *x, uint32_t doc)
{
	struct gbx_jrec *r = x->r;
	const struct gbx_tape_ev *ev = r->tape.ev;
	for (uint32_t k = doc + 1; k < ev[doc].link;
	     k = ev[k + 1].kind <= GBX_TAPE_ARR ? ev[k + 1].link + 1 : k + 2)
		if (is_kept(gbx_flat_text(&r->flat, &ev[k], r->shift)))
			return true;
	return false;
}

/* The document's fields; those with a name of the action's as a hit would name them. */
static enum gbx_eid put_apart(struct pairing *x, uint32_t doc)
{
	struct gbx_jrec *r = x->r;
	struct gbx_flat *f = &r->flat;
	const struct gbx_tape_ev *ev = r->tape.ev;
	struct gbx_flat_at top = gbx_flat_top(f), own = {GBX_FLAT_NONE, GBX_FLAT_NONE};
	enum gbx_eid why = GBX_E_NONE;
	for (uint32_t k = doc + 1, next; k < ev[doc].link && why == GBX_E_NONE; k = next) {
		next = ev[k + 1].kind <= GBX_TAPE_ARR ? ev[k + 1].link + 1 : k + 2;
		bool apart = is_kept(gbx_flat_text(f, &ev[k], r->shift));
		if (apart && own.parent == GBX_FLAT_NONE) {
			own.parent = gbx_flat_name(f, &top, gbx_span_str("_source"), 0);
			if (own.parent == GBX_FLAT_NONE)
				return gbx_flat_why(f);
		}
		uint32_t name = gbx_flat_key(f, apart ? &own : &top, &ev[k], r->shift, 0);
		if (name == GBX_FLAT_NONE)
			return gbx_flat_why(f);
		why = gbx_flat_value(f, &r->tape, r->shift, k + 1, name);
	}
	return why;
}

static enum gbx_eid put_pair(struct pairing *x, uint32_t doc)
{
	struct gbx_jrec *r = x->r;
	struct gbx_flat *f = &r->flat;
	enum gbx_eid why = gbx_flat_begin(f, gbx_span_str(x->relation), r->chunk->off + x->off);
	if (why != GBX_E_NONE)
		return why;
	why = put_action(x);
	if (why == GBX_E_NONE)
		why = shares_names(x, doc) ? put_apart(x, doc)
		                           : gbx_flat_value(f, &r->tape, r->shift, doc, f->root);
	if (why != GBX_E_NONE)
		gbx_flat_undo(f);
	return why;
}

static void take_document(struct pairing *x, const struct gbx_line *l)
{
	struct gbx_jrec *r = x->r;
	size_t n = l->off + l->all - x->off;
	enum gbx_eid why = gbx_jrec_load(r, l->off, l->text);
	uint32_t doc = why == GBX_E_NONE ? document_of(x) : 0;
	x->open = false;
	r->mended |= x->mended;
	if (why != GBX_E_NONE)
		why = gbx_jrec_cut(r, l->off + l->all, why);
	else if (x->why != GBX_E_NONE)
		why = x->why;
	else if (doc == UINT32_MAX) {
		gbx_jrec_skip(r, "script", n);
		return;
	} else
		why = put_pair(x, doc);
	gbx_jrec_account(r, x->off, n, why);
}

static void take_line(struct pairing *x, const struct gbx_line *l)
{
	struct gbx_jrec *r = x->r;
	bool doc;
	if (!l->text) {
		if (!x->open) /* else it is part of the pair */
			gbx_jrec_skip(r, "blank line", l->all);
	} else if (gbx_sniff_action(gbx_span_of(r->chunk->p + l->off, l->text), &doc)) {
		close_action(x, l->off);
		if (doc)
			open_action(x, l);
		else
			gbx_jrec_skip(r, "deletion", l->all);
	} else if (x->open) {
		take_document(x, l);
	} else {
		enum gbx_eid why = gbx_jrec_load(r, l->off, l->text);
		gbx_jrec_account(r, l->off, l->all, why == GBX_E_NONE ? GBX_E_BULK_PAIR : why);
	}
}

void gbx_bulk_parse(struct gbx_jrec *r, const char *stem)
{
	struct pairing x = {.r = r, .stem = stem};
	size_t n = r->chunk->n;
	struct gbx_line l;
	for (size_t at = 0; gbx_line_next(gbx_span_of(r->chunk->p, n), &at, &l);)
		take_line(&x, &l);
	close_action(&x, n);
}

/*
 * Where the records of an XML document are, by its head: the first level below the root
 * where elements of one name repeat and fill most of their parent. mysqldump --xml and
 * phpMyAdmin say by their root where they keep rows.
 */
#include <stdlib.h>

#include "../base/limits.h"
#include "mime.h"
#include "xml.h"

#define PATHS 1024u /* different ones in a head */

struct path {
	struct gbx_span name;
	uint32_t parent; /* PATHS: none */
	uint32_t depth;
	uint32_t count;
	uint64_t bytes;
	uint32_t instance; /* of the parent when it came last */
	bool list;         /* twice in one instance */
	bool full;         /* holds elements or attributes */
};

struct tree {
	struct path path[PATHS];
	uint32_t n;
	uint32_t stack[GBX_XML_DEPTH];
	size_t begun[GBX_XML_DEPTH];
	unsigned depth;
	bool declared, broken, closed;
};

/* Roots that say where their rows are. */
static const struct {
	const char *root;
	unsigned depth;
	const char *record; /* or "": any */
	bool self;
} known[] = {
    {"mysqldump", 3, "row", false},
    {"resultset", 1, "row", false},
    {"pma_xml_export", 2, "table", true},
};

static uint32_t path_of(struct tree *t, struct gbx_span name)
{
	uint32_t parent = t->depth ? t->stack[t->depth - 1] : PATHS;
	for (uint32_t i = 0; i < t->n; i++)
		if (t->path[i].parent == parent && gbx_span_eq(t->path[i].name, name))
			return i;
	if (t->n == PATHS)
		return PATHS;
	t->path[t->n] = (struct path){.name = name, .parent = parent, .depth = t->depth};
	return t->n++;
}

static bool start(struct tree *t, const struct gbx_xml_token *k)
{
	if (t->depth == GBX_XML_DEPTH)
		return false;
	uint32_t i = path_of(t, k->name);
	if (i == PATHS)
		return false;
	struct path *x = &t->path[i];
	uint32_t instance = x->parent == PATHS ? 0 : t->path[x->parent].count;
	x->list |= x->count && x->instance == instance && x->parent != PATHS;
	x->instance = instance;
	x->count++;
	x->full |= !gbx_xml_is_blank(k->body);
	if (x->parent != PATHS)
		t->path[x->parent].full = true;
	if (k->kind == GBX_XML_EMPTY) {
		x->bytes += k->n;
		return true;
	}
	t->begun[t->depth] = k->off;
	t->stack[t->depth++] = i;
	return true;
}

static void stop(struct tree *t, size_t end)
{
	t->depth--;
	t->path[t->stack[t->depth]].bytes += end - t->begun[t->depth];
}

/* Reads the head; where it stopped. */
static size_t read_head(struct tree *t, struct gbx_span s, bool whole)
{
	struct gbx_xml_token k;
	size_t at = 0;
	for (;; at += k.n) {
		gbx_xml_next(s, at, whole, &k);
		if (k.kind == GBX_XML_END || k.kind == GBX_XML_MORE)
			break;
		if (k.kind == GBX_XML_DECL)
			t->declared |= gbx_mime_begins(k.body, "doctype");
		bool text = k.kind == GBX_XML_TEXT && !t->depth && !gbx_xml_is_blank(k.body);
		bool tag = k.kind == GBX_XML_START || k.kind == GBX_XML_EMPTY;
		bool wrong =
		    k.kind == GBX_XML_STOP &&
		    (!t->depth || !gbx_span_eq(t->path[t->stack[t->depth - 1]].name, k.name));
		t->broken |= text || wrong || k.kind == GBX_XML_BAD;
		if (t->broken || (tag && !start(t, &k)))
			break;
		t->closed |= k.kind == GBX_XML_STOP || k.kind == GBX_XML_EMPTY;
		if (k.kind == GBX_XML_STOP)
			stop(t, at + k.n);
	}
	while (t->depth)
		stop(t, at);
	return at;
}

/* The child of i that comes most, in bytes; several: it repeats. PATHS: none. */
static uint32_t largest(const struct tree *t, uint32_t i, bool several)
{
	uint32_t best = PATHS;
	for (uint32_t k = 0; k < t->n; k++) {
		const struct path *x = &t->path[k];
		unsigned least = !several ? 1 : t->path[i].parent == PATHS ? 2 : 3;
		if (x->parent != i || x->count < least || (several && !x->list))
			continue;
		if (best == PATHS || x->bytes > t->path[best].bytes)
			best = k;
	}
	return best;
}

/* The record's path; a child of the root that fills it, one of its children ... */
static uint32_t find_record(const struct tree *t, bool *any)
{
	uint32_t cur = 0;
	*any = false;
	for (unsigned level = 0; level < 8; level++) {
		uint64_t all = 0;
		for (uint32_t k = 0; k < t->n; k++)
			all += t->path[k].parent == cur && t->path[k].list ? t->path[k].bytes : 0;
		uint32_t best = largest(t, cur, true);
		if (best != PATHS && all * 2 >= t->path[cur].bytes) {
			*any = t->path[best].bytes * 10 < all * 9;
			return best;
		}
		best = largest(t, cur, false);
		if (best == PATHS || largest(t, best, false) == PATHS)
			break;
		cur = best;
	}
	return 0;
}

static int by_value(const void *a, const void *b)
{
	const uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;
	return x < y ? -1 : x > y;
}

/* The hash of the path below the record, 0 when it is not below. */
static uint64_t below(const struct tree *t, uint32_t i, unsigned depth)
{
	uint32_t way[GBX_XML_DEPTH];
	unsigned n = 0;
	for (; i != PATHS && t->path[i].depth > depth && n < GBX_XML_DEPTH; i = t->path[i].parent)
		way[n++] = i;
	uint64_t h = GBX_XML_PATH;
	for (unsigned k = n; k--;)
		h = gbx_xml_path(h, t->path[way[k]].name);
	return n ? h : 0;
}

static void keep_lists(const struct tree *t, struct gbx_xml_dialect *d)
{
	for (uint32_t i = 0; i < t->n && d->lists < GBX_XML_LISTS; i++)
		if (t->path[i].list && t->path[i].depth > d->depth)
			d->list[d->lists++] = below(t, i, d->depth);
	if (d->lists)
		qsort(d->list, d->lists, sizeof *d->list, by_value);
	for (uint32_t i = 0; i < t->n && d->name[0] && !t->broken; i++)
		d->nests |= t->path[i].depth > d->depth && gbx_span_is(t->path[i].name, d->name);
}

static void set_name(char out[GBX_XML_NAME], struct gbx_span name)
{
	if (name.n >= GBX_XML_NAME)
		return;
	memcpy(out, name.p, name.n);
	out[name.n] = 0;
}

/* Elements beside record i that repeat and hold something are records of their own. */
static void keep_more(const struct tree *t, uint32_t i, struct gbx_xml_dialect *d)
{
	if (t->path[i].parent == PATHS)
		return;
	set_name(d->parent, t->path[t->path[i].parent].name);
	for (uint32_t k = 0; k < t->n && d->nmore < GBX_XML_MORE_NAMES; k++)
		if (k != i && t->path[k].parent == t->path[i].parent && t->path[k].list &&
		    t->path[k].full)
			set_name(d->more[d->nmore++], t->path[k].name);
}

static void judge(const struct tree *t, struct gbx_xml_dialect *d)
{
	bool any;
	for (size_t i = 0; i < sizeof known / sizeof *known; i++) {
		if (!gbx_span_is(t->path[0].name, known[i].root))
			continue;
		d->depth = known[i].depth;
		d->self = known[i].self;
		set_name(d->name, gbx_span_str(known[i].record));
		return;
	}
	uint32_t i = find_record(t, &any);
	d->depth = t->path[i].depth;
	if (any)
		return;
	set_name(d->name, t->path[i].name);
	keep_more(t, i, d);
}

/* What begins as XML may; pages of the web are none, nor are drawings (SVG). */
static bool begins_so(struct gbx_span s, bool *declared)
{
	struct gbx_xml_token k;
	size_t at = 0;
	s.n = s.n < 65536 ? s.n : 65536;
	*declared = gbx_mime_begins(s, "<?xml");
	for (;; at += k.n) {
		gbx_xml_next(s, at, true, &k);
		if (k.kind == GBX_XML_START || k.kind == GBX_XML_EMPTY)
			return !gbx_mime_same(k.name, "html") && !gbx_span_is(k.name, "svg") &&
			       !gbx_span_is(k.name, "svg:svg");
		if (k.kind == GBX_XML_DECL && gbx_mime_begins(k.body, "doctype html"))
			return false;
		bool blank = k.kind == GBX_XML_TEXT && gbx_xml_is_blank(k.body);
		if (!blank && k.kind != GBX_XML_NOTE && k.kind != GBX_XML_DECL)
			return false;
	}
}

int gbx_xml_sniff(const struct gbx_head *h, struct gbx_xml_dialect *d)
{
	struct gbx_span s = gbx_span_of(h->p, h->n);
	bool declared;
	*d = (struct gbx_xml_dialect){.depth = 0};
	if (!h->n || !memchr("< \t\r\n", h->p[0], 5) || !begins_so(s, &declared))
		return 0;
	struct tree *t = calloc(1, sizeof *t);
	if (!t)
		return 0;
	size_t end = read_head(t, s, h->whole);
	int sure = 0;
	if (t->n) {
		judge(t, d);
		keep_lists(t, d);
		d->declared = t->declared;
		sure = declared ? 90 : t->closed && t->n > 1 ? 80 : 0;
		if (t->broken && end * 2 < h->n && !declared)
			sure = 0;
	}
	free(t);
	return sure;
}

/* Looking at heads; the contract is in sniff.h. */
#include "sniff.h"

#include "lines.h"
#include "repair.h"

#define LOOK_LINES 64u
#define LOOK_RECORDS 64u
#define MANY_KEYS 16u /* objects under keys of their own that are more than sections */

uint32_t gbx_sniff_find(const struct gbx_tape *t, const unsigned char *base, uint32_t i,
                        const char *key)
{
	const struct gbx_tape_ev *ev = t->ev;
	if (ev[i].kind != GBX_TAPE_OBJ)
		return 0;
	struct gbx_span name = gbx_span_str(key);
	for (uint32_t k = i + 1; k < ev[i].link;) {
		const struct gbx_tape_ev *v = &ev[k + 1];
		if (gbx_span_eq(gbx_span_of(base + ev[k].off, ev[k].len), name))
			return k + 1;
		k = v->kind <= GBX_TAPE_ARR ? v->link + 1 : k + 2;
	}
	return 0;
}

bool gbx_sniff_hit(const struct gbx_tape *t, const unsigned char *base)
{
	uint32_t index = gbx_sniff_find(t, base, 0, "_index");
	uint32_t source = gbx_sniff_find(t, base, 0, "_source");
	if (!index || t->ev[index].kind != GBX_TAPE_STR)
		return false;
	return source ? t->ev[source].kind == GBX_TAPE_OBJ : gbx_sniff_find(t, base, 0, "_id") != 0;
}

/* Actions */

/* The API's actions; delete alone has no document. */
static const struct {
	const char *name;
	bool doc;
} actions[] = {{"index", true}, {"create", true}, {"update", true}, {"delete", false}};

/* What an action may say about its document (Elasticsearch 1 to 8, OpenSearch). */
static const char *const metadata[] = {
    "_index",
    "_type",
    "_id",
    "_routing",
    "routing",
    "_parent",
    "parent",
    "_version",
    "version",
    "_version_type",
    "version_type",
    "_retry_on_conflict",
    "retry_on_conflict",
    "if_seq_no",
    "if_primary_term",
    "op_type",
    "require_alias",
    "pipeline",
    "dynamic_templates",
    "_timestamp",
    "_ttl",
    "list_executed_pipelines",
};

static size_t over_blanks(struct gbx_span s, size_t i)
{
	while (i < s.n && memchr(" \t\r\n", s.p[i], 4))
		i++;
	return i;
}

static bool expect(struct gbx_span s, size_t *i, char c)
{
	*i = over_blanks(s, *i);
	if (*i >= s.n || s.p[*i] != (unsigned char)c)
		return false;
	*i = over_blanks(s, *i + 1);
	return true;
}

/* The plain string at i; advances behind it. */
static bool word(struct gbx_span s, size_t *i, struct gbx_span *out)
{
	if (*i >= s.n || s.p[*i] != '"')
		return false;
	const unsigned char *end = memchr(s.p + *i + 1, '"', s.n - *i - 1);
	if (!end)
		return false;
	*out = gbx_span_of(s.p + *i + 1, (size_t)(end - (s.p + *i + 1)));
	*i += out->n + 2;
	return true;
}

static bool is_metadata(struct gbx_span key)
{
	for (size_t i = 0; i < sizeof metadata / sizeof *metadata; i++)
		if (gbx_span_is(key, metadata[i]))
			return true;
	return false;
}

bool gbx_sniff_action(struct gbx_span line, bool *doc)
{
	struct gbx_span key;
	size_t i = 0, k = 0;
	if (!expect(line, &i, '{') || !word(line, &i, &key))
		return false;
	while (k < sizeof actions / sizeof *actions && !gbx_span_is(key, actions[k].name))
		k++;
	if (k == sizeof actions / sizeof *actions || !expect(line, &i, ':') ||
	    !expect(line, &i, '{'))
		return false;
	*doc = actions[k].doc;
	if (i < line.n && line.p[i] == '}')
		return true;
	return word(line, &i, &key) && is_metadata(key);
}

/* Lines */

static bool is_object(struct gbx_repair *r, struct gbx_tape *t, struct gbx_span line,
                      const unsigned char **base)
{
	*base = line.p;
	enum gbx_eid why = gbx_tape_parse(t, line.p, line.n);
	if (why == GBX_E_NONE && t->ev[0].kind == GBX_TAPE_OBJ)
		return true;
	/* A comma behind each object is an array's, not of lines. */
	if (line.p[0] == '{' && line.p[line.n - 1] == ',')
		return false;
	if (!gbx_repair_try(r, t, line))
		return false;
	*base = (const unsigned char *)r->text.p;
	return true;
}

struct gbx_sniff_lines gbx_sniff_head_lines(const struct gbx_head *h)
{
	struct gbx_sniff_lines f = {0};
	struct gbx_span s = gbx_span_of(h->p, h->n);
	struct gbx_tape t = {0};
	struct gbx_repair r;
	struct gbx_line l;
	gbx_repair_init(&r);
	for (size_t at = 0; f.lines < LOOK_LINES && gbx_line_next(s, &at, &l);) {
		const unsigned char *base;
		bool doc, whole = h->whole || s.p[l.off + l.all - 1] == '\n';
		if (!l.text || !whole)
			continue;
		struct gbx_span line = gbx_span_of(s.p + l.off, l.text);
		f.lines++;
		bool action = gbx_sniff_action(line, &doc);
		f.actions += action;
		f.opened |= action && f.lines == 1;
		if (!is_object(&r, &t, line, &base))
			continue;
		f.objects++;
		f.hits += gbx_sniff_hit(&t, base);
	}
	gbx_repair_release(&r);
	gbx_tape_release(&t);
	return f;
}

/* Walks */

/* What the looking needs. */
struct lens {
	struct gbx_tape tape;
	struct gbx_repair repair;
};

static void look_at(struct gbx_sniff_walk *f, struct lens *l, enum gbx_walk_kind kind,
                    struct gbx_span s)
{
	const unsigned char *base = s.p;
	bool parses = gbx_tape_parse(&l->tape, s.p, s.n) == GBX_E_NONE;
	if (!parses && s.p[0] == '{' && kind == GBX_WALK_BROKEN) {
		parses = gbx_repair_try(&l->repair, &l->tape, s);
		base = (const unsigned char *)l->repair.text.p;
	}
	if (!parses) {
		f->bad++;
		return;
	}
	if (l->tape.ev[0].kind != GBX_TAPE_OBJ) {
		f->other++;
		return;
	}
	if (!f->good++)
		f->keyed = gbx_sniff_find(&l->tape, base, 0, "_id") ||
		           gbx_sniff_find(&l->tape, base, 0, "id");
	f->hits += gbx_sniff_hit(&l->tape, base);
}

struct gbx_sniff_walk gbx_sniff_head_walk(const struct gbx_head *h, enum gbx_walk_mode mode)
{
	struct gbx_sniff_walk f = {0};
	struct gbx_span s = gbx_span_of(h->p, h->n);
	enum gbx_walk_end end = h->whole ? GBX_WALK_INPUT : GBX_WALK_OPEN;
	enum gbx_walk_kind kind = GBX_WALK_SKIP;
	struct lens l = {.tape = {0}};
	struct gbx_piece item;
	struct gbx_walk w;
	gbx_repair_init(&l.repair);
	gbx_walk_init(&w, mode);
	for (size_t at = 0; kind < GBX_WALK_CUT && f.good + f.bad + f.other < LOOK_RECORDS;) {
		unsigned depth = w.st.depth;
		kind = gbx_walk_next(&w, s, &at, end, &item);
		bool deeper = w.st.depth > depth;
		f.top += !depth && (deeper || kind == GBX_WALK_RECORD);
		f.arrays += depth && deeper && w.st.arrays >> depth & 1;
		if (kind >= GBX_WALK_RECORD && kind <= GBX_WALK_BROKEN)
			look_at(&f, &l, kind,
			        gbx_span_of(s.p + w.value, item.off + item.n - w.value));
	}
	f.cut = kind == GBX_WALK_MORE || kind == GBX_WALK_CUT;
	gbx_repair_release(&l.repair);
	gbx_tape_release(&l.tape);
	return f;
}

static bool is_table_export(const struct gbx_head *h)
{
	/* {"type":"header","version":...,"comment":"Export to JSON plugin for PHPMyAdmin"} */
	struct gbx_span s = gbx_span_of(h->p, h->n), key, value;
	size_t i = 0;
	if (!expect(s, &i, '[') || !expect(s, &i, '{') || !word(s, &i, &key) ||
	    !gbx_span_is(key, "type") || !expect(s, &i, ':') || !word(s, &i, &value))
		return false;
	return gbx_span_is(value, "header") || gbx_span_is(value, "database") ||
	       gbx_span_is(value, "table");
}

#define LEAST_VALUES 8u /* of an array without objects that is a list; fewer are a faulty document */

enum gbx_walk_mode gbx_sniff_mode(const struct gbx_head *h)
{
	size_t i = over_blanks(gbx_span_of(h->p, h->n), 0);
	bool array = i < h->n && h->p[i] == '[';
	if (array && is_table_export(h))
		return GBX_WALK_TABLES;
	struct gbx_sniff_walk items = gbx_sniff_head_walk(h, GBX_WALK_ITEMS);
	if (array)
		return items.other >= LEAST_VALUES && !items.good && !items.bad ? GBX_WALK_VALUES : GBX_WALK_ITEMS;
	if (items.top > 1 || (items.good && items.cut))
		return gbx_sniff_pages(h) ? GBX_WALK_MEMBERS : GBX_WALK_ITEMS;
	if (gbx_sniff_pairs(h))
		return GBX_WALK_PAIRS;
	struct gbx_sniff_walk members = gbx_sniff_head_walk(h, GBX_WALK_MEMBERS);
	unsigned under_keys;
	enum gbx_walk_mode keyed = gbx_sniff_keyed(h, &under_keys);
	/* An order has an id and some positions; a chat has one, and messages without end. */
	if (items.keyed && members.good < LOOK_RECORDS && under_keys < LOOK_RECORDS)
		return GBX_WALK_ITEMS;
	/* A few sections may be alike and hold the lists that matter. */
	if (keyed != GBX_WALK_ITEMS && (under_keys >= MANY_KEYS || under_keys > members.good))
		return keyed;
	return members.arrays ? GBX_WALK_MEMBERS : GBX_WALK_ITEMS;
}

static bool holds(const struct gbx_head *h, const char *text)
{
	return memmem(h->p, h->n, text, strlen(text)) != NULL;
}

bool gbx_sniff_describes(const struct gbx_head *h)
{
	if (!h->whole || !h->n || h->p[0] != '{')
		return false;
	if (holds(h, "\"ServerVersion\":") && holds(h, "\"ToolVersion\":"))
		return h->n < 256;
	return h->path && strstr(h->path, ".metadata.json") && holds(h, "\"indexes\":") &&
	       (holds(h, "\"options\":") || holds(h, "\"uuid\":") ||
		holds(h, "\"collectionName\":"));
}

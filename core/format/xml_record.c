/*
 * One XML element as a record: attributes and elements are fields by their path, with
 * dots; an element that comes twice in its parent, in this record or in the head, is a
 * list. <field name="x"> and its like are fields x.
 */
#include <stdlib.h>

#include "../base/limits.h"
#include "xml.h"

#define NONE UINT32_MAX
#define FEW_SLOTS 1024u

struct node {
	uint32_t parent;
	uint32_t name, name_len; /* in the chunk */
	uint64_t path;
	bool list;
	bool kids;   /* elements or attributes */
	bool valued; /* its text was put */
	bool absent; /* xsi:nil */
};

struct value {
	uint32_t node;
	struct gbx_cell cell;
};

struct gbx_xml_record {
	const struct gbx_xml_dialect *d;
	struct gbx_fields *f;
	struct node *node; /* owned */
	uint32_t nnode, node_cap;
	struct value *value; /* owned */
	uint32_t nvalue, value_cap;
	uint32_t *slot; /* owned: hash table of node + 1 by parent and name */
	uint32_t nslot;
	uint32_t open[GBX_XML_DEPTH];
	unsigned depth;
	/* Text of the innermost element, so far: */
	struct gbx_cell text;
	bool has_text, copied;
	struct gbx_buf name;
};

struct gbx_xml_record *gbx_xml_record_new(const struct gbx_xml_dialect *d, struct gbx_fields *f)
{
	struct gbx_xml_record *r = calloc(1, sizeof *r);
	if (!r)
		return NULL;
	r->d = d;
	r->f = f;
	gbx_buf_init(&r->name, (GBX_XML_DEPTH + 1) * (size_t)(GBX_NAME_BYTES + 4));
	return r;
}

void gbx_xml_record_free(struct gbx_xml_record *r)
{
	if (!r)
		return;
	free(r->node);
	free(r->value);
	free(r->slot);
	gbx_buf_release(&r->name);
	free(r);
}

/* Room for one more of an array of records' parts. */
static bool room(void **p, uint32_t n, uint32_t *cap, size_t size)
{
	if (n < *cap)
		return true;
	uint32_t want = *cap ? 2 * *cap : 64;
	void *more = n < GBX_RECORD_CELLS ? realloc(*p, want * size) : NULL;
	if (!more)
		return false;
	*p = more;
	*cap = want;
	return true;
}

static struct gbx_span name_of(const struct gbx_xml_record *r, const struct node *x)
{
	return gbx_span_of(r->f->chunk->p + x->name, x->name_len);
}

/* Siblings */

static uint32_t slot_of(const struct gbx_xml_record *r, uint32_t i)
{
	const struct node *x = &r->node[i];
	uint32_t h = (uint32_t)(x->path ^ x->path >> 32) ^ x->parent * 0x9E3779B1u;
	for (;; h++) {
		uint32_t s = r->slot[h & (r->nslot - 1)];
		const struct node *y = s ? &r->node[s - 1] : NULL;
		if (!y || (y->parent == x->parent && y->path == x->path &&
		           gbx_span_eq(name_of(r, y), name_of(r, x))))
			return h & (r->nslot - 1);
	}
}

static bool grow_slots(struct gbx_xml_record *r)
{
	if (r->nslot >= 2 * (r->nnode + 1))
		return true;
	uint32_t n = r->nslot ? 2 * r->nslot : 256;
	uint32_t *slot = calloc(n, sizeof *slot);
	if (!slot)
		return false;
	free(r->slot);
	r->slot = slot;
	r->nslot = n;
	for (uint32_t i = 0; i < r->nnode; i++) {
		uint32_t s = slot_of(r, i);
		r->slot[s] = r->slot[s] ? r->slot[s] : i + 1;
	}
	return true;
}

/* A sibling of the same name before makes both a list. */
static void find_twin(struct gbx_xml_record *r, uint32_t i)
{
	uint32_t s = slot_of(r, i);
	if (!r->slot[s]) {
		r->slot[s] = i + 1;
		return;
	}
	r->node[r->slot[s] - 1].list = true;
	r->node[i].list = true;
}

static int by_value(const void *a, const void *b)
{
	const uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;
	return x < y ? -1 : x > y;
}

/* A node below the innermost open one; NONE after a fault. */
static uint32_t add_node(struct gbx_xml_record *r, struct gbx_span name, bool attribute)
{
	uint32_t parent = r->depth ? r->open[r->depth - 1] : NONE, i = r->nnode;
	if (!grow_slots(r) || !room((void **)&r->node, i, &r->node_cap, sizeof *r->node)) {
		gbx_fields_fail(r->f, i < GBX_RECORD_CELLS ? GBX_E_NOMEM : GBX_E_COLUMNS);
		return NONE;
	}
	struct node x = {.parent = parent, .path = GBX_XML_PATH};
	x.name = (uint32_t)(name.p - r->f->chunk->p);
	x.name_len = (uint32_t)name.n;
	if (parent != NONE) {
		r->node[parent].kids = true;
		x.path = gbx_xml_path(r->node[parent].path, name);
		x.list = !attribute && r->d->lists &&
		         bsearch(&x.path, r->d->list, r->d->lists, sizeof x.path, by_value);
	}
	r->node[r->nnode++] = x;
	if (parent != NONE)
		find_twin(r, i);
	return i;
}

/* Values */

static void add_value(struct gbx_xml_record *r, uint32_t node, struct gbx_cell cell)
{
	if (!room((void **)&r->value, r->nvalue, &r->value_cap, sizeof *r->value)) {
		gbx_fields_fail(r->f, r->nvalue < GBX_RECORD_CELLS ? GBX_E_NOMEM : GBX_E_COLUMNS);
		return;
	}
	r->value[r->nvalue++] = (struct value){node, cell};
	r->node[node].valued = true;
}

static struct gbx_cell decoded(struct gbx_xml_record *r, struct gbx_span raw)
{
	if (!raw.n || !memchr(raw.p, '&', raw.n))
		return gbx_fields_cell(r->f, raw);
	struct gbx_chunk *c = r->f->chunk;
	struct gbx_cell cell = gbx_fields_copy(r->f, raw);
	if (cell.off == GBX_ABSENT)
		return cell;
	uint32_t n = (uint32_t)gbx_xml_decode(c->p + cell.off, cell.len);
	c->side -= cell.len - n;
	cell.len = n;
	return cell;
}

/* Text goes on: behind a comment, a CDATA section. */
static void more_text(struct gbx_xml_record *r, struct gbx_span raw, bool cdata)
{
	struct gbx_chunk *c = r->f->chunk;
	size_t at = (size_t)(raw.p - c->p);
	if (!r->has_text) {
		r->text = cdata ? gbx_fields_cell(r->f, raw) : decoded(r, raw);
		r->copied = r->text.off >= c->n;
		r->has_text = true;
		return;
	}
	if (!r->copied)
		r->text = gbx_fields_copy(r->f, gbx_span_of(c->p + r->text.off, r->text.len));
	r->copied = true;
	struct gbx_cell more = gbx_fields_copy(r->f, gbx_span_of(c->p + at, raw.n));
	if (more.off == GBX_ABSENT || r->text.off == GBX_ABSENT)
		return;
	uint32_t n = cdata ? more.len : (uint32_t)gbx_xml_decode(c->p + more.off, more.len);
	c->side -= more.len - n;
	r->text.len += n;
}

/* The text before a tag belongs to the innermost element. */
static void end_text(struct gbx_xml_record *r, bool leaf)
{
	const struct gbx_chunk *c = r->f->chunk;
	bool had = r->has_text;
	r->has_text = false;
	if (!had || !r->depth || r->text.off == GBX_ABSENT)
		return;
	const struct node *x = &r->node[r->open[r->depth - 1]];
	bool only = leaf && !x->kids;
	if (only || !gbx_xml_is_blank(gbx_span_of(c->p + r->text.off, r->text.len)))
		add_value(r, r->open[r->depth - 1], r->text);
}

/* Elements */

/* Elements whose name attribute is the field's name. */
static bool is_named(struct gbx_span name)
{
	static const char *const words[] = {"field",     "column", "col",  "property",
	                                    "attribute", "param",  "data", "value"};
	for (size_t i = 0; i < sizeof words / sizeof *words; i++)
		if (gbx_span_is(name, words[i]))
			return true;
	return false;
}

static void add_attributes(struct gbx_xml_record *r, uint32_t node, size_t off, size_t n,
                           bool named)
{
	struct gbx_span name, value;
	int got;
	for (size_t at = 0;;) {
		struct gbx_span body = gbx_span_of(r->f->chunk->p + off, n);
		got = gbx_xml_attribute(body, &at, &name, &value);
		if (got <= 0)
			break;
		if (gbx_span_is(name, "xsi:nil")) {
			r->node[node].absent =
			    gbx_span_is(value, "true") || gbx_span_is(value, "1");
			continue;
		}
		bool space = name.n >= 5 && !memcmp(name.p, "xmlns", 5);
		if (space || (named && gbx_span_is(name, "name")))
			continue;
		if (r->d->self && r->depth == 1 && gbx_span_is(name, "name"))
			continue;
		size_t raw = (size_t)(value.p - r->f->chunk->p);
		uint32_t i = add_node(r, name, true);
		if (i != NONE)
			add_value(r, i, decoded(r, gbx_span_of(r->f->chunk->p + raw, value.n)));
	}
	if (got < 0)
		gbx_fields_fail(r->f, GBX_E_XML_RECORD);
}

static void close_node(struct gbx_xml_record *r)
{
	end_text(r, true);
	uint32_t i = r->open[--r->depth];
	const struct node *x = &r->node[i];
	if (x->valued || (x->kids && !x->absent))
		return;
	struct gbx_cell none = {x->absent ? GBX_ABSENT : x->name, 0};
	add_value(r, i, none);
}

static void start(struct gbx_xml_record *r, const struct gbx_xml_token *t)
{
	end_text(r, false);
	if (r->depth == GBX_XML_DEPTH) {
		gbx_fields_fail(r->f, GBX_E_NESTING);
		return;
	}
	size_t off = (size_t)(t->body.p - r->f->chunk->p);
	struct gbx_span given =
	    is_named(t->name) && r->depth ? gbx_xml_find(t->body, "name") : gbx_span_of(NULL, 0);
	uint32_t i = add_node(r, given.n ? given : t->name, false);
	if (i == NONE)
		return;
	r->open[r->depth++] = i;
	add_attributes(r, i, off, t->body.n, given.n != 0);
	if (t->kind == GBX_XML_EMPTY)
		close_node(r);
}

/* </a> closes the innermost element if that is its name; a field's is another one. */
static void stop(struct gbx_xml_record *r, struct gbx_span name)
{
	if (!r->depth) {
		gbx_fields_fail(r->f, GBX_E_XML_RECORD);
		return;
	}
	if (!gbx_span_eq(name_of(r, &r->node[r->open[r->depth - 1]]), name) && !is_named(name))
		gbx_fields_fail(r->f, GBX_E_XML_RECORD);
	close_node(r);
}

/* Names */

static void full_name(struct gbx_xml_record *r, uint32_t i, bool *list)
{
	uint32_t GBX_UNINITIALISED way[GBX_XML_DEPTH + 1];
	unsigned n = 0;
	for (; i != NONE && n <= GBX_XML_DEPTH; i = r->node[i].parent)
		way[n++] = i;
	gbx_buf_reset(&r->name);
	*list = false;
	if (n == 1) /* a record of text only */
		gbx_buf_add(&r->name, name_of(r, &r->node[way[0]]).p, r->node[way[0]].name_len);
	for (unsigned k = n - 1; k-- > 0;) {
		const struct node *x = &r->node[way[k]];
		struct gbx_span name = name_of(r, x);
		if (r->name.n)
			gbx_buf_addc(&r->name, '.');
		gbx_buf_add(&r->name, name.p, name.n > GBX_NAME_BYTES ? GBX_NAME_BYTES : name.n);
		if (x->list)
			gbx_buf_adds(&r->name, "[]");
		*list |= x->list;
	}
}

static void put_values(struct gbx_xml_record *r)
{
	bool list;
	for (uint32_t i = 0; i < r->nvalue && r->f->why == GBX_E_NONE; i++) {
		full_name(r, r->value[i].node, &list);
		gbx_fields_add(r->f, gbx_buf_span(&r->name), r->value[i].cell,
		               list ? GBX_COLUMN_LIST : 0);
	}
}

static void take(struct gbx_xml_record *r, const struct gbx_xml_token *t)
{
	switch (t->kind) {
	case GBX_XML_START:
	case GBX_XML_EMPTY:
		start(r, t);
		break;
	case GBX_XML_STOP:
		stop(r, t->name);
		break;
	case GBX_XML_TEXT:
	case GBX_XML_CDATA:
		more_text(r, t->body, t->kind == GBX_XML_CDATA);
		break;
	case GBX_XML_NOTE:
		break;
	default:
		gbx_fields_fail(r->f, GBX_E_XML_RECORD);
	}
}

void gbx_xml_record_read(struct gbx_xml_record *r, size_t off, size_t n)
{
	struct gbx_xml_token t;
	r->nnode = r->nvalue = 0;
	r->depth = 0;
	r->has_text = false;
	if (r->nslot > FEW_SLOTS) { /* not cleared again for each small record */
		free(r->slot);
		r->slot = NULL;
		r->nslot = 0;
	}
	if (r->nslot)
		memset(r->slot, 0, r->nslot * sizeof *r->slot);
	for (size_t at = off; r->f->why == GBX_E_NONE; at += t.n) {
		/* The chunk moves when text is copied. */
		gbx_xml_next(gbx_span_of(r->f->chunk->p, off + n), at, true, &t);
		if (t.kind == GBX_XML_END)
			break;
		take(r, &t);
	}
	if (r->depth)
		gbx_fields_fail(r->f, GBX_E_XML_RECORD);
	put_values(r);
}

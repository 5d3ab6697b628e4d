/* Tapes into columns; the contract is in flatten.h. */
#include "flatten.h"

#include <stdlib.h>

#include "../base/limits.h"
#include "mime.h"
#include "text.h"

/* Names of all relations of one chunk, a few of them to a column (objects on the
 * way have a name too). */
#define MAX_NODES (64u * GBX_RECORD_COLUMNS)

/* Keys of MongoDB Extended JSON (v1, canonical and relaxed v2) that wrap one
 * plain value; the specification is in mongodb/specifications, extended-json. */
static const char *const wrappers[] = {
    "$oid",           "$date", "$numberLong", "$numberInt", "$numberDouble",
    "$numberDecimal", "$uuid", "$symbol",     "$undefined",
};

void gbx_flat_init(struct gbx_flat *f, struct gbx_chunk *c, struct gbx_parsed *out)
{
	*f = (struct gbx_flat){.chunk = c, .out = out, .root = GBX_FLAT_NONE};
	gbx_buf_init(&f->name, 4 * GBX_NAME_BYTES);
	gbx_buf_init(&f->key, GBX_RECORD_BYTES);
}

void gbx_flat_release(struct gbx_flat *f)
{
	free(f->node);
	free(f->slot);
	free(f->root_of);
	gbx_buf_release(&f->name);
	gbx_buf_release(&f->key);
	*f = (struct gbx_flat){.nnode = 0};
}

enum gbx_eid gbx_flat_why(const struct gbx_flat *f)
{
	bool full = f->nnode >= MAX_NODES || (f->batch && f->batch->ncol >= GBX_RECORD_COLUMNS);
	return full ? GBX_E_COLUMNS : GBX_E_NOMEM;
}

/* Nodes */

/* Only keys are looked up by hash. */
static void node_enter(struct gbx_flat *f, uint32_t i)
{
	uint32_t s = f->node[i].hash;
	if (!f->node[i].key)
		return;
	while (f->slot[s & (f->nslot - 1)])
		s++;
	f->slot[s & (f->nslot - 1)] = i + 1;
}

static bool node_room(struct gbx_flat *f)
{
	if (f->nnode < f->node_cap)
		return true;
	if (f->nnode >= MAX_NODES)
		return false;
	uint32_t cap = f->node_cap ? f->node_cap * 2 : 64;
	struct gbx_flat_node *node = realloc(f->node, cap * sizeof *node);
	if (!node)
		return false;
	f->node = node;
	uint32_t *slot = calloc(2 * (size_t)cap, sizeof *slot);
	if (!slot)
		return false;
	f->node_cap = cap;
	free(f->slot);
	f->slot = slot;
	f->nslot = 2 * cap;
	for (uint32_t i = 0; i < f->nnode; i++)
		node_enter(f, i);
	return true;
}

static uint32_t node_hash(uint32_t parent, const unsigned char *p, size_t n)
{
	uint64_t h = UINT64_C(14695981039346656037) ^ parent;
	for (; n >= 8; n -= 8, p += 8) {
		uint64_t w;
		memcpy(&w, p, 8);
		h = (h ^ w) * UINT64_C(0x9E3779B97F4A7C15);
		h ^= h >> 32;
	}
	for (; n; n--, p++)
		h = (h ^ *p) * UINT64_C(1099511628211);
	h *= UINT64_C(0x9E3779B97F4A7C15);
	return (uint32_t)(h >> 32);
}

static uint32_t node_new(struct gbx_flat *f, struct gbx_flat_node made)
{
	if (!node_room(f))
		return GBX_FLAT_NONE;
	made.first = made.next = made.item = made.col = GBX_FLAT_NONE;
	f->node[f->nnode] = made;
	node_enter(f, f->nnode);
	return f->nnode++;
}

static bool node_is(const struct gbx_flat_node *x, struct gbx_span key)
{
	return x->len == key.n && memcmp(x->key, key.p, key.n) == 0;
}

static uint32_t node_find(const struct gbx_flat *f, uint32_t parent, struct gbx_span key,
                          uint32_t hash)
{
	for (uint32_t s = hash; f->nslot; s++) {
		uint32_t i = f->slot[s & (f->nslot - 1)];
		if (!i)
			break;
		const struct gbx_flat_node *x = &f->node[i - 1];
		if (x->hash == hash && x->parent == parent && x->key && node_is(x, key))
			return i - 1;
	}
	return GBX_FLAT_NONE;
}

/* May stand between quotes as it is. */
static bool is_plain(struct gbx_span key)
{
	for (size_t i = 0; i < key.n; i++)
		if (key.p[i] < 0x20 || key.p[i] == '"' || key.p[i] == '\\')
			return false;
	return true;
}

/* A copy of the key for a node; *raw as there. */
static const char *key_copy(struct gbx_flat *f, struct gbx_span key, uint32_t *raw)
{
	*raw = 0;
	if (key.n + 2 > GBX_FLAT_RAW_MAX || !is_plain(key))
		return gbx_arena_dup(&f->out->arena, key.p, key.n);
	char *copy = gbx_arena_zalloc(&f->out->arena, (key.n + 2 + 15) / 16 * 16);
	if (!copy)
		return NULL;
	if (key.n)
		memcpy(copy, key.p, key.n);
	memcpy(copy + key.n, "\":", 2);
	*raw = (uint32_t)key.n + 2;
	return copy;
}

static uint32_t node_child(struct gbx_flat *f, uint32_t parent, struct gbx_span key, uint32_t flags)
{
	uint32_t hash = node_hash(parent, key.p, key.n);
	uint32_t i = node_find(f, parent, key, hash);
	if (i != GBX_FLAT_NONE)
		return i;
	if (f->nnode >= MAX_NODES)
		return GBX_FLAT_NONE;
	uint32_t raw;
	const char *copy = key_copy(f, key, &raw);
	if (!copy)
		return GBX_FLAT_NONE;
	flags |= f->node[parent].flags;
	return node_new(f, (struct gbx_flat_node){.key = copy,
	                                          .len = (uint32_t)key.n,
	                                          .raw = raw,
	                                          .parent = parent,
	                                          .flags = flags,
	                                          .hash = hash});
}

static uint32_t node_item(struct gbx_flat *f, uint32_t of)
{
	if (f->node[of].item != GBX_FLAT_NONE)
		return f->node[of].item;
	uint32_t flags = f->node[of].flags | GBX_COLUMN_LIST;
	uint32_t i = node_new(f, (struct gbx_flat_node){.parent = of, .flags = flags});
	if (i != GBX_FLAT_NONE)
		f->node[of].item = i;
	return i;
}

static inline uint32_t expected(const struct gbx_flat *f, const struct gbx_flat_at *at)
{
	return at->prev == GBX_FLAT_NONE ? f->node[at->parent].first : f->node[at->prev].next;
}

static void expect(struct gbx_flat *f, const struct gbx_flat_at *at, uint32_t i)
{
	if (at->prev == GBX_FLAT_NONE)
		f->node[at->parent].first = i;
	else
		f->node[at->prev].next = i;
}

/* The key in that place, expected first. */
static inline uint32_t look_up(struct gbx_flat *f, struct gbx_flat_at *at, struct gbx_span key,
                               uint32_t flags)
{
	uint32_t i = expected(f, at);
	if (i == GBX_FLAT_NONE || !node_is(&f->node[i], key)) {
		i = node_child(f, at->parent, key, flags);
		if (i == GBX_FLAT_NONE)
			return i;
		expect(f, at, i);
	}
	at->prev = i;
	return i;
}

uint32_t gbx_flat_known(struct gbx_flat *f, struct gbx_flat_at *at, struct gbx_span key)
{
	uint32_t i = node_find(f, at->parent, key, node_hash(at->parent, key.p, key.n));
	if (i == GBX_FLAT_NONE)
		return i;
	expect(f, at, i);
	at->prev = i;
	return i;
}

/* Records */

static uint32_t root_for(struct gbx_flat *f, uint32_t batch)
{
	if (batch >= f->nroot) {
		uint32_t n = 2 * batch + 8;
		uint32_t *root = realloc(f->root_of, n * sizeof *root);
		if (!root)
			return GBX_FLAT_NONE;
		for (uint32_t i = f->nroot; i < n; i++)
			root[i] = GBX_FLAT_NONE;
		f->root_of = root;
		f->nroot = n;
	}
	if (f->root_of[batch] == GBX_FLAT_NONE)
		f->root_of[batch] = node_new(f, (struct gbx_flat_node){.parent = GBX_FLAT_NONE});
	return f->root_of[batch];
}

enum gbx_eid gbx_flat_begin(struct gbx_flat *f, struct gbx_span relation, uint64_t off)
{
	f->batch = gbx_parsed_batch(f->out, relation, 0);
	if (!f->batch)
		return GBX_E_NOMEM;
	f->root = root_for(f, f->out->last);
	if (f->root == GBX_FLAT_NONE)
		return gbx_flat_why(f);
	f->rec = gbx_batch_record(f->out, f->batch, off);
	return f->rec == UINT32_MAX ? GBX_E_NOMEM : GBX_E_NONE;
}

bool gbx_flat_begin_known(struct gbx_flat *f, struct gbx_span relation, uint64_t off)
{
	struct gbx_batch *b = gbx_parsed_known(f->out, relation, 0);
	uint32_t i = f->out->last;
	if (!b || i >= f->nroot || f->root_of[i] == GBX_FLAT_NONE)
		return false;
	uint32_t rec = gbx_batch_record(f->out, b, off);
	if (rec == UINT32_MAX)
		return false;
	f->batch = b;
	f->root = f->root_of[i];
	f->rec = rec;
	return true;
}

void gbx_flat_undo(struct gbx_flat *f)
{
	gbx_batch_undo(f->batch);
}

struct gbx_flat_at gbx_flat_top(const struct gbx_flat *f)
{
	return (struct gbx_flat_at){f->root, GBX_FLAT_NONE};
}

uint32_t gbx_flat_name(struct gbx_flat *f, struct gbx_flat_at *at, struct gbx_span name,
                       uint32_t flags)
{
	return look_up(f, at, name, flags);
}

struct gbx_span gbx_flat_text(struct gbx_flat *f, const struct gbx_tape_ev *key, uint32_t shift)
{
	struct gbx_span s = gbx_span_of(f->chunk->p + shift + key->off, key->len);
	if (!key->escaped)
		return s;
	gbx_buf_reset(&f->key);
	gbx_buf_add(&f->key, s.p, s.n);
	if (gbx_buf_failed(&f->key))
		return gbx_span_of(NULL, 0);
	unsigned char *p = (unsigned char *)f->key.p;
	return gbx_span_of(p, gbx_text_unescape(p, s.n));
}

uint32_t gbx_flat_key(struct gbx_flat *f, struct gbx_flat_at *at, const struct gbx_tape_ev *key,
                      uint32_t shift, uint32_t flags)
{
	struct gbx_span s = gbx_flat_text(f, key, shift);
	return s.p ? look_up(f, at, s, flags) : GBX_FLAT_NONE;
}

/* Columns */

/* The full name: what stands above, dots and brackets. */
static struct gbx_span full_name(struct gbx_flat *f, uint32_t i)
{
	uint32_t way[2 * GBX_NESTING + 4];
	unsigned n = 0;
	for (; i != GBX_FLAT_NONE && n < sizeof way / sizeof *way; i = f->node[i].parent)
		way[n++] = i;
	gbx_buf_reset(&f->name);
	while (n--) {
		const struct gbx_flat_node *x = &f->node[way[n]];
		if (x->parent == GBX_FLAT_NONE || f->name.n > GBX_NAME_BYTES)
			continue;
		if (!x->key) {
			gbx_buf_adds(&f->name, "[]");
			continue;
		}
		if (f->node[x->parent].parent != GBX_FLAT_NONE)
			gbx_buf_addc(&f->name, '.');
		/* One byte over the limit is enough to have it cut. */
		gbx_buf_add(&f->name, x->key,
		            x->len > GBX_NAME_BYTES ? GBX_NAME_BYTES + 1 : x->len);
	}
	return gbx_buf_span(&f->name);
}

static uint32_t column_for(struct gbx_flat *f, uint32_t i)
{
	struct gbx_span name = full_name(f, i);
	/* A key that is written like a list's name is one: the column is the same. */
	bool marked = name.n && memmem(name.p, name.n, "[]", 2);
	uint32_t flags = f->node[i].flags | (marked ? GBX_COLUMN_LIST : 0);
	uint32_t col = gbx_batch_column(f->out, f->batch, name, flags, f->batch->ncol);
	if (col != UINT32_MAX)
		f->node[i].col = col;
	return col;
}

static struct gbx_cell cell_of(struct gbx_flat *f, const struct gbx_tape_ev *e, uint32_t shift)
{
	struct gbx_cell c = {e->off + shift, e->len};
	if (e->kind == GBX_TAPE_NULL) {
		c.off = GBX_ABSENT;
		c.len = 0;
	} else if (e->escaped) {
		/* Unescaping never grows: do it where the copy lands. */
		c.off = gbx_chunk_side(f->chunk, f->chunk->p + c.off, c.len);
		if (c.off == UINT32_MAX)
			return (struct gbx_cell){GBX_ABSENT, UINT32_MAX};
		c.len = (uint32_t)gbx_text_unescape(f->chunk->p + c.off, e->len);
		f->chunk->side -= e->len - c.len;
	}
	return c;
}

static inline bool put_cell(struct gbx_flat *f, struct gbx_cell c, uint32_t i)
{
	uint32_t col = f->node[i].col;
	if (col == GBX_FLAT_NONE)
		col = column_for(f, i);
	if (col == UINT32_MAX || (c.off == GBX_ABSENT && c.len))
		return false;
	return gbx_batch_cell(f->out, f->batch, col, f->rec, c);
}

static inline bool put(struct gbx_flat *f, const struct gbx_tape_ev *e, uint32_t shift, uint32_t i)
{
	return put_cell(f, cell_of(f, e, shift), i);
}

/* Walking */

bool gbx_flat_is_wrapper(struct gbx_span key)
{
	for (size_t i = 0; i < sizeof wrappers / sizeof *wrappers; i++)
		if (gbx_span_is(key, wrappers[i]))
			return true;
	return false;
}

/* Wrappers of values with something said about them, which is left out: an object inside
 * (canonical and relaxed v2), or two keys (v1). */
static const struct {
	const char *key, *value, *about; /* value: inside, or NULL: of the key itself */
} pairs[] = {
    {"$binary", "base64", "subType"},
    {"$timestamp", "t", "i"},
    {"$regularExpression", "pattern", "options"},
    {"$binary", NULL, "$type"},
    {"$regex", NULL, "$options"},
};

bool gbx_flat_is_pair(struct gbx_span key)
{
	for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++)
		if (gbx_span_is(key, pairs[i].key))
			return true;
	return false;
}

static bool key_is(const struct gbx_flat *f, const struct gbx_tape_ev *e, uint32_t shift,
                   const char *name)
{
	return e->kind == GBX_TAPE_KEY &&
	       gbx_span_is(gbx_span_of(f->chunk->p + shift + e->off, e->len), name);
}

/* Two keys with a plain value each, and nothing else: the first value. */
static const struct gbx_tape_ev *first_of(const struct gbx_flat *f, const struct gbx_tape_ev *e,
                                          uint32_t shift, const char *key, const char *about)
{
	bool both = key_is(f, e, shift, key) && e[1].kind > GBX_TAPE_KEY &&
	            key_is(f, &e[2], shift, about) && e[3].kind > GBX_TAPE_KEY &&
	            e[4].kind == GBX_TAPE_END;
	return both ? &e[1] : NULL;
}

/* The value for which the object with e as its first key stands, or NULL. */
static const struct gbx_tape_ev *pair_value(const struct gbx_flat *f, const struct gbx_tape_ev *e,
                                            uint32_t shift)
{
	const struct gbx_tape_ev *v = NULL;
	if (e->len < 2 || f->chunk->p[shift + e->off] != '$' || e[-1].kind != GBX_TAPE_OBJ)
		return NULL;
	for (size_t i = 0; i < sizeof pairs / sizeof *pairs && !v; i++) {
		if (!pairs[i].value)
			v = first_of(f, e, shift, pairs[i].key, pairs[i].about);
		else if (key_is(f, e, shift, pairs[i].key) && e[1].kind == GBX_TAPE_OBJ &&
		         e[1].link + 1 == e[-1].link)
			v = first_of(f, &e[2], shift, pairs[i].value, pairs[i].about);
	}
	return v;
}

/* Binary of the subtypes 3 and 4 is a UUID, written as in BSON; other values stay as they are. */
static struct gbx_cell pair_cell(struct gbx_flat *f, const struct gbx_tape_ev *e,
                                 const struct gbx_tape_ev *v, uint32_t shift)
{
	static const char *const uuids[] = {"3", "03", "4", "04"};
	const unsigned char *p = f->chunk->p + shift;
	struct gbx_span type = gbx_span_of(p + v[2].off, v[2].len);
	struct gbx_buf bytes = GBX_BUF_INIT(64), text = GBX_BUF_INIT(64);
	struct gbx_cell c = {GBX_ABSENT, 0};
	bool is = false;
	for (size_t i = 0; i < 4 && v->len < 32 && key_is(f, e, shift, "$binary"); i++)
		is |= gbx_span_is(type, uuids[i]);
	is = is && !v->escaped && gbx_mime_base64(&bytes, gbx_span_of(p + v->off, v->len)) &&
	     bytes.n == 16;
	for (size_t i = 0; i < 16 && is; i++)
		gbx_buf_addf(&text, i == 4 || i == 6 || i == 8 || i == 10 ? "-%02x" : "%02x",
		             (unsigned char)bytes.p[i]);
	is = is && !gbx_buf_failed(&text);
	if (is) {
		c = (struct gbx_cell){gbx_chunk_side(f->chunk, text.p, text.n), (uint32_t)text.n};
		c.off = c.off == UINT32_MAX ? GBX_ABSENT : c.off;
	}
	gbx_buf_release(&bytes);
	gbx_buf_release(&text);
	return is ? c : cell_of(f, v, shift);
}

/* The only key of its object, and a wrapper. */
static bool stands_for_value(const struct gbx_flat *f, const struct gbx_tape_ev *e, uint32_t shift)
{
	struct gbx_span key = gbx_span_of(f->chunk->p + shift + e->off, e->len);
	if (!key.n || key.p[0] != '$' || e[-1].kind != GBX_TAPE_OBJ)
		return false;
	const struct gbx_tape_ev *object = &e[-1], *value = &e[1];
	bool only = value->kind <= GBX_TAPE_ARR ? value->link + 1 == object->link
	                                        : value[1].kind == GBX_TAPE_END;
	return only && gbx_flat_is_wrapper(key);
}

enum gbx_eid gbx_flat_value(struct gbx_flat *f, const struct gbx_tape *t, uint32_t shift,
                            uint32_t i, uint32_t name)
{
	struct gbx_flat_at GBX_UNINITIALISED stack[GBX_NESTING + 1];
	struct gbx_flat_at *at = stack;
	const struct gbx_tape_ev *e = &t->ev[i];
	const struct gbx_tape_ev *last = e->kind <= GBX_TAPE_ARR ? &t->ev[e->link] : e;
	const struct gbx_tape_ev *v;
	uint32_t cur = name;
	*at = (struct gbx_flat_at){name, GBX_FLAT_NONE};
	for (; e <= last && cur != GBX_FLAT_NONE; e++) {
		switch (e->kind) {
		case GBX_TAPE_KEY:
			cur = at->parent;
			v = cur == f->root ? NULL : pair_value(f, e, shift);
			if (v && !put_cell(f, pair_cell(f, e, v, shift), cur))
				return gbx_flat_why(f);
			if (v)
				e = &t->ev[e[-1].link - 1];
			else if (cur == f->root || !stands_for_value(f, e, shift))
				cur = gbx_flat_key(f, at, e, shift, 0);
			break;
		case GBX_TAPE_ARR:
			cur = node_item(f, cur);
			*++at = (struct gbx_flat_at){cur, GBX_FLAT_NONE};
			break;
		case GBX_TAPE_OBJ:
			*++at = (struct gbx_flat_at){cur, GBX_FLAT_NONE};
			break;
		case GBX_TAPE_END:
			cur = (--at)->parent;
			break;
		default:
			if (!put(f, e, shift, cur))
				return gbx_flat_why(f);
			cur = at->parent;
		}
	}
	return cur == GBX_FLAT_NONE ? gbx_flat_why(f) : GBX_E_NONE;
}

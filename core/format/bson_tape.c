/* A BSON document as the tape that JSON gives; the contract is in bson.h. */
#include "bson.h"

#include <stdlib.h>
#include <string.h>

#include "../base/limits.h"

struct level {
	size_t end; /* of its closing NUL */
	uint32_t open;
	uint32_t items; /* of an array, so far */
	bool array;
};

struct build {
	struct gbx_tape *t;
	struct gbx_chunk *c;
	struct gbx_buf *text;
	size_t at;
	unsigned depth;
	struct level level[GBX_NESTING + 1];
	enum gbx_eid why;
};

static bool fail(struct build *b, enum gbx_eid why)
{
	b->why = why;
	return false;
}

static bool push(struct build *b, enum gbx_tape_kind kind, size_t off, size_t n)
{
	struct gbx_tape *t = b->t;
	if (t->n >= 2 * GBX_RECORD_CELLS)
		return fail(b, GBX_E_OVERSIZE);
	if (t->n == t->cap) {
		uint32_t cap = t->cap ? 2 * t->cap : 256;
		struct gbx_tape_ev *ev = realloc(t->ev, cap * sizeof *ev);
		if (!ev)
			return fail(b, GBX_E_NOMEM);
		t->ev = ev;
		t->cap = cap;
	}
	t->ev[t->n++] = (struct gbx_tape_ev){ .off = (uint32_t)off,
					      .len = (uint32_t)n,
					      .kind = (uint8_t)kind,
					      .depth = (uint8_t)b->depth };
	return true;
}

static bool enter(struct build *b, bool array, size_t n)
{
	if (b->depth == GBX_NESTING)
		return fail(b, GBX_E_NESTING);
	if (!push(b, array ? GBX_TAPE_ARR : GBX_TAPE_OBJ, b->at, n))
		return false;
	b->level[b->depth++] = (struct level){ b->at + n - 1, b->t->n - 1, 0, array };
	b->at += 4;
	return true;
}

static bool leave(struct build *b)
{
	const struct level *l = &b->level[b->depth - 1];
	uint32_t open = l->open;
	if (b->c->p[b->at])
		return fail(b, GBX_E_BSON);
	b->at++;
	b->depth--;
	if (!push(b, GBX_TAPE_END, b->at, 0))
		return false;
	b->t->ev[open].link = b->t->n - 1;
	b->t->ev[b->t->n - 1].link = open;
	return true;
}

/* A value of n bytes that holds no others. */
static bool scalar(struct build *b, unsigned type, size_t n)
{
	struct gbx_span raw;
	gbx_buf_reset(b->text);
	bool any = gbx_bson_text(type, b->c->p + b->at, n, &raw, b->text);
	size_t off = b->at, len = 0;
	if (any && raw.p) {
		off = (size_t)(raw.p - b->c->p);
		len = raw.n;
	} else if (any) {
		uint32_t side = gbx_chunk_side(b->c, gbx_buf_str(b->text), b->text->n);
		if (side == UINT32_MAX || gbx_buf_failed(b->text))
			return fail(b, GBX_E_NOMEM);
		off = side;
		len = b->text->n;
	}
	b->at += n;
	return push(b, any ? GBX_TAPE_STR : GBX_TAPE_NULL, off, len);
}

/* Items are named by their numbers, in order. */
static bool is_number(struct gbx_span name, uint32_t want)
{
	uint64_t v = 0;
	for (size_t i = 0; i < name.n; i++) {
		if (name.p[i] < '0' || name.p[i] > '9' || (i && !v) || v > UINT32_MAX)
			return false;
		v = v * 10 + (unsigned)(name.p[i] - '0');
	}
	return name.n && v == want;
}

static bool element(struct build *b)
{
	struct level *l = &b->level[b->depth - 1];
	const unsigned char *p = b->c->p;
	unsigned type = p[b->at];
	size_t name = b->at + 1;
	const unsigned char *nul = name < l->end ? memchr(p + name, 0, l->end - name) : NULL;
	if (!nul)
		return fail(b, GBX_E_BSON);
	size_t value = (size_t)(nul - p) + 1;
	size_t n = gbx_bson_size(type, nul + 1, l->end - value);
	if (n == GBX_BSON_INVALID)
		return fail(b, GBX_E_BSON);
	if (l->array && !is_number(gbx_span_of(p + name, value - 1 - name), l->items++))
		return fail(b, GBX_E_BSON);
	if (!l->array && !push(b, GBX_TAPE_KEY, name, value - 1 - name))
		return false;
	b->at = value;
	if (type == GBX_BSON_OBJECT || type == GBX_BSON_ARRAY)
		return enter(b, type == GBX_BSON_ARRAY, n);
	return scalar(b, type, n);
}

enum gbx_eid gbx_bson_tape(struct gbx_tape *t, struct gbx_chunk *c, size_t off, size_t n,
			   struct gbx_buf *scratch)
{
	struct build b = { .t = t, .c = c, .text = scratch, .at = off };
	t->n = 0;
	if (n < GBX_BSON_LEAST || gbx_bson_u32(c->p + off) != n)
		return GBX_E_BSON;
	bool ok = enter(&b, false, n);
	while (ok && b.depth)
		ok = b.at == b.level[b.depth - 1].end ? leave(&b) : element(&b);
	return ok ? GBX_E_NONE : b.why;
}

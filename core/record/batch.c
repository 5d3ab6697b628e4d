/*
 * Building batches; the contract is in batch.h. Relations and column names are
 * found by hash (linear probing, tables at most half full), after the guess.
 */
#include "batch.h"

#include "../base/escape.h"
#include "../base/limits.h"

#define FIRST_SLOTS 32u

void gbx_parsed_init(struct gbx_parsed *p)
{
	*p = (struct gbx_parsed){.nbatch = 0};
	gbx_arena_init(&p->arena, GBX_PARSED_BYTES);
}

void gbx_parsed_reset(struct gbx_parsed *p)
{
	struct gbx_arena keep = p->arena;
	*p = (struct gbx_parsed){.arena = keep};
	gbx_arena_reset(&p->arena);
}

void gbx_parsed_release(struct gbx_parsed *p)
{
	gbx_arena_release(&p->arena);
	gbx_parsed_init(p);
}

/* FNV-1a, widened to eight bytes a step; names are few, no attacker gains more
 * than a scan of GBX_RECORD_COLUMNS names. */
static uint64_t hash_of(const unsigned char *p, size_t n, uint64_t seed)
{
	uint64_t h = UINT64_C(14695981039346656037) ^ seed;
	for (; n >= 8; n -= 8, p += 8) {
		uint64_t w;
		memcpy(&w, p, 8);
		h = (h ^ w) * UINT64_C(1099511628211);
		h ^= h >> 29;
	}
	for (; n; n--, p++)
		h = (h ^ *p) * UINT64_C(1099511628211);
	return h ^ (h >> 32);
}

/* A larger array with the old contents; the old one stays in the arena. */
static void *grown(struct gbx_arena *a, const void *old, size_t n, size_t cap, size_t size)
{
	if (cap > SIZE_MAX / size)
		return NULL;
	void *p = gbx_arena_alloc(a, cap * size);
	if (p && n)
		memcpy(p, old, n * size);
	return p;
}

bool gbx_parsed_bad(struct gbx_parsed *p, uint64_t off, uint64_t len, enum gbx_eid reason)
{
	if (p->nbad == p->bad_cap) {
		uint32_t cap = p->bad_cap ? p->bad_cap * 2 : 16;
		void *bad = grown(&p->arena, p->bad, p->nbad, cap, sizeof *p->bad);
		if (!bad)
			return false;
		p->bad = bad;
		p->bad_cap = cap;
	}
	p->bad[p->nbad++] = (struct gbx_quarantine){off, len, reason};
	return true;
}

void gbx_parsed_skip(struct gbx_parsed *p, const char *kind, uint64_t count, uint64_t bytes)
{
	uint32_t i = 0;
	while (i < p->nskip && p->skip[i].kind != kind && strcmp(p->skip[i].kind, kind) != 0)
		i++;
	if (i == GBX_SKIP_KINDS) {
		i--;
		p->skip[i].kind = "other";
	} else if (i == p->nskip) {
		p->skip[p->nskip++] = (struct gbx_skip){.kind = kind};
	}
	p->skip[i].count += count;
	p->skip[i].bytes += bytes;
	p->bytes_skipped += bytes;
}

size_t gbx_name_clean(unsigned char *out, size_t most, struct gbx_span s)
{
	size_t n = 0;
	for (size_t i = 0; i < s.n;) {
		unsigned w = s.p[i] ? gbx_utf8_next(s.p + i, s.n - i, NULL) : 0;
		const unsigned char *from = w ? s.p + i : (const unsigned char *)"\xEF\xBF\xBD";
		unsigned put = w ? w : 3;
		if (n + put > most)
			break;
		memcpy(out + n, from, put);
		n += put;
		i += w ? w : 1;
	}
	return n;
}

static struct gbx_span clean_name(struct gbx_arena *a, struct gbx_span s)
{
	unsigned char *out = gbx_arena_alloc(a, GBX_NAME_BYTES + 1);
	if (!out)
		return (struct gbx_span){NULL, 0};
	size_t n = gbx_name_clean(out, GBX_NAME_BYTES, s);
	out[n] = 0;
	return gbx_span_of(out, n);
}

static bool name_fits(struct gbx_span s)
{
	return s.n <= GBX_NAME_BYTES && !(s.n && memchr(s.p, 0, s.n)) && gbx_utf8_valid(s.p, s.n);
}

/* Batches */

static bool batch_is(const struct gbx_batch *b, struct gbx_span relation, uint64_t shape)
{
	return b->shape == shape && gbx_span_eq(gbx_span_str(b->relation), relation);
}

static struct gbx_batch *batch_find(struct gbx_parsed *p, struct gbx_span relation, uint64_t shape,
                                    uint64_t hash)
{
	for (uint32_t i = (uint32_t)hash; p->nslot; i++) {
		uint32_t s = p->slot[i & (p->nslot - 1)];
		if (!s)
			break;
		struct gbx_batch *b = p->batch[s - 1];
		if (b->hash == hash && batch_is(b, relation, shape)) {
			p->last = s - 1;
			return b;
		}
	}
	return NULL;
}

static void slot_put(uint32_t *slot, uint32_t nslot, uint64_t hash, uint32_t id)
{
	uint32_t i = (uint32_t)hash;
	while (slot[i & (nslot - 1)])
		i++;
	slot[i & (nslot - 1)] = id + 1;
}

static bool batch_room(struct gbx_parsed *p)
{
	if (p->nbatch == p->batch_cap) {
		uint32_t cap = p->batch_cap ? p->batch_cap * 2 : 8;
		void *list = grown(&p->arena, p->batch, p->nbatch, cap, sizeof(struct gbx_batch *));
		if (!list)
			return false;
		p->batch = list;
		p->batch_cap = cap;
	}
	if (p->nslot >= 2 * (p->nbatch + 1))
		return true;
	uint32_t n = p->nslot ? p->nslot * 4 : FIRST_SLOTS;
	uint32_t *slot = gbx_arena_zalloc(&p->arena, n * sizeof *slot);
	if (!slot)
		return false;
	for (uint32_t i = 0; i < p->nbatch; i++)
		slot_put(slot, n, p->batch[i]->hash, i);
	p->slot = slot;
	p->nslot = n;
	return true;
}

static struct gbx_batch *batch_new(struct gbx_parsed *p, struct gbx_span relation, uint64_t shape,
                                   uint64_t hash)
{
	if (!batch_room(p))
		return NULL;
	struct gbx_batch *b = gbx_arena_zalloc(&p->arena, sizeof *b);
	char *name = gbx_arena_dup(&p->arena, relation.p, relation.n);
	if (!b || !name)
		return NULL;
	b->relation = name;
	b->shape = shape;
	b->hash = hash;
	slot_put(p->slot, p->nslot, hash, p->nbatch);
	p->last = p->nbatch;
	p->batch[p->nbatch++] = b;
	return b;
}

/* A relation's name is a C string: it ends at its first NUL. */
static struct gbx_span before_nul(struct gbx_span s)
{
	const unsigned char *z = s.n ? memchr(s.p, 0, s.n) : NULL;
	return z ? gbx_span_of(s.p, (size_t)(z - s.p)) : s;
}

struct gbx_batch *gbx_parsed_batch(struct gbx_parsed *p, struct gbx_span relation, uint64_t shape)
{
	if (p->last < p->nbatch && batch_is(p->batch[p->last], relation, shape))
		return p->batch[p->last];
	relation = before_nul(relation);
	if (!name_fits(relation)) {
		relation = clean_name(&p->arena, relation);
		if (!relation.p)
			return NULL;
	}
	uint64_t hash = hash_of(relation.p, relation.n, shape);
	struct gbx_batch *b = batch_find(p, relation, shape, hash);
	return b ? b : batch_new(p, relation, shape, hash);
}

struct gbx_batch *gbx_parsed_known(struct gbx_parsed *p, struct gbx_span relation, uint64_t shape)
{
	if (p->last < p->nbatch && batch_is(p->batch[p->last], relation, shape))
		return p->batch[p->last];
	return batch_find(p, relation, shape, hash_of(relation.p, relation.n, shape));
}

/* Records */

uint32_t gbx_batch_record(struct gbx_parsed *p, struct gbx_batch *b, uint64_t off)
{
	if (b->nrec == b->rec_cap) {
		uint32_t cap = b->rec_cap ? b->rec_cap * 4 : 8;
		void *to = grown(&p->arena, b->rec_off, b->nrec, cap, sizeof *b->rec_off);
		if (!to)
			return UINT32_MAX;
		b->rec_off = to;
		b->rec_cap = cap;
	}
	b->rec_off[b->nrec] = off;
	return b->nrec++;
}

void gbx_batch_undo(struct gbx_batch *b)
{
	if (!b->nrec)
		return;
	uint32_t rec = --b->nrec;
	for (uint32_t i = 0; i < b->ncol; i++) {
		struct gbx_column *c = &b->col[i];
		while (c->n && c->rec[c->n - 1] == rec)
			c->n--;
	}
}

/* Columns */

static bool column_is(const struct gbx_column *c, struct gbx_span name)
{
	return c->name_len == name.n && (!name.n || memcmp(c->name, name.p, name.n) == 0);
}

static uint32_t column_find(const struct gbx_batch *b, struct gbx_span name, uint64_t hash)
{
	for (uint32_t i = (uint32_t)hash; b->nslot; i++) {
		uint32_t s = b->slot[i & (b->nslot - 1)];
		if (!s)
			break;
		if (column_is(&b->col[s - 1], name))
			return s - 1;
	}
	return UINT32_MAX;
}

static uint64_t column_hash(const struct gbx_column *c)
{
	return hash_of((const unsigned char *)c->name, c->name_len, 0);
}

static bool column_room(struct gbx_parsed *p, struct gbx_batch *b)
{
	if (b->ncol == b->col_cap) {
		uint32_t cap = b->col_cap ? b->col_cap * 2 : 8;
		void *col = grown(&p->arena, b->col, b->ncol, cap, sizeof *b->col);
		if (!col)
			return false;
		b->col = col;
		b->col_cap = cap;
	}
	if (b->nslot >= 2 * (b->ncol + 1))
		return true;
	uint32_t n = b->nslot ? b->nslot * 4 : FIRST_SLOTS;
	uint32_t *slot = gbx_arena_zalloc(&p->arena, n * sizeof *slot);
	if (!slot)
		return false;
	for (uint32_t i = 0; i < b->ncol; i++)
		slot_put(slot, n, column_hash(&b->col[i]), i);
	b->slot = slot;
	b->nslot = n;
	return true;
}

static uint32_t column_new(struct gbx_parsed *p, struct gbx_batch *b, struct gbx_span name,
                           uint64_t hash, uint32_t flags)
{
	if (b->ncol >= GBX_RECORD_COLUMNS || !column_room(p, b))
		return UINT32_MAX;
	char *copy = gbx_arena_dup(&p->arena, name.p, name.n);
	if (!copy)
		return UINT32_MAX;
	b->col[b->ncol] =
	    (struct gbx_column){.name = copy, .name_len = (uint32_t)name.n, .flags = flags};
	slot_put(b->slot, b->nslot, hash, b->ncol);
	return b->ncol++;
}

uint32_t gbx_batch_column(struct gbx_parsed *p, struct gbx_batch *b, struct gbx_span name,
                          uint32_t flags, uint32_t guess)
{
	if (guess < b->ncol && column_is(&b->col[guess], name))
		return guess;
	uint64_t hash = hash_of(name.p, name.n, 0);
	uint32_t c = column_find(b, name, hash);
	if (c != UINT32_MAX)
		return c;
	if (!name_fits(name)) {
		name = clean_name(&p->arena, name);
		if (!name.p)
			return UINT32_MAX;
		hash = hash_of(name.p, name.n, 0);
		c = column_find(b, name, hash);
		if (c != UINT32_MAX)
			return c;
	}
	return column_new(p, b, name, hash, flags);
}

bool gbx_batch_cell_room(struct gbx_parsed *p, struct gbx_column *c)
{
	uint32_t cap = c->cap ? c->cap * 4 : 8;
	struct gbx_cell *cell = grown(&p->arena, c->cell, c->n, cap, sizeof *cell);
	uint32_t *rec = grown(&p->arena, c->rec, c->n, cap, sizeof *rec);
	if (!cell || !rec)
		return false;
	c->cell = cell;
	c->rec = rec;
	c->cap = cap;
	return true;
}

/* Finishing */

static bool is_dense(const struct gbx_batch *b, const struct gbx_column *c)
{
	if (c->n != b->nrec || !c->rec)
		return false;
	for (uint32_t i = 0; i < c->n; i++)
		if (c->rec[i] != i)
			return false;
	return true;
}

void gbx_batch_finish(struct gbx_batch *b)
{
	for (uint32_t i = 0; i < b->ncol; i++) {
		struct gbx_column *c = &b->col[i];
		if (is_dense(b, c))
			c->rec = NULL;
		else if (!c->rec && !c->n) /* sparse without a cell: any place will do, it is not read */
			c->rec = (uint32_t *)b->rec_off;
	}
}

static void drop_empty_columns(struct gbx_batch *b)
{
	uint32_t n = 0;
	for (uint32_t i = 0; i < b->ncol; i++)
		if (b->col[i].n)
			b->col[n++] = b->col[i];
	if (n != b->ncol)
		b->nslot = 0; /* the table held the old numbers */
	b->ncol = n;
}

void gbx_parsed_finish(struct gbx_parsed *p)
{
	uint32_t n = 0;
	for (uint32_t i = 0; i < p->nbatch; i++) {
		struct gbx_batch *b = p->batch[i];
		if (!b->nrec)
			continue;
		if (!b->shape)
			drop_empty_columns(b);
		gbx_batch_finish(b);
		p->batch[n++] = b;
	}
	p->nbatch = n;
	p->nslot = 0;
	p->last = 0;
}

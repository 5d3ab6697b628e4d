/* A set of byte strings; the contract is in impl.h. */
#include <stdlib.h>

#define XXH_INLINE_ALL
#include <xxhash.h>

#include "impl.h"

#define SET_BYTES (512u << 20)
#define SET_ITEMS (1u << 28)

void gbx_bytes_set_init(struct gbx_bytes_set *s)
{
	*s = (struct gbx_bytes_set){ .cap = 0 };
	gbx_arena_init(&s->arena, SET_BYTES);
}

void gbx_bytes_set_release(struct gbx_bytes_set *s)
{
	free(s->slot);
	gbx_arena_release(&s->arena);
	gbx_bytes_set_init(s);
}

void gbx_bytes_set_reset(struct gbx_bytes_set *s)
{
	if (s->n)
		memset(s->slot, 0, s->cap * sizeof *s->slot);
	gbx_arena_reset(&s->arena);
	s->n = 0;
}

static uint32_t place(const struct gbx_bytes_item *slot, uint32_t cap, uint64_t hash,
		      struct gbx_span v)
{
	uint32_t i = (uint32_t)hash & (cap - 1);
	while (slot[i].hash &&
	       !(slot[i].hash == hash && gbx_span_eq(gbx_span_of(slot[i].p, slot[i].n), v)))
		i = (i + 1) & (cap - 1);
	return i;
}

static uint64_t hash_of(struct gbx_span v)
{
	uint64_t h = XXH3_64bits(v.p, v.n);
	return h ? h : 1;
}

struct gbx_bytes_item *gbx_bytes_set_find(const struct gbx_bytes_set *s, struct gbx_span v)
{
	if (!s->n)
		return NULL;
	struct gbx_bytes_item *i = s->slot + place(s->slot, s->cap, hash_of(v), v);
	return i->hash ? i : NULL;
}

static bool grow(struct gbx_bytes_set *s)
{
	uint32_t cap = s->cap ? s->cap * 2 : 256;
	struct gbx_bytes_item *slot = cap < SET_ITEMS ? calloc(cap, sizeof *slot) : NULL;
	if (!slot)
		return false;
	for (uint32_t i = 0; i < s->cap; i++)
		if (s->slot[i].hash) {
			struct gbx_span v = gbx_span_of(s->slot[i].p, s->slot[i].n);
			slot[place(slot, cap, s->slot[i].hash, v)] = s->slot[i];
		}
	free(s->slot);
	s->slot = slot;
	s->cap = cap;
	return true;
}

struct gbx_bytes_item *gbx_bytes_set_add(struct gbx_bytes_set *s, struct gbx_span v)
{
	if (s->n * 2 + 2 > s->cap && !grow(s)) {
		s->failed = true;
		return NULL;
	}
	uint64_t h = hash_of(v);
	struct gbx_bytes_item *i = s->slot + place(s->slot, s->cap, h, v);
	if (i->hash)
		return i;
	char *copy = gbx_arena_dup(&s->arena, v.p, v.n);
	if (!copy) {
		s->failed = true;
		return NULL;
	}
	*i = (struct gbx_bytes_item){ h, (unsigned char *)copy, (uint32_t)v.n, 0 };
	s->n++;
	return i;
}

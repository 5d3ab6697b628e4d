/* A set of byte strings; the contract is in impl.h. */
#include <stdlib.h>

#define XXH_INLINE_ALL
#include <xxhash.h>

#include "impl.h"

#define SET_BYTES (512u << 20)

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

static uint32_t find(const struct gbx_bytes_item *slot, uint32_t cap, uint64_t hash, struct gbx_span v)
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

bool gbx_bytes_set_has(const struct gbx_bytes_set *s, struct gbx_span v)
{
	return s->cap && s->slot[find(s->slot, s->cap, hash_of(v), v)].hash;
}

static bool grow(struct gbx_bytes_set *s)
{
	uint32_t cap = s->cap ? s->cap * 2 : 1024;
	struct gbx_bytes_item *slot = calloc(cap, sizeof *slot);
	if (!slot)
		return false;
	for (uint32_t i = 0; i < s->cap; i++)
		if (s->slot[i].hash) {
			struct gbx_span v = gbx_span_of(s->slot[i].p, s->slot[i].n);
			slot[find(slot, cap, s->slot[i].hash, v)] = s->slot[i];
		}
	free(s->slot);
	s->slot = slot;
	s->cap = cap;
	return true;
}

void gbx_bytes_set_add(struct gbx_bytes_set *s, struct gbx_span v)
{
	if (s->n * 2 + 2 > s->cap && !grow(s)) {
		s->failed = true;
		return;
	}
	uint64_t h = hash_of(v);
	uint32_t i = find(s->slot, s->cap, h, v);
	if (s->slot[i].hash)
		return;
	char *copy = gbx_arena_dup(&s->arena, v.p, v.n);
	if (!copy) {
		s->failed = true;
		return;
	}
	s->slot[i] = (struct gbx_bytes_item){ h, (unsigned char *)copy, (uint32_t)v.n };
	s->n++;
}

/* Block-chained bump allocation; the contract is in arena.h. */
#include "arena.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#define FIRST_BLOCK (16u << 10)
#define ALIGN 16u

struct gbx_arena_block {
	struct gbx_arena_block *next;
	size_t at, cap;
	_Alignas(ALIGN) unsigned char data[];
};

void gbx_arena_init(struct gbx_arena *a, size_t ceiling)
{
	*a = (struct gbx_arena){ .max = ceiling };
}

static void free_chain(struct gbx_arena_block *b)
{
	while (b) {
		struct gbx_arena_block *next = b->next;
		free(b);
		b = next;
	}
}

void gbx_arena_release(struct gbx_arena *a)
{
	free_chain(a->head);
	gbx_arena_init(a, a->max);
}

void gbx_arena_reset(struct gbx_arena *a)
{
	/* Blocks double, so the head is the largest. */
	if (a->head) {
		free_chain(a->head->next);
		a->head->next = NULL;
		a->head->at = 0;
	}
	a->used = 0;
}

static struct gbx_arena_block *grow(struct gbx_arena *a, size_t n)
{
	size_t cap = a->head ? a->head->cap * 2 : FIRST_BLOCK;
	while (cap < n)
		cap *= 2;
	struct gbx_arena_block *b = malloc(sizeof *b + cap);
	if (!b)
		return NULL;
	b->next = a->head;
	b->at = 0;
	b->cap = cap;
	a->head = b;
	return b;
}

void *gbx_arena_alloc(struct gbx_arena *a, size_t n)
{
	if (n > a->max || a->used > a->max - n)
		return NULL;
	size_t need = (n + ALIGN - 1) & ~(size_t)(ALIGN - 1);
	struct gbx_arena_block *b = a->head;
	if (!b || b->cap - b->at < need) {
		b = grow(a, need);
		if (!b)
			return NULL;
	}
	void *p = b->data + b->at;
	b->at += need;
	a->used += need;
	return p;
}

void *gbx_arena_zalloc(struct gbx_arena *a, size_t n)
{
	void *p = gbx_arena_alloc(a, n);
	if (p)
		memset(p, 0, n);
	return p;
}

char *gbx_arena_dup(struct gbx_arena *a, const void *p, size_t n)
{
	char *s = gbx_arena_alloc(a, n + 1);
	if (!s)
		return NULL;
	if (n)
		memcpy(s, p, n);
	s[n] = 0;
	return s;
}

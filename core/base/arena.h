/*
 * Memory that is freed all at once. Pointers hold until gbx_arena_reset or
 * gbx_arena_release. Allocations are 16-byte aligned and not zeroed unless said.
 */
#ifndef GBX_BASE_ARENA_H
#define GBX_BASE_ARENA_H

#include <stddef.h>

struct gbx_arena_block;

struct gbx_arena {
	struct gbx_arena_block *head;
	size_t used;  /* bytes handed out since the last reset */
	size_t max;   /* ceiling in bytes */
};

void gbx_arena_init(struct gbx_arena *a, size_t ceiling);
void gbx_arena_release(struct gbx_arena *a);
/* Keeps the largest block for reuse. */
void gbx_arena_reset(struct gbx_arena *a);
/* NULL when out of memory or over the ceiling. */
void *gbx_arena_alloc(struct gbx_arena *a, size_t n);
void *gbx_arena_zalloc(struct gbx_arena *a, size_t n);
/* Copies n bytes and a NUL. */
char *gbx_arena_dup(struct gbx_arena *a, const void *p, size_t n);

#endif

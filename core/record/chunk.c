/* Growing a chunk and its side area; the contract is in chunk.h. */
#include "chunk.h"

#include <stdlib.h>
#include <string.h>

#include "../base/limits.h"

bool gbx_chunk_reserve(struct gbx_chunk *c, size_t bytes)
{
	if (bytes <= c->cap)
		return true;
	if (bytes > UINT32_MAX) /* offsets are 32 bits */
		return false;
	unsigned char *p = realloc(c->p, bytes);
	if (!p)
		return false;
	/* The pad is read by vector loads: never uninitialised. */
	memset(p + c->cap, 0, bytes - c->cap);
	c->p = p;
	c->cap = bytes;
	return true;
}

static bool side_room(struct gbx_chunk *c, size_t end)
{
	size_t need = end + GBX_CHUNK_PAD;
	if (need <= c->cap)
		return true;
	return gbx_chunk_reserve(c, need + need / 2);
}

uint32_t gbx_chunk_side(struct gbx_chunk *c, const void *src, size_t n)
{
	size_t at = c->n + c->side;
	/* Offsets are 32 bits and UINT32_MAX means absent. */
	if (at >= UINT32_MAX - GBX_CHUNK_PAD || n >= UINT32_MAX - GBX_CHUNK_PAD - at)
		return UINT32_MAX;
	const unsigned char *from = src;
	size_t inside = SIZE_MAX;
	if (n && c->p && (uintptr_t)from >= (uintptr_t)c->p &&
	    (uintptr_t)from < (uintptr_t)c->p + c->cap)
		inside = (size_t)(from - c->p);
	if (!side_room(c, at + n))
		return UINT32_MAX;
	if (inside != SIZE_MAX)
		from = c->p + inside;
	if (n)
		memmove(c->p + at, from, n);
	c->side += n;
	return (uint32_t)at;
}

void gbx_chunk_release(struct gbx_chunk *c)
{
	free(c->p);
	c->p = NULL;
	c->n = c->side = c->cap = 0;
}

/*
 * A chunk: bytes of one entry that hold whole records, cut by the splitter and
 * parsed by any worker. Always followed by GBX_CHUNK_PAD readable bytes.
 */
#ifndef GBX_RECORD_CHUNK_H
#define GBX_RECORD_CHUNK_H

#include <stdbool.h>
#include <stdint.h>
#include <stddef.h>

#define GBX_SPLIT_STATE 64

/* What a parser must know of what came before its chunk (the current table, the
 * depth inside an array). Filled by split, meaning known to the format only. */
struct gbx_split {
	_Alignas(8) unsigned char opaque[GBX_SPLIT_STATE];
};

struct gbx_chunk {
	unsigned char *p; /* owned */
	size_t n;	  /* input bytes */
	size_t side;	  /* bytes appended behind them by a parser: unescaped values */
	size_t cap;	  /* allocated; at least n + side + GBX_CHUNK_PAD */
	uint64_t off;	  /* of p[0] in the entry */
	uint64_t seq;	  /* number of the chunk in the run, from 0 */
	uint32_t entry;	  /* id of the entry */
	bool first, last; /* of its entry */
	struct gbx_split split;
};

/* False without memory; contents are kept. */
bool gbx_chunk_reserve(struct gbx_chunk *c, size_t bytes);
/* Appends n bytes to the side area and gives their offset, or UINT32_MAX without
 * memory. May move p; offsets stay good. Source may lie inside the chunk. */
uint32_t gbx_chunk_side(struct gbx_chunk *c, const void *src, size_t n);
void gbx_chunk_release(struct gbx_chunk *c);

#endif

/*
 * The shape of a value: what may be shown instead of it. Digits become 9, ASCII
 * letters a and A, every other character x, control characters ?; ASCII
 * punctuation stays. Values over GBX_SHAPE_BYTES get the range their length is in:
 * "(65-128 bytes)".
 */
#ifndef GBX_PROFILE_SHAPE_H
#define GBX_PROFILE_SHAPE_H

#include "../base/limits.h"
#include "../detect/value.h"

/* Room for any shape, and for the vector stores behind it. */
#define GBX_SHAPE_ROOM (GBX_SHAPE_BYTES + 32)

/*
 * Looks at a value once: returns the union of its byte classes (enum gbx_class), writes
 * the shape, filled up with zeros to a multiple of 16 bytes, and its length. p must be
 * readable for 32 bytes past its end, as chunk bytes are. n is at least 1.
 */
uint32_t gbx_look(const unsigned char *p, uint32_t n, char shape[GBX_SHAPE_ROOM], uint32_t *shape_n);

/*
 * Counts of the shapes of one column in one batch, on their way to its tally: most
 * columns have few shapes, and meeting one again costs a comparison.
 */
#define GBX_SHAPE_SLOTS 128u

struct gbx_shape_cache {
	struct gbx_shape_slot {
		char text[GBX_SHAPE_BYTES];
		uint32_t n; /* 0: free */
		uint32_t count;
	} slot[GBX_SHAPE_SLOTS];
	uint32_t tried, hits;
	bool off; /* shapes of this column do not repeat */
};

struct gbx_tally;
void gbx_shape_cache_begin(struct gbx_shape_cache *c);
/* shape as gbx_look wrote it. */
void gbx_shape_cache_add(struct gbx_shape_cache *c, struct gbx_tally *t, const char *shape, uint32_t n);
/* Hands what is left to the tally. */
void gbx_shape_cache_end(struct gbx_shape_cache *c, struct gbx_tally *t);

#endif

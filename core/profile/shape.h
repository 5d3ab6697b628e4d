/*
 * The shape of a value: what may be shown instead of it. Digits become 9, ASCII
 * letters a and A, every other character x, control characters ?; ASCII
 * punctuation stays. Values over GBX_SHAPE_BYTES get the range their length is in:
 * "(65-128 bytes)". Hexadecimal text, letters and digits mixed, of GBX_SHAPE_HEX bytes
 * and more is "(32 hex)": no two hashes would share a shape otherwise.
 */
#ifndef GBX_PROFILE_SHAPE_H
#define GBX_PROFILE_SHAPE_H

#include "../base/limits.h"
#include "../detect/value.h"

#define GBX_SHAPE_HEX 16u

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
	char text[GBX_SHAPE_SLOTS][GBX_SHAPE_BYTES]; /* filled up with zeros */
	uint32_t n[GBX_SHAPE_SLOTS];
	uint32_t count[GBX_SHAPE_SLOTS]; /* 0: free */
	uint32_t tried, hits;
	bool off; /* shapes of this column do not repeat */
};

struct gbx_tally;
void gbx_shape_cache_begin(struct gbx_shape_cache *c);
/* shape as gbx_look wrote it. */
void gbx_shape_cache_add(struct gbx_shape_cache *c, struct gbx_tally *t, const char *shape, uint32_t n);
/* Hands what is left to the tally. */
void gbx_shape_cache_end(struct gbx_shape_cache *c, struct gbx_tally *t);

/*
 * Looks at n values of a column, each readable for 32 bytes past its end: sets their
 * classes and counts their shapes.
 */
void gbx_look_many(struct gbx_value *v, uint32_t n, struct gbx_shape_cache *c, struct gbx_tally *t);

/* The ways of this build to do that, the best first; all give the same. For tests. */
struct gbx_look_way {
	const char *name;
	bool (*usable)(void); /* on this processor */
	void (*many)(struct gbx_value *v, uint32_t n, struct gbx_shape_cache *c, struct gbx_tally *t);
};
extern const struct gbx_look_way gbx_look_ways[];
extern const unsigned gbx_look_way_count;

/* Inside: the shape of a value of that length and of those classes where its bytes do not
 * matter; NULL where they do. */
struct gbx_fixed_shape {
	char text[GBX_SHAPE_BYTES]; /* filled up with zeros */
	uint32_t n;
};
const struct gbx_fixed_shape *gbx_shape_fixed(uint32_t n, uint32_t cls);
/* Inside: the shape at slot i was not the one there; it is now, counted once. */
void gbx_shape_cache_replace(struct gbx_shape_cache *c, struct gbx_tally *t, unsigned i,
			     const char *shape, uint32_t n);

#endif

/*
 * How many distinct values: a set of 64-bit hashes, exact up to a limit, above it
 * HyperLogLog (Flajolet et al. 2007, with the estimator of Ertl 2017, which needs
 * no bias table). What a sketch answers depends only on the set of hashes added,
 * never on their order or on how they were spread over sketches before a merge.
 *
 * Hashes are unkeyed, so a sketch could be used to test guesses: it never leaves
 * the process unsealed.
 */
#ifndef GBX_PROFILE_SKETCH_H
#define GBX_PROFILE_SKETCH_H

#include "summary.h"

struct gbx_sketch {
	uint64_t *set; /* open addressing, 0 is free; NULL once over the limit */
	uint8_t *reg;  /* HyperLogLog registers, NULL while exact */
	uint32_t n;    /* hashes in set */
	uint32_t cap;  /* slots of set, a power of two */
	uint32_t limit;
	uint64_t key; /* of the slots: see spread.h */
	uint8_t p; /* log2 of the number of registers */
	bool has_zero;
	bool failed; /* no memory: the sketch answers nothing */
};

/* limit: values counted exactly; p: 4 to 18. */
void gbx_sketch_init(struct gbx_sketch *s, uint32_t limit, uint8_t p);
/* Limit and precision for the ordinal-th column of a case: the first columns get
 * GBX_DISTINCT_EXACT, later ones less, so that memory stays bounded and the answer
 * does not depend on threads. */
void gbx_sketch_init_column(struct gbx_sketch *s, uint32_t ordinal);
void gbx_sketch_release(struct gbx_sketch *s);
void gbx_sketch_add(struct gbx_sketch *s, uint64_t hash);
void gbx_sketch_add_many(struct gbx_sketch *s, const uint64_t *hash, uint32_t n);
/* s becomes the union; both keep the lower precision. */
void gbx_sketch_merge(struct gbx_sketch *s, const struct gbx_sketch *from);
/* Never more than `count`, the number of values that were added. */
struct gbx_estimate gbx_sketch_estimate(const struct gbx_sketch *s, uint64_t count);
/* Sum of two estimates of sets that share nothing. */
struct gbx_estimate gbx_estimate_sum(struct gbx_estimate a, struct gbx_estimate b, uint64_t count);

#endif

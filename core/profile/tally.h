/*
 * Counts by key, at most `limit` keys: which keys are kept depends only on what
 * was counted, not on the order. While there are few keys all are exact. Above the
 * limit a level rises and only keys whose hash begins with that many zero bits
 * stay (Wegman's adaptive sampling); counts of kept keys are always exact, those
 * of the others are in `other`.
 */
#ifndef GBX_PROFILE_TALLY_H
#define GBX_PROFILE_TALLY_H

#include <stdbool.h>
#include <stdint.h>

struct gbx_tally_key {
	uint64_t hash; /* 0 marks a free slot */
	uint64_t count;
	char *text; /* owned, not NUL-terminated */
	uint32_t len;
};

struct gbx_tally {
	struct gbx_tally_key *slot;
	uint32_t cap, n, limit;
	uint8_t level;
	bool failed;
	uint64_t other;
};

void gbx_tally_init(struct gbx_tally *t, uint32_t limit);
void gbx_tally_release(struct gbx_tally *t);
void gbx_tally_add(struct gbx_tally *t, const char *key, uint32_t len, uint64_t count);
void gbx_tally_merge(struct gbx_tally *t, const struct gbx_tally *from);
/* The largest counts first, ties by key bytes. Fills at most `most` pointers into
 * t and returns how many. */
uint32_t gbx_tally_top(const struct gbx_tally *t, const struct gbx_tally_key **out, uint32_t most);

#endif

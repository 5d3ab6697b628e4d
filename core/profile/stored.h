/*
 * How the passwords of a column are stored: every cell counted by kind of hash, with the
 * lowest, highest and commonest cost. No value is kept. Depends only on what was counted,
 * not on the order.
 */
#ifndef GBX_PROFILE_STORED_H
#define GBX_PROFILE_STORED_H

#include "../detect/hash.h"
#include "summary.h"
#include "tally.h"

/* What has no form of a hash: in the clear, or not told apart. */
enum { GBX_STORED_PLAIN = GBX_HASH_KINDS, GBX_STORED_UNKNOWN, GBX_STORED_KINDS };

struct gbx_stored {
	uint64_t count[GBX_STORED_KINDS];
	struct gbx_hash_cost low[GBX_HASH_KINDS], high[GBX_HASH_KINDS];
	struct gbx_tally cost; /* by kind and cost */
	/* what is being counted: */
	enum gbx_hash_kind_id kind;
	struct gbx_hash_cost last;
	uint64_t run; /* values of that kind and cost not in the tally yet */
};

/* NULL without memory. */
struct gbx_stored *gbx_stored_new(void);
void gbx_stored_free(struct gbx_stored *s);
/* Counts n cells of a column planned as t. */
void gbx_stored_add(struct gbx_stored *s, enum gbx_type t, const struct gbx_value *v, uint32_t n);
/* Adds what `from` counted; false without memory. */
bool gbx_stored_merge(struct gbx_stored *s, const struct gbx_stored *from);
/* Worst storage first, then most records. */
void gbx_stored_sort(struct gbx_sum_field *f);
/* The rows of a field, worst storage first, then most records; false without memory. */
bool gbx_stored_summarise(const struct gbx_stored *s, struct gbx_arena *a, struct gbx_sum_field *f);

#endif

/*
 * How many records are equal to an earlier one: a set of record hashes, exact
 * while they fit, above that a sample of them by hash (level L keeps one in 2^L,
 * every record of the kept hashes is counted). Depends only on the multiset of
 * hashes. One writer.
 */
#ifndef GBX_PROFILE_RECORDS_H
#define GBX_PROFILE_RECORDS_H

#include "summary.h"

struct gbx_records {
	uint64_t *set;
	uint32_t *more; /* repeats of each slot's hash */
	uint32_t n, cap;
	uint64_t key; /* of the slots: see spread.h */
	uint8_t level;
	bool failed;
	uint64_t kept;	/* records whose hash is at this level, repeats included */
	uint64_t total; /* records added */
	uint32_t limit;
};

void gbx_records_init(struct gbx_records *r, uint32_t limit);
void gbx_records_release(struct gbx_records *r);
void gbx_records_add(struct gbx_records *r, const uint64_t *hash, uint32_t n);
/* Keeps half of the hashes: when several relations share one budget. */
void gbx_records_halve(struct gbx_records *r);
struct gbx_estimate gbx_records_duplicates(const struct gbx_records *r);

#endif

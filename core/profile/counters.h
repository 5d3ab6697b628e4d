/*
 * Counts by a small number: months, regions, types. Most numbers never come, and a
 * case has tens of thousands of columns: pages of 64 are made when one of theirs does.
 */
#ifndef GBX_PROFILE_COUNTERS_H
#define GBX_PROFILE_COUNTERS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define GBX_COUNTERS_PAGE 64u
#define GBX_NO_COUNTER UINT32_MAX

struct gbx_counters {
	uint64_t **page; /* NULL while nothing was counted */
	uint32_t npage;
};

void gbx_counters_release(struct gbx_counters *c);
/* The counter of i, which is below `size`, the same at every call; NULL without memory. */
uint64_t *gbx_counters_make(struct gbx_counters *c, uint32_t size, uint32_t i);
/* Adds what `from` counted; false without memory. */
bool gbx_counters_merge(struct gbx_counters *c, const struct gbx_counters *from);
/* The first number from i on that was counted, or GBX_NO_COUNTER. */
uint32_t gbx_counters_next(const struct gbx_counters *c, uint32_t i);
/* How many numbers were counted. */
uint32_t gbx_counters_used(const struct gbx_counters *c);

static inline uint64_t gbx_counters_at(const struct gbx_counters *c, uint32_t i)
{
	uint32_t at = i / GBX_COUNTERS_PAGE;
	return at < c->npage && c->page[at] ? c->page[at][i % GBX_COUNTERS_PAGE] : 0;
}

static inline bool gbx_counters_add(struct gbx_counters *c, uint32_t size, uint32_t i, uint64_t times)
{
	uint32_t at = i / GBX_COUNTERS_PAGE;
	uint64_t *count = at < c->npage && c->page[at] ? c->page[at] + i % GBX_COUNTERS_PAGE
						       : gbx_counters_make(c, size, i);
	if (!count)
		return false;
	*count += times;
	return true;
}

#endif

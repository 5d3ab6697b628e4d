/* Duplicate records; the contract is in records.h. */
#include "records.h"

#include <math.h>
#include <stdlib.h>

#define AHEAD 12u

void gbx_records_init(struct gbx_records *r, uint32_t limit)
{
	*r = (struct gbx_records){ .limit = limit };
}

void gbx_records_release(struct gbx_records *r)
{
	free(r->set);
	free(r->more);
	gbx_records_init(r, r->limit);
}

static bool at_level(const struct gbx_records *r, uint64_t h)
{
	return !r->level || h >> (64 - r->level) == 0;
}

/* The slot of h, or the free slot where it belongs. */
static uint32_t find(const uint64_t *set, uint32_t cap, uint64_t h)
{
	uint32_t i = (uint32_t)h & (cap - 1);
	while (set[i] && set[i] != h)
		i = (i + 1) & (cap - 1);
	return i;
}

/* Moves the hashes of this level to a table of cap slots, forgets the others. */
static void rebuild(struct gbx_records *r, uint32_t cap)
{
	uint64_t *set = calloc(cap, sizeof *set);
	uint16_t *more = calloc(cap, sizeof *more);
	if (!set || !more) {
		free(set);
		free(more);
		r->failed = true;
		return;
	}
	r->n = 0;
	for (uint32_t i = 0; i < r->cap; i++) {
		if (!r->set[i])
			continue;
		if (!at_level(r, r->set[i])) {
			r->kept -= 1u + r->more[i];
			continue;
		}
		uint32_t at = find(set, cap, r->set[i]);
		set[at] = r->set[i];
		more[at] = r->more[i];
		r->n++;
	}
	free(r->set);
	free(r->more);
	r->set = set;
	r->more = more;
	r->cap = cap;
}

void gbx_records_halve(struct gbx_records *r)
{
	if (!r->cap || r->level >= 40 || r->failed)
		return;
	r->level++;
	rebuild(r, r->cap);
}

static void add_one(struct gbx_records *r, uint64_t h)
{
	if (!h)
		h = 1;
	if (!at_level(r, h))
		return;
	if (r->n + r->n / 4 + 4 >= r->cap)
		rebuild(r, r->cap ? r->cap * 2 : 1024);
	if (r->failed)
		return;
	uint32_t at = find(r->set, r->cap, h);
	r->kept++;
	if (r->set[at]) {
		r->more[at] += r->more[at] < UINT16_MAX;
		return;
	}
	r->set[at] = h;
	r->n++;
	while (r->n > r->limit && !r->failed)
		gbx_records_halve(r);
}

void gbx_records_add(struct gbx_records *r, const uint64_t *hash, uint32_t n)
{
	r->total += n;
	for (uint32_t i = 0; i < n && !r->failed; i++) {
		/* The table is larger than the caches: ask for the slot well before. */
		if (i + AHEAD < n && r->cap)
			__builtin_prefetch(r->set + ((uint32_t)hash[i + AHEAD] & (r->cap - 1)), 1);
		add_one(r, hash[i]);
	}
}

struct gbx_estimate gbx_records_duplicates(const struct gbx_records *r)
{
	uint64_t repeats = r->kept - r->n;
	if (!r->level)
		return (struct gbx_estimate){ repeats, true, 0 };
	double scale = ldexp(1, r->level);
	uint64_t v = (uint64_t)llround((double)repeats * scale);
	/* The sampled repeats are a Poisson count: three standard errors; with none
	 * seen, up to ln(1000) of them were possible. */
	double error = repeats ? 3 / sqrt((double)repeats) : 1;
	return (struct gbx_estimate){ v < r->total ? v : r->total, false, error };
}

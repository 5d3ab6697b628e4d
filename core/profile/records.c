/* Duplicate records; the contract is in records.h. */
#include "records.h"

#include <math.h>
#include <stdlib.h>

#include "../base/table.h"
#include "spread.h"

#define AHEAD 12u

void gbx_records_init(struct gbx_records *r, uint32_t limit)
{
	*r = (struct gbx_records){ .limit = limit, .key = gbx_spread_key() };
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
static uint32_t find(const uint64_t *set, uint32_t cap, uint64_t key, uint64_t h)
{
	uint32_t i = gbx_spread(h, key, cap);
	while (set[i] && set[i] != h)
		i = (i + 1) & (cap - 1);
	return i;
}

/* Moves everything to a table of cap slots. */
static void grow(struct gbx_records *r, uint32_t cap)
{
	uint64_t *set = gbx_table_new(cap, sizeof *set);
	uint32_t *more = gbx_table_new(cap, sizeof *more);
	if (!set || !more) {
		free(set);
		free(more);
		r->failed = true;
		return;
	}
	for (uint32_t i = 0; i < r->cap; i++) {
		if (!r->set[i])
			continue;
		uint32_t at = find(set, cap, r->key, r->set[i]);
		set[at] = r->set[i];
		more[at] = r->more[i];
	}
	free(r->set);
	free(r->more);
	r->set = set;
	r->more = more;
	r->cap = cap;
}

/* Takes slot i out, and puts it back nearer to where it belongs when it is of this level. */
static void settle(struct gbx_records *r, uint32_t i)
{
	uint64_t h = r->set[i];
	uint32_t more = r->more[i];
	r->set[i] = 0;
	r->more[i] = 0;
	if (!at_level(r, h)) {
		r->kept -= UINT64_C(1) + more;
		r->n--;
		return;
	}
	uint32_t at = find(r->set, r->cap, r->key, h);
	r->set[at] = h;
	r->more[at] = more;
}

/* In place: from a free slot on, every hash comes after all those it had to give way to. */
void gbx_records_halve(struct gbx_records *r)
{
	if (!r->cap || r->level >= 40 || r->failed)
		return;
	r->level++;
	uint32_t from = 0;
	while (r->set[from])
		from++;
	for (uint32_t k = 1; k < r->cap; k++) {
		uint32_t i = (from + k) & (r->cap - 1);
		if (r->set[i])
			settle(r, i);
	}
}

/* Four times as many slots, as long as so many are of use. */
static uint32_t larger(const struct gbx_records *r)
{
	uint64_t most = 64;
	while (most <= (uint64_t)r->limit + r->limit / 4 + 8)
		most *= 2;
	uint64_t cap = r->cap ? (uint64_t)r->cap * 4 : 64;
	return (uint32_t)(cap < most ? cap : most);
}

static void add_one(struct gbx_records *r, uint64_t h)
{
	if (!h)
		h = 1;
	if (!at_level(r, h))
		return;
	if (r->n + r->n / 4 + 4 >= r->cap)
		grow(r, larger(r));
	if (r->failed)
		return;
	uint32_t at = find(r->set, r->cap, r->key, h);
	r->kept++;
	if (r->set[at]) {
		r->more[at] += r->more[at] < UINT32_MAX;
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
			__builtin_prefetch(r->set + gbx_spread(hash[i + AHEAD], r->key, r->cap), 1);
		add_one(r, hash[i]);
	}
}

/* Three standard errors of a count known from one in 2^level, when n were seen that
 * weigh `squares` together, squared each. With a margin that holds for few as well
 * (the score interval of a Poisson count). */
static double spread_of(const struct gbx_records *r, double squares)
{
	double scale = ldexp(1, r->level);
	return scale * (4.5 + 3 * sqrt((1 - 1 / scale) * squares + 2.25));
}

/*
 * Two estimates, each of them right on average. The repeats seen, scaled: good when
 * many records are repeated a few times. All records less the distinct ones, scaled:
 * good when few are repeated very often, for it does not ask whether those were
 * kept. The surer one answers; the first not when the second contradicts it.
 */
struct gbx_estimate gbx_records_duplicates(const struct gbx_records *r)
{
	uint64_t repeats = r->kept - r->n;
	if (!r->level)
		return (struct gbx_estimate){ repeats, true, 0 };
	double squares = 0;
	for (uint32_t i = 0; i < r->cap; i++)
		squares += (double)r->more[i] * r->more[i];
	double seen = ldexp((double)repeats, r->level), off = spread_of(r, squares);
	double rest = (double)r->total - ldexp(r->n, r->level), rest_off = spread_of(r, r->n);
	if (rest_off < off || fabs(seen - rest) > rest_off * 4 / 3) {
		seen = rest > 0 ? rest : 0;
		off = rest_off;
	}
	uint64_t v = (uint64_t)llround(seen);
	return (struct gbx_estimate){ v < r->total ? v : r->total, false, v ? off / seen : ceil(off) };
}

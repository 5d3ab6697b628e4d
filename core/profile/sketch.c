/* Distinct counting: exact set, then HyperLogLog; the contract is in sketch.h. */
#include "sketch.h"

#include <math.h>
#include <stdlib.h>

#include "../base/limits.h"
#include "../base/table.h"
#include "spread.h"

#define FIRST_SLOTS 32u
#define AHEAD 16u

void gbx_sketch_init(struct gbx_sketch *s, uint32_t limit, uint8_t p)
{
	*s = (struct gbx_sketch){ .limit = limit, .key = gbx_spread_key(), .p = p };
}

void gbx_sketch_init_column(struct gbx_sketch *s, uint32_t ordinal)
{
	static const struct {
		uint32_t below, limit;
		uint8_t p;
	} tier[] = {
		{ 96, GBX_DISTINCT_EXACT, 15 },
		{ 512, GBX_DISTINCT_EXACT / 10, 13 },
		{ GBX_CASE_COLUMNS / 8, GBX_DISTINCT_EXACT / 400, 10 },
		{ UINT32_MAX, GBX_DISTINCT_EXACT / 2000, 8 },
	};
	unsigned i = 0;
	while (ordinal >= tier[i].below && tier[i].below != UINT32_MAX)
		i++;
	gbx_sketch_init(s, tier[i].limit, tier[i].p);
}

void gbx_sketch_release(struct gbx_sketch *s)
{
	free(s->set);
	free(s->reg);
	gbx_sketch_init(s, s->limit, s->p);
}

static inline void reg_add(uint8_t *reg, uint8_t p, uint64_t h)
{
	uint64_t rest = (h << p) | (UINT64_C(1) << (p - 1));
	uint8_t rank = (uint8_t)(__builtin_clzll(rest) + 1);
	uint8_t *r = reg + (h >> (64 - p));
	if (rank > *r)
		*r = rank;
}

static void to_registers(struct gbx_sketch *s)
{
	s->reg = calloc((size_t)1 << s->p, 1);
	if (!s->reg) {
		s->failed = true;
		return;
	}
	for (uint32_t i = 0; i < s->cap; i++)
		if (s->set[i])
			reg_add(s->reg, s->p, s->set[i]);
	if (s->has_zero)
		reg_add(s->reg, s->p, 0);
	free(s->set);
	s->set = NULL;
	s->cap = s->n = 0;
	s->has_zero = false;
}

/* False when the hash was there. The table always has a free slot. */
static inline bool set_insert(uint64_t *set, uint32_t cap, uint64_t key, uint64_t h)
{
	uint32_t i = gbx_spread(h, key, cap);
	while (set[i]) {
		if (set[i] == h)
			return false;
		i = (i + 1) & (cap - 1);
	}
	set[i] = h;
	return true;
}

static void set_grow(struct gbx_sketch *s)
{
	uint32_t cap = s->cap ? s->cap * 2 : FIRST_SLOTS;
	uint64_t *set = gbx_table_new(cap, sizeof *set);
	if (!set) {
		s->failed = true;
		return;
	}
	for (uint32_t i = 0; i < s->cap; i++)
		if (s->set[i])
			set_insert(set, cap, s->key, s->set[i]);
	free(s->set);
	s->set = set;
	s->cap = cap;
}

void gbx_sketch_add(struct gbx_sketch *s, uint64_t h)
{
	if (s->reg) {
		reg_add(s->reg, s->p, h);
		return;
	}
	if (s->failed)
		return;
	if (!h) {
		s->has_zero = true;
	} else {
		if (s->n + s->n / 4 >= s->cap)
			set_grow(s);
		if (s->failed)
			return;
		s->n += set_insert(s->set, s->cap, s->key, h);
	}
	if (s->n + s->has_zero > s->limit)
		to_registers(s);
}

void gbx_sketch_add_many(struct gbx_sketch *s, const uint64_t *h, uint32_t n)
{
	uint32_t i = 0;
	for (; i < n && !s->reg; i++) {
		/* The set of a column is larger than the caches: ask for the slot well before. */
		if (i + AHEAD < n && s->cap)
			__builtin_prefetch(s->set + gbx_spread(h[i + AHEAD], s->key, s->cap));
		gbx_sketch_add(s, h[i]);
	}
	uint8_t *reg = s->reg, p = s->p;
	for (; i < n; i++)
		reg_add(reg, p, h[i]);
}

/* Registers of precision p folded to the lower precision q: the bits that no
 * longer index become the head of the rank. */
static void fold(uint8_t *to, uint8_t q, const uint8_t *from, uint8_t p)
{
	for (uint32_t i = 0; i < (1u << p); i++) {
		if (!from[i])
			continue;
		uint32_t low = i & ((1u << (p - q)) - 1);
		uint8_t rank = low ? (uint8_t)(__builtin_clz(low) - (32 - (p - q)) + 1)
				   : (uint8_t)(from[i] + (p - q));
		uint8_t *r = to + (i >> (p - q));
		if (rank > *r)
			*r = rank;
	}
}

static void lower_precision(struct gbx_sketch *s, uint8_t p)
{
	if (p >= s->p)
		return;
	if (s->reg) {
		uint8_t *reg = calloc((size_t)1 << p, 1);
		if (!reg) {
			s->failed = true;
			return;
		}
		fold(reg, p, s->reg, s->p);
		free(s->reg);
		s->reg = reg;
	}
	s->p = p;
}

void gbx_sketch_merge(struct gbx_sketch *s, const struct gbx_sketch *from)
{
	s->failed |= from->failed;
	if (from->has_zero)
		gbx_sketch_add(s, 0);
	/* Hashes come in the order of their slots: into a smaller table they would all
	 * crowd at its beginning. */
	while (from->set && !s->reg && !s->failed && s->cap < from->cap)
		set_grow(s);
	for (uint32_t i = 0; i < from->cap; i++)
		if (from->set[i])
			gbx_sketch_add(s, from->set[i]);
	if (!from->reg || s->failed)
		return;
	lower_precision(s, from->p);
	if (!s->reg)
		to_registers(s);
	if (!s->failed)
		fold(s->reg, s->p, from->reg, from->p);
}

/* Ertl 2017, "New cardinality estimation algorithms for HyperLogLog sketches", alg. 6. */
static double sigma(double x)
{
	if (x >= 1)
		return INFINITY;
	double y = 1, z = x, old;
	do {
		x *= x;
		old = z;
		z += x * y;
		y += y;
	} while (z > old);
	return z;
}

static double tau(double x)
{
	if (x <= 0 || x >= 1)
		return 0;
	double y = 1, z = 1 - x, old;
	do {
		x = sqrt(x);
		old = z;
		y *= 0.5;
		z -= (1 - x) * (1 - x) * y;
	} while (z < old);
	return z / 3;
}

static double hll(const uint8_t *reg, uint8_t p)
{
	uint32_t m = 1u << p, q = 64u - p, count[66] = { 0 };
	for (uint32_t i = 0; i < m; i++)
		count[reg[i]]++;
	double z = m * tau(1 - (double)count[q + 1] / m);
	for (uint32_t k = q; k >= 1; k--)
		z = 0.5 * (z + count[k]);
	z += m * sigma((double)count[0] / m);
	return (double)m * m / (2 * 0.6931471805599453 * z);
}

struct gbx_estimate gbx_sketch_estimate(const struct gbx_sketch *s, uint64_t count)
{
	if (!s->reg)
		return (struct gbx_estimate){ s->n + s->has_zero, true, 0 };
	uint64_t v = (uint64_t)llround(hll(s->reg, s->p));
	/* Three standard errors: 1.04 / sqrt(m). Rounded up to what is printed. */
	double error = ceil(3 * 1.04 / sqrt((double)(1u << s->p)) * 1000) / 1000;
	return (struct gbx_estimate){ v < count ? v : count, false, error };
}

/* How far off it may be. */
static double bound_of(struct gbx_estimate e)
{
	return e.value ? e.error * (double)e.value : e.error;
}

struct gbx_estimate gbx_estimate_sum(struct gbx_estimate a, struct gbx_estimate b, uint64_t count)
{
	uint64_t v = a.value + b.value;
	double error = a.error > b.error ? a.error : b.error;
	if (!a.value || !b.value)
		error = (bound_of(a) + bound_of(b)) / (v ? (double)v : 1);
	return (struct gbx_estimate){ v < count ? v : count, a.exact && b.exact, error };
}

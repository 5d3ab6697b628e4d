/*
 * The distinct sketch: exact to its limit, within its stated error above it, and the
 * same for any order and any way the hashes were spread over sketches.
 */
#include "profile_testing.h"

#include <math.h>

#define SEEDS 30u

static double off_by(struct gbx_estimate e, uint64_t truth)
{
	return fabs((double)e.value - (double)truth) / (double)truth;
}

static void exact_to_the_limit(void **state)
{
	(void)state;
	static const uint32_t limits[] = {1, 2, 25, 26, 1000, 100000};
	for (size_t k = 0; k < sizeof limits / sizeof *limits; k++) {
		struct gbx_sketch s;
		gbx_sketch_init(&s, limits[k], 15);
		for (unsigned again = 0; again < 3; again++)
			for (uint32_t i = 0; i < limits[k]; i++)
				gbx_sketch_add(&s, mixed(i));
		struct gbx_estimate e = gbx_sketch_estimate(&s, 3 * limits[k]);
		assert_true(e.exact);
		assert_int_equal(e.value, limits[k]);
		assert_true(e.error <= 0);
		gbx_sketch_add(&s, mixed(limits[k]));
		e = gbx_sketch_estimate(&s, UINT64_MAX);
		assert_false(e.exact);
		assert_true(e.error > 0 && off_by(e, limits[k] + 1) <= e.error);
		gbx_sketch_release(&s);
	}
}

static void nothing_and_zero(void **state)
{
	(void)state;
	struct gbx_sketch s;
	gbx_sketch_init(&s, 4, 15);
	assert_int_equal(gbx_sketch_estimate(&s, 0).value, 0);
	assert_true(gbx_sketch_estimate(&s, 0).exact);
	for (unsigned i = 0; i < 5; i++)
		gbx_sketch_add(&s, 0);
	assert_int_equal(gbx_sketch_estimate(&s, 5).value, 1);
	for (uint64_t i = 1; i <= 3; i++)
		gbx_sketch_add(&s, mixed(i));
	assert_int_equal(gbx_sketch_estimate(&s, 8).value, 4);
	assert_true(gbx_sketch_estimate(&s, 8).exact);
	gbx_sketch_add(&s, mixed(4)); /* over: zero must go along into the registers */
	struct gbx_sketch t;
	gbx_sketch_init(&t, 4, 15);
	for (uint64_t i = 1; i <= 5; i++)
		gbx_sketch_add(&t, i < 5 ? mixed(i) : 0);
	assert_non_null(s.reg);
	assert_memory_equal(s.reg, t.reg, 1u << 15);
	struct gbx_sketch u;
	gbx_sketch_init(&u, 4, 15);
	gbx_sketch_add(&u, 0);
	gbx_sketch_merge(&u, &s);
	assert_memory_equal(s.reg, u.reg, 1u << 15);
	gbx_sketch_release(&s);
	gbx_sketch_release(&t);
	gbx_sketch_release(&u);
}

static void never_more_than_counted(void **state)
{
	(void)state;
	struct gbx_sketch s;
	gbx_sketch_init(&s, 100, 10);
	for (uint64_t i = 0; i < 5000; i++)
		gbx_sketch_add(&s, mixed(i));
	for (uint64_t count = 0; count < 4000; count += 500)
		assert_int_equal(gbx_sketch_estimate(&s, count).value, count);
	struct gbx_estimate sum = gbx_estimate_sum((struct gbx_estimate){10, true, 0},
						   (struct gbx_estimate){20, false, 0.5}, 25);
	assert_int_equal(sum.value, 25);
	assert_false(sum.exact);
	assert_true(sum.error >= 0.5);
	sum = gbx_estimate_sum((struct gbx_estimate){10, true, 0}, (struct gbx_estimate){3, true, 0}, 99);
	assert_true(sum.exact && sum.value == 13);
	/* None seen, at most 8 there: of 20 that is 40 % */
	sum = gbx_estimate_sum((struct gbx_estimate){0, false, 8}, (struct gbx_estimate){20, true, 0}, 99);
	assert_true(!sum.exact && sum.value == 20 && fabs(sum.error - 0.4) < 1e-9);
	sum = gbx_estimate_sum((struct gbx_estimate){0, false, 8}, (struct gbx_estimate){0, false, 2}, 99);
	assert_true(sum.value == 0 && fabs(sum.error - 10) < 1e-9);
	gbx_sketch_release(&s);
}

/* How often one of SEEDS sketches is outside its error at one of the sizes. */
static unsigned misses(uint32_t limit, uint8_t p, const uint64_t *size, size_t nsize, double *worst)
{
	unsigned out = 0;
	*worst = 0;
	for (uint64_t seed = 0; seed < SEEDS; seed++) {
		struct gbx_sketch s;
		gbx_sketch_init(&s, limit, p);
		uint64_t n = 0;
		for (size_t k = 0; k < nsize; k++) {
			for (; n < size[k]; n++)
				gbx_sketch_add(&s, mixed(n + (seed << 40)));
			struct gbx_estimate e = gbx_sketch_estimate(&s, n * 2);
			assert_int_equal(e.exact, n <= limit);
			double off = off_by(e, n);
			out += off > e.error;
			if (!e.exact && off / e.error > *worst)
				*worst = off / e.error;
		}
		gbx_sketch_release(&s);
	}
	return out;
}

/* The stated error holds 99.7 % of estimates. Over these seeds it holds all of them;
 * hashes are the same on every machine, so that is no matter of luck. */
static void within_the_stated_error(void **state)
{
	(void)state;
	static const uint64_t first[] = {100000, 100001, 200000, 500000, 1000000, 5000000};
	static const uint64_t second[] = {10000, 10001, 30000, 100000, 1000000};
	static const uint64_t third[] = {250, 251, 1000, 3000, 10000, 100000};
	double worst;
	unsigned out = misses(100000, 15, first, 6, &worst);
	print_message("p 15: %u of %u outside, worst at %.2f of the error\n", out, 5 * SEEDS, worst);
	assert_int_equal(out, 0);
	out = misses(10000, 13, second, 5, &worst);
	print_message("p 13: %u of %u outside, worst at %.2f of the error\n", out, 4 * SEEDS, worst);
	assert_int_equal(out, 0);
	out = misses(250, 10, third, 6, &worst);
	print_message("p 10: %u of %u outside, worst at %.2f of the error\n", out, 5 * SEEDS, worst);
	assert_true(out <= 2); /* 150 estimates at 99.7 % */
}

static void wide_cases_get_less(void **state)
{
	(void)state;
	static const struct {
		uint32_t ordinal, limit;
		uint8_t p;
	} tier[] = {
	    {0, GBX_DISTINCT_EXACT, 15},       {95, GBX_DISTINCT_EXACT, 15},
	    {96, GBX_DISTINCT_EXACT / 10, 13}, {511, GBX_DISTINCT_EXACT / 10, 13},
	    {512, 250, 10},		       {GBX_CASE_COLUMNS / 8 - 1, 250, 10},
	    {GBX_CASE_COLUMNS / 8, 50, 8},     {UINT32_MAX, 50, 8},
	};
	for (size_t i = 0; i < sizeof tier / sizeof *tier; i++) {
		struct gbx_sketch s;
		gbx_sketch_init_column(&s, tier[i].ordinal);
		assert_int_equal(s.p, tier[i].p);
		for (uint32_t k = 0; k < tier[i].limit; k++)
			gbx_sketch_add(&s, mixed(k));
		assert_int_equal(gbx_sketch_estimate(&s, UINT64_MAX).value, tier[i].limit);
		assert_true(gbx_sketch_estimate(&s, UINT64_MAX).exact);
		gbx_sketch_add(&s, mixed(tier[i].limit));
		assert_false(gbx_sketch_estimate(&s, UINT64_MAX).exact);
		gbx_sketch_release(&s);
	}
}

/* n different hashes, some of them twice, over `parts` sketches of random precision,
 * merged in random order into one like a summary's. */
static void spread(struct rng *r, uint32_t n, uint32_t parts, struct gbx_sketch *all, uint8_t *lowest)
{
	struct gbx_sketch *s = calloc(parts, sizeof *s);
	assert_non_null(s);
	for (uint32_t i = 0; i < parts; i++)
		gbx_sketch_init_column(s + i, (uint32_t[]){0, 200, 1000}[below(r, 3)]);
	uint32_t *order = any_order(r, n);
	for (uint32_t i = 0; i < n; i++) {
		uint64_t h = order[i] ? mixed(order[i]) : 0;
		gbx_sketch_add(s + below(r, parts), h);
		if (order[i] % 3 == 0)
			gbx_sketch_add_many(s + below(r, parts), &h, 1);
	}
	free(order);
	order = any_order(r, parts);
	gbx_sketch_init_column(all, 0);
	*lowest = 15;
	for (uint32_t i = 0; i < parts; i++) {
		struct gbx_sketch *from = s + order[i];
		*lowest = from->reg && from->p < *lowest ? from->p : *lowest;
		gbx_sketch_merge(all, from);
		gbx_sketch_release(from);
	}
	free(order);
	free(s);
}

static void order_and_spread_do_not_matter(void **state)
{
	(void)state;
	static const uint32_t size[] = {1, 40, 251, 3000, 10001, 60000, 150000};
	struct rng r = {1};
	for (unsigned trial = 0; trial < 42; trial++) {
		uint32_t n = size[trial % 7];
		struct gbx_sketch all, plain;
		uint8_t p;
		spread(&r, n, 1 + below(&r, 9), &all, &p);
		assert_false(all.failed);
		/* The same hashes in order, in one sketch of the lowest precision met. */
		gbx_sketch_init(&plain, p < 15 ? 0 : GBX_DISTINCT_EXACT, p);
		for (uint32_t i = 0; i < n; i++)
			gbx_sketch_add(&plain, i ? mixed(i) : 0);
		assert_int_equal(!all.reg, !plain.reg);
		if (plain.reg) {
			assert_int_equal(all.p, p);
			assert_memory_equal(all.reg, plain.reg, (size_t)1 << p);
		}
		struct gbx_estimate a = gbx_sketch_estimate(&all, UINT64_MAX);
		struct gbx_estimate b = gbx_sketch_estimate(&plain, UINT64_MAX);
		assert_int_equal(a.value, b.value);
		assert_int_equal(a.exact, b.exact);
		gbx_sketch_release(&all);
		gbx_sketch_release(&plain);
	}
}

/* Whoever knows the hash can choose values whose hashes are alike in their low bits:
 * that must cost memory and time like any other values. */
static void chosen_hashes_cost_no_more(void **state)
{
	(void)state;
	struct gbx_sketch s, t;
	gbx_sketch_init_column(&s, 0);
	gbx_sketch_init_column(&t, 0);
	for (unsigned again = 0; again < 4; again++)
		for (uint64_t i = 1; i <= GBX_DISTINCT_EXACT; i++)
			gbx_sketch_add(&s, i << 32);
	gbx_sketch_merge(&t, &s);
	assert_int_equal(gbx_sketch_estimate(&t, UINT64_MAX).value, GBX_DISTINCT_EXACT);
	assert_true(longest_run(s.set, s.cap) < s.cap / 16);
	assert_true(longest_run(t.set, t.cap) < t.cap / 16);
	gbx_sketch_release(&s);
	gbx_sketch_release(&t);
}

/* All hashes there are at the edges of the registers. */
static void extreme_hashes(void **state)
{
	(void)state;
	for (uint8_t p = 4; p <= 18; p++) {
		struct gbx_sketch s, low;
		gbx_sketch_init(&s, 0, p);
		gbx_sketch_init(&low, 0, 4);
		static const uint64_t edge[] = {0, 1, UINT64_MAX, UINT64_C(1) << 63, UINT32_MAX};
		gbx_sketch_add_many(&s, edge, 5);
		gbx_sketch_add_many(&low, edge, 5);
		struct gbx_estimate e = gbx_sketch_estimate(&s, UINT64_MAX);
		assert_true(e.value >= 1 && e.value < 100);
		struct gbx_sketch folded;
		gbx_sketch_init(&folded, 0, 4);
		gbx_sketch_merge(&folded, &s);
		assert_memory_equal(folded.reg, low.reg, 16);
		gbx_sketch_release(&s);
		gbx_sketch_release(&low);
		gbx_sketch_release(&folded);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(exact_to_the_limit),
	    cmocka_unit_test(nothing_and_zero),
	    cmocka_unit_test(never_more_than_counted),
	    cmocka_unit_test(within_the_stated_error),
	    cmocka_unit_test(wide_cases_get_less),
	    cmocka_unit_test(order_and_spread_do_not_matter),
	    cmocka_unit_test(extreme_hashes),
	    cmocka_unit_test(chosen_hashes_cost_no_more),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}

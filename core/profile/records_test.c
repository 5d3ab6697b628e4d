/*
 * Duplicate records: exact while the hashes fit, above that an estimate that keeps
 * its stated error, also where a few records are repeated very often.
 */
#include "profile_testing.h"

#include <math.h>

#define SEEDS 40u

static void add(struct gbx_records *r, uint64_t hash, uint32_t times)
{
	for (uint32_t i = 0; i < times; i++)
		gbx_records_add(r, &hash, 1);
}

static void exact(void **state)
{
	(void)state;
	struct gbx_records r;
	gbx_records_init(&r, 5000);
	assert_int_equal(gbx_records_duplicates(&r).value, 0);
	assert_true(gbx_records_duplicates(&r).exact);
	for (uint64_t i = 0; i < 5000; i++)
		add(&r, mixed(i), 1 + (uint32_t)(i % 4));
	struct gbx_estimate e = gbx_records_duplicates(&r);
	assert_int_equal(e.value, 1250 * (0 + 1 + 2 + 3));
	assert_true(e.exact && e.error <= 0);
	gbx_records_release(&r);
	gbx_records_init(&r, 10);
	add(&r, 0, 100000); /* records without values */
	assert_int_equal(gbx_records_duplicates(&r).value, 99999);
	assert_true(gbx_records_duplicates(&r).exact);
	gbx_records_release(&r);
}

/* What the set knows, whatever slots it is in. */
static void assert_same(const struct gbx_records *a, const struct gbx_records *b)
{
	uint64_t sum[2] = {0, 0};
	const struct gbx_records *r[2] = {a, b};
	for (unsigned k = 0; k < 2; k++)
		for (uint32_t i = 0; i < r[k]->cap; i++)
			if (r[k]->set[i])
				sum[k] += mixed(r[k]->set[i]) * (r[k]->more[i] + 1u);
	assert_int_equal(a->level, b->level);
	assert_int_equal(a->n, b->n);
	assert_int_equal(a->kept, b->kept);
	assert_int_equal(a->total, b->total);
	assert_int_equal(sum[0], sum[1]);
}

static void order_does_not_matter(void **state)
{
	(void)state;
	struct rng g = {11};
	for (unsigned trial = 0; trial < 10; trial++) {
		uint32_t n = 20000;
		uint32_t *order = any_order(&g, n);
		struct gbx_records a, b;
		gbx_records_init(&a, 1000);
		gbx_records_init(&b, 1000);
		uint64_t block[64];
		for (uint32_t i = 0; i < n; i++)
			add(&a, mixed(i / 3), 1);
		for (uint32_t i = 0; i < n;) {
			uint32_t k = 0;
			for (uint32_t most = 1 + below(&g, 64); k < most && i < n; i++)
				block[k++] = mixed(order[i] / 3);
			gbx_records_add(&b, block, k);
		}
		assert_true(a.level > 0 && a.n <= 1000);
		assert_same(&a, &b);
		free(order);
		gbx_records_release(&a);
		gbx_records_release(&b);
	}
}

/* Halving early, as a shared budget does, ends where halving late does. */
static void halving(void **state)
{
	(void)state;
	struct gbx_records early, late;
	gbx_records_init(&early, 100000);
	gbx_records_init(&late, 100000);
	gbx_records_halve(&early); /* nothing there yet */
	for (uint64_t i = 0; i < 30000; i++) {
		add(&early, mixed(i), 1 + i % 2);
		if (i == 1000 || i == 20000)
			gbx_records_halve(&early);
		add(&late, mixed(i), 1 + i % 2);
	}
	while (late.level < early.level)
		gbx_records_halve(&late);
	assert_int_equal(early.level, 2);
	assert_same(&early, &late);
	assert_false(gbx_records_duplicates(&early).exact);
	for (unsigned i = 0; i < 100; i++)
		gbx_records_halve(&early); /* ends somewhere */
	assert_true(early.level < 64);
	gbx_records_release(&early);
	gbx_records_release(&late);
}

/* How often records number i of a kind of data occurs. */
typedef uint32_t times_fn(uint64_t i);
static uint32_t pairs(uint64_t i) { return i % 10 == 0 ? 2 : 1; }
static uint32_t rare(uint64_t i) { return i % 5000 == 0 ? 2 : 1; }
static uint32_t clumps(uint64_t i) { return i % 1000 == 0 ? 200 : 1; }
static uint32_t zipf(uint64_t i) { return (uint32_t)(100000 / (i + 1)) + 1; }
static uint32_t one_giant(uint64_t i) { return i == 7 ? 300000 : 1; }
static uint32_t unique(uint64_t i) { return i != UINT64_MAX; }

static unsigned misses(times_fn *times, const char *name)
{
	unsigned out = 0;
	double worst = 0, error = 0;
	for (uint64_t seed = 1; seed <= SEEDS; seed++) {
		struct gbx_records r;
		uint64_t truth = 0;
		gbx_records_init(&r, 30000);
		for (uint64_t i = 0; i < 200000; i++) {
			uint32_t n = times(i);
			truth += n - 1;
			add(&r, mixed(i + (seed << 40)), n);
		}
		struct gbx_estimate e = gbx_records_duplicates(&r);
		assert_false(e.exact);
		assert_true(e.value <= r.total);
		double off = fabs((double)e.value - (double)truth);
		out += off > (e.value ? e.error * (double)e.value : e.error);
		worst = truth && off / (double)truth > worst ? off / (double)truth : worst;
		error = e.value && e.error > error ? e.error : error;
		gbx_records_release(&r);
	}
	print_message("%-10s %u of %u outside, worst %.3f off, stated up to %.3f\n", name, out, SEEDS,
		      worst, error);
	return out;
}

static void within_the_stated_error(void **state)
{
	(void)state;
	assert_int_equal(misses(pairs, "pairs"), 0);
	assert_int_equal(misses(clumps, "clumps"), 0);
	assert_int_equal(misses(zipf, "zipf"), 0);
	assert_int_equal(misses(one_giant, "one giant"), 0);
	assert_int_equal(misses(unique, "unique"), 0);
	assert_int_equal(misses(rare, "rare"), 0);
}

/* A hash repeated more often than a small counter holds, then dropped. */
static void dropped_with_all_its_repeats(void **state)
{
	(void)state;
	struct gbx_records r;
	gbx_records_init(&r, 1000);
	add(&r, UINT64_MAX, 300000);
	for (uint64_t i = 0; i < 3000; i++)
		add(&r, mixed(i), 1);
	assert_true(r.level > 0);
	assert_int_equal(r.kept, r.n); /* no repeat is left */
	gbx_records_release(&r);
}

/* Records can be made so that their hashes are alike in the low bits. */
static void chosen_hashes_cost_no_more(void **state)
{
	(void)state;
	struct gbx_records r;
	gbx_records_init(&r, GBX_RECORD_HASHES);
	for (uint64_t i = 1; i <= 400000; i++)
		add(&r, i << 32, 1);
	assert_int_equal(gbx_records_duplicates(&r).value, 0);
	assert_true(longest_run(r.set, r.cap) < r.cap / 16);
	gbx_records_release(&r);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(exact),
	    cmocka_unit_test(order_does_not_matter),
	    cmocka_unit_test(halving),
	    cmocka_unit_test(within_the_stated_error),
	    cmocka_unit_test(dropped_with_all_its_repeats),
	    cmocka_unit_test(chosen_hashes_cost_no_more),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}

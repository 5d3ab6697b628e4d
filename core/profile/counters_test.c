/* Counters by number: what was counted is found again, in order, also after a merge. */

#include "counters.h"
#include "profile_testing.h"

#define SIZE 1000u

static void test_counts(void **state)
{
	(void)state;
	struct gbx_counters c = {0};
	static const uint32_t at[] = {0, 63, 64, 700, 999};
	assert_int_equal(gbx_counters_next(&c, 0), GBX_NO_COUNTER);
	for (uint32_t i = 0; i < 5; i++)
		for (uint32_t k = 0; k <= i; k++)
			assert_true(gbx_counters_add(&c, SIZE, at[i], 2));
	uint32_t n = 0;
	for (uint32_t i = 0; (i = gbx_counters_next(&c, i)) != GBX_NO_COUNTER; i++, n++) {
		assert_int_equal(i, at[n]);
		assert_int_equal(gbx_counters_at(&c, i), 2 * (n + 1));
	}
	assert_int_equal(n, 5);
	assert_int_equal(gbx_counters_used(&c), 5);
	assert_int_equal(gbx_counters_at(&c, 1), 0);
	assert_int_equal(gbx_counters_at(&c, 100000), 0);
	gbx_counters_release(&c);
	assert_int_equal(gbx_counters_used(&c), 0);
}

static void test_numbers_beyond(void **state)
{
	(void)state;
	struct gbx_counters c = {0};
	assert_true(gbx_counters_add(&c, 10, 9, 1));
	assert_false(gbx_counters_add(&c, 10, GBX_COUNTERS_PAGE, 1));
	assert_int_equal(gbx_counters_used(&c), 1);
	gbx_counters_release(&c);
}

static void test_merge(void **state)
{
	(void)state;
	struct gbx_counters a = {0}, b = {0}, none = {0};
	assert_true(gbx_counters_add(&a, SIZE, 5, 1));
	assert_true(gbx_counters_add(&b, SIZE, 5, 2));
	assert_true(gbx_counters_add(&b, SIZE, 998, 3));
	assert_true(gbx_counters_merge(&a, &b));
	assert_true(gbx_counters_merge(&a, &none));
	assert_int_equal(gbx_counters_at(&a, 5), 3);
	assert_int_equal(gbx_counters_at(&a, 998), 3);
	assert_int_equal(gbx_counters_used(&a), 2);
	assert_true(gbx_counters_merge(&none, &a));
	assert_int_equal(gbx_counters_at(&none, 998), 3);
	gbx_counters_release(&a);
	gbx_counters_release(&b);
	gbx_counters_release(&none);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_counts),
		cmocka_unit_test(test_numbers_beyond),
		cmocka_unit_test(test_merge),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}

/* Tables come cleared and aligned, of any size, and refuse sizes that do not exist. */
#include "table.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <cmocka.h>

static void cleared_and_writable(void **state)
{
	(void)state;
	static const size_t count[] = { 1, 1000, 262143, 262144, 262145, 3000000 };
	for (size_t i = 0; i < sizeof count / sizeof *count; i++) {
		uint64_t *t = gbx_table_new(count[i], sizeof *t);
		assert_non_null(t);
		for (size_t k = 0; k < count[i]; k++) {
			assert_int_equal(t[k], 0);
			t[k] = k + 1;
		}
		free(t);
	}
}

static void impossible_sizes(void **state)
{
	(void)state;
	volatile size_t huge = SIZE_MAX;
	assert_null(gbx_table_new(huge, 1));
	assert_null(gbx_table_new(huge / 2, 8));
	assert_null(gbx_table_new(8, huge - 100));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(cleared_and_writable),
	    cmocka_unit_test(impossible_sizes),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}

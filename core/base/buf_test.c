/* Buffers: growth, termination, the ceiling and that failure sticks. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "buf.h"

static void text_is_terminated(void **state)
{
	(void)state;
	struct gbx_buf b = GBX_BUF_INIT(1 << 20);
	assert_string_equal(gbx_buf_str(&b), "");
	gbx_buf_adds(&b, "");
	assert_non_null(b.p);
	gbx_buf_adds(&b, "one");
	gbx_buf_addc(&b, ' ');
	gbx_buf_addf(&b, "%d-%s", 2, "three");
	gbx_buf_add(&b, "\0x", 2);
	assert_int_equal(b.n, 13);
	assert_memory_equal(b.p, "one 2-three\0x", 14);
	gbx_buf_reset(&b);
	assert_int_equal(b.n, 0);
	assert_string_equal(gbx_buf_str(&b), "");
	gbx_buf_release(&b);
	assert_null(b.p);
}

static void large_content_grows(void **state)
{
	(void)state;
	struct gbx_buf b = GBX_BUF_INIT(1 << 20);
	for (unsigned i = 0; i < 100000; i++)
		gbx_buf_addf(&b, "%05u,", i);
	assert_false(gbx_buf_failed(&b));
	assert_int_equal(b.n, 600000);
	assert_memory_equal(b.p + 6 * 54321, "54321,", 6);
	gbx_buf_release(&b);
}

static void the_ceiling_holds_and_failure_sticks(void **state)
{
	(void)state;
	struct gbx_buf b = GBX_BUF_INIT(10);
	gbx_buf_adds(&b, "12345678");
	assert_false(gbx_buf_failed(&b));
	gbx_buf_adds(&b, "9abcdef");
	assert_true(gbx_buf_failed(&b));
	assert_string_equal(gbx_buf_str(&b), "12345678");
	gbx_buf_addc(&b, 'x');
	gbx_buf_addf(&b, "y");
	assert_string_equal(gbx_buf_str(&b), "12345678");
	assert_false(gbx_buf_reserve(&b, 1));
	gbx_buf_reset(&b);
	assert_false(gbx_buf_failed(&b));
	gbx_buf_release(&b);
}

static void huge_lengths_do_not_wrap(void **state)
{
	(void)state;
	struct gbx_buf b = GBX_BUF_INIT(100);
	gbx_buf_adds(&b, "abc");
	assert_false(gbx_buf_reserve(&b, SIZE_MAX));
	gbx_buf_reset(&b);
	gbx_buf_adds(&b, "abc");
	assert_false(gbx_buf_reserve(&b, SIZE_MAX - 2));
	gbx_buf_release(&b);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(text_is_terminated),
		cmocka_unit_test(large_content_grows),
		cmocka_unit_test(the_ceiling_holds_and_failure_sticks),
		cmocka_unit_test(huge_lengths_do_not_wrap),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}

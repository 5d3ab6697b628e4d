/* Chunks: growth, the side area, its pad. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "../base/limits.h"
#include "chunk.h"

static void test_reserve(void **state)
{
	(void)state;
	struct gbx_chunk c = {0};
	assert_true(gbx_chunk_reserve(&c, 100));
	memset(c.p, 'a', 100);
	assert_true(gbx_chunk_reserve(&c, 50));
	assert_int_equal(c.cap, 100);
	assert_true(gbx_chunk_reserve(&c, 1000));
	assert_int_equal(c.p[99], 'a');
	assert_int_equal(c.p[100], 0);
	assert_false(gbx_chunk_reserve(&c, SIZE_MAX / 2));
	assert_int_equal(c.p[99], 'a');
	gbx_chunk_release(&c);
	assert_null(c.p);
}

static void test_side(void **state)
{
	(void)state;
	struct gbx_chunk c = {0};
	assert_true(gbx_chunk_reserve(&c, 10 + GBX_CHUNK_PAD));
	memcpy(c.p, "0123456789", 10);
	c.n = 10;
	size_t at = 10;
	for (int i = 0; i < 10000; i++) {
		/* The source moves with the chunk. */
		assert_int_equal(gbx_chunk_side(&c, c.p + 2, 3), at);
		assert_memory_equal(c.p + at, "234", 3);
		at += 3;
		assert_true(c.cap >= c.n + c.side + GBX_CHUNK_PAD);
	}
	assert_int_equal(gbx_chunk_side(&c, NULL, 0), at);
	assert_int_equal(gbx_chunk_side(&c, "outside", 7), at);
	assert_memory_equal(c.p + at, "outside", 7);
	assert_int_equal(c.side, 30007);
	assert_memory_equal(c.p, "0123456789", 10);
	gbx_chunk_release(&c);
}

static void test_offsets_end(void **state)
{
	(void)state;
	struct gbx_chunk c = {0};
	unsigned char byte = 1;
	c.n = UINT32_MAX - GBX_CHUNK_PAD;
	assert_int_equal(gbx_chunk_side(&c, &byte, 1), UINT32_MAX);
	c.n = 0;
	assert_int_equal(gbx_chunk_side(&c, &byte, UINT32_MAX), UINT32_MAX);
	assert_int_equal(gbx_chunk_side(&c, &byte, SIZE_MAX), UINT32_MAX);
	assert_int_equal(c.side, 0);
	gbx_chunk_release(&c);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_reserve),
	    cmocka_unit_test(test_side),
	    cmocka_unit_test(test_offsets_end),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}

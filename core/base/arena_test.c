/* Arenas: alignment, separate memory, reuse after a reset, the ceiling. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "arena.h"

static void pieces_are_aligned_and_apart(void **state)
{
	(void)state;
	struct gbx_arena a;
	unsigned char *p[500];
	gbx_arena_init(&a, 64 << 20);
	for (unsigned i = 0; i < 500; i++) {
		p[i] = gbx_arena_alloc(&a, i * 7);
		assert_non_null(p[i]);
		assert_int_equal((uintptr_t)p[i] % 16, 0);
		memset(p[i], (int)(i & 255), i * 7);
	}
	for (unsigned i = 0; i < 500; i++)
		for (unsigned k = 0; k < i * 7; k++)
			assert_int_equal(p[i][k], i & 255);
	gbx_arena_release(&a);
	assert_int_equal(a.used, 0);
}

static void cleared_and_copied(void **state)
{
	(void)state;
	struct gbx_arena a;
	gbx_arena_init(&a, 1 << 20);
	memset(gbx_arena_alloc(&a, 4096), 0xff, 4096);
	gbx_arena_reset(&a);
	unsigned char *z = gbx_arena_zalloc(&a, 4096);
	for (unsigned i = 0; i < 4096; i++)
		assert_int_equal(z[i], 0);
	char *s = gbx_arena_dup(&a, "ab\0cd", 5);
	assert_memory_equal(s, "ab\0cd", 6);
	assert_string_equal(gbx_arena_dup(&a, NULL, 0), "");
	gbx_arena_release(&a);
}

static void a_reset_keeps_the_largest_block(void **state)
{
	(void)state;
	struct gbx_arena a;
	gbx_arena_init(&a, 64 << 20);
	for (unsigned i = 0; i < 100; i++)
		assert_non_null(gbx_arena_alloc(&a, 10000));
	gbx_arena_reset(&a);
	assert_int_equal(a.used, 0);
	void *first = gbx_arena_alloc(&a, 10000);
	gbx_arena_reset(&a);
	assert_ptr_equal(gbx_arena_alloc(&a, 10000), first);
	gbx_arena_release(&a);
}

static void the_ceiling_holds(void **state)
{
	(void)state;
	struct gbx_arena a;
	gbx_arena_init(&a, 1000);
	assert_null(gbx_arena_alloc(&a, 1001));
	assert_null(gbx_arena_alloc(&a, SIZE_MAX));
	assert_null(gbx_arena_zalloc(&a, SIZE_MAX - 8));
	assert_non_null(gbx_arena_alloc(&a, 900));
	assert_null(gbx_arena_alloc(&a, 200));
	assert_null(gbx_arena_dup(&a, "0123456789", SIZE_MAX / 2));
	gbx_arena_reset(&a);
	assert_non_null(gbx_arena_alloc(&a, 900));
	gbx_arena_release(&a);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(pieces_are_aligned_and_apart),
		cmocka_unit_test(cleared_and_copied),
		cmocka_unit_test(a_reset_keeps_the_largest_block),
		cmocka_unit_test(the_ceiling_holds),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}

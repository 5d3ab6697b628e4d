/* The set of byte strings: what is in, what is not, growth, reset, its end. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "impl.h"

static struct gbx_span number(unsigned i, char out[16])
{
	return gbx_span_of(out, (size_t)snprintf(out, 16, "v%u", i));
}

static void holds_what_was_added(void **state)
{
	struct gbx_bytes_set s;
	char text[16];
	(void)state;
	gbx_bytes_set_init(&s);
	assert_false(gbx_bytes_set_has(&s, gbx_span_str("x")));
	for (unsigned i = 0; i < 50000; i++) {
		struct gbx_bytes_item *item = gbx_bytes_set_add(&s, number(i, text));
		assert_non_null(item);
		item->tag = i;
	}
	assert_int_equal(s.n, 50000);
	for (unsigned i = 0; i < 50000; i++) {
		assert_int_equal(gbx_bytes_set_add(&s, number(i, text))->tag, i);
		assert_false(gbx_bytes_set_has(&s, number(i + 50000, text)));
	}
	assert_int_equal(s.n, 50000);
	assert_false(s.failed);
	gbx_bytes_set_release(&s);
	assert_int_equal(s.n, 0);
}

static void bytes_count_not_text(void **state)
{
	struct gbx_bytes_set s;
	(void)state;
	gbx_bytes_set_init(&s);
	gbx_bytes_set_add(&s, gbx_span_of("a\0b", 3));
	gbx_bytes_set_add(&s, gbx_span_of(NULL, 0));
	assert_true(gbx_bytes_set_has(&s, gbx_span_of("a\0b", 3)));
	assert_true(gbx_bytes_set_has(&s, gbx_span_of("", 0)));
	assert_false(gbx_bytes_set_has(&s, gbx_span_of("a\0c", 3)));
	assert_false(gbx_bytes_set_has(&s, gbx_span_of("a", 1)));
	gbx_bytes_set_release(&s);
}

static void a_reset_empties(void **state)
{
	struct gbx_bytes_set s;
	(void)state;
	gbx_bytes_set_init(&s);
	for (int i = 0; i < 3; i++) {
		assert_int_equal(gbx_bytes_set_add(&s, gbx_span_str("one"))->tag, 0);
		gbx_bytes_set_add(&s, gbx_span_str("one"))->tag = 9;
		gbx_bytes_set_reset(&s);
		assert_false(gbx_bytes_set_has(&s, gbx_span_str("one")));
	}
	gbx_bytes_set_release(&s);
}

static void a_full_set_says_so(void **state)
{
	struct gbx_bytes_set s;
	(void)state;
	gbx_bytes_set_init(&s);
	s.arena.max = 40;
	assert_non_null(gbx_bytes_set_add(&s, gbx_span_str("fits")));
	assert_null(gbx_bytes_set_add(&s, gbx_span_str("this one is far too long for the arena")));
	assert_true(s.failed);
	assert_true(gbx_bytes_set_has(&s, gbx_span_str("fits")));
	gbx_bytes_set_release(&s);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(holds_what_was_added),
		cmocka_unit_test(bytes_count_not_text),
		cmocka_unit_test(a_reset_empties),
		cmocka_unit_test(a_full_set_says_so),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}

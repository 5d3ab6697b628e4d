/*
 * How passwords are stored: mixed columns, costs, merging in any order. Values are invented.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

#include "stored.h"

#define SALT53 "abcdefghijklmnopqrstuuABCDEFGHIJKLMNOPQRSTUVWXYZ01234"

static const char *const cells[] = {
    "$2y$10$" SALT53,
    "$2y$10$" SALT53,
    "$2y$08$" SALT53,
    "$2y$12$" SALT53,
    "5d9c68c6c50ed3d02a2fcf54f63993b6",
    "5d9c68c6c50ed3d02a2fcf54f63993b6",
    "open sesame",
    "pbkdf2_sha256$600000$abcdefgh$QUJDREVGR0hJSktMTU5PUFFSU1RVVldYWVphYmNkZWY=",
    "*",
    "NULL",
};
#define CELLS (sizeof(cells) / sizeof(cells[0]))

static void add(struct gbx_stored *s, size_t i)
{
	struct gbx_value v = gbx_value_of(cells[i], strlen(cells[i]));

	gbx_stored_add(s, GBX_T_PASSWORD_HASH_BCRYPT, &v, 1);
}

static void check_rows(const struct gbx_stored *s)
{
	static const struct {
		const char *kind, *lowest, *highest, *usual;
		enum gbx_store store;
		uint64_t records;
	} want[] = {
	    {"plain", NULL, NULL, NULL, GBX_STORE_PLAIN, 1},
	    {"md5", NULL, NULL, NULL, GBX_STORE_FAST, 2},
	    {"bcrypt", "cost 8", "cost 12", "cost 10", GBX_STORE_SLOW, 4},
	    {"django_pbkdf2", "600,000 iterations", "600,000 iterations", "600,000 iterations",
	     GBX_STORE_SLOW, 1},
	};
	struct gbx_summary sum;
	struct gbx_sum_field f = {0};

	gbx_summary_init(&sum);
	assert_true(gbx_stored_summarise(s, &sum.arena, &f));
	assert_int_equal(f.nstored, sizeof(want) / sizeof(want[0]));
	for (uint32_t i = 0; i < f.nstored; i++) {
		const struct gbx_sum_stored *x = &f.stored[i];
		assert_string_equal(x->kind, want[i].kind);
		assert_int_equal(x->store, want[i].store);
		assert_int_equal(x->records, want[i].records);
		assert_true(!x->lowest == !want[i].lowest);
		if (x->lowest) {
			assert_string_equal(x->lowest, want[i].lowest);
			assert_string_equal(x->highest, want[i].highest);
			assert_string_equal(x->usual, want[i].usual);
		}
	}
	gbx_summary_release(&sum);
}

static void in_order(void **state)
{
	struct gbx_stored *s = gbx_stored_new();

	(void)state;
	for (size_t i = 0; i < CELLS; i++)
		add(s, i);
	check_rows(s);
	gbx_stored_free(s);
}

/* In two parts, each backwards: the same rows. */
static void merged(void **state)
{
	struct gbx_stored *a = gbx_stored_new(), *b = gbx_stored_new();

	(void)state;
	for (size_t i = CELLS; i--;)
		add(i % 2 ? a : b, i);
	assert_true(gbx_stored_merge(a, b));
	check_rows(a);
	gbx_stored_free(a);
	gbx_stored_free(b);
}

/* Thousands of different costs: bounded, and the ends stay exact. */
static void many_costs(void **state)
{
	struct gbx_stored *s = gbx_stored_new();
	struct gbx_summary sum;
	struct gbx_sum_field f = {0};

	(void)state;
	for (unsigned i = 1; i <= 20000; i++) {
		char t[120];
		int n = snprintf(t, sizeof t, "pbkdf2_sha256$%u$abcdefgh$%043d=", i, 0);
		struct gbx_value v = gbx_value_of(t, (size_t)n);
		gbx_stored_add(s, GBX_T_PASSWORD_PLAIN, &v, 1);
	}
	gbx_summary_init(&sum);
	assert_true(gbx_stored_summarise(s, &sum.arena, &f));
	assert_int_equal(f.nstored, 1);
	assert_int_equal(f.stored[0].records, 20000);
	assert_string_equal(f.stored[0].lowest, "1 iterations");
	assert_string_equal(f.stored[0].highest, "20,000 iterations");
	gbx_summary_release(&sum);
	gbx_stored_free(s);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(in_order),
	    cmocka_unit_test(merged),
	    cmocka_unit_test(many_costs),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}

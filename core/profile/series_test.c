/* Names of parts: what is a number in them, and when it counts parts. */
#include "series.h"

#include "profile_testing.h"

static void test_names(void **state)
{
	(void)state;
	static const char *const rows[][2] = {
		{ "part-00000", "part-*" },
		{ "users_1", "users_*" },
		{ "2023-01-05", "*-*-*" },
		{ "a1b2c3d4e5f6", "*" },
		{ "user-3f2504e0-4f89-11d3-9a0c-0305e82c3301", "user-*-*-*-*-*" },
		{ "5f43a8b2c1d4e5f6a7b8c9d0", "*" },
		{ "abx1", "abx*" },
		{ "x1y22z", "x*y*z" },
		{ "face", NULL },
		{ "users", NULL },
		{ "", NULL },
		{ "用户3", "用户*" },
		{ "cafe2x", "cafe*x" },
		{ "users_*", NULL },
	};
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		char out[64] = "";
		bool numbered = gbx_series_name(rows[i][0], out, sizeof out);
		assert_int_equal(numbered, rows[i][1] != NULL);
		if (numbered)
			assert_string_equal(out, rows[i][1]);
	}
	char small[4];
	assert_false(gbx_series_name("wxyz1", small, sizeof small));
	assert_false(gbx_series_name("1", small, 0));
}

static void test_parts(void **state)
{
	(void)state;
	static const char *const parts[] = { "part1", "part-00000", "users_part_2", "users.part3", "Chunk 7",
					     "data_shard_0042_of_0100", "piece(3)" };
	static const char *const others[] = { "users_1", "2023-01-05", "depart1", "x001y", "user_12345", "v01", "q3",
					      "users", "counterpart2", "users_001", "part_x1", "page_1" };
	for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
		if (!gbx_series_counts_parts(parts[i]))
			fail_msg("%s", parts[i]);
	for (size_t i = 0; i < sizeof others / sizeof *others; i++)
		if (gbx_series_counts_parts(others[i]))
			fail_msg("%s", others[i]);
}

static void test_table(void **state)
{
	(void)state;
	struct gbx_series_table t = { 0 };
	char name[32];
	for (unsigned round = 0; round < 2; round++)
		for (unsigned i = 0; i < 500; i++) {
			snprintf(name, sizeof name, "s%c%c-*", 'a' + i / 26, 'a' + i % 26);
			struct gbx_series *s = gbx_series_get(&t, name, i % 7);
			assert_non_null(s);
			assert_int_equal(s->members, round ? i : 0);
			s->members = i;
		}
	assert_int_equal(t.n, 500);
	assert_int_equal(gbx_series_get(&t, "sab-*", 5)->members, 0);
	gbx_series_release(&t);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_names),
		cmocka_unit_test(test_parts),
		cmocka_unit_test(test_table),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}

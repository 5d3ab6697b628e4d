/*
 * Columns of telephone numbers without a header and without a plus, in the ways of several
 * countries, beside persons; and other numbers, which must not be taken for them. # is any
 * figure, N is 2 to 9.
 */
#include <setjmp.h>
#include <stdarg.h>

#include "plan_testing.h"

static const char *form; /* of the column that is made: forms parted by | */

static void by_form(char *out, size_t cap, unsigned row)
{
	const char *p = form;
	unsigned forms = 1, pick;
	size_t n = 0;

	for (const char *q = form; *q; q++)
		forms += *q == '|';
	for (pick = draw(forms); pick; p++)
		pick -= *p == '|';
	(void)row;
	for (; *p && *p != '|' && n + 1 < cap; p++)
		out[n++] = *p == '#'   ? (char)('0' + draw(10))
			   : *p == 'N' ? (char)('2' + draw(8))
				       : *p;
	out[n] = 0;
}

static void person(char *out, size_t cap, unsigned row)
{
	static const char *const a[] = {"Maria", "John", "Anna", "Peter", "Laura"};
	static const char *const b[] = {"Lopez", "Smith", "Meier", "Jones", "Rossi", "Novak"};
	(void)row;
	snprintf(out, cap, "%s %s", a[draw(5)], b[draw(6)]);
}

static struct gbx_column_plan judged(const char *f, unsigned rows)
{
	struct made *m = fresh();
	struct gbx_column_plan p;

	form = f;
	column(m, NULL, person, rows);
	column(m, NULL, by_form, rows);
	plan(m);
	p = m->plan[1];
	free(m);
	return p;
}

static void numbers_of_persons(void **state)
{
	static const char *const t[] = {
	    "N##N######",      "1N##N######",   "N##-N##-####",       "N##.N##.####",
	    "06########|07########", "0151########|0170#######|030########",
	    "07#########",     "05#########",   "0412######|0493######", "06.##.##.##.##",
	    "138-####-####|139-####-####",
	    "09########|08########",
	};

	(void)state;
	for (size_t i = 0; i < sizeof(t) / sizeof(t[0]); i++) {
		struct gbx_column_plan p = judged(t[i], 100);

		if (p.type != GBX_T_PHONE)
			print_error("%s: %s\n", t[i], gbx_type_info(p.type)->name);
		assert_int_equal(p.type, GBX_T_PHONE);
		assert_true(p.confidence > 0.5f);
	}
}

static void other_numbers(void **state)
{
	static const char *const t[] = {
	    "N#########|1#########",  "1##########|2##########|3##########|9##########",
	    "33#######|34#######|35#######|38#######", "20########",    "10#########",   "0###########", "1.#.4###.1##|9.#.5###.2##",
	    "1##.0.3###.#1", "2023######",    "###-###-####", "####-####-####",
	    "1########|2########|3########|4########|5########|6########|7########",
	};
	static const unsigned rows[] = {20, 60, 200};

	(void)state;
	for (size_t i = 0; i < sizeof(t) / sizeof(t[0]) * 3; i++) {
		struct gbx_column_plan p = judged(t[i / 3], rows[i % 3]);
		bool bad = p.type == GBX_T_PHONE && p.confidence >= 0.5f;

		if (bad)
			print_error("%s, %u rows: phone\n", t[i / 3], rows[i % 3]);
		assert_false(bad);
	}
}

static void no_moments(void **state)
{
	struct gbx_column_plan p = judged("0712######|0723######|0786######", 100);

	(void)state;
	assert_int_not_equal(p.type, GBX_T_TIMESTAMP);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(numbers_of_persons),
	    cmocka_unit_test(other_numbers),
	    cmocka_unit_test(no_moments),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

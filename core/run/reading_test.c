/* Rules for reading entries by their path. */
#include "reading.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

static void rules_are_read(void **state)
{
	(void)state;
	struct gbx_reading_rule r;
	assert_int_equal(gbx_reading_rule(&r, "*.zip!/a:b*.csv:delimiter=comma,quote=none,header=no", NULL), 0);
	assert_string_equal(r.glob, "*.zip!/a:b*.csv");
	assert_string_equal(r.reading.delimiter, ",");
	assert_int_equal(r.reading.quote, -1);
	assert_int_equal(r.reading.header, -1);
	assert_int_equal(r.reading.escape, 0);
	assert_string_equal(r.reading.format, "");
}

static void wrong_rules_are_refused(void **state)
{
	(void)state;
	static const char *const wrong[] = {
		"", "x", ":", "x:", ":delimiter=;", "x:=", "x:delimiter", "x:delimiter=", "x:header=maybe",
		"x:quote=ab", "x:format=nonsense", "x:colour=red", "x:header=no,", "x:delimiter=123456789",
	};
	for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
		struct gbx_reading_rule r;
		struct gbx_err err = { 0 };
		assert_int_equal(gbx_reading_rule(&r, wrong[i], &err), GBX_MISUSE);
		assert_int_equal(err.id, GBX_E_USAGE);
	}
	char *rule = calloc(1, 4 * GBX_RULE_TEXT);
	assert_non_null(rule);
	memset(rule, 'x', 2 * GBX_RULE_TEXT);
	memcpy(rule + 2 * GBX_RULE_TEXT, ":header=no", 10);
	struct gbx_reading_rule r;
	assert_int_equal(gbx_reading_rule(&r, rule, NULL), GBX_MISUSE);
	free(rule);
}

static void later_rules_win(void **state)
{
	(void)state;
	struct gbx_reading all = { .header = 1 };
	struct gbx_reading_rule rule[2];
	assert_int_equal(gbx_reading_rule(rule, "*.csv:delimiter=;,quote=single", NULL), 0);
	assert_int_equal(gbx_reading_rule(rule + 1, "dump/*:delimiter=tab,header=no", NULL), 0);
	struct gbx_reading r = gbx_reading_of(&all, rule, 2, "dump/in/a.csv");
	assert_string_equal(r.delimiter, "\t");
	assert_int_equal(r.quote, '\'');
	assert_int_equal(r.header, -1);
	r = gbx_reading_of(&all, rule, 2, "other/a.csv");
	assert_string_equal(r.delimiter, ";");
	assert_int_equal(r.header, 1);
	r = gbx_reading_of(&all, rule, 2, "other/a.txt");
	struct gbx_format_options o = gbx_reading_options(&r);
	assert_null(o.delimiter);
	assert_null(o.format);
	assert_int_equal(o.header, 1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(rules_are_read),
		cmocka_unit_test(wrong_rules_are_refused),
		cmocka_unit_test(later_rules_win),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}

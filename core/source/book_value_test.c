/* Numbers, days and formats of cells, against what Excel shows. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <cmocka.h>

#include "book_parts.h"

static void formats_say_what_a_number_is(void **state)
{
	(void)state;
	static const struct {
		const char *code;
		enum gbx_book_kind kind;
	} codes[] = {
		{ "General", GBX_BOOK_NUMBER },
		{ "0", GBX_BOOK_NUMBER },
		{ "0.00", GBX_BOOK_NUMBER },
		{ "#,##0.00_);[Red](#,##0.00)", GBX_BOOK_NUMBER },
		{ "0.00E+00", GBX_BOOK_NUMBER },
		{ "##0.0E+0", GBX_BOOK_NUMBER },
		{ "0%", GBX_BOOK_NUMBER },
		{ "# ?/?", GBX_BOOK_NUMBER },
		{ "@", GBX_BOOK_NUMBER },
		{ "0 \"days\"", GBX_BOOK_NUMBER },
		{ "0\\d", GBX_BOOK_NUMBER },
		{ "[$-409]#,##0", GBX_BOOK_NUMBER },
		{ "_(* #,##0_);_(* (#,##0)", GBX_BOOK_NUMBER },
		{ "\"yes\";\"dd\"", GBX_BOOK_NUMBER },
		{ "yyyy-mm-dd", GBX_BOOK_DATE },
		{ "yyyy\\-mm\\-dd", GBX_BOOK_DATE },
		{ "d/m/yy h:mm", GBX_BOOK_DATE },
		{ "[$-409]mmmm d, yyyy;@", GBX_BOOK_DATE },
		{ "mmm-yy", GBX_BOOK_DATE },
		{ "MMM", GBX_BOOK_DATE },
		{ "[Red]dddd", GBX_BOOK_DATE },
		{ "[$-411]ge.m.d", GBX_BOOK_DATE },
		{ "yyyy\"\xe5\xb9\xb4\"m\"\xe6\x9c\x88\"", GBX_BOOK_DATE },
		{ "h:mm", GBX_BOOK_TIME },
		{ "h:mm:ss AM/PM", GBX_BOOK_TIME },
		{ "mm:ss.0", GBX_BOOK_TIME },
		{ "[h]:mm:ss", GBX_BOOK_ELAPSED },
		{ "[mm]:ss", GBX_BOOK_ELAPSED },
		{ "00000", GBX_BOOK_MASK },
		{ "000\\-00\\-0000", GBX_BOOK_MASK },
		{ "", GBX_BOOK_NUMBER },
		{ "\"", GBX_BOOK_NUMBER },
		{ "[", GBX_BOOK_NUMBER },
		{ "\\", GBX_BOOK_NUMBER },
	};
	for (size_t i = 0; i < sizeof codes / sizeof *codes; i++)
		if (gbx_book_format_read(codes[i].code).kind != codes[i].kind)
			fail_msg("format %s", codes[i].code);
	assert_int_equal(gbx_book_format_known(14).kind, GBX_BOOK_DATE);
	assert_int_equal(gbx_book_format_known(21).kind, GBX_BOOK_TIME);
	assert_int_equal(gbx_book_format_known(46).kind, GBX_BOOK_ELAPSED);
	assert_int_equal(gbx_book_format_known(57).kind, GBX_BOOK_DATE);
	assert_int_equal(gbx_book_format_known(4).kind, GBX_BOOK_NUMBER);
	assert_int_equal(gbx_book_format_known(44).kind, GBX_BOOK_NUMBER);
	assert_int_equal(gbx_book_format_known(1UL << 40).kind, GBX_BOOK_NUMBER);
}

static void expect_number(const char *in, const char *want)
{
	char out[GBX_BOOK_TEXT] = "";
	size_t n = gbx_book_number(gbx_span_str(in), out);
	assert_int_equal(n, want ? strlen(want) : 0);
	if (want)
		assert_string_equal(out, want);
}

static void numbers_are_as_short_as_they_can_be(void **state)
{
	(void)state;
	expect_number("0", "0");
	expect_number("-17", "-17");
	expect_number("0012", "0012");
	expect_number("138001380001234567", "138001380001234567");
	expect_number("0.10000000000000001", "0.1");
	expect_number("1.1000000000000001", "1.1");
	expect_number("0.30000000000000004", "0.30000000000000004");
	expect_number("1.50", "1.5");
	expect_number("1.3800138000E10", "13800138000");
	expect_number("1.23E+17", "1.23E+17");
	expect_number("1E-3", "0.001");
	expect_number("1E-7", "1E-7");
	expect_number("9.99E+307", "9.99E+307");
	expect_number("1E999", "1E999");
	expect_number("", NULL);
	expect_number("abc", NULL);
	expect_number("nan", NULL);
	expect_number("inf", NULL);
	expect_number("0x10", NULL);
	expect_number("1.2.3", NULL);
	expect_number("-", NULL);
	expect_number("1e", NULL);
	expect_number("1234567890123456789012345678901234567890123456789012345678901234567890", NULL);
}

static void expect_double(double v, const char *want)
{
	char out[GBX_BOOK_TEXT] = "";
	assert_int_equal(gbx_book_double(v, out), strlen(want));
	assert_string_equal(out, want);
}

static void doubles_are_written_as_numbers_are(void **state)
{
	(void)state;
	expect_double(0.1, "0.1");
	expect_double(-1.5, "-1.5");
	expect_double(13800138000, "13800138000");
	expect_double(1234567890123456, "1234567890123456");
	expect_double(1.2345678901234568e17, "1.2345678901234568E+17");
	expect_double(1e-7, "1E-07");
	expect_double(HUGE_VAL, "");
	expect_double(-HUGE_VAL, "");
}

static void expect_day(double v, enum gbx_book_kind kind, bool from_1904, const char *want)
{
	char out[GBX_BOOK_TEXT] = "";
	struct gbx_book_format f = { .kind = kind };
	size_t n = gbx_book_serial(v, &f, from_1904, out);
	assert_int_equal(n, want ? strlen(want) : 0);
	if (want)
		assert_string_equal(out, want);
}

static void serials_are_days(void **state)
{
	(void)state;
	expect_day(1, GBX_BOOK_DATE, false, "1900-01-01");
	expect_day(59, GBX_BOOK_DATE, false, "1900-02-28");
	expect_day(60, GBX_BOOK_DATE, false, "1900-02-29");
	expect_day(61, GBX_BOOK_DATE, false, "1900-03-01");
	expect_day(25569, GBX_BOOK_DATE, false, "1970-01-01");
	expect_day(36585, GBX_BOOK_DATE, false, "2000-02-29");
	expect_day(44197.999988425, GBX_BOOK_DATE, false, "2021-01-01 23:59:59");
	expect_day(44197.9999999, GBX_BOOK_DATE, false, "2021-01-02");
	expect_day(2958465, GBX_BOOK_DATE, false, "9999-12-31");
	expect_day(2958466, GBX_BOOK_DATE, false, NULL);
	expect_day(0, GBX_BOOK_DATE, false, NULL);
	expect_day(-1, GBX_BOOK_DATE, false, NULL);
	expect_day(0, GBX_BOOK_DATE, true, "1904-01-01");
	expect_day(1462, GBX_BOOK_DATE, true, "1908-01-02");
	expect_day(0.5, GBX_BOOK_TIME, false, "12:00:00");
	expect_day(0, GBX_BOOK_TIME, false, "00:00:00");
	expect_day(44197.5, GBX_BOOK_TIME, false, "2021-01-01 12:00:00");
	expect_day(1.125, GBX_BOOK_ELAPSED, false, "27:00:00");
}

static void expect_masked(const char *number, const char *mask, const char *want)
{
	char out[GBX_BOOK_TEXT] = "";
	size_t n = gbx_book_masked(gbx_span_str(number), mask, out);
	assert_int_equal(n, want ? strlen(want) : 0);
	if (want)
		assert_string_equal(out, want);
}

static void masks_fill_with_zeros(void **state)
{
	(void)state;
	expect_masked("1234", "00000", "01234");
	expect_masked("1", "000-00", "000-01");
	expect_masked("123456", "00000", NULL);
	expect_masked("-1", "00000", NULL);
	expect_masked("1.5", "00000", NULL);
	expect_masked("", "00000", NULL);
}

static void expect_unescaped(const char *in, const char *want)
{
	char buf[64];
	size_t n = strlen(in);
	memcpy(buf, in, n);
	n = gbx_book_unescape(buf, n);
	assert_int_equal(n, strlen(want));
	assert_memory_equal(buf, want, n);
}

static void escapes_are_undone(void **state)
{
	(void)state;
	expect_unescaped("a_x000A_b", "a\nb");
	expect_unescaped("_x005F_x000A_", "_x000A_");
	expect_unescaped("_x00e9__x4F8B_", "\xc3\xa9\xe4\xbe\x8b");
	expect_unescaped("_xD83D__xDE00_", "\xf0\x9f\x98\x80");
	expect_unescaped("_xD83D_a", "_xD83D_a");
	expect_unescaped("_xDE00_", "_xDE00_");
	expect_unescaped("_x0000_", "_x0000_");
	expect_unescaped("_x00G0_", "_x00G0_");
	expect_unescaped("_x00", "_x00");
	expect_unescaped("", "");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(formats_say_what_a_number_is),
		cmocka_unit_test(numbers_are_as_short_as_they_can_be),
		cmocka_unit_test(doubles_are_written_as_numbers_are),
		cmocka_unit_test(serials_are_days),
		cmocka_unit_test(masks_fill_with_zeros),
		cmocka_unit_test(escapes_are_undone),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}

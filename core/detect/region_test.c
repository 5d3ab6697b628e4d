/* Regions of numbers: known ones, cut ones, and that every region has a code. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>

#include <cmocka.h>

#include "check.h"
#include "region.h"

static const char *region(enum gbx_type t, uint16_t variant, const char *text)
{
	static char code[GBX_REGION_CODE];
	struct gbx_value v = gbx_value_of(text, strlen(text));

	return gbx_region_code(gbx_region_of(t, variant, &v), code);
}

static void identity_numbers(void **state)
{
	(void)state;
	assert_string_equal(region(GBX_T_NATIONAL_ID_CN, 0, "440000199001010000"), "CN-44");
	assert_string_equal(region(GBX_T_NATIONAL_ID_CN, 0, "11000019900101000X"), "CN-11");
	assert_string_equal(region(GBX_T_NATIONAL_ID_CN, 1, "650000900101000"), "CN-65");
	assert_string_equal(region(GBX_T_NATIONAL_ID_CN, 0, "990000199001010000"), "-"); /* no such province */
	assert_string_equal(region(GBX_T_NATIONAL_ID_CN, 0, "4"), "-");
	assert_string_equal(gbx_region_name(44), "Guangdong 广东省");
	assert_null(gbx_region_name(99));
	assert_null(gbx_region_name(0));
}

static void telephone_numbers(void **state)
{
	static const struct {
		const char *text, *region;
	} is[] = {
	    {"+1-555-555-0100", "+1"},     {"+44 7700 900123", "+44"}, {"0044 7700 900123", "+44"},
	    {"+852 5555 0100", "+852"},    {"+7 900 555-01-00", "+7"}, {"010-55550100", "CN-11"},
	    {"0755-55550100", "CN-44"},    {"+86 755 5555 0100", "CN-44"}, {"021-55550100", "CN-31"},
	    {"+86 21 5555 0100", "CN-31"}, {"400-555-0100", "+86"},    {"0999-5555010", "CN-65"},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(is) / sizeof(is[0]); i++)
		assert_string_equal(region(GBX_T_PHONE, GBX_PHONE_CN, is[i].text), is[i].region);
	/* heads of mobile numbers, whatever stands in front of them */
	assert_string_equal(region(GBX_T_PHONE, GBX_PHONE_CN, "13800138000"), "CN-11");
	assert_string_equal(region(GBX_T_PHONE, GBX_PHONE_CN, "+86 138 0013 8000"), "CN-11");
	assert_string_equal(region(GBX_T_PHONE, GBX_PHONE_CN, "8613800138000"), "CN-11");
	/* national forms: the plan of the column knows the country */
	assert_string_equal(region(GBX_T_PHONE, GBX_PHONE_US, "555-555-0100"), "+1");
	assert_string_equal(region(GBX_T_PHONE, GBX_PHONE_ANY, "555-555-0100"), "-");
	assert_string_equal(region(GBX_T_PHONE, 60000, "555-555-0100"), "-");
	assert_string_equal(region(GBX_T_EMAIL, 0, "a@example.com"), "-");
}

static void hostile(void **state)
{
	static const char *const text[] = {"", "+", "0", "00", "+8", "+86", "+861", "8", "86", "+999999999999999",
	                                   "0000000000000000", "1111111", "+86 00", "0-0-0", "x12"};
	char code[GBX_REGION_CODE];

	(void)state;
	for (size_t i = 0; i < sizeof(text) / sizeof(text[0]); i++)
		for (unsigned t = 0; t < GBX_T_COUNT; t++)
			for (uint16_t c = 0; c <= GBX_PHONE_COUNTRIES; c++) {
				struct gbx_value v = gbx_value_of(text[i], strlen(text[i]));

				assert_true(gbx_region_of((enum gbx_type)t, c, &v) < GBX_REGIONS);
			}
	for (uint32_t r = 0; r < GBX_REGIONS + 5; r++)
		assert_true(strlen(gbx_region_code(r, code)) < GBX_REGION_CODE);
}

static void tables(void **state)
{
	unsigned provinces = 0;

	(void)state;
	for (unsigned i = 1; i < gbx_cn_nmobile; i++)
		assert_true(gbx_cn_mobile[i - 1].from < gbx_cn_mobile[i].from);
	for (unsigned i = 0; i < 1000; i++)
		assert_true(!gbx_cn_area[i] || gbx_cn_province[gbx_cn_area[i]]);
	for (unsigned i = 0; i < 100; i++)
		provinces += gbx_cn_province[i] != NULL;
	assert_int_equal(provinces, 34);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(identity_numbers),
	    cmocka_unit_test(telephone_numbers),
	    cmocka_unit_test(hostile),
	    cmocka_unit_test(tables),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

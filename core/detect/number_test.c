/*
 * Numbers, codes, money, coordinates, gender.
 */
#include "labelled_test.h"

static void numbers(void **state)
{
	(void)state;
	EXPECT_PASS(gbx_is_integer, "0", "-5", "+7", "007", "12345678901234567890");
	EXPECT_FAIL(gbx_is_integer, "-", "1-2", "1 2", "1.0", "a", "1e5");
	EXPECT_PASS(gbx_is_number, "1", "-1.5", ".5", "1.", "1e10", "1.5E-7", "3,14");
	EXPECT_FAIL(gbx_is_number, ".", "-", "e5", "1e", "1.2.3", "1,2,3", "0x1F", "1 000", "NaN");
	EXPECT_PASS(gbx_is_boolean, "true", "FALSE", "0", "Y", "是", "да");
	EXPECT_FAIL(gbx_is_boolean, "2", "maybe", "truee", "是的");
	EXPECT_PASS(gbx_is_identifier, "A-17", "user_01", "x");
	EXPECT_FAIL(gbx_is_identifier, "two words", "名字", "--", "a,b");
}

static void money(void **state)
{
	(void)state;
	EXPECT_PASS(gbx_is_money, "$1,234.50", "1234.50", "€ 1.234,50", "1 234,50 €", "-$5",
	            "($5.00)", "CNY 100", "100元", "¥100", "US$ 12", "12 USD", "$ -5.00",
	            "1'000.00 CHF");
	EXPECT_FAIL(gbx_is_money, "$", "12.34.56", "1,23,45", "abc", "12 apples", "$1.123456789",
	            "2020-01-01", "()", "192.168.100.200");
}

static void coordinates(void **state)
{
	(void)state;
	EXPECT_PASS(gbx_is_geo, "45.8009095,155.186585", "(-17.738223, 85.605469)", "90.0,-180.0",
	            "-64.970320 56.712457", "[1.5, 2.5]");
	EXPECT_FAIL(gbx_is_geo, "90.00001,0.5", "45.8,180.1", "91.0,0.0", "1.5", "1,2",
	            "45.8,155.1,3.0", "a,b", "45.8;;;;155.1", "1234.5,6.7");
	EXPECT_PASS(gbx_is_latitude, "45.8", "-90.0");
	EXPECT_FAIL(gbx_is_latitude, "90.5", "45", "1.2.3");
	EXPECT_PASS(gbx_is_longitude, "155.18", "-180.0");
	EXPECT_FAIL(gbx_is_longitude, "180.5", "1e2");
}

static void genders(void **state)
{
	(void)state;
	EXPECT_PASS(gbx_is_gender, "M", "f", "Male", "FEMALE", "男", "女性", "1", "Мужской", "ذكر",
	            "femme");
	EXPECT_FAIL(gbx_is_gender, "3", "mal", "males and females", "a", "男人们");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(numbers),
	    cmocka_unit_test(money),
	    cmocka_unit_test(coordinates),
	    cmocka_unit_test(genders),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}

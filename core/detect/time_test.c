/*
 * Dates and times: the calendar, notations, orders.
 */
#include "labelled_test.h"
#include "times.h"

static void the_calendar(void **state)
{
	int y;
	unsigned m, d;

	(void)state;
	assert_int_equal(gbx_days_from_civil(1970, 1, 1), 0);
	assert_int_equal(gbx_days_from_civil(2000, 3, 1), 11017);
	assert_int_equal(gbx_days_from_civil(1969, 12, 31), -1);
	for (int64_t day = -800000; day < 800000; day += 37) {
		gbx_civil_from_days(day, &y, &m, &d);
		assert_true(gbx_date_exists(y, m, d));
		assert_int_equal(gbx_days_from_civil(y, m, d), day);
	}
	assert_true(gbx_date_exists(2000, 2, 29) && !gbx_date_exists(1900, 2, 29));
	assert_false(gbx_date_exists(2021, 4, 31) || gbx_date_exists(2021, 0, 1));
	assert_false(gbx_date_exists(2021, 13, 1) || gbx_date_exists(2021, 1, 0));
}

static void expect_time(const char *s, enum gbx_type t, unsigned order, int64_t want, bool day)
{
	struct gbx_value v = text(s);
	int64_t got = 0;
	bool day_only = !day;

	if (!gbx_time_parse(t, (uint16_t)order, &v, &got, &day_only) || got != want ||
	    day_only != day)
		fail_msg("%s: %lld, day %d", s, (long long)got, day_only);
}

#define MARCH_12 INT64_C(1583971200) /* 2020-03-12 00:00 UTC */

static void notations(void **state)
{
	static const char *const days[] = {
	    "2020-03-12",      "2020/03/12",          "2020.3.12",     "20200312",
	    "2020年3月12日",   "2020年03月12日",      "12 Mar 2020",   "12-MAR-2020",
	    "12-MAR-20",       "Mar 12, 2020",        "March 12 2020", "12th March 2020",
	    "12. März 2020",   "12 de marzo de 2020", "12 марта 2020", "Thu, 12 Mar 2020",
	    "2020년 3월 12일", "12 mars 2020",
	};
	static const char *const moments[] = {
	    "2020-03-12T10:20:30Z",
	    "2020-03-12 10:20:30",
	    "2020-03-12T18:20:30+08:00",
	    "2020-03-12T10:20:30.123Z",
	    "2020-03-12 10:20:30.123456 UTC",
	    "20200312102030",
	    "Thu, 12 Mar 2020 10:20:30 GMT",
	    "Thu Mar 12 10:20:30 2020",
	    "1584008430",
	    "1584008430000",
	    "1584008430.5",
	    "12/Mar/2020:10:20:30 +0000",
	    "2020/03/12 10:20:30 AM",
	    "2020年3月12日10时20分30秒",
	    "2020-03-12T05:20:30-0500",
	    "Mar 12, 2020 10:20:30 AM",
	    "Thu Mar 12 2020 18:20:30 GMT+0800 (CST)",
	    "20200312T102030Z",
	};

	(void)state;
	for (size_t i = 0; i < sizeof(days) / sizeof(days[0]); i++) {
		expect_time(days[i], GBX_T_DATE, GBX_TIME_ISO, MARCH_12, true);
		struct gbx_value v = text(days[i]);
		assert_true(gbx_is_date(&v));
		assert_false(gbx_is_timestamp(&v));
	}
	for (size_t i = 0; i < sizeof(moments) / sizeof(moments[0]); i++) {
		expect_time(moments[i], GBX_T_TIMESTAMP, GBX_TIME_ISO, MARCH_12 + 37230, false);
		struct gbx_value v = text(moments[i]);
		assert_true(gbx_is_timestamp(&v));
		assert_false(gbx_is_date(&v));
	}
}

static void orders(void **state)
{
	(void)state;
	expect_time("12/03/2020", GBX_T_DATE, GBX_TIME_DMY, MARCH_12, true);
	expect_time("03/12/2020", GBX_T_DATE, GBX_TIME_MDY, MARCH_12, true);
	expect_time("12- 3-2020", GBX_T_DATE, GBX_TIME_DMY, MARCH_12, true);
	expect_time(" 12- 3-2020", GBX_T_DATE_OF_BIRTH, GBX_TIME_DMY, MARCH_12, true);
	expect_time("12.03.20", GBX_T_DATE, GBX_TIME_DMY, MARCH_12, true);
	expect_time("12032020", GBX_T_DATE, GBX_TIME_DMY, MARCH_12, true);
	expect_time("20/03/12", GBX_T_DATE, GBX_TIME_YMD2, MARCH_12, true);
	expect_time("3/12/2020 10:20:30 PM", GBX_T_TIMESTAMP, GBX_TIME_MDY, MARCH_12 + 80430,
	            false);
	expect_time("-86400", GBX_T_DATE_OF_BIRTH, GBX_TIME_EPOCH_S, -86400, false);
	expect_time("-86400000", GBX_T_DATE_OF_BIRTH, GBX_TIME_EPOCH_MS, -86400, false);
	expect_time("1985", GBX_T_YEAR_OF_BIRTH, 0, INT64_C(473385600), true);
	expect_time("1900-01-01", GBX_T_DATE, 0, INT64_C(-2208988800), true);
}

static void not_times(void **state)
{
	(void)state;
	EXPECT_FAIL(gbx_is_date, "2020-02-30", "2020-13-01", "2020-00-10", "0000-00-00", "2020-1",
	            "13/13/2020", "31/02/2020", "1.2.3", "192.0.2.1", "20201301", "12345678",
	            "hello", "2020-03-12x", "2020-03/12", "1584008430", "555-01-0123", "12-34-5678",
	            "99999999", "March", "2020--1-1", "2020-03-", "May the 4th", "3.14159",
	            "+12125550123");
	EXPECT_FAIL(gbx_is_timestamp, "2020-03-12 25:00:00", "2020-03-12 10:60:00", "2020-03-12T",
	            "2020-03-12T10", "99999999999999", "0234567890123", "13800138000",
	            "20200312250000", "2020-03-12 10:20:30 XYZ", "0000000000",
	            "2020-03-12 10:20:30+99:00");
	EXPECT_PASS(gbx_is_year_of_birth, "1985", "2001", "1985.0", "1985年");
	EXPECT_FAIL(gbx_is_year_of_birth, "1879", "2050", "85", "19855", "abcd");
	EXPECT_PASS(gbx_is_age, "0", "7", "42", "125", "42岁", "42.0", "07");
	EXPECT_FAIL(gbx_is_age, "126", "-1", "4.5", "007", "1000", "岁", "a");
	EXPECT_PASS(gbx_is_date_of_birth, "1985-03-12", "12/31/1985", "31/12/1985", "19850312");
	EXPECT_FAIL(gbx_is_date_of_birth, "1785-03-12", "2150-01-01", "1985");
}

static unsigned variant(unsigned n, const char *const *list, enum gbx_type t)
{
	struct gbx_value v[8];
	double share;

	for (unsigned i = 0; i < n; i++)
		v[i] = text(list[i]);
	return gbx_time_variant(t, v, n, &share);
}

static void the_order_is_found(void **state)
{
	(void)state;
	assert_int_equal(variant(2, (const char *const[]){"2020-03-12", "2020-01-01"}, GBX_T_DATE),
	                 GBX_TIME_ISO);
	assert_int_equal(
	    variant(3, (const char *const[]){"01/02/2020", "31/12/2019", "05/05/2005"}, GBX_T_DATE),
	    GBX_TIME_DMY);
	assert_int_equal(variant(2, (const char *const[]){"01/02/2020", "12/31/2019"}, GBX_T_DATE),
	                 GBX_TIME_MDY);
	assert_int_equal(variant(1, (const char *const[]){"01/02/2020"}, GBX_T_DATE), GBX_TIME_MDY);
	assert_int_equal(variant(1, (const char *const[]){"01.02.2020"}, GBX_T_DATE), GBX_TIME_DMY);
	assert_int_equal(variant(1, (const char *const[]){"1584008430"}, GBX_T_TIMESTAMP),
	                 GBX_TIME_ISO);
	assert_int_equal(
	    variant(2, (const char *const[]){"-315619200", "473385600"}, GBX_T_DATE_OF_BIRTH),
	    GBX_TIME_EPOCH_S);
	assert_int_equal(
	    variant(2, (const char *const[]){"-315619200000", "473385600000"}, GBX_T_DATE_OF_BIRTH),
	    GBX_TIME_EPOCH_MS);
}

/* Numbers in groups, as phone numbers are written, are no seconds with a fraction. */
static void a_count_has_one_point(void **state)
{
	static const char *const groups[] = {"212.555.0123", "212.555.", "20.555.0142", "212.x5"};
	int64_t at;
	bool day;

	(void)state;
	expect_time("1584008430.25", GBX_T_TIMESTAMP, GBX_TIME_EPOCH_S, INT64_C(1584008430), false);
	for (size_t i = 0; i < sizeof(groups) / sizeof(groups[0]); i++) {
		struct gbx_value v = text(groups[i]);
		assert_false(gbx_time_parse(GBX_T_TIMESTAMP, GBX_TIME_EPOCH_S, &v, &at, &day));
		assert_false(gbx_time_parse(GBX_T_TIMESTAMP, GBX_TIME_EPOCH_MS, &v, &at, &day));
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(the_calendar),
	    cmocka_unit_test(notations),
	    cmocka_unit_test(orders),
	    cmocka_unit_test(not_times),
	    cmocka_unit_test(the_order_is_found),
	    cmocka_unit_test(a_count_has_one_point),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}

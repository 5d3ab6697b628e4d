/*
 * Telephone numbers: plans, notations, national forms, and what must not pass.
 */
#include "labelled_test.h"

static void international_forms(void **state)
{
	(void)state;
	EXPECT_PASS(gbx_is_phone, "+12125550123", "+1 (212) 555-0123", "+86 138 0000 0000",
	            "+86-13800000000", "0086 13800000000", "tel:+44-20-7946-0958",
	            "+44 (0)20 7946 0958", "+49(0)8916 824792", "+33 1 99 00 12 34",
	            "+1-212-555-0123x4567", "+1 212 555 0123 ext. 12", "(+86) 13800000000",
	            "+86 0755-12345678");
	EXPECT_FAIL(gbx_is_phone, "+", "+1", "12125550123", "+1 112 555 0123", "+999 12345678",
	            "+12 34", "2020-01-01", "+86 138 0000 000", "+1--212--555--0123",
	            "+12125550123x", "+1 212 555 0123 x123456789", "+1.5", "00000000000000000000",
	            "+abc", "tel:", "12/31/2018 12", "1/202/555/0123");
}

static bool is_cn(const struct gbx_value *v)
{
	return gbx_phone_national(v, GBX_PHONE_CN);
}
static bool is_us(const struct gbx_value *v)
{
	return gbx_phone_national(v, GBX_PHONE_US);
}
static bool is_de(const struct gbx_value *v)
{
	return gbx_phone_national(v, GBX_PHONE_DE);
}
static bool is_fr(const struct gbx_value *v)
{
	return gbx_phone_national(v, GBX_PHONE_FR);
}
static bool is_ru(const struct gbx_value *v)
{
	return gbx_phone_national(v, GBX_PHONE_RU);
}

static void national_forms(void **state)
{
	(void)state;
	EXPECT_PASS(is_cn, "13800000000", "138 0000 0000", "8613800000000", "+8613800000000",
	            "010-12345678", "0755-12345678", "(0755)12345678", "4001234567",
	            "0755-12345678-801");
	EXPECT_FAIL(is_cn, "1380000000", "12800000000", "138000000000", "20200101", "2020-01-01",
	            "1600000000", "1600000000000");
	EXPECT_PASS(is_us, "(212) 555-0123", "212-555-0123", "2125550123", "1-212-555-0123",
	            "212.555.0123x99", "448-395-8820x06735");
	EXPECT_FAIL(is_us, "112-555-0123", "212-155-0123", "212-555-012", "2020-01-01 10:00:00");
	EXPECT_PASS(is_de, "030 12345678", "04895882006", "0151 23456789");
	EXPECT_FAIL(is_de, "12345678", "3012345678");
	EXPECT_PASS(is_fr, "01 99 00 12 34", "0199001234");
	EXPECT_FAIL(is_fr, "199001234", "00 99 00 12 34", "019900123");
	EXPECT_PASS(is_ru, "8 (495) 123-45-67", "84951234567", "+7 495 123-45-67", "9161234567");
}

static void plans_against_the_corpus(void **state)
{
	struct labelled l;
	unsigned n[2] = {0}, passed[2] = {0};

	(void)state;
	if (!labelled_open(&l, "phones.tsv"))
		skip();
	while (labelled_next(&l)) {
		if (l.cols < 6 || strcmp(l.col[5], "national") == 0)
			continue;
		struct gbx_value v = labelled_value(l.col[0]);
		unsigned valid = strcmp(l.col[2], "valid") == 0;
		n[valid]++;
		passed[valid] += gbx_is_phone(&v);
		if (gbx_is_phone(&v) != valid && getenv("GBX_SHOW"))
			print_message("  %s %s\n", l.col[2], l.col[0]);
	}
	labelled_close(&l);
	print_message("phones: %u of %u valid pass, %u of %u invalid pass\n", passed[1], n[1],
	              passed[0], n[0]);
	assert_true(passed[1] >= 0.97 * n[1]);
	assert_true(passed[0] <= 0.03 * n[0]);
}

static void national_forms_against_the_corpus(void **state)
{
	static const struct {
		const char *region;
		unsigned country;
	} map[] = {{"CN", GBX_PHONE_CN}, {"US", GBX_PHONE_US}, {"GB", GBX_PHONE_GB},
	           {"DE", GBX_PHONE_DE}, {"FR", GBX_PHONE_FR}, {"IN", GBX_PHONE_IN},
	           {"BR", GBX_PHONE_BR}, {"RU", GBX_PHONE_RU}, {"JP", GBX_PHONE_JP},
	           {"IT", GBX_PHONE_IT}, {"ES", GBX_PHONE_ES}, {"MX", GBX_PHONE_MX},
	           {"KR", GBX_PHONE_KR}, {"TR", GBX_PHONE_TR}, {"AU", GBX_PHONE_AU}};
	struct labelled l;
	unsigned n = 0, passed = 0;

	(void)state;
	if (!labelled_open(&l, "phones.tsv"))
		skip();
	while (labelled_next(&l)) {
		if (l.cols < 6 || strcmp(l.col[5], "national") != 0)
			continue;
		for (size_t i = 0; i < sizeof(map) / sizeof(map[0]); i++) {
			if (strcmp(l.col[3], map[i].region) != 0 ||
			    strcmp(l.col[4], "TOLL_FREE") == 0 ||
			    strcmp(l.col[4], "PREMIUM_RATE") == 0)
				continue;
			struct gbx_value v = labelled_value(l.col[0]);
			n++;
			passed += gbx_phone_national(&v, map[i].country);
			if (!gbx_phone_national(&v, map[i].country) && getenv("GBX_SHOW"))
				print_message("  %s %s\n", l.col[3], l.col[0]);
		}
	}
	labelled_close(&l);
	print_message("national forms: %u of %u pass\n", passed, n);
	assert_true(passed >= 0.9 * n);
}

static unsigned guess(unsigned n, const char *const *list, double *share)
{
	struct gbx_value v[8];

	for (unsigned i = 0; i < n; i++)
		v[i] = text(list[i]);
	return gbx_phone_guess_country(v, n, share);
}

static void the_country_is_guessed(void **state)
{
	double share;

	(void)state;
	assert_int_equal(
	    guess(3, (const char *const[]){"13800000001", "13912345678", "18612345678"}, &share),
	    GBX_PHONE_CN);
	assert_true(share > 0.99);
	assert_int_equal(guess(2, (const char *const[]){"212-555-0123", "(415) 555-0199"}, &share),
	                 GBX_PHONE_US);
	assert_int_equal(guess(2, (const char *const[]){"01 99 00 12 34", "0639980012"}, &share),
	                 GBX_PHONE_FR);
	assert_int_equal(guess(2, (const char *const[]){"+12125550123", "+442079460958"}, &share),
	                 GBX_PHONE_INTL);
	assert_int_equal(guess(2, (const char *const[]){"hello", "world"}, &share), GBX_PHONE_INTL);
	assert_true(share < 0.01);
	gbx_phone_guess_country(NULL, 0, &share);
	assert_true(share < 0.01);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(international_forms),
	    cmocka_unit_test(national_forms),
	    cmocka_unit_test(plans_against_the_corpus),
	    cmocka_unit_test(national_forms_against_the_corpus),
	    cmocka_unit_test(the_country_is_guessed),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}

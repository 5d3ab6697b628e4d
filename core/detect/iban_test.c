/*
 * Account numbers: every structure, one changed digit, printed form.
 */
#include "labelled_test.h"

static void structures(void **state)
{
	(void)state;
	EXPECT_PASS(gbx_is_iban, "DE89370400440532013000", "GB29 NWBK 6016 1331 9268 19",
	            "gb29nwbk60161331926819", "MT84MALT011000012345MTLCAST001S", "NO9386011117947");
	EXPECT_FAIL(gbx_is_iban, "DE89370400440532013001", "DE8937040044053201300",
	            "XX89370400440532013000", "DE893704004405320130000", "GB29NWBK6016133192681A",
	            "DE89 3704  0044 0532 0130 00", "DE89", "THE QUICK BROWN FOX",
	            "DE89370400440532013000 ");
}

static void registry_against_the_corpus(void **state)
{
	struct labelled l;
	unsigned n = 0, passed = 0;
	double mutants = 0.0;

	(void)state;
	if (!labelled_open(&l, "iban.tsv"))
		skip();
	while (labelled_next(&l)) {
		struct gbx_value v = labelled_value(l.col[0]);
		n++;
		passed += gbx_is_iban(&v);
		mutants += mutants_passing(gbx_is_iban, l.col[0]);
		if (!gbx_is_iban(&v) && getenv("GBX_SHOW"))
			print_message("  %s\n", l.col[0]);
	}
	labelled_close(&l);
	print_message("iban: %u of %u pass, %.4f of mutants\n", passed, n, mutants / n);
	assert_int_equal(passed, n);
	assert_true(mutants < 0.001 * n);
}

static void validator_agreement(void **state)
{
	(void)state;
	expect_agreement(&(struct agreement){"isIBAN", gbx_is_iban, 0.95, 0.95});
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(structures),
	    cmocka_unit_test(registry_against_the_corpus),
	    cmocka_unit_test(validator_agreement),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}

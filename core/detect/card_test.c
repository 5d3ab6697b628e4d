/*
 * Payment cards: published test numbers only.
 */
#include "labelled_test.h"

static void brands(void **state)
{
	static const struct {
		const char *number, *brand;
	} cards[] = {
	    {"4111111111111111", "visa"},          {"5555 5555 5555 4444", "mastercard"},
	    {"2223-0031-2200-3222", "mastercard"}, {"3782 822463 10005", "amex"},
	    {"6011111111111117", "discover"},      {"30569309025904", "diners"},
	    {"3530111333300000", "jcb"},           {"6200000000000005", "unionpay"},
	    {"6759649826438453", "maestro"},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cards) / sizeof(cards[0]); i++) {
		struct gbx_value v = text(cards[i].number);
		assert_non_null(gbx_card_brand(&v));
		assert_string_equal(gbx_card_brand(&v), cards[i].brand);
		assert_true(mutants_passing(gbx_is_payment_card, cards[i].number) <= 0.02);
	}
}

static void not_cards(void **state)
{
	(void)state;
	EXPECT_FAIL(gbx_is_payment_card, "4111111111111112", "411111111111111", "1583971200000",
	            "20200312100000", "0000000000000000", "4111 1111-1111 1111",
	            "41 11 11 11 11 11 11 11", "4111111111111111 ", "4111.1111.1111.1111",
	            "1234567812345670", "-4111111111111111", "+4111111111111111");
}

static void validator_agreement(void **state)
{
	(void)state;
	expect_agreement(&(struct agreement){"isCreditCard", gbx_is_payment_card, 0.9, 0.9});
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(brands),
	    cmocka_unit_test(not_cards),
	    cmocka_unit_test(validator_agreement),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}

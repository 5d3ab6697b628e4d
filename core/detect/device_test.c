/*
 * Devices, vehicles, travel documents and bank codes: examples of the standards pass, changed
 * ones do not.
 */
#include "labelled_test.h"

static void devices(void **state)
{
	(void)state;
	EXPECT_PASS(gbx_is_imei, "490154203237518", "49-015420-323751-8", "35 209900 176148 1",
		    "86-893203-635609-0", "99-822766-714473-0", "53-272976-680599-9");
	EXPECT_FAIL(gbx_is_imei, "490154203237519", "123456789012345", "4901542032375", "000000000000000");
	EXPECT_PASS(gbx_is_imsi, "310150123456789", "460001234567890");
	EXPECT_FAIL(gbx_is_imsi, "100150123456789", "31015012345678901");
	EXPECT_PASS(gbx_is_iccid, "89014103211118510720", "8944500102198304826");
	EXPECT_FAIL(gbx_is_iccid, "89014103211118510721", "79014103211118510720", "8901");
	EXPECT_PASS(gbx_is_vin, "1M8GDM9AXKP042788", "5GZCZ43D13S812715", "WBA3A5C51CF256651");
	EXPECT_FAIL(gbx_is_vin, "1M8GDM9A1KP042788", "1M8GDM9AXKP04278", "IOQGDM9AXKP042788",
		    "11111111111111111");
	assert_true(mutants_passing(gbx_is_imei, "490154203237518") <= 0.02);
	assert_true(mutants_passing(gbx_is_vin, "1M8GDM9AXKP042788") <= 0.12);
	assert_true(mutants_passing(gbx_is_iccid, "89014103211118510720") <= 0.02);
}

/* The specimen of Doc 9303, parts 4 to 6. */
static void travel_documents(void **state)
{
	(void)state;
	EXPECT_PASS(gbx_is_passport_mrz, "L898902C36UTO7408122F1204159ZE184226B<<<<<10",
		    "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<\n"
		    "L898902C36UTO7408122F1204159ZE184226B<<<<<10",
		    "I<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<D231458907UTO7408122F1204159<<<<<<<6",
		    "I<UTOD231458907<<<<<<<<<<<<<<<7408122F1204159UTO<<<<<<<<<<<6"
		    "ERIKSSON<<ANNA<MARIA<<<<<<<<<<");
	EXPECT_FAIL(gbx_is_passport_mrz, "L898902C37UTO7408122F1204159ZE184226B<<<<<10",
		    "L898902C36UTO7408123F1204159ZE184226B<<<<<10", "P<UTOERIKSSON<<ANNA<MARIA",
		    "da39a3ee5e6b4b0d3255bfef95601890afd80709");
}

static void bank_codes(void **state)
{
	(void)state;
	EXPECT_PASS(gbx_is_bic, "DEUTDEFF", "DEUTDEFF500", "NEDSZAJJXXX");
	EXPECT_FAIL(gbx_is_bic, "DEUTXXFF", "DEUTDEFF50", "DEUTDEF", "DEU1DEFF", "PASSWORD");
	EXPECT_PASS(gbx_is_bank_routing_us, "011000015", "122105155");
	EXPECT_FAIL(gbx_is_bank_routing_us, "011000016", "991000015", "000000000");
	EXPECT_PASS(gbx_is_bank_account_mx, "032180000118359719", "002010077777777771");
	EXPECT_FAIL(gbx_is_bank_account_mx, "032180000118359718", "03218000011835971");
	EXPECT_PASS(gbx_is_bank_account_ar, "2850590940090418135201");
	EXPECT_FAIL(gbx_is_bank_account_ar, "2850590940090418135202", "2850590840090418135201");
	EXPECT_PASS(gbx_is_card_expiry, "05/28", "12/2027", "0528", "2028-05", "01-30");
	EXPECT_FAIL(gbx_is_card_expiry, "13/28", "00/28", "05/99", "5", "05/28/30", "052");
	EXPECT_PASS(gbx_is_card_cvv, "123", "0123");
	EXPECT_FAIL(gbx_is_card_cvv, "12", "12345", "12a");
	EXPECT_PASS(gbx_is_domain, "example.com", "a.b.example.co.uk", "xn--p1ai.example");
	EXPECT_FAIL(gbx_is_domain, "example", ".com", "a..com", "john.smith", "1.2.3.4", "a@b.com",
		    "file.txt", "-a.com");
	assert_true(mutants_passing(gbx_is_bank_account_mx, "032180000118359719") <= 0.02);
	assert_true(mutants_passing(gbx_is_bank_routing_us, "011000015") <= 0.02);
	assert_true(mutants_passing(gbx_is_bank_account_ar, "2850590940090418135201") <= 0.02);
}

static void validator_agreement(void **state)
{
	(void)state;
	expect_agreement(&(struct agreement){"isBIC", gbx_is_bic, 0.995, 0.5});
	expect_agreement(&(struct agreement){"isAbaRouting", gbx_is_bank_routing_us, 0.995, 0.995});
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(devices),
	    cmocka_unit_test(travel_documents),
	    cmocka_unit_test(bank_codes),
	    cmocka_unit_test(validator_agreement),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}

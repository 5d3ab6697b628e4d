/*
 * Identity numbers: made with region codes that do not exist.
 */
#include "labelled_test.h"

/* Appends the check character of GB 11643 to 17 digits. */
static void with_check(const char *body, char out[19])
{
	static const int weight[17] = {7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2};
	int sum = 0;

	for (int i = 0; i < 17; i++)
		sum += (body[i] - '0') * weight[i];
	memcpy(out, body, 17);
	out[17] = "10X98765432"[sum % 11];
	out[18] = 0;
}

static void valid_numbers(void **state)
{
	static const char *const bodies[] = {"99999919900101001", "99999920000229123",
	                                     "99999918500101999", "99999919851231778",
	                                     "99999919760704333"};
	char id[19];
	double mutants = 0.0;

	(void)state;
	for (unsigned i = 0; i < 5; i++) {
		with_check(bodies[i], id);
		struct gbx_value v = text(id);
		assert_true(gbx_is_national_id_cn(&v));
		mutants += mutants_passing(gbx_is_national_id_cn, id);
		if (id[17] == 'X') {
			id[17] = 'x';
			v = text(id);
			assert_true(gbx_is_national_id_cn(&v));
		}
	}
	assert_true(mutants <= 0.02 * 5);
}

static void impossible_dates(void **state)
{
	static const char *const bodies[] = {
	    "99999919000229001", "99999919901301001", "99999919900132001", "99999917990101001",
	    "99999921010101001", "09999919900101001", "99999919900100001"};
	char id[19];

	(void)state;
	for (unsigned i = 0; i < 7; i++) {
		with_check(bodies[i], id);
		struct gbx_value v = text(id);
		assert_false(gbx_is_national_id_cn(&v));
	}
	EXPECT_FAIL(gbx_is_national_id_cn, "99999919900101001", "9999991990010100123",
	            "99999919900101001g", "9999991990010100 1", "X99999199001010012");
	EXPECT_PASS(gbx_cn_id_15, "999999900101001");
	EXPECT_FAIL(gbx_cn_id_15, "999999901301001", "99999990010100", "99999990010100X");
}

/* ISO 7064 MOD 11-2 lets one in eleven through, dates fewer. */
static void chance_is_small(void **state)
{
	uint64_t x = 88172645463325252ull;
	unsigned passed = 0;
	char id[19];

	(void)state;
	for (unsigned i = 0; i < 100000; i++) {
		for (unsigned k = 0; k < 18; k++) {
			x ^= x << 13, x ^= x >> 7, x ^= x << 17;
			id[k] = (char)('0' + x % 10);
		}
		struct gbx_value v = gbx_value_of(id, 18);
		passed += gbx_is_national_id_cn(&v);
	}
	assert_true(passed < 300);
}

static void social_security_numbers(void **state)
{
	(void)state;
	EXPECT_PASS(gbx_is_national_id_us, "123-45-6780", "001-01-0001", "899-99-9999");
	EXPECT_FAIL(gbx_is_national_id_us, "000-12-3456", "666-12-3456", "900-12-3456",
	            "123-00-4567", "123-45-0000", "078-05-1120", "219-09-9999", "123456789",
	            "123-456-789", "12-345-6789", "1234-5-6789", "123-45-678a");
	EXPECT_PASS(gbx_ssn_bare, "123456780");
	EXPECT_FAIL(gbx_ssn_bare, "000123456", "12345678", "1234567890", "123-45-6780");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(valid_numbers),
	    cmocka_unit_test(impossible_dates),
	    cmocka_unit_test(chance_is_small),
	    cmocka_unit_test(social_security_numbers),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}

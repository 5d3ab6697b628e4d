/*
 * Strays: what is believed outside its column, and the look-alikes that are not.
 */
#include "labelled_test.h"

static void expect(const char *s, enum gbx_type want)
{
	struct gbx_value v = text(s);
	enum gbx_type got = gbx_stray_type(&v);

	if (got != want)
		fail_msg("%s: said %s", s, gbx_type_info(got)->name);
	assert_true(got == GBX_T_UNKNOWN || gbx_type_info(got)->stray);
}

static void strong_types(void **state)
{
	(void)state;
	expect("alice@example.com", GBX_T_EMAIL);
	expect("+12125550123", GBX_T_PHONE);
	expect("4111 1111 1111 1111", GBX_T_PAYMENT_CARD);
	expect("DE89370400440532013000", GBX_T_IBAN);
	expect("123-45-6780", GBX_T_NATIONAL_ID_US);
	expect("99999919900101001X", GBX_T_UNKNOWN);
	expect("192.0.2.100", GBX_T_IP);
	expect("2001:db8::1", GBX_T_IP);
	expect("00:00:5e:00:53:01", GBX_T_MAC);
	expect("$2a$05$/VT2Xs2dMd8GJKfrXhjYP.DkTjOVrY12yDN7/6I8ZV0q/1lEohLru",
	       GBX_T_PASSWORD_HASH_BCRYPT);
	expect("*94BDCEBE19083CE2A1F959FD02F964C7AF4CFC29", GBX_T_PASSWORD_HASH_MYSQL);
}

static void look_alikes(void **state)
{
	static const char *const nothing[] = {
	    "2020-03-12",
	    "2020-03-12 10:20:30",
	    "1584008430",
	    "1584008430000",
	    "20200312102030",
	    "13800138000",
	    "123456789",
	    "1234567890",
	    "3.14159265358979",
	    "0.4111111111111111",
	    "1.2.3.4",
	    "10.0.1",
	    "ABCPD1234E",
	    "123e4567-e89b-12d3-a456-426614174000",
	    "d41d8cd98f00b204e9800998ecf8427f",
	    "10:20:30",
	    "ORDER-4111111111111111",
	    "Hello world",
	    "a@b",
	    "SKU 12345678",
	    "12-34-56",
	    "$100.00",
	    "4111111111111112",
	    "100000000000000000",
	    "12345",
	    "+5",
	    "-4111111111111111",
	};

	(void)state;
	for (size_t i = 0; i < sizeof(nothing) / sizeof(nothing[0]); i++)
		expect(nothing[i], GBX_T_UNKNOWN);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(strong_types),
	    cmocka_unit_test(look_alikes),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}

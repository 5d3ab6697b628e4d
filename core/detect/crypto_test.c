/*
 * Addresses of crypto-currencies: published examples of the standards pass, one changed sign does
 * not; the digests behind them against the examples of their standards.
 */
#include "digest.h"
#include "labelled_test.h"

static void digests(void **state)
{
	static const unsigned char abc[32] = {0xba, 0x78, 0x16, 0xbf, 0x8f, 0x01, 0xcf, 0xea,
					      0x41, 0x41, 0x40, 0xde, 0x5d, 0xae, 0x22, 0x23,
					      0xb0, 0x03, 0x61, 0xa3, 0x96, 0x17, 0x7a, 0x9c,
					      0xb4, 0x10, 0xff, 0x61, 0xf2, 0x00, 0x15, 0xad};
	static const unsigned char empty[8] = {0xc5, 0xd2, 0x46, 0x01, 0x86, 0xf7, 0x23, 0x3c};
	static const unsigned char two[4] = {0x24, 0x8d, 0x6a, 0x61};
	unsigned char out[32];

	(void)state;
	gbx_sha256_short((const unsigned char *)"abc", 3, out);
	assert_memory_equal(out, abc, 32);
	gbx_sha256_short(
	    (const unsigned char *)"abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq", 56, out);
	assert_memory_equal(out, two, 4);
	gbx_keccak256_short((const unsigned char *)"", 0, out);
	assert_memory_equal(out, empty, 8);
}

/* Of all changes of one sign to another of the same class, the share that passes. */
static double changed_passing(bool (*check)(const struct gbx_value *), const char *s)
{
	static const char signs[] = "023456789ACDEFGHJLMNPQRSTUVWXYZacdefghjklmnpqrstuvwxyz";
	size_t n = strlen(s);
	char *copy = strdup(s);
	unsigned made = 0, passed = 0;

	for (size_t i = 2; i < n; i++) {
		for (size_t k = 0; k + 1 < sizeof(signs); k++) {
			if (signs[k] == s[i])
				continue;
			copy[i] = signs[k];
			struct gbx_value v = text(copy);
			made++;
			passed += check(&v);
		}
		copy[i] = s[i];
	}
	free(copy);
	return (double)passed / made;
}

static void examples(void **state)
{
	static const struct {
		bool (*check)(const struct gbx_value *);
		const char *text;
	} list[] = {
	    {gbx_is_crypto_address_btc, "1BvBMSEYstWetqTFn5Au4m4GFg7xJaNVN2"},
	    {gbx_is_crypto_address_btc, "3J98t1WpEZ73CNmQviecrnyiWrnqRhWNLy"},
	    {gbx_is_crypto_address_btc, "bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4"},
	    {gbx_is_crypto_address_btc,
	     "bc1p0xlxvlhemja6c4dqv22uapctqupfhlxm9h8z3k2e72q4k9hcz7vqzk5jj0"},
	    {gbx_is_crypto_address_btc, "BC1QW508D6QEJXTDG4Y5R3ZARVARY0C5XW7KV8F3T4"},
	    {gbx_is_crypto_address_eth, "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed"},
	    {gbx_is_crypto_address_eth, "0xfB6916095ca1df60bB79Ce92cE3Ea74c37c5d359"},
	    {gbx_is_crypto_address_xrp, "rHb9CJAWyB4rj91VRWn96DkukG4bwdtyTh"},
	    {gbx_is_crypto_address_xrp, "rrrrrrrrrrrrrrrrrrrrrhoLvTp"},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(list) / sizeof(list[0]); i++) {
		struct gbx_value v = text(list[i].text);

		if (!list[i].check(&v))
			fail_msg("%s should pass", list[i].text);
		assert_true(changed_passing(list[i].check, list[i].text) <= 0.02);
	}
}

static void others(void **state)
{
	(void)state;
	EXPECT_PASS(gbx_is_crypto_address_eth, "0x52908400098527886e0f7030069857d2e4169ee7",
		    "0x52908400098527886E0F7030069857D2E4169EE7");
	EXPECT_FAIL(gbx_is_crypto_address_btc, "1BvBMSEYstWetqTFn5Au4m4GFg7xJaNVN3", "1", "bc1", "bc1q",
		    "bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t5", "1111111111111111111111111111111111",
		    "bc1Qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4",
		    "bc1zw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4");
	EXPECT_FAIL(gbx_is_crypto_address_eth, "0x5BAA61E4C9B93F3F0682250B6CF8331B7EE68FD8",
		    "0x5aaeb6053F3E94C9b9A09f33669435E7Ef1BeAed",
		    "5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed", "0x5aAeb6053F3E94C9b9A0");
	EXPECT_FAIL(gbx_is_crypto_address_xmr, "4", "44AFFq5kSiGBoZ4NMDwYtN18obc8AemS33DBLWs3H7otXft3X");
	EXPECT_FAIL(gbx_is_crypto_address_sol, "d41d8cd98f00b204e9800998ecf8427e", "hello",
		    "0OIl0OIl0OIl0OIl0OIl0OIl0OIl0OIl0OIl");
}

static void validator_agreement(void **state)
{
	(void)state;
	expect_agreement(&(struct agreement){"isBtcAddress", gbx_is_crypto_address_btc, 0.995, 0.8});
	expect_agreement(&(struct agreement){"isEthereumAddress", gbx_is_crypto_address_eth, 0.995, 0.995});
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(digests),
	    cmocka_unit_test(examples),
	    cmocka_unit_test(others),
	    cmocka_unit_test(validator_agreement),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}

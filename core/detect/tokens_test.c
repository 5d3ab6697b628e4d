/*
 * Secrets of services: each form whole, changed, and inside text; things that look alike
 * and are none. All of them are invented.
 */
#include "form.h"
#include "labelled_test.h"

#define A30 "abcdefghijklmnopqrstuvwxyz0123"
#define HEX32 "00112233445566778899aabbccddeeff"

static const struct {
	enum gbx_type type;
	const char *text;
} tokens[] = {
    {GBX_T_SECRET_AWS_KEY, "AKIA234567ABCDEFGHIJ"},
    {GBX_T_SECRET_AWS_KEY, "ASIA234567ABCDEFGHIJ"},
    {GBX_T_TOKEN_GOOGLE, "AIzaSy" A30 "012"},
    {GBX_T_TOKEN_GOOGLE, "ya29.a0" A30 A30},
    {GBX_T_TOKEN_GOOGLE, "GOCSPX-abcdefghijklmnopqrstuvwxyz01"},
    {GBX_T_TOKEN_GITHUB, "ghp_" A30 "2LolCm"},
    {GBX_T_TOKEN_GITHUB, "github_pat_11ABCDEFGHIJKLMNOPQRST_" A30 "abcdefghijklmnopqrstuvwxyz012"},
    {GBX_T_TOKEN_GITLAB, "glpat-abcdefghij0123456789"},
    {GBX_T_TOKEN_SLACK, "xoxb-012345678901-0123456789012-abcdefghijklmnopqrstuvwx"},
    {GBX_T_TOKEN_SLACK,
     "https://hooks.slack.com/services/T01234567/B01234567/abcdefghijklmnopqrstuvwx"},
    {GBX_T_TOKEN_STRIPE, "sk_live_abcdefghijklmnopqrstuvwx"},
    {GBX_T_TOKEN_STRIPE, "pk_live_abcdefghijklmnopqrstuvwx"},
    {GBX_T_TOKEN_TWILIO, "SK" HEX32},
    {GBX_T_TOKEN_TWILIO, "AC" HEX32},
    {GBX_T_TOKEN_SENDGRID, "SG.abcdefghijklmnopqrstuv.abcdefghijklmnopqrstuvwxyz0123456789abcdefg"},
    {GBX_T_TOKEN_NPM, "npm_" A30 "2LolCm"},
    {GBX_T_TOKEN_PYPI, "pypi-AgEIcHlwaS5vcmc" A30 A30},
    {GBX_T_TOKEN_TELEGRAM, "123456789:AAabcdefghijklmnopqrstuvwxyz0123456"},
    {GBX_T_TOKEN_DISCORD, "MTIzNDU2Nzg5MDEyMzQ1Njc4.abcdef.abcdefghijklmnopqrstuvwxyz0"},
    {GBX_T_TOKEN_OPENAI, "sk-proj-" A30 A30},
    {GBX_T_TOKEN_OPENAI, "sk-abcdefghijklmnopqrstuvwxyz0123456789abcdefghijkl"},
    {GBX_T_TOKEN_ANTHROPIC, "sk-ant-api03-" A30 A30},
    {GBX_T_TOKEN_AZURE, "DefaultEndpointsProtocol=https;AccountName=example;AccountKey=" A30 A30
                        "abcdefghijklmnopqrstuvwxyz==;EndpointSuffix=core.windows.net"},
    {GBX_T_TOKEN_OTHER, "key-" HEX32},
    {GBX_T_TOKEN_OTHER, "sq0atp-abcdefghijklmnopqrstuv"},
    {GBX_T_TOKEN_OTHER, "shpat_" HEX32},
    {GBX_T_TOKEN_OTHER, "dop_v1_" HEX32 HEX32},
    {GBX_T_TOKEN_OTHER, "HRKU-01234567-89ab-cdef-0123-456789abcdef"},
    {GBX_T_TOKEN_OTHER, "hf_abcdefghijklmnopqrstuvwxyzABCDEFGH"},
    {GBX_T_TOKEN_OTHER, "hvs.abcdefghijklmnopqrstuvwx"},
    {GBX_T_SECRET_OTP_SEED, "otpauth://totp/Example:user?secret=JBSWY3DPEHPK3PXP&issuer=Example"},
    {GBX_T_SECRET_URL_PASSWORD, "postgres://user:s3cret@db.example.com"},
    {GBX_T_SECRET_URL_PASSWORD, "https://user:p!ss;word@192.0.2.7"},
    {GBX_T_PRIVATE_KEY, "-----BEGIN RSA PRIVATE KEY-----\nMIIBOgIBAAJBAKj34GkxFhD90vcNLYLInFEX\n"
                        "-----END RSA PRIVATE KEY-----"},
    {GBX_T_PRIVATE_KEY,
     "-----BEGIN OPENSSH PRIVATE KEY-----\\nb3BlbnNzaC1rZXktdjEAAAAA\\n-----END OPENSSH PRIVATE "
     "KEY-----"},
    {GBX_T_PRIVATE_KEY, "-----BEGIN PGP PRIVATE KEY BLOCK-----\n\nlQHYBAAA\n=abcd\n-----END PGP "
                        "PRIVATE KEY BLOCK-----"},
};

static void whole(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(tokens) / sizeof(tokens[0]); i++) {
		struct gbx_value v = text(tokens[i].text);
		if (gbx_stray_type(&v) != tokens[i].type)
			fail_msg("%s: %s", tokens[i].text, gbx_type_info(gbx_stray_type(&v))->name);
		assert_true(gbx_type_info(tokens[i].type)->check(&v));
	}
}

static void in_text(void **state)
{
	static const char *const around[][2] = {
	    {"the key is ", " and nothing else"},
	    {"{\"token\":\"", "\"}"},
	    {"TOKEN=", "\n"},
	    {"密钥：", "。请保密"},
	    {"(", ")"},
	    {"token: '", "'"},
	    {"", ""},
	    {"see 2020-04-23, ", ", ok"},
	};
	(void)state;
	for (size_t i = 0; i < sizeof(tokens) / sizeof(tokens[0]); i++)
		for (size_t k = 0; k < sizeof(around) / sizeof(around[0]); k++) {
			char s[700];
			struct gbx_hit hit[4];
			int n = snprintf(s, sizeof s, "%s%s%s", around[k][0], tokens[i].text,
			                 around[k][1]);
			uint32_t hits = gbx_scan_text((unsigned char *)s, (size_t)n, hit, 4);
			size_t off = strlen(around[k][0]), len = strlen(tokens[i].text);
			bool found = false;
			for (uint32_t h = 0; h < hits; h++)
				found |= hit[h].type == tokens[i].type && hit[h].off == off &&
				         hit[h].len == len;
			if (!found)
				fail_msg("not found in: %s (%u hits, %s at %u+%u)", s, hits,
				         hits ? gbx_type_info(hit[0].type)->name : "",
				         hits ? hit[0].off : 0, hits ? hit[0].len : 0);
		}
}

/* At every place of a long text, and cut anywhere. */
static void far_in_text(void **state)
{
	static const char key[] = "AKIA234567ABCDEFGHIJ";
	char s[2300];
	struct gbx_hit hit[2];

	(void)state;
	for (size_t at = 900; at < 1200; at++) {
		memset(s, ' ', sizeof s);
		memcpy(s + at, key, sizeof(key) - 1);
		assert_int_equal(gbx_scan_text((unsigned char *)s, sizeof s, hit, 2), 1);
		assert_int_equal(hit[0].off, at);
		assert_int_equal(gbx_scan_text((unsigned char *)s, at + 19, hit, 2), 0);
	}
}

static void mutations(void **state)
{
	(void)state;
	/* the checksum of a changed token is wrong: it is some token, not GitHub's */
	assert_true(mutants_passing(gbx_is_token_github, "ghp_" A30 "2LolCm") <= 0.02);
	assert_true(mutants_passing(gbx_is_token_npm, "npm_" A30 "2LolCm") <= 0.02);
	EXPECT_FAIL(gbx_is_aws_key, "AKIA234567ABCDEFGHI", "AKIA234567ABCDEFGHIJK",
	            "AKIA234567ABCDEFGHIj", "BKIA234567ABCDEFGHIJ");
	EXPECT_FAIL(gbx_is_token_slack, "xoxb-",
	            "xoxz-012345678901-0123456789012-abcdefghijklmnop");
	EXPECT_FAIL(gbx_is_token_stripe, "sk_live_", "sk_live_abc",
	            "sk_dead_abcdefghijklmnopqrstuvwx");
	EXPECT_FAIL(gbx_is_token_google, "AIza", "AIzaSyxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx");
	EXPECT_FAIL(gbx_is_url_password, "https://example.com/@user", "https://user@example.com",
	            "http://example.com:80/a@b", "mailto:user:x@example.com", "://a:b@c",
	            "https://user:@example.com");
	EXPECT_FAIL(gbx_is_private_key,
	            "-----BEGIN PUBLIC KEY-----\nMIIB\n-----END PUBLIC KEY-----",
	            "-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----", "-----");
	EXPECT_PASS(gbx_is_public_key, "ssh-rsa AAAAB3NzaC1yc2EAAAADAQABAAABgQDexample user@host");
	EXPECT_FAIL(gbx_is_public_key, "ssh-rsa",
	            "ssh-rsa AAAAC3NzaC1lZDI1NTE5AAAAIexampleexample");
	EXPECT_PASS(gbx_is_aws_secret, "abcdefghijABCDEFGHIJ0123456789/+abcdefgh");
	EXPECT_FAIL(gbx_is_aws_secret, "0123456789abcdef0123456789abcdef01234567");
}

/* Commit ids, UUIDs, pictures, colours, builds, device ids, words and paths. */
static void look_alikes(void **state)
{
	static const char *const none[] = {
	    "commit 9fceb02d0ae598e95dc970b74767f19372d61af8 on main",
	    "id 6ba7b810-9dad-11d1-80b4-00c04fd430c8 done",
	    "data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk",
	    "color #ff8800 and #aabbcc",
	    "build 20190401.1234-abcdef0 of v1.2.3-rc.4+build.5678",
	    "hwid 3F2504E0-4F89-11D3-9A0C-0305E82C3301",
	    "an extraordinarily-long-and-hyphenated-compound-word here",
	    "/usr/share/some_directory_name/another_directory_name_here/file.txt",
	    "sk-ip this one, key-board, pat tern, https://example.com/services/T/B/x",
	    "ACCOUNTNUMBERANDNAMEINONEWORD AKIANDSOONANDSOONANDSO",
	    "SKIPTHISVERYLONGWORDTHATGOESONANDON",
	    "sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef",
	    "https://example.com/a/b?session=abcdefghijklmnopqrstuvwxyz0123456789",
	    "-------- a line of dashes --------",
	    "-----BEGIN PGP SIGNED MESSAGE-----",
	    "user:password without a host, a://b, c@d",
	    "MTIzNDU2Nzg5MDEyMzQ1Njc4OTAxMjM0NTY3ODkw and more of base64",
	};
	struct gbx_hit hit[2];

	(void)state;
	for (size_t i = 0; i < sizeof(none) / sizeof(none[0]); i++)
		if (gbx_scan_text((const unsigned char *)none[i], strlen(none[i]), hit, 2))
			fail_msg("%s: %s", none[i], gbx_type_info(hit[0].type)->name);
}

/* Keys that never end are looked through once. */
static void no_end_of_keys(void **state)
{
	static const char begin[] = "-----BEGIN PRIVATE KEY-----#";
	size_t n = 0, cap = 2u << 20;
	char *s = malloc(cap);
	struct gbx_hit hit[64];
	uint32_t hits;

	(void)state;
	assert_non_null(s);
	while (n + sizeof(begin) < cap) {
		memcpy(s + n, begin, sizeof(begin) - 1);
		n += sizeof(begin) - 1;
	}
	hits = gbx_scan_text((unsigned char *)s, n, hit, 64);
	assert_int_equal(hits, 64);
	free(s);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(whole),       cmocka_unit_test(in_text),
	    cmocka_unit_test(far_in_text), cmocka_unit_test(mutations),
	    cmocka_unit_test(look_alikes), cmocka_unit_test(no_end_of_keys),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}

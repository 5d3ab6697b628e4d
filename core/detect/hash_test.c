/*
 * Hashes and tokens: exact forms.
 */
#include "labelled_test.h"

static void forms(void **state)
{
	(void)state;
	EXPECT_PASS(gbx_is_hash_bcrypt,
	            "$2a$05$/VT2Xs2dMd8GJKfrXhjYP.DkTjOVrY12yDN7/6I8ZV0q/1lEohLru");
	EXPECT_FAIL(gbx_is_hash_bcrypt,
	            "$2a$05$/VT2Xs2dMd8GJKfrXhjYP.DkTjOVrY12yDN7/6I8ZV0q/1lEohLr",
	            "$2a$5$/VT2Xs2dMd8GJKfrXhjYP.DkTjOVrY12yDN7/6I8ZV0q/1lEohLruA",
	            "$2z$05$/VT2Xs2dMd8GJKfrXhjYP.DkTjOVrY12yDN7/6I8ZV0q/1lEohLru", "$2a$", "$");
	EXPECT_PASS(gbx_is_hash_md5, "d41d8cd98f00b204e9800998ecf8427f",
	            "D41D8CD98F00B204E9800998ECF8427F");
	EXPECT_FAIL(gbx_is_hash_md5, "d41d8cd98f00b204e9800998ecf8427",
	            "12345678901234567890123456789012", "g41d8cd98f00b204e9800998ecf8427f",
	            "d41d8cd98f00b204e9800998ecf8427f0");
	EXPECT_PASS(gbx_is_hash_mysql, "*94BDCEBE19083CE2A1F959FD02F964C7AF4CFC29");
	EXPECT_FAIL(gbx_is_hash_mysql, "*94bdcebe19083ce2a1f959fd02f964c7af4cfc29",
	            "94BDCEBE19083CE2A1F959FD02F964C7AF4CFC29");
	EXPECT_PASS(gbx_is_hash_argon2, "$argon2id$v=19$m=65536,t=3,p=1$FBMjI4RJBhIykCgol1KEJA$"
	                                "2ky5GAdhT1kH4kIgPN/oERE3Taiy43vNN70a3HpiKQU");
	EXPECT_PASS(gbx_is_hash_pbkdf2,
	            "pbkdf2_sha256$10000$1135411628$bFYX62rfJobJ07VwrUMXfuffLfj2RDM2G6/BrTrUWkE=");
}

static void tokens(void **state)
{
	(void)state;
	EXPECT_PASS(gbx_is_jwt, "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJzdWIiOiIxMjM0NTY3ODkwIn0."
	                        "dozjgNryP4J3jVmNHl0w5N_XgL0n3I9PlFUP0THsR8U");
	EXPECT_FAIL(gbx_is_jwt, "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9", "eyJ", "eyJ...",
	            "eyJ1c2VybmFtZSI6ImFkbWluIn0.YjdgRQ.1OTlf1PD0H9wXsu_qS0aywAJVD8",
	            "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJzdWIiOiIxMjM0NTY3ODkwIn0.a b");
	expect_agreement(&(struct agreement){"isJWT", gbx_is_jwt, 0.9, 0.9});
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(forms),
	    cmocka_unit_test(tokens),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}

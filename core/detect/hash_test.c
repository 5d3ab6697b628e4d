/*
 * Hashes and tokens: exact forms, and kinds against the corpus.
 */
#include "labelled_test.h"

static const enum gbx_type hex_types[] = {
    GBX_T_PASSWORD_HASH_MD5_NTLM_MD4,
    GBX_T_PASSWORD_HASH_SHA1,
    GBX_T_PASSWORD_HASH_SHA256,
    GBX_T_PASSWORD_HASH_SHA512,
};

static enum gbx_type kind_of(const struct gbx_value *v)
{
	for (unsigned t = 0; t < GBX_T_COUNT; t++) {
		const struct gbx_type_info *i = gbx_type_info((enum gbx_type)t);
		if (strncmp(i->name, "password_hash.", 14) == 0 && i->check && i->check(v))
			return (enum gbx_type)t;
	}
	return GBX_T_UNKNOWN;
}

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

struct wanted {
	const char *name; /* type_name begins with this */
	enum gbx_type type;
};

static const struct wanted kinds[] = {
    {"MD5\t", GBX_T_PASSWORD_HASH_MD5_NTLM_MD4},
    {"NTLM\t", GBX_T_PASSWORD_HASH_MD5_NTLM_MD4},
    {"MD4\t", GBX_T_PASSWORD_HASH_MD5_NTLM_MD4},
    {"SHA1\t", GBX_T_PASSWORD_HASH_SHA1},
    {"SHA2-256\t", GBX_T_PASSWORD_HASH_SHA256},
    {"SHA2-512\t", GBX_T_PASSWORD_HASH_SHA512},
    {"bcrypt", GBX_T_PASSWORD_HASH_BCRYPT},
    {"phpass", GBX_T_PASSWORD_HASH_PHPASS},
    {"Drupal7", GBX_T_PASSWORD_HASH_PHPASS},
    {"md5crypt", GBX_T_PASSWORD_HASH_MD5CRYPT},
    {"Apache $apr1$", GBX_T_PASSWORD_HASH_MD5CRYPT},
    {"sha256crypt", GBX_T_PASSWORD_HASH_SHA256CRYPT},
    {"sha512crypt", GBX_T_PASSWORD_HASH_SHA512CRYPT},
    {"Argon2", GBX_T_PASSWORD_HASH_ARGON2},
    {"argon2", GBX_T_PASSWORD_HASH_ARGON2},
    {"scrypt", GBX_T_PASSWORD_HASH_SCRYPT},
    {"PBKDF2-HMAC", GBX_T_PASSWORD_HASH_PBKDF2},
    {"Django (PBKDF2", GBX_T_PASSWORD_HASH_PBKDF2},
    {"nsldap", GBX_T_PASSWORD_HASH_SSHA},
    {"SSHA-", GBX_T_PASSWORD_HASH_SSHA},
    {"Atlassian", GBX_T_PASSWORD_HASH_PBKDF2},
    {"Web2py", GBX_T_PASSWORD_HASH_PBKDF2},
    {"RedHat 389-DS", GBX_T_PASSWORD_HASH_PBKDF2},
    {"Python passlib pbkdf2", GBX_T_PASSWORD_HASH_PBKDF2},
    {"GRUB", GBX_T_PASSWORD_HASH_PBKDF2},
};

static enum gbx_type wanted_kind(const char *type_name)
{
	for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++) {
		size_t n = strcspn(kinds[i].name, "\t");
		if (strncmp(type_name, kinds[i].name, n) == 0 &&
		    (!kinds[i].name[n] || !type_name[n]))
			return kinds[i].type;
	}
	return GBX_T_UNKNOWN;
}

static bool is_hex_type(enum gbx_type t)
{
	for (unsigned i = 0; i < 4; i++)
		if (hex_types[i] == t)
			return true;
	return false;
}

/* Kinds we have must be named right; others must not be called a form of ours. */
static void kinds_against_the_corpus(void **state)
{
	struct labelled l;
	unsigned ours = 0, right = 0, others = 0, wrong = 0;

	(void)state;
	if (!labelled_open(&l, "hashes.tsv"))
		skip();
	while (labelled_next(&l)) {
		struct gbx_value v = labelled_value(l.col[0]);
		enum gbx_type want = wanted_kind(l.col[2]), got = v.n ? kind_of(&v) : GBX_T_UNKNOWN;
		if (want != GBX_T_UNKNOWN) {
			ours++;
			right += got == want;
		} else {
			others++;
			wrong += got != GBX_T_UNKNOWN && !is_hex_type(got);
		}
		if (getenv("GBX_SHOW") && (want ? got != want : got && !is_hex_type(got)))
			print_message("  %.70s is %s, said %s\n", l.col[0], l.col[2],
			              gbx_type_info(got)->name);
	}
	labelled_close(&l);
	print_message("hashes: %u of %u of our kinds right; %u of %u others named\n", right, ours,
	              wrong, others);
	assert_true(ours >= 5 && right >= 0.9 * ours);
	assert_true(wrong <= 0.05 * others);
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
	    cmocka_unit_test(kinds_against_the_corpus),
	    cmocka_unit_test(tokens),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}

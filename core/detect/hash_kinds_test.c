/*
 * Kinds of hashes: candidates against the public list of example hashes, costs, and how
 * cells of mixed columns are told apart. Values are invented but for the corpus.
 */
#include "hash.h"
#include "labelled_test.h"

static bool has_mode(const char *modes, const char *mode)
{
	size_t n = strlen(mode);

	for (const char *p = modes; p && *p; p = strchr(p, ','), p = p ? p + 1 : p)
		if (strncmp(p, mode, n) == 0 && (p[n] == ',' || !p[n]))
			return true;
	return false;
}

static unsigned candidates(const char *s, struct gbx_hash_candidate *out)
{
	struct gbx_value v = text(s);

	return gbx_hash_candidates(&v, out, GBX_HASH_CANDIDATES);
}

static bool is_kind(const char *s, enum gbx_hash_kind_id k, unsigned rank)
{
	struct gbx_hash_candidate c[GBX_HASH_CANDIDATES];
	unsigned n = candidates(s, c);

	for (unsigned i = 0; i < n; i++)
		if (c[i].kind == k && c[i].rank == rank)
			return true;
	return false;
}

/* Rank of the row's kind among the candidates, 99 when it is not there. */
static unsigned rank_of(const struct labelled *l, unsigned *ncand)
{
	struct gbx_hash_candidate c[GBX_HASH_CANDIDATES];
	unsigned n = candidates(l->col[0], c);

	*ncand = n;
	for (unsigned i = 0; i < n; i++)
		if (has_mode(gbx_hash_kind[c[i].kind].modes, l->col[1] + strlen("hashcat:")))
			return c[i].rank;
	return 99;
}

static void corpus(void **state)
{
	struct labelled l;
	unsigned all = 0, there = 0, first = 0, most = 0, sum = 0, n;

	(void)state;
	if (!labelled_open(&l, "hashes.tsv"))
		skip();
	while (labelled_next(&l)) {
		if (strcmp(l.col[2], "Plaintext") == 0)
			continue;
		unsigned rank = rank_of(&l, &n);
		all++;
		there += rank < 99;
		first += rank == 0;
		sum += n;
		most = n > most ? n : most;
		if (getenv("GBX_SHOW") && rank)
			print_message("  %u %s %s %.70s\n", rank, l.col[1], l.col[2], l.col[0]);
	}
	labelled_close(&l);
	print_message(
	    "hashes: %u of %u among the candidates, %u first; %.1f candidates, at most %u\n", there,
	    all, first, (double)sum / all, most);
	assert_true(there >= 0.95 * all);
	assert_true(first >= 0.85 * all);
}

/* Ambiguity is stated: no single name for bare digits. */
static void ambiguous(void **state)
{
	static const char md5[] = "5d9c68c6c50ed3d02a2fcf54f63993b6";
	(void)state;
	assert_true(is_kind(md5, GBX_HASH_MD5, 0) && is_kind(md5, GBX_HASH_NTLM, 0) &&
	            is_kind(md5, GBX_HASH_MD4, 0) && is_kind(md5, GBX_HASH_LM, 1));
	assert_true(is_kind("5d9c68c6c50ed3d0", GBX_HASH_LM, 0) &&
	            is_kind("5d9c68c6c50ed3d0", GBX_HASH_MYSQL323, 0));
	assert_true(is_kind("5d9c68c6c50ed3d02a2fcf54f63993b6:A3x", GBX_HASH_VBULLETIN, 0));
	assert_true(is_kind("5d9c68c6c50ed3d02a2fcf54f63993b6:AbCdEfGhIjKlMnOpQrStUvWxYz012345",
	                    GBX_HASH_JOOMLA, 0));
	assert_false(is_kind("5d9c68c6c50ed3d02a2fcf54f63993b6:A3x", GBX_HASH_JOOMLA, 0));
	assert_string_equal(gbx_hash_shown(GBX_HASH_MD5), "MD5, NTLM, MD4 or LM");
}

static const struct {
	const char *value;
	enum gbx_hash_kind_id kind;
	const char *cost;
} costs[] = {
    {"$2y$08$abcdefghijklmnopqrstuuABCDEFGHIJKLMNOPQRSTUVWXYZ01234", GBX_HASH_BCRYPT, "cost 8"},
    {"$wp$2y$10$abcdefghijklmnopqrstuuABCDEFGHIJKLMNOPQRSTUVWXYZ01234", GBX_HASH_WORDPRESS,
     "cost 10"},
    {"pbkdf2_sha256$600000$abcdefgh$QUJDREVGR0hJSktMTU5PUFFSU1RVVldYWVphYmNkZWY=", GBX_HASH_DJANGO,
     "600,000 iterations"},
    {"pbkdf2:sha256:1000000$saltsalt$"
     "00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff",
     GBX_HASH_WERKZEUG, "1,000,000 iterations"},
    {"$pbkdf2-sha256$29000$abcdefgh$abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQ", GBX_HASH_PASSLIB,
     "29,000 iterations"},
    {"$argon2id$v=19$m=65536,t=3,p=4$c2FsdHNhbHRzYWx0$QUJDREVGR0hJSktMTU5PUA", GBX_HASH_ARGON2ID,
     "m=65536 t=3 p=4"},
    {"$argon2i$v=19$m=4096,t=2,p=1$c2FsdHNhbHRzYWx0$QUJDREVGR0hJSktMTU5PUA", GBX_HASH_ARGON2I,
     "m=4096 t=2 p=1"},
    {"$scrypt$ln=14,r=8,p=1$c2FsdA$QUJDREVGR0hJSktMTU5PUA", GBX_HASH_SCRYPT, "N=16384 r=8 p=1"},
    {"scrypt:32768:8:1$salt$"
     "00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff",
     GBX_HASH_SCRYPT, "N=32768 r=8 p=1"},
    {"$6$rounds=10000$saltsalt$abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnop"
     "qrstuvwxyzABCDEFGH",
     GBX_HASH_SHA512CRYPT, "10,000 rounds"},
    {"$6$saltsalt$abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnop"
     "qrstuvwxyzABCDEFGH",
     GBX_HASH_SHA512CRYPT, "5,000 rounds"},
    {"$P$BabcdefghABCDEFGHIJKLMNOPQRSTU.", GBX_HASH_PHPASS, "8,192 rounds"},
    {"$S$DabcdefghABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789abcdefg", GBX_HASH_DRUPAL7, "32,768 rounds"},
    {"$y$j9T$abcdefghijklmnopqrstuv$abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQ", GBX_HASH_YESCRYPT,
     "N=4096 r=32"},
    {"$gy$j9T$abcdefghijklmnopqrstuv$abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQ",
     GBX_HASH_GOST_YESCRYPT, "N=4096 r=32"},
    {"AQAAAAEAACcQAAAAEABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789ABC==",
     GBX_HASH_ASPNET3, "10,000 iterations"},
    {"AQAAAAIAAYagAAAAEABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789ABC==",
     GBX_HASH_ASPNET3, "100,000 iterations"},
    {"SCRAM-SHA-256$4096:c2FsdHNhbHRzYWx0c2FsdA==$QUJDREVGR0hJSktMTU5PUFFSU1RVVldYWVphYmNkZWY=:"
     "QUJDREVGR0hJSktMTU5PUFFSU1RVVldYWVphYmNkZWY=",
     GBX_HASH_SCRAM, "4,096 iterations"},
    {"{PKCS5S2}QUJDREVGR0hJSktMTU5PUFFSU1RVVldYWVphYmNkZWZnaGlqa2xtbm9wcXJzdHV2",
     GBX_HASH_ATLASSIAN, "10,000 iterations"},
    {"$1$saltsalt$abcdefghijklmnopqrstuv", GBX_HASH_MD5CRYPT, "1,000 rounds"},
    {"md5a3556571e93b0d20722ba62be61e8c2d", GBX_HASH_POSTGRES, ""},
    {"sha1$a1b2c$5d9c68c6c50ed3d02a2fcf54f63993b65d9c68c6", GBX_HASH_DJANGO_SHA1, ""},
    {"{SSHA}QUJDREVGR0hJSktMTU5PUFFSU1RzYWx0", GBX_HASH_LDAP_SSHA, ""},
    {"0x01005D9C68C65D9C68C6C50ED3D02A2FCF54F63993B65D9C68C6", GBX_HASH_MSSQL2005, ""},
    {"S:5D9C68C6C50ED3D02A2FCF54F63993B65D9C68C600112233445566778899", GBX_HASH_ORACLE11, ""},
    {"_J9..rasmBYk8r9AiWNc", GBX_HASH_BSDICRYPT, ""},
};

static void read_costs(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(costs) / sizeof(costs[0]); i++) {
		struct gbx_hash_candidate c[GBX_HASH_CANDIDATES];
		struct gbx_buf b = GBX_BUF_INIT(100);
		unsigned n = candidates(costs[i].value, c);
		if (!n || c[0].kind != costs[i].kind)
			fail_msg("%s: first is %s, not %s", costs[i].value,
			         n ? gbx_hash_kind[c[0].kind].name : "none",
			         gbx_hash_kind[costs[i].kind].name);
		gbx_hash_put_cost(c[0].kind, &c[0].cost, &b);
		assert_string_equal(gbx_buf_str(&b), costs[i].cost);
		gbx_buf_release(&b);
	}
}

/* A byte less or more, or one of another alphabet: another kind or none. */
static void mutations(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(costs) / sizeof(costs[0]); i++) {
		size_t n = strlen(costs[i].value);
		char bad[300];
		memcpy(bad, costs[i].value, n + 1);
		bad[n - 1] = '!';
		if (is_kind(bad, costs[i].kind, 0))
			fail_msg("%s still passes", bad);
		bad[n - 1] = '\xe9';
		assert_false(is_kind(bad, costs[i].kind, 0));
		bad[0] = bad[0] == 'x' ? 'y' : 'x';
		assert_false(is_kind(bad, costs[i].kind, 0));
	}
	assert_false(
	    is_kind("$5,000 for the lot, or $6,000 with the $7,000 one", GBX_HASH_PHPASS, 0));
}

static const struct {
	enum gbx_type plan;
	const char *value;
	enum gbx_hash_kind_id kind;
	enum gbx_store store;
} cells[] = {
    {GBX_T_PASSWORD_PLAIN, "correct horse", GBX_HASH_KINDS, GBX_STORE_PLAIN},
    {GBX_T_PASSWORD_PLAIN, "Tr0ub4dor&3", GBX_HASH_KINDS, GBX_STORE_PLAIN},
    {GBX_T_PASSWORD_PLAIN, "abcdefghij123", GBX_HASH_KINDS, GBX_STORE_PLAIN},
    {GBX_T_PASSWORD_PLAIN, "5d9c68c6c50ed3d02a2fcf54f63993b6", GBX_HASH_MD5, GBX_STORE_FAST},
    {GBX_T_PASSWORD_HASH_SHA1, "0x5BAA61E4C9B93F3F0682250B6CF8331B7EE68FD8", GBX_HASH_SHA1,
     GBX_STORE_FAST},
    {GBX_T_PASSWORD_HASH_BCRYPT, "5d9c68c6c50ed3d02a2fcf54f63993b6:xyz", GBX_HASH_MD5_SALT,
     GBX_STORE_SALTED},
    {GBX_T_PASSWORD_HASH_BCRYPT, "$2y$08$abcdefghijklmnopqrstuuABCDEFGHIJKLMNOPQRSTUVWXYZ01234",
     GBX_HASH_BCRYPT, GBX_STORE_SLOW},
    {GBX_T_PASSWORD_HASH_OTHER, "0123456789abcdefghijklmnop", GBX_HASH_KINDS, GBX_STORE_UNKNOWN},
    {GBX_T_PASSWORD_HASH_DESCRYPT, "abCJnxoe3p5bt", GBX_HASH_KINDS, GBX_STORE_PLAIN},
    {GBX_T_PASSWORD_HASH_DESCRYPT, "abJnggxhB/yWI", GBX_HASH_DESCRYPT, GBX_STORE_SALTED},
};

static void of_cells(void **state)
{
	enum gbx_hash_kind_id kind = GBX_HASH_KINDS;
	struct gbx_hash_cost cost;
	enum gbx_store store;

	(void)state;
	for (size_t i = 0; i < sizeof(cells) / sizeof(cells[0]); i++) {
		struct gbx_value v = text(cells[i].value);
		assert_true(gbx_hash_in_cell(cells[i].plan, &v, &kind, &cost, &store));
		if (kind != cells[i].kind || store != cells[i].store)
			fail_msg("%s: %u, %s", cells[i].value, kind, gbx_store_text(store));
	}
	for (const char *const *s = (const char *const[]){"*", "!!", "*LK*", "NULL", "N/A", NULL};
	     *s; s++) {
		struct gbx_value v = text(*s);
		assert_false(gbx_hash_in_cell(GBX_T_PASSWORD_PLAIN, &v, &kind, &cost, &store));
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(corpus),    cmocka_unit_test(ambiguous), cmocka_unit_test(read_costs),
	    cmocka_unit_test(mutations), cmocka_unit_test(of_cells),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}

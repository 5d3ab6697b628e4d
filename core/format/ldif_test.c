/* LDIF: entries, folded and encoded values, lists, damage, hostile input. */
#include "json_testing.h"

static const char sample[] =
    "version: 1\n\n# people\ndn: uid=ada,dc=example,dc=com\nobjectClass: top\n"
    "objectClass: inetOrgPerson\nuid: ada\ncn:: QWRhIMOp\nmail: ada@example.com\n"
    "mail: ada@example.org\ndescription: a long\n  line\njpegPhoto:: /9j/4AAQ\n\n"
    "dn: uid=bo,dc=example,dc=com\nobjectClass: inetOrgPerson\nuid: bo\n"
    "mail: bo@example.com\n\n\n"
    "dn: ou=x,dc=example,dc=com\nobjectClass: organizationalUnit\nou: x\n";

static void test_entries(void **state)
{
	(void)state;
	check_text("d/people.ldif", sample, "ldif",
	           "inetOrgPerson@000012 cn=Ada \xc3\xa9|description=a long line|"
	           "dn=uid=ada,dc=example,dc=com|mail[]=ada@example.com|mail[]=ada@example.org|"
	           "objectClass[]=top|objectClass[]=inetOrgPerson|uid=ada|\n"
	           "inetOrgPerson@000211 dn=uid=bo,dc=example,dc=com|mail[]=bo@example.com|"
	           "objectClass[]=inetOrgPerson|uid=bo|\n"
	           "organizationalUnit@000298 dn=ou=x,dc=example,dc=com|"
	           "objectClass[]=organizationalUnit|ou=x|\n",
	           0);
}

static void test_crlf(void **state)
{
	(void)state;
	check_text("d/p.ldif",
	           "dn: a\r\nuid: 1\r\nnote: x\r\n  y\r\n\r\ndn:: Yg==\r\nuid: 2\r\n\r\n", "ldif",
	           "p@000000 dn=a|note=x y|uid=1|\np@000031 dn=b|uid=2|\n", 0);
}

static void test_damage(void **state)
{
	(void)state;
	check_text(
	    "p.ldif",
	    "dn: a\nuid: 1\n\nuid: 2\n\ndn: c\nno colon\n\ndn: d\nx:: !!!\n\ndn: e\nuid: 5\n",
	    "ldif", "p@000000 dn=a|uid=1|\np@000053 dn=e|uid=5|\n", 3);
}

static void test_others(void **state)
{
	(void)state;
	static const char *const text[] = {"dn: a\n", "name: x\nmail: y\n", "BEGIN:VCARD\nFN:x\n",
	                                   "dn,name\n1,2\n", "dns: x\ny: z\n"};
	for (size_t i = 0; i < sizeof text / sizeof *text; i++) {
		struct fed f = feed(text[i], strlen(text[i]), 100, "f.ldif", NULL);
		if (strcmp(f.format, "ldif") == 0)
			fail_msg("taken for LDIF: %s", text[i]);
		fed_release(&f);
	}
}

static void test_hostile(void **state)
{
	(void)state;
	check_prefixes(sample, "ldif");
	check_mutations_with(sample, "ldif", 3000, "dn: \n\r#-=;<\xff");
	struct gbx_buf b = GBX_BUF_INIT(64u << 20);
	gbx_buf_adds(&b, "dn: a\n");
	for (int i = 0; i < 200000; i++)
		gbx_buf_addf(&b, i & 1 ? "m%d: x\n" : "m: x\n y\n", i);
	struct fed f = feed(b.p, b.n, b.n, "f", "ldif");
	assert_int_equal(f.quarantined, 1);
	assert_int_equal(f.reason[0], GBX_E_COLUMNS);
	fed_release(&f);
	gbx_buf_release(&b);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_entries), cmocka_unit_test(test_crlf),
	    cmocka_unit_test(test_damage),  cmocka_unit_test(test_others),
	    cmocka_unit_test(test_hostile),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}

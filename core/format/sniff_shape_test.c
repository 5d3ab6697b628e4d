/* Objects under keys of their own, and pages of an API: what is told as such, how it is read. */
#include "json_testing.h"

static const char people[] =
    "{\"users\":{\"-Na\":{\"n\":\"A\",\"t\":[{\"x\":1}]},\"-Nb\":{\"n\":\"B\"},\"-N\\u0063\":{\"n\":\"C\",\"o\":2}},\n"
    " \"posts\": { \"p1\" : {\"by\":\"-Na\"},\"p2\":{\"by\":\"-Nb\"}},\"version\":3}\n";

static void test_members_of_members(void **state)
{
	(void)state;
	check_text("d.json", people, "json",
	           "posts@000097 _key=p1|by=-Na|\nposts@000117 _key=p2|by=-Nb|\nusers@000010 _key=-Na|n=A|t[].x=1|\n"
	           "users@000040 _key=-Nb|n=B|\nusers@000056 _key=-Nc|n=C|o=2|\n",
	           0);
}

static void test_members_of_the_document(void **state)
{
	(void)state;
	check_text("dir/users.json", "{\"1\":{\"n\":\"A\"},\n\"2\":{\"n\":\"B\"},\n\"3\":{\"n\":\"C\",\"_key\":\"z\"}}", "json",
	           "users@000001 _key=1|n=A|\nusers@000016 _key=2|n=B|\nusers@000031 _key=z|_key=3|n=C|\n", 0);
}

/* A value among the objects is no record, and is not lost; nor are objects beside a damaged one. */
static void test_oddities(void **state)
{
	(void)state;
	static const char odd[] = "{\"u\":{\"a\":{\"n\":1},\"b\":{\"n\":2},\"c\":{\"n\":3},\"d\":{\"n\":4},\"e\":7}}";
	struct fed f = feed(odd, strlen(odd), 7, "f", NULL);
	assert_string_equal(f.format, "json");
	assert_int_equal(f.records, 4);
	assert_int_equal(f.quarantined, 1);
	assert_int_equal(f.reason[0], GBX_E_JSON_NOT_OBJECT);
	assert_int_equal(f.bad_off[0], strstr(odd, "\"e\"") - odd);
	assert_int_equal(f.bad_len[0], 5);
	fed_release(&f);
	static const char cut[] = "{\"u\":{\"a\":{\"n\":1},\"b\":{\"n\":2},\"c\":{\"n\":3},\"d\":{\"n\":";
	f = feed(cut, strlen(cut), 7, "f", NULL);
	assert_int_equal(f.records, 3);
	assert_int_equal(f.quarantined, 1);
	assert_int_equal(f.reason[0], GBX_E_CUT);
	fed_release(&f);
}

static void expect_records(const char *text, const char *format, uint64_t records)
{
	struct fed f = feed(text, strlen(text), 9, "f", NULL);
	if (strcmp(f.format, format) != 0 || f.records != records)
		fail_msg("%s, %llu records for:\n%s", f.format, (unsigned long long)f.records, text);
	fed_release(&f);
}

/* One record, though it holds objects alike. */
static void test_one_record(void **state)
{
	(void)state;
	expect_records("{\"id\":1,\"at\":{\"home\":{\"s\":1},\"work\":{\"s\":2},\"third\":{\"s\":3}}}", "ndjson", 1);
	expect_records("{\"n\":\"A\",\"at\":{\"home\":{\"s\":1},\"work\":{\"s\":2},\"third\":{\"s\":3}}}", "ndjson", 1);
	expect_records("{\"a\":{\"x\":1},\"b\":{\"y\":1},\"c\":{\"z\":1}}", "ndjson", 1);
	expect_records("{\"a\":{\"x\":1},\"b\":{\"x\":1}}", "ndjson", 1);
	/* sections around lists */
	expect_records("{\"a\":{\"x\":1,\"l\":[{\"n\":1},{\"n\":2}]},\"b\":{\"x\":1,\"l\":[{\"n\":3}]},"
	               "\"c\":{\"x\":1,\"l\":[{\"n\":4}]}}", "json", 4);
	expect_records("{\"a\":{\"n\":1},\"b\":{\"n\":1},\"c\":{\"n\":1}}\n{\"a\":{\"n\":1}}\n", "ndjson", 2);
}

static const char pages[] = "{\"page\":1,\"total\":5,\"data\":[{\"id\":1},{\"id\":2}]}\n"
                            "{\"page\":2,\"total\":5,\"data\":[{\"id\":3},{\"id\":4}]}\n"
                            "{\"page\":3,\"total\":5,\"data\":[]}\n";

static void test_pages(void **state)
{
	(void)state;
	check_text("d.json", pages, "json", "data@000028 id=1|\ndata@000037 id=2|\ndata@000076 id=3|\ndata@000085 id=4|\n", 0);
	expect_records("{\n\"count\":4,\n\"next\":null,\n\"results\":[\n{\"n\":1},\n{\"n\":2}]}{\"count\":4,\"next\":null,"
	               "\"results\":[{\"n\":3}]}", "json", 3);
	/* orders and their positions; a document with an id is a record */
	expect_records("{\"order\":1,\"total\":5,\"items\":[{\"n\":1},{\"n\":2}]}\n"
	               "{\"order\":2,\"total\":5,\"items\":[{\"n\":3}]}\n", "ndjson", 2);
	expect_records("{\"id\":1,\"page\":5,\"items\":[{\"n\":1},{\"n\":2}]}\n"
	               "{\"id\":2,\"page\":5,\"items\":[{\"n\":3}]}\n", "ndjson", 2);
	expect_records("{\"page\":1,\"tags\":[]}\n{\"page\":2,\"tags\":[]}\n", "ndjson", 2);
}

static void test_large(void **state)
{
	(void)state;
	struct gbx_buf b = GBX_BUF_INIT(64u << 20);
	gbx_buf_adds(&b, "{\"users\":{");
	for (unsigned i = 0; i < 200000; i++)
		gbx_buf_addf(&b, "%s\"-N%06u\":{\"id\":%u,\"name\":\"user %u %080u\"}", i ? "," : "", i, i, i, i);
	gbx_buf_adds(&b, "}}");
	struct fed f = feed(b.p, b.n, 1u << 20, "f", NULL);
	assert_int_equal(f.records, 200000);
	assert_int_equal(f.quarantined + f.bursts, 0);
	assert_true(f.chunks > 10);
	fed_release(&f);
	gbx_buf_release(&b);
}

static void test_damage(void **state)
{
	(void)state;
	static const char *const all[] = {people, pages};
	for (size_t i = 0; i < sizeof all / sizeof *all; i++) {
		check_prefixes(all[i], "json");
		check_mutations(all[i], "json", 6000);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_members_of_members), cmocka_unit_test(test_members_of_the_document),
	    cmocka_unit_test(test_oddities),           cmocka_unit_test(test_one_record),
	    cmocka_unit_test(test_pages),              cmocka_unit_test(test_large),
	    cmocka_unit_test(test_damage),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}

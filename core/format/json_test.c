/* Arrays, documents one after another, objects holding lists, table exports. */
#include "json_testing.h"

static const char array[] = "[ {\"a\":1,\"b\":[{\"a\":9},{\"a\":8}]},\n"
                            "  {\"a\":\"x \\\" ]},{ y\"} , 7, [1,{\"a\":2}], \"s\",\n"
                            "  {\"a\":3}\n]\n";

static void test_array(void **state)
{
	(void)state;
	check_text("users.json", array, "json",
	           "users@000002 a=1|b[].a=9|b[].a=8|\n"
	           "users@000035 a=x \" ]},{ y|\n"
	           "users@000080 a=3|\n",
	           3);
	struct fed f = feed(array, strlen(array), 10, "f", NULL);
	for (int i = 0; i < 3; i++)
		assert_int_equal(f.reason[i], GBX_E_JSON_NOT_OBJECT);
	fed_release(&f);
}

/* An array without any object is a list of values. */
static void test_values(void **state)
{
	(void)state;
	check_text("mails.json",
	           "[\"a@example.com\", \"b\\u0040example.org\",\n 7, null, [1, \"x\"], \"{\\\"a\\\":1}\", true, \"\"]\n", "json",
	           "mails@000001 value=a@example.com|\nmails@000018 value=b@example.org|\n"
	           "mails@000041 value=7|\nmails@000044 value=-|\n"
	           "mails@000050 value[]=1|value[]=x|\nmails@000060 value={\"a\":1}|\n"
	           "mails@000073 value=true|\nmails@000079 value=|\n",
	           0);
	struct fed f = feed("[1,2,3,4,5,6,7]", 15, 15, "f", "json");
	assert_int_equal(f.records, 0);
	assert_int_equal(f.quarantined, 7);
	fed_release(&f);
}

/* Under keys that are data each member is a record. */
static void test_pairs(void **state)
{
	(void)state;
	struct gbx_buf b = GBX_BUF_INIT(4096);
	for (unsigned i = 0; i < 9; i++)
		gbx_buf_addf(&b, "%s\"ann%u@example.com\": \"+1202555010%u\"", i ? ",\n" : "{", i, i);
	gbx_buf_adds(&b, "}\n");
	struct fed f = feed(b.p, b.n, 40, "map.json", NULL);
	assert_string_equal(f.format, "json");
	assert_int_equal(f.records, 9);
	assert_int_equal(f.quarantined, 0);
	fed_release(&f);
	gbx_buf_release(&b);
	/* names of fields are no data */
	check_text("d.json", "{\"a\":1,\"b\":2,\"c\":3,\"d\":4,\"e\":5,\"f\":6,\"g\":7,\"h\":8}\n", "ndjson",
	           "d@000000 a=1|b=2|c=3|d=4|e=5|f=6|g=7|h=8|\n", 0);
}

static const char documents[] = "{\n \"a\": 1,\n \"l\": [{\"x\":1}]\n}\n{\n \"a\": 2\n}{\"a\":3},\n"
                                "\x1e{\"a\":4}\n[{\"a\":5},{\"a\":6}]\n";

static void test_documents(void **state)
{
	(void)state;
	check_text("d.json", documents, "json",
	           "d@000000 a=1|l[].x=1|\nd@000029 a=2|\nd@000040 a=3|\nd@000050 a=4|\n"
	           "d@000059 a=5|\nd@000067 a=6|\n",
	           0);
}

static const char members[] =
    "{\"version\":\"1\",\"meta\":{\"n\":2,\"skip\":[1,[2]],\"roles\":[{\"r\":\"x\"}]},\n"
    " \"users\":[{\"n\":\"A\"},{\"n\":\"B\"}], \"empty\":[], \"us\\u0065rs2\":[ {\"n\":\"C\"} "
    "],\"t\":null}\n";

static void test_members(void **state)
{
	(void)state;
	check_text("d.json", members, "json",
	           "roles@000053 r=x|\nusers2@000126 n=C|\nusers@000076 n=A|\nusers@000086 n=B|\n",
	           0);
}

static const char tables[] =
    "[\n{\"type\":\"header\",\"version\":\"5.2.0\",\"comment\":\"Export to JSON plugin\"},\n"
    "{\"type\":\"database\",\"name\":\"shop\"},\n"
    "{\"type\":\"table\",\"name\":\"users\",\"database\":\"shop\",\"data\":\n[\n"
    "{\"id\":\"1\",\"mail\":\"a@example.com\"},\n{\"id\":\"2\",\"mail\":null}\n]\n},\n"
    "{\"type\":\"table\",\"name\":\"none\",\"database\":\"shop\",\"data\":[]},\n"
    "{\"type\":\"table\",\"name\":\"orders\",\"data\":[{\"id\":\"9\"}]}\n]\n";

static void test_tables(void **state)
{
	(void)state;
	check_text("shop.json", tables, "json",
	           "orders@000330 id=9|\nusers@000167 id=1|mail=a@example.com|\n"
	           "users@000202 id=2|mail=-|\n",
	           0);
}

static void test_one(void **state)
{
	(void)state;
	check_text("one.json", "{\n\"a\":{\"b\":[1,2]}\n}", "json", "one@000000 a.b[]=1|a.b[]=2|\n",
	           0);
}

/* Damage in one record does not take the others with it. */
static void test_recovery(void **state)
{
	(void)state;
	check_text(
	    "f",
	    "[{\"a\":1},{\"a\":\"he \"x\" y\"},{\"a\":2},{\"a\":{\"b\":1},{\"a\":3},{\"a\":4}]",
	    "json",
	    "f@000001 a=1|\nf@000009 a=he \"x\" y|\nf@000026 a=2|\nf@000047 a=3|\nf@000055 a=4|\n",
	    1);
	check_text("f", "[{\"a\":1},\n{\"a\":1}}},\n{\"a\":2},]]\n{\"a\":3}", "json",
	           "f@000001 a=1|\nf@000010 a=1|\nf@000021 a=2|\nf@000032 a=3|\n", 2);
	check_text("f", "{\"u\":[{\"a\":1},{\"a\":\"5\" x\"\"}],\"v\":[{\"c\":1}]}", "json",
	           "u@000006 a=1|\nu@000014 a=5\" x\"|\nv@000034 c=1|\n", 0);
	check_text("f", "{\"u\":[{\"a\":1},{\"a\":\"5\" x}],\"v\":[{\"c\":1}]}", "json",
	           "u@000006 a=1|\nv@000032 c=1|\n", 1);
	check_text("f", "{\"a\":1}\n{\"a\":\"x\n{\"a\":2}\n{\"a\":3,\n\"b\":4}\n", "json",
	           "f@000000 a=1|\nf@000016 a=2|\nf@000024 a=3|b=4|\n", 1);
}

static void test_cut(void **state)
{
	(void)state;
	static const struct {
		const char *text;
		uint64_t records, off, len;
	} rows[] = {
	    {"[{\"a\":1},{\"a\":2},{\"a\":\"x", 2, 17, 7},
	    {"[{\"a\":1},{\"a\":2}", 2, 16, 0},
	    {"[{\"a\":1},{\"a\":2},\n", 2, 18, 0},
	    {"{\"u\":[{\"a\":1}],\"v\":[{\"a\"", 1, 20, 4},
	    {"{\"u\":[{\"a\":1}],\"v", 1, 15, 2},
	};
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct fed f = feed(rows[i].text, strlen(rows[i].text), 3, "f", NULL);
		assert_string_equal(f.format, "json");
		assert_int_equal(f.records, rows[i].records);
		assert_int_equal(f.quarantined, 1);
		assert_int_equal(f.reason[0], GBX_E_CUT);
		assert_int_equal(f.bad_off[0], rows[i].off);
		assert_int_equal(f.bad_len[0], rows[i].len);
		fed_release(&f);
	}
}

/* Larger than any buffer: the document streams, the cap is a record's. */
static void test_large(void **state)
{
	(void)state;
	struct gbx_buf b = GBX_BUF_INIT(64u << 20);
	gbx_buf_adds(&b, "{\"total\":300000,\"users\":[");
	for (unsigned i = 0; i < 300000; i++)
		gbx_buf_addf(&b, "%s{\"id\":%u,\"name\":\"user %u of example.com %080u\"}",
		             i ? "," : "", i, i, i);
	gbx_buf_adds(&b, "]}");
	assert_true(b.n > GBX_RECORD_BYTES);
	struct fed f = feed(b.p, b.n, 1u << 20, "f", NULL);
	assert_int_equal(f.records, 300000);
	assert_int_equal(f.quarantined + f.bursts, 0);
	assert_true(f.chunks > 20);
	assert_true(strncmp(f.line[0], "users@", 6) == 0);
	fed_release(&f);
	gbx_buf_release(&b);
}

/* Every record needs mending: chunks are still cut. */
static void test_all_damaged(void **state)
{
	(void)state;
	struct gbx_buf b = GBX_BUF_INIT(64u << 20);
	gbx_buf_adds(&b, "[");
	for (unsigned i = 0; i < 60000; i++)
		gbx_buf_addf(&b,
		             "%s{\"id\":%u,\"t\":\"x \"y\" z %0300u\",\"l\":[{\"k\":1},{\"k\":2}]}",
		             i ? "," : "", i, i);
	gbx_buf_adds(&b, "]");
	struct fed f = feed(b.p, b.n, 1u << 20, "f", NULL);
	assert_string_equal(f.format, "json");
	assert_int_equal(f.records, 60000);
	assert_int_equal(f.repaired, 60000);
	assert_int_equal(f.bursts, 0);
	fed_release(&f);
	gbx_buf_release(&b);
}

/* An object with an id of its own, and `n` objects in its one list. */
static uint64_t records_of_list(unsigned n)
{
	struct gbx_buf b = GBX_BUF_INIT(1u << 20);
	gbx_buf_adds(&b, "{\"name\": \"x\", \"type\": \"group\", \"id\": 7, \"messages\": [");
	for (unsigned i = 0; i < n; i++)
		gbx_buf_addf(&b, "%s{\"id\": %u, \"from\": \"a\"}", i ? ",\n" : "", i);
	gbx_buf_adds(&b, "]}");
	struct fed f = feed(b.p, b.n, 1000000, "chat", "json");
	uint64_t records = f.records;
	fed_release(&f);
	gbx_buf_release(&b);
	return records;
}

static void test_order_or_chat(void **state)
{
	(void)state;
	assert_int_equal(records_of_list(3), 1);
	assert_int_equal(records_of_list(63), 1);
	assert_int_equal(records_of_list(64), 64);
	assert_int_equal(records_of_list(1500), 1500);
}

static void test_burst(void **state)
{
	(void)state;
	static const char *const fill[] = {"x", "[", "{\"k\":", "]"};
	for (size_t k = 0; k < sizeof fill / sizeof *fill; k++) {
		struct gbx_buf b = GBX_BUF_INIT(64u << 20);
		gbx_buf_adds(&b, "[{\"a\":1},\n{\"a\":");
		gbx_buf_adds(&b, k ? "" : "\"");
		while (b.n < (20u << 20))
			gbx_buf_adds(&b, fill[k]);
		gbx_buf_adds(&b, k ? "" : "\"}");
		gbx_buf_adds(&b, ",\n{\"a\":2},{\"a\":3}]");
		struct fed f = feed(b.p, b.n, 1000000, "f", "json");
		assert_true(f.records >= 1);
		if (!k)
			assert_int_equal(f.records, 3);
		fed_release(&f);
		gbx_buf_release(&b);
	}
}

static void test_junk(void **state)
{
	(void)state;
	struct gbx_buf b = GBX_BUF_INIT(64u << 20);
	gbx_buf_adds(&b, "[{\"a\":1}");
	for (unsigned i = 0; i < 3000000; i++)
		gbx_buf_adds(&b, "}");
	gbx_buf_adds(&b, ",{\"a\":2}]");
	struct fed f = feed(b.p, b.n, 1u << 20, "f", "json");
	assert_int_equal(f.records, 2);
	assert_true(f.quarantined < 10);
	fed_release(&f);
	gbx_buf_release(&b);
}

static void test_damage(void **state)
{
	(void)state;
	static const char script[] = "/**/ a.b =\n[ {\"x\": 1},\n{\"x\": 2},\n{\"x\": 3} ];\n";
	static const char *const all[] = {array, documents, members, tables, script};
	for (size_t i = 0; i < sizeof all / sizeof *all; i++) {
		check_prefixes(all[i], "json");
		check_mutations(all[i], "json", 6000);
	}
}

/* What a script puts around its data is wrapping; half a beginning is waited for. */
static void test_scripts(void **state)
{
	(void)state;
	check_text("tweets.js", "window.YTD.tweets.part0 = [ {\"a\": 1},\n{\"a\": 2} ]\n", "json",
	           "tweets@000028 a=1|\ntweets@000038 a=2|\n", 0);
	check_text("p.js", "/**/cb_1({\"users\":[{\"a\":1},{\"a\":2}]});\n", "json",
	           "users@000019 a=1|\nusers@000027 a=2|\n", 0);
	check_text("m.js", "module.exports =\n[\n  {\"a\": 1},\n  {\"a\": 2},\n];\n", "json",
	           "m@000021 a=1|\nm@000033 a=2|\n", 0);
}

/* pandas writes a frame column by column. */
static void test_columns(void **state)
{
	(void)state;
	check_text("frame.json", "{\"a\":{\"0\":1,\"1\":null},\n \"b\":{\"0\":\"x\",\"1\":{\"c\":[2]}}}\n", "json",
	           "frame@000000 a=-|b.c[]=2|\nframe@000000 a=1|b=x|\n", 0);
	/* not as many, not from 0: one record */
	check_text("r.json", "{\"a\":{\"0\":1,\"1\":2},\n\"b\":{\"0\":3}}\n", "json",
	           "r@000000 a.0=1|a.1=2|b.0=3|\n", 0);
	check_text("s.json", "{\"a\":{\"1\":1,\"2\":2},\n\"b\":{\"1\":3,\"2\":4}}\n", "json",
	           "s@000000 a.1=1|a.2=2|b.1=3|b.2=4|\n", 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_scripts), cmocka_unit_test(test_columns),
	    cmocka_unit_test(test_array),       cmocka_unit_test(test_values),
	    cmocka_unit_test(test_pairs),
	    cmocka_unit_test(test_documents),
	    cmocka_unit_test(test_members),     cmocka_unit_test(test_tables),
	    cmocka_unit_test(test_one),         cmocka_unit_test(test_recovery),
	    cmocka_unit_test(test_cut),         cmocka_unit_test(test_large),
	    cmocka_unit_test(test_all_damaged), cmocka_unit_test(test_order_or_chat),
	    cmocka_unit_test(test_burst),
	    cmocka_unit_test(test_junk),        cmocka_unit_test(test_damage),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}

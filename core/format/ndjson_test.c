/* One object a line: names, repairs, quarantine, hostile lines. */
#include "json_testing.h"

static const char fixture[] =
    "{\"name\":\"Ann "
    "Example\",\"tags\":[\"a\",\"b\"],\"addr\":{\"city\":\"X\",\"geo\":[1.50,-2]}}\n"
    "\r\n"
    "{\"name\":\"B\\u00e9\\n\",\"n\":null,\"ok\":true,\"items\":[{\"sku\":\"1\"},{\"sku\":\"2\"}]}"
    "\r\n"
    "{\"a\":\"he said \"hi\" to\",\"b\":1}\n"
    "{\"_id\":{\"$oid\":\"00ff\"},\"d\":{\"$date\":{\"$numberLong\":\"12\"}},\"e\":{},\"f\":[]}\n";

static void test_records(void **state)
{
	(void)state;
	check_text("d/people.ndjson.gz", fixture, "ndjson",
	           "people@000000 addr.city=X|addr.geo[]=1.50|addr.geo[]=-2|name=Ann Example|"
	           "tags[]=a|tags[]=b|\n"
	           "people@000078 items[].sku=1|items[].sku=2|n=-|name=B\xc3\xa9\n|ok=true|\n"
	           "people@000153 a=he said \"hi\" to|b=1|\n"
	           "people@000183 _id=00ff|d=12|\n",
	           0);
}

static void test_counts(void **state)
{
	(void)state;
	struct fed f = feed(fixture, strlen(fixture), 64, "f", NULL);
	assert_int_equal(f.records, 4);
	assert_int_equal(f.repaired, 1);
	assert_int_equal(f.b_skipped, 2);
	assert_int_equal(f.b_repaired, 30);
	assert_int_equal(f.b_quarantined, 0);
	fed_release(&f);
}

static void test_wrappers_only_alone(void **state)
{
	(void)state;
	check_text("f",
	           "{\"a\":{\"$oid\":\"1\",\"x\":2},\"b\":{\"$other\":3},\"$oid\":\"t\"}\n"
	           "{\"c\":[{\"$oid\":\"5\"},{\"$date\":\"6\"}],\"$date\":7}\n",
	           "ndjson",
	           "f@000000 $oid=t|a.$oid=1|a.x=2|b.$other=3|\n"
	           "f@000053 $date=7|c[]=5|c[]=6|\n",
	           0);
}

static void test_names(void **state)
{
	(void)state;
	check_text("f.json",
	           "{\"a\":{\"a\":1,\"b\":2},\"a.b\":3,\"\\u0061\":{\"\":4}}\n"
	           "{\"b\":[[1],[2,[3]]],\"a\":5,\"a\":6}\n",
	           "ndjson",
	           "f@000000 a.=4|a.a=1|a.b=2|a.b=3|\n"
	           "f@000044 a=5|a=6|b[][]=1|b[][]=2|b[][][]=3|\n",
	           0);
}

static void test_repairs(void **state)
{
	(void)state;
	static const struct {
		const char *in, *out;
	} rows[] = {
	    {"{\"a\":\"x \"y\" z\"}", "a=x \"y\" z|"},
	    {"{\"a\":\"\"quoted\"\",\"b\":[\"p \"q\" r\",\"s\"]}",
	     "a=\"quoted\"|b[]=p \"q\" r|b[]=s|"},
	    {"{\"a\":\"x \"y\", z\",\"b\":{\"c\":\"5\" tall\"}}", "a=x \"y\", z|b.c=5\" tall|"},
	    {"\"{\\\"a\\\":\\\"x\\\\ny\\\",\\\"b\\\":2}\"", "a=x\ny|b=2|"},
	    {"\"{\"a\":\"x\",\"b\":2}\",", "a=x|b=2|"},
	    {"\"{\"\"a\"\":\"\"x\"\",\"\"b\"\":\"\"\"\"}\"", "a=x|b=|"},
	    {"\"{\\\"a\\\":\\\"x \"y\" z\\\"}\"", "a=x \"y\" z|"},
	    {"\"{\"a\":\"x \"y\" z\"}\"", "a=x \"y\" z|"},
	    {"{'a':'it\\'s \"x\"','b':None,'c':[True,],u'd':-1.5e3}", "a=it's \"x\"|b=-|c[]=true|d=-1.5e3|"},
	    {"{a:1,$b:new Date( 5 ),\"c\":NaN,d:-Infinity,e:ObjectId()}", "$b=5|a=1|c=-|d=-|e=-|"},
	    {"{\"a\":BinData(0,\"YQ==\"),\"b\":Timestamp(7, 1),\"c\":ISODate('2')}", "a=YQ==|b=7|c=2|"},
	};
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct fed f = feed(rows[i].in, strlen(rows[i].in), 4096, "f", NULL);
		assert_string_equal(f.format, "ndjson");
		assert_int_equal(f.repaired, 1);
		assert_int_equal(f.records, 1);
		assert_string_equal(strchr(f.line[0], ' ') + 1, rows[i].out);
		fed_release(&f);
	}
}

static void expect_reason(const char *line, size_t n, enum gbx_eid reason)
{
	struct fed f = feed(line, n, n, "f", "ndjson");
	assert_int_equal(f.records, 0);
	assert_int_equal(f.quarantined, 1);
	assert_int_equal(f.reason[0], reason);
	assert_int_equal(f.bad_off[0], 0);
	assert_int_equal(f.bad_len[0], n);
	fed_release(&f);
}

#define REASON(text, reason) expect_reason(text, sizeof text - 1, GBX_E_##reason)

static void test_reasons(void **state)
{
	(void)state;
	REASON("[1]\n", JSON_NOT_OBJECT);
	REASON("\"text\"\n", JSON_NOT_OBJECT);
	REASON("{\"a\":}\n", JSON_SYNTAX);
	REASON("{\"a\":\"x\"} y\n", JSON_SYNTAX);
	REASON("{\"a\":\"x\0\"}\n", JSON_SYNTAX);
	REASON("{\"a\":\"\xc3\"}\n", UTF8);
	REASON("{\"a\":\"x", CUT);
	/* one fault makes no relative of JSON: nothing is guessed (RFC 8259; JSONTestSuite's n_) */
	REASON("{'a':0}\n", JSON_SYNTAX);
	REASON("{key: 'value'}\n", JSON_SYNTAX);
	REASON("{\"id\":0,}\n", JSON_SYNTAX);
	REASON("{null:null,null:null}\n", JSON_SYNTAX);
	REASON("{\"a\":/*comment*/\"b\"}\n", JSON_SYNTAX);
	REASON("{\"a\":\"b\"}/**/\n", JSON_SYNTAX);
	char deep[200];
	memset(deep, '[', sizeof deep);
	expect_reason(deep, sizeof deep, GBX_E_NESTING);
}

static void test_columns(void **state)
{
	(void)state;
	struct gbx_buf b = GBX_BUF_INIT(1u << 20);
	gbx_buf_adds(&b, "{\"z\":1}\n{");
	for (unsigned i = 0; i < GBX_RECORD_COLUMNS; i++)
		gbx_buf_addf(&b, "%s\"c%u\":%u", i ? "," : "", i, i);
	gbx_buf_adds(&b, "}\n{\"z\":2}\n");
	struct fed f = feed(b.p, b.n, b.n, "f", NULL);
	assert_int_equal(f.records, 2);
	assert_int_equal(f.quarantined, 1);
	assert_int_equal(f.reason[0], GBX_E_COLUMNS);
	assert_string_equal(f.line[0], "f@000000 z=1|");
	fed_release(&f);
	gbx_buf_release(&b);
}

/* A line of n bytes between two small ones. */
static void check_long(size_t n, char fill, enum gbx_eid reason)
{
	struct gbx_buf b = GBX_BUF_INIT(64u << 20);
	gbx_buf_adds(&b, "{\"a\":1}\n{\"b\":\"");
	assert_true(gbx_buf_reserve(&b, n + 64));
	memset(b.p + b.n, fill, n);
	b.n += n;
	gbx_buf_adds(&b, "\"}\n{\"a\":2}\n");
	struct fed f = feed(b.p, b.n, 1u << 20, "f", NULL);
	assert_int_equal(f.records, 2);
	assert_int_equal(f.quarantined, reason != GBX_E_NONE);
	assert_int_equal(f.bursts, reason == GBX_E_NONE);
	if (reason != GBX_E_NONE)
		assert_int_equal(f.reason[0], reason);
	fed_release(&f);
	gbx_buf_release(&b);
}

static void test_long(void **state)
{
	(void)state;
	check_long(20u << 20, 'x', GBX_E_NONE); /* the pipeline's to note */
}

static void test_deep(void **state)
{
	(void)state;
	struct gbx_buf b = GBX_BUF_INIT(64u << 20);
	size_t n = 10000000;
	gbx_buf_adds(&b, "{\"a\":1}\n");
	assert_true(gbx_buf_reserve(&b, n + 64));
	memset(b.p + b.n, '[', n);
	b.n += n;
	gbx_buf_adds(&b, "\n{\"a\":2}\n");
	struct fed f = feed(b.p, b.n, 1u << 20, "f", NULL);
	assert_int_equal(f.records, 2);
	assert_int_equal(f.quarantined, 1);
	fed_release(&f);
	gbx_buf_release(&b);
}

static void test_bids(void **state)
{
	(void)state;
	static const struct {
		const char *text, *format;
	} rows[] = {
	    {"{\"a\":1}", "ndjson"},
	    {"{\"a\":1}\nbroken {\n{\"a\":2}\n", "ndjson"},
	    {"\n\n{\"a\":1}\n", "ndjson"},
	    {"{\"id\":1,\"orders\":[{\"x\":1}]}", "ndjson"},
	    {"{\"users\":[{\"x\":1}],\"total\":1}", "json"},
	    {"{\n\"a\":1\n}", "json"},
	    {"[{\"a\":1},\n{\"a\":2}]", "json"},
	    {"[1,2,3]", "json"},
	};
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct fed f = feed(rows[i].text, strlen(rows[i].text), 4096, "f", NULL);
		assert_string_equal(f.format, rows[i].format);
		fed_release(&f);
	}
	static const char *const others[] = {
	    "[2020-01-01] user logged in\n[2020-01-02] user left\n",
	    "[section]\nkey=value\n",
	    "{not json}\n{at all}\n",
	    "id,doc\n1,\"{\"\"a\"\":1}\"\n2,\"{\"\"a\"\":2}\"\n",
	    "{\"a\":1},5,x\n{\"a\":2},6,y\n{\"a\":3},7,z\n",
	    "a;b\n{\"x\":1};2\n",
	    "\"{\"\"a\"\":1}\",x\n\"{\"\"a\"\":2}\",y\n",
	};
	for (size_t i = 0; i < sizeof others / sizeof *others; i++) {
		struct fed f = feed(others[i], strlen(others[i]), 4096, "f", NULL);
		assert_null(strstr(f.format, "json"));
		assert_string_not_equal(f.format, "elasticsearch");
		fed_release(&f);
	}
}

static void test_damage(void **state)
{
	(void)state;
	check_prefixes(fixture, "ndjson");
	check_mutations(fixture, "ndjson", 20000);
}

static void test_corpora(void **state)
{
	(void)state;
	check_corpus("nosql/students.json", "ndjson", "students@", 200);
	check_corpus("nosql/profiles.json", "ndjson", "profiles@", 1515);
	check_corpus("nosql/restaurant.json", "ndjson", "restaurant@", 2548);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_records),
	    cmocka_unit_test(test_counts),
	    cmocka_unit_test(test_wrappers_only_alone),
	    cmocka_unit_test(test_names),
	    cmocka_unit_test(test_repairs),
	    cmocka_unit_test(test_reasons),
	    cmocka_unit_test(test_columns),
	    cmocka_unit_test(test_long),
	    cmocka_unit_test(test_deep),
	    cmocka_unit_test(test_bids),
	    cmocka_unit_test(test_damage),
	    cmocka_unit_test(test_corpora),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}

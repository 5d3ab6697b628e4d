/* Tables in JSON whose rows are arrays: alone, a line each, beside their columns' names. */
#include "json_testing.h"

static const char split_table[] =
    "{\"columns\":[\"id\",\"e\\u006dail\",\"id\"],\"index\":[0,1],\n"
    " \"data\":[[1,\"a@example.com\",null],\n [2,\"b@example.com\",true]]}\n";

static void test_named(void **state)
{
	(void)state;
	check_text("people.json", split_table, "jsonrows",
	           "people@000060 email=a@example.com|id=1|id_3=-|\n"
	           "people@000087 email=b@example.com|id=2|id_3=true|\n",
	           0);
}

/* Metabase puts the columns behind the rows. */
static void test_named_behind(void **state)
{
	(void)state;
	check_text("m.json",
	           "{\"data\":{\"rows\":[[\"a\",1],[\"b\",2]],\"cols\":["
	           "{\"display_name\":\"Name\",\"name\":\"n\"},{\"name\":\"k\",\"id\":7}]}}",
	           "jsonrows", "m@000017 k=1|n=a|\nm@000025 k=2|n=b|\n", 0);
}

static const char header[] = "[[\"id\",\"email\",\"city\"],\n[\"1\",\"a@example.com\",\"X\"],\n"
                             "[\"2\",\"b@example.com\",\"Y\"],[\"4\",\"d@example.com\",\"W\"],[\"3\",\"c@example.com\",\"Z\",9]]";

static void test_header(void **state)
{
	(void)state;
	check_text("g.json", header, "jsonrows",
	           "g@000024 city=X|email=a@example.com|id=1|\n"
	           "g@000051 city=Y|email=b@example.com|id=2|\n"
	           "g@000077 city=W|email=d@example.com|id=4|\n"
	           "g@000103 c4=9|city=Z|email=c@example.com|id=3|\n",
	           0);
}

static const char lines[] = "[\"a@example.com\",1]\n[\"b@example.com\",2]\n[\"c@example.com\",[3,4]]\n";

static void test_lines(void **state)
{
	(void)state;
	check_text("l.json", lines, "jsonrows",
	           "l@000000 c1=a@example.com|c2=1|\nl@000020 c1=b@example.com|c2=2|\n"
	           "l@000040 c1=c@example.com|c2[]=3|c2[]=4|\n",
	           0);
}

static const char damaged[] =
    "[[1,2],[3,4],[5,x],[6,7],[8,\"9],\n[\"1\",2],7,[3,4],[1,1],[1,2],[1,3],[1,4],[1,5],[1,6],"
    "[1,7],[1,8],[1,9],[2,1],[2,2],[2,3],[2,4],[2,5],[2,6],[2,7],[2,8],[2,9],[3,1],[3,2],"
    "[3,3],[3,4],[3,5],[3,6],[3,7],[3,8],[3,9],[4,1],[4,2]]";

/* What is no row is put aside, one by one. */
static void test_damage(void **state)
{
	(void)state;
	struct fed f = feed(damaged, strlen(damaged), strlen(damaged), "d.json", NULL);
	assert_string_equal(f.format, "jsonrows");
	assert_int_equal(f.records, 34);
	assert_int_equal(f.quarantined, 3);
	assert_int_equal(f.reason[0], GBX_E_JSON_SYNTAX);
	assert_int_equal(f.bad_len[0], 5);
	assert_int_equal(f.reason[1], GBX_E_JSON_SYNTAX);
	assert_int_equal(f.reason[2], GBX_E_LINE_SHAPE);
	fed_release(&f);
	check_steps(damaged, strlen(damaged), "d.json", NULL);
}

/* An input that ends in a row says so. */
static void test_cut(void **state)
{
	(void)state;
	struct fed f = feed(header, strlen(header) - 9, 64, "d.json", NULL);
	assert_int_equal(f.records, 3);
	assert_int_equal(f.quarantined, 1);
	assert_int_equal(f.reason[0], GBX_E_CUT);
	fed_release(&f);
}

/* Records that hold coordinates or lists stay records. */
static void test_others(void **state)
{
	(void)state;
	static const char *const not[] = {
	    "[{\"a\":[[1,2],[3,4]]},{\"a\":[[1,2],[3,4]]}]",
	    "{\"id\":1,\"path\":[[1,2],[3,4],[5,6]]}\n{\"id\":2,\"path\":[[1,2],[3,4],[5,6]]}\n",
	    "{\"columns\":[\"a\",\"b\"],\"people\":[{\"a\":1,\"b\":2},{\"a\":3,\"b\":4}]}",
	    "[1,2,3]",
	    "{\"id\":1,\"ring\":[[1,2],[3,4],[5,6]]}",
	};
	for (size_t i = 0; i < sizeof not / sizeof *not; i++) {
		struct gbx_format_options o = {0};
		char padded[512] = "";
		size_t n = strlen(not[i]);
		memcpy(padded, not[i], n);
		struct gbx_head h = {(const unsigned char *)padded, n, true, "x.json"};
		struct gbx_err err;
		const struct gbx_format *f = gbx_format_pick(&h, &o, &err);
		assert_true(!f || strcmp(f->name, "jsonrows") != 0);
	}
}

static void test_hostile(void **state)
{
	(void)state;
	check_mutations(split_table, "jsonrows", 2000);
	check_mutations(header, "jsonrows", 2000);
	check_mutations(lines, "jsonrows", 2000);
	check_mutations(damaged, "jsonrows", 2000);
	check_prefixes(split_table, "jsonrows");
	check_prefixes(header, "jsonrows");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_named),  cmocka_unit_test(test_named_behind),
	    cmocka_unit_test(test_header), cmocka_unit_test(test_lines),
	    cmocka_unit_test(test_damage), cmocka_unit_test(test_cut),
	    cmocka_unit_test(test_others),
	    cmocka_unit_test(test_hostile),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}

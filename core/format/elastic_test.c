/* Elasticsearch in its shapes: hits a line, _bulk bodies, responses, arrays. */
#include "json_testing.h"

static const char hits[] =
    "{\"_index\":\"people\",\"_type\":\"_doc\",\"_id\":\"1\",\"_score\":null,"
    "\"_source\":{\"N\":\"A\",\"k\":[1]},\"sort\":[7]}\n"
    "{\"_index\":\"cases\",\"_id\":\"2\",\"_source\":{\"N\":\"B\"}}\n"
    "\"{\"_index\":\"people\",\"_id\":\"3\",\"_source\":{\"N\":\"C \"x\" D\"}}\"\n"
    "{\"_id\":\"4\",\"_source\":{\"N\":\"E\"}}\n";

static void test_hits(void **state)
{
	(void)state;
	check_text(
	    "dump/all.json", hits, "elasticsearch",
	    "all@000205 _id*=4|_source.N=E|\n"
	    "cases@000098 _id*=2|_source.N=B|\n"
	    "people@000000 _id*=1|_score*=-|_source.N=A|_source.k[]=1|_type*=_doc|sort[]*=7|\n"
	    "people@000147 _id*=3|_source.N=C \"x\" D|\n",
	    0);
}

static const char response[] =
    "{\"took\":1,\"_scroll_id\":\"}]{[\",\"_shards\":{\"failures\":[{\"x\":1}]},\n"
    " \"hits\" : { \"total\":{\"value\":3}, \"max_score\":1.0, \"hits\" : [\n"
    "  {\"_index\":\"p\",\"_id\":\"1\",\"_source\":{\"a\":\"x]}\\\"\"}},\n"
    "  {\"_index\":\"q\",\"_id\":\"2\",\"_source\":{\"hits\":[{\"b\":1},{\"b\":2}]}} ,\n"
    "  {\"_index\":\"p\",\"_id\":\"3\",\"_source\":{\"a\":\"\"}}\n"
    " ] }, \"aggregations\":{\"t\":{\"buckets\":[{\"key\":1}]}} }\n";

static void test_response(void **state)
{
	(void)state;
	static const char want[] = "p@000127 _id*=1|_source.a=x]}\"|\n"
	                           "p@000245 _id*=3|_source.a=|\n"
	                           "q@000179 _id*=2|_source.hits[].b=1|_source.hits[].b=2|\n";
	check_text("r.json", response, "elasticsearch", want, 0);
}

static void test_responses(void **state)
{
	(void)state;
	char *all = malloc(3 * sizeof response);
	assert_non_null(all);
	snprintf(all, 3 * sizeof response, "%s%s%s", response, response, response);
	struct fed f = feed(all, strlen(all), 50, "r", NULL);
	assert_string_equal(f.format, "elasticsearch");
	assert_int_equal(f.records, 9);
	assert_int_equal(f.quarantined, 0);
	fed_release(&f);
	check_steps(all, strlen(all), "r", NULL);
	/* In one line each. */
	for (char *p = all; *p; p++)
		if (*p == '\n' && !(p[1] == '{' && p[2] == '"' && p[3] == 't'))
			*p = ' ';
	f = feed(all, strlen(all), 50, "r", NULL);
	assert_string_equal(f.format, "elasticsearch");
	assert_int_equal(f.records, 9);
	fed_release(&f);
	free(all);
}

static void test_arrays(void **state)
{
	(void)state;
	check_text(
	    "f",
	    "[{\"_index\":\"p\",\"_source\":{\"a\":1}},\n{\"_index\":\"p\",\"_source\":{\"a\":2}}]",
	    "elasticsearch", "p@000001 _source.a=1|\np@000035 _source.a=2|\n", 0);
	check_text("f",
	           "{\n \"_index\":\"p\",\n \"_source\":{\"a\":1}\n}\n{\n \"_index\":\"p\",\n"
	           " \"_source\":{\"a\":2}\n}\n",
	           "elasticsearch", "p@000000 _source.a=1|\np@000038 _source.a=2|\n", 0);
}

static const char bulk[] = "{\"index\":{\"_index\":\"p\",\"_id\":\"1\",\"routing\":\"r\"}}\n"
                           "{\"a\":\"x\",\"l\":[{\"b\":1}]}\n"
                           "{ \"create\" : { } }\n"
                           "\n"
                           "{\"a\":\"y\"}\r\n"
                           "{\"delete\":{\"_index\":\"p\",\"_id\":\"9\"}}\n"
                           "{\"update\":{\"_index\":\"q\",\"_id\":\"2\"}}\n"
                           "{\"doc\":{\"a\":\"z\"},\"doc_as_upsert\":true}\n"
                           "{\"update\":{\"_index\":\"q\",\"_id\":\"3\"}}\n"
                           "{\"script\":\"ctx._source.n++\"}\n"
                           "{\"index\":{\"_id\":\"4\"}}\n"
                           "{\"index\":{\"_id\":\"5\"}}\n"
                           "{\"a\":}\n"
                           "{\"a\":\"orphan\"}\n"
                           "{\"index\":{\"_id\":\"6\"}}\n"
                           "{\"index\":\"a field\"}\n";

static void test_bulk(void **state)
{
	(void)state;
	check_text("accounts.bulk.ndjson", bulk, "elasticsearch",
	           "accounts@000073 a=y|\n"
	           "accounts@000346 _id*=6|index=a field|\n"
	           "p@000000 _id*=1|_routing*=r|a=x|l[].b=1|\n"
	           "q@000140 _id*=2|a=z|\n",
	           3);
	struct fed f = feed(bulk, strlen(bulk), 4096, "f", NULL);
	assert_int_equal(f.reason[0], GBX_E_BULK_PAIR);
	assert_int_equal(f.reason[1], GBX_E_JSON_SYNTAX);
	assert_int_equal(f.reason[2], GBX_E_BULK_PAIR);
	assert_int_equal(f.bad_len[1], 29);
	fed_release(&f);
}

/* An action and its document are never in two chunks. */
/* A document may have fields of the same names: they are not the action's, in any order. */
static void test_bulk_apart(void **state)
{
	(void)state;
	check_text("f",
	           "{\"index\":{\"_index\":\"p\",\"_id\":\"1\"}}\n{\"_id\":\"x\",\"a\":1}\n"
	           "{\"index\":{\"_index\":\"p\"}}\n{\"a\":2,\"\\u005fid\":\"y\",\"_version\":3}\n",
	           "elasticsearch",
	           "p@000000 _id*=1|_source._id=x|a=1|\n"
	           "p@000053 _source._id=y|_source._version=3|a=2|\n",
	           0);
}

static void test_bulk_split(void **state)
{
	(void)state;
	struct gbx_buf b = GBX_BUF_INIT(1u << 20);
	for (unsigned i = 0; i < 200; i++)
		gbx_buf_addf(&b, "{\"index\":{\"_id\":\"%u\"}}\n{\"a\":%u,\"pad\":\"%0*u\"}\n", i,
		             i, 60, i);
	for (size_t step = 50; step < 2000; step += 97) {
		struct fed f = feed(b.p, b.n, step, "f", NULL);
		assert_int_equal(f.records, 200);
		assert_int_equal(f.quarantined, 0);
		fed_release(&f);
	}
	gbx_buf_release(&b);
}

static void test_burst(void **state)
{
	(void)state;
	static const char *const open[] = {
	    "{\"hits\":{\"hits\":[{\"_index\":\"p\",\"_source\":{\"a\":1}},"
	    "{\"_index\":\"p\",\"_source\":{\"a\":\"",
	    "{\"index\":{}}\n{\"a\":1}\n{\"index\":{}}\n{\"a\":\"",
	};
	static const char *const close[] = {"\"}},{\"_index\":\"p\",\"_source\":{\"a\":2}}]}}",
	                                    "\"}\n{\"index\":{}}\n{\"a\":2}\n"};
	for (int i = 0; i < 2; i++) {
		struct gbx_buf b = GBX_BUF_INIT(64u << 20);
		size_t n = 20u << 20;
		gbx_buf_adds(&b, open[i]);
		assert_true(gbx_buf_reserve(&b, n + 100));
		memset(b.p + b.n, '\\', n);
		b.n += n;
		gbx_buf_adds(&b, close[i]);
		struct fed f = feed(b.p, b.n, 1000000, "f", NULL);
		assert_string_equal(f.format, "elasticsearch");
		assert_int_equal(f.records, 2);
		assert_int_equal(f.bursts, 1);
		assert_int_equal(f.quarantined, 0);
		fed_release(&f);
		gbx_buf_release(&b);
	}
}

static void test_damage(void **state)
{
	(void)state;
	check_prefixes(hits, "elasticsearch");
	check_prefixes(response, "elasticsearch");
	check_prefixes(bulk, "elasticsearch");
	check_mutations(hits, "elasticsearch", 7000);
	check_mutations(response, "elasticsearch", 7000);
	check_mutations(bulk, "elasticsearch", 7000);
}

static void test_corpora(void **state)
{
	(void)state;
	check_corpus("nosql/accounts.bulk.ndjson", "elasticsearch", "accounts@", 1000);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_hits),      cmocka_unit_test(test_response),
	    cmocka_unit_test(test_responses), cmocka_unit_test(test_arrays),
	    cmocka_unit_test(test_bulk),      cmocka_unit_test(test_bulk_split),
	    cmocka_unit_test(test_bulk_apart),
	    cmocka_unit_test(test_burst),     cmocka_unit_test(test_damage),
	    cmocka_unit_test(test_corpora),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}

/* The registry: stems, bidding, names. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "../base/escape.h"
#include "../base/limits.h"
#include "format.h"

static void test_stem(void **state)
{
	(void)state;
	static const struct {
		const char *path, *stem;
	} rows[] = {
	    {"dump.7z!/db/users.csv.gz", "users"},
	    {"dump.7z!/db/users.sql.gz!/users.sql", "users"},
	    {"accounts.bulk.ndjson", "accounts"},
	    {"/x/Users.2020.CSV", "Users.2020"},
	    {"plain", "plain"},
	    {"dir/", "dir"},
	    {".csv", ".csv"},
	    {"a/.json.gz", ".json"},
	    {"", "data"},
	    {"///", "data"},
	    {"-", "data"},
	    {"a.b.c", "a.b.c"},
	    {"set/people.csv.001", "people"},
	    {"people.csv.gz.ab", "people"},
	    {"people.csv.abc", "people.csv.abc"},
	    {"people.001", "people.001"},
	    {"csv.001", "csv.001"},
	    {".csv.001", ".csv"},
	    {"people.csv.1", "people.csv.1"},
	    {"\xc3\xa9.tsv", "\xc3\xa9"},
	    /* named after a browser: the folder says what it is */
	    {"logs.zip!/XX [192.0.2.1]/Cookies/Google_[Chrome]_Default Network.txt", "Cookies"},
	    {"Autofills/Mozilla_[Firefox]_x.default.txt", "Autofills"},
	    {"XX [192.0.2.1]/Chrome.txt", "Chrome"},
	    {"history/houses.csv", "houses"},
	    {"/Chrome.txt", "Chrome"},
	};
	char out[GBX_NAME_BYTES + 1];
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		gbx_format_stem(rows[i].path, out, sizeof out);
		assert_string_equal(out, rows[i].stem);
	}
	gbx_format_stem(NULL, out, sizeof out);
	assert_string_equal(out, "data");
}

static void test_stem_cut(void **state)
{
	(void)state;
	char path[2 * GBX_NAME_BYTES], out[2 * GBX_NAME_BYTES], small[4];
	for (size_t i = 0; i + 1 < sizeof path; i += 2)
		memcpy(path + i, "\xc3\xa9", 2);
	path[sizeof path - 2] = 0;
	gbx_format_stem(path, out, sizeof out);
	assert_int_equal(strlen(out), GBX_NAME_BYTES);
	assert_true(gbx_utf8_valid((const unsigned char *)out, strlen(out)));
	gbx_format_stem(path, small, sizeof small);
	assert_string_equal(small, "\xc3\xa9");
}

static const struct gbx_format *pick(const char *text, bool whole, const char *name,
                                     struct gbx_err *err)
{
	static unsigned char buf[4096 + GBX_CHUNK_PAD];
	struct gbx_format_options o = {.format = name};
	size_t n = strlen(text);
	memset(buf, 0, sizeof buf);
	memcpy(buf, text, n);
	struct gbx_head h = {buf, n, whole, "f"};
	*err = (struct gbx_err){.id = GBX_E_NONE};
	return gbx_format_pick(&h, &o, err);
}

static void test_pick(void **state)
{
	(void)state;
	struct gbx_err err;
	assert_null(pick("", true, NULL, &err));
	assert_int_equal(err.id, GBX_E_EMPTY);
	assert_null(pick(" \r\n\n", true, NULL, &err));
	assert_int_equal(err.id, GBX_E_EMPTY);
	assert_null(pick("", true, "ndjson", &err));
	assert_int_equal(err.id, GBX_E_EMPTY);
	assert_null(pick("{\"a\":1}\n", true, "no such", &err));
	assert_int_equal(err.id, GBX_E_NOT_RECOGNISED);
	assert_string_equal(pick("{\"a\":1}\n", true, NULL, &err)->name, "ndjson");
	assert_string_equal(pick("a,b\n1,2\n", true, "ndjson", &err)->name, "ndjson");
}

static void test_registry(void **state)
{
	(void)state;
	for (const struct gbx_format *const *f = gbx_formats; *f; f++) {
		assert_true((*f)->name && (*f)->summary && (*f)->bid && (*f)->open);
		assert_true((*f)->split && (*f)->resync && (*f)->parse && (*f)->close);
		for (const struct gbx_format *const *g = gbx_formats; g < f; g++)
			assert_string_not_equal((*f)->name, (*g)->name);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_stem),
	    cmocka_unit_test(test_stem_cut),
	    cmocka_unit_test(test_pick),
	    cmocka_unit_test(test_registry),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}

/* Documents to tapes: JSONTestSuite (read from the shared corpora, skipped when
 * they are absent), events, hostile documents, mutations. */
#include <dirent.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "../base/limits.h"
#include "tape.h"
#include "text.h"

#define SUITE GBX_SOURCE_DIR "/../shared/corpora/json/test_parsing"

/* Parses a copy that ends exactly at its pad, so that sanitizers see overreads. */
static enum gbx_eid parse(struct gbx_tape *t, const void *p, size_t n)
{
	unsigned char *copy = calloc(1, n + 64);
	assert_non_null(copy);
	if (n)
		memcpy(copy, p, n);
	enum gbx_eid e = gbx_tape_parse(t, copy, n);
	free(copy);
	return e;
}

static enum gbx_eid parse_text(const char *s)
{
	struct gbx_tape t = {0};
	enum gbx_eid e = parse(&t, s, strlen(s));
	gbx_tape_release(&t);
	return e;
}

static size_t slurp(const char *dir, const char *name, char *buf, size_t cap)
{
	char path[4096];
	assert_true((size_t)snprintf(path, sizeof path, "%s/%s", dir, name) < sizeof path);
	FILE *f = fopen(path, "rb");
	assert_non_null(f);
	size_t n = fread(buf, 1, cap, f);
	fclose(f);
	return n;
}

static void test_suite(void **state)
{
	(void)state;
	DIR *d = opendir(SUITE);
	if (!d) {
		print_message("JSONTestSuite is not here: skipped\n");
		skip();
		return;
	}
	static char buf[1 << 20];
	struct gbx_tape t = {0};
	unsigned seen[2] = {0, 0}, wrong = 0;
	for (struct dirent *e; (e = readdir(d));) {
		const char *name = e->d_name;
		if (name[0] == '.' || name[1] != '_')
			continue;
		size_t n = slurp(SUITE, name, buf, sizeof buf);
		enum gbx_eid got = parse(&t, buf, n);
		if (name[0] == 'i')
			continue;
		bool accept = name[0] == 'y';
		seen[accept]++;
		if (accept != (got == GBX_E_NONE)) {
			print_message("%s: %s\n", name, gbx_eid_name(got));
			wrong++;
		}
	}
	closedir(d);
	gbx_tape_release(&t);
	assert_int_equal(wrong, 0);
	assert_true(seen[0] > 150 && seen[1] > 80);
}

static void expect(const struct gbx_tape *t, const char *doc, uint32_t i, enum gbx_tape_kind kind,
                   unsigned depth, const char *text)
{
	assert_true(i < t->n);
	assert_int_equal(t->ev[i].kind, kind);
	assert_int_equal(t->ev[i].depth, depth);
	assert_int_equal(t->ev[i].len, strlen(text));
	assert_memory_equal(doc + t->ev[i].off, text, strlen(text));
}

static void test_events(void **state)
{
	(void)state;
	static const char doc[] = " { \"a\" : [ 1.50 , { } , \"x\\n\" ] , \"b\" : null } ";
	struct gbx_tape t = {0};
	assert_int_equal(parse(&t, doc, sizeof doc - 1), GBX_E_NONE);
	assert_int_equal(t.n, 11);
	expect(&t, doc, 0, GBX_TAPE_OBJ, 0, "{ \"a\" : [ 1.50 , { } , \"x\\n\" ] , \"b\" : null }");
	expect(&t, doc, 1, GBX_TAPE_KEY, 1, "a");
	expect(&t, doc, 2, GBX_TAPE_ARR, 1, "[ 1.50 , { } , \"x\\n\" ]");
	expect(&t, doc, 3, GBX_TAPE_NUM, 2, "1.50");
	expect(&t, doc, 4, GBX_TAPE_OBJ, 2, "{ }");
	expect(&t, doc, 5, GBX_TAPE_END, 2, "}");
	expect(&t, doc, 6, GBX_TAPE_STR, 2, "x\\n");
	assert_true(t.ev[6].escaped && !t.ev[1].escaped);
	expect(&t, doc, 7, GBX_TAPE_END, 1, "]");
	assert_int_equal(t.ev[2].link, 7);
	assert_int_equal(t.ev[7].link, 2);
	expect(&t, doc, 8, GBX_TAPE_KEY, 1, "b");
	expect(&t, doc, 9, GBX_TAPE_NULL, 1, "null");
	assert_int_equal(t.ev[0].link, 10);
	gbx_tape_release(&t);
}

static void test_refused(void **state)
{
	(void)state;
	static const char *const bad[] = {
	    "",
	    " ",
	    "{",
	    "}",
	    "{\"a\":1}}",
	    "{\"a\":1} {",
	    "{\"a\":1,}",
	    "{\"a\" 1}",
	    "{a:1}",
	    "[1,]",
	    "[,1]",
	    "[1 2]",
	    "[01]",
	    "[1.]",
	    "[.1]",
	    "[1e]",
	    "[+1]",
	    "[-]",
	    "[NaN]",
	    "[tru]",
	    "[truee]",
	    "[\"\\x\"]",
	    "[\"\\u12g4\"]",
	    "[\"\\u12\"]",
	    "[\"a\nb\"]",
	    "[\"a\"b]",
	    "[\"a\"\"b\"]",
	    "\"a",
	    "[1\"a\"]",
	    "{\"a\":1 \"b\":2}",
	    "[}",
	    "{]",
	    "{\"a\":}",
	    "{\"a\"}",
	    "{1:2}",
	    "[1]x",
	    "nul",
	    "[\f1]",
	    "[\x1a]",
	    "'a'",
	    "[\\\"a\\\"]",
	};
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
		if (parse_text(bad[i]) != GBX_E_JSON_SYNTAX)
			fail_msg("accepted or other reason: row %zu", i);
	assert_int_equal(parse_text("[\"\xff\"]"), GBX_E_UTF8);
	assert_int_equal(parse_text("[\"\xed\xa0\x80\"]"), GBX_E_UTF8);
	struct gbx_tape t = {0};
	assert_int_equal(parse(&t, "[1\0]", 4), GBX_E_JSON_SYNTAX);
	assert_int_equal(parse(&t, "[1]\0", 4), GBX_E_JSON_SYNTAX);
	assert_int_equal(parse(&t, "[\"\0\"]", 5), GBX_E_JSON_SYNTAX);
	gbx_tape_release(&t);
}

static enum gbx_eid nested(size_t depth, bool closed)
{
	char *doc = malloc(2 * depth + 1);
	assert_non_null(doc);
	memset(doc, '[', depth);
	memset(doc + depth, ']', depth);
	struct gbx_tape t = {0};
	enum gbx_eid e = parse(&t, doc, closed ? 2 * depth : depth);
	gbx_tape_release(&t);
	free(doc);
	return e;
}

static void test_nesting(void **state)
{
	(void)state;
	assert_int_equal(nested(GBX_NESTING, true), GBX_E_NONE);
	assert_int_equal(nested(GBX_NESTING + 1, true), GBX_E_NESTING);
	assert_int_equal(nested(1000000, true), GBX_E_NESTING);
	assert_int_equal(nested(10000000, false), GBX_E_OVERSIZE);
	assert_int_equal(nested(GBX_NESTING, false), GBX_E_JSON_SYNTAX);
}

static void test_large(void **state)
{
	(void)state;
	size_t n = GBX_RECORD_BYTES;
	char *doc = malloc(n + 1);
	assert_non_null(doc);
	memset(doc, 'x', n + 1);
	doc[0] = doc[n - 1] = '"';
	struct gbx_tape t = {0};
	assert_int_equal(parse(&t, doc, n), GBX_E_NONE);
	assert_int_equal(t.ev[0].len, n - 2);
	assert_int_equal(parse(&t, doc, n + 1), GBX_E_OVERSIZE);
	for (size_t i = 0; i + 1 < n; i += 2)
		memcpy(doc + i, i ? ",1" : "[1", 2);
	assert_int_equal(parse(&t, doc, n), GBX_E_OVERSIZE);
	gbx_tape_release(&t);
	free(doc);
}

static void unescaped(const char *in, const char *out, size_t n)
{
	unsigned char buf[64];
	size_t len = strlen(in);
	memcpy(buf, in, len);
	assert_true(gbx_text_escapes_ok(buf, len));
	assert_int_equal(gbx_text_unescape(buf, len), n);
	assert_memory_equal(buf, out, n);
}

static void test_unescape(void **state)
{
	(void)state;
	unescaped("", "", 0);
	unescaped("plain", "plain", 5);
	unescaped("a\\n\\t\\\"\\\\\\/\\b\\f\\rz", "a\n\t\"\\/\b\f\rz", 10);
	unescaped("\\u0041\\u00e9\\u4e2d", "A\xc3\xa9\xe4\xb8\xad", 6);
	unescaped("\\uD83D\\uDE00!", "\xf0\x9f\x98\x80!", 5);
	unescaped("\\ud83d", "\xef\xbf\xbd", 3);
	unescaped("\\ud83dx\\ude00", "\xef\xbf\xbdx\xef\xbf\xbd", 7);
	unescaped("\\ud83d\\u0041",
	          "\xef\xbf\xbd"
	          "A",
	          4);
	unescaped("\\u0000", "\0", 1);
}

static uint32_t next_random(uint64_t *s)
{
	*s = *s * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
	return (uint32_t)(*s >> 33);
}

static void check_tape(const struct gbx_tape *t, size_t n)
{
	for (uint32_t i = 0; i < t->n; i++) {
		const struct gbx_tape_ev *e = &t->ev[i];
		assert_true(e->off <= n && e->len <= n - e->off);
		assert_true(e->depth <= GBX_NESTING);
		if (e->kind <= GBX_TAPE_ARR)
			assert_true(e->link > i && e->link < t->n && t->ev[e->link].link == i);
	}
}

static void test_mutations(void **state)
{
	(void)state;
	static const char seed_doc[] = "{\"a\":[1,-2.5e+3,true,false,null,{\"k\":\"v\\u00e9\\n\"}],"
	                               "\"b\":{\"c\":\"\xc3\xa9\"}}";
	static const char alphabet[] = "{}[]\",:\\ 0eu-\n\xff\0";
	struct gbx_tape t = {0};
	uint64_t s = 7;
	for (int round = 0; round < 20000; round++) {
		char doc[sizeof seed_doc];
		memcpy(doc, seed_doc, sizeof doc);
		size_t n = sizeof doc - 1;
		for (uint32_t k = next_random(&s) % 4 + 1; k; k--)
			doc[next_random(&s) % n] =
			    alphabet[next_random(&s) % (sizeof alphabet - 1)];
		if (next_random(&s) % 4 == 0)
			n = next_random(&s) % n;
		if (parse(&t, doc, n) == GBX_E_NONE)
			check_tape(&t, n);
	}
	gbx_tape_release(&t);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_suite),     cmocka_unit_test(test_events),
	    cmocka_unit_test(test_refused),   cmocka_unit_test(test_nesting),
	    cmocka_unit_test(test_large),     cmocka_unit_test(test_unescape),
	    cmocka_unit_test(test_mutations),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}

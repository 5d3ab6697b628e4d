/* report.json: well-formed by a checker of its own, and true to the contract. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <cmocka.h>

#include "../base/escape.h"
#include "fixture.h"

#define DEPTH 64

/* ---- a checker of RFC 8259 without recursion ---- */

static const char *skip_blank(const char *p)
{
	return p + strspn(p, " \n\t\r");
}

static const char *string_end(const char *p)
{
	for (p++; *p != '"'; p++) {
		if ((unsigned char)*p < 0x20)
			return NULL;
		if (*p != '\\')
			continue;
		p++;
		if (*p == 'u' && strspn(p + 1, "0123456789abcdefABCDEF") < 4)
			return NULL;
		if (!*p || !strchr("\"\\/bfnrtu", *p))
			return NULL;
	}
	return p + 1;
}

static const char *number_end(const char *p)
{
	p += *p == '-';
	size_t whole = strspn(p, "0123456789");
	if (!whole || (*p == '0' && whole > 1))
		return NULL;
	p += whole;
	if (*p == '.') {
		size_t part = strspn(++p, "0123456789");
		if (!part)
			return NULL;
		p += part;
	}
	return p;
}

static const char *scalar_end(const char *p)
{
	static const char *const word[] = { "true", "false", "null" };

	for (int i = 0; i < 3; i++)
		if (strncmp(p, word[i], strlen(word[i])) == 0)
			return p + strlen(word[i]);
	return *p == '"' ? string_end(p) : number_end(p);
}

/* After a value: commas and closing brackets, up to where the next value stands.
 * NULL when malformed. */
static const char *after_value(const char *p, char *stack, int *depth)
{
	p = skip_blank(p);
	while (*depth && *p == stack[*depth]) {
		(*depth)--;
		p = skip_blank(p + 1);
	}
	if (!*depth)
		return *p ? NULL : p;
	return *p == ',' ? skip_blank(p + 1) : NULL;
}

static const char *skip_key(const char *p)
{
	p = *p == '"' ? string_end(p) : NULL;
	p = p ? skip_blank(p) : NULL;
	return p && *p == ':' ? skip_blank(p + 1) : NULL;
}

static bool is_json(const char *p)
{
	char stack[DEPTH];
	int depth = 0;

	for (p = skip_blank(p); p && *p;) {
		if (depth && stack[depth] == '}' && !(p = skip_key(p)))
			return false;
		if (*p == '{' || *p == '[') {
			if (++depth == DEPTH)
				return false;
			stack[depth] = *p == '{' ? '}' : ']';
			p = skip_blank(p + 1);
			if (*p != stack[depth])
				continue;
		} else {
			p = scalar_end(p);
		}
		p = p ? after_value(p, stack, &depth) : NULL;
	}
	return p && !depth;
}

static void the_checker_can_say_no(void **state)
{
	(void)state;
	static const char *const bad[] = { "{",        "[1,]",  "{\"a\":}", "{\"a\" 1}", "[01]",
					   "\"\\x\"",  "[1 2]", "{1:2}",    "nul",       "[1]]",
					   "\"a\nb\"", "[1.]",  "{\"a\":1]" };
	static const char *const good[] = { "{}", "[]", "[1, -2.5, {\"a\": [null, true]}]",
					    "{\"a\":{}, \"b\":[[]]}", "\"\\u00e9\"" };

	for (size_t i = 0; i < sizeof(bad) / sizeof(*bad); i++)
		assert_false(is_json(bad[i]));
	for (size_t i = 0; i < sizeof(good) / sizeof(*good); i++)
		assert_true(is_json(good[i]));
}

/* ---- the report ---- */

static struct gbx_buf write_json(struct gbx_summary *s, bool public)
{
	struct gbx_buf b = GBX_BUF_INIT((size_t)64 << 20);
	struct gbx_report_options o = { .public_ = public };

	assert_int_equal(gbx_report_json(s, &o, &b, NULL), GBX_OK);
	return b;
}

static void it_is_json(void **state)
{
	(void)state;
	static const uint32_t kind[][2] = { { 0, 0 }, { 1, 1 }, { 3, 24 }, { 1, 300 } };

	for (int i = 0; i < 16; i++) {
		struct gbx_summary s;
		fix_case(&s, kind[i / 4][0], kind[i / 4][1], i & 1);
		struct gbx_buf b = write_json(&s, i & 2);
		assert_true(is_json(b.p));
		gbx_buf_release(&b);
		gbx_summary_release(&s);
	}
}

/* A source that was not read to its end has no sum: null, as the schema says. */
static void no_sum_is_null(void **state)
{
	(void)state;
	struct gbx_summary s;
	fix_case(&s, 1, 1, true);
	const char *sum = s.source[0].sha256;
	s.source[0].sha256 = "";
	struct gbx_buf b = write_json(&s, false);
	assert_non_null(strstr(b.p, "\"sha256\": null"));
	s.source[0].sha256 = sum;
	gbx_buf_release(&b);
	gbx_summary_release(&s);
}

static void the_contracts_members_are_there(void **state)
{
	(void)state;
	static const char *const member[] = {
		"\"glovebox\": {\"version\": \"" GBX_VERSION "\", \"report\": 1}",
		"\"audience\": \"internal\"",
		"\"status\": \"partial\"",
		"\"partial_reasons\": [",
		"\"case\": {\"id\": \"00000000-0000-4000-8000-000000000000\"",
		"\"vault\": true",
		"\"sources\": [",
		"\"sha256\": \"e3b0c442",
		"\"entries\": [",
		"\"skipped_bytes\": 5000",
		"\"status\": \"not read\"",
		"\"reason_id\": \"E_RATIO\"",
		"\"charset\": \"utf-8\"",
		"\"quarantined\": 40",
		"\"relations\": [",
		"\"duplicates\": {\"value\": 1234567, \"exact\": false, \"error\": 0.017}",
		"\"fields\": [",
		"\"type\": \"national_id.cn\"",
		"\"data_class\": \"Government issued IDs\"",
		"\"confidence\": 0.99",
		"\"non_empty\": 412032",
		"\"placeholders\": 0",
		"\"valid\": 412032",
		"\"length\": {\"min\": 3, \"max\": 18}",
		"\"shapes\": [",
		"\"earliest\": null",
		"\"earliest\": \"1995-01-03\"",
		"{\"month\": \"1995-01\", \"records\": 40}",
		"\"exposure_sets\": [",
		"\"records\": 2}",
		"\"totals\": {",
		"\"data_classes\": [",
		"\"types\": [",
		"\"time_window\": {\"earliest\": \"1995",
		"\"timing\": {\"seconds\": 12.34, \"bytes_per_second\": 243111831}",
		"\"data_class\": null",
		"\"first_offset\": 12",
	};
	struct gbx_summary s;

	fix_case(&s, 2, 24, true);
	struct gbx_buf b = write_json(&s, false);
	for (size_t i = 0; i < sizeof(member) / sizeof(*member); i++)
		if (!strstr(b.p, member[i]))
			fail_msg("no %s", member[i]);
	assert_null(strstr(b.p, "\"<5\""));
	gbx_buf_release(&b);
	gbx_summary_release(&s);
}

static void warnings_are_words(void **state)
{
	(void)state;
	struct gbx_summary s;

	fix_case(&s, 2, 24, true);
	s.finished = false;
	s.relation[0].recounted = s.relation[1].plan_doubtful = true;
	s.relation[0].other_sets = 9;
	struct gbx_buf b = write_json(&s, false);
	static const char *const word[] = {
		"unfinished",      "entries-not-read", "quarantined",
		"plain-passwords", "special-category", "rows-are-not-persons",
		"plan-doubtful",   "recounted",        "exposure-sets-cut",
		"estimates",
	};
	for (size_t i = 0; i < sizeof(word) / sizeof(*word); i++) {
		char quoted[64];
		snprintf(quoted, sizeof(quoted), "\"%s\"", word[i]);
		assert_non_null(strstr(b.p, quoted));
	}
	assert_null(strstr(b.p, "\"nothing-read\""));
	gbx_buf_release(&b);
	gbx_summary_release(&s);
}

static void figures_out_of_range_stay_json(void **state)
{
	(void)state;
	struct gbx_summary s;

	fix_case(&s, 1, 2, false);
	s.relation[0].records = UINT64_MAX;
	s.relation[0].field[0].confidence = 0.0 / 0.0;
	s.relation[0].field[1].confidence = -1.0 / 0.0;
	s.relation[0].duplicates = (struct gbx_estimate){ UINT64_MAX, false, 1.0 / 0.0 };
	s.relation[0].key_field = 77;
	s.seconds = 1e-300;
	for (int public = 0; public < 2; public ++) {
		struct gbx_buf b = write_json(&s, public);
		assert_true(is_json(b.p));
		assert_non_null(strstr(b.p, "18446744073709551615"));
		assert_non_null(strstr(b.p, "\"distinct_keys\": null"));
		gbx_buf_release(&b);
	}
	gbx_summary_release(&s);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_checker_can_say_no),
		cmocka_unit_test(it_is_json),
		cmocka_unit_test(no_sum_is_null),
		cmocka_unit_test(the_contracts_members_are_there),
		cmocka_unit_test(warnings_are_words),
		cmocka_unit_test(figures_out_of_range_stay_json),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}

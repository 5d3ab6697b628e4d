/* The proof: finds what was planted in every form, and nothing in what was written right. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "../base/escape.h"
#include "testing.h"

/* Originals of every kind the search tells apart. */
static const char *const original[] = {
	"ann.example@example.com",
	"+1 (202) 555-0143",
	"9999-9999-0000-0001-77",
	"\"quoted\", <b>&amp; it's",
	"=HYPERLINK(\"http://example.invalid\")",
	"Zhang_San *and* |others|",
	"欧阳娜娜",
	"Ли",
	"Quill",
	"Quillerman",
	"4711",
	"tab\there",
	"back\\slash \"x\"",
	"bad \xff byte",
	"right\u202eleft",
	"_under_",
	" 9lead",
	"Li",
	"7",
};
#define ORIGINALS (sizeof original / sizeof *original)

static void export_originals(struct table *t)
{
	table_init(t, "a:text b:category");
	for (size_t i = 0; i < ORIGINALS; i++)
		table_add(t, original[i]);
	for (int i = 0; i < 6; i++)
		table_add(t, "Quill|basic plan");
	assert_int_equal(table_export(t, "publish", NULL), GBX_OK);
}

static uint64_t hits_in(struct table *t, const char *name, const struct gbx_buf *b, bool sample)
{
	struct gbx_proof_result r = { 0 };
	assert_int_equal(gbx_proof_file(t->x, name, gbx_buf_span(b), sample, &r, NULL), GBX_OK);
	assert_int_equal(r.files, 1);
	assert_int_equal(r.bytes, b->n);
	assert_true(!r.hits == !r.where[0]);
	return r.hits;
}

/* ---- planted in a sample ---- */

static void an_export_as_written_passes(void **state)
{
	struct table t;
	struct gbx_proof_result r = { 0 };
	(void)state;
	export_originals(&t);
	assert_int_equal(table_hits(&t), 0);
	gbx_proof_finish(t.x, &r);
	assert_in_range(r.values, ORIGINALS + 1, ORIGINALS + 4); /* and strong types inside */
	assert_true(r.digit_forms >= 2);
	assert_int_equal(r.exempt, 1); /* "basic plan" */
	table_release(&t);
}

static void every_original_is_found_in_a_cell(void **state)
{
	struct table t;
	(void)state;
	export_originals(&t);
	for (size_t i = 0; i < ORIGINALS; i++) {
		struct gbx_span v = gbx_span_str(original[i]);
		struct gbx_buf csv = GBX_BUF_INIT(4096), json = GBX_BUF_INIT(4096);
		gbx_buf_adds(&csv, "a,b\r\n[dropped],");
		gbx_escape_csv(&csv, gbx_trim(v.p, v.n));
		gbx_buf_adds(&csv, "\r\n");
		gbx_buf_adds(&json, "{\"a\": ");
		gbx_escape_json(&json, gbx_trim(v.p, v.n));
		gbx_buf_adds(&json, "}\n");
		if (!hits_in(&t, "sample/t.csv", &csv, true) || !hits_in(&t, "sample/t.jsonl", &json, true))
			fail_msg("original %zu was missed", i);
		gbx_buf_release(&csv);
		gbx_buf_release(&json);
	}
	table_release(&t);
}

/* Values alike but for a few bytes in their middle, each found, also as the first and the last
 * of a text, and said to be where it begins. */
static void values_that_are_alike_are_found_each(void **state)
{
	struct table t;
	char v[96];
	(void)state;
	table_init(&t, "a:text");
	for (int i = 0; i < 300; i++) {
		snprintf(v, sizeof v, "https://portal.example.com/members/%03d/settings/profile", i);
		table_add(&t, v);
	}
	assert_int_equal(table_export(&t, "publish", NULL), GBX_OK);
	for (int i = 0; i < 320; i++) {
		struct gbx_buf b = GBX_BUF_INIT(256);
		struct gbx_proof_result r = { 0 };
		snprintf(v, sizeof v, "https://portal.example.com/members/%03d/settings/profile", i);
		gbx_buf_addf(&b, "%s%s", i % 2 ? "" : "a,\r\n", v);
		assert_int_equal(gbx_proof_file(t.x, "report.md", gbx_buf_span(&b), false, &r, NULL), GBX_OK);
		assert_int_equal(r.hits, i < 300);
		if (r.hits)
			assert_string_equal(r.where, i % 2 ? "report.md at offset 0" : "report.md at offset 4");
		gbx_buf_release(&b);
	}
	table_release(&t);
}

/* ":" stands between every name and value of JSON. */
static void structure_is_no_leak(void **state)
{
	static const char *const values[] = { ":", "{", "}", ",", "[", "]", "{}", "[x" };
	struct table t;
	(void)state;
	table_init(&t, "a:text b:text");
	for (size_t i = 0; i < sizeof values / sizeof *values; i++)
		table_add(&t, values[i]);
	assert_int_equal(table_export(&t, "publish", NULL), GBX_OK);
	assert_int_equal(table_hits(&t), 0);
	struct gbx_buf leak = GBX_BUF_INIT(64);
	gbx_buf_adds(&leak, "{\"a\":\"[x\"}\n");
	assert_int_equal(hits_in(&t, "sample/t.jsonl", &leak, true), 1);
	gbx_buf_release(&leak);
	table_release(&t);
}

static void every_original_is_found_in_a_list(void **state)
{
	struct table t;
	(void)state;
	export_originals(&t);
	for (size_t i = 0; i < ORIGINALS; i++) {
		struct gbx_buf cell = GBX_BUF_INIT(4096), csv = GBX_BUF_INIT(4096);
		gbx_buf_addf(&cell, "basic plan; %s; [dropped]", original[i]);
		gbx_buf_adds(&csv, "a,b\r\n");
		gbx_escape_csv(&csv, gbx_buf_span(&cell));
		gbx_buf_adds(&csv, ",basic plan\r\n");
		if (!hits_in(&t, "sample/t.csv", &csv, true))
			fail_msg("original %zu was missed", i);
		gbx_buf_release(&cell);
		gbx_buf_release(&csv);
	}
	table_release(&t);
}

/* Rows that are not quite what the redaction writes. */
static void leaks_around_covered_cells_are_found(void **state)
{
	static const char *const row[] = {
		"[dropped] Quill", "Quill [dropped]", "[email:Quill]",	 "[email:Quillerman]", "[Quill]", "basic plan Quill",
		"\"basic plan\nQuill\"", "4711", "Quill; basic plan", "basic plan;Quill", "'Quill",
		"20,2555014312025550143", "1-202-555-0143", "1.202.555.0143", "Tel. 12025550143!",
		"9999999900000001 77", "a 999999990000000177", "Li", "7",
	};
	struct table t;
	(void)state;
	export_originals(&t);
	for (size_t i = 0; i < sizeof row / sizeof *row; i++) {
		struct gbx_buf csv = GBX_BUF_INIT(4096);
		gbx_buf_addf(&csv, "a,b\r\n%s,basic plan\r\n", row[i]);
		if (!hits_in(&t, "sample/t.csv", &csv, true))
			fail_msg("row %zu was missed", i);
		gbx_buf_release(&csv);
	}
	table_release(&t);
}

static void a_header_may_not_hold_an_original(void **state)
{
	struct table t;
	struct gbx_buf csv = GBX_BUF_INIT(4096), json = GBX_BUF_INIT(4096);
	(void)state;
	export_originals(&t);
	gbx_buf_adds(&csv, "a,Quill\r\n");
	gbx_buf_adds(&json, "{\"Quill\": null}\n");
	assert_int_not_equal(hits_in(&t, "t.csv", &csv, true), 0);
	assert_int_not_equal(hits_in(&t, "t.jsonl", &json, true), 0);
	gbx_buf_release(&csv);
	gbx_buf_release(&json);
	table_release(&t);
}

static void broken_files_are_searched_as_well(void **state)
{
	static const char *const text[] = {
		"a,b\r\n\"Quill", "a,b\r\n\"\"\"Quill", "{\"a\": \"Quill", "{\"a\": \"x\\", "\"", "",
		"{\"a\": \"\\u00", "a,b\r\nQuill", "\"a\"\"", "; Quill; ", ",,,\r\r\r\n\"\"\"; \"",
	};
	struct table t;
	(void)state;
	export_originals(&t);
	for (size_t i = 0; i < sizeof text / sizeof *text; i++)
		for (int k = 0; k < 2; k++) {
			struct gbx_buf b = GBX_BUF_INIT(4096);
			gbx_buf_adds(&b, text[i]);
			bool found = hits_in(&t, k ? "t.jsonl" : "t.csv", &b, true) > 0;
			assert_int_equal(found, strstr(text[i], "Quill") != NULL);
			gbx_buf_release(&b);
		}
	table_release(&t);
}

/* A value that stands and holds what parts the values of a list is one value. */
static void what_stands_may_look_like_a_list(void **state)
{
	struct table t;
	(void)state;
	table_init(&t, "status:category tags[]:category e:email");
	for (int i = 0; i < 6; i++)
		table_add(&t, "&; ;|vip^basic|a@example.org");
	assert_int_equal(table_export(&t, "publish", NULL), GBX_OK);
	assert_string_equal(table_csv(&t, 2, 0), "&; ;");
	assert_int_equal(table_hits(&t), 0);
	table_release(&t);
}

/* A kept value is exempt where it is a whole cell, not as such. */
static void a_kept_value_elsewhere_does_not_hide_a_leak(void **state)
{
	struct table t;
	struct gbx_buf csv = GBX_BUF_INIT(4096);
	(void)state;
	table_init(&t, "p:job_title type:category");
	for (int i = 0; i < 6; i++)
		table_add(&t, i ? "教师|网约车司机" : "司机|basic");
	assert_int_equal(table_export(&t, "publish", NULL), GBX_OK);
	assert_int_equal(table_hits(&t), 0);
	gbx_buf_adds(&csv, "p,type\r\n司机,网约车司机\r\n");
	assert_int_equal(hits_in(&t, "t.csv", &csv, true), 1);
	gbx_buf_release(&csv);
	table_release(&t);
}

/* ---- planted in a report ---- */

static void every_long_original_is_found_in_a_report(void **state)
{
	static void (*const escape[])(struct gbx_buf *, struct gbx_span) = {
		gbx_escape_json, gbx_escape_html, gbx_escape_csv, gbx_escape_markdown,
	};
	struct table t;
	(void)state;
	export_originals(&t);
	for (size_t i = 0; i < ORIGINALS; i++)
		for (size_t k = 0; k < 2 * sizeof escape / sizeof *escape; k++) {
			struct gbx_span v = gbx_span_str(original[i]);
			struct gbx_buf raw = GBX_BUF_INIT(4096), b = GBX_BUF_INIT(4096);
			gbx_buf_adds(&raw, k & 1 ? "found " : "");
			v = gbx_trim(v.p, v.n);
			gbx_buf_add(&raw, v.p, v.n);
			gbx_buf_adds(&raw, k & 1 ? " there" : "");
			gbx_buf_adds(&b, "# Report\n");
			escape[k / 2](&b, gbx_buf_span(&raw));
			bool searched = v.n >= 4 && strcmp(original[i], "4711") != 0;
			if ((hits_in(&t, "report", &b, false) > 0) != searched)
				fail_msg("original %zu, writer %zu", i, k);
			gbx_buf_release(&raw);
			gbx_buf_release(&b);
		}
	table_release(&t);
}

static void own_words_exempt_in_reports_only(void **state)
{
	struct table t;
	struct gbx_proof_result r = { 0 };
	struct gbx_buf b = GBX_BUF_INIT(4096);
	(void)state;
	export_originals(&t);
	gbx_proof_own_words(t.x, gbx_span_str("The Quill report of 9999 9999 0000 0001 77 rows"));
	gbx_buf_adds(&b, "a,b\r\nQuill 9999-9999-0000-0001-77,\r\n");
	assert_int_equal(hits_in(&t, "report.csv", &b, false), 0);
	assert_int_not_equal(hits_in(&t, "sample.csv", &b, true), 0);
	gbx_proof_finish(t.x, &r);
	assert_int_equal(r.exempt, 2);
	gbx_buf_release(&b);
	table_release(&t);
}

static void a_word_inside_a_word_is_no_hit(void **state)
{
	struct table t;
	struct gbx_buf b = GBX_BUF_INIT(4096);
	(void)state;
	export_originals(&t);
	gbx_buf_adds(&b, "Quills and Tranquill; 14711 and 4711 rows; Lisa");
	assert_int_equal(hits_in(&t, "report.md", &b, false), 0);
	gbx_buf_release(&b);
	table_release(&t);
}

static void shapes_are_no_originals(void **state)
{
	struct table t;
	struct gbx_buf b = GBX_BUF_INIT(4096);
	(void)state;
	table_init(&t, "a:text");
	table_add(&t, "aaaa@aaaa.aaa");
	table_add(&t, "9999-9999");
	table_add(&t, "aaab@aaaa.aaa");
	assert_int_equal(table_export(&t, "publish", NULL), GBX_OK);
	gbx_buf_adds(&b, "| aaaa@aaaa.aaa | 9999-9999 |");
	assert_int_equal(hits_in(&t, "report.md", &b, false), 0);
	gbx_buf_adds(&b, "aaab@aaaa.aaa");
	assert_int_equal(hits_in(&t, "report.md", &b, false), 1);
	gbx_buf_release(&b);
	table_release(&t);
}

static void strong_types_inside_text_are_originals(void **state)
{
	struct table t;
	struct gbx_buf b = GBX_BUF_INIT(4096);
	(void)state;
	table_init(&t, "a:text");
	table_add(&t, "please write to ann.example@example.com before noon");
	assert_int_equal(table_export(&t, "publish", NULL), GBX_OK);
	gbx_buf_adds(&b, "a\r\nann.example@example.com\r\n");
	assert_int_not_equal(hits_in(&t, "t.csv", &b, true), 0);
	gbx_buf_release(&b);
	table_release(&t);
}

static void digits_in_long_runs_are_found(void **state)
{
	struct table t;
	(void)state;
	table_init(&t, "a:text");
	table_add(&t, "+1 (202) 555-0143");
	assert_int_equal(table_export(&t, "publish", NULL), GBX_OK);
	for (unsigned before = 0; before < 300; before += 7) {
		struct gbx_buf b = GBX_BUF_INIT(4096);
		for (unsigned i = 0; i < before; i++)
			gbx_buf_adds(&b, i % 5 ? "8" : " 8");
		gbx_buf_adds(&b, " 1-202-555-0143 8 8");
		assert_int_not_equal(hits_in(&t, "report.md", &b, false), 0);
		gbx_buf_release(&b);
	}
	table_release(&t);
}

/* ---- no false hits ---- */

static uint64_t next(uint64_t *s) /* splitmix64, Steele, Lea and Flood 2014 */
{
	uint64_t z = *s += UINT64_C(0x9e3779b97f4a7c15);
	z = (z ^ z >> 30) * UINT64_C(0xbf58476d1ce4e5b9);
	z = (z ^ z >> 27) * UINT64_C(0x94d049bb133111eb);
	return z ^ z >> 31;
}

static void name_of(unsigned script, uint64_t *s, char out[64])
{
	static const char *const part[][8] = {
		{ "an", "bel", "cor", "da", "el", "fin", "gus", "ro" },
		{ "王", "小", "明", "欧", "阳", "江", "苏", "省" },
		{ "Ив", "ан", "ов", "Пе", "тр", "Ли", "на", "ой" },
		{ "محم", "د", "علي", "نور", "سا", "لم", "هد", "ى" },
		{ "さ", "とう", "たな", "か", "すず", "き", "山", "川" },
		{ "ñu", "ßa", "éo", "œl", "ça", "øy", "üm", "ål" },
	};
	unsigned n = 1 + next(s) % 4;
	out[0] = 0;
	for (size_t at = 0; n--; at = strlen(out))
		snprintf(out + at, 64 - at, "%s", part[script][next(s) % 8]);
}

/* Rows in which values of one column often occur inside another's: names in labels,
 * numbers equal to years, categories equal to names of columns. */
static void generated_row(struct table *t, unsigned script, uint64_t *s)
{
	static const char *const label[] = { "basic", "premium", "name", "null", "1988", "M", "dropped" };
	char a[64], b[64], row[1024];
	name_of(script, s, a);
	name_of(script, s, b);
	unsigned year = 1940 + next(s) % 60, n = (unsigned)(next(s) % 1000);
	snprintf(row, sizeof row,
		 "%s %s|%u-%02u-%02u|%s%s|%s|%u|%s@example.org|+1 202 555 01%02u|%s^%s|%s|%u%u", a, b, year,
		 (unsigned)(1 + next(s) % 12), (unsigned)(1 + next(s) % 28), a, b, label[next(s) % 7], n,
		 script ? "x" : a, (unsigned)(next(s) % 100), label[next(s) % 7], next(s) % 9 ? "vip" : a,
		 n % 2 ? "F" : "M", n, year);
	table_add(t, row);
}

static void correct_exports_pass_in_every_script(void **state)
{
	(void)state;
	for (unsigned script = 0; script < 6; script++)
		for (uint64_t seed = 1; seed <= 12; seed++) {
			struct table t;
			uint64_t s = seed * 1000 + script;
			table_init(&t, "name:name.full d:date_of_birth address:address c:category i:integer "
				       "e:email p:phone tags[]:category sex:gender id:identifier");
			for (unsigned i = 0; i < 10 * seed; i++)
				generated_row(&t, script, &s);
			assert_int_equal(table_export(&t, "publish", &seed), GBX_OK);
			if (table_hits(&t))
				fail_msg("script %u, seed %u", script, (unsigned)seed);
			table_release(&t);
		}
}

/* Any masked cell replaced by its original is found. */
static void any_cell_put_back_is_found(void **state)
{
	struct table t;
	uint64_t s = 99, seed = 1;
	(void)state;
	table_init(&t, "name:name.full d:date_of_birth address:address c:category i:integer "
		       "e:email p:phone tags[]:category sex:gender id:identifier");
	for (unsigned i = 0; i < 100; i++)
		generated_row(&t, 1, &s);
	assert_int_equal(table_export(&t, "publish", &seed), GBX_OK);
	for (uint32_t c = 0; c < t.batch->ncol; c++) {
		if (c == 3 || c == 7 || c == 8) /* shown */
			continue;
		for (uint32_t r = 0; r < 100; r++) {
			struct gbx_buf csv = GBX_BUF_INIT(1 << 20);
			struct gbx_span v = gbx_cell_span(t.batch, t.batch->col[c].cell[r]);
			gbx_buf_adds(&csv, "name,d\r\n[dropped],");
			gbx_escape_csv(&csv, v);
			gbx_buf_adds(&csv, "\r\n");
			bool let = gbx_bytes_set_has(&t.x->let, v); /* an integer that is also a label */
			if ((hits_in(&t, "t.csv", &csv, true) == 0) != let)
				fail_msg("column %u, row %u", c, r);
			gbx_buf_release(&csv);
		}
	}
	table_release(&t);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(an_export_as_written_passes),
		cmocka_unit_test(every_original_is_found_in_a_cell),
		cmocka_unit_test(values_that_are_alike_are_found_each),
		cmocka_unit_test(structure_is_no_leak),
		cmocka_unit_test(every_original_is_found_in_a_list),
		cmocka_unit_test(leaks_around_covered_cells_are_found),
		cmocka_unit_test(a_header_may_not_hold_an_original),
		cmocka_unit_test(broken_files_are_searched_as_well),
		cmocka_unit_test(what_stands_may_look_like_a_list),
		cmocka_unit_test(a_kept_value_elsewhere_does_not_hide_a_leak),
		cmocka_unit_test(every_long_original_is_found_in_a_report),
		cmocka_unit_test(own_words_exempt_in_reports_only),
		cmocka_unit_test(a_word_inside_a_word_is_no_hit),
		cmocka_unit_test(shapes_are_no_originals),
		cmocka_unit_test(strong_types_inside_text_are_originals),
		cmocka_unit_test(digits_in_long_runs_are_found),
		cmocka_unit_test(correct_exports_pass_in_every_script),
		cmocka_unit_test(any_cell_put_back_is_found),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}

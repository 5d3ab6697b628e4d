/* What becomes of values: every action, tokens, placeholders, joint decisions, the files. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "testing.h"

static bool is_token(const char *cell, const char *type)
{
	size_t n = strlen(type);
	return strlen(cell) == n + 13 && cell[0] == '[' && !memcmp(cell + 1, type, n) &&
	       cell[n + 1] == ':' && gbx_is_redacted(gbx_span_str(cell));
}

/* ---- tokens ---- */

static void tokens_are_as_wide_for_every_value(void **state)
{
	struct table t;
	(void)state;
	table_init(&t, "e:email n:name.full");
	table_add(&t, "a@example.com|Li");
	table_add(&t, "someone.with.a.very.long.name.indeed@mail.example.org|Maria del Carmen de la Cruz");
	assert_int_equal(table_export(&t, "publish", NULL), GBX_OK);
	for (uint32_t i = 1; i <= 2; i++) {
		assert_true(is_token(table_csv(&t, i, 0), "email"));
		assert_true(is_token(table_csv(&t, i, 1), "name.full"));
	}
	table_release(&t);
}

static void tokens_are_stable_inside_an_export_only(void **state)
{
	struct table t[2];
	char first[8192];
	(void)state;
	for (int k = 0; k < 2; k++) {
		table_init(t + k, "e:email u:username");
		table_add(t + k, "a.b@example.com|a.b@example.com");
		table_add(t + k, "c.d@example.com|");
		table_add(t + k, "a.b@example.com|");
		assert_int_equal(table_export(t + k, "publish", NULL), GBX_OK);
		snprintf(first, sizeof first, "%s", table_csv(t + k, 1, 0));
		assert_string_equal(table_csv(t + k, 3, 0), first);
		assert_string_not_equal(table_csv(t + k, 2, 0), first);
		/* another type, another token */
		assert_string_not_equal(table_csv(t + k, 1, 1) + strlen("[username"), first + strlen("[email"));
	}
	snprintf(first, sizeof first, "%s", table_csv(t, 1, 0));
	assert_string_not_equal(table_csv(t + 1, 1, 0), first);
	table_release(t);
	table_release(t + 1);
}

static void a_seed_makes_tokens_again(void **state)
{
	static const uint64_t seed[] = { 7, 7, 8 };
	struct table t[3];
	(void)state;
	for (int k = 0; k < 3; k++) {
		table_init(t + k, "e:email");
		table_add(t + k, "a.b@example.com");
		assert_int_equal(table_export(t + k, "publish", seed + k), GBX_OK);
	}
	assert_string_equal(gbx_buf_str(&t[0].csv), gbx_buf_str(&t[1].csv));
	assert_string_not_equal(gbx_buf_str(&t[0].csv), gbx_buf_str(&t[2].csv));
	for (int k = 0; k < 3; k++)
		table_release(t + k);
}

/* ---- actions ---- */

struct one {
	const char *type, *value, *publish, *strict; /* NULL: a token */
};

static void check_one(const struct one *o, const char *policy, const char *want)
{
	struct table t;
	char column[64];
	snprintf(column, sizeof column, "c:%s", o->type);
	table_init(&t, column);
	assert_int_not_equal(t.col[0].plan.type, GBX_T_COUNT);
	for (int i = 0; i < 6; i++) /* shared by enough */
		table_add(&t, o->value);
	assert_int_equal(table_export(&t, policy, NULL), GBX_OK);
	const char *got = table_csv(&t, 1, 0);
	if (want ? strcmp(got, want) != 0 : !is_token(got, o->type))
		fail_msg("%s under %s: %s, not %s", o->type, policy, got, want ? want : "a token");
	assert_int_equal(table_hits(&t), 0);
	table_release(&t);
}

static void every_action_does_what_it_says(void **state)
{
	static const struct one row[] = {
		{ "email", "a.b@example.com", NULL, NULL },
		{ "date", "2019-03-04", "2019", "[dropped]" },
		{ "timestamp", "2019-03-04 10:11:12", "2019", "[dropped]" },
		{ "date_of_birth", "1931-12-31", "1931", "[dropped]" },
		{ "date_of_birth", "1988-12-31", "1988", "[dropped]" },
		{ "date_of_birth", "2000-02-29", "2000", "[dropped]" },
		{ "year_of_birth", "1988", "1988", "[dropped]" },
		{ "age", "34", "30 to 39", "30 to 39" },
		{ "age", "9", "0 to 9", "0 to 9" },
		{ "age", "104", "90 or more", "90 or more" },
		{ "gender", "F", "F", "[dropped]" },
		{ "boolean", "true", "true", "[dropped]" },
		{ "category", "premium", "premium", "[dropped]" },
		{ "country", "Canada", "Canada", "[dropped]" },
		{ "region", "Ontario", "Ontario", "[dropped]" },
		{ "city", "Springfield", "[dropped]", "[dropped]" },
		{ "postcode", "99999", "[dropped]", "[dropped]" },
		{ "address", "1 Main Street", "[dropped]", "[dropped]" },
		{ "birthplace", "Springfield", "[dropped]", "[dropped]" },
		{ "nationality", "Canadian", "[dropped]", "[dropped]" },
		{ "password.plain", "hunter2hunter2", "[dropped]", "[dropped]" },
		{ "password_hash.md5|ntlm|md4", "0123456789abcdef0123456789abcdef", "[md5|ntlm|md4]",
		  "[md5|ntlm|md4]" },
		{ "ethnicity", "Han", "[dropped]", "[dropped]" },
		{ "record.criminal", "fraud", "[dropped]", "[dropped]" },
		{ "text", "just some words", "[dropped]", "[dropped]" },
		{ "integer", "175", "[dropped]", "[dropped]" },
		{ "unknown", "something", "[dropped]", "[dropped]" },
		{ "empty", "after all", "[dropped]", "[dropped]" },
		{ "identifier", "A-0001-X", NULL, NULL },
	};
	(void)state;
	for (size_t i = 0; i < sizeof row / sizeof *row; i++) {
		check_one(row + i, "publish", row[i].publish);
		check_one(row + i, "strict", row[i].strict);
	}
}

static void what_is_not_of_the_type_is_dropped(void **state)
{
	static const struct one row[] = {
		{ "email", "call me maybe", NULL, NULL },
		{ "phone", "x", NULL, NULL },
		{ "date", "yesterday", NULL, NULL },
		{ "age", "430", NULL, NULL },
		{ "age", "thirty", NULL, NULL },
		{ "gender", "see the note about Maria", NULL, NULL },
		{ "boolean", "Maria", NULL, NULL },
		{ "category", "write to a.b@example.com", NULL, NULL },
		{ "category", "He said so. And left.", NULL, NULL },
		{ "category", "送到门口，谢谢。", NULL, NULL },
		{ "category", "one\ntwo", NULL, NULL },
		{ "category", "one; two", NULL, NULL },
		{ "category", "not \xff utf-8", NULL, NULL },
		{ "country", "somewhere else", NULL, NULL },
	};
	(void)state;
	for (size_t i = 0; i < sizeof row / sizeof *row; i++)
		check_one(row + i, "publish", "[dropped]");
}

static void placeholders_stay(void **state)
{
	struct table t;
	(void)state;
	table_init(&t, "e:email p:phone d:date_of_birth c:category t:text");
	table_add(&t, "N/A|null|-|unknown|N/A");
	assert_int_equal(table_export(&t, "publish", NULL), GBX_OK);
	assert_string_equal(table_csv(&t, 1, 0), "N/A");
	assert_string_equal(table_csv(&t, 1, 1), "null");
	assert_string_equal(table_csv(&t, 1, 2), "'-");
	assert_string_equal(table_csv(&t, 1, 3), "unknown");
	assert_string_equal(table_csv(&t, 1, 4), "[dropped]");
	assert_int_equal(table_hits(&t), 0);
	table_release(&t);
}

/* ---- shared by many ---- */

static void rare_categories_are_dropped(void **state)
{
	struct table t;
	(void)state;
	table_init(&t, "c:category r:region");
	for (int i = 0; i < 5; i++)
		table_add(&t, "open|Ontario");
	for (int i = 0; i < 4; i++)
		table_add(&t, "closed|Quebec");
	table_add(&t, "open|Nunavut");
	assert_int_equal(table_export(&t, "publish", NULL), GBX_OK);
	assert_string_equal(table_csv(&t, 1, 0), "open");
	assert_string_equal(table_csv(&t, 6, 0), "[dropped]");
	assert_string_equal(table_csv(&t, 1, 1), "Ontario");
	assert_string_equal(table_csv(&t, 6, 1), "[dropped]");
	assert_string_equal(table_csv(&t, 10, 1), "[dropped]");
	assert_int_equal(table_hits(&t), 0);
	table_release(&t);
}

static void the_whole_relation_may_speak_for_a_value(void **state)
{
	static const struct {
		uint64_t values, distinct;
		const char *cell;
	} row[] = { { 4000, 10, "open" }, { 3999, 10, "[dropped]" }, { 0, 0, "[dropped]" } };
	(void)state;
	for (size_t i = 0; i < sizeof row / sizeof *row; i++) {
		struct table t;
		table_init(&t, "c:category");
		t.col[0].non_empty = row[i].values;
		t.col[0].distinct = row[i].distinct;
		table_add(&t, "open");
		assert_int_equal(table_export(&t, "publish", NULL), GBX_OK);
		assert_string_equal(table_csv(&t, 1, 0), row[i].cell);
		table_release(&t);
	}
}

static void one_record_with_a_list_is_one_record(void **state)
{
	struct table t;
	(void)state;
	table_init(&t, "tags[]:category");
	table_add(&t, "rare^rare^rare^rare^rare^rare");
	assert_int_equal(table_export(&t, "publish", NULL), GBX_OK);
	assert_null(strstr(gbx_buf_str(&t.csv), "rare"));
	table_release(&t);
}

/* A few clerks stand in many records: a short list of persons is no list of kinds. */
static void persons_in_short_lists_are_dropped(void **state)
{
	static const char *const row[] = { "James Smith|basic", "Mary Johnson|premium", "john.smith|open",
					   "张伟|网约车", "Smith|closed",
					   /* of no list: their form tells */
					   "Quillem Zanthorpe|in use", "ZANTHORPE|new", "qzanth99|c-1",
					   "q_zanth|old",
					   /* and where it does not tell, no word of kinds */
					   "zanthorpe|active", "quillem zanthorpe|new", "zanthorpe-quillem|buy/sell",
					   "qzv|vip", "鱻锷垚骉|在用", "жорвелдру|новый", "4711|404" };
	(void)state;
	for (size_t i = 0; i < sizeof row / sizeof *row; i++) {
		struct table t;
		table_init(&t, "a:category type:category");
		for (int k = 0; k < 12; k++)
			table_add(&t, row[i]);
		assert_int_equal(table_export(&t, "publish", NULL), GBX_OK);
		assert_string_equal(table_csv(&t, 1, 0), "[dropped]");
		assert_string_equal(table_csv(&t, 1, 1), strchr(row[i], '|') + 1);
		table_release(&t);
	}
}

static void what_is_no_region_is_not_shown_as_one(void **state)
{
	static const char *const row[] = { "Ontario", "TX", "Zanthorpe", "959 Zanthorpe Street", "鱻锷垚骉" };
	struct table t;
	(void)state;
	table_init(&t, "r:region");
	for (size_t i = 0; i < 15; i++) /* at least every second one is a region */
		for (int k = 0; k < (i % 5 < 2 ? 4 : 1); k++)
			table_add(&t, row[i % 5]);
	for (size_t i = 0; i < 5; i++)
		table_add(&t, row[4]);
	assert_int_equal(table_export(&t, "publish", NULL), GBX_OK);
	assert_non_null(strstr(gbx_buf_str(&t.csv), "Ontario"));
	assert_non_null(strstr(gbx_buf_str(&t.csv), "TX"));
	assert_null(strstr(gbx_buf_str(&t.csv), "Zanthorpe"));
	assert_null(strstr(gbx_buf_str(&t.csv), row[4]));
	table_release(&t);
}

/* Whatever the column's name says it holds. */
static void addresses_are_no_kinds(void **state)
{
	static const char *const address[] = { "374 Larch Street, Marrowby", "云渊省筠朔市新泽区银杏大道709号", "Lindenweg 12",
					       "12 rue des Saules" };
	(void)state;
	for (size_t i = 0; i < sizeof address / sizeof *address; i++) {
		struct table t;
		table_init(&t, "type:category");
		for (int k = 0; k < 240; k++)
			table_add(&t, k % 24 ? "basic plan" : address[i]);
		assert_int_equal(table_export(&t, "publish", NULL), GBX_OK);
		assert_string_equal(table_csv(&t, 1, 0), "[dropped]");
		assert_string_equal(table_csv(&t, 2, 0), "basic plan");
		table_release(&t);
	}
}

/* Whatever the column's name says: clerks and logins of no list stand under "status", too. */
static void columns_of_kinds_show_known_words_only(void **state)
{
	static const char *const column[] = { "status", "department", "role", "type", "level", "部门" };
	static const char *const kind[] = { "in_progress", "Human Resources", "Level-3", "en-US", "待审核", "Закрыто" };
	static const char *const person[] = { "zanthorpe", "Zanthorpe", "ZANTHORPE", "zanthorpe, basic", "q.zanthorpe",
					      "zanthorpe77", "qzv", "a.b.c", "qz-vk", "鱻锷垚骉", "жорвелдру",
					      "555-012-345", "basic_zanthorpe" };
	(void)state;
	for (size_t i = 0; i < sizeof column / sizeof *column; i++) {
		struct table t;
		char name[32];
		snprintf(name, sizeof name, "%s:category", column[i]);
		table_init(&t, name);
		for (size_t k = 0; k < 6; k++)
			for (size_t n = 0; n < 20; n++)
				table_add(&t, kind[k]);
		for (size_t k = 0; k < sizeof person / sizeof *person; k++)
			for (size_t n = 0; n < 6; n++)
				table_add(&t, person[k]);
		assert_int_equal(table_export(&t, "publish", NULL), GBX_OK);
		for (uint32_t k = 0; k < 120 + 6 * sizeof person / sizeof *person; k++)
			assert_string_equal(table_csv(&t, k + 1, 0), k < 120 ? kind[k / 20] : "[dropped]");
		table_release(&t);
	}
}

static void country_columns_show_countries_only(void **state)
{
	static const char *const shown[] = { "DE", "de", "DEU", "usa", "Germany", "XK" };
	static const char *const dropped[] = { "qz", "QZV", "kim", "Zanthorpe" };
	struct table t;
	(void)state;
	table_init(&t, "country:country");
	for (int i = 0; i < 6 * 6; i++)
		table_add(&t, shown[i / 6]);
	for (int i = 0; i < 4 * 6; i++)
		table_add(&t, dropped[i / 6]);
	assert_int_equal(table_export(&t, "publish", NULL), GBX_OK);
	for (uint32_t i = 0; i < 60; i++)
		assert_string_equal(table_csv(&t, i + 1, 0), i < 36 ? shown[i / 6] : "[dropped]");
	table_release(&t);
}

/* Some words after which columns of kinds are named name persons as well. */
static void columns_that_may_name_persons_show_known_words_only(void **state)
{
	static const char *const column[] = { "operator", "label", "tags", "group", "source", "agent", "x" };
	(void)state;
	for (size_t i = 0; i < sizeof column / sizeof *column; i++) {
		struct table t;
		char name[32];
		snprintf(name, sizeof name, "%s:category", column[i]);
		table_init(&t, name);
		for (int k = 0; k < 12; k++)
			table_add(&t, k % 3 ? "Premium account" : "zanthorpe");
		assert_int_equal(table_export(&t, "publish", NULL), GBX_OK);
		assert_string_equal(table_csv(&t, 1, 0), "[dropped]");
		assert_string_equal(table_csv(&t, 2, 0), "Premium account");
		table_release(&t);
	}
}

/* ---- what one column keeps another may not give back ---- */

static void derived_columns_are_dropped(void **state)
{
	static const char *const row[] = {
		/* parts as they are, without separators, in another order, in capitals, cut */
		"Springfield|1988-03-04|Ann Example|Springfield 34 1988",
		"Springfield|1988-03-04|Ann Example|34/19880304",
		"Springfield|1988-03-04|Ann Example|34 04.03.1988",
		"Springfield|1988-03-04|Ann Example|EXAMPLE, ANN",
		"Bonn am Rhein|1988-03-04|Ann Example|BONN office",
		"江苏省南京市|1988-03-04|王小明|南京市34岁",
		"江苏省南京市|1988-03-04|王小明|小明家",
	};
	(void)state;
	for (size_t i = 0; i < sizeof row / sizeof *row; i++) {
		struct table t;
		table_init(&t, "b:birthplace d:date_of_birth n:name.full q:category");
		for (int k = 0; k < 10; k++)
			table_add(&t, row[i]);
		assert_int_equal(table_export(&t, "publish", NULL), GBX_OK);
		assert_string_equal(table_csv(&t, 1, 3), "[dropped]");
		table_release(&t);
	}
}

static void one_in_five_makes_a_column_derived(void **state)
{
	(void)state;
	for (int derived = 1; derived <= 2; derived++) {
		struct table t;
		table_init(&t, "n:name.full q:category");
		for (int i = 0; i < 10; i++)
			table_add(&t, i < derived ? "Ann Example|vip example" : "Bob Sample|basic");
		assert_int_equal(table_export(&t, "publish", NULL), GBX_OK);
		assert_string_equal(table_csv(&t, 10, 1), derived == 1 ? "basic" : "[dropped]");
		table_release(&t);
	}
}

static void a_cell_that_holds_a_masked_value_is_dropped(void **state)
{
	struct table t;
	(void)state;
	table_init(&t, "u:username p:job_title type:category");
	for (int i = 0; i < 20; i++)
		table_add(&t, "someone|司机|basic plan");
	for (int i = 0; i < 6; i++)
		table_add(&t, "someone|教师|网约车司机");
	table_add(&t, "someone|司机|网约车司机");
	assert_int_equal(table_export(&t, "publish", NULL), GBX_OK);
	assert_string_equal(table_csv(&t, 21, 2), "网约车司机");
	assert_string_equal(table_csv(&t, 27, 2), "[dropped]");
	assert_int_equal(table_hits(&t), 0); /* the label stands, and holds the title */
	table_release(&t);
}

static void a_direct_identifier_of_anybody_is_not_shown(void **state)
{
	struct table t;
	(void)state;
	table_init(&t, "u:username c:category");
	for (int i = 0; i < 20; i++)
		table_add(&t, "nobody77|basic");
	for (int i = 0; i < 6; i++)
		table_add(&t, "nobody88|of admin");
	table_add(&t, "admin|basic");
	assert_int_equal(table_export(&t, "publish", NULL), GBX_OK);
	assert_string_equal(table_csv(&t, 21, 1), "[dropped]");
	assert_string_equal(table_csv(&t, 1, 1), "basic");
	table_release(&t);
}

static void age_and_birth_are_not_both_told(void **state)
{
	struct table t;
	(void)state;
	table_init(&t, "i:national_id.cn d:year_of_birth a:age b:birthplace");
	table_add(&t, "999999198803040016|1988|34|Springfield");
	assert_int_equal(table_export(&t, "publish", NULL), GBX_OK);
	assert_string_equal(table_csv(&t, 1, 1), "1988");
	assert_string_equal(table_csv(&t, 1, 2), "[dropped]");
	assert_string_equal(table_csv(&t, 1, 3), "[dropped]");
	assert_int_equal(table_hits(&t), 0);
	table_release(&t);
}

static void columns_taken_for_something_else_are_dropped(void **state)
{
	struct table t;
	(void)state;
	table_init(&t, "n:country c:category");
	for (int i = 0; i < 15; i++)
		table_add(&t, i % 3 ? "汉族|Buddhist" : "Canada|basic");
	assert_int_equal(table_export(&t, "publish", NULL), GBX_OK);
	for (uint32_t i = 1; i <= 15; i++) {
		assert_string_equal(table_csv(&t, i, 0), "[dropped]");
		assert_string_equal(table_csv(&t, i, 1), "[dropped]");
	}
	table_release(&t);
}

static void a_word_of_another_kind_is_dropped_alone(void **state)
{
	struct table t;
	(void)state;
	table_init(&t, "n:country c:category");
	for (int i = 0; i < 30; i++)
		table_add(&t, i % 3 ? "Canada|basic" : i % 2 ? "汉族|Buddhist" : "汉族|吸毒人员");
	assert_int_equal(table_export(&t, "publish", NULL), GBX_OK);
	assert_string_equal(table_csv(&t, 1, 0), "[dropped]");
	assert_string_equal(table_csv(&t, 1, 1), "[dropped]");
	assert_string_equal(table_csv(&t, 4, 1), "[dropped]");
	assert_string_equal(table_csv(&t, 2, 0), "Canada");
	assert_string_equal(table_csv(&t, 2, 1), "basic");
	table_release(&t);
}

/* ---- the files ---- */

static void csv_is_rfc_4180_and_harmless(void **state)
{
	struct table t;
	(void)state;
	table_init(&t, "=cmd():category status\"d:category tags[]:category");
	for (int i = 0; i < 6; i++)
		table_add(&t, "=1|,\"b|x^y");
	assert_int_equal(table_export(&t, "publish", NULL), GBX_OK);
	assert_memory_equal(t.csv.p, "'=cmd(),\"status\"\"d\",tags[]\r\n'=1,\",\"\"b\",x; y\r\n",
			    strlen("'=cmd(),\"status\"\"d\",tags[]\r\n'=1,\",\"\"b\",x; y\r\n"));
	assert_memory_equal(t.csv.p + t.csv.n - 2, "\r\n", 2);
	assert_int_equal(table_hits(&t), 0);
	table_release(&t);
}

static void json_lines_keep_lists_and_leave_out_what_is_missing(void **state)
{
	struct table t;
	(void)state;
	table_init(&t, "status:category tags[]:category");
	for (int i = 0; i < 5; i++)
		table_add(&t, "it's \"on\"|x^y");
	table_add(&t, "|x");
	assert_int_equal(table_export(&t, "publish", NULL), GBX_OK);
	const char *want = "{\"status\": \"it's \\\"on\\\"\", \"tags[]\": [\"x\", \"y\"]}\n";
	assert_memory_equal(t.jsonl.p, want, strlen(want));
	want = "{\"tags[]\": [\"x\"]}\n";
	assert_string_equal(t.jsonl.p + t.jsonl.n - strlen(want), want);
	assert_int_equal(table_hits(&t), 0);
	table_release(&t);
}

static void a_withheld_column_is_not_shown(void **state)
{
	struct table t;
	(void)state;
	table_init(&t, "c:category ann.example@example.com:category");
	for (int i = 0; i < 6; i++)
		table_add(&t, "open|secretive");
	t.map[1] = UINT32_MAX;
	t.col[1].name = "[data 1]";
	assert_int_equal(table_export(&t, "publish", NULL), GBX_OK);
	assert_null(strstr(gbx_buf_str(&t.csv), "secretive"));
	assert_null(strstr(gbx_buf_str(&t.csv), "example"));
	gbx_buf_adds(&t.csv, "ann.example@example.com\r\n"); /* the name is an original as well */
	assert_int_not_equal(table_hits(&t), 0);
	table_release(&t);
}

static void nothing_at_all_is_fine(void **state)
{
	struct table t;
	(void)state;
	table_init(&t, "a:category");
	assert_int_equal(table_export(&t, "publish", NULL), GBX_OK);
	assert_string_equal(gbx_buf_str(&t.csv), "a\r\n");
	assert_string_equal(gbx_buf_str(&t.jsonl), "");
	assert_int_equal(table_hits(&t), 0);
	table_release(&t);
}

static void a_full_buffer_is_an_error(void **state)
{
	struct table t;
	struct gbx_err err = { 0 };
	(void)state;
	table_init(&t, "e:email");
	for (int i = 0; i < 50; i++)
		table_add(&t, "a.b@example.com");
	assert_int_equal(table_export(&t, "publish", NULL), GBX_OK);
	struct gbx_buf small = GBX_BUF_INIT(100);
	assert_int_equal(gbx_export_relation(t.x, t.col, 1, t.row, 50, &small, &t.jsonl, &err), GBX_NOMEM);
	assert_int_equal(err.id, GBX_E_NOMEM);
	gbx_buf_release(&small);
	table_release(&t);
}

static void policies_are_named(void **state)
{
	(void)state;
	assert_string_equal(gbx_policy_name(gbx_policy_by_name("publish")), "publish");
	assert_null(gbx_policy_by_name("Publish"));
	assert_null(gbx_policy_by_name(""));
	assert_non_null(gbx_policy_at(1));
	assert_null(gbx_policy_at(2));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(tokens_are_as_wide_for_every_value),
		cmocka_unit_test(tokens_are_stable_inside_an_export_only),
		cmocka_unit_test(a_seed_makes_tokens_again),
		cmocka_unit_test(every_action_does_what_it_says),
		cmocka_unit_test(what_is_not_of_the_type_is_dropped),
		cmocka_unit_test(placeholders_stay),
		cmocka_unit_test(rare_categories_are_dropped),
		cmocka_unit_test(the_whole_relation_may_speak_for_a_value),
		cmocka_unit_test(one_record_with_a_list_is_one_record),
		cmocka_unit_test(persons_in_short_lists_are_dropped),
		cmocka_unit_test(what_is_no_region_is_not_shown_as_one),
		cmocka_unit_test(columns_of_kinds_show_known_words_only),
		cmocka_unit_test(country_columns_show_countries_only),
		cmocka_unit_test(columns_that_may_name_persons_show_known_words_only),
		cmocka_unit_test(addresses_are_no_kinds),
		cmocka_unit_test(derived_columns_are_dropped),
		cmocka_unit_test(one_in_five_makes_a_column_derived),
		cmocka_unit_test(a_cell_that_holds_a_masked_value_is_dropped),
		cmocka_unit_test(a_direct_identifier_of_anybody_is_not_shown),
		cmocka_unit_test(age_and_birth_are_not_both_told),
		cmocka_unit_test(columns_taken_for_something_else_are_dropped),
		cmocka_unit_test(a_word_of_another_kind_is_dropped_alone),
		cmocka_unit_test(csv_is_rfc_4180_and_harmless),
		cmocka_unit_test(json_lines_keep_lists_and_leave_out_what_is_missing),
		cmocka_unit_test(a_withheld_column_is_not_shown),
		cmocka_unit_test(nothing_at_all_is_fine),
		cmocka_unit_test(a_full_buffer_is_an_error),
		cmocka_unit_test(policies_are_named),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}

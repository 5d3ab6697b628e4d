/*
 * Every writer over cases that are rich, empty, wide and hostile. There are no
 * golden files: what must hold is asserted about the bytes that come out.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <cmocka.h>

#include "../base/escape.h"
#include "fixture.h"
#include "width.h"

#define CEILING ((size_t)256 << 20)

struct kind {
	uint32_t relations, fields;
	bool partial;
};
static const struct kind kinds[] = {
	{ 0, 0, false },  { 0, 0, true },   { 1, 12, false },  { 3, 12, true },
	{ 1, 300, true }, { 14, 24, true }, { 230, 1, false },
};

static const struct gbx_report_options plain = { .out_dir = "dump-report",
						 .case_path = "dump.gbx" };

static void each_kind(void (*check)(struct gbx_summary *s, const struct kind *k))
{
	for (size_t i = 0; i < sizeof(kinds) / sizeof(*kinds); i++) {
		struct gbx_summary s;
		fix_case(&s, kinds[i].relations, kinds[i].fields, kinds[i].partial);
		check(&s, &kinds[i]);
		gbx_summary_release(&s);
	}
}

typedef enum gbx_rc writer(struct gbx_summary *s, const struct gbx_report_options *o,
			   struct gbx_buf *out, struct gbx_err *err);
static writer *const writers[] = { gbx_report_terminal, gbx_report_markdown, gbx_report_html,
				   gbx_report_json };
#define WRITERS (sizeof(writers) / sizeof(*writers))

static struct gbx_buf write_with(writer *w, struct gbx_summary *s,
				 const struct gbx_report_options *o)
{
	struct gbx_buf b = GBX_BUF_INIT(CEILING);
	struct gbx_err err = { 0 };

	assert_int_equal(w(s, o, &b, &err), GBX_OK);
	assert_true(b.n > 0);
	return b;
}

static unsigned ntables(void)
{
	unsigned n = 0;

	while (gbx_report_tables[n].name)
		n++;
	return n;
}

/* ---- what holds for everything ---- */

static void assert_clean(const struct gbx_buf *b, bool csv)
{
	const unsigned char *p = (const unsigned char *)b->p;

	assert_true(gbx_utf8_valid(p, b->n));
	for (size_t i = 0; i < b->n; i++) {
		if (p[i] == '\n' || (csv && p[i] == '\r'))
			continue;
		if (p[i] < 0x20 || p[i] == 0x7f)
			fail_msg("control character %02x at %zu", p[i], i);
	}
	assert_null(strstr(b->p, "\xe2\x80\xae"));
	assert_null(strstr(b->p, "\xe2\x81\xa6"));
	assert_null(strstr(b->p, "eople"));
}

static void check_clean(struct gbx_summary *s, const struct kind *k)
{
	(void)k;
	for (size_t w = 0; w < WRITERS; w++) {
		struct gbx_buf b = write_with(writers[w], s, &plain);
		assert_clean(&b, false);
		gbx_buf_release(&b);
	}
	for (unsigned t = 0; t < ntables(); t++) {
		struct gbx_buf b = write_with(gbx_report_tables[t].write, s, &plain);
		assert_clean(&b, true);
		gbx_buf_release(&b);
	}
}

static void nothing_raw_comes_through(void **state)
{
	(void)state;
	each_kind(check_clean);
}

static void check_same(struct gbx_summary *s, const struct kind *k)
{
	(void)k;
	for (size_t w = 0; w < WRITERS + ntables(); w++) {
		writer *f = w < WRITERS ? writers[w] : gbx_report_tables[w - WRITERS].write;
		struct gbx_buf a = write_with(f, s, &plain), b = write_with(f, s, &plain);
		assert_int_equal(a.n, b.n);
		assert_memory_equal(a.p, b.p, a.n);
		gbx_buf_release(&a);
		gbx_buf_release(&b);
	}
}

static void same_summary_same_bytes(void **state)
{
	(void)state;
	each_kind(check_same);
}

static void timing_only_where_it_may_differ(void **state)
{
	(void)state;
	struct gbx_summary s;
	struct gbx_report_options o = { .reproducible = true };

	fix_case(&s, 1, 12, true);
	for (size_t w = 0; w < WRITERS; w++) {
		s.seconds = 12.34;
		struct gbx_buf a = write_with(writers[w], &s, &o);
		s.seconds = 99.99;
		struct gbx_buf b = write_with(writers[w], &s, &o);
		assert_string_equal(a.p, b.p);
		assert_null(strstr(a.p, "99.9"));
		gbx_buf_release(&a);
		gbx_buf_release(&b);
	}
	struct gbx_buf timed = write_with(gbx_report_json, &s, &plain);
	assert_non_null(strstr(timed.p, "\"timing\": {\"seconds\": 99.99"));
	gbx_buf_release(&timed);
	gbx_summary_release(&s);
}

static void a_full_buffer_is_an_error(void **state)
{
	(void)state;
	struct gbx_summary s;

	fix_case(&s, 1, 12, true);
	for (size_t w = 0; w < WRITERS + ntables(); w++) {
		writer *f = w < WRITERS ? writers[w] : gbx_report_tables[w - WRITERS].write;
		struct gbx_buf b = GBX_BUF_INIT(40);
		struct gbx_err err = { 0 };
		assert_int_equal(f(&s, &plain, &b, &err), GBX_NOMEM);
		assert_int_equal(err.id, GBX_E_NOMEM);
		gbx_buf_release(&b);
	}
	gbx_summary_release(&s);
}

/* ---- the first line ---- */

static void check_first_line(struct gbx_summary *s, const struct kind *k)
{
	const char *word = k->partial ? "PARTIAL: " : "COMPLETE: ";
	writer *const text[] = { gbx_report_terminal, gbx_report_markdown };

	for (int i = 0; i < 2; i++) {
		struct gbx_buf b = write_with(text[i], s, &plain);
		assert_memory_equal(b.p, word, strlen(word));
		gbx_buf_release(&b);
	}
	struct gbx_buf b = write_with(gbx_report_html, s, &plain);
	const char *title = strstr(b.p, "<title>"),
		   *first = strstr(b.p, "<main>\n<p class=\"status");
	assert_memory_equal(title + 7, word, strlen(word));
	assert_memory_equal(strchr(first + 10, '>') + 1, word, strlen(word));
	gbx_buf_release(&b);
}

static void the_first_word_is_the_status(void **state)
{
	(void)state;
	each_kind(check_first_line);
}

static void partial_says_what_is_missing(void **state)
{
	(void)state;
	struct gbx_summary s;

	fix_case(&s, 3, 12, true);
	struct gbx_buf b = write_with(gbx_report_markdown, &s, &plain);
	*strchr(b.p, '\n') = 0;
	assert_non_null(strstr(b.p, "1 entry was not read"));
	assert_non_null(strstr(b.p, "40 records are in quarantine"));
	assert_non_null(strstr(b.p, "unpacks to far more than its size"));
	assert_non_null(strstr(b.p, "; 5.0 kB skipped"));
	gbx_buf_release(&b);
	gbx_summary_release(&s);
}

static void a_small_quarantine_is_not_told_in_the_status(void **state)
{
	(void)state;
	struct gbx_summary s;
	struct gbx_report_options open = { .public_ = true };

	fix_case(&s, 1, 12, false);
	s.quarantined = 3;
	for (size_t w = 0; w < WRITERS; w++) {
		struct gbx_buf b = write_with(writers[w], &s, &open);
		assert_null(strstr(b.p, "3 records are in quarantine"));
		assert_non_null(strstr(b.p, "5 records are in quarantine"));
		assert_int_equal(s.quarantined, 3);
		gbx_buf_release(&b);
	}
	struct gbx_buf b = write_with(gbx_report_json, &s, &plain);
	assert_non_null(strstr(b.p, "\"3 records are in quarantine\""));
	gbx_buf_release(&b);
	gbx_summary_release(&s);
}

/* ---- small counts ---- */

/* Does the document hold this number as a word of its own? */
static bool has_number(const char *p, const char *number)
{
	size_t n = strlen(number);

	for (const char *q = p; (q = strstr(q, number)); q++) {
		bool before = q > p && strchr("0123456789,.-", q[-1]);
		bool after = q[n] && strchr("0123456789", q[n]);
		bool grouped = q[n] == ',' && q[n + 1] >= '0' && q[n + 1] <= '9';
		if (!before && !after && !grouped)
			return true;
	}
	return false;
}

/* One relation in which 2 of a million records expose an e-mail address: neither
 * may be had from the other sets. */
static void two_sets(struct gbx_summary *s)
{
	fix_case(s, 1, 2, false);
	struct gbx_sum_relation *r = &s->relation[0];
	r->records = s->records = s->entry[0].records = 777901;
	r->nset = 3;
	fix_set(&r->set[0], 777222, "name.full", "phone", NULL);
	fix_set(&r->set[1], 677, "name.full", NULL, NULL);
	fix_set(&r->set[2], 2, "email", NULL, NULL);
}

static void the_neighbour_of_a_small_set_is_a_range(void **state)
{
	(void)state;
	struct gbx_summary s;
	struct gbx_report_options open = { .public_ = true, .width = 160, .reproducible = true };

	two_sets(&s);
	for (size_t w = 0; w < WRITERS; w++) {
		struct gbx_buf b = write_with(writers[w], &s, &open);
		assert_false(has_number(b.p, "677"));
		assert_non_null(strstr(b.p, "500-999"));
		gbx_buf_release(&b);
	}
	struct gbx_buf b = write_with(gbx_report_json, &s, &plain);
	assert_true(has_number(b.p, "677"));
	assert_non_null(strstr(b.p, "\"audience\": \"internal\""));
	gbx_buf_release(&b);
	b = write_with(gbx_report_json, &s, &open);
	assert_non_null(strstr(b.p, "\"records\": \"<5\""));
	assert_non_null(strstr(b.p, "\"audience\": \"public\""));
	gbx_buf_release(&b);
	gbx_summary_release(&s);
}

/* Steps to the next cell of a CSV document; cell gets its first 31 characters,
 * without quotes. Returns the byte that ended it, 0 at the end. */
static char next_cell(const char **p, char cell[32])
{
	bool quoted = false;
	size_t n = 0;

	for (; **p && (quoted || !strchr(",\n", **p)); (*p)++) {
		quoted ^= **p == '"';
		if (n < 31 && !strchr("\"\r", **p))
			cell[n++] = **p;
	}
	cell[n] = 0;
	return **p ? *(*p)++ : 0;
}

/* Column heads that count records or values. */
static bool is_count(const char *head)
{
	static const char *const count[] = { "records",     "repaired",   "ragged",
					     "quarantined", "duplicates", "distinct_keys",
					     "distinct",    "valid",      "non_empty",
					     "placeholders" };

	for (size_t i = 0; i < sizeof(count) / sizeof(*count); i++)
		if (strcmp(head, count[i]) == 0)
			return true;
	return false;
}

static unsigned count_covered(const struct gbx_buf *b)
{
	char head[32][32], cell[32];
	unsigned nhead = 0, at = 0, covered = 0;
	const char *p = b->p;
	char end = ',';

	while (end == ',' && nhead < 32)
		end = next_cell(&p, head[nhead++]);
	while ((end = next_cell(&p, cell))) {
		if (is_count(head[at]) && cell[0] && !cell[1] && strchr("1234", cell[0]))
			fail_msg("%s is %s", head[at], cell);
		covered += is_count(head[at]) && strcmp(cell, "<5") == 0;
		at = end == ',' ? at + 1 : 0;
	}
	return covered;
}

static void no_small_count_in_a_table(void **state)
{
	(void)state;
	struct gbx_summary s;

	fix_case(&s, 1, 12, true);
	s.relation[0].quarantined = 2;
	s.relation[0].field[2].valid = 4;
	for (unsigned t = 0; t < ntables(); t++) {
		struct gbx_buf b = write_with(gbx_report_tables[t].write, &s, &plain);
		assert_true(count_covered(&b) > 0);
		gbx_buf_release(&b);
	}
	gbx_summary_release(&s);
}

static const struct gbx_report_table *table_named(const char *name)
{
	const struct gbx_report_table *t = gbx_report_tables;

	while (t->name && strcmp(t->name, name) != 0)
		t++;
	assert_non_null(t->name);
	return t;
}

/* The entries of a relation, and the reasons of an entry, have sums that are
 * shown elsewhere. */
static void parts_of_a_known_sum_are_covered_in_pairs(void **state)
{
	(void)state;
	struct gbx_summary s;

	fix_case(&s, 1, 1, true);
	s.relation[0].entry = (uint32_t[]){ 1, 2, 3 };
	s.relation[0].nentry = 3;
	s.entry[0].records = 411353;
	s.entry[1].records = 677;
	s.entry[2].records = 2;
	struct gbx_buf b = write_with(table_named("entries")->write, &s, &plain);
	assert_false(has_number(b.p, "677"));
	assert_non_null(strstr(b.p, ",500-999,"));
	assert_non_null(strstr(b.p, ",411353,"));
	gbx_buf_release(&b);
	b = write_with(table_named("quarantine")->write, &s, &plain);
	assert_false(has_number(b.p, "37"));
	assert_non_null(strstr(b.p, ",20-49,"));
	gbx_buf_release(&b);
	gbx_summary_release(&s);
}

static void a_small_relation_makes_the_total_a_range(void **state)
{
	(void)state;
	struct gbx_summary s;

	fix_case(&s, 2, 1, false);
	struct gbx_sum_relation *r = &s.relation[1];
	s.records = s.records - r->records + 3;
	r->records = s.entry[1].records = 3;
	r->nset = 1;
	fix_set(&r->set[0], 3, "email", NULL, NULL);
	struct gbx_buf b = write_with(gbx_report_markdown, &s, &plain);
	assert_non_null(strstr(b.p, "412,033-412,036"));
	assert_null(strstr(b.p, "412,035"));
	gbx_buf_release(&b);
	gbx_summary_release(&s);
}

/* ---- each place's own dangers ---- */

static void names_never_become_markup(void **state)
{
	(void)state;
	struct gbx_summary s;

	fix_case(&s, 12, 24, true);
	struct gbx_buf md = write_with(gbx_report_markdown, &s, &plain);
	assert_null(strstr(md.p, "<script"));
	assert_null(strstr(md.p, "<img"));
	assert_null(strstr(md.p, "<!--"));
	for (char *p = md.p; (p = strstr(p, "](")); p++)
		assert_int_equal(p[-1], '\\');
	gbx_buf_release(&md);
	struct gbx_buf html = write_with(gbx_report_html, &s, &plain);
	assert_null(strstr(html.p, "<script"));
	assert_null(strstr(html.p, "<img"));
	assert_null(strstr(html.p, " style="));
	assert_null(strstr(html.p, "href"));
	assert_non_null(strstr(html.p, "&lt;script&gt;"));
	gbx_buf_release(&html);
	gbx_summary_release(&s);
}

/* A row of a Markdown table has as many unescaped pipes as its head. */
static unsigned pipes(const char *p, const char *end)
{
	unsigned n = 0;

	for (; p < end; p++) {
		if (*p == '\\' && p + 1 < end)
			p++;
		else
			n += *p == '|';
	}
	return n;
}

static void markdown_rows_keep_their_columns(void **state)
{
	(void)state;
	struct gbx_summary s;
	unsigned want = 0, rows = 0;

	fix_case(&s, 3, 24, true);
	struct gbx_buf b = write_with(gbx_report_markdown, &s, &plain);
	for (char *p = b.p, *end; (end = strchr(p, '\n')); p = end + 1) {
		if (*p != '|') {
			want = 0;
			continue;
		}
		want = want ? want : pipes(p, end);
		assert_int_equal(pipes(p, end), want);
		rows++;
	}
	assert_true(rows > 100);
	gbx_buf_release(&b);
	gbx_summary_release(&s);
}

/* Walks RFC 4180: every row has the head's cells, and no cell starts a formula. */
static void check_csv(const struct gbx_buf *b)
{
	unsigned cells = 1, want = 0;
	bool quoted = false, start = true;

	for (size_t i = 0; i < b->n; i++) {
		char c = b->p[i];
		if (start && strchr("=+-@\t", c))
			fail_msg("formula at %zu", i);
		start = false;
		if (c == '"') {
			quoted = !quoted;
			start = quoted && b->p[i + 1] != '"';
		} else if (!quoted && c == ',') {
			cells++;
			start = true;
		} else if (!quoted && c == '\n') {
			want = want ? want : cells;
			assert_int_equal(cells, want);
			cells = 1;
			start = true;
		}
	}
	assert_false(quoted);
}

static void check_tables(struct gbx_summary *s, const struct kind *k)
{
	(void)k;
	for (unsigned t = 0; t < ntables(); t++) {
		struct gbx_buf b = write_with(gbx_report_tables[t].write, s, &plain);
		check_csv(&b);
		gbx_buf_release(&b);
	}
}

static void csv_is_csv_without_formulas(void **state)
{
	(void)state;
	each_kind(check_tables);
	assert_int_equal(ntables(), 10);
}

static void check_screen(struct gbx_summary *s, const struct kind *k)
{
	(void)k;
	for (unsigned width = 60; width <= 120; width += 20) {
		struct gbx_report_options o = plain;
		unsigned lines = 0;
		o.width = width;
		struct gbx_buf b = write_with(gbx_report_terminal, s, &o);
		for (char *p = b.p, *end; (end = strchr(p, '\n')); p = end + 1) {
			lines++;
			assert_true(gbx_text_width(gbx_span_of(p, (size_t)(end - p))) <= width);
		}
		assert_true(lines <= 40);
		gbx_buf_release(&b);
	}
}

static void the_screen_is_one_screen(void **state)
{
	(void)state;
	each_kind(check_screen);
}

/* Every part of the screen at its fullest. */
static void the_worst_screen_is_one_screen(void **state)
{
	(void)state;
	struct gbx_summary s;
	struct gbx_sum_class klass[12];

	fix_case(&s, 14, 24, true);
	s.finished = false;
	for (uint32_t i = 0; i < 12; i++)
		klass[i] = s.klass[i % 5];
	s.klass = klass;
	s.nklass = 12;
	for (uint32_t r = 0; r < 14; r++) {
		struct gbx_sum_relation *x = &s.relation[r];
		x->recounted = x->plan_doubtful = true;
		x->other_sets = 9;
		gbx_typeset_add(&x->set[0].types, (enum gbx_type)(20 + r));
	}
	for (uint32_t i = 0; i < s.nentry; i++) {
		s.entry[i].status = GBX_ENTRY_ERROR;
		s.entry[i].path = "a long path/a long path/a long path/a long path/a long path/file";
	}
	check_screen(&s, &kinds[5]);
	gbx_summary_release(&s);
}

/* Where not all relations have a line, the large ones do. */
static void the_screen_names_the_largest_relations(void **state)
{
	(void)state;
	static const uint64_t records[] = { 10, 20, 5000, 30, 7000, 5000, 40 };
	static const char *const name[] = { "a", "b", "third", "d", "fifth", "sixth", "g" };
	struct gbx_summary s;

	fix_case(&s, 7, 1, false);
	for (unsigned i = 0; i < 7; i++) {
		s.relation[i].records = records[i];
		s.relation[i].name = name[i];
	}
	struct gbx_buf b = write_with(gbx_report_terminal, &s, &plain);
	const char *fifth = strstr(b.p, "\n  fifth "), *third = strstr(b.p, "\n  third "),
		   *sixth = strstr(b.p, "\n  sixth ");
	assert_true(fifth && third && sixth && fifth < third && third < sixth);
	assert_non_null(strstr(sixth, "and 4 more relations"));
	gbx_buf_release(&b);
	gbx_summary_release(&s);
}

/* Every writer says how the passwords were kept; a small count stays covered. */
static void storage_is_said(void **state)
{
	(void)state;
	static const struct {
		writer *write;
		const char *plain;
	} w[] = {
		{ gbx_report_terminal, "3 in plain text" },
		{ gbx_report_markdown, "&lt;5 in plain text" },
		{ gbx_report_html, "&lt;5 in plain text" },
	};
	struct gbx_summary s;

	fix_case(&s, 1, 12, false);
	for (size_t i = 0; i < sizeof(w) / sizeof(*w); i++) {
		struct gbx_buf b = write_with(w[i].write, &s, &plain);
		if (!strstr(b.p, w[i].plain))
			fail_msg("%zu lacks %s", i, w[i].plain);
		assert_non_null(strstr(b.p, "under a fast hash with salt"));
		gbx_buf_release(&b);
	}
	gbx_summary_release(&s);
}

static void colour_only_when_asked(void **state)
{
	(void)state;
	struct gbx_summary s;
	struct gbx_report_options o = { .color = true };

	fix_case(&s, 1, 12, true);
	struct gbx_buf b = write_with(gbx_report_terminal, &s, &o);
	assert_memory_equal(b.p, "\033[1;31mPARTIAL", 14);
	for (char *p = b.p; (p = strchr(p, 033)); p++)
		assert_int_equal(p[1], '[');
	assert_null(strstr(b.p, "\033]0;"));
	gbx_buf_release(&b);
	gbx_summary_release(&s);
}

static void rows_are_told_from_keys_and_persons(void **state)
{
	(void)state;
	struct gbx_summary s;

	fix_case(&s, 1, 12, false);
	for (size_t w = 0; w < 3; w++) {
		struct gbx_buf b = write_with(writers[w], &s, &plain);
		assert_non_null(strstr(b.p, "not persons"));
		assert_non_null(strstr(b.p, "412,032"));
		assert_non_null(strstr(b.p, "about 250,100 (±1.7 %)"));
		assert_non_null(strstr(b.p, "411,023 "));
		gbx_buf_release(&b);
	}
	gbx_summary_release(&s);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(nothing_raw_comes_through),
		cmocka_unit_test(same_summary_same_bytes),
		cmocka_unit_test(timing_only_where_it_may_differ),
		cmocka_unit_test(a_full_buffer_is_an_error),
		cmocka_unit_test(the_first_word_is_the_status),
		cmocka_unit_test(partial_says_what_is_missing),
		cmocka_unit_test(a_small_quarantine_is_not_told_in_the_status),
		cmocka_unit_test(the_neighbour_of_a_small_set_is_a_range),
		cmocka_unit_test(no_small_count_in_a_table),
		cmocka_unit_test(parts_of_a_known_sum_are_covered_in_pairs),
		cmocka_unit_test(a_small_relation_makes_the_total_a_range),
		cmocka_unit_test(names_never_become_markup),
		cmocka_unit_test(markdown_rows_keep_their_columns),
		cmocka_unit_test(csv_is_csv_without_formulas),
		cmocka_unit_test(the_screen_is_one_screen),
		cmocka_unit_test(the_worst_screen_is_one_screen),
		cmocka_unit_test(the_screen_names_the_largest_relations),
		cmocka_unit_test(storage_is_said),
		cmocka_unit_test(colour_only_when_asked),
		cmocka_unit_test(rows_are_told_from_keys_and_persons),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}

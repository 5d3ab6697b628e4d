/* Rows streams as records: any cut gives the same, what does not fit is quarantined. */
#include "beside.h"
#include "json_testing.h"
#include "../base/rows.h"
#include "rows.h"

static struct gbx_beside *beside; /* NULL but where it is tested */

/* As feed() of json_testing.h, with the format that nobody bids for. */
static struct fed read_rows(const unsigned char *bytes, size_t n, size_t step)
{
	struct fed f = { .text = GBX_BUF_INIT(1u << 30), .format = "lines" };
	struct gbx_reader *r = NULL;
	struct gbx_err err;
	unsigned char *all = calloc(1, n + GBX_CHUNK_PAD);
	assert_non_null(all);
	memcpy(all, bytes, n);
	struct gbx_head h = { all, n, true, "d/x!/part" };
	struct gbx_format_options o = { .beside = beside };
	if (gbx_format_rows.open(&h, &o, &r, &err) == GBX_OK) {
		snprintf(f.format, sizeof f.format, "lines");
		feed_all(&f, r, all, n, step);
		snprintf(f.format, sizeof f.format, "%s", gbx_format_rows_name(r));
		gbx_format_rows.close(r);
	}
	if (f.nline)
		qsort(f.line, f.nline, sizeof *f.line, by_text);
	for (size_t i = 0; i < f.nline; i++)
		gbx_buf_addf(&f.text, "%s\n", f.line[i]);
	free(all);
	return f;
}

static void two_tables(struct gbx_rows_writer *w)
{
	const struct gbx_rows_column a[4] = { { gbx_span_str("id"), GBX_ROWS_ENVELOPE },
					      { gbx_span_str("x"), 0 },
					      { gbx_span_str("x"), 0 },
					      { gbx_span_str(""), 0 } };
	const struct gbx_rows_column b[1] = { { gbx_span_str("only"), 0 } };
	gbx_rows_init(w);
	gbx_rows_head(w, "sqlite");
	gbx_rows_table(w, gbx_span_str("one"), a, 4);
	for (unsigned i = 1; i <= 3; i++) {
		gbx_rows_begin(w, i);
		gbx_rows_cell(w, gbx_span_str("k"));
		gbx_rows_absent(w);
		gbx_rows_cell(w, gbx_span_str("second"));
		if (i == 2)
			gbx_rows_cell(w, gbx_span_str(""));
		gbx_rows_end(w);
	}
	gbx_rows_damage(w, 4, GBX_E_OVERSIZE, 1);
	gbx_rows_skip(w, GBX_ROWS_SKIP_VIEW, 3);
	gbx_rows_table(w, gbx_span_str("two"), b, 1);
	gbx_rows_begin(w, 9);
	gbx_rows_cell(w, gbx_span_str("z"));
	gbx_rows_end(w);
	gbx_rows_table(w, gbx_span_str("one"), a, 4);
	gbx_rows_begin(w, 5);
	gbx_rows_cell(w, gbx_span_str("last"));
	gbx_rows_end(w);
}

static void same_records_whatever_the_cuts(void **state)
{
	(void)state;
	static const size_t steps[] = { 1, 7, 50, 4096 };
	static const char want[] = "one@000001 id*=k|x=-|x_2=second|\n"
				   "one@000002 c4=|id*=k|x=-|x_2=second|\n"
				   "one@000003 id*=k|x=-|x_2=second|\n"
				   "one@000005 id*=last|\n"
				   "two@000009 only=z|\n";
	struct gbx_rows_writer w;
	two_tables(&w);
	for (size_t i = 0; i < sizeof steps / sizeof *steps; i++) {
		struct fed f = read_rows((unsigned char *)w.out.p, w.out.n, steps[i]);
		assert_string_equal(gbx_buf_str(&f.text), want);
		assert_string_equal(f.format, "sqlite");
		assert_int_equal(f.quarantined, 1);
		assert_int_equal(f.reason[0], GBX_E_OVERSIZE);
		assert_int_equal(f.bad_off[0], 4);
		fed_release(&f);
	}
	gbx_rows_release(&w);
}

static void cut_and_changed_anywhere(void **state)
{
	(void)state;
	struct gbx_rows_writer w;
	two_tables(&w);
	for (size_t n = 0; n < w.out.n; n++) {
		struct fed f = read_rows((unsigned char *)w.out.p, n, 5);
		assert_true(f.records <= 5 && f.quarantined <= 2);
		fed_release(&f);
	}
	uint64_t seed = 5;
	unsigned char *copy = malloc(w.out.n);
	assert_non_null(copy);
	for (unsigned i = 0; i < 20000; i++) {
		memcpy(copy, w.out.p, w.out.n);
		for (unsigned k = 0; k < 1 + i % 3; k++)
			copy[next_random(&seed) % w.out.n] = (unsigned char)next_random(&seed);
		struct fed a = read_rows(copy, w.out.n, w.out.n);
		struct fed b = read_rows(copy, w.out.n, 9);
		assert_int_equal(a.records, b.records);
		fed_release(&a);
		fed_release(&b);
	}
	free(copy);
	gbx_rows_release(&w);
}

/* Thousands of columns of one name must not take the square of their number. */
static void many_equal_names(void **state)
{
	(void)state;
	struct gbx_rows_writer w;
	struct gbx_rows_column *col = calloc(GBX_RECORD_COLUMNS, sizeof *col);
	assert_non_null(col);
	for (unsigned i = 0; i < GBX_RECORD_COLUMNS; i++)
		col[i].name = gbx_span_str("same");
	gbx_rows_init(&w);
	gbx_rows_head(&w, "nothing known");
	assert_true(gbx_rows_table(&w, gbx_span_str("t"), col, GBX_RECORD_COLUMNS));
	gbx_rows_begin(&w, 1);
	for (unsigned i = 0; i < GBX_RECORD_COLUMNS; i++)
		gbx_rows_cell(&w, gbx_span_str("v"));
	gbx_rows_end(&w);
	struct fed f = read_rows((unsigned char *)w.out.p, w.out.n, w.out.n);
	assert_int_equal(f.records, 1);
	assert_string_equal(f.format, "document");
	size_t cells = 0;
	for (const char *p = f.line[0]; (p = strchr(p, '|')); p++)
		cells++;
	assert_int_equal(cells, GBX_RECORD_COLUMNS);
	fed_release(&f);
	gbx_rows_release(&w);
	free(col);
}

static void tells_of_files_beside(void **state)
{
	const struct gbx_rows_column col[] = { { gbx_span_str("id"), 0 }, { gbx_span_str("name"), 0 } };
	struct gbx_rows_writer w;
	(void)state;
	gbx_rows_init(&w);
	gbx_rows_head(&w, "pgdump");
	assert_true(gbx_rows_beside(&w, gbx_span_str("3363"), gbx_span_str("s.t"), col, 2));
	for (size_t cut = 1; cut <= w.out.n; cut++) {
		beside = gbx_beside_new();
		assert_non_null(beside);
		struct fed f = read_rows((unsigned char *)w.out.p, cut, 7);
		const struct gbx_beside_table *t = gbx_beside_find(beside, "d/3363.dat");
		assert_int_equal(t != NULL, cut == w.out.n);
		assert_true(!t || (t->ncol == 2 && gbx_span_is(t->relation, "s.t") && gbx_span_is(t->name[1], "name")));
		assert_int_equal(f.records, 0);
		fed_release(&f);
		gbx_beside_free(beside);
	}
	beside = NULL;
	gbx_rows_release(&w);
}

/* No entry is a rows stream because of its bytes. */
static void nobody_bids(void **state)
{
	(void)state;
	struct gbx_rows_writer w;
	two_tables(&w);
	struct fed f = feed(w.out.p, w.out.n, w.out.n, "x", NULL);
	assert_string_not_equal(f.format, "document");
	struct fed g = feed(w.out.p, w.out.n, w.out.n, "x", "document");
	assert_string_equal(g.format, "");
	fed_release(&f);
	fed_release(&g);
	gbx_rows_release(&w);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(same_records_whatever_the_cuts),
		cmocka_unit_test(cut_and_changed_anywhere),
		cmocka_unit_test(many_equal_names),
		cmocka_unit_test(tells_of_files_beside),
		cmocka_unit_test(nobody_bids),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}

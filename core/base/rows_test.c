/* Rows streams: what is written can be read; hostile and cut streams end cleanly. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <cmocka.h>

#include "limits.h"
#include "rows.h"

static void small_stream(struct gbx_rows_writer *w)
{
	const struct gbx_rows_column col[2] = { { gbx_span_str("id"), GBX_ROWS_ENVELOPE },
						{ gbx_span_str("name"), 0 } };
	gbx_rows_init(w);
	gbx_rows_head(w, "xlsx");
	assert_true(gbx_rows_table(w, gbx_span_str("Sheet1"), col, 2));
	gbx_rows_begin(w, UINT64_MAX);
	gbx_rows_absent(w);
	gbx_rows_cell(w, gbx_span_str(""));
	assert_true(gbx_rows_end(w));
	gbx_rows_damage(w, 300, GBX_E_CUT, 7);
	gbx_rows_skip(w, GBX_ROWS_SKIP_VIEW, 2);
}

static struct gbx_rows_body next(struct gbx_span *s, enum gbx_rows_type type)
{
	struct gbx_rows_record r;
	assert_int_equal(gbx_rows_next(*s, &r), GBX_ROWS_OK);
	assert_int_equal(r.type, type);
	*s = gbx_span_of(s->p + r.all, s->n - r.all);
	return (struct gbx_rows_body){ r.body };
}

static void expect_u64(struct gbx_rows_body *b, uint64_t want)
{
	uint64_t v;
	assert_true(gbx_rows_u64(b, &v));
	assert_true(v == want);
}

static void expect_text(struct gbx_rows_body *b, const char *want)
{
	struct gbx_span s;
	assert_true(gbx_rows_text(b, &s));
	assert_true(gbx_span_is(s, want));
}

static void reads_what_was_written(void **state)
{
	(void)state;
	struct gbx_rows_writer w;
	struct gbx_span v;
	small_stream(&w);
	struct gbx_span s = gbx_buf_span(&w.out);
	struct gbx_rows_body b = next(&s, GBX_ROWS_HEAD);
	expect_text(&b, "xlsx");
	b = next(&s, GBX_ROWS_TABLE);
	expect_text(&b, "Sheet1");
	expect_u64(&b, 2);
	expect_u64(&b, GBX_ROWS_ENVELOPE);
	expect_text(&b, "id");
	expect_u64(&b, 0);
	expect_text(&b, "name");
	assert_true(gbx_rows_done(&b));
	b = next(&s, GBX_ROWS_ROW);
	expect_u64(&b, UINT64_MAX);
	assert_true(gbx_rows_value(&b, &v) && !v.p);
	assert_true(gbx_rows_value(&b, &v) && v.p && !v.n);
	assert_true(gbx_rows_done(&b) && !gbx_rows_value(&b, &v));
	b = next(&s, GBX_ROWS_DAMAGE);
	expect_u64(&b, 300);
	expect_u64(&b, GBX_E_CUT);
	expect_u64(&b, 7);
	b = next(&s, GBX_ROWS_SKIP);
	assert_int_equal(s.n, 0);
	gbx_rows_release(&w);
}

/* Every prefix asks for more or gives whole records; copies end where they end. */
static void cut_anywhere(void **state)
{
	(void)state;
	struct gbx_rows_writer w;
	small_stream(&w);
	for (size_t n = 0; n < w.out.n; n++) {
		unsigned char *copy = malloc(n ? n : 1);
		assert_non_null(copy);
		memcpy(copy, w.out.p, n);
		struct gbx_span s = gbx_span_of(copy, n);
		struct gbx_rows_record r;
		while (gbx_rows_next(s, &r) == GBX_ROWS_OK)
			s = gbx_span_of(s.p + r.all, s.n - r.all);
		assert_int_equal(gbx_rows_next(s, &r), GBX_ROWS_MORE);
		free(copy);
	}
	gbx_rows_release(&w);
}

static void refuses_lies(void **state)
{
	(void)state;
	struct gbx_rows_record r;
	struct gbx_span s;
	uint64_t v;
	const uint32_t type[2] = { GBX_ROWS_TYPES, 0 }, none[2] = { 0, 0 };
	const uint32_t large[2] = { GBX_ROWS_ROW, GBX_RECORD_BYTES };
	assert_int_equal(gbx_rows_next(gbx_span_of(type, 8), &r), GBX_ROWS_BROKEN);
	assert_int_equal(gbx_rows_next(gbx_span_of(none, 8), &r), GBX_ROWS_BROKEN);
	assert_int_equal(gbx_rows_next(gbx_span_of(large, 8), &r), GBX_ROWS_BROKEN);
	struct gbx_rows_body b = { gbx_span_str("\xff\xff\xff\xff\xff\xff\xff\xff\xff\x02") };
	assert_false(gbx_rows_u64(&b, &v));
	b.left = gbx_span_str("\x80\x80");
	assert_false(gbx_rows_u64(&b, &v));
	b.left = gbx_span_str("\x05" "abc");
	assert_false(gbx_rows_text(&b, &s));
	b.left = gbx_span_str("\x05" "abc");
	assert_false(gbx_rows_value(&b, &s));
	b.left = gbx_span_str("\xff\xff\xff\xff\xff\xff\xff\xff\xff\x01");
	assert_false(gbx_rows_value(&b, &s));
}

static void lost_rows_are_told(void **state)
{
	(void)state;
	struct gbx_rows_writer w;
	const struct gbx_rows_column col = { gbx_span_str("a"), 0 };
	char *large = calloc(1, GBX_RECORD_BYTES);
	assert_non_null(large);
	gbx_rows_init(&w);
	assert_false(gbx_rows_table(&w, gbx_span_str("t"), &col, GBX_RECORD_COLUMNS + 1));
	assert_true(gbx_rows_table(&w, gbx_span_str("t"), &col, 1));
	struct gbx_span s = gbx_buf_span(&w.out);
	size_t table = s.n;
	gbx_rows_begin(&w, 1);
	gbx_rows_cell(&w, gbx_span_of(large, GBX_RECORD_BYTES));
	assert_false(gbx_rows_end(&w));
	gbx_rows_begin(&w, 2);
	gbx_rows_absent(&w);
	gbx_rows_absent(&w);
	assert_false(gbx_rows_end(&w));
	gbx_rows_begin(&w, 3);
	gbx_rows_cell(&w, gbx_span_of(large, GBX_RECORD_BYTES - 64));
	assert_true(gbx_rows_end(&w));
	s = gbx_span_of(w.out.p + table, w.out.n - table);
	struct gbx_rows_body b = next(&s, GBX_ROWS_DAMAGE);
	expect_u64(&b, 1);
	expect_u64(&b, GBX_E_OVERSIZE);
	b = next(&s, GBX_ROWS_DAMAGE);
	expect_u64(&b, 2);
	expect_u64(&b, GBX_E_COLUMNS);
	next(&s, GBX_ROWS_ROW);
	assert_int_equal(s.n, 0);
	assert_int_equal(w.lost, 2);
	gbx_rows_release(&w);
	free(large);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(reads_what_was_written),
		cmocka_unit_test(cut_anywhere),
		cmocka_unit_test(refuses_lies),
		cmocka_unit_test(lost_rows_are_told),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}

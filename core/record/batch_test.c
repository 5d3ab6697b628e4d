/* Batches: names, sparse and dense columns, undo, limits. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "../base/limits.h"
#include "batch.h"

static uint32_t column(struct gbx_parsed *p, struct gbx_batch *b, const char *name)
{
	return gbx_batch_column(p, b, gbx_span_str(name), 0, 0);
}

static void put(struct gbx_parsed *p, struct gbx_batch *b, const char *name, uint32_t rec)
{
	uint32_t c = column(p, b, name);
	assert_true(c < b->ncol);
	assert_true(gbx_batch_cell(p, b, c, rec, (struct gbx_cell){rec, 1}));
}

static void test_dense(void **state)
{
	(void)state;
	struct gbx_parsed p;
	gbx_parsed_init(&p);
	struct gbx_batch *b = gbx_parsed_batch(&p, gbx_span_str("r"), 0);
	assert_non_null(b);
	for (uint32_t i = 0; i < 1000; i++) {
		assert_int_equal(gbx_batch_record(&p, b, i * 10), i);
		put(&p, b, "all", i);
		if (i % 2)
			put(&p, b, "odd", i);
		put(&p, b, "list", i);
		if (i == 5)
			put(&p, b, "list", i);
	}
	gbx_batch_finish(b);
	assert_int_equal(b->nrec, 1000);
	assert_int_equal(b->ncol, 3);
	assert_null(b->col[0].rec);
	assert_int_equal(b->col[0].n, 1000);
	assert_int_equal(b->col[1].n, 1001);
	assert_int_equal(b->col[1].rec[6], 5);
	assert_int_equal(b->col[2].n, 500);
	assert_int_equal(b->col[2].rec[499], 999);
	assert_int_equal(b->rec_off[999], 9990);
	gbx_parsed_release(&p);
}

/* As many cells as records, but not one each: stays sparse. */
static void test_not_dense(void **state)
{
	(void)state;
	struct gbx_parsed p;
	gbx_parsed_init(&p);
	struct gbx_batch *b = gbx_parsed_batch(&p, gbx_span_str("r"), 0);
	gbx_batch_record(&p, b, 0);
	put(&p, b, "a", 0);
	put(&p, b, "a", 0);
	gbx_batch_record(&p, b, 1);
	gbx_batch_finish(b);
	assert_non_null(b->col[0].rec);
	gbx_parsed_release(&p);
}

static void test_undo(void **state)
{
	(void)state;
	struct gbx_parsed p;
	gbx_parsed_init(&p);
	struct gbx_batch *b = gbx_parsed_batch(&p, gbx_span_str("r"), 0);
	gbx_batch_undo(b);
	gbx_batch_record(&p, b, 0);
	put(&p, b, "a", 0);
	gbx_batch_record(&p, b, 1);
	put(&p, b, "a", 1);
	put(&p, b, "gone", 1);
	put(&p, b, "gone", 1);
	gbx_batch_undo(b);
	gbx_batch_record(&p, b, 2);
	put(&p, b, "a", 1);
	put(&p, b, "b", 1);
	struct gbx_batch *empty = gbx_parsed_batch(&p, gbx_span_str("empty"), 0);
	gbx_batch_record(&p, empty, 3);
	gbx_batch_undo(empty);
	gbx_parsed_finish(&p);
	assert_int_equal(p.nbatch, 1);
	assert_int_equal(b->nrec, 2);
	assert_int_equal(b->ncol, 2);
	assert_string_equal(b->col[1].name, "b");
	assert_null(b->col[0].rec);
	gbx_parsed_release(&p);
}

static void test_fixed_columns_stay(void **state)
{
	(void)state;
	struct gbx_parsed p;
	gbx_parsed_init(&p);
	struct gbx_batch *b = gbx_parsed_batch(&p, gbx_span_str("r"), 7);
	column(&p, b, "never");
	column(&p, b, "filled");
	gbx_batch_record(&p, b, 0);
	put(&p, b, "filled", 0);
	gbx_parsed_finish(&p);
	assert_int_equal(b->ncol, 2);
	assert_true(b->col[0].rec && b->col[0].n == 0); /* sparse: dense has a cell a record */
	assert_null(b->col[1].rec);
	gbx_parsed_release(&p);
}

static void test_relations(void **state)
{
	(void)state;
	struct gbx_parsed p;
	gbx_parsed_init(&p);
	char name[32];
	for (int round = 0; round < 2; round++)
		for (uint32_t i = 0; i < 5000; i++) {
			snprintf(name, sizeof name, "relation %u", i % 2500);
			struct gbx_batch *b = gbx_parsed_batch(&p, gbx_span_str(name), i / 2500);
			assert_non_null(b);
			assert_string_equal(b->relation, name);
			assert_ptr_equal(p.batch[i], b);
		}
	assert_int_equal(p.nbatch, 5000);
	gbx_parsed_reset(&p);
	assert_int_equal(p.nbatch, 0);
	assert_non_null(gbx_parsed_batch(&p, gbx_span_str("again"), 0));
	gbx_parsed_release(&p);
}

static void test_column_limit(void **state)
{
	(void)state;
	struct gbx_parsed p;
	gbx_parsed_init(&p);
	struct gbx_batch *b = gbx_parsed_batch(&p, gbx_span_str("r"), 0);
	char name[32];
	for (uint32_t i = 0; i < GBX_RECORD_COLUMNS; i++) {
		snprintf(name, sizeof name, "c%u", i);
		assert_int_equal(gbx_batch_column(&p, b, gbx_span_str(name), 0, i), i);
	}
	assert_int_equal(column(&p, b, "c4000"), 4000);
	assert_int_equal(column(&p, b, "one more"), UINT32_MAX);
	assert_int_equal(gbx_batch_column(&p, b, gbx_span_str("c7"), 0, 7), 7);
	assert_int_equal(gbx_batch_column(&p, b, gbx_span_str("c7"), 0, UINT32_MAX), 7);
	gbx_parsed_release(&p);
}

static void test_names(void **state)
{
	(void)state;
	struct gbx_parsed p;
	gbx_parsed_init(&p);
	struct gbx_batch *b = gbx_parsed_batch(&p, gbx_span_str("r"), 0);
	char longest[2 * GBX_NAME_BYTES];
	memset(longest, 'x', sizeof longest);
	memcpy(longest + GBX_NAME_BYTES - 1, "\xc3\xa9", 2);
	uint32_t c = gbx_batch_column(&p, b, gbx_span_of(longest, sizeof longest), 0, 0);
	assert_int_equal(b->col[c].name_len, GBX_NAME_BYTES - 1);
	assert_int_equal(gbx_batch_column(&p, b, gbx_span_of(longest, sizeof longest), 0, 0), c);
	c = column(&p, b, "a\xff\x62");
	assert_string_equal(b->col[c].name, "a\xef\xbf\xbd"
	                                    "b");
	assert_int_equal(column(&p, b, "a\xff\x62"), c);
	assert_int_equal(column(&p, b, ""), 2);
	c = gbx_batch_column(&p, b, gbx_span_of("x\0y", 3), 0, 0);
	assert_string_equal(b->col[c].name, "x\xef\xbf\xbdy");
	assert_int_equal(b->col[c].name_len, 5);
	assert_int_equal(gbx_batch_column(&p, b, gbx_span_of("x\0y", 3), 0, 0), c);
	struct gbx_batch *n = gbx_parsed_batch(&p, gbx_span_of("a\0b", 3), 0);
	assert_string_equal(n->relation, "a");
	assert_ptr_equal(gbx_parsed_batch(&p, gbx_span_of("a\0c", 3), 0), n);
	gbx_parsed_release(&p);
}

static void test_bad(void **state)
{
	(void)state;
	struct gbx_parsed p;
	gbx_parsed_init(&p);
	for (uint64_t i = 0; i < 1000; i++)
		assert_true(gbx_parsed_bad(&p, i, i + 1, GBX_E_UTF8));
	assert_int_equal(p.nbad, 1000);
	assert_int_equal(p.bad[999].off, 999);
	assert_int_equal(p.bad[999].len, 1000);
	assert_int_equal(p.bad[999].reason, GBX_E_UTF8);
	gbx_parsed_release(&p);
}

/* By name, not by address; what is over the limit is "other", and no byte is lost. */
static void test_skip(void **state)
{
	(void)state;
	struct gbx_parsed p;
	gbx_parsed_init(&p);
	char view[] = "view";
	gbx_parsed_skip(&p, "view", 1, 10);
	gbx_parsed_skip(&p, "header", 1, 3);
	gbx_parsed_skip(&p, view, 2, 20);
	assert_int_equal(p.nskip, 2);
	assert_string_equal(p.skip[0].kind, "view");
	assert_int_equal(p.skip[0].count, 3);
	assert_int_equal(p.skip[0].bytes, 30);
	assert_int_equal(p.bytes_skipped, 33);
	static char many[2 * GBX_SKIP_KINDS][8];
	for (uint32_t i = 0; i < 2 * GBX_SKIP_KINDS; i++) {
		snprintf(many[i], sizeof many[i], "k%u", i);
		gbx_parsed_skip(&p, many[i], 1, 1);
	}
	assert_int_equal(p.nskip, GBX_SKIP_KINDS);
	assert_string_equal(p.skip[GBX_SKIP_KINDS - 1].kind, "other");
	uint64_t bytes = 0, count = 0;
	for (uint32_t i = 0; i < p.nskip; i++) {
		bytes += p.skip[i].bytes;
		count += p.skip[i].count;
	}
	assert_int_equal(bytes, p.bytes_skipped);
	assert_int_equal(count, 4 + 2 * GBX_SKIP_KINDS);
	gbx_parsed_reset(&p);
	assert_int_equal(p.nskip, 0);
	gbx_parsed_release(&p);
}

static void test_no_memory(void **state)
{
	(void)state;
	struct gbx_parsed p;
	gbx_parsed_init(&p);
	struct gbx_batch *b = gbx_parsed_batch(&p, gbx_span_str("r"), 0);
	uint32_t c = column(&p, b, "a");
	p.arena.max = p.arena.used;
	assert_int_equal(gbx_batch_record(&p, b, 0), UINT32_MAX);
	assert_false(gbx_batch_cell(&p, b, c, 0, (struct gbx_cell){0, 0}));
	assert_int_equal(column(&p, b, "b"), UINT32_MAX);
	assert_null(gbx_parsed_batch(&p, gbx_span_str("s"), 0));
	assert_false(gbx_parsed_bad(&p, 0, 0, GBX_E_UTF8));
	gbx_parsed_release(&p);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_dense),     cmocka_unit_test(test_not_dense),
	    cmocka_unit_test(test_undo),      cmocka_unit_test(test_fixed_columns_stay),
	    cmocka_unit_test(test_relations), cmocka_unit_test(test_column_limit),
	    cmocka_unit_test(test_names),     cmocka_unit_test(test_bad),
	    cmocka_unit_test(test_skip),      cmocka_unit_test(test_no_memory),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}

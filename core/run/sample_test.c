/* Drawing a sample: who gets how many, in which order, with room behind the last byte. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "sample.c" /* the statics: shares are decided before anything is fetched */

#define SETS 6u

struct drawing {
	struct gbx_sum_relation rel;
	struct gbx_sum_set set[SETS];
	uint32_t share[SETS + 1];
};

static uint64_t allot_to(struct drawing *d, const uint64_t *records, uint32_t n, uint32_t most)
{
	uint64_t sum = 0;
	*d = (struct drawing){ .rel = { .nset = n } };
	d->rel.set = d->set;
	for (uint32_t i = 0; i < n; i++)
		d->set[i].records = records[i];
	allot(&d->rel, most, d->share);
	for (uint32_t i = 0; i < n; i++) {
		assert_true(d->share[i] <= records[i]);
		sum += d->share[i];
	}
	return sum;
}

static void shares_follow_the_records(void **state)
{
	static const uint64_t records[] = { 7000, 2000, 990, 10 };
	struct drawing d;
	(void)state;
	assert_int_equal(allot_to(&d, records, 4, 100), 100);
	assert_in_range(d.share[0], 66, 70);
	assert_in_range(d.share[1], 19, 21);
	assert_in_range(d.share[2], 9, 12);
	assert_int_equal(d.share[3], 1);
}

static void a_rare_set_gets_one_while_they_last(void **state)
{
	static const uint64_t records[] = { 1000000, 5, 1, 1, 1, 1 };
	struct drawing d;
	(void)state;
	assert_int_equal(allot_to(&d, records, 6, 6), 6);
	for (unsigned i = 0; i < 6; i++)
		assert_int_equal(d.share[i], 1);
	assert_int_equal(allot_to(&d, records, 6, 2), 2);
	assert_int_equal(d.share[0] + d.share[1], 2);
	assert_int_equal(allot_to(&d, records, 6, 0), 0);
	assert_int_equal(allot_to(&d, NULL, 0, 10), 0);
}

static void no_set_gives_more_than_it_has(void **state)
{
	static const uint64_t records[] = { 3, 2, 1 };
	struct drawing d;
	(void)state;
	assert_int_equal(allot_to(&d, records, 3, 100), 6);
	assert_int_equal(allot_to(&d, records, 3, 5), 5);
}

static void shares_add_up_whatever_the_numbers(void **state)
{
	uint64_t s = 12345;
	(void)state;
	for (unsigned round = 0; round < 2000; round++) {
		uint64_t records[SETS], total = 0;
		struct drawing d;
		for (unsigned i = 0; i < SETS; i++) {
			s = s * UINT64_C(6364136223846793005) + 1442695040888963407u;
			records[i] = 1 + (s >> 33) % (i % 2 ? 50 : 100000);
			total += records[i];
		}
		uint32_t most = (uint32_t)((s >> 40) % 500);
		assert_int_equal(allot_to(&d, records, SETS, most), most < total ? most : total);
	}
}

/* ---- who is picked ---- */

static void choose_from(const struct gbx_candidate *c, uint32_t n, struct gbx_sum_relation *rel,
			uint32_t most, bool fewer, struct picked *p, uint32_t *kept, enum gbx_rc want)
{
	for (uint32_t i = 0; i < n; i++)
		p[i] = (struct picked){ c[i].relation, c + i }; /* relation stands for the set */
	*kept = n;
	assert_int_equal(choose(rel, p, kept, most, fewer), want);
}

static void the_lowest_priorities_win_in_stream_order(void **state)
{
	static const struct gbx_candidate c[] = {
		{ .priority = 90, .block = 1, .row = 1 }, { .priority = 10, .block = 9, .row = 3 },
		{ .priority = 20, .block = 2, .row = 7 }, { .priority = 20, .block = 2, .row = 6 },
		{ .priority = 95, .block = 0, .row = 0 },
	};
	struct gbx_sum_set set = { .records = 100 };
	struct gbx_sum_relation rel = { .nset = 1, .set = &set };
	struct picked p[5];
	uint32_t kept;
	(void)state;
	choose_from(c, 5, &rel, 3, false, p, &kept, GBX_OK);
	assert_int_equal(kept, 3);
	assert_ptr_equal(p[0].c, c + 3);
	assert_ptr_equal(p[1].c, c + 2);
	assert_ptr_equal(p[2].c, c + 1);
}

static void too_few_candidates_are_told(void **state)
{
	static const struct gbx_candidate c[] = { { .priority = 1 } };
	struct gbx_sum_set set = { .records = 100 };
	struct gbx_sum_relation rel = { .nset = 1, .set = &set };
	struct picked p[1];
	uint32_t kept;
	(void)state;
	choose_from(c, 1, &rel, 2, false, p, &kept, GBX_LIMIT);
	choose_from(c, 1, &rel, 2, true, p, &kept, GBX_OK);
	assert_int_equal(kept, 1);
}

static void others_make_up_for_missing_candidates(void **state)
{
	static const struct gbx_candidate c[] = {
		{ .priority = 5, .relation = 0, .row = 1 }, { .priority = 9, .relation = 2, .row = 2 },
		{ .priority = 7, .relation = 2, .row = 3 }, { .priority = 6, .relation = 0, .row = 4 },
	};
	struct gbx_sum_set set[] = { { .records = 50 }, { .records = 50 } };
	struct gbx_sum_relation rel = { .nset = 2, .set = set };
	struct picked p[4];
	uint32_t kept;
	(void)state;
	choose_from(c, 4, &rel, 3, true, p, &kept, GBX_OK); /* the second set has none */
	assert_int_equal(kept, 3);
	assert_int_equal(p[0].c->row + p[1].c->row + p[2].c->row, 1 + 3 + 4);
}

/* ---- what is copied ---- */

static void rows_are_copied_with_room_behind(void **state)
{
	struct gbx_parsed from;
	struct gbx_drawn_part d;
	(void)state;
	gbx_parsed_init(&from);
	part_init(&d);
	struct gbx_batch *b = gbx_parsed_batch(&from, gbx_span_str("r"), 0);
	b->bytes = (const unsigned char *)"onetwothree";
	uint32_t a = gbx_batch_column(&from, b, gbx_span_str("a"), 0, 0);
	uint32_t l = gbx_batch_column(&from, b, gbx_span_str("l[]"), GBX_COLUMN_LIST, 0);
	for (uint32_t i = 0; i < 2; i++) {
		gbx_batch_record(&from, b, i * 100);
		gbx_batch_cell(&from, b, a, i, i ? (struct gbx_cell){ GBX_ABSENT, 0 } : (struct gbx_cell){ 0, 3 });
		gbx_batch_cell(&from, b, l, i, (struct gbx_cell){ 3, 3 });
		gbx_batch_cell(&from, b, l, i, (struct gbx_cell){ 6, 5 });
	}
	gbx_batch_finish(b);
	struct gbx_batch *to = gbx_parsed_batch(&d.parsed, gbx_span_str("sample"), 0);
	assert_true(copy_row(&d, to, b, 1));
	assert_true(copy_row(&d, to, b, 0));
	assert_true(pad(&d));
	assert_int_equal(to->nrec, 2);
	assert_int_equal(to->rec_off[0], 100);
	assert_int_equal(to->col[0].cell[0].off, GBX_ABSENT);
	assert_true(gbx_span_is(gbx_cell_span(to, to->col[0].cell[1]), "one"));
	assert_int_equal(to->col[1].n, 4);
	assert_int_equal(to->col[1].flags & GBX_COLUMN_LIST, GBX_COLUMN_LIST);
	assert_true(gbx_span_is(gbx_cell_span(to, to->col[1].cell[3]), "three"));
	assert_int_equal(d.bytes.n, 8 + 3 + 8 + GBX_CHUNK_PAD);
	for (size_t i = d.bytes.n - GBX_CHUNK_PAD; i < d.bytes.n; i++)
		assert_int_equal(d.bytes.p[i], 0);
	part_release(&d);
	gbx_parsed_release(&from);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(shares_follow_the_records),
		cmocka_unit_test(a_rare_set_gets_one_while_they_last),
		cmocka_unit_test(no_set_gives_more_than_it_has),
		cmocka_unit_test(shares_add_up_whatever_the_numbers),
		cmocka_unit_test(the_lowest_priorities_win_in_stream_order),
		cmocka_unit_test(too_few_candidates_are_told),
		cmocka_unit_test(others_make_up_for_missing_candidates),
		cmocka_unit_test(rows_are_copied_with_room_behind),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}

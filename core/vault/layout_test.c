/* Batches to plaintext and back; anything else than a plaintext is refused. */
#include "testing.h"

#include "../base/limits.h"

static enum gbx_rc unpack(struct gbx_span s, uint32_t records, struct gbx_parsed *p)
{
	struct gbx_err err;
	gbx_parsed_reset(p);
	/* A copy of exactly its size, for the sanitizer to guard. */
	unsigned char *copy = malloc(s.n ? s.n : 1);
	assert_non_null(copy);
	memcpy(copy, s.p, s.n);
	enum gbx_rc rc = gbx_layout_unpack(gbx_span_of(copy, s.n), records, p, &err);
	/* Values are read all, as a user of the batch would. */
	size_t sum = 0;
	for (uint32_t c = 0; !rc && c < p->batch[0]->ncol; c++)
		for (uint32_t i = 0; i < p->batch[0]->col[c].n; i++) {
			struct gbx_span v = gbx_cell_span(p->batch[0], p->batch[0]->col[c].cell[i]);
			for (size_t k = 0; k < v.n; k++)
				sum += v.p[k];
		}
	assert_true(sum != 1);
	free(copy);
	return rc;
}

static void round_trip(const struct gbx_batch *b)
{
	struct gbx_layout l;
	struct gbx_parsed p;
	struct gbx_err err;
	gbx_layout_init(&l);
	gbx_parsed_init(&p);
	assert_int_equal(gbx_layout_pack(&l, b, &err), GBX_OK);
	assert_int_equal(gbx_layout_unpack(gbx_buf_span(&l.plain), b->nrec, &p, &err), GBX_OK);
	batch_equal(b, p.batch[0]);
	gbx_layout_release(&l);
	gbx_parsed_release(&p);
}

static void dense(void **state)
{
	(void)state;
	struct people x;
	people_new(&x, 500, 1);
	round_trip(x.b);
	people_free(&x);
}

/* Lists, missing columns, empty and absent cells, a name with a NUL, offsets that jump. */
static void sparse(void **state)
{
	(void)state;
	struct gbx_parsed p;
	gbx_parsed_init(&p);
	struct gbx_batch *b =
	    gbx_parsed_batch(&p, gbx_span_str("hits"), UINT64_C(0xfedcba9876543210));
	static const char text[] = "abcdefghijklmnopqrstuvwxyz0123456789";
	for (uint32_t i = 0; i < 40; i++) {
		assert_int_equal(gbx_batch_record(&p, b, i % 2 ? UINT64_MAX - i : i), i);
		uint32_t id = gbx_batch_column(&p, b, gbx_span_str("_id"), GBX_COLUMN_ENVELOPE, 0);
		uint32_t tag = gbx_batch_column(&p, b, gbx_span_str("tags[]"), GBX_COLUMN_LIST, 1);
		assert_true(gbx_batch_cell(&p, b, id, i, (struct gbx_cell){i % 26, i % 11}));
		for (uint32_t k = 0; k < i % 4; k++)
			assert_true(gbx_batch_cell(&p, b, tag, i,
			                           k == 1 ? (struct gbx_cell){GBX_ABSENT, 0}
			                                  : (struct gbx_cell){k, k * 9}));
	}
	b->bytes = (const unsigned char *)text;
	gbx_batch_finish(b);
	assert_null(b->col[0].rec);
	assert_non_null(b->col[1].rec);
	round_trip(b);
	gbx_parsed_release(&p);
}

static void many_columns(void **state)
{
	(void)state;
	struct gbx_parsed p;
	gbx_parsed_init(&p);
	struct gbx_batch *b = gbx_parsed_batch(&p, gbx_span_str(""), 0);
	for (uint32_t i = 0; i < 3; i++) {
		assert_int_equal(gbx_batch_record(&p, b, i * 100), i);
		for (uint32_t c = 0; c < GBX_RECORD_COLUMNS; c++) {
			char name[16];
			snprintf(name, sizeof name, "c%u", c + 1);
			uint32_t col = gbx_batch_column(&p, b, gbx_span_str(name), 0, c);
			assert_int_equal(col, c);
			if ((c + i) % 3)
				assert_true(
				    gbx_batch_cell(&p, b, col, i, (struct gbx_cell){c % 7, c % 9}));
		}
	}
	b->bytes = (const unsigned char *)"sixteen bytes of text";
	gbx_batch_finish(b);
	round_trip(b);
	gbx_parsed_release(&p);
}

static void one_large_value(void **state)
{
	(void)state;
	struct gbx_parsed p;
	size_t n = GBX_RECORD_BYTES;
	char *text = calloc(1, n);
	assert_non_null(text);
	gbx_parsed_init(&p);
	struct gbx_batch *b = gbx_parsed_batch(&p, gbx_span_str("r"), 0);
	gbx_batch_record(&p, b, 0);
	uint32_t c = gbx_batch_column(&p, b, gbx_span_str("c"), 0, 0);
	assert_true(gbx_batch_cell(&p, b, c, 0, (struct gbx_cell){0, (uint32_t)n}));
	b->bytes = (const unsigned char *)text;
	gbx_batch_finish(b);
	round_trip(b);
	/* Five such values are over the limit of a block. */
	b = gbx_parsed_batch(&p, gbx_span_str("list"), 0);
	gbx_batch_record(&p, b, 0);
	c = gbx_batch_column(&p, b, gbx_span_str("c[]"), GBX_COLUMN_LIST, 0);
	for (int i = 0; i < 5; i++)
		assert_true(gbx_batch_cell(&p, b, c, 0, (struct gbx_cell){0, (uint32_t)n}));
	b->bytes = (const unsigned char *)text;
	gbx_batch_finish(b);
	struct gbx_layout l;
	struct gbx_err err;
	gbx_layout_init(&l);
	assert_int_equal(gbx_layout_pack(&l, b, &err), GBX_BAD_RECORD);
	assert_int_equal(err.id, GBX_E_OVERSIZE);
	gbx_layout_release(&l);
	gbx_parsed_release(&p);
	free(text);
}

/* Every byte changed in turn, every length cut: a batch or an error, nothing else. */
static void hostile(void **state)
{
	(void)state;
	static const unsigned char with[] = {0, 1, 0x7f, 0x80, 0xff};
	struct people x;
	struct gbx_layout l;
	struct gbx_parsed p;
	struct gbx_err err;
	size_t refused = 0;
	people_new(&x, 20, 3);
	gbx_layout_init(&l);
	gbx_parsed_init(&p);
	assert_int_equal(gbx_layout_pack(&l, x.b, &err), GBX_OK);
	size_t n = l.plain.n;
	unsigned char *t = (unsigned char *)l.plain.p;
	for (size_t i = 0; i < n; i++) {
		unsigned char was = t[i];
		for (size_t k = 0; k < sizeof with; k++) {
			t[i] = with[k];
			refused += unpack(gbx_span_of(t, n), 20, &p) != GBX_OK;
		}
		t[i] = was;
		assert_int_equal(unpack(gbx_span_of(t, i), 20, &p), GBX_STORE);
	}
	assert_true(refused > 200);
	assert_int_equal(unpack(gbx_span_of(t, n), 19, &p), GBX_STORE);
	assert_int_equal(unpack(gbx_span_of(t, n), 21, &p), GBX_STORE);
	assert_int_equal(unpack(gbx_span_of(t, n), 20, &p), GBX_OK);
	gbx_layout_release(&l);
	gbx_parsed_release(&p);
	people_free(&x);
}

static void noise(void **state)
{
	(void)state;
	struct gbx_parsed p;
	gbx_parsed_init(&p);
	uint64_t s = 7;
	for (int round = 0; round < 20000; round++) {
		unsigned char t[96];
		for (size_t i = 0; i < sizeof t; i++)
			t[i] = (unsigned char)(mix(&s) % (round % 3 ? 5 : 256));
		t[0] = (unsigned char)(round % 4);
		(void)unpack(gbx_span_of(t, mix(&s) % sizeof t), t[0], &p);
	}
	/* 4,096 columns that all claim what is left of 64 MiB. */
	static const unsigned char claim[] = {1, 0x80, 0x20, 0, 0,    0,    0,    0,   0,
	                                      0, 0,    0,    0, 0xff, 0xff, 0xff, 0x1f};
	assert_int_equal(unpack(gbx_span_of(claim, sizeof claim), 1, &p), GBX_STORE);
	gbx_parsed_release(&p);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(dense),        cmocka_unit_test(sparse),
	    cmocka_unit_test(many_columns), cmocka_unit_test(one_large_value),
	    cmocka_unit_test(hostile),      cmocka_unit_test(noise),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}

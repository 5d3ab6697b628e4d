/* Skipped bytes by kind, and quarantined bytes that were kept. */
#include "testing.h"

#include "../base/limits.h"

static struct gbx_vault *new_case(const struct place *t)
{
	struct gbx_vault *v = NULL;
	struct gbx_vault_options o = {.reproducible_id = "00000000-0000-4000-8000-000000000000"};
	assert_int_equal(gbx_vault_create(&v, t->path, &o, NULL), GBX_OK);
	assert_int_equal(gbx_vault_begin(v, NULL), GBX_OK);
	return v;
}

static void skips_add_up(void **state)
{
	struct gbx_vault *v = new_case(*state);
	struct gbx_summary s;
	const struct gbx_skip a[] = {{"header", 1, 10}, {"view", 2, 300}}, b[] = {{"header", 1, 5}};
	gbx_summary_init(&s);
	assert_int_equal(gbx_vault_put_skips(v, 1, a, 2, NULL), GBX_OK);
	assert_int_equal(gbx_vault_put_skips(v, 1, b, 1, NULL), GBX_OK);
	assert_int_equal(gbx_vault_commit(v, NULL), GBX_OK);
	assert_int_equal(gbx_vault_load(v, &s, NULL), GBX_OK);
	assert_int_equal(s.nskip, 2);
	assert_string_equal(s.skip[0].kind, "view"); /* most bytes first */
	assert_int_equal(s.skip[1].count, 2);
	assert_int_equal(s.skip[1].bytes, 15);
	gbx_summary_release(&s);
	gbx_vault_close(v);
}

static void seal_one(struct gbx_vault *v, uint64_t seq, const char *text)
{
	struct gbx_sealer *sealer;
	struct gbx_parsed p;
	struct gbx_buf sealed = GBX_BUF_INIT(GBX_SEALED_BYTES);
	struct gbx_block_id id = {seq, GBX_KEPT_RELATION, 1, 1};
	size_t n = strlen(text);
	gbx_parsed_init(&p);
	struct gbx_batch *b = gbx_parsed_batch(&p, gbx_span_str("quarantine"), 0);
	assert_int_equal(gbx_batch_record(&p, b, 40 * seq), 0);
	uint32_t col = gbx_batch_column(&p, b, gbx_span_str("E_UTF8"), 0, 0);
	assert_true(gbx_batch_cell(&p, b, col, 0, (struct gbx_cell){0, (uint32_t)n}));
	b->bytes = (const unsigned char *)text;
	gbx_batch_finish(b);
	assert_int_equal(gbx_sealer_new(v, &sealer, NULL), GBX_OK);
	assert_int_equal(gbx_seal(sealer, &id, b, &sealed, NULL), GBX_OK);
	assert_int_equal(gbx_vault_put_kept(v, &id, n, gbx_buf_span(&sealed), NULL), GBX_OK);
	id.relation = 1; /* a block of records has no place there */
	assert_int_equal(gbx_vault_put_kept(v, &id, n, gbx_buf_span(&sealed), NULL), GBX_STORE);
	gbx_sealer_free(sealer);
	gbx_parsed_release(&p);
	gbx_buf_release(&sealed);
}

static void kept_bytes_come_back_sealed(void **state)
{
	const struct place *t = *state;
	struct gbx_vault *v = new_case(t);
	struct gbx_kept_state k;
	struct gbx_block_id id;
	struct gbx_buf sealed = GBX_BUF_INIT(GBX_SEALED_BYTES);
	seal_one(v, 0, "quarantined-secret-0");
	seal_one(v, 1, "quarantined-secret-1");
	assert_int_equal(gbx_vault_kept(v, &k, NULL), GBX_OK);
	assert_int_equal(k.next_seq, 2);
	assert_int_equal(k.bytes, 40);
	assert_int_equal(gbx_vault_drop_kept(v, 0, NULL), GBX_OK);
	assert_int_equal(gbx_vault_next_kept(v, 0, &sealed, &id, NULL), GBX_OK);
	assert_int_equal(id.seq, 1);
	assert_int_equal(gbx_vault_next_kept(v, 2, &sealed, &id, NULL), GBX_END);
	assert_int_equal(gbx_vault_commit(v, NULL), GBX_OK);
	gbx_vault_close(v);
	assert_int_equal(count_in(t->path, "quarantined-secret", 18), 0);
	gbx_buf_release(&sealed);
}

static void quarantine_is_taken_back_one_by_one(void **state)
{
	struct gbx_vault *v = new_case(*state);
	const struct gbx_quarantine q[] = {
	    {10, 5, GBX_E_UTF8}, {20, 7, GBX_E_UTF8}, {30, 9, GBX_E_JSON_SYNTAX}};
	struct gbx_summary s;
	gbx_summary_init(&s);
	assert_int_equal(gbx_vault_put_quarantine(v, 1, q, 3, NULL), GBX_OK);
	assert_int_equal(gbx_vault_drop_quarantine(v, 1, &q[0], NULL), GBX_OK);
	assert_int_equal(gbx_vault_drop_quarantine(v, 1, &q[2], NULL), GBX_OK);
	assert_int_equal(gbx_vault_commit(v, NULL), GBX_OK);
	assert_int_equal(gbx_vault_load(v, &s, NULL), GBX_OK);
	assert_int_equal(s.nquarantine, 1);
	assert_string_equal(s.quarantine[0].reason_id, "E_UTF8");
	assert_int_equal(s.quarantine[0].records, 1);
	assert_int_equal(s.quarantine[0].bytes, 7);
	assert_int_equal(s.quarantine[0].first_offset, 20);
	gbx_summary_release(&s);
	gbx_vault_close(v);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test_setup_teardown(skips_add_up, place_new, place_free),
	    cmocka_unit_test_setup_teardown(kept_bytes_come_back_sealed, place_new, place_free),
	    cmocka_unit_test_setup_teardown(quarantine_is_taken_back_one_by_one, place_new, place_free),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}

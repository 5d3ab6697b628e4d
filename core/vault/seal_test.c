/* Sealing, tampering, and walking the blocks against the authenticated count. */
#include "testing.h"

#include <pthread.h>

static void round_trip(void **state)
{
	const struct place *t = *state;
	struct gbx_vault *v = case_with(t->path, 0);
	struct gbx_sealer *s = NULL;
	struct gbx_err err;
	struct gbx_buf a = GBX_BUF_INIT(GBX_SEALED_BYTES), b = GBX_BUF_INIT(GBX_SEALED_BYTES);
	struct gbx_parsed p;
	struct people x;
	struct gbx_block_id id = {.seq = 5, .relation = 2, .entry = 3, .records = 2000};
	people_new(&x, 2000, 1);
	gbx_parsed_init(&p);
	assert_int_equal(gbx_sealer_new(v, &s, &err), GBX_OK);
	assert_int_equal(gbx_seal(s, &id, x.b, &a, &err), GBX_OK);
	assert_int_equal(gbx_seal(s, &id, x.b, &b, &err), GBX_OK);
	assert_int_equal(a.n, b.n);
	assert_memory_not_equal(a.p + 1, b.p + 1, GBX_IV); /* a nonce is used once */
	assert_true(a.n < x.bytes.n);
	gbx_vault_close(v); /* a sealer may outlive it */
	assert_int_equal(gbx_unseal(s, &id, gbx_buf_span(&a), &p, &err), GBX_OK);
	batch_equal(x.b, p.batch[0]);
	assert_int_equal(gbx_unseal(s, &id, gbx_buf_span(&b), &p, &err), GBX_OK);
	batch_equal(x.b, p.batch[0]);
	id.records--;
	assert_int_equal(gbx_seal(s, &id, x.b, &a, &err), GBX_STORE);
	id.records++;
	struct gbx_buf small = GBX_BUF_INIT(1000);
	assert_int_equal(gbx_seal(s, &id, x.b, &small, &err), GBX_NOMEM);
	gbx_buf_release(&small);
	gbx_buf_release(&a);
	gbx_buf_release(&b);
	gbx_sealer_free(s);
	gbx_parsed_release(&p);
	people_free(&x);
}

static void tampered(void **state)
{
	const struct place *t = *state;
	struct gbx_vault *v = case_with(t->path, 0);
	struct gbx_sealer *s = NULL;
	struct gbx_err err;
	struct gbx_buf a = GBX_BUF_INIT(GBX_SEALED_BYTES);
	struct gbx_parsed p;
	struct people x;
	const struct gbx_block_id id = {.seq = 5, .relation = 2, .entry = 3, .records = 7};
	people_new(&x, 7, 1);
	gbx_parsed_init(&p);
	assert_int_equal(gbx_sealer_new(v, &s, &err), GBX_OK);
	assert_int_equal(gbx_seal(s, &id, x.b, &a, &err), GBX_OK);
	for (size_t i = 0; i < a.n; i++) {
		a.p[i] = (char)(a.p[i] ^ 1 << i % 8);
		assert_int_equal(gbx_unseal(s, &id, gbx_buf_span(&a), &p, &err), GBX_STORE);
		assert_int_equal(err.id, GBX_E_CASE_DAMAGED);
		a.p[i] = (char)(a.p[i] ^ 1 << i % 8);
	}
	for (size_t n = 0; n < a.n; n++)
		assert_int_equal(gbx_unseal(s, &id, gbx_span_of(a.p, n), &p, &err), GBX_STORE);
	struct gbx_block_id other[4] = {id, id, id, id};
	other[0].seq++;
	other[1].relation++;
	other[2].entry++;
	other[3].records++;
	for (int i = 0; i < 4; i++)
		assert_int_equal(gbx_unseal(s, &other[i], gbx_buf_span(&a), &p, &err), GBX_STORE);
	assert_int_equal(gbx_unseal(s, &id, gbx_buf_span(&a), &p, &err), GBX_OK);
	gbx_buf_release(&a);
	gbx_sealer_free(s);
	gbx_vault_close(v);
	gbx_parsed_release(&p);
	people_free(&x);
}

/* Walks and unseals every block. */
static enum gbx_rc walk(const char *path, uint64_t *blocks)
{
	struct gbx_vault *v = NULL;
	struct gbx_sealer *s = NULL;
	struct gbx_err err;
	struct gbx_vault_block b;
	struct gbx_parsed p;
	struct people x;
	gbx_parsed_init(&p);
	*blocks = 0;
	enum gbx_rc rc = gbx_vault_open(&v, path, GBX_VAULT_READ, NULL, &err);
	if (!rc)
		rc = gbx_sealer_new(v, &s, &err);
	while (!rc && !(rc = gbx_vault_next_block(v, *blocks, &b, &err)) &&
	       !(rc = gbx_unseal(s, &b.id, b.sealed, &p, &err))) {
		people_new(&x, 100, *blocks + 1);
		batch_equal(x.b, p.batch[0]);
		people_free(&x);
		++*blocks;
	}
	if (rc == GBX_STORE)
		assert_int_equal(err.id, GBX_E_CASE_DAMAGED);
	gbx_sealer_free(s);
	gbx_vault_close(v);
	gbx_parsed_release(&p);
	return rc;
}

static void blocks_in_order(void **state)
{
	const struct place *t = *state;
	uint64_t n;
	gbx_vault_close(case_with(t->path, 5));
	assert_int_equal(walk(t->path, &n), GBX_END);
	assert_int_equal(n, 5);
}

static void blocks_changed(void **state)
{
	static const char *const attack[] = {
	    ("UPDATE block SET seq = 99 WHERE seq = 1; UPDATE block SET seq = 1 WHERE seq = 2; "
	     "UPDATE block SET seq = 2 WHERE seq = 99"),
	    "DELETE FROM block WHERE seq = 4",
	    "DELETE FROM block WHERE seq = 0",
	    "DELETE FROM block",
	    "UPDATE block SET relation = 2 WHERE seq = 3",
	    "UPDATE block SET entry = 2 WHERE seq = 3",
	    "UPDATE block SET records = 99 WHERE seq = 3",
	    "UPDATE block SET sealed = (SELECT sealed FROM block WHERE seq = 0) WHERE seq = 4",
	    "UPDATE block SET sealed = x'00' WHERE seq = 4",
	    "INSERT INTO block SELECT 5, relation, entry, records, sealed FROM block WHERE seq = 4",
	    "UPDATE vault_state SET blocks = 4",
	    "DELETE FROM block WHERE seq = 4; UPDATE vault_state SET blocks = 4, records = 400",
	    "UPDATE vault_state SET mac = zeroblob(32)",
	    "UPDATE vault_state SET last = zeroblob(16)",
	    "DELETE FROM vault_state",
	};
	const struct place *t = *state;
	uint64_t n;
	for (size_t i = 0; i < sizeof attack / sizeof *attack; i++) {
		gbx_vault_close(case_with(t->path, 5));
		run_sql(t->path, attack[i]);
		if (walk(t->path, &n) != GBX_STORE)
			fail_msg("not noticed: %s", attack[i]);
		unlink(t->path);
		unlink(t->journal);
	}
}

static void without_key(void **state)
{
	const struct place *t = *state;
	struct gbx_vault *v = NULL;
	struct gbx_sealer *s = NULL;
	struct gbx_vault_block b;
	struct gbx_err err;
	struct gbx_vault_options counts = {.no_vault = true};
	gbx_vault_close(case_with(t->path, 1));
	assert_int_equal(gbx_vault_open(&v, t->path, GBX_VAULT_FIGURES, NULL, &err), GBX_OK);
	gbx_vault_next_block(v, 0, &b, &err);
	assert_int_equal(err.id, GBX_E_KEY_MISSING);
	gbx_sealer_new(v, &s, &err);
	assert_int_equal(err.id, GBX_E_KEY_MISSING);
	gbx_vault_close(v);
	unlink(t->path);
	assert_int_equal(gbx_vault_create(&v, t->path, &counts, &err), GBX_OK);
	assert_false(gbx_vault_has_records(v));
	gbx_sealer_new(v, &s, &err);
	assert_int_equal(err.id, GBX_E_NO_VAULT);
	gbx_vault_next_block(v, 0, &b, &err);
	assert_int_equal(err.id, GBX_E_NO_VAULT);
	gbx_vault_put_block(v, &(struct gbx_block_id){.seq = 0}, gbx_span_str("0123456789abcdefg"),
	                    &err);
	assert_int_equal(err.id, GBX_E_NO_VAULT);
	gbx_vault_close(v);
	assert_int_equal(open_as(t->path, GBX_VAULT_WRITE, NULL), GBX_E_NONE);
	assert_int_equal(open_as(t->path, GBX_VAULT_READ, NULL), GBX_E_NONE);
}

/* A recount reads what the same writer has stored. */
static void read_while_writing(void **state)
{
	const struct place *t = *state;
	struct gbx_vault *v = case_with(t->path, 3);
	struct gbx_sealer *s = NULL;
	struct gbx_vault_block b;
	struct gbx_err err;
	assert_int_equal(gbx_sealer_new(v, &s, &err), GBX_OK);
	for (uint64_t i = 0; i < 3; i++)
		assert_int_equal(gbx_vault_next_block(v, i, &b, &err), GBX_OK);
	assert_int_equal(gbx_vault_next_block(v, 3, &b, &err), GBX_END);
	assert_int_equal(store_people(v, s, 3, 10, &err), GBX_OK);
	assert_int_equal(gbx_vault_next_block(v, 3, &b, &err), GBX_OK);
	assert_int_equal(b.id.records, 10);
	assert_int_equal(store_people(v, s, 9, 10, &err), GBX_STORE); /* out of turn */
	assert_int_equal(gbx_vault_commit(v, &err), GBX_OK);
	assert_int_equal(gbx_vault_next_block(v, 1, &b, &err), GBX_OK);
	assert_int_equal(b.id.seq, 1);
	assert_int_equal(gbx_vault_next_block(v, 99, &b, &err), GBX_END);
	gbx_sealer_free(s);
	gbx_vault_close(v);
}

/* Many sealers at once, one writer: no nonce twice, every block opens. */
#define THREADS 4
#define EACH 30

struct worker {
	pthread_t id;
	struct gbx_sealer *s;
	unsigned number;
	struct gbx_buf out[EACH];
	enum gbx_rc rc;
};

static struct gbx_block_id block_of(unsigned worker, unsigned i)
{
	return (struct gbx_block_id){
	    .seq = (uint64_t)i * THREADS + worker, .relation = 1, .entry = 1, .records = 50};
}

static void *work(void *arg)
{
	struct worker *w = arg;
	struct people x;
	people_new(&x, 50, w->number);
	for (unsigned i = 0; i < EACH && !w->rc; i++) {
		struct gbx_block_id id = block_of(w->number, i);
		gbx_buf_init(&w->out[i], GBX_SEALED_BYTES);
		w->rc = gbx_seal(w->s, &id, x.b, &w->out[i], NULL);
	}
	people_free(&x);
	return NULL;
}

static void many_sealers(void **state)
{
	const struct place *t = *state;
	struct gbx_vault *v = case_with(t->path, 0);
	struct worker w[THREADS] = {{0}};
	struct gbx_err err;
	struct gbx_verify_result r;
	for (unsigned i = 0; i < THREADS; i++) {
		w[i].number = i;
		assert_int_equal(gbx_sealer_new(v, &w[i].s, &err), GBX_OK);
		assert_int_equal(pthread_create(&w[i].id, NULL, work, &w[i]), 0);
	}
	for (unsigned i = 0; i < THREADS; i++) {
		assert_int_equal(pthread_join(w[i].id, NULL), 0);
		assert_int_equal(w[i].rc, GBX_OK);
	}
	for (unsigned k = 0; k < THREADS * EACH; k++) {
		struct gbx_block_id id = block_of(k % THREADS, k / THREADS);
		const struct gbx_buf *b = &w[k % THREADS].out[k / THREADS];
		for (unsigned m = 0; m < k; m++)
			assert_memory_not_equal(b->p + 1, w[m % THREADS].out[m / THREADS].p + 1,
			                        GBX_IV);
		assert_int_equal(gbx_vault_put_block(v, &id, gbx_buf_span(b), &err), GBX_OK);
	}
	assert_int_equal(gbx_vault_commit(v, &err), GBX_OK);
	assert_int_equal(gbx_vault_verify(v, &r, &err), GBX_OK);
	assert_int_equal(r.blocks, THREADS * EACH);
	for (unsigned k = 0; k < THREADS * EACH; k++)
		gbx_buf_release(&w[k % THREADS].out[k / THREADS]);
	for (unsigned i = 0; i < THREADS; i++)
		gbx_sealer_free(w[i].s);
	gbx_vault_close(v);
}

#define IN_PLACE(f) cmocka_unit_test_setup_teardown(f, place_new, place_free)

int main(void)
{
	const struct CMUnitTest tests[] = {
	    IN_PLACE(round_trip),     IN_PLACE(tampered),    IN_PLACE(blocks_in_order),
	    IN_PLACE(blocks_changed), IN_PLACE(without_key), IN_PLACE(read_while_writing),
	    IN_PLACE(many_sealers),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}

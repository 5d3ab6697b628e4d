/* An export: its key, what it remembers, and the relations it writes. */
#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/rand.h>
#include <stdlib.h>

#include "impl.h"

#define OWN_WORDS_MAX (256u << 20)
#define CELL_MAX (32u << 20)

static bool derive_key(struct gbx_export *x, const uint64_t *seed)
{
	unsigned char text[40] = "glovebox export token key, seed ";
	if (!seed)
		return RAND_bytes(x->key, sizeof x->key) == 1;
	memcpy(text + 32, seed, sizeof *seed);
	unsigned int n = sizeof x->key;
	return EVP_Digest(text, sizeof text, x->key, &n, EVP_sha256(), NULL);
}

enum gbx_rc gbx_export_new(struct gbx_export **out, const struct gbx_policy *p, const uint64_t *seed,
			   struct gbx_err *err)
{
	struct gbx_export *x = calloc(1, sizeof *x);
	*out = NULL;
	if (!x)
		return gbx_fail(err, GBX_E_NOMEM, NULL);
	x->policy = p;
	gbx_bytes_set_init(&x->original);
	gbx_bytes_set_init(&x->let);
	gbx_bytes_set_init(&x->name);
	gbx_buf_init(&x->own_words, OWN_WORDS_MAX);
	if (!derive_key(x, seed)) {
		gbx_export_free(x);
		return gbx_fail(err, GBX_E_INTERNAL, "no random numbers");
	}
	*out = x;
	return GBX_OK;
}

void gbx_export_free(struct gbx_export *x)
{
	if (!x)
		return;
	OPENSSL_cleanse(x->key, sizeof x->key);
	gbx_bytes_set_release(&x->original);
	gbx_bytes_set_release(&x->let);
	gbx_bytes_set_release(&x->name);
	gbx_buf_release(&x->own_words);
	gbx_index_free(x->index);
	free(x);
}

static bool begin(struct gbx_exporting *e)
{
	gbx_buf_init(&e->cell, CELL_MAX);
	gbx_buf_init(&e->work, CELL_MAX);
	gbx_bytes_set_init(&e->seen);
	gbx_bytes_set_init(&e->direct);
	gbx_bytes_set_init(&e->less);
	gbx_bytes_set_init(&e->piece);
	e->action = calloc((size_t)e->ncol + 1, sizeof *e->action);
	e->with = calloc((size_t)e->ncol + 1, sizeof *e->with);
	e->held = calloc((size_t)e->ncol + 1, sizeof *e->held);
	e->other = calloc((size_t)e->ncol + 1, sizeof *e->other);
	return gbx_column_map_init(&e->columns, e->ncol) && e->action && e->with && e->held && e->other;
}

static void end(struct gbx_exporting *e)
{
	gbx_buf_release(&e->cell);
	gbx_buf_release(&e->work);
	gbx_bytes_set_release(&e->seen);
	gbx_bytes_set_release(&e->direct);
	gbx_bytes_set_release(&e->less);
	gbx_bytes_set_release(&e->piece);
	gbx_column_map_release(&e->columns);
	free(e->action);
	free(e->with);
	free(e->held);
	free(e->other);
}

enum gbx_rc gbx_export_relation(struct gbx_export *x, const struct gbx_export_column *col,
				uint32_t ncol, const struct gbx_export_row *row, uint32_t nrow,
				struct gbx_buf *csv, struct gbx_buf *jsonl, struct gbx_err *err)
{
	struct gbx_exporting e = { .x = x, .col = col, .ncol = ncol, .row = row, .nrow = nrow };
	e.failed = !begin(&e);
	if (!e.failed)
		gbx_decide(&e);
	if (!e.failed)
		gbx_write_rows(&e, csv, jsonl);
	e.failed |= e.cell.failed | csv->failed | jsonl->failed | x->let.failed | x->name.failed;
	end(&e);
	return e.failed ? gbx_fail(err, GBX_E_NOMEM, NULL) : GBX_OK;
}

/*
 * Sealing: the plaintext of layout.c, zstd level 1, AES-256-GCM.
 *
 * A sealed block: version (1 byte), nonce (12), ciphertext, tag (16). Inside:
 * length of the plaintext (4 bytes, little endian), then zstd frames, one a
 * segment. What the block is (case, position, relation, entry, records) is
 * associated data, so a block moved or relabelled does not open.
 *
 * The nonce starts at random for each sealer and counts up as a 96-bit number:
 * no call to the system on the way, and a block that was rolled back and sealed
 * anew never meets its old nonce (NIST SP 800-38D, 8.2.2).
 */
#include <openssl/crypto.h>
#include <openssl/rand.h>
#include <zstd.h>

#include "impl.h"

#include "../base/limits.h"

#define SEAL_VERSION 1u
#define FRONT (1 + GBX_IV)
#define LENGTH 4u
#define AAD (13 + GBX_CASE_ID + 8 + 4 + 4 + 4)

struct gbx_sealer {
	char case_id[GBX_CASE_ID];
	unsigned char iv[GBX_IV];
	EVP_CIPHER_CTX *seal, *open;
	ZSTD_CCtx *zip;
	ZSTD_DCtx *unzip;
	struct gbx_layout layout;
	struct gbx_buf box; /* a sealed block on its way to plaintext */
};

/* Level 1, with a smaller hash table and longer matches than its own: on columns of
 * short values a quarter faster for one hundredth of size. */
static ZSTD_CCtx *new_zip(void)
{
	ZSTD_CCtx *z = ZSTD_createCCtx();
	if (z) {
		ZSTD_CCtx_setParameter(z, ZSTD_c_compressionLevel, 1);
		ZSTD_CCtx_setParameter(z, ZSTD_c_minMatch, 7);
		ZSTD_CCtx_setParameter(z, ZSTD_c_hashLog, 12);
	}
	return z;
}

enum gbx_rc gbx_sealer_new(const struct gbx_vault *v, struct gbx_sealer **out, struct gbx_err *err)
{
	*out = NULL;
	if (!v->vault)
		return gbx_fail(err, GBX_E_NO_VAULT, NULL);
	if (!v->secret)
		return gbx_fail(err, GBX_E_KEY_MISSING, "the case was opened without it");
	struct gbx_sealer *s = calloc(1, sizeof *s);
	if (!s)
		return gbx_fail(err, GBX_E_NOMEM, "sealer");
	memcpy(s->case_id, v->case_id, GBX_CASE_ID);
	gbx_layout_init(&s->layout);
	gbx_buf_init(&s->box, 2 * (size_t)GBX_BLOCK_BYTES);
	s->seal = gbx_gcm_new(v->secret->seal, true);
	s->open = gbx_gcm_new(v->secret->seal, false);
	s->zip = new_zip();
	s->unzip = ZSTD_createDCtx();
	if (!s->seal || !s->open || !s->zip || !s->unzip || RAND_bytes(s->iv, GBX_IV) != 1) {
		gbx_sealer_free(s);
		return gbx_fail(err, GBX_E_NOMEM, "sealer");
	}
	*out = s;
	return GBX_OK;
}

void gbx_sealer_free(struct gbx_sealer *s)
{
	if (!s)
		return;
	EVP_CIPHER_CTX_free(s->seal);
	EVP_CIPHER_CTX_free(s->open);
	ZSTD_freeCCtx(s->zip);
	ZSTD_freeDCtx(s->unzip);
	gbx_layout_release(&s->layout);
	gbx_buf_release(&s->box);
	free(s);
}

static unsigned char *put_le(unsigned char *to, uint64_t x, unsigned bytes)
{
	for (unsigned i = 0; i < bytes; i++)
		*to++ = (unsigned char)(x >> (8 * i));
	return to;
}

static void associate(const struct gbx_sealer *s, const struct gbx_block_id *id,
                      unsigned char aad[AAD])
{
	memcpy(aad, "gbx block\0\0\0\1", 13);
	unsigned char *to = aad + 13;
	memcpy(to, s->case_id, GBX_CASE_ID);
	to = put_le(to + GBX_CASE_ID, id->seq, 8);
	to = put_le(to, id->relation, 4);
	to = put_le(to, id->entry, 4);
	put_le(to, id->records, 4);
}

static void next_iv(unsigned char iv[GBX_IV])
{
	for (unsigned i = GBX_IV; i-- && !++iv[i];)
		;
}

static size_t zip_bound(const struct gbx_layout *l)
{
	const size_t *cut = (const size_t *)(const void *)l->cuts.p;
	size_t n = 0, from = 0;
	for (size_t i = 0; i < l->cuts.n / sizeof *cut; i++) {
		n += ZSTD_compressBound(cut[i] - from);
		from = cut[i];
	}
	return n;
}

/* The frames of all segments; 0 when zstd failed. */
static size_t zip(struct gbx_sealer *s, unsigned char *to, size_t cap)
{
	const size_t *cut = (const size_t *)(const void *)s->layout.cuts.p;
	size_t n = 0, from = 0;
	for (size_t i = 0; i < s->layout.cuts.n / sizeof *cut; i++) {
		size_t z = ZSTD_compress2(s->zip, to + n, cap - n, s->layout.plain.p + from,
		                          cut[i] - from);
		if (ZSTD_isError(z))
			return 0;
		n += z;
		from = cut[i];
	}
	return n;
}

enum gbx_rc gbx_seal(struct gbx_sealer *s, const struct gbx_block_id *id, const struct gbx_batch *b,
                     struct gbx_buf *out, struct gbx_err *err)
{
	unsigned char aad[AAD], tag[GBX_TAG];
	gbx_buf_reset(out);
	if (b->nrec != id->records)
		return gbx_fail(err, GBX_E_INTERNAL, "block %llu names %u records, holds %u",
		                (unsigned long long)id->seq, id->records, b->nrec);
	enum gbx_rc rc = gbx_layout_pack(&s->layout, b, err);
	if (rc)
		return rc;
	size_t max = zip_bound(&s->layout);
	if (!gbx_buf_reserve(out, FRONT + LENGTH + max + GBX_TAG))
		return gbx_fail(err, GBX_E_NOMEM, "sealed block of up to %zu bytes", max);
	unsigned char *p = (unsigned char *)out->p, *text = p + FRONT;
	p[0] = SEAL_VERSION;
	next_iv(s->iv);
	memcpy(p + 1, s->iv, GBX_IV);
	put_le(text, s->layout.plain.n, LENGTH);
	size_t z = zip(s, text + LENGTH, max);
	associate(s, id, aad);
	struct gbx_gcm_text t = {text, LENGTH + z, aad, AAD};
	if (!z || !gbx_gcm_seal(s->seal, s->iv, &t, tag)) {
		OPENSSL_cleanse(out->p, out->cap);
		return gbx_fail(err, GBX_E_INTERNAL, "sealing of block %llu",
		                (unsigned long long)id->seq);
	}
	memcpy(text + t.n, tag, GBX_TAG);
	out->n = FRONT + t.n + GBX_TAG;
	return GBX_OK;
}

static enum gbx_rc damaged(const struct gbx_block_id *id, const char *what, struct gbx_err *err)
{
	return gbx_fail(err, GBX_E_CASE_DAMAGED, "block %llu %s", (unsigned long long)id->seq,
	                what);
}

/* Decrypts into s->box. */
static enum gbx_rc unlock(struct gbx_sealer *s, const struct gbx_block_id *id,
                          struct gbx_span sealed, struct gbx_span *text, struct gbx_err *err)
{
	unsigned char aad[AAD];
	if (sealed.n < FRONT + LENGTH + GBX_TAG || sealed.p[0] != SEAL_VERSION)
		return damaged(id, "is not a block", err);
	gbx_buf_reset(&s->box);
	gbx_buf_add(&s->box, sealed.p + FRONT, sealed.n - FRONT - GBX_TAG);
	if (gbx_buf_failed(&s->box))
		return s->box.max <= sealed.n ? damaged(id, "is too large", err)
		                              : gbx_fail(err, GBX_E_NOMEM, "block");
	associate(s, id, aad);
	struct gbx_gcm_text t = {(unsigned char *)s->box.p, s->box.n, aad, AAD};
	if (!gbx_gcm_open(s->open, sealed.p + 1, &t, sealed.p + sealed.n - GBX_TAG))
		return damaged(id, "does not authenticate", err);
	*text = gbx_span_of(t.p, t.n);
	return GBX_OK;
}

enum gbx_rc gbx_unseal(struct gbx_sealer *s, const struct gbx_block_id *id, struct gbx_span sealed,
                       struct gbx_parsed *p, struct gbx_err *err)
{
	struct gbx_span text = {NULL, 0};
	gbx_parsed_reset(p);
	enum gbx_rc rc = unlock(s, id, sealed, &text, err);
	if (rc)
		return rc;
	size_t n =
	    text.p[0] | (size_t)text.p[1] << 8 | (size_t)text.p[2] << 16 | (size_t)text.p[3] << 24;
	if (n > GBX_BLOCK_BYTES)
		return damaged(id, "is larger than the limit", err);
	unsigned char *plain = gbx_arena_alloc(&p->arena, n + GBX_CHUNK_PAD);
	if (!plain)
		return gbx_fail(err, GBX_E_NOMEM, "block");
	size_t got = ZSTD_decompressDCtx(s->unzip, plain, n, text.p + LENGTH, text.n - LENGTH);
	if (ZSTD_isError(got) || got != n)
		return damaged(id, "does not unpack", err);
	return gbx_layout_unpack(gbx_span_of(plain, n), id->records, p, err);
}

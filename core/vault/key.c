/*
 * The case's secret: one random key, what is derived from it (HKDF-SHA-256,
 * RFC 5869), and its wrapping by a passphrase (scrypt, RFC 7914, N = 2^17 as
 * OWASP's password storage sheet asks). Memory is locked and erased.
 */
#include <limits.h>
#include <openssl/core_names.h>
#include <openssl/crypto.h>
#include <openssl/hmac.h>
#include <openssl/kdf.h>
#include <openssl/rand.h>
#include <sys/mman.h>

#include "impl.h"

#include "../base/limits.h"

#define SECRET_PAGE 4096u
#define SCRYPT_N (UINT64_C(1) << 17)
#define SCRYPT_R 8u
#define SCRYPT_P 1u
#define SCRYPT_P_MAX 4u /* of a foreign case: each costs its time again */

struct gbx_secret *gbx_secret_new(void)
{
	_Static_assert(sizeof(struct gbx_secret) <= SECRET_PAGE, "fits its page");
	void *p =
	    mmap(NULL, SECRET_PAGE, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	if (p == MAP_FAILED)
		return NULL;
	/* Best effort: RLIMIT_MEMLOCK may be zero. */
	(void)mlock(p, SECRET_PAGE);
	(void)madvise(p, SECRET_PAGE, MADV_DONTDUMP);
	return p;
}

void gbx_secret_free(struct gbx_secret *s)
{
	if (!s)
		return;
	OPENSSL_cleanse(s, sizeof *s);
	munmap(s, SECRET_PAGE);
}

static bool derive(const struct gbx_secret *s, const char *case_id, const char *use,
                   unsigned char out[GBX_KEY])
{
	bool ok = false;
	char hash[] = "SHA256";
	EVP_KDF *kdf = EVP_KDF_fetch(NULL, "HKDF", NULL);
	EVP_KDF_CTX *c = kdf ? EVP_KDF_CTX_new(kdf) : NULL;
	unsigned char key[GBX_KEY];
	char salt[GBX_CASE_ID], info[32] = "";
	memcpy(key, s->data, GBX_KEY);
	memcpy(salt, case_id, GBX_CASE_ID);
	memcpy(info, use, strlen(use));
	OSSL_PARAM params[] = {
	    OSSL_PARAM_construct_utf8_string(OSSL_KDF_PARAM_DIGEST, hash, 0),
	    OSSL_PARAM_construct_octet_string(OSSL_KDF_PARAM_KEY, key, GBX_KEY),
	    OSSL_PARAM_construct_octet_string(OSSL_KDF_PARAM_SALT, salt, GBX_CASE_ID),
	    OSSL_PARAM_construct_octet_string(OSSL_KDF_PARAM_INFO, info, strlen(use)),
	    OSSL_PARAM_construct_end(),
	};
	if (c)
		ok = EVP_KDF_derive(c, out, GBX_KEY, params) == 1;
	OPENSSL_cleanse(key, sizeof key);
	EVP_KDF_CTX_free(c);
	EVP_KDF_free(kdf);
	return ok;
}

bool gbx_secret_derive(struct gbx_secret *s, const char *case_id)
{
	return derive(s, case_id, "glovebox seal", s->seal) &&
	       derive(s, case_id, "glovebox state", s->state) &&
	       derive(s, case_id, "glovebox check", s->check);
}

bool gbx_state_mac(const struct gbx_vault *v, unsigned char mac[GBX_KEY])
{
	unsigned char text[9 + GBX_CASE_ID + 8 + 8 + GBX_TAG], *to = text;
	memcpy(to, "gbx state", 9);
	memcpy(to + 9, v->case_id, GBX_CASE_ID);
	to += 9 + GBX_CASE_ID;
	for (unsigned i = 0; i < 8; i++) {
		to[i] = (unsigned char)(v->state.blocks >> (8 * i));
		to[8 + i] = (unsigned char)(v->state.records >> (8 * i));
	}
	memcpy(to + 16, v->state.last, GBX_TAG);
	unsigned n = 0;
	return HMAC(EVP_sha256(), v->secret->state, GBX_KEY, text, sizeof text, mac, &n) &&
	       n == GBX_KEY;
}

/* ---- AES-256-GCM ---- */

EVP_CIPHER_CTX *gbx_gcm_new(const unsigned char key[GBX_KEY], bool encrypt)
{
	EVP_CIPHER_CTX *c = EVP_CIPHER_CTX_new();
	if (c && EVP_CipherInit_ex(c, EVP_aes_256_gcm(), NULL, key, NULL, encrypt) != 1) {
		EVP_CIPHER_CTX_free(c);
		return NULL;
	}
	return c;
}

static bool gcm_text(EVP_CIPHER_CTX *c, const unsigned char *iv, const struct gbx_gcm_text *t)
{
	int n = 0;
	return t->n < INT_MAX && EVP_CipherInit_ex(c, NULL, NULL, NULL, iv, -1) == 1 &&
	       EVP_CipherUpdate(c, NULL, &n, t->aad, (int)t->naad) == 1 &&
	       EVP_CipherUpdate(c, t->p, &n, t->p, (int)t->n) == 1;
}

bool gbx_gcm_seal(EVP_CIPHER_CTX *c, const unsigned char iv[GBX_IV], const struct gbx_gcm_text *t,
                  unsigned char tag[GBX_TAG])
{
	int n = 0;
	return gcm_text(c, iv, t) && EVP_CipherFinal_ex(c, t->p + t->n, &n) == 1 &&
	       EVP_CIPHER_CTX_ctrl(c, EVP_CTRL_GCM_GET_TAG, GBX_TAG, tag) == 1;
}

bool gbx_gcm_open(EVP_CIPHER_CTX *c, const unsigned char iv[GBX_IV], const struct gbx_gcm_text *t,
                  const unsigned char tag[GBX_TAG])
{
	int n = 0;
	unsigned char want[GBX_TAG];
	memcpy(want, tag, GBX_TAG);
	return gcm_text(c, iv, t) &&
	       EVP_CIPHER_CTX_ctrl(c, EVP_CTRL_GCM_SET_TAG, GBX_TAG, want) == 1 &&
	       EVP_CipherFinal_ex(c, t->p + t->n, &n) == 1;
}

/* ---- wrapping by a passphrase ---- */

/* The first line's end is not part of it. */
static enum gbx_rc read_passphrase(const char *path, unsigned char *out, size_t *n,
                                   struct gbx_err *err)
{
	enum gbx_rc rc = gbx_keyfile_slurp(path, out, GBX_PASSPHRASE_BYTES, n, GBX_E_MISSING, err);
	if (rc == GBX_LIMIT)
		return gbx_fail(err, GBX_E_USAGE, "passphrase file is larger than %u bytes",
		                GBX_PASSPHRASE_BYTES);
	if (rc)
		return rc;
	if (*n && out[*n - 1] == '\n')
		--*n;
	if (*n && out[*n - 1] == '\r')
		--*n;
	return *n ? GBX_OK : gbx_fail(err, GBX_E_USAGE, "passphrase file is empty");
}

/* scrypt takes 128 * r * (N + p + 2) bytes. */
static bool affordable(const struct gbx_key_row *row)
{
	if (row->n < 2 || (row->n & (row->n - 1)) || !row->r || !row->p || row->p > SCRYPT_P_MAX)
		return false;
	return row->n <= GBX_SCRYPT_MEMORY / 128 / row->r &&
	       (row->n + row->p + 2) * row->r <= GBX_SCRYPT_MEMORY / 128;
}

static enum gbx_rc stretch(const char *passphrase_file, const struct gbx_key_row *row,
                           unsigned char kek[GBX_KEY], struct gbx_err *err)
{
	unsigned char pass[GBX_PASSPHRASE_BYTES + 1];
	size_t n = 0;
	if (!affordable(row))
		return gbx_fail(err, GBX_E_KEY_WRONG,
		                "its key derivation asks for more than the limit");
	enum gbx_rc rc = read_passphrase(passphrase_file, pass, &n, err);
	if (!rc && EVP_PBE_scrypt((const char *)pass, n, row->salt, sizeof row->salt, row->n,
	                          row->r, row->p, GBX_SCRYPT_MEMORY, kek, GBX_KEY) != 1)
		rc = gbx_fail(err, GBX_E_NOMEM, "key derivation");
	OPENSSL_cleanse(pass, sizeof pass);
	return rc;
}

static bool wrap(const unsigned char kek[GBX_KEY], const char *case_id, struct gbx_key_row *row,
                 unsigned char data[GBX_KEY], bool encrypt)
{
	unsigned char aad[GBX_CASE_ID + 16];
	memcpy(aad, case_id, GBX_CASE_ID);
	for (unsigned i = 0; i < 8; i++)
		aad[GBX_CASE_ID + i] = (unsigned char)(row->n >> (8 * i));
	for (unsigned i = 0; i < 4; i++) {
		aad[GBX_CASE_ID + 8 + i] = (unsigned char)(row->r >> (8 * i));
		aad[GBX_CASE_ID + 12 + i] = (unsigned char)(row->p >> (8 * i));
	}
	EVP_CIPHER_CTX *c = gbx_gcm_new(kek, encrypt);
	struct gbx_gcm_text t = {data, GBX_KEY, aad, sizeof aad};
	bool ok = c && (encrypt ? gbx_gcm_seal(c, row->iv, &t, row->wrapped + GBX_KEY)
	                        : gbx_gcm_open(c, row->iv, &t, row->wrapped + GBX_KEY));
	EVP_CIPHER_CTX_free(c);
	return ok;
}

enum gbx_rc gbx_key_wrap(const struct gbx_secret *s, const char *case_id,
                         const char *passphrase_file, struct gbx_key_row *row, struct gbx_err *err)
{
	unsigned char kek[GBX_KEY];
	row->n = SCRYPT_N;
	row->r = SCRYPT_R;
	row->p = SCRYPT_P;
	if (RAND_bytes(row->salt, sizeof row->salt) != 1 || RAND_bytes(row->iv, GBX_IV) != 1)
		return gbx_fail(err, GBX_E_INTERNAL, "no random bytes");
	enum gbx_rc rc = stretch(passphrase_file, row, kek, err);
	if (!rc) {
		memcpy(row->wrapped, s->data, GBX_KEY);
		if (!wrap(kek, case_id, row, row->wrapped, true))
			rc = gbx_fail(err, GBX_E_INTERNAL, "key wrapping");
	}
	OPENSSL_cleanse(kek, sizeof kek);
	return rc;
}

enum gbx_rc gbx_key_unwrap(struct gbx_secret *s, const char *case_id, const char *passphrase_file,
                           const struct gbx_key_row *row, struct gbx_err *err)
{
	unsigned char kek[GBX_KEY];
	struct gbx_key_row copy = *row;
	enum gbx_rc rc = stretch(passphrase_file, row, kek, err);
	if (!rc) {
		memcpy(s->data, row->wrapped, GBX_KEY);
		if (!wrap(kek, case_id, &copy, s->data, false))
			rc = gbx_fail(err, GBX_E_KEY_WRONG, "the passphrase is another one");
	}
	OPENSSL_cleanse(kek, sizeof kek);
	return rc;
}

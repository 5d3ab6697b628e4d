/*
 * Inside of the vault: what its files share. Nobody else includes this.
 *
 * store.c keeps SQLite's manners (statements, transactions, errors), schema.c
 * the tables, key.c the secrets, keyfile.c the files they lie in, layout.c the
 * plaintext of a block, seal.c its compression and encryption.
 */
#ifndef GBX_VAULT_IMPL_H
#define GBX_VAULT_IMPL_H

#include <openssl/evp.h>
#include <sqlite3.h>
#include <time.h>

#include "vault.h"

#define GBX_CASE_VERSION 5 /* user_version: rises when an older program could misread the tables   \
	                    */
#define GBX_CASE_APPLICATION 0x47425843 /* "GBXC" */
#define GBX_CASE_ID 36                  /* bytes of a UUID text */
#define GBX_KEY 32u                     /* bytes of every key */
#define GBX_IV 12u                      /* AES-GCM, NIST SP 800-38D */
#define GBX_TAG 16u
#define GBX_STATEMENTS 96u

/* ---- secrets ---- */

/* One page of its own, locked into memory and kept out of core dumps where the
 * system allows. All but `data` are derived from it (HKDF-SHA-256, RFC 5869). */
struct gbx_secret {
	unsigned char data[GBX_KEY];  /* random; what a key file holds */
	unsigned char seal[GBX_KEY];  /* seals blocks */
	unsigned char state[GBX_KEY]; /* authenticates the count of blocks */
	unsigned char check[GBX_KEY]; /* stored in the case, tells a wrong key */
};

struct gbx_secret *gbx_secret_new(void);
void gbx_secret_free(struct gbx_secret *s); /* erases */
/* Fills the derived keys from s->data. */
bool gbx_secret_derive(struct gbx_secret *s, const char *case_id);

/* What the case says about its key. */
enum gbx_key_kind { GBX_KEY_NONE, GBX_KEY_FILE, GBX_KEY_PASSPHRASE, GBX_KEY_DESTROYED };
struct gbx_key_row {
	enum gbx_key_kind kind;
	unsigned char check[GBX_KEY];
	uint64_t n; /* scrypt, RFC 7914 */
	uint32_t r, p;
	unsigned char salt[16], iv[GBX_IV];
	unsigned char wrapped[GBX_KEY + GBX_TAG];
};

/* Wraps s->data by the passphrase; parameters and salt are chosen here. */
enum gbx_rc gbx_key_wrap(const struct gbx_secret *s, const char *case_id,
                         const char *passphrase_file, struct gbx_key_row *row, struct gbx_err *err);
/* The inverse. Parameters are capped before use. */
enum gbx_rc gbx_key_unwrap(struct gbx_secret *s, const char *case_id, const char *passphrase_file,
                           const struct gbx_key_row *row, struct gbx_err *err);

/* The path of the case's key file; makes the folder when asked. */
enum gbx_rc gbx_keyfile_path(struct gbx_buf *out, const char *case_id,
                             const struct gbx_vault_options *o, bool make, struct gbx_err *err);
enum gbx_rc gbx_keyfile_write(const char *path, const char *case_id, const struct gbx_secret *s,
                              struct gbx_err *err);
enum gbx_rc gbx_keyfile_read(const char *path, const char *case_id, struct gbx_secret *s,
                             struct gbx_err *err);
/* Reads a small file whole, refusing links and special files. GBX_LIMIT when it is larger. */
enum gbx_rc gbx_keyfile_slurp(const char *path, unsigned char *out, size_t cap, size_t *n,
                              enum gbx_eid missing, struct gbx_err *err);
/* Overwrites a file in place with zeros and flushes it. */
enum gbx_rc gbx_wipe(const char *path, struct gbx_err *err);
/* Makes creations and removals in the path's folder last. */
void gbx_sync_folder(const char *path);

/* AES-256-GCM in place, with a context that keeps the key. */
EVP_CIPHER_CTX *gbx_gcm_new(const unsigned char key[GBX_KEY], bool encrypt);
struct gbx_gcm_text {
	unsigned char *p;
	size_t n; /* below INT_MAX */
	const void *aad;
	size_t naad;
};
bool gbx_gcm_seal(EVP_CIPHER_CTX *c, const unsigned char iv[GBX_IV], const struct gbx_gcm_text *t,
                  unsigned char tag[GBX_TAG]);
bool gbx_gcm_open(EVP_CIPHER_CTX *c, const unsigned char iv[GBX_IV], const struct gbx_gcm_text *t,
                  const unsigned char tag[GBX_TAG]);

/* ---- the open case ---- */

/* The authenticated count: the row vault_state. */
struct gbx_state {
	uint64_t blocks, records;
	unsigned char last[GBX_TAG]; /* tag of the last block, zeros when there is none */
};

struct gbx_vault {
	sqlite3 *db;
	char *path; /* absolute, no link in the folder part */
	char case_id[GBX_CASE_ID + 1];
	enum gbx_vault_mode mode;
	bool vault, finished, shredded;
	bool in_txn, state_dirty;
	bool held; /* no commits of its own */
	enum gbx_eid failed;       /* a write failed: nothing more is written */
	struct gbx_secret *secret; /* NULL without key */
	struct gbx_state state;
	size_t pending; /* bytes since the last commit */
	uint32_t quarantine_rows;
	sqlite3_stmt *walk; /* gbx_vault_next_block */
	uint64_t walk_next;
	uint64_t steps; /* what reading the figures may still use */
	struct {
		const char *sql;
		sqlite3_stmt *st;
	} cache[GBX_STATEMENTS];
	unsigned ncache;
};

bool gbx_state_mac(const struct gbx_vault *v, unsigned char mac[GBX_KEY]);

/* ---- vault.c ---- */

extern const char *const gbx_key_kind_name[]; /* by enum gbx_key_kind */
struct gbx_vault *gbx_vault_new(enum gbx_vault_mode mode);
void gbx_utc(time_t t, char out[32]); /* ISO 8601 */
bool gbx_case_id_ok(const char *s);
enum gbx_rc gbx_vault_key_row(struct gbx_vault *v, struct gbx_key_row *row, struct gbx_err *err);

/* ---- store.c ---- */

enum gbx_bind_kind { GBX_BIND_INT, GBX_BIND_REAL, GBX_BIND_TEXT, GBX_BIND_BLOB };
struct gbx_bind {
	enum gbx_bind_kind kind;
	int64_t i;
	double d;
	const void *p; /* NULL: null */
	size_t n;
};
#define BIND_N(x)                                                                                  \
	{                                                                                          \
		.kind = GBX_BIND_INT, .i = (int64_t)(x)                                            \
	}
#define BIND_R(x)                                                                                  \
	{                                                                                          \
		.kind = GBX_BIND_REAL, .d = (x)                                                    \
	}
#define BIND_T(x)                                                                                  \
	{                                                                                          \
		.kind = GBX_BIND_TEXT, .p = (x)                                                    \
	}
#define BIND_B(x, len)                                                                             \
	{                                                                                          \
		.kind = GBX_BIND_BLOB, .p = (x), .n = (len)                                        \
	}
#define BIND_EST(e) BIND_N((e).value), BIND_N((e).exact), BIND_R((e).error)
#define BIND_LIST(...)                                                                             \
	(const struct gbx_bind[])                                                                  \
	{                                                                                          \
		__VA_ARGS__                                                                        \
	}
#define BIND_COUNT(...) (sizeof(BIND_LIST(__VA_ARGS__)) / sizeof(struct gbx_bind))

/* Statements are cached by the address of their text, which is a constant.
 * Runs one that gives no row, inside the transaction. */
enum gbx_rc gbx_store_run(struct gbx_vault *v, const char *sql, const struct gbx_bind *b, size_t n,
                          struct gbx_err *err);
#define GBX_RUN(v, err, sql, ...)                                                                  \
	gbx_store_run(v, sql, BIND_LIST(__VA_ARGS__), BIND_COUNT(__VA_ARGS__), err)
#define GBX_RUN0(v, err, sql) gbx_store_run(v, sql, NULL, 0, err)
enum gbx_rc gbx_store_exec(struct gbx_vault *v, const char *sql, struct gbx_err *err);
enum gbx_rc gbx_store_commit(struct gbx_vault *v, struct gbx_err *err);
/* Counts bytes towards the next commit and commits when it is time. */
enum gbx_rc gbx_store_wrote(struct gbx_vault *v, size_t bytes, struct gbx_err *err);
/* What SQLite says, as an error of ours. */
enum gbx_rc gbx_store_fail(struct gbx_vault *v, const char *doing, struct gbx_err *err);
void gbx_store_drop(struct gbx_vault *v); /* finalises every statement */

/* Reading rows. A value out of its range makes the last next() answer
 * E_CASE_DAMAGED. */
struct gbx_result {
	struct gbx_vault *v;
	sqlite3_stmt *st;
	struct gbx_arena *a; /* for texts */
	bool bad, nomem;
};
enum gbx_rc gbx_result_open(struct gbx_result *r, struct gbx_vault *v, struct gbx_arena *a,
                          const char *sql, const struct gbx_bind *b, size_t n, struct gbx_err *err);
enum gbx_rc gbx_result_next(struct gbx_result *r, struct gbx_err *err);
void gbx_result_close(struct gbx_result *r);
#define GBX_ROWS(r, v, a, err, sql, ...)                                                           \
	gbx_result_open(r, v, a, sql, BIND_LIST(__VA_ARGS__), BIND_COUNT(__VA_ARGS__), err)
#define GBX_ROWS0(r, v, a, err, sql) gbx_result_open(r, v, a, sql, NULL, 0, err)
uint64_t gbx_row_u64(struct gbx_result *r, int c);
uint32_t gbx_row_u32(struct gbx_result *r, int c);
int64_t gbx_row_i64(struct gbx_result *r, int c);
double gbx_row_real(struct gbx_result *r, int c);
bool gbx_row_flag(struct gbx_result *r, int c);
const char *gbx_row_text(struct gbx_result *r, int c);               /* NULL for null */
bool gbx_row_blob(struct gbx_result *r, int c, void *out, size_t n); /* exactly n bytes */
struct gbx_estimate gbx_row_estimate(struct gbx_result *r, int c);   /* of three columns */

/* ---- schema.c ---- */

enum gbx_rc gbx_schema_resolve(const char *path, char **out, struct gbx_err *err);
enum gbx_rc gbx_schema_connect(struct gbx_vault *v, struct gbx_err *err);
/* Header, journal, lock, application, version, tables: in this order, so that
 * nothing of a foreign file is run before it is known to be a case. */
enum gbx_rc gbx_schema_admit(struct gbx_vault *v, struct gbx_err *err);
/* Opens the transaction of creation. Nothing of it is synced: the caller does, at its end. */
enum gbx_rc gbx_schema_create(struct gbx_vault *v, struct gbx_err *err);

/* ---- types by name ---- */

/* "email+phone", in type order; "" for the empty set. */
const char *gbx_set_text(const struct gbx_typeset *s, struct gbx_buf *b);
/* False when a name is not of the catalogue. */
bool gbx_set_parse(const char *text, struct gbx_typeset *s);

/* ---- layout.c ---- */

struct gbx_layout {
	struct gbx_buf plain;
	struct gbx_buf cuts; /* size_t: where segments end that compress apart */
	struct gbx_buf sums; /* uint32_t a record: bytes of its values */
};
void gbx_layout_init(struct gbx_layout *l);
void gbx_layout_release(struct gbx_layout *l);
/* The plaintext of a batch. E_OVERSIZE over GBX_BLOCK_BYTES. */
enum gbx_rc gbx_layout_pack(struct gbx_layout *l, const struct gbx_batch *b, struct gbx_err *err);
/* The batch of a plaintext, which must stay as long as the batch. p was reset.
 * E_CASE_DAMAGED for anything gbx_layout_pack does not make. */
enum gbx_rc gbx_layout_unpack(struct gbx_span plain, uint32_t records, struct gbx_parsed *p,
                              struct gbx_err *err);

#endif

/*
 * Opening and closing a case. The lock taken at opening is kept until then:
 * one writer, or any number of readers.
 */
#include <errno.h>
#include <openssl/crypto.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <time.h>

#include "impl.h"

#include "../base/limits.h"

const char *const gbx_key_kind_name[] = {
    [GBX_KEY_NONE] = "none",
    [GBX_KEY_FILE] = "file",
    [GBX_KEY_PASSPHRASE] = "passphrase",
    [GBX_KEY_DESTROYED] = "destroyed",
};

/* ISO 8601 in UTC. By hand: gmtime_r may open the time zone's file, which the
 * sandbox forbids. Days to date after Hinnant, "chrono-Compatible Low-Level Date
 * Algorithms". */
void gbx_utc(time_t t, char out[32])
{
	int64_t days = (int64_t)t / 86400, rest = (int64_t)t % 86400;
	if (rest < 0)
		rest += 86400, days--;
	int64_t z = days + 719468, era = (z >= 0 ? z : z - 146096) / 146097;
	unsigned doe = (unsigned)(z - era * 146097);
	unsigned yoe = (doe - doe / 1460 + doe / 36524 - doe / 146096) / 365;
	unsigned doy = doe - (365 * yoe + yoe / 4 - yoe / 100), mp = (5 * doy + 2) / 153;
	unsigned d = doy - (153 * mp + 2) / 5 + 1, m = mp < 10 ? mp + 3 : mp - 9;
	struct gbx_buf b = GBX_BUF_INIT(64);
	gbx_buf_addf(&b, "%04d-%02u-%02uT%02d:%02d:%02dZ", (int)(yoe + era * 400 + (m <= 2)), m, d,
	             (int)(rest / 3600), (int)(rest / 60 % 60), (int)(rest % 60));
	memset(out, 0, 32);
	memcpy(out, gbx_buf_str(&b), b.n < 31 ? b.n : 31);
	gbx_buf_release(&b);
}

/* A case id becomes part of a path. */
bool gbx_case_id_ok(const char *s)
{
	for (unsigned i = 0; i < GBX_CASE_ID; i++) {
		bool dash = i == 8 || i == 13 || i == 18 || i == 23;
		if (dash ? s[i] != '-' : !strchr("0123456789abcdef", s[i]) || !s[i])
			return false;
	}
	return !s[GBX_CASE_ID];
}

struct gbx_vault *gbx_vault_new(enum gbx_vault_mode mode)
{
	struct gbx_vault *v = calloc(1, sizeof *v);
	if (v) {
		v->mode = mode;
		v->steps = GBX_LOAD_STEPS;
	}
	return v;
}

void gbx_vault_close(struct gbx_vault *v)
{
	if (!v)
		return;
	gbx_store_drop(v);
	if (v->db && !sqlite3_get_autocommit(v->db))
		(void)sqlite3_exec(v->db, "ROLLBACK", NULL, NULL, NULL);
	sqlite3_close(v->db);
	gbx_secret_free(v->secret);
	free(v->path);
	free(v);
}

void gbx_vault_tidy(const char *path)
{
	struct gbx_vault v = {.mode = GBX_VAULT_WRITE};
	/* Leaving TRUNCATE for DELETE removes the journal, under the lock. */
	if (!gbx_schema_resolve(path, &v.path, NULL) && !gbx_schema_connect(&v, NULL))
		(void)sqlite3_exec(v.db,
		                   "PRAGMA journal_mode = TRUNCATE; PRAGMA journal_mode = DELETE",
		                   NULL, NULL, NULL);
	sqlite3_close(v.db);
	free(v.path);
}

const char *gbx_vault_case_id(const struct gbx_vault *v)
{
	return v->case_id;
}
bool gbx_vault_has_records(const struct gbx_vault *v)
{
	return v->vault;
}

enum gbx_rc gbx_vault_audit(struct gbx_vault *v, const char *action, const char *detail,
                            struct gbx_err *err)
{
	char now[32];
	gbx_utc(time(NULL), now);
	return GBX_RUN(v, err, "INSERT INTO audit (time, action, detail) VALUES (?1, ?2, ?3)",
	               BIND_T(now), BIND_T(action), BIND_T(detail));
}

/* ---- opening ---- */

/* The row that was read must be the last. */
static enum gbx_rc only(struct gbx_result *r, struct gbx_err *err)
{
	enum gbx_rc rc = gbx_result_next(r, err);
	if (rc == GBX_OK)
		gbx_result_close(r);
	return rc == GBX_END ? GBX_OK : rc ? rc : gbx_fail(err, GBX_E_CASE_DAMAGED, "row too many");
}

static enum gbx_rc read_info(struct gbx_vault *v, struct gbx_err *err)
{
	struct gbx_result r;
	struct gbx_arena a;
	gbx_arena_init(&a, 4096);
	enum gbx_rc rc =
	    GBX_ROWS0(&r, v, &a, err, "SELECT case_id, vault, finished, shredded FROM case_info");
	if (!rc)
		rc = gbx_result_next(&r, err);
	if (!rc) {
		const char *id = gbx_row_text(&r, 0);
		v->vault = gbx_row_flag(&r, 1);
		v->finished = gbx_row_flag(&r, 2);
		v->shredded = gbx_row_flag(&r, 3);
		r.bad |= !id || !gbx_case_id_ok(id);
		if (!r.bad)
			memcpy(v->case_id, id, GBX_CASE_ID);
		rc = only(&r, err);
	} else if (rc == GBX_END) {
		rc = gbx_fail(err, GBX_E_CASE_DAMAGED, "it does not say which case it is");
	}
	gbx_arena_release(&a);
	return rc;
}

static enum gbx_key_kind kind_of(const char *text)
{
	for (unsigned i = 0; text && i <= GBX_KEY_DESTROYED; i++)
		if (!strcmp(text, gbx_key_kind_name[i]))
			return (enum gbx_key_kind)i;
	return GBX_KEY_NONE;
}

enum gbx_rc gbx_vault_key_row(struct gbx_vault *v, struct gbx_key_row *row, struct gbx_err *err)
{
	struct gbx_result r;
	struct gbx_arena a;
	gbx_arena_init(&a, 4096);
	*row = (struct gbx_key_row){.kind = GBX_KEY_NONE};
	enum gbx_rc rc = GBX_ROWS0(&r, v, &a, err,
	                           "SELECT kind, check_value, scrypt_n, scrypt_r, scrypt_p, salt, "
	                           "nonce, wrapped FROM case_key WHERE one = 1");
	if (!rc)
		rc = gbx_result_next(&r, err);
	if (!rc) {
		row->kind = kind_of(gbx_row_text(&r, 0));
		if (row->kind == GBX_KEY_FILE || row->kind == GBX_KEY_PASSPHRASE)
			gbx_row_blob(&r, 1, row->check, GBX_KEY);
		if (row->kind == GBX_KEY_PASSPHRASE) {
			row->n = gbx_row_u64(&r, 2);
			row->r = gbx_row_u32(&r, 3);
			row->p = gbx_row_u32(&r, 4);
			gbx_row_blob(&r, 5, row->salt, sizeof row->salt);
			gbx_row_blob(&r, 6, row->iv, GBX_IV);
			gbx_row_blob(&r, 7, row->wrapped, sizeof row->wrapped);
		}
		rc = only(&r, err);
	}
	gbx_arena_release(&a);
	return rc == GBX_END ? GBX_OK : rc; /* no row: kind none */
}

static enum gbx_rc read_key(struct gbx_vault *v, const struct gbx_vault_options *o,
                            struct gbx_err *err)
{
	struct gbx_key_row row;
	struct gbx_buf path = GBX_BUF_INIT(GBX_PATH_BYTES);
	enum gbx_rc rc = gbx_vault_key_row(v, &row, err);
	v->secret = gbx_secret_new();
	if (!rc && !v->secret)
		rc = gbx_fail(err, GBX_E_NOMEM, "key");
	if (!rc && row.kind == GBX_KEY_PASSPHRASE) {
		if (o && o->passphrase_file)
			rc = gbx_key_unwrap(v->secret, v->case_id, o->passphrase_file, &row, err);
		else
			rc = gbx_fail(err, GBX_E_KEY_MISSING,
			              "it is wrapped by a passphrase; name a "
			              "file that holds it");
	} else if (!rc && row.kind == GBX_KEY_FILE) {
		rc = gbx_keyfile_path(&path, v->case_id, o, false, err);
		if (!rc)
			rc = gbx_keyfile_read(path.p, v->case_id, v->secret, err);
	} else if (!rc) {
		rc = gbx_fail(err, GBX_E_CASE_DAMAGED, "it does not say where its key is");
	}
	if (!rc && !gbx_secret_derive(v->secret, v->case_id))
		rc = gbx_fail(err, GBX_E_INTERNAL, "key derivation");
	if (!rc && CRYPTO_memcmp(v->secret->check, row.check, GBX_KEY))
		rc = gbx_fail(err, GBX_E_KEY_WRONG, NULL);
	OPENSSL_cleanse(&row, sizeof row);
	gbx_buf_release(&path);
	return rc;
}

static enum gbx_rc read_state(struct gbx_vault *v, struct gbx_err *err)
{
	unsigned char mac[GBX_KEY], want[GBX_KEY];
	struct gbx_result r;
	enum gbx_rc rc = GBX_ROWS0(
	    &r, v, NULL, err, "SELECT blocks, records, last, mac FROM vault_state WHERE one = 1");
	if (!rc)
		rc = gbx_result_next(&r, err);
	if (rc == GBX_END)
		return gbx_fail(err, GBX_E_CASE_DAMAGED, "the count of its blocks is missing");
	if (rc)
		return rc;
	v->state.blocks = gbx_row_u64(&r, 0);
	v->state.records = gbx_row_u64(&r, 1);
	gbx_row_blob(&r, 2, v->state.last, GBX_TAG);
	gbx_row_blob(&r, 3, mac, GBX_KEY);
	rc = only(&r, err);
	if (rc)
		return rc;
	if (!gbx_state_mac(v, want) || CRYPTO_memcmp(mac, want, GBX_KEY))
		return gbx_fail(err, GBX_E_CASE_DAMAGED,
		                "the count of its blocks does not "
		                "authenticate");
	return GBX_OK;
}

static enum gbx_rc check_file(const char *path, struct gbx_err *err)
{
	struct stat st;
	if (lstat(path, &st))
		return errno == ENOENT || errno == ENOTDIR ? gbx_fail(err, GBX_E_CASE_MISSING, NULL)
		                                           : gbx_fail_sys(err, GBX_E_OPEN, NULL);
	if (!S_ISREG(st.st_mode))
		return gbx_fail(err, GBX_E_CASE_NOT_A_CASE, "it is not a regular file");
	return GBX_OK;
}

static enum gbx_rc admit(struct gbx_vault *v, const struct gbx_vault_options *o,
                         struct gbx_err *err)
{
	enum gbx_rc rc = gbx_schema_connect(v, err);
	if (!rc)
		rc = gbx_schema_admit(v, err);
	if (!rc)
		rc = read_info(v, err);
	if (rc || v->mode == GBX_VAULT_FIGURES)
		return rc;
	if (v->shredded)
		return gbx_fail(err, GBX_E_SHREDDED, NULL);
	if (!v->vault)
		return GBX_OK;
	rc = read_key(v, o, err);
	return rc ? rc : read_state(v, err);
}

enum gbx_rc gbx_vault_open(struct gbx_vault **out, const char *path, enum gbx_vault_mode mode,
                           const struct gbx_vault_options *o, struct gbx_err *err)
{
	*out = NULL;
	struct gbx_vault *v = gbx_vault_new(mode);
	if (!v)
		return gbx_fail(err, GBX_E_NOMEM, "case");
	enum gbx_rc rc = gbx_schema_resolve(path, &v->path, err);
	if (!rc)
		rc = check_file(v->path, err);
	if (!rc)
		rc = admit(v, o, err);
	if (rc)
		gbx_vault_close(v);
	else
		*out = v;
	return rc;
}

/*
 * Creation: the file, its key, its tables, in one transaction. What was made is
 * removed again when something fails.
 */
#include <errno.h>
#include <fcntl.h>
#include <openssl/crypto.h>
#include <openssl/rand.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

#include "impl.h"

#include "../base/limits.h"

/* The date of SOURCE_DATE_EPOCH (reproducible-builds.org) with a given case id. */
static void created_now(char out[32], bool reproducible)
{
	const char *epoch = reproducible ? getenv("SOURCE_DATE_EPOCH") : NULL;
	char *end = NULL;
	long long t = epoch ? strtoll(epoch, &end, 10) : 0;
	bool fixed = epoch && *epoch && !*end && t >= 0 && t < INT64_C(253402300800);
	gbx_utc(fixed ? (time_t)t : time(NULL), out);
}

/* RFC 9562, version 4. */
static bool new_id(char id[GBX_CASE_ID + 1])
{
	static const char hex[] = "0123456789abcdef";
	unsigned char r[16];
	if (RAND_bytes(r, sizeof r) != 1)
		return false;
	r[6] = (unsigned char)((r[6] & 0x0f) | 0x40);
	r[8] = (unsigned char)((r[8] & 0x3f) | 0x80);
	for (unsigned i = 0; i < 16; i++) {
		if (i == 4 || i == 6 || i == 8 || i == 10)
			*id++ = '-';
		*id++ = hex[r[i] >> 4];
		*id++ = hex[r[i] & 15];
	}
	*id = 0;
	return true;
}

static enum gbx_rc make_file(const char *path, struct gbx_err *err)
{
	int fd = open(path, O_RDWR | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);
	if (fd < 0 && errno == EEXIST)
		return gbx_fail(err, GBX_E_CASE_EXISTS, NULL);
	if (fd < 0)
		return gbx_fail_sys(err, GBX_E_CASE_WRITE, NULL);
	close(fd);
	return GBX_OK;
}

/* A new secret; *file gets the path of the key file made for it, if one is. */
static enum gbx_rc make_key(struct gbx_vault *v, const struct gbx_vault_options *o,
                            struct gbx_key_row *row, struct gbx_buf *file, struct gbx_err *err)
{
	v->secret = gbx_secret_new();
	if (!v->secret || RAND_bytes(v->secret->data, GBX_KEY) != 1 ||
	    !gbx_secret_derive(v->secret, v->case_id))
		return gbx_fail(err, GBX_E_NOMEM, "key");
	memcpy(row->check, v->secret->check, GBX_KEY);
	if (o && o->passphrase_file) {
		row->kind = GBX_KEY_PASSPHRASE;
		return gbx_key_wrap(v->secret, v->case_id, o->passphrase_file, row, err);
	}
	row->kind = GBX_KEY_FILE;
	enum gbx_rc rc = gbx_keyfile_path(file, v->case_id, o, true, err);
	if (!rc)
		rc = gbx_keyfile_write(file->p, v->case_id, v->secret, err);
	if (rc)
		gbx_buf_reset(file); /* not made: not to be removed either */
	return rc;
}

static enum gbx_rc put_key(struct gbx_vault *v, const struct gbx_key_row *row, struct gbx_err *err)
{
	if (row->kind != GBX_KEY_PASSPHRASE)
		return GBX_RUN(v, err,
		               "INSERT INTO case_key (one, kind, check_value) VALUES (1, ?1, ?2)",
		               BIND_T(gbx_key_kind_name[row->kind]),
		               BIND_B(row->kind ? row->check : NULL, GBX_KEY));
	return GBX_RUN(v, err, "INSERT INTO case_key VALUES (1, ?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
	               BIND_T(gbx_key_kind_name[row->kind]), BIND_B(row->check, GBX_KEY),
	               BIND_N(row->n), BIND_N(row->r), BIND_N(row->p),
	               BIND_B(row->salt, sizeof row->salt), BIND_B(row->iv, GBX_IV),
	               BIND_B(row->wrapped, sizeof row->wrapped));
}

static enum gbx_rc fill(struct gbx_vault *v, const struct gbx_key_row *row, bool reproducible,
                        struct gbx_err *err)
{
	char now[32];
	created_now(now, reproducible);
	enum gbx_rc rc = gbx_schema_connect(v, err);
	if (!rc)
		rc = gbx_schema_create(v, err);
	if (!rc)
		rc = GBX_RUN(
		    v, err,
		    "INSERT INTO case_info (one, case_id, created, made_by, vault, finished, "
		    "shredded) VALUES (1, ?1, ?2, ?3, ?4, 0, 0)",
		    BIND_T(v->case_id), BIND_T(now), BIND_T(GBX_VERSION), BIND_N(v->vault));
	if (!rc)
		rc = put_key(v, row, err);
	if (!rc)
		rc = gbx_vault_audit(v, "create", v->vault ? NULL : "counts only", err);
	v->state_dirty = v->vault;
	return rc ? rc : gbx_store_commit(v, err);
}

/* What is made gets its name only after it is on the disk: until then it may be lost, and
 * SQLite need not wait for the disk at every step. */
static enum gbx_rc sync_case(const char *path, struct gbx_err *err)
{
	int fd = open(path, O_RDWR | O_NOFOLLOW | O_CLOEXEC);
	if (fd < 0)
		return gbx_fail_sys(err, GBX_E_CASE_WRITE, NULL);
	return fsync(fd) | close(fd) ? gbx_fail_sys(err, GBX_E_CASE_WRITE, NULL) : GBX_OK;
}

static void remove_journal(const char *path)
{
	struct gbx_buf journal = GBX_BUF_INIT(GBX_PATH_BYTES + 16);
	gbx_buf_addf(&journal, "%s-journal", path);
	if (!gbx_buf_failed(&journal))
		unlink(journal.p);
	gbx_buf_release(&journal);
}

static void unmake(const char *path, struct gbx_buf *key_file)
{
	unlink(path);
	remove_journal(path);
	if (key_file->n)
		unlink(key_file->p);
}

/* Makes the whole case under the name v->path and closes it again. */
static enum gbx_rc make_case(struct gbx_vault *v, const struct gbx_vault_options *o,
                             struct gbx_err *err)
{
	struct gbx_key_row row = {.kind = GBX_KEY_NONE};
	struct gbx_buf key_file = GBX_BUF_INIT(GBX_PATH_BYTES);
	enum gbx_rc rc = make_file(v->path, err);
	bool made = !rc;
	if (!rc && v->vault)
		rc = make_key(v, o, &row, &key_file, err);
	if (!rc)
		rc = fill(v, &row, o && o->reproducible_id, err);
	gbx_store_drop(v);
	sqlite3_close(v->db);
	v->db = NULL;
	if (!rc)
		rc = sync_case(v->path, err);
	if (rc && made)
		unmake(v->path, &key_file);
	else if (made)
		remove_journal(v->path);
	OPENSSL_cleanse(&row, sizeof row);
	gbx_buf_release(&key_file);
	return rc;
}

/* Where a case is made before it gets its name, so that a file of that name is a case
 * whenever the process dies. */
static char *workshop(const char *path)
{
	char *s = NULL;
	return asprintf(&s, "%s.new-%d", path, (int)getpid()) < 0 ? NULL : s;
}

static enum gbx_rc make_and_name(struct gbx_vault *v, const struct gbx_vault_options *o,
                                 struct gbx_err *err)
{
	char *path = v->path;
	if (access(path, F_OK) == 0)
		return gbx_fail(err, GBX_E_CASE_EXISTS, NULL);
	v->path = workshop(path);
	enum gbx_rc rc = v->path ? make_case(v, o, err) : gbx_fail(err, GBX_E_NOMEM, "case");
	if (!rc && renameat2(AT_FDCWD, v->path, AT_FDCWD, path, RENAME_NOREPLACE)) {
		rc = errno == EEXIST ? gbx_fail(err, GBX_E_CASE_EXISTS, NULL)
		                     : gbx_fail_sys(err, GBX_E_CASE_WRITE, NULL);
		unlink(v->path);
	}
	free(v->path);
	v->path = path;
	if (!rc)
		gbx_sync_folder(path);
	return rc;
}

enum gbx_rc gbx_vault_create(struct gbx_vault **out, const char *path,
                             const struct gbx_vault_options *o, struct gbx_err *err)
{
	const char *id = o ? o->reproducible_id : NULL;
	enum gbx_rc rc;
	*out = NULL;
	if (id && !gbx_case_id_ok(id))
		return gbx_fail(err, GBX_E_USAGE, "a case id is a UUID in lower case");
	struct gbx_vault *v = gbx_vault_new(GBX_VAULT_WRITE);
	if (!v)
		return gbx_fail(err, GBX_E_NOMEM, "case");
	if (id)
		memcpy(v->case_id, id, GBX_CASE_ID);
	else if (!new_id(v->case_id)) {
		rc = gbx_fail(err, GBX_E_INTERNAL, "no random bytes");
		goto out;
	}
	v->vault = !(o && o->no_vault);
	rc = gbx_schema_resolve(path, &v->path, err);
	if (rc == GBX_MISUSE && err && err->id == GBX_E_CASE_MISSING) /* only its folder can be missing */
		rc = gbx_fail_sys(err, GBX_E_CASE_WRITE, "its folder");
	if (!rc)
		rc = make_and_name(v, o, err);
out:
	gbx_vault_close(v);
	return rc ? rc : gbx_vault_open(out, path, GBX_VAULT_WRITE, o, err);
}

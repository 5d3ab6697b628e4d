/*
 * SQLite's manners in one place: cached statements, one transaction at a time,
 * and what an error of SQLite means to the user. The first failed write sticks:
 * nothing is written after it, and closing rolls back.
 */
#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "impl.h"

#include "../base/limits.h"

#define STEPS_EACH 100000 /* between two looks at the budget */

/* ---- errors ---- */

/* The process that holds a lock on the case, 0 when it cannot be told. Asked of
 * /proc/locks, since opening the file by ourselves would drop our own locks when
 * closed (POSIX). SQLite locks 512 bytes from 2^30 (sqlite.org/fileformat). */
static long holder(const char *path)
{
	struct stat st;
	long found = 0;
	char line[256];
	FILE *f = stat(path, &st) ? NULL : fopen("/proc/locks", "re");
	while (f && fgets(line, sizeof line, f)) {
		long pid;
		unsigned long long inode, start;
		const char *kind = strstr(line, "POSIX");
		if (!kind ||
		    sscanf(kind, "POSIX %*s %*s %ld %*x:%*x:%llu %llu", &pid, &inode, &start) != 3)
			continue;
		if (inode == st.st_ino && start >= 1u << 30 && start < (1u << 30) + 512 &&
		    pid > 0 && (!found || found == getpid()))
			found = pid;
	}
	if (f)
		fclose(f);
	return found;
}

static enum gbx_rc fail_locked(const char *path, struct gbx_err *err)
{
	long pid = holder(path);
	if (pid)
		return gbx_fail(err, GBX_E_CASE_LOCKED, "process %ld", pid);
	return gbx_fail(err, GBX_E_CASE_LOCKED, NULL);
}

static const struct {
	int code;
	enum gbx_eid id;
} meanings[] = {
    {SQLITE_FULL, GBX_E_DISK_FULL},
    {SQLITE_BUSY, GBX_E_CASE_LOCKED},
    {SQLITE_LOCKED, GBX_E_CASE_LOCKED},
    {SQLITE_PROTOCOL, GBX_E_CASE_LOCKED},
    {SQLITE_CORRUPT, GBX_E_CASE_DAMAGED},
    {SQLITE_NOTADB, GBX_E_CASE_NOT_A_CASE},
    {SQLITE_FORMAT, GBX_E_CASE_DAMAGED},
    {SQLITE_TOOBIG, GBX_E_CASE_DAMAGED},
    {SQLITE_NOMEM, GBX_E_NOMEM},
    {SQLITE_READONLY, GBX_E_CASE_WRITE},
    {SQLITE_PERM, GBX_E_CASE_WRITE},
    {SQLITE_CANTOPEN, GBX_E_OPEN},
    {SQLITE_INTERRUPT, GBX_E_CASE_DAMAGED},
    {SQLITE_CONSTRAINT, GBX_E_INTERNAL},
    {SQLITE_MISUSE, GBX_E_INTERNAL},
};

static bool is_full(int sys)
{
	return sys == ENOSPC || sys == EFBIG || sys == EDQUOT;
}

/* Did the disk, a quota or RLIMIT_FSIZE end the write? Each file keeps its last
 * errno; the connection's own may be that of the rollback that followed. */
static bool disk_full(sqlite3 *db)
{
	static const int pointers[] = {SQLITE_FCNTL_FILE_POINTER, SQLITE_FCNTL_JOURNAL_POINTER};
	bool full = is_full(sqlite3_system_errno(db));
	for (size_t i = 0; i < sizeof pointers / sizeof *pointers; i++) {
		sqlite3_file *f = NULL;
		int sys = 0;
		if (!sqlite3_file_control(db, "main", pointers[i], &f) && f && f->pMethods &&
		    !f->pMethods->xFileControl(f, SQLITE_FCNTL_LAST_ERRNO, &sys))
			full |= is_full(sys);
	}
	return full;
}

static enum gbx_eid meaning(int extended, sqlite3 *db)
{
	if (extended == SQLITE_IOERR_READ || extended == SQLITE_IOERR_FSTAT)
		return GBX_E_READ;
	if (extended == SQLITE_IOERR_SHORT_READ)
		return GBX_E_CASE_DAMAGED;
	if (extended == SQLITE_IOERR_NOMEM)
		return GBX_E_NOMEM;
	if ((extended & 0xff) == SQLITE_IOERR)
		return disk_full(db) ? GBX_E_DISK_FULL : GBX_E_CASE_WRITE;
	for (size_t i = 0; i < sizeof meanings / sizeof *meanings; i++)
		if (meanings[i].code == (extended & 0xff))
			return meanings[i].id;
	return GBX_E_CASE_DAMAGED; /* a statement of ours that does not fit the tables */
}

enum gbx_rc gbx_store_fail(struct gbx_vault *v, const char *doing, struct gbx_err *err)
{
	int code = sqlite3_extended_errcode(v->db);
	enum gbx_eid id = meaning(code, v->db);
	if (id == GBX_E_CASE_LOCKED)
		return fail_locked(v->path, err);
	if (v->mode == GBX_VAULT_WRITE)
		v->failed = id;
	if (id == GBX_E_DISK_FULL)
		return gbx_fail(err, id, "while the case was written");
	return gbx_fail(err, id, "%s, SQLite code %d", doing, code);
}

/* ---- statements ---- */

static sqlite3_stmt *statement(struct gbx_vault *v, const char *sql)
{
	for (unsigned i = 0; i < v->ncache; i++)
		if (v->cache[i].sql == sql)
			return v->cache[i].st;
	sqlite3_stmt *st = NULL;
	if (v->ncache == GBX_STATEMENTS ||
	    sqlite3_prepare_v3(v->db, sql, -1, SQLITE_PREPARE_PERSISTENT, &st, NULL))
		return NULL;
	v->cache[v->ncache].sql = sql;
	v->cache[v->ncache++].st = st;
	return st;
}

void gbx_store_drop(struct gbx_vault *v)
{
	for (unsigned i = 0; i < v->ncache; i++)
		sqlite3_finalize(v->cache[i].st);
	v->ncache = 0;
	sqlite3_finalize(v->walk);
	v->walk = NULL;
}

/* Values stay the caller's until the statement is reset. */
static int bind_one(sqlite3_stmt *st, int at, const struct gbx_bind *b)
{
	if (b->kind == GBX_BIND_INT)
		return sqlite3_bind_int64(st, at, b->i);
	if (b->kind == GBX_BIND_REAL)
		return sqlite3_bind_double(st, at, isfinite(b->d) ? b->d : 0.0);
	if (!b->p)
		return sqlite3_bind_null(st, at);
	if (b->kind == GBX_BIND_TEXT)
		return sqlite3_bind_text64(st, at, b->p, strlen(b->p), SQLITE_STATIC, SQLITE_UTF8);
	return sqlite3_bind_blob64(st, at, b->p, b->n, SQLITE_STATIC);
}

static sqlite3_stmt *bound(struct gbx_vault *v, const char *sql, const struct gbx_bind *b, size_t n)
{
	sqlite3_stmt *st = statement(v, sql);
	for (size_t i = 0; st && i < n; i++)
		if (bind_one(st, (int)i + 1, &b[i]))
			return NULL;
	return st;
}

enum gbx_rc gbx_store_exec(struct gbx_vault *v, const char *sql, struct gbx_err *err)
{
	if (sqlite3_exec(v->db, sql, NULL, NULL, NULL))
		return gbx_store_fail(v, "statement", err);
	return GBX_OK;
}

static enum gbx_rc begin(struct gbx_vault *v, struct gbx_err *err)
{
	if (v->failed)
		return gbx_fail(err, v->failed, "an earlier write failed");
	if (v->in_txn)
		return GBX_OK;
	if (v->mode != GBX_VAULT_WRITE)
		return gbx_fail(err, GBX_E_USAGE, "the case is open for reading");
	enum gbx_rc rc = gbx_store_exec(v, "BEGIN IMMEDIATE", err);
	v->in_txn = !rc;
	return rc;
}

enum gbx_rc gbx_store_run(struct gbx_vault *v, const char *sql, const struct gbx_bind *b, size_t n,
                          struct gbx_err *err)
{
	enum gbx_rc rc = begin(v, err);
	if (rc)
		return rc;
	sqlite3_stmt *st = bound(v, sql, b, n);
	if (!st)
		return gbx_store_fail(v, "statement", err);
	if (sqlite3_step(st) != SQLITE_DONE)
		rc = gbx_store_fail(v, "writing", err);
	sqlite3_reset(st);
	sqlite3_clear_bindings(st);
	return rc;
}

/* ---- transactions ---- */

static enum gbx_rc put_state(struct gbx_vault *v, struct gbx_err *err)
{
	unsigned char mac[GBX_KEY];
	if (!v->state_dirty)
		return GBX_OK;
	if (!gbx_state_mac(v, mac))
		return gbx_fail(err, GBX_E_INTERNAL, "state of the vault");
	v->state_dirty = false;
	return GBX_RUN(v, err,
	               "INSERT INTO vault_state (one, blocks, records, last, mac) "
	               "VALUES (1, ?1, ?2, ?3, ?4) ON CONFLICT (one) DO UPDATE SET "
	               "blocks = ?1, records = ?2, last = ?3, mac = ?4",
	               BIND_N(v->state.blocks), BIND_N(v->state.records),
	               BIND_B(v->state.last, GBX_TAG), BIND_B(mac, GBX_KEY));
}

enum gbx_rc gbx_store_commit(struct gbx_vault *v, struct gbx_err *err)
{
	if (v->failed)
		return gbx_fail(err, v->failed, "an earlier write failed");
	enum gbx_rc rc = put_state(v, err);
	if (rc || !v->in_txn)
		return rc;
	rc = gbx_store_exec(v, "COMMIT", err);
	if (!rc) {
		v->in_txn = false;
		v->pending = 0;
	}
	return rc;
}

enum gbx_rc gbx_store_wrote(struct gbx_vault *v, size_t bytes, struct gbx_err *err)
{
	v->pending += bytes;
	return v->held || v->pending < GBX_COMMIT_BYTES ? GBX_OK : gbx_store_commit(v, err);
}

/* ---- rows ---- */

static int spend(void *ctx)
{
	struct gbx_vault *v = ctx;
	if (v->steps < STEPS_EACH)
		return 1;
	v->steps -= STEPS_EACH;
	return 0;
}

enum gbx_rc gbx_result_open(struct gbx_result *r, struct gbx_vault *v, struct gbx_arena *a,
                          const char *sql, const struct gbx_bind *b, size_t n, struct gbx_err *err)
{
	*r = (struct gbx_result){.v = v, .a = a};
	sqlite3_progress_handler(v->db, STEPS_EACH, spend, v);
	r->st = bound(v, sql, b, n);
	return r->st ? GBX_OK : gbx_store_fail(v, "query", err);
}

enum gbx_rc gbx_result_next(struct gbx_result *r, struct gbx_err *err)
{
	enum gbx_rc rc = GBX_END;
	int step = sqlite3_step(r->st);
	if (r->nomem)
		rc = gbx_fail(err, GBX_E_NOMEM, "figures of the case");
	else if (r->bad)
		rc = gbx_fail(err, GBX_E_CASE_DAMAGED, "a figure is out of its range");
	else if (step == SQLITE_ROW)
		return GBX_OK;
	else if (step != SQLITE_DONE)
		rc = gbx_store_fail(r->v, "reading", err);
	gbx_result_close(r);
	return rc;
}

void gbx_result_close(struct gbx_result *r)
{
	if (r->st) {
		sqlite3_reset(r->st);
		sqlite3_clear_bindings(r->st);
	}
	r->st = NULL;
	sqlite3_progress_handler(r->v->db, 0, NULL, NULL);
}

int64_t gbx_row_i64(struct gbx_result *r, int c)
{
	r->bad |= sqlite3_column_type(r->st, c) != SQLITE_INTEGER;
	return sqlite3_column_int64(r->st, c);
}

uint64_t gbx_row_u64(struct gbx_result *r, int c)
{
	int64_t x = gbx_row_i64(r, c);
	r->bad |= x < 0;
	return x < 0 ? 0 : (uint64_t)x;
}

uint32_t gbx_row_u32(struct gbx_result *r, int c)
{
	uint64_t x = gbx_row_u64(r, c);
	r->bad |= x > UINT32_MAX;
	return (uint32_t)x;
}

bool gbx_row_flag(struct gbx_result *r, int c)
{
	uint64_t x = gbx_row_u64(r, c);
	r->bad |= x > 1;
	return x == 1;
}

double gbx_row_real(struct gbx_result *r, int c)
{
	double x = sqlite3_column_double(r->st, c);
	r->bad |= sqlite3_column_type(r->st, c) != SQLITE_FLOAT || !isfinite(x);
	return x;
}

const char *gbx_row_text(struct gbx_result *r, int c)
{
	int type = sqlite3_column_type(r->st, c);
	if (type == SQLITE_NULL)
		return NULL;
	r->bad |= type != SQLITE_TEXT;
	const unsigned char *text = sqlite3_column_text(r->st, c);
	int n = sqlite3_column_bytes(r->st, c);
	const char *copy = text && n >= 0 ? gbx_arena_dup(r->a, text, (size_t)n) : NULL;
	r->nomem |= !copy;
	return copy ? copy : "";
}

bool gbx_row_blob(struct gbx_result *r, int c, void *out, size_t n)
{
	const void *p = sqlite3_column_blob(r->st, c);
	if (!p || (size_t)sqlite3_column_bytes(r->st, c) != n) {
		r->bad = true;
		return false;
	}
	memcpy(out, p, n);
	return true;
}

struct gbx_estimate gbx_row_estimate(struct gbx_result *r, int c)
{
	return (struct gbx_estimate){.value = gbx_row_u64(r, c),
	                             .exact = gbx_row_flag(r, c + 1),
	                             .error = gbx_row_real(r, c + 2)};
}

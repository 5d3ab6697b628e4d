/*
 * Connections and tables. A case file may come from anyone: its header and
 * journal are looked at before SQLite acts on them, SQLite is told to trust
 * nothing in it, and it is refused unless its tables are exactly those of
 * schemas/case.sql (no trigger, view, virtual table or expression of its own).
 */
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "impl.h"

#include "../base/limits.h"
#include "case_sql.gen.h"

#define LOCK_WAIT_MS 700
#define HEADER 100 /* of an SQLite file, see sqlite.org/fileformat */

/* The folder part without links, so that SQLITE_OPEN_NOFOLLOW judges the file
 * alone, and absolute, so that no name is taken for a URI or ":memory:". */
enum gbx_rc gbx_schema_resolve(const char *path, char **out, struct gbx_err *err)
{
	const char *slash = strrchr(path, '/'), *base = slash ? slash + 1 : path;
	enum gbx_rc rc = GBX_OK;
	struct gbx_buf b = GBX_BUF_INIT(GBX_PATH_BYTES);
	*out = NULL;
	gbx_buf_add(&b, path, slash ? (size_t)(slash - path) + 1 : 0);
	if (gbx_buf_failed(&b) || !*base)
		rc = gbx_fail(err, GBX_E_USAGE, "path of the case");
	char *folder = rc ? NULL : realpath(slash ? gbx_buf_str(&b) : ".", NULL);
	if (!rc && !folder)
		rc = gbx_fail_sys(err, errno == EACCES ? GBX_E_CASE_WRITE : GBX_E_CASE_MISSING, "folder of the case");
	if (!rc) {
		gbx_buf_reset(&b);
		gbx_buf_addf(&b, "%s/%s", strcmp(folder, "/") ? folder : "", base);
		*out = gbx_buf_failed(&b) ? NULL : strdup(b.p);
		if (!*out)
			rc = gbx_fail(err, GBX_E_NOMEM, "path");
	}
	free(folder);
	gbx_buf_release(&b);
	return rc;
}

static const struct {
	int what, value;
} config[] =
    {
        {SQLITE_DBCONFIG_DEFENSIVE, 1},
        {SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0},
        {SQLITE_DBCONFIG_ENABLE_TRIGGER, 0},
        {SQLITE_DBCONFIG_ENABLE_VIEW, 0},
        {SQLITE_DBCONFIG_ENABLE_LOAD_EXTENSION, 0},
        {SQLITE_DBCONFIG_ENABLE_FTS3_TOKENIZER, 0},
        {SQLITE_DBCONFIG_DQS_DDL, 0},
        {SQLITE_DBCONFIG_DQS_DML, 0},
        {SQLITE_DBCONFIG_ENABLE_FKEY, 0},
},
  limits[] = {
      {SQLITE_LIMIT_LENGTH, GBX_BLOCK_BYTES + (1 << 20)},
      {SQLITE_LIMIT_SQL_LENGTH, 100000},
      {SQLITE_LIMIT_COLUMN, 200},
      {SQLITE_LIMIT_EXPR_DEPTH, 100},
      {SQLITE_LIMIT_COMPOUND_SELECT, 20},
      {SQLITE_LIMIT_VDBE_OP, 50000},
      {SQLITE_LIMIT_ATTACHED, 0},
      {SQLITE_LIMIT_LIKE_PATTERN_LENGTH, 1000},
      {SQLITE_LIMIT_TRIGGER_DEPTH, 1},
      {SQLITE_LIMIT_WORKER_THREADS, 0},
};

enum gbx_rc gbx_schema_connect(struct gbx_vault *v, struct gbx_err *err)
{
	int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOFOLLOW | SQLITE_OPEN_NOMUTEX |
	            SQLITE_OPEN_PRIVATECACHE | SQLITE_OPEN_EXRESCODE;
	int rc = sqlite3_open_v2(v->path, &v->db, flags, NULL);
	if (!v->db)
		return gbx_fail(err, GBX_E_NOMEM, "case file");
	if (rc)
		return gbx_store_fail(v, "opening", err);
	for (size_t i = 0; i < sizeof config / sizeof *config; i++)
		sqlite3_db_config(v->db, config[i].what, config[i].value, NULL);
	for (size_t i = 0; i < sizeof limits / sizeof *limits; i++)
		sqlite3_limit(v->db, limits[i].what, limits[i].value);
	sqlite3_busy_timeout(v->db, LOCK_WAIT_MS);
	return GBX_OK;
}

/* None of these reads the file, but for journal_mode at its end. */
static enum gbx_rc settle(struct gbx_vault *v, struct gbx_err *err)
{
	return gbx_store_exec(v,
	                      "PRAGMA page_size = 16384; PRAGMA temp_store = MEMORY;"
	                      "PRAGMA mmap_size = 0; PRAGMA cache_size = -8192;"
	                      "PRAGMA cell_size_check = ON; PRAGMA secure_delete = ON;"
	                      "PRAGMA synchronous = EXTRA; PRAGMA locking_mode = EXCLUSIVE;"
	                      "PRAGMA journal_mode = TRUNCATE;",
	                      err);
}

enum gbx_rc gbx_schema_create(struct gbx_vault *v, struct gbx_err *err)
{
	enum gbx_rc rc = settle(v, err);
	if (!rc)
		rc = gbx_store_exec(v, "PRAGMA synchronous = OFF; BEGIN EXCLUSIVE", err);
	if (rc)
		return rc;
	v->in_txn = true;
	return gbx_store_exec(v, gbx_case_sql, err);
}

static uint32_t be32(const unsigned char *p)
{
	return (uint32_t)p[0] << 24 | (uint32_t)p[1] << 16 | (uint32_t)p[2] << 8 | p[3];
}

/* SQLite's own descriptor: see holder() in store.c for why. */
static sqlite3_file *file_of(struct gbx_vault *v)
{
	sqlite3_file *f = NULL;
	int rc = sqlite3_file_control(v->db, "main", SQLITE_FCNTL_FILE_POINTER, &f);
	return !rc && f && f->pMethods ? f : NULL;
}

static enum gbx_rc check_header(struct gbx_vault *v, struct gbx_err *err)
{
	unsigned char h[HEADER] = {0};
	sqlite3_file *f = file_of(v);
	if (!f)
		return gbx_fail(err, GBX_E_OPEN, "case file");
	int rc = f->pMethods->xRead(f, h, HEADER, 0);
	if (rc && rc != SQLITE_IOERR_SHORT_READ)
		return gbx_fail(err, GBX_E_READ, "header of the case");
	if (memcmp(h, "SQLite format 3", 16) || be32(h + 68) != GBX_CASE_APPLICATION)
		return gbx_fail(err, GBX_E_CASE_NOT_A_CASE, NULL);
	if (be32(h + 60) > GBX_CASE_VERSION)
		return gbx_fail(err, GBX_E_CASE_NEWER, "its format is %u, this version reads %u",
		                be32(h + 60), GBX_CASE_VERSION);
	if (be32(h + 60) && be32(h + 60) < GBX_CASE_VERSION)
		return gbx_fail(err, GBX_E_CASE_OLDER, "its format is %u, this version reads %u",
		                be32(h + 60), GBX_CASE_VERSION);
	/* Write-ahead logging would bring in a second file; UTF-16 other texts. */
	if (h[18] != 1 || h[19] != 1 || be32(h + 56) != 1)
		return gbx_fail(err, GBX_E_CASE_DAMAGED,
		                "its journal mode or encoding was changed");
	return GBX_OK;
}

/*
 * A journal left by a crash is rolled back by SQLite, which is right for ours.
 * One that names a super-journal would have SQLite delete the file of that name;
 * glovebox never makes one. sqlite.org/fileformat, "The Super-Journal".
 */
static enum gbx_rc check_journal(const struct gbx_vault *v, struct gbx_err *err)
{
	static const unsigned char magic[8] = {0xd9, 0xd5, 0x05, 0xf9, 0x20, 0xa1, 0x63, 0xd7};
	struct gbx_buf path = GBX_BUF_INIT(GBX_PATH_BYTES + 16);
	unsigned char tail[8] = {0};
	struct stat st;
	enum gbx_rc rc = GBX_OK;
	gbx_buf_addf(&path, "%s-journal", v->path);
	int fd = open(gbx_buf_str(&path), O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
	if (fd < 0 && errno != ENOENT)
		rc = gbx_fail_sys(err, GBX_E_OPEN, "journal of the case");
	if (fd >= 0 && (fstat(fd, &st) || !S_ISREG(st.st_mode)))
		rc = gbx_fail(err, GBX_E_CASE_DAMAGED, "its journal is not a file");
	else if (fd >= 0 && st.st_size >= 8 && pread(fd, tail, 8, st.st_size - 8) == 8 &&
	         !memcmp(tail, magic, 8))
		rc = gbx_fail(err, GBX_E_CASE_DAMAGED, "its journal is not of glovebox");
	if (fd >= 0)
		close(fd);
	gbx_buf_release(&path);
	return rc;
}

static int64_t pragma_int(struct gbx_vault *v, const char *sql)
{
	sqlite3_stmt *st = NULL;
	int64_t x = -1;
	if (!sqlite3_prepare_v2(v->db, sql, -1, &st, NULL) && sqlite3_step(st) == SQLITE_ROW)
		x = sqlite3_column_int64(st, 0);
	sqlite3_finalize(st);
	return x;
}

/* Takes the lock that is kept until the case is closed; rolls back what a crash left. */
static enum gbx_rc take_lock(struct gbx_vault *v, struct gbx_err *err)
{
	enum gbx_rc rc = settle(v, err);
	if (rc)
		return rc;
	if (v->mode == GBX_VAULT_WRITE)
		return gbx_store_exec(v, "BEGIN EXCLUSIVE; COMMIT", err);
	rc = gbx_store_exec(v, "BEGIN; SELECT 1 FROM sqlite_schema; COMMIT", err);
	return rc ? rc : gbx_store_exec(v, "PRAGMA query_only = ON", err);
}

static bool same_text(sqlite3_stmt *a, sqlite3_stmt *b, int c)
{
	const char *x = (const char *)sqlite3_column_text(a, c);
	const char *y = (const char *)sqlite3_column_text(b, c);
	return x && y ? !strcmp(x, y) : x == y;
}

static bool same_rows(sqlite3_stmt *a, sqlite3_stmt *b)
{
	for (;;) {
		int x = sqlite3_step(a), y = sqlite3_step(b);
		if (x != y || (x != SQLITE_ROW && x != SQLITE_DONE))
			return false;
		if (x == SQLITE_DONE)
			return true;
		for (int c = 0; c < 4; c++)
			if (!same_text(a, b, c))
				return false;
	}
}

/* Against a case made in memory. */
static enum gbx_rc check_tables(struct gbx_vault *v, struct gbx_err *err)
{
	static const char list[] =
	    "SELECT type, name, tbl_name, sql FROM sqlite_schema ORDER BY 1, 2";
	sqlite3 *want = NULL;
	sqlite3_stmt *a = NULL, *b = NULL;
	enum gbx_rc rc = GBX_OK;
	if (sqlite3_open_v2(":memory:", &want, SQLITE_OPEN_READWRITE | SQLITE_OPEN_MEMORY, NULL) ||
	    sqlite3_exec(want, gbx_case_sql, NULL, NULL, NULL) ||
	    sqlite3_prepare_v2(want, list, -1, &b, NULL))
		rc = gbx_fail(err, GBX_E_NOMEM, "tables of a case");
	else if (sqlite3_prepare_v2(v->db, list, -1, &a, NULL))
		rc = gbx_store_fail(v, "tables", err);
	else if (!same_rows(a, b))
		rc = gbx_fail(err, GBX_E_CASE_DAMAGED, "its tables are not those of a case");
	sqlite3_finalize(a);
	sqlite3_finalize(b);
	sqlite3_close(want);
	return rc;
}

/* SQLite reads zeros for what is missing of the last page. */
static enum gbx_rc check_size(struct gbx_vault *v, struct gbx_err *err)
{
	int64_t pages = pragma_int(v, "PRAGMA page_count");
	int64_t each = pragma_int(v, "PRAGMA page_size");
	sqlite3_int64 size = 0;
	sqlite3_file *f = file_of(v);
	if (!f || f->pMethods->xFileSize(f, &size) || pages < 1 || each < 512)
		return gbx_fail(err, GBX_E_READ, "size of the case");
	if (size / each < pages)
		return gbx_fail(err, GBX_E_CASE_DAMAGED, "it ends early");
	return GBX_OK;
}

enum gbx_rc gbx_schema_admit(struct gbx_vault *v, struct gbx_err *err)
{
	enum gbx_rc rc = check_header(v, err);
	if (!rc)
		rc = check_journal(v, err);
	if (!rc)
		rc = take_lock(v, err);
	if (rc)
		return rc;
	/* Again: rolling back may have changed them. */
	if (pragma_int(v, "PRAGMA application_id") != GBX_CASE_APPLICATION ||
	    pragma_int(v, "PRAGMA user_version") != GBX_CASE_VERSION)
		return gbx_fail(err, GBX_E_CASE_DAMAGED, "its version is not one");
	rc = check_size(v, err);
	return rc ? rc : check_tables(v, err);
}

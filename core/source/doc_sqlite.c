/*
 * SQLite files (https://www.sqlite.org/fileformat2.html), opened as hostile: see
 * https://www.sqlite.org/security.html. The library gets bytes through a file system
 * of ours that can read this one file and nothing else, so no journal or
 * write-ahead log beside it is ever seen or replayed. Views, triggers and virtual
 * tables are never run. Every table is a sub-entry.
 */
#include "doc.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <sqlite3.h>

#include "../base/arena.h"
#include "../base/bytes.h"
#include "../base/limits.h"

#define VFS_NAME "gbx-doc"
#define HEADER_BYTES 100u
#define RESERVED "sqlite_"

/* ---- a file system of one file ---- */

struct file {
	sqlite3_file base;
	struct gbx_layer *from;
};

static int vfs_close(sqlite3_file *f)
{
	(void)f;
	return SQLITE_OK;
}

static int vfs_read(sqlite3_file *f, void *buf, int n, sqlite3_int64 at)
{
	struct gbx_layer *l = ((struct file *)f)->from;
	uint64_t has = at >= 0 && (uint64_t)at < l->size ? l->size - (uint64_t)at : 0;
	size_t want = (size_t)n, got = has < want ? (size_t)has : want;
	/* a page that is cut is no page: the library would read on with zeros in its place */
	if (got && (got < want || !gbx_layer_fetch(l, (uint64_t)at, buf, got)))
		return SQLITE_IOERR_READ;
	memset((char *)buf + got, 0, want - got);
	return got < want ? SQLITE_IOERR_SHORT_READ : SQLITE_OK;
}

static int vfs_write(sqlite3_file *f, const void *p, int n, sqlite3_int64 at)
{
	(void)f;
	(void)p;
	(void)n;
	(void)at;
	return SQLITE_READONLY;
}

static int vfs_truncate(sqlite3_file *f, sqlite3_int64 n)
{
	(void)f;
	(void)n;
	return SQLITE_READONLY;
}

static int vfs_flag(sqlite3_file *f, int flag)
{
	(void)f;
	(void)flag;
	return SQLITE_OK;
}

static int vfs_size(sqlite3_file *f, sqlite3_int64 *n)
{
	*n = (sqlite3_int64)((struct file *)f)->from->size;
	return SQLITE_OK;
}

static int vfs_reserved(sqlite3_file *f, int *out)
{
	(void)f;
	*out = 0;
	return SQLITE_OK;
}

static int vfs_control(sqlite3_file *f, int op, void *p)
{
	(void)f;
	(void)op;
	(void)p;
	return SQLITE_NOTFOUND;
}

static int vfs_sector(sqlite3_file *f)
{
	(void)f;
	return 512;
}

/* Immutable: a file in write-ahead mode is then read without its log. */
static int vfs_traits(sqlite3_file *f)
{
	(void)f;
	return SQLITE_IOCAP_IMMUTABLE;
}

static const struct sqlite3_io_methods methods = { .iVersion = 1,
						   .xClose = vfs_close,
						   .xRead = vfs_read,
						   .xWrite = vfs_write,
						   .xTruncate = vfs_truncate,
						   .xSync = vfs_flag,
						   .xFileSize = vfs_size,
						   .xLock = vfs_flag,
						   .xUnlock = vfs_flag,
						   .xCheckReservedLock = vfs_reserved,
						   .xFileControl = vfs_control,
						   .xSectorSize = vfs_sector,
						   .xDeviceCharacteristics = vfs_traits };

static int vfs_open(sqlite3_vfs *v, const char *name, sqlite3_file *f, int flags, int *out)
{
	(void)name;
	f->pMethods = NULL;
	if (!(flags & SQLITE_OPEN_MAIN_DB))
		return SQLITE_CANTOPEN;
	((struct file *)f)->from = v->pAppData;
	f->pMethods = &methods;
	if (out)
		*out = SQLITE_OPEN_READONLY | SQLITE_OPEN_MAIN_DB;
	return SQLITE_OK;
}

static int vfs_delete(sqlite3_vfs *v, const char *name, int sync)
{
	(void)v;
	(void)name;
	(void)sync;
	return SQLITE_READONLY;
}

static int vfs_access(sqlite3_vfs *v, const char *name, int flags, int *out)
{
	(void)v;
	(void)name;
	(void)flags;
	*out = 0;
	return SQLITE_OK;
}

static int vfs_full(sqlite3_vfs *v, const char *name, int n, char *out)
{
	(void)v;
	sqlite3_snprintf(n, out, "%s", name);
	return SQLITE_OK;
}

/* The same bytes in, the same rows out: nothing here is random or knows the time. */
static int vfs_random(sqlite3_vfs *v, int n, char *out)
{
	(void)v;
	memset(out, 0, (size_t)n);
	return n;
}

static int vfs_sleep(sqlite3_vfs *v, int us)
{
	(void)v;
	return us;
}

static int vfs_time(sqlite3_vfs *v, double *now)
{
	(void)v;
	*now = 2440587.5; /* 1970 as a Julian day */
	return SQLITE_OK;
}

/* ---- opening ---- */

/* A table of the schema. */
struct listed {
	struct listed *next;
	const char *name;
	bool virtual;
};

struct reading {
	struct gbx_doc *d;
	sqlite3 *db;
	sqlite3_vfs vfs;
	bool salvage; /* the header or the schema is damaged: what there is, is read */
	struct gbx_arena names;
	struct listed *first, **end; /* tables in the order of the schema */
	const char **virtual; /* names of virtual tables, sorted */
	size_t nvirtual;
	uint64_t views; /* not told yet */
};

/*
 * This process was forked from one that may use the library in other threads, with
 * its locks in any state: begin anew, without locks.
 */
static bool restart_library(struct reading *r)
{
	sqlite3_shutdown();
	if (sqlite3_config(SQLITE_CONFIG_SINGLETHREAD) != SQLITE_OK ||
	    sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 1) != SQLITE_OK ||
	    sqlite3_initialize() != SQLITE_OK)
		return false;
	sqlite3_hard_heap_limit64(GBX_DOC_SQLITE_MEMORY);
	r->vfs = (sqlite3_vfs){ .iVersion = 1,
				.szOsFile = sizeof(struct file),
				.mxPathname = 64,
				.zName = VFS_NAME,
				.pAppData = r->d->from,
				.xOpen = vfs_open,
				.xDelete = vfs_delete,
				.xAccess = vfs_access,
				.xFullPathname = vfs_full,
				.xRandomness = vfs_random,
				.xSleep = vfs_sleep,
				.xCurrentTime = vfs_time };
	return sqlite3_vfs_register(&r->vfs, 0) == SQLITE_OK;
}

/* Statements of ours read tables; nothing else may be compiled, whatever the schema
 * holds. What comes by way of a view or trigger (through) is refused. */
static int authorise(void *ctx, int op, const char *a, const char *b, const char *c,
		     const char *through)
{
	(void)ctx;
	(void)a;
	(void)b;
	(void)c;
	if (through)
		return SQLITE_DENY;
	if (op == SQLITE_FUNCTION)
		return SQLITE_IGNORE;
	return op == SQLITE_SELECT || op == SQLITE_READ ? SQLITE_OK : SQLITE_DENY;
}

static void set_limits(sqlite3 *db)
{
	static const struct {
		int id, value;
	} limits[] = {
		{ SQLITE_LIMIT_LENGTH, (int)(2 * GBX_RECORD_BYTES) },
		{ SQLITE_LIMIT_SQL_LENGTH, 1000000 },
		{ SQLITE_LIMIT_EXPR_DEPTH, 20 },
		{ SQLITE_LIMIT_COMPOUND_SELECT, 3 },
		{ SQLITE_LIMIT_VDBE_OP, 25000 },
		{ SQLITE_LIMIT_ATTACHED, 0 },
		{ SQLITE_LIMIT_TRIGGER_DEPTH, 1 },
		{ SQLITE_LIMIT_WORKER_THREADS, 0 },
	};
	for (size_t i = 0; i < sizeof limits / sizeof *limits; i++)
		sqlite3_limit(db, limits[i].id, limits[i].value);
}

static void harden(sqlite3 *db)
{
	static const struct {
		int id, on;
	} config[] = {
		{ SQLITE_DBCONFIG_DEFENSIVE, 1 },
		{ SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0 },
		{ SQLITE_DBCONFIG_ENABLE_TRIGGER, 0 },
		{ SQLITE_DBCONFIG_ENABLE_VIEW, 0 },
		{ SQLITE_DBCONFIG_ENABLE_LOAD_EXTENSION, 0 },
		{ SQLITE_DBCONFIG_ENABLE_FTS3_TOKENIZER, 0 },
		{ SQLITE_DBCONFIG_DQS_DML, 0 },
	};
	int was;
	for (size_t i = 0; i < sizeof config / sizeof *config; i++)
		sqlite3_db_config(db, config[i].id, config[i].on, &was);
	set_limits(db);
	sqlite3_exec(db, "PRAGMA cell_size_check=ON; PRAGMA mmap_size=0; PRAGMA temp_store=MEMORY;"
			 "PRAGMA cache_size=-16000",
		     NULL, NULL, NULL);
	sqlite3_set_authorizer(db, authorise, NULL);
}

static enum gbx_eid reason(int rc)
{
	return rc == SQLITE_NOMEM ? GBX_E_UNPACK_MEMORY : GBX_E_DATABASE_DAMAGED;
}

#define SCHEMA_SQL "SELECT type, name, rootpage, sql FROM main.sqlite_schema"

static int open_schema(struct reading *r, sqlite3_stmt **q)
{
	int rc = sqlite3_prepare_v2(r->db, SCHEMA_SQL, -1, q, NULL);
	if (rc == SQLITE_OK || r->salvage)
		return rc;
	/*
	 * A file that is cut off or a schema that does not parse is refused as a whole, unless
	 * the schema is called writable; then what there is can be read. Nothing can be written
	 * here in any case. The first statement fails all the same, the second does not.
	 */
	int was;
	r->salvage = true;
	sqlite3_db_config(r->db, SQLITE_DBCONFIG_DEFENSIVE, 0, &was);
	sqlite3_db_config(r->db, SQLITE_DBCONFIG_WRITABLE_SCHEMA, 1, &was);
	for (unsigned i = 0; i < 2 && rc != SQLITE_OK; i++)
		rc = sqlite3_prepare_v2(r->db, SCHEMA_SQL, -1, q, NULL);
	return rc;
}

/* ---- the schema ---- */

static const char *text_of(sqlite3_stmt *q, int i)
{
	const unsigned char *t = sqlite3_column_text(q, i);
	return t ? (const char *)t : "";
}

static int by_name(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static bool list(struct reading *r, sqlite3_stmt *q)
{
	const char *name = text_of(q, 1);
	r->views += !strcmp(text_of(q, 0), "view");
	if (strcmp(text_of(q, 0), "table") || !sqlite3_strnicmp(name, RESERVED, sizeof RESERVED - 1))
		return true;
	struct listed *t = gbx_arena_zalloc(&r->names, sizeof *t);
	const char *copy = gbx_arena_dup(&r->names, name, strlen(name));
	if (!t || !copy)
		return false;
	*t = (struct listed){ .name = copy, .virtual = !sqlite3_column_int64(q, 2) };
	*r->end = t;
	r->end = &t->next;
	r->nvirtual += t->virtual;
	return true;
}

static bool sort_virtual(struct reading *r)
{
	size_t n = 0;
	r->virtual = calloc(r->nvirtual + 1, sizeof *r->virtual);
	if (!r->virtual)
		return false;
	for (const struct listed *t = r->first; t; t = t->next)
		if (t->virtual)
			r->virtual[n++] = t->name;
	qsort(r->virtual, n, sizeof *r->virtual, by_name);
	return true;
}

/*
 * All names, before the first table is read: an error in a table drops the library's view
 * of the schema, and a statement that is under way on it begins again from its first row.
 * What stands before damage or a ceiling is listed; *how is what ended it.
 */
static enum gbx_eid survey(struct reading *r, int *how)
{
	sqlite3_stmt *q = NULL;
	bool room = true;
	int rc = open_schema(r, &q);
	if (rc != SQLITE_OK)
		return reason(rc);
	while (room && (rc = sqlite3_step(q)) == SQLITE_ROW)
		room = list(r, q);
	sqlite3_finalize(q);
	*how = room ? rc : SQLITE_NOMEM;
	return sort_virtual(r) ? GBX_E_NONE : GBX_E_UNPACK_MEMORY;
}

/*
 * The tables in which FTS3/4/5 and R-Tree keep their index; what an index was made of is
 * in other tables or, for want of one, in its _content table, which is read.
 */
static bool is_shadow(const struct reading *r, const char *name)
{
	static const char *const ends[] = { "segments", "segdir", "docsize", "stat",   "data",
					    "idx",	"config", "node",    "parent", "rowid" };
	const char *end = strrchr(name, '_');
	if (!end || !r->nvirtual)
		return false;
	size_t n = (size_t)(end - name);
	bool known = false;
	for (size_t i = 0; i < sizeof ends / sizeof *ends; i++)
		known |= !strcmp(end + 1, ends[i]);
	size_t lo = 0, hi = r->nvirtual;
	while (known && lo < hi) {
		size_t mid = lo + (hi - lo) / 2;
		int c = strncmp(r->virtual[mid], name, n);
		if (!c && !r->virtual[mid][n])
			return true;
		if (c < 0)
			lo = mid + 1;
		else
			hi = mid;
	}
	return false;
}

/* ---- a table ---- */

static void put_blob(struct gbx_doc *d, const unsigned char *p, size_t n)
{
	unsigned char hex[2 * GBX_BLOB_BYTES];
	if (!n || gbx_bytes_are_text(p, n))
		gbx_rows_cell(&d->rows, gbx_span_of(n ? p : hex, n));
	else
		gbx_rows_cell(&d->rows, gbx_span_of(hex, gbx_bytes_to_hex(p, n, hex)));
}

static void put_value(struct gbx_doc *d, sqlite3_stmt *q, int i)
{
	int type = sqlite3_column_type(q, i);
	if (type == SQLITE_NULL) {
		gbx_rows_absent(&d->rows);
		return;
	}
	const unsigned char *p = type == SQLITE_BLOB ? sqlite3_column_blob(q, i)
						     : sqlite3_column_text(q, i);
	size_t n = (size_t)sqlite3_column_bytes(q, i);
	if (type == SQLITE_BLOB)
		put_blob(d, p, n);
	else
		gbx_rows_cell(&d->rows, gbx_span_of(p, p ? n : 0));
}

/* A table being read. With a row number in front of its columns when it has one. */
struct rows_of {
	struct gbx_doc *d;
	sqlite3 *db;
	const char *name;
	int first; /* column of the table: 1 behind a row number, else 0 */
	sqlite3_int64 last;
	uint64_t count;
};

static bool put_columns(struct rows_of *t, sqlite3_stmt *q)
{
	uint32_t n = (uint32_t)(sqlite3_column_count(q) - t->first);
	struct gbx_rows_column *col = calloc(n ? n : 1, sizeof *col);
	if (!col)
		_exit(GBX_UNPACK_EXIT_MEMORY);
	for (uint32_t i = 0; i < n; i++) {
		const char *c = sqlite3_column_name(q, (int)i + t->first);
		col[i].name = gbx_span_str(c ? c : "");
	}
	bool ok = gbx_doc_table(t->d, gbx_span_str(t->name), col, n);
	free(col);
	return ok;
}

static enum gbx_eid put_rows(struct rows_of *t, sqlite3_stmt *q)
{
	int rc = SQLITE_OK, n = sqlite3_column_count(q);
	while ((rc = sqlite3_step(q)) == SQLITE_ROW) {
		t->last = t->first ? sqlite3_column_int64(q, 0) : 0;
		gbx_rows_begin(&t->d->rows, t->first ? (uint64_t)t->last : t->count + 1);
		t->count++;
		for (int i = t->first; i < n; i++)
			put_value(t->d, q, i);
		if (!gbx_doc_row(t->d))
			return t->d->stopped;
	}
	return rc == SQLITE_DONE ? GBX_E_NONE : reason(rc);
}

static int prepare(struct rows_of *t, const char *form, sqlite3_stmt **q)
{
	char *sql = sqlite3_mprintf(form, t->name);
	if (!sql)
		_exit(GBX_UNPACK_EXIT_MEMORY);
	int rc = sqlite3_prepare_v2(t->db, sql, -1, q, NULL);
	sqlite3_free(sql);
	return rc;
}

/* A column of the name stands for itself, not for the row's number. */
static bool hides_rowid(sqlite3_stmt *q)
{
	bool found = false;
	for (int i = 1; i < sqlite3_column_count(q); i++) {
		const char *c = sqlite3_column_name(q, i);
		found |= c && !sqlite3_stricmp(c, "_rowid_");
	}
	return found;
}

static int open_table(struct rows_of *t, sqlite3_stmt **q)
{
	t->first = 1;
	int rc = prepare(t, "SELECT _rowid_, * FROM main.\"%w\"", q);
	if (rc == SQLITE_OK && !hides_rowid(*q))
		return rc;
	sqlite3_finalize(*q);
	*q = NULL;
	t->first = 0;
	return prepare(t, "SELECT * FROM main.\"%w\"", q);
}

/* Damage in the middle: rows behind it are reached from the other end. */
static void put_rest(struct rows_of *t)
{
	sqlite3_stmt *q = NULL;
	if (t->first && t->count &&
	    prepare(t, "SELECT _rowid_, * FROM main.\"%w\" WHERE _rowid_ > ?1 ORDER BY _rowid_ DESC",
		    &q) == SQLITE_OK &&
	    sqlite3_bind_int64(q, 1, t->last) == SQLITE_OK)
		put_rows(t, q);
	sqlite3_finalize(q);
}

static void tell_skipped(struct reading *r)
{
	if (r->views)
		gbx_rows_skip(&r->d->rows, GBX_ROWS_SKIP_VIEW, r->views);
	r->views = 0;
}

static void table(struct reading *r, const char *name)
{
	struct rows_of t = { .d = r->d, .db = r->db, .name = name };
	sqlite3_stmt *q = NULL;
	enum gbx_eid why = GBX_E_NONE;
	if (!gbx_doc_begin(r->d, name))
		return;
	int rc = open_table(&t, &q);
	if (rc != SQLITE_OK)
		why = reason(rc);
	else if (!put_columns(&t, q))
		why = GBX_E_COLUMNS;
	tell_skipped(r);
	if (!why) {
		why = put_rows(&t, q);
		if (why == GBX_E_DATABASE_DAMAGED)
			put_rest(&t);
	}
	sqlite3_finalize(q);
	gbx_doc_end(r->d, why);
}

/* Named and left out: it holds nothing that is not in other tables. */
static void skipped(struct reading *r, const char *name, enum gbx_rows_skip kind)
{
	if (!gbx_doc_begin(r->d, name))
		return;
	gbx_rows_skip(&r->d->rows, kind, 1);
	tell_skipped(r);
	gbx_doc_end(r->d, GBX_E_NONE);
}

static void one(struct reading *r, const struct listed *t)
{
	if (t->virtual)
		skipped(r, t->name, GBX_ROWS_SKIP_VIRTUAL);
	else if (is_shadow(r, t->name))
		skipped(r, t->name, GBX_ROWS_SKIP_INDEX_TABLE);
	else
		table(r, t->name);
}

static enum gbx_eid all(struct reading *r)
{
	int rc = sqlite3_open_v2("document", &r->db, SQLITE_OPEN_READONLY, VFS_NAME);
	if (rc != SQLITE_OK)
		return reason(rc);
	harden(r->db);
	enum gbx_eid why = survey(r, &rc);
	if (why)
		return why;
	for (const struct listed *t = r->first; t && !r->d->stopped; t = t->next)
		one(r, t);
	if (rc != SQLITE_DONE && !r->d->stopped)
		return reason(rc);
	return r->salvage ? GBX_E_DATABASE_DAMAGED : GBX_E_NONE;
}

static enum gbx_eid run(struct gbx_doc *d)
{
	struct reading *r = calloc(1, sizeof *r);
	if (!r)
		return GBX_E_UNPACK_MEMORY;
	r->d = d;
	r->end = &r->first;
	gbx_arena_init(&r->names, GBX_DOC_NAMES_BYTES);
	enum gbx_eid why = restart_library(r) ? all(r) : GBX_E_UNPACK_MEMORY;
	sqlite3_close_v2(r->db);
	sqlite3_vfs_unregister(&r->vfs);
	free(r->virtual);
	gbx_arena_release(&r->names);
	free(r);
	return why;
}

static int bid(const struct gbx_doc_head *h)
{
	static const char magic[16] = "SQLite format 3";
	return h->n >= HEADER_BYTES && !memcmp(h->p, magic, sizeof magic) ? 100 : 0;
}

const struct gbx_doc_kind gbx_doc_sqlite = {
	.name = "sqlite",
	.summary = "SQLite database files, one relation a table",
	.access = GBX_DOC_RANDOM,
	.bid = bid,
	.run = run,
};

/* Beside a database: changes that are not in it yet, or the way back from changes. */
static int bid_side(const struct gbx_doc_head *h)
{
	static const char journal[8] = "\xd9\xd5\x05\xf9\x20\xa1\x63\xd7";
	if (h->n >= 32 && !memcmp(h->p, "\x37\x7f\x06", 3) && (h->p[3] & 0xfe) == 0x82)
		return 100;
	return h->n >= 28 && !memcmp(h->p, journal, sizeof journal) ? 100 : 0;
}

static enum gbx_eid run_side(struct gbx_doc *d)
{
	(void)d;
	return GBX_E_DATABASE_SIDE;
}

const struct gbx_doc_kind gbx_doc_sqlite_journal = {
	.name = "sqlite-journal",
	.summary = "journals and write-ahead logs of SQLite: named, never replayed",
	.access = GBX_DOC_SEQUENTIAL,
	.bid = bid_side,
	.run = run_side,
};

/*
 * A case file from somebody else. An input that begins as SQLite files do is the file;
 * any other is changes to a sound one: SQL statements, or, behind a zero byte, bytes
 * over others (four bytes where, one how many, then them).
 */
#include "fuzz.h"

#include <fcntl.h>
#include <unistd.h>

#include <sqlite3.h>

#include "../../core/report/fixture.h"
#include "../../core/vault/vault.h"

#define KIB(n) ((size_t)(n) << 10)

static char dir[64], path[96];
static struct gbx_buf sound; /* the bytes of a sound case */

static void remove_all(void)
{
	char journal[112];
	snprintf(journal, sizeof journal, "%s-journal", path);
	unlink(journal);
	unlink(path);
	rmdir(dir);
}

static void write_file(const void *p, size_t n)
{
	int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
	FUZZ_CHECK(fd >= 0 && write(fd, p, n) == (ssize_t)n);
	close(fd);
}

static void put_sound(struct gbx_vault *v, struct gbx_err *err)
{
	struct gbx_summary s;
	gbx_summary_init(&s);
	fix_case(&s, 2, 4, true);
	FUZZ_CHECK(!gbx_vault_begin(v, err));
	for (uint32_t i = 0; i < s.nsource; i++)
		FUZZ_CHECK(!gbx_vault_put_source(v, &s.source[i], err));
	for (uint32_t i = 0; i < s.nentry; i++)
		FUZZ_CHECK(!gbx_vault_put_entry(v, &s.entry[i], err));
	FUZZ_CHECK(!gbx_vault_put_figures(v, &s, err));
	gbx_summary_release(&s);
}

/* Once: a folder in memory where there is one, and the sound case. */
static void begin(void)
{
	struct gbx_vault_options o = { .no_vault = true,
				       .reproducible_id = "00000000-0000-4000-8000-000000000000" };
	struct gbx_vault *v = NULL;
	struct gbx_err err = { 0 };
	unsigned char part[4096];
	ssize_t n;
	if (sound.n)
		return;
	snprintf(dir, sizeof dir, "%s/gbx-fuzz-XXXXXX", access("/dev/shm", W_OK) ? "/tmp" : "/dev/shm");
	FUZZ_CHECK(mkdtemp(dir));
	setenv("XDG_DATA_HOME", dir, 1);
	snprintf(path, sizeof path, "%s/a.gbx", dir);
	atexit(remove_all);
	FUZZ_CHECK(gbx_vault_create(&v, path, &o, &err) == GBX_OK);
	put_sound(v, &err);
	gbx_vault_close(v);
	gbx_buf_init(&sound, KIB(4096));
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	while ((n = read(fd, part, sizeof part)) > 0)
		gbx_buf_add(&sound, part, (size_t)n);
	close(fd);
	FUZZ_CHECK(sound.n && !gbx_buf_failed(&sound));
}

/* ---- making it ---- */

static void by_bytes(const unsigned char *p, size_t n)
{
	unsigned char *all = fuzz_padded(sound.p, sound.n);
	for (size_t at = 0; n - at >= 5;) {
		uint32_t to;
		memcpy(&to, p + at, 4);
		size_t len = p[at + 4], from = at + 5;
		len = len < n - from ? len : n - from;
		to %= (uint32_t)sound.n;
		len = len < sound.n - to ? len : sound.n - to;
		memcpy(all + to, p + from, len);
		at = from + len;
	}
	write_file(all, sound.n);
	free(all);
}

/* Ten thousand steps of SQLite's machine are enough to do harm. */
static int enough(void *ctx)
{
	return ++*(int *)ctx > 10;
}

/* Statements stay inside the file. */
static int inside(void *ctx, int op, const char *a, const char *b, const char *c, const char *d)
{
	static const char *const fine[] = { "user_version", "application_id", "writable_schema", "encoding" };
	(void)ctx, (void)b, (void)c, (void)d;
	if (op != SQLITE_PRAGMA)
		return op == SQLITE_ATTACH ? SQLITE_DENY : SQLITE_OK;
	for (size_t i = 0; a && i < sizeof fine / sizeof *fine; i++)
		if (!strcmp(a, fine[i]))
			return SQLITE_OK;
	return SQLITE_DENY;
}

static void by_sql(const unsigned char *p, size_t n)
{
	sqlite3 *db = NULL;
	int was, steps = 0;
	char *sql = fuzz_alloc(n + 1);
	memcpy(sql, p, n);
	write_file(sound.p, sound.n);
	FUZZ_CHECK(sqlite3_open_v2(path, &db, SQLITE_OPEN_READWRITE, NULL) == SQLITE_OK);
	sqlite3_limit(db, SQLITE_LIMIT_ATTACHED, 0);
	sqlite3_limit(db, SQLITE_LIMIT_LENGTH, 1 << 20);
	sqlite3_db_config(db, SQLITE_DBCONFIG_WRITABLE_SCHEMA, 1, &was);
	sqlite3_exec(db, "PRAGMA ignore_check_constraints=1; PRAGMA foreign_keys=0", NULL, NULL, NULL);
	sqlite3_set_authorizer(db, inside, NULL);
	sqlite3_progress_handler(db, 1000, enough, &steps);
	sqlite3_exec(db, sql, NULL, NULL, NULL);
	sqlite3_close(db);
	free(sql);
}

/* ---- reading it ---- */

static enum gbx_rc one_row(void *ctx, const struct gbx_quarantine_row *q, struct gbx_err *err)
{
	(void)err;
	FUZZ_CHECK(q->reason_id && strlen(q->reason_id) < KIB(64));
	return ++*(int *)ctx > 1000 ? GBX_END : GBX_OK;
}

static enum gbx_rc one_line(void *ctx, const struct gbx_sql_row *row)
{
	for (int i = 0; i < row->n; i++)
		FUZZ_CHECK(!row->text[i] || strlen(row->text[i]) < KIB(65536));
	return ++*(int *)ctx > 100 ? GBX_END : GBX_OK;
}

static void read_rest(struct gbx_vault *v, struct gbx_err *err)
{
	struct gbx_arena a;
	struct gbx_candidate *c = NULL;
	struct gbx_vault_relation *r = NULL;
	struct gbx_vault_block b = { 0 };
	struct gbx_verify_result result = { 0 };
	uint64_t seed = 0;
	uint32_t n = 0;
	int rows = 0;
	gbx_arena_init(&a, KIB(65536));
	gbx_vault_list_quarantine(v, NULL, one_row, &rows, err);
	gbx_vault_get_candidates(v, &a, &seed, &c, &n, err);
	gbx_vault_relations(v, &a, &r, &n, err);
	for (uint64_t from = 0; from < 16 && gbx_vault_next_block(v, from, &b, err) == GBX_OK; from++)
		FUZZ_CHECK(b.sealed.p || !b.sealed.n);
	rows = 0;
	gbx_vault_sql(v, "SELECT * FROM field", one_line, &rows, err);
	gbx_vault_verify(v, &result, err);
	gbx_arena_release(&a);
}

static void read_case(enum gbx_vault_mode mode)
{
	struct gbx_vault *v = NULL;
	struct gbx_summary s;
	struct gbx_err err = { 0 };
	enum gbx_rc rc = gbx_vault_open(&v, path, mode, NULL, &err);
	FUZZ_CHECK((rc == GBX_OK) == (v != NULL));
	if (rc) {
		FUZZ_CHECK(err.id != GBX_E_NONE && rc != GBX_MISUSE && err.id != GBX_E_INTERNAL);
		return;
	}
	gbx_summary_init(&s);
	rc = gbx_vault_load(v, &s, &err);
	FUZZ_CHECK(!rc || err.id != GBX_E_NONE);
	read_rest(v, &err);
	gbx_summary_release(&s);
	gbx_vault_close(v);
}

void fuzz_vault(const void *of, const unsigned char *p, size_t n)
{
	(void)of;
	begin();
	if (n >= 16 && !memcmp(p, "SQLite format 3", 16))
		write_file(p, n);
	else if (n && !p[0])
		by_bytes(p + 1, n - 1);
	else
		by_sql(p, n);
	read_case(GBX_VAULT_FIGURES);
	read_case(GBX_VAULT_READ);
}

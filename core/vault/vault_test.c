/*
 * A case is made, found again with its key, and refused when it is none, newer,
 * damaged or made to harm its reader.
 */
#include "testing.h"


#include "../base/limits.h"

/* ---- creation and keys ---- */

static void create_and_reopen(void **state)
{
	const struct place *t = *state;
	struct gbx_vault *v = NULL;
	struct gbx_err err;
	struct stat st;
	char id[40], key[256];
	assert_int_equal(gbx_vault_create(&v, t->path, NULL, &err), GBX_OK);
	snprintf(id, sizeof id, "%s", gbx_vault_case_id(v));
	assert_int_equal(strlen(id), 36);
	assert_true(gbx_vault_has_records(v));
	gbx_vault_close(v);
	assert_int_equal(stat(t->path, &st), 0);
	assert_int_equal(st.st_mode & 0777, 0600);
	assert_int_equal(stat(t->keys, &st), 0);
	assert_int_equal(st.st_mode & 0777, 0700);
	snprintf(key, sizeof key, "%s/%s.key", t->keys, id);
	assert_int_equal(stat(key, &st), 0);
	assert_int_equal(st.st_mode & 0777, 0600);
	for (int mode = GBX_VAULT_FIGURES; mode <= GBX_VAULT_WRITE; mode++) {
		assert_int_equal(gbx_vault_open(&v, t->path, (enum gbx_vault_mode)mode, NULL, &err),
		                 GBX_OK);
		assert_string_equal(gbx_vault_case_id(v), id);
		gbx_vault_close(v);
	}
	gbx_vault_tidy(t->path);
	assert_int_equal(access(t->journal, F_OK), -1);
	assert_int_equal(gbx_vault_create(&v, t->path, NULL, &err), GBX_MISUSE);
	assert_int_equal(err.id, GBX_E_CASE_EXISTS);
	assert_null(v);
	assert_int_equal(open_as(t->path, GBX_VAULT_READ, NULL), GBX_E_NONE); /* still there */
}

static void given_id(void **state)
{
	const struct place *t = *state;
	struct gbx_vault *v = NULL;
	struct gbx_err err;
	struct gbx_vault_options o = {.reproducible_id = "00000000-0000-4000-8000-00000000000a"};
	struct gbx_summary s;
	setenv("SOURCE_DATE_EPOCH", "951782400", 1); /* the 29th of February 2000 */
	assert_int_equal(gbx_vault_create(&v, t->path, &o, &err), GBX_OK);
	unsetenv("SOURCE_DATE_EPOCH");
	assert_string_equal(gbx_vault_case_id(v), o.reproducible_id);
	gbx_summary_init(&s);
	assert_int_equal(gbx_vault_load(v, &s, &err), GBX_OK);
	assert_string_equal(s.created, "2000-02-29T00:00:00Z");
	assert_string_equal(s.case_id, o.reproducible_id);
	gbx_summary_release(&s);
	gbx_vault_close(v);
	static const char *const bad[] = {"",
	                                  "../../../../../../etc/cron.d/xxxxxxxxxxxxxx",
	                                  "00000000-0000-4000-8000-00000000000",
	                                  "00000000-0000-4000-8000-00000000000A",
	                                  "00000000-0000-4000-8000-00000000000a0",
	                                  "00000000/0000-4000-8000-00000000000a"};
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
		o.reproducible_id = bad[i];
		char other[128];
		snprintf(other, sizeof other, "%s/b.gbx", t->dir);
		assert_int_equal(gbx_vault_create(&v, other, &o, &err), GBX_MISUSE);
		assert_int_equal(access(other, F_OK), -1);
	}
}

static void keys(void **state)
{
	const struct place *t = *state;
	struct gbx_vault *v = NULL;
	struct gbx_err err;
	char key[128], other[128], b[128], line[256];
	snprintf(key, sizeof key, "%s/a.key", t->dir);
	snprintf(other, sizeof other, "%s/b.key", t->dir);
	snprintf(b, sizeof b, "%s/b.gbx", t->dir);
	struct gbx_vault_options mine = {.key_file = key}, theirs = {.key_file = other};
	assert_int_equal(gbx_vault_create(&v, t->path, &mine, &err), GBX_OK);
	gbx_vault_close(v);
	/* An existing file is never written over, and no case is left. */
	assert_int_equal(gbx_vault_create(&v, b, &mine, &err), GBX_IO);
	assert_non_null(strstr(err.text, "never written over, name another"));
	assert_int_equal(access(b, F_OK), -1);
	assert_int_equal(gbx_vault_create(&v, b, &theirs, &err), GBX_OK);
	gbx_vault_close(v);
	assert_int_equal(open_as(t->path, GBX_VAULT_READ, &mine), GBX_E_NONE);
	assert_int_equal(open_as(t->path, GBX_VAULT_WRITE, &theirs), GBX_E_KEY_WRONG);
	assert_int_equal(open_as(t->path, GBX_VAULT_READ, NULL), GBX_E_KEY_MISSING);
	assert_int_equal(open_as(t->path, GBX_VAULT_FIGURES, NULL), GBX_E_NONE);
	/* The right case id over another key: the check value tells. */
	FILE *f = fopen(key, "r+");
	assert_non_null(f);
	assert_non_null(fgets(line, sizeof line, f));
	line[60] = line[60] == '0' ? '1' : '0';
	rewind(f);
	fputs(line, f);
	fclose(f);
	assert_int_equal(open_as(t->path, GBX_VAULT_READ, &mine), GBX_E_KEY_WRONG);
	f = fopen(key, "w");
	assert_non_null(f);
	fputs("glovebox-key 2 no", f);
	fclose(f);
	assert_int_equal(open_as(t->path, GBX_VAULT_READ, &mine), GBX_E_KEY_WRONG);
	mine.key_file = t->dir;
	assert_int_equal(open_as(t->path, GBX_VAULT_READ, &mine), GBX_E_KEY_WRONG);
}

static void write_text(const char *path, const char *text)
{
	FILE *f = fopen(path, "w");
	assert_non_null(f);
	fputs(text, f);
	fclose(f);
}

static void passphrase(void **state)
{
	const struct place *t = *state;
	struct gbx_vault *v = NULL;
	struct gbx_err err;
	char good[128], bad[128];
	snprintf(good, sizeof good, "%s/good", t->dir);
	snprintf(bad, sizeof bad, "%s/bad", t->dir);
	struct gbx_vault_options o = {.passphrase_file = good}, wrong = {.passphrase_file = bad};
	assert_int_equal(gbx_vault_create(&v, t->path, &o, &err), GBX_MISUSE); /* no such file */
	assert_int_equal(access(t->path, F_OK), -1);
	write_text(good, "\n");
	assert_int_equal(gbx_vault_create(&v, t->path, &o, &err), GBX_MISUSE); /* empty */
	write_text(good, "correct horse battery staple\r\n");
	write_text(bad, "correct horse battery staples\n");
	assert_int_equal(gbx_vault_create(&v, t->path, &o, &err), GBX_OK);
	gbx_vault_close(v);
	assert_int_equal(access(t->keys, F_OK), -1); /* no key file */
	assert_int_equal(open_as(t->path, GBX_VAULT_READ, &wrong), GBX_E_KEY_WRONG);
	assert_int_equal(open_as(t->path, GBX_VAULT_READ, NULL), GBX_E_KEY_MISSING);
	write_text(good, "correct horse battery staple"); /* line end or none is one */
	assert_int_equal(open_as(t->path, GBX_VAULT_READ, &o), GBX_E_NONE);
	/* A foreign case may not choose what its key derivation costs. */
	static const char *const greedy[] = {
	    "UPDATE case_key SET scrypt_n = 1 << 40",
	    "UPDATE case_key SET scrypt_n = 131073",
	    "UPDATE case_key SET scrypt_n = 131072, scrypt_r = 4000000000",
	    "UPDATE case_key SET scrypt_r = 8, scrypt_p = 1000000",
	    "UPDATE case_key SET scrypt_p = 1, scrypt_n = 524288",
	};
	for (size_t i = 0; i < sizeof greedy / sizeof *greedy; i++) {
		run_sql(t->path, greedy[i]);
		assert_int_not_equal(gbx_vault_open(&v, t->path, GBX_VAULT_READ, &o, &err), GBX_OK);
		assert_int_equal(err.id, GBX_E_KEY_WRONG);
		assert_non_null(strstr(err.text, "more than the limit")); /* it was not tried */
	}
}

/* ---- refusals ---- */

static void not_a_case(void **state)
{
	const struct place *t = *state;
	char link[128];
	assert_int_equal(open_as(t->path, GBX_VAULT_READ, NULL), GBX_E_CASE_MISSING);
	assert_int_equal(open_as("/nonexistent/x.gbx", GBX_VAULT_READ, NULL), GBX_E_CASE_MISSING);
	assert_int_equal(open_as(t->dir, GBX_VAULT_READ, NULL), GBX_E_CASE_NOT_A_CASE);
	write_text(t->path, "");
	assert_int_equal(open_as(t->path, GBX_VAULT_READ, NULL), GBX_E_CASE_NOT_A_CASE);
	write_text(t->path, "name,email\nJane Doe,jane@example.com\n");
	assert_int_equal(open_as(t->path, GBX_VAULT_WRITE, NULL), GBX_E_CASE_NOT_A_CASE);
	assert_int_equal(count_in(t->path, "jane", 4), 1); /* untouched */
	unlink(t->path);
	run_sql(t->path, "CREATE TABLE t (x); PRAGMA user_version = 1");
	assert_int_equal(open_as(t->path, GBX_VAULT_READ, NULL), GBX_E_CASE_NOT_A_CASE);
	unlink(t->path);
	gbx_vault_close(case_with(t->path, 0));
	snprintf(link, sizeof link, "%s/link.gbx", t->dir);
	assert_int_equal(symlink(t->path, link), 0);
	assert_int_equal(open_as(link, GBX_VAULT_READ, NULL), GBX_E_CASE_NOT_A_CASE);
}

static void newer(void **state)
{
	const struct place *t = *state;
	gbx_vault_close(case_with(t->path, 0));
	run_sql(t->path, "PRAGMA user_version = 6");
	assert_int_equal(open_as(t->path, GBX_VAULT_FIGURES, NULL), GBX_E_CASE_NEWER);
	run_sql(t->path, "PRAGMA user_version = 1");
	assert_int_equal(open_as(t->path, GBX_VAULT_FIGURES, NULL), GBX_E_CASE_OLDER);
	run_sql(t->path, "PRAGMA user_version = 0");
	assert_int_equal(open_as(t->path, GBX_VAULT_FIGURES, NULL), GBX_E_CASE_DAMAGED);
}

static void foreign_tables(void **state)
{
	static const char *const attack[] = {
	    "CREATE TRIGGER x AFTER UPDATE ON case_info BEGIN DELETE FROM block; END",
	    "CREATE VIEW x AS SELECT 1",
	    "CREATE VIRTUAL TABLE x USING fts5(a)",
	    "CREATE INDEX x ON entry (lower(path))",
	    "CREATE TABLE x (a)",
	    "DROP TABLE audit",
	    "ALTER TABLE audit RENAME TO log",
	    "ALTER TABLE audit ADD COLUMN x TEXT",
	    "PRAGMA journal_mode = WAL",
	    "UPDATE case_info SET case_id = '/' || substr(case_id, 2)",
	    "DELETE FROM case_info",
	    "DELETE FROM case_key",
	};
	const struct place *t = *state;
	for (size_t i = 0; i < sizeof attack / sizeof *attack; i++) {
		gbx_vault_close(case_with(t->path, 0));
		run_sql(t->path, attack[i]);
		if (open_as(t->path, GBX_VAULT_READ, NULL) != GBX_E_CASE_DAMAGED)
			fail_msg("not refused: %s", attack[i]);
		unlink(t->path);
		unlink(t->journal);
	}
}

static void file_byte(const char *path, off_t at, int change)
{
	unsigned char c;
	int fd = open(path, O_RDWR);
	assert_true(fd >= 0);
	assert_int_equal(pread(fd, &c, 1, at), 1);
	c = (unsigned char)(c ^ change);
	assert_int_equal(pwrite(fd, &c, 1, at), 1);
	close(fd);
}

/* A planted journal must not make SQLite delete what it names. */
static void planted_journal(void **state)
{
	static const char magic[] = "\xd9\xd5\x05\xf9\x20\xa1\x63\xd7";
	const struct place *t = *state;
	char victim[128];
	gbx_vault_close(case_with(t->path, 0));
	snprintf(victim, sizeof victim, "%s/victim", t->dir);
	write_text(victim, "");
	FILE *f = fopen(t->journal, "w");
	assert_non_null(f);
	for (int i = 0; i < 512; i++)
		fputc(0, f);
	unsigned n = (unsigned)strlen(victim), sum = 0;
	for (unsigned i = 0; i < n; i++)
		sum += (unsigned char)victim[i];
	fprintf(f, "%s%c%c%c%c%c%c%c%c", victim, 0, 0, 0, (int)n, 0, 0, (int)(sum >> 8),
	        (int)(sum & 255));
	fwrite(magic, 1, 8, f);
	fclose(f);
	assert_int_equal(open_as(t->path, GBX_VAULT_READ, NULL), GBX_E_CASE_DAMAGED);
	assert_int_equal(access(victim, F_OK), 0);
	unlink(t->journal);
	assert_int_equal(open_as(t->path, GBX_VAULT_READ, NULL), GBX_E_NONE);
}

static void truncated(void **state)
{
	const struct place *t = *state;
	struct stat st;
	gbx_vault_close(case_with(t->path, 8));
	assert_int_equal(stat(t->path, &st), 0);
	for (off_t n = st.st_size - 1; n > 0; n -= 9973) {
		assert_int_equal(truncate(t->path, n), 0);
		enum gbx_eid id = open_as(t->path, GBX_VAULT_READ, NULL);
		if (id != GBX_E_CASE_DAMAGED && !(n < 100 && id == GBX_E_CASE_NOT_A_CASE))
			fail_msg("cut at %ld: %s", (long)n, gbx_eid_name(id));
	}
}

/* A byte changed anywhere: refused, found by verify, or of no meaning. Never a
 * crash, never other records. */
static void changed_anywhere(void **state)
{
	const struct place *t = *state;
	struct stat st;
	struct gbx_verify_result r;
	struct gbx_summary s;
	struct gbx_err err;
	size_t noticed = 0, all = 0;
	gbx_vault_close(case_with(t->path, 1));
	assert_int_equal(stat(t->path, &st), 0);
	gbx_summary_init(&s);
	for (off_t at = 0; at < st.st_size; at += at < 4096 ? 13 : 487, all++) {
		struct gbx_vault *v = NULL;
		file_byte(t->path, at, 0x55);
		enum gbx_rc rc = gbx_vault_open(&v, t->path, GBX_VAULT_READ, NULL, &err);
		if (!rc)
			rc = gbx_vault_load(v, &s, &err);
		if (!rc)
			rc = gbx_vault_verify(v, &r, &err);
		if (!rc)
			assert_int_equal(r.records, 100);
		noticed += rc != GBX_OK;
		gbx_vault_close(v);
		file_byte(t->path, at, 0x55);
	}
	gbx_summary_release(&s);
	assert_true(noticed > all / 50); /* most of a small case is empty pages */
	assert_int_equal(open_as(t->path, GBX_VAULT_READ, NULL), GBX_E_NONE);
}

#define IN_PLACE(f) cmocka_unit_test_setup_teardown(f, place_new, place_free)

int main(void)
{
	const struct CMUnitTest tests[] = {
	    IN_PLACE(create_and_reopen), IN_PLACE(given_id),        IN_PLACE(keys),
	    IN_PLACE(passphrase),        IN_PLACE(not_a_case),      IN_PLACE(newer),
	    IN_PLACE(foreign_tables),    IN_PLACE(planted_journal), IN_PLACE(truncated),
	    IN_PLACE(changed_anywhere),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}

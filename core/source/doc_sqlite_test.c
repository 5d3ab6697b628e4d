/* SQLite files, made here and changed: tables, what is left out, damage at any byte. */
#include <sqlite3.h>

#include "book_testing.h"

static struct kit_blob slurp(const char *path)
{
	struct kit_blob b = { 0 };
	char buf[65536];
	size_t n;
	FILE *f = fopen(path, "rb");
	if (!f)
		return b;
	while ((n = fread(buf, 1, sizeof buf, f)))
		kit_append(&b, buf, n);
	fclose(f);
	return b;
}

static struct kit_blob make(const char *name, const char *sql)
{
	sqlite3 *db = NULL;
	const char *path = kit_path(name);
	remove(path);
	assert_int_equal(sqlite3_open(path, &db), SQLITE_OK);
	assert_int_equal(sqlite3_exec(db, sql, NULL, NULL, NULL), SQLITE_OK);
	assert_int_equal(sqlite3_close(db), SQLITE_OK);
	return slurp(path);
}

static void check(const char *name, const void *p, size_t n, const char *want)
{
	struct gbx_buf text = GBX_BUF_INIT(16u << 20);
	struct kit_list *l = kit_source(name, p, n);
	book_list_text(&text, l);
	assert_string_equal(gbx_buf_str(&text), want);
	gbx_buf_release(&text);
	kit_close(l);
}

static void values_as_they_are(void **state)
{
	(void)state;
	struct kit_blob b = make(
	    "v.db", "CREATE TABLE t(a INTEGER PRIMARY KEY, b, \"two words\", b2 REAL);"
		    "INSERT INTO t VALUES(7, 'x', NULL, 0.1), (8, x'00ff', '', 1e300),"
		    " (9, cast('as text' as blob), 'a|b', NULL);"
		    "CREATE TABLE k(x TEXT PRIMARY KEY, y) WITHOUT ROWID;"
		    "INSERT INTO k VALUES('q', '007'); CREATE TABLE empty(a);");
	check("v.db", b.p, b.n,
	      "= v.db!/t\nT t: a|b|two words|b2\n7: 7|x|-|0.1\n8: 8|00ff||1.0e+300\n"
	      "9: 9|as text|a|b|-\n"
	      "= v.db!/k\nT k: x|y\n1: q|007\n= v.db!/empty\nT empty: a\n");
	struct kit_blob z = kit_squeeze(ARCHIVE_FILTER_GZIP, b.p, b.n);
	struct kit_list *l = kit_source("v.db.gz", z.p, z.n);
	assert_int_equal(l->n, 3);
	assert_string_equal(l->e[1].path, "v.db.gz!/v.db!/k");
	kit_close(l);
	kit_free(&z);
	kit_free(&b);
}

static void utf16_text(void **state)
{
	(void)state;
	struct kit_blob b = make("u.db", "PRAGMA encoding='UTF-16be'; CREATE TABLE t(a);"
					 "INSERT INTO t VALUES('Zo\xc3\xab \xe6\x97\xa5');");
	check("u.db", b.p, b.n, "= u.db!/t\nT t: a\n1: Zo\xc3\xab \xe6\x97\xa5\n");
	kit_free(&b);
}

/* Views and triggers are not run; of a search index only what was indexed is read. */
static void what_is_not_run(void **state)
{
	(void)state;
	struct kit_blob b = make(
	    "r.db", "CREATE TABLE t(a); INSERT INTO t VALUES(1);"
		    "CREATE VIEW v AS SELECT * FROM t; CREATE TRIGGER g AFTER INSERT ON t "
		    "BEGIN DELETE FROM t; END;"
		    "CREATE VIRTUAL TABLE f USING fts5(word); INSERT INTO f VALUES('w');");
	check("r.db", b.p, b.n,
	      "= r.db!/t\nT t: a\nS views 1\n1: 1\n"
	      "= r.db!/f\nS virtual tables 1\n"
	      "= r.db!/f_data\nS tables of search indexes 1\n"
	      "= r.db!/f_idx\nS tables of search indexes 1\n"
	      "= r.db!/f_content\nT f_content: id|c0\n1: 1|w\n"
	      "= r.db!/f_docsize\nS tables of search indexes 1\n"
	      "= r.db!/f_config\nS tables of search indexes 1\n");
	kit_free(&b);
}

/* A log beside the file is neither replayed nor touched; by itself it is named. */
static void log_is_not_replayed(void **state)
{
	(void)state;
	sqlite3 *db = NULL;
	assert_int_equal(sqlite3_open(kit_path("w.db"), &db), SQLITE_OK);
	assert_int_equal(sqlite3_exec(db,
				      "PRAGMA journal_mode=WAL; CREATE TABLE t(a);"
				      "INSERT INTO t VALUES(1); PRAGMA wal_checkpoint(TRUNCATE);"
				      "INSERT INTO t VALUES(2)",
				      NULL, NULL, NULL),
			 SQLITE_OK);
	struct kit_blob b = slurp(kit_path("w.db")), log = slurp(kit_path("w.db-wal"));
	assert_true(b.n && log.n);
	kit_write("copy.db", b.p, b.n);
	kit_write("copy.db-wal", log.p, log.n);
	check("copy.db", b.p, b.n, "= copy.db!/t\nT t: a\n1: 1\n");
	check("copy.db-wal", log.p, log.n, "= copy.db-wal\n! E_DATABASE_SIDE\n");
	sqlite3_close(db);
	kit_free(&b);
	kit_free(&log);
}

static struct kit_blob hundred_rows(void)
{
	return make("h.db", "PRAGMA page_size=512; CREATE TABLE t(a, b);"
			    "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n "
			    "WHERE i < 100) INSERT INTO t SELECT i, 'user' || i || '@example.com' FROM n;");
}

/* What stands before the damage is kept, and the damage told. */
static void cut_off(void **state)
{
	(void)state;
	struct kit_blob b = hundred_rows();
	struct kit_list *l = kit_source("cut.db", b.p, b.n / 2);
	assert_int_equal(l->n, 2);
	assert_true(l->e[0].bytes > 500);
	kit_expect_fault(l, 0, "cut.db!/t", GBX_E_DATABASE_DAMAGED);
	kit_expect_fault(l, 1, "cut.db", GBX_E_DATABASE_DAMAGED);
	kit_close(l);
	for (size_t n = 100; n < b.n; n += 41) {
		l = kit_source("cut.db", b.p, n);
		assert_int_equal(l->rc, GBX_END);
		assert_int_equal(l->e[l->n - 1].reason, GBX_E_DATABASE_DAMAGED);
		kit_close(l);
	}
	kit_free(&b);
}

/* A page in the middle is lost: the rows on both sides are not. */
static void damage_in_the_middle(void **state)
{
	(void)state;
	struct kit_blob b = hundred_rows();
	size_t pages = b.n / 512;
	memset(b.p + pages / 2 * 512, 0xee, 512);
	struct kit_list *l = kit_source("m.db", b.p, b.n);
	kit_expect_fault(l, 0, "m.db!/t", GBX_E_DATABASE_DAMAGED);
	const struct gbx_buf *t = &l->e[0].text;
	assert_non_null(memmem(t->p, t->n, "user1@example.com", 17));
	assert_non_null(memmem(t->p, t->n, "user100@example.com", 19));
	kit_close(l);
	kit_free(&b);
}

/* Changed bytes end in rows or an error of the data; the run goes on. */
static void changed_bytes(void **state)
{
	(void)state;
	struct kit_blob b = hundred_rows();
	unsigned char *copy = malloc(b.n);
	unsigned seed = 3;
	assert_non_null(copy);
	for (unsigned i = 0; i < 150; i++) {
		memcpy(copy, b.p, b.n);
		for (unsigned k = 0; k < 4; k++) {
			seed = seed * 1103515245u + 12345u;
			copy[i < 100 ? 16 + (seed >> 8) % 400 : (seed >> 8) % b.n] =
			    (unsigned char)(seed >> 24);
		}
		struct kit_list *l = kit_source("c.db", copy, b.n);
		assert_int_equal(l->rc, GBX_END);
		assert_true(l->n >= 1);
		kit_close(l);
	}
	free(copy);
	kit_free(&b);
}

/* Roots that are no pages, statements that are no tables: the others are read. */
static void schema_that_lies(void **state)
{
	(void)state;
	struct kit_blob b = make("s.db", "CREATE TABLE a(x); INSERT INTO a VALUES('row');"
					 "PRAGMA writable_schema=ON;"
					 "INSERT INTO sqlite_schema VALUES('table','broken','broken',9999,"
					 "'CREATE TABLE broken(y)'),('table','odd','odd',2,'SELECT 1')");
	struct kit_list *l = kit_source("s.db", b.p, b.n);
	assert_int_equal(l->rc, GBX_END);
	bool row = false;
	for (size_t i = 0; i < l->n; i++)
		row |= l->e[i].text.n && memmem(l->e[i].text.p, l->e[i].text.n, "row", 3);
	assert_true(row);
	kit_close(l);
	kit_free(&b);
}

/* A tree whose branches all lead to the same leaf: 100^6 rows in 16 KB. It costs its own
 * table. */
static void shared_pages(void **state)
{
	(void)state;
	enum { PAGE = 1024, LEVELS = 7, CELLS = 100, FIRST = 4 };
	struct kit_blob b = make("p.db", "PRAGMA page_size=1024; CREATE TABLE t(a); CREATE TABLE u(b);"
					 "INSERT INTO u VALUES('kept'); CREATE TABLE pad(x);"
					 "INSERT INTO pad VALUES(zeroblob(9000));");
	for (unsigned level = 0; level < LEVELS; level++) {
		unsigned at = level ? FIRST + level : 1, next = FIRST + level + 2;
		unsigned char *p = b.p + (size_t)at * PAGE;
		bool leaf = level + 1 == LEVELS;
		memset(p, 0, PAGE);
		unsigned cells = leaf ? 1 : CELLS, head = leaf ? 8 : 12, off = PAGE;
		for (unsigned k = 0; k < cells; k++) {
			off -= 5;
			/* a page and a key; or three bytes of row 1: a header, "x" */
			memcpy(p + off, leaf ? "\3\1\2\17x" : "\0\0\0\0", 5);
			if (!leaf) {
				p[off + 3] = (unsigned char)next;
				p[off + 4] = (unsigned char)(k + 1);
			}
			p[head + 2 * k] = (unsigned char)(off >> 8);
			p[head + 2 * k + 1] = (unsigned char)off;
		}
		p[0] = leaf ? 13 : 5;
		p[4] = (unsigned char)cells;
		p[5] = (unsigned char)(off >> 8);
		p[6] = (unsigned char)off;
		p[11] = leaf ? p[11] : (unsigned char)next;
	}
	struct kit_list *l = kit_source("p.db", b.p, b.n);
	kit_expect_fault(l, 0, "p.db!/t", GBX_E_RATIO);
	assert_string_equal(l->e[1].path, "p.db!/u");
	assert_non_null(memmem(l->e[1].text.p, l->e[1].text.n, "kept", 4));
	kit_close(l);
	kit_free(&b);
}

static void only_a_head(void **state)
{
	(void)state;
	char head[512] = "SQLite format 3";
	check("x.db", head, sizeof head, "= x.db\n! E_DATABASE_DAMAGED\n");
	check("y.db", head, 50, "= y.db\n");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(values_as_they_are), cmocka_unit_test(utf16_text),
		cmocka_unit_test(what_is_not_run),    cmocka_unit_test(log_is_not_replayed),
		cmocka_unit_test(damage_in_the_middle), cmocka_unit_test(cut_off),	      cmocka_unit_test(changed_bytes),
		cmocka_unit_test(schema_that_lies),   cmocka_unit_test(only_a_head),
		cmocka_unit_test(shared_pages),
	};
	return cmocka_run_group_tests(tests, kit_setup, kit_teardown);
}

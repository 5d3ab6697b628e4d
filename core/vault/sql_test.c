/* The user's own queries: what they may read, and that they may do nothing else. */
#include "testing.h"

struct got {
	char text[4096];
	int calls, stop;
};

static enum gbx_rc take(void *ctx, const struct gbx_sql_row *row)
{
	struct got *g = ctx;
	for (int i = 0; i < row->n; i++) {
		size_t at = strlen(g->text);
		snprintf(g->text + at, sizeof g->text - at, "%s%s%s", i ? "|" : "",
		         row->number[i] ? "#" : "", row->text[i] ? row->text[i] : "(null)");
	}
	size_t at = strlen(g->text);
	snprintf(g->text + at, sizeof g->text - at, row->names ? ":" : ";");
	return ++g->calls == g->stop ? GBX_END : GBX_OK;
}

static enum gbx_rc ask(struct gbx_vault *v, const char *query, struct got *g, struct gbx_err *err)
{
	int stop = g->stop;
	*g = (struct got){.stop = stop};
	return gbx_vault_sql(v, query, take, g, err);
}

static struct gbx_vault *open_case(const struct place *t)
{
	struct gbx_vault *v = case_with(t->path, 3);
	struct gbx_err err;
	gbx_vault_put_source(v, &(struct gbx_sum_source){1, "a", 5, NULL, 0}, &err);
	gbx_vault_put_source(v, &(struct gbx_sum_source){2, "b", 6, "cd", 0}, &err);
	assert_int_equal(gbx_vault_commit(v, &err), GBX_OK);
	gbx_vault_close(v);
	assert_int_equal(gbx_vault_open(&v, t->path, GBX_VAULT_FIGURES, NULL, &err), GBX_OK);
	return v;
}

static void answers(void **state)
{
	static const struct {
		const char *query, *want;
	} cases[] = {
	    {"SELECT id, name AS n, sha256 FROM source", "id|n|sha256:#1|a|(null);#2|b|cd;"},
	    {"SELECT 1.5 AS x WHERE 0", "x:"},
	    {"SELECT 1.5 AS x, 1e300 * 1e300 AS y", "x|y:#1.5|Inf;"},
	    {"SELECT seq, records FROM block WHERE seq = 1; -- the second", "seq|records:#1|#100;"},
	    {"WITH c AS (SELECT sum(bytes) AS s FROM source) SELECT s, (SELECT count(*) FROM c) "
	     "AS n FROM c",
	     "s|n:#11|#1;"},
	    {"SELECT value FROM json_each('[\"x\",\"y\"]')", "value:x;y;"},
	    {"SELECT count(*) AS n FROM block", "n:#3;"},
	    {"SELECT date('1970-01-01', '14 months') AS d", "d:1971-03-01;"},
	    {"SELECT name, row_number() OVER (ORDER BY id DESC) AS r FROM source ORDER BY id",
	     "name|r:a|#2;b|#1;"},
	    {"EXPLAIN SELECT 1 LIMIT 0", NULL},
	};
	const struct place *t = *state;
	struct gbx_vault *v = open_case(t);
	struct got g = {.stop = 0};
	struct gbx_err err;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		if (ask(v, cases[i].query, &g, &err))
			fail_msg("%s: %s", cases[i].query, err.text);
		if (cases[i].want)
			assert_string_equal(g.text, cases[i].want);
	}
	g.stop = 2;
	assert_int_equal(ask(v, "SELECT id FROM source", &g, &err), GBX_END);
	assert_int_equal(g.calls, 2);
	gbx_vault_close(v);
}

/* Every plain table and column may be read. */
static void all_tables(void **state)
{
	const struct place *t = *state;
	struct gbx_vault *v = open_case(t);
	struct got names = {.stop = 0}, g = {.stop = 0};
	struct gbx_err err;
	assert_int_equal(
	    ask(v, "SELECT m.name FROM sqlite_schema AS m WHERE m.type = 'table'", &names, &err),
	    GBX_OK);
	assert_int_equal(names.calls, 1 + 24);
	for (char *n = strchr(names.text, ':') + 1, *end; (end = strchr(n, ';')); n = end + 1) {
		char query[200];
		*end = 0;
		const char *columns = !strcmp(n, "block")         ? "seq, entry, relation, records"
		                      : !strcmp(n, "kept")        ? "seq, entry, records, bytes"
		                      : !strcmp(n, "case_key")    ? "kind, scrypt_n"
		                      : !strcmp(n, "vault_state") ? "blocks, records"
		                                                  : "*";
		snprintf(query, sizeof query, "SELECT %s FROM \"%s\"", columns, n);
		if (ask(v, query, &g, &err))
			fail_msg("%s: %s", query, err.text);
	}
	gbx_vault_close(v);
}

static void refusals(void **state)
{
	static const char *const queries[] = {
	    "",
	    "  -- nothing",
	    "SELEC 1",
	    "SELECT nothing FROM source",
	    "DELETE FROM source",
	    "UPDATE case_info SET finished = 1",
	    "DROP TABLE block",
	    "INSERT INTO audit (time, action) VALUES (1, 2)",
	    "CREATE TEMP TABLE x (a)",
	    "CREATE TABLE x (a)",
	    "SELECT 1; DELETE FROM source",
	    "SELECT 1; SELECT 2",
	    "BEGIN",
	    "COMMIT",
	    "SAVEPOINT x",
	    "VACUUM",
	    "VACUUM INTO '/tmp/gbx-stolen'",
	    "REINDEX",
	    "ANALYZE",
	    "ATTACH '/tmp/gbx-stolen' AS x",
	    "DETACH main",
	    "PRAGMA query_only = OFF",
	    "PRAGMA journal_mode",
	    "SELECT * FROM pragma_table_info('block')",
	    "SELECT * FROM block",
	    "SELECT hex(sealed) FROM block",
	    "SELECT length(sealed) FROM block",
	    "SELECT sealed FROM kept",
	    "SELECT length(sealed) FROM kept",
	    "SELECT 1 FROM block WHERE sealed > x'00'",
	    "SELECT b.sealed FROM block AS b",
	    "WITH b AS (SELECT sealed AS s FROM block) SELECT s FROM b",
	    "SELECT wrapped FROM case_key",
	    "SELECT * FROM case_key",
	    "SELECT mac FROM vault_state",
	    "SELECT load_extension('x')",
	    "SELECT readfile('/etc/passwd')",
	    "SELECT writefile('/tmp/gbx-stolen', 'x')",
	    "SELECT fts3_tokenizer('simple')",
	    "SELECT * FROM dbstat",
	    "SELECT * FROM sqlite_stmt",
	    "SELECT x'00' AS b",
	    "SELECT randomblob(9)",
	    "SELECT zeroblob(1000000000)",
	    "CREATE TRIGGER t AFTER UPDATE ON audit BEGIN SELECT 1; END",
	    "WITH x AS (SELECT 1) DELETE FROM source",
	};
	const struct place *t = *state;
	struct gbx_vault *v = open_case(t);
	struct got g = {.stop = 0};
	struct gbx_err err;
	unlink("/tmp/gbx-stolen");
	for (size_t i = 0; i < sizeof queries / sizeof *queries; i++) {
		if (ask(v, queries[i], &g, &err) != GBX_MISUSE || err.id != GBX_E_SQL)
			fail_msg("not refused: %s", queries[i]);
		/* But for names, nothing came out. */
		assert_true(g.calls <= 1);
	}
	assert_int_equal(access("/tmp/gbx-stolen", F_OK), -1);
	assert_int_equal(ask(v, "SELECT count(*) FROM source", &g, &err), GBX_OK);
	assert_string_equal(g.text, "count(*):#2;");
	/* Memory has an end. */
	enum gbx_rc rc =
	    ask(v,
	        "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE "
	        "i < 100000) SELECT max(x) FROM (SELECT printf('%.30000c', i) AS x FROM "
	        "n ORDER BY x DESC)",
	        &g, &err);
	assert_int_equal(rc, GBX_NOMEM);
	gbx_vault_close(v);
}

#define IN_PLACE(f) cmocka_unit_test_setup_teardown(f, place_new, place_free)

int main(void)
{
	const struct CMUnitTest tests[] = {IN_PLACE(answers), IN_PLACE(all_tables),
	                                   IN_PLACE(refusals)};
	return cmocka_run_group_tests(tests, NULL, NULL);
}

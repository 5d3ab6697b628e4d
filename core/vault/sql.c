/*
 * The user's own queries over the plain tables. What may be read is listed; all
 * else (writing, attaching, pragmas, functions that reach files, blobs) is denied
 * by SQLite's authorizer before a statement exists.
 */
#include <math.h>
#include <stdlib.h>

#include "impl.h"

#include "../base/limits.h"

static const char *const tables[] = {
    "audit",    "block",          "candidate",   "case_info", "case_key",      "data_class",
    "entry",    "kept", "skipped", "exposure_set",   "field",       "month",     "quarantine",    "quarantine_count", "region",
    "relation", "relation_entry", "shape",       "source",    "sqlite_master", "sqlite_schema",
    "stored", "stray",    "type_count",     "vault_state", "verdict", "json_each", "json_tree",
};

/* Blobs: of no use to a reader, and some not for everyone. */
static const struct {
	const char *table, *column;
} hidden[] = {
    {"block", "sealed"},    {"kept", "sealed"},      {"case_key", "check_value"}, {"case_key", "salt"},
    {"case_key", "nonce"},  {"case_key", "wrapped"},     {"vault_state", "last"},
    {"vault_state", "mac"},
};

static const char *const functions[] = {
    "abs",
    "avg",
    "cast",
    "ceil",
    "ceiling",
    "char",
    "coalesce",
    "count",
    "cume_dist",
    "date",
    "datetime",
    "dense_rank",
    "first_value",
    "floor",
    "format",
    "glob",
    "group_concat",
    "hex",
    "ifnull",
    "iif",
    "instr",
    "json",
    "json_array",
    "json_array_length",
    "json_each",
    "json_extract",
    "json_group_array",
    "json_group_object",
    "json_object",
    "json_tree",
    "json_valid",
    "->",
    "->>",
    "julianday",
    "lag",
    "last_value",
    "lead",
    "length",
    "like",
    "ln",
    "log",
    "log10",
    "log2",
    "lower",
    "ltrim",
    "max",
    "min",
    "mod",
    "nth_value",
    "ntile",
    "nullif",
    "percent_rank",
    "pow",
    "power",
    "printf",
    "quote",
    "rank",
    "replace",
    "round",
    "row_number",
    "rtrim",
    "sign",
    "sqrt",
    "strftime",
    "substr",
    "substring",
    "sum",
    "time",
    "total",
    "trim",
    "trunc",
    "typeof",
    "unicode",
    "unixepoch",
    "upper",
};

static bool listed(const char *const *list, size_t n, const char *name)
{
	for (size_t i = 0; i < n; i++)
		if (!sqlite3_stricmp(list[i], name))
			return true;
	return false;
}
#define LISTED(list, name) listed(list, sizeof(list) / sizeof *(list), name)

static bool may_read(const char *table, const char *column)
{
	/* Without a column it is counted only, or is a name the query made itself. */
	if (!column || !*column)
		return true;
	for (size_t i = 0; i < sizeof hidden / sizeof *hidden; i++)
		if (!sqlite3_stricmp(table, hidden[i].table) &&
		    !sqlite3_stricmp(column, hidden[i].column))
			return false;
	return LISTED(tables, table);
}

static int allow(void *ctx, int action, const char *a, const char *b, const char *c, const char *d)
{
	(void)ctx, (void)c, (void)d;
	bool ok = action == SQLITE_SELECT || action == SQLITE_RECURSIVE ||
	          (action == SQLITE_READ && a && may_read(a, b)) ||
	          (action == SQLITE_FUNCTION && b && LISTED(functions, b));
	return ok ? SQLITE_OK : SQLITE_DENY;
}

/* The message is about the query, which the user wrote. */
static enum gbx_rc refuse(struct gbx_vault *v, struct gbx_err *err)
{
	int code = sqlite3_errcode(v->db) & 0xff;
	if (code == SQLITE_ERROR || code == SQLITE_AUTH || code == SQLITE_TOOBIG ||
	    code == SQLITE_MISMATCH)
		return gbx_fail(err, GBX_E_SQL, "%s", sqlite3_errmsg(v->db));
	return gbx_store_fail(v, "query", err);
}

static enum gbx_rc prepare(struct gbx_vault *v, const char *query, sqlite3_stmt **st,
                           struct gbx_err *err)
{
	const char *tail = NULL;
	sqlite3_stmt *next = NULL;
	if (sqlite3_prepare_v2(v->db, query, -1, st, &tail))
		return refuse(v, err);
	if (!*st)
		return gbx_fail(err, GBX_E_SQL, "it is empty");
	/* Blanks and comments give no statement. */
	int rc = sqlite3_prepare_v2(v->db, tail, -1, &next, NULL);
	sqlite3_finalize(next);
	if (rc || next)
		return gbx_fail(err, GBX_E_SQL, "one statement at a time");
	if (!sqlite3_stmt_readonly(*st))
		return gbx_fail(err, GBX_E_SQL, "it writes");
	return GBX_OK;
}

/* A number of SQLite, but for the infinite ones, is written as JSON writes it. */
static bool is_number(sqlite3_stmt *st, int i)
{
	int type = sqlite3_column_type(st, i);
	return type == SQLITE_INTEGER ||
	       (type == SQLITE_FLOAT && isfinite(sqlite3_column_double(st, i)));
}

static enum gbx_rc values(struct gbx_vault *v, sqlite3_stmt *st, int n, const char **text,
                          bool *number, bool *end, struct gbx_err *err)
{
	int step = sqlite3_step(st);
	*end = step == SQLITE_DONE;
	if (step != SQLITE_ROW)
		return *end ? GBX_OK : refuse(v, err);
	for (int i = 0; i < n; i++) {
		if (sqlite3_column_type(st, i) == SQLITE_BLOB)
			return gbx_fail(err, GBX_E_SQL, "its result holds blobs");
		number[i] = is_number(st, i);
		text[i] = (const char *)sqlite3_column_text(st, i);
	}
	return GBX_OK;
}

static enum gbx_rc rows(struct gbx_vault *v, sqlite3_stmt *st, gbx_sql_row_fn *row, void *ctx,
                        struct gbx_err *err)
{
	int n = sqlite3_column_count(st);
	const char **text = calloc((size_t)n + 1, sizeof *text);
	bool *number = calloc((size_t)n + 1, sizeof *number);
	struct gbx_sql_row r = {n, text, number, true};
	enum gbx_rc rc = text && number ? GBX_OK : gbx_fail(err, GBX_E_NOMEM, "query");
	for (int i = 0; i < n && !rc; i++)
		text[i] = sqlite3_column_name(st, i);
	for (bool end = false; !rc && !end; r.names = false) {
		rc = row(ctx, &r);
		if (!rc)
			rc = values(v, st, n, text, number, &end, err);
	}
	free(number);
	free(text);
	return rc;
}

enum gbx_rc gbx_vault_sql(struct gbx_vault *v, const char *query, gbx_sql_row_fn *row, void *ctx,
                          struct gbx_err *err)
{
	sqlite3_stmt *st = NULL;
	sqlite3_int64 before = sqlite3_hard_heap_limit64(GBX_SQL_MEMORY);
	/* These two declare their columns when first used, which would be denied. */
	sqlite3_exec(v->db, "SELECT 1 FROM json_each('[]'), json_tree('[]')", NULL, NULL, NULL);
	sqlite3_set_authorizer(v->db, allow, NULL);
	enum gbx_rc rc = prepare(v, query, &st, err);
	if (!rc)
		rc = rows(v, st, row, ctx, err);
	sqlite3_finalize(st);
	sqlite3_set_authorizer(v->db, NULL, NULL);
	sqlite3_hard_heap_limit64(before);
	return rc;
}

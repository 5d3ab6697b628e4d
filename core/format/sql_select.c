/*
 * Rows that are no tuples: MySQL's INSERT ... SET, and INSERT ... SELECT of constants,
 * joined by UNION as scripts for Oracle, SQL Server and old SQLite write them. A SELECT
 * of nothing, or of the table of one row that some databases ask for, is a row; any
 * other is a query. The contract is in sql.h.
 */
#include "sql.h"

/* What ends a value at depth 0, and a row with it. */
static const struct {
	const char *word;
	enum gbx_sql_item what;
} stops[] = {
    {"FROM", GBX_SQL_I_FROM},	{"UNION", GBX_SQL_I_UNION},  {"WHERE", GBX_SQL_I_TAIL},
    {"ON", GBX_SQL_I_TAIL},	{"RETURNING", GBX_SQL_I_TAIL}, {"LIMIT", GBX_SQL_I_TAIL},
    {"ORDER", GBX_SQL_I_TAIL},	{"EXCEPT", GBX_SQL_I_BAD},   {"INTERSECT", GBX_SQL_I_BAD},
    {"MINUS", GBX_SQL_I_BAD},	{"GROUP", GBX_SQL_I_BAD},    {"HAVING", GBX_SQL_I_BAD},
    {"INTO", GBX_SQL_I_BAD},
};

/* One value while it is read. */
struct value {
	size_t from, to; /* from: SIZE_MAX before its first token */
	size_t before;	 /* end of the token before the last one */
	bool named;	 /* the last token may be a name given to the value */
	bool whole;	 /* the tokens so far may be a value */
	bool done;	 /* AS was seen */
};

static bool is_number(const struct gbx_sql_lex *x, const struct gbx_sql_token *t)
{
	return t->kind == GBX_SQL_WORD && x->p[t->from] >= '0' && x->p[t->from] <= '9';
}

/* Can a value end with the token? */
static bool closes(const struct gbx_sql_lex *x, const struct gbx_sql_token *t)
{
	return t->kind == GBX_SQL_STRING || t->kind == GBX_SQL_NAME || is_number(x, t) ||
	       (t->kind == GBX_SQL_PUNCT && t->c == ')') || gbx_sql_is(x, t, "NULL") ||
	       gbx_sql_is(x, t, "TRUE") || gbx_sql_is(x, t, "FALSE");
}

static void extend(struct value *v, const struct gbx_sql_lex *x, const struct gbx_sql_token *t)
{
	bool name = t->kind == GBX_SQL_NAME || (t->kind == GBX_SQL_WORD && !is_number(x, t));
	v->named = v->whole && name && v->from != SIZE_MAX;
	v->before = v->to;
	v->from = v->from == SIZE_MAX ? t->from : v->from;
	v->to = t->to;
	v->whole = closes(x, t);
}

static enum gbx_sql_item close_value(const struct value *v, bool select, struct gbx_sql_tuple *t,
				     enum gbx_sql_item what)
{
	if (v->from == SIZE_MAX)
		return GBX_SQL_I_BAD;
	size_t to = select && v->named ? v->before : v->to;
	if (t->n < GBX_RECORD_COLUMNS)
		t->value[t->n] = (struct gbx_cell){(uint32_t)v->from, (uint32_t)(to - v->from)};
	t->n++;
	t->to = to;
	return what;
}

/* What the token is between values; GBX_SQL_I_VALUE: part of one. */
static enum gbx_sql_item stop_of(struct gbx_sql_lex *x, const struct gbx_sql_state *s,
				 const struct gbx_sql_token *t)
{
	if (gbx_sql_ends(x, s, t)) {
		x->at = t->from;
		return GBX_SQL_I_END;
	}
	if (t->kind == GBX_SQL_PUNCT)
		return t->c == ',' ? GBX_SQL_I_NEXT : t->c == ')' ? GBX_SQL_I_BAD : GBX_SQL_I_VALUE;
	for (size_t i = 0; i < sizeof stops / sizeof *stops; i++)
		if (gbx_sql_is(x, t, stops[i].word))
			return stops[i].what;
	return GBX_SQL_I_VALUE;
}

static bool is_as(const struct gbx_sql_lex *x, const struct gbx_sql_token *t, bool select)
{
	return select && gbx_sql_is(x, t, "AS");
}

enum gbx_sql_item gbx_sql_item(struct gbx_sql_lex *x, const struct gbx_sql_state *s, bool select,
			       struct gbx_sql_tuple *tuple)
{
	struct value v = {.from = SIZE_MAX};
	const size_t start = x->at;
	for (unsigned depth = 0;;) {
		gbx_sql_blank(x);
		if (x->misses >= GBX_SQL_MISSES && x->at - start > GBX_SQL_GIVEN_UP)
			return GBX_SQL_I_BAD;
		if (!x->cut && !depth && (gbx_sql_at_delimiter(x, s) || (x->at < x->n && x->p[x->at] == ';')))
			return close_value(&v, select, tuple, GBX_SQL_I_END);
		struct gbx_sql_token t = gbx_sql_next(x);
		if (t.kind == GBX_SQL_END && (x->cut || !x->last)) {
			x->misses += x->n - start > GBX_SQL_HOPELESS;
			return GBX_SQL_I_CUT;
		}
		if (t.kind == GBX_SQL_END)
			return depth ? GBX_SQL_I_BAD : close_value(&v, select, tuple, GBX_SQL_I_END);
		enum gbx_sql_item what = depth ? GBX_SQL_I_VALUE : stop_of(x, s, &t);
		if (what == GBX_SQL_I_BAD)
			return what;
		if (what != GBX_SQL_I_VALUE)
			return close_value(&v, select, tuple, what);
		depth += t.kind == GBX_SQL_PUNCT && t.c == '(';
		depth -= t.kind == GBX_SQL_PUNCT && t.c == ')';
		v.done = v.done || (!depth && is_as(x, &t, select));
		if (!v.done)
			extend(&v, x, &t);
	}
}

/* Behind FROM: a table of one row, alone: Oracle's and MySQL's, DB2's. */
static bool from_nothing(struct gbx_sql_lex *x)
{
	struct gbx_sql_token t = gbx_sql_next(x);
	struct gbx_sql_lex behind = *x;
	struct gbx_sql_token u = gbx_sql_next(x);
	if (u.kind == GBX_SQL_PUNCT && u.c == '.') {
		t = gbx_sql_next(x);
		behind = *x;
		u = gbx_sql_next(x);
	}
	x->at = behind.at;
	bool one = gbx_sql_is(x, &t, "dual") || gbx_sql_is(x, &t, "sysdummy1");
	return one && !(u.kind == GBX_SQL_PUNCT && u.c == ',');
}

/* Behind the last value of a row, which ended with `what`: does another row follow? */
static enum gbx_sql_row after_row(struct gbx_sql_lex *x, enum gbx_sql_item what)
{
	bool nothing = what != GBX_SQL_I_FROM || from_nothing(x);
	struct gbx_sql_lex look = *x;
	struct gbx_sql_token t = gbx_sql_next(&look);
	if (what == GBX_SQL_I_END || what == GBX_SQL_I_TAIL)
		return GBX_SQL_R_LAST;
	if (x->cut || (t.kind == GBX_SQL_END && (look.cut || !look.last)))
		return GBX_SQL_R_CUT;
	if (!nothing)
		return GBX_SQL_R_QUERY;
	if (what == GBX_SQL_I_FROM) {
		if (!gbx_sql_is(&look, &t, "UNION"))
			return GBX_SQL_R_LAST;
		x->at = look.at;
		t = gbx_sql_next(&look);
	}
	if (t.kind == GBX_SQL_END && (look.cut || !look.last))
		return GBX_SQL_R_CUT;
	if (gbx_sql_is(&look, &t, "ALL"))
		x->at = look.at;
	return GBX_SQL_R_MORE;
}

enum gbx_sql_row gbx_sql_row(struct gbx_sql_lex *x, const struct gbx_sql_state *s,
			     struct gbx_sql_tuple *tuple)
{
	struct gbx_sql_token t = gbx_sql_next(x);
	if (t.kind == GBX_SQL_END)
		return x->cut || !x->last ? GBX_SQL_R_CUT : GBX_SQL_R_QUERY;
	if (!gbx_sql_is(x, &t, "SELECT"))
		return GBX_SQL_R_QUERY;
	gbx_sql_tuple_start(tuple, t.from);
	struct gbx_sql_lex behind = *x;
	t = gbx_sql_next(x);
	if (gbx_sql_is(x, &t, "TOP"))
		return GBX_SQL_R_QUERY;
	if (!gbx_sql_is(x, &t, "ALL") && !gbx_sql_is(x, &t, "DISTINCT"))
		*x = behind;
	enum gbx_sql_item what;
	do {
		what = gbx_sql_item(x, s, true, tuple);
	} while (what == GBX_SQL_I_NEXT);
	if (what == GBX_SQL_I_CUT)
		return GBX_SQL_R_CUT;
	return what == GBX_SQL_I_BAD ? GBX_SQL_R_QUERY : after_row(x, what);
}

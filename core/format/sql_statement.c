/* Statements: what they are, where they end, what they change for those that follow. The
 * contract is in sql.h. */
#include "sql.h"

#include <strings.h>

/* How a statement ends, and what it means. */
enum role {
	PLAIN,	  /* at the delimiter */
	ROUTINE,  /* holds statements of its own */
	TABLE,	  /* defines a table */
	INSERT,
	COPY,
	SETTING,
	CHOOSE,	  /* a database */
	LINE,	  /* a line for the client */
	DELIMITER,
	UNKNOWN,
};

struct verb {
	const char *word, *kind;
	enum role role;
};

static const struct verb verbs[] = {
    {"INSERT", "insert from a query", INSERT},
    {"REPLACE", "insert from a query", INSERT},
    {"UPSERT", "insert from a query", INSERT},
    {"COPY", "copy", COPY},
    {"CREATE", "other definition", PLAIN},
    {"ALTER", "alteration", PLAIN},
    {"DROP", "drop", PLAIN},
    {"TRUNCATE", "drop", PLAIN},
    {"RENAME", "alteration", PLAIN},
    {"SET", "setting", SETTING},
    {"PRAGMA", "setting", SETTING},
    {"USE", "setting", CHOOSE},
    {"LOCK", "lock", PLAIN},
    {"UNLOCK", "lock", PLAIN},
    {"GRANT", "grant", PLAIN},
    {"REVOKE", "grant", PLAIN},
    {"DENY", "grant", PLAIN},
    {"COMMENT", "comment on", PLAIN},
    {"SECURITY", "comment on", PLAIN},
    {"BEGIN", "transaction", PLAIN},
    {"START", "transaction", PLAIN},
    {"COMMIT", "transaction", PLAIN},
    {"ROLLBACK", "transaction", PLAIN},
    {"SAVEPOINT", "transaction", PLAIN},
    {"END", "transaction", PLAIN},
    {"UPDATE", "update", PLAIN},
    {"DELETE", "update", PLAIN},
    {"MERGE", "update", PLAIN},
    {"SELECT", "command", PLAIN},
    {"WITH", "command", PLAIN},
    {"CALL", "command", PLAIN},
    {"EXEC", "command", PLAIN},
    {"EXECUTE", "command", PLAIN},
    {"DO", "command", PLAIN},
    {"DECLARE", "command", PLAIN},
    {"PRINT", "command", PLAIN},
    {"IF", "command", PLAIN},
    {"ANALYZE", "command", PLAIN},
    {"VACUUM", "command", PLAIN},
    {"REINDEX", "command", PLAIN},
    {"FLUSH", "command", PLAIN},
    {"CHECK", "command", PLAIN},
    {"CLUSTER", "command", PLAIN},
    {"REFRESH", "command", PLAIN},
    {"RESET", "setting", PLAIN},
    {"GO", "command", LINE},
    {"PROMPT", "client command", LINE},
    {"REM", "comment", LINE},
    {"REMARK", "comment", LINE},
    {"SPOOL", "client command", LINE},
    {"WHENEVER", "client command", LINE},
    {"CONNECT", "client command", LINE},
    {"EXIT", "client command", LINE},
    {"QUIT", "client command", LINE},
    {"DELIMITER", "client command", DELIMITER},
};

/* What CREATE creates: the first of these words behind it. */
static const struct verb objects[] = {
    {"TABLE", "table definition", TABLE}, {"VIEW", "view", PLAIN},
    {"TRIGGER", "trigger", ROUTINE},	  {"PROCEDURE", "routine", ROUTINE},
    {"PROC", "routine", ROUTINE},	  {"FUNCTION", "routine", ROUTINE},
    {"PACKAGE", "routine", ROUTINE},	  {"EVENT", "event", ROUTINE},
    {"INDEX", "index", PLAIN},		  {"SEQUENCE", "sequence", PLAIN},
    {"DATABASE", "database", PLAIN},	  {"SCHEMA", "database", PLAIN},
    {"TYPE", "type", PLAIN},		  {"DOMAIN", "type", PLAIN},
    {"USER", "account", PLAIN},		  {"ROLE", "account", PLAIN},
    {"LOGIN", "account", PLAIN},
};
#define OBJECT_WORDS 24u /* DEFINER = `a`@`b` SQL SECURITY INVOKER ... stand before it */

static const struct verb unknown = {"", "other statement", UNKNOWN};

static const struct verb *look_up(const struct gbx_sql_lex *x, const struct gbx_sql_token *t,
				  const struct verb *v, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (gbx_sql_is(x, t, v[i].word))
			return v + i;
	return NULL;
}

/* x stands behind CREATE; moved behind the word. */
static const struct verb *created(struct gbx_sql_lex *x)
{
	for (unsigned i = 0; i < OBJECT_WORDS; i++) {
		struct gbx_sql_token t = gbx_sql_next(x);
		const struct verb *v = look_up(x, &t, objects, sizeof objects / sizeof *objects);
		if (v)
			return v;
		if (t.kind == GBX_SQL_END || (t.kind == GBX_SQL_PUNCT && t.c == ';'))
			break;
	}
	return NULL;
}

struct gbx_sql_lex gbx_sql_lex_of(const struct gbx_sql_state *s, const unsigned char *p, size_t n,
				  bool last)
{
	return (struct gbx_sql_lex){
	    .p = p, .n = n, .last = last, .backslash = s->backslash, .dialect = s->dialect};
}

/* Ends of statements */

static bool begins_line(const struct gbx_sql_lex *x, size_t at)
{
	while (at && (x->p[at - 1] == ' ' || x->p[at - 1] == '\t'))
		at--;
	return !at || x->p[at - 1] == '\n';
}

/* Nothing but blanks and digits (GO 5) up to the line's end. */
static bool ends_line(const struct gbx_sql_lex *x, size_t at)
{
	while (at < x->n && (x->p[at] == ' ' || x->p[at] == '\t' || x->p[at] == '\r' ||
			     (x->p[at] >= '0' && x->p[at] <= '9')))
		at++;
	return at >= x->n ? x->last : x->p[at] == '\n';
}

static bool alone(const struct gbx_sql_lex *x, const struct gbx_sql_token *t)
{
	return begins_line(x, t->from) && ends_line(x, t->to);
}

/* Blocks that END closes, of routines without a delimiter of their own. */
static int nesting(struct gbx_sql_lex *x, const struct gbx_sql_token *t)
{
	if (gbx_sql_is(x, t, "BEGIN") || gbx_sql_is(x, t, "CASE"))
		return 1;
	if (!gbx_sql_is(x, t, "END"))
		return 0;
	struct gbx_sql_lex look = *x;
	struct gbx_sql_token u = gbx_sql_next(&look);
	bool other = gbx_sql_is(x, &u, "IF") || gbx_sql_is(x, &u, "LOOP") || gbx_sql_is(x, &u, "WHILE") ||
		     gbx_sql_is(x, &u, "REPEAT");
	if (gbx_sql_is(x, &u, "CASE"))
		x->at = look.at;
	return other ? 0 : -1;
}

static bool goes(const struct gbx_sql_state *s)
{
	return s->dialect == GBX_SQL_SQLSERVER || s->dialect == GBX_SQL_ANY;
}

/* Does the statement end with the token? It may end before it: then x goes back. */
static bool ends(struct gbx_sql_lex *x, const struct gbx_sql_state *s, const struct gbx_sql_token *t,
		 enum role role)
{
	if (goes(s) && gbx_sql_is(x, t, "GO") && alone(x, t))
		return true;
	if (s->dialect == GBX_SQL_ORACLE && t->kind == GBX_SQL_PUNCT && t->c == '/' && alone(x, t))
		return true;
	bool next = goes(s) && role != ROUTINE && gbx_sql_is(x, t, "INSERT") && begins_line(x, t->from);
	if (next)
		x->at = t->from;
	return next;
}

bool gbx_sql_ends(struct gbx_sql_lex *x, const struct gbx_sql_state *s, const struct gbx_sql_token *t)
{
	return ends(x, s, t, PLAIN);
}

/* Whether the delimiter counts in a routine of this dialect. */
static bool delimits(const struct gbx_sql_state *s, enum role role, int depth)
{
	if (role != ROUTINE || s->ndelimiter != 1 || s->delimiter[0] != ';')
		return true;
	return s->dialect != GBX_SQL_SQLSERVER && s->dialect != GBX_SQL_ORACLE && depth <= 0;
}

/* Behind the statement; false: it does not end. */
static bool rest(struct gbx_sql_lex *x, const struct gbx_sql_state *s, enum role role, size_t most)
{
	int depth = 0;
	size_t from = x->at;
	for (;;) {
		gbx_sql_blank(x);
		if (x->cut || x->at - from > most)
			return false;
		if (gbx_sql_at_delimiter(x, s) && delimits(s, role, depth)) {
			x->at += s->ndelimiter;
			return true;
		}
		struct gbx_sql_token t = gbx_sql_next(x);
		if (t.kind == GBX_SQL_END)
			return x->last && !x->broken && !x->cut && role != ROUTINE;
		if (ends(x, s, &t, role))
			return true;
		if (role == ROUTINE)
			depth += nesting(x, &t);
	}
}

/* The line at x->at; false: it goes on behind n. */
static bool take_line(struct gbx_sql_lex *x)
{
	const unsigned char *lf = x->at < x->n ? memchr(x->p + x->at, '\n', x->n - x->at) : NULL;
	if (!lf && !x->last)
		return false;
	x->at = lf ? (size_t)(lf - x->p) + 1 : x->n;
	return true;
}

/* Statements */

static enum gbx_sql_step skipped(const struct gbx_sql_lex *x, size_t from, const char *kind,
				 uint64_t count, struct gbx_sql_piece *out)
{
	*out = (struct gbx_sql_piece){.from = from, .to = x->at, .kind = kind, .count = count};
	return GBX_SQL_S_SKIP;
}

/*
 * p[from..) cannot be read, up to what looks like a statement from `search` on. When there
 * is none in sight the lines so far are given up, and those to come until there is.
 */
static enum gbx_sql_step lost(struct gbx_sql_lex *x, struct gbx_sql_state *s, size_t from, size_t search,
			      struct gbx_sql_piece *out)
{
	size_t to = gbx_sql_resume(x->p, x->n, search);
	s->where = GBX_SQL_STATEMENTS;
	if (to == x->n && !x->last) {
		const unsigned char *lf = memrchr(x->p + from, '\n', x->n - from);
		if (!lf && x->n - from < GBX_SQL_HOPELESS)
			return GBX_SQL_S_MORE;
		to = lf ? (size_t)(lf - x->p) + 1 : x->n;
		s->where = GBX_SQL_LOST;
	}
	x->cut = false;
	x->at = to;
	*out = (struct gbx_sql_piece){.from = from, .to = to, .why = GBX_E_SQL_STATEMENT};
	return GBX_SQL_S_BROKEN;
}

static enum gbx_sql_step junk(struct gbx_sql_lex *x, struct gbx_sql_state *s, size_t from,
			      struct gbx_sql_piece *out)
{
	return lost(x, s, from, from + 1, out);
}

/* Lines further on. */
static enum gbx_sql_step still_lost(struct gbx_sql_lex *x, struct gbx_sql_state *s,
				    struct gbx_sql_piece *out)
{
	if (!gbx_sql_starts(x->p, x->n, x->at))
		return lost(x, s, x->at, x->at, out);
	s->where = GBX_SQL_STATEMENTS;
	*out = (struct gbx_sql_piece){.from = x->at, .to = x->at, .kind = "blank line"};
	return GBX_SQL_S_SKIP;
}

/* What began at `from` does not end before n: more may help, else it is broken. */
static enum gbx_sql_step unfinished(struct gbx_sql_lex *x, struct gbx_sql_state *s, size_t from,
				    struct gbx_sql_piece *out)
{
	size_t most = x->hopeless ? GBX_SQL_HOPELESS : GBX_SQL_STATEMENT_BYTES;
	if (!x->last && x->n - from < most)
		return GBX_SQL_S_MORE;
	x->hopeless = true;
	return junk(x, s, from, out);
}

static bool same_again(const struct gbx_sql_lex *x, const struct gbx_sql_again *again)
{
	return again->n && x->n - x->at > again->n && x->p[x->at + again->n] == '(' &&
	       memcmp(x->p + x->at, x->p + again->from, again->n) == 0;
}

static enum gbx_sql_step enter(struct gbx_sql_state *s, const struct gbx_sql_table *target, uint8_t where,
			       const struct gbx_sql_lex *x, size_t from, struct gbx_sql_piece *out)
{
	s->target = target;
	s->where = where;
	s->fresh = true;
	s->shaken = false;
	*out = (struct gbx_sql_piece){.from = from, .to = x->at};
	return where == GBX_SQL_COPY ? GBX_SQL_S_COPY : GBX_SQL_S_VALUES;
}

static bool is_insert_all(struct gbx_sql_lex *x)
{
	struct gbx_sql_lex look = *x;
	struct gbx_sql_token t = gbx_sql_next(&look);
	if (!gbx_sql_is(x, &t, "ALL") && !gbx_sql_is(x, &t, "FIRST"))
		return false;
	*x = look;
	return true;
}

static enum gbx_sql_step no_values(struct gbx_sql_lex *x, struct gbx_sql_state *s, size_t from,
				   const char *kind, struct gbx_sql_piece *out)
{
	bool long_ago = x->misses >= GBX_SQL_MISSES;
	s->where = GBX_SQL_STATEMENTS;
	if (rest(x, s, PLAIN, long_ago ? GBX_SQL_GIVEN_UP : GBX_SQL_STATEMENT_BYTES))
		return skipped(x, from, kind, 1, out);
	x->misses += x->at - from > GBX_SQL_HOPELESS;
	if (!long_ago)
		return unfinished(x, s, from, out);
	return junk(x, s, from, out);
}

/* The one row of an INSERT ... SET, behind which x stands. */
static enum gbx_sql_step set_row(struct gbx_sql_lex *x, struct gbx_sql_state *s,
				 const struct gbx_sql_table *target, size_t from,
				 struct gbx_sql_piece *out)
{
	if (!rest(x, s, PLAIN, GBX_SQL_STATEMENT_BYTES))
		return unfinished(x, s, from, out);
	s->target = target;
	*out = (struct gbx_sql_piece){.from = from, .to = x->at};
	return GBX_SQL_S_TUPLE;
}

/* An INSERT whose first SELECT, at x, may be a row or a query. */
static enum gbx_sql_step first_select(struct gbx_sql_lex *x, struct gbx_sql_state *s,
				      struct gbx_sql_work *w, const struct gbx_sql_table *target,
				      size_t from, struct gbx_sql_piece *out)
{
	struct gbx_sql_lex look = *x;
	enum gbx_sql_row row = gbx_sql_row(&look, s, &w->tuple);
	x->misses = look.misses;
	switch (row) {
	case GBX_SQL_R_CUT:
		return unfinished(x, s, from, out);
	case GBX_SQL_R_QUERY:
		return no_values(x, s, from, "insert from a query", out);
	default:
		return enter(s, target, GBX_SQL_SELECTS, x, from, out);
	}
}

/* x stands behind the verb, which began at `verb`. */
static enum gbx_sql_step insert(struct gbx_sql_lex *x, struct gbx_sql_state *s, struct gbx_arena *a,
				struct gbx_sql_work *w, struct gbx_sql_again *again, size_t from,
				size_t verb, bool copy, struct gbx_sql_piece *out)
{
	const struct gbx_sql_table *target = NULL;
	bool all = !copy && is_insert_all(x);
	switch (gbx_sql_header(x, s, copy, a, w, &target)) {
	case GBX_SQL_H_VALUES:
		gbx_sql_blank(x);
		if (x->cut)
			return unfinished(x, s, from, out);
		s->all = all;
		*again = (struct gbx_sql_again){target, verb, all ? 0 : x->at - verb};
		return enter(s, target, GBX_SQL_VALUES, x, from, out);
	case GBX_SQL_H_COPY:
		return enter(s, target, GBX_SQL_COPY, x, from, out);
	case GBX_SQL_H_SET:
		return set_row(x, s, target, from, out);
	case GBX_SQL_H_SELECT:
		return first_select(x, s, w, target, from, out);
	case GBX_SQL_H_OTHER:
		return no_values(x, s, from, copy ? "copy" : "insert from a query", out);
	case GBX_SQL_H_OWN:
		return no_values(x, s, from, "insert into SQLite's own tables", out);
	case GBX_SQL_H_CUT:
		return unfinished(x, s, from, out);
	default:
		return GBX_SQL_S_NOMEM;
	}
}

/* A line that begins with no word: for psql, SQL*Plus or sqlcmd; or no SQL at all. */
static enum gbx_sql_step odd_line(struct gbx_sql_lex *x, struct gbx_sql_state *s, struct gbx_arena *a,
				  size_t from, size_t at, struct gbx_sql_piece *out)
{
	unsigned char c = x->p[at];
	x->at = at;
	if (gbx_sql_at_delimiter(x, s) || c == ';') {
		x->at += c == ';' ? 1 : s->ndelimiter;
		return skipped(x, from, "empty statement", 1, out);
	}
	if (!memchr("\\/:@.!", c, 6))
		return junk(x, s, from, out);
	if (!take_line(x))
		return GBX_SQL_S_MORE;
	struct gbx_sql_lex look = gbx_sql_lex_of(s, x->p, x->at, true);
	look.at = at + 1;
	struct gbx_sql_token t = c == '\\' ? gbx_sql_next(&look) : (struct gbx_sql_token){.kind = GBX_SQL_END};
	if (gbx_sql_is(x, &t, "connect") || gbx_sql_is(x, &t, "c"))
		gbx_sql_choose(&look, s, a);
	return skipped(x, from, "client command", 1, out);
}

static enum gbx_sql_step take_client(struct gbx_sql_lex *x, struct gbx_sql_state *s, const struct verb *v,
				     size_t from, size_t verb, struct gbx_sql_piece *out)
{
	x->at = verb;
	if (!take_line(x))
		return GBX_SQL_S_MORE;
	if (v->role == DELIMITER)
		gbx_sql_note_delimiter(s, gbx_span_of(x->p + verb, x->at - verb));
	return skipped(x, from, v->kind, 1, out);
}

/* A statement of a verb nobody knows that runs over the start of another is none: from
 * behind the verb on, for the line before it may be blank. */
static bool runs_over(const struct gbx_sql_lex *x, size_t behind)
{
	return gbx_sql_resume(x->p, x->at, behind) < x->at;
}

/* What the statement means for those behind it; y stands behind its verb and sees nothing
 * behind `to`: a bracket that is open there stays open. */
static void apply(struct gbx_sql_lex y, struct gbx_sql_state *s, struct gbx_arena *keep,
		  struct gbx_sql_work *w, const struct verb *v, size_t from, size_t to)
{
	y.n = to;
	y.last = true;
	if (v->role == SETTING)
		gbx_sql_note_setting(s, gbx_span_of(y.p + from, to - from));
	if (v->role == CHOOSE)
		gbx_sql_choose(&y, s, keep);
	bool table = v->role == TABLE && s->ntables < GBX_RELATIONS;
	struct gbx_sql_table *t = table ? gbx_sql_create(y, s, keep, w) : NULL;
	if (t) {
		gbx_sql_define(s, t, keep);
	}
}

/* Oracle's anonymous blocks, and T-SQL's batches. */
static enum role role_of(const struct gbx_sql_lex *x, const struct gbx_sql_state *s, const struct verb *v,
			 const struct gbx_sql_token *t)
{
	bool block = s->dialect == GBX_SQL_ORACLE &&
		     (gbx_sql_is(x, t, "BEGIN") || gbx_sql_is(x, t, "DECLARE"));
	if (s->dialect == GBX_SQL_ORACLE && gbx_sql_is(x, t, "SET"))
		return LINE;
	return block ? ROUTINE : v->role;
}

static enum gbx_sql_step take(struct gbx_sql_lex *x, struct gbx_sql_state *s, struct gbx_arena *keep,
			      struct gbx_sql_work *w, const struct verb *v, enum role role, size_t from,
			      struct gbx_sql_piece *out)
{
	struct gbx_sql_lex before = *x;
	bool ok = false;
	if (role == ROUTINE && x->misses < GBX_SQL_MISSES) {
		ok = rest(x, s, role, GBX_SQL_ROUTINE_BYTES);
		before.misses = x->misses + !ok;
		if (!ok && !x->last && x->n - from < GBX_SQL_ROUTINE_BYTES)
			return GBX_SQL_S_MORE;
	}
	if (!ok) {
		*x = before;
		ok = rest(x, s, PLAIN, GBX_SQL_STATEMENT_BYTES);
	}
	if (!ok)
		return unfinished(x, s, from, out);
	if (role == UNKNOWN && runs_over(x, before.at))
		return junk(x, s, from, out);
	apply(before, s, keep, w, v, from, x->at);
	return skipped(x, from, v->kind, 1, out);
}

enum gbx_sql_step gbx_sql_statement(struct gbx_sql_lex *x, struct gbx_sql_state *s,
				    struct gbx_arena *keep, struct gbx_arena *a,
				    struct gbx_sql_work *w, struct gbx_sql_again *again,
				    struct gbx_sql_piece *out)
{
	size_t from = x->at;
	if (s->where == GBX_SQL_LOST)
		return still_lost(x, s, out);
	unsigned comments = gbx_sql_blank(x);
	if (x->cut && !comments)
		return unfinished(x, s, from, out);
	if (comments || (x->at == x->n && x->at > from)) {
		x->cut = false;
		return skipped(x, from, comments ? "comment" : "blank line", comments ? comments : 1, out);
	}
	if (same_again(x, again)) {
		x->at += again->n;
		s->all = false;
		return enter(s, again->target, GBX_SQL_VALUES, x, from, out);
	}
	struct gbx_sql_token t = gbx_sql_next(x);
	if (t.kind == GBX_SQL_END)
		return unfinished(x, s, from, out);
	*again = t.kind == GBX_SQL_WORD ? *again : (struct gbx_sql_again){.n = 0};
	if (t.kind != GBX_SQL_WORD && !(t.kind == GBX_SQL_PUNCT && t.c == '('))
		return odd_line(x, s, keep, from, t.from, out);
	const struct verb *v = look_up(x, &t, verbs, sizeof verbs / sizeof *verbs);
	v = v ? v : &unknown;
	if (v->role == INSERT || v->role == COPY)
		return insert(x, s, a, w, again, from, t.from, v->role == COPY, out);
	enum role role = role_of(x, s, v, &t);
	if (role == LINE || role == DELIMITER)
		return take_client(x, s, v, from, t.from, out);
	*again = (struct gbx_sql_again){.n = 0};
	if (gbx_sql_is(x, &t, "CREATE")) {
		struct gbx_sql_lex look = *x;
		const struct verb *made = created(&look);
		if (made) {
			*x = look;
			v = made;
			role = made->role;
		}
		if (look.cut)
			return unfinished(x, s, from, out);
	}
	return take(x, s, keep, w, v, role, from, out);
}

/* Values */

static enum gbx_sql_step broken(struct gbx_sql_lex *x, struct gbx_sql_state *s, size_t from, size_t search,
				struct gbx_sql_piece *out)
{
	bool tuples = x->misses < GBX_SQL_MISSES;
	size_t to = tuples ? gbx_sql_resume_tuple(x->p, x->n, search) : gbx_sql_resume(x->p, x->n, search);
	if (to == x->n && !x->last)
		return unfinished(x, s, from, out);
	x->at = to;
	x->cut = false;
	s->shaken = true;
	if (to < x->n && x->p[to] != '(')
		s->where = GBX_SQL_STATEMENTS;
	*out = (struct gbx_sql_piece){.from = from, .to = to, .why = GBX_E_SQL_TUPLE};
	return GBX_SQL_S_BROKEN;
}

/* The table made last, when it is the same again. */
static const struct gbx_sql_table *numbered(struct gbx_span relation, uint32_t n, struct gbx_arena *a,
					    struct gbx_sql_work *w)
{
	const struct gbx_sql_table *t = w->numbered;
	if (!t || t->ncol != n || !gbx_span_eq(t->relation, relation))
		t = w->numbered = gbx_sql_numbered(relation, n, a, w);
	return t;
}

/* The first tuple of an INSERT says how many columns there are. */
static enum gbx_sql_step settle(struct gbx_sql_state *s, uint32_t n, struct gbx_arena *a,
				struct gbx_sql_work *w)
{
	if (s->fresh && !s->target->told && n != s->target->nvalue)
		s->target = numbered(s->target->relation, n, a, w);
	if (!s->target)
		return GBX_SQL_S_NOMEM;
	s->fresh = false;
	return GBX_SQL_S_TUPLE;
}

static enum gbx_sql_step tuple(struct gbx_sql_lex *x, struct gbx_sql_state *s, struct gbx_arena *a,
			       struct gbx_sql_work *w, struct gbx_sql_piece *out)
{
	struct gbx_sql_tuple *t = &w->tuple;
	if (!gbx_sql_tuple(x, t))
		return GBX_SQL_S_MORE;
	*out = (struct gbx_sql_piece){.from = t->from, .to = t->to};
	if (t->why != GBX_E_NONE) {
		size_t search = s->shaken && t->trouble > t->from ? t->trouble : t->from + 1;
		return broken(x, s, t->from, search, out);
	}
	s->shaken = false;
	return settle(s, t->n, a, w);
}

static enum gbx_sql_step end_values(struct gbx_sql_lex *x, struct gbx_sql_state *s, size_t from,
				    struct gbx_sql_piece *out)
{
	s->where = GBX_SQL_STATEMENTS;
	*out = (struct gbx_sql_piece){.from = from, .to = x->at};
	return GBX_SQL_S_END;
}

/* A word behind the tuples. */
static enum gbx_sql_step tail(struct gbx_sql_lex *x, struct gbx_sql_state *s, struct gbx_arena *a,
			      struct gbx_sql_work *w, const struct gbx_sql_token *t, size_t from,
			      struct gbx_sql_piece *out)
{
	static const char *const words[] = {"ON", "AS", "RETURNING", "SELECT", "OPTION", "LOG"};
	if (s->all && gbx_sql_is(x, t, "INTO")) {
		const struct gbx_sql_table *target = NULL;
		enum gbx_sql_header h = gbx_sql_header(x, s, false, a, w, &target);
		if (h == GBX_SQL_H_NOMEM)
			return GBX_SQL_S_NOMEM;
		if (h == GBX_SQL_H_VALUES)
			return enter(s, target, GBX_SQL_VALUES, x, from, out);
		return h == GBX_SQL_H_CUT && !x->last ? GBX_SQL_S_MORE
						      : broken(x, s, from, t->to, out);
	}
	for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
		if (!gbx_sql_is(x, t, words[i]))
			continue;
		if (rest(x, s, PLAIN, GBX_SQL_STATEMENT_BYTES))
			return end_values(x, s, from, out);
		s->where = GBX_SQL_STATEMENTS;
		return unfinished(x, s, from, out);
	}
	x->at = t->from;
	return end_values(x, s, from, out);
}

/* A SELECT of an INSERT. */
static enum gbx_sql_step select_row(struct gbx_sql_lex *x, struct gbx_sql_state *s,
				    struct gbx_arena *a, struct gbx_sql_work *w,
				    struct gbx_sql_piece *out)
{
	size_t from = x->at;
	enum gbx_sql_row row = gbx_sql_row(x, s, &w->tuple);
	bool whole = row == GBX_SQL_R_MORE;
	if (!whole)
		s->where = GBX_SQL_STATEMENTS;
	if (row == GBX_SQL_R_QUERY) {
		x->at = from;
		return no_values(x, s, from, "insert from a query", out);
	}
	if (row == GBX_SQL_R_LAST)
		whole = rest(x, s, PLAIN, GBX_SQL_STATEMENT_BYTES);
	if (!whole)
		return unfinished(x, s, from, out);
	*out = (struct gbx_sql_piece){.from = from, .to = x->at};
	return settle(s, w->tuple.n, a, w);
}

enum gbx_sql_step gbx_sql_values(struct gbx_sql_lex *x, struct gbx_sql_state *s,
				 struct gbx_arena *a, struct gbx_sql_work *w,
				 struct gbx_sql_piece *out)
{
	size_t from = x->at;
	if (s->where == GBX_SQL_SELECTS)
		return select_row(x, s, a, w, out);
	gbx_sql_blank(x);
	while (!x->cut && x->at < x->n && x->p[x->at] == ',') {
		x->at++;
		gbx_sql_blank(x);
	}
	if (x->cut)
		return unfinished(x, s, from, out);
	if (x->at == x->n)
		return x->last ? end_values(x, s, from, out) : GBX_SQL_S_MORE;
	if (x->p[x->at] == '(')
		return tuple(x, s, a, w, out);
	if (gbx_sql_at_delimiter(x, s) || x->p[x->at] == ';') {
		x->at++;
		return end_values(x, s, from, out);
	}
	size_t at = x->at;
	struct gbx_sql_token t = gbx_sql_next(x);
	if (gbx_sql_is(x, &t, "ROW") && x->at < x->n && x->p[x->at] == '(')
		return tuple(x, s, a, w, out);
	if (t.kind == GBX_SQL_WORD)
		return tail(x, s, a, w, &t, from, out);
	if (t.kind == GBX_SQL_END && x->cut && !x->last)
		return GBX_SQL_S_MORE;
	return broken(x, s, at, at + 1, out);
}

/* COPY */

int gbx_sql_copy_ends(const unsigned char *p, size_t n, size_t at)
{
	if (at < n && p[at] == '\\') {
		size_t i = at + 1;
		if (i < n && p[i] == '.' && (i + 1 >= n || p[i + 1] == '\n' || p[i + 1] == '\r'))
			return 1;
		return 0;
	}
	if (n - at < 5 || memcmp(p + at, "COPY ", 5) != 0)
		return 0;
	const unsigned char *lf = memchr(p + at, '\n', n - at);
	size_t end = lf ? (size_t)(lf - p) : n;
	if (end > at && p[end - 1] == '\r')
		end--;
	return end - at > 12 && memcmp(p + end - 12, " FROM stdin;", 12) == 0 ? 2 : 0;
}

/*
 * Tokens, tuples and where to go on after damage; the contract is in sql.h. Rules:
 * MySQL 8.0 manual section 9 (strings, comments with code), PostgreSQL 15 manual
 * section 4.1 (E'', U&'', dollar quoting), Oracle SQL reference (q'[...]'), Transact-SQL
 * (N'', [names]), SQLite "SQL As Understood".
 */
#include "sql.h"
#include "sql_mask.h"

#include <strings.h>

#ifdef __x86_64__
#include <immintrin.h>
#endif

#define TAG 64u		  /* longest tag of a dollar quote */
#define QUOTE_AHEAD 4096u /* where a run of tuples shows its first string */

static bool is_blank(unsigned char c)
{
	return c == ' ' || (c >= '\t' && c <= '\r');
}

static bool is_word(unsigned char c)
{
	return (c >= '0' && c <= '9') || ((c | 0x20) >= 'a' && (c | 0x20) <= 'z') || c == '_' ||
	       c == '$' || c == '@' || c >= 0x80;
}

size_t gbx_sql_either(const unsigned char *p, size_t n, size_t at, unsigned char a, unsigned char b)
{
#ifdef __x86_64__
	const __m128i va = _mm_set1_epi8((char)a), vb = _mm_set1_epi8((char)b);
	for (; n - at >= 16; at += 16) {
		__m128i v = _mm_loadu_si128((const __m128i *)(const void *)(p + at));
		__m128i hit = _mm_or_si128(_mm_cmpeq_epi8(v, va), _mm_cmpeq_epi8(v, vb));
		unsigned m = (unsigned)_mm_movemask_epi8(hit);
		if (m)
			return at + (unsigned)__builtin_ctz(m);
	}
#endif
	while (at < n && p[at] != a && p[at] != b)
		at++;
	return at;
}

size_t gbx_sql_quoted(const unsigned char *p, size_t n, size_t at, unsigned char quote,
		      bool backslash)
{
	while (at < n) {
		at = gbx_sql_either(p, n, at, quote, backslash ? '\\' : quote);
		if (at >= n)
			break;
		if (p[at] != quote)
			at += 2;
		else if (at + 1 < n && p[at + 1] == quote)
			at += 2;
		else
			return at + 1;
	}
	return SIZE_MAX;
}

/* Comments */

static bool digits_then_backslash(const struct gbx_sql_lex *x, size_t at)
{
	while (at < x->n && x->p[at] >= '0' && x->p[at] <= '9')
		at++;
	return at < x->n && x->p[at] == '\\';
}

/*
 * Behind the opening of a comment that holds code: "! 40101 " or "M!100100 ". The
 * sandbox line of mysqldump is none: its version is 999999 and a backslash follows.
 */
static size_t code_comment(const struct gbx_sql_lex *x)
{
	size_t at = x->at + 2;
	if (at < x->n && x->p[at] == 'M')
		at++;
	if (at >= x->n || x->p[at] != '!' || digits_then_backslash(x, at + 1))
		return 0;
	for (at++; at < x->n && x->p[at] >= '0' && x->p[at] <= '9';)
		at++;
	return at;
}

static size_t line_end(const struct gbx_sql_lex *x, size_t at)
{
	const unsigned char *lf = at < x->n ? memchr(x->p + at, '\n', x->n - at) : NULL;
	return lf ? (size_t)(lf - x->p) + 1 : x->n;
}

static bool comment_line(struct gbx_sql_lex *x)
{
	size_t end = line_end(x, x->at);
	if (end == x->n && !x->last && (!end || x->p[end - 1] != '\n')) {
		x->cut = true;
		return false;
	}
	x->at = end;
	return true;
}

/* A block comment at x->at; those of PostgreSQL nest, and nobody writes them so. */
static bool comment_block(struct gbx_sql_lex *x, unsigned *count)
{
	size_t code = x->dialect == GBX_SQL_MYSQL || x->dialect == GBX_SQL_ANY ? code_comment(x) : 0;
	if (code) {
		x->cut = code == x->n && !x->last; /* its number may go on */
		x->at = x->cut ? x->at : code;
		return !x->cut;
	}
	bool none = x->no_close && x->at >= x->no_close;
	const unsigned char *end = NULL;
	if (!none)
		end = memmem(x->p + x->at + 2, x->n - x->at - 2, "*/", 2);
	if (!end) {
		x->no_close = none ? x->no_close : x->at + 1;
		x->cut = true;
		return false;
	}
	x->at = (size_t)(end - x->p) + 2;
	++*count;
	return true;
}

static bool is_dash_comment(const struct gbx_sql_lex *x)
{
	size_t at = x->at + 2;
	/* MySQL wants a blank behind the dashes: 5--1 is 6. */
	return x->dialect != GBX_SQL_MYSQL || at >= x->n || x->p[at] <= ' ';
}

unsigned gbx_sql_blank(struct gbx_sql_lex *x)
{
	unsigned count = 0;
	while (x->at < x->n) {
		unsigned char c = x->p[x->at], d = x->at + 1 < x->n ? x->p[x->at + 1] : 0;
		if (is_blank(c)) {
			x->at++;
		} else if (x->at + 1 == x->n && !x->last && (c == '-' || c == '/' || c == '*')) {
			x->cut = true; /* half a comment's border */
			break;
		} else if (c == '-' && d == '-' && is_dash_comment(x)) {
			if (!comment_line(x))
				break;
			count++;
		} else if (c == '#' && (x->dialect == GBX_SQL_MYSQL || x->dialect == GBX_SQL_ANY)) {
			if (!comment_line(x))
				break;
			count++;
		} else if (c == '/' && d == '*') {
			if (!comment_block(x, &count))
				break;
		} else if (c == '*' && d == '/') {
			x->at += 2;
		} else {
			break;
		}
	}
	return count;
}

/* Tokens */

static struct gbx_sql_token end_token(struct gbx_sql_lex *x, bool cut)
{
	x->cut |= cut;
	return (struct gbx_sql_token){.kind = GBX_SQL_END, .from = x->at, .to = x->at};
}

static struct gbx_sql_token quoted_token(struct gbx_sql_lex *x, size_t from, size_t open,
					 bool backslash)
{
	unsigned char c = x->p[open], close = c == '[' ? ']' : c;
	size_t end = gbx_sql_quoted(x->p, x->n, open + 1, close, backslash);
	x->string = end == SIZE_MAX;
	if (end == SIZE_MAX)
		return end_token(x, true);
	if (end == x->n && !x->last) /* a second quote may follow */
		return end_token(x, true);
	x->at = end;
	return (struct gbx_sql_token){.kind = c == '\'' ? GBX_SQL_STRING : GBX_SQL_NAME,
				      .from = from,
				      .to = end,
				      .text = c == '\'' ? open : open + 1,
				      .c = c};
}

static unsigned char closing(unsigned char c)
{
	switch (c) {
	case '[':
		return ']';
	case '(':
		return ')';
	case '{':
		return '}';
	case '<':
		return '>';
	default:
		return c;
	}
}

/* Oracle's q'[...]': ends at the closing bracket before a quote. */
static struct gbx_sql_token q_token(struct gbx_sql_lex *x, size_t from, size_t open)
{
	if (open + 1 >= x->n)
		return end_token(x, true);
	const unsigned char end[2] = {closing(x->p[open + 1]), '\''};
	const unsigned char *q = open + 2 < x->n ? memmem(x->p + open + 2, x->n - open - 2, end, 2) : NULL;
	x->misses += !q;
	if (!q)
		return end_token(x, true);
	x->at = (size_t)(q - x->p) + 2;
	return (struct gbx_sql_token){
	    .kind = GBX_SQL_STRING, .from = from, .to = x->at, .text = open, .c = 'q'};
}

/* PostgreSQL's $tag$...$tag$ at x->at. */
static bool dollar_token(struct gbx_sql_lex *x, struct gbx_sql_token *t)
{
	size_t from = x->at, at = from + 1;
	while (at < x->n && at - from < TAG && x->p[at] != '$' && is_word(x->p[at]))
		at++;
	if (at >= x->n || x->p[at] != '$' || (x->p[from + 1] >= '0' && x->p[from + 1] <= '9'))
		return false;
	size_t tag = ++at - from;
	const unsigned char *q = memmem(x->p + at, x->n - at, x->p + from, tag);
	x->misses += !q;
	if (!q) {
		*t = end_token(x, true);
		return true;
	}
	x->at = (size_t)(q - x->p) + tag;
	*t = (struct gbx_sql_token){
	    .kind = GBX_SQL_STRING, .from = from, .to = x->at, .text = from + tag - 1, .c = '$'};
	return true;
}

/* What a string means by the letters before it. */
static struct gbx_sql_token prefixed(struct gbx_sql_lex *x, size_t from, size_t open)
{
	size_t n = open - from;
	const unsigned char *w = x->p + from;
	bool q = (n == 1 && (w[0] | 0x20) == 'q') || (n == 2 && (w[0] | 0x20) == 'n' && (w[1] | 0x20) == 'q');
	if (q && x->misses < GBX_SQL_MISSES &&
	    (x->dialect == GBX_SQL_ORACLE || x->dialect == GBX_SQL_ANY))
		return q_token(x, from, open);
	bool e = n == 1 && (w[0] | 0x20) == 'e' && x->dialect != GBX_SQL_MYSQL;
	return quoted_token(x, from, open, x->backslash || e);
}

static struct gbx_sql_token word_token(struct gbx_sql_lex *x)
{
	size_t from = x->at, at = from;
	while (at < x->n && (is_word(x->p[at]) || (x->p[at] == '.' && x->p[from] <= '9')))
		at++;
	if (at == x->n && !x->last)
		return end_token(x, true);
	if (at + 1 < x->n && x->p[at] == '&' && x->p[at + 1] == '\'' && at - from == 1)
		return quoted_token(x, from, at + 1, false);
	if (at < x->n && x->p[at] == '\'')
		return prefixed(x, from, at);
	x->at = at;
	return (struct gbx_sql_token){.kind = GBX_SQL_WORD, .from = from, .to = at};
}

static bool brackets_name(const struct gbx_sql_lex *x)
{
	return x->dialect == GBX_SQL_SQLSERVER || x->dialect == GBX_SQL_SQLITE ||
	       x->dialect == GBX_SQL_ANY;
}

struct gbx_sql_token gbx_sql_next(struct gbx_sql_lex *x)
{
	struct gbx_sql_token t;
	gbx_sql_blank(x);
	if (x->cut || x->at >= x->n)
		return end_token(x, false);
	unsigned char c = x->p[x->at];
	bool mine = x->dialect == GBX_SQL_POSTGRESQL || x->dialect == GBX_SQL_ANY;
	if (c == '\'')
		return quoted_token(x, x->at, x->at, x->backslash);
	if (c == '"' || c == '`')
		return quoted_token(x, x->at, x->at, c == '"' && x->backslash);
	if (c == '[' && brackets_name(x))
		return quoted_token(x, x->at, x->at, false);
	if (c == '$' && mine && x->misses < GBX_SQL_MISSES && dollar_token(x, &t))
		return t;
	if (is_word(c))
		return word_token(x);
	x->at++;
	return (struct gbx_sql_token){.kind = GBX_SQL_PUNCT, .from = x->at - 1, .to = x->at, .c = c};
}

bool gbx_sql_is(const struct gbx_sql_lex *x, const struct gbx_sql_token *t, const char *word)
{
	size_t n = strlen(word);
	return t->kind == GBX_SQL_WORD && t->to - t->from == n &&
	       strncasecmp((const char *)x->p + t->from, word, n) == 0;
}

/* Tuples */

static bool broken(struct gbx_sql_tuple *t, size_t at)
{
	t->why = GBX_E_SQL_TUPLE;
	t->trouble = at;
	return true;
}

static void add_value(const struct gbx_sql_lex *x, struct gbx_sql_tuple *t, size_t from, size_t to)
{
	while (from < to && is_blank(x->p[from]))
		from++;
	while (to > from && is_blank(x->p[to - 1]))
		to--;
	if (t->n < GBX_RECORD_COLUMNS)
		t->value[t->n] = (struct gbx_cell){(uint32_t)from, (uint32_t)(to - from)};
	t->n++;
}

/* A string ends well when no letter, digit or other quote stands behind it. */
static bool ends_well(const struct gbx_sql_lex *x, const struct gbx_sql_token *t)
{
	if (t->to >= x->n || (t->kind != GBX_SQL_STRING && t->kind != GBX_SQL_NAME))
		return true;
	unsigned char c = x->p[t->to];
	return !is_word(c) && c != '"' && c != '`' && c != '\\' && c != '?' && c != '!' && c != ';';
}

/* A statement begins inside the tuple: it was never closed. */
static bool interrupts(const struct gbx_sql_lex *x, const struct gbx_sql_token *t)
{
	return t->kind == GBX_SQL_WORD && x->p[t->from - 1] == '\n' && gbx_sql_starts(x->p, x->n, t->from);
}

/* Nothing is left and the tuple is open: true: more would not help. */
static bool never_ends(const struct gbx_sql_lex *x, const struct gbx_sql_lex *y)
{
	size_t most = x->hopeless ? GBX_SQL_HOPELESS : GBX_SQL_STATEMENT_BYTES;
	return x->last || (!y->string && x->n - x->at >= most);
}

static bool tuple(struct gbx_sql_lex *y, const struct gbx_sql_lex *x, struct gbx_sql_tuple *t)
{
	size_t from = y->at;
	for (unsigned depth = 1; depth;) {
		struct gbx_sql_token k = gbx_sql_next(y);
		if (k.kind == GBX_SQL_END)
			return never_ends(x, y) ? broken(t, x->n) : false;
		if (!ends_well(y, &k))
			return broken(t, k.to);
		if (interrupts(y, &k))
			return broken(t, k.from);
		if (k.kind != GBX_SQL_PUNCT)
			continue;
		if (k.c == ';')
			return broken(t, k.from);
		depth += k.c == '(' || k.c == '[';
		depth -= k.c == ')' || k.c == ']';
		if (!depth || (k.c == ',' && depth == 1)) {
			add_value(y, t, from, k.from);
			from = k.to;
		}
		if (!depth && k.c != ')')
			return broken(t, k.from);
	}
	return true;
}

bool gbx_sql_tuple(struct gbx_sql_lex *x, struct gbx_sql_tuple *t)
{
	struct gbx_sql_lex y = *x;
	y.at++;
	t->from = x->at;
	t->n = 0;
	t->why = GBX_E_NONE;
	bool ok = tuple(&y, x, t);
	x->misses = y.misses;
	x->no_close = y.no_close;
	if (ok && t->why == GBX_E_NONE)
		t->to = x->at = y.at;
	else if (ok && t->trouble - t->from > GBX_SQL_HOPELESS)
		x->misses += GBX_SQL_MISSES / 4;
	x->hopeless |= ok && t->why != GBX_E_NONE && t->trouble == x->n;
	return ok;
}

/* A run by masks: mydumper's strings stand in double quotes. */
struct gbx_sql_scan gbx_sql_scan_start(const struct gbx_sql_state *s, const unsigned char *p, size_t n,
				       size_t at)
{
	struct gbx_sql_scan scan = {.backslash = s->backslash, .quote = '\''};
	size_t most = n - at < QUOTE_AHEAD ? n : at + QUOTE_AHEAD;
	size_t first = s->dialect == GBX_SQL_MYSQL ? gbx_sql_either(p, most, at, '\'', '"') : most;
	if (first < most)
		scan.quote = p[first];
	if (s->dialect == GBX_SQL_SQLSERVER)
		scan.prefix = 'N';
	return scan;
}

/* After damage */

/* How statements of a dump begin their lines: what a text hardly says. */
static const char *const starts[] = {
    "INSERT INTO ", "INSERT IGNORE INTO ", "INSERT [", "REPLACE INTO ", "CREATE TABLE ", "DROP TABLE ",
    "LOCK TABLES ", "UNLOCK TABLES;", "ALTER TABLE ", "COPY ", "/*!40", "-- Dumping data ",
    "-- Table structure ", "SET IDENTITY_INSERT ", "CREATE DATABASE ", "USE `", "USE [", "COMMIT;",
};

bool gbx_sql_starts(const unsigned char *p, size_t n, size_t at)
{
	for (size_t i = 0; i < sizeof starts / sizeof *starts; i++) {
		size_t w = strlen(starts[i]);
		if (n - at >= w && strncasecmp((const char *)p + at, starts[i], w) == 0)
			return true;
	}
	return false;
}

static bool may_start(unsigned char c)
{
	return memchr("IiRrCcDdLlUuAaSs/-", c, 18) != NULL;
}

size_t gbx_sql_resume(const unsigned char *p, size_t n, size_t at)
{
	while (at < n) {
		const unsigned char *lf = memchr(p + at, '\n', n - at);
		if (!lf)
			break;
		at = (size_t)(lf - p) + 1;
		if (at < n && may_start(p[at]) && gbx_sql_starts(p, n, at))
			return at;
	}
	return n;
}

/* Behind a closing bracket: the place of the opening one after a comma, or 0. */
static size_t next_bracket(const unsigned char *p, size_t n, size_t at)
{
	bool comma = false;
	for (; at < n; at++) {
		if (p[at] == '(')
			return comma ? at : 0;
		if (p[at] == ',' && !comma)
			comma = true;
		else if (!is_blank(p[at]))
			return 0;
	}
	return 0;
}

size_t gbx_sql_resume_tuple(const unsigned char *p, size_t n, size_t at)
{
	while (at < n) {
		at = gbx_sql_either(p, n, at, ')', '\n');
		if (at >= n)
			break;
		at++;
		size_t bracket = p[at - 1] == ')' ? next_bracket(p, n, at) : 0;
		if (bracket)
			return bracket;
		if (p[at - 1] == '\n' && at < n && may_start(p[at]) && gbx_sql_starts(p, n, at))
			return at;
	}
	return n;
}

/*
 * A value as it stands between two commas. Literals lose their quotes; wrappers that
 * only say of what type a literal is (CAST, TO_DATE, N'', ::) are taken off; text put
 * together from literals is put together. Whatever else is kept as it is written.
 */
#include "sql.h"
#include "../base/bytes.h"

#include <strings.h>

#define WRAPS 32u    /* brackets and functions around one literal */
#define REPLACES 8u  /* replace() around it: SQLite's .dump needs two */

struct range {
	size_t from, to;
};

struct value {
	struct gbx_chunk *c;
	const struct gbx_sql_state *s;
	struct range replace[REPLACES][2]; /* what, by what; outermost first */
	unsigned nreplace;
	bool unistr;
	bool hex;    /* the string holds bytes as hex digits */
	bool binary; /* the string holds bytes as they are */
};

/* Functions whose first argument says what the value is. */
static const char *const wrappers[] = {
    "CAST",	   "TRY_CAST",	  "TO_DATE",	 "TO_TIMESTAMP",    "TO_TIMESTAMP_TZ", "TIMESTAMP",
    "DATE",	   "DATETIME",	  "TIME",	 "TO_CLOB",	    "TO_NCLOB",	       "TO_BLOB",
    "HEXTORAW",	   "UNHEX",	  "FROM_UNIXTIME", "STR_TO_DATE",   "TO_NUMBER",       "TO_CHAR",
    "JSON",	   "PARSE_JSON",  "TO_JSON",	 "TO_JSONB",	    "DECODE",	       "FROM_BASE64",
    "ST_GEOMFROMTEXT", "GEOMFROMTEXT", "ST_GEOMFROMWKB", "GEOMFROMWKB", "XMLTYPE",	       "NVL",
    "COALESCE",	   "TRIM",	  "RTRIM",	 "TO_DSINTERVAL",   "TO_YMINTERVAL",   "UNISTR",
    "TO_DATETIME", "CONVERT_FROM", "REPLACE",	 "CONVERT",	    "TRY_CONVERT",
};

static struct gbx_sql_lex lex(const struct value *v, struct range r)
{
	struct gbx_sql_lex x = gbx_sql_lex_of(v->s, v->c->p, r.to, true);
	x.at = r.from;
	return x;
}

static bool at_end(struct gbx_sql_lex x)
{
	return gbx_sql_next(&x).kind == GBX_SQL_END;
}

static bool is_punct(const struct gbx_sql_token *t, unsigned char c)
{
	return t->kind == GBX_SQL_PUNCT && t->c == c;
}

static bool is_wrapper(const struct gbx_sql_lex *x, const struct gbx_sql_token *t)
{
	for (size_t i = 0; i < sizeof wrappers / sizeof *wrappers; i++)
		if (gbx_sql_is(x, t, wrappers[i]))
			return true;
	return false;
}

/* Arguments of the bracket that was read: at most three, AS and USING end the first.
 * False: it does not close at the end of the range. */
static bool arguments(struct gbx_sql_lex *x, struct range arg[3], unsigned *n)
{
	size_t from = x->at;
	bool dropping = false;
	*n = 0;
	for (unsigned depth = 1; depth;) {
		struct gbx_sql_token t = gbx_sql_next(x);
		if (t.kind == GBX_SQL_END)
			return false;
		bool as = depth == 1 && (gbx_sql_is(x, &t, "AS") || gbx_sql_is(x, &t, "USING"));
		depth += is_punct(&t, '(');
		depth -= is_punct(&t, ')');
		if (!(as || !depth || (depth == 1 && is_punct(&t, ','))))
			continue;
		if (*n < 3 && !dropping)
			arg[(*n)++] = (struct range){from, t.from};
		dropping = as;
		from = t.to;
	}
	return at_end(*x);
}

/* Of CONVERT(type, value) and CONVERT(value, type): the value. */
static unsigned convert_argument(const struct value *v, const struct range *arg, unsigned n)
{
	struct gbx_sql_lex x = lex(v, arg[0]);
	struct gbx_sql_token t = gbx_sql_next(&x);
	bool type = t.kind == GBX_SQL_WORD && (v->c->p[t.from] < '0' || v->c->p[t.from] > '9');
	return type && n > 1 ? 1 : 0;
}

/* Takes one wrapper off the range; false: there is none. */
static bool unwrap(struct value *v, struct range *r)
{
	struct gbx_sql_lex x = lex(v, *r);
	struct gbx_sql_token t = gbx_sql_next(&x), name = t;
	struct range arg[3];
	unsigned n, take = 0;
	bool function = t.kind == GBX_SQL_WORD && is_wrapper(&x, &t);
	if (function)
		t = gbx_sql_next(&x);
	if (!is_punct(&t, '(') || !arguments(&x, arg, &n) || !n)
		return false;
	if (!function && n != 1)
		return false;
	if (function && (gbx_sql_is(&x, &name, "CONVERT") || gbx_sql_is(&x, &name, "TRY_CONVERT")))
		take = convert_argument(v, arg, n);
	if (function && gbx_sql_is(&x, &name, "REPLACE")) {
		if (n != 3 || v->nreplace == REPLACES)
			return false;
		v->replace[v->nreplace][0] = arg[1];
		v->replace[v->nreplace++][1] = arg[2];
	}
	v->unistr |= function && gbx_sql_is(&x, &name, "UNISTR");
	v->hex |= function && (gbx_sql_is(&x, &name, "HEXTORAW") || gbx_sql_is(&x, &name, "UNHEX"));
	*r = arg[take];
	return true;
}

/* chr(10), char(13): the byte, or -1. */
static int char_function(struct gbx_sql_lex *x, const struct gbx_sql_token *t)
{
	if (!gbx_sql_is(x, t, "CHR") && !gbx_sql_is(x, t, "CHAR") && !gbx_sql_is(x, t, "NCHAR"))
		return -1;
	struct gbx_sql_token open = gbx_sql_next(x), digits = gbx_sql_next(x), close = gbx_sql_next(x);
	if (!is_punct(&open, '(') || digits.kind != GBX_SQL_WORD || !is_punct(&close, ')'))
		return -1;
	int n = 0;
	for (size_t i = digits.from; i < digits.to; i++) {
		if (x->p[i] < '0' || x->p[i] > '9' || n > 12)
			return -1;
		n = n * 10 + (x->p[i] - '0');
	}
	return n < 128 ? n : -1;
}

/* Bytes: base/bytes.h */

/* SQL Server's own password hashes are known by the 0x before them: version 1 or 2, salt,
 * one or two SHA-1 or a SHA-512. */
static bool is_server_hash(struct gbx_span digits)
{
	return (digits.n == 52 || digits.n == 92 || digits.n == 140) && digits.p[0] == '0' &&
	       (digits.p[1] == '1' || digits.p[1] == '2') && !memcmp(digits.p + 2, "00", 2);
}

/* Hex digits, with what stands before them. */
static bool hex_bytes(struct gbx_chunk *c, size_t prefix, struct gbx_cell *cell)
{
	struct gbx_span digits = gbx_span_of(c->p + cell->off + prefix, cell->len - prefix);
	if (!gbx_bytes_are_hex(digits) || (prefix && is_server_hash(digits)))
		return true;
	if (gbx_bytes_are_bit(digits)) {
		*cell = (struct gbx_cell){cell->off + cell->len - 1, 1};
		return true;
	}
	size_t from = cell->off + prefix, n = digits.n / 2;
	uint32_t off = gbx_chunk_side(c, digits.p, n);
	if (off == UINT32_MAX)
		return false;
	if (gbx_bytes_from_hex(gbx_span_of(c->p + from, 2 * n), c->p + off) == n) {
		*cell = (struct gbx_cell){off, (uint32_t)n};
		return true;
	}
	c->side -= n;
	n = n < GBX_BLOB_BYTES ? n : GBX_BLOB_BYTES;
	*cell = (struct gbx_cell){(uint32_t)from, (uint32_t)(2 * n)};
	return true;
}

/* 0x and digits? */
static bool is_hex_number(struct gbx_span w)
{
	return w.n > 2 && w.p[0] == '0' && (w.p[1] | 0x20) == 'x';
}

static bool raw_bytes(struct gbx_chunk *c, struct gbx_cell *cell)
{
	unsigned char raw[GBX_BLOB_BYTES], hex[2 * GBX_BLOB_BYTES];
	if (gbx_bytes_are_text(c->p + cell->off, cell->len))
		return true;
	size_t n = gbx_bytes_undecoded(c->p + cell->off, cell->len, raw, sizeof raw);
	n = gbx_bytes_to_hex(raw, n, hex);
	bool bit = gbx_bytes_are_bit(gbx_span_of(hex, n));
	uint32_t off = gbx_chunk_side(c, hex + bit, n - bit);
	*cell = (struct gbx_cell){off, (uint32_t)(n - bit)};
	return off != UINT32_MAX;
}

/* Strings */

static bool is_hex_prefix(struct gbx_span w)
{
	return w.n == 1 && ((w.p[0] | 0x20) == 'x' || (w.p[0] | 0x20) == 'b');
}

/* The bytes of a string whose text is the cell. */
static bool string_bytes(struct value *v, bool c_escapes, struct gbx_cell *cell)
{
	struct gbx_span text = gbx_span_of(v->c->p + cell->off, cell->len);
	if (v->binary)
		return raw_bytes(v->c, cell);
	if (v->hex)
		return hex_bytes(v->c, 0, cell);
	return !c_escapes || !gbx_bytes_are_pg(text) || hex_bytes(v->c, 2, cell);
}

/* The text of a string token, as a cell. */
static bool string_text(struct value *v, const struct gbx_sql_token *t, struct gbx_cell *cell)
{
	const unsigned char *p = v->c->p;
	struct gbx_span w = gbx_span_of(p + t->from, t->text - t->from);
	if (t->c == '$') {
		size_t tag = t->text - t->from + 1;
		*cell = (struct gbx_cell){(uint32_t)t->text + 1, (uint32_t)(t->to - tag - t->text - 1)};
		return true;
	}
	if (t->c == 'q') {
		*cell = (struct gbx_cell){(uint32_t)t->text + 2, (uint32_t)(t->to - t->text - 4)};
		return true;
	}
	*cell = (struct gbx_cell){(uint32_t)t->text + 1, (uint32_t)(t->to - t->text - 2)};
	if (is_hex_prefix(w))
		return (w.p[0] | 0x20) == 'b' || hex_bytes(v->c, 0, cell);
	enum gbx_sql_escapes how = v->s->backslash ? GBX_SQL_E_BACKSLASH : GBX_SQL_E_DOUBLED;
	bool c = v->s->dialect == GBX_SQL_POSTGRESQL || v->s->dialect == GBX_SQL_ANY;
	if (c && ((v->s->backslash && v->s->dialect != GBX_SQL_ANY) || (w.n == 1 && (w.p[0] | 0x20) == 'e')))
		how = GBX_SQL_E_C;
	if (v->unistr || (w.n == 2 && w.p[1] == '&'))
		how = GBX_SQL_E_UNICODE;
	return gbx_sql_undo(v->c, how, '\'', cell) && string_bytes(v, c, cell);
}

static bool quoted_text(struct value *v, const struct gbx_sql_token *t, struct gbx_cell *cell)
{
	*cell = (struct gbx_cell){(uint32_t)t->text, (uint32_t)(t->to - 1 - t->text)};
	enum gbx_sql_escapes how =
	    v->s->backslash && t->c == '"' ? GBX_SQL_E_BACKSLASH : GBX_SQL_E_DOUBLED;
	return gbx_sql_undo(v->c, how, t->c == '[' ? ']' : t->c, cell);
}

static int signed_number(struct gbx_sql_lex x, size_t from, struct gbx_cell *cell)
{
	struct gbx_sql_token t = gbx_sql_next(&x);
	bool number = t.kind == GBX_SQL_WORD && x.p[t.from] >= '0' && x.p[t.from] <= '9';
	for (; t.kind == GBX_SQL_WORD || is_punct(&t, '.'); t = gbx_sql_next(&x))
		*cell = (struct gbx_cell){(uint32_t)from, (uint32_t)(t.to - from)};
	return number && t.kind == GBX_SQL_END;
}

/* One literal, and nothing but its type behind it. 1 yes, 0 no, -1 no memory. */
static int literal(struct value *v, struct range r, struct gbx_cell *cell)
{
	struct gbx_sql_lex x = lex(v, r);
	struct gbx_sql_token t = gbx_sql_next(&x);
	if (is_punct(&t, '-') || is_punct(&t, '+')) /* of a number: CAST(-1 AS ...) */
		return signed_number(x, t.from, cell);
	if (t.kind == GBX_SQL_WORD && !at_end(x)) { /* DATE '...', _utf8mb4 '...', _binary 0x.. */
		struct gbx_sql_lex look = x;
		struct gbx_sql_token u = gbx_sql_next(&look);
		bool introducer = v->c->p[t.from] == '_' && u.kind == GBX_SQL_WORD;
		if (u.kind == GBX_SQL_STRING || introducer) {
			v->binary |= gbx_sql_is(&x, &t, "_binary");
			t = u;
			x = look;
		}
	}
	struct gbx_sql_lex after = x;
	struct gbx_sql_token k = gbx_sql_next(&after);
	bool typed = is_punct(&k, ':') || gbx_sql_is(&x, &k, "COLLATE") || gbx_sql_is(&x, &k, "AT");
	if (k.kind != GBX_SQL_END && !(typed && t.kind == GBX_SQL_STRING))
		return 0;
	if (t.kind == GBX_SQL_STRING)
		return string_text(v, &t, cell) ? 1 : -1;
	if (t.kind == GBX_SQL_NAME)
		return quoted_text(v, &t, cell) ? 1 : -1;
	if (t.kind != GBX_SQL_WORD)
		return 0;
	*cell = (struct gbx_cell){(uint32_t)t.from, (uint32_t)(t.to - t.from)};
	if (gbx_sql_is(&x, &t, "NULL") || gbx_sql_is(&x, &t, "DEFAULT"))
		*cell = (struct gbx_cell){GBX_ABSENT, 0};
	else if (is_hex_number(gbx_sql_text(&x, &t)))
		return hex_bytes(v->c, 2, cell) ? 1 : -1;
	return 1;
}

/* Text put together: 'a' || chr(10) || 'b', N'a' + N'b', 'a' 'b'. As literal(). */
static int together(struct value *v, struct range r, struct gbx_cell *cell)
{
	struct gbx_sql_lex x = lex(v, r);
	unsigned strings = 0;
	for (struct gbx_sql_token t; (t = gbx_sql_next(&x)).kind != GBX_SQL_END;) { /* all of it? */
		bool joins = is_punct(&t, '|') || is_punct(&t, '+') || is_punct(&t, '(') || is_punct(&t, ')');
		bool wraps = t.kind == GBX_SQL_WORD && is_wrapper(&x, &t);
		strings += t.kind == GBX_SQL_STRING;
		if (t.kind != GBX_SQL_STRING && !joins && !wraps && char_function(&x, &t) < 0)
			return 0;
	}
	if (!strings || x.cut)
		return 0;
	x = lex(v, r);
	*cell = (struct gbx_cell){(uint32_t)(v->c->n + v->c->side), 0};
	for (struct gbx_sql_token t; (t = gbx_sql_next(&x)).kind != GBX_SQL_END;) {
		struct gbx_cell part = {0, 0};
		int byte = t.kind == GBX_SQL_WORD ? char_function(&x, &t) : -1;
		unsigned char one = (unsigned char)byte;
		size_t side = v->c->side;
		if (t.kind == GBX_SQL_STRING && !string_text(v, &t, &part))
			return -1;
		if (byte >= 0 && gbx_chunk_side(v->c, &one, 1) == UINT32_MAX)
			return -1;
		if (part.len && v->c->side == side &&
		    gbx_chunk_side(v->c, v->c->p + part.off, part.len) == UINT32_MAX)
			return -1;
		x.p = v->c->p;
	}
	cell->len = (uint32_t)(v->c->n + v->c->side) - cell->off;
	return 1;
}

/* replace() */

/* Up to four bytes of a literal or of char(10); false: something else. */
static bool short_text(struct value *v, struct range r, unsigned char out[4], size_t *n)
{
	struct gbx_sql_lex x = lex(v, r);
	struct gbx_sql_token t = gbx_sql_next(&x);
	if (t.kind == GBX_SQL_STRING && t.c == '\'' && t.text == t.from) {
		*n = t.to - t.text - 2;
		if (*n > 4 || !at_end(x))
			return false;
		memcpy(out, x.p + t.text + 1, *n);
		return true;
	}
	int byte = t.kind == GBX_SQL_WORD ? char_function(&x, &t) : -1;
	out[0] = (unsigned char)byte;
	*n = 1;
	return byte >= 0 && at_end(x);
}

/* One replace() in the side area, where the cell's text is the last there. */
static bool replace(struct value *v, const struct range what[2], struct gbx_cell *cell)
{
	unsigned char from[4], to[4];
	size_t nfrom, nto, at = 0, put = 0;
	if (!short_text(v, what[0], from, &nfrom) || !short_text(v, what[1], to, &nto) || !nfrom ||
	    nto > nfrom)
		return true;
	unsigned char *p = v->c->p + cell->off;
	while (at < cell->len) {
		if (cell->len - at >= nfrom && memcmp(p + at, from, nfrom) == 0) {
			memcpy(p + put, to, nto);
			put += nto;
			at += nfrom;
		} else {
			p[put++] = p[at++];
		}
	}
	v->c->side -= cell->len - put;
	cell->len = (uint32_t)put;
	return true;
}

static bool replace_all(struct value *v, struct gbx_cell *cell)
{
	if (!v->nreplace || cell->off == GBX_ABSENT)
		return true;
	if (cell->off < v->c->n) {
		uint32_t off = gbx_chunk_side(v->c, v->c->p + cell->off, cell->len);
		if (off == UINT32_MAX)
			return false;
		cell->off = off;
	}
	for (unsigned i = v->nreplace; i--;)
		if (!replace(v, v->replace[i], cell))
			return false;
	return true;
}

bool gbx_sql_value(struct gbx_chunk *c, const struct gbx_sql_state *s, bool bytes,
		   struct gbx_cell *cell)
{
	struct value v = {.c = c, .s = s, .binary = bytes};
	struct range r = {cell->off, (size_t)cell->off + cell->len};
	while (r.from < r.to && c->p[r.from] <= ' ')
		r.from++;
	while (r.to > r.from && c->p[r.to - 1] <= ' ')
		r.to--;
	struct gbx_cell raw = {(uint32_t)r.from, (uint32_t)(r.to - r.from)};
	*cell = raw.len ? raw : (struct gbx_cell){GBX_ABSENT, 0};
	if (!raw.len)
		return true;
	unsigned char first = c->p[r.from];
	if ((first >= '0' && first <= '9') || first == '-' || first == '.')
		return !is_hex_number(gbx_span_of(c->p + r.from, raw.len)) || hex_bytes(c, 2, cell);
	for (unsigned i = 0; i < WRAPS && unwrap(&v, &r); i++)
		;
	int ok = literal(&v, r, cell);
	if (!ok)
		ok = together(&v, r, cell);
	if (!ok) {
		*cell = raw;
		return true;
	}
	return ok > 0 && replace_all(&v, cell);
}

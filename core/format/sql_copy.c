/*
 * COPY's data in other forms than pg_dump writes: CSV, other delimiters and other words for
 * null. PostgreSQL 15 manual, "COPY", and psql's rule that a line of \. ends the data, even
 * inside quotes.
 */
#include "sql.h"
#include "../base/bytes.h"

/* ---- the options ---- */

/* The text of a string behind the option's name, AS or not; false: it is no string, or longer
 * than `most`. */
static bool read_string(struct gbx_sql_lex *x, unsigned char *out, size_t most, uint8_t *n)
{
	struct gbx_sql_lex look = *x;
	struct gbx_sql_token t = gbx_sql_next(&look);
	if (gbx_sql_is(&look, &t, "AS"))
		t = gbx_sql_next(&look);
	unsigned char text[4 * GBX_SQL_COPY_NULL];
	if (t.kind != GBX_SQL_STRING || t.to < t.text + 2 || t.to - t.text - 2 > sizeof text)
		return false;
	size_t len = t.to - t.text - 2;
	memcpy(text, look.p + t.text + 1, len);
	bool escapes = t.text > t.from && (look.p[t.from] | 0x20) == 'e';
	len = gbx_sql_unescape(text, len, escapes ? GBX_SQL_E_C : GBX_SQL_E_DOUBLED, '\'');
	if (len > most)
		return false;
	memcpy(out, text, len);
	*n = (uint8_t)len;
	*x = look;
	return true;
}

static bool read_byte(struct gbx_sql_lex *x, unsigned char *out)
{
	uint8_t n = 0;
	return read_string(x, out, 1, &n) && n == 1;
}

/* A word or a string of these letters. */
static bool says(const struct gbx_sql_lex *x, const struct gbx_sql_token *t, const char *word)
{
	size_t from = t->kind == GBX_SQL_STRING ? t->text + 1 : t->from;
	size_t to = t->kind == GBX_SQL_STRING && t->to > from ? t->to - 1 : t->to;
	return to - from == strlen(word) && !strncasecmp((const char *)x->p + from, word, to - from);
}

/* Behind HEADER: TRUE, FALSE, MATCH, or nothing of the kind. */
static bool read_header(struct gbx_sql_lex *x)
{
	static const char *const no[] = {"false", "off", "0"};
	static const char *const yes[] = {"true", "on", "1", "match"};
	struct gbx_sql_lex look = *x;
	struct gbx_sql_token t = gbx_sql_next(&look);
	for (size_t i = 0; i < sizeof no / sizeof *no; i++)
		if (says(&look, &t, no[i])) {
			*x = look;
			return false;
		}
	for (size_t i = 0; i < sizeof yes / sizeof *yes; i++)
		if (says(&look, &t, yes[i]))
			*x = look;
	return true;
}

/* What the options said so far. */
struct told {
	struct gbx_sql_copy copy;
	bool csv, null, other; /* other: the data is of a form that is not read */
};

static void read_format(struct gbx_sql_lex *x, struct told *o)
{
	struct gbx_sql_token t = gbx_sql_next(x);
	o->csv = says(x, &t, "csv");
	o->other |= !o->csv && !says(x, &t, "text");
}

static void read_option(struct gbx_sql_lex *x, const struct gbx_sql_token *t, struct told *o)
{
	struct gbx_sql_copy *c = &o->copy;
	if (gbx_sql_is(x, t, "FORMAT"))
		read_format(x, o);
	else if (gbx_sql_is(x, t, "CSV"))
		o->csv = true;
	else if (gbx_sql_is(x, t, "BINARY"))
		o->other = true;
	else if (gbx_sql_is(x, t, "HEADER"))
		c->header = read_header(x);
	else if (gbx_sql_is(x, t, "DELIMITER") || gbx_sql_is(x, t, "DELIMITERS"))
		o->other |= !read_byte(x, &c->delimiter);
	else if (gbx_sql_is(x, t, "QUOTE")) /* FORCE QUOTE has none */
		(void)read_byte(x, &c->quote);
	else if (gbx_sql_is(x, t, "ESCAPE"))
		o->other |= !read_byte(x, &c->escape);
	else if (gbx_sql_is(x, t, "NULL")) /* FORCE NULL has none */
		o->null |= read_string(x, c->null, GBX_SQL_COPY_NULL, &c->nnull);
}

static void settle(struct told *o)
{
	struct gbx_sql_copy *c = &o->copy;
	if (!c->delimiter)
		c->delimiter = o->csv ? ',' : '\t';
	if (o->csv && !c->quote)
		c->quote = '"';
	if (o->csv && !c->escape)
		c->escape = c->quote;
	if (!o->null && !o->csv) {
		memcpy(c->null, "\\N", 2);
		c->nnull = 2;
	}
	bool usual = !o->csv && c->delimiter == '\t' && c->nnull == 2 && !memcmp(c->null, "\\N", 2);
	c->form = o->csv ? GBX_SQL_COPY_CSV : usual && !c->header ? GBX_SQL_COPY_USUAL : GBX_SQL_COPY_TEXT;
}

bool gbx_sql_copy_options(struct gbx_sql_lex *x, struct gbx_sql_copy *copy)
{
	struct told o = {.csv = false};
	for (;;) {
		struct gbx_sql_token t = gbx_sql_next(x);
		if (t.kind == GBX_SQL_END)
			return false;
		if (t.kind == GBX_SQL_PUNCT && t.c == ';')
			break;
		read_option(x, &t, &o);
	}
	settle(&o);
	*copy = o.copy;
	return !o.other;
}

/* ---- rows ---- */

/* A line of its own that ends the data: \. The line's end must be seen. */
static bool is_end(const unsigned char *p, size_t n, size_t at)
{
	return at + 2 < n && p[at] == '\\' && gbx_sql_copy_ends(p, n, at) == 1;
}

static void add(struct gbx_sql_tuple *t, size_t from, size_t to)
{
	if (t->n < GBX_RECORD_COLUMNS)
		t->value[t->n] = (struct gbx_cell){(uint32_t)from, (uint32_t)(to - from)};
	t->n++;
}

size_t gbx_sql_copy_row(const struct gbx_sql_copy *o, const unsigned char *p, size_t n, size_t at,
			struct gbx_sql_tuple *t)
{
	bool csv = o->form == GBX_SQL_COPY_CSV, quoted = false;
	size_t field = at;
	gbx_sql_tuple_start(t, at);
	for (size_t i = at; i < n; i++) {
		unsigned char c = p[i];
		if (csv ? quoted && c == o->escape && i + 1 < n &&
				  (p[i + 1] == o->quote || (p[i + 1] == o->escape && c != o->quote))
			: c == '\\') {
			i++;
		} else if (csv && c == o->quote) {
			quoted = !quoted;
		} else if (c == '\n' && (!quoted || is_end(p, n, i + 1))) {
			t->to = i + 1;
			t->why = quoted ? GBX_E_SQL_TUPLE : GBX_E_NONE;
			add(t, field, i - (i > field && p[i - 1] == '\r'));
			return t->to;
		} else if (c == o->delimiter && !quoted) {
			add(t, field, i);
			field = i + 1;
		}
	}
	add(t, field, n);
	t->to = n;
	t->why = quoted ? GBX_E_SQL_TUPLE : GBX_E_NONE;
	return SIZE_MAX;
}

/* Without its quotes, in place; the length that is left. */
static size_t unquote(const struct gbx_sql_copy *o, unsigned char *p, size_t n)
{
	bool quoted = false;
	size_t to = 0;
	for (size_t i = 0; i < n; i++) {
		if (quoted && p[i] == o->escape && i + 1 < n &&
		    (p[i + 1] == o->quote || (p[i + 1] == o->escape && o->escape != o->quote)))
			p[to++] = p[++i];
		else if (p[i] == o->quote)
			quoted = !quoted;
		else
			p[to++] = p[i];
	}
	return to;
}

bool gbx_sql_copy_bytes(struct gbx_chunk *c, struct gbx_cell *cell)
{
	if (!gbx_bytes_are_pg(gbx_span_of(c->p + cell->off, cell->len)))
		return true;
	uint32_t off = cell->off < c->n ? gbx_chunk_side(c, c->p + cell->off, cell->len) : cell->off;
	if (off == UINT32_MAX)
		return false;
	struct gbx_span s = gbx_bytes_undo_pg(c->p + off, cell->len);
	*cell = (struct gbx_cell){(uint32_t)(s.p - c->p), (uint32_t)s.n};
	return true;
}

bool gbx_sql_copy_value(struct gbx_chunk *c, const struct gbx_sql_copy *o, struct gbx_cell *cell)
{
	const unsigned char *p = c->p + cell->off;
	if (cell->len == o->nnull && !memcmp(p, o->null, o->nnull)) {
		*cell = (struct gbx_cell){GBX_ABSENT, 0};
		return true;
	}
	if (o->form != GBX_SQL_COPY_CSV)
		return gbx_sql_undo(c, GBX_SQL_E_COPY, 0, cell) && gbx_sql_copy_bytes(c, cell);
	if (!memchr(p, o->quote, cell->len))
		return gbx_sql_copy_bytes(c, cell);
	uint32_t off = gbx_chunk_side(c, p, cell->len);
	if (off == UINT32_MAX)
		return false;
	size_t left = unquote(o, c->p + off, cell->len);
	c->side -= cell->len - left;
	*cell = (struct gbx_cell){off, (uint32_t)left};
	return true;
}

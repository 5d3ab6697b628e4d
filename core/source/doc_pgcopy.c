/* COPY's text format into rows; the contract is in doc_pgcopy.h. */
#include "doc_pgcopy.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "../base/bytes.h"
#include "../base/limits.h"

struct copy {
	struct gbx_doc *d;
	const char *relation;
	struct gbx_rows_column *col; /* [GBX_RECORD_COLUMNS]; names in `names` */
	uint32_t ncol;
	struct gbx_buf names, line, value;
	bool defined;  /* the table was sent */
	bool oversize; /* the line at hand burst the limit */
	bool done;     /* "\." was seen */
	uint64_t row;
};

/* ---- the statement ---- */

/* An identifier at p, undone into to (NULL: passed over); what follows, or NULL. */
static const char *identifier(const char *p, struct gbx_buf *to)
{
	if (*p != '"') {
		size_t n = strcspn(p, " ,().\"");
		if (to)
			gbx_buf_add(to, p, n);
		return n ? p + n : NULL;
	}
	for (p++; *p; p++) {
		if (*p == '"' && p[1] != '"')
			return p + 1;
		p += *p == '"';
		if (to)
			gbx_buf_addc(to, *p);
	}
	return NULL;
}

/* Names end up one behind the other; ends[i] is where the i-th does. */
static uint32_t column_names(struct copy *c, const char *p, size_t *ends)
{
	uint32_t n = 0;
	p = strncmp(p, "COPY ", 5) ? NULL : identifier(p + 5, NULL);
	if (p && *p == '.')
		p = identifier(p + 1, NULL);
	if (!p || strncmp(p, " (", 2) != 0)
		return 0;
	for (p += 2; n < GBX_RECORD_COLUMNS; p += 2) {
		p = identifier(p, &c->names);
		if (!p)
			return 0;
		ends[n++] = c->names.n;
		if (*p == ')')
			return n;
		if (strncmp(p, ", ", 2) != 0)
			return 0;
	}
	return 0;
}

static void name_columns(struct copy *c, const char *statement)
{
	size_t *ends = calloc(GBX_RECORD_COLUMNS, sizeof *ends), from = 0;
	if (!ends)
		_exit(GBX_UNPACK_EXIT_MEMORY);
	c->ncol = statement ? column_names(c, statement, ends) : 0;
	for (uint32_t i = 0; i < c->ncol; from = ends[i++])
		c->col[i].name = gbx_span_of(c->names.p + from, ends[i] - from);
	free(ends);
}

/* Without a list of columns there are as many as values in the first line. */
static void define(struct copy *c, struct gbx_span line)
{
	if (!c->ncol)
		for (c->ncol = 1; c->ncol < GBX_RECORD_COLUMNS; c->ncol++) {
			const unsigned char *tab = line.n ? memchr(line.p, '\t', line.n) : NULL;
			if (!tab)
				break;
			line.n -= (size_t)(tab - line.p) + 1;
			line.p = tab + 1;
		}
	c->defined = true;
	gbx_doc_table(c->d, gbx_span_str(c->relation), c->col, c->ncol);
}

/* ---- values ---- */

static unsigned digits(const unsigned char **p, const unsigned char *end, unsigned base, unsigned most)
{
	unsigned v = 0;
	for (; most-- && *p < end; (*p)++) {
		unsigned char ch = **p;
		unsigned d = ch >= '0' && ch <= '9' ? ch - 48u : (ch | 32u) - 97u + 10u;
		if (d >= base)
			break;
		v = v * base + d;
	}
	return v & 255;
}

/* The character behind a backslash. */
static char escaped(const unsigned char **p, const unsigned char *end)
{
	static const char from[] = "bfnrtv", to[] = "\b\f\n\r\t\v";
	unsigned char ch = *(*p)++;
	const char *known = ch ? strchr(from, ch) : NULL;
	if (known)
		return to[known - from];
	if (ch == 'x' && *p < end && strchr("0123456789abcdefABCDEF", **p) && **p)
		return (char)digits(p, end, 16, 2);
	if (ch < '0' || ch > '7')
		return (char)ch;
	(*p)--;
	return (char)digits(p, end, 8, 3);
}

static void value(struct copy *c, struct gbx_span s)
{
	if (gbx_span_is(s, "\\N")) {
		gbx_rows_absent(&c->d->rows);
		return;
	}
	if (!s.n || !memchr(s.p, '\\', s.n)) {
		gbx_rows_cell(&c->d->rows, s);
		return;
	}
	gbx_buf_reset(&c->value);
	for (const unsigned char *p = s.p, *end = s.p + s.n; p < end;) {
		const unsigned char *back = memchr(p, '\\', (size_t)(end - p));
		size_t n = (size_t)((back ? back : end) - p);
		gbx_buf_add(&c->value, p, n);
		p += n + (back != NULL);
		if (back && p < end)
			gbx_buf_addc(&c->value, escaped(&p, end));
	}
	if (gbx_buf_failed(&c->value))
		_exit(GBX_UNPACK_EXIT_MEMORY);
	struct gbx_span text = gbx_buf_span(&c->value);
	if (gbx_bytes_are_pg(text))
		text = gbx_bytes_undo_pg((unsigned char *)c->value.p, text.n);
	gbx_rows_cell(&c->d->rows, text);
}

/* ---- lines ---- */

/* False: stop. */
static bool line(struct copy *c, struct gbx_span s)
{
	c->done = gbx_span_is(s, "\\.");
	if (c->done)
		return true;
	if (!c->defined)
		define(c, s);
	gbx_rows_begin(&c->d->rows, ++c->row);
	for (bool more = true; more;) {
		const unsigned char *tab = s.n ? memchr(s.p, '\t', s.n) : NULL;
		size_t n = tab ? (size_t)(tab - s.p) : s.n;
		value(c, gbx_span_of(s.p, n));
		more = tab != NULL;
		s = more ? gbx_span_of(tab + 1, s.n - n - 1) : s;
	}
	return gbx_doc_row(c->d);
}

static void keep(struct copy *c, const unsigned char *p, size_t n)
{
	if (c->line.n + n > GBX_RECORD_BYTES)
		c->oversize = true;
	else
		gbx_buf_add(&c->line, p, n);
	if (gbx_buf_failed(&c->line))
		_exit(GBX_UNPACK_EXIT_MEMORY);
}

static bool end_line(struct copy *c, const unsigned char *p, size_t n)
{
	if (!c->line.n && !c->oversize && n <= GBX_RECORD_BYTES)
		return line(c, gbx_span_of(p, n));
	keep(c, p, n);
	bool ok = true;
	if (c->oversize)
		gbx_rows_damage(&c->d->rows, ++c->row, GBX_E_OVERSIZE, 1);
	else
		ok = line(c, gbx_buf_span(&c->line));
	c->oversize = false;
	gbx_buf_reset(&c->line);
	return ok;
}

/* The lines that end in p[0..n); the rest is kept. */
static bool block(struct copy *c, const unsigned char *p, size_t n)
{
	while (n && !c->done) {
		const unsigned char *eol = memchr(p, '\n', n);
		if (!eol) {
			keep(c, p, n);
			return true;
		}
		size_t len = (size_t)(eol - p);
		if (!end_line(c, p, len))
			return false;
		p = eol + 1;
		n -= len + 1;
	}
	return true;
}

enum gbx_eid gbx_pg_copy(struct gbx_doc *d, struct gbx_layer *l, const char *relation,
			 const char *statement)
{
	struct copy c = { .d = d, .relation = relation };
	const unsigned char *p = NULL;
	size_t n;
	bool ok = true;
	gbx_buf_init(&c.names, GBX_PG_TEXT_BYTES);
	gbx_buf_init(&c.line, (size_t)GBX_RECORD_BYTES + 2);
	gbx_buf_init(&c.value, (size_t)GBX_RECORD_BYTES + 2);
	c.col = calloc(GBX_RECORD_COLUMNS, sizeof *c.col);
	if (!c.col)
		_exit(GBX_UNPACK_EXIT_MEMORY);
	name_columns(&c, statement);
	if (c.ncol)
		define(&c, (struct gbx_span){ NULL, 0 });
	while (ok && (n = gbx_layer_next(l, &p)))
		ok = block(&c, p, n);
	enum gbx_eid why = ok ? l->fault : d->stopped;
	if (ok && (c.line.n || c.oversize)) {
		gbx_rows_damage(&d->rows, c.row + 1, c.oversize ? GBX_E_OVERSIZE : GBX_E_CUT, 1);
		why = why ? why : GBX_E_DUMP_DAMAGED;
	}
	gbx_buf_release(&c.names);
	gbx_buf_release(&c.line);
	gbx_buf_release(&c.value);
	free(c.col);
	return why;
}

void gbx_pg_tell(struct gbx_doc *d, const char *file, const char *relation, const char *statement)
{
	struct copy c = { .d = d };
	size_t stem = strcspn(file, ".");
	gbx_buf_init(&c.names, GBX_PG_TEXT_BYTES);
	c.col = calloc(GBX_RECORD_COLUMNS, sizeof *c.col);
	if (!c.col)
		_exit(GBX_UNPACK_EXIT_MEMORY);
	name_columns(&c, statement);
	if (c.ncol)
		gbx_rows_beside(&d->rows, gbx_span_of(file, stem), gbx_span_str(relation), c.col, c.ncol);
	gbx_buf_release(&c.names);
	free(c.col);
}

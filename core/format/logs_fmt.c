/*
 * Logs of key=value words ("logfmt", as Heroku's router and Go's libraries write
 * it; firewalls, too). A value in double quotes may hold blanks and quotes behind
 * backslashes; it is kept as it stands between the quotes.
 */
#include "logs.h"

#define KEY 64u /* bytes of the longest key */

static bool is_key(unsigned char c)
{
	return (c >= '0' && c <= '9') || ((c | 32) >= 'a' && (c | 32) <= 'z') ||
	       (c && memchr("_.-/@", c, 5));
}

/* Length of the quoted value at the start of s with both quotes; 0: not closed. */
static size_t quoted(struct gbx_span s)
{
	size_t i = 1;
	while (i < s.n && s.p[i] != '"')
		i += s.p[i] == '\\' ? 2 : 1;
	return i < s.n ? i + 1 : 0;
}

bool gbx_log_fmt_pair(struct gbx_span *s, struct gbx_span *key, struct gbx_span *value)
{
	size_t i = 0;
	while (s->n && (s->p[0] == ' ' || s->p[0] == '\t')) {
		s->p++;
		s->n--;
	}
	while (i < s->n && i < KEY && is_key(s->p[i]))
		i++;
	if (!i || i >= s->n || s->p[i] != '=')
		return false;
	*key = gbx_span_of(s->p, i);
	struct gbx_span rest = gbx_span_of(s->p + i + 1, s->n - i - 1);
	size_t n = rest.n && rest.p[0] == '"' ? quoted(rest) : 0;
	*value = n ? gbx_span_of(rest.p + 1, n - 2) : rest;
	if (!n) {
		const unsigned char *blank = rest.n ? memchr(rest.p, ' ', rest.n) : NULL;
		n = value->n = blank ? (size_t)(blank - rest.p) : rest.n;
	}
	if (n < rest.n && rest.p[n] != ' ' && rest.p[n] != '\t')
		return false;
	*s = gbx_span_of(rest.p + n, rest.n - n);
	return true;
}

struct parse {
	struct gbx_chunk *c;
	struct gbx_parsed *out;
	struct gbx_batch *b;
};

/* False without memory; *fits: all of the line was pairs. */
static bool put_pairs(struct parse *x, struct gbx_span s, uint32_t rec, bool *fits)
{
	struct gbx_span key, value;
	uint32_t guess = 0;
	*fits = false;
	while (gbx_log_fmt_pair(&s, &key, &value)) {
		uint32_t col = gbx_lrows_column(x->out, x->b, rec, key, guess);
		if (col == UINT32_MAX)
			return true;
		struct gbx_cell cell = {(uint32_t)(value.p - x->c->p), (uint32_t)value.n};
		if (!gbx_batch_cell(x->out, x->b, col, rec, cell))
			return false;
		guess = col + 1;
		*fits = true;
	}
	*fits = *fits && !s.n;
	return true;
}

static bool parse_line(struct parse *x, struct gbx_span line, size_t at, size_t all)
{
	bool fits;
	while (line.n && (line.p[line.n - 1] == ' ' || line.p[line.n - 1] == '\r'))
		line.n--;
	if (!line.n) {
		gbx_parsed_skip(x->out, "blank line", 1, all);
		return true;
	}
	uint32_t rec = gbx_batch_record(x->out, x->b, x->c->off + at);
	if (rec == UINT32_MAX || !put_pairs(x, line, rec, &fits))
		return false;
	if (fits) {
		x->out->bytes_records += all;
		return true;
	}
	gbx_batch_undo(x->b);
	x->out->bytes_quarantined += all;
	return gbx_parsed_bad(x->out, x->c->off + at, all, GBX_E_LINE_SHAPE);
}

bool gbx_log_fmt_parse(struct gbx_chunk *c, struct gbx_parsed *out, const char *relation)
{
	struct parse x = {.c = c, .out = out};
	x.b = gbx_parsed_batch(out, gbx_span_str(relation), 0);
	if (!x.b)
		return false;
	for (size_t at = 0; at < c->n;) {
		const unsigned char *p = c->p + at, *lf = memchr(p, '\n', c->n - at);
		size_t n = lf ? (size_t)(lf - p) : c->n - at, all = n + (lf != NULL);
		if (!parse_line(&x, gbx_span_of(p, n), at, all))
			return false;
		at += all;
	}
	x.b->bytes = c->p;
	gbx_parsed_finish(out);
	return true;
}

/*
 * The text of strings: MySQL 8.0 manual section 9.1.1; PostgreSQL 15 manual sections
 * 4.1.2 (E'', U&'') and COPY, "Text Format"; UNISTR of Oracle and SQLite.
 */
#include "sql.h"

static unsigned hex(unsigned char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	c |= 0x20;
	return c >= 'a' && c <= 'f' ? c - 'a' + 10u : 16;
}

/* A code point as UTF-8; the bytes written, at most 4. */
static size_t put_utf8(unsigned char *out, uint32_t cp)
{
	if (cp > 0x10FFFF || (cp >= 0xD800 && cp < 0xE000))
		cp = 0xFFFD;
	if (cp < 0x80) {
		out[0] = (unsigned char)cp;
		return 1;
	}
	size_t n = cp < 0x800 ? 2 : cp < 0x10000 ? 3 : 4;
	for (size_t i = n - 1; i; i--, cp >>= 6)
		out[i] = (unsigned char)(0x80 | (cp & 0x3F));
	out[0] = (unsigned char)((0xF00u >> n) | cp);
	return n;
}

/* Up to `most` digits of base 8 or 16 at p; *used of them. */
static uint32_t number(const unsigned char *p, size_t n, unsigned base, size_t most, size_t *used)
{
	uint32_t v = 0;
	size_t i = 0;
	for (; i < n && i < most && hex(p[i]) < base; i++)
		v = v * base + hex(p[i]);
	*used = i;
	return v;
}

static unsigned char simple(unsigned char c, enum gbx_sql_escapes how)
{
	switch (c) {
	case 'n':
		return '\n';
	case 'r':
		return '\r';
	case 't':
		return '\t';
	case 'b':
		return '\b';
	case '0':
		return how == GBX_SQL_E_BACKSLASH ? 0 : c;
	case 'Z':
		return how == GBX_SQL_E_BACKSLASH ? 26 : c;
	case 'f':
		return how == GBX_SQL_E_BACKSLASH ? c : '\f';
	case 'v':
		return how == GBX_SQL_E_COPY ? '\v' : c;
	default:
		return c;
	}
}

/* What a backslash and the n bytes at p behind it mean, written to out; *took of them. */
static size_t c_escape(const unsigned char *p, size_t n, enum gbx_sql_escapes how, unsigned char *out,
		       size_t *took)
{
	size_t used = 0;
	uint32_t v = 0;
	*took = 1;
	if (how != GBX_SQL_E_BACKSLASH && p[0] >= '0' && p[0] <= '7') {
		out[0] = (unsigned char)number(p, n, 8, 3, took);
		return 1;
	}
	if (how != GBX_SQL_E_BACKSLASH && p[0] == 'x')
		v = number(p + 1, n - 1, 16, 2, &used);
	if (used) {
		*took = 1 + used;
		out[0] = (unsigned char)v;
		return 1;
	}
	if (how == GBX_SQL_E_C && (p[0] == 'u' || p[0] == 'U'))
		v = number(p + 1, n - 1, 16, p[0] == 'u' ? 4 : 8, &used);
	if (used >= 4) {
		*took = 1 + used;
		return put_utf8(out, v);
	}
	if (how == GBX_SQL_E_BACKSLASH && (p[0] == '%' || p[0] == '_')) { /* kept for LIKE */
		out[0] = '\\';
		out[1] = p[0];
		return 2;
	}
	out[0] = simple(p[0], how);
	return 1;
}

/* \0041, \+010041, \u0041, \U00010041, \\. */
static size_t unicode_escape(const unsigned char *p, size_t n, unsigned char *out, size_t *took)
{
	bool mark = p[0] == '+' || p[0] == 'u' || p[0] == 'U';
	size_t want = p[0] == '+' ? 6 : p[0] == 'U' ? 8 : 4, used = 0;
	uint32_t v = number(p + mark, n - mark, 16, want, &used);
	*took = mark + used;
	if (used == want && v >= 0xD800 && v < 0xDC00 && n > *took + 4 && p[*took] == '\\') {
		const unsigned char *q = p + *took + 1;
		bool again = *q == 'u';
		size_t left = n - *took - 1 - again, more = 0;
		uint32_t low = number(q + again, left, 16, 4, &more);
		if (more == 4 && low >= 0xDC00 && low < 0xE000) {
			*took += 1 + again + more;
			v = 0x10000 + ((v - 0xD800) << 10) + (low - 0xDC00);
		}
	}
	if (used == want)
		return put_utf8(out, v);
	*took = 1;
	out[0] = p[0];
	return 1;
}

size_t gbx_sql_unescape(unsigned char *p, size_t n, enum gbx_sql_escapes how, unsigned char quote)
{
	size_t to = 0;
	for (size_t at = 0; at < n;) {
		unsigned char c = p[at], out[4];
		if (c == '\\' && how != GBX_SQL_E_DOUBLED && at + 1 < n) {
			size_t took, put;
			if (how == GBX_SQL_E_UNICODE)
				put = unicode_escape(p + at + 1, n - at - 1, out, &took);
			else
				put = c_escape(p + at + 1, n - at - 1, how, out, &took);
			memcpy(p + to, out, put);
			to += put;
			at += 1 + took;
			continue;
		}
		p[to++] = c;
		at += c == quote && how != GBX_SQL_E_COPY && at + 1 < n && p[at + 1] == quote ? 2 : 1;
	}
	return to;
}

bool gbx_sql_undo(struct gbx_chunk *c, enum gbx_sql_escapes how, unsigned char quote,
		  struct gbx_cell *cell)
{
	size_t end = (size_t)cell->off + cell->len;
	unsigned char other = how == GBX_SQL_E_DOUBLED ? quote : '\\';
	if (gbx_sql_either(c->p, end, cell->off, how == GBX_SQL_E_COPY ? '\\' : quote, other) == end)
		return true;
	uint32_t off = gbx_chunk_side(c, c->p + cell->off, cell->len);
	if (off == UINT32_MAX)
		return false;
	size_t left = gbx_sql_unescape(c->p + off, cell->len, how, quote);
	c->side -= cell->len - left;
	*cell = (struct gbx_cell){off, (uint32_t)left};
	return true;
}

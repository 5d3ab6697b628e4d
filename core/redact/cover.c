/*
 * What may stand in a sample, found by reading the written file again: cells that are
 * what the redaction writes ([dropped], tokens, kinds), cells equal to a value the policy
 * lets stand, and column names. A cell counts as a whole or not at all; whatever is not
 * covered is searched for originals. What JSON puts between strings is no cell.
 */
#include "../base/escape.h"
#include "impl.h"

#define CELL_MAX (64u << 20)

struct cover {
	const struct gbx_export *x;
	struct gbx_span text;
	unsigned char *cover;
	struct gbx_buf item; /* the value as it was before it was escaped */
};

/* Covers [from, to) when what was gathered may stand. */
static bool settle(struct cover *c, bool name, size_t from, size_t to)
{
	struct gbx_span v = gbx_buf_span(&c->item);
	bool ok = name ? gbx_bytes_set_has(&c->x->name, v)
		       : gbx_is_redacted(v) || gbx_bytes_set_has(&c->x->let, v);
	if (!ok && !name && v.n > 1 && v.p[0] == '\'') /* put there against formulas */
		ok = gbx_bytes_set_has(&c->x->let, gbx_span_of(v.p + 1, v.n - 1));
	if (!ok && name && v.n > 1 && v.p[0] == '\'')
		ok = gbx_bytes_set_has(&c->x->name, gbx_span_of(v.p + 1, v.n - 1));
	if (ok)
		memset(c->cover + from, 1, to - from);
	gbx_buf_reset(&c->item);
	return ok;
}

/* One CSV cell from `at`; returns where it ends (at the comma or line end). Values of a
 * list are settled one by one. *all: each of them may stand. */
static size_t csv_items(struct cover *c, size_t at, bool name, bool list, bool *all)
{
	const unsigned char *p = c->text.p;
	size_t n = c->text.n, i = at, from = at;
	bool quoted = i < n && p[i] == '"';
	*all = true;
	gbx_buf_reset(&c->item);
	for (i += quoted; i < n; i++) {
		if (quoted && p[i] == '"' && !(i + 1 < n && p[i + 1] == '"'))
			break;
		if (!quoted && (p[i] == ',' || p[i] == '\r' || p[i] == '\n'))
			break;
		if (list && p[i] == ';' && i + 1 < n && p[i + 1] == ' ') {
			*all &= settle(c, false, from, i);
			from = ++i + 1;
			continue;
		}
		gbx_buf_addc(&c->item, (char)p[i]);
		i += quoted && p[i] == '"';
	}
	i += quoted && i < n;
	*all &= settle(c, name, from, i);
	return i;
}

/* A value may hold what parts the values of a list: first the cell is taken for one. */
static size_t csv_cell(struct cover *c, size_t at, bool name)
{
	bool all;
	size_t end = csv_items(c, at, name, false, &all);
	if (!all && !name)
		csv_items(c, at, false, true, &all);
	if (all)
		memset(c->cover + at, 1, end - at);
	return end;
}

static void cover_csv(struct cover *c)
{
	bool name = true; /* in the header row */
	for (size_t i = 0; i < c->text.n; i++) {
		i = csv_cell(c, i, name);
		if (i < c->text.n && c->text.p[i] == '\n')
			name = false;
		if (i + 1 < c->text.n && c->text.p[i] == '\r' && c->text.p[i + 1] == '\n') {
			name = false;
			i++;
		}
	}
}

static unsigned hex_digit(unsigned char c)
{
	return c >= '0' && c <= '9' ? c - '0' : (c | 32) >= 'a' && (c | 32) <= 'f' ? (c | 32) - 'a' + 10 : 0;
}

static void add_utf8(struct gbx_buf *b, unsigned cp)
{
	if (cp < 0x80) {
		gbx_buf_addc(b, (char)cp);
	} else if (cp < 0x800) {
		gbx_buf_addc(b, (char)(0xc0 | cp >> 6));
		gbx_buf_addc(b, (char)(0x80 | (cp & 0x3f)));
	} else {
		gbx_buf_addc(b, (char)(0xe0 | cp >> 12));
		gbx_buf_addc(b, (char)(0x80 | (cp >> 6 & 0x3f)));
		gbx_buf_addc(b, (char)(0x80 | (cp & 0x3f)));
	}
}

/* The escape whose backslash is at i; returns its last byte. Our writer makes no
 * surrogate pairs. */
static size_t json_escape(struct cover *c, size_t i)
{
	static const char from[] = "bfnrt", to[] = "\b\f\n\r\t";
	const unsigned char *p = c->text.p;
	if (i + 1 >= c->text.n)
		return i;
	if (p[i + 1] == 'u' && i + 5 < c->text.n) {
		add_utf8(&c->item, hex_digit(p[i + 2]) << 12 | hex_digit(p[i + 3]) << 8 |
					   hex_digit(p[i + 4]) << 4 | hex_digit(p[i + 5]));
		return i + 5;
	}
	const char *k = p[i + 1] ? strchr(from, p[i + 1]) : NULL;
	gbx_buf_addc(&c->item, k ? to[k - from] : (char)p[i + 1]);
	return i + 1;
}

/* The string whose quote is at `at`; returns its closing quote. */
static size_t json_string(struct cover *c, size_t at)
{
	const unsigned char *p = c->text.p;
	size_t n = c->text.n, i = at + 1;
	gbx_buf_reset(&c->item);
	for (; i < n && p[i] != '"'; i++)
		if (p[i] == '\\')
			i = json_escape(c, i);
		else
			gbx_buf_addc(&c->item, (char)p[i]);
	bool name = i + 1 < n && p[i + 1] == ':';
	settle(c, name, at, i < n ? i + 1 : n);
	return i;
}

static void cover_jsonl(struct cover *c)
{
	for (size_t i = 0; i < c->text.n; i++) {
		if (c->text.p[i] == '"') {
			i = json_string(c, i);
		} else if (c->text.n - i >= 4 && !memcmp(c->text.p + i, "null", 4)) {
			memset(c->cover + i, 1, 4);
			i += 3;
		} else if (memchr("{}[]:, \n", c->text.p[i], 8)) {
			c->cover[i] = 1; /* between strings: a value may well be ":" */
		}
	}
}

bool gbx_cover(const struct gbx_export *x, struct gbx_span text, bool jsonl, unsigned char *cover)
{
	struct cover c = { x, text, cover, GBX_BUF_INIT(CELL_MAX) };
	memset(cover, 0, text.n);
	if (jsonl)
		cover_jsonl(&c);
	else
		cover_csv(&c);
	bool ok = !c.item.failed;
	gbx_buf_release(&c.item);
	return ok;
}

/* Encodings of mail; the contract is in mime.h. */
#include "mime.h"

#include <stdint.h>
#include <strings.h>

#include "../base/escape.h"

bool gbx_mime_same(struct gbx_span a, const char *b)
{
	return a.n == strlen(b) && (!a.n || strncasecmp((const char *)a.p, b, a.n) == 0);
}

bool gbx_mime_begins(struct gbx_span s, const char *with)
{
	size_t n = strlen(with);
	return s.n >= n && strncasecmp((const char *)s.p, with, n) == 0;
}

struct gbx_span gbx_mime_trim(struct gbx_span s)
{
	while (s.n && memchr(" \t\r\n", s.p[0], 4))
		s = gbx_span_of(s.p + 1, s.n - 1);
	while (s.n && memchr(" \t\r\n", s.p[s.n - 1], 4))
		s.n--;
	return s;
}

/* Lines */

bool gbx_mime_line(struct gbx_span s, size_t *at, struct gbx_span *raw, bool *folded)
{
	size_t i = *at, end;
	*folded = false;
	if (i >= s.n)
		return false;
	for (;;) {
		const unsigned char *lf = memchr(s.p + i, '\n', s.n - i);
		end = lf ? (size_t)(lf - s.p) : s.n;
		i = lf ? end + 1 : s.n;
		if (i == s.n || (s.p[i] != ' ' && s.p[i] != '\t'))
			break;
		*folded = true;
	}
	*raw = gbx_span_of(s.p + *at, end - *at);
	if (raw->n && raw->p[raw->n - 1] == '\r')
		raw->n--;
	*at = i;
	return true;
}

void gbx_mime_unfold(struct gbx_buf *out, struct gbx_span raw, bool blank)
{
	while (raw.n) {
		const unsigned char *lf = memchr(raw.p, '\n', raw.n);
		size_t n = lf ? (size_t)(lf - raw.p) : raw.n, plain = n;
		if (lf && plain && raw.p[plain - 1] == '\r')
			plain--;
		gbx_buf_add(out, raw.p, plain);
		if (!lf)
			break;
		n += blank ? 2 : 1;
		n = n < raw.n ? n : raw.n;
		raw = gbx_span_of(raw.p + n, raw.n - n);
	}
}

/* Base64 */

static int sextet(unsigned char c)
{
	if (c >= 'A' && c <= 'Z')
		return c - 'A';
	if (c >= 'a' && c <= 'z')
		return c - 'a' + 26;
	if (c >= '0' && c <= '9')
		return c - '0' + 52;
	return c == '+' || c == '-' ? 62 : c == '/' || c == '_' ? 63 : -1;
}

bool gbx_mime_base64(struct gbx_buf *out, struct gbx_span s)
{
	uint32_t bits = 0;
	unsigned have = 0;
	size_t i = 0;
	for (; i < s.n && s.p[i] != '='; i++) {
		int v = sextet(s.p[i]);
		if (v < 0 && memchr(" \t\r\n", s.p[i], 4))
			continue;
		if (v < 0)
			return false;
		bits = bits << 6 | (uint32_t)v;
		if (++have % 4)
			continue;
		gbx_buf_add(out, (unsigned char[]){bits >> 16 & 255, bits >> 8 & 255, bits & 255},
		            3);
	}
	if (have % 4 >= 2)
		gbx_buf_addc(out, (char)(bits >> (have % 4 == 2 ? 4 : 10) & 255));
	if (have % 4 == 3)
		gbx_buf_addc(out, (char)(bits >> 2 & 255));
	while (i < s.n && memchr("= \t\r\n", s.p[i], 5))
		i++;
	return i == s.n && have % 4 != 1;
}

/* Quoted-printable */

static int hex_digit(unsigned char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	c |= 0x20;
	return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/* What the = at i stands for: bytes used, and -1 (nothing: a soft line end) or a byte. */
static size_t quoted_at(struct gbx_span s, size_t i, int *byte)
{
	size_t k = i + 1;
	while (k < s.n && (s.p[k] == ' ' || s.p[k] == '\t'))
		k++;
	size_t cr = k < s.n && s.p[k] == '\r';
	*byte = -1;
	if (k + cr == s.n)
		return k + cr - i;
	if (s.p[k + cr] == '\n')
		return k + cr + 1 - i;
	int hi = i + 2 < s.n ? hex_digit(s.p[i + 1]) : -1;
	int lo = i + 2 < s.n ? hex_digit(s.p[i + 2]) : -1;
	*byte = hi < 0 || lo < 0 ? '=' : hi << 4 | lo;
	return hi < 0 || lo < 0 ? 1 : 3;
}

void gbx_mime_quoted(struct gbx_buf *out, struct gbx_span s, bool word)
{
	for (size_t i = 0; i < s.n;) {
		int byte;
		if (s.p[i] == '=') {
			i += quoted_at(s, i, &byte);
			if (byte >= 0)
				gbx_buf_addc(out, (char)byte);
			continue;
		}
		gbx_buf_addc(out, word && s.p[i] == '_' ? ' ' : (char)s.p[i]);
		i++;
	}
}

/* Charsets */

static bool is_latin1(struct gbx_span charset)
{
	return gbx_mime_same(charset, "iso-8859-1") || gbx_mime_same(charset, "latin1") ||
	       gbx_mime_same(charset, "windows-1252") || gbx_mime_same(charset, "cp1252") ||
	       gbx_mime_same(charset, "iso-8859-15");
}

#define CHARSET_NAME 40 /* bytes; no name is so long */
_Static_assert(GBX_CHARSET_COUNT <= 64, "a bit each");

/* What a name stands for: Latin-1 is windows-1252, as the WHATWG Encoding Standard has it. */
static enum gbx_charset named(struct gbx_span name)
{
	enum gbx_charset c = gbx_charset_find(name);
	return c == GBX_CHARSET_ISO_8859_1 ? GBX_CHARSET_WINDOWS_1252 : c;
}

/* The name at p, up to what no name holds; empty when it is too long for one. Preparing and
 * converting must agree on what a name is, or text would hang on where chunks are cut. */
static struct gbx_span name_at(const unsigned char *p, const unsigned char *end)
{
	const unsigned char *to = p;
	while (to < end && *to > ' ' && !memchr("?*;:\"", *to, 5))
		to++;
	return gbx_span_of(p, to - p <= CHARSET_NAME ? (size_t)(to - p) : 0);
}

/* Does "charset" end at `at`, blanks apart? */
static bool says_charset(struct gbx_span s, size_t at)
{
	while (at && memchr(" \t\r\n", s.p[at - 1], 4))
		at--;
	return at >= 7 && strncasecmp((const char *)s.p + at - 7, "charset", 7) == 0;
}

/* A bit for each charset that text names; UTF-8 needs no table. */
static uint64_t names_in(struct gbx_span text)
{
	const unsigned char *end = text.p + text.n, *q = text.p;
	uint64_t found = 0;
	while (q < end && (q = memchr(q, '=', (size_t)(end - q)))) {
		bool word = ++q < end && *q == '?';
		if (!word && !says_charset(text, (size_t)(q - 1 - text.p)))
			continue;
		q += word;
		while (!word && q < end && memchr(" \t\r\n\"", *q, 5))
			q++;
		struct gbx_span name = name_at(q, end);
		if (!gbx_mime_same(name, "utf-8"))
			found |= UINT64_C(1) << named(name);
	}
	return found & ~(UINT64_C(1) << GBX_CHARSET_NONE);
}

void gbx_mime_prepare(struct gbx_mime_charsets *m, struct gbx_span text)
{
	struct gbx_decoder d;
	uint64_t want = m->tables ? names_in(text) & ~m->ready : 0;
	for (; want; want &= want - 1)
		if (gbx_decoder_init(&d, m->tables, (enum gbx_charset)__builtin_ctzll(want)))
			m->ready |= want & -want;
}

struct gbx_mime_charsets gbx_mime_named(const struct gbx_mime_charsets *m, struct gbx_span text)
{
	return (struct gbx_mime_charsets){m->tables, m->ready ? m->ready & names_in(text) : 0};
}

/*
 * False: there is no table for it, or the text is UTF-8 whatever is said. That is so when
 * it is valid as such and not in the charset, or when the charset is of single bytes: those
 * read anything, and words of two letters that are UTF-8 by chance are rarer than wrong
 * names. Two-byte charsets have such words: one Chinese character in seven.
 */
static bool convert(const struct gbx_mime_charsets *m, struct gbx_buf *out, struct gbx_span text,
                    struct gbx_span charset)
{
	unsigned char part[4096];
	struct gbx_decoder d;
	enum gbx_charset c = GBX_CHARSET_NONE;
	if (m && m->ready && charset.n)
		c = named(name_at(charset.p, charset.p + charset.n));
	if (!(m && m->ready >> c & 1) || gbx_charset_info[c].kind == GBX_CHARSET_KIND_UTF8)
		return false;
	bool utf8 = gbx_utf8_valid(text.p, text.n);
	if ((utf8 && gbx_charset_info[c].kind == GBX_CHARSET_KIND_SINGLE) ||
	    !gbx_decoder_init(&d, m->tables, c))
		return false;
	size_t before = out->n;
	uint64_t bad = 0;
	while (text.n && !(utf8 && bad)) {
		struct gbx_decoded x = gbx_decode(&d, text.p, text.n, true, false, part, sizeof part);
		gbx_buf_add(out, part, x.wrote);
		bad += x.bad;
		text = gbx_span_of(text.p + x.used, text.n - x.used);
	}
	if (!utf8 || !bad)
		return true;
	out->n = before;
	return false;
}

void gbx_mime_charset(const struct gbx_mime_charsets *m, struct gbx_buf *out, struct gbx_span text,
                      struct gbx_span charset)
{
	if (convert(m, out, text, charset))
		return;
	if (gbx_utf8_valid(text.p, text.n)) {
		gbx_buf_add(out, text.p, text.n);
		return;
	}
	bool latin = is_latin1(charset);
	for (size_t i = 0; i < text.n; i++) {
		unsigned char c = text.p[i];
		if (c < 0x80)
			gbx_buf_addc(out, (char)c);
		else if (latin && c >= 0xA0)
			gbx_buf_add(out, (unsigned char[]){0xC0 | c >> 6, 0x80 | (c & 63)}, 2);
		else
			gbx_buf_adds(out, "\xEF\xBF\xBD");
	}
}

/* Encoded words: =?charset?B or Q?text?= */

struct word {
	struct gbx_span charset, text;
	bool base64;
	size_t all;
};

static bool word_at(struct gbx_span s, size_t at, struct word *w)
{
	const unsigned char *p = s.p + at, *end = s.p + s.n;
	if (s.n - at < 8 || p[0] != '=' || p[1] != '?')
		return false;
	const unsigned char *a = memchr(p + 2, '?', (size_t)(end - p) - 2);
	if (!a || end - a < 4 || a[2] != '?' || !memchr("bBqQ", a[1], 4))
		return false;
	const unsigned char *b = memchr(a + 3, '?', (size_t)(end - a) - 3);
	if (!b || end - b < 2 || b[1] != '=')
		return false;
	const unsigned char *star = memchr(p + 2, '*', (size_t)(a - p) - 2); /* RFC 2231 language */
	w->charset = gbx_span_of(p + 2, (size_t)((star ? star : a) - p) - 2);
	w->text = gbx_span_of(a + 3, (size_t)(b - a) - 3);
	w->base64 = (a[1] | 0x20) == 'b';
	w->all = (size_t)(b + 2 - p);
	return true;
}

static void add_word(const struct gbx_mime_charsets *m, struct gbx_buf *out, const struct word *w)
{
	struct gbx_buf raw = GBX_BUF_INIT(w->text.n + 1);
	if (w->base64)
		gbx_mime_base64(&raw, w->text);
	else
		gbx_mime_quoted(&raw, w->text, true);
	gbx_mime_charset(m, out, gbx_buf_span(&raw), w->charset);
	gbx_buf_release(&raw);
}

void gbx_mime_words(const struct gbx_mime_charsets *m, struct gbx_buf *out, struct gbx_span s)
{
	struct word w;
	bool after = false; /* only blanks since a word */
	size_t from = 0;
	for (size_t i = 0; i < s.n;) {
		const unsigned char *q = memchr(s.p + i, '=', s.n - i);
		i = q ? (size_t)(q - s.p) : s.n;
		if (!q || !word_at(s, i, &w)) {
			i += q != NULL;
			continue;
		}
		struct gbx_span gap = gbx_span_of(s.p + from, i - from);
		if (!after || gbx_mime_trim(gap).n)
			gbx_buf_add(out, gap.p, gap.n);
		add_word(m, out, &w);
		after = true;
		from = i += w.all;
	}
	gbx_buf_add(out, s.p + from, s.n - from);
}

/* Addresses */

/* Behind a quoted string or a comment that begins at i. */
static size_t over(struct gbx_span s, size_t i, unsigned char close)
{
	for (i++; i < s.n && s.p[i] != close; i++)
		i += s.p[i] == '\\';
	return i < s.n ? i + 1 : s.n;
}

static struct gbx_span bare(struct gbx_span s)
{
	s = gbx_mime_trim(s);
	while (s.n >= 2 &&
	       ((s.p[0] == '"' && s.p[s.n - 1] == '"') ||
	        (s.p[0] == '\'' && s.p[s.n - 1] == '\'') || (s.p[0] == '(' && s.p[s.n - 1] == ')')))
		s = gbx_mime_trim(gbx_span_of(s.p + 1, s.n - 2));
	return s;
}

struct parts {
	size_t angle, angle_end, comment, comment_end; /* SIZE_MAX: none */
};

/* The end of the address that begins at i. */
static size_t address_end(struct gbx_span s, size_t i, struct parts *x)
{
	*x = (struct parts){SIZE_MAX, SIZE_MAX, SIZE_MAX, SIZE_MAX};
	while (i < s.n && s.p[i] != ',' && s.p[i] != ';') {
		size_t from = i;
		if (s.p[i] == '"') {
			i = over(s, i, '"');
		} else if (s.p[i] == '(') {
			i = over(s, i, ')');
			x->comment = from;
			x->comment_end = i;
		} else if (s.p[i] == '<') {
			i = over(s, i, '>');
			x->angle = from;
			x->angle_end = i;
		} else {
			i++;
		}
	}
	return i;
}

bool gbx_mime_address(struct gbx_span list, size_t *at, struct gbx_span *mailbox,
                      struct gbx_span *name)
{
	struct parts x;
	while (*at < list.n && memchr(" \t\r\n,;", list.p[*at], 6))
		++*at;
	if (*at >= list.n)
		return false;
	size_t from = *at, end = address_end(list, from, &x);
	*at = end;
	*name = gbx_span_of(list.p + from, 0);
	if (x.angle != SIZE_MAX) {
		size_t close = x.angle_end - (list.p[x.angle_end - 1] == '>');
		*mailbox = bare(
		    gbx_span_of(list.p + x.angle + 1, close > x.angle ? close - x.angle - 1 : 0));
		*name = bare(gbx_span_of(list.p + from, x.angle - from));
	} else if (x.comment != SIZE_MAX) {
		*mailbox = bare(gbx_span_of(list.p + from, x.comment - from));
		*name = bare(gbx_span_of(list.p + x.comment, x.comment_end - x.comment));
	} else {
		*mailbox = bare(gbx_span_of(list.p + from, end - from));
	}
	return true;
}

struct gbx_span gbx_mime_parameter(struct gbx_span header, const char *name)
{
	size_t n = strlen(name);
	for (size_t i = 0; i < header.n; i++) {
		if (header.p[i] == '"') {
			i = over(header, i, '"') - 1;
			continue;
		}
		if (header.p[i] != ';')
			continue;
		struct gbx_span rest =
		    gbx_mime_trim(gbx_span_of(header.p + i + 1, header.n - i - 1));
		if (!gbx_mime_begins(rest, name) || rest.n <= n || rest.p[n] != '=')
			continue;
		rest = gbx_mime_trim(gbx_span_of(rest.p + n + 1, rest.n - n - 1));
		if (rest.n && rest.p[0] == '"') {
			size_t end = over(rest, 0, '"');
			return gbx_span_of(rest.p + 1, end > 1 ? end - 2 : 0);
		}
		const unsigned char *end = memchr(rest.p, ';', rest.n);
		return gbx_mime_trim(gbx_span_of(rest.p, end ? (size_t)(end - rest.p) : rest.n));
	}
	return (struct gbx_span){NULL, 0};
}

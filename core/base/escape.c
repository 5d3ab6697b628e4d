/*
 * Escaping hostile text; the contract is in escape.h. UTF-8 well-formedness is
 * table 3-7 of the Unicode Standard; bidirectional controls are those of UAX 9;
 * the spreadsheet prefixes follow OWASP's note on CSV injection.
 */
#include "escape.h"

#include <stdint.h>

#define REPLACEMENT "\xef\xbf\xbd"

static bool follows(unsigned char c)
{
	return (c & 0xc0) == 0x80;
}

static unsigned decode3(const unsigned char *p, unsigned *cp)
{
	*cp = (p[0] & 0x0fu) << 12 | (p[1] & 0x3fu) << 6 | (p[2] & 0x3fu);
	bool surrogate = *cp >= 0xd800 && *cp <= 0xdfff;
	return *cp >= 0x800 && !surrogate ? 3 : 0;
}

static unsigned decode4(const unsigned char *p, unsigned *cp)
{
	*cp = (p[0] & 0x07u) << 18 | (p[1] & 0x3fu) << 12 | (p[2] & 0x3fu) << 6 | (p[3] & 0x3fu);
	return *cp >= 0x10000 && *cp <= 0x10ffff ? 4 : 0;
}

unsigned gbx_utf8_next(const unsigned char *p, size_t n, unsigned *cp)
{
	unsigned none;
	if (!cp)
		cp = &none;
	if (!n)
		return 0;
	*cp = p[0];
	if (p[0] < 0x80)
		return 1;
	if (p[0] < 0xc2 || n < 2 || !follows(p[1]))
		return 0;
	if (p[0] < 0xe0) {
		*cp = (p[0] & 0x1fu) << 6 | (p[1] & 0x3fu);
		return 2;
	}
	if (n < 3 || !follows(p[2]))
		return 0;
	if (p[0] < 0xf0)
		return decode3(p, cp);
	if (p[0] > 0xf4 || n < 4 || !follows(p[3]))
		return 0;
	return decode4(p, cp);
}

/* How many of the n bytes at p are ASCII before the first that is not, in whole
 * steps of 16. */
static size_t ascii_run(const unsigned char *p, size_t n)
{
	size_t i = 0;
	for (; i + 16 <= n; i += 16) {
		uint64_t a, b;
		memcpy(&a, p + i, 8);
		memcpy(&b, p + i + 8, 8);
		if ((a | b) & UINT64_C(0x8080808080808080))
			break;
	}
	return i;
}

bool gbx_utf8_valid(const unsigned char *p, size_t n)
{
	size_t i = 0;
	while (i < n) {
		if (p[i] < 0x80) {
			size_t run = ascii_run(p + i, n - i);
			i += run ? run : 1;
			continue;
		}
		unsigned k = gbx_utf8_next(p + i, n - i, NULL);
		if (!k)
			return false;
		i += k;
	}
	return true;
}

/* Code points that change how other text is shown, or end the line. */
static bool unsafe_to_show(unsigned cp)
{
	static const unsigned range[][2] = {
	    {0x0000, 0x001f}, {0x007f, 0x009f}, {0x061c, 0x061c},
	    {0x200e, 0x200f}, {0x2028, 0x202e}, {0x2066, 0x206f},
	};
	for (size_t i = 0; i < sizeof range / sizeof range[0]; i++) {
		if (cp >= range[i][0] && cp <= range[i][1])
			return true;
	}
	return false;
}

/* What one writer does with a byte it gets in the clear. */
typedef void put_fn(struct gbx_buf *out, struct gbx_span s, size_t at);

static void put_hidden(struct gbx_buf *out, const char *slash, unsigned cp)
{
	if (cp < 0x80)
		gbx_buf_addf(out, "%sx%02x", slash, cp);
	else
		gbx_buf_addf(out, "%su{%04x}", slash, cp);
}

/* The walk common to terminal, HTML and Markdown: invalid bytes and unsafe code
 * points written out with `slash`, ASCII through put, the rest as it is. */
static void walk(struct gbx_buf *out, struct gbx_span s, const char *slash, put_fn *put)
{
	for (size_t i = 0; i < s.n;) {
		unsigned cp;
		unsigned k = gbx_utf8_next(s.p + i, s.n - i, &cp);
		if (!k) {
			gbx_buf_addf(out, "%sx%02x", slash, s.p[i]);
			k = 1;
		} else if (unsafe_to_show(cp)) {
			put_hidden(out, slash, cp);
		} else if (k == 1) {
			put(out, s, i);
		} else {
			gbx_buf_add(out, s.p + i, k);
		}
		i += k;
	}
}

static void put_plain(struct gbx_buf *out, struct gbx_span s, size_t at)
{
	gbx_buf_addc(out, (char)s.p[at]);
}

void gbx_escape_terminal(struct gbx_buf *out, struct gbx_span s)
{
	walk(out, s, "\\", put_plain);
}

static void put_html(struct gbx_buf *out, struct gbx_span s, size_t at)
{
	switch (s.p[at]) {
	case '&':
		gbx_buf_adds(out, "&amp;");
		break;
	case '<':
		gbx_buf_adds(out, "&lt;");
		break;
	case '>':
		gbx_buf_adds(out, "&gt;");
		break;
	case '"':
		gbx_buf_adds(out, "&quot;");
		break;
	case '\'':
		gbx_buf_adds(out, "&#39;");
		break;
	default:
		gbx_buf_addc(out, (char)s.p[at]);
	}
}

void gbx_escape_html(struct gbx_buf *out, struct gbx_span s)
{
	walk(out, s, "\\", put_html);
}

static bool is_alnum(unsigned char c)
{
	return (c >= '0' && c <= '9') || ((c | 32) >= 'a' && (c | 32) <= 'z');
}

/* An underscore inside a word never starts emphasis (CommonMark 6.2). */
static bool inside_word(struct gbx_span s, size_t at)
{
	return at > 0 && at + 1 < s.n && is_alnum(s.p[at - 1]) && is_alnum(s.p[at + 1]);
}

/* "# ", "- ", "1. ", "=": marks that mean something at the start of a line only. */
static bool starts_block(struct gbx_span s, size_t at)
{
	if (at == 0)
		return strchr("#+-=", s.p[0]) != NULL;
	if (s.p[at] != '.' && s.p[at] != ')')
		return false;
	for (size_t i = 0; i < at; i++) {
		if (s.p[i] < '0' || s.p[i] > '9')
			return false;
	}
	return true;
}

/* "http://" and "www." turn into links by themselves in GFM. */
static bool starts_link(struct gbx_span s, size_t at)
{
	if (s.p[at] == ':')
		return at + 2 < s.n && s.p[at + 1] == '/' && s.p[at + 2] == '/';
	return s.p[at] == '.' && at >= 3 && (s.p[at - 1] | 32) == 'w' &&
	       (s.p[at - 2] | 32) == 'w' && (s.p[at - 3] | 32) == 'w';
}

static void put_markdown(struct gbx_buf *out, struct gbx_span s, size_t at)
{
	unsigned char c = s.p[at];
	if (c == '<' || c == '>' || c == '&') {
		put_html(out, s, at);
		return;
	}
	if (c == ' ' && at == 0) {
		gbx_buf_adds(out, "&#32;");
		return;
	}
	bool special = memchr("\\`*[]|~!$", c, 9) || (c == '_' && !inside_word(s, at)) ||
	               starts_block(s, at) || starts_link(s, at);
	if (special)
		gbx_buf_addc(out, '\\');
	gbx_buf_addc(out, (char)c);
}

void gbx_escape_markdown(struct gbx_buf *out, struct gbx_span s)
{
	walk(out, s, "\\\\", put_markdown);
}

/* Copies valid UTF-8; each invalid byte becomes U+FFFD; `quote` stands for a quote. */
static void add_csv_text(struct gbx_buf *out, struct gbx_span s, const char *quote)
{
	for (size_t i = 0; i < s.n;) {
		unsigned cp;
		unsigned k = gbx_utf8_next(s.p + i, s.n - i, &cp);
		if (!k)
			gbx_buf_adds(out, REPLACEMENT);
		else if (cp == '"')
			gbx_buf_adds(out, quote);
		else if (unsafe_to_show(cp) && cp != '\t' && cp != '\r' && cp != '\n')
			put_hidden(out, "\\", cp);
		else
			gbx_buf_add(out, s.p + i, k);
		i += k ? k : 1;
	}
}

static bool csv_needs_quotes(struct gbx_span s)
{
	for (size_t i = 0; i < s.n; i++) {
		if (s.p[i] == ',' || s.p[i] == '"' || s.p[i] == '\r' || s.p[i] == '\n')
			return true;
	}
	return s.n && (s.p[0] == ' ' || s.p[s.n - 1] == ' ');
}

void gbx_escape_csv_text(struct gbx_buf *out, struct gbx_span s) { add_csv_text(out, s, "\""); }

bool gbx_safe_to_show(struct gbx_span s)
{
	unsigned cp;
	for (size_t i = 0, k; i < s.n; i += k) {
		k = gbx_utf8_next(s.p + i, s.n - i, &cp);
		if (!k || unsafe_to_show(cp))
			return false;
	}
	return true;
}

void gbx_escape_csv(struct gbx_buf *out, struct gbx_span s)
{
	bool quoted = csv_needs_quotes(s);
	if (quoted)
		gbx_buf_addc(out, '"');
	if (s.n && memchr("=+-@\t\r", s.p[0], 6))
		gbx_buf_addc(out, '\'');
	add_csv_text(out, s, "\"\"");
	if (quoted)
		gbx_buf_addc(out, '"');
}

static void put_json_ascii(struct gbx_buf *out, unsigned char c)
{
	static const char short_form[] = "\bb\ff\nn\rr\tt\"\"\\\\";
	for (size_t i = 0; i + 1 < sizeof short_form; i += 2) {
		if (c == (unsigned char)short_form[i]) {
			gbx_buf_addc(out, '\\');
			gbx_buf_addc(out, short_form[i + 1]);
			return;
		}
	}
	if (c < 0x20 || c == 0x7f)
		gbx_buf_addf(out, "\\u%04x", c);
	else
		gbx_buf_addc(out, (char)c);
}

/* Bytes at the start of s that stand for themselves in JSON. */
static size_t json_plain(struct gbx_span s, size_t at)
{
	size_t i = at;
	while (i < s.n && s.p[i] >= 0x20 && s.p[i] < 0x7f && s.p[i] != '"' && s.p[i] != '\\')
		i++;
	return i - at;
}

void gbx_escape_json(struct gbx_buf *out, struct gbx_span s)
{
	gbx_buf_addc(out, '"');
	for (size_t i = 0; i < s.n;) {
		size_t plain = json_plain(s, i);
		if (plain) {
			gbx_buf_add(out, s.p + i, plain);
			i += plain;
			continue;
		}
		unsigned cp;
		unsigned k = gbx_utf8_next(s.p + i, s.n - i, &cp);
		if (!k)
			gbx_buf_adds(out, REPLACEMENT);
		else if (k == 1)
			put_json_ascii(out, s.p[i]);
		else if (unsafe_to_show(cp))
			gbx_buf_addf(out, "\\u%04x", cp);
		else
			gbx_buf_add(out, s.p + i, k);
		i += k ? k : 1;
	}
	gbx_buf_addc(out, '"');
}

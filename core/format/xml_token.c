/* Tokens of XML; the contract is in xml.h. Tags are not longer than GBX_XML_TAG_BYTES. */
#include "xml.h"

#include "../base/limits.h"

#ifdef __SSE2__
#include <emmintrin.h>
#endif

static bool is_blank(unsigned char c)
{
	return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

bool gbx_xml_is_blank(struct gbx_span s)
{
	size_t i = 0;
	while (i < s.n && is_blank(s.p[i]))
		i++;
	return i == s.n;
}

static bool begins_name(unsigned char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || c == ':' ||
	       c >= 0x80;
}

static bool ends_name(unsigned char c)
{
	return is_blank(c) || c == '/' || c == '>' || c == '=' || c == '<' || c == '"' || c == '\'';
}

static bool is_name(struct gbx_span s)
{
	for (size_t i = 0; i < s.n; i++) {
		unsigned char c = s.p[i];
		if (!begins_name(c) && !(c >= '0' && c <= '9') && c != '-' && c != '.')
			return false;
	}
	return s.n != 0;
}

static struct gbx_span name_at(struct gbx_span s, size_t i)
{
	size_t end = i;
	while (end < s.n && !ends_name(s.p[end]))
		end++;
	return gbx_span_of(s.p + i, end - i);
}

/* Up to and with `close`. */
static void until(struct gbx_span s, size_t open, const char *close, bool last,
                  struct gbx_xml_token *t, enum gbx_xml_kind kind)
{
	const unsigned char *from = s.p + t->off + open;
	size_t left = s.n - t->off - open, n = strlen(close);
	const unsigned char *end = memmem(from, left, close, n);
	if (!end) {
		t->kind = last ? GBX_XML_BAD : GBX_XML_MORE;
		t->n = s.n - t->off;
		return;
	}
	t->kind = kind;
	t->body = gbx_span_of(from, (size_t)(end - from));
	t->n = open + t->body.n + n;
}

static bool begins(struct gbx_span s, size_t at, const char *with)
{
	size_t n = strlen(with);
	return s.n - at >= n && memcmp(s.p + at, with, n) == 0;
}

/* The next < > " ' from i on, or n; in quotes only < and that quote count. */
static size_t to_mark(const unsigned char *p, size_t i, size_t n, unsigned char quote)
{
	unsigned char a = quote ? quote : '"', b = quote ? quote : '\'', c = quote ? quote : '>';
#ifdef __SSE2__
	const __m128i lt = _mm_set1_epi8('<'), va = _mm_set1_epi8((char)a);
	const __m128i vb = _mm_set1_epi8((char)b), vc = _mm_set1_epi8((char)c);
	for (; i + 16 <= n; i += 16) {
		__m128i v = _mm_loadu_si128((const __m128i *)(const void *)(p + i));
		__m128i x = _mm_or_si128(_mm_cmpeq_epi8(v, lt), _mm_cmpeq_epi8(v, va));
		__m128i y = _mm_or_si128(_mm_cmpeq_epi8(v, vb), _mm_cmpeq_epi8(v, vc));
		unsigned m = (unsigned)_mm_movemask_epi8(_mm_or_si128(x, y));
		if (m)
			return i + (unsigned)__builtin_ctz(m);
	}
#endif
	while (i < n && p[i] != '<' && p[i] != a && p[i] != b && p[i] != c)
		i++;
	return i;
}

/* The > of the tag at `at`, outside quotes; or where it breaks, *good false then. s.n
 * when it is not there. */
static size_t tag_end(struct gbx_span s, size_t at, bool *good)
{
	size_t most = s.n - at > GBX_XML_TAG_BYTES ? at + GBX_XML_TAG_BYTES : s.n;
	unsigned char quote = 0;
	*good = true;
	for (size_t i = at + 1;; i++) {
		i = to_mark(s.p, i, most, quote);
		if (i == most)
			break;
		unsigned char c = s.p[i];
		*good = c != '<';
		if (!*good || c == '>')
			return i;
		quote = quote ? 0 : c;
	}
	*good = most == s.n;
	return most;
}

static void tag(struct gbx_span s, bool last, struct gbx_xml_token *t)
{
	bool good, stop = s.n - t->off > 1 && s.p[t->off + 1] == '/';
	size_t end = tag_end(s, t->off, &good), from = t->off + 1 + stop;
	t->n = end - t->off;
	t->kind = GBX_XML_BAD;
	if (good && end == s.n) {
		t->kind = last ? GBX_XML_BAD : GBX_XML_MORE;
		return;
	}
	if (!good || !begins_name(s.p[from]))
		return;
	t->n++;
	t->name = name_at(gbx_span_of(s.p, end), from);
	if (!is_name(t->name))
		return;
	t->body = gbx_span_of(t->name.p + t->name.n, end - from - t->name.n);
	t->kind = stop ? GBX_XML_STOP : GBX_XML_START;
	if (!stop && t->body.n && t->body.p[t->body.n - 1] == '/') {
		t->kind = GBX_XML_EMPTY;
		t->body.n--;
	}
}

/* A document type may hold others in brackets. */
static void declaration(struct gbx_span s, size_t at, bool last, struct gbx_xml_token *t)
{
	const unsigned char *p = s.p + at, *end = memchr(p, '>', s.n - at);
	bool inside = end && memchr(p, '[', (size_t)(end - p));
	until(s, 2, inside ? "]>" : ">", last, t, GBX_XML_DECL);
}

/* What begins with <! or <? */
static void special(struct gbx_span s, size_t at, bool last, struct gbx_xml_token *t)
{
	if (begins(s, at, "<!--"))
		until(s, 4, "-->", last, t, GBX_XML_NOTE);
	else if (begins(s, at, "<![CDATA["))
		until(s, 9, "]]>", last, t, GBX_XML_CDATA);
	else if (begins(s, at, "<?"))
		until(s, 2, "?>", last, t, GBX_XML_NOTE);
	else
		declaration(s, at, last, t);
}

void gbx_xml_next(struct gbx_span s, size_t at, bool last, struct gbx_xml_token *t)
{
	*t = (struct gbx_xml_token){.kind = GBX_XML_END, .off = at};
	if (at >= s.n)
		return;
	if (s.p[at] != '<') {
		const unsigned char *lt = memchr(s.p + at, '<', s.n - at);
		t->n = lt ? (size_t)(lt - s.p) - at : s.n - at;
		t->kind = lt || last ? GBX_XML_TEXT : GBX_XML_MORE;
		t->body = gbx_span_of(s.p + at, t->n);
	} else if (!last && s.n - at < 9) {
		t->kind = GBX_XML_MORE;
	} else if (s.n - at > 1 && (s.p[at + 1] == '!' || s.p[at + 1] == '?')) {
		special(s, at, last, t);
	} else {
		tag(s, last, t);
	}
}

int gbx_xml_attribute(struct gbx_span body, size_t *at, struct gbx_span *name,
                      struct gbx_span *value)
{
	size_t i = *at;
	while (i < body.n && is_blank(body.p[i]))
		i++;
	if (i == body.n)
		return 0;
	*name = name_at(body, i);
	i += name->n;
	while (i < body.n && is_blank(body.p[i]))
		i++;
	if (!name->n || i == body.n || body.p[i++] != '=')
		return -1;
	while (i < body.n && is_blank(body.p[i]))
		i++;
	if (i == body.n || (body.p[i] != '"' && body.p[i] != '\''))
		return -1;
	const unsigned char *end = memchr(body.p + i + 1, body.p[i], body.n - i - 1);
	if (!end)
		return -1;
	*value = gbx_span_of(body.p + i + 1, (size_t)(end - body.p) - i - 1);
	*at = (size_t)(end - body.p) + 1;
	return 1;
}

struct gbx_span gbx_xml_find(struct gbx_span body, const char *name)
{
	struct gbx_span key, value;
	for (size_t at = 0; gbx_xml_attribute(body, &at, &key, &value) > 0;)
		if (gbx_span_is(key, name))
			return value;
	return (struct gbx_span){NULL, 0};
}

/* References */

static const struct {
	const char *text;
	char c;
} named[] = {{"lt;", '<'}, {"gt;", '>'}, {"amp;", '&'}, {"quot;", '"'}, {"apos;", '\''}};

static size_t put_utf8(unsigned char *out, unsigned cp)
{
	if (!cp || cp > 0x10FFFF || (cp >= 0xD800 && cp < 0xE000))
		cp = 0xFFFD;
	unsigned n = cp < 0x80 ? 1 : cp < 0x800 ? 2 : cp < 0x10000 ? 3 : 4;
	static const unsigned char lead[] = {0, 0, 0xC0, 0xE0, 0xF0};
	for (unsigned k = n; k-- > 1; cp >>= 6)
		out[k] = (unsigned char)(0x80 | (cp & 63));
	out[0] = (unsigned char)(lead[n] | cp);
	return n;
}

/* The number of &#N; or &#xN; at p; bytes used, 0 when it is none. */
static size_t number_at(const unsigned char *p, size_t n, unsigned *cp)
{
	size_t i = 2;
	bool hex = n > 3 && (p[2] | 0x20) == 'x';
	unsigned base = hex ? 16 : 10, v = 0;
	size_t from = i += hex;
	for (; i < n && i < 16; i++) {
		unsigned c = p[i], d = c - '0';
		if (d > 9)
			d = hex && (c | 0x20) >= 'a' && (c | 0x20) <= 'f' ? (c | 0x20) - 'a' + 10
			                                                  : 99;
		if (d == 99)
			break;
		v = v > 0x10FFFF ? v : v * base + d;
	}
	*cp = v;
	return i > from && i < n && p[i] == ';' ? i + 1 : 0;
}

/* What stands at the & p: bytes used, *put written. A name that is none of the five stays
 * as it is written. A reference is never shorter than what it stands for. */
static size_t reference(unsigned char *out, const unsigned char *p, size_t n, size_t *put)
{
	unsigned cp;
	size_t used = n > 2 && p[1] == '#' ? number_at(p, n, &cp) : 0;
	if (used) {
		unsigned char text[4];
		*put = put_utf8(text, cp);
		*put = *put < used ? *put : used;
		memcpy(out, text, *put);
		return used;
	}
	*put = 1;
	for (size_t i = 0; i < sizeof named / sizeof *named; i++) {
		size_t len = strlen(named[i].text);
		if (n > len && memcmp(p + 1, named[i].text, len) == 0) {
			*out = (unsigned char)named[i].c;
			return len + 1;
		}
	}
	*out = '&';
	return 1;
}

size_t gbx_xml_decode(unsigned char *p, size_t n)
{
	size_t in = 0, out = 0, put;
	while (in < n) {
		const unsigned char *amp = memchr(p + in, '&', n - in);
		size_t plain = amp ? (size_t)(amp - p) - in : n - in;
		memmove(p + out, p + in, plain);
		in += plain;
		out += plain;
		if (!amp)
			break;
		in += reference(p + out, p + in, n - in, &put);
		out += put;
	}
	return out;
}

uint64_t gbx_xml_path(uint64_t parent, struct gbx_span name)
{
	uint64_t h = parent ^ 0x2F;
	for (size_t i = 0; i < name.n; i++)
		h = (h ^ name.p[i]) * UINT64_C(1099511628211);
	return h ^ h >> 29;
}

/*
 * Bytes of a charset to UTF-8. Rules of what a broken sequence swallows are those of
 * the WHATWG Encoding Standard: an ASCII byte behind a lead byte it does not belong to
 * stays, so that no delimiter is lost.
 */
#include "charset_table.h"

static inline size_t put_utf8(unsigned char *out, uint32_t cp)
{
	if (cp < 0x80) {
		out[0] = (unsigned char)cp;
		return 1;
	}
	if (cp < 0x800) {
		out[0] = (unsigned char)(0xC0 | cp >> 6);
		out[1] = (unsigned char)(0x80 | (cp & 0x3F));
		return 2;
	}
	if (cp < 0x10000) {
		out[0] = (unsigned char)(0xE0 | cp >> 12);
		out[1] = (unsigned char)(0x80 | (cp >> 6 & 0x3F));
		out[2] = (unsigned char)(0x80 | (cp & 0x3F));
		return 3;
	}
	out[0] = (unsigned char)(0xF0 | cp >> 18);
	out[1] = (unsigned char)(0x80 | (cp >> 12 & 0x3F));
	out[2] = (unsigned char)(0x80 | (cp >> 6 & 0x3F));
	out[3] = (unsigned char)(0x80 | (cp & 0x3F));
	return 4;
}

size_t gbx_utf8_put(unsigned char *out, uint32_t cp) { return put_utf8(out, cp); }

/* ---- one character ---- */

static size_t bad(size_t used, uint32_t *cp)
{
	*cp = GBX_CHARSET_BAD;
	return used;
}

/* Table 3-7 of the Unicode standard. */
static size_t step_utf8(const unsigned char *p, size_t n, bool last, uint32_t *cp)
{
	unsigned char a = p[0], low = 0x80, high = 0xBF;
	size_t need = a < 0x80 ? 1 : a < 0xC2 ? 0 : a < 0xE0 ? 2 : a < 0xF0 ? 3 : a < 0xF5 ? 4 : 0;
	if (!need)
		return bad(1, cp);
	low = a == 0xE0 ? 0xA0 : a == 0xF0 ? 0x90 : low;
	high = a == 0xED ? 0x9F : a == 0xF4 ? 0x8F : high;
	uint32_t c = need == 1 ? a : a & (0x7Fu >> need);
	for (size_t i = 1; i < need; i++) {
		if (i == n)
			return last ? bad(1, cp) : 0;
		if (p[i] < low || p[i] > high)
			return bad(1, cp);
		low = 0x80;
		high = 0xBF;
		c = c << 6 | (p[i] & 0x3Fu);
	}
	*cp = c;
	return need;
}

static uint32_t unit16(const unsigned char *p, bool big)
{
	return big ? (uint32_t)p[0] << 8 | p[1] : (uint32_t)p[1] << 8 | p[0];
}

static size_t step_utf16(const struct gbx_decoder *d, const unsigned char *p, size_t n, bool last,
			 uint32_t *cp)
{
	if (n < 2)
		return last ? bad(n, cp) : 0;
	uint32_t a = unit16(p, d->big);
	*cp = a;
	if (a < 0xD800 || a > 0xDFFF)
		return 2;
	if (a > 0xDBFF || (n < 4 && last))
		return bad(2, cp);
	if (n < 4)
		return 0;
	uint32_t b = unit16(p + 2, d->big);
	if (b < 0xDC00 || b > 0xDFFF)
		return bad(2, cp);
	*cp = 0x10000 + ((a - 0xD800) << 10) + (b - 0xDC00);
	return 4;
}

static size_t step_utf32(const struct gbx_decoder *d, const unsigned char *p, size_t n, bool last,
			 uint32_t *cp)
{
	if (n < 4)
		return last ? bad(n, cp) : 0;
	uint32_t a = unit16(p, d->big), b = unit16(p + 2, d->big);
	uint32_t c = d->big ? a << 16 | b : b << 16 | a;
	*cp = c > 0x10FFFF || (c >= 0xD800 && c <= 0xDFFF) ? GBX_CHARSET_BAD : c;
	return 4;
}

/* GB 18030: p[1] is a digit. Planes above the first stand in order from 0x90308130. */
static size_t step_four(const struct gbx_charset_tables *t, const unsigned char *p, size_t n, bool last,
			uint32_t *cp)
{
	if (n < 4 && !last && (n < 3 || (p[2] >= 0x81 && p[2] <= 0xFE)))
		return 0;
	if (n < 4 || p[2] < 0x81 || p[2] > 0xFE || p[3] < 0x30 || p[3] > 0x39)
		return bad(1, cp);
	uint32_t i = ((p[0] - 0x81u) * 10 + (p[1] - 0x30u)) * 1260 + (p[2] - 0x81u) * 10 + (p[3] - 0x30u);
	*cp = i < 50400			    ? t->three[i]
	      : i >= 189000 && i <= 1237575 ? 0x10000 + (i - 189000)
					    : GBX_CHARSET_BAD;
	return 4;
}

static size_t step_three(const struct gbx_charset_tables *t, const unsigned char *p, size_t n, bool last,
			 uint32_t *cp)
{
	if (n < 3)
		return last ? bad(1, cp) : 0;
	*cp = t->three[(unsigned)p[1] << 8 | p[2]];
	return *cp != GBX_CHARSET_BAD ? 3 : 1;
}

static size_t step_double(const struct gbx_decoder *d, const unsigned char *p, size_t n, bool last,
			  uint32_t *cp)
{
	const struct gbx_charset_tables *t = d->table;
	uint32_t c = t->one[p[0]];
	*cp = c;
	if (c != GBX_TABLE_LEAD)
		return 1;
	if (n < 2)
		return last ? bad(1, cp) : 0;
	if (d->kind == GBX_CHARSET_KIND_GB18030 && p[1] >= 0x30 && p[1] <= 0x39)
		return step_four(t, p, n, last, cp);
	if (d->kind == GBX_CHARSET_KIND_EUC && p[0] == 0x8F && p[1] >= 0xA1)
		return step_three(t, p, n, last, cp);
	*cp = t->two[(unsigned)p[0] << 8 | p[1]];
	if (*cp < GBX_TABLE_LEAD)
		return 2;
	return bad(p[1] < 0x80 ? 1 : 2, cp);
}

/* ---- ISO 2022 ---- */

enum { SET_ASCII, SET_ROMAN, SET_KANA, SET_DOUBLE, SET_THREE };

/* Escape sequences of RFC 1468, 1557, 1922, 2237; CNS 11643 is not read. */
static const struct {
	const char *text;
	unsigned char set;
	bool shifted; /* designates what SO shifts to: G0 stays */
} designations[] = {
	{ "\x1b(B", SET_ASCII, false },	  { "\x1b(J", SET_ROMAN, false },  { "\x1b(I", SET_KANA, false },
	{ "\x1b$@", SET_DOUBLE, false },  { "\x1b$B", SET_DOUBLE, false }, { "\x1b$(D", SET_THREE, false },
	{ "\x1b$(B", SET_DOUBLE, false }, { "\x1b&@", 0, true },	   { "\x1b$)C", 0, true },
	{ "\x1b$)A", 0, true },
};

/* Bytes of an escape sequence; 0 more are needed; SIZE_MAX: it is none. */
static size_t step_escape(struct gbx_decoder *d, const unsigned char *p, size_t n, bool last)
{
	bool maybe = false;
	for (size_t i = 0; i < sizeof designations / sizeof *designations; i++) {
		size_t k = strlen(designations[i].text);
		if (memcmp(p, designations[i].text, n < k ? n : k) != 0)
			continue;
		if (n >= k) {
			if (!designations[i].shifted)
				d->g0 = designations[i].set;
			return k;
		}
		maybe = true;
	}
	return maybe && !last ? 0 : SIZE_MAX;
}

/* ASCII controls, or half of JIS X 0201. */
static size_t step_g0(unsigned set, unsigned char b, uint32_t *cp)
{
	*cp = b;
	if (set == SET_ROMAN)
		*cp = b == 0x5C ? 0xA5 : b == 0x7E ? 0x203E : b;
	if (set == SET_KANA && b > 0x20)
		*cp = b < 0x60 ? 0xFF61u + (b - 0x21u) : GBX_CHARSET_BAD;
	return 1;
}

static size_t step_iso2022(struct gbx_decoder *d, const unsigned char *p, size_t n, bool last, uint32_t *cp,
			   bool *silent)
{
	unsigned char b = p[0];
	if (b == 0x1B || (d->other && (b == 0x0E || b == 0x0F))) {
		size_t k = 1;
		if (b == 0x1B)
			k = step_escape(d, p, n, last);
		else
			d->shifted = b == 0x0E;
		*silent = k && k != SIZE_MAX;
		*cp = b;
		return k == SIZE_MAX ? 1 : k;
	}
	if (b == '\n') /* RFC 1468: a line ends in ASCII; RFC 1557: and unshifted */
		d->g0 = d->shifted = 0;
	const struct gbx_charset_tables *t = d->shifted ? d->other : d->table;
	if (b >= 0x80)
		return bad(1, cp);
	if (b <= 0x20 || b == 0x7F || (!d->shifted && d->g0 < SET_DOUBLE))
		return step_g0(d->g0, b, cp);
	if (n < 2)
		return last ? bad(1, cp) : 0;
	unsigned pair = ((unsigned)b << 8 | p[1]) | 0x8080u;
	if (p[1] <= 0x20 || p[1] >= 0x7F)
		return bad(1, cp);
	*cp = !d->shifted && d->g0 == SET_THREE ? (t->three ? t->three[pair] : GBX_CHARSET_BAD) : t->two[pair];
	return *cp < GBX_TABLE_LEAD ? 2 : bad(2, cp);
}

/* ---- any ---- */

bool gbx_decoder_init(struct gbx_decoder *d, struct gbx_charsets *s, enum gbx_charset c)
{
	*d = (struct gbx_decoder){ .kind = gbx_charset_info[c].kind };
	d->big = c == GBX_CHARSET_UTF_16BE || c == GBX_CHARSET_UTF_32BE;
	if (d->kind < GBX_CHARSET_KIND_SINGLE)
		return true;
	if (d->kind != GBX_CHARSET_KIND_ISO2022) {
		d->table = gbx_charset_tables(s, c);
		return d->table != NULL;
	}
	d->table = gbx_charset_tables(s, GBX_CHARSET_EUC_JP);
	if (c == GBX_CHARSET_ISO_2022_KR)
		d->other = gbx_charset_tables(s, GBX_CHARSET_EUC_KR);
	if (c == GBX_CHARSET_ISO_2022_CN)
		d->other = gbx_charset_tables(s, GBX_CHARSET_GB18030);
	return d->table && (c == GBX_CHARSET_ISO_2022_JP || d->other);
}

size_t gbx_decoder_step(struct gbx_decoder *d, const unsigned char *p, size_t n, bool last, uint32_t *cp,
			bool *silent)
{
	*silent = false;
	switch (d->kind) {
	case GBX_CHARSET_KIND_UTF8:
		return step_utf8(p, n, last, cp);
	case GBX_CHARSET_KIND_UTF16:
		return step_utf16(d, p, n, last, cp);
	case GBX_CHARSET_KIND_UTF32:
		return step_utf32(d, p, n, last, cp);
	case GBX_CHARSET_KIND_SINGLE:
		*cp = d->table->one[p[0]];
		return 1;
	case GBX_CHARSET_KIND_ISO2022:
		return step_iso2022(d, p, n, last, cp, silent);
	default:
		return step_double(d, p, n, last, cp);
	}
}

/* ---- runs ---- */

size_t gbx_ascii_run(const unsigned char *p, size_t n, bool escapes)
{
	const unsigned char *esc = n && !escapes ? memchr(p, 0x1B, n) : NULL;
	size_t i = 0;
	n = esc ? (size_t)(esc - p) : n;
	for (; i + 64 <= n; i += 64) {
		uint64_t w[8];
		memcpy(w, p + i, sizeof w);
		if ((w[0] | w[1] | w[2] | w[3] | w[4] | w[5] | w[6] | w[7]) & UINT64_C(0x8080808080808080))
			break;
	}
	while (i < n && p[i] < 0x80)
		i++;
	return i;
}

/* Copies ASCII up to and with a line feed when `line` is set; bytes copied. */
static size_t copy_ascii(const unsigned char *p, size_t n, bool line, unsigned char *out)
{
	size_t i = 0;
	for (; i + 8 <= n; i += 8) {
		uint64_t w, x;
		memcpy(&w, p + i, 8);
		x = w ^ UINT64_C(0x0A0A0A0A0A0A0A0A);
		uint64_t feed = line ? (x - UINT64_C(0x0101010101010101)) & ~x : 0;
		if ((w | feed) & UINT64_C(0x8080808080808080))
			break;
		memcpy(out + i, p + i, 8);
	}
	while (i < n && p[i] < 0x80) {
		out[i] = p[i];
		if (p[i++] == '\n' && line)
			break;
	}
	return i;
}

/* Characters of one unit, up to and with a line feed when `line` is set; units used. */
static size_t copy_units(const unsigned char *p, size_t units, bool big, bool line, unsigned char *out,
			 size_t cap, size_t *wrote)
{
	size_t i = 0, n = 0;
	for (uint32_t u; i < units && cap - n >= GBX_CHARSET_STEP; i++) {
		u = unit16(p + 2 * i, big);
		if (u >= 0xD800 && u < 0xE000)
			break;
		n += put_utf8(out + n, u);
		if (u == '\n' && line) {
			i++;
			break;
		}
	}
	*wrote = n;
	return i;
}

static size_t put(unsigned char *out, const unsigned char *from, size_t used, uint32_t cp)
{
	size_t n = 0;
	if (cp == GBX_CHARSET_BAD) {
		for (size_t i = 0; i < used; i++)
			n += put_utf8(out + n, GBX_CHARSET_ESCAPE + from[i]);
		return n;
	}
	if (cp & GBX_CHARSET_PAIR) {
		n = put_utf8(out, cp >> 15 & 0x7FFF);
		cp &= 0x7FFF;
	}
	return n + put_utf8(out + n, cp);
}

struct gbx_decoded gbx_decode(struct gbx_decoder *d, const unsigned char *p, size_t n, bool last, bool line,
			      unsigned char *out, size_t cap)
{
	struct gbx_decoded r = { 0 };
	bool ascii = d->kind != GBX_CHARSET_KIND_UTF16 && d->kind != GBX_CHARSET_KIND_UTF32 &&
		     d->kind != GBX_CHARSET_KIND_ISO2022;
	while (r.used < n && cap - r.wrote >= GBX_CHARSET_STEP) {
		uint32_t cp;
		bool silent;
		if (ascii && p[r.used] < 0x80) {
			size_t room = cap - r.wrote, left = n - r.used;
			size_t k = copy_ascii(p + r.used, left < room ? left : room, line, out + r.wrote);
			r.used += k;
			r.wrote += k;
			if (line && out[r.wrote - 1] == '\n')
				break;
			continue;
		}
		size_t k, more;
		if (d->kind == GBX_CHARSET_KIND_UTF16 &&
		    (k = copy_units(p + r.used, (n - r.used) / 2, d->big, line, out + r.wrote, cap - r.wrote, &more))) {
			r.used += 2 * k;
			r.wrote += more;
			if (line && out[r.wrote - 1] == '\n')
				break;
			continue;
		}
		k = gbx_decoder_step(d, p + r.used, n - r.used, last, &cp, &silent);
		if (!k)
			break;
		r.bad += cp == GBX_CHARSET_BAD ? k : 0;
		if (!silent)
			r.wrote += put(out + r.wrote, p + r.used, k, cp);
		r.used += k;
		if (line && cp == '\n')
			break;
	}
	return r;
}

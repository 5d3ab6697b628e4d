/* JSON strings and numbers; the contract is in text.h. */
#include "text.h"

#include <string.h>

/* What a hexadecimal digit stands for; 0x80 for other bytes. */
static const unsigned char digit_of[256] = {
#define NONE8 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80
    NONE8, NONE8, NONE8, NONE8, NONE8, NONE8, 0,     1,     2,     3,     4,     5,
    6,     7,     8,     9,     0x80,  0x80,  0x80,  0x80,  0x80,  0x80,  0x80,  10,
    11,    12,    13,    14,    15,    0x80,  NONE8, NONE8, NONE8, 0x80,  10,    11,
    12,    13,    14,    15,    0x80,  NONE8, NONE8, NONE8, NONE8, NONE8, NONE8, NONE8,
    NONE8, NONE8, NONE8, NONE8, NONE8, NONE8, NONE8, NONE8, NONE8, NONE8, NONE8, NONE8,
#undef NONE8
};

/* The four digits behind \u, or -1. */
static inline __attribute__((always_inline)) int hex4(const unsigned char *p)
{
	unsigned a = digit_of[p[0]], b = digit_of[p[1]], c = digit_of[p[2]], d = digit_of[p[3]];
	return (a | b | c | d) & 0x80 ? -1 : (int)(a << 12 | b << 8 | c << 4 | d);
}

/* The backslash at p begins a valid escape; its length, or 0. */
static size_t escape_length(const unsigned char *p, size_t n)
{
	if (n >= 6 && p[1] == 'u')
		return hex4(p + 2) < 0 ? 0 : 6;
	return n >= 2 && p[1] && strchr("\"\\/bfnrt", p[1]) ? 2 : 0;
}

bool gbx_text_escapes_ok(const unsigned char *p, size_t n)
{
	const unsigned char *end = p + n;
	while (p < end) {
		if (*p != '\\') {
			p = memchr(p, '\\', (size_t)(end - p));
			if (!p)
				return true;
		}
		size_t used = escape_length(p, (size_t)(end - p));
		if (!used)
			return false;
		p += used;
	}
	return true;
}

static size_t put_utf8(unsigned char *out, unsigned cp)
{
	if (cp < 0x80) {
		out[0] = (unsigned char)cp;
		return 1;
	}
	if (cp < 0x800) {
		out[0] = (unsigned char)(0xC0 | cp >> 6);
		out[1] = (unsigned char)(0x80 | (cp & 63));
		return 2;
	}
	if (cp < 0x10000) {
		out[0] = (unsigned char)(0xE0 | cp >> 12);
		out[1] = (unsigned char)(0x80 | (cp >> 6 & 63));
		out[2] = (unsigned char)(0x80 | (cp & 63));
		return 3;
	}
	out[0] = (unsigned char)(0xF0 | cp >> 18);
	out[1] = (unsigned char)(0x80 | (cp >> 12 & 63));
	out[2] = (unsigned char)(0x80 | (cp >> 6 & 63));
	out[3] = (unsigned char)(0x80 | (cp & 63));
	return 4;
}

/* The code point at p[0..n), which begins with \u; *used gets the bytes read. */
static unsigned code_point(const unsigned char *p, size_t n, size_t *used)
{
	unsigned hi = (unsigned)hex4(p + 2);
	*used = 6;
	if (hi < 0xD800 || hi > 0xDFFF)
		return hi;
	if (hi < 0xDC00 && n >= 12 && p[6] == '\\' && p[7] == 'u') {
		unsigned lo = (unsigned)hex4(p + 8);
		if (lo >= 0xDC00 && lo <= 0xDFFF) {
			*used = 12;
			return 0x10000 + ((hi - 0xD800) << 10) + (lo - 0xDC00);
		}
	}
	return 0xFFFD;
}

static unsigned char simple(unsigned char c)
{
	static const char from[] = "bfnrt", to[] = "\b\f\n\r\t";
	const char *s = strchr(from, c);
	return s ? (unsigned char)to[s - from] : c;
}

/* The escape at in[0..n); *used and the bytes written. */
static size_t undo(unsigned char *out, const unsigned char *in, size_t n, size_t *used)
{
	if (in[1] == 'u')
		return put_utf8(out, code_point(in, n, used));
	out[0] = simple(in[1]);
	*used = 2;
	return 1;
}

size_t gbx_text_unescape(unsigned char *p, size_t n)
{
	size_t in = 0, out = 0, used;
	while (in < n) {
		if (p[in] == '\\') { /* often one behind the other */
			out += undo(p + out, p + in, n - in, &used);
			in += used;
			continue;
		}
		const unsigned char *s = memchr(p + in, '\\', n - in);
		size_t plain = s ? (size_t)(s - p) - in : n - in;
		memmove(p + out, p + in, plain);
		in += plain;
		out += plain;
	}
	return out;
}

static size_t digits(const unsigned char *p, size_t n)
{
	size_t i = 0;
	while (i < n && p[i] >= '0' && p[i] <= '9')
		i++;
	return i;
}

size_t gbx_text_number(const unsigned char *p, size_t n)
{
	size_t i = n && p[0] == '-';
	size_t whole = digits(p + i, n - i);
	if (!whole || (whole > 1 && p[i] == '0'))
		return 0;
	i += whole;
	if (i < n && p[i] == '.') {
		size_t part = digits(p + i + 1, n - i - 1);
		if (!part)
			return 0;
		i += 1 + part;
	}
	if (i < n && (p[i] | 0x20) == 'e') {
		size_t sign = i + 1 < n && (p[i + 1] == '+' || p[i + 1] == '-');
		size_t power = digits(p + i + 1 + sign, n - i - 1 - sign);
		if (!power)
			return 0;
		i += 1 + sign + power;
	}
	return i;
}

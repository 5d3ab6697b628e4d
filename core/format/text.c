/* JSON strings and numbers; the contract is in text.h. */
#include "text.h"

#include <string.h>

static int hex_digit(unsigned char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	c |= 0x20;
	return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/* The four digits behind \u, or -1. */
static int hex4(const unsigned char *p)
{
	int v = 0;
	for (int i = 0; i < 4; i++) {
		int d = hex_digit(p[i]);
		if (d < 0)
			return -1;
		v = v << 4 | d;
	}
	return v;
}

bool gbx_text_escapes_ok(const unsigned char *p, size_t n)
{
	const unsigned char *end = p + n;
	for (;;) {
		p = memchr(p, '\\', (size_t)(end - p));
		if (!p)
			return true;
		if (end - p < 2 || !p[1] || !strchr("\"\\/bfnrtu", p[1]))
			return false;
		if (p[1] == 'u' && (end - p < 6 || hex4(p + 2) < 0))
			return false;
		p += 2;
	}
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

size_t gbx_text_unescape(unsigned char *p, size_t n)
{
	size_t in = 0, out = 0;
	while (in < n) {
		const unsigned char *s = memchr(p + in, '\\', n - in);
		size_t plain = s ? (size_t)(s - p) - in : n - in;
		memmove(p + out, p + in, plain);
		in += plain;
		out += plain;
		if (!s)
			break;
		size_t used = 2;
		if (p[in + 1] == 'u')
			out += put_utf8(p + out, code_point(p + in, n - in, &used));
		else
			p[out++] = simple(p[in + 1]);
		in += used;
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

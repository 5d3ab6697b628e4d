/* Values of bytes; the contract is in the header. */
#include "bytes.h"

#include <stdint.h>

#include "escape.h"
#include "limits.h"

#define UNDECODED_FIRST 0xEF80u /* as source/charset.h has it */
#define UNDECODED_LAST 0xEFFFu

static bool is_text(unsigned cp)
{
	if (cp < 0x20)
		return cp == '\t' || cp == '\r' || cp == '\n';
	return cp != 0x7f && (cp < UNDECODED_FIRST || cp > UNDECODED_LAST);
}

bool gbx_bytes_are_text(const unsigned char *p, size_t n)
{
	for (size_t i = 0; i < n;) {
		unsigned cp, k = gbx_utf8_next(p + i, n - i, &cp);
		if (!k || !is_text(cp))
			return false;
		i += k;
	}
	return true;
}

static unsigned digit(unsigned char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	c |= 0x20;
	return c >= 'a' && c <= 'f' ? c - 'a' + 10u : 16;
}

bool gbx_bytes_are_hex(struct gbx_span s)
{
	for (size_t i = 0; i < s.n; i++)
		if (digit(s.p[i]) > 15)
			return false;
	return s.n && s.n % 2 == 0;
}

bool gbx_bytes_are_pg(struct gbx_span s)
{
	return s.n > 2 && s.p[0] == '\\' && s.p[1] == 'x' && gbx_bytes_are_hex(gbx_span_of(s.p + 2, s.n - 2));
}

static unsigned char byte_at(struct gbx_span digits, size_t i)
{
	return (unsigned char)(digit(digits.p[2 * i]) << 4 | digit(digits.p[2 * i + 1]));
}

static bool hex_is_text(struct gbx_span digits)
{
	size_t n = digits.n / 2;
	for (size_t i = 0; i < n;) {
		unsigned char c[4];
		unsigned cp, have = n - i < 4 ? (unsigned)(n - i) : 4;
		for (unsigned k = 0; k < have; k++)
			c[k] = byte_at(digits, i + k);
		unsigned k = gbx_utf8_next(c, have, &cp);
		if (!k || !is_text(cp))
			return false;
		i += k;
	}
	return true;
}

size_t gbx_bytes_from_hex(struct gbx_span digits, unsigned char *out)
{
	if (!hex_is_text(digits))
		return SIZE_MAX;
	for (size_t i = 0; i < digits.n / 2; i++)
		out[i] = byte_at(digits, i);
	return digits.n / 2;
}

bool gbx_bytes_are_bit(struct gbx_span digits)
{
	return digits.n == 2 && digits.p[0] == '0' && (digits.p[1] == '0' || digits.p[1] == '1');
}

struct gbx_span gbx_bytes_undo_pg(unsigned char *p, size_t n)
{
	struct gbx_span digits = gbx_span_of(p + 2, n - 2);
	if (gbx_bytes_are_bit(digits))
		return gbx_span_of(p + 3, 1);
	size_t k = gbx_bytes_from_hex(digits, p);
	if (k != SIZE_MAX)
		return gbx_span_of(p, k);
	digits.n = digits.n < 2 * GBX_BLOB_BYTES ? digits.n : 2 * GBX_BLOB_BYTES;
	return digits;
}

size_t gbx_bytes_to_hex(const unsigned char *p, size_t n, unsigned char *out)
{
	static const char digits[] = "0123456789abcdef";
	size_t keep = n < GBX_BLOB_BYTES ? n : GBX_BLOB_BYTES;
	for (size_t i = 0; i < keep; i++) {
		out[2 * i] = (unsigned char)digits[p[i] >> 4];
		out[2 * i + 1] = (unsigned char)digits[p[i] & 15];
	}
	return 2 * keep;
}

size_t gbx_bytes_undecoded(const unsigned char *p, size_t n, unsigned char *out, size_t cap)
{
	size_t put = 0;
	for (size_t i = 0; i < n;) {
		unsigned cp = 0, k = gbx_utf8_next(p + i, n - i, &cp);
		bool lost = k && cp >= UNDECODED_FIRST && cp <= UNDECODED_LAST;
		k = k ? k : 1;
		if (put + (lost ? 1 : k) > cap)
			break;
		if (lost)
			out[put++] = (unsigned char)(cp - UNDECODED_FIRST + 0x80);
		for (unsigned j = 0; !lost && j < k; j++)
			out[put++] = p[i + j];
		i += k;
	}
	return put;
}

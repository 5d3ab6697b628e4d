/*
 * Network addresses: IPv4 and IPv6 in the text forms of RFC 4291 section 2.2,
 * MAC addresses as IEEE 802 and vendors write them, UUIDs (RFC 4122).
 */
#include "bytes.h"
#include "chars.h"
#include "check.h"

/* Four decimal octets without leading zeros. */
static bool ipv4(const unsigned char *p, size_t n)
{
	size_t i = 0;

	for (unsigned part = 0; part < 4; part++) {
		size_t start = i;
		unsigned x = 0;
		while (i < n && gbx_isdigit(p[i]) && i - start < 3)
			x = x * 10 + (unsigned)(p[i++] - '0');
		if (i == start || x > 255 || (i - start > 1 && p[start] == '0'))
			return false;
		if (part < 3 && (i == n || p[i++] != '.'))
			return false;
	}
	return i == n;
}

static bool ipv6(const unsigned char *p, size_t n)
{
	unsigned groups = 0;
	bool gap = false;
	size_t i = 0;

	if (n >= 2 && p[0] == ':') {
		if (p[1] != ':')
			return false;
		gap = true;
		i = 2;
	}
	while (i < n) {
		size_t start = i;
		while (i < n && gbx_ishex(p[i]) && i - start < 4)
			i++;
		if (i < n && p[i] == '.')
			return ipv4(p + start, n - start) && (gap ? groups < 6 : groups == 6);
		if (i == start || ++groups > 8)
			return false;
		if (i == n)
			break;
		if (p[i++] != ':' || i == n)
			return false;
		if (p[i] == ':') {
			if (gap)
				return false;
			gap = true;
			i++;
		}
	}
	return gap ? groups < 8 : groups == 8;
}

/*
 * ipv4() for 8 to 15 digits and dots, all octets at once: bits of the bytes that begin
 * a part, of those that begin one of three digits, and of what makes these too large.
 */
static inline bool digits_and_dots(const unsigned char *p, uint32_t n)
{
	gbx_bytes16 x = gbx_load_short(p, n);
	uint32_t dots = gbx_find16(x, '.'), ends = dots | 1u << n, first = dots << 1 | 1;
	uint32_t three = first & ~(ends >> 1) & ~(ends >> 2), bad;

	bad = first & ends;                               /* empty */
	bad |= first & gbx_find16(x, '0') & ~(ends >> 1); /* a zero in front */
	bad |= three & ~(ends >> 3);                      /* four digits */
	bad |= three & gbx_above16(x, '2');               /* 300 */
	three &= gbx_find16(x, '2');
	bad |= three & gbx_above16(x, '5') >> 1;                           /* 260 */
	bad |= three & gbx_find16(x, '5') >> 1 & gbx_above16(x, '5') >> 2; /* 256 */
	dots &= dots - 1;
	dots &= dots - 1; /* the third is left */
	return !bad && dots && !(dots & (dots - 1));
}

bool gbx_is_ip(const struct gbx_value *v)
{
	if (v->n < 2 || v->n > 45 || (v->cls & (GBX_C_HIGH | GBX_C_OTHER | GBX_C_ALPHA | GBX_C_AT)))
		return false;
	if (v->cls == (GBX_C_DIGIT | GBX_C_DOT))
		return v->n <= 15 && (v->n >= 8 ? digits_and_dots(v->p, v->n) : ipv4(v->p, v->n));
	return (v->cls & GBX_C_SEP) && ipv6(v->p, v->n);
}

static bool hex_groups(const unsigned char *p, unsigned groups, unsigned width, char sep)
{
	for (unsigned g = 0; g < groups; g++) {
		if (g && *p++ != (unsigned char)sep)
			return false;
		for (unsigned i = 0; i < width; i++)
			if (!gbx_ishex(*p++))
				return false;
	}
	return true;
}

bool gbx_is_mac(const struct gbx_value *v)
{
	if (v->n == 17 && (v->p[2] == ':' || v->p[2] == '-'))
		return hex_groups(v->p, 6, 2, (char)v->p[2]);
	if (v->n == 23 && (v->p[2] == ':' || v->p[2] == '-'))
		return hex_groups(v->p, 8, 2, (char)v->p[2]);
	return v->n == 14 && v->p[4] == '.' && hex_groups(v->p, 3, 4, '.');
}

bool gbx_is_uuid(const struct gbx_value *v)
{
	const unsigned char *p = v->p;

	if (v->n == 38 && p[0] == '{' && p[37] == '}')
		p++;
	else if (v->n != 36)
		return false;
	return p[8] == '-' && p[13] == '-' && p[18] == '-' && p[23] == '-' &&
	       hex_groups(p, 1, 8, 0) && hex_groups(p + 9, 3, 4, '-') &&
	       hex_groups(p + 24, 1, 12, 0);
}

/*
 * E-mail addresses: RFC 5321 section 4.1.2 in the form that real mailboxes have
 * (dot-atom or quoted local part, a domain of at least two labels), with the
 * UTF-8 of RFC 6531.
 */
#include "bytes.h"
#include "chars.h"
#include "check.h"

#define L 1 /* may stand in a local part (atext of RFC 5322) */
#define D 2 /* may stand in a domain label */

static const uint8_t mail_class[256] = {
    ['!'] = L,
    ['#'] = L,
    ['$'] = L,
    ['%'] = L,
    ['&'] = L,
    ['\''] = L,
    ['*'] = L,
    ['+'] = L,
    ['-'] = L | D,
    ['.'] = L | D, /* where it may stand is told apart */
    ['/'] = L,
    ['='] = L,
    ['?'] = L,
    ['^'] = L,
    ['_'] = L,
    ['`'] = L,
    ['{'] = L,
    ['|'] = L,
    ['}'] = L,
    ['~'] = L,
    ['0' ... '9'] = L | D,
    ['A' ... 'Z'] = L | D,
    ['a' ... 'z'] = L | D,
    [0x80 ... 0xff] = L | D,
};

static bool quoted_local(const unsigned char *p, size_t n)
{
	if (n < 3 || p[n - 1] != '"')
		return false;
	for (size_t i = 1; i < n - 1; i++) {
		if (p[i] == '\\' && i + 1 < n - 1)
			i++;
		else if (p[i] == '"' || p[i] == '\\' || p[i] < ' ' || p[i] == 0x7f)
			return false;
	}
	return true;
}

static bool local_part(const unsigned char *p, size_t n)
{
	bool dot = true; /* at the start, or behind a dot */

	if (n == 0 || n > 64)
		return false;
	if (p[0] == '"')
		return quoted_local(p, n);
	for (size_t i = 0; i < n; i++) {
		if (p[i] == '.') {
			if (dot)
				return false;
			dot = true;
			continue;
		}
		if (!(mail_class[p[i]] & L))
			return false;
		dot = false;
	}
	return !dot;
}

/* The last label: letters, or an internationalised one. */
static bool top_level(const unsigned char *p, size_t n)
{
	if (n < 2)
		return false;
	if (n > 4 && gbx_prefix_word(p, n, "xn--"))
		return true;
	for (size_t i = 0; i < n; i++)
		if (!gbx_isalpha(p[i]) && p[i] < 0x80)
			return false;
	return true;
}

static bool domain_part(const unsigned char *p, size_t n)
{
	size_t start = 0, labels = 0;

	for (size_t i = 0; i <= n; i++) {
		if (i < n && p[i] != '.') {
			if (!(mail_class[p[i]] & D))
				return false;
			continue;
		}
		if (i == start || i - start > 63 || p[start] == '-' || p[i - 1] == '-')
			return false;
		labels++;
		if (i < n)
			start = i + 1;
	}
	return labels >= 2 && top_level(p + start, n - start);
}

/* Blanks, invisible marks and full-width Latin of Unicode, in UTF-8: no mail
 * system takes them, input methods leave them behind. */
static bool has_blank_mark(const unsigned char *p, size_t n)
{
	for (size_t i = 0; i + 1 < n; i++) {
		unsigned char b = p[i + 1];
		if (p[i] < 0xc2 || (p[i] > 0xc2 && i + 2 >= n))
			continue;
		if ((p[i] == 0xc2 && b <= 0xa0) || (p[i] == 0xe2 && (b == 0x80 || b == 0x81)) ||
		    (p[i] == 0xe3 && b == 0x80 && p[i + 2] <= 0x82) ||
		    (p[i] == 0xef && (b == 0xbc || b == 0xbd || b == 0xbb)))
			return true;
	}
	return false;
}

/* Any form. */
static __attribute__((noinline)) bool any_form(const struct gbx_value *v)
{
	const unsigned char *at = memrchr(v->p, '@', v->n);
	size_t local;

	if (!at)
		return false;
	local = (size_t)(at - v->p);
	return v->n - local - 1 >= 4 && domain_part(at + 1, v->n - local - 1) &&
	       local_part(v->p, local) && !((v->cls & GBX_C_HIGH) && has_blank_mark(v->p, v->n));
}

/* Do the last k of at least 8 bytes hold no digits? Letters, digits, @ and dots only. */
static inline bool ends_in_letters(const unsigned char *end, unsigned k)
{
	/* of these bytes, letters and @ have bit 6 */
	uint64_t letter = gbx_load8(end - 8) & (GBX_EACH * 0x40), last = ~UINT64_C(0)
	                                                                 << (64 - 8 * k);

	return (~letter & GBX_EACH * 0x40 & last) == 0;
}

/* May every byte of the local part and of the domain stand there, and no label begin
 * or end with a dash? */
static bool signs_fit(const struct gbx_value *v, unsigned at, uint64_t dots)
{
	uint64_t dash, edge = dots | UINT64_C(1) << at;
	uint8_t local = L, domain = D;

	gbx_find_both(v->p, v->n, '-', '-', &dash, &dash);
	edge = edge << 1 | edge >> 1 | UINT64_C(1) << (v->n - 1);
	if (dash & edge & ~UINT64_C(0) << at)
		return false;
	for (unsigned i = 0; i < at; i++)
		local &= mail_class[v->p[i]];
	for (uint32_t i = at + 1; i < v->n; i++)
		domain &= mail_class[v->p[i]];
	return local && domain;
}

/*
 * 8 to 64 bytes of ASCII, the local part not quoted: neither dot nor @ stands at an
 * end or beside another, and no label can be too long.
 */
static inline bool usual_form(const struct gbx_value *v, bool plain)
{
	uint64_t at, dots, both, domain;
	unsigned local, top;
	const unsigned char *end = v->p + v->n;

	gbx_find_both(v->p, v->n, '@', '.', &at, &dots);
	both = at | dots;
	domain = dots & ~(at | (at - 1));
	if ((both & (both << 1)) || (both & 1) || both >> (v->n - 1) || (at & (at - 1)) || !domain)
		return false;
	local = (unsigned)__builtin_ctzll(at);
	top = v->n - 1 - (63 - (unsigned)__builtin_clzll(domain));
	if (v->n - local - 1 < 4 || top < 2)
		return false;
	if (plain && top <= 8)
		return ends_in_letters(end, top);
	return signs_fit(v, local, dots) && top_level(end - top, top);
}

bool gbx_is_email(const struct gbx_value *v)
{
	const uint32_t plain = GBX_C_DIGIT | GBX_C_HEX | GBX_C_ALPHA | GBX_C_AT | GBX_C_DOT;

	if (!(v->cls & GBX_C_AT) || v->n < 6 || v->n > 254 || !(v->cls & GBX_C_DOT))
		return false;
	if (v->n < 8 || v->n > 64 || (v->cls & GBX_C_HIGH) || v->p[0] == '"')
		return any_form(v);
	return usual_form(v, !(v->cls & ~plain));
}

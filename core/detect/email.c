/*
 * E-mail addresses: RFC 5321 section 4.1.2 in the form that real mailboxes have
 * (dot-atom or quoted local part, a domain of at least two labels), with the
 * UTF-8 of RFC 6531.
 */
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

bool gbx_is_email(const struct gbx_value *v)
{
	const unsigned char *at;
	size_t local;

	if (!(v->cls & GBX_C_AT) || v->n < 6 || v->n > 254 || !(v->cls & GBX_C_DOT))
		return false;
	at = memrchr(v->p, '@', v->n);
	if (!at)
		return false;
	local = (size_t)(at - v->p);
	return v->n - local - 1 >= 4 && domain_part(at + 1, v->n - local - 1) &&
	       local_part(v->p, local) && !((v->cls & GBX_C_HIGH) && has_blank_mark(v->p, v->n));
}

/*
 * Free text: what hangs on a letter or sign. E-mail addresses on their @, hashes
 * and tokens on the prefix they bring along.
 */
#include "scan.h"

static bool local_byte(unsigned char c)
{
	return gbx_isalnum(c) || c == '.' || c == '_' || c == '-' || c == '+' || c == '%' ||
	       c == '\'';
}

/* icon@2x.png is a file. */
static bool is_image_name(const unsigned char *domain, size_t n)
{
	return n > 3 && gbx_isdigit(domain[0]) && domain[1] == 'x' && domain[2] == '.';
}

/* An @ that hangs on no mail address: in a URL with a password it does. */
static size_t other_than_mail(struct gbx_scan *s, size_t i, size_t next)
{
	size_t to = i ? gbx_scan_url_password(s, i) : 0;

	return to ? to : next;
}

/* The host of a URL, or what stands before it: "scheme://user:password@host". */
static bool in_authority(const struct gbx_scan *s, size_t i)
{
	size_t at = i, least = i > GBX_SCAN_WORD ? i - GBX_SCAN_WORD : 0;

	if (!i || gbx_isalnum(s->p[i - 1]) || s->p[i - 1] <= ' ' || !gbx_scan_in_url(s, i))
		return false;
	while (at > least && s->p[at - 1] != '/' && s->p[at - 1] != '?' && s->p[at - 1] != '#')
		at--;
	return at < 3 || (s->p[at - 1] == '/' && s->p[at - 2] == '/' && s->p[at - 3] == ':');
}

/* Bytes of the @ at i: one, three where it is percent-encoded (RFC 3986, 2.1); 0: it is none. */
static size_t at_sign(const struct gbx_scan *s, size_t i)
{
	if (s->p[i] == '@')
		return 1;
	return gbx_scan_at(s, i + 1) == '4' && gbx_scan_at(s, i + 2) == '0' ? 3 : 0;
}

#define LOCAL 64u /* RFC 5321, 4.5.3.1 */
#define DOMAIN 254u

static bool is_mail(const unsigned char *local, size_t nlocal, const unsigned char *domain, size_t ndomain)
{
	char text[LOCAL + 1 + DOMAIN];
	struct gbx_value v;

	if (nlocal > LOCAL || ndomain > DOMAIN || is_image_name(domain, ndomain))
		return false;
	memcpy(text, local, nlocal);
	text[nlocal] = '@';
	memcpy(text + nlocal + 1, domain, ndomain);
	v = gbx_value_of(text, nlocal + 1 + ndomain);
	return gbx_is_email(&v);
}

/* Behind the last "%20" of the text, which no local part has. */
static size_t behind_escapes(const struct gbx_scan *s, size_t from, size_t to)
{
	for (size_t i = to; i-- > from;)
		if (s->p[i] == '%' && i + 2 < to && gbx_isxdigit(s->p[i + 1]) && gbx_isxdigit(s->p[i + 2]))
			return i + 3;
	return from;
}

size_t gbx_scan_mail(struct gbx_scan *s, size_t i)
{
	size_t wide = at_sign(s, i), domain = i + wide, from = i, to = domain;

	if (!wide)
		return i + 1;
	while (from > s->floor && i - from < LOCAL && local_byte(s->p[from - 1]))
		from--;
	size_t word = from;
	from = behind_escapes(s, from, i);
	while (from < i && !gbx_isalnum(s->p[from]) && s->p[from] != '_')
		from++;
	while (to < s->n && to - domain < DOMAIN - 1 &&
	       (gbx_isalnum(s->p[to]) || s->p[to] == '.' || s->p[to] == '-'))
		to++;
	while (to > domain && !gbx_isalnum(s->p[to - 1]))
		to--;
	if (from == i || to < domain + 4 || !is_mail(s->p + from, i - from, s->p + domain, to - domain))
		return wide == 1 ? other_than_mail(s, i, i + 1) : i + 1;
	if (in_authority(s, word))
		return wide == 1 ? other_than_mail(s, i, to) : i + 1;
	return gbx_scan_hit(s, from, to, GBX_T_EMAIL);
}

static size_t token_at(struct gbx_scan *s, size_t i)
{
	size_t from = i - 2, len;

	if (i < 2 || from < s->floor || memcmp(s->p + from, "eyJ", 3) != 0)
		return i + 1;
	if (from &&
	    (gbx_scan_word_byte(s->p[from - 1]) || s->p[from - 1] == '-' || s->p[from - 1] == '.'))
		return i + 1;
	len = gbx_jwt_prefix(s->p + from, s->n - from);
	return len ? gbx_scan_hit(s, from, from + len, GBX_T_TOKEN_JWT) : i + 1;
}

size_t gbx_scan_secret(struct gbx_scan *s, size_t i)
{
	size_t len = 0, left = s->n - i;
	enum gbx_type t;

	if (s->p[i] == 'J')
		return token_at(s, i);
	if (i && gbx_scan_word_byte(s->p[i - 1]))
		return i + 1;
	t = gbx_hash_prefix(s->p + i, left < 512 ? left : 512, &len);
	if (t == GBX_T_UNKNOWN || gbx_isalnum(gbx_scan_at(s, i + len)) ||
	    gbx_scan_at(s, i + len) == '/')
		return i + 1;
	return gbx_scan_hit(s, i, i + len, t);
}

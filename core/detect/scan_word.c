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

size_t gbx_scan_mail(struct gbx_scan *s, size_t i)
{
	size_t from = i, to = i + 1;
	struct gbx_value v;

	while (from > s->floor && i - from < 64 && local_byte(s->p[from - 1]))
		from--;
	while (from < i && !gbx_isalnum(s->p[from]) && s->p[from] != '_')
		from++;
	while (to < s->n && to - i < 254 &&
	       (gbx_isalnum(s->p[to]) || s->p[to] == '.' || s->p[to] == '-'))
		to++;
	while (to > i + 1 && !gbx_isalnum(s->p[to - 1]))
		to--;
	if (from == i || to < i + 5)
		return other_than_mail(s, i, i + 1);
	v = gbx_value_of(s->p + from, to - from);
	if (!gbx_is_email(&v) || is_image_name(s->p + i + 1, to - i - 1))
		return other_than_mail(s, i, i + 1);
	/* scheme://user:password@host */
	if (from && !(gbx_isalnum(s->p[from - 1]) || s->p[from - 1] <= ' ') &&
	    gbx_scan_in_url(s, from))
		return other_than_mail(s, i, to);
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

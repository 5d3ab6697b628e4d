/*
 * URLs inside lines whose separator they may hold themselves: RFC 3986 for what
 * stands where, and "android://HASH==@package/", as browsers store applications.
 */
#include "combo.h"

#define SCHEME 24u     /* longest scheme: "android", "moz-extension", "chrome-extension" */
#define CANDIDATES 12u /* separators inside one URL that are tried */
#define HOST 253u      /* longest host name, RFC 1035 */

static bool is_digit(unsigned char c)
{
	return c >= '0' && c <= '9';
}

static bool is_letter(unsigned char c)
{
	return (c | 32) >= 'a' && (c | 32) <= 'z';
}

static bool is_label(unsigned char c)
{
	return is_digit(c) || is_letter(c) || c == '-' || c == '_' || c >= 0x80;
}

size_t gbx_combo_scheme(struct gbx_span s)
{
	size_t i = 0;
	if (s.n > 8 && !memcmp(s.p, "http", 4)) {
		if (!memcmp(s.p + 4, "s://", 4))
			return 8;
		if (!memcmp(s.p + 4, "://", 3))
			return 7;
	}
	while (i < s.n && i < SCHEME &&
	       (is_letter(s.p[i]) || (i && (is_label(s.p[i]) || s.p[i] == '+'))))
		i++;
	if (i < 2 || i + 3 > s.n || memcmp(s.p + i, "://", 3) != 0)
		return 0;
	return i + 3;
}

size_t gbx_combo_host(struct gbx_span s)
{
	size_t i = 0, label = 0, dots = 0;
	bool digits = true, letters = true; /* of the label at hand */
	bool all_digits = true;
	for (; i < s.n && i < HOST; i++) {
		if (s.p[i] == '.') {
			if (i == label)
				return 0;
			all_digits = all_digits && digits;
			label = i + 1;
			digits = letters = true;
			dots++;
			continue;
		}
		if (!is_label(s.p[i]))
			break;
		digits = digits && is_digit(s.p[i]);
		letters = letters && !is_digit(s.p[i]) && s.p[i] != '_';
	}
	size_t last = i - label;
	if (all_digits && digits && dots == 3 && last && last <= 3)
		return i;
	return dots && last >= 2 && letters ? i : 0;
}

/* What ends a host name in a URL. */
static const bool ends_host[256] = {
    ['/'] = true, ['?'] = true, ['#'] = true, [':'] = true, [' '] = true, ['\t'] = true};

/* Behind the host and its port; at the separator, a path or the end. */
static size_t over_authority(const struct gbx_combo_dialect *d, struct gbx_span s, size_t i)
{
	if (i < s.n && s.p[i] == '[') {
		const unsigned char *end = memchr(s.p + i, ']', s.n - i);
		i = end ? (size_t)(end - s.p) + 1 : i;
	}
	while (i < s.n && s.p[i] != d->url && !ends_host[s.p[i]])
		i++;
	if (i >= s.n || s.p[i] != ':')
		return i;
	size_t k = i + 1;
	while (k < s.n && k < i + 6 && is_digit(s.p[k]))
		k++;
	if (k == i + 1 || k == s.n || s.p[i + 1] == '0')
		return i;
	if (s.p[k] == '/' || s.p[k] == '?' || s.p[k] == '#')
		return k;
	/* "host:8443:user:password", but "host:12345:password" */
	bool more = d->url != ':' || memchr(s.p + k + 1, d->pair, s.n - k - 1);
	return s.p[k] == d->url && more ? k : i;
}

bool gbx_combo_is_email(struct gbx_span s)
{
	const unsigned char *at = s.n ? memchr(s.p, '@', s.n) : NULL;
	if (!at || at == s.p)
		return false;
	struct gbx_span host = gbx_span_of(at + 1, (size_t)(s.p + s.n - at) - 1);
	return gbx_combo_host(host) == host.n && host.n;
}

/* The text between a separator and the next one. */
static struct gbx_span login_at(const struct gbx_combo_dialect *d, struct gbx_span s, size_t at)
{
	while (d->padded && at < s.n && s.p[at] == ' ')
		at++;
	const unsigned char *end = at < s.n ? memchr(s.p + at, d->pair, s.n - at) : NULL;
	struct gbx_span login = {end ? s.p + at : NULL, end ? (size_t)(end - s.p) - at : 0};
	while (d->padded && login.n && login.p[login.n - 1] == ' ')
		login.n--;
	return login;
}

/* How well it would do as a login: 0 not at all, 3 an e-mail address. */
static unsigned merit(struct gbx_span login)
{
	if (!login.p)
		return 0;
	if (gbx_combo_is_email(login))
		return 3;
	bool odd = false;
	for (size_t i = 0; i < login.n; i++) {
		if (login.p[i] == '/' || login.p[i] == ' ')
			return 0;
		odd |= login.p[i] == '=' || login.p[i] == '&' || login.p[i] == '?';
	}
	return odd ? 1 : 2;
}

static bool has_at(struct gbx_span s, size_t from)
{
	return from < s.n && memchr(s.p + from, '@', s.n - from);
}

size_t gbx_combo_url_end(const struct gbx_combo_dialect *d, struct gbx_span s)
{
	size_t scheme = gbx_combo_scheme(s), best = 0, i;
	unsigned high = 0, seen = 0, good = 0;
	size_t host = scheme ? 0 : gbx_combo_host(s);
	if (!scheme && (!host || host == s.n || (s.p[host] != d->url && !ends_host[s.p[host]])))
		return 0;
	for (i = over_authority(d, s, scheme); i < s.n && seen < CANDIDATES; i++, seen++) {
		const unsigned char *q = memchr(s.p + i, d->url, s.n - i);
		if (!q)
			break;
		i = (size_t)(q - s.p);
		if (s.n - i > 2 && s.p[i + 1] == '/' && s.p[i + 2] == '/')
			continue;
		struct gbx_span login = login_at(d, s, i + 1);
		unsigned m = merit(login);
		/* An address counts only near the first login: passwords hold them too. */
		if (m > high && (m < 3 || good < 2)) {
			high = m;
			best = i;
		}
		good += m >= 2;
		if (m == 3 || good > 1 || (m == 2 && !has_at(s, i + 1 + login.n)))
			break;
	}
	return best;
}

/* "host/path" or "host:port/path" behind the last separators of s. */
static size_t begin_bare(const struct gbx_combo_dialect *d, struct gbx_span s)
{
	size_t end = s.n;
	for (unsigned tries = 0; tries < 3 && end; tries++) {
		const unsigned char *q = memrchr(s.p, d->url, end);
		if (!q)
			return 0;
		end = (size_t)(q - s.p);
		if (gbx_combo_host(gbx_span_of(q + 1, s.n - end - 1)))
			return end + 1;
	}
	return 0;
}

size_t gbx_combo_url_begin(const struct gbx_combo_dialect *d, struct gbx_span s)
{
	size_t from = 0;
	for (const unsigned char *q; from < s.n; from = (size_t)(q - s.p) + 3) {
		q = memmem(s.p + from, s.n - from, "://", 3);
		if (!q)
			break;
		size_t i = (size_t)(q - s.p);
		while (i && i + SCHEME > (size_t)(q - s.p) && s.p[i - 1] != d->url &&
		       (is_label(s.p[i - 1]) || s.p[i - 1] == '+'))
			i--;
		bool cut = i && (s.p[i - 1] == d->url || (d->padded && s.p[i - 1] == ' '));
		if (cut && gbx_combo_scheme(gbx_span_of(s.p + i, s.n - i)))
			return i;
	}
	return begin_bare(d, s);
}

/*
 * Lines that say what their parts are: "Email: x Password: y", "url=s | user=u | pass=p";
 * and those of servers, "ftp://user:password@host", "host:port@user;password".
 */
#include "combo.h"

#include <strings.h>

#define LABEL 12u /* bytes of the longest */

static const struct {
	const char *word;
	enum gbx_combo_column column;
} labels[] = {
    {"email", GBX_COMBO_EMAIL},       {"e-mail", GBX_COMBO_EMAIL},
    {"mail", GBX_COMBO_EMAIL},        {"login", GBX_COMBO_LOGIN},
    {"user", GBX_COMBO_LOGIN},        {"username", GBX_COMBO_LOGIN},
    {"user name", GBX_COMBO_LOGIN},   {"account", GBX_COMBO_LOGIN},
    {"url", GBX_COMBO_URL},           {"host", GBX_COMBO_URL},
    {"site", GBX_COMBO_URL},          {"website", GBX_COMBO_URL},
    {"password", GBX_COMBO_PASSWORD}, {"pass", GBX_COMBO_PASSWORD},
    {"passwd", GBX_COMBO_PASSWORD},   {"pwd", GBX_COMBO_PASSWORD},
    {"hash", GBX_COMBO_HASH},         {"salt", GBX_COMBO_SALT},
};

static bool is_blank(unsigned char c) { return c == ' ' || c == '\t'; }

/* Length of the label at the start of s with its mark and the blanks behind; 0: none. */
static size_t label_at(struct gbx_span s, enum gbx_combo_column *c)
{
	size_t n = 0, end;
	while (n < s.n && n <= LABEL && s.p[n] != ':' && s.p[n] != '=')
		n++;
	if (n == s.n || n > LABEL)
		return 0;
	for (end = n + 1; end < s.n && is_blank(s.p[end]); end++)
		;
	while (n && is_blank(s.p[n - 1]))
		n--;
	for (size_t i = 0; i < sizeof labels / sizeof *labels; i++) {
		if (strlen(labels[i].word) != n ||
		    strncasecmp((const char *)s.p, labels[i].word, n) != 0)
			continue;
		*c = labels[i].column;
		return end;
	}
	return 0;
}

/* Where the value that ends before the label at i ends: before the separator there. */
static size_t before_label(struct gbx_span s, size_t from, size_t i)
{
	while (i > from && is_blank(s.p[i - 1]))
		i--;
	if (i > from && memchr("|,;&-/", s.p[i - 1], 6))
		i--;
	while (i > from && is_blank(s.p[i - 1]))
		i--;
	return i;
}

enum gbx_combo_verdict gbx_combo_labels(struct gbx_span s, struct gbx_combo_parts *x)
{
	enum gbx_combo_column now = GBX_COMBO_COLUMNS, next;
	size_t from = 0;
	x->has = 0;
	for (size_t i = 0; i < s.n; i++) {
		bool may = !i || memchr(" \t|,;&", s.p[i - 1], 6);
		size_t n = may ? label_at(gbx_span_of(s.p + i, s.n - i), &next) : 0;
		/* "pass: site: x": a value may look like a label that was there */
		if (!n || (x->has >> next & 1) || next == now)
			continue;
		if (now != GBX_COMBO_COLUMNS) {
			x->part[now] = gbx_span_of(s.p + from, before_label(s, from, i) - from);
			x->has |= 1u << now;
		} else if (i) {
			return GBX_COMBO_SHAPE;
		}
		now = next;
		from = i + n;
		i = from - 1;
	}
	if (now == GBX_COMBO_COLUMNS)
		return GBX_COMBO_NO_SEPARATOR;
	size_t end = s.n;
	while (end > from && is_blank(s.p[end - 1]))
		end--;
	x->part[now] = gbx_span_of(s.p + from, end - from);
	x->has |= 1u << now;
	unsigned login = 1u << GBX_COMBO_LOGIN | 1u << GBX_COMBO_EMAIL;
	if (!(x->has & login))
		return GBX_COMBO_NO_LOGIN;
	return x->has >> GBX_COMBO_PASSWORD & 1 ? GBX_COMBO_RECORD : GBX_COMBO_NO_SEPARATOR;
}

static size_t digits_at(struct gbx_span s, size_t i)
{
	size_t n = 0;
	while (i + n < s.n && n < 6 && s.p[i + n] >= '0' && s.p[i + n] <= '9')
		n++;
	return n < 6 ? n : 0;
}

static void give(struct gbx_combo_parts *x, enum gbx_combo_column c, const unsigned char *p,
		 const unsigned char *end)
{
	x->part[c] = gbx_span_of(p, (size_t)(end - p));
	x->has |= 1u << c;
}

/* "192.0.2.7:3389@user;password" */
static bool host_first(struct gbx_span s, struct gbx_combo_parts *x)
{
	size_t host = gbx_combo_host(s);
	size_t port = host && host < s.n && s.p[host] == ':' ? digits_at(s, host + 1) : 0;
	size_t at = host + 1 + port;
	const unsigned char *end = s.p + s.n, *q;
	if (!port || at >= s.n || s.p[at] != '@')
		return false;
	q = memchr(s.p + at, ';', s.n - at);
	if (!q || q == s.p + at + 1)
		return false;
	give(x, GBX_COMBO_URL, s.p, s.p + at);
	give(x, GBX_COMBO_LOGIN, s.p + at + 1, q);
	give(x, GBX_COMBO_PASSWORD, q + 1, end);
	return true;
}

/* Is "host", "host:port" or "host/path" all of s, and may it do without a scheme? */
static bool is_server(struct gbx_span s, bool scheme)
{
	size_t host = gbx_combo_host(s);
	if (!host)
		return false;
	bool address = s.p[host - 1] >= '0' && s.p[host - 1] <= '9';
	if (host == s.n || s.p[host] == '/')
		return scheme || address;
	size_t port = s.p[host] == ':' ? digits_at(s, host + 1) : 0, end = host + 1 + port;
	return port && (end == s.n || s.p[end] == '/');
}

enum gbx_combo_verdict gbx_combo_userinfo(struct gbx_span s, struct gbx_combo_parts *x)
{
	size_t scheme = gbx_combo_scheme(s);
	const unsigned char *end = s.p + s.n, *p = s.p + scheme, *at;
	x->has = 0;
	while (end > p && is_blank(end[-1]))
		end--;
	if (!scheme && host_first(gbx_span_of(p, (size_t)(end - p)), x))
		return GBX_COMBO_RECORD;
	at = memrchr(p, '@', (size_t)(end - p));
	const unsigned char *colon = at ? memchr(p, ':', (size_t)(at - p)) : NULL;
	if (!colon || !is_server(gbx_span_of(at + 1, (size_t)(end - at) - 1), scheme))
		return GBX_COMBO_NO_SEPARATOR;
	if (colon == p || memchr(p, '/', (size_t)(colon - p)))
		return GBX_COMBO_NO_LOGIN;
	give(x, GBX_COMBO_URL, at + 1, end);
	give(x, GBX_COMBO_LOGIN, p, colon);
	give(x, GBX_COMBO_PASSWORD, colon + 1, at);
	return GBX_COMBO_RECORD;
}

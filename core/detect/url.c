/*
 * Web addresses (RFC 3986, hierarchical schemes only, and bare "www.") and the
 * names programs give themselves in User-Agent (RFC 9110 section 10.1.5).
 */
#include "chars.h"
#include "check.h"

/* Bytes a URL never holds unescaped. Those above 0x7f are let pass: people paste them. */
static const bool never[256] = {
    [0 ... ' '] = true, ['"'] = true, ['<'] = true, ['>'] = true,
    ['\\'] = true,      ['^'] = true, ['`'] = true, [0x7f] = true,
};

static bool url_bytes(const unsigned char *p, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (never[p[i]])
			return false;
	return true;
}

/* "example.com", "localhost", "[::1]", "user@host": at least a label, a dot
 * where the scheme is one of the web. */
static bool url_host(const unsigned char *p, size_t n, bool dot_needed)
{
	size_t end = 0, dots = 0, start = 0;

	while (end < n && p[end] != '/' && p[end] != '?' && p[end] != '#')
		if (p[end++] == '@')
			start = end;
	if (end == start)
		return false;
	if (p[start] == '[')
		return memchr(p + start, ']', end - start) != NULL;
	for (size_t i = start; i < end && p[i] != ':'; i++) {
		if (p[i] == '.')
			dots++;
		else if (!gbx_isalnum(p[i]) && p[i] != '-' && p[i] != '_' && p[i] < 0x80)
			return !dot_needed;
	}
	if (p[start] == '.' || p[start] == '-' || p[start] == ':')
		return false;
	return dots || !dot_needed || gbx_prefix_word(p + start, end - start, "localhost");
}

/* Sites whose addresses people write without a scheme: where they have a profile. */
static bool profile(const unsigned char *p, size_t n)
{
	static const char *const sites[] = {
	    "linkedin.com", "facebook.com", "fb.com",      "instagram.com", "twitter.com",
	    "x.com",        "github.com",   "gitlab.com",  "youtube.com",   "tiktok.com",
	    "vk.com",       "ok.ru",        "t.me",        "telegram.me",   "wa.me",
	    "weibo.com",    "xing.com",     "medium.com",  "reddit.com",    "pinterest.com",
	    "snapchat.com", "behance.net",  "dribbble.com", "twitch.tv",    "soundcloud.com",
	    "tumblr.com",   "flickr.com",   "about.me",    "angel.co",      "crunchbase.com",
	    "zhihu.com",    "douban.com",   "bilibili.com"};
	const unsigned char *slash = memchr(p, '/', n < 40 ? n : 40);
	size_t host = slash ? (size_t)(slash - p) : 0;

	for (size_t i = 0; i < GBX_COUNT(sites) && host; i++) {
		size_t k = strlen(sites[i]), before = host - k;
		if (host >= k && gbx_same_word(p + before, (uint32_t)k, sites[i]) &&
		    (!before || p[before - 1] == '.') && n > host + 1)
			return url_bytes(p, n) && url_host(p, host, true);
	}
	return false;
}

/* example.org/~jane: a host under a top domain that is common or a country's, and a path. */
static bool host_and_path(const unsigned char *p, size_t n)
{
	static const char *const tops[] = {"com", "org",  "net",    "info", "edu", "gov", "int",
	                                   "mil", "biz",  "name",   "io",   "app", "dev", "xyz",
	                                   "top", "site", "online", "shop", "club", "test",
	                                   "invalid", "example"};
	const unsigned char *slash = memchr(p, '/', n < 128 ? n : 128);
	size_t host = slash ? (size_t)(slash - p) : 0, from = host, letters = 0;

	while (from && p[from - 1] != '.')
		letters += gbx_isalpha(p[--from]);
	if (from < 2 || host == from || letters != host - from || n < host + 2 || !url_bytes(p, n) ||
	    !url_host(p, host, true))
		return false;
	for (size_t i = 0; i < from; i++)
		if (p[i] >= 0x80 || p[i] == '@' || p[i] == ':')
			return false;
	if (letters == 2)
		return true;
	for (size_t i = 0; i < GBX_COUNT(tops); i++)
		if (gbx_same_word(p + from, (uint32_t)letters, tops[i]))
			return true;
	return false;
}

bool gbx_is_url(const struct gbx_value *v)
{
	const unsigned char *colon;
	size_t scheme;

	if (v->n < 7 || v->n > 8192 || !(v->cls & (GBX_C_DOT | GBX_C_SEP)))
		return false;
	if (gbx_prefix_word(v->p, v->n, "www."))
		return url_bytes(v->p, v->n) && url_host(v->p + 4, v->n - 4, true);
	colon = memchr(v->p, ':', v->n < 24 ? v->n : 24);
	if (v->p[0] == '/' && v->p[1] == '/') /* RFC 3986, 4.2: of the scheme at hand */
		return host_and_path(v->p + 2, v->n - 2);
	if (!gbx_isalnum(v->p[0]))
		return false;
	if (!colon)
		return profile(v->p, v->n) || host_and_path(v->p, v->n);
	if (!gbx_isalpha(v->p[0]))
		return false;
	scheme = (size_t)(colon - v->p);
	if (scheme < 2 || v->n < scheme + 5 || colon[1] != '/' || colon[2] != '/')
		return false;
	for (size_t i = 1; i < scheme; i++)
		if (!gbx_isalnum(v->p[i]) && v->p[i] != '+' && v->p[i] != '-' && v->p[i] != '.')
			return false;
	return url_bytes(v->p, v->n) && url_host(colon + 3, v->n - scheme - 3,
	                                         gbx_prefix_word(v->p, scheme, "http") ||
	                                             gbx_prefix_word(v->p, scheme, "ftp"));
}

bool gbx_is_user_agent(const struct gbx_value *v)
{
	static const char *const known[] = {
	    "mozilla/",       "opera/", "dalvik/",  "okhttp/", "curl/",           "wget/",
	    "python-",        "java/",  "apache-",  "go-http", "postmanruntime/", "cfnetwork/",
	    "blackberry",     "nokia",  "samsung-", "ucweb/",  "lynx/",           "googlebot/",
	    "micromessenger", "alipay", "weibo",
	};
	const unsigned char *slash;

	if (v->n < 6 || v->n > 1024 || !(v->cls & GBX_C_SEP))
		return false;
	slash = memchr(v->p, '/', v->n < 48 ? v->n : 48);
	if (!slash || slash + 1 == v->p + v->n || !gbx_isdigit(slash[1]))
		return false;
	for (size_t i = 0; i < GBX_COUNT(known); i++)
		if (gbx_prefix_word(v->p, v->n, known[i]))
			return true;
	/* another product: Name/1.2 (comment) */
	for (const unsigned char *p = v->p; p < slash; p++)
		if (!gbx_isalnum(*p) && *p != '-' && *p != '_' && *p != '.')
			return false;
	slash = memchr(slash, ' ', v->n - (size_t)(slash - v->p));
	return slash && slash + 1 < v->p + v->n && slash[1] == '(' && v->p[v->n - 1] == ')';
}

/*
 * One line of a list; what the layouts are stands in combo.h.
 */
#include "combo.h"

#include <strings.h>

static struct gbx_span trim(struct gbx_span s)
{
	while (s.n && (s.p[0] == ' ' || s.p[0] == '\t')) {
		s.p++;
		s.n--;
	}
	while (s.n && (s.p[s.n - 1] == ' ' || s.p[s.n - 1] == '\t'))
		s.n--;
	return s;
}

static void give(struct gbx_combo_parts *x, enum gbx_combo_column c, struct gbx_span s)
{
	x->part[c] = s;
	x->has |= 1u << c;
}

static struct gbx_span from(struct gbx_span s, size_t at)
{
	return gbx_span_of(s.p + at, s.n - at);
}

static bool is_hash_char(unsigned char c)
{
	return (c >= '0' && c <= '9') || ((c | 32) >= 'a' && (c | 32) <= 'z') ||
	       (c && memchr("./$=,+-_", c, 8));
}

static bool is_hex(unsigned char c)
{
	return (c >= '0' && c <= '9') || ((c | 32) >= 'a' && (c | 32) <= 'f');
}

size_t gbx_combo_hash(struct gbx_span s, unsigned char sep)
{
	static const unsigned char lengths[] = {32, 40, 48, 56, 64, 96, 128};
	size_t n = 0;
	if (s.n < 32)
		return 0;
	/* "$2y$10$…", "$6$salt$…", "$P$B…": modular crypt format, crypt(5) */
	if (s.p[0] == '$' && memchr(s.p + 1, '$', 16)) {
		while (n < s.n && s.p[n] != sep && is_hash_char(s.p[n]))
			n++;
		return n >= 30 && (n == s.n || s.p[n] == sep) ? n : 0;
	}
	while (n < s.n && n <= 128 && is_hex(s.p[n]))
		n++;
	bool ends = n == s.n || s.p[n] == sep;
	return ends && n && memchr(lengths, (int)n, sizeof lengths) ? n : 0;
}

static bool is_word(struct gbx_span s, const char *const *words)
{
	for (; *words; words++)
		if (strlen(*words) == s.n && !strncasecmp((const char *)s.p, *words, s.n))
			return true;
	return false;
}

bool gbx_combo_is_header(struct gbx_span login, struct gbx_span password)
{
	static const char *const logins[] = {"email", "e-mail", "mail", "login",
					     "user",  "username", NULL};
	static const char *const secrets[] = {"password", "pass", "pwd", NULL};
	return is_word(trim(login), logins) && is_word(trim(password), secrets);
}

/* "Total: 1,000 lines", "Date: 2023-01-01": what the head of a list says about it. */
static bool is_title(struct gbx_span login)
{
	static const char *const words[] = {"total",  "lines",   "count",    "date",   "country",
					    "source", "author",  "channel",  "type",   "format",
					    "site",   "contact", "telegram", "domain", NULL};
	return is_word(login, words);
}

bool gbx_combo_is_banner(struct gbx_span s)
{
	static const char *const ads[] = {"t.me/", "telegram", "discord.gg", "discord.com/invite"};
	s = trim(s);
	size_t run = 0;
	while (run < s.n && s.p[run] == s.p[0])
		run++;
	bool mark = s.n && (memchr("=-_*#~+<>[.:|", s.p[0], 13) || s.p[0] >= 0x80);
	if (mark && (run >= 3 || run == s.n))
		return true;
	for (size_t at = 0; at < s.n; at++) {
		if ((s.p[at] | 32) != 't' && (s.p[at] | 32) != 'd')
			continue;
		for (size_t i = 0; i < sizeof ads / sizeof *ads; i++) {
			size_t n = strlen(ads[i]);
			if (n <= s.n - at && !strncasecmp((const char *)s.p + at, ads[i], n))
				return true;
		}
	}
	return s.n > 1 && (s.p[0] == '#' || !memcmp(s.p, "//", 2)) && memchr(s.p, ' ', s.n);
}

/* Behind a password: " | Country = US | Plan = Basic". The password's length. */
static size_t before_comment(struct gbx_span s)
{
	const unsigned char *end = s.p + s.n, *q = s.n ? memchr(s.p, '|', s.n) : NULL;
	for (; q; q = memchr(q + 1, '|', (size_t)(end - q) - 1)) {
		if (q == s.p || q[-1] != ' ' || end - q < 6 || q[1] != ' ')
			continue;
		const unsigned char *k = q + 2;
		while (k < end && k - q < 40 && *k != '=' && *k != ':' && *k != '|')
			k++;
		bool named = k < end && (*k == '=' || *k == ':') && k > q + 2;
		if (named && (k[-1] == ' ' || (k + 1 < end && k[1] == ' ')))
			return (size_t)(q - s.p) - 1;
	}
	return s.n;
}

/* The same in a list whose lines all have a note behind the mark. */
static size_t before_note(struct gbx_span s, unsigned char mark, size_t *behind)
{
	size_t i = 0;
	*behind = mark == '|';
	for (const unsigned char *q; i < s.n; i = (size_t)(q - s.p) + 1) {
		q = memchr(s.p + i, mark, s.n - i);
		if (!q)
			return s.n;
		size_t at = (size_t)(q - s.p);
		bool blank = at && s.p[at - 1] == ' ';
		if (mark == '|' || (blank && (mark == '[' || (at + 1 < s.n && s.p[at + 1] == ' '))))
			return at;
	}
	return s.n;
}

/* The password, what is known by its shape behind it, and a comment. */
static void take_password(const struct gbx_combo_dialect *d, struct gbx_span s, bool last,
                          struct gbx_combo_parts *x)
{
	size_t behind = 2;
	size_t n = d->note ? before_note(s, d->note, &behind) : last ? before_comment(s) : s.n;
	if (n < s.n) {
		give(x, GBX_COMBO_COMMENT, trim(from(s, n + behind)));
		s.n = n;
		while (d->note && s.n && s.p[s.n - 1] == ' ')
			s.n--;
	}
	size_t hash = s.n > 32 ? gbx_combo_hash(s, d->pair) : 0;
	if (hash && hash < s.n) {
		struct gbx_span salt = from(s, hash + 1);
		give(x, GBX_COMBO_SALT, d->padded ? trim(salt) : salt);
		s.n = hash;
	}
	give(x, GBX_COMBO_PASSWORD, d->padded ? trim(s) : s);
}

static enum gbx_combo_verdict fault(struct gbx_span line, enum gbx_combo_verdict why)
{
	return gbx_combo_is_banner(line) ? GBX_COMBO_SKIP : why;
}

/* The separator behind the e-mail address that begins the line; 0: none. */
static size_t behind_email(struct gbx_span s)
{
	const unsigned char *at = memchr(s.p, '@', s.n < 128 ? s.n : 128);
	if (!at || at == s.p)
		return 0;
	for (const unsigned char *q = s.p; q < at; q++)
		if (*q <= ' ' || memchr(":;|,", *q, 4))
			return 0;
	size_t i = (size_t)(at - s.p) + 1;
	size_t host = gbx_combo_host(from(s, i));
	if (!host || i + host >= s.n || !memchr(":;|,\t ", s.p[i + host], 6))
		return 0;
	return i + host;
}

/* url, separator, login, separator, password */
static enum gbx_combo_verdict url_first(const struct gbx_combo_dialect *d, struct gbx_span s,
                                        struct gbx_combo_parts *x)
{
	size_t end = gbx_combo_url_end(d, s);
	if (!end)
		return GBX_COMBO_NO_SEPARATOR;
	struct gbx_span rest = from(s, end + 1);
	if (d->padded)
		rest = trim(rest);
	const unsigned char *q = memchr(rest.p, d->pair, rest.n);
	if (!q)
		return GBX_COMBO_NO_SEPARATOR;
	struct gbx_span url = gbx_span_of(s.p, end), login = {rest.p, (size_t)(q - rest.p)};
	give(x, GBX_COMBO_URL, d->padded ? trim(url) : url);
	give(x, GBX_COMBO_LOGIN, d->padded ? trim(login) : login);
	take_password(d, from(rest, login.n + 1), d->pair != '|', x);
	return GBX_COMBO_RECORD;
}

/* A line that begins with a scheme in a list of another layout or separator. */
static enum gbx_combo_verdict odd_url(const struct gbx_combo_dialect *d, struct gbx_span s,
                                      struct gbx_combo_parts *x)
{
	static const unsigned char seps[][2] = {{':', ':'}, {'|', '|'}, {';', ';'}, {'\t', '\t'},
	                                        {' ', ':'}, {' ', ' '}, {',', ','}, {'|', ':'}};
	enum gbx_combo_verdict v = url_first(d, s, x);
	for (size_t i = 0; !d->strict && v != GBX_COMBO_RECORD && i < sizeof seps / sizeof *seps;
	     i++) {
		struct gbx_combo_dialect other = *d;
		other.url = seps[i][0];
		other.pair = seps[i][1];
		if (memchr(s.p, other.url, s.n))
			v = url_first(&other, s, x);
	}
	return v;
}

/* Takes the URL at the end of s, if there is one, off it. */
static struct gbx_span take_url_last(const struct gbx_combo_dialect *d, struct gbx_span s,
                                     struct gbx_combo_parts *x)
{
	size_t at = gbx_combo_url_begin(d, s);
	if (!at)
		return s;
	give(x, GBX_COMBO_URL, d->padded ? trim(from(s, at)) : from(s, at));
	s.n = at - 1;
	while (d->padded && s.n && (s.p[s.n - 1] == ' ' || s.p[s.n - 1] == d->url))
		s.n--;
	return s;
}

/* "bob@example.com|x:y" in a list of colons: the separator is the one behind the
 * address. */
static size_t pair_end(const struct gbx_combo_dialect *d, struct gbx_span s, unsigned char *sep)
{
	const unsigned char *q = d->pair == '-' ? memmem(s.p, s.n, GBX_COMBO_DASHES,
							 strlen(GBX_COMBO_DASHES))
						: memchr(s.p, d->pair, s.n);
	size_t n = q ? (size_t)(q - s.p) : s.n;
	*sep = d->pair;
	if (d->strict || (q && !memchr(s.p, '@', n)))
		return n;
	bool plain = q != NULL;
	size_t login = n;
	while (d->padded && login && s.p[login - 1] == ' ')
		login--;
	for (size_t i = 0; i < login && plain; i++)
		plain = s.p[i] > ' ' && s.p[i] != ';' && s.p[i] != '|' && s.p[i] != ',';
	if (plain)
		return n;
	size_t end = behind_email(s);
	if (end) {
		*sep = s.p[end];
		return end;
	}
	return n;
}

/* More than two words before the separator, or "Word: word" where no blanks stand
 * around separators. */
static bool is_sentence(const struct gbx_combo_dialect *d, struct gbx_span login,
                        struct gbx_span rest)
{
	const unsigned char *blank = memchr(login.p, ' ', login.n);
	if (!blank)
		return false;
	size_t behind = (size_t)(login.p + login.n - blank) - 1;
	return memchr(blank + 1, ' ', behind) || (!d->padded && rest.n && rest.p[0] == ' ');
}

static bool is_slashes(struct gbx_span s)
{
	return s.n > 2 && s.p[0] == '/' && s.p[1] == '/';
}

/* "login => password", "login - password": the mark between the blanks, and the second. */
static size_t mark_of(struct gbx_span s)
{
	size_t n = 0;
	while (n < s.n && n < 4 && memchr("-=>:|;~", s.p[n], 7))
		n++;
	return n && n < s.n && s.p[n] == ' ' ? n + 1 : 0;
}

static enum gbx_combo_verdict pair(const struct gbx_combo_dialect *d, struct gbx_span s,
                                   struct gbx_combo_parts *x)
{
	struct gbx_combo_dialect one = *d;
	size_t n = pair_end(d, s, &one.pair);
	if (n == s.n)
		return GBX_COMBO_NO_SEPARATOR;
	size_t wide = one.pair == '-' ? strlen(GBX_COMBO_DASHES) : 1;
	struct gbx_span login = {s.p, n}, rest = from(s, n + wide);
	if (one.pair == ' ')
		rest = from(rest, mark_of(rest));
	if (d->padded) {
		login = trim(login);
		rest = trim(rest);
	}
	if (is_slashes(rest) && one.pair == ':')
		return odd_url(d, s, x);
	if (!login.n)
		return GBX_COMBO_NO_LOGIN;
	if (is_sentence(d, login, rest))
		return GBX_COMBO_SHAPE;
	if (login.n <= 8 && ((rest.n && rest.p[0] == ' ' && is_title(login)) ||
			     gbx_combo_is_header(login, rest)))
		return GBX_COMBO_SKIP;
	if (d->layout == GBX_COMBO_URL_LAST || (rest.n > 8 && memchr(rest.p, '/', rest.n)))
		if (d->layout == GBX_COMBO_URL_LAST || memmem(rest.p, rest.n, "://", 3))
			rest = take_url_last(d, rest, x);
	give(x, GBX_COMBO_LOGIN, login);
	if (d->layout == GBX_COMBO_NAMED) {
		const unsigned char *q = rest.n ? memchr(rest.p, one.pair, rest.n) : NULL;
		struct gbx_span email = {rest.p, q ? (size_t)(q - rest.p) : 0};
		if (q && gbx_combo_is_email(email)) {
			give(x, GBX_COMBO_EMAIL, email);
			rest = from(rest, email.n + 1);
		}
	}
	take_password(&one, rest, one.pair != '|', x);
	return GBX_COMBO_RECORD;
}

/* password, separator, e-mail address; the password may hold separators. */
static enum gbx_combo_verdict reversed(const struct gbx_combo_dialect *d, struct gbx_span s,
				       struct gbx_combo_parts *x)
{
	s = trim(s);
	const unsigned char *q = memrchr(s.p, d->pair, s.n);
	if (!q)
		return GBX_COMBO_NO_SEPARATOR;
	struct gbx_span login = trim(from(s, (size_t)(q - s.p) + 1));
	if (gbx_combo_is_email(login)) {
		take_password(d, gbx_span_of(s.p, (size_t)(q - s.p)), false, x);
		give(x, GBX_COMBO_LOGIN, login);
		return GBX_COMBO_RECORD;
	}
	if (d->strict)
		return GBX_COMBO_NO_LOGIN;
	/* a list put together from others */
	enum gbx_combo_verdict v = pair(d, s, x);
	bool email = v == GBX_COMBO_RECORD && gbx_combo_is_email(x->part[GBX_COMBO_LOGIN]);
	return v == GBX_COMBO_RECORD && !email ? GBX_COMBO_NO_LOGIN : v;
}

/* login, hash and the password it was made of */
static void name_cracked(struct gbx_combo_parts *x)
{
	if (!(x->has >> GBX_COMBO_SALT & 1))
		return;
	give(x, GBX_COMBO_HASH, x->part[GBX_COMBO_PASSWORD]);
	give(x, GBX_COMBO_PASSWORD, x->part[GBX_COMBO_SALT]);
	x->has &= ~(1u << GBX_COMBO_SALT);
}

static void name_hash(struct gbx_combo_parts *x, unsigned char sep)
{
	struct gbx_span login = x->part[GBX_COMBO_LOGIN];
	if (!(x->has >> GBX_COMBO_LOGIN & 1) || !gbx_combo_hash(login, sep))
		return;
	x->has &= ~(1u << GBX_COMBO_LOGIN);
	give(x, GBX_COMBO_HASH, login);
}

static enum gbx_combo_verdict labeled(const struct gbx_combo_dialect *d, struct gbx_span s,
				      struct gbx_combo_parts *x)
{
	enum gbx_combo_verdict v = gbx_combo_labels(s, x);
	if (v == GBX_COMBO_RECORD && !(x->has >> GBX_COMBO_SALT & 1))
		take_password(d, x->part[GBX_COMBO_PASSWORD], true, x);
	return v;
}

static enum gbx_combo_verdict other_line(const struct gbx_combo_dialect *d, struct gbx_span s,
					 struct gbx_combo_parts *x)
{
	x->has = 0;
	switch (d->layout) {
	case GBX_COMBO_LABELED:
		return labeled(d, s, x);
	case GBX_COMBO_SERVER:
		return gbx_combo_userinfo(s, x);
	case GBX_COMBO_REVERSED:
		return reversed(d, s, x);
	default:
		return pair(d, s, x);
	}
}

enum gbx_combo_verdict gbx_combo_line(const struct gbx_combo_dialect *d, struct gbx_span line,
                                      struct gbx_combo_parts *x)
{
	x->has = 0;
	while (line.n && (line.p[0] == ' ' || (line.p[0] == '\t' && d->pair != '\t'))) {
		line.p++;
		line.n--;
	}
	if (d->lead || d->quote)
		line = gbx_combo_undress(d, line);
	if (!line.n)
		return GBX_COMBO_SKIP;
	enum gbx_combo_verdict v = GBX_COMBO_NO_SEPARATOR;
	if (d->layout == GBX_COMBO_URL_FIRST) {
		bool odd = gbx_combo_scheme(line) || (!d->strict && gbx_combo_host(line));
		v = odd ? odd_url(d, line, x) : url_first(d, line, x);
		if (v != GBX_COMBO_RECORD && gbx_combo_scheme(line))
			return fault(line, v);
	}
	if (v != GBX_COMBO_RECORD)
		v = other_line(d, line, x);
	bool spaced = v == GBX_COMBO_RECORD && memchr("=-_*#~+", line.p[0], 7) && line.n > 3 &&
	              line.p[0] == line.p[1] && line.p[1] == line.p[2] &&
	              memchr(line.p, ' ', line.n);
	if (d->quote && v == GBX_COMBO_RECORD)
		gbx_combo_unquote(d, x);
	if (d->cracked && v == GBX_COMBO_RECORD)
		name_cracked(x);
	if (d->hashes && v == GBX_COMBO_RECORD)
		name_hash(x, d->pair);
	return (v == GBX_COMBO_RECORD && !spaced) || v == GBX_COMBO_SKIP ? v : fault(line, spaced ? GBX_COMBO_SHAPE : v);
}

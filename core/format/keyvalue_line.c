/*
 * One line of a block: key and value, ruler, or text.
 */
#include <strings.h>

#include "keyvalue.h"

/* Keys of stealer logs, as RedLine, Raccoon, Vidar, Lumma, StealC, META and others
 * write them; folded to lower case. */
static const struct {
	const char *key;
	enum gbx_kv_group group;
} vocabulary[] = {
    {"url", GBX_KV_SITE},
    {"host", GBX_KV_SITE},
    {"hostname", GBX_KV_SITE},
    {"website", GBX_KV_SITE},
    {"site", GBX_KV_SITE},
    {"link", GBX_KV_SITE},
    {"origin", GBX_KV_SITE},
    {"origin_url", GBX_KV_SITE},
    {"username", GBX_KV_USER},
    {"user", GBX_KV_USER},
    {"user name", GBX_KV_USER},
    {"login", GBX_KV_USER},
    {"user login", GBX_KV_USER},
    {"usr", GBX_KV_USER},
    {"email", GBX_KV_USER},
    {"password", GBX_KV_SECRET},
    {"pass", GBX_KV_SECRET},
    {"pwd", GBX_KV_SECRET},
    {"user password", GBX_KV_SECRET},
    {"passw", GBX_KV_SECRET},
    {"soft", GBX_KV_PROGRAM},
    {"application", GBX_KV_PROGRAM},
    {"app", GBX_KV_PROGRAM},
    {"browser", GBX_KV_PROGRAM},
    {"storage", GBX_KV_PROGRAM},
    {"profile", GBX_KV_PROGRAM},
    {"card", GBX_KV_CARD},
    {"card number", GBX_KV_CARD},
    {"cardnumber", GBX_KV_CARD},
    {"cc", GBX_KV_CARD},
    {"holder", GBX_KV_CARD},
    {"card holder", GBX_KV_CARD},
    {"cardholder", GBX_KV_CARD},
    {"name on card", GBX_KV_CARD},
    {"expire", GBX_KV_CARD},
    {"expiration", GBX_KV_CARD},
    {"expiry", GBX_KV_CARD},
    {"exp", GBX_KV_CARD},
    {"expire date", GBX_KV_CARD},
    {"expiration date", GBX_KV_CARD},
    {"cvc", GBX_KV_CARD},
    {"cvv", GBX_KV_CARD},
    {"ip", GBX_KV_SYSTEM},
    {"ip address", GBX_KV_SYSTEM},
    {"country", GBX_KV_SYSTEM},
    {"country code", GBX_KV_SYSTEM},
    {"location", GBX_KV_SYSTEM},
    {"zip code", GBX_KV_SYSTEM},
    {"hwid", GBX_KV_SYSTEM},
    {"machine id", GBX_KV_SYSTEM},
    {"machineid", GBX_KV_SYSTEM},
    {"guid", GBX_KV_SYSTEM},
    {"build id", GBX_KV_SYSTEM},
    {"buildid", GBX_KV_SYSTEM},
    {"build", GBX_KV_SYSTEM},
    {"filelocation", GBX_KV_SYSTEM},
    {"current language", GBX_KV_SYSTEM},
    {"language", GBX_KV_SYSTEM},
    {"local time", GBX_KV_SYSTEM},
    {"localtime", GBX_KV_SYSTEM},
    {"timezone", GBX_KV_SYSTEM},
    {"time zone", GBX_KV_SYSTEM},
    {"locale", GBX_KV_SYSTEM},
    {"architecture", GBX_KV_SYSTEM},
    {"display size", GBX_KV_SYSTEM},
    {"display devices", GBX_KV_SYSTEM},
    {"screensize", GBX_KV_SYSTEM},
    {"screen size", GBX_KV_SYSTEM},
    {"display resolution", GBX_KV_SYSTEM},
    {"resolution", GBX_KV_SYSTEM},
    {"operation system", GBX_KV_SYSTEM},
    {"operating system", GBX_KV_SYSTEM},
    {"os", GBX_KV_SYSTEM},
    {"os version", GBX_KV_SYSTEM},
    {"windows", GBX_KV_SYSTEM},
    {"computer", GBX_KV_SYSTEM},
    {"computer name", GBX_KV_SYSTEM},
    {"computername", GBX_KV_SYSTEM},
    {"pc name", GBX_KV_SYSTEM},
    {"log date", GBX_KV_SYSTEM},
    {"date", GBX_KV_SYSTEM},
    {"cpu", GBX_KV_SYSTEM},
    {"cpu name", GBX_KV_SYSTEM},
    {"processor", GBX_KV_SYSTEM},
    {"gpu", GBX_KV_SYSTEM},
    {"ram", GBX_KV_SYSTEM},
    {"total of ram", GBX_KV_SYSTEM},
    {"video card", GBX_KV_SYSTEM},
    {"videocard", GBX_KV_SYSTEM},
    {"keyboard languages", GBX_KV_SYSTEM},
    {"keyboard layouts", GBX_KV_SYSTEM},
    {"available keyboardlayouts", GBX_KV_SYSTEM},
    {"hardwares", GBX_KV_SYSTEM},
    {"anti-viruses", GBX_KV_SYSTEM},
    {"antivirus", GBX_KV_SYSTEM},
    {"uac", GBX_KV_SYSTEM},
    {"process elevation", GBX_KV_SYSTEM},
    {"work dir", GBX_KV_SYSTEM},
    {"installed apps", GBX_KV_SYSTEM},
    {"installed software", GBX_KV_SYSTEM},
    {"domain", GBX_KV_SYSTEM},
};

enum gbx_kv_group gbx_kv_group_of(struct gbx_span key)
{
	for (size_t i = 0; i < sizeof vocabulary / sizeof *vocabulary; i++) {
		if (strlen(vocabulary[i].key) == key.n &&
		    !strncasecmp(vocabulary[i].key, (const char *)key.p, key.n))
			return vocabulary[i].group;
	}
	return GBX_KV_OTHER;
}

bool gbx_kv_next(struct gbx_span s, size_t *at, struct gbx_span *line)
{
	if (*at >= s.n)
		return false;
	const unsigned char *p = s.p + *at, *end = memchr(p, '\n', s.n - *at);
	size_t n = end ? (size_t)(end - p) : s.n - *at;
	*at += n + (end != NULL);
	while (n && p[n - 1] == '\r')
		n--;
	*line = gbx_span_of(p, n);
	return true;
}

static bool is_blank(unsigned char c)
{
	return c == ' ' || c == '\t';
}

static bool is_word(unsigned char c)
{
	return (c >= '0' && c <= '9') || ((c | 32) >= 'a' && (c | 32) <= 'z') || c >= 0x80;
}

static struct gbx_span trim(struct gbx_span s)
{
	while (s.n && is_blank(s.p[0])) {
		s.p++;
		s.n--;
	}
	while (s.n && is_blank(s.p[s.n - 1]))
		s.n--;
	return s;
}

/* Only marks, or what stands between the arrays of a dump of variables. */
static bool is_ruler(struct gbx_span s)
{
	static const char *const words[] = {"Array", "array(", "stdClass Object", "--MARK--"};
	for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
		if (gbx_span_is(s, words[i]))
			return true;
	}
	/* "*   Telegram: …   *": a box around text */
	if (s.n > 2 && s.p[0] == s.p[s.n - 1] && memchr("*|#=+~-", s.p[0], 7))
		return true;
	size_t marks = 0, run = 0;
	while (run < s.n && s.p[run] == s.p[0])
		run++;
	for (size_t i = 0; i < s.n; i++)
		marks += !is_word(s.p[i]) && s.p[i] != '"' && s.p[i] != '\'';
	if (marks == s.n)
		return true;
	/* "======== Passwords ========", box drawing (U+2500 on: E2 94 80) */
	if (run >= 4 && !is_word(s.p[0]))
		return true;
	return s.n >= 9 && s.p[0] == 0xe2 && (s.p[1] == 0x94 || s.p[1] == 0x95) &&
	       !memcmp(s.p, s.p + 3, 2) && !memcmp(s.p, s.p + 6, 2);
}

/* Marks that lead in the lines of a list: "- Country", "[*] IP". */
static struct gbx_span without_bullet(struct gbx_span s)
{
	size_t i = 0;
	while (i < s.n && i < 12 &&
	       (memchr("-*+> |[", s.p[i], 7) || s.p[i] == 0xe2 ||
	        (i && s.p[i] >= 0x80 && s.p[i] < 0xc0)))
		i++;
	if (i >= 2 && i < s.n && s.p[i] == ']' && s.p[0] == '[')
		i++;
	if (i && s.p[i - 1] == '[')
		i--;
	while (i < s.n && is_blank(s.p[i]))
		i++;
	return gbx_span_of(s.p + i, s.n - i);
}

/* Takes quotes or brackets off: "key", 'key', [key]. */
static struct gbx_span bare(struct gbx_span s)
{
	if (s.n >= 2 && ((memchr("\"'", s.p[0], 2) && s.p[s.n - 1] == s.p[0]) ||
	                 (s.p[0] == '[' && s.p[s.n - 1] == ']')))
		return gbx_span_of(s.p + 1, s.n - 2);
	return s;
}

static bool is_key(struct gbx_span s)
{
	unsigned blanks = 0;
	if (!s.n || s.n > GBX_KV_KEY || !is_word(s.p[0]))
		return false;
	bool letter = false;
	for (size_t i = 0; i < s.n; i++) {
		unsigned char c = s.p[i];
		blanks += is_blank(c);
		letter |= is_word(c) && (c < '0' || c > '9');
		if (!is_word(c) && !memchr(" \t_-./()#&+'", c, 12))
			return false;
	}
	return letter && blanks <= 4;
}

/* Where the separator stands, and how long it is. */
static size_t find_sep(const struct gbx_kv_dialect *d, struct gbx_span s, size_t *len)
{
	*len = 1;
	size_t most = s.n < GBX_KV_KEY + 24 ? s.n : GBX_KV_KEY + 24;
	if (d->sep != '>') {
		const unsigned char *q = most ? memchr(s.p, d->sep, most) : NULL;
		bool arrow = q && d->sep == '=' && q + 1 < s.p + s.n && q[1] == '>';
		return q && !arrow ? (size_t)(q - s.p) : s.n;
	}
	*len = 2;
	const unsigned char *q = most ? memmem(s.p, most, "=>", 2) : NULL;
	return q ? (size_t)(q - s.p) : s.n;
}

/* The value of a dump of variables: "value", and a comma behind. */
static struct gbx_span undumped(struct gbx_span s)
{
	s = trim(s);
	if (s.n && s.p[s.n - 1] == ',')
		s.n--;
	return bare(trim(s));
}

static bool is_pair(const struct gbx_kv_dialect *d, struct gbx_span line, struct gbx_kv_pair *x)
{
	size_t len, at = find_sep(d, line, &len);
	if (at == line.n)
		return false;
	bool quoted = line.p[0] == '"' || line.p[0] == '\'';
	x->key = bare(trim(gbx_span_of(line.p, at)));
	x->value = gbx_span_of(line.p + at + len, line.n - at - len);
	if (!is_key(x->key))
		return false;
	bool open = !x->value.n || is_blank(x->value.p[0]);
	/* psql's expanded display: "key | value" */
	if (d->sep == '|' && (!open || !is_blank(line.p[at - 1])))
		return false;
	if (d->sep == ':' && !open) {
		if (x->value.n > 1 && x->value.p[0] == '/' && x->value.p[1] == '/')
			return false;
		if (!d->tight && gbx_kv_group_of(x->key) == GBX_KV_OTHER)
			return false;
	}
	while (x->value.n && is_blank(x->value.p[0])) {
		x->value.p++;
		x->value.n--;
	}
	if (d->sep == '>' || quoted)
		x->value = undumped(x->value);
	return true;
}

enum gbx_kv_kind gbx_kv_line(const struct gbx_kv_dialect *d, struct gbx_span line,
                             struct gbx_kv_pair *x)
{
	struct gbx_span s = line;
	while (s.n && is_blank(s.p[0])) {
		s.p++;
		s.n--;
	}
	struct gbx_span all = trim(s);
	if (!all.n)
		return GBX_KV_BLANK;
	if (!is_word(s.p[0])) {
		if (is_ruler(all))
			return GBX_KV_RULER;
		if (s.p[0] != '"' && s.p[0] != '\'')
			s = without_bullet(s);
	} else if (s.p[0] >= 0x80 || s.p[0] == 'A' || s.p[0] == 'a' || s.p[0] == 's') {
		if (is_ruler(all))
			return GBX_KV_RULER;
	}
	if (!s.n || !is_pair(d, s, x)) {
		bool section = all.n > 2 && all.p[0] == '[' && all.p[all.n - 1] == ']';
		return section ? GBX_KV_RULER : GBX_KV_TEXT;
	}
	if (d->sep == '>' && (is_ruler(x->value) || !x->value.n))
		return x->value.n ? GBX_KV_RULER : GBX_KV_PAIR;
	return GBX_KV_PAIR;
}

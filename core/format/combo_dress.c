/*
 * What the lines of a list are dressed in: numbers, bullets, marks of a checker,
 * quotes. They are taken off before a line is read. A list counts as dressed when
 * nearly all of its lines are; a lone "- " may be part of a login.
 */
#include "combo.h"

#define BRACKET 12u /* bytes between "[" and "]" */
#define NUMBER 9u   /* digits */

static bool is_digit(unsigned char c) { return c >= '0' && c <= '9'; }

static bool is_blank(unsigned char c) { return c == ' ' || c == '\t'; }

/* Over the blanks at i, of which there must be some; else 0. */
static size_t over_blanks(struct gbx_span s, size_t i)
{
	size_t k = i;
	while (k < s.n && is_blank(s.p[k]))
		k++;
	return k > i ? k : 0;
}

/* "[+] ", "[12] ", "(12) ", "[HIT] " */
static size_t bracket(struct gbx_span s)
{
	if (s.p[0] != '[' && s.p[0] != '(')
		return 0;
	unsigned char close = s.p[0] == '[' ? ']' : ')';
	const unsigned char *q = memchr(s.p, close, s.n < BRACKET + 2 ? s.n : BRACKET + 2);
	return q && q > s.p + 1 ? over_blanks(s, (size_t)(q - s.p) + 1) : 0;
}

/* Does an e-mail address or a URL begin here, with another separator behind it than `not`? */
static bool begins_login(struct gbx_span s, unsigned char not)
{
	size_t i = 0;
	while (i < s.n && !is_blank(s.p[i]) && !memchr(":;|,", s.p[i], 4))
		i++;
	return gbx_combo_scheme(s) ||
	       (i < s.n && s.p[i] != not && gbx_combo_is_email(gbx_span_of(s.p, i)));
}

/* "12. ", "12) ", "12: ", "12 - ", "#12 "; "12 " and "12<tab>" before what begins a list's line */
static size_t number(struct gbx_span s)
{
	size_t from = s.p[0] == '#', i = from;
	while (i < s.n && i < from + NUMBER && is_digit(s.p[i]))
		i++;
	if (i == from || i == s.n)
		return 0;
	size_t blanks = over_blanks(s, i), mark = blanks ? blanks : i;
	if (mark < s.n && memchr(".):]-", s.p[mark], 5) && over_blanks(s, mark + 1))
		return over_blanks(s, mark + 1);
	bool bare = blanks && (from || begins_login(gbx_span_of(s.p + blanks, s.n - blanks), s.p[i]));
	return bare ? blanks : 0;
}

/* "- ", "* ", "-> ", and the bullets, arrows and pictures of Unicode (U+2010 to U+2BFF, U+1F000 on) */
static size_t bullet(struct gbx_span s)
{
	size_t i = 0;
	while (i < s.n && i < 3 && memchr("-*+>#~=", s.p[i], 7))
		i++;
	if (i)
		return i < 3 ? over_blanks(s, i) : 0;
	bool mark = s.n > 3 && s.p[0] == 0xe2 && s.p[1] >= 0x80 && s.p[1] <= 0xaf;
	bool picture = s.n > 4 && s.p[0] == 0xf0 && s.p[1] == 0x9f;
	if (!mark && !picture)
		return 0;
	i = mark ? 3 : 4;
	if (s.n - i > 3 && !memcmp(s.p + i, "\xef\xb8\x8f", 3)) /* variation selector */
		i += 3;
	size_t behind = over_blanks(s, i);
	return behind ? behind : i;
}

static size_t lead_of(struct gbx_span s)
{
	if (s.n < 3)
		return 0;
	size_t n = bracket(s);
	n = n ? n : number(s);
	return n ? n : bullet(s);
}

/* Without the quotes around it, and a comma behind them. */
static struct gbx_span unquoted(struct gbx_span s, unsigned char quote)
{
	while (s.n && (is_blank(s.p[s.n - 1]) || s.p[s.n - 1] == ','))
		s.n--;
	return gbx_span_of(s.p + 1, s.n < 2 || s.p[s.n - 1] != quote ? 0 : s.n - 2);
}

struct gbx_span gbx_combo_undress(const struct gbx_combo_dialect *d, struct gbx_span s)
{
	for (unsigned i = 0; d->lead && i < 2; i++) { /* "1. [+] " */
		size_t n = lead_of(s);
		s = gbx_span_of(s.p + n, s.n - n);
	}
	if (d->quote && s.n && s.p[0] == d->quote) {
		struct gbx_span inner = unquoted(s, d->quote);
		return inner.n ? inner : s;
	}
	return s;
}

/* One end of each of two quoted parts stands at the separator: a":"b. With other
 * separators that is a table, which may double the quotes in its cells. */
void gbx_combo_unquote(const struct gbx_combo_dialect *d, struct gbx_combo_parts *x)
{
	struct gbx_span *a = &x->part[GBX_COMBO_LOGIN], *b = &x->part[GBX_COMBO_PASSWORD];
	unsigned both = 1u << GBX_COMBO_LOGIN | 1u << GBX_COMBO_PASSWORD;
	if (d->pair == ':' && (x->has & both) == both && a->n && b->n && a->p[a->n - 1] == d->quote && b->p[0] == d->quote) {
		a->n--;
		*b = gbx_span_of(b->p + 1, b->n - 1);
	}
}

bool gbx_combo_dressed(struct gbx_span text, unsigned most, struct gbx_combo_dialect *d)
{
	static const unsigned char quotes[] = "\"'`";
	unsigned lines = 0, led = 0, quoted[3] = {0};
	for (size_t at = 0; at < text.n && lines < most;) {
		const unsigned char *p = text.p + at, *lf = memchr(p, '\n', text.n - at);
		size_t n = lf ? (size_t)(lf - p) : text.n - at;
		at += n + 1;
		while (n && (is_blank(p[n - 1]) || p[n - 1] == '\r'))
			n--;
		for (; n && is_blank(*p); n--)
			p++;
		struct gbx_span s = gbx_span_of(p, n);
		size_t lead = lead_of(s);
		lines += n > 0;
		led += lead > 0;
		s = gbx_span_of(p + lead, n - lead);
		for (unsigned i = 0; i < 3 && s.n > 2; i++)
			quoted[i] += s.p[0] == quotes[i] && unquoted(s, quotes[i]).n;
	}
	d->lead = led * 10 >= lines * 8 && led > 1;
	d->quote = 0;
	for (unsigned i = 0; i < 3; i++)
		if (quoted[i] * 10 >= lines * 8 && quoted[i] > 1)
			d->quote = quotes[i];
	return d->lead || d->quote;
}

/*
 * Names of sources, entries and relations as they are handed out. Folders of stolen logs bear the
 * address or the login of their victim, exported sheets the name of a person: what a name holds of
 * e-mail addresses, IP addresses, numbers and persons is written as [email], [ip], [number],
 * [name]. The case keeps names as they are, and so do the commands that work with them
 * (coverage, quarantine, explain, sql). Dates stand: backups are named by them.
 */
#include <string.h>

#include "../detect/words.h"
#include "report.h"

#define LEAST_DIGITS 8u /* shorter ones are parts and years */
#define NAME_LETTERS 3u

struct masking {
	struct gbx_span s;
	size_t at; /* looked at now */
};

static bool digit(unsigned char c) { return (unsigned)(c - '0') < 10; }

static bool letter(unsigned char c) { return (unsigned)((c | 32) - 'a') < 26 || c >= 0x80; }

static bool in_word(unsigned char c) { return letter(c) || digit(c); }

static unsigned char byte_at(const struct masking *m, size_t i) { return i < m->s.n ? m->s.p[i] : 0; }

static bool starts_word(const struct masking *m)
{
	return !m->at || !in_word(m->s.p[m->at - 1]);
}

/* ---- e-mail addresses ---- */

static size_t run_of(const struct masking *m, size_t i, const char *also)
{
	size_t from = i;
	while (i < m->s.n && (in_word(m->s.p[i]) || strchr(also, m->s.p[i])))
		i++;
	return i - from;
}

/* The ending of a file stays: "ann@example.org.txt". */
static size_t email(const struct masking *m)
{
	size_t login = run_of(m, m->at, "._%+-"), host, dots = 0, last = 0;
	if (!login || byte_at(m, m->at + login) != '@')
		return 0;
	host = run_of(m, m->at + login + 1, ".-");
	for (size_t i = 0; i < host; i++)
		if (m->s.p[m->at + login + 1 + i] == '.')
			dots++, last = i;
	return host ? login + 1 + (dots > 1 ? last : host) : 0;
}

/* ---- numbers ---- */

static bool is_ip(const unsigned char *p, size_t n)
{
	unsigned part = 1, value = 0, len = 0;
	for (size_t i = 0; i < n; i++) {
		if (p[i] == '.' && len) {
			part++, value = len = 0;
			continue;
		}
		value = value * 10 + (unsigned)(p[i] - '0');
		if (!digit(p[i]) || ++len > 3 || value > 255)
			return false;
	}
	return part == 4 && len;
}

static unsigned two(const unsigned char *p) { return (unsigned)(p[0] - '0') * 10 + (unsigned)(p[1] - '0'); }

/* 20221123, 2022-11-23 10-15-59; also in the other order, 23.11.2022. */
static bool is_day(const unsigned char *d, unsigned n)
{
	if (n > 14)
		return false;
	for (int order = 0; order < 2; order++) {
		unsigned century = two(order ? d + 4 : d), a = two(order ? d : d + 4), b = two(order ? d + 2 : d + 6);
		if ((century == 19 || century == 20) && a && b && a <= 31 && b <= 31 && (a <= 12 || b <= 12))
			return true;
	}
	return !memcmp(d, "000", 3);
}

/* *what is NULL for one that stands. */
static size_t number(const struct masking *m, const char **what)
{
	unsigned char figure[LEAST_DIGITS];
	size_t n = 0, end = 0;
	unsigned digits = 0;
	if (!digit(byte_at(m, m->at)) || (m->at && digit(m->s.p[m->at - 1])))
		return 0;
	for (; m->at + n < m->s.n && (digit(m->s.p[m->at + n]) || strchr(" .-()+", m->s.p[m->at + n])); n++) {
		if (!digit(m->s.p[m->at + n]))
			continue;
		if (digits < LEAST_DIGITS)
			figure[digits] = m->s.p[m->at + n];
		digits++;
		end = n + 1;
	}
	bool ip = is_ip(m->s.p + m->at, end);
	bool masked = ip || (digits >= LEAST_DIGITS && !is_day(figure, digits));
	*what = ip ? "[ip]" : masked ? "[number]" : NULL;
	return end;
}

/* ---- persons ---- */

static size_t word_len(const struct masking *m, size_t i)
{
	size_t from = i;
	while (i < m->s.n && letter(m->s.p[i]))
		i++;
	return i - from;
}

static uint64_t kinds_of(struct gbx_span w)
{
	char folded[GBX_FOLDED];
	return gbx_word_kinds(folded, gbx_fold(w.p, w.n, folded, sizeof folded));
}

static bool capital(struct gbx_span w) { return (unsigned)(w.p[0] - 'A') < 26 && w.n > 1 && (w.p[1] & 32); }

/* A given name and a family name, in either order; with a capital each, any word may follow a given
 * name that is no place. In small letters neither may be another thing as well. */
static bool is_person(struct gbx_span a, struct gbx_span b)
{
	const uint64_t name = GBX_W_GIVEN | GBX_W_FAMILY | GBX_W_JOB_SUFFIX;
	const uint64_t place = GBX_W_COUNTRY | GBX_W_REGION | GBX_W_CITY;
	uint64_t x = kinds_of(a), y = kinds_of(b);
	bool both = ((x & GBX_W_GIVEN) && (y & GBX_W_FAMILY)) || ((x & GBX_W_FAMILY) && (y & GBX_W_GIVEN));
	if (capital(a) && capital(b))
		return both || ((x & GBX_W_GIVEN) && !(x & place));
	return both && !(x & ~name) && !(y & ~name);
}

static size_t person(const struct masking *m)
{
	size_t a = word_len(m, m->at), b;
	if (a < NAME_LETTERS || !starts_word(m))
		return 0;
	if (m->s.p[m->at] >= 0xe3 && gbx_name_is_data(gbx_span_of(m->s.p + m->at, a)))
		return a;
	if (!memchr(" ._-", byte_at(m, m->at + a), 4))
		return 0;
	b = word_len(m, m->at + a + 1);
	struct gbx_span pair = gbx_span_of(m->s.p + m->at, a + 1 + b);
	if (b < NAME_LETTERS || gbx_header_of(pair).weight >= 0.5)
		return 0;
	return is_person(gbx_span_of(pair.p, a), gbx_span_of(pair.p + a + 1, b)) ? pair.n : 0;
}

/* ---- all of them ---- */

void gbx_report_name(struct gbx_span name, struct gbx_buf *out)
{
	struct masking m = { name, 0 };
	while (m.at < name.n) {
		const char *what = NULL;
		size_t n = starts_word(&m) ? email(&m) : 0;
		if (n)
			what = "[email]";
		else if (!(n = number(&m, &what)) && (n = person(&m)))
			what = "[name]";
		n = n ? n : 1;
		if (what)
			gbx_buf_adds(out, what);
		else
			gbx_buf_add(out, name.p + m.at, n);
		m.at += n;
	}
}

static bool mask(struct gbx_summary *s, const char **name)
{
	struct gbx_buf b = GBX_BUF_INIT(1u << 20);
	if (!*name)
		return true;
	gbx_report_name(gbx_span_str(*name), &b);
	bool ok = !gbx_buf_failed(&b);
	if (ok && !gbx_span_is(gbx_buf_span(&b), *name))
		ok = (*name = gbx_arena_dup(&s->arena, b.p, b.n)) != NULL;
	gbx_buf_release(&b);
	return ok;
}

enum gbx_rc gbx_report_mask_names(struct gbx_summary *s, struct gbx_err *err)
{
	bool ok = true;
	for (uint32_t i = 0; i < s->nsource; i++)
		ok &= mask(s, &s->source[i].name);
	for (uint32_t i = 0; i < s->nentry; i++)
		ok &= mask(s, &s->entry[i].path);
	for (uint32_t i = 0; i < s->nrelation; i++)
		ok &= mask(s, &s->relation[i].name);
	return ok ? GBX_OK : gbx_fail(err, GBX_E_NOMEM, NULL);
}

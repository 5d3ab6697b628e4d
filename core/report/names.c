/*
 * Names of sources, entries and relations as they are handed out. Folders of stolen logs bear the
 * address or the login of their victim, exported sheets the name of a person: what a name holds of
 * e-mail addresses, IP addresses, numbers, persons and logins is written as [email], [ip],
 * [number], [name], [user]. The case keeps names as they are, and so do the commands that work with them
 * (coverage, quarantine, explain, sql). Dates stand: backups are named by them.
 *
 * Names of fields are data where persons are keys ({"users": {"jdoe81": ...}}), where the name of
 * an element or a property is one, where the first row of a file is none of names. Those that look
 * like data were withheld when they were read; a name that no list of header words knows goes with
 * them when others of its relation were, and when fewer than GBX_SMALL_COUNT records have the field
 * in a relation of many, or a nested one in no more than half of a few, or beside many keys of its
 * kind.
 */
#include <stddef.h>
#include <stdio.h>
#include <string.h>

#include "../base/limits.h"
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

static bool same_word(const unsigned char *p, const char *w, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if ((p[i] | 32) != (unsigned char)w[i])
			return false;
	return true;
}

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

/* Does the whole of it name a column? */
static bool is_header(struct gbx_span s)
{
	struct gbx_header h = gbx_header_of(s);
	return h.word && h.weight * 100 > h.word->weight - 0.5;
}

/* Words of file names that no list of columns or values has: what stolen logs and exports are made of. */
static bool is_file_word(struct gbx_span w)
{
	static const char *const word[] = {
		"access", "autofill", "autofills", "backup", "brave", "browser", "browsers", "chrome", "cookies",
		"desktop", "edge", "export", "files", "firefox", "google", "history", "important", "installed",
		"list", "log", "logs", "microsoft", "mozilla", "new", "opera", "page", "part", "report", "reports",
		"screen", "shot", "software", "stable", "staff", "steam", "table", "thunderbird", "wallets",
	};
	for (size_t i = 0; i < sizeof word / sizeof *word; i++)
		if (w.n == strlen(word[i]) && same_word(w.p, word[i], w.n))
			return true;
	return false;
}

/* Of no list at all. */
static bool is_strange(struct gbx_span w)
{
	if (is_file_word(w))
		return false;
	return !(kinds_of(w) & ~(uint64_t)(GBX_W_GIVEN | GBX_W_FAMILY | GBX_W_JOB_SUFFIX)) && !is_header(w);
}

/* "Zanthorpe Quillem.xlsx": all of a name, two words with a capital each that no list knows. */
static bool stands_alone(const struct masking *m, struct gbx_span a, struct gbx_span b)
{
	unsigned char before = m->at ? m->s.p[m->at - 1] : '/', after = byte_at(m, m->at + a.n + 1 + b.n);
	return memchr("/.", before, 2) && memchr("\0/.", after, 3) && a.p[a.n] == ' ' && capital(a) &&
	       capital(b) && is_strange(a) && is_strange(b);
}

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
	struct gbx_span first = gbx_span_of(pair.p, a), second = gbx_span_of(pair.p + a + 1, b);
	return is_person(first, second) || stands_alone(m, first, second) ? pair.n : 0;
}

/* ---- home folders ---- */

/* A folder in one where systems keep a folder for every login (FHS 3.0, 3.8; Windows: Users, and
 * Documents and Settings before). Years and what is everybody's are no logins. */
static size_t home(const struct masking *m)
{
	static const char *const of[] = { "home/", "users/", "documents and settings/" };
	static const char *const common[] = { "public/", "default/", "all users/", "shared/" };
	const unsigned char *p = m->s.p + m->at, *slash = memchr(p, '/', m->s.n - m->at);
	size_t n = slash ? (size_t)(slash - p) : 0;
	if (!n || (n == 4 && digit(p[0]) && digit(p[3])) || !m->at || m->s.p[m->at - 1] != '/')
		return 0;
	for (size_t i = 0; i < sizeof common / sizeof *common; i++)
		if (n + 1 == strlen(common[i]) && same_word(p, common[i], n))
			return 0;
	for (size_t i = 0; i < sizeof of / sizeof *of; i++) {
		size_t w = strlen(of[i]);
		if (m->at >= w && same_word(p - w, of[i], w - 1) && (m->at == w || p[-(ptrdiff_t)w - 1] == '/'))
			return n;
	}
	return 0;
}

/* ---- all of them ---- */

void gbx_report_name(struct gbx_span name, struct gbx_buf *out)
{
	struct masking m = { name, 0 };
	while (m.at < name.n) {
		const char *what = NULL;
		size_t n = home(&m);
		if (n)
			what = "[user]";
		else if (starts_word(&m) && (n = email(&m)))
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

/* ---- fields ---- */

#define MANY_RECORDS (2u * GBX_SMALL_COUNT)
#define SHORT_NAME 3u /* says nothing */
#define SHORT_WORD 2u
#define YEAR_DIGITS 4u /* more of them are a number or a date */

/* "user_id", "createdAt": every word of it. */
static bool known_words(struct gbx_span s)
{
	size_t from = 0, digits = 0;
	for (size_t i = 0; i < s.n; i++)
		digits += digit(s.p[i]);
	if (digits > YEAR_DIGITS)
		return false;
	if (is_header(s))
		return true;
	for (size_t i = 1; i <= s.n; i++) {
		bool word = i < s.n && in_word(s.p[i]);
		bool hump = word && (unsigned)(s.p[i] - 'A') < 26 && (s.p[i - 1] & 32);
		if (word && !hump)
			continue;
		if (i - from > SHORT_WORD && !is_header(gbx_span_of(s.p + from, i - from)))
			return false;
		from = i + !hump;
	}
	return true;
}

/* The key at *p of a nested name, without the [] of lists. */
static struct gbx_span next_key(const char **p)
{
	const char *key = *p, *dot = strchr(key, '.');
	size_t n = dot ? (size_t)(dot - key) : strlen(key);
	*p = key + n + (dot != NULL);
	while (n > 2 && key[n - 1] == ']' && key[n - 2] == '[')
		n -= 2;
	return gbx_span_of(key, n);
}

static bool known_key(struct gbx_span key)
{
	return key.n <= SHORT_NAME || known_words(key);
}

static bool known_name(const char *name)
{
	while (*name)
		if (!known_key(next_key(&name)))
			return false;
	return true;
}

static bool was_withheld(const char *name) { return name[0] == '[' && strstr(name, ": name withheld]"); }

/* Is it the name with another key of no list between `at` and `end`? */
static bool differs_in_key(const char *other, const char *name, size_t at, size_t end)
{
	if (strncmp(other, name, at))
		return false;
	const char *rest = other + at;
	return !known_key(next_key(&rest)) && !strcmp(rest, name + end);
}

/* Is a key of it one of many of no list, side by side within another key, or with the same keys in
 * each of them? */
static bool beside_many(const struct gbx_sum_relation *r, const char *name)
{
	const char *p = name;
	while (*p) {
		size_t at = (size_t)(p - name), end;
		bool known = known_key(next_key(&p));
		uint32_t like = 0;
		end = (size_t)(p - name);
		if (known || (!at && !*p))
			continue;
		for (uint32_t i = 0; i < r->nfield && like < GBX_SMALL_COUNT; i++)
			like += differs_in_key(r->field[i].name, name, at, end);
		if (like >= GBX_SMALL_COUNT)
			return true;
	}
	return false;
}

/* A column that is empty everywhere is one of a table's, unless it is nested. */
static bool hides(const struct gbx_sum_relation *r, const struct gbx_sum_field *f, bool some)
{
	bool nested = strchr(f->name, '.') != NULL, few = f->non_empty < GBX_SMALL_COUNT && (f->non_empty || nested);
	if (f->envelope || was_withheld(f->name) || (!some && !few) || known_name(f->name))
		return false;
	if (nested && r->records > 1 && f->non_empty <= r->records / 2)
		return true;
	return some || r->records >= MANY_RECORDS || beside_many(r, f->name);
}

static bool mask_fields(struct gbx_summary *s, struct gbx_sum_relation *r)
{
	const char **name = gbx_arena_alloc(&s->arena, (r->nfield + 1) * sizeof *name);
	bool some = false, ok = name != NULL;
	for (uint32_t i = 0; i < r->nfield; i++)
		some |= was_withheld(r->field[i].name);
	for (uint32_t i = 0; ok && i < r->nfield; i++) {
		char stand_in[64];
		int n = snprintf(stand_in, sizeof stand_in, "[field %u: name withheld]", i + 1);
		name[i] = r->field[i].name;
		if (hides(r, r->field + i, some))
			ok = (name[i] = gbx_arena_dup(&s->arena, stand_in, (size_t)n)) != NULL;
	}
	for (uint32_t i = 0; ok && i < r->nfield; i++)
		r->field[i].name = name[i];
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
		ok &= mask(s, &s->relation[i].name) && mask_fields(s, s->relation + i);
	return ok ? GBX_OK : gbx_fail(err, GBX_E_NOMEM, NULL);
}

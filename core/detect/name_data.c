/*
 * Is a column or relation name itself data? The first row of a headerless file
 * is: e-mails, phones, ids, dates, long runs of digits, names of persons.
 */
#include "chars.h"
#include "names.h"
#include "check.h"
#include "times.h"

static unsigned digit_run(const struct gbx_value *v)
{
	unsigned run = 0, most = 0;

	for (uint32_t i = 0; i < v->n; i++) {
		run = gbx_isdigit(v->p[i]) ? run + 1 : 0;
		most = run > most ? run : most;
	}
	return most;
}

static unsigned digits_of(const struct gbx_value *v)
{
	unsigned n = 0;

	for (uint32_t i = 0; i < v->n; i++)
		n += gbx_isdigit(v->p[i]);
	return n;
}

/* Is the whole name, not just a part of it, a header word? */
static bool is_header(const struct gbx_value *v)
{
	struct gbx_header h = gbx_header_of(gbx_span_of(v->p, v->n));

	return h.word && h.weight * 100 > h.word->weight - 0.5;
}

/* A surname and characters used in given names, and no header word. */
static bool han_person(const struct gbx_value *v, const struct gbx_tokens *t)
{
	double ev[GBX_EV_COUNT] = {0};
	struct gbx_script sc;

	if (t->n != 1 || v->n < 6 || v->n > 15 || is_header(v))
		return false;
	gbx_script_of(t->text, t->len, &sc);
	if (sc.han != sc.chars || sc.chars > 4 ||
	    gbx_word_inside(t->text, t->len, GBX_W_STREET_HAN))
		return false;
	gbx_evidence_name(v, t, ev);
	return ev[GBX_EV_FULL] > 0.9 || (sc.chars == 3 && ev[GBX_EV_FULL] > 0.7);
}

/* "Maria Lopez": two or three words, all of them names, each with a capital. */
static bool latin_person(const struct gbx_value *v, const struct gbx_tokens *t)
{
	double ev[GBX_EV_COUNT] = {0};
	unsigned capitals = 0;

	if (t->n < 2 || t->n > 4 || is_header(v))
		return false;
	for (unsigned i = 0; i < t->n; i++)
		if (!t->t[i].kinds)
			return false;
	for (uint32_t i = 0; i < v->n; i++)
		capitals +=
		    (i == 0 || v->p[i - 1] == ' ') && (gbx_isupper(v->p[i]) || v->p[i] >= 0xc3);
	if (capitals < 2)
		return false;
	gbx_evidence_name(v, t, ev);
	return ev[GBX_EV_FULL] >= 1;
}

static bool is_day(const struct gbx_value *v)
{
	struct gbx_when w;

	return v->n >= 8 && v->n <= 40 && (v->cls & GBX_C_DIGIT) &&
	       gbx_time_read(v->p, v->n, GBX_TIME_ISO, false, &w) && v->n != 4;
}

#define DATA_DIGITS 7u /* a longer run is a number of something, not of a column */
#define ALL_DIGITS 11u /* the same in groups */

static bool is_data(struct gbx_span name)
{
	struct gbx_span s = gbx_trim(name.p, name.n);
	struct gbx_value v;
	struct gbx_tokens t;
	struct gbx_hit hit;

	if (!s.n)
		return false;
	v = gbx_value_of(s.p, s.n > 4096 ? 4096 : s.n);
	if (v.cls & GBX_C_DIGIT) {
		if (digit_run(&v) >= DATA_DIGITS || digits_of(&v) >= ALL_DIGITS || is_day(&v) || gbx_is_phone(&v) ||
		    gbx_is_national_id_us(&v) || gbx_is_uuid(&v) || gbx_is_mac(&v) ||
		    gbx_is_iban(&v) || gbx_phone_national(&v, GBX_PHONE_CN) ||
		    ((v.cls & GBX_C_SEP) && v.n >= 10 && gbx_phone_national(&v, GBX_PHONE_US)))
			return true;
	}
	if ((v.cls & GBX_C_AT) && gbx_is_email(&v))
		return true;
	if (gbx_stray_type(&v) != GBX_T_UNKNOWN || gbx_scan_text(v.p, v.n, &hit, 1))
		return true;
	if (!gbx_is_name_form(&v) || v.n > 60)
		return false;
	gbx_tokens_of(&v, &t);
	return han_person(&v, &t) || latin_person(&v, &t);
}

/*
 * "users.anna@example.org.pw": an address between the keys of a document. Whether
 * its end is a top-level domain cannot be told, for the next key stands behind it.
 */
static bool address_inside(struct gbx_span s)
{
	const unsigned char *p = s.p, *end = s.p + s.n, *at;

	while ((at = memchr(p, '@', (size_t)(end - p)))) {
		const unsigned char *q = p = at + 1;

		while (q < end && (gbx_isalnum(*q) || *q == '-' || *q >= 0x80))
			q++;
		if (at > s.p && (gbx_isalnum(at[-1]) || at[-1] >= 0x80) && q > p &&
		    end - q > 2 && *q == '.' && gbx_isalnum(q[1]) && gbx_isalnum(q[2]))
			return true;
	}
	return false;
}

#define KEY_DIGITS 9u /* in groups, also where the dots of a number look like those between keys */

/* "users.212.555.0123.since", "call 212-555-0123 back" */
static bool number_inside(struct gbx_span s)
{
	unsigned digits = 0;

	for (size_t i = 0; i < s.n; i++) {
		if (gbx_isdigit(s.p[i]))
			digits++;
		else if (!memchr(" .-()+/", s.p[i], 7))
			digits = 0;
		if (digits >= KEY_DIGITS)
			return true;
	}
	return false;
}

#define PARTS 64u /* of a nested name that are looked at, from the left */

/* The keys of nested names ("users.Maria Lopez.age") one by one. */
static bool part_is_data(struct gbx_span s)
{
	for (unsigned i = 0; i < PARTS; i++) {
		const unsigned char *dot = memchr(s.p, '.', s.n);
		size_t n = dot ? (size_t)(dot - s.p) : s.n, k = n;

		while (k > 2 && s.p[k - 1] == ']' && s.p[k - 2] == '[')
			k -= 2;
		if (is_data(gbx_span_of(s.p, k)))
			return true;
		if (!dot)
			return false;
		s = gbx_span_of(dot + 1, s.n - n - 1);
	}
	return false;
}

bool gbx_name_is_data(struct gbx_span name)
{
	if (!name.n)
		return false;
	return is_data(name) || address_inside(name) || number_inside(name) || part_is_data(name);
}

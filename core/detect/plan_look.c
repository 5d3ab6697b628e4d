/*
 * One pass over a column's sample: lengths, classes, order, how many different
 * values, and the share that passes each check of the catalogue.
 */
#include <float.h>
#include <math.h>

#include "chars.h"
#include "plan.h"

/* Different values by linear counting (Whang, Vander-Zanden, Taylor 1990): for
 * 10,000 values in 2^16 bits the error stays near half a percent. */
#define BITS 65536u

/* Different hashes, told apart until there are too many. */
struct vocab {
	uint64_t hash[GBX_LOOK_VOCAB];
	uint32_t n; /* GBX_LOOK_VOCAB + 1: more */
};

#define FRAME 64u /* bytes of a value's frame */

struct counting {
	uint64_t bit[BITS / 64];
	uint32_t set;
	struct vocab values, frames;
	uint32_t framed;
	uint32_t lengths[64];
};

struct sums {
	double len, words, places, prev;
	uint32_t digits, zero, decimal, letters, has_digit, space, high, lower, upper, symbol,
	    mixed, domain;
	uint32_t dashed, titled, postal, postal_dashed, prose, steps, falls, pairs, sign_kept, sign_place,
	    signs_same, watch;
	uint32_t sign_at; /* of the value before */
	uint64_t signs;
	unsigned char sign, first;
	bool has_prev;
};

static uint64_t hash_of(const unsigned char *p, uint32_t n)
{
	uint64_t h = 0xcbf29ce484222325u; /* FNV-1a, 64 bits, then a finaliser */

	for (uint32_t i = 0; i < n; i++)
		h = (h ^ p[i]) * 0x100000001b3u;
	h ^= h >> 32;
	h *= 0x9e3779b97f4a7c15u;
	return h ^ h >> 29;
}

static void learn(struct vocab *w, uint64_t h)
{
	uint32_t i;

	if (w->n > GBX_LOOK_VOCAB)
		return;
	for (i = 0; i < w->n && w->hash[i] != h; i++)
		;
	if (i < w->n)
		return;
	if (w->n < GBX_LOOK_VOCAB)
		w->hash[w->n] = h;
	w->n++;
}

/* Of the value without its figures; 0 when it has none, or nothing else. */
static uint64_t frame_of(const struct gbx_value *v)
{
	unsigned char text[FRAME];
	uint32_t n = 0, digits = 0;

	for (uint32_t i = 0; i < v->n && n < FRAME; i++) {
		bool digit = gbx_isdigit(v->p[i]);

		digits += digit;
		if (!digit)
			text[n++] = v->p[i];
	}
	return n && digits ? hash_of(text, n) | 1 : 0;
}

static void count_value(struct counting *c, const struct gbx_value *v)
{
	uint64_t h = hash_of(v->p, v->n), *w = &c->bit[h % BITS / 64], b = UINT64_C(1) << (h % 64);
	uint64_t frame = frame_of(v);

	c->set += !(*w & b);
	*w |= b;
	c->lengths[v->n < 63 ? v->n : 63]++;
	learn(&c->values, h);
	c->framed += frame != 0;
	if (frame)
		learn(&c->frames, frame);
}

struct letters {
	unsigned digit, lower, upper, sign, space, high, dot, dash;
};

static void count_letters(const struct gbx_value *v, struct letters *l)
{
	uint32_t n = v->n < 400 ? v->n : 400; /* enough to know its kind */

	memset(l, 0, sizeof(*l));
	for (uint32_t i = 0; i < n; i++) {
		unsigned char c = v->p[i];

		l->digit += gbx_isdigit(c);
		l->lower += c >= 'a' && c <= 'z';
		l->upper += gbx_isupper(c);
		l->high += c >= 0x80;
		l->space += c == ' ' || c == '\n' || c == '\t';
		l->dot += c == '.';
		l->dash += c == '-';
		l->sign +=
		    c > ' ' && c < 0x7f && !gbx_isalnum(c) && c != '_' && c != '-' && c != '.';
	}
}

static void add_number(struct sums *s, struct gbx_look *k, const struct gbx_value *v)
{
	double x = 0;

	if (v->n > 15)
		return;
	for (uint32_t i = v->p[0] == '-'; i < v->n; i++)
		x = x * 10 + (v->p[i] - '0');
	if (v->p[0] == '-')
		x = -x;
	k->lo = x < k->lo ? x : k->lo;
	k->hi = x > k->hi ? x : k->hi;
	if (s->has_prev) {
		s->pairs++;
		s->steps += x - s->prev == 1;
		s->falls += x < s->prev;
	}
	s->prev = x;
	s->has_prev = true;
}

/* Maria Lopez; Lopez, Maria; Анна Иванова; not ACADEMY DINOSAUR. Bytes of other scripts count
 * as either. */
static bool is_titled(const struct gbx_value *v, const struct letters *l)
{
	if (!l->space || l->space > 3 || l->digit || v->n > 80 ||
	    (l->sign && (l->sign > 1 || !memmem(v->p, v->n, ", ", 2))))
		return false;
	for (uint32_t i = 0; i < v->n; i++) {
		bool front = !i || v->p[i - 1] == ' ' || v->p[i - 1] == '-';
		unsigned char c = v->p[i];

		if (front ? c < 0x80 && !gbx_isupper(c) : gbx_isupper(c))
			return false;
	}
	return true;
}

/* Postcodes that are not figures alone: United Kingdom, Canada, Netherlands; Czechia,
 * Sweden, Greece with their space. A for a capital, 9 for a figure. */
static bool is_postal(const struct gbx_value *v)
{
	static const char *const forms[] = {"A9 9AA",  "A99 9AA",  "AA9 9AA", "AA99 9AA",
	                                    "A9A 9AA", "AA9A 9AA", "A9A 9A9", "A9A9A9",
	                                    "9999 AA", "9999AA",   "999 99",  "99 999",
	                                    "A-9999",  "A-99999",  "AA-9999", "AA-99999",
	                                    "AAA 9999"};
	char shape[9];

	if (v->n > 8 && memcmp(v->p, "ΤΚ ", 5) == 0) /* ταχυδρομικός κώδικας, with its blank or without */
		return true;
	if (v->n < 5 || v->n > 8 || !(v->cls & GBX_C_DIGIT) || (v->cls & GBX_C_HIGH))
		return false;
	for (uint32_t i = 0; i < v->n; i++)
		shape[i] = (char)(gbx_isdigit(v->p[i])   ? '9'
		                  : gbx_isupper(v->p[i]) ? 'A'
		                                         : v->p[i]);
	shape[v->n] = 0;
	for (size_t i = 0; i < GBX_COUNT(forms); i++)
		if (strcmp(shape, forms[i]) == 0)
			return true;
	return false;
}

/* Of figures with a dash: Poland, Portugal, Brazil, Japan, Korea until 2015, the United States,
 * Iran. Standard numbers of other things (ISSN, CAS) divide otherwise. */
static bool is_postal_dashed(const struct gbx_value *v)
{
	static const unsigned char forms[][2] = {{2, 3}, {4, 3}, {5, 3}, {3, 4}, {3, 3}, {5, 4}, {5, 5}};
	const unsigned char *dash = v->n < 12 ? memchr(v->p, '-', v->n) : NULL;
	size_t front = dash ? (size_t)(dash - v->p) : 0;

	for (size_t i = 0; dash && i < GBX_COUNT(forms); i++)
		if (front == forms[i][0] && v->n == front + 1 + forms[i][1])
			return gbx_digits(v->p, front) >= 0 &&
			       gbx_digits(dash + 1, forms[i][1]) >= 0;
	return false;
}

static bool has_watch(const struct gbx_value *v)
{
	const unsigned char *p = v->cls & GBX_C_SEP ? memchr(v->p, ':', v->n) : NULL;
	size_t i = p ? (size_t)(p - v->p) : 0;

	return i >= 2 && i + 2 < v->n && gbx_isdigit(p[-1]) && gbx_isdigit(p[-2]) &&
	       gbx_isdigit(p[1]) && gbx_isdigit(p[2]);
}

/* Down-level logon names, EXAMPLE\alice, EXAMPLE\PC-01$ (Microsoft, "User Name Formats"). */
static bool is_domain_name(const struct gbx_value *v)
{
	const unsigned char *p = memchr(v->p, '\\', v->n);
	size_t at = p ? (size_t)(p - v->p) : 0;

	if (!at || at > 63 || at + 1 >= v->n || v->n > 128)
		return false;
	for (size_t i = 0; i < v->n; i++)
		if (i != at && !gbx_isalnum(v->p[i]) && v->p[i] < 0x80 &&
		    !memchr("-._$", v->p[i], 4))
			return false;
	return true;
}

/* All signs of the value in their order, when there are two or more. */
static void add_signs(struct sums *s, const struct gbx_value *v)
{
	unsigned char text[FRAME];
	uint32_t n = 0;

	for (uint32_t i = 0; i < v->n && n < FRAME; i++)
		if (!gbx_isalnum(v->p[i]) && v->p[i] < 0x80)
			text[n++] = v->p[i];
	uint64_t signs = n > 1 ? hash_of(text, n) | 1 : 0;
	s->signs_same += signs && signs == s->signs;
	s->signs = signs;
}

static void add_sign(struct sums *s, const struct gbx_value *v)
{
	uint32_t i = 0;
	bool begins = s->first == v->p[0];

	s->first = v->p[0];
	while (i < v->n && (gbx_isalnum(v->p[i]) || v->p[i] == ' ' || v->p[i] >= 0x80))
		i++;
	if (i == v->n)
		return;
	s->sign_place += s->sign == v->p[i] && s->sign_at == i;
	s->sign_kept += begins && s->sign == v->p[i] && s->sign_at == i;
	s->sign = v->p[i];
	s->sign_at = i;
}

static void add_value(struct sums *s, struct gbx_look *k, const struct gbx_value *v)
{
	struct letters l;
	bool letter;
	unsigned kinds;

	count_letters(v, &l);
	letter = l.lower + l.upper + l.high > 0;
	kinds = (l.lower > 0) + (l.upper > 0) + (l.digit > 0) + (l.sign > 0);
	s->len += v->n;
	s->words += 1 + l.space;
	s->digits += l.digit == v->n;
	s->zero += l.digit == v->n && v->n > 1 && v->p[0] == '0';
	s->letters += letter;
	s->has_digit += l.digit > 0;
	s->space += l.space > 0;
	s->high += l.high > 0;
	s->lower += l.lower > 0 && !l.upper;
	s->upper += l.upper > 0 && !l.lower && !l.high;
	s->symbol += l.sign > 0;
	s->domain += l.sign > 0 && l.sign < 3 && !l.space && is_domain_name(v);
	s->mixed += kinds >= 3 && !l.space && !l.high;
	s->titled += is_titled(v, &l);
	s->postal += is_postal(v);
	s->postal_dashed += is_postal_dashed(v);
	s->watch += has_watch(v);
	add_sign(s, v);
	add_signs(s, v);
	s->dashed += l.digit >= 4 && l.dash && l.digit + l.dash == v->n;
	s->prose += l.space >= 4 || l.high >= 45;
	if (l.dot == 1 && l.digit + l.dot + (v->p[0] == '-') == v->n && l.digit > 1) {
		const unsigned char *dot = memchr(v->p, '.', v->n);
		s->decimal++;
		s->places += (double)(v->p + v->n - dot - 1);
	}
	if (l.digit + (v->p[0] == '-' && v->n > 1) == v->n)
		add_number(s, k, v);
}

static float share(uint32_t part, uint32_t n)
{
	return n ? (float)part / (float)n : 0;
}

static void finish(const struct sums *s, const struct counting *c, struct gbx_look *k)
{
	uint32_t n = k->n, most = 0;
	double empty = (double)(BITS - c->set) / BITS;
	double estimate = -(double)BITS * log(empty < 1e-6 ? 1e-6 : empty);

	k->vocab = c->values.n;
	k->frames = c->frames.n;
	k->framed = share(c->framed, n);
	if (k->vocab <= GBX_LOOK_VOCAB)
		estimate = k->vocab;
	k->distinct = (float)(estimate > n ? 1 : estimate / n);
	k->mean_len = (float)(s->len / n);
	k->mean_words = (float)(s->words / n);
	k->digits = share(s->digits, n);
	k->leading_zero = share(s->zero, n);
	k->decimal = share(s->decimal, n);
	k->places = s->decimal ? (float)(s->places / s->decimal) : 0;
	k->letters = share(s->letters, n);
	k->has_digit = share(s->has_digit, n);
	k->space = share(s->space, n);
	k->high = share(s->high, n);
	k->lower = share(s->lower, n);
	k->upper = share(s->upper, n);
	k->symbol = share(s->symbol, n);
	k->mixed = share(s->mixed, n);
	k->domain = share(s->domain, n);
	k->dashed = share(s->dashed, n);
	k->titled = share(s->titled, n);
	k->postal = share(s->postal, n);
	k->postal_dashed = share(s->postal_dashed, n);
	k->sign_kept = share(s->sign_kept, n - 1);
	k->sign_place = share(s->sign_place, n - 1);
	k->signs_same = share(s->signs_same, n - 1);
	k->watch = share(s->watch, n);
	k->prose = share(s->prose, n);
	k->steps = share(s->steps, s->pairs);
	k->falls = share(s->falls, s->pairs);
	for (unsigned i = 0; i < 64; i++)
		most = c->lengths[i] > most ? c->lengths[i] : most;
	k->len_same = share(most, n);
}

/* Every check on a few values first: most types end there. */
#define FIRST_VALUES 100u

static uint32_t passes(bool (*check)(const struct gbx_value *), const struct gbx_value *v,
                       uint32_t n, uint32_t step)
{
	uint32_t hits = 0;

	for (uint32_t i = 0; i < n; i += step)
		hits += check(&v[i]);
	return hits;
}

static void look_checks(const struct gbx_value *v, uint32_t n, struct gbx_look *k)
{
	uint32_t step = n / GBX_LOOK_CHECKS + 1, wide = n / FIRST_VALUES + 1;

	for (unsigned t = 0; t < GBX_T_COUNT; t++) {
		bool (*check)(const struct gbx_value *) = gbx_type_table[t].check;

		k->pass[t] = 0;
		if (!check)
			continue;
		k->pass[t] = share(passes(check, v, n, wide), (n + wide - 1) / wide);
		if (k->pass[t] > 0.1f && step < wide)
			k->pass[t] = share(passes(check, v, n, step), (n + step - 1) / step);
	}
	if (k->min_len >= 15 && k->pass[GBX_T_IBAN] < 0.5f)
		k->iban_sum =
		    share(passes(gbx_iban_sum, v, n, wide), (n + wide - 1) / wide);
	k->lat = share(passes(gbx_is_latitude, v, n, wide), (n + wide - 1) / wide);
	k->lon = share(passes(gbx_is_longitude, v, n, wide), (n + wide - 1) / wide);
}

/* LM hashes two halves of seven characters each; the half of a password that ends before it is
 * always the same (Microsoft, "How to prevent Windows from storing a LAN manager hash"). Two
 * values with it are proof: by chance one in 2^63 has it. */
static bool look_lm(const struct gbx_value *v, uint32_t n)
{
	static const char none[] = "aad3b435b51404ee";
	uint32_t hits = 0;

	for (uint32_t i = 0; i < n && hits < 2; i++)
		hits += v[i].n == 32 && (gbx_same_word(v[i].p, 16, none) ||
		                         gbx_same_word(v[i].p + 16, 16, none));
	return hits == 2;
}

static uint32_t count_real(const struct gbx_value *v, uint32_t n)
{
	uint32_t step = n / FIRST_VALUES + 1, real = 0, seen = 0;

	for (uint32_t i = 0; i < n; i += step, seen++)
		real += !gbx_is_placeholder(&v[i], GBX_T_UNKNOWN);
	return (uint32_t)((uint64_t)real * n / (seen ? seen : 1));
}

void gbx_look_at(const struct gbx_value *v, uint32_t n, struct gbx_look *k)
{
	struct counting c = {.set = 0};
	struct sums s = {.len = 0};

	memset(k, 0, sizeof(*k));
	k->n = n;
	k->min_len = UINT32_MAX;
	k->lo = DBL_MAX;
	k->hi = -DBL_MAX;
	for (uint32_t i = 0; i < n; i++) {
		k->min_len = v[i].n < k->min_len ? v[i].n : k->min_len;
		k->max_len = v[i].n > k->max_len ? v[i].n : k->max_len;
		count_value(&c, &v[i]);
		add_value(&s, k, &v[i]);
	}
	if (!n)
		return;
	finish(&s, &c, k);
	k->real = count_real(v, n);
	look_checks(v, n, k);
	k->lm = k->pass[GBX_T_PASSWORD_HASH_MD5_NTLM_MD4] > 0.5f && look_lm(v, n);
	gbx_look_phone(v, n, k);
	gbx_look_times(v, n, k);
	gbx_look_words(v, n, k);
	gbx_look_files(v, n, k);
	gbx_look_codes(v, n, k);
}

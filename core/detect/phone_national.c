/*
 * National forms of telephone numbers. A country is one row: its code, the trunk
 * prefix people dial first, and whether they may leave it out. Lengths and first
 * digits come from the numbering plans of phone_table.c.
 */
#include "bytes.h"
#include "chars.h"
#include "check.h"
#include "phone.h"

enum trunk {
	TRUNK_NONE,
	TRUNK_MAY,
	TRUNK_MUST,
};

struct country {
	uint16_t cc;
	char prefix;
	uint8_t trunk; /* enum trunk */
};

/* In the order of enum gbx_phone_country. */
static const struct country countries[GBX_PHONE_COUNTRIES] = {
    [GBX_PHONE_CN] = {86, '0', TRUNK_MUST},  [GBX_PHONE_US] = {1, '1', TRUNK_MAY},
    [GBX_PHONE_FR] = {33, '0', TRUNK_MUST},  [GBX_PHONE_RU] = {7, '8', TRUNK_MAY},
    [GBX_PHONE_JP] = {81, '0', TRUNK_MUST},  [GBX_PHONE_GB] = {44, '0', TRUNK_MUST},
    [GBX_PHONE_KR] = {82, '0', TRUNK_MUST},  [GBX_PHONE_AU] = {61, '0', TRUNK_MUST},
    [GBX_PHONE_NL] = {31, '0', TRUNK_MUST},  [GBX_PHONE_ZA] = {27, '0', TRUNK_MUST},
    [GBX_PHONE_SA] = {966, '0', TRUNK_MUST}, [GBX_PHONE_VN] = {84, '0', TRUNK_MUST},
    [GBX_PHONE_TH] = {66, '0', TRUNK_MUST},  [GBX_PHONE_PH] = {63, '0', TRUNK_MUST},
    [GBX_PHONE_EG] = {20, '0', TRUNK_MUST},  [GBX_PHONE_NG] = {234, '0', TRUNK_MUST},
    [GBX_PHONE_PK] = {92, '0', TRUNK_MUST},  [GBX_PHONE_UA] = {380, '0', TRUNK_MUST},
    [GBX_PHONE_ES] = {34, 0, TRUNK_NONE},    [GBX_PHONE_PL] = {48, 0, TRUNK_NONE},
    [GBX_PHONE_BR] = {55, '0', TRUNK_MAY},   [GBX_PHONE_TR] = {90, '0', TRUNK_MAY},
    [GBX_PHONE_IN] = {91, '0', TRUNK_MAY},   [GBX_PHONE_MX] = {52, 0, TRUNK_NONE},
    [GBX_PHONE_ID] = {62, '0', TRUNK_MUST},  [GBX_PHONE_IT] = {39, 0, TRUNK_NONE},
    [GBX_PHONE_DE] = {49, '0', TRUNK_MUST},
};

unsigned gbx_phone_country_code(unsigned country)
{
	return country < GBX_PHONE_COUNTRIES ? countries[country].cc : 0;
}

/* China: mobiles and service numbers (400, 800) have no trunk prefix. */
static bool is_chinese(const struct gbx_phone *t)
{
	const unsigned char *d = t->d;

	if (t->n == 11 && d[0] == '1')
		return d[1] >= '3';
	if (t->n == 10 && d[0] != '0')
		return (d[0] == '4' || d[0] == '8') && d[1] == '0' && d[2] == '0';
	return d[0] == '0' && t->n >= 10 && gbx_phone_national_fits(86, d + 1, t->n - 1);
}

/* Russia, Kazakhstan: ten digits behind 8 or 7; mobiles begin with 9 and need neither. */
static bool is_russian(const struct gbx_phone *t)
{
	return (t->n == 11 && (t->d[0] == '8' || t->d[0] == '7')) || (t->n == 10 && t->d[0] == '9');
}

static bool has_country_code(const struct country *c, const struct gbx_phone *t)
{
	unsigned k = c->cc >= 100 ? 3 : c->cc >= 10 ? 2 : 1;

	return t->n >= 11 && (unsigned)gbx_digits(t->d, k) == c->cc &&
	       gbx_phone_national_fits(c->cc, t->d + k, t->n - k);
}

static bool fits_country(unsigned country, const struct gbx_phone *t)
{
	const struct country *c = &countries[country];

	if (country == GBX_PHONE_ANY)
		return t->n >= 7 && t->n <= 15;
	if (country == GBX_PHONE_RU)
		return is_russian(t);
	if (country == GBX_PHONE_CN && is_chinese(t))
		return true;
	if (has_country_code(c, t))
		return true;
	if (country == GBX_PHONE_CN)
		return false;
	if (c->trunk != TRUNK_NONE && t->d[0] == (unsigned char)c->prefix &&
	    gbx_phone_national_fits(c->cc, t->d + 1, t->n - 1))
		return true;
	return c->trunk != TRUNK_MUST && t->n >= 9 && gbx_phone_national_fits(c->cc, t->d, t->n);
}

/* 0755-12345678-801: Chinese landlines have their extension behind one more dash. */
static bool chinese_with_extension(const struct gbx_value *v)
{
	const unsigned char *dash = memrchr(v->p, '-', v->n);
	struct gbx_phone t;
	size_t ext;

	if (!dash || v->p[0] == '1')
		return false;
	ext = v->n - (size_t)(dash - v->p) - 1;
	return ext >= 1 && ext <= 6 && gbx_digits(dash + 1, ext) >= 0 &&
	       gbx_phone_parse(v->p, (size_t)(dash - v->p), &t) && !t.intl && is_chinese(&t);
}

/* A sign that stands alone between digits: a dash, a blank or a dot. */
static inline bool one_sign(unsigned char c)
{
	return (c == '-') | (c == ' ') | (c == '.');
}

/* +1-ddd-ddd-dddd, which fits the plan of country code 1 when these two digits are not
 * 0 or 1. False says nothing. */
static inline bool plus_one(const unsigned char *p)
{
	/* ddd-ddd- and ddd-dddd, the signs already looked at */
	const uint64_t a = UINT64_C(0x00ffffff00ffffff), b = UINT64_C(0xffffffff00ffffff);
	uint64_t x = (gbx_load8(p + 3) ^ (GBX_EACH * '0')) & a;
	uint64_t y = (gbx_load8(p + 7) ^ (GBX_EACH * '0')) & b;

	return one_sign(p[2]) && one_sign(p[6]) && one_sign(p[10]) &&
	       gbx_fits_form(x, GBX_ROOM_DIGITS) && gbx_fits_form(y, GBX_ROOM_DIGITS) &&
	       p[3] >= '2' && p[7] >= '2';
}

static __attribute__((noinline)) bool any_form(const struct gbx_value *v, unsigned country)
{
	struct gbx_phone t GBX_UNINITIALISED;

	if (country == GBX_PHONE_INTL && v->p[0] != '+' && v->p[0] != '0' && v->p[0] != '(' &&
	    (v->p[0] | 32) != 't')
		return false;
	if (!gbx_phone_parse(v->p, v->n, &t))
		return false;
	if (t.intl)
		return gbx_phone_plan_fits(t.d, t.n);
	if (country == GBX_PHONE_INTL || country >= GBX_PHONE_COUNTRIES)
		return false;
	return fits_country(country, &t) ||
	       (country == GBX_PHONE_CN && v->n > 11 && chinese_with_extension(v));
}

bool gbx_phone_national(const struct gbx_value *v, unsigned country)
{
	const unsigned char *p = v->p;

	if (v->n < 6 || v->n > 40 || !(v->cls & GBX_C_DIGIT))
		return false;
	if (p[0] == '+' && p[1] == '1' && v->n == 15 && plus_one(p))
		return true;
	if (country == GBX_PHONE_CN && v->n == 11 && v->cls == GBX_C_DIGIT && p[0] == '1')
		return p[1] >= '3';
	return any_form(v, country);
}

bool gbx_phone_form(const struct gbx_value *v)
{
	struct gbx_phone t;

	return v->n >= 7 && v->n <= 40 && (v->cls & GBX_C_DIGIT) &&
	       gbx_phone_parse(v->p, v->n, &t) && t.n >= 7 && t.n <= 15;
}

#define TURN 4

/* How many figures in front say only that it is a number of the country. */
static unsigned head_of(unsigned country, const struct gbx_phone *t)
{
	const struct country *c = &countries[country];
	unsigned k = c->cc >= 100 ? 3 : c->cc >= 10 ? 2 : 1;

	if (country == GBX_PHONE_RU || (c->trunk != TRUNK_NONE && t->d[0] == (unsigned char)c->prefix))
		return t->n > 10;
	return has_country_code(c, t) ? k : 0;
}

bool gbx_phone_turned(const struct gbx_value *v, unsigned country)
{
	struct gbx_phone t, x;
	unsigned k, n;

	if (v->n > 40 || country >= GBX_PHONE_COUNTRIES || !gbx_phone_parse(v->p, v->n, &t))
		return false;
	x = t;
	k = head_of(country, &t);
	n = t.n - k;
	for (unsigned i = 0; i < n; i++)
		x.d[k + i] = t.d[k + (i + TURN) % n];
	if (country == GBX_PHONE_RU)
		return k && gbx_phone_national_fits(7, x.d + k, n);
	return fits_country(country, &x);
}

/* At most this many values are looked at for a guess. */
#define GUESS_VALUES 1000u

unsigned gbx_phone_guess_country(const struct gbx_value *v, uint32_t n, double *share)
{
	uint32_t hits[GBX_PHONE_COUNTRIES] = {0}, seen = 0;
	uint32_t step = n / GUESS_VALUES + 1;
	unsigned best = GBX_PHONE_INTL;

	for (uint32_t i = 0; i < n; i += step, seen++) {
		struct gbx_phone t;
		if (v[i].n > 40 || !gbx_phone_parse(v[i].p, v[i].n, &t))
			continue;
		bool plan = t.intl && gbx_phone_plan_fits(t.d, t.n);
		for (unsigned c = 0; c < GBX_PHONE_COUNTRIES; c++)
			hits[c] += t.intl ? plan : c && fits_country(c, &t);
	}
	/* the tightest plans come first: a later one must fit clearly more */
	for (unsigned c = 1; c < GBX_PHONE_COUNTRIES; c++)
		if (hits[c] > hits[best] + seen / 20)
			best = c;
	if (best == GBX_PHONE_ANY && hits[best] < seen - seen / 10)
		best = GBX_PHONE_INTL;
	*share = seen ? (double)hits[best] / seen : 0.0;
	return best;
}

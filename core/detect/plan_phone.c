/*
 * Telephone numbers without a plus, as a column: what fits a country's plan by more than chance,
 * and what only looks like a number that could be dialled. Numbering plans: phone_table.c.
 */
#include "chars.h"
#include "phone.h"
#include "plan_rules.h"

#define FIRST_VALUES 100u /* looked at */

static float share(uint32_t part, uint32_t n)
{
	return n ? (float)part / (float)n : 0;
}

/* 202.555.0123, 06.39.98.01.02: no group of one, as versions have. */
static bool two_dots(const struct gbx_value *v)
{
	unsigned dots = 0, run = 0;

	if (v->n < 11 || v->cls != (GBX_C_DIGIT | GBX_C_DOT))
		return false;
	for (uint32_t i = 0; i < v->n; i++) {
		if (v->p[i] == '.' && run < 2)
			return false;
		dots += v->p[i] == '.';
		run = v->p[i] == '.' ? 0 : run + 1;
	}
	return run >= 2 && (dots == 2 || dots == 4);
}

#define HEAD 4u /* figures that all values may begin with */

/* The calling code in front of all values, when they fit its plan. */
static void look_prefix(const struct gbx_value *v, uint32_t n, uint32_t step, struct gbx_look *k)
{
	uint32_t seen = 0, fit = 0, turned = 0;
	unsigned code = 0;

	for (uint32_t i = 0; i < n; i += step, seen++) {
		unsigned char d[16];
		unsigned len = v[i].n, own = gbx_phone_calling(v[i].p, len);

		if (v[i].cls != GBX_C_DIGIT || len < 11 || len > 15 || !own || (code && own != code))
			return;
		code = own;
		fit += gbx_phone_plan_fits(v[i].p, len);
		unsigned head = code >= 100 ? 3 : code >= 10 ? 2 : 1;
		memcpy(d, v[i].p, head);
		for (unsigned j = 0; j < len - head; j++)
			d[head + j] = v[i].p[head + (j + HEAD) % (len - head)];
		turned += gbx_phone_plan_fits(d, len);
	}
	if (fit >= seen - seen / 15)
		k->prefix = code;
	k->prefix_blind = share(turned, seen);
}

/* How the values go on behind what they all begin with. */
static void look_heads(const struct gbx_value *v, uint32_t n, struct gbx_look *k)
{
	uint32_t step = n / FIRST_VALUES + 1;
	unsigned char first[HEAD], d[GBX_PHONE_DIGITS];
	unsigned alike = HEAD, seen = 0;

	if (k->phone_form < 0.9f)
		return;
	for (unsigned round = 0; round < 2; round++) {
		for (uint32_t i = 0; i < n; i += step) {
			struct gbx_phone t;

			if (v[i].n > 40 || !gbx_phone_parse(v[i].p, v[i].n, &t) || t.n <= HEAD)
				continue;
			memcpy(d, t.d, sizeof(d));
			if (!i)
				memcpy(first, d, HEAD);
			for (unsigned j = 0; !round && j < alike; j++)
				alike = d[j] == first[j] ? alike : j;
			seen |= round ? 1u << (d[alike] - '0') : 0;
		}
	}
	k->leads = (unsigned)__builtin_popcount(seen);
	look_prefix(v, n, step, k);
}

/* The same figures in another order behind the first: what fits then too, fits by chance. */
static bool fits_turned(const struct gbx_value *v, unsigned country)
{
	unsigned char d[16];
	struct gbx_value t = { .p = d, .n = v->n, .cls = v->cls };

	if (v->n < 7 || v->n > sizeof(d))
		return false;
	d[0] = v->p[0];
	for (uint32_t i = 1; i < v->n; i++)
		d[i] = v->p[v->n - i];
	return gbx_phone_national(&t, country);
}

void gbx_look_phone(const struct gbx_value *v, uint32_t n, struct gbx_look *k)
{
	uint32_t step = n / FIRST_VALUES + 1, written = 0, trunk = 0, seen = 0, form = 0, sign = 0;
	uint32_t turned = 0, blind = 0;
	double fit;

	k->phone = gbx_phone_guess_country(v, n, &fit);
	k->phone_fit = (float)fit;
	for (uint32_t i = 0; i < n; i += step, seen++) {
		bool is = gbx_phone_form(&v[i]);

		blind += gbx_phone_turned(&v[i], k->phone);
		turned += v[i].cls == GBX_C_DIGIT && fits_turned(&v[i], k->phone);
		form += is;
		sign += is && (v[i].p[0] == '+' || (v[i].p[0] == '0' && v[i].p[1] == '0') ||
		               memchr(v[i].p, '(', v[i].n) || memchr(v[i].p, 'x', v[i].n));
		trunk += v[i].n > 1 && v[i].p[0] == '0' && v[i].p[1] != '0';
		written += v[i].p[0] == '+' || v[i].p[0] == '(' ||
		           (v[i].p[0] == '0' && v[i].n >= 9) || two_dots(&v[i]) ||
		           ((v[i].cls & GBX_C_SEP) && v[i].n >= 9) || memchr(v[i].p, 'x', v[i].n);
	}
	k->phone_written = share(written, seen);
	k->trunk = share(trunk, seen);
	k->phone_form = share(form, seen);
	k->phone_chance = share(turned, seen);
	k->phone_blind = share(blind, seen);
	k->phone_signs = share(sign, seen);
	look_heads(v, n, k);
}

static bool plain_code(const struct gbx_look *k)
{
	return k->stub > 0.5f || k->block > 0.5f || k->date > 0.5f || k->clock > 0.5f || k->decimal > 0.2f || k->steps > 0.5f ||
	       k->pass[GBX_T_IP] > 0.3f || k->pass[GBX_T_NATIONAL_ID_US] > 0.3f ||
	       k->pass[GBX_T_PAYMENT_CARD] > 0.5f || k->pass[GBX_T_UUID] > 0.3f ||
	       /* draws: 5 12 33 40 41 7 */
	       (k->mean_words > 5.5f && k->len_same < 0.9f && k->phone_signs < 0.1f);
}

/* Numbers of no plan, or of several: a plus in front, brackets and extensions, now so and now
 * otherwise, are hardly written in anything else. */
static double loose_phone(const struct gbx_look *k, const struct gbx_around *a)
{
	if (k->phone_form < 0.8f || k->phone_signs < 0.2f)
		return 0;
	return (a->person ? 0.8 : 0.72) * ramp(k->phone_form, 0.6, 0.9) *
	       ramp(k->phone_signs, 0, k->len_same < 0.6f ? 0.3 : 0.7);
}

#define NARROW 2e7 /* of eleven figures: a head or two */

/* Figures alone that count on, or all from one small range, or one number over and over: those
 * of records, whatever they begin with. */
static bool counted(const struct gbx_look *k)
{
	return k->digits > 0.9f && k->n >= 4 && (k->hi - k->lo < NARROW || k->vocab == 1);
}

/* The values fit the plan of their country and random ones would not. */
static bool telling(const struct gbx_look *k)
{
	return k->n >= 10 && k->phone != GBX_PHONE_ANY && k->phone_fit >= 0.93f &&
	       k->phone_fit - k->phone_blind >= 0.25f;
}

/* Nine to eleven figures, or twelve where there are fewer as well, and every one with the zero
 * that is dialled first, none with two. Twelve throughout is the UPC. */
static bool dialled(const struct gbx_look *k)
{
	return k->n >= 10 && k->trunk > 0.97f && k->min_len >= 9 && k->max_len <= (k->len_same < 0.9f ? 12u : 11u) &&
	       k->distinct > 0.5f;
}

/* All begin alike and go on alike. */
static bool prefix_only(const struct gbx_look *k)
{
	return k->leads < 2;
}

static bool at_home(const struct gbx_around *a, unsigned code)
{
	return code && gbx_country_calling(a->country) == code;
}

/* With the calling code in front but no plus: 79161234567, 966501234567. */
static double prefixed(const struct gbx_look *k, const struct gbx_around *a)
{
	if (!k->prefix || k->digits < 0.9f || k->n < 10 || !a->person || prefix_only(k))
		return 0;
	return at_home(a, k->prefix) ? 0.75 : k->prefix_blind < 0.65f ? 0.67 : 0;
}

/* Figures alone, no zero in front: a number like any other, unless the columns around are of that
 * country. North America's plan alone says something of a figure inside, the fourth; those of
 * others leave out some first figures, and so do numbers that count on. */
static double bare(const struct gbx_look *k, const struct gbx_around *a)
{
	double with = prefixed(k, a), own = 0;
	unsigned code = gbx_phone_country_code(k->phone);

	if (code == 1 && k->n >= 20 && telling(k) && !prefix_only(k))
		own = a->person ? 0.67 : 0.44;
	else if (k->n >= 10 && k->phone_fit >= 0.97f && a->person && !prefix_only(k) &&
	         at_home(a, code))
		own = 0.67;
	return own > with ? own : with;
}

double gbx_rule_phone(const struct gbx_look *k, const struct gbx_around *a)
{
	double base;

	if (plain_code(k) || k->mean_len < 8 || k->mean_len > 24)
		return 0;
	if (counted(k))
		return 0.3 * k->phone_fit;
	if (k->pass[GBX_T_PHONE] >= 0.7f)
		return 0.95 * k->pass[GBX_T_PHONE];
	if (k->phone == GBX_PHONE_INTL || k->phone_fit < 0.75f)
		return loose_phone(k, a) + prefixed(k, a);
	/* eleven digits from 13 to 19: one in fourteen by chance */
	if (k->phone == GBX_PHONE_CN && k->digits > 0.8f && k->len_same > 0.8f)
		return 0.95 * ramp(k->phone_fit, 0.5, 0.9);
	if (k->phone_written < 0.5f)
		return bare(k, a);
	base = k->phone == GBX_PHONE_ANY ? 0.72 : 0.85;
	/* figures alone: only where the plan leaves out many; and no sign but one in one place */
	if (k->digits > 0.9f && k->phone_fit - k->phone_chance < 0.4f)
		return dialled(k) ? (a->person ? 0.68 : 0.44) : k->trunk > 0.5f ? 0 : bare(k, a);
	if (k->phone == GBX_PHONE_ANY && k->phone_signs < 0.1f && k->sign_place > 0.9f)
		base -= 0.35;
	/* a trunk zero in front is hardly written before other numbers */
	if (k->len_same > 0.97f && k->dashed > 0.97f && k->trunk < 0.95f && !telling(k))
		base -= 0.25; /* one form throughout: other numbers have one too */
	return (base + (a->person ? 0.06 : 0)) * ramp(k->phone_fit, 0.4, 0.9);
}

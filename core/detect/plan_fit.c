/*
 * How well the values bear out what the header says: the share that is valid
 * for the type, weighed by their words where a bare form proves little.
 */
#include "chars.h"
#include "plan.h"
#include "times.h"

#define FIT_VALUES 300u
/* Words that name many things (name, title) need the values to speak as well. */
#define SURE 0.6

/* Which words speak for a type whose form alone says little. */
static const struct {
	enum gbx_type type;
	enum gbx_evidence ev;
} supports[] = {
    {GBX_T_NAME_FULL, GBX_EV_FULL},
    {GBX_T_NAME_GIVEN, GBX_EV_GIVEN},
    {GBX_T_NAME_FAMILY, GBX_EV_FAMILY},
    {GBX_T_ADDRESS, GBX_EV_ADDRESS},
    {GBX_T_CITY, GBX_EV_CITY},
    {GBX_T_EMPLOYER, GBX_EV_EMPLOYER},
    {GBX_T_JOB_TITLE, GBX_EV_JOB},
    {GBX_T_RECORD_CRIMINAL, GBX_EV_CRIME},
    {GBX_T_ETHNICITY, GBX_EV_ETHNICITY},
    {GBX_T_NATIONALITY, GBX_EV_NATIONALITY},
    {GBX_T_MARITAL_STATUS, GBX_EV_MARITAL},
    {GBX_T_EDUCATION, GBX_EV_EDUCATION},
    {GBX_T_RELIGION, GBX_EV_RELIGION},
};

static double support(const struct gbx_look *k, enum gbx_type t)
{
	for (size_t i = 0; i < sizeof(supports) / sizeof(supports[0]); i++)
		if (supports[i].type == t)
			return k->ev[supports[i].ev] +
			       (t == GBX_T_NAME_FULL
			            ? 0.4 * (k->ev[GBX_EV_GIVEN] + k->ev[GBX_EV_FAMILY])
			            : 0);
	return -1;
}

static double share_old_cn(const struct gbx_column_sample *c)
{
	uint32_t hits = 0;

	for (uint32_t i = 0; i < c->n; i++)
		hits += gbx_cn_id_15(&c->v[i]);
	return c->n ? (double)hits / c->n : 0;
}

/* Two capitals, two figures and eleven to thirty letters or figures, blanks aside. */
static bool iban_form(const struct gbx_value *v)
{
	uint32_t n = 0;

	if (v->n < 15 || v->n > 42 || (v->cls & GBX_C_HIGH))
		return false;
	for (uint32_t i = 0; i < v->n; i++) {
		unsigned char c = v->p[i];
		bool ok = n < 2 ? gbx_isalpha(c) : n < 4 ? gbx_isdigit(c) : gbx_isalnum(c);

		if (c != ' ' && !ok)
			return false;
		n += c != ' ';
	}
	return n >= 15 && n <= 34;
}

static bool card_form(const struct gbx_value *v)
{
	uint32_t n = 0;

	if (v->n < 12 || v->n > 23)
		return false;
	for (uint32_t i = 0; i < v->n; i++) {
		if (!gbx_isdigit(v->p[i]) && v->p[i] != ' ' && v->p[i] != '-')
			return false;
		n += gbx_isdigit(v->p[i]);
	}
	return n >= 12 && n <= 19;
}

/* Shown in part only: 138****0000, 4111 **** **** 1111, 110101********1234. Figures and blanks
 * around a run of one sign that stands for the rest. */
static bool masked_form(const struct gbx_value *v, uint32_t least, uint32_t most)
{
	uint32_t digits = 0, masks = 0;

	if (v->n < least || v->n > most + 6)
		return false;
	for (uint32_t i = 0; i < v->n; i++) {
		unsigned char c = v->p[i];

		digits += gbx_isdigit(c);
		masks += c == '*' || c == '#' || (c | 32) == 'x';
		if (!gbx_isdigit(c) && !memchr(" -+().*#xX", c, 10))
			return false;
	}
	return masks >= 3 && digits >= 2 && digits + masks >= least && digits + masks <= most;
}

/* 1.38001E+10: what a spreadsheet leaves of a number of least to most figures. */
static bool rounded_form(const struct gbx_value *v, int64_t least, int64_t most)
{
	const unsigned char *e;
	int64_t x;

	if (v->n < 5 || v->n > 12 || !gbx_isdigit(v->p[0]))
		return false;
	e = v->p + v->n - 4;
	if ((e[0] | 32) != 'e' || e[1] != '+' || (x = gbx_digits(e + 2, 2)) < 0)
		return false;
	for (const unsigned char *p = v->p; p < e; p++)
		if (!gbx_isdigit(*p) && *p != '.' && *p != ',')
			return false;
	return x + 1 >= least && x + 1 <= most;
}

static bool masked(const struct gbx_value *v, enum gbx_type t)
{
	switch (t) {
	case GBX_T_PHONE:
		return masked_form(v, 7, 15) || rounded_form(v, 9, 14);
	case GBX_T_PAYMENT_CARD:
		return masked_form(v, 12, 19) || rounded_form(v, 13, 19);
	case GBX_T_NATIONAL_ID_CN:
		return masked_form(v, 15, 18) || rounded_form(v, 15, 18);
	default:
		return false;
	}
}

/* The header says what the values are and they have its form, though they fail the check or
 * fit no plan: still a column of such numbers, mistyped, invented or of a plan unknown here. */
static double by_form(const struct gbx_look *k, const struct gbx_column_sample *c,
                      enum gbx_type t, double *fit)
{
	bool (*form)(const struct gbx_value *) = t == GBX_T_PHONE          ? gbx_phone_form
	                                         : t == GBX_T_IBAN         ? iban_form
	                                         : t == GBX_T_PAYMENT_CARD ? card_form
	                                                                   : NULL;
	uint32_t step = c->n / FIT_VALUES + 1, hits = 0, seen = 0;
	double share;

	if ((!form && t != GBX_T_NATIONAL_ID_CN) || k->date > 0.5f || k->clock > 0.5f)
		return 0;
	for (uint32_t i = 0; i < c->n; i += step) {
		bool ok = (form && form(&c->v[i])) || masked(&c->v[i], t);

		hits += ok;
		seen += ok || !gbx_is_placeholder(&c->v[i], t);
	}
	share = seen ? (double)hits / seen : 0;
	if (share >= 0.6 && 0.8 * share > *fit)
		*fit = 0.8 * share;
	return share;
}

static uint16_t variant_of(const struct gbx_look *k, const struct gbx_column_sample *c,
                           enum gbx_type t)
{
	double share;
	uint16_t order;

	switch (t) {
	case GBX_T_PHONE:
		return (uint16_t)k->phone;
	case GBX_T_DATE:
		return k->date_order;
	case GBX_T_DATE_OF_BIRTH:
		order = gbx_time_variant(t, c->v, c->n, &share);
		/* small numbers count seconds too, but nobody writes birthdays so */
		return order >= GBX_TIME_EPOCH_S && k->mean_len < 8 ? GBX_TIME_ISO : order;
	case GBX_T_TIMESTAMP:
		return k->clock_order;
	case GBX_T_NATIONAL_ID_CN:
		return k->min_len <= 15 && share_old_cn(c) > 0.005;
	case GBX_T_NATIONAL_ID_US:
		return k->digits > 0.02f;
	case GBX_T_IBAN:
		return k->iban_sum > 0.5f;
	case GBX_T_GEO:
		return k->decimal + k->pass[GBX_T_INTEGER] < 0.8f ? 0
		       : k->lat >= k->lon - 0.01f                 ? 1
		                                                  : 2;
	default:
		return 0;
	}
}

static double share_valid(const struct gbx_column_sample *c, const struct gbx_column_plan *p)
{
	uint32_t step = c->n / FIT_VALUES + 1, hits = 0, seen = 0;

	for (uint32_t i = 0; i < c->n; i += step) {
		bool ok = gbx_plan_valid(p, &c->v[i]);

		hits += ok;
		seen += ok || !gbx_is_placeholder(&c->v[i], p->type);
	}
	return seen ? (double)hits / seen : 0;
}

/* "state" is a province or how something stands. */
static bool tells_status(const struct gbx_column_sample *c)
{
	static const char *const list[] = {
	    "active",  "inactive",  "open",     "closed",    "pending",  "new",       "done",
	    "failed",  "success",   "error",    "queued",    "running",  "stopped",   "completed",
	    "draft",   "published", "approved", "rejected",  "enabled",  "disabled",  "confirmed",
	    "canceled", "cancelled", "paid",    "unpaid",    "expired",  "suspended", "deleted",
	    "blocked", "locked",    "online",   "offline",   "ready",    "started",   "finished",
	    "waiting", "archived",  "on",       "off",       "ok",       "processed", "delivered",
	    "shipped", "returned",  "verified", "unverified", "banned",  "accepted",  "declined"};
	uint32_t step = c->n / FIT_VALUES + 1, hits = 0, seen = 0;

	for (uint32_t i = 0; i < c->n; i += step, seen++)
		hits += gbx_word_in(&c->v[i], list, GBX_COUNT(list));
	return hits * 2 > seen;
}

double gbx_rules_fit(const struct gbx_look *k, const struct gbx_column_sample *c, enum gbx_type t,
                     double weight, uint16_t *variant)
{
	struct gbx_column_plan p = {.type = t};
	double fit, words = support(k, t);

	p.variant = *variant = variant_of(k, c, t);
	fit = share_valid(c, &p);
	if (weight >= SURE && fit < 0.8 && by_form(k, c, t, &fit) > k->phone_fit + 0.1 &&
	    t == GBX_T_PHONE)
		*variant = GBX_PHONE_ANY;
	if (t == GBX_T_CATEGORY && k->n >= 20 && k->distinct > 0.6f)
		fit *= 0.3;
	if (t == GBX_T_TEXT && (k->vocab <= 2 || k->pass[GBX_T_NUMBER] > 0.9f) && k->n >= 8)
		fit *= 0.3;
	if (t == GBX_T_IDENTIFIER && k->space > 0.5f && k->has_digit < 0.8f)
		fit *= 0.3;
	if (t == GBX_T_USERNAME && k->space > 0.3f)
		fit *= 1 - k->space * 0.6;
	if (t == GBX_T_AGE && k->hi > 125)
		fit *= 0.6;
	if (t == GBX_T_SALT && k->decimal > 0.8f) /* of food */
		fit = 0;
	if (t == GBX_T_REGION && ((k->digits > 0.9f && k->max_len < 2) ||
	                          (k->vocab <= 20 && tells_status(c))))
		fit = 0;
	if (fit < 0.3)
		return 0;
	if (words < 0)
		return fit;
	words = weight < SURE ? 0.2 + 1.5 * words : 0.8 + words;
	return fit * (words > 1 ? 1 : words);
}

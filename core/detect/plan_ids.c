/*
 * Which identity number a column holds. Dozens of countries have numbers of ten or
 * eleven figures, and one check figure is passed by one value in ten, so a share
 * that passes is set against what chance would give, the country that the columns
 * around speak for, and the other numbers that take the same values.
 *
 * Of rules that take all values the one that would take fewest others is the likeliest:
 * with values spread over a rule's numbers, the odds of two rules are c1 / c2 for every
 * value, c the share of look-alikes they take.
 */
#include <math.h>

#include "plan.h"

bool gbx_is_id_type(enum gbx_type t)
{
	return t >= GBX_T_NATIONAL_ID_BR && t <= GBX_T_PASSPORT_RU;
}

bool gbx_id_of_country(enum gbx_type t, const char cc[3])
{
	const char *dot = strchr(gbx_type_table[t].name, '.');

	return cc[0] && dot && memcmp(dot + 1, cc, 2) == 0 && (!dot[3] || dot[3] == '.');
}

static double ramp(double x, double lo, double hi)
{
	return x <= lo ? 0 : x >= hi ? 1 : (x - lo) / (hi - lo);
}

static double passing(const struct gbx_look *k, enum gbx_type t)
{
	double room = k->n ? (double)k->real / k->n : 1;
	double p = room > 0.2 ? k->pass[t] / room : k->pass[t];

	return p > 1 ? 1 : p;
}

double gbx_id_evidence(const struct gbx_look *k, enum gbx_type t)
{
	double p = passing(k, t), c = gbx_type_table[t].chance;

	if (p < 0.5 || p <= c || c <= 0)
		return 0;
	/* nats a value (Kullback and Leibler): how far what passed is from chance */
	return p * log(p / c) + (p < 1 ? (1 - p) * log((1 - p) / (1 - c)) : 0);
}

/* Numbers of which only a date or a region can be held to: other codes begin with a date too. */
static bool only_dated(enum gbx_type t)
{
	switch (t) {
	case GBX_T_NATIONAL_ID_DK:
	case GBX_T_NATIONAL_ID_MY:
	case GBX_T_NATIONAL_ID_VN:
	case GBX_T_NATIONAL_ID_NG_BVN:
	case GBX_T_NATIONAL_ID_QA:
	case GBX_T_NATIONAL_ID_LK:
	case GBX_T_NATIONAL_ID_LV:
	case GBX_T_TAX_ID_US_ITIN:
		return true;
	default:
		return false;
	}
}

#define UNSURE 0.46   /* one check figure and no word for it: less than an even chance */
#define LIKE 1.25     /* shares of chance that cannot be told apart */
#define SEVERAL 0.005 /* a check that so few pass is not passed by dates or counters */

/* Things that have the form of identity numbers without being any. Times and counters do not
 * pass a check figure throughout, so that they matter where there is none. */
static bool is_other(const struct gbx_look *k, enum gbx_type t)
{
	double c = gbx_type_table[t].chance;

	if (c <= SEVERAL)
		return false;
	if (k->decimal > 0.1f || k->distinct < 0.1f || (k->n < 4 && c > 0.03))
		return true;
	return (c > 0.13 || only_dated(t)) &&
	       (k->clock > 0.5f || k->date > 0.5f || k->steps > 0.3f);
}

/* The most that the values can say for it. */
static double most_for(const struct gbx_look *k, const struct gbx_around *a, enum gbx_type t)
{
	double c = gbx_type_table[t].chance;
	bool home = gbx_id_of_country(t, a->country), letters = k->letters > 0.9f;

	if (t == GBX_T_NATIONAL_ID_PK && k->dashed > 0.9f) /* 5, 7 and 1: nobody else's groups */
		return home ? 0.88 : 0.7;
	if (only_dated(t) && !letters)
		return home ? 0.85 : k->dashed > 0.9f ? 0.62 : UNSURE;
	if (c <= SEVERAL)
		return 0.95;
	if (letters)
		return c <= 0.13 ? 0.92 : c <= 0.5 && k->n >= 8 && k->upper > 0.9f ? 0.8 : 0;
	if (c <= 0.03)
		return home ? 0.93 : 0.86;
	if (c <= 0.13)
		return home ? 0.82 : UNSURE;
	return 0;
}

double gbx_ids_score(const struct gbx_look *k, const struct gbx_around *a, enum gbx_type t)
{
	double p = passing(k, t), c = gbx_type_table[t].chance;

	if (p < 0.85 || p < 3 * c * (c > 0.13 ? 0.3 : 1) || is_other(k, t))
		return 0;
	/* of values that all have the form but not the check, some are something else */
	return most_for(k, a, t) * ramp(p, c > SEVERAL ? 0.88 : 0.6, 0.96);
}

#define FEWER 0.04 /* who takes so much less of the values than another is not what they are */

/* The likeliest of those that the values speak for; GBX_T_UNKNOWN when none does. */
static enum gbx_type likeliest(const struct gbx_look *k, const struct gbx_around *a,
                               float score[GBX_T_COUNT])
{
	enum gbx_type best = GBX_T_UNKNOWN;
	double least = 1, all = 0;

	for (unsigned t = GBX_T_NATIONAL_ID_BR; t <= GBX_T_PASSPORT_RU; t++)
		if (score[t] > 0 && passing(k, (enum gbx_type)t) > all)
			all = passing(k, (enum gbx_type)t);

	for (unsigned t = GBX_T_NATIONAL_ID_BR; t <= GBX_T_PASSPORT_RU; t++) {
		double c = gbx_type_table[t].chance;

		if (passing(k, (enum gbx_type)t) < all - FEWER)
			score[t] = 0;
		if (score[t] <= 0)
			continue;
		if (gbx_id_of_country((enum gbx_type)t, a->country))
			c *= 0.2; /* the odds that the columns around give */
		if (c < least) {
			least = c;
			best = (enum gbx_type)t;
		}
	}
	return best;
}

void gbx_ids_choose(const struct gbx_look *k, const struct gbx_around *a,
                    float score[GBX_T_COUNT])
{
	static const enum gbx_type plain[] = {
	    GBX_T_IDENTIFIER, GBX_T_INTEGER,   GBX_T_NUMBER, GBX_T_TEXT,
	    GBX_T_PHONE,      GBX_T_TIMESTAMP, GBX_T_DATE,   GBX_T_POSTCODE};
	enum gbx_type best = likeliest(k, a, score);
	bool alike = false, home = gbx_id_of_country(best, a->country);
	double least = gbx_type_table[best].chance;

	if (best == GBX_T_UNKNOWN)
		return;
	for (unsigned t = GBX_T_NATIONAL_ID_BR; t <= GBX_T_PASSPORT_RU; t++) {
		if (t == best || score[t] <= 0)
			continue;
		alike |= !home && gbx_type_table[t].chance < least * LIKE;
		score[t] *= 0.4f;
	}
	if (alike && score[best] > UNSURE)
		score[best] = (float)UNSURE;
	if (score[best] < 0.3f)
		return;
	for (size_t i = 0; i < sizeof(plain) / sizeof(plain[0]); i++)
		score[plain[i]] *= 0.5f;
	if (alike && score[GBX_T_NATIONAL_ID_OTHER] < 0.4f)
		score[GBX_T_NATIONAL_ID_OTHER] = 0.4f;
}

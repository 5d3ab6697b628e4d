/*
 * Dates and times as types: what passes as one, and which order a column has.
 */
#include "chars.h"
#include "check.h"
#include "placeholder.h"
#include "time_iso.h"

/* Nobody alive was born before; nobody is born after. */
#define BIRTH_FROM 1880
#define BIRTH_TO 2035

static bool can_be_time(const struct gbx_value *v)
{
	return (v->cls & GBX_C_DIGIT) && !(v->cls & GBX_C_AT) && v->n >= 6 && v->n <= 64;
}

/* In any order that is not settled by two digits alone. */
static bool read_any(const struct gbx_value *v, bool epoch, struct gbx_when *w)
{
	/* a sign behind one or two digits: the year is not first */
	bool year_last = (memchr("/.-", v->p[1], 3) || memchr("/.-", v->p[2], 3)) &&
	                 !(v->cls & (GBX_C_ALPHA | GBX_C_HIGH));

	for (unsigned order = year_last; order <= GBX_TIME_MDY; order++)
		if (gbx_time_read(v->p, v->n, order, epoch, w))
			return true;
	return false;
}

bool gbx_is_date(const struct gbx_value *v)
{
	struct gbx_when w;

	return can_be_time(v) && read_any(v, false, &w) && !w.has_time;
}

bool gbx_is_timestamp(const struct gbx_value *v)
{
	struct gbx_when w;

	return can_be_time(v) && v->n >= 10 && read_any(v, true, &w) && w.has_time;
}

static bool birth_year(int year)
{
	return year >= BIRTH_FROM && year <= BIRTH_TO;
}

bool gbx_is_date_of_birth(const struct gbx_value *v)
{
	struct gbx_when w;

	return can_be_time(v) && read_any(v, false, &w) && birth_year(w.year);
}

/* A whole number as spreadsheets and JSON write it: "42", "42.0". Its digits. */
static uint32_t whole_digits(const struct gbx_value *v)
{
	uint32_t n = v->n;

	if (n > 2 && v->p[n - 1] == '0' && v->p[n - 2] == '.')
		n -= 2;
	return n;
}

static bool year_value(const struct gbx_value *v, int *year)
{
	uint32_t n = v->n;

	if (n == 7 && memcmp(v->p + 4, "年", 3) == 0)
		n = 4;
	else if (n == 6)
		n = whole_digits(v);
	if (n != 4)
		return false;
	*year = (int)gbx_digits(v->p, 4);
	return birth_year(*year);
}

bool gbx_is_year_of_birth(const struct gbx_value *v)
{
	int year;

	return year_value(v, &year);
}

bool gbx_is_age(const struct gbx_value *v)
{
	static const char *const units[] = {"岁", "周岁", "歳", "세"};
	uint32_t n = whole_digits(v);
	int64_t x;

	for (size_t i = 0; i < GBX_COUNT(units); i++) {
		size_t k = strlen(units[i]);
		if ((v->cls & GBX_C_HIGH) && n > k && memcmp(v->p + n - k, units[i], k) == 0 &&
		    gbx_isdigit(v->p[n - k - 1]))
			n -= (uint32_t)k;
	}
	if (n == 0 || n > 3)
		return false;
	x = gbx_digits(v->p, n);
	return x >= 0 && x <= 125 && (n == 1 || v->p[0] != '0' || n == 2);
}

static __attribute__((noinline)) bool parse_any(enum gbx_type t, uint16_t variant,
                                                const struct gbx_value *v, int64_t *seconds,
                                                bool *day_only)
{
	struct gbx_when w;
	int year;

	*day_only = true;
	if (t == GBX_T_YEAR_OF_BIRTH) {
		if (!year_value(v, &year))
			return false;
		*seconds = gbx_days_from_civil(year, 1, 1) * 86400;
		return true;
	}
	if (!gbx_time_read(v->p, v->n, variant, t == GBX_T_TIMESTAMP, &w))
		return false;
	if (t == GBX_T_DATE_OF_BIRTH && !birth_year(w.year))
		return false;
	*seconds = w.at;
	*day_only = !w.has_time;
	return true;
}

/* Every order but the counts since 1970 takes the two ISO forms. */
static inline bool parse_iso(enum gbx_type t, uint16_t variant, const struct gbx_value *v,
                             struct gbx_iso *iso, int64_t *seconds, bool *day_only)
{
	int32_t days;

	if (variant >= GBX_TIME_EPOCH_S || t == GBX_T_YEAR_OF_BIRTH ||
	    !gbx_iso_read(v->p, v->n, iso, &days) ||
	    (t == GBX_T_DATE_OF_BIRTH && !birth_year((int)iso->year)))
		return false;
	*seconds = (int64_t)days * 86400 + iso->second;
	*day_only = v->n == 10;
	return true;
}

bool gbx_time_parse(enum gbx_type t, uint16_t variant, const struct gbx_value *v, int64_t *seconds,
                    bool *day_only)
{
	struct gbx_iso iso GBX_UNINITIALISED;

	if (parse_iso(t, variant, v, &iso, seconds, day_only))
		return true;
	return parse_any(t, variant, v, seconds, day_only);
}

static __attribute__((noinline)) bool plan_any(const struct gbx_column_plan *p,
                                               const struct gbx_value *v, int64_t *seconds,
                                               bool *day_only)
{
	return parse_any(p->type, p->variant, v, seconds, day_only) &&
	       !gbx_is_placeholder(v, p->type);
}

bool gbx_plan_time(const struct gbx_column_plan *p, const struct gbx_value *v, int64_t *seconds,
                   bool *day_only)
{
	struct gbx_iso iso GBX_UNINITIALISED;

	if (!parse_iso(p->type, p->variant, v, &iso, seconds, day_only))
		return plan_any(p, v, seconds, day_only);
	return !gbx_may_be_no_day(iso.month, iso.day) ||
	       !gbx_day_is_placeholder(iso.year, iso.month, iso.day);
}

/* At most this many values are looked at. */
#define VARIANT_VALUES 2000u
#define FEW_VALUES 64u

/* Is one of a few values, from all over the column, a time in any order? Most columns hold
 * none, and reading two thousand values in six orders would tell no more. */
static bool any_time(enum gbx_type t, const struct gbx_value *v, uint32_t n)
{
	uint32_t step = n / FEW_VALUES + 1;

	for (uint32_t i = 0; i < n; i += step)
		for (unsigned o = 0; o < GBX_TIME_ORDERS; o++) {
			int64_t at;
			bool day;
			if (gbx_time_parse(t, (uint16_t)o, &v[i], &at, &day))
				return true;
		}
	return false;
}

uint16_t gbx_time_variant(enum gbx_type t, const struct gbx_value *v, uint32_t n, double *share)
{
	uint32_t hits[GBX_TIME_ORDERS] = {0}, seen = 0, slashes = 0;
	uint32_t step = n / VARIANT_VALUES + 1;
	unsigned best = GBX_TIME_ISO;

	*share = 0.0;
	if (!any_time(t, v, n))
		return GBX_TIME_ISO;
	for (uint32_t i = 0; i < n; i += step, seen++) {
		/* any small number counts seconds: short ones say nothing */
		unsigned orders = v[i].n < 9 ? GBX_TIME_EPOCH_S : GBX_TIME_ORDERS;
		int64_t at;
		bool day;
		slashes += memchr(v[i].p, '/', v[i].n < 12 ? v[i].n : 12) != NULL;
		for (unsigned o = 0; o < orders; o++)
			hits[o] += gbx_time_parse(t, (uint16_t)o, &v[i], &at, &day);
	}
	for (unsigned o = 1; o < GBX_TIME_ORDERS; o++)
		if (hits[o] > hits[best])
			best = o;
	if (best == GBX_TIME_DMY && hits[GBX_TIME_MDY] == hits[best] && slashes > seen / 2)
		best = GBX_TIME_MDY;
	*share = seen ? (double)hits[best] / seen : 0.0;
	return (uint16_t)best;
}

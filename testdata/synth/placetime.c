/*
 * Makers of places and times.
 */
#include "values.h"

#include "words.h"

#define DAY 86400

/* Days since 1970-01-01 and back, proleptic Gregorian (Howard Hinnant,
 * "chrono-Compatible Low-Level Date Algorithms", public domain). */
static int64_t days_of(struct synth_date d)
{
	int64_t y = d.y - (d.m <= 2);
	int64_t era = y / 400, yoe = y - era * 400;
	int64_t doy = (153 * (d.m + (d.m > 2 ? -3 : 9)) + 2) / 5 + d.d - 1;

	return era * 146097 + yoe * 365 + yoe / 4 - yoe / 100 + doy - 719468;
}

static struct synth_date date_of(int64_t days)
{
	int64_t z = days + 719468, era = z / 146097, doe = z - era * 146097;
	int64_t yoe = (doe - doe / 1460 + doe / 36524 - doe / 146096) / 365;
	int64_t doy = doe - (365 * yoe + yoe / 4 - yoe / 100);
	int64_t mp = (5 * doy + 2) / 153, m = mp + (mp < 10 ? 3 : -9);

	return (struct synth_date){ (uint16_t)(yoe + era * 400 + (m <= 2)), (uint8_t)m,
				    (uint8_t)(doy - (153 * mp + 2) / 5 + 1) };
}

static uint32_t span_days(unsigned from, unsigned to)
{
	struct synth_date a = { (uint16_t)from, 1, 1 }, b = { (uint16_t)(to + 1), 1, 1 };

	return (uint32_t)(days_of(b) - days_of(a));
}

/* Two draws averaged: few very old, few very young. */
struct synth_date synth_date_make(struct synth_rng *g, unsigned from, unsigned to)
{
	struct synth_date a = { (uint16_t)from, 1, 1 };
	uint32_t n = span_days(from, to), sum = synth_below(g, n);

	sum += synth_below(g, n);
	return date_of(days_of(a) + sum / 2);
}

void synth_put_date(struct synth_record *r, struct synth_date d)
{
	synth_putu(r, d.y, 4);
	synth_puts(r, "-");
	synth_putu(r, d.m, 2);
	synth_puts(r, "-");
	synth_putu(r, d.d, 2);
}

/* The better of two draws: later years hold more. */
int64_t synth_moment(struct synth_rng *g, unsigned from, unsigned to)
{
	static const uint8_t hour[32] = { 0,  1,  6,  7,  8,  8,  9,  9,  9,  10, 10,
					  10, 11, 11, 12, 13, 14, 14, 15, 15, 15, 16,
					  16, 17, 17, 18, 19, 20, 21, 21, 22, 23 };
	struct synth_date first = { (uint16_t)from, 1, 1 };
	uint32_t n = span_days(from, to), a = synth_below(g, n), b = synth_below(g, n);
	int64_t day = days_of(first) + (a > b ? a : b);
	int64_t h = hour[synth_below(g, 32)]; /* one draw a statement: order decides the bytes */

	return day * DAY + h * 3600 + synth_below(g, 3600);
}

void synth_put_moment(struct synth_record *r, int64_t seconds)
{
	unsigned s = (unsigned)(seconds % DAY);

	synth_put_date(r, date_of(seconds / DAY));
	synth_puts(r, " ");
	synth_putu(r, s / 3600, 2);
	synth_puts(r, ":");
	synth_putu(r, s / 60 % 60, 2);
	synth_puts(r, ":");
	synth_putu(r, s % 60, 2);
}

void synth_put_moment_cn(struct synth_record *r, int64_t seconds)
{
	struct synth_date d = date_of(seconds / DAY);

	synth_putu(r, d.y, 1);
	synth_puts(r, "年");
	synth_putu(r, d.m, 1);
	synth_puts(r, "月");
	synth_putu(r, d.d, 1);
	synth_puts(r, "日");
	synth_putu(r, (uint64_t)(seconds % DAY / 3600), 1);
	synth_puts(r, "时许");
}

struct synth_place synth_place_make(struct synth_rng *g)
{
	struct synth_place p;

	p.province = SYNTH_PICK(g, synth_provinces);
	p.syllable[0] = SYNTH_PICK(g, synth_syllables);
	p.syllable[1] = SYNTH_PICK(g, synth_syllables);
	p.district = SYNTH_PICK(g, synth_districts);
	return p;
}

void synth_put_city(struct synth_record *r, const struct synth_place *p)
{
	synth_putw(r, p->syllable[0]);
	synth_putw(r, p->syllable[1]);
	synth_puts(r, "市");
}

void synth_put_street_cn(struct synth_record *r, struct synth_rng *g)
{
	SYNTH_PUT_ONE(r, g, synth_roads);
	synth_putu(r, 1 + synth_below(g, 900), 1);
	synth_puts(r, "号");
	if (synth_below(g, 3) == 0)
		return;
	SYNTH_PUT_ONE(r, g, synth_estates);
	synth_putu(r, 1 + synth_below(g, 40), 1);
	synth_puts(r, "号楼");
	synth_putu(r, 1 + synth_below(g, 6), 1);
	synth_puts(r, "单元");
	synth_putu(r, 1 + synth_below(g, 30), 1);
	synth_putu(r, 1 + synth_below(g, 4), 2);
	synth_puts(r, "室");
}

void synth_put_address_cn(struct synth_record *r, struct synth_rng *g)
{
	struct synth_place p = synth_place_make(g);

	synth_putw(r, p.province);
	synth_put_city(r, &p);
	synth_putw(r, p.district);
	synth_put_street_cn(r, g);
}

void synth_put_address_latin(struct synth_record *r, struct synth_rng *g)
{
	synth_putu(r, 1 + synth_below(g, 400), 1);
	synth_puts(r, " ");
	SYNTH_PUT_ONE(r, g, synth_latin_streets);
	if (synth_below(g, 2)) {
		synth_puts(r, ", Apt ");
		synth_putu(r, 1 + synth_below(g, 99), 1);
	}
	synth_puts(r, ", ");
	SYNTH_PUT_ONE(r, g, synth_latin_cities);
}

/* Numbers in words and small-count suppression; the contract is in figures.h. */
#include "figures.h"

#include <inttypes.h>
#include <math.h>
#include <stdio.h>

#include "../base/limits.h"

static uint64_t add_capped(uint64_t a, uint64_t b)
{
	return a > UINT64_MAX - b ? UINT64_MAX : a + b;
}

struct gbx_figure gbx_figure_count(uint64_t n, bool suppress)
{
	struct gbx_figure f = { .value = n, .lo = n, .hi = n, .exact = true };

	if (suppress && n && n < GBX_SMALL_COUNT) {
		f.cover = GBX_SMALL;
		f.lo = 1;
		f.hi = GBX_SMALL_COUNT - 1;
	}
	return f;
}

struct gbx_figure gbx_figure_estimate(struct gbx_estimate e, bool suppress)
{
	struct gbx_figure f = gbx_figure_count(e.value, suppress);

	f.exact = e.exact;
	f.error = e.exact || !isfinite(e.error) || e.error < 0 ? 0 : e.error;
	return f;
}

struct gbx_figure gbx_figure_range(struct gbx_figure f)
{
	static const uint64_t step[] = { 1, 2, 5 };
	uint64_t lo = GBX_SMALL_COUNT, hi = 9, power = 10;
	unsigned i = 0;

	if (f.cover == GBX_SMALL || f.value < GBX_SMALL_COUNT)
		return f;
	while (f.value > hi) {
		lo = step[i] * power;
		if (++i == 3) {
			i = 0;
			if (__builtin_mul_overflow(power, 10, &power))
				power = UINT64_MAX;
		}
		if (__builtin_mul_overflow(step[i], power, &hi))
			hi = UINT64_MAX;
		else
			hi--;
	}
	f.cover = GBX_RANGE;
	f.lo = lo;
	f.hi = hi;
	return f;
}

struct gbx_figure gbx_figure_sum(struct gbx_figure a, struct gbx_figure b)
{
	if (!b.value)
		return a;
	if (!a.value)
		return b;
	a.value = add_capped(a.value, b.value);
	a.lo = add_capped(a.lo, b.lo);
	a.hi = add_capped(a.hi, b.hi);
	if (a.cover != GBX_SHOWN || b.cover != GBX_SHOWN)
		a.cover = GBX_RANGE;
	a.exact = a.exact && b.exact;
	a.error = fmax(a.error, b.error);
	return a;
}

/* What a reader knows of the covered counts: how many small ones, the sum of
 * all covered, and the sums of the ranges' ends. */
struct known {
	uint64_t small, sum, lo, hi;
};

static struct known known_of(const struct gbx_figure *f, uint32_t n)
{
	struct known k = { 0 };

	for (uint32_t i = 0; i < n; i++) {
		if (f[i].cover == GBX_SHOWN)
			continue;
		k.sum = add_capped(k.sum, f[i].value);
		if (f[i].cover == GBX_SMALL) {
			k.small++;
		} else {
			k.lo = add_capped(k.lo, f[i].lo);
			k.hi = add_capped(k.hi, f[i].hi);
		}
	}
	return k;
}

/* Could the small counts be other numbers than they are? */
static bool is_open(struct known k)
{
	uint64_t most = k.small * (GBX_SMALL_COUNT - 1);
	uint64_t lo = k.sum > k.hi ? k.sum - k.hi : 0;
	uint64_t hi = k.sum > k.lo ? k.sum - k.lo : 0;

	lo = lo < k.small ? k.small : lo;
	hi = hi > most ? most : hi;
	return hi > lo || (k.small > 1 && lo != k.small && lo != most);
}

static uint32_t smallest_shown(const struct gbx_figure *f, uint32_t n, uint64_t above)
{
	uint32_t best = n;

	for (uint32_t i = 0; i < n; i++)
		if (f[i].cover == GBX_SHOWN && f[i].value > above &&
		    (best == n || f[i].value <= f[best].value))
			best = i;
	return best;
}

bool gbx_figures_cover(struct gbx_figure *f, uint32_t n)
{
	struct known k = known_of(f, n);

	while (k.small && !is_open(k)) {
		uint32_t i = smallest_shown(f, n, 0);
		if (i == n)
			return false;
		f[i] = gbx_figure_range(f[i]);
		/* rows stand in order of size: the next larger one bounds the range */
		uint32_t next = smallest_shown(f, n, f[i].value);
		struct known r = known_of(f, n);
		if (next < n && f[next].value < f[i].hi)
			r.hi -= f[i].hi - f[next].value;
		k = r;
	}
	return true;
}

struct gbx_figure gbx_figures_total(const struct gbx_figure *f, uint32_t n)
{
	struct gbx_figure t = gbx_figure_count(0, false);

	for (uint32_t i = 0; i < n; i++)
		t = gbx_figure_sum(t, f[i]);
	if (t.cover == GBX_RANGE && is_open(known_of(f, n))) {
		t.cover = GBX_SHOWN;
		t.lo = t.hi = t.value;
	}
	return t;
}

/* ---- writers ---- */

void gbx_put_number(struct gbx_buf *b, uint64_t n)
{
	char t[32];
	int len = snprintf(t, sizeof(t), "%" PRIu64, n);

	for (int i = 0; i < len; i++) {
		if (i && (len - i) % 3 == 0)
			gbx_buf_addc(b, ',');
		gbx_buf_addc(b, t[i]);
	}
}

/* To the digits that an estimate of this error really has. */
static uint64_t rounded(uint64_t v)
{
	uint64_t unit = 1;

	while (v / unit >= 10000)
		unit *= 10;
	return v - v % unit > UINT64_MAX - unit || v % unit < (unit + 1) / 2 ? v - v % unit
									     : v - v % unit + unit;
}

void gbx_put_decimal(struct gbx_buf *b, double v, unsigned digits)
{
	static const uint64_t scale[] = { 1, 10, 100, 1000, 10000 };
	uint64_t unit = scale[digits > 4 ? 4 : digits];
	double x = isfinite(v) ? fabs(v) * (double)unit : 0;
	uint64_t n = x < 9e18 ? (uint64_t)llround(x) : (uint64_t)9e18;
	uint64_t part = n % unit;

	if (isfinite(v) && v < 0 && n)
		gbx_buf_addc(b, '-');
	gbx_buf_addf(b, "%" PRIu64, n / unit);
	if (unit == 1)
		return;
	gbx_buf_addc(b, '.');
	do {
		unit /= 10;
		gbx_buf_addc(b, (char)('0' + part / unit));
		part %= unit;
	} while (part);
}

void gbx_put_figure(struct gbx_buf *b, struct gbx_figure f)
{
	if (f.cover == GBX_SMALL) {
		gbx_buf_addf(b, "<%u", GBX_SMALL_COUNT);
	} else if (f.cover == GBX_RANGE) {
		gbx_put_number(b, f.lo);
		gbx_buf_addc(b, '-');
		gbx_put_number(b, f.hi);
	} else if (f.exact) {
		gbx_put_number(b, f.value);
	} else if (!f.value) {
		gbx_buf_adds(b, "0 (at most ");
		gbx_put_number(b, f.error < 1e18 ? (uint64_t)f.error : UINT64_MAX);
		gbx_buf_addc(b, ')');
	} else {
		gbx_buf_adds(b, "about ");
		gbx_put_number(b, rounded(f.value));
		gbx_buf_adds(b, " (±");
		gbx_put_decimal(b, f.error * 100, 1);
		gbx_buf_adds(b, " %)");
	}
}

void gbx_put_plain(struct gbx_buf *b, struct gbx_figure f)
{
	if (f.cover == GBX_SMALL)
		gbx_buf_addf(b, "<%u", GBX_SMALL_COUNT);
	else if (f.cover == GBX_RANGE)
		gbx_buf_addf(b, "%" PRIu64 "-%" PRIu64, f.lo, f.hi);
	else
		gbx_buf_addf(b, "%" PRIu64, f.value);
}

static void put_scaled(struct gbx_buf *b, uint64_t n, uint64_t step, const char *const *unit,
		       unsigned nunit)
{
	unsigned i = 0;
	double v = (double)n;

	while (i + 1 < nunit && v >= (double)step - 0.05) {
		v /= (double)step;
		i++;
	}
	if (i && v < 9.95)
		gbx_put_decimal(b, v, 1);
	else
		gbx_put_decimal(b, v, 0);
	gbx_buf_adds(b, unit[i]);
}

void gbx_put_short(struct gbx_buf *b, struct gbx_figure f)
{
	static const char *const unit[] = { "", "k", "M", "G", "T", "P", "E" };

	if (f.cover == GBX_SMALL) {
		gbx_put_figure(b, f);
		return;
	}
	if (f.cover == GBX_RANGE)
		gbx_buf_adds(b, "≥");
	put_scaled(b, f.lo, 1000, unit, 7);
}

void gbx_put_bytes(struct gbx_buf *b, uint64_t n)
{
	static const char *const unit[] = { " bytes", " kB", " MB", " GB", " TB", " PB", " EB" };

	if (n == 1)
		gbx_buf_adds(b, "1 byte");
	else
		put_scaled(b, n, 1000, unit, 7);
}

/* A share of a covered count would give the count back. */
void gbx_put_share(struct gbx_buf *b, struct gbx_figure f, uint64_t whole)
{
	if (f.cover != GBX_SHOWN || !whole) {
		gbx_buf_adds(b, "–");
		return;
	}
	double p = 100.0 * (double)f.value / (double)whole;
	if (f.value && p < 0.1)
		gbx_buf_adds(b, "<0.1 %");
	else if (f.value < whole && p > 99.9)
		gbx_buf_adds(b, ">99.9 %");
	else if (p >= 100)
		gbx_buf_adds(b, "100 %");
	else {
		gbx_put_decimal(b, p, 1);
		gbx_buf_adds(b, " %");
	}
}

void gbx_put_seconds(struct gbx_buf *b, double s)
{
	if (!isfinite(s) || s < 0)
		s = 0;
	if (s < 100) {
		gbx_put_decimal(b, s, 1);
		gbx_buf_adds(b, " s");
		return;
	}
	uint64_t n = s < 1e15 ? (uint64_t)s : (uint64_t)1e15;
	if (n >= 3600)
		gbx_buf_addf(b, "%" PRIu64 " h %02u min", n / 3600, (unsigned)(n / 60 % 60));
	else
		gbx_buf_addf(b, "%u min %02u s", (unsigned)(n / 60), (unsigned)(n % 60));
}

void gbx_put_things(struct gbx_buf *b, uint64_t n, const char *one, const char *many)
{
	gbx_put_number(b, n);
	gbx_buf_addc(b, ' ');
	gbx_buf_adds(b, n == 1 ? one : many);
}

void gbx_put_month(struct gbx_buf *b, int32_t month)
{
	int64_t year = month / 12 - (month % 12 < 0);

	gbx_buf_addf(b, "%04" PRId64 "-%02" PRId64, 1970 + year, month - year * 12 + 1);
}

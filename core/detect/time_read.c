/*
 * The reader behind all dates and times: ISO 8601 and RFC 3339, RFC 5322, ctime,
 * web server logs, national orders, CJK forms, and counts since 1970.
 */
#include "chars.h"
#include "times.h"

#define EPOCH_FROM INT64_C(631152000)  /* 1990-01-01 */
#define EPOCH_TO INT64_C(2208988800)   /* 2040-01-01 */
#define EPOCH_WIDE INT64_C(4102444800) /* 2100-01-01: where the column is known to count seconds   \
	                                */

bool gbx_date_exists(int year, unsigned month, unsigned day)
{
	static const uint8_t days[12] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
	bool leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);

	if (month < 1 || month > 12 || day < 1)
		return false;
	return day <= days[month - 1] + (month == 2 && leap ? 1u : 0u);
}

/* Howard Hinnant, "chrono-compatible low-level date algorithms" (public domain). */
int64_t gbx_days_from_civil(int year, unsigned month, unsigned day)
{
	int y = year - (month <= 2);
	int era = (y >= 0 ? y : y - 399) / 400;
	unsigned yoe = (unsigned)(y - era * 400);
	unsigned doy = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1;
	unsigned doe = yoe * 365 + yoe / 4 - yoe / 100 + doy;

	return (int64_t)era * 146097 + (int64_t)doe - 719468;
}

void gbx_civil_from_days(int64_t days, int *year, unsigned *month, unsigned *day)
{
	int64_t z = days + 719468;
	int64_t era = (z >= 0 ? z : z - 146096) / 146097;
	unsigned doe = (unsigned)(z - era * 146097);
	unsigned yoe = (doe - doe / 1460 + doe / 36524 - doe / 146096) / 365;
	unsigned doy = doe - (365 * yoe + yoe / 4 - yoe / 100);
	unsigned mp = (5 * doy + 2) / 153;

	*day = doy - (153 * mp + 2) / 5 + 1;
	*month = mp < 10 ? mp + 3 : mp - 9;
	*year = (int)(yoe + era * 400) + (*month <= 2);
}

static bool finish(struct gbx_when *w)
{
	if (w->year < 1 || w->year > 9999 || !gbx_date_exists(w->year, w->month, w->day))
		return false;
	w->at = gbx_days_from_civil(w->year, w->month, w->day) * 86400 + w->second - w->zone;
	return true;
}

static bool from_epoch(int64_t seconds, struct gbx_when *w)
{
	int64_t day = seconds / 86400 - (seconds % 86400 < 0);

	gbx_civil_from_days(day, &w->year, &w->month, &w->day);
	w->second = (unsigned)(seconds - day * 86400);
	w->has_time = w->epoch = true;
	w->at = seconds;
	return true;
}

/*
 * A count since 1970 whose order the column has settled; may be negative and have a
 * fraction. Behind one point stand digits only: 212.555.0123 is a phone number.
 */
static bool planned_epoch(const unsigned char *p, size_t n, int64_t unit, struct gbx_when *w)
{
	bool minus = n > 1 && p[0] == '-';
	const unsigned char *dot;
	int64_t x;

	p += minus;
	n -= minus;
	if (n > 2 && n < 18 && (dot = memchr(p, '.', n))) {
		if (gbx_digits(dot + 1, n - (size_t)(dot - p) - 1) < 0)
			return false;
		n = (size_t)(dot - p);
	}
	if (n < 1 || n > 14 || (x = gbx_digits(p, n)) < 0)
		return false;
	x = (minus ? -x : x) / unit;
	return x < EPOCH_WIDE && x > -EPOCH_WIDE && from_epoch(x, w);
}

/* Digits only: yyyymmdd, yyyymmddhhmm[ss[mmm]], or a count since 1970. */
static bool bare_digits(const unsigned char *p, size_t n, unsigned order, bool epoch,
                        struct gbx_when *w)
{
	static const uint8_t year_at[GBX_TIME_ORDERS] = {0, 4, 4, 0, 0, 0};
	static const uint8_t month_at[GBX_TIME_ORDERS] = {4, 2, 0, 4, 4, 4};
	static const uint8_t day_at[GBX_TIME_ORDERS] = {6, 0, 2, 6, 6, 6};
	int64_t x, h, m, s;

	if ((n == 10 || n == 13) && p[0] == '0')
		return false;
	if ((n == 10 || n == 13) && epoch) {
		x = gbx_digits(p, n) / (n == 13 ? 1000 : 1);
		return x >= EPOCH_FROM && x < EPOCH_TO && from_epoch(x, w);
	}
	if (n != 8 && n != 12 && n != 14 && n != 17)
		return false;
	if (n > 8)
		order = GBX_TIME_ISO;
	w->year = (int)gbx_digits(p + year_at[order], 4);
	w->month = (unsigned)gbx_digits(p + month_at[order], 2);
	w->day = (unsigned)gbx_digits(p + day_at[order], 2);
	if (w->year < 1800 || w->year > 2100)
		return false;
	if (n > 8) {
		h = gbx_digits(p + 8, 2);
		m = gbx_digits(p + 10, 2);
		s = n >= 14 ? gbx_digits(p + 12, 2) : 0;
		if (h > 23 || m > 59 || s > 59)
			return false;
		w->second = (unsigned)(h * 3600 + m * 60 + s);
		w->has_time = true;
	}
	return finish(w);
}

/* Up to `most` digits; returns how many. */
static unsigned number(struct gbx_cursor *c, unsigned most, unsigned *x)
{
	unsigned n = 0;

	*x = 0;
	for (; n < most && c->p < c->end && gbx_isdigit(*c->p); n++)
		*x = *x * 10 + (unsigned)(*c->p++ - '0');
	return n;
}

static bool take(struct gbx_cursor *c, const char *s)
{
	size_t k = gbx_prefix_word(c->p, (size_t)(c->end - c->p), s);

	c->p += k;
	return k != 0;
}

static void spaces(struct gbx_cursor *c)
{
	while (c->p < c->end && *c->p == ' ')
		c->p++;
}

static int full_year(unsigned y, unsigned digits)
{
	return digits == 2 ? (int)(y <= 30 ? 2000 + y : 1900 + y) : (int)y;
}

/* 2020年3月12日, 2020년 3월 12일 behind the year. */
static bool cjk_rest(struct gbx_cursor *c, struct gbx_when *w)
{
	if (!take(c, "年") && !take(c, "년"))
		return false;
	spaces(c);
	if (!number(c, 2, &w->month) || (!take(c, "月") && !take(c, "월")))
		return false;
	spaces(c);
	if (!number(c, 2, &w->day))
		return false;
	return take(c, "日") || take(c, "号") || take(c, "일");
}

/* Separator and month name behind the day: 12-Mar-2020, 12 March 2020, 12. März, 12 de marzo de
 * 2020 */
static bool named_rest(struct gbx_cursor *c, struct gbx_when *w)
{
	unsigned y, digits;

	if (!take(c, "st") && !take(c, "nd") && !take(c, "rd"))
		take(c, "th");
	if (c->p < c->end && memchr("-/.,", *c->p, 4))
		c->p++;
	spaces(c);
	take(c, "de ");
	w->month = gbx_time_month(c);
	if (!w->month || c->p == c->end)
		return false;
	if (memchr("-/.,", *c->p, 4))
		c->p++;
	spaces(c);
	take(c, "de ");
	digits = number(c, 4, &y);
	w->year = full_year(y, digits);
	return digits == 2 || digits == 4;
}

/* March 12, 2020; and ctime's Mar 12 10:00:00 2020, whose time comes first. */
static bool month_first(struct gbx_cursor *c, struct gbx_when *w)
{
	unsigned y, digits;

	w->month = gbx_time_month(c);
	if (!w->month)
		return false;
	if (c->p < c->end && *c->p == '-')
		c->p++;
	spaces(c);
	if (!number(c, 2, &w->day))
		return false;
	if (!take(c, "st") && !take(c, "nd") && !take(c, "rd"))
		take(c, "th");
	if (c->p < c->end && (*c->p == ',' || *c->p == '-'))
		c->p++;
	spaces(c);
	if (c->end - c->p >= 13 && c->p[2] == ':') { /* hh:mm:ss yyyy */
		digits = c->end[-5] == ' ' ? 4 : 0;
		y = digits ? (unsigned)gbx_digits(c->end - 4, 4) : 0;
		if (digits)
			c->end -= 5;
	} else {
		digits = number(c, 4, &y);
	}
	w->year = (int)y;
	return digits == 4;
}

/* Three numbers parted by one kind of separator; a is already read. */
static bool numeric_rest(struct gbx_cursor *c, unsigned a, unsigned a_digits, unsigned order,
                         struct gbx_when *w)
{
	unsigned char sep = *c->p++;
	unsigned b, z, b_digits, z_digits;

	if (sep != '/') /* 1. 2. 1990; " 1- 2-1990" is phpBB's %2d-%2d-%4d */
		spaces(c);
	b_digits = number(c, 2, &b);
	if (!b_digits || c->p == c->end || *c->p != sep)
		return false;
	c->p++;
	if (sep != '/')
		spaces(c);
	z_digits = number(c, 4, &z);
	if (!z_digits || z_digits == 3 || (c->p < c->end && gbx_isdigit(*c->p)))
		return false;
	if (a_digits == 4 || (order == GBX_TIME_YMD2 && a_digits == 2 && z_digits <= 2)) {
		w->year = full_year(a, a_digits);
		w->month = b;
		w->day = z;
		return z_digits <= 2;
	}
	if ((order != GBX_TIME_DMY && order != GBX_TIME_MDY) || z_digits < 2)
		return false;
	w->day = order == GBX_TIME_DMY ? a : b;
	w->month = order == GBX_TIME_DMY ? b : a;
	w->year = full_year(z, z_digits);
	return true;
}

static bool date_part(struct gbx_cursor *c, unsigned order, struct gbx_when *w)
{
	unsigned a, digits;

	if (!gbx_isdigit(*c->p)) {
		gbx_time_weekday(c);
		if (c->p == c->end)
			return false;
		if (!gbx_isdigit(*c->p))
			return month_first(c, w);
	}
	digits = number(c, 4, &a);
	if (digits == 3 || c->p == c->end)
		return false;
	if (digits == 4) {
		w->year = (int)a;
		if (*c->p >= 0x80 || *c->p == ' ') {
			spaces(c);
			return cjk_rest(c, w);
		}
	}
	if (memchr("-/.", *c->p, 3) && c->end - c->p > 1 &&
	    (gbx_isdigit(c->p[1]) || (c->p[1] == ' ' && c->end - c->p > 2 && gbx_isdigit(c->p[2]))))
		return numeric_rest(c, a, digits, order, w);
	w->day = a;
	return digits <= 2 && named_rest(c, w);
}

/* yyyymmdd before a T, the basic format of ISO 8601, or before a blank and hh:mm. */
static bool basic_date(struct gbx_cursor *c, struct gbx_when *w)
{
	bool blank = c->p[8] == ' ' && c->end - c->p > 12 && (c->p[10] == ':' || c->p[11] == ':');
	int64_t x = blank || (c->p[8] | 32) == 't' ? gbx_digits(c->p, 8) : -1;

	if (x < 0)
		return false;
	w->year = (int)(x / 10000);
	w->month = (unsigned)(x / 100 % 100);
	w->day = (unsigned)(x % 100);
	c->p += 8;
	return true;
}

static bool half_day(struct gbx_cursor *c, unsigned *h)
{
	bool pm;

	spaces(c);
	pm = take(c, "pm") || take(c, "p.m.");
	if (!pm && !take(c, "am") && !take(c, "a.m."))
		return true;
	if (*h < 1 || *h > 12)
		return false;
	*h = *h % 12 + (pm ? 12 : 0);
	return true;
}

static bool time_part(struct gbx_cursor *c, struct gbx_when *w)
{
	unsigned h, m, s = 0, digits, skip;
	bool han;

	digits = number(c, 2, &h);
	han = digits && (take(c, "时") || take(c, "點") || take(c, "点") || take(c, "시"));
	if (!digits || (!han && !take(c, ":") && digits != 2))
		return false;
	spaces(c);
	if (number(c, 2, &m) != 2)
		return false;
	if (han) {
		if (!take(c, "分"))
			take(c, "분");
		spaces(c);
		if (number(c, 2, &s) && !take(c, "秒"))
			take(c, "초");
	} else if (take(c, ":") || (c->p < c->end && gbx_isdigit(*c->p))) {
		if (number(c, 2, &s) != 2)
			return false;
		if (c->end - c->p > 1 && (*c->p == '.' || *c->p == ',') && gbx_isdigit(c->p[1])) {
			c->p++;
			number(c, 9, &skip);
		}
	}
	if (!half_day(c, &h) || h > 24 || m > 59 || s > 60 || (h == 24 && (m || s)))
		return false;
	w->second = h * 3600 + m * 60 + s;
	w->has_time = true;
	return gbx_time_zone(c, &w->zone);
}

/* yyyy-mm-dd, the commonest of all. */
static bool plain_iso(const unsigned char *p, struct gbx_when *w)
{
	w->year = (int)gbx_digits(p, 4);
	w->month = (unsigned)gbx_digits(p + 5, 2);
	w->day = (unsigned)gbx_digits(p + 8, 2);
	return w->year >= 0 && w->month <= 12 && w->day <= 31 && finish(w);
}

/* yyyy-mm-dd hh:mm:ss, or with a T. */
static bool plain_moment(const unsigned char *p, struct gbx_when *w)
{
	int64_t h = gbx_digits(p + 11, 2), m = gbx_digits(p + 14, 2), s = gbx_digits(p + 17, 2);

	if (h < 0 || h > 23 || m < 0 || m > 59 || s < 0 || s > 60)
		return false;
	w->second = (unsigned)(h * 3600 + m * 60 + s);
	w->has_time = true;
	return plain_iso(p, w);
}

static bool is_plain_moment(const unsigned char *p, size_t n)
{
	return n == 19 && p[4] == '-' && p[7] == '-' && p[13] == ':' && p[16] == ':' &&
	       (p[10] == ' ' || p[10] == 'T');
}

bool gbx_time_read(const unsigned char *p, size_t n, unsigned order, bool epoch,
                   struct gbx_when *out)
{
	struct gbx_cursor c = {p, p + n};

	*out = (struct gbx_when){0};
	if (n > 6 && *p == ' ') { /* a day of one digit, filled up */
		c.p = ++p;
		n--;
	}
	if (n < 6 || n > 64 || order >= GBX_TIME_ORDERS)
		return (order == GBX_TIME_EPOCH_S || order == GBX_TIME_EPOCH_MS) && n && n < 6 &&
		       planned_epoch(p, n, order == GBX_TIME_EPOCH_MS ? 1000 : 1, out);
	if (order == GBX_TIME_EPOCH_S || order == GBX_TIME_EPOCH_MS)
		return planned_epoch(p, n, order == GBX_TIME_EPOCH_MS ? 1000 : 1, out);
	if (n == 10 && p[4] == '-' && p[7] == '-')
		return plain_iso(p, out);
	if (is_plain_moment(p, n) && plain_moment(p, out))
		return true;
	if (gbx_isdigit(p[0]) && gbx_digits(p, n < 18 ? n : 18) >= 0)
		return n < 18 && bare_digits(p, n, order, epoch, out);
	if (epoch && n > 11 && n < 22 && p[10] == '.' && gbx_digits(p, 10) >= 0)
		return gbx_digits(p + 11, n - 11) >= 0 && bare_digits(p, 10, order, true, out);
	if (!(n > 10 && basic_date(&c, out)) && !date_part(&c, order, out))
		return false;
	if (c.p == c.end)
		return finish(out);
	if (*c.p == 'T' || *c.p == 't' || *c.p == ' ' || *c.p == ':' || *c.p == ',')
		c.p++;
	else if (*c.p < 0x80 && !gbx_isdigit(*c.p))
		return false;
	spaces(&c);
	if (c.p == c.end || !time_part(&c, out))
		return false;
	spaces(&c);
	if (c.p < c.end && *c.p == '(' && c.end[-1] == ')')
		c.p = c.end; /* the zone once more, in words */
	return c.p == c.end && finish(out);
}

/*
 * The two commonest ways to write a time, read in a few instructions:
 * yyyy-mm-dd, and yyyy-mm-dd hh:mm:ss with a blank or a T (ISO 8601, SQL).
 */
#ifndef GBX_DETECT_TIME_ISO_H
#define GBX_DETECT_TIME_ISO_H

#include "bytes.h"
#include "times.h"

struct gbx_iso {
	unsigned year, month, day;
	unsigned second; /* of the day; a leap second is 86400 */
};

/* Days since 1970-01-01; GBX_NO_DAY when there is no such day. Year 1 to 9999. */
#define GBX_NO_DAY INT32_MIN
static inline int32_t gbx_iso_days(unsigned year, unsigned month, unsigned day)
{
	/* days before the month in a common year; its length */
	static const uint16_t before[16] = {0,   0,   31,  59,  90,  120, 151, 181,
	                                    212, 243, 273, 304, 334, 0,   0,   0};
	static const uint8_t length[16] = {0,  31, 28, 31, 30, 31, 30, 31,
	                                   31, 30, 31, 30, 31, 0,  0,  0};
	unsigned y = year - 1, century = y / 100, leap;

	/* a year that ends a century leaps when it ends the fourth */
	leap = ((year & 3) == 0) & ((y - century * 100 != 99) | ((century & 3) == 3));
	if (!year || month > 12 || day - 1 >= length[month] + (leap & (month == 2)))
		return GBX_NO_DAY;
	return (int32_t)(y * 365 + y / 4 - century + century / 4 + before[month] +
	                 (leap & (month > 2)) + day) -
	       719163;
}

/* Ten bytes at p. True when they have the form; the day may still not exist. */
static inline bool gbx_iso_date(const unsigned char *p, struct gbx_iso *out)
{
	/* yyyy-mm- and yy-mm-dd, '0' and '-' lowest byte first */
	uint64_t a = gbx_load8(p) ^ UINT64_C(0x2d30302d30303030);
	uint64_t b = gbx_load8(p + 2) ^ UINT64_C(0x30302d30302d3030);

	if (!gbx_fits_form(a, UINT64_C(0x7f76767f76767676)) ||
	    !gbx_fits_form(b, UINT64_C(0x76767f76767f7676)))
		return false;
	a = gbx_pairs(a);
	out->year = gbx_byte(a, 0) * 100 + gbx_byte(a, 2);
	out->month = gbx_byte(a, 5);
	out->day = gbx_byte(gbx_pairs(b), 6);
	return true;
}

/* Eight bytes at p: hh:mm:ss, to 23:59:60. */
static inline bool gbx_iso_clock(const unsigned char *p, struct gbx_iso *out)
{
	uint64_t x = gbx_load8(p) ^ UINT64_C(0x30303a30303a3030);
	uint64_t two = gbx_pairs(x);
	unsigned h = gbx_byte(two, 0), m = gbx_byte(two, 3), s = gbx_byte(two, 6);

	out->second = h * 3600 + m * 60 + s;
	return gbx_fits_form(x, UINT64_C(0x76767f76767f7676)) && h <= 23 && m <= 59 && s <= 60;
}

/* Is the text one of the two forms, and a day that exists? *days since 1970. */
static inline bool gbx_iso_read(const unsigned char *p, size_t n, struct gbx_iso *out,
                                int32_t *days)
{
	if (n == 19) {
		if ((p[10] != ' ' && p[10] != 'T') || !gbx_iso_clock(p + 11, out))
			return false;
	} else if (n == 10) {
		out->second = 0;
	} else {
		return false;
	}
	if (!gbx_iso_date(p, out))
		return false;
	*days = gbx_iso_days(out->year, out->month, out->day);
	return *days != GBX_NO_DAY;
}

#endif

/*
 * Values of BSON: their sizes, checked, and what a reader would call them. Dates as ISO
 * 8601 in UTC; Decimal128 by IEEE 754-2008 (BID) and the rules of MongoDB's
 * specification for its text; UUIDs by RFC 4122.
 */
#include "bson.h"

#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../base/limits.h"

#define SHOWN 80u /* longest text made of a number */

uint32_t gbx_bson_u32(const unsigned char *p)
{
	return (uint32_t)p[0] | (uint32_t)p[1] << 8 | (uint32_t)p[2] << 16 | (uint32_t)p[3] << 24;
}

static uint64_t u64(const unsigned char *p)
{
	return gbx_bson_u32(p) | (uint64_t)gbx_bson_u32(p + 4) << 32;
}

/* ---- sizes ---- */

static size_t sized(const unsigned char *p, size_t n, size_t least, size_t more)
{
	uint32_t len = n >= 4 ? gbx_bson_u32(p) : 0;
	if (n < 4 || len < least || len > n || more > n - len)
		return GBX_BSON_INVALID;
	return (size_t)len + more;
}

static size_t string_size(const unsigned char *p, size_t n, size_t behind)
{
	size_t all = sized(p, n, 1, 4 + behind);
	return all != GBX_BSON_INVALID && !p[all - behind - 1] ? all : GBX_BSON_INVALID;
}

static size_t names_size(const unsigned char *p, size_t n)
{
	const unsigned char *a = n ? memchr(p, 0, n) : NULL;
	size_t used = a ? (size_t)(a - p) + 1 : 0;
	const unsigned char *b = a && used < n ? memchr(p + used, 0, n - used) : NULL;
	return b ? (size_t)(b - p) + 1 : GBX_BSON_INVALID;
}

size_t gbx_bson_size(unsigned type, const unsigned char *p, size_t n)
{
	size_t fixed = 0;
	switch (type) {
	case GBX_BSON_STRING:
	case GBX_BSON_CODE:
	case GBX_BSON_SYMBOL:
		return string_size(p, n, 0);
	case GBX_BSON_POINTER:
		return string_size(p, n, 12);
	case GBX_BSON_OBJECT:
	case GBX_BSON_ARRAY:
		return sized(p, n, GBX_BSON_LEAST, 0);
	case GBX_BSON_SCOPED_CODE:
		fixed = sized(p, n, 4 + GBX_BSON_LEAST + GBX_BSON_LEAST, 0);
		return fixed != GBX_BSON_INVALID &&
			       string_size(p + 4, fixed - 4, 0) != GBX_BSON_INVALID
			   ? fixed
			   : GBX_BSON_INVALID;
	case GBX_BSON_BINARY:
		return sized(p, n, 0, 5);
	case GBX_BSON_REGEX:
		return names_size(p, n);
	case GBX_BSON_BOOL:
		return n && p[0] <= 1 ? 1 : GBX_BSON_INVALID;
	case GBX_BSON_UNDEFINED:
	case GBX_BSON_NULL:
	case GBX_BSON_MIN_KEY:
	case GBX_BSON_MAX_KEY:
		return 0;
	case GBX_BSON_INT32:
		fixed = 4;
		break;
	case GBX_BSON_DOUBLE:
	case GBX_BSON_DATE:
	case GBX_BSON_TIMESTAMP:
	case GBX_BSON_INT64:
		fixed = 8;
		break;
	case GBX_BSON_OBJECT_ID:
		fixed = 12;
		break;
	case GBX_BSON_DECIMAL:
		fixed = 16;
		break;
	default:
		return GBX_BSON_INVALID;
	}
	return fixed <= n ? fixed : GBX_BSON_INVALID;
}

/* ---- texts ---- */

static void hex(struct gbx_buf *to, const unsigned char *p, size_t n)
{
	static const char digit[] = "0123456789abcdef";
	for (size_t i = 0; i < n; i++) {
		gbx_buf_addc(to, digit[p[i] >> 4]);
		gbx_buf_addc(to, digit[p[i] & 15]);
	}
}

static void uuid(struct gbx_buf *to, const unsigned char *p)
{
	static const uint8_t part[] = { 4, 2, 2, 2, 6 };
	for (size_t i = 0; i < sizeof part; p += part[i++]) {
		if (i)
			gbx_buf_addc(to, '-');
		hex(to, p, part[i]);
	}
}

/* Subtype 2 has its length once more; 3 and 4 are UUIDs. */
static void binary(struct gbx_buf *to, const unsigned char *p, size_t n)
{
	unsigned subtype = p[4];
	p += 5;
	n -= 5;
	if (subtype == 2 && n >= 4 && gbx_bson_u32(p) == n - 4) {
		p += 4;
		n -= 4;
	}
	if ((subtype == 3 || subtype == 4) && n == 16)
		uuid(to, p);
	else
		hex(to, p, n < GBX_BLOB_BYTES ? n : GBX_BLOB_BYTES);
}

/* The fewest digits that read back as the same number. */
static void real(struct gbx_buf *to, const unsigned char *p)
{
	uint64_t bits = u64(p);
	char text[SHOWN];
	double v;
	memcpy(&v, &bits, sizeof v);
	if (isnan(v) || isinf(v)) {
		gbx_buf_adds(to, isnan(v) ? "NaN" : v < 0 ? "-Infinity" : "Infinity");
		return;
	}
	for (int digits = 15; digits <= 17; digits++) {
		snprintf(text, sizeof text, "%.*g", digits, v);
		double again = strtod(text, NULL);
		if (memcmp(&again, &v, sizeof v) == 0)
			break;
	}
	gbx_buf_adds(to, text);
}

/* Days since 1970 as a date: Howard Hinnant, chrono-compatible low-level date algorithms. */
static void civil(int64_t days, int64_t *y, unsigned *m, unsigned *d)
{
	days += 719468;
	int64_t era = (days >= 0 ? days : days - 146096) / 146097;
	unsigned doe = (unsigned)(days - era * 146097);
	unsigned yoe = (doe - doe / 1460 + doe / 36524 - doe / 146096) / 365;
	unsigned doy = doe - (365 * yoe + yoe / 4 - yoe / 100), mp = (5 * doy + 2) / 153;
	*d = doy - (153 * mp + 2) / 5 + 1;
	*m = mp < 10 ? mp + 3 : mp - 9;
	*y = (int64_t)yoe + era * 400 + (*m <= 2);
}

/* Milliseconds since 1970; what is in no year of four digits stays a number. */
static void date(struct gbx_buf *to, int64_t ms, bool fraction)
{
	int64_t day = ms / 86400000, left = ms % 86400000, y;
	unsigned m, d;
	if (left < 0) {
		left += 86400000;
		day--;
	}
	if (ms < INT64_C(-62167219200000) || ms > INT64_C(253402300799999)) {
		gbx_buf_addf(to, "%" PRId64, ms);
		return;
	}
	civil(day, &y, &m, &d);
	unsigned s = (unsigned)(left / 1000);
	gbx_buf_addf(to, "%04d-%02u-%02uT%02u:%02u:%02u", (int)y, m, d, s / 3600, s / 60 % 60,
		     s % 60);
	if (fraction)
		gbx_buf_addf(to, ".%03u", (unsigned)(left % 1000));
	gbx_buf_addc(to, 'Z');
}

/* Digits and exponent as text: plain near one, else scientific. */
static void decimal_text(struct gbx_buf *to, const char *digit, int n, int exponent)
{
	int scientific = exponent + n - 1;
	if (exponent > 0 || scientific < -6) {
		gbx_buf_addc(to, digit[0]);
		if (n > 1)
			gbx_buf_addf(to, ".%.*s", n - 1, digit + 1);
		gbx_buf_addf(to, "E%+d", scientific);
	} else if (!exponent) {
		gbx_buf_add(to, digit, (size_t)n);
	} else if (n + exponent > 0) {
		gbx_buf_addf(to, "%.*s.%s", n + exponent, digit, digit + n + exponent);
	} else {
		gbx_buf_adds(to, "0.");
		for (int i = n + exponent; i < 0; i++)
			gbx_buf_addc(to, '0');
		gbx_buf_add(to, digit, (size_t)n);
	}
}

static void decimal(struct gbx_buf *to, const unsigned char *p)
{
	uint64_t low = u64(p), high = u64(p + 8);
	unsigned combination = (unsigned)(high >> 58) & 31;
	char digit[40];
	if (high >> 63 && combination != 31)
		gbx_buf_addc(to, '-');
	if (combination >= 30) {
		gbx_buf_adds(to, combination == 31 ? "NaN" : "Infinity");
		return;
	}
	bool large = combination >> 3 == 3; /* beyond 34 digits: not canonical, stands for zero */
	int exponent = (int)(high >> (large ? 47 : 49) & 0x3fff) - 6176;
	unsigned __int128 v = (unsigned __int128)(high & UINT64_C(0x1ffffffffffff)) << 64 | low;
	const unsigned __int128 most = (unsigned __int128)UINT64_C(542101086242752) << 64 |
				       UINT64_C(4003012203950112767); /* 10^34 - 1 */
	if (large || v > most)
		v = 0;
	int at = (int)sizeof digit - 1;
	digit[at] = 0;
	do {
		digit[--at] = (char)('0' + (int)(v % 10));
		v /= 10;
	} while (v);
	decimal_text(to, digit + at, (int)sizeof digit - 1 - at, exponent);
}

static void regex(struct gbx_buf *to, const unsigned char *p, size_t n)
{
	size_t first = strnlen((const char *)p, n);
	gbx_buf_addc(to, '/');
	gbx_buf_add(to, p, first);
	gbx_buf_addc(to, '/');
	gbx_buf_add(to, p + first + 1, n - first - 2);
}

static bool made(unsigned type, const unsigned char *p, size_t n, struct gbx_buf *to)
{
	switch (type) {
	case GBX_BSON_DOUBLE:
		real(to, p);
		return true;
	case GBX_BSON_BINARY:
		binary(to, p, n);
		return true;
	case GBX_BSON_OBJECT_ID:
		hex(to, p, 12);
		return true;
	case GBX_BSON_POINTER:
		hex(to, p + n - 12, 12);
		return true;
	case GBX_BSON_BOOL:
		gbx_buf_adds(to, p[0] ? "true" : "false");
		return true;
	case GBX_BSON_DATE:
		date(to, (int64_t)u64(p), true);
		return true;
	case GBX_BSON_TIMESTAMP: /* seconds above, a count within the second below */
		date(to, (int64_t)(u64(p) >> 32) * 1000, false);
		return true;
	case GBX_BSON_REGEX:
		regex(to, p, n);
		return true;
	case GBX_BSON_INT32:
		gbx_buf_addf(to, "%" PRId32, (int32_t)gbx_bson_u32(p));
		return true;
	case GBX_BSON_INT64:
		gbx_buf_addf(to, "%" PRId64, (int64_t)u64(p));
		return true;
	case GBX_BSON_DECIMAL:
		decimal(to, p);
		return true;
	case GBX_BSON_MIN_KEY:
	case GBX_BSON_MAX_KEY:
		gbx_buf_adds(to, type == GBX_BSON_MIN_KEY ? "MinKey" : "MaxKey");
		return true;
	default:
		return false;
	}
}

bool gbx_bson_text(unsigned type, const unsigned char *p, size_t n, struct gbx_span *raw,
		   struct gbx_buf *to)
{
	*raw = (struct gbx_span){ NULL, 0 };
	switch (type) {
	case GBX_BSON_STRING:
	case GBX_BSON_CODE:
	case GBX_BSON_SYMBOL:
		*raw = gbx_span_of(p + 4, n - 5);
		return true;
	case GBX_BSON_SCOPED_CODE:
		*raw = gbx_span_of(p + 8, gbx_bson_u32(p + 4) - 1);
		return true;
	default:
		return made(type, p, n, to);
	}
}

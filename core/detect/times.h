/*
 * Dates and times as dumps write them. Proleptic Gregorian calendar throughout.
 *
 * The variant of a time column (gbx_column_plan.variant) is an enum
 * gbx_time_order. It only settles what a value alone cannot tell; every order
 * reads year-first dates, month names, year-first CJK dates and times of day.
 */
#ifndef GBX_DETECT_TIMES_H
#define GBX_DETECT_TIMES_H

#include "detect.h"

enum gbx_time_order {
	GBX_TIME_ISO = 0,  /* year first, yyyymmdd, month names; epoch (s, ms) for timestamps */
	GBX_TIME_DMY,      /* 31/12/2020, 31.12.20, 31122020 */
	GBX_TIME_MDY,      /* 12/31/2020, 12/31/20, 12312020 */
	GBX_TIME_YMD2,     /* 20/12/31 */
	GBX_TIME_EPOCH_S,  /* seconds since 1970, before it too */
	GBX_TIME_EPOCH_MS, /* milliseconds since 1970 */
	GBX_TIME_ORDERS
};

struct gbx_when {
	int year;
	unsigned month, day;
	unsigned second; /* of the day */
	int zone;        /* seconds east of UTC */
	bool has_time;   /* a time of day was written */
	bool epoch;      /* it was a count since 1970 */
	int64_t at;      /* seconds since 1970-01-01 UTC */
};

/* Reads the whole text; false when it is no date. epoch: counts since 1970
 * (1990 to 2040) are dates too. */
bool gbx_time_read(const unsigned char *p, size_t n, unsigned order, bool epoch,
                   struct gbx_when *out);

/* The order that fits most of n values of type t, and the share that it fits.
 * Where the data cannot tell day from month: dots and dashes mean day first,
 * slashes month first. */
uint16_t gbx_time_variant(enum gbx_type t, const struct gbx_value *v, uint32_t n, double *share);

bool gbx_date_exists(int year, unsigned month, unsigned day);
/* Days since 1970-01-01, and back. Year -32000 to 32000. */
int64_t gbx_days_from_civil(int year, unsigned month, unsigned day);
void gbx_civil_from_days(int64_t days, int *year, unsigned *month, unsigned *day);

/* Inside the module: the reader's place in the text. */
struct gbx_cursor {
	const unsigned char *p, *end;
};
/* A month by name in a dozen languages: 1 to 12, 0 when none. Moves on. */
unsigned gbx_time_month(struct gbx_cursor *c);
/* Skips the name of a weekday and the comma behind it. */
void gbx_time_weekday(struct gbx_cursor *c);
/* A zone: Z, UTC, +08:00, EST ... true also when there is none. Moves on. */
bool gbx_time_zone(struct gbx_cursor *c, int *seconds);

#endif

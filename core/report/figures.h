/*
 * Figures as they may be shown. A count below GBX_SMALL_COUNT points at persons,
 * so outside the working paper it reads "<5". Where a total is shown too, a second
 * count becomes a range, so that the total minus the rest does not give the
 * first one back (secondary suppression, as statistical offices do it).
 */
#ifndef GBX_REPORT_FIGURES_H
#define GBX_REPORT_FIGURES_H

#include "../base/buf.h"
#include "../profile/summary.h"

enum gbx_cover {
	GBX_SHOWN,
	GBX_SMALL, /* 1 to 4: "<5" */
	GBX_RANGE, /* lo to hi */
};

struct gbx_figure {
	uint64_t value;  /* the truth; written only when cover is GBX_SHOWN */
	uint64_t lo, hi; /* what a reader may know; equal to value when shown */
	enum gbx_cover cover;
	bool exact;
	double error; /* relative, of an estimate; of 0 how many there may be at most */
};

/* With suppress, small counts are covered; 0 stays 0. */
struct gbx_figure gbx_figure_count(uint64_t n, bool suppress);
struct gbx_figure gbx_figure_estimate(struct gbx_estimate e, bool suppress);
/* The figure as one of the ranges 5-9, 10-19, 20-49, 50-99, 100-199 ... */
struct gbx_figure gbx_figure_range(struct gbx_figure f);
/* Adds b to a; a sum with a covered part is a range. */
struct gbx_figure gbx_figure_sum(struct gbx_figure a, struct gbx_figure b);

/*
 * n counts whose exact sum is known to the reader. Covers further ones, the
 * smallest first, until no covered count can be worked out. False when that
 * cannot be had: then the sum itself must be covered.
 */
bool gbx_figures_cover(struct gbx_figure *f, uint32_t n);
/* The sum of n counts that is safe to show beside them. */
struct gbx_figure gbx_figures_total(const struct gbx_figure *f, uint32_t n);

/* Writers. None depends on the locale. */
void gbx_put_number(struct gbx_buf *b, uint64_t n);          /* 1,234,000 */
void gbx_put_figure(struct gbx_buf *b, struct gbx_figure f); /* about 1,234,000 (±1.7 %); 0 (at most 40) */
void gbx_put_plain(struct gbx_buf *b, struct gbx_figure f);  /* 1234000, <5, 5-9 */
void gbx_put_short(struct gbx_buf *b, struct gbx_figure f);  /* 1.2M */
void gbx_put_share(struct gbx_buf *b, struct gbx_figure f, uint64_t whole); /* 66.7 %, or a dash */
void gbx_put_bytes(struct gbx_buf *b, uint64_t n);                          /* 1.2 GB */
void gbx_put_seconds(struct gbx_buf *b, double s);                          /* 12.3 s, 1 h 02 min */
/* At most `digits` (up to 4) after the point, zeros cut but one: 0.99, 1.0. */
void gbx_put_decimal(struct gbx_buf *b, double v, unsigned digits);
/* "2019-04" of a month since 1970-01; years beyond four digits are written out. */
void gbx_put_month(struct gbx_buf *b, int32_t month);
/* "1 entry", "2,000 entries" */
void gbx_put_things(struct gbx_buf *b, uint64_t n, const char *one, const char *many);

#endif

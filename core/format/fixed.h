/*
 * Text whose columns stand below each other: fixed width, found by the blanks that
 * all lines share or by a ruler ("---- ------"), and the tables that database
 * clients draw ("| a | b |", " a | b "). Widths are counted in characters. Private
 * to the format "fixed".
 */
#ifndef GBX_FORMAT_FIXED_H
#define GBX_FORMAT_FIXED_H

#include "csv_sniff.h"
#include "format.h"

#define GBX_FIXED_COLUMNS 200u
#define GBX_FIXED_WIDTH 4096u /* characters of a line that are looked at to find columns */

struct gbx_fixed_dialect {
	bool drawn;  /* borders are drawn with '|' (or U+2502) */
	bool framed; /* by one at each end, too */
	unsigned columns;
	/* In characters: column i is looked for from start[i] on; gap[i] is where the
	 * blanks (or the border) before it begin. */
	uint32_t start[GBX_FIXED_COLUMNS], gap[GBX_FIXED_COLUMNS];
	size_t skip;             /* bytes before the first row */
	size_t header, header_n; /* the line that names the columns; n 0: none */
};

enum gbx_fixed_kind {
	GBX_FIXED_ROW,
	GBX_FIXED_SKIP,  /* blank, ruler, "(2 rows)" */
	GBX_FIXED_OTHER, /* a line that does not fit */
};

/* The line at *at of s without its end; advances *at. */
bool gbx_fixed_next(struct gbx_span s, size_t *at, struct gbx_span *line);
/* Is it made of rulers only? */
bool gbx_fixed_is_ruler(struct gbx_span line);
/* Cuts a line into cells, blanks around them taken off; cell[d->columns]. */
enum gbx_fixed_kind gbx_fixed_line(const struct gbx_fixed_dialect *d, struct gbx_span line,
                                   struct gbx_span *cell);
/* 0: no such text; else how sure. */
int gbx_fixed_sniff(const struct gbx_head *h, struct gbx_fixed_dialect *d);

extern const struct gbx_format gbx_format_fixed;

#endif

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
	/* In characters, of drawn tables in places of the screen: column i is looked for from
	 * start[i] on; gap[i] is where the blanks (or the border) before it begin. */
	uint32_t start[GBX_FIXED_COLUMNS], gap[GBX_FIXED_COLUMNS];
	uint32_t width; /* of a drawn ruler */
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
/*
 * Lines of a drawn table that are one record: psql marks a cell that goes on in the next line
 * with a '+' before its border, mysql breaks the line where the value does.
 */
struct gbx_fixed_group {
	size_t n;	/* bytes */
	unsigned lines; /* of psql's kind; a line that is broken counts as one */
};
#define GBX_FIXED_LINES 1000u /* of a group of psql's kind */
/* The group at `at`; false: not all of it is here, and there is more (not `last`). */
bool gbx_fixed_group(const struct gbx_fixed_dialect *d, struct gbx_span s, size_t at, bool last,
                     struct gbx_fixed_group *g);
/* Its text, without the last line end. */
static inline struct gbx_span gbx_fixed_group_text(struct gbx_span s, size_t at,
                                                   const struct gbx_fixed_group *g)
{
	size_t n = g->n;
	while (n && (s.p[at + n - 1] == '\n' || s.p[at + n - 1] == '\r'))
		n--;
	return gbx_span_of(s.p + at, n);
}
/* Which cells of a line go on in the next one: mark[d->columns]. How many. */
unsigned gbx_fixed_marks(const struct gbx_fixed_dialect *d, struct gbx_span line, bool *mark);
/* 0: no such text; else how sure. */
int gbx_fixed_sniff(const struct gbx_head *h, struct gbx_fixed_dialect *d);

extern const struct gbx_format gbx_format_fixed;

#endif

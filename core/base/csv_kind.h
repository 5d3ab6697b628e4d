/*
 * What a cell looks like, for finding headers only; detecting what it is comes later.
 * Delimited text and sheets of workbooks ask the same questions.
 */
#ifndef GBX_BASE_CSV_KIND_H
#define GBX_BASE_CSV_KIND_H

#include <stdint.h>

#include "span.h"

enum gbx_csv_kind {
	GBX_CSV_K_EMPTY,
	GBX_CSV_K_INT,
	GBX_CSV_K_DECIMAL,
	GBX_CSV_K_DATE, /* or a time */
	GBX_CSV_K_PHONE,
	GBX_CSV_K_EMAIL,
	GBX_CSV_K_URL,
	GBX_CSV_K_HEX, /* hashes, UUIDs, addresses of machines */
	GBX_CSV_K_WORD,
	GBX_CSV_K_WORDS, /* two to four */
	GBX_CSV_K_TEXT,
	GBX_CSV_K_COUNT
};

enum gbx_csv_kind gbx_csv_kind_of(struct gbx_span s);

/* A kind that text does not have by chance. */
static inline bool gbx_csv_kind_strong(enum gbx_csv_kind k)
{
	return k >= GBX_CSV_K_INT && k <= GBX_CSV_K_HEX;
}

/* Words one finds in the first row of a table: "e-mail", "UserID", 姓名. */
bool gbx_csv_header_word(struct gbx_span s);

#define GBX_CSV_SEEN 8u /* a column of no more different values holds choices */

/* What the cells below a possible header look like. */
struct gbx_csv_below {
	struct gbx_span head; /* borrowed from the caller's head */
	unsigned kinds[GBX_CSV_K_COUNT];
	unsigned cells;              /* not empty */
	unsigned same;               /* equal to the head */
	uint32_t seen[GBX_CSV_SEEN]; /* hashes of the first different cells */
	unsigned nseen, unseen;      /* of them; cells that are none of them */
	size_t min, max;             /* lengths */
};

void gbx_csv_below_add(struct gbx_csv_below *c, struct gbx_span cell);
/* Is the first row a header? rows: records below it. */
bool gbx_csv_header_likely(const struct gbx_csv_below *c, unsigned columns, unsigned rows);

#endif

/*
 * Values of cells as text: numbers as one reads them, days as ISO 8601 says. What a
 * number means is in its format, not in itself; see gbx_book_format_read.
 */
#ifndef GBX_SOURCE_BOOK_VALUE_H
#define GBX_SOURCE_BOOK_VALUE_H

#include <stdbool.h>
#include <stddef.h>

#include "../base/buf.h"

enum gbx_book_kind {
	GBX_BOOK_NUMBER,
	GBX_BOOK_DATE,	  /* has a day, maybe a time too */
	GBX_BOOK_TIME,	  /* shows a time only */
	GBX_BOOK_ELAPSED, /* hours that run past 24 */
	GBX_BOOK_MASK,	  /* digits with zeros in front, as postcodes have */
};

#define GBX_BOOK_MASK_BYTES 24u

struct gbx_book_format {
	enum gbx_book_kind kind;
	char mask[GBX_BOOK_MASK_BYTES]; /* '0' is a digit, the rest stands for itself */
};

/* What a format code says; see ECMA-376 part 1, 18.8.31. */
struct gbx_book_format gbx_book_format_read(const char *code);
/* A format of the fixed list, by its number; 18.8.30 and the East Asian ones. */
struct gbx_book_format gbx_book_format_known(unsigned long id);

#define GBX_BOOK_TEXT 64u /* every text below is shorter */

/*
 * A number as its file writes it, made readable: 0.10000000000000001 is 0.1 because
 * both are the same double. Exponents stay where digits are lost. 0: not a number.
 */
size_t gbx_book_number(struct gbx_span s, char out[GBX_BOOK_TEXT]);
size_t gbx_book_double(double v, char out[GBX_BOOK_TEXT]);

/* A serial day under a format; 0: it is no day or time, show the number. */
size_t gbx_book_serial(double v, const struct gbx_book_format *f, bool from_1904,
		       char out[GBX_BOOK_TEXT]);
/* A whole number under a mask; 0: it does not fit. */
size_t gbx_book_masked(struct gbx_span number, const char *mask, char out[GBX_BOOK_TEXT]);

/* What the cell shows: one of the above. */
void gbx_book_show(struct gbx_buf *to, struct gbx_span number, const struct gbx_book_format *f,
		   bool from_1904);

#endif

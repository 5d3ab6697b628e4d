/* How many columns text takes on a terminal, and cutting it to fit. */
#ifndef GBX_REPORT_WIDTH_H
#define GBX_REPORT_WIDTH_H

#include "../base/buf.h"

/* 0 for combining marks, 2 for wide characters (UAX 11), else 1. */
unsigned gbx_width_of(unsigned cp);
/* Of valid UTF-8 without control characters. */
unsigned gbx_text_width(struct gbx_span s);
/* Adds s in exactly `columns`: cut with an ellipsis, or padded with blanks. */
void gbx_put_padded(struct gbx_buf *b, struct gbx_span s, unsigned columns, bool right);
/* Adds s cut to at most `columns`. */
void gbx_put_cut(struct gbx_buf *b, struct gbx_span s, unsigned columns);
/* Adds s in lines of at most `columns`, broken at blanks, at most `lines` of
 * them; all but the first begin with `indent` blanks. Returns how many. */
unsigned gbx_put_wrapped(struct gbx_buf *b, struct gbx_span s, unsigned columns, unsigned indent,
			 unsigned lines);

#endif

/* Text cut to fit columns of a terminal, or padded. */
#ifndef GBX_REPORT_WIDTH_H
#define GBX_REPORT_WIDTH_H

#include "../base/buf.h"
#include "../base/width.h"

/* Adds s in exactly `columns`: cut with an ellipsis, or padded with blanks. */
void gbx_put_padded(struct gbx_buf *b, struct gbx_span s, unsigned columns, bool right);
/* Adds s cut to at most `columns`. */
void gbx_put_cut(struct gbx_buf *b, struct gbx_span s, unsigned columns);
/* Adds s in lines of at most `columns`, broken at blanks, at most `lines` of
 * them; all but the first begin with `indent` blanks. Returns how many. */
unsigned gbx_put_wrapped(struct gbx_buf *b, struct gbx_span s, unsigned columns, unsigned indent,
			 unsigned lines);

#endif

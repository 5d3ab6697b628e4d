/*
 * Tables of HTML pages: pages that were saved, what database clients write for a browser,
 * workbooks that are pages by another name. Tags are taken as they come (end tags of rows and
 * cells may be missing, HTML 4.01 section 11.2); nothing is nested, nothing recurses. Private to
 * the format "html".
 */
#ifndef GBX_FORMAT_HTML_H
#define GBX_FORMAT_HTML_H

#include "../base/buf.h"
#include "format.h"

#define GBX_HTML_CELLS 1024u /* of a row; those behind are left out */
#define GBX_HTML_TAG 65536u  /* bytes of the longest tag */

enum gbx_html_piece {
	GBX_HTML_MARKUP, /* what holds no row */
	GBX_HTML_TABLE,	 /* up to and with the tag that opens a table */
	GBX_HTML_STOP,	 /* the same, that closes one */
	GBX_HTML_ROW,	 /* from its tag to its end */
	GBX_HTML_OPEN,	 /* a row that the end of the entry cuts */
	GBX_HTML_MORE,	 /* not all here */
	GBX_HTML_END,
};

/* Text that is gone through once, from its beginning on. What begins like a tag or comment and
 * does not end is text. */
struct gbx_html_scan {
	struct gbx_span s;
	bool last;     /* it ends there; else there is more */
	bool lacks[3]; /* ends that are not in what is to come: of comments, scripts, styles */
};

/* The piece at *at, which is moved behind it; MORE only when not `last`. */
enum gbx_html_piece gbx_html_next(struct gbx_html_scan *x, size_t *at);

struct gbx_html_row {
	struct gbx_span cell[GBX_HTML_CELLS]; /* with the markup inside */
	unsigned n;
	bool head; /* cells of headings only, */
	bool bold; /* of bold text */
};

/* The cells of a row's piece. */
void gbx_html_cells(struct gbx_span row, struct gbx_html_row *r);
/* The text of a cell: no tags, references undone, blanks run together, a line for a break. */
void gbx_html_text(struct gbx_span cell, struct gbx_buf *out);

#endif

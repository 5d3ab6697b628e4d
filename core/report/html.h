/* What the parts of the HTML writer share. */
#ifndef GBX_REPORT_HTML_H
#define GBX_REPORT_HTML_H

#include "table.h"

struct gbx_html {
	struct gbx_buf *out;
	const struct gbx_model *m;
	struct gbx_buf text, safe; /* scratch */
};

/* The style sheet, and the SHA-256 of its bytes in base64, as the content
 * security policy names it: nothing else may style the page, nothing may run. */
extern const char gbx_html_style[];
extern const char gbx_html_style_sha256[];

/* Escaped text. */
void gbx_html_put(struct gbx_html *h, const char *s);
/* The scratch text, escaped, and empties it. */
void gbx_html_flush(struct gbx_html *h);
void gbx_html_figure(struct gbx_html *h, struct gbx_figure f);

/* Charts: inline SVG with a title and a description. Each writes nothing when
 * there is nothing to draw. */
void gbx_html_classes(struct gbx_html *h);            /* bars of exposure by data class */
void gbx_html_sets(struct gbx_html *h, uint32_t r);   /* exposure sets of a relation: UpSet */
void gbx_html_months(struct gbx_html *h, uint32_t r); /* records over time */

#endif

/* Records that are lines: what ndjson and elasticsearch share. */
#ifndef GBX_FORMAT_LINES_H
#define GBX_FORMAT_LINES_H

#include <stdbool.h>
#include <stddef.h>

#include "../base/span.h"

struct gbx_line {
	size_t off;  /* of its first byte */
	size_t all;  /* with its line end */
	size_t text; /* without line end and blanks behind */
};

/* The line at *at of s; advances *at. False at the end. The last line may lack
 * its end. */
bool gbx_line_next(struct gbx_span s, size_t *at, struct gbx_line *l);
/* Bytes up to and with the last line end; n when last. */
size_t gbx_line_split(const unsigned char *p, size_t n, bool last);
/* As gbx_format.resync. */
size_t gbx_line_resync(const unsigned char *p, size_t n, bool *found);

#endif

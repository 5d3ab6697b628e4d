/* Records that are lines: what the formats made of them share. */
#ifndef GBX_FORMAT_LINES_H
#define GBX_FORMAT_LINES_H

#include <stdbool.h>
#include <stddef.h>

#include "format.h"

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
/* gbx_format.split and .resync of a format whose records are lines and need no state. */
size_t gbx_lines_split(struct gbx_reader *r, const unsigned char *p, size_t n, bool last,
                       struct gbx_split *st);
size_t gbx_lines_resync(struct gbx_reader *r, const unsigned char *p, size_t n, bool *found);

#endif

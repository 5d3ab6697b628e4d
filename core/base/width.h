/* How many columns text takes on a terminal. */
#ifndef GBX_BASE_WIDTH_H
#define GBX_BASE_WIDTH_H

#include "span.h"

/* 0 for combining marks, 2 for wide characters (UAX 11), else 1. */
unsigned gbx_width_of(unsigned cp);
/* One character at s.p[i]: its bytes and columns. An invalid byte counts as one. */
unsigned gbx_width_step(struct gbx_span s, size_t i, unsigned *columns);
/* Of text without control characters. */
unsigned gbx_text_width(struct gbx_span s);

#endif

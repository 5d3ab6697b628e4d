/* Tables of charsets, filled from the C library's iconv when first asked for. */
#ifndef GBX_SOURCE_CHARSET_TABLE_H
#define GBX_SOURCE_CHARSET_TABLE_H

#include "charset.h"

#define GBX_TABLE_LEAD (UINT32_MAX - 1) /* in one[]: first byte of several */

/* A code point, a PAIR, BAD, or LEAD. */
struct gbx_charset_tables {
	uint32_t one[256];
	uint32_t *two;	 /* [65536] by both bytes; NULL for single-byte charsets */
	uint32_t *three; /* [65536] by the last two: after 0x8F, or four bytes by their number */
	uint16_t *back;	 /* [65536] bytes by code point; 0: none. Made by gbx_charset_encode */
};

/* Made at the first call. NULL: out of memory, or not there. */
const struct gbx_charset_tables *gbx_charset_tables(struct gbx_charsets *s, enum gbx_charset c);
/* As gbx_charset_tables, with back[]. */
const struct gbx_charset_tables *gbx_charset_tables_back(struct gbx_charsets *s, enum gbx_charset c);

struct gbx_charset_model;
/* What the guess holds on to between calls; freed with s. */
struct gbx_charset_model **gbx_charset_model_of(struct gbx_charsets *s);
void gbx_charset_model_free(struct gbx_charset_model *m);

#endif

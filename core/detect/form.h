/*
 * Forms: how hashes and tokens are written, as short patterns. The language is described
 * in form.c.
 */
#ifndef GBX_DETECT_FORM_H
#define GBX_DETECT_FORM_H

#include "hash.h"

#define GBX_FORM_MOST 1048576u /* longest run of one set: disk headers, tickets */

/* How many bytes of p the form takes, 0 when it does not fit. Costs in it are added to c. */
size_t gbx_form_fits(const char *f, const unsigned char *p, size_t n, struct gbx_hash_cost *c);

/* Place of a letter in crypt's base 64. */
unsigned gbx_form_crypt64(unsigned char c);

#endif

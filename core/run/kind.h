/*
 * What a file that is no table is: picture, document, program, key. libmagic looks at
 * its first bytes; its database is loaded once, before anything hostile is read.
 */
#ifndef GBX_RUN_KIND_H
#define GBX_RUN_KIND_H

#include <stdbool.h>
#include <stddef.h>

#define GBX_KIND_BYTES (64u << 10) /* of the head: containers tell what they are in it */

struct gbx_kinds;

struct gbx_kinds *gbx_kinds_new(void); /* NULL: without memory or database; then only keys are known */
void gbx_kinds_free(struct gbx_kinds *k);
/* A constant word in the singular: "picture". p are bytes as they stand in the file. *sure: it is
 * a kind that holds no records. k may be NULL. */
const char *gbx_kind_of(struct gbx_kinds *k, const unsigned char *p, size_t n, bool *sure);

#endif

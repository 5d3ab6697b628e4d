/*
 * Values of bytes (BLOB, bytea, VARBINARY, RAW) as every dialect and database file gives
 * them, so that one database has one profile: bytes that are text are that text, for any
 * value may be kept as bytes; others are hex digits, the first GBX_BLOB_BYTES of them.
 */
#ifndef GBX_BASE_BYTES_H
#define GBX_BASE_BYTES_H

#include "span.h"

/* UTF-8 without control characters (tab and line ends may be), and without the characters
 * that stand for bytes that could not be decoded (U+EF80 to U+EFFF). */
bool gbx_bytes_are_text(const unsigned char *p, size_t n);
/* Whether s is an even number of hex digits, at least two. */
bool gbx_bytes_are_hex(struct gbx_span s);
/* The same behind \x, as PostgreSQL writes bytes. */
bool gbx_bytes_are_pg(struct gbx_span s);
/* The digits' bytes, if they are text, to out, which has room for half of them and may be
 * digits.p itself; their number, or SIZE_MAX: they are no text and nothing was written. */
size_t gbx_bytes_from_hex(struct gbx_span digits, unsigned char *out);
/* What gbx_bytes_are_pg says yes to becomes, in place: text, digits, or of one byte 0 or 1,
 * which is what BIT(1) holds, that digit. */
struct gbx_span gbx_bytes_undo_pg(unsigned char *p, size_t n);
bool gbx_bytes_are_bit(struct gbx_span digits);
/* Digits of p[0..n), at most 2 * GBX_BLOB_BYTES, to out. How many. */
size_t gbx_bytes_to_hex(const unsigned char *p, size_t n, unsigned char *out);
/* The bytes that p[0..n) was before it was decoded as UTF-8, as many as fit. How many. */
size_t gbx_bytes_undecoded(const unsigned char *p, size_t n, unsigned char *out, size_t cap);

#endif

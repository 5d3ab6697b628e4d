/*
 * One value on its way through the detectors: its bytes and the union of the
 * byte classes in it, computed once and asked many times.
 */
#ifndef GBX_DETECT_VALUE_H
#define GBX_DETECT_VALUE_H

#include <stdbool.h>
#include <stdint.h>
#include <string.h>

#include "../base/span.h"

enum gbx_class {
	GBX_C_DIGIT = 1,
	GBX_C_HEX = 2,	 /* a-f A-F */
	GBX_C_ALPHA = 4, /* g-z G-Z */
	GBX_C_AT = 8,
	GBX_C_DOT = 16,
	GBX_C_SEP = 32, /* space - / : + ( ) */
	GBX_C_OTHER = 64,
	GBX_C_HIGH = 128, /* bytes from 0x80 */
};

struct gbx_value {
	const unsigned char *p; /* never NULL; not NUL-terminated */
	uint32_t n;		/* at least 1 */
	uint32_t cls;		/* union of enum gbx_class */
};

extern const uint8_t gbx_class_table[256];

static inline uint32_t gbx_class_of(const unsigned char *p, size_t n)
{
	uint32_t a = 0, b = 0;
	size_t i = 0;
	for (; i + 4 <= n; i += 4) {
		a |= gbx_class_table[p[i]] | gbx_class_table[p[i + 1]];
		b |= gbx_class_table[p[i + 2]] | gbx_class_table[p[i + 3]];
	}
	for (; i < n; i++)
		a |= gbx_class_table[p[i]];
	return a | b;
}

static inline struct gbx_value gbx_value_of(const void *p, size_t n)
{
	const unsigned char *u = p;
	return (struct gbx_value){ u, (uint32_t)n, gbx_class_of(u, n) };
}

/* Without leading and trailing ASCII white space; n may become 0. */
static inline struct gbx_span gbx_trim(const unsigned char *p, size_t n)
{
	while (n && p[0] <= ' ')
		p++, n--;
	while (n && p[n - 1] <= ' ')
		n--;
	return (struct gbx_span){ p, n };
}

#endif

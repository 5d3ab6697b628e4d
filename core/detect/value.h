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

/*
 * Spreadsheets are told that figures are text by an apostrophe in front or by a formula of one
 * string: '13800138000, ="0049 30 1". Neither is part of the value. 't Hart and 's-Gravenhage
 * keep theirs, and so does what an apostrophe ends as well.
 */
static inline struct gbx_span gbx_out_of_sheet(const unsigned char *p, size_t n)
{
	if (n > 3 && p[0] == '=' && p[1] == '"' && p[n - 1] == '"')
		return (struct gbx_span){ p + 2, n - 3 };
	if (n > 1 && p[0] == '\'' && p[1] > ' ' && p[n - 1] != '\'' &&
	    (n == 2 || (p[2] > ' ' && p[2] != '-')))
		return (struct gbx_span){ p + 1, n - 1 };
	return (struct gbx_span){ p, n };
}

/* Without leading and trailing ASCII white space; n may become 0. */
static inline struct gbx_span gbx_trim(const unsigned char *p, size_t n)
{
	while (n && p[0] <= ' ')
		p++, n--;
	while (n && p[n - 1] <= ' ')
		n--;
	if (n && (p[0] == '\'' || p[0] == '='))
		return gbx_out_of_sheet(p, n);
	return (struct gbx_span){ p, n };
}

#endif

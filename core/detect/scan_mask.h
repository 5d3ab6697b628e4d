/*
 * What stands where in a text, 64 bytes a mask: bit k of block b speaks of byte
 * 64 b + k. Nothing is read behind the text; behind its end all bits are 0.
 */
#ifndef GBX_DETECT_SCAN_MASK_H
#define GBX_DETECT_SCAN_MASK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Is c one of `word`? */
static inline bool gbx_scan_in_word(unsigned char c)
{
	return (unsigned)(c - 'A') < 58 || (unsigned)(c - '0') < 10 || c == '-';
}

#define GBX_SCAN_BLOCKS 16u /* masks made at once: a text of a kilobyte */

struct gbx_scan_masks {
	uint64_t digit[GBX_SCAN_BLOCKS + 1]; /* one more, empty, to look ahead into */
	uint64_t upper[GBX_SCAN_BLOCKS + 1];
	uint64_t other[GBX_SCAN_BLOCKS + 1]; /* @ $ % * J */
	uint64_t word[GBX_SCAN_BLOCKS + 1];  /* letters, digits, _ - and [ ] \ ^ ` */
	uint64_t line[GBX_SCAN_BLOCKS + 1];  /* - */
	/* Not 0 when there is one anywhere: */
	uint64_t sign; /* @ $ % * + : or ; */
	uint64_t j;    /* J */
	uint64_t dash; /* - */
};

/* One way to make masks. */
struct gbx_scan_kernel {
	const char *name;
	bool (*fits)(void); /* has the processor got it? */
	/* n is at most 64 * GBX_SCAN_BLOCKS. */
	void (*masks)(const unsigned char *p, size_t n, struct gbx_scan_masks *m);
};

/* Widest first; the last one runs everywhere. */
extern const struct gbx_scan_kernel gbx_scan_kernels[];
extern const unsigned gbx_scan_kernels_count;

/* By the widest there is. */
void gbx_scan_make_masks(const unsigned char *p, size_t n, struct gbx_scan_masks *m);

#endif

/*
 * 64 bytes of tuples or of COPY's data at a time, as bit masks, and the proof that a
 * block's quotes are regular: each opens behind a bracket, a comma or a blank, closes
 * before a comma or a bracket, or is doubled. (Parity by prefix xor, runs of backslashes
 * by addition: Langdale and Lemire, "Parsing gigabytes of JSON per second", 2019.)
 * Where that does not hold, sql_lex.c is asked.
 */
#ifndef GBX_FORMAT_SQL_MASK_H
#define GBX_FORMAT_SQL_MASK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "../base/limits.h"

#define GBX_SQL_BLOCKS 64u /* blocks scanned at once */

/* Bit i speaks of byte i of the block. */
struct gbx_sql_block {
	uint64_t ends;	/* , ( ) ; outside strings; tab and line end in COPY's data */
	uint64_t marks; /* ( ) ; of them; the line ends */
};

/* What one block hands to the next. Starts behind a closing bracket, as zeroes but for the
 * first three. */
struct gbx_sql_scan {
	bool backslash;	      /* escapes in strings */
	unsigned char prefix; /* a letter that may stand before a string; 0: none */
	unsigned char quote;  /* of strings: ' or "; the other one is for the lexer */
	uint64_t inside;      /* all ones inside a string */
	uint64_t before;      /* 1: the last byte may stand before a string */
	uint64_t closed;      /* 1: the last byte closed a string */
	uint64_t escaped;     /* 1: the first byte is escaped */
	uint64_t dash;	      /* 1: the last byte was one */
	uint64_t odd; /* of the blocks scanned last: bit i: block i has values to be undone */
};

/* The ends of some blocks, and which of them are marks. */
struct gbx_sql_index {
	uint32_t *end;	/* [GBX_SQL_ENDS] positions, ascending */
	uint32_t *mark; /* [GBX_SQL_MARKS] places in end[] */
	uint32_t n, marks;
};

/* Room for what an unfinished tuple left, for as many blocks as are scanned at once,
 * and for what is written past them. */
#define GBX_SQL_ENDS (GBX_RECORD_COLUMNS + 2 + 64u * GBX_SQL_BLOCKS + 64u)
#define GBX_SQL_MARKS (4u + 64u * GBX_SQL_BLOCKS + 64u)

struct gbx_sql_kernel {
	const char *name;
	bool (*fits)(void); /* has the processor got it? */
	/* Scans p[base..n), at most GBX_SQL_BLOCKS blocks, the last one perhaps short. The
	 * blocks done; fewer than there are: the next one is not regular. */
	size_t (*tuples)(struct gbx_sql_scan *s, const unsigned char *p, size_t n, size_t base,
			 struct gbx_sql_block *out);
	size_t (*copy)(struct gbx_sql_scan *s, const unsigned char *p, size_t n, size_t base,
		       struct gbx_sql_block *out);
	/* Adds the ends of the blocks, the first of which stands at `base`. */
	void (*index)(const struct gbx_sql_block *b, size_t blocks, uint32_t base,
		      struct gbx_sql_index *ix);
};

/* Widest first; the last one runs everywhere. */
extern const struct gbx_sql_kernel gbx_sql_kernels[];
extern const unsigned gbx_sql_kernels_count;
const struct gbx_sql_kernel *gbx_sql_kernel_pick(void);

static inline size_t gbx_sql_blocks(size_t n, size_t base)
{
	size_t blocks = (n - base + 63) / 64;
	return blocks < GBX_SQL_BLOCKS ? blocks : GBX_SQL_BLOCKS;
}

#endif

/*
 * 64 bytes at a time as bit masks, and the proof that a block's quotes are
 * regular: each opens after a border and before no delimiter, closes before a
 * border, or is doubled, and lines between them do not look like rows. Only then do the parity of quotes and the machine of csv_field.c agree. (Parity by
 * prefix xor: Langdale and Lemire, "Parsing gigabytes of JSON per second", 2019.)
 */
#ifndef GBX_FORMAT_CSV_MASK_H
#define GBX_FORMAT_CSV_MASK_H

#include "csv.h"

#include "../base/limits.h"

#define GBX_CSV_BLOCKS 64u /* blocks scanned at once: their masks stay in the first-level cache */

/* Bit i speaks of byte i of the block. */
struct gbx_csv_block {
	uint64_t ends;  /* delimiters and line ends outside quotes */
	uint64_t eol;   /* the line ends of them */
	uint64_t pairs; /* second halves of doubled quotes */
};

/* The line so far, in quotes or not. */
struct gbx_csv_line {
	uint64_t delims, inner; /* delimiters of it, and those in quotes: not 0 where there are */
	bool fits;              /* the line before ended in quotes and looked like a row */
};

/* What one block hands to the next. Starts at a record's first byte. */
struct gbx_csv_scan {
	int delim, quote; /* delim is '\n' again when there is none; quote -1: none */
	uint64_t inside;  /* all ones inside quotes */
	uint64_t border;  /* 1: the last byte was a border or a quote */
	uint64_t closed;  /* 1: the last byte was a closing quote */
	uint64_t begin;   /* 1: the last byte was the quote a field begins with */
	uint64_t row;     /* delimiters of a row: quotes around lines with as many are doubted */
	bool rare;        /* people do not write such delimiters */
	struct gbx_csv_line line;
	size_t open;      /* the last field with quotes began here or later */
	/* Of the blocks scanned last: */
	uint64_t pairs; /* not 0: they hold doubled quotes */
	uint64_t begun; /* not 0: fields with quotes begin */
};

/* Text of people holds no such delimiters. */
static inline bool gbx_csv_rare(const struct gbx_csv_dialect *d)
{
	return d->delim[0] < ' ' || d->delim[0] == '|' || d->ndelim > 1;
}

static inline struct gbx_csv_scan gbx_csv_scan_start(const struct gbx_csv_dialect *d)
{
	return (struct gbx_csv_scan){
	    .delim = d->ndelim ? d->delim[0] : '\n',
	    .quote = d->quote,
	    .border = 1,
	    .rare = gbx_csv_rare(d),
	    .row = d->ndelim && d->columns > 1 ? d->columns - 1 : UINT64_MAX};
}

/* The ends of fields of some blocks, and which of them end rows. */
struct gbx_csv_index {
	uint32_t *end; /* [GBX_CSV_ENDS] positions, ascending */
	uint32_t *row; /* [GBX_CSV_LINES] places in end[] */
	uint32_t n, rows;
};

/* Room for the ends of an unfinished row, of as many blocks as are scanned at once,
 * and for what is written past them. */
#define GBX_CSV_ENDS (GBX_RECORD_COLUMNS + 64u * GBX_CSV_BLOCKS + 64u)
#define GBX_CSV_LINES (64u * GBX_CSV_BLOCKS + 64u)

/* One way to make masks: the widest the processor has is chosen by dialect_ready. */
struct gbx_csv_kernel {
	const char *name;
	bool (*fits)(void); /* has the processor got it? */
	/*
	 * Scans p[base..n), at most GBX_CSV_BLOCKS blocks of it, the last one perhaps
	 * short. The blocks done; fewer than there are: the quotes of the next one are
	 * not regular, ask the machine from the start of the record that reaches into it.
	 */
	size_t (*scan)(struct gbx_csv_scan *s, const unsigned char *p, size_t n, size_t base,
	               struct gbx_csv_block *out);
	/* Adds the ends of the blocks, the first of which stands at `base`. */
	void (*index)(const struct gbx_csv_block *b, size_t blocks, uint32_t base,
	              struct gbx_csv_index *ix);
};

/* Widest first; the last one runs everywhere. */
extern const struct gbx_csv_kernel gbx_csv_kernels[];
extern const unsigned gbx_csv_kernels_count;

/* Blocks that one call of scan may do. */
static inline size_t gbx_csv_blocks(size_t n, size_t base)
{
	size_t blocks = (n - base) / 64 + ((n - base) % 64 != 0);
	return blocks < GBX_CSV_BLOCKS ? blocks : GBX_CSV_BLOCKS;
}

/* True when the masks can speak for the machine at all. */
static inline bool gbx_csv_scan_fits(const struct gbx_csv_dialect *d)
{
	return d->ndelim <= 1 && !d->any_eol && d->escape < 0;
}

#endif

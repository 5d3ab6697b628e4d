/*
 * 64 bytes at a time as bit masks, and the proof that a block's quotes are
 * regular: each opens after a border, closes before one, or is doubled. Only
 * then do the parity of quotes and the machine of csv_field.c agree. (Parity by
 * prefix xor: Langdale and Lemire, "Parsing gigabytes of JSON per second", 2019.)
 */
#ifndef GBX_FORMAT_CSV_MASK_H
#define GBX_FORMAT_CSV_MASK_H

#ifdef __SSE2__
#include <emmintrin.h>
#endif

#include "csv.h"

/* Bit i: p[i] == c. Reads 64 bytes. */
static inline uint64_t csv_eq64(const unsigned char *p, int c)
{
#ifdef __SSE2__
	const __m128i want = _mm_set1_epi8((char)c);
	uint64_t m = 0;
	for (unsigned i = 0; i < 4; i++) {
		__m128i v = _mm_loadu_si128((const __m128i *)(const void *)(p + 16 * i));
		m |= (uint64_t)(unsigned)_mm_movemask_epi8(_mm_cmpeq_epi8(v, want)) << 16 * i;
	}
	return m;
#else
	uint64_t m = 0;
	for (unsigned i = 0; i < 64; i++)
		m |= (uint64_t)(p[i] == c) << i;
	return m;
#endif
}

/* Bit i: parity of the bits 0 to i of m. */
static inline uint64_t csv_prefix_xor(uint64_t m)
{
	for (unsigned s = 1; s < 64; s <<= 1)
		m ^= m << s;
	return m;
}

/* What one block hands to the next. Starts at a record's first byte. */
struct csv_walk {
	int delim, quote; /* delim is '\n' again when there is none; quote -1: none */
	uint64_t inside;  /* all ones inside quotes */
	uint64_t border;  /* 1: the last byte was a border or a closing quote */
	uint64_t closed;  /* 1: the last byte was a closing quote */
	uint64_t cr;      /* 1: the last byte was CR behind a closing quote */
	size_t open;      /* where the last field with quotes began */
};

static inline struct csv_walk csv_walk_start(const struct gbx_csv_dialect *d)
{
	return (struct csv_walk){
	    .delim = d->ndelim ? d->delim[0] : '\n', .quote = d->quote, .border = 1};
}

struct csv_block {
	uint64_t delim, eol; /* outside quotes */
	uint64_t quote;
};

/* True when the masks can speak for the machine at all. */
static inline bool csv_walk_fits(const struct gbx_csv_dialect *d)
{
	return d->ndelim <= 1 && !d->any_eol && d->escape < 0;
}

/* The part of csv_walk_block for blocks with quotes or inside them. */
static inline bool csv_walk_quotes(struct csv_walk *w, const unsigned char *q, size_t base,
                                   uint64_t valid, struct csv_block *b)
{
	uint64_t borders = b->delim | b->eol;
	uint64_t cr = csv_eq64(q, '\r') & valid;
	uint64_t in = csv_prefix_xor(b->quote) ^ w->inside;
	uint64_t opens = b->quote & in, closes = b->quote & ~in;
	uint64_t after = closes << 1 | w->closed;
	uint64_t need_lf = (after & cr) << 1 | w->cr;
	uint64_t bad = opens & ~((borders | closes) << 1 | w->border);
	bad |= after & ~(borders | opens | cr) & valid;
	bad |= need_lf & ~b->eol & valid;
	if (w->inside && base + 64 - w->open > GBX_CSV_HUNT)
		return false;
	uint64_t begins = opens & ~after;
	if (begins)
		w->open = base + 63 - (unsigned)__builtin_clzll(begins);
	b->delim &= ~in;
	b->eol &= ~in;
	w->inside = in >> 63 ? ~UINT64_C(0) : 0;
	w->border = (borders | closes) >> 63;
	w->closed = closes >> 63;
	w->cr = (after & cr) >> 63;
	return !bad;
}

/*
 * The block q[0..64), which stands at `base`; its bytes in `valid` count. False:
 * ask the machine, from the start of the record that reaches into this block.
 */
static inline bool csv_walk_block(struct csv_walk *w, const unsigned char *q, size_t base,
                                  uint64_t valid, struct csv_block *b)
{
	b->delim = csv_eq64(q, w->delim) & valid;
	b->eol = csv_eq64(q, '\n') & valid;
	b->quote = w->quote < 0 ? 0 : csv_eq64(q, w->quote) & valid;
	if (b->quote | w->inside | w->closed | w->cr)
		return csv_walk_quotes(w, q, base, valid, b);
	w->border = (b->delim | b->eol) >> 63;
	return true;
}

#endif

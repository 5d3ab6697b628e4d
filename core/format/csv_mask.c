/*
 * The kernels that make masks: AVX-512, AVX2, SSE2 and plain C. What they do with
 * the masks is the same code, built for each.
 */
#include "csv_mask.h"

#ifdef __x86_64__
#include <immintrin.h>
#endif

/* The bytes of a block that a border or a quote may be. */
struct marks {
	uint64_t delim, eol, quote;
};

/* Closing quotes are followed by these bytes of q, which are no borders: are they all
 * the CR of a CR LF, or of the end? */
static __attribute__((noinline)) bool are_crlf(const unsigned char *q, size_t n, uint64_t odd)
{
	for (; odd; odd &= odd - 1) {
		unsigned i = (unsigned)__builtin_ctzll(odd);
		if (q[i] != '\r' || (i + 1 < n && q[i + 1] != '\n'))
			return false;
	}
	return true;
}

/* What is handed from block to block within a batch. */
struct hand {
	uint64_t inside, border, closed, begin;
	struct gbx_csv_line line;
};

static inline __attribute__((always_inline)) uint32_t popcount(uint64_t m)
{
	return (uint32_t)__builtin_popcountll(m);
}

/*
 * Do lines that end in quotes look like rows? Text has a line with as many delimiters as
 * a row now and then, hardly two of them, nor one with a tab inside the quotes.
 */
static __attribute__((noinline)) bool are_rows(const struct gbx_csv_scan *s, struct hand *h,
                                               struct marks m, uint64_t in)
{
	struct gbx_csv_line line = h->line;
	bool rows = false;
	uint64_t from = ~UINT64_C(0);
	for (uint64_t left = m.eol; left; left &= left - 1) {
		uint64_t eol = left & -left, part = m.delim & from & (eol - 1);
		bool fits = (eol & in) && line.delims + popcount(part) == s->row;
		rows |= fits && (line.fits || (s->rare && (line.inner | (part & in))));
		line = (struct gbx_csv_line){.fits = fits};
		from = ~((eol - 1) | eol);
	}
	h->line.fits = line.fits;
	return rows;
}

/* Delimiters behind the last line end, or `line` and those of the block. */
static inline __attribute__((always_inline)) uint64_t count_line(uint64_t line, uint64_t delim,
                                                                 uint64_t eol)
{
	return eol ? popcount(delim & ~(~UINT64_C(0) >> __builtin_clzll(eol))) :
	             line + popcount(delim);
}

/*
 * One block; n: bytes from q on. `in`: the bytes inside quotes, each opening one
 * counted, no closing one. Before an opening quote and behind a closing one stands a
 * border or, when doubled, another quote; so it need not be asked which of the two
 * that one is.
 */
static inline __attribute__((always_inline)) bool scan_block(struct hand *h, struct gbx_csv_scan *s,
                                                             const unsigned char *q, size_t n,
                                                             struct marks m, uint64_t in,
                                                             struct gbx_csv_block *out)
{
	uint64_t borders = m.delim | m.eol, marked = borders | m.quote;
	uint64_t opens = m.quote & in, closes = m.quote & ~in;
	uint64_t after = (closes << 1) + h->closed;
	uint64_t stray = opens & ~((marked << 1) + h->border);
	uint64_t odd = after & ~marked, begin = opens & ~after;
	stray |= ((begin << 1) + h->begin) & m.delim;
	if (__builtin_expect(stray | odd, 0)) {
		uint64_t valid = n < 64 ? (UINT64_C(1) << n) - 1 : ~UINT64_C(0);
		if (stray || !are_crlf(q, n, odd & valid))
			return false;
	}
	if (m.eol & in) {
		if (are_rows(s, h, m, in))
			return false;
	} else if (m.eol) {
		h->line.fits = false;
	}
	s->begun |= begin;
	s->pairs |= out->pairs = opens & after;
	out->ends = borders & ~in;
	out->eol = m.eol & ~in;
	h->inside = (uint64_t)((int64_t)in >> 63);
	h->border = marked >> 63;
	h->closed = closes >> 63;
	h->begin = begin >> 63;
	h->line.delims = count_line(h->line.delims, m.delim, m.eol);
	h->line.inner = count_line(h->line.inner, m.delim & in, m.eol);
	return true;
}

/* No quotes in this batch, and it does not begin inside them? */
static bool is_quiet(const struct gbx_csv_scan *s, const unsigned char *p, size_t n, size_t base)
{
	size_t most = 64 * (size_t)GBX_CSV_BLOCKS;
	if (s->inside | s->closed)
		return false;
	return s->quote < 0 || !memchr(p + base, s->quote, n - base < most ? n - base : most);
}

/* Before a batch. False: its first field in quotes may be longer than is believed. */
static bool begin_batch(struct gbx_csv_scan *s, size_t base)
{
	s->begun = s->pairs = 0;
	return !s->inside || base + 64 * (size_t)GBX_CSV_BLOCKS - s->open <= GBX_CSV_HUNT;
}

/* count_line of blocks without quotes. */
static uint64_t count_lines(uint64_t line, const struct gbx_csv_block *b, size_t blocks)
{
	uint64_t count = 0;
	while (blocks--) {
		const uint64_t delim = b[blocks].ends ^ b[blocks].eol, eol = b[blocks].eol;
		count += count_line(0, delim, eol);
		if (eol)
			return count;
	}
	return line + count;
}

/*
 * The scan of one kernel. Whether a batch holds quotes is asked once: asked of each
 * block, the answer could not be guessed.
 * The bytes come from another processor's cache, so what comes next is asked for early;
 * asking for bytes behind the buffer does no harm.
 */
#define KERNEL(NAME, TARGET, READY, MARKS, PREFIX)                                                 \
	TARGET static bool NAME##_tail(struct gbx_csv_scan *s, struct hand *h, const READY *mark,  \
	                               const unsigned char *p, size_t n,                           \
	                               struct gbx_csv_block *out)                                  \
	{                                                                                          \
		unsigned char q[64] = {0};                                                         \
		const uint64_t valid = (UINT64_C(1) << n) - 1;                                     \
		memcpy(q, p, n);                                                                   \
		struct marks m = MARKS(q, mark);                                                   \
		m.delim &= valid;                                                                  \
		m.eol &= valid;                                                                    \
		m.quote &= s->quote < 0 ? 0 : valid;                                               \
		return scan_block(h, s, q, n, m, PREFIX(m.quote) ^ h->inside, out);                \
	}                                                                                          \
	TARGET static size_t NAME(struct gbx_csv_scan *s, const unsigned char *p, size_t n,        \
	                          size_t base, struct gbx_csv_block *out)                          \
	{                                                                                          \
		if (!begin_batch(s, base))                                                         \
			return 0;                                                                  \
		const READY mark = NAME##_ready(s->delim, s->quote);                               \
		const bool quiet = is_quiet(s, p, n, base);                                        \
		const size_t blocks = gbx_csv_blocks(n, base), whole = (n - base) / 64;            \
		const size_t last = whole < blocks ? whole : blocks;                               \
		struct hand h = {s->inside, s->border, s->closed, s->begin, s->line};              \
		const unsigned char *q = p + base;                                                 \
		size_t i = 0;                                                                      \
		for (; quiet && i < last; i++, q += 64) {                                          \
			__builtin_prefetch(q + 2048);                                              \
			const struct marks m = MARKS(q, &mark);                                    \
			out[i] = (struct gbx_csv_block){m.delim | m.eol, m.eol, 0};                \
		}                                                                                  \
		if (quiet && last) {                                                               \
			h.border = out[last - 1].ends >> 63;                                       \
			h.line = (struct gbx_csv_line){                                            \
			    .delims = count_lines(h.line.delims, out, last)};                      \
		}                                                                                  \
		for (; i < last; i++, q += 64) {                                                   \
			__builtin_prefetch(q + 2048);                                              \
			const struct marks m = MARKS(q, &mark);                                    \
			const uint64_t in = PREFIX(m.quote) ^ h.inside;                            \
			if (!scan_block(&h, s, q, n - (size_t)(q - p), m, in, &out[i]))            \
				break;                                                             \
		}                                                                                  \
		if (i == last && last < blocks)                                                    \
			i += NAME##_tail(s, &h, &mark, q, n - base - 64 * i, &out[i]);             \
		s->inside = h.inside;                                                              \
		s->border = h.border;                                                              \
		s->closed = h.closed;                                                              \
		s->begin = h.begin;                                                                \
		s->line = h.line;                                                                  \
		s->open = s->begun ? base : s->open;                                               \
		return i;                                                                          \
	}

#define INDEX(NAME, TARGET, PUT)                                                                   \
	TARGET static void NAME(const struct gbx_csv_block *b, size_t blocks, uint32_t base,       \
	                        struct gbx_csv_index *ix)                                          \
	{                                                                                          \
		uint32_t n = ix->n, rows = ix->rows;                                               \
		uint32_t *const row = ix->row;                                                     \
		for (size_t i = 0; i < blocks; i++) {                                              \
			const uint64_t ends = b[i].ends;                                           \
			PUT(ends, base + 64 * (uint32_t)i, ix->end + n);                           \
			uint64_t eol = b[i].eol;                                                   \
			row[rows] = n + popcount(ends & ((eol & -eol) - 1));                       \
			rows += eol != 0;                                                          \
			for (eol &= eol - 1; eol; eol &= eol - 1)                                  \
				row[rows++] = n + popcount(ends & ((eol & -eol) - 1));             \
			n += popcount(ends);                                                       \
		}                                                                                  \
		ix->n = n;                                                                         \
		ix->rows = rows;                                                                   \
	}

/* Parity of the bits 0 to i of m, as bit i. */
static inline uint64_t prefix_shift(uint64_t m)
{
	for (unsigned s = 1; s < 64; s <<= 1)
		m ^= m << s;
	return m;
}

struct plain_ready {
	unsigned char delim, quote;
};

static inline struct plain_ready scan_plain_ready(int delim, int quote)
{
	return (struct plain_ready){(unsigned char)delim, (unsigned char)quote};
}

static inline struct marks marks_plain(const unsigned char *q, const struct plain_ready *r)
{
	struct marks m = {0, 0, 0};
	for (unsigned i = 0; i < 64; i++) {
		m.delim |= (uint64_t)(q[i] == r->delim) << i;
		m.eol |= (uint64_t)(q[i] == '\n') << i;
		m.quote |= (uint64_t)(q[i] == r->quote) << i;
	}
	return m;
}

/* Writes the places of the bits of m. */
static inline void put_bits(uint64_t m, uint32_t base, uint32_t *out)
{
	for (; m; m &= m - 1)
		*out++ = base + (uint32_t)__builtin_ctzll(m);
}

KERNEL(scan_plain, , struct plain_ready, marks_plain, prefix_shift)
INDEX(index_plain, , put_bits)

static bool fits_always(void)
{
	return true;
}

#ifdef __x86_64__

struct sse_ready {
	__m128i delim, eol, quote;
};

static inline struct sse_ready scan_sse2_ready(int delim, int quote)
{
	return (struct sse_ready){_mm_set1_epi8((char)delim), _mm_set1_epi8('\n'),
	                          _mm_set1_epi8((char)quote)};
}

static inline uint64_t bits_sse2(__m128i v, __m128i want, unsigned i)
{
	return (uint64_t)(unsigned)_mm_movemask_epi8(_mm_cmpeq_epi8(v, want)) << 16 * i;
}

static inline struct marks marks_sse2(const unsigned char *q, const struct sse_ready *r)
{
	struct marks m = {0, 0, 0};
	for (unsigned i = 0; i < 4; i++) {
		__m128i v = _mm_loadu_si128((const __m128i *)(const void *)(q + 16 * i));
		m.delim |= bits_sse2(v, r->delim, i);
		m.eol |= bits_sse2(v, r->eol, i);
		m.quote |= bits_sse2(v, r->quote, i);
	}
	return m;
}

KERNEL(scan_sse2, , struct sse_ready, marks_sse2, prefix_shift)

#define AVX2 __attribute__((target("avx2,bmi,bmi2,popcnt,pclmul")))

AVX2 static inline uint64_t prefix_avx2(uint64_t m)
{
	__m128i v = _mm_clmulepi64_si128(_mm_set_epi64x(0, (long long)m), _mm_set1_epi8(-1), 0);
	return (uint64_t)_mm_cvtsi128_si64(v);
}

struct avx2_ready {
	__m256i delim, eol, quote;
};

AVX2 static inline struct avx2_ready scan_avx2_ready(int delim, int quote)
{
	return (struct avx2_ready){_mm256_set1_epi8((char)delim), _mm256_set1_epi8('\n'),
	                           _mm256_set1_epi8((char)quote)};
}

AVX2 static inline uint64_t bits_avx2(__m256i lo, __m256i hi, __m256i want)
{
	uint64_t a = (unsigned)_mm256_movemask_epi8(_mm256_cmpeq_epi8(lo, want));
	uint64_t b = (unsigned)_mm256_movemask_epi8(_mm256_cmpeq_epi8(hi, want));
	return a | b << 32;
}

AVX2 static inline struct marks marks_avx2(const unsigned char *q, const struct avx2_ready *r)
{
	__m256i lo = _mm256_loadu_si256((const __m256i *)(const void *)q);
	__m256i hi = _mm256_loadu_si256((const __m256i *)(const void *)(q + 32));
	return (struct marks){bits_avx2(lo, hi, r->delim), bits_avx2(lo, hi, r->eol),
	                      bits_avx2(lo, hi, r->quote)};
}

/* As put_bits, and perhaps more behind them: how many bits there are is known too
 * late for a branch to be guessed. */
AVX2 static inline void put_bits_avx2(uint64_t m, uint32_t base, uint32_t *out)
{
#define PUT(k) (out[k] = base + (uint32_t)_tzcnt_u64(m), m = _blsr_u64(m))
	for (; m; out += 8) {
		PUT(0), PUT(1), PUT(2), PUT(3);
		PUT(4), PUT(5), PUT(6), PUT(7);
	}
#undef PUT
}

KERNEL(scan_avx2, AVX2, struct avx2_ready, marks_avx2, prefix_avx2)
INDEX(index_avx2, AVX2, put_bits_avx2)

static bool fits_avx2(void)
{
	return __builtin_cpu_supports("avx2") && __builtin_cpu_supports("bmi") &&
	       __builtin_cpu_supports("bmi2") && __builtin_cpu_supports("popcnt") &&
	       __builtin_cpu_supports("pclmul");
}

#define AVX512                                                                                     \
	GBX_WIDE_VECTORS __attribute__((target("avx512f,avx512bw,avx512vl,avx512vbmi2,avx2,bmi,"   \
						     "bmi2,popcnt,pclmul")))

struct avx512_ready {
	__m512i delim, eol, quote;
};

AVX512 static inline struct avx512_ready scan_avx512_ready(int delim, int quote)
{
	return (struct avx512_ready){_mm512_set1_epi8((char)delim), _mm512_set1_epi8('\n'),
	                             _mm512_set1_epi8((char)quote)};
}

AVX512 static inline struct marks marks_avx512(const unsigned char *q, const struct avx512_ready *r)
{
	__m512i v = _mm512_loadu_si512((const void *)q);
	return (struct marks){_mm512_cmpeq_epi8_mask(v, r->delim),
	                      _mm512_cmpeq_epi8_mask(v, r->eol),
	                      _mm512_cmpeq_epi8_mask(v, r->quote)};
}

/* As put_bits_avx2; sixteen at a time. */
AVX512 static inline void put_bits_avx512(uint64_t m, uint32_t base, uint32_t *out)
{
	static const _Alignas(64) unsigned char places[64] = {
	    0,  1,  2,  3,  4,  5,  6,  7,  8,  9,  10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21,
	    22, 23, 24, 25, 26, 27, 28, 29, 30, 31, 32, 33, 34, 35, 36, 37, 38, 39, 40, 41, 42, 43,
	    44, 45, 46, 47, 48, 49, 50, 51, 52, 53, 54, 55, 56, 57, 58, 59, 60, 61, 62, 63};
	__m512i v = _mm512_maskz_compress_epi8(m, _mm512_load_si512((const void *)places));
	const __m512i first = _mm512_set1_epi32((int)base);
	unsigned n = popcount(m);
	__m512i w = _mm512_cvtepu8_epi32(_mm512_castsi512_si128(v));
	_mm512_storeu_si512((void *)out, _mm512_add_epi32(w, first));
	if (n > 16)
		put_bits_avx2(m, base, out);
}

KERNEL(scan_avx512, AVX512, struct avx512_ready, marks_avx512, prefix_avx2)
INDEX(index_avx512, AVX512, put_bits_avx512)

static bool fits_avx512(void)
{
	return fits_avx2() && __builtin_cpu_supports("avx512f") &&
	       __builtin_cpu_supports("avx512bw") && __builtin_cpu_supports("avx512vl") &&
	       __builtin_cpu_supports("avx512vbmi2");
}

#endif

const struct gbx_csv_kernel gbx_csv_kernels[] = {
#ifdef __x86_64__
    {"avx512", fits_avx512, scan_avx512, index_avx512},
    {"avx2", fits_avx2, scan_avx2, index_avx2},
    {"sse2", fits_always, scan_sse2, index_plain},
#endif
    {"plain", fits_always, scan_plain, index_plain},
};
const unsigned gbx_csv_kernels_count = sizeof gbx_csv_kernels / sizeof *gbx_csv_kernels;

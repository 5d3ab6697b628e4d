/*
 * The kernels that make masks: AVX-512, AVX2, SSE2 and plain C; the contract is in
 * sql_mask.h. What they do with the masks is the same code, built for each.
 */
#include "sql_mask.h"

#include <string.h>

#include "../base/span.h"

#ifdef __x86_64__
#include <immintrin.h>
#endif

#define INLINE static inline __attribute__((always_inline))

/* Where the bytes that matter are in a block. */
struct marks {
	uint64_t ends;	 /* , ( ) ; */
	uint64_t marks;	 /* ( ) ; */
	uint64_t before; /* ( , and blanks: may stand before a string */
	uint64_t after;	 /* , ): must stand behind it */
	uint64_t quote, slash, dash;
	uint64_t other; /* # $ / [ ] ` and the other quote: outside strings, the lexer is asked */
};

/* The bytes of each set, by their low four bits: a byte is in the set when it stands at
 * its own place. No byte has the value of a place that is not its own. */
static const _Alignas(16) unsigned char set_ends[16] = {
    1, 0, 0, 0, 0, 0, 0, 0, '(', ')', 0, ';', ',', 0, 0, 0};
static const _Alignas(16) unsigned char set_marks[16] = {
    1, 0, 0, 0, 0, 0, 0, 0, '(', ')', 0, ';', 0, 0, 0, 0};
static const _Alignas(16) unsigned char set_before[16] = {
    ' ', 0, 0, 0, 0, 0, 0, 0, '(', '\t', '\n', 0, ',', '\r', 0, 0};
static const _Alignas(16) unsigned char set_after[16] = {
    1, 0, 0, 0, 0, 0, 0, 0, 0, ')', 0, 0, ',', 0, 0, 0};
static const _Alignas(16) unsigned char set_other[16] = {
    '`', 0, '"', '#', '$', 0, 0, 0, 0, 0, 0, '[', 0, ']', 0, '/'};

struct ready {
	_Alignas(16) unsigned char before[16]; /* with the prefix */
	_Alignas(16) unsigned char other[16];  /* with the quote that is none */
	unsigned char quote;
};

static struct ready make_ready(unsigned char prefix, unsigned char quote)
{
	struct ready r = {.quote = quote};
	memcpy(r.before, set_before, sizeof r.before);
	memcpy(r.other, set_other, sizeof r.other);
	if (prefix)
		r.before[prefix & 15] = prefix; /* 'N': its place is free, as those of quotes */
	if (quote == '"')
		r.other['"' & 15] = 0;
	r.other['\'' & 15] = quote == '"' ? '\'' : 0;
	return r;
}

/* Bytes behind a run of backslashes of odd length. */
INLINE uint64_t escaped_bytes(uint64_t slash, uint64_t *carry)
{
	const uint64_t even = UINT64_C(0x5555555555555555);
	slash &= ~*carry;
	uint64_t follows = slash << 1 | *carry, starts = slash & ~even & ~follows, sum;
	*carry = __builtin_add_overflow(starts, slash, &sum);
	return (even ^ sum << 1) & follows;
}

/* One block of tuples. `quote` are those that open or close, `in` their parity. */
INLINE bool tuple_block(struct gbx_sql_scan *s, const struct marks *m, uint64_t quote, uint64_t in,
			uint64_t valid, struct gbx_sql_block *out)
{
	uint64_t opens = quote & in, closes = quote & ~in;
	uint64_t behind = closes << 1 | s->closed;
	uint64_t stray = opens & ~(m->before << 1 | s->before | behind);
	uint64_t bad = behind & ~(m->after | opens);
	/* A backslash outside a string escapes nothing: only the lexer knows. */
	uint64_t other = (m->other | m->slash | (m->dash & (m->dash << 1 | s->dash))) & ~in;
	if (__builtin_expect(((stray | bad | other) & valid) != 0, 0))
		return false;
	s->inside = (uint64_t)((int64_t)in >> 63);
	s->before = m->before >> 63;
	s->closed = closes >> 63;
	s->dash = (m->dash & ~in) >> 63;
	out->marks = m->marks & ~in & valid;
	out->ends = m->ends & ~in & valid;
	return true;
}

/* Parity of the bits 0 to i of m, as bit i. */
INLINE uint64_t prefix_shift(uint64_t m)
{
	for (unsigned i = 1; i < 64; i <<= 1)
		m ^= m << i;
	return m;
}

/* A scan is one loop over whole blocks and one copy of the last, short one. A block that
 * is not regular changes nothing. */
#define STEP(MARKS, PREFIX, Q, VALID)                                                              \
	{                                                                                          \
		const struct marks m = MARKS(Q, &ready);                                           \
		uint64_t quote = m.quote, odd = 0;                                                 \
		if (backslash && (m.slash | s.escaped)) {                                          \
			odd = m.slash;                                                             \
			quote &= ~escaped_bytes(m.slash, &s.escaped);                              \
		}                                                                                  \
		const uint64_t in = PREFIX(quote) ^ s.inside;                                      \
		odd |= quote & in & (quote << 1 | s.closed);                                       \
		if (!tuple_block(&s, &m, quote, in, VALID, &out[i]))                               \
			break;                                                                     \
		s.odd |= (uint64_t)(odd != 0) << i;                                                \
	}

#define TUPLES(NAME, TARGET, MARKS, PREFIX)                                                        \
	TARGET static size_t NAME(struct gbx_sql_scan *scan, const unsigned char *p, size_t n,     \
				  size_t base, struct gbx_sql_block *out)                          \
	{                                                                                          \
		const struct ready ready = make_ready(scan->prefix, scan->quote);                  \
		const size_t blocks = gbx_sql_blocks(n, base), whole = (n - base) / 64;            \
		const size_t last = whole < blocks ? whole : blocks;                               \
		const bool backslash = scan->backslash;                                            \
		struct gbx_sql_scan s = *scan;                                                     \
		size_t i = 0;                                                                      \
		s.odd = 0;                                                                         \
		for (; i < last; i++)                                                              \
			STEP(MARKS, PREFIX, p + base + 64 * i, ~UINT64_C(0))                       \
		for (; i == last && i < blocks; i++) {                                             \
			unsigned char q[64] = {0};                                                 \
			const size_t rest = n - base - 64 * i;                                     \
			memcpy(q, p + base + 64 * i, rest);                                        \
			STEP(MARKS, PREFIX, q, (UINT64_C(1) << rest) - 1)                          \
		}                                                                                  \
		*scan = s;                                                                         \
		return i;                                                                          \
	}

/* COPY's data: tabs and line ends. */
#define COPIES(NAME, TARGET, BITS)                                                   \
	TARGET static size_t NAME(struct gbx_sql_scan *s, const unsigned char *p, size_t n,        \
				  size_t base, struct gbx_sql_block *out)                          \
	{                                                                                          \
		const size_t blocks = gbx_sql_blocks(n, base);                                     \
		s->odd = 0;                                                                        \
		for (size_t i = 0; i < blocks; i++) {                                              \
			const size_t rest = n - base - 64 * i;                                     \
			const unsigned char *q = p + base + 64 * i;                                \
			unsigned char tail[64] = {0};                                              \
			if (rest < 64)                                                             \
				q = memcpy(tail, q, rest);                                         \
			uint64_t tab, lf, slash;                                                   \
			BITS(q, &tab, &lf, &slash);                                                \
			out[i] = (struct gbx_sql_block){tab | lf, lf};                             \
			s->odd |= (uint64_t)(slash != 0) << i;                                     \
		}                                                                                  \
		return blocks;                                                                     \
	}

INLINE uint32_t popcount(uint64_t m)
{
	return (uint32_t)__builtin_popcountll(m);
}

#define INDEX(NAME, TARGET, PUT)                                                                   \
	TARGET static void NAME(const struct gbx_sql_block *b, size_t blocks, uint32_t base,       \
				struct gbx_sql_index *ix)                                          \
	{                                                                                          \
		uint32_t n = ix->n, marks = ix->marks;                                             \
		for (size_t i = 0; i < blocks; i++) {                                              \
			const uint64_t ends = b[i].ends;                                           \
			PUT(ends, base + 64 * (uint32_t)i, ix->end + n);                           \
			for (uint64_t m = b[i].marks; m; m &= m - 1)                               \
				ix->mark[marks++] = n + popcount(ends & ((m & -m) - 1));           \
			n += popcount(ends);                                                       \
		}                                                                                  \
		ix->n = n;                                                                         \
		ix->marks = marks;                                                                 \
	}

/* Plain C */

static inline struct marks marks_plain(const unsigned char *q, const struct ready *r)
{
	struct marks m = {0};
	for (unsigned i = 0; i < 64; i++) {
		const unsigned char c = q[i], at = c < 0x80 ? c & 15 : 1;
		m.ends |= (uint64_t)(c == set_ends[at]) << i;
		m.marks |= (uint64_t)(c == set_marks[at]) << i;
		m.before |= (uint64_t)(c == r->before[at]) << i;
		m.after |= (uint64_t)(c == set_after[at]) << i;
		m.quote |= (uint64_t)(c == r->quote) << i;
		m.slash |= (uint64_t)(c == '\\') << i;
		m.dash |= (uint64_t)(c == '-') << i;
		m.other |= (uint64_t)(c == r->other[at]) << i;
	}
	return m;
}

static inline void copy_plain(const unsigned char *q, uint64_t *tab, uint64_t *lf, uint64_t *slash)
{
	*tab = *lf = *slash = 0;
	for (unsigned i = 0; i < 64; i++) {
		*tab |= (uint64_t)(q[i] == '\t') << i;
		*lf |= (uint64_t)(q[i] == '\n') << i;
		*slash |= (uint64_t)(q[i] == '\\') << i;
	}
}

/* Writes the places of the bits of m. */
INLINE void put_bits(uint64_t m, uint32_t base, uint32_t *out)
{
	for (; m; m &= m - 1)
		*out++ = base + (uint32_t)__builtin_ctzll(m);
}

TUPLES(tuples_plain, , marks_plain, prefix_shift)
COPIES(copy_plain_scan, , copy_plain)
INDEX(index_plain, , put_bits)

static bool fits_always(void)
{
	return true;
}

#ifdef __x86_64__

/* SSE2: every x86-64 processor has it. */

INLINE uint64_t bits_sse2(const __m128i *v, unsigned char c)
{
	const __m128i want = _mm_set1_epi8((char)c);
	uint64_t m = 0;
	for (unsigned i = 0; i < 4; i++)
		m |= (uint64_t)(unsigned)_mm_movemask_epi8(_mm_cmpeq_epi8(v[i], want)) << 16 * i;
	return m;
}

INLINE void load_sse2(const unsigned char *q, __m128i *v)
{
	for (unsigned i = 0; i < 4; i++)
		v[i] = _mm_loadu_si128((const __m128i *)(const void *)(q + 16 * i));
}

/* Without a shuffle each byte of a set is looked for. */
INLINE struct marks marks_sse2(const unsigned char *q, const struct ready *r)
{
	__m128i v[4];
	load_sse2(q, v);
	const uint64_t comma = bits_sse2(v, ','), open = bits_sse2(v, '('), close = bits_sse2(v, ')');
	struct marks m = {.marks = open | close | bits_sse2(v, ';'),
			  .after = comma | close,
			  .quote = bits_sse2(v, r->quote),
			  .slash = bits_sse2(v, '\\'),
			  .dash = bits_sse2(v, '-')};
	m.ends = m.marks | comma;
	m.before = open | comma | bits_sse2(v, ' ') | bits_sse2(v, '\t') | bits_sse2(v, '\n') |
		   bits_sse2(v, '\r') | (r->before['N' & 15] ? bits_sse2(v, 'N') : 0);
	m.other = bits_sse2(v, r->quote == '"' ? '\'' : '"') | bits_sse2(v, '#') | bits_sse2(v, '$') | bits_sse2(v, '/') |
		  bits_sse2(v, '[') | bits_sse2(v, ']') | bits_sse2(v, '`');
	return m;
}

INLINE void copy_sse2(const unsigned char *q, uint64_t *tab, uint64_t *lf, uint64_t *slash)
{
	__m128i v[4];
	load_sse2(q, v);
	*tab = bits_sse2(v, '\t');
	*lf = bits_sse2(v, '\n');
	*slash = bits_sse2(v, '\\');
}

TUPLES(tuples_sse2, , marks_sse2, prefix_shift)
COPIES(copy_sse2_scan, , copy_sse2)

#define AVX2 __attribute__((target("avx2,bmi,bmi2,popcnt,pclmul")))

AVX2 INLINE uint64_t prefix_avx2(uint64_t m)
{
	__m128i v = _mm_clmulepi64_si128(_mm_set_epi64x(0, (long long)m), _mm_set1_epi8(-1), 0);
	return (uint64_t)_mm_cvtsi128_si64(v);
}

AVX2 INLINE uint64_t bits_avx2(__m256i lo, __m256i hi, unsigned char c)
{
	const __m256i want = _mm256_set1_epi8((char)c);
	uint64_t a = (unsigned)_mm256_movemask_epi8(_mm256_cmpeq_epi8(lo, want));
	uint64_t b = (unsigned)_mm256_movemask_epi8(_mm256_cmpeq_epi8(hi, want));
	return a | b << 32;
}

AVX2 INLINE uint64_t in_avx2(__m256i lo, __m256i hi, const unsigned char *set)
{
	const __m256i t = _mm256_broadcastsi128_si256(_mm_load_si128((const __m128i *)(const void *)set));
	uint64_t a = (unsigned)_mm256_movemask_epi8(_mm256_cmpeq_epi8(_mm256_shuffle_epi8(t, lo), lo));
	uint64_t b = (unsigned)_mm256_movemask_epi8(_mm256_cmpeq_epi8(_mm256_shuffle_epi8(t, hi), hi));
	return a | b << 32;
}

AVX2 INLINE struct marks marks_avx2(const unsigned char *q, const struct ready *r)
{
	__m256i lo = _mm256_loadu_si256((const __m256i *)(const void *)q);
	__m256i hi = _mm256_loadu_si256((const __m256i *)(const void *)(q + 32));
	return (struct marks){.ends = in_avx2(lo, hi, set_ends),
			      .marks = in_avx2(lo, hi, set_marks),
			      .before = in_avx2(lo, hi, r->before),
			      .after = in_avx2(lo, hi, set_after),
			      .quote = bits_avx2(lo, hi, r->quote),
			      .slash = bits_avx2(lo, hi, '\\'),
			      .dash = bits_avx2(lo, hi, '-'),
			      .other = in_avx2(lo, hi, r->other)};
}

AVX2 INLINE void copy_avx2(const unsigned char *q, uint64_t *tab, uint64_t *lf, uint64_t *slash)
{
	__m256i lo = _mm256_loadu_si256((const __m256i *)(const void *)q);
	__m256i hi = _mm256_loadu_si256((const __m256i *)(const void *)(q + 32));
	*tab = bits_avx2(lo, hi, '\t');
	*lf = bits_avx2(lo, hi, '\n');
	*slash = bits_avx2(lo, hi, '\\');
}

/* As put_bits, and perhaps more behind them: how many bits there are is known too late
 * for a branch to be guessed. */
AVX2 INLINE void put_bits_avx2(uint64_t m, uint32_t base, uint32_t *out)
{
#define PUT(k) (out[k] = base + (uint32_t)_tzcnt_u64(m), m = _blsr_u64(m))
	for (; m; out += 8) {
		PUT(0), PUT(1), PUT(2), PUT(3);
		PUT(4), PUT(5), PUT(6), PUT(7);
	}
#undef PUT
}

TUPLES(tuples_avx2, AVX2, marks_avx2, prefix_avx2)
COPIES(copy_avx2_scan, AVX2, copy_avx2)
INDEX(index_avx2, AVX2, put_bits_avx2)

static bool fits_avx2(void)
{
	return __builtin_cpu_supports("avx2") && __builtin_cpu_supports("bmi") &&
	       __builtin_cpu_supports("bmi2") && __builtin_cpu_supports("popcnt") &&
	       __builtin_cpu_supports("pclmul");
}

#define AVX512                                                                                     \
	GBX_WIDE_VECTORS __attribute__((target("avx512f,avx512bw,avx512vl,avx2,bmi,bmi2,popcnt,"   \
						     "pclmul")))

AVX512 INLINE uint64_t bits_avx512(__m512i v, unsigned char c)
{
	return _mm512_cmpeq_epi8_mask(v, _mm512_set1_epi8((char)c));
}

AVX512 INLINE uint64_t in_avx512(__m512i v, const unsigned char *set)
{
	const __m512i t = _mm512_broadcast_i32x4(_mm_load_si128((const __m128i *)(const void *)set));
	return _mm512_cmpeq_epi8_mask(_mm512_shuffle_epi8(t, v), v);
}

AVX512 INLINE struct marks marks_avx512(const unsigned char *q, const struct ready *r)
{
	__m512i v = _mm512_loadu_si512((const void *)q);
	return (struct marks){.ends = in_avx512(v, set_ends),
			      .marks = in_avx512(v, set_marks),
			      .before = in_avx512(v, r->before),
			      .after = in_avx512(v, set_after),
			      .quote = bits_avx512(v, r->quote),
			      .slash = bits_avx512(v, '\\'),
			      .dash = bits_avx512(v, '-'),
			      .other = in_avx512(v, r->other)};
}

AVX512 INLINE void copy_avx512(const unsigned char *q, uint64_t *tab, uint64_t *lf, uint64_t *slash)
{
	__m512i v = _mm512_loadu_si512((const void *)q);
	*tab = bits_avx512(v, '\t');
	*lf = bits_avx512(v, '\n');
	*slash = bits_avx512(v, '\\');
}

TUPLES(tuples_avx512, AVX512, marks_avx512, prefix_avx2)
COPIES(copy_avx512_scan, AVX512, copy_avx512)

static bool fits_avx512(void)
{
	return fits_avx2() && __builtin_cpu_supports("avx512f") &&
	       __builtin_cpu_supports("avx512bw") && __builtin_cpu_supports("avx512vl");
}

#endif

const struct gbx_sql_kernel gbx_sql_kernels[] = {
#ifdef __x86_64__
    {"avx512", fits_avx512, tuples_avx512, copy_avx512_scan, index_avx2},
    {"avx2", fits_avx2, tuples_avx2, copy_avx2_scan, index_avx2},
    {"sse2", fits_always, tuples_sse2, copy_sse2_scan, index_plain},
#endif
    {"plain", fits_always, tuples_plain, copy_plain_scan, index_plain},
};
const unsigned gbx_sql_kernels_count = sizeof gbx_sql_kernels / sizeof *gbx_sql_kernels;

const struct gbx_sql_kernel *gbx_sql_kernel_pick(void)
{
	const struct gbx_sql_kernel *k = gbx_sql_kernels;
	while (!k->fits())
		k++;
	return k;
}

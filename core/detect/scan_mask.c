/* The masks of free text: AVX-512, AVX2, SSE2 and plain C. */
#include "scan_mask.h"

#include "bytes.h"
#include "chars.h"

#ifdef __x86_64__
#include <immintrin.h>
#endif

/* One block. */
struct block {
	uint64_t digit, upper, other, sign, j, dash, word;
};

static inline __attribute__((always_inline)) void keep(struct gbx_scan_masks *m, size_t b,
                                                       const struct block *x)
{
	m->digit[b] = x->digit;
	m->upper[b] = x->upper;
	m->other[b] = x->other;
	m->word[b] = x->word;
	m->line[b] = x->dash;
	m->sign |= x->sign;
	m->j |= x->j;
	m->dash |= x->dash;
}

static inline __attribute__((always_inline)) void finish(struct gbx_scan_masks *m, size_t blocks)
{
	m->digit[blocks] = m->upper[blocks] = m->other[blocks] = 0;
	m->word[blocks] = m->line[blocks] = 0;
}

static bool fits_always(void)
{
	return true;
}

#ifndef __SSE2__
static void masks_plain(const unsigned char *p, size_t n, struct gbx_scan_masks *m)
{
	m->sign = m->j = m->dash = 0;
	for (size_t b = 0; 64 * b < n; b++) {
		struct block x = {0};
		for (size_t i = 64 * b; i < n && i < 64 * b + 64; i++) {
			unsigned char c = p[i];
			uint64_t bit = UINT64_C(1) << i % 64;
			bool hash = c == '@' || c == '$' || c == '%' || c == '*';
			x.digit |= gbx_isdigit(c) ? bit : 0;
			x.upper |= gbx_isupper(c) ? bit : 0;
			x.other |= hash || c == 'J' ? bit : 0;
			x.sign |= hash || c == '+' || c == ':' || c == ';' ? bit : 0;
			x.j |= c == 'J' ? bit : 0;
			x.dash |= c == '-' ? bit : 0;
			x.word |= gbx_isdigit(c) || c == '-' || (unsigned)(c - 'A') < 58 ? bit : 0;
		}
		keep(m, b, &x);
	}
	finish(m, (n + 63) / 64);
}
#else

static inline uint64_t bits16(__m128i x)
{
	return (uint64_t)(uint32_t)_mm_movemask_epi8(x);
}

/* Adds sixteen bytes that stand at `at`. */
static inline void look16(__m128i v, unsigned at, struct block *x)
{
	/* moves '0'..'9' and 'A'..'Z' to the lowest signed values */
	__m128i d = _mm_add_epi8(v, _mm_set1_epi8((char)(0x80 - '0')));
	__m128i u = _mm_add_epi8(v, _mm_set1_epi8((char)(0x80 - 'A')));
	__m128i mail = _mm_or_si128(_mm_cmpeq_epi8(v, _mm_set1_epi8('@')),
	                            _mm_cmpeq_epi8(_mm_or_si128(v, _mm_set1_epi8(1)), _mm_set1_epi8('%')));
	__m128i j = _mm_cmpeq_epi8(v, _mm_set1_epi8('J'));
	/* * + : and ; too; $ and % differ in one bit */
	__m128i more = _mm_cmpeq_epi8(_mm_or_si128(v, _mm_set1_epi8(0x11)), _mm_set1_epi8(0x3b));
	__m128i star = _mm_cmpeq_epi8(v, _mm_set1_epi8('*'));

	__m128i dash = _mm_cmpeq_epi8(v, _mm_set1_epi8('-'));
	__m128i digit = _mm_cmplt_epi8(d, _mm_set1_epi8((char)(0x80 + 10)));
	__m128i letter = _mm_cmplt_epi8(u, _mm_set1_epi8((char)(0x80 + 58)));

	x->digit |= bits16(digit) << at;
	x->word |= bits16(_mm_or_si128(_mm_or_si128(digit, dash), letter)) << at;
	x->upper |= bits16(_mm_cmplt_epi8(u, _mm_set1_epi8((char)(0x80 + 26)))) << at;
	x->other |= bits16(_mm_or_si128(_mm_or_si128(mail, star), j)) << at;
	x->sign |= bits16(_mm_or_si128(mail, more)) << at;
	x->j |= bits16(j) << at;
	x->dash |= bits16(dash) << at;
}

/* Under 64 bytes. */
static inline void look_short(const unsigned char *p, size_t n, struct block *x)
{
	if (n >= 16) {
		for (unsigned at = 0; at + 16 < n; at += 16)
			look16(gbx_load16(p + at), at, x);
		look16(gbx_load16(p + n - 16), (unsigned)n - 16, x);
	} else if (n >= 8) {
		look16(gbx_load_short(p, (uint32_t)n), 0, x);
	} else {
		unsigned char q[16] = {0};
		for (size_t i = 0; i < n; i++)
			q[i] = p[i];
		look16(gbx_load16(q), 0, x);
	}
}

/* The last bytes: a short text, or the end of one that has 64 bytes or more. */
static inline __attribute__((always_inline)) void
tail(const unsigned char *p, size_t n, struct gbx_scan_masks *m, struct block last64)
{
	unsigned over = 64 - n % 64;
	last64.digit >>= over;
	last64.upper >>= over;
	last64.other >>= over;
	last64.word >>= over;
	last64.dash >>= over;
	if (n < 64) {
		last64 = (struct block){0};
		look_short(p, n, &last64);
	}
	keep(m, n / 64, &last64);
}

#define KERNEL(NAME, TARGET, LOOK)                                                                 \
	TARGET static void NAME(const unsigned char *p, size_t n, struct gbx_scan_masks *m)        \
	{                                                                                          \
		m->sign = m->j = m->dash = 0;                                                      \
		for (size_t b = 0; b < n / 64; b++) {                                              \
			struct block x = LOOK(p + 64 * b);                                         \
			keep(m, b, &x);                                                            \
		}                                                                                  \
		if (n % 64)                                                                        \
			tail(p, n, m, n < 64 ? (struct block){0} : LOOK(p + n - 64));              \
		finish(m, (n + 63) / 64);                                                          \
	}

static inline struct block look_sse2(const unsigned char *p)
{
	struct block x = {0};
	for (unsigned at = 0; at < 64; at += 16)
		look16(gbx_load16(p + at), at, &x);
	return x;
}

KERNEL(masks_plain, , look_sse2)
#endif

#ifdef __x86_64__

#define AVX2 __attribute__((target("avx2,bmi")))

struct half {
	__m256i digit, upper, other, sign, j, dash, word;
};

AVX2 static inline struct half half_avx2(const unsigned char *p)
{
	__m256i v = _mm256_loadu_si256((const __m256i *)(const void *)p);
	__m256i d = _mm256_add_epi8(v, _mm256_set1_epi8((char)(0x80 - '0')));
	__m256i u = _mm256_add_epi8(v, _mm256_set1_epi8((char)(0x80 - 'A')));
	__m256i mail = _mm256_or_si256(_mm256_cmpeq_epi8(v, _mm256_set1_epi8('@')),
	                               _mm256_cmpeq_epi8(_mm256_or_si256(v, _mm256_set1_epi8(1)), _mm256_set1_epi8('%')));
	__m256i more =
	    _mm256_cmpeq_epi8(_mm256_or_si256(v, _mm256_set1_epi8(0x11)), _mm256_set1_epi8(0x3b));
	__m256i star = _mm256_cmpeq_epi8(v, _mm256_set1_epi8('*'));
	__m256i j = _mm256_cmpeq_epi8(v, _mm256_set1_epi8('J'));
	__m256i digit = _mm256_cmpgt_epi8(_mm256_set1_epi8((char)(0x80 + 10)), d);
	__m256i letter = _mm256_cmpgt_epi8(_mm256_set1_epi8((char)(0x80 + 58)), u);
	__m256i dash = _mm256_cmpeq_epi8(v, _mm256_set1_epi8('-'));
	return (struct half){digit,
	                     _mm256_cmpgt_epi8(_mm256_set1_epi8((char)(0x80 + 26)), u),
	                     _mm256_or_si256(_mm256_or_si256(mail, star), j),
	                     _mm256_or_si256(mail, more),
	                     j,
	                     dash,
	                     _mm256_or_si256(_mm256_or_si256(digit, dash), letter)};
}

AVX2 static inline uint64_t bits_avx2(__m256i lo, __m256i hi)
{
	uint64_t a = (unsigned)_mm256_movemask_epi8(lo), b = (unsigned)_mm256_movemask_epi8(hi);
	return a | b << 32;
}

AVX2 static inline struct block look_avx2(const unsigned char *p)
{
	struct half a = half_avx2(p), b = half_avx2(p + 32);
	return (struct block){bits_avx2(a.digit, b.digit), bits_avx2(a.upper, b.upper),
	                      bits_avx2(a.other, b.other), bits_avx2(a.sign, b.sign),
	                      bits_avx2(a.j, b.j),         bits_avx2(a.dash, b.dash),
	                      bits_avx2(a.word, b.word)};
}

static bool fits_avx2(void)
{
	return __builtin_cpu_supports("avx2") && __builtin_cpu_supports("bmi");
}

KERNEL(masks_avx2, AVX2, look_avx2)

#define AVX512                                                                                     \
	GBX_WIDE_VECTORS __attribute__((target("avx512f,avx512bw,avx512vl,avx2,bmi")))

AVX512 static inline struct block look_avx512(__m512i v)
{
	__m512i d = _mm512_sub_epi8(v, _mm512_set1_epi8('0'));
	__m512i u = _mm512_sub_epi8(v, _mm512_set1_epi8('A'));
	__mmask64 mail = _mm512_cmpeq_epi8_mask(v, _mm512_set1_epi8('@')) |
	                 _mm512_cmpeq_epi8_mask(_mm512_or_si512(v, _mm512_set1_epi8(1)), _mm512_set1_epi8('%'));
	__mmask64 more = _mm512_cmpeq_epi8_mask(_mm512_or_si512(v, _mm512_set1_epi8(0x11)),
	                                        _mm512_set1_epi8(0x3b));
	__mmask64 star = _mm512_cmpeq_epi8_mask(v, _mm512_set1_epi8('*'));
	__mmask64 j = _mm512_cmpeq_epi8_mask(v, _mm512_set1_epi8('J'));
	__mmask64 digit = _mm512_cmplt_epu8_mask(d, _mm512_set1_epi8(10));
	__mmask64 dash = _mm512_cmpeq_epi8_mask(v, _mm512_set1_epi8('-'));
	return (struct block){digit,
	                      _mm512_cmplt_epu8_mask(u, _mm512_set1_epi8(26)),
	                      mail | star | j,
	                      mail | more,
	                      j,
	                      dash,
	                      digit | dash | _mm512_cmplt_epu8_mask(u, _mm512_set1_epi8(58))};
}

AVX512 static void masks_avx512(const unsigned char *p, size_t n, struct gbx_scan_masks *m)
{
	size_t b = 0;
	m->sign = m->j = m->dash = 0;
	for (; b < n / 64; b++) {
		struct block x = look_avx512(_mm512_loadu_si512((const void *)(p + 64 * b)));
		keep(m, b, &x);
	}
	if (n % 64) {
		__mmask64 have = (UINT64_C(1) << n % 64) - 1;
		struct block x = look_avx512(_mm512_maskz_loadu_epi8(have, p + 64 * b));
		keep(m, b++, &x);
	}
	finish(m, b);
}

static bool fits_avx512(void)
{
	return __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw") &&
	       __builtin_cpu_supports("avx512vl") && fits_avx2();
}

#endif

const struct gbx_scan_kernel gbx_scan_kernels[] = {
#ifdef __x86_64__
    {"avx512", fits_avx512, masks_avx512},
    {"avx2", fits_avx2, masks_avx2},
#endif
    {"plain", fits_always, masks_plain},
};
const unsigned gbx_scan_kernels_count = sizeof gbx_scan_kernels / sizeof *gbx_scan_kernels;

void gbx_scan_make_masks(const unsigned char *p, size_t n, struct gbx_scan_masks *m)
{
	const struct gbx_scan_kernel *k = gbx_scan_kernels;

	while (!k->fits())
		k++;
	k->masks(p, n, m);
}

/*
 * Classes and shapes with AVX-512: both are tables of 128 bytes, looked up for a whole
 * value at once; the bytes behind its end are never loaded.
 */
#include "shape_wide.h"

#include "tally.h"

#if defined(__x86_64__)
#include <immintrin.h>

#define AVX512                                                                                     \
	GBX_WIDE_VECTORS __attribute__((target("avx512f,avx512bw,avx512vl,avx512vbmi,avx512vbmi2," \
						     "bmi2")))

bool gbx_look_has_512(void)
{
	return __builtin_cpu_supports("avx512bw") && __builtin_cpu_supports("avx512vl") &&
	       __builtin_cpu_supports("avx512vbmi") && __builtin_cpu_supports("avx512vbmi2") &&
	       __builtin_cpu_supports("bmi2");
}

struct tables {
	__m512i class_low, class_high; /* of bytes below and from 64 */
	__m512i shape_low, shape_high;
};

/* The shape of every ASCII byte: by class for digits and letters, itself else. */
AVX512 static void load_tables(struct tables *t)
{
	const __m512i count = _mm512_set_epi8(
	    63, 62, 61, 60, 59, 58, 57, 56, 55, 54, 53, 52, 51, 50, 49, 48, 47, 46, 45, 44, 43, 42,
	    41, 40, 39, 38, 37, 36, 35, 34, 33, 32, 31, 30, 29, 28, 27, 26, 25, 24, 23, 22, 21, 20,
	    19, 18, 17, 16, 15, 14, 13, 12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1, 0);
	const __m512i letter = _mm512_set1_epi8(GBX_C_HEX | GBX_C_ALPHA);
	const __m512i upper = _mm512_add_epi8(count, _mm512_set1_epi8(64));
	t->class_low = _mm512_loadu_si512(gbx_class_table);
	t->class_high = _mm512_loadu_si512(gbx_class_table + 64);
	t->shape_low = _mm512_mask_mov_epi8(
	    count, _mm512_test_epi8_mask(t->class_low, _mm512_set1_epi8(GBX_C_DIGIT)),
	    _mm512_set1_epi8('9'));
	t->shape_low = _mm512_mask_mov_epi8(t->shape_low, 0xFFFFFFFF, _mm512_set1_epi8('?'));
	t->shape_high = _mm512_mask_mov_epi8(
	    upper, _mm512_test_epi8_mask(t->class_high, letter),
	    _mm512_or_si512(_mm512_and_si512(upper, _mm512_set1_epi8(0x20)), _mm512_set1_epi8('A')));
	t->shape_high = _mm512_mask_mov_epi8(t->shape_high, UINT64_C(1) << 63, _mm512_set1_epi8('?'));
}

AVX512 static inline uint32_t fold(__m512i cls)
{
	__m256i a = _mm256_or_si256(_mm512_castsi512_si256(cls), _mm512_extracti64x4_epi64(cls, 1));
	__m128i b = _mm_or_si128(_mm256_castsi256_si128(a), _mm256_extracti128_si256(a, 1));
	uint64_t x = (uint64_t)_mm_cvtsi128_si64(_mm_or_si128(b, _mm_unpackhi_epi64(b, b)));
	x |= x >> 32;
	x |= x >> 16;
	return (uint32_t)(x | x >> 8) & 255;
}

AVX512 static inline __m512i classes(const struct tables *t, __mmask64 m, __m512i x)
{
	__m512i cls = _mm512_maskz_permutex2var_epi8(m, t->class_low, x, t->class_high);
	return _mm512_mask_mov_epi8(cls, _mm512_movepi8_mask(x), _mm512_set1_epi8((char)GBX_C_HIGH));
}

AVX512 static uint32_t classes_of_long(const struct tables *t, const unsigned char *p, uint32_t n)
{
	__m512i all = _mm512_setzero_si512();
	for (; n > 64; n -= 64, p += 64)
		all = _mm512_or_si512(all, classes(t, ~UINT64_C(0), _mm512_loadu_si512(p)));
	__mmask64 m = _bzhi_u64(~UINT64_C(0), n);
	return fold(_mm512_or_si512(all, classes(t, m, _mm512_maskz_loadu_epi8(m, p))));
}

/* Each character that is not ASCII is one x: what goes on with it vanishes. */
AVX512 static __m512i shape_with_high(__m512i shape, __m512i x, __mmask64 m, uint32_t *n)
{
	shape = _mm512_mask_mov_epi8(shape, m & _mm512_movepi8_mask(x), _mm512_set1_epi8('x'));
	__mmask64 keep = m & _mm512_cmpge_epi8_mask(x, _mm512_set1_epi8((char)0xC0));
	*n = (uint32_t)_mm_popcnt_u64(keep);
	return _mm512_maskz_compress_epi8(keep, shape);
}

AVX512 static inline void count_shape(struct gbx_shape_cache *c, struct gbx_tally *t, __m512i shape,
				      uint32_t n)
{
	_Alignas(64) char text[GBX_SHAPE_BYTES] GBX_UNINITIALISED;
	if (c->off) {
		_mm512_store_si512(text, shape);
		gbx_tally_add(t, text, n, 1);
		return;
	}
	uint64_t digits = _mm512_cmpeq_epi8_mask(shape, _mm512_set1_epi8('9'));
	uint64_t lower = _mm512_cmpeq_epi8_mask(shape, _mm512_set1_epi8('a'));
	uint64_t h = ((digits ^ (lower << 21 | lower >> 43)) + n) * 0x9E3779B97F4A7C15u;
	uint32_t i = (uint32_t)(h >> 57); /* GBX_SHAPE_SLOTS is 2^7 */
	c->tried++;
	if (!_mm512_cmpneq_epi8_mask(shape, _mm512_loadu_si512(c->text[i]))) {
		c->n[i] = n;
		c->count[i]++;
		c->hits++;
		return;
	}
	_mm512_store_si512(text, shape);
	gbx_shape_cache_replace(c, t, i, text, n);
}

AVX512 static void count_fixed(struct gbx_shape_cache *c, struct gbx_tally *t,
			       const struct gbx_fixed_shape *s)
{
	count_shape(c, t, _mm512_loadu_si512(s->text), s->n);
}

AVX512 void gbx_look_many_512(struct gbx_value *v, uint32_t n, struct gbx_shape_cache *c,
			      struct gbx_tally *tally)
{
	const uint32_t hex = GBX_C_DIGIT | GBX_C_HEX;
	struct tables t;
	load_tables(&t);
	for (uint32_t i = 0; i < n; i++) {
		uint32_t len = v[i].n;
		if (len > GBX_SHAPE_BYTES) {
			v[i].cls = classes_of_long(&t, v[i].p, len);
			count_fixed(c, tally, gbx_shape_fixed(len, v[i].cls));
			continue;
		}
		__mmask64 m = _bzhi_u64(~UINT64_C(0), len);
		__m512i x = _mm512_maskz_loadu_epi8(m, v[i].p);
		__m512i shape = _mm512_maskz_permutex2var_epi8(m, t.shape_low, x, t.shape_high);
		uint32_t cls = fold(classes(&t, m, x));
		v[i].cls = cls;
		if (cls == hex && len >= GBX_SHAPE_HEX) {
			count_fixed(c, tally, gbx_shape_fixed(len, cls));
			continue;
		}
		if (cls & GBX_C_HIGH)
			shape = shape_with_high(shape, x, m, &len);
		count_shape(c, tally, shape, len);
	}
}
#endif

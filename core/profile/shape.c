/* Shapes of values; the contract is in shape.h. */
#include "shape.h"

#include "shape_wide.h"
#include "tally.h"

#include <stdio.h>
#if defined(__SSE4_1__)
#include <immintrin.h>
#endif

#define FIXED(text) { text, sizeof text - 1 }
#define HEX(n) FIXED("(" #n " hex)")

static const struct gbx_fixed_shape long_shape[] = {
	FIXED("(65-128 bytes)"),      FIXED("(129-256 bytes)"),	  FIXED("(257-512 bytes)"),
	FIXED("(513-1024 bytes)"),    FIXED("(1025-2048 bytes)"), FIXED("(2049-4096 bytes)"),
	FIXED("(4097-8192 bytes)"),   FIXED("(8193-16384 bytes)"), FIXED("(16385-32768 bytes)"),
	FIXED("(32769-65536 bytes)"), FIXED("(over 65536 bytes)"),
};

static const struct gbx_fixed_shape hex_shape[GBX_SHAPE_BYTES - GBX_SHAPE_HEX + 1] = {
	HEX(16), HEX(17), HEX(18), HEX(19), HEX(20), HEX(21), HEX(22), HEX(23), HEX(24), HEX(25),
	HEX(26), HEX(27), HEX(28), HEX(29), HEX(30), HEX(31), HEX(32), HEX(33), HEX(34), HEX(35),
	HEX(36), HEX(37), HEX(38), HEX(39), HEX(40), HEX(41), HEX(42), HEX(43), HEX(44), HEX(45),
	HEX(46), HEX(47), HEX(48), HEX(49), HEX(50), HEX(51), HEX(52), HEX(53), HEX(54), HEX(55),
	HEX(56), HEX(57), HEX(58), HEX(59), HEX(60), HEX(61), HEX(62), HEX(63), HEX(64),
};

const struct gbx_fixed_shape *gbx_shape_fixed(uint32_t n, uint32_t cls)
{
	unsigned i = 0;
	if (n <= GBX_SHAPE_BYTES)
		return n >= GBX_SHAPE_HEX && cls == (GBX_C_DIGIT | GBX_C_HEX)
			   ? hex_shape + n - GBX_SHAPE_HEX
			   : NULL;
	while (i + 1 < sizeof long_shape / sizeof *long_shape && n > (128u << i))
		i++;
	return long_shape + i;
}

static char shape_byte(unsigned char c)
{
	if (c >= '0' && c <= '9')
		return '9';
	if (c >= 'a' && c <= 'z')
		return 'a';
	if (c >= 'A' && c <= 'Z')
		return 'A';
	return c < ' ' || c == 127 ? '?' : (char)c;
}

/* One x for each non-ASCII character: continuation bytes vanish. */
static uint32_t shape_with_high(const unsigned char *p, uint32_t len, char *out)
{
	uint32_t n = 0;
	for (uint32_t i = 0; i < len; i++) {
		unsigned char c = p[i];
		if (c < 0x80)
			out[n++] = shape_byte(c);
		else if (c >= 0xC0)
			out[n++] = 'x';
	}
	return n;
}

#if defined(__SSSE3__) && defined(__SSE4_1__)
/*
 * Byte classes by two table look-ups, one by each half of the byte: a class is a
 * rectangle of low and high halves, and ALPHA and SEP are two rectangles each. The
 * first six bits are those of enum gbx_class.
 */
enum { ALPHA_2 = 64, SEP_2 = 128 };

static inline __m128i low_half(void)
{
	return _mm_setr_epi8(
	    /* 0 */ GBX_C_DIGIT | GBX_C_AT | ALPHA_2 | GBX_C_SEP, /* 1 */ GBX_C_DIGIT | GBX_C_HEX | ALPHA_2,
	    /* 2 */ GBX_C_DIGIT | GBX_C_HEX | ALPHA_2, /* 3 */ GBX_C_DIGIT | GBX_C_HEX | ALPHA_2,
	    /* 4 */ GBX_C_DIGIT | GBX_C_HEX | ALPHA_2, /* 5 */ GBX_C_DIGIT | GBX_C_HEX | ALPHA_2,
	    /* 6 */ GBX_C_DIGIT | GBX_C_HEX | ALPHA_2, /* 7 */ GBX_C_DIGIT | GBX_C_ALPHA | ALPHA_2,
	    /* 8 */ GBX_C_DIGIT | GBX_C_ALPHA | ALPHA_2 | GBX_C_SEP,
	    /* 9 */ GBX_C_DIGIT | GBX_C_ALPHA | ALPHA_2 | GBX_C_SEP,
	    /* A */ (char)(GBX_C_ALPHA | ALPHA_2 | SEP_2), /* B */ GBX_C_ALPHA | GBX_C_SEP,
	    /* C */ GBX_C_ALPHA, /* D */ GBX_C_ALPHA | GBX_C_SEP, /* E */ GBX_C_ALPHA | GBX_C_DOT,
	    /* F */ GBX_C_ALPHA | GBX_C_SEP);
}

static inline __m128i high_half(void)
{
	return _mm_setr_epi8(0, 0, GBX_C_DOT | GBX_C_SEP, (char)(GBX_C_DIGIT | SEP_2),
					   GBX_C_HEX | GBX_C_ALPHA | GBX_C_AT, ALPHA_2,
					   GBX_C_HEX | GBX_C_ALPHA, ALPHA_2, 0, 0, 0, 0, 0, 0, 0, 0);
}

static inline __m128i classes16(__m128i v)
{
	const __m128i half = _mm_set1_epi8(15);
	__m128i l = _mm_shuffle_epi8(low_half(), _mm_and_si128(v, half));
	__m128i h = _mm_shuffle_epi8(high_half(), _mm_and_si128(_mm_srli_epi16(v, 4), half));
	return _mm_and_si128(l, h);
}

static inline __m128i shape16(__m128i v, __m128i c)
{
	const __m128i letters = _mm_set1_epi8(GBX_C_HEX | GBX_C_ALPHA | ALPHA_2);
	__m128i letter = _mm_cmpgt_epi8(_mm_and_si128(c, letters), _mm_setzero_si128());
	__m128i a = _mm_or_si128(_mm_and_si128(v, _mm_set1_epi8(0x20)), _mm_set1_epi8('A'));
	__m128i low = _mm_set1_epi8(31);
	__m128i control = _mm_or_si128(_mm_cmpeq_epi8(_mm_max_epu8(v, low), low),
				       _mm_cmpeq_epi8(v, _mm_set1_epi8(127)));
	v = _mm_blendv_epi8(v, a, letter);
	v = _mm_blendv_epi8(v, _mm_set1_epi8('9'), _mm_slli_epi16(c, 7)); /* the DIGIT bit on top */
	return _mm_blendv_epi8(v, _mm_set1_epi8('?'), control);
}

static inline uint32_t fold_classes(__m128i c, bool other, bool high)
{
	uint64_t x = (uint64_t)_mm_cvtsi128_si64(_mm_or_si128(c, _mm_srli_si128(c, 8)));
	x |= x >> 32;
	x |= x >> 16;
	uint32_t b = (uint32_t)(x | x >> 8) & 255;
	return (b & 63) | (b >> 4 & GBX_C_ALPHA) | (b >> 2 & GBX_C_SEP) | (other ? GBX_C_OTHER : 0) |
	       (high ? GBX_C_HIGH : 0);
}

/* Ones up to the end of a value, zeros behind it: a window that slides over the edge. */
static const unsigned char tail_mask[64] = {
	255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255,
	255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255,
};

/* The classes of all n bytes; the shape too when it is short enough to be written. */
static uint32_t look_sse(const unsigned char *p, uint32_t n, char *shape)
{
	__m128i all = _mm_setzero_si128(), none = all, high = all, zero = all;
	bool write = n <= GBX_SHAPE_BYTES;
	for (uint32_t i = 0; i < n; i += 16) {
		const void *edge = tail_mask + 32 - (n - i < 16 ? n - i : 16);
		__m128i mask = _mm_loadu_si128((const __m128i *)edge);
		__m128i v = _mm_and_si128(_mm_loadu_si128((const __m128i *)(const void *)(p + i)), mask);
		__m128i c = classes16(v);
		if (write)
			_mm_storeu_si128((__m128i *)(void *)(shape + i), _mm_and_si128(shape16(v, c), mask));
		high = _mm_or_si128(high, v);
		/* no class and not high: OTHER */
		none = _mm_or_si128(none, _mm_andnot_si128(v, _mm_and_si128(mask, _mm_cmpeq_epi8(c, zero))));
		all = _mm_or_si128(all, c);
	}
	return fold_classes(all, _mm_movemask_epi8(none), _mm_movemask_epi8(high));
}

/* The same, 32 bytes at a time: most values are one step. */
#define AVX2 __attribute__((target("avx2")))

AVX2 static inline __m256i classes32(__m256i v)
{
	const __m256i low = _mm256_broadcastsi128_si256(low_half());
	const __m256i high = _mm256_broadcastsi128_si256(high_half());
	const __m256i half = _mm256_set1_epi8(15);
	__m256i l = _mm256_shuffle_epi8(low, _mm256_and_si256(v, half));
	__m256i h = _mm256_shuffle_epi8(high, _mm256_and_si256(_mm256_srli_epi16(v, 4), half));
	return _mm256_and_si256(l, h);
}

AVX2 static inline __m256i shape32(__m256i v, __m256i c)
{
	const __m256i letters = _mm256_set1_epi8(GBX_C_HEX | GBX_C_ALPHA | ALPHA_2);
	__m256i letter = _mm256_cmpgt_epi8(_mm256_and_si256(c, letters), _mm256_setzero_si256());
	__m256i a = _mm256_or_si256(_mm256_and_si256(v, _mm256_set1_epi8(0x20)), _mm256_set1_epi8('A'));
	__m256i low = _mm256_set1_epi8(31);
	__m256i control = _mm256_or_si256(_mm256_cmpeq_epi8(_mm256_max_epu8(v, low), low),
					  _mm256_cmpeq_epi8(v, _mm256_set1_epi8(127)));
	v = _mm256_blendv_epi8(v, a, letter);
	v = _mm256_blendv_epi8(v, _mm256_set1_epi8('9'), _mm256_slli_epi16(c, 7));
	return _mm256_blendv_epi8(v, _mm256_set1_epi8('?'), control);
}

AVX2 static uint32_t look_avx2(const unsigned char *p, uint32_t n, char *shape)
{
	__m256i all = _mm256_setzero_si256(), none = all, high = all, zero = all;
	bool write = n <= GBX_SHAPE_BYTES;
	for (uint32_t i = 0; i < n; i += 32) {
		const void *edge = tail_mask + 32 - (n - i < 32 ? n - i : 32);
		__m256i mask = _mm256_loadu_si256((const __m256i *)edge);
		__m256i v = _mm256_and_si256(_mm256_loadu_si256((const __m256i *)(const void *)(p + i)), mask);
		__m256i c = classes32(v);
		if (write)
			_mm256_storeu_si256((__m256i *)(void *)(shape + i),
					    _mm256_and_si256(shape32(v, c), mask));
		high = _mm256_or_si256(high, v);
		none = _mm256_or_si256(
		    none, _mm256_andnot_si256(v, _mm256_and_si256(mask, _mm256_cmpeq_epi8(c, zero))));
		all = _mm256_or_si256(all, c);
	}
	__m128i folded = _mm_or_si128(_mm256_castsi256_si128(all), _mm256_extracti128_si256(all, 1));
	return fold_classes(folded, _mm256_movemask_epi8(none), _mm256_movemask_epi8(high));
}

static inline uint32_t look(const unsigned char *p, uint32_t n, char *shape)
{
	return __builtin_cpu_supports("avx2") ? look_avx2(p, n, shape) : look_sse(p, n, shape);
}
#else
static uint32_t look(const unsigned char *p, uint32_t n, char *shape)
{
	for (uint32_t i = 0; i < n && i < GBX_SHAPE_BYTES; i++)
		shape[i] = shape_byte(p[i]);
	memset(shape + (n < GBX_SHAPE_BYTES ? n : GBX_SHAPE_BYTES), 0, 16);
	return gbx_class_of(p, n);
}
#endif

uint32_t gbx_look(const unsigned char *p, uint32_t n, char shape[GBX_SHAPE_ROOM], uint32_t *shape_n)
{
	uint32_t cls = look(p, n, shape);
	const struct gbx_fixed_shape *fixed = gbx_shape_fixed(n, cls);
	*shape_n = n;
	if (fixed) {
		memcpy(shape, fixed->text, GBX_SHAPE_BYTES);
		*shape_n = fixed->n;
		return cls;
	}
	if (!(cls & GBX_C_HIGH))
		return cls;
	*shape_n = shape_with_high(p, n, shape);
	memset(shape + *shape_n, 0, 16);
	return cls;
}

/* ---- the cache ---- */

#define TRIAL 256u /* shapes after which a cache must have proven itself: */
#define WORTH 4u   /* one hit in four */

void gbx_shape_cache_begin(struct gbx_shape_cache *c)
{
	memset(c->count, 0, sizeof c->count);
	memset(c->text, 0, sizeof c->text);
	memset(c->n, 0, sizeof c->n);
	c->tried = c->hits = 0;
	c->off = false;
}

static inline uint32_t slot_of(const char *text, uint32_t n)
{
	uint64_t h = n;
	for (uint32_t i = 0; i < n; i += 16) {
		uint64_t a, b;
		memcpy(&a, text + i, 8);
		memcpy(&b, text + i + 8, 8);
		h = (h ^ a) * 0x9E3779B97F4A7C15u;
		h = ((h >> 29) ^ b ^ h) * 0xBF58476D1CE4E5B9u;
	}
	return (uint32_t)(h >> 57); /* GBX_SHAPE_SLOTS is 2^7 */
}

static inline bool same_text(const char *a, const char *b, uint32_t n)
{
	for (uint32_t i = 0; i < n; i += 16)
		if (memcmp(a + i, b + i, 16))
			return false;
	return true;
}

void gbx_shape_cache_replace(struct gbx_shape_cache *c, struct gbx_tally *t, unsigned i,
			     const char *shape, uint32_t n)
{
	if (c->count[i])
		gbx_tally_add(t, c->text[i], c->n[i], c->count[i]);
	memset(c->text[i], 0, GBX_SHAPE_BYTES);
	memcpy(c->text[i], shape, n);
	c->n[i] = n;
	c->count[i] = 1;
	c->off |= c->tried >= TRIAL && c->hits < c->tried / WORTH;
}

void gbx_shape_cache_add(struct gbx_shape_cache *c, struct gbx_tally *t, const char *text, uint32_t n)
{
	if (c->off) {
		gbx_tally_add(t, text, n, 1);
		return;
	}
	uint32_t i = slot_of(text, n);
	c->tried++;
	if (c->n[i] == n && same_text(c->text[i], text, n)) {
		c->count[i]++;
		c->hits++;
		return;
	}
	gbx_shape_cache_replace(c, t, i, text, n);
}

void gbx_shape_cache_end(struct gbx_shape_cache *c, struct gbx_tally *t)
{
	for (unsigned i = 0; i < GBX_SHAPE_SLOTS; i++)
		if (c->count[i])
			gbx_tally_add(t, c->text[i], c->n[i], c->count[i]);
}

/* ---- many ---- */

static void many_single(struct gbx_value *v, uint32_t n, struct gbx_shape_cache *c,
			struct gbx_tally *t)
{
	char shape[GBX_SHAPE_ROOM] GBX_UNINITIALISED;
	uint32_t shape_n;
	for (uint32_t i = 0; i < n; i++) {
		v[i].cls = gbx_look(v[i].p, v[i].n, shape, &shape_n);
		gbx_shape_cache_add(c, t, shape, shape_n);
	}
}

static bool always(void)
{
	return true;
}

const struct gbx_look_way gbx_look_ways[] = {
#if defined(__x86_64__)
	{ "avx512", gbx_look_has_512, gbx_look_many_512 },
#endif
	{ "single", always, many_single },
};
const unsigned gbx_look_way_count = sizeof gbx_look_ways / sizeof *gbx_look_ways;

void gbx_look_many(struct gbx_value *v, uint32_t n, struct gbx_shape_cache *c, struct gbx_tally *t)
{
	const struct gbx_look_way *w = gbx_look_ways;
	while (!w->usable())
		w++;
	w->many(v, n, c, t);
}

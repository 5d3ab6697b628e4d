/* Shapes of values; the contract is in shape.h. */
#include "shape.h"

#include <stdio.h>
#if defined(__SSE2__)
#include <emmintrin.h>
#endif

static const char *const long_shape[] = {
	"(65-128 bytes)",	"(129-256 bytes)",	"(257-512 bytes)",
	"(513-1024 bytes)",	"(1025-2048 bytes)",	"(2049-4096 bytes)",
	"(4097-8192 bytes)",	"(8193-16384 bytes)",	"(16385-32768 bytes)",
	"(32769-65536 bytes)",	"(over 65536 bytes)",
};

static uint32_t shape_of_long(uint32_t n, char *out)
{
	unsigned i = 0;
	while (i + 1 < sizeof long_shape / sizeof *long_shape && n > (128u << i))
		i++;
	uint32_t len = (uint32_t)strlen(long_shape[i]);
	memcpy(out, long_shape[i], len);
	return len;
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
static uint32_t shape_with_high(const struct gbx_value *v, char *out)
{
	uint32_t n = 0;
	for (uint32_t i = 0; i < v->n; i++) {
		unsigned char c = v->p[i];
		if (c < 0x80)
			out[n++] = shape_byte(c);
		else if (c >= 0xC0)
			out[n++] = 'x';
	}
	return n;
}

#if defined(__SSE2__)
static inline __m128i in_range(__m128i v, char low, char count)
{
	__m128i d = _mm_sub_epi8(v, _mm_set1_epi8(low));
	return _mm_cmpeq_epi8(_mm_min_epu8(d, _mm_set1_epi8((char)(count - 1))), d);
}

static inline __m128i pick(__m128i mask, char c, __m128i otherwise)
{
	return _mm_or_si128(_mm_and_si128(mask, _mm_set1_epi8(c)), _mm_andnot_si128(mask, otherwise));
}

static void shape_ascii(const unsigned char *p, uint32_t n, char *out)
{
	for (uint32_t i = 0; i < n; i += 16) {
		__m128i v = _mm_loadu_si128((const __m128i *)(const void *)(p + i));
		__m128i r = pick(in_range(v, '0', 10), '9', v);
		r = pick(in_range(v, 'a', 26), 'a', r);
		r = pick(in_range(v, 'A', 26), 'A', r);
		r = pick(in_range(v, 0, 32), '?', r);
		r = pick(in_range(v, 127, 1), '?', r);
		_mm_storeu_si128((__m128i *)(void *)(out + i), r);
	}
}
#else
static void shape_ascii(const unsigned char *p, uint32_t n, char *out)
{
	for (uint32_t i = 0; i < n; i++)
		out[i] = shape_byte(p[i]);
}
#endif

uint32_t gbx_shape(const struct gbx_value *v, char out[GBX_SHAPE_ROOM])
{
	if (v->n > GBX_SHAPE_BYTES)
		return shape_of_long(v->n, out);
	if (v->cls & GBX_C_HIGH)
		return shape_with_high(v, out);
	shape_ascii(v->p, v->n, out);
	return v->n;
}

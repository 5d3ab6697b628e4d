/*
 * Several bytes at once: loads of any alignment and tests on eight bytes in one
 * register. Nothing here reads outside what the caller names.
 */
#ifndef GBX_DETECT_BYTES_H
#define GBX_DETECT_BYTES_H

#include <stdint.h>
#include <string.h>

#ifdef __SSE2__
#include <emmintrin.h>
#endif

#define GBX_EACH UINT64_C(0x0101010101010101) /* times a byte: eight of it */

/* First byte lowest, on every machine. */
static inline uint64_t gbx_load8(const unsigned char *p)
{
	uint64_t x;

	memcpy(&x, p, 8);
#if __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
	x = __builtin_bswap64(x);
#endif
	return x;
}

static inline uint32_t gbx_load4(const unsigned char *p)
{
	uint32_t x;

	memcpy(&x, p, 4);
#if __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
	x = __builtin_bswap32(x);
#endif
	return x;
}

/*
 * x holds text with the same signs as form, and form has '0' where a digit stands:
 * then x ^ form has the digits, and zeros for the signs. `room` is 0x76 in the
 * bytes of digits and 0x7f in those of signs.
 */
static inline int gbx_fits_form(uint64_t x, uint64_t room)
{
	return !(((x + room) | x) & (GBX_EACH * 0x80));
}

#define GBX_ROOM_DIGITS (GBX_EACH * 0x76)

/* Are eight bytes digits? */
static inline int gbx_digits8(uint64_t x)
{
	return gbx_fits_form(x ^ (GBX_EACH * '0'), GBX_ROOM_DIGITS);
}

/* The first of eight bytes that is c, 8 when none. */
static inline unsigned gbx_first8(uint64_t x, unsigned char c)
{
	uint64_t y = x ^ (GBX_EACH * c);

	y = (y - GBX_EACH) & ~y & (GBX_EACH * 0x80);
	return y ? (unsigned)__builtin_ctzll(y) / 8 : 8;
}

/* Digits 0 to 9 in eight bytes: every byte with the one behind it as a number. The last is nothing.
 */
static inline uint64_t gbx_pairs(uint64_t x)
{
	return x * 10 + (x >> 8);
}

static inline unsigned gbx_byte(uint64_t x, unsigned k)
{
	return (unsigned)(x >> (8 * k)) & 0xff;
}

/* Sixteen bytes; answers have bit k for byte k. */
#ifdef __SSE2__
typedef __m128i gbx_bytes16;

static inline gbx_bytes16 gbx_load16(const unsigned char *p)
{
	return _mm_loadu_si128((const __m128i *)(const void *)p);
}

static inline gbx_bytes16 gbx_bytes_of(uint64_t lo, uint64_t hi)
{
	return _mm_set_epi64x((long long)hi, (long long)lo);
}

static inline uint32_t gbx_find16(gbx_bytes16 x, char c)
{
	return (uint32_t)_mm_movemask_epi8(_mm_cmpeq_epi8(x, _mm_set1_epi8(c)));
}

/* Bytes from 0x80 are below all others. */
static inline uint32_t gbx_above16(gbx_bytes16 x, char c)
{
	return (uint32_t)_mm_movemask_epi8(_mm_cmpgt_epi8(x, _mm_set1_epi8(c)));
}
#else
typedef struct {
	unsigned char b[16];
} gbx_bytes16;

static inline gbx_bytes16 gbx_load16(const unsigned char *p)
{
	gbx_bytes16 x;

	memcpy(x.b, p, 16);
	return x;
}

static inline gbx_bytes16 gbx_bytes_of(uint64_t lo, uint64_t hi)
{
	gbx_bytes16 x;

	for (unsigned k = 0; k < 8; k++) {
		x.b[k] = (unsigned char)(lo >> (8 * k));
		x.b[8 + k] = (unsigned char)(hi >> (8 * k));
	}
	return x;
}

static inline uint32_t gbx_find16(gbx_bytes16 x, char c)
{
	uint32_t m = 0;

	for (unsigned k = 0; k < 16; k++)
		m |= (uint32_t)(x.b[k] == (unsigned char)c) << k;
	return m;
}

static inline uint32_t gbx_above16(gbx_bytes16 x, char c)
{
	uint32_t m = 0;

	for (unsigned k = 0; k < 16; k++)
		m |= (uint32_t)((signed char)x.b[k] > c) << k;
	return m;
}
#endif

/* 8 to 15 bytes, zeros behind them. */
static inline gbx_bytes16 gbx_load_short(const unsigned char *p, uint32_t n)
{
	return gbx_bytes_of(gbx_load8(p), gbx_load8(p + n - 8) >> 8 >> (8 * (15 - n)));
}

/* Where two bytes stand in n bytes, 8 to 64. */
static inline void gbx_find_both(const unsigned char *p, uint32_t n, char a, char b, uint64_t *at_a,
                                 uint64_t *at_b)
{
	gbx_bytes16 x;

	if (n < 16) {
		x = gbx_load_short(p, n);
		*at_a = gbx_find16(x, a);
		*at_b = gbx_find16(x, b);
		return;
	}
	x = gbx_load16(p + n - 16);
	*at_a = (uint64_t)gbx_find16(x, a) << (n - 16);
	*at_b = (uint64_t)gbx_find16(x, b) << (n - 16);
	for (uint32_t i = 0; i + 16 < n; i += 16) {
		x = gbx_load16(p + i);
		*at_a |= (uint64_t)gbx_find16(x, a) << i;
		*at_b |= (uint64_t)gbx_find16(x, b) << i;
	}
}

#endif

/*
 * Resident identity numbers of China: GB 11643-1999. Six digits of region, the
 * birth date, three of sequence (odd: male), and a check character by ISO 7064
 * MOD 11-2. Whether the region exists is evidence, not validity.
 */
#include "chars.h"
#include "check.h"
#include "time_iso.h"

/* The weighted sum of the first 17 digits; more than any when one is none. */
#define NO_SUM 0xffffu
#ifdef __SSE2__
static inline unsigned weighted_sum(const unsigned char *p)
{
	const __m128i zero = _mm_setzero_si128();
	__m128i d = _mm_sub_epi8(gbx_load16(p), _mm_set1_epi8('0')), sum;
	unsigned last = p[16] - (unsigned)'0';

	/* the lower of a byte and 9 is the byte only when it is a digit */
	if (_mm_movemask_epi8(_mm_cmpeq_epi8(_mm_min_epu8(d, _mm_set1_epi8(9)), d)) != 0xffff ||
	    last > 9)
		return NO_SUM;
	sum = _mm_add_epi32(
	    _mm_madd_epi16(_mm_unpacklo_epi8(d, zero), _mm_setr_epi16(7, 9, 10, 5, 8, 4, 2, 1)),
	    _mm_madd_epi16(_mm_unpackhi_epi8(d, zero), _mm_setr_epi16(6, 3, 7, 9, 10, 5, 8, 4)));
	sum = _mm_add_epi32(sum, _mm_unpackhi_epi64(sum, sum));
	sum = _mm_add_epi32(sum, _mm_shuffle_epi32(sum, 1));
	return (unsigned)_mm_cvtsi128_si32(sum) + last * 2;
}
#else
static inline unsigned weighted_sum(const unsigned char *p)
{
	static const uint8_t weight[17] = {7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2};
	unsigned sum = 0;

	for (unsigned i = 0; i < 17; i++) {
		if (!gbx_isdigit(p[i]))
			return NO_SUM;
		sum += (unsigned)(p[i] - '0') * weight[i];
	}
	return sum;
}
#endif

bool gbx_is_national_id_cn(const struct gbx_value *v)
{
	static const char check[] = "10X98765432";
	const unsigned char *p = v->p;
	unsigned sum, year;
	uint64_t two;

	if (v->n != 18 || (v->cls & ~(uint32_t)(GBX_C_DIGIT | GBX_C_ALPHA)) || p[0] == '0')
		return false;
	sum = weighted_sum(p);
	if (sum == NO_SUM || check[sum % 11] != (p[17] == 'x' ? 'X' : (char)p[17]))
		return false;
	two = gbx_pairs(gbx_load8(p + 6) ^ (GBX_EACH * '0'));
	year = gbx_byte(two, 0) * 100 + gbx_byte(two, 2);
	return year >= 1850 && year <= 2100 &&
	       gbx_iso_days(year, gbx_byte(two, 4), gbx_byte(two, 6)) != GBX_NO_DAY;
}

bool gbx_cn_id_15(const struct gbx_value *v)
{
	if (v->n != 15 || v->cls != GBX_C_DIGIT || v->p[0] == '0')
		return false;
	return gbx_date_exists(1900 + (int)gbx_digits(v->p + 6, 2),
	                       (unsigned)gbx_digits(v->p + 8, 2),
	                       (unsigned)gbx_digits(v->p + 10, 2));
}

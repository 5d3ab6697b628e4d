/*
 * Resident identity numbers of China: GB 11643-1999. Six digits of region, the
 * birth date, three of sequence (odd: male), and a check character by ISO 7064
 * MOD 11-2. Whether the region exists is evidence, not validity.
 */
#include "chars.h"
#include "check.h"
#include "times.h"

bool gbx_is_national_id_cn(const struct gbx_value *v)
{
	static const uint8_t weight[17] = {7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2};
	static const char check[] = "10X98765432";
	unsigned sum = 0, bad = 0, year, month, day;
	const unsigned char *p = v->p;

	if (v->n != 18 || (v->cls & ~(uint32_t)(GBX_C_DIGIT | GBX_C_ALPHA)) || p[0] == '0')
		return false;
	for (unsigned i = 0; i < 17; i++) {
		unsigned d = (unsigned)p[i] - '0';
		bad |= d > 9;
		sum += d * weight[i];
	}
	if (bad || check[sum % 11] != (p[17] == 'x' ? 'X' : (char)p[17]))
		return false;
	year = (unsigned)gbx_digits(p + 6, 4);
	month = (unsigned)gbx_digits(p + 10, 2);
	day = (unsigned)gbx_digits(p + 12, 2);
	return year >= 1850 && year <= 2100 && gbx_date_exists((int)year, month, day);
}

bool gbx_cn_id_15(const struct gbx_value *v)
{
	if (v->n != 15 || v->cls != GBX_C_DIGIT || v->p[0] == '0')
		return false;
	return gbx_date_exists(1900 + (int)gbx_digits(v->p + 6, 2),
	                       (unsigned)gbx_digits(v->p + 8, 2),
	                       (unsigned)gbx_digits(v->p + 10, 2));
}

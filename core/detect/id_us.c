/*
 * Social security numbers: the rules the Social Security Administration published
 * with the randomisation of 2011. No area 000, 666 or 900 and up, no group 00, no
 * serial 0000, and not the two numbers that advertisements made famous.
 */
#include "chars.h"
#include "check.h"

static bool ssn_rules(const unsigned char *area, const unsigned char *group,
                      const unsigned char *serial)
{
	int64_t a = gbx_digits(area, 3), g = gbx_digits(group, 2), s = gbx_digits(serial, 4);

	if (a <= 0 || a == 666 || a >= 900 || g <= 0 || s <= 0)
		return false;
	return !(a == 78 && g == 5 && s == 1120) && !(a == 219 && g == 9 && s == 9999);
}

bool gbx_is_national_id_us(const struct gbx_value *v)
{
	const unsigned char *p = v->p;

	return v->n == 11 && v->cls == (GBX_C_DIGIT | GBX_C_SEP) && p[3] == '-' && p[6] == '-' &&
	       ssn_rules(p, p + 4, p + 7);
}

bool gbx_ssn_bare(const struct gbx_value *v)
{
	return v->n == 9 && v->cls == GBX_C_DIGIT && ssn_rules(v->p, v->p + 3, v->p + 5);
}

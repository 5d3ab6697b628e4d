/* Regions of numbers; the contract is in region.h. */
#include "region.h"

#include <stdio.h>

#include "chars.h"
#include "check.h"
#include "phone.h"

#define CHINA 86u

bool gbx_has_regions(enum gbx_type t)
{
	return t == GBX_T_NATIONAL_ID_CN || t == GBX_T_PHONE;
}

/* Country codes of one, two and three figures: E.164 Annex of 2016. Two figures are a code of
 * their own, or the beginning of ten with three. */
static unsigned calling_code(const unsigned char *d, unsigned n)
{
	static const char *const two = "20 27 30 31 32 33 34 36 39 40 41 43 44 45 46 47 48 49 51 52 "
	                               "53 54 55 56 57 58 60 61 62 63 64 65 66 81 82 84 86 90 91 92 "
	                               "93 94 95 98";
	unsigned code;

	if (n < 4)
		return 0;
	if (d[0] == '1' || d[0] == '7')
		return d[0] - '0';
	code = (d[0] - '0') * 10u + (d[1] - '0');
	for (const char *p = two; *p; p += p[2] ? 3 : 2)
		if (p[0] == d[0] && p[1] == d[1])
			return code;
	return code * 10 + (d[2] - '0');
}

static uint32_t mobile(const unsigned char *d)
{
	uint32_t head = 0, lo = 0, hi = gbx_cn_nmobile;

	for (unsigned i = 0; i < 7; i++)
		head = head * 10 + (d[i] - '0');
	while (lo < hi) {
		uint32_t mid = (lo + hi) / 2;

		if (gbx_cn_mobile[mid].from <= head)
			lo = mid + 1;
		else
			hi = mid;
	}
	return lo ? gbx_cn_mobile[lo - 1].region : 0;
}

/* d: without the country code and the 0 in front of an area code. Area codes of two figures
 * are 10 and those that begin with 2. */
static uint32_t chinese(const unsigned char *d, unsigned n)
{
	unsigned two = n > 2 ? (d[0] - '0') * 10u + (d[1] - '0') : 0;
	uint32_t region = 0;

	if (n == 11 && d[0] == '1' && d[1] >= '3')
		region = mobile(d);
	else if (n >= 9 && (two == 10 || d[0] == '2'))
		region = gbx_cn_area[two];
	else if (n >= 9)
		region = gbx_cn_area[two * 10 + (d[2] - '0')];
	return region ? region : GBX_REGION_CALLING + CHINA;
}

static uint32_t of_phone(uint16_t variant, const struct gbx_value *v)
{
	struct gbx_phone t;
	unsigned cc, k;

	if (!gbx_phone_parse(v->p, v->n, &t))
		return 0;
	if (!t.intl) {
		cc = gbx_phone_country_code(variant);
		if (cc != CHINA)
			return cc ? GBX_REGION_CALLING + cc : 0;
		k = t.n >= 12 && t.d[0] == '8' && t.d[1] == '6' ? 2 : t.d[0] == '0';
		return chinese(t.d + k, t.n - k);
	}
	cc = calling_code(t.d, t.n);
	return cc == CHINA ? chinese(t.d + 2, t.n - 2) : cc ? GBX_REGION_CALLING + cc : 0;
}

static uint32_t of_id(const struct gbx_value *v)
{
	unsigned two;

	if (v->n < 15 || !gbx_isdigit(v->p[0]) || !gbx_isdigit(v->p[1]))
		return 0;
	two = (v->p[0] - '0') * 10u + (v->p[1] - '0');
	return gbx_cn_province[two] ? two : 0;
}

uint32_t gbx_region_of(enum gbx_type t, uint16_t variant, const struct gbx_value *v)
{
	return t == GBX_T_PHONE ? of_phone(variant, v) : t == GBX_T_NATIONAL_ID_CN ? of_id(v) : 0;
}

const char *gbx_region_code(uint32_t region, char out[GBX_REGION_CODE])
{
	if (!region || region >= GBX_REGIONS)
		snprintf(out, GBX_REGION_CODE, "-");
	else if (region < GBX_REGION_CALLING)
		snprintf(out, GBX_REGION_CODE, "CN-%02u", region);
	else
		snprintf(out, GBX_REGION_CODE, "+%u", region - GBX_REGION_CALLING);
	return out;
}

const char *gbx_region_name(uint32_t region)
{
	return region < GBX_REGION_CALLING ? gbx_cn_province[region] : NULL;
}

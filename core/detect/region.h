/*
 * Where a number is from, for counting by region: the province in front of a Chinese identity
 * number (GB/T 2260), the province of a Chinese telephone number by its area code or the head of
 * a mobile number, the country calling code of every other one (ITU-T E.164). A region of a
 * number is where it was given out, not where its holder lives.
 */
#ifndef GBX_DETECT_REGION_H
#define GBX_DETECT_REGION_H

#include "detect.h"

/* 0: no region known; 11 to 82: provinces; 100 and a country calling code. */
#define GBX_REGIONS 1100u
#define GBX_REGION_CALLING 100u

/* Are values of the type counted by region at all? */
bool gbx_has_regions(enum gbx_type t);
/* The region of a value that is valid for the plan's type and variant; 0 when it is not known. */
uint32_t gbx_region_of(enum gbx_type t, uint16_t variant, const struct gbx_value *v);

#define GBX_REGION_CODE 16u
/* "CN-44", "+86"; "-" for 0. Returns out. */
const char *gbx_region_code(uint32_t region, char out[GBX_REGION_CODE]);
/* "Guangdong 广东省"; NULL for a calling code, which says it all, and for 0. */
const char *gbx_region_name(uint32_t region);

/* Tables, made from schemas/data/regions_cn.tsv. */
struct gbx_cn_mobile {
	uint32_t from;  /* seven figures; up to those of the next row */
	uint8_t region; /* 0: given to nobody, or not known */
};
extern const char *const gbx_cn_province[100];
extern const uint8_t gbx_cn_area[1000]; /* by area code without the 0 */
extern const struct gbx_cn_mobile gbx_cn_mobile[];
extern const unsigned gbx_cn_nmobile;

#endif

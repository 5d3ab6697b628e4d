/*
 * Telephone numbers: international form (ITU-T E.164) and the national forms of
 * some countries.
 */
#ifndef GBX_DETECT_PHONE_H
#define GBX_DETECT_PHONE_H

#include "value.h"

struct gbx_phone_rule {
	uint8_t from, to; /* first two digits of the national number */
	uint16_t lengths; /* bit n set: n digits are a length */
};

struct gbx_phone_plan {
	uint16_t cc;
	uint16_t rules;
	uint16_t first;
};

extern const struct gbx_phone_rule gbx_phone_rules[];
extern const struct gbx_phone_plan gbx_phone_plans[]; /* by country code */
extern const unsigned gbx_phone_nplans;

#define GBX_PHONE_DIGITS 18

struct gbx_phone {
	unsigned n;                        /* digits, without + and 00, without the extension */
	bool intl;                         /* written with + or 00 */
	bool separated;                    /* something stood between the digits */
	unsigned char d[GBX_PHONE_DIGITS]; /* '0' to '9' */
};

/* The calling code of an enum gbx_phone_country; 0 when it says none. */
unsigned gbx_phone_country_code(unsigned country);

/* Would the number fit the country with the last of its figures in front, the country's code
 * or trunk prefix left where they are? What fits then too, fits by chance. */
bool gbx_phone_turned(const struct gbx_value *v, unsigned country);

/* Takes the text apart; false when it is not written like a number at all. */
bool gbx_phone_parse(const unsigned char *p, size_t n, struct gbx_phone *out);
/* Do n digits fit the numbering plan of the country code they begin with? */
bool gbx_phone_plan_fits(const unsigned char *d, unsigned n);
/* The country code they begin with, whether the rest fits or not; 0 for none. */
unsigned gbx_phone_calling(const unsigned char *d, unsigned n);
/* Do n digits fit the plan of country code cc? */
bool gbx_phone_national_fits(unsigned cc, const unsigned char *d, unsigned n);

#endif

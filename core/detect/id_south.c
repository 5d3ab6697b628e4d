/*
 * Identity numbers of western Asia, Africa and Oceania. Sources stand at each rule.
 */
#include "chars.h"
#include "id_rule.h"

/* Turkiye, TCKN: Nufus Hizmetleri Kanunu 5490 and MERNIS. */
GBX_ID(gbx_is_national_id_tr, .form = "zdddddddddd",
       .sum = {{"797979797", "0123456789", 0, 9, 10, 0}, {"1111111111", "0123456789", 0, 10, 10, 0}});

/* Turkiye, VKN: Gelir Idaresi Baskanligi. */
static bool vkn(const unsigned char *c, unsigned n)
{
	unsigned sum = 0;

	(void)n;
	for (unsigned i = 0; i < 9; i++) {
		unsigned x = (gbx_id_value(c[i]) + 9 - i) % 10;

		if (x)
			sum += (x << (9 - i)) % 9 ? (x << (9 - i)) % 9 : 9;
	}
	return (10 - sum % 10) % 10 == gbx_id_value(c[9]);
}
GBX_ID(gbx_is_tax_id_tr, .form = "dddddddddd", .also = vkn);

/* Israel: Population Registry Law 1965, Luhn with zeros in front. */
GBX_ID(gbx_is_national_id_il, .form = "ddddddddd|dddddddd-d", .check = GBX_CK_LUHN);

/* Iran, national code: National Organization for Civil Registration. */
GBX_ID(gbx_is_national_id_ir, .form = "dddddddddd|ddd-dddddd-d",
       .sum = {{"A98765432", "01987654321", 0, 9, 11, 0}});

/* United Arab Emirates: Federal Authority for Identity: 784, year of birth, Luhn. */
GBX_ID(gbx_is_national_id_ae, .form = "784dddddddddddd|784-dddd-ddddddd-d|784 dddd ddddddd d",
       .range = {{3, 4, 1900, 2030}}, .check = GBX_CK_LUHN);

/* Saudi Arabia: National Information Center: 1 citizens, 2 residents, Luhn. */
GBX_ID(gbx_is_national_id_sa, .form = "[12]ddddddddd", .check = GBX_CK_LUHN);

/* Egypt: Law 143/1994: century, date of birth, governorate. The check figure's rule is not
 * published. */
static bool eg(const unsigned char *c, unsigned n)
{
	int64_t place = gbx_digits(c + 7, 2);

	(void)n;
	return (place >= 1 && place <= 35 && (place < 5 || place > 10)) || place == 88;
}
GBX_ID(gbx_is_national_id_eg, .form = "[23]ddddddddddddd|[23] dd dd dd dd dddd d|[23]-dddddd-dd-dddd-d",
       .day = "-yymmdd", .also = eg);

/* Kuwait, civil number: Public Authority for Civil Information, Law 32/1982. */
GBX_ID(gbx_is_national_id_kw, .form = "[1-3]ddddddddddd", .day = "-yymmdd",
       .sum = {{"216379A5842", "--987654321", 0, 11, 11, 0}});

/* Qatar: Ministry of Interior: century, year of birth, nationality (ISO 3166 numeric). */
GBX_ID(gbx_is_national_id_qa, .form = "[23]dddddddddd", .range = {{3, 3, 4, 894}});

/* South Africa: Identification Act 68/1997: date, serial, citizenship, Luhn. */
GBX_ID(gbx_is_national_id_za, .form = "dddddddddd[0-2]dd|dddddd dddd [0-2]dd|dddddd dddd [0-2]d d",
       .day = "yymmdd", .check = GBX_CK_LUHN);

/* Nigeria: NIMC (NIN) and Central Bank (BVN): random figures, only how they are written. */
GBX_ID(gbx_is_national_id_ng, .form = "zdddddddddd|zddd-ddd-dddd|zddd ddd dddd");
GBX_ID(gbx_is_national_id_ng_bvn, .form = "22ddddddddd");

/* Kenya: Registration of Persons Act; a number that counts. */
GBX_ID(gbx_is_national_id_ke, .form = "zdddddd|zddddddd");

/* Kenya, KRA PIN: Kenya Revenue Authority; A for persons, P for others. */
GBX_ID(gbx_is_tax_id_ke, .form = "[AP]ddddddddda");

/* Ghana, Ghana Card: National Identification Authority. */
GBX_ID(gbx_is_national_id_gh, .form = "GHA-ddddddddd-d");

/* Mauritius: National Identity Card Act: initial of the surname, date, check modulo 17. */
static bool mu(const unsigned char *c, unsigned n)
{
	(void)n;
	return gbx_id_value(c[13]) == (17 - gbx_weighted(c, "EDCBA98765432") % 17) % 17;
}
GBX_ID(gbx_is_national_id_mu, .form = "addddddddddddw", .day = "-ddmmyy", .also = mu);

/* Australia, TFN: Australian Taxation Office; eight figures in old ones. */
static bool tfn(const unsigned char *c, unsigned n)
{
	return gbx_weighted(c, n == 8 ? "A7846351" : "14375869A") % 11 == 0;
}
GBX_ID(gbx_is_tax_id_au, .form = "ddddddddd|ddd ddd ddd|ddd-ddd-ddd|dddddddd|dd ddd ddd", .also = tfn);

/* Australia, Medicare card: Services Australia: check in the ninth place, then the issue and
 * perhaps the person on the card. */
GBX_ID(gbx_is_health_id_au, .form = "[2-6]ddddddddz|[2-6]ddd ddddd z|[2-6]ddddddddzz|[2-6]ddd ddddd z[-/ ]?z|"
				    "[2-6]ddd-ddddd-z",
       .sum = {{"13791379", "0123456789", 0, 8, 10, 0}});

/* Australia, ABN of businesses: Australian Business Register: 1 off the first figure, modulo
 * 89. */
static bool abn(const unsigned char *c, unsigned n)
{
	(void)n;
	return (gbx_weighted(c, "A13579BDFHJ") + 89 * 10 - 10) % 89 == 0;
}
GBX_ID(gbx_is_tax_id_au_abn, .form = "zdddddddddd|zd ddd ddd ddd", .range = {{0, 2, 11, 99}}, .also = abn);

/* New Zealand, IRD number: Inland Revenue, Resident withholding tax specification: two rounds
 * of weights. */
static bool ird(const unsigned char *c, unsigned n)
{
	unsigned r = (11 - gbx_weighted(c, "32765432") % 11) % 11;

	(void)n;
	if (r == 10)
		r = (11 - gbx_weighted(c, "74325276") % 11) % 11;
	return r == gbx_id_value(c[8]);
}
GBX_ID(gbx_is_tax_id_nz, .form = "ddddddddd|dddddddd|dd-ddd-ddd|ddd-ddd-ddd|dd ddd ddd|ddd ddd ddd",
       .pad = 9, .range = {{0, 9, 10000000, 150000000}}, .also = ird);

/* New Zealand, NHI: HISO 10046:2023; letters without I and O count 1 to 24; figures or, since
 * 2026, a letter check the rest. */
static bool nhi(const unsigned char *c, unsigned n)
{
	static const char signs[] = "-ABCDEFGHJKLMNPQRSTUVWXYZ";
	unsigned sum = 0, r;

	for (unsigned i = 0; i + 1 < n; i++)
		sum += (7 - i) * (gbx_isdigit(c[i]) ? gbx_id_value(c[i])
						    : (unsigned)(strchr(signs, c[i]) - signs));
	if (gbx_isupper(c[5]))
		return c[6] == (unsigned char)signs[23 - sum % 23];
	r = sum % 11;
	return r && gbx_id_value(c[6]) == (11 - r) % 10;
}
#define NHI "[A-HJ-NP-Z]"
GBX_ID(gbx_is_health_id_nz, .form = NHI NHI NHI "dddd|" NHI NHI NHI "dd" NHI NHI, .also = nhi);

/*
 * Identity numbers of eastern, southern and south-eastern Asia; China's resident id is in
 * id_cn.c. Sources stand at each rule.
 */
#include "chars.h"
#include "id_rule.h"
#include "times.h"

/* China, unified social credit code of organisations: GB 32100-2015; powers of 3 modulo 31. */
static bool uscc(const unsigned char *c, unsigned n)
{
	static const char signs[] = "0123456789ABCDEFGHJKLMNPQRTUWXY";
	unsigned sum = 0, weight = 1;

	for (unsigned i = 0; i + 1 < n; i++) {
		const char *s = strchr(signs, c[i]);

		if (!s)
			return false;
		sum += (unsigned)(s - signs) * weight;
		weight = weight * 3 % 31;
	}
	return c[17] == (unsigned char)signs[(31 - sum % 31) % 31];
}
GBX_ID(gbx_is_tax_id_cn, .form = "[1-9AN-Y][1-9]ddddddwwwwwwwwww", .also = uscc);

/* India, Aadhaar: UIDAI, A UID Numbering Scheme for India, 2010: Verhoeff, no palindromes. */
static bool aadhaar(const unsigned char *c, unsigned n)
{
	for (unsigned i = 0; i < n / 2; i++)
		if (c[i] != c[n - 1 - i])
			return true;
	return false;
}
GBX_ID(gbx_is_national_id_in, .form = "[2-9]ddddddddddd|[2-9]ddd dddd dddd|[2-9]ddd-dddd-dddd",
       .check = GBX_CK_VERHOEFF, .also = aadhaar);

/* India, PAN: Income-tax Rules 1962, rule 114: the fourth letter is the kind of holder, the
 * figures are not 0000. The check letter's rule is not published. */
GBX_ID(gbx_is_tax_id_in, .form = "aaa[ABCFGHLJPTK]adddda", .range = {{5, 4, 1, 9999}});

/* India, GSTIN: CBIC, Rule 10: state, PAN, entity, Z, and a check modulo 36. */
static bool gstin(const unsigned char *c, unsigned n)
{
	static const char signs[] = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ";
	int64_t state = gbx_digits(c, 2);
	unsigned sum = 0;

	for (unsigned i = 0; i + 1 < n; i++) {
		unsigned x = gbx_id_value(c[i]) * (i % 2 + 1);
		sum += x / 36 + x % 36;
	}
	return ((state >= 1 && state <= 38) || state == 97 || state == 99) &&
	       c[14] == (unsigned char)signs[(36 - sum % 36) % 36];
}
GBX_ID(gbx_is_tax_id_in_gstin, .form = "ddaaa[ABCFGHLJPTK]adddda[1-9A-Z]Zw", .also = gstin);

/* India, EPIC: Election Commission, Luhn of the seven figures. */
static bool epic(const unsigned char *c, unsigned n)
{
	return gbx_luhn(c + 3, n - 3);
}
GBX_ID(gbx_is_national_id_in_epic, .form = "aaaddddddd", .also = epic);

/* Pakistan, CNIC: NADRA: province 1 to 7 in front. */
GBX_ID(gbx_is_national_id_pk, .form = "[1-7]dddd-ddddddd-[1-9]|[1-7]ddddddddddd[1-9]");

/* Bangladesh, NID: Election Commission: 10 figures on smart cards, 13, or 17 with the year. */
GBX_ID(gbx_is_national_id_bd, .form = "zddddddddd|zdddddddddddd|[12][90]ddddddddddddddd");

/* Sri Lanka: Registration of Persons Department: year, day of the year (500 more for women). */
static bool lk(const unsigned char *c, unsigned n)
{
	int64_t day = gbx_digits(c + (n == 12 ? 4 : 2), 3);

	return ((day >= 1 && day <= 366) || (day >= 501 && day <= 866)) &&
	       (n != 12 || (gbx_digits(c, 4) >= 1900 && gbx_digits(c, 4) <= 2020));
}
GBX_ID(gbx_is_national_id_lk, .form = "ddddddddd ?[VX]|[12]ddddddddddd", .also = lk);

/* Japan, My Number: Ordinance 85/2014 of the Ministry of Internal Affairs, article 5. */
GBX_ID(gbx_is_national_id_jp, .form = "dddddddddddd|dddd dddd dddd|dddd-dddd-dddd",
       .sum = {{"65432765432", "00987654321", 0, 11, 11, 0}});

/* Korea, resident registration number: Resident Registration Act, rules; since October 2020 the
 * last figures are random. */
static bool rrn(const unsigned char *c, unsigned n)
{
	unsigned check = (11 - gbx_weighted(c, "234567892345") % 11) % 10;
	bool later = strchr("3478", c[6]) && gbx_digits(c, 6) >= 201005;

	(void)n;
	return check == gbx_id_value(c[12]) || later ||
	       /* foreigners' numbers complete to 13 */
	       (c[6] >= '5' && c[6] <= '8' && (check + 2) % 10 == gbx_id_value(c[12]));
}
GBX_ID(gbx_is_national_id_kr, .form = "dddddd-?ddddddd", .day = "yymmdd", .also = rrn);

/* Taiwan, national id and, since 2021, resident certificate: Household Registration Act; the
 * letter is a number of two figures. Older certificates have a second letter. */
static bool tw(const unsigned char *c, unsigned n)
{
	static const uint8_t letter[26] = {10, 11, 12, 13, 14, 15, 16, 17, 34, 18, 19, 20, 21,
					   22, 35, 23, 24, 25, 26, 27, 28, 29, 32, 30, 31, 33};
	unsigned first = letter[c[0] - 'A'], sum = first / 10 + first % 10 * 9;

	(void)n;
	sum += gbx_isdigit(c[1]) ? gbx_id_value(c[1]) * 8 : letter[c[1] - 'A'] % 10 * 8;
	return (sum + gbx_weighted(c + 2, "76543211")) % 10 == 0;
}
GBX_ID(gbx_is_national_id_tw, .form = "a[1289A-D]dddddddd", .also = tw);

/* Hong Kong, identity card: Immigration Department; letters from 10, a missing first one is a
 * space of 36; modulo 11 with A for 10. */
static bool hk(const unsigned char *c, unsigned n)
{
	unsigned sum = n == 8 ? 36 * 9 : gbx_id_value(c[0]) * 9;

	sum += gbx_weighted(c + (n == 9), "8765432");
	return gbx_id_value(c[n - 1]) == (11 - sum % 11) % 11;
}
GBX_ID(gbx_is_national_id_hk, .form = "aa?dddddd ?(?[0-9A])?", .also = hk);

/* Macao: Law 8/2002; the rule of the check figure is not published. */
GBX_ID(gbx_is_national_id_mo, .form = "[157]dddddd(d)|[157]/dddddd/d|[157]ddddddd");

/* Singapore, NRIC and FIN: National Registration Act; weights modulo 11, a table a series. */
static bool sg(const unsigned char *c, unsigned n)
{
	unsigned sum = gbx_weighted(c + 1, "2765432");
	const char *letters = "JZIHGFEDCBA";

	(void)n;
	if (c[0] == 'T' || c[0] == 'G')
		sum += 4;
	if (c[0] == 'F' || c[0] == 'G')
		letters = "XWUTRQPNMLK";
	if (c[0] == 'M') {
		sum += 3;
		letters = "XWUTRQPNJLK";
	}
	return c[8] == (unsigned char)letters[sum % 11];
}
GBX_ID(gbx_is_national_id_sg, .form = "[STFGM]ddddddda", .also = sg);

/* Malaysia, NRIC: National Registration Regulations 1990: date and place of birth. */
static bool my(const unsigned char *c, unsigned n)
{
	int64_t place = gbx_digits(c + 6, 2);

	(void)n;
	return (place >= 1 && place <= 68 && (place < 17 || place > 20)) || place == 71 ||
	       place == 72 || (place >= 74 && place <= 93 && (place < 80 || place > 81)) ||
	       place >= 98;
}
GBX_ID(gbx_is_national_id_my, .form = "dddddd-dd-dddd|dddddddddddd", .day = "yymmdd", .also = my);

/* Thailand: Population Identification Code, Department of Provincial Administration. */
GBX_ID(gbx_is_national_id_th, .form = "[1-8]dddddddddddd|[1-8]-dddd-ddddd-dd-d|[1-8] dddd ddddd dd d",
       .sum = {{"DCBA98765432", "10987654321", 0, 12, 11, 0}});

/* Indonesia, NIK: Undang-Undang 24/2013: province, regency, district, date of birth (40 more for
 * women), serial. */
static bool nik(const unsigned char *c, unsigned n)
{
	static const char provinces[] = "11 12 13 14 15 16 17 18 19 21 31 32 33 34 35 36 51 52 53 "
					"61 62 63 64 65 71 72 73 74 75 76 81 82 91 92 93 94 95 96 ";

	(void)n;
	for (unsigned i = 0; i + 1 < sizeof(provinces); i += 3)
		if (memcmp(provinces + i, c, 2) == 0)
			return gbx_digits(c + 2, 2) > 0 && gbx_digits(c + 12, 4) > 0;
	return false;
}
GBX_ID(gbx_is_national_id_id, .form = "dddddddddddddddd|dd.dddd.dddddd.dddd|dddddd dddddd dddd",
       .day = "------ddmmyy", .days = {40}, .also = nik);

/* Indonesia, NPWP: Direktorat Jenderal Pajak; nine digits that pass Luhn, office, branch. */
static bool npwp(const unsigned char *c, unsigned n)
{
	(void)n;
	return gbx_luhn(c, 9);
}
GBX_ID(gbx_is_tax_id_id, .form = "dd.ddd.ddd.d-ddd.ddd|ddddddddddddddd", .also = npwp);

/* Vietnam, CCCD: Circular 59/2021/TT-BCA: province 001 to 096, century and sex, year. */
GBX_ID(gbx_is_national_id_vn, .form = "0dd[0-3]dddddddd|0dd [0-3]dd dddddd", .range = {{0, 3, 1, 96}});

/* Philippines, PhilSys (16 figures) and UMID's CRN (12): PSA and SSS; only how they are
 * written. */
GBX_ID(gbx_is_national_id_ph, .form = "dddd-dddd-dddd-dddd|dddddddddddddddd|dddd-ddddddd-d|dddddddddddd");

/* Kazakhstan, IIN: Law 223-III/2007: two rounds of weights; sex and century 0 to 6. */
static bool kz(const unsigned char *c, unsigned n)
{
	unsigned r = gbx_weighted(c, "123456789AB") % 11;

	(void)n;
	if (r == 10)
		r = gbx_weighted(c, "3456789AB12") % 11;
	return c[6] <= '6' && r == gbx_id_value(c[11]);
}
GBX_ID(gbx_is_national_id_kz, .form = "dddddddddddd", .day = "yymmdd", .also = kz);

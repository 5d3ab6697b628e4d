/*
 * Identity numbers of northern and Baltic Europe. Sources stand at each rule.
 */
#include "chars.h"
#include "id_rule.h"
#include "times.h"

/* Sweden, personnummer: Folkbokforingslagen 18, SKV 704: Luhn of the last ten figures; 60 is
 * added to the day of a coordination number. */
static bool se(const unsigned char *c, unsigned n)
{
	const unsigned char *t = n == 12 ? c + 2 : c;
	unsigned year = (unsigned)gbx_digits(t, 2), day = (unsigned)gbx_digits(t + 4, 2);

	if (n == 12 && (gbx_digits(c, 2) < 18 || gbx_digits(c, 2) > 20))
		return false;
	return gbx_luhn(t, 10) && gbx_date_exists(2000 + (int)year, (unsigned)gbx_digits(t + 2, 2),
						  day > 60 ? day - 60 : day);
}
GBX_ID(gbx_is_national_id_se,
       .form = "dddddd-dddd|dddddd+dddd|dddddddddd|dddddddd-dddd|dddddddddddd|dddddd dddd",
       .also = se);

/* Norway, fodselsnummer, D-number and synthetic test numbers: Folkeregisterforskriften 2-2,
 * Skatteetaten. Two weighted sums modulo 11; the person's number goes with
 * the century. */
static bool no(const unsigned char *c, unsigned n)
{
	int64_t year = gbx_digits(c + 4, 2), person = gbx_digits(c + 6, 3);

	(void)n;
	return person < 500 || year < 40 || (person < 750 && year >= 54) || person >= 900;
}
#define NORDIC "0-987654321"
GBX_ID(gbx_is_national_id_no, .form = "ddddddddddd|dddddd ddddd|dddddd-ddddd", .day = "ddmmyy",
       .months = {40, 80, 65}, .days = {40},
       .sum = {{"376189452", NORDIC, 0, 9, 11, 0}, {"5432765432", NORDIC, 0, 10, 11, 0}},
       .also = no);

/* Denmark, CPR: CPR-kontoret, "Personnummeret i CPR". Its check by modulo 11 ended in 2007, so
 * that the date is all that can be held to, and the seventh figure for the century. */
static bool dk(const unsigned char *c, unsigned n)
{
	int64_t year = gbx_digits(c + 4, 2);

	(void)n;
	return c[6] < '5' || c[6] == '9' || year <= 36 || year >= 58;
}
GBX_ID(gbx_is_national_id_dk, .form = "dddddd-dddd|dddddddddd|dddddd dddd", .day = "ddmmyy",
       .also = dk);

/* Finland, HETU: Digital and Population Data Services Agency; more signs of the century since
 * 2023 (Government decree 690/2022). The number modulo 31. */
GBX_ID(gbx_is_national_id_fi, .form = "dddddd[-+A-FU-Y]ddd[0-9A-FHJ-NPR-Y]", .day = "ddmmyy",
       .sum = {{"EK2PI807A1", "0123456789ABCDEFHJKLMNPRSTUVWXY", 0, 10, 31, 0}});

/* Iceland, kennitala: Registers Iceland; the last figure is the century, 40 is added to the
 * day of organisations. */
GBX_ID(gbx_is_national_id_is, .form = "ddddddddd[890]|dddddd-ddd[890]|dddddd ddd[890]",
       .day = "ddmmyy", .days = {40}, .sum = {{"32765432", NORDIC, 0, 8, 11, 0}});

/* Two rounds of weights modulo 11, the second where the first leaves 10. Estonia: EVS
 * 585:2007; Lithuania: Law on the population register, 2006. */
static bool baltic(const unsigned char *c, unsigned n)
{
	unsigned r = gbx_weighted(c, "1234567891") % 11;

	(void)n;
	if (r == 10)
		r = gbx_weighted(c, "3456789123") % 11 % 10;
	return gbx_id_value(c[10]) == r;
}
GBX_ID(gbx_is_national_id_ee, .form = "[1-8]dddddddddd", .day = "-yymmdd", .also = baltic);
GBX_ID(gbx_is_national_id_lt, .form = "[1-8]dddddddddd", .day = "-yymmdd", .also = baltic);

/* Latvia, personas kods: Law on the population register; codes since 2017 begin with 32 and
 * hold neither date nor check. */
static bool lv(const unsigned char *c, unsigned n)
{
	unsigned year = (unsigned)gbx_digits(c + 4, 2);

	(void)n;
	if (c[0] == '3' && c[1] >= '2')
		return true;
	return c[6] <= '2' &&
	       (gbx_weighted(c, "A584216379") + 1) % 11 % 10 == gbx_id_value(c[10]) &&
	       gbx_date_exists(2000 + (int)year, (unsigned)gbx_digits(c + 2, 2),
			       (unsigned)gbx_digits(c, 2));
}
GBX_ID(gbx_is_national_id_lv, .form = "ddddddddddd|dddddd-ddddd", .also = lv);

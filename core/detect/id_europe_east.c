/*
 * Identity numbers of eastern Europe and the Balkans. Sources stand at each rule.
 */
#include "chars.h"
#include "id_rule.h"

/* Poland, PESEL: Ustawa o ewidencji ludnosci 2010, art. 15; the century is in the month. */
GBX_ID(gbx_is_national_id_pl, .form = "ddddddddddd", .day = "yymmdd", .months = {80, 20, 40, 60},
       .sum = {{"1379137913", "0987654321", 0, 10, 10, 0}});

/* Poland, NIP: Ustawa o zasadach ewidencji i identyfikacji podatnikow. */
GBX_ID(gbx_is_tax_id_pl, .form = "zddddddddd|zdd-ddd-dd-dd|zdd-dd-dd-ddd|zdd ddd dd dd",
       .sum = {{"657234567", "0123456789-", 0, 9, 11, 0}});

/* Poland, REGON of nine figures: Rozporzadzenie w sprawie rejestru REGON 2015. */
GBX_ID(gbx_is_tax_id_pl_regon, .form = "ddddddddd|ddd-ddd-ddd",
       .sum = {{"89234567", "01234567890", 0, 8, 11, 0}});

/* Poland, identity card: Rozporzadzenie w sprawie wzoru dowodu osobistego 2015; the fourth sign
 * checks the others. */
GBX_ID(gbx_is_national_id_pl_card, .form = "aaadddddd|aaa dddddd",
       .sum = {{"731073173", "0123456789", 0, 3, 10, 0}});

/* Ten figures are written since 1954: 41 to 53 would be years to come. */
static bool cz(const unsigned char *c, unsigned n)
{
	return n == 9 ? gbx_digits(c, 2) < 54 : gbx_digits(c, 2) <= 40 || gbx_digits(c, 2) >= 54;
}

/* Czechia and Slovakia, rodne cislo: Zakon 133/2000 Sb., Zakon 301/1995 Z.z.; 50 for women, 20
 * more where a day's numbers were used up. Nine figures until 1953, without a check. */
GBX_ID(gbx_is_national_id_cz, .form = "dddddddddd|dddddd/dddd|dddddd/ddd|dddddd dddd",
       .day = "yymmdd", .months = {50, 70, 20},
       .sum = {{"1A1A1A1A1", "01234567890", 0, 9, 11, 0}}, .also = cz);

/* Croatia, OIB: Zakon o osobnom identifikacijskom broju. */
GBX_ID(gbx_is_national_id_hr, .form = "ddddddddddd", .check = GBX_CK_MOD11_10);

/* Yugoslav JMBG, by region of registration: Slovenia (EMSO: Zakon o centralnem registru
 * prebivalstva), Bosnia and Herzegovina, Montenegro, North Macedonia, Serbia with Vojvodina and
 * Kosovo (Zakon o jedinstvenom maticnom broju gradjana). */
#define JMBG(from, to)                                                                             \
	.form = "ddddddddddddd", .day = "ddmmyyy", .range = {{7, 2, from, to}},                    \
	.sum = {{"765432765432", "0-987654321", 0, 12, 11, 0}}
GBX_ID(gbx_is_national_id_si, JMBG(50, 59));
GBX_ID(gbx_is_national_id_ba, JMBG(10, 19));
GBX_ID(gbx_is_national_id_me, JMBG(20, 29));
GBX_ID(gbx_is_national_id_mk, JMBG(40, 49));
GBX_ID(gbx_is_national_id_rs, JMBG(70, 99));

/* Romania, CNP: Legea 105/1996 and ORDIN 1/2007; county 01 to 52, or 70 to 83 since 2023. */
static bool cnp(const unsigned char *c, unsigned n)
{
	int64_t county = gbx_digits(c + 7, 2);

	(void)n;
	return (county >= 1 && county <= 52) || (county >= 70 && county <= 83);
}
GBX_ID(gbx_is_national_id_ro, .form = "zdddddddddddd", .day = "-yymmdd",
       .sum = {{"279146358279", "01234567891", 0, 12, 11, 0}}, .also = cnp);

/* Bulgaria, EGN: Law on civil registration, Ordinance RD-02-20-9/2012; LNCh of foreigners. */
GBX_ID(gbx_is_national_id_bg, .form = "dddddddddd", .day = "yymmdd", .months = {20, 40},
       .sum = {{"2485A9736", "01234567890", 0, 9, 11, 0}});
GBX_ID(gbx_is_national_id_bg_lnch, .form = "dddddddddd",
       .sum = {{"LJHDB9731", "0123456789", 0, 9, 10, 0}});

/* Hungary, tax identification: 2017. evi CL. torveny; the figures behind the 8 are days since
 * 1867. */
GBX_ID(gbx_is_tax_id_hu, .form = "8ddddddddd", .range = {{1, 5, 5000, 60000}},
       .sum = {{"123456789", "0123456789-", 0, 9, 11, 0}});

/* Hungary, TAJ: 1996. evi XX. torveny, annex. */
GBX_ID(gbx_is_health_id_hu, .form = "ddddddddd|ddd ddd ddd|ddd-ddd-ddd",
       .sum = {{"37373737", "0123456789", 0, 8, 10, 0}});

/* Hungary, personal identifier, the same law: weights rise for those born until 1996, fall for
 * those born since. */
static bool hu(const unsigned char *c, unsigned n)
{
	bool later = c[0] == '3' || c[0] == '4' || (c[0] <= '2' && gbx_digits(c + 1, 2) >= 97);

	(void)n;
	return gbx_weighted(c, later ? "A987654321" : "123456789A") % 11 == gbx_id_value(c[10]);
}
GBX_ID(gbx_is_national_id_hu, .form = "[1-8]dddddddddd|[1-8]-dddddd-dddd|[1-8] dddddd dddd",
       .day = "-yymmdd", .also = hu);

/* Russia, INN of persons (12) and organisations (10): Federal Tax Service, Prikaz
 * MMV-7-6/435. */
#define INN "01234567890"
GBX_ID(gbx_is_tax_id_ru, .form = "dddddddddddd",
       .sum = {{"724A359468", INN, 0, 10, 11, 0}, {"3724A359468", INN, 0, 11, 11, 0}});
GBX_ID(gbx_is_tax_id_ru_org, .form = "dddddddddd", .sum = {{"24A359468", INN, 0, 9, 11, 0}});

/* Russia, SNILS: Pension Fund, Postanovlenie 192p/2006; numbers above 001-001-998 have the
 * check. */
static bool snils(const unsigned char *c, unsigned n)
{
	(void)n;
	return gbx_digits(c, 9) <= 1001998 ||
	       gbx_digits(c + 9, 2) == gbx_weighted(c, "987654321") % 101 % 100;
}
GBX_ID(gbx_is_national_id_ru_snils, .form = "ddddddddddd|ddd-ddd-ddd dd|ddd-ddd-ddd-dd", .also = snils);

/* Russia, internal passport: Postanovlenie 828/1997: region, year of the form, number. */
static bool passport_ru(const unsigned char *c, unsigned n)
{
	int64_t year = gbx_digits(c + 2, 2);

	(void)n;
	return gbx_digits(c, 2) > 0 && (year >= 97 || year <= 40) && gbx_digits(c + 4, 6) > 0;
}
GBX_ID(gbx_is_passport_ru, .form = "dd ?dd ?dddddd|dddd-dddddd", .also = passport_ru);

/* Ukraine, RNOKPP: Order of the Ministry of Finance 822/2017; days since 1900, then a sum
 * whose first weight is -1. */
GBX_ID(gbx_is_tax_id_ua, .form = "dddddddddd", .range = {{0, 5, 3000, 47500}},
       .sum = {{"A57946A57", "01234567890", 0, 9, 11, 0}});

/* Ukraine, record in the demographic register: Postanova 784/2017. */
GBX_ID(gbx_is_national_id_ua, .form = "dddddddd-ddddd|ddddddddddddd", .day = "yyyymmdd",
       .sum = {{"731731731731", "0123456789", 0, 12, 10, 0}});

/* Moldova, IDNP: Hotarirea Guvernului 333/2002. */
GBX_ID(gbx_is_national_id_md, .form = "[029]dddddddddddd",
       .sum = {{"731731731731", "0123456789", 0, 12, 10, 0}});

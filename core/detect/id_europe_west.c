/*
 * Identity numbers of western and southern Europe. Sources stand at each rule.
 */
#include "chars.h"
#include "id_rule.h"

/* United Kingdom, national insurance number: HM Revenue & Customs, NIM39110. */
static bool nino(const unsigned char *c, unsigned n)
{
	static const char never[] = "BG GB KN NK NT TN ZZ";

	(void)n;
	for (unsigned i = 0; i + 1 < sizeof(never); i += 3)
		if (memcmp(never + i, c, 2) == 0)
			return false;
	return true;
}
#define NINO_1 "[A-CEGHJ-PR-TW-Z]"
#define NINO_2 "[A-CEGHJ-NPR-TW-Z]"
GBX_ID(gbx_is_national_id_gb, .form = NINO_1 NINO_2 " ?dd ?dd ?dd ?[A-D]", .also = nino);

/* United Kingdom, NHS number (CHI in Scotland, HSC in Northern Ireland): NHS Data Dictionary. The
 * same sum as an ISBN of ten figures has. */
GBX_ID(gbx_is_health_id_gb, .form = "dddddddddd|ddd ddd dddd|ddd-ddd-dddd",
       .sum = {{"A98765432", "0-987654321", 0, 9, 11, 0}});

/* United Kingdom, unique taxpayer reference: HM Revenue & Customs, check digit in front. */
GBX_ID(gbx_is_tax_id_gb, .form = "ddddddddddK?|ddddd dddddK?",
       .sum = {{"6789A5432", "21987654321", 1, 0, 11, 0}});

/* Ireland, PPS number: Department of Social Protection; a second letter since 2013. */
static bool pps(const unsigned char *c, unsigned n)
{
	unsigned sum = gbx_weighted(c, "8765432");

	if (n == 9 && c[8] != 'W' && c[8] != 'T' && c[8] != 'X')
		sum += 9 * (gbx_id_value(c[8]) - 9);
	return c[7] == (unsigned char)"WABCDEFGHIJKLMNOPQRSTUV"[sum % 23];
}
GBX_ID(gbx_is_national_id_ie, .form = "ddddddd ?a[ABHWTX]?", .also = pps);

/* France, NIR: decret 82-103 and INSEE: sex, year, month (20 and up when it is not known),
 * department with Corsica's 2A and 2B; the key completes to 97. */
static bool nir(const unsigned char *c, unsigned n)
{
	int64_t month = gbx_digits(c + 3, 2);
	unsigned char d[15];
	unsigned r;

	memcpy(d, c, n);
	if (gbx_isupper(c[6])) {
		if (c[5] != '2' || c[6] > 'B')
			return false;
		d[6] = c[6] == 'A' ? '9' : '8';
		d[5] = '1';
	}
	r = gbx_number_mod(d, 13, 97);
	return ((month >= 1 && month <= 12) || (month >= 20 && month <= 42) || month >= 50) &&
	       gbx_digits(d + 13, 2) == 97 - r;
}
GBX_ID(gbx_is_national_id_fr,
       .form = "[1-478]ddddd[0-9AB]dddddddd|[1-478] dd dd d[0-9AB] ddd ddd ?-?dd|"
	       "[1-478] dd dd d[0-9AB] ddd ddd/dd",
       .also = nir);

/* France, numero fiscal de reference: Direction generale des Finances publiques; the last
 * three figures are the first ten modulo 511. */
static bool spi(const unsigned char *c, unsigned n)
{
	(void)n;
	return gbx_digits(c + 10, 3) == gbx_digits(c, 10) % 511;
}
GBX_ID(gbx_is_tax_id_fr_spi, .form = "[0-3]dddddddddddd|[0-3]d dd ddd ddd ddd", .also = spi);

/* France, SIREN and SIRET of enterprises: Code de commerce R123-221, Luhn. The post office's
 * branches, which have plain sums instead, are not told apart. */
GBX_ID(gbx_is_tax_id_fr, .form = "ddddddddd|ddd ddd ddd", .check = GBX_CK_LUHN);
static bool siret(const unsigned char *c, unsigned n)
{
	(void)n;
	return gbx_luhn(c, 9);
}
GBX_ID(gbx_is_tax_id_fr_siret, .form = "dddddddddddddd|ddd ddd ddd ddddd", .check = GBX_CK_LUHN,
       .also = siret);

/* Germany, Steuer-ID: Bundeszentralamt fuer Steuern, Abgabenordnung 139b: of the first ten
 * digits one stands there twice or three times, the others once. */
static bool steuer_id(const unsigned char *c, unsigned n)
{
	unsigned seen[10] = {0}, twice = 0, thrice = 0;

	(void)n;
	for (unsigned i = 0; i < 10; i++)
		seen[c[i] - '0']++;
	for (unsigned i = 0; i < 10; i++) {
		if (seen[i] > 3)
			return false;
		twice += seen[i] == 2;
		thrice += seen[i] == 3;
	}
	return twice + thrice == 1;
}
GBX_ID(gbx_is_tax_id_de, .form = "zdddddddddd|zd ddd ddd ddd", .check = GBX_CK_MOD11_10,
       .also = steuer_id);

/* Germany, serial of identity cards since 2010 and of passports: PAuswV and PassV, annexes: no
 * vowels or letters like them, check digit after ICAO 9303. */
#define DE_SIGN "[0-9CFGHJKLMNPRTVWXYZ]"
#define DE_SERIAL DE_SIGN DE_SIGN DE_SIGN DE_SIGN DE_SIGN DE_SIGN DE_SIGN DE_SIGN
GBX_ID(gbx_is_national_id_de, .form = "[LMNPRTVWXY]" DE_SERIAL "d",
       .sum = {{"731731731", "0123456789", 0, 9, 10, 0}});
GBX_ID(gbx_is_passport_de, .form = "[CFGHJK]" DE_SERIAL "d",
       .sum = {{"731731731", "0123456789", 0, 9, 10, 0}});

/* Germany, pension insurance number: VKVV, section 2 and annex: sums of digits, the letter as
 * its place in the alphabet in two figures. */
static bool rvnr(const unsigned char *c, unsigned n)
{
	static const uint8_t weight[12] = {2, 1, 2, 5, 7, 1, 2, 1, 2, 1, 2, 1};
	unsigned letter = gbx_id_value(c[8]) - 9, sum = 0;
	unsigned char d[12];

	(void)n;
	memcpy(d, c, 8);
	d[8] = (unsigned char)('0' + letter / 10);
	d[9] = (unsigned char)('0' + letter % 10);
	memcpy(d + 10, c + 9, 2);
	for (unsigned i = 0; i < 12; i++) {
		unsigned x = weight[i] * gbx_id_value(d[i]);
		sum += x / 10 + x % 10;
	}
	return gbx_id_value(c[11]) == sum % 10;
}
GBX_ID(gbx_is_national_id_de_rvnr, .form = "ddddddddaddd|dd dddddd a ddd|dd dddddd a dd d",
       .day = "--ddmmyy", .also = rvnr);

/* Austria, Versicherungsnummer: Hauptverband, ASVG 31: the check digit is the fourth; months
 * 13 to 15 were given when a day's numbers were used up. */
GBX_ID(gbx_is_national_id_at, .form = "zddddddddd|zddd dddddd|zddd-dddddd", .day = "----ddmmyy",
       .months = {12, 1, 2, 3}, .sum = {{"3790584216", "0123456789-", 0, 3, 11, 0}});

/* Switzerland, AHV number: Zentrale Ausgleichsstelle, EAN-13. */
GBX_ID(gbx_is_national_id_ch, .form = "756dddddddddd|756.dddd.dddd.dd|756 dddd dddd dd",
       .sum = {{"131313131313", "0987654321", 0, 12, 10, 0}});

/* Italy, codice fiscale: D.M. 23/12/1976 and 12/03/1974; letters stand for figures where two
 * persons would have the same (omocodia). */
static bool codice(const unsigned char *c, unsigned n)
{
	static const uint8_t odd[36] = {1, 0, 5, 7, 9, 13, 15, 17, 19, 21, 1, 0,
					5, 7, 9, 13, 15, 17, 19, 21, 2, 4, 18, 20,
					11, 3, 6, 8, 12, 14, 16, 10, 22, 25, 24, 23};
	static const char swap[] = "LMNPQRSTUV", month[] = "ABCDEHLMPRST";
	static const uint8_t figure[] = {6, 7, 9, 10, 12, 13, 14};
	unsigned char d[16];
	unsigned sum = 0, day;

	for (unsigned i = 0; i + 1 < n; i++) {
		unsigned x = gbx_id_value(c[i]);
		sum += i % 2 ? (x > 9 ? x - 10 : x) : odd[x];
	}
	memcpy(d, c, 16);
	for (unsigned i = 0; i < sizeof(figure); i++) {
		const char *s = gbx_isupper(d[figure[i]]) ? strchr(swap, d[figure[i]]) : NULL;
		if (s)
			d[figure[i]] = (unsigned char)('0' + (s - swap));
	}
	day = (unsigned)gbx_digits(d + 9, 2);
	return c[15] == 'A' + sum % 26 && strchr(month, c[8]) && day % 40 >= 1 && day % 40 <= 31 &&
	       day < 72;
}
#define IT_FIGURE "[0-9L-NP-V]"
GBX_ID(gbx_is_national_id_it,
       .form = "aaa ?aaa ?" IT_FIGURE IT_FIGURE "[A-EHLMPRST]" IT_FIGURE IT_FIGURE " ?a" IT_FIGURE
	       IT_FIGURE IT_FIGURE "a",
       .also = codice);

/* Italy, partita IVA: D.P.R. 633/1972: Luhn, province of the office 001 to 100, or 120, 121,
 * 888, 999. */
static bool iva(const unsigned char *c, unsigned n)
{
	int64_t office = gbx_digits(c + 7, 3);

	(void)n;
	return gbx_digits(c, 7) > 0 && ((office >= 1 && office <= 100) || office == 120 ||
					office == 121 || office == 888 || office == 999);
}
GBX_ID(gbx_is_tax_id_it, .form = "ddddddddddd", .check = GBX_CK_LUHN, .also = iva);

/* Spain, DNI and NIE: Real Decreto 1553/2005 and 557/2011: the number modulo 23 (weights are the
 * powers of ten modulo 23). */
#define ES_LETTERS "TRWAGMYFPDXBNJZSQVHLCKE"
GBX_ID(gbx_is_national_id_es, .form = "dddddddd-?a|dddddddd a|dd.ddd.ddd-?a",
       .sum = {{"E6JIB8A1", ES_LETTERS, 0, 8, 23, 0}});
/* X, Y, Z count 0 to 2; K, L, M (children, Spaniards abroad, foreigners without NIE) nothing. */
static bool nie(const unsigned char *c, unsigned n)
{
	unsigned first = c[0] >= 'X' ? c[0] - (unsigned)'X' : 0;

	return c[n - 1] ==
	       (unsigned char)ES_LETTERS[(first * 14 + gbx_weighted(c + 1, "6JIB8A1")) % 23];
}
GBX_ID(gbx_is_national_id_es_nie, .form = "[K-MX-Z]-?ddddddd-?a|[XYZ].ddddddd.a", .also = nie);

/* Spain, CIF of organisations: Orden EHA/451/2008: Luhn of the figures; some kinds write the
 * check as a letter. */
static bool cif(const unsigned char *c, unsigned n)
{
	unsigned sum = 0, check;

	(void)n;
	for (unsigned i = 1; i < 8; i++) {
		unsigned x = gbx_id_value(c[i]) * (i % 2 ? 2 : 1);
		sum += x / 10 + x % 10;
	}
	check = (10 - sum % 10) % 10;
	if (gbx_isdigit(c[8]))
		return !strchr("NPQRSW", c[0]) && gbx_id_value(c[8]) == check;
	return !strchr("ABEH", c[0]) && c[8] == (unsigned char)"JABCDEFGHI"[check];
}
GBX_ID(gbx_is_tax_id_es, .form = "[ABCDEFGHJNPQRSUVW]-?ddddddd-?[0-9A-J]", .also = cif);

/* Portugal, NIF: Decreto-Lei 14/2013. */
GBX_ID(gbx_is_tax_id_pt, .form = "ddddddddd|ddd ddd ddd",
       .heads = "1 2 3 45 5 6 70 71 72 74 75 77 78 79 8 90 91 98 99",
       .sum = {{"98765432", "00987654321", 0, 8, 11, 0}});

/* Portugal, document number of the Cartao de Cidadao: AMA, "Validacao de Numero de Documento do
 * Cartao de Cidadao". */
static bool cartao(const unsigned char *c, unsigned n)
{
	unsigned sum = 0;

	for (unsigned i = 0; i < n; i++) {
		unsigned x = gbx_id_value(c[i]);

		if ((n - i) % 2 == 0)
			x = x * 2 > 9 ? x * 2 - 9 : x * 2;
		sum += x;
	}
	return sum % 10 == 0;
}
GBX_ID(gbx_is_national_id_pt, .form = "dddddddd ?d ?wwd", .also = cartao);

/* Netherlands, BSN: Besluit burgerservicenummer, the eleven test. */
GBX_ID(gbx_is_national_id_nl, .form = "ddddddddd|dddd.dd.ddd|dddd dd ddd|ddd ddd ddd",
       .sum = {{"98765432A", "=----------", 0, GBX_ID_TOTAL, 11, 0}});

/* Belgium, national number: Koninklijk besluit 3/4/1984: 97 less the remainder, with a 2 in
 * front for those born since 2000; bis numbers add 20 or 40 to the month. */
static bool be(const unsigned char *c, unsigned n)
{
	int64_t key = gbx_digits(c + 9, 2);
	unsigned char later[10] = "2";

	(void)n;
	memcpy(later + 1, c, 9);
	return gbx_digits(c + 2, 2) % 20 <= 12 && gbx_digits(c + 2, 2) <= 52 &&
	       gbx_digits(c + 4, 2) <= 31 &&
	       (key == 97 - gbx_number_mod(c, 9, 97) ||
		(gbx_digits(c, 2) <= 40 && key == 97 - gbx_number_mod(later, 10, 97)));
}
GBX_ID(gbx_is_national_id_be, .form = "ddddddddddd|dd.dd.dd-ddd.dd|dddddd-ddd-dd|dddddd ddd dd",
       .also = be);

/* Luxembourg, matricule: Loi du 19 juin 2013: Luhn, then Verhoeff, of the first eleven. */
static bool lu(const unsigned char *c, unsigned n)
{
	unsigned char d[12];

	(void)n;
	memcpy(d, c, 11);
	d[11] = c[12];
	return gbx_luhn(c, 12) && gbx_verhoeff(d, 12);
}
GBX_ID(gbx_is_national_id_lu, .form = "ddddddddddddd|dddd dd dd ddddd|dddd dddd dddd d",
       .day = "yyyymmdd", .also = lu);

/* Greece, AMKA: Law 3655/2008, Luhn. */
GBX_ID(gbx_is_national_id_gr, .form = "ddddddddddd", .day = "ddmmyy", .check = GBX_CK_LUHN);

/* Greece, AFM: Independent Authority for Public Revenue; powers of two modulo 11. */
GBX_ID(gbx_is_tax_id_gr, .form = "ddddddddd",
       .sum = {{"379A5842", "01234567890", 0, 8, 11, 0}});

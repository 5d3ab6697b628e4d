/*
 * Identity numbers of the Americas. Sources stand at each rule.
 */
#include "chars.h"
#include "id_rule.h"

#define MOD11_LOW "00987654321" /* 11 less the remainder; 10 and 11 are 0 */

/* Brazil, CPF: Receita Federal, Instrucao Normativa 2172/2024. */
GBX_ID(gbx_is_national_id_br, .form = "ddddddddddd|ddd.ddd.ddd-dd|ddddddddd-dd|ddd ddd ddd dd",
       .sum = {{"A98765432", MOD11_LOW, 0, 9, 11, 0}, {"BA98765432", MOD11_LOW, 0, 10, 11, 0}});

/* Brazil, CNPJ with letters from July 2026: Instrucao Normativa 2229/2024; a letter counts its
 * ASCII code less 48. */
GBX_ID(gbx_is_tax_id_br, .form = "wwwwwwwwwwwwdd|ww.www.www/wwww-dd",
       .sum = {{"543298765432", MOD11_LOW, 0, 12, 11, 17},
               {"6543298765432", MOD11_LOW, 0, 13, 11, 17}});

/* Brazil, PIS/PASEP/NIT: Caixa, layout of the Cadastro NIS. */
GBX_ID(gbx_is_national_id_br_pis, .form = "ddddddddddd|ddd.ddddd.dd-d|ddd.dddd.ddd-d",
       .sum = {{"3298765432", MOD11_LOW, 0, 10, 11, 0}});

/* Brazil, voter: Tribunal Superior Eleitoral, Resolucao 23.659/2021, art. 36. Sao Paulo and
 * Minas Gerais write 1 where others write 0. */
static bool voter_br(const unsigned char *c, unsigned n)
{
	int64_t uf = gbx_digits(c + 8, 2);
	bool two = uf == 1 || uf == 2;
	unsigned first = gbx_weighted(c, "23456789") % 11, second;

	(void)n;
	first = first == 10 ? 0 : first == 0 && two ? 1 : first;
	second = (gbx_weighted(c + 8, "78") + 9 * first) % 11;
	second = second == 10 ? 0 : second == 0 && two ? 1 : second;
	return gbx_id_value(c[10]) == first && gbx_id_value(c[11]) == second;
}
GBX_ID(gbx_is_national_id_br_voter, .form = "dddddddddddd|dddd dddd dddd", .range = {{8, 2, 1, 28}},
       .also = voter_br);

/* Mexico, CURP: Secretaria de Gobernacion, Instructivo normativo (DOF 18/10/2021): state of
 * birth, and a check digit over the alphabet with its Ñ. */
static bool curp(const unsigned char *c, unsigned n)
{
	static const char states[] = "AS BC BS CC CL CM CS CH DF DG GT GR HG JC MC MN MS NT NL OC PL "
				     "QT QR SP SL SR TC TS TL VZ YN ZS NE";
	unsigned sum = 0;
	bool known = false;

	(void)n;
	for (unsigned i = 0; i + 1 < sizeof(states) && !known; i += 3)
		known = memcmp(states + i, c + 11, 2) == 0;
	for (unsigned i = 0; i < 17; i++)
		sum += (gbx_id_value(c[i]) + (c[i] > 'N')) * (18 - i);
	return known && gbx_id_value(c[17]) == (10 - sum % 10) % 10;
}
GBX_ID(gbx_is_national_id_mx, .form = "aaaadddddd[HMX]aaaaawd", .day = "----yymmdd", .also = curp);

/* Mexico, RFC of a person: Codigo Fiscal, anexo 1-A. Its last characters were given by several
 * algorithms, so that only the date is held to. */
GBX_ID(gbx_is_tax_id_mx, .form = "[A-Z&][AEIOUX][A-Z&][A-Z&]dddddd-?ww[0-9A]|"
				 "[A-Z&][AEIOUX][A-Z&][A-Z&]-dddddd-ww[0-9A]",
       .day = "----yymmdd");

/* Argentina, CUIT and CUIL: AFIP, Resolucion General 10/1997. */
GBX_ID(gbx_is_tax_id_ar, .form = "ddddddddddd|dd-dddddddd-d|dd dddddddd d|dd.dddddddd.d",
       .heads = "20 23 24 25 26 27 30 33 34 50 51 55",
       .sum = {{"5432765432", "09987654321", 0, 10, 11, 0}});

/* Argentina, DNI: Ley 17.671. Only how it is written. */
GBX_ID(gbx_is_national_id_ar, .form = "dd?.ddd.ddd|zddddddd?", .pad = 8,
       .range = {{0, 8, 100000, 99999999}});

/* Chile, RUT and RUN: Servicio de Impuestos Internos, modulo 11. */
GBX_ID(gbx_is_national_id_cl,
       .form = "dd.ddd.ddd-[0-9K]|d.ddd.ddd-[0-9K]|dddddddd-[0-9K]|ddddddd-[0-9K]|"
	       "dddddddd[0-9K]|ddddddd[0-9K]|dd.ddd.ddd[0-9K]",
       .pad = 9, .range = {{0, 8, 100000, 99999999}},
       .sum = {{"32765432", "0K987654321", 0, 8, 11, 0}});

/* Colombia, NIT: DIAN, Orden Administrativa 4/1989 (primes as weights, here modulo 11). */
GBX_ID(gbx_is_tax_id_co, .form = "ddddddddd-d|ddd.ddd.ddd-d|zddddddddd|dddddddd-d|dd.ddd.ddd-d",
       .pad = 10, .range = {{0, 9, 1000000, 999999999}},
       .sum = {{"847186273", "01987654321", 0, 9, 11, 0}});

/* Colombia, cedula de ciudadania: Registraduria. Only how it is written. */
GBX_ID(gbx_is_national_id_co, .form = "dd?d?.ddd.ddd|z.ddd.ddd.ddd|zdddddd?d?d?d?", .pad = 10,
       .range = {{0, 10, 100000, 1999999999}});

/* Peru, RUC: SUNAT, Resolucion 210-2004. */
GBX_ID(gbx_is_tax_id_pe, .form = "ddddddddddd", .heads = "10 15 16 17 20",
       .sum = {{"5432765432", "10987654321", 0, 10, 11, 0}});

/* Peru, DNI: RENIEC; the character behind the dash is a check of its own. */
GBX_ID(gbx_is_national_id_pe, .form = "dddddddd|dddddddd-[0-9A-K]");

/* Uruguay, cedula: Direccion Nacional de Identificacion Civil. */
GBX_ID(gbx_is_national_id_uy, .form = "d.ddd.ddd-d|ddd.ddd-d|ddddddd-d|dddddd-d|dddddddd|ddddddd",
       .pad = 8, .range = {{0, 8, 1000000, 99999999}},
       .sum = {{"2987634", "0987654321", 0, 7, 10, 0}});

/* Venezuela, RIF: SENIAT, Providencia 73/2006; the letter counts 4 to 20. */
static bool rif(const unsigned char *c, unsigned n)
{
	unsigned kind = c[0] == 'V'   ? 1
			: c[0] == 'E' ? 2
			: c[0] == 'J' ? 3
			: c[0] == 'P' ? 4
				      : 5;

	(void)n;
	return (unsigned char)MOD11_LOW[(kind * 4 + gbx_weighted(c + 1, "32765432")) % 11] == c[9];
}
GBX_ID(gbx_is_tax_id_ve, .form = "[VEJPG]-?dddddddd-?d", .also = rif);

/* Venezuela, cedula: SAIME. Only how it is written. */
GBX_ID(gbx_is_national_id_ve, .form = "[VE]-?d?dddddd?d?|[VE]-?d?d.ddd.ddd", .pad = 7);

/* Ecuador, cedula: Registro Civil, province 01 to 24, or 30 for those abroad. */
static bool ci_ec(const unsigned char *c, unsigned n)
{
	int64_t province = gbx_digits(c, 2);

	(void)n;
	return ((province >= 1 && province <= 24) || province == 30) && c[2] <= '6';
}
GBX_ID(gbx_is_national_id_ec, .form = "dddddddddd|ddddddddd-d", .check = GBX_CK_LUHN,
       .also = ci_ec);

/* Dominican Republic, cedula: Junta Central Electoral, Ley 8-92. */
GBX_ID(gbx_is_national_id_do, .form = "ddddddddddd|ddd-ddddddd-d", .check = GBX_CK_LUHN);

/* Guatemala, CUI: RENAP; eight digits, check digit, department and municipality of birth. */
GBX_ID(gbx_is_national_id_gt, .form = "ddddddddddddd|dddd ddddd dddd|dddd-ddddd-dddd",
       .range = {{9, 2, 1, 22}, {11, 2, 1, 40}},
       .sum = {{"23456789", "0123456789-", 0, 8, 11, 0}});

/* El Salvador, DUI: Registro Nacional de las Personas Naturales, Decreto 581/2001. */
GBX_ID(gbx_is_national_id_sv, .form = "dddddddd-d|ddddddddd",
       .sum = {{"98765432", "0987654321", 0, 8, 10, 0}});

/* Canada, social insurance number: Employment and Social Development, SIN Code of Practice; 8
 * is not given to persons. */
GBX_ID(gbx_is_national_id_ca, .form = "[0-79]dddddddd|[0-79]dd ddd ddd|[0-79]dd-ddd-ddd",
       .check = GBX_CK_LUHN);

/* United States, ITIN: Internal Revenue Service, Publication 1915. */
static bool itin(const unsigned char *c, unsigned n)
{
	int64_t group = gbx_digits(c + 3, 2);

	(void)n;
	return (group >= 50 && group <= 65) || (group >= 70 && group <= 88) ||
	       (group >= 90 && group <= 92) || group >= 94;
}
GBX_ID(gbx_is_tax_id_us_itin, .form = "9dd-dd-dddd|9dddddddd", .also = itin);

/* United States, EIN: the campus prefixes the Internal Revenue Service publishes. */
GBX_ID(gbx_is_tax_id_us_ein, .form = "dd-ddddddd",
       .heads = "01 02 03 04 05 06 10 11 12 13 14 15 16 20 21 22 23 24 25 26 27 30 31 32 33 34 35 "
		"36 37 38 39 40 41 42 43 44 45 46 47 48 50 51 52 53 54 55 56 57 58 59 60 61 62 63 "
		"64 65 66 67 68 71 72 73 74 75 76 77 80 81 82 83 84 85 86 87 88 90 91 92 93 94 95 "
		"98 99");

/* United States, national provider identifier: 45 CFR 162.406; Luhn with 80840 in front. */
static bool npi(const unsigned char *c, unsigned n)
{
	unsigned char whole[15] = "80840";

	memcpy(whole + 5, c, n);
	return gbx_luhn(whole, 15);
}
GBX_ID(gbx_is_health_id_us_npi, .form = "[12]ddddddddd", .also = npi);

/* United States, Medicare beneficiary: CMS, Understanding the MBI format. */
#define MBI_A "[AC-HJKMNP-RT-Y]"
#define MBI_W "[0-9AC-HJKMNP-RT-Y]"
GBX_ID(gbx_is_health_id_us_mbi, .form = "z" MBI_A MBI_W "d-?" MBI_A MBI_W "d-?" MBI_A MBI_A "dd");

/*
 * Bank and card data beside the account and card numbers themselves: BIC, routing and
 * national account numbers, card security codes and expiry dates; and the names of countries
 * and top domains that some of these end in.
 */
#include "chars.h"
#include "id_rule.h"

/* ISO 3166-1 alpha-2, and XK for Kosovo, which banks use. */
static const char countries[] =
    "ADAEAFAGAIALAMAOAQARASATAUAWAXAZBABBBDBEBFBGBHBIBJBLBMBNBOBQBRBSBTBVBWBYBZCACCCDCFCGCHCICKCLCM"
    "CNCOCRCUCVCWCXCYCZDEDJDKDMDODZECEEEGEHERESETFIFJFKFMFOFRGAGBGDGEGFGGGHGIGLGMGNGPGQGRGSGTGUGWGY"
    "HKHMHNHRHTHUIDIEILIMINIOIQIRISITJEJMJOJPKEKGKHKIKMKNKPKRKWKYKZLALBLCLILKLRLSLTLULVLYMAMCMDMEMF"
    "MGMHMKMLMMMNMOMPMQMRMSMTMUMVMWMXMYMZNANCNENFNGNINLNONPNRNUNZOMPAPEPFPGPHPKPLPMPNPRPSPTPWPYQARE"
    "RORSRURWSASBSCSDSESGSHSISJSKSLSMSNSOSRSSSTSVSXSYSZTCTDTFTGTHTJTKTLTMTNTOTRTTTVTWTZUAUGUMUSUYUZ"
    "VAVCVEVGVIVNVUWFWSXKYEYTZAZMZW";

static bool is_country(const unsigned char *p)
{
	for (size_t i = 0; i + 1 < sizeof(countries); i += 2)
		if ((unsigned char)countries[i] == (p[0] & 0xdf) &&
		    (unsigned char)countries[i + 1] == (p[1] & 0xdf))
			return true;
	return false;
}

/* ISO 9362: party prefix, country, party suffix (no 0 in front, which marked tests), branch. */
static bool bic(const unsigned char *c, unsigned n)
{
	(void)n;
	return is_country(c + 4) && c[7] != 'O';
}
GBX_ID(gbx_is_bic, .form = "aaaa ?aa ?[A-Z1-9]w ?|aaaa ?aa ?[A-Z1-9]w ?www", .also = bic);

/* American Bankers Association, Key to Routing Numbers: Federal Reserve districts, weights
 * 3 7 1. */
static bool aba(const unsigned char *c, unsigned n)
{
	int64_t head = gbx_digits(c, 2);

	(void)n;
	return head <= 12 || (head >= 21 && head <= 32) || (head >= 61 && head <= 72) || head == 80;
}
GBX_ID(gbx_is_bank_routing_us, .form = "ddddddddd|dddd-dddd-d",
       .sum = {{"371371371", "=---------", 0, GBX_ID_TOTAL, 10, 0}}, .also = aba);

/* Mexico, CLABE: Asociacion de Bancos de Mexico. */
GBX_ID(gbx_is_bank_account_mx, .form = "dddddddddddddddddd|ddd ddd ddddddddddd d",
       .sum = {{"37137137137137137", "0987654321", 0, 17, 10, 0}});

/* Argentina, CBU: Banco Central, Comunicacion A 2622: a check digit for each of two blocks. */
GBX_ID(gbx_is_bank_account_ar, .form = "dddddddddddddddddddddd|dddddddd dddddddddddddd",
       .sum = {{"7139713", "0987654321", 0, 7, 10, 0},
               {"3971397139713", "0987654321", 8, 21, 10, 0}});

/* ISO/IEC 7813 leaves it to the schemes: three figures, four on American Express. */
bool gbx_is_card_cvv(const struct gbx_value *v)
{
	return v->cls == GBX_C_DIGIT && (v->n == 3 || v->n == 4);
}

/* 05/28, 05-2028, 0528, 2028-05: a month, and a year from 2000 to 2060. */
bool gbx_is_card_expiry(const struct gbx_value *v)
{
	static const char *const form[] = {"dd[-/. ]?dd", "dd[-/. ]?20dd", "20dd[-/.]dd"};

	if (v->n < 4 || v->n > 7 || (v->cls & ~(uint32_t)(GBX_C_DIGIT | GBX_C_SEP | GBX_C_DOT)))
		return false;
	for (size_t i = 0; i < GBX_COUNT(form); i++) {
		unsigned char c[GBX_ID_CHARS];
		unsigned n = gbx_id_compact(form[i], v, c);
		int64_t month = n ? gbx_digits(i == 2 ? c + n - 2 : c, 2) : 0;
		int64_t year = n ? gbx_digits(i == 2 ? c + 2 : c + n - 2, 2) : 0;

		if (month >= 1 && month <= 12 && year <= 60)
			return true;
	}
	return false;
}

/* A name of the domain system with a top domain of a country or one of the large ones. */
bool gbx_is_domain(const struct gbx_value *v)
{
	static const char *const tops[] = {
	    "com",  "net",  "org",  "info", "biz",    "edu",  "gov",   "mil",    "int",  "name",
	    "app",  "dev",  "xyz",  "top",  "online", "site", "shop",  "store",  "club", "cloud",
	    "tech", "live", "test", "arpa", "local",  "asia", "uk",   "eu",   "su", "world", "agency", "invalid", "example"};
	uint32_t from = 0, labels = 0, top = 0;

	if (v->n < 4 || v->n > 253 || !(v->cls & GBX_C_DOT) || (v->cls & (GBX_C_AT | GBX_C_HIGH)))
		return false;
	for (uint32_t i = 0; i <= v->n; i++) {
		if (i < v->n && v->p[i] != '.') {
			if (!gbx_isalnum(v->p[i]) && v->p[i] != '-')
				return false;
			continue;
		}
		if (i == from || i - from > 63 || v->p[from] == '-' || v->p[i - 1] == '-')
			return false;
		top = from;
		from = i + 1;
		labels++;
	}
	if (labels < 2)
		return false;
	if (v->n - top == 2 && gbx_isalpha(v->p[top]) && is_country(v->p + top))
		return true;
	for (size_t i = 0; i < GBX_COUNT(tops); i++)
		if (gbx_same_word(v->p + top, v->n - top, tops[i]))
			return true;
	return false;
}

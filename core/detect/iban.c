/*
 * International bank account numbers: ISO 13616-1, the structures of the SWIFT
 * IBAN registry, and those of countries that use the form without standing in it.
 * The check is ISO 7064 MOD 97-10.
 */
#include "chars.h"
#include "check.h"

struct country {
	char code[3];
	uint8_t n;     /* whole length */
	char bban[13]; /* runs of length and kind: n digits, a capitals, c both */
};

/* By code; a country may have two forms. */
static const struct country countries[] = {
    {"AA", 16, "12c"},      {"AD", 24, "8n12c"},    {"AE", 23, "19n"},      {"AL", 28, "8n16c"},
    {"AO", 25, "21n"},      {"AT", 20, "16n"},      {"AX", 18, "14n"},      {"AZ", 28, "4a20c"},
    {"BA", 20, "16n"},      {"BE", 16, "12n"},      {"BF", 27, "23n"},      {"BF", 28, "2c22n"},
    {"BG", 22, "4a6n8c"},   {"BH", 22, "4a14c"},    {"BI", 16, "12n"},      {"BI", 27, "23n"},
    {"BJ", 28, "2c22n"},    {"BL", 27, "10n11c2n"}, {"BR", 29, "23n1a1c"},  {"BY", 28, "4c4n16c"},
    {"CF", 27, "23n"},      {"CG", 27, "23n"},      {"CH", 21, "5n12c"},    {"CI", 28, "2c22n"},
    {"CM", 27, "23n"},      {"CR", 22, "18n"},      {"CV", 25, "21n"},      {"CY", 28, "8n16c"},
    {"CZ", 24, "20n"},      {"DE", 22, "18n"},      {"DJ", 27, "23n"},      {"DK", 18, "14n"},
    {"DO", 28, "4c20n"},    {"DZ", 24, "20n"},      {"DZ", 26, "22n"},      {"EE", 20, "16n"},
    {"EG", 29, "25n"},      {"ES", 24, "20n"},      {"FI", 18, "14n"},      {"FK", 18, "2a12n"},
    {"FO", 18, "14n"},      {"FR", 27, "10n11c2n"}, {"GA", 27, "23n"},      {"GB", 22, "4a14n"},
    {"GE", 22, "2a16n"},    {"GF", 27, "10n11c2n"}, {"GG", 22, "4a14n"},    {"GI", 23, "4a15c"},
    {"GL", 18, "14n"},      {"GP", 27, "10n11c2n"}, {"GQ", 27, "23n"},      {"GR", 27, "7n16c"},
    {"GT", 28, "24c"},      {"GW", 25, "2c19n"},    {"HN", 28, "4a20n"},    {"HR", 21, "17n"},
    {"HU", 28, "24n"},      {"IE", 22, "4a14n"},    {"IL", 23, "19n"},      {"IM", 22, "4a14n"},
    {"IQ", 23, "4a15n"},    {"IR", 26, "22n"},      {"IS", 26, "22n"},      {"IT", 27, "1a10n12c"},
    {"JE", 22, "4a14n"},    {"JO", 30, "4a4n18c"},  {"KM", 27, "23n"},      {"KW", 30, "4a22c"},
    {"KZ", 20, "3n13c"},    {"LB", 28, "4n20c"},    {"LC", 32, "4a24c"},    {"LI", 21, "5n12c"},
    {"LT", 20, "16n"},      {"LU", 20, "3n13c"},    {"LV", 21, "4a13c"},    {"LY", 25, "21n"},
    {"MA", 28, "24n"},      {"MC", 27, "10n11c2n"}, {"MD", 24, "20c"},      {"ME", 22, "18n"},
    {"MF", 27, "10n11c2n"}, {"MG", 27, "23n"},      {"MK", 19, "3n10c2n"},  {"ML", 28, "2c22n"},
    {"MN", 20, "16n"},      {"MQ", 27, "10n11c2n"}, {"MR", 27, "23n"},      {"MT", 31, "4a5n18c"},
    {"MU", 30, "4a19n3a"},  {"MZ", 25, "21n"},      {"NC", 27, "10n11c2n"}, {"NE", 28, "2c22n"},
    {"NI", 28, "4a20n"},    {"NI", 32, "4a24n"},    {"NL", 18, "4a10n"},    {"NO", 15, "11n"},
    {"OM", 23, "3n16c"},    {"PF", 27, "10n11c2n"}, {"PK", 24, "4a16c"},    {"PL", 28, "24n"},
    {"PM", 27, "10n11c2n"}, {"PS", 29, "4a21c"},    {"PT", 25, "21n"},      {"QA", 29, "4a21c"},
    {"RE", 27, "10n11c2n"}, {"RO", 24, "4a16c"},    {"RS", 22, "18n"},      {"RU", 33, "14n15c"},
    {"SA", 24, "2n18c"},    {"SC", 31, "4a20n3a"},  {"SD", 18, "14n"},      {"SE", 24, "20n"},
    {"SI", 19, "15n"},      {"SK", 24, "20n"},      {"SM", 27, "1a10n12c"}, {"SN", 28, "2c22n"},
    {"SO", 23, "19n"},      {"ST", 25, "21n"},      {"SV", 28, "4a20n"},    {"TD", 27, "23n"},
    {"TF", 27, "10n11c2n"}, {"TG", 28, "2c22n"},    {"TL", 23, "19n"},      {"TN", 24, "20n"},
    {"TR", 26, "6n16c"},    {"UA", 29, "6n19c"},    {"VA", 22, "18n"},      {"VG", 24, "4a16n"},
    {"WF", 27, "10n11c2n"}, {"XK", 20, "16n"},      {"YE", 30, "4a4n18c"},  {"YT", 27, "10n11c2n"},
};

static bool fits_structure(const char *bban, const unsigned char *p)
{
	while (*bban) {
		unsigned run = 0;
		for (; gbx_isdigit((unsigned char)*bban); bban++)
			run = run * 10 + (unsigned)(*bban - '0');
		for (char kind = *bban++; run; run--, p++)
			if (!(kind != 'a' && gbx_isdigit(*p)) && !(kind != 'n' && gbx_isupper(*p)))
				return false;
	}
	return true;
}

/* MOD 97-10 over the text with its first four characters moved to the end. */
static bool mod97(const unsigned char *p, unsigned n)
{
	uint64_t r = 0;

	for (unsigned i = 4; i < n + 4; i++) {
		unsigned char c = p[i < n ? i : i - n];
		r = gbx_isdigit(c) ? r * 10 + (c - '0') : r * 100 + (c - 'A' + 10);
		if (r > UINT64_C(1000000000000000))
			r %= 97;
	}
	return r % 97 == 1;
}

static const struct country *first_row(const unsigned char *code)
{
	unsigned lo = 0, hi = GBX_COUNT(countries);

	while (lo < hi) {
		unsigned mid = (lo + hi) / 2;
		if (memcmp(countries[mid].code, code, 2) < 0)
			lo = mid + 1;
		else
			hi = mid;
	}
	return &countries[lo];
}

/* The first `want` capitals and digits of the text, without the spaces of the
 * printed form: how many bytes they took, 0 when other bytes stand between. */
static size_t compact(const unsigned char *p, size_t n, unsigned want, unsigned char out[34])
{
	unsigned k = 0;
	size_t i = 0;

	for (; i < n && k < want; i++) {
		if ((p[i] == ' ' || p[i] == '-') && k >= 4 && p[i - 1] != ' ' && p[i - 1] != '-')
			continue;
		if (!gbx_isalnum(p[i]))
			return 0;
		out[k++] = gbx_isalpha(p[i]) ? p[i] & 0xdf : p[i];
	}
	return k == want ? i : 0;
}

size_t gbx_iban_prefix(const unsigned char *p, size_t n)
{
	const struct country *c, *end = countries + GBX_COUNT(countries);
	unsigned char code[2], t[34];

	if (n < 15 || !gbx_isalpha(p[0]) || !gbx_isalpha(p[1]) || !gbx_isdigit(p[2]) ||
	    !gbx_isdigit(p[3]))
		return 0;
	code[0] = p[0] & 0xdf;
	code[1] = p[1] & 0xdf;
	for (c = first_row(code); c < end && memcmp(c->code, code, 2) == 0; c++) {
		size_t used = compact(p, n, c->n, t);
		if (used && (used == n || !gbx_isalnum(p[used])) &&
		    fits_structure(c->bban, t + 4) && mod97(t, c->n))
			return used;
	}
	return 0;
}

bool gbx_iban_sum(const struct gbx_value *v)
{
	const struct country *c;
	unsigned char t[34];
	unsigned want = 0;

	if (v->n < 15 || v->n > 42 || (v->cls & (GBX_C_HIGH | GBX_C_OTHER)))
		return false;
	for (uint32_t i = 0; i < v->n; i++)
		want += gbx_isalnum(v->p[i]);
	if (want < 15 || want > 34 || compact(v->p, v->n, want, t) != v->n)
		return false;
	c = gbx_isupper(t[0]) && gbx_isupper(t[1]) ? first_row(t) : NULL;
	return c && c < countries + GBX_COUNT(countries) && memcmp(c->code, t, 2) == 0 &&
	       gbx_isdigit(t[2]) && gbx_isdigit(t[3]) && mod97(t, want);
}

bool gbx_is_iban(const struct gbx_value *v)
{
	return v->n >= 15 && v->n <= 42 && !(v->cls & (GBX_C_HIGH | GBX_C_OTHER)) &&
	       gbx_iban_prefix(v->p, v->n) == v->n;
}

/*
 * Devices, SIM cards, vehicles, and the machine-readable zone of travel documents.
 */
#include "chars.h"
#include "id_rule.h"

/* IMEI: 3GPP TS 23.003, GSMA TS.06: reporting body, Luhn. The form of sixteen figures, which ends in
 * the software's version, has no check and is not told from other numbers. */
GBX_ID(gbx_is_imei, .form = "ddddddddddddddd|dd-dddddd-dddddd-d|dd dddddd dddddd d",
       .heads = "01 10 30 33 35 44 45 49 50 51 52 53 54 86 91 97 98 99",
       .check = GBX_CK_LUHN);

/* IMSI: ITU-T E.212: mobile country codes 202 to 750, and 901. */
static bool imsi(const unsigned char *c, unsigned n)
{
	int64_t mcc = gbx_digits(c, 3);

	(void)n;
	return (mcc >= 202 && mcc <= 750) || mcc == 901;
}
GBX_ID(gbx_is_imsi, .form = "ddddddddddddddd|dddddddddddddd", .also = imsi);

/* ICCID: ITU-T E.118: 89, Luhn; some write an F behind nineteen figures. */
static bool iccid(const unsigned char *c, unsigned n)
{
	return gbx_luhn(c, c[n - 1] == 'F' ? n - 1 : n);
}
GBX_ID(gbx_is_iccid, .form = "89ddddddddddddddddd[0-9F]?|8ddd ddd ddd ddd ddd dddd", .heads = "89",
       .also = iccid);

/* VIN: ISO 3779; the check in the ninth place is the law in North America (49 CFR 565.15), 1 to 5
 * in front. The last four are figures there and nearly everywhere. */
static bool vin(const unsigned char *c, unsigned n)
{
	static const char weight[] = "8765432A098765432";
	/* A to Z */
	static const uint8_t value[26] = {1, 2, 3, 4, 5, 6, 7, 8, 0, 1, 2, 3, 4,
					  5, 0, 7, 0, 9, 2, 3, 4, 5, 6, 7, 8, 9};
	unsigned sum = 0, letters = 0;

	for (unsigned i = 0; i < n; i++) {
		unsigned x = gbx_isupper(c[i]) ? value[c[i] - 'A'] : gbx_id_value(c[i]);

		letters += gbx_isupper(c[i]) != 0;
		sum += x * gbx_id_value((unsigned char)weight[i]);
	}
	if (!letters)
		return false;
	return c[0] < '1' || c[0] > '5' || c[8] == (unsigned char)"0123456789X"[sum % 11];
}
#define VIN4 "[A-HJ-NPR-Z0-9][A-HJ-NPR-Z0-9][A-HJ-NPR-Z0-9][A-HJ-NPR-Z0-9]"
GBX_ID(gbx_is_vin, .form = VIN4 VIN4 VIN4 "[A-HJ-NPR-Z0-9]dddd", .also = vin);

/* ---- ICAO Doc 9303: travel documents ---- */

struct field {
	uint8_t from, n, check; /* characters, and where their check digit stands */
};

static bool mrz_check(const unsigned char *p, const struct field *f)
{
	static const uint8_t weight[3] = {7, 3, 1};
	unsigned sum = 0;

	for (unsigned i = 0; i < f->n; i++)
		sum += weight[i % 3] * gbx_id_value(p[f->from + i]);
	return p[f->check] == '0' + sum % 10 || (p[f->check] == '<' && sum == 0);
}

/* The lines without what parts them; 0 when there are other signs. */
static unsigned mrz_signs(const struct gbx_value *v, unsigned char out[90])
{
	unsigned n = 0;

	for (uint32_t i = 0; i < v->n; i++) {
		unsigned char c = v->p[i];

		if (c == '\n' || c == '\r' || c == ' ')
			continue;
		if (n == 90 || (!gbx_isdigit(c) && !gbx_isupper(c) && c != '<'))
			return 0;
		out[n++] = c;
	}
	return n;
}

/* TD1 (three lines of 30), TD2 (two of 36), TD3 (two of 44), or the second line of TD3 or TD2
 * alone: number, birth, expiry. */
bool gbx_is_passport_mrz(const struct gbx_value *v)
{
	static const struct {
		uint8_t n, first; /* length; sign 0 is a letter */
		struct field f[3];
	} kinds[] = {
	    {90, 1, {{5, 9, 14}, {30, 6, 36}, {38, 6, 44}}},
	    {72, 1, {{36, 9, 45}, {49, 6, 55}, {57, 6, 63}}},
	    {88, 1, {{44, 9, 53}, {57, 6, 63}, {65, 6, 71}}},
	    {44, 0, {{0, 9, 9}, {13, 6, 19}, {21, 6, 27}}},
	    {36, 0, {{0, 9, 9}, {13, 6, 19}, {21, 6, 27}}},
	};
	unsigned char c[90];
	unsigned n;

	if (v->n < 36 || v->n > 96 || (v->cls & (GBX_C_HIGH | GBX_C_AT)) || !(v->cls & GBX_C_DIGIT))
		return false;
	n = mrz_signs(v, c);
	for (size_t i = 0; i < GBX_COUNT(kinds); i++)
		if (n == kinds[i].n && (!kinds[i].first || gbx_isupper(c[0])))
			return mrz_check(c, &kinds[i].f[0]) && mrz_check(c, &kinds[i].f[1]) &&
			       mrz_check(c, &kinds[i].f[2]);
	return false;
}

/*
 * Forms of health codes, blood groups and registration plates. All need their
 * header: other codes are written so too.
 * Sources: WHO ICD-10 (letter, two figures, extension) and ICD-11 reference guide
 * 2.7 (stem codes); ISBT blood groups AB0 and RhD.
 */
#include "chars.h"
#include "check.h"
#include "words.h"

static bool icd10(const unsigned char *p, size_t n)
{
	size_t i = 3;

	if (n < 3 || n > 8 || !gbx_isupper(p[0] & 0xdf) || !gbx_isdigit(p[1]) ||
	    !(gbx_isdigit(p[2]) || p[2] == 'A' || p[2] == 'B'))
		return false;
	if (n > 3 && p[3] == '.' && ++i == n)
		return false;
	for (; i < n; i++)
		if (!gbx_isalnum(p[i]) && !(i + 1 == n && memchr("+*!-", p[i], 4)))
			return false;
	return true;
}

/* 5A11, 1A00.Z: the second sign a letter, the third a figure. */
static bool icd11(const unsigned char *p, size_t n)
{
	return n >= 4 && n <= 7 && gbx_isalnum(p[0]) && gbx_isupper(p[1]) && gbx_isdigit(p[2]) &&
	       gbx_isalnum(p[3]) && (n == 4 || (n > 5 && p[4] == '.' && gbx_isalnum(p[5])));
}

/* One code or several, parted by , ; | or blanks. */
bool gbx_is_health_code(const struct gbx_value *v)
{
	size_t i = 0, codes = 0;

	if (v->n < 3 || v->n > 200 || !(v->cls & GBX_C_DIGIT) || (v->cls & GBX_C_HIGH))
		return false;
	while (i < v->n) {
		size_t from = i;

		while (i < v->n && !memchr(",;| ", v->p[i], 4))
			i++;
		if (i > from) {
			if (!icd10(v->p + from, i - from) && !icd11(v->p + from, i - from))
				return false;
			codes++;
		}
		i++;
	}
	return codes > 0;
}

/* A, B, AB, O or 0 with or without the Rhesus factor, or as the vocabulary writes it. */
bool gbx_is_blood_type(const struct gbx_value *v)
{
	static const char *const bare[] = {"a", "b", "ab", "o", "0"};
	char text[GBX_FOLDED];
	size_t n;

	if (!v->n || v->n > 24)
		return false;
	n = gbx_fold(v->p, v->n, text, sizeof(text));
	for (size_t i = 0; i < GBX_COUNT(bare); i++)
		if (n == strlen(bare[i]) && memcmp(text, bare[i], n) == 0)
			return true;
	return (gbx_word_kinds(text, n) & GBX_W_BLOOD) != 0;
}

/* Letters of any script and figures, three to twenty-four bytes, nothing but blanks, dashes and dots between. */
bool gbx_is_vehicle_plate(const struct gbx_value *v)
{
	unsigned letters = 0, digits = 0;

	if (v->n < 3 || v->n > 24 || (v->cls & GBX_C_AT) || !(v->cls & GBX_C_DIGIT))
		return false;
	for (uint32_t i = 0; i < v->n; i++) {
		unsigned char c = v->p[i];

		digits += gbx_isdigit(c);
		letters += gbx_isalpha(c) || c >= 0x80;
		if (!gbx_isalnum(c) && c < 0x80 && c != ' ' && c != '-' && c != '.')
			return false;
	}
	return digits && letters && digits <= 8;
}

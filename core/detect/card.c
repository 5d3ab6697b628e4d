/*
 * Payment card numbers: ISO/IEC 7812-1 (the check digit after Luhn) with the
 * issuer ranges and lengths the schemes publish.
 */
#include "chars.h"
#include "check.h"

#define LEN(n) (1u << (n))
#define LENS_16_19 (LEN(16) | LEN(17) | LEN(18) | LEN(19))
#define LENS_12_19 (LEN(12) | LEN(13) | LEN(14) | LEN(15) | LENS_16_19)

struct range {
	uint32_t from, to; /* first six digits */
	uint32_t lengths;
	const char *brand;
};

/* The narrower range comes first. */
static const struct range ranges[] = {
    {340000, 349999, LEN(15), "amex"},
    {370000, 379999, LEN(15), "amex"},
    {300000, 305999, LENS_16_19 | LEN(14), "diners"},
    {309500, 309599, LENS_16_19 | LEN(14), "diners"},
    {360000, 369999, LENS_16_19 | LEN(14), "diners"},
    {380000, 399999, LENS_16_19 | LEN(14), "diners"},
    {352800, 358999, LENS_16_19, "jcb"},
    {180000, 180099, LEN(15), "jcb"},
    {213100, 213199, LEN(15), "jcb"},
    {220000, 220499, LENS_16_19, "mir"},
    {222100, 272099, LEN(16), "mastercard"},
    {510000, 559999, LEN(16), "mastercard"},
    {400000, 499999, LEN(13) | LEN(16) | LEN(19), "visa"},
    {500000, 509999, LENS_12_19, "maestro"},
    {560000, 589999, LENS_12_19, "maestro"},
    {601100, 601199, LENS_16_19, "discover"},
    {644000, 659999, LENS_16_19, "discover"},
    {620000, 629999, LENS_16_19, "unionpay"},
    {810000, 817199, LENS_16_19, "unionpay"},
    {600000, 600999, LEN(16), "rupay"},
    {606000, 608999, LEN(16), "rupay"},
    {630000, 639999, LENS_12_19, "maestro"},
    {670000, 679999, LENS_12_19, "maestro"},
    {979200, 979299, LEN(16), "troy"},
};

static const char *brand_of(const unsigned char *d, unsigned n)
{
	uint32_t head = (uint32_t)gbx_digits(d, 6);

	for (size_t i = 0; i < GBX_COUNT(ranges); i++)
		if (head >= ranges[i].from && head <= ranges[i].to)
			return ranges[i].lengths >> n & 1 ? ranges[i].brand : NULL;
	return NULL;
}

static bool luhn(const unsigned char *d, unsigned n)
{
	static const uint8_t doubled[10] = {0, 2, 4, 6, 8, 1, 3, 5, 7, 9};
	unsigned sum = 0;

	for (unsigned i = 0; i < n; i++) {
		unsigned x = (unsigned)d[i] - '0';
		sum += (n - i) & 1 ? x : doubled[x];
	}
	return sum % 10 == 0;
}

/* The digits of a number in one piece or in groups of three and more that one
 * kind of separator parts. 0 when it is written otherwise. */
static unsigned card_digits(const struct gbx_value *v, unsigned char d[19])
{
	unsigned n = 0, group = 0;
	unsigned char sep = 0;

	for (uint32_t i = 0; i < v->n; i++) {
		unsigned char c = v->p[i];
		if (gbx_isdigit(c)) {
			if (n == 19)
				return 0;
			d[n++] = c;
			group++;
			continue;
		}
		if ((c != ' ' && c != '-') || (sep && c != sep) || group < 3 || group > 6)
			return 0;
		sep = c;
		group = 0;
	}
	return group >= 3 ? n : 0;
}

const char *gbx_card_brand(const struct gbx_value *v)
{
	unsigned char d[19];
	unsigned n;
	const char *brand;

	if (v->n < 12 || v->n > 23 || (v->cls & ~(uint32_t)(GBX_C_DIGIT | GBX_C_SEP)))
		return NULL;
	n = card_digits(v, d);
	if (n < 12)
		return NULL;
	brand = brand_of(d, n);
	return brand && luhn(d, n) ? brand : NULL;
}

bool gbx_is_payment_card(const struct gbx_value *v)
{
	return gbx_card_brand(v) != NULL;
}

/*
 * Plain numbers, codes, amounts of money (ISO 4217) and coordinates (ISO 6709,
 * decimal degrees).
 */
#include "chars.h"
#include "check.h"

static size_t sign(const unsigned char *p, size_t n)
{
	return n && (p[0] == '-' || p[0] == '+') ? 1 : 0;
}

static size_t digit_run(const unsigned char *p, size_t n)
{
	size_t i = 0;

	while (i < n && gbx_isdigit(p[i]))
		i++;
	return i;
}

bool gbx_is_integer(const struct gbx_value *v)
{
	size_t s;

	if (v->n > 40 || (v->cls & ~(uint32_t)(GBX_C_DIGIT | GBX_C_SEP)))
		return false;
	s = sign(v->p, v->n);
	return v->n > s && digit_run(v->p + s, v->n - s) == v->n - s;
}

bool gbx_is_number(const struct gbx_value *v)
{
	const unsigned char *p = v->p;
	size_t n = v->n, i = sign(p, n), whole, frac = 0;

	if (n > 64 || !(v->cls & GBX_C_DIGIT) || (v->cls & (GBX_C_HIGH | GBX_C_ALPHA | GBX_C_AT)))
		return false;
	whole = digit_run(p + i, n - i);
	i += whole;
	if (i < n && (p[i] == '.' || p[i] == ',')) {
		frac = digit_run(p + i + 1, n - i - 1);
		i += 1 + frac;
	}
	if (whole + frac == 0)
		return false;
	if (i < n && (p[i] == 'e' || p[i] == 'E')) {
		i++;
		i += sign(p + i, n - i);
		whole = digit_run(p + i, n - i);
		if (!whole || whole > 4)
			return false;
		i += whole;
	}
	return i == n;
}

bool gbx_is_boolean(const struct gbx_value *v)
{
	static const char *const words[] = {
	    "0",   "1",    "t",      "f",    "y",  "n",    "true",  "false", "yes",
	    "no",  "on",   "off",    "是",   "否", "有",   "无",    "sí",    "si",
	    "oui", "non",  "ja",     "nein", "да", "нет",  "sim",   "não",   "नहीं",
	    "हाँ",  "はい", "いいえ", "نعم",  "لا", "evet", "hayır",
	};
	return v->n <= 16 && gbx_word_in(v, words, GBX_COUNT(words));
}

bool gbx_is_identifier(const struct gbx_value *v)
{
	if (v->n > 128 || (v->cls & GBX_C_HIGH))
		return false;
	for (uint32_t i = 0; i < v->n; i++)
		if (v->p[i] <= ' ' || v->p[i] >= 0x7f || v->p[i] == '"' || v->p[i] == ',')
			return false;
	return (v->cls & (GBX_C_DIGIT | GBX_C_HEX | GBX_C_ALPHA)) != 0;
}

/* A currency at p: symbol, code or word. Its length, 0 when none. */
static size_t currency(const unsigned char *p, size_t n)
{
	static const char *const marks[] = {
	    "us$", "$",   "€",   "£",   "¥",    "￥",  "₹",   "₽", "₩",   "₺",   "₴",   "r$",
	    "zł",  "元",  "円",  "원",  "руб.", "руб", "rs.", "usd", "eur", "gbp", "jpy", "cny",
	    "rmb", "inr", "rub", "brl", "krw",  "chf", "cad", "aud", "hkd", "sgd", "mxn", "sek",
	    "nok", "dkk", "pln", "try", "zar",  "thb", "idr", "myr", "php", "vnd", "aed", "sar",
	    "egp", "ngn", "uah", "czk", "huf",  "ils", "twd", "btc", "eth",
	};
	size_t k;

	if (!n || gbx_isdigit(p[0]) || p[0] == ' ')
		return 0;
	for (size_t i = 0; i < GBX_COUNT(marks); i++)
		if ((k = gbx_prefix_word(p, n, marks[i])) != 0)
			return k;
	return 0;
}

/* 1234.50, 1,234.50, 1.234,50, 1 234,50, 1'234.50: groups of three, two or three
 * decimals at most eight. Its length, 0 when it is not written so. */
static size_t amount(const unsigned char *p, size_t n)
{
	size_t i = digit_run(p, n);
	unsigned char sep = 0;

	if (!i || i > 18)
		return 0;
	while (i <= 24 && i + 3 < n && memchr(",.' ", p[i], 4) && (!sep || p[i] == sep) &&
	       digit_run(p + i + 1, n - i - 1) == 3) {
		sep = p[i];
		i += 4;
	}
	if (i + 1 < n && (p[i] == '.' || p[i] == ',') && p[i] != sep) {
		size_t d = digit_run(p + i + 1, n - i - 1);
		if (d > 8)
			return 0;
		i += d ? d + 1 : 0;
	}
	return i;
}

bool gbx_is_money(const struct gbx_value *v)
{
	const unsigned char *p = v->p;
	size_t n = v->n, i = 0, k;
	bool brackets = n > 2 && p[0] == '(' && p[n - 1] == ')';

	if (n > 40 || !(v->cls & GBX_C_DIGIT) || (v->cls & GBX_C_AT))
		return false;
	if (brackets)
		i++, n--;
	i += sign(p + i, n - i);
	i += currency(p + i, n - i);
	i += i < n && p[i] == ' ';
	i += sign(p + i, n - i);
	k = amount(p + i, n - i);
	if (!k)
		return false;
	i += k;
	i += i < n && p[i] == ' ';
	i += currency(p + i, n - i);
	return i == n && !(v->cls == (GBX_C_DIGIT | GBX_C_DOT) && gbx_is_ip(v));
}

#define DEGREE 1000000 /* coordinates are compared in millionths */

/* Decimal degrees at p without their sign, rounded up; the text's length in *len. */
static bool degrees(const unsigned char *p, size_t n, size_t *len, int *micro, bool *decimals)
{
	size_t i = sign(p, n), whole = digit_run(p + i, n - i), frac = 0;
	int64_t x, unit = DEGREE / 10;

	if (!whole || whole > 3)
		return false;
	x = gbx_digits(p + i, whole) * DEGREE;
	i += whole;
	if (i < n && p[i] == '.')
		frac = digit_run(p + i + 1, n - i - 1);
	if (frac > 18)
		return false;
	for (size_t k = 0; k < frac && unit; k++, unit /= 10)
		x += unit * (p[i + 1 + k] - '0');
	for (size_t k = 6; k < frac; k++)
		x |= p[i + 1 + k] != '0';
	*decimals = frac != 0;
	*len = i + (frac ? 1 + frac : 0);
	*micro = (int)x;
	return true;
}

static bool coordinate(const struct gbx_value *v, int most)
{
	size_t len;
	int micro;
	bool decimals;

	return v->n >= 3 && v->n <= 24 && (v->cls & GBX_C_DOT) &&
	       degrees(v->p, v->n, &len, &micro, &decimals) && decimals && len == v->n &&
	       micro <= most * DEGREE;
}

bool gbx_is_latitude(const struct gbx_value *v)
{
	return coordinate(v, 90);
}

bool gbx_is_longitude(const struct gbx_value *v)
{
	return coordinate(v, 180);
}

bool gbx_is_geo(const struct gbx_value *v)
{
	const unsigned char *p = v->p;
	size_t n = v->n, len, at;
	int lat, lon;
	bool d1, d2;

	if (n < 7 || n > 60 || !(v->cls & GBX_C_DOT) || (v->cls & GBX_C_HIGH))
		return false;
	if (n > 2 && ((p[0] == '(' && p[n - 1] == ')') || (p[0] == '[' && p[n - 1] == ']')))
		p++, n -= 2;
	if (!degrees(p, n, &len, &lat, &d1))
		return false;
	at = len;
	while (len < n && (p[len] == ' ' || p[len] == ',' || p[len] == ';'))
		len++;
	if (len == at || len - at > 3 || !degrees(p + len, n - len, &at, &lon, &d2))
		return false;
	return len + at == n && (d1 || d2) && lat <= 90 * DEGREE && lon <= 180 * DEGREE;
}

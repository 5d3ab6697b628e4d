/*
 * Kinds of cells, by counting characters. The idea that a true dialect yields
 * cells of known kinds is van den Burg, Nazábal and Sutton, "Wrangling messy CSV
 * files by detecting row and type patterns", 2019.
 */
#include "csv_kind.h"

#include <stdint.h>

struct census {
	size_t digits, hex, letters, spaces, words, seps, at, dots, colons, other;
	bool pointed; /* a dot behind the at sign */
};

static bool is_digit(unsigned char c)
{
	return c >= '0' && c <= '9';
}
static bool is_alpha(unsigned char c)
{
	return ((c | 32) >= 'a' && (c | 32) <= 'z') || c >= 0x80;
}

static void count(struct census *k, unsigned char c, unsigned char before)
{
	if (is_digit(c)) {
		k->digits++;
	} else if (is_alpha(c)) {
		k->letters++;
		k->hex += (c | 32) >= 'a' && (c | 32) <= 'f';
	} else if (c == ' ') {
		k->spaces++;
	} else if (c == '@') {
		k->at++;
	} else if (c == ':') {
		k->colons++;
	} else if (c == '.') {
		k->dots++;
		k->pointed |= k->at == 1;
	} else if (memchr("-/+(),", c, 6)) {
		k->seps++;
	} else {
		k->other++;
	}
	k->words += c != ' ' && before == ' ';
}

static struct census take(struct gbx_span s)
{
	struct census k = {0};
	for (size_t i = 0; i < s.n; i++)
		count(&k, s.p[i], i ? s.p[i - 1] : ' ');
	return k;
}

/* Digits and marks only: number, date, time or phone. */
static enum gbx_csv_kind kind_of_number(struct gbx_span s, const struct census *k)
{
	bool sign = s.p[0] == '-' || s.p[0] == '+';
	size_t marks = k->seps + k->dots - sign;
	if (!marks && !k->colons && !k->spaces)
		return s.p[0] == '+' ? GBX_CSV_K_PHONE : GBX_CSV_K_INT;
	if (k->colons > 3)
		return GBX_CSV_K_HEX;
	if (k->colons)
		return GBX_CSV_K_DATE;
	if (marks == 1 && !k->spaces)
		return GBX_CSV_K_DECIMAL;
	if (marks == 2 && !sign && k->digits >= 4 && k->digits <= 8)
		return GBX_CSV_K_DATE;
	return k->dots == 3 && !k->seps ? GBX_CSV_K_HEX : GBX_CSV_K_PHONE;
}

static bool is_url(struct gbx_span s)
{
	return (s.n > 8 && memmem(s.p, s.n, "://", 3)) || (s.n > 4 && !memcmp(s.p, "www.", 4));
}

/* 2024-05-01T12:00:00Z and 2024-05-01 12:00:00 UTC */
static bool is_timestamp(struct gbx_span s, const struct census *k)
{
	return s.n >= 16 && k->letters <= 4 && k->colons >= 1 && k->colons <= 3 &&
	       is_digit(s.p[0]) && k->digits >= 10 && !k->other;
}

enum gbx_csv_kind gbx_csv_kind_of(struct gbx_span s)
{
	if (s.n > 256)
		s.n = 256;
	const struct census k = take(s);
	if (k.spaces == s.n)
		return GBX_CSV_K_EMPTY;
	if (!k.letters && !k.other && !k.at && k.digits)
		return kind_of_number(s, &k);
	if (is_url(s) && !k.spaces)
		return GBX_CSV_K_URL;
	if (k.at == 1 && k.pointed && !k.spaces)
		return GBX_CSV_K_EMAIL;
	if (is_timestamp(s, &k))
		return GBX_CSV_K_DATE;
	bool only_hex = k.letters == k.hex && k.digits && !k.other && !k.spaces && !k.at && !k.dots;
	if (only_hex && (s.n >= 16 || k.colons >= 2))
		return GBX_CSV_K_HEX;
	if (k.words <= 1)
		return GBX_CSV_K_WORD;
	return k.words <= 4 ? GBX_CSV_K_WORDS : GBX_CSV_K_TEXT;
}

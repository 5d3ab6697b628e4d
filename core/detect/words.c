/*
 * Folding text, cutting it into words, looking words up. The fold is the one
 * the tables were written with: see the notes at the head of schemas/data.
 */
#include "words.h"

#include "../base/escape.h"

/* U+00C0 to U+017F without accents and in lower case; letters of two are written out. */
static const char latin[][3] = {
    "a", "a", "a",  "a",  "a", "a", "ae", "c",  "e",  "e", "e", "e", "i",  "i",  "i", "i", "d", "n",
    "o", "o", "o",  "o",  "o", "×", "o",  "u",  "u",  "u", "u", "y", "th", "ss", "a", "a", "a", "a",
    "a", "a", "ae", "c",  "e", "e", "e",  "e",  "i",  "i", "i", "i", "d",  "n",  "o", "o", "o", "o",
    "o", "÷", "o",  "u",  "u", "u", "u",  "y",  "th", "y", "a", "a", "a",  "a",  "a", "a", "c", "c",
    "c", "c", "c",  "c",  "c", "c", "d",  "d",  "d",  "d", "e", "e", "e",  "e",  "e", "e", "e", "e",
    "e", "e", "g",  "g",  "g", "g", "g",  "g",  "g",  "g", "h", "h", "h",  "h",  "i", "i", "i", "i",
    "i", "i", "i",  "i",  "i", "i", "ij", "ij", "j",  "j", "k", "k", "k",  "l",  "l", "l", "l", "l",
    "l", "l", "l",  "l",  "l", "n", "n",  "n",  "n",  "n", "n", "n", "n",  "n",  "o", "o", "o", "o",
    "o", "o", "oe", "oe", "r", "r", "r",  "r",  "r",  "r", "s", "s", "s",  "s",  "s", "s", "s", "s",
    "t", "t", "t",  "t",  "t", "t", "u",  "u",  "u",  "u", "u", "u", "u",  "u",  "u", "u", "u", "u",
    "w", "w", "y",  "y",  "y", "z", "z",  "z",  "z",  "z", "z", "s",
};

/* U+1E00 to U+1EFF: base letter of each pair or run, as first code point and letter. */
static const struct {
	uint16_t from;
	char base;
} extended[] = {
    {0x1e00, 'a'}, {0x1e02, 'b'}, {0x1e08, 'c'}, {0x1e0a, 'd'}, {0x1e14, 'e'}, {0x1e1e, 'f'},
    {0x1e20, 'g'}, {0x1e22, 'h'}, {0x1e2c, 'i'}, {0x1e30, 'k'}, {0x1e36, 'l'}, {0x1e3e, 'm'},
    {0x1e44, 'n'}, {0x1e4c, 'o'}, {0x1e54, 'p'}, {0x1e58, 'r'}, {0x1e60, 's'}, {0x1e6a, 't'},
    {0x1e72, 'u'}, {0x1e7c, 'v'}, {0x1e80, 'w'}, {0x1e8a, 'x'}, {0x1e8e, 'y'}, {0x1e90, 'z'},
    {0x1e96, 'h'}, {0x1e97, 't'}, {0x1e98, 'w'}, {0x1e99, 'y'}, {0x1e9a, 'a'}, {0x1e9b, 's'},
    {0x1ea0, 'a'}, {0x1eb8, 'e'}, {0x1ec8, 'i'}, {0x1ecc, 'o'}, {0x1ee4, 'u'}, {0x1ef2, 'y'},
};

/* Greek letters with a tonos or a dialytika, and the sigma at the end of a word. */
static unsigned fold_greek(unsigned c)
{
	static const struct {
		uint16_t from, to;
	} greek[] = {
	    {0x386, 0x3b1}, {0x388, 0x3b5}, {0x389, 0x3b7}, {0x38a, 0x3b9}, {0x38c, 0x3bf},
	    {0x38e, 0x3c5}, {0x38f, 0x3c9}, {0x390, 0x3b9}, {0x3aa, 0x3b9}, {0x3ab, 0x3c5},
	    {0x3ac, 0x3b1}, {0x3ad, 0x3b5}, {0x3ae, 0x3b7}, {0x3af, 0x3b9}, {0x3b0, 0x3c5},
	    {0x3c2, 0x3c3}, {0x3ca, 0x3b9}, {0x3cb, 0x3c5}, {0x3cc, 0x3bf}, {0x3cd, 0x3c5},
	    {0x3ce, 0x3c9},
	};

	for (size_t i = 0; i < sizeof(greek) / sizeof(greek[0]); i++)
		if (greek[i].from == c)
			return greek[i].to;
	return c;
}

static unsigned fold_other(unsigned c)
{
	if (c >= 0x386 && c <= 0x3ce)
		c = fold_greek(c);
	if ((c >= 0x391 && c <= 0x3a9) || (c >= 0x410 && c <= 0x42f))
		c += 0x20;
	else if (c >= 0x400 && c <= 0x40f)
		c += 0x50;
	else if (c >= 0x460 && c <= 0x52f && (c < 0x482 || c > 0x489) && c != 0x4c0 &&
	         (c < 0x4c1 || c > 0x4ce))
		c |= 1;
	else if (c >= 0x531 && c <= 0x556)
		c += 0x30;
	return c == 0x451 ? 0x435 : c; /* yo is written ye as often as not */
}

/* The letters a code point folds to, in out (up to 4 bytes); how many bytes. */
static unsigned fold_one(unsigned c, char out[4])
{
	if (c >= 0xff01 && c <= 0xff5e)
		c -= 0xfee0;
	if (c == 0x3000 || c == 0xa0 || c == 0x202f || c == '\t' || c == '\n' || c == '\r')
		c = ' ';
	if (c == 0x2019 || c == 0x2018 || c == 0x2bb || c == 0x2bc || c == '`' || c == 0xb4)
		c = '\'';
	if (c >= 'A' && c <= 'Z')
		c += 32;
	if (c < 0x20 || (c >= 0x300 && c < 0x370) || (c >= 0x200b && c <= 0x200f))
		return 0;
	if (c >= 0xc0 && c < 0x180 && c != 0xd7 && c != 0xf7) {
		out[0] = latin[c - 0xc0][0];
		out[1] = latin[c - 0xc0][1];
		return out[1] ? 2 : 1;
	}
	if (c == 0x18f || c == 0x259)
		c = 'e';
	if (c >= 0x1e00 && c < 0x1f00) {
		unsigned i = 0;
		while (i + 1 < sizeof(extended) / sizeof(extended[0]) && extended[i + 1].from <= c)
			i++;
		c = (unsigned char)extended[i].base;
	}
	c = fold_other(c);
	if (c < 0x80) {
		out[0] = (char)c;
		return 1;
	}
	if (c < 0x800) {
		out[0] = (char)(0xc0 | c >> 6);
		out[1] = (char)(0x80 | (c & 63));
		return 2;
	}
	if (c < 0x10000) {
		out[0] = (char)(0xe0 | c >> 12);
		out[1] = (char)(0x80 | (c >> 6 & 63));
		out[2] = (char)(0x80 | (c & 63));
		return 3;
	}
	out[0] = (char)(0xf0 | c >> 18);
	out[1] = (char)(0x80 | (c >> 12 & 63));
	out[2] = (char)(0x80 | (c >> 6 & 63));
	out[3] = (char)(0x80 | (c & 63));
	return 4;
}

size_t gbx_fold(const unsigned char *p, size_t n, char *out, size_t cap)
{
	size_t at = 0;

	for (size_t i = 0; i < n;) {
		unsigned c, k, len = gbx_utf8_next(p + i, n - i, &c);
		char one[4];

		if (!len) {
			i++;
			continue;
		}
		i += len;
		k = fold_one(c, one);
		if (k == 1 && one[0] == ' ' && (!at || out[at - 1] == ' '))
			continue;
		if (k > cap - at)
			break;
		memcpy(out + at, one, k);
		at += k;
	}
	while (at && out[at - 1] == ' ')
		at--;
	return at;
}

static int compare(const char *a, size_t na, const char *b, size_t nb)
{
	int d = memcmp(a, b, na < nb ? na : nb);

	return d ? d : (na > nb) - (na < nb);
}

uint64_t gbx_word_kinds(const char *s, size_t n)
{
	unsigned head = n ? (unsigned)(unsigned char)s[0] << 8 | (n > 1 ? (unsigned char)s[1] : 0) : 0;
	unsigned lo = gbx_word_from[head], hi = gbx_word_from[head + 1];

	while (lo < hi) {
		unsigned mid = (lo + hi) / 2;
		int d = compare(s, n, gbx_words[mid].text, gbx_words[mid].n);

		if (!d)
			return gbx_words[mid].kinds;
		if (d < 0)
			hi = mid;
		else
			lo = mid + 1;
	}
	return 0;
}

static bool starts_char(char c)
{
	return ((unsigned char)c & 0xc0) != 0x80;
}

bool gbx_word_ends(const char *s, size_t n, uint64_t kinds)
{
	for (size_t k = 2; k < n && k <= 24; k++)
		if (starts_char(s[n - k]) && (gbx_word_kinds(s + n - k, k) & kinds))
			return true;
	return false;
}

/* Words of such scripts are short: longer ones are found by their parts. */
#define INSIDE_BYTES 24

unsigned gbx_word_inside(const char *s, size_t n, uint64_t kinds)
{
	unsigned found = 0;

	for (size_t i = 0; i < n; i++) {
		size_t best = 0;

		if (!starts_char(s[i]) || (unsigned char)s[i] < 0xe0)
			continue;
		for (size_t k = 3; k <= INSIDE_BYTES && i + k <= n; k += 3)
			if (gbx_word_kinds(s + i, k) & kinds)
				best = k;
		if (best) {
			found++;
			i += best - 1;
		}
	}
	return found;
}

static bool cuts(char c)
{
	return c == ' ' || c == ',' || c == ';' || c == '/' || c == '(' || c == ')' || c == '"' ||
	       c == '|' || c == '&' || c == '[' || c == ']' || c == '<' || c == '>';
}

void gbx_tokens_of(const struct gbx_value *v, struct gbx_tokens *out)
{
	size_t n = gbx_fold(v->p, v->n, out->text, sizeof(out->text));
	size_t i = 0;

	out->n = 0;
	out->len = (uint32_t)n;
	out->whole = gbx_word_kinds(out->text, n);
	while (i < n && out->n < GBX_TOKENS) {
		size_t from;

		while (i < n && cuts(out->text[i]))
			i++;
		for (from = i; i < n && !cuts(out->text[i]);)
			i++;
		if (i == from)
			break;
		out->t[out->n++] = (struct gbx_token){(uint16_t)from, (uint16_t)(i - from),
		                                      gbx_word_kinds(out->text + from, i - from)};
	}
}

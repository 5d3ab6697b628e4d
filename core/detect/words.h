/*
 * Words: what a column name says, and what the words inside values say. The
 * tables are made by the build from schemas/headers.tsv and schemas/data;
 * both are sorted and searched by halves. Asked while planning only, never for
 * every value of a relation.
 */
#ifndef GBX_DETECT_WORDS_H
#define GBX_DETECT_WORDS_H

#include "detect.h"

enum gbx_word_bit {
#define GBX_W(name) GBX_WB_##name,
#include "words.def"
#undef GBX_W
	GBX_WB_COUNT
};

enum gbx_word_kind {
#define GBX_W(name) GBX_W_##name = UINT64_C(1) << GBX_WB_##name,
#include "words.def"
#undef GBX_W
};

struct gbx_word {
	const char *text; /* folded */
	uint32_t n;
	uint64_t kinds;
};

struct gbx_header_word {
	const char *key;    /* folded, without spaces */
	const char *text;   /* as shown */
	const char *family; /* the values choose among types of this prefix; NULL: the type alone */
	uint8_t n;
	uint8_t weight; /* of a hundred columns so named, how many hold the type */
	enum gbx_type type;
};

extern const struct gbx_word gbx_words[];
extern const unsigned gbx_nwords;
/* By the first two bytes, 0 for a second that is not there: the first word that begins with
 * them; the next number is where they end. */
extern const uint32_t gbx_word_from[65537];
/* By code point less 0x4e00: 1 a surname, 2 a character of given names. For scanning. */
#define GBX_HAN_NAMES 20992u
extern const uint8_t gbx_han_names[GBX_HAN_NAMES];
extern const struct gbx_header_word gbx_header_words[];
extern const unsigned gbx_header_nwords;

/*
 * Lower case; Latin letters without accents; full-width forms as ASCII; white
 * space as one space; typographic apostrophes as '. Writes at most cap bytes,
 * whole characters only, and returns how many. Invalid UTF-8 is left out.
 */
size_t gbx_fold(const unsigned char *p, size_t n, char *out, size_t cap);

/* The union of enum gbx_word_kind of a folded word, 0 when unknown. */
uint64_t gbx_word_kinds(const char *s, size_t n);
/* Does a suffix of the folded word, shorter than the word, have one of the kinds? */
bool gbx_word_ends(const char *s, size_t n, uint64_t kinds);
/* How many words of these kinds stand inside folded text without spaces (Han, Kana, Hangul). */
unsigned gbx_word_inside(const char *s, size_t n, uint64_t kinds);

#define GBX_FOLDED 256 /* longest text that is folded for its words */
#define GBX_TOKENS 24  /* words looked at in one value */

/* A value cut into words: at white space, commas and the like. */
struct gbx_tokens {
	char text[GBX_FOLDED]; /* folded, words parted by one NUL */
	uint32_t len;
	unsigned n;
	struct gbx_token {
		uint16_t off, len;
		uint64_t kinds;
	} t[GBX_TOKENS];
	uint64_t whole; /* kinds of the value as a whole */
};
void gbx_tokens_of(const struct gbx_value *v, struct gbx_tokens *out);

/* What the header says; word NULL when nothing. */
struct gbx_header {
	const struct gbx_header_word *word;
	double weight; /* 0 to 1: the word's weight, less when only a part of the name matched */
};
struct gbx_header gbx_header_of(struct gbx_span name);

#endif

/*
 * How likely a character is in a language, in eighths of a nat: the negative logarithm
 * of its share. Only differences between charsets that read the same bytes count.
 */
#ifndef GBX_SOURCE_CHARSET_MODEL_H
#define GBX_SOURCE_CHARSET_MODEL_H

#include "charset_table.h"

enum gbx_letters {
#define GBX_LETTERS(lang, script, text) GBX_LETTERS_##lang,
#include "charset_letters.def"
#undef GBX_LETTERS
	GBX_LETTERS_COUNT
};

#define GBX_COST(nats) ((unsigned)((nats) * 8))

struct gbx_charset_model {
	unsigned char cost[GBX_LETTERS_COUNT][65536];
};

/* Made at the first call; NULL: out of memory. */
const struct gbx_charset_model *gbx_charset_model_get(struct gbx_charsets *s);

/* Languages of a list like "fr de" or "*", a bit each. */
uint64_t gbx_letters_of(const char *list);

/* What a character is, for what may stand beside it. */
enum gbx_char_class {
	GBX_CLASS_NEUTRAL, /* blanks, digits, ASCII signs, quotes and dashes of all languages */
	GBX_CLASS_LATIN,
	GBX_CLASS_CYRILLIC,
	GBX_CLASS_GREEK,
	GBX_CLASS_HEBREW,
	GBX_CLASS_ARABIC,
	GBX_CLASS_THAI,
	GBX_CLASS_HAN,
	GBX_CLASS_KANA,
	GBX_CLASS_HALF_KANA,
	GBX_CLASS_HANGUL,
	GBX_CLASS_WIDE,	  /* signs of East Asian text */
	GBX_CLASS_SYMBOL, /* may stand alone, not inside a word */
	GBX_CLASS_CONTROL,
	GBX_CLASS_NOTHING, /* private, unassigned, far away */
};
enum gbx_char_class gbx_char_class(uint32_t cp);
bool gbx_char_upper(uint32_t cp); /* of Latin, Greek and Cyrillic */
bool gbx_char_vowel(uint32_t cp); /* of Latin letters */

#endif

/*
 * Costs of characters by language, from charset_letters.def: the share of the n-th letter
 * goes as 1 / (n + 3) (Zipf; Mandelbrot 1953). For ideographs the levels of the national
 * standards say the rest: GB 2312, Big5, JIS X 0208 and KS X 1001 put what is common first.
 */
#include "charset_model.h"

#include <math.h>
#include <stdlib.h>

#include "../base/escape.h"

enum script { ALPHABET, IDEOGRAPHS };

static const struct {
	char name[3];
	enum script script;
	const char *text;
} letters[] = {
#define GBX_LETTERS(lang, script, text) { #lang, script, text },
#include "charset_letters.def"
#undef GBX_LETTERS
};

uint64_t gbx_letters_of(const char *list)
{
	uint64_t set = 0;
	if (*list == '*')
		return (UINT64_C(1) << GBX_LETTERS_COUNT) - 1;
	for (const char *p = list; *p; p += p[2] ? 3 : 2)
		for (unsigned i = 0; i < GBX_LETTERS_COUNT; i++)
			if (!memcmp(p, letters[i].name, 2))
				set |= UINT64_C(1) << i;
	return set;
}

/* ---- classes ---- */

/* Ascending; a row holds up to the next one. */
static const struct {
	uint32_t from;
	enum gbx_char_class class;
} ranges[] = {
	{ 0x0000, GBX_CLASS_CONTROL }, { 0x0009, GBX_CLASS_NEUTRAL }, { 0x000B, GBX_CLASS_CONTROL },
	{ 0x000D, GBX_CLASS_NEUTRAL }, { 0x000E, GBX_CLASS_CONTROL }, { 0x0020, GBX_CLASS_NEUTRAL },
	{ 0x0041, GBX_CLASS_LATIN },   { 0x005B, GBX_CLASS_NEUTRAL }, { 0x0061, GBX_CLASS_LATIN },
	{ 0x007B, GBX_CLASS_NEUTRAL }, { 0x007F, GBX_CLASS_CONTROL }, { 0x00A0, GBX_CLASS_NEUTRAL },
	{ 0x00A1, GBX_CLASS_SYMBOL },  { 0x00AA, GBX_CLASS_NEUTRAL }, { 0x00AC, GBX_CLASS_SYMBOL },
	{ 0x00B7, GBX_CLASS_NEUTRAL }, { 0x00B8, GBX_CLASS_SYMBOL },  { 0x00BA, GBX_CLASS_NEUTRAL },
	{ 0x00BC, GBX_CLASS_SYMBOL },  { 0x00C0, GBX_CLASS_LATIN },   { 0x00D7, GBX_CLASS_SYMBOL },
	{ 0x00D8, GBX_CLASS_LATIN },   { 0x00F7, GBX_CLASS_SYMBOL },  { 0x00F8, GBX_CLASS_LATIN },
	{ 0x0250, GBX_CLASS_SYMBOL },  { 0x0300, GBX_CLASS_LATIN },   { 0x0370, GBX_CLASS_GREEK },
	{ 0x0400, GBX_CLASS_CYRILLIC }, { 0x0530, GBX_CLASS_NOTHING }, { 0x0590, GBX_CLASS_HEBREW },
	{ 0x0600, GBX_CLASS_ARABIC },  { 0x0700, GBX_CLASS_NOTHING }, { 0x0E00, GBX_CLASS_THAI },
	{ 0x0E80, GBX_CLASS_NOTHING }, { 0x1E00, GBX_CLASS_LATIN },   { 0x1F00, GBX_CLASS_GREEK },
	{ 0x2000, GBX_CLASS_SYMBOL },  { 0x2010, GBX_CLASS_NEUTRAL }, { 0x2027, GBX_CLASS_SYMBOL },
	{ 0x20AC, GBX_CLASS_NEUTRAL }, { 0x20AD, GBX_CLASS_SYMBOL },  { 0x2116, GBX_CLASS_NEUTRAL },
	{ 0x2117, GBX_CLASS_SYMBOL },  { 0x2C00, GBX_CLASS_NOTHING }, { 0x3000, GBX_CLASS_WIDE },
	{ 0x3005, GBX_CLASS_HAN },     { 0x3008, GBX_CLASS_WIDE },    { 0x3041, GBX_CLASS_KANA },
	{ 0x3100, GBX_CLASS_SYMBOL },  { 0x3131, GBX_CLASS_HANGUL },  { 0x3190, GBX_CLASS_SYMBOL },
	{ 0x3400, GBX_CLASS_HAN },     { 0xA000, GBX_CLASS_NOTHING }, { 0xAC00, GBX_CLASS_HANGUL },
	{ 0xD7A4, GBX_CLASS_NOTHING }, { 0xF900, GBX_CLASS_HAN },     { 0xFB00, GBX_CLASS_NOTHING },
	{ 0xFF01, GBX_CLASS_WIDE },    { 0xFF61, GBX_CLASS_HALF_KANA }, { 0xFFA0, GBX_CLASS_NOTHING },
	{ 0xFFE0, GBX_CLASS_WIDE },    { 0xFFE7, GBX_CLASS_NOTHING }, { 0x1F000, GBX_CLASS_SYMBOL },
	{ 0x1FB00, GBX_CLASS_NOTHING }, { 0x20000, GBX_CLASS_HAN },   { 0x30000, GBX_CLASS_NOTHING },
};

enum gbx_char_class gbx_char_class(uint32_t cp)
{
	size_t low = 0, high = sizeof ranges / sizeof *ranges;
	while (high - low > 1) {
		size_t mid = (low + high) / 2;
		*(cp >= ranges[mid].from ? &low : &high) = mid;
	}
	return ranges[low].class;
}

/* Where letters stand in pairs, capitals first. */
static bool paired(uint32_t cp)
{
	return (cp >= 0x100 && cp < 0x138) || (cp >= 0x14A && cp < 0x178) || (cp >= 0x1A0 && cp < 0x250) ||
	       (cp >= 0x460 && cp < 0x530) || (cp >= 0x1E00 && cp < 0x1F00);
}

/* The capital of a small letter; itself when there is none. Unicode, UnicodeData.txt. */
static uint32_t capital(uint32_t cp)
{
	if ((cp >= 0xE0 && cp <= 0xFE && cp != 0xF7) || (cp >= 0x3B1 && cp <= 0x3CB && cp != 0x3C2) ||
	    (cp >= 0x430 && cp <= 0x44F))
		return cp - 0x20;
	if (cp >= 0x450 && cp <= 0x45F)
		return cp - 0x50;
	if (cp == 0x131 || cp == 0xFF || cp == 0x3AC || cp == 0x3CC)
		return cp == 0x131 ? 0x130 : cp == 0xFF ? 0x178 : cp == 0x3AC ? 0x386 : 0x38C;
	if ((cp >= 0x3AD && cp <= 0x3AF) || cp == 0x3CD || cp == 0x3CE)
		return cp - (cp < 0x3C0 ? 0x25 : 0x3F);
	if ((cp >= 0x139 && cp <= 0x148) || (cp >= 0x179 && cp <= 0x17E))
		return cp - !(cp & 1);
	return paired(cp) && cp & 1 ? cp - 1 : cp;
}

bool gbx_char_upper(uint32_t cp)
{
	if (cp < 0x80)
		return cp >= 'A' && cp <= 'Z';
	if ((cp >= 0xC0 && cp <= 0xDE && cp != 0xD7) || (cp >= 0x386 && cp <= 0x3AB && cp != 0x390) ||
	    (cp >= 0x400 && cp <= 0x42F) || cp == 0x178)
		return true;
	if ((cp >= 0x139 && cp <= 0x148) || (cp >= 0x179 && cp <= 0x17E))
		return cp & 1;
	return paired(cp) && !(cp & 1);
}

/* By the letter under the accent; Unicode, Latin-1 Supplement and Latin Extended-A. */
bool gbx_char_vowel(uint32_t cp)
{
	static const uint16_t vowels[][2] = {
		{ 0xC0, 0xC6 },	  { 0xC8, 0xCF },   { 0xD2, 0xD6 },   { 0xD8, 0xDD },	{ 0xE0, 0xE6 },
		{ 0xE8, 0xEF },	  { 0xF2, 0xF6 },   { 0xF8, 0xFD },   { 0xFF, 0xFF },	{ 0x100, 0x105 },
		{ 0x112, 0x11B }, { 0x128, 0x131 }, { 0x14C, 0x153 }, { 0x168, 0x173 }, { 0x176, 0x178 },
		{ 0x1A0, 0x1A1 }, { 0x1AF, 0x1B0 },
	};
	if (cp < 0x80)
		return cp && memchr("aeiouyAEIOUY", (int)cp, 12);
	for (size_t i = 0; i < sizeof vowels / sizeof *vowels; i++)
		if (cp >= vowels[i][0] && cp <= vowels[i][1])
			return true;
	return false;
}

/* ---- costs ---- */

/* For what a language's own letters do not say. */
static const unsigned char by_class[] = {
	[GBX_CLASS_NEUTRAL] = GBX_COST(7),	[GBX_CLASS_LATIN] = GBX_COST(10),
	[GBX_CLASS_CYRILLIC] = GBX_COST(10.5),	[GBX_CLASS_GREEK] = GBX_COST(10.5),
	[GBX_CLASS_HEBREW] = GBX_COST(10.5),	[GBX_CLASS_ARABIC] = GBX_COST(10.5),
	[GBX_CLASS_THAI] = GBX_COST(10.5),	[GBX_CLASS_HAN] = GBX_COST(15),
	[GBX_CLASS_KANA] = GBX_COST(11),	[GBX_CLASS_HALF_KANA] = GBX_COST(11),
	[GBX_CLASS_HANGUL] = GBX_COST(14.5),	[GBX_CLASS_WIDE] = GBX_COST(10),
	[GBX_CLASS_SYMBOL] = GBX_COST(9.5),	[GBX_CLASS_CONTROL] = GBX_COST(14),
	[GBX_CLASS_NOTHING] = GBX_COST(18),
};

static unsigned char nats(double v) { return (unsigned char)(v < 0 ? 0 : v > 31 ? 255 : v * 8); }

static void set_least(unsigned char *cost, uint32_t cp, double v)
{
	unsigned char c = nats(v);
	if (cp < 65536 && c < cost[cp])
		cost[cp] = c;
}

static void set_letters(unsigned char *cost, const char *text, enum script script)
{
	struct gbx_span s = gbx_span_str(text);
	unsigned n = 0;
	for (size_t i = 0; i < s.n; i++)
		n += (s.p[i] & 0xC0) != 0x80;
	double mass = script == ALPHABET ? 1.0 : 0.7, all = log((n + 3) / 3.0);
	unsigned rank = 0;
	for (size_t i = 0; i < s.n; rank++) {
		unsigned cp = 0, k = gbx_utf8_next(s.p + i, s.n - i, &cp);
		double v = -log(mass / all / (rank + 3));
		set_least(cost, cp, v);
		if (script == ALPHABET && capital(cp) != cp)
			set_least(cost, capital(cp), v + 2);
		i += k ? k : 1;
	}
}

/* A range of lead bytes whose characters are of one level of their standard. */
static const struct {
	enum gbx_letters lang;
	enum gbx_charset charset;
	unsigned char lead_from, lead_to, trail_from;
	double cost;
} levels[] = {
	{ GBX_LETTERS_zh, GBX_CHARSET_GB18030, 0xB0, 0xD7, 0xA1, 9.4 },
	{ GBX_LETTERS_zh, GBX_CHARSET_GB18030, 0xD8, 0xF7, 0xA1, 11.5 },
	{ GBX_LETTERS_tw, GBX_CHARSET_BIG5, 0xA4, 0xC6, 0x40, 9.8 },
	{ GBX_LETTERS_tw, GBX_CHARSET_BIG5, 0xC9, 0xF9, 0x40, 13 },
	{ GBX_LETTERS_ja, GBX_CHARSET_EUC_JP, 0xB0, 0xCF, 0xA1, 9.2 },
	{ GBX_LETTERS_ja, GBX_CHARSET_EUC_JP, 0xD0, 0xF4, 0xA1, 12 },
	{ GBX_LETTERS_ko, GBX_CHARSET_EUC_KR, 0xB0, 0xC8, 0xA1, 9.2 },
	{ GBX_LETTERS_ko, GBX_CHARSET_EUC_KR, 0xCA, 0xFD, 0xA1, 12 },
};

static void set_levels(struct gbx_charset_model *m, struct gbx_charsets *s)
{
	for (size_t i = 0; i < sizeof levels / sizeof *levels; i++) {
		const struct gbx_charset_tables *t = gbx_charset_tables(s, levels[i].charset);
		for (unsigned b = levels[i].lead_from; t && b <= levels[i].lead_to; b++)
			for (unsigned c = levels[i].trail_from; c < 0xFF; c++)
				set_least(m->cost[levels[i].lang], t->two[b << 8 | c], levels[i].cost);
	}
}

/* Signs that running text of any language has. */
static void set_signs(unsigned char *cost)
{
	static const char most[] = "\u00A0…", often[] = "«»“”‘’„–—", sometimes[] = "°€£©®§·º", seldom[] = "¿¡™•‚†";
	static const struct {
		const char *signs;
		double cost;
	} lists[] = { { most, 3 }, { often, 4.2 }, { sometimes, 5.5 }, { seldom, 6.5 } };
	for (size_t l = 0; l < sizeof lists / sizeof *lists; l++) {
		struct gbx_span s = gbx_span_str(lists[l].signs);
		for (size_t i = 0; i < s.n;) {
			unsigned cp = 0, k = gbx_utf8_next(s.p + i, s.n - i, &cp);
			set_least(cost, cp, lists[l].cost);
			i += k ? k : 1;
		}
	}
}

static void set_asian(unsigned char *cost, enum gbx_letters lang)
{
	for (uint32_t cp = 0x3000; cp < 0x3020; cp++)
		set_least(cost, cp, 5.5);
	for (uint32_t cp = 0xFF01; cp < 0xFF5F; cp++)
		set_least(cost, cp, lang == GBX_LETTERS_ja ? 6.5 : 7.5);
	for (uint32_t cp = 0xFF61; cp < 0xFFA0 && lang == GBX_LETTERS_ja; cp++)
		set_least(cost, cp, 6.5);
}

const struct gbx_charset_model *gbx_charset_model_get(struct gbx_charsets *s)
{
	struct gbx_charset_model **at = gbx_charset_model_of(s), *m = *at;
	if (m)
		return m;
	*at = m = malloc(sizeof *m);
	for (unsigned l = 0; m && l < GBX_LETTERS_COUNT; l++) {
		for (uint32_t cp = 0; cp < 65536; cp++)
			m->cost[l][cp] = by_class[gbx_char_class(cp)];
		memset(&m->cost[l][' '], GBX_COST(3.7), 0x7F - ' ');
		memset(&m->cost[l]['\t'], GBX_COST(3.7), 2);
		m->cost[l]['\r'] = GBX_COST(3.7);
		set_signs(m->cost[l]);
		set_letters(m->cost[l], letters[l].text, letters[l].script);
		if (letters[l].script == IDEOGRAPHS)
			set_asian(m->cost[l], (enum gbx_letters)l);
	}
	if (m)
		set_levels(m, s);
	return m;
}

void gbx_charset_model_free(struct gbx_charset_model *m) { free(m); }

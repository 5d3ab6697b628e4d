/*
 * Which charset text is in. What can be checked is checked: byte order marks, strict
 * UTF-8, escape sequences. The rest is a contest: every candidate decodes the sample, and
 * the bytes are most likely those of the charset and language under which the characters
 * are likeliest and sit together as writing does. Costs are eighths of a nat.
 */
#include <stdlib.h>

#include "../base/limits.h"
#include "charset_model.h"

/* ---- the sample ---- */

#define BESIDE 24u /* ASCII bytes kept on either side of others */

static size_t count_high(const unsigned char *p, size_t n)
{
	size_t high = 0;
	for (size_t i = 0; i < n; i++)
		high += p[i] >> 7;
	return high;
}

/* Copies what is not ASCII with what stands around it; pieces are cut where two ASCII
 * bytes follow each other, so that no character is, and parted by line feeds. */
static size_t gather(const unsigned char *p, size_t n, unsigned char *out, size_t cap)
{
	size_t wrote = 0;
	for (size_t i = 0; i < n && wrote + 1 < cap;) {
		while (i < n && p[i] < 0x80)
			i++;
		if (i == n)
			break;
		size_t from = i < BESIDE ? 0 : i - BESIDE, to = i;
		while (from < i && from && p[from - 1] >= 0x80)
			from++;
		for (size_t ascii = 0; to < n && ascii < 2 * BESIDE; to++)
			ascii = p[to] < 0x80 ? ascii + 1 : 0;
		size_t k = to - from < cap - wrote - 1 ? to - from : cap - wrote - 1;
		memcpy(out + wrote, p + from, k);
		wrote += k;
		out[wrote++] = '\n';
		i = to;
	}
	return wrote;
}

/* ---- the contest ---- */

#define COST_BAD GBX_COST(15)
#define COST_MIXED GBX_COST(4)	  /* letters of two scripts touch */
#define COST_CAPITAL GBX_COST(3)  /* behind a small letter */
#define COST_INSIDE GBX_COST(6)	  /* a sign inside a word */
#define COST_ALIKE GBX_COST(1.2)  /* a vowel beside a vowel, a consonant beside one */
#define COST_TURN GBX_COST(0.4)	  /* one beside the other: the rule */
#define COST_ALONE GBX_COST(4)	  /* a letter between what is no letter */
#define COST_WORD GBX_COST(1)	  /* a vowel between blanks: French, Italian, Spanish have such words */
#define COST_QUOTE GBX_COST(3)	  /* a quote that closes, where one opens */
#define COST_BESIDE GBX_COST(2.5) /* an ideograph touches a small Latin letter */

struct scoring {
	uint64_t sum[GBX_LETTERS_COUNT];
	uint64_t common;
	uint64_t beyond; /* characters that are not ASCII */
	uint64_t joined; /* of them, Latin letters in one word with ASCII ones */
	uint64_t bad;
	uint32_t prev, prev2; /* characters before */
};

static bool is_letter(enum gbx_char_class c) { return c >= GBX_CLASS_LATIN && c <= GBX_CLASS_THAI; }
static bool is_wide(enum gbx_char_class c) { return c >= GBX_CLASS_HAN && c <= GBX_CLASS_HANGUL; }

static bool is_blank(uint32_t cp) { return cp == ' ' || cp == '\n' || cp == '\r' || cp == '\t'; }

/* What it costs that the character before cp, a letter beyond ASCII, is a word. */
static unsigned standing(const struct scoring *s, uint32_t cp)
{
	if (gbx_char_class(s->prev) != GBX_CLASS_LATIN)
		return COST_WORD + COST_WORD / 2;
	if (gbx_char_vowel(s->prev))
		return is_blank(cp) && is_blank(s->prev2) ? COST_WORD : COST_ALONE;
	return COST_ALONE;
}

/* What it costs that cp stands behind the characters before it. */
static unsigned touching(const struct scoring *s, uint32_t cp, enum gbx_char_class c)
{
	enum gbx_char_class p = gbx_char_class(s->prev);
	unsigned cost = 0;
	if (is_letter(c) && p == c && gbx_char_upper(cp) && !gbx_char_upper(s->prev))
		cost += cp < 0x80 && s->prev < 0x80 ? 0 : COST_CAPITAL;
	else if (is_letter(c) && is_letter(p) && p != c)
		cost += COST_MIXED;
	if (is_letter(p) && s->prev >= 0x80 && !is_letter(c) && !is_letter(gbx_char_class(s->prev2)))
		cost += standing(s, cp);
	if (is_letter(c) && s->prev == 0x2019 && !is_letter(gbx_char_class(s->prev2)))
		cost += COST_QUOTE;
	if (c == GBX_CLASS_LATIN && p == c)
		cost += gbx_char_vowel(cp) == gbx_char_vowel(s->prev) ? COST_ALIKE : COST_TURN;
	if (is_letter(c) && p == GBX_CLASS_SYMBOL && is_letter(gbx_char_class(s->prev2)))
		cost += COST_INSIDE;
	if ((is_wide(c) && p == GBX_CLASS_LATIN && !gbx_char_upper(s->prev)) ||
	    (is_wide(p) && c == GBX_CLASS_LATIN && !gbx_char_upper(cp)))
		cost += COST_BESIDE;
	if (is_wide(c) && is_wide(p) && c != p && (c == GBX_CLASS_HANGUL || p == GBX_CLASS_HANGUL))
		cost += COST_MIXED;
	return cost;
}

static void add_char(struct scoring *s, const struct gbx_charset_model *m, uint64_t langs, uint32_t cp)
{
	enum gbx_char_class c = gbx_char_class(cp);
	s->beyond += cp >= 0x80;
	if (c == GBX_CLASS_LATIN && (cp >= 0x80) != (s->prev >= 0x80) &&
	    gbx_char_class(s->prev) == GBX_CLASS_LATIN)
		s->joined++;
	if (cp >= 0x80 || s->prev >= 0x80)
		s->common += touching(s, cp, c);
	for (uint64_t left = langs; left; left &= left - 1) {
		int l = __builtin_ctzll(left);
		s->sum[l] += cp < 65536 ? m->cost[l][cp] : GBX_COST(c == GBX_CLASS_NOTHING ? 20 : 13);
	}
	s->prev2 = s->prev;
	s->prev = cp;
}

/* The cost so far, under the language that suits best. */
static uint64_t cost_of(const struct scoring *s, uint64_t langs)
{
	uint64_t best = UINT64_MAX;
	for (uint64_t left = langs; left; left &= left - 1) {
		int l = __builtin_ctzll(left);
		best = s->sum[l] < best ? s->sum[l] : best;
	}
	return best == UINT64_MAX ? best : best + s->common;
}

#define STRIDE 256u /* bytes after which it is looked whether a candidate is still in the race */

/* Decodes p[0..n) as charset c; the cost under the language that suits best. UINT64_MAX as
 * soon as it is above `most`. */
static uint64_t contest(struct gbx_charsets *cs, const struct gbx_charset_model *m, enum gbx_charset c,
			const unsigned char *p, size_t n, uint64_t most, struct scoring *s)
{
	const struct gbx_charset_info *info = &gbx_charset_info[c];
	uint64_t langs = gbx_letters_of(info->languages ? info->languages : "*");
	struct gbx_decoder d;
	*s = (struct scoring){ .prev = '\n', .prev2 = '\n' };
	if (!gbx_decoder_init(&d, cs, c))
		return UINT64_MAX;
	for (size_t i = 0, k, look = STRIDE; i < n; i += k) {
		uint32_t cp;
		bool silent;
		if (i >= look) {
			if (cost_of(s, langs) > most)
				return UINT64_MAX;
			look = i + STRIDE;
		}
		k = gbx_decoder_step(&d, p + i, n - i, true, &cp, &silent);
		if (cp == GBX_CHARSET_BAD) {
			s->common += COST_BAD * k;
			s->bad += k;
			s->prev = 0xFFFF;
		} else if (!silent) {
			if (cp & GBX_CHARSET_PAIR)
				cp = 0xCA;
			add_char(s, m, langs, cp);
		}
	}
	return cost_of(s, langs) + (uint64_t)(unsigned)info->handicap * 8 / 10;
}

struct contestant {
	enum gbx_charset charset;
	uint64_t cost;
	uint64_t bad, beyond, joined;
};

/* The winner among the charsets of two and four bytes a character, or among the others;
 * none when all cost more than `most`. */
static struct contestant best_of(struct gbx_charsets *cs, const unsigned char *p, size_t n, bool wide,
				 enum gbx_charset hint, uint64_t most)
{
	const struct gbx_charset_model *m = gbx_charset_model_get(cs);
	struct contestant best = { GBX_CHARSET_NONE, most, 0, 0, 0 };
	struct scoring s;
	for (unsigned c = 1; m && c < GBX_CHARSET_COUNT; c++) {
		const struct gbx_charset_info *info = &gbx_charset_info[c];
		bool unit = info->kind == GBX_CHARSET_KIND_UTF16 || info->kind == GBX_CHARSET_KIND_UTF32;
		if ((!info->languages && c != hint) || unit != wide || (unit && n < 4) ||
		    info->kind == GBX_CHARSET_KIND_UTF8 || info->kind == GBX_CHARSET_KIND_ISO2022)
			continue;
		uint64_t bonus = c == hint ? GBX_COST(20) : 0;
		uint64_t last = best.cost < UINT64_MAX - bonus ? best.cost + bonus : UINT64_MAX;
		uint64_t cost = contest(cs, m, (enum gbx_charset)c, p, n, last, &s);
		if (cost == UINT64_MAX)
			continue;
		cost = cost > bonus ? cost - bonus : 0;
		if (cost < best.cost)
			best = (struct contestant){ (enum gbx_charset)c, cost, s.bad, s.beyond, s.joined };
	}
	return best;
}

/* Nobody's text: more than this for each character beyond ASCII, in nats, ASCII at its
 * own price; or this share of bytes undecodable. */
#define TOO_DEAR 11u
#define TOO_BAD 8u
#define WIDE_DEAR 9.5 /* for each character of any kind */

static bool plausible(const struct contestant *c, size_t n)
{
	uint64_t ascii = n > c->beyond ? (n - c->beyond) * GBX_COST(3.7) : 0;
	if (c->charset == GBX_CHARSET_NONE || c->bad * TOO_BAD > n)
		return false;
	return c->cost <= ascii + c->beyond * GBX_COST(TOO_DEAR) + GBX_COST(40);
}

/* ---- what can be checked ---- */

/* What chance would cost: any byte above 0x7F as likely as another. */
#define COST_CHANCE GBX_COST(4.85)
#define LEAST_GAIN GBX_COST(3)
#define LEAST_WESTERN GBX_COST(1.5) /* ASCII with a sign or two is Western text most often */
#define DAMAGE_SHARE 50u /* one byte in so many may be damage */

/* A few bytes in a lot of ASCII that make no word in any charset are damage. Letters
 * inside Latin words are words enough. */
static bool is_damage(const struct contestant *c, const unsigned char *p, size_t n, size_t whole)
{
	size_t high = count_high(p, n);
	uint64_t chance = high * COST_CHANCE + (n - high) * GBX_COST(3.7);
	unsigned gain = c->charset == GBX_CHARSET_WINDOWS_1252 ? LEAST_WESTERN : LEAST_GAIN;
	return high * DAMAGE_SHARE < whole && c->cost + gain > chance &&
	       (c->joined < c->beyond || c->cost > chance + c->beyond * LEAST_GAIN);
}

struct utf8_look {
	size_t sequences, bad, longer; /* longer: sequences of three and four bytes */
	size_t n;		       /* bytes looked at */
};

static struct utf8_look look_utf8(const unsigned char *p, size_t n, bool whole)
{
	struct gbx_decoder d = { .kind = GBX_CHARSET_KIND_UTF8 };
	struct utf8_look l = { .n = n };
	for (size_t i = 0, k; i < n; i += k) {
		uint32_t cp;
		bool silent;
		k = gbx_decoder_step(&d, p + i, n - i, whole, &cp, &silent);
		if (!k)
			break;
		l.bad += cp == GBX_CHARSET_BAD;
		l.sequences += k > 1;
		l.longer += k > 2;
	}
	return l;
}

/* In no other charset do so many bytes happen to be UTF-8; the rest is damage. */
static bool is_utf8(const struct utf8_look *l) { return l->sequences > 3 * l->bad; }

/* So little that it may be two letters of another charset by chance. */
static bool is_scant(const struct utf8_look *l) { return l->sequences < 4 && !l->longer; }

/* Escape sequences and shifts in text of seven bits. */
static enum gbx_charset look_iso2022(const unsigned char *p, size_t n)
{
	static const struct {
		const char *text;
		enum gbx_charset charset;
	} marks[] = {
		{ "\x1b$)C", GBX_CHARSET_ISO_2022_KR }, { "\x1b$)A", GBX_CHARSET_ISO_2022_CN },
		{ "\x1b$)G", GBX_CHARSET_ISO_2022_CN }, { "\x1b$B", GBX_CHARSET_ISO_2022_JP },
		{ "\x1b$@", GBX_CHARSET_ISO_2022_JP },	{ "\x1b$(D", GBX_CHARSET_ISO_2022_JP },
		{ "\x1b(J", GBX_CHARSET_ISO_2022_JP },	{ "\x1b(I", GBX_CHARSET_ISO_2022_JP },
	};
	for (const unsigned char *at = p; at && (at = memchr(at, 0x1B, n - (size_t)(at - p))); at++)
		for (size_t i = 0; i < sizeof marks / sizeof *marks; i++) {
			size_t k = strlen(marks[i].text);
			if (n - (size_t)(at - p) >= k && !memcmp(at, marks[i].text, k))
				return marks[i].charset;
		}
	return GBX_CHARSET_NONE;
}

/* Bytes no text has, NUL apart. */
static size_t controls(const unsigned char *p, size_t n)
{
	size_t found = 0;
	for (size_t i = 0; i < n; i++)
		found += p[i] && p[i] < 0x20 && !memchr("\t\n\v\f\r\x1a\x1b\x0e\x0f", p[i], 9);
	return found;
}

size_t gbx_charset_bom(const unsigned char *p, size_t n, enum gbx_charset *c)
{
	static const struct {
		const char *bytes;
		size_t n;
		enum gbx_charset charset;
	} marks[] = { /* Unicode 15, 23.8; the longer ones first */
		{ "\xFF\xFE\0\0", 4, GBX_CHARSET_UTF_32LE },   { "\0\0\xFE\xFF", 4, GBX_CHARSET_UTF_32BE },
		{ "\x84\x31\x95\x33", 4, GBX_CHARSET_GB18030 }, { "\xEF\xBB\xBF", 3, GBX_CHARSET_UTF_8 },
		{ "\xFF\xFE", 2, GBX_CHARSET_UTF_16LE },       { "\xFE\xFF", 2, GBX_CHARSET_UTF_16BE },
	};
	for (size_t i = 0; i < sizeof marks / sizeof *marks; i++)
		if (n >= marks[i].n && !memcmp(p, marks[i].bytes, marks[i].n)) {
			*c = marks[i].charset;
			return marks[i].n;
		}
	return 0;
}

/* ---- the decision ---- */

/* UTF-16 and UTF-32 without a mark. Text in them has a NUL wherever there is a blank, a
 * digit or a line end; other text has hardly any. */
static enum gbx_charset look_wide(struct gbx_charsets *cs, const unsigned char *p, size_t n)
{
	size_t nul = 0, most = n < GBX_CHARSET_SAMPLE ? n : GBX_CHARSET_SAMPLE;
	most &= ~(size_t)3;
	for (size_t i = 0; i < most; i++)
		nul += !p[i];
	if (most < 4 || !nul)
		return GBX_CHARSET_NONE;
	uint64_t dear = most / 2 * GBX_COST(WIDE_DEAR) + GBX_COST(40);
	struct contestant best = best_of(cs, p, most, true, GBX_CHARSET_NONE, dear + 1);
	uint64_t chars = most / (gbx_charset_info[best.charset].kind == GBX_CHARSET_KIND_UTF16 ? 2 : 4);
	if (!best.charset || best.bad * 20 > most || best.cost > chars * GBX_COST(WIDE_DEAR) + GBX_COST(40))
		return GBX_CHARSET_NONE; /* programs and pictures, mostly: the others need not try */
	return best_of(cs, p, most, false, GBX_CHARSET_NONE, best.cost).charset ? GBX_CHARSET_NONE : best.charset;
}

static struct gbx_charset_guess guessed(enum gbx_charset c, enum gbx_charset_how how)
{
	return (struct gbx_charset_guess){ c, how, false };
}

/* Bytes above 0x7F that are not UTF-8, or hardly. */
static struct gbx_charset_guess by_statistics(struct gbx_charsets *cs, const unsigned char *p, size_t n,
					      const struct gbx_charset_declared *said,
					      const struct utf8_look *utf8)
{
	struct scoring s;
	struct contestant best = best_of(cs, p, n, false, said->charset, UINT64_MAX);
	const struct gbx_charset_model *m = gbx_charset_model_get(cs);
	if (!m)
		return guessed(GBX_CHARSET_NONE, GBX_CHARSET_HOW_NONE);
	if (said->charset && !said->weak && gbx_charset_info[said->charset].kind >= GBX_CHARSET_KIND_SINGLE) {
		uint64_t cost = contest(cs, m, said->charset, p, n, UINT64_MAX, &s);
		if (s.bad * 100 <= n && cost <= best.cost + GBX_COST(20) + s.beyond * GBX_COST(2))
			return guessed(said->charset, GBX_CHARSET_HOW_DECLARED);
	}
	if (is_utf8(utf8) && contest(cs, m, GBX_CHARSET_UTF_8, p, n, UINT64_MAX, &s) <= best.cost + GBX_COST(12))
		return guessed(GBX_CHARSET_UTF_8, GBX_CHARSET_HOW_VALID);
	if (is_damage(&best, p, n, utf8->n))
		return guessed(GBX_CHARSET_UTF_8, GBX_CHARSET_HOW_VALID);
	if (plausible(&best, n))
		return guessed(best.charset, GBX_CHARSET_HOW_STATISTICS);
	if (is_utf8(utf8))
		return guessed(GBX_CHARSET_UTF_8, GBX_CHARSET_HOW_VALID);
	return guessed(GBX_CHARSET_NONE, GBX_CHARSET_HOW_NONE);
}

struct gbx_charset_guess gbx_charset_guess(struct gbx_charsets *s, const unsigned char *p, size_t n, bool start,
					   bool whole, const struct gbx_charset_declared *said)
{
	enum gbx_charset c = start ? look_wide(s, p, n) : GBX_CHARSET_NONE;
	if (c)
		return guessed(c, GBX_CHARSET_HOW_STATISTICS);
	if (controls(p, n) * 20 > n)
		return (struct gbx_charset_guess){ .binary = true };
	if (!count_high(p, n)) {
		c = look_iso2022(p, n);
		return guessed(c ? c : GBX_CHARSET_UTF_8, GBX_CHARSET_HOW_VALID);
	}
	struct utf8_look utf8 = look_utf8(p, n, whole);
	if (is_utf8(&utf8) && !is_scant(&utf8))
		return guessed(GBX_CHARSET_UTF_8, said->charset == GBX_CHARSET_UTF_8 && !said->weak ?
							  GBX_CHARSET_HOW_DECLARED :
							  GBX_CHARSET_HOW_VALID);
	unsigned char *sample = malloc(GBX_CHARSET_SAMPLE);
	if (!sample)
		return guessed(GBX_CHARSET_NONE, GBX_CHARSET_HOW_NONE);
	size_t k = gather(p, n, sample, GBX_CHARSET_SAMPLE);
	struct gbx_charset_guess g = by_statistics(s, sample, k, said, &utf8);
	free(sample);
	return g;
}

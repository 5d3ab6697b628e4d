/*
 * Names of persons. The form is what any script's names have in common; the
 * evidence asks the lists of schemas/data/names.tsv, the shape of East Asian
 * names (surname first, two to four characters) and Slavic endings.
 */
#include "names.h"

#include "../base/escape.h"
#include "chars.h"

#define NAME_BYTES 120

/* Bytes that names have: letters of any script and the signs between them. */
static const uint8_t name_byte[256] = {
    [' '] = 1, ['-'] = 1, ['.'] = 1, ['\''] = 1,        [','] = 1,         ['('] = 1,
    [')'] = 1, ['"'] = 1, ['`'] = 1, ['A' ... 'Z'] = 1, ['a' ... 'z'] = 1, [0x80 ... 0xff] = 1,
};

bool gbx_is_name_form(const struct gbx_value *v)
{
	const uint32_t letters = GBX_C_HEX | GBX_C_ALPHA | GBX_C_HIGH;
	uint8_t all = 1;

	if (v->n > NAME_BYTES || (v->cls & (GBX_C_DIGIT | GBX_C_AT)) || !(v->cls & letters))
		return false;
	if (!(v->cls & (GBX_C_SEP | GBX_C_OTHER)))
		return true;
	for (uint32_t i = 0; i < v->n; i++)
		all &= name_byte[v->p[i]];
	return all;
}

void gbx_script_of(const char *s, size_t n, struct gbx_script *out)
{
	memset(out, 0, sizeof(*out));
	for (size_t i = 0; i < n;) {
		unsigned c, len = gbx_utf8_next((const unsigned char *)s + i, n - i, &c);

		if (!len)
			return;
		i += len;
		out->chars++;
		if ((c >= 0x4e00 && c <= 0x9fff) || (c >= 0x3400 && c <= 0x4dbf) || c == 0x3005)
			out->han++;
		else if (c >= 0x3040 && c <= 0x30ff)
			out->kana++;
		else if (c >= 0xac00 && c <= 0xd7a3)
			out->hangul++;
		else if (c >= 0x400 && c <= 0x52f)
			out->cyrillic++;
		else if (c >= 0x80 && c != 0xb7 && c != 0x2022)
			out->other_high++;
	}
}

/* ---- Han and Hangul: surname and given name without a space ---- */

/* Bytes of the surname at the start, 0 when none. */
static size_t han_surname(const char *s, size_t n)
{
	if (n > 6 && (gbx_word_kinds(s, 6) & GBX_W_HAN_SURNAME))
		return 6;
	return n > 3 && (gbx_word_kinds(s, 3) & GBX_W_HAN_SURNAME) ? 3 : 0;
}

/* A share of given-name characters of n bytes. */
static double given_chars(const char *s, size_t n)
{
	unsigned good = 0;

	for (size_t i = 0; i + 3 <= n; i += 3)
		good += (gbx_word_kinds(s + i, 3) & GBX_W_HAN_GIVEN) != 0;
	return n >= 3 ? good / (double)(n / 3) : 0;
}

static void han_name(const char *s, size_t n, const struct gbx_script *sc, double *ev)
{
	size_t k = han_surname(s, n);
	bool dot = sc->chars > sc->han; /* the middle dot of transcribed names */

	if (dot) {
		ev[GBX_EV_FULL] += 0.6;
		ev[GBX_EV_WORDS_NAME] += 1;
		return;
	}
	if (n == 3 && (gbx_word_kinds(s, 3) & GBX_W_HAN_SURNAME)) {
		ev[GBX_EV_FAMILY] += 1;
		return;
	}
	if (sc->chars <= 2)
		ev[GBX_EV_GIVEN] += 0.8 * given_chars(s, n);
	if (!k || sc->chars > 4)
		return;
	ev[GBX_EV_WORDS_NAME] += 1;
	ev[GBX_EV_FULL] += 0.45 + 0.55 * given_chars(s + k, n - k);
	if (sc->chars == 2) /* as likely a given name of two */
		ev[GBX_EV_GIVEN] -= 0.3 * given_chars(s, n);
}

static void hangul_name(const char *s, size_t n, double *ev)
{
	if (n >= 6 && n <= 12 && (gbx_word_kinds(s, 3) & GBX_W_FAMILY)) {
		bool given = gbx_word_kinds(s + 3, n - 3) & GBX_W_GIVEN;
		ev[GBX_EV_WORDS_NAME] += n == 9;
		ev[GBX_EV_FULL] += given ? 1 : n == 9 ? 0.5 : 0.2;
	}
}

/* ---- names of several words ---- */

static bool ends(const char *s, size_t n, const char *const *list, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		size_t k = strlen(list[i]);
		if (n > k + 2 && memcmp(s + n - k, list[i], k) == 0)
			return true;
	}
	return false;
}

static bool is_patronymic(const char *s, size_t n)
{
	static const char *const list[] = {"ович",  "евич", "овна",  "евна",  "ична", "ильич",
	                                   "йович", "івна", "ovich", "evich", "ovna", "evna"};
	return ends(s, n, list, GBX_COUNT(list));
}

static bool slavic_family(const char *s, size_t n)
{
	static const char *const list[] = {"ов",    "ова",  "ев",   "ева", "ин",   "ина", "ский",
	                                   "ская",  "ской", "енко", "юк",  "чук",  "ых",  "ян",
	                                   "швили", "ович", "ski",  "ska", "wicz", "czyk",
	                                   "ovic",  "evic", "auskas", "iene", "yte", "escu",
	                                   "sson",  "შვილი", "აძე", "იძე", "οπουλοσ", "οπουλου",
	                                   "ιδησ",  "ιδου", "ακησ", "ακη", "յան"};
	return ends(s, n, list, GBX_COUNT(list));
}

/* Feminine forms of listed surnames: Иванова. */
static uint64_t word_of(const char *s, size_t n, uint64_t kinds)
{
	if (kinds & (GBX_W_GIVEN | GBX_W_FAMILY))
		return kinds;
	if (n > 6 && memcmp(s + n - 2, "а", 2) == 0)
		kinds |= gbx_word_kinds(s, n - 2) & GBX_W_FAMILY;
	/* double names: Hans-Peter, Lopez-Garcia */
	for (size_t i = 1; !(kinds & (GBX_W_GIVEN | GBX_W_FAMILY)) && i + 1 < n; i++)
		if (s[i] == '-')
			kinds |= (gbx_word_kinds(s, i) | gbx_word_kinds(s + i + 1, n - i - 1)) &
			         (GBX_W_GIVEN | GBX_W_FAMILY);
	return kinds;
}

struct tally {
	unsigned words, known, given, family, initials, patronymic, odd, titles;
	unsigned first_given, last_family;
};

static void tally_word(struct tally *y, const char *s, size_t n, uint64_t kinds)
{
	uint64_t k;

	if (kinds & (GBX_W_NAME_TITLE | GBX_W_NAME_SUFFIX)) {
		y->titles++;
		return;
	}
	if (n > 1 && s[n - 1] == '.' && n > 3 &&
	    (gbx_word_kinds(s, n - 1) & (GBX_W_NAME_TITLE | GBX_W_NAME_SUFFIX))) {
		y->titles++;
		return;
	}
	/* de, van and le are surnames too, but not between words */
	if ((kinds & GBX_W_PARTICLE) &&
	    ((y->words && n <= 3) || !(kinds & (GBX_W_GIVEN | GBX_W_FAMILY))))
		return;
	y->words++;
	if (n <= 2 || (n == 3 && s[n - 1] == '.')) {
		y->initials += (unsigned char)s[0] < 0x80 || s[n - 1] == '.';
		if (!(kinds & (GBX_W_GIVEN | GBX_W_FAMILY)))
			return;
	}
	k = word_of(s, n, kinds);
	if (is_patronymic(s, n))
		y->patronymic++;
	else if (slavic_family(s, n))
		k |= GBX_W_FAMILY;
	y->given += (k & GBX_W_GIVEN) != 0;
	y->family += (k & GBX_W_FAMILY) != 0;
	y->known += (k & (GBX_W_GIVEN | GBX_W_FAMILY)) != 0;
	if (y->words == 1)
		y->first_given = (k & GBX_W_GIVEN) != 0;
	y->last_family = (k & GBX_W_FAMILY) != 0;
	/* words that stand in other things' names */
	y->odd += !(k & (GBX_W_GIVEN | GBX_W_FAMILY)) &&
	          (kinds &
	           (GBX_W_STREET | GBX_W_COMPANY | GBX_W_JOB_TITLE | GBX_W_CRIME | GBX_W_COUNTRY));
}

static void single_word(const struct tally *y, double *ev)
{
	if (y->given)
		ev[GBX_EV_GIVEN] += y->family ? 0.6 : 1;
	if (y->family)
		ev[GBX_EV_FAMILY] += y->given ? 0.6 : 1;
}

static void several_words(const struct tally *y, double *ev)
{
	double got = y->known;

	if (y->words > 5 || y->odd)
		return;
	ev[GBX_EV_WORDS_NAME] += 1;
	if (y->patronymic) {
		ev[GBX_EV_FULL] += 1;
		return;
	}
	got += y->initials > 1 ? 1 : y->initials;
	if (y->titles && y->known)
		got += 1;
	if (!(y->first_given || y->last_family || y->titles))
		got *= 0.5;
	ev[GBX_EV_FULL] += got >= 2 ? 1 : got >= 1 ? 0.55 : 0;
	/* double given names and double surnames are columns of their own */
	if (y->given == y->words && y->words == 2)
		ev[GBX_EV_GIVEN] += 0.5;
	if (y->family == y->words && y->words == 2)
		ev[GBX_EV_FAMILY] += 0.4;
}

void gbx_evidence_name(const struct gbx_value *v, const struct gbx_tokens *t, double *ev)
{
	struct tally y = {0};
	struct gbx_script sc;

	if (!gbx_is_name_form(v) || !t->n)
		return;
	if (t->n > 1 && t->t[0].len == 3 && !memcmp(t->text + t->t[0].off, "the", 3))
		return;
	gbx_script_of(t->text, t->len, &sc);
	if (t->n == 1 && sc.han >= 1 && sc.han + 1 >= sc.chars && !sc.kana) {
		if (t->whole & (GBX_W_GIVEN | GBX_W_FAMILY)) {
			ev[GBX_EV_GIVEN] += (t->whole & GBX_W_GIVEN) != 0;
			ev[GBX_EV_FAMILY] += (t->whole & GBX_W_FAMILY) != 0;
			if (sc.chars > 1)
				return;
		}
		han_name(t->text, t->len, &sc, ev);
		return;
	}
	if (t->n == 1 && sc.hangul && sc.hangul == sc.chars && !(t->whole & GBX_W_GIVEN)) {
		hangul_name(t->text, t->len, ev);
		ev[GBX_EV_FAMILY] += (t->whole & GBX_W_FAMILY) != 0;
		return;
	}
	for (unsigned i = 0; i < t->n; i++)
		tally_word(&y, t->text + t->t[i].off, t->t[i].len, t->t[i].kinds);
	if (t->n > 1 && (t->whole & GBX_W_GIVEN)) {
		ev[GBX_EV_GIVEN] += 1;
		ev[GBX_EV_FULL] += 0.2;
	} else if (t->n > 1 && (t->whole & GBX_W_FAMILY)) {
		ev[GBX_EV_FAMILY] += 1;
	} else if (y.words == 1 && !y.titles) {
		/* a particle makes it a surname: da Mota, al Farsi */
		if (t->n > 1)
			ev[GBX_EV_FAMILY] += y.family ? 1 : 0.6;
		else
			single_word(&y, ev);
	} else if (y.words >= 2 || (y.words == 1 && y.titles)) {
		several_words(&y, ev);
	}
}

double gbx_evidence_handle(const struct gbx_value *v, const struct gbx_tokens *t)
{
	const char *s = t->text;
	size_t from = 0;

	if (t->n != 1 || v->n < 4 || v->n > 40 || (v->cls & (GBX_C_AT | GBX_C_HIGH)) ||
	    !(v->cls & (GBX_C_DIGIT | GBX_C_DOT | GBX_C_OTHER)))
		return 0;
	for (size_t i = 0; i <= t->len; i++) {
		if (i < t->len && gbx_isalpha((unsigned char)s[i]))
			continue;
		if (i - from >= 3 &&
		    (gbx_word_kinds(s + from, i - from) & (GBX_W_GIVEN | GBX_W_FAMILY)))
			return 1;
		from = i + 1;
	}
	return 0;
}

/*
 * Postal addresses, places, organisations and occupations by their words:
 * street words and house numbers in Latin and Cyrillic script, administrative
 * and street characters in Han and Hangul (GB/T 23705 and everyday use).
 */
#include "chars.h"
#include "names.h"

#define PLACE_BYTES 200
#define ADDRESS_BYTES 600

bool gbx_is_place_form(const struct gbx_value *v)
{
	return v->n <= PLACE_BYTES && !(v->cls & GBX_C_AT) &&
	       (v->cls & (GBX_C_HEX | GBX_C_ALPHA | GBX_C_HIGH));
}

bool gbx_is_address_form(const struct gbx_value *v)
{
	return v->n >= 2 && v->n <= ADDRESS_BYTES && !(v->cls & GBX_C_AT) &&
	       (v->cls & (GBX_C_HEX | GBX_C_ALPHA | GBX_C_HIGH));
}

bool gbx_is_postcode_form(const struct gbx_value *v)
{
	unsigned digits = 0, letters = 0;

	if (v->n < 3 || v->n > 10 || !(v->cls & GBX_C_DIGIT) ||
	    (v->cls & (GBX_C_HIGH | GBX_C_AT | GBX_C_OTHER)))
		return false;
	for (uint32_t i = 0; i < v->n; i++) {
		unsigned char c = v->p[i];

		if (gbx_isdigit(c))
			digits++;
		else if (gbx_isalpha(c))
			letters++;
		else if (c != ' ' && c != '-' && c != '.')
			return false;
	}
	return digits <= 9 && letters <= 5 && digits + letters >= 3;
}

static const char *text_of(const struct gbx_tokens *t, unsigned i)
{
	return t->text + t->t[i].off;
}

static bool has_digit(const char *s, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (gbx_isdigit((unsigned char)s[i]))
			return true;
	return false;
}

/* ул.Ленина, д.5: the word ends at its dot. */
static uint64_t street_kinds(const struct gbx_tokens *t, unsigned i)
{
	const char *s = text_of(t, i);
	uint64_t k = t->t[i].kinds;

	for (size_t d = 1; !(k & GBX_W_STREET) && d < t->t[i].len; d++)
		if (s[d] == '.')
			k |= gbx_word_kinds(s, d + 1) & GBX_W_STREET;
	return k;
}

/* 12, 3a, 9a/9 (the stroke cuts words) */
static bool house_number(const struct gbx_tokens *t, unsigned i)
{
	const char *s = text_of(t, i);
	unsigned n = t->t[i].len;

	return gbx_isdigit((unsigned char)s[n - 1]) ||
	       (n > 1 && n < 6 && gbx_isdigit((unsigned char)s[0]) &&
	        gbx_isdigit((unsigned char)s[n - 2]) && gbx_isalpha((unsigned char)s[n - 1]));
}

/* Does the text end in one of these, or hold it anywhere? */
static bool has_han(const struct gbx_tokens *t, const char *const *words, size_t n, bool at_end)
{
	for (size_t i = 0; i < n; i++) {
		size_t len = strlen(words[i]), from = at_end && t->len > len ? t->len - len : 0;

		if (memmem(t->text + from, t->len - from, words[i], len))
			return true;
	}
	return false;
}

/* 12号, 305室: the number of anything, when no street or quarter stands with it. */
static bool only_numbered(const struct gbx_tokens *t)
{
	static const char *const words[] = {"号", "號", "室", "层", "番"};

	return has_han(t, words, GBX_COUNT(words), false);
}

/* ... 2019: editions, vintages, citations; no house has that number but by chance. */
static bool ends_in_year(const struct gbx_tokens *t)
{
	const char *s = text_of(t, t->n - 1);

	return t->t[t->n - 1].len == 4 && gbx_isdigit((unsigned char)s[2]) &&
	       gbx_isdigit((unsigned char)s[3]) && (!memcmp(s, "19", 2) || !memcmp(s, "20", 2));
}

/* 250 g, 12 km: units that no street is called by. */
static bool is_quantity(const struct gbx_tokens *t)
{
	static const char *const units[] = {"g",  "kg", "mg",  "ml",  "cl",   "oz",   "lb",  "lbs",
	                                    "km", "cm", "mm",  "kb",  "mb",   "gb",   "tb",  "min",
	                                    "hr", "hrs", "sec", "pcs", "cups", "cup", "tbsp", "tsp"};
	if (!has_digit(text_of(t, 0), t->t[0].len))
		return false;
	for (size_t i = 0; i < GBX_COUNT(units); i++)
		if (t->t[1].len == strlen(units[i]) &&
		    !memcmp(text_of(t, 1), units[i], t->t[1].len))
			return true;
	return false;
}

double gbx_evidence_address(const struct gbx_value *v, const struct gbx_tokens *t)
{
	unsigned numbers = 0, streets = 0, names = 0, inside;
	bool foreign = false; /* Han without a street: the words around it must say so */
	struct gbx_script sc;

	if (v->n < 4 || (v->cls & GBX_C_AT))
		return 0;
	gbx_script_of(t->text, t->len, &sc);
	if ((sc.han || sc.hangul) && sc.kana * 2 < sc.chars) {
		inside = gbx_word_inside(t->text, t->len, GBX_W_STREET_HAN);
		if (inside >= 2)
			return 1;
		if (inside == 1 && sc.chars >= 3)
			return !(v->cls & GBX_C_DIGIT) ? 0.35 : only_numbered(t) ? 0.45 : 0.9;
		foreign = true;
	}
	for (unsigned i = 0; i < t->n; i++) {
		const char *s = text_of(t, i);
		bool number = has_digit(s, t->t[i].len);

		numbers += number;
		names += !number && t->t[i].len > 2;
		streets += (street_kinds(t, i) & GBX_W_STREET) != 0 ||
		           (t->t[i].len > 5 && gbx_word_ends(s, t->t[i].len, GBX_W_STREET_SUFFIX));
	}
	if (t->n < 2 || !names)
		return 0;
	if (numbers == 1 && (ends_in_year(t) || (!streets && is_quantity(t))))
		return 0;
	/* Gate 7: a street word alone names no street */
	bool alone = t->n == 2 && ((t->t[0].kinds | t->t[1].kinds) & GBX_W_STREET);
	if (streets && numbers && !alone)
		return 1;
	if (!foreign && numbers && numbers <= 3 && names <= 5 &&
	    (gbx_isdigit(v->p[0]) || house_number(t, t->n - 1)))
		return 0.5;
	return streets ? 0.45 : 0;
}

static bool french_village(const char *s, size_t n)
{
	static const char *const parts[] = {"-sur-", "-les-", "-la-",     "-le-",   "-en-",
	                                    "-de-",  "-am-",  "-an-der-", "-upon-", "-on-"};
	for (size_t i = 0; i < GBX_COUNT(parts); i++)
		if (memmem(s, n, parts[i], strlen(parts[i])))
			return true;
	return false;
}

double gbx_evidence_city(const struct gbx_value *v, const struct gbx_tokens *t)
{
	struct gbx_script sc;
	unsigned words = 0;
	bool firm = false;

	if ((v->cls & (GBX_C_DIGIT | GBX_C_AT)) || !t->n || t->n > 6)
		return 0;
	if (t->whole & GBX_W_CITY)
		return (t->whole & (GBX_W_GIVEN | GBX_W_FAMILY)) ? 0.6 : 1;
	gbx_script_of(t->text, t->len, &sc);
	if (sc.hangul && sc.hangul + 1 >= sc.chars && sc.chars >= 2 && t->len >= 3 &&
	    (gbx_word_kinds(t->text + t->len - 3, 3) & GBX_W_CITY_HAN))
		return 0.9;
	if (sc.han && sc.han + sc.kana == sc.chars) {
		const char *s = t->text;
		if (sc.chars < 2 || sc.chars > 9)
			return 0;
		return (gbx_word_kinds(s + t->len - 3, 3) & GBX_W_CITY_HAN) ? 0.95 : 0;
	}
	for (unsigned i = 0; i < t->n; i++) {
		words += (t->t[i].kinds & GBX_W_CITY_WORD) != 0;
		firm |= (t->t[i].kinds & GBX_W_COMPANY) != 0; /* St. Mary Hospital */
	}
	if (words && !firm && t->n > 1 && !(t->whole & GBX_W_COUNTRY))
		return 0.85;
	if (t->n <= 2 && french_village(t->text, t->len))
		return 0.85;
	if (t->n == 1 && t->t[0].len >= 5 && gbx_word_ends(t->text, t->len, GBX_W_CITY_SUFFIX))
		return (t->whole & GBX_W_FAMILY) ? 0.25 : 0.7;
	return 0;
}

static bool has_and(const struct gbx_tokens *t)
{
	static const char *const list[] = {"and", "und", "et",  "y", "e",
	                                   "en",  "og",  "och", "i", "и"};

	for (unsigned i = 1; i < t->n; i++)
		for (size_t k = 0; k < GBX_COUNT(list); k++)
			if (strlen(list[k]) == t->t[i].len &&
			    memcmp(list[k], text_of(t, i), t->t[i].len) == 0)
				return true;
	return false;
}

static double employer(const struct gbx_value *v, const struct gbx_tokens *t)
{
	unsigned names = 0, words = 0;

	if (gbx_word_inside(t->text, t->len, GBX_W_COMPANY_HAN))
		return 1;
	for (unsigned i = 0; i < t->n; i++)
		words += !has_digit(text_of(t, i), t->t[i].len);
	for (unsigned i = 0; i < t->n; i++) {
		if ((t->t[i].kinds & GBX_W_COMPANY) && words > 1) /* not 12 kg */
			return 1;
		names += (t->t[i].kinds & GBX_W_FAMILY) != 0;
	}
	if (v->cls & (GBX_C_DIGIT | GBX_C_AT))
		return 0;
	/* Arnold-Carlson; Smith, Jones and Brown; Tromp - Moen: partners */
	if (memchr(t->text, '-', t->len) && t->n == 1)
		return 0.35;
	if (memmem(t->text, t->len, " - ", 3))
		return 0.6;
	if (memchr(t->text, ',', t->len) && t->n >= 3 && (names || has_and(t)))
		return 0.65;
	return memchr(t->text, '&', t->len) && t->n >= 2 ? 0.6 : 0;
}

/* 销售部, 财务科, 黄金会员: departments and customers. */
static bool is_no_job(const struct gbx_tokens *t)
{
	static const char *const words[] = {"部", "科", "处", "處", "组", "課", "课", "会员", "會員"};

	return has_han(t, words, GBX_COUNT(words), true);
}

static double job(const struct gbx_value *v, const struct gbx_tokens *t)
{
	struct gbx_script sc;

	if (v->cls & (GBX_C_DIGIT | GBX_C_AT))
		return 0;
	if (t->whole & GBX_W_JOB_TITLE)
		return 1;
	gbx_script_of(t->text, t->len, &sc);
	if (sc.han + sc.kana > 0 && sc.han + sc.kana + 2 >= sc.chars)
		return sc.chars >= 2 && !is_no_job(t) &&
		               gbx_word_inside(t->text, t->len, GBX_W_JOB_HAN) ? 0.8 : 0;
	for (unsigned i = 0; i < t->n; i++)
		if (t->t[i].kinds & GBX_W_JOB_TITLE)
			return t->t[i].kinds & (GBX_W_FAMILY | GBX_W_GIVEN) ? 0.5 : 1;
	for (unsigned i = 0; i < t->n; i++)
		if (t->t[i].len >= 6 &&
		    !(t->t[i].kinds & (GBX_W_FAMILY | GBX_W_GIVEN | GBX_W_CITY)) &&
		    gbx_word_ends(text_of(t, i), t->t[i].len, GBX_W_JOB_SUFFIX))
			return 0.45;
	return 0;
}

static double crime(const struct gbx_tokens *t)
{
	unsigned hits = gbx_word_inside(t->text, t->len < 180 ? t->len : 180, GBX_W_CRIME_HAN);

	for (unsigned i = 0; i < t->n; i++)
		hits += (t->t[i].kinds & GBX_W_CRIME) != 0;
	if (t->n > 1 && (t->whole & GBX_W_CRIME)) /* a name of an offence in several words */
		return 1;
	return hits >= 2 ? 1 : hits ? 0.6 : 0;
}

/* An illness by itself, or among other words. */
static double health(const struct gbx_tokens *t)
{
	if (t->whole & GBX_W_HEALTH)
		return 1;
	if (gbx_word_inside(t->text, t->len < 180 ? t->len : 180, GBX_W_HEALTH_HAN))
		return 1;
	for (unsigned i = 0; i < t->n; i++)
		if (t->t[i].kinds & GBX_W_HEALTH)
			return 0.8;
	return 0;
}

/* The share of its words that name colours, plants, animals, goods or how good those are. */
static double thing(const struct gbx_tokens *t)
{
	unsigned words = 0, things = 0;

	if (t->whole & GBX_W_THING)
		return 1;
	for (unsigned i = 0; i < t->n; i++) {
		if (has_digit(text_of(t, i), t->t[i].len))
			continue;
		words++;
		things += (t->t[i].kinds & GBX_W_THING) != 0;
	}
	return words && words <= 5 ? (double)things / words : 0;
}

void gbx_evidence_add(const struct gbx_value *v, const struct gbx_tokens *t, double *ev)
{
	static const struct {
		enum gbx_evidence ev;
		uint64_t kinds;
	} whole[] = {
	    {GBX_EV_REGION, GBX_W_REGION},           {GBX_EV_COUNTRY, GBX_W_COUNTRY},
	    {GBX_EV_MARITAL, GBX_W_MARITAL},         {GBX_EV_EDUCATION, GBX_W_EDUCATION},
	    {GBX_EV_ETHNICITY, GBX_W_ETHNICITY},     {GBX_EV_RELIGION, GBX_W_RELIGION},
	    {GBX_EV_NATIONALITY, GBX_W_NATIONALITY}, {GBX_EV_MEDICINE, GBX_W_MEDICINE},
	    {GBX_EV_BLOOD, GBX_W_BLOOD},             {GBX_EV_POLITICS, GBX_W_POLITICS},
	    {GBX_EV_TRADE_UNION, GBX_W_TRADE_UNION}, {GBX_EV_ORIENTATION, GBX_W_ORIENTATION},
	    {GBX_EV_DISABILITY, GBX_W_DISABILITY},   {GBX_EV_MILITARY, GBX_W_MILITARY},
	};

	double firm;

	for (size_t i = 0; i < GBX_COUNT(whole); i++)
		ev[whole[i].ev] += (t->whole & whole[i].kinds) != 0;
	gbx_evidence_name(v, t, ev);
	ev[GBX_EV_ADDRESS] += gbx_evidence_address(v, t);
	ev[GBX_EV_THING] += thing(t);
	ev[GBX_EV_CITY] += gbx_evidence_city(v, t);
	firm = employer(v, t);
	ev[GBX_EV_EMPLOYER] += firm;
	ev[GBX_EV_FIRM] += firm >= 1;
	ev[GBX_EV_JOB] += job(v, t);
	ev[GBX_EV_CRIME] += crime(t);
	ev[GBX_EV_HEALTH] += health(t);
	ev[GBX_EV_HANDLE] += gbx_evidence_handle(v, t);
}

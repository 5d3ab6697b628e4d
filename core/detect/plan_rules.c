/*
 * What the values of a column say by themselves for each type, with the columns
 * around it but without its header: one rule a type. Scores are shares of
 * columns with this look that held the type, as far as public data sets and
 * generated ones tell; strong types follow from the check's odds by chance.
 */
#include "chars.h"
#include "plan_rules.h"

static double email(const struct gbx_look *k, const struct gbx_around *a)
{
	(void)a;
	return proof(k, GBX_T_EMAIL, 0.99);
}

/* Words of lists, where the column is not something else as well. */
static double name_like(const struct gbx_look *k, double own)
{
	double other = k->ev[GBX_EV_ADDRESS] + k->ev[GBX_EV_EMPLOYER] * 0.8 + k->ev[GBX_EV_JOB] +
	               k->ev[GBX_EV_COUNTRY] * 0.6;

	/* a handful of words again and again */
	bool few = (k->vocab <= 6 && k->n >= 40) || (k->vocab <= 9 && k->n > 12 && k->upper > 0.9f);

	other += ramp(k->ev[GBX_EV_FIRM], 0.1, 0.3); /* no person has a legal form */
	/* Rose and Violet are given names, Fox and Brown surnames, but not nearly all of a column */
	own *= 1 - ramp(k->ev[GBX_EV_THING], 0.3, 0.6);
	return own * (1 - clamp(other)) * (few ? 0.3 : 1) * (k->calendar > 0.8f ? 0 : 1);
}

static double name_full(const struct gbx_look *k, const struct gbx_around *a)
{
	double own = k->ev[GBX_EV_FULL], form = k->ev[GBX_EV_WORDS_NAME];
	double city = k->ev[GBX_EV_CITY], shape = 0;

	if (form < 0.6 || k->has_digit > 0.2f)
		return 0;
	/* names of a language without a list: their shape, beside accounts */
	if (a->account && k->titled > 0.85f && k->distinct > 0.8f && own > 0.05)
		shape = 0.56 * ramp(form, 0.6, 0.9);
	own = name_like(k, own) * (1 - 0.9 * ramp(city, 0.2, 0.6));
	shape *= 1 - ramp(k->ev[GBX_EV_THING], 0.2, 0.5);
	shape *=
	    1 - clamp(k->ev[GBX_EV_EMPLOYER] + k->ev[GBX_EV_JOB] + city + k->ev[GBX_EV_ADDRESS]);
	own = own < 0.2 ? 0 : 0.95 * ramp(own, a->person ? 0.08 : 0.12, 0.62) * (0.7 + 0.3 * form);
	return own > shape ? own : shape;
}

/* One column of single names: rarer names are in no list, so beside persons a
 * few known ones are enough. */
static double name_part(const struct gbx_look *k, const struct gbx_around *a, double own,
                        double other)
{
	double least = a->person && k->distinct > 0.2f ? (k->lower < 0.05f ? 0.05 : 0.12) : 0.25,
	       gap = ramp(own - other, 0, 0.3);

	if (own < least || own < other || k->has_digit > 0.1f || k->mean_words > 2.2f ||
	    k->lower > 0.5f || k->mean_len > 40)
		return 0;
	/* the same word in every record, or codes of two and three letters: of whatever, no name */
	if ((k->vocab < 2 && k->n > 4) || (k->max_len < 4 && k->upper > 0.9f))
		return 0;
	own = name_like(k, own) * (1 - 0.8 * ramp(k->ev[GBX_EV_CITY], own * 0.6, own * 1.5));
	own *= 1 - 0.8 * ramp(k->ev[GBX_EV_WORDS_NAME], 0.1, 0.4);
	/* of a language with few names in the lists: written like names, nothing else known */
	if (a->person && own > 0.05 && own < 0.25 && k->lower < 0.05f && k->upper < 0.05f &&
	    k->distinct > 0.25f && k->mean_words < 1.3f && k->symbol < 0.02f)
		return 0.44 * (1 - clamp(2 * (k->ev[GBX_EV_CITY] + k->ev[GBX_EV_JOB] +
		                              k->ev[GBX_EV_COUNTRY] + k->ev[GBX_EV_EMPLOYER])));
	return 0.9 * ramp(own, a->person ? 0.02 : 0.12, a->person ? 0.3 : 0.55) *
	       (0.75 + 0.25 * gap);
}

static double name_given(const struct gbx_look *k, const struct gbx_around *a)
{
	return name_part(k, a, k->ev[GBX_EV_GIVEN], k->ev[GBX_EV_FAMILY]);
}

static double name_family(const struct gbx_look *k, const struct gbx_around *a)
{
	return name_part(k, a, k->ev[GBX_EV_FAMILY], k->ev[GBX_EV_GIVEN]);
}

static double id_cn(const struct gbx_look *k, const struct gbx_around *a)
{
	(void)a;
	return proof(k, GBX_T_NATIONAL_ID_CN, 0.99);
}

/* Dashes after three and five digits: the form is the evidence, the rules hardly are. */
static double id_us(const struct gbx_look *k, const struct gbx_around *a)
{
	double p = k->pass[GBX_T_NATIONAL_ID_US];

	if (k->dashed < 0.8f || p < 0.6)
		return 0;
	return (a->person ? 0.88 : 0.75) * ramp(p, 0.4, 0.8);
}

static double card(const struct gbx_look *k, const struct gbx_around *a)
{
	(void)a;
	return proof(k, GBX_T_PAYMENT_CARD, 0.97);
}

static double iban(const struct gbx_look *k, const struct gbx_around *a)
{
	(void)a;
	/* one character short, but check digits that one in 97 has by chance fit throughout */
	if (k->iban_sum > 0.9f && k->vocab >= 3)
		return 0.85;
	return proof(k, GBX_T_IBAN, 0.99);
}

static double ip(const struct gbx_look *k, const struct gbx_around *a)
{
	(void)a;
	/* 1.2.3.4 may be a version: addresses are longer on average */
	return proof(k, GBX_T_IP, k->mean_len < 8.5f ? 0.45 : 0.96);
}

static double mac(const struct gbx_look *k, const struct gbx_around *a)
{
	(void)a;
	return proof(k, GBX_T_MAC, k->symbol > 0.5f || k->dashed > 0 ? 0.97 : 0.4);
}

static double url(const struct gbx_look *k, const struct gbx_around *a)
{
	(void)a;
	return proof(k, GBX_T_URL, 0.95);
}

static double uuid(const struct gbx_look *k, const struct gbx_around *a)
{
	(void)a;
	return proof(k, GBX_T_UUID, k->mean_len > 34 ? 0.97 : 0.3);
}

static double date(const struct gbx_look *k, const struct gbx_around *a)
{
	(void)a;
	if (k->date < 0.6f || k->clock > 0.5f)
		return 0;
	return 0.93 * ramp(k->date, 0.4, 0.9) * (k->digits > 0.8f ? 0.8 : 1) * (1 - ramp(k->undated, 0.03, 0.12));
}

static double timestamp(const struct gbx_look *k, const struct gbx_around *a)
{
	(void)a;
	if (k->clock < 0.5f || k->digits * (1 - k->len_same) > 0.3f)
		return 0;
	return (k->digits > 0.8f ? 0.7 : 0.95) * ramp(k->clock, 0.4, 0.9);
}

/* Days over decades, ending some years ago, beside persons. */
static double birth(const struct gbx_look *k, const struct gbx_around *a)
{
	double span = k->year_to - k->year_from;

	if (k->date < 0.7f || k->clock > 0.2f || k->birth < 0.85f || span < 22 ||
	    k->year_from < 1915 || k->year_from > 1992 || !a->person)
		return 0;
	return 0.96 * ramp(span, 12, 35) * k->birth * (1 - ramp(k->undated, 0.03, 0.12));
}

static double gender(const struct gbx_look *k, const struct gbx_around *a)
{
	(void)a;
	return k->gender_words && k->vocab <= 6 ? 0.92 * k->pass[GBX_T_GENDER] : 0;
}

/* Sensor 1, Sensor 2; 3 rooms; Alien 2, Rocky 4, Alien 3: things and their numbers. Streets have
 * more names, or words that say so. */
static bool numbered(const struct gbx_look *k)
{
	return gbx_few_frames(k) && k->n > 4 && k->ev[GBX_EV_ADDRESS] < 0.75f;
}

static double address(const struct gbx_look *k, const struct gbx_around *a)
{
	double own = k->ev[GBX_EV_ADDRESS], crime = k->ev[GBX_EV_CRIME];

	if (own < 0.3 || k->pass[GBX_T_URL] > 0.3f || k->pass[GBX_T_USER_AGENT] > 0.3f ||
	    k->mean_len > 160 || k->date > 0.5f || k->watch > 0.5f ||
	    numbered(k) ||
	    (k->sign_kept > 0.8f && k->space < 0.5f && k->n > 4)) /* times, paths */
		return 0;
	/* 80/tcp; rgb(1, 2, 3) and whatever is called like a function; Room 101, Room 102 */
	if (k->high < 0.1f && ((k->space < 0.1f && k->symbol > 0.5f) || k->call > 0.8f ||
	                       (k->len_same > 0.9f && k->n > 4)))
		return 0;
	own *= 1 - 0.8 * ramp(crime, 0.3, 0.8);
	own *= 1 - 0.8 * ramp(k->ev[GBX_EV_THING], 0.3, 0.5); /* Compact Blender 643 */
	if (k->has_digit < 0.3f) /* a town and its parts */
		own *= 1 - 0.9 * ramp(k->ev[GBX_EV_CITY], 0.5, 0.9);
	return 0.94 * ramp(own, 0.28, a->person ? 0.62 : 0.75) *
	       (k->distinct > 0.3f || k->n < 20 ? 1 : 0.7);
}

static double place(const struct gbx_look *k, enum gbx_evidence e)
{
	return (k->has_digit > 0.3f ? 0.4 : 1) * k->ev[e];
}

static double city(const struct gbx_look *k, const struct gbx_around *a)
{
	double own = place(k, GBX_EV_CITY), names = k->ev[GBX_EV_GIVEN] + k->ev[GBX_EV_FAMILY];

	if (k->calendar > 0.8f)
		return 0;
	if (k->ev[GBX_EV_REGION] > 0.7f || k->ev[GBX_EV_COUNTRY] > 0.7f)
		own *= 0.5;
	own *= 1 - 0.6 * ramp(names, own * 0.8, own * 2 + 0.1);
	own *= 1 - ramp(k->ev[GBX_EV_THING], 0.05, 0.15); /* clubs are called like their towns */
	own *= 1 - 0.7 * ramp(k->ev[GBX_EV_ADDRESS], 0.4, 0.9);
	if (k->vocab == 1 && k->n >= 3) /* one word over and over is a label: Mobile is in Alabama */
		return 0.4 * ramp(own, 0.2, 0.55);
	if (a->place && a->person) /* most villages are in no list */
		return 0.92 * ramp(own, 0.04, 0.3);
	return 0.92 * (a->place || a->person ? ramp(own, 0.1, 0.42) : ramp(own, 0.2, 0.55));
}

static double region(const struct gbx_look *k, const struct gbx_around *a)
{
	(void)a;
	return 0.85 * ramp(place(k, GBX_EV_REGION), 0.3, 0.85);
}

static double country(const struct gbx_look *k, const struct gbx_around *a)
{
	(void)a;
	return 0.95 * ramp(place(k, GBX_EV_COUNTRY), 0.3, 0.75);
}

/* Lengths that other numbers have as well, where the columns around are of the country (Universal
 * Postal Union, postal addressing systems). */
static bool postcode_of(const struct gbx_look *k, const char cc[3])
{
	static const struct {
		char cc[3];
		uint8_t least, most;
	} list[] = {{"il", 5, 7}, {"tw", 3, 6}, {"ir", 5, 10}, {"ua", 5, 6},
	            {"no", 4, 4}, {"dk", 4, 4}, {"ph", 4, 4},  {"is", 3, 3}};

	for (size_t i = 0; i < GBX_COUNT(list); i++)
		if (memcmp(list[i].cc, cc, 3) == 0)
			return k->min_len >= list[i].least && k->max_len <= list[i].most;
	return false;
}

static double postcode(const struct gbx_look *k, const struct gbx_around *a)
{
	double base = a->place ? 0.72 : 0.2;

	if (k->date > 0.5f || k->steps > 0.3f || k->distinct < 0.2f || k->decimal > 0.1f ||
	    k->pass[GBX_T_GENDER] > 0.5f || k->mean_len < 3 || k->mean_len > 10)
		return 0;
	if (a->place && a->person && k->digits > 0.9f && postcode_of(k, a->country))
		return base;
	if (k->mean_len < 3.9f || k->mean_len > 9.5f)
		return 0;
	if (k->postal > 0.9f && k->distinct > 0.3f)
		return base + 0.05;
	/* of eight figures Brazil's alone, which begin with any */
	if (k->max_len == 8 && k->digits > 0.95f &&
	    ((k->leads < 5 && k->n >= 20) ||
	     (a->country[0] && memcmp(a->country, "br", 3) != 0)))
		return 0;
	/* with a space here and without it there */
	if (a->place && k->postal > 0.15f && k->postal + k->digits > 0.97f && k->max_len <= 8 &&
	    k->min_len >= 4)
		return base;
	/* five, six or eight figures, some with leading zeros; or three and four with a dash */
	if (k->digits > 0.95f && k->len_same > 0.95f && k->max_len <= 8 && k->max_len != 7 &&
	    k->hi > 9999)
		return base * (k->leading_zero > 0.01f ? 1 : 0.88);
	/* four figures that are not years */
	if (k->digits > 0.95f && k->len_same > 0.95f && k->max_len == 4 && k->hi > 4000)
		return base * 0.9;
	/* seven signs throughout are years and months, 2015-03: no country has such postcodes */
	if (k->digits + k->postal_dashed > 0.95f && k->postal_dashed > 0.15f && k->max_len <= 11 &&
	    k->min_len >= 5 && (k->min_len != 7 || k->max_len != 7))
		return base + 0.1;
	return 0;
}

static double geo(const struct gbx_look *k, const struct gbx_around *a)
{
	double pair = proof(k, GBX_T_GEO, 0.9);

	if (pair > 0)
		return pair;
	if (k->decimal < 0.9f || k->places < 3.5f || k->lon < 0.9f)
		return 0;
	return a->latitude && a->longitude ? 0.85 : 0.25;
}

static double employer(const struct gbx_look *k, const struct gbx_around *a)
{
	double own = k->ev[GBX_EV_EMPLOYER];

	(void)a;
	own *= 1 - 0.8 * ramp(k->ev[GBX_EV_ADDRESS], 0.4, 0.9);
	own *= 1 - ramp(k->ev[GBX_EV_JOB], own, own * 2 + 0.1);
	own *= k->prose > 0.7f ? 0.5 : 1;
	/* many firms are called like their owner, but then some have their legal form behind it */
	if (k->n >= 20 && k->distinct > 0.3f && k->prose < 0.5f && own > 0.5 * k->ev[GBX_EV_EMPLOYER] &&
	    k->ev[GBX_EV_FIRM] > 0.12f && own < 0.5)
		return 0.88 * ramp(k->ev[GBX_EV_FIRM], 0.02, 0.22);
	return 0.9 * ramp(own, 0.15, 0.6);
}

static double job_title(const struct gbx_look *k, const struct gbx_around *a)
{
	double own = k->ev[GBX_EV_JOB];

	own *= 1 - 0.9 * ramp(k->ev[GBX_EV_EMPLOYER], 0.5, 1);
	own *= 1 - ramp(k->ev[GBX_EV_POLITICS], 0.3, 0.7); /* members of a party */
	own *= 1 - 0.7 * ramp(k->ev[GBX_EV_ADDRESS], 0.3, 0.8);
	own *= k->mean_len > 90 ? 0.2 : 1;
	return 0.9 * ramp(own, a->person ? 0.15 : 0.25, 0.6);
}

static double money(const struct gbx_look *k, const struct gbx_around *a)
{
	(void)a;
	/* with a sign or a code; bare numbers are numbers */
	if (k->pass[GBX_T_MONEY] < 0.7f || k->pass[GBX_T_NUMBER] > 0.6f || k->date > 0.3f ||
	    k->symbol + k->letters < 0.3f)
		return 0;
	return 0.85 * ramp(k->pass[GBX_T_MONEY], 0.5, 0.95) *
	       (k->symbol + k->letters > 0.6f ? 1 : 0.5);
}

static double user_agent(const struct gbx_look *k, const struct gbx_around *a)
{
	(void)a;
	return proof(k, GBX_T_USER_AGENT, 0.97);
}

static double vocabulary(const struct gbx_look *k, enum gbx_evidence e, uint32_t most)
{
	if (k->ev[e] < 0.6f || k->vocab > most || k->vocab < 2)
		return 0;
	return 0.9 * ramp(k->ev[e], 0.4, 0.9);
}

static double ethnicity(const struct gbx_look *k, const struct gbx_around *a)
{
	(void)a;
	return vocabulary(k, GBX_EV_ETHNICITY, 60);
}

static double nationality(const struct gbx_look *k, const struct gbx_around *a)
{
	return 0.9 * vocabulary(k, GBX_EV_NATIONALITY, 64) * (a->person ? 1 : 0.75);
}

static double marital(const struct gbx_look *k, const struct gbx_around *a)
{
	(void)a;
	return vocabulary(k, GBX_EV_MARITAL, 16);
}

static double education(const struct gbx_look *k, const struct gbx_around *a)
{
	(void)a;
	return vocabulary(k, GBX_EV_EDUCATION, 40);
}

static double religion(const struct gbx_look *k, const struct gbx_around *a)
{
	(void)a;
	return vocabulary(k, GBX_EV_RELIGION, 40);
}

static double criminal(const struct gbx_look *k, const struct gbx_around *a)
{
	(void)a;
	return k->mean_len < 6 ? 0 : 0.88 * ramp(k->ev[GBX_EV_CRIME], 0.45, 0.9);
}

/* Special categories. Alone they are lists of illnesses or parties; beside persons they are
 * what those have or are. Other things have some of the words: grades A+ and B-, sides left
 * and right, straight hair, navy shirts; so nearly all values must be in the list. */
static double special(const struct gbx_look *k, const struct gbx_around *a, enum gbx_evidence e,
                      uint32_t least)
{
	if (k->vocab < least || k->ev[e] < 0.7f || k->date > 0.3f || k->mean_len > 80)
		return 0;
	return (a->person || a->account ? 0.9 : 0.48) * ramp(k->ev[e], 0.4, 0.9);
}

static double diagnosis(const struct gbx_look *k, const struct gbx_around *a)
{
	return special(k, a, GBX_EV_HEALTH, 2);
}

/* A letter and two figures are shelves and seats too: many codes have their subdivision behind a
 * dot, and other letters. */
static double health_code(const struct gbx_look *k, const struct gbx_around *a)
{
	double own = proof(k, GBX_T_HEALTH_CODE, 0.55);

	(void)a;
	return k->max_len <= 3 && own > 0.4 ? 0.4 : own;
}

static double medication(const struct gbx_look *k, const struct gbx_around *a)
{
	return special(k, a, GBX_EV_MEDICINE, 2);
}

static double blood(const struct gbx_look *k, const struct gbx_around *a)
{
	if (k->ev[GBX_EV_BLOOD] < 0.9f || k->vocab > 20)
		return 0;
	return special(k, a, GBX_EV_BLOOD, k->max_len <= 2 ? 5 : 4);
}

static double politics(const struct gbx_look *k, const struct gbx_around *a)
{
	return k->vocab <= 60 ? special(k, a, GBX_EV_POLITICS, 3) : 0;
}

static double trade_union(const struct gbx_look *k, const struct gbx_around *a)
{
	return k->vocab <= 60 ? special(k, a, GBX_EV_TRADE_UNION, 2) : 0;
}

static double orientation(const struct gbx_look *k, const struct gbx_around *a)
{
	return k->vocab <= 30 ? special(k, a, GBX_EV_ORIENTATION, 2) : 0;
}

static double disability(const struct gbx_look *k, const struct gbx_around *a)
{
	return k->vocab <= 60 ? special(k, a, GBX_EV_DISABILITY, 2) : 0;
}

static double military(const struct gbx_look *k, const struct gbx_around *a)
{
	return k->vocab <= 60 ? special(k, a, GBX_EV_MILITARY, 3) : 0;
}

static double identifier(const struct gbx_look *k, const struct gbx_around *a)
{
	double codes = 1 - k->space, unique = ramp(k->distinct, 0.6, 0.95);

	(void)a;
	if (codes < 0.9 || k->has_digit < 0.5f || k->decimal > 0.2f || k->high > 0.5f)
		return 0;
	if (k->pass[GBX_T_INTEGER] > 0.9f)
		return (k->steps > 0.6f                               ? 0.72
		        : k->mean_len >= 6 || k->leading_zero > 0.05f ? 0.62
		                                                      : 0.35) *
		       unique;
	return (k->len_same > 0.8f ? 0.7 : 0.6) * unique;
}

static double integer(const struct gbx_look *k, const struct gbx_around *a)
{
	(void)a;
	return k->leading_zero > 0.05f ? 0.3 : 0.58 * ramp(k->pass[GBX_T_INTEGER], 0.6, 0.98);
}

static double number(const struct gbx_look *k, const struct gbx_around *a)
{
	double p = k->pass[GBX_T_NUMBER];

	(void)a;
	return p < 0.7 || k->pass[GBX_T_INTEGER] > 0.97f ? 0 : 0.75 * ramp(p, 0.6, 0.98);
}

static double boolean(const struct gbx_look *k, const struct gbx_around *a)
{
	(void)a;
	if (k->vocab > 3 || k->pass[GBX_T_BOOLEAN] < 0.95f || k->n < 2)
		return 0;
	if (k->vocab < 2 && k->n > 4 && k->max_len < 2) /* always 0, or N: it may be anything */
		return 0.3;
	return k->digits > 0.9f ? 0.65 : 0.88;
}

static double category(const struct gbx_look *k, const struct gbx_around *a)
{
	double few = k->n < 8 ? 0 : ramp((double)k->n / k->vocab, 2, 6);

	(void)a;
	if (k->vocab > GBX_LOOK_VOCAB || k->mean_len > 40 || k->decimal > 0.2f)
		return 0;
	return few * (k->digits > 0.9f ? (k->max_len > 3 ? 0.3 : 0.5) : 0.62);
}

static double text(const struct gbx_look *k, const struct gbx_around *a)
{
	(void)a;
	if (k->letters < 0.5f)
		return 0.2;
	return k->prose > 0.5f ? 0.72 : k->space > 0.5f || k->mean_len > 30 ? 0.5 : 0.34;
}

static gbx_rule_fn *const rules[GBX_T_COUNT] = {
    [GBX_T_EMAIL] = email,
    [GBX_T_PHONE] = gbx_rule_phone,
    [GBX_T_NAME_FULL] = name_full,
    [GBX_T_NAME_GIVEN] = name_given,
    [GBX_T_NAME_FAMILY] = name_family,
    [GBX_T_NATIONAL_ID_CN] = id_cn,
    [GBX_T_NATIONAL_ID_US] = id_us,
    [GBX_T_PAYMENT_CARD] = card,
    [GBX_T_IBAN] = iban,
    [GBX_T_IP] = ip,
    [GBX_T_MAC] = mac,
    [GBX_T_URL] = url,
    [GBX_T_UUID] = uuid,
    [GBX_T_DATE] = date,
    [GBX_T_DATE_OF_BIRTH] = birth,
    [GBX_T_TIMESTAMP] = timestamp,
    [GBX_T_GENDER] = gender,
    [GBX_T_ADDRESS] = address,
    [GBX_T_CITY] = city,
    [GBX_T_REGION] = region,
    [GBX_T_POSTCODE] = postcode,
    [GBX_T_COUNTRY] = country,
    [GBX_T_GEO] = geo,
    [GBX_T_USERNAME] = gbx_rule_username,
    [GBX_T_PASSWORD_PLAIN] = gbx_rule_password,
    [GBX_T_PASSWORD_HASH_MD5_NTLM_MD4] = gbx_rule_hash_md5,
    [GBX_T_PASSWORD_HASH_SHA1] = gbx_rule_hash_sha1,
    [GBX_T_PASSWORD_HASH_SHA256] = gbx_rule_hash_sha256,
    [GBX_T_PASSWORD_HASH_SHA512] = gbx_rule_hash_sha512,
    [GBX_T_PASSWORD_HASH_SHA224] = gbx_rule_hash_sha224,
    [GBX_T_PASSWORD_HASH_SHA384] = gbx_rule_hash_sha384,
    [GBX_T_PASSWORD_HASH_MD5_SALTED] = gbx_rule_hash_md5_salted,
    [GBX_T_PASSWORD_HASH_SHA1_SALTED] = gbx_rule_hash_sha1_salted,
    [GBX_T_PASSWORD_HASH_SHA256_SALTED] = gbx_rule_hash_sha256_salted,
    [GBX_T_PASSWORD_HASH_SHA512_SALTED] = gbx_rule_hash_sha512_salted,
    [GBX_T_TOKEN_JWT] = gbx_rule_jwt,
    [GBX_T_EMPLOYER] = employer,
    [GBX_T_JOB_TITLE] = job_title,
    [GBX_T_MONEY] = money,
    [GBX_T_USER_AGENT] = user_agent,
    [GBX_T_ETHNICITY] = ethnicity,
    [GBX_T_NATIONALITY] = nationality,
    [GBX_T_MARITAL_STATUS] = marital,
    [GBX_T_EDUCATION] = education,
    [GBX_T_RELIGION] = religion,
    [GBX_T_RECORD_CRIMINAL] = criminal,
    [GBX_T_HEALTH_DIAGNOSIS] = diagnosis,
    [GBX_T_HEALTH_CODE] = health_code,
    [GBX_T_HEALTH_MEDICATION] = medication,
    [GBX_T_BLOOD_TYPE] = blood,
    [GBX_T_POLITICS] = politics,
    [GBX_T_TRADE_UNION] = trade_union,
    [GBX_T_ORIENTATION] = orientation,
    [GBX_T_DISABILITY] = disability,
    [GBX_T_MILITARY] = military,
    [GBX_T_IDENTIFIER] = identifier,
    [GBX_T_INTEGER] = integer,
    [GBX_T_NUMBER] = number,
    [GBX_T_BOOLEAN] = boolean,
    [GBX_T_CATEGORY] = category,
    [GBX_T_TEXT] = text,
};

double gbx_rules_score(const struct gbx_look *k, const struct gbx_around *a, enum gbx_type t)
{
	enum gbx_strength strength = gbx_type_table[t].strength;
	double chance = gbx_type_table[t].chance;

	if (rules[t])
		return clamp(rules[t](k, a));
	if (gbx_is_id_type(t))
		return gbx_ids_score(k, a, t);
	if (strength == GBX_WEAK)
		return 0;
	/* an exact form: the check is the rule. A check digit that all of many values bear is
	 * no chance either, though other countries may count alike. */
	if (strength == GBX_SHAPED && chance >= 0.004 && chance <= 0.12 && k->n >= 20 &&
	    k->pass[t] > 0.97f && k->distinct > 0.3f)
		return proof(k, t, 0.86 * (1 - 0.1 * chance));
	return proof(k, t, strength == GBX_STRONG ? 0.97 : 0.55);
}

void gbx_rules_apply(const struct gbx_look *k, const struct gbx_around *a, float score[GBX_T_COUNT])
{
	for (unsigned t = 0; t < GBX_T_COUNT; t++)
		score[t] = (float)gbx_rules_score(k, a, (enum gbx_type)t);
	gbx_ids_choose(k, a, score);
}

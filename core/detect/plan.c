/*
 * Deciding what the columns of a relation hold. Two rounds: first every column
 * by its header and values, then again with what the other columns turned out
 * to be.
 *
 * Header and values are taken as independent witnesses: a type is wrong only if
 * both are (1 - (1 - v)(1 - w f)), where v is what the values alone say, w the
 * header word's weight and f how well the values bear it out. What the header
 * speaks for lowers every other type that is not proven by an exact form.
 *
 * Confidence is the winner's score, less for few values: a verdict on three
 * values is right about four fifths as often as one on a thousand. Where a
 * score comes from a checksum it follows from the odds of chance; the rest was
 * set against the labelled columns of plan_corpus_test.c. It rises with the
 * share of values that fit, and with every witness more.
 */
#include <math.h>
#include <stdlib.h>

#include "plan.h"

struct claim {
	const struct gbx_header_word *word; /* NULL: the header says nothing */
	enum gbx_type type;
	double force; /* weight times fit */
	uint16_t variant;
};

/* Does the name begin with one of the prefixes, which are joined by +? */
static bool in_family(enum gbx_type t, const char *list)
{
	for (const char *p = list; *p; p += *p == '+') {
		size_t n = strcspn(p, "+");

		if (strncmp(gbx_type_table[t].name, p, n) == 0)
			return true;
		p += n;
	}
	return false;
}

#define TELLING 0.2 /* nats a value; less is what other numbers have too */
#define AT_HOME 1.5 /* what the country of the columns around adds */
#define TOO_NEAR 0.15

static bool is_of_country(enum gbx_type t)
{
	return gbx_is_id_type(t) || t == GBX_T_NATIONAL_ID_CN || t == GBX_T_NATIONAL_ID_US;
}

/* Of identity numbers the one whose share is farthest from chance; none where two are as far. */
static enum gbx_type id_of_family(const struct gbx_look *k, const struct gbx_header_word *w,
                                  const struct gbx_around *a)
{
	enum gbx_type best = w->type;
	double most = 0, second = 0;

	for (unsigned t = 0; t < GBX_T_COUNT; t++) {
		double x = 0;

		if (is_of_country((enum gbx_type)t) && in_family((enum gbx_type)t, w->family))
			x = gbx_id_evidence(k, (enum gbx_type)t);
		if (x > 0 && gbx_id_of_country((enum gbx_type)t, a->country))
			x += AT_HOME;
		if (x > most) {
			second = most;
			most = x;
			best = (enum gbx_type)t;
		} else if (x > second) {
			second = x;
		}
	}
	return most < TELLING || most - second < TOO_NEAR ? w->type : best;
}

/* Of the types a header word leaves open, the one that more values pass than chance would
 * let: every nine digits are some country's number, one rule in ten fits them all. */
static enum gbx_type of_family(const struct gbx_look *k, const struct gbx_header_word *w,
                               const struct gbx_around *a)
{
	enum gbx_type best = w->type;
	double most = 0;

	/* Brazil's CEP has eight figures, Portugal's seven; Turkey's cep (telefonu) ten and more */
	if (w->type == GBX_T_PHONE)
		return k->max_len <= 9 ? GBX_T_POSTCODE : w->type;
	if (is_of_country(w->type) || w->type == GBX_T_NATIONAL_ID_OTHER)
		return id_of_family(k, w, a);
	for (unsigned t = 0; t < GBX_T_COUNT; t++) {
		double chance = gbx_type_table[t].chance, over;

		if (!gbx_type_table[t].check || k->pass[t] <= 0.5f ||
		    !in_family((enum gbx_type)t, w->family))
			continue;
		/* the planned type of the word itself wins a tie */
		over = (k->pass[t] - chance) / (1 - chance) * (1 - 0.3 * chance) +
		       (t == w->type ? 0.02 : 0);
		if (over > most) {
			most = over;
			best = (enum gbx_type)t;
		}
	}
	return best;
}

#define BARE_NAME 60 /* weight of words that mean any sort of name: name, nom, naam */

/* What is called a user's, a member's or a given name may be the whole one, and a name only a
 * part of it. nom beside prenom is the family name, nombre beside apellidos the given one. */
static enum gbx_type name_by_values(const struct gbx_look *k, const struct gbx_header_word *w,
                                    const struct gbx_around *a)
{
	bool single = k->mean_words < 1.7f && k->ev[GBX_EV_FULL] < 0.5f;

	if (w->type == GBX_T_USERNAME && k->space > 0.25f && k->ev[GBX_EV_FULL] > 0.5f)
		return GBX_T_NAME_FULL;
	if (w->type != GBX_T_NAME_FULL || !single || k->high > 0.9f)
		return w->type;
	if (w->weight < BARE_NAME && a->given_named != a->family_named)
		return a->given_named ? GBX_T_NAME_FAMILY : GBX_T_NAME_GIVEN;
	if (w->weight >= BARE_NAME && k->ev[GBX_EV_GIVEN] > 0.4f + k->ev[GBX_EV_FAMILY] &&
	    k->mean_words < 1.2f)
		return GBX_T_NAME_GIVEN;
	return w->type;
}

/* Login names under a header that says id. */
static bool reads_as_login(const struct gbx_look *k)
{
	static const struct gbx_around persons = {.person = true, .account = true};

	return k->letters > 0.95f && k->has_digit < 0.8f && k->space < 0.05f &&
	       gbx_rules_score(k, &persons, GBX_T_USERNAME) >= 0.5;
}

/* The same word stands for a day and a moment, a day and a year of birth, whole
 * numbers and others: the values tell. */
static enum gbx_type by_values(const struct gbx_look *k, enum gbx_type t)
{
	if (t == GBX_T_IDENTIFIER && reads_as_login(k))
		return GBX_T_USERNAME;
	if ((t == GBX_T_DATE || t == GBX_T_TIMESTAMP) && (k->date > 0.3f || k->clock > 0.3f))
		return k->clock > 0.5f || k->date < 0.3f ? GBX_T_TIMESTAMP : GBX_T_DATE;
	if (t == GBX_T_DATE_OF_BIRTH && k->pass[GBX_T_YEAR_OF_BIRTH] > 0.5f && k->mean_len < 5)
		return GBX_T_YEAR_OF_BIRTH;
	if (t == GBX_T_YEAR_OF_BIRTH && k->date > 0.5f)
		return GBX_T_DATE_OF_BIRTH;
	if ((t == GBX_T_INTEGER || t == GBX_T_NUMBER) && k->pass[GBX_T_NUMBER] > 0.5f)
		return k->pass[GBX_T_INTEGER] > 0.97f ? GBX_T_INTEGER : GBX_T_NUMBER;
	if (t == GBX_T_UUID && k->pass[GBX_T_UUID] < 0.3f &&
	    k->pass[GBX_T_PASSWORD_HASH_MD5_NTLM_MD4] > 0.5f)
		return GBX_T_IDENTIFIER; /* the digits of one, without its dashes */
	if (t == GBX_T_USERNAME && k->digits > 0.97f)
		return GBX_T_IDENTIFIER; /* "account" is the bank's as often as the login's */
	if (t == GBX_T_NATIONAL_ID_OTHER && k->digits > 0.9f && k->steps > 0.6f)
		return GBX_T_IDENTIFIER;
	if (t == GBX_T_TEXT && k->pass[GBX_T_URL] > 0.6f)
		return GBX_T_URL;
	return t;
}

#define SURE_NAME 0.85

static struct claim claim_of(const struct gbx_look *k, const struct gbx_column_sample *c,
                             const struct gbx_around *a)
{
	struct gbx_header h = {NULL, 0};
	struct claim m = {.word = NULL};

	if (!c->headerless && !c->envelope)
		h = gbx_header_of(c->name);
	if (!h.word)
		return m;
	m.word = h.word;
	m.type = h.word->family ? of_family(k, h.word, a) : h.word->type;
	m.type = by_values(k, m.type);
	if (m.type == h.word->type) {
		m.type = name_by_values(k, h.word, a);
		if (m.type != h.word->type && h.weight < SURE_NAME)
			h.weight = SURE_NAME; /* two headers say it */
	}
	m.force = h.weight * gbx_rules_fit(k, c, m.type, h.weight, &m.variant);
	return m;
}

/* Fields of the database's own that stand around a document. */
static bool envelope_type(enum gbx_type t)
{
	switch (t) {
	case GBX_T_IDENTIFIER:
	case GBX_T_INTEGER:
	case GBX_T_NUMBER:
	case GBX_T_BOOLEAN:
	case GBX_T_CATEGORY:
	case GBX_T_TEXT:
	case GBX_T_TIMESTAMP:
	case GBX_T_DATE:
	case GBX_T_UUID:
		return true;
	default:
		return gbx_type_table[t].strength == GBX_STRONG;
	}
}

#define DISSENT 0.6 /* how much of its score a type loses when the header surely says another */

static void weigh(const struct claim *m, bool envelope, float score[GBX_T_COUNT])
{
	for (unsigned t = 0; t < GBX_T_COUNT; t++) {
		bool exact = gbx_type_table[t].strength == GBX_STRONG ||
		             (score[t] > 0.9f && gbx_type_table[t].strength == GBX_SHAPED);

		/* a birthday is a date like others: only the header can tell */
		exact &= t != GBX_T_DATE || m->type != GBX_T_DATE_OF_BIRTH;
		if (envelope && !envelope_type((enum gbx_type)t))
			score[t] = 0;
		if (!m->word)
			continue;
		if (t == m->type)
			score[t] = (float)(1 - (1 - score[t]) * (1 - m->force));
		else if (!exact)
			score[t] *= (float)(1 - DISSENT * m->force);
	}
}

static enum gbx_type best_of(const float score[GBX_T_COUNT])
{
	unsigned best = GBX_T_UNKNOWN;

	for (unsigned t = 0; t < GBX_T_COUNT; t++)
		if (score[t] > score[best] + 1e-6f)
			best = t;
	return (enum gbx_type)best;
}

/* Scores are cautious: of verdicts above a half, more are right than the score says, and of
 * verdicts that a column is nothing personal nearly all (table in README.md). Those on
 * personal types below a half stay there. */
static double calibrated(float score, enum gbx_type t)
{
	double doubt = 1 - score;
	bool personal = gbx_type_table[t].data_class != NULL;

	if (!personal)
		return 1 - pow(doubt, 2.2);
	return score <= 0.5f ? score : 1 - 0.5 * pow(doubt * 2, 1.6);
}

static float for_few(double score, uint32_t n)
{
	double x = score * (1 - 0.35 / (1 + n / 4.0));

	return (float)(x > 0.99 ? 0.99 : x);
}

/* Types whose odd values are worth a second look. */
static bool has_strays(enum gbx_type t)
{
	const struct gbx_type_info *info = &gbx_type_table[t];

	if (in_family(t, "password_hash."))
		return true; /* accounts older than the method keep the one before */
	switch (t) {
	case GBX_T_EMPTY:
	case GBX_T_IDENTIFIER:
	case GBX_T_INTEGER:
	case GBX_T_NUMBER:
	case GBX_T_BOOLEAN:
	case GBX_T_AGE:
	case GBX_T_GENDER:
	case GBX_T_POSTCODE:
	case GBX_T_GEO:
	case GBX_T_MONEY:
	case GBX_T_PAYMENT_CARD:
	case GBX_T_NATIONAL_ID_CN:
	case GBX_T_NATIONAL_ID_US:
		return false;
	default:
		return !info->time &&
		       (info->strength == GBX_WEAK || t == GBX_T_EMAIL || t == GBX_T_PHONE);
	}
}

#define SCAN_LEN 20 /* shorter values are looked at as a whole */

static bool is_prose(const struct gbx_look *k, enum gbx_type t)
{
	switch (t) {
	case GBX_T_TEXT:
	case GBX_T_UNKNOWN:
	case GBX_T_ADDRESS:
	case GBX_T_RECORD_CRIMINAL:
	case GBX_T_DELIVERY_NOTE:
	case GBX_T_HEALTH_DIAGNOSIS:
	case GBX_T_HEALTH_MEDICATION:
	case GBX_T_CATEGORY:
		return k->mean_len >= SCAN_LEN || k->prose > 0.05f;
	default:
		return false;
	}
}

static float larger(float a, float b)
{
	return a > b ? a : b;
}

/* Of types written in many ways: by the way that fits most values. */
static float share_of(const struct gbx_look *k, enum gbx_type t)
{
	float pass = gbx_type_table[t].check ? k->pass[t] : -1;

	switch (t) {
	case GBX_T_PHONE:
		return larger(pass, k->phone_fit);
	case GBX_T_DATE:
		return larger(pass, k->date);
	case GBX_T_TIMESTAMP:
		return larger(pass, k->clock);
	default:
		return pass;
	}
}

#define SPOKE 0.01f /* a type that reaches less is not named */

/* The verdict and what came behind it. alone: scores before the header spoke. */
static void keep_runners(const struct gbx_look *k, const float alone[GBX_T_COUNT],
                         const float score[GBX_T_COUNT], struct gbx_column_plan *p)
{
	struct gbx_runner *r = p->runner;

	r[0] = (struct gbx_runner){p->type, score[p->type], alone[p->type], share_of(k, p->type)};
	p->nrunner = 1;
	for (unsigned t = 0; t < GBX_T_COUNT; t++) {
		unsigned i = p->nrunner;

		if (t == p->type || score[t] < SPOKE)
			continue;
		for (; i > 1 && r[i - 1].score < score[t]; i--)
			if (i < GBX_RUNNERS)
				r[i] = r[i - 1];
		if (i < GBX_RUNNERS)
			r[i] = (struct gbx_runner){(enum gbx_type)t, score[t], alone[t],
			                           share_of(k, (enum gbx_type)t)};
		p->nrunner += p->nrunner < GBX_RUNNERS;
	}
}

/* The neighbours without which the type would have had less. */
static uint8_t listened(const struct gbx_look *k, const struct gbx_around *a, enum gbx_type t)
{
	double with = gbx_rules_score(k, a, t);
	uint8_t out = 0;

	for (unsigned bit = GBX_BESIDE_PERSON; bit <= GBX_BESIDE_COORDINATE; bit <<= 1) {
		struct gbx_around less = *a;

		less.person &= bit != GBX_BESIDE_PERSON;
		less.account &= bit != GBX_BESIDE_ACCOUNT;
		less.place &= bit != GBX_BESIDE_PLACE;
		less.hash &= bit != GBX_BESIDE_HASH;
		less.lm &= bit != GBX_BESIDE_HASH;
		less.salt &= bit != GBX_BESIDE_SALT;
		less.latitude &= bit != GBX_BESIDE_COORDINATE;
		if (gbx_rules_score(k, &less, t) < with - 0.005)
			out |= (uint8_t)bit;
	}
	return out;
}

static void set_by_user(const struct gbx_look *k, const struct gbx_column_sample *c,
                        struct gbx_column_plan *p)
{
	p->type = c->set;
	p->by_user = true;
	p->confidence = 1;
	if (k->n)
		gbx_rules_fit(k, c, p->type, 1, &p->variant);
	p->scan = k->n && (is_prose(k, p->type) || gbx_plan_holds(c, p->type));
	p->strays = has_strays(p->type);
}

static void decide(const struct gbx_look *k, const struct gbx_column_sample *c,
                   const struct gbx_around *a, struct gbx_column_plan *p)
{
	float score[GBX_T_COUNT], alone[GBX_T_COUNT];
	struct claim m;

	memset(p, 0, sizeof(*p));
	p->sampled = k->n;
	if (!k->n) {
		p->type = GBX_T_EMPTY;
		p->confidence = c->records ? 0.99f : 0.5f;
		if (c->set != GBX_T_UNKNOWN)
			set_by_user(k, c, p);
		return;
	}
	gbx_rules_apply(k, a, score);
	memcpy(alone, score, sizeof(alone));
	m = claim_of(k, c, a);
	weigh(&m, c->envelope, score);
	p->type = best_of(score);
	if (c->set != GBX_T_UNKNOWN) {
		set_by_user(k, c, p);
		keep_runners(k, alone, score, p);
		return;
	}
	p->confidence = for_few(calibrated(score[p->type], p->type), k->n);
	keep_runners(k, alone, score, p);
	p->beside = listened(k, a, p->type);
	p->header_hit = m.word && m.type == p->type && m.force > 0;
	if (p->header_hit) {
		p->variant = m.variant;
		memcpy(p->header_word, m.word->text,
		       strnlen(m.word->text, sizeof(p->header_word) - 1));
	} else {
		gbx_rules_fit(k, c, p->type, 1, &p->variant);
	}
	p->scan = is_prose(k, p->type) || gbx_plan_holds(c, p->type);
	p->strays = has_strays(p->type);
}

/* What each column adds to its relation, as counts, so that a column can be left
 * out of its own surroundings. */
struct counts {
	uint32_t person, account, place, hash, lm, salt, latitude, longitude;
};

#define SURE_ENOUGH 0.5f

static bool one_of(enum gbx_type t, const enum gbx_type *list, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (list[i] == t)
			return true;
	return false;
}

static struct counts adds(const struct gbx_look *k, const struct gbx_column_plan *p)
{
	static const enum gbx_type person[] = {
	    GBX_T_EMAIL,       GBX_T_PHONE,          GBX_T_NAME_FULL,      GBX_T_NAME_GIVEN,
	    GBX_T_NAME_FAMILY, GBX_T_NATIONAL_ID_CN, GBX_T_NATIONAL_ID_US, GBX_T_NATIONAL_ID_OTHER};
	static const enum gbx_type account[] = {GBX_T_EMAIL, GBX_T_USERNAME};
	static const enum gbx_type place[] = {GBX_T_ADDRESS, GBX_T_CITY, GBX_T_COUNTRY,
	                                      GBX_T_REGION};
	bool sure = p->confidence >= SURE_ENOUGH;

#define IS(list) (sure && one_of(p->type, list, sizeof(list) / sizeof((list)[0])))
	return (struct counts){
	    .person = IS(person) || (sure && gbx_is_id_type(p->type) &&
	                             gbx_type_table[p->type].identifying == GBX_ID_DIRECT),
	    .account = IS(account),
	    .place = IS(place),
	    .hash = sure && in_family(p->type, "password_hash."),
	    .lm = k->lm,
	    .salt = sure && p->type == GBX_T_SALT,
	    .latitude = k->decimal > 0.9f && k->places > 3.5f && k->lat > 0.95f,
	    .longitude = k->decimal > 0.9f && k->places > 3.5f && k->lon > 0.95f,
	};
#undef IS
}

static void sum_up(struct counts *all, struct counts c, bool plus)
{
	all->person += plus ? c.person : 0 - c.person;
	all->account += plus ? c.account : 0 - c.account;
	all->place += plus ? c.place : 0 - c.place;
	all->hash += plus ? c.hash : 0 - c.hash;
	all->lm += plus ? c.lm : 0 - c.lm;
	all->salt += plus ? c.salt : 0 - c.salt;
	all->latitude += plus ? c.latitude : 0 - c.latitude;
	all->longitude += plus ? c.longitude : 0 - c.longitude;
}

/* Headers that say given name, or family name, and cannot mean the other. */
static void hear_names(const struct gbx_column_sample *col, uint32_t ncol, struct gbx_around *a)
{
	for (uint32_t i = 0; i < ncol; i++) {
		struct gbx_header h = {NULL, 0};

		if (!col[i].headerless && !col[i].envelope)
			h = gbx_header_of(col[i].name);
		if (!h.word || h.weight < 0.7)
			continue;
		a->given_named |= h.word->type == GBX_T_NAME_GIVEN;
		a->family_named |= h.word->type == GBX_T_NAME_FAMILY;
	}
}

static struct gbx_around around(struct counts all, struct counts own)
{
	struct counts rest = all;
	bool pair = all.latitude >= 1 && all.longitude >= 2;

	sum_up(&rest, own, false);
	return (struct gbx_around){
	    .person = rest.person > 0,
	    .account = rest.account > 0,
	    .place = rest.place > 0,
	    .hash = rest.hash + rest.lm > 0,
	    .lm = rest.lm > 0,
	    .salt = rest.salt > 0,
	    .latitude = pair,
	    .longitude = pair,
	};
}

/* Without memory for the looks: every column by itself. */
static void plan_each(const struct gbx_column_sample *col, uint32_t ncol,
                      struct gbx_column_plan *plan)
{
	static const struct gbx_around nothing;
	struct gbx_look k;

	for (uint32_t i = 0; i < ncol; i++) {
		gbx_look_at(col[i].v, col[i].n, &k);
		decide(&k, &col[i], &nothing, &plan[i]);
	}
}

/* Two columns of given names side by side: the one that could be family names is. */
static void part_names(const struct gbx_look *k, uint32_t ncol, struct gbx_column_plan *plan)
{
	for (uint32_t i = 0; i + 1 < ncol; i++) {
		uint32_t less = k[i].ev[GBX_EV_GIVEN] < k[i + 1].ev[GBX_EV_GIVEN] ? i : i + 1;
		enum gbx_type t = plan[i].type;

		if (t != plan[i + 1].type || plan[less].header_hit)
			continue;
		if (t == GBX_T_NAME_GIVEN &&
		    k[less].ev[GBX_EV_FAMILY] > 0.6f * k[less].ev[GBX_EV_GIVEN])
			plan[less].runner[0].type = plan[less].type = GBX_T_NAME_FAMILY;
	}
}

/* One word each, written like a name, hardly twice, and nothing else known of them. */
static bool could_be_name(const struct gbx_look *k)
{
	const float *ev = k->ev;

	return k->n >= 10 && k->vocab > 20 && k->letters > 0.98f && k->has_digit < 0.02f &&
	       k->mean_words < 1.8f && k->lower < 0.05f + 0.5f * k->high && k->upper < 0.3f &&
	       k->symbol < 0.05f &&
	       k->mean_len < 30 && k->max_len < 60 &&
	       ev[GBX_EV_CITY] + ev[GBX_EV_JOB] + ev[GBX_EV_COUNTRY] + ev[GBX_EV_EMPLOYER] +
	               ev[GBX_EV_THING] + ev[GBX_EV_REGION] + ev[GBX_EV_HEALTH] <
	           0.15f;
}

#define BY_PLACE 0.6f /* confidence of what only stands where names stand */

/* Rare names are in no list. Between given names and other columns, or behind them, stand family
 * names; before family names given ones. Only where no header says otherwise. */
static void complete_names(const struct gbx_look *k, const struct gbx_column_sample *col,
                           uint32_t ncol, struct gbx_column_plan *plan)
{
	bool given = false, family = false;

	for (uint32_t i = 0; i < ncol; i++) {
		given |= plan[i].type == GBX_T_NAME_GIVEN && plan[i].confidence >= 0.5f;
		family |= plan[i].type == GBX_T_NAME_FAMILY && plan[i].confidence >= 0.5f;
	}
	for (uint32_t i = 0; i < ncol && given != family; i++) {
		enum gbx_type side = given ? GBX_T_NAME_GIVEN : GBX_T_NAME_FAMILY, t = plan[i].type;
		bool weak = t == GBX_T_TEXT || t == GBX_T_CATEGORY || t == GBX_T_UNKNOWN ||
		            plan[i].confidence < 0.5f;
		bool near = (i && plan[i - 1].type == side && plan[i - 1].confidence >= 0.5f) ||
		            (i + 1 < ncol && plan[i + 1].type == side &&
		             plan[i + 1].confidence >= 0.5f);

		if (!weak || !near || !col[i].headerless || plan[i].by_user || !could_be_name(&k[i]))
			continue;
		plan[i].type = given ? GBX_T_NAME_FAMILY : GBX_T_NAME_GIVEN;
		plan[i].runner[0].type = plan[i].type;
		plan[i].runner[0].score = plan[i].confidence = BY_PLACE;
		plan[i].beside |= GBX_BESIDE_PERSON;
		plan[i].scan = false;
		plan[i].strays = has_strays(plan[i].type);
		return;
	}
}

/* A header that says name beside one that says family name: the name is the given one. */
static void pair_names(const struct gbx_look *k, uint32_t ncol, struct gbx_column_plan *plan)
{
	uint32_t full = ncol, family = ncol, others = 0;

	for (uint32_t i = 0; i < ncol; i++) {
		enum gbx_type t = plan[i].type;

		if (t == GBX_T_NAME_FULL)
			others += full != ncol, full = i;
		else if (t == GBX_T_NAME_FAMILY)
			others += family != ncol, family = i;
		else
			others += t == GBX_T_NAME_GIVEN;
	}
	if (full == ncol || family == ncol || others || plan[full].by_user)
		return;
	if (plan[family].header_hit && k[full].ev[GBX_EV_WORDS_NAME] < 0.5f &&
	    k[full].mean_words < 1.5f)
		plan[full].runner[0].type = plan[full].type = GBX_T_NAME_GIVEN;
}

void gbx_plan_relation(const struct gbx_column_sample *col, uint32_t ncol,
                       struct gbx_column_plan *plan)
{
	static const struct gbx_around nothing;
	struct gbx_look *k = ncol ? calloc(ncol, sizeof(*k)) : NULL;
	struct counts all = {0};
	float vote[GBX_PLAN_COUNTRIES] = {0};
	struct gbx_around names = nothing;

	if (!k) {
		plan_each(col, ncol, plan);
		return;
	}
	hear_names(col, ncol, &names);
	for (uint32_t i = 0; i < ncol; i++) {
		gbx_look_at(col[i].v, col[i].n, &k[i]);
		decide(&k[i], &col[i], &nothing, &plan[i]);
		sum_up(&all, adds(&k[i], &plan[i]), true);
		gbx_country_vote(&col[i], &plan[i], 1, vote);
	}
	for (uint32_t i = 0; i < ncol; i++) {
		struct gbx_around a = around(all, adds(&k[i], &plan[i]));
		float rest[GBX_PLAN_COUNTRIES];

		memcpy(rest, vote, sizeof(rest));
		gbx_country_vote(&col[i], &plan[i], -1, rest);
		gbx_country_elect(rest, a.country);
		a.given_named = names.given_named;
		a.family_named = names.family_named;
		decide(&k[i], &col[i], &a, &plan[i]);
	}
	part_names(k, ncol, plan);
	complete_names(k, col, ncol, plan);
	pair_names(k, ncol, plan);
	free(k);
}

/*
 * Part one of the reference case: person_info.json. Field names are those of
 * public reports; QUERY_STRING repeats what other fields hold.
 */
#include "police.h"
#include "words.h"

enum {
	RNAME,
	SEX,
	AGE,
	BIRTHDAY,
	BPLACE,
	IDTYPE,
	IDNO,
	HEIGHT,
	PROF,
	NATION,
	MARRIAGE,
	EDU,
	MILITARY,
	LABELS,
	QUERY_STRING,
	FIELDS
};

static const struct synth_field fields[FIELDS] = {
	[RNAME] = SYNTH_F("RNAME", NAME, true),
	[SEX] = SYNTH_F("SEX", GENDER, true),
	[AGE] = SYNTH_F("AGE", AGE, true),
	[BIRTHDAY] = SYNTH_F("BIRTHDAY", BIRTH_YEAR, true),
	[BPLACE] = SYNTH_F("BPLACE", BIRTHPLACE, true),
	[IDTYPE] = SYNTH_F("IDTYPE", CATEGORY, false),
	[IDNO] = SYNTH_F("IDNO", ID_CN, true),
	[HEIGHT] = SYNTH_F("HEIGHT", INTEGER, false),
	[PROF] = SYNTH_F("PROF", JOB, false),
	[NATION] = SYNTH_F("NATION", ETHNICITY, false),
	[MARRIAGE] = SYNTH_F("MARRIAGE", MARITAL, false),
	[EDU] = SYNTH_F("EDU", EDUCATION, false),
	[MILITARY] = SYNTH_F("MILITARY", CATEGORY, false),
	[LABELS] = { "LABELS[]", NULL, "LABELS", SYNTH_T_CATEGORY, false },
	[QUERY_STRING] = SYNTH_F("QUERY_STRING", TEXT, false),
};

#define AS_OF 2020 /* the year ages were computed */

/* A number or a string, as the export happened to hold it. */
static void set_count(struct synth_record *r, unsigned f, struct synth_rng *g, unsigned v,
		      bool valid)
{
	bool text = synth_below(g, 100) < 30;

	synth_begin(r);
	synth_putu(r, v, 1);
	synth_end(r, f, text ? SYNTH_STRING : SYNTH_NUMBER, valid ? SYNTH_VALID : SYNTH_INVALID);
}

static void set_age(struct synth_record *r, struct synth_rng *g, unsigned age)
{
	bool wrong = synth_ppm(g, 2000);

	if (!synth_gap(r, AGE, g, &synth_gaps_usual))
		set_count(r, AGE, g, wrong ? age + 400 : age, !wrong);
}

static void set_year(struct synth_record *r, struct synth_rng *g, unsigned year)
{
	bool wrong = synth_ppm(g, 1000);

	if (synth_gap(r, BIRTHDAY, g, &synth_gaps_usual))
		return;
	synth_begin(r);
	synth_putu(r, wrong ? year - 900 : year, 4); /* 1085 for 1985 */
	synth_end(r, BIRTHDAY, SYNTH_STRING, wrong ? SYNTH_INVALID : SYNTH_VALID);
}

static void set_birthplace(struct synth_record *r, struct synth_rng *g,
			   const struct synth_place *home)
{
	const struct synth_word *town = SYNTH_PICK(g, synth_towns);

	if (synth_gap(r, BPLACE, g, &synth_gaps_usual))
		return;
	synth_begin(r);
	synth_putw(r, home->province);
	synth_put_city(r, home);
	if (synth_quote_here(r, g)) {
		synth_puts(r, "\"");
		synth_putw(r, town);
		synth_puts(r, "\"");
	} else {
		synth_putw(r, home->district);
	}
	synth_end(r, BPLACE, SYNTH_STRING, SYNTH_VALID);
}

/* Wrong ones: another check character, a month 13 with its right check character,
 * the last character lost. */
static void set_id(struct synth_record *r, struct synth_rng *g, const struct synth_person *p)
{
	char id[18];
	uint32_t d = synth_below(g, 1000), n = sizeof(id);

	if (synth_gap(r, IDNO, g, &synth_gaps_key))
		return;
	memcpy(id, p->id, sizeof(id));
	if (d < 12) {
		id[17] = id[17] == 'X' ? '5' : id[17] == '9' ? '0' : (char)(id[17] + 1);
	} else if (d < 15) {
		id[10] = '1';
		id[11] = '3';
		id[17] = synth_id_check(id);
	} else if (d < 17) {
		n = 17;
	}
	synth_begin(r);
	synth_put(r, id, n);
	synth_end(r, IDNO, SYNTH_STRING, d < 17 ? SYNTH_INVALID : SYNTH_VALID);
}

static void set_labels(struct synth_record *r, struct synth_rng *g)
{
	uint32_t n = synth_below(g, 4);

	if (synth_ppm(g, 300000))
		return;
	r->cell[LABELS].kind = SYNTH_LIST;
	while (n--) {
		synth_begin(r);
		SYNTH_PUT_ONE(r, g, synth_labels);
		synth_end_item(r, LABELS);
	}
}

static void set_query(struct synth_record *r, struct synth_rng *g, const struct synth_person *p,
		      const struct synth_place *home)
{
	if (synth_gap(r, QUERY_STRING, g, &synth_gaps_usual))
		return;
	synth_begin(r);
	synth_putw(r, home->province);
	synth_put_city(r, home);
	synth_puts(r, " ");
	synth_putu(r, AS_OF - p->birth.y, 1);
	synth_puts(r, "岁 ");
	synth_putu(r, p->birth.y, 4);
	synth_puts(r, "年出生");
	synth_end(r, QUERY_STRING, SYNTH_STRING, SYNTH_VALID);
}

#define SET_WORD(r, g, f, table)                                                                   \
	do {                                                                                       \
		if (!synth_gap(r, f, g, &synth_gaps_usual))                                        \
			synth_set_word(r, f, SYNTH_PICK(g, table));                                \
	} while (0)

static void body(struct synth_record *r, struct synth_rng *g, const struct synth_person *p,
		 uint64_t i)
{
	struct synth_rng h = p->home;
	struct synth_place home = synth_place_make(&h);

	(void)i;
	if (!synth_gap(r, RNAME, g, &synth_gaps_key)) {
		synth_begin(r);
		synth_put_name(r, p);
		synth_end(r, RNAME, SYNTH_STRING, SYNTH_VALID);
	}
	if (!synth_gap(r, SEX, g, &synth_gaps_usual))
		synth_set(r, SEX, p->male ? "男" : "女", strlen("男"));
	set_age(r, g, AS_OF - p->birth.y);
	set_year(r, g, p->birth.y);
	set_birthplace(r, g, &home);
	SET_WORD(r, g, IDTYPE, synth_idtypes);
	set_id(r, g, p);
	if (!synth_gap(r, HEIGHT, g, &synth_gaps_rare))
		set_count(r, HEIGHT, g, (p->male ? 160 : 150) + synth_below(g, 28), true);
	SET_WORD(r, g, PROF, synth_jobs);
	SET_WORD(r, g, NATION, synth_ethnicities);
	SET_WORD(r, g, MARRIAGE, synth_marital);
	SET_WORD(r, g, EDU, synth_education);
	SET_WORD(r, g, MILITARY, synth_military);
	set_labels(r, g);
	set_query(r, g, p, &home);
}

const struct synth_part synth_part_person = {
	"person_info.json",
	{ "person_address_label_info_master", fields, FIELDS },
	body,
};

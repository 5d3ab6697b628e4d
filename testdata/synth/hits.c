/*
 * glovebox-synth es-ndjson: Elasticsearch hits, one a line, undamaged, each with
 * a free-text narrative; duplicates only by chance.
 */
#include "output.h"
#include "police.h"
#include "words.h"

enum { NAME, ID_NO, MOBILE, EMAIL, STREET, CITY, CREATED_AT, CATEGORY, NARRATIVE, TAGS, FIELDS };

static const struct synth_field fields[FIELDS] = {
	[NAME] = SYNTH_F("name", NAME, true),
	[ID_NO] = SYNTH_F("id_no", ID_CN, true),
	[MOBILE] = SYNTH_F("mobile", PHONE, true),
	[EMAIL] = SYNTH_F("email", EMAIL, true),
	[STREET] = SYNTH_FG("home", "address", ADDRESS, true),
	[CITY] = SYNTH_FG("home", "city", CITY, true),
	[CREATED_AT] = SYNTH_F("created_at", TIMESTAMP, true),
	[CATEGORY] = SYNTH_F("category", CRIMINAL, false),
	[NARRATIVE] = SYNTH_F("narrative", TEXT, false),
	[TAGS] = { "tags[]", NULL, "tags", SYNTH_T_CATEGORY, false },
};

static const char index_name[] = "case_reports";

#define END(r, f) synth_end(r, f, SYNTH_STRING, SYNTH_VALID)

static void make_home(struct synth_record *r, const struct synth_person *p)
{
	struct synth_rng h = p->home, same = h;
	struct synth_place home = synth_place_make(&h);

	synth_begin(r);
	synth_put_address_cn(r, &same);
	END(r, STREET);
	synth_begin(r);
	synth_put_city(r, &home);
	END(r, CITY);
}

static void make(struct synth_record *r, struct synth_rng *g, uint64_t seed, uint64_t i)
{
	struct synth_person p;
	const struct synth_word *offence = SYNTH_PICK(g, synth_offences);
	int64_t when = synth_moment(g, 2005, 2021);

	synth_person_make(&p, seed, i);
	synth_begin(r);
	synth_put_name(r, &p);
	END(r, NAME);
	if (!synth_gap(r, ID_NO, g, &synth_gaps_usual))
		synth_set(r, ID_NO, p.id, sizeof(p.id));
	synth_set_mobile(r, MOBILE, g, p.mobile);
	if (!synth_gap(r, EMAIL, g, &synth_gaps_rare)) {
		uint32_t number = synth_below(g, 100000);
		synth_begin(r);
		synth_put_email(r, g, number);
		END(r, EMAIL);
	}
	make_home(r, &p);
	synth_begin(r);
	synth_put_moment(r, when);
	END(r, CREATED_AT);
	synth_set_word(r, CATEGORY, offence);
	synth_begin(r);
	synth_put_narrative(r, g, &p, offence, when, 4);
	END(r, NARRATIVE);
	for (uint32_t n = synth_below(g, 4); n; n--) {
		synth_begin(r);
		SYNTH_PUT_ONE(r, g, synth_labels);
		synth_end_item(r, TAGS);
	}
}

int synth_hits(const struct synth_options *o)
{
	struct synth_output *w = synth_output_open(o, NULL, 0, "");

	synth_output_relation(w, index_name, fields, FIELDS, "_source.");
	for (uint64_t i = 0; w->sink.bytes < o->bytes; i++) {
		struct synth_rng g = synth_rng_of(o->seed, 101, i);
		char *p = synth_sink_room(&w->sink), *e, *body;
		size_t nbody;
		synth_record_reset(&w->record);
		make(&w->record, &g, o->seed, i);
		body = synth_hit_head(p, index_name, &g);
		e = synth_json(body, &w->shape[0], &w->record, false);
		nbody = (size_t)(e - body);
		e = synth_hit_tail(e, UINT64_C(1577836800000) + i);
		*e++ = '\n';
		synth_output_record(w, (size_t)(e - p), body, nbody);
	}
	synth_output_close(w, o, "es-ndjson");
	return 0;
}

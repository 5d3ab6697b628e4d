/*
 * Part two of the reference case: address_merge_with_mobile_data.json, with notes
 * for the deliverer as free text.
 */
#include "police.h"
#include "words.h"

enum { XM, MOBILE, ADDRESS, PROVINCE, CITY, PSBZ, LAT, LON, UPDATE_TIME, SJLY, FIELDS };

static const struct synth_field fields[FIELDS] = {
	[XM] = SYNTH_F("XM", NAME, true),
	[MOBILE] = SYNTH_F("MOBILE", PHONE, true),
	[ADDRESS] = SYNTH_F("ADDRESS", ADDRESS, true),
	[PROVINCE] = SYNTH_F("PROVINCE", REGION, true),
	[CITY] = SYNTH_F("CITY", CITY, true),
	[PSBZ] = SYNTH_F("PSBZ", DELIVERY_NOTE, true),
	[LAT] = SYNTH_FG("LOCATION", "lat", GEO, true),
	[LON] = SYNTH_FG("LOCATION", "lon", GEO, true),
	[UPDATE_TIME] = SYNTH_F("UPDATE_TIME", TIMESTAMP, true),
	[SJLY] = SYNTH_F("SJLY", CATEGORY, false),
};

static const char *const notes[] = {
	"放楼下快递柜，到了发短信。",
	"放门口鞋柜上就行，不用敲门。",
	"送到小区东门保安室，谢谢。",
	"请在晚上七点以后送，白天家里没人。",
	"易碎品，请轻拿轻放。",
	"放驿站，勿放丰巢。",
	"到了请打电话，我下楼取。",
	"家里有小孩睡觉，请不要按门铃。",
	"周末送货，工作日不收。",
	"如无人接听请放物业。",
	"leave it downstairs and text me",
	"please call before delivery",
};

static void put_note(struct synth_record *r, struct synth_rng *g)
{
	const char *note = notes[synth_below(g, sizeof(notes) / sizeof(notes[0]))];
	char mobile[11];

	if (synth_quote_here(r, g)) {
		synth_puts(r, "\"");
		SYNTH_PUT_ONE(r, g, synth_estates);
		synth_puts(r, "\"");
		SYNTH_PUT_ONE(r, g, synth_roads);
		synth_puts(r, "那个门，");
	}
	synth_puts(r, note);
	if (synth_below(g, 6) == 0) {
		synth_mobile_make(mobile, g);
		synth_puts(r, "打不通请联系");
		SYNTH_PUT_ONE(r, g, synth_surnames);
		synth_puts(r, synth_below(g, 2) ? "先生" : "女士");
		synth_put(r, mobile, sizeof(mobile));
		r->found |= UINT64_C(1) << SYNTH_T_PHONE;
	}
	if (synth_below(g, 3) == 0) {
		synth_puts(r, "取件码");
		synth_putu(r, 1 + synth_below(g, 40), 1);
		synth_puts(r, "-");
		synth_putu(r, 1 + synth_below(g, 9), 1);
		synth_puts(r, "-");
		synth_putu(r, synth_below(g, 10000), 4);
	}
}

/* Anywhere between 20 and 45 north, 85 and 125 east: not where the address is. */
static void set_location(struct synth_record *r, struct synth_rng *g)
{
	static const struct {
		unsigned field, from, span;
	} axis[] = { { LAT, 20, 25000000 }, { LON, 85, 40000000 } };

	if (synth_ppm(g, 150000))
		return;
	for (unsigned k = 0; k < 2; k++) {
		uint32_t v = synth_below(g, axis[k].span);
		synth_begin(r);
		synth_putu(r, axis[k].from + v / 1000000, 1);
		synth_puts(r, ".");
		synth_putu(r, v % 1000000, 6);
		synth_end(r, axis[k].field, SYNTH_NUMBER, SYNTH_VALID);
	}
}

static void set_place(struct synth_record *r, struct synth_rng *g, const struct synth_person *p)
{
	struct synth_rng h = p->home, same = h;
	struct synth_place home = synth_place_make(&h);

	if (!synth_gap(r, ADDRESS, g, &synth_gaps_key)) {
		synth_begin(r);
		synth_put_address_cn(r, &same);
		synth_end(r, ADDRESS, SYNTH_STRING, SYNTH_VALID);
	}
	if (!synth_gap(r, PROVINCE, g, &synth_gaps_usual))
		synth_set_word(r, PROVINCE, home.province);
	if (!synth_gap(r, CITY, g, &synth_gaps_usual)) {
		synth_begin(r);
		synth_put_city(r, &home);
		synth_end(r, CITY, SYNTH_STRING, SYNTH_VALID);
	}
}

static void body(struct synth_record *r, struct synth_rng *g, const struct synth_person *p,
		 uint64_t i)
{
	(void)i;
	if (!synth_gap(r, XM, g, &synth_gaps_usual)) {
		synth_begin(r);
		synth_put_name(r, p);
		synth_end(r, XM, SYNTH_STRING, SYNTH_VALID);
	}
	synth_set_mobile(r, MOBILE, g, p->mobile);
	set_place(r, g, p);
	if (!synth_gap(r, PSBZ, g, &synth_gaps_rare)) {
		synth_begin(r);
		put_note(r, g);
		synth_end(r, PSBZ, SYNTH_STRING, SYNTH_VALID);
	}
	set_location(r, g);
	if (!synth_gap(r, UPDATE_TIME, g, &synth_gaps_key)) {
		synth_begin(r);
		synth_put_moment(r, synth_moment(g, 2015, 2021));
		synth_end(r, UPDATE_TIME, SYNTH_STRING, SYNTH_VALID);
	}
	if (!synth_gap(r, SJLY, g, &synth_gaps_usual))
		synth_set_word(r, SJLY, SYNTH_PICK(g, synth_sources));
}

const struct synth_part synth_part_address = {
	"address_merge_with_mobile_data.json",
	{ "nb_theme_address_merge_tracks", fields, FIELDS },
	body,
};

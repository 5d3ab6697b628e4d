/*
 * glovebox-synth people-csv: one wide table of people, Chinese and Latin mixed,
 * as site databases are passed around (RFC 4180 quoting).
 */
#include "output.h"
#include "values.h"
#include "words.h"

enum {
	ID,
	NAME,
	EMAIL,
	PHONE,
	ID_CARD,
	BIRTH_DATE,
	GENDER,
	ADDRESS,
	PASSWORD_MD5,
	IP,
	CREATED_AT,
	FIELDS
};

static const struct synth_field fields[FIELDS] = {
	[ID] = SYNTH_F("id", IDENTIFIER, false),
	[NAME] = SYNTH_F("name", NAME, true),
	[EMAIL] = SYNTH_F("email", EMAIL, true),
	[PHONE] = SYNTH_F("phone", PHONE, true),
	[ID_CARD] = SYNTH_F("id_card", ID_CN, true),
	[BIRTH_DATE] = SYNTH_F("birth_date", BIRTH_DATE, true),
	[GENDER] = SYNTH_F("gender", GENDER, true),
	[ADDRESS] = SYNTH_F("address", ADDRESS, true),
	[PASSWORD_MD5] = SYNTH_F("password_md5", HASH_128, true),
	[IP] = SYNTH_F("ip", IP, true),
	[CREATED_AT] = SYNTH_F("created_at", TIMESTAMP, true),
};

#define END(r, f) synth_end(r, f, SYNTH_STRING, SYNTH_VALID)

static void put_name_latin(struct synth_record *r, struct synth_rng *g)
{
	SYNTH_PUT_ONE(r, g, synth_latin_given);
	synth_puts(r, " ");
	SYNTH_PUT_ONE(r, g, synth_latin_family);
}

static void make_who(struct synth_record *r, struct synth_rng *g, const struct synth_person *p,
		     bool latin)
{
	synth_begin(r);
	if (latin)
		put_name_latin(r, g);
	else
		synth_put_name(r, p);
	END(r, NAME);
	if (!synth_gap(r, PHONE, g, &synth_gaps_usual)) {
		synth_begin(r);
		if (latin)
			synth_put_phone_us(r, g);
		else
			synth_put(r, p->mobile, sizeof(p->mobile));
		END(r, PHONE);
	}
	if (latin && synth_below(g, 2))
		synth_set(r, ID_CARD, "", 0);
	else if (!synth_gap(r, ID_CARD, g, &synth_gaps_usual))
		synth_set(r, ID_CARD, p->id, sizeof(p->id));
	if (!synth_gap(r, BIRTH_DATE, g, &synth_gaps_usual)) {
		synth_begin(r);
		synth_put_date(r, p->birth);
		END(r, BIRTH_DATE);
	}
	synth_begin(r);
	if (latin)
		synth_puts(r, p->male ? "M" : "F");
	else
		synth_puts(r, p->male ? "男" : "女");
	END(r, GENDER);
}

static void make_address(struct synth_record *r, struct synth_rng *g, bool latin)
{
	if (synth_gap(r, ADDRESS, g, &synth_gaps_key))
		return;
	synth_begin(r);
	if (latin)
		synth_put_address_latin(r, g);
	else
		synth_put_address_cn(r, g);
	if (synth_ppm(g, 10000))
		synth_puts(r, latin ? " (\"the annex\")" : "（原\"供销社\"院内）");
	if (synth_ppm(g, 1000))
		synth_puts(r, latin ? "\nUpper Floor" : "\n二层");
	END(r, ADDRESS);
}

static void make(struct synth_record *r, uint64_t seed, uint64_t i)
{
	struct synth_rng g = synth_rng_of(seed, 100, i);
	struct synth_person p;
	bool latin = synth_below(&g, 100) < 55;

	synth_person_make(&p, seed, i);
	synth_begin(r);
	synth_putu(r, i + 1, 1);
	synth_end(r, ID, SYNTH_NUMBER, SYNTH_VALID);
	make_who(r, &g, &p, latin);
	if (!synth_gap(r, EMAIL, &g, &synth_gaps_key)) {
		uint32_t number = synth_below(&g, 1000000);
		synth_begin(r);
		synth_put_email(r, &g, number);
		END(r, EMAIL);
	}
	make_address(r, &g, latin);
	synth_begin(r);
	synth_put_hex(r, &g, 32);
	END(r, PASSWORD_MD5);
	synth_begin(r);
	synth_put_ip(r, &g);
	END(r, IP);
	synth_begin(r);
	synth_put_moment(r, synth_moment(&g, 2012, 2021));
	END(r, CREATED_AT);
}

static char *put_cell(char *p, const char *s, size_t n)
{
	if (!memchr(s, ',', n) && !memchr(s, '"', n) && !memchr(s, '\n', n)) {
		memcpy(p, s, n);
		return p + n;
	}
	*p++ = '"';
	for (size_t i = 0; i < n; i++) {
		if (s[i] == '"')
			*p++ = '"';
		*p++ = s[i];
	}
	*p++ = '"';
	return p;
}

static char *put_row(char *p, const struct synth_record *r)
{
	for (unsigned i = 0; i < FIELDS; i++) {
		if (i)
			*p++ = ',';
		p = put_cell(p, r->text + r->cell[i].off, r->cell[i].len);
	}
	*p++ = '\n';
	return p;
}

int synth_people(const struct synth_options *o)
{
	struct synth_output *w = synth_output_open(o, fields, FIELDS, "");

	for (unsigned i = 0; i < FIELDS; i++) {
		synth_sink_puts(&w->sink, i ? "," : "");
		synth_sink_puts(&w->sink, fields[i].name);
	}
	synth_sink_puts(&w->sink, "\n");
	for (uint64_t i = 0; w->sink.bytes < o->bytes; i++) {
		char *p = synth_sink_room(&w->sink), *e;
		synth_record_reset(&w->record);
		make(&w->record, o->seed, i);
		e = put_row(p, &w->record);
		synth_output_record(w, (size_t)(e - p), p, (size_t)(e - p));
	}
	synth_output_close(w, o, "people-csv");
	return 0;
}

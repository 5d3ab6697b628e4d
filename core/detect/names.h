/*
 * Names of persons, organisations and places, and postal addresses: the form a
 * value must have (cheap, for every value), and how much its words speak for
 * each (while planning).
 */
#ifndef GBX_DETECT_NAMES_H
#define GBX_DETECT_NAMES_H

#include "words.h"

/* Could it be a person's name at all? Letters of any script, the signs names
 * have, at most 120 bytes. */
bool gbx_is_name_form(const struct gbx_value *v);
/* Letters and what stands between them in names of places and organisations. */
bool gbx_is_place_form(const struct gbx_value *v);
/* Letters or figures, at most 600 bytes. */
bool gbx_is_address_form(const struct gbx_value *v);
/* 3 to 10 letters and digits in the ways postcodes are written. */
bool gbx_is_postcode_form(const struct gbx_value *v);

/* How much the words of one value speak for each kind of meaning, 0 to 1. */
enum gbx_evidence {
	GBX_EV_FULL, /* a full name: words of the lists in the places of names */
	GBX_EV_GIVEN,
	GBX_EV_FAMILY,
	GBX_EV_WORDS_NAME, /* written like a full name, known words or not */
	GBX_EV_ADDRESS,
	GBX_EV_CITY,
	GBX_EV_REGION,
	GBX_EV_COUNTRY,
	GBX_EV_EMPLOYER,
	GBX_EV_JOB,
	GBX_EV_MARITAL,
	GBX_EV_EDUCATION,
	GBX_EV_ETHNICITY,
	GBX_EV_RELIGION,
	GBX_EV_NATIONALITY,
	GBX_EV_CRIME,
	GBX_EV_HEALTH,
	GBX_EV_MEDICINE,
	GBX_EV_BLOOD,
	GBX_EV_POLITICS,
	GBX_EV_TRADE_UNION,
	GBX_EV_ORIENTATION,
	GBX_EV_DISABILITY,
	GBX_EV_MILITARY,
	GBX_EV_FIRM, /* a legal form or another word that only organisations have */
	GBX_EV_THING, /* colours, plants, animals, goods: names as well, but not all of a column */
	GBX_EV_HANDLE, /* a user name made of a name: maria_lopez84 */
	GBX_EV_COUNT
};

/* Adds the evidence of one value to ev[GBX_EV_COUNT]. */
void gbx_evidence_add(const struct gbx_value *v, const struct gbx_tokens *t, double *ev);
/* The parts of it. */
double gbx_evidence_handle(const struct gbx_value *v, const struct gbx_tokens *t);
void gbx_evidence_name(const struct gbx_value *v, const struct gbx_tokens *t, double *ev);
double gbx_evidence_address(const struct gbx_value *v, const struct gbx_tokens *t);
double gbx_evidence_city(const struct gbx_value *v, const struct gbx_tokens *t);

/* Characters, and how many of them are Han, Kana, Hangul. */
struct gbx_script {
	unsigned chars, han, kana, hangul, cyrillic, other_high;
};
void gbx_script_of(const char *s, size_t n, struct gbx_script *out);

#endif

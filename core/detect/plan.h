/*
 * Inside the planner: what a column's sample looks like, what its values alone
 * say, what its header and its neighbours add.
 */
#ifndef GBX_DETECT_PLAN_H
#define GBX_DETECT_PLAN_H

#include "check.h"
#include "names.h"

#define GBX_LOOK_CHECKS 2000u /* values every check sees */
#define GBX_LOOK_WORDS 400u   /* values whose words are looked up */
#define GBX_LOOK_VOCAB 64u    /* different values told apart exactly */

/* Shares are of the sample, 0 to 1. */
struct gbx_look {
	uint32_t n;
	uint32_t vocab; /* different values, GBX_LOOK_VOCAB + 1 for more */
	float distinct; /* share of different values, estimated */
	uint32_t frames; /* different texts that stay when figures go, as vocab */
	float framed;    /* values with figures and such a text */
	float mean_len, mean_words;
	uint32_t min_len, max_len;
	uint32_t real; /* values that are no placeholders */
	float digits;  /* only digits */
	float leading_zero;
	float decimal; /* digits, a dot, digits */
	float places;  /* decimals of those, mean */
	float letters; /* has a letter of any script */
	float has_digit;
	float space, high, lower, upper, symbol;
	float mixed;    /* three of lower, upper, digit, sign, and no space */
	float dashed;   /* digits with dashes or spaces in fixed places */
	float titled;   /* two to four words, letters only, each with one capital in front */
	float postal;   /* letters and digits in the ways postcodes have them */
	float postal_dashed; /* figures with a dash where postcodes have it */
	float sign_kept; /* first byte and first sign are the same, in the same place, as before */
	float sign_place; /* the first sign alone is in the same place */
	float signs_same; /* has two signs or more, those of the value before */
	float watch;     /* has hours and minutes: 12:34 */
	float prose;    /* several words or a long run of Han */
	float steps;    /* neighbours in order whose difference is one */
	float falls;    /* neighbours in order where the later number is smaller */
	double lo, hi;  /* of whole numbers */
	float len_same; /* values of the commonest length */
	float pass[GBX_T_COUNT]; /* share that passes the type's check */
	float lat, lon;
	float iban_sum; /* check digits of account numbers, of any length */
	uint16_t date_order, clock_order;
	float date, clock, birth; /* dates; dates with a time of day or epochs; in a lifetime */
	float year_from, year_to; /* of dates, without the outermost twentieth */
	float undated; /* written like a date, 3.14.05, but a day of no calendar: versions, sections */
	unsigned phone;
	float phone_fit, phone_written; /* fits that country; with +, 0 or signs */
	float trunk;			/* begins with one 0 */
	float phone_form;  /* seven to fifteen digits written like a number, of whatever plan */
	float phone_chance; /* fits that country with its figures turned round */
	float phone_blind; /* fits that country with its last figures in front */
	unsigned leads;    /* different figures behind those that all values begin with */
	unsigned prefix;   /* a calling code that all begin with, without a plus; 0: none */
	float prefix_blind; /* what fits it with the last figures in front */
	float phone_signs; /* of those, with +, brackets, 00 or an extension */
	float ev[GBX_EV_COUNT];         /* mean evidence of the words */
	float calendar;                 /* names of months and weekdays */
	bool gender_words;              /* words for both, not just codes */
	bool lm;                        /* hexadecimal with halves that LM makes of nothing */
	float domain;                   /* EXAMPLE\alice: a domain and a name */
	float file;                     /* ends like the name of a file: report.pdf */
	float call;   /* like a function with its arguments: rgb(1, 2, 3) */
	float stub;   /* ends in a group of one figure: ISBN 1-455-70490-3 */
	float block;  /* a block of addresses: 10.1.0.0/16 */
	float hyphen; /* letters and a hyphen */
	bool bare_uuid; /* all are UUIDs of version 4 without dashes */
};

/* Nearly all have figures, and what stays without them comes again and again. */
static inline bool gbx_few_frames(const struct gbx_look *k)
{
	bool few = k->frames == 1 || (k->frames <= GBX_LOOK_VOCAB && k->frames * 5 < k->n);

	return few && k->framed > 0.8f;
}

void gbx_look_at(const struct gbx_value *v, uint32_t n, struct gbx_look *k);
void gbx_look_times(const struct gbx_value *v, uint32_t n, struct gbx_look *k);
void gbx_look_words(const struct gbx_value *v, uint32_t n, struct gbx_look *k);
void gbx_look_files(const struct gbx_value *v, uint32_t n, struct gbx_look *k);
void gbx_look_phone(const struct gbx_value *v, uint32_t n, struct gbx_look *k);
void gbx_look_codes(const struct gbx_value *v, uint32_t n, struct gbx_look *k);

/* What other columns of the relation say. */
struct gbx_around {
	bool person;  /* a name, e-mail, phone or identity number */
	bool account; /* an e-mail or user name */
	bool place;   /* a street, city or country */
	bool hash, salt;
	bool lm; /* LM hashes: pwdump writes the NT hash beside them */
	bool latitude, longitude; /* numbers that could be each */
	bool given_named, family_named; /* headers that surely say so */
	char country[3]; /* the other columns speak for it; "" when none */
};

#define GBX_PLAN_COUNTRIES 96u

/* Adds (sign 1) or takes away (-1) what a column says for each country. */
void gbx_country_vote(const struct gbx_column_sample *c, const struct gbx_column_plan *p,
                      float sign, float vote[GBX_PLAN_COUNTRIES]);
/* Its calling code; 0 for none. */
unsigned gbx_country_calling(const char cc[3]);
/* The country that is well ahead, "" when none is. */
void gbx_country_elect(const float vote[GBX_PLAN_COUNTRIES], char cc[3]);

/* An identity, tax or health number of a country with a rule of its own (plan_ids.c). */
bool gbx_is_id_type(enum gbx_type t);
bool gbx_id_of_country(enum gbx_type t, const char cc[3]);
/* What the values say for it, and the choice between all of them. */
double gbx_ids_score(const struct gbx_look *k, const struct gbx_around *a, enum gbx_type t);
void gbx_ids_choose(const struct gbx_look *k, const struct gbx_around *a,
                    float score[GBX_T_COUNT]);
/* How far the share that passes is from chance, in nats a value; 0 when it is not. */
double gbx_id_evidence(const struct gbx_look *k, enum gbx_type t);

/* What the values alone, and the columns around, say for each type: 0 to 1. */
void gbx_rules_apply(const struct gbx_look *k, const struct gbx_around *a,
                     float score[GBX_T_COUNT]);

/* The same for one type. */
double gbx_rules_score(const struct gbx_look *k, const struct gbx_around *a, enum gbx_type t);

/* The share of the values that speak for the type when the header names it, and
 * the type's variant. */
double gbx_rules_fit(const struct gbx_look *k, const struct gbx_column_sample *c, enum gbx_type t,
                     double weight, uint16_t *variant);

/* Do the values of a column of type t hold strong types as parts (plan_holds.c)? */
bool gbx_plan_holds(const struct gbx_column_sample *c, enum gbx_type t);

#endif

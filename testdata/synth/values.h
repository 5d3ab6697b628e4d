/*
 * Makers of single values: persons, ids, numbers, places, times. Each appends to
 * the record's text; begin and end of the cell are the caller's. No value can
 * belong to anybody: ids have region codes 999xxx, which GB/T 2260 does not
 * assign; mobiles have prefixes without an operator; domains are those of RFC
 * 2606; IP addresses those of RFC 5737 and RFC 2544; US numbers are 555-01xx.
 */
#ifndef SYNTH_VALUES_H
#define SYNTH_VALUES_H

#include "record.h"

struct synth_date {
	uint16_t y;
	uint8_t m, d;
};

/* Somebody of the made-up population; the same number is the same person. */
struct synth_person {
	bool male;
	struct synth_date birth;
	const struct synth_word *surname, *given[2]; /* given[1] may be NULL */
	char id[18];
	char mobile[11];
	struct synth_rng home; /* makes the same home address every time */
};

/* Where something is: indices of the lists of words. */
struct synth_place {
	const struct synth_word *province, *syllable[2], *district;
};

void synth_person_make(struct synth_person *p, uint64_t seed, uint64_t number);
void synth_put_name(struct synth_record *r, const struct synth_person *p);

/* The 18 characters of a resident id with its right check character (GB 11643,
 * ISO 7064 MOD 11-2). An impossible date is taken as it is. */
void synth_id_make(char out[18], struct synth_rng *g, struct synth_date birth, bool male);
char synth_id_check(const char digits[17]);
void synth_mobile_make(char out[11], struct synth_rng *g);

struct synth_date synth_date_make(struct synth_rng *g, unsigned from, unsigned to);
void synth_put_date(struct synth_record *r, struct synth_date d);
/* A moment of local time between two years, more often by day than by night. */
int64_t synth_moment(struct synth_rng *g, unsigned from, unsigned to);
/* "2019-03-04 05:06:07" */
void synth_put_moment(struct synth_record *r, int64_t seconds);
/* "2019年3月4日5时" */
void synth_put_moment_cn(struct synth_record *r, int64_t seconds);

struct synth_place synth_place_make(struct synth_rng *g);
void synth_put_city(struct synth_record *r, const struct synth_place *p);
void synth_put_street_cn(struct synth_record *r, struct synth_rng *g);
void synth_put_address_cn(struct synth_record *r, struct synth_rng *g);
void synth_put_address_latin(struct synth_record *r, struct synth_rng *g);

void synth_put_phone_us(struct synth_record *r, struct synth_rng *g);
/* Letters of a made-up mailbox or account, unique by `number` for the most part. */
void synth_put_account(struct synth_record *r, struct synth_rng *g, uint64_t number);
void synth_put_email(struct synth_record *r, struct synth_rng *g, uint64_t number);
void synth_put_ip(struct synth_record *r, struct synth_rng *g);
void synth_put_hex(struct synth_record *r, struct synth_rng *g, unsigned n);
/* n characters out of 64 */
void synth_put_base64(struct synth_record *r, struct synth_rng *g, unsigned n, const char set[64]);
extern const char synth_set_url[65], synth_set_bcrypt[65];

#endif

/*
 * Rules of identity numbers as tables: the ways a number is written, its check
 * characters, the date in it. A new kind is one GBX_ID(), a row in
 * schemas/types.tsv (which also makes the prototype) and a row in id_forms.def.
 */
#ifndef GBX_DETECT_ID_RULE_H
#define GBX_DETECT_ID_RULE_H

#include <stdatomic.h>

#include "check.h"

#define GBX_ID_CHARS 32u /* longest number, without its separators */

/* Check characters over the whole number. */
enum gbx_id_check {
	GBX_CK_NONE,
	GBX_CK_LUHN,	 /* ISO/IEC 7812-1, annex B */
	GBX_CK_VERHOEFF, /* Verhoeff, Error Detecting Decimal Codes, 1969 */
	GBX_CK_MOD11_10, /* ISO 7064 MOD 11,10 */
	GBX_CK_MOD37_36, /* ISO 7064 MOD 37,36 */
	GBX_CK_MOD97_10, /* ISO 7064 MOD 97-10 */
};

/*
 * A weighted sum. Character from + i counts weight[i] times (0-9, then A for 10 to Z for
 * 35); the character at `at` must be map[sum mod `mod`]. Where at is GBX_ID_TOTAL the map
 * must say '='. A '-' in the map: there is no such number. A number too short to have the
 * check character passes. Letters count from `letter` (0: A is 10).
 */
#define GBX_ID_TOTAL 255
struct gbx_id_sum {
	const char *weight; /* NULL: none */
	const char *map;
	uint8_t from, at, mod;
	int8_t letter;
};

/* n digits from `at` are a number from lo to hi; n 0: none. */
struct gbx_id_range {
	uint8_t at, n;
	uint32_t lo, hi;
};

struct gbx_id_rule {
	/*
	 * The forms, parted by |. d: digit; z: digit but 0; a: letter; w: either; [..]: one of a
	 * set, kept; a capital or digit: itself, kept; any other sign: itself, left out of the
	 * number. ? behind: it may be missing. Letters of both cases are alike.
	 */
	const char *form;
	const char *heads; /* beginnings, parted by one space; NULL: any */
	const char *day;   /* where the date stands: y m d in the places of their digits */
	uint8_t months[5]; /* what else may be added to the month, */
	uint8_t days[3];   /* to the day */
	uint8_t pad;	   /* shorter numbers get zeros in front up to this length */
	struct gbx_id_range range[2];
	struct gbx_id_sum sum[2];
	enum gbx_id_check check;
	bool (*also)(const unsigned char *c, unsigned n); /* what tables cannot say */
	_Atomic uint64_t *lengths; /* of the forms: bit n for n bytes; worked out at first use */
};

bool gbx_id_passes(const struct gbx_id_rule *r, const struct gbx_value *v);

/* The number without separators, letters as capitals; 0 when the form is another. */
unsigned gbx_id_compact(const char *form, const struct gbx_value *v,
                        unsigned char c[GBX_ID_CHARS]);

/* Building blocks for `also`. c holds capitals and digits. */
bool gbx_luhn(const unsigned char *c, unsigned n);
bool gbx_verhoeff(const unsigned char *c, unsigned n);
bool gbx_mod11_10(const unsigned char *c, unsigned n);
bool gbx_mod37_36(const unsigned char *c, unsigned n);
/* The number (letters as 10 to 35) modulo m. */
unsigned gbx_number_mod(const unsigned char *c, unsigned n, unsigned m);
/* Digits and letters as 0 to 35, weights as in struct gbx_id_sum. */
unsigned gbx_weighted(const unsigned char *c, const char *weight);
/* 0 to 9, letters from 10; 0 for signs. */
unsigned gbx_id_value(unsigned char c);

#define GBX_ID(name, ...)                                                                          \
	static _Atomic uint64_t name##_lengths;                                                    \
	static const struct gbx_id_rule name##_rule = {.lengths = &name##_lengths, __VA_ARGS__};   \
	bool name(const struct gbx_value *v)                                                       \
	{                                                                                          \
		return gbx_id_passes(&name##_rule, v);                                             \
	}                                                                                          \
	bool name(const struct gbx_value *v)

#endif

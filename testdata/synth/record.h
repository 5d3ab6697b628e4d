/*
 * One made-up record: its fields' texts in one buffer, and for each what it is
 * worth (valid, invalid, placeholder). Writers turn it into JSON, CSV or SQL,
 * the truth counts it; both see the same cells.
 */
#ifndef SYNTH_RECORD_H
#define SYNTH_RECORD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "rng.h"

enum synth_type {
#define SYNTH_TYPE(id, name, klass) SYNTH_T_##id,
#include "types.def"
#undef SYNTH_TYPE
	SYNTH_T_COUNT
};
_Static_assert(SYNTH_T_COUNT <= 64, "a set of types is one 64-bit word");

struct synth_type_info {
	const char *name, *data_class;
};
extern const struct synth_type_info synth_types[SYNTH_T_COUNT];

enum synth_kind { SYNTH_MISSING, SYNTH_NULL, SYNTH_STRING, SYNTH_NUMBER, SYNTH_LIST };
enum synth_worth { SYNTH_VALID, SYNTH_INVALID, SYNTH_PLACEHOLDER };

struct synth_cell {
	uint32_t off, len;
	uint8_t kind, worth;
};

struct synth_field {
	const char *name;  /* "location.lat"; as in the manifest */
	const char *group; /* "location": the object it stands in; NULL for none */
	const char *key;   /* "lat" */
	enum synth_type type;
	bool firm; /* no careful reader would give it another type */
};
#define SYNTH_F(n, t, f)                                                                           \
	{                                                                                          \
		.name = n, .key = n, .type = SYNTH_T_##t, .firm = f                                \
	}
#define SYNTH_FG(g, n, t, f)                                                                       \
	{                                                                                          \
		.name = g "." n, .group = g, .key = n, .type = SYNTH_T_##t, .firm = f              \
	}

struct synth_shape {
	const char *relation;
	const struct synth_field *field;
	unsigned nfield; /* at most SYNTH_FIELDS */
};

#define SYNTH_FIELDS 20
#define SYNTH_ITEMS 8
#define SYNTH_TEXT 8192 /* bytes of all texts of one record */
#define SYNTH_WORD 23
#define SYNTH_LINE (64u << 10) /* no record is longer in any format */

struct synth_record {
	uint32_t n;    /* bytes used in text */
	uint32_t from; /* where the cell being written starts */
	uint32_t nitem;
	bool quoted;	/* a text holds quotation marks */
	uint64_t found; /* types found inside free text, one bit each */
	struct synth_cell cell[SYNTH_FIELDS];
	struct synth_cell item[SYNTH_ITEMS]; /* of the one field that is a list */
	char text[SYNTH_TEXT + SYNTH_WORD];
};

/* A short word, copied at fixed width. */
struct synth_word {
	uint8_t n;
	char s[SYNTH_WORD];
};

/* Prints a message and ends the program with status 1. */
_Noreturn void synth_die(const char *what);

static inline void synth_record_reset(struct synth_record *r)
{
	memset(r, 0, offsetof(struct synth_record, text));
}

static inline void synth_put(struct synth_record *r, const void *p, size_t n)
{
	if (n > SYNTH_TEXT - r->n)
		synth_die("a record's text is too long");
	memcpy(r->text + r->n, p, n);
	r->n += (uint32_t)n;
}

static inline void synth_puts(struct synth_record *r, const char *s)
{
	synth_put(r, s, strlen(s));
}

static inline void synth_putw(struct synth_record *r, const struct synth_word *w)
{
	if (r->n > SYNTH_TEXT - SYNTH_WORD)
		synth_die("a record's text is too long");
	memcpy(r->text + r->n, w->s, SYNTH_WORD);
	r->n += w->n;
}

/* A number with at least `width` digits. */
void synth_putu(struct synth_record *r, uint64_t v, unsigned width);

#define SYNTH_PICK(g, table) (&(table)[synth_below(g, sizeof(table) / sizeof(table)[0])])
#define SYNTH_PUT_ONE(r, g, table) synth_putw(r, SYNTH_PICK(g, table))

static inline void synth_begin(struct synth_record *r)
{
	r->from = r->n;
}

static inline void synth_end(struct synth_record *r, unsigned f, enum synth_kind k,
			     enum synth_worth w)
{
	r->cell[f] = (struct synth_cell){ r->from, r->n - r->from, (uint8_t)k, (uint8_t)w };
}

/* The cell just written with its text known: begin, put, end in one. */
static inline void synth_set(struct synth_record *r, unsigned f, const char *s, size_t n)
{
	synth_begin(r);
	synth_put(r, s, n);
	synth_end(r, f, SYNTH_STRING, SYNTH_VALID);
}

static inline void synth_set_word(struct synth_record *r, unsigned f, const struct synth_word *w)
{
	synth_begin(r);
	synth_putw(r, w);
	synth_end(r, f, SYNTH_STRING, SYNTH_VALID);
}

/* The list item just written since synth_begin. */
void synth_end_item(struct synth_record *r, unsigned f);

/* How often a field holds nothing of use, in a million. */
struct synth_gaps {
	uint32_t missing, null, empty, placeholder;
};
extern const struct synth_gaps synth_gaps_usual, synth_gaps_key, synth_gaps_rare;

/* Decides whether field f stays without a value; then the cell is complete. */
bool synth_gap(struct synth_record *r, unsigned f, struct synth_rng *g, const struct synth_gaps *q);

/* The record as one JSON object; `bare` leaves quotation marks unescaped, as the
 * damaged lines have them. p has room for SYNTH_LINE. Returns the end. */
char *synth_json(char *p, const struct synth_shape *s, const struct synth_record *r, bool bare);
/* n bytes as inside of a JSON string; returns the end. */
char *synth_json_text(char *p, const char *s, size_t n, bool bare);

#endif

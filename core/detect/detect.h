/*
 * What a value is: types, validity, placeholders, strong types inside text, and
 * the plan that says what a column holds.
 *
 * The catalogue is schemas/types.tsv; the build makes enum gbx_type and the
 * table behind gbx_type_info() from it. All functions are pure and may be called
 * from many threads. No function keeps or prints a value.
 */
#ifndef GBX_DETECT_DETECT_H
#define GBX_DETECT_DETECT_H

#include <stddef.h>

#include "../base/buf.h"
#include "types.gen.h" /* enum gbx_type: GBX_T_UNKNOWN = 0, GBX_T_EMPTY, ... GBX_T_COUNT (<= 320) */
#include "value.h"

/* ---- the catalogue ---- */

enum gbx_strength {
	GBX_STRONG, /* checksum or exact shape: believed outside its column too, see `stray` */
	GBX_SHAPED, /* a shape that other things have as well: needs the column */
	GBX_WEAK,   /* vocabulary, header and neighbours decide */
};

/* How directly a type points at a person. */
enum gbx_identifying { GBX_ID_NONE, GBX_ID_QUASI, GBX_ID_SENSITIVE, GBX_ID_DIRECT };

/* Data processing context (ENISA 2013, Recommendations for a methodology of the assessment
 * of severity of personal data breaches), its basic score; NONE exposes nothing. */
enum gbx_enisa {
	GBX_ENISA_NONE,
	GBX_ENISA_SIMPLE,
	GBX_ENISA_BEHAVIOURAL,
	GBX_ENISA_FINANCIAL,
	GBX_ENISA_SENSITIVE,
};

/* What the policy `publish` does with it. */
enum gbx_redaction {
	GBX_R_DROP,  /* the column is not shown; its cells read [dropped] */
	GBX_R_TOKEN, /* fixed-width typed token, stable inside one export */
	GBX_R_YEAR,  /* dates and times to their year */
	GBX_R_REGION, /* to a region that many people share, or dropped */
	GBX_R_KIND,  /* to the name of its kind: [bcrypt] */
	GBX_R_BAND,  /* numbers to a band: 30-39 */
	GBX_R_KEEP,  /* shown as it is */
};

struct gbx_type_info {
	const char *name;	/* "national_id.cn" */
	const char *data_class; /* "Government issued IDs"; NULL: exposes nothing by itself */
	const char *rule;	/* in words, for reasons: "pass ISO 7064 MOD 11-2" */
	const char *summary;	/* one line for the list of types */
	enum gbx_strength strength;
	bool stray;	 /* counted also where the column is planned as something else */
	bool time;	 /* gbx_time_parse reads it */
	double chance;	 /* share of look-alike values that pass by chance; 0 for weak types */
	enum gbx_identifying identifying;
	bool special;	 /* special category (GDPR 9, 10) */
	bool pipl;	 /* sensitive personal information (PIPL 28) */
	enum gbx_enisa enisa;
	const char *veris; /* VERIS 1.4.1, confidentiality.data.variety; NULL: none */
	enum gbx_redaction redaction;
	bool (*check)(const struct gbx_value *v); /* NULL: every value passes */
};

const struct gbx_type_info *gbx_type_info(enum gbx_type t);
/* By name; GBX_T_COUNT when there is none. */
enum gbx_type gbx_type_by_name(const char *name);

/* A set of types. */
#define GBX_TYPESET_WORDS 5
struct gbx_typeset {
	uint64_t w[GBX_TYPESET_WORDS];
};
static inline void gbx_typeset_add(struct gbx_typeset *s, enum gbx_type t)
{
	s->w[(unsigned)t >> 6] |= UINT64_C(1) << ((unsigned)t & 63);
}
static inline bool gbx_typeset_has(const struct gbx_typeset *s, enum gbx_type t)
{
	return s->w[(unsigned)t >> 6] >> ((unsigned)t & 63) & 1;
}
static inline bool gbx_typeset_meets(const struct gbx_typeset *a, const struct gbx_typeset *b)
{
	return (a->w[0] & b->w[0]) | (a->w[1] & b->w[1]) | (a->w[2] & b->w[2]) |
	       (a->w[3] & b->w[3]) | (a->w[4] & b->w[4]);
}
static inline bool gbx_typeset_empty(const struct gbx_typeset *s)
{
	return !(s->w[0] | s->w[1] | s->w[2] | s->w[3] | s->w[4]);
}
/* Any order, the same everywhere: below, equal to or above 0. */
static inline int gbx_typeset_cmp(const struct gbx_typeset *a, const struct gbx_typeset *b)
{
	for (int i = GBX_TYPESET_WORDS - 1; i >= 0; i--)
		if (a->w[i] != b->w[i])
			return a->w[i] < b->w[i] ? -1 : 1;
	return 0;
}

/* ---- the plan: what a column holds ---- */

/* Variants of geo: a pair, or one coordinate in a column of its own. */
enum gbx_geo_variant { GBX_GEO_PAIR, GBX_GEO_LATITUDE, GBX_GEO_LONGITUDE };

#define GBX_WHY 400
#define GBX_RUNNERS 6

/* How a type stood when a column was judged; [0] is the verdict, best first. */
struct gbx_runner {
	enum gbx_type type;
	float score; /* header, values and neighbours together */
	float alone; /* values and neighbours, without the header */
	float share; /* of the sampled values that pass its check; -1: it has none */
};

/* What other columns of a relation are, where that made a difference. */
enum gbx_neighbour {
	GBX_BESIDE_PERSON = 1,  /* a name, e-mail address, telephone or identity number */
	GBX_BESIDE_ACCOUNT = 2, /* an e-mail address or user name */
	GBX_BESIDE_PLACE = 4,   /* a street, city, region or country */
	GBX_BESIDE_HASH = 8,
	GBX_BESIDE_SALT = 16,
	GBX_BESIDE_COORDINATE = 32, /* the other of latitude and longitude */
};

struct gbx_column_plan {
	enum gbx_type type;
	float confidence;	 /* 0 to 1, calibrated: 0.9 means nine in ten such verdicts are right */
	uint16_t variant;	 /* what gbx_plan_valid needs besides the type: order of a date, the
				  * country of a national phone form. Opaque. */
	bool scan;		 /* look for strong types inside the values */
	bool strays;		 /* a value that is not of the type may be another strong type */
	bool header_hit;	 /* the header word speaks for the type */
	char header_word[48];	 /* which word of the catalogue it was, "" when none; never the name itself */
	bool by_user;		 /* the type was set, not found */
	uint8_t beside;		 /* enum gbx_neighbour: those without which its score were lower */
	uint8_t nrunner;
	uint32_t sampled;	 /* values it was judged by */
	struct gbx_runner runner[GBX_RUNNERS];
};

struct gbx_column_sample {
	struct gbx_span name;
	const struct gbx_value *v; /* non-empty values, trimmed, in order */
	uint32_t n;		   /* at most GBX_PLAN_VALUES */
	uint32_t records;	   /* records the sample comes from */
	bool headerless;	   /* name is c1, c2 ... and says nothing */
	bool list;
	bool envelope;
	enum gbx_type set; /* by the user; GBX_T_UNKNOWN: find out */
};

/* Decides all columns of a relation together, so that neighbours can speak. */
void gbx_plan_relation(const struct gbx_column_sample *col, uint32_t ncol,
		       struct gbx_column_plan *plan);

/* Is the value (trimmed, non-empty) what the plan says? Placeholders are not. */
bool gbx_plan_valid(const struct gbx_column_plan *p, const struct gbx_value *v);

/* The same for types whose row says `time`, and the time: gbx_plan_valid and
 * gbx_time_parse in one reading. */
bool gbx_plan_time(const struct gbx_column_plan *p, const struct gbx_value *v, int64_t *seconds,
		   bool *day_only);

/* A value that stands for no value: N/A, -, null, 13800138000, test@test.com,
 * 11111111 ... Generic ones for every type, others by type. */
bool gbx_is_placeholder(const struct gbx_value *v, enum gbx_type t);

/* The strong type of a value by itself, GBX_T_UNKNOWN when none is certain enough.
 * Only types whose row says `stray`. */
enum gbx_type gbx_stray_type(const struct gbx_value *v);
/* The same where the plan looks for strays, and GBX_T_UNKNOWN for the planned type.
 * valid: what gbx_plan_valid() said; most valid values need no look. */
enum gbx_type gbx_plan_stray(const struct gbx_column_plan *p, const struct gbx_value *v,
			     bool valid);

/* Does a whole value that is another strong type belong to that one only, even where
 * gbx_plan_valid() would take it? An e-mail address among user names is no user name. Not
 * where strong types are searched for inside the values. */
static inline bool gbx_plan_parts(const struct gbx_column_plan *p)
{
	return p->strays && !p->scan;
}

/*
 * The verdict in words from the whole relation's counts, such as
 * "98.7 % of 250,000 values pass ISO 7064 MOD 11-2, chance would give 9 %; header IDNO".
 * May name header words of the catalogue, never a column name or value.
 */
void gbx_plan_reason(const struct gbx_column_plan *p, uint64_t valid, uint64_t non_empty,
		     uint64_t placeholders, char out[GBX_WHY]);
/* The confidence after the whole relation was counted. */
double gbx_plan_confidence(const struct gbx_column_plan *p, uint64_t valid, uint64_t non_empty,
			   uint64_t placeholders);
/* Do the whole relation's counts contradict the plan, so that it must be made again? */
bool gbx_plan_refuted(const struct gbx_column_plan *p, uint64_t valid, uint64_t non_empty,
		      uint64_t placeholders);

/* ---- times ---- */

/* Seconds since 1970-01-01 (proleptic Gregorian, zone as written or none = UTC).
 * *day_only is set for values without a time of day. variant 0: ISO and epoch only. */
bool gbx_time_parse(enum gbx_type t, uint16_t variant, const struct gbx_value *v, int64_t *seconds,
		    bool *day_only);

/* ---- free text ---- */

struct gbx_hit {
	uint32_t off, len; /* bytes in the text */
	enum gbx_type type;
};

/* Strong types inside text: at most cap hits, in order, not overlapping. Returns
 * how many. Anchors first (@, digit runs, known prefixes). */
uint32_t gbx_scan_text(const unsigned char *p, size_t n, struct gbx_hit *hit, uint32_t cap);

/* Is a column or relation name itself data (the first row of a headerless file)?
 * Such a name is never shown. */
bool gbx_name_is_data(struct gbx_span name);

#endif

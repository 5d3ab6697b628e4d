/*
 * Records of "key: value" lines: blocks divided by blank lines, rulers, or the
 * first key coming again. Private to the formats "keyvalue" and "stealer", which
 * differ in what they bid on only.
 */
#ifndef GBX_FORMAT_KEYVALUE_H
#define GBX_FORMAT_KEYVALUE_H

#include "csv_sniff.h"
#include "format.h"

#define GBX_KV_KEY 64u /* bytes of the longest key */

enum gbx_kv_ending {
	GBX_KV_AT_BLANK, /* a record ends at a blank line, a ruler or its first key */
	GBX_KV_AT_FIRST, /* only where the first key of the list comes again */
	GBX_KV_NEVER,    /* the entry is one record */
};

struct gbx_kv_dialect {
	unsigned char sep; /* ':', '=', '|' or '>' for "=>" */
	bool tight;        /* no blank need stand behind the separator */
	enum gbx_kv_ending ending;
	char first[GBX_KV_KEY + 1]; /* of AT_FIRST */
};

enum gbx_kv_kind {
	GBX_KV_BLANK,
	GBX_KV_RULER, /* "=====", "}, {", "Array" */
	GBX_KV_TEXT,  /* goes on with the value above, or is a title */
	GBX_KV_PAIR,
};

struct gbx_kv_pair {
	struct gbx_span key, value; /* borrowed from the line */
};

/* Reads a line without its end. */
enum gbx_kv_kind gbx_kv_line(const struct gbx_kv_dialect *d, struct gbx_span line,
                             struct gbx_kv_pair *x);

/* The line at *at of s without its end; advances *at. */
bool gbx_kv_next(struct gbx_span s, size_t *at, struct gbx_span *line);

/* What a dialect makes of a head. */
struct gbx_kv_trial {
	unsigned lines, pairs;
	unsigned texts;   /* lines that are neither blank, ruler nor pair */
	unsigned rules;   /* lines that end in ';', as those of a style sheet */
	unsigned opened;  /* lines that end in '{' */
	unsigned keys;    /* different ones */
	unsigned known;   /* different keys of the vocabulary, below */
	unsigned records; /* with the ending chosen */
	unsigned alike;   /* records that hold the commonest key behind the first */
	unsigned site, user, secret, system, card; /* different keys of each group */
};

/* Tries the dialect's separator on a sample and chooses the ending. */
void gbx_kv_try(struct gbx_csv_sample s, struct gbx_kv_dialect *d, struct gbx_kv_trial *t);
/* The best dialect for a head; false: nothing usable. */
bool gbx_kv_sniff(const struct gbx_head *h, struct gbx_kv_dialect *d, struct gbx_kv_trial *t);

/* Keys that programs which steal passwords write. */
enum gbx_kv_group {
	GBX_KV_OTHER,
	GBX_KV_SITE,
	GBX_KV_USER,
	GBX_KV_SECRET,
	GBX_KV_PROGRAM,
	GBX_KV_SYSTEM,
	GBX_KV_CARD,
};
enum gbx_kv_group gbx_kv_group_of(struct gbx_span key);

/* Is it the file about one machine? Then it is one record, whatever comes again. */
bool gbx_kv_is_machine(const struct gbx_head *h, const struct gbx_kv_trial *t);

/* Shared members of both formats. */
enum gbx_rc gbx_kv_open(const struct gbx_format *f, const struct gbx_head *h,
                        struct gbx_reader **out, struct gbx_err *err);
size_t gbx_kv_split(struct gbx_reader *r, const unsigned char *p, size_t n, bool last,
                    struct gbx_split *st);
size_t gbx_kv_resync(struct gbx_reader *r, const unsigned char *p, size_t n, bool *found);
enum gbx_rc gbx_kv_parse(const struct gbx_reader *r, struct gbx_chunk *c, struct gbx_parsed *out,
                         struct gbx_err *err);
void gbx_kv_close(struct gbx_reader *r);

extern const struct gbx_format gbx_format_keyvalue, gbx_format_stealer;

#endif

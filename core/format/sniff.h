/* What the head of an entry looks like to the JSON formats: for bids and for
 * choosing how to read. Nothing here is kept. */
#ifndef GBX_FORMAT_SNIFF_H
#define GBX_FORMAT_SNIFF_H

#include "format.h"
#include "tape.h"
#include "walk.h"

/* Event number of the value of that key in object i, or 0. */
uint32_t gbx_sniff_find(const struct gbx_tape *t, const unsigned char *base, uint32_t i,
                        const char *key);
/* The object is an Elasticsearch hit: a string _index and _source or _id. */
bool gbx_sniff_hit(const struct gbx_tape *t, const unsigned char *base);
/* The line is an action of Elasticsearch's _bulk API. *doc: a document follows. */
bool gbx_sniff_action(struct gbx_span line, bool *doc);

struct gbx_sniff_lines {
	unsigned lines;   /* whole ones looked at, blank ones apart */
	unsigned objects; /* one object each, after a repair if need be */
	unsigned hits, actions;
	bool opened; /* the first looks like the start of an action */
};
struct gbx_sniff_lines gbx_sniff_head_lines(const struct gbx_head *h);

struct gbx_sniff_walk {
	unsigned good, bad; /* records that parse, mended or not, and the rest */
	unsigned other;     /* items that parse and are no objects */
	unsigned hits;
	unsigned arrays; /* of records, below the top level */
	unsigned top;    /* documents begun */
	bool keyed;      /* the first record has an id of its own */
	bool cut;        /* the head ends inside an item */
};
struct gbx_sniff_walk gbx_sniff_head_walk(const struct gbx_head *h, enum gbx_walk_mode mode);

/* Are the members of the document no objects, and their keys addresses or numbers of people?
 * {"ann@example.com": "secret", ...} */
bool gbx_sniff_pairs(const struct gbx_head *h);

/* Is it one document whose members, or theirs, are objects alike, three at the least? ITEMS: no.
 * *records: how many of them were seen. */
enum gbx_walk_mode gbx_sniff_keyed(const struct gbx_head *h, unsigned *records);
/* Are the documents pages of an API: lists, and beside each where in the whole it stands? */
bool gbx_sniff_pages(const struct gbx_head *h);

/* What mongodump writes beside its collections: their indexes (NAME.metadata.json), its own version
 * (prelude.json). */
bool gbx_sniff_describes(const struct gbx_head *h);

/* How the json format would read this head. */
enum gbx_walk_mode gbx_sniff_mode(const struct gbx_head *h);

#endif

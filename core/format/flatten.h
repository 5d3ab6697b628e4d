/*
 * A JSON object's values into the columns of a batch: nested names joined by
 * dots, list items as name[]. Null gives a GBX_ABSENT cell, empty objects and
 * arrays none. An object whose only key is a type wrapper of MongoDB's Extended
 * JSON ({"$oid": ...}, {"$date": ...}) stands for its value.
 *
 * Columns are found by expecting each object's keys in the order of the last
 * one: a tree of names remembers for each which came next.
 */
#ifndef GBX_FORMAT_FLATTEN_H
#define GBX_FORMAT_FLATTEN_H

#include "../base/buf.h"
#include "../record/batch.h"
#include "../record/chunk.h"
#include "tape.h"

#define GBX_FLAT_NONE UINT32_MAX
#define GBX_FLAT_RAW_MAX 64u /* longest key that can be expected as text, with its end */

/* A name; for flatten and quick only. */
struct gbx_flat_node {
	/* In the arena; NULL for a root and for list items. A key that stands in JSON as it
	 * is has a quote and a colon behind it, and zeros up to the next 16 bytes. */
	const char *key;
	uint32_t len;
	uint32_t raw; /* len with quote and colon, or 0: not expected as text */
	uint32_t parent;
	uint32_t first; /* the key that came first below this one last time */
	uint32_t next;  /* the key that came after this one last time */
	uint32_t item;  /* the node of its list items */
	uint32_t col;
	uint32_t flags;
	uint32_t hash;
};

struct gbx_flat {
	struct gbx_chunk *chunk;
	struct gbx_parsed *out;
	struct gbx_batch *batch; /* of the record begun last */
	uint32_t rec, root;
	struct gbx_flat_node *node; /* owned */
	uint32_t nnode, node_cap;
	uint32_t *slot; /* owned: hash table of node + 1 by parent and key */
	uint32_t nslot;
	uint32_t *root_of; /* owned: by batch number */
	uint32_t nroot;
	struct gbx_buf name, key; /* scratch */
};

/* Where the keys of one object are looked up. */
struct gbx_flat_at {
	uint32_t parent, prev;
};

void gbx_flat_init(struct gbx_flat *f, struct gbx_chunk *c, struct gbx_parsed *out);
void gbx_flat_release(struct gbx_flat *f);

/* Starts a record at that offset of the entry. GBX_E_NONE or GBX_E_NOMEM. */
enum gbx_eid gbx_flat_begin(struct gbx_flat *f, struct gbx_span relation, uint64_t off);
/* The same for a relation that has records already; false for others, and nothing is
 * changed then. */
bool gbx_flat_begin_known(struct gbx_flat *f, struct gbx_span relation, uint64_t off);
/* Drops the record just begun. */
void gbx_flat_undo(struct gbx_flat *f);

/* The record itself, as a place to look keys up in. */
struct gbx_flat_at gbx_flat_top(const struct gbx_flat *f);
/* The text of event `key` (a KEY) without escapes, until the next call; p NULL without memory. */
struct gbx_span gbx_flat_text(struct gbx_flat *f, const struct gbx_tape_ev *key, uint32_t shift);
/* The name of event `key` (a KEY) in that place, or a name of our own. Flags are
 * those of the columns below it. GBX_FLAT_NONE: see gbx_flat_why. */
uint32_t gbx_flat_key(struct gbx_flat *f, struct gbx_flat_at *at, const struct gbx_tape_ev *key,
                      uint32_t shift, uint32_t flags);
uint32_t gbx_flat_name(struct gbx_flat *f, struct gbx_flat_at *at, struct gbx_span name,
                       uint32_t flags);
/* The name of that key in that place if there is one: none is made. */
uint32_t gbx_flat_known(struct gbx_flat *f, struct gbx_flat_at *at, struct gbx_span key);
/* One of MongoDB's type wrappers? */
bool gbx_flat_is_wrapper(struct gbx_span key);
/* One that may stand for a value together with another key, or with an object inside. */
bool gbx_flat_is_pair(struct gbx_span key);
/* Why a name or cell was refused: GBX_E_COLUMNS or GBX_E_NOMEM. */
enum gbx_eid gbx_flat_why(const struct gbx_flat *f);

/* Event i of the tape, with all below it, under that name. The tape's offsets
 * plus shift are offsets in the chunk. GBX_E_NONE, COLUMNS or NOMEM. */
enum gbx_eid gbx_flat_value(struct gbx_flat *f, const struct gbx_tape *t, uint32_t shift,
                            uint32_t i, uint32_t name);

#endif

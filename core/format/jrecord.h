/*
 * What the JSON formats share when they parse a chunk: one document at a time
 * becomes a tape (mended if need be), then a record; every byte is accounted.
 *
 * gbx_jrec_open, then for each document gbx_jrec_load and, when that is
 * GBX_E_NONE, the record's cells through r.flat; gbx_jrec_close.
 */
#ifndef GBX_FORMAT_JRECORD_H
#define GBX_FORMAT_JRECORD_H

#include "flatten.h"
#include "quick.h"
#include "repair.h"

struct gbx_jrec {
	struct gbx_chunk *chunk;
	struct gbx_parsed *out;
	struct gbx_tape tape; /* the document loaded last */
	uint32_t shift;       /* offset in the chunk of the text the tape speaks of */
	bool mended;
	bool nomem; /* sticks */
	struct gbx_flat flat;
	struct gbx_quick quick;
	struct gbx_repair repair;
};

void gbx_jrec_open(struct gbx_jrec *r, struct gbx_chunk *c, struct gbx_parsed *out);
/* Completes the batches; GBX_OK or GBX_NOMEM. */
enum gbx_rc gbx_jrec_close(struct gbx_jrec *r, struct gbx_err *err);

/* Reads the document at off of the chunk. GBX_E_NONE: r->tape is an object. Else
 * why not. */
enum gbx_eid gbx_jrec_load(struct gbx_jrec *r, size_t off, size_t n);
/* The raw text of an event of the loaded tape; holds until the next side append. */
struct gbx_span gbx_jrec_text(const struct gbx_jrec *r, const struct gbx_tape_ev *e);
/* Event number of the value of that key in object i of the tape, or 0. The first
 * of equal keys. */
uint32_t gbx_jrec_find(const struct gbx_jrec *r, uint32_t i, const char *key);
/* A string's value, unescaped; empty for other kinds. Holds until the next call. */
struct gbx_span gbx_jrec_string(struct gbx_jrec *r, uint32_t i);

/* Makes a record of the value at off, n bytes, that is no object: its one field is "value". */
enum gbx_eid gbx_jrec_value(struct gbx_jrec *r, struct gbx_span relation, size_t off, size_t n);

/* The loaded object (event i) as a record of that relation, or the rows it holds when it is the
 * document itself. `off` is the record's place in the chunk. */
enum gbx_eid gbx_jrec_object(struct gbx_jrec *r, struct gbx_span relation, size_t off, uint32_t i);

/*
 * A table told column by column, {"a": {"0": 1, "1": 2}, "b": {"0": ...}}, as pandas writes one:
 * every value of the loaded object is an object whose keys count from 0, all of them as far. How
 * many rows; 0: it is none.
 */
uint32_t gbx_jrec_rows(const struct gbx_jrec *r, uint32_t *columns);
/* Its rows as records; gbx_jrec_object does that. */
enum gbx_eid gbx_jrec_columns(struct gbx_jrec *r, struct gbx_span relation, size_t off,
                              uint32_t rows, uint32_t columns);

/* Accounts n bytes at off: as a record (or a mended one) when why is GBX_E_NONE,
 * else to quarantine. */
void gbx_jrec_account(struct gbx_jrec *r, size_t off, size_t n, enum gbx_eid why);
/* n bytes that are no record: what they are, see gbx_parsed_skip. */
void gbx_jrec_skip(struct gbx_jrec *r, const char *kind, size_t n);
/* A line that ends at `end` did not parse, for that reason: E_CUT instead of bad
 * syntax when the input ends there in the middle of the line. */
enum gbx_eid gbx_jrec_cut(const struct gbx_jrec *r, size_t end, enum gbx_eid why);

#endif

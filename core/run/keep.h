/*
 * Keeping the bytes of quarantined records, sealed, so that they can be read again
 * with other options. What is kept is decided at the gate, in the order of the
 * stream: the same input keeps the same records, whatever the threads.
 */
#ifndef GBX_RUN_KEEP_H
#define GBX_RUN_KEEP_H

#include "pipeline.h"

/* A record of parsed.bad, and where its text is: bad[] is in bytes of the entry. */
struct gbx_keep {
	uint32_t bad;
	struct gbx_cell text; /* in the chunk */
};

/* The column of a kept batch that says how long a record was in the entry, in digits,
 * where that is not the length of its (converted) text. All others are reasons. */
#define GBX_KEEP_LENGTH "bytes"

/* Chooses which bad records of the job are kept, within what is left of the limits. */
enum gbx_rc gbx_keep_choose(struct gbx_kept_state *s, struct gbx_job *j, struct gbx_err *err);
/* Adds one record to a batch of what is kept; length.off is GBX_ABSENT when not needed. */
bool gbx_keep_put(struct gbx_parsed *p, struct gbx_batch *b, const struct gbx_quarantine *q,
		  struct gbx_cell text, struct gbx_cell length);
/* Seals them into the job. */
enum gbx_rc gbx_keep_seal(struct gbx_sealer *sealer, struct gbx_job *j, struct gbx_err *err);

#endif

/* Drawing the records of a redacted sample out of the vault. */
#ifndef GBX_RUN_SAMPLE_H
#define GBX_RUN_SAMPLE_H

#include "../base/limits.h"
#include "../redact/redact.h"
#include "../vault/vault.h"

/* Records copied together into one batch. */
struct gbx_drawn_part {
	struct gbx_parsed parsed; /* parsed.batch[0], or no batch */
	struct gbx_buf bytes;	  /* the batch's bytes, GBX_CHUNK_PAD behind the last */
};

/* The records drawn for one relation, in the order of the stream: part after part. */
struct gbx_drawn {
	struct gbx_drawn_part part[GBX_THREADS];
	uint32_t npart;
};

void gbx_drawn_init(struct gbx_drawn *d);
void gbx_drawn_release(struct gbx_drawn *d);

/*
 * Draws at most `most` records of rel: one of each exposure set while they last, the
 * rest in proportion to the sets, by ascending priority. c[0..n) are the candidates
 * of the relation. When they are too few for that: GBX_LIMIT, or with `fewer` what there
 * is, of whatever set. Up to `threads` blocks are opened at once; what is drawn does not
 * depend on it.
 */
struct gbx_draw_options {
	unsigned threads;
	uint32_t most;
	bool fewer;
};
enum gbx_rc gbx_draw(struct gbx_vault *v, const struct gbx_sum_relation *rel,
		     const struct gbx_candidate *c, uint32_t n, const struct gbx_draw_options *o,
		     struct gbx_drawn *out, struct gbx_err *err);

#endif

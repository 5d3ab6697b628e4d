/* Drawing the records of a redacted sample out of the vault. */
#ifndef GBX_RUN_SAMPLE_H
#define GBX_RUN_SAMPLE_H

#include "../redact/redact.h"
#include "../vault/vault.h"

/* The records drawn for one relation, in the order of the stream, copied together
 * into one batch. */
struct gbx_drawn {
	struct gbx_parsed parsed; /* parsed.batch[0], or no batch */
	struct gbx_buf bytes;	  /* the batch's bytes, GBX_CHUNK_PAD behind the last */
};

void gbx_drawn_init(struct gbx_drawn *d);
void gbx_drawn_release(struct gbx_drawn *d);

/*
 * Draws at most `most` records of rel: one of each exposure set while they last, the
 * rest in proportion to the sets, by ascending priority. c[0..n) are the candidates
 * of the relation. When they are too few for that: GBX_LIMIT, or with `fewer` what there
 * is, of whatever set.
 */
enum gbx_rc gbx_draw(struct gbx_vault *v, struct gbx_sealer *s, const struct gbx_sum_relation *rel,
		     const struct gbx_candidate *c, uint32_t n, uint32_t most, bool fewer,
		     struct gbx_drawn *out, struct gbx_err *err);

#endif

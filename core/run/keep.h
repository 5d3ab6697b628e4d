/*
 * Keeping the bytes of quarantined records, sealed, so that they can be read again
 * with other options. What is kept is decided at the gate, in the order of the
 * stream: the same input keeps the same records, whatever the threads.
 */
#ifndef GBX_RUN_KEEP_H
#define GBX_RUN_KEEP_H

#include "pipeline.h"

/* Chooses which bad records of the job are kept, within what is left of the limits. */
enum gbx_rc gbx_keep_choose(struct gbx_kept_state *s, struct gbx_job *j, struct gbx_err *err);
/* Seals them into the job. */
enum gbx_rc gbx_keep_seal(struct gbx_sealer *sealer, struct gbx_job *j, struct gbx_err *err);

#endif

/* From offsets of converted text to offsets of the entry, in what a chunk became. */
#ifndef GBX_RUN_OFFSETS_H
#define GBX_RUN_OFFSETS_H

#include "pipeline.h"

/* Offsets of the job's records; after parsing, before they are stored. */
void gbx_offsets_records(struct gbx_job *j);
/*
 * Offsets and lengths of what is quarantined, and the amounts of bytes: those of
 * quarantined records are exact, those of other kinds are shared out in proportion, and
 * their sum is the chunk's share of the entry. Once the chunk's bytes are not needed.
 */
void gbx_offsets_amounts(struct gbx_job *j);

#endif

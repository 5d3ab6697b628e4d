/*
 * The reference case: three Elasticsearch exports of one made-up population.
 * Each part makes the body of its i-th record; wrapping, damage and duplicates
 * are common to all.
 */
#ifndef SYNTH_POLICE_H
#define SYNTH_POLICE_H

#include "values.h"

struct synth_part {
	const char *file;
	struct synth_shape shape;
	/* p: the person the record is about or was told by; i: number of the record */
	void (*body)(struct synth_record *r, struct synth_rng *g, const struct synth_person *p,
		     uint64_t i);
};

extern const struct synth_part synth_part_person, synth_part_address, synth_part_case;

/* Now and then puts a word in quotation marks into a text: what becomes a bare
 * quote in a damaged line. Where it stands differs: first, inside, last. */
bool synth_quote_here(struct synth_record *r, struct synth_rng *g);
/* A line of an export around its record: up to `"_source":`. */
char *synth_hit_head(char *p, const char *index, struct synth_rng *g);
char *synth_hit_tail(char *p, uint64_t sort);

/* A phone number as people write it: now and then wrong or the standing placeholder. */
void synth_set_mobile(struct synth_record *r, unsigned f, struct synth_rng *g,
		      const char mobile[11]);

/* A police narrative: free text with names, ids and phones inside. Sets r->found. */
void synth_put_narrative(struct synth_record *r, struct synth_rng *g, const struct synth_person *p,
			 const struct synth_word *offence, int64_t when, unsigned sentences);

#endif

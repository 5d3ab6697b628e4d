/*
 * What the commands that write one file share: the sink, one record at a time,
 * the truth when a manifest is wanted.
 */
#ifndef SYNTH_OUTPUT_H
#define SYNTH_OUTPUT_H

#include "command.h"
#include "sink.h"
#include "truth.h"

#define SYNTH_TABLES 4

struct synth_output {
	struct synth_sink sink;
	struct synth_record record;
	struct synth_shape shape[SYNTH_TABLES];
	struct synth_truth *truth[SYNTH_TABLES]; /* NULL when no manifest is wanted */
	unsigned n;				 /* shapes so far; the last is being written */
	char stem[128];
	bool count;
};

/* The file with its first relation, named by the file's stem. */
struct synth_output *synth_output_open(const struct synth_options *o,
				       const struct synth_field *field, unsigned nfield,
				       const char *prefix);
/* Another relation of the same file. relation NULL: the file's stem. */
void synth_output_relation(struct synth_output *w, const char *relation,
			   const struct synth_field *field, unsigned nfield, const char *prefix);
/* Takes the n bytes at the sink's room: the present record. body, among them, is
 * what makes two records equal. */
void synth_output_record(struct synth_output *w, size_t n, const char *body, size_t nbody);
/* Frees w; writes the manifest. */
void synth_output_close(struct synth_output *w, const struct synth_options *o, const char *kind);

#endif

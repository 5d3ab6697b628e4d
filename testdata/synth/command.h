/*
 * The commands of glovebox-synth and what they take.
 */
#ifndef SYNTH_COMMAND_H
#define SYNTH_COMMAND_H

#include <stdbool.h>
#include <stdint.h>

struct synth_options {
	uint64_t records, bytes, seed;
	const char *out; /* never NULL once the command runs */
	const char *archive;
	const char *manifest; /* NULL: none wanted */
	const char *type;     /* NULL: all */
	bool written;	      /* with the signs people write */
};

/* Each answers with the exit status: 0, or 2 for misuse. Failures to write end
 * the program with 1. */
int synth_police(const struct synth_options *o);
int synth_people(const struct synth_options *o);
int synth_hits(const struct synth_options *o);
int synth_dump(const struct synth_options *o);
int synth_ids(const struct synth_options *o);

/* Prints what is wrong and how to learn more; 2. */
int synth_usage(const char *wrong);

#endif

/*
 * The truth about a generated relation, counted while its records are written:
 * what a reader who makes no mistake would report. Distinct values and duplicate
 * records are counted exactly, by sets of 64-bit XXH3 hashes.
 */
#ifndef SYNTH_TRUTH_H
#define SYNTH_TRUTH_H

#include <stdio.h>

#include "record.h"

/* A set of hashes, open addressing; zero stands for a free place. */
struct synth_set {
	uint64_t *slot;
	uint64_t n, cap; /* cap is a power of two or 0 */
};

/* What befell a line; the names are those of the manifest. */
enum synth_damage {
	SYNTH_SOUND,
	SYNTH_BARE_QUOTES,
	SYNTH_WRAPPED_ESCAPED,
	SYNTH_WRAPPED_RAW,
	SYNTH_LAST_REPAIRABLE = SYNTH_WRAPPED_RAW,
	SYNTH_TRUNCATED,
	SYNTH_BINARY,
	SYNTH_NUL_BYTES,
	SYNTH_FOREIGN_TEXT,
	SYNTH_DAMAGES
};
extern const char *const synth_damage_name[SYNTH_DAMAGES];

struct synth_field_truth {
	uint64_t values;  /* cells that are neither missing, null nor empty */
	uint64_t records; /* records with at least one of them; differs for lists */
	uint64_t placeholders, valid;
	uint32_t len_min, len_max;     /* bytes */
	char earliest[20], latest[20]; /* of valid timestamps */
	struct synth_set distinct;
};

#define SYNTH_COMBINATIONS 4096 /* a power of two, far more than any shape has */

struct synth_combination {
	uint64_t types, records;
};

struct synth_truth {
	const struct synth_shape *shape;
	const char *prefix; /* before field names: "_source." or "" */
	char file[128];	    /* name of the file the relation stands in */
	char sha256[65];
	uint64_t bytes; /* of the file, or of the relation's lines when it shares one */
	uint64_t lines, records, duplicates;
	uint64_t bytes_quarantined; /* line ends included */
	uint64_t damage[SYNTH_DAMAGES];
	struct synth_set bodies;
	struct synth_field_truth field[SYNTH_FIELDS];
	uint64_t ncombination;
	struct synth_combination combination[SYNTH_COMBINATIONS];
};

struct synth_truth *synth_truth_new(const struct synth_shape *s, const char *prefix);
void synth_truth_free(struct synth_truth *t);
/* A record that can be read. body: the bytes that make two records equal. */
void synth_truth_record(struct synth_truth *t, const struct synth_record *r, const char *body,
			size_t n);
/* A line of the file, readable or not, with its end. */
void synth_truth_line(struct synth_truth *t, enum synth_damage d, size_t bytes);

struct synth_manifest {
	const char *kind; /* the command that made the data */
	uint64_t seed;
	const char *archive; /* file name; NULL when there is none */
	uint64_t population; /* size of the made-up population; 0: not told */
	struct synth_truth *const *truth;
	unsigned ntruth;
};

/* Writes the truth as JSON; ends the program when the file cannot be written. */
void synth_manifest_write(const char *path, const struct synth_manifest *m);

#endif

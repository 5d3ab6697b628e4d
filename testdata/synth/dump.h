/*
 * The tables of the made-up database that glovebox-synth mysqldump writes.
 */
#ifndef SYNTH_DUMP_H
#define SYNTH_DUMP_H

#include "values.h"

struct synth_table {
	const char *name;
	const struct synth_field *field;
	unsigned nfield;
	const char *const *columns; /* lines of CREATE TABLE, NULL-terminated */
	unsigned stream;	    /* of random numbers */
	unsigned until_percent;	    /* how far into the file its rows go */
	void (*make)(struct synth_record *r, struct synth_rng *g, uint64_t seed, uint64_t i);
};

#define SYNTH_DUMP_TABLES 3
extern const struct synth_table synth_dump_tables[SYNTH_DUMP_TABLES];

#endif

/*
 * Tables whose definition stands in one file and whose rows in another beside it:
 * people.sql and people.txt, as mysqldump --tab writes them; toc.dat and 3363.dat of
 * pg_dump's directory format. What a dump defined is remembered for the entries read
 * after it.
 */
#ifndef GBX_FORMAT_BESIDE_H
#define GBX_FORMAT_BESIDE_H

#include <stdbool.h>
#include <stdint.h>

#include "../base/span.h"

struct gbx_beside; /* of the reading thread */

struct gbx_beside_table {
	struct gbx_span relation; /* what the rows are a relation of; empty: named after the file */
	uint32_t ncol;
	const struct gbx_span *name; /* [ncol] */
};

struct gbx_beside *gbx_beside_new(void); /* NULL without memory */
void gbx_beside_free(struct gbx_beside *b);

/* The dump at path defines the table of the file named so, "name" or "schema.name". What there is no room for
 * (GBX_RELATIONS, GBX_SQL_NAMES_BYTES) is not remembered. b may be NULL. */
void gbx_beside_add(struct gbx_beside *b, const char *path, struct gbx_span file,
		    struct gbx_beside_table t);
/* The table of the file's name, defined last in its folder, or NULL. Borrowed until the next add. */
const struct gbx_beside_table *gbx_beside_find(const struct gbx_beside *b, const char *path);

#endif

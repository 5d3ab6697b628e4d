/*
 * Files that are parts of one table: part-00000.json, part-00001.json; users_1.csv to
 * users_9000.csv. What differs in their names is a number, and their columns are the
 * same. As a relation each they would say nothing together, and soon be more than a case
 * holds.
 */
#ifndef GBX_PROFILE_SERIES_H
#define GBX_PROFILE_SERIES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Files that may be yearly or of a shop each stay relations of their own up to here; files of one
 * record are together at once. */
#define GBX_SERIES_APART 256u

/* Writes the name with a * for each number in it: runs of digits, and runs of four and
 * more hexadecimal digits with a digit among them that no letter touches. False when
 * it has none, or not enough room. */
bool gbx_series_name(const char *name, char *out, size_t cap);

/* Does a number in the name count parts? It has a word for that before it: "chunk-3", "part2". */
bool gbx_series_counts_parts(const char *name);

/* The relations of one series and shape. */
struct gbx_series {
	uint64_t key;	  /* of the name with * and the shape; 0: free */
	uint32_t members; /* relations of their own */
	uint32_t first;	  /* of them, its index */
	uint32_t joint;	  /* index + 1 of the relation the others join; 0: none */
};

struct gbx_series_table {
	struct gbx_series *slot;
	uint32_t n, cap;
};

/* Found or made; good until the next call; NULL without memory. */
struct gbx_series *gbx_series_get(struct gbx_series_table *t, const char *series, uint64_t shape);
void gbx_series_release(struct gbx_series_table *t);

#endif

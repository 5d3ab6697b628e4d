/*
 * Counting. A profile belongs to one thread; profiles merge, and the result depends
 * only on what was counted, not on which thread counted it.
 */
#ifndef GBX_PROFILE_PROFILE_H
#define GBX_PROFILE_PROFILE_H

#include "counters.h"
#include "records.h"
#include "registry.h"
#include "sets.h"
#include "stored.h"
#include "tally.h"

/* Months since 1900-01 that get a bucket of their own. */
#define GBX_MONTHS 2400

struct gbx_column_profile {
	uint64_t non_empty, placeholders, valid;
	uint32_t len_min, len_max;
	struct gbx_tally shape;
	struct gbx_counters stray;  /* by type */
	struct gbx_counters month;  /* by gbx_month_bucket() */
	struct gbx_counters region; /* by gbx_region_of() */
	struct gbx_stored *stored; /* NULL when it holds no passwords */
	int64_t earliest, latest; /* seconds since 1970 */
	bool timed, time_of_day;
};

struct gbx_relation_profile {
	uint64_t records;
	struct gbx_column_profile **col; /* by column id; NULL: nothing counted */
	uint32_t ncol;
	struct gbx_sets sets;
};

struct gbx_profile {
	struct gbx_relation_profile **rel; /* by relation index; NULL: nothing counted */
	uint32_t nrel;
	uint64_t type_valid[GBX_T_COUNT];
	uint32_t picks;	   /* sample candidates kept per exposure set; 0: none */
	uint64_t seed;	   /* of their priorities */
	bool failed;	   /* out of memory */
	/* working space of one batch */
	struct gbx_typeset *set;
	uint64_t *record_hash;
	uint64_t *valid_hash, *rest_hash;
	uint32_t record_cap, hash_cap;
	struct gbx_counting_space *space;
};

void gbx_profile_init(struct gbx_profile *p, uint32_t picks, uint64_t seed);
void gbx_profile_release(struct gbx_profile *p);

/*
 * Counts a batch of the relation with that index. col has a row per column of the
 * batch; type is the registry's, for values found outside a column of their type. block names the batch in sample candidates. *record_hash gets one hash per
 * record, valid until the next call. GBX_NOMEM is the only failure.
 */
enum gbx_rc gbx_profile_batch(struct gbx_profile *p, uint32_t relation, const struct gbx_batch *b,
			      const struct gbx_count_column *col, struct gbx_distinct *type,
			      uint64_t block, const uint64_t **record_hash, struct gbx_err *err);

/* Takes over what `from` counted; nothing is left in it but to release it. */
enum gbx_rc gbx_profile_merge(struct gbx_profile *p, struct gbx_profile *from, struct gbx_err *err);

/* Months since 1900-01 of a time (seconds since 1970) from 1900 to 2099, GBX_MONTHS of any
 * other. */
uint32_t gbx_month_bucket(int64_t seconds);

/* Values that are of the planned type or, as a whole, of another one that is counted as such. */
uint64_t gbx_profile_explained(const struct gbx_column_plan *plan, const struct gbx_column_profile *c);

/*
 * Fills relations, fields, sets, classes, types and totals of s (its sources,
 * entries and quarantine are the caller's, and must be there). dup has a row per
 * relation of the registry.
 */
enum gbx_rc gbx_profile_summarise(const struct gbx_profile *p, const struct gbx_registry *r,
				  const struct gbx_records *dup, struct gbx_summary *s,
				  struct gbx_err *err);

#endif

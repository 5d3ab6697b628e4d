/*
 * The relations and columns of a case while it is counted: their names, plans and
 * distinct sketches. Batches must be resolved in the order of the stream, one at a
 * time; what resolve hands out may then be used from any thread.
 *
 * A column is planned from the first batch that holds it. With fewer than
 * GBX_PLAN_ENOUGH values the plan stays provisional: values are collected from
 * later batches and the column is planned again once there are enough. Where columns
 * that wait for more hold GBX_WAITING_BYTES together, the oldest relations are planned
 * by what they have.
 */
#ifndef GBX_PROFILE_REGISTRY_H
#define GBX_PROFILE_REGISTRY_H

#include <pthread.h>

#include "../record/batch.h"
#include "series.h"
#include "sketch.h"
#include "waiting.h"

/* Distinct values of one column, shared by all threads. A value is valid or not by
 * its plan alone, so the two sketches have nothing in common. */
struct gbx_distinct {
	pthread_mutex_t mu;
	struct gbx_sketch valid, rest;
};

/* A type that the user gave to a field: "RELATION.FIELD", "*.FIELD" for that field of every
 * relation. Names are taken as in the source or as shown. */
struct gbx_overrule {
	const char *field; /* borrowed */
	enum gbx_type type;
	bool fits; /* a field was there */
};

struct gbx_reg_column {
	char *name;	 /* as in the source; owned */
	char *safe_name; /* as it may be shown; owned or == name */
	uint32_t name_len, flags;
	uint32_t ordinal; /* in the case: how exactly it is counted */
	uint64_t salt; /* of its values in record hashes: a hash of the name */
	const struct gbx_column_plan *plan; /* immutable; replaced, never changed */
	bool settled;	/* planned from enough values */
	bool unsteady;	/* its type changed after values were counted under another */
	struct gbx_waiting waiting; /* values collected while not settled */
	uint32_t planned; /* values the plan was made from */
	uint32_t round;	  /* columns with the same one were planned together; 0: not yet */
	struct gbx_distinct distinct;
	enum gbx_type set; /* by the user; GBX_T_UNKNOWN: find out */
};

struct gbx_reg_relation {
	uint32_t id; /* index in the registry + first_id */
	char *name, *safe_name;
	char *series; /* the name of all parts together, once another joined; taken at the end */
	uint64_t shape;
	bool announced; /* for the caller: the vault knows it */
	bool renamed;	/* since then */
	uint64_t records; /* of all batches that were resolved or collected */
	struct gbx_reg_column **col;
	uint32_t ncol, col_cap;
	uint32_t *index; /* hash table over col: index + 1 */
	uint32_t index_cap;
	uint32_t *entry; /* entries it has records of, ascending */
	uint32_t nentry, entry_cap;
};

struct gbx_registry {
	struct gbx_reg_relation **rel;
	uint32_t nrel, rel_cap;
	uint32_t *slot; /* hash table over rel by name and shape: index + 1 */
	uint32_t slots;
	struct gbx_series_table series;
	uint32_t first_id;
	uint32_t columns; /* of all relations: the ordinal of the next one */
	uint32_t most_columns; /* GBX_CASE_COLUMNS; tests set less */
	struct gbx_arena plans;
	uint32_t rounds;   /* of planning */
	size_t waiting;	   /* bytes that wait in all columns */
	uint32_t oldest;   /* relation to be planned next when they are too many */
	struct gbx_overrule *overrule; /* set after init; borrowed. Later ones win */
	uint32_t noverrule;
	struct gbx_distinct type[GBX_T_COUNT]; /* values found outside a column of their type */
};

/* How to count one column of a batch. */
struct gbx_count_column {
	uint32_t id; /* in the relation */
	uint32_t ordinal; /* in the case */
	const struct gbx_column_plan *plan;
	struct gbx_distinct *distinct;
	uint64_t salt;
};

enum gbx_rc gbx_registry_init(struct gbx_registry *r, uint32_t first_id, struct gbx_err *err);
void gbx_registry_release(struct gbx_registry *r);

/* Makes a relation known beforehand, with the next id: one the case holds already.
 * name is the safe one, as stored. */
enum gbx_rc gbx_registry_add(struct gbx_registry *r, const char *name, uint64_t shape,
			     struct gbx_reg_relation **rel, struct gbx_err *err);

/*
 * Finds or makes the batch's relation (*rel, when it is not NULL at the call, is
 * taken as it; a file that is a part of a table joins the first one: series.h) and columns, planning what is new. *out has one row per column of
 * the batch, in arena a. GBX_LIMIT when the case has too
 * many relations or columns: the batch's records must go to quarantine.
 */
enum gbx_rc gbx_registry_resolve(struct gbx_registry *r, const struct gbx_batch *b, uint32_t entry,
				 struct gbx_arena *a, struct gbx_reg_relation **rel,
				 struct gbx_count_column **out, struct gbx_err *err);

/* Plans what is still provisional, from all values collected. Relations that others joined
 * have the name of all of them then. */
enum gbx_rc gbx_registry_settle(struct gbx_registry *r, struct gbx_err *err);

/* Collects values of a batch of the relation, at most `most` a column, for planning
 * it from all its parts: gbx_registry_settle follows. In stream order. */
enum gbx_rc gbx_registry_collect(struct gbx_registry *r, struct gbx_reg_relation *rel,
				 const struct gbx_batch *b, uint32_t most, struct gbx_err *err);

#endif

/*
 * Exposure sets: how many records expose exactly these types, and for each set the
 * records drawn for samples (those of lowest priority, a keyed hash). At most
 * GBX_EXPOSURE_SETS sets and GBX_PICKS picks; beyond that sets are kept by hash, with
 * one pick each, or picks per set halve, so that the outcome does not depend on the order.
 */
#ifndef GBX_PROFILE_SETS_H
#define GBX_PROFILE_SETS_H

#include "../detect/detect.h"

#define GBX_PICKS 100000u

struct gbx_pick {
	uint64_t priority, block;
	uint32_t row;
};

struct gbx_set_count {
	struct gbx_typeset set;
	uint64_t records; /* 0 marks a free slot */
	struct gbx_pick *pick; /* max-heap by priority; owned */
	uint32_t npick, pick_cap;
};

struct gbx_sets {
	struct gbx_set_count *slot;
	uint32_t cap, n;
	uint32_t last;
	uint8_t level;
	bool failed;
	uint32_t picks; /* per set */
	uint64_t total_picks;
	uint64_t other; /* records of sets not kept */
	uint64_t *other_type; /* [GBX_T_COUNT] of those records, by type; NULL while none */
	uint64_t *other_class; /* [GBX_T_COUNT] by data class: index of its first type */
};

void gbx_sets_init(struct gbx_sets *s, uint32_t picks);
void gbx_sets_release(struct gbx_sets *s);
/* p NULL: no pick. */
void gbx_sets_add(struct gbx_sets *s, const struct gbx_typeset *set, uint64_t records,
		  const struct gbx_pick *p);
void gbx_sets_merge(struct gbx_sets *s, const struct gbx_sets *from);

/* The first type of the same data class, GBX_T_COUNT when t exposes nothing. */
enum gbx_type gbx_class_leader(enum gbx_type t);

#endif

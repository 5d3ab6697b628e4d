/*
 * A case being counted: what ingest and counting again share. Lives in the child
 * process that does the work.
 */
#ifndef GBX_RUN_CASE_H
#define GBX_RUN_CASE_H

#include "../glovebox.h"
#include "pipeline.h"

struct gbx_case_run {
	struct gbx_vault *vault;
	struct gbx_registry registry;
	struct gbx_summary summary; /* sources, entries and quarantine of the whole case */
	struct gbx_profile profile;
	struct gbx_records *dup;
	uint32_t ndup;
	bool *refuted; /* by relation index: its first plan was contradicted by the counts */
	uint32_t nrefuted;
	bool recounted; /* since then */
	struct gbx_arena names; /* of the overrules */
	struct gbx_overrule *overrule; /* what the case holds, then what was given now */
	uint32_t noverrule;
	double started;
	gbx_progress_fn *progress;
	double told; /* when progress was last called */
};

/* Seconds, monotonic. */
double gbx_now(void);
/* threads as asked for, or as many as processors; 1 to GBX_THREADS. */
unsigned gbx_threads(unsigned asked);

enum gbx_rc gbx_case_run_init(struct gbx_case_run *r, struct gbx_vault *v, gbx_progress_fn *progress,
			      struct gbx_err *err);
void gbx_case_run_release(struct gbx_case_run *r);
/* Calls progress when it is due. */
void gbx_case_run_tell(struct gbx_case_run *r, const char *step, uint64_t bytes, uint64_t total,
		       uint64_t records);

/* Notes the types the user has set: those of s, which a finished run stored, and those given
 * now, which win. gbx_case_recount does the former by itself when nothing was noted. */
enum gbx_rc gbx_case_overrule(struct gbx_case_run *r, const struct gbx_summary *s,
			      const struct gbx_type_rule *rule, size_t n, struct gbx_err *err);
/* After the run: which of the n rules given now no field had the name of. */
void gbx_case_idle_rules(const struct gbx_case_run *r, size_t n, struct gbx_outcome *out);

/*
 * Counts all blocks of the case: plans every relation from values of all its parts,
 * then counts under those plans. Replaces profile, registry and duplicates.
 */
enum gbx_rc gbx_case_recount(struct gbx_case_run *r, unsigned threads, unsigned picks,
			     uint64_t seed, struct gbx_err *err);

/* Notes which relations' counts contradict their plan. *any: there is one. */
enum gbx_rc gbx_case_judge(struct gbx_case_run *r, bool *any, struct gbx_err *err);

/* Makes the figures, stores them with the sample candidates, marks the case finished. */
enum gbx_rc gbx_case_store_figures(struct gbx_case_run *r, bool finished, uint64_t seed,
				   struct gbx_err *err);

/* The records drawn while counting, in (relation, set, priority) order; in the arena. */
enum gbx_rc gbx_case_candidates(const struct gbx_case_run *r, struct gbx_arena *a,
				struct gbx_candidate **c, uint32_t *n, struct gbx_err *err);

/* Replaces what differs between two runs over the same sources (case id, times) by
 * what follows from the sources. */
void gbx_summary_reproducible(struct gbx_summary *s);

/* How the case stands. */
void gbx_case_outcome(struct gbx_summary *s, struct gbx_outcome *out);

#endif

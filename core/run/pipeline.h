/*
 * The pipeline: a feeder puts jobs in, workers parse and count them, a writer
 * takes them out in order.
 *
 * Order: jobs are numbered as they are fed. Between parsing and counting a worker
 * passes a gate in that order; there relations, columns and blocks get their
 * numbers and plans, so that nothing depends on which worker was faster. The
 * writer thread stores in the same order and alone touches the case file while
 * the pipeline runs.
 *
 * Memory: as many jobs as were made at the start go round and round.
 */
#ifndef GBX_RUN_PIPELINE_H
#define GBX_RUN_PIPELINE_H

#include "../format/format.h"
#include "../profile/profile.h"
#include "../source/charset_offsets.h"
#include "../vault/vault.h"

enum gbx_job_kind {
	GBX_JOB_CHUNK, /* bytes of an entry, to be parsed, counted and stored */
	GBX_JOB_BLOCK, /* a sealed block of the case, to be counted */
	GBX_JOB_ENTRY, /* an entry begins or ends */
	GBX_JOB_SOURCE, /* a source begins or ends */
};

/* How an entry ended, told by the reading thread. */
struct gbx_entry_end {
	enum gbx_entry_status status;
	enum gbx_eid reason; /* GBX_E_NONE when read whole */
	uint64_t bytes, skipped;
	const char *skip_kind; /* what `skipped` is: a constant string */
	const char *charset, *charset_how; /* constant strings, or NULL */
	uint64_t undecodable;
	const char *garbled; /* as in gbx_sum_entry */
	double garbled_share;
};

/* One batch of a job on its way. */
struct gbx_job_batch {
	struct gbx_batch *batch;
	struct gbx_reg_relation *rel;
	struct gbx_count_column *col;
	struct gbx_block_id id;
	uint64_t *record_hash; /* in the job's parsed arena */
	struct gbx_buf sealed;
};

struct gbx_together; /* together.h */

/* What the reader knows of an entry; the counts are the writer's. It lives until
 * the GBX_JOB_ENTRY of its end was written. */
struct gbx_entry_state {
	struct gbx_sum_entry sum;
	struct gbx_reader *reader; /* NULL when no format bid */
	struct gbx_together *together; /* it has a row with others; or NULL */
	bool later;		       /* and is not the first of them */
	struct gbx_skip skip[GBX_SKIP_KINDS]; /* the writer's, put at the end of the entry */
	uint32_t nskip;
};

struct gbx_job {
	enum gbx_job_kind kind;
	uint64_t seq;
	struct gbx_chunk chunk;
	struct gbx_entry_state *entry;
	struct gbx_sum_source source; /* strings in the job's parsed arena */
	bool end;		      /* of the entry or source */
	struct gbx_together *together; /* at the end of a source: what it leaves to free, or NULL */
	struct gbx_entry_end entry_end;
	struct gbx_quarantine oversize; /* len > 0: a record dropped before this chunk */
	struct gbx_offsets offsets;	/* of the chunk; oversize has been translated */
	uint64_t source_off, source_bytes; /* of the chunk in the entry, before conversion */
	struct gbx_buf block;		/* GBX_JOB_BLOCK: sealed bytes */
	struct gbx_block_id block_id;
	struct gbx_parsed parsed;
	struct gbx_keep *keep; /* which of parsed.bad are kept, and they, sealed: see keep.h */
	uint32_t nkeep;
	uint64_t keep_bytes;
	struct gbx_block_id keep_id;
	struct gbx_buf kept;
	struct gbx_job_batch *batch;
	uint32_t nbatch, batch_cap;
	bool done; /* counted, ready for the writer */
};

struct gbx_pipeline_options {
	struct gbx_vault *vault; /* NULL: nothing is stored */
	bool store;		 /* seal and store batches; needs vault */
	struct gbx_registry *registry; /* with all relations of the case, when blocks are counted */
	unsigned threads, picks;
	uint64_t seed;
	uint64_t first_block;
	struct gbx_kept_state kept; /* what quarantine keeps already; store */
	/* called by the writer, in order, for GBX_JOB_ENTRY and GBX_JOB_SOURCE */
	enum gbx_rc (*event)(void *ctx, struct gbx_job *j, struct gbx_err *err);
	void *ctx;
};

/* Adds to what was skipped of an entry: n kinds, and what of `bytes` they do not name. */
void gbx_entry_skips(struct gbx_entry_state *e, const struct gbx_skip *skip, uint32_t n,
		     uint64_t bytes);

struct gbx_pipeline;
enum gbx_rc gbx_pipeline_start(struct gbx_pipeline **out, const struct gbx_pipeline_options *o,
			       struct gbx_err *err);
/* An empty job to fill; NULL when the pipeline has failed. */
struct gbx_job *gbx_pipeline_job(struct gbx_pipeline *p);
/* Gives back a job that was not needed. */
void gbx_pipeline_return(struct gbx_pipeline *p, struct gbx_job *j);
/* Sends a job on its way. */
void gbx_pipeline_feed(struct gbx_pipeline *p, struct gbx_job *j);
/* Waits until all jobs fed are done: the threads then wait for more and hold nothing. */
void gbx_pipeline_rest(struct gbx_pipeline *p);
/* Waits for all jobs, ends the threads. The merged profile and the duplicates (one
 * per relation) are handed over; the caller releases them. */
enum gbx_rc gbx_pipeline_finish(struct gbx_pipeline *p, struct gbx_profile *profile,
				struct gbx_records **dup, uint32_t *ndup, struct gbx_err *err);
/* Records counted so far, for progress. */
uint64_t gbx_pipeline_records(struct gbx_pipeline *p);

#endif

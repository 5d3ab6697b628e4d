/* Workers, the gate and the writer; the contract is in pipeline.h. */
#include "pipeline.h"
#include "together.h"

#include <stdatomic.h>
#include <stdlib.h>

#include "../base/limits.h"
#include "../base/queue.h"
#include "keep.h"
#include "offsets.h"

struct worker {
	struct gbx_pipeline *pipe;
	pthread_t thread;
	struct gbx_profile profile;
	struct gbx_sealer *sealer; /* NULL when nothing is sealed or unsealed */
};

struct gbx_pipeline {
	struct gbx_pipeline_options o;
	struct worker *worker;
	unsigned nworker, nstarted;
	pthread_t writer;
	bool writer_started;
	struct gbx_job *job;
	unsigned njob;
	struct gbx_queue free_jobs, work;
	pthread_mutex_t mu; /* of everything below */
	pthread_cond_t turn;  /* the gate moved, or a job was done */
	uint64_t fed;	      /* jobs fed */
	uint64_t done;	      /* of them, written */
	unsigned ready;	      /* threads at work or waiting for it */
	uint64_t gate;	      /* the job that may pass next */
	bool closed, failed;
	struct gbx_err err; /* of the first failure */
	struct gbx_job **ring; /* done jobs by seq % njob */
	uint64_t next_block;
	struct gbx_kept_state kept; /* of whoever is at the gate */
	struct gbx_records *dup;
	uint32_t ndup, dup_cap;
	atomic_ullong records;
};

/* rc decides, whether or not err says anything. */
static void fail(struct gbx_pipeline *p, enum gbx_rc rc, const struct gbx_err *err)
{
	pthread_mutex_lock(&p->mu);
	if (!p->failed) {
		p->failed = true;
		p->err = *err;
		if (!err->rc)
			gbx_fail(&p->err, rc == GBX_NOMEM ? GBX_E_NOMEM : GBX_E_INTERNAL, NULL);
		p->err.rc = rc;
	}
	pthread_cond_broadcast(&p->turn);
	pthread_mutex_unlock(&p->mu);
	gbx_queue_close(&p->free_jobs);
	gbx_queue_close(&p->work);
}

/* ---- the gate ---- */

static struct gbx_job_batch *add_batch(struct gbx_job *j, struct gbx_batch *b)
{
	if (j->nbatch == j->batch_cap) {
		uint32_t cap = j->batch_cap ? j->batch_cap * 2 : 4;
		struct gbx_job_batch *more = realloc(j->batch, cap * sizeof *more);
		if (!more)
			return NULL;
		memset(more + j->batch_cap, 0, (cap - j->batch_cap) * sizeof *more);
		for (uint32_t i = j->batch_cap; i < cap; i++)
			gbx_buf_init(&more[i].sealed, GBX_SEALED_BYTES);
		j->batch = more;
		j->batch_cap = cap;
	}
	struct gbx_job_batch *jb = j->batch + j->nbatch++;
	jb->batch = b;
	return jb;
}

/* Records that no relation can take any more, and why. */
static enum gbx_rc refuse_batch(struct gbx_job *j, const struct gbx_batch *b, enum gbx_eid why,
				struct gbx_err *err)
{
	for (uint32_t i = 0; i < b->nrec; i++) {
		uint64_t end = i + 1 < b->nrec ? b->rec_off[i + 1] : b->rec_off[i] + 1;
		uint64_t len = end > b->rec_off[i] ? end - b->rec_off[i] : 1;
		if (len > j->parsed.bytes_records)
			len = j->parsed.bytes_records;
		j->parsed.bytes_records -= len;
		j->parsed.bytes_quarantined += len;
		if (!gbx_parsed_bad(&j->parsed, b->rec_off[i], len, why))
			return gbx_fail(err, GBX_E_NOMEM, NULL);
	}
	return GBX_OK;
}

static enum gbx_rc resolve_batch(struct gbx_pipeline *p, struct gbx_job *j, struct gbx_batch *b,
				 struct gbx_err *err)
{
	struct gbx_registry *reg = p->o.registry;
	struct gbx_reg_relation *rel = NULL;
	struct gbx_count_column *col;
	uint32_t entry = j->kind == GBX_JOB_BLOCK ? j->block_id.entry : j->entry->sum.id;
	if (j->kind == GBX_JOB_BLOCK) {
		if (j->block_id.relation - reg->first_id >= reg->nrel)
			return gbx_fail(err, GBX_E_CASE_DAMAGED, "a block of an unknown relation");
		rel = reg->rel[j->block_id.relation - reg->first_id];
	} else {
		char stem[GBX_NAME_BYTES + 1];
		gbx_format_stem(j->entry->sum.path, stem, sizeof stem);
		b->of_file = !strcmp(stem, b->relation);
	}
	struct gbx_err why = { 0 };
	enum gbx_rc rc = gbx_registry_resolve(reg, b, entry, &j->parsed.arena, &rel, &col, &why);
	if (rc == GBX_LIMIT)
		return refuse_batch(j, b, why.id, err);
	if (rc && err)
		*err = why;
	if (rc)
		return rc;
	struct gbx_job_batch *jb = add_batch(j, b);
	if (!jb)
		return gbx_fail(err, GBX_E_NOMEM, NULL);
	jb->rel = rel;
	jb->col = col;
	if (j->kind == GBX_JOB_BLOCK)
		jb->id = j->block_id;
	else
		jb->id = (struct gbx_block_id){ p->next_block++, rel->id, entry, b->nrec };
	return GBX_OK;
}

/* Waits for the job's turn, gives it its numbers and plans, lets the next one in. */
static enum gbx_rc pass_gate(struct gbx_pipeline *p, struct gbx_job *j, struct gbx_err *err)
{
	pthread_mutex_lock(&p->mu);
	while (p->gate != j->seq && !p->failed)
		pthread_cond_wait(&p->turn, &p->mu);
	bool stop = p->failed;
	pthread_mutex_unlock(&p->mu);
	if (stop)
		return gbx_fail(err, GBX_E_INTERNAL, "stopped");
	enum gbx_rc rc = GBX_OK;
	for (uint32_t i = 0; i < j->parsed.nbatch && !rc; i++)
		if (j->parsed.batch[i]->nrec)
			rc = resolve_batch(p, j, j->parsed.batch[i], err);
	if (!rc && j->kind == GBX_JOB_CHUNK && p->o.store)
		rc = gbx_keep_choose(&p->kept, j, err);
	pthread_mutex_lock(&p->mu);
	p->gate++;
	pthread_cond_broadcast(&p->turn);
	pthread_mutex_unlock(&p->mu);
	return rc;
}

/* ---- a worker ---- */

static enum gbx_rc parse_job(struct worker *w, struct gbx_job *j, struct gbx_err *err)
{
	if (j->kind == GBX_JOB_CHUNK && j->chunk.n)
		return j->entry->reader->format->parse(j->entry->reader, &j->chunk, &j->parsed, err);
	if (j->kind == GBX_JOB_BLOCK)
		return gbx_unseal(w->sealer, &j->block_id, gbx_buf_span(&j->block), &j->parsed, err);
	return GBX_OK;
}

static enum gbx_rc count_batch(struct worker *w, struct gbx_job *j, struct gbx_job_batch *jb,
			       struct gbx_err *err)
{
	struct gbx_registry *reg = w->pipe->o.registry;
	const uint64_t *hash;
	enum gbx_rc rc = gbx_profile_batch(&w->profile, jb->rel->id - reg->first_id, jb->batch, jb->col,
					   reg->type, jb->id.seq, &hash, err);
	if (rc)
		return rc;
	size_t bytes = jb->batch->nrec * sizeof *hash;
	jb->record_hash = gbx_arena_alloc(&j->parsed.arena, bytes);
	if (!jb->record_hash)
		return gbx_fail(err, GBX_E_NOMEM, NULL);
	memcpy(jb->record_hash, hash, bytes);
	if (!w->pipe->o.store)
		return GBX_OK;
	return gbx_seal(w->sealer, &jb->id, jb->batch, &jb->sealed, err);
}

static enum gbx_rc work_on(struct worker *w, struct gbx_job *j, struct gbx_err *err)
{
	enum gbx_rc rc = parse_job(w, j, err);
	if (!rc)
		rc = pass_gate(w->pipe, j, err);
	if (!rc)
		gbx_offsets_records(j);
	for (uint32_t i = 0; i < j->nbatch && !rc; i++)
		rc = count_batch(w, j, j->batch + i, err);
	if (!rc)
		gbx_offsets_amounts(j);
	return rc ? rc : gbx_keep_seal(w->sealer, j, err);
}

static void note_ready(struct gbx_pipeline *p)
{
	pthread_mutex_lock(&p->mu);
	p->ready++;
	pthread_cond_broadcast(&p->turn);
	pthread_mutex_unlock(&p->mu);
}

static void *worker_main(void *ctx)
{
	struct worker *w = ctx;
	struct gbx_pipeline *p = w->pipe;
	note_ready(p);
	for (struct gbx_job *j; (j = gbx_queue_pop(&p->work));) {
		struct gbx_err err = { 0 };
		enum gbx_rc rc = work_on(w, j, &err);
		if (rc) {
			fail(p, rc, &err);
			break;
		}
		pthread_mutex_lock(&p->mu);
		p->ring[j->seq % p->njob] = j;
		pthread_cond_broadcast(&p->turn);
		pthread_mutex_unlock(&p->mu);
	}
	return NULL;
}

/* ---- the writer ---- */

/* One budget for all relations: the largest set gives way first. */
static void share_budget(struct gbx_pipeline *p)
{
	for (;;) {
		uint64_t sum = 0;
		uint32_t most = 0;
		for (uint32_t i = 0; i < p->ndup; i++) {
			sum += p->dup[i].n;
			most = p->dup[i].n > p->dup[most].n ? i : most;
		}
		if (sum <= GBX_RECORD_HASHES || p->dup[most].failed)
			return;
		gbx_records_halve(p->dup + most);
	}
}

static enum gbx_rc note_duplicates(struct gbx_pipeline *p, const struct gbx_job_batch *jb,
				   struct gbx_err *err)
{
	uint32_t i = jb->rel->id - p->o.registry->first_id;
	while (i >= p->ndup) {
		if (p->ndup == p->dup_cap) {
			uint32_t cap = p->dup_cap ? p->dup_cap * 2 : 16;
			struct gbx_records *more = realloc(p->dup, cap * sizeof *more);
			if (!more)
				return gbx_fail(err, GBX_E_NOMEM, NULL);
			p->dup = more;
			p->dup_cap = cap;
		}
		gbx_records_init(p->dup + p->ndup++, GBX_RECORD_HASHES);
	}
	gbx_records_add(p->dup + i, jb->record_hash, jb->batch->nrec);
	if (p->dup[i].failed)
		return gbx_fail(err, GBX_E_NOMEM, NULL);
	if (p->ndup > 1)
		share_budget(p);
	return GBX_OK;
}

static enum gbx_rc store_batch(struct gbx_pipeline *p, struct gbx_job_batch *jb, struct gbx_err *err)
{
	enum gbx_rc rc = note_duplicates(p, jb, err);
	if (rc || !p->o.vault || !p->o.store)
		return rc;
	if (!jb->rel->announced) {
		rc = gbx_vault_put_relation(p->o.vault, jb->rel->id, jb->rel->safe_name, jb->rel->shape, err);
		jb->rel->announced = true;
	}
	return rc ? rc : gbx_vault_put_block(p->o.vault, &jb->id, gbx_buf_span(&jb->sealed), err);
}

static void add_skip(struct gbx_entry_state *e, const char *kind, uint64_t count, uint64_t bytes)
{
	uint32_t i = 0;
	while (i < e->nskip && strcmp(e->skip[i].kind, kind) != 0)
		i++;
	if (i == GBX_SKIP_KINDS)
		e->skip[--i].kind = "other";
	else if (i == e->nskip)
		e->skip[e->nskip++] = (struct gbx_skip){ .kind = kind };
	e->skip[i].count += count;
	e->skip[i].bytes += bytes;
}

void gbx_entry_skips(struct gbx_entry_state *e, const struct gbx_skip *skip, uint32_t n, uint64_t bytes)
{
	uint64_t named = 0;
	for (uint32_t i = 0; i < n; i++) {
		add_skip(e, skip[i].kind, skip[i].count, skip[i].bytes);
		named += skip[i].bytes;
	}
	if (bytes > named)
		add_skip(e, "other", 0, bytes - named);
	e->sum.skipped_bytes += bytes;
}

static void account(struct gbx_job *j)
{
	struct gbx_sum_entry *e = &j->entry->sum;
	const struct gbx_parsed *d = &j->parsed;
	for (uint32_t i = 0; i < j->nbatch; i++)
		e->records += j->batch[i].batch->nrec;
	e->repaired += d->repaired;
	e->ragged += d->ragged;
	e->quarantined += d->nbad;
	e->bytes_records += d->bytes_records;
	e->bytes_repaired += d->bytes_repaired;
	e->bytes_quarantined += d->bytes_quarantined;
	gbx_entry_skips(j->entry, d->skip, d->nskip, d->bytes_skipped);
	if (j->oversize.len) {
		e->quarantined++;
		e->bytes_quarantined += j->oversize.len;
	}
}

/* In a row of several entries places count from the first one's start. */
static void shift_quarantine(struct gbx_job *j)
{
	uint64_t before = j->entry->together ? j->entry->together->sum.bytes : 0;
	j->oversize.off += before;
	for (uint32_t i = 0; i < j->parsed.nbad && before; i++)
		j->parsed.bad[i].off += before;
}

static enum gbx_rc store_quarantine(struct gbx_pipeline *p, struct gbx_job *j, struct gbx_err *err)
{
	enum gbx_rc rc = GBX_OK;
	if (!p->o.vault)
		return GBX_OK;
	shift_quarantine(j);
	if (j->oversize.len)
		rc = gbx_vault_put_quarantine(p->o.vault, j->entry->sum.id, &j->oversize, 1, err);
	if (!rc && j->parsed.nbad)
		rc = gbx_vault_put_quarantine(p->o.vault, j->entry->sum.id, j->parsed.bad,
					      j->parsed.nbad, err);
	if (!rc && j->nkeep)
		rc = gbx_vault_put_kept(p->o.vault, &j->keep_id, j->keep_bytes, gbx_buf_span(&j->kept),
					err);
	return rc;
}

static enum gbx_rc write_job(struct gbx_pipeline *p, struct gbx_job *j, struct gbx_err *err)
{
	if (j->kind == GBX_JOB_ENTRY || j->kind == GBX_JOB_SOURCE)
		return p->o.event(p->o.ctx, j, err);
	enum gbx_rc rc = GBX_OK;
	for (uint32_t i = 0; i < j->nbatch && !rc; i++) {
		atomic_fetch_add(&p->records, j->batch[i].batch->nrec);
		rc = store_batch(p, j->batch + i, err);
	}
	if (j->kind == GBX_JOB_CHUNK && !rc) {
		account(j);
		rc = store_quarantine(p, j, err);
	}
	return rc;
}

static void recycle(struct gbx_pipeline *p, struct gbx_job *j)
{
	gbx_parsed_reset(&j->parsed);
	j->nbatch = 0;
	j->nkeep = 0;
	j->oversize.len = 0;
	j->entry = NULL;
	gbx_buf_reset(&j->block);
	j->offsets.same = true;
	j->chunk.n = j->chunk.side = 0;
	gbx_queue_push(&p->free_jobs, j);
}

/* The next job in order, or NULL at the end or after a failure. */
static struct gbx_job *next_done(struct gbx_pipeline *p, uint64_t seq)
{
	struct gbx_job **slot = p->ring + seq % p->njob, *j = NULL;
	pthread_mutex_lock(&p->mu);
	while (!p->failed && !*slot && !(p->closed && seq == p->fed))
		pthread_cond_wait(&p->turn, &p->mu);
	if (!p->failed && *slot) {
		j = *slot;
		*slot = NULL;
	}
	pthread_mutex_unlock(&p->mu);
	return j;
}

static void *writer_main(void *ctx)
{
	struct gbx_pipeline *p = ctx;
	uint64_t seq = 0;
	note_ready(p);
	for (struct gbx_job *j; (j = next_done(p, seq)); seq++) {
		struct gbx_err err = { 0 };
		enum gbx_rc rc = write_job(p, j, &err);
		if (rc) {
			fail(p, rc, &err);
			break;
		}
		recycle(p, j);
		pthread_mutex_lock(&p->mu);
		p->done++;
		pthread_cond_broadcast(&p->turn);
		pthread_mutex_unlock(&p->mu);
	}
	return NULL;
}

/* ---- start, feed, finish ---- */

static bool make_jobs(struct gbx_pipeline *p)
{
	p->njob = p->o.threads + (p->o.store ? GBX_AHEAD_STORED : GBX_AHEAD);
	p->job = calloc(p->njob, sizeof *p->job);
	p->ring = calloc(p->njob, sizeof *p->ring);
	if (!p->job || !p->ring)
		return false;
	for (unsigned i = 0; i < p->njob; i++) {
		gbx_parsed_init(&p->job[i].parsed);
		gbx_offsets_init(&p->job[i].offsets, GBX_CHARSET_KIND_UTF8);
		gbx_buf_init(&p->job[i].block, GBX_SEALED_BYTES);
		gbx_buf_init(&p->job[i].kept, GBX_SEALED_BYTES);
		gbx_queue_push(&p->free_jobs, p->job + i);
	}
	return true;
}

static void release(struct gbx_pipeline *p)
{
	for (unsigned i = 0; p->job && i < p->njob; i++) {
		struct gbx_job *j = p->job + i;
		gbx_parsed_release(&j->parsed);
		gbx_chunk_release(&j->chunk);
		gbx_offsets_release(&j->offsets);
		gbx_buf_release(&j->block);
		gbx_buf_release(&j->kept);
		for (uint32_t k = 0; k < j->batch_cap; k++)
			gbx_buf_release(&j->batch[k].sealed);
		free(j->batch);
	}
	for (unsigned i = 0; p->worker && i < p->nworker; i++) {
		gbx_profile_release(&p->worker[i].profile);
		gbx_sealer_free(p->worker[i].sealer);
	}
	for (uint32_t i = 0; i < p->ndup; i++)
		gbx_records_release(p->dup + i);
	free(p->dup);
	free(p->worker);
	free(p->job);
	free(p->ring);
	gbx_queue_release(&p->free_jobs);
	gbx_queue_release(&p->work);
	pthread_cond_destroy(&p->turn);
	pthread_mutex_destroy(&p->mu);
	free(p);
}

static enum gbx_rc start_threads(struct gbx_pipeline *p, struct gbx_err *err)
{
	p->writer_started = !pthread_create(&p->writer, NULL, writer_main, p);
	for (unsigned i = 0; i < p->nworker && p->writer_started; i++) {
		if (pthread_create(&p->worker[i].thread, NULL, worker_main, p->worker + i))
			break;
		p->nstarted++;
	}
	if (p->nstarted == p->nworker)
		return GBX_OK;
	return gbx_fail(err, GBX_E_NOMEM, "starting threads");
}

static void join(struct gbx_pipeline *p)
{
	gbx_queue_close(&p->work);
	for (unsigned i = 0; i < p->nstarted; i++)
		pthread_join(p->worker[i].thread, NULL);
	if (p->writer_started)
		pthread_join(p->writer, NULL);
}

static enum gbx_rc make_workers(struct gbx_pipeline *p, struct gbx_err *err)
{
	p->worker = calloc(p->o.threads, sizeof *p->worker);
	if (!p->worker)
		return gbx_fail(err, GBX_E_NOMEM, NULL);
	p->nworker = p->o.threads;
	enum gbx_rc rc = GBX_OK;
	for (unsigned i = 0; i < p->nworker && !rc; i++) {
		p->worker[i].pipe = p;
		gbx_profile_init(&p->worker[i].profile, p->o.picks, p->o.seed);
		if (p->o.vault && gbx_vault_has_records(p->o.vault))
			rc = gbx_sealer_new(p->o.vault, &p->worker[i].sealer, err);
	}
	return rc;
}

enum gbx_rc gbx_pipeline_start(struct gbx_pipeline **out, const struct gbx_pipeline_options *o,
			       struct gbx_err *err)
{
	struct gbx_pipeline *p = calloc(1, sizeof *p);
	if (!p)
		return gbx_fail(err, GBX_E_NOMEM, NULL);
	p->o = *o;
	p->next_block = o->first_block;
	p->kept = o->kept;
	pthread_mutex_init(&p->mu, NULL);
	pthread_cond_init(&p->turn, NULL);
	enum gbx_rc rc = GBX_OK;
	if (!gbx_queue_init(&p->free_jobs, GBX_QUEUE_MAX) || !gbx_queue_init(&p->work, GBX_QUEUE_MAX) ||
	    !make_jobs(p))
		rc = gbx_fail(err, GBX_E_NOMEM, NULL);
	if (!rc)
		rc = make_workers(p, err);
	if (!rc)
		rc = start_threads(p, err);
	if (rc) {
		fail(p, rc, &(struct gbx_err){ .rc = rc });
		join(p);
		release(p);
		return rc;
	}
	*out = p;
	return GBX_OK;
}

struct gbx_job *gbx_pipeline_job(struct gbx_pipeline *p)
{
	pthread_mutex_lock(&p->mu);
	bool stop = p->failed;
	pthread_mutex_unlock(&p->mu);
	return stop ? NULL : gbx_queue_pop(&p->free_jobs);
}

void gbx_pipeline_return(struct gbx_pipeline *p, struct gbx_job *j) { recycle(p, j); }

void gbx_pipeline_feed(struct gbx_pipeline *p, struct gbx_job *j)
{
	pthread_mutex_lock(&p->mu);
	j->seq = p->fed++;
	pthread_mutex_unlock(&p->mu);
	gbx_queue_push(&p->work, j);
}

void gbx_pipeline_rest(struct gbx_pipeline *p)
{
	pthread_mutex_lock(&p->mu);
	while (!p->failed && (p->done < p->fed || p->ready <= p->nworker))
		pthread_cond_wait(&p->turn, &p->mu);
	pthread_mutex_unlock(&p->mu);
}

uint64_t gbx_pipeline_records(struct gbx_pipeline *p) { return atomic_load(&p->records); }

enum gbx_rc gbx_pipeline_finish(struct gbx_pipeline *p, struct gbx_profile *profile,
				struct gbx_records **dup, uint32_t *ndup, struct gbx_err *err)
{
	pthread_mutex_lock(&p->mu);
	p->closed = true;
	pthread_cond_broadcast(&p->turn);
	pthread_mutex_unlock(&p->mu);
	join(p);
	enum gbx_rc rc = p->failed ? p->err.rc : GBX_OK;
	if (rc && err)
		*err = p->err;
	for (unsigned i = 0; i < p->nworker && !rc; i++)
		rc = gbx_profile_merge(profile, &p->worker[i].profile, err);
	*dup = p->dup;
	*ndup = p->ndup;
	p->dup = NULL;
	p->ndup = 0;
	release(p);
	return rc;
}

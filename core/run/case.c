/* Counting a case again, and storing what was counted; the contract is in case.h. */
#include "case.h"

#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

#include "../base/limits.h"
#include "../report/model.h"
#include "../report/report.h"

#define TELL_SECONDS 0.2
/* Blocks of a relation that its plan is made from, spread evenly. */
#define PLAN_BLOCKS 256u
#define VALUE_BYTES 32u /* that a value takes on average until its column is planned */

double gbx_now(void)
{
	struct timespec t;
	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec + (double)t.tv_nsec * 1e-9;
}

unsigned gbx_threads(unsigned asked)
{
	long n = asked ? (long)asked : sysconf(_SC_NPROCESSORS_ONLN);
	if (!asked && n > 8)
		n = 8;
	return n < 1 ? 1 : n > (long)GBX_THREADS ? GBX_THREADS : (unsigned)n;
}

enum gbx_rc gbx_case_run_init(struct gbx_case_run *r, struct gbx_vault *v, gbx_progress_fn *progress,
			      struct gbx_err *err)
{
	*r = (struct gbx_case_run){ .vault = v, .progress = progress, .started = gbx_now() };
	gbx_summary_init(&r->summary);
	gbx_arena_init(&r->names, GBX_TYPE_RULE_BYTES * 4);
	gbx_profile_init(&r->profile, 0, 0);
	return gbx_registry_init(&r->registry, 1, err);
}

static void forget_counts(struct gbx_case_run *r)
{
	for (uint32_t i = 0; i < r->ndup; i++)
		gbx_records_release(r->dup + i);
	free(r->dup);
	r->dup = NULL;
	r->ndup = 0;
	gbx_profile_release(&r->profile);
	gbx_registry_release(&r->registry);
}

void gbx_case_run_release(struct gbx_case_run *r)
{
	forget_counts(r);
	free(r->refuted);
	free(r->overrule);
	gbx_arena_release(&r->names);
	gbx_summary_release(&r->summary);
}

void gbx_case_run_tell(struct gbx_case_run *r, const char *step, uint64_t bytes, uint64_t total,
		       uint64_t records)
{
	double now = gbx_now();
	if (!r->progress || now - r->told < TELL_SECONDS)
		return;
	r->told = now;
	r->progress(&(struct gbx_progress){ step, bytes, total, records, now - r->started });
}

/* ---- what the user set ---- */

static enum gbx_rc add_overrule(struct gbx_case_run *r, const char *relation, const char *field,
				enum gbx_type t, struct gbx_err *err)
{
	struct gbx_buf b = GBX_BUF_INIT(GBX_TYPE_RULE_BYTES);
	gbx_buf_adds(&b, relation);
	gbx_buf_adds(&b, relation[0] ? "." : "");
	gbx_buf_adds(&b, field);
	char *name = gbx_buf_failed(&b) ? NULL : gbx_arena_dup(&r->names, gbx_buf_str(&b), b.n);
	gbx_buf_release(&b);
	struct gbx_overrule *more = realloc(r->overrule, (r->noverrule + 1) * sizeof *more);
	if (more)
		r->overrule = more;
	if (!more || !name)
		return gbx_fail(err, GBX_E_NOMEM, NULL);
	r->overrule[r->noverrule++] = (struct gbx_overrule){ name, t, false };
	return GBX_OK;
}

enum gbx_rc gbx_case_overrule(struct gbx_case_run *r, const struct gbx_summary *s,
			      const struct gbx_type_rule *rule, size_t n, struct gbx_err *err)
{
	enum gbx_rc rc = GBX_OK;
	for (uint32_t i = 0; i < s->nrelation; i++)
		for (uint32_t k = 0; k < s->relation[i].nfield && !rc; k++) {
			const struct gbx_sum_field *f = s->relation[i].field + k;
			if (f->by_user)
				rc = add_overrule(r, s->relation[i].name, f->name, f->type, err);
		}
	for (size_t i = 0; i < n && !rc; i++)
		rc = add_overrule(r, "", rule[i].field, (enum gbx_type)rule[i].type, err);
	r->registry.overrule = r->overrule;
	r->registry.noverrule = r->noverrule;
	return rc;
}

void gbx_case_idle_rules(const struct gbx_case_run *r, size_t n, struct gbx_outcome *out)
{
	const struct gbx_overrule *o = r->overrule + (r->noverrule - n);
	for (size_t i = 0; i < n; i++)
		if (!o[i].fits && !out->types_idle++)
			out->type_idle = (uint32_t)i;
}

/* What an earlier run stored holds for a later one. */
static enum gbx_rc know_overrules(struct gbx_case_run *r, struct gbx_err *err)
{
	struct gbx_summary s;
	if (r->noverrule)
		return GBX_OK;
	gbx_summary_init(&s);
	enum gbx_rc rc = gbx_vault_load(r->vault, &s, err);
	if (!rc)
		rc = gbx_case_overrule(r, &s, NULL, 0, err);
	gbx_summary_release(&s);
	return rc;
}

/* ---- counting again ---- */

/* Blocks of each relation, to spread the sample. */
struct spread {
	uint32_t *blocks, *seen; /* by relation index */
	uint32_t n;
};

static enum gbx_rc know_relations(struct gbx_case_run *r, struct spread *s, struct gbx_err *err)
{
	struct gbx_vault_relation *rel;
	enum gbx_rc rc = gbx_vault_relations(r->vault, &r->summary.arena, &rel, &s->n, err);
	for (uint32_t i = 0; i < s->n && !rc; i++) {
		struct gbx_reg_relation *made;
		rc = gbx_registry_add(&r->registry, rel[i].name, rel[i].shape, &made, err);
		if (!rc && made->id != rel[i].id)
			rc = gbx_fail(err, GBX_E_CASE_DAMAGED, "relation ids have gaps");
		if (!rc)
			made->announced = true;
	}
	s->blocks = calloc(s->n + 1, sizeof *s->blocks);
	s->seen = calloc(s->n + 1, sizeof *s->seen);
	if (!rc && (!s->blocks || !s->seen))
		rc = gbx_fail(err, GBX_E_NOMEM, NULL);
	return rc;
}

/* Calls each() for every block of the case. */
static enum gbx_rc for_blocks(struct gbx_case_run *r, struct spread *s,
			      enum gbx_rc (*each)(void *ctx, const struct gbx_vault_block *b,
						  struct gbx_err *err),
			      void *ctx, struct gbx_err *err)
{
	struct gbx_vault_block b;
	enum gbx_rc rc;
	for (uint64_t at = 0; !(rc = gbx_vault_next_block(r->vault, at, &b, err)); at = b.id.seq + 1) {
		if (b.id.relation - 1 >= s->n)
			return gbx_fail(err, GBX_E_CASE_DAMAGED, "a block of an unknown relation");
		if ((rc = each(ctx, &b, err)))
			return rc;
	}
	return rc == GBX_END ? GBX_OK : rc;
}

static enum gbx_rc count_block(void *ctx, const struct gbx_vault_block *b, struct gbx_err *err)
{
	(void)err;
	struct spread *s = ctx;
	s->blocks[b->id.relation - 1]++;
	return GBX_OK;
}

struct planner {
	struct gbx_case_run *r;
	struct spread *s;
	struct gbx_sealer *sealer;
	struct gbx_parsed parsed;
};

static enum gbx_rc sample_block(void *ctx, const struct gbx_vault_block *b, struct gbx_err *err)
{
	struct planner *p = ctx;
	uint32_t i = b->id.relation - 1, blocks = p->s->blocks[i];
	uint32_t step = blocks / PLAN_BLOCKS + 1;
	if (p->s->seen[i]++ % step)
		return GBX_OK;
	gbx_parsed_reset(&p->parsed);
	enum gbx_rc rc = gbx_unseal(p->sealer, &b->id, b->sealed, &p->parsed, err);
	if (rc || !p->parsed.nbatch)
		return rc;
	const struct gbx_batch *batch = p->parsed.batch[0];
	uint32_t used = (blocks + step - 1) / step;
	uint32_t room = GBX_WAITING_BYTES / VALUE_BYTES / (batch->ncol + 1), most = GBX_PLAN_VALUES;
	return gbx_registry_collect(&p->r->registry, p->r->registry.rel[i], batch,
				    (room < most ? room : most) / used + 1, err);
}

static enum gbx_rc plan_again(struct gbx_case_run *r, struct spread *s, struct gbx_err *err)
{
	struct planner p = { .r = r, .s = s };
	gbx_parsed_init(&p.parsed);
	enum gbx_rc rc = gbx_sealer_new(r->vault, &p.sealer, err);
	if (!rc)
		rc = for_blocks(r, s, count_block, s, err);
	if (!rc)
		rc = for_blocks(r, s, sample_block, &p, err);
	if (!rc)
		rc = gbx_registry_settle(&r->registry, err);
	gbx_sealer_free(p.sealer);
	gbx_parsed_release(&p.parsed);
	return rc;
}

struct feeder {
	struct gbx_case_run *r;
	struct gbx_pipeline *pipe;
};

static enum gbx_rc feed_block(void *ctx, const struct gbx_vault_block *b, struct gbx_err *err)
{
	struct feeder *f = ctx;
	struct gbx_job *j = gbx_pipeline_job(f->pipe);
	if (!j)
		return GBX_OK; /* it failed: finish says why */
	j->kind = GBX_JOB_BLOCK;
	j->block_id = b->id;
	gbx_buf_add(&j->block, b->sealed.p, b->sealed.n);
	bool ok = !gbx_buf_failed(&j->block);
	gbx_pipeline_feed(f->pipe, j);
	gbx_case_run_tell(f->r, "counting", 0, 0, gbx_pipeline_records(f->pipe));
	return ok ? GBX_OK : gbx_fail(err, GBX_E_NOMEM, NULL);
}

static enum gbx_rc count_again(struct gbx_case_run *r, struct spread *s, unsigned threads,
			       unsigned picks, uint64_t seed, struct gbx_err *err)
{
	struct gbx_pipeline_options o = {
		.vault = r->vault,
		.registry = &r->registry,
		.threads = threads,
		.picks = picks,
		.seed = seed,
	};
	struct feeder f = { .r = r };
	enum gbx_rc rc = gbx_pipeline_start(&f.pipe, &o, err);
	if (rc)
		return rc;
	gbx_profile_init(&r->profile, picks, seed);
	struct gbx_err first = { 0 };
	rc = for_blocks(r, s, feed_block, &f, &first);
	enum gbx_rc done = gbx_pipeline_finish(f.pipe, &r->profile, &r->dup, &r->ndup, err);
	if (!rc || done)
		return done;
	if (err)
		*err = first;
	return rc;
}

enum gbx_rc gbx_case_recount(struct gbx_case_run *r, unsigned threads, unsigned picks,
			     uint64_t seed, struct gbx_err *err)
{
	struct spread s = { 0 };
	forget_counts(r);
	r->recounted = true;
	enum gbx_rc rc = gbx_registry_init(&r->registry, 1, err);
	if (!rc)
		rc = know_overrules(r, err);
	r->registry.overrule = r->overrule;
	r->registry.noverrule = r->noverrule;
	if (!rc)
		rc = know_relations(r, &s, err);
	if (!rc)
		rc = plan_again(r, &s, err);
	if (!rc)
		rc = count_again(r, &s, threads, picks, seed, err);
	free(s.blocks);
	free(s.seen);
	return rc;
}

static bool column_refuted(const struct gbx_reg_column *c, const struct gbx_column_profile *p)
{
	if (c->unsteady)
		return true;
	return p && gbx_plan_refuted(c->plan, gbx_profile_explained(c->plan, p), p->non_empty,
				     p->placeholders);
}

static bool relation_refuted(const struct gbx_reg_relation *rel, const struct gbx_relation_profile *p)
{
	for (uint32_t k = 0; k < rel->ncol; k++)
		if (column_refuted(rel->col[k], p && k < p->ncol ? p->col[k] : NULL))
			return true;
	return false;
}

enum gbx_rc gbx_case_judge(struct gbx_case_run *r, bool *any, struct gbx_err *err)
{
	*any = false;
	free(r->refuted);
	r->refuted = calloc(r->registry.nrel + 1, sizeof *r->refuted);
	if (!r->refuted)
		return gbx_fail(err, GBX_E_NOMEM, NULL);
	r->nrefuted = r->registry.nrel;
	for (uint32_t i = 0; i < r->nrefuted; i++) {
		r->refuted[i] = relation_refuted(r->registry.rel[i],
						 i < r->profile.nrel ? r->profile.rel[i] : NULL);
		*any |= r->refuted[i];
	}
	return GBX_OK;
}

/* ---- storing ---- */

static int by_set(const void *pa, const void *pb)
{
	const struct gbx_candidate *a = pa, *b = pb;
	if (a->relation != b->relation)
		return a->relation < b->relation ? -1 : 1;
	int sets = gbx_typeset_cmp(&a->set, &b->set);
	if (sets)
		return sets;
	if (a->priority != b->priority)
		return a->priority < b->priority ? -1 : 1;
	if (a->block != b->block)
		return a->block < b->block ? -1 : 1;
	return a->row < b->row ? -1 : a->row > b->row;
}

static uint32_t copy_picks(const struct gbx_sets *s, uint32_t relation, struct gbx_candidate *c)
{
	uint32_t n = 0;
	for (uint32_t k = 0; k < s->cap; k++)
		for (uint32_t m = 0; m < s->slot[k].npick; m++) {
			const struct gbx_pick *p = s->slot[k].pick + m;
			c[n++] = (struct gbx_candidate){ relation, s->slot[k].set, p->priority, p->block, p->row };
		}
	return n;
}

enum gbx_rc gbx_case_candidates(const struct gbx_case_run *r, struct gbx_arena *a,
				struct gbx_candidate **c, uint32_t *n, struct gbx_err *err)
{
	uint64_t total = 0;
	for (uint32_t i = 0; i < r->profile.nrel; i++)
		total += r->profile.rel[i] ? r->profile.rel[i]->sets.total_picks : 0;
	*n = 0;
	*c = gbx_arena_alloc(a, (total + 1) * sizeof **c);
	if (!*c)
		return gbx_fail(err, GBX_E_NOMEM, NULL);
	for (uint32_t i = 0; i < r->profile.nrel; i++)
		if (r->profile.rel[i])
			*n += copy_picks(&r->profile.rel[i]->sets, r->registry.first_id + i, *c + *n);
	qsort(*c, *n, sizeof **c, by_set);
	return GBX_OK;
}

static enum gbx_rc store_candidates(struct gbx_case_run *r, uint64_t seed, struct gbx_err *err)
{
	struct gbx_candidate *c;
	uint32_t n;
	enum gbx_rc rc = gbx_case_candidates(r, &r->summary.arena, &c, &n, err);
	return rc ? rc : gbx_vault_put_candidates(r->vault, seed, c, n, err);
}

void gbx_summary_reproducible(struct gbx_summary *s)
{
	uint64_t h[2] = { 0x676C6F7665626F78u, 0x63617365u }; /* FNV-like over the digests */
	for (uint32_t i = 0; i < s->nsource; i++)
		for (const char *p = s->source[i].sha256; p && *p; p++) {
			h[0] = (h[0] ^ (unsigned char)*p) * 0x100000001B3u;
			h[1] = (h[1] ^ h[0]) * 0x9E3779B97F4A7C15u;
		}
	snprintf(s->case_id, sizeof s->case_id, "%08x-%04x-8%03x-8%03x-%012llx", (unsigned)(h[0] >> 32),
		 (unsigned)(h[0] >> 16 & 0xFFFF), (unsigned)(h[0] & 0xFFF), (unsigned)(h[1] >> 52),
		 (unsigned long long)(h[1] & 0xFFFFFFFFFFFFu));
	snprintf(s->created, sizeof s->created, "1970-01-01T00:00:00Z");
	s->seconds = 0;
}

enum gbx_rc gbx_case_store_figures(struct gbx_case_run *r, bool finished, uint64_t seed,
				   struct gbx_err *err)
{
	struct gbx_summary *s = &r->summary;
	while (r->ndup < r->registry.nrel) {
		struct gbx_records *more = realloc(r->dup, (r->ndup + 1) * sizeof *more);
		if (!more)
			return gbx_fail(err, GBX_E_NOMEM, NULL);
		r->dup = more;
		gbx_records_init(r->dup + r->ndup++, 1);
	}
	enum gbx_rc rc = gbx_profile_summarise(&r->profile, &r->registry, r->dup, s, err);
	for (uint32_t i = 0; i < s->nrelation && !rc; i++) {
		bool wrong = i < r->nrefuted && r->refuted[i];
		s->relation[i].recounted = wrong && r->recounted;
		s->relation[i].plan_doubtful = wrong && !r->recounted;
	}
	s->finished = finished;
	s->seconds = gbx_now() - r->started;
	s->input_bytes = 0;
	for (uint32_t i = 0; i < s->nsource; i++)
		s->input_bytes += s->source[i].bytes;
	if (!rc && gbx_vault_has_records(r->vault))
		rc = store_candidates(r, seed, err);
	return rc ? rc : gbx_vault_put_figures(r->vault, s, err);
}

void gbx_case_outcome(struct gbx_summary *s, struct gbx_outcome *out)
{
	*out = (struct gbx_outcome){
		.records = s->records,
		.quarantined = s->quarantined,
		.repaired = s->repaired,
		.partial = gbx_summary_partial(s, 0) != NULL,
		.nothing = s->records == 0 && s->quarantined == 0,
		.unaccounted = s->finished && !gbx_report_accounted(s),
	};
	for (uint32_t i = 0; i < s->nentry; i++) {
		const struct gbx_sum_entry *e = s->entry + i;
		out->entries += gbx_entry_files(e);
		if (e->status != GBX_ENTRY_PARTIAL && gbx_entry_lacks(e))
			out->entries_not_read += gbx_entry_files(e);
	}
}

/* Planning the columns of a case: from a batch, or from what waited; see registry.h. */
#include <stdlib.h>

#include "../base/limits.h"
#include "registry_impl.h"

static bool headerless(const struct gbx_reg_column *c)
{
	if (c->name_len < 2 || c->name[0] != 'c')
		return false;
	for (uint32_t i = 1; i < c->name_len; i++)
		if (c->name[i] < '0' || c->name[i] > '9')
			return false;
	return true;
}

uint32_t gbx_registry_borrow(const struct gbx_batch *b, const struct gbx_column *col, struct gbx_value *v,
		       uint32_t most)
{
	uint32_t n = 0;
	for (uint32_t i = 0; i < col->n && n < most; i++) {
		struct gbx_span s = gbx_cell_span(b, col->cell[i]);
		s = gbx_trim(s.p, s.n);
		if (s.n)
			v[n++] = gbx_value_of(s.p, s.n);
	}
	return n;
}

static void forget_waiting(struct gbx_registry *r, struct gbx_reg_column *c)
{
	r->waiting -= c->waiting.cap;
	gbx_waiting_release(&c->waiting);
}

enum gbx_rc gbx_registry_keep(struct gbx_registry *r, struct gbx_reg_column *c,
			   const struct gbx_value *v, uint32_t n, uint32_t ceiling,
			   struct gbx_err *err)
{
	struct gbx_waiting *w = &c->waiting;
	size_t had = w->cap, most = GBX_PENDING_BYTES + (size_t)ceiling * 16;
	bool ok = true;
	for (uint32_t i = 0; i < n && w->n < ceiling && ok; i++) {
		/* of a first one that is longer than all of them may be, the beginning says more than nothing */
		if (w->n && w->bytes + v[i].n > most)
			break;
		ok = gbx_waiting_add(w, v + i, GBX_PENDING_BYTES);
	}
	r->waiting += w->cap - had;
	return ok ? GBX_OK : gbx_fail(err, GBX_E_NOMEM, NULL);
}

static struct gbx_column_sample sample_of(const struct gbx_reg_column *c, const struct gbx_value *v,
					  uint32_t n, uint32_t records)
{
	return (struct gbx_column_sample){
		.name = gbx_span_of(c->name, c->name_len),
		.v = v,
		.n = n,
		.records = records,
		.headerless = headerless(c),
		.list = c->flags & GBX_COLUMN_LIST,
		.envelope = c->flags & GBX_COLUMN_ENVELOPE,
		.set = c->set,
	};
}

static enum gbx_rc set_plan(struct gbx_registry *r, struct gbx_reg_column *c,
			    const struct gbx_column_plan *plan, struct gbx_err *err)
{
	struct gbx_column_plan *p = gbx_arena_alloc(&r->plans, sizeof *p);
	if (!p)
		return gbx_fail(err, GBX_E_NOMEM, NULL);
	*p = *plan;
	if (c->plan && (c->plan->type != p->type || c->plan->variant != p->variant))
		c->unsteady = true;
	c->plan = p;
	c->planned = p->sampled;
	c->round = r->rounds;
	return GBX_OK;
}

/* Plans columns which[0..n) together, from samples already made. */
static enum gbx_rc plan_columns(struct gbx_registry *r, struct gbx_reg_column **which,
				const struct gbx_column_sample *sample, uint32_t n,
				struct gbx_err *err)
{
	struct gbx_column_plan *plan = calloc(n ? n : 1, sizeof *plan);
	if (!plan)
		return gbx_fail(err, GBX_E_NOMEM, NULL);
	gbx_plan_relation(sample, n, plan);
	enum gbx_rc rc = GBX_OK;
	r->rounds++;
	for (uint32_t i = 0; i < n && rc == GBX_OK; i++)
		rc = set_plan(r, which[i], plan + i, err);
	free(plan);
	return rc;
}

/* What planning from one batch needs; everything in the batch's arena. */
struct planning {
	struct gbx_reg_column **which;
	struct gbx_column_sample *sample;
	uint32_t n;
};

static struct gbx_value *waiting_of(const struct gbx_reg_column *c, struct gbx_arena *a)
{
	struct gbx_value *v = gbx_arena_alloc(a, (c->waiting.n + 1) * sizeof *v);
	if (v)
		gbx_waiting_list(&c->waiting, v);
	return v;
}

/* A column without a plan is planned from this batch; one with a provisional plan
 * again, once it has gathered enough. */
static enum gbx_rc consider(struct gbx_registry *r, struct gbx_reg_column *c,
			    const struct gbx_batch *b, const struct gbx_column *bc,
			    struct gbx_arena *a, struct planning *pl, struct gbx_err *err)
{
	if (c->settled)
		return GBX_OK;
	uint32_t most = bc->n < GBX_PLAN_VALUES ? bc->n : GBX_PLAN_VALUES;
	struct gbx_value *v = gbx_arena_alloc(a, (most ? most : 1) * sizeof *v);
	if (!v)
		return gbx_fail(err, GBX_E_NOMEM, NULL);
	uint32_t n = gbx_registry_borrow(b, bc, v, most);
	bool first = !c->plan;
	if (n < GBX_PLAN_ENOUGH) {
		enum gbx_rc rc = gbx_registry_keep(r, c, v, n, GBX_PLAN_ENOUGH, err);
		if (rc)
			return rc;
		n = c->waiting.n;
		v = NULL;
	}
	c->settled = n >= GBX_PLAN_ENOUGH;
	if (first || c->settled) {
		v = v ? v : waiting_of(c, a);
		if (!v)
			return gbx_fail(err, GBX_E_NOMEM, NULL);
		pl->which[pl->n] = c;
		pl->sample[pl->n++] = sample_of(c, v, n, b->nrec);
	}
	return GBX_OK;
}

enum gbx_rc gbx_registry_plan_from(struct gbx_registry *r, struct gbx_reg_relation *rel,
			     const struct gbx_batch *b, const struct gbx_count_column *cc,
			     struct gbx_arena *a, struct gbx_err *err)
{
	struct planning pl = {
		.which = gbx_arena_alloc(a, b->ncol * sizeof *pl.which),
		.sample = gbx_arena_alloc(a, b->ncol * sizeof *pl.sample),
	};
	if (!pl.which || !pl.sample)
		return gbx_fail(err, GBX_E_NOMEM, NULL);
	for (uint32_t i = 0; i < b->ncol; i++) {
		enum gbx_rc rc = consider(r, rel->col[cc[i].id], b, b->col + i, a, &pl, err);
		if (rc)
			return rc;
	}
	enum gbx_rc rc = pl.n ? plan_columns(r, pl.which, pl.sample, pl.n, err) : GBX_OK;
	for (uint32_t i = 0; i < pl.n; i++)
		if (pl.which[i]->settled)
			forget_waiting(r, pl.which[i]);
	return rc;
}

/* Did nothing come that the plans of the columns were not made from, together? */
static bool nothing_new(struct gbx_reg_column *const *which, uint32_t n)
{
	for (uint32_t i = 0; i < n; i++)
		if (!which[i]->round || which[i]->round != which[0]->round ||
		    which[i]->planned != which[i]->waiting.n)
			return false;
	return true;
}

static enum gbx_rc plan_waiting(struct gbx_registry *r, const struct gbx_reg_relation *rel,
				struct gbx_reg_column **which, uint32_t n, struct gbx_err *err)
{
	struct gbx_arena a;
	gbx_arena_init(&a, GBX_PLAN_MEMORY);
	struct gbx_column_sample *sample = gbx_arena_alloc(&a, n * sizeof *sample);
	uint32_t records = rel->records < UINT32_MAX ? (uint32_t)rel->records : UINT32_MAX;
	enum gbx_rc rc = sample ? GBX_OK : gbx_fail(err, GBX_E_NOMEM, NULL);
	for (uint32_t i = 0; i < n && !rc; i++) {
		struct gbx_value *v = waiting_of(which[i], &a);
		if (v)
			sample[i] = sample_of(which[i], v, which[i]->waiting.n, records);
		else
			rc = gbx_fail(err, GBX_E_NOMEM, NULL);
	}
	if (!rc)
		rc = plan_columns(r, which, sample, n, err);
	gbx_arena_release(&a);
	return rc;
}

enum gbx_rc gbx_registry_settle_relation(struct gbx_registry *r, struct gbx_reg_relation *rel,
				   struct gbx_err *err)
{
	struct gbx_reg_column **which = calloc(rel->ncol + 1, sizeof *which);
	uint32_t n = 0;
	if (!which)
		return gbx_fail(err, GBX_E_NOMEM, NULL);
	for (uint32_t i = 0; i < rel->ncol; i++)
		if (!rel->col[i]->settled)
			which[n++] = rel->col[i];
	enum gbx_rc rc = n && !nothing_new(which, n) ? plan_waiting(r, rel, which, n, err) : GBX_OK;
	for (uint32_t i = 0; i < n; i++) {
		which[i]->settled = true;
		forget_waiting(r, which[i]);
	}
	free(which);
	return rc;
}

enum gbx_rc gbx_registry_settle_oldest(struct gbx_registry *r, struct gbx_err *err)
{
	enum gbx_rc rc = GBX_OK;
	if (r->waiting <= GBX_WAITING_BYTES)
		return GBX_OK;
	for (uint32_t i = 0; i < r->nrel && !rc && r->waiting > GBX_WAITING_BYTES / 2; i++) {
		r->oldest = r->oldest < r->nrel ? r->oldest : 0;
		rc = gbx_registry_settle_relation(r, r->rel[r->oldest++], err);
	}
	return rc;
}

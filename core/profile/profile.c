/* Profiles: their parts, and how they merge. Counting is in count.c, the contract in profile.h. */
#include "profile.h"

#include <stdlib.h>

#include "../base/limits.h"
#include "count.h"

void gbx_profile_init(struct gbx_profile *p, uint32_t picks, uint64_t seed)
{
	*p = (struct gbx_profile){ .picks = picks, .seed = seed };
}

static void column_release(struct gbx_column_profile *c)
{
	if (!c)
		return;
	gbx_tally_release(&c->shape);
	gbx_counters_release(&c->stray);
	gbx_counters_release(&c->month);
	gbx_counters_release(&c->region);
	gbx_stored_free(c->stored);
	free(c);
}

static void relation_release(struct gbx_relation_profile *r)
{
	if (!r)
		return;
	for (uint32_t i = 0; i < r->ncol; i++)
		column_release(r->col[i]);
	free(r->col);
	gbx_sets_release(&r->sets);
	free(r);
}

void gbx_profile_release(struct gbx_profile *p)
{
	for (uint32_t i = 0; i < p->nrel; i++)
		relation_release(p->rel[i]);
	free(p->rel);
	free(p->set);
	free(p->record_hash);
	free(p->valid_hash);
	free(p->rest_hash);
	free(p->space);
	gbx_profile_init(p, p->picks, p->seed);
}

/* ---- growing ---- */

/* An array of pointers grown with NULLs so that index i exists. */
static bool reach(void ***array, uint32_t *n, uint32_t i)
{
	if (i < *n)
		return true;
	uint32_t more = *n ? *n * 2 : 16;
	while (more <= i)
		more *= 2;
	void **p = realloc(*array, more * sizeof *p);
	if (!p)
		return false;
	memset(p + *n, 0, (more - *n) * sizeof *p);
	*array = p;
	*n = more;
	return true;
}

struct gbx_relation_profile *gbx_profile_relation(struct gbx_profile *p, uint32_t i)
{
	if (!reach((void ***)&p->rel, &p->nrel, i))
		return NULL;
	if (!p->rel[i]) {
		p->rel[i] = calloc(1, sizeof *p->rel[i]);
		if (p->rel[i])
			gbx_sets_init(&p->rel[i]->sets, p->picks);
	}
	return p->rel[i];
}

/* How many shapes are told apart: by the place of the column alone, so that memory is
 * bounded and the outcome does not depend on threads. */
static uint32_t shape_limit(uint32_t i, uint32_t ordinal)
{
	if (i < 64 && ordinal < 1024)
		return 4 * GBX_SHAPES;
	return ordinal < GBX_CASE_COLUMNS / 8 ? GBX_SHAPES / 8 : GBX_SHAPES / 32;
}

struct gbx_column_profile *gbx_profile_column(struct gbx_relation_profile *r, uint32_t i, uint32_t ordinal)
{
	if (!reach((void ***)&r->col, &r->ncol, i))
		return NULL;
	if (!r->col[i]) {
		r->col[i] = calloc(1, sizeof *r->col[i]);
		if (r->col[i])
			gbx_tally_init(&r->col[i]->shape, shape_limit(i, ordinal));
	}
	return r->col[i];
}

bool gbx_profile_reserve(struct gbx_profile *p, const struct gbx_batch *b)
{
	uint32_t cells = b->nrec;
	for (uint32_t i = 0; i < b->ncol; i++)
		cells = b->col[i].n > cells ? b->col[i].n : cells;
	if (b->nrec > p->record_cap) {
		free(p->set);
		free(p->record_hash);
		p->set = malloc(b->nrec * sizeof *p->set);
		p->record_hash = malloc(b->nrec * sizeof *p->record_hash);
		p->record_cap = p->set && p->record_hash ? b->nrec : 0;
	}
	if (cells > p->hash_cap) {
		free(p->valid_hash);
		free(p->rest_hash);
		p->valid_hash = malloc(cells * sizeof *p->valid_hash);
		p->rest_hash = malloc(cells * sizeof *p->rest_hash);
		p->hash_cap = p->valid_hash && p->rest_hash ? cells : 0;
	}
	return b->nrec <= p->record_cap && cells <= p->hash_cap && gbx_count_space(p);
}

/* ---- merging ---- */

static bool add_stored(struct gbx_stored **to, const struct gbx_stored *from)
{
	if (!from)
		return true;
	if (!*to)
		*to = gbx_stored_new();
	return *to && gbx_stored_merge(*to, from);
}

static bool merge_column(struct gbx_column_profile *c, const struct gbx_column_profile *from)
{
	if (from->non_empty) {
		if (!c->non_empty || from->len_min < c->len_min)
			c->len_min = from->len_min;
		if (from->len_max > c->len_max)
			c->len_max = from->len_max;
	}
	if (from->timed) {
		if (!c->timed || from->earliest < c->earliest)
			c->earliest = from->earliest;
		if (!c->timed || from->latest > c->latest)
			c->latest = from->latest;
		c->timed = true;
		c->time_of_day |= from->time_of_day;
	}
	c->non_empty += from->non_empty;
	c->placeholders += from->placeholders;
	c->valid += from->valid;
	gbx_tally_merge(&c->shape, &from->shape);
	return !c->shape.failed && gbx_counters_merge(&c->stray, &from->stray) &&
	       gbx_counters_merge(&c->month, &from->month) &&
	       gbx_counters_merge(&c->region, &from->region) &&
	       add_stored(&c->stored, from->stored);
}

/* What only `from` has is moved: a copy of thousands of columns is memory. */
static bool merge_relation(struct gbx_relation_profile *r, struct gbx_relation_profile *from)
{
	r->records += from->records;
	for (uint32_t i = 0; i < from->ncol; i++) {
		struct gbx_column_profile *c = from->col[i];
		if (!c)
			continue;
		if (!reach((void ***)&r->col, &r->ncol, i) || (r->col[i] && !merge_column(r->col[i], c)))
			return false;
		if (r->col[i])
			column_release(c);
		else
			r->col[i] = c;
		from->col[i] = NULL;
	}
	gbx_sets_merge(&r->sets, &from->sets);
	return !r->sets.failed;
}

static bool take_relation(struct gbx_profile *p, uint32_t i, struct gbx_relation_profile *from)
{
	if (!reach((void ***)&p->rel, &p->nrel, i))
		return false;
	if (!p->rel[i]) {
		p->rel[i] = from;
		return true;
	}
	bool ok = merge_relation(p->rel[i], from);
	relation_release(from);
	return ok;
}

enum gbx_rc gbx_profile_merge(struct gbx_profile *p, struct gbx_profile *from, struct gbx_err *err)
{
	p->failed |= from->failed;
	for (unsigned i = 0; i < GBX_T_COUNT; i++)
		p->type_valid[i] += from->type_valid[i];
	for (uint32_t i = 0; i < from->nrel && !p->failed; i++) {
		struct gbx_relation_profile *r = from->rel[i];
		from->rel[i] = NULL;
		p->failed |= r && !take_relation(p, i, r);
	}
	return p->failed ? gbx_fail(err, GBX_E_NOMEM, NULL) : GBX_OK;
}

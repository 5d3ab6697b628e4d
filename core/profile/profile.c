/* Counting a batch, column by column; the contract is in profile.h. */
#include "profile.h"

#include <stdlib.h>

#define XXH_INLINE_ALL
#include <xxhash.h>

#include "../base/limits.h"
#include "shape.h"

#define HITS 64u

void gbx_profile_init(struct gbx_profile *p, uint32_t picks, uint64_t seed)
{
	*p = (struct gbx_profile){ .picks = picks, .seed = seed };
}

static void column_release(struct gbx_column_profile *c)
{
	if (!c)
		return;
	gbx_tally_release(&c->shape);
	free(c->stray);
	free(c->month);
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

static struct gbx_relation_profile *relation_of(struct gbx_profile *p, uint32_t i)
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

static struct gbx_column_profile *column_of(struct gbx_relation_profile *r, uint32_t i)
{
	if (!reach((void ***)&r->col, &r->ncol, i))
		return NULL;
	if (!r->col[i]) {
		r->col[i] = calloc(1, sizeof *r->col[i]);
		if (r->col[i])
			gbx_tally_init(&r->col[i]->shape, i < 64 ? 4 * GBX_SHAPES : GBX_SHAPES / 8);
	}
	return r->col[i];
}

static bool working_space(struct gbx_profile *p, const struct gbx_batch *b)
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
	return b->nrec <= p->record_cap && cells <= p->hash_cap;
}

/* ---- one value ---- */

static inline uint64_t mix(uint64_t h)
{
	h ^= h >> 33;
	h *= 0xFF51AFD7ED558CCDu;
	h ^= h >> 33;
	h *= 0xC4CEB9FE1A85EC53u;
	return h ^ h >> 33;
}

/* What counting a column carries from value to value. */
struct counting {
	struct gbx_profile *p;
	struct gbx_column_profile *c;
	const struct gbx_count_column *how;
	struct gbx_distinct *type; /* by type, of values found outside their column */
	bool timed, months;
	uint32_t nvalid, nrest;
};

static void note_time(struct counting *k, const struct gbx_value *v)
{
	int64_t t;
	bool day_only;
	if (!gbx_time_parse(k->how->plan->type, k->how->plan->variant, v, &t, &day_only))
		return;
	struct gbx_column_profile *c = k->c;
	if (!c->timed || t < c->earliest)
		c->earliest = t;
	if (!c->timed || t > c->latest)
		c->latest = t;
	c->timed = true;
	c->time_of_day |= !day_only;
	if (!k->months)
		return;
	int32_t m = gbx_month_of(t) + 70 * 12; /* from 1900-01 */
	if (m < 0 || m >= GBX_MONTHS)
		return;
	if (!c->month)
		c->month = calloc(GBX_MONTHS, sizeof *c->month);
	if (c->month)
		c->month[m]++;
	else
		k->p->failed = true;
}

/* A value of type t was found where the plan says something else. */
static void note_found(struct counting *k, enum gbx_type t, const unsigned char *p, size_t n)
{
	struct gbx_distinct *d = k->type + t;
	uint64_t h = XXH3_64bits(p, n);
	k->p->type_valid[t]++;
	pthread_mutex_lock(&d->mu);
	gbx_sketch_add(&d->valid, h);
	pthread_mutex_unlock(&d->mu);
}

static void note_stray_record(struct counting *k, enum gbx_type t, struct gbx_typeset *set)
{
	gbx_typeset_add(set, t);
	if (!k->c->stray)
		k->c->stray = calloc(GBX_T_COUNT, sizeof *k->c->stray);
	if (k->c->stray)
		k->c->stray[t]++;
	else
		k->p->failed = true;
}

static void scan_value(struct counting *k, const struct gbx_value *v, struct gbx_typeset *set)
{
	struct gbx_hit hit[HITS];
	struct gbx_typeset found = { { 0, 0 } };
	size_t at = 0;
	uint32_t n;
	do {
		n = gbx_scan_text(v->p + at, v->n - at, hit, HITS);
		for (uint32_t i = 0; i < n; i++) {
			const unsigned char *q = v->p + at + hit[i].off;
			if (gbx_is_placeholder(&(struct gbx_value){ q, hit[i].len,
								    gbx_class_of(q, hit[i].len) },
					       hit[i].type))
				continue;
			note_found(k, hit[i].type, q, hit[i].len);
			if (!gbx_typeset_has(&found, hit[i].type)) {
				gbx_typeset_add(&found, hit[i].type);
				note_stray_record(k, hit[i].type, set);
			}
		}
		if (n)
			at += hit[n - 1].off + hit[n - 1].len;
	} while (n == HITS);
}

/* A value that is not what its column holds. */
static void count_rest(struct counting *k, const struct gbx_value *v, uint64_t h,
		       struct gbx_typeset *set)
{
	const struct gbx_column_plan *plan = k->how->plan;
	k->p->rest_hash[k->nrest++] = h;
	if (gbx_is_placeholder(v, plan->type)) {
		k->c->placeholders++;
		return;
	}
	enum gbx_type t = plan->strays ? gbx_stray_type(v) : GBX_T_UNKNOWN;
	if (t != GBX_T_UNKNOWN) {
		note_found(k, t, v->p, v->n);
		note_stray_record(k, t, set);
	} else if (plan->scan) {
		scan_value(k, v, set);
	}
}

static void count_valid(struct counting *k, const struct gbx_value *v, uint64_t h,
			struct gbx_typeset *set)
{
	const struct gbx_column_plan *plan = k->how->plan;
	k->p->valid_hash[k->nvalid++] = h;
	gbx_typeset_add(set, plan->type);
	if (k->timed)
		note_time(k, v);
	if (plan->strays) {
		enum gbx_type t = gbx_stray_type(v);
		if (t != GBX_T_UNKNOWN && t != plan->type) {
			note_found(k, t, v->p, v->n);
			note_stray_record(k, t, set);
			return;
		}
	}
	if (plan->scan)
		scan_value(k, v, set);
}

static void count_value(struct counting *k, struct gbx_span s, uint32_t rec, bool envelope)
{
	struct gbx_value v = gbx_value_of(s.p, s.n);
	struct gbx_column_profile *c = k->c;
	char shape[GBX_SHAPE_ROOM];
	uint64_t h = XXH3_64bits(v.p, v.n);
	if (!envelope)
		k->p->record_hash[rec] += mix(h ^ k->how->salt);
	c->len_min = !c->non_empty || v.n < c->len_min ? v.n : c->len_min;
	c->len_max = v.n > c->len_max ? v.n : c->len_max;
	c->non_empty++;
	gbx_tally_add(&c->shape, shape, gbx_shape(&v, shape), 1);
	if (gbx_plan_valid(k->how->plan, &v)) {
		c->valid++;
		count_valid(k, &v, h, k->p->set + rec);
	} else {
		count_rest(k, &v, h, k->p->set + rec);
	}
}

static void share_distinct(struct counting *k)
{
	struct gbx_distinct *d = k->how->distinct;
	pthread_mutex_lock(&d->mu);
	for (uint32_t i = 0; i < k->nvalid; i++)
		gbx_sketch_add(&d->valid, k->p->valid_hash[i]);
	for (uint32_t i = 0; i < k->nrest; i++)
		gbx_sketch_add(&d->rest, k->p->rest_hash[i]);
	pthread_mutex_unlock(&d->mu);
}

static void count_column(struct counting *k, const struct gbx_batch *b, const struct gbx_column *col)
{
	bool envelope = col->flags & GBX_COLUMN_ENVELOPE;
	enum gbx_type t = k->how->plan->type;
	k->timed = gbx_type_info(t)->time;
	k->months = k->timed && t != GBX_T_DATE_OF_BIRTH && t != GBX_T_YEAR_OF_BIRTH;
	uint64_t before = k->c->valid;
	for (uint32_t i = 0; i < col->n; i++) {
		struct gbx_cell cell = col->cell[i];
		if (cell.off == GBX_ABSENT)
			continue;
		struct gbx_span s = gbx_trim(b->bytes + cell.off, cell.len);
		if (s.n)
			count_value(k, s, col->rec ? col->rec[i] : i, envelope);
	}
	k->p->type_valid[t] += k->c->valid - before;
	share_distinct(k);
}

/* ---- a batch ---- */

static void count_sets(struct gbx_profile *p, struct gbx_relation_profile *r,
		       const struct gbx_batch *b, uint64_t block)
{
	for (uint32_t i = 0; i < b->nrec; i++) {
		struct gbx_pick pick = { mix(p->seed ^ mix(block * 0x9E3779B97F4A7C15u + i)), block, i };
		gbx_sets_add(&r->sets, p->set + i, 1, p->picks ? &pick : NULL);
	}
	p->failed |= r->sets.failed;
}

enum gbx_rc gbx_profile_batch(struct gbx_profile *p, uint32_t relation, const struct gbx_batch *b,
			      const struct gbx_count_column *col, struct gbx_distinct *type,
			      uint64_t block, const uint64_t **record_hash, struct gbx_err *err)
{
	struct gbx_relation_profile *r = relation_of(p, relation);
	if (!r || !working_space(p, b))
		return gbx_fail(err, GBX_E_NOMEM, NULL);
	memset(p->set, 0, b->nrec * sizeof *p->set);
	memset(p->record_hash, 0, b->nrec * sizeof *p->record_hash);
	for (uint32_t i = 0; i < b->ncol; i++) {
		struct counting k = { .p = p, .c = column_of(r, col[i].id), .how = col + i, .type = type };
		if (!k.c)
			return gbx_fail(err, GBX_E_NOMEM, NULL);
		count_column(&k, b, b->col + i);
		p->failed |= k.c->shape.failed;
	}
	r->records += b->nrec;
	count_sets(p, r, b, block);
	*record_hash = p->record_hash;
	return p->failed ? gbx_fail(err, GBX_E_NOMEM, NULL) : GBX_OK;
}

/* ---- merging ---- */

/* Adds an optional array of n counters to another. */
static bool add_counts(uint64_t **to, const uint64_t *from, uint32_t n)
{
	if (!from)
		return true;
	if (!*to)
		*to = calloc(n, sizeof **to);
	if (!*to)
		return false;
	for (uint32_t i = 0; i < n; i++)
		(*to)[i] += from[i];
	return true;
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
	return !c->shape.failed && add_counts(&c->stray, from->stray, GBX_T_COUNT) &&
	       add_counts(&c->month, from->month, GBX_MONTHS);
}

static bool merge_relation(struct gbx_relation_profile *r, const struct gbx_relation_profile *from)
{
	r->records += from->records;
	for (uint32_t i = 0; i < from->ncol; i++) {
		if (!from->col[i])
			continue;
		struct gbx_column_profile *c = column_of(r, i);
		if (!c || !merge_column(c, from->col[i]))
			return false;
	}
	gbx_sets_merge(&r->sets, &from->sets);
	return !r->sets.failed;
}

enum gbx_rc gbx_profile_merge(struct gbx_profile *p, const struct gbx_profile *from,
			      struct gbx_err *err)
{
	p->failed |= from->failed;
	for (unsigned i = 0; i < GBX_T_COUNT; i++)
		p->type_valid[i] += from->type_valid[i];
	for (uint32_t i = 0; i < from->nrel && !p->failed; i++) {
		if (!from->rel[i])
			continue;
		struct gbx_relation_profile *r = relation_of(p, i);
		p->failed |= !r || !merge_relation(r, from->rel[i]);
	}
	return p->failed ? gbx_fail(err, GBX_E_NOMEM, NULL) : GBX_OK;
}

/*
 * Counting a batch, column by column. Most of the time of a run is spent here.
 *
 * Values repeat: a small cache by hash remembers the verdict on the values of a
 * column last seen, so that a repeated one costs a hash and a comparison. Columns
 * whose values do not repeat switch it off for themselves.
 */
#include <stdlib.h>

#define XXH_INLINE_ALL
#include <xxhash.h>

#include "../base/limits.h"
#include "../detect/judge.h"
#include "../detect/mention.h"
#include "../detect/region.h"
#include "count.h"
#include "long_hash.h"
#include "shape.h"

#define HITS 64u
#define CACHE 256u	    /* values remembered per column and batch */
#define CACHE_TRIAL 512u    /* values after which a cache must have proven itself: */
#define CACHE_WORTH 4u	    /* one hit in four */
#define AHEAD 12u	    /* values asked for before they are needed */
#define BLOCK 256u	    /* values taken through each step together */
#define FOUND 2048u	    /* values found outside their column, kept to be counted together */

enum verdict { FREE, VALID, REST, SPECIAL /* found types: never cached */ };

/* What a cached value was, and how often it came again since. */
struct gbx_seen {
	uint64_t hash;
	struct gbx_value v;
	uint32_t again;
	enum verdict verdict;
	bool placeholder;
};

/* Values on their way through the steps; what belongs to one has one index. */
struct gbx_counting_space {
	struct gbx_seen cache[CACHE];
	struct gbx_shape_cache shapes;
	struct gbx_value v[BLOCK];
	uint64_t hash[BLOCK];
	uint32_t rec[BLOCK];
	struct {
		uint64_t hash;
		enum gbx_type type;
	} found[FOUND];
	uint64_t found_hash[FOUND];
	uint32_t nfound;
};

/* What counting a column carries from value to value. */
struct counting {
	struct gbx_profile *p;
	struct gbx_column_profile *c;
	const struct gbx_count_column *how;
	struct gbx_distinct *type; /* by type, of values found outside their column */
	struct gbx_judge judge;
	bool timed, months, regions;
	bool apart; /* timed or by region: more than valid or not is wanted of a value */
	uint32_t nvalid, nrest;
	bool looks;   /* a value without digits may hold something too */
	bool caches;  /* the cache was ever used */
	bool caching; /* it still is */
	uint32_t tried, hits;
	struct gbx_counting_space *space; /* of the profile */
};

bool gbx_count_space(struct gbx_profile *p)
{
	if (!p->space)
		p->space = calloc(1, sizeof *p->space);
	return p->space;
}

static inline uint64_t mix(uint64_t h)
{
	h ^= h >> 33;
	h *= 0xFF51AFD7ED558CCDu;
	h ^= h >> 33;
	h *= 0xC4CEB9FE1A85EC53u;
	return h ^ h >> 33;
}

/* A record's hash is the sum of its values', each told apart by its column. */
static inline uint64_t of_column(uint64_t h, uint64_t salt)
{
	unsigned __int128 x = (unsigned __int128)(h ^ salt) * 0x9E3779B97F4A7C15u;
	return (uint64_t)x ^ (uint64_t)(x >> 64);
}

/* Counts the values found, one type after the other: their tables are too large for all
 * of them to stay in the caches. */
static void share_found(struct counting *k)
{
	struct gbx_counting_space *w = k->space;
	struct gbx_typeset done = {{0}};
	for (uint32_t i = 0; i < w->nfound; i++) {
		enum gbx_type t = w->found[i].type;
		struct gbx_distinct *d = k->type + t;
		uint32_t n = 0;
		if (gbx_typeset_has(&done, t))
			continue;
		gbx_typeset_add(&done, t);
		for (uint32_t j = i; j < w->nfound; j++) {
			w->found_hash[n] = w->found[j].hash;
			n += w->found[j].type == t;
		}
		k->p->type_valid[t] += n;
		pthread_mutex_lock(&d->mu);
		gbx_sketch_add_many(&d->valid, w->found_hash, n);
		pthread_mutex_unlock(&d->mu);
	}
	w->nfound = 0;
}

/* A value of type t was found where the plan says something else. */
static void note_found(struct counting *k, enum gbx_type t, const unsigned char *p, size_t n)
{
	struct gbx_counting_space *w = k->space;
	if (w->nfound == FOUND)
		share_found(k);
	w->found[w->nfound].hash = XXH3_64bits(p, n);
	w->found[w->nfound++].type = t;
}

static void note_stray_record(struct counting *k, enum gbx_type t, struct gbx_typeset *set)
{
	gbx_typeset_add(set, t);
	k->p->failed |= !gbx_counters_add(&k->c->stray, GBX_T_COUNT, t, 1);
}

/* Names and addresses that the words around them tell. */
static void scan_mentions(struct counting *k, const struct gbx_value *v, struct gbx_typeset *found,
			  struct gbx_typeset *set)
{
	struct gbx_hit hit[HITS] GBX_UNINITIALISED;
	uint32_t n = gbx_scan_mentions(v->p, v->n, hit, HITS);
	for (uint32_t i = 0; i < n; i++) {
		note_found(k, hit[i].type, v->p + hit[i].off, hit[i].len);
		if (!gbx_typeset_has(found, hit[i].type)) {
			gbx_typeset_add(found, hit[i].type);
			note_stray_record(k, hit[i].type, set);
		}
	}
}

/* True when something was found. Apart, so that values not scanned pay nothing for it. */
static __attribute__((noinline)) bool scan_value(struct counting *k, const struct gbx_value *v, struct gbx_typeset *set)
{
	struct gbx_hit hit[HITS] GBX_UNINITIALISED;
	struct gbx_typeset found = { { 0 } };
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
	if (k->how->plan->type != GBX_T_ADDRESS) /* mentioned it is whole */
		scan_mentions(k, v, &found, set);
	return !gbx_typeset_empty(&found);
}

/* ---- one value ---- */

/* Neri and Schneider 2022, "Euclidean affine functions and their application to calendar
 * algorithms". */
uint32_t gbx_month_bucket(int64_t seconds)
{
	const int64_t from = INT64_C(-2208988800), to = INT64_C(4102444800);
	if (seconds < from || seconds >= to)
		return GBX_MONTHS;
	uint32_t day = (uint32_t)((uint64_t)(seconds - from) / 86400) + 693901; /* of 0000-03-01 */
	uint32_t n1 = 4 * day + 3, century = n1 / 146097;
	uint64_t p2 = UINT64_C(2939745) * (n1 % 146097 / 4 * 4 + 3);
	uint32_t of_year = (uint32_t)p2 / 2939745 / 4;
	uint32_t month = (2141 * of_year + 197913) >> 16; /* 3 is March, 14 February */
	return (century * 100 + (uint32_t)(p2 >> 32) - 1900) * 12 + month - 1;
}

static void count_time(struct counting *k, int64_t t, bool day_only, uint64_t times)
{
	struct gbx_column_profile *c = k->c;
	if (!c->timed || t < c->earliest)
		c->earliest = t;
	if (!c->timed || t > c->latest)
		c->latest = t;
	c->timed = true;
	c->time_of_day |= !day_only;
	uint32_t m = k->months ? gbx_month_bucket(t) : GBX_MONTHS;
	if (m < GBX_MONTHS)
		k->p->failed |= !gbx_counters_add(&c->month, GBX_MONTHS, m, times);
}

/* Can the value hold a strong type at all? All of them have digits, an @ or a sign
 * that words do not have. */
static inline bool may_hold_strong(const struct gbx_value *v)
{
	return v->cls & (GBX_C_DIGIT | GBX_C_AT | GBX_C_OTHER);
}

/* Strong types in a value that is not simply of its column's type. True when it held any. */
static bool look_inside(struct counting *k, const struct gbx_value *v, bool valid,
			struct gbx_typeset *set)
{
	const struct gbx_column_plan *plan = k->how->plan;
	if (!may_hold_strong(v) && !k->looks)
		return false;
	enum gbx_type t = gbx_plan_stray(plan, v, valid);
	if (__builtin_expect(t != GBX_T_UNKNOWN, 0)) {
		note_found(k, t, v->p, v->n);
		note_stray_record(k, t, set);
		return true;
	}
	return plan->scan && scan_value(k, v, set);
}

/* Counts a value that is not what the plan says. */
static enum verdict count_rest(struct counting *k, const struct gbx_value *v, uint64_t h,
			       struct gbx_typeset *set, bool *placeholder)
{
	k->p->rest_hash[k->nrest++] = h;
	*placeholder = gbx_is_placeholder(v, k->judge.type);
	k->c->placeholders += *placeholder;
	return !*placeholder && look_inside(k, v, false, set) ? SPECIAL : REST;
}

static bool valid_time(struct counting *k, const struct gbx_value *v)
{
	int64_t t;
	bool day_only;
	if (!gbx_plan_time(k->how->plan, v, &t, &day_only))
		return false;
	count_time(k, t, day_only, 1);
	return true;
}

static void count_region(struct counting *k, const struct gbx_value *v, uint64_t times)
{
	uint32_t region = gbx_region_of(k->judge.type, k->judge.variant, v);
	k->p->failed |= !gbx_counters_add(&k->c->region, GBX_REGIONS, region, times);
}

static bool valid_apart(struct counting *k, const struct gbx_value *v)
{
	if (k->timed)
		return valid_time(k, v);
	if (!gbx_judge_valid(&k->judge, v))
		return false;
	count_region(k, v, 1);
	return true;
}

static inline bool is_valid(struct counting *k, const struct gbx_value *v)
{
	return k->apart ? valid_apart(k, v) : gbx_judge_valid(&k->judge, v);
}

static inline void count_valid(struct counting *k, uint64_t h, struct gbx_typeset *set)
{
	k->p->valid_hash[k->nvalid++] = h;
	k->c->valid++;
	gbx_typeset_add(set, k->judge.type);
}

/* Counts a valid value in which a strong type was found: it stays valid unless it is that
 * type as a whole. */
static void count_holder(struct counting *k, uint64_t h, struct gbx_typeset *set)
{
	if (gbx_plan_parts(k->how->plan))
		k->p->rest_hash[k->nrest++] = h;
	else
		count_valid(k, h, set);
}

/* Counts a value met for the first time, or again after it was forgotten. */
static enum verdict count_new(struct counting *k, const struct gbx_value *v, uint64_t h,
			      struct gbx_typeset *set, bool *placeholder)
{
	*placeholder = false;
	if (!is_valid(k, v))
		return count_rest(k, v, h, set, placeholder);
	if (!k->judge.settled && look_inside(k, v, true, set)) {
		count_holder(k, h, set);
		return SPECIAL;
	}
	count_valid(k, h, set);
	return VALID;
}

/* Counts what a cached value was met for again. */
static void settle(struct counting *k, struct gbx_seen *s)
{
	struct gbx_column_profile *c = k->c;
	int64_t t;
	bool day_only;
	if (!s->again)
		return;
	if (s->verdict == VALID) {
		c->valid += s->again;
		if (k->timed && gbx_time_parse(k->how->plan->type, k->how->plan->variant, &s->v, &t, &day_only))
			count_time(k, t, day_only, s->again);
		if (k->regions)
			count_region(k, &s->v, s->again);
	} else if (s->placeholder) {
		c->placeholders += s->again;
	}
	s->again = 0;
}

/* Counts value i of the block, or remembers that it came again. */
static void judge_cached(struct counting *k, uint32_t i, struct gbx_typeset *set)
{
	struct gbx_counting_space *w = k->space;
	uint64_t h = w->hash[i];
	bool placeholder;
	struct gbx_seen *e = w->cache + h % CACHE;
	k->tried++;
	if (e->verdict != FREE && e->hash == h && e->v.n == w->v[i].n) {
		k->hits++;
		e->again++;
		if (e->verdict == VALID)
			gbx_typeset_add(set, k->judge.type);
		return;
	}
	if (k->tried == CACHE_TRIAL && k->hits * CACHE_WORTH < k->tried)
		k->caching = false;
	enum verdict verdict = count_new(k, w->v + i, h, set, &placeholder);
	settle(k, e);
	*e = (struct gbx_seen){ h, w->v[i], 0, verdict == SPECIAL ? FREE : verdict, placeholder };
}

/* The same for values from..n of the block, none of them remembered. */
static void judge_new(struct counting *k, uint32_t from, uint32_t n)
{
	struct gbx_counting_space *w = k->space;
	struct gbx_typeset *sets = k->p->set;
	bool placeholder;
	for (uint32_t i = from; i < n; i++) {
		struct gbx_typeset *set = sets + w->rec[i];
		if (__builtin_expect(!is_valid(k, w->v + i), 0)) {
			count_rest(k, w->v + i, w->hash[i], set, &placeholder);
			continue;
		}
		if (!k->judge.settled && look_inside(k, w->v + i, true, set))
			count_holder(k, w->hash[i], set);
		else
			count_valid(k, w->hash[i], set);
	}
}

/* ---- a column ---- */

static void share_distinct(struct counting *k)
{
	struct gbx_distinct *d = k->how->distinct;
	for (unsigned i = 0; k->caches && i < CACHE; i++)
		settle(k, k->space->cache + i);
	gbx_shape_cache_end(&k->space->shapes, &k->c->shape);
	pthread_mutex_lock(&d->mu);
	gbx_sketch_add_many(&d->valid, k->p->valid_hash, k->nvalid);
	gbx_sketch_add_many(&d->rest, k->p->rest_hash, k->nrest);
	pthread_mutex_unlock(&d->mu);
}

/* Cells of the column from *at on, until the block is full: trimmed, hashed, without the
 * empty ones. How many there are. */
static uint32_t gather(struct counting *k, const struct gbx_batch *b, const struct gbx_column *col,
		       uint32_t *at)
{
	struct gbx_counting_space *w = k->space;
	const struct gbx_cell *cell = col->cell;
	const unsigned char *bytes = b->bytes;
	const uint32_t *of = col->rec, last = col->n;
	uint64_t *record_hash = k->p->record_hash, salt = k->how->salt;
	uint64_t of_record = col->flags & GBX_COLUMN_ENVELOPE ? 0 : UINT64_MAX;
	uint32_t n = 0, i = *at, least = UINT32_MAX, most = 0;
	for (; i < last && n < BLOCK; i++) {
		/* Values of a column are a record apart: ask for them before their turn. */
		__builtin_prefetch(bytes + cell[i + AHEAD < last ? i + AHEAD : i].off);
		if (cell[i].off == GBX_ABSENT || !cell[i].len)
			continue;
		struct gbx_span s = gbx_trim(bytes + cell[i].off, cell[i].len);
		if (!s.n)
			continue;
		uint32_t rec = of ? of[i] : i, len = (uint32_t)s.n;
		uint64_t h = s.n > GBX_LONG_HASH ? gbx_long_hash(s.p, s.n) : XXH3_64bits(s.p, s.n);
		record_hash[rec] += of_column(h, salt) & of_record;
		least = len < least ? len : least;
		most = len > most ? len : most;
		w->v[n].p = s.p;
		w->v[n].n = len;
		w->hash[n] = h;
		w->rec[n++] = rec;
	}
	*at = i;
	struct gbx_column_profile *c = k->c;
	if (n) {
		c->len_min = !c->non_empty || least < c->len_min ? least : c->len_min;
		c->len_max = most > c->len_max ? most : c->len_max;
		c->non_empty += n;
	}
	return n;
}

/* Passwords are looked at one by one: how each is stored. */
static void count_stored(struct counting *k, uint32_t n)
{
	if (!k->c->stored)
		k->c->stored = gbx_stored_new();
	if (k->c->stored)
		gbx_stored_add(k->c->stored, k->judge.type, k->space->v, n);
	k->p->failed |= !k->c->stored || k->c->stored->cost.failed;
}

static void count_column(struct counting *k, const struct gbx_batch *b, const struct gbx_column *col)
{
	enum gbx_type t = k->how->plan->type;
	k->timed = gbx_type_info(t)->time;
	k->months = k->timed && t != GBX_T_DATE_OF_BIRTH && t != GBX_T_YEAR_OF_BIRTH;
	k->regions = gbx_has_regions(t);
	k->apart = k->timed || k->regions;
	gbx_judge_init(&k->judge, k->how->plan);
	k->caching = k->caches = col->n >= CACHE_TRIAL;
	if (k->caches)
		memset(k->space->cache, 0, sizeof k->space->cache);
	bool stored = gbx_is_stored(t);
	k->looks = stored || k->how->plan->scan;
	gbx_shape_cache_begin(&k->space->shapes);
	uint64_t before = k->c->valid;
	for (uint32_t at = 0; at < col->n;) {
		uint32_t n = gather(k, b, col, &at);
		gbx_look_many(k->space->v, n, &k->space->shapes, &k->c->shape);
		if (stored)
			count_stored(k, n);
		uint32_t i = 0;
		for (; i < n && k->caching; i++)
			judge_cached(k, i, k->p->set + k->space->rec[i]);
		judge_new(k, i, n);
	}
	share_distinct(k);
	share_found(k);
	k->p->type_valid[t] += k->c->valid - before;
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
	struct gbx_relation_profile *r = gbx_profile_relation(p, relation);
	if (!r || !gbx_profile_reserve(p, b))
		return gbx_fail(err, GBX_E_NOMEM, NULL);
	memset(p->set, 0, b->nrec * sizeof *p->set);
	memset(p->record_hash, 0, b->nrec * sizeof *p->record_hash);
	for (uint32_t i = 0; i < b->ncol; i++) {
		struct counting k = {
			.p = p, .how = col + i, .type = type, .space = p->space
		};
		k.c = gbx_profile_column(r, col[i].id, col[i].ordinal);
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


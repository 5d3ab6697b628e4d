/* From counters to figures: the summary of a case. Contract in profile.h. */
#include "profile.h"

#include <stdio.h>
#include <stdlib.h>

#include "../base/limits.h"
#include "../detect/region.h"

#define TOP_SHAPES 5u

/* ---- times ---- */

/* Howard Hinnant, "chrono-compatible low-level date algorithms": civil_from_days. */
static void civil(int64_t days, int64_t *y, unsigned *m, unsigned *d)
{
	days += 719468;
	int64_t era = (days >= 0 ? days : days - 146096) / 146097;
	unsigned doe = (unsigned)(days - era * 146097);
	unsigned yoe = (doe - doe / 1460 + doe / 36524 - doe / 146096) / 365;
	unsigned doy = doe - (365 * yoe + yoe / 4 - yoe / 100);
	unsigned mp = (5 * doy + 2) / 153;
	*d = doy - (153 * mp + 2) / 5 + 1;
	*m = mp < 10 ? mp + 3 : mp - 9;
	*y = (int64_t)yoe + era * 400 + (*m <= 2);
}

static int64_t floor_days(int64_t seconds)
{
	return seconds >= 0 ? seconds / 86400 : -((-seconds + 86399) / 86400);
}

/* How much of a time is shown: of a person's birth the year only. */
enum precision { YEAR, DAY, SECOND };

static const char *time_text(struct gbx_arena *a, int64_t seconds, enum precision p)
{
	int64_t days = floor_days(seconds), y;
	unsigned m, d, s = (unsigned)(seconds - days * 86400);
	civil(days, &y, &m, &d);
	char t[64];
	int n;
	if (p == YEAR)
		n = snprintf(t, sizeof t, "%04lld", (long long)y);
	else if (p == DAY)
		n = snprintf(t, sizeof t, "%04lld-%02u-%02u", (long long)y, m, d);
	else
		n = snprintf(t, sizeof t, "%04lld-%02u-%02uT%02u:%02u:%02u", (long long)y, m, d,
			     s / 3600, s / 60 % 60, s % 60);
	return gbx_arena_dup(a, t, (size_t)n);
}

static bool is_birth(enum gbx_type t)
{
	return t == GBX_T_DATE_OF_BIRTH || t == GBX_T_YEAR_OF_BIRTH;
}

/* ---- fields ---- */

static const struct gbx_column_profile nothing;

static bool put_shapes(struct gbx_arena *a, const struct gbx_tally *t, struct gbx_sum_field *f)
{
	const struct gbx_tally_key *top[TOP_SHAPES];
	uint32_t n = gbx_tally_top(t, top, TOP_SHAPES);
	f->shape = gbx_arena_zalloc(a, (n + 1) * sizeof *f->shape);
	if (!f->shape)
		return false;
	for (uint32_t i = 0; i < n; i++) {
		f->shape[i].shape = gbx_arena_dup(a, top[i]->text, top[i]->len);
		f->shape[i].records = top[i]->count;
		if (!f->shape[i].shape)
			return false;
	}
	f->nshape = n;
	return true;
}

static bool put_strays(struct gbx_arena *a, const struct gbx_counters *stray, struct gbx_sum_field *f)
{
	f->stray = gbx_arena_zalloc(a, (gbx_counters_used(stray) + 1) * sizeof *f->stray);
	if (!f->stray)
		return false;
	for (uint32_t t = 0; (t = gbx_counters_next(stray, t)) != GBX_NO_COUNTER; t++)
		f->stray[f->nstray++] = (struct gbx_sum_stray){ (enum gbx_type)t, gbx_counters_at(stray, t) };
	return true;
}

static int most_first(const void *pa, const void *pb)
{
	const struct gbx_sum_region *a = pa, *b = pb;
	if (a->records != b->records)
		return a->records < b->records ? 1 : -1;
	return (a->region > b->region) - (a->region < b->region);
}

static bool put_regions(struct gbx_arena *a, const struct gbx_counters *region, struct gbx_sum_field *f)
{
	f->region = gbx_arena_zalloc(a, (gbx_counters_used(region) + 1) * sizeof *f->region);
	if (!f->region)
		return false;
	for (uint32_t i = 0; (i = gbx_counters_next(region, i)) != GBX_NO_COUNTER; i++)
		f->region[f->nregion++] = (struct gbx_sum_region){ i, gbx_counters_at(region, i) };
	qsort(f->region, f->nregion, sizeof *f->region, most_first);
	return true;
}

#define DAY_SECONDS 86400
#define BIRTH_YEARS (20LL * 366 * DAY_SECONDS) /* other dates of one column lie closer together */
#define BIRTH_LAST 1230768000LL		       /* 2009: those who are on file are older */

/* A column of days of whatever name whose first or last one may be somebody's birth. */
static bool may_be_births(const struct gbx_column_profile *c)
{
	if (!c->timed || c->earliest % DAY_SECONDS || c->latest % DAY_SECONDS)
		return false;
	return c->latest < BIRTH_LAST || c->latest - c->earliest > BIRTH_YEARS;
}

static bool put_months(struct gbx_arena *a, const struct gbx_counters *month, struct gbx_sum_field *f)
{
	f->month = gbx_arena_zalloc(a, (gbx_counters_used(month) + 1) * sizeof *f->month);
	if (!f->month)
		return false;
	for (uint32_t i = 0; (i = gbx_counters_next(month, i)) != GBX_NO_COUNTER; i++)
		f->month[f->nmonth++] = (struct gbx_sum_month){ (int32_t)i - 70 * 12, gbx_counters_at(month, i) };
	return true;
}

static bool put_times(struct gbx_arena *a, const struct gbx_column_profile *c, struct gbx_sum_field *f)
{
	if (!c->timed)
		return true;
	enum precision p = is_birth(f->type) || may_be_births(c) ? YEAR : c->time_of_day ? SECOND : DAY;
	f->earliest = time_text(a, c->earliest, p);
	f->latest = time_text(a, c->latest, p);
	return f->earliest && f->latest;
}

/* What other fields are, in words. */
static const char *beside_text(struct gbx_arena *a, unsigned beside)
{
	static const struct {
		enum gbx_neighbour bit;
		const char *word;
	} words[] = {
		{ GBX_BESIDE_PERSON, "data of persons" }, { GBX_BESIDE_ACCOUNT, "accounts" },
		{ GBX_BESIDE_PLACE, "places" },		  { GBX_BESIDE_HASH, "password hashes" },
		{ GBX_BESIDE_SALT, "salts" },		  { GBX_BESIDE_COORDINATE, "the other coordinate" },
	};
	char text[128];
	size_t n = 0;
	text[0] = 0;
	for (size_t i = 0; i < sizeof words / sizeof *words; i++)
		if (beside & words[i].bit)
			n += (size_t)snprintf(text + n, sizeof text - n, "%s%s", n ? ", " : "", words[i].word);
	return n ? gbx_arena_dup(a, text, n) : NULL;
}

static bool put_runners(struct gbx_arena *a, const struct gbx_column_plan *plan, struct gbx_sum_field *f)
{
	size_t word = strlen(plan->header_word);
	f->by_user = plan->by_user;
	f->sampled = plan->sampled;
	f->beside = beside_text(a, plan->beside);
	f->header_word = word ? gbx_arena_dup(a, plan->header_word, word) : NULL;
	f->runner = gbx_arena_zalloc(a, (plan->nrunner + 1u) * sizeof *f->runner);
	if (!f->runner || (word && !f->header_word) || (plan->beside && !f->beside))
		return false;
	memcpy(f->runner, plan->runner, plan->nrunner * sizeof *f->runner);
	f->nrunner = plan->nrunner;
	return true;
}

/* Values that are of the type or, as a whole, of another one that is counted as such. */
uint64_t gbx_profile_explained(const struct gbx_column_plan *plan, const struct gbx_column_profile *c)
{
	uint64_t n = c->valid;
	for (unsigned t = 0; gbx_plan_parts(plan) && t < GBX_T_COUNT; t++)
		n += gbx_counters_at(&c->stray, t);
	return n;
}

#define MIXED 0.02 /* less of another type is not worth saying */

/* Names what else stands in the column, most first. */
static void add_mixture(const struct gbx_column_profile *c, const struct gbx_column_plan *plan,
			char why[GBX_WHY])
{
	uint64_t real = c->non_empty - c->placeholders, below = UINT64_MAX;
	if (!gbx_plan_parts(plan) || !real)
		return;
	for (unsigned said = 0; said < 3; said++) {
		uint32_t most = 0;
		uint64_t count = 0;
		for (uint32_t t = 0; (t = gbx_counters_next(&c->stray, t)) != GBX_NO_COUNTER; t++) {
			uint64_t n = gbx_counters_at(&c->stray, t);
			if (n < below && n > count) {
				most = t;
				count = n;
			}
		}
		double share = 100.0 * (double)count / (double)real;
		if (share < 100 * MIXED)
			return;
		size_t at = strlen(why);
		snprintf(why + at, GBX_WHY - at, said ? ", %.1f %% %s" : "; %.1f %% are %s", share,
			 gbx_type_info((enum gbx_type)most)->name);
		below = count;
	}
}

static bool put_verdict(struct gbx_arena *a, const struct gbx_column_plan *plan,
			const struct gbx_column_profile *c, struct gbx_sum_field *f)
{
	char why[GBX_WHY];
	gbx_plan_reason(plan, c->valid, c->non_empty, c->placeholders, why);
	add_mixture(c, plan, why);
	f->type = plan->type;
	f->variant = plan->variant;
	f->scan = plan->scan;
	f->strays = plan->strays;
	f->confidence = gbx_plan_confidence(plan, gbx_profile_explained(plan, c), c->non_empty,
					    c->placeholders);
	f->reason = gbx_arena_dup(a, why, strlen(why));
	return f->reason && put_runners(a, plan, f);
}

static bool put_field(struct gbx_arena *a, struct gbx_reg_column *rc,
		      const struct gbx_column_profile *c, uint64_t records, uint32_t id,
		      struct gbx_sum_field *f)
{
	*f = (struct gbx_sum_field){
		.id = id,
		.name = gbx_arena_dup(a, rc->safe_name, strlen(rc->safe_name)),
		.envelope = rc->flags & GBX_COLUMN_ENVELOPE,
		.list = rc->flags & GBX_COLUMN_LIST,
		.records = records,
		.non_empty = c->non_empty,
		.placeholders = c->placeholders,
		.valid = c->valid,
		.len_min = c->len_min,
		.len_max = c->len_max,
	};
	uint64_t rest = c->non_empty - c->valid;
	f->distinct = gbx_estimate_sum(gbx_sketch_estimate(&rc->distinct.valid, c->valid),
				       gbx_sketch_estimate(&rc->distinct.rest, rest), c->non_empty);
	return f->name && put_verdict(a, rc->plan, c, f) && put_shapes(a, &c->shape, f) &&
	       put_strays(a, &c->stray, f) &&
	       put_months(a, may_be_births(c) ? &nothing.month : &c->month, f) &&
	       put_regions(a, &c->region, f) && put_times(a, c, f) &&
	       (!c->stored || gbx_stored_summarise(c->stored, a, f));
}

/* ---- sets ---- */

static struct gbx_typeset exposing(const struct gbx_typeset *t)
{
	struct gbx_typeset out = { { 0 } };
	for (unsigned i = 0; i < GBX_T_COUNT; i++)
		if (gbx_typeset_has(t, (enum gbx_type)i) && gbx_type_info((enum gbx_type)i)->data_class)
			gbx_typeset_add(&out, (enum gbx_type)i);
	return out;
}

static int by_bits(const void *pa, const void *pb)
{
	const struct gbx_sum_set *a = pa, *b = pb;
	return gbx_typeset_cmp(&a->types, &b->types);
}

static int by_records(const void *pa, const void *pb)
{
	const struct gbx_sum_set *a = pa, *b = pb;
	if (a->records != b->records)
		return a->records > b->records ? -1 : 1;
	return by_bits(pa, pb);
}

static bool put_sets(struct gbx_arena *a, const struct gbx_sets *s, struct gbx_sum_relation *r)
{
	struct gbx_sum_set *set = gbx_arena_zalloc(a, (s->n + 1) * sizeof *set);
	if (!set)
		return false;
	uint32_t n = 0, kept = 0;
	for (uint32_t i = 0; i < s->cap; i++)
		if (s->slot[i].records)
			set[n++] = (struct gbx_sum_set){ exposing(&s->slot[i].set), s->slot[i].records };
	qsort(set, n, sizeof *set, by_bits);
	for (uint32_t i = 0; i < n; i++) {
		if (kept && !by_bits(set + kept - 1, set + i))
			set[kept - 1].records += set[i].records;
		else
			set[kept++] = set[i];
	}
	qsort(set, kept, sizeof *set, by_records);
	r->set = set;
	r->nset = kept;
	r->other_sets = s->other;
	return true;
}

/* ---- relations ---- */

/* How well a field tells persons apart: by kind of type first, then by how many
 * records have it. */
static double key_merit(const struct gbx_sum_field *f)
{
	if (f->envelope || f->list || !f->valid)
		return 0;
	static const struct {
		enum gbx_type type;
		double merit;
	} rank[] = {
		{ GBX_T_NATIONAL_ID_CN, 8 }, { GBX_T_NATIONAL_ID_US, 8 }, { GBX_T_EMAIL, 6 },
		{ GBX_T_PHONE, 5 },	     { GBX_T_USERNAME, 4 },	  { GBX_T_IBAN, 3 },
		{ GBX_T_PAYMENT_CARD, 3 },   { GBX_T_UUID, 2 },		  { GBX_T_IDENTIFIER, 1 },
	};
	for (size_t i = 0; i < sizeof rank / sizeof *rank; i++)
		if (rank[i].type == f->type)
			return rank[i].merit * (double)f->valid / (double)f->records;
	return 0;
}

static void put_key(const struct gbx_reg_relation *rr,
		    struct gbx_sum_relation *r)
{
	r->key_field = -1;
	double best = 0;
	for (uint32_t i = 0; i < r->nfield; i++) {
		double m = key_merit(r->field + i);
		if (m > best) {
			best = m;
			r->key_field = (int32_t)i;
		}
	}
	if (r->key_field >= 0)
		r->distinct_keys = gbx_sketch_estimate(&rr->col[r->key_field]->distinct.valid,
						       r->field[r->key_field].valid);
	else
		r->distinct_keys = (struct gbx_estimate){ 0, true, 0 };
}

/* Salts that fewer than one in so many values differ in are of the program, not of the account. */
#define SALT_SHARED 1000u

/* The best salt in a field of its own. */
static enum gbx_salt_beside salt_of(const struct gbx_sum_relation *r)
{
	enum gbx_salt_beside best = GBX_SALT_NONE;

	for (uint32_t i = 0; i < r->nfield; i++) {
		const struct gbx_sum_field *f = &r->field[i];
		if (f->type != GBX_T_SALT || !f->non_empty)
			continue;
		if (f->non_empty == 1 ||
		    (f->distinct.value > 1 && f->distinct.value > f->non_empty / SALT_SHARED))
			return GBX_SALT_OWN;
		best = GBX_SALT_SHARED;
	}
	return best;
}

/* What has no salt within it may have one beside it. Only a salt of the account's own makes
 * every guess count for one account alone. */
static void salt_beside(struct gbx_sum_relation *r)
{
	enum gbx_salt_beside salt = salt_of(r);

	for (uint32_t i = 0; salt && i < r->nfield; i++)
		for (uint32_t k = 0; k < r->field[i].nstored; k++) {
			struct gbx_sum_stored *x = &r->field[i].stored[k];
			if (x->store != GBX_STORE_FAST)
				continue;
			x->beside = salt;
			x->store = salt == GBX_SALT_OWN ? GBX_STORE_SALTED : GBX_STORE_FAST;
		}
	for (uint32_t i = 0; i < r->nfield; i++)
		gbx_stored_sort(&r->field[i]);
}

static bool put_relation(struct gbx_arena *a,
			 const struct gbx_reg_relation *rr, const struct gbx_relation_profile *p,
			 const struct gbx_records *dup, struct gbx_sum_relation *r)
{
	r->id = rr->id;
	r->name = gbx_arena_dup(a, rr->safe_name, strlen(rr->safe_name));
	r->shape = rr->shape;
	r->records = p->records;
	r->entry = gbx_arena_alloc(a, (rr->nentry + 1) * sizeof *r->entry);
	r->field = gbx_arena_zalloc(a, (rr->ncol + 1) * sizeof *r->field);
	if (!r->name || !r->entry || !r->field)
		return false;
	if (rr->nentry)
		memcpy(r->entry, rr->entry, rr->nentry * sizeof *r->entry);
	r->nentry = rr->nentry;
	for (uint32_t i = 0; i < rr->ncol; i++) {
		const struct gbx_column_profile *c = i < p->ncol && p->col[i] ? p->col[i] : &nothing;
		if (!put_field(a, rr->col[i], c, p->records, i, r->field + i))
			return false;
	}
	r->nfield = rr->ncol;
	r->duplicates = gbx_records_duplicates(dup);
	put_key(rr, r);
	salt_beside(r);
	return put_sets(a, &p->sets, r);
}

/* ---- totals ---- */

/* A longitude beside a latitude: the two are one pair, counted by its latitude. */
static bool is_half(const struct gbx_reg_relation *rel, uint32_t k)
{
	const struct gbx_column_plan *p = rel->col[k]->plan;
	if (p->type != GBX_T_GEO || p->variant != GBX_GEO_LONGITUDE)
		return false;
	for (uint32_t i = 0; i < rel->ncol; i++)
		if (rel->col[i]->plan->type == GBX_T_GEO && rel->col[i]->plan->variant == GBX_GEO_LATITUDE)
			return true;
	return false;
}

/* Valid values of a type, pairs counted once. */
static uint64_t valid_of(const struct gbx_profile *p, const struct gbx_registry *reg, enum gbx_type t)
{
	uint64_t n = p->type_valid[t];
	for (uint32_t i = 0; t == GBX_T_GEO && i < reg->nrel && i < p->nrel; i++)
		for (uint32_t k = 0; p->rel[i] && k < reg->rel[i]->ncol && k < p->rel[i]->ncol; k++)
			if (p->rel[i]->col[k] && is_half(reg->rel[i], k))
				n -= p->rel[i]->col[k]->valid;
	return n;
}

/* Distinct valid values of a type over all columns planned as it, and of what was
 * found elsewhere; added to `into`. */
static void gather(const struct gbx_registry *reg, enum gbx_type t, struct gbx_sketch *into)
{
	for (uint32_t i = 0; i < reg->nrel; i++)
		for (uint32_t k = 0; k < reg->rel[i]->ncol; k++) {
			const struct gbx_reg_column *c = reg->rel[i]->col[k];
			if (c->plan->type == t && !is_half(reg->rel[i], k))
				gbx_sketch_merge(into, &c->distinct.valid);
		}
	gbx_sketch_merge(into, &reg->type[t].valid);
}

/* Records with a type of `which`, over all relations. */
static uint64_t records_with(const struct gbx_profile *p, const struct gbx_typeset *which,
			     enum gbx_type type, enum gbx_type leader)
{
	uint64_t n = 0;
	for (uint32_t i = 0; i < p->nrel; i++) {
		if (!p->rel[i])
			continue;
		const struct gbx_sets *s = &p->rel[i]->sets;
		for (uint32_t k = 0; k < s->cap; k++)
			if (gbx_typeset_meets(&s->slot[k].set, which))
				n += s->slot[k].records;
		if (s->other_type)
			n += leader == GBX_T_COUNT ? s->other_type[type] : s->other_class[leader];
	}
	return n;
}

static bool put_types(const struct gbx_profile *p, const struct gbx_registry *reg,
		      struct gbx_summary *s)
{
	s->type = gbx_arena_zalloc(&s->arena, GBX_T_COUNT * sizeof *s->type);
	if (!s->type)
		return false;
	for (unsigned i = 0; i < GBX_T_COUNT; i++) {
		enum gbx_type t = (enum gbx_type)i;
		if (!p->type_valid[t])
			continue;
		struct gbx_typeset one = { { 0 } };
		gbx_typeset_add(&one, t);
		struct gbx_sketch k;
		gbx_sketch_init_column(&k, 0);
		gather(reg, t, &k);
		s->type[s->ntype++] = (struct gbx_sum_type){
			.type = t,
			.records = records_with(p, &one, t, GBX_T_COUNT),
			.valid = valid_of(p, reg, t),
			.distinct = gbx_sketch_estimate(&k, valid_of(p, reg, t)),
		};
		bool failed = k.failed;
		gbx_sketch_release(&k);
		if (failed)
			return false;
	}
	return true;
}

/* What points at a person, then what harms one most; of the gravest type of the class. */
static int gravity(const char *klass)
{
	static const int power[] = { [GBX_ID_NONE] = 0, [GBX_ID_QUASI] = 1, [GBX_ID_SENSITIVE] = 2, [GBX_ID_DIRECT] = 3 };
	int most = 0;
	for (unsigned i = 0; i < GBX_T_COUNT; i++) {
		const struct gbx_type_info *t = gbx_type_info((enum gbx_type)i);
		if (!t->data_class || strcmp(t->data_class, klass))
			continue;
		int g = power[t->identifying] * 100 + t->special * 20 + t->pipl * 10 + (int)t->enisa;
		most = g > most ? g : most;
	}
	return most;
}

static int by_class_records(const void *pa, const void *pb)
{
	const struct gbx_sum_class *a = pa, *b = pb;
	if (a->records != b->records)
		return a->records > b->records ? -1 : 1;
	int ga = gravity(a->name), gb = gravity(b->name);
	return ga != gb ? gb - ga : strcmp(a->name, b->name);
}

static bool put_class(const struct gbx_profile *p, const struct gbx_registry *reg,
		      enum gbx_type leader, struct gbx_summary *s)
{
	struct gbx_typeset which = { { 0 } };
	struct gbx_sketch k;
	uint64_t valid = 0;
	gbx_sketch_init_column(&k, 0);
	for (unsigned i = leader; i < GBX_T_COUNT; i++) {
		if (gbx_class_leader((enum gbx_type)i) != leader)
			continue;
		gbx_typeset_add(&which, (enum gbx_type)i);
		gather(reg, (enum gbx_type)i, &k);
		valid += valid_of(p, reg, (enum gbx_type)i);
	}
	if (valid)
		s->klass[s->nklass++] = (struct gbx_sum_class){
			.name = gbx_type_info(leader)->data_class,
			.records = records_with(p, &which, leader, leader),
			.distinct = gbx_sketch_estimate(&k, valid),
		};
	bool ok = !k.failed;
	gbx_sketch_release(&k);
	return ok;
}

static bool put_classes(const struct gbx_profile *p, const struct gbx_registry *reg,
			struct gbx_summary *s)
{
	s->klass = gbx_arena_zalloc(&s->arena, GBX_T_COUNT * sizeof *s->klass);
	if (!s->klass)
		return false;
	for (unsigned i = 0; i < GBX_T_COUNT; i++)
		if (gbx_class_leader((enum gbx_type)i) == (enum gbx_type)i &&
		    !put_class(p, reg, (enum gbx_type)i, s))
			return false;
	qsort(s->klass, s->nklass, sizeof *s->klass, by_class_records);
	return true;
}

/* Does the name say until when something will be good (cookies, cards, licences)? Nothing
 * happened then: such a time is no end of what the dump covers. */
static bool says_until(const char *name)
{
	static const char *const says[] = { "expir", "validuntil", "validto", "validthru", "notafter" };
	char letters[64];
	size_t n = 0;
	for (const char *p = name; *p && n < sizeof letters - 1; p++) {
		char c = (char)(*p | 0x20);
		if (c >= 'a' && c <= 'z')
			letters[n++] = c;
	}
	letters[n] = 0;
	for (size_t i = 0; i < sizeof says / sizeof *says; i++)
		if (strstr(letters, says[i]))
			return true;
	return false;
}

/* ISO times compare as text, a day before its own seconds. */
static void put_window(struct gbx_summary *s)
{
	s->earliest = s->latest = NULL;
	for (uint32_t i = 0; i < s->nrelation; i++)
		for (uint32_t k = 0; k < s->relation[i].nfield; k++) {
			const struct gbx_sum_field *f = s->relation[i].field + k;
			if (!f->earliest || is_birth(f->type) || says_until(f->name))
				continue;
			if (!s->earliest || strcmp(f->earliest, s->earliest) < 0)
				s->earliest = f->earliest;
			if (!s->latest || strcmp(f->latest, s->latest) > 0)
				s->latest = f->latest;
		}
}

static void put_totals(struct gbx_summary *s)
{
	s->records = s->quarantined = s->repaired = 0;
	s->duplicates = (struct gbx_estimate){ 0, true, 0 };
	for (uint32_t i = 0; i < s->nrelation; i++) {
		const struct gbx_sum_relation *r = s->relation + i;
		s->records += r->records;
		s->duplicates = gbx_estimate_sum(s->duplicates, r->duplicates, s->records);
	}
	for (uint32_t i = 0; i < s->nentry; i++) {
		s->quarantined += s->entry[i].quarantined;
		s->repaired += s->entry[i].repaired;
	}
}

/* The index of an entry, by its id; they stand in that order. */
static uint32_t entry_at(const struct gbx_summary *s, uint32_t id)
{
	uint32_t lo = 0, hi = s->nentry;
	while (lo < hi) {
		uint32_t mid = lo + (hi - lo) / 2;
		if (s->entry[mid].id < id)
			lo = mid + 1;
		else
			hi = mid;
	}
	return lo < s->nentry && s->entry[lo].id == id ? lo : s->nentry;
}

/* Quarantined records belong to an entry; a relation that has an entry to itself
 * owns them. */
static bool put_quarantined(struct gbx_summary *s)
{
	uint32_t *owner = gbx_arena_zalloc(&s->arena, ((size_t)s->nentry + 1) * sizeof *owner);
	if (!owner)
		return false;
	for (uint32_t i = 0; i < s->nrelation; i++)
		for (uint32_t k = 0; k < s->relation[i].nentry; k++) {
			uint32_t *o = owner + entry_at(s, s->relation[i].entry[k]);
			*o = *o ? UINT32_MAX : i + 1;
		}
	for (uint32_t e = 0; e < s->nentry; e++)
		if (owner[e] && owner[e] != UINT32_MAX)
			s->relation[owner[e] - 1].quarantined += s->entry[e].quarantined;
	return true;
}

enum gbx_rc gbx_profile_summarise(const struct gbx_profile *p, const struct gbx_registry *reg,
				  const struct gbx_records *dup, struct gbx_summary *s,
				  struct gbx_err *err)
{
	static const struct gbx_relation_profile none;
	s->relation = gbx_arena_zalloc(&s->arena, (reg->nrel + 1) * sizeof *s->relation);
	if (!s->relation)
		return gbx_fail(err, GBX_E_NOMEM, NULL);
	s->nrelation = reg->nrel;
	s->ntype = s->nklass = 0;
	for (uint32_t i = 0; i < reg->nrel; i++) {
		const struct gbx_relation_profile *rp = i < p->nrel && p->rel[i] ? p->rel[i] : &none;
		if (!put_relation(&s->arena, reg->rel[i], rp, dup + i, s->relation + i))
			return gbx_fail(err, GBX_E_NOMEM, NULL);
	}
	put_totals(s);
	put_window(s);
	if (!put_quarantined(s) || !put_types(p, reg, s) || !put_classes(p, reg, s))
		return gbx_fail(err, GBX_E_NOMEM, NULL);
	return GBX_OK;
}

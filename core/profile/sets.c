/* Exposure sets and the records drawn from them; the contract is in sets.h. */
#include "sets.h"

#include <stdlib.h>

#include "../base/limits.h"

void gbx_sets_init(struct gbx_sets *s, uint32_t picks)
{
	*s = (struct gbx_sets){ .picks = picks };
}

void gbx_sets_release(struct gbx_sets *s)
{
	for (uint32_t i = 0; i < s->cap; i++)
		free(s->slot[i].pick);
	free(s->slot);
	free(s->other_type);
	free(s->other_class);
	gbx_sets_init(s, s->picks);
}

enum gbx_type gbx_class_leader(enum gbx_type t)
{
	const char *name = gbx_type_info(t)->data_class;
	for (unsigned i = 0; name && i < GBX_T_COUNT; i++) {
		const char *other = gbx_type_info((enum gbx_type)i)->data_class;
		if (other && !strcmp(other, name))
			return (enum gbx_type)i;
	}
	return GBX_T_COUNT;
}

static uint64_t hash_of(const struct gbx_typeset *t)
{
	uint64_t h = (t->w[0] ^ 0x9E3779B97F4A7C15u) * 0xBF58476D1CE4E5B9u;
	for (unsigned i = 1; i < GBX_TYPESET_WORDS; i++)
		h = (h ^ h >> 31 ^ t->w[i]) * 0x94D049BB133111EBu;
	h ^= h >> 29;
	h *= 0xBF58476D1CE4E5B9u;
	return h ^ h >> 32;
}

static bool same(const struct gbx_typeset *a, const struct gbx_typeset *b)
{
	return !memcmp(a, b, sizeof *a);
}

static bool kept(const struct gbx_sets *s, const struct gbx_typeset *t)
{
	return !s->level || hash_of(t) >> (64 - s->level) == 0;
}

/* Counts records of a set that is not kept, by type and by class. */
static void count_away(struct gbx_sets *s, const struct gbx_typeset *t, uint64_t records)
{
	s->other += records;
	if (!s->other_type)
		s->other_type = calloc(GBX_T_COUNT, sizeof *s->other_type);
	if (!s->other_class)
		s->other_class = calloc(GBX_T_COUNT, sizeof *s->other_class);
	if (!s->other_type || !s->other_class) {
		s->failed = true;
		return;
	}
	struct gbx_typeset seen = { { 0 } };
	for (unsigned i = 0; i < GBX_T_COUNT; i++) {
		if (!gbx_typeset_has(t, (enum gbx_type)i))
			continue;
		s->other_type[i] += records;
		enum gbx_type leader = gbx_class_leader((enum gbx_type)i);
		if (leader != GBX_T_COUNT && !gbx_typeset_has(&seen, leader)) {
			gbx_typeset_add(&seen, leader);
			s->other_class[leader] += records;
		}
	}
}

static uint32_t find(const struct gbx_set_count *slot, uint32_t cap, const struct gbx_typeset *t)
{
	uint32_t i = (uint32_t)hash_of(t) & (cap - 1);
	while (slot[i].records && !same(&slot[i].set, t))
		i = (i + 1) & (cap - 1);
	return i;
}

static void rebuild(struct gbx_sets *s, uint32_t cap)
{
	struct gbx_set_count *slot = calloc(cap, sizeof *slot);
	if (!slot) {
		s->failed = true;
		return;
	}
	s->n = 0;
	for (uint32_t i = 0; i < s->cap; i++) {
		struct gbx_set_count *c = s->slot + i;
		if (!c->records)
			continue;
		if (kept(s, &c->set)) {
			slot[find(slot, cap, &c->set)] = *c;
			s->n++;
			continue;
		}
		count_away(s, &c->set, c->records);
		s->total_picks -= c->npick;
		free(c->pick);
	}
	free(s->slot);
	s->slot = slot;
	s->cap = cap;
	s->last = 0;
}

/* ---- picks: a max-heap, so the worst is at the top ---- */

static bool worse(const struct gbx_pick *a, const struct gbx_pick *b)
{
	if (a->priority != b->priority)
		return a->priority > b->priority;
	return a->block != b->block ? a->block > b->block : a->row > b->row;
}

static void swap(struct gbx_pick *a, struct gbx_pick *b)
{
	struct gbx_pick t = *a;
	*a = *b;
	*b = t;
}

static void sift_down(struct gbx_pick *h, uint32_t n)
{
	for (uint32_t i = 0;;) {
		uint32_t top = i, l = 2 * i + 1, r = l + 1;
		if (l < n && worse(h + l, h + top))
			top = l;
		if (r < n && worse(h + r, h + top))
			top = r;
		if (top == i)
			return;
		swap(h + i, h + top);
		i = top;
	}
}

static void sift_up(struct gbx_pick *h, uint32_t i)
{
	while (i && worse(h + i, h + (i - 1) / 2)) {
		swap(h + i, h + (i - 1) / 2);
		i = (i - 1) / 2;
	}
}

static void drop_worst(struct gbx_sets *s, struct gbx_set_count *c)
{
	c->pick[0] = c->pick[--c->npick];
	sift_down(c->pick, c->npick);
	s->total_picks--;
}

static void halve_picks(struct gbx_sets *s)
{
	s->picks /= 2;
	for (uint32_t i = 0; i < s->cap; i++)
		while (s->slot[i].npick > s->picks)
			drop_worst(s, s->slot + i);
}

static void pick(struct gbx_sets *s, struct gbx_set_count *c, const struct gbx_pick *p)
{
	if (!s->picks)
		return;
	if (c->npick == s->picks) {
		if (worse(c->pick, p)) {
			c->pick[0] = *p;
			sift_down(c->pick, c->npick);
		}
		return;
	}
	if (c->npick == c->pick_cap) {
		uint32_t cap = c->pick_cap ? c->pick_cap * 2 : 4;
		struct gbx_pick *more = realloc(c->pick, cap * sizeof *more);
		if (!more) {
			s->failed = true;
			return;
		}
		c->pick = more;
		c->pick_cap = cap;
	}
	c->pick[c->npick] = *p;
	sift_up(c->pick, c->npick++);
	if (++s->total_picks > GBX_PICKS && s->picks > 1)
		halve_picks(s);
}

/* The slot of a set, made when new; NULL when it is not kept. */
static struct gbx_set_count *slot_of(struct gbx_sets *s, const struct gbx_typeset *t)
{
	if (!kept(s, t))
		return NULL;
	if (s->n + s->n / 2 + 4 >= s->cap)
		rebuild(s, s->cap ? s->cap * 2 : 8);
	if (s->failed)
		return NULL;
	uint32_t i = find(s->slot, s->cap, t);
	if (!s->slot[i].records) {
		s->slot[i].set = *t;
		s->n++;
	}
	s->last = i;
	return s->slot + i;
}

void gbx_sets_add(struct gbx_sets *s, const struct gbx_typeset *t, uint64_t records,
		  const struct gbx_pick *p)
{
	struct gbx_set_count *c = s->cap ? s->slot + s->last : NULL;
	if (!c || !c->records || !same(&c->set, t))
		c = slot_of(s, t);
	if (!c) {
		count_away(s, t, records);
		return;
	}
	c->records += records;
	if (p)
		pick(s, c, p);
	while (s->n > GBX_EXPOSURE_SETS && !s->failed) {
		s->level++;
		rebuild(s, s->cap);
		/* How far picks were halved before sets went depends on the order; one a
		 * set is what always has room. */
		while (s->picks > 1)
			halve_picks(s);
	}
}

static void merge_set(struct gbx_sets *s, const struct gbx_set_count *c)
{
	gbx_sets_add(s, &c->set, c->records, NULL);
	if (s->failed || !kept(s, &c->set))
		return;
	uint32_t at = find(s->slot, s->cap, &c->set);
	for (uint32_t k = 0; k < c->npick; k++)
		pick(s, s->slot + at, c->pick + k);
}

void gbx_sets_merge(struct gbx_sets *s, const struct gbx_sets *from)
{
	s->failed |= from->failed;
	if (from->level > s->level) {
		s->level = from->level;
		if (s->cap)
			rebuild(s, s->cap);
	}
	while (from->picks < s->picks)
		halve_picks(s);
	for (uint32_t i = 0; i < from->cap && !s->failed; i++)
		if (from->slot[i].records)
			merge_set(s, from->slot + i);
	s->other += from->other;
	for (unsigned i = 0; from->other_type && i < GBX_T_COUNT && !s->failed; i++) {
		if (!s->other_type)
			count_away(s, &(struct gbx_typeset){ { 0 } }, 0);
		if (s->failed)
			return;
		s->other_type[i] += from->other_type[i];
		s->other_class[i] += from->other_class[i];
	}
}

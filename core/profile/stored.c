/* How passwords are stored: counting, merging, and the rows of a summary. */
#include "stored.h"

#include <stdlib.h>

#define COSTS 64u /* different costs of a column kept apart */

struct gbx_stored *gbx_stored_new(void)
{
	struct gbx_stored *s = calloc(1, sizeof *s);

	if (s) {
		s->kind = GBX_HASH_KINDS;
		gbx_tally_init(&s->cost, COSTS);
	}
	return s;
}

void gbx_stored_free(struct gbx_stored *s)
{
	if (s)
		gbx_tally_release(&s->cost);
	free(s);
}

/* ---- counting ---- */

/* Kind and cost as the key of a tally. */
struct cost_key {
	uint32_t kind;
	struct gbx_hash_cost cost;
};

static void flush(struct gbx_stored *s)
{
	struct cost_key key = {(uint32_t)s->kind, s->last};

	if (s->run)
		gbx_tally_add(&s->cost, (const char *)&key, sizeof key, s->run);
	s->run = 0;
}

static bool same_cost(const struct gbx_hash_cost *x, const struct gbx_hash_cost *y)
{
	return x->a == y->a && x->b == y->b && x->c == y->c;
}

/* Is x less work than y? Equal work: any order that is always the same. */
static bool cheaper(enum gbx_hash_kind_id k, const struct gbx_hash_cost *x,
                    const struct gbx_hash_cost *y)
{
	double wx = gbx_hash_work(k, x), wy = gbx_hash_work(k, y);

	if (wx < wy || wx > wy)
		return wx < wy;
	if (x->a != y->a)
		return x->a < y->a;
	return x->b != y->b ? x->b < y->b : x->c < y->c;
}

static void widen(struct gbx_stored *s, enum gbx_hash_kind_id k, const struct gbx_hash_cost *low,
                  const struct gbx_hash_cost *high)
{
	if (!s->low[k].a || cheaper(k, low, &s->low[k]))
		s->low[k] = *low;
	if (!s->high[k].a || cheaper(k, &s->high[k], high))
		s->high[k] = *high;
}

static void count_one(struct gbx_stored *s, enum gbx_type t, const struct gbx_value *v)
{
	enum gbx_hash_kind_id kind = s->kind;
	struct gbx_hash_cost cost = {0, 0, 0};
	enum gbx_store store = GBX_STORE_UNKNOWN;

	if (!gbx_hash_in_cell(t, v, &kind, &cost, &store))
		return;
	if (kind == GBX_HASH_KINDS) {
		s->count[store == GBX_STORE_PLAIN ? GBX_STORED_PLAIN : GBX_STORED_UNKNOWN]++;
		return;
	}
	s->count[kind]++;
	if (kind != s->kind || !same_cost(&cost, &s->last)) {
		flush(s);
		s->kind = kind;
		s->last = cost;
		if (cost.a)
			widen(s, kind, &cost, &cost);
	}
	s->run += cost.a != 0;
}

void gbx_stored_add(struct gbx_stored *s, enum gbx_type t, const struct gbx_value *v, uint32_t n)
{
	for (uint32_t i = 0; i < n; i++)
		count_one(s, t, v + i);
	flush(s);
}

bool gbx_stored_merge(struct gbx_stored *s, const struct gbx_stored *from)
{
	for (unsigned k = 0; k < GBX_STORED_KINDS; k++)
		s->count[k] += from->count[k];
	for (unsigned k = 0; k < GBX_HASH_KINDS; k++)
		if (from->low[k].a)
			widen(s, (enum gbx_hash_kind_id)k, &from->low[k], &from->high[k]);
	gbx_tally_merge(&s->cost, &from->cost);
	return !s->cost.failed;
}

/* ---- the rows ---- */

static bool cost_text(struct gbx_arena *a, enum gbx_hash_kind_id k, const struct gbx_hash_cost *c,
                      const char **out)
{
	struct gbx_buf b = GBX_BUF_INIT(128);

	gbx_hash_put_cost(k, c, &b);
	*out = b.n ? gbx_arena_dup(a, gbx_buf_str(&b), b.n) : NULL;
	bool ok = !gbx_buf_failed(&b) && (!b.n || *out);
	gbx_buf_release(&b);
	return ok;
}

/* The commonest cost of a kind among those kept; the lowest when none was. */
static struct gbx_hash_cost usual(const struct gbx_stored *s, enum gbx_hash_kind_id k)
{
	const struct gbx_tally_key *top[COSTS];
	uint32_t n = gbx_tally_top(&s->cost, top, COSTS);
	struct cost_key key;

	for (uint32_t i = 0; i < n; i++) {
		memcpy(&key, top[i]->text, sizeof key);
		if (key.kind == (uint32_t)k)
			return key.cost;
	}
	return s->low[k];
}

static bool put_row(const struct gbx_stored *s, unsigned k, struct gbx_arena *a,
                    struct gbx_sum_stored *row)
{
	enum gbx_hash_kind_id id = (enum gbx_hash_kind_id)k;

	row->records = s->count[k];
	if (k >= GBX_HASH_KINDS) {
		row->kind = k == GBX_STORED_PLAIN ? "plain" : "unknown";
		row->label = k == GBX_STORED_PLAIN ? "plain text" : "not told apart";
		row->store = k == GBX_STORED_PLAIN ? GBX_STORE_PLAIN : GBX_STORE_UNKNOWN;
		return true;
	}
	struct gbx_hash_cost most = usual(s, id);
	row->kind = gbx_hash_kind[k].name;
	row->label = gbx_hash_shown(id);
	row->store = gbx_hash_kind[k].store;
	return cost_text(a, id, &s->low[k], &row->lowest) &&
	       cost_text(a, id, &s->high[k], &row->highest) && cost_text(a, id, &most, &row->usual);
}

static int worst_first(const void *pa, const void *pb)
{
	const struct gbx_sum_stored *a = pa, *b = pb;

	if (a->store != b->store)
		return a->store < b->store ? -1 : 1;
	if (a->records != b->records)
		return a->records > b->records ? -1 : 1;
	return strcmp(a->kind, b->kind);
}

void gbx_stored_sort(struct gbx_sum_field *f)
{
	if (f->nstored)
		qsort(f->stored, f->nstored, sizeof *f->stored, worst_first);
}

bool gbx_stored_summarise(const struct gbx_stored *s, struct gbx_arena *a, struct gbx_sum_field *f)
{
	uint32_t n = 0;

	for (unsigned k = 0; k < GBX_STORED_KINDS; k++)
		n += s->count[k] != 0;
	f->stored = gbx_arena_zalloc(a, (n + 1) * sizeof *f->stored);
	if (!f->stored)
		return false;
	for (unsigned k = 0; k < GBX_STORED_KINDS; k++)
		if (s->count[k] && !put_row(s, k, a, &f->stored[f->nstored++]))
			return false;
	gbx_stored_sort(f);
	return true;
}

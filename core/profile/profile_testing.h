/*
 * What the tests of profile share: random numbers that are the same on every
 * machine, batches made by hand, and a summary as text, to compare two of them.
 */
#ifndef GBX_PROFILE_TESTING_H
#define GBX_PROFILE_TESTING_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "../base/buf.h"
#include "../base/limits.h"
#include "profile.h"

/* SplitMix64 (Steele, Lea, Flood 2014): one step, and the hash of one number. */
static inline uint64_t mixed(uint64_t x)
{
	x += UINT64_C(0x9E3779B97F4A7C15);
	x = (x ^ x >> 30) * UINT64_C(0xBF58476D1CE4E5B9);
	x = (x ^ x >> 27) * UINT64_C(0x94D049BB133111EB);
	return x ^ x >> 31;
}

struct rng {
	uint64_t at;
};

static inline uint64_t draw(struct rng *r) { return mixed(r->at++ * UINT64_C(0x2545F4914F6CDD1D)); }

/* 0 to n - 1. */
static inline uint32_t below(struct rng *r, uint32_t n) { return (uint32_t)(draw(r) >> 33) % n; }

static inline void shuffle(struct rng *r, uint32_t *order, uint32_t n)
{
	for (uint32_t i = n; i > 1; i--) {
		uint32_t k = below(r, i), t = order[i - 1];
		order[i - 1] = order[k];
		order[k] = t;
	}
}

/* 0, 1, 2 ... in a random order; the caller frees it. */
static inline uint32_t *any_order(struct rng *r, uint32_t n)
{
	uint32_t *order = malloc((n + 1) * sizeof *order);
	assert_non_null(order);
	for (uint32_t i = 0; i < n; i++)
		order[i] = i;
	shuffle(r, order, n);
	return order;
}

/* Most slots a search in that table may have to look at. */
static inline uint32_t longest_run(const uint64_t *set, uint32_t cap)
{
	uint32_t run = 0, longest = 0;
	for (uint64_t i = 0; i < 2 * (uint64_t)cap; i++) {
		run = set[i % cap] ? run + 1 : 0;
		longest = run > longest ? run : longest;
	}
	return longest;
}

/* ---- batches ---- */

/* One batch being made. */
struct maker {
	struct gbx_parsed parsed;
	struct gbx_batch *b;
	struct gbx_buf bytes;
};

static inline void maker_begin(struct maker *m, const char *relation, uint64_t shape)
{
	gbx_parsed_init(&m->parsed);
	gbx_buf_init(&m->bytes, 64u << 20);
	m->b = gbx_parsed_batch(&m->parsed, gbx_span_str(relation), shape);
	assert_non_null(m->b);
}

static inline void maker_record(struct maker *m)
{
	assert_int_not_equal(gbx_batch_record(&m->parsed, m->b, m->bytes.n), UINT32_MAX);
}

static inline uint32_t maker_column(struct maker *m, struct gbx_span name, uint32_t flags)
{
	uint32_t col = gbx_batch_column(&m->parsed, m->b, name, flags, 0);
	assert_true(col < m->b->ncol);
	return col;
}

/* A cell of the last record. value NULL: absent. */
static inline void maker_put_span(struct maker *m, const char *name, uint32_t flags, const void *value,
				  size_t n)
{
	struct gbx_cell cell = {value ? (uint32_t)m->bytes.n : GBX_ABSENT, (uint32_t)n};
	if (value)
		gbx_buf_add(&m->bytes, value, n);
	uint32_t col = maker_column(m, gbx_span_str(name), flags);
	assert_true(gbx_batch_cell(&m->parsed, m->b, col, m->b->nrec - 1, cell));
}

static inline void maker_put(struct maker *m, const char *name, uint32_t flags, const char *value)
{
	maker_put_span(m, name, flags, value, value ? strlen(value) : 0);
}

static inline struct gbx_batch *maker_end(struct maker *m)
{
	static const char pad[GBX_CHUNK_PAD];
	gbx_buf_add(&m->bytes, pad, sizeof pad);
	assert_false(gbx_buf_failed(&m->bytes));
	gbx_batch_finish(m->b);
	m->b->bytes = (const unsigned char *)m->bytes.p;
	return m->b;
}

static inline void maker_release(struct maker *m)
{
	gbx_parsed_release(&m->parsed);
	gbx_buf_release(&m->bytes);
}

/* ---- a tally as text ---- */

static inline int by_text(const void *pa, const void *pb)
{
	const struct gbx_tally_key *a = pa, *b = pb;
	uint32_t n = a->len < b->len ? a->len : b->len;
	int c = memcmp(a->text, b->text, n);
	return c ? c : (a->len > b->len) - (a->len < b->len);
}

/* What a tally holds, whatever slots it is in; the caller frees the text. */
static inline char *tally_text(const struct gbx_tally *t)
{
	struct gbx_buf b = GBX_BUF_INIT(64u << 20);
	struct gbx_tally_key *key = malloc((t->n + 1) * sizeof *key);
	uint32_t n = 0;
	assert_non_null(key);
	for (uint32_t i = 0; i < t->cap; i++)
		if (t->slot[i].hash)
			key[n++] = t->slot[i];
	assert_int_equal(n, t->n);
	qsort(key, n, sizeof *key, by_text);
	gbx_buf_addf(&b, "level %u other %llu keys %u\n", t->level, (unsigned long long)t->other, n);
	for (uint32_t i = 0; i < n; i++)
		gbx_buf_addf(&b, "%llx %llu %.*s\n", (unsigned long long)key[i].hash,
			     (unsigned long long)key[i].count, (int)key[i].len, key[i].text);
	free(key);
	return b.p;
}

/* ---- a summary as text ---- */

static inline void tell_estimate(struct gbx_buf *b, const char *what, struct gbx_estimate e)
{
	gbx_buf_addf(b, " %s=%llu/%d/%.17g", what, (unsigned long long)e.value, e.exact, e.error);
}

static inline void tell_field(struct gbx_buf *b, const struct gbx_sum_field *f)
{
	gbx_buf_addf(b, "  field %u %s env=%d list=%d %s/%u/%d/%d conf=%.17g %s\n", f->id, f->name,
		     f->envelope, f->list, gbx_type_info(f->type)->name, f->variant, f->scan, f->strays,
		     f->confidence, f->reason);
	gbx_buf_addf(b, "    records=%llu non_empty=%llu placeholders=%llu valid=%llu len=%u-%u",
		     (unsigned long long)f->records, (unsigned long long)f->non_empty,
		     (unsigned long long)f->placeholders, (unsigned long long)f->valid, f->len_min,
		     f->len_max);
	tell_estimate(b, "distinct", f->distinct);
	gbx_buf_addf(b, " time=%s..%s\n", f->earliest ? f->earliest : "-", f->latest ? f->latest : "-");
	for (uint32_t i = 0; i < f->nshape; i++)
		gbx_buf_addf(b, "    shape %s %llu\n", f->shape[i].shape,
			     (unsigned long long)f->shape[i].records);
	for (uint32_t i = 0; i < f->nstray; i++)
		gbx_buf_addf(b, "    stray %s %llu\n", gbx_type_info(f->stray[i].type)->name,
			     (unsigned long long)f->stray[i].records);
	for (uint32_t i = 0; i < f->nmonth; i++)
		gbx_buf_addf(b, "    month %d %llu\n", f->month[i].month,
			     (unsigned long long)f->month[i].records);
}

static inline void tell_relation(struct gbx_buf *b, const struct gbx_sum_relation *r)
{
	gbx_buf_addf(b, "relation %u %s shape=%llx records=%llu quarantined=%llu key=%d other=%llu", r->id,
		     r->name, (unsigned long long)r->shape, (unsigned long long)r->records,
		     (unsigned long long)r->quarantined, r->key_field,
		     (unsigned long long)r->other_sets);
	tell_estimate(b, "duplicates", r->duplicates);
	tell_estimate(b, "keys", r->distinct_keys);
	gbx_buf_adds(b, " entries");
	for (uint32_t i = 0; i < r->nentry; i++)
		gbx_buf_addf(b, " %u", r->entry[i]);
	gbx_buf_addc(b, '\n');
	for (uint32_t i = 0; i < r->nfield; i++)
		tell_field(b, r->field + i);
	for (uint32_t i = 0; i < r->nset; i++)
		gbx_buf_addf(b, "  set %llx.%llx %llu\n", (unsigned long long)r->set[i].types.w[1],
			     (unsigned long long)r->set[i].types.w[0],
			     (unsigned long long)r->set[i].records);
}

/* Everything a summary says; the caller frees the text. */
static inline char *summary_text(const struct gbx_summary *s)
{
	struct gbx_buf b = GBX_BUF_INIT(256u << 20);
	for (uint32_t i = 0; i < s->nrelation; i++)
		tell_relation(&b, s->relation + i);
	for (uint32_t i = 0; i < s->ntype; i++) {
		gbx_buf_addf(&b, "type %s records=%llu valid=%llu", gbx_type_info(s->type[i].type)->name,
			     (unsigned long long)s->type[i].records,
			     (unsigned long long)s->type[i].valid);
		tell_estimate(&b, "distinct", s->type[i].distinct);
		gbx_buf_addc(&b, '\n');
	}
	for (uint32_t i = 0; i < s->nklass; i++) {
		gbx_buf_addf(&b, "class %s records=%llu", s->klass[i].name,
			     (unsigned long long)s->klass[i].records);
		tell_estimate(&b, "distinct", s->klass[i].distinct);
		gbx_buf_addc(&b, '\n');
	}
	gbx_buf_addf(&b, "total records=%llu quarantined=%llu repaired=%llu window=%s..%s",
		     (unsigned long long)s->records, (unsigned long long)s->quarantined,
		     (unsigned long long)s->repaired, s->earliest ? s->earliest : "-",
		     s->latest ? s->latest : "-");
	tell_estimate(&b, "duplicates", s->duplicates);
	gbx_buf_addc(&b, '\n');
	assert_false(gbx_buf_failed(&b));
	return b.p;
}

/* Equal, or the first line that differs is told. */
static inline void assert_same_text(const char *a, const char *b)
{
	size_t i = 0, line = 0;
	for (; a[i] && a[i] == b[i]; i++)
		line = a[i] == '\n' ? i + 1 : line;
	if (a[i] == b[i])
		return;
	fail_msg("first difference:\n  %.*s\n  %.*s", (int)strcspn(a + line, "\n"), a + line,
		 (int)strcspn(b + line, "\n"), b + line);
}

#endif

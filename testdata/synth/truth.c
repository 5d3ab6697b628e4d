/*
 * Counting the truth. A type counts for a record only where its value is valid
 * and no placeholder, and only types with a data class count.
 */
#include "truth.h"

#include <stdlib.h>
#include <xxhash.h>

const char *const synth_damage_name[SYNTH_DAMAGES] = {
	[SYNTH_SOUND] = "sound",
	[SYNTH_BARE_QUOTES] = "bare_quotes",
	[SYNTH_WRAPPED_ESCAPED] = "wrapped_escaped",
	[SYNTH_WRAPPED_RAW] = "wrapped_raw",
	[SYNTH_TRUNCATED] = "truncated",
	[SYNTH_BINARY] = "binary",
	[SYNTH_NUL_BYTES] = "nul_bytes",
	[SYNTH_FOREIGN_TEXT] = "foreign_text",
};

struct synth_truth *synth_truth_new(const struct synth_shape *s, const char *prefix)
{
	struct synth_truth *t = calloc(1, sizeof(*t));

	if (!t)
		synth_die("out of memory");
	if (s->nfield > SYNTH_FIELDS)
		synth_die("a shape has too many fields");
	t->shape = s;
	t->prefix = prefix;
	return t;
}

void synth_truth_free(struct synth_truth *t)
{
	for (unsigned i = 0; i < SYNTH_FIELDS; i++)
		free(t->field[i].distinct.slot);
	free(t->bodies.slot);
	free(t);
}

static void grow(struct synth_set *s)
{
	uint64_t cap = s->cap ? s->cap * 4 : 64;
	uint64_t *slot = calloc(cap, sizeof(*slot));

	if (!slot)
		synth_die("out of memory");
	for (uint64_t i = 0; i < s->cap; i++) {
		uint64_t k = s->slot[i] & (cap - 1);
		if (!s->slot[i])
			continue;
		while (slot[k])
			k = (k + 1) & (cap - 1);
		slot[k] = s->slot[i];
	}
	free(s->slot);
	s->slot = slot;
	s->cap = cap;
}

/* True when the bytes were not in the set. */
static bool add(struct synth_set *s, const void *p, size_t n)
{
	uint64_t h = XXH3_64bits(p, n), k;

	h += !h;
	if (s->n >= s->cap / 2)
		grow(s);
	for (k = h & (s->cap - 1); s->slot[k]; k = (k + 1) & (s->cap - 1)) {
		if (s->slot[k] == h)
			return false;
	}
	s->slot[k] = h;
	s->n++;
	return true;
}

static void add_time(struct synth_field_truth *f, const char *p, size_t n)
{
	if (n >= sizeof(f->earliest))
		return;
	if (!f->earliest[0] || strncmp(p, f->earliest, n) < 0)
		snprintf(f->earliest, sizeof(f->earliest), "%.*s", (int)n, p);
	if (strncmp(p, f->latest, n) > 0)
		snprintf(f->latest, sizeof(f->latest), "%.*s", (int)n, p);
}

/* Counts one cell; true when it exposes its type. */
static bool add_cell(struct synth_field_truth *f, enum synth_type type,
		     const struct synth_record *r, const struct synth_cell *c)
{
	const char *p = r->text + c->off;

	if (c->kind == SYNTH_MISSING || c->kind == SYNTH_NULL || !c->len)
		return false;
	f->values++;
	if (c->len < f->len_min || !f->len_min)
		f->len_min = c->len;
	if (c->len > f->len_max)
		f->len_max = c->len;
	add(&f->distinct, p, c->len);
	if (c->worth == SYNTH_PLACEHOLDER)
		f->placeholders++;
	if (c->worth != SYNTH_VALID)
		return false;
	f->valid++;
	if (type == SYNTH_T_TIMESTAMP)
		add_time(f, p, c->len);
	return true;
}

static bool add_field(struct synth_truth *t, unsigned i, const struct synth_record *r)
{
	struct synth_field_truth *f = &t->field[i];
	enum synth_type type = t->shape->field[i].type;
	uint64_t before = f->values;
	bool exposes = false;

	if (r->cell[i].kind == SYNTH_LIST) {
		for (uint32_t k = 0; k < r->nitem; k++)
			exposes |= add_cell(f, type, r, &r->item[k]);
	} else {
		exposes = add_cell(f, type, r, &r->cell[i]);
	}
	f->records += f->values > before;
	return exposes;
}

static void add_combination(struct synth_truth *t, uint64_t types)
{
	uint64_t k = synth_mix(types + 1) & (SYNTH_COMBINATIONS - 1);
	struct synth_combination *c = &t->combination[k];

	while (c->records && c->types != types) {
		k = (k + 1) & (SYNTH_COMBINATIONS - 1);
		c = &t->combination[k];
	}
	if (!c->records && ++t->ncombination == SYNTH_COMBINATIONS)
		synth_die("too many combinations of types");
	c->types = types;
	c->records++;
}

void synth_truth_record(struct synth_truth *t, const struct synth_record *r, const char *body,
			size_t n)
{
	uint64_t types = r->found;

	t->records++;
	t->duplicates += !add(&t->bodies, body, n);
	for (unsigned i = 0; i < t->shape->nfield; i++) {
		enum synth_type type = t->shape->field[i].type;
		if (add_field(t, i, r) && synth_types[type].data_class)
			types |= UINT64_C(1) << type;
	}
	add_combination(t, types);
}

void synth_truth_line(struct synth_truth *t, enum synth_damage d, size_t bytes)
{
	t->lines++;
	t->bytes += bytes;
	t->damage[d]++;
	if (d > SYNTH_LAST_REPAIRABLE)
		t->bytes_quarantined += bytes;
}

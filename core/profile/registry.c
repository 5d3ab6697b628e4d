/* Relations and columns while a case is counted; the contract is in registry.h. */
#include "registry.h"

#include <stdio.h>
#include <stdlib.h>

#define XXH_INLINE_ALL
#include <xxhash.h>

#include "../base/buf.h"
#include "../base/limits.h"
#include "registry_impl.h"

static bool distinct_init(struct gbx_distinct *d, uint32_t ordinal)
{
	gbx_sketch_init_column(&d->valid, ordinal);
	gbx_sketch_init_column(&d->rest, ordinal);
	return !pthread_mutex_init(&d->mu, NULL);
}

static void distinct_release(struct gbx_distinct *d)
{
	gbx_sketch_release(&d->valid);
	gbx_sketch_release(&d->rest);
	pthread_mutex_destroy(&d->mu);
}

enum gbx_rc gbx_registry_init(struct gbx_registry *r, uint32_t first_id, struct gbx_err *err)
{
	*r = (struct gbx_registry){ .first_id = first_id, .most_columns = GBX_CASE_COLUMNS };
	gbx_arena_init(&r->plans, GBX_PLAN_MEMORY);
	for (unsigned i = 0; i < GBX_T_COUNT; i++)
		if (!distinct_init(&r->type[i], 0))
			return gbx_fail(err, GBX_E_NOMEM, NULL);
	return GBX_OK;
}

static void column_free(struct gbx_reg_column *c)
{
	gbx_waiting_release(&c->waiting);
	distinct_release(&c->distinct);
	if (c->safe_name != c->name)
		free(c->safe_name);
	free(c->name);
	free(c);
}

static void relation_free(struct gbx_reg_relation *rel)
{
	for (uint32_t i = 0; i < rel->ncol; i++)
		column_free(rel->col[i]);
	if (rel->safe_name != rel->name)
		free(rel->safe_name);
	free(rel->name);
	free(rel->series);
	free(rel->col);
	free(rel->index);
	free(rel->entry);
	free(rel);
}

void gbx_registry_release(struct gbx_registry *r)
{
	for (uint32_t i = 0; i < r->nrel; i++)
		relation_free(r->rel[i]);
	for (unsigned i = 0; i < GBX_T_COUNT; i++)
		distinct_release(&r->type[i]);
	free(r->rel);
	free(r->slot);
	gbx_series_release(&r->series);
	gbx_arena_release(&r->plans);
	*r = (struct gbx_registry){ 0 };
}

/* ---- names ---- */

/* A NUL inside a name shows as U+FFFD. */
static char *without_nul(const char *name, uint32_t len)
{
	struct gbx_buf b = GBX_BUF_INIT(4 * (size_t)len + 16);
	for (uint32_t i = 0; i < len; i++)
		if (name[i])
			gbx_buf_addc(&b, name[i]);
		else
			gbx_buf_adds(&b, "\xEF\xBF\xBD");
	char *s = gbx_buf_failed(&b) ? NULL : strdup(gbx_buf_str(&b));
	gbx_buf_release(&b);
	return s;
}

/* What may be shown for a name: itself, or a stand-in when it is data. */
static char *safe_name(char *name, uint32_t len, const char *what, uint32_t number)
{
	char *s = NULL;
	if (gbx_name_is_data(gbx_span_of(name, len)))
		return asprintf(&s, "[%s %u: name withheld]", what, number) < 0 ? NULL : s;
	return memchr(name, 0, len) ? without_nul(name, len) : name;
}

/* ---- finding and making ---- */

static uint64_t relation_hash(const char *name, uint64_t shape)
{
	return XXH3_64bits_withSeed(name, strlen(name), shape);
}

/* Of rel, or where it would be put. */
static uint32_t relation_slot(const struct gbx_registry *r, const char *name, uint64_t shape)
{
	uint32_t i = (uint32_t)relation_hash(name, shape) & (r->slots - 1);
	for (; r->slot[i]; i = (i + 1) & (r->slots - 1)) {
		const struct gbx_reg_relation *rel = r->rel[r->slot[i] - 1];
		if (rel->shape == shape && !strcmp(rel->name, name))
			break;
	}
	return i;
}

static struct gbx_reg_relation *find_relation(const struct gbx_registry *r, const char *name,
					      uint64_t shape)
{
	uint32_t i = r->slots ? r->slot[relation_slot(r, name, shape)] : 0;
	return i ? r->rel[i - 1] : NULL;
}

/* Puts relation `at` into the table, unless an earlier one has its name and shape. */
static void put_slot(struct gbx_registry *r, uint32_t at)
{
	uint32_t i = relation_slot(r, r->rel[at]->name, r->rel[at]->shape);
	if (!r->slot[i])
		r->slot[i] = at + 1;
}

/* Room for one more relation, the table at most half full. */
static bool slots_grow(struct gbx_registry *r)
{
	if (r->nrel * 2 < r->slots)
		return true;
	uint32_t *slot = calloc(r->slots ? r->slots * 2 : 64, sizeof *slot);
	if (!slot)
		return false;
	free(r->slot);
	r->slot = slot;
	r->slots = r->slots ? r->slots * 2 : 64;
	for (uint32_t i = 0; i < r->nrel; i++)
		put_slot(r, i);
	return true;
}

static bool grow(void **array, uint32_t *cap, uint32_t n, size_t size)
{
	if (n < *cap)
		return true;
	uint32_t more = *cap ? *cap * 2 : 8;
	void *p = realloc(*array, more * size);
	if (!p)
		return false;
	*array = p;
	*cap = more;
	return true;
}

static struct gbx_reg_relation *make_relation(struct gbx_registry *r, const char *name,
					      uint64_t shape)
{
	struct gbx_reg_relation *rel = calloc(1, sizeof *rel);
	if (!rel || !grow((void **)&r->rel, &r->rel_cap, r->nrel, sizeof *r->rel) || !slots_grow(r)) {
		free(rel);
		return NULL;
	}
	rel->id = r->first_id + r->nrel;
	rel->shape = shape;
	rel->name = strdup(name);
	rel->safe_name = rel->name ? safe_name(rel->name, (uint32_t)strlen(rel->name), "relation", rel->id) : NULL;
	if (!rel->safe_name) {
		relation_free(rel);
		return NULL;
	}
	r->rel[r->nrel++] = rel;
	put_slot(r, r->nrel - 1);
	return rel;
}

/* ---- parts of one table ---- */

/* The series of a name, kept for the relation at `index`, which is made of it; false without
 * memory. A relation whose name is that of all parts is the one the others join. */
static bool note_series(struct gbx_registry *r, const char *name, uint64_t shape, uint32_t index)
{
	char series[GBX_NAME_BYTES + 1];
	bool numbered = gbx_series_name(name, series, sizeof series);
	if (!numbered && !strchr(name, '*'))
		return true;
	struct gbx_series *s = gbx_series_get(&r->series, numbered ? series : name, shape);
	if (!s)
		return false;
	if (!numbered)
		s->joint = index + 1;
	else if (!s->members++)
		s->first = index;
	return true;
}

enum gbx_rc gbx_registry_add(struct gbx_registry *r, const char *name, uint64_t shape,
			     struct gbx_reg_relation **rel, struct gbx_err *err)
{
	*rel = make_relation(r, name, shape);
	return *rel && note_series(r, name, shape, r->nrel - 1) ? GBX_OK : gbx_fail(err, GBX_E_NOMEM, NULL);
}

static uint32_t index_slot(const struct gbx_reg_relation *rel, const char *name, uint32_t len,
			   uint64_t hash)
{
	uint32_t i = (uint32_t)hash & (rel->index_cap - 1);
	for (; rel->index[i]; i = (i + 1) & (rel->index_cap - 1)) {
		const struct gbx_reg_column *c = rel->col[rel->index[i] - 1];
		if (c->salt == hash && c->name_len == len && !memcmp(c->name, name, len))
			break;
	}
	return i;
}

static bool index_grow(struct gbx_reg_relation *rel)
{
	if (rel->ncol * 2 < rel->index_cap)
		return true;
	uint32_t cap = rel->index_cap ? rel->index_cap * 2 : 64;
	uint32_t *index = calloc(cap, sizeof *index);
	if (!index)
		return false;
	free(rel->index);
	rel->index = index;
	rel->index_cap = cap;
	for (uint32_t i = 0; i < rel->ncol; i++) {
		const struct gbx_reg_column *c = rel->col[i];
		rel->index[index_slot(rel, c->name, c->name_len, c->salt)] = i + 1;
	}
	return true;
}

static bool ends_with_field(const char *rule, const char *relation, const char *field, size_t n)
{
	size_t r = strlen(relation);
	return !strncmp(rule, relation, r) && rule[r] == '.' && strlen(rule + r + 1) == n &&
	       !memcmp(rule + r + 1, field, n);
}

/* The type the user gave to the column. */
static enum gbx_type overruled(struct gbx_registry *r, const struct gbx_reg_relation *rel,
			       const struct gbx_reg_column *c)
{
	enum gbx_type t = GBX_T_UNKNOWN;
	size_t safe = strlen(c->safe_name);
	char series[GBX_NAME_BYTES + 1];
	if (!gbx_series_name(rel->name, series, sizeof series))
		*series = 0;
	for (uint32_t i = 0; i < r->noverrule; i++) {
		const char *f = r->overrule[i].field;
		const char *const relation[] = { rel->name, rel->safe_name, series, "*" };
		for (unsigned k = 0; k < 4; k++)
			if (ends_with_field(f, relation[k], c->name, c->name_len) ||
			    ends_with_field(f, relation[k], c->safe_name, safe)) {
				t = r->overrule[i].type;
				r->overrule[i].fits = true;
			}
	}
	return t;
}

static struct gbx_reg_column *make_column(struct gbx_registry *r, struct gbx_reg_relation *rel,
					  const struct gbx_column *bc, uint64_t hash)
{
	struct gbx_reg_column *c = calloc(1, sizeof *c);
	if (!c || !distinct_init(&c->distinct, r->columns)) {
		free(c);
		return NULL;
	}
	c->name = malloc(bc->name_len + 1); /* may hold NUL: all name_len bytes count */
	if (c->name)
		memcpy(c->name, bc->name, bc->name_len + 1);
	c->name_len = bc->name_len;
	c->flags = bc->flags;
	c->ordinal = r->columns;
	c->salt = hash;
	c->safe_name = c->name ? safe_name(c->name, c->name_len, "field", rel->ncol + 1) : NULL;
	if (!c->safe_name || !grow((void **)&rel->col, &rel->col_cap, rel->ncol, sizeof *rel->col)) {
		column_free(c);
		return NULL;
	}
	c->set = overruled(r, rel, c);
	rel->col[rel->ncol] = c;
	if (!index_grow(rel)) {
		column_free(c);
		return NULL;
	}
	rel->index[index_slot(rel, c->name, c->name_len, hash)] = ++rel->ncol;
	r->columns++;
	return c;
}

/* UINT32_MAX when there is none. */
static uint32_t find_column(const struct gbx_reg_relation *rel, const struct gbx_column *bc,
			    uint64_t hash)
{
	if (!rel->index_cap)
		return UINT32_MAX;
	return rel->index[index_slot(rel, bc->name, bc->name_len, hash)] - 1;
}

static enum gbx_rc column_of(struct gbx_registry *r, struct gbx_reg_relation *rel,
			     const struct gbx_column *bc, uint32_t *id, struct gbx_err *err)
{
	uint64_t hash = XXH3_64bits(bc->name, bc->name_len);
	*id = find_column(rel, bc, hash);
	if (*id != UINT32_MAX)
		return GBX_OK;
	if (!make_column(r, rel, bc, hash))
		return gbx_fail(err, GBX_E_NOMEM, NULL);
	*id = rel->ncol - 1;
	return GBX_OK;
}

#define LOOKED_AT 64u /* values of a column of the batch */

/* Are half of the values what the column is planned as, where that can be told? */
static bool has_values(const struct gbx_reg_column *c, const struct gbx_batch *b, const struct gbx_column *bc)
{
	struct gbx_value v[LOOKED_AT];
	uint32_t valid = 0, n = 0;
	if (!c->plan || gbx_type_info(c->plan->type)->strength == GBX_WEAK || c->plan->confidence < 0.5f)
		return true;
	n = gbx_registry_borrow(b, bc, v, LOOKED_AT);
	for (uint32_t i = 0; i < n; i++)
		valid += gbx_plan_valid(c->plan, v + i);
	return 2 * valid >= n;
}

/* Are nearly all fields of the batch known in rel, and their values of the same types? Of what
 * the case held before only the name and the shape are known. */
static bool fits(const struct gbx_reg_relation *rel, const struct gbx_batch *b)
{
	uint32_t known = 0;
	for (uint32_t i = 0; i < b->ncol; i++) {
		const struct gbx_column *c = b->col + i;
		uint32_t at = find_column(rel, c, XXH3_64bits(c->name, c->name_len));
		known += at != UINT32_MAX;
		if (at != UINT32_MAX && !has_values(rel->col[at], b, c))
			return false;
	}
	return b->shape || !rel->ncol || known * 5 >= b->ncol * 4; /* a fixed list is one by its shape */
}

/*
 * The relation of a file whose name is new: of the table it is a part of, or NULL. Then
 * `name` is that of the relation to be made.
 */
static struct gbx_reg_relation *join(struct gbx_registry *r, const struct gbx_batch *b, char *series,
				     size_t cap, const char **name)
{
	*name = b->relation;
	if (!b->of_file || !gbx_series_name(b->relation, series, cap))
		return NULL;
	struct gbx_series *s = gbx_series_get(&r->series, series, b->shape);
	if (!s)
		return NULL;
	if (!s->joint && s->members >= GBX_SERIES_APART)
		*name = series;
	if (!s->joint && !s->members)
		return NULL;
	struct gbx_reg_relation *rel = r->rel[s->joint ? s->joint - 1 : s->first];
	bool part = s->joint || gbx_series_counts_parts(b->relation) || (rel->records == 1 && b->nrec == 1);
	if (!part || !fits(rel, b))
		return NULL;
	if (!rel->series && strcmp(rel->name, series) != 0)
		rel->series = strdup(series);
	s->joint = rel->id - r->first_id + 1;
	return rel;
}

/* Relations that others joined are called by what all have in common. */
static enum gbx_rc rename_joint(struct gbx_registry *r, struct gbx_err *err)
{
	for (uint32_t i = 0; i < r->nrel; i++) {
		struct gbx_reg_relation *rel = r->rel[i];
		if (!rel->series)
			continue;
		char *safe = safe_name(rel->series, (uint32_t)strlen(rel->series), "relation", rel->id);
		if (!safe)
			return gbx_fail(err, GBX_E_NOMEM, NULL);
		if (rel->safe_name != rel->name)
			free(rel->safe_name);
		free(rel->name);
		rel->name = rel->series;
		rel->safe_name = safe;
		rel->series = NULL;
		rel->renamed = true;
	}
	return GBX_OK;
}

/* Is there room for what the batch brings? Asked before anything is made, so that a
 * batch that is refused leaves no trace. rel is NULL when it is new. */
static enum gbx_rc room(const struct gbx_registry *r, const struct gbx_reg_relation *rel,
			const struct gbx_batch *b, struct gbx_err *err)
{
	uint32_t have = rel ? rel->ncol : 0, more = b->ncol;
	if (!rel && r->nrel >= GBX_RELATIONS) {
		gbx_fail(err, GBX_E_RELATIONS, NULL);
		return GBX_LIMIT;
	}
	if (have + more <= GBX_RECORD_COLUMNS && r->columns + more <= r->most_columns)
		return GBX_OK;
	for (uint32_t i = 0; rel && i < b->ncol; i++) {
		const struct gbx_column *c = b->col + i;
		more -= find_column(rel, c, XXH3_64bits(c->name, c->name_len)) != UINT32_MAX;
	}
	if (!more || (have + more <= GBX_RECORD_COLUMNS && r->columns + more <= r->most_columns))
		return GBX_OK;
	bool wide = have + more > GBX_RECORD_COLUMNS;
	gbx_fail(err, wide ? GBX_E_COLUMNS : GBX_E_CASE_COLUMNS, "%u in this relation, %u in this run", have, r->columns);
	return GBX_LIMIT;
}

static enum gbx_rc note_entry(struct gbx_reg_relation *rel, uint32_t entry, struct gbx_err *err)
{
	uint32_t at = rel->nentry; /* nearly always the last one */
	while (at && rel->entry[at - 1] > entry)
		at--;
	if (at && rel->entry[at - 1] == entry)
		return GBX_OK;
	if (!grow((void **)&rel->entry, &rel->entry_cap, rel->nentry, sizeof *rel->entry))
		return gbx_fail(err, GBX_E_NOMEM, NULL);
	memmove(rel->entry + at + 1, rel->entry + at, (rel->nentry - at) * sizeof *rel->entry);
	rel->entry[at] = entry;
	rel->nentry++;
	return GBX_OK;
}

/* ---- resolving ---- */

enum gbx_rc gbx_registry_resolve(struct gbx_registry *r, const struct gbx_batch *b, uint32_t entry,
				 struct gbx_arena *a, struct gbx_reg_relation **out_rel,
				 struct gbx_count_column **out, struct gbx_err *err)
{
	char series[GBX_NAME_BYTES + 1];
	const char *name = b->relation;
	struct gbx_reg_relation *rel = *out_rel ? *out_rel : find_relation(r, name, b->shape);
	if (!rel)
		rel = join(r, b, series, sizeof series, &name);
	enum gbx_rc rc = room(r, rel, b, err);
	if (rc)
		return rc;
	if (!rel)
		rc = gbx_registry_add(r, name, b->shape, &rel, err);
	struct gbx_count_column *cc = gbx_arena_alloc(a, (b->ncol + 1) * sizeof *cc);
	if (rc || !cc)
		return rc ? rc : gbx_fail(err, GBX_E_NOMEM, NULL);
	for (uint32_t i = 0; i < b->ncol; i++) {
		rc = column_of(r, rel, b->col + i, &cc[i].id, err);
		if (rc)
			return rc;
	}
	rel->records += b->nrec;
	rc = note_entry(rel, entry, err);
	if (!rc)
		rc = gbx_registry_plan_from(r, rel, b, cc, a, err);
	if (!rc)
		rc = gbx_registry_settle_oldest(r, err);
	for (uint32_t i = 0; i < b->ncol && !rc; i++) {
		struct gbx_reg_column *c = rel->col[cc[i].id];
		cc[i].ordinal = c->ordinal;
		cc[i].plan = c->plan;
		cc[i].distinct = &c->distinct;
		cc[i].salt = c->salt;
	}
	*out_rel = rel;
	*out = cc;
	return rc;
}

enum gbx_rc gbx_registry_settle(struct gbx_registry *r, struct gbx_err *err)
{
	enum gbx_rc rc = GBX_OK;
	for (uint32_t i = 0; i < r->nrel && !rc; i++)
		rc = gbx_registry_settle_relation(r, r->rel[i], err);
	return rc ? rc : rename_joint(r, err);
}

enum gbx_rc gbx_registry_collect(struct gbx_registry *r, struct gbx_reg_relation *rel,
				 const struct gbx_batch *b, uint32_t most, struct gbx_err *err)
{
	struct gbx_value *v = malloc((most ? most : 1) * sizeof *v);
	enum gbx_rc rc = v ? room(r, rel, b, err) : gbx_fail(err, GBX_E_NOMEM, NULL);
	for (uint32_t i = 0; i < b->ncol && !rc; i++) {
		uint32_t id;
		rc = column_of(r, rel, b->col + i, &id, err);
		if (!rc && !rel->col[id]->settled)
			rc = gbx_registry_keep(r, rel->col[id], v, gbx_registry_borrow(b, b->col + i, v, most),
				     GBX_PLAN_VALUES, err);
	}
	free(v);
	rel->records += b->nrec;
	return rc ? rc : gbx_registry_settle_oldest(r, err);
}

/*
 * The registry: ids by the stream alone, plans that settle, limits that hold, and
 * names that are hostile or data.
 */
#include "profile_testing.h"
#include "registry.h"

struct fixture {
	struct gbx_registry reg;
	struct gbx_arena arena;
	struct gbx_err err;
	struct gbx_count_column *col; /* of the last batch resolved */
	struct gbx_reg_relation *rel;
};

static void begin(struct fixture *f, uint32_t first_id)
{
	memset(f, 0, sizeof *f);
	assert_int_equal(gbx_registry_init(&f->reg, first_id, &f->err), GBX_OK);
	gbx_arena_init(&f->arena, 1u << 30);
}

static void end(struct fixture *f)
{
	gbx_registry_release(&f->reg);
	gbx_arena_release(&f->arena);
}

/* Resolves the batch and lets it go, as a worker does. */
static enum gbx_rc resolve(struct fixture *f, struct maker *m, uint32_t entry)
{
	f->rel = NULL;
	enum gbx_rc rc =
	    gbx_registry_resolve(&f->reg, maker_end(m), entry, &f->arena, &f->rel, &f->col, &f->err);
	return rc;
}

/* A batch of one record with those columns: "a b c". */
static enum gbx_rc columns(struct fixture *f, const char *relation, const char *names, uint32_t entry)
{
	struct maker m;
	char copy[256], *rest = NULL;
	snprintf(copy, sizeof copy, "%s", names);
	maker_begin(&m, relation, 0);
	maker_record(&m);
	for (char *n = strtok_r(copy, " ", &rest); n; n = strtok_r(NULL, " ", &rest))
		maker_put(&m, n, 0, "x");
	enum gbx_rc rc = resolve(f, &m, entry);
	maker_release(&m);
	return rc;
}

static void columns_in_stream_order(void **state)
{
	(void)state;
	struct fixture f;
	begin(&f, 7);
	assert_int_equal(columns(&f, "r", "b a c", 1), GBX_OK);
	struct gbx_reg_relation *rel = f.rel;
	assert_int_equal(rel->id, 7);
	for (uint32_t i = 0; i < 3; i++)
		assert_int_equal(f.col[i].id, i);
	assert_int_equal(columns(&f, "r", "c d a", 1), GBX_OK);
	assert_ptr_equal(f.rel, rel);
	assert_int_equal(f.col[0].id, 2);
	assert_int_equal(f.col[1].id, 3);
	assert_int_equal(f.col[2].id, 1);
	assert_ptr_equal(f.col[2].distinct, &rel->col[1]->distinct);
	assert_true(f.col[2].salt == rel->col[1]->salt && f.col[1].salt != f.col[2].salt);
	static const char *const order[] = {"b", "a", "c", "d"};
	for (uint32_t i = 0; i < 4; i++)
		assert_string_equal(rel->col[i]->name, order[i]);
	assert_int_equal(columns(&f, "s", "d", 2), GBX_OK);
	assert_int_equal(f.rel->id, 8);
	assert_int_equal(f.col[0].id, 0);
	assert_int_equal(f.reg.columns, 5);
	end(&f);
}

static void relations_by_name_and_shape(void **state)
{
	(void)state;
	struct fixture f;
	struct maker m;
	begin(&f, 1);
	for (unsigned round = 0; round < 2; round++)
		for (uint64_t shape = 0; shape < 4; shape++)
			for (uint32_t name = 0; name < 3; name++) {
				maker_begin(&m, (const char *[]){"", "users", "Users"}[name], shape);
				maker_record(&m);
				maker_put(&m, "a", 0, "1");
				assert_int_equal(resolve(&f, &m, 5 + round), GBX_OK);
				assert_int_equal(f.rel->id, 1 + shape * 3 + name);
				maker_release(&m);
			}
	assert_int_equal(f.reg.nrel, 12);
	for (uint32_t i = 0; i < 12; i++) {
		assert_int_equal(f.reg.rel[i]->nentry, 2);
		assert_int_equal(f.reg.rel[i]->entry[0], 5);
		assert_int_equal(f.reg.rel[i]->entry[1], 6);
	}
	struct gbx_reg_relation *added;
	assert_int_equal(gbx_registry_add(&f.reg, "held", 9, &added, &f.err), GBX_OK);
	assert_int_equal(added->id, 13);
	maker_begin(&m, "other", 0);
	maker_record(&m);
	f.rel = added; /* taken as it is, whatever the batch says */
	assert_int_equal(gbx_registry_resolve(&f.reg, maker_end(&m), 8, &f.arena, &f.rel, &f.col, &f.err),
			 GBX_OK);
	assert_ptr_equal(f.rel, added);
	maker_release(&m);
	end(&f);
}

/* A batch of `records` with those columns, of a file of that name; its relation. */
static struct gbx_reg_relation *file(struct fixture *f, const char *name, const char *names, unsigned records)
{
	struct maker m;
	maker_begin(&m, name, 0);
	for (unsigned i = 0; i < records; i++) {
		char copy[256], *rest = NULL;
		snprintf(copy, sizeof copy, "%s", names);
		maker_record(&m);
		for (char *n = strtok_r(copy, " ", &rest); n; n = strtok_r(NULL, " ", &rest))
			maker_put(&m, n, 0, "x");
	}
	maker_end(&m)->of_file = true;
	assert_int_equal(resolve(f, &m, 1), GBX_OK);
	maker_release(&m);
	return f->rel;
}

static void parts_join_the_first(void **state)
{
	(void)state;
	struct fixture f;
	begin(&f, 3);
	struct gbx_reg_relation *first = file(&f, "part-00000", "a b c d e", 2);
	assert_ptr_equal(file(&f, "part-00001", "e d c b a", 2), first);
	assert_ptr_equal(file(&f, "part-00002", "a b c d z", 2), first); /* four of five */
	assert_ptr_not_equal(file(&f, "part-00003", "x y z", 2), first);
	assert_ptr_not_equal(file(&f, "parts-1", "a b c d e", 2), first);
	assert_ptr_not_equal(file(&f, "part-x", "a b c d e", 2), first);
	assert_ptr_equal(file(&f, "part-00000", "a q", 2), first); /* its own, whatever comes */
	assert_string_equal(first->name, "part-00000");
	assert_int_equal(gbx_registry_settle(&f.reg, &f.err), GBX_OK);
	assert_string_equal(first->name, "part-*");
	assert_string_equal(first->safe_name, "part-*");
	assert_true(first->renamed);
	assert_int_equal(f.reg.nrel, 4);
	end(&f);
}

/* The same field with values of another kind is another table. */
static void other_values_do_not_join(void **state)
{
	(void)state;
	struct fixture f;
	struct maker m;
	uint32_t id[3];
	begin(&f, 1);
	for (unsigned part = 0; part < 3; part++) {
		char name[32], value[64];
		snprintf(name, sizeof name, "part-%u", part);
		maker_begin(&m, name, 77);
		for (unsigned i = 0; i < 50; i++) {
			snprintf(value, sizeof value, part == 1 ? "word %u and more" : "user%u@example.com", i);
			maker_record(&m);
			maker_put(&m, "value", 0, value);
		}
		maker_end(&m)->of_file = true;
		assert_int_equal(resolve(&f, &m, 1), GBX_OK);
		id[part] = f.rel->id;
		maker_release(&m);
	}
	assert_int_not_equal(id[1], id[0]);
	assert_int_equal(id[2], id[0]);
	end(&f);
}

/* Tables keep to themselves, whatever their names. */
static void tables_are_no_parts(void **state)
{
	(void)state;
	struct fixture f;
	begin(&f, 1);
	for (unsigned i = 0; i < 2 * GBX_SERIES_APART; i++) {
		char name[32];
		snprintf(name, sizeof name, "part_%05u", i);
		assert_int_equal(columns(&f, name, "a b", 1), GBX_OK);
		assert_int_equal(f.rel->id, 1 + i);
	}
	end(&f);
}

static void numbered_files_join_when_they_are_many(void **state)
{
	(void)state;
	struct fixture f;
	char name[32];
	begin(&f, 1);
	for (unsigned i = 0; i < 3 * GBX_SERIES_APART; i++) {
		snprintf(name, sizeof name, "shop%u", i);
		assert_int_equal(file(&f, name, "a b c", 3)->id,
				 i < GBX_SERIES_APART ? 1 + i : 1 + GBX_SERIES_APART);
	}
	assert_int_equal(file(&f, "other1", "a b c", 3)->id, GBX_SERIES_APART + 2);
	assert_int_equal(file(&f, "other2", "a b c", 3)->id, GBX_SERIES_APART + 3);
	for (unsigned i = 0; i < 3; i++) {
		snprintf(name, sizeof name, "user_%u", i);
		assert_int_equal(file(&f, name, "a b c", 1)->id, GBX_SERIES_APART + 4); /* a record each */
	}
	end(&f);
}

/* What a case holds already is joined as well. */
static void parts_join_what_was_added(void **state)
{
	(void)state;
	struct fixture f;
	struct gbx_reg_relation *added;
	begin(&f, 1);
	assert_int_equal(gbx_registry_add(&f.reg, "part-*", 0, &added, &f.err), GBX_OK);
	struct maker m;
	maker_begin(&m, "part-*", 0);
	maker_record(&m);
	maker_put(&m, "a", 0, "x");
	assert_int_equal(resolve(&f, &m, 1), GBX_OK);
	maker_release(&m);
	assert_ptr_equal(file(&f, "part-7", "a", 2), added);
	assert_int_equal(gbx_registry_settle(&f.reg, &f.err), GBX_OK);
	assert_false(added->renamed);
	end(&f);
}

/* Whatever the order of columns in later batches, what a column is counted under is its own. */
static void any_column_order(void **state)
{
	(void)state;
	struct rng r = {6};
	struct fixture f;
	begin(&f, 1);
	uint32_t id_of[60];
	memset(id_of, 0xFF, sizeof id_of);
	uint32_t next = 0;
	for (unsigned batch = 0; batch < 40; batch++) {
		struct maker m;
		uint32_t *order = any_order(&r, 60), n = 1 + below(&r, 60);
		maker_begin(&m, "r", 0);
		maker_record(&m);
		for (uint32_t i = 0; i < n; i++) {
			char name[16];
			snprintf(name, sizeof name, "col%u", order[i]);
			maker_put(&m, name, 0, "v");
			if (id_of[order[i]] == UINT32_MAX)
				id_of[order[i]] = next++;
		}
		assert_int_equal(resolve(&f, &m, 1), GBX_OK);
		for (uint32_t i = 0; i < n; i++)
			assert_int_equal(f.col[i].id, id_of[order[i]]);
		maker_release(&m);
		free(order);
	}
	assert_int_equal(f.rel->ncol, next);
	end(&f);
}

/* ---- plans ---- */

/* A batch of n values of one column; mail ones or plain numbers. */
static void one_column(struct fixture *f, uint32_t n, uint32_t from, bool mail)
{
	struct maker m;
	maker_begin(&m, "r", 0);
	for (uint32_t i = from; i < from + n; i++) {
		char v[64];
		snprintf(v, sizeof v, mail ? "user%u@mail.example.net" : "%u", i * 17 + 3);
		maker_record(&m);
		maker_put(&m, "field", 0, v);
	}
	assert_int_equal(resolve(f, &m, 1), GBX_OK);
	maker_release(&m);
}

static void plans_settle(void **state)
{
	(void)state;
	struct fixture f;
	begin(&f, 1);
	uint32_t have = 0;
	const struct gbx_column_plan *first = NULL;
	while (have < GBX_PLAN_ENOUGH - 100) {
		one_column(&f, 100, have, true);
		have += 100;
		const struct gbx_reg_column *c = f.rel->col[0];
		assert_false(c->settled);
		assert_int_equal(c->waiting.n, have);
		first = first ? first : c->plan;
		assert_ptr_equal(c->plan, first);
		assert_ptr_equal(f.col[0].plan, first);
		assert_int_equal(first->type, GBX_T_EMAIL);
	}
	one_column(&f, 100, have, true);
	assert_true(f.rel->col[0]->settled);
	assert_int_equal(f.rel->col[0]->waiting.n, 0);
	assert_int_equal(f.rel->col[0]->plan->type, GBX_T_EMAIL);
	assert_false(f.rel->col[0]->unsteady);
	first = f.rel->col[0]->plan;
	one_column(&f, 2000, 0, false); /* settled: no later batch changes it */
	assert_ptr_equal(f.rel->col[0]->plan, first);
	end(&f);
}

static void enough_at_once(void **state)
{
	(void)state;
	struct fixture f;
	begin(&f, 1);
	one_column(&f, GBX_PLAN_ENOUGH, 0, true);
	assert_true(f.rel->col[0]->settled);
	assert_null(f.rel->col[0]->waiting.block);
	end(&f);
}

static void a_type_that_changes_is_told(void **state)
{
	(void)state;
	struct fixture f;
	begin(&f, 1);
	one_column(&f, 20, 0, false);
	enum gbx_type was = f.rel->col[0]->plan->type;
	assert_int_not_equal(was, GBX_T_EMAIL);
	one_column(&f, 450, 0, true);
	assert_int_equal(f.rel->col[0]->plan->type, was);
	assert_false(f.rel->col[0]->unsteady);
	one_column(&f, 300, 500, true);
	assert_true(f.rel->col[0]->settled);
	assert_int_equal(f.rel->col[0]->plan->type, GBX_T_EMAIL);
	assert_true(f.rel->col[0]->unsteady);
	end(&f);
	begin(&f, 1); /* the same at the end of a short stream */
	one_column(&f, 2, 0, false);
	one_column(&f, 300, 0, true);
	assert_int_equal(gbx_registry_settle(&f.reg, &f.err), GBX_OK);
	assert_true(f.rel->col[0]->settled && f.rel->col[0]->unsteady);
	assert_int_equal(f.rel->col[0]->plan->type, GBX_T_EMAIL);
	assert_int_equal(gbx_registry_settle(&f.reg, &f.err), GBX_OK); /* nothing to do */
	end(&f);
}

/* Values longer than all that is kept for planning: the column is planned even so. */
static void huge_values_are_planned(void **state)
{
	(void)state;
	struct fixture f;
	struct maker m;
	size_t n = 2u << 20;
	char *v = malloc(n);
	assert_non_null(v);
	for (size_t i = 0; i < n; i++)
		v[i] = "lorem ipsum dolor sit amet "[i % 27];
	begin(&f, 1);
	maker_begin(&m, "r", 0);
	maker_record(&m);
	maker_put_span(&m, "story", 0, v, n);
	assert_int_equal(resolve(&f, &m, 1), GBX_OK);
	assert_int_not_equal(f.rel->col[0]->plan->type, GBX_T_EMPTY);
	assert_int_equal(gbx_registry_settle(&f.reg, &f.err), GBX_OK);
	assert_int_not_equal(f.rel->col[0]->plan->type, GBX_T_EMPTY);
	assert_false(f.rel->col[0]->unsteady);
	end(&f);
	begin(&f, 1); /* and from collected parts */
	assert_int_equal(gbx_registry_add(&f.reg, "r", 0, &f.rel, &f.err), GBX_OK);
	assert_int_equal(gbx_registry_collect(&f.reg, f.rel, m.b, 10, &f.err), GBX_OK);
	assert_int_equal(gbx_registry_settle(&f.reg, &f.err), GBX_OK);
	assert_int_not_equal(f.rel->col[0]->plan->type, GBX_T_EMPTY);
	end(&f);
	maker_release(&m);
	free(v);
}

static void collecting_is_bounded(void **state)
{
	(void)state;
	struct fixture f;
	begin(&f, 1);
	for (unsigned round = 0; round < 30; round++) {
		struct maker m;
		maker_begin(&m, "r", 0);
		for (uint32_t i = 0; i < 400; i++) {
			char v[2000];
			memset(v, 'a' + (int)(i % 26), sizeof v - 1);
			v[sizeof v - 1] = 0;
			maker_record(&m);
			maker_put(&m, "long", 0, v);
			maker_put(&m, "absent", 0, i % 2 ? NULL : "  ");
		}
		assert_int_equal(resolve(&f, &m, 1), GBX_OK);
		maker_release(&m);
		assert_true(f.rel->col[0]->waiting.n <= GBX_PLAN_ENOUGH);
		assert_true(f.rel->col[0]->waiting.bytes <= GBX_PENDING_BYTES + GBX_PLAN_ENOUGH * 16);
		assert_int_equal(f.rel->col[1]->waiting.n, 0);
		assert_non_null(f.rel->col[1]->plan);
	}
	assert_int_equal(gbx_registry_settle(&f.reg, &f.err), GBX_OK);
	end(&f);
}

/* A plan stands when nothing came that it was not made from; a column that came later
 * has the others planned again with it. */
static void nothing_is_planned_twice(void **state)
{
	(void)state;
	struct fixture f;
	begin(&f, 1);
	one_column(&f, 40, 0, true);
	const struct gbx_column_plan *plan = f.rel->col[0]->plan;
	assert_int_equal(gbx_registry_settle(&f.reg, &f.err), GBX_OK);
	assert_ptr_equal(f.rel->col[0]->plan, plan);
	assert_true(f.rel->col[0]->settled);
	assert_int_equal(f.reg.waiting, 0);
	end(&f);
	begin(&f, 1);
	one_column(&f, 40, 0, true);
	assert_int_equal(columns(&f, "r", "later", 1), GBX_OK);
	plan = f.rel->col[0]->plan;
	assert_int_equal(gbx_registry_settle(&f.reg, &f.err), GBX_OK);
	assert_ptr_not_equal(f.rel->col[0]->plan, plan);
	end(&f);
}

/* Thousands of small tables: what waits in all of them is bounded, the oldest give way. */
static void what_waits_is_bounded(void **state)
{
	(void)state;
	struct fixture f;
	begin(&f, 1);
	char name[16], v[1200];
	memset(v, 'x', sizeof v - 1);
	v[sizeof v - 1] = 0;
	for (uint32_t i = 0; i < 700; i++) {
		struct maker m;
		snprintf(name, sizeof name, "t%u", i);
		maker_begin(&m, name, 0);
		for (uint32_t k = 0; k < 100; k++) {
			maker_record(&m);
			maker_put(&m, "note", 0, v);
		}
		assert_int_equal(resolve(&f, &m, 1), GBX_OK);
		maker_release(&m);
		gbx_arena_reset(&f.arena);
		assert_true(f.reg.waiting <= GBX_WAITING_BYTES);
	}
	assert_true(f.reg.rel[0]->col[0]->settled);
	assert_null(f.reg.rel[0]->col[0]->waiting.block);
	assert_int_equal(f.reg.rel[0]->col[0]->plan->sampled, f.reg.rel[699]->col[0]->plan->sampled);
	assert_false(f.reg.rel[699]->col[0]->settled);
	assert_int_equal(gbx_registry_settle(&f.reg, &f.err), GBX_OK);
	assert_int_equal(f.reg.waiting, 0);
	end(&f);
}

/* ---- limits ---- */

static enum gbx_rc many_columns(struct fixture *f, const char *relation, uint32_t from, uint32_t n)
{
	struct maker m;
	maker_begin(&m, relation, 0);
	maker_record(&m);
	for (uint32_t i = from; i < from + n; i++) {
		char name[32];
		snprintf(name, sizeof name, "f%u", i);
		maker_put(&m, name, 0, "v");
	}
	enum gbx_rc rc = resolve(f, &m, 1);
	maker_release(&m);
	return rc;
}

/* Every column a summary walks over must have a plan. */
static void assert_all_planned(const struct gbx_registry *r)
{
	for (uint32_t i = 0; i < r->nrel; i++)
		for (uint32_t k = 0; k < r->rel[i]->ncol; k++)
			assert_non_null(r->rel[i]->col[k]->plan);
}

static void column_limits(void **state)
{
	(void)state;
	struct fixture f;
	begin(&f, 1);
	assert_int_equal(f.reg.most_columns, GBX_CASE_COLUMNS);
	f.reg.most_columns = 2 * GBX_RECORD_COLUMNS;
	assert_int_equal(many_columns(&f, "wide", 0, GBX_RECORD_COLUMNS), GBX_OK);
	assert_int_equal(many_columns(&f, "wide", 1, GBX_RECORD_COLUMNS), GBX_LIMIT);
	assert_int_equal(f.err.id, GBX_E_COLUMNS);
	assert_int_equal(many_columns(&f, "wide", 0, GBX_RECORD_COLUMNS), GBX_OK);
	uint32_t left = GBX_RECORD_COLUMNS;
	assert_int_equal(many_columns(&f, "second", 0, left - 10), GBX_OK);
	assert_int_equal(many_columns(&f, "third", 0, 11), GBX_LIMIT);
	uint32_t nrel = f.reg.nrel, columns_now = f.reg.columns;
	for (uint32_t i = 0; i < 20; i++) { /* what is refused leaves nothing behind */
		char name[16];
		snprintf(name, sizeof name, "more%u", i);
		assert_int_equal(many_columns(&f, name, 0, 11), GBX_LIMIT);
	}
	assert_int_equal(f.reg.nrel, nrel);
	assert_int_equal(f.reg.columns, columns_now);
	assert_int_equal(columns_now, f.reg.most_columns - 10);
	assert_all_planned(&f.reg);
	assert_int_equal(many_columns(&f, "fits", 0, 10), GBX_OK);
	assert_int_equal(many_columns(&f, "second", 0, 5), GBX_OK); /* known ones still go */
	assert_int_equal(gbx_registry_settle(&f.reg, &f.err), GBX_OK);
	assert_all_planned(&f.reg);
	end(&f);
}

static void relation_limit(void **state)
{
	(void)state;
	struct fixture f;
	begin(&f, 1);
	char name[32];
	for (uint32_t i = 0; i < GBX_RELATIONS; i++) {
		snprintf(name, sizeof name, "r%u", i);
		assert_int_equal(columns(&f, name, "", 1), GBX_OK);
	}
	assert_int_equal(columns(&f, "one more", "", 1), GBX_LIMIT);
	assert_int_equal(f.err.id, GBX_E_RELATIONS);
	assert_int_equal(f.reg.nrel, GBX_RELATIONS);
	assert_int_equal(columns(&f, name, "a", 1), GBX_OK);
	assert_int_equal(f.rel->id, GBX_RELATIONS);
	for (uint32_t i = 0; i < GBX_RELATIONS; i += 7) {
		snprintf(name, sizeof name, "r%u", i);
		assert_int_equal(columns(&f, name, "", 1), GBX_OK);
		assert_int_equal(f.rel->id, i + 1);
	}
	end(&f);
}

/* ---- names ---- */

static void names_that_are_data(void **state)
{
	(void)state;
	struct fixture f;
	begin(&f, 1);
	assert_int_equal(columns(&f, "someone@mail.example.net", "name someone@mail.example.net", 1),
			 GBX_OK);
	assert_null(strstr(f.rel->safe_name, "example"));
	assert_string_equal(f.rel->name, "someone@mail.example.net");
	assert_string_equal(f.rel->col[0]->safe_name, "name");
	assert_null(strstr(f.rel->col[1]->safe_name, "example"));
	assert_non_null(strstr(f.rel->col[1]->safe_name, "2"));
	end(&f);
}

/* Names as JSON keys can be: with NUL, escapes, broken characters, empty, very long. */
static void hostile_names(void **state)
{
	(void)state;
	static const struct {
		const char *p;
		size_t n;
	} name[] = {
	    {"a\0b", 3},   {"a\0c", 3},	       {"a", 1},	   {"\0", 1},
	    {"\0\0", 2},   {"", 0},	       {"\x1b[2J", 4},	   {"\xff\xfe\xfd", 3},
	    {"<b>\r\n", 5}, {"\xE2\x80\xAE" "x", 4}, {"a\0b\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0c", 21},
	};
	uint32_t n = sizeof name / sizeof *name;
	char long_name[3000];
	memset(long_name, 'n', sizeof long_name);
	struct fixture f;
	begin(&f, 1);
	for (unsigned round = 0; round < 3; round++) {
		struct maker m;
		maker_begin(&m, "r", 0);
		maker_record(&m);
		uint32_t batch_col[sizeof name / sizeof *name + 1];
		for (uint32_t i = 0; i <= n; i++) {
			struct gbx_span s = i < n ? gbx_span_of(name[i].p, name[i].n)
						  : gbx_span_of(long_name, sizeof long_name);
			batch_col[i] = maker_column(&m, s, 0);
			assert_true(gbx_batch_cell(&m.parsed, m.b, batch_col[i], 0,
						   (struct gbx_cell){GBX_ABSENT, 0}));
		}
		assert_int_equal(resolve(&f, &m, 1), GBX_OK);
		for (uint32_t i = 0; i <= n; i++)
			assert_int_equal(f.col[batch_col[i]].id, i); /* each its own, each time the same */
		maker_release(&m);
	}
	assert_int_equal(f.rel->ncol, n + 1);
	assert_int_equal(gbx_registry_settle(&f.reg, &f.err), GBX_OK);
	end(&f);
}

/* Types the user gave: by relation and field, for every relation, with dots in both, the later
 * one where two fit; what fits nothing changes nothing. */
static void types_of_the_user(void **state)
{
	struct gbx_overrule given[] = {
	    {"*.a", GBX_T_PHONE, false}, {"x.y.b.c", GBX_T_CITY, false},
	    {"r.a", GBX_T_EMAIL, false}, {"r.", GBX_T_IP, false},
	    {"other.b", GBX_T_IP, false}, {"r.b", GBX_T_UUID, false},
	};
	static const bool fits[] = {true, false, true, false, false, true};
	(void)state;
	struct fixture f;
	begin(&f, 1);
	f.reg.overrule = given;
	f.reg.noverrule = sizeof given / sizeof *given;
	assert_int_equal(columns(&f, "r", "a b c", 1), GBX_OK);
	for (size_t i = 0; i < sizeof fits; i++)
		assert_int_equal(given[i].fits, fits[i]);
	assert_int_equal(f.rel->col[0]->set, GBX_T_EMAIL);
	assert_int_equal(f.rel->col[1]->set, GBX_T_UUID);
	assert_int_equal(f.rel->col[2]->set, GBX_T_UNKNOWN);
	assert_int_equal(f.col[0].plan->type, GBX_T_EMAIL);
	assert_true(f.col[0].plan->by_user);
	assert_false(f.col[2].plan->by_user);
	assert_int_equal(columns(&f, "x.y", "b.c a", 1), GBX_OK);
	assert_int_equal(f.rel->col[0]->set, GBX_T_CITY);
	assert_int_equal(f.rel->col[1]->set, GBX_T_PHONE);
	assert_int_equal(columns(&f, "x", "y.b.c", 1), GBX_OK); /* the same name joined */
	assert_int_equal(f.rel->col[0]->set, GBX_T_CITY);
	assert_int_equal(gbx_registry_settle(&f.reg, &f.err), GBX_OK);
	assert_int_equal(f.reg.rel[0]->col[0]->plan->type, GBX_T_EMAIL);
	end(&f);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(columns_in_stream_order),
	    cmocka_unit_test(relations_by_name_and_shape),
	    cmocka_unit_test(parts_join_the_first),
	    cmocka_unit_test(other_values_do_not_join),
	    cmocka_unit_test(tables_are_no_parts),
	    cmocka_unit_test(numbered_files_join_when_they_are_many),
	    cmocka_unit_test(parts_join_what_was_added),
	    cmocka_unit_test(any_column_order),
	    cmocka_unit_test(plans_settle),
	    cmocka_unit_test(enough_at_once),
	    cmocka_unit_test(a_type_that_changes_is_told),
	    cmocka_unit_test(huge_values_are_planned),
	    cmocka_unit_test(collecting_is_bounded),
		cmocka_unit_test(nothing_is_planned_twice),
		cmocka_unit_test(what_waits_is_bounded),
	    cmocka_unit_test(column_limits),
	    cmocka_unit_test(relation_limit),
	    cmocka_unit_test(names_that_are_data),
	    cmocka_unit_test(hostile_names),
	    cmocka_unit_test(types_of_the_user),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}

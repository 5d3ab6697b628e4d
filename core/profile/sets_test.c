/*
 * Exposure sets: every count and every pick is the same for any order and any split,
 * also beyond the limits, where totals by type and class must stay exact.
 */
#include "profile_testing.h"

/* Set number i: its bits, over types that exist. */
static struct gbx_typeset set_of(uint32_t i)
{
	struct gbx_typeset s = {{0}};
	for (unsigned bit = 0; i; bit++, i >>= 1)
		if (i & 1)
			gbx_typeset_add(&s, (enum gbx_type)(GBX_T_EMAIL + bit));
	return s;
}

struct item {
	uint32_t set;
	struct gbx_pick pick;
};

static int by_set(const void *pa, const void *pb)
{
	const struct gbx_set_count *a = pa, *b = pb;
	return gbx_typeset_cmp(&a->set, &b->set);
}

static int by_priority(const void *pa, const void *pb)
{
	const struct gbx_pick *a = pa, *b = pb;
	if (a->priority != b->priority)
		return a->priority < b->priority ? -1 : 1;
	if (a->block != b->block)
		return a->block < b->block ? -1 : 1;
	return (a->row > b->row) - (a->row < b->row);
}

/* All that sets hold, whatever slots it is in. Sorts the picks. */
static char *sets_text(struct gbx_sets *s)
{
	struct gbx_buf b = GBX_BUF_INIT(256u << 20);
	struct gbx_set_count *set = malloc((s->n + 1) * sizeof *set);
	uint32_t n = 0;
	uint64_t picks = 0;
	assert_non_null(set);
	for (uint32_t i = 0; i < s->cap; i++)
		if (s->slot[i].records)
			set[n++] = s->slot[i];
	assert_int_equal(n, s->n);
	qsort(set, n, sizeof *set, by_set);
	gbx_buf_addf(&b, "level %u picks %u other %llu\n", s->level, s->picks,
		     (unsigned long long)s->other);
	for (uint32_t i = 0; i < n; i++) {
		gbx_buf_addf(&b, "%llx.%llx %llu:", (unsigned long long)set[i].set.w[1],
			     (unsigned long long)set[i].set.w[0], (unsigned long long)set[i].records);
		if (set[i].npick)
			qsort(set[i].pick, set[i].npick, sizeof *set[i].pick, by_priority);
		for (uint32_t k = 0; k < set[i].npick; k++)
			gbx_buf_addf(&b, " %llx/%llu/%u", (unsigned long long)set[i].pick[k].priority,
				     (unsigned long long)set[i].pick[k].block, set[i].pick[k].row);
		picks += set[i].npick;
		gbx_buf_addc(&b, '\n');
	}
	assert_int_equal(picks, s->total_picks);
	for (unsigned t = 0; s->other_type && t < GBX_T_COUNT; t++)
		gbx_buf_addf(&b, "%u: %llu %llu\n", t, (unsigned long long)s->other_type[t],
			     (unsigned long long)s->other_class[t]);
	free(set);
	assert_false(gbx_buf_failed(&b));
	return b.p;
}

static struct item *items(uint32_t n, uint32_t nset, uint64_t seed)
{
	struct item *it = malloc(n * sizeof *it);
	assert_non_null(it);
	for (uint32_t i = 0; i < n; i++)
		it[i] = (struct item){i % nset, {mixed(i + seed) >> 40, i / 1000, i % 1000}};
	return it;
}

static void add_item(struct gbx_sets *s, const struct item *it)
{
	struct gbx_typeset set = set_of(it->set);
	gbx_sets_add(s, &set, 1, &it->pick);
}

/* The items in that order over parts sets, merged in random order. */
static char *counted(struct rng *r, const struct item *it, const uint32_t *order, uint32_t n,
		     uint32_t picks, uint32_t parts)
{
	struct gbx_sets *s = calloc(parts + 1, sizeof *s);
	assert_non_null(s);
	for (uint32_t i = 0; i <= parts; i++)
		gbx_sets_init(s + i, picks);
	for (uint32_t i = 0; i < n; i++)
		add_item(s + 1 + below(r, parts), it + order[i]);
	uint32_t *merge = any_order(r, parts);
	for (uint32_t i = 0; i < parts; i++)
		gbx_sets_merge(s, s + 1 + merge[i]);
	char *text = sets_text(s);
	for (uint32_t i = 0; i <= parts; i++) {
		assert_false(s[i].failed);
		gbx_sets_release(s + i);
	}
	free(merge);
	free(s);
	return text;
}

/* Two items of each set together: the order of a file sorted by its sets. */
static uint32_t *sorted_order(uint32_t n, uint32_t nset)
{
	uint32_t *order = malloc(n * sizeof *order), at = 0;
	assert_non_null(order);
	for (uint32_t set = 0; set < nset; set++)
		for (uint32_t i = set; i < n; i += nset)
			order[at++] = i;
	assert_int_equal(at, n);
	return order;
}

static void same_any_way(uint32_t n, uint32_t nset, uint32_t picks, unsigned trials)
{
	struct rng r = {n + nset};
	struct item *it = items(n, nset, 5);
	uint32_t *order = sorted_order(n, nset);
	char *want = counted(&r, it, order, n, picks, 1);
	free(order);
	for (unsigned trial = 0; trial < trials; trial++) {
		order = any_order(&r, n);
		if (!trial)
			for (uint32_t i = 0; i < n; i++)
				order[i] = i;
		char *got = counted(&r, it, order, n, picks, 1 + trial % 4);
		assert_same_text(want, got);
		free(got);
		free(order);
	}
	free(want);
	free(it);
}

static void order_and_split_do_not_matter(void **state)
{
	(void)state;
	same_any_way(50, 1, 10, 6);
	same_any_way(5000, 37, 10, 8);
	same_any_way(5000, 37, 0, 4);
	same_any_way(20000, 4000, 100, 4);
}

static void too_many_picks(void **state)
{
	(void)state;
	/* 3,000 sets of 50: room for 33 each, and 100 halves to 50 and 25. */
	same_any_way(150000, 3000, 100, 4);
}

static void too_many_sets(void **state)
{
	(void)state;
	same_any_way(200000, 70000, 0, 4);
}

/* Sets go away and picks are halved: which comes first depends on the order. */
static void too_many_of_both(void **state)
{
	(void)state;
	same_any_way(140000, 70000, 2, 4);
	same_any_way(300000, 100000, 64, 4);
}

/* The picks of a set are those of lowest priority. */
static void lowest_priorities(void **state)
{
	(void)state;
	struct gbx_sets s;
	uint32_t n = 2000, k = 0;
	struct item *it = items(n, 1, 9);
	struct gbx_pick *all = malloc(n * sizeof *all);
	assert_non_null(all);
	gbx_sets_init(&s, 64);
	for (uint32_t i = 0; i < n; i++) {
		it[i].pick.priority %= 100; /* many ties: decided by place */
		all[i] = it[i].pick;
		add_item(&s, it + i);
	}
	qsort(all, n, sizeof *all, by_priority);
	free(sets_text(&s)); /* sorts */
	for (uint32_t i = 0; i < s.cap; i++)
		for (uint32_t m = 0; m < s.slot[i].npick; m++, k++)
			assert_int_equal(by_priority(s.slot[i].pick + m, all + k), 0);
	assert_int_equal(k, 64);
	gbx_sets_release(&s);
	free(all);
	free(it);
}

/* Totals by type, and by class counted once a record, kept and other together. */
static void totals(const struct gbx_sets *s, uint64_t *type, uint64_t *class)
{
	memset(type, 0, GBX_T_COUNT * sizeof *type);
	memset(class, 0, GBX_T_COUNT * sizeof *class);
	for (unsigned t = 0; s->other_type && t < GBX_T_COUNT; t++) {
		type[t] = s->other_type[t];
		class[t] = s->other_class[t];
	}
	for (uint32_t i = 0; i < s->cap; i++) {
		bool seen[GBX_T_COUNT + 1] = {false};
		for (unsigned t = 0; t < GBX_T_COUNT; t++) {
			if (!gbx_typeset_has(&s->slot[i].set, (enum gbx_type)t))
				continue;
			type[t] += s->slot[i].records;
			unsigned leader = gbx_class_leader((enum gbx_type)t);
			if (leader < GBX_T_COUNT && !seen[leader])
				class[leader] += s->slot[i].records;
			seen[leader] = true;
		}
	}
}

static void totals_stay_exact(void **state)
{
	(void)state;
	uint32_t nset = 200000;
	struct gbx_sets s, part;
	uint64_t type[GBX_T_COUNT], class[GBX_T_COUNT], want[GBX_T_COUNT] = {0}, sum = 0;
	gbx_sets_init(&s, 0);
	gbx_sets_init(&part, 0);
	for (uint32_t i = 0; i < nset; i++) {
		struct gbx_typeset set = set_of(i);
		gbx_sets_add(i % 5 ? &s : &part, &set, 1 + i % 3, NULL);
		for (unsigned t = 0; t < GBX_T_COUNT; t++)
			want[t] += gbx_typeset_has(&set, (enum gbx_type)t) ? 1 + i % 3 : 0;
		sum += 1 + i % 3;
	}
	gbx_sets_merge(&s, &part);
	assert_true(s.level > 0 && s.n <= GBX_EXPOSURE_SETS && s.other > 0);
	totals(&s, type, class);
	assert_memory_equal(type, want, sizeof want);
	uint64_t records = s.other;
	for (uint32_t i = 0; i < s.cap; i++)
		records += s.slot[i].records;
	assert_int_equal(records, sum);
	/* Names: three types of one class, any of which makes the record count once. */
	uint64_t names = 0;
	for (uint32_t i = 0; i < nset; i++) {
		struct gbx_typeset set = set_of(i);
		names += gbx_typeset_has(&set, GBX_T_NAME_FULL) || gbx_typeset_has(&set, GBX_T_NAME_GIVEN) ||
				 gbx_typeset_has(&set, GBX_T_NAME_FAMILY)
			     ? 1 + i % 3
			     : 0;
	}
	assert_int_equal(class[gbx_class_leader(GBX_T_NAME_GIVEN)], names);
	gbx_sets_release(&s);
	gbx_sets_release(&part);
}

static void class_leaders(void **state)
{
	(void)state;
	for (unsigned t = 0; t < GBX_T_COUNT; t++) {
		enum gbx_type leader = gbx_class_leader((enum gbx_type)t);
		const char *name = gbx_type_info((enum gbx_type)t)->data_class;
		assert_int_equal(!name, leader == GBX_T_COUNT);
		if (!name)
			continue;
		assert_true(leader <= t);
		assert_string_equal(gbx_type_info(leader)->data_class, name);
		assert_int_equal(gbx_class_leader(leader), leader);
	}
}

static void empty(void **state)
{
	(void)state;
	struct gbx_sets a, b;
	struct gbx_typeset none = {{0}};
	gbx_sets_init(&a, 3);
	gbx_sets_init(&b, 3);
	gbx_sets_merge(&a, &b);
	assert_int_equal(a.n, 0);
	gbx_sets_add(&b, &none, 7, NULL); /* records that expose nothing are a set too */
	gbx_sets_merge(&a, &b);
	assert_int_equal(a.n, 1);
	assert_int_equal(a.other, 0);
	gbx_sets_release(&a);
	gbx_sets_release(&b);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(order_and_split_do_not_matter),
	    cmocka_unit_test(too_many_picks),
	    cmocka_unit_test(too_many_sets),
	    cmocka_unit_test(too_many_of_both),
	    cmocka_unit_test(lowest_priorities),
	    cmocka_unit_test(totals_stay_exact),
	    cmocka_unit_test(class_leaders),
	    cmocka_unit_test(empty),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}

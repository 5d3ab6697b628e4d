/*
 * The tally: exact counts, and above its limit the same keys, the same counts and
 * the same remainder for any order and any way the stream was split.
 */
#include "profile_testing.h"

#define LIMIT 256u

/* Key number i; longer and shorter ones. */
static uint32_t key_of(uint32_t i, char out[40])
{
	return (uint32_t)snprintf(out, 40, "%s%x", i % 3 ? "" : "a longer beginning ", i);
}

/* How often key i comes: few come often. */
static uint32_t times_of(uint32_t i) { return 1 + 4000 / (1 + i % 97) / (1 + i / 97); }

static void add_key(struct gbx_tally *t, uint32_t i, uint64_t count)
{
	char key[40];
	uint32_t n = key_of(i, key);
	gbx_tally_add(t, key, n, count);
}

/* Adds each of `keys` keys its number of times, in random order, over parts tallies,
 * then merges them in random order. */
static char *counted(struct rng *r, uint32_t keys, uint32_t parts)
{
	struct gbx_tally *t = calloc(parts + 1, sizeof *t);
	assert_non_null(t);
	for (uint32_t i = 0; i <= parts; i++)
		gbx_tally_init(t + i, LIMIT);
	uint32_t total = 0, at = 0;
	for (uint32_t i = 0; i < keys; i++)
		total += times_of(i);
	uint32_t *what = malloc(total * sizeof *what);
	assert_non_null(what);
	for (uint32_t i = 0; i < keys; i++)
		for (uint32_t k = 0; k < times_of(i); k++)
			what[at++] = i;
	shuffle(r, what, total);
	for (uint32_t i = 0; i < total; i++)
		add_key(t + 1 + below(r, parts), what[i], 1);
	uint32_t *order = any_order(r, parts);
	for (uint32_t i = 0; i < parts; i++)
		gbx_tally_merge(t, t + 1 + order[i]);
	char *text = tally_text(t);
	for (uint32_t i = 0; i <= parts; i++) {
		assert_false(t[i].failed);
		assert_true(t[i].n <= LIMIT);
		gbx_tally_release(t + i);
	}
	free(order);
	free(what);
	free(t);
	return text;
}

static void order_and_split_do_not_matter(void **state)
{
	(void)state;
	static const uint32_t sizes[] = {1, LIMIT, LIMIT + 1, 1000, 20000};
	struct rng r = {7};
	for (size_t s = 0; s < sizeof sizes / sizeof *sizes; s++) {
		struct gbx_tally plain;
		gbx_tally_init(&plain, LIMIT);
		for (uint32_t i = 0; i < sizes[s]; i++)
			add_key(&plain, i, times_of(i));
		assert_int_equal(plain.level > 0, sizes[s] > LIMIT);
		char *want = tally_text(&plain);
		for (unsigned trial = 0; trial < 12; trial++) {
			char *got = counted(&r, sizes[s], 1 + trial % 6);
			assert_same_text(want, got);
			free(got);
		}
		free(want);
		gbx_tally_release(&plain);
	}
}

/* Every count that is there is the true one, and nothing is lost. */
static void kept_counts_are_exact(void **state)
{
	(void)state;
	struct gbx_tally t;
	gbx_tally_init(&t, LIMIT);
	uint64_t total = 0;
	for (unsigned round = 0; round < 3; round++)
		for (uint32_t i = 0; i < 5000; i++) {
			add_key(&t, i, times_of(i));
			total += times_of(i);
		}
	assert_true(t.n > LIMIT / 4 && t.n <= LIMIT);
	uint64_t sum = t.other;
	uint32_t met = 0;
	for (uint32_t i = 0; i < 5000; i++) {
		char key[40];
		uint32_t n = key_of(i, key);
		for (uint32_t k = 0; k < t.cap; k++)
			if (t.slot[k].hash && t.slot[k].len == n && !memcmp(t.slot[k].text, key, n)) {
				assert_int_equal(t.slot[k].count, 3 * times_of(i));
				sum += t.slot[k].count;
				met++;
			}
	}
	assert_int_equal(met, t.n);
	assert_int_equal(sum, total);
	gbx_tally_release(&t);
}

static void different_levels_merge(void **state)
{
	(void)state;
	for (unsigned way = 0; way < 2; way++) {
		struct gbx_tally few, many, plain;
		gbx_tally_init(&few, LIMIT);
		gbx_tally_init(&many, LIMIT);
		gbx_tally_init(&plain, LIMIT);
		for (uint32_t i = 0; i < 9000; i++) {
			add_key(i < 100 ? &few : &many, i, i + 1);
			add_key(&plain, i, i + 1);
		}
		assert_true(many.level > 3 && few.level == 0);
		struct gbx_tally *into = way ? &few : &many;
		gbx_tally_merge(into, way ? &many : &few);
		char *a = tally_text(into), *b = tally_text(&plain);
		assert_same_text(a, b);
		free(a);
		free(b);
		gbx_tally_release(&few);
		gbx_tally_release(&many);
		gbx_tally_release(&plain);
	}
}

static void empty_tallies(void **state)
{
	(void)state;
	struct gbx_tally a, b;
	const struct gbx_tally_key *top[3];
	gbx_tally_init(&a, LIMIT);
	gbx_tally_init(&b, LIMIT);
	gbx_tally_merge(&a, &b);
	assert_int_equal(gbx_tally_top(&a, top, 3), 0);
	gbx_tally_add(&a, "", 0, 2); /* a value of continuation bytes only has an empty shape */
	gbx_tally_add(&a, "", 0, 3);
	gbx_tally_merge(&b, &a);
	assert_int_equal(gbx_tally_top(&b, top, 3), 1);
	assert_int_equal(top[0]->count, 5);
	assert_int_equal(top[0]->len, 0);
	assert_int_equal(gbx_tally_top(&b, top, 0), 0);
	gbx_tally_release(&a);
	gbx_tally_release(&b);
}

static void the_top(void **state)
{
	(void)state;
	static const struct {
		const char *key;
		uint64_t count;
	} want[] = {{"zz", 9}, {"a", 5}, {"aa", 5}, {"ab", 5}, {"b", 5}, {"B", 1}};
	struct rng r = {3};
	for (unsigned trial = 0; trial < 50; trial++) {
		struct gbx_tally t;
		const struct gbx_tally_key *top[8];
		gbx_tally_init(&t, LIMIT);
		uint32_t *order = any_order(&r, 6);
		for (uint32_t i = 0; i < 6; i++)
			gbx_tally_add(&t, want[order[i]].key, (uint32_t)strlen(want[order[i]].key),
				      want[order[i]].count);
		for (uint32_t most = 0; most <= 8; most++) {
			uint32_t n = gbx_tally_top(&t, top, most);
			assert_int_equal(n, most < 6 ? most : 6);
			for (uint32_t i = 0; i < n; i++) {
				assert_int_equal(top[i]->count, want[i].count);
				assert_int_equal(top[i]->len, strlen(want[i].key));
				assert_memory_equal(top[i]->text, want[i].key, top[i]->len);
			}
		}
		free(order);
		gbx_tally_release(&t);
	}
}

/* Keys are bytes: NUL and all. */
static void keys_are_bytes(void **state)
{
	(void)state;
	struct gbx_tally t;
	gbx_tally_init(&t, LIMIT);
	gbx_tally_add(&t, "a\0b", 3, 1);
	gbx_tally_add(&t, "a\0c", 3, 1);
	gbx_tally_add(&t, "a", 1, 1);
	gbx_tally_add(&t, "a\0b", 3, UINT64_C(1) << 40);
	assert_int_equal(t.n, 3);
	const struct gbx_tally_key *top[1];
	assert_int_equal(gbx_tally_top(&t, top, 1), 1);
	assert_int_equal(top[0]->count, (UINT64_C(1) << 40) + 1);
	assert_memory_equal(top[0]->text, "a\0b", 3);
	gbx_tally_release(&t);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(order_and_split_do_not_matter),
	    cmocka_unit_test(kept_counts_are_exact),
	    cmocka_unit_test(different_levels_merge),
	    cmocka_unit_test(empty_tallies),
	    cmocka_unit_test(the_top),
	    cmocka_unit_test(keys_are_bytes),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}

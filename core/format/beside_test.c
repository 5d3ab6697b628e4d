/* Tables remembered for the files beside a dump. */
#include "beside.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>

#include <cmocka.h>

#include "../base/limits.h"

static struct gbx_beside_table table(const struct gbx_span *name, uint32_t n)
{
	return (struct gbx_beside_table){{NULL, 0}, n, name};
}

static void by_folder_and_name(void **state)
{
	const struct gbx_span two[] = {gbx_span_str("id"), gbx_span_str("mail")};
	const struct gbx_span one[] = {gbx_span_str("code")};
	struct gbx_beside *b = gbx_beside_new();

	(void)state;
	assert_non_null(b);
	assert_null(gbx_beside_find(b, "d/people.txt"));
	gbx_beside_add(b, "d/people.sql", gbx_span_str("shop.people"), table(two, 2));
	gbx_beside_add(b, "d/schema.sql", gbx_span_str("towns"), table(one, 1));
	gbx_beside_add(b, "d/none.sql", gbx_span_str("none"), table(NULL, 0));
	const struct gbx_beside_table *t = gbx_beside_find(b, "d/people.txt");
	assert_non_null(t);
	assert_int_equal(t->ncol, 2);
	assert_true(gbx_span_is(t->name[1], "mail"));
	assert_non_null(gbx_beside_find(b, "d/people.txt.gz"));
	assert_non_null(gbx_beside_find(b, "d/towns.txt"));
	assert_null(gbx_beside_find(b, "d/none.txt"));
	assert_null(gbx_beside_find(b, "e/people.txt"));
	assert_null(gbx_beside_find(b, "people.txt"));
	assert_null(gbx_beside_find(NULL, "d/people.txt"));
	/* defined once more: the last one counts */
	gbx_beside_add(b, "d/people.sql", gbx_span_str("people"), table(one, 1));
	assert_int_equal(gbx_beside_find(b, "d/people.txt")->ncol, 1);
	gbx_beside_free(b);
}

/* Packed or not, and told what the rows are a relation of. */
static void of_a_directory(void **state)
{
	const struct gbx_span two[] = {gbx_span_str("id"), gbx_span_str("mail")};
	struct gbx_beside *b = gbx_beside_new();
	struct gbx_beside_table t = table(two, 2);

	(void)state;
	assert_non_null(b);
	t.relation = gbx_span_str("public.people");
	gbx_beside_add(b, "a.tar!/d/toc.dat", gbx_span_str("3363"), t);
	const struct gbx_beside_table *found = gbx_beside_find(b, "a.tar!/d/3363.dat.gz!/3363.dat");
	assert_non_null(found);
	assert_true(gbx_span_is(found->relation, "public.people"));
	assert_non_null(gbx_beside_find(b, "a.tar!/d/3363.dat"));
	assert_null(gbx_beside_find(b, "b.tar!/d/3363.dat"));
	assert_null(gbx_beside_find(b, "a.tar!/d/33.dat.gz!/3363.dat"));
	gbx_beside_free(b);
}

static void more_than_there_is_room_for(void **state)
{
	const struct gbx_span one[] = {gbx_span_str("code")};
	struct gbx_beside *b = gbx_beside_new();
	char name[16];

	(void)state;
	assert_non_null(b);
	for (unsigned i = 0; i <= GBX_RELATIONS; i++) {
		snprintf(name, sizeof name, "t%u", i);
		gbx_beside_add(b, "schema.sql", gbx_span_str(name), table(one, 1));
	}
	assert_non_null(gbx_beside_find(b, "t0.txt"));
	snprintf(name, sizeof name, "t%u.txt", GBX_RELATIONS);
	assert_null(gbx_beside_find(b, name));
	gbx_beside_free(b);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(by_folder_and_name),
	    cmocka_unit_test(of_a_directory),
	    cmocka_unit_test(more_than_there_is_room_for),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}

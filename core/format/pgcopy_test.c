/* Files of pg_dump's directory format: escapes, nulls, the end, damage. */
#include "beside.h"
#include "json_testing.h"

#define PATH "dir/3363.dat.gz!/3363.dat"

static void values_and_end(void **state)
{
	(void)state;
	check_text(PATH,
		   "1\tAnn\ta\\tb\\nc\\\\d\n2\t\\N\t\n3\t\\101\\q\t\\\\N\n\\.\n\n\n", "pgcopy",
		   "3363@000000 c1=1|c2=Ann|c3=a\tb\nc\\d|\n"
		   "3363@000017 c1=2|c2=-|c3=|\n"
		   "3363@000023 c1=3|c2=Aq|c3=\\N|\n",
		   0);
	check_text("7.dat", "one\n\n\\.\n\n\n", "pgcopy", "7@000000 c1=one|\n7@000004 c1=|\n", 0);
	check_text("8.dat", "\\.\n\n\n", "pgcopy", "", 0);
}

static void named_by_the_contents(void **state)
{
	static const struct gbx_span name[] = { { (const unsigned char *)"id", 2 }, { (const unsigned char *)"a b", 3 } };
	struct gbx_beside *b = gbx_beside_new();
	struct gbx_format_options o = { .beside = b };
	(void)state;
	assert_non_null(b);
	gbx_beside_add(b, "dir/toc.dat", gbx_span_str("3363"),
		       (struct gbx_beside_table){ gbx_span_str("crm.people"), 2, name });
	static const char two[] = "1\tAnn\n\\.\n\n\n", three[] = "1\tAnn\tx\n\\.\n\n\n";
	struct fed f = feed_as(two, sizeof two - 1, 100, PATH, &o);
	assert_string_equal(f.format, "pgcopy");
	assert_string_equal(gbx_buf_str(&f.text), "crm.people@000000 a b=Ann|id=1|\n");
	fed_release(&f);
	f = feed_as(three, sizeof three - 1, 100, PATH, &o); /* not what the contents say */
	assert_string_equal(gbx_buf_str(&f.text), "3363@000000 c1=1|c2=Ann|c3=x|\n");
	fed_release(&f);
	static const struct gbx_span twice[] = { { (const unsigned char *)"id", 2 }, { (const unsigned char *)"id", 2 } };
	gbx_beside_add(b, "dir/toc.dat", gbx_span_str("3363"),
		       (struct gbx_beside_table){ gbx_span_str("lies"), 2, twice });
	f = feed_as(two, sizeof two - 1, 100, PATH, &o);
	assert_string_equal(gbx_buf_str(&f.text), "3363@000000 c1=1|c2=Ann|\n");
	fed_release(&f);
	gbx_beside_free(b);
}

static void a_list_of_large_objects(void **state)
{
	static const char list[] = "16412 blob_16412.dat\n16413 blob_16413.dat\n";
	(void)state;
	struct fed f = feed(list, sizeof list - 1, 100, "dir/blobs.toc", NULL);
	assert_string_equal(f.format, "pgcopy");
	assert_int_equal(f.records + f.quarantined, 0);
	fed_release(&f);
}

static void lines_of_another_shape(void **state)
{
	(void)state;
	static const char text[] = "1\ta\n2\n3\tc\td\n4\te\n5\tcut";
	struct fed f = feed(text, sizeof text - 1, 6, PATH, "pgcopy");
	assert_string_equal(gbx_buf_str(&f.text), "3363@000000 c1=1|c2=a|\n3363@000012 c1=4|c2=e|\n");
	assert_int_equal(f.quarantined, 3);
	assert_int_equal(f.reason[0], GBX_E_LINE_SHAPE);
	assert_int_equal(f.reason[2], GBX_E_CUT);
	fed_release(&f);
}

static void others_are_not(void **state)
{
	(void)state;
	static const char text[] = "1\ta\n2\tb\n\\.\n\n\n";
	struct fed f = feed(text, sizeof text - 1, 100, "people.dat", NULL);
	assert_string_not_equal(f.format, "pgcopy");
	fed_release(&f);
	f = feed("1\ta\n2\n\\.\n", 9, 100, "1.dat", NULL);
	assert_string_not_equal(f.format, "pgcopy");
	fed_release(&f);
}

static void cut_and_changed_anywhere(void **state)
{
	(void)state;
	static const char text[] = "1\t\\\\x\\N\t\\N\n2\t\\1\\12\\\t\\n\\\n3\t\t\n\\.\n\n\n";
	check_prefixes(text, "pgcopy");
	check_mutations(text, "pgcopy", 5000);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(values_and_end),
		cmocka_unit_test(named_by_the_contents),
		cmocka_unit_test(a_list_of_large_objects),
		cmocka_unit_test(lines_of_another_shape),
		cmocka_unit_test(others_are_not),
		cmocka_unit_test(cut_and_changed_anywhere),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}

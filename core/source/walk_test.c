/* Walking folders: order, links, special files, depth, errors. */
#include "testkit.h"

#include <sys/stat.h>

#include "../base/limits.h"

struct seen {
	struct gbx_buf text; /* "name\n", odd ones as "name E_X\n" */
	unsigned stop_after;
	unsigned n;
};

static enum gbx_rc each(void *ctx, const char *path, const char *name)
{
	struct seen *s = ctx;
	struct stat st;
	if (strcmp(path, "-") != 0)
		assert_int_equal(lstat(path, &st), 0);
	gbx_buf_addf(&s->text, "%s\n", name);
	return ++s->n == s->stop_after ? GBX_STORE : GBX_OK;
}

static enum gbx_rc odd(void *ctx, const char *name, enum gbx_eid reason)
{
	struct seen *s = ctx;
	gbx_buf_addf(&s->text, "%s %s\n", name, gbx_eid_name(reason));
	return GBX_OK;
}

static enum gbx_rc walk(struct seen *s, const char *path)
{
	struct gbx_err err;
	*s = (struct seen){ .text = GBX_BUF_INIT(8u << 20) };
	return gbx_source_walk(path, each, odd, s, &err);
}

static void make(const char *dir, const char *name)
{
	char both[512];
	snprintf(both, sizeof both, "%s/%s", dir, name);
	kit_write(both, "x", 1);
}

/* What we wrote ourselves is named, and not read. */
static void own_cases_and_reports_are_passed_over(void **state)
{
	(void)state;
	struct seen s;
	unsigned char head[100] = "SQLite format 3";
	static const char proof[] = "{\n  \"glovebox\": {}}", other[] = "{\"a\": 1, \"glovebox\": 1}";
	mkdir(kit_path("own"), 0700);
	mkdir(kit_path("own/r"), 0700);
	mkdir(kit_path("own/s"), 0700);
	kit_write("own/a.db", head, sizeof head);
	memcpy(head + 68, "GBXC", 4);
	kit_write("own/b.gbx", head, sizeof head);
	kit_write("own/short", head, 71);
	kit_write("own/r/proof.json", proof, sizeof proof - 1);
	kit_write("own/s/proof.txt", proof, sizeof proof - 1);
	kit_write("own/s/report.json", other + 1, sizeof other - 2);
	assert_int_equal(walk(&s, kit_path("own")), GBX_OK);
	assert_string_equal(gbx_buf_str(&s.text),
			    "own/a.db\nown/b.gbx E_OWN_OUTPUT\nown/r/ E_OWN_OUTPUT\nown/s/proof.txt\n"
			    "own/s/report.json\nown/short\n");
	gbx_buf_release(&s.text);
}

static void order_is_that_of_whole_paths(void **state)
{
	(void)state;
	struct seen s;
	mkdir(kit_path("leak"), 0700);
	mkdir(kit_path("leak/a"), 0700);
	mkdir(kit_path("leak/empty"), 0700);
	make("leak", "a.txt");
	make("leak", "a-1");
	make("leak", "a0");
	make("leak", "B");
	make("leak/a", "z");
	make("leak/a", "\xff");
	make("leak/a", "toc.dat");
	assert_int_equal(symlink("a0", kit_path("leak/link")), 0);
	assert_int_equal(symlink(".", kit_path("leak/loop")), 0);
	assert_int_equal(mkfifo(kit_path("leak/pipe"), 0600), 0);
	assert_int_equal(walk(&s, kit_path("leak")), GBX_OK);
	const char *want = "leak/B\nleak/a-1\nleak/a.txt\nleak/a/toc.dat\nleak/a/z\nleak/a/\xff\nleak/a0\n"
			   "leak/link E_SPECIAL_FILE\nleak/loop E_SPECIAL_FILE\n"
			   "leak/pipe E_SPECIAL_FILE\n";
	assert_string_equal(gbx_buf_str(&s.text), want);
	gbx_buf_release(&s.text);
	assert_int_equal(walk(&s, kit_path("leak//")), GBX_OK);
	assert_string_equal(gbx_buf_str(&s.text), want);
	gbx_buf_release(&s.text);
}

static void a_file_is_itself(void **state)
{
	(void)state;
	struct seen s;
	assert_int_equal(walk(&s, kit_write("one.csv", "x", 1)), GBX_OK);
	assert_string_equal(gbx_buf_str(&s.text), "one.csv\n");
	gbx_buf_release(&s.text);
	assert_int_equal(walk(&s, "-"), GBX_OK);
	assert_string_equal(gbx_buf_str(&s.text), "-\n");
	gbx_buf_release(&s.text);
	mkfifo(kit_path("fifo"), 0600);
	assert_int_equal(walk(&s, kit_path("fifo")), GBX_OK);
	assert_string_equal(gbx_buf_str(&s.text), "fifo E_SPECIAL_FILE\n");
	gbx_buf_release(&s.text);
}

static void a_dot_shows_relative_names(void **state)
{
	(void)state;
	struct seen s;
	char here[4096];
	assert_non_null(getcwd(here, sizeof here));
	mkdir(kit_path("dot"), 0700);
	make("dot", "a");
	assert_int_equal(chdir(kit_path("dot")), 0);
	enum gbx_rc rc = walk(&s, ".");
	assert_int_equal(chdir(here), 0);
	assert_int_equal(rc, GBX_OK);
	assert_string_equal(gbx_buf_str(&s.text), "a\n");
	gbx_buf_release(&s.text);
}

static void what_is_missing_is_said(void **state)
{
	(void)state;
	struct seen s;
	struct gbx_err err;
	assert_int_not_equal(walk(&s, kit_path("nowhere")), GBX_OK);
	gbx_buf_release(&s.text);
	gbx_source_walk(kit_path("nowhere"), each, odd, &s, &err);
	assert_int_equal(err.id, GBX_E_MISSING);
}

static void the_callers_stop_is_kept(void **state)
{
	(void)state;
	struct seen s = { .text = GBX_BUF_INIT(4096), .stop_after = 2 };
	mkdir(kit_path("many"), 0700);
	make("many", "1");
	make("many", "2");
	make("many", "3");
	assert_int_equal(gbx_source_walk(kit_path("many"), each, odd, &s, NULL), GBX_STORE);
	assert_string_equal(gbx_buf_str(&s.text), "many/1\nmany/2\n");
	gbx_buf_release(&s.text);
}

static void depth_is_bounded(void **state)
{
	(void)state;
	struct seen s;
	char path[2048];
	int n = snprintf(path, sizeof path, "%s", kit_path("deep"));
	mkdir(path, 0700);
	for (unsigned i = 0; i < GBX_FOLDER_DEPTH + 20; i++) {
		n += snprintf(path + n, sizeof path - (size_t)n, "/d");
		assert_int_equal(mkdir(path, 0700), 0);
	}
	assert_int_equal(walk(&s, kit_path("deep")), GBX_OK);
	assert_non_null(strstr(gbx_buf_str(&s.text), " E_DEPTH\n"));
	gbx_buf_release(&s.text);
}

static void a_closed_folder_is_odd(void **state)
{
	(void)state;
	struct seen s;
	if (geteuid() == 0)
		skip(); /* root may read anything */
	mkdir(kit_path("outer"), 0700);
	mkdir(kit_path("outer/closed"), 0000);
	assert_int_equal(walk(&s, kit_path("outer")), GBX_OK);
	assert_string_equal(gbx_buf_str(&s.text), "outer/closed/ E_OPEN\n");
	gbx_buf_release(&s.text);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(own_cases_and_reports_are_passed_over),
		cmocka_unit_test(order_is_that_of_whole_paths),
		cmocka_unit_test(a_file_is_itself),
		cmocka_unit_test(a_dot_shows_relative_names),
		cmocka_unit_test(what_is_missing_is_said),
		cmocka_unit_test(the_callers_stop_is_kept),
		cmocka_unit_test(depth_is_bounded),
		cmocka_unit_test(a_closed_folder_is_odd),
	};
	return cmocka_run_group_tests(tests, kit_setup, kit_teardown);
}

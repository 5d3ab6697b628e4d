/* Output files: names made of hostile ones, all or nothing, foreign folders. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <dirent.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "../base/escape.h"
#include "files.h"

static struct gbx_files files;
static bool made;
static char top[64], out_dir[128];

static int setup(void **state)
{
	(void)state;
	memset(&files, 0, sizeof files);
	snprintf(top, sizeof top, "/tmp/gbx-files-XXXXXX");
	if (!mkdtemp(top))
		return -1;
	snprintf(out_dir, sizeof out_dir, "%s/out", top);
	return 0;
}

static void empty(const char *path, int depth)
{
	DIR *d = opendir(path);
	for (struct dirent *e; d && depth && (e = readdir(d));) {
		char below[512];
		struct stat st;
		if (!strcmp(e->d_name, ".") || !strcmp(e->d_name, ".."))
			continue;
		snprintf(below, sizeof below, "%s/%s", path, e->d_name);
		if (!lstat(below, &st) && S_ISDIR(st.st_mode))
			empty(below, depth - 1);
		else
			unlink(below);
	}
	if (d)
		closedir(d);
	rmdir(path);
}

static int teardown(void **state)
{
	(void)state;
	gbx_files_release(&files);
	empty(top, 5);
	return access(top, F_OK) ? 0 : -1;
}

static bool exists(const char *name)
{
	char path[512];
	snprintf(path, sizeof path, "%s/%s", out_dir, name);
	return !access(path, F_OK);
}

static void put(const char *path, const char *text)
{
	FILE *f = fopen(path, "w");
	assert_non_null(f);
	fputs(text, f);
	fclose(f);
}

static unsigned entries(const char *path)
{
	unsigned n = 0;
	DIR *d = opendir(path);
	for (struct dirent *e; d && (e = readdir(d));)
		n += strcmp(e->d_name, ".") && strcmp(e->d_name, "..");
	if (d)
		closedir(d);
	return n;
}

static void begin(void)
{
	assert_int_equal(gbx_files_begin(files.dir, out_dir, &made, NULL), GBX_OK);
}

static void write_named(const char *name, const char *text)
{
	assert_int_equal(gbx_files_write(&files, name, false, gbx_span_str(text), NULL), GBX_OK);
}

/* ---- names ---- */

static void names_are_harmless(void **state)
{
	static const struct {
		const char *relation, *name;
	} row[] = {
		{ "users", "sample/users.csv" },
		{ "public.users", "sample/public.users.csv" },
		{ "../../etc/passwd", "sample/_._.._etc_passwd.csv" },
		{ "..", "sample/_..csv" },
		{ ".hidden", "sample/_hidden.csv" },
		{ "", "sample/relation.csv" },
		{ "a\\b:c*d?e\"f<g>h|i", "sample/a_b_c_d_e_f_g_h_i.csv" },
		{ "a\nb\tc\x7f\x1b[31m", "sample/a_b_c__[31m.csv" },
		{ "人口信息", "sample/人口信息.csv" },
		{ "a\xe2\x80\xae""b\xe2\x80\xa8""c\xc2\x85""d", "sample/a_b_c_d.csv" },
		{ "bad\xff\xc3", "sample/bad__.csv" },
		{ "with space", "sample/with_space.csv" },
	};
	char name[GBX_FILE_NAME];
	(void)state;
	for (size_t i = 0; i < sizeof row / sizeof *row; i++) {
		gbx_files_name(&files, "sample", row[i].relation, "csv", name);
		assert_string_equal(name, row[i].name);
	}
}

static void long_names_are_cut_between_characters(void **state)
{
	char relation[5001], name[GBX_FILE_NAME];
	(void)state;
	for (unsigned width = 1; width <= 4; width++) {
		static const char *const letter[] = { "a", "é", "人", "😀" };
		size_t n = 0;
		while (n + width < sizeof relation) {
			memcpy(relation + n, letter[width - 1], width);
			n += width;
		}
		relation[n] = 0;
		gbx_files_name(&files, "sample", relation, "jsonl", name);
		assert_true(strlen(name) <= 200 + strlen("sample/.jsonl"));
		assert_true(strlen(name) > 190);
		assert_true(gbx_utf8_valid((const unsigned char *)name, strlen(name)));
	}
}

static void clashing_names_are_told_apart(void **state)
{
	char a[GBX_FILE_NAME], b[GBX_FILE_NAME], c[GBX_FILE_NAME];
	(void)state;
	begin();
	gbx_files_name(&files, "sample", "Users", "csv", a);
	write_named(a, "1");
	gbx_files_name(&files, "sample", "users", "csv", b);
	assert_string_equal(b, "sample/users-2.csv");
	write_named(b, "2");
	gbx_files_name(&files, "sample", "USERS", "csv", c);
	assert_string_equal(c, "sample/USERS-3.csv");
	gbx_files_name(&files, "sample", "users", "jsonl", c);
	assert_string_equal(c, "sample/users.jsonl");
	gbx_files_abandon(files.dir);
}

/* ---- all or nothing ---- */

static void a_commit_moves_everything(void **state)
{
	struct gbx_buf b = GBX_BUF_INIT(1 << 20);
	(void)state;
	begin();
	write_named("report.json", "{}");
	write_named("sample/a.csv", "a,b\r\n");
	write_named("tables/types.csv", "t\r\n");
	assert_false(exists("report.json"));
	assert_int_equal(gbx_files_read(&files, 1, &b, NULL), GBX_OK);
	assert_string_equal(gbx_buf_str(&b), "a,b\r\n");
	gbx_buf_release(&b);
	assert_int_equal(gbx_files_commit(files.dir, out_dir, NULL), GBX_OK);
	assert_true(exists("report.json") && exists("sample/a.csv") && exists("tables/types.csv"));
	assert_int_equal(entries(out_dir), 3); /* the hidden folder is gone */
}

static void a_second_commit_replaces_old_samples(void **state)
{
	(void)state;
	begin();
	write_named("report.json", "1");
	write_named("sample/old.csv", "old");
	assert_int_equal(gbx_files_commit(files.dir, out_dir, NULL), GBX_OK);
	gbx_files_release(&files);
	begin();
	write_named("sample/new.csv", "new");
	assert_int_equal(gbx_files_commit(files.dir, out_dir, NULL), GBX_OK);
	assert_true(exists("report.json") && exists("sample/new.csv"));
	assert_false(exists("sample/old.csv"));
}

static void abandoning_leaves_nothing(void **state)
{
	(void)state;
	begin();
	write_named("report.json", "{}");
	write_named("sample/a.csv", "secret");
	gbx_files_abandon(files.dir);
	assert_int_equal(entries(out_dir), 0);
}

static void files_are_taken_back(void **state)
{
	(void)state;
	begin();
	write_named("report.json", "{}");
	write_named("sample/a.csv", "1");
	gbx_files_take_back(&files, 1);
	assert_int_equal(files.n, 1);
	write_named("sample/a.csv", "2"); /* the name is free again */
	gbx_files_abandon(files.dir);
}

static void a_name_is_written_once(void **state)
{
	struct gbx_err err = { 0 };
	(void)state;
	begin();
	write_named("sample/a.csv", "1");
	assert_int_equal(gbx_files_write(&files, "sample/a.csv", true, gbx_span_str("2"), &err), GBX_IO);
	assert_int_equal(err.id, GBX_E_WRITE);
	gbx_files_abandon(files.dir);
}

/* ---- folders of others ---- */

static void a_foreign_folder_is_refused(void **state)
{
	char path[256];
	struct gbx_err err = { 0 };
	(void)state;
	assert_int_equal(mkdir(out_dir, 0700), 0);
	snprintf(path, sizeof path, "%s/thesis.txt", out_dir);
	put(path, "mine");
	assert_int_equal(gbx_files_begin(files.dir, out_dir, &made, &err), GBX_MISUSE);
	assert_int_equal(err.id, GBX_E_OUT_EXISTS);
	assert_int_equal(entries(out_dir), 1);
	snprintf(path, sizeof path, "%s/report.json", out_dir);
	put(path, "{}");
	begin();
	gbx_files_abandon(files.dir);
	assert_true(exists("thesis.txt"));
}

static void what_a_killed_run_left_is_not_foreign(void **state)
{
	char path[256];
	(void)state;
	assert_int_equal(mkdir(out_dir, 0700), 0);
	snprintf(path, sizeof path, "%s/.glovebox-abcdef", out_dir);
	assert_int_equal(mkdir(path, 0700), 0);
	begin();
	gbx_files_abandon(files.dir);
}

static void a_link_is_not_followed(void **state)
{
	char path[256], theirs[128];
	(void)state;
	snprintf(theirs, sizeof theirs, "%s/theirs", top);
	assert_int_equal(mkdir(theirs, 0700), 0);
	snprintf(path, sizeof path, "%s/keep.txt", theirs);
	put(path, "mine");
	begin();
	write_named("sample/a.csv", "1");
	char link[256];
	snprintf(link, sizeof link, "%s/sample", out_dir);
	assert_int_equal(symlink(theirs, link), 0);
	assert_int_not_equal(gbx_files_commit(files.dir, out_dir, NULL), GBX_OK);
	assert_int_equal(access(path, F_OK), 0);
	gbx_files_abandon(files.dir);
}

static void an_impossible_folder_is_an_error(void **state)
{
	struct gbx_err err = { 0 };
	char path[256];
	(void)state;
	snprintf(path, sizeof path, "%s/no/such", top);
	assert_int_equal(gbx_files_begin(files.dir, path, &made, &err), GBX_IO);
	put(out_dir, "a file");
	assert_int_not_equal(gbx_files_begin(files.dir, out_dir, &made, &err), GBX_OK);
}

static void a_check_leaves_nothing(void **state)
{
	struct gbx_err err = { 0 };
	char path[256];
	(void)state;
	assert_int_equal(gbx_files_check(out_dir, &err), GBX_OK);
	assert_int_not_equal(access(out_dir, F_OK), 0);
	assert_int_equal(mkdir(out_dir, 0700), 0);
	assert_int_equal(gbx_files_check(out_dir, &err), GBX_OK);
	assert_int_equal(entries(out_dir), 0);
	snprintf(path, sizeof path, "%s/thesis.txt", out_dir);
	put(path, "mine");
	assert_int_equal(gbx_files_check(out_dir, &err), GBX_MISUSE);
	snprintf(path, sizeof path, "%s/no/such", top);
	assert_int_equal(gbx_files_check(path, &err), GBX_IO);
}

#define T(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		T(names_are_harmless),
		T(long_names_are_cut_between_characters),
		T(clashing_names_are_told_apart),
		T(a_commit_moves_everything),
		T(a_second_commit_replaces_old_samples),
		T(abandoning_leaves_nothing),
		T(files_are_taken_back),
		T(a_name_is_written_once),
		T(a_foreign_folder_is_refused),
		T(a_check_leaves_nothing),
		T(what_a_killed_run_left_is_not_foreign),
		T(a_link_is_not_followed),
		T(an_impossible_folder_is_an_error),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}

/* Archives and filters that are well: every kind, nested, streamed, oddly named. */
#include "testkit.h"

#include "../base/limits.h"

static struct kit_blob text;

static int setup(void **state)
{
	text = kit_text(600000, 42);
	return kit_setup(state);
}

static int teardown(void **state)
{
	kit_free(&text);
	return kit_teardown(state);
}

static void every_format_is_read(void **state)
{
	(void)state;
	static const int formats[] = {
		ARCHIVE_FORMAT_ZIP,
		ARCHIVE_FORMAT_TAR_USTAR,
		ARCHIVE_FORMAT_TAR_GNUTAR,
		ARCHIVE_FORMAT_TAR_PAX_INTERCHANGE,
		ARCHIVE_FORMAT_7ZIP,
		ARCHIVE_FORMAT_CPIO_POSIX,
		ARCHIVE_FORMAT_CPIO_SVR4_NOCRC,
	};
	const struct kit_file f[3] = { { "db/users.csv", text.p, text.n },
				       { "empty.txt", "", 0 },
				       { "small.json", "{}", 2 } };
	for (size_t i = 0; i < sizeof formats / sizeof *formats; i++) {
		struct kit_blob b = kit_pack(formats[i], ARCHIVE_FILTER_NONE, NULL, NULL, f, 3);
		struct kit_list *l = kit_source("dump", b.p, b.n);
		assert_int_equal(l->n, 3);
		assert_int_equal(l->rc, GBX_END);
		/* 7-Zip keeps empty files behind all others */
		size_t empty = formats[i] == ARCHIVE_FORMAT_7ZIP ? 2 : 1;
		kit_expect(l, 0, "dump!/db/users.csv", text.p, text.n);
		kit_expect(l, empty, "dump!/empty.txt", "", 0);
		kit_expect(l, 3 - empty, "dump!/small.json", "{}", 2);
		assert_int_equal(l->e[0].size, text.n);
		kit_close(l);
		kit_free(&b);
	}
}

static void zip_methods_are_read(void **state)
{
	(void)state;
	static const char *const options[] = { "zip:compression=store", "zip:compression=deflate",
					       "zip:zip64" };
	const struct kit_file f = { "a", text.p, text.n };
	for (size_t i = 0; i < 3; i++) {
		struct kit_blob b =
		    kit_pack(ARCHIVE_FORMAT_ZIP, ARCHIVE_FILTER_NONE, options[i], NULL, &f, 1);
		struct kit_list *l = kit_source("a.zip", b.p, b.n);
		assert_int_equal(l->n, 1);
		kit_expect(l, 0, "a.zip!/a", text.p, text.n);
		kit_close(l);
		kit_free(&b);
	}
}

static const struct {
	int code;
	const char *ending;
} filters[] = {
	{ ARCHIVE_FILTER_GZIP, "gz" }, { ARCHIVE_FILTER_BZIP2, "bz2" },
	{ ARCHIVE_FILTER_XZ, "xz" },   { ARCHIVE_FILTER_ZSTD, "zst" },
	{ ARCHIVE_FILTER_LZ4, "lz4" }, { ARCHIVE_FILTER_LZIP, "lz" },
};
#define FILTERS (sizeof filters / sizeof *filters)

static void every_filter_is_read(void **state)
{
	(void)state;
	for (size_t i = 0; i < FILTERS; i++) {
		char name[32], want[64];
		struct kit_blob b = kit_squeeze(filters[i].code, text.p, text.n);
		snprintf(name, sizeof name, "users.sql.%s", filters[i].ending);
		snprintf(want, sizeof want, "%s!/users.sql", name);
		struct kit_list *l = kit_source(name, b.p, b.n);
		assert_int_equal(l->n, 1);
		kit_expect(l, 0, want, text.p, text.n);
		kit_close(l);
		kit_free(&b);
	}
}

static void filtered_tars_lose_the_step(void **state)
{
	(void)state;
	const struct kit_file f[2] = { { "a.csv", text.p, text.n }, { "b.csv", "x,y\n", 4 } };
	for (size_t i = 0; i < FILTERS; i++) {
		struct kit_blob b =
		    kit_pack(ARCHIVE_FORMAT_TAR_USTAR, filters[i].code, NULL, NULL, f, 2);
		struct kit_list *l = kit_source("d.tgz", b.p, b.n);
		assert_int_equal(l->n, 2);
		kit_expect(l, 0, "d.tgz!/a.csv", text.p, text.n);
		kit_expect(l, 1, "d.tgz!/b.csv", "x,y\n", 4);
		kit_close(l);
		kit_free(&b);
	}
}

static void empty_streams_are_empty_entries(void **state)
{
	(void)state;
	for (size_t i = 0; i < FILTERS; i++) {
		if (filters[i].code == ARCHIVE_FILTER_LZ4)
			continue; /* libarchive 3.6.2 crashes writing it */
		struct kit_blob b = kit_squeeze(filters[i].code, "", 0);
		struct kit_list *l = kit_source("none.gz", b.p, b.n);
		assert_int_equal(l->n, 1);
		kit_expect(l, 0, "none.gz!/none", "", 0);
		kit_close(l);
		kit_free(&b);
	}
}

static void gzip_members_follow_each_other(void **state)
{
	(void)state;
	struct kit_blob b = kit_squeeze(ARCHIVE_FILTER_GZIP, text.p, 300000);
	struct kit_blob c = kit_squeeze(ARCHIVE_FILTER_GZIP, text.p + 300000, text.n - 300000);
	kit_append(&b, c.p, c.n);
	struct kit_list *l = kit_source("two.gz", b.p, b.n);
	kit_expect(l, 0, "two.gz!/two", text.p, text.n);
	kit_close(l);
	static const char zeros[1000];
	kit_append(&b, zeros, sizeof zeros);
	l = kit_source("padded.gz", b.p, b.n);
	kit_expect(l, 0, "padded.gz!/padded", text.p, text.n);
	kit_close(l);
	kit_append(&b, "rubbish", 7);
	l = kit_source("trailing.gz", b.p, b.n);
	assert_int_equal(l->e[0].bytes, text.n);
	kit_expect_fault(l, 0, "trailing.gz!/trailing", GBX_E_TRAILING);
	kit_close(l);
	kit_free(&b);
	kit_free(&c);
}

static void archives_nest(void **state)
{
	(void)state;
	const struct kit_file f[2] = { { "users.csv", text.p, text.n }, { "n.txt", "1", 1 } };
	struct kit_blob tgz =
	    kit_pack(ARCHIVE_FORMAT_TAR_USTAR, ARCHIVE_FILTER_GZIP, NULL, NULL, f, 2);
	const struct kit_file g[2] = { { "in/db.tar.gz", tgz.p, tgz.n }, { "zip.txt", "2", 1 } };
	struct kit_blob zip = kit_pack(ARCHIVE_FORMAT_ZIP, ARCHIVE_FILTER_NONE, NULL, NULL, g, 2);
	const struct kit_file h[2] = { { "mid.zip", zip.p, zip.n }, { "last.txt", "3", 1 } };
	struct kit_blob z7 = kit_pack(ARCHIVE_FORMAT_7ZIP, ARCHIVE_FILTER_NONE, NULL, NULL, h, 2);
	const struct kit_file k[2] = { { "in.7z", z7.p, z7.n }, { "end.txt", "4", 1 } };
	struct kit_blob tar =
	    kit_pack(ARCHIVE_FORMAT_TAR_USTAR, ARCHIVE_FILTER_NONE, NULL, NULL, k, 2);
	struct kit_list *l = kit_source("d.tar", tar.p, tar.n);
	assert_int_equal(l->n, 5);
	kit_expect(l, 0, "d.tar!/in.7z!/mid.zip!/in/db.tar.gz!/users.csv", text.p, text.n);
	kit_expect(l, 1, "d.tar!/in.7z!/mid.zip!/in/db.tar.gz!/n.txt", "1", 1);
	kit_expect(l, 2, "d.tar!/in.7z!/mid.zip!/zip.txt", "2", 1);
	kit_expect(l, 3, "d.tar!/in.7z!/last.txt", "3", 1);
	kit_expect(l, 4, "d.tar!/end.txt", "4", 1);
	kit_close(l);
	kit_free(&tgz);
	kit_free(&zip);
	kit_free(&z7);
	kit_free(&tar);
}

static struct kit_list *gzip_times(unsigned n)
{
	struct kit_blob b = { 0 };
	kit_append(&b, "deep\n", 5);
	for (unsigned i = 0; i < n; i++) {
		struct kit_blob c = kit_squeeze(ARCHIVE_FILTER_GZIP, b.p, b.n);
		kit_free(&b);
		b = c;
	}
	struct kit_list *l = kit_source("d.gz", b.p, b.n);
	kit_free(&b);
	return l;
}

static void depth_is_counted(void **state)
{
	(void)state;
	struct kit_list *l = gzip_times(2);
	kit_expect(l, 0, "d.gz!/d!/d", "deep\n", 5);
	kit_close(l);
	l = gzip_times(GBX_ARCHIVE_DEPTH);
	assert_int_equal(l->e[0].reason, GBX_E_NONE);
	assert_int_equal(l->e[0].bytes, 5);
	kit_close(l);
	l = gzip_times(GBX_ARCHIVE_DEPTH + 1);
	assert_int_equal(l->n, 1);
	assert_true(l->e[0].unreadable);
	assert_int_equal(l->e[0].reason, GBX_E_DEPTH);
	kit_close(l);
}

static void names_are_only_listed(void **state)
{
	(void)state;
	static char name[5001], want[6000];
	memset(name, 'n', 5000);
	const struct kit_file f[] = {
		{ "../../etc/passwd", "1", 1 }, { "/abs/x", "2", 1 }, { "a\x1b[2J\n.csv", "3", 1 },
		{ "\xff\xfe.csv", "4", 1 },	{ name, "5", 1 },
	};
	snprintf(want, sizeof want, "e.tar!/%s", name);
	want[GBX_PATH_BYTES - 1] = 0;
	struct kit_blob b =
	    kit_pack(ARCHIVE_FORMAT_TAR_GNUTAR, ARCHIVE_FILTER_NONE, NULL, NULL, f, 5);
	struct kit_list *l = kit_source("e.tar", b.p, b.n);
	assert_int_equal(l->n, 5);
	kit_expect(l, 0, "e.tar!/../../etc/passwd", "1", 1);
	kit_expect(l, 1, "e.tar!//abs/x", "2", 1);
	kit_expect(l, 2, "e.tar!/a\x1b[2J\n.csv", "3", 1);
	kit_expect(l, 3, "e.tar!/\xff\xfe.csv", "4", 1);
	kit_expect(l, 4, want, "5", 1);
	assert_int_equal(access("/abs/x", F_OK), -1);
	kit_close(l);
	kit_free(&b);
}

static void add_special(struct archive *a, const char *name, __LA_MODE_T type, const char *hardlink)
{
	struct archive_entry *e = archive_entry_new();
	archive_entry_set_pathname(e, name);
	archive_entry_set_filetype(e, type);
	archive_entry_set_perm(e, 0644);
	if (type == AE_IFLNK)
		archive_entry_set_symlink(e, "/etc");
	if (hardlink)
		archive_entry_set_hardlink(e, hardlink);
	assert_true(archive_write_header(a, e) >= ARCHIVE_WARN);
	archive_entry_free(e);
}

static void links_and_devices_are_listed(void **state)
{
	(void)state;
	struct kit_blob b = { 0 };
	struct archive *a = archive_write_new();
	archive_write_set_format_ustar(a);
	assert_int_equal(archive_write_open(a, &b, NULL, kit_on_write, NULL), ARCHIVE_OK);
	add_special(a, "dir/", AE_IFDIR, NULL);
	add_special(a, "link", AE_IFLNK, NULL);
	add_special(a, "hard", AE_IFREG, "dir/x");
	add_special(a, "dev", AE_IFCHR, NULL);
	add_special(a, "fifo", AE_IFIFO, NULL);
	add_special(a, "void", AE_IFREG, NULL);
	archive_write_close(a);
	archive_write_free(a);
	struct kit_list *l = kit_source("s.tar", b.p, b.n);
	assert_int_equal(l->n, 5);
	kit_expect_fault(l, 0, "s.tar!/link", GBX_E_SPECIAL_FILE);
	kit_expect_fault(l, 1, "s.tar!/hard", GBX_E_SPECIAL_FILE);
	kit_expect_fault(l, 2, "s.tar!/dev", GBX_E_SPECIAL_FILE);
	kit_expect_fault(l, 3, "s.tar!/fifo", GBX_E_SPECIAL_FILE);
	kit_expect(l, 4, "s.tar!/void", "", 0);
	kit_close(l);
	kit_free(&b);
}

static void a_refused_kind_inside_is_listed(void **state)
{
	(void)state;
	static char iso[GBX_HEAD_BYTES];
	memcpy(iso + 32769, "CD001", 5);
	const struct kit_file f[2] = { { "disk.iso", iso, sizeof iso }, { "ok", "1", 1 } };
	struct kit_blob b = kit_pack(ARCHIVE_FORMAT_ZIP, ARCHIVE_FILTER_NONE, NULL, NULL, f, 2);
	struct kit_list *l = kit_source("i.zip", b.p, b.n);
	assert_int_equal(l->n, 2);
	kit_expect_fault(l, 0, "i.zip!/disk.iso", GBX_E_ARCHIVE_KIND);
	kit_expect(l, 1, "i.zip!/ok", "1", 1);
	kit_close(l);
	kit_free(&b);
}

static void sparse_files_have_their_zeros(void **state)
{
	(void)state;
	struct kit_blob b = { 0 };
	struct archive *a = archive_write_new();
	archive_write_set_format_pax(a);
	assert_int_equal(archive_write_open(a, &b, NULL, kit_on_write, NULL), ARCHIVE_OK);
	struct archive_entry *e = archive_entry_new();
	archive_entry_set_pathname(e, "sparse");
	archive_entry_set_filetype(e, AE_IFREG);
	archive_entry_set_size(e, 300000);
	archive_entry_sparse_add_entry(e, 100000, 5);
	assert_int_equal(archive_write_header(a, e), ARCHIVE_OK);
	char *all = calloc(1, 300000);
	memcpy(all + 100000, "hello", 5);
	assert_int_equal(archive_write_data(a, all, 300000), 300000);
	archive_entry_free(e);
	archive_write_close(a);
	archive_write_free(a);
	assert_true(b.n < 20000);
	struct kit_list *l = kit_source("s.tar", b.p, b.n);
	kit_expect(l, 0, "s.tar!/sparse", all, 300000);
	kit_close(l);
	free(all);
	kit_free(&b);
}

/* A package is no archive to the user: what is in it is not listed. */
static void office_documents_are_not_opened_as_archives(void **state)
{
	(void)state;
	struct kit_blob b = kit_pack_one(ARCHIVE_FORMAT_ZIP, "[Content_Types].xml", "<a/>", 4);
	struct kit_list *l = kit_source("book.docx", b.p, b.n);
	assert_int_equal(l->n, 1);
	kit_expect_fault(l, 0, "book.docx", GBX_E_NOT_RECOGNISED);
	kit_close(l);
	const struct kit_file f = { "book.docx", b.p, b.n };
	struct kit_blob outer =
	    kit_pack(ARCHIVE_FORMAT_7ZIP, ARCHIVE_FILTER_NONE, NULL, NULL, &f, 1);
	l = kit_source("o.7z", outer.p, outer.n);
	kit_expect_fault(l, 0, "o.7z!/book.docx", GBX_E_NOT_RECOGNISED);
	kit_close(l);
	kit_free(&outer);
	kit_free(&b);
}

static void skipping_entries_gives_the_same_rest(void **state)
{
	(void)state;
	const struct kit_file f[3] = { { "a", text.p, text.n },
				       { "b", text.p, 1000 },
				       { "c", "3", 1 } };
	struct kit_blob b = kit_pack(ARCHIVE_FORMAT_ZIP, ARCHIVE_FILTER_NONE, NULL, NULL, f, 3);
	struct gbx_source *s;
	struct gbx_entry_info *e = malloc(sizeof *e);
	char buf[10];
	size_t got;
	assert_int_equal(gbx_source_open(&s, kit_write("s.zip", b.p, b.n), "s.zip", NULL, NULL),
			 GBX_OK);
	assert_int_equal(gbx_source_next(s, e, NULL), GBX_OK);
	assert_int_equal(gbx_source_read(s, buf, 10, &got, NULL), GBX_OK);
	assert_memory_equal(buf, text.p, 10);
	assert_int_equal(gbx_source_next(s, e, NULL), GBX_OK);
	assert_string_equal(e->path, "s.zip!/b");
	assert_int_equal(gbx_source_next(s, e, NULL), GBX_OK);
	assert_int_equal(gbx_source_read(s, buf, 10, &got, NULL), GBX_OK);
	assert_memory_equal(buf, "3", 1);
	assert_int_equal(gbx_source_next(s, e, NULL), GBX_END);
	assert_int_equal(gbx_source_position(s), b.n);
	assert_int_equal(gbx_source_close(s, false, NULL, NULL), GBX_OK);
	free(e);
	kit_free(&b);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_format_is_read),
		cmocka_unit_test(zip_methods_are_read),
		cmocka_unit_test(every_filter_is_read),
		cmocka_unit_test(filtered_tars_lose_the_step),
		cmocka_unit_test(empty_streams_are_empty_entries),
		cmocka_unit_test(gzip_members_follow_each_other),
		cmocka_unit_test(archives_nest),
		cmocka_unit_test(depth_is_counted),
		cmocka_unit_test(names_are_only_listed),
		cmocka_unit_test(links_and_devices_are_listed),
		cmocka_unit_test(a_refused_kind_inside_is_listed),
		cmocka_unit_test(sparse_files_have_their_zeros),
		cmocka_unit_test(office_documents_are_not_opened_as_archives),
		cmocka_unit_test(skipping_entries_gives_the_same_rest),
	};
	return cmocka_run_group_tests(tests, setup, teardown);
}

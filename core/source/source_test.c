/* Plain files and streams: bytes, hashes, change, abandoning, descriptors. */
#include "testkit.h"

#include <dirent.h>
#include <sys/stat.h>
#include <sys/wait.h>

#define SHA_EMPTY "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
#define SHA_ABC "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"

static unsigned open_descriptors(void)
{
	unsigned n = 0;
	DIR *d = opendir("/proc/self/fd");
	assert_non_null(d);
	while (readdir(d))
		n++;
	closedir(d);
	return n;
}

static void a_plain_file_comes_as_it_is(void **state)
{
	(void)state;
	struct kit_list *l = kit_source("abc.txt", "abc", 3);
	assert_int_equal(l->n, 1);
	kit_expect(l, 0, "abc.txt", "abc", 3);
	assert_string_equal(l->custody.sha256, SHA_ABC);
	assert_string_equal(l->custody.name, "abc.txt");
	assert_true(l->custody.mtime > 0);
	assert_int_equal(l->e[0].size, 3);
	kit_close(l);
	l = kit_source("none.txt", "", 0);
	kit_expect(l, 0, "none.txt", "", 0);
	assert_string_equal(l->custody.sha256, SHA_EMPTY);
	kit_close(l);
	struct kit_blob b = kit_text(3 << 20, 1);
	l = kit_source("long.txt", b.p, b.n);
	kit_expect(l, 0, "long.txt", b.p, b.n);
	kit_close(l);
	kit_free(&b);
}

static void a_refused_kind_is_listed_and_hashed(void **state)
{
	(void)state;
	static char text[100000] = "xar!";
	struct kit_list *l = kit_source("a.xar", text, sizeof text);
	assert_int_equal(l->n, 1);
	assert_true(l->e[0].unreadable);
	kit_expect_fault(l, 0, "a.xar", GBX_E_ARCHIVE_KIND);
	kit_close(l);
}

static void what_cannot_be_opened_is_said(void **state)
{
	(void)state;
	struct gbx_source *s;
	struct gbx_err err;
	struct gbx_source_options follow = { .follow_symlinks = true };
	gbx_source_open(&s, kit_path("nowhere"), "n", NULL, &err);
	assert_int_equal(err.id, GBX_E_MISSING);
	assert_null(s);
	mkfifo(kit_path("fifo"), 0600);
	gbx_source_open(&s, kit_path("fifo"), "n", NULL, &err);
	assert_int_equal(err.id, GBX_E_SPECIAL_FILE);
	gbx_source_open(&s, kit_dir, "n", NULL, &err);
	assert_int_equal(err.id, GBX_E_SPECIAL_FILE);
	kit_write("target", "abc", 3);
	assert_int_equal(symlink("target", kit_path("link")), 0);
	gbx_source_open(&s, kit_path("link"), "n", NULL, &err);
	assert_int_equal(err.id, GBX_E_OPEN);
	assert_int_equal(gbx_source_open(&s, kit_path("link"), "n", &follow, &err), GBX_OK);
	assert_int_equal(gbx_source_close(s, true, NULL, &err), GBX_OK);
}

static void closing_early_still_hashes_all(void **state)
{
	(void)state;
	struct gbx_source *s;
	struct gbx_entry_info *e = malloc(sizeof *e);
	struct gbx_custody c;
	char buf[2];
	size_t got;
	const char *path = kit_write("abc", "abc", 3);
	assert_int_equal(gbx_source_open(&s, path, "abc", NULL, NULL), GBX_OK);
	assert_int_equal(gbx_source_next(s, e, NULL), GBX_OK);
	assert_int_equal(gbx_source_read(s, buf, 2, &got, NULL), GBX_OK);
	assert_int_equal(gbx_source_position(s), 2);
	assert_int_equal(gbx_source_size(s), 3);
	assert_int_equal(gbx_source_close(s, false, &c, NULL), GBX_OK);
	assert_string_equal(c.sha256, SHA_ABC);
	assert_true(c.complete);
	assert_int_equal(gbx_source_open(&s, path, "abc", NULL, NULL), GBX_OK);
	assert_int_equal(gbx_source_close(s, true, &c, NULL), GBX_OK);
	assert_false(c.complete);
	assert_string_equal(c.sha256, "");
	free(e);
}

static void a_change_is_noticed(void **state)
{
	(void)state;
	struct gbx_source *s;
	struct gbx_custody c;
	struct gbx_err err;
	const char *path = kit_write("grows", "abc", 3);
	assert_int_equal(gbx_source_open(&s, path, "grows", NULL, &err), GBX_OK);
	kit_write("grows", "abcd", 4);
	assert_int_equal(gbx_source_close(s, false, &c, &err), GBX_BAD_ENTRY);
	assert_int_equal(err.id, GBX_E_SOURCE_CHANGED);
	assert_false(c.complete);

	struct kit_blob b = kit_squeeze(ARCHIVE_FILTER_GZIP, "abc", 3);
	path = kit_write("a.gz", b.p, b.n);
	assert_int_equal(gbx_source_open(&s, path, "a.gz", NULL, &err), GBX_OK);
	b.p[b.n - 1] ^= 1;
	kit_write("a.gz", b.p, b.n);
	assert_int_equal(gbx_source_close(s, false, &c, &err), GBX_BAD_ENTRY);
	assert_int_equal(err.id, GBX_E_SOURCE_CHANGED);
	kit_free(&b);
}

static void fingerprints_equal_custody(void **state)
{
	(void)state;
	struct gbx_custody c;
	struct gbx_err err;
	struct kit_blob text = kit_text(1 << 20, 9);
	struct kit_blob b = kit_squeeze(ARCHIVE_FILTER_GZIP, text.p, text.n);
	struct kit_list *l = kit_source("f.gz", b.p, b.n);
	assert_int_equal(gbx_source_fingerprint(kit_path("f.gz"), &c, &err), GBX_OK);
	assert_string_equal(c.sha256, l->custody.sha256);
	assert_int_equal(c.bytes, b.n);
	assert_true(c.complete);
	assert_int_not_equal(gbx_source_fingerprint(kit_path("nowhere"), &c, &err), GBX_OK);
	assert_int_equal(err.id, GBX_E_MISSING);
	kit_close(l);
	kit_free(&b);
	kit_free(&text);
}

/* Standard input from a pipe that another process fills, in small pieces. */
static struct kit_list *through_stdin(const struct kit_blob *b)
{
	int p[2], saved = dup(0);
	assert_int_equal(pipe(p), 0);
	pid_t pid = fork();
	if (pid == 0) {
		close(p[0]);
		for (size_t at = 0; at < b->n;) {
			size_t n = b->n - at < 5000 ? b->n - at : 5000;
			ssize_t done = write(p[1], b->p + at, n);
			if (done < 0)
				_exit(1);
			at += (size_t)done;
		}
		_exit(0);
	}
	dup2(p[0], 0);
	close(p[0]);
	close(p[1]);
	struct kit_list *l = kit_open("-", "-");
	dup2(saved, 0);
	close(saved);
	assert_int_equal(waitpid(pid, NULL, 0), pid);
	assert_int_equal(l->closed, GBX_OK);
	assert_int_equal(l->custody.bytes, b->n);
	assert_true(l->custody.complete);
	return l;
}

static void streams_are_read(void **state)
{
	(void)state;
	struct kit_blob text = kit_text(700000, 2);
	struct kit_list *l = through_stdin(&text);
	kit_expect(l, 0, "-", text.p, text.n);
	kit_close(l);
	struct kit_blob none = { 0 };
	l = through_stdin(&none);
	kit_expect(l, 0, "-", "", 0);
	assert_string_equal(l->custody.sha256, SHA_EMPTY);
	kit_close(l);
	kit_free(&text);
}

static void archives_come_through_streams(void **state)
{
	(void)state;
	struct kit_blob text = kit_text(700000, 3);
	struct kit_file f[2] = { { "a.csv", text.p, text.n }, { "b.csv", "x,y\n", 4 } };
	const int formats[] = { ARCHIVE_FORMAT_ZIP, ARCHIVE_FORMAT_TAR_USTAR, ARCHIVE_FORMAT_7ZIP };
	for (size_t i = 0; i < 3; i++) {
		struct kit_blob b = kit_pack(formats[i], ARCHIVE_FILTER_NONE, NULL, NULL, f, 2);
		struct kit_list *l = through_stdin(&b);
		assert_int_equal(l->n, 2);
		kit_expect(l, 0, "-!/a.csv", text.p, text.n);
		kit_expect(l, 1, "-!/b.csv", "x,y\n", 4);
		const char *path = kit_write("same", b.p, b.n);
		struct gbx_custody c;
		assert_int_equal(gbx_source_fingerprint(path, &c, NULL), GBX_OK);
		assert_string_equal(c.sha256, l->custody.sha256);
		kit_close(l);
		kit_free(&b);
	}
	kit_free(&text);
}

static void a_file_on_stdin_is_a_file(void **state)
{
	(void)state;
	struct kit_file f = { "b.csv", "x,y\n", 4 };
	struct kit_blob b = kit_pack(ARCHIVE_FORMAT_7ZIP, ARCHIVE_FILTER_NONE, NULL, NULL, &f, 1);
	int fd = open(kit_write("in.7z", b.p, b.n), O_RDONLY | O_CLOEXEC), saved = dup(0);
	dup2(fd, 0);
	struct kit_list *l = kit_open("-", "-");
	dup2(saved, 0);
	close(saved);
	close(fd);
	kit_expect(l, 0, "-!/b.csv", "x,y\n", 4);
	assert_true(l->custody.mtime > 0);
	kit_close(l);
	kit_free(&b);
}

/* The other end stays open: abandoning must not wait for it. */
static void a_stream_can_be_abandoned(void **state)
{
	(void)state;
	struct kit_blob text = kit_text(300000, 4);
	struct kit_blob b = kit_squeeze(ARCHIVE_FILTER_GZIP, text.p, text.n);
	struct gbx_source *s;
	struct gbx_custody c;
	int p[2], saved = dup(0);
	assert_int_equal(pipe(p), 0);
	assert_true(b.n > 40000);
	assert_int_equal(fcntl(p[1], F_SETPIPE_SZ, 1 << 20), 1 << 20);
	assert_int_equal(write(p[1], b.p, b.n - 100), b.n - 100);
	dup2(p[0], 0);
	assert_int_equal(gbx_source_open(&s, "-", "-", NULL, NULL), GBX_OK);
	double t = kit_seconds();
	assert_int_equal(gbx_source_close(s, true, &c, NULL), GBX_OK);
	assert_true(kit_seconds() - t < 5);
	assert_false(c.complete);
	dup2(saved, 0);
	close(saved);
	close(p[0]);
	close(p[1]);
	kit_free(&b);
	kit_free(&text);
}

static void nothing_leaks(void **state)
{
	(void)state;
	struct kit_blob text = kit_text(400000, 5);
	struct kit_blob b = kit_squeeze(ARCHIVE_FILTER_GZIP, text.p, text.n);
	const char *path = kit_write("leak.gz", b.p, b.n);
	struct gbx_entry_info *e = malloc(sizeof *e);
	unsigned before = open_descriptors();
	for (int i = 0; i < 30; i++) {
		struct gbx_source *s;
		char buf[100];
		size_t got;
		assert_int_equal(gbx_source_open(&s, path, "leak.gz", NULL, NULL), GBX_OK);
		if (i % 3) {
			assert_int_equal(gbx_source_next(s, e, NULL), GBX_OK);
			assert_int_equal(gbx_source_read(s, buf, sizeof buf, &got, NULL), GBX_OK);
		}
		assert_int_equal(gbx_source_close(s, i % 2, NULL, NULL), GBX_OK);
	}
	assert_int_equal(open_descriptors(), before);
	assert_int_equal(waitpid(-1, NULL, WNOHANG), -1); /* no child is left */
	free(e);
	kit_free(&b);
	kit_free(&text);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_plain_file_comes_as_it_is),
		cmocka_unit_test(a_refused_kind_is_listed_and_hashed),
		cmocka_unit_test(what_cannot_be_opened_is_said),
		cmocka_unit_test(closing_early_still_hashes_all),
		cmocka_unit_test(a_change_is_noticed),
		cmocka_unit_test(fingerprints_equal_custody),
		cmocka_unit_test(streams_are_read),
		cmocka_unit_test(archives_come_through_streams),
		cmocka_unit_test(a_file_on_stdin_is_a_file),
		cmocka_unit_test(a_stream_can_be_abandoned),
		cmocka_unit_test(nothing_leaks),
	};
	return cmocka_run_group_tests(tests, kit_setup, kit_teardown);
}

/*
 * For the unit tests of this folder: archives made in memory, a scratch folder,
 * and a source read whole into a list. Failures abort the test at once.
 */
#ifndef GBX_SOURCE_TESTKIT_H
#define GBX_SOURCE_TESTKIT_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <fcntl.h>
#include <ftw.h>
#include <time.h>
#include <unistd.h>
#include <cmocka.h>

#include <archive.h>
#include <archive_entry.h>

#include "../base/buf.h"
#include "source.h"

#define KIT_MAX_ENTRIES 64
#define KIT_KEEP (8u << 20) /* bytes of an entry that are kept; all are counted */

struct kit_blob {
	unsigned char *p;
	size_t n;
};

struct kit_file {
	const char *name;
	const void *p;
	size_t n;
};

struct kit_entry {
	char path[4096];
	bool unreadable;
	enum gbx_eid reason; /* unreadable, or how it ended early */
	struct gbx_buf text;
	uint64_t bytes;
	uint64_t size;
};

struct kit_list {
	struct kit_entry e[KIT_MAX_ENTRIES];
	size_t n;
	uint64_t total; /* entries, also those not kept */
	enum gbx_rc rc; /* GBX_END when all went well */
	struct gbx_err err;
	struct gbx_custody custody;
	enum gbx_rc closed;
};

static char kit_dir[64];

static inline int kit_setup(void **state)
{
	(void)state;
	snprintf(kit_dir, sizeof kit_dir, "/tmp/gbx-source-XXXXXX");
	return mkdtemp(kit_dir) ? 0 : -1;
}

static inline int kit_remove_one(const char *path, const struct stat *st, int flag, struct FTW *f)
{
	(void)st;
	(void)flag;
	(void)f;
	return remove(path);
}

static inline int kit_teardown(void **state)
{
	(void)state;
	return nftw(kit_dir, kit_remove_one, 16, FTW_DEPTH | FTW_PHYS);
}

static inline const char *kit_path(const char *name)
{
	static char path[4][8300];
	static unsigned turn;
	char *p = path[turn++ % 4];
	snprintf(p, sizeof path[0], "%s/%s", kit_dir, name);
	return p;
}

static inline const char *kit_write(const char *name, const void *p, size_t n)
{
	const char *path = kit_path(name);
	int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
	assert_true(fd >= 0);
	assert_int_equal(write(fd, p, n), n);
	close(fd);
	return path;
}

static inline void kit_free(struct kit_blob *b)
{
	free(b->p);
	*b = (struct kit_blob){ 0 };
}

static inline la_ssize_t kit_on_write(struct archive *a, void *ctx, const void *p, size_t n)
{
	(void)a;
	struct kit_blob *b = ctx;
	b->p = realloc(b->p, b->n + n + 1);
	assert_non_null(b->p);
	memcpy(b->p + b->n, p, n);
	b->n += n;
	return (la_ssize_t)n;
}

/* An archive of format and filter (libarchive's codes), options and password or NULL. */
static inline struct kit_blob kit_pack(int format, int filter, const char *options,
				       const char *password, const struct kit_file *f, size_t n)
{
	struct kit_blob b = { 0 };
	struct archive *a = archive_write_new();
	assert_int_equal(archive_write_set_format(a, format), ARCHIVE_OK);
	assert_true(archive_write_add_filter(a, filter) >= ARCHIVE_WARN);
	archive_write_set_bytes_per_block(a, 0);
	if (options)
		assert_int_equal(archive_write_set_options(a, options), ARCHIVE_OK);
	if (password)
		archive_write_set_passphrase(a, password);
	assert_int_equal(archive_write_open(a, &b, NULL, kit_on_write, NULL), ARCHIVE_OK);
	for (size_t i = 0; i < n; i++) {
		struct archive_entry *e = archive_entry_new();
		archive_entry_set_pathname(e, f[i].name);
		archive_entry_set_size(e, (la_int64_t)f[i].n);
		archive_entry_set_filetype(e, AE_IFREG);
		archive_entry_set_perm(e, 0644);
		archive_entry_set_mtime(e, 1000000000, 0);
		assert_true(archive_write_header(a, e) >= ARCHIVE_WARN);
		assert_int_equal(archive_write_data(a, f[i].p, f[i].n), f[i].n);
		archive_entry_free(e);
	}
	assert_true(archive_write_close(a) >= ARCHIVE_WARN);
	archive_write_free(a);
	return b;
}

static inline struct kit_blob kit_pack_one(int format, const char *name, const void *p, size_t n)
{
	struct kit_file f = { name, p, n };
	return kit_pack(format, ARCHIVE_FILTER_NONE, NULL, NULL, &f, 1);
}

/* One compressed stream. */
static inline struct kit_blob kit_squeeze(int filter, const void *p, size_t n)
{
	struct kit_file f = { "x", p, n };
	return kit_pack(ARCHIVE_FORMAT_RAW, filter, NULL, NULL, &f, 1);
}

static inline void kit_append(struct kit_blob *b, const void *p, size_t n)
{
	kit_on_write(NULL, b, p, n);
}

/* Text of n bytes that packs about three to one: numbered lines. */
static inline struct kit_blob kit_text(size_t n, unsigned seed)
{
	struct kit_blob b = { malloc(n + 64), 0 };
	unsigned v = seed;
	assert_non_null(b.p);
	while (b.n < n) {
		v = v * 1103515245u + 12345u;
		b.n += (size_t)snprintf((char *)b.p + b.n, 64, "%u,user%u@example.com,555-01%02u\n",
					v, v % 100000, v % 100);
	}
	b.n = n;
	return b;
}

static inline void kit_keep(struct kit_entry *k, const void *p, size_t n)
{
	k->bytes += n;
	if (k->text.n + n < k->text.max)
		gbx_buf_add(&k->text, p, n);
}

static inline void kit_read_entry(struct gbx_source *s, struct kit_entry *k, struct kit_list *l)
{
	static char buf[100000];
	size_t got;
	enum gbx_rc rc;
	while ((rc = gbx_source_read(s, buf, sizeof buf, &got, &l->err)) == GBX_OK)
		kit_keep(k, buf, got);
	if (rc != GBX_END)
		k->reason = l->err.id;
	assert_int_equal(gbx_source_read(s, buf, sizeof buf, &got, &l->err), GBX_END);
}

static inline void kit_read(struct kit_list *l, struct gbx_source *s)
{
	struct gbx_entry_info *e = malloc(sizeof *e);
	struct kit_entry *spare = calloc(1, sizeof *spare);
	assert_true(e && spare);
	while ((l->rc = gbx_source_next(s, e, &l->err)) == GBX_OK) {
		struct kit_entry *k = l->n < KIT_MAX_ENTRIES ? &l->e[l->n++] : spare;
		l->total++;
		gbx_buf_release(&k->text);
		*k = (struct kit_entry){ .unreadable = e->unreadable,
					 .reason = e->reason,
					 .size = e->size };
		gbx_buf_init(&k->text, KIT_KEEP);
		snprintf(k->path, sizeof k->path, "%s", e->path);
		kit_read_entry(s, k, l);
	}
	gbx_buf_release(&spare->text);
	free(spare);
	free(e);
}

static inline struct kit_list *kit_open(const char *path, const char *name)
{
	struct kit_list *l = calloc(1, sizeof *l);
	struct gbx_source *s = NULL;
	assert_non_null(l);
	assert_int_equal(gbx_source_open(&s, path, name, NULL, &l->err), GBX_OK);
	kit_read(l, s);
	l->closed = gbx_source_close(s, false, &l->custody, &l->err);
	return l;
}

/* Writes the bytes as a file of that name and reads it as a source. */
static inline struct kit_list *kit_source(const char *name, const void *p, size_t n)
{
	struct kit_list *l = kit_open(kit_write(name, p, n), name);
	assert_int_equal(l->custody.bytes, n);
	assert_true(l->custody.complete);
	return l;
}

static inline void kit_close(struct kit_list *l)
{
	for (size_t i = 0; i < l->n; i++)
		gbx_buf_release(&l->e[i].text);
	free(l);
}

/* Entry i is there, was read whole, and holds these bytes. */
static inline void kit_expect(const struct kit_list *l, size_t i, const char *path, const void *p,
			      size_t n)
{
	assert_true(i < l->n);
	const struct kit_entry *e = &l->e[i];
	assert_string_equal(e->path, path);
	assert_int_equal(e->reason, GBX_E_NONE);
	assert_int_equal(e->bytes, n);
	assert_true(e->text.n == n && (!n || !memcmp(e->text.p, p, n)));
}

/* Entry i has this path, and this is what is wrong with it. */
static inline void kit_expect_fault(const struct kit_list *l, size_t i, const char *path,
				    enum gbx_eid reason)
{
	assert_true(i < l->n);
	assert_string_equal(l->e[i].path, path);
	if (l->e[i].reason != reason)
		print_message("%s after %llu bytes\n", path, (unsigned long long)l->e[i].bytes);
	assert_string_equal(gbx_eid_name(l->e[i].reason), gbx_eid_name(reason));
}

static inline double kit_seconds(void)
{
	struct timespec t;
	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

#endif

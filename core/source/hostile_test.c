/* Damaged, encrypted and hostile archives: each ends in a record of what is wrong. */
#include "testkit.h"

#include <dirent.h>
#include <sys/resource.h>

#include "../base/limits.h"
#include "sanitized.h"

static struct kit_blob text;

static int setup(void **state)
{
	text = kit_text(900000, 77);
	return kit_setup(state);
}

static int teardown(void **state)
{
	kit_free(&text);
	return kit_teardown(state);
}

/* What was given is a true beginning of the text. */
static void expect_beginning(const struct kit_entry *e, size_t at_least)
{
	assert_true(e->bytes >= at_least && e->bytes <= text.n);
	assert_true(!e->text.n || !memcmp(e->text.p, text.p, e->text.n));
}

static void cut_streams_keep_their_beginning(void **state)
{
	(void)state;
	static const int codes[] = {
		ARCHIVE_FILTER_GZIP, ARCHIVE_FILTER_BZIP2, ARCHIVE_FILTER_XZ,
		ARCHIVE_FILTER_ZSTD, ARCHIVE_FILTER_LZ4,   ARCHIVE_FILTER_LZIP
	};
	for (size_t i = 0; i < sizeof codes / sizeof *codes; i++) {
		struct kit_blob b = kit_squeeze(codes[i], text.p, text.n);
		struct kit_list *l = kit_source("t.z", b.p, b.n * 3 / 4);
		assert_int_equal(l->n, 1);
		/* the text is one block to these two */
		bool one = codes[i] == ARCHIVE_FILTER_BZIP2 || codes[i] == ARCHIVE_FILTER_LZ4;
		expect_beginning(&l->e[0], one ? 0 : 1);
		kit_expect_fault(l, 0, l->e[0].path, GBX_E_ARCHIVE_TRUNCATED);
		kit_close(l);
		l = kit_source("t.z", b.p, 20);
		assert_int_not_equal(l->e[0].reason, GBX_E_NONE);
		kit_close(l);
		kit_free(&b);
	}
}

static void cut_gzip_loses_nothing_before_the_cut(void **state)
{
	(void)state;
	struct kit_blob b = kit_squeeze(ARCHIVE_FILTER_GZIP, text.p, text.n);
	struct kit_list *l = kit_source("t.gz", b.p, b.n - 8);
	kit_expect_fault(l, 0, "t.gz!/t", GBX_E_ARCHIVE_TRUNCATED);
	assert_int_equal(l->e[0].bytes, text.n);
	kit_close(l);
	b.p[b.n - 6] ^= 1; /* the CRC */
	l = kit_source("t.gz", b.p, b.n);
	kit_expect_fault(l, 0, "t.gz!/t", GBX_E_ARCHIVE_DAMAGED);
	assert_int_equal(l->e[0].bytes, text.n);
	kit_close(l);
	kit_free(&b);
}

static void cut_archives_keep_their_beginning(void **state)
{
	(void)state;
	const struct kit_file f[2] = { { "a", text.p, 300000 }, { "b", text.p, text.n } };
	static const int formats[] = { ARCHIVE_FORMAT_ZIP, ARCHIVE_FORMAT_TAR_USTAR,
				       ARCHIVE_FORMAT_CPIO_SVR4_NOCRC };
	for (size_t i = 0; i < 3; i++) {
		for (int gz = 0; gz < 2; gz++) {
			struct kit_blob b =
			    kit_pack(formats[i], gz ? ARCHIVE_FILTER_GZIP : ARCHIVE_FILTER_NONE,
				     NULL, NULL, f, 2);
			struct kit_list *l = kit_source("d", b.p, b.n * 3 / 4);
			kit_expect(l, 0, "d!/a", text.p, 300000);
			kit_expect_fault(l, 1, "d!/b", GBX_E_ARCHIVE_TRUNCATED);
			expect_beginning(&l->e[1], 100000);
			kit_close(l);
			kit_free(&b);
		}
	}
}

static void a_zip_without_its_end_says_so(void **state)
{
	(void)state;
	const struct kit_file f[2] = { { "a", text.p, 1000 }, { "b", text.p, 2000 } };
	struct kit_blob b = kit_pack(ARCHIVE_FORMAT_ZIP, ARCHIVE_FILTER_NONE, NULL, NULL, f, 2);
	struct kit_list *l = kit_source("d.zip", b.p, b.n - 10);
	assert_int_equal(l->n, 3);
	kit_expect(l, 0, "d.zip!/a", text.p, 1000);
	kit_expect(l, 1, "d.zip!/b", text.p, 2000);
	kit_expect_fault(l, 2, "d.zip", GBX_E_ARCHIVE_TRUNCATED);
	kit_close(l);
	kit_free(&b);
}

static void a_cut_7zip_says_so(void **state)
{
	(void)state;
	struct kit_blob b = kit_pack_one(ARCHIVE_FORMAT_7ZIP, "a", text.p, text.n);
	struct kit_list *l = kit_source("d.7z", b.p, b.n / 2);
	assert_int_equal(l->n, 1);
	assert_true(l->e[0].unreadable);
	assert_string_equal(l->e[0].path, "d.7z");
	kit_close(l);
	kit_free(&b);
}

static size_t find(const struct kit_blob *b, const void *what, size_t n)
{
	const unsigned char *p = memmem(b->p, b->n, what, n);
	assert_non_null(p);
	return (size_t)(p - b->p);
}

static void a_damaged_member_costs_only_itself(void **state)
{
	(void)state;
	const struct kit_file f[3] = { { "one", text.p, 200000 },
				       { "two", text.p, 300000 },
				       { "three", text.p, 100000 } };
	struct kit_blob b = kit_pack(ARCHIVE_FORMAT_ZIP, ARCHIVE_FILTER_NONE, NULL, NULL, f, 3);
	size_t at = find(&b, "two", 3) + 20000;
	memset(b.p + at, 0xff, 64);
	struct kit_list *l = kit_source("d.zip", b.p, b.n);
	assert_int_equal(l->n, 3);
	kit_expect(l, 0, "d.zip!/one", text.p, 200000);
	kit_expect_fault(l, 1, "d.zip!/two", GBX_E_ARCHIVE_DAMAGED);
	kit_expect(l, 2, "d.zip!/three", text.p, 100000);
	kit_close(l);
	kit_free(&b);
	b = kit_pack(ARCHIVE_FORMAT_ZIP, ARCHIVE_FILTER_NONE, "zip:compression=store", NULL, f, 3);
	b.p[find(&b, "two", 3) + 1000] ^= 1;
	l = kit_source("d.zip", b.p, b.n);
	kit_expect_fault(l, 1, "d.zip!/two", GBX_E_ARCHIVE_DAMAGED);
	assert_int_equal(l->e[1].bytes, 300000); /* only the CRC is wrong */
	kit_expect(l, 2, "d.zip!/three", text.p, 100000);
	kit_close(l);
	kit_free(&b);
}

static void passwords_are_named(void **state)
{
	(void)state;
	const struct kit_file f = { "secret.csv", "a,b\n", 4 };
	struct kit_blob b = kit_pack(ARCHIVE_FORMAT_ZIP, ARCHIVE_FILTER_NONE,
				     "zip:encryption=zipcrypt", "hidden", &f, 1);
	const struct kit_file g[2] = { { "in.zip", b.p, b.n }, { "open.csv", "c,d\n", 4 } };
	struct kit_list *l = kit_source("p.zip", b.p, b.n);
	assert_int_equal(l->n, 1);
	assert_true(l->e[0].unreadable);
	kit_expect_fault(l, 0, "p.zip!/secret.csv", GBX_E_ENCRYPTED);
	kit_close(l);
	struct kit_blob outer = kit_pack(ARCHIVE_FORMAT_ZIP, ARCHIVE_FILTER_NONE, NULL, NULL, g, 2);
	l = kit_source("o.zip", outer.p, outer.n);
	assert_int_equal(l->n, 2);
	kit_expect_fault(l, 0, "o.zip!/in.zip!/secret.csv", GBX_E_ENCRYPTED);
	kit_expect(l, 1, "o.zip!/open.csv", "c,d\n", 4);
	kit_close(l);
	kit_free(&b);
	kit_free(&outer);
}

/* A mixed zip: the first entry's flag says encrypted, the second is open. */
static void entries_behind_an_encrypted_one_are_read(void **state)
{
	(void)state;
	const struct kit_file f[2] = { { "secret", "aaaa", 4 }, { "open", "bbbb", 4 } };
	struct kit_blob b =
	    kit_pack(ARCHIVE_FORMAT_ZIP, ARCHIVE_FILTER_NONE, "zip:compression=store", NULL, f, 2);
	b.p[6] |= 1; /* local header: general purpose flag, bit 0 */
	b.p[find(&b, "PK\1\2", 4) + 8] |= 1;
	struct kit_list *l = kit_source("m.zip", b.p, b.n);
	assert_int_equal(l->n, 2);
	kit_expect_fault(l, 0, "m.zip!/secret", GBX_E_ENCRYPTED);
	kit_expect(l, 1, "m.zip!/open", "bbbb", 4);
	kit_close(l);
	kit_free(&b);
}

static void unknown_methods_are_named(void **state)
{
	(void)state;
	const struct kit_file f[2] = { { "packed", text.p, 1000 }, { "open", "bbbb", 4 } };
	struct kit_blob b = kit_pack(ARCHIVE_FORMAT_ZIP, ARCHIVE_FILTER_NONE, NULL, NULL, f, 2);
	b.p[8] = 9; /* deflate64, which Windows writes for large files */
	b.p[find(&b, "PK\1\2", 4) + 10] = 9;
	struct kit_list *l = kit_source("m.zip", b.p, b.n);
	assert_int_equal(l->n, 2);
	kit_expect_fault(l, 0, "m.zip!/packed", GBX_E_METHOD);
	kit_expect(l, 1, "m.zip!/open", "bbbb", 4);
	kit_close(l);
	kit_free(&b);
}

/* One file "s.txt", contents and names encrypted (7z -mhe=on). */
static const unsigned char locked_7zip[] = {
	0x37, 0x7a, 0xbc, 0xaf, 0x27, 0x1c, 0x00, 0x04, 0x47, 0xc2, 0x0b, 0x8d, 0x80, 0x00, 0x00,
	0x00, 0x00, 0x00, 0x00, 0x00, 0x2e, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x06, 0x26,
	0x39, 0x49, 0xad, 0x71, 0x45, 0xcc, 0x94, 0xe4, 0x2e, 0x03, 0x53, 0x2e, 0x76, 0x4b, 0x98,
	0xa4, 0xd2, 0x52, 0x04, 0x21, 0xa1, 0xf1, 0x28, 0x8d, 0x6e, 0x69, 0x6d, 0x8b, 0x43, 0xca,
	0x00, 0xc0, 0x95, 0xb0, 0xd0, 0x93, 0x2b, 0x4e, 0x84, 0x9d, 0x9a, 0xaf, 0xb2, 0xae, 0xba,
	0xbc, 0xbd, 0xfd, 0x44, 0x19, 0x4c, 0x3f, 0xb4, 0x72, 0xa9, 0xe4, 0xdf, 0xec, 0xa3, 0x88,
	0xc9, 0xe3, 0x7f, 0x45, 0x79, 0x5d, 0x11, 0x91, 0xcf, 0xde, 0xab, 0x4d, 0x38, 0xb9, 0x7b,
	0x7c, 0xad, 0x40, 0x76, 0x39, 0xde, 0x01, 0xa4, 0x2c, 0x01, 0xbe, 0x06, 0x3e, 0xf0, 0x6e,
	0x49, 0xf9, 0x7e, 0x44, 0xeb, 0x93, 0x41, 0xc5, 0x15, 0x04, 0x20, 0x92, 0x9c, 0x54, 0x04,
	0xac, 0x01, 0xde, 0x14, 0x55, 0x0c, 0x6e, 0x3d, 0xdf, 0xd3, 0xa3, 0x6b, 0x15, 0x3f, 0x99,
	0xc8, 0xeb, 0x6d, 0xf6, 0x41, 0x02, 0x47, 0x1a, 0xb1, 0xad, 0x17, 0x06, 0x10, 0x01, 0x09,
	0x70, 0x00, 0x07, 0x0b, 0x01, 0x00, 0x01, 0x24, 0x06, 0xf1, 0x07, 0x01, 0x12, 0x53, 0x0f,
	0x72, 0x48, 0xdf, 0x02, 0xda, 0x9c, 0x66, 0xa5, 0x4d, 0xba, 0xd3, 0x84, 0x3c, 0x88, 0xae,
	0x1b, 0x0c, 0x62, 0x0a, 0x01, 0x45, 0x92, 0x4c, 0xa8, 0x00, 0x00,
};

static void an_encrypted_directory_is_named(void **state)
{
	(void)state;
	struct kit_list *l = kit_source("l.7z", locked_7zip, sizeof locked_7zip);
	assert_int_equal(l->n, 1);
	assert_true(l->e[0].unreadable);
	kit_expect_fault(l, 0, "l.7z", GBX_E_ENCRYPTED_7Z);
	kit_close(l);
}

/* A line of text, xz, with a header that asks for a dictionary of 1.5 GiB. */
static const unsigned char hungry_xz[] = {
	0xfd, 0x37, 0x7a, 0x58, 0x5a, 0x00, 0x00, 0x04, 0xe6, 0xd6, 0xb4, 0x46, 0x02, 0x00, 0x21,
	0x01, 0x25, 0x00, 0x00, 0x00, 0x3b, 0x78, 0x7b, 0x41, 0x01, 0x00, 0x0d, 0x68, 0x65, 0x6c,
	0x6c, 0x6f, 0x2c, 0x20, 0x6d, 0x65, 0x6d, 0x6f, 0x72, 0x79, 0x0a, 0x00, 0x00, 0x00, 0x49,
	0x01, 0xdb, 0xa7, 0x7d, 0x77, 0xf4, 0x6c, 0x00, 0x01, 0x26, 0x0e, 0x08, 0x1b, 0xe0, 0x04,
	0x1f, 0xb6, 0xf3, 0x7d, 0x01, 0x00, 0x00, 0x00, 0x00, 0x04, 0x59, 0x5a,
};

static void what_needs_too_much_memory_is_named(void **state)
{
	(void)state;
	if (SANITIZED)
		skip(); /* no limit on address space then */
	struct kit_list *l = kit_source("m.xz", hungry_xz, sizeof hungry_xz);
	assert_int_equal(l->n, 1);
	kit_expect_fault(l, 0, "m.xz!/m", GBX_E_UNPACK_MEMORY);
	kit_close(l);
}

static void empty_archives_are_no_success(void **state)
{
	(void)state;
	static const int formats[] = { ARCHIVE_FORMAT_ZIP, ARCHIVE_FORMAT_7ZIP,
				       ARCHIVE_FORMAT_CPIO_POSIX };
	for (size_t i = 0; i < 3; i++) {
		struct kit_blob b = kit_pack(formats[i], ARCHIVE_FILTER_NONE, NULL, NULL, NULL, 0);
		struct kit_list *l = kit_source("e", b.p, b.n);
		assert_int_equal(l->n, 1);
		kit_expect_fault(l, 0, "e", GBX_E_ARCHIVE_EMPTY);
		kit_close(l);
		kit_free(&b);
	}
}

/* A gzip of n times 16 MiB zeros: 1,000 to one. */
static struct kit_blob zeros_gz(unsigned n)
{
	size_t size = 16u << 20;
	char *zeros = calloc(1, size);
	struct kit_blob one = kit_squeeze(ARCHIVE_FILTER_GZIP, zeros, size), all = { 0 };
	for (unsigned i = 0; i < n; i++)
		kit_append(&all, one.p, one.n);
	free(zeros);
	kit_free(&one);
	return all;
}

static void a_flat_bomb_is_cut(void **state)
{
	(void)state;
	struct kit_blob b = zeros_gz(64); /* 1 GiB in 1 MiB */
	double t = kit_seconds();
	struct kit_list *l = kit_source("bomb.gz", b.p, b.n);
	kit_expect_fault(l, 0, "bomb.gz!/bomb", GBX_E_RATIO);
	assert_true(l->e[0].bytes <= GBX_RATIO_FREE + GBX_RATIO_MAX * b.n);
	assert_true(SANITIZED || kit_seconds() - t < 3);
	struct rusage u;
	getrusage(RUSAGE_CHILDREN, &u);
	assert_true(SANITIZED || u.ru_maxrss < 128 * 1024);
	kit_close(l);
	kit_free(&b);
}

static void what_stands_behind_a_bomb_is_read(void **state)
{
	(void)state;
	struct kit_blob b = zeros_gz(32);
	const struct kit_file f[3] = { { "bomb.gz", b.p, b.n },
				       { "again.gz", b.p, b.n },
				       { "good.csv", text.p, text.n } };
	static const int formats[] = { ARCHIVE_FORMAT_ZIP, ARCHIVE_FORMAT_TAR_USTAR,
				       ARCHIVE_FORMAT_7ZIP };
	for (size_t i = 0; i < 3; i++) {
		struct kit_blob o = kit_pack(formats[i], ARCHIVE_FILTER_NONE, NULL, NULL, f, 3);
		struct kit_list *l = kit_source("o", o.p, o.n);
		assert_int_equal(l->n, 3);
		kit_expect_fault(l, 0, "o!/bomb.gz!/bomb", GBX_E_RATIO);
		kit_expect_fault(l, 1, "o!/again.gz!/again", GBX_E_RATIO);
		kit_expect(l, 2, "o!/good.csv", text.p, text.n);
		kit_close(l);
		kit_free(&o);
	}
	kit_free(&b);
}

static void too_many_bombs_end_the_source(void **state)
{
	(void)state;
	struct kit_blob b = zeros_gz(32);
	struct kit_file f[GBX_RATIO_STRIKES + 8];
	size_t n = sizeof f / sizeof *f;
	for (size_t i = 0; i < n; i++)
		f[i] = (struct kit_file){ "bomb.gz", b.p, b.n };
	struct kit_blob o =
	    kit_pack(ARCHIVE_FORMAT_TAR_USTAR, ARCHIVE_FILTER_NONE, NULL, NULL, f, n);
	struct kit_list *l = kit_source("o.tar", o.p, o.n);
	assert_true(l->n <= GBX_RATIO_STRIKES + 2);
	assert_true(l->e[l->n - 1].unreadable);
	kit_expect_fault(l, l->n - 1, "o.tar", GBX_E_RATIO);
	kit_close(l);
	kit_free(&o);
	kit_free(&b);
}

static void a_member_that_is_a_bomb_is_cut(void **state)
{
	(void)state;
	size_t n = 160u << 20;
	char *zeros = calloc(1, n);
	const struct kit_file f[2] = { { "zeros", zeros, n }, { "good", "1", 1 } };
	struct kit_blob b = kit_pack(ARCHIVE_FORMAT_ZIP, ARCHIVE_FILTER_NONE, NULL, NULL, f, 2);
	struct kit_list *l = kit_source("b.zip", b.p, b.n);
	assert_int_equal(l->n, 2);
	kit_expect_fault(l, 0, "b.zip!/zeros", GBX_E_RATIO);
	kit_expect(l, 1, "b.zip!/good", "1", 1);
	kit_close(l);
	kit_free(&b);
	b = kit_pack(ARCHIVE_FORMAT_7ZIP, ARCHIVE_FILTER_NONE, "7zip:compression=deflate", NULL, f,
		     2);
	l = kit_source("b.7z", b.p, b.n);
	kit_expect_fault(l, 0, "b.7z!/zeros", GBX_E_RATIO);
	/* what follows lies behind the bomb: said, not tried */
	assert_int_equal(l->n, 2);
	kit_expect_fault(l, 1, "b.7z", GBX_E_RATIO);
	kit_close(l);
	kit_free(&b);
	free(zeros);
}

static void put(unsigned char *p, uint64_t v, unsigned n)
{
	for (unsigned i = 0; i < n; i++, v >>= 8)
		p[i] = (unsigned char)v;
}

/* A zip whose directory names its one entry many times. */
static struct kit_blob overlapping(unsigned times)
{
	struct kit_blob z = kit_pack_one(ARCHIVE_FORMAT_ZIP, "a", text.p, text.n), o = { 0 };
	size_t dir = find(&z, "PK\1\2", 4), end = find(&z, "PK\5\6", 4);
	kit_append(&o, z.p, dir);
	for (unsigned i = 0; i < times; i++)
		kit_append(&o, z.p + dir, end - dir);
	size_t at = o.n;
	kit_append(&o, z.p + end, 22);
	put(o.p + at + 8, times, 2);
	put(o.p + at + 10, times, 2);
	put(o.p + at + 12, (uint64_t)times * (end - dir), 4);
	kit_free(&z);
	return o;
}

static void overlapping_zips_are_refused(void **state)
{
	(void)state;
	struct kit_blob b = overlapping(1);
	struct kit_list *l = kit_source("o.zip", b.p, b.n);
	kit_expect(l, 0, "o.zip!/a", text.p, text.n);
	kit_close(l);
	kit_free(&b);
	b = overlapping(20000);
	double t = kit_seconds();
	l = kit_source("o.zip", b.p, b.n);
	assert_true(kit_seconds() - t < 1);
	assert_int_equal(l->n, 1);
	assert_true(l->e[0].unreadable);
	kit_expect_fault(l, 0, "o.zip", GBX_E_OVERLAP);
	kit_close(l);
	kit_free(&b);
}

static void a_wrong_count_is_refused(void **state)
{
	(void)state;
	struct kit_blob b = overlapping(1);
	put(b.p + b.n - 12, 2, 2);
	struct kit_list *l = kit_source("o.zip", b.p, b.n);
	kit_expect_fault(l, 0, "o.zip", GBX_E_OVERLAP);
	kit_close(l);
	kit_free(&b);
}

static void a_broken_directory_does_not_hide_entries(void **state)
{
	(void)state;
	struct kit_blob b = overlapping(1);
	b.p[find(&b, "PK\1\2", 4) + 2] = 'x';
	struct kit_list *l = kit_source("o.zip", b.p, b.n);
	kit_expect(l, 0, "o.zip!/a", text.p, text.n);
	assert_true(l->n >= 2 && l->e[l->n - 1].reason == GBX_E_ARCHIVE_DAMAGED);
	kit_close(l);
	kit_free(&b);
}

static void too_large_to_hold_is_said(void **state)
{
	(void)state;
	size_t n = (size_t)GBX_SPOOL_BYTES + 1000;
	char *big = malloc(n);
	assert_non_null(big);
	memset(big, 0, n);
	memcpy(big, "7z\xbc\xaf\x27\x1c", 6);
	const struct kit_file f[2] = { { "big.7z", big, n }, { "good", "1", 1 } };
	struct kit_blob b =
	    kit_pack(ARCHIVE_FORMAT_TAR_USTAR, ARCHIVE_FILTER_NONE, NULL, NULL, f, 2);
	struct kit_list *l = kit_source("b.tar", b.p, b.n);
	assert_int_equal(l->n, 2);
	kit_expect_fault(l, 0, "b.tar!/big.7z", GBX_E_SPOOL);
	kit_expect(l, 1, "b.tar!/good", "1", 1);
	kit_close(l);
	kit_free(&b);
	free(big);
}

static void too_many_entries_are_cut(void **state)
{
	(void)state;
	if (SANITIZED)
		skip();
	size_t n = GBX_ARCHIVE_ENTRIES + 10;
	struct kit_blob one = kit_pack_one(ARCHIVE_FORMAT_CPIO_POSIX, "a", "", 0);
	size_t len = 76 + 2;
	struct kit_blob b = { malloc(n * len), n * len };
	assert_non_null(b.p);
	for (size_t i = 0; i < n; i++)
		memcpy(b.p + i * len, one.p, len);
	struct kit_list *l = kit_source("m.cpio", b.p, b.n);
	assert_int_equal(l->rc, GBX_END);
	assert_int_equal(l->total, GBX_ARCHIVE_ENTRIES + 1);
	kit_close(l);
	kit_free(&b);
	kit_free(&one);
}

/* Archives from libarchive's own test suite that crash or hang it. */
static void known_bad_files_end_quickly(void **state)
{
	(void)state;
	const char *dir = GBX_SOURCE_DIR "/../shared/corpora/archives";
	DIR *d = opendir(dir);
	if (!d) {
		print_message("no corpora beside the checkout: skipped\n");
		skip();
	}
	struct dirent *e;
	while ((e = readdir(d))) {
		char path[1024];
		if (e->d_name[0] == '.')
			continue;
		snprintf(path, sizeof path, "%s/%s", dir, e->d_name);
		double t = kit_seconds();
		struct kit_list *l = kit_open(path, e->d_name);
		assert_true(kit_seconds() - t < 5);
		assert_int_equal(l->rc, GBX_END);
		size_t faults = 0;
		for (size_t i = 0; i < l->n; i++)
			faults += l->e[i].reason != GBX_E_NONE;
		assert_true(faults > 0);
		kit_close(l);
		l = kit_source("good", text.p, text.n);
		kit_expect(l, 0, "good", text.p, text.n);
		kit_close(l);
	}
	closedir(d);
}

/* Every archive, cut or with a byte changed anywhere, ends in order. */
static void any_damage_ends_in_order(void **state)
{
	(void)state;
	static const struct {
		int format, filter;
	} kinds[] = {
		{ ARCHIVE_FORMAT_ZIP, ARCHIVE_FILTER_NONE },
		{ ARCHIVE_FORMAT_7ZIP, ARCHIVE_FILTER_NONE },
		{ ARCHIVE_FORMAT_TAR_PAX_INTERCHANGE, ARCHIVE_FILTER_NONE },
		{ ARCHIVE_FORMAT_CPIO_SVR4_NOCRC, ARCHIVE_FILTER_GZIP },
		{ ARCHIVE_FORMAT_TAR_USTAR, ARCHIVE_FILTER_XZ },
		{ ARCHIVE_FORMAT_TAR_USTAR, ARCHIVE_FILTER_ZSTD },
		{ ARCHIVE_FORMAT_TAR_USTAR, ARCHIVE_FILTER_LZ4 },
		{ ARCHIVE_FORMAT_TAR_USTAR, ARCHIVE_FILTER_BZIP2 },
		{ ARCHIVE_FORMAT_TAR_USTAR, ARCHIVE_FILTER_LZIP },
	};
	const struct kit_file f[2] = { { "a", text.p, 700 }, { "b", text.p, 900 } };
	unsigned v = 5;
	for (size_t k = 0; k < sizeof kinds / sizeof *kinds; k++) {
		struct kit_blob b = kit_pack(kinds[k].format, kinds[k].filter, NULL, NULL, f, 2);
		for (int round = 0; round < (SANITIZED ? 10 : 60); round++) {
			struct kit_blob c = { 0 };
			v = v * 1103515245u + 12345u;
			size_t at = (v >> 8) % b.n;
			kit_append(&c, b.p, round % 3 ? b.n : at + 1);
			c.p[at] ^= (unsigned char)(1u + v % 255);
			double t = kit_seconds();
			struct kit_list *l = kit_source("d", c.p, c.n);
			assert_int_equal(l->rc, GBX_END);
			assert_int_equal(l->closed, GBX_OK);
			assert_true(l->n > 0);
			for (size_t i = 0; i < l->n; i++)
				assert_int_not_equal(l->e[i].reason, GBX_E_UNPACK_CRASH);
			assert_true(kit_seconds() - t < 10);
			kit_close(l);
			kit_free(&c);
		}
		kit_free(&b);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(cut_streams_keep_their_beginning),
		cmocka_unit_test(cut_gzip_loses_nothing_before_the_cut),
		cmocka_unit_test(cut_archives_keep_their_beginning),
		cmocka_unit_test(a_zip_without_its_end_says_so),
		cmocka_unit_test(a_cut_7zip_says_so),
		cmocka_unit_test(a_damaged_member_costs_only_itself),
		cmocka_unit_test(passwords_are_named),
		cmocka_unit_test(entries_behind_an_encrypted_one_are_read),
		cmocka_unit_test(unknown_methods_are_named),
		cmocka_unit_test(an_encrypted_directory_is_named),
		cmocka_unit_test(what_needs_too_much_memory_is_named),
		cmocka_unit_test(empty_archives_are_no_success),
		cmocka_unit_test(a_flat_bomb_is_cut),
		cmocka_unit_test(what_stands_behind_a_bomb_is_read),
		cmocka_unit_test(too_many_bombs_end_the_source),
		cmocka_unit_test(a_member_that_is_a_bomb_is_cut),
		cmocka_unit_test(overlapping_zips_are_refused),
		cmocka_unit_test(a_wrong_count_is_refused),
		cmocka_unit_test(a_broken_directory_does_not_hide_entries),
		cmocka_unit_test(too_large_to_hold_is_said),
		cmocka_unit_test(too_many_entries_are_cut),
		cmocka_unit_test(known_bad_files_end_quickly),
		cmocka_unit_test(any_damage_ends_in_order),
	};
	return cmocka_run_group_tests(tests, setup, teardown);
}

/* What first bytes are taken for: each kind, its near misses, and inner names. */
#include "testkit.h"

#include "magic.h"

#define IS(name, bytes) assert_string_equal(name_of(bytes, sizeof bytes - 1), name)

static const char *name_of(const void *p, size_t n)
{
	const struct gbx_magic *m = gbx_magic_find(p, n);
	return m ? m->name : "plain";
}

static void filters_are_known(void **state)
{
	(void)state;
	IS("gzip", "\x1f\x8b\x08");
	IS("bzip2", "BZh91AY&SY....");
	IS("bzip2", "BZh1\x17\x72\x45\x38\x50\x90....");
	IS("xz", "\xfd"
		 "7zXZ\0");
	IS("zstd", "\x28\xb5\x2f\xfd");
	IS("zstd", "\x5a\x2a\x4d\x18\0\0\0\0");
	IS("lz4", "\x04\x22\x4d\x18");
	IS("lzip", "LZIP\1\x0c");
}

static void archives_are_known(void **state)
{
	(void)state;
	IS("zip", "PK\3\4");
	IS("zip", "PK\5\6");
	IS("zip", "PK00PK\3\4");
	IS("zip", "PK\7\x08PK\3\4");
	IS("7zip", "7z\xbc\xaf\x27\x1c");
	IS("rar4", "Rar!\x1a\x07\x00");
	IS("rar5", "Rar!\x1a\x07\x01\x00");
}

static void refused_kinds_are_known(void **state)
{
	(void)state;
	static unsigned char iso[GBX_MAGIC_BYTES];
	memcpy(iso + 32769, "CD001", 5);
	assert_string_equal(name_of(iso, sizeof iso), "iso9660");
	assert_string_equal(name_of(iso, 32773), "plain");
	IS("xar", "xar!");
	IS("cab", "MSCF\0\0\0\0");
	IS("lha", "\x20\x10-lh5-.............\0\0");
	IS("compress", "\x1f\x9d");
	IS("lzma", "\x5d\0\0\x80\0\xff\xff\xff\xff\xff\xff\xff\xff");
	IS("ar", "!<arch>\n");
	assert_int_equal(gbx_magic_find((const unsigned char *)"xar!", 4)->kind, GBX_MAGIC_REFUSED);
}

static void near_misses_are_plain(void **state)
{
	(void)state;
	IS("plain", "");
	IS("plain", "\x1f\x8b");
	IS("plain", "BZh9 is how this text begins");
	IS("plain", "LZIP is a word");
	IS("plain", "0707071234,user1@example.com\n0707010001,user2@example.com\n"
		    "0707020002,user3@example.com\n0707030003,user4@example.com\n");
	IS("plain", "\xc7\x71\xb9\xa4,\xc4\xe3\xba\xc3\n1,2\n3,4\n5,6\n7,8\n9,10\n");
	IS("plain", "xx-lh5- is not an archive of 1990");
	IS("plain", "]\0\0 of something else altogether");
	IS("plain", "{\"a\":1}");
}

static void tar_is_known_by_its_checksum(void **state)
{
	(void)state;
	const int formats[] = { ARCHIVE_FORMAT_TAR_USTAR, ARCHIVE_FORMAT_TAR_GNUTAR,
				ARCHIVE_FORMAT_TAR_PAX_INTERCHANGE };
	for (size_t i = 0; i < 3; i++) {
		struct kit_blob b = kit_pack_one(formats[i], "a.csv", "x,y\n", 4);
		assert_string_equal(name_of(b.p, b.n), "tar");
		memset(b.p + 257, 0, 8); /* v7 has no magic */
		assert_string_equal(name_of(b.p, b.n), "plain");
		kit_free(&b);
	}
	struct kit_blob b = kit_pack_one(ARCHIVE_FORMAT_TAR_USTAR, "a.csv", "x,y\n", 4);
	unsigned sum = 8 * ' ';
	memset(b.p + 257, 0, 8);
	for (size_t i = 0; i < 512; i++)
		sum += i >= 148 && i < 156 ? 0 : b.p[i];
	snprintf((char *)b.p + 148, 8, "%06o", sum);
	assert_string_equal(name_of(b.p, b.n), "tar");
	b.p[0] ^= 1;
	assert_string_equal(name_of(b.p, b.n), "plain");
	kit_free(&b);
}

static void cpio_is_known_in_all_forms(void **state)
{
	(void)state;
	const int formats[] = { ARCHIVE_FORMAT_CPIO_POSIX, ARCHIVE_FORMAT_CPIO_SVR4_NOCRC };
	for (size_t i = 0; i < 2; i++) {
		struct kit_blob b = kit_pack_one(formats[i], "a.csv", "x,y\n", 4);
		assert_string_equal(name_of(b.p, b.n), "cpio");
		kit_free(&b);
	}
	unsigned char bin[64] = { 0xc7, 0x71, 0, 0, 1, 0, 0xa4, 0x81 };
	bin[20] = 6;
	memcpy(bin + 26, "a.csv", 6);
	assert_string_equal(name_of(bin, sizeof bin), "cpio");
	bin[20] = 5; /* the name does not end where it should */
	assert_string_equal(name_of(bin, sizeof bin), "plain");
}

static void documents_stay_whole(void **state)
{
	(void)state;
	struct kit_blob b = kit_pack_one(ARCHIVE_FORMAT_ZIP, "[Content_Types].xml", "<a/>", 4);
	assert_int_equal(gbx_magic_find(b.p, b.n)->kind, GBX_MAGIC_WHOLE);
	kit_free(&b);
	b = kit_pack_one(ARCHIVE_FORMAT_ZIP, "xlsx-list.csv", "a,b\n", 4);
	assert_int_equal(gbx_magic_find(b.p, b.n)->kind, GBX_MAGIC_ARCHIVE);
	kit_free(&b);
}

static void any_bytes_give_an_answer(void **state)
{
	(void)state;
	unsigned char p[600];
	unsigned v = 7;
	for (int round = 0; round < 20000; round++) {
		size_t n = (size_t)round % sizeof p;
		for (size_t i = 0; i < n; i++)
			p[i] = (unsigned char)((v = v * 1103515245u + 12345u) >> 16);
		gbx_magic_find(p, n);
	}
}

static void inner_names(void **state)
{
	(void)state;
	static const char *const rows[][2] = {
		{ "users.sql.gz", "users.sql" },
		{ "a/b/USERS.CSV.GZ", "USERS.CSV" },
		{ "x.tgz", "x.tar" },
		{ "dump.7z!/db/u.zst", "u" },
		{ "noending", "noending" },
		{ ".gz", ".gz" },
		{ "a.gz/", "" },
		{ "two.bz2.xz", "two.bz2" },
	};
	char out[64];
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		assert_int_equal(gbx_magic_inner_name(rows[i][0], out, sizeof out),
				 strlen(rows[i][1]));
		assert_string_equal(out, rows[i][1]);
	}
	assert_int_equal(gbx_magic_inner_name("abcdef.gz", out, 4), 3);
	assert_string_equal(out, "abc");
	assert_int_equal(gbx_magic_inner_name("abcdef.gz", out, 0), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(filters_are_known),
		cmocka_unit_test(archives_are_known),
		cmocka_unit_test(refused_kinds_are_known),
		cmocka_unit_test(near_misses_are_plain),
		cmocka_unit_test(tar_is_known_by_its_checksum),
		cmocka_unit_test(cpio_is_known_in_all_forms),
		cmocka_unit_test(documents_stay_whole),
		cmocka_unit_test(any_bytes_give_an_answer),
		cmocka_unit_test(inner_names),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}

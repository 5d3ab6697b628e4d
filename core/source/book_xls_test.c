/* Old workbooks: records put together by hand, read through the unpack process. */
#include "book_xls_testing.h"

static const char want[] = "= b.xls!/Alt\n"
			   "T Alt: id|name|born|zip\n"
			   "2: 1001|Examp\xc3\xa9|1990-01-01|01234\n"
			   "3: 131|0.65|ok|TRUE\n"
			   "4: #N/A|\xf0\x9f\x98\x80Z|0.1|-\n"
			   "D 5 E_BOOK_PART\n"
			   "S hidden column, read 1\n"
			   "S hidden row, read 1\n"
			   "S chart sheets 1\n"
			   "= b.xls!/Weg\nT Weg: c1\n1: -1.5\nS hidden sheet, read 1\n";

static void cells_of_every_type(void **state)
{
	(void)state;
	struct kit_blob s = book_xls_stream();
	assert_true(s.n < 4096);
	struct kit_blob b = book_ole("Workbook", s);
	book_expect("b.xls", b, want);
	kit_free(&b);
	unsigned char none[4096] = { 0 };
	kit_append(&s, none, sizeof none);
	b = book_ole("Workbook", s);
	book_expect("b.xls", b, want);
	kit_free(&b);
	kit_free(&s);
}

static void expect_refused(const char *stream, struct kit_blob s, enum gbx_eid why)
{
	char text[64];
	struct kit_blob b = book_ole(stream, s);
	snprintf(text, sizeof text, "= b.xls\n! %s\n", gbx_eid_name(why));
	book_expect("b.xls", b, text);
	kit_free(&b);
}

static void what_is_refused(void **state)
{
	(void)state;
	struct kit_blob s = { NULL, 0 };
	add_bof(&s, 0x600, 5);
	add_record(&s, GBX_BIFF_FILEPASS, "\1\0", 2);
	expect_refused("Workbook", s, GBX_E_ENCRYPTED);
	expect_refused("EncryptedPackage", s, GBX_E_ENCRYPTED);
	expect_refused("Book", s, GBX_E_BOOK_KIND);
	struct kit_blob text = book_ole("WordDocument", s);
	struct kit_list *l = kit_source("b.xls", text.p, text.n);
	kit_expect(l, 0, "b.xls", text.p, text.n);
	kit_close(l);
	kit_free(&text);
	kit_free(&s);
	add_bof(&s, 0x500, 5);
	expect_refused("Workbook", s, GBX_E_BOOK_KIND);
	kit_free(&s);
	add_bof(&s, 0x600, 5);
	expect_refused("Workbook", s, GBX_E_BOOK_EMPTY);
	kit_free(&s);
}

/* A chain that runs in circles, a stream longer than the file, no directory. */
static void crooked_containers_end(void **state)
{
	(void)state;
	static const struct {
		size_t at;
		uint32_t v;
	} bend[] = {
		{ SECTOR + 12, 3 },	    { SECTOR + 4, 1 },	 { 2 * SECTOR + 248, 0x7fffffff },
		{ 2 * SECTOR + 244, 90000 }, { 48, 0xfffffffe }, { 76, 0x00ffffff },
		{ 68, 0 },		    { 44, 0xffffffff },
	};
	struct kit_blob s = book_xls_stream();
	unsigned char none[8192] = { 0 };
	kit_append(&s, none, sizeof none);
	for (size_t i = 0; i < sizeof bend / sizeof *bend; i++) {
		struct kit_blob b = book_ole("Workbook", s);
		put_le(b.p + bend[i].at, bend[i].v, 4);
		double from = kit_seconds();
		struct kit_list *l = kit_source("b.xls", b.p, b.n);
		assert_true(kit_seconds() - from < 5 && l->rc == GBX_END && l->n > 0);
		for (size_t k = 0; k < l->n; k++)
			assert_int_not_equal(l->e[k].reason, GBX_E_UNPACK_CRASH);
		kit_close(l);
		kit_free(&b);
	}
	kit_free(&s);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(cells_of_every_type),
		cmocka_unit_test(what_is_refused),
		cmocka_unit_test(crooked_containers_end),
	};
	return cmocka_run_group_tests(tests, kit_setup, kit_teardown);
}

/* Workbooks end to end: packages made here, read through the unpack process. */
#include "book_parts.h"
#include "book_testing.h"
#include "../base/limits.h"

#define PATH "= b.xlsx!/Kunden\n"

static void expect_sheet(const char *inside, const char *want)
{
	struct kit_blob b = book_sheet(inside);
	char *all = malloc(strlen(want) + sizeof PATH);
	assert_non_null(all);
	snprintf(all, strlen(want) + sizeof PATH, "%s%s", PATH, want);
	book_expect("b.xlsx", b, all);
	free(all);
	kit_free(&b);
}

static void cells_of_every_type(void **state)
{
	(void)state;
	expect_sheet("<sheetData>"
		     "<row r='1'><c r='A1' t='s'><v>0</v></c><c r='B1' t='s'><v>1</v></c>"
		     "<c r='C1' t='inlineStr'><is><t>city</t></is></c>"
		     "<c r='D1' t='str'><v>note</v></c><c r='E1' t='str'><v>active</v></c></row>"
		     "<row r='2'><c r='A2'><v>1001</v></c><c r='B2' t='s'><v>2</v></c>"
		     "<c r='C2' t='inlineStr'><is><r><t>Muster</t></r><r><t>stadt</t></r></is></c>"
		     "<c r='D2' t='s'><v>3</v></c><c r='E2' t='b'><v>1</v></c></row>"
		     "<row r='3'><c r='A3'><v>0.10000000000000001</v></c><c r='E3' t='b'><v>0</v></c></row>"
		     "<row r='7'><c t='n'><v>1.23E+17</v></c><c t='e'><v>#N/A</v></c>"
		     "<c r='D7' t='str'><f>A1&amp;B1</f><v>a&lt;b</v></c></row>"
		     "</sheetData>",
		     "T Kunden: id|name|city|note|active\n"
		     "2: 1001|Ex ample|Musterstadt|two\nlines _x0041_|TRUE\n"
		     "3: 0.1|-|-|-|FALSE\n"
		     "7: 1.23E+17|#N/A|-|a<b|-\n");
}

static void days_and_masks(void **state)
{
	(void)state;
	expect_sheet("<sheetData>"
		     "<row><c t='s'><v>0</v></c><c t='s'><v>1</v></c></row>"
		     "<row><c s='1'><v>44197</v></c><c s='2'><v>44197.5</v></c></row>"
		     "<row><c s='3'><v>1234</v></c><c s='4'><v>0.75</v></c></row>"
		     "<row><c s='5'><v>1.5</v></c><c s='1'><v>60</v></c></row>"
		     "<row><c s='1'><v>59</v></c><c s='1'><v>61</v></c></row>"
		     "<row><c s='1'><v>-3</v></c><c s='99'><v>44197</v></c></row>"
		     "<row><c t='d' s='1'><v>2021-01-02T03:04:05</v></c></row>"
		     "</sheetData>",
		     "T Kunden: id|name\n"
		     "2: 2021-01-01|2021-01-01 12:00:00\n"
		     "3: 01234|18:00:00\n"
		     "4: 36:00:00|1900-02-29\n"
		     "5: 1900-02-28|1900-03-01\n"
		     "6: -3|44197\n"
		     "7: 2021-01-02 03:04:05|-\n");
}

static void the_table_begins_below_titles(void **state)
{
	(void)state;
	expect_sheet("<sheetData>"
		     "<row r='2'><c r='B2' t='str'><v>Report of everything</v></c></row>"
		     "<row r='4'><c r='C4' t='s'><v>0</v></c><c r='D4' t='s'><v>1</v></c>"
		     "<c r='E4' t='str'><v>email</v></c></row>"
		     "<row r='5'><c r='C5'><v>1</v></c><c r='D5' t='str'><v>Ann Example</v></c>"
		     "<c r='E5' t='str'><v>a@example.com</v></c></row>"
		     "<row r='6'><c r='C6'><v>2</v></c><c r='D6' t='str'><v>Bob Example</v></c>"
		     "<c r='E6' t='str'><v>b@example.com</v></c></row></sheetData>",
		     "T Kunden: id|name|email\n"
		     "S rows above the table 1\n"
		     "5: 1|Ann Example|a@example.com\n"
		     "6: 2|Bob Example|b@example.com\n");
}

static void without_a_header_columns_have_numbers(void **state)
{
	(void)state;
	expect_sheet("<sheetData>"
		     "<row><c><v>1</v></c><c t='str'><v>a@example.com</v></c></row>"
		     "<row><c><v>2</v></c><c t='str'><v>b@example.com</v></c></row></sheetData>",
		     "T Kunden: c1|c2\n"
		     "1: 1|a@example.com\n"
		     "2: 2|b@example.com\n");
}

static void hidden_things_are_read_and_told(void **state)
{
	(void)state;
	expect_sheet("<cols><col min='2' max='3' hidden='1'/></cols><sheetData>"
		     "<row><c t='s'><v>0</v></c><c t='s'><v>1</v></c></row>"
		     "<row hidden='1'><c><v>1</v></c><c t='str'><v>Ann Example</v></c></row>"
		     "<row><c><v>2</v></c><c t='str'><v>Bob Example</v></c></row></sheetData>",
		     "T Kunden: id|name\n"
		     "2: 1|Ann Example\n"
		     "3: 2|Bob Example\n"
		     "S hidden column, read 1\n"
		     "S hidden row, read 1\n");
}

/* Rows enough to settle the table, then one with cells nobody expected. */
static void late_columns_make_a_wider_table(void **state)
{
	(void)state;
	struct gbx_buf xml = GBX_BUF_INIT(1u << 20), want = GBX_BUF_INIT(1u << 20);
	gbx_buf_adds(&xml, "<sheetData><row r='1'><c r='C1' t='s'><v>0</v></c></row>");
	gbx_buf_adds(&want, "T Kunden: id\n");
	for (unsigned i = 2; i < 1200; i++) {
		gbx_buf_addf(&xml, "<row r='%u'><c r='C%u'><v>%u</v></c></row>", i, i, 5000 + i);
		gbx_buf_addf(&want, "%u: %u\n", i, 5000 + i);
	}
	gbx_buf_adds(&xml, "<row r='1300'><c r='A1300'><v>7</v></c><c r='C1300'><v>1</v></c>"
			   "<c r='XFD1300'><v>9</v></c></row><row><c r='C1301'><v>2</v></c></row>"
			   "</sheetData>");
	gbx_buf_adds(&want, "T Kunden: id|c2|c3\n1300: 1|7|9\n"
			    "T Kunden: id\n1301: 2\n");
	expect_sheet(gbx_buf_str(&xml), gbx_buf_str(&want));
	gbx_buf_release(&xml);
	gbx_buf_release(&want);
}

static void odd_references_lose_nothing(void **state)
{
	(void)state;
	expect_sheet("<sheetData>"
		     "<row r='5'><c r='A5'><v>1</v></c><c r='A5'><v>2</v></c><c r='?'><v>3</v></c></row>"
		     "<row r='2'><c r='B2'><v>4</v></c><c r='ZZZZZ2'><v>5</v></c></row>"
		     "<row r='9'><c r='A9' t='s'><v>77</v></c></row></sheetData>",
		     "T Kunden: c1|c2|c3\n"
		     "5: 1|2|3\n"
		     "6: -|4|5\n"
		     "D 9 E_BOOK_PART\n");
}

static void equal_names_get_numbers(void **state)
{
	(void)state;
	expect_sheet("<sheetData><row><c t='str'><v>email</v></c><c t='str'><v>email</v></c>"
		     "<c/><c t='str'><v>name</v></c></row>"
		     "<row><c t='str'><v>a@example.com</v></c><c t='str'><v>b@example.com</v></c>"
		     "<c/><c t='str'><v>Ann</v></c></row>"
		     "<row><c t='str'><v>c@example.com</v></c><c t='str'><v>d@example.com</v></c>"
		     "<c><v>1</v></c><c t='str'><v>Bob</v></c></row></sheetData>",
		     "T Kunden: email|email_2|c3|name\n"
		     "2: a@example.com|b@example.com|-|Ann\n"
		     "3: c@example.com|d@example.com|1|Bob\n");
}

/* Strict files: prefixes, other namespaces, the 1904 system, hidden sheets, a chart. */
static void strict_and_prefixed(void **state)
{
	(void)state;
	const struct book_part parts[] = {
		{ "xl/worksheets/sheet1.xml",
		  "<x:worksheet xmlns:x='http://purl.oclc.org/ooxml/spreadsheetml/main'><x:sheetData>"
		  "<x:row><x:c s='1'><x:v>0</x:v></x:c></x:row></x:sheetData></x:worksheet>" },
		{ "xl/worksheets/sheet2.xml",
		  "<worksheet><sheetData><row><c><v>5</v></c></row></sheetData></worksheet>" },
		{ "xl/workbook.xml",
		  "<x:workbook xmlns:x='http://purl.oclc.org/ooxml/spreadsheetml/main'>"
		  "<x:workbookPr date1904='true'/><x:sheets>"
		  "<x:sheet name='A&amp;B' sheetId='1' r:id='rId1'/>"
		  "<x:sheet name='Chart' sheetId='3' r:id='rId5'/>"
		  "<x:sheet name='No' sheetId='2' state='veryHidden' r:id='rId2'/>"
		  "</x:sheets></x:workbook>" },
		{ "xl/_rels/workbook.xml.rels", book_xl_rels },
		{ "XL/Styles.xml", book_styles },
		{ "xl/sharedStrings.xml", book_strings },
		{ "_rels/.rels",
		  "<Relationships><Relationship Id='r1' "
		  "Type='http://purl.oclc.org/ooxml/officeDocument/relationships/officeDocument' "
		  "Target='xl/workbook.xml'/></Relationships>" },
	};
	struct kit_blob b = book_pack(parts, sizeof parts / sizeof *parts);
	book_expect("s.xlsx", b,
		    "= s.xlsx!/A&B\nT A&B: c1\n1: 1904-01-01\nS chart sheets 1\n"
		    "= s.xlsx!/No\nT No: c1\n1: 5\nS hidden sheet, read 1\n");
	kit_free(&b);
}

static const char xmlss[] =
    "<?xml version='1.0'?>\n<?mso-application progid='Excel.Sheet'?>\n"
    "<Workbook xmlns='urn:schemas-microsoft-com:office:spreadsheet' "
    "xmlns:ss='urn:schemas-microsoft-com:office:spreadsheet'>"
    "<Styles><Style ss:ID='s1'><NumberFormat ss:Format='Short Date'/></Style></Styles>"
    "<Worksheet ss:Name='Alt'><Table><Column ss:Index='2' ss:Hidden='1'/>"
    "<Row><Cell><Data ss:Type='String'>id</Data></Cell><Cell><Data ss:Type='String'>name</Data>"
    "</Cell><Cell><Data ss:Type='String'>born</Data></Cell><Cell ss:Index='5'>"
    "<Data ss:Type='String'>ok</Data></Cell></Row>"
    "<Row ss:Index='4' ss:Hidden='1'><Cell><Data ss:Type='Number'>1001</Data></Cell><Cell>"
    "<ss:Data ss:Type='String'><B>Ann</B> Example</ss:Data><Comment><ss:Data>secret</ss:Data>"
    "</Comment></Cell><Cell ss:MergeAcross='1'><Data ss:Type='DateTime'>"
    "1990-01-02T00:00:00.000</Data></Cell><Cell><Data ss:Type='Boolean'>1</Data></Cell></Row>"
    "</Table><WorksheetOptions><Visible>SheetHidden</Visible></WorksheetOptions></Worksheet>"
    "</Workbook>";

static void xml_spreadsheets_of_2003(void **state)
{
	(void)state;
	struct kit_blob b = { NULL, 0 };
	kit_append(&b, xmlss, sizeof xmlss - 1);
	book_expect("b.xml", b,
		    "= b.xml!/Alt\nT Alt: id|name|born|c4|ok\n"
		    "4: 1001|Ann Example|1990-01-02|-|TRUE\n"
		    "S hidden sheet, read 1\nS hidden column, read 1\nS hidden row, read 1\n");
	book_expect("b.xml", (struct kit_blob){ b.p, b.n - 200 },
		    "= b.xml!/Alt\nT Alt: id|name|born|c4|ok\nD 4 E_CUT\n! E_XML\n"
		    "= b.xml\n! E_XML\n");
	kit_free(&b);
}

static void what_is_refused(void **state)
{
	(void)state;
	static const struct {
		const char *name, *text, *want;
	} bad[] = {
		{ "xl/workbook.xml", "<!DOCTYPE workbook [<!ENTITY a 'b'>]><workbook/>",
		  "= b.xlsx\n! E_XML_DOCTYPE\n" },
		{ "xl/workbook.xml", "<workbook><sheets>", "= b.xlsx\n! E_XML\n" },
		{ "xl/workbook.xml", "<document/>", "= b.xlsx\n! E_NOT_RECOGNISED\n" },
		{ "xl/workbook.xml", "<workbook/>", "= b.xlsx\n! E_BOOK_EMPTY\n" },
		{ "xl/workbook.bin", "x", "= b.xlsx\n! E_BOOK_KIND\n" },
	};
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
		const struct book_part parts[] = {
			{ "[Content_Types].xml", "<Types/>" },
			{ "_rels/.rels", i == 4 ? "<Relationships><Relationship Id='r1' Type='" BOOK_REL
						  "officeDocument' Target='xl/workbook.bin'/>"
						  "</Relationships>"
						: book_rels },
			{ "xl/_rels/workbook.xml.rels", book_xl_rels },
			{ bad[i].name, bad[i].text },
		};
		struct kit_blob b = book_pack(parts, 4);
		book_expect("b.xlsx", b, bad[i].want);
		kit_free(&b);
	}
}

/* Where the directory describes the part. */
static unsigned char *central(struct kit_blob b, const char *name)
{
	for (size_t i = 0; i + 46 + strlen(name) < b.n; i++)
		if (!memcmp(b.p + i, "PK\1\2", 4) && !memcmp(b.p + i + 46, name, strlen(name)))
			return b.p + i;
	fail();
	return NULL;
}

/* The directory lies about the sheet: from, to: which byte becomes what. */
static void packages_that_lie(void **state)
{
	(void)state;
	static const struct {
		size_t at;
		unsigned char change;
		const char *want;
	} lies[] = {
		{ 8, 1, PATH "! E_ENCRYPTED\n" },
		{ 10, 4, PATH "! E_METHOD\n" },
		{ 16, 1, PATH "T Kunden: c1\n1: 5\n! E_ARCHIVE_DAMAGED\n" },
		{ 24, 1, PATH "T Kunden: c1\n1: 5\n! E_ARCHIVE_DAMAGED\n" },
		{ 43, 2, "= b.xlsx\n! E_OVERLAP\n" },
	};
	struct kit_blob b = book_sheet("<sheetData><row><c><v>5</v></c></row></sheetData>");
	for (size_t i = 0; i < sizeof lies / sizeof *lies; i++) {
		unsigned char *p = central(b, "xl/worksheets/sheet1.xml") + lies[i].at;
		*p ^= lies[i].change;
		book_expect("b.xlsx", b, lies[i].want);
		*p ^= lies[i].change;
	}
	unsigned char *name = central(b, "xl/worksheets/sheet1.xml") + 46;
	name[2] = name[13] = '\\';
	book_expect("b.xlsx", b, PATH "T Kunden: c1\n1: 5\n");
	kit_free(&b);
}

static void shared_texts_have_a_ceiling(void **state)
{
	(void)state;
	struct gbx_book_strings s = { 0 };
	struct gbx_span got, big = { NULL, GBX_BOOK_STRINGS_BYTES / 2 };
	enum gbx_eid why;
	unsigned char *p = calloc(1, big.n);
	assert_non_null(p);
	big.p = p;
	assert_true(gbx_book_strings_add(&s, big, &why) && gbx_book_strings_add(&s, big, &why));
	assert_true(gbx_book_strings_add(&s, gbx_span_str(""), &why));
	assert_false(gbx_book_strings_add(&s, gbx_span_str("x"), &why));
	assert_int_equal(why, GBX_E_BOOK_STRINGS);
	assert_true(gbx_book_strings_get(&s, 2, &got) && got.n == 0);
	assert_false(gbx_book_strings_get(&s, 3, &got));
	gbx_book_strings_release(&s);
	free(p);
}

static void depth_and_tags_are_bounded(void **state)
{
	(void)state;
	struct gbx_buf xml = GBX_BUF_INIT(64u << 20);
	for (unsigned i = 0; i < 1000; i++)
		gbx_buf_adds(&xml, "<a>");
	expect_sheet(gbx_buf_str(&xml), "! E_NESTING\n");
	gbx_buf_reset(&xml);
	gbx_buf_adds(&xml, "<sheetData a='");
	for (unsigned i = 0; i < 4000000; i++)
		gbx_buf_addc(&xml, 'a');
	expect_sheet(gbx_buf_str(&xml), "! E_OVERSIZE\n");
	gbx_buf_release(&xml);
}

/* One shared text of a megabyte, named by 100,000 cells: the laughs without entities. */
static void a_text_named_often_is_a_bomb(void **state)
{
	(void)state;
	struct gbx_buf sheet = GBX_BUF_INIT(64u << 20), strings = GBX_BUF_INIT(64u << 20);
	gbx_buf_adds(&strings, "<sst><si><t>");
	for (unsigned i = 0; i < 1000000; i++)
		gbx_buf_addc(&strings, 'a');
	gbx_buf_adds(&strings, "</t></si></sst>");
	gbx_buf_adds(&sheet, "<worksheet><sheetData>");
	for (unsigned i = 0; i < 100000; i++)
		gbx_buf_adds(&sheet, "<row><c t='s'><v>0</v></c></row>");
	gbx_buf_adds(&sheet, "</sheetData></worksheet>");
	const struct book_part parts[] = {
		{ "_rels/.rels", book_rels },
		{ "xl/_rels/workbook.xml.rels", book_xl_rels },
		{ "xl/workbook.xml", book_one_sheet },
		{ "xl/worksheets/sheet1.xml", gbx_buf_str(&sheet) },
		{ "xl/sharedStrings.xml", gbx_buf_str(&strings) },
	};
	struct kit_blob b = book_pack(parts, sizeof parts / sizeof *parts);
	double from = kit_seconds();
	struct kit_list *l = kit_source("b.xlsx", b.p, b.n);
	assert_true(kit_seconds() - from < 10);
	assert_true(l->n >= 1);
	assert_string_equal(gbx_eid_name(l->e[0].reason), "E_RATIO");
	kit_close(l);
	kit_free(&b);
	gbx_buf_release(&sheet);
	gbx_buf_release(&strings);
}

/* 160 MB of blanks in a sheet of 160 kB. */
static void a_flat_bomb_is_cut(void **state)
{
	(void)state;
	size_t n = (size_t)160 << 20;
	char *blanks = malloc(n + 1);
	assert_non_null(blanks);
	memset(blanks, ' ', n);
	blanks[n] = 0;
	memcpy(blanks, "<sheetData>", 11);
	double from = kit_seconds();
	expect_sheet(blanks, "! E_RATIO\n");
	assert_true(kit_seconds() - from < 20);
	free(blanks);
}

/* Every prefix of a workbook and every damaged byte end in rows or a clear error. */
static void any_damage_ends_in_order(void **state)
{
	(void)state;
	struct kit_blob b = book_sheet("<sheetData><row><c t='s'><v>0</v></c></row>"
				       "<row><c><v>1</v></c></row></sheetData>");
	unsigned char *copy = malloc(b.n);
	assert_non_null(copy);
	for (size_t n = 40; n < b.n; n += 1 + b.n / 60) {
		struct kit_list *l = kit_source("b.xlsx", b.p, n);
		assert_true(l->n > 0 && l->rc == GBX_END);
		for (size_t i = 0; i < l->n; i++)
			assert_int_not_equal(l->e[i].reason, GBX_E_UNPACK_CRASH);
		kit_close(l);
	}
	for (size_t at = 30; at < b.n; at += 1 + b.n / 150) {
		memcpy(copy, b.p, b.n);
		copy[at] ^= (unsigned char)(1u << at % 8);
		struct kit_list *l = kit_source("b.xlsx", copy, b.n);
		assert_true(l->rc == GBX_END);
		for (size_t i = 0; i < l->n; i++)
			assert_int_not_equal(l->e[i].reason, GBX_E_UNPACK_CRASH);
		kit_close(l);
	}
	free(copy);
	kit_free(&b);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(cells_of_every_type),
		cmocka_unit_test(days_and_masks),
		cmocka_unit_test(the_table_begins_below_titles),
		cmocka_unit_test(without_a_header_columns_have_numbers),
		cmocka_unit_test(hidden_things_are_read_and_told),
		cmocka_unit_test(late_columns_make_a_wider_table),
		cmocka_unit_test(odd_references_lose_nothing),
		cmocka_unit_test(equal_names_get_numbers),
		cmocka_unit_test(strict_and_prefixed),
		cmocka_unit_test(xml_spreadsheets_of_2003),
		cmocka_unit_test(what_is_refused),
		cmocka_unit_test(packages_that_lie),
		cmocka_unit_test(shared_texts_have_a_ceiling),
		cmocka_unit_test(depth_and_tags_are_bounded),
		cmocka_unit_test(a_text_named_often_is_a_bomb),
		cmocka_unit_test(a_flat_bomb_is_cut),
		cmocka_unit_test(any_damage_ends_in_order),
	};
	return cmocka_run_group_tests(tests, kit_setup, kit_teardown);
}

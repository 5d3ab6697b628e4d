/* Workbooks that were cut off: the rows before the end are kept, whatever stood in which order. */
#include "book_testing.h"

#define ROWS 400u
#define OFFICE "<office:document-content><office:body><office:spreadsheet><table:table table:name='T'>"

static void put_xlsx(struct gbx_buf *b)
{
	gbx_buf_adds(b, "<worksheet><sheetData><row r='1'><c r='A1' t='inlineStr'><is><t>id</t></is></c>"
			"<c r='B1' t='inlineStr'><is><t>mail</t></is></c></row>");
	for (unsigned i = 0; i < ROWS; i++)
		gbx_buf_addf(b, "<row r='%u'><c r='A%u'><v>%u</v></c><c r='B%u' t='inlineStr'><is><t>u%u@example.com"
				"</t></is></c></row>", i + 2, i + 2, i * 7919 % 10007, i + 2, i);
	gbx_buf_adds(b, "</sheetData></worksheet>");
}

static void put_ods(struct gbx_buf *b)
{
	gbx_buf_adds(b, OFFICE);
	for (unsigned i = 0; i < ROWS; i++)
		gbx_buf_addf(b, "<table:table-row><table:table-cell office:value-type='string'><text:p>%u</text:p>"
				"</table:table-cell><table:table-cell office:value-type='string'><text:p>u%u@example.com"
				"</text:p></table:table-cell></table:table-row>", i * 7919 % 10007, i);
	gbx_buf_adds(b, "</table:table></office:spreadsheet></office:body></office:document-content>");
}

/* Rows that came out, all of them the first ones; *told: the document was said to end early. */
static unsigned rows_of(const char *name, const struct kit_blob *b, size_t n, unsigned first, bool *told)
{
	struct kit_list *l = kit_source(name, b->p, n);
	unsigned rows = 0;
	*told = false;
	for (size_t i = 0; i < l->n; i++) {
		struct gbx_buf text = GBX_BUF_INIT(64u << 20);
		book_text(&text, gbx_buf_span(&l->e[i].text));
		for (const char *p = gbx_buf_str(&text); p && *p; p = strchr(p, '\n'), p += p != NULL) {
			char want[32];
			if (*p < '0' || *p > '9')
				continue;
			snprintf(want, sizeof want, "%u: %u|u%u@", rows + first, rows * 7919 % 10007, rows);
			assert_memory_equal(p, want, strlen(want));
			rows++;
		}
		*told |= !strcmp(l->e[i].path, name) && l->e[i].reason == GBX_E_ARCHIVE_TRUNCATED;
		gbx_buf_release(&text);
	}
	kit_close(l);
	return rows;
}

/* Cut ever shorter: ever fewer rows, and about as many as there are bytes. */
static void cut(const char *name, struct kit_blob *b, unsigned first)
{
	bool told;
	unsigned before = rows_of(name, b, b->n, first, &told);
	assert_int_equal(before, ROWS);
	assert_false(told);
	for (unsigned k = 19; k < 20; k -= 3) {
		size_t n = b->n * k / 20;
		unsigned rows = rows_of(name, b, n, first, &told);
		if (!told || rows > before || (k > 9 && rows * 100 < ROWS * (k * 5 - 40)))
			fail_msg("%s: %u rows of %zu bytes in %zu", name, rows, n, b->n);
		before = rows;
	}
	kit_free(b);
}

static void xlsx(void **state)
{
	(void)state;
	static const char *const options[] = { NULL, "zip:compression=store", "zip:!zip64" };
	struct gbx_buf xml = GBX_BUF_INIT(1u << 24);
	put_xlsx(&xml);
	const struct book_part sheet = { "xl/worksheets/sheet1.xml", gbx_buf_str(&xml) };
	const struct book_part types = { "[Content_Types].xml", "<Types/>" }, rels = { "_rels/.rels", book_rels };
	const struct book_part book = { "xl/workbook.xml", book_one_sheet };
	const struct book_part more = { "xl/_rels/workbook.xml.rels", book_xl_rels };
	/* as spreadsheets are written by Excel, and by libraries that stream */
	const struct book_part orders[2][5] = { { types, rels, book, more, sheet }, { types, sheet, rels, book, more } };
	for (size_t i = 0; i < 2; i++)
		for (size_t k = 0; k < sizeof options / sizeof *options; k++) {
			struct kit_file f[5];
			for (size_t j = 0; j < 5; j++)
				f[j] = (struct kit_file){ orders[i][j].name, orders[i][j].text,
							  strlen(orders[i][j].text) };
			struct kit_blob b = kit_pack(ARCHIVE_FORMAT_ZIP, ARCHIVE_FILTER_NONE, options[k], NULL, f, 5);
			cut("b.xlsx", &b, 2);
		}
	gbx_buf_release(&xml);
}

static void ods(void **state)
{
	(void)state;
	static const char mime[] = "application/vnd.oasis.opendocument.spreadsheet";
	struct gbx_buf xml = GBX_BUF_INIT(1u << 24);
	put_ods(&xml);
	const struct kit_file f[] = { { "mimetype", mime, sizeof mime - 1 }, { "content.xml", xml.p, xml.n },
				      { "META-INF/manifest.xml", "<m/>", 4 } };
	struct kit_blob b = kit_pack(ARCHIVE_FORMAT_ZIP, ARCHIVE_FILTER_NONE, "zip:compression=store", NULL, f, 3);
	cut("b.ods", &b, 1);
	gbx_buf_release(&xml);
}

/* A descriptor that lies in the packed bytes, lengths that run over the end, headers over and
 * over: each ends. */
static void hostile(void **state)
{
	(void)state;
	static const unsigned char header[] = "PK\3\4\24\0\10\0\10\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\23\0\0\0"
					      "[Content_Types].xml";
	enum { TIMES = 20000, HEADER = sizeof header - 1 };
	struct kit_blob b = { malloc(TIMES * (HEADER + 16)), TIMES * (HEADER + 16) };
	assert_non_null(b.p);
	for (size_t i = 0; i < TIMES; i++)
		memcpy(b.p + i * HEADER, header, HEADER);
	for (size_t i = 0; i < TIMES; i++)
		memcpy(b.p + TIMES * HEADER + i * 16, "PK\7\10xxxx\0\0\0\0\0\0\0\0", 16);
	struct kit_list *l = kit_source("b.xlsx", b.p, b.n);
	assert_true(l->n >= 1 && l->n < 4);
	assert_true(l->e[l->n - 1].reason != GBX_E_NONE);
	kit_close(l);
	memset(b.p + 18, 0xff, 8);
	l = kit_source("b.xlsx", b.p, b.n);
	assert_true(l->n >= 1 && l->e[l->n - 1].reason != GBX_E_NONE);
	kit_close(l);
	kit_free(&b);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(xlsx),
		cmocka_unit_test(ods),
		cmocka_unit_test(hostile),
	};
	return cmocka_run_group_tests(tests, kit_setup, kit_teardown);
}

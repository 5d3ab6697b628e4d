/* OpenDocument sheets: packages and flat files made here, read through the unpack process. */
#include "book_testing.h"

#define HEAD \
	"<?xml version='1.0'?><office:document-content><office:automatic-styles>" \
	"<style:style style:name='ta2'><style:table-properties table:display='false'/>" \
	"</style:style></office:automatic-styles><office:body><office:spreadsheet>"
#define TAIL "</office:spreadsheet></office:body></office:document-content>"
#define MIME "application/vnd.oasis.opendocument.spreadsheet"
#define CELL(text) \
	"<table:table-cell office:value-type='string'><text:p>" text "</text:p></table:table-cell>"
#define FLOAT(v, shown) \
	"<table:table-cell office:value-type='float' office:value='" v "'><text:p>" shown \
	"</text:p></table:table-cell>"

/* The kind stands first and stored, as every writer puts it. */
static struct kit_blob pack(const char *content, const char *manifest)
{
	const struct kit_file f[] = {
		{ "mimetype", MIME, sizeof MIME - 1 },
		{ "content.xml", content, strlen(content) },
		{ "META-INF/manifest.xml", manifest, strlen(manifest) },
	};
	return kit_pack(ARCHIVE_FORMAT_ZIP, ARCHIVE_FILTER_NONE, "zip:compression=store", NULL, f,
			3);
}

static void expect(const char *content, const char *want)
{
	struct kit_blob b = pack(content, "<manifest:manifest/>");
	book_expect("b.ods", b, want);
	kit_free(&b);
}

static const char people[] =
    "<table:table table:name='Leute' table:style-name='ta1'>"
    "<table:table-column/><table:table-column table:visibility='collapse'/>"
    "<table:table-row>" CELL("id") CELL("name") CELL("born") CELL("zip") CELL("ok")
    "</table:table-row><table:table-row>" FLOAT("1001", "1.001,00")
    "<table:table-cell office:value-type='string'><text:p>Ann<text:s text:c='2'/><text:span>"
    "Example</text:span></text:p><text:p>two</text:p><office:annotation><text:p>secret"
    "</text:p></office:annotation></table:table-cell>"
    "<table:table-cell office:value-type='date' office:date-value='1990-01-02T03:04:05'>"
    "<text:p>2.1.90</text:p></table:table-cell>" FLOAT("1234", "01234")
    "<table:table-cell office:value-type='boolean' office:boolean-value='true'/>"
    "</table:table-row>"
    "<table:table-row table:number-rows-repeated='2' table:visibility='filter'>"
    FLOAT("0.10000000000000001", "0,1")
    "<table:covered-table-cell table:number-columns-repeated='2' office:value-type='string'>"
    "<text:p>x</text:p></table:covered-table-cell><table:table-cell/>"
    "<table:table-cell office:value-type='time' office:time-value='PT27H30M05.5S'/>"
    "</table:table-row>"
    "<table:table-row table:number-rows-repeated='1048000'><table:table-cell "
    "table:number-columns-repeated='16384'/></table:table-row></table:table>"
    "<table:table table:name='Weg' table:style-name='ta2'><table:table-row>" CELL("a")
    "</table:table-row></table:table>";

static const char people_text[] = "T Leute: id|name|born|zip|ok\n"
				  "2: 1001|Ann  Example\ntwo|1990-01-02 03:04:05|01234|TRUE\n"
				  "3: 0.1|x|x|-|27:30:05\n"
				  "4: 0.1|x|x|-|27:30:05\n"
				  "S hidden column, read 1\n"
				  "S hidden row, read 2\n";

static void cells_of_every_type(void **state)
{
	(void)state;
	struct gbx_buf xml = GBX_BUF_INIT(1u << 20), want = GBX_BUF_INIT(1u << 20);
	gbx_buf_addf(&xml, "%s%s%s", HEAD, people, TAIL);
	gbx_buf_addf(&want, "= b.ods!/Leute\n%s= b.ods!/Weg\nT Weg: c1\n1: a\n"
			    "S hidden sheet, read 1\n", people_text);
	expect(gbx_buf_str(&xml), gbx_buf_str(&want));
	gbx_buf_release(&xml);
	gbx_buf_release(&want);
}

static void flat_files_are_the_same(void **state)
{
	(void)state;
	struct gbx_buf xml = GBX_BUF_INIT(1u << 20), want = GBX_BUF_INIT(1u << 20);
	gbx_buf_addf(&xml,
		     "<?xml version='1.0'?>\n<office:document office:mimetype='" MIME "'>"
		     "<office:body><office:spreadsheet>%s</office:spreadsheet></office:body>"
		     "</office:document>",
		     people);
	gbx_buf_addf(&want, "= b.fods!/Leute\n%s= b.fods!/Weg\nT Weg: c1\n1: a\n", people_text);
	struct kit_blob b = { NULL, 0 };
	kit_append(&b, xml.p, xml.n);
	book_expect("b.fods", b, gbx_buf_str(&want));
	kit_free(&b);
	gbx_buf_release(&xml);
	gbx_buf_release(&want);
}

static void what_is_refused(void **state)
{
	(void)state;
	expect("<!DOCTYPE a [<!ENTITY x 'y'>]><a/>", "= b.ods\n! E_XML_DOCTYPE\n");
	expect("<a><b></a>", "= b.ods\n! E_XML\n");
	expect(HEAD TAIL, "= b.ods\n! E_EMPTY\n");
	expect(HEAD "<table:table table:name='T'><table:table-row>" CELL("a") "</table:table-row>",
	       "= b.ods!/T\nT T: c1\n1: a\n! E_XML\n= b.ods\n! E_XML\n");
	struct kit_blob b = pack("garbage", "<manifest:manifest><manifest:file-entry>"
					    "<manifest:encryption-data/></manifest:file-entry>"
					    "</manifest:manifest>");
	book_expect("b.ods", b, "= b.ods\n! E_ENCRYPTED\n");
	kit_free(&b);
}

/* One row said to stand there a million times a million times. */
static void repeats_are_bounded(void **state)
{
	(void)state;
	struct gbx_buf xml = GBX_BUF_INIT(1u << 20);
	gbx_buf_adds(&xml, HEAD "<table:table table:name='T'>");
	for (unsigned i = 0; i < 100; i++)
		gbx_buf_adds(&xml, "<table:table-row table:number-rows-repeated='4000000000'>"
				   "<table:table-cell table:number-columns-repeated='4000000000' "
				   "office:value-type='string'><text:p>x<text:s text:c='99999999'/>"
				   "</text:p></table:table-cell></table:table-row>");
	for (unsigned i = 0; i < 100; i++)
		gbx_buf_adds(&xml, "<table:table-row table:number-rows-repeated='4000000000'>"
				   FLOAT("1", "1") "</table:table-row>");
	gbx_buf_adds(&xml, "</table:table>" TAIL);
	struct kit_blob b = pack(gbx_buf_str(&xml), "<a/>");
	double from = kit_seconds();
	struct kit_list *l = kit_source("b.ods", b.p, b.n);
	assert_true(kit_seconds() - from < 20);
	assert_true(l->n > 0);
	assert_string_equal(gbx_eid_name(l->e[0].reason), "E_RATIO");
	kit_close(l);
	kit_free(&b);
	gbx_buf_release(&xml);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(cells_of_every_type),
		cmocka_unit_test(flat_files_are_the_same),
		cmocka_unit_test(what_is_refused),
		cmocka_unit_test(repeats_are_bounded),
	};
	return cmocka_run_group_tests(tests, kit_setup, kit_teardown);
}

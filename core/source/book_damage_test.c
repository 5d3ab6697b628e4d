/*
 * Damaged workbooks, many of them: the readers run in this process, on bytes that were
 * changed, cut and doubled by a seeded generator. Whatever comes, they end, and what
 * they send is a rows stream. GBX_DAMAGE_RUNS asks for more than the usual runs.
 */
#include "book_xls_testing.h"
#include "doc.h"

#define RUNS 1500u

/* A layer over bytes. */
struct memory {
	struct gbx_layer base;
	const unsigned char *p;
	size_t at;
};

static size_t memory_read(struct gbx_layer *l, const unsigned char **p)
{
	struct memory *m = (struct memory *)l;
	size_t n = l->size - m->at < 700 ? (size_t)(l->size - m->at) : 700;
	*p = m->p + m->at;
	m->at += n;
	return n;
}

static bool memory_seek(struct gbx_layer *l, uint64_t to)
{
	((struct memory *)l)->at = (size_t)to;
	return true;
}

static void memory_free(struct gbx_layer *l)
{
	(void)l;
}

static uint32_t next(uint64_t *seed)
{
	*seed = *seed * UINT64_C(6364136223846793005) + 1442695040888963407;
	return (uint32_t)(*seed >> 33);
}

static size_t damage(unsigned char *p, size_t n, uint64_t *seed)
{
	static const unsigned char nasty[] = { 0, 1, 0x7f, 0x80, 0xff, '<', '>', '"', '&', '9' };
	for (unsigned k = next(seed) % 8 + 1; k; k--) {
		size_t at = next(seed) % n, len = next(seed) % 32;
		switch (next(seed) % 5) {
		case 0:
			p[at] ^= (unsigned char)(1u << next(seed) % 8);
			break;
		case 1:
			p[at] = nasty[next(seed) % sizeof nasty];
			break;
		case 2:
			for (size_t i = 0; i < len && at + i < n; i++)
				p[at + i] = p[next(seed) % n];
			break;
		case 3:
			for (size_t i = 0; i < 4 && at + i < n; i++)
				p[at + i] = (unsigned char)next(seed);
			break;
		default:
			n = next(seed) % 8 ? n : n - n / 16 - 1;
		}
	}
	return n;
}

static void read_once(const struct gbx_doc_kind *kind, const unsigned char *p, size_t n, int fd)
{
	static struct gbx_outlet o;
	struct memory m = { .base = { .read = memory_read,
				      .seek = memory_seek,
				      .free = memory_free,
				      .size = n },
			    .p = p };
	struct gbx_layer *l = &m.base;
	uint64_t in = n;
	struct gbx_budget budget = { .in = &in, .ratio = 400 };
	o = (struct gbx_outlet){ .fd = fd, .resume_top = UINT64_MAX };
	gbx_doc_read(kind, &l, "f", &o, &budget);
	free(m.base.head);
}

extern const struct gbx_doc_kind gbx_doc_xlsx, gbx_doc_ods, gbx_doc_fods, gbx_doc_xls, gbx_doc_xmlss;

static void run_all(const struct gbx_doc_kind *kind, struct kit_blob b)
{
	const char *asked = getenv("GBX_DAMAGE_RUNS");
	unsigned long runs = asked ? strtoul(asked, NULL, 10) : RUNS;
	unsigned char *copy = malloc(b.n);
	uint64_t seed = 1;
	int fd = open("/dev/null", O_WRONLY | O_CLOEXEC);
	assert_true(copy && fd >= 0);
	for (unsigned long i = 0; i < runs; i++) {
		memcpy(copy, b.p, b.n);
		read_once(kind, copy, damage(copy, b.n, &seed), fd);
	}
	close(fd);
	free(copy);
}

static const char sheet_xml[] =
    "<worksheet><cols><col min='1' max='2' hidden='1'/></cols><sheetData>"
    "<row r='1'><c r='A1' t='s'><v>0</v></c><c r='B1' t='s'><v>1</v></c></row>"
    "<row r='2' hidden='1'><c r='A2' s='1'><v>44197.5</v></c><c r='B2' t='inlineStr'><is><t>x</t>"
    "</is></c></row><row r='9'><c r='C9' s='3'><v>12</v></c><c t='b'><v>1</v></c></row>"
    "</sheetData></worksheet>";

static struct kit_blob stored(const struct kit_file *f, size_t n)
{
	return kit_pack(ARCHIVE_FORMAT_ZIP, ARCHIVE_FILTER_NONE, "zip:compression=store", NULL, f,
			n);
}

#define TEXT(name, text) { name, text, sizeof text - 1 }

static void xlsx(void **state)
{
	(void)state;
	const struct kit_file f[] = {
		TEXT("_rels/.rels", book_rels),	       TEXT("xl/_rels/workbook.xml.rels", book_xl_rels),
		TEXT("xl/workbook.xml", book_one_sheet), TEXT("xl/worksheets/sheet1.xml", sheet_xml),
		TEXT("xl/styles.xml", book_styles),    TEXT("xl/sharedStrings.xml", book_strings),
	};
	struct kit_blob b = stored(f, sizeof f / sizeof *f);
	run_all(&gbx_doc_xlsx, b);
	kit_free(&b);
}

static const char flat_xml[] =
    "<?xml version='1.0'?><office:document><style:style style:name='h'><style:table-properties "
    "table:display='false'/></style:style><table:table table:name='T' table:style-name='h'>"
    "<table:table-column table:number-columns-repeated='3' table:visibility='collapse'/>"
    "<table:table-row table:number-rows-repeated='2'><table:table-cell "
    "office:value-type='float' office:value='1.5'><text:p>1,5</text:p></table:table-cell>"
    "<table:table-cell table:number-columns-repeated='2' office:value-type='time' "
    "office:time-value='PT1H2M3S'/><table:table-cell office:value-type='date' "
    "office:date-value='2020-01-01T00:00:00'/><table:table-cell office:value-type='string'>"
    "<text:p>a<text:s text:c='3'/>b</text:p><office:annotation><text:p>n</text:p>"
    "</office:annotation></table:table-cell></table:table-row></table:table></office:document>";

static void ods(void **state)
{
	(void)state;
	const struct kit_file f[] = {
		TEXT("mimetype", "application/vnd.oasis.opendocument.spreadsheet"),
		TEXT("content.xml", flat_xml),
		TEXT("META-INF/manifest.xml", "<manifest:manifest/>"),
	};
	struct kit_blob b = stored(f, 3);
	run_all(&gbx_doc_ods, b);
	kit_free(&b);
}

static void fods(void **state)
{
	(void)state;
	struct kit_blob b = { NULL, 0 };
	kit_append(&b, flat_xml, sizeof flat_xml - 1);
	run_all(&gbx_doc_fods, b);
	kit_free(&b);
}

static const char old_xml[] =
    "<?xml version='1.0'?><Workbook><Worksheet ss:Name='T'><Table><Column ss:Index='2' "
    "ss:Hidden='1' ss:Span='2'/><Row ss:Index='3' ss:Span='1'><Cell ss:Index='2' "
    "ss:MergeAcross='2'><Data ss:Type='DateTime'>1990-01-02T00:00:00.000</Data><Comment><Data>c"
    "</Data></Comment></Cell><Cell><Data ss:Type='Boolean'>1</Data></Cell></Row></Table>"
    "<WorksheetOptions><Visible>SheetHidden</Visible></WorksheetOptions></Worksheet></Workbook>";

static void xmlss(void **state)
{
	(void)state;
	struct kit_blob b = { NULL, 0 };
	kit_append(&b, old_xml, sizeof old_xml - 1);
	run_all(&gbx_doc_xmlss, b);
	kit_free(&b);
}

static void xls(void **state)
{
	(void)state;
	struct kit_blob s = book_xls_stream();
	struct kit_blob b = book_ole("Workbook", s);
	run_all(&gbx_doc_xls, b);
	kit_free(&b);
	unsigned char none[4096] = { 0 };
	kit_append(&s, none, sizeof none);
	b = book_ole("Workbook", s);
	run_all(&gbx_doc_xls, b);
	kit_free(&b);
	kit_free(&s);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(xlsx),
		cmocka_unit_test(ods),
		cmocka_unit_test(fods),
		cmocka_unit_test(xmlss),
		cmocka_unit_test(xls),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}

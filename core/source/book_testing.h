/*
 * For the unit tests of workbooks: packages of parts given as text, and what came of
 * them as text again: "T name: a|b", "3: x|-" (row 3, no value), "B 3363 T name: a|b", "D 4 E_CUT", "S kind 2".
 */
#ifndef GBX_SOURCE_BOOK_TESTING_H
#define GBX_SOURCE_BOOK_TESTING_H

#include "../base/rows.h"
#include "testkit.h"

#define BOOK_NS "xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\""
#define BOOK_REL "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"

static inline void book_table_text(struct gbx_buf *to, struct gbx_rows_body *b)
{
	struct gbx_span s;
	uint64_t n, flags;
	assert_true(gbx_rows_text(b, &s));
	gbx_buf_addf(to, "T %.*s:", (int)s.n, (const char *)s.p);
	assert_true(gbx_rows_u64(b, &n));
	for (uint64_t i = 0; i < n; i++) {
		assert_true(gbx_rows_u64(b, &flags) && gbx_rows_text(b, &s));
		gbx_buf_addc(to, i ? '|' : ' ');
		gbx_buf_add(to, s.p, s.n);
	}
}

static inline void book_beside_text(struct gbx_buf *to, struct gbx_rows_body *b)
{
	struct gbx_span file;
	assert_true(gbx_rows_text(b, &file));
	gbx_buf_addf(to, "B %.*s ", (int)file.n, (const char *)file.p);
	book_table_text(to, b);
}

static inline void book_row_text(struct gbx_buf *to, struct gbx_rows_body *b)
{
	struct gbx_span s;
	uint64_t place;
	assert_true(gbx_rows_u64(b, &place));
	gbx_buf_addf(to, "%llu:", (unsigned long long)place);
	for (unsigned i = 0; !gbx_rows_done(b); i++) {
		assert_true(gbx_rows_value(b, &s));
		gbx_buf_addc(to, i ? '|' : ' ');
		gbx_buf_add(to, s.p ? s.p : (const unsigned char *)"-", s.p ? s.n : 1);
	}
}

static inline void book_note_text(struct gbx_buf *to, struct gbx_rows_body *b, bool damage)
{
	uint64_t v[3] = { 0 };
	for (unsigned i = 0; i < (damage ? 3 : 2); i++)
		assert_true(gbx_rows_u64(b, &v[i]));
	if (damage)
		gbx_buf_addf(to, "D %llu %s", (unsigned long long)v[0],
			     gbx_eid_name((enum gbx_eid)v[1]));
	else
		gbx_buf_addf(to, "S %s %llu", gbx_rows_skips[v[0]], (unsigned long long)v[1]);
}

/* One entry's rows stream as text; it must be whole. */
static inline void book_text(struct gbx_buf *to, struct gbx_span stream)
{
	struct gbx_rows_record r;
	while (stream.n) {
		if (gbx_rows_next(stream, &r) != GBX_ROWS_OK)
			break; /* cut off: only at the stream's end */
		struct gbx_rows_body b = { r.body };
		if (r.type == GBX_ROWS_TABLE)
			book_table_text(to, &b);
		else if (r.type == GBX_ROWS_BESIDE)
			book_beside_text(to, &b);
		else if (r.type == GBX_ROWS_ROW)
			book_row_text(to, &b);
		else if (r.type != GBX_ROWS_HEAD)
			book_note_text(to, &b, r.type == GBX_ROWS_DAMAGE);
		if (r.type != GBX_ROWS_HEAD)
			gbx_buf_addc(to, '\n');
		stream = gbx_span_of(stream.p + r.all, stream.n - r.all);
	}
}

/* All entries: "= path", its text, "! E_..." when it ended early or is unreadable. */
static inline void book_list_text(struct gbx_buf *to, const struct kit_list *l)
{
	for (size_t i = 0; i < l->n; i++) {
		gbx_buf_addf(to, "= %s\n", l->e[i].path);
		book_text(to, gbx_buf_span(&l->e[i].text));
		if (l->e[i].reason)
			gbx_buf_addf(to, "! %s\n", gbx_eid_name(l->e[i].reason));
	}
}

static inline void book_expect(const char *name, struct kit_blob b, const char *want)
{
	struct gbx_buf text = GBX_BUF_INIT(64u << 20);
	struct kit_list *l = kit_source(name, b.p, b.n);
	book_list_text(&text, l);
	assert_string_equal(gbx_buf_str(&text), want);
	gbx_buf_release(&text);
	kit_close(l);
}

struct book_part {
	const char *name, *text;
};

static inline struct kit_blob book_pack(const struct book_part *part, size_t n)
{
	struct kit_file f[32];
	assert_true(n <= 32);
	for (size_t i = 0; i < n; i++)
		f[i] = (struct kit_file){ part[i].name, part[i].text, strlen(part[i].text) };
	return kit_pack(ARCHIVE_FORMAT_ZIP, ARCHIVE_FILTER_NONE, NULL, NULL, f, n);
}

static const char book_rels[] =
    "<Relationships><Relationship Id='r1' Type='" BOOK_REL
    "officeDocument' Target='/xl/workbook.xml'/></Relationships>";
static const char book_xl_rels[] =
    "<Relationships>"
    "<Relationship Id='rId1' Type='" BOOK_REL "worksheet' Target='worksheets/sheet1.xml'/>"
    "<Relationship Id='rId2' Type='" BOOK_REL "worksheet' Target='/xl/worksheets/sheet2.xml'/>"
    "<Relationship Id='rId3' Type='" BOOK_REL "styles' Target='styles.xml'/>"
    "<Relationship Id='rId4' Type='" BOOK_REL "sharedStrings' Target='sharedStrings.xml'/>"
    "<Relationship Id='rId5' Type='" BOOK_REL "chartsheet' Target='chartsheets/sheet1.xml'/>"
    "</Relationships>";
static const char book_one_sheet[] =
    "<workbook " BOOK_NS "><sheets><sheet name='Kunden' sheetId='1' r:id='rId1'/></sheets></workbook>";
static const char book_styles[] =
    "<styleSheet><numFmts count='1'><numFmt numFmtId='164' formatCode='yyyy\\-mm\\-dd'/>"
    "<numFmt numFmtId='165' formatCode='00000'/><numFmt numFmtId='166' formatCode='[h]:mm'/>"
    "</numFmts><cellStyleXfs><xf numFmtId='14'/></cellStyleXfs><cellXfs><xf numFmtId='0'/>"
    "<xf numFmtId='164'/><xf numFmtId='22'/><xf numFmtId='165'/><xf numFmtId='20'/>"
    "<xf numFmtId='166'/></cellXfs></styleSheet>";
static const char book_strings[] =
    "<sst><si><t>id</t></si><si><t>name</t></si><si><r><t>Ex</t></r><r><rPr><b/></rPr>"
    "<t xml:space='preserve'> ample</t></r><rPh sb='0' eb='1'><t>no</t></rPh></si>"
    "<si><t>two_x000A_lines _x005F_x0041_</t></si></sst>";

/* A workbook of one sheet, its XML between the tags of worksheet. */
static inline struct kit_blob book_sheet(const char *inside)
{
	struct gbx_buf xml = GBX_BUF_INIT(256u << 20);
	gbx_buf_addf(&xml, "<?xml version='1.0'?><worksheet " BOOK_NS ">%s</worksheet>", inside);
	const struct book_part parts[] = {
		{ "[Content_Types].xml", "<Types/>" },
		{ "_rels/.rels", book_rels },
		{ "xl/_rels/workbook.xml.rels", book_xl_rels },
		{ "xl/workbook.xml", book_one_sheet },
		{ "xl/worksheets/sheet1.xml", gbx_buf_str(&xml) },
		{ "xl/styles.xml", book_styles },
		{ "xl/sharedStrings.xml", book_strings },
	};
	struct kit_blob b = book_pack(parts, sizeof parts / sizeof *parts);
	gbx_buf_release(&xml);
	return b;
}

#endif

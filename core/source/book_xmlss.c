/*
 * Workbooks of Excel 2003 in one XML file ("XML Spreadsheet"): Microsoft, "XML
 * Spreadsheet Reference" (2001). Days stand as ISO 8601 already.
 */
#include <stdlib.h>
#include <string.h>

#include "../base/limits.h"
#include "book_table.h"
#include "book_xml.h"

enum data_type { DATA_TEXT, DATA_DAY, DATA_BOOL };

struct book {
	struct gbx_book_xml xml;
	struct gbx_book_table table;
	struct gbx_buf value;
	bool in_sheet, in_row, in_cell, in_data, in_visible;
	unsigned comment; /* depth inside one */
	uint64_t row;	  /* the last one, from 1 */
	unsigned long column, next; /* of the cell; of the one behind it */
	unsigned long described;    /* columns told about so far */
	enum data_type type;
};

static unsigned long number(const struct gbx_book_xml *x, const char **attr, const char *name)
{
	const char *v = gbx_book_xml_attr(x, attr, name);
	return v ? strtoul(v, NULL, 10) : 0;
}

static void begin_row(struct gbx_book_xml *x, const char **attr)
{
	struct book *b = x->ctx;
	unsigned long index = number(x, attr, "Index");
	b->row = index > b->row ? index : b->row + 1;
	b->next = 0;
	b->in_row = true;
	gbx_book_table_row(&b->table, b->row, gbx_book_xml_flag(x, attr, "Hidden", false));
	unsigned long more = number(x, attr, "Span");
	b->row += more < GBX_BOOK_REPEATS ? more : 0;
}

static void column(struct gbx_book_xml *x, const char **attr)
{
	struct book *b = x->ctx;
	unsigned long index = number(x, attr, "Index"), span = number(x, attr, "Span");
	unsigned long at = index ? index - 1 : b->described;
	if (at >= GBX_BOOK_COLUMNS || span >= GBX_BOOK_COLUMNS)
		return;
	if (gbx_book_xml_flag(x, attr, "Hidden", false))
		gbx_book_table_hide(&b->table, at, at + span);
	b->described = at + span + 1;
}

static void begin_cell(struct gbx_book_xml *x, const char **attr)
{
	struct book *b = x->ctx;
	unsigned long index = number(x, attr, "Index"), merged = number(x, attr, "MergeAcross");
	b->column = index ? index - 1 : b->next;
	b->next = b->column < GBX_BOOK_COLUMNS ? b->column + 1 : GBX_BOOK_COLUMNS;
	b->next += merged < GBX_BOOK_COLUMNS ? merged : 0;
	b->in_cell = true;
	b->type = DATA_TEXT;
	gbx_buf_reset(&b->value);
}

static void data(struct gbx_book_xml *x, const char **attr)
{
	struct book *b = x->ctx;
	const char *type = gbx_book_xml_attr(x, attr, "Type");
	b->in_data = true;
	b->type = type && !strcmp(type, "DateTime")  ? DATA_DAY
		  : type && !strcmp(type, "Boolean") ? DATA_BOOL
						     : DATA_TEXT;
}

static void xmlss_start(struct gbx_book_xml *x, const char *name, const char **attr)
{
	struct book *b = x->ctx;
	if (b->comment || (b->in_cell && !strcmp(name, "Comment"))) {
		b->comment++;
	} else if (!b->in_sheet && !strcmp(name, "Worksheet")) {
		const char *title = gbx_book_xml_attr(x, attr, "Name");
		b->in_sheet = true;
		b->row = b->described = 0;
		gbx_book_table_begin(&b->table, gbx_span_str(title ? title : ""), false);
	} else if (b->in_cell) {
		if (!strcmp(name, "Data"))
			data(x, attr);
	} else if (b->in_row) {
		if (!strcmp(name, "Cell"))
			begin_cell(x, attr);
	} else if (b->in_sheet) {
		if (!strcmp(name, "Row"))
			begin_row(x, attr);
		else if (!strcmp(name, "Column"))
			column(x, attr);
		b->in_visible = !strcmp(name, "Visible");
		gbx_buf_reset(&b->value);
	}
}

/* "2020-01-02T00:00:00.000": milliseconds and midnight say nothing. */
static void trim_day(struct gbx_buf *v)
{
	if (v->n < 19 || v->p[10] != 'T')
		return;
	v->p[10] = ' ';
	if (v->n > 19 && v->p[19] == '.' && strspn(v->p + 20, "0") == v->n - 20)
		v->n = 19;
	if (v->n == 19 && !memcmp(v->p + 11, "00:00:00", 8))
		v->n = 10;
}

static void put_cell(struct book *b)
{
	struct gbx_span v = gbx_buf_span(&b->value);
	if (gbx_buf_failed(&b->value)) {
		gbx_book_table_bad(&b->table, GBX_E_OVERSIZE);
		return;
	}
	if (b->type == DATA_DAY && v.n) {
		trim_day(&b->value);
		v = gbx_buf_span(&b->value);
	} else if (b->type == DATA_BOOL && v.n) {
		v = gbx_span_str(gbx_span_is(v, "0") ? "FALSE" : "TRUE");
	}
	gbx_book_table_cell(&b->table, b->column, v);
}

static void end_sheet(struct book *b)
{
	b->in_sheet = b->in_visible = false;
	gbx_book_table_end(&b->table, GBX_E_NONE);
}

static void xmlss_end(struct gbx_book_xml *x, const char *name)
{
	struct book *b = x->ctx;
	if (b->comment) {
		b->comment--;
	} else if (b->in_cell && !strcmp(name, "Data")) {
		b->in_data = false;
	} else if (b->in_cell && !strcmp(name, "Cell")) {
		b->in_cell = b->in_data = false;
		put_cell(b);
	} else if (b->in_row && !b->in_cell && !strcmp(name, "Row")) {
		b->in_row = false;
		gbx_book_table_row_end(&b->table);
		if (gbx_book_table_stopped(&b->table))
			gbx_book_xml_stop(x, GBX_E_RATIO);
	} else if (b->in_visible && !strcmp(name, "Visible")) {
		b->in_visible = false;
		b->table.sheet_hidden = gbx_span_is(gbx_buf_span(&b->value), "SheetHidden") ||
					gbx_span_is(gbx_buf_span(&b->value), "SheetVeryHidden");
	} else if (b->in_sheet && !b->in_row && !strcmp(name, "Worksheet")) {
		end_sheet(b);
	}
}

static void xmlss_text(struct gbx_book_xml *x, const char *p, size_t n)
{
	struct book *b = x->ctx;
	if ((b->in_data || b->in_visible) && !b->comment)
		gbx_buf_add(&b->value, p, n);
}

static enum gbx_eid run(struct gbx_doc *d)
{
	static const struct gbx_book_events on = { xmlss_start, xmlss_end, xmlss_text };
	struct book *b = calloc(1, sizeof *b);
	if (!b)
		return GBX_E_UNPACK_MEMORY;
	gbx_book_table_init(&b->table, d);
	gbx_buf_init(&b->value, GBX_BOOK_CELL_BYTES);
	enum gbx_eid why = GBX_E_UNPACK_MEMORY;
	if (gbx_book_xml_open(&b->xml, &on, b, false)) {
		why = gbx_book_xml_all(&b->xml, d->from);
		gbx_book_xml_close(&b->xml);
	}
	if (b->in_row) {
		gbx_book_table_bad(&b->table, GBX_E_CUT);
		gbx_book_table_row_end(&b->table);
	}
	gbx_book_table_end(&b->table, why);
	gbx_book_table_release(&b->table);
	gbx_buf_release(&b->value);
	free(b);
	return why;
}

static int bid(const struct gbx_doc_head *h)
{
	static const char space[] = "urn:schemas-microsoft-com:office:spreadsheet";
	const unsigned char *xml = memmem(h->p, h->n < 256 ? h->n : 256, "<?xml", 5);
	return xml && memmem(h->p, h->n, "<Workbook", 9) && memmem(h->p, h->n, space, sizeof space - 1)
		   ? 85
		   : 0;
}

const struct gbx_doc_kind gbx_doc_xmlss = {
	.name = "xmlss",
	.summary = "Excel 2003 workbooks in one XML file",
	.access = GBX_DOC_SEQUENTIAL,
	.bid = bid,
	.run = run,
};

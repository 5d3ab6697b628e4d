/*
 * OpenDocument 1.2 part 1, 9 (tables) and 19.3xx (office:value and its kin). Rows and
 * cells that are alike are written once with a count: sheets end in a million empty
 * ones, which are no records; what has content is given as often as it is said to
 * be, on the account of output (see GBX_RATIO_MAX).
 */
#include <stdlib.h>
#include <string.h>

#include "../base/limits.h"
#include "book_table.h"
#include "book_value.h"
#include "book_xml.h"
#include "book_zip.h"

#define LOCAL_BYTES 30u /* of a zip's local header */

enum ods_type { ODS_TEXT, ODS_NUMBER, ODS_DATE, ODS_TIME, ODS_BOOL };

struct ods_cell {
	unsigned long column;
	size_t from, n; /* in the row's text */
};

struct book {
	struct gbx_book_zip zip;
	struct gbx_book_xml xml;
	struct gbx_book_table table;
	struct gbx_arena words;
	const char **hidden_style; /* of sheets that are not shown */
	size_t hidden_styles;
	const char *style; /* whose properties are being read */
	unsigned skipping; /* depth inside something that is no content of a cell */
	bool in_table, in_row, in_cell, in_paragraph;
	uint64_t number; /* of the present row, from 1 */
	unsigned long columns, next;
	unsigned long repeat_row, repeat_cell;
	uint64_t repeated; /* rows given again so far */
	bool row_hidden;
	enum ods_type type;
	bool has_value, has_paragraph;
	struct gbx_buf value, text; /* of the cell: the attribute, the paragraphs */
	struct gbx_buf row;
	struct ods_cell *cell;
	size_t cells;
	bool row_bad, encrypted;
};

static unsigned long count(const struct gbx_book_xml *x, const char **attr, const char *name)
{
	const char *v = gbx_book_xml_attr(x, attr, name);
	unsigned long n = v ? strtoul(v, NULL, 10) : 1;
	return n ? n : 1;
}

static bool is_shown(const struct gbx_book_xml *x, const char **attr)
{
	const char *v = gbx_book_xml_attr(x, attr, "table:visibility");
	return !v || !strcmp(v, "visible");
}

static void keep_hidden_style(struct book *b)
{
	if (!b->style || b->hidden_styles == GBX_BOOK_SHEETS)
		return;
	const char **p = realloc(b->hidden_style, (b->hidden_styles + 1) * sizeof *p);
	if (!p)
		return;
	b->hidden_style = p;
	p[b->hidden_styles++] = b->style;
}

static bool is_hidden_style(const struct book *b, const char *style)
{
	for (size_t i = 0; style && i < b->hidden_styles; i++)
		if (!strcmp(b->hidden_style[i], style))
			return true;
	return false;
}

static void outside(struct gbx_book_xml *x, const char *name, const char **attr)
{
	struct book *b = x->ctx;
	if (!strcmp(name, "style:style")) {
		const char *style = gbx_book_xml_attr(x, attr, "style:name");
		b->style = style ? gbx_arena_dup(&b->words, style, strlen(style)) : NULL;
	} else if (!strcmp(name, "style:table-properties")) {
		const char *shown = gbx_book_xml_attr(x, attr, "table:display");
		if (shown && !strcmp(shown, "false"))
			keep_hidden_style(b);
	} else if (!strcmp(name, "table:tracked-changes")) {
		b->skipping = 1;
	} else if (!strcmp(name, "table:table")) {
		const char *title = gbx_book_xml_attr(x, attr, "table:name");
		const char *style = gbx_book_xml_attr(x, attr, "table:style-name");
		b->in_table = true;
		b->columns = 0;
		b->number = 0;
		gbx_book_table_begin(&b->table, gbx_span_str(title ? title : ""),
				     is_hidden_style(b, style));
	}
}

static void in_table(struct gbx_book_xml *x, const char *name, const char **attr)
{
	struct book *b = x->ctx;
	if (!strcmp(name, "table:table-column")) {
		unsigned long n = count(x, attr, "table:number-columns-repeated");
		if (!is_shown(x, attr) && b->columns < GBX_BOOK_COLUMNS)
			gbx_book_table_hide(&b->table, b->columns, b->columns + n - 1);
		b->columns += n < GBX_BOOK_COLUMNS ? n : GBX_BOOK_COLUMNS;
	} else if (!strcmp(name, "table:table-row")) {
		b->in_row = true;
		b->next = 0;
		b->cells = 0;
		b->row_bad = false;
		b->row_hidden = !is_shown(x, attr);
		b->repeat_row = count(x, attr, "table:number-rows-repeated");
		gbx_buf_reset(&b->row);
	} else if (!strcmp(name, "table:shapes")) {
		b->skipping = 1;
	}
}

static void begin_cell(struct gbx_book_xml *x, const char **attr)
{
	static const struct {
		const char *type, *attr;
		enum ods_type means;
	} types[] = {
		{ "string", "office:string-value", ODS_TEXT },
		{ "float", "office:value", ODS_NUMBER },
		{ "percentage", "office:value", ODS_NUMBER },
		{ "currency", "office:value", ODS_NUMBER },
		{ "date", "office:date-value", ODS_DATE },
		{ "time", "office:time-value", ODS_TIME },
		{ "boolean", "office:boolean-value", ODS_BOOL },
	};
	struct book *b = x->ctx;
	const char *type = gbx_book_xml_attr(x, attr, "office:value-type");
	b->in_cell = true;
	b->has_value = b->has_paragraph = false;
	b->type = ODS_TEXT;
	b->repeat_cell = count(x, attr, "table:number-columns-repeated");
	gbx_buf_reset(&b->value);
	gbx_buf_reset(&b->text);
	for (size_t i = 0; type && i < sizeof types / sizeof *types; i++) {
		if (strcmp(type, types[i].type) != 0)
			continue;
		const char *v = gbx_book_xml_attr(x, attr, types[i].attr);
		b->type = types[i].means;
		b->has_value = v != NULL;
		gbx_buf_adds(&b->value, v ? v : "");
	}
}

/* Blanks and line ends that stand as tags; text of comments and drawings is none of the cell's. */
static void in_cell(struct gbx_book_xml *x, const char *name, const char **attr)
{
	struct book *b = x->ctx;
	if (!strcmp(name, "text:p")) {
		if (b->has_paragraph)
			gbx_buf_addc(&b->text, '\n');
		b->in_paragraph = b->has_paragraph = true;
	} else if (!strcmp(name, "text:s")) {
		unsigned long n = count(x, attr, "text:c");
		for (unsigned long i = 0; i < n && !gbx_buf_failed(&b->text); i++)
			gbx_buf_addc(&b->text, ' ');
	} else if (!strcmp(name, "text:tab")) {
		gbx_buf_addc(&b->text, '\t');
	} else if (!strcmp(name, "text:line-break")) {
		gbx_buf_addc(&b->text, '\n');
	} else if (!strcmp(name, "office:annotation") || !strncmp(name, "draw:", 5) ||
		   !strcmp(name, "table:table")) {
		b->skipping = 1;
	}
}

static void ods_start(struct gbx_book_xml *x, const char *name, const char **attr)
{
	struct book *b = x->ctx;
	if (b->skipping)
		b->skipping++;
	else if (b->in_cell)
		in_cell(x, name, attr);
	else if (b->in_row && (!strcmp(name, "table:table-cell") ||
			       !strcmp(name, "table:covered-table-cell")))
		begin_cell(x, attr);
	else if (b->in_table && !b->in_row)
		in_table(x, name, attr);
	else if (!b->in_table)
		outside(x, name, attr);
}

/* "PT27H30M05.5S" as 27:30:05; anything else as it stands. */
static void show_time(struct gbx_buf *to, const char *v)
{
	unsigned long h = 0, m = 0, s = 0;
	const char *at = v;
	char *end = NULL;
	for (at += !strncmp(at, "PT", 2) ? 2 : 0; at != v && *at >= '0' && *at <= '9'; at = end) {
		unsigned long n = strtoul(at, &end, 10);
		if (*end == '.')
			end += strspn(end, ".0123456789");
		*(*end == 'H' ? &h : *end == 'M' ? &m : &s) = n;
		end += *end != 0;
	}
	if (at == v || *at || h > 1000000 || m > 59 || s > 59)
		gbx_buf_adds(to, v);
	else
		gbx_buf_addf(to, "%02lu:%02lu:%02lu", h, m, s);
}

/* Shown with zeros in front, as postcodes are: then that is what the cell says. */
static bool is_filled(const struct gbx_buf *text, struct gbx_span number)
{
	const char *p = gbx_buf_str(text);
	size_t zeros = strspn(p, "0");
	return zeros && text->n > 1 && strspn(p, "0123456789") == text->n &&
	       gbx_span_eq(gbx_span_of(p + zeros, text->n - zeros), number);
}

/* What the cell says, at the end of the row's text. */
static void show_cell(struct book *b)
{
	char number[GBX_BOOK_TEXT];
	struct gbx_span v = gbx_buf_span(&b->value);
	const char *s = gbx_buf_str(&b->value);
	size_t n;
	if (!b->has_value) {
		gbx_buf_add(&b->row, b->text.p, b->text.n);
		return;
	}
	switch (b->type) {
	case ODS_NUMBER:
		n = gbx_book_number(v, number);
		if (n && is_filled(&b->text, gbx_span_of(number, n)))
			gbx_buf_add(&b->row, b->text.p, b->text.n);
		else
			gbx_buf_add(&b->row, n ? number : s, n ? n : v.n);
		break;
	case ODS_DATE:
		if (v.n > 10 && s[10] == 'T')
			b->value.p[10] = ' ';
		gbx_buf_add(&b->row, v.p, v.n);
		break;
	case ODS_TIME:
		show_time(&b->row, s);
		break;
	case ODS_BOOL:
		gbx_buf_adds(&b->row, !strcmp(s, "true") ? "TRUE" : "FALSE");
		break;
	default:
		gbx_buf_add(&b->row, v.p, v.n);
	}
}

static void end_cell(struct book *b)
{
	size_t from = b->row.n;
	unsigned long n = b->repeat_cell;
	b->in_cell = b->in_paragraph = false;
	show_cell(b);
	b->row_bad = b->row_bad || gbx_buf_failed(&b->row) || gbx_buf_failed(&b->text) ||
		     gbx_buf_failed(&b->value);
	if (b->row.n > from)
		for (unsigned long i = 0; i < n && b->cells < GBX_BOOK_COLUMNS; i++)
			b->cell[b->cells++] =
			    (struct ods_cell){ b->next + i, from, b->row.n - from };
	b->next += n < GBX_BOOK_COLUMNS ? n : GBX_BOOK_COLUMNS;
	if (b->next > GBX_BOOK_COLUMNS)
		b->next = GBX_BOOK_COLUMNS;
}

static void give_row(struct book *b, uint64_t number)
{
	gbx_book_table_row(&b->table, number, b->row_hidden);
	if (b->row_bad)
		gbx_book_table_bad(&b->table, GBX_E_OVERSIZE);
	for (size_t i = 0; i < b->cells && !b->row_bad; i++)
		gbx_book_table_cell(&b->table, b->cell[i].column,
				    gbx_span_of(b->row.p + b->cell[i].from, b->cell[i].n));
	gbx_book_table_row_end(&b->table);
}

static void end_row(struct gbx_book_xml *x)
{
	struct book *b = x->ctx;
	uint64_t first = b->number + 1;
	b->in_row = false;
	b->number += b->repeat_row < GBX_BOOK_REPEATS ? b->repeat_row : GBX_BOOK_REPEATS;
	if (!b->cells && !b->row_bad)
		return;
	for (unsigned long i = 0; i < b->repeat_row && !x->done; i++) {
		give_row(b, first + i);
		if ((i && ++b->repeated > GBX_BOOK_REPEATS) || gbx_book_table_stopped(&b->table))
			gbx_book_xml_stop(x, GBX_E_RATIO);
	}
}

static void ods_end(struct gbx_book_xml *x, const char *name)
{
	struct book *b = x->ctx;
	if (b->skipping) {
		b->skipping--;
	} else if (b->in_cell) {
		if (!strcmp(name, "text:p"))
			b->in_paragraph = false;
		else if (!strcmp(name, "table:table-cell") ||
			 !strcmp(name, "table:covered-table-cell"))
			end_cell(b);
	} else if (b->in_row && !strcmp(name, "table:table-row")) {
		end_row(x);
	} else if (b->in_table && !b->in_row && !strcmp(name, "table:table")) {
		b->in_table = false;
		gbx_book_table_end(&b->table, GBX_E_NONE);
	}
}

static void ods_text(struct gbx_book_xml *x, const char *p, size_t n)
{
	struct book *b = x->ctx;
	if (b->in_paragraph && !b->skipping)
		gbx_buf_add(&b->text, p, n);
}

static void manifest_start(struct gbx_book_xml *x, const char *name, const char **attr)
{
	struct book *b = x->ctx;
	(void)attr;
	if (!strcmp(name, "encryption-data")) {
		b->encrypted = true;
		gbx_book_xml_stop(x, GBX_E_NONE);
	}
}

/* A password leaves the names of the parts readable, and says so in the manifest. */
static bool is_encrypted(struct book *b)
{
	static const struct gbx_book_events on = { manifest_start, NULL, NULL };
	const struct gbx_book_part *part = gbx_book_zip_find(&b->zip, "META-INF/manifest.xml");
	struct gbx_book_xml x;
	enum gbx_eid why;
	struct gbx_layer *l = part ? gbx_book_zip_read(&b->zip, part, &why) : NULL;
	if (l && gbx_book_xml_open(&x, &on, b, false)) {
		gbx_book_xml_all(&x, l);
		gbx_book_xml_close(&x);
	}
	gbx_layer_close(l);
	return b->encrypted;
}

/* Feeds the content; what was open when it broke off is told so. */
static enum gbx_eid read_content(struct book *b, struct gbx_layer *l)
{
	static const struct gbx_book_events on = { ods_start, ods_end, ods_text };
	if (!gbx_book_xml_open(&b->xml, &on, b, true))
		return GBX_E_UNPACK_MEMORY;
	enum gbx_eid why = gbx_book_xml_all(&b->xml, l);
	gbx_book_xml_close(&b->xml);
	if (b->in_row) {
		gbx_book_table_row(&b->table, b->number + 1, false);
		gbx_book_table_bad(&b->table, GBX_E_CUT);
		gbx_book_table_row_end(&b->table);
	}
	gbx_book_table_end(&b->table, why);
	return why;
}

static enum gbx_eid read_package(struct book *b, struct gbx_doc *d)
{
	enum gbx_eid why = gbx_book_zip_open(&b->zip, d);
	const struct gbx_book_part *part = why ? NULL : gbx_book_zip_find(&b->zip, "content.xml");
	if (!why && !part)
		why = GBX_E_BOOK_PART;
	if (!why && is_encrypted(b))
		why = GBX_E_ENCRYPTED;
	struct gbx_layer *l = why ? NULL : gbx_book_zip_read(&b->zip, part, &why);
	if (l)
		why = read_content(b, l);
	gbx_layer_close(l);
	return why ? why : b->zip.cut;
}

static enum gbx_eid run_as(struct gbx_doc *d, bool flat)
{
	struct book *b = calloc(1, sizeof *b);
	if (!b)
		return GBX_E_UNPACK_MEMORY;
	gbx_book_table_init(&b->table, d);
	gbx_arena_init(&b->words, GBX_BOOK_WORDS_BYTES);
	gbx_buf_init(&b->value, GBX_BOOK_CELL_BYTES);
	gbx_buf_init(&b->text, GBX_BOOK_CELL_BYTES);
	gbx_buf_init(&b->row, GBX_RECORD_BYTES);
	b->cell = calloc(GBX_BOOK_COLUMNS, sizeof *b->cell);
	enum gbx_eid why = GBX_E_UNPACK_MEMORY;
	if (b->cell)
		why = flat ? read_content(b, d->from) : read_package(b, d);
	gbx_book_table_release(&b->table);
	gbx_book_zip_release(&b->zip);
	gbx_arena_release(&b->words);
	gbx_buf_release(&b->value);
	gbx_buf_release(&b->text);
	gbx_buf_release(&b->row);
	free(b->hidden_style);
	free(b->cell);
	free(b);
	return why;
}

static enum gbx_eid run(struct gbx_doc *d)
{
	return run_as(d, false);
}

static enum gbx_eid run_flat(struct gbx_doc *d)
{
	return run_as(d, true);
}

/* OpenDocument 1.2 part 3, 3.3: the kind stands first, stored. */
static int bid(const struct gbx_doc_head *h)
{
	static const char name[] = "mimetype", kind[] = "application/vnd.oasis.opendocument.spread";
	if (h->n < LOCAL_BYTES || memcmp(h->p, "PK\3\4", 4) != 0)
		return 0;
	size_t named = h->p[26] | (size_t)h->p[27] << 8, extra = h->p[28] | (size_t)h->p[29] << 8;
	size_t at = LOCAL_BYTES + named + extra;
	bool mine = named == sizeof name - 1 && h->n >= at + sizeof kind &&
		    !memcmp(h->p + LOCAL_BYTES, name, named) &&
		    !memcmp(h->p + at, kind, sizeof kind - 1);
	return mine ? 95 : 0;
}

static int bid_flat(const struct gbx_doc_head *h)
{
	static const char root[] = "<office:document", kind[] = ".opendocument.spreadsheet";
	const unsigned char *xml = memmem(h->p, h->n < 1024 ? h->n : 1024, "<?xml", 5);
	const unsigned char *at = xml ? memmem(h->p, h->n, root, sizeof root - 1) : NULL;
	size_t left = at ? h->n - (size_t)(at - h->p) : 0;
	return at && memmem(at, left, kind, sizeof kind - 1) ? 80 : 0;
}

const struct gbx_doc_kind gbx_doc_ods = {
	.name = "ods",
	.summary = "OpenDocument spreadsheets, a relation a sheet",
	.access = GBX_DOC_RANDOM,
	.bid = bid,
	.run = run,
};

const struct gbx_doc_kind gbx_doc_fods = {
	.name = "fods",
	.summary = "OpenDocument spreadsheets in one XML file",
	.access = GBX_DOC_SEQUENTIAL,
	.bid = bid_flat,
	.run = run_flat,
};

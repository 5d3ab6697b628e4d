/*
 * Workbooks of Excel 97 to 2003 ([MS-XLS]), read here: the one Debian library for them
 * (freexl) opens files by name, which the unpack process cannot, and holds a sheet
 * whole. Older ones (BIFF 5 and before) are named and not read. Compound files that
 * hold an encrypted package are xlsx with a password ([MS-OFFCRYPTO] 2.3.4.4).
 */
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "../base/limits.h"
#include "book_biff.h"
#include "book_parts.h"
#include "book_table.h"

#define BIFF8 0x0600u
#define WORKSHEET 0u
#define ROW_HIDDEN 0x20u
#define ROWS 65536u

struct sheet {
	uint64_t at; /* of its first record in the stream */
	bool hidden;
	char *name; /* UTF-8, of the arena */
};

struct book {
	struct gbx_book_ole ole;
	struct gbx_biff in;
	struct gbx_book_table table;
	struct gbx_book_strings strings;
	struct gbx_book_styles styles;
	struct gbx_arena words;
	struct gbx_buf text;
	struct sheet *sheet;
	size_t sheets;
	bool from_1904, in_row, formula;
	uint64_t row, column; /* of the cell at hand; row of the one that is open */
	uint64_t xf;
	enum gbx_eid fault; /* of the shared texts */
	unsigned char hidden_row[ROWS];
};

/* ---- the part all sheets share ---- */

static enum gbx_eid read_sst(struct book *b)
{
	uint64_t all, n;
	enum gbx_eid why = GBX_E_NONE;
	if (!gbx_biff_take(&b->in, 4, &all) || !gbx_biff_take(&b->in, 4, &n))
		return GBX_E_ARCHIVE_DAMAGED;
	for (uint64_t i = 0; i < n && !why; i++) {
		gbx_buf_reset(&b->text);
		if (!gbx_biff_text(&b->in, 2, &b->text)) {
			b->fault = GBX_E_ARCHIVE_DAMAGED;
			break;
		}
		gbx_book_strings_add(&b->strings, gbx_buf_span(&b->text), &why);
	}
	return why;
}

static enum gbx_eid add_sheet(struct book *b)
{
	uint64_t at, state, kind;
	gbx_buf_reset(&b->text);
	if (!gbx_biff_take(&b->in, 4, &at) || !gbx_biff_take(&b->in, 1, &state) ||
	    !gbx_biff_take(&b->in, 1, &kind) || !gbx_biff_text(&b->in, 1, &b->text))
		return GBX_E_ARCHIVE_DAMAGED;
	b->table.charts += kind == 2;
	if (kind != WORKSHEET)
		return GBX_E_NONE;
	if (b->sheets == GBX_BOOK_SHEETS)
		return GBX_E_ENTRIES;
	struct sheet *s = realloc(b->sheet, (b->sheets + 1) * sizeof *s);
	if (!s)
		return GBX_E_UNPACK_MEMORY;
	b->sheet = s;
	char *name = gbx_arena_dup(&b->words, gbx_buf_str(&b->text), b->text.n);
	s[b->sheets++] = (struct sheet){ .at = at, .hidden = (state & 3) != 0, .name = name };
	return name ? GBX_E_NONE : GBX_E_UNPACK_MEMORY;
}

static void add_format(struct book *b)
{
	uint64_t id;
	gbx_buf_reset(&b->text);
	if (gbx_biff_take(&b->in, 2, &id) && gbx_biff_text(&b->in, 2, &b->text))
		gbx_book_styles_format(&b->styles, (unsigned long)id, gbx_buf_str(&b->text));
}

static enum gbx_eid shared_record(struct book *b)
{
	uint64_t font, format;
	switch (b->in.type) {
	case GBX_BIFF_FILEPASS:
		return GBX_E_ENCRYPTED;
	case GBX_BIFF_DATE1904:
		b->from_1904 = gbx_biff_take(&b->in, 2, &format) && format;
		break;
	case GBX_BIFF_FORMAT:
		add_format(b);
		break;
	case GBX_BIFF_XF:
		if (gbx_biff_take(&b->in, 2, &font) && gbx_biff_take(&b->in, 2, &format))
			gbx_book_styles_xf(&b->styles, (unsigned long)format);
		break;
	case GBX_BIFF_BOUNDSHEET:
		return add_sheet(b);
	case GBX_BIFF_SST:
		return read_sst(b);
	default:
		break;
	}
	return GBX_E_NONE;
}

static enum gbx_eid read_shared(struct book *b)
{
	uint64_t version;
	enum gbx_eid why = GBX_E_NONE;
	if (!gbx_biff_next(&b->in) || !gbx_biff_take(&b->in, 2, &version))
		return b->in.fault ? b->in.fault : GBX_E_ARCHIVE_DAMAGED;
	if (b->in.type != GBX_BIFF_BOF || version != BIFF8)
		return GBX_E_BOOK_KIND;
	while (!why && gbx_biff_next(&b->in) && b->in.type != GBX_BIFF_EOF) {
		why = shared_record(b);
		gbx_doc_progress(b->table.d, b->in.at);
	}
	if (!why)
		why = b->in.fault;
	return why || b->sheets ? why : GBX_E_BOOK_EMPTY;
}

/* ---- sheets ---- */

static void close_row(struct book *b)
{
	if (b->in_row)
		gbx_book_table_row_end(&b->table);
	b->in_row = false;
}

/* Row, column and style of the cell record at hand, whose row becomes the open one. */
static bool begin_cell(struct book *b)
{
	uint64_t row;
	if (!gbx_biff_take(&b->in, 2, &row) || !gbx_biff_take(&b->in, 2, &b->column))
		return false;
	if (!b->in_row || row != b->row) {
		close_row(b);
		b->row = row;
		b->in_row = true;
		gbx_book_table_row(&b->table, row + 1, b->hidden_row[row]);
	}
	return true;
}

static bool take_style(struct book *b)
{
	return gbx_biff_take(&b->in, 2, &b->xf);
}

static void put(struct book *b, struct gbx_span text)
{
	gbx_book_table_cell(&b->table, (unsigned long)b->column, text);
}

static void put_number(struct book *b, double v)
{
	char number[GBX_BOOK_TEXT];
	size_t n = gbx_book_double(v, number);
	gbx_buf_reset(&b->text);
	gbx_book_show(&b->text, gbx_span_of(number, n),
		      gbx_book_styles_get(&b->styles, (unsigned long)b->xf), b->from_1904);
	put(b, gbx_buf_span(&b->text));
}

static double double_of(uint64_t bits)
{
	double v;
	memcpy(&v, &bits, sizeof v);
	return v;
}

/* [MS-XLS] 2.5.217: 30 bits of a whole number or of a double, maybe a hundredth. */
static void put_rk(struct book *b, uint64_t rk)
{
	int32_t whole;
	uint32_t bits = (uint32_t)rk;
	memcpy(&whole, &bits, sizeof whole);
	double v = bits & 2 ? (double)(whole >> 2) : double_of((uint64_t)(bits & ~3u) << 32);
	put_number(b, bits & 1 ? v / 100 : v);
}

static void put_mulrk(struct book *b)
{
	uint64_t rk;
	while (b->in.n - b->in.used >= 8 && take_style(b) && gbx_biff_take(&b->in, 4, &rk)) {
		put_rk(b, rk);
		b->column++;
	}
}

static void put_bool_or_error(struct book *b, uint64_t v, bool error)
{
	static const struct {
		unsigned char code;
		const char *text;
	} errors[] = {
		{ 0x00, "#NULL!" }, { 0x07, "#DIV/0!" }, { 0x0f, "#VALUE!" }, { 0x17, "#REF!" },
		{ 0x1d, "#NAME?" }, { 0x24, "#NUM!" },	 { 0x2a, "#N/A" },
	};
	const char *text = v ? "TRUE" : "FALSE";
	for (size_t i = 0; error && i < sizeof errors / sizeof *errors; i++)
		if (errors[i].code == v)
			text = errors[i].text;
	put(b, gbx_span_str(text));
}

/* The value a formula had; 2.5.133. A text follows in a record of its own. */
static void put_formula(struct book *b)
{
	uint64_t v;
	if (!gbx_biff_take(&b->in, 8, &v))
		return;
	unsigned kind = (unsigned)(v & 0xff), value = (unsigned)(v >> 16 & 0xff);
	if (v >> 48 != 0xffff)
		put_number(b, double_of(v));
	else if (kind == 0)
		b->formula = true;
	else if (kind == 1 || kind == 2)
		put_bool_or_error(b, value, kind == 2);
}

static void put_text(struct book *b)
{
	gbx_buf_reset(&b->text);
	if (gbx_biff_text(&b->in, 2, &b->text) && !gbx_buf_failed(&b->text))
		put(b, gbx_buf_span(&b->text));
	else
		gbx_book_table_bad(&b->table, GBX_E_CUT);
}

static void put_shared(struct book *b)
{
	uint64_t i;
	struct gbx_span text;
	if (gbx_biff_take(&b->in, 4, &i) && gbx_book_strings_get(&b->strings, (size_t)i, &text))
		put(b, text);
	else
		gbx_book_table_bad(&b->table, GBX_E_BOOK_PART);
}

static void cell_record(struct book *b)
{
	uint64_t v, error;
	b->formula = false;
	if (!begin_cell(b))
		return;
	if (b->in.type == GBX_BIFF_MULRK) {
		put_mulrk(b);
		return;
	}
	if (!take_style(b))
		return;
	switch (b->in.type) {
	case GBX_BIFF_NUMBER:
		if (gbx_biff_take(&b->in, 8, &v))
			put_number(b, double_of(v));
		break;
	case GBX_BIFF_RK:
		if (gbx_biff_take(&b->in, 4, &v))
			put_rk(b, v);
		break;
	case GBX_BIFF_BOOLERR:
		if (gbx_biff_take(&b->in, 1, &v) && gbx_biff_take(&b->in, 1, &error))
			put_bool_or_error(b, v, error);
		break;
	case GBX_BIFF_FORMULA:
		put_formula(b);
		break;
	case GBX_BIFF_LABELSST:
		put_shared(b);
		break;
	default:
		put_text(b);
	}
}

static void column_record(struct book *b)
{
	uint64_t from, last, width, xf, options;
	if (gbx_biff_take(&b->in, 2, &from) && gbx_biff_take(&b->in, 2, &last) &&
	    gbx_biff_take(&b->in, 2, &width) && gbx_biff_take(&b->in, 2, &xf) &&
	    gbx_biff_take(&b->in, 2, &options) && options & 1)
		gbx_book_table_hide(&b->table, (unsigned long)from, (unsigned long)last);
}

static void row_record(struct book *b)
{
	uint64_t row, skip, options;
	if (gbx_biff_take(&b->in, 2, &row) && gbx_biff_take(&b->in, 8, &skip) &&
	    gbx_biff_take(&b->in, 2, &skip) && gbx_biff_take(&b->in, 4, &options))
		b->hidden_row[row] = (options & ROW_HIDDEN) != 0;
}

static void sheet_record(struct book *b)
{
	switch (b->in.type) {
	case GBX_BIFF_COLINFO:
		column_record(b);
		break;
	case GBX_BIFF_ROW:
		row_record(b);
		break;
	case GBX_BIFF_STRING:
		if (b->formula)
			put_text(b);
		b->formula = false;
		break;
	case GBX_BIFF_FORMULA:
	case GBX_BIFF_MULRK:
	case GBX_BIFF_RSTRING:
	case GBX_BIFF_LABELSST:
	case GBX_BIFF_NUMBER:
	case GBX_BIFF_LABEL:
	case GBX_BIFF_BOOLERR:
	case GBX_BIFF_RK:
		cell_record(b);
		break;
	default:
		break;
	}
}

/* From its BOF to its EOF; charts in it have a BOF and an EOF of their own. */
static enum gbx_eid read_cells(struct book *b)
{
	unsigned depth = 0;
	memset(b->hidden_row, 0, sizeof b->hidden_row);
	b->formula = b->in_row = false;
	do {
		if (!gbx_biff_next(&b->in)) {
			if (b->in_row)
				gbx_book_table_bad(&b->table, GBX_E_CUT);
			close_row(b);
			return b->in.fault ? b->in.fault : GBX_E_ARCHIVE_TRUNCATED;
		}
		depth += b->in.type == GBX_BIFF_BOF;
		if (!depth)
			return GBX_E_ARCHIVE_DAMAGED;
		if (depth == 1)
			sheet_record(b);
		depth -= b->in.type == GBX_BIFF_EOF;
	} while (depth && !gbx_book_table_stopped(&b->table));
	close_row(b);
	return GBX_E_NONE;
}

/* Opens the stream anew and goes to `at`: sheets may stand in any order. */
static enum gbx_eid rewind_to(struct book *b, uint64_t at)
{
	enum gbx_eid why = GBX_E_NONE;
	gbx_layer_close(b->in.from);
	b->in.from = gbx_book_ole_read(&b->ole, "Workbook", &why);
	b->in.fault = GBX_E_NONE;
	b->in.ahead = false;
	for (b->in.at = 0; !why && b->in.at < at;) {
		size_t left = at - b->in.at < sizeof b->in.p ? (size_t)(at - b->in.at)
							     : sizeof b->in.p;
		if (!gbx_layer_take(b->in.from, b->in.p, left))
			return GBX_E_ARCHIVE_TRUNCATED;
		b->in.at += left;
	}
	return why;
}

static void read_sheet(struct book *b, const struct sheet *s)
{
	enum gbx_eid why = s->at < b->in.at ? rewind_to(b, s->at) : GBX_E_NONE;
	if (!gbx_book_table_begin(&b->table, gbx_span_str(s->name), s->hidden))
		return;
	while (!why && b->in.at < s->at)
		why = gbx_biff_next(&b->in) ? GBX_E_NONE : GBX_E_ARCHIVE_TRUNCATED;
	if (!why && b->in.at != s->at)
		why = GBX_E_ARCHIVE_DAMAGED;
	gbx_book_table_end(&b->table, why ? why : read_cells(b));
}

static enum gbx_eid read_book(struct book *b, struct gbx_doc *d)
{
	enum gbx_eid why = gbx_book_ole_open(&b->ole, d->from);
	if (why)
		return why;
	if (gbx_book_ole_has(&b->ole, "EncryptedPackage"))
		return GBX_E_ENCRYPTED;
	if (!gbx_book_ole_has(&b->ole, "Workbook"))
		return gbx_book_ole_has(&b->ole, "Book") ? GBX_E_BOOK_KIND : GBX_E_NOT_RECOGNISED;
	b->in.from = gbx_book_ole_read(&b->ole, "Workbook", &why);
	if (!why && !gbx_book_styles_init(&b->styles))
		why = GBX_E_UNPACK_MEMORY;
	if (!why)
		why = read_shared(b);
	for (size_t i = 0; !why && i < b->sheets && !d->stopped; i++)
		read_sheet(b, &b->sheet[i]);
	return why ? why : b->fault;
}

static enum gbx_eid run(struct gbx_doc *d)
{
	struct book *b = calloc(1, sizeof *b);
	if (!b)
		return GBX_E_UNPACK_MEMORY;
	gbx_arena_init(&b->words, GBX_BOOK_WORDS_BYTES);
	gbx_buf_init(&b->text, GBX_BOOK_CELL_BYTES);
	gbx_book_table_init(&b->table, d);
	enum gbx_eid why = read_book(b, d);
	gbx_layer_close(b->in.from);
	gbx_book_table_release(&b->table);
	gbx_book_strings_release(&b->strings);
	gbx_book_styles_release(&b->styles);
	gbx_book_ole_release(&b->ole);
	gbx_arena_release(&b->words);
	gbx_buf_release(&b->text);
	free(b->sheet);
	free(b);
	return why;
}

/* Other compound files, by their ending: only a hint, where nothing better can be had. */
static bool named_otherwise(const char *path)
{
	static const char *const ends[] = { ".doc", ".dot", ".ppt", ".pps", ".msg",
					    ".msi", ".mpp", ".vsd", ".pub", ".db" };
	size_t n = path ? strlen(path) : 0;
	for (size_t i = 0; i < sizeof ends / sizeof *ends; i++)
		if (n > strlen(ends[i]) && !strcasecmp(path + n - strlen(ends[i]), ends[i]))
			return true;
	return false;
}

/* Texts, mails and installers are compound files too: the directory tells. */
static int bid(const struct gbx_doc_head *h)
{
	static const char *const mine[] = { "Workbook", "Book", "EncryptedPackage" };
	struct gbx_book_ole o;
	if (h->n < GBX_OLE_MAGIC_BYTES || memcmp(h->p, GBX_OLE_MAGIC, GBX_OLE_MAGIC_BYTES) != 0)
		return 0;
	if (!h->from || !h->from->seek)
		return named_otherwise(h->path) ? 0 : 60;
	enum gbx_eid why = gbx_book_ole_open(&o, h->from);
	bool found = why != GBX_E_NONE && !named_otherwise(h->path);
	for (size_t i = 0; !why && !found && i < sizeof mine / sizeof *mine; i++)
		found = gbx_book_ole_has(&o, mine[i]);
	gbx_book_ole_release(&o);
	return found ? 60 : 0;
}

const struct gbx_doc_kind gbx_doc_xls = {
	.name = "xls",
	.summary = "Excel 97-2003 workbooks, a relation a sheet",
	.access = GBX_DOC_RANDOM,
	.bid = bid,
	.run = run,
};

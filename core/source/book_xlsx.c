/*
 * The package around the sheets: ECMA-376 part 2, 9.3 (relationships), part 1, 12.3.23
 * and 18.2 (workbook). Strict files have other names of relationships, with the same
 * last word.
 */
#include "book_xlsx.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../base/limits.h"
#include "zipdir.h"

struct relation {
	const char *id, *type, *target; /* type: its last word; target: a part's full name */
};

struct book {
	struct gbx_book_zip zip;
	struct gbx_arena words;
	struct relation *relation;
	size_t relations;
	struct gbx_book_sheet_ref *sheet;
	size_t sheets;
	struct gbx_book_strings strings;
	struct gbx_book_styles styles;
	struct gbx_book_sheet reading;
	struct gbx_book_table table;
	const char *folder; /* of the part whose relations are read, with its slash */
	enum gbx_eid fault; /* what is wrong with the parts all sheets share */
};

static void note(struct book *b, enum gbx_eid why)
{
	if (!b->fault)
		b->fault = why;
}

/* Feeds a whole part to events. E_BOOK_PART: there is no such part. */
static enum gbx_eid read_part(struct book *b, const char *name,
			      const struct gbx_book_events *on)
{
	const struct gbx_book_part *part = gbx_book_zip_find(&b->zip, name);
	struct gbx_book_xml x;
	enum gbx_eid why = GBX_E_BOOK_PART;
	if (!part)
		return why;
	struct gbx_layer *l = gbx_book_zip_read(&b->zip, part, &why);
	if (!l)
		return why;
	why = GBX_E_UNPACK_MEMORY;
	if (gbx_book_xml_open(&x, on, b, false)) {
		why = gbx_book_xml_all(&x, l);
		gbx_book_xml_close(&x);
	}
	gbx_layer_close(l);
	return why;
}

/* A target against a folder: "/xl/a.xml" stands alone, "../a.xml" goes up. NULL: too long. */
static const char *resolve(struct book *b, const char *folder, const char *target)
{
	char path[2 * GBX_NAME_BYTES];
	size_t up = strlen(folder);
	if (*target == '/')
		up = 0;
	while (*target == '/')
		target++;
	for (; !strncmp(target, "../", 3); target += 3) {
		up -= up > 0;
		while (up && folder[up - 1] != '/')
			up--;
	}
	if (!strncmp(target, "./", 2))
		target += 2;
	int n = snprintf(path, sizeof path, "%.*s%s", (int)up, folder, target);
	if (n < 0 || (size_t)n >= sizeof path)
		return NULL;
	return gbx_arena_dup(&b->words, path, (size_t)n);
}

static void relation_start(struct gbx_book_xml *x, const char *name, const char **attr)
{
	struct book *b = x->ctx;
	const char *id = gbx_book_xml_attr(x, attr, "Id");
	const char *type = gbx_book_xml_attr(x, attr, "Type");
	const char *target = gbx_book_xml_attr(x, attr, "Target");
	const char *mode = gbx_book_xml_attr(x, attr, "TargetMode");
	if (strcmp(name, "Relationship") != 0 || !id || !type || !target ||
	    (mode && !strcmp(mode, "External")) || b->relations == GBX_BOOK_PARTS)
		return;
	const char *word = strrchr(type, '/');
	struct relation *r = realloc(b->relation, (b->relations + 1) * sizeof *r);
	if (!r) {
		gbx_book_xml_stop(x, GBX_E_UNPACK_MEMORY);
		return;
	}
	b->relation = r;
	word = word ? word + 1 : type;
	r += b->relations;
	*r = (struct relation){ .id = gbx_arena_dup(&b->words, id, strlen(id)),
				.type = gbx_arena_dup(&b->words, word, strlen(word)),
				.target = resolve(b, b->folder, target) };
	b->relations += r->id && r->type && r->target;
}

/* The relationships of a part, in place of those read before. */
static enum gbx_eid read_relations(struct book *b, const char *part)
{
	static const struct gbx_book_events on = { relation_start, NULL, NULL };
	char folder[2 * GBX_NAME_BYTES], path[3 * GBX_NAME_BYTES];
	const char *slash = strrchr(part, '/');
	int n = slash ? (int)(slash - part) + 1 : 0;
	snprintf(folder, sizeof folder, "%.*s", n, part);
	snprintf(path, sizeof path, "%s_rels/%s.rels", folder, part + n);
	b->relations = 0;
	b->folder = folder;
	enum gbx_eid why = read_part(b, path, &on);
	b->folder = NULL;
	return why;
}

static const char *by_type(const struct book *b, const char *type)
{
	for (size_t i = 0; i < b->relations; i++)
		if (!strcmp(b->relation[i].type, type))
			return b->relation[i].target;
	return NULL;
}

static const char *sheet_part(const struct book *b, const char *id)
{
	for (size_t i = 0; id && i < b->relations; i++)
		if (!strcmp(b->relation[i].id, id))
			return strcmp(b->relation[i].type, "worksheet") ? NULL
									: b->relation[i].target;
	return NULL;
}

static void workbook_start(struct gbx_book_xml *x, const char *name, const char **attr)
{
	struct book *b = x->ctx;
	/* packages of texts and slides look the same up to here */
	if (x->depth == 1 && strcmp(name, "workbook") != 0)
		gbx_book_xml_stop(x, GBX_E_NOT_RECOGNISED);
	if (!strcmp(name, "workbookPr"))
		b->reading.from_1904 = gbx_book_xml_flag(x, attr, "date1904", false);
	if (strcmp(name, "sheet") != 0)
		return;
	const char *title = gbx_book_xml_attr(x, attr, "name");
	const char *state = gbx_book_xml_attr(x, attr, "state");
	const char *part = sheet_part(b, gbx_book_xml_attr(x, attr, "id"));
	if (b->sheets == GBX_BOOK_SHEETS) {
		gbx_book_xml_stop(x, GBX_E_ENTRIES);
		return;
	}
	struct gbx_book_sheet_ref *s = realloc(b->sheet, (b->sheets + 1) * sizeof *s);
	const char *copy = gbx_arena_dup(&b->words, title ? title : "", title ? strlen(title) : 0);
	if (s)
		b->sheet = s;
	if (!s || !copy) {
		gbx_book_xml_stop(x, GBX_E_UNPACK_MEMORY);
		return;
	}
	s[b->sheets++] = (struct gbx_book_sheet_ref){ .name = copy,
						      .part = part,
						      .hidden = state &&
								strcmp(state, "visible") != 0 };
}

/* The shared parts may be missing: a workbook of numbers has no texts. */
static enum gbx_eid read_shared(struct book *b)
{
	const char *strings = by_type(b, "sharedStrings"), *styles = by_type(b, "styles");
	if (b->zip.cut && !b->relations) {
		strings = "xl/sharedStrings.xml";
		styles = "xl/styles.xml";
	}
	const struct gbx_book_part *part = styles ? gbx_book_zip_find(&b->zip, styles) : NULL;
	enum gbx_eid why = GBX_E_NONE;
	if (!gbx_book_styles_init(&b->styles))
		return GBX_E_UNPACK_MEMORY;
	struct gbx_layer *l = part ? gbx_book_zip_read(&b->zip, part, &why) : NULL;
	if (l)
		why = gbx_book_styles_read(&b->styles, l);
	gbx_layer_close(l);
	note(b, why);
	part = strings ? gbx_book_zip_find(&b->zip, strings) : NULL;
	why = strings && !part ? GBX_E_BOOK_PART : GBX_E_NONE;
	l = part ? gbx_book_zip_read(&b->zip, part, &why) : NULL;
	if (l)
		why = gbx_book_strings_read(&b->strings, l);
	gbx_layer_close(l);
	note(b, why);
	/* without its texts a workbook would be rows of gaps */
	return gbx_eid_rc(why) == GBX_LIMIT ? why : GBX_E_NONE;
}

static bool ends_with(const char *s, const char *end)
{
	size_t n = strlen(s), m = strlen(end);
	return n >= m && !strcmp(s + n - m, end);
}

/* Where the parts stand that say where the others are, in all known writers' packages. */
static enum gbx_eid guess_package(struct book *b)
{
	static const char folder[] = "xl/worksheets/";
	b->relations = b->sheets = 0;
	for (size_t i = 0; i < b->zip.n && b->sheets < GBX_BOOK_SHEETS; i++) {
		const char *part = b->zip.part[i].name, *name = part + sizeof folder - 1;
		if (strncmp(part, folder, sizeof folder - 1) != 0 || strchr(name, '/') || !ends_with(name, ".xml"))
			continue;
		struct gbx_book_sheet_ref *s = realloc(b->sheet, (b->sheets + 1) * sizeof *s);
		const char *copy = gbx_arena_dup(&b->words, name, strlen(name) - 4);
		if (s)
			b->sheet = s;
		if (!s || !copy)
			return GBX_E_UNPACK_MEMORY;
		s[b->sheets++] = (struct gbx_book_sheet_ref){ .name = copy, .part = part };
	}
	return b->sheets ? read_shared(b) : b->zip.cut;
}

static enum gbx_eid read_package(struct book *b)
{
	static const struct gbx_book_events on = { workbook_start, NULL, NULL };
	enum gbx_eid why = read_relations(b, "");
	const char *book = why ? NULL : by_type(b, "officeDocument");
	if (!book && !gbx_book_zip_find(&b->zip, "xl/workbook.xml"))
		return GBX_E_NOT_RECOGNISED;
	if (!book)
		book = "xl/workbook.xml";
	if (ends_with(book, ".bin"))
		return GBX_E_BOOK_KIND;
	why = read_relations(b, book);
	if (!why)
		why = read_part(b, book, &on);
	if (!why && !b->sheets)
		why = GBX_E_BOOK_EMPTY;
	return why ? why : read_shared(b);
}

/* Feeds the part to the table. E_NONE, or what is wrong with it. */
static enum gbx_eid read_cells(struct book *b, struct gbx_layer *l)
{
	struct gbx_book_sheet *s = &b->reading;
	const unsigned char *p = NULL;
	struct gbx_book_xml x;
	if (!gbx_book_xml_open(&x, &gbx_book_sheet_events, s, false))
		return GBX_E_UNPACK_MEMORY;
	enum gbx_eid why = gbx_book_xml_all(&x, l);
	/* what follows the cells is read for the checksum's sake */
	while (!why && gbx_layer_next(l, &p))
		;
	why = why ? why : l->fault;
	gbx_book_xml_close(&x);
	if (s->in_row) {
		gbx_book_table_bad(s->to, GBX_E_CUT);
		gbx_book_table_row_end(s->to);
	}
	s->in_data = s->in_row = s->in_cell = s->in_value = s->in_text = false;
	return why;
}

static void read_sheet(struct book *b, const struct gbx_book_sheet_ref *s)
{
	const struct gbx_book_part *part = gbx_book_zip_find(&b->zip, s->part);
	enum gbx_eid why = GBX_E_BOOK_PART;
	struct gbx_layer *l = part ? gbx_book_zip_read(&b->zip, part, &why) : NULL;
	if (!l)
		gbx_doc_unreadable(b->zip.d, *s->name ? s->name : "sheet", why);
	else if (gbx_book_table_begin(&b->table, gbx_span_str(s->name), s->hidden))
		gbx_book_table_end(&b->table, read_cells(b, l));
	gbx_layer_close(l);
}

static enum gbx_eid read_book(struct book *b, struct gbx_doc *d)
{
	enum gbx_eid why = gbx_book_zip_open(&b->zip, d);
	note(b, b->zip.cut);
	if (!why)
		why = read_package(b);
	if (b->zip.cut && (why == GBX_E_NOT_RECOGNISED || why == GBX_E_BOOK_PART || why == b->zip.cut))
		why = guess_package(b);
	for (size_t i = 0; !why && i < b->sheets; i++)
		b->table.charts += !b->sheet[i].part;
	for (size_t i = 0; !why && i < b->sheets && !d->stopped; i++)
		if (b->sheet[i].part)
			read_sheet(b, &b->sheet[i]);
	return why ? why : b->fault;
}

static enum gbx_eid run(struct gbx_doc *d)
{
	struct book *b = calloc(1, sizeof *b);
	if (!b)
		return GBX_E_UNPACK_MEMORY;
	gbx_arena_init(&b->words, GBX_BOOK_WORDS_BYTES);
	gbx_book_table_init(&b->table, d);
	b->reading.to = &b->table;
	b->reading.strings = &b->strings;
	b->reading.styles = &b->styles;
	gbx_buf_init(&b->reading.value, GBX_BOOK_CELL_BYTES);
	gbx_buf_init(&b->reading.shown, GBX_BOOK_CELL_BYTES);
	enum gbx_eid why = read_book(b, d);
	gbx_book_table_release(&b->table);
	gbx_book_zip_release(&b->zip);
	gbx_book_strings_release(&b->strings);
	gbx_book_styles_release(&b->styles);
	gbx_buf_release(&b->reading.value);
	gbx_buf_release(&b->reading.shown);
	gbx_arena_release(&b->words);
	free(b->relation);
	free(b->sheet);
	free(b);
	return why;
}

/* What the names of the parts say: texts and slides come in the same packages. */
struct seen {
	bool book, other;
};

static bool look_at_part(void *ctx, const struct gbx_zip_record *r)
{
	static const char *const others[] = { "word/document.xml", "ppt/presentation.xml",
					      "visio/document.xml" };
	struct seen *s = ctx;
	s->book = s->book || gbx_span_is(r->name, "xl/workbook.xml") ||
		  gbx_span_is(r->name, "xl/workbook.bin");
	for (size_t i = 0; i < sizeof others / sizeof *others; i++)
		s->other = s->other || gbx_span_is(r->name, others[i]);
	return !s->book;
}

/* The same from the names that stand in the head, where the directory cannot be had. */
static struct seen look_at_head(const struct gbx_doc_head *h)
{
	struct seen s = { .book = memmem(h->p, h->n, "xl/w", 4) != NULL };
	s.other = !s.book && (memmem(h->p, h->n, "word/", 5) || memmem(h->p, h->n, "ppt/", 4));
	return s;
}

/* What often stands first; ECMA-376 part 2 leaves the order open. */
static bool begins_like_package(const struct gbx_doc_head *h)
{
	static const char *const first[] = { "[Content_Types].xml", "_rels/.rels", "docProps/",
					     "xl/" };
	for (size_t i = 0; i < sizeof first / sizeof *first; i++) {
		size_t n = strlen(first[i]);
		if (h->n >= 30 + n && !memcmp(h->p + 30, first[i], n))
			return true;
	}
	return false;
}

static int bid(const struct gbx_doc_head *h)
{
	struct seen s = { 0 };
	if (h->n < 30 || memcmp(h->p, "PK\3\4", 4) != 0)
		return 0;
	if (!h->from || !h->from->seek || !gbx_zipdir_check(h->from).usable ||
	    !gbx_zipdir_each(h->from, look_at_part, &s))
		s = look_at_head(h);
	return s.book ? 90 : !s.other && begins_like_package(h) ? 70 : 0;
}

const struct gbx_doc_kind gbx_doc_xlsx = {
	.name = "xlsx",
	.summary = "Excel workbooks (xlsx, xlsm), a relation a sheet",
	.access = GBX_DOC_RANDOM,
	.bid = bid,
	.run = run,
};

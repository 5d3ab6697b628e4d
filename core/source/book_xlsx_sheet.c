/* The XML of one worksheet: ECMA-376 part 1, 18.3.1; the same in strict files. */
#include "book_xlsx.h"

#include <stdlib.h>
#include <string.h>

#include "../base/limits.h"

/* The column of "BC12", from 0; what names none changes nothing. */
static void read_column(const char *ref, unsigned long *column)
{
	unsigned long v = 0;
	for (; (*ref >= 'A' && *ref <= 'Z') || (*ref >= 'a' && *ref <= 'z'); ref++) {
		v = v * 26 + (unsigned long)((*ref | 0x20) - 'a' + 1);
		if (v > GBX_BOOK_COLUMNS)
			return;
	}
	if (v)
		*column = v - 1;
}

static enum gbx_book_cell_type read_type(const char *t)
{
	static const struct {
		const char *name;
		enum gbx_book_cell_type type;
	} types[] = {
		{ "s", GBX_BOOK_CELL_SHARED }, { "inlineStr", GBX_BOOK_CELL_INLINE },
		{ "str", GBX_BOOK_CELL_TEXT }, { "e", GBX_BOOK_CELL_TEXT },
		{ "b", GBX_BOOK_CELL_BOOL },   { "d", GBX_BOOK_CELL_DAY },
	};
	for (size_t i = 0; t && i < sizeof types / sizeof *types; i++)
		if (!strcmp(t, types[i].name))
			return types[i].type;
	return GBX_BOOK_CELL_NUMBER;
}

static void begin_cell(struct gbx_book_xml *x, const char **attr)
{
	struct gbx_book_sheet *s = x->ctx;
	const char *ref = gbx_book_xml_attr(x, attr, "r");
	const char *style = gbx_book_xml_attr(x, attr, "s");
	s->column = s->next;
	if (ref)
		read_column(ref, &s->column);
	s->next = s->column + 1;
	s->type = read_type(gbx_book_xml_attr(x, attr, "t"));
	s->style = style ? strtoul(style, NULL, 10) : 0;
	s->in_cell = true;
	s->phonetic = 0;
	gbx_buf_reset(&s->value);
}

static void hide_columns(struct gbx_book_xml *x, const char **attr)
{
	struct gbx_book_sheet *s = x->ctx;
	const char *from = gbx_book_xml_attr(x, attr, "min");
	const char *last = gbx_book_xml_attr(x, attr, "max");
	unsigned long a = from ? strtoul(from, NULL, 10) : 0, b = last ? strtoul(last, NULL, 10) : a;
	if (a && b >= a && gbx_book_xml_flag(x, attr, "hidden", false))
		gbx_book_table_hide(s->to, a - 1, b - 1);
}

static void in_sheet(struct gbx_book_xml *x, const char *name, const char **attr)
{
	struct gbx_book_sheet *s = x->ctx;
	if (!strcmp(name, "sheetData"))
		s->in_data = true;
	else if (!strcmp(name, "col"))
		hide_columns(x, attr);
}

static void in_data(struct gbx_book_xml *x, const char *name, const char **attr)
{
	struct gbx_book_sheet *s = x->ctx;
	if (!s->in_row && !strcmp(name, "row")) {
		const char *number = gbx_book_xml_attr(x, attr, "r");
		s->in_row = true;
		s->next = 0;
		gbx_book_table_row(s->to, number ? strtoull(number, NULL, 10) : 0,
				   gbx_book_xml_flag(x, attr, "hidden", false));
	} else if (s->in_row && !strcmp(name, "c")) {
		begin_cell(x, attr);
	}
}

static void in_cell(struct gbx_book_xml *x, const char *name)
{
	struct gbx_book_sheet *s = x->ctx;
	if (!strcmp(name, "v"))
		s->in_value = true;
	else if (!strcmp(name, "rPh"))
		s->phonetic++;
	else if (!strcmp(name, "t") && s->type == GBX_BOOK_CELL_INLINE)
		s->in_text = !s->phonetic;
}

static void sheet_start(struct gbx_book_xml *x, const char *name, const char **attr)
{
	struct gbx_book_sheet *s = x->ctx;
	if (s->in_cell)
		in_cell(x, name);
	else if (s->in_data)
		in_data(x, name, attr);
	else
		in_sheet(x, name, attr);
}

/* The text of a shared one; a number that stands for none makes the row unreadable. */
static void put_shared(struct gbx_book_sheet *s)
{
	struct gbx_span text;
	char *end = NULL;
	unsigned long i = strtoul(gbx_buf_str(&s->value), &end, 10);
	if (end == gbx_buf_str(&s->value) || !gbx_book_strings_get(s->strings, i, &text)) {
		gbx_book_table_bad(s->to, GBX_E_BOOK_PART);
		return;
	}
	gbx_book_table_cell(s->to, s->column, text);
}

/* ISO days are shown as those made of numbers are: with a blank before the time. */
static void put_day(struct gbx_book_sheet *s)
{
	char *t = memchr(s->value.p, 'T', s->value.n);
	if (t == s->value.p + 10)
		*t = ' ';
	gbx_book_table_cell(s->to, s->column, gbx_buf_span(&s->value));
}

static void put_cell(struct gbx_book_sheet *s)
{
	struct gbx_span v = gbx_buf_span(&s->value);
	if (gbx_buf_failed(&s->value)) {
		gbx_book_table_bad(s->to, GBX_E_OVERSIZE);
		return;
	}
	if (!v.n)
		return;
	switch (s->type) {
	case GBX_BOOK_CELL_SHARED:
		put_shared(s);
		break;
	case GBX_BOOK_CELL_DAY:
		put_day(s);
		break;
	case GBX_BOOK_CELL_BOOL:
		v = gbx_span_is(v, "1")	  ? gbx_span_str("TRUE")
		    : gbx_span_is(v, "0") ? gbx_span_str("FALSE")
					  : v;
		gbx_book_table_cell(s->to, s->column, v);
		break;
	case GBX_BOOK_CELL_NUMBER:
		gbx_buf_reset(&s->shown);
		gbx_book_show(&s->shown, v, gbx_book_styles_get(s->styles, s->style),
			      s->from_1904);
		gbx_book_table_cell(s->to, s->column, gbx_buf_span(&s->shown));
		break;
	default:
		v.n = gbx_book_unescape(s->value.p, s->value.n);
		gbx_book_table_cell(s->to, s->column, v);
	}
}

static void sheet_end(struct gbx_book_xml *x, const char *name)
{
	struct gbx_book_sheet *s = x->ctx;
	if (s->in_cell) {
		if (!strcmp(name, "v")) {
			s->in_value = false;
		} else if (!strcmp(name, "t")) {
			s->in_text = false;
		} else if (!strcmp(name, "rPh")) {
			s->phonetic -= s->phonetic > 0;
		} else if (!strcmp(name, "c")) {
			s->in_cell = s->in_value = s->in_text = false;
			put_cell(s);
		}
	} else if (s->in_row && !strcmp(name, "row")) {
		s->in_row = false;
		gbx_book_table_row_end(s->to);
		if (gbx_book_table_stopped(s->to))
			gbx_book_xml_stop(x, GBX_E_RATIO);
	} else if (s->in_data && !strcmp(name, "sheetData")) {
		s->in_data = false;
		gbx_book_xml_stop(x, GBX_E_NONE);
	}
}

static void sheet_text(struct gbx_book_xml *x, const char *p, size_t n)
{
	struct gbx_book_sheet *s = x->ctx;
	if (s->in_text || (s->in_value && s->type != GBX_BOOK_CELL_INLINE))
		gbx_buf_add(&s->value, p, n);
}

const struct gbx_book_events gbx_book_sheet_events = { sheet_start, sheet_end, sheet_text };

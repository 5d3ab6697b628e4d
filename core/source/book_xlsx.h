/*
 * Office Open XML workbooks: what the package's reader and a sheet's share.
 */
#ifndef GBX_SOURCE_BOOK_XLSX_H
#define GBX_SOURCE_BOOK_XLSX_H

#include "book_parts.h"
#include "book_table.h"
#include "book_xml.h"
#include "book_zip.h"

enum gbx_book_cell_type {
	GBX_BOOK_CELL_NUMBER, /* n, and no type at all */
	GBX_BOOK_CELL_SHARED, /* s */
	GBX_BOOK_CELL_INLINE, /* inlineStr */
	GBX_BOOK_CELL_TEXT,   /* str, e */
	GBX_BOOK_CELL_BOOL,   /* b */
	GBX_BOOK_CELL_DAY,    /* d: ISO 8601 already */
};

struct gbx_book_sheet_ref {
	const char *name, *part; /* part: NULL when it has none that is a worksheet */
	bool hidden;
};

/* Where the XML of a sheet stands. */
struct gbx_book_sheet {
	struct gbx_book_table *to;
	const struct gbx_book_strings *strings;
	const struct gbx_book_styles *styles;
	bool from_1904;
	bool in_data, in_row, in_cell, in_value, in_text;
	unsigned phonetic;
	enum gbx_book_cell_type type;
	unsigned long column, next, style;
	struct gbx_buf value;
	struct gbx_buf shown;
};

extern const struct gbx_book_events gbx_book_sheet_events;

#endif

/*
 * Tables of a report, told once and written three times (Markdown, HTML, CSV): a
 * table is a list of columns, each with a title and an accessor, over a cursor
 * that walks the summary. Cells are asked for one at a time, so that no table is
 * ever held in memory.
 */
#ifndef GBX_REPORT_TABLE_H
#define GBX_REPORT_TABLE_H

#include "model.h"

/* Where a row stands: indexes from the outermost level in. */
struct gbx_cursor {
	uint32_t at[3];
	uint32_t end; /* of the outermost level */
	bool fresh;
};

enum gbx_cell_kind {
	GBX_CELL_NONE,   /* nothing to say */
	GBX_CELL_TEXT,   /* hostile text, in the cell's buffer */
	GBX_CELL_CODE,   /* the same, in a fixed font */
	GBX_CELL_FIGURE, /* a count or an estimate */
	GBX_CELL_NUMBER, /* a plain number that is never covered */
	GBX_CELL_BYTES,
	GBX_CELL_SHARE,   /* figure of whole */
	GBX_CELL_DECIMAL, /* real */
	GBX_CELL_FLAG,    /* number: yes or no */
};

struct gbx_cell {
	enum gbx_cell_kind kind;
	struct gbx_figure figure;
	uint64_t number; /* or the whole of a share */
	double real;
	struct gbx_buf *text; /* emptied for each cell */
};

enum gbx_column_use {
	GBX_IN_CSV = 1,
	GBX_IN_DOC = 2,  /* a table over the whole case */
	GBX_IN_PART = 4, /* a table of one relation */
	GBX_IN_DOCS = GBX_IN_DOC | GBX_IN_PART,
	GBX_IN_ALL = GBX_IN_CSV | GBX_IN_DOCS,
};

struct gbx_column {
	const char *key;   /* CSV */
	const char *title; /* Markdown, HTML */
	unsigned use;
	bool number; /* set to the right */
	void (*cell)(const struct gbx_model *m, const struct gbx_cursor *c, struct gbx_cell *out);
};

struct gbx_table {
	const char *name; /* of the CSV file */
	const char *title;
	const struct gbx_column *column; /* NULL key ends the list */
	unsigned depth;                  /* levels of the cursor */
	uint32_t (*count[3])(const struct gbx_model *m, const struct gbx_cursor *c);
	bool (*keep)(const struct gbx_model *m, const struct gbx_cursor *c); /* NULL: all rows */
};

extern const struct gbx_table gbx_table_sources, gbx_table_entries, gbx_table_unread,
    gbx_table_quarantine, gbx_table_relations, gbx_table_fields, gbx_table_shapes, gbx_table_sets,
    gbx_table_regions, gbx_table_classes, gbx_table_types, gbx_table_skipped, gbx_table_kinds,
    gbx_table_stored;

/* A cursor before the first row: of the whole table, or of one item of its outermost level. */
struct gbx_cursor gbx_table_rows(const struct gbx_table *t, const struct gbx_model *m);
struct gbx_cursor gbx_table_rows_of(uint32_t first);
/* Steps on; false after the last row. */
bool gbx_table_next(const struct gbx_table *t, const struct gbx_model *m, struct gbx_cursor *c);

/* Asks a column for a cell; text is the caller's buffer, used again each time. */
struct gbx_cell gbx_table_cell(const struct gbx_column *col, const struct gbx_model *m,
			       const struct gbx_cursor *c, struct gbx_buf *text);
/* The cell as a reader sees it: plain text, still to be escaped. A figure that
 * is not known reads "–". */
void gbx_put_cell(struct gbx_buf *out, const struct gbx_cell *cell);

#endif

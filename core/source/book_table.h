/*
 * A sheet's cells become rows of a table: the readers of all kinds of workbooks say
 * which cells there are, in order; here it is found where the table begins and
 * whether its first row names the columns, and what is hidden is counted. One
 * sheet is one sub-entry and one relation.
 *
 * The first GBX_BOOK_AHEAD_ROWS rows with content are held until that is decided. A
 * later row with a cell in a column that none of them has belongs to a wider table of
 * the same name, which the reader takes for a relation of its own: sheets of many
 * workbooks are called the same, and only what has the same columns is the same.
 */
#ifndef GBX_SOURCE_BOOK_TABLE_H
#define GBX_SOURCE_BOOK_TABLE_H

#include "../base/arena.h"
#include "../base/limits.h"
#include "doc.h"

struct gbx_book_table {
	struct gbx_doc *d;
	bool open;    /* a sheet is being read */
	bool settled; /* the table's beginning is known */
	bool sheet_hidden, in_row;
	uint64_t row, charts; /* row: the place of the present one; charts: to be told */
	uint64_t hidden_rows;
	struct gbx_buf name;
	struct gbx_buf cells; /* of the present row, see book_table.c */
	unsigned ncells;
	unsigned long next; /* the column a cell stands in at least */
	enum gbx_eid bad;   /* of the present row */
	bool row_hidden;
	struct gbx_buf held;
	unsigned nheld;
	struct gbx_arena names;
	uint32_t ncol;
	uint32_t usual;	   /* columns of the table as it was settled */
	uint32_t shown;	   /* columns the last table record had */
	unsigned switches; /* between the two */
	struct gbx_rows_column col[GBX_RECORD_COLUMNS];
	struct gbx_span value[GBX_RECORD_COLUMNS];
	uint16_t slot[GBX_BOOK_COLUMNS]; /* 0: none, else its place in col plus one */
	unsigned char hidden[GBX_BOOK_COLUMNS]; /* 1: hidden, 2: and has content */
};

bool gbx_book_table_init(struct gbx_book_table *t, struct gbx_doc *d);
void gbx_book_table_release(struct gbx_book_table *t);

/* False: the sheet was given by an unpacker before this one; go on with the next. */
bool gbx_book_table_begin(struct gbx_book_table *t, struct gbx_span name, bool hidden);
/* Columns from to last, counted from 0, are hidden. */
void gbx_book_table_hide(struct gbx_book_table *t, unsigned long from, unsigned long last);
/* number: as the sheet counts, from 1; 0: the one after the last. */
void gbx_book_table_row(struct gbx_book_table *t, uint64_t number, bool hidden);
/*
 * One cell; one without content is none. A column that is not right of the one before,
 * as no program writes them, is taken for the next one: nothing is lost.
 */
void gbx_book_table_cell(struct gbx_book_table *t, unsigned long column, struct gbx_span text);
/* The row cannot be read because of why. */
void gbx_book_table_bad(struct gbx_book_table *t, enum gbx_eid why);
void gbx_book_table_row_end(struct gbx_book_table *t);
/* why: E_NONE, or the damage that ends the sheet early. */
void gbx_book_table_end(struct gbx_book_table *t, enum gbx_eid why);

/* The document is given up: read no more. */
static inline bool gbx_book_table_stopped(const struct gbx_book_table *t)
{
	return t->d->stopped != GBX_E_NONE;
}

#endif

/*
 * Rows are held as they were read: struct row, then for each cell struct cell and its
 * bytes. The search for titles and the header is that of delimited text (csv_kind.h).
 */
#include "book_table.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "../base/csv_kind.h"

#define TITLE_ROWS 20u			/* most rows that may stand above a table */
#define HELD_BYTES ((size_t)4 << 20)	/* held at most, and the row that goes beyond */
#define SWITCHES 64u			/* between the usual and a wider table */
#define SUFFIX 16u			/* room for the number behind a name */
#define GAPS 16u			/* columns without content a table may have between others */

struct row {
	uint64_t place;
	uint32_t cells, bytes; /* bytes: of all cells */
	uint32_t bad, hidden;
};

struct cell {
	uint32_t column, n;
};

/* A walk over cells. */
struct walk {
	const char *p, *end;
};

static bool next_cell(struct walk *w, struct cell *c, struct gbx_span *text)
{
	if ((size_t)(w->end - w->p) < sizeof *c)
		return false;
	memcpy(c, w->p, sizeof *c);
	*text = gbx_span_of(w->p + sizeof *c, c->n);
	w->p += sizeof *c + c->n;
	return true;
}

/* The row at w and a walk over its cells. */
static bool next_row(struct walk *w, struct row *r, struct walk *cells)
{
	if ((size_t)(w->end - w->p) < sizeof *r)
		return false;
	memcpy(r, w->p, sizeof *r);
	*cells = (struct walk){ w->p + sizeof *r, w->p + sizeof *r + r->bytes };
	w->p = cells->end;
	return true;
}

static struct walk held_rows(const struct gbx_book_table *t)
{
	const char *p = gbx_buf_str(&t->held);
	return (struct walk){ p, p + t->held.n };
}

bool gbx_book_table_init(struct gbx_book_table *t, struct gbx_doc *d)
{
	*t = (struct gbx_book_table){ .d = d };
	gbx_buf_init(&t->name, GBX_PATH_BYTES);
	gbx_buf_init(&t->cells, GBX_RECORD_BYTES);
	gbx_buf_init(&t->held, HELD_BYTES + GBX_RECORD_BYTES + sizeof(struct row));
	gbx_arena_init(&t->names, (size_t)GBX_RECORD_COLUMNS * (GBX_NAME_BYTES + 32));
	return true;
}

void gbx_book_table_release(struct gbx_book_table *t)
{
	gbx_buf_release(&t->name);
	gbx_buf_release(&t->cells);
	gbx_buf_release(&t->held);
	gbx_arena_release(&t->names);
}

bool gbx_book_table_begin(struct gbx_book_table *t, struct gbx_span name, bool hidden)
{
	gbx_buf_reset(&t->name);
	gbx_buf_add(&t->name, name.p, name.n < GBX_NAME_BYTES ? name.n : GBX_NAME_BYTES);
	t->open = gbx_doc_begin(t->d, gbx_buf_str(&t->name));
	t->settled = t->in_row = false;
	t->sheet_hidden = hidden;
	t->row = t->hidden_rows = 0;
	t->ncol = t->usual = t->shown = t->switches = 0;
	t->nheld = 0;
	gbx_buf_reset(&t->held);
	gbx_arena_reset(&t->names);
	memset(t->slot, 0, sizeof t->slot);
	memset(t->hidden, 0, sizeof t->hidden);
	return t->open;
}

void gbx_book_table_hide(struct gbx_book_table *t, unsigned long from, unsigned long last)
{
	for (; from <= last && from < GBX_BOOK_COLUMNS; from++)
		t->hidden[from] = 1;
}

void gbx_book_table_row(struct gbx_book_table *t, uint64_t number, bool hidden)
{
	t->row = number > t->row ? number : t->row + 1;
	t->row_hidden = hidden;
	t->in_row = true;
	t->bad = GBX_E_NONE;
	t->next = 0;
	t->ncells = 0;
	gbx_buf_reset(&t->cells);
}

void gbx_book_table_cell(struct gbx_book_table *t, unsigned long column, struct gbx_span text)
{
	if (!t->in_row || !text.n || t->bad)
		return;
	column = column > t->next ? column : t->next;
	if (column >= GBX_BOOK_COLUMNS) {
		gbx_book_table_bad(t, GBX_E_COLUMNS);
		return;
	}
	struct cell c = { (uint32_t)column, (uint32_t)text.n };
	t->next = column + 1;
	if (text.n <= GBX_RECORD_BYTES) {
		gbx_buf_add(&t->cells, &c, sizeof c);
		gbx_buf_add(&t->cells, text.p, text.n);
		t->ncells++;
	}
	if (text.n > GBX_RECORD_BYTES || gbx_buf_failed(&t->cells))
		gbx_book_table_bad(t, GBX_E_OVERSIZE);
}

void gbx_book_table_bad(struct gbx_book_table *t, enum gbx_eid why)
{
	if (!t->bad)
		t->bad = why;
	t->ncells = 0;
	gbx_buf_reset(&t->cells);
}

static bool is_taken(const struct gbx_book_table *t, uint32_t n, struct gbx_span name)
{
	for (uint32_t i = 0; i < n; i++)
		if (gbx_span_eq(t->col[i].name, name))
			return true;
	return false;
}

/*
 * Names column i as the header does, or by its place as in delimited text; a name
 * that others before it have gets a number.
 */
static void name_column(struct gbx_book_table *t, uint32_t i, struct gbx_span head)
{
	char made[GBX_NAME_BYTES];
	int keep = (int)(head.n < GBX_NAME_BYTES - SUFFIX ? head.n : GBX_NAME_BYTES - SUFFIX);
	struct gbx_span name = gbx_span_of(head.p, (size_t)keep);
	for (uint32_t k = i + 1; !name.n || is_taken(t, i, name); k++) {
		int n = keep ? snprintf(made, sizeof made, "%.*s_%u", keep, (const char *)head.p, k)
			     : snprintf(made, sizeof made, "c%u", k);
		name = gbx_span_of(made, (size_t)n);
	}
	char *copy = gbx_arena_dup(&t->names, name.p, name.n);
	if (!copy)
		_exit(GBX_UNPACK_EXIT_MEMORY);
	t->col[i].name = gbx_span_of(copy, name.n);
}

/* A column that has content for the first time. False: there are too many. */
static bool add_column(struct gbx_book_table *t, uint32_t column)
{
	if (t->ncol == GBX_RECORD_COLUMNS)
		return false;
	uint32_t i = t->ncol++;
	t->col[i] = (struct gbx_rows_column){ 0 };
	t->slot[column] = (uint16_t)t->ncol;
	if (t->settled)
		name_column(t, i, gbx_span_of(NULL, 0));
	return true;
}

/* Sends the first n columns unless they are the present ones. False: there are too many. */
static bool show_columns(struct gbx_book_table *t, uint32_t n)
{
	if (t->shown == n)
		return true;
	t->shown = n;
	t->switches++;
	return gbx_doc_table(t->d, gbx_buf_span(&t->name), t->col, n);
}

static void damage(struct gbx_book_table *t, uint64_t place, enum gbx_eid why)
{
	gbx_rows_damage(&t->d->rows, place, why, 1);
	gbx_doc_note(t->d);
}

/* Lays the cells out as values. Answers how many columns they need, 0: too many. */
static uint32_t lay_out(struct gbx_book_table *t, struct walk cells)
{
	struct cell c;
	struct gbx_span text;
	uint32_t need = t->usual;
	memset(t->value, 0, t->ncol * sizeof *t->value);
	while (next_cell(&cells, &c, &text)) {
		if (!t->slot[c.column] && !add_column(t, c.column))
			return 0;
		uint32_t i = t->slot[c.column] - 1;
		t->value[i] = text;
		need = i < need ? need : t->ncol;
		if (t->hidden[c.column])
			t->hidden[c.column] = 2;
	}
	/* a sheet that goes back and forth stays wide */
	return t->switches < SWITCHES ? need : t->ncol;
}

static void give_row(struct gbx_book_table *t, const struct row *r, struct walk cells)
{
	if (r->bad) {
		damage(t, r->place, (enum gbx_eid)r->bad);
		return;
	}
	uint32_t n = lay_out(t, cells);
	t->hidden_rows += r->hidden;
	if (!n || !show_columns(t, n)) {
		damage(t, r->place, GBX_E_COLUMNS);
		return;
	}
	gbx_rows_begin(&t->d->rows, r->place);
	for (uint32_t i = 0; i < n; i++) {
		if (t->value[i].n)
			gbx_rows_cell(&t->d->rows, t->value[i]);
		else
			gbx_rows_absent(&t->d->rows);
	}
	gbx_doc_row(t->d);
}

/* ---- where the table begins ---- */

/* The columns from the one at `first` on have content in rows from row `from` on. */
struct extent {
	uint32_t left, right, used; /* used: columns with content; 0: none */
	unsigned char has[GBX_BOOK_COLUMNS];
};

static void measure(const struct gbx_book_table *t, unsigned from, struct extent *e)
{
	struct walk rows = held_rows(t), cells;
	struct row r;
	struct cell c;
	struct gbx_span text;
	*e = (struct extent){ .left = GBX_BOOK_COLUMNS };
	for (unsigned i = 0; next_row(&rows, &r, &cells); i++)
		while (i >= from && next_cell(&cells, &c, &text)) {
			e->used += !e->has[c.column];
			e->has[c.column] = 1;
			e->left = c.column < e->left ? c.column : e->left;
			e->right = c.column > e->right ? c.column : e->right;
		}
}

/* Would row `at` be a header over the rows below it? */
static bool is_header(const struct gbx_book_table *t, unsigned at, struct extent *e)
{
	measure(t, at, e);
	uint32_t width = e->used ? e->right - e->left + 1 : 0;
	struct gbx_csv_below *below = calloc((size_t)width + 1, sizeof *below);
	struct walk rows = held_rows(t), cells;
	struct row r;
	struct cell c;
	struct gbx_span text;
	unsigned under = 0;
	if (!below || !width) {
		free(below);
		return false;
	}
	for (unsigned i = 0; next_row(&rows, &r, &cells); i++) {
		under += i > at;
		while (i >= at && next_cell(&cells, &c, &text)) {
			if (i == at)
				below[c.column - e->left].head = text;
			else
				gbx_csv_below_add(&below[c.column - e->left], text);
		}
	}
	/* columns nobody uses have no vote */
	uint32_t n = 0;
	for (uint32_t i = 0; i < width; i++)
		if (e->has[e->left + i])
			below[n++] = below[i];
	bool yes = gbx_csv_header_likely(below, n, under);
	free(below);
	return yes;
}

/*
 * Titles: rows with far fewer cells than the table has columns, above a row that is a
 * header. A crooked first row of data is data. Answers the row the table begins with.
 */
static unsigned find_start(const struct gbx_book_table *t, struct extent *e)
{
	struct walk rows = held_rows(t), cells;
	struct row r;
	uint32_t most = 0;
	while (next_row(&rows, &r, &cells))
		most = r.cells > most ? r.cells : most;
	rows = held_rows(t);
	for (unsigned i = 0; most > 1 && i < TITLE_ROWS && next_row(&rows, &r, &cells); i++)
		if (r.cells == most || (r.cells > 1 && 2 * r.cells > most))
			return is_header(t, i, e) ? i : 0;
	return 0;
}

/* Names all columns; header: the row that does, or nobody's. */
static void name_columns(struct gbx_book_table *t, bool named, unsigned header)
{
	struct walk rows = held_rows(t), cells = { NULL, NULL };
	struct row r;
	struct cell c;
	struct gbx_span text;
	for (unsigned i = 0; named && i <= header; i++)
		next_row(&rows, &r, &cells);
	memset(t->value, 0, t->ncol * sizeof *t->value);
	while (next_cell(&cells, &c, &text))
		if (t->slot[c.column])
			t->value[t->slot[c.column] - 1] = text;
	for (uint32_t i = 0; i < t->ncol; i++)
		name_column(t, i, t->value[i]);
}

/* Columns in their order, empty ones between others with them unless there are too many. */
static void lay_columns(struct gbx_book_table *t, const struct extent *e)
{
	bool gaps = e->right - e->left < 4 * e->used + GAPS;
	for (uint32_t c = e->left; e->used && c <= e->right; c++)
		if ((gaps || e->has[c]) && !add_column(t, c))
			break;
}

static void settle(struct gbx_book_table *t)
{
	struct extent *e = malloc(sizeof *e);
	struct walk rows = held_rows(t), cells;
	struct row r;
	if (!e)
		_exit(GBX_UNPACK_EXIT_MEMORY);
	unsigned start = find_start(t, e);
	bool header = is_header(t, start, e);
	lay_columns(t, e);
	free(e);
	name_columns(t, header, start);
	t->settled = true;
	t->usual = t->ncol;
	show_columns(t, t->usual);
	if (start)
		gbx_rows_skip(&t->d->rows, GBX_ROWS_SKIP_TITLE, start);
	for (unsigned i = 0; next_row(&rows, &r, &cells); i++)
		if (i >= start + header && !gbx_book_table_stopped(t))
			give_row(t, &r, cells);
	gbx_buf_release(&t->held);
	t->nheld = 0;
}

void gbx_book_table_row_end(struct gbx_book_table *t)
{
	struct row r = { t->row, t->ncells, (uint32_t)t->cells.n, t->bad, t->row_hidden };
	t->in_row = false;
	if (!t->open || (!t->ncells && !t->bad) || gbx_book_table_stopped(t))
		return;
	if (t->settled) {
		const char *p = gbx_buf_str(&t->cells);
		give_row(t, &r, (struct walk){ p, p + t->cells.n });
		return;
	}
	gbx_buf_add(&t->held, &r, sizeof r);
	gbx_buf_add(&t->held, t->cells.p, t->cells.n);
	if (gbx_buf_failed(&t->held))
		_exit(GBX_UNPACK_EXIT_MEMORY);
	if (++t->nheld == GBX_BOOK_AHEAD_ROWS || t->held.n > HELD_BYTES)
		settle(t);
}

static void tell_hidden(struct gbx_book_table *t)
{
	uint64_t columns = 0;
	for (size_t i = 0; i < GBX_BOOK_COLUMNS; i++)
		columns += t->hidden[i] == 2;
	if (t->sheet_hidden && t->ncol)
		gbx_rows_skip(&t->d->rows, GBX_ROWS_HIDDEN_SHEET, 1);
	if (columns)
		gbx_rows_skip(&t->d->rows, GBX_ROWS_HIDDEN_COLUMN, columns);
	if (t->hidden_rows)
		gbx_rows_skip(&t->d->rows, GBX_ROWS_HIDDEN_ROW, t->hidden_rows);
	if (t->charts)
		gbx_rows_skip(&t->d->rows, GBX_ROWS_SKIP_CHART, t->charts);
	t->charts = 0;
}

void gbx_book_table_end(struct gbx_book_table *t, enum gbx_eid why)
{
	if (!t->open)
		return;
	if (!t->settled && t->nheld && !gbx_book_table_stopped(t))
		settle(t);
	tell_hidden(t);
	gbx_doc_end(t->d, why);
	t->open = false;
}

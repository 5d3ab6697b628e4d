/* The rows of a relation, and writing them redacted as CSV and JSON lines. */
#include <stdlib.h>

#include "../base/escape.h"
#include "impl.h"

#define JOINED_MAX (32u << 20)

/* ---- columns of a row ---- */

bool gbx_column_map_init(struct gbx_column_map *m, uint32_t ncol)
{
	*m = (struct gbx_column_map){ .ncol = ncol, .head = calloc((size_t)ncol + 1, sizeof *m->head) };
	return m->head != NULL;
}

void gbx_column_map_release(struct gbx_column_map *m)
{
	free(m->head);
	free(m->next);
	*m = (struct gbx_column_map){ .ncol = 0 };
}

bool gbx_column_map_set(struct gbx_column_map *m, const struct gbx_export_row *r)
{
	if (m->batch == r->batch && m->map == r->map)
		return true;
	uint32_t n = r->batch->ncol;
	if (n > m->next_cap) {
		uint32_t *next = realloc(m->next, n * sizeof *next);
		if (!next)
			return false;
		m->next = next;
		m->next_cap = n;
	}
	memset(m->head, 0, m->ncol * sizeof *m->head);
	for (uint32_t i = n; i-- > 0;)
		if (r->map[i] < m->ncol) {
			m->next[i] = m->head[r->map[i]];
			m->head[r->map[i]] = i + 1;
		}
	m->batch = r->batch;
	m->map = r->map;
	return true;
}

void gbx_row_cells(const struct gbx_column *c, uint32_t row, uint32_t *from, uint32_t *to)
{
	if (!c->rec) {
		*from = row < c->n ? row : c->n;
		*to = row < c->n ? row + 1 : c->n;
		return;
	}
	uint32_t a = 0, b = c->n;
	while (a < b) {
		uint32_t m = a + (b - a) / 2;
		if (c->rec[m] < row)
			a = m + 1;
		else
			b = m;
	}
	for (*from = *to = a; *to < c->n && c->rec[*to] == row;)
		++*to;
}

/* ---- writing ---- */

/* The redacted cell of column col in e->cell. False when the record has no value. */
static bool redact_cell(struct gbx_exporting *e, uint32_t col, struct gbx_span raw)
{
	bool shown;
	enum gbx_redaction action = e->action[col];
	struct gbx_span v = gbx_trim(raw.p, raw.n);
	gbx_buf_reset(&e->cell);
	if (!v.n)
		return false;
	struct gbx_value value = gbx_value_of(v.p, v.n);
	if (action == GBX_R_KEEP && !gbx_is_placeholder(&value, e->col[col].plan.type) &&
	    !gbx_may_show(e, col, &value))
		action = GBX_R_DROP;
	if (action == GBX_R_KEEP && !gbx_safe_to_show(v))
		action = GBX_R_DROP; /* so that what is shown stands in every format as it is */
	gbx_redact_value(e->x, action, &e->col[col].plan, &value, &e->cell, &shown);
	if (shown || action == GBX_R_YEAR || action == GBX_R_BAND)
		gbx_bytes_set_add(&e->x->let, gbx_buf_span(&e->cell));
	e->failed |= e->cell.failed;
	return true;
}

static void csv_cell(struct gbx_exporting *e, const struct gbx_export_row *r, uint32_t col,
		     struct gbx_buf *joined, struct gbx_buf *csv)
{
	gbx_buf_reset(joined);
	for (uint32_t i = e->columns.head[col]; i; i = e->columns.next[i - 1]) {
		const struct gbx_column *c = r->batch->col + i - 1;
		uint32_t from, to;
		gbx_row_cells(c, r->row, &from, &to);
		for (uint32_t k = from; k < to; k++)
			if (redact_cell(e, col, gbx_cell_span(r->batch, c->cell[k]))) {
				gbx_buf_adds(joined, joined->n ? GBX_BETWEEN : "");
				gbx_buf_add(joined, e->cell.p, e->cell.n);
			}
	}
	e->failed |= joined->failed;
	gbx_escape_csv(csv, gbx_buf_span(joined));
}

/* How many cells the row has in a column, and whether they are a list. */
static uint32_t count_cells(const struct gbx_exporting *e, const struct gbx_export_row *r,
			    uint32_t col, bool *list)
{
	uint32_t n = 0;
	*list = false;
	for (uint32_t i = e->columns.head[col]; i; i = e->columns.next[i - 1]) {
		const struct gbx_column *c = r->batch->col + i - 1;
		uint32_t from, to;
		gbx_row_cells(c, r->row, &from, &to);
		n += to - from;
		*list |= (c->flags & GBX_COLUMN_LIST) != 0;
	}
	*list |= n > 1;
	return n;
}

static void json_values(struct gbx_exporting *e, const struct gbx_export_row *r, uint32_t col,
			struct gbx_buf *out)
{
	bool more = false;
	for (uint32_t i = e->columns.head[col]; i; i = e->columns.next[i - 1]) {
		const struct gbx_column *c = r->batch->col + i - 1;
		uint32_t from, to;
		gbx_row_cells(c, r->row, &from, &to);
		for (uint32_t k = from; k < to; k++, more = true) {
			gbx_buf_adds(out, more ? ", " : "");
			if (redact_cell(e, col, gbx_cell_span(r->batch, c->cell[k])))
				gbx_escape_json(out, gbx_buf_span(&e->cell));
			else
				gbx_buf_adds(out, "null");
		}
	}
}

/* A member for every column the record has; true when it has this one. */
static bool json_member(struct gbx_exporting *e, const struct gbx_export_row *r, uint32_t col,
			bool first, struct gbx_buf *out)
{
	bool list;
	if (!count_cells(e, r, col, &list))
		return false;
	gbx_buf_adds(out, first ? "" : ", ");
	gbx_escape_json(out, gbx_span_str(e->col[col].name));
	gbx_buf_adds(out, list ? ": [" : ": ");
	json_values(e, r, col, out);
	gbx_buf_adds(out, list ? "]" : "");
	return true;
}

void gbx_write_rows(struct gbx_exporting *e, struct gbx_buf *csv, struct gbx_buf *jsonl)
{
	struct gbx_buf joined = GBX_BUF_INIT(JOINED_MAX);
	for (uint32_t c = 0; c < e->ncol; c++) {
		gbx_buf_adds(csv, c ? "," : "");
		gbx_escape_csv(csv, gbx_span_str(e->col[c].name));
		gbx_bytes_set_add(&e->x->name, gbx_span_str(e->col[c].name));
		gbx_buf_reset(&joined);
		gbx_escape_csv_text(&joined, gbx_span_str(e->col[c].name));
		gbx_bytes_set_add(&e->x->name, gbx_buf_span(&joined));
	}
	gbx_buf_adds(csv, "\r\n");
	for (uint32_t i = 0; i < e->nrow && !e->failed; i++) {
		const struct gbx_export_row *r = e->row + i;
		bool first = true;
		gbx_begin_row(e, r);
		gbx_buf_adds(jsonl, "{");
		for (uint32_t c = 0; c < e->ncol; c++) {
			gbx_buf_adds(csv, c ? "," : "");
			csv_cell(e, r, c, &joined, csv);
			first &= !json_member(e, r, c, first, jsonl);
		}
		gbx_buf_adds(csv, "\r\n");
		gbx_buf_adds(jsonl, "}\n");
	}
	gbx_buf_release(&joined);
}

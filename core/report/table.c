/* Walking tables; the contract is in table.h. */
#include "table.h"

struct gbx_cursor gbx_table_rows(const struct gbx_table *t, const struct gbx_model *m)
{
	struct gbx_cursor c = { .fresh = true };

	c.end = t->count[0](m, &c);
	return c;
}

struct gbx_cursor gbx_table_rows_of(uint32_t first)
{
	return (struct gbx_cursor){ .at = { first }, .end = first + 1, .fresh = true };
}

/* Carries like an odometer: a level at its end goes to zero, the one outside it on. */
static bool settle(const struct gbx_table *t, const struct gbx_model *m, struct gbx_cursor *c)
{
	for (unsigned k = 0; k < t->depth;) {
		uint32_t end = k ? t->count[k](m, c) : c->end;
		if (c->at[k] < end) {
			k++;
			continue;
		}
		if (!k)
			return false;
		c->at[k--] = 0;
		c->at[k]++;
	}
	return true;
}

bool gbx_table_next(const struct gbx_table *t, const struct gbx_model *m, struct gbx_cursor *c)
{
	do {
		if (!c->fresh)
			c->at[t->depth - 1]++;
		c->fresh = false;
		if (!settle(t, m, c))
			return false;
	} while (t->keep && !t->keep(m, c));
	return true;
}

struct gbx_cell gbx_table_cell(const struct gbx_column *col, const struct gbx_model *m,
			       const struct gbx_cursor *c, struct gbx_buf *text)
{
	struct gbx_cell cell = { .text = text };

	gbx_buf_reset(text);
	col->cell(m, c, &cell);
	return cell;
}

void gbx_put_cell(struct gbx_buf *out, const struct gbx_cell *cell)
{
	switch (cell->kind) {
	case GBX_CELL_NONE:
		gbx_buf_adds(out, "–");
		break;
	case GBX_CELL_TEXT:
	case GBX_CELL_CODE:
		gbx_buf_add(out, cell->text->p, cell->text->n);
		break;
	case GBX_CELL_FIGURE:
		gbx_put_figure(out, cell->figure);
		break;
	case GBX_CELL_NUMBER:
		gbx_put_number(out, cell->number);
		break;
	case GBX_CELL_BYTES:
		gbx_put_bytes(out, cell->number);
		break;
	case GBX_CELL_SHARE:
		gbx_put_share(out, cell->figure, cell->number);
		break;
	case GBX_CELL_DECIMAL:
		gbx_put_decimal(out, cell->real, 2);
		break;
	case GBX_CELL_FLAG:
		gbx_buf_adds(out, cell->number ? "yes" : "no");
		break;
	}
}

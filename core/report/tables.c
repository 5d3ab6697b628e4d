/* The CSV tables (RFC 4180). Numbers are plain; covered counts read "<5" or "5-9". */
#include <inttypes.h>

#include "../base/escape.h"
#include "../base/limits.h"
#include "table.h"

/* Names go through the terminal's escaper too: a table may be shown with cat. */
static void put_value(struct gbx_buf *out, const struct gbx_cell *cell, struct gbx_buf *safe)
{
	switch (cell->kind) {
	case GBX_CELL_NONE:
		break;
	case GBX_CELL_FIGURE:
		gbx_put_plain(out, cell->figure);
		break;
	case GBX_CELL_NUMBER:
	case GBX_CELL_BYTES:
	case GBX_CELL_FLAG:
		gbx_buf_addf(out, "%" PRIu64, cell->number);
		break;
	case GBX_CELL_SHARE:
		if (cell->figure.cover == GBX_SHOWN && cell->number)
			gbx_put_decimal(out, (double)cell->figure.value / (double)cell->number, 4);
		break;
	case GBX_CELL_DECIMAL:
		gbx_put_decimal(out, cell->real, 4);
		break;
	case GBX_CELL_TEXT:
	case GBX_CELL_CODE:
		gbx_buf_reset(safe);
		gbx_escape_terminal(safe, gbx_buf_span(cell->text));
		gbx_escape_csv(out, gbx_buf_span(safe));
		break;
	}
}

static void put_head(struct gbx_buf *out, const struct gbx_table *t)
{
	const char *comma = "";

	for (const struct gbx_column *c = t->column; c->key; c++) {
		if (!(c->use & GBX_IN_CSV))
			continue;
		gbx_buf_adds(out, comma);
		gbx_buf_adds(out, c->key);
		comma = ",";
	}
	gbx_buf_adds(out, "\r\n");
}

static void put_row(struct gbx_buf *out, const struct gbx_table *t, const struct gbx_model *m,
		    const struct gbx_cursor *at, struct gbx_buf *text, struct gbx_buf *safe)
{
	const char *comma = "";

	for (const struct gbx_column *c = t->column; c->key; c++) {
		if (!(c->use & GBX_IN_CSV))
			continue;
		struct gbx_cell cell = gbx_table_cell(c, m, at, text);
		gbx_buf_adds(out, comma);
		put_value(out, &cell, safe);
		comma = ",";
	}
	gbx_buf_adds(out, "\r\n");
}

static enum gbx_rc write_csv(const struct gbx_table *t, struct gbx_summary *s,
			     const struct gbx_report_options *o, struct gbx_buf *out,
			     struct gbx_err *err)
{
	struct gbx_model m;
	struct gbx_buf text = GBX_BUF_INIT(GBX_REPORT_BYTES);
	struct gbx_buf safe = GBX_BUF_INIT(GBX_REPORT_BYTES);
	enum gbx_rc rc = gbx_model_init(&m, s, o, true, err);

	if (rc)
		return rc;
	struct gbx_cursor c = gbx_table_rows(t, &m);
	put_head(out, t);
	while (gbx_table_next(t, &m, &c) && !gbx_buf_failed(out))
		put_row(out, t, &m, &c, &text, &safe);
	if (gbx_buf_failed(out) || gbx_buf_failed(&text) || gbx_buf_failed(&safe))
		rc = gbx_fail(err, GBX_E_NOMEM, "writing table %s", t->name);
	gbx_buf_release(&text);
	gbx_buf_release(&safe);
	gbx_model_release(&m);
	return rc;
}

#define CSV_TABLES(X)                                                                              \
	X(relations, relations)                                                                    \
	X(fields, fields)                                                                          \
	X(shapes, shapes)                                                                          \
	X(regions, regions)                                                                        \
	X(exposure_sets, sets)                                                                     \
	X(data_classes, classes)                                                                   \
	X(types, types)                                                                            \
	X(password_storage, stored)                                                                \
	X(entries, entries)                                                                        \
	X(quarantine, quarantine)

#define WRITER(name, table)                                                                        \
	static enum gbx_rc write_##name(struct gbx_summary *s, const struct gbx_report_options *o, \
					struct gbx_buf *out, struct gbx_err *err)                  \
	{                                                                                          \
		return write_csv(&gbx_table_##table, s, o, out, err);                              \
	}
CSV_TABLES(WRITER)

#define ROW(name, table) { #name, write_##name },
const struct gbx_report_table gbx_report_tables[] = { CSV_TABLES(ROW){ NULL, NULL } };

/*
 * The top of a table: lines before the first record, and the header.
 */
#include "csv_sniff.h"

#include <stdlib.h>

#include "../base/limits.h"

#define TITLE_LINES 20u /* most lines that may stand above a table */
#define LOOK_ROWS 200u  /* rows a header is compared with */

struct top {
	struct gbx_csv_sample s;
	const struct gbx_csv_dialect *d;
};

static unsigned count_fields(const struct top *x, size_t at, size_t *end)
{
	struct gbx_csv_field f;
	unsigned n = 0;
	enum gbx_csv_step step;
	do {
		step = gbx_csv_field_next(x->d, x->s.p, x->s.n, at, true, &f);
		at = f.next;
		n++;
	} while (step == GBX_CSV_NEXT_FIELD);
	*end = at;
	return n;
}

static size_t skip_blank(const struct top *x, size_t at)
{
	for (size_t w = 1; w && at < x->s.n; at += w)
		w = gbx_csv_blank(x->d, x->s.p, x->s.n, at);
	return at;
}

/* Reads the row at `at` as heads (first) or as cells below them. */
static size_t take_row(const struct top *x, size_t at, struct gbx_csv_below *c, unsigned columns,
                       bool first)
{
	struct gbx_csv_field f;
	unsigned n = 0;
	enum gbx_csv_step step;
	do {
		step = gbx_csv_field_next(x->d, x->s.p, x->s.n, at, true, &f);
		at = f.next;
		struct gbx_span cell = gbx_span_of(x->s.p + f.from, f.to - f.from);
		if (n < columns && first)
			c[n].head = cell;
		else if (n < columns)
			gbx_csv_below_add(&c[n], cell);
		n++;
	} while (step == GBX_CSV_NEXT_FIELD);
	return at;
}

/* Would the row at `at` be a header over the rows below it? */
static bool is_header(const struct top *x, size_t at, unsigned columns)
{
	struct gbx_csv_below *c = calloc(columns, sizeof *c);
	if (!c)
		return false;
	size_t i = take_row(x, at, c, columns, true);
	unsigned rows = 0;
	for (i = skip_blank(x, i); i < x->s.n && rows < LOOK_ROWS; i = skip_blank(x, i)) {
		i = take_row(x, i, c, columns, false);
		rows++;
	}
	bool yes = gbx_csv_header_likely(c, columns, rows);
	free(c);
	return yes;
}

static bool is_comment(const unsigned char *p, size_t n)
{
	return n && (p[0] == '#' || p[0] == '%' || (n > 1 && (memcmp(p, "//", 2) == 0)));
}

/*
 * Titles: lines with far fewer fields than the table, above a row that has them
 * all. They go only when they are comments, or when that row is a header: a
 * crooked first row of data is data.
 */
static size_t find_start(const struct top *x, size_t from, unsigned columns)
{
	size_t at = skip_blank(x, from), end;
	size_t start = at;
	bool comments = true;
	for (unsigned lines = 0; at < x->s.n && lines < TITLE_LINES; lines++) {
		unsigned n = count_fields(x, at, &end);
		if (n == columns || (n > 1 && 2 * n > columns)) {
			bool go = at != start && (comments || is_header(x, at, columns));
			return go ? at : start;
		}
		comments = comments && is_comment(x->s.p + at, end - at);
		at = skip_blank(x, end);
	}
	return start;
}

void gbx_csv_sniff_top(struct gbx_csv_sample s, const struct gbx_format_options *o,
                       struct gbx_csv_dialect *d, unsigned usual)
{
	const struct top x = {s, d};
	unsigned most = usual <= GBX_RECORD_COLUMNS ? usual : GBX_RECORD_COLUMNS;
	size_t end = 0;
	d->skip = usual > 1 ? find_start(&x, d->skip, usual) : skip_blank(&x, d->skip);
	d->columns = most;
	d->header = false;
	if (d->skip >= s.n)
		return;
	d->header = o->header ? o->header > 0 : is_header(&x, d->skip, most);
	unsigned head = count_fields(&x, d->skip, &end);
	if (d->header && head > most)
		d->columns = head <= GBX_RECORD_COLUMNS ? head : GBX_RECORD_COLUMNS;
}

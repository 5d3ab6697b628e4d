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

/* The fields of the row at `at`; *filled: those that are not empty. */
static unsigned count_fields(const struct top *x, size_t at, size_t *end, unsigned *filled)
{
	struct gbx_csv_field f;
	unsigned n = 0;
	enum gbx_csv_step step;
	*filled = 0;
	do {
		step = gbx_csv_field_next(x->d, x->s.p, x->s.n, at, n, true, &f);
		at = f.next;
		*filled += f.to > f.from;
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
		step = gbx_csv_field_next(x->d, x->s.p, x->s.n, at, n, true, &f);
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

/* Does the row at `at` read as one of the table, a title or a comment not? */
static bool is_row(const struct top *x, size_t at, unsigned columns, size_t *end)
{
	unsigned filled, n = count_fields(x, at, end, &filled);
	bool whole = n == columns || (n > 1 && 2 * n > columns);
	bool hollow = columns > 1 && 2 * filled <= columns;
	return whole && !hollow && !is_comment(x->s.p + at, *end - at);
}

/* A header of groups, with gaps, over the header of the columns, without. */
static bool is_over_header(const struct top *x, size_t at, unsigned columns)
{
	size_t below, end;
	unsigned filled, full;
	if (columns < 3 || count_fields(x, at, &below, &filled) != columns || filled == columns)
		return false;
	return below < x->s.n && count_fields(x, below, &end, &full) == columns &&
	       full == columns && is_header(x, below, columns);
}

/*
 * Titles: lines with far fewer fields than the table, or filled up with empty ones,
 * above a row that has them all. They go only when they are comments, or when that
 * row is a header: a crooked first row of data is data, and so is one with gaps.
 */
static size_t find_start(const struct top *x, size_t from, unsigned columns)
{
	size_t at = skip_blank(x, from), end;
	const size_t start = at;
	size_t marked = SIZE_MAX; /* a comment that may be the header */
	bool comments = true;
	for (unsigned lines = 0; at < x->s.n && lines < TITLE_LINES; lines++) {
		if (is_row(x, at, columns, &end)) {
			if (at == start && is_over_header(x, at, columns))
				return end;
			if (at == start || is_header(x, at, columns))
				return at;
			if (marked != SIZE_MAX && is_header(x, marked, columns))
				return marked;
			return comments ? at : start;
		}
		bool comment = is_comment(x->s.p + at, end - at);
		unsigned filled;
		if (comment && count_fields(x, at, &end, &filled) == columns)
			marked = at;
		comments = comments && comment;
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
	unsigned filled;
	d->columns = most;
	d->skip = usual > 1 ? find_start(&x, d->skip, usual) : skip_blank(&x, d->skip);
	d->header = false;
	if (d->skip >= s.n)
		return;
	d->header = o->header ? o->header > 0 : is_header(&x, d->skip, most);
	unsigned head = count_fields(&x, d->skip, &end, &filled);
	if (d->header && head > most)
		d->columns = head <= GBX_RECORD_COLUMNS ? head : GBX_RECORD_COLUMNS;
}

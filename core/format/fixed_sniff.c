/*
 * Finding the columns of a head. A ruler says where they are; without one, a
 * column of blanks through all lines is a gap, and gaps must have values that
 * begin behind them or end before them.
 */
#include <stdlib.h>

#include "fixed.h"

#define LINES 300u
#define TITLES 10u /* lines that may stand above the header */
#define LEAST 5u   /* lines that gaps are believed of */

static size_t trimmed(struct gbx_span s)
{
	size_t n = s.n;
	while (n && (s.p[n - 1] == ' ' || s.p[n - 1] == '\r'))
		n--;
	return n;
}

/* The characters of a line as one byte each; their number. */
static uint32_t flatten(struct gbx_span s, unsigned char *out)
{
	uint32_t n = 0;
	for (size_t i = 0; i < s.n && n < GBX_FIXED_WIDTH; i++) {
		if ((s.p[i] & 0xc0) == 0x80)
			continue;
		/* an upright line, E2 94 82, is a border */
		bool upright = s.n - i >= 3 && !memcmp(s.p + i, "\xe2\x94\x82", 3);
		bool cross =
		    s.n - i >= 3 && s.p[i] == 0xe2 && s.p[i + 1] == 0x94 && s.p[i + 2] >= 0x8c;
		bool drawn =
		    s.n - i >= 3 && s.p[i] == 0xe2 && (s.p[i + 1] == 0x94 || s.p[i + 1] == 0x95);
		out[n++] = upright ? '|' : cross ? '+' : drawn ? '-' : s.p[i];
	}
	return n;
}

static void add_column(struct gbx_fixed_dialect *d, uint32_t gap, uint32_t start)
{
	if (d->columns < GBX_FIXED_COLUMNS) {
		d->gap[d->columns] = gap;
		d->start[d->columns++] = start;
	}
}

/* "+----+---+", "|---|---|" and "----+----": columns between the crosses. */
static bool drawn_columns(struct gbx_span line, struct gbx_fixed_dialect *d)
{
	unsigned char flat[GBX_FIXED_WIDTH];
	uint32_t n = flatten(line, flat), from = 0;
	while (n && flat[n - 1] == ' ')
		n--;
	while (from < n && flat[from] == ' ')
		from++;
	if (n - from < 3)
		return false;
	d->drawn = true;
	d->width = n;
	d->framed = flat[from] == '+' || flat[from] == '|';
	uint32_t begin = from + d->framed, gap = d->framed ? from : 0;
	d->columns = 0;
	for (uint32_t i = begin; i <= n; i++) {
		bool cross = i == n || flat[i] == '+' || flat[i] == '|';
		if (!cross && flat[i] != '-' && flat[i] != '=' && flat[i] != ':')
			return false;
		if (!cross)
			continue;
		if (i > begin)
			add_column(d, gap, begin);
		gap = i;
		begin = i + 1;
	}
	return d->columns >= 1 && (d->framed || d->columns >= 2);
}

/* "---- ------": columns of dashes. */
static bool dashed_columns(struct gbx_span line, struct gbx_fixed_dialect *d)
{
	uint32_t end = 0;
	d->drawn = d->framed = false;
	d->columns = 0;
	for (uint32_t i = 0; i < line.n; i++) {
		bool dash = line.p[i] == '-' || line.p[i] == '=';
		if (!dash && line.p[i] != ' ')
			return false;
		if (dash && (!i || line.p[i - 1] == ' '))
			add_column(d, end, i);
		if (dash)
			end = i + 1;
	}
	return d->columns >= 2;
}

/* Share of rows below that fit, in percent; they must be some. */
static unsigned fitting(struct gbx_span s, const struct gbx_fixed_dialect *d, unsigned *rows)
{
	struct gbx_span cell[GBX_FIXED_COLUMNS];
	struct gbx_fixed_group g;
	unsigned all = 0;
	*rows = 0;
	for (size_t at = d->skip; all < LINES && at < s.n; at += g.n) {
		size_t first = at;
		gbx_fixed_group(d, s, at, true, &g);
		struct gbx_span line = gbx_fixed_group_text(s, at, &g);
		if (g.lines > 1)
			gbx_fixed_next(s, &first, &line);
		enum gbx_fixed_kind kind = gbx_fixed_line(d, line, cell);
		all += kind != GBX_FIXED_SKIP;
		*rows += kind == GBX_FIXED_ROW;
	}
	return all ? *rows * 100 / all : 0;
}

/* A ruler within the first lines, with a header above it. */
static int by_ruler(struct gbx_span s, struct gbx_fixed_dialect *d)
{
	struct gbx_span line, above = {NULL, 0};
	size_t at = 0, above_at = 0;
	bool framed = false;
	for (unsigned i = 0; i < TITLES; i++) {
		size_t from = at;
		if (!gbx_fixed_next(s, &at, &line))
			return 0;
		if (!trimmed(line))
			continue;
		if (!gbx_fixed_is_ruler(line)) {
			above = line;
			above_at = from;
			continue;
		}
		/* The upper edge of a frame has its header below; above it is what was asked. */
		if (above.p && !framed && line.p[0] == '+' && above.p[0] != '|')
			above.p = NULL;
		if (!above.p && !framed) {
			framed = true;
			continue;
		}
		if (!above.p || !(drawn_columns(line, d) || dashed_columns(line, d)))
			continue;
		d->skip = at;
		d->header = above_at;
		d->header_n = above.n;
		unsigned rows;
		bool fits = fitting(s, d, &rows) >= 80;
		return fits && rows ? (d->drawn || rows > 1 ? 92 : 60) : 0;
	}
	return 0;
}

struct census {
	unsigned lines;
	unsigned filled[GBX_FIXED_WIDTH]; /* lines with no blank there */
	unsigned begins[GBX_FIXED_WIDTH]; /* lines with a value that begins there */
	unsigned ends[GBX_FIXED_WIDTH];
	uint32_t width;
};

static bool take_census(struct gbx_span s, struct census *x)
{
	unsigned char flat[GBX_FIXED_WIDTH];
	struct gbx_span line;
	for (size_t at = 0; x->lines < LINES && gbx_fixed_next(s, &at, &line);) {
		line.n = trimmed(line);
		if (!line.n)
			continue;
		if (memchr(line.p, '\t', line.n))
			return false;
		uint32_t n = flatten(line, flat);
		x->lines++;
		x->width = n > x->width ? n : x->width;
		for (uint32_t i = 0; i < n; i++) {
			bool blank = flat[i] == ' ';
			x->filled[i] += !blank;
			x->begins[i] += !blank && (!i || flat[i - 1] == ' ');
			x->ends[i] += !blank && (i + 1 == n || flat[i + 1] == ' ');
		}
	}
	return x->lines >= LEAST && x->width < GBX_FIXED_WIDTH;
}

/* A blank in all lines, but for one in fifty: values may be too wide. */
static bool is_gap(const struct census *x, uint32_t i)
{
	return x->filled[i] * 50 <= x->lines;
}

/* Columns between the gaps. Each must be used, and lean on one of its sides. */
static bool gap_columns(const struct census *x, struct gbx_fixed_dialect *d)
{
	uint32_t gap = 0, wide = 0;
	d->columns = 0;
	for (uint32_t i = 0; i < x->width;) {
		if (is_gap(x, i)) {
			i++;
			continue;
		}
		uint32_t end = i;
		while (end < x->width && !is_gap(x, end))
			end++;
		unsigned most = 0, edge = 0;
		for (uint32_t k = i; k < end; k++)
			most = x->filled[k] > most ? x->filled[k] : most;
		edge = x->begins[i] > x->ends[end - 1] ? x->begins[i] : x->ends[end - 1];
		if (edge * 2 < most || most * 10 < x->lines)
			return false;
		wide += d->columns && i - gap >= 2;
		add_column(d, gap, i);
		gap = end;
		i = end;
	}
	/* Words of equal length share blanks by chance: some gap must be wider. */
	return d->columns >= 2 && (wide || x->lines >= 20);
}

/* Do lengths vary, so that blanks fill columns up? Words of a text do not. */
static bool is_filled(struct gbx_span s)
{
	struct gbx_span line;
	unsigned lines = 0, runs = 0;
	for (size_t at = 0; lines < LINES && gbx_fixed_next(s, &at, &line);) {
		line.n = trimmed(line);
		if (!line.n)
			continue;
		lines++;
		runs += memmem(line.p, line.n, "  ", 2) != NULL;
	}
	return runs * 2 >= lines;
}

static void find_header(struct gbx_span s, struct gbx_fixed_dialect *d)
{
	struct gbx_span line, cell[GBX_FIXED_COLUMNS];
	struct gbx_csv_below *below = calloc(d->columns, sizeof *below);
	unsigned rows = 0;
	size_t at = 0, end = 0, from = 0;
	if (!below)
		return;
	for (; rows < LINES && gbx_fixed_next(s, &at, &line);) {
		if (gbx_fixed_line(d, line, cell) == GBX_FIXED_ROW) {
			for (unsigned i = 0; i < d->columns; i++) {
				if (!rows)
					below[i].head = cell[i];
				else
					gbx_csv_below_add(&below[i], cell[i]);
			}
			end = rows++ ? end : at;
		}
		from = rows ? from : at;
	}
	if (rows > 1 && gbx_csv_header_likely(below, d->columns, rows - 1)) {
		d->header = from;
		d->header_n = end - from;
		d->skip = end;
	}
	free(below);
}

static int by_gaps(struct gbx_span s, struct gbx_fixed_dialect *d)
{
	struct census *x = calloc(1, sizeof *x);
	bool found = x && take_census(s, x);
	*d = (struct gbx_fixed_dialect){.columns = 1};
	found = found && gap_columns(x, d) && is_filled(s);
	if (found)
		find_header(s, d);
	int bid = !found ? 0 : x->lines < 10 && !d->header_n ? 50 : 72 + (d->header_n ? 8 : 0);
	free(x);
	return bid;
}

int gbx_fixed_sniff(const struct gbx_head *h, struct gbx_fixed_dialect *d)
{
	struct gbx_csv_sample sample = gbx_csv_sample_of(h);
	struct gbx_span s = gbx_span_of(sample.p, sample.n);
	*d = (struct gbx_fixed_dialect){.columns = 1};
	if (!s.n || !gbx_csv_is_text(sample) || gbx_csv_is_foreign(sample))
		return 0;
	int bid = by_ruler(s, d);
	if (!bid && !gbx_csv_is_code(sample))
		bid = by_gaps(s, d);
	if (!bid)
		*d = (struct gbx_fixed_dialect){.columns = 1};
	return bid;
}

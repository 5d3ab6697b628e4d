/*
 * Polluted tables: well-made ones are spoiled in the ways that Vitagliano et al.,
 * "Pollock: a data loading benchmark" (VLDB 2023), found in public files, and what
 * is read is compared with what was there: the header, and every cell of every row.
 */
#include "csv_spoil.h"

#define SHARE 98u /* percent of the cases that must be right */

/* ---- the file ---- */

static void plain(struct spoil *x)
{
	put_head(x);
	put_rows(x, 0, x->rows);
}

static void name_none(struct spoil *x)
{
	x->headless = true;
	put_rows(x, 0, x->rows);
}

static void header_only(struct spoil *x)
{
	put_head(x);
}

static void one_row(struct spoil *x)
{
	put_head(x);
	put_row(x, 0);
}

static void no_final_eol(struct spoil *x)
{
	plain(x);
	x->text.n -= strlen(x->s.eol);
}

static void more_final_eols(struct spoil *x)
{
	plain(x);
	for (unsigned i = 0; i <= x->variant % 3; i++)
		put_line(x, "");
}

static void sep_line(struct spoil *x)
{
	gbx_buf_addf(&x->text, "sep=%s%s", x->s.delim, x->s.eol);
	plain(x);
}

static void delimiters(struct spoil *x)
{
	static const char *const all[] = {";",   "\t", "|", ", ",   "||",
	                                  "~|~", "::", "^", "\x1f", "; "};
	x->s.delim = all[x->variant % 10];
	x->s.quoting = x->variant / 10 % 2 ? ALL : NEEDED;
	plain(x);
}

static void spaces(struct spoil *x)
{
	if (x->t->spaces) {
		x->s.delim = " ";
		x->s.quoting = x->variant % 2 ? ALL : NEEDED;
	}
	plain(x);
}

static void single_quotes(struct spoil *x)
{
	x->s.quote = '\'';
	x->s.quoting = x->variant % 3 == 0 ? NEEDED : x->variant % 3 == 1 ? ALL : TEXTS;
	plain(x);
}

static void backslashes(struct spoil *x)
{
	x->s.escape = '\\';
	plain(x);
}

static void nul_escapes(struct spoil *x)
{
	x->s.escape = 0;
	plain(x);
}

static void all_quoted(struct spoil *x)
{
	x->s.quoting = ALL;
	plain(x);
}

static void line_ends(struct spoil *x)
{
	static const char *const all[] = {"\r", "\r\n", "\n"};
	x->s.eol = all[x->variant % 3];
	plain(x);
}

static void one_column(struct spoil *x)
{
	static const unsigned of[] = {3, 2, 0, 1, 2, 0, 0, 0, 1};
	unsigned col = of[x->t - tables];
	put_cells(x, &x->t->head[col], 1, true);
	for (unsigned r = 0; r < x->rows; r++)
		put_cells(x, (const char *const[]){x->cell[r][col]}, 1, *x->cell[r][col]);
}

/* ---- around the table ---- */

static void blank_lines(struct spoil *x)
{
	static const char *const empty[] = {"", "", "\n\n"};
	if (x->variant % 3 == 0)
		put_line(x, empty[x->variant / 3 % 2]);
	put_head(x);
	if (x->variant % 3 == 1)
		put_line(x, "");
	put_rows(x, 0, x->rows / 2);
	if (x->variant % 3 == 2)
		put_line(x, "");
	put_rows(x, x->rows / 2, x->rows);
}

static void comments(struct spoil *x)
{
	put_line(x, "# made by the export tool");
	if (x->variant % 2)
		put_line(x, "# 2023-04-05, all rows");
	plain(x);
}

static void preamble(struct spoil *x)
{
	static const char *const first[] = {"Report of sales", "Export", "Table 3: all of them",
	                                    "Quarterly figures, by region"};
	put_line(x, first[x->variant % 4]);
	if (x->variant / 4 % 2)
		put_line(x, "Made for the board");
	if (x->variant / 8 % 2)
		put_line(x, "");
	plain(x);
}

/* Titles filled up with empty cells, as spreadsheets write them. */
static void preamble_padded(struct spoil *x)
{
	for (unsigned k = 0; k <= x->variant % 3; k++) {
		gbx_buf_adds(&x->text, k ? "" : "Report of sales");
		for (unsigned i = 1; i < x->t->cols; i++)
			gbx_buf_adds(&x->text, x->s.delim);
		gbx_buf_adds(&x->text, x->s.eol);
	}
	plain(x);
}

static void preamble_pairs(struct spoil *x)
{
	gbx_buf_addf(&x->text, "Made%s2023-04-05%s", x->s.delim, x->s.eol);
	gbx_buf_addf(&x->text, "By%sExport tool%s", x->s.delim, x->s.eol);
	if (x->variant % 2)
		put_line(x, "");
	plain(x);
}

static void footer(struct spoil *x)
{
	plain(x);
	if (x->variant % 2) {
		put_cells(x, (const char *const[]){"Source: the export tool"}, 1, true);
		return;
	}
	put_line(x, "");
	const char *cell[COLS] = {"Total"};
	for (unsigned i = 1; i < x->t->cols; i++)
		cell[i] = i + 1 < x->t->cols ? "" : "12";
	put_cells(x, cell, x->t->cols, true);
}

/* Two and three lines of header: the first names the columns, no line is lost. */
static void header_lines(struct spoil *x)
{
	const char *cell[COLS];
	put_head(x);
	for (unsigned k = 0; k <= x->variant % 2; k++) {
		for (unsigned i = 0; i < x->t->cols; i++)
			cell[i] = k ? "(unit)" : "short name";
		put_cells(x, cell, x->t->cols, true);
	}
	put_rows(x, 0, x->rows);
}

static void header_wraps(struct spoil *x)
{
	const char *cell[COLS];
	for (unsigned i = 0; i < x->t->cols; i++)
		cell[i] = i == bad_col(x) ? "the name\nof this" : x->t->head[i];
	put_cells(x, cell, x->t->cols, true);
	put_rows(x, 0, x->rows);
}

/* A second table below: nothing of it is lost, the first one is not changed by it. */
static void more_tables(struct spoil *x)
{
	static const int more[] = {0, -1, 1, 0};
	static const char *const head[] = {"code", "label", "level", "since", "until",
	                                   "kind", "who",   "why",   "how",   "where",
	                                   "when", "which", "what"};
	const char *cell[COLS + 1];
	unsigned cols = (unsigned)((int)x->t->cols + more[x->variant % 4]);
	plain(x);
	if (x->variant / 4 % 2)
		put_line(x, "");
	put_cells(x, head, cols, true);
	for (unsigned r = 0; r < x->rows / 3; r++) {
		for (unsigned i = 0; i < cols; i++)
			cell[i] = i ? "5" : lasts[r % 7];
		put_cells(x, cell, cols, true);
	}
}

/* ---- one row ---- */

static void spoil_row(struct spoil *x, void (*put)(struct spoil *, unsigned r))
{
	put_head(x);
	for (unsigned r = 0; r < x->rows; r++) {
		if (r == bad_row(x))
			put(x, r);
		else
			put_row(x, r);
	}
}

static void put_sized(struct spoil *x, unsigned r, unsigned cols)
{
	const char *cell[4 * COLS];
	for (unsigned i = 0; i < cols; i++)
		cell[i] = i < x->t->cols ? x->cell[r][i] : "more";
	put_cells(x, cell, cols, true);
}

static void put_less(struct spoil *x, unsigned r)
{
	put_sized(x, r, x->t->cols > 2 ? x->t->cols - 1 - bad_col(x) / 2 : 1);
}

static void put_more(struct spoil *x, unsigned r)
{
	put_sized(x, r, x->t->cols + 1 + x->variant / 4 % 2);
}

static void put_overwide(struct spoil *x, unsigned r)
{
	put_sized(x, r, 3 * x->t->cols + 1);
}

static void row_less(struct spoil *x)
{
	spoil_row(x, put_less);
}

static void row_more(struct spoil *x)
{
	spoil_row(x, put_more);
}

static void row_overwide(struct spoil *x)
{
	spoil_row(x, put_overwide);
}

/* Another delimiter in one row: it is one cell then, or the cells it was made of
 * where both are one character and a space. */
static void put_other_delim(struct spoil *x, unsigned r)
{
	const char *usual = x->s.delim;
	char whole[COLS * CELL];
	size_t n = 0;
	for (unsigned i = 0; i < x->t->cols; i++) {
		if (strpbrk(x->cell[r][i], "\"\n,;|\t"))
			x->cell[r][i][0] = 0;
		n += (size_t)snprintf(whole + n, sizeof whole - n, "%s%s",
		                      !i              ? ""
		                      : *usual == ';' ? "|"
		                                      : ";",
		                      x->cell[r][i]);
	}
	x->s.quoting = NEEDED;
	put_cells(x, (const char *const[]){whole}, 1, true);
}

static void row_delim(struct spoil *x)
{
	const enum quoting usual = x->s.quoting;
	put_head(x);
	for (unsigned r = 0; r < x->rows; r++) {
		if (r == bad_row(x))
			put_other_delim(x, r);
		else
			put_row(x, r);
		x->s.quoting = usual;
	}
}

/* Apostrophes for quotes in one row: they are text there. */
static void put_other_quote(struct spoil *x, unsigned r)
{
	char cell[COLS][CELL + 2];
	const char *list[COLS];
	for (unsigned i = 0; i < x->t->cols; i++) {
		bool simple =
		    !strpbrk(x->cell[r][i], "\"'\n") && !strstr(x->cell[r][i], x->s.delim);
		snprintf(cell[i], sizeof cell[i], simple ? "'%s'" : "%s", x->cell[r][i]);
		list[i] = cell[i];
	}
	const enum quoting usual = x->s.quoting;
	x->s.quoting = NEEDED;
	put_cells(x, list, x->t->cols, true);
	x->s.quoting = usual;
}

static void row_quote(struct spoil *x)
{
	spoil_row(x, put_other_quote);
}

static void put_other_eol(struct spoil *x, unsigned r)
{
	static const char *const all[] = {"\n", "\r\n", "\r"};
	const char *usual = x->s.eol;
	x->s.eol = all[x->variant / 4 % 3];
	put_row(x, r);
	x->s.eol = usual;
}

static void row_eol(struct spoil *x)
{
	spoil_row(x, put_other_eol);
}

/* A quote too many: before, within or behind a cell, quoted or not. */
static void put_extra_quote(struct spoil *x, unsigned r)
{
	for (unsigned i = 0; i < x->t->cols; i++) {
		const char *s = x->cell[r][i];
		if (i)
			gbx_buf_adds(&x->text, x->s.delim);
		truth_cell(x, i, s);
		if (i != bad_col(x) || needs_quotes(x, s) || strlen(s) < 2) {
			size_t at = x->text.n;
			write_cell(x, s);
			bool quoted = x->text.n > at + 2 && x->text.p[at] == x->s.quote;
			if (i == bad_col(x) && quoted && !strchr(s, '"') && x->variant % 2) {
				x->text.n--;
				gbx_buf_adds(&x->text, "\"\"");
			}
			continue;
		}
		size_t k = x->variant % 3 == 0   ? 0
		           : x->variant % 3 == 1 ? strlen(s) / 2
		                                 : strlen(s);
		gbx_buf_add(&x->text, s, k);
		gbx_buf_addc(&x->text, '"');
		gbx_buf_adds(&x->text, s + k);
	}
	gbx_buf_adds(&x->text, x->s.eol);
	gbx_buf_addc(&x->truth, '\n');
}

static void row_extra_quote(struct spoil *x)
{
	x->loose = true;
	spoil_row(x, put_extra_quote);
}

/* Quotes inside a quoted cell that nobody doubled. */
static void put_inner_quotes(struct spoil *x, unsigned r)
{
	for (unsigned i = 0; i < x->t->cols; i++) {
		if (i)
			gbx_buf_adds(&x->text, x->s.delim);
		if (i == bad_col(x)) {
			gbx_buf_adds(&x->text, "\"the \"big\" one\"");
			truth_cell(x, i, "the \"big\" one");
			continue;
		}
		write_cell(x, x->cell[r][i]);
		truth_cell(x, i, x->cell[r][i]);
	}
	gbx_buf_adds(&x->text, x->s.eol);
	gbx_buf_addc(&x->truth, '\n');
}

static void row_inner_quotes(struct spoil *x)
{
	spoil_row(x, put_inner_quotes);
}

static void put_wrapped(struct spoil *x, unsigned r)
{
	snprintf(x->cell[r][bad_col(x)], CELL, "one%stwo%s\nthree", x->s.eol, x->s.delim);
	put_row(x, r);
}

static void row_wraps(struct spoil *x)
{
	spoil_row(x, put_wrapped);
}

/* The file ends in the middle of the last row. */
static void cut_short(struct spoil *x)
{
	put_head(x);
	put_rows(x, 0, x->rows - 1);
	put_sized(x, x->rows - 1, x->t->cols - (x->t->cols > 2));
	x->text.n -= strlen(x->s.eol);
}

/* ... within quotes: the row is kept as text. */
static void cut_in_quotes(struct spoil *x)
{
	plain(x);
	gbx_buf_addf(&x->text, "7%s\"the rest", x->s.delim);
	gbx_buf_adds(&x->truth, "\"7\"|\"\\\"the rest\"\n");
	x->loose = true;
}

struct pollution {
	const char *name;
	void (*make)(struct spoil *x);
	unsigned variants;
};

static const struct pollution pollutions[] = {
    {"plain", plain, 8},
    {"no header", name_none, 8},
    {"header only", header_only, 4},
    {"one row", one_row, 4},
    {"no final line end", no_final_eol, 4},
    {"more final line ends", more_final_eols, 6},
    {"sep line", sep_line, 4},
    {"delimiters", delimiters, 20},
    {"spaces", spaces, 6},
    {"single quotes", single_quotes, 12},
    {"backslashes", backslashes, 4},
    {"NUL escapes", nul_escapes, 4},
    {"all quoted", all_quoted, 4},
    {"line ends", line_ends, 6},
    {"one column", one_column, 4},
    {"blank lines", blank_lines, 6},
    {"comments", comments, 8},
    {"preamble", preamble, 16},
    {"preamble padded", preamble_padded, 6},
    {"preamble of pairs", preamble_pairs, 4},
    {"footer", footer, 8},
    {"header of more lines", header_lines, 4},
    {"header wraps", header_wraps, 8},
    {"more tables", more_tables, 8},
    {"row: less cells", row_less, 16},
    {"row: more cells", row_more, 16},
    {"row: overwide", row_overwide, 8},
    {"row: delimiter", row_delim, 8},
    {"row: quote", row_quote, 8},
    {"row: line end", row_eol, 12},
    {"row: extra quote", row_extra_quote, 24},
    {"row: quotes inside", row_inner_quotes, 16},
    {"row: lines inside", row_wraps, 16},
    {"cut short", cut_short, 4},
    {"cut in quotes", cut_in_quotes, 4},
};

static void drop_quotes(struct gbx_buf *b)
{
	size_t n = 0;
	for (size_t i = 0; i < b->n; i++) {
		if (b->p[i] == '\\' && i + 1 < b->n && b->p[i + 1] == '"')
			i++;
		else
			b->p[n++] = b->p[i];
	}
	b->n = n;
	gbx_buf_addc(b, 0);
}

/* Header and cells as they are read, in the form of the truth. */
static void read_spoilt(const struct spoil *x, struct gbx_buf *got)
{
	static const struct gbx_format_options none;
	unsigned char *p = padded(x->text.p, x->text.n);
	struct gbx_head h = head_of(p, x->text.n, "spoilt.csv");
	const struct gbx_format *format = gbx_format_pick(&h, &none, NULL);
	if (format && format->split == gbx_csv_split) {
		struct outcome o;
		outcome_init(&o);
		struct gbx_reader *r = open_text(format, p, x->text.n, NULL);
		const struct gbx_csv_reader *csv = (const struct gbx_csv_reader *)r;
		for (unsigned i = 0; csv->d.header && i < csv->d.columns; i++) {
			if (i)
				gbx_buf_addc(got, '|');
			gbx_escape_json(got, gbx_span_str(csv->name[i]));
		}
		if (csv->d.header)
			gbx_buf_addc(got, '\n');
		else
			gbx_buf_adds(got, "(no header)\n");
		feed(r, p, x->text.n, 4096, &o);
		gbx_buf_adds(got, gbx_buf_str(&o.cells));
		r->format->close(r);
		outcome_release(&o);
	} else {
		gbx_buf_addf(got, "(%s)\n", format ? format->name : "not recognised");
	}
	free(p);
}

static void show_failure(const struct pollution *p, const struct spoil *x, struct gbx_buf *got)
{
	const char *want = gbx_buf_str(&x->truth), *have = gbx_buf_str(got);
	size_t line = 0, i = 0;
	for (; want[i] && want[i] == have[i]; i++)
		line = want[i] == '\n' ? i + 1 : line;
	print_message("%s, %s, variant %u:\n  want %.*s\n  got  %.*s\n", p->name, x->t->name,
	              x->variant, (int)strcspn(want + line, "\n"), want + line,
	              (int)strcspn(have + line, "\n"), have + line);
}

/* Spoils one table in one way; is it read right? */
static bool is_right(const struct pollution *p, const struct table *t, unsigned variant, bool show)
{
	static const unsigned sizes[] = {12, 40, 7, 60};
	struct spoil *x = calloc(1, sizeof *x);
	struct gbx_buf got = GBX_BUF_INIT((size_t)1 << 24);
	assert_non_null(x);
	x->t = t;
	x->s = styles[(variant + (size_t)(t - tables)) % 4];
	x->seed = 1 + variant + 100 * (uint64_t)(t - tables);
	x->variant = variant;
	x->rows = sizes[variant % 4];
	gbx_buf_init(&x->text, (size_t)1 << 24);
	gbx_buf_init(&x->truth, (size_t)1 << 24);
	for (unsigned r = 0; r < x->rows; r++)
		t->row(&x->seed, r, x->cell[r]);
	p->make(x);
	if (x->headless) {
		struct gbx_buf rows = x->truth;
		gbx_buf_init(&x->truth, (size_t)1 << 24);
		gbx_buf_adds(&x->truth, "(no header)\n");
		gbx_buf_adds(&x->truth, gbx_buf_str(&rows));
		gbx_buf_release(&rows);
	}
	read_spoilt(x, &got);
	if (x->loose) {
		drop_quotes(&got);
		drop_quotes(&x->truth);
	}
	bool right = strcmp(gbx_buf_str(&got), gbx_buf_str(&x->truth)) == 0;
	if (!right && show)
		show_failure(p, x, &got);
	gbx_buf_release(&got);
	gbx_buf_release(&x->text);
	gbx_buf_release(&x->truth);
	free(x);
	return right;
}

static void test_polluted_tables(void **state)
{
	(void)state;
	const bool show = getenv("GBX_TEST_SHOW") != NULL;
	unsigned cases = 0, right = 0;
	for (size_t i = 0; i < sizeof pollutions / sizeof *pollutions; i++) {
		unsigned of = 0, good = 0;
		for (unsigned v = 0; v < pollutions[i].variants; v++) {
			for (size_t k = 0; k < sizeof tables / sizeof *tables; k++, of++)
				good += is_right(&pollutions[i], &tables[k], v, show);
		}
		if (good < of)
			print_message("%s: %u of %u\n", pollutions[i].name, good, of);
		cases += of;
		right += good;
	}
	print_message("%u of %u polluted tables read right\n", right, cases);
	assert_true(right * 100 >= cases * SHARE);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_polluted_tables),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}

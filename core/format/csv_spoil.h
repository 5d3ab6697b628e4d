/*
 * For the test of polluted tables: well-made tables of several kinds, and writing them
 * as delimited text together with what should be read from it.
 */
#ifndef GBX_FORMAT_CSV_SPOIL_H
#define GBX_FORMAT_CSV_SPOIL_H

#include "csv_testing.h"

#define COLS 12u
#define ROWS 60u
#define CELL 160u

struct table {
	const char *name;
	unsigned cols;
	const char *const *head;
	void (*row)(uint64_t *seed, unsigned i, char cell[COLS][CELL]);
	bool spaces; /* fit for spaces between cells, when those with spaces are quoted */
};

static const char *pick(uint64_t *seed, const char *const *list, unsigned n)
{
	return list[(rnd(seed) >> 24) % n];
}

static unsigned below(uint64_t *seed, unsigned n)
{
	return (unsigned)((rnd(seed) >> 24) % n);
}

#define PICK(list) pick(seed, list, sizeof list / sizeof *list)

static const char *const firsts[] = {"Ann", "Bo", "Cyrus", "Dora", "Emil", "Fay", "Gus", "Hana"};
static const char *const lasts[] = {"Alder", "Birch", "Cedar", "Dogwood", "Elm", "Fir", "Hazel"};
static const char *const towns[] = {"Marrowby", "Stonebridge", "Halden Bay", "Ironfield",
                                    "Ostrell"};
static const char *const lands[] = {"Norland", "Sutherby", "Westmark", "Easterly"};
static const char *const states[] = {"open", "closed", "on hold", "new"};
static const char *const things[] = {"Lamp",        "Desk, oak",     "Chair", "Shelf, \"Tall\"",
                                     "Rug 5' x 7'", "Mirror; round", "Clock"};
static const char *const talk[] = {
    "", "", "works well", "came late, but whole", "again: no box", "see page 4; then ask", "none"};

static void row_products(uint64_t *seed, unsigned i, char c[COLS][CELL])
{
	snprintf(c[0], CELL, "%02u/%02u/2023", 1 + below(seed, 28), 1 + below(seed, 12));
	snprintf(c[1], CELL, "%02u:%02u", below(seed, 24), below(seed, 60));
	snprintf(c[2], CELL, "%u", 1 + below(seed, 40));
	snprintf(c[3], CELL, "P%05u", 1000 + i);
	snprintf(c[4], CELL, "%u.%02u", below(seed, 900), below(seed, 100));
	snprintf(c[5], CELL, "%s", PICK(states));
	snprintf(c[6], CELL, "%s", PICK(things));
	snprintf(c[7], CELL, "https://shop.example.com/p/%u?ref=%u", 1000 + i, below(seed, 99));
	snprintf(c[8], CELL, "%s", PICK(talk));
}

static void row_people(uint64_t *seed, unsigned i, char c[COLS][CELL])
{
	const char *first = PICK(firsts);
	snprintf(c[0], CELL, "%u", i + 1);
	snprintf(c[1], CELL, "%s %s", first, PICK(lasts));
	snprintf(c[2], CELL, "%s%u@example.org", first, below(seed, 1000));
	snprintf(c[3], CELL, "+1-555-555-01%02u", below(seed, 100));
	snprintf(c[4], CELL, "%u Oak Lane, %s", 1 + below(seed, 99), PICK(towns));
	snprintf(c[5], CELL, "19%02u-%02u-%02u", 40 + below(seed, 60), 1 + below(seed, 12),
	         1 + below(seed, 28));
}

static void row_numbers(uint64_t *seed, unsigned i, char c[COLS][CELL])
{
	snprintf(c[0], CELL, "%u", 1960 + i);
	for (unsigned k = 1; k < 5; k++)
		snprintf(c[k], CELL, k % 2 ? "%u" : "%u.5", below(seed, 5000));
}

static void row_words(uint64_t *seed, unsigned i, char c[COLS][CELL])
{
	(void)i;
	snprintf(c[0], CELL, "%s %s", PICK(firsts), PICK(lasts));
	snprintf(c[1], CELL, "%s", PICK(towns));
	snprintf(c[2], CELL, "%s", PICK(lands));
	snprintf(c[3], CELL, "%s", PICK(states));
}

/* Nothing but words, and names of columns no list knows. */
static void row_plants(uint64_t *seed, unsigned i, char c[COLS][CELL])
{
	(void)i;
	snprintf(c[0], CELL, "%s %s", PICK(lasts), PICK(towns));
	snprintf(c[1], CELL, "%s", PICK(lasts));
	snprintf(c[2], CELL, "%s", PICK(lands));
}

static void row_german(uint64_t *seed, unsigned i, char c[COLS][CELL])
{
	snprintf(c[0], CELL, "K%04u", i);
	snprintf(c[1], CELL, "%02u.%02u.2021", 1 + below(seed, 28), 1 + below(seed, 12));
	snprintf(c[2], CELL, "%u,%02u", below(seed, 9000), below(seed, 100));
	snprintf(c[3], CELL, "%s", PICK(towns));
	snprintf(c[4], CELL, "%u,%u", below(seed, 99), below(seed, 10));
}

static void row_letters(uint64_t *seed, unsigned i, char c[COLS][CELL])
{
	snprintf(c[0], CELL, "%u", i + 100);
	snprintf(c[1], CELL, "%s", PICK(talk));
	snprintf(c[2], CELL, "Dear %s,\n%s.\n\nYours, %s", PICK(firsts), PICK(talk), PICK(firsts));
	snprintf(c[3], CELL, "%s", below(seed, 2) ? "yes" : "no");
}

static void row_wide(uint64_t *seed, unsigned i, char c[COLS][CELL])
{
	for (unsigned k = 0; k < 12; k++)
		snprintf(c[k], CELL, "%s%u", k % 3 ? "" : "x", i * 7 + k + below(seed, 1000));
}

static void row_pair(uint64_t *seed, unsigned i, char c[COLS][CELL])
{
	snprintf(c[0], CELL, "%u", i + 1);
	snprintf(c[1], CELL, "%s", PICK(towns));
}

#define HEAD(...)                                                                                  \
	(const char *const[])                                                                      \
	{                                                                                          \
		__VA_ARGS__                                                                        \
	}

static const struct table tables[] = {
    {"products", 9,
     HEAD("DATE", "TIME", "Qty", "PRODUCTID", "Price", "ProductType", "ProductDescription", "URL",
          "Comments"),
     row_products, true},
    {"people", 6, HEAD("id", "name", "email", "phone", "address", "born"), row_people, true},
    {"numbers", 5, HEAD("year", "rain", "mean", "days", "peak"), row_numbers, true},
    {"words", 4, HEAD("Name", "City", "Country", "Status"), row_words, true},
    {"german", 5, HEAD("Kunde", "Datum", "Betrag", "Ort", "Menge"), row_german, true},
    {"letters", 4, HEAD("id", "subject", "body", "answered"), row_letters, false},
    {"wide", 12, HEAD("key", "v1", "v2", "v3", "v4", "v5", "v6", "v7", "v8", "v9", "v10", "v11"),
     row_wide, true},
    {"plants", 3, HEAD("Cultivar", "Genus", "Habitat"), row_plants, false},
    {"pair", 2, HEAD("id", "town"), row_pair, false},
};

enum quoting { NEEDED, ALL, TEXTS };

struct style {
	const char *delim;
	char quote;
	int escape; /* -1: doubled */
	enum quoting quoting;
	const char *eol;
};

static const struct style styles[] = {
    {",", '"', -1, NEEDED, "\n"},
    {";", '"', -1, TEXTS, "\r\n"},
    {"\t", '"', -1, ALL, "\n"},
    {"|", '"', -1, NEEDED, "\n"},
};

/* A file being spoiled, and what should be read from it. */
struct spoil {
	const struct table *t;
	struct style s;
	uint64_t seed;
	unsigned rows, variant;
	char cell[ROWS][COLS][CELL];
	struct gbx_buf text, truth;
	bool headless; /* the columns have no names */
	bool loose;    /* quotes do not count when comparing */
};

static bool is_number(const char *s)
{
	return *s && !s[strspn(s, "0123456789.")];
}

static bool needs_quotes(const struct spoil *x, const char *s)
{
	if (x->s.quoting == ALL)
		return true;
	if (x->s.quoting == TEXTS && !is_number(s))
		return true;
	return strstr(s, x->s.delim) || strchr(s, x->s.quote) || strpbrk(s, "\r\n") ||
	       (!*s && *x->s.delim == ' ');
}

static void write_cell(struct spoil *x, const char *s)
{
	struct gbx_buf *b = &x->text;
	if (!needs_quotes(x, s)) {
		gbx_buf_adds(b, s);
		return;
	}
	gbx_buf_addc(b, x->s.quote);
	for (; *s; s++) {
		if (*s == x->s.quote || *s == x->s.escape)
			gbx_buf_addc(b, x->s.escape >= 0 ? (char)x->s.escape : x->s.quote);
		gbx_buf_addc(b, *s);
	}
	gbx_buf_addc(b, x->s.quote);
}

static void truth_cell(struct spoil *x, unsigned i, const char *s)
{
	if (i)
		gbx_buf_addc(&x->truth, '|');
	gbx_escape_json(&x->truth, gbx_span_str(s));
}

/* Writes cells as they are, and as the truth when `true_too`. */
static void put_cells(struct spoil *x, const char *const *cell, unsigned n, bool true_too)
{
	for (unsigned i = 0; i < n; i++) {
		if (i)
			gbx_buf_adds(&x->text, x->s.delim);
		write_cell(x, cell[i]);
		if (true_too)
			truth_cell(x, i, cell[i]);
	}
	gbx_buf_adds(&x->text, x->s.eol);
	if (true_too)
		gbx_buf_addc(&x->truth, '\n');
}

static void put_row(struct spoil *x, unsigned r)
{
	const char *cell[COLS];
	for (unsigned i = 0; i < x->t->cols; i++)
		cell[i] = x->cell[r][i];
	put_cells(x, cell, x->t->cols, true);
}

static void put_head(struct spoil *x)
{
	put_cells(x, x->t->head, x->t->cols, true);
}

static void put_line(struct spoil *x, const char *line)
{
	gbx_buf_adds(&x->text, line);
	gbx_buf_adds(&x->text, x->s.eol);
}

static void put_rows(struct spoil *x, unsigned from, unsigned to)
{
	for (unsigned r = from; r < to; r++)
		put_row(x, r);
}

/* The row and the column a variant spoils. */
static unsigned bad_row(const struct spoil *x)
{
	const unsigned at[] = {0, x->rows / 2, x->rows - 1, x->rows / 3};
	return at[x->variant % 4];
}

static unsigned bad_col(const struct spoil *x)
{
	const unsigned at[] = {0, x->t->cols / 2, x->t->cols - 1, 1};
	return at[x->variant / 4 % 4];
}

#endif

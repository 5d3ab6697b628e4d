/*
 * Workbooks of others against their CSV twins, cell by cell: X.xlsx.xls.N.csv or
 * X.xlsx.N.csv is sheet N. Twins stand beside the checkout and may be absent.
 */
#include <glob.h>

#include "book_testing.h"

#define CORPUS GBX_SOURCE_DIR "/../shared/corpora/xlsx/"
#define CELL 4096

struct twin {
	struct kit_blob b;
	size_t at;
};

static struct kit_blob slurp(const char *path)
{
	struct kit_blob b = { NULL, 0 };
	FILE *f = fopen(path, "rb");
	char buf[65536];
	size_t n;
	assert_non_null(f);
	while ((n = fread(buf, 1, sizeof buf, f)))
		kit_append(&b, buf, n);
	fclose(f);
	return b;
}

/* The next cell of a CSV text into cell; false at the end of the line. */
static bool twin_cell(struct twin *t, char cell[CELL], bool *more)
{
	size_t n = 0;
	bool quoted = t->at < t->b.n && t->b.p[t->at] == '"';
	t->at += quoted;
	while (t->at < t->b.n && n + 1 < CELL) {
		unsigned char c = t->b.p[t->at];
		if (quoted && c == '"') {
			quoted = t->at + 1 < t->b.n && t->b.p[t->at + 1] == '"';
			t->at += 1;
			if (!quoted)
				continue;
		} else if (!quoted && (c == ',' || c == '\n')) {
			break;
		} else if (!quoted && c == '\r') {
			t->at++;
			continue;
		}
		cell[n++] = (char)c;
		t->at++;
	}
	cell[n] = 0;
	*more = t->at < t->b.n && t->b.p[t->at] == ',';
	t->at += t->at < t->b.n;
	return n > 0;
}

/* Every cell of one row; what the twin has beyond must be empty. */
static size_t compare_row(struct twin *t, const struct gbx_span *v, size_t n)
{
	char cell[CELL];
	bool more = true;
	size_t i = 0;
	for (; more; i++) {
		twin_cell(t, cell, &more);
		struct gbx_span s = i < n && v[i].p ? v[i] : gbx_span_str("");
		if (!gbx_span_is(s, cell))
			fail_msg("cell %zu is not its twin's (%zu bytes, not %zu)", i, s.n,
				 strlen(cell));
	}
	return i;
}

/* Names of a table, or values of a row. */
static size_t spans_of(const struct gbx_rows_record *r, struct gbx_span *v, size_t most)
{
	struct gbx_rows_body b = { r->body };
	struct gbx_span relation;
	uint64_t x, n = 0;
	size_t i = 0;
	if (r->type == GBX_ROWS_ROW) {
		for (assert_true(gbx_rows_u64(&b, &x)); i < most && gbx_rows_value(&b, &v[i]); i++)
			;
		return i;
	}
	assert_true(gbx_rows_text(&b, &relation) && gbx_rows_u64(&b, &n) && n <= most);
	for (; i < n; i++)
		assert_true(gbx_rows_u64(&b, &x) && gbx_rows_text(&b, &v[i]));
	return i;
}

static size_t compare_sheet(struct kit_entry *e, struct twin *t)
{
	struct gbx_span stream = gbx_buf_span(&e->text), v[64];
	struct gbx_rows_record r;
	size_t cells = 0;
	if (t->b.n > 2 && !memcmp(t->b.p, "\xef\xbb\xbf", 3))
		t->at = 3;
	while (gbx_rows_next(stream, &r) == GBX_ROWS_OK) {
		stream = gbx_span_of(stream.p + r.all, stream.n - r.all);
		if (r.type != GBX_ROWS_TABLE && r.type != GBX_ROWS_ROW)
			continue;
		size_t n = spans_of(&r, v, 64);
		bool made_up = r.type == GBX_ROWS_TABLE && n && gbx_span_is(v[0], "c1");
		cells += made_up ? 0 : compare_row(t, v, n);
	}
	assert_int_equal(t->at, t->b.n);
	return cells;
}

static void sheets_equal_their_twins(void **state)
{
	(void)state;
	glob_t books = { 0 };
	size_t cells = 0, twins = 0;
	if (glob(CORPUS "*.xlsx", 0, NULL, &books)) {
		print_message("no workbooks at " CORPUS ": skipped\n");
		skip();
	}
	for (size_t i = 0; i < books.gl_pathc; i++) {
		struct kit_list *l = kit_open(books.gl_pathv[i], "b.xlsx");
		for (size_t k = 0; k < 2 * l->n; k++) {
			char path[4096];
			snprintf(path, sizeof path, "%s%s.%zu.csv", books.gl_pathv[i],
				 k % 2 ? ".xls" : "", k / 2);
			if (access(path, R_OK) != 0)
				continue;
			struct twin t = { slurp(path), 0 };
			cells += compare_sheet(&l->e[k / 2], &t);
			twins++;
			kit_free(&t.b);
		}
		kit_close(l);
	}
	globfree(&books);
	print_message("%zu sheets, %zu cells equal their twins\n", twins, cells);
	assert_true(twins > 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(sheets_equal_their_twins),
	};
	return cmocka_run_group_tests(tests, kit_setup, kit_teardown);
}

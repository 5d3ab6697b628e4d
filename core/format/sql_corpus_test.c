/*
 * Public dumps of one database in many dialects: the rows of every table as counted by
 * the engines that made them, and the same values whatever the dialect. Skips where the
 * corpora are absent.
 */
#include <ctype.h>

#include "sql_testing.h"

#define CORPORA GBX_SOURCE_DIR "/../shared/corpora/"

static const char *const chinook[] = {
    "chinook.mysql.sql",	"chinook.mysqldump-dataonly.sql", "chinook.postgresql.sql",
    "chinook-inserts.sql",	"chinook-copy.sql",		  "chinook-colinserts50.sql",
    "chinook.sqlserver.sql",	"chinook.oracle.sql",		  "chinook.sqlite.sql",
    "chinook.sqlserver-utf16le.sql"};
#define CHINOOK (sizeof chinook / sizeof *chinook)

/* UTF-16 as the layer before the formats would have it: these files hold no surrogates. */
static void to_utf8(char **text, size_t *n)
{
	const unsigned char *p = (const unsigned char *)*text;
	struct gbx_buf b = GBX_BUF_INIT((size_t)1 << 28);
	for (size_t i = 2; i + 1 < *n; i += 2) {
		unsigned cp = p[i] | (unsigned)p[i + 1] << 8;
		if (cp >= 0x800)
			gbx_buf_addc(&b, (char)(0xE0 | cp >> 12));
		if (cp >= 0x80)
			gbx_buf_addc(&b, (char)(cp >= 0x800 ? 0x80 | (cp >> 6 & 63) : 0xC0 | cp >> 6));
		gbx_buf_addc(&b, (char)(cp >= 0x80 ? 0x80 | (cp & 63) : cp));
	}
	free(*text);
	*text = b.p;
	*n = b.n;
}

static char *load(const char *name, size_t *n)
{
	char path[512];
	snprintf(path, sizeof path, CORPORA "sql/%s", name);
	char *text = slurp(path, n);
	if (text && *n > 2 && memcmp(text, "\xff\xfe", 2) == 0)
		to_utf8(&text, n);
	return text;
}

/* "public.invoice_line", "InvoiceLine" -> "invoiceline" */
static void plain_name(const char *s, size_t n, char out[128])
{
	size_t put = 0;
	for (size_t i = 0; i < n && put < 127; i++) {
		if (s[i] == '.')
			put = 0;
		else if (s[i] != '_')
			out[put++] = (char)tolower((unsigned char)s[i]);
	}
	out[put] = 0;
}

static size_t count(const struct outcome *o, const char *table)
{
	size_t n = 0;
	for (size_t i = 0; i < o->records; i++) {
		const char *line = o->lines.p + o->record[i].at;
		char name[128];
		plain_name(line, (size_t)((const char *)memchr(line, ':', o->record[i].n) - line), name);
		n += strcmp(name, table) == 0;
	}
	return n;
}

static void counts_rows(void **state)
{
	(void)state;
	size_t n, rows = 0;
	char *truth = slurp(CORPORA "row_counts.tsv", &n), *save = NULL, file[128], table[128], name[128];
	char loaded[128] = "";
	struct outcome o = {.found = NULL};
	if (!truth) {
		print_message("corpora absent: skipped\n");
		skip();
	}
	for (char *line = strtok_r(truth, "\n", &save); line; line = strtok_r(NULL, "\n", &save)) {
		unsigned long want;
		if (sscanf(line, "sql/%127[^\t]\t%127[^\t]\t%lu", file, table, &want) != 3 ||
		    strcmp(file + strlen(file) - 4, ".sql") != 0)
			continue;
		if (strcmp(file, loaded) != 0) {
			char *text = load(file, &n);
			assert_non_null(text);
			outcome_release(&o);
			read_with(text, n, 1 << 16, NULL, NULL, &o);
			assert_int_equal(o.bad, 0);
			snprintf(loaded, sizeof loaded, "%s", file);
			free(text);
		}
		plain_name(table, strlen(table), name);
		if (count(&o, name) != want)
			fail_msg("%s: %s: %zu rows, not %lu", file, table, count(&o, name), want);
		rows++;
	}
	assert_true(rows > 100);
	outcome_release(&o);
	free(truth);
}

static int by_text(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* Some tracks have bare backslashes in every script: MySQL's rules drop them, the others'
 * do not. Blanks behind a city were lost in the dumps. Neither counts here. */
static void make_alike(char *row)
{
	char *to = row;
	for (const char *p = row; *p; p++) {
		if (p[0] == '\\' && p[1] == '\\')
			p++;
		else if (p[0] != ' ' || p[1] != '"')
			*to++ = *p;
	}
	*to = 0;
}

/* Tables without dates, which every dialect writes its own way. */
static bool is_compared(const char *table)
{
	static const char *const names[] = {"album", "artist", "genre", "mediatype", "playlist",
					    "playlisttrack", "track", "customer", "invoiceline"};
	for (size_t i = 0; i < sizeof names / sizeof *names; i++)
		if (strcmp(names[i], table) == 0)
			return true;
	return false;
}

/* The compared rows, names of columns made alike, sorted. */
static char *rows_of(const struct outcome *o)
{
	struct gbx_buf b = GBX_BUF_INIT((size_t)1 << 28), all = GBX_BUF_INIT((size_t)1 << 28);
	char **row = calloc(o->records + 1, sizeof *row), name[128];
	size_t n = 0;
	assert_non_null(row);
	for (size_t i = 0; i < o->records; i++) {
		const char *p = o->lines.p + o->record[i].at, *end = p + o->record[i].n;
		const char *colon = memchr(p, ':', o->record[i].n);
		plain_name(p, (size_t)(colon - p), name);
		if (!is_compared(name))
			continue;
		gbx_buf_reset(&b);
		gbx_buf_adds(&b, name);
		for (p = colon + 1; p < end && *p == ' ';) {
			const char *eq = memchr(p, '=', (size_t)(end - p)), *q = eq + 2;
			while (*q != '"')
				q += *q == '\\' ? 2 : 1;
			plain_name(p + 1, (size_t)(eq - p - 1), name);
			gbx_buf_addf(&b, " %s%.*s", name, (int)(q + 1 - eq), eq);
			p = q + 1;
		}
		row[n] = strdup(gbx_buf_str(&b));
		assert_non_null(row[n]);
		make_alike(row[n++]);
	}
	qsort(row, n, sizeof *row, by_text);
	for (size_t i = 0; i < n; i++) {
		gbx_buf_addf(&all, "%s\n", row[i]);
		free(row[i]);
	}
	free(row);
	gbx_buf_release(&b);
	return all.p;
}

static void same_values_in_every_dialect(void **state)
{
	(void)state;
	char *first = NULL;
	for (size_t i = 0; i + 1 < CHINOOK; i++) { /* the last one is an older edition */
		size_t n;
		struct outcome o;
		char *text = load(chinook[i], &n);
		if (!text) {
			print_message("corpora absent: skipped\n");
			skip();
		}
		/* without names of columns there is nothing to compare by */
		if (!strstr(chinook[i], "dataonly")) {
			read_with(text, n, 1 << 20, NULL, NULL, &o);
			char *rows = rows_of(&o);
			assert_non_null(rows);
			first = first ? first : strdup(rows);
			if (strcmp(rows, first) != 0) {
				size_t k = 0;
				while (rows[k] == first[k])
					k++;
				k = k > 100 ? k - 100 : 0;
				fail_msg("%s:\n%.300s\n-- not --\n%.300s", chinook[i], rows + k, first + k);
			}
			outcome_release(&o);
			free(rows);
		}
		free(text);
	}
	assert_true(strlen(first) > 500000);
	free(first);
}

/* Cut into chunks of any size, and with every kernel, a dump is the same. */
static void chunks_and_kernels_agree(void **state)
{
	(void)state;
	static const size_t steps[] = {1000, 4096, 65536};
	for (size_t i = 0; i < CHINOOK; i++) {
		size_t n;
		struct outcome whole, o;
		char *text = load(chinook[i], &n);
		if (!text) {
			print_message("corpora absent: skipped\n");
			skip();
		}
		read_with(text, n, 0, NULL, NULL, &whole);
		for (size_t s = 0; s < sizeof steps / sizeof *steps; s++) {
			read_with(text, n, steps[s], NULL, NULL, &o);
			if (o.bad)
				fail_msg("%s, step %zu: %s", chinook[i], steps[s], gbx_buf_str(&o.spans));
			assert_true(strcmp(gbx_buf_str(&o.text), gbx_buf_str(&whole.text)) == 0);
			outcome_release(&o);
		}
		for (unsigned k = 0; k < gbx_sql_kernels_count; k++) {
			if (!gbx_sql_kernels[k].fits())
				continue;
			read_with(text, n, 1 << 20, NULL, &gbx_sql_kernels[k], &o);
			assert_true(strcmp(gbx_buf_str(&o.text), gbx_buf_str(&whole.text)) == 0);
			outcome_release(&o);
		}
		outcome_release(&whole);
		free(text);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(counts_rows),
	    cmocka_unit_test(same_values_in_every_dialect),
	    cmocka_unit_test(chunks_and_kernels_agree),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}

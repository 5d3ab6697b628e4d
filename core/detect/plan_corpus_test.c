/*
 * The planner against public corpora whose header is the truth: confusion, macro
 * F1 with and without the header, calibration. Skips where the corpora are absent.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

#include "plan.h"

#define PEOPLE GBX_SOURCE_DIR "/../shared/corpora/people/"
#define MAX_COLUMNS 64
#define MAX_ROWS 400

static const char *const locales[] = {"ar_SA", "de_DE", "en_US", "es_MX", "fr_FR",
                                      "hi_IN", "ja_JP", "pt_BR", "ru_RU", "zh_CN"};

/* Column of the corpus, and which verdicts are right: a list of types or prefixes. */
static const struct {
	const char *column;
	const char *right[5];
} truth[] = {
    {"id", {"identifier", "integer"}},
    {"full_name", {"name.full"}},
    {"given_name", {"name.given"}},
    {"family_name", {"name.family"}},
    {"email", {"email"}},
    {"phone", {"phone"}},
    {"street_address", {"address"}},
    {"city", {"city"}},
    {"postcode", {"postcode"}},
    {"country", {"country"}},
    {"date_of_birth", {"date_of_birth"}},
    {"username", {"username"}},
    {"password_plain", {"password.plain"}},
    {"md5", {"password_hash.md5|ntlm|md4"}},
    {"sha256", {"password_hash.sha256"}},
    {"ipv4", {"ip"}},
    {"ipv6", {"ip"}},
    {"mac", {"mac"}},
    {"iban", {"iban"}},
    {"credit_card", {"payment_card"}},
    {"card_expiry", {"card_expiry", "identifier", "date", "category", "text"}},
    {"cvv", {"card_cvv", "identifier", "integer"}},
    {"national_id", {"national_id.", "tax_id.", "identifier"}},
    {"company", {"employer"}},
    {"job_title", {"job_title"}},
    {"user_agent", {"user_agent"}},
    {"url", {"url"}},
    {"license_plate", {"identifier", "text", "vehicle_plate"}},
    {"uuid", {"uuid"}},
    {"geo_lat", {"geo"}},
    {"geo_lon", {"geo"}},
};

#define NTRUTH (sizeof(truth) / sizeof(truth[0]))

struct table {
	char *text;
	unsigned ncol, nrow;
	struct gbx_span name[MAX_COLUMNS];
	struct gbx_value *col[MAX_COLUMNS];
	uint32_t n[MAX_COLUMNS];
};

static char *read_all(const char *path, size_t *n)
{
	FILE *f = fopen(path, "rb");
	char *p;

	if (!f)
		return NULL;
	p = malloc(4u << 20);
	assert_non_null(p);
	*n = fread(p, 1, (4u << 20) - 1, f);
	fclose(f);
	return p;
}

/* One cell, unquoted in place; *at moves behind its separator; true at the end of a row. */
static bool cell(char *p, size_t n, size_t *at, struct gbx_span *out)
{
	size_t i = *at, o = i, from = i;
	bool quoted = i < n && p[i] == '"';

	for (i += quoted; i < n; i++) {
		if (quoted && p[i] == '"') {
			if (i + 1 < n && p[i + 1] == '"') {
				p[o++] = p[i++];
				continue;
			}
			quoted = false;
			continue;
		}
		if (!quoted && (p[i] == ',' || p[i] == '\n'))
			break;
		p[o++] = p[i];
	}
	*out = gbx_trim((unsigned char *)p + from, o - from);
	*at = i + 1;
	return i >= n || p[i] == '\n';
}

static bool load(const char *path, struct table *t)
{
	size_t n = 0, at = 0;
	struct gbx_span s;
	bool end = false;

	memset(t, 0, sizeof(*t));
	t->text = read_all(path, &n);
	if (!t->text)
		return false;
	while (!end && t->ncol < MAX_COLUMNS)
		end = cell(t->text, n, &at, &t->name[t->ncol++]);
	for (unsigned c = 0; c < t->ncol; c++)
		t->col[c] = calloc(MAX_ROWS, sizeof(struct gbx_value));
	for (; at < n && t->nrow < MAX_ROWS; t->nrow++) {
		end = false;
		for (unsigned c = 0; !end; c++) {
			end = cell(t->text, n, &at, &s);
			if (s.n && c < t->ncol)
				t->col[c][t->n[c]++] = gbx_value_of(s.p, s.n);
		}
	}
	return true;
}

static void drop(struct table *t)
{
	for (unsigned c = 0; c < t->ncol; c++)
		free(t->col[c]);
	free(t->text);
}

static int truth_of(struct gbx_span name)
{
	for (size_t i = 0; i < NTRUTH; i++)
		if (gbx_span_is(name, truth[i].column))
			return (int)i;
	return -1;
}

static bool right(size_t i, enum gbx_type t)
{
	const char *name = gbx_type_info(t)->name;

	for (unsigned k = 0; k < 5 && truth[i].right[k]; k++) {
		size_t n = strlen(truth[i].right[k]);
		if (truth[i].right[k][n - 1] == '.' ? !strncmp(name, truth[i].right[k], n)
		                                    : !strcmp(name, truth[i].right[k]))
			return true;
	}
	return false;
}

struct tally {
	unsigned hit[NTRUTH], seen[NTRUTH];
	unsigned claimed[GBX_T_COUNT], good[GBX_T_COUNT];
	unsigned band_n[10], band_hit[10];
	unsigned wrong;
};

static void judge(struct tally *y, const char *locale, const struct table *t, bool headerless,
                  unsigned rows)
{
	struct gbx_column_sample col[MAX_COLUMNS];
	struct gbx_column_plan plan[MAX_COLUMNS];

	for (unsigned c = 0; c < t->ncol; c++)
		col[c] = (struct gbx_column_sample){
		    .name = headerless ? gbx_span_str("c1") : t->name[c],
		    .v = t->col[c],
		    .n = t->n[c] < rows ? t->n[c] : rows,
		    .records = rows,
		    .headerless = headerless,
		};
	gbx_plan_relation(col, t->ncol, plan);
	for (unsigned c = 0; c < t->ncol; c++) {
		int i = truth_of(t->name[c]);
		unsigned band = (unsigned)(plan[c].confidence * 10);
		bool ok;

		if (i < 0)
			continue;
		ok = right((size_t)i, plan[c].type);
		y->seen[i]++;
		y->hit[i] += ok;
		y->claimed[plan[c].type]++;
		y->good[plan[c].type] += ok;
		y->band_n[band > 9 ? 9 : band]++;
		y->band_hit[band > 9 ? 9 : band] += ok;
		if (!ok && ++y->wrong <= 60 && locale)
			print_message("  %s %s taken for %s (%.2f)\n", locale, truth[i].column,
			              gbx_type_info(plan[c].type)->name,
			              (double)plan[c].confidence);
	}
}

/* Over the columns of the corpus: recall of the column, precision of what was claimed right for it.
 */
static double macro_f1(const struct tally *y)
{
	double sum = 0;
	unsigned n = 0;

	for (size_t i = 0; i < NTRUTH; i++) {
		unsigned claimed = 0, good = 0;
		double p, r;

		if (!y->seen[i])
			continue;
		for (unsigned t = 0; t < GBX_T_COUNT; t++)
			if (right(i, (enum gbx_type)t)) {
				claimed += y->claimed[t];
				good += y->good[t];
			}
		p = claimed ? (double)good / claimed : 0;
		r = (double)y->hit[i] / y->seen[i];
		sum += p + r > 0 ? 2 * p * r / (p + r) : 0;
		n++;
	}
	return n ? sum / n : 0;
}

static double run(bool headerless, unsigned rows, bool talk)
{
	struct tally y = {.wrong = 0};
	char path[400];
	double f1;

	for (size_t l = 0; l < sizeof(locales) / sizeof(locales[0]); l++) {
		struct table t;

		snprintf(path, sizeof(path), PEOPLE "%s.csv", locales[l]);
		if (!load(path, &t)) {
			print_message("corpora absent: skipped\n");
			skip();
		}
		judge(&y, talk ? locales[l] : NULL, &t, headerless, rows);
		drop(&t);
	}
	f1 = macro_f1(&y);
	print_message("%s, %u rows: macro F1 %.3f, %u wrong\n",
	              headerless ? "values alone" : "with header", rows, f1, y.wrong);
	for (unsigned b = 0; talk && b < 10; b++)
		if (y.band_n[b])
			print_message("  confidence %.1f: %u of %u right\n", b / 10.0,
			              y.band_hit[b], y.band_n[b]);
	return f1;
}

static void people_with_header(void **state)
{
	(void)state;
	assert_true(run(false, 300, true) >= 0.95);
}

static void people_values_alone(void **state)
{
	(void)state;
	assert_true(run(true, 300, true) >= 0.85);
}

static void people_few_rows(void **state)
{
	(void)state;
	assert_true(run(false, 3, true) >= 0.90);
	assert_true(run(true, 20, false) >= 0.70);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(people_with_header),
	    cmocka_unit_test(people_values_alone),
	    cmocka_unit_test(people_few_rows),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

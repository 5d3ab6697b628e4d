/*
 * For tests: rows of the labelled public corpora, which stand outside the
 * checkout and may be absent.
 */
#ifndef GBX_DETECT_LABELLED_TEST_H
#define GBX_DETECT_LABELLED_TEST_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

#include "check.h"

#define LABELLED_COLUMNS 8u

struct labelled {
	FILE *f;
	char *line;
	size_t cap;
	char *col[LABELLED_COLUMNS];
	unsigned cols;
};

/* False when the corpus is absent; the test then skips. */
static inline bool labelled_open(struct labelled *l, const char *name)
{
	char path[1024];

	memset(l, 0, sizeof(*l));
	snprintf(path, sizeof(path), "%s/../shared/corpora/labelled/%s", GBX_SOURCE_DIR, name);
	l->f = fopen(path, "r");
	if (!l->f)
		print_message("skipped: corpus %s is absent\n", name);
	return l->f && getline(&l->line, &l->cap, l->f) > 0;
}

static inline bool labelled_next(struct labelled *l)
{
	ssize_t n = getline(&l->line, &l->cap, l->f);

	if (n <= 0)
		return false;
	if (l->line[n - 1] == '\n')
		l->line[n - 1] = 0;
	l->cols = 0;
	for (char *p = l->line; p && l->cols < LABELLED_COLUMNS;) {
		char *tab = strchr(p, '\t');
		l->col[l->cols++] = p;
		if (tab)
			*tab++ = 0;
		p = tab;
	}
	return l->cols >= 4;
}

static inline void labelled_close(struct labelled *l)
{
	fclose(l->f);
	free(l->line);
}

/* The value of a row, trimmed; n is 0 when nothing is left. */
static inline struct gbx_value labelled_value(const char *s)
{
	struct gbx_span t = gbx_trim((const unsigned char *)s, strlen(s));

	return gbx_value_of(t.n ? t.p : (const unsigned char *)"", t.n);
}

static inline struct gbx_value text(const char *s)
{
	return gbx_value_of(s, strlen(s));
}

/* Does every text of a NULL-ended list pass, or fail? Says which one does not. */
static inline void expect_all(bool (*check)(const struct gbx_value *), bool want,
                              const char *const *list)
{
	for (; *list; list++) {
		struct gbx_value v = text(*list);
		if (check(&v) != want)
			fail_msg("%s should %s", *list, want ? "pass" : "fail");
	}
}

#define EXPECT_PASS(check, ...) expect_all(check, true, (const char *const[]){__VA_ARGS__, NULL})
#define EXPECT_FAIL(check, ...) expect_all(check, false, (const char *const[]){__VA_ARGS__, NULL})

/* Every one-byte change of a digit: the share of changed texts that still pass. */
static inline double mutants_passing(bool (*check)(const struct gbx_value *), const char *s)
{
	unsigned made = 0, passed = 0;
	size_t n = strlen(s);
	char *copy = strdup(s);

	for (size_t i = 0; i < n; i++) {
		if (copy[i] < '0' || copy[i] > '9')
			continue;
		for (char c = '0'; c <= '9'; c++) {
			if (c == s[i])
				continue;
			copy[i] = c;
			struct gbx_value v = text(copy);
			made++;
			passed += check(&v);
		}
		copy[i] = s[i];
	}
	free(copy);
	return made ? (double)passed / made : 0.0;
}

struct agreement {
	const char *type;
	bool (*check)(const struct gbx_value *);
	double valid, invalid; /* least share of agreement wanted */
};

/* Agreement with one type of validatorjs.tsv. Prints figures, never the values. */
static inline void expect_agreement(const struct agreement *a)
{
	struct labelled l;
	unsigned n[2] = {0}, ok[2] = {0};

	if (!labelled_open(&l, "validatorjs.tsv"))
		skip();
	while (labelled_next(&l)) {
		if (strcmp(l.col[1], a->type) != 0 || strcmp(l.col[3], "[]") != 0)
			continue;
		struct gbx_value v = labelled_value(l.col[0]);
		unsigned valid = strcmp(l.col[2], "valid") == 0;
		bool said = v.n && a->check(&v);
		n[valid]++;
		ok[valid] += said == (valid == 1);
		if (said != (valid == 1) && getenv("GBX_SHOW"))
			print_message("  %s %s\n", l.col[2], l.col[0]);
	}
	labelled_close(&l);
	print_message("%s: %u of %u valid, %u of %u invalid agree\n", a->type, ok[1], n[1], ok[0],
	              n[0]);
	assert_true(n[1] > 0);
	assert_true(ok[1] >= a->valid * n[1]);
	assert_true(ok[0] >= a->invalid * n[0]);
}

#endif

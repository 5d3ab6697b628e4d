/* Columns made for tests of the planner, row by row, from a seed. */
#ifndef GBX_DETECT_PLAN_TESTING_H
#define GBX_DETECT_PLAN_TESTING_H

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "plan.h"

#define ROWS 200
#define MAX_COLUMNS 16

struct made {
	char text[MAX_COLUMNS][ROWS][160];
	struct gbx_value v[MAX_COLUMNS][ROWS];
	struct gbx_column_sample col[MAX_COLUMNS];
	struct gbx_column_plan plan[MAX_COLUMNS];
	unsigned ncol;
};

static uint32_t seed;

static uint32_t draw(uint32_t below)
{
	seed = seed * 1664525u + 1013904223u;
	return (uint32_t)(((uint64_t)(seed >> 4) * below) >> 28);
}

typedef void maker(char *out, size_t cap, unsigned row);

static struct made *fresh(void)
{
	struct made *m = calloc(1, sizeof(*m));

	assert_non_null(m);
	seed = 20220701;
	return m;
}

static void column(struct made *m, const char *name, maker *make, unsigned rows)
{
	unsigned c = m->ncol++;

	for (unsigned i = 0; i < rows; i++) {
		make(m->text[c][i], sizeof(m->text[c][i]), i);
		m->v[c][i] = gbx_value_of(m->text[c][i], strlen(m->text[c][i]));
	}
	m->col[c] = (struct gbx_column_sample){.name = gbx_span_str(name ? name : "c1"),
	                                       .v = m->v[c],
	                                       .n = rows,
	                                       .records = rows,
	                                       .headerless = !name};
}

static void plan(struct made *m)
{
	gbx_plan_relation(m->col, m->ncol, m->plan);
}

#endif

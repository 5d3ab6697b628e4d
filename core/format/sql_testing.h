/*
 * For the tests of SQL: runs a dump through split and parse as the pipeline does, and
 * writes the records out as text, in the order of the dump whatever chunks it came in.
 */
#ifndef GBX_FORMAT_SQL_TESTING_H
#define GBX_FORMAT_SQL_TESTING_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

#include "../base/buf.h"
#include "../base/escape.h"
#include "../base/limits.h"
#include "sql.h"
#include "sql_mask.h"

#define UNUSED __attribute__((unused))

extern const struct gbx_format gbx_format_sql;

struct record {
	uint64_t off;
	size_t at, n; /* of its line */
};

struct outcome {
	struct gbx_parsed parsed; /* the chunk in hand */
	struct gbx_buf lines; /* as they came */
	struct gbx_buf text;  /* "relation: name=value name=value" a record, by their place */
	struct gbx_buf kinds; /* "kind count," of what was skipped */
	struct gbx_buf spans; /* "reason from+length," of what was quarantined */
	struct record *record;
	size_t records, cap;
	uint64_t bad, chunks, skipped, quarantined;
	struct gbx_skip skip[GBX_SKIP_KINDS];
	uint32_t nskip;
	uint64_t shape[64]; /* of relations, the first of them */
	uint32_t relations;
	const char *found; /* the dialect */
};

static UNUSED void outcome_release(struct outcome *o)
{
	gbx_parsed_release(&o->parsed);
	gbx_buf_release(&o->lines);
	gbx_buf_release(&o->text);
	gbx_buf_release(&o->kinds);
	gbx_buf_release(&o->spans);
	free(o->record);
}

static UNUSED void put_record(struct outcome *o, const struct gbx_batch *b, uint32_t rec)
{
	if (o->records == o->cap) {
		o->cap = o->cap ? o->cap * 2 : 64;
		o->record = realloc(o->record, o->cap * sizeof *o->record);
		assert_non_null(o->record);
	}
	struct record *r = &o->record[o->records++];
	r->off = b->rec_off[rec];
	r->at = o->lines.n;
	gbx_buf_addf(&o->lines, "%s:", b->relation);
	for (uint32_t i = 0; i < b->ncol; i++) {
		const struct gbx_column *c = &b->col[i];
		assert_null(c->rec);
		assert_int_equal(c->n, b->nrec);
		if (c->cell[rec].off == GBX_ABSENT)
			continue;
		gbx_buf_addf(&o->lines, " %s=", c->name);
		gbx_escape_json(&o->lines, gbx_cell_span(b, c->cell[rec]));
	}
	gbx_buf_addc(&o->lines, '\n');
	r->n = o->lines.n - r->at;
}

static UNUSED int by_place(const void *a, const void *b)
{
	const struct record *x = a, *y = b;
	return (x->off > y->off) - (x->off < y->off);
}

static UNUSED void add_skips(struct outcome *o, const struct gbx_parsed *out)
{
	uint64_t bytes = 0;
	for (uint32_t i = 0; i < out->nskip; i++) {
		uint32_t k = 0;
		while (k < o->nskip && strcmp(o->skip[k].kind, out->skip[i].kind) != 0)
			k++;
		if (k == o->nskip)
			o->skip[o->nskip++] = (struct gbx_skip){.kind = out->skip[i].kind};
		o->skip[k].count += out->skip[i].count;
		bytes += out->skip[i].bytes;
	}
	assert_int_equal(bytes, out->bytes_skipped);
}

static UNUSED void add_relation(struct outcome *o, uint64_t shape)
{
	uint32_t i = 0;
	while (i < o->relations && o->shape[i] != shape)
		i++;
	if (i == o->relations && i < sizeof o->shape / sizeof *o->shape)
		o->shape[o->relations++] = shape;
}

static UNUSED void take_chunk(const struct gbx_reader *r, struct gbx_chunk *c, struct outcome *o)
{
	struct gbx_parsed *out = &o->parsed;
	struct gbx_err err;
	gbx_parsed_reset(out);
	assert_int_equal(r->format->parse(r, c, out, &err), GBX_OK);
	assert_int_equal(out->bytes_records + out->bytes_repaired + out->bytes_quarantined +
			     out->bytes_skipped,
			 c->n);
	for (uint32_t i = 0; i < out->nbatch; i++)
		add_relation(o, out->batch[i]->shape);
	for (uint32_t i = 0; i < out->nbatch; i++)
		for (uint32_t k = 0; k < out->batch[i]->nrec; k++)
			put_record(o, out->batch[i], k);
	for (uint32_t i = 0; i < out->nbad; i++)
		gbx_buf_addf(&o->spans, "%s %llu+%llu,", gbx_eid_name(out->bad[i].reason),
			     (unsigned long long)out->bad[i].off, (unsigned long long)out->bad[i].len);
	o->bad += out->nbad;
	o->skipped += out->bytes_skipped;
	o->quarantined += out->bytes_quarantined;
	add_skips(o, out);
	o->chunks++;
}

/* Feeds p[0..n) in buffers that begin with `step` bytes and double until a cut is found. */
static UNUSED void feed(struct gbx_reader *r, const unsigned char *p, size_t n, size_t step,
			struct outcome *o)
{
	size_t at = 0, want = step;
	while (at < n) {
		struct gbx_chunk c = {.off = at, .first = at == 0};
		size_t have = want < n - at ? want : n - at;
		bool last = have == n - at;
		/* exactly as many bytes as split may read, for the sanitizer */
		unsigned char *view = malloc(have);
		assert_non_null(view);
		memcpy(view, p + at, have);
		size_t cut = r->format->split(r, view, have, last, &c.split);
		free(view);
		assert_true(cut <= have && (!last || cut == have));
		if (!cut) {
			want *= 2;
			continue;
		}
		c.cap = cut + GBX_CHUNK_PAD;
		c.p = calloc(1, c.cap);
		assert_non_null(c.p);
		memcpy(c.p, p + at, cut);
		c.n = cut;
		c.last = last;
		take_chunk(r, &c, o);
		gbx_chunk_release(&c);
		at += cut;
		want = step;
	}
}

static UNUSED void finish(struct outcome *o)
{
	if (o->records)
		qsort(o->record, o->records, sizeof *o->record, by_place);
	for (size_t i = 0; i < o->records; i++)
		gbx_buf_add(&o->text, o->lines.p + o->record[i].at, o->record[i].n);
	for (uint32_t i = 0; i < o->nskip; i++)
		gbx_buf_addf(&o->kinds, "%s %llu,", o->skip[i].kind,
			     (unsigned long long)o->skip[i].count);
}

/* Reads the whole with that kernel; `step` as for feed, 0: in one piece. */
static UNUSED void read_with(const void *text, size_t n, size_t step, const char *dialect,
			     const struct gbx_sql_kernel *k, struct outcome *o)
{
	unsigned char *p = calloc(1, n + GBX_CHUNK_PAD);
	struct gbx_format_options opt = {.format = dialect};
	struct gbx_reader *r = NULL;
	struct gbx_err err;
	assert_non_null(p);
	if (n)
		memcpy(p, text, n);
	*o = (struct outcome){.found = NULL};
	gbx_parsed_init(&o->parsed);
	gbx_buf_init(&o->lines, (size_t)1 << 30);
	gbx_buf_init(&o->text, (size_t)1 << 30);
	gbx_buf_init(&o->kinds, 1 << 16);
	gbx_buf_init(&o->spans, (size_t)1 << 30);
	size_t most = n < GBX_HEAD_BYTES ? n : GBX_HEAD_BYTES;
	struct gbx_head h = {.p = p, .n = most, .whole = most == n, .path = "dir/dump.sql"};
	assert_int_equal(gbx_format_sql.open(&h, &opt, &r, &err), GBX_OK);
	if (k)
		((struct gbx_sql_reader *)r)->kernel = k;
	o->found = gbx_format_sql.found(r);
	feed(r, p, n, step ? step : n, o);
	finish(o);
	gbx_format_sql.close(r);
	free(p);
}

static UNUSED void read_sql(const char *text, size_t step, struct outcome *o)
{
	read_with(text, strlen(text), step, NULL, NULL, o);
}

/* A small generator of random numbers, the same everywhere (xorshift64). */
static UNUSED uint64_t rnd(uint64_t *x)
{
	*x ^= *x << 13;
	*x ^= *x >> 7;
	*x ^= *x << 17;
	return *x;
}

/* A whole file, or NULL when it is not there. */
static UNUSED char *slurp(const char *path, size_t *n)
{
	FILE *f = fopen(path, "rb");
	if (!f)
		return NULL;
	struct gbx_buf b = GBX_BUF_INIT((size_t)1 << 28);
	char part[65536];
	for (size_t k; (k = fread(part, 1, sizeof part, f)) > 0;)
		gbx_buf_add(&b, part, k);
	fclose(f);
	*n = b.n;
	return b.p ? b.p : calloc(1, 1);
}

#endif

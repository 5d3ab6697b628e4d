/*
 * For the tests of delimited text: runs an entry through split and parse as the
 * pipeline does, and writes the records out as text to compare.
 */
#ifndef GBX_FORMAT_CSV_TESTING_H
#define GBX_FORMAT_CSV_TESTING_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

#include "../base/escape.h"
#include "../base/limits.h"
#include "csv.h"

#define UNUSED __attribute__((unused))

/* What came of an entry. */
struct outcome {
	struct gbx_buf text;  /* "name=value" of each cell there is, a record a line */
	struct gbx_buf cells; /* "value|value" as JSON strings, a record a line */
	uint64_t records, ragged, bad, chunks;
	uint64_t skipped, quarantined;
	enum gbx_eid reason; /* of the last bad record */
	enum gbx_rc rc;
};

static UNUSED void outcome_init(struct outcome *o)
{
	memset(o, 0, sizeof *o);
	gbx_buf_init(&o->text, (size_t)1 << 30);
	gbx_buf_init(&o->cells, (size_t)1 << 30);
}

static UNUSED void outcome_release(struct outcome *o)
{
	gbx_buf_release(&o->text);
	gbx_buf_release(&o->cells);
}

/* The input with readable bytes behind it. */
static UNUSED unsigned char *padded(const void *p, size_t n)
{
	unsigned char *q = calloc(1, n + GBX_CHUNK_PAD);
	assert_non_null(q);
	if (n)
		memcpy(q, p, n);
	return q;
}

static UNUSED struct gbx_head head_of(const unsigned char *p, size_t n, const char *path)
{
	size_t most = n < GBX_HEAD_BYTES ? n : GBX_HEAD_BYTES;
	return (struct gbx_head){.p = p, .n = most, .whole = most == n, .path = path};
}

static UNUSED void dump_record(struct outcome *o, const struct gbx_batch *b, uint32_t rec,
                               uint32_t *cursor)
{
	unsigned put = 0;
	for (uint32_t i = 0; i < b->ncol; i++) {
		const struct gbx_column *c = &b->col[i];
		struct gbx_cell cell = {GBX_ABSENT, 0};
		if (!c->rec)
			cell = c->cell[rec];
		else if (cursor[i] < c->n && c->rec[cursor[i]] == rec)
			cell = c->cell[cursor[i]++];
		if (cell.off == GBX_ABSENT)
			continue;
		gbx_buf_adds(&o->text, c->name);
		gbx_buf_addc(&o->text, '=');
		gbx_escape_json(&o->text, gbx_cell_span(b, cell));
		if (put++)
			gbx_buf_addc(&o->cells, '|');
		gbx_escape_json(&o->cells, gbx_cell_span(b, cell));
	}
	gbx_buf_addc(&o->text, '\n');
	gbx_buf_addc(&o->cells, '\n');
}

static UNUSED void dump_batch(struct outcome *o, const struct gbx_batch *b)
{
	uint32_t *cursor = calloc(b->ncol + 1, sizeof *cursor);
	assert_non_null(cursor);
	for (uint32_t i = 0; i < b->ncol; i++)
		assert_true(b->col[i].rec || b->col[i].n == b->nrec);
	for (uint32_t r = 0; r < b->nrec; r++) {
		assert_true(r == 0 || b->rec_off[r] > b->rec_off[r - 1]);
		dump_record(o, b, r, cursor);
	}
	free(cursor);
	o->records += b->nrec;
}

static UNUSED void take_chunk(const struct gbx_reader *r, struct gbx_chunk *c, struct outcome *o)
{
	struct gbx_parsed out;
	struct gbx_err err;
	gbx_parsed_init(&out);
	o->rc = r->format->parse(r, c, &out, &err);
	assert_int_equal(o->rc, GBX_OK);
	assert_int_equal(out.bytes_records + out.bytes_repaired + out.bytes_quarantined +
	                     out.bytes_skipped,
	                 c->n);
	for (uint32_t i = 0; i < out.nbatch; i++)
		dump_batch(o, out.batch[i]);
	for (uint32_t i = 0; i < out.nbad; i++)
		o->reason = out.bad[i].reason;
	o->ragged += out.ragged;
	o->bad += out.nbad;
	o->skipped += out.bytes_skipped;
	o->quarantined += out.bytes_quarantined;
	o->chunks++;
	gbx_parsed_release(&out);
}

/*
 * Feeds p[0..n) in buffers that begin with `step` bytes and double until a whole
 * record fits, as split()'s contract says.
 */
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
		c.p = padded(p + at, cut);
		c.n = cut;
		c.cap = cut + GBX_CHUNK_PAD;
		c.last = last;
		take_chunk(r, &c, o);
		gbx_chunk_release(&c);
		at += cut;
		want = step;
	}
}

static UNUSED struct gbx_reader *open_text(const struct gbx_format *format, const unsigned char *p,
                                           size_t n, const struct gbx_format_options *opt)
{
	static const struct gbx_format_options none;
	struct gbx_head h = head_of(p, n, "dir/people.csv");
	struct gbx_reader *r = NULL;
	struct gbx_err err;
	assert_int_equal(format->open(&h, opt ? opt : &none, &r, &err), GBX_OK);
	assert_non_null(r);
	return r;
}

/* Opens and reads the whole; `step` as for feed. */
static UNUSED void read_text(const struct gbx_format *format, const void *text, size_t n,
                             const struct gbx_format_options *opt, size_t step, struct outcome *o)
{
	unsigned char *p = padded(text, n);
	outcome_init(o);
	struct gbx_reader *r = open_text(format, p, n, opt);
	feed(r, p, n, step, o);
	r->format->close(r);
	free(p);
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

/*
 * The format "fixed" (fixed.h): one record a line.
 */
#include "fixed.h"

#include <stdio.h>
#include <stdlib.h>

#include "../base/limits.h"
#include "lines.h"
#include "lines_rows.h"

#define NAME 128u /* bytes of the longest column name */

struct reader {
	struct gbx_reader base;
	struct gbx_fixed_dialect d;
	char name[GBX_FIXED_COLUMNS][NAME];
	unsigned char *head; /* the header line: it may come again */
	char stem[GBX_NAME_BYTES + 1];
};

static int bid(const struct gbx_head *h, const struct gbx_format_options *o)
{
	struct gbx_fixed_dialect d;
	return o->delimiter && *o->delimiter ? 0 : gbx_fixed_sniff(h, &d);
}

static void name_columns(struct reader *r, struct gbx_span line)
{
	struct gbx_span cell[GBX_FIXED_COLUMNS];
	bool named = line.n && gbx_fixed_line(&r->d, line, cell) == GBX_FIXED_ROW;
	for (unsigned i = 0; i < r->d.columns; i++) {
		struct gbx_span s = named ? cell[i] : gbx_span_of(NULL, 0);
		snprintf(r->name[i], NAME, "%.*s", s.n < NAME ? (int)s.n : (int)NAME - 1,
		         s.n ? (const char *)s.p : "");
		if (!r->name[i][0])
			snprintf(r->name[i], NAME, "c%u", i + 1);
	}
}

static void close_reader(struct gbx_reader *reader)
{
	struct reader *r = (struct reader *)reader;
	free(r->head);
	free(r);
}

static enum gbx_rc open_reader(const struct gbx_head *h, const struct gbx_format_options *o,
                               struct gbx_reader **out, struct gbx_err *err)
{
	(void)o;
	struct reader *r = calloc(1, sizeof *r);
	*out = NULL;
	if (!r)
		return gbx_fail(err, GBX_E_NOMEM, NULL);
	r->base.format = &gbx_format_fixed;
	gbx_fixed_sniff(h, &r->d);
	gbx_format_stem(h->path, r->stem, sizeof r->stem);
	struct gbx_span line = {NULL, 0};
	size_t at = r->d.header;
	if (r->d.header_n && gbx_fixed_next(gbx_span_of(h->p, h->n), &at, &line)) {
		r->head = malloc(line.n + 1);
		if (!r->head) {
			close_reader(&r->base);
			return gbx_fail(err, GBX_E_NOMEM, NULL);
		}
		memcpy(r->head, line.p, line.n);
		r->d.header_n = line.n;
	}
	name_columns(r, line);
	*out = &r->base;
	return GBX_OK;
}

struct parse {
	const struct reader *r;
	struct gbx_chunk *c;
	struct gbx_parsed *out;
	struct gbx_batch *b;
};

static bool put_row(struct parse *x, const struct gbx_span *cell, size_t at)
{
	uint32_t rec = gbx_batch_record(x->out, x->b, x->c->off + at);
	if (rec == UINT32_MAX)
		return false;
	for (uint32_t i = 0, guess = 0; i < x->r->d.columns; i++) {
		if (!cell[i].n)
			continue;
		struct gbx_span name = gbx_span_str(x->r->name[i]);
		uint32_t col = gbx_lrows_column(x->out, x->b, rec, name, guess);
		struct gbx_cell put = {(uint32_t)(cell[i].p - x->c->p), (uint32_t)cell[i].n};
		if (col == UINT32_MAX || !gbx_batch_cell(x->out, x->b, col, rec, put))
			return false;
		guess = col + 1;
	}
	return true;
}

static bool take_line(struct parse *x, struct gbx_span line, size_t at, size_t all)
{
	struct gbx_span cell[GBX_FIXED_COLUMNS] GBX_UNINITIALISED;
	const struct reader *r = x->r;
	enum gbx_fixed_kind kind = gbx_fixed_line(&r->d, line, cell);
	bool again = r->head && gbx_span_eq(line, gbx_span_of(r->head, r->d.header_n));
	if (kind == GBX_FIXED_SKIP || again || x->c->off + at < r->d.skip) {
		bool top = again || x->c->off + at < r->d.skip;
		gbx_parsed_skip(x->out, top ? "header" : line.n ? "ruler" : "blank line", 1, all);
		return true;
	}
	if (kind == GBX_FIXED_ROW) {
		x->out->bytes_records += all;
		return put_row(x, cell, at);
	}
	x->out->bytes_quarantined += all;
	return gbx_parsed_bad(x->out, x->c->off + at, all, GBX_E_LINE_SHAPE);
}

static enum gbx_rc parse(const struct gbx_reader *reader, struct gbx_chunk *c,
                         struct gbx_parsed *out, struct gbx_err *err)
{
	struct parse x = {.r = (const struct reader *)reader, .c = c, .out = out};
	struct gbx_span line, all = gbx_span_of(c->p, c->n);
	x.b = gbx_parsed_batch(out, gbx_span_str(x.r->stem), 0);
	bool ok = x.b != NULL;
	for (size_t at = 0, from = 0; ok && gbx_fixed_next(all, &at, &line); from = at)
		ok = take_line(&x, line, from, at - from);
	if (!ok)
		return gbx_fail(err, GBX_E_NOMEM, "a chunk of columns");
	x.b->bytes = c->p;
	gbx_parsed_finish(out);
	return GBX_OK;
}

const struct gbx_format gbx_format_fixed = {
    .name = "fixed",
    .summary = "columns of fixed width, and tables as database clients draw them",
    .bid = bid,
    .open = open_reader,
    .split = gbx_lines_split,
    .resync = gbx_lines_resync,
    .parse = parse,
    .close = close_reader,
};

/*
 * The format "fixed" (fixed.h): one record a line, but in tables that clients draw.
 */
#include "fixed.h"

#include <stdio.h>
#include <stdlib.h>

#include "../base/buf.h"
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
	struct gbx_buf text; /* of a value of several lines */
};

static bool put_row(struct parse *x, const struct gbx_cell *cell, size_t at)
{
	uint32_t rec = gbx_batch_record(x->out, x->b, x->c->off + at);
	if (rec == UINT32_MAX)
		return false;
	for (uint32_t i = 0, guess = 0; i < x->r->d.columns; i++) {
		if (!cell[i].len)
			continue;
		struct gbx_span name = gbx_span_str(x->r->name[i]);
		uint32_t col = gbx_lrows_column(x->out, x->b, rec, name, guess);
		if (col == UINT32_MAX || !gbx_batch_cell(x->out, x->b, col, rec, cell[i]))
			return false;
		guess = col + 1;
	}
	return true;
}

static bool take_line(struct parse *x, struct gbx_span line, size_t at, size_t all)
{
	struct gbx_span cell[GBX_FIXED_COLUMNS] GBX_UNINITIALISED;
	struct gbx_cell row[GBX_FIXED_COLUMNS] GBX_UNINITIALISED;
	const struct reader *r = x->r;
	enum gbx_fixed_kind kind = gbx_fixed_line(&r->d, line, cell);
	bool again = r->head && gbx_span_eq(line, gbx_span_of(r->head, r->d.header_n));
	if (kind == GBX_FIXED_SKIP || again || x->c->off + at < r->d.skip) {
		bool top = again || x->c->off + at < r->d.skip;
		gbx_parsed_skip(x->out, top ? "header" : line.n ? "ruler" : "blank line", 1, all);
		return true;
	}
	if (kind == GBX_FIXED_ROW) {
		for (unsigned i = 0; i < r->d.columns; i++)
			row[i] = (struct gbx_cell){(uint32_t)(cell[i].p - x->c->p), (uint32_t)cell[i].n};
		x->out->bytes_records += all;
		return put_row(x, row, at);
	}
	x->out->bytes_quarantined += all;
	return gbx_parsed_bad(x->out, x->c->off + at, all, GBX_E_LINE_SHAPE);
}

/* ---- records of several lines ---- */

/* The cells of a group's lines, one line behind the other; those that go on lose their mark and
 * are `on`. False when a line does not fit. */
static bool cut_lines(const struct parse *x, size_t at, const struct gbx_fixed_group *g,
                      struct gbx_cell *part, bool *on)
{
	struct gbx_span cell[GBX_FIXED_COLUMNS] GBX_UNINITIALISED, line;
	const struct gbx_fixed_dialect *d = &x->r->d;
	for (unsigned k = 0; k < g->lines; k++) {
		bool *mark = on + (size_t)k * d->columns;
		if (!gbx_fixed_next(gbx_span_of(x->c->p, x->c->n), &at, &line) ||
		    gbx_fixed_line(d, line, cell) != GBX_FIXED_ROW)
			return false;
		gbx_fixed_marks(d, line, mark);
		for (unsigned i = 0; i < d->columns; i++) {
			struct gbx_span s = cell[i];
			mark[i] &= s.n && s.p[s.n - 1] == '+';
			s.n -= mark[i];
			while (mark[i] && s.n && s.p[s.n - 1] == ' ')
				s.n--;
			part[(size_t)k * d->columns + i] =
			    (struct gbx_cell){(uint32_t)(s.p - x->c->p), (uint32_t)s.n};
		}
	}
	return true;
}

/* One value of its lines; false without memory. */
static bool join_parts(struct parse *x, const struct gbx_cell *part, const bool *on, unsigned lines,
                       struct gbx_cell *cell)
{
	const unsigned columns = x->r->d.columns;
	gbx_buf_reset(&x->text);
	*cell = part[0];
	if (!on[0])
		return true;
	for (size_t k = 0; k < lines; k++) {
		const struct gbx_cell *c = part + k * columns;
		if (k)
			gbx_buf_addc(&x->text, '\n');
		gbx_buf_add(&x->text, x->c->p + c->off, c->len);
		if (!on[k * columns])
			break;
	}
	uint32_t off = gbx_buf_failed(&x->text)
	                   ? UINT32_MAX
	                   : gbx_chunk_side(x->c, x->text.p, x->text.n);
	*cell = (struct gbx_cell){off, (uint32_t)x->text.n};
	return off != UINT32_MAX;
}

static bool take_group(struct parse *x, size_t at, const struct gbx_fixed_group *g)
{
	struct gbx_cell row[GBX_FIXED_COLUMNS] GBX_UNINITIALISED;
	size_t n = (size_t)g->lines * x->r->d.columns;
	struct gbx_cell *part = malloc(n * sizeof *part);
	bool *on = malloc(n), ok = part && on;
	if (ok && !cut_lines(x, at, g, part, on)) {
		x->out->bytes_quarantined += g->n;
		ok = gbx_parsed_bad(x->out, x->c->off + at, g->n, GBX_E_LINE_SHAPE);
	} else {
		for (unsigned i = 0; ok && i < x->r->d.columns; i++)
			ok = join_parts(x, part + i, on + i, g->lines, row + i);
		x->out->bytes_records += g->n;
		ok = ok && put_row(x, row, at);
	}
	free(part);
	free(on);
	return ok;
}

static bool take_lines(struct parse *x)
{
	struct gbx_fixed_group g;
	bool ok = true;
	for (size_t at = 0; ok && at < x->c->n; at += g.n) {
		struct gbx_span all = gbx_span_of(x->c->p, x->c->n);
		gbx_fixed_group(&x->r->d, all, at, true, &g);
		struct gbx_span line = gbx_fixed_group_text(all, at, &g);
		ok = g.lines > 1 && x->c->off + at >= x->r->d.skip ? take_group(x, at, &g)
		                                                   : take_line(x, line, at, g.n);
	}
	return ok;
}

/* ---- the format ---- */

static size_t split(struct gbx_reader *reader, const unsigned char *p, size_t n, bool last,
                    struct gbx_split *st)
{
	const struct reader *r = (const struct reader *)reader;
	struct gbx_fixed_group g;
	size_t at = 0;
	if (!r->d.drawn || last)
		return gbx_lines_split(reader, p, n, last, st);
	memset(st->opaque, 0, sizeof st->opaque);
	while (at < n && gbx_fixed_group(&r->d, gbx_span_of(p, n), at, false, &g))
		at += g.n;
	return at;
}

static enum gbx_rc parse(const struct gbx_reader *reader, struct gbx_chunk *c,
                         struct gbx_parsed *out, struct gbx_err *err)
{
	struct parse x = {.r = (const struct reader *)reader, .c = c, .out = out};
	gbx_buf_init(&x.text, GBX_RECORD_BYTES);
	x.b = gbx_parsed_batch(out, gbx_span_str(x.r->stem), 0);
	bool ok = x.b && take_lines(&x);
	gbx_buf_release(&x.text);
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
    .split = split,
    .resync = gbx_lines_resync,
    .parse = parse,
    .close = close_reader,
};

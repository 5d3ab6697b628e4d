/*
 * The format "jsonrows": tables in JSON whose rows are arrays (jrows.h). What is no
 * array among the rows goes to quarantine; what stands around them is wrapping.
 */
#include "jrows.h"

#include <stdio.h>
#include <stdlib.h>

#include "jrecord.h"

#define NAMES_BYTES (4u << 20) /* names of arrays cut across chunks */

struct reader {
	struct gbx_reader base;
	struct gbx_walk walk;
	struct gbx_arena names;
	struct gbx_jrows table;
	char stem[GBX_NAME_BYTES + 1];
};

static int bid(const struct gbx_head *h, const struct gbx_format_options *o)
{
	(void)o;
	struct gbx_jrows x;
	struct gbx_err err;
	if (gbx_jrows_look(h, &x, &err) != GBX_OK)
		return 0;
	int sure = x.width ? 92 : 0;
	gbx_jrows_release(&x);
	return sure;
}

static void close_reader(struct gbx_reader *reader)
{
	struct reader *r = (struct reader *)reader;
	if (!r)
		return;
	gbx_arena_release(&r->names);
	gbx_jrows_release(&r->table);
	free(r);
}

static enum gbx_rc open_reader(const struct gbx_head *h, const struct gbx_format_options *o,
                               struct gbx_reader **out, struct gbx_err *err)
{
	(void)o;
	*out = NULL;
	struct reader *r = calloc(1, sizeof *r);
	if (!r)
		return gbx_fail(err, GBX_E_NOMEM, NULL);
	r->base.format = &gbx_format_jsonrows;
	gbx_arena_init(&r->names, NAMES_BYTES);
	gbx_format_stem(h->path, r->stem, sizeof r->stem);
	enum gbx_rc rc = gbx_jrows_look(h, &r->table, err);
	gbx_walk_init(&r->walk, r->table.mode);
	if (rc != GBX_OK) {
		close_reader(&r->base);
		return rc;
	}
	*out = &r->base;
	return GBX_OK;
}

static size_t split(struct gbx_reader *reader, const unsigned char *p, size_t n, bool last,
                    struct gbx_split *st)
{
	struct reader *r = (struct reader *)reader;
	return gbx_walk_split(&r->walk, &r->names, gbx_span_of(p, n), last, st);
}

static size_t resync(struct gbx_reader *reader, const unsigned char *p, size_t n, bool *found)
{
	struct reader *r = (struct reader *)reader;
	return gbx_walk_resync(&r->walk, gbx_span_of(p, n), found);
}

/* Of a chunk. */
struct reading {
	struct gbx_jrec r;
	struct gbx_walk w;
	const struct reader *me;
	bool junk;   /* the last thing accounted fits nowhere */
};

static enum gbx_eid put_cells(struct reading *x)
{
	struct gbx_flat *f = &x->r.flat;
	const struct gbx_tape *t = &x->r.tape;
	const struct gbx_jrows *table = &x->me->table;
	struct gbx_flat_at at = gbx_flat_top(f);
	unsigned k = 0;
	for (uint32_t i = 1; i < t->ev[0].link; k++) {
		char number[16];
		snprintf(number, sizeof number, "c%u", k + 1);
		const char *name = table->name && k < table->width ? table->name[k] : number;
		uint32_t to = gbx_flat_name(f, &at, gbx_span_str(name), 0);
		enum gbx_eid why = to == GBX_FLAT_NONE ? gbx_flat_why(f)
		                                       : gbx_flat_value(f, t, x->r.shift, i, to);
		if (why != GBX_E_NONE)
			return why;
		i = t->ev[i].kind <= GBX_TAPE_ARR ? t->ev[i].link + 1 : i + 1;
	}
	return GBX_E_NONE;
}

static enum gbx_eid take_row(struct reading *x, struct gbx_piece item)
{
	struct gbx_jrec *r = &x->r;
	r->mended = false;
	r->shift = (uint32_t)item.off;
	enum gbx_eid why = gbx_tape_parse(&r->tape, r->chunk->p + item.off, item.n);
	if (why == GBX_E_NONE && r->tape.ev[0].kind != GBX_TAPE_ARR)
		why = GBX_E_LINE_SHAPE;
	if (why == GBX_E_NONE)
		why = gbx_flat_begin(&r->flat, gbx_span_str(x->me->stem), r->chunk->off + item.off);
	if (why != GBX_E_NONE)
		return why;
	why = put_cells(x);
	if (why != GBX_E_NONE)
		gbx_flat_undo(&r->flat);
	return why;
}

/* Adjacent junk is one note. */
static void account_junk(struct reading *x, struct gbx_piece item)
{
	struct gbx_parsed *out = x->r.out;
	if (!x->junk) {
		gbx_jrec_account(&x->r, item.off, item.n, GBX_E_JSON_SYNTAX);
	} else {
		out->bad[out->nbad - 1].len += item.n;
		out->bytes_quarantined += item.n;
	}
	x->junk = true;
}

static void account_wrapping(struct reading *x, struct gbx_piece item)
{
	size_t v = x->w.value, n = item.off + item.n - v;
	struct gbx_jrec *r = &x->r;
	if (v > item.off && gbx_tape_parse(&r->tape, r->chunk->p + v, n) == GBX_E_JSON_SYNTAX)
		gbx_jrec_account(r, item.off, item.n, GBX_E_JSON_SYNTAX);
	else
		gbx_jrec_skip(r, "wrapping", item.n);
}

static void account(struct reading *x, struct gbx_piece item, enum gbx_walk_kind kind, bool header)
{
	struct gbx_jrec *r = &x->r;
	if (kind == GBX_WALK_BROKEN && r->chunk->p[x->w.value] != '[') {
		account_junk(x, item);
		return;
	}
	x->junk = false;
	if (kind == GBX_WALK_SKIP) {
		account_wrapping(x, item);
	} else if (kind == GBX_WALK_RECORD && header) {
		gbx_jrec_skip(r, "header", item.n);
	} else if (kind == GBX_WALK_RECORD) {
		gbx_jrec_account(r, item.off, item.n, take_row(x, item));
	} else {
		enum gbx_eid why = kind == GBX_WALK_CUT     ? GBX_E_CUT
		                   : kind == GBX_WALK_OTHER ? GBX_E_LINE_SHAPE
		                                            : GBX_E_JSON_SYNTAX;
		gbx_jrec_account(r, item.off, item.n, why);
	}
}

static enum gbx_rc parse(const struct gbx_reader *reader, struct gbx_chunk *c,
                         struct gbx_parsed *out, struct gbx_err *err)
{
	struct reading x = {.me = (const struct reader *)reader};
	enum gbx_walk_end end = c->last ? GBX_WALK_INPUT : GBX_WALK_CHUNK;
	enum gbx_walk_kind kind = GBX_WALK_SKIP;
	struct gbx_piece item;
	size_t n = c->n;
	gbx_jrec_open(&x.r, c, out);
	gbx_walk_resume(&x.w, &c->split);
	for (size_t at = 0; kind != GBX_WALK_CUT;) {
		/* The chunk's bytes may have moved with the last row. */
		bool header = x.me->table.header && !x.w.st.begun;
		kind = gbx_walk_next(&x.w, gbx_span_of(c->p, n), &at, end, &item);
		if (kind == GBX_WALK_END || kind == GBX_WALK_MORE)
			break;
		account(&x, item, kind, header);
	}
	/* The wrapping was never closed: what came after is missing. */
	if (c->last && kind != GBX_WALK_CUT && x.w.st.depth)
		x.r.nomem |= !gbx_parsed_bad(out, c->off + n, 0, GBX_E_CUT);
	return gbx_jrec_close(&x.r, err);
}

const struct gbx_format gbx_format_jsonrows = {
    .name = "jsonrows",
    .summary = "JSON tables whose rows are arrays, with the columns' names beside them",
    .bid = bid,
    .open = open_reader,
    .split = split,
    .resync = resync,
    .parse = parse,
    .close = close_reader,
};

/*
 * Rows streams into batches; the contract is in rows.h. A chunk begins with the
 * table that was current where it was cut. What does not fit ends the trust in
 * all that follows: it goes to quarantine.
 */
#include "beside.h"
#include "rows.h"

#include <stdio.h>
#include <stdlib.h>

#include "../base/limits.h"
#include "../base/rows.h"
#include "../source/doc.h"

/* Definitions of all tables of one stream: a sub-entry has one as a rule. */
#define TABLES_BYTES ((size_t)64 << 20)
#define SUFFIX_BYTES 16u
#define TRIES 8u
#define FNV_START UINT64_C(14695981039346656037)
#define FNV_PRIME UINT64_C(1099511628211)

/* Between two records; travels in a gbx_split. */
struct state {
	const unsigned char *table; /* body of the table's definition, the reader's; or NULL */
	size_t table_n;
	bool broken;
};

struct reader {
	struct gbx_reader base;
	const char *name;
	struct gbx_arena tables;
	struct state now;
	struct gbx_beside *beside; /* of the reading thread, or NULL */
	char *path;		   /* of the document */
};

static const char *known_name(struct gbx_span s)
{
	for (const struct gbx_doc_kind *const *k = gbx_doc_kinds; *k; k++)
		if (gbx_span_is(s, (*k)->name))
			return (*k)->name;
	return "document";
}

const char *gbx_format_rows_name(const struct gbx_reader *r)
{
	return ((const struct reader *)r)->name;
}

static int bid(const struct gbx_head *h, const struct gbx_format_options *o)
{
	(void)h;
	(void)o;
	return 0;
}

/* "a/toc.dat!/contents" is made of "a/toc.dat". NULL without memory: then nothing is told. */
static char *document_of(const char *path)
{
	const char *end = strrchr(path, '!');
	return strndup(path, end ? (size_t)(end - path) : strlen(path));
}

static enum gbx_rc open_reader(const struct gbx_head *h, const struct gbx_format_options *o,
			       struct gbx_reader **out, struct gbx_err *err)
{
	struct gbx_rows_record head;
	struct gbx_span name;
	if (gbx_rows_next(gbx_span_of(h->p, h->n), &head) != GBX_ROWS_OK ||
	    head.type != GBX_ROWS_HEAD)
		return gbx_fail(err, GBX_E_ROWS, NULL);
	struct gbx_rows_body b = { head.body };
	if (!gbx_rows_text(&b, &name) || !gbx_rows_done(&b))
		return gbx_fail(err, GBX_E_ROWS, NULL);
	struct reader *r = calloc(1, sizeof *r);
	if (!r)
		return gbx_fail(err, GBX_E_NOMEM, NULL);
	r->base.format = &gbx_format_rows;
	r->name = known_name(name);
	gbx_arena_init(&r->tables, TABLES_BYTES);
	r->beside = o->beside;
	r->path = h->path ? document_of(h->path) : NULL;
	*out = &r->base;
	return GBX_OK;
}

static void close_reader(struct gbx_reader *reader)
{
	struct reader *r = (struct reader *)reader;
	if (r) {
		gbx_arena_release(&r->tables);
		free(r->path);
	}
	free(r);
}

/* What stands in the file beside is told to those who read it. */
static void tell(const struct reader *r, struct gbx_span body)
{
	struct gbx_rows_body b = { body };
	struct gbx_span file, relation, *name;
	uint64_t n, flags;
	if (!r->path || !gbx_rows_text(&b, &file) || !gbx_rows_text(&b, &relation) ||
	    !gbx_rows_u64(&b, &n) || !n || n > GBX_RECORD_COLUMNS)
		return;
	name = calloc(n, sizeof *name);
	bool ok = name != NULL;
	for (uint64_t i = 0; ok && i < n; i++)
		ok = gbx_rows_u64(&b, &flags) && gbx_rows_text(&b, name + i);
	if (ok)
		gbx_beside_add(r->beside, r->path, file,
			       (struct gbx_beside_table){ relation, (uint32_t)n, name });
	free(name);
}

static void keep_table(struct reader *r, struct gbx_span body)
{
	if (r->now.table && gbx_span_eq(gbx_span_of(r->now.table, r->now.table_n), body))
		return;
	r->now.table = (const unsigned char *)gbx_arena_dup(&r->tables, body.p, body.n);
	r->now.table_n = body.n;
}

static size_t split(struct gbx_reader *reader, const unsigned char *p, size_t n, bool last,
		    struct gbx_split *st)
{
	_Static_assert(sizeof(struct state) <= GBX_SPLIT_STATE, "state fits");
	struct reader *r = (struct reader *)reader;
	struct gbx_rows_record rec;
	size_t at = 0;
	memset(st->opaque, 0, sizeof st->opaque);
	memcpy(st->opaque, &r->now, sizeof r->now);
	while (at < n && !r->now.broken) {
		enum gbx_rows_found found = gbx_rows_next(gbx_span_of(p + at, n - at), &rec);
		if (found == GBX_ROWS_MORE)
			break;
		r->now.broken = found == GBX_ROWS_BROKEN;
		if (r->now.broken)
			break;
		if (rec.type == GBX_ROWS_TABLE)
			keep_table(r, rec.body);
		if (rec.type == GBX_ROWS_BESIDE)
			tell(r, rec.body);
		at += rec.all;
	}
	return last || r->now.broken ? n : at;
}

/* Records are never larger than GBX_RECORD_BYTES, so this is no stream of ours. */
static size_t resync(struct gbx_reader *reader, const unsigned char *p, size_t n, bool *found)
{
	(void)p;
	((struct reader *)reader)->now.broken = true;
	*found = false;
	return n;
}

/* ---- parse ---- */

struct parse {
	struct gbx_chunk *c;
	struct gbx_parsed *out;
	struct gbx_batch *b; /* NULL: no table, rows have no place */
	uint32_t *column;    /* [ncol] number in b of each of the table's columns */
	uint32_t ncol;
	bool nomem;
};

static uint64_t shape_of(struct gbx_span body)
{
	uint64_t h = FNV_START;
	for (size_t i = 0; i < body.n; i++)
		h = (h ^ body.p[i]) * FNV_PRIME;
	return h + !h;
}

/*
 * A new column of that name; a second one of the same name gets a number behind it,
 * as in delimited text, and after some tries one nobody else has: many equal names
 * must not cost the square of their number.
 */
static uint32_t make_column(struct parse *x, struct gbx_span name, uint32_t flags, uint32_t i)
{
	char made[2 * SUFFIX_BYTES], twin[GBX_NAME_BYTES];
	if (!name.n)
		name = gbx_span_of(made, (size_t)snprintf(made, sizeof made, "c%u", i + 1));
	int n = (int)(name.n < sizeof twin - SUFFIX_BYTES ? name.n : sizeof twin - SUFFIX_BYTES);
	uint32_t before = x->b->ncol;
	uint32_t col = gbx_batch_column(x->out, x->b, name, flags, i);
	for (uint32_t k = 2; k < TRIES + x->ncol && col < before; k++) {
		uint32_t number = k < TRIES ? k : k - TRIES + i + TRIES;
		int m = snprintf(twin, sizeof twin, "%.*s_%u", n, (const char *)name.p, number);
		col = gbx_batch_column(x->out, x->b, gbx_span_of(twin, (size_t)m), flags, i);
	}
	return col;
}

static bool open_columns(struct parse *x, struct gbx_rows_body *b)
{
	uint32_t had = x->b->ncol; /* made in this order by the definition before */
	if (had && had != x->ncol && x->b->shape)
		return false;
	for (uint32_t i = 0; i < x->ncol; i++) {
		struct gbx_span name;
		uint64_t flags;
		if (!gbx_rows_u64(b, &flags) || !gbx_rows_text(b, &name))
			return false;
		uint32_t known = flags & GBX_ROWS_ENVELOPE ? GBX_COLUMN_ENVELOPE : 0;
		x->column[i] = i < had ? i : make_column(x, name, known, i);
		if (x->column[i] == UINT32_MAX) {
			x->nomem = true;
			return false;
		}
	}
	return gbx_rows_done(b);
}

/* The table whose definition this is becomes the present one. False: it is none. */
static bool open_table(struct parse *x, struct gbx_span body)
{
	struct gbx_rows_body b = { body };
	struct gbx_span relation;
	uint64_t n;
	x->b = NULL;
	if (!gbx_rows_text(&b, &relation) || !gbx_rows_u64(&b, &n) || n > GBX_RECORD_COLUMNS)
		return false;
	x->ncol = (uint32_t)n;
	x->b = gbx_parsed_batch(x->out, relation.n ? relation : gbx_span_str("data"),
				shape_of(body));
	x->column = gbx_arena_alloc(&x->out->arena, (n + 1) * sizeof *x->column);
	x->nomem |= !x->b || !x->column;
	if (!x->nomem && open_columns(x, &b))
		return true;
	x->b = NULL;
	return false;
}

static bool put_cells(struct parse *x, struct gbx_rows_body *b, uint32_t rec)
{
	struct gbx_span v;
	for (uint32_t i = 0; !gbx_rows_done(b); i++) {
		if (i == x->ncol || !gbx_rows_value(b, &v))
			return false;
		struct gbx_cell cell = { GBX_ABSENT, 0 };
		if (v.p)
			cell = (struct gbx_cell){ (uint32_t)(v.p - x->c->p), (uint32_t)v.n };
		x->nomem |= !gbx_batch_cell(x->out, x->b, x->column[i], rec, cell);
	}
	return true;
}

static bool on_row(struct parse *x, struct gbx_span body)
{
	struct gbx_rows_body b = { body };
	uint64_t place;
	if (!x->b || !gbx_rows_u64(&b, &place))
		return false;
	uint32_t rec = gbx_batch_record(x->out, x->b, place);
	x->nomem |= rec == UINT32_MAX;
	if (x->nomem)
		return true;
	if (put_cells(x, &b, rec))
		return true;
	gbx_batch_undo(x->b);
	return false;
}

static bool on_damage(struct parse *x, struct gbx_span body)
{
	struct gbx_rows_body b = { body };
	uint64_t place, why, lost;
	if (!gbx_rows_u64(&b, &place) || !gbx_rows_u64(&b, &why) || !gbx_rows_u64(&b, &lost) ||
	    !gbx_rows_done(&b) || why >= GBX_E_COUNT ||
	    !gbx_rc_is_data(gbx_eid_rc((enum gbx_eid)why)))
		return false;
	x->nomem |= !gbx_parsed_bad(x->out, place, lost, (enum gbx_eid)why);
	return true;
}

static bool on_skip(struct parse *x, struct gbx_span body, size_t all)
{
	struct gbx_rows_body b = { body };
	uint64_t kind, count;
	if (!gbx_rows_u64(&b, &kind) || !gbx_rows_u64(&b, &count) || !gbx_rows_done(&b) ||
	    kind >= GBX_ROWS_SKIP_COUNT)
		return false;
	gbx_parsed_skip(x->out, gbx_rows_skips[kind], count, all);
	return true;
}

/* False: the record is none; nothing was counted. */
static bool on_record(struct parse *x, const struct gbx_rows_record *r)
{
	bool ok = true;
	switch (r->type) {
	case GBX_ROWS_ROW:
		ok = on_row(x, r->body);
		x->out->bytes_records += ok ? r->all : 0;
		return ok;
	case GBX_ROWS_DAMAGE:
		ok = on_damage(x, r->body);
		x->out->bytes_quarantined += ok ? r->all : 0;
		return ok;
	case GBX_ROWS_SKIP:
		return on_skip(x, r->body, r->all);
	case GBX_ROWS_TABLE:
		ok = open_table(x, r->body);
		break;
	case GBX_ROWS_HEAD:
	case GBX_ROWS_BESIDE:
	default:
		break;
	}
	if (ok)
		gbx_parsed_skip(x->out, "header", r->type == GBX_ROWS_TABLE, r->all);
	return ok;
}

static void quarantine(struct parse *x, size_t at, size_t n, enum gbx_eid why)
{
	x->nomem |= !gbx_parsed_bad(x->out, x->c->off + at, n, why);
	x->out->bytes_quarantined += n;
}

static enum gbx_rc parse(const struct gbx_reader *reader, struct gbx_chunk *c,
			 struct gbx_parsed *out, struct gbx_err *err)
{
	struct parse x = { .c = c, .out = out };
	struct state st;
	struct gbx_rows_record r;
	enum gbx_rows_found found = GBX_ROWS_OK;
	size_t at = 0;
	(void)reader;
	memcpy(&st, c->split.opaque, sizeof st);
	if (st.table && !st.broken)
		open_table(&x, gbx_span_of(st.table, st.table_n));
	while (at < c->n && !x.nomem && !st.broken) {
		found = gbx_rows_next(gbx_span_of(c->p + at, c->n - at), &r);
		if (found != GBX_ROWS_OK)
			break;
		if (!on_record(&x, &r))
			quarantine(&x, at, r.all, GBX_E_ROWS);
		at += r.all;
	}
	if (at < c->n)
		quarantine(&x, at, c->n - at, found == GBX_ROWS_MORE ? GBX_E_CUT : GBX_E_ROWS);
	for (uint32_t i = 0; i < out->nbatch; i++)
		out->batch[i]->bytes = c->p;
	gbx_parsed_finish(out);
	return x.nomem ? gbx_fail(err, GBX_E_NOMEM, NULL) : GBX_OK;
}

const struct gbx_format gbx_format_rows = {
	.name = "document",
	.summary = "what the unpack process made of a document",
	.bid = bid,
	.open = open_reader,
	.split = split,
	.resync = resync,
	.parse = parse,
	.close = close_reader,
};

/*
 * Elasticsearch and OpenSearch exports: a hit a line (elasticdump, the reference
 * leak), _bulk bodies, whole search and scroll responses of any size, arrays of
 * hits. A relation is named by _index; what the search says about a hit is
 * marked as envelope.
 */
#include <stdlib.h>

#include "bulk.h"
#include "format.h"
#include "lines.h"
#include "sniff.h"
#include "walkread.h"

#define NAMES_BYTES (4u << 20)

enum shape { SHAPE_NONE, SHAPE_LINES, SHAPE_BULK, SHAPE_WALK };

struct reader {
	struct gbx_reader base;
	enum shape shape;
	struct gbx_walk walk;
	struct gbx_arena names;
	char stem[GBX_NAME_BYTES + 1];
};

extern const struct gbx_format gbx_format_elasticsearch;

static bool mostly_hits(struct gbx_sniff_walk f)
{
	return f.hits * 2 > f.good + f.bad;
}

static enum shape shape_of(const struct gbx_head *h, enum gbx_walk_mode *mode)
{
	struct gbx_sniff_lines f = gbx_sniff_head_lines(h);
	*mode = GBX_WALK_HITS;
	if (f.hits * 2 > f.lines)
		return SHAPE_LINES;
	if (f.actions && (f.opened || f.actions * 3 >= f.lines) && f.objects * 2 > f.lines)
		return SHAPE_BULK;
	if (mostly_hits(gbx_sniff_head_walk(h, GBX_WALK_HITS)))
		return SHAPE_WALK;
	*mode = GBX_WALK_ITEMS;
	return mostly_hits(gbx_sniff_head_walk(h, GBX_WALK_ITEMS)) ? SHAPE_WALK : SHAPE_NONE;
}

static int bid(const struct gbx_head *h, const struct gbx_format_options *o)
{
	enum gbx_walk_mode mode;
	(void)o;
	return shape_of(h, &mode) == SHAPE_NONE ? 0 : 95;
}

static enum gbx_rc open_reader(const struct gbx_head *h, const struct gbx_format_options *o,
                               struct gbx_reader **out, struct gbx_err *err)
{
	enum gbx_walk_mode mode;
	(void)o;
	struct reader *r = calloc(1, sizeof *r);
	if (!r)
		return gbx_fail(err, GBX_E_NOMEM, NULL);
	r->base.format = &gbx_format_elasticsearch;
	r->shape = shape_of(h, &mode);
	gbx_walk_init(&r->walk, mode);
	gbx_arena_init(&r->names, NAMES_BYTES);
	gbx_format_stem(h->path, r->stem, sizeof r->stem);
	*out = &r->base;
	return GBX_OK;
}

static void close_reader(struct gbx_reader *reader)
{
	struct reader *r = (struct reader *)reader;
	if (r)
		gbx_arena_release(&r->names);
	free(r);
}

static size_t split(struct gbx_reader *reader, const unsigned char *p, size_t n, bool last,
                    struct gbx_split *st)
{
	struct reader *r = (struct reader *)reader;
	if (r->shape == SHAPE_WALK)
		return gbx_walk_split(&r->walk, &r->names, gbx_span_of(p, n), last, st);
	memset(st->opaque, 0, sizeof st->opaque);
	return r->shape == SHAPE_BULK ? gbx_bulk_split(p, n, last) : gbx_line_split(p, n, last);
}

static size_t resync(struct gbx_reader *reader, const unsigned char *p, size_t n, bool *found)
{
	struct reader *r = (struct reader *)reader;
	if (r->shape == SHAPE_WALK)
		return gbx_walk_resync(&r->walk, gbx_span_of(p, n), found);
	return r->shape == SHAPE_BULK ? gbx_bulk_resync(p, n, found) : gbx_line_resync(p, n, found);
}

/* Hits */

/* Of the search and not of the document: _id, _score ... and these. */
static uint32_t flags_of(struct gbx_span key)
{
	static const char *const more[] = {"sort", "matched_queries"};
	for (size_t i = 0; i < sizeof more / sizeof *more; i++)
		if (gbx_span_is(key, more[i]))
			return GBX_COLUMN_ENVELOPE;
	bool own = gbx_span_is(key, "_source");
	return key.n && key.p[0] == '_' && !own ? GBX_COLUMN_ENVELOPE : 0;
}

static enum gbx_eid put_members(struct gbx_jrec *r, uint32_t index)
{
	const struct gbx_tape_ev *ev = r->tape.ev;
	struct gbx_flat *f = &r->flat;
	struct gbx_flat_at at = gbx_flat_top(f);
	enum gbx_eid why = GBX_E_NONE;
	for (uint32_t k = 1, next; k < ev[0].link && why == GBX_E_NONE; k = next) {
		const struct gbx_tape_ev *v = &ev[k + 1];
		next = v->kind <= GBX_TAPE_ARR ? v->link + 1 : k + 2;
		if (k + 1 == index)
			continue;
		uint32_t flags = flags_of(gbx_flat_text(f, &ev[k], r->shift));
		uint32_t name = gbx_flat_key(f, &at, &ev[k], r->shift, flags);
		if (name == GBX_FLAT_NONE)
			return gbx_flat_why(f);
		why = gbx_flat_value(f, &r->tape, r->shift, k + 1, name);
	}
	return why;
}

static enum gbx_eid record(const void *reader, struct gbx_jrec *r, const char *name, size_t off)
{
	const struct reader *me = reader;
	(void)name;
	uint32_t index = gbx_jrec_find(r, 0, "_index");
	if (index && r->tape.ev[index].kind != GBX_TAPE_STR)
		index = 0;
	struct gbx_span relation = index ? gbx_jrec_string(r, index) : gbx_span_of(NULL, 0);
	if (!relation.n)
		relation = gbx_span_str(me->stem);
	enum gbx_eid why = gbx_flat_begin(&r->flat, relation, r->chunk->off + off);
	if (why != GBX_E_NONE)
		return why;
	why = put_members(r, index);
	if (why != GBX_E_NONE)
		gbx_flat_undo(&r->flat);
	return why;
}

/* A hit names its own. */
static struct gbx_span relation_of(const void *reader, const char *name)
{
	(void)reader;
	(void)name;
	return (struct gbx_span){NULL, 0};
}

static void parse_line(const struct reader *me, struct gbx_jrec *r, const struct gbx_line *l)
{
	if (!l->text) {
		gbx_jrec_skip(r, "blank line", l->all);
		return;
	}
	enum gbx_eid why = gbx_jrec_load(r, l->off, l->text);
	if (why == GBX_E_NONE)
		why = record(me, r, "", l->off);
	else
		why = gbx_jrec_cut(r, l->off + l->all, why);
	gbx_jrec_account(r, l->off, l->all, why);
}

static void parse_lines(const struct reader *me, struct gbx_jrec *r)
{
	size_t n = r->chunk->n;
	struct gbx_line l;
	for (size_t at = 0; at < n;) {
		size_t quick = gbx_quick_line(&r->quick, &r->flat, relation_of(me, ""), at);
		r->out->bytes_records += quick;
		at += quick;
		if (!quick && gbx_line_next(gbx_span_of(r->chunk->p, n), &at, &l))
			parse_line(me, r, &l);
	}
}

static enum gbx_rc parse(const struct gbx_reader *reader, struct gbx_chunk *c,
                         struct gbx_parsed *out, struct gbx_err *err)
{
	const struct reader *me = (const struct reader *)reader;
	if (me->shape == SHAPE_WALK)
		return gbx_walk_parse(me, record, relation_of, c, out, err);
	struct gbx_jrec r;
	gbx_jrec_open(&r, c, out);
	if (me->shape == SHAPE_BULK)
		gbx_bulk_parse(&r, me->stem);
	else
		parse_lines(me, &r);
	return gbx_jrec_close(&r, err);
}

const struct gbx_format gbx_format_elasticsearch = {
    .name = "elasticsearch",
    .summary = "Elasticsearch hits a line, _bulk bodies, search responses",
    .bid = bid,
    .open = open_reader,
    .split = split,
    .resync = resync,
    .parse = parse,
    .close = close_reader,
};

/*
 * JSON that is not one object a line: arrays of objects, documents one after
 * another (pretty-printed or not, commas or RFC 7464 record separators between
 * them), objects whose members are arrays of objects, phpMyAdmin's export.
 */
#include <stdlib.h>

#include "format.h"
#include "sniff.h"
#include "walkread.h"

/* Names of arrays that are cut across chunks: one a chunk at most. */
#define NAMES_BYTES (4u << 20)

struct reader {
	struct gbx_reader base;
	struct gbx_walk walk;
	struct gbx_arena names;
	char stem[GBX_NAME_BYTES + 1];
};

extern const struct gbx_format gbx_format_json;

/* The head without what a script puts before its document. */
static struct gbx_head body_of(const struct gbx_head *h)
{
	struct gbx_head body = *h;
	size_t n = gbx_walk_script(gbx_span_of(h->p, h->n));
	body.p += n;
	body.n -= n;
	return body;
}

static int bid(const struct gbx_head *whole, const struct gbx_format_options *o)
{
	(void)o;
	struct gbx_head body = body_of(whole), *h = &body;
	size_t i = 0;
	while (i < h->n && memchr(" \t\r\n\x1E", h->p[i], 5))
		i++;
	i += gbx_walk_comment(gbx_span_of(h->p + i, h->n - i));
	while (i < h->n && memchr(" \t\r\n", h->p[i], 4))
		i++;
	if (i == h->n || (h->p[i] != '{' && h->p[i] != '['))
		return 0;
	enum gbx_walk_mode mode = gbx_sniff_mode(h);
	struct gbx_sniff_walk f = gbx_sniff_head_walk(h, mode);
	if (mode == GBX_WALK_TABLES || f.good > f.bad)
		return 85;
	if (f.other && !f.bad)
		return 50;
	/* One record larger than the head, or cut short. */
	bool quote = false;
	for (i++; i < h->n && !quote && memchr(" \t\r\n{[\"", h->p[i], 7); i++)
		quote = h->p[i] == '"';
	return quote && f.cut && !f.bad ? 60 : 0;
}

static enum gbx_rc open_reader(const struct gbx_head *h, const struct gbx_format_options *o,
                               struct gbx_reader **out, struct gbx_err *err)
{
	(void)o;
	*out = NULL;
	if (gbx_sniff_describes(h))
		return gbx_fail(err, GBX_E_NO_RECORDS, NULL);
	struct reader *r = calloc(1, sizeof *r);
	if (!r)
		return gbx_fail(err, GBX_E_NOMEM, NULL);
	r->base.format = &gbx_format_json;
	struct gbx_head body = body_of(h);
	gbx_walk_init(&r->walk, gbx_sniff_mode(&body));
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
	return gbx_walk_split(&r->walk, &r->names, gbx_span_of(p, n), last, st);
}

static size_t resync(struct gbx_reader *reader, const unsigned char *p, size_t n, bool *found)
{
	struct reader *r = (struct reader *)reader;
	return gbx_walk_resync(&r->walk, gbx_span_of(p, n), found);
}

static struct gbx_span relation_of(const void *reader, const char *name)
{
	const struct reader *me = reader;
	return gbx_span_str(*name ? name : me->stem);
}

static enum gbx_eid record(const void *reader, struct gbx_jrec *r, const char *name, size_t off)
{
	return gbx_jrec_object(r, relation_of(reader, name), off, 0);
}

static enum gbx_rc parse(const struct gbx_reader *reader, struct gbx_chunk *c,
                         struct gbx_parsed *out, struct gbx_err *err)
{
	return gbx_walk_parse(reader, record, relation_of, c, out, err);
}

const struct gbx_format gbx_format_json = {
    .name = "json",
    .summary = "JSON arrays, documents one after another, objects that hold lists",
    .bid = bid,
    .open = open_reader,
    .split = split,
    .resync = resync,
    .parse = parse,
    .close = close_reader,
};

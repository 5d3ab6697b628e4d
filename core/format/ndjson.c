/*
 * One JSON object a line (NDJSON, JSON Lines, mongoexport). Blank lines are
 * skipped; a line that does not parse is mended if it can be (repair.h).
 */
#include <stdlib.h>

#include "format.h"
#include "jrecord.h"
#include "lines.h"
#include "sniff.h"

struct reader {
	struct gbx_reader base;
	char stem[GBX_NAME_BYTES + 1];
};

extern const struct gbx_format gbx_format_ndjson;

static int bid(const struct gbx_head *h, const struct gbx_format_options *o)
{
	(void)o;
	size_t i = 0;
	while (i < h->n && memchr(" \t\r\n", h->p[i], 4))
		i++;
	if (i == h->n || h->p[i] == '[')
		return 0;
	struct gbx_sniff_lines f = gbx_sniff_head_lines(h);
	if (f.objects * 2 <= f.lines)
		return 0;
	/* One line may as well be one object that holds the records; or each holds some. */
	bool holds = f.lines == 1 ? gbx_sniff_mode(h) != GBX_WALK_ITEMS : gbx_sniff_pages(h);
	/* A script's list is its lines only when they are no JSON. */
	return holds ? 0 : gbx_walk_script(gbx_span_of(h->p, h->n)) ? 84 : 90;
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
	r->base.format = &gbx_format_ndjson;
	gbx_format_stem(h->path, r->stem, sizeof r->stem);
	*out = &r->base;
	return GBX_OK;
}

static void parse_line(struct gbx_jrec *r, const struct gbx_line *l, struct gbx_span relation)
{
	if (!l->text) {
		gbx_jrec_skip(r, "blank line", l->all);
		return;
	}
	enum gbx_eid why = gbx_jrec_load(r, l->off, l->text);
	if (why == GBX_E_NONE)
		why = gbx_jrec_object(r, relation, l->off, 0);
	else
		why = gbx_jrec_cut(r, l->off + l->all, why);
	gbx_jrec_account(r, l->off, l->all, why);
}

static enum gbx_rc parse(const struct gbx_reader *reader, struct gbx_chunk *c,
                         struct gbx_parsed *out, struct gbx_err *err)
{
	const struct reader *me = (const struct reader *)reader;
	struct gbx_span relation = gbx_span_str(me->stem);
	size_t n = c->n;
	struct gbx_jrec r;
	struct gbx_line l;
	gbx_jrec_open(&r, c, out);
	for (size_t at = 0; at < n;) {
		size_t quick = gbx_quick_line(&r.quick, &r.flat, relation, at);
		out->bytes_records += quick;
		at += quick;
		if (!quick && gbx_line_next(gbx_span_of(c->p, n), &at, &l))
			parse_line(&r, &l, relation);
	}
	return gbx_jrec_close(&r, err);
}

const struct gbx_format gbx_format_ndjson = {
    .name = "ndjson",
    .summary = "one JSON object a line (NDJSON, JSON Lines, mongoexport)",
    .bid = bid,
    .open = open_reader,
    .split = gbx_lines_split,
    .resync = gbx_lines_resync,
    .parse = parse,
    .close = gbx_reader_free,
};

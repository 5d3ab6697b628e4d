/*
 * The format "combo": lists of logins and passwords, one a line (combo.h). Lines
 * that are none are put aside with the reason; rulers and advertisements are
 * skipped.
 */
#include "combo.h"

#include <stdlib.h>

#include "../base/limits.h"
#include "lines.h"
#include "lines_rows.h"

struct reader {
	struct gbx_reader base;
	struct gbx_combo_dialect d;
	char stem[GBX_NAME_BYTES + 1];
};

static const char *const names[GBX_COMBO_COLUMNS] = {
    [GBX_COMBO_URL] = "url",           [GBX_COMBO_LOGIN] = "login", [GBX_COMBO_EMAIL] = "email",
    [GBX_COMBO_PASSWORD] = "password", [GBX_COMBO_SALT] = "salt",   [GBX_COMBO_COMMENT] = "comment",
};

static const enum gbx_eid reasons[] = {
    [GBX_COMBO_NO_SEPARATOR] = GBX_E_NO_SEPARATOR,
    [GBX_COMBO_NO_LOGIN] = GBX_E_NO_LOGIN,
    [GBX_COMBO_SHAPE] = GBX_E_LINE_SHAPE,
};

static int bid(const struct gbx_head *h, const struct gbx_format_options *o)
{
	struct gbx_combo_dialect d;
	/* A delimiter of the user's is one of a table. */
	if (o->delimiter && *o->delimiter)
		return 0;
	return gbx_combo_sniff(h, o, &d);
}

static enum gbx_rc open_reader(const struct gbx_head *h, const struct gbx_format_options *o,
                               struct gbx_reader **out, struct gbx_err *err)
{
	struct reader *r = calloc(1, sizeof *r);
	*out = NULL;
	if (!r)
		return gbx_fail(err, GBX_E_NOMEM, NULL);
	r->base.format = &gbx_format_combo;
	gbx_combo_sniff(h, o, &r->d);
	gbx_format_stem(h->path, r->stem, sizeof r->stem);
	*out = &r->base;
	return GBX_OK;
}

static void close_reader(struct gbx_reader *r)
{
	free(r);
}

static size_t split(struct gbx_reader *r, const unsigned char *p, size_t n, bool last,
                    struct gbx_split *st)
{
	(void)r;
	memset(st->opaque, 0, sizeof st->opaque);
	return gbx_line_split(p, n, last);
}

static size_t resync(struct gbx_reader *r, const unsigned char *p, size_t n, bool *found)
{
	(void)r;
	return gbx_line_resync(p, n, found);
}

static bool take(struct gbx_lrows *rows, size_t from, const struct gbx_combo_parts *x)
{
	uint32_t rec = gbx_lrows_record(rows, from);
	if (rec == UINT32_MAX)
		return false;
	for (unsigned m = x->has; m; m &= m - 1) {
		unsigned i = (unsigned)__builtin_ctz(m);
		gbx_lrows_set(rows, i, rec, x->part[i]);
	}
	return true;
}

static bool parse_line(const struct gbx_combo_dialect *d, struct gbx_lrows *rows, size_t at,
                       size_t n, size_t all)
{
	struct gbx_combo_parts x;
	struct gbx_parsed *out = rows->out;
	enum gbx_combo_verdict v = gbx_combo_line(d, gbx_span_of(rows->c->p + at, n), &x);
	if (v == GBX_COMBO_RECORD) {
		out->bytes_records += all;
		return take(rows, at, &x);
	}
	if (v == GBX_COMBO_SKIP) {
		out->bytes_skipped += all;
		return true;
	}
	out->bytes_quarantined += all;
	return gbx_parsed_bad(out, rows->c->off + at, all, reasons[v]);
}

static enum gbx_rc parse(const struct gbx_reader *reader, struct gbx_chunk *c,
                         struct gbx_parsed *out, struct gbx_err *err)
{
	const struct reader *me = (const struct reader *)reader;
	struct gbx_lrows rows;
	size_t at = c->off ? 0 : me->d.skip < c->n ? me->d.skip : c->n;
	out->bytes_skipped += at;
	bool ok = gbx_lrows_open(&rows, c, out, GBX_COMBO_COLUMNS, me->d.record);
	while (ok && at < c->n) {
		const unsigned char *p = c->p + at, *lf = memchr(p, '\n', c->n - at);
		size_t n = lf ? (size_t)(lf - p) : c->n - at, all = n + (lf != NULL);
		while (n && p[n - 1] == '\r')
			n--;
		ok = parse_line(&me->d, &rows, at, n, all);
		at += all;
	}
	if (!ok || !gbx_lrows_close(&rows, me->stem, names))
		return gbx_fail(err, GBX_E_NOMEM, "a chunk of a list");
	return GBX_OK;
}

const struct gbx_format gbx_format_combo = {
    .name = "combo",
    .summary = "lists of logins and passwords, with or without URLs, any separator",
    .bid = bid,
    .open = open_reader,
    .split = split,
    .resync = resync,
    .parse = parse,
    .close = close_reader,
};

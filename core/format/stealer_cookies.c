/*
 * The format "cookies": Netscape's cookies.txt, as browsers' tools and password
 * stealers write it: seven fields divided by tabs; "#HttpOnly_" before the domain
 * is a flag (curl's documentation of the cookie file).
 */
#include <stdlib.h>

#include "csv_sniff.h"
#include "lines.h"
#include "lines_rows.h"

#include "../base/limits.h"

#define LINES 200u
#define FIELDS 7u

enum { DOMAIN, SUBDOMAINS, PATH, SECURE, EXPIRY, NAME, VALUE, HTTP_ONLY, COLUMNS };

static const char *const names[COLUMNS] = {"domain", "flag", "path",  "secure",
                                           "expiry", "name", "cookie_value", "http_only"};

struct reader {
	struct gbx_reader base;
	char stem[GBX_NAME_BYTES + 1];
};

extern const struct gbx_format gbx_format_cookies;

static bool is_bool(struct gbx_span s)
{
	return gbx_span_is(s, "TRUE") || gbx_span_is(s, "FALSE") || gbx_span_is(s, "true") ||
	       gbx_span_is(s, "false");
}

static bool is_time(struct gbx_span s)
{
	for (size_t i = 0; i < s.n; i++) {
		if ((s.p[i] < '0' || s.p[i] > '9') && s.p[i] != '.' && (i || s.p[i] != '-'))
			return false;
	}
	return s.n > 0;
}

/* The cells of a line; false: it is no cookie. The value may be missing. */
static bool read_line(struct gbx_span line, struct gbx_span *cell)
{
	static const char mark[] = "#HttpOnly_";
	unsigned n = 0;
	cell[HTTP_ONLY] = (struct gbx_span){NULL, 0};
	if (line.n >= sizeof mark - 1 && !memcmp(line.p, mark, sizeof mark - 1)) {
		cell[HTTP_ONLY] = gbx_span_of(line.p + 1, sizeof mark - 3);
		line.p += sizeof mark - 1;
		line.n -= sizeof mark - 1;
	}
	cell[VALUE] = (struct gbx_span){NULL, 0};
	for (; n < FIELDS; n++) {
		const unsigned char *q = line.n ? memchr(line.p, '\t', line.n) : NULL;
		size_t k = q && n + 1 < FIELDS ? (size_t)(q - line.p) : line.n;
		cell[n] = gbx_span_of(line.p, k);
		if (k == line.n)
			break;
		line.p += k + 1;
		line.n -= k + 1;
	}
	return n + 2 >= FIELDS && is_bool(cell[SUBDOMAINS]) && is_bool(cell[SECURE]) &&
	       is_time(cell[EXPIRY]) && cell[DOMAIN].n;
}

static bool next_line(struct gbx_span s, size_t *at, struct gbx_span *line)
{
	if (*at >= s.n)
		return false;
	const unsigned char *p = s.p + *at, *lf = memchr(p, '\n', s.n - *at);
	size_t n = lf ? (size_t)(lf - p) : s.n - *at;
	*at += n + (lf != NULL);
	while (n && p[n - 1] == '\r')
		n--;
	*line = gbx_span_of(p, n);
	return true;
}

static bool is_comment(struct gbx_span line)
{
	return !line.n || line.p[0] == '#';
}

static int bid(const struct gbx_head *h, const struct gbx_format_options *o)
{
	struct gbx_csv_sample s = gbx_csv_sample_of(h);
	struct gbx_span line, cell[COLUMNS];
	unsigned lines = 0, fit = 0;
	if (o->delimiter && *o->delimiter)
		return 0;
	for (size_t at = 0; lines < LINES && next_line(gbx_span_of(s.p, s.n), &at, &line);) {
		bool is = read_line(line, cell);
		lines += is || !is_comment(line);
		fit += is;
	}
	return !fit || fit * 10 < lines * 8 ? 0 : fit > 1 ? 95 : 60;
}

static enum gbx_rc open_reader(const struct gbx_head *h, const struct gbx_format_options *o,
                               struct gbx_reader **out, struct gbx_err *err)
{
	(void)o;
	struct reader *r = calloc(1, sizeof *r);
	*out = NULL;
	if (!r)
		return gbx_fail(err, GBX_E_NOMEM, NULL);
	r->base.format = &gbx_format_cookies;
	gbx_format_stem(h->path, r->stem, sizeof r->stem);
	*out = &r->base;
	return GBX_OK;
}

static bool take_line(struct gbx_lrows *rows, struct gbx_span line, size_t at, size_t all)
{
	struct gbx_span cell[COLUMNS];
	if (!read_line(line, cell)) {
		if (is_comment(line)) {
			gbx_parsed_skip(rows->out, line.n ? "comment" : "blank line", 1, all);
			return true;
		}
		rows->out->bytes_quarantined += all;
		return gbx_parsed_bad(rows->out, rows->c->off + at, all, GBX_E_LINE_SHAPE);
	}
	uint32_t rec = gbx_lrows_record(rows, at);
	for (uint32_t i = 0; i < COLUMNS && rec != UINT32_MAX; i++) {
		if (cell[i].p)
			gbx_lrows_set(rows, i, rec, cell[i]);
	}
	rows->out->bytes_records += all;
	return rec != UINT32_MAX;
}

static enum gbx_rc parse(const struct gbx_reader *reader, struct gbx_chunk *c,
                         struct gbx_parsed *out, struct gbx_err *err)
{
	const struct reader *r = (const struct reader *)reader;
	struct gbx_lrows rows;
	struct gbx_span line, all = gbx_span_of(c->p, c->n);
	bool ok = gbx_lrows_open(&rows, c, out, COLUMNS, 80);
	for (size_t at = 0, from = 0; ok && next_line(all, &at, &line); from = at)
		ok = take_line(&rows, line, from, at - from);
	if (!ok || !gbx_lrows_close(&rows, r->stem, names))
		return gbx_fail(err, GBX_E_NOMEM, "a chunk of cookies");
	return GBX_OK;
}

const struct gbx_format gbx_format_cookies = {
    .name = "cookies",
    .summary = "cookies.txt of browsers (Netscape's seven fields)",
    .bid = bid,
    .open = open_reader,
    .split = gbx_lines_split,
    .resync = gbx_lines_resync,
    .parse = parse,
    .close = gbx_reader_free,
};

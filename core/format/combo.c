/*
 * The format "combo": lists of logins and passwords, one a line (combo.h). Lines
 * that are none are put aside with the reason; rulers and advertisements are
 * skipped.
 */
#include "combo.h"

#ifdef __SSE2__
#include <emmintrin.h>
#endif
#include <stdlib.h>

#include "../base/limits.h"
#include "lines.h"
#include "lines_rows.h"

#define LOOK 64u /* bytes of a line that are looked at in one go */

struct reader {
	struct gbx_reader base;
	struct gbx_combo_dialect d;
	char stem[GBX_NAME_BYTES + 1];
};

static const char *const names[GBX_COMBO_COLUMNS] = {
    [GBX_COMBO_URL] = "url",           [GBX_COMBO_LOGIN] = "login", [GBX_COMBO_EMAIL] = "email",
    [GBX_COMBO_HASH] = "hash",         [GBX_COMBO_PASSWORD] = "password", [GBX_COMBO_SALT] = "salt",
    [GBX_COMBO_COMMENT] = "comment",
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
		gbx_parsed_skip(out, n ? "banner" : "blank line", 1, all);
		return true;
	}
	out->bytes_quarantined += all;
	return gbx_parsed_bad(out, rows->c->off + at, all, reasons[v]);
}

#ifdef __SSE2__
/*
 * The common line, "login:password" and nothing that needs a second look: no
 * blank, slash or other separator, and too short for a hash with a salt. Reads up
 * to LOOK bytes. The line's length and in *sep the separator's place; 0: not so.
 */
static size_t plain_line(const unsigned char *p, unsigned char pair, size_t *sep)
{
	static const char odd[] = " \t/|;,:";
	uint64_t lf = 0, at = 0, other = 0;
	const __m128i want = _mm_set1_epi8((char)pair), eol = _mm_set1_epi8('\n');
	for (unsigned i = 0; i < LOOK && !lf; i += 16) {
		__m128i v = _mm_loadu_si128((const __m128i *)(const void *)(p + i));
		__m128i bad = _mm_setzero_si128(), is = _mm_cmpeq_epi8(v, want);
		for (size_t k = 0; k + 1 < sizeof odd; k++)
			bad = _mm_or_si128(bad, _mm_cmpeq_epi8(v, _mm_set1_epi8(odd[k])));
		bad = _mm_andnot_si128(is, bad);
		at |= (uint64_t)(unsigned)_mm_movemask_epi8(is) << i;
		other |= (uint64_t)(unsigned)_mm_movemask_epi8(bad) << i;
		lf |= (uint64_t)(unsigned)_mm_movemask_epi8(_mm_cmpeq_epi8(v, eol)) << i;
	}
	if (!lf || !at)
		return 0;
	unsigned end = (unsigned)__builtin_ctzll(lf), first = (unsigned)__builtin_ctzll(at);
	if (!first || first > end || (other & ((UINT64_C(1) << end) - 1)) || end - first > 32)
		return 0;
	*sep = first;
	return end;
}

/* Takes common lines from *at on, as long as they last. */
static bool plain_lines(const struct gbx_combo_dialect *d, struct gbx_lrows *rows, size_t *at)
{
	const struct gbx_chunk *c = rows->c;
	size_t sep = 0, n;
	while (*at + LOOK <= c->n && (n = plain_line(c->p + *at, d->pair, &sep)) != 0) {
		const unsigned char *p = c->p + *at;
		if (sep <= 8 && gbx_combo_is_header(gbx_span_of(p, sep),
						    gbx_span_of(p + sep + 1, n - sep - 1)))
			break;
		uint32_t rec = gbx_lrows_record(rows, *at);
		if (rec == UINT32_MAX)
			return false;
		*at += n + 1;
		rows->out->bytes_records += n + 1;
		while (p[n - 1] == '\r')
			n--;
		gbx_lrows_set(rows, GBX_COMBO_LOGIN, rec, gbx_span_of(p, sep));
		gbx_lrows_set(rows, GBX_COMBO_PASSWORD, rec, gbx_span_of(p + sep + 1, n - sep - 1));
	}
	return true;
}
#endif

/* Common lines may be told without the whole of gbx_combo_line. */
static bool skip_plain(const struct gbx_combo_dialect *d, struct gbx_lrows *rows, size_t *at)
{
#ifdef __SSE2__
	/* with blanks between login and password rulers and sentences look like that too */
	if (d->layout == GBX_COMBO_PAIR && !d->padded && !d->lead && !d->quote && !d->hashes &&
	    d->pair != ' ' && d->pair != '-')
		return plain_lines(d, rows, at);
#endif
	(void)d;
	(void)rows;
	(void)at;
	return true;
}

static enum gbx_rc parse(const struct gbx_reader *reader, struct gbx_chunk *c,
                         struct gbx_parsed *out, struct gbx_err *err)
{
	const struct reader *me = (const struct reader *)reader;
	struct gbx_lrows rows;
	size_t at = c->off ? 0 : me->d.skip < c->n ? me->d.skip : c->n;
	if (at)
		gbx_parsed_skip(out, "header", 1, at);
	bool ok = gbx_lrows_open(&rows, c, out, GBX_COMBO_COLUMNS, me->d.record);
	while (ok && at < c->n) {
		ok = skip_plain(&me->d, &rows, &at);
		if (!ok || at == c->n)
			break;
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
    .split = gbx_lines_split,
    .resync = gbx_lines_resync,
    .parse = parse,
    .close = gbx_reader_free,
};

/*
 * Where records end. Bytes without a quote are cut at their last line end; bytes
 * with regular quotes by masks; the rest by the machine of csv_field.c, record by
 * record. All three give the borders the machine gives.
 */
#include "csv_mask.h"

#include "../base/limits.h"

static bool has(const unsigned char *p, size_t n, size_t at, int c)
{
	return c >= 0 && at < n && memchr(p + at, c, n - at) != NULL;
}

/* The byte behind the last line end in p[at..n), or at. */
static size_t after_last_eol(const struct gbx_csv_dialect *d, const unsigned char *p, size_t n,
                             size_t at)
{
	const unsigned char *lf = n > at ? memrchr(p + at, '\n', n - at) : NULL;
	size_t cut = lf ? (size_t)(lf - p) + 1 : at;
	if (!d->any_eol || n < at + 2)
		return cut;
	/* A CR in the last place may be half of a CR LF. */
	const unsigned char *cr = memrchr(p + cut, '\r', n - 1 > cut ? n - 1 - cut : 0);
	return cr ? (size_t)(cr - p) + 1 : cut;
}

/* Walks records with the machine until one ends at or behind `past`. False: the
 * last one is not decided; *cut is its start. */
static bool walk_records(const struct gbx_csv_dialect *d, const unsigned char *p, size_t n,
                         size_t past, size_t *cut)
{
	while (*cut < past) {
		size_t end = gbx_csv_record_end(d, p, n, *cut, false);
		if (!end)
			return false;
		*cut = end;
	}
	return true;
}

/* The byte behind the last line end of the blocks, which begin at `base`, or `cut`. */
static size_t after_block_eol(const struct gbx_csv_block *block, size_t blocks, size_t base,
                              size_t cut)
{
	while (blocks--) {
		if (block[blocks].eol)
			return base + 64 * blocks + 64 -
			       (unsigned)__builtin_clzll(block[blocks].eol);
	}
	return cut;
}

/* Walks blocks from *cut, a record's start, moving *cut on. False: the quotes of
 * a block are not regular; *past is its end. */
static bool walk_blocks(const struct gbx_csv_dialect *d, const unsigned char *p, size_t n,
                        size_t *cut, size_t *past)
{
	struct gbx_csv_scan s = gbx_csv_scan_start(d);
	struct gbx_csv_block block[GBX_CSV_BLOCKS];
	for (size_t base = *cut; base < n;) {
		size_t want = gbx_csv_blocks(n, base);
		size_t done = d->kernel->scan(&s, p, n, base, block);
		*cut = after_block_eol(block, done, base, *cut);
		base += 64 * done;
		*past = n - base < 64 ? n : base + 64;
		if (done < want)
			return false;
	}
	return true;
}

/* Of dialects without quotes: a line end is one unless an odd number of escapes, each of
 * which takes the next one's meaning, stands before it. */
static size_t after_last_bare_eol(const struct gbx_csv_dialect *d, const unsigned char *p, size_t n,
                                  size_t at)
{
	for (size_t end = after_last_eol(d, p, n, at); end > at;) {
		size_t eol = end - 1, i = eol;
		while (i > at && p[i - 1] == d->escape)
			i--;
		if ((eol - i) % 2 == 0)
			return end;
		end = after_last_eol(d, p, eol, at);
	}
	return at;
}

size_t gbx_csv_cut(const struct gbx_csv_dialect *d, const unsigned char *p, size_t n, size_t at)
{
	bool escapes = has(p, n, at, d->escape);
	if (!escapes && !has(p, n, at, d->quote))
		return after_last_eol(d, p, n, at);
	if (d->quote < 0 && !d->any_eol)
		return after_last_bare_eol(d, p, n, at);
	struct gbx_csv_dialect plain = *d;
	if (!escapes)
		plain.escape = -1;
	size_t cut = at;
	if (!gbx_csv_scan_fits(&plain)) {
		walk_records(d, p, n, n, &cut);
		return cut;
	}
	size_t past = at;
	while (!walk_blocks(&plain, p, n, &cut, &past)) {
		if (!walk_records(d, p, n, past, &cut))
			break;
	}
	return cut;
}

size_t gbx_csv_split(struct gbx_reader *r, const unsigned char *p, size_t n, bool last,
                     struct gbx_split *st)
{
	struct gbx_csv_reader *x = (struct gbx_csv_reader *)r;
	memset(st, 0, sizeof *st);
	st->opaque[0] = !x->started;
	size_t at = x->started ? 0 : x->d.skip;
	size_t cut = n;
	if (!last) {
		cut = at < n ? gbx_csv_cut(&x->d, p, n, at) : at;
		if (cut == at)
			return 0;
	}
	x->started = true;
	return cut;
}

/* One byte of a record that is too large to be kept. */
static enum gbx_csv_lost lost_step(const struct gbx_csv_dialect *d, enum gbx_csv_lost s,
                                   unsigned char c)
{
	bool delim = d->ndelim && c == d->delim[d->ndelim - 1];
	if (s == GBX_CSV_LOST_ESCAPED)
		return GBX_CSV_LOST_INSIDE;
	if (s == GBX_CSV_LOST_INSIDE) {
		if (c == d->quote)
			return GBX_CSV_LOST_CLOSED;
		return c == d->escape ? GBX_CSV_LOST_ESCAPED : s;
	}
	if (d->class[c] & GBX_CSV_C_EOL)
		return GBX_CSV_LOST_FOUND;
	if (delim)
		return GBX_CSV_LOST_START;
	if (s == GBX_CSV_LOST_CLOSED)
		return c == ' ' || c == '\r' ? s : GBX_CSV_LOST_INSIDE;
	return s == GBX_CSV_LOST_START && c == d->quote ? GBX_CSV_LOST_INSIDE : GBX_CSV_LOST_PLAIN;
}

/* After as much again as a record may have, quotes are no longer believed. */
size_t gbx_csv_resync(struct gbx_reader *r, const unsigned char *p, size_t n, bool *found)
{
	struct gbx_csv_reader *x = (struct gbx_csv_reader *)r;
	size_t i = x->started || x->d.skip > n ? 0 : x->d.skip;
	*found = false;
	x->started = true;
	for (; i < n && !*found; i++) {
		if (++x->lost_bytes > 2 * (size_t)GBX_RECORD_BYTES)
			x->lost = GBX_CSV_LOST_PLAIN;
		x->lost = lost_step(&x->d, x->lost, p[i]);
		*found = x->lost == GBX_CSV_LOST_FOUND;
	}
	if (!*found)
		return n;
	x->lost = GBX_CSV_LOST_START;
	x->lost_bytes = 0;
	return i + (p[i - 1] == '\r' && i < n && p[i] == '\n');
}

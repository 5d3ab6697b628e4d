/*
 * Formats. An input is an entry: it is bid on, opened with the format forced, cut and
 * parsed twice, whole and in small pieces. Both must give the same records and the
 * same quarantine; every byte must be accounted for; nothing may pass a limit.
 */
#include "fuzz.h"

#include "../../core/base/escape.h"
#include "../../core/format/rows.h"

/* What came out of one way of cutting: lines, sorted before they are compared. */
struct outcome {
	struct gbx_buf text;
	size_t *line; /* where each begins */
	size_t nline, cap;
	uint64_t repaired;
	unsigned char *bad; /* [n] by byte: in quarantine */
	size_t n;
	bool places; /* offsets are places in a document (format/rows.h), not bytes */
};

static struct outcome outcome_of(const struct gbx_format *f, size_t n)
{
	return (struct outcome){ .text = GBX_BUF_INIT(64u << 20), .bad = fuzz_alloc(n), .n = n,
				 .places = f == &gbx_format_rows };
}

static void begin_line(struct outcome *o)
{
	if (o->nline == o->cap) {
		o->cap = 2 * o->cap + 64;
		o->line = realloc(o->line, o->cap * sizeof *o->line);
		FUZZ_CHECK(o->line);
	}
	o->line[o->nline++] = o->text.n;
}

static void release(struct outcome *o)
{
	gbx_buf_release(&o->text);
	free(o->line);
	free(o->bad);
}

/* ---- one batch ---- */

static bool is_text(const char *s, size_t n)
{
	return strlen(s) == n && gbx_utf8_valid((const unsigned char *)s, n);
}

static void check_column(const struct gbx_batch *b, const struct gbx_column *c, size_t bytes)
{
	FUZZ_CHECK(c->name_len <= GBX_NAME_BYTES + 16 && is_text(c->name, c->name_len));
	FUZZ_CHECK(c->rec || c->n == b->nrec);
	for (uint32_t i = 0; i < c->n; i++) {
		FUZZ_CHECK(c->cell[i].off == GBX_ABSENT ||
			   (c->cell[i].off <= bytes && c->cell[i].len <= bytes - c->cell[i].off));
		FUZZ_CHECK(!c->rec || c->rec[i] < b->nrec);
		FUZZ_CHECK(!c->rec || !i || c->rec[i] >= c->rec[i - 1]);
	}
}

static void check_batch(const struct gbx_batch *b, const struct gbx_chunk *c, bool places)
{
	FUZZ_CHECK(b->nrec && b->ncol <= GBX_RECORD_COLUMNS && b->bytes == c->p);
	FUZZ_CHECK(strlen(b->relation) <= GBX_NAME_BYTES + 16);
	FUZZ_CHECK(gbx_utf8_valid((const unsigned char *)b->relation, strlen(b->relation)));
	for (uint32_t i = 0; i < b->ncol; i++)
		check_column(b, &b->col[i], c->n + c->side);
	for (uint32_t i = 0; i < b->nrec && !places; i++) {
		FUZZ_CHECK(b->rec_off[i] >= c->off && b->rec_off[i] < c->off + c->n);
		FUZZ_CHECK(!i || b->rec_off[i] >= b->rec_off[i - 1]);
	}
}

static int by_name(const void *a, const void *b)
{
	return strcmp(((const struct gbx_column *)a)->name, ((const struct gbx_column *)b)->name);
}

static void keep_cells(struct outcome *o, const struct gbx_batch *b, const struct gbx_column *c,
		       uint32_t rec, uint32_t *at)
{
	for (; *at < c->n && (c->rec ? c->rec[*at] : *at) == rec; (*at)++) {
		struct gbx_cell cell = c->cell[*at];
		if (cell.off == GBX_ABSENT)
			continue;
		gbx_buf_addf(&o->text, "%s/%x=%u:", c->name, c->flags, cell.len);
		gbx_buf_add(&o->text, b->bytes + cell.off, cell.len);
	}
}

/* Columns by name: their order depends on where chunks are cut. */
static void keep_batch(struct outcome *o, struct gbx_batch *b)
{
	uint32_t *at = fuzz_alloc((b->ncol + 1) * sizeof *at);
	if (b->ncol)
		qsort(b->col, b->ncol, sizeof *b->col, by_name);
	for (uint32_t i = 0; i < b->nrec; i++) {
		begin_line(o);
		gbx_buf_addf(&o->text, "R%s %llu ", b->relation, (unsigned long long)b->rec_off[i]);
		for (uint32_t k = 0; k < b->ncol; k++)
			keep_cells(o, b, &b->col[k], i, &at[k]);
	}
	free(at);
}

/* ---- one chunk ---- */

static void keep_notes(struct outcome *o, const struct gbx_parsed *p, const struct gbx_chunk *c)
{
	uint64_t kinds = 0;
	FUZZ_CHECK(p->nskip <= GBX_SKIP_KINDS);
	for (uint32_t i = 0; i < p->nskip; i++)
		kinds += p->skip[i].bytes;
	FUZZ_CHECK(kinds <= p->bytes_skipped);
	for (uint32_t i = 0; i < p->nbad; i++) {
		const struct gbx_quarantine *q = &p->bad[i];
		FUZZ_CHECK(q->reason > GBX_E_NONE && q->reason < GBX_E_COUNT);
		if (o->places)
			continue;
		FUZZ_CHECK(q->off >= c->off && q->off - c->off <= c->n && q->len <= c->off + c->n - q->off);
		memset(o->bad + q->off, 1, q->len);
	}
}

static void parse(const struct gbx_reader *r, const unsigned char *p, size_t n, size_t off, bool last,
		  const struct gbx_split *st, struct outcome *o)
{
	struct gbx_chunk c = { .p = fuzz_padded(p, n), .n = n, .cap = n + GBX_CHUNK_PAD, .off = off,
			       .first = !off, .last = last, .split = *st };
	struct gbx_parsed out;
	struct gbx_err err = { 0 };
	gbx_parsed_init(&out);
	FUZZ_CHECK(r->format->parse(r, &c, &out, &err) == GBX_OK);
	FUZZ_CHECK(out.bytes_records + out.bytes_repaired + out.bytes_quarantined + out.bytes_skipped == n);
	FUZZ_CHECK(c.n == n && c.n + c.side + GBX_CHUNK_PAD <= c.cap);
	for (uint32_t i = 0; i < out.nbatch; i++)
		check_batch(out.batch[i], &c, o->places);
	keep_notes(o, &out, &c);
	for (uint32_t i = 0; i < out.nbatch; i++)
		keep_batch(o, out.batch[i]);
	o->repaired += out.repaired;
	gbx_parsed_release(&out);
	gbx_chunk_release(&c);
}

/* ---- cutting ---- */

/* Bytes that split may look at, and not one more. */
static size_t split(struct gbx_reader *r, const unsigned char *p, size_t n, bool last, struct gbx_split *st)
{
	unsigned char *view = fuzz_alloc(n);
	memcpy(view, p, n);
	size_t cut = r->format->split(r, view, n, last, st);
	free(view);
	FUZZ_CHECK(cut <= n && (!last || cut == n));
	return cut;
}

static void whole(struct gbx_reader *r, const unsigned char *p, size_t n, struct outcome *o)
{
	struct gbx_split st = { 0 };
	if (n)
		parse(r, p, split(r, p, n, true, &st), 0, true, &st, o);
}

/* Buffers of drawn sizes that double until a record fits, as the reading thread's do. */
static void in_pieces(struct gbx_reader *r, const unsigned char *p, size_t n, struct fuzz_draw d,
		      struct outcome *o)
{
	uint32_t most = 1u << fuzz_draw(&d, 12);
	size_t at = 0, want = 0;
	while (at < n) {
		struct gbx_split st = { 0 };
		want = want ? want : 1 + fuzz_draw(&d, most);
		size_t have = want < n - at ? want : n - at;
		bool last = have == n - at;
		size_t cut = split(r, p + at, have, last, &st);
		if (cut)
			parse(r, p + at, cut, at, last, &st, o);
		at += cut;
		want = cut ? 0 : 2 * want;
	}
}

/* The record at p is given up, as one that burst its ceiling: bytes up to its end. */
static size_t give_up(struct gbx_reader *r, const unsigned char *p, size_t n, size_t have,
		      struct fuzz_draw *d)
{
	bool found = false;
	size_t at = 0;
	while (at < n && !found) {
		have = have < n - at ? have : n - at;
		unsigned char *view = fuzz_alloc(have);
		memcpy(view, p + at, have);
		size_t took = r->format->resync(r, view, have, &found);
		free(view);
		FUZZ_CHECK(took <= have && (found || took == have));
		FUZZ_CHECK(took || at || have == n - at || found);
		at += took;
		have = 1 + fuzz_draw(d, 64);
	}
	return at;
}

/* As in_pieces, where some records are given up. */
static void with_gaps(struct gbx_reader *r, const unsigned char *p, size_t n, struct fuzz_draw d)
{
	struct outcome o = outcome_of(r->format, n);
	size_t at = 0, want = 0;
	unsigned gaps = 0;
	while (at < n) {
		struct gbx_split st = { 0 };
		want = want ? want : 1 + fuzz_draw(&d, 64);
		size_t have = want < n - at ? want : n - at;
		bool last = have == n - at;
		size_t cut = split(r, p + at, have, last, &st);
		if (cut)
			parse(r, p + at, cut, at, last, &st, &o);
		else if (gaps++ < 8)
			cut = give_up(r, p + at, n - at, have, &d);
		at += cut;
		want = cut ? 0 : 2 * want;
	}
	release(&o);
}

/* ---- the target ---- */

static const struct outcome *sorted_one;

static int by_line(const void *a, const void *b)
{
	const char *text = gbx_buf_str(&sorted_one->text);
	const size_t *x = a, *y = b;
	size_t xn = x[1] - x[0], yn = y[1] - y[0];
	int c = memcmp(text + x[0], text + y[0], xn < yn ? xn : yn);
	return c ? c : (xn > yn) - (xn < yn);
}

/* The lines in an order of their own, each as begin and end. */
static size_t *sorted(const struct outcome *o)
{
	size_t *pair = fuzz_alloc((2 * o->nline + 2) * sizeof *pair);
	for (size_t i = 0; i < o->nline; i++) {
		pair[2 * i] = o->line[i];
		pair[2 * i + 1] = i + 1 < o->nline ? o->line[i + 1] : o->text.n;
	}
	sorted_one = o;
	if (o->nline)
		qsort(pair, o->nline, 2 * sizeof *pair, by_line);
	return pair;
}

static void show(const char *what, const struct outcome *o, const size_t *at)
{
	if (at)
		fprintf(stderr, "%s: %.*s\n", what, (int)(at[1] - at[0]), gbx_buf_str(&o->text) + at[0]);
}

static bool damaged(const struct outcome *o, const unsigned char *p)
{
	for (size_t i = 0; i < o->n; i++)
		if (o->bad[i] && p[i] > ' ')
			return true;
	return false;
}

/* p: the entry. */
static void compare(const struct outcome *a, const struct outcome *b, const unsigned char *p)
{
	FUZZ_CHECK(!gbx_buf_failed(&a->text) && !gbx_buf_failed(&b->text));
	size_t *x = sorted(a), *y = sorted(b), most = a->nline < b->nline ? a->nline : b->nline;
	for (size_t i = 0; i < most || a->nline != b->nline; i++) {
		size_t *l = i < a->nline ? x + 2 * i : NULL, *m = i < b->nline ? y + 2 * i : NULL;
		size_t n = l ? l[1] - l[0] : 0;
		if (l && m && n == m[1] - m[0] &&
		    !memcmp(gbx_buf_str(&a->text) + l[0], gbx_buf_str(&b->text) + m[0], n))
			continue;
		show("whole", a, l);
		show("in pieces", b, m);
		FUZZ_CHECK(!"the same records, however the entry is cut");
	}
	/* How far damage reaches may hang on the cut, not whether there is any. */
	FUZZ_CHECK(damaged(a, p) == damaged(b, p));
	FUZZ_CHECK(a->repaired == b->repaired);
	free(x);
	free(y);
}

static struct gbx_reader *open_reader(const struct gbx_format *f, const struct gbx_head *h,
				      const struct gbx_format_options *o)
{
	struct gbx_reader *r = NULL;
	struct gbx_err err = { 0 };
	enum gbx_rc rc = f->open(h, o, &r, &err);
	FUZZ_CHECK(!gbx_rc_is_ours(rc) && (rc == GBX_OK) == (r != NULL));
	FUZZ_CHECK(rc || r->format);
	return r;
}

/* Most inputs are read as they would be; some with what a user may override. */
static struct gbx_format_options options(const struct gbx_format *f, struct fuzz_draw *d)
{
	static const char *const delimiters[] = { ",", ";", "\t", ":", "||", "----", "\x01", " " };
	struct gbx_format_options o = { .format = f->name, .charsets = fuzz_charsets() };
	if (fuzz_draw(d, 4))
		return o;
	if (fuzz_draw(d, 2))
		o.delimiter = delimiters[fuzz_draw(d, 8)];
	if (fuzz_draw(d, 2))
		o.quote = fuzz_draw(d, 2) ? '\'' : -1;
	if (fuzz_draw(d, 2))
		o.escape = fuzz_draw(d, 2) ? '\\' : -1;
	o.header = (int)fuzz_draw(d, 3) - 1;
	return o;
}

static void read_all(const struct gbx_format *f, const unsigned char *p, size_t n, struct fuzz_draw d)
{
	struct gbx_format_options opt = options(f, &d);
	unsigned char *all = fuzz_padded(p, n);
	struct gbx_head h = { all, n, true, "dir/people.sql" };
	for (int way = 0; way < 2; way++) {
		/* A head that is not all there is: the first bytes of a longer entry. */
		h.whole = way == 0;
		f->bid(&h, &opt);
	}
	h.whole = true;
	struct outcome a = outcome_of(f, n), b = outcome_of(f, n);
	struct gbx_reader *r = open_reader(f, &h, &opt);
	if (r) {
		whole(r, p, n, &a);
		f->close(r);
		r = open_reader(f, &h, &opt);
		FUZZ_CHECK(r);
		in_pieces(r, p, n, d, &b);
		f->close(r);
		compare(&a, &b, p);
		r = open_reader(f, &h, &opt);
		FUZZ_CHECK(r);
		with_gaps(r, p, n, d);
		f->close(r);
	}
	free(all);
	release(&a);
	release(&b);
}

void fuzz_reader(const void *format, const unsigned char *p, size_t n)
{
	read_all(format, p, n, fuzz_draw_of(p, n));
}

void fuzz_rows(const void *of, const unsigned char *p, size_t n)
{
	(void)of;
	read_all(&gbx_format_rows, p, n, fuzz_draw_of(p, n));
}

void fuzz_rows_stream(const unsigned char *p, size_t n)
{
	struct gbx_head h = { fuzz_padded(p, n < GBX_HEAD_BYTES ? n : GBX_HEAD_BYTES),
			      n < GBX_HEAD_BYTES ? n : GBX_HEAD_BYTES, n <= GBX_HEAD_BYTES, "a.db!/t" };
	struct gbx_format_options opt = { 0 };
	struct outcome o = outcome_of(&gbx_format_rows, n);
	struct gbx_reader *r = open_reader(&gbx_format_rows, &h, &opt);
	FUZZ_CHECK(r);
	whole(r, p, n, &o);
	r->format->close(r);
	release(&o);
	free((void *)(uintptr_t)h.p);
}

/* Whatever begins an entry, somebody's bid on it stands and somebody can read it. */
void fuzz_bid(const void *of, const unsigned char *p, size_t n)
{
	struct fuzz_draw d = fuzz_draw_of(p, n);
	unsigned char *all = fuzz_padded(p, n);
	struct gbx_head h = { all, n, fuzz_draw(&d, 2), "dir/people" };
	struct gbx_format_options none = { 0 };
	struct gbx_err err = { 0 };
	(void)of;
	for (const struct gbx_format *const *f = gbx_formats; *f; f++) {
		int bid = (*f)->bid(&h, &none);
		FUZZ_CHECK(bid >= 0 && bid <= 100 && bid == (*f)->bid(&h, &none));
	}
	const struct gbx_format *best = gbx_format_pick(&h, &none, &err);
	FUZZ_CHECK(best || err.id == GBX_E_NOT_RECOGNISED || err.id == GBX_E_EMPTY);
	free(all);
	if (best && h.whole)
		read_all(best, p, n, d);
}

/*
 * For the tests of the JSON formats: feeds bytes to a format as the pipeline
 * does and writes what came out as sorted text, one line a record:
 * "relation@offset name=value|name=value\n", absent values as "-", envelope
 * columns with a star.
 */
#ifndef GBX_FORMAT_JSON_TESTING_H
#define GBX_FORMAT_JSON_TESTING_H

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "../base/buf.h"
#include "../base/limits.h"
#include "format.h"

struct fed {
	struct gbx_buf text; /* of all records, sorted */
	char **line;
	size_t nline, line_cap;
	uint64_t records, repaired, quarantined;
	uint64_t b_records, b_repaired, b_quarantined, b_skipped;
	enum gbx_eid reason[64]; /* of the first notes */
	uint64_t bad_off[64], bad_len[64];
	size_t chunks, bursts;
	char format[32];
};

static inline void fed_release(struct fed *f)
{
	for (size_t i = 0; i < f->nline; i++)
		free(f->line[i]);
	free(f->line);
	gbx_buf_release(&f->text);
}

static inline int by_text(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

static inline void keep_line(struct fed *f, struct gbx_buf *b)
{
	if (f->nline == f->line_cap) {
		f->line_cap = 2 * f->line_cap + 64;
		f->line = realloc(f->line, f->line_cap * sizeof *f->line);
		assert_non_null(f->line);
	}
	f->line[f->nline++] = strdup(gbx_buf_str(b));
}

static inline void add_cells(struct gbx_buf *b, const struct gbx_batch *x,
                             const struct gbx_column *c, uint32_t rec, uint32_t *at)
{
	while (*at < c->n && (c->rec ? c->rec[*at] : *at) == rec) {
		struct gbx_cell cell = c->cell[(*at)++];
		gbx_buf_addf(b, "%s%s=", c->name, c->flags & GBX_COLUMN_ENVELOPE ? "*" : "");
		if (cell.off == GBX_ABSENT)
			gbx_buf_adds(b, "-");
		else
			gbx_buf_add(b, x->bytes + cell.off, cell.len);
		gbx_buf_adds(b, "|");
	}
}

/* Columns sorted by name: their order depends on where chunks are cut. */
static inline int by_name(const void *a, const void *b)
{
	const struct gbx_column *x = a, *y = b;
	return strcmp(x->name, y->name);
}

static inline void keep_batch(struct fed *f, struct gbx_batch *x)
{
	struct gbx_buf b = GBX_BUF_INIT(64u << 20);
	uint32_t *at = calloc(x->ncol + 1, sizeof *at);
	assert_non_null(at);
	if (x->ncol)
		qsort(x->col, x->ncol, sizeof *x->col, by_name);
	for (uint32_t i = 0; i < x->nrec; i++) {
		gbx_buf_reset(&b);
		gbx_buf_addf(&b, "%s@%06llu ", x->relation, (unsigned long long)x->rec_off[i]);
		for (uint32_t k = 0; k < x->ncol; k++)
			add_cells(&b, x, &x->col[k], i, &at[k]);
		keep_line(f, &b);
	}
	f->records += x->nrec;
	free(at);
	gbx_buf_release(&b);
}

static inline void keep_parsed(struct fed *f, const struct gbx_parsed *p, size_t n)
{
	assert_int_equal(
	    p->bytes_records + p->bytes_repaired + p->bytes_quarantined + p->bytes_skipped, n);
	for (uint32_t i = 0; i < p->nbatch; i++)
		keep_batch(f, p->batch[i]);
	for (uint32_t i = 0; i < p->nbad; i++, f->quarantined++) {
		if (f->quarantined >= 64)
			continue;
		f->reason[f->quarantined] = p->bad[i].reason;
		f->bad_off[f->quarantined] = p->bad[i].off;
		f->bad_len[f->quarantined] = p->bad[i].len;
	}
	f->repaired += p->repaired;
	f->b_records += p->bytes_records;
	f->b_repaired += p->bytes_repaired;
	f->b_quarantined += p->bytes_quarantined;
	f->b_skipped += p->bytes_skipped;
}

static inline void feed_chunk(struct fed *f, struct gbx_reader *r, const unsigned char *p, size_t n,
                              size_t off, bool last, const struct gbx_split *st)
{
	struct gbx_chunk c = {.off = off, .first = !off, .last = last, .split = *st};
	struct gbx_parsed out;
	struct gbx_err err;
	assert_true(gbx_chunk_reserve(&c, n + GBX_CHUNK_PAD));
	if (n)
		memcpy(c.p, p, n);
	c.n = n;
	gbx_parsed_init(&out);
	assert_int_equal(r->format->parse(r, &c, &out, &err), GBX_OK);
	bool ours = !strcmp(f->format, "json") || !strcmp(f->format, "ndjson") ||
	            !strcmp(f->format, "elasticsearch");
	for (uint32_t i = 0; i < out.nbatch && ours; i++)
		for (uint32_t k = 0; k < out.batch[i]->nrec; k++)
			assert_non_null(memchr("{\"[-0123456789ntf \t\r", p[out.batch[i]->rec_off[k] - off], 20));
	keep_parsed(f, &out, n);
	gbx_parsed_release(&out);
	gbx_chunk_release(&c);
	f->chunks++;
}

/* The record at p burst the limit: over it, in steps. */
static inline size_t feed_burst(struct fed *f, struct gbx_reader *r, const unsigned char *p,
                                size_t n, size_t step)
{
	bool found = false;
	size_t at = 0, have = GBX_RECORD_BYTES + 1;
	f->bursts++;
	while (at < n && !found) {
		have = have > n - at ? n - at : have;
		size_t took = r->format->resync(r, p + at, have, &found);
		assert_true(took <= have && (found || took == have));
		at += took;
		have = step;
	}
	return at;
}

static inline void feed_all(struct fed *f, struct gbx_reader *r, const unsigned char *p, size_t n,
                            size_t step)
{
	size_t at = 0, have = 0;
	for (bool last = false; !last;) {
		struct gbx_split st;
		have = step < n - at - have ? have + step : n - at;
		last = at + have == n;
		size_t took = r->format->split(r, p + at, have, last, &st);
		assert_true(took <= have && (!last || took == have));
		if (took)
			feed_chunk(f, r, p + at, took, at, last, &st);
		else if (have > GBX_RECORD_BYTES)
			took = feed_burst(f, r, p + at, n - at, step);
		at += took;
		have = took <= have ? have - took : 0;
	}
}

/* For formats that hold text in many charsets; a test may set it. */
static struct gbx_charsets *feed_charsets;

/* Bids, opens and feeds in growing steps. `name` forces a format. */
static inline struct fed feed_as(const void *bytes, size_t n, size_t step, const char *path,
                                 const struct gbx_format_options *o)
{
	struct fed f = {.text = GBX_BUF_INIT(1u << 30)};
	struct gbx_reader *r = NULL;
	struct gbx_err err;
	size_t head_n = n < GBX_HEAD_BYTES ? n : GBX_HEAD_BYTES;
	/* A copy that ends at its pad shows overreads. */
	unsigned char *all = calloc(1, n + GBX_CHUNK_PAD),
	              *head = calloc(1, head_n + GBX_CHUNK_PAD);
	assert_true(all && head);
	if (n) {
		memcpy(all, bytes, n);
		memcpy(head, bytes, head_n);
	}
	struct gbx_head h = {head, head_n, head_n == n, path};
	const struct gbx_format *format = gbx_format_pick(&h, o, &err);
	if (format) {
		snprintf(f.format, sizeof f.format, "%s", format->name);
		assert_int_equal(format->open(&h, o, &r, &err), GBX_OK);
		feed_all(&f, r, all, n, step);
		format->close(r);
	}
	if (f.nline)
		qsort(f.line, f.nline, sizeof *f.line, by_text);
	for (size_t i = 0; i < f.nline; i++)
		gbx_buf_addf(&f.text, "%s\n", f.line[i]);
	free(all);
	free(head);
	return f;
}

static inline struct fed feed(const void *bytes, size_t n, size_t step, const char *path,
                              const char *name)
{
	struct gbx_format_options o = {.format = name, .charsets = feed_charsets};
	return feed_as(bytes, n, step, path, &o);
}

/* The same records whatever the steps. */
static inline void check_steps(const void *bytes, size_t n, const char *path, const char *name)
{
	static const size_t steps[] = {1, 7, 64, 4096};
	struct fed whole = feed(bytes, n, n, path, name);
	for (size_t i = 0; i < sizeof steps / sizeof *steps; i++) {
		struct fed f = feed(bytes, n, steps[i], path, name);
		assert_string_equal(gbx_buf_str(&f.text), gbx_buf_str(&whole.text));
		assert_int_equal(f.quarantined, whole.quarantined);
		assert_int_equal(f.repaired, whole.repaired);
		assert_int_equal(f.b_skipped, whole.b_skipped);
		assert_int_equal(f.b_quarantined, whole.b_quarantined);
		fed_release(&f);
	}
	fed_release(&whole);
}

/* Reads text as a file of that name and compares; want is sorted by record. */
static inline void check_text(const char *path, const char *text, const char *format,
                              const char *want, uint64_t bad)
{
	struct fed f = feed(text, strlen(text), strlen(text), path, NULL);
	assert_string_equal(f.format, format);
	assert_string_equal(gbx_buf_str(&f.text), want);
	assert_int_equal(f.quarantined, bad);
	fed_release(&f);
	check_steps(text, strlen(text), path, NULL);
}

static inline uint32_t next_random(uint64_t *s)
{
	*s = *s * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
	return (uint32_t)(*s >> 33);
}

/* Mutations of a fixture, read by a forced format in two step sizes: no crash,
 * every byte accounted (feed_chunk), the same records. */
static inline void check_mutations_with(const char *text, const char *name, unsigned rounds,
                                        const char *alphabet)
{
	size_t size = strlen(text);
	char *doc = malloc(size + 1);
	uint64_t s = 11;
	assert_non_null(doc);
	while (rounds--) {
		size_t n = size;
		memcpy(doc, text, size + 1);
		for (uint32_t k = next_random(&s) % 5; k; k--)
			doc[next_random(&s) % n] = alphabet[next_random(&s) % strlen(alphabet)];
		if (next_random(&s) % 4 == 0)
			n = next_random(&s) % n + 1;
		struct fed a = feed(doc, n, n, "f", name);
		struct fed b = feed(doc, n, next_random(&s) % 40 + 1, "f", name);
		assert_string_equal(gbx_buf_str(&a.text), gbx_buf_str(&b.text));
		fed_release(&a);
		fed_release(&b);
	}
	free(doc);
}

static inline void check_mutations(const char *text, const char *name, unsigned rounds)
{
	check_mutations_with(text, name, rounds, "{}[]\",:\\ \n\r0eu-\xff\x1e");
}

/* Every prefix of a fixture. */
static inline void check_prefixes(const char *text, const char *name)
{
	for (size_t n = 1; n <= strlen(text); n++) {
		struct fed a = feed(text, n, n, "f", name);
		struct fed b = feed(text, n, 5, "f", name);
		assert_string_equal(gbx_buf_str(&a.text), gbx_buf_str(&b.text));
		fed_release(&a);
		fed_release(&b);
	}
}

/* A file of the shared corpora, or NULL: then the test is to be skipped. */
static inline char *corpus(const char *name, size_t *n)
{
	char path[4096];
	snprintf(path, sizeof path, "%s/../shared/corpora/%s", GBX_SOURCE_DIR, name);
	FILE *f = fopen(path, "rb");
	if (!f) {
		print_message("%s is not here: skipped\n", name);
		return NULL;
	}
	char *p = malloc(4u << 20);
	assert_non_null(p);
	*n = fread(p, 1, 4u << 20, f);
	fclose(f);
	return p;
}

static inline void check_corpus(const char *name, const char *format, const char *relation,
                                uint64_t records)
{
	size_t n = 0;
	char *p = corpus(name, &n);
	if (!p)
		skip();
	struct fed f = feed(p, n, 65536, name, NULL);
	assert_string_equal(f.format, format);
	assert_int_equal(f.records, records);
	assert_int_equal(f.quarantined + f.repaired, 0);
	assert_true(strncmp(f.line[0], relation, strlen(relation)) == 0);
	fed_release(&f);
	free(p);
}

#endif

/*
 * What the tests of the pipeline and of counting a case share: a format in memory
 * ("relation;column=value;..." lines), and feeding entries of it into a pipeline.
 */
#ifndef GBX_RUN_PIPELINE_TESTING_H
#define GBX_RUN_PIPELINE_TESTING_H

#include "../profile/profile_testing.h"
#include "pipeline.h"

#include <unistd.h>

/* ---- the format ---- */

struct memory_reader {
	struct gbx_reader base;
	uint64_t fail_at;	/* chunk that cannot be parsed; UINT64_MAX: none */
	enum gbx_rc fail_with;
	bool silent;		/* says nothing in err when it fails */
	uint64_t jumble;	/* seed of the time a parse takes; 0: none */
};

static inline bool memory_value(struct gbx_parsed *out, struct gbx_batch *b, const unsigned char *base,
				const unsigned char *p, const unsigned char *end)
{
	const unsigned char *eq = memchr(p, '=', (size_t)(end - p));
	if (!eq)
		return false;
	uint32_t flags = *p == '_' ? GBX_COLUMN_ENVELOPE : 0;
	uint32_t col = gbx_batch_column(out, b, gbx_span_of(p, (size_t)(eq - p)), flags, 0);
	struct gbx_cell cell = {(uint32_t)(eq + 1 - base), (uint32_t)(end - eq - 1)};
	return col != UINT32_MAX && gbx_batch_cell(out, b, col, b->nrec - 1, cell);
}

/* One line; false when it is no record. */
static inline bool memory_line(struct gbx_chunk *c, struct gbx_parsed *out, const unsigned char *p,
			       const unsigned char *end)
{
	const unsigned char *semi = memchr(p, ';', (size_t)(end - p));
	if (!semi)
		return false;
	struct gbx_batch *b = gbx_parsed_batch(out, gbx_span_of(p, (size_t)(semi - p)), 0);
	if (!b || gbx_batch_record(out, b, c->off + (uint64_t)(p - c->p)) == UINT32_MAX)
		return false;
	for (p = semi + 1; p < end;) {
		const unsigned char *stop = memchr(p, ';', (size_t)(end - p));
		stop = stop ? stop : end;
		if (!memory_value(out, b, c->p, p, stop)) {
			gbx_batch_undo(b);
			return false;
		}
		p = stop + 1;
	}
	return true;
}

static inline enum gbx_rc memory_parse(const struct gbx_reader *base, struct gbx_chunk *c,
				       struct gbx_parsed *out, struct gbx_err *err)
{
	const struct memory_reader *r = (const void *)base;
	if (r->jumble && mixed(r->jumble + c->seq) % 3 == 0)
		usleep(mixed(r->jumble ^ c->seq) % 400);
	if (c->seq == r->fail_at)
		return r->silent ? r->fail_with : gbx_fail(err, GBX_E_NOMEM, "as the test wants it");
	for (const unsigned char *p = c->p, *end = p + c->n; p < end;) {
		const unsigned char *nl = memchr(p, '\n', (size_t)(end - p));
		nl = nl ? nl : end - 1;
		uint64_t bytes = (uint64_t)(nl + 1 - p);
		if (memory_line(c, out, p, nl)) {
			out->bytes_records += bytes;
		} else {
			out->bytes_quarantined += bytes;
			if (!gbx_parsed_bad(out, c->off + (uint64_t)(p - c->p), bytes, GBX_E_UTF8))
				return gbx_fail(err, GBX_E_NOMEM, NULL);
		}
		p = nl + 1;
	}
	gbx_parsed_finish(out);
	for (uint32_t i = 0; i < out->nbatch; i++)
		out->batch[i]->bytes = c->p;
	return GBX_OK;
}

static const struct gbx_format memory_format = {.name = "memory", .parse = memory_parse};

/* ---- the dump ---- */

#define MEMORY_ENTRIES 5u
#define MEMORY_CHUNKS 14u /* of each entry */

/* Chunk number i of the dump: records of several relations, some lines broken. */
static inline void memory_chunk(struct gbx_buf *b, uint32_t i)
{
	struct rng r = {i * 7919 + 3};
	uint32_t lines = 40 + below(&r, 160);
	gbx_buf_reset(b);
	for (uint32_t k = 0; k < lines; k++) {
		uint32_t n = below(&r, below(&r, 2) ? 30 : 50000);
		switch (below(&r, 12)) {
		case 0:
			gbx_buf_addf(b, "no record at all %u\n", n);
			break;
		case 1:
		case 2:
			gbx_buf_addf(b, "orders;no=%u;when=2021-%02u-%02uT0%u:00:00Z\n", n, 1 + n % 12,
				     1 + n % 28, n % 10);
			break;
		case 3:
			gbx_buf_addf(b, "only%u;note=ask user%u@mail.example.net\n", i % 9, n);
			break;
		default:
			gbx_buf_addf(b, "users;_id=%u;mail=user%u@mail.example.net;ip=192.0.2.%u%s\n", i * 1000 + k,
				     n, n % 256, n % 3 ? "" : ";extra=N/A");
		}
	}
}

/* ---- feeding ---- */

struct feeding {
	struct gbx_pipeline *pipe;
	struct memory_reader reader;
	struct gbx_entry_state entry[MEMORY_ENTRIES];
	struct gbx_buf log; /* of events, in their order */
	uint64_t fed_bytes;
	uint32_t jobs;
	uint32_t fail_event; /* event that fails; UINT32_MAX: none */
	uint32_t events;
};

static inline void feeding_begin(struct feeding *f)
{
	*f = (struct feeding){.fail_event = UINT32_MAX};
	f->reader = (struct memory_reader){.base = {&memory_format}, .fail_at = UINT64_MAX};
	gbx_buf_init(&f->log, 1u << 20);
	for (uint32_t i = 0; i < MEMORY_ENTRIES; i++) {
		f->entry[i].sum = (struct gbx_sum_entry){
		    .id = i + 1, .source = 1, .path = "dump.txt", .format = "memory", .charset = "UTF-8"};
		f->entry[i].reader = &f->reader.base;
	}
}

/* Writes down what the writer is told. */
static inline enum gbx_rc feeding_event(void *ctx, struct gbx_job *j, struct gbx_err *err)
{
	struct feeding *f = ctx;
	if (f->events++ == f->fail_event)
		return gbx_fail(err, GBX_E_CASE_WRITE, "as the test wants it");
	if (j->kind == GBX_JOB_SOURCE) {
		gbx_buf_addf(&f->log, "source %u %s\n", j->source.id, j->end ? "ends" : "begins");
		return GBX_OK;
	}
	const struct gbx_sum_entry *e = &j->entry->sum;
	gbx_buf_addf(&f->log, "entry %u %s records=%llu quarantined=%llu bytes=%llu+%llu\n", e->id,
		     j->end ? "ends" : "begins", (unsigned long long)e->records,
		     (unsigned long long)e->quarantined, (unsigned long long)e->bytes_records,
		     (unsigned long long)e->bytes_quarantined);
	return GBX_OK;
}

static inline bool feed_event(struct feeding *f, enum gbx_job_kind kind, struct gbx_entry_state *e,
			      bool end)
{
	struct gbx_job *j = gbx_pipeline_job(f->pipe);
	if (!j)
		return false;
	j->kind = kind;
	j->entry = e;
	j->end = end;
	j->source = (struct gbx_sum_source){.id = 1, .name = "dump", .bytes = f->fed_bytes, .sha256 = "00"};
	gbx_pipeline_feed(f->pipe, j);
	return true;
}

static inline bool feed_chunk(struct feeding *f, struct gbx_entry_state *e, uint64_t off,
			      const struct gbx_buf *b)
{
	struct gbx_job *j = gbx_pipeline_job(f->pipe);
	if (!j)
		return false;
	assert_true(gbx_chunk_reserve(&j->chunk, b->n + GBX_CHUNK_PAD));
	memcpy(j->chunk.p, b->p, b->n);
	memset(j->chunk.p + b->n, 0, GBX_CHUNK_PAD);
	j->kind = GBX_JOB_CHUNK;
	j->entry = e;
	j->chunk.n = b->n;
	j->chunk.side = 0;
	j->chunk.off = off;
	j->chunk.seq = f->jobs++;
	j->chunk.entry = e->sum.id;
	f->fed_bytes += b->n;
	gbx_pipeline_feed(f->pipe, j);
	return true;
}

/* The whole dump; false as soon as the pipeline takes no more. */
static inline bool feed_all(struct feeding *f)
{
	struct gbx_buf b = GBX_BUF_INIT(1u << 20);
	bool ok = feed_event(f, GBX_JOB_SOURCE, NULL, false);
	for (uint32_t e = 0; e < MEMORY_ENTRIES && ok; e++) {
		uint64_t off = 0;
		ok = feed_event(f, GBX_JOB_ENTRY, f->entry + e, false);
		for (uint32_t i = 0; i < MEMORY_CHUNKS && ok; i++, off += b.n) {
			memory_chunk(&b, e * MEMORY_CHUNKS + i);
			ok = feed_chunk(f, f->entry + e, off, &b);
		}
		ok = ok && feed_event(f, GBX_JOB_ENTRY, f->entry + e, true);
	}
	ok = ok && feed_event(f, GBX_JOB_SOURCE, NULL, true);
	gbx_buf_release(&b);
	return ok;
}

static inline void feeding_end(struct feeding *f) { gbx_buf_release(&f->log); }

#endif

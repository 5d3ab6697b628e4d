/* Drawing a stratified sample; the contract is in sample.h. */
#include "sample.h"

#include <pthread.h>
#include <stdlib.h>

#include "../base/limits.h"

#define DRAWN_BYTES (256u << 20)
#define PART_RECORDS 16u /* fewer are not worth a thread */

static void part_init(struct gbx_drawn_part *d)
{
	gbx_parsed_init(&d->parsed);
	gbx_buf_init(&d->bytes, DRAWN_BYTES);
}

static void part_release(struct gbx_drawn_part *d)
{
	gbx_parsed_release(&d->parsed);
	gbx_buf_release(&d->bytes);
}

void gbx_drawn_init(struct gbx_drawn *d) { d->npart = 0; }

void gbx_drawn_release(struct gbx_drawn *d)
{
	for (uint32_t i = 0; i < d->npart; i++)
		part_release(d->part + i);
	d->npart = 0;
}

/* ---- who gets how many ---- */

/* nset where the figures have no such set: it was not kept apart, or the case was counted
 * by a version that sees other types. */
static uint32_t set_index(const struct gbx_sum_relation *rel, const struct gbx_typeset *full)
{
	struct gbx_typeset t = { { 0 } };
	for (unsigned i = 0; i < GBX_T_COUNT; i++)
		if (gbx_typeset_has(full, (enum gbx_type)i) && gbx_type_info((enum gbx_type)i)->data_class)
			gbx_typeset_add(&t, (enum gbx_type)i);
	for (uint32_t i = 0; i < rel->nset; i++)
		if (gbx_typeset_cmp(&rel->set[i].types, &t) == 0)
			return i;
	return rel->nset;
}

/* share[i]: records to draw of set i. Sets are sorted by records, most first. */
static void allot(const struct gbx_sum_relation *rel, uint32_t most, uint32_t *share)
{
	uint64_t total = 0, rest = most;
	for (uint32_t i = 0; i < rel->nset; i++) {
		total += rel->set[i].records;
		share[i] = rest > 0;
		rest -= rest > 0;
	}
	uint64_t spare = rest;
	for (uint32_t i = 0; i < rel->nset && rest; i++) {
		uint64_t more = (uint64_t)((double)spare * (double)rel->set[i].records / (double)total + 0.5);
		uint64_t room = rel->set[i].records - share[i];
		more = more > room ? room : more > rest ? rest : more;
		share[i] += (uint32_t)more;
		rest -= more;
	}
	for (uint32_t i = 0; i < rel->nset && rest; i++) {
		uint64_t room = rel->set[i].records - share[i];
		uint64_t more = room > rest ? rest : room;
		share[i] += (uint32_t)more;
		rest -= more;
	}
}

struct picked {
	uint32_t set;
	const struct gbx_candidate *c;
};

static int by_priority(const void *pa, const void *pb)
{
	const struct picked *a = pa, *b = pb;
	if (a->set != b->set)
		return a->set < b->set ? -1 : 1;
	if (a->c->priority != b->c->priority)
		return a->c->priority < b->c->priority ? -1 : 1;
	if (a->c->block != b->c->block)
		return a->c->block < b->c->block ? -1 : 1;
	return a->c->row < b->c->row ? -1 : a->c->row > b->c->row;
}

static int by_place(const void *pa, const void *pb)
{
	const struct picked *a = pa, *b = pb;
	if (a->c->block != b->c->block)
		return a->c->block < b->c->block ? -1 : 1;
	return a->c->row < b->c->row ? -1 : a->c->row > b->c->row;
}

/* Moves what the shares allow to the front of p[0..n), which is in order of priority;
 * returns how many. */
static uint32_t take_shares(struct picked *p, uint32_t n, uint32_t *share)
{
	uint32_t kept = 0;
	for (uint32_t i = 0; i < n; i++)
		if (share[p[i].set]) {
			struct picked t = p[kept];
			share[p[i].set]--;
			p[kept++] = p[i];
			p[i] = t;
		}
	return kept;
}

/* Keeps of p[0..n) what the shares allow, in the order of the stream. `fewer` takes what
 * there is: others make up for sets without candidates. */
static enum gbx_rc choose(const struct gbx_sum_relation *rel, struct picked *p, uint32_t *n,
			  uint32_t most, bool fewer)
{
	uint32_t *share = calloc((size_t)rel->nset + 1, sizeof *share);
	if (!share)
		return GBX_NOMEM;
	allot(rel, most, share);
	qsort(p, *n, sizeof *p, by_priority);
	uint32_t kept = take_shares(p, *n, share);
	uint64_t missing = 0;
	for (uint32_t i = 0; i < rel->nset; i++)
		missing += share[i];
	free(share);
	if (missing && fewer) {
		qsort(p + kept, *n - kept, sizeof *p, by_priority);
		kept += missing < *n - kept ? (uint32_t)missing : *n - kept;
		missing = 0;
	}
	qsort(p, kept, sizeof *p, by_place);
	*n = kept;
	return missing ? GBX_LIMIT : GBX_OK;
}

/* ---- fetching ---- */

static bool copy_cell(struct gbx_drawn_part *d, struct gbx_batch *to, const struct gbx_batch *from,
		      uint32_t col, struct gbx_cell cell, uint32_t rec)
{
	const struct gbx_column *c = from->col + col;
	uint32_t at = gbx_batch_column(&d->parsed, to, gbx_span_of(c->name, c->name_len), c->flags, col);
	if (at == UINT32_MAX)
		return false;
	struct gbx_cell copy = { GBX_ABSENT, 0 };
	if (cell.off != GBX_ABSENT) {
		copy = (struct gbx_cell){ (uint32_t)d->bytes.n, cell.len };
		gbx_buf_add(&d->bytes, from->bytes + cell.off, cell.len);
	}
	return !gbx_buf_failed(&d->bytes) && gbx_batch_cell(&d->parsed, to, at, rec, copy);
}

/* The first cell of a sparse column at or after record row. */
static uint32_t lower_bound(const struct gbx_column *c, uint32_t row)
{
	uint32_t a = 0, b = c->n;
	while (a < b) {
		uint32_t m = a + (b - a) / 2;
		if (c->rec[m] < row)
			a = m + 1;
		else
			b = m;
	}
	return a;
}

static bool copy_row(struct gbx_drawn_part *d, struct gbx_batch *to, const struct gbx_batch *from,
		     uint32_t row)
{
	uint32_t rec = gbx_batch_record(&d->parsed, to, from->rec_off[row]);
	if (rec == UINT32_MAX)
		return false;
	for (uint32_t i = 0; i < from->ncol; i++) {
		const struct gbx_column *c = from->col + i;
		uint32_t k = c->rec ? lower_bound(c, row) : row;
		for (; k < c->n && (c->rec ? c->rec[k] : k) == row; k++)
			if (!copy_cell(d, to, from, i, c->cell[k], rec))
				return false;
	}
	return true;
}

/* Detectors read past the end of a value, as they may in a chunk. No bytes are added
 * after this. */
static bool pad(struct gbx_drawn_part *d)
{
	static const char zeros[GBX_CHUNK_PAD];
	gbx_buf_add(&d->bytes, zeros, sizeof zeros);
	for (uint32_t i = 0; i < d->parsed.nbatch; i++)
		d->parsed.batch[i]->bytes = (const unsigned char *)gbx_buf_str(&d->bytes);
	return !gbx_buf_failed(&d->bytes);
}

/* What one thread fetches: p[0..n), records in the order of the stream. */
struct fetching {
	struct gbx_vault *vault;
	pthread_mutex_t *mu; /* of the vault */
	struct gbx_sealer *sealer;
	const struct picked *p;
	uint32_t n;
	struct gbx_drawn_part *out;
	struct gbx_parsed block;
	struct gbx_buf sealed;
	struct gbx_err err;
	enum gbx_rc rc;
	pthread_t thread;
	bool started;
};

static enum gbx_rc read_block(struct fetching *f, uint64_t seq, struct gbx_block_id *id)
{
	struct gbx_vault_block b;
	gbx_buf_reset(&f->sealed);
	pthread_mutex_lock(f->mu);
	enum gbx_rc rc = gbx_vault_next_block(f->vault, seq, &b, &f->err);
	if (!rc)
		gbx_buf_add(&f->sealed, b.sealed.p, b.sealed.n);
	pthread_mutex_unlock(f->mu);
	if (rc == GBX_END || (!rc && b.id.seq != seq))
		return gbx_fail(&f->err, GBX_E_CASE_DAMAGED, "a block of the sample is missing");
	*id = b.id;
	return rc || !gbx_buf_failed(&f->sealed) ? rc : gbx_fail(&f->err, GBX_E_NOMEM, NULL);
}

static enum gbx_rc fetch_block(struct fetching *f, uint64_t seq)
{
	struct gbx_block_id id;
	enum gbx_rc rc = read_block(f, seq, &id);
	if (!rc)
		rc = gbx_unseal(f->sealer, &id, gbx_buf_span(&f->sealed), &f->block, &f->err);
	if (!rc && !f->block.nbatch)
		rc = gbx_fail(&f->err, GBX_E_CASE_DAMAGED, "a block is empty");
	return rc;
}

static enum gbx_rc fetch(struct fetching *f)
{
	enum gbx_rc rc = GBX_OK;
	uint64_t have = UINT64_MAX;
	for (uint32_t i = 0; i < f->n && !rc; i++) {
		const struct gbx_candidate *c = f->p[i].c;
		if (c->block != have)
			rc = fetch_block(f, have = c->block);
		if (rc)
			break;
		const struct gbx_batch *from = f->block.batch[0];
		struct gbx_batch *to = gbx_parsed_batch(&f->out->parsed, gbx_span_str("sample"), 0);
		if (c->row >= from->nrec)
			rc = gbx_fail(&f->err, GBX_E_CASE_DAMAGED, "a record of the sample is missing");
		else if (!to || !copy_row(f->out, to, from, c->row))
			rc = gbx_fail(&f->err, GBX_E_NOMEM, NULL);
	}
	if (!rc && !pad(f->out))
		rc = gbx_fail(&f->err, GBX_E_NOMEM, NULL);
	return rc;
}

static void *fetch_main(void *ctx)
{
	struct fetching *f = ctx;
	f->rc = fetch(f);
	return NULL;
}

static void part_begin(struct fetching *f, struct gbx_drawn_part *out)
{
	f->out = out;
	part_init(out);
	gbx_parsed_init(&f->block);
	gbx_buf_init(&f->sealed, GBX_SEALED_BYTES);
	f->rc = gbx_sealer_new(f->vault, &f->sealer, &f->err);
}

/* Fetches the part here when its thread did not start. */
static void part_end(struct fetching *f)
{
	if (f->started)
		pthread_join(f->thread, NULL);
	else if (!f->rc)
		fetch_main(f);
	gbx_sealer_free(f->sealer);
	gbx_parsed_release(&f->block);
	gbx_buf_release(&f->sealed);
}

/* A thread for each part but the first. */
static enum gbx_rc fetch_parts(struct fetching *f, const struct picked *p, uint32_t n,
			       struct gbx_drawn *out, struct gbx_err *err)
{
	enum gbx_rc rc = GBX_OK;
	for (uint32_t i = 0, at = 0; i < out->npart; at += f[i++].n) {
		f[i].p = p + at;
		f[i].n = (n - at) / (out->npart - i);
		part_begin(f + i, out->part + i);
	}
	for (uint32_t i = 1; i < out->npart; i++)
		f[i].started = !f[i].rc && !pthread_create(&f[i].thread, NULL, fetch_main, f + i);
	for (uint32_t i = 0; i < out->npart; i++) {
		part_end(f + i);
		if (!rc && f[i].rc)
			*err = f[i].err;
		rc = rc ? rc : f[i].rc;
	}
	return rc;
}

static enum gbx_rc fetch_all(struct gbx_vault *v, const struct picked *p, uint32_t n, unsigned threads,
			     struct gbx_drawn *out, struct gbx_err *err)
{
	pthread_mutex_t mu = PTHREAD_MUTEX_INITIALIZER;
	uint32_t parts = (n + PART_RECORDS - 1) / PART_RECORDS;
	parts = parts < threads ? parts : threads;
	struct fetching *f = calloc(parts ? parts : 1, sizeof *f);
	if (!f)
		return gbx_fail(err, GBX_E_NOMEM, NULL);
	for (uint32_t i = 0; i < parts; i++) {
		f[i].vault = v;
		f[i].mu = &mu;
	}
	out->npart = parts;
	enum gbx_rc rc = fetch_parts(f, p, n, out, err);
	free(f);
	pthread_mutex_destroy(&mu);
	return rc;
}

enum gbx_rc gbx_draw(struct gbx_vault *v, const struct gbx_sum_relation *rel,
		     const struct gbx_candidate *c, uint32_t n, const struct gbx_draw_options *o,
		     struct gbx_drawn *out, struct gbx_err *err)
{
	struct picked *p = malloc((n ? n : 1) * sizeof *p);
	if (!p)
		return gbx_fail(err, GBX_E_NOMEM, NULL);
	uint32_t kept = n;
	for (uint32_t i = 0; i < n; i++)
		p[i] = (struct picked){ set_index(rel, &c[i].set), c + i };
	enum gbx_rc rc = choose(rel, p, &kept, o->most, o->fewer);
	if (rc == GBX_NOMEM)
		gbx_fail(err, GBX_E_NOMEM, NULL);
	if (!rc)
		rc = fetch_all(v, p, kept, o->threads, out, err);
	free(p);
	return rc;
}

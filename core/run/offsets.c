/* Offsets of the entry for offsets of its converted text; the contract is in offsets.h. */
#include "offsets.h"

static uint64_t source_of(const struct gbx_job *j, uint64_t at)
{
	const struct gbx_chunk *c = &j->chunk;
	if (at >= c->off + c->n)
		return j->source_off + j->source_bytes + (at - c->off - c->n);
	return gbx_offsets_find(&j->offsets, at, c->p, c->off, c->n);
}

void gbx_offsets_records(struct gbx_job *j)
{
	if (j->kind != GBX_JOB_CHUNK || j->offsets.same)
		return;
	for (uint32_t i = 0; i < j->parsed.nbatch; i++) {
		struct gbx_batch *b = j->parsed.batch[i];
		for (uint32_t k = 0; k < b->nrec; k++)
			b->rec_off[k] = source_of(j, b->rec_off[k]);
	}
}

static uint64_t share(uint64_t n, uint64_t of, uint64_t total)
{
	return of ? (uint64_t)((unsigned __int128)n * total / of) : 0;
}

void gbx_offsets_amounts(struct gbx_job *j)
{
	struct gbx_parsed *d = &j->parsed;
	if (j->kind != GBX_JOB_CHUNK || j->offsets.same)
		return;
	uint64_t was = 0, is = 0, n = j->chunk.n, total = j->source_bytes;
	for (uint32_t i = 0; i < d->nbad; i++) {
		struct gbx_quarantine *q = d->bad + i;
		uint64_t from = source_of(j, q->off), to = source_of(j, q->off + q->len);
		was += q->len;
		*q = (struct gbx_quarantine){ from, to > from ? to - from : 0, q->reason };
		is += q->len;
	}
	d->bytes_quarantined = was == d->bytes_quarantined && is <= total ? is : share(d->bytes_quarantined, n, total);
	d->bytes_repaired = share(d->bytes_repaired, n, total);
	d->bytes_skipped = share(d->bytes_skipped, n, total);
	for (uint32_t i = 0; i < d->nskip; i++)
		d->skip[i].bytes = share(d->skip[i].bytes, n, total);
	uint64_t others = d->bytes_quarantined + d->bytes_repaired + d->bytes_skipped;
	uint64_t rest = total > others ? total - others : 0;
	if (d->bytes_records || !d->bytes_skipped)
		d->bytes_records = rest;
	else
		d->bytes_skipped += rest;
}

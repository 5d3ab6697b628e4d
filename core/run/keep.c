/* Sealing what quarantine keeps; the contract is in keep.h. */
#include "keep.h"

#include <stdio.h>

#include "../base/limits.h"

/* Inside the chunk, not empty and not too large. A record over GBX_RECORD_BYTES never
 * was in a chunk. */
static bool can_keep(const struct gbx_job *j, const struct gbx_quarantine *q)
{
	const struct gbx_chunk *c = &j->chunk;
	return q->len && q->len <= GBX_KEEP_RECORD_BYTES && q->off >= c->off &&
	       q->off - c->off <= c->n && q->len <= c->n - (q->off - c->off);
}

enum gbx_rc gbx_keep_choose(struct gbx_kept_state *s, struct gbx_job *j, struct gbx_err *err)
{
	const struct gbx_parsed *d = &j->parsed;
	j->nkeep = 0;
	if (!d->nbad || j->entry->later) /* its columns are not those of the row's first entry */
		return GBX_OK;
	j->keep = gbx_arena_alloc(&j->parsed.arena, d->nbad * sizeof *j->keep);
	if (!j->keep)
		return gbx_fail(err, GBX_E_NOMEM, NULL);
	uint64_t bytes = 0;
	for (uint32_t i = 0; i < d->nbad; i++) {
		const struct gbx_quarantine *q = d->bad + i;
		if (!can_keep(j, q) || s->records >= GBX_QUARANTINE_ROWS ||
		    q->len > GBX_KEEP_BYTES - s->bytes)
			continue;
		j->keep[j->nkeep++] =
			(struct gbx_keep){ i, { (uint32_t)(q->off - j->chunk.off), (uint32_t)q->len } };
		s->records++;
		s->bytes += q->len;
		bytes += q->len;
	}
	if (j->nkeep) {
		j->keep_bytes = bytes;
		j->keep_id = (struct gbx_block_id){ s->next_seq++, GBX_KEPT_RELATION, j->entry->sum.id,
						    j->nkeep };
	}
	return GBX_OK;
}

/* One column a reason; the reason is its name. */
bool gbx_keep_put(struct gbx_parsed *p, struct gbx_batch *b, const struct gbx_quarantine *q,
		  struct gbx_cell text, struct gbx_cell length)
{
	uint32_t rec = gbx_batch_record(p, b, q->off);
	if (rec == UINT32_MAX)
		return false;
	uint32_t col = gbx_batch_column(p, b, gbx_span_str(gbx_eid_name(q->reason)), 0, 0);
	if (col == UINT32_MAX || !gbx_batch_cell(p, b, col, rec, text))
		return false;
	if (length.off == GBX_ABSENT)
		return true;
	col = gbx_batch_column(p, b, gbx_span_str(GBX_KEEP_LENGTH), 0, 0);
	return col != UINT32_MAX && gbx_batch_cell(p, b, col, rec, length);
}

static bool put_record(struct gbx_parsed *p, struct gbx_batch *b, struct gbx_job *j,
		       const struct gbx_keep *k)
{
	const struct gbx_quarantine *q = j->parsed.bad + k->bad;
	struct gbx_cell length = { GBX_ABSENT, 0 };
	if (q->len != k->text.len) {
		char digits[24];
		int n = snprintf(digits, sizeof digits, "%llu", (unsigned long long)q->len);
		length = (struct gbx_cell){ gbx_chunk_side(&j->chunk, digits, (size_t)n), (uint32_t)n };
		if (length.off == UINT32_MAX)
			return false;
	}
	return gbx_keep_put(p, b, q, k->text, length);
}

enum gbx_rc gbx_keep_seal(struct gbx_sealer *sealer, struct gbx_job *j, struct gbx_err *err)
{
	if (!j->nkeep)
		return GBX_OK;
	struct gbx_parsed p;
	gbx_parsed_init(&p);
	struct gbx_batch *b = gbx_parsed_batch(&p, gbx_span_str("quarantine"), 0);
	bool ok = b != NULL;
	for (uint32_t i = 0; i < j->nkeep && ok; i++)
		ok = put_record(&p, b, j, j->keep + i);
	enum gbx_rc rc = ok ? GBX_OK : gbx_fail(err, GBX_E_NOMEM, NULL);
	if (ok) {
		b->bytes = j->chunk.p;
		gbx_batch_finish(b);
		rc = gbx_seal(sealer, &j->keep_id, b, &j->kept, err);
	}
	gbx_parsed_release(&p);
	return rc;
}

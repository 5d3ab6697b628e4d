/* What an ingest writes while it runs: sources, entries, quarantine, blocks. */
#include "impl.h"

#include "../base/limits.h"

#define ROW_BYTES 256u /* a row's share of a commit, roughly */

enum gbx_rc gbx_vault_begin(struct gbx_vault *v, struct gbx_err *err)
{
	struct gbx_result r;
	enum gbx_rc rc = GBX_RUN0(v, err, "UPDATE case_info SET finished = 0");
	if (!rc)
		rc = gbx_vault_audit(v, "ingest begins", NULL, err);
	/* A new case is unfinished as it is: nothing to make sure of before the first record. */
	if (!rc && v->finished)
		rc = gbx_store_commit(v, err);
	if (!rc)
		rc = GBX_ROWS0(&r, v, NULL, err, "SELECT count(*) FROM quarantine");
	if (!rc)
		rc = gbx_result_next(&r, err);
	if (rc)
		return rc;
	v->quarantine_rows = gbx_row_u32(&r, 0);
	gbx_result_close(&r);
	v->finished = false;
	return GBX_OK;
}

enum gbx_rc gbx_vault_next_ids(struct gbx_vault *v, uint32_t *source, uint32_t *entry,
                               uint32_t *relation, uint64_t *block, struct gbx_err *err)
{
	struct gbx_result r;
	uint32_t *const out[] = {source, entry, relation};
	uint64_t next[3] = {0};
	enum gbx_rc rc = GBX_ROWS0(&r, v, NULL, err,
	                           "SELECT (SELECT coalesce(max(id), 0) + 1 FROM source), "
	                           "(SELECT coalesce(max(id), 0) + 1 FROM entry), "
	                           "(SELECT coalesce(max(id), 0) + 1 FROM relation)");
	if (!rc)
		rc = gbx_result_next(&r, err);
	if (rc)
		return rc;
	for (int i = 0; i < 3; i++)
		next[i] = gbx_row_u64(&r, i);
	gbx_result_close(&r);
	for (int i = 0; i < 3; i++) {
		if (!next[i] || next[i] >= UINT32_MAX)
			return gbx_fail(err, GBX_E_CASE_DAMAGED, "its ids are used up");
		*out[i] = (uint32_t)next[i];
	}
	*block = v->state.blocks;
	return GBX_OK;
}

enum gbx_rc gbx_vault_has_source(struct gbx_vault *v, const char *sha256, bool *found,
                                 struct gbx_err *err)
{
	struct gbx_result r;
	enum gbx_rc rc =
	    GBX_ROWS(&r, v, NULL, err, "SELECT 1 FROM source WHERE sha256 = ?1", BIND_T(sha256));
	if (!rc)
		rc = gbx_result_next(&r, err);
	*found = rc == GBX_OK;
	if (!rc)
		gbx_result_close(&r);
	return rc == GBX_END ? GBX_OK : rc;
}

enum gbx_rc gbx_vault_put_source(struct gbx_vault *v, const struct gbx_sum_source *s,
                                 struct gbx_err *err)
{
	enum gbx_rc rc = GBX_RUN(
	    v, err, "INSERT OR REPLACE INTO source VALUES (?1, ?2, ?3, ?4, ?5)", BIND_N(s->id),
	    BIND_T(s->name), BIND_N(s->bytes), BIND_T(s->sha256), BIND_N(s->mtime));
	return rc ? rc : gbx_store_wrote(v, ROW_BYTES, err);
}

enum gbx_rc gbx_vault_put_entry(struct gbx_vault *v, const struct gbx_sum_entry *e,
                                struct gbx_err *err)
{
	enum gbx_rc rc = GBX_RUN(
	    v, err,
	    "INSERT OR REPLACE INTO entry VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, "
	    "?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19, ?20, ?21, ?22, ?23)",
	    BIND_N(e->id), BIND_N(e->source), BIND_T(e->path), BIND_T(e->format),
	    BIND_T(e->charset), BIND_N(e->bytes), BIND_N(e->records), BIND_N(e->repaired),
	    BIND_N(e->ragged), BIND_N(e->quarantined), BIND_N(e->bytes_records),
	    BIND_N(e->bytes_repaired), BIND_N(e->bytes_quarantined), BIND_N(e->skipped_bytes),
	    BIND_T(gbx_entry_status_name[e->status]), BIND_T(e->reason), BIND_T(e->reason_id),
	    BIND_T(e->kind), BIND_T(e->charset_how), BIND_N(e->undecodable), BIND_T(e->garbled),
	    BIND_R(e->garbled_share), BIND_N(e->more));
	return rc ? rc : gbx_store_wrote(v, ROW_BYTES, err);
}

struct reason_sum {
	uint64_t records, bytes, first;
};

static enum gbx_rc put_count(struct gbx_vault *v, uint32_t entry, enum gbx_eid id,
                             const struct reason_sum *s, struct gbx_err *err)
{
	return GBX_RUN(v, err,
	               "INSERT INTO quarantine_count VALUES (?1, ?2, ?3, ?4, ?5, ?6) "
	               "ON CONFLICT (entry, reason_id) DO UPDATE SET records = records + ?4, "
	               "bytes = bytes + ?5, first_off = min(first_off, ?6)",
	               BIND_N(entry), BIND_T(gbx_eid_name(id)), BIND_T(gbx_eid_text(id)),
	               BIND_N(s->records), BIND_N(s->bytes), BIND_N(s->first));
}

enum gbx_rc gbx_vault_put_quarantine(struct gbx_vault *v, uint32_t entry,
                                     const struct gbx_quarantine *q, uint32_t n,
                                     struct gbx_err *err)
{
	struct reason_sum sum[GBX_E_COUNT] = {{0}};
	enum gbx_rc rc = GBX_OK;
	for (uint32_t i = 0; i < n && !rc; i++) {
		struct reason_sum *s = &sum[(unsigned)q[i].reason < GBX_E_COUNT ? q[i].reason : 0];
		if (!s->records++ || q[i].off < s->first)
			s->first = q[i].off;
		s->bytes += q[i].len;
		if (v->quarantine_rows >= GBX_QUARANTINE_ROWS)
			continue;
		v->quarantine_rows++;
		rc =
		    GBX_RUN(v, err, "INSERT INTO quarantine VALUES (?1, ?2, ?3, ?4)", BIND_N(entry),
		            BIND_N(q[i].off), BIND_N(q[i].len), BIND_T(gbx_eid_name(q[i].reason)));
	}
	for (unsigned id = 0; id < GBX_E_COUNT && !rc; id++)
		if (sum[id].records)
			rc = put_count(v, entry, (enum gbx_eid)id, &sum[id], err);
	return rc ? rc : gbx_store_wrote(v, (size_t)n * 32, err);
}

enum gbx_rc gbx_vault_put_relation(struct gbx_vault *v, uint32_t id, const char *name,
                                   uint64_t shape, struct gbx_err *err)
{
	enum gbx_rc rc = GBX_RUN(v, err,
	                         "INSERT INTO relation (id, name, shape) VALUES (?1, ?2, ?3) "
	                         "ON CONFLICT (id) DO UPDATE SET name = ?2, shape = ?3",
	                         BIND_N(id), BIND_T(name), BIND_N(shape));
	return rc ? rc : gbx_store_wrote(v, ROW_BYTES, err);
}

enum gbx_rc gbx_vault_put_block(struct gbx_vault *v, const struct gbx_block_id *id,
                                struct gbx_span sealed, struct gbx_err *err)
{
	if (!v->vault)
		return gbx_fail(err, GBX_E_NO_VAULT, NULL);
	if (id->seq != v->state.blocks || sealed.n < GBX_TAG || !v->secret)
		return gbx_fail(err, GBX_E_INTERNAL, "block %llu out of turn",
		                (unsigned long long)id->seq);
	enum gbx_rc rc = GBX_RUN(v, err, "INSERT INTO block VALUES (?1, ?2, ?3, ?4, ?5)",
	                         BIND_N(id->seq), BIND_N(id->relation), BIND_N(id->entry),
	                         BIND_N(id->records), BIND_B(sealed.p, sealed.n));
	if (rc)
		return rc;
	v->state.blocks++;
	v->state.records += id->records;
	memcpy(v->state.last, sealed.p + sealed.n - GBX_TAG, GBX_TAG);
	v->state_dirty = true;
	return gbx_store_wrote(v, sealed.n, err);
}

enum gbx_rc gbx_vault_commit(struct gbx_vault *v, struct gbx_err *err)
{
	return gbx_store_commit(v, err);
}

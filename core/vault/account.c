/*
 * Where every byte went: what was skipped by kind, and the sealed bytes of
 * quarantined records, which can be read again with other options. Kept blocks
 * are sealed as records are, under a relation number that no relation has; their
 * number is not authenticated: what is missing of them can only not be retried.
 */
#include "impl.h"

#include "../base/limits.h"

#define ROW_BYTES 128u

enum gbx_rc gbx_vault_put_skips(struct gbx_vault *v, uint32_t entry, const struct gbx_skip *s,
                                uint32_t n, struct gbx_err *err)
{
	enum gbx_rc rc = GBX_OK;
	for (uint32_t i = 0; i < n && !rc; i++)
		rc = GBX_RUN(v, err,
		             "INSERT INTO skipped VALUES (?1, ?2, ?3, ?4) ON CONFLICT (entry, kind) "
		             "DO UPDATE SET count = count + ?3, bytes = bytes + ?4",
		             BIND_N(entry), BIND_T(s[i].kind), BIND_N(s[i].count),
		             BIND_N(s[i].bytes));
	return rc ? rc : gbx_store_wrote(v, (size_t)n * ROW_BYTES, err);
}

enum gbx_rc gbx_vault_kept(struct gbx_vault *v, struct gbx_kept_state *out, struct gbx_err *err)
{
	struct gbx_result r;
	enum gbx_rc rc = GBX_ROWS0(&r, v, NULL, err,
	                           "SELECT coalesce(max(seq), -1) + 1, coalesce(sum(records), 0), "
	                           "coalesce(sum(bytes), 0) FROM kept");
	if (!rc)
		rc = gbx_result_next(&r, err);
	if (rc)
		return rc;
	*out = (struct gbx_kept_state){.next_seq = gbx_row_u64(&r, 0),
	                               .records = gbx_row_u64(&r, 1),
	                               .bytes = gbx_row_u64(&r, 2)};
	bool bad = r.bad;
	gbx_result_close(&r);
	return bad ? gbx_fail(err, GBX_E_CASE_DAMAGED, "a figure is out of its range") : GBX_OK;
}

enum gbx_rc gbx_vault_put_kept(struct gbx_vault *v, const struct gbx_block_id *id, uint64_t bytes,
                               struct gbx_span sealed, struct gbx_err *err)
{
	if (!v->vault)
		return gbx_fail(err, GBX_E_NO_VAULT, NULL);
	if (id->relation != GBX_KEPT_RELATION || sealed.n < GBX_TAG)
		return gbx_fail(err, GBX_E_INTERNAL, "a block that is not of quarantine");
	enum gbx_rc rc = GBX_RUN(v, err, "INSERT INTO kept VALUES (?1, ?2, ?3, ?4, ?5)",
	                         BIND_N(id->seq), BIND_N(id->entry), BIND_N(id->records),
	                         BIND_N(bytes), BIND_B(sealed.p, sealed.n));
	return rc ? rc : gbx_store_wrote(v, sealed.n, err);
}

enum gbx_rc gbx_vault_next_kept(struct gbx_vault *v, uint64_t from, struct gbx_buf *sealed,
                                struct gbx_block_id *id, struct gbx_err *err)
{
	struct gbx_result r;
	enum gbx_rc rc = GBX_ROWS(&r, v, NULL, err,
	                          "SELECT seq, entry, records, sealed FROM kept WHERE seq >= ?1 "
	                          "ORDER BY seq LIMIT 1",
	                          BIND_N(from > INT64_MAX ? INT64_MAX : from));
	if (!rc)
		rc = gbx_result_next(&r, err);
	if (rc)
		return rc;
	*id = (struct gbx_block_id){.seq = gbx_row_u64(&r, 0),
	                            .relation = GBX_KEPT_RELATION,
	                            .entry = gbx_row_u32(&r, 1),
	                            .records = gbx_row_u32(&r, 2)};
	const void *p = sqlite3_column_blob(r.st, 3);
	gbx_buf_reset(sealed);
	gbx_buf_add(sealed, p, p ? (size_t)sqlite3_column_bytes(r.st, 3) : 0);
	bool bad = r.bad || id->seq < from;
	gbx_result_close(&r);
	if (gbx_buf_failed(sealed))
		return gbx_fail(err, GBX_E_NOMEM, "a block of quarantine");
	return bad ? gbx_fail(err, GBX_E_CASE_DAMAGED, "a figure is out of its range") : GBX_OK;
}

enum gbx_rc gbx_vault_drop_kept(struct gbx_vault *v, uint64_t seq, struct gbx_err *err)
{
	return GBX_RUN(v, err, "DELETE FROM kept WHERE seq = ?1", BIND_N(seq));
}

enum gbx_rc gbx_vault_drop_quarantine(struct gbx_vault *v, uint32_t entry,
                                      const struct gbx_quarantine *q, struct gbx_err *err)
{
	const char *reason = gbx_eid_name(q->reason);
	enum gbx_rc rc = GBX_RUN(v, err,
	                         "DELETE FROM quarantine WHERE rowid = (SELECT rowid FROM quarantine "
	                         "WHERE entry = ?1 AND off = ?2 AND len = ?3 AND reason_id = ?4 "
	                         "LIMIT 1)",
	                         BIND_N(entry), BIND_N(q->off), BIND_N(q->len), BIND_T(reason));
	if (!rc && v->quarantine_rows && sqlite3_changes(v->db))
		v->quarantine_rows--;
	if (!rc)
		rc = GBX_RUN(v, err,
		             "DELETE FROM quarantine_count WHERE entry = ?1 AND reason_id = ?2 AND "
		             "records <= 1",
		             BIND_N(entry), BIND_T(reason));
	if (!rc)
		rc = GBX_RUN(v, err,
		             "UPDATE quarantine_count SET records = records - 1, "
		             "bytes = max(bytes - ?3, 0), first_off = coalesce((SELECT min(off) FROM "
		             "quarantine AS q WHERE q.entry = ?1 AND q.reason_id = ?2), first_off) "
		             "WHERE entry = ?1 AND reason_id = ?2",
		             BIND_N(entry), BIND_T(reason), BIND_N(q->len));
	return rc;
}

enum gbx_rc gbx_vault_first_block(struct gbx_vault *v, uint32_t entry, uint64_t *seq, bool *found,
                                  struct gbx_err *err)
{
	struct gbx_result r;
	enum gbx_rc rc = GBX_ROWS(&r, v, NULL, err,
	                          "SELECT coalesce(min(seq), -1) FROM block WHERE entry = ?1",
	                          BIND_N(entry));
	if (!rc)
		rc = gbx_result_next(&r, err);
	if (rc)
		return rc;
	int64_t first = gbx_row_i64(&r, 0);
	gbx_result_close(&r);
	*found = first >= 0;
	*seq = first < 0 ? 0 : (uint64_t)first;
	return GBX_OK;
}

void gbx_vault_hold(struct gbx_vault *v, bool hold)
{
	v->held = hold;
}

enum gbx_rc gbx_vault_list_quarantine(struct gbx_vault *v, const char *reason,
                                      enum gbx_rc (*each)(void *ctx,
                                                          const struct gbx_quarantine_row *q,
                                                          struct gbx_err *err),
                                      void *ctx, struct gbx_err *err)
{
	struct gbx_result r;
	struct gbx_arena a;
	gbx_arena_init(&a, 4096);
	enum gbx_rc rc = GBX_ROWS(&r, v, &a, err,
	                          "SELECT entry, off, len, reason_id FROM quarantine WHERE ?1 IS "
	                          "NULL OR reason_id = ?1 ORDER BY entry, off, rowid",
	                          BIND_T(reason));
	while (!rc && !(rc = gbx_result_next(&r, err))) {
		struct gbx_quarantine_row q = {.entry = gbx_row_u32(&r, 0),
		                               .off = gbx_row_u64(&r, 1),
		                               .len = gbx_row_u64(&r, 2),
		                               .reason_id = gbx_row_text(&r, 3)};
		rc = each(ctx, &q, err);
		gbx_arena_reset(&a);
		if (rc)
			gbx_result_close(&r);
	}
	gbx_arena_release(&a);
	return rc == GBX_END ? GBX_OK : rc;
}

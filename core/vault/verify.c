/* Does a case hold what it says: the file, every block, the sums. */
#include "impl.h"

static enum gbx_rc check_file(struct gbx_vault *v, struct gbx_err *err)
{
	sqlite3_stmt *st = NULL;
	enum gbx_rc rc = GBX_OK;
	if (sqlite3_prepare_v2(v->db, "PRAGMA integrity_check(1)", -1, &st, NULL) ||
	    sqlite3_step(st) != SQLITE_ROW)
		rc = gbx_store_fail(v, "integrity check", err);
	/* What it found may quote the file: not handed on. */
	else if (strcmp((const char *)sqlite3_column_text(st, 0), "ok"))
		rc = gbx_fail(err, GBX_E_CASE_DAMAGED, "integrity check");
	sqlite3_finalize(st);
	return rc;
}

static enum gbx_rc check_blocks(struct gbx_vault *v, struct gbx_verify_result *r,
                                struct gbx_err *err)
{
	struct gbx_sealer *s = NULL;
	struct gbx_vault_block b;
	struct gbx_parsed p;
	gbx_parsed_init(&p);
	enum gbx_rc rc = gbx_sealer_new(v, &s, err);
	while (!rc) {
		rc = gbx_vault_next_block(v, r->blocks, &b, err);
		if (!rc)
			rc = gbx_unseal(s, &b.id, b.sealed, &p, err);
		if (rc)
			break;
		r->blocks++;
		r->records += b.id.records;
	}
	gbx_sealer_free(s);
	gbx_parsed_release(&p);
	if (rc != GBX_END)
		return rc;
	if (r->blocks != v->state.blocks || r->records != v->state.records)
		return gbx_fail(err, GBX_E_CASE_DAMAGED, "the records of its blocks do not add up");
	return GBX_OK;
}

/* What quarantine kept is sealed by itself. */
static enum gbx_rc check_kept(struct gbx_vault *v, struct gbx_err *err)
{
	struct gbx_sealer *s = NULL;
	struct gbx_block_id id = {.seq = 0};
	struct gbx_parsed p;
	struct gbx_buf sealed = GBX_BUF_INIT(GBX_SEALED_BYTES);
	gbx_parsed_init(&p);
	enum gbx_rc rc = gbx_sealer_new(v, &s, err);
	for (uint64_t at = 0; !rc; at = id.seq + 1) {
		rc = gbx_vault_next_kept(v, at, &sealed, &id, err);
		if (!rc)
			rc = gbx_unseal(s, &id, gbx_buf_span(&sealed), &p, err);
	}
	gbx_sealer_free(s);
	gbx_parsed_release(&p);
	gbx_buf_release(&sealed);
	return rc == GBX_END ? GBX_OK : rc;
}

/* The figures must be those of the blocks, and the totals those of the figures. */
static enum gbx_rc check_sums(struct gbx_vault *v, struct gbx_err *err)
{
	struct gbx_result r;
	enum gbx_rc rc = GBX_ROWS(
	    &r, v, NULL, err,
	    "SELECT (SELECT count(*) FROM relation AS x WHERE ?1 AND position IS NOT NULL AND "
	    "records <> coalesce((SELECT sum(records) FROM block WHERE relation = x.id), 0)) + "
	    "(SELECT count(*) FROM case_info WHERE records <> "
	    "coalesce((SELECT sum(records) FROM relation WHERE position IS NOT NULL), 0))",
	    BIND_N(v->vault));
	if (!rc)
		rc = gbx_result_next(&r, err);
	if (rc)
		return rc;
	uint64_t wrong = gbx_row_u64(&r, 0);
	gbx_result_close(&r);
	if (wrong)
		return gbx_fail(err, GBX_E_CASE_DAMAGED, "its figures do not add up");
	return GBX_OK;
}

enum gbx_rc gbx_vault_verify(struct gbx_vault *v, struct gbx_verify_result *r, struct gbx_err *err)
{
	*r = (struct gbx_verify_result){.finished = v->finished};
	if (v->vault && !v->secret && !v->shredded)
		return gbx_fail(err, GBX_E_KEY_MISSING, "the case was opened without it");
	v->steps = UINT64_MAX;
	enum gbx_rc rc = check_file(v, err);
	if (!rc && v->secret)
		rc = check_blocks(v, r, err);
	if (!rc && v->secret)
		rc = check_kept(v, err);
	if (!rc && v->finished)
		rc = check_sums(v, err);
	return rc;
}

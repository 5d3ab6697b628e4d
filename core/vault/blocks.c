/* Reading sealed blocks in order, against the authenticated count. */
#include <openssl/crypto.h>

#include "impl.h"

static const char walk_sql[] =
    "SELECT seq, relation, entry, records, sealed FROM block WHERE seq >= ?1 ORDER BY seq";

static enum gbx_rc damaged(uint64_t seq, const char *what, struct gbx_err *err)
{
	return gbx_fail(err, GBX_E_CASE_DAMAGED, "block %llu %s", (unsigned long long)seq, what);
}

/* Puts the walk at `from`, unless it is there already. */
static enum gbx_rc seek(struct gbx_vault *v, uint64_t from, struct gbx_err *err)
{
	if (v->walk && v->walk_next == from)
		return GBX_OK;
	if (!v->walk &&
	    sqlite3_prepare_v3(v->db, walk_sql, -1, SQLITE_PREPARE_PERSISTENT, &v->walk, NULL))
		return gbx_store_fail(v, "blocks", err);
	sqlite3_reset(v->walk);
	sqlite3_bind_int64(v->walk, 1, (int64_t)from);
	v->walk_next = from;
	return GBX_OK;
}

static enum gbx_rc at_end(struct gbx_vault *v, uint64_t from, struct gbx_err *err)
{
	sqlite3_reset(v->walk);
	v->walk_next = UINT64_MAX;
	if (from < v->state.blocks)
		return damaged(from, "is missing", err);
	return GBX_END;
}

static bool take_id(sqlite3_stmt *st, struct gbx_block_id *id)
{
	int64_t x[4];
	for (int i = 0; i < 4; i++)
		x[i] = sqlite3_column_int64(st, i);
	for (int i = 1; i < 4; i++)
		if (x[i] < 0 || x[i] > UINT32_MAX)
			return false;
	*id = (struct gbx_block_id){.seq = (uint64_t)x[0],
	                            .relation = (uint32_t)x[1],
	                            .entry = (uint32_t)x[2],
	                            .records = (uint32_t)x[3]};
	return true;
}

static enum gbx_rc check_block(const struct gbx_vault *v, uint64_t from,
                               const struct gbx_vault_block *b, struct gbx_err *err)
{
	if (b->id.seq != from)
		return damaged(from, "is missing", err);
	if (from >= v->state.blocks)
		return damaged(from, "is one too many", err);
	if (b->sealed.n < GBX_TAG)
		return damaged(from, "is not a block", err);
	if (from + 1 == v->state.blocks &&
	    CRYPTO_memcmp(b->sealed.p + b->sealed.n - GBX_TAG, v->state.last, GBX_TAG))
		return damaged(from, "is not the one that was stored last", err);
	return GBX_OK;
}

enum gbx_rc gbx_vault_next_block(struct gbx_vault *v, uint64_t from, struct gbx_vault_block *b,
                                 struct gbx_err *err)
{
	*b = (struct gbx_vault_block){.sealed = {NULL, 0}};
	if (!v->vault)
		return gbx_fail(err, GBX_E_NO_VAULT, NULL);
	if (!v->secret)
		return gbx_fail(err, GBX_E_KEY_MISSING, "the case was opened without it");
	if (from > INT64_MAX)
		return GBX_END;
	enum gbx_rc rc = seek(v, from, err);
	if (rc)
		return rc;
	int step = sqlite3_step(v->walk);
	if (step == SQLITE_DONE)
		return at_end(v, from, err);
	if (step != SQLITE_ROW) {
		rc = gbx_store_fail(v, "blocks", err);
	} else if (!take_id(v->walk, &b->id)) {
		rc = damaged(from, "is out of range", err);
	} else {
		const void *p = sqlite3_column_blob(v->walk, 4);
		b->sealed = gbx_span_of(p, p ? (size_t)sqlite3_column_bytes(v->walk, 4) : 0);
		rc = check_block(v, from, b, err);
	}
	v->walk_next = rc ? UINT64_MAX : from + 1;
	if (rc)
		sqlite3_reset(v->walk);
	return rc;
}

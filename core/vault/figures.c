/* Storing the figures of a case: all of them at once, in place of the old ones. */
#include "impl.h"

static enum gbx_rc put_field(struct gbx_vault *v, uint32_t rel, uint32_t at,
                             const struct gbx_sum_field *f, struct gbx_err *err)
{
	return GBX_RUN(
	    v, err,
	    "INSERT INTO field VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, "
	    "?13, ?14, ?15, ?16, ?17, ?18, ?19, ?20, ?21, ?22, ?23, ?24, ?25, ?26, ?27)",
	    BIND_N(rel), BIND_N(at), BIND_N(f->id), BIND_T(f->name), BIND_N(f->envelope),
	    BIND_N(f->list), BIND_T(gbx_type_info(f->type)->name), BIND_N(f->variant),
	    BIND_N(f->scan), BIND_N(f->strays), BIND_R(f->confidence), BIND_T(f->reason),
	    BIND_N(f->records), BIND_N(f->non_empty), BIND_N(f->placeholders), BIND_N(f->valid),
	    BIND_EST(f->distinct), BIND_N(f->len_min), BIND_N(f->len_max), BIND_T(f->earliest),
	    BIND_T(f->latest), BIND_N(f->by_user), BIND_T(f->header_word), BIND_T(f->beside),
	    BIND_N(f->sampled));
}

static enum gbx_rc put_runners(struct gbx_vault *v, uint32_t rel, uint32_t at,
                               const struct gbx_sum_field *f, struct gbx_err *err)
{
	enum gbx_rc rc = GBX_OK;
	for (uint32_t i = 0; i < f->nrunner && !rc; i++)
		rc = GBX_RUN(v, err, "INSERT INTO verdict VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
		             BIND_N(rel), BIND_N(at), BIND_N(i),
		             BIND_T(gbx_type_info(f->runner[i].type)->name),
		             BIND_R((double)f->runner[i].score), BIND_R((double)f->runner[i].alone),
		             BIND_R((double)f->runner[i].share));
	return rc;
}

static enum gbx_rc put_stored(struct gbx_vault *v, uint32_t rel, uint32_t at,
                              const struct gbx_sum_field *f, struct gbx_err *err)
{
	enum gbx_rc rc = GBX_OK;
	for (uint32_t i = 0; i < f->nstored && !rc; i++) {
		const struct gbx_sum_stored *x = &f->stored[i];
		rc = GBX_RUN(v, err,
		             "INSERT INTO stored VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, "
		             "?11)",
		             BIND_N(rel), BIND_N(at), BIND_N(i), BIND_T(x->kind), BIND_T(x->label),
		             BIND_N(x->store), BIND_N(x->beside), BIND_N(x->records),
		             BIND_T(x->lowest), BIND_T(x->highest), BIND_T(x->usual));
	}
	return rc;
}

static enum gbx_rc put_field_parts(struct gbx_vault *v, uint32_t rel, uint32_t at,
                                   const struct gbx_sum_field *f, struct gbx_err *err)
{
	enum gbx_rc rc = put_field(v, rel, at, f, err);
	if (!rc)
		rc = put_runners(v, rel, at, f, err);
	if (!rc)
		rc = put_stored(v, rel, at, f, err);
	for (uint32_t i = 0; i < f->nshape && !rc; i++)
		rc = GBX_RUN(v, err, "INSERT INTO shape VALUES (?1, ?2, ?3, ?4, ?5)", BIND_N(rel),
		             BIND_N(at), BIND_N(i), BIND_T(f->shape[i].shape),
		             BIND_N(f->shape[i].records));
	for (uint32_t i = 0; i < f->nstray && !rc; i++)
		rc = GBX_RUN(v, err, "INSERT INTO stray VALUES (?1, ?2, ?3, ?4)", BIND_N(rel),
		             BIND_N(at), BIND_T(gbx_type_info(f->stray[i].type)->name),
		             BIND_N(f->stray[i].records));
	for (uint32_t i = 0; i < f->nmonth && !rc; i++)
		rc = GBX_RUN(v, err, "INSERT INTO month VALUES (?1, ?2, ?3, ?4)", BIND_N(rel),
		             BIND_N(at), BIND_N(f->month[i].month), BIND_N(f->month[i].records));
	for (uint32_t i = 0; i < f->nregion && !rc; i++)
		rc = GBX_RUN(v, err, "INSERT INTO region VALUES (?1, ?2, ?3, ?4)", BIND_N(rel),
		             BIND_N(at), BIND_N(f->region[i].region),
		             BIND_N(f->region[i].records));
	return rc;
}

static enum gbx_rc put_relation(struct gbx_vault *v, uint32_t at, const struct gbx_sum_relation *r,
                                struct gbx_err *err)
{
	return GBX_RUN(
	    v, err,
	    "INSERT INTO relation VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, "
	    "?12, ?13, ?14, ?15, ?16) ON CONFLICT (id) DO UPDATE SET name = ?2, "
	    "shape = ?3, position = ?4, records = ?5, quarantined = ?6, duplicates = ?7, "
	    "duplicates_exact = ?8, duplicates_error = ?9, key_field = ?10, keys = ?11, "
	    "keys_exact = ?12, keys_error = ?13, recounted = ?14, plan_doubtful = ?15, "
	    "other_sets = ?16",
	    BIND_N(r->id), BIND_T(r->name), BIND_N(r->shape), BIND_N(at), BIND_N(r->records),
	    BIND_N(r->quarantined), BIND_EST(r->duplicates), BIND_N(r->key_field),
	    BIND_EST(r->distinct_keys), BIND_N(r->recounted), BIND_N(r->plan_doubtful),
	    BIND_N(r->other_sets));
}

static enum gbx_rc put_relation_parts(struct gbx_vault *v, uint32_t at,
                                      const struct gbx_sum_relation *r, struct gbx_err *err)
{
	struct gbx_buf names = GBX_BUF_INIT(GBX_SET_TEXT);
	enum gbx_rc rc = put_relation(v, at, r, err);
	for (uint32_t i = 0; i < r->nentry && !rc; i++)
		rc = GBX_RUN(v, err, "INSERT INTO relation_entry VALUES (?1, ?2, ?3)",
		             BIND_N(r->id), BIND_N(i), BIND_N(r->entry[i]));
	for (uint32_t i = 0; i < r->nfield && !rc; i++)
		rc = put_field_parts(v, r->id, i, &r->field[i], err);
	for (uint32_t i = 0; i < r->nset && !rc; i++) {
		const char *types = gbx_set_text(&r->set[i].types, &names);
		if (gbx_buf_failed(&names))
			rc = gbx_fail(err, GBX_E_NOMEM, "exposure set");
		else
			rc = GBX_RUN(v, err, "INSERT INTO exposure_set VALUES (?1, ?2, ?3, ?4)",
			             BIND_N(r->id), BIND_N(i), BIND_T(types),
			             BIND_N(r->set[i].records));
	}
	gbx_buf_release(&names);
	return rc;
}

static enum gbx_rc clear(struct gbx_vault *v, struct gbx_err *err)
{
	static const char *const sql[] = {
	    "DELETE FROM relation_entry",
	    "DELETE FROM field",
	    "DELETE FROM verdict",
	    "DELETE FROM stored",
	    "DELETE FROM shape",
	    "DELETE FROM stray",
	    "DELETE FROM month",
	    "DELETE FROM region",
	    "DELETE FROM exposure_set",
	    "DELETE FROM data_class",
	    "DELETE FROM type_count",
	    "UPDATE relation SET position = NULL",
	};
	enum gbx_rc rc = GBX_OK;
	for (size_t i = 0; i < sizeof sql / sizeof *sql && !rc; i++)
		rc = GBX_RUN0(v, err, sql[i]);
	return rc;
}

static enum gbx_rc put_totals(struct gbx_vault *v, const struct gbx_summary *s, struct gbx_err *err)
{
	enum gbx_rc rc = GBX_OK;
	for (uint32_t i = 0; i < s->nklass && !rc; i++)
		rc = GBX_RUN(v, err, "INSERT INTO data_class VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
		             BIND_N(i), BIND_T(s->klass[i].name), BIND_N(s->klass[i].records),
		             BIND_EST(s->klass[i].distinct));
	for (uint32_t i = 0; i < s->ntype && !rc; i++)
		rc = GBX_RUN(v, err, "INSERT INTO type_count VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
		             BIND_T(gbx_type_info(s->type[i].type)->name),
		             BIND_N(s->type[i].records), BIND_N(s->type[i].valid),
		             BIND_EST(s->type[i].distinct));
	if (rc)
		return rc;
	return GBX_RUN(v, err,
	               "UPDATE case_info SET finished = ?1, seconds = ?2, input_bytes = ?3, "
	               "records = ?4, quarantined = ?5, repaired = ?6, duplicates = ?7, "
	               "duplicates_exact = ?8, duplicates_error = ?9, earliest = ?10, latest = ?11",
	               BIND_N(s->finished), BIND_R(s->seconds), BIND_N(s->input_bytes),
	               BIND_N(s->records), BIND_N(s->quarantined), BIND_N(s->repaired),
	               BIND_EST(s->duplicates), BIND_T(s->earliest), BIND_T(s->latest));
}

enum gbx_rc gbx_vault_put_figures(struct gbx_vault *v, const struct gbx_summary *s,
                                  struct gbx_err *err)
{
	enum gbx_rc rc = clear(v, err);
	for (uint32_t i = 0; i < s->nrelation && !rc; i++)
		rc = put_relation_parts(v, i, &s->relation[i], err);
	if (!rc)
		rc = put_totals(v, s, err);
	if (!rc && s->finished)
		rc = gbx_vault_audit(v, "ingest ends", NULL, err);
	if (!rc)
		rc = gbx_store_commit(v, err);
	if (!rc)
		v->finished = s->finished;
	return rc;
}

enum gbx_rc gbx_vault_put_candidates(struct gbx_vault *v, uint64_t seed,
                                     const struct gbx_candidate *c, uint32_t n, struct gbx_err *err)
{
	struct gbx_buf names = GBX_BUF_INIT(GBX_SET_TEXT);
	enum gbx_rc rc = GBX_RUN0(v, err, "DELETE FROM candidate");
	if (!rc)
		rc = GBX_RUN(v, err, "UPDATE case_info SET sample_seed = ?1", BIND_N(seed));
	for (uint32_t i = 0; i < n && !rc; i++) {
		const char *types = gbx_set_text(&c[i].set, &names);
		if (gbx_buf_failed(&names))
			rc = gbx_fail(err, GBX_E_NOMEM, "candidates");
		else
			rc = GBX_RUN(v, err, "INSERT INTO candidate VALUES (?1, ?2, ?3, ?4, ?5)",
			             BIND_N(c[i].relation), BIND_T(types), BIND_N(c[i].priority),
			             BIND_N(c[i].block), BIND_N(c[i].row));
	}
	gbx_buf_release(&names);
	return rc;
}

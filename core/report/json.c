/*
 * report.json, the exact working paper. Its shape is a contract with outsiders
 * (schemas/report.schema.json): members may be added, never taken away, and
 * never change meaning. "report" is raised when a reader must know of a change.
 */
#include "../detect/region.h"
#include "jsonout.h"
#include "model.h"

#define REPORT_VERSION 1

static void put_case(struct gbx_json *j, const struct gbx_model *m)
{
	const struct gbx_summary *s = m->s;

	gbx_json_inline(j, "glovebox", '{');
	gbx_json_text(j, "version", GBX_VERSION);
	gbx_json_number(j, "report", REPORT_VERSION);
	gbx_json_close(j, '}');
	gbx_json_text(j, "audience", m->suppress ? "public" : "internal");
	gbx_json_text(j, "status", m->nreason ? "partial" : "complete");
	if (m->nreason) {
		gbx_json_open(j, "partial_reasons", '[');
		for (uint32_t i = 0; i < m->nreason; i++)
			gbx_json_text(j, NULL, m->reason[i]);
		gbx_json_close(j, ']');
	}
	gbx_json_open(j, "warnings", '[');
	for (const struct gbx_warning *w = gbx_warnings; w->word; w++)
		if (w->applies(m))
			gbx_json_text(j, NULL, w->word);
	gbx_json_close(j, ']');
	gbx_json_inline(j, "case", '{');
	gbx_json_text(j, "id", s->case_id);
	gbx_json_text(j, "created", s->created);
	gbx_json_bool(j, "vault", s->vault);
	gbx_json_bool(j, "shredded", s->shredded);
	gbx_json_bool(j, "finished", s->finished);
	gbx_json_close(j, '}');
}

static void put_sources(struct gbx_json *j, const struct gbx_model *m)
{
	gbx_json_open(j, "sources", '[');
	for (uint32_t i = 0; i < m->s->nsource; i++) {
		const struct gbx_sum_source *s = &m->s->source[i];
		gbx_json_inline(j, NULL, '{');
		gbx_json_number(j, "id", s->id);
		gbx_json_text(j, "name", s->name);
		gbx_json_number(j, "bytes", s->bytes);
		gbx_json_text(j, "sha256", s->sha256 && *s->sha256 ? s->sha256 : NULL);
		gbx_json_close(j, '}');
	}
	gbx_json_close(j, ']');
}

static void put_entry(struct gbx_json *j, const struct gbx_model *m, uint32_t i)
{
	const struct gbx_sum_entry *e = &m->s->entry[i];

	gbx_json_open(j, NULL, '{');
	gbx_json_number(j, "id", e->id);
	gbx_json_number(j, "source", e->source);
	gbx_json_text(j, "path", e->path);
	if (e->more)
		gbx_json_number(j, "more_entries", e->more);
	gbx_json_text(j, "format", e->format);
	gbx_json_text(j, "charset", e->charset);
	gbx_json_text(j, "charset_how", e->charset_how);
	gbx_json_number(j, "undecodable_bytes", e->undecodable);
	if (e->garbled) {
		gbx_json_inline(j, "garbled", '{');
		gbx_json_text(j, "via", e->garbled);
		gbx_json_decimal(j, "share", e->garbled_share, 3);
		gbx_json_close(j, '}');
	} else {
		gbx_json_null(j, "garbled");
	}
	gbx_json_number(j, "bytes", e->bytes);
	gbx_json_figure(j, "records", m->entry[i].records);
	gbx_json_figure(j, "repaired", m->entry[i].repaired);
	gbx_json_figure(j, "ragged", m->entry[i].ragged);
	gbx_json_figure(j, "quarantined", m->entry[i].quarantined);
	gbx_json_number(j, "skipped_bytes", e->skipped_bytes);
	gbx_json_inline(j, "bytes_in", '{');
	gbx_json_number(j, "records", e->bytes_records);
	gbx_json_number(j, "repaired", e->bytes_repaired);
	gbx_json_number(j, "quarantined", e->bytes_quarantined);
	gbx_json_number(j, "skipped", e->skipped_bytes);
	gbx_json_close(j, '}');
	gbx_json_text(j, "status", gbx_entry_status_name[e->status]);
	gbx_json_text(j, "reason", e->reason);
	gbx_json_text(j, "reason_id", e->reason_id);
	gbx_json_text(j, "kind", e->kind);
	gbx_json_notes(j, m, i);
	gbx_json_skips(j, m, i);
	gbx_json_close(j, '}');
}

/* ---- relations ---- */

static void put_shapes(struct gbx_json *j, const struct gbx_model *m, uint32_t r, uint32_t i)
{
	const struct gbx_sum_field *f = &m->s->relation[r].field[i];

	gbx_json_open(j, "shapes", '[');
	for (uint32_t k = 0; k < f->nshape; k++) {
		gbx_json_inline(j, NULL, '{');
		gbx_json_text(j, "shape", f->shape[k].shape);
		gbx_json_figure(j, "records", m->relation[r].field[i].shape[k]);
		gbx_json_close(j, '}');
	}
	gbx_json_close(j, ']');
}

static void put_strays(struct gbx_json *j, const struct gbx_model *m, uint32_t r, uint32_t i)
{
	const struct gbx_sum_field *f = &m->s->relation[r].field[i];

	gbx_json_open(j, "strays", '[');
	for (uint32_t k = 0; k < f->nstray; k++) {
		gbx_json_inline(j, NULL, '{');
		gbx_json_text(j, "type", gbx_type_info(f->stray[k].type)->name);
		gbx_json_figure(j, "records", gbx_model_count(m, r, f->stray[k].records));
		gbx_json_close(j, '}');
	}
	gbx_json_close(j, ']');
}

static void put_months(struct gbx_json *j, const struct gbx_model *m, uint32_t r, uint32_t i)
{
	const struct gbx_sum_field *f = &m->s->relation[r].field[i];
	char text[24];
	struct gbx_buf month = { .p = text, .cap = sizeof(text), .max = sizeof(text) };

	gbx_json_open(j, "months", '[');
	for (uint32_t k = 0; k < f->nmonth; k++) {
		gbx_json_inline(j, NULL, '{');
		gbx_buf_reset(&month);
		gbx_put_month(&month, f->month[k].month);
		gbx_json_text(j, "month", gbx_buf_str(&month));
		gbx_json_figure(j, "records", m->relation[r].field[i].month[k]);
		gbx_json_close(j, '}');
	}
	gbx_json_close(j, ']');
}

/* Only where values are counted by region at all. */
static void put_regions(struct gbx_json *j, const struct gbx_model *m, uint32_t r, uint32_t i)
{
	const struct gbx_sum_field *f = &m->s->relation[r].field[i];
	char code[GBX_REGION_CODE];

	if (!f->nregion)
		return;
	gbx_json_open(j, "regions", '[');
	for (uint32_t k = 0; k < f->nregion; k++) {
		gbx_json_inline(j, NULL, '{');
		gbx_json_text(j, "region", f->region[k].region ? gbx_region_code(f->region[k].region, code) : NULL);
		gbx_json_text(j, "name", gbx_region_name(f->region[k].region));
		gbx_json_figure(j, "records", m->relation[r].field[i].region[k]);
		gbx_json_close(j, '}');
	}
	gbx_json_close(j, ']');
}

static void put_stored(struct gbx_json *j, const struct gbx_model *m, uint32_t r, uint32_t i)
{
	static const char *const salt[GBX_SALTS] = {"none", "own", "shared"};
	const struct gbx_sum_field *f = &m->s->relation[r].field[i];

	if (!f->nstored)
		return;
	gbx_json_open(j, "password_storage", '[');
	for (uint32_t k = 0; k < f->nstored; k++) {
		const struct gbx_sum_stored *x = &f->stored[k];
		gbx_json_inline(j, NULL, '{');
		gbx_json_text(j, "class", gbx_store_word(x->store));
		gbx_json_text(j, "kind", x->kind);
		gbx_json_text(j, "label", x->label);
		gbx_json_text(j, "salt_beside", salt[x->beside]);
		gbx_json_figure(j, "records", m->relation[r].field[i].stored[k]);
		gbx_json_text(j, "lowest_cost", x->lowest);
		gbx_json_text(j, "highest_cost", x->highest);
		gbx_json_text(j, "usual_cost", x->usual);
		gbx_json_close(j, '}');
	}
	gbx_json_close(j, ']');
}

static void put_field(struct gbx_json *j, const struct gbx_model *m, uint32_t r, uint32_t i)
{
	const struct gbx_sum_field *f = &m->s->relation[r].field[i];
	const struct gbx_type_info *t = gbx_type_info(f->type);

	gbx_json_open(j, NULL, '{');
	gbx_json_text(j, "name", f->name);
	gbx_json_text(j, "type", t->name);
	gbx_json_text(j, "data_class", t->data_class);
	gbx_json_decimal(j, "confidence", f->confidence, 4);
	gbx_json_text(j, "reason", f->reason);
	gbx_json_bool(j, "by_user", f->by_user);
	gbx_json_open(j, "runners_up", '[');
	gbx_json_runners(j, f, 1);
	gbx_json_close(j, ']');
	gbx_json_bool(j, "envelope", f->envelope);
	gbx_json_bool(j, "list", f->list);
	gbx_json_figure(j, "records", gbx_model_count(m, r, f->records));
	gbx_json_figure(j, "non_empty", gbx_model_count(m, r, f->non_empty));
	gbx_json_figure(j, "placeholders", gbx_model_count(m, r, f->placeholders));
	gbx_json_figure(j, "valid", gbx_model_count(m, r, f->valid));
	gbx_json_estimate(j, "distinct", gbx_model_estimate(m, r, f->distinct));
	gbx_json_inline(j, "length", '{');
	gbx_json_number(j, "min", f->len_min);
	gbx_json_number(j, "max", f->len_max);
	gbx_json_close(j, '}');
	put_shapes(j, m, r, i);
	put_strays(j, m, r, i);
	gbx_json_text(j, "earliest", f->earliest);
	gbx_json_text(j, "latest", f->latest);
	put_months(j, m, r, i);
	put_regions(j, m, r, i);
	put_stored(j, m, r, i);
	gbx_json_close(j, '}');
}

static void put_sets(struct gbx_json *j, const struct gbx_model *m, uint32_t r)
{
	const struct gbx_sum_relation *s = &m->s->relation[r];

	gbx_json_open(j, "exposure_sets", '[');
	for (uint32_t i = 0; i < s->nset; i++) {
		gbx_json_inline(j, NULL, '{');
		gbx_json_open(j, "types", '[');
		for (unsigned t = 0; t < GBX_T_COUNT; t++)
			if (gbx_typeset_has(&s->set[i].types, (enum gbx_type)t))
				gbx_json_text(j, NULL, gbx_type_info((enum gbx_type)t)->name);
		gbx_json_close(j, ']');
		gbx_json_figure(j, "records", m->relation[r].set[i]);
		gbx_json_close(j, '}');
	}
	gbx_json_close(j, ']');
	gbx_json_figure(j, "other_sets", m->relation[r].other_sets);
}

static void put_keys(struct gbx_json *j, const struct gbx_model *m, uint32_t r)
{
	const struct gbx_sum_relation *s = &m->s->relation[r];

	if (s->key_field < 0 || (uint32_t)s->key_field >= s->nfield) {
		gbx_json_null(j, "distinct_keys");
		return;
	}
	gbx_json_open(j, "distinct_keys", '{');
	gbx_json_text(j, "field", s->field[s->key_field].name);
	gbx_json_estimate(j, "distinct", gbx_model_estimate(m, r, s->distinct_keys));
	gbx_json_close(j, '}');
}

static void put_relation(struct gbx_json *j, const struct gbx_model *m, uint32_t r)
{
	const struct gbx_sum_relation *s = &m->s->relation[r];

	gbx_json_open(j, NULL, '{');
	gbx_json_number(j, "id", s->id);
	gbx_json_text(j, "name", s->name);
	gbx_json_inline(j, "entries", '[');
	for (uint32_t i = 0; i < s->nentry; i++)
		gbx_json_number(j, NULL, s->entry[i]);
	gbx_json_close(j, ']');
	gbx_json_figure(j, "records", m->relation[r].records);
	gbx_json_figure(j, "quarantined", m->relation[r].quarantined);
	gbx_json_estimate(j, "duplicates", gbx_model_estimate(m, r, s->duplicates));
	put_keys(j, m, r);
	gbx_json_bool(j, "recounted", s->recounted);
	gbx_json_bool(j, "plan_doubtful", s->plan_doubtful);
	gbx_json_open(j, "fields", '[');
	for (uint32_t i = 0; i < s->nfield; i++)
		put_field(j, m, r, i);
	gbx_json_close(j, ']');
	put_sets(j, m, r);
	gbx_json_close(j, '}');
}

/* ---- totals ---- */

static void put_classes(struct gbx_json *j, const struct gbx_model *m)
{
	gbx_json_open(j, "data_classes", '[');
	for (uint32_t i = 0; i < m->s->nklass; i++) {
		const struct gbx_sum_class *c = &m->s->klass[i];
		gbx_json_inline(j, NULL, '{');
		gbx_json_text(j, "name", c->name);
		gbx_json_figure(j, "records", gbx_figure_count(c->records, m->suppress));
		gbx_json_estimate(j, "distinct", gbx_figure_estimate(c->distinct, m->suppress));
		gbx_json_close(j, '}');
	}
	gbx_json_close(j, ']');
}

static void put_types(struct gbx_json *j, const struct gbx_model *m)
{
	gbx_json_open(j, "types", '[');
	for (uint32_t i = 0; i < m->s->ntype; i++) {
		const struct gbx_sum_type *t = &m->s->type[i];
		const struct gbx_type_info *info = gbx_type_info(t->type);
		gbx_json_inline(j, NULL, '{');
		gbx_json_text(j, "type", info->name);
		gbx_json_text(j, "data_class", info->data_class);
		gbx_json_bool(j, "special", info->special);
		gbx_json_figure(j, "records", gbx_figure_count(t->records, m->suppress));
		gbx_json_figure(j, "valid", gbx_figure_count(t->valid, m->suppress));
		gbx_json_estimate(j, "distinct", gbx_figure_estimate(t->distinct, m->suppress));
		gbx_json_close(j, '}');
	}
	gbx_json_close(j, ']');
}

static void put_storage(struct gbx_json *j, const struct gbx_model *m)
{
	if (!gbx_model_storage(m))
		return;
	gbx_json_open(j, "password_storage", '[');
	for (unsigned i = 0; i < GBX_STORES; i++) {
		struct gbx_figure f = gbx_model_stored(m, (enum gbx_store)i);
		if (!f.value)
			continue;
		gbx_json_inline(j, NULL, '{');
		gbx_json_text(j, "class", gbx_store_word((enum gbx_store)i));
		gbx_json_figure(j, "records", f);
		gbx_json_close(j, '}');
	}
	gbx_json_close(j, ']');
}

static void put_totals(struct gbx_json *j, const struct gbx_model *m)
{
	gbx_json_open(j, "totals", '{');
	gbx_json_figure(j, "records", m->records);
	gbx_json_figure(j, "quarantined", m->quarantined);
	gbx_json_figure(j, "repaired", m->repaired);
	gbx_json_estimate(j, "duplicates", m->duplicates);
	put_classes(j, m);
	put_types(j, m);
	put_storage(j, m);
	gbx_json_skip_sums(j, m);
	gbx_json_kinds(j, m);
	gbx_json_close(j, '}');
	gbx_json_inline(j, "time_window", '{');
	gbx_json_text(j, "earliest", m->s->earliest);
	gbx_json_text(j, "latest", m->s->latest);
	gbx_json_close(j, '}');
}

static void put_timing(struct gbx_json *j, const struct gbx_model *m)
{
	double s = m->s->seconds;

	gbx_json_inline(j, "timing", '{');
	gbx_json_decimal(j, "seconds", s, 3);
	if (s > 0)
		gbx_json_decimal(j, "bytes_per_second", (double)m->s->input_bytes / s, 0);
	else
		gbx_json_null(j, "bytes_per_second");
	gbx_json_close(j, '}');
}

enum gbx_rc gbx_report_json(struct gbx_summary *s, const struct gbx_report_options *o,
			    struct gbx_buf *out, struct gbx_err *err)
{
	struct gbx_model m;
	struct gbx_json j = { .out = out, .first = true };
	enum gbx_rc rc = gbx_model_init(&m, s, o, o->public_, err);

	if (rc)
		return rc;
	gbx_json_open(&j, NULL, '{');
	put_case(&j, &m);
	put_sources(&j, &m);
	gbx_json_open(&j, "entries", '[');
	for (uint32_t i = 0; i < s->nentry; i++)
		put_entry(&j, &m, i);
	gbx_json_close(&j, ']');
	gbx_json_open(&j, "relations", '[');
	for (uint32_t r = 0; r < s->nrelation; r++)
		put_relation(&j, &m, r);
	gbx_json_close(&j, ']');
	put_totals(&j, &m);
	if (!o->reproducible)
		put_timing(&j, &m);
	gbx_json_close(&j, '}');
	gbx_buf_addc(out, '\n');
	gbx_model_release(&m);
	return gbx_buf_failed(out) ? gbx_fail(err, GBX_E_NOMEM, "writing report.json") : GBX_OK;
}

/*
 * Reports and redacted samples: made in a child process, proven in another, put in
 * place by the parent only after the proof.
 */
#include <stdlib.h>
#include <unistd.h>

#include "../base/limits.h"
#include "../report/report.h"
#include "case.h"
#include "files.h"
#include "own_words.h"
#include "process.h"
#include "sample.h"

#define DOCUMENT_MAX (512u << 20)

struct exporting {
	const struct gbx_output_options *o;
	struct gbx_files files;
	struct gbx_vault *vault;
	struct gbx_summary summary;
	struct gbx_export *export;
	bool sampled;
	uint32_t of_each; /* records of the sample, at most, of each relation */
	struct gbx_proof_result proof;
};

static const char *policy_name(const struct gbx_output_options *o)
{
	return o->policy ? o->policy : "publish";
}

/* ---- reports ---- */

typedef enum gbx_rc writer_fn(struct gbx_summary *s, const struct gbx_report_options *o,
			      struct gbx_buf *out, struct gbx_err *err);

static struct gbx_report_options report_options(const struct gbx_output_options *o)
{
	return (struct gbx_report_options){ .reproducible = o->reproducible, .public_ = o->public_ };
}

static enum gbx_rc write_report(struct exporting *x, const char *name, writer_fn *write,
				struct gbx_err *err)
{
	struct gbx_report_options ro = report_options(x->o);
	struct gbx_buf b = GBX_BUF_INIT(DOCUMENT_MAX);
	enum gbx_rc rc = write(&x->summary, &ro, &b, err);
	if (!rc)
		rc = gbx_files_write(&x->files, name, false, gbx_buf_span(&b), err);
	gbx_buf_release(&b);
	return rc;
}

static enum gbx_rc write_reports(struct exporting *x, struct gbx_err *err)
{
	static const struct {
		const char *name;
		writer_fn *write;
	} report[] = {
		{ "report.json", gbx_report_json },
		{ "report.md", gbx_report_markdown },
		{ "report.html", gbx_report_html },
	};
	enum gbx_rc rc = GBX_OK;
	for (size_t i = 0; i < sizeof report / sizeof *report && !rc; i++)
		rc = write_report(x, report[i].name, report[i].write, err);
	for (const struct gbx_report_table *t = gbx_report_tables; t->name && !rc; t++) {
		char name[GBX_FILE_NAME];
		snprintf(name, sizeof name, "tables/%s.csv", t->name);
		rc = write_report(x, name, t->write, err);
	}
	return rc;
}

/* ---- the sample ---- */

static struct gbx_export_column *columns_of(const struct gbx_sum_relation *rel, struct gbx_arena *a)
{
	struct gbx_export_column *c = gbx_arena_zalloc(a, (rel->nfield + 1) * sizeof *c);
	for (uint32_t i = 0; c && i < rel->nfield; i++) {
		const struct gbx_sum_field *f = rel->field + i;
		c[i].name = f->name;
		c[i].envelope = f->envelope;
		c[i].non_empty = f->non_empty;
		c[i].distinct = f->distinct.exact
					? f->distinct.value
					: (uint64_t)((double)f->distinct.value * (1 + f->distinct.error));
		c[i].plan = (struct gbx_column_plan){ .type = f->type,
						      .confidence = (float)f->confidence,
						      .variant = f->variant,
						      .scan = f->scan,
						      .strays = f->strays };
	}
	return c;
}

/* Batch columns to fields, by name; a column whose name was withheld maps to none and
 * is not shown. */
static uint32_t *map_columns(const struct gbx_batch *b, const struct gbx_sum_relation *rel,
			     struct gbx_arena *a)
{
	uint32_t *map = gbx_arena_alloc(a, (b->ncol + 1) * sizeof *map);
	for (uint32_t i = 0; map && i < b->ncol; i++) {
		map[i] = UINT32_MAX;
		for (uint32_t k = 0; k < rel->nfield && map[i] == UINT32_MAX; k++)
			if (gbx_span_is(gbx_span_of(b->col[i].name, b->col[i].name_len), rel->field[k].name))
				map[i] = k;
	}
	return map;
}

/* The rows of the sample, *n of them; NULL without memory. */
static struct gbx_export_row *rows_of(const struct gbx_drawn *d, const struct gbx_sum_relation *rel,
				      struct gbx_arena *a, uint32_t *n)
{
	uint32_t all = 0;
	for (uint32_t i = 0; i < d->npart; i++)
		all += d->part[i].parsed.batch[0]->nrec;
	struct gbx_export_row *row = gbx_arena_alloc(a, (all + 1) * sizeof *row);
	*n = 0;
	for (uint32_t i = 0; row && i < d->npart; i++) {
		const struct gbx_batch *b = d->part[i].parsed.batch[0];
		uint32_t *map = map_columns(b, rel, a);
		if (!map)
			return NULL;
		for (uint32_t k = 0; k < b->nrec; k++)
			row[(*n)++] = (struct gbx_export_row){ b, k, map };
	}
	return row;
}

static enum gbx_rc write_sample(struct exporting *x, const struct gbx_sum_relation *rel,
				const struct gbx_drawn *d, struct gbx_err *err)
{
	struct gbx_arena a;
	struct gbx_buf csv = GBX_BUF_INIT(DOCUMENT_MAX), jsonl = GBX_BUF_INIT(DOCUMENT_MAX);
	char name[GBX_FILE_NAME];
	uint32_t n;
	gbx_arena_init(&a, DOCUMENT_MAX);
	struct gbx_export_column *col = columns_of(rel, &a);
	struct gbx_export_row *row = rows_of(d, rel, &a, &n);
	enum gbx_rc rc = col && row ? GBX_OK : gbx_fail(err, GBX_E_NOMEM, NULL);
	if (!rc)
		rc = gbx_export_relation(x->export, col, rel->nfield, row, n, &csv, &jsonl, err);
	if (!rc) {
		gbx_files_name(&x->files, "sample", rel->name, "csv", name);
		rc = gbx_files_write(&x->files, name, true, gbx_buf_span(&csv), err);
	}
	if (!rc) {
		gbx_files_name(&x->files, "sample", rel->name, "jsonl", name);
		rc = gbx_files_write(&x->files, name, true, gbx_buf_span(&jsonl), err);
	}
	gbx_buf_release(&csv);
	gbx_buf_release(&jsonl);
	gbx_arena_release(&a);
	return rc;
}

/* Candidates as stored, when they were drawn with this seed; else drawn anew by
 * counting the case again. */
struct candidates {
	struct gbx_candidate *c;
	uint32_t n;
};

static enum gbx_rc draw_anew(struct exporting *x, struct candidates *cs, struct gbx_err *err)
{
	struct gbx_case_run run;
	enum gbx_rc rc = gbx_case_run_init(&run, x->vault, NULL, err);
	if (!rc)
		rc = gbx_case_recount(&run, gbx_threads(x->o->threads), x->o->sample_size, x->o->seed, err);
	if (!rc)
		rc = gbx_case_candidates(&run, &x->summary.arena, &cs->c, &cs->n, err);
	gbx_case_run_release(&run);
	return rc;
}

/*
 * As many records of each relation as were asked for, fewer in a case of so many fields
 * that their originals, which the proof holds in memory, would be more than
 * GBX_SAMPLE_CELLS; never none.
 */
static uint32_t records_of_each(const struct gbx_summary *s, uint32_t asked)
{
	uint64_t cells = 0, columns = 0;
	for (uint32_t i = 0; i < s->nrelation; i++) {
		const struct gbx_sum_relation *rel = s->relation + i;
		cells += rel->nfield * (rel->records < asked ? rel->records : asked);
		columns += rel->nfield;
	}
	if (cells <= GBX_SAMPLE_CELLS)
		return asked;
	return columns < GBX_SAMPLE_CELLS ? (uint32_t)(GBX_SAMPLE_CELLS / columns) : 1;
}

static enum gbx_rc sample_relation(struct exporting *x, const struct gbx_sum_relation *rel,
				   const struct candidates *cs, bool anew, struct gbx_err *err)
{
	struct gbx_draw_options o = { gbx_threads(x->o->threads), x->of_each, anew };
	struct gbx_drawn d;
	uint32_t from = 0, to;
	while (from < cs->n && cs->c[from].relation < rel->id)
		from++;
	for (to = from; to < cs->n && cs->c[to].relation == rel->id;)
		to++;
	gbx_drawn_init(&d);
	enum gbx_rc rc = gbx_draw(x->vault, rel, cs->c + from, to - from, &o, &d, err);
	if (!rc && d.npart)
		rc = write_sample(x, rel, &d, err);
	gbx_drawn_release(&d);
	return rc;
}

static enum gbx_rc sample_all(struct exporting *x, const struct candidates *cs, bool anew,
			      struct gbx_err *err)
{
	enum gbx_rc rc = GBX_OK;
	for (uint32_t i = 0; i < x->summary.nrelation && !rc; i++)
		rc = sample_relation(x, x->summary.relation + i, cs, anew, err);
	return rc;
}

static enum gbx_rc make_sample(struct exporting *x, struct gbx_err *err)
{
	const struct gbx_policy *p = gbx_policy_by_name(policy_name(x->o));
	bool seeded = x->o->seed_given || x->o->reproducible;
	x->of_each = records_of_each(&x->summary, x->o->sample_size);
	enum gbx_rc rc = gbx_export_new(&x->export, p, seeded ? &x->o->seed : NULL, err);
	struct candidates cs = { 0 };
	uint64_t seed = 0;
	if (!rc)
		rc = gbx_vault_get_candidates(x->vault, &x->summary.arena, &seed, &cs.c, &cs.n, err);
	bool anew = !rc && (seed != x->o->seed || !cs.n);
	if (anew)
		rc = draw_anew(x, &cs, err);
	unsigned before = x->files.n;
	if (!rc)
		rc = sample_all(x, &cs, anew, err);
	if (rc == GBX_LIMIT && !anew) { /* more were asked for than were drawn */
		gbx_files_take_back(&x->files, before);
		rc = draw_anew(x, &cs, err);
		if (!rc)
			rc = sample_all(x, &cs, true, err);
	}
	x->sampled = !rc;
	return rc;
}

/* ---- the proof ---- */

static enum gbx_rc prove(void *ctx, void *result, struct gbx_err *err)
{
	struct exporting *x = ctx;
	struct gbx_proof_result *r = result;
	struct gbx_buf b = GBX_BUF_INIT(DOCUMENT_MAX);
	enum gbx_rc rc = GBX_OK;
	for (unsigned i = 0; i < x->files.n && !rc; i++) {
		gbx_buf_reset(&b);
		rc = gbx_files_read(&x->files, i, &b, err);
		if (!rc)
			rc = gbx_proof_file(x->export, x->files.file[i].name, gbx_buf_span(&b),
					    x->files.file[i].sample, r, err);
	}
	gbx_proof_finish(x->export, r);
	gbx_buf_release(&b);
	return rc;
}

static enum gbx_rc write_proof(struct exporting *x, struct gbx_err *err)
{
	const struct gbx_proof_result *r = &x->proof;
	struct gbx_buf b = GBX_BUF_INIT(1u << 20);
	bool seeded = x->o->seed_given || x->o->reproducible;
	gbx_buf_addf(&b,
		     "{\n  \"glovebox\": {\"version\": \"%s\", \"proof\": 1},\n  \"sample\": %s,\n"
		     "  \"records_of_each_relation\": %u,\n"
		     "  \"policy\": \"%s\",\n  \"tokens\": \"%s\",\n  \"passed\": %s,\n"
		     "  \"files_searched\": %llu,\n  \"bytes_searched\": %llu,\n"
		     "  \"original_values\": %llu,\n  \"digit_forms\": %llu,\n  \"exempt\": %llu,\n"
		     "  \"hits\": %llu\n}\n",
		     gbx_version(), x->sampled ? "true" : "false", x->of_each, policy_name(x->o),
		     seeded ? "derived from the seed, reproducible" : "random, key destroyed",
		     !x->sampled ? "null" : r->hits ? "false" : "true", (unsigned long long)r->files,
		     (unsigned long long)r->bytes, (unsigned long long)r->values,
		     (unsigned long long)r->digit_forms, (unsigned long long)r->exempt,
		     (unsigned long long)r->hits);
	enum gbx_rc rc = gbx_files_write(&x->files, "proof.json", false, gbx_buf_span(&b), err);
	gbx_buf_release(&b);
	return rc;
}

static enum gbx_rc own_words(struct exporting *x, struct gbx_err *err)
{
	struct gbx_report_options ro = report_options(x->o);
	struct gbx_buf b = GBX_BUF_INIT(DOCUMENT_MAX);
	enum gbx_rc rc = gbx_own_words(&x->summary, &ro, &b, err);
	if (!rc)
		gbx_proof_own_words(x->export, gbx_buf_span(&b));
	gbx_buf_release(&b);
	return rc;
}

static enum gbx_rc proof(struct exporting *x, struct gbx_err *err)
{
	enum gbx_rc rc = GBX_OK;
	if (x->sampled)
		rc = own_words(x, err);
	if (!rc && x->sampled)
		rc = gbx_process_run(prove, x, &x->proof, sizeof x->proof, "the proof", err);
	if (!rc && x->proof.hits)
		rc = gbx_fail(err, GBX_E_PROOF, "%llu in all, first in %s; nothing was written",
			      (unsigned long long)x->proof.hits, x->proof.where);
	return rc ? rc : write_proof(x, err);
}

/* ---- the child ---- */

static enum gbx_rc open_case(struct exporting *x, struct gbx_err *err)
{
	struct gbx_vault_options vo = { x->o->keys.key_file, x->o->keys.passphrase_file, false, NULL };
	enum gbx_rc rc = gbx_vault_open(&x->vault, x->o->case_path, GBX_VAULT_FIGURES, &vo, err);
	if (rc || !x->o->sample || !gbx_vault_has_records(x->vault))
		return rc;
	gbx_vault_close(x->vault);
	x->vault = NULL;
	return gbx_vault_open(&x->vault, x->o->case_path, GBX_VAULT_READ, &vo, err);
}

static enum gbx_rc export(struct exporting *x, struct gbx_err *err)
{
	enum gbx_rc rc = open_case(x, err);
	if (!rc)
		rc = gbx_vault_load(x->vault, &x->summary, err);
	if (!rc)
		rc = gbx_report_mask_names(&x->summary, err);
	bool records = !rc && gbx_vault_has_records(x->vault);
	if (!rc && x->o->sample && !x->o->reports && !records)
		rc = gbx_fail(err, GBX_E_NO_VAULT, "there is no record to draw a sample from");
	if (!rc && x->o->sample && records)
		rc = make_sample(x, err);
	if (!rc && x->o->reproducible)
		gbx_summary_reproducible(&x->summary);
	if (!rc && x->o->reports)
		rc = write_reports(x, err);
	if (!rc && x->o->sample)
		rc = proof(x, err);
	return rc ? rc : gbx_files_sync(&x->files, err);
}

struct export_task {
	const struct gbx_output_options *o;
	char dir[4096];
};

struct exported {
	struct gbx_outcome outcome;
	bool sampled;
};

static enum gbx_rc export_child(void *ctx, void *result, struct gbx_err *err)
{
	struct export_task *task = ctx;
	struct exported *done = result;
	struct exporting x = { .o = task->o };
	memcpy(x.files.dir, task->dir, sizeof x.files.dir);
	gbx_summary_init(&x.summary);
	enum gbx_rc rc = export(&x, err);
	if (!rc)
		gbx_case_outcome(&x.summary, &done->outcome);
	done->sampled = !rc && x.sampled;
	gbx_export_free(x.export);
	gbx_summary_release(&x.summary);
	if (x.vault)
		gbx_vault_close(x.vault);
	gbx_files_release(&x.files);
	return rc;
}

static enum gbx_rc note_export(const struct gbx_output_options *o, struct gbx_err *err)
{
	struct gbx_vault *v = NULL;
	struct gbx_vault_options vo = { o->keys.key_file, o->keys.passphrase_file, false, NULL };
	enum gbx_rc rc = gbx_vault_open(&v, o->case_path, GBX_VAULT_WRITE, &vo, err);
	if (rc)
		return rc;
	rc = gbx_vault_audit(v, "redact", policy_name(o), err);
	if (!rc)
		rc = gbx_vault_commit(v, err);
	gbx_vault_close(v);
	return rc;
}

static enum gbx_rc note_child(void *ctx, void *result, struct gbx_err *err)
{
	(void)result;
	return note_export(ctx, err);
}

enum gbx_rc gbx_check_policy(const char *name, struct gbx_err *err)
{
	if (!name || gbx_policy_by_name(name))
		return GBX_OK;
	struct gbx_buf known = GBX_BUF_INIT(4096);
	for (unsigned i = 0; gbx_policy_at(i); i++)
		gbx_buf_addf(&known, "%s%s", i ? ", " : "", gbx_policy_name(gbx_policy_at(i)));
	gbx_fail(err, GBX_E_USAGE, "no such policy; there are: %s", gbx_buf_str(&known));
	gbx_buf_release(&known);
	return GBX_MISUSE;
}

enum gbx_rc gbx_check_output(const char *out_dir, struct gbx_err *err)
{
	return gbx_files_check(out_dir, err);
}

enum gbx_rc gbx_write_output(const struct gbx_output_options *o, struct gbx_outcome *out,
			     struct gbx_err *err)
{
	struct export_task task = { .o = o };
	struct exported done = { 0 };
	bool made = false;
	enum gbx_rc rc = gbx_check_policy(o->policy, err);
	if (!rc)
		rc = gbx_files_begin(task.dir, o->out_dir, &made, err);
	if (rc)
		return rc;
	rc = gbx_process_run(export_child, &task, &done, sizeof done, "the export", err);
	*out = done.outcome;
	if (!rc)
		rc = gbx_files_commit(task.dir, o->out_dir, err);
	if (rc)
		gbx_files_abandon(task.dir);
	if (rc && made)
		rmdir(o->out_dir);
	char nothing = 0;
	if (!rc && done.sampled)
		rc = gbx_process_run(note_child, (void *)(uintptr_t)o, &nothing, sizeof nothing,
				     "the audit log", err);
	if (!rc && done.sampled)
		gbx_vault_tidy(o->case_path);
	return rc;
}

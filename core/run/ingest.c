/*
 * Ingest: sources into a case, in a child process. The parent checks what the user
 * named; the child opens the case, runs the pipeline and stores the figures.
 */
#include "ingest.h"
#include "kind.h"

#include <errno.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "../base/limits.h"
#include "../format/beside.h"
#include "process.h"
#include "together.h"
#include "volumes.h"

#define NAMES_MEMORY (256u << 20)

/* ---- what there is to read ---- */

static enum gbx_rc list_file(struct gbx_ingest_run *g, const char *path, const char *name,
			     enum gbx_eid reason)
{
	if (g->nfile == g->file_cap) {
		uint32_t cap = g->file_cap ? g->file_cap * 2 : 16;
		struct gbx_ingest_file *more = realloc(g->file, cap * sizeof *more);
		if (!more)
			return GBX_NOMEM;
		g->file = more;
		g->file_cap = cap;
	}
	struct stat st;
	struct gbx_ingest_file *f = g->file + g->nfile;
	*f = (struct gbx_ingest_file){ .reason = reason };
	f->name = gbx_arena_dup(&g->names, name, strlen(name));
	f->path = path ? gbx_arena_dup(&g->names, path, strlen(path)) : NULL;
	if (!f->name || (path && !f->path))
		return GBX_NOMEM;
	if (path && strcmp(path, "-") && !stat(path, &st))
		f->size = (uint64_t)st.st_size;
	g->total_bytes += f->size;
	g->nfile++;
	return GBX_OK;
}

/* The case itself and what was written of it are no sources, when the folder that is
 * read holds them. */
static bool own_file(const struct gbx_ingest_run *g, const char *path)
{
	size_t n = strlen(g->o->case_path), dir = g->o->out_dir ? strlen(g->o->out_dir) : 0;
	struct stat a, b;
	if (!strncmp(path, "./", 2))
		path += 2;
	if (!strncmp(path, g->o->case_path, n) && (!path[n] || !strcmp(path + n, "-journal")))
		return true;
	if (dir && !strncmp(path, g->o->out_dir, dir) && path[dir] == '/')
		return true;
	return !stat(path, &a) && !stat(g->o->case_path, &b) && a.st_dev == b.st_dev && a.st_ino == b.st_ino;
}

static enum gbx_rc each_file(void *ctx, const char *path, const char *name)
{
	return own_file(ctx, path) ? GBX_OK : list_file(ctx, path, name, GBX_E_NONE);
}

static enum gbx_rc each_odd(void *ctx, const char *name, enum gbx_eid reason)
{
	return list_file(ctx, NULL, name, reason);
}

static bool is_named(const struct gbx_ingest_run *g, const char *path)
{
	for (size_t i = 0; i < g->o->npath; i++)
		if (!strcmp(g->o->path[i], path))
			return true;
	return false;
}

/*
 * A SQLite file that is named by itself may have a log or journal beside it, with rows
 * that only it holds. It is told, not read: replaying it would change the source.
 */
static enum gbx_rc list_beside(struct gbx_ingest_run *g, const char *path)
{
	static const char *const ends[] = { "-wal", "-journal" };
	char beside[GBX_PATH_BYTES];
	struct stat st;
	enum gbx_rc rc = GBX_OK;
	if (lstat(path, &st) || !S_ISREG(st.st_mode))
		return GBX_OK;
	for (size_t i = 0; i < sizeof ends / sizeof *ends && !rc; i++) {
		int n = snprintf(beside, sizeof beside, "%s%s", path, ends[i]);
		if (n < 0 || (size_t)n >= sizeof beside || is_named(g, beside) || own_file(g, beside))
			continue;
		const char *slash = strrchr(beside, '/');
		if (!lstat(beside, &st) && S_ISREG(st.st_mode) && st.st_size)
			rc = list_file(g, NULL, slash ? slash + 1 : beside, GBX_E_DATABASE_SIDE);
	}
	return rc;
}

static enum gbx_rc list_files(struct gbx_ingest_run *g, struct gbx_err *err)
{
	enum gbx_rc rc = GBX_OK;
	for (size_t i = 0; i < g->o->npath && !rc; i++) {
		const char *path = g->o->path[i];
		rc = strcmp(path, "-") ? gbx_source_walk(path, each_file, each_odd, g, err)
				       : list_file(g, "-", "-", GBX_E_NONE);
		if (!rc)
			rc = list_beside(g, path);
		if (rc == GBX_NOMEM)
			gbx_fail(err, GBX_E_NOMEM, NULL);
	}
	return rc;
}

/* Was this file begun by a run that stopped? Its sum is not known then, its length is. */
static enum gbx_rc refuse_begun(const struct gbx_ingest_file *f, uint32_t argument,
				const struct gbx_sum_source *s, struct gbx_err *err)
{
	bool unnamed = f->path && !strcmp(f->path, "-") && !strcmp(s->name, "-");
	bool whole = s->sha256 && *s->sha256;
	if (whole || !(unnamed || (f->size && s->bytes == f->size)))
		return GBX_OK;
	return gbx_fail(err, GBX_E_SAME_BEGUN,
			"source %u of the arguments; begin a new case for all of it; --again adds it to what is there",
			argument);
}

/* Only files as long as a source the case holds are worth hashing beforehand. */
static enum gbx_rc refuse_same(struct gbx_ingest_run *g, struct gbx_err *err)
{
	const struct gbx_summary *s = &g->run.summary;
	for (uint32_t i = 0; i < g->nfile; i++) {
		const struct gbx_ingest_file *f = g->file + i;
		bool same_length = false;
		enum gbx_rc rc = GBX_OK;
		for (uint32_t k = 0; k < s->nsource; k++) {
			same_length |= s->source[k].bytes == f->size;
			rc = rc ? rc : refuse_begun(f, i + 1, s->source + k, err);
		}
		if (rc)
			return rc;
		if (!same_length || !f->path || !f->size || f->nparts > 1)
			continue;
		struct gbx_custody c;
		bool found = false;
		rc = gbx_source_fingerprint(f->path, &c, err);
		if (!rc)
			rc = gbx_vault_has_source(g->run.vault, c.sha256, &found, err);
		if (rc)
			return rc;
		if (found)
			return gbx_fail(err, GBX_E_SAME_SOURCE,
					"SHA-256 %.16s..., source %u of the arguments; --again adds it once more",
					c.sha256, i + 1);
	}
	return GBX_OK;
}

static int by_size(const void *pa, const void *pb)
{
	const struct gbx_ingest_file *const *a = pa, *const *b = pb;
	if ((*a)->size != (*b)->size)
		return (*a)->size < (*b)->size ? -1 : 1;
	return *a < *b ? -1 : *a > *b;
}

/* Files f[0..n) have one length: those equal to an earlier one are listed, not read. */
static enum gbx_rc drop_equal(struct gbx_ingest_file **f, uint32_t n, struct gbx_err *err)
{
	char(*sha)[65] = calloc(n, sizeof *sha);
	enum gbx_rc rc = sha ? GBX_OK : gbx_fail(err, GBX_E_NOMEM, NULL);
	for (uint32_t i = 0; i < n && !rc; i++) {
		struct gbx_custody c;
		rc = gbx_source_fingerprint(f[i]->path, &c, err);
		memcpy(sha[i], c.sha256, sizeof sha[i]);
		for (uint32_t k = 0; k < i && !rc; k++)
			if (f[i]->path && !strcmp(sha[k], sha[i])) {
				f[i]->path = NULL;
				f[i]->reason = GBX_E_SAME_SOURCE;
			}
	}
	free(sha);
	return rc;
}

/* The same bytes under two names are one source. */
static enum gbx_rc drop_twins(struct gbx_ingest_run *g, struct gbx_err *err)
{
	struct gbx_ingest_file **f = malloc((g->nfile + 1) * sizeof *f);
	enum gbx_rc rc = f ? GBX_OK : gbx_fail(err, GBX_E_NOMEM, NULL);
	uint32_t n = 0;
	for (uint32_t i = 0; i < g->nfile && !rc; i++)
		if (g->file[i].path && g->file[i].size && g->file[i].nparts < 2)
			f[n++] = g->file + i;
	if (n)
		qsort(f, n, sizeof(struct gbx_ingest_file *), by_size);
	for (uint32_t from = 0, to; from < n && !rc; from = to) {
		for (to = from + 1; to < n && f[to]->size == f[from]->size;)
			to++;
		if (to - from > 1)
			rc = drop_equal(f + from, to - from, err);
	}
	free(f);
	return rc;
}

/* ---- events, on the writer's thread ---- */

static void apply_end(struct gbx_entry_state *state, const struct gbx_entry_end *end)
{
	struct gbx_sum_entry *e = &state->sum;
	e->status = end->status;
	e->bytes = end->bytes;
	if (end->skipped)
		gbx_entry_skips(state, &(struct gbx_skip){ end->skip_kind, 1, end->skipped }, 1,
				end->skipped);
	e->charset = end->charset;
	e->charset_how = end->charset_how;
	e->undecodable = end->undecodable;
	e->garbled = end->garbled;
	e->garbled_share = end->garbled_share;
	if (end->reason != GBX_E_NONE) {
		e->reason = gbx_eid_text(end->reason);
		e->reason_id = gbx_eid_name(end->reason);
	}
}

static void entry_free(struct gbx_entry_state *e)
{
	if (!e)
		return;
	if (e->reader)
		e->reader->format->close(e->reader);
	free((void *)(uintptr_t)e->sum.path);
	free(e);
}

static enum gbx_rc event(void *ctx, struct gbx_job *j, struct gbx_err *err)
{
	struct gbx_ingest_run *g = ctx;
	if (j->kind == GBX_JOB_SOURCE) {
		gbx_together_free(j->together);
		return gbx_vault_put_source(g->run.vault, &j->source, err);
	}
	const struct gbx_sum_entry *sum = &j->entry->sum;
	struct gbx_together *t = j->entry->together;
	if (j->end)
		apply_end(j->entry, &j->entry_end);
	if (j->end && t)
		gbx_together_add(t, sum);
	enum gbx_rc rc = gbx_vault_put_entry(g->run.vault, t ? &t->sum : sum, err);
	if (j->end && !rc)
		rc = gbx_vault_put_skips(g->run.vault, j->entry->sum.id, j->entry->skip,
					 j->entry->nskip, err);
	if (j->end)
		entry_free(j->entry);
	return rc;
}

/* ---- the run ---- */

static enum gbx_rc open_case(struct gbx_ingest_run *g, struct gbx_err *err)
{
	const struct gbx_ingest_options *o = g->o;
	struct gbx_vault_options vo = { o->keys.key_file, o->keys.passphrase_file, o->no_vault, o->case_id };
	if (o->add && access(o->case_path, F_OK) == 0)
		return gbx_vault_open(&g->run.vault, o->case_path, GBX_VAULT_WRITE, &vo, err);
	return gbx_vault_create(&g->run.vault, o->case_path, &vo, err);
}

/* A case that held something before is counted again as a whole. */
enum gbx_rc gbx_ingest_know(struct gbx_ingest_run *g, uint64_t *first_block, bool *had,
			    struct gbx_err *err)
{
	uint32_t relation;
	enum gbx_rc rc = gbx_vault_next_ids(g->run.vault, &g->next_source, &g->next_entry, &relation,
					    first_block, err);
	if (!rc)
		rc = gbx_vault_kept(g->run.vault, &g->kept, err);
	if (!rc)
		rc = gbx_vault_load(g->run.vault, &g->run.summary, err);
	*had = g->run.summary.nsource > 0;
	if (!rc && *had && g->o->no_vault && gbx_vault_has_records(g->run.vault))
		rc = gbx_fail(err, GBX_E_USAGE, "the case stores its records; --no-vault is for a new case");
	if (!rc && *had && !gbx_vault_has_records(g->run.vault))
		rc = gbx_fail(err, GBX_E_NO_VAULT,
			      "distinct values cannot be counted over two runs; triage all sources together");
	if (!rc && !g->o->again)
		rc = refuse_same(g, err);
	struct gbx_vault_relation *rel;
	uint32_t n = 0;
	if (!rc)
		rc = gbx_case_overrule(&g->run, &g->run.summary, g->o->type, g->o->ntype, err);
	if (!rc)
		rc = gbx_vault_relations(g->run.vault, &g->run.summary.arena, &rel, &n, err);
	for (uint32_t i = 0; i < n && !rc; i++) {
		struct gbx_reg_relation *made;
		rc = gbx_registry_add(&g->run.registry, rel[i].name, rel[i].shape, &made, err);
		if (!rc)
			made->announced = true;
	}
	return rc;
}

static enum gbx_rc read_all(struct gbx_ingest_run *g, uint64_t first_block, unsigned threads,
			    struct gbx_err *err)
{
	bool store = gbx_vault_has_records(g->run.vault);
	struct gbx_pipeline_options po = {
		.vault = g->run.vault,
		.store = store,
		.registry = &g->run.registry,
		.threads = threads,
		.picks = store ? g->o->sample : 0,
		.seed = g->o->seed,
		.first_block = first_block,
		.kept = g->kept,
		.event = event,
		.ctx = g,
	};
	enum gbx_rc rc = gbx_pipeline_start(&g->pipe, &po, err);
	if (rc)
		return rc;
	gbx_profile_init(&g->run.profile, po.picks, po.seed);
	struct gbx_err first = { 0 };
	for (uint32_t i = 0; i < g->nfile && !rc; i++)
		rc = gbx_ingest_source(g, g->file + i, &first);
	enum gbx_rc done = gbx_pipeline_finish(g->pipe, &g->run.profile, &g->run.dup, &g->run.ndup, err);
	entry_free(g->open_entry);
	gbx_together_free(g->together);
	if (done || !rc)
		return done;
	if (err)
		*err = first;
	return rc;
}

/* Tells the vault the names of relations that others joined. */
static enum gbx_rc rename_relations(struct gbx_ingest_run *g, struct gbx_err *err)
{
	const struct gbx_registry *r = &g->run.registry;
	enum gbx_rc rc = GBX_OK;
	for (uint32_t i = 0; i < r->nrel && !rc; i++) {
		const struct gbx_reg_relation *rel = r->rel[i];
		if (rel->renamed && rel->announced)
			rc = gbx_vault_put_relation(g->run.vault, rel->id, rel->safe_name, rel->shape, err);
	}
	return rc;
}

enum gbx_rc gbx_ingest_count(struct gbx_ingest_run *g, bool had, unsigned threads, struct gbx_err *err)
{
	gbx_summary_release(&g->run.summary);
	gbx_summary_init(&g->run.summary);
	enum gbx_rc rc = gbx_registry_settle(&g->run.registry, err);
	bool wrong = false;
	if (!rc)
		rc = rename_relations(g, err);
	if (!rc)
		rc = gbx_case_judge(&g->run, &wrong, err);
	bool again = !rc && gbx_vault_has_records(g->run.vault) && (had || wrong);
	if (again)
		rc = gbx_vault_commit(g->run.vault, err);
	if (!rc && again)
		rc = gbx_case_recount(&g->run, threads, g->o->sample, g->o->seed, err);
	if (!rc)
		rc = gbx_vault_load(g->run.vault, &g->run.summary, err);
	return rc ? rc : gbx_case_store_figures(&g->run, true, g->o->seed, err);
}

static enum gbx_rc ingest(struct gbx_ingest_run *g, struct gbx_err *err)
{
	unsigned threads = gbx_threads(g->o->threads);
	uint64_t first_block = 0;
	bool had = false;
	enum gbx_rc rc = list_files(g, err);
	if (!rc)
		rc = gbx_volumes_join(g, err);
	if (!rc && !g->o->again)
		rc = drop_twins(g, err);
	if (!rc)
		rc = open_case(g, err);
	if (!rc)
		rc = gbx_case_run_init(&g->run, g->run.vault, g->o->progress, err);
	if (!rc)
		rc = gbx_ingest_know(g, &first_block, &had, err);
	if (!rc)
		rc = gbx_vault_begin(g->run.vault, err);
	if (!rc)
		rc = gbx_vault_audit(g->run.vault, "ingest", g->o->again ? "again" : "", err);
	if (!rc)
		rc = read_all(g, first_block, threads, err);
	if (rc && err->id == GBX_E_STOPPED)
		(void)gbx_vault_commit(g->run.vault, NULL);
	if (!rc)
		rc = gbx_ingest_count(g, had, threads, err);
	return rc;
}

static enum gbx_rc ingest_child(void *ctx, void *result, struct gbx_err *err)
{
	struct gbx_ingest_run g = { .o = ctx };
	gbx_process_hold();
	gbx_arena_init(&g.names, NAMES_MEMORY);
	g.charsets = gbx_charsets_new();
	g.beside = gbx_beside_new();
	g.kinds = gbx_kinds_new();
	enum gbx_rc rc = g.charsets ? ingest(&g, err) : gbx_fail(err, GBX_E_NOMEM, NULL);
	if (!rc)
		gbx_case_outcome(&g.run.summary, result);
	if (!rc)
		gbx_case_idle_rules(&g.run, g.o->ntype, result);
	if (g.run.vault) {
		struct gbx_vault *v = g.run.vault;
		gbx_case_run_release(&g.run);
		gbx_vault_close(v);
	}
	gbx_charsets_free(g.charsets);
	gbx_kinds_free(g.kinds);
	gbx_beside_free(g.beside);
	gbx_arena_release(&g.names);
	free(g.file);
	return rc;
}

enum gbx_rc gbx_ingest(const struct gbx_ingest_options *o, struct gbx_outcome *out,
		       struct gbx_err *err)
{
	if (!o->npath)
		return gbx_fail(err, GBX_E_USAGE, "no dump was named");
	for (size_t i = 0; i < o->npath; i++)
		if (strcmp(o->path[i], "-") && access(o->path[i], F_OK))
			return gbx_fail_sys(err, GBX_E_MISSING, "argument %zu", i + 1);
	enum gbx_rc rc = gbx_process_run(ingest_child, (void *)(uintptr_t)o, out, sizeof *out, "ingest", err);
	if (!rc)
		gbx_vault_tidy(o->case_path);
	return rc;
}

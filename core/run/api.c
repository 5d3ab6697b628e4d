/* The remaining steps of glovebox.h: counting again, verifying, shredding. */
#include "case.h"
#include "process.h"

const char *gbx_version(void) { return GBX_VERSION; }

int gbx_exit_code(enum gbx_rc rc)
{
	switch (rc) {
	case GBX_OK:
	case GBX_END:
		return GBX_EXIT_CLEAN;
	case GBX_MISUSE:
		return GBX_EXIT_USAGE;
	case GBX_REFUSED:
		return GBX_EXIT_REFUSED;
	case GBX_BAD_RECORD:
	case GBX_BAD_ENTRY:
	case GBX_TRUNCATED:
	case GBX_LIMIT:
	case GBX_UNSUPPORTED:
		return GBX_EXIT_PARTIAL;
	default:
		return GBX_EXIT_FAILED;
	}
}

static struct gbx_vault_options vault_options(const struct gbx_keys *k)
{
	return (struct gbx_vault_options){ k->key_file, k->passphrase_file, false, NULL };
}

/* ---- counting again ---- */

static enum gbx_rc recount(const struct gbx_profile_options *o, struct gbx_case_run *run,
			   struct gbx_err *err)
{
	if (!gbx_vault_has_records(run->vault))
		return gbx_fail(err, GBX_E_NO_VAULT, "nothing can be counted again; its figures stand");
	enum gbx_rc rc = gbx_vault_audit(run->vault, "profile", "", err);
	if (!rc)
		rc = gbx_vault_commit(run->vault, err);
	if (!rc)
		rc = gbx_vault_load(run->vault, &run->summary, err);
	if (!rc)
		rc = gbx_case_overrule(run, &run->summary, o->type, o->ntype, err);
	if (!rc)
		rc = gbx_case_recount(run, gbx_threads(o->threads), o->sample, o->seed, err);
	if (!rc)
		rc = gbx_vault_load(run->vault, &run->summary, err);
	bool finished = run->summary.finished;
	return rc ? rc : gbx_case_store_figures(run, finished, o->seed, err);
}

static enum gbx_rc profile_child(void *ctx, void *result, struct gbx_err *err)
{
	const struct gbx_profile_options *o = ctx;
	struct gbx_vault_options vo = vault_options(&o->keys);
	struct gbx_vault *v = NULL;
	struct gbx_case_run run;
	enum gbx_rc rc = gbx_vault_open(&v, o->case_path, GBX_VAULT_WRITE, &vo, err);
	if (rc)
		return rc;
	rc = gbx_case_run_init(&run, v, o->progress, err);
	if (!rc)
		rc = recount(o, &run, err);
	if (!rc)
		gbx_case_outcome(&run.summary, result);
	if (!rc)
		gbx_case_idle_rules(&run, o->ntype, result);
	gbx_case_run_release(&run);
	gbx_vault_close(v);
	return rc;
}

enum gbx_rc gbx_profile_case(const struct gbx_profile_options *o, struct gbx_outcome *out,
			     struct gbx_err *err)
{
	enum gbx_rc rc = gbx_process_run(profile_child, (void *)(uintptr_t)o, out, sizeof *out, "counting", err);
	if (!rc)
		gbx_vault_tidy(o->case_path);
	return rc;
}

/* ---- verifying ---- */

struct verify_task {
	const char *case_path;
	const struct gbx_keys *keys;
};

static enum gbx_rc verify_child(void *ctx, void *result, struct gbx_err *err)
{
	const struct verify_task *t = ctx;
	struct gbx_verification *out = result;
	struct gbx_vault_options vo = vault_options(t->keys);
	struct gbx_vault *v = NULL;
	struct gbx_verify_result r = { 0 };
	enum gbx_rc rc = gbx_vault_open(&v, t->case_path, GBX_VAULT_FIGURES, &vo, err);
	if (!rc && gbx_vault_has_records(v)) {
		gbx_vault_close(v);
		v = NULL;
		rc = gbx_vault_open(&v, t->case_path, GBX_VAULT_READ, &vo, err);
	}
	if (!rc)
		rc = gbx_vault_verify(v, &r, err);
	if (!rc)
		*out = (struct gbx_verification){ r.blocks, r.records, r.finished, gbx_vault_has_records(v) };
	if (v)
		gbx_vault_close(v);
	return rc;
}

enum gbx_rc gbx_verify_case(const char *case_path, const struct gbx_keys *k,
			    struct gbx_verification *v, struct gbx_err *err)
{
	struct verify_task t = { case_path, k };
	return gbx_process_run(verify_child, &t, v, sizeof *v, "verifying", err);
}

enum gbx_rc gbx_shred_case(const char *case_path, const struct gbx_keys *k, struct gbx_err *err)
{
	struct gbx_vault_options vo = vault_options(k);
	return gbx_vault_shred(case_path, &vo, err);
}

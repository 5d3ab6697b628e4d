/*
 * Destroying the key. First the key, then the mark: a case that says shredded is
 * shredded. A wrapped key lies in one page that is written once, when the case
 * is made, and again here, so no other copy of it is in the file; the journal
 * holds that page for a moment and is overwritten as well.
 */
#include <unistd.h>

#include "impl.h"

#include "../base/limits.h"

static enum gbx_rc destroy_file(struct gbx_vault *v, const struct gbx_vault_options *o,
                                struct gbx_err *err)
{
	struct gbx_buf path = GBX_BUF_INIT(GBX_PATH_BYTES);
	struct gbx_secret *s = gbx_secret_new();
	enum gbx_rc rc = s ? gbx_keyfile_path(&path, v->case_id, o, false, err)
	                   : gbx_fail(err, GBX_E_NOMEM, "key");
	/* Only the key of this case: the user may have named any file. */
	if (!rc)
		rc = gbx_keyfile_read(path.p, v->case_id, s, err);
	if (!rc)
		rc = gbx_wipe(path.p, err);
	if (!rc && unlink(path.p))
		rc = gbx_fail_sys(err, GBX_E_WRITE, "key file");
	if (!rc)
		gbx_sync_folder(path.p);
	gbx_secret_free(s);
	gbx_buf_release(&path);
	return rc;
}

static enum gbx_rc mark(struct gbx_vault *v, struct gbx_err *err)
{
	enum gbx_rc rc = GBX_RUN0(v, err,
	                          "UPDATE case_key SET kind = 'destroyed', check_value = NULL, "
	                          "scrypt_n = NULL, scrypt_r = NULL, scrypt_p = NULL, salt = NULL, "
	                          "nonce = NULL, wrapped = NULL");
	if (!rc)
		rc = GBX_RUN0(v, err, "UPDATE case_info SET shredded = 1");
	if (!rc)
		rc = gbx_vault_audit(v, "shred", "the key was destroyed", err);
	return rc ? rc : gbx_store_commit(v, err);
}

/* The journal still holds the page as it was. */
static enum gbx_rc wipe_journal(const struct gbx_vault *v, struct gbx_err *err)
{
	struct gbx_buf path = GBX_BUF_INIT(GBX_PATH_BYTES + 16);
	gbx_buf_addf(&path, "%s-journal", v->path);
	enum gbx_rc rc =
	    gbx_buf_failed(&path) ? gbx_fail(err, GBX_E_NOMEM, "path") : gbx_wipe(path.p, err);
	gbx_buf_release(&path);
	return rc;
}

static enum gbx_rc shred(struct gbx_vault *v, const struct gbx_vault_options *o,
                         struct gbx_err *err)
{
	struct gbx_key_row row;
	enum gbx_rc rc = gbx_vault_key_row(v, &row, err);
	if (!rc && row.kind == GBX_KEY_FILE)
		rc = destroy_file(v, o, err);
	/* PERSIST keeps the journal's bytes where they are, to be overwritten. */
	if (!rc)
		rc = gbx_store_exec(v, "PRAGMA journal_mode = PERSIST", err);
	if (!rc)
		rc = mark(v, err);
	return rc ? rc : wipe_journal(v, err);
}

enum gbx_rc gbx_vault_shred(const char *path, const struct gbx_vault_options *o,
                            struct gbx_err *err)
{
	struct gbx_vault *v = NULL;
	enum gbx_rc rc = gbx_vault_open(&v, path, GBX_VAULT_FIGURES, o, err);
	if (rc)
		return rc;
	if (!v->vault)
		rc = gbx_fail(err, GBX_E_NO_VAULT, NULL);
	else if (v->shredded)
		rc = gbx_fail(err, GBX_E_SHREDDED, NULL);
	if (!rc) {
		/* Writing without the key is for this alone. */
		v->mode = GBX_VAULT_WRITE;
		rc = gbx_store_exec(v, "PRAGMA query_only = OFF; BEGIN EXCLUSIVE; COMMIT", err);
	}
	if (!rc)
		rc = shred(v, o, err);
	gbx_vault_close(v);
	if (!rc)
		gbx_vault_tidy(path);
	return rc;
}

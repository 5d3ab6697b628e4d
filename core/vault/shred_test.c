/* After shredding nobody reads a record; the figures stay. */
#include "testing.h"

static enum gbx_rc refuses(const char *path, const struct gbx_vault_options *o)
{
	assert_int_equal(open_as(path, GBX_VAULT_READ, o), GBX_E_SHREDDED);
	assert_int_equal(open_as(path, GBX_VAULT_WRITE, o), GBX_E_SHREDDED);
	struct gbx_vault *v = NULL;
	struct gbx_summary s;
	struct gbx_err err;
	struct gbx_verify_result r;
	assert_int_equal(gbx_vault_open(&v, path, GBX_VAULT_FIGURES, o, &err), GBX_OK);
	gbx_summary_init(&s);
	assert_int_equal(gbx_vault_load(v, &s, &err), GBX_OK);
	assert_true(s.shredded && s.vault);
	assert_int_equal(gbx_vault_verify(v, &r, &err), GBX_OK);
	gbx_summary_release(&s);
	gbx_vault_close(v);
	assert_int_equal(gbx_vault_shred(path, o, &err), GBX_REFUSED);
	return (enum gbx_rc)err.rc;
}

static void key_file(void **state)
{
	const struct place *t = *state;
	struct gbx_err err;
	struct gbx_vault *v = case_with(t->path, 2);
	char key[256], link_name[256], line[256];
	snprintf(key, sizeof key, "%s/%s.key", t->keys, gbx_vault_case_id(v));
	gbx_vault_close(v);
	/* A second name shows what became of the file's bytes. */
	snprintf(link_name, sizeof link_name, "%s/second", t->dir);
	assert_int_equal(link(key, link_name), 0);
	if (gbx_vault_shred(t->path, NULL, &err))
		fail_msg("%s", err.text);
	assert_int_equal(access(key, F_OK), -1);
	FILE *f = fopen(link_name, "r");
	assert_non_null(f);
	size_t n = fread(line, 1, sizeof line, f);
	fclose(f);
	assert_true(n > 100);
	for (size_t i = 0; i < n; i++)
		assert_int_equal(line[i], 0);
	refuses(t->path, NULL);
	assert_int_equal(access(t->journal, F_OK), -1);
}

static void wrapped_key(void **state)
{
	const struct place *t = *state;
	struct gbx_err err;
	struct gbx_vault *v = NULL;
	struct gbx_key_row row;
	char pass[128];
	snprintf(pass, sizeof pass, "%s/pass", t->dir);
	FILE *f = fopen(pass, "w");
	assert_non_null(f);
	fputs("a passphrase\n", f);
	fclose(f);
	struct gbx_vault_options o = {.passphrase_file = pass};
	assert_int_equal(gbx_vault_create(&v, t->path, &o, &err), GBX_OK);
	assert_int_equal(gbx_vault_begin(v, &err), GBX_OK);
	assert_int_equal(gbx_vault_key_row(v, &row, &err), GBX_OK);
	gbx_vault_close(v);
	assert_int_equal(count_in(t->path, row.wrapped, sizeof row.wrapped), 1);
	/* No key is needed to destroy it. */
	if (gbx_vault_shred(t->path, NULL, &err))
		fail_msg("%s", err.text);
	assert_int_equal(count_in(t->path, row.wrapped, sizeof row.wrapped), 0);
	assert_int_equal(count_in(t->path, row.wrapped + 8, 8), 0);
	assert_int_equal(count_in(t->path, row.salt, sizeof row.salt), 0);
	refuses(t->path, &o);
}

static void not_done(void **state)
{
	const struct place *t = *state;
	struct gbx_err err;
	struct gbx_vault *v = case_with(t->path, 1);
	char key[256], away[256], other[128];
	snprintf(key, sizeof key, "%s/%s.key", t->keys, gbx_vault_case_id(v));
	snprintf(away, sizeof away, "%s/away.key", t->dir);
	snprintf(other, sizeof other, "%s/notes.txt", t->dir);
	assert_int_equal(gbx_vault_shred(t->path, NULL, &err), GBX_REFUSED); /* in use */
	gbx_vault_close(v);
	/* The key is elsewhere: it is not destroyed, so the case is not marked. */
	assert_int_equal(rename(key, away), 0);
	assert_int_equal(gbx_vault_shred(t->path, NULL, &err), GBX_REFUSED);
	assert_int_equal(err.id, GBX_E_KEY_MISSING);
	/* A file that is not its key is left alone. */
	FILE *f = fopen(other, "w");
	assert_non_null(f);
	fputs("notes", f);
	fclose(f);
	struct gbx_vault_options o = {.key_file = other};
	assert_int_equal(gbx_vault_shred(t->path, &o, &err), GBX_REFUSED);
	assert_int_equal(count_in(other, "notes", 5), 1);
	o.key_file = away;
	assert_int_equal(open_as(t->path, GBX_VAULT_READ, &o), GBX_E_NONE);
	assert_int_equal(gbx_vault_shred(t->path, &o, &err), GBX_OK);
	assert_int_equal(access(away, F_OK), -1);
	unlink(t->path);
	o = (struct gbx_vault_options){.no_vault = true};
	assert_int_equal(gbx_vault_create(&v, t->path, &o, &err), GBX_OK);
	gbx_vault_close(v);
	gbx_vault_shred(t->path, NULL, &err);
	assert_int_equal(err.id, GBX_E_NO_VAULT);
}

#define IN_PLACE(f) cmocka_unit_test_setup_teardown(f, place_new, place_free)

int main(void)
{
	const struct CMUnitTest tests[] = {IN_PLACE(key_file), IN_PLACE(wrapped_key),
	                                   IN_PLACE(not_done)};
	return cmocka_run_group_tests(tests, NULL, NULL);
}

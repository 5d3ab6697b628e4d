/*
 * Counting a case again from its stored records: the figures are those of the first
 * count, for any number of threads; candidates are in order; damage is told.
 */
#include "pipeline_testing.h"

#include <ftw.h>

#include "case.h"

struct place {
	char dir[64], path[96];
};

static int remove_one(const char *path, const struct stat *st, int kind, struct FTW *f)
{
	(void)st, (void)kind, (void)f;
	return remove(path);
}

static int setup(void **state)
{
	struct place *t = calloc(1, sizeof *t);
	assert_non_null(t);
	snprintf(t->dir, sizeof t->dir, "/tmp/gbx-case-XXXXXX");
	assert_non_null(mkdtemp(t->dir));
	snprintf(t->path, sizeof t->path, "%s/a.gbx", t->dir);
	setenv("XDG_DATA_HOME", t->dir, 1);
	alarm(200);
	*state = t;
	return 0;
}

static int teardown(void **state)
{
	struct place *t = *state;
	nftw(t->dir, remove_one, 8, FTW_DEPTH | FTW_PHYS);
	free(t);
	return 0;
}

struct running {
	struct gbx_vault *vault;
	struct gbx_case_run run;
	struct feeding f;
	struct gbx_err err;
};

static enum gbx_rc store_event(void *ctx, struct gbx_job *j, struct gbx_err *err)
{
	struct running *r = ctx;
	enum gbx_rc rc = feeding_event(&r->f, j, err);
	if (rc)
		return rc;
	if (j->kind == GBX_JOB_SOURCE)
		return gbx_vault_put_source(r->vault, &j->source, err);
	j->entry->sum.status = GBX_ENTRY_READ;
	return gbx_vault_put_entry(r->vault, &j->entry->sum, err);
}

/* The dump into a new case; its counts are in r->run then. */
static void ingest(struct running *r, const char *path, unsigned threads)
{
	memset(r, 0, sizeof *r);
	assert_int_equal(gbx_vault_create(&r->vault, path, NULL, &r->err), GBX_OK);
	assert_int_equal(gbx_case_run_init(&r->run, r->vault, NULL, &r->err), GBX_OK);
	assert_int_equal(gbx_vault_begin(r->vault, &r->err), GBX_OK);
	feeding_begin(&r->f);
	r->f.reader.jumble = threads;
	struct gbx_pipeline_options po = {
	    .vault = r->vault,
	    .store = true,
	    .registry = &r->run.registry,
	    .threads = threads,
	    .picks = 20,
	    .seed = 99,
	    .event = store_event,
	    .ctx = r,
	};
	assert_int_equal(gbx_pipeline_start(&r->f.pipe, &po, &r->err), GBX_OK);
	gbx_profile_init(&r->run.profile, 20, 99);
	assert_true(feed_all(&r->f));
	assert_int_equal(gbx_pipeline_finish(r->f.pipe, &r->run.profile, &r->run.dup, &r->run.ndup, &r->err),
			 GBX_OK);
	assert_int_equal(gbx_registry_settle(&r->run.registry, &r->err), GBX_OK);
	assert_int_equal(gbx_vault_commit(r->vault, &r->err), GBX_OK);
}

static void done(struct running *r)
{
	gbx_case_run_release(&r->run);
	gbx_vault_close(r->vault);
	feeding_end(&r->f);
}

/* The figures as they stand, and the candidates for samples. */
static char *figures(struct running *r)
{
	struct gbx_summary s;
	struct gbx_candidate *c;
	uint32_t n;
	struct gbx_buf b = GBX_BUF_INIT(1u << 26);
	gbx_summary_init(&s);
	assert_int_equal(gbx_profile_summarise(&r->run.profile, &r->run.registry, r->run.dup, &s, &r->err),
			 GBX_OK);
	char *text = summary_text(&s);
	gbx_buf_adds(&b, text);
	free(text);
	assert_int_equal(gbx_case_candidates(&r->run, &s.arena, &c, &n, &r->err), GBX_OK);
	assert_true(n > 20);
	for (uint32_t i = 0; i < n; i++) {
		gbx_buf_addf(&b, "%u %llx.%llx %llx %llu %u\n", c[i].relation,
			     (unsigned long long)c[i].set.w[1], (unsigned long long)c[i].set.w[0],
			     (unsigned long long)c[i].priority, (unsigned long long)c[i].block, c[i].row);
		if (i && c[i].relation == c[i - 1].relation &&
		    !memcmp(&c[i].set, &c[i - 1].set, sizeof c->set))
			assert_true(c[i].priority >= c[i - 1].priority);
	}
	gbx_summary_release(&s);
	return b.p;
}

/* The plan's own words go: made from other values, it is as sure of itself as those. */
static char *without_confidence(const char *text)
{
	char *out = strdup(text), *to = out;
	assert_non_null(out);
	for (const char *p = text; *p; p++) {
		if (!strncmp(p, " conf=", 6))
			p += strcspn(p, "\n");
		*to++ = *p;
	}
	*to = 0;
	return out;
}

static void counted_again(void **state)
{
	const struct place *t = *state;
	struct running r;
	ingest(&r, t->path, 3);
	char *first = figures(&r), *want = NULL;
	for (unsigned n = 1; n <= 8; n += n < 3 ? 1 : 5) {
		assert_int_equal(gbx_case_recount(&r.run, n, 20, 99, &r.err), GBX_OK);
		char *again = figures(&r);
		if (want)
			assert_same_text(want, again);
		free(want);
		want = again;
	}
	char *a = without_confidence(first), *b = without_confidence(want);
	assert_same_text(a, b);
	free(a);
	free(b);
	free(first);
	free(want);
	assert_int_equal(gbx_vault_load(r.vault, &r.run.summary, &r.err), GBX_OK);
	assert_int_equal(gbx_case_store_figures(&r.run, true, 99, &r.err), GBX_OK);
	done(&r);
	/* What was stored is what was counted. */
	memset(&r, 0, sizeof r);
	assert_int_equal(gbx_vault_open(&r.vault, t->path, GBX_VAULT_READ, NULL, &r.err), GBX_OK);
	assert_int_equal(gbx_case_run_init(&r.run, r.vault, NULL, &r.err), GBX_OK);
	assert_int_equal(gbx_vault_load(r.vault, &r.run.summary, &r.err), GBX_OK);
	struct gbx_outcome out;
	gbx_case_outcome(&r.run.summary, &out);
	assert_true(out.records > 1000 && out.quarantined > 100 && out.partial && !out.nothing);
	assert_int_equal(out.entries, MEMORY_ENTRIES);
	assert_int_equal(out.entries_not_read, 0);
	done(&r);
}

/* What an empty file lacks is nothing; a file read in part was read. */
static void not_read_is_what_is_missing(void **state)
{
	(void)state;
	struct gbx_sum_entry entry[] = {
	    {.status = GBX_ENTRY_READ, .bytes = 5},
	    {.status = GBX_ENTRY_NOT_READ, .reason_id = "E_EMPTY"},
	    {.status = GBX_ENTRY_NOT_READ, .bytes = 5, .reason_id = "E_NOT_RECOGNISED"},
	    {.status = GBX_ENTRY_ERROR, .bytes = 5, .reason_id = "E_ARCHIVE_DAMAGED"},
	    {.status = GBX_ENTRY_PARTIAL, .bytes = 5, .reason_id = "E_ARCHIVE_CUT"},
	};
	struct gbx_summary s = {.entry = entry, .nentry = sizeof entry / sizeof *entry, .finished = true};
	struct gbx_outcome out;
	gbx_case_outcome(&s, &out);
	assert_int_equal(out.entries, 5);
	assert_int_equal(out.entries_not_read, 2);
}

static void same_case_for_any_threads(void **state)
{
	const struct place *t = *state;
	char *want = NULL;
	for (unsigned n = 1; n <= 8; n *= 2) {
		char path[128];
		struct running r;
		snprintf(path, sizeof path, "%s/%u.gbx", t->dir, n);
		ingest(&r, path, n);
		char *got = figures(&r);
		if (want)
			assert_same_text(want, got);
		free(want);
		want = got;
		done(&r);
	}
	free(want);
}

/* A block whose relation the case does not know is damage, not a crash. */
static void a_block_of_no_relation(void **state)
{
	const struct place *t = *state;
	struct running r;
	ingest(&r, t->path, 2);
	struct gbx_registry none;
	struct gbx_profile profile;
	struct gbx_records *dup;
	uint32_t ndup;
	struct gbx_vault_block block;
	assert_int_equal(gbx_registry_init(&none, 1, &r.err), GBX_OK);
	assert_int_equal(gbx_vault_next_block(r.vault, 0, &block, &r.err), GBX_OK);
	struct gbx_pipeline_options po = {.vault = r.vault, .registry = &none, .threads = 2};
	struct gbx_pipeline *pipe;
	assert_int_equal(gbx_pipeline_start(&pipe, &po, &r.err), GBX_OK);
	struct gbx_job *j = gbx_pipeline_job(pipe);
	assert_non_null(j);
	j->kind = GBX_JOB_BLOCK;
	j->block_id = block.id;
	gbx_buf_add(&j->block, block.sealed.p, block.sealed.n);
	gbx_pipeline_feed(pipe, j);
	gbx_profile_init(&profile, 0, 0);
	assert_int_equal(gbx_pipeline_finish(pipe, &profile, &dup, &ndup, &r.err), GBX_STORE);
	assert_int_equal(r.err.id, GBX_E_CASE_DAMAGED);
	free(dup);
	gbx_profile_release(&profile);
	gbx_registry_release(&none);
	done(&r);
}

static void threads(void **state)
{
	(void)state;
	assert_int_equal(gbx_threads(1), 1);
	assert_int_equal(gbx_threads(GBX_THREADS), GBX_THREADS);
	assert_int_equal(gbx_threads(100000), GBX_THREADS);
	assert_int_equal(gbx_threads(UINT32_MAX), GBX_THREADS);
	assert_in_range(gbx_threads(0), 1, 8);
}

static void reproducible(void **state)
{
	(void)state;
	struct gbx_summary s[2];
	struct gbx_sum_source source[2] = {{.id = 1, .sha256 = "aa"}, {.id = 2, .sha256 = "bb"}};
	char id[37];
	for (unsigned i = 0; i < 2; i++) {
		gbx_summary_init(s + i);
		s[i].source = source;
		s[i].nsource = 2;
		s[i].seconds = 1 + i;
		snprintf(s[i].created, sizeof s[i].created, "2020-01-0%uT00:00:00Z", i + 1);
		gbx_summary_reproducible(s + i);
	}
	assert_string_equal(s[0].case_id, s[1].case_id);
	assert_string_equal(s[0].created, s[1].created);
	assert_int_equal(strlen(s[0].case_id), 36);
	assert_true(s[0].seconds <= 0);
	memcpy(id, s[0].case_id, sizeof id);
	source[1].sha256 = "bc";
	gbx_summary_reproducible(s);
	assert_string_not_equal(s[0].case_id, id);
	source[1].sha256 = NULL; /* a source that could not be read */
	gbx_summary_reproducible(s);
	for (unsigned i = 0; i < 2; i++) {
		s[i].source = NULL;
		s[i].nsource = 0;
		gbx_summary_release(s + i);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test_setup_teardown(counted_again, setup, teardown),
	    cmocka_unit_test_setup_teardown(same_case_for_any_threads, setup, teardown),
	    cmocka_unit_test_setup_teardown(a_block_of_no_relation, setup, teardown),
	    cmocka_unit_test(threads),
	    cmocka_unit_test(not_read_is_what_is_missing),
	    cmocka_unit_test(reproducible),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}

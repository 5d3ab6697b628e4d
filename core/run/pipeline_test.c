/*
 * The pipeline: the same figures and the same order of events for any number of
 * workers, and a clean stop whoever fails.
 */
#include "pipeline_testing.h"

#define SEED 4711u

/* What a run leaves behind. */
struct outcome {
	struct gbx_registry reg;
	struct gbx_profile profile;
	struct gbx_records *dup;
	uint32_t ndup;
	struct gbx_err err;
	enum gbx_rc rc;
	uint64_t records;
};

/* A pipeline that got stuck must fail the test, not hang it. */
static int guard(void **state)
{
	(void)state;
	alarm(120);
	return 0;
}

static void start(struct feeding *f, struct outcome *o, unsigned threads)
{
	memset(o, 0, sizeof *o);
	assert_int_equal(gbx_registry_init(&o->reg, 1, &o->err), GBX_OK);
	gbx_profile_init(&o->profile, 10, SEED);
	struct gbx_pipeline_options po = {
	    .registry = &o->reg,
	    .threads = threads,
	    .picks = 10,
	    .seed = SEED,
	    .event = feeding_event,
	    .ctx = f,
	};
	assert_int_equal(gbx_pipeline_start(&f->pipe, &po, &o->err), GBX_OK);
}

static void finish(struct feeding *f, struct outcome *o)
{
	o->records = gbx_pipeline_records(f->pipe);
	o->rc = gbx_pipeline_finish(f->pipe, &o->profile, &o->dup, &o->ndup, &o->err);
}

static void release(struct feeding *f, struct outcome *o)
{
	for (uint32_t i = 0; i < o->ndup; i++)
		gbx_records_release(o->dup + i);
	free(o->dup);
	gbx_profile_release(&o->profile);
	gbx_registry_release(&o->reg);
	feeding_end(f);
}

/* Events, figures and sample candidates of a run as text. */
static char *tell(struct feeding *f, struct outcome *o)
{
	struct gbx_summary s;
	struct gbx_sum_entry entry[MEMORY_ENTRIES];
	struct gbx_buf b = GBX_BUF_INIT(1u << 26);
	gbx_summary_init(&s);
	for (uint32_t i = 0; i < MEMORY_ENTRIES; i++)
		entry[i] = f->entry[i].sum;
	s.entry = entry;
	s.nentry = MEMORY_ENTRIES;
	assert_int_equal(o->rc, GBX_OK);
	assert_int_equal(o->ndup, o->reg.nrel);
	assert_int_equal(gbx_registry_settle(&o->reg, &o->err), GBX_OK);
	assert_int_equal(gbx_profile_summarise(&o->profile, &o->reg, o->dup, &s, &o->err), GBX_OK);
	char *text = summary_text(&s);
	gbx_buf_adds(&b, gbx_buf_str(&f->log));
	gbx_buf_adds(&b, text);
	free(text);
	for (uint32_t i = 0; i < o->reg.nrel; i++) {
		uint64_t sum = 0;
		const struct gbx_sets *sets = &o->profile.rel[i]->sets;
		for (uint32_t k = 0; k < sets->cap; k++)
			for (uint32_t p = 0; p < sets->slot[k].npick; p++)
				sum += mixed(sets->slot[k].pick[p].priority ^
					     sets->slot[k].pick[p].block << 20 ^ sets->slot[k].pick[p].row);
		gbx_buf_addf(&b, "picks %llx\n", (unsigned long long)sum);
	}
	gbx_summary_release(&s);
	return b.p;
}

static char *run(unsigned threads, uint64_t jumble)
{
	struct feeding f;
	struct outcome o;
	feeding_begin(&f);
	f.reader.jumble = jumble;
	start(&f, &o, threads);
	assert_true(feed_all(&f));
	finish(&f, &o);
	char *text = tell(&f, &o);
	uint64_t bytes = 0;
	for (uint32_t i = 0; i < MEMORY_ENTRIES; i++)
		bytes += f.entry[i].sum.bytes_records + f.entry[i].sum.bytes_quarantined;
	assert_int_equal(bytes, f.fed_bytes);
	release(&f, &o);
	return text;
}

static void same_for_any_threads(void **state)
{
	(void)state;
	char *want = run(1, 0);
	assert_non_null(strstr(want, "entry 5 ends"));
	assert_non_null(strstr(want, "relation 3"));
	struct rng r = {5};
	for (unsigned trial = 0; trial < 16; trial++) {
		char *got = run(trial < 8 ? trial + 1 : 1 + below(&r, 8), trial + 1);
		assert_same_text(want, got);
		free(got);
	}
	free(want);
}

static void events_in_order(void **state)
{
	(void)state;
	char *text = run(4, 9);
	const char *at = text;
	char want[64];
	assert_int_equal(strncmp(at, "source 1 begins\n", 16), 0);
	for (uint32_t i = 1; i <= MEMORY_ENTRIES; i++) {
		snprintf(want, sizeof want, "\nentry %u begins records=0", i);
		at = strstr(at, want);
		assert_non_null(at);
		snprintf(want, sizeof want, "\nentry %u ends records=", i);
		at = strstr(at, want);
		assert_non_null(at);
		assert_true(at[strlen(want)] > '0'); /* all its chunks were counted before */
	}
	assert_non_null(strstr(at, "\nsource 1 ends\n"));
	free(text);
}

static void nothing_fed(void **state)
{
	(void)state;
	for (unsigned threads = 1; threads <= GBX_THREADS; threads *= 4) {
		struct feeding f;
		struct outcome o;
		feeding_begin(&f);
		start(&f, &o, threads);
		finish(&f, &o);
		assert_int_equal(o.rc, GBX_OK);
		assert_int_equal(o.ndup, 0);
		assert_int_equal(o.records, 0);
		release(&f, &o);
	}
}

static void returned_jobs_go_round(void **state)
{
	(void)state;
	struct feeding f;
	struct outcome o;
	feeding_begin(&f);
	start(&f, &o, 2);
	struct gbx_buf b = GBX_BUF_INIT(1u << 20);
	for (uint32_t i = 0; i < 300; i++) {
		struct gbx_job *j = gbx_pipeline_job(f.pipe);
		assert_non_null(j);
		assert_true(gbx_chunk_reserve(&j->chunk, 1000));
		j->chunk.n = 700;
		j->oversize.len = 9;
		gbx_pipeline_return(f.pipe, j);
		if (i % 50 == 0) {
			memory_chunk(&b, i / 50);
			assert_true(feed_chunk(&f, f.entry, 0, &b));
		}
	}
	finish(&f, &o);
	assert_int_equal(o.rc, GBX_OK);
	assert_int_equal(f.entry[0].sum.bytes_records + f.entry[0].sum.bytes_quarantined, f.fed_bytes);
	gbx_buf_release(&b);
	release(&f, &o);
}

/* A record dropped before a chunk is counted once, though the chunk holds nothing. */
static void oversize_records_count(void **state)
{
	(void)state;
	struct feeding f;
	struct outcome o;
	feeding_begin(&f);
	start(&f, &o, 3);
	for (unsigned i = 0; i < 20; i++) {
		struct gbx_job *j = gbx_pipeline_job(f.pipe);
		assert_non_null(j);
		j->kind = GBX_JOB_CHUNK;
		j->entry = f.entry;
		j->chunk.n = 0;
		if (i % 2)
			j->oversize = (struct gbx_quarantine){i, 1000, GBX_E_OVERSIZE};
		gbx_pipeline_feed(f.pipe, j);
	}
	finish(&f, &o);
	assert_int_equal(o.rc, GBX_OK);
	assert_int_equal(f.entry[0].sum.quarantined, 10);
	assert_int_equal(f.entry[0].sum.bytes_quarantined, 10000);
	release(&f, &o);
}

/* Records of a relation the case has no room for go to quarantine, with their bytes. */
static void no_room_for_columns(void **state)
{
	(void)state;
	struct feeding f;
	struct outcome o;
	struct gbx_buf b = GBX_BUF_INIT(1u << 20);
	feeding_begin(&f);
	start(&f, &o, 4);
	o.reg.most_columns = 8192;
	for (uint32_t i = 0; i < 30; i++) {
		gbx_buf_reset(&b);
		for (uint32_t k = 0; k < 3; k++) {
			gbx_buf_addf(&b, "wide%u", i);
			for (uint32_t c = 0; c < 500; c++)
				gbx_buf_addf(&b, ";c%u=%u", c, i);
			gbx_buf_addf(&b, "\n");
		}
		assert_true(feed_chunk(&f, f.entry, f.fed_bytes, &b));
	}
	finish(&f, &o);
	assert_int_equal(o.rc, GBX_OK);
	uint32_t fit = o.reg.most_columns / 500;
	assert_int_equal(o.reg.nrel, fit);
	assert_int_equal(f.entry[0].sum.records, 3 * fit);
	assert_int_equal(f.entry[0].sum.quarantined, 3 * (30 - fit));
	assert_int_equal(f.entry[0].sum.bytes_records + f.entry[0].sum.bytes_quarantined, f.fed_bytes);
	gbx_buf_release(&b);
	release(&f, &o);
}

/* ---- failures ---- */

static void fails_cleanly(unsigned threads, uint64_t at, bool silent, uint32_t event, enum gbx_rc want)
{
	struct feeding f;
	struct outcome o;
	feeding_begin(&f);
	f.reader.fail_at = at;
	f.reader.fail_with = want;
	f.reader.silent = silent;
	f.reader.jumble = threads + at;
	f.fail_event = event;
	start(&f, &o, threads);
	feed_all(&f);
	while (gbx_pipeline_job(f.pipe))
		usleep(100); /* jobs taken and never fed, until it says no */
	assert_null(gbx_pipeline_job(f.pipe));
	finish(&f, &o);
	assert_int_equal(o.rc, want);
	assert_int_equal(o.err.rc, want);
	assert_true(o.err.text[0]);
	release(&f, &o);
}

static void a_parse_without_memory(void **state)
{
	(void)state;
	uint64_t last = MEMORY_ENTRIES * MEMORY_CHUNKS - 1;
	for (unsigned threads = 1; threads <= 8; threads++) {
		fails_cleanly(threads, 0, false, UINT32_MAX, GBX_NOMEM);
		fails_cleanly(threads, 5 * threads, false, UINT32_MAX, GBX_NOMEM);
		fails_cleanly(threads, last, false, UINT32_MAX, GBX_NOMEM);
	}
}

/* The return code counts, even when nothing was said with it. */
static void a_parse_that_says_nothing(void **state)
{
	(void)state;
	for (unsigned threads = 1; threads <= 4; threads++) {
		fails_cleanly(threads, 7, true, UINT32_MAX, GBX_NOMEM);
		fails_cleanly(threads, 7, true, UINT32_MAX, GBX_IO);
	}
}

static void a_writer_that_fails(void **state)
{
	(void)state;
	for (unsigned threads = 1; threads <= 8; threads++) {
		fails_cleanly(threads, UINT64_MAX, false, 0, GBX_STORE);
		fails_cleanly(threads, UINT64_MAX, false, 6, GBX_STORE);
		fails_cleanly(threads, UINT64_MAX, false, 2 * MEMORY_ENTRIES + 1, GBX_STORE);
	}
}

/* Jobs in a pipeline that failed before: fed, returned, all is freed once. */
static void jobs_after_a_failure(void **state)
{
	(void)state;
	for (unsigned threads = 1; threads <= 8; threads++) {
		struct feeding f;
		struct outcome o;
		struct gbx_buf b = GBX_BUF_INIT(1u << 20);
		struct gbx_job *late[2];
		feeding_begin(&f);
		f.reader.fail_at = 0;
		start(&f, &o, threads);
		for (unsigned i = 0; i < 2; i++) {
			late[i] = gbx_pipeline_job(f.pipe);
			assert_non_null(late[i]);
			assert_true(gbx_chunk_reserve(&late[i]->chunk, 5000));
		}
		memory_chunk(&b, 0);
		feed_chunk(&f, f.entry, 0, &b);
		while (gbx_pipeline_job(f.pipe))
			usleep(50);
		late[0]->kind = GBX_JOB_CHUNK;
		late[0]->entry = f.entry;
		gbx_pipeline_feed(f.pipe, late[0]);
		gbx_pipeline_return(f.pipe, late[1]);
		finish(&f, &o);
		assert_int_equal(o.rc, GBX_NOMEM);
		gbx_buf_release(&b);
		release(&f, &o);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test_setup(same_for_any_threads, guard),
	    cmocka_unit_test_setup(events_in_order, guard),
	    cmocka_unit_test_setup(nothing_fed, guard),
	    cmocka_unit_test_setup(returned_jobs_go_round, guard),
	    cmocka_unit_test_setup(oversize_records_count, guard),
	    cmocka_unit_test_setup(no_room_for_columns, guard),
	    cmocka_unit_test_setup(a_parse_without_memory, guard),
	    cmocka_unit_test_setup(a_parse_that_says_nothing, guard),
	    cmocka_unit_test_setup(a_writer_that_fails, guard),
	    cmocka_unit_test_setup(jobs_after_a_failure, guard),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}

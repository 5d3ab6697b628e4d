/* The words for what is missing from the figures. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "summary.h"

static void complete(void **state)
{
	(void)state;
	struct gbx_summary s;
	gbx_summary_init(&s);
	struct gbx_sum_entry e[] = {
	    {.status = GBX_ENTRY_READ, .bytes = 1},
	    {.status = GBX_ENTRY_NOT_READ, .reason_id = "E_EMPTY"},
	};
	s.finished = true;
	s.entry = e;
	s.nentry = 2;
	assert_null(gbx_summary_partial(&s, 0));
	e[1].bytes = 1; /* something was there after all */
	assert_string_equal(gbx_summary_partial(&s, 0), "1 entry was not read");
	gbx_summary_release(&s);
}

static void every_reason_once(void **state)
{
	(void)state;
	struct gbx_summary s;
	gbx_summary_init(&s);
	struct gbx_sum_entry e[] = {
	    {.status = GBX_ENTRY_NOT_READ}, {.status = GBX_ENTRY_NOT_READ},
	    {.status = GBX_ENTRY_PARTIAL},  {.status = GBX_ENTRY_ERROR},
	    {.status = GBX_ENTRY_ERROR},    {.status = GBX_ENTRY_READ},
	};
	s.entry = e;
	s.nentry = 6;
	s.quarantined = UINT64_C(12345678901);
	static const char *const want[] = {
	    "ingest did not finish",
	    "2 entries were not read",
	    "2 entries ended in an error",
	    "1 entry was read in part",
	    "12345678901 records are in quarantine",
	};
	const char *got[5];
	for (uint32_t i = 0; i < 5; i++)
		got[i] = gbx_summary_partial(&s, i);
	for (uint32_t i = 0; i < 5; i++)
		assert_string_equal(got[i], want[i]);
	assert_null(gbx_summary_partial(&s, 5));
	gbx_summary_release(&s);
	assert_int_equal(s.nentry, 0);
}

/* A row for many counts as many, but for one read in part: at least one of them is. */
static void rows_for_several(void **state)
{
	(void)state;
	struct gbx_summary s;
	gbx_summary_init(&s);
	struct gbx_sum_entry e[] = {
	    {.status = GBX_ENTRY_NOT_READ, .bytes = 9, .more = 4},
	    {.status = GBX_ENTRY_NOT_READ, .reason_id = "E_EMPTY", .more = 1000},
	    {.status = GBX_ENTRY_PARTIAL, .more = 7},
	};
	s.finished = true;
	s.entry = e;
	s.nentry = 3;
	assert_string_equal(gbx_summary_partial(&s, 0), "5 entries were not read");
	assert_string_equal(gbx_summary_partial(&s, 1), "1 entry was read in part");
	assert_null(gbx_summary_partial(&s, 2));
	gbx_summary_release(&s);
}

static void status_names(void **state)
{
	(void)state;
	assert_string_equal(gbx_entry_status_name[GBX_ENTRY_READ], "read");
	assert_string_equal(gbx_entry_status_name[GBX_ENTRY_NOT_READ], "not read");
	assert_string_equal(gbx_entry_status_name[GBX_ENTRY_PARTIAL], "partial");
	assert_string_equal(gbx_entry_status_name[GBX_ENTRY_ERROR], "error");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(complete),
	    cmocka_unit_test(every_reason_once),
	    cmocka_unit_test(rows_for_several),
	    cmocka_unit_test(status_names),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}

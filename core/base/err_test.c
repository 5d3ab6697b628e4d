/* Errors: ids and bands, details, truncation, errno. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <errno.h>

#include <cmocka.h>

#include "err.h"

static void every_id_has_a_name_a_text_and_a_band(void **state)
{
	(void)state;
	for (int i = 1; i < GBX_E_COUNT; i++) {
		enum gbx_rc rc = gbx_eid_rc((enum gbx_eid)i);
		assert_int_equal(strncmp(gbx_eid_name((enum gbx_eid)i), "E_", 2), 0);
		assert_true(strlen(gbx_eid_text((enum gbx_eid)i)) > 2);
		assert_true(gbx_rc_is_data(rc) != gbx_rc_is_ours(rc));
		for (int k = 1; k < i; k++)
			assert_string_not_equal(gbx_eid_name((enum gbx_eid)i), gbx_eid_name((enum gbx_eid)k));
	}
}

static void an_id_out_of_range_is_an_internal_error(void **state)
{
	(void)state;
	assert_string_equal(gbx_eid_name((enum gbx_eid)9999), "E_INTERNAL");
	assert_int_equal(gbx_eid_rc((enum gbx_eid)-1), gbx_eid_rc(GBX_E_INTERNAL));
}

static void a_failure_is_returned_and_told(void **state)
{
	(void)state;
	struct gbx_err err = { 0 };
	assert_int_equal(gbx_fail(&err, GBX_E_RATIO, "%d times", 7), GBX_LIMIT);
	assert_int_equal(err.rc, GBX_LIMIT);
	assert_int_equal(err.id, GBX_E_RATIO);
	assert_int_equal(err.sys, 0);
	assert_string_equal(err.text, "unpacks to far more than its size: 7 times");
	gbx_fail(&err, GBX_E_NOMEM, NULL);
	assert_string_equal(err.text, "out of memory");
	assert_int_equal(gbx_fail(NULL, GBX_E_NOMEM, "%s", "x"), GBX_NOMEM);
}

static void the_system_error_is_kept(void **state)
{
	(void)state;
	struct gbx_err err = { 0 };
	errno = ENOENT;
	assert_int_equal(gbx_fail_sys(&err, GBX_E_OPEN, "a thing"), GBX_IO);
	assert_int_equal(err.sys, ENOENT);
	assert_string_equal(err.text, "cannot open: a thing (No such file or directory)");
	errno = 4321;
	gbx_fail_sys(&err, GBX_E_OPEN, NULL);
	assert_string_equal(err.text, "cannot open (unknown error)");
}

static void long_details_are_cut(void **state)
{
	(void)state;
	char detail[2 * GBX_ERR_TEXT];
	struct {
		struct gbx_err err;
		char guard[16];
	} e;
	memset(&e, 0x5a, sizeof e);
	memset(detail, 'd', sizeof detail - 1);
	detail[sizeof detail - 1] = 0;
	errno = EIO;
	gbx_fail_sys(&e.err, GBX_E_READ, "%s", detail);
	assert_int_equal(strlen(e.err.text), GBX_ERR_TEXT - 1);
	for (size_t i = 0; i < sizeof e.guard; i++)
		assert_int_equal(e.guard[i], 0x5a);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_id_has_a_name_a_text_and_a_band),
		cmocka_unit_test(an_id_out_of_range_is_an_internal_error),
		cmocka_unit_test(a_failure_is_returned_and_told),
		cmocka_unit_test(the_system_error_is_kept),
		cmocka_unit_test(long_details_are_cut),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}

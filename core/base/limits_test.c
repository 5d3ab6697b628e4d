/* Ceilings that must fit each other, or types that hold them. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "buf.h"
#include "err.h"
#include "limits.h"
#include "queue.h"

static void reading_fits(void **state)
{
	(void)state;
	assert_true(GBX_HEAD_BYTES <= GBX_CHUNK_BYTES);
	assert_true(GBX_CHUNK_BYTES <= GBX_RECORD_BYTES);
	assert_true(GBX_CHUNK_PAD >= 64); /* the widest vector load */
	assert_true(GBX_RECORD_COLUMNS <= GBX_CASE_COLUMNS);
	assert_true(GBX_RECORD_COLUMNS <= GBX_RECORD_CELLS);
	assert_true(GBX_FRAME_BYTES <= GBX_CHUNK_BYTES);
	assert_true(GBX_RATIO_FREE > GBX_CHUNK_BYTES);
	/* offsets in a batch are 32 bits, the last value of them means absent */
	assert_true((uint64_t)GBX_RECORD_BYTES + GBX_CHUNK_PAD < UINT32_MAX);
}

/* What users are told of a limit is the limit. */
static void texts_say_the_limits(void **state)
{
	(void)state;
	char text[16];
	snprintf(text, sizeof text, " %u,%03u ", GBX_RELATIONS / 1000, GBX_RELATIONS % 1000);
	assert_non_null(strstr(gbx_eid_text(GBX_E_RELATIONS), text));
	snprintf(text, sizeof text, " %u,%03u ", GBX_CASE_COLUMNS / 1000, GBX_CASE_COLUMNS % 1000);
	assert_non_null(strstr(gbx_eid_text(GBX_E_CASE_COLUMNS), text));
}

static void a_block_fits_into_the_case(void **state)
{
	(void)state;
	assert_true(GBX_BLOCK_BYTES < GBX_SEALED_BYTES);
	/* a record and what describes it */
	assert_true(GBX_BLOCK_BYTES > 2 * (uint64_t)GBX_RECORD_BYTES);
	assert_true(GBX_COMMIT_BYTES < UINT32_MAX);
}

static void an_error_holds_a_path_s_end(void **state)
{
	(void)state;
	assert_true(GBX_ERR_TEXT > 128);
	assert_true(GBX_NAME_BYTES < GBX_PATH_BYTES);
}

static void counting_fits(void **state)
{
	(void)state;
	assert_true(GBX_PLAN_ENOUGH < GBX_PLAN_VALUES);
	assert_true(GBX_SMALL_COUNT > 1);
	assert_true(GBX_THREADS <= GBX_QUEUE_MAX);
	assert_true(GBX_SHAPE_BYTES % 16 == 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(reading_fits),
		cmocka_unit_test(texts_say_the_limits),
		cmocka_unit_test(a_block_fits_into_the_case),
		cmocka_unit_test(an_error_holds_a_path_s_end),
		cmocka_unit_test(counting_fits),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}

/* Which headers a parent believes, and frames through a pipe. */
#include "testkit.h"

#include <signal.h>

#include "../base/limits.h"
#include "frame.h"

static bool good(enum gbx_frame_type type, uint32_t len, uint32_t eid, bool inside)
{
	struct gbx_frame f = { GBX_FRAME_MARK, (uint32_t)type, eid, len, 0 };
	return gbx_frame_check(&f, inside);
}

static void frames_stand_in_their_place(void **state)
{
	(void)state;
	assert_true(good(GBX_FRAME_STEP, 1, 0, false));
	assert_false(good(GBX_FRAME_STEP, 1, 0, true));
	assert_true(good(GBX_FRAME_ENTRY, 1, 0, false));
	assert_false(good(GBX_FRAME_ENTRY, 1, 0, true));
	assert_true(good(GBX_FRAME_DATA, 1, 0, true));
	assert_false(good(GBX_FRAME_DATA, 1, 0, false));
	assert_true(good(GBX_FRAME_END, 0, 0, true));
	assert_false(good(GBX_FRAME_END, 0, 0, false));
	assert_true(good(GBX_FRAME_PROGRESS, 0, 0, true));
	assert_true(good(GBX_FRAME_PROGRESS, 0, 0, false));
	assert_true(good(GBX_FRAME_DONE, 0, 0, false));
	assert_false(good(GBX_FRAME_DONE, 0, 0, true));
	assert_false(good((enum gbx_frame_type)0, 0, 0, false));
	assert_false(good((enum gbx_frame_type)7, 0, 0, false));
}

static void lengths_are_bounded(void **state)
{
	(void)state;
	assert_true(good(GBX_FRAME_ENTRY, GBX_PATH_BYTES - 1, 0, false));
	assert_false(good(GBX_FRAME_ENTRY, GBX_PATH_BYTES, 0, false));
	assert_false(good(GBX_FRAME_ENTRY, 0, 0, false));
	assert_true(good(GBX_FRAME_DATA, GBX_FRAME_BYTES, 0, true));
	assert_false(good(GBX_FRAME_DATA, GBX_FRAME_BYTES + 1, 0, true));
	assert_false(good(GBX_FRAME_DATA, 0, 0, true));
	assert_false(good(GBX_FRAME_END, 1, 0, true));
	assert_false(good(GBX_FRAME_DONE, UINT32_MAX, 0, false));
}

static void only_faults_of_the_data_are_believed(void **state)
{
	(void)state;
	assert_true(good(GBX_FRAME_END, 0, GBX_E_RATIO, true));
	assert_true(good(GBX_FRAME_ENTRY, 1, GBX_E_ENCRYPTED, false));
	assert_false(good(GBX_FRAME_END, 0, GBX_E_NOMEM, true));
	assert_false(good(GBX_FRAME_END, 0, GBX_E_KEY_WRONG, true));
	assert_false(good(GBX_FRAME_END, 0, GBX_E_COUNT, true));
	assert_false(good(GBX_FRAME_END, 0, UINT32_MAX, true));
	assert_false(good(GBX_FRAME_DATA, 1, GBX_E_RATIO, true));
}

static void the_mark_is_checked(void **state)
{
	(void)state;
	struct gbx_frame f = { GBX_FRAME_MARK, GBX_FRAME_DONE, 0, 0, 0 };
	assert_true(gbx_frame_check(&f, false));
	f.mark ^= 1;
	assert_false(gbx_frame_check(&f, false));
}

static void frames_go_through_a_pipe(void **state)
{
	(void)state;
	struct gbx_frame f = { GBX_FRAME_MARK, GBX_FRAME_DATA, 0, 5, 9 }, g;
	char text[6] = "";
	int p[2];
	assert_int_equal(pipe(p), 0);
	assert_true(gbx_frame_send(p[1], &f, "hello"));
	assert_int_equal(read(p[0], &g, sizeof g), sizeof g);
	assert_memory_equal(&f, &g, sizeof g);
	assert_int_equal(read(p[0], text, 5), 5);
	assert_string_equal(text, "hello");
	signal(SIGPIPE, SIG_IGN);
	close(p[0]);
	assert_false(gbx_frame_send(p[1], &f, "hello"));
	assert_false(gbx_frame_write(p[1], &f, sizeof f));
	close(p[1]);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(frames_stand_in_their_place),
		cmocka_unit_test(lengths_are_bounded),
		cmocka_unit_test(only_faults_of_the_data_are_believed),
		cmocka_unit_test(the_mark_is_checked),
		cmocka_unit_test(frames_go_through_a_pipe),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}

/* Steps in their own process: results, errors, crashes, kills. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#include "process.h"

struct answer {
	int number;
	pid_t pid;
	char text[100000]; /* more than a pipe holds */
};

static enum gbx_rc answers(void *ctx, void *result, struct gbx_err *err)
{
	struct answer *a = result;
	(void)err;
	a->number = *(int *)ctx * 2;
	a->pid = getpid();
	memset(a->text, 'x', sizeof a->text);
	*(int *)ctx = 0; /* the parent's stays */
	return GBX_OK;
}

static void the_result_comes_back(void **state)
{
	(void)state;
	static struct answer a;
	int question = 21;
	struct gbx_err err = { 0 };
	assert_int_equal(gbx_process_run(answers, &question, &a, sizeof a, "the test", &err), GBX_OK);
	assert_int_equal(a.number, 42);
	assert_int_equal(question, 21);
	assert_int_not_equal(a.pid, getpid());
	assert_int_equal(a.text[sizeof a.text - 1], 'x');
}

static enum gbx_rc fails(void *ctx, void *result, struct gbx_err *err)
{
	(void)ctx;
	*(int *)result = 7;
	return gbx_fail(err, GBX_E_PROOF, "%d in all", 3);
}

static void the_error_comes_back(void **state)
{
	(void)state;
	struct gbx_err err = { 0 };
	int n = 0;
	assert_int_equal(gbx_process_run(fails, NULL, &n, sizeof n, "the test", &err), GBX_REFUSED);
	assert_int_equal(err.id, GBX_E_PROOF);
	assert_non_null(strstr(err.text, "3 in all"));
	assert_int_equal(n, 7);
	assert_int_equal(gbx_process_run(fails, NULL, &n, sizeof n, "the test", NULL), GBX_REFUSED);
}

static enum gbx_rc dies(void *ctx, void *result, struct gbx_err *err)
{
	(void)result;
	(void)err;
	signal(SIGABRT, SIG_DFL);
	raise(*(int *)ctx);
	return GBX_OK;
}

static void a_death_costs_the_step_only(void **state)
{
	(void)state;
	int signals[] = { SIGKILL, SIGABRT, SIGTERM };
	for (size_t i = 0; i < sizeof signals / sizeof *signals; i++) {
		struct gbx_err err = { 0 };
		int n = 5;
		assert_int_equal(gbx_process_run(dies, signals + i, &n, sizeof n, "the test", &err),
				 GBX_CRASHED);
		assert_int_equal(err.id, GBX_E_CHILD);
		assert_non_null(strstr(err.text, "the test ended by signal"));
	}
	assert_int_equal(waitpid(-1, NULL, WNOHANG), -1); /* nobody is left */
}

static enum gbx_rc leaves(void *ctx, void *result, struct gbx_err *err)
{
	(void)ctx;
	(void)result;
	(void)err;
	_exit(0);
}

static void leaving_without_an_answer_is_an_error(void **state)
{
	(void)state;
	struct gbx_err err = { 0 };
	int n = 0;
	assert_int_equal(gbx_process_run(leaves, NULL, &n, sizeof n, "the test", &err), GBX_CRASHED);
	assert_non_null(strstr(err.text, "without an answer"));
}

static enum gbx_rc manners(void *ctx, void *result, struct gbx_err *err)
{
	(void)ctx;
	(void)err;
	*(int *)result = prctl(PR_GET_DUMPABLE);
	return GBX_OK;
}

static void the_child_cannot_be_traced(void **state)
{
	(void)state;
	int dumpable = 9;
	assert_int_equal(gbx_process_run(manners, NULL, &dumpable, sizeof dumpable, "the test", NULL), 0);
	assert_int_equal(dumpable, 0);
}

/* Until it is asked to stop, then what it was asked with. */
static enum gbx_rc works_until_stopped(void *ctx, void *result, struct gbx_err *err)
{
	(void)result;
	gbx_process_hold();
	kill(getppid(), *(int *)ctx); /* the parent alone, as `kill PID` does */
	for (int i = 0; i < 200 && !gbx_process_stopped(); i++)
		usleep(10000);
	return gbx_process_stopped() ? gbx_fail(err, GBX_E_STOPPED, "all is kept") : GBX_OK;
}

static void who_asks_the_parent_stops_the_child(void **state)
{
	(void)state;
	int signals[] = { SIGINT, SIGTERM, SIGHUP };
	for (size_t i = 0; i < sizeof signals / sizeof *signals; i++) {
		struct gbx_err err = { 0 };
		int n = 0;
		signal(signals[i], SIG_DFL);
		gbx_process_run(works_until_stopped, signals + i, &n, sizeof n, "the test", &err);
		assert_int_equal(err.id, GBX_E_STOPPED);
		assert_non_null(strstr(err.text, "all is kept"));
	}
}

static void what_is_ignored_stops_nothing(void **state)
{
	(void)state;
	int signals[] = { SIGINT, SIGHUP }; /* the background of a script, nohup */
	for (size_t i = 0; i < sizeof signals / sizeof *signals; i++) {
		struct gbx_err err = { 0 };
		int n = 0;
		signal(signals[i], SIG_IGN);
		assert_int_equal(gbx_process_run(works_until_stopped, signals + i, &n, sizeof n,
						 "the test", &err),
				 GBX_OK);
		signal(signals[i], SIG_DFL);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_result_comes_back),
		cmocka_unit_test(the_error_comes_back),
		cmocka_unit_test(a_death_costs_the_step_only),
		cmocka_unit_test(leaving_without_an_answer_is_an_error),
		cmocka_unit_test(the_child_cannot_be_traced),
		cmocka_unit_test(who_asks_the_parent_stops_the_child),
		cmocka_unit_test(what_is_ignored_stops_nothing),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}

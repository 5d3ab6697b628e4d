/*
 * The parent of a process that misbehaves: crashes, hangs, bursts, lies. What
 * runs in the process is put there by each test.
 */
#include "testkit.h"

#include <signal.h>
#include <sys/socket.h>
#include <sys/wait.h>

#include "../base/limits.h"
#include "child.h"
#include "confine.h"
#include "frame.h"
#include "outlet.h"
#include "sanitized.h"
#include "unpack.h"

#define SIZE 100000000u

struct seen {
	struct gbx_buf text; /* "path bytes E_X\n" an entry */
	enum gbx_rc rc;
	struct gbx_err err;
	unsigned n;
};

static struct seen run(const struct gbx_unpack_job *job)
{
	struct seen s = { .text = GBX_BUF_INIT(1u << 20) };
	struct gbx_entry_info *e = malloc(sizeof *e);
	struct gbx_unpack *u = NULL;
	static char buf[5000];
	assert_int_equal(gbx_unpack_open(&u, job, &s.err), GBX_OK);
	while ((s.rc = gbx_unpack_next(u, e, &s.err)) == GBX_OK && s.n++ < 100) {
		uint64_t bytes = 0;
		size_t got;
		enum gbx_rc rc;
		while ((rc = gbx_unpack_read(u, buf, sizeof buf, &got, &s.err)) == GBX_OK)
			bytes += got;
		enum gbx_eid why = rc == GBX_END ? e->reason : s.err.id;
		gbx_buf_addf(&s.text, "%s %llu %s\n", e->path, (unsigned long long)bytes,
			     why ? gbx_eid_name(why) : "ok");
	}
	gbx_unpack_close(u);
	free(e);
	assert_int_equal(waitpid(-1, NULL, WNOHANG), -1); /* all are reaped */
	return s;
}

static struct seen run_child(void (*child)(const struct gbx_child_job *))
{
	struct gbx_unpack_job job = { .in = STDIN_FILENO,
				      .seekable = true,
				      .size = SIZE,
				      .name = "d",
				      .ratio = 10,
				      .stall_seconds = 1,
				      .child = child };
	return run(&job);
}

static void expect(struct seen *s, const char *text)
{
	assert_string_equal(gbx_buf_str(&s->text), text);
	gbx_buf_release(&s->text);
}

static void tell(int fd, enum gbx_frame_type type, uint64_t number, enum gbx_eid eid, const char *p)
{
	struct gbx_frame f = { GBX_FRAME_MARK, (uint32_t)type, eid, p ? (uint32_t)strlen(p) : 0,
			       number };
	if (!gbx_frame_send(fd, &f, p))
		_exit(GBX_UNPACK_EXIT_PIPE);
}

static void send_entry(int fd, uint64_t top, const char *path)
{
	tell(fd, GBX_FRAME_STEP, top, 0, path);
	tell(fd, GBX_FRAME_ENTRY, 5, 0, path);
	tell(fd, GBX_FRAME_DATA, 0, 0, "hello");
}

static void honest(const struct gbx_child_job *job)
{
	for (uint64_t top = job->resume_top; top < 2; top++) {
		send_entry(job->out, top, top ? "d!/b" : "d!/a");
		tell(job->out, GBX_FRAME_END, 0, 0, NULL);
	}
	tell(job->out, GBX_FRAME_ENTRY, 0, GBX_E_ENCRYPTED, "d!/c");
	tell(job->out, GBX_FRAME_DONE, 0, 0, NULL);
}

static void an_honest_process_is_believed(void **state)
{
	(void)state;
	struct seen s = run_child(honest);
	assert_int_equal(s.rc, GBX_END);
	expect(&s, "d!/a 5 ok\nd!/b 5 ok\nd!/c 0 E_ENCRYPTED\n");
}

/* Four entries; dies in the second of them the first time it gets there. */
static void dies_once(const struct gbx_child_job *job)
{
	static const char *const names[] = { "d!/0", "d!/1", "d!/2", "d!/3" };
	uint64_t top = job->resume_top;
	if (job->resume_leaf) /* what was given is passed over */
		tell(job->out, GBX_FRAME_STEP, top, 0, names[top]);
	for (top += job->resume_leaf; top < 4; top++) {
		send_entry(job->out, top, names[top]);
		if (top == 1)
			abort();
		tell(job->out, GBX_FRAME_END, 0, 0, NULL);
	}
	tell(job->out, GBX_FRAME_DONE, 0, 0, NULL);
}

static void a_crash_costs_one_entry(void **state)
{
	(void)state;
	struct seen s = run_child(dies_once);
	assert_int_equal(s.rc, GBX_END);
	expect(&s, "d!/0 5 ok\nd!/1 5 E_UNPACK_CRASH\nd!/2 5 ok\nd!/3 5 ok\n");
}

static void a_stream_cannot_be_tried_again(void **state)
{
	(void)state;
	struct gbx_unpack_job job = {
		.in = STDIN_FILENO, .name = "-", .ratio = 10, .child = dies_once
	};
	struct seen s = run(&job);
	assert_int_equal(s.rc, GBX_END);
	expect(&s, "d!/0 5 ok\nd!/1 5 E_UNPACK_CRASH\n- 0 E_UNPACK_CRASH\n");
}

static void dies_before_entries(const struct gbx_child_job *job)
{
	tell(job->out, GBX_FRAME_STEP, job->resume_top, 0, "d!/x");
	if (job->resume_top < 3)
		_exit(GBX_UNPACK_EXIT_MEMORY);
	tell(job->out, GBX_FRAME_DONE, 0, 0, NULL);
}

static void what_it_was_opening_is_blamed(void **state)
{
	(void)state;
	struct seen s = run_child(dies_before_entries);
	assert_int_equal(s.rc, GBX_END);
	expect(&s, "d!/x 0 E_UNPACK_MEMORY\nd!/x 0 E_UNPACK_MEMORY\nd!/x 0 E_UNPACK_MEMORY\n");
}

static void dies_at_once(const struct gbx_child_job *job)
{
	(void)job;
	abort();
}

static void dying_at_once_is_recorded(void **state)
{
	(void)state;
	struct seen s = run_child(dies_at_once);
	assert_int_equal(s.rc, GBX_END);
	expect(&s, "d 0 E_UNPACK_CRASH\n");
}

static void dies_between(const struct gbx_child_job *job)
{
	if (!job->resume_leaf && job->resume_top == 0) {
		send_entry(job->out, 0, "d!/a");
		tell(job->out, GBX_FRAME_END, 0, 0, NULL);
	}
	abort();
}

static void twice_dead_at_one_place_is_the_end(void **state)
{
	(void)state;
	struct seen s = run_child(dies_between);
	assert_int_equal(s.rc, GBX_END);
	expect(&s, "d!/a 5 ok\nd 0 E_UNPACK_CRASH\n");
}

static void dies_always(const struct gbx_child_job *job)
{
	uint64_t top = job->resume_top + (job->resume_leaf != 0);
	send_entry(job->out, top, "d!/x");
	abort();
}

static void restarts_are_counted(void **state)
{
	(void)state;
	struct seen s = run_child(dies_always);
	assert_int_equal(s.rc, GBX_END);
	assert_int_equal(s.n, GBX_UNPACK_RESTARTS + 2); /* the last is the source itself */
	const char *last = "\nd 0 E_UNPACK_CRASH\n";
	const char *text = gbx_buf_str(&s.text);
	assert_string_equal(text + strlen(text) - strlen(last), last);
	gbx_buf_release(&s.text);
}

static void sleeps(const struct gbx_child_job *job)
{
	send_entry(job->out, job->resume_top, "d!/a");
	if (job->resume_top + job->resume_leaf == 0)
		for (;;)
			pause();
	tell(job->out, GBX_FRAME_END, 0, 0, NULL);
	tell(job->out, GBX_FRAME_DONE, 0, 0, NULL);
}

static void a_stall_ends_the_entry(void **state)
{
	(void)state;
	double t = kit_seconds();
	struct seen s = run_child(sleeps);
	assert_true(kit_seconds() - t < 10);
	assert_int_equal(s.rc, GBX_END);
	expect(&s, "d!/a 5 E_UNPACK_STALL\nd!/a 5 ok\n");
}

static bool for_three_seconds(void *ctx)
{
	unsigned *left = ctx;
	return *left && (*left)--;
}

static void late(const struct gbx_child_job *job)
{
	sleep(3);
	tell(job->out, GBX_FRAME_ENTRY, 0, GBX_E_ENCRYPTED, "d");
	tell(job->out, GBX_FRAME_DONE, 0, 0, NULL);
}

static void waiting_for_input_is_no_stall(void **state)
{
	(void)state;
	unsigned left = 3;
	struct gbx_unpack_job job = { .name = "d",
				      .ratio = 1,
				      .stall_seconds = 1,
				      .child = late,
				      .starving = for_three_seconds,
				      .ctx = &left };
	struct seen s = run(&job);
	expect(&s, "d 0 E_ENCRYPTED\n");
}

static void burns(const struct gbx_child_job *job)
{
	static struct gbx_outlet o;
	o.fd = job->out;
	sigset_t none;
	sigemptyset(&none);
	sigprocmask(SIG_SETMASK, &none, NULL);
	if (!gbx_outlet_watch(&o))
		_exit(GBX_UNPACK_EXIT_SETUP);
	gbx_outlet_step(&o, job->resume_top, "d!/a");
	if (job->resume_top == 1) {
		gbx_outlet_done(&o);
		_exit(0);
	}
	for (volatile unsigned i = 0;; i++)
		;
}

static void burning_time_without_progress_ends(void **state)
{
	(void)state;
	struct gbx_unpack_job job = {
		.seekable = true, .size = SIZE, .name = "d", .ratio = 1, .child = burns
	};
	if (SANITIZED)
		skip(); /* the thread sanitizer holds signals back in such a loop */
	double t = kit_seconds();
	struct seen s = run(&job);
	assert_true(kit_seconds() - t < 20);
	assert_int_equal(s.rc, GBX_END);
	expect(&s, "d!/a 0 E_UNPACK_CPU\n");
}

/* Each sends something no unpacker sends. */
static void lie_noise(const struct gbx_child_job *job)
{
	for (int i = 0; i < 100; i++)
		if (write(job->out, "this is not a frame at all", 26) < 0)
			_exit(1);
}

static void lie_data_outside(const struct gbx_child_job *job)
{
	tell(job->out, GBX_FRAME_DATA, 0, 0, "hello");
}

static void lie_done_inside(const struct gbx_child_job *job)
{
	send_entry(job->out, 0, "d!/a");
	tell(job->out, GBX_FRAME_DONE, 0, 0, NULL);
}

static void lie_our_fault(const struct gbx_child_job *job)
{
	tell(job->out, GBX_FRAME_ENTRY, 0, GBX_E_DISK_FULL, "d!/a");
}

static void lie_nul_in_path(const struct gbx_child_job *job)
{
	struct gbx_frame f = { GBX_FRAME_MARK, GBX_FRAME_ENTRY, 0, 4, 0 };
	gbx_frame_send(job->out, &f, "a\0b");
}

static void lie_position(const struct gbx_child_job *job)
{
	tell(job->out, GBX_FRAME_PROGRESS, (uint64_t)SIZE + 1, 0, NULL);
}

static void lie_backwards(const struct gbx_child_job *job)
{
	send_entry(job->out, 5, "d!/a");
	tell(job->out, GBX_FRAME_END, 0, 0, NULL);
	tell(job->out, GBX_FRAME_STEP, 4, 0, "d!/b");
}

static void lie_flood(const struct gbx_child_job *job)
{
	static char much[GBX_FRAME_BYTES];
	struct gbx_frame f = { GBX_FRAME_MARK, GBX_FRAME_DATA, 0, sizeof much, 0 };
	send_entry(job->out, 0, "d!/a");
	while (gbx_frame_send(job->out, &f, much))
		;
}

static void lies_are_found_out(void **state)
{
	(void)state;
	static void (*const lies[])(const struct gbx_child_job *) = {
		lie_noise,	 lie_data_outside, lie_done_inside, lie_our_fault,
		lie_nul_in_path, lie_position,	   lie_backwards,   lie_flood,
	};
	for (size_t i = 0; i < sizeof lies / sizeof *lies; i++) {
		struct seen s = run_child(lies[i]);
		assert_int_equal(s.rc, GBX_END); /* the run goes on */
		assert_non_null(strstr(gbx_buf_str(&s.text), "E_PROTOCOL"));
		assert_true(s.n <= GBX_UNPACK_RESTARTS + 3);
		gbx_buf_release(&s.text);
	}
}

/* Four entries; noise in the middle of the second, once. */
static void lie_once(const struct gbx_child_job *job)
{
	static const char *const names[] = { "d!/0", "d!/1", "d!/2", "d!/3" };
	uint64_t top = job->resume_top;
	bool again = job->resume_leaf != 0;
	if (again)
		tell(job->out, GBX_FRAME_STEP, top, 0, names[top]);
	for (top += job->resume_leaf; top < 4; top++) {
		send_entry(job->out, top, names[top]);
		if (!again && top == 1)
			lie_noise(job);
		tell(job->out, GBX_FRAME_END, 0, 0, NULL);
	}
	tell(job->out, GBX_FRAME_DONE, 0, 0, NULL);
}

static void a_lie_costs_one_entry(void **state)
{
	(void)state;
	struct seen s = run_child(lie_once);
	assert_int_equal(s.rc, GBX_END);
	expect(&s, "d!/0 5 ok\nd!/1 5 E_PROTOCOL\nd!/2 5 ok\nd!/3 5 ok\n");
}

static void a_killed_unpacker_goes_on_behind_the_entry(void **state)
{
	(void)state;
	struct kit_blob text = kit_text(6u << 20, 3);
	const struct kit_file f[3] = { { "a", text.p, text.n },
				       { "b", text.p, text.n },
				       { "c", "3", 1 } };
	struct kit_blob b = kit_pack(ARCHIVE_FORMAT_ZIP, ARCHIVE_FILTER_NONE, NULL, NULL, f, 3);
	int fd = open(kit_write("k.zip", b.p, b.n), O_RDONLY | O_CLOEXEC);
	struct gbx_unpack_job job = {
		.in = fd, .seekable = true, .size = b.n, .name = "k.zip", .ratio = 400
	};
	struct gbx_entry_info *e = malloc(sizeof *e);
	char *buf = malloc(text.n);
	struct gbx_unpack *u;
	struct gbx_err err;
	size_t got;
	assert_int_equal(gbx_unpack_open(&u, &job, &err), GBX_OK);
	assert_int_equal(gbx_unpack_next(u, e, &err), GBX_OK);
	assert_int_equal(gbx_unpack_read(u, buf, 1000, &got, &err), GBX_OK);
	kill(gbx_unpack_pid(u), SIGKILL);
	enum gbx_rc rc;
	while ((rc = gbx_unpack_read(u, buf, text.n, &got, &err)) == GBX_OK)
		;
	assert_int_equal(rc, GBX_BAD_ENTRY);
	assert_int_equal(err.id, GBX_E_UNPACK_CRASH);
	assert_int_equal(gbx_unpack_next(u, e, &err), GBX_OK);
	assert_string_equal(e->path, "k.zip!/b");
	assert_int_equal(gbx_unpack_read(u, buf, text.n, &got, &err), GBX_OK);
	assert_int_equal(got, text.n);
	assert_memory_equal(buf, text.p, text.n);
	assert_int_equal(gbx_unpack_next(u, e, &err), GBX_OK);
	assert_string_equal(e->path, "k.zip!/c");
	assert_int_equal(gbx_unpack_next(u, e, &err), GBX_END);
	gbx_unpack_close(u);
	close(fd);
	free(e);
	free(buf);
	kit_free(&b);
	kit_free(&text);
}

static int status_of(void (*body)(void))
{
	int status = 0;
	pid_t pid = fork();
	if (pid == 0) {
		if (!gbx_confine())
			_exit(99);
		body();
		_exit(7);
	}
	assert_int_equal(waitpid(pid, &status, 0), pid);
	return status;
}

static void try_open(void)
{
	_exit(open("/etc/hostname", O_RDONLY) < 0 ? 1 : 2);
}

static void try_socket(void)
{
	socket(AF_INET, SOCK_STREAM, 0);
}

static void try_fork(void)
{
	fork();
}

static void try_exec(void)
{
	execl("/bin/true", "true", (char *)NULL);
}

static void try_memory(void)
{
	char *p = malloc(50u << 20);
	_exit(p ? 3 : 4);
}

static void a_confined_process_reaches_nothing(void **state)
{
	(void)state;
	if (SANITIZED)
		skip(); /* its runtime needs more system calls */
	int status = status_of(try_open);
	assert_true(WIFEXITED(status) && WEXITSTATUS(status) == 1);
	status = status_of(try_memory);
	assert_true(WIFEXITED(status) && WEXITSTATUS(status) == 3);
	static void (*const deadly[])(void) = { try_socket, try_fork, try_exec };
	for (size_t i = 0; i < 3; i++) {
		status = status_of(deadly[i]);
		assert_true(WIFSIGNALED(status) && WTERMSIG(status) == SIGSYS);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(an_honest_process_is_believed),
		cmocka_unit_test(a_crash_costs_one_entry),
		cmocka_unit_test(a_stream_cannot_be_tried_again),
		cmocka_unit_test(what_it_was_opening_is_blamed),
		cmocka_unit_test(dying_at_once_is_recorded),
		cmocka_unit_test(twice_dead_at_one_place_is_the_end),
		cmocka_unit_test(restarts_are_counted),
		cmocka_unit_test(a_stall_ends_the_entry),
		cmocka_unit_test(waiting_for_input_is_no_stall),
		cmocka_unit_test(burning_time_without_progress_ends),
		cmocka_unit_test(lies_are_found_out),
		cmocka_unit_test(a_lie_costs_one_entry),
		cmocka_unit_test(a_killed_unpacker_goes_on_behind_the_entry),
		cmocka_unit_test(a_confined_process_reaches_nothing),
	};
	return cmocka_run_group_tests(tests, kit_setup, kit_teardown);
}

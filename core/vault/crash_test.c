/*
 * A case among other processes: locks, full disks, kill -9 at any moment, and no
 * plain value in any file meanwhile.
 */
#include "testing.h"

#include <poll.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/wait.h>

static void wait_byte(int fd)
{
	char c;
	assert_int_equal(read(fd, &c, 1), 1);
}

/* A child that holds the case open until the pipe is closed. */
static pid_t hold(const struct place *t, enum gbx_vault_mode mode, int *until)
{
	int ready[2], end[2];
	assert_int_equal(pipe(ready), 0);
	assert_int_equal(pipe(end), 0);
	pid_t pid = fork();
	if (!pid) {
		struct gbx_vault *v = NULL;
		char c;
		close(end[1]);
		if (gbx_vault_open(&v, t->path, mode, NULL, NULL) || write(ready[1], "x", 1) != 1)
			_exit(1);
		(void)!read(end[0], &c, 1);
		gbx_vault_close(v);
		_exit(0);
	}
	close(ready[1]);
	close(end[0]);
	wait_byte(ready[0]);
	close(ready[0]);
	*until = end[1];
	return pid;
}

static void locked(void **state)
{
	const struct place *t = *state;
	struct gbx_vault *v = NULL;
	struct gbx_err err;
	char want[64];
	int until, status;
	gbx_vault_close(case_with(t->path, 1));
	pid_t pid = hold(t, GBX_VAULT_WRITE, &until);
	snprintf(want, sizeof want, "process %ld", (long)pid);
	for (int mode = GBX_VAULT_FIGURES; mode <= GBX_VAULT_WRITE; mode++) {
		assert_int_equal(gbx_vault_open(&v, t->path, (enum gbx_vault_mode)mode, NULL, &err),
		                 GBX_REFUSED);
		assert_int_equal(err.id, GBX_E_CASE_LOCKED);
		if (!access("/proc/locks", R_OK) && !strstr(err.text, want))
			print_message("holder not named: %s\n", err.text);
	}
	close(until);
	assert_int_equal(waitpid(pid, &status, 0), pid);
	assert_int_equal(status, 0);
	/* Readers share. */
	pid = hold(t, GBX_VAULT_READ, &until);
	assert_int_equal(open_as(t->path, GBX_VAULT_READ, NULL), GBX_E_NONE);
	assert_int_equal(open_as(t->path, GBX_VAULT_WRITE, NULL), GBX_E_CASE_LOCKED);
	close(until);
	assert_int_equal(waitpid(pid, &status, 0), pid);
	assert_int_equal(open_as(t->path, GBX_VAULT_WRITE, NULL), GBX_E_NONE);
}

/* Writes blocks until the limit on file size strikes; 3 when that was told rightly. */
static int fill_disk(const char *path, rlim_t bytes)
{
	struct gbx_vault *v = NULL;
	struct gbx_sealer *s = NULL;
	struct gbx_err err;
	struct rlimit limit = {bytes, bytes};
	signal(SIGXFSZ, SIG_IGN);
	if (gbx_vault_open(&v, path, GBX_VAULT_WRITE, NULL, &err) || gbx_sealer_new(v, &s, &err) ||
	    setrlimit(RLIMIT_FSIZE, &limit))
		return 1;
	enum gbx_rc rc = gbx_vault_begin(v, &err);
	for (uint64_t i = v->state.blocks; !rc && i < 5000; i++) {
		rc = store_people(v, s, i, 100, &err);
		if (!rc && i % 8 == 0)
			rc = gbx_vault_commit(v, &err);
	}
	bool right = rc == GBX_IO && err.id == GBX_E_DISK_FULL;
	/* It stays so, and closing is safe. */
	right &= gbx_vault_commit(v, &err) == GBX_IO && err.id == GBX_E_DISK_FULL;
	gbx_sealer_free(s);
	gbx_vault_close(v);
	return right ? 3 : 2;
}

static void disk_full(void **state)
{
	const struct place *t = *state;
	struct gbx_verify_result r;
	struct gbx_vault *v = NULL;
	struct gbx_err err;
	struct stat st;
	uint64_t before = 0;
	gbx_vault_close(case_with(t->path, 2));
	for (int round = 0; round < 6; round++) {
		assert_int_equal(stat(t->path, &st), 0);
		pid_t pid = fork();
		if (!pid)
			_exit(fill_disk(t->path,
			                (rlim_t)st.st_size + 60000 + 17000u * (rlim_t)round));
		int status;
		assert_int_equal(waitpid(pid, &status, 0), pid);
		assert_true(WIFEXITED(status));
		assert_int_equal(WEXITSTATUS(status), 3);
		assert_int_equal(gbx_vault_open(&v, t->path, GBX_VAULT_READ, NULL, &err), GBX_OK);
		assert_int_equal(gbx_vault_verify(v, &r, &err), GBX_OK);
		assert_false(r.finished);
		assert_true(r.blocks >= before && r.blocks >= 2);
		before = r.blocks;
		gbx_vault_close(v);
	}
}

/* Writes for ever; tells each commit's count of blocks. */
static void write_for_ever(const char *path, int out)
{
	struct gbx_vault *v = NULL;
	struct gbx_sealer *s = NULL;
	struct gbx_err err;
	if (gbx_vault_open(&v, path, GBX_VAULT_WRITE, NULL, &err) || gbx_sealer_new(v, &s, &err) ||
	    gbx_vault_begin(v, &err))
		_exit(1);
	struct gbx_quarantine q = {.off = 7, .len = 3, .reason = GBX_E_UTF8};
	uint64_t last = v->state.blocks - 1;
	(void)!write(out, &last, sizeof last); /* ready */
	for (uint64_t i = v->state.blocks;; i++) {
		if (store_people(v, s, i, 50, &err) || gbx_vault_put_quarantine(v, 1, &q, 1, &err))
			_exit(2);
		if (i % 3 == 2 &&
		    (gbx_vault_commit(v, &err) || write(out, &i, sizeof i) != sizeof i))
			_exit(3);
	}
}

static uint64_t last_told(int fd, uint64_t before)
{
	uint64_t x;
	while (read(fd, &x, sizeof x) == sizeof x)
		before = x + 1;
	return before;
}

static void check_killed(const struct place *t, uint64_t told)
{
	struct gbx_vault *v = NULL;
	struct gbx_verify_result r;
	struct gbx_summary s;
	struct gbx_err err;
	/* Before and after the journal was rolled back, at rest and in mid-write. */
	assert_int_equal(count_in(t->path, CANARY, strlen(CANARY)), 0);
	assert_int_equal(count_in(t->journal, CANARY, strlen(CANARY)), 0);
	if (gbx_vault_open(&v, t->path, GBX_VAULT_READ, NULL, &err))
		fail_msg("%s", err.text);
	if (gbx_vault_verify(v, &r, &err))
		fail_msg("%s", err.text);
	assert_false(r.finished);
	assert_true(r.blocks >= told);
	gbx_summary_init(&s);
	assert_int_equal(gbx_vault_load(v, &s, &err), GBX_OK);
	assert_int_equal(s.nrelation, 1);
	assert_true(s.records == r.records && s.relation[0].records == r.records);
	/* A block and its quarantine note are stored together or not at all. */
	assert_true(s.quarantined == r.blocks || s.quarantined + 1 == r.blocks);
	assert_string_equal(gbx_summary_partial(&s, 0), "ingest did not finish");
	gbx_summary_release(&s);
	gbx_vault_close(v);
	gbx_vault_tidy(t->path);
	assert_int_equal(access(t->journal, F_OK), -1);
}

static void killed(void **state)
{
	const struct place *t = *state;
	uint64_t told = 0, all = 0, seed = 11;
	int hot = 0;
	gbx_vault_close(case_with(t->path, 0));
	for (int round = 0; round < 200; round++) {
		int p[2], status;
		assert_int_equal(pipe2(p, O_NONBLOCK), 0);
		pid_t pid = fork();
		if (!pid) {
			close(p[0]);
			write_for_ever(t->path, p[1]);
		}
		close(p[1]);
		/* Half of them while the case is opened, half while it is written. */
		if (round % 2)
			poll(&(struct pollfd){.fd = p[0], .events = POLLIN}, 1, 5000);
		usleep((useconds_t)(mix(&seed) % 60000));
		kill(pid, SIGKILL);
		assert_int_equal(waitpid(pid, &status, 0), pid);
		assert_true(WIFSIGNALED(status));
		struct stat st;
		hot += !stat(t->journal, &st) && st.st_size > 0;
		told = last_told(p[0], told);
		close(p[0]);
		check_killed(t, told);
		if (told < 400)
			continue;
		all += told; /* a fresh case: verifying takes its time */
		told = 0;
		unlink(t->path);
		gbx_vault_close(case_with(t->path, 0));
	}
	print_message("200 kills, %d with a hot journal, %llu blocks\n", hot,
	              (unsigned long long)(all + told));
}

/* No value of a record stands anywhere, while the case is open and after. */
static void no_plaintext(void **state)
{
	const struct place *t = *state;
	struct gbx_sealer *s = NULL;
	struct gbx_err err;
	struct gbx_vault *v = case_with(t->path, 4);
	assert_int_equal(gbx_sealer_new(v, &s, &err), GBX_OK);
	for (uint64_t i = 4; i < 80; i++) /* more than the page cache holds */
		assert_int_equal(store_people(v, s, i, 2000, &err), GBX_OK);
	for (int closed = 0; closed < 2; closed++) {
		assert_int_equal(count_in(t->path, CANARY, strlen(CANARY)), 0);
		assert_int_equal(count_in(t->journal, CANARY, strlen(CANARY)), 0);
		if (!closed) {
			assert_int_equal(count_in(t->path, gbx_vault_case_id(v), 36), 1);
			gbx_sealer_free(s);
			gbx_vault_close(v);
		}
	}
}

#define IN_PLACE(f) cmocka_unit_test_setup_teardown(f, place_new, place_free)

int main(void)
{
	const struct CMUnitTest tests[] = {
	    IN_PLACE(locked),
	    IN_PLACE(disk_full),
	    IN_PLACE(no_plaintext),
	    IN_PLACE(killed),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}

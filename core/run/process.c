/* A step in a process of its own; the contract is in process.h. */
#include "process.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static bool write_all(int fd, const void *p, size_t n)
{
	const char *c = p;
	while (n) {
		ssize_t k = write(fd, c, n);
		if (k < 0 && errno == EINTR)
			continue;
		if (k <= 0)
			return false;
		c += k;
		n -= (size_t)k;
	}
	return true;
}

/* The child ends in its own way; one that has not ended after this is ended. */
#define STOP_SECONDS 3

/* Ctrl-C, the end of a service or of `timeout`, a terminal that is gone. One that is ignored
 * (nohup, the background of a script) asks nothing; but a blocked one is pending all the same. */
static void stop_signals(sigset_t *set)
{
	static const int asking[] = { SIGINT, SIGTERM, SIGHUP };
	struct sigaction now;
	sigemptyset(set);
	for (size_t i = 0; i < sizeof asking / sizeof *asking; i++)
		if (!sigaction(asking[i], NULL, &now) && now.sa_handler != SIG_IGN)
			sigaddset(set, asking[i]);
}

/* The signal that asks to stop; 0: none. */
static int asked_to_stop(void)
{
	sigset_t pending, asking;
	stop_signals(&asking);
	if (sigpending(&pending))
		return 0;
	for (int sig = 1; sig < SIGRTMIN; sig++)
		if (sigismember(&asking, sig) && sigismember(&pending, sig))
			return sig;
	return 0;
}

/* Waits for the child's answer, or its end. *stopped: was asked to. Ctrl-C goes to child and
 * parent alike, but who sends a signal by hand or by a program knows the parent only. */
static void wait_answer(int fd, pid_t pid, bool *stopped)
{
	struct timespec asked = { 0 }, now;
	for (;;) {
		struct pollfd p = { .fd = fd, .events = POLLIN };
		if (poll(&p, 1, 100) > 0)
			return;
		clock_gettime(CLOCK_MONOTONIC, &now);
		int sig = *stopped ? 0 : asked_to_stop();
		if (sig) {
			kill(pid, sig);
			*stopped = true;
			asked = now;
		}
		if (*stopped && now.tv_sec - asked.tv_sec > STOP_SECONDS)
			kill(pid, SIGKILL);
	}
}

static bool read_all(int fd, void *p, size_t n)
{
	char *c = p;
	while (n) {
		ssize_t k = read(fd, c, n);
		if (k < 0 && errno == EINTR)
			continue;
		if (k <= 0)
			return false;
		c += k;
		n -= (size_t)k;
	}
	return true;
}

static void child_manners(void)
{
	struct rlimit no_core = { 0, 0 };
	setrlimit(RLIMIT_CORE, &no_core);
	prctl(PR_SET_PDEATHSIG, SIGKILL);
	prctl(PR_SET_DUMPABLE, 0);
	signal(SIGXFSZ, SIG_IGN); /* a full disk is an error, not a death */
	signal(SIGPIPE, SIG_IGN);
	sigset_t asking;
	stop_signals(&asking);
	sigprocmask(SIG_UNBLOCK, &asking, NULL);
}

bool gbx_process_stopped(void)
{
	return asked_to_stop() != 0;
}

void gbx_process_hold(void)
{
	sigset_t asking;
	stop_signals(&asking);
	sigprocmask(SIG_BLOCK, &asking, NULL);
}

static _Noreturn void child(int fd, enum gbx_rc (*fn)(void *, void *, struct gbx_err *), void *ctx,
			    void *result, size_t size)
{
	struct gbx_err err = { 0 };
	child_manners();
	err.rc = fn(ctx, result, &err);
	bool told = write_all(fd, &err, sizeof err) && write_all(fd, result, size);
	exit(told ? 0 : 1);
}

static enum gbx_rc died(int status, bool stopped, const char *what, struct gbx_err *err)
{
	if (stopped || (WIFSIGNALED(status) && WTERMSIG(status) == SIGINT))
		return gbx_fail(err, GBX_E_STOPPED_STEP, "%s; what the case held is kept", what);
	if (WIFSIGNALED(status))
		return gbx_fail(err, GBX_E_CHILD,
				"%s ended by signal %d; what was committed is kept", what,
				WTERMSIG(status));
	return gbx_fail(err, GBX_E_CHILD, "%s ended without an answer; what was committed is kept", what);
}

/* Back to the caller's signals; one that was answered does not come once more. */
static bool take_signals(const sigset_t *old)
{
	sigset_t asking;
	bool was = false;
	stop_signals(&asking);
	for (int sig = 1; sig < SIGRTMIN; sig++)
		if (sigismember(old, sig))
			sigdelset(&asking, sig);
	while (sigtimedwait(&asking, NULL, &(struct timespec){ 0 }) > 0)
		was = true;
	sigprocmask(SIG_SETMASK, old, NULL);
	return was;
}

enum gbx_rc gbx_process_run(enum gbx_rc (*fn)(void *ctx, void *result, struct gbx_err *err), void *ctx,
			    void *result, size_t size, const char *what, struct gbx_err *err)
{
	int fd[2], status = 0;
	bool stopped = false;
	sigset_t old;
	if (pipe2(fd, O_CLOEXEC))
		return gbx_fail_sys(err, GBX_E_OPEN, "a pipe for %s", what);
	fflush(NULL);
	sigprocmask(SIG_SETMASK, NULL, &old);
	gbx_process_hold();
	pid_t pid = fork();
	if (pid < 0) {
		sigprocmask(SIG_SETMASK, &old, NULL);
		close(fd[0]);
		close(fd[1]);
		return gbx_fail_sys(err, GBX_E_NOMEM, "starting %s", what);
	}
	if (!pid) {
		close(fd[0]);
		child(fd[1], fn, ctx, result, size);
	}
	close(fd[1]);
	struct gbx_err theirs = { 0 };
	wait_answer(fd[0], pid, &stopped);
	bool told = read_all(fd[0], &theirs, sizeof theirs) && read_all(fd[0], result, size);
	close(fd[0]);
	while (waitpid(pid, &status, 0) < 0 && errno == EINTR)
		;
	stopped |= take_signals(&old);
	if (!told)
		return died(status, stopped, what, err);
	if (err)
		*err = theirs;
	return theirs.rc;
}

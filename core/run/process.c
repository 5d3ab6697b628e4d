/* A step in a process of its own; the contract is in process.h. */
#include "process.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
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

static enum gbx_rc died(int status, const char *what, struct gbx_err *err)
{
	if (WIFSIGNALED(status))
		return gbx_fail(err, GBX_E_CHILD,
				"%s ended by signal %d; what was committed is kept", what,
				WTERMSIG(status));
	return gbx_fail(err, GBX_E_CHILD, "%s ended without an answer; what was committed is kept", what);
}

enum gbx_rc gbx_process_run(enum gbx_rc (*fn)(void *ctx, void *result, struct gbx_err *err), void *ctx,
			    void *result, size_t size, const char *what, struct gbx_err *err)
{
	int fd[2], status = 0;
	if (pipe2(fd, O_CLOEXEC))
		return gbx_fail_sys(err, GBX_E_OPEN, "a pipe for %s", what);
	fflush(NULL);
	pid_t pid = fork();
	if (pid < 0) {
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
	bool told = read_all(fd[0], &theirs, sizeof theirs) && read_all(fd[0], result, size);
	close(fd[0]);
	while (waitpid(pid, &status, 0) < 0 && errno == EINTR)
		;
	if (!told)
		return died(status, what, err);
	if (err)
		*err = theirs;
	return theirs.rc;
}

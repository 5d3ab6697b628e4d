/*
 * Locking down the unpack process. Hostile bytes are decoded in here, so it keeps
 * two descriptors, bounded memory, no way to open, connect, fork or exec, and a
 * processor-time watchdog.
 */
#include "child.h"

#include <fcntl.h>
#include <locale.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <unistd.h>

#include "../base/limits.h"
#include "confine.h"
#include "input.h"
#include "outlet.h"
#include "sanitized.h"
#include "unwrap.h"

#define IN 3
#define OUT 4

/* The parent's handlers have no place here. Ctrl-C and its like are the parent's to answer. */
static void set_signals(void)
{
	static const int ignored[] = { SIGPIPE, SIGXFSZ, SIGINT, SIGTERM, SIGHUP, SIGQUIT };
	struct sigaction act = { .sa_handler = SIG_DFL };
	for (int sig = 1; !SANITIZED && sig < NSIG; sig++)
		sigaction(sig, &act, NULL);
	act.sa_handler = SIG_IGN;
	for (size_t i = 0; i < sizeof ignored / sizeof *ignored; i++)
		sigaction(ignored[i], &act, NULL);
	sigset_t none;
	sigemptyset(&none);
	sigprocmask(SIG_SETMASK, &none, NULL);
}

static bool limit(__rlimit_resource_t what, uint64_t to)
{
	struct rlimit l = { to, to };
	return setrlimit(what, &l) == 0;
}

static bool set_limits(uint64_t memory)
{
	bool ok = limit(RLIMIT_CORE, 0) && limit(RLIMIT_FSIZE, 0);
	if (SANITIZED)
		return ok;
	return ok && limit(RLIMIT_AS, memory + GBX_UNPACK_MEMORY) && limit(RLIMIT_NOFILE, 0) &&
	       limit(RLIMIT_NPROC, 0);
}

/* Only in and out stay open, at fixed numbers; errors of sanitizers may be shown. */
static bool set_descriptors(int in, int out)
{
	int high_in = fcntl(in, F_DUPFD, 10), high_out = fcntl(out, F_DUPFD, 10);
	if (high_in < 0 || high_out < 0 || dup2(high_in, IN) < 0 || dup2(high_out, OUT) < 0)
		return false;
	for (int fd = 0; fd < IN - SANITIZED; fd++)
		close(fd);
	return close_range(OUT + 1, ~0u, 0) == 0;
}

static bool lock_down(const struct gbx_child_job *job, struct gbx_outlet *o)
{
	return gbx_outlet_watch(o) && set_descriptors(job->in, job->out) &&
	       set_limits(job->memory) && prctl(PR_SET_PDEATHSIG, SIGKILL) == 0 &&
	       getppid() == job->parent && prctl(PR_SET_DUMPABLE, 0) == 0 &&
	       (SANITIZED || gbx_confine());
}

_Noreturn void gbx_child_run(const struct gbx_child_job *job)
{
	struct gbx_outlet o = { .fd = OUT,
				.resume_top = job->resume_top,
				.resume_leaf = job->resume_leaf };
	set_signals();
	if (job->names)
		uselocale(job->names);
	if (!lock_down(job, &o))
		_exit(GBX_UNPACK_EXIT_SETUP);
	struct gbx_layer *input = gbx_input_open(IN, job->seekable, job->size, &o);
	if (!input)
		_exit(GBX_UNPACK_EXIT_MEMORY);
	gbx_unwrap(input, job->name, job->ratio, &job->passwords, &o);
	_exit(GBX_UNPACK_EXIT_OK);
}

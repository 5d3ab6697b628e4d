/* Joining parts; the contract is in join.h. */
#include "join.h"

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "../base/limits.h"

struct gbx_join {
	pthread_t thread;
	const char *const *path;
	size_t n;
	int to;
	bool failed;
	unsigned char buf[GBX_INPUT_BYTES];
};

static bool pass_on(struct gbx_join *j, size_t n)
{
	for (size_t at = 0; at < n;) {
		ssize_t put = write(j->to, j->buf + at, n - at);
		if (put < 0 && errno != EINTR)
			return false; /* nobody reads any more */
		at += put > 0 ? (size_t)put : 0;
	}
	return true;
}

/* False: stop. */
static bool copy_part(struct gbx_join *j, const char *path)
{
	struct stat st;
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK);
	bool good = fd >= 0 && !fstat(fd, &st) && S_ISREG(st.st_mode), go_on = good;
	while (go_on) {
		ssize_t n = read(fd, j->buf, sizeof j->buf);
		if (n < 0 && errno == EINTR)
			continue;
		good = n >= 0;
		if (n <= 0)
			break;
		go_on = pass_on(j, (size_t)n);
	}
	if (fd >= 0)
		close(fd);
	j->failed |= !good;
	return good && go_on;
}

static void *body(void *ctx)
{
	struct gbx_join *j = ctx;
	for (size_t i = 0; i < j->n && copy_part(j, j->path[i]); i++)
		;
	close(j->to);
	return NULL;
}

enum gbx_rc gbx_join_start(struct gbx_join **out, const char *const *path, size_t n, int *fd,
			   struct gbx_err *err)
{
	int p[2];
	sigset_t all, old;
	struct gbx_join *j = calloc(1, sizeof *j);
	if (!j)
		return gbx_fail(err, GBX_E_NOMEM, NULL);
	if (pipe2(p, O_CLOEXEC)) {
		free(j);
		return gbx_fail_sys(err, GBX_E_CHILD, "no pipe");
	}
	j->path = path;
	j->n = n;
	j->to = p[1];
	sigfillset(&all); /* a closed pipe is an error code to the thread */
	pthread_sigmask(SIG_SETMASK, &all, &old);
	int bad = pthread_create(&j->thread, NULL, body, j);
	pthread_sigmask(SIG_SETMASK, &old, NULL);
	if (bad) {
		close(p[0]);
		close(p[1]);
		free(j);
		return gbx_fail(err, GBX_E_NOMEM, "no thread");
	}
	*fd = p[0];
	*out = j;
	return GBX_OK;
}

bool gbx_join_finish(struct gbx_join *j)
{
	if (!j)
		return true;
	pthread_join(j->thread, NULL);
	bool good = !j->failed;
	free(j);
	return good;
}

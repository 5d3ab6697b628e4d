/* The parent's side of the unpack process; the contract is in unpack.h. */
#include "unpack.h"

#include <errno.h>
#include <fcntl.h>
#include <locale.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "../base/limits.h"
#include "child.h"
#include "frame.h"
#include "outlet.h"

#define PIPE_BYTES (1 << 20)
#define AHEAD_BYTES 2048u
#define SKIP_BYTES (64u << 10)

struct gbx_unpack {
	struct gbx_unpack_job job;
	locale_t names; /* made here: loading one takes locks that a fork may find held */
	pid_t pid;	/* 0: none */
	int fd;
	bool finished;	    /* no process will be started any more */
	bool inside;	    /* between ENTRY and END */
	size_t left;	    /* of the present DATA frame */
	enum gbx_eid ended; /* how the last entry ended, not yet told */
	enum gbx_eid died;  /* why the process is gone, not yet dealt with */
	bool broke;	    /* it died inside an entry */
	bool stepped;	    /* this process came to an entry of the outermost archive */
	uint64_t resume_top, resume_leaf, top, leaf;
	unsigned restarts;
	uint64_t entries, data, position;
	enum gbx_eid note; /* an unreadable entry of our own to hand out */
	bool note_step;	   /* about the entry at step, not the whole source */
	char step[GBX_PATH_BYTES];
	size_t ahead_at, ahead_n; /* read together with a header */
	unsigned char ahead[AHEAD_BYTES];
};

/* Pages of this process now: statm(5) of proc, first number. */
static uint64_t memory_in_use(void)
{
	unsigned long pages = 0;
	FILE *f = fopen("/proc/self/statm", "re");
	if (f && fscanf(f, "%lu", &pages) != 1)
		pages = 0;
	if (f)
		fclose(f);
	/* without /proc: what the program needs by itself, generously */
	return pages ? (uint64_t)pages * (uint64_t)sysconf(_SC_PAGESIZE) : UINT64_C(1) << 30;
}

static enum gbx_rc start(struct gbx_unpack *u, struct gbx_err *err)
{
	int p[2];
	if (pipe2(p, O_CLOEXEC) != 0)
		return gbx_fail_sys(err, GBX_E_CHILD, "no pipe");
	fcntl(p[1], F_SETPIPE_SZ, PIPE_BYTES); /* a smaller pipe is only slower */
	fcntl(p[0], F_SETFL, O_NONBLOCK);
	struct gbx_child_job job = { .in = u->job.in,
				     .out = p[1],
				     .seekable = u->job.seekable,
				     .size = u->job.size,
				     .name = u->job.name,
				     .ratio = u->job.ratio,
				     .passwords = u->job.passwords,
				     .resume_top = u->resume_top,
				     .resume_leaf = u->resume_leaf,
				     .memory = memory_in_use(),
				     .parent = getpid(),
				     .names = u->names };
	sigset_t all, old;
	if (u->job.still)
		u->job.still(u->job.still_ctx);
	sigfillset(&all);
	pthread_sigmask(SIG_SETMASK, &all, &old);
	pid_t pid = fork();
	if (pid == 0) {
		if (!u->job.child)
			gbx_child_run(&job);
		u->job.child(&job);
		_exit(GBX_UNPACK_EXIT_OK);
	}
	int sys = errno;
	pthread_sigmask(SIG_SETMASK, &old, NULL);
	close(p[1]);
	if (pid < 0) {
		close(p[0]);
		errno = sys;
		return gbx_fail_sys(err, GBX_E_CHILD, "no process");
	}
	u->pid = pid;
	u->fd = p[0];
	u->top = u->resume_top;
	u->leaf = u->resume_leaf;
	u->stepped = false;
	u->ahead_at = u->ahead_n = 0;
	return GBX_OK;
}

/* Reaps the process and says what it died of. */
static enum gbx_eid reap(struct gbx_unpack *u)
{
	int status = 0;
	close(u->fd);
	kill(u->pid, SIGKILL); /* does nothing to one that has ended by itself */
	while (waitpid(u->pid, &status, 0) < 0 && errno == EINTR)
		;
	u->pid = 0;
	if (!WIFEXITED(status))
		return GBX_E_UNPACK_CRASH;
	switch (WEXITSTATUS(status)) {
	case GBX_UNPACK_EXIT_CPU:
		return GBX_E_UNPACK_CPU;
	case GBX_UNPACK_EXIT_MEMORY:
		return GBX_E_UNPACK_MEMORY;
	case GBX_UNPACK_EXIT_INPUT:
		return GBX_E_READ;
	case GBX_UNPACK_EXIT_SETUP:
		return GBX_E_CHILD;
	default:
		return GBX_E_UNPACK_CRASH;
	}
}

/* Something is there to read (also: the end). False: the process stalled. */
static bool wait_frame(struct gbx_unpack *u)
{
	unsigned most = u->job.stall_seconds ? u->job.stall_seconds : GBX_UNPACK_STALL_SECONDS;
	unsigned idle = 0;
	while (idle < most) {
		struct pollfd p = { .fd = u->fd, .events = POLLIN };
		int n = poll(&p, 1, 1000);
		if (n > 0)
			return true;
		if (n == 0)
			idle = u->job.starving && u->job.starving(u->job.ctx) ? 0 : idle + 1;
	}
	return false;
}

/* Up to n bytes of the pipe; 0: the process is gone, u->died says why. */
static size_t receive_pipe(struct gbx_unpack *u, void *buf, size_t n)
{
	for (;;) {
		ssize_t got = read(u->fd, buf, n);
		if (got > 0)
			return (size_t)got;
		if (got == 0 || (errno != EAGAIN && errno != EINTR)) {
			u->died = reap(u);
			return 0;
		}
		if (errno == EAGAIN && !wait_frame(u)) {
			reap(u);
			u->died = GBX_E_UNPACK_STALL;
			return 0;
		}
	}
}

/* As receive_pipe; little reads are made of larger ones. */
static size_t receive(struct gbx_unpack *u, void *buf, size_t n)
{
	if (u->ahead_at == u->ahead_n) {
		if (n >= sizeof u->ahead)
			return receive_pipe(u, buf, n);
		u->ahead_at = 0;
		u->ahead_n = receive_pipe(u, u->ahead, sizeof u->ahead);
	}
	size_t has = u->ahead_n - u->ahead_at;
	n = n < has ? n : has;
	memcpy(buf, u->ahead + u->ahead_at, n);
	u->ahead_at += n;
	return n;
}

static bool receive_all(struct gbx_unpack *u, void *buf, size_t n)
{
	size_t at = 0;
	while (at < n) {
		size_t got = receive(u, (char *)buf + at, n - at);
		if (!got)
			return false;
		at += got;
	}
	return true;
}

/* What a process sends that no unpacker sends: it is put down, as one that died. */
static enum gbx_rc distrust(struct gbx_unpack *u)
{
	reap(u);
	u->died = GBX_E_PROTOCOL;
	u->ahead_at = u->ahead_n = 0;
	return GBX_END;
}

static void broke_inside(struct gbx_unpack *u)
{
	u->ended = u->died;
	u->broke = true;
	u->inside = false;
	u->left = 0;
}

/* The output a process may send is limited here too. Streams have no known size. */
static bool account(struct gbx_unpack *u, size_t n)
{
	uint64_t most;
	u->data += n;
	if (!u->job.seekable || __builtin_mul_overflow(u->job.size, u->job.ratio, &most))
		return true;
	return u->data <= most || u->data - most <= GBX_RATIO_FREE * (GBX_RATIO_STRIKES + 2);
}

/* Frames that say something about the entry at hand or about progress. */
static bool accept(struct gbx_unpack *u, const struct gbx_frame *f)
{
	switch (f->type) {
	case GBX_FRAME_DATA:
		u->left = f->len;
		return account(u, f->len);
	case GBX_FRAME_END:
		u->inside = false;
		u->ended = (enum gbx_eid)f->eid;
		return true;
	case GBX_FRAME_PROGRESS:
		if (f->number > u->position)
			u->position = f->number;
		return !u->job.seekable || f->number <= u->job.size;
	default:
		return true;
	}
}

/* The next header. GBX_END: the process is gone (u->died). */
static enum gbx_rc header(struct gbx_unpack *u, struct gbx_frame *f, struct gbx_err *err)
{
	if (!receive_all(u, f, sizeof *f))
		return u->died == GBX_E_READ || u->died == GBX_E_CHILD
			   ? gbx_fail(err, u->died, "in the unpack process")
			   : GBX_END;
	if (!gbx_frame_check(f, u->inside) || !accept(u, f))
		return distrust(u);
	return GBX_OK;
}

/* A path as a payload: no NUL inside. */
static enum gbx_rc path(struct gbx_unpack *u, const struct gbx_frame *f, char *out)
{
	if (!receive_all(u, out, f->len))
		return GBX_END;
	out[f->len] = 0;
	return memchr(out, 0, f->len) ? distrust(u) : GBX_OK;
}

static void note(struct gbx_unpack *u, enum gbx_eid why, bool step)
{
	u->note = why;
	u->note_step = step;
}

/*
 * The process died. What was open has its error already; whatever else it died of
 * gets an unreadable entry. Decides where the next process begins, or that
 * there is none: twice dead at one place is the end of the source.
 */
static enum gbx_rc bury(struct gbx_unpack *u, struct gbx_err *err)
{
	enum gbx_eid why = u->died;
	bool moved = u->top != u->resume_top || u->leaf != u->resume_leaf;
	bool broke = u->broke;
	u->died = GBX_E_NONE;
	u->broke = false;
	if (!u->job.seekable || !u->stepped || u->restarts++ >= GBX_UNPACK_RESTARTS) {
		u->finished = true;
		if (!broke || u->stepped)
			note(u, why, false);
		return GBX_OK;
	}
	u->resume_top = u->top;
	u->resume_leaf = u->leaf;
	if (!broke && (!u->leaf || !moved || why == GBX_E_UNPACK_CPU)) {
		note(u, why, true);
		u->resume_top++;
		u->resume_leaf = 0;
	}
	enum gbx_rc rc = start(u, err);
	u->finished = rc != GBX_OK;
	return rc;
}

static enum gbx_rc on_step(struct gbx_unpack *u, const struct gbx_frame *f)
{
	if (f->number < u->top || (u->stepped && f->number == u->top))
		return distrust(u);
	u->leaf = f->number == u->resume_top ? u->resume_leaf : 0;
	u->top = f->number;
	u->stepped = true;
	return path(u, f, u->step);
}

static enum gbx_rc on_entry(struct gbx_unpack *u, const struct gbx_frame *f,
			    struct gbx_entry_info *e)
{
	_Static_assert(sizeof e->path == GBX_PATH_BYTES, "paths are as long everywhere");
	enum gbx_rc rc = path(u, f, e->path);
	if (rc != GBX_OK)
		return rc;
	u->leaf++;
	/* a header is an entry, an archive with one more that tells of its fault, or nothing */
	if (++u->entries > 2 * (uint64_t)GBX_ARCHIVE_ENTRIES + GBX_UNPACK_RESTARTS)
		return distrust(u);
	e->size = f->number;
	e->unreadable = f->eid != 0;
	e->reason = (enum gbx_eid)f->eid;
	e->rows = f->type == GBX_FRAME_ROWS;
	u->inside = !e->unreadable;
	u->ended = GBX_E_NONE;
	return GBX_OK;
}

static void hand_out_note(struct gbx_unpack *u, struct gbx_entry_info *e)
{
	snprintf(e->path, sizeof e->path, "%s", u->note_step ? u->step : u->job.name);
	e->size = 0;
	e->rows = false;
	e->unreadable = true;
	e->reason = u->note;
	u->note = GBX_E_NONE;
	u->ended = GBX_E_NONE;
}

/* Drops what is left of the open entry. GBX_END: the process died on the way. */
static enum gbx_rc skip(struct gbx_unpack *u, struct gbx_err *err)
{
	char drop[SKIP_BYTES];
	while (u->inside) {
		size_t n = u->left < sizeof drop ? u->left : sizeof drop;
		struct gbx_frame f;
		enum gbx_rc rc = GBX_OK;
		if (n)
			n = receive(u, drop, n);
		else
			rc = header(u, &f, err);
		u->left -= n;
		if (u->died) {
			broke_inside(u);
			return rc == GBX_OK ? GBX_END : rc;
		}
		if (rc != GBX_OK)
			return rc;
	}
	return GBX_OK;
}

/* One header between entries. *found: *e is filled. */
static enum gbx_rc between(struct gbx_unpack *u, struct gbx_entry_info *e, bool *found,
			   struct gbx_err *err)
{
	struct gbx_frame f;
	enum gbx_rc rc = header(u, &f, err);
	if (rc != GBX_OK)
		return rc;
	switch (f.type) {
	case GBX_FRAME_STEP:
		return on_step(u, &f);
	case GBX_FRAME_ENTRY:
	case GBX_FRAME_ROWS:
		rc = on_entry(u, &f, e);
		*found = rc == GBX_OK;
		return rc;
	case GBX_FRAME_DONE:
		reap(u);
		u->finished = true;
		u->position = u->job.seekable ? u->job.size : u->position;
		return GBX_OK;
	default:
		return GBX_OK;
	}
}

enum gbx_rc gbx_unpack_next(struct gbx_unpack *u, struct gbx_entry_info *e, struct gbx_err *err)
{
	*e = (struct gbx_entry_info){ 0 };
	bool found = false;
	while (!found) {
		enum gbx_rc rc = skip(u, err);
		if (rc == GBX_OK && u->died)
			rc = bury(u, err);
		else if (rc == GBX_OK && u->note) {
			hand_out_note(u, e);
			return GBX_OK;
		} else if (rc == GBX_OK && u->finished)
			return GBX_END;
		else if (rc == GBX_OK)
			rc = between(u, e, &found, err);
		if (rc != GBX_OK && rc != GBX_END)
			return rc;
	}
	return GBX_OK;
}

enum gbx_rc gbx_unpack_read(struct gbx_unpack *u, void *buf, size_t cap, size_t *got,
			    struct gbx_err *err)
{
	*got = 0;
	while (*got < cap && u->inside) {
		struct gbx_frame f;
		enum gbx_rc rc = GBX_OK;
		size_t n = u->left < cap - *got ? u->left : cap - *got;
		if (n)
			n = receive(u, (char *)buf + *got, n);
		else
			rc = header(u, &f, err);
		u->left -= n;
		*got += n;
		if (u->died)
			broke_inside(u);
		if (rc != GBX_OK && rc != GBX_END)
			return rc;
	}
	if (*got)
		return GBX_OK;
	enum gbx_eid why = u->ended;
	u->ended = GBX_E_NONE;
	return why ? gbx_fail(err, why, NULL) : GBX_END;
}

uint64_t gbx_unpack_position(const struct gbx_unpack *u)
{
	return u->position;
}
pid_t gbx_unpack_pid(const struct gbx_unpack *u)
{
	return u->pid;
}

enum gbx_rc gbx_unpack_open(struct gbx_unpack **out, const struct gbx_unpack_job *job,
			    struct gbx_err *err)
{
	*out = NULL;
	struct gbx_unpack *u = calloc(1, sizeof *u);
	if (!u)
		return gbx_fail(err, GBX_E_NOMEM, NULL);
	u->job = *job;
	u->names = newlocale(LC_CTYPE_MASK, "C.UTF-8", (locale_t)0);
	enum gbx_rc rc = start(u, err);
	if (rc == GBX_OK)
		*out = u;
	else
		gbx_unpack_close(u);
	return rc;
}

void gbx_unpack_close(struct gbx_unpack *u)
{
	if (!u)
		return;
	if (u->pid)
		reap(u);
	if (u->names)
		freelocale(u->names);
	free(u);
}

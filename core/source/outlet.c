/* Frames out of the unpacker; the contract is in outlet.h. */
#include "outlet.h"

#include <signal.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "../base/limits.h"
#include "frame.h"

#define PROGRESS_STEP (UINT64_C(1) << 20)

/* SIGPROF by a timer on processor time; the watch comes with the signal. */
static void look(int sig, siginfo_t *info, void *context)
{
	(void)sig;
	(void)context;
	struct gbx_watch *w = info->si_value.sival_ptr;
	if (info->si_code != SI_TIMER)
		return;
	w->idle = w->progress == w->seen ? w->idle + 1 : 0;
	w->seen = w->progress;
	if (w->idle >= GBX_UNPACK_CPU_SECONDS)
		_exit(GBX_UNPACK_EXIT_CPU);
}

bool gbx_outlet_watch(struct gbx_outlet *o)
{
	struct sigaction act = { .sa_sigaction = look, .sa_flags = SA_SIGINFO | SA_RESTART };
	struct sigevent event = { .sigev_notify = SIGEV_SIGNAL,
				  .sigev_signo = SIGPROF,
				  .sigev_value = { .sival_ptr = &o->watch } };
	struct itimerspec each = { { 1, 0 }, { 1, 0 } };
	timer_t timer;
	return sigaction(SIGPROF, &act, NULL) == 0 &&
	       timer_create(CLOCK_PROCESS_CPUTIME_ID, &event, &timer) == 0 &&
	       timer_settime(timer, 0, &each, NULL) == 0;
}

static void flush(struct gbx_outlet *o)
{
	if (!gbx_frame_write(o->fd, o->hold, o->held))
		_exit(GBX_UNPACK_EXIT_PIPE);
	o->held = 0;
}

static void send(struct gbx_outlet *o, struct gbx_frame f, const void *payload)
{
	o->watch.progress++;
	f.mark = GBX_FRAME_MARK;
	if (sizeof f + f.len > sizeof o->hold - o->held)
		flush(o);
	if (sizeof f + f.len > sizeof o->hold) {
		if (!gbx_frame_send(o->fd, &f, payload))
			_exit(GBX_UNPACK_EXIT_PIPE);
		return;
	}
	memcpy(o->hold + o->held, &f, sizeof f);
	if (f.len)
		memcpy(o->hold + o->held + sizeof f, payload, f.len);
	o->held += sizeof f + f.len;
}

void gbx_outlet_step(struct gbx_outlet *o, uint64_t top, const char *path)
{
	o->top = top;
	o->leaf = 0;
	send(o,
	     (struct gbx_frame){
		 .type = GBX_FRAME_STEP, .number = top, .len = (uint32_t)strlen(path) },
	     path);
	flush(o);
}

/* True when the next entry is one the parent does not have yet. */
static bool is_new(struct gbx_outlet *o)
{
	return o->top != o->resume_top || o->leaf++ >= o->resume_leaf;
}

static bool entry(struct gbx_outlet *o, enum gbx_frame_type type, const char *path, uint64_t size,
		  enum gbx_eid why)
{
	if (!is_new(o))
		return false;
	send(o,
	     (struct gbx_frame){ .type = type,
				 .number = size,
				 .eid = why,
				 .len = (uint32_t)strlen(path) },
	     path);
	flush(o);
	return true;
}

bool gbx_outlet_entry(struct gbx_outlet *o, const char *path, uint64_t size)
{
	return entry(o, GBX_FRAME_ENTRY, path, size, GBX_E_NONE);
}

bool gbx_outlet_rows(struct gbx_outlet *o, const char *path)
{
	return entry(o, GBX_FRAME_ROWS, path, 0, GBX_E_NONE);
}

void gbx_outlet_unreadable(struct gbx_outlet *o, const char *path, enum gbx_eid why)
{
	entry(o, GBX_FRAME_ENTRY, path, 0, why);
}

void gbx_outlet_data(struct gbx_outlet *o, const unsigned char *p, size_t n)
{
	while (n) {
		uint32_t len = n < GBX_FRAME_BYTES ? (uint32_t)n : GBX_FRAME_BYTES;
		send(o, (struct gbx_frame){ .type = GBX_FRAME_DATA, .len = len }, p);
		p += len;
		n -= len;
	}
}

void gbx_outlet_end(struct gbx_outlet *o, enum gbx_eid why)
{
	send(o, (struct gbx_frame){ .type = GBX_FRAME_END, .eid = why }, NULL);
}

void gbx_outlet_progress(struct gbx_outlet *o, uint64_t at)
{
	o->watch.progress++;
	if (at - o->reported < PROGRESS_STEP)
		return;
	o->reported = at;
	send(o, (struct gbx_frame){ .type = GBX_FRAME_PROGRESS, .number = at }, NULL);
	flush(o);
}

void gbx_outlet_done(struct gbx_outlet *o)
{
	send(o, (struct gbx_frame){ .type = GBX_FRAME_DONE }, NULL);
	flush(o);
}

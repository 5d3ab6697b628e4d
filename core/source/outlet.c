/* Frames out of the unpacker; the contract is in outlet.h. */
#include "outlet.h"

#include <string.h>
#include <sys/time.h>
#include <unistd.h>

#include "../base/limits.h"
#include "frame.h"

#define PROGRESS_STEP (UINT64_C(1) << 20)

void gbx_outlet_wind(void)
{
	struct itimerval t = { .it_value = { .tv_sec = GBX_UNPACK_CPU_SECONDS } };
	setitimer(ITIMER_PROF, &t, NULL);
}

static void send(struct gbx_outlet *o, struct gbx_frame f, const void *payload)
{
	if (!gbx_frame_send(o->fd, f, payload))
		_exit(GBX_UNPACK_EXIT_PIPE);
	gbx_outlet_wind();
}

void gbx_outlet_step(struct gbx_outlet *o, uint64_t top, const char *path)
{
	o->top = top;
	o->leaf = 0;
	send(o, (struct gbx_frame){ .type = GBX_FRAME_STEP, .number = top, .len = (uint32_t)strlen(path) },
	     path);
}

/* True when the next entry is one the parent does not have yet. */
static bool is_new(struct gbx_outlet *o)
{
	return o->top != o->resume_top || o->leaf++ >= o->resume_leaf;
}

static bool entry(struct gbx_outlet *o, const char *path, uint64_t size, enum gbx_eid why)
{
	if (!is_new(o))
		return false;
	send(o,
	     (struct gbx_frame){ .type = GBX_FRAME_ENTRY,
				 .number = size,
				 .eid = why,
				 .len = (uint32_t)strlen(path) },
	     path);
	return true;
}

bool gbx_outlet_entry(struct gbx_outlet *o, const char *path, uint64_t size)
{
	return entry(o, path, size, GBX_E_NONE);
}

void gbx_outlet_unreadable(struct gbx_outlet *o, const char *path, enum gbx_eid why)
{
	entry(o, path, 0, why);
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
	gbx_outlet_wind();
	if (at - o->reported < PROGRESS_STEP)
		return;
	o->reported = at;
	send(o, (struct gbx_frame){ .type = GBX_FRAME_PROGRESS, .number = at }, NULL);
}

void gbx_outlet_done(struct gbx_outlet *o)
{
	send(o, (struct gbx_frame){ .type = GBX_FRAME_DONE }, NULL);
}

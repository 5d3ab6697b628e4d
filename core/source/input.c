/* The source's own bytes inside the unpacker; the contract is in input.h. */
#include "input.h"

#include <errno.h>
#include <stdlib.h>
#include <unistd.h>

#include "../base/limits.h"

struct input {
	struct gbx_layer base;
	struct gbx_outlet *outlet;
	int fd;
	uint64_t pos;
	uint64_t furthest;
	unsigned char buf[GBX_INPUT_BYTES];
};

static size_t input_read(struct gbx_layer *l, const unsigned char **p)
{
	struct input *in = (struct input *)l;
	ssize_t n;
	do
		n = l->seek ? pread(in->fd, in->buf, sizeof in->buf, (off_t)in->pos)
			    : read(in->fd, in->buf, sizeof in->buf);
	while (n < 0 && errno == EINTR);
	if (n < 0)
		_exit(GBX_UNPACK_EXIT_INPUT);
	in->pos += (uint64_t)n;
	in->outlet->consumed += (uint64_t)n;
	if (l->seek && in->outlet->consumed > l->size)
		in->outlet->consumed = l->size;
	if (in->pos > in->furthest) {
		in->furthest = in->pos;
		gbx_outlet_progress(in->outlet, in->furthest);
	}
	*p = in->buf;
	return (size_t)n;
}

/* Every byte counts once at most: what is read again is no progress. */
static bool input_fetch(struct gbx_layer *l, uint64_t at, void *buf, size_t n)
{
	struct input *in = (struct input *)l;
	unsigned char *to = buf;
	for (size_t done = 0; done < n;) {
		ssize_t got = pread(in->fd, to + done, n - done, (off_t)(at + done));
		if (got < 0 && errno == EINTR)
			continue;
		if (got < 0)
			_exit(GBX_UNPACK_EXIT_INPUT);
		if (got == 0)
			return false;
		done += (size_t)got;
	}
	uint64_t all = in->outlet->consumed + n;
	in->outlet->consumed = all < l->size ? all : l->size;
	if (in->outlet->consumed > in->furthest) {
		in->furthest = in->outlet->consumed;
		gbx_outlet_progress(in->outlet, in->furthest);
	}
	return true;
}

static bool input_seek(struct gbx_layer *l, uint64_t to)
{
	((struct input *)l)->pos = to;
	return true;
}

static void input_free(struct gbx_layer *l)
{
	free(l);
}

struct gbx_layer *gbx_input_open(int fd, bool seekable, uint64_t size, struct gbx_outlet *o)
{
	struct input *in = malloc(sizeof *in);
	if (!in)
		return NULL;
	in->base = (struct gbx_layer){ .read = input_read,
				       .fetch = seekable ? input_fetch : NULL,
				       .seek = seekable ? input_seek : NULL,
				       .free = input_free,
				       .size = seekable ? size : 0 };
	in->outlet = o;
	in->fd = fd;
	in->pos = in->furthest = 0;
	return &in->base;
}

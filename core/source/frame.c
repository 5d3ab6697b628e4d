/* Frames between the unpacker and its parent; the contract is in frame.h. */
#include "frame.h"

#include <errno.h>
#include <sys/uio.h>

#include "../base/limits.h"

/* Which frames there are, where they may stand and how long they may be. */
static const struct rule {
	bool inside, outside, fault;
	uint32_t least, most;
} rules[] = {
	[GBX_FRAME_STEP] = { false, true, false, 1, GBX_PATH_BYTES - 1 },
	[GBX_FRAME_ENTRY] = { false, true, true, 1, GBX_PATH_BYTES - 1 },
	[GBX_FRAME_DATA] = { true, false, false, 1, GBX_FRAME_BYTES },
	[GBX_FRAME_END] = { true, false, true, 0, 0 },
	[GBX_FRAME_PROGRESS] = { true, true, false, 0, 0 },
	[GBX_FRAME_DONE] = { false, true, false, 0, 0 },
	[GBX_FRAME_ROWS] = { false, true, false, 1, GBX_PATH_BYTES - 1 },
};

bool gbx_frame_check(const struct gbx_frame *f, bool inside)
{
	if (f->mark != GBX_FRAME_MARK || f->type < GBX_FRAME_STEP || f->type > GBX_FRAME_ROWS)
		return false;
	const struct rule *r = &rules[f->type];
	if (!(inside ? r->inside : r->outside) || f->len < r->least || f->len > r->most)
		return false;
	if (!f->eid)
		return true;
	return r->fault && f->eid < GBX_E_COUNT && gbx_rc_is_data(gbx_eid_rc((enum gbx_eid)f->eid));
}

static bool write_all(int fd, struct iovec *v, unsigned n)
{
	unsigned at = 0;
	while (at < n) {
		ssize_t done = writev(fd, v + at, (int)(n - at));
		if (done < 0 && errno == EINTR)
			continue;
		if (done < 0)
			return false;
		size_t left = (size_t)done;
		while (at < n && left >= v[at].iov_len)
			left -= v[at++].iov_len;
		if (at < n) {
			v[at].iov_base = (char *)v[at].iov_base + left;
			v[at].iov_len -= left;
		}
	}
	return true;
}

static struct iovec part(const void *p, size_t n)
{
	union {
		const void *from;
		void *base; /* writev only reads it */
	} u = { .from = p };
	return (struct iovec){ u.base, n };
}

bool gbx_frame_send(int fd, const struct gbx_frame *f, const void *payload)
{
	struct iovec v[2] = { part(f, sizeof *f), part(payload, f->len) };
	return write_all(fd, v, 2);
}

bool gbx_frame_write(int fd, const void *p, size_t n)
{
	struct iovec v = part(p, n);
	return write_all(fd, &v, 1);
}

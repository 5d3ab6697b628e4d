/*
 * What the unpacker sends: a fixed header, then len bytes. Both ends are one
 * program on one machine, so numbers stand as they do in memory. The parent
 * believes nothing: gbx_frame_check decides whether a header may come now.
 */
#ifndef GBX_SOURCE_FRAME_H
#define GBX_SOURCE_FRAME_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "../base/err.h"

enum gbx_frame_type {
	GBX_FRAME_STEP = 1, /* begins entry `number` of the outermost archive; payload: its path */
	GBX_FRAME_ENTRY,    /* number: size or 0; eid: unreadable, why; payload: path */
	GBX_FRAME_DATA,	    /* payload: the entry's next bytes */
	GBX_FRAME_END,	    /* of the entry; eid: why it ends early, or 0 */
	GBX_FRAME_PROGRESS, /* number: input bytes consumed */
	GBX_FRAME_DONE,	    /* nothing follows */
	GBX_FRAME_ROWS,	    /* as ENTRY, readable: its bytes are a rows stream (base/rows.h) */
};

#define GBX_FRAME_MARK UINT32_C(0x46584247)

struct gbx_frame {
	uint32_t mark;
	uint32_t type;
	uint32_t eid;
	uint32_t len;
	uint64_t number;
};

/* True when *f is a header that may follow; inside: between ENTRY and END. */
bool gbx_frame_check(const struct gbx_frame *f, bool inside);

/* Writes header and payload; waits as long as needed. False: the other end is gone. */
bool gbx_frame_send(int fd, const struct gbx_frame *f, const void *payload);
/* Writes n bytes that are whole frames. */
bool gbx_frame_write(int fd, const void *p, size_t n);

#endif

/*
 * The unpacker's way out: frames to the parent. Entries that an earlier
 * unpacker already gave are passed over. Every frame and every new input byte is
 * progress for the processor-time watchdog; a parent that went away ends the
 * process. The beginning of an entry is told before its bytes are touched, so
 * that the parent knows what the process died of.
 */
#ifndef GBX_SOURCE_OUTLET_H
#define GBX_SOURCE_OUTLET_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "../base/err.h"

#define GBX_OUTLET_HOLD 16384u

/* Exit codes of the unpacker. Any other end is a crash. */
enum gbx_unpack_exit {
	GBX_UNPACK_EXIT_OK = 0,
	GBX_UNPACK_EXIT_CPU = 81,    /* no progress for GBX_UNPACK_CPU_SECONDS */
	GBX_UNPACK_EXIT_MEMORY = 82, /* an allocation of ours failed */
	GBX_UNPACK_EXIT_PIPE = 83,   /* the parent is gone */
	GBX_UNPACK_EXIT_INPUT = 84,  /* the input cannot be read: the disk's fault */
	GBX_UNPACK_EXIT_SETUP = 85,  /* the process could not be locked down */
};

/* What the watchdog looks at once a second of processor time. */
struct gbx_watch {
	volatile uint64_t progress;
	uint64_t seen;
	unsigned idle;
};

struct gbx_outlet {
	int fd;
	struct gbx_watch watch;
	uint64_t resume_top;  /* first entry of the outermost archive to open */
	uint64_t resume_leaf; /* entries of it already given */
	uint64_t top, leaf;   /* where we are */
	uint64_t reported;    /* input offset last told */
	uint64_t consumed;    /* input bytes, each counted once at most; for the ratio */
	size_t held;	      /* small frames go out together */
	unsigned char hold[GBX_OUTLET_HOLD];
};

/* Starts the watchdog of o. False: the system refuses. */
bool gbx_outlet_watch(struct gbx_outlet *o);

void gbx_outlet_step(struct gbx_outlet *o, uint64_t top, const char *path);
/* False: already given, do not read it. size: 0 when unknown. */
bool gbx_outlet_entry(struct gbx_outlet *o, const char *path, uint64_t size);
/* As gbx_outlet_entry; the bytes are a rows stream. */
bool gbx_outlet_rows(struct gbx_outlet *o, const char *path);
void gbx_outlet_unreadable(struct gbx_outlet *o, const char *path, enum gbx_eid why);
void gbx_outlet_data(struct gbx_outlet *o, const unsigned char *p, size_t n);
void gbx_outlet_end(struct gbx_outlet *o, enum gbx_eid why);
/* The furthest input offset grew to at. */
void gbx_outlet_progress(struct gbx_outlet *o, uint64_t at);
void gbx_outlet_done(struct gbx_outlet *o);

#endif

/*
 * The unpack process as its parent sees it: entries out of a descriptor. The
 * process is forked here, restarted behind the entry it died of, and always
 * reaped. What it sends is checked as if an attacker wrote it.
 */
#ifndef GBX_SOURCE_UNPACK_H
#define GBX_SOURCE_UNPACK_H

#include <sys/types.h>

#include "source.h"

struct gbx_unpack;
struct gbx_child_job;

struct gbx_unpack_job {
	int in;		  /* borrowed; a regular file, or a pipe */
	bool seekable;	  /* regular: read by position, may be read again */
	uint64_t size;	  /* of the regular file */
	const char *name; /* first part of all paths; borrowed */
	uint64_t ratio;
	struct gbx_passwords passwords; /* borrowed */
	unsigned stall_seconds; /* 0: GBX_UNPACK_STALL_SECONDS */
	/* true while the input itself has nothing to give, which is no stall; may be NULL */
	bool (*starving)(void *ctx);
	void *ctx;
	void (*still)(void *ctx); /* as in gbx_source_options; may be NULL */
	void *still_ctx;
	/* what runs in the process; NULL: gbx_child_run. Tests put a misbehaving one here. */
	void (*child)(const struct gbx_child_job *job);
};

enum gbx_rc gbx_unpack_open(struct gbx_unpack **out, const struct gbx_unpack_job *job,
			    struct gbx_err *err);
/* Both as gbx_source_next and gbx_source_read. */
enum gbx_rc gbx_unpack_next(struct gbx_unpack *u, struct gbx_entry_info *e, struct gbx_err *err);
enum gbx_rc gbx_unpack_read(struct gbx_unpack *u, void *buf, size_t cap, size_t *got,
			    struct gbx_err *err);
/* Input bytes consumed. */
uint64_t gbx_unpack_position(const struct gbx_unpack *u);
/* The process now at work, or 0. */
pid_t gbx_unpack_pid(const struct gbx_unpack *u);
/* Ends the process and frees. NULL is fine. */
void gbx_unpack_close(struct gbx_unpack *u);

#endif

/* The unpack process from its first instruction: lock down, then unwrap. */
#ifndef GBX_SOURCE_CHILD_H
#define GBX_SOURCE_CHILD_H

#include <locale.h>
#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

#include "source.h"

struct gbx_child_job {
	int in, out;	  /* the source, the frames */
	bool seekable;	  /* in is a regular file, read by position */
	uint64_t size;	  /* of in, when seekable */
	const char *name; /* the source's, first part of every path */
	uint64_t ratio;
	struct gbx_passwords passwords;
	uint64_t resume_top, resume_leaf; /* see outlet.h */
	uint64_t memory;		  /* address space in use before the fork */
	pid_t parent;
	locale_t names; /* C.UTF-8, in which libarchive reads names; or 0 */
};

/*
 * Call right after fork(), with all signals blocked. Opens nothing, starts
 * nothing, reads in and writes out, ends with an enum gbx_unpack_exit.
 */
_Noreturn void gbx_child_run(const struct gbx_child_job *job);

#endif

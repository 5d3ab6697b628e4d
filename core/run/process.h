/*
 * A step in a process of its own: the child runs fn, its result and error come
 * back through a pipe. A child that dies costs the step (E_CHILD), not the caller.
 * The child ends with its parent, dumps no core, and can not be traced.
 */
#ifndef GBX_RUN_PROCESS_H
#define GBX_RUN_PROCESS_H

#include <stdbool.h>
#include <stddef.h>

#include "../base/err.h"

/* `result` (size bytes, plain data without pointers) is what the child left there. */
enum gbx_rc gbx_process_run(enum gbx_rc (*fn)(void *ctx, void *result, struct gbx_err *err), void *ctx,
			    void *result, size_t size, const char *what, struct gbx_err *err);

/* For fn: from here on Ctrl-C, SIGTERM and SIGHUP do not end the child; gbx_process_stopped says
 * that one came, to it or to its parent, and fn ends soon with E_STOPPED. After three seconds it
 * is ended. Those that are ignored (nohup) stay so. */
void gbx_process_hold(void);
bool gbx_process_stopped(void);

#endif

/* Parts of one file that was cut up, one behind the other, as a stream. */
#ifndef GBX_SOURCE_JOIN_H
#define GBX_SOURCE_JOIN_H

#include <stdbool.h>
#include <stddef.h>

#include "../base/err.h"

struct gbx_join;

/* Starts a thread that reads the files in order; *fd, the caller's, gives their bytes. The
 * paths are borrowed until gbx_join_finish. */
enum gbx_rc gbx_join_start(struct gbx_join **out, const char *const *path, size_t n, int *fd,
			   struct gbx_err *err);
/* After fd was closed: ends the thread, frees. False when a part could not be read. */
bool gbx_join_finish(struct gbx_join *j);

#endif

/*
 * The lowest layer: the source's own bytes, by position from a regular file or in
 * order from a pipe. New bytes are told to the outlet as progress.
 */
#ifndef GBX_SOURCE_INPUT_H
#define GBX_SOURCE_INPUT_H

#include "layer.h"
#include "outlet.h"

/* seekable: fd is a regular file of size bytes. NULL: out of memory. */
struct gbx_layer *gbx_input_open(int fd, bool seekable, uint64_t size, struct gbx_outlet *o);
/* Bytes consumed, each counted once at most; for the budget. Lives as long as l. */
const uint64_t *gbx_input_consumed(const struct gbx_layer *l);

#endif

/*
 * The lowest layer: the source's own bytes, by position from a regular file or in
 * order from a pipe. Bytes are counted in the outlet, new ones told as progress.
 */
#ifndef GBX_SOURCE_INPUT_H
#define GBX_SOURCE_INPUT_H

#include "layer.h"
#include "outlet.h"

/* seekable: fd is a regular file of size bytes. NULL: out of memory. */
struct gbx_layer *gbx_input_open(int fd, bool seekable, uint64_t size, struct gbx_outlet *o);
#endif

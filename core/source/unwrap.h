/* The unpacker's work: layer by layer from the input to plain entries. */
#ifndef GBX_SOURCE_UNWRAP_H
#define GBX_SOURCE_UNWRAP_H

#include "layer.h"
#include "outlet.h"
#include "source.h"

/*
 * Sends every entry of input, named name, to o. Takes over input. Ends the process
 * when memory runs out.
 */
void gbx_unwrap(struct gbx_layer *input, const char *name, uint64_t ratio,
		const struct gbx_passwords *passwords, struct gbx_outlet *o);

#endif

/* Inside shape: many values at a time with AVX-512, a value of 64 bytes a step. */
#ifndef GBX_PROFILE_SHAPE_WIDE_H
#define GBX_PROFILE_SHAPE_WIDE_H

#include "shape.h"

bool gbx_look_has_512(void);
void gbx_look_many_512(struct gbx_value *v, uint32_t n, struct gbx_shape_cache *c, struct gbx_tally *t);

#endif

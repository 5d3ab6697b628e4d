/*
 * The shape of a value: what may be shown instead of it. Digits become 9, ASCII
 * letters a and A, every other character x, control characters ?; ASCII
 * punctuation stays. Values over GBX_SHAPE_BYTES get the range their length is in:
 * "(65-128 bytes)".
 */
#ifndef GBX_PROFILE_SHAPE_H
#define GBX_PROFILE_SHAPE_H

#include "../base/limits.h"
#include "../detect/value.h"

/* Room for any shape, and for the vector stores behind it. */
#define GBX_SHAPE_ROOM (GBX_SHAPE_BYTES + 16)

/* Writes the shape (no NUL) and returns its length. v->p must be readable for 16
 * bytes past its end, as chunk bytes are. */
uint32_t gbx_shape(const struct gbx_value *v, char out[GBX_SHAPE_ROOM]);

#endif

/*
 * The checks behind the catalogue, one family of types a file, and what the
 * planner needs besides them. Every check is pure, allocates nothing and looks
 * at length and class mask first; the value is trimmed and not empty.
 */
#ifndef GBX_DETECT_CHECK_H
#define GBX_DETECT_CHECK_H

#include "detect.h"

extern const struct gbx_type_info gbx_type_table[GBX_T_COUNT];

#endif

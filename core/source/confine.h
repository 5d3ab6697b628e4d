/* System calls the unpack process may still make. */
#ifndef GBX_SOURCE_CONFINE_H
#define GBX_SOURCE_CONFINE_H

#include <stdbool.h>

/*
 * From here on only memory, clock, signal and already open descriptors: anything
 * that opens, connects, starts or signals another process kills this one with
 * SIGSYS, apart from opening files, which answers EACCES (the C library looks for
 * time zones). True without effect on a processor the filter does not know.
 */
bool gbx_confine(void);

#endif

/*
 * The library's XXH3 chooses by the processor it runs on; the one compiled into our loops
 * is for the least we build for. Apart, because xxhash.h can be included in one way only.
 */
#include "long_hash.h"

#if defined(__x86_64__)
#include <xxh_x86dispatch.h>
#else
#include <xxhash.h>
#endif

uint64_t gbx_long_hash(const void *p, size_t n)
{
	return XXH3_64bits(p, n);
}

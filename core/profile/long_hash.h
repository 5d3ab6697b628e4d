/* Inside profile: the hash of a long value, with the widest registers there are. */
#ifndef GBX_PROFILE_LONG_HASH_H
#define GBX_PROFILE_LONG_HASH_H

#include <stddef.h>
#include <stdint.h>

#define GBX_LONG_HASH 240u /* up to here all ways to compute XXH3 are the same */

/* XXH3_64bits of n bytes. */
uint64_t gbx_long_hash(const void *p, size_t n);

#endif

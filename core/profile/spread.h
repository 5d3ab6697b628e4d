/*
 * Where a hash goes in a table. Hashes of values are unkeyed and known, so an input can
 * be made whose hashes are alike in the bits a table would look at: every search would
 * walk over all of them. Places therefore depend on a number no input knows; what the
 * tables answer does not. Multiply-shift hashing (Dietzfelbinger et al. 1997).
 */
#ifndef GBX_PROFILE_SPREAD_H
#define GBX_PROFILE_SPREAD_H

#include <stdint.h>
#include <string.h>
#include <sys/auxv.h>

/* The number of this process: odd, from the random bytes the kernel starts it with, so
 * that no system call is needed. */
static inline uint64_t gbx_spread_key(void)
{
	uint64_t k = 0;
	const void *random = (const void *)(uintptr_t)getauxval(AT_RANDOM);
	if (random)
		memcpy(&k, (const char *)random + 8, sizeof k);
	k = (k ^ k >> 32) * UINT64_C(0x9E3779B97F4A7C15);
	k = (k ^ k >> 29) * UINT64_C(0xBF58476D1CE4E5B9);
	return (k ^ k >> 32) | 1;
}

/* The slot of h in a table of cap slots, a power of two up to 2^24. */
static inline uint32_t gbx_spread(uint64_t h, uint64_t key, uint32_t cap)
{
	return (uint32_t)(h * key >> 40) & (cap - 1);
}

#endif

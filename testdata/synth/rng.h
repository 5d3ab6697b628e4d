/*
 * Random numbers that are the same on every machine: SplitMix64 (Steele, Lea,
 * Flood, "Fast splittable pseudorandom number generators", 2014). Each record
 * has a generator of its own, so that any record can be made again by its number.
 */
#ifndef SYNTH_RNG_H
#define SYNTH_RNG_H

#include <stdbool.h>
#include <stdint.h>

struct synth_rng {
	uint64_t s;
};

static inline uint64_t synth_mix(uint64_t z)
{
	z = (z ^ (z >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
	z = (z ^ (z >> 27)) * UINT64_C(0x94d049bb133111eb);
	return z ^ (z >> 31);
}

static inline struct synth_rng synth_rng_of(uint64_t seed, uint64_t stream, uint64_t i)
{
	uint64_t s = synth_mix(seed + UINT64_C(0x9e3779b97f4a7c15));
	s = synth_mix(s ^ (stream * UINT64_C(0xd1342543de82ef95) + 1));
	return (struct synth_rng){ synth_mix(s + i * UINT64_C(0xda942042e4dd58b5)) };
}

static inline uint64_t synth_next(struct synth_rng *g)
{
	g->s += UINT64_C(0x9e3779b97f4a7c15);
	return synth_mix(g->s);
}

/* 0 to n - 1; the bias of at most n / 2^32 does not matter here. */
static inline uint32_t synth_below(struct synth_rng *g, uint32_t n)
{
	return (uint32_t)(((synth_next(g) >> 32) * n) >> 32);
}

/* True in ppm of a million draws. */
static inline bool synth_ppm(struct synth_rng *g, uint32_t ppm)
{
	return synth_below(g, 1000000) < ppm;
}

#endif

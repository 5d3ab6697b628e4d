/*
 * Random text of a form of id_forms.def, for glovebox-synth and the tests of the checks; see there
 * for what the signs mean. Random numbers by SplitMix64 (Steele, Lea, Flood 2014), the same on
 * every machine.
 */
#ifndef GBX_DETECT_ID_MAKE_H
#define GBX_DETECT_ID_MAKE_H

#include <stddef.h>
#include <stdint.h>
#include <string.h>

#define GBX_ID_BYTES 64

struct gbx_id_form {
	const char *type, *form, *written;
};

static inline uint32_t gbx_id_below(uint64_t *g, uint32_t n)
{
	uint64_t z = *g += UINT64_C(0x9e3779b97f4a7c15);

	z = (z ^ (z >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
	z = (z ^ (z >> 27)) * UINT64_C(0x94d049bb133111eb);
	z ^= z >> 31;
	return (uint32_t)(((z >> 32) * n) >> 32);
}

static inline char gbx_id_one_of(const char *set, uint64_t *g)
{
	char all[64];
	unsigned n = 0;

	for (; *set != ']'; set++) {
		if (set[1] == '-' && set[2] != ']') {
			for (char c = set[0]; c <= set[2] && n < sizeof(all); c++)
				all[n++] = c;
			set += 2;
		} else if (n < sizeof(all)) {
			all[n++] = *set;
		}
	}
	return all[gbx_id_below(g, n)];
}

static inline size_t gbx_id_two(char *out, unsigned x)
{
	out[0] = (char)('0' + x / 10 % 10);
	out[1] = (char)('0' + x % 10);
	return 2;
}

/* Writes text of the form, its end marked by a NUL, and returns its length. */
static inline size_t gbx_id_fill(const char *f, uint64_t *g, char out[GBX_ID_BYTES])
{
	static const char signs[] = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ";
	size_t n = 0;

	while (*f && n + 4 < GBX_ID_BYTES) {
		size_t used = 1;

		if (strncmp(f, "yyyy", 4) == 0) {
			used = gbx_id_two(out + n, 19);
			n += used;
		}
		if (f[used - 1] == 'y' || used == 2) {
			n += gbx_id_two(out + n, 40 + gbx_id_below(g, 60));
			used += used == 2 ? 2 : 1;
		} else if (*f == 'm') {
			n += gbx_id_two(out + n, 1 + gbx_id_below(g, 12));
			used = 2;
		} else if (*f == 'j') {
			n += gbx_id_two(out + n, 1 + gbx_id_below(g, 28));
			used = 2;
		} else if (*f == '[') {
			out[n++] = gbx_id_one_of(f + 1, g);
			used = (size_t)(strchr(f, ']') - f) + 1;
		} else {
			out[n++] = *f == 'd'   ? signs[gbx_id_below(g, 10)]
				   : *f == 'z' ? signs[1 + gbx_id_below(g, 9)]
				   : *f == 'a' ? signs[10 + gbx_id_below(g, 26)]
				   : *f == 'w' ? signs[gbx_id_below(g, 36)]
					       : *f;
		}
		f += used;
	}
	out[n] = 0;
	return n;
}

#endif

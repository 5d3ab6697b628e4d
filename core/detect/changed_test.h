/*
 * For tests: examples changed at random with a fixed seed. Values are copied to their
 * exact size, so that a sanitizer sees every byte read behind them.
 */
#ifndef GBX_DETECT_CHANGED_TEST_H
#define GBX_DETECT_CHANGED_TEST_H

#include "labelled_test.h"

#define CASES 170000u /* of each of six families */

static inline uint32_t rnd(uint64_t *s, uint32_t n)
{
	*s ^= *s << 13;
	*s ^= *s >> 7;
	*s ^= *s << 17;
	return (uint32_t)((*s >> 11) % n);
}

/* One of the examples, most times changed in a few bytes; or any bytes of the alphabet. */
static inline size_t make(uint64_t *s, const char *const *list, size_t count, unsigned char *out)
{
	static const char alphabet[] = "0123456789000111 -./:@+$*JeyabcdefABCDEFXx_,()#\"\xe5\x80";
	size_t n = 0, i;

	if (rnd(s, 12)) {
		const char *text = list[rnd(s, (uint32_t)count)];
		n = strlen(text);
		memcpy(out, text, n);
	} else {
		for (n = 1 + rnd(s, 40), i = 0; i < n; i++)
			out[i] = (unsigned char)alphabet[rnd(s, sizeof(alphabet) - 1)];
	}
	for (unsigned k = rnd(s, 4); k && n > 1; k--) {
		i = rnd(s, (uint32_t)n);
		switch (rnd(s, 5)) {
		case 0:
			out[i] = (unsigned char)alphabet[rnd(s, sizeof(alphabet) - 1)];
			break;
		case 1:
			memmove(out + i, out + i + 1, --n - i);
			break;
		case 2:
			memmove(out + i + 1, out + i, n++ - i);
			out[i] = (unsigned char)('0' + rnd(s, 10));
			break;
		case 3:
			out[i] = (unsigned char)('0' + rnd(s, 10));
			break;
		default:
			out[i] = (unsigned char)rnd(s, 256);
		}
	}
	return n;
}

typedef void compare_fn(const struct gbx_value *v);

static inline void compare_all(const char *const *list, size_t count, compare_fn *compare)
{
	uint64_t seed = UINT64_C(88172645463325252);
	unsigned char text[512];

	for (unsigned k = 0; k < CASES; k++) {
		size_t n = make(&seed, list, count, text);
		unsigned char *exact = malloc(n);

		assert_non_null(exact);
		memcpy(exact, text, n);
		struct gbx_value v = gbx_value_of(exact, n);
		compare(&v);
		free(exact);
	}
}

static inline void same(const struct gbx_value *v, const char *what, int64_t fast, int64_t plain)
{
	if (fast != plain)
		fail_msg("%s: %lld, plainly %lld: %.*s", what, (long long)fast, (long long)plain,
		         (int)v->n, (const char *)v->p);
}

#endif

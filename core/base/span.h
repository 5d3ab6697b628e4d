/* A borrowed run of bytes. Whoever hands one out says until when it holds. */
#ifndef GBX_BASE_SPAN_H
#define GBX_BASE_SPAN_H

#include <stdbool.h>
#include <stddef.h>
#include <string.h>

struct gbx_span {
	const unsigned char *p; /* may be NULL when n is 0 */
	size_t n;
};

/* Storage that is written before it is read, in code too hot to clear it first: the
 * compiler's automatic clearing is left out. */
#if defined(__has_attribute)
#if __has_attribute(uninitialized)
#define GBX_UNINITIALISED __attribute__((uninitialized))
#endif
#endif
#ifndef GBX_UNINITIALISED
#define GBX_UNINITIALISED
#endif

/* For functions that keep 64-byte vectors: gcc 12's address sanitizer puts their locals into
 * frames aligned to 32 bytes, where aligned moves fault (GCC PR 110027). They go without its
 * frames; clang's build checks them all the same. */
#if defined(__SANITIZE_ADDRESS__) && !defined(__clang__)
#define GBX_WIDE_VECTORS __attribute__((no_sanitize_address))
#else
#define GBX_WIDE_VECTORS
#endif

static inline struct gbx_span gbx_span_of(const void *p, size_t n)
{
	return (struct gbx_span){ (const unsigned char *)p, n };
}

static inline struct gbx_span gbx_span_str(const char *s)
{
	return gbx_span_of(s, strlen(s));
}

static inline bool gbx_span_eq(struct gbx_span a, struct gbx_span b)
{
	return a.n == b.n && (!a.n || memcmp(a.p, b.p, a.n) == 0);
}

static inline bool gbx_span_is(struct gbx_span a, const char *s)
{
	return gbx_span_eq(a, gbx_span_str(s));
}

#endif

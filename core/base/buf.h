/*
 * A growable byte buffer with a ceiling.
 *
 * The first failure (no memory, ceiling) sticks: later appends do nothing and
 * gbx_buf_failed() stays true, so a writer may check once at its end. A buffer
 * is always NUL-terminated once something was appended; n does not count the NUL.
 */
#ifndef GBX_BASE_BUF_H
#define GBX_BASE_BUF_H

#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>

#include "span.h"

struct gbx_buf {
	char *p; /* owned; NULL until the first append */
	size_t n, cap;
	size_t max; /* ceiling in bytes */
	bool failed;
};

#define GBX_BUF_INIT(ceiling) { .max = (ceiling) }

void gbx_buf_init(struct gbx_buf *b, size_t ceiling);
void gbx_buf_release(struct gbx_buf *b); /* frees; the buffer may be used again */
void gbx_buf_reset(struct gbx_buf *b);	 /* empties, keeps memory, clears failure */
bool gbx_buf_reserve(struct gbx_buf *b, size_t more);
void gbx_buf_add(struct gbx_buf *b, const void *p, size_t n);
void gbx_buf_addc(struct gbx_buf *b, char c);
void gbx_buf_adds(struct gbx_buf *b, const char *s);
void gbx_buf_addf(struct gbx_buf *b, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
static inline bool gbx_buf_failed(const struct gbx_buf *b) { return b->failed; }
static inline struct gbx_span gbx_buf_span(const struct gbx_buf *b)
{
	return gbx_span_of(b->p, b->n);
}
/* The text so far; "" when empty. Holds until the next change. */
static inline const char *gbx_buf_str(const struct gbx_buf *b) { return b->p ? b->p : ""; }

#endif

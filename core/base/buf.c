/* A growable byte buffer with a ceiling; the contract is in buf.h. */
#include "buf.h"

#include <stdio.h>
#include <stdlib.h>

void gbx_buf_init(struct gbx_buf *b, size_t ceiling)
{
	*b = (struct gbx_buf)GBX_BUF_INIT(ceiling);
}

void gbx_buf_release(struct gbx_buf *b)
{
	free(b->p);
	gbx_buf_init(b, b->max);
}

void gbx_buf_reset(struct gbx_buf *b)
{
	b->n = 0;
	b->failed = false;
	if (b->p)
		b->p[0] = 0;
}

bool gbx_buf_reserve(struct gbx_buf *b, size_t more)
{
	if (b->failed)
		return false;
	if (more >= b->max || b->n + more > b->max) {
		b->failed = true;
		return false;
	}
	size_t need = b->n + more + 1;
	if (need <= b->cap)
		return true;
	size_t cap = b->cap ? b->cap : 64;
	while (cap < need)
		cap *= 2;
	char *p = realloc(b->p, cap);
	if (!p) {
		b->failed = true;
		return false;
	}
	b->p = p;
	b->cap = cap;
	return true;
}

void gbx_buf_add(struct gbx_buf *b, const void *p, size_t n)
{
	if (!gbx_buf_reserve(b, n))
		return;
	if (n)
		memcpy(b->p + b->n, p, n);
	b->n += n;
	b->p[b->n] = 0;
}

void gbx_buf_addc(struct gbx_buf *b, char c) { gbx_buf_add(b, &c, 1); }
void gbx_buf_adds(struct gbx_buf *b, const char *s) { gbx_buf_add(b, s, strlen(s)); }

void gbx_buf_addf(struct gbx_buf *b, const char *fmt, ...)
{
	va_list ap, again;
	va_start(ap, fmt);
	va_copy(again, ap);
	int n = vsnprintf(NULL, 0, fmt, ap);
	va_end(ap);
	if (n >= 0 && gbx_buf_reserve(b, (size_t)n)) {
		vsnprintf(b->p + b->n, (size_t)n + 1, fmt, again);
		b->n += (size_t)n;
	}
	va_end(again);
}

/* What all layers share: peeking, seeking, the output account, spooling to memory. */
#include "layer.h"

#include <stdlib.h>
#include <string.h>

#include "../base/buf.h"
#include "../base/limits.h"

size_t gbx_layer_next(struct gbx_layer *l, const unsigned char **p)
{
	size_t n;
	if (l->head_n) {
		*p = l->head + l->head_at;
		n = l->head_n - l->head_at;
		l->head_n = l->head_at = 0;
	} else if (l->rest_n) {
		*p = l->rest;
		n = l->rest_n;
		l->rest_n = 0;
	} else {
		n = l->ended ? 0 : l->read(l, p);
		l->ended = !n;
	}
	l->at += n;
	return n;
}

size_t gbx_layer_some(struct gbx_layer *l, size_t most, const unsigned char **p)
{
	size_t in_head = l->head_n, n = gbx_layer_next(l, p);
	if (n <= most)
		return n;
	l->at -= n - most;
	if (in_head) {
		l->head_at = in_head - (n - most);
		l->head_n = in_head;
	} else {
		l->rest = *p + most;
		l->rest_n = n - most;
	}
	return most;
}

/* One more block into the head's buffer; what does not fit stays as rest. */
static bool grow_head(struct gbx_layer *l)
{
	const unsigned char *p = NULL;
	size_t n = l->ended ? 0 : l->read(l, &p);
	if (!n) {
		l->ended = true;
		return false;
	}
	size_t fits = GBX_MAGIC_BYTES - l->head_n;
	fits = n < fits ? n : fits;
	memcpy(l->head + l->head_n, p, fits);
	l->head_n += fits;
	l->rest = p + fits;
	l->rest_n = n - fits;
	return true;
}

size_t gbx_layer_peek(struct gbx_layer *l, const unsigned char **p)
{
	if (!l->head_n && !l->rest_n && !l->ended) {
		l->rest_n = l->read(l, &l->rest);
		l->ended = !l->rest_n;
	}
	if (!l->head_n && (l->rest_n >= GBX_MAGIC_BYTES || l->ended)) {
		*p = l->rest;
		return l->rest_n;
	}
	if (!l->head)
		l->head = malloc(GBX_MAGIC_BYTES);
	if (!l->head) {
		l->fault = GBX_E_UNPACK_MEMORY;
		l->ended = true;
		return l->rest_n = 0;
	}
	if (!l->head_n) {
		memcpy(l->head, l->rest, l->rest_n);
		l->head_n = l->rest_n;
		l->rest_n = 0;
	}
	while (l->head_n < GBX_MAGIC_BYTES && !l->rest_n && grow_head(l))
		;
	*p = l->head + l->head_at;
	return l->head_n - l->head_at;
}

bool gbx_layer_seek(struct gbx_layer *l, uint64_t to)
{
	if (!l->seek || to > l->size || !l->seek(l, to))
		return false;
	l->head_n = l->head_at = l->rest_n = 0;
	l->ended = false;
	l->at = to;
	return true;
}

bool gbx_layer_take(struct gbx_layer *l, void *buf, size_t n)
{
	unsigned char *to = buf;
	while (n) {
		const unsigned char *p = NULL;
		size_t got = gbx_layer_some(l, n, &p);
		if (!got)
			return false;
		memcpy(to, p, got);
		to += got;
		n -= got;
	}
	return true;
}

bool gbx_layer_fetch(struct gbx_layer *l, uint64_t at, void *buf, size_t n)
{
	if (!l->seek || at > l->size || n > l->size - at)
		return false;
	if (l->fetch)
		return l->fetch(l, at, buf, n);
	return gbx_layer_seek(l, at) && gbx_layer_take(l, buf, n);
}

void gbx_layer_close(struct gbx_layer *l)
{
	while (l) {
		struct gbx_layer *below = l->below;
		free(l->head);
		l->free(l);
		l = below;
	}
}

bool gbx_budget_take(struct gbx_budget *b, uint64_t n)
{
	uint64_t allowed;
	if (__builtin_mul_overflow(*b->in, b->ratio, &allowed) ||
	    __builtin_add_overflow(allowed, GBX_RATIO_FREE, &allowed))
		allowed = UINT64_MAX;
	if (n > allowed || b->out > allowed - n) {
		b->cut = true;
		return false;
	}
	b->out += n;
	return true;
}

bool gbx_budget_forgive(struct gbx_budget *b)
{
	if (!b->cut)
		return true;
	b->cut = false;
	b->out -= b->out < GBX_RATIO_FREE ? b->out : GBX_RATIO_FREE;
	return ++b->strikes <= GBX_RATIO_STRIKES;
}

struct spool {
	struct gbx_layer base;
	struct gbx_buf buf;
	size_t pos;
};

static size_t spool_read(struct gbx_layer *l, const unsigned char **p)
{
	struct spool *s = (struct spool *)l;
	size_t n = s->buf.n - s->pos;
	*p = gbx_buf_span(&s->buf).p + s->pos;
	s->pos = s->buf.n;
	return n;
}

static bool spool_seek(struct gbx_layer *l, uint64_t to)
{
	((struct spool *)l)->pos = (size_t)to;
	return true;
}

static bool spool_fetch(struct gbx_layer *l, uint64_t at, void *buf, size_t n)
{
	struct spool *s = (struct spool *)l;
	if (at > s->buf.n || n > s->buf.n - at)
		return false;
	if (n)
		memcpy(buf, s->buf.p + at, n);
	return true;
}

static void spool_free(struct gbx_layer *l)
{
	gbx_buf_release(&((struct spool *)l)->buf);
	free(l);
}

/* Everything of below; E_NONE when it ended well. */
static enum gbx_eid spool_fill(struct spool *s, struct gbx_layer *below, size_t most)
{
	const unsigned char *p = NULL;
	size_t n;
	while ((n = gbx_layer_next(below, &p))) {
		if (n >= most - s->buf.n) /* a buffer grows by doubling: stay below */
			return GBX_E_SPOOL;
		gbx_buf_add(&s->buf, p, n);
		if (gbx_buf_failed(&s->buf))
			return GBX_E_UNPACK_MEMORY;
	}
	return below->fault;
}

struct gbx_layer *gbx_layer_spool_up_to(struct gbx_layer *below, size_t most, enum gbx_eid *why)
{
	struct spool *s = calloc(1, sizeof *s);
	*why = GBX_E_UNPACK_MEMORY;
	if (s) {
		s->base = (struct gbx_layer){ .read = spool_read,
					      .fetch = spool_fetch,
					      .seek = spool_seek,
					      .free = spool_free };
		gbx_buf_init(&s->buf, most + 2);
		*why = spool_fill(s, below, most);
		s->base.size = s->buf.n;
	}
	gbx_layer_close(below);
	if (s && !*why)
		return &s->base;
	gbx_layer_close(s ? &s->base : NULL);
	return NULL;
}

struct gbx_layer *gbx_layer_spool(struct gbx_layer *below, enum gbx_eid *why)
{
	return gbx_layer_spool_up_to(below, GBX_SPOOL_BYTES, why);
}

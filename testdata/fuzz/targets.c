/* The table of targets, and what all of them use. */
#include "fuzz.h"

#include <time.h>

#include "../../core/source/doc.h"

#define TEXT_MOST 4096u
#define DOCUMENT_MOST 65536u

#define GBX_FORMAT(name) extern const struct gbx_format gbx_format_##name;
#include "../../core/format/readers.def"
#undef GBX_FORMAT
#define GBX_DOCUMENT(name) extern const struct gbx_doc_kind gbx_doc_##name;
#include "../../core/source/documents.def"
#undef GBX_DOCUMENT

const struct fuzz_target fuzz_targets[] = {
#define GBX_FORMAT(name) { #name, fuzz_reader, &gbx_format_##name, TEXT_MOST },
#include "../../core/format/readers.def"
#undef GBX_FORMAT
#define GBX_DOCUMENT(name) { #name, fuzz_document, &gbx_doc_##name, DOCUMENT_MOST },
#include "../../core/source/documents.def"
#undef GBX_DOCUMENT
#define FUZZ_TARGET(name, most) { #name, fuzz_##name, NULL, most },
#include "targets.def"
#undef FUZZ_TARGET
	{ NULL, NULL, NULL, 0 }
};

const struct fuzz_target *fuzz_find(const char *name)
{
	if (!strncmp(name, "fuzz_", 5))
		name += 5;
	for (const struct fuzz_target *t = fuzz_targets; t->name; t++)
		if (!strcmp(t->name, name))
			return t;
	return NULL;
}

static double seconds(void)
{
	struct timespec t;
	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
	return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

void fuzz_run(const struct fuzz_target *t, const unsigned char *p, size_t n)
{
	static const unsigned char none[1];
	double before = seconds();
	t->run(t->of, n ? p : none, n);
	FUZZ_CHECK(seconds() - before <= FUZZ_SECONDS);
}

void *fuzz_alloc(size_t n)
{
	void *p = calloc(1, n ? n : 1);
	FUZZ_CHECK(p);
	return p;
}

unsigned char *fuzz_padded(const void *p, size_t n)
{
	unsigned char *q = fuzz_alloc(n + GBX_CHUNK_PAD);
	if (n)
		memcpy(q, p, n);
	return q;
}

/* FNV-1a. */
struct fuzz_draw fuzz_draw_of(const unsigned char *p, size_t n)
{
	struct fuzz_draw d = { UINT64_C(14695981039346656037) ^ n };
	for (size_t i = 0; i < n && i < 64; i++)
		d.s = (d.s ^ p[i]) * UINT64_C(1099511628211);
	return d;
}

/* SplitMix64 (Steele, Lea, Flood 2014). */
uint32_t fuzz_draw(struct fuzz_draw *d, uint32_t below)
{
	uint64_t z = d->s += UINT64_C(0x9e3779b97f4a7c15);
	z = (z ^ z >> 30) * UINT64_C(0xbf58476d1ce4e5b9);
	z = (z ^ z >> 27) * UINT64_C(0x94d049bb133111eb);
	return (uint32_t)((z ^ z >> 31) % below);
}

struct gbx_span fuzz_cut(struct gbx_span *rest, unsigned char at)
{
	const unsigned char *end = rest->n ? memchr(rest->p, at, rest->n) : NULL;
	size_t n = end ? (size_t)(end - rest->p) : rest->n;
	struct gbx_span piece = { rest->p, n };
	*rest = gbx_span_of(rest->p + n + !!end, rest->n - n - !!end);
	return piece;
}

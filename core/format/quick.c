/* Objects like those before; the contract is in quick.h. */
#include "quick.h"

#include <assert.h>

#include "../base/limits.h"
#include "tape.h"
#include "text.h"

#ifdef __x86_64__
#include <immintrin.h>
#endif

#define CREDIT 64 /* objects in vain, at the end of a chunk that had many good ones */
#define CREDIT_COST 4

/* Behind the limit of a chunk that many bytes may be read (GBX_CHUNK_PAD): a key and
 * one load behind it. */
static_assert(GBX_FLAT_RAW_MAX + 64 <= GBX_CHUNK_PAD, "keys are compared within the pad");

enum step { FAILED, OPENED, DONE };

struct frame {
	uint32_t parent, prev;
	bool object;
	bool wrapper; /* stands for its only value */
};

struct gbx_quick_walk {
	struct gbx_flat *f;
	const struct gbx_flat_node *node;
	struct gbx_span relation;
	const unsigned char *p, *base, *limit, *from;
	struct frame *at;
	uint32_t cur;      /* the name of the value at p */
	unsigned char end; /* a blank that ends the object: that of a line; else 0 */
	bool begun;
	struct frame stack[GBX_NESTING];
};

static inline bool is_blank(unsigned char c)
{
	return c == ' ' || c == '\n' || c == '\r' || c == '\t';
}

static inline void skip_blanks(struct gbx_quick_walk *q)
{
	while (*q->p <= ' ' && q->p < q->limit && is_blank(*q->p) && *q->p != q->end)
		q->p++;
}

/* Is the quote at e escaped in the string that begins at from? */
static bool is_escaped(const unsigned char *from, const unsigned char *e)
{
	const unsigned char *p = e;
	while (p > from && p[-1] == '\\')
		p--;
	return (e - p) & 1;
}

/* Names */

/* Does the text at p go on with this key, its quote and a colon? */
static inline bool raw_is(const struct gbx_flat_node *x, const unsigned char *p)
{
#ifdef __SSE2__
	const char *key = x->key;
	for (uint32_t n = x->raw; n; n -= 16, key += 16, p += 16) {
		__m128i a = _mm_load_si128((const __m128i *)(const void *)key);
		__m128i b = _mm_loadu_si128((const __m128i *)(const void *)p);
		unsigned same = (unsigned)_mm_movemask_epi8(_mm_cmpeq_epi8(a, b));
		if (n <= 16)
			return (~same & ((1u << n) - 1)) == 0;
		if (same != 0xffff)
			return false;
	}
	return false;
#else
	return x->raw && memcmp(x->key, p, x->raw) == 0;
#endif
}

/* The key at p may be one of MongoDB's. */
static inline bool perhaps_wrapper(const struct gbx_quick_walk *q)
{
	return q->p[1] == '$' && q->at->prev == GBX_FLAT_NONE && q->at->parent != q->f->root;
}

static bool take_key(struct gbx_quick_walk *q, struct gbx_span key)
{
	struct frame *at = q->at;
	if (at->prev == GBX_FLAT_NONE && gbx_flat_is_pair(key))
		return false;
	if (at->prev == GBX_FLAT_NONE && at->parent != q->f->root && gbx_flat_is_wrapper(key)) {
		at->wrapper = true;
		q->cur = at->parent;
		return true;
	}
	struct gbx_flat_at place = {at->parent, at->prev};
	q->cur = at->prev = gbx_flat_known(q->f, &place, key);
	return q->cur != GBX_FLAT_NONE;
}

/* Cells */

static inline bool put_cell(struct gbx_quick_walk *q, struct gbx_cell c)
{
	uint32_t col = q->node[q->cur].col;
	struct gbx_flat *f = q->f;
	return col != GBX_FLAT_NONE && gbx_batch_cell(f->out, f->batch, col, f->rec, c);
}

static inline bool put(struct gbx_quick_walk *q, const unsigned char *from, size_t n)
{
	return put_cell(q, (struct gbx_cell){(uint32_t)(from - q->base), (uint32_t)n});
}

/* The string at p, n bytes between its quotes. The chunk may move. */
static bool put_escaped(struct gbx_quick_walk *q, size_t n)
{
	struct gbx_chunk *c = q->f->chunk;
	if (!gbx_text_escapes_ok(q->p + 1, n))
		return false;
	size_t end = (size_t)(q->p - q->base) + n + 2, limit = (size_t)(q->limit - q->base);
	uint32_t off = gbx_chunk_side(c, q->p + 1, n);
	if (off == UINT32_MAX)
		return false;
	uint32_t len = (uint32_t)gbx_text_unescape(c->p + off, n);
	c->side -= n - len;
	q->base = c->p;
	q->p = q->base + end;
	q->limit = q->base + limit;
	return put_cell(q, (struct gbx_cell){off, len});
}

static bool ends_scalar(const struct gbx_quick_walk *q, const unsigned char *e)
{
	return e < q->limit && (*e == ',' || *e == '}' || *e == ']' || is_blank(*e));
}

static bool scalar(struct gbx_quick_walk *q)
{
	const unsigned char *from = q->p;
	size_t n = 4;
	if (*from == '-' || (*from >= '0' && *from <= '9'))
		n = gbx_text_number(from, (size_t)(q->limit - from));
	else if (memcmp(from, "false", 5) == 0)
		n = 5;
	else if (memcmp(from, "true", 4) != 0 && memcmp(from, "null", 4) != 0)
		return false;
	if (!n || !ends_scalar(q, from + n))
		return false;
	q->p = from + n;
	if (*from == 'n')
		return put_cell(q, (struct gbx_cell){GBX_ABSENT, 0});
	return put(q, from, n);
}

/* Levels */

static enum step open_level(struct gbx_quick_walk *q, struct frame in)
{
	unsigned char close = in.object ? '}' : ']';
	q->p++;
	skip_blanks(q);
	if (q->p >= q->limit)
		return FAILED;
	if (*q->p == close) {
		q->p++;
		return DONE;
	}
	*++q->at = in;
	return OPENED;
}

static enum step push(struct gbx_quick_walk *q, bool object)
{
	uint32_t parent = object ? q->cur : q->node[q->cur].item;
	if (q->at == &q->stack[GBX_NESTING - 1] || parent == GBX_FLAT_NONE)
		return FAILED;
	return open_level(q, (struct frame){parent, GBX_FLAT_NONE, object, false});
}

/* The record's own brace; an empty object is a record too, but none to hurry for. */
static enum step root(struct gbx_quick_walk *q)
{
	q->p++;
	skip_blanks(q);
	return q->p < q->limit && *q->p != '}' ? OPENED : FAILED;
}

/* Behind a value: OPENED at the next key or value, DONE behind the record. */
static inline enum step after(struct gbx_quick_walk *q)
{
	for (;;) {
		struct frame *at = q->at;
		skip_blanks(q);
		if (q->p >= q->limit)
			return FAILED;
		unsigned char c = *q->p++;
		if (c == ',') {
			skip_blanks(q);
			return at->wrapper || q->p >= q->limit ? FAILED : OPENED;
		}
		if (c != (at->object ? '}' : ']'))
			return FAILED;
		if (at == q->stack)
			return DONE;
		q->at--;
	}
}

static bool begin_record(struct gbx_quick_walk *q, struct gbx_span relation)
{
	struct gbx_flat *f = q->f;
	if (!gbx_flat_begin_known(f, relation, f->chunk->off + (uint64_t)(q->from - q->base)))
		return false;
	q->begun = true;
	q->at = q->stack;
	q->stack[0] = (struct frame){f->root, GBX_FLAT_NONE, true, false};
	return true;
}

/* Kernels */

static bool fits_always(void)
{
	return true;
}

#define NAME(x) x##_plain
#define TARGET
#define FIND find_plain

#ifdef __SSE2__
static inline const unsigned char *find_plain(const unsigned char *p, const unsigned char *limit,
                                              char c)
{
	const __m128i quote = _mm_set1_epi8('"'), other = _mm_set1_epi8(c);
	const __m128i control = _mm_set1_epi8(0x1f);
	for (; p < limit; p += 16) {
		__m128i v = _mm_loadu_si128((const __m128i *)(const void *)p);
		__m128i hit = _mm_or_si128(_mm_cmpeq_epi8(v, quote), _mm_cmpeq_epi8(v, other));
		hit = _mm_or_si128(hit, _mm_cmpeq_epi8(_mm_min_epu8(v, control), v));
		unsigned m = (unsigned)_mm_movemask_epi8(hit);
		if (m)
			return p + (unsigned)__builtin_ctz(m);
	}
	return p;
}
#else
static inline const unsigned char *find_plain(const unsigned char *p, const unsigned char *limit,
                                              char c)
{
	while (p < limit && *p != '"' && *p != (unsigned char)c && *p >= 0x20)
		p++;
	return p;
}
#endif

#include "quick_walk.h"

#undef NAME
#undef TARGET
#undef FIND

#ifdef __x86_64__

#define NAME(x) x##_avx2
#define TARGET __attribute__((target("avx2,bmi")))
#define FIND find_avx2

TARGET static inline const unsigned char *find_avx2(const unsigned char *p,
                                                    const unsigned char *limit, char c)
{
	const __m256i quote = _mm256_set1_epi8('"'), other = _mm256_set1_epi8(c);
	const __m256i control = _mm256_set1_epi8(0x1f);
	for (; p < limit; p += 32) {
		__m256i v = _mm256_loadu_si256((const __m256i *)(const void *)p);
		__m256i hit =
		    _mm256_or_si256(_mm256_cmpeq_epi8(v, quote), _mm256_cmpeq_epi8(v, other));
		hit = _mm256_or_si256(hit, _mm256_cmpeq_epi8(_mm256_min_epu8(v, control), v));
		unsigned m = (unsigned)_mm256_movemask_epi8(hit);
		if (m)
			return p + (unsigned)__builtin_ctz(m);
	}
	return p;
}

static bool fits_avx2(void)
{
	return __builtin_cpu_supports("avx2") && __builtin_cpu_supports("bmi");
}

#include "quick_walk.h"

#undef NAME
#undef TARGET
#undef FIND

#define NAME(x) x##_avx512
#define TARGET __attribute__((target("avx512f,avx512bw,avx512vl,avx2,bmi")))
#define FIND find_avx512

TARGET static inline const unsigned char *find_avx512(const unsigned char *p,
                                                      const unsigned char *limit, char c)
{
	const __m512i quote = _mm512_set1_epi8('"'), other = _mm512_set1_epi8(c);
	const __m512i blank = _mm512_set1_epi8(' ');
	for (; p < limit; p += 64) {
		__m512i v = _mm512_loadu_si512((const void *)p);
		uint64_t m = _mm512_cmpeq_epi8_mask(v, quote) | _mm512_cmpeq_epi8_mask(v, other) |
		             _mm512_cmplt_epu8_mask(v, blank);
		if (m)
			return p + (unsigned)__builtin_ctzll(m);
	}
	return p;
}

static bool fits_avx512(void)
{
	return __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw") &&
	       __builtin_cpu_supports("avx512vl") && fits_avx2();
}

#include "quick_walk.h"

#undef NAME
#undef TARGET
#undef FIND

#endif

const struct gbx_quick_kernel gbx_quick_kernels[] = {
#ifdef __x86_64__
    {"avx512", fits_avx512, walk_avx512},
    {"avx2", fits_avx2, walk_avx2},
#endif
    {"plain", fits_always, walk_plain},
};
const unsigned gbx_quick_kernels_count = sizeof gbx_quick_kernels / sizeof *gbx_quick_kernels;

void gbx_quick_init(struct gbx_quick *q)
{
	*q = (struct gbx_quick){.credit = CREDIT};
	const struct gbx_quick_kernel *k = gbx_quick_kernels;
	while (!k->fits())
		k++;
	q->kernel = k;
}

/* Objects */

static size_t record(struct gbx_quick *q, struct gbx_flat *f, struct gbx_span relation, size_t off,
                     size_t limit, unsigned char end)
{
	struct gbx_quick_walk GBX_UNINITIALISED w;
	size_t side = f->chunk->side;
	if (!q->kernel || q->credit <= 0 || f->chunk->p[off] != '{')
		return 0;
	w.f = f;
	w.node = f->node;
	w.relation = relation;
	w.base = f->chunk->p;
	w.from = w.p = w.base + off;
	w.limit = w.base + limit;
	w.end = end;
	w.begun = false;
	size_t n = q->kernel->walk(&w) ? (size_t)(w.p - w.base) - off : SIZE_MAX;
	if (n <= GBX_RECORD_CELLS && gbx_tape_utf8(w.base + off, n)) {
		q->credit += q->credit < CREDIT;
		return n;
	}
	if (w.begun)
		gbx_flat_undo(f);
	f->chunk->side = side;
	q->credit -= CREDIT_COST;
	return 0;
}

size_t gbx_quick_record(struct gbx_quick *q, struct gbx_flat *f, struct gbx_span relation,
                        size_t off, size_t limit)
{
	return record(q, f, relation, off, limit, 0);
}

size_t gbx_quick_line(struct gbx_quick *q, struct gbx_flat *f, struct gbx_span relation, size_t off)
{
	size_t limit = f->chunk->n;
	size_t side = f->chunk->side;
	size_t n = record(q, f, relation, off, limit, '\n');
	if (!n)
		return 0;
	const unsigned char *p = f->chunk->p;
	size_t end = off + n;
	while (end < limit && p[end] != '\n' && is_blank(p[end]))
		end++;
	if (end < limit && p[end] != '\n') {
		gbx_flat_undo(f);
		f->chunk->side = side;
		return 0;
	}
	return end + (end < limit) - off;
}

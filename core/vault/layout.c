/*
 * The plaintext of a block: a batch column by column, lengths apart from bytes,
 * since streams of one kind compress better. Numbers are varints (LEB128).
 *
 *   head     records, columns, shape (8 bytes, little endian), relation; per column: flags with
 *            DENSE, count of cells (sparse only), name
 *   lengths  per column: steps between record numbers (sparse only); then per
 *            cell: 0 absent, else length + 1
 *   offsets  per record: step of its offset, less the step before it and what
 *            its values grew by: 0 all along in most CSV files
 *   bytes    the values, column by column
 */
#include <limits.h>

#include "impl.h"

#include "../base/limits.h"

#define DENSE 0x80u
#define SEGMENT_MIN 8192u /* smaller ones cost more in frames than they win */
#define VARINT_MAX 10u

void gbx_layout_init(struct gbx_layout *l)
{
	/* The bound on the size is up to twice the size: reserved, not touched. */
	gbx_buf_init(&l->plain, 2 * (size_t)GBX_BLOCK_BYTES);
	gbx_buf_init(&l->cuts, (GBX_RECORD_COLUMNS + 8) * sizeof(size_t));
	gbx_buf_init(&l->sums, GBX_BLOCK_BYTES);
}

static void erase(struct gbx_buf *b)
{
	if (b->p)
		OPENSSL_cleanse(b->p, b->cap);
	gbx_buf_release(b);
}

void gbx_layout_release(struct gbx_layout *l)
{
	erase(&l->plain);
	erase(&l->cuts);
	erase(&l->sums);
}

/* ---- writing ---- */

static inline unsigned char *put(unsigned char *to, uint64_t x)
{
	while (x >= 0x80) {
		*to++ = (unsigned char)(x | 0x80);
		x >>= 7;
	}
	*to++ = (unsigned char)x;
	return to;
}

/* Short values are most of them; never reads or writes beside them. */
static inline void copy(unsigned char *to, const unsigned char *from, size_t n)
{
	if (n > 16) {
		memcpy(to, from, n);
	} else if (n >= 8) {
		memcpy(to, from, 8);
		memcpy(to + n - 8, from + n - 8, 8);
	} else if (n >= 4) {
		memcpy(to, from, 4);
		memcpy(to + n - 4, from + n - 4, 4);
	} else {
		for (size_t i = 0; i < n; i++)
			to[i] = from[i];
	}
}

/* Bytes a plaintext takes at most; SIZE_MAX when a name is too long. */
static size_t bound(const struct gbx_batch *b)
{
	size_t n = 8 * VARINT_MAX + GBX_NAME_BYTES + (size_t)b->nrec * VARINT_MAX;
	bool named = strlen(b->relation) <= GBX_NAME_BYTES;
	for (uint32_t c = 0; c < b->ncol; c++) {
		const struct gbx_column *k = &b->col[c];
		named &= k->name_len <= GBX_NAME_BYTES;
		n += 4 * VARINT_MAX + k->name_len + (size_t)k->n * (k->rec ? 10 : 5);
		for (uint32_t i = 0; i < k->n; i++)
			n += k->cell[i].off == GBX_ABSENT ? 0 : k->cell[i].len;
	}
	return named ? n : SIZE_MAX;
}

static unsigned char *put_head(unsigned char *to, const struct gbx_batch *b)
{
	to = put(to, b->nrec);
	to = put(to, b->ncol);
	for (unsigned i = 0; i < 8; i++)
		*to++ = (unsigned char)(b->shape >> (8 * i));
	size_t n = strlen(b->relation);
	to = put(to, n);
	memcpy(to, b->relation, n);
	to += n;
	for (uint32_t c = 0; c < b->ncol; c++) {
		const struct gbx_column *k = &b->col[c];
		*to++ = (unsigned char)(k->flags | (k->rec ? 0 : DENSE));
		if (k->rec)
			to = put(to, k->n);
		to = put(to, k->name_len);
		memcpy(to, k->name, k->name_len);
		to += k->name_len;
	}
	return to;
}

static unsigned char *put_lengths(unsigned char *to, const struct gbx_column *k, uint32_t *sum)
{
	uint32_t before = 0;
	for (uint32_t i = 0; k->rec && i < k->n; i++) {
		to = put(to, k->rec[i] - before);
		before = k->rec[i];
	}
	for (uint32_t i = 0; i < k->n; i++) {
		struct gbx_cell c = k->cell[i];
		if (c.off == GBX_ABSENT) {
			*to++ = 0;
			continue;
		}
		sum[k->rec ? k->rec[i] : i] += c.len;
		to = put(to, (uint64_t)c.len + 1);
	}
	return to;
}

/* The step to the next record as told by the values of this one, wrapping. */
static inline uint64_t expected(uint64_t step, uint32_t sum_before, uint32_t sum)
{
	return step + sum - sum_before;
}

static unsigned char *put_offsets(unsigned char *to, const struct gbx_batch *b, const uint32_t *sum)
{
	uint64_t step = 0, before = 0;
	uint32_t s1 = 0, s2 = 0; /* of the record before, of the one before that */
	for (uint32_t i = 0; i < b->nrec; i++) {
		uint64_t now = b->rec_off[i] - before;
		uint64_t d = now - expected(step, s2, s1);
		to = put(to, d << 1 ^ (0 - (d >> 63))); /* zigzag */
		step = i ? now : 0;
		before = b->rec_off[i];
		s2 = s1;
		s1 = sum[i];
	}
	return to;
}

static unsigned char *put_bytes(unsigned char *to, const struct gbx_batch *b,
                                const struct gbx_column *k)
{
	for (uint32_t i = 0; i < k->n; i++) {
		struct gbx_cell c = k->cell[i];
		if (c.off == GBX_ABSENT)
			continue;
		copy(to, b->bytes + c.off, c.len);
		to += c.len;
	}
	return to;
}

/* A segment ends here, unless it is too small to stand by itself. */
static size_t cut(struct gbx_layout *l, size_t from, size_t at, bool last)
{
	if (at == from || (!last && at - from < SEGMENT_MIN))
		return from;
	gbx_buf_add(&l->cuts, &at, sizeof at);
	return at;
}

enum gbx_rc gbx_layout_pack(struct gbx_layout *l, const struct gbx_batch *b, struct gbx_err *err)
{
	gbx_buf_reset(&l->plain);
	gbx_buf_reset(&l->cuts);
	gbx_buf_reset(&l->sums);
	size_t max = bound(b), nsum = (size_t)b->nrec * sizeof(uint32_t);
	if (b->ncol > GBX_RECORD_COLUMNS || max >= l->plain.max || nsum >= l->sums.max)
		return gbx_fail(err, GBX_E_OVERSIZE, "batch of %u records", b->nrec);
	if (!gbx_buf_reserve(&l->plain, max) || !gbx_buf_reserve(&l->sums, nsum))
		return gbx_fail(err, GBX_E_NOMEM, "block");
	uint32_t *sum = (uint32_t *)(void *)l->sums.p;
	memset(sum, 0, nsum);
	unsigned char *p = (unsigned char *)l->plain.p, *to = put_head(p, b);
	for (uint32_t c = 0; c < b->ncol; c++)
		to = put_lengths(to, &b->col[c], sum);
	to = put_offsets(to, b, sum);
	size_t from = cut(l, 0, (size_t)(to - p), false);
	for (uint32_t c = 0; c < b->ncol; c++) {
		to = put_bytes(to, b, &b->col[c]);
		from = cut(l, from, (size_t)(to - p), false);
	}
	l->plain.n = (size_t)(to - p);
	cut(l, from, l->plain.n, true);
	if (l->plain.n > GBX_BLOCK_BYTES)
		return gbx_fail(err, GBX_E_OVERSIZE, "batch of %u records", b->nrec);
	return gbx_buf_failed(&l->cuts) ? gbx_fail(err, GBX_E_NOMEM, "block") : GBX_OK;
}

/* ---- reading: nothing is believed ---- */

struct in {
	const unsigned char *p, *end;
	bool bad;
};

static uint64_t get(struct in *in)
{
	uint64_t x = 0;
	for (unsigned shift = 0; in->p < in->end; shift += 7) {
		unsigned char c = *in->p++;
		if (shift == 63 && c > 1)
			break;
		x |= (uint64_t)(c & 0x7f) << shift;
		if (c < 0x80)
			return x;
		if (shift == 63)
			break;
	}
	in->bad = true;
	return 0;
}

/* At most max, else bad and 0. */
static uint32_t get32(struct in *in, uint32_t max)
{
	uint64_t x = get(in);
	if (x <= max)
		return (uint32_t)x;
	in->bad = true;
	return 0;
}

static size_t left(const struct in *in)
{
	return (size_t)(in->end - in->p);
}

static struct gbx_span get_text(struct in *in, uint32_t max)
{
	uint32_t n = get32(in, max);
	if (n > left(in)) {
		in->bad = true;
		n = 0;
	}
	struct gbx_span s = gbx_span_of(in->p, n);
	in->p += n;
	return s;
}

static uint64_t get_shape(struct in *in)
{
	uint64_t x = 0;
	if (left(in) < 8) {
		in->bad = true;
		return 0;
	}
	for (unsigned i = 0; i < 8; i++)
		x |= (uint64_t)*in->p++ << (8 * i);
	return x;
}

static bool get_columns(struct in *in, struct gbx_batch *b, struct gbx_arena *a)
{
	uint64_t cells = 0;
	for (uint32_t c = 0; c < b->ncol && !in->bad; c++) {
		struct gbx_column *k = &b->col[c];
		unsigned flags = in->p < in->end ? *in->p++ : 0;
		k->flags = flags & (GBX_COLUMN_ENVELOPE | GBX_COLUMN_LIST);
		in->bad |= (flags & ~(DENSE | GBX_COLUMN_ENVELOPE | GBX_COLUMN_LIST)) != 0;
		bool sparse = !(flags & DENSE);
		k->n = sparse ? get32(in, UINT32_MAX) : b->nrec;
		cells += k->n;
		/* Every cell takes at least a byte: what is left bounds memory. */
		if (cells > left(in)) {
			in->bad = true;
			break;
		}
		struct gbx_span name = get_text(in, GBX_NAME_BYTES);
		k->name = gbx_arena_dup(a, name.p, name.n);
		k->name_len = (uint32_t)name.n;
		k->cap = k->n;
		k->cell = gbx_arena_alloc(a, (size_t)k->n * sizeof *k->cell);
		if (sparse)
			k->rec = gbx_arena_alloc(a, (size_t)k->n * sizeof *k->rec);
		if (!k->name || !k->cell || (sparse && !k->rec))
			return false;
	}
	return true;
}

/* Cell offsets count from the first value; sum gets the bytes of each record. */
static void get_lengths(struct in *in, const struct gbx_batch *b, struct gbx_column *k,
                        uint64_t *at, uint32_t *sum)
{
	uint64_t rec = 0;
	for (uint32_t i = 0; k->rec && i < k->n && !in->bad; i++) {
		rec += get32(in, UINT32_MAX);
		in->bad |= rec >= b->nrec;
		k->rec[i] = (uint32_t)rec;
	}
	for (uint32_t i = 0; i < k->n && !in->bad; i++) {
		uint32_t len = get32(in, GBX_BLOCK_BYTES);
		if (!len) {
			k->cell[i] = (struct gbx_cell){GBX_ABSENT, 0};
			continue;
		}
		k->cell[i] = (struct gbx_cell){(uint32_t)*at, len - 1};
		*at += len - 1;
		in->bad |= *at > left(in);
		sum[k->rec ? k->rec[i] : i] += len - 1;
	}
}

static void get_offsets(struct in *in, struct gbx_batch *b, const uint32_t *sum)
{
	uint64_t step = 0, before = 0;
	uint32_t s1 = 0, s2 = 0;
	for (uint32_t i = 0; i < b->nrec && !in->bad; i++) {
		uint64_t z = get(in);
		step = expected(step, s2, s1) + (z >> 1 ^ (0 - (z & 1)));
		before += step;
		b->rec_off[i] = before;
		step = i ? step : 0;
		s2 = s1;
		s1 = sum[i];
	}
}

/* Memory for the batch; false without. */
static struct gbx_batch *get_batch(struct in *in, uint32_t records, struct gbx_parsed *p)
{
	uint32_t nrec = get32(in, records), ncol = get32(in, GBX_RECORD_COLUMNS);
	uint64_t shape = get_shape(in);
	struct gbx_span name = get_text(in, GBX_NAME_BYTES);
	if (nrec != records || nrec > left(in) || (name.n && memchr(name.p, 0, name.n)))
		in->bad = true;
	struct gbx_batch *b = gbx_parsed_batch(p, name, shape);
	if (!b || in->bad)
		return b;
	b->nrec = b->rec_cap = nrec;
	b->ncol = b->col_cap = ncol;
	b->rec_off = gbx_arena_alloc(&p->arena, (size_t)nrec * sizeof *b->rec_off);
	b->col = gbx_arena_zalloc(&p->arena, (size_t)ncol * sizeof *b->col);
	return b->rec_off && b->col ? b : NULL;
}

enum gbx_rc gbx_layout_unpack(struct gbx_span plain, uint32_t records, struct gbx_parsed *p,
                              struct gbx_err *err)
{
	struct in in = {plain.p, plain.p + plain.n, plain.n > GBX_BLOCK_BYTES};
	struct gbx_batch *b = get_batch(&in, records, p);
	if (in.bad)
		return gbx_fail(err, GBX_E_CASE_DAMAGED, "head of a block");
	if (!b || !get_columns(&in, b, &p->arena))
		return gbx_fail(err, GBX_E_NOMEM, "block");
	if (in.bad)
		return gbx_fail(err, GBX_E_CASE_DAMAGED, "columns of a block");
	uint32_t *sum = gbx_arena_zalloc(&p->arena, (size_t)b->nrec * sizeof *sum);
	if (!sum)
		return gbx_fail(err, GBX_E_NOMEM, "block");
	uint64_t bytes = 0;
	for (uint32_t c = 0; c < b->ncol && !in.bad; c++)
		get_lengths(&in, b, &b->col[c], &bytes, sum);
	get_offsets(&in, b, sum);
	if (in.bad || bytes != left(&in))
		return gbx_fail(err, GBX_E_CASE_DAMAGED, "values of a block");
	b->bytes = in.p;
	return GBX_OK;
}

/*
 * Records and field offsets: PKWARE APPNOTE 6.3.10, sections 4.3.12 (central
 * directory), 4.3.14 to 4.3.16 (ends), 4.5.3 (zip64 extra field). The attack this
 * answers: D. Fifield, "A better zip bomb", WOOT 2019.
 */
#include "zipdir.h"

#include <stdlib.h>
#include <string.h>

#include "../base/limits.h"

#define END_BYTES 22u
#define TAIL_BYTES (END_BYTES + 65535u)
#define LOCATOR_BYTES 20u
#define END64_BYTES 56u
#define CENTRAL_BYTES 46u
#define LOCAL_BYTES 30u
#define UNSET32 UINT32_C(0xffffffff)

struct range {
	uint64_t from, to;
};

struct ends {
	uint64_t entries, bytes, offset;
	bool zip64;
};

static uint64_t number(const unsigned char *p, unsigned n)
{
	uint64_t v = 0;
	while (n)
		v = v << 8 | p[--n];
	return v;
}

static bool read_at(struct gbx_layer *l, uint64_t at, void *buf, size_t n)
{
	return gbx_layer_seek(l, at) && gbx_layer_take(l, buf, n);
}

/* Position of the end record in the tail, or -1. Its comment must fit. */
static long find_end(const unsigned char *tail, size_t n)
{
	for (long i = (long)n - (long)END_BYTES; i >= 0; i--)
		if (!memcmp(tail + i, "PK\5\6", 4) &&
		    (size_t)i + END_BYTES + number(tail + i + 20, 2) <= n)
			return i;
	return -1;
}

static bool find_end64(struct gbx_layer *l, uint64_t end_at, struct ends *e)
{
	unsigned char loc[LOCATOR_BYTES], rec[END64_BYTES];
	if (end_at < LOCATOR_BYTES || !read_at(l, end_at - LOCATOR_BYTES, loc, sizeof loc) ||
	    memcmp(loc, "PK\6\7", 4) != 0)
		return false;
	if (!read_at(l, number(loc + 8, 8), rec, sizeof rec) || memcmp(rec, "PK\6\6", 4) != 0)
		return false;
	*e = (struct ends){ .entries = number(rec + 32, 8),
			    .bytes = number(rec + 40, 8),
			    .offset = number(rec + 48, 8),
			    .zip64 = true };
	return true;
}

static bool find_ends(struct gbx_layer *l, struct ends *e, uint64_t *end_at)
{
	size_t n = l->size < TAIL_BYTES ? (size_t)l->size : TAIL_BYTES;
	unsigned char *tail = malloc(n + 1);
	bool found = false;
	if (!tail || n < END_BYTES || !read_at(l, l->size - n, tail, n))
		goto out;
	long i = find_end(tail, n);
	if (i < 0)
		goto out;
	*end_at = l->size - n + (uint64_t)i;
	*e = (struct ends){ .entries = number(tail + i + 10, 2),
			    .bytes = number(tail + i + 12, 4),
			    .offset = number(tail + i + 16, 4) };
	find_end64(l, *end_at, e);
	found = true;
out:
	free(tail);
	return found;
}

static bool is_central(struct gbx_layer *l, uint64_t at)
{
	unsigned char sig[4];
	return read_at(l, at, sig, sizeof sig) && !memcmp(sig, "PK\1\2", 4);
}

/* Where the directory really begins: bytes before the zip shift all offsets. */
static bool find_directory(struct gbx_layer *l, const struct ends *e, uint64_t end_at, uint64_t *at)
{
	if (e->bytes > end_at)
		return false;
	*at = end_at - e->bytes;
	if (!e->entries && !e->bytes)
		return true;
	if (e->offset <= end_at - e->bytes && is_central(l, e->offset)) {
		*at = e->offset;
		return true;
	}
	return is_central(l, *at);
}

/* The 64-bit values stand in a fixed order, each only if its 32-bit field is unset. */
static void widen(const unsigned char *extra, size_t n, struct gbx_zip_record *r)
{
	for (size_t at = 0; at + 4 <= n;) {
		size_t len = (size_t)number(extra + at + 2, 2);
		const unsigned char *p = extra + at + 4;
		at += 4 + len;
		if (number(p - 4, 2) != 1 || at > n)
			continue;
		const unsigned char *end = p + len;
		uint64_t *const wide[] = { &r->size, &r->packed, &r->offset };
		for (size_t i = 0; i < sizeof wide / sizeof *wide; i++)
			if (*wide[i] == UNSET32 && p + 8 <= end) {
				*wide[i] = number(p, 8);
				p += 8;
			}
		return;
	}
}

#define SCRATCH_BYTES (3u * 65536u) /* name, extra field, comment */

/* One record of the directory; its name stands in scratch. *used grows by its length. */
static bool read_central(struct gbx_layer *l, unsigned char *scratch, struct gbx_zip_record *r,
			 uint64_t *used)
{
	unsigned char c[CENTRAL_BYTES];
	if (!gbx_layer_take(l, c, sizeof c) || memcmp(c, "PK\1\2", 4) != 0)
		return false;
	size_t name = (size_t)number(c + 28, 2), extra = (size_t)number(c + 30, 2);
	size_t rest = name + extra + (size_t)number(c + 32, 2);
	if (!gbx_layer_take(l, scratch, rest))
		return false;
	*r = (struct gbx_zip_record){ .name = gbx_span_of(scratch, name),
				      .flags = (unsigned)number(c + 8, 2),
				      .method = (unsigned)number(c + 10, 2),
				      .crc = (uint32_t)number(c + 16, 4),
				      .packed = number(c + 20, 4),
				      .size = number(c + 24, 4),
				      .offset = number(c + 42, 4) };
	widen(scratch + name, extra, r);
	*used += sizeof c + rest;
	return true;
}

/* The bytes an entry takes at least, from its header on. False: no file is that long. */
static bool range_of(const struct gbx_zip_record *r, struct range *to)
{
	to->from = r->offset;
	return !__builtin_add_overflow(r->offset, r->packed, &to->to) &&
	       !__builtin_add_overflow(to->to, (uint64_t)LOCAL_BYTES, &to->to);
}

static int by_start(const void *a, const void *b)
{
	const struct range *x = a, *y = b;
	return (x->from > y->from) - (x->from < y->from);
}

static bool overlap(struct range *r, size_t n, uint64_t directory)
{
	qsort(r, n, sizeof *r, by_start);
	for (size_t i = 0; i < n; i++)
		if (r[i].to > (i + 1 < n ? r[i + 1].from : directory))
			return true;
	return false;
}

/* All records, as ranges; *n of them. */
static bool read_directory(struct gbx_layer *l, const struct ends *e, struct range *r, size_t *n)
{
	uint64_t used = 0;
	unsigned char *scratch = malloc(SCRATCH_BYTES);
	struct gbx_zip_record c;
	bool ok = scratch != NULL;
	for (*n = 0; ok && used < e->bytes && *n < GBX_ARCHIVE_ENTRIES; ++*n)
		ok = read_central(l, scratch, &c, &used) && range_of(&c, r + *n);
	free(scratch);
	return ok;
}

static enum gbx_eid judge(const struct ends *e, uint64_t directory, struct range *r, size_t n)
{
	if (n == GBX_ARCHIVE_ENTRIES)
		return GBX_E_ENTRIES;
	/* writers without zip64 let the 16-bit count run over */
	if (e->zip64 ? n != e->entries : (n & 0xffff) != (e->entries & 0xffff))
		return GBX_E_OVERLAP;
	return overlap(r, n, directory) ? GBX_E_OVERLAP : GBX_E_NONE;
}

struct gbx_zipdir gbx_zipdir_check(struct gbx_layer *l)
{
	struct gbx_zipdir dir = { .why = GBX_E_ARCHIVE_TRUNCATED };
	struct ends e = { 0 };
	struct range *r = NULL;
	uint64_t end_at = 0, directory = 0;
	size_t n = 0;
	if (!find_ends(l, &e, &end_at))
		return dir;
	dir.why = GBX_E_ARCHIVE_DAMAGED;
	if (!find_directory(l, &e, end_at, &directory) || !gbx_layer_seek(l, directory))
		return dir;
	uint64_t most = e.bytes / CENTRAL_BYTES + 1;
	most = most < GBX_ARCHIVE_ENTRIES ? most : GBX_ARCHIVE_ENTRIES;
	r = malloc((size_t)most * sizeof *r);
	if (!r) {
		dir = (struct gbx_zipdir){ .usable = true, .why = GBX_E_UNPACK_MEMORY };
		goto out;
	}
	if (!read_directory(l, &e, r, &n))
		goto out;
	/* offsets count from the zip's own start, which is not always the file's */
	dir = (struct gbx_zipdir){ .entries = n,
				   .usable = true,
				   .why = judge(&e, e.offset > directory ? e.offset : directory, r,
						n) };
out:
	free(r);
	return dir;
}

bool gbx_zipdir_each(struct gbx_layer *l,
		     bool (*each)(void *ctx, const struct gbx_zip_record *r), void *ctx)
{
	struct ends e = { 0 };
	struct gbx_zip_record r;
	uint64_t end_at = 0, directory = 0, used = 0;
	unsigned char *scratch = malloc(SCRATCH_BYTES);
	bool ok = scratch && find_ends(l, &e, &end_at) &&
		  find_directory(l, &e, end_at, &directory) && gbx_layer_seek(l, directory);
	uint64_t shift = e.offset < directory ? directory - e.offset : 0;
	bool more = true;
	while (ok && more && used < e.bytes) {
		ok = read_central(l, scratch, &r, &used);
		r.offset += ok && r.offset <= l->size ? shift : 0;
		more = ok && each(ctx, &r);
	}
	free(scratch);
	return ok;
}

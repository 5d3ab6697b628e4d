/*
 * A zip without its directory: files one behind the other by their local headers (PKWARE
 * APPNOTE 6.3.10, 4.3.7 and 4.3.9). Where a header leaves the length open, a data descriptor
 * with the length that fits tells where the file ended.
 */
#include <stdlib.h>
#include <string.h>

#include "zipdir.h"

#define LOCAL_BYTES 30u
#define DESCRIPTOR_BYTES 24u /* with 64-bit lengths */
#define FLAG_LATER 8u	     /* lengths and checksum follow the file */
#define UNSET32 0xffffffffu
#define BLOCK (64u << 10)

static uint64_t number(const unsigned char *p, size_t bytes)
{
	uint64_t v = 0;
	while (bytes--)
		v = v << 8 | p[bytes];
	return v;
}

/* Lengths of 64 bits stand in the extra field, the unpacked one first (4.5.3). */
static void widen(const unsigned char *p, size_t n, struct gbx_zip_record *r)
{
	for (size_t at = 0; at + 4 <= n;) {
		size_t len = (size_t)number(p + at + 2, 2);
		if (number(p + at, 2) == 1 && len >= 16 && at + 20 <= n && r->packed == UNSET32) {
			r->size = number(p + at + 4, 8);
			r->packed = number(p + at + 12, 8);
			return;
		}
		at += 4 + len;
	}
}

/* The descriptor at p of a file of that many packed bytes; its length, 0: it is none. */
static size_t descriptor(const unsigned char *p, size_t n, uint64_t packed, struct gbx_zip_record *r)
{
	bool wide = n >= 24 && number(p + 8, 8) == packed;
	if (n < 16 || (!wide && number(p + 8, 4) != packed))
		return 0;
	r->packed = packed;
	r->crc = (uint32_t)number(p + 4, 4);
	r->size = wide ? number(p + 16, 8) : number(p + 12, 4);
	return wide ? 24 : 16;
}

/* Looks from `from` on for the descriptor of the file that begins there; where it ends, 0: there
 * is none. */
static uint64_t find_descriptor(struct gbx_layer *l, unsigned char *block, uint64_t from,
				struct gbx_zip_record *r)
{
	for (uint64_t at = from; at < l->size; at += BLOCK) {
		uint64_t left = l->size - at;
		size_t n = left < BLOCK + DESCRIPTOR_BYTES ? (size_t)left : BLOCK + DESCRIPTOR_BYTES;
		if (!gbx_layer_fetch(l, at, block, n))
			return 0;
		for (size_t i = 0; i < n && i < BLOCK; i++) {
			const unsigned char *q = memmem(block + i, n - i, "PK\7\10", 4);
			if (!q)
				break;
			i = (size_t)(q - block);
			size_t len = descriptor(q, n - i, at + i - from, r);
			if (len)
				return at + i + len;
		}
	}
	return 0;
}

/* The same where the header gave the length, but not the checksum. */
static uint64_t over_descriptor(struct gbx_layer *l, unsigned char *block, uint64_t from,
				struct gbx_zip_record *r)
{
	uint64_t end;
	if (__builtin_add_overflow(from, r->packed, &end) || end >= l->size)
		return 0;
	size_t n = l->size - end < DESCRIPTOR_BYTES ? (size_t)(l->size - end) : DESCRIPTOR_BYTES;
	if (!gbx_layer_fetch(l, end, block, n) || n < 4 || memcmp(block, "PK\7\10", 4) != 0)
		return 0;
	size_t len = descriptor(block, n, r->packed, r);
	return len ? end + len : 0;
}

/* The file whose header stands at *at; *at is behind it then. False: no header. */
static bool next_file(struct gbx_layer *l, unsigned char *block, unsigned char *names, uint64_t *at,
		      struct gbx_zip_record *r)
{
	unsigned char h[LOCAL_BYTES];
	if (l->size < LOCAL_BYTES || *at > l->size - LOCAL_BYTES || !gbx_layer_fetch(l, *at, h, sizeof h) ||
	    memcmp(h, "PK\3\4", 4) != 0)
		return false;
	size_t name = (size_t)number(h + 26, 2), extra = (size_t)number(h + 28, 2);
	uint64_t data = *at + LOCAL_BYTES + name + extra;
	if (data >= l->size || !gbx_layer_fetch(l, *at + LOCAL_BYTES, names, name + extra))
		return false;
	*r = (struct gbx_zip_record){ .name = gbx_span_of(names, name),
				      .flags = (unsigned)number(h + 6, 2),
				      .method = (unsigned)number(h + 8, 2),
				      .crc = (uint32_t)number(h + 14, 4),
				      .packed = number(h + 18, 4),
				      .size = number(h + 22, 4),
				      .offset = *at };
	widen(names + name, extra, r);
	bool later = r->flags & FLAG_LATER;
	uint64_t end = later && !r->packed ? find_descriptor(l, block, data, r)
		       : later		   ? over_descriptor(l, block, data, r)
					   : data + r->packed;
	r->cut = !end || end > l->size || end < data;
	if (r->cut && (!r->packed || r->packed > l->size - data))
		r->packed = l->size - data;
	*at = r->cut ? l->size : end;
	return true;
}

bool gbx_zip_walk(struct gbx_layer *l, bool (*each)(void *ctx, const struct gbx_zip_record *r), void *ctx)
{
	unsigned char *block = malloc(BLOCK + DESCRIPTOR_BYTES), *names = malloc(2u * 65536u);
	struct gbx_zip_record r;
	uint64_t at = 0;
	bool any = false, more = block && names;
	while (more && next_file(l, block, names, &at, &r)) {
		any = true;
		more = each(ctx, &r);
	}
	free(block);
	free(names);
	return any;
}

/*
 * Local headers: PKWARE APPNOTE 6.3.10, 4.3.7. Only stored and deflated parts occur
 * in packages (ECMA-376 part 2, annex C; OpenDocument 1.2 part 3, 2.2.1).
 */
#include "book_zip.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include <zlib.h>

#include "../base/limits.h"
#include "zipdir.h"

#define LOCAL_BYTES 30u
#define FLAG_ENCRYPTED 1u
#define STORED 0u
#define DEFLATED 8u

static int by_name(const void *a, const void *b)
{
	const struct gbx_book_part *x = a, *y = b;
	int c = strcasecmp(x->name, y->name);
	return c ? c : (x->offset > y->offset) - (x->offset < y->offset);
}

static bool grow(struct gbx_book_zip *z)
{
	if (z->n < z->cap)
		return true;
	size_t cap = z->cap ? 2 * z->cap : 64;
	struct gbx_book_part *p = realloc(z->part, cap * sizeof *p);
	if (!p)
		return false;
	z->part = p;
	z->cap = cap;
	return true;
}

/* Names with a NUL inside, too long or of folders belong to no part that is looked for. */
static bool add_part(void *ctx, const struct gbx_zip_record *r)
{
	struct gbx_book_zip *z = ctx;
	struct gbx_span name = r->name;
	if (name.n && name.p[0] == '/')
		name = gbx_span_of(name.p + 1, name.n - 1);
	if (!name.n || name.n > GBX_NAME_BYTES || memchr(name.p, 0, name.n))
		return true;
	if (z->n == GBX_BOOK_PARTS) {
		z->fault = GBX_E_ENTRIES;
		return false;
	}
	char *copy = grow(z) ? gbx_arena_dup(&z->names, name.p, name.n) : NULL;
	if (!copy) {
		z->fault = GBX_E_UNPACK_MEMORY;
		return false;
	}
	/* some writers for Windows put backslashes */
	for (char *c = strchr(copy, '\\'); c; c = strchr(c, '\\'))
		*c = '/';
	z->part[z->n++] = (struct gbx_book_part){ .name = copy,
						  .flags = r->flags,
						  .method = r->method,
						  .crc = r->crc,
						  .packed = r->packed,
						  .size = r->size,
						  .offset = r->offset,
						  .cut = r->cut };
	return true;
}

enum gbx_eid gbx_book_zip_open(struct gbx_book_zip *z, struct gbx_doc *d)
{
	*z = (struct gbx_book_zip){ .d = d, .from = d->from };
	z->budget = (struct gbx_budget){ .in = &z->consumed, .ratio = d->ratio };
	gbx_arena_init(&z->names, (size_t)GBX_BOOK_PARTS * (GBX_NAME_BYTES + 32));
	struct gbx_zipdir dir = gbx_zipdir_check(d->from);
	if (dir.usable && dir.why)
		return dir.why;
	if (dir.usable && !gbx_zipdir_each(d->from, add_part, z))
		return GBX_E_ARCHIVE_DAMAGED;
	z->cut = dir.usable ? GBX_E_NONE : dir.why;
	if (!dir.usable && !gbx_zip_walk(d->from, add_part, z))
		return dir.why;
	if (z->fault)
		return z->fault;
	if (!z->n)
		return GBX_E_ARCHIVE_EMPTY;
	qsort(z->part, z->n, sizeof *z->part, by_name);
	return GBX_E_NONE;
}

void gbx_book_zip_release(struct gbx_book_zip *z)
{
	free(z->part);
	gbx_arena_release(&z->names);
	*z = (struct gbx_book_zip){ 0 };
}

const struct gbx_book_part *gbx_book_zip_find(const struct gbx_book_zip *z, const char *name)
{
	size_t lo = 0, hi = z->n;
	while (*name == '/')
		name++;
	while (lo < hi) {
		size_t mid = lo + (hi - lo) / 2;
		if (strcasecmp(z->part[mid].name, name) < 0)
			lo = mid + 1;
		else
			hi = mid;
	}
	return lo < z->n && !strcasecmp(z->part[lo].name, name) ? &z->part[lo] : NULL;
}

struct inflating {
	struct gbx_layer base;
	struct gbx_book_zip *z;
	const struct gbx_book_part *part;
	z_stream s;
	bool inflater; /* s is to be ended */
	bool finished; /* the deflate stream said so */
	uint64_t left; /* packed bytes not read yet */
	uint64_t out;
	uint32_t crc;
	unsigned char buf[GBX_CHUNK_BYTES / 4];
};

/* The next packed bytes; false: there are none where some are promised. */
static bool fill(struct inflating *f, const unsigned char **p, size_t *n)
{
	if (!f->left)
		return false;
	*n = gbx_layer_next(f->z->from, p);
	if (*n > f->left)
		*n = (size_t)f->left;
	f->left -= *n;
	f->z->consumed += *n;
	return *n > 0;
}

static size_t read_stored(struct inflating *f, const unsigned char **p)
{
	size_t n = 0;
	if (!fill(f, p, &n)) {
		f->finished = !f->left;
		return 0;
	}
	return n;
}

static size_t read_deflated(struct inflating *f, const unsigned char **p)
{
	f->s.next_out = f->buf;
	f->s.avail_out = sizeof f->buf;
	while (f->s.avail_out == sizeof f->buf && !f->finished) {
		const unsigned char *in = NULL;
		size_t n = 0;
		if (!f->s.avail_in && fill(f, &in, &n)) {
			union {
				const unsigned char *from;
				Bytef *to; /* zlib only reads it */
			} packed = { .from = in };
			f->s.next_in = packed.to;
			f->s.avail_in = (uInt)n;
		}
		int rc = inflate(&f->s, Z_NO_FLUSH);
		f->finished = rc == Z_STREAM_END;
		if (rc == Z_BUF_ERROR && !f->s.avail_in && !f->left)
			break;
		if (rc != Z_OK && rc != Z_STREAM_END && rc != Z_BUF_ERROR) {
			f->base.fault = GBX_E_ARCHIVE_DAMAGED;
			break;
		}
	}
	*p = f->buf;
	return sizeof f->buf - f->s.avail_out;
}

static size_t inflating_read(struct gbx_layer *l, const unsigned char **p)
{
	struct inflating *f = (struct inflating *)l;
	if (l->fault || f->finished)
		return 0;
	size_t n = f->part->method == STORED ? read_stored(f, p) : read_deflated(f, p);
	if (n)
		f->crc = (uint32_t)crc32_z(f->crc, *p, n);
	f->out += n;
	if (!gbx_budget_take(&f->z->budget, n)) {
		l->fault = GBX_E_RATIO;
		return 0;
	}
	gbx_doc_progress(f->z->d, f->z->budget.out);
	if (f->finished && f->part->method == STORED && f->part->cut)
		l->fault = GBX_E_ARCHIVE_TRUNCATED;
	else if (f->finished && !f->part->cut && (f->crc != f->part->crc || f->out != f->part->size))
		l->fault = GBX_E_ARCHIVE_DAMAGED;
	else if (!n && !f->finished && !l->fault)
		l->fault = GBX_E_ARCHIVE_TRUNCATED;
	return n;
}

static void inflating_free(struct gbx_layer *l)
{
	struct inflating *f = (struct inflating *)l;
	if (f->inflater)
		inflateEnd(&f->s);
	free(f);
}

/* Where the part's bytes begin: behind its local header, which has lengths of its own. */
static enum gbx_eid seek_part(struct gbx_layer *from, const struct gbx_book_part *part)
{
	unsigned char h[LOCAL_BYTES];
	if (!gbx_layer_seek(from, part->offset) || !gbx_layer_take(from, h, sizeof h))
		return GBX_E_ARCHIVE_TRUNCATED;
	if (memcmp(h, "PK\3\4", 4) != 0)
		return GBX_E_ARCHIVE_DAMAGED;
	uint64_t skip = (h[26] | (uint64_t)h[27] << 8) + (h[28] | (uint64_t)h[29] << 8);
	uint64_t at = part->offset + LOCAL_BYTES + skip, end;
	if (__builtin_add_overflow(at, part->packed, &end) || end > from->size)
		return GBX_E_ARCHIVE_TRUNCATED;
	return gbx_layer_seek(from, at) ? GBX_E_NONE : GBX_E_ARCHIVE_TRUNCATED;
}

struct gbx_layer *gbx_book_zip_read(struct gbx_book_zip *z, const struct gbx_book_part *part,
				    enum gbx_eid *why)
{
	struct inflating *f = NULL;
	*why = part->flags & FLAG_ENCRYPTED ? GBX_E_ENCRYPTED : GBX_E_NONE;
	if (!*why && part->method != STORED && part->method != DEFLATED)
		*why = GBX_E_METHOD;
	if (!*why)
		*why = seek_part(z->from, part);
	if (*why)
		return NULL;
	*why = GBX_E_UNPACK_MEMORY;
	f = malloc(sizeof *f);
	if (!f)
		return NULL;
	f->base = (struct gbx_layer){ .read = inflating_read, .free = inflating_free };
	f->z = z;
	f->part = part;
	f->s = (z_stream){ 0 };
	f->inflater = part->method == DEFLATED && inflateInit2(&f->s, -MAX_WBITS) == Z_OK;
	f->finished = false;
	f->left = part->packed;
	f->out = 0;
	f->crc = 0;
	if (part->method == DEFLATED && !f->inflater) {
		gbx_layer_close(&f->base);
		return NULL;
	}
	*why = GBX_E_NONE;
	return &f->base;
}

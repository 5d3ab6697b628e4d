/* libarchive's formats and filters as layers; the contract is in pack.h. */
#include "pack.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const struct {
	int (*format)(struct archive *);
	int filter;
	bool packs; /* holds more than its own size: its output is accounted */
} kinds[GBX_PACK_COUNT] = {
	[GBX_PACK_BZIP2] = { archive_read_support_format_raw, ARCHIVE_FILTER_BZIP2, true },
	[GBX_PACK_XZ] = { archive_read_support_format_raw, ARCHIVE_FILTER_XZ, true },
	[GBX_PACK_ZSTD] = { archive_read_support_format_raw, ARCHIVE_FILTER_ZSTD, true },
	[GBX_PACK_LZ4] = { archive_read_support_format_raw, ARCHIVE_FILTER_LZ4, true },
	[GBX_PACK_LZIP] = { archive_read_support_format_raw, ARCHIVE_FILTER_LZIP, true },
	[GBX_PACK_ZIP] = { archive_read_support_format_zip_seekable, ARCHIVE_FILTER_NONE, true },
	[GBX_PACK_TAR] = { archive_read_support_format_tar, ARCHIVE_FILTER_NONE, false },
	[GBX_PACK_7ZIP] = { archive_read_support_format_7zip, ARCHIVE_FILTER_NONE, true },
	[GBX_PACK_RAR4] = { archive_read_support_format_rar, ARCHIVE_FILTER_NONE, true },
	[GBX_PACK_RAR5] = { archive_read_support_format_rar5, ARCHIVE_FILTER_NONE, true },
	[GBX_PACK_CPIO] = { archive_read_support_format_cpio, ARCHIVE_FILTER_NONE, false },
};

static la_ssize_t on_read(struct archive *a, void *ctx, const void **block)
{
	(void)a;
	const unsigned char *p = NULL;
	size_t n = gbx_layer_next(ctx, &p);
	*block = p;
	return (la_ssize_t)n;
}

static la_int64_t on_skip(struct archive *a, void *ctx, la_int64_t n)
{
	(void)a;
	struct gbx_layer *l = ctx;
	uint64_t left = l->size > l->at ? l->size - l->at : 0;
	uint64_t by = n < 0 ? 0 : (uint64_t)n < left ? (uint64_t)n : left;
	return by && gbx_layer_seek(l, l->at + by) ? (la_int64_t)by : 0;
}

static la_int64_t on_seek(struct archive *a, void *ctx, la_int64_t by, int whence)
{
	(void)a;
	struct gbx_layer *l = ctx;
	int64_t from = whence == SEEK_CUR   ? (int64_t)l->at
		       : whence == SEEK_END ? (int64_t)l->size
					    : 0;
	int64_t to;
	if (__builtin_add_overflow(from, by, &to) || to < 0)
		return ARCHIVE_FATAL;
	to = (uint64_t)to < l->size ? to : (int64_t)l->size;
	return gbx_layer_seek(l, (uint64_t)to) ? to : ARCHIVE_FATAL;
}

/* libarchive has no codes for these; its messages are the only sign. */
static enum gbx_eid by_message(const char *s)
{
	static const struct {
		const char *part;
		enum gbx_eid id;
	} signs[] = {
		{ "ncrypt", GBX_E_ENCRYPTED },
		{ "assphrase", GBX_E_ENCRYPTED },
		{ "Crypto codec", GBX_E_ENCRYPTED },
		{ "runcated", GBX_E_ARCHIVE_TRUNCATED },
		{ "end of file", GBX_E_ARCHIVE_TRUNCATED },
		{ "remature end", GBX_E_ARCHIVE_TRUNCATED },
		{ "No progress is possible", GBX_E_ARCHIVE_TRUNCATED }, /* xz, lzip */
		{ "failed (-5)", GBX_E_ARCHIVE_TRUNCATED },		/* zlib's Z_BUF_ERROR */
		{ "llocate", GBX_E_UNPACK_MEMORY },
		{ "out of memory", GBX_E_UNPACK_MEMORY },
		{ "nsupported", GBX_E_METHOD },
		{ "not supported", GBX_E_METHOD },
		{ "codec ID", GBX_E_METHOD },
	};
	for (size_t i = 0; s && i < sizeof signs / sizeof *signs; i++)
		if (strstr(s, signs[i].part))
			return signs[i].id;
	return GBX_E_ARCHIVE_DAMAGED;
}

enum gbx_eid gbx_pack_encrypted(const struct gbx_pack_reader *r)
{
	static const enum gbx_eid by_kind[GBX_PACK_COUNT] = {
		[GBX_PACK_7ZIP] = GBX_E_ENCRYPTED_7Z,
		[GBX_PACK_RAR4] = GBX_E_ENCRYPTED_RAR,
		[GBX_PACK_RAR5] = GBX_E_ENCRYPTED_RAR,
	};
	if (r->unlocked)
		return GBX_E_PASSWORD;
	return by_kind[r->pack] ? by_kind[r->pack] : GBX_E_ENCRYPTED;
}

/* Before it is opened: libarchive takes none later. */
static void unlock(struct gbx_pack_reader *r, const struct gbx_passwords *p)
{
	for (size_t i = 0; p && r->pack == GBX_PACK_ZIP && i < p->n; i++)
		r->unlocked |= archive_read_add_passphrase(r->a, p->item[i]) == ARCHIVE_OK;
}

static enum gbx_eid fault_of(const struct gbx_pack_reader *r)
{
	if (r->from->fault)
		return r->from->fault;
	if (archive_errno(r->a) == ENOMEM)
		return GBX_E_UNPACK_MEMORY;
	const char *s = archive_error_string(r->a);
	if (!s && r->from->ended) /* some readers say nothing when they want more */
		return GBX_E_ARCHIVE_TRUNCATED;
	enum gbx_eid id = by_message(s);
	return id == GBX_E_ENCRYPTED ? gbx_pack_encrypted(r) : id;
}

static bool set_up(struct gbx_pack_reader *r)
{
	struct archive *a = r->a;
	int (*format)(struct archive *) = kinds[r->pack].format;
	if (r->streamed)
		format = archive_read_support_format_zip_streamable;
	if (format(a) < ARCHIVE_WARN)
		return false;
	/* append, not support: support would go on to detect filters inside filters */
	int filter = kinds[r->pack].filter;
	if (filter && (archive_read_support_format_empty(a) != ARCHIVE_OK ||
		       archive_read_append_filter(a, filter) != ARCHIVE_OK))
		return false;
	archive_read_set_read_callback(a, on_read);
	archive_read_set_callback_data(a, r->from);
	if (r->from->seek) {
		archive_read_set_skip_callback(a, on_skip);
		archive_read_set_seek_callback(a, on_seek);
	}
	return true;
}

enum gbx_eid gbx_pack_open(struct gbx_pack_reader *r, struct gbx_layer *from, enum gbx_pack pack,
			   bool streamed, const struct gbx_passwords *passwords)
{
	*r =
	    (struct gbx_pack_reader){ .from = from,
				      .pack = pack,
				      .streamed = pack == GBX_PACK_ZIP && (streamed || !from->seek),
				      .a = archive_read_new() };
	if (!r->a)
		return GBX_E_UNPACK_MEMORY;
	unlock(r, passwords);
	if (from->seek && !gbx_layer_seek(from, 0))
		return GBX_E_ARCHIVE_DAMAGED;
	if (!set_up(r) || archive_read_open1(r->a) < ARCHIVE_WARN)
		return fault_of(r);
	/* a filter that gave nothing: nothing is in it, or it left a message */
	return kinds[r->pack].filter && archive_error_string(r->a) ? fault_of(r) : GBX_E_NONE;
}

void gbx_pack_close(struct gbx_pack_reader *r)
{
	archive_read_free(r->a);
	r->a = NULL;
}

bool gbx_pack_next(struct gbx_pack_reader *r, struct archive_entry **e, enum gbx_eid *why)
{
	*why = GBX_E_NONE;
	if (r->dead)
		return false;
	int rc = archive_read_next_header(r->a, e);
	if (rc == ARCHIVE_OK || rc == ARCHIVE_WARN)
		return true;
	r->dead = true;
	if (rc == ARCHIVE_EOF)
		*why = r->from->fault;
	else if (!r->from->fault && archive_read_has_encrypted_entries(r->a) > 0)
		*why = gbx_pack_encrypted(r);
	else
		*why = fault_of(r);
	return false;
}

/* True when entries behind one cannot be reached without unpacking it. */
static bool is_chained(const struct gbx_pack_reader *r)
{
	return kinds[r->pack].packs && (r->pack != GBX_PACK_ZIP || r->streamed);
}

/* An entry's bytes as a layer. Gaps of sparse files are read as zeros. */
struct data {
	struct gbx_layer base;
	struct gbx_pack_reader *r;
	struct gbx_budget *budget;
	uint64_t given, size;	    /* size: by the header, or 0 */
	const unsigned char *block; /* got, but behind a gap */
	size_t block_n;
	uint64_t gap;
	bool warned, over;
	enum gbx_eid late; /* becomes the fault once all bytes are given */
};

/*
 * No more blocks, but fewer bytes than the header said: the hole at the end of a
 * tar's sparse file; in all other kinds damage that libarchive does not tell.
 */
static void fall_short(struct data *d)
{
	if (d->r->pack == GBX_PACK_TAR) {
		d->gap = d->size - d->given;
		d->over = false;
	} else if (!d->late) {
		d->late = GBX_E_ARCHIVE_DAMAGED;
	}
}

static void end_with(struct data *d, int rc)
{
	d->over = true;
	if (rc == ARCHIVE_EOF && d->given < d->size)
		fall_short(d);
	if (rc == ARCHIVE_EOF)
		d->base.fault = d->late;
	else
		d->base.fault = fault_of(d->r);
	d->r->fault = d->base.fault;
	if (rc == ARCHIVE_FATAL)
		d->r->dead = true;
}

/* Asks libarchive for a block, or finds that the entry is over. */
static void more(struct data *d)
{
	const void *p = NULL;
	size_t n = 0;
	la_int64_t at = (la_int64_t)d->given;
	int rc = archive_read_data_block(d->r->a, &p, &n, &at);
	bool again = rc == ARCHIVE_OK || (rc == ARCHIVE_WARN && !d->warned);
	if (!again) {
		end_with(d, rc == ARCHIVE_WARN ? ARCHIVE_EOF : rc);
		return;
	}
	if (rc == ARCHIVE_WARN) {
		d->warned = true;
		d->late = fault_of(d->r);
		n = p ? n : 0;
	}
	if (n && (at < 0 || (uint64_t)at < d->given)) {
		d->late = GBX_E_ARCHIVE_DAMAGED;
		end_with(d, ARCHIVE_EOF);
		return;
	}
	d->block = p;
	d->block_n = n;
	d->gap = n ? (uint64_t)at - d->given : 0;
}

static size_t take(struct data *d, size_t n, bool accounted)
{
	if (accounted && !gbx_budget_take(d->budget, n)) {
		d->base.fault = d->r->fault = GBX_E_RATIO;
		d->over = true;
		d->r->dead = d->r->hopeless = is_chained(d->r);
		return 0;
	}
	d->given += n;
	return n;
}

static size_t data_read(struct gbx_layer *l, const unsigned char **p)
{
	static const unsigned char zeros[65536];
	struct data *d = (struct data *)l;
	while (!d->over && !d->gap && !d->block_n)
		more(d);
	if (d->over)
		return 0;
	if (d->gap) {
		size_t n = d->gap < sizeof zeros ? (size_t)d->gap : sizeof zeros;
		d->gap -= n;
		*p = zeros;
		return take(d, n, true);
	}
	size_t n = d->block_n;
	*p = d->block;
	d->block_n = 0;
	return take(d, n, kinds[d->r->pack].packs);
}

static void data_free(struct gbx_layer *l)
{
	free(l);
}

struct gbx_layer *gbx_pack_data(struct gbx_pack_reader *r, struct archive_entry *e,
				struct gbx_budget *b)
{
	struct data *d = calloc(1, sizeof *d);
	if (!d)
		return NULL;
	d->base = (struct gbx_layer){ .read = data_read, .free = data_free };
	d->r = r;
	d->budget = b;
	if (archive_entry_size_is_set(e) && archive_entry_size(e) > 0)
		d->size = (uint64_t)archive_entry_size(e);
	d->base.size = d->size;
	return &d->base;
}

/* A filter is a raw archive with one entry, read to its end. */
struct filter {
	struct gbx_layer base;
	struct gbx_pack_reader r;
	struct gbx_layer *data;
};

static size_t filter_read(struct gbx_layer *l, const unsigned char **p)
{
	struct filter *f = (struct filter *)l;
	size_t n = f->data ? gbx_layer_next(f->data, p) : 0;
	if (!n && !l->fault && f->data)
		l->fault = f->data->fault ? f->data->fault : l->below->fault;
	return n;
}

static void filter_free(struct gbx_layer *l)
{
	struct filter *f = (struct filter *)l;
	gbx_layer_close(f->data);
	gbx_pack_close(&f->r);
	free(f);
}

struct gbx_layer *gbx_layer_filter(struct gbx_layer *below, enum gbx_pack pack,
				   struct gbx_budget *b)
{
	struct filter *f = calloc(1, sizeof *f);
	if (!f) {
		gbx_layer_close(below);
		return NULL;
	}
	f->base = (struct gbx_layer){ .read = filter_read, .free = filter_free, .below = below };
	struct archive_entry *e;
	f->base.fault = gbx_pack_open(&f->r, below, pack, false, NULL);
	if (!f->base.fault && gbx_pack_next(&f->r, &e, &f->base.fault))
		f->data = gbx_pack_data(&f->r, e, b);
	return &f->base;
}

/*
 * Archives of pg_dump (src/bin/pg_dump/pg_backup_custom.c, pg_backup_tar.c,
 * pg_backup_directory.c): the custom format, whose blocks of rows follow the contents,
 * and tar, where the contents come first and each table has a file. In a directory
 * every file is read by itself; toc.dat tells what their tables and columns are called.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <zlib.h>

#include "../base/limits.h"
#include "doc_pgcopy.h"
#include "doc_pgtoc.h"

#define BLOCK_DATA 1u
#define BLOCK_BLOBS 3u
#define TAR_BLOCK 512u
#define TOC_NAME "toc.dat"

struct dump {
	struct gbx_doc *d;
	struct gbx_pg_in in;
	struct gbx_pg_toc toc;
	struct gbx_budget budget; /* of what is inflated here */
	uint64_t packed;	  /* bytes of blocks read */
	size_t seen;		  /* tables whose rows came */
	uint64_t blobs;
};

/* ---- layers ---- */

/* A part of what is below: so many bytes, or chunks with their lengths up to an empty one. */
struct part {
	struct gbx_layer base;
	struct dump *dump;
	bool chunked;
	uint64_t left;
};

static bool next_chunk(struct part *t)
{
	int64_t n = 0;
	if (!t->chunked)
		return false;
	if (!gbx_pg_int(&t->dump->in, &n) || n < 0)
		t->base.fault = GBX_E_DUMP_DAMAGED;
	t->left = t->base.fault ? 0 : (uint64_t)n;
	return t->left > 0;
}

static size_t part_read(struct gbx_layer *l, const unsigned char **p)
{
	struct part *t = (struct part *)l;
	struct gbx_layer *from = t->dump->in.from;
	if (!t->left && !next_chunk(t))
		return 0;
	size_t n = gbx_layer_some(from, t->left < GBX_CHUNK_BYTES ? (size_t)t->left : GBX_CHUNK_BYTES,
				  p);
	if (!n)
		l->fault = from->fault ? from->fault : GBX_E_DUMP_DAMAGED;
	t->left -= n;
	t->dump->packed += n;
	return n;
}

static void part_free(struct gbx_layer *l)
{
	free(l);
}

static struct part *part_new(struct dump *x, bool chunked, uint64_t n)
{
	struct part *t = calloc(1, sizeof *t);
	if (!t)
		_exit(GBX_UNPACK_EXIT_MEMORY);
	t->base = (struct gbx_layer){ .read = part_read, .free = part_free };
	t->dump = x;
	t->chunked = chunked;
	t->left = n;
	return t;
}

/* A zlib stream (RFC 1950), as pg_dump calls gzip inside its custom format. */
struct inflating {
	struct gbx_layer base;
	struct gbx_budget *budget;
	z_stream z;
	bool finished;
	unsigned char out[GBX_FRAME_BYTES];
};

static size_t inflating_read(struct gbx_layer *l, const unsigned char **p)
{
	struct inflating *f = (struct inflating *)l;
	union {
		const unsigned char *from;
		Bytef *to; /* zlib only reads it */
	} in = { .from = NULL };
	f->z.next_out = f->out;
	f->z.avail_out = sizeof f->out;
	while (f->z.avail_out == sizeof f->out && !f->finished && !l->fault) {
		if (!f->z.avail_in) {
			f->z.avail_in = (uInt)gbx_layer_next(l->below, &in.from);
			f->z.next_in = in.to;
		}
		int rc = f->z.avail_in ? inflate(&f->z, Z_NO_FLUSH) : Z_BUF_ERROR;
		f->finished = rc == Z_STREAM_END;
		if (rc != Z_OK && rc != Z_STREAM_END)
			l->fault = l->below->fault ? l->below->fault : GBX_E_DUMP_DAMAGED;
	}
	size_t n = sizeof f->out - f->z.avail_out;
	*p = f->out;
	if (gbx_budget_take(f->budget, n))
		return n;
	l->fault = GBX_E_RATIO;
	return 0;
}

static void inflating_free(struct gbx_layer *l)
{
	inflateEnd(&((struct inflating *)l)->z);
	free(l);
}

/* Takes over below. */
static struct gbx_layer *unpacked(struct dump *x, struct gbx_layer *below, enum gbx_pack pack)
{
	if (pack == GBX_PACK_NONE)
		return below;
	struct gbx_layer *l = NULL;
	struct inflating *f = pack == GBX_PACK_GZIP ? calloc(1, sizeof *f) : NULL;
	if (pack != GBX_PACK_GZIP)
		l = gbx_layer_filter(below, pack, &x->budget);
	else if (f && inflateInit(&f->z) == Z_OK) {
		f->base = (struct gbx_layer){ .read = inflating_read,
					      .free = inflating_free,
					      .below = below };
		f->budget = &x->budget;
		l = &f->base;
	}
	if (!l)
		_exit(GBX_UNPACK_EXIT_MEMORY);
	return l;
}

/* ---- tables ---- */

/* Reads a part to its end, whatever was made of it, and frees it with what stands on it. */
static enum gbx_eid finish_part(struct part *t, struct gbx_layer *top)
{
	const unsigned char *p = NULL;
	while (gbx_layer_next(&t->base, &p))
		;
	enum gbx_eid why = t->base.fault;
	gbx_layer_close(top);
	return why;
}

static void tell_views(struct dump *x)
{
	if (x->toc.views)
		gbx_rows_skip(&x->d->rows, GBX_ROWS_SKIP_VIEW, x->toc.views);
	x->toc.views = 0;
}

/* Rows written as INSERT statements are text that another format reads. */
static void statements(struct dump *x, const struct gbx_pg_table *table, struct gbx_layer *l)
{
	char name[GBX_PATH_BYTES];
	snprintf(name, sizeof name, "%s.sql", table->relation);
	gbx_doc_plain(x->d, name, l);
}

static void rows(struct dump *x, const struct gbx_pg_table *table, struct gbx_layer *l)
{
	if (!table->copy) {
		statements(x, table, l);
		return;
	}
	if (!gbx_doc_begin(x->d, table->relation))
		return;
	tell_views(x);
	gbx_doc_end(x->d, gbx_pg_copy(x->d, l, table->relation, table->copy));
}

static enum gbx_eid data_block(struct dump *x, int64_t id)
{
	const struct gbx_pg_table *table = gbx_pg_by_id(&x->toc, id);
	struct part *t = part_new(x, true, 0);
	struct gbx_layer *top = &t->base;
	if (table) {
		x->seen++;
		top = unpacked(x, top, x->in.pack);
		rows(x, table, top);
	}
	return finish_part(t, top);
}

static enum gbx_eid blob_block(struct dump *x)
{
	int64_t oid = 0;
	for (enum gbx_eid why = GBX_E_NONE; !why; x->blobs++) {
		if (!gbx_pg_int(&x->in, &oid))
			return GBX_E_DUMP_DAMAGED;
		if (!oid)
			return GBX_E_NONE;
		struct part *t = part_new(x, true, 0);
		why = finish_part(t, &t->base);
	}
	return GBX_E_DUMP_DAMAGED;
}

static void tell_blobs(struct dump *x)
{
	if (!x->blobs || !gbx_doc_begin(x->d, "large objects"))
		return;
	gbx_rows_skip(&x->d->rows, GBX_ROWS_SKIP_LARGE_OBJECT, x->blobs);
	gbx_doc_end(x->d, GBX_E_NONE);
}

static enum gbx_eid blocks(struct dump *x)
{
	unsigned char type;
	int64_t id;
	while (!x->d->stopped && gbx_layer_take(x->in.from, &type, 1)) {
		enum gbx_eid why = GBX_E_DUMP_DAMAGED;
		if (gbx_pg_int(&x->in, &id) && type == BLOCK_DATA)
			why = data_block(x, id);
		else if (type == BLOCK_BLOBS)
			why = blob_block(x);
		if (why)
			return why;
	}
	if (x->in.from->fault)
		return x->in.from->fault;
	return x->seen < x->toc.n && !x->d->stopped ? GBX_E_DUMP_DAMAGED : GBX_E_NONE;
}

static void tell_file(struct dump *x, const struct gbx_pg_table *t)
{
	if (t->copy && t->file && !x->d->stopped)
		gbx_pg_tell(x->d, t->file, t->relation, t->copy);
	gbx_doc_note(x->d);
}

/* toc.dat, whose files stand beside it. */
static enum gbx_eid contents_only(struct dump *x)
{
	if (gbx_doc_begin(x->d, "contents")) {
		gbx_rows_skip(&x->d->rows, GBX_ROWS_SKIP_CONTENTS, 1);
		for (size_t i = 0; i < x->toc.n; i++)
			tell_file(x, x->toc.table + i);
		tell_views(x);
		gbx_doc_end(x->d, GBX_E_NONE);
	}
	return GBX_E_NONE;
}

static enum gbx_eid run_custom(struct gbx_doc *d)
{
	struct dump x = { .d = d };
	x.budget = (struct gbx_budget){ .in = &x.packed, .ratio = d->ratio };
	enum gbx_eid why = gbx_pg_open(&x.in, &x.toc, d->from);
	if (!why)
		why = x.in.format == GBX_PG_CUSTOM ? blocks(&x) : contents_only(&x);
	tell_blobs(&x);
	gbx_pg_release(&x.toc);
	return why;
}

static int bid_custom(const struct gbx_doc_head *h)
{
	if (h->n < 11 || memcmp(h->p, GBX_PG_MAGIC, sizeof GBX_PG_MAGIC - 1) != 0)
		return 0;
	return h->p[10] == GBX_PG_CUSTOM || h->p[10] == GBX_PG_TAR || h->p[10] == GBX_PG_DIRECTORY
		   ? 100
		   : 0;
}

/* ---- tar ---- */

struct member {
	char name[101];
	uint64_t size;
	bool file;
};

/* A header of POSIX ustar; sizes beyond octal are in base 256. */
static bool read_header(const unsigned char *b, struct member *m)
{
	memcpy(m->name, b, 100);
	m->name[100] = 0;
	m->file = b[156] == '0' || !b[156];
	m->size = 0;
	for (unsigned i = 124; i < 136; i++) {
		if (b[124] & 0x80)
			m->size = m->size << 8 | (i == 124 ? b[i] & 0x7f : b[i]);
		else if (b[i] >= '0' && b[i] <= '7')
			m->size = m->size << 3 | (b[i] - '0');
	}
	return m->name[0] && m->size <= INT64_MAX - TAR_BLOCK;
}

static const char *last_part(const char *name)
{
	const char *slash = strrchr(name, '/');
	return slash ? slash + 1 : name;
}

static bool ends_with(const char *s, const char *end)
{
	size_t n = strlen(s), k = strlen(end);
	return n > k && !strcmp(s + n - k, end);
}

/* The name in the contents has no ending for how the file is packed. */
static const struct gbx_pg_table *table_of(struct dump *x, const char *name, bool *gzip)
{
	char plain[101];
	*gzip = ends_with(name, ".gz");
	snprintf(plain, sizeof plain, "%.*s", (int)(strlen(name) - (*gzip ? 3 : 0)), name);
	return gbx_pg_by_file(&x->toc, plain);
}

static enum gbx_eid read_member(struct dump *x, const struct member *m)
{
	const char *name = last_part(m->name);
	struct part *t = part_new(x, false, m->size);
	struct gbx_layer *top = &t->base;
	bool gzip;
	const struct gbx_pg_table *table = table_of(x, name, &gzip);
	if (m->file && table) {
		x->seen++;
		if (gzip)
			top = gbx_layer_gzip(top, &x->budget);
		if (!top)
			_exit(GBX_UNPACK_EXIT_MEMORY);
		rows(x, table, top);
	}
	x->blobs += m->file && !strncmp(name, "blob_", 5);
	return finish_part(t, top);
}

static enum gbx_eid read_toc(struct dump *x, const struct member *m)
{
	struct part *t = part_new(x, false, m->size);
	struct gbx_layer *tar = x->in.from;
	struct gbx_pg_in in;
	enum gbx_eid why = gbx_pg_open(&in, &x->toc, &t->base);
	enum gbx_eid end = finish_part(t, &t->base);
	x->in.from = tar;
	return why ? why : end;
}

static enum gbx_eid padding(struct dump *x, uint64_t size)
{
	unsigned char drop[TAR_BLOCK];
	size_t n = (size_t)(-size & (TAR_BLOCK - 1));
	return gbx_layer_take(x->in.from, drop, n) ? GBX_E_NONE : GBX_E_DUMP_DAMAGED;
}

static enum gbx_eid members(struct dump *x)
{
	unsigned char b[TAR_BLOCK];
	struct member m;
	bool toc = false;
	while (!x->d->stopped && gbx_layer_take(x->in.from, b, sizeof b) && read_header(b, &m)) {
		bool is_toc = m.file && !toc && !strcmp(last_part(m.name), TOC_NAME);
		enum gbx_eid why = is_toc ? read_toc(x, &m) : read_member(x, &m);
		toc |= is_toc;
		if (!why)
			why = padding(x, m.size);
		if (why)
			return why;
	}
	if (x->in.from->fault)
		return x->in.from->fault;
	return x->seen < x->toc.n && !x->d->stopped ? GBX_E_DUMP_DAMAGED : GBX_E_NONE;
}

static enum gbx_eid run_tar(struct gbx_doc *d)
{
	struct dump x = { .d = d, .in = { .from = d->from } };
	x.budget = (struct gbx_budget){ .in = &x.packed, .ratio = d->ratio };
	enum gbx_eid why = members(&x);
	tell_blobs(&x);
	gbx_pg_release(&x.toc);
	return why;
}

/* The contents come first, behind the folders they stand in. */
static int bid_tar(const struct gbx_doc_head *h)
{
	struct member m;
	size_t at = 0;
	if (h->pack != GBX_PACK_TAR)
		return 0;
	while (at + 2 * TAR_BLOCK <= h->n && read_header(h->p + at, &m)) {
		at += TAR_BLOCK;
		if (!m.file && !m.size)
			continue;
		return m.file && !strcmp(last_part(m.name), TOC_NAME) &&
			       !memcmp(h->p + at, GBX_PG_MAGIC, sizeof GBX_PG_MAGIC - 1)
			   ? 100
			   : 0;
	}
	return 0;
}

const struct gbx_doc_kind gbx_doc_pgdump = {
	.name = "pg_dump",
	.summary = "PostgreSQL dumps in pg_dump's custom format",
	.access = GBX_DOC_SEQUENTIAL,
	.bid = bid_custom,
	.run = run_custom,
};

const struct gbx_doc_kind gbx_doc_pgdump_tar = {
	.name = "pg_dump-tar",
	.summary = "PostgreSQL dumps in pg_dump's tar format",
	.access = GBX_DOC_SEQUENTIAL,
	.bid = bid_tar,
	.run = run_tar,
};

/* Heads and contents of pg_dump archives; the contract is in doc_pgtoc.h. */
#include "doc_pgtoc.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../base/buf.h"
#include "../base/limits.h"

#define VERSION(major, minor) ((major) << 8 | (minor))
#define NAMES_BYTES ((size_t)64 << 20)

bool gbx_pg_int(struct gbx_pg_in *in, int64_t *v)
{
	unsigned char b[9];
	uint64_t n = 0;
	if (!gbx_layer_take(in->from, b, 1 + in->int_size))
		return false;
	for (unsigned i = 0; i < in->int_size; i++)
		n |= (uint64_t)b[1 + i] << 8 * i;
	if (n > INT64_MAX)
		return false;
	*v = b[0] ? -(int64_t)n : (int64_t)n;
	return true;
}

static bool drop(struct gbx_layer *l, uint64_t n)
{
	const unsigned char *p = NULL;
	while (n) {
		size_t got = gbx_layer_some(l, n < GBX_CHUNK_BYTES ? (size_t)n : GBX_CHUNK_BYTES, &p);
		if (!got)
			return false;
		n -= got;
	}
	return true;
}

/* A string, or none (*there false). to NULL: passed over. */
static bool text(struct gbx_pg_in *in, struct gbx_buf *to, bool *there)
{
	int64_t n;
	const unsigned char *p = NULL;
	if (!gbx_pg_int(in, &n))
		return false;
	*there = n >= 0;
	if (!to)
		return n <= 0 || drop(in->from, (uint64_t)n);
	gbx_buf_reset(to);
	while (n > 0) {
		size_t got = gbx_layer_some(in->from, n < GBX_CHUNK_BYTES ? (size_t)n : GBX_CHUNK_BYTES,
					    &p);
		if (!got)
			return false;
		gbx_buf_add(to, p, got);
		n -= (int64_t)got;
	}
	return !gbx_buf_failed(to);
}

static bool skip_text(struct gbx_pg_in *in)
{
	bool there;
	return text(in, NULL, &there);
}

static bool skip_ints(struct gbx_pg_in *in, unsigned n)
{
	int64_t v;
	while (n--)
		if (!gbx_pg_int(in, &v))
			return false;
	return true;
}

/* How the rows are packed: since 1.15 by an algorithm's number, before by a level. */
static enum gbx_eid packing(struct gbx_pg_in *in)
{
	static const enum gbx_pack packs[] = { GBX_PACK_NONE, GBX_PACK_GZIP, GBX_PACK_LZ4,
					       GBX_PACK_ZSTD };
	unsigned char how;
	int64_t level;
	if (in->version >= VERSION(1, 15)) {
		if (!gbx_layer_take(in->from, &how, 1))
			return GBX_E_DUMP_DAMAGED;
		if (how >= sizeof packs / sizeof *packs)
			return GBX_E_METHOD;
		in->pack = packs[how];
		return GBX_E_NONE;
	}
	if (!gbx_pg_int(in, &level))
		return GBX_E_DUMP_DAMAGED;
	in->pack = level ? GBX_PACK_GZIP : GBX_PACK_NONE;
	return GBX_E_NONE;
}

static enum gbx_eid head(struct gbx_pg_in *in)
{
	unsigned char b[11];
	if (!gbx_layer_take(in->from, b, sizeof b) ||
	    memcmp(b, GBX_PG_MAGIC, sizeof GBX_PG_MAGIC - 1) != 0)
		return GBX_E_DUMP_DAMAGED;
	in->version = VERSION(b[5], b[6]);
	in->int_size = b[8];
	in->off_size = b[9];
	in->format = (enum gbx_pg_format)b[10];
	if (in->version < VERSION(1, 7) || in->version > VERSION(1, 16))
		return GBX_E_DUMP_VERSION;
	if (!in->int_size || in->int_size > 8 || !in->off_size || in->off_size > 8)
		return GBX_E_DUMP_DAMAGED;
	enum gbx_eid why = packing(in);
	if (why)
		return why;
	/* when it was made: seven numbers; of which database; by which versions */
	bool ok = skip_ints(in, 7) && skip_text(in);
	if (ok && in->version >= VERSION(1, 10))
		ok = skip_text(in) && skip_text(in);
	return ok ? GBX_E_NONE : GBX_E_DUMP_DAMAGED;
}

/* ---- items ---- */

struct item {
	struct gbx_pg_table t;
	struct gbx_buf tag, kind, copy, space, file; /* of the present item */
	int64_t dumped; /* it has rows in the archive */
	bool has_copy, has_space, has_file;
};

static bool dependencies(struct gbx_pg_in *in)
{
	for (bool there = true; there;)
		if (!text(in, NULL, &there))
			return false;
	return true;
}

static bool where(struct gbx_pg_in *in, struct item *i)
{
	if (in->format == GBX_PG_CUSTOM)
		return drop(in->from, 1 + in->off_size);
	return text(in, &i->file, &i->has_file);
}

static bool read_item(struct gbx_pg_in *in, struct item *i)
{
	bool there;
	int64_t v;
	if (!gbx_pg_int(in, &i->t.id) || !gbx_pg_int(in, &i->dumped))
		return false;
	if (in->version >= VERSION(1, 8) && !skip_text(in)) /* oid of its catalogue */
		return false;
	if (!skip_text(in) || !text(in, &i->tag, &there) || !text(in, &i->kind, &there))
		return false;
	if (in->version >= VERSION(1, 11) && !gbx_pg_int(in, &v)) /* section */
		return false;
	if (!skip_text(in) || !skip_text(in)) /* its definition, how to drop it */
		return false;
	if (!text(in, &i->copy, &i->has_copy) || !text(in, &i->space, &i->has_space))
		return false;
	if (in->version >= VERSION(1, 10) && !skip_text(in)) /* tablespace */
		return false;
	if (in->version >= VERSION(1, 14) && !skip_text(in)) /* access method */
		return false;
	if (in->version >= VERSION(1, 16) && !gbx_pg_int(in, &v)) /* kind of relation */
		return false;
	if (!skip_text(in)) /* owner */
		return false;
	if (in->version >= VERSION(1, 9) && !skip_text(in)) /* with oids */
		return false;
	return dependencies(in) && where(in, i);
}

static const char *relation_of(struct gbx_pg_toc *toc, const struct item *i)
{
	char name[2 * GBX_NAME_BYTES];
	int n = i->has_space && i->space.n
		    ? snprintf(name, sizeof name, "%s.%s", gbx_buf_str(&i->space), gbx_buf_str(&i->tag))
		    : snprintf(name, sizeof name, "%s", gbx_buf_str(&i->tag));
	n = n < 0 ? 0 : n < (int)sizeof name ? n : (int)sizeof name - 1;
	return gbx_arena_dup(&toc->names, name, (size_t)n);
}

static bool keep(struct gbx_pg_toc *toc, struct item *i)
{
	if (toc->n == toc->cap) {
		size_t cap = toc->cap ? 2 * toc->cap : 64;
		struct gbx_pg_table *t = realloc(toc->table, cap * sizeof *t);
		if (!t)
			return false;
		toc->table = t;
		toc->cap = cap;
	}
	i->t.relation = relation_of(toc, i);
	i->t.copy = i->t.file = NULL;
	if (i->has_copy && i->copy.n)
		i->t.copy = gbx_arena_dup(&toc->names, i->copy.p, i->copy.n);
	if (i->has_file && i->file.n)
		i->t.file = gbx_arena_dup(&toc->names, i->file.p, i->file.n);
	toc->table[toc->n++] = i->t;
	return i->t.relation && (i->t.copy || !i->copy.n) && (i->t.file || !i->file.n);
}

static int by_id(const void *a, const void *b)
{
	const struct gbx_pg_table *x = a, *y = b;
	return (x->id > y->id) - (x->id < y->id);
}

static enum gbx_eid items(struct gbx_pg_in *in, struct gbx_pg_toc *toc, struct item *i)
{
	int64_t n;
	if (!gbx_pg_int(in, &n) || n < 0)
		return GBX_E_DUMP_DAMAGED;
	if (n > GBX_PG_ITEMS)
		return GBX_E_ENTRIES;
	while (n--) {
		i->has_file = i->has_copy = i->has_space = false;
		gbx_buf_reset(&i->file);
		if (!read_item(in, i))
			return GBX_E_DUMP_DAMAGED;
		toc->views += !strcmp(gbx_buf_str(&i->kind), "VIEW");
		if (!strcmp(gbx_buf_str(&i->kind), "TABLE DATA") && i->dumped && !keep(toc, i))
			return GBX_E_UNPACK_MEMORY;
	}
	if (toc->n)
		qsort(toc->table, toc->n, sizeof *toc->table, by_id);
	return GBX_E_NONE;
}

enum gbx_eid gbx_pg_open(struct gbx_pg_in *in, struct gbx_pg_toc *toc, struct gbx_layer *from)
{
	struct item i = { .t = { 0 } };
	struct gbx_buf *const texts[] = { &i.tag, &i.kind, &i.copy, &i.space, &i.file };
	*in = (struct gbx_pg_in){ .from = from };
	*toc = (struct gbx_pg_toc){ .n = 0 };
	gbx_arena_init(&toc->names, NAMES_BYTES);
	for (size_t k = 0; k < sizeof texts / sizeof *texts; k++)
		gbx_buf_init(texts[k], GBX_PG_TEXT_BYTES);
	enum gbx_eid why = head(in);
	if (!why)
		why = items(in, toc, &i);
	for (size_t k = 0; k < sizeof texts / sizeof *texts; k++)
		gbx_buf_release(texts[k]);
	return why;
}

void gbx_pg_release(struct gbx_pg_toc *toc)
{
	free(toc->table);
	gbx_arena_release(&toc->names);
	*toc = (struct gbx_pg_toc){ .n = 0 };
}

const struct gbx_pg_table *gbx_pg_by_id(const struct gbx_pg_toc *toc, int64_t id)
{
	const struct gbx_pg_table key = { .id = id };
	return toc->n ? bsearch(&key, toc->table, toc->n, sizeof key, by_id) : NULL;
}

const struct gbx_pg_table *gbx_pg_by_file(const struct gbx_pg_toc *toc, const char *file)
{
	/* files are named after ids */
	char *end = NULL;
	const struct gbx_pg_table *t = gbx_pg_by_id(toc, strtoll(file, &end, 10));
	if (t && t->file && !strcmp(t->file, file))
		return t;
	for (size_t i = 0; i < toc->n && i < GBX_RELATIONS; i++)
		if (toc->table[i].file && !strcmp(toc->table[i].file, file))
			return &toc->table[i];
	return NULL;
}

/*
 * Layer by layer: the first bytes of each decide what it is. A filter puts one
 * layer on top; an archive is a level, whose entries are looked at in the same
 * way; anything else is an entry and goes out. No recursion: levels are an array.
 */
#include "unwrap.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "../base/limits.h"
#include "doc.h"
#include "pack.h"
#include "zipdir.h"

struct level {
	struct gbx_pack_reader r;
	struct gbx_layer *from; /* what the archive is read from, owned */
	size_t path_n;		/* of the archive's own path */
	unsigned depth;		/* layers opened up to this one */
	unsigned revived;
	uint64_t index;	     /* headers read */
	uint64_t listed;     /* files among them */
	uint64_t expect;     /* entries by the directory, or 0 */
	enum gbx_eid behind; /* told when the entries are through */
};

struct unwrap {
	struct gbx_outlet *out;
	const struct gbx_passwords *passwords;
	struct gbx_budget budget;
	uint64_t headers;
	bool stop;
	unsigned n;
	struct level level[GBX_ARCHIVE_DEPTH];
	size_t path_n;
	char path[GBX_PATH_BYTES];
	unsigned char head[GBX_MAGIC_BYTES]; /* of what documents bid on: a bid may seek */
};

static void set_path(struct unwrap *u, size_t keep, const char *add)
{
	u->path_n = keep;
	u->path[keep] = 0;
	if (!add)
		return;
	int n = snprintf(u->path + keep, sizeof u->path - keep, "%s%s", keep ? "!/" : "", add);
	u->path_n = n < 0 ? keep : keep + (size_t)n;
	if (u->path_n >= sizeof u->path)
		u->path_n = sizeof u->path - 1;
}

static void plain(struct unwrap *u, struct gbx_layer *l)
{
	if (!gbx_outlet_entry(u->out, u->path, l->size))
		return;
	const unsigned char *p = NULL;
	size_t n;
	while ((n = gbx_layer_next(l, &p)))
		gbx_outlet_data(u->out, p, n);
	gbx_outlet_end(u->out, l->fault);
}

/* A directory lies about a zip: look at it before anything of it is unpacked. */
static enum gbx_eid look_at_zip(struct level *v, bool *streamed)
{
	if (!v->from->seek)
		return GBX_E_NONE;
	struct gbx_zipdir dir = gbx_zipdir_check(v->from);
	if (dir.usable) {
		v->expect = dir.entries;
		return dir.why || dir.entries ? dir.why : GBX_E_ARCHIVE_EMPTY;
	}
	v->behind = dir.why;
	*streamed = true;
	return GBX_E_NONE;
}

static void close_level(struct unwrap *u)
{
	struct level *v = &u->level[--u->n];
	gbx_pack_close(&v->r);
	gbx_layer_close(v->from);
}

static void open_level(struct unwrap *u, struct gbx_layer *l, enum gbx_pack pack, unsigned depth)
{
	enum gbx_eid why = GBX_E_NONE;
	bool streamed = false;
	if (pack == GBX_PACK_7ZIP && !l->seek)
		l = gbx_layer_spool(l, &why);
	if (!l) {
		gbx_outlet_unreadable(u->out, u->path, why);
		return;
	}
	struct level *v = &u->level[u->n++];
	*v = (struct level){ .from = l, .path_n = u->path_n, .depth = depth };
	if (pack == GBX_PACK_ZIP)
		why = look_at_zip(v, &streamed);
	if (!why)
		why = gbx_pack_open(&v->r, l, pack, streamed, u->passwords);
	if (!why)
		return;
	gbx_outlet_unreadable(u->out, u->path, why);
	close_level(u);
}

static struct gbx_layer *open_filter(struct unwrap *u, struct gbx_layer *l, enum gbx_pack pack)
{
	l = pack == GBX_PACK_GZIP ? gbx_layer_gzip(l, &u->budget)
				  : gbx_layer_filter(l, pack, &u->budget);
	if (!l)
		_exit(GBX_UNPACK_EXIT_MEMORY);
	return l;
}

static const struct gbx_magic *look(struct gbx_layer *l)
{
	const unsigned char *p = NULL;
	size_t n = gbx_layer_peek(l, &p);
	return n ? gbx_magic_find(p, n) : NULL;
}

/* The kind of document l begins like, or NULL. */
static const struct gbx_doc_kind *document_of(struct unwrap *u, struct gbx_layer *l,
					      const struct gbx_magic *m)
{
	struct gbx_doc_head h = { .pack = m ? m->pack : GBX_PACK_NONE, .from = l, .path = u->path };
	if (m && m->kind == GBX_MAGIC_REFUSED)
		return NULL;
	h.n = gbx_layer_peek(l, &h.p);
	if (h.n > sizeof u->head)
		h.n = sizeof u->head;
	if (h.n && l->seek)
		h.p = memcpy(u->head, h.p, h.n);
	const struct gbx_doc_kind *kind = h.n ? gbx_doc_find(&h) : NULL;
	if (l->seek)
		gbx_layer_seek(l, 0);
	return kind;
}

/*
 * A document by itself is the one entry of an outermost archive, so that what
 * follows a sub-entry that breaks the process can be read by the next one.
 */
static void document(struct unwrap *u, struct gbx_layer **l, const struct gbx_doc_kind *kind)
{
	if (!u->n && u->out->resume_top)
		return;
	if (!u->n)
		gbx_outlet_step(u->out, 0, u->path);
	gbx_doc_read(kind, l, u->path, u->out, &u->budget);
}

/*
 * Down through filters to an entry or an archive; takes over l. The path gets one
 * step a filter, which is dropped again when the filter held an archive:
 * "a.tar.gz!/x", but "a.gz!/a".
 */
static void descend(struct unwrap *u, struct gbx_layer *l, unsigned depth)
{
	size_t outer = u->path_n;
	const struct gbx_magic *m;
	while ((m = look(l)) && m->kind == GBX_MAGIC_FILTER && depth < GBX_ARCHIVE_DEPTH) {
		char inner[GBX_PATH_BYTES];
		gbx_magic_inner_name(u->path, inner, sizeof inner);
		outer = u->path_n;
		set_path(u, u->path_n, inner);
		l = open_filter(u, l, m->pack);
		depth++;
	}
	const struct gbx_doc_kind *kind = m && m->kind == GBX_MAGIC_FILTER ? NULL : document_of(u, l, m);
	if (kind) {
		document(u, &l, kind);
	} else if (!m || m->kind == GBX_MAGIC_WHOLE) {
		plain(u, l);
	} else if (m->kind == GBX_MAGIC_REFUSED) {
		gbx_outlet_unreadable(u->out, u->path, GBX_E_ARCHIVE_KIND);
	} else if (depth == GBX_ARCHIVE_DEPTH) {
		gbx_outlet_unreadable(u->out, u->path, GBX_E_DEPTH);
	} else {
		set_path(u, outer, NULL);
		open_level(u, l, m->pack, depth + 1);
		return;
	}
	gbx_layer_close(l);
}

static void entry_path(struct unwrap *u, const struct level *v, struct archive_entry *e)
{
	char made[32];
	const char *name = archive_entry_pathname(e);
	if (!name || !*name)
		name = archive_entry_pathname_utf8(e);
	if (!name || !*name) {
		snprintf(made, sizeof made, "entry-%llu", (unsigned long long)v->index);
		name = made;
	}
	set_path(u, v->path_n, name);
}

/* Why a header has no bytes to read; E_NONE: it has. */
static enum gbx_eid without_bytes(const struct gbx_pack_reader *r, struct archive_entry *e)
{
	__LA_MODE_T type = archive_entry_filetype(e);
	bool linked = archive_entry_hardlink(e) && archive_entry_size(e) <= 0;
	if (linked || (type && type != AE_IFREG))
		return GBX_E_SPECIAL_FILE;
	return archive_entry_is_encrypted(e) && !r->unlocked ? gbx_pack_encrypted(r) : GBX_E_NONE;
}

static void open_entry(struct unwrap *u, struct level *v, struct archive_entry *e)
{
	v->listed++;
	enum gbx_eid why = without_bytes(&v->r, e);
	if (why) {
		gbx_outlet_unreadable(u->out, u->path, why);
		return;
	}
	struct gbx_layer *l = gbx_pack_data(&v->r, e, &u->budget);
	if (!l)
		_exit(GBX_UNPACK_EXIT_MEMORY);
	descend(u, l, v->depth);
}

/*
 * libarchive gives an archive up at some faults inside one entry. Where the
 * archive can be sought, it is opened again and read from behind that entry.
 */
static bool revive(struct unwrap *u, struct level *v)
{
	if (v->r.hopeless || !v->from->seek || v->revived++ >= GBX_UNPACK_RESTARTS)
		return false;
	enum gbx_pack pack = v->r.pack;
	bool streamed = v->r.streamed;
	enum gbx_eid why;
	struct archive_entry *e;
	gbx_pack_close(&v->r);
	if (gbx_pack_open(&v->r, v->from, pack, streamed, u->passwords))
		return false;
	for (uint64_t i = 0; i < v->index; i++)
		if (!gbx_pack_next(&v->r, &e, &why))
			return false;
	return true;
}

/* The archive is through: what its end says about it. */
static void finish(struct unwrap *u, struct level *v, enum gbx_eid why)
{
	const unsigned char *p = NULL;
	/* a filter below has its own check at its end */
	while (v->from->below && !v->from->seek && gbx_layer_next(v->from, &p))
		;
	if (!why)
		why = v->from->fault ? v->from->fault : v->behind;
	if (!why && v->expect && v->index != v->expect)
		why = GBX_E_OVERLAP;
	if (!why && !v->listed)
		why = GBX_E_ARCHIVE_EMPTY;
	set_path(u, v->path_n, NULL);
	if (why)
		gbx_outlet_unreadable(u->out, u->path, why);
	close_level(u);
}

/* The archive broke inside an entry, which told so: is there more that is lost? */
static void abandon(struct unwrap *u, struct level *v, enum gbx_eid why)
{
	bool all = v->expect ? v->index >= v->expect : why == GBX_E_ARCHIVE_TRUNCATED;
	set_path(u, v->path_n, NULL);
	if (!all)
		gbx_outlet_unreadable(u->out, u->path, why);
	close_level(u);
}

/* Something that concerns the whole source: tell it, and end. */
static void give_up(struct unwrap *u, enum gbx_eid why)
{
	set_path(u, u->level[0].path_n, NULL);
	gbx_outlet_unreadable(u->out, u->path, why);
	u->stop = true;
}

static void step(struct unwrap *u)
{
	struct level *v = &u->level[u->n - 1];
	struct archive_entry *e;
	enum gbx_eid why = v->r.fault;
	if (!gbx_budget_forgive(&u->budget)) {
		give_up(u, GBX_E_RATIO);
		return;
	}
	if (v->r.dead && !revive(u, v)) {
		abandon(u, v, why);
		return;
	}
	if (!gbx_pack_next(&v->r, &e, &why)) {
		finish(u, v, why);
		return;
	}
	if (++u->headers > GBX_ARCHIVE_ENTRIES) {
		give_up(u, GBX_E_ENTRIES);
		return;
	}
	uint64_t index = v->index++;
	if (u->n == 1 && index < u->out->resume_top) {
		v->listed++;
		return;
	}
	if (archive_entry_filetype(e) == AE_IFDIR)
		return;
	entry_path(u, v, e);
	if (u->n == 1)
		gbx_outlet_step(u->out, index, u->path);
	open_entry(u, v, e);
}

void gbx_unwrap(struct gbx_layer *input, const char *name, uint64_t ratio,
		const struct gbx_passwords *passwords, struct gbx_outlet *o)
{
	struct unwrap *u = calloc(1, sizeof *u);
	if (!u)
		_exit(GBX_UNPACK_EXIT_MEMORY);
	u->out = o;
	u->passwords = passwords;
	u->budget = (struct gbx_budget){ .in = &o->consumed, .ratio = ratio };
	set_path(u, 0, name);
	descend(u, input, 0);
	while (u->n && !u->stop)
		step(u);
	while (u->n)
		close_level(u);
	gbx_outlet_done(o);
	free(u);
}

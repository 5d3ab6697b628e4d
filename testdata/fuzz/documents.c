/*
 * What runs in the unpack process: kinds of documents, archives, the end of a zip. Frames
 * go to a memory file and are read back: each must be one that may follow, and the rows
 * in them must read. A process that would have ended itself (memory, its pipe) counts
 * as a finding.
 */
#include "fuzz.h"

#include <sys/mman.h>
#include <unistd.h>

#include <sqlite3.h>

#include "../../core/source/doc.h"
#include "../../core/source/frame.h"
#include "../../core/source/unwrap.h"
#include "../../core/source/zipdir.h"

/* Linked with --wrap=_exit. */
_Noreturn void __wrap__exit(int code);
_Noreturn void __wrap__exit(int code)
{
	fprintf(stderr, "fuzz: the unpacker would have ended with %d\n", code);
	abort();
}

/* ---- bytes in memory as a layer ---- */

struct memory {
	struct gbx_layer base;
	const unsigned char *p;
	size_t n, pos, block;
};

static size_t memory_read(struct gbx_layer *l, const unsigned char **p)
{
	struct memory *m = (struct memory *)l;
	size_t n = m->n - m->pos < m->block ? m->n - m->pos : m->block;
	*p = m->p + m->pos;
	m->pos += n;
	return n;
}

static bool memory_seek(struct gbx_layer *l, uint64_t to)
{
	((struct memory *)l)->pos = (size_t)to;
	return true;
}

static bool memory_fetch(struct gbx_layer *l, uint64_t at, void *buf, size_t n)
{
	struct memory *m = (struct memory *)l;
	if (at > m->n || n > m->n - at)
		return false;
	if (n)
		memcpy(buf, m->p + at, n);
	return true;
}

static void memory_free(struct gbx_layer *l) { free(l); }

static struct gbx_layer *memory_layer(const unsigned char *p, size_t n, size_t block, bool seeks)
{
	struct memory *m = fuzz_alloc(sizeof *m);
	m->base = (struct gbx_layer){ .read = memory_read, .free = memory_free };
	if (seeks) {
		m->base.seek = memory_seek;
		m->base.fetch = memory_fetch;
		m->base.size = n;
	}
	m->p = p;
	m->n = n;
	m->block = block;
	return &m->base;
}

/* ---- frames back ---- */

static int frames_fd = -1;

static struct gbx_outlet *outlet(size_t consumed)
{
	struct gbx_outlet *o = fuzz_alloc(sizeof *o);
	if (frames_fd < 0)
		frames_fd = memfd_create("frames", MFD_CLOEXEC);
	FUZZ_CHECK(frames_fd >= 0 && !ftruncate(frames_fd, 0) && !lseek(frames_fd, 0, SEEK_SET));
	o->fd = frames_fd;
	o->consumed = consumed;
	return o;
}

/* One entry: its bytes, joined. */
static void take_entry(struct gbx_buf *b, bool rows)
{
	FUZZ_CHECK(!gbx_buf_failed(b));
	if (rows && b->n <= (8u << 20))
		fuzz_rows_stream((const unsigned char *)b->p, b->n);
	gbx_buf_reset(b);
}

static void take_frame(const struct gbx_frame *f, const unsigned char *p, bool *inside, bool *rows,
		       struct gbx_buf *entry)
{
	FUZZ_CHECK(gbx_frame_check(f, *inside));
	FUZZ_CHECK(f->eid < GBX_E_COUNT);
	if (f->type == GBX_FRAME_ENTRY || f->type == GBX_FRAME_ROWS) {
		FUZZ_CHECK(f->len && f->len < GBX_PATH_BYTES);
		*inside = !f->eid;
		*rows = f->type == GBX_FRAME_ROWS;
	} else if (f->type == GBX_FRAME_DATA && *rows) {
		gbx_buf_add(entry, p, f->len);
	} else if (f->type == GBX_FRAME_END) {
		*inside = false;
		take_entry(entry, *rows);
	}
}

static void read_back(struct gbx_outlet *o)
{
	off_t size = lseek(o->fd, 0, SEEK_END);
	struct gbx_buf entry = GBX_BUF_INIT((size_t)1 << 28);
	bool inside = false, rows = false, done = false;
	size_t n = (size_t)size;
	FUZZ_CHECK(size > 0 && !o->held);
	unsigned char *all = mmap(NULL, n, PROT_READ, MAP_SHARED, o->fd, 0);
	FUZZ_CHECK(all != MAP_FAILED);
	for (size_t at = 0; at < n;) {
		struct gbx_frame f;
		FUZZ_CHECK(!done && n - at >= sizeof f);
		memcpy(&f, all + at, sizeof f);
		at += sizeof f;
		FUZZ_CHECK(f.len <= n - at);
		take_frame(&f, all + at, &inside, &rows, &entry);
		done = f.type == GBX_FRAME_DONE;
		at += f.len;
	}
	FUZZ_CHECK(done && !inside);
	munmap(all, n);
	gbx_buf_release(&entry);
}

/* ---- targets ---- */

void fuzz_document(const void *of, const unsigned char *p, size_t n)
{
	const struct gbx_doc_kind *kind = of;
	struct fuzz_draw d = fuzz_draw_of(p, n);
	struct gbx_outlet *o = outlet(n);
	struct gbx_budget b = { .in = &o->consumed, .ratio = GBX_RATIO_MAX };
	bool seeks = kind->access == GBX_DOC_RANDOM || fuzz_draw(&d, 2);
	struct gbx_layer *l = memory_layer(p, n, 1 + fuzz_draw(&d, 8192), seeks);
	const unsigned char *head = NULL;
	struct gbx_doc_head h = { .from = l, .path = "a.doc" };
	size_t head_n = gbx_layer_peek(l, &head);
	h.p = fuzz_padded(head, head_n);
	h.n = head_n;
	const struct gbx_magic *m = h.n ? gbx_magic_find(h.p, h.n) : NULL;
	h.pack = m ? m->pack : GBX_PACK_NONE;
	kind->bid(&h);
	h.from = NULL;
	kind->bid(&h);
	free((void *)(uintptr_t)h.p);
	if (seeks)
		gbx_layer_seek(l, 0);
	gbx_doc_read(kind, &l, "a.doc", o, &b);
	gbx_outlet_done(o);
	gbx_layer_close(l);
	read_back(o);
	free(o);
	sqlite3_shutdown(); /* the kind asks for settings that only a fresh start allows */
}

void fuzz_unwrap(const void *of, const unsigned char *p, size_t n)
{
	static const char *const words[] = { "secret" };
	const struct gbx_passwords passwords = { words, 1 };
	struct fuzz_draw d = fuzz_draw_of(p, n);
	struct gbx_outlet *o = outlet(n);
	(void)of;
	gbx_unwrap(memory_layer(p, n, 1 + fuzz_draw(&d, 8192), fuzz_draw(&d, 4)), "a.bin", GBX_RATIO_MAX,
		   fuzz_draw(&d, 2) ? &passwords : NULL, o);
	read_back(o);
	free(o);
	sqlite3_shutdown();
}

static bool see(void *ctx, const struct gbx_zip_record *r)
{
	uint64_t *n = ctx;
	char *name = fuzz_alloc(r->name.n + 1);
	if (r->name.n) /* all of it can be read */
		memcpy(name, r->name.p, r->name.n);
	free(name);
	return ++*n < GBX_ARCHIVE_ENTRIES;
}

void fuzz_zipdir(const void *of, const unsigned char *p, size_t n)
{
	struct fuzz_draw d = fuzz_draw_of(p, n);
	struct gbx_layer *l = memory_layer(p, n, 1 + fuzz_draw(&d, 512), true);
	uint64_t seen = 0;
	(void)of;
	struct gbx_zipdir dir = gbx_zipdir_check(l);
	if (dir.usable && !dir.why && gbx_zipdir_each(l, see, &seen))
		FUZZ_CHECK(seen == dir.entries);
	gbx_layer_close(l);
}

/*
 * The reading thread: entries of a source, cut into chunks of whole records and
 * fed to the pipeline. What cannot be read is recorded with its reason.
 */
#include <stdlib.h>

#include "../base/limits.h"
#include "../format/rows.h"
#include "ingest.h"
#include "kind.h"
#include "process.h"
#include "reading.h"
#include "text.h"
#include "together.h"

/* ---- telling the writer ---- */

static void feed_source(struct gbx_ingest_run *g, uint32_t id, const struct gbx_custody *c, bool end)
{
	struct gbx_job *j = gbx_pipeline_job(g->pipe);
	if (!j)
		return;
	struct gbx_arena *a = &j->parsed.arena;
	j->kind = GBX_JOB_SOURCE;
	j->end = end;
	j->together = end ? g->together : NULL;
	g->together = end ? NULL : g->together;
	j->source = (struct gbx_sum_source){
		.id = id,
		.name = gbx_arena_dup(a, c->name, strlen(c->name)),
		.bytes = c->bytes,
		.sha256 = gbx_arena_dup(a, c->sha256, strlen(c->sha256)),
		.mtime = c->mtime,
	};
	gbx_pipeline_feed(g->pipe, j);
}

static void feed_entry(struct gbx_ingest_run *g, struct gbx_entry_state *e,
		       const struct gbx_entry_end *end)
{
	struct gbx_job *j = gbx_pipeline_job(g->pipe);
	if (!j)
		return;
	j->kind = GBX_JOB_ENTRY;
	j->entry = e;
	j->end = end != NULL;
	if (end) {
		j->entry_end = *end;
		g->open_entry = NULL;
	}
	gbx_pipeline_feed(g->pipe, j);
}

/* A new entry, announced to the writer once its format is known and it has its number. */
static struct gbx_entry_state *new_entry(struct gbx_ingest_run *g, const char *path)
{
	struct gbx_entry_state *e = calloc(1, sizeof *e);
	char *copy = strdup(path);
	if (!e || !copy) {
		free(e);
		free(copy);
		return NULL;
	}
	e->sum.source = g->next_source;
	e->sum.path = copy;
	e->sum.status = GBX_ENTRY_PARTIAL;
	g->open_entry = e;
	return e;
}

/* Its own number, or that of the row it shares; why: it is not read. */
static enum gbx_rc number_entry(struct gbx_ingest_run *g, struct gbx_entry_state *e, enum gbx_eid why,
				struct gbx_err *err)
{
	if (g->next_entry <= GBX_ENTRIES_LISTED)
		e->sum.id = g->next_entry++;
	else if (!gbx_together_join(&g->together, e, why, &g->next_entry))
		return gbx_fail(err, GBX_E_NOMEM, NULL);
	return GBX_OK;
}

/* An entry that is listed only. */
static enum gbx_rc not_read(struct gbx_ingest_run *g, const char *path, enum gbx_eid reason,
			    uint64_t bytes, struct gbx_err *err)
{
	struct gbx_entry_state *e = new_entry(g, path);
	if (!e)
		return gbx_fail(err, GBX_E_NOMEM, NULL);
	enum gbx_rc rc = number_entry(g, e, reason, err);
	if (rc)
		return rc;
	bool unsupported = gbx_eid_rc(reason) == GBX_UNSUPPORTED || reason == GBX_E_SAME_SOURCE;
	bool elsewhere = reason == GBX_E_VOLUME_PART; /* read, but not here */
	feed_entry(g, e,
		   &(struct gbx_entry_end){ .status = elsewhere	    ? GBX_ENTRY_READ
						      : unsupported ? GBX_ENTRY_NOT_READ
								    : GBX_ENTRY_ERROR,
					    .reason = reason,
					    .bytes = bytes,
					    .skipped = bytes,
					    .skip_kind = "not read" });
	return GBX_OK;
}

/* ---- filling chunks ---- */

struct filling {
	struct gbx_ingest_run *g;
	struct gbx_source *src;
	struct gbx_entry_text text;
	struct gbx_entry_state *entry;
	struct gbx_job *job; /* being filled */
	size_t have;	     /* bytes in its chunk */
	uint64_t skipped;    /* bytes before the first chunk: the byte order mark */
	bool eof;
	bool first;
	bool rows; /* of a document */
	bool binary;
	bool hole; /* zero bytes where text should be */
	size_t tail; /* of them at the very end, taken off the chunk */
	enum gbx_eid damage; /* why the entry ended early, or GBX_E_NONE */
	struct gbx_buf head; /* its first bytes as they stand in the file */
	struct gbx_quarantine oversize;
};

static void tell(struct filling *f)
{
	gbx_case_run_tell(&f->g->run, "reading", f->g->done_bytes + gbx_source_position(f->src),
			  f->g->total_bytes, gbx_pipeline_records(f->g->pipe));
}

/* Has p[0..n) a hole that reaches behind `from`? Holes come from downloads of many parts, from
 * crashes, from sparse files copied without their data. */
static bool has_hole(const unsigned char *p, size_t from, size_t n)
{
	for (size_t i = from - from % GBX_HOLE_BYTES; i < n; i += GBX_HOLE_BYTES) {
		size_t a = i, b = i;
		while (b < n && !p[b] && b - a < GBX_HOLE_BYTES)
			b++;
		while (b > i && a && !p[a - 1] && b - a < GBX_HOLE_BYTES)
			a--;
		if (b - a >= GBX_HOLE_BYTES)
			return true;
	}
	return false;
}

/* Reads until the chunk holds `want` bytes or the entry ends. */
static enum gbx_rc fill(struct filling *f, size_t want, struct gbx_err *err)
{
	struct gbx_chunk *c = &f->job->chunk;
	if (!gbx_chunk_reserve(c, want + GBX_CHUNK_PAD))
		return gbx_fail(err, GBX_E_NOMEM, NULL);
	while (!f->eof && f->have < want) {
		size_t got = 0;
		if (gbx_process_stopped())
			return gbx_fail(err, GBX_E_STOPPED, "what was read is kept");
		struct gbx_err why = { 0 };
		enum gbx_rc rc = gbx_entry_text_read(&f->text, c->p + f->have, want - f->have, &got, &why);
		if (gbx_rc_is_ours(rc)) {
			if (err)
				*err = why;
			return rc;
		}
		got = rc ? 0 : got;
		f->hole = f->hole || has_hole(c->p, f->have, f->have + got);
		f->have += got;
		f->eof = rc != GBX_OK;
		if (gbx_rc_is_data(rc))
			f->damage = why.id ? why.id : GBX_E_ARCHIVE_DAMAGED;
	}
	tell(f);
	return GBX_OK;
}

/* Sends the first n bytes of the chunk on its way; the rest begins the next one. */
static enum gbx_rc send(struct filling *f, size_t n, struct gbx_err *err)
{
	struct gbx_job *j = f->job, *next = gbx_pipeline_job(f->g->pipe);
	f->job = next;
	if (!next)
		return gbx_fail(err, GBX_E_INTERNAL, "stopped");
	size_t rest = f->have - n;
	if (!gbx_chunk_reserve(&next->chunk, rest + GBX_CHUNK_PAD))
		return gbx_fail(err, GBX_E_NOMEM, NULL);
	enum gbx_rc rc = gbx_entry_text_place(&f->text, j, j->chunk.p, n, err);
	if (rc) {
		gbx_pipeline_return(f->g->pipe, j);
		return rc;
	}
	memcpy(next->chunk.p, j->chunk.p + n, rest);
	j->kind = GBX_JOB_CHUNK;
	j->entry = f->entry;
	j->chunk.n = n;
	j->chunk.side = 0;
	j->chunk.off = f->text.off;
	j->chunk.entry = f->entry->sum.id;
	j->chunk.first = f->first;
	j->chunk.last = f->eof && !rest;
	j->oversize = f->oversize;
	f->oversize.len = 0;
	f->first = false;
	gbx_entry_text_pass(&f->text, j->chunk.p, n, f->have);
	f->have = rest;
	gbx_pipeline_feed(f->g->pipe, j);
	return GBX_OK;
}

/* p[0..n) without the zero bytes at its end. */
static size_t without_zeros(const unsigned char *p, size_t n)
{
	while (n && !p[n - 1])
		n--;
	return n;
}

/* Drops a record that burst the ceiling, up to where the next one begins. */
static enum gbx_rc drop_oversize(struct filling *f, struct gbx_err *err)
{
	const struct gbx_format *fmt = f->entry->reader->format;
	f->oversize = (struct gbx_quarantine){ f->text.source, 0, GBX_E_HOLE };
	for (bool found = false; !found;) {
		size_t n = fmt->resync(f->entry->reader, f->job->chunk.p, f->have, &found);
		n = n > f->have ? f->have : n;
		if (f->binary || f->rows || without_zeros(f->job->chunk.p, n))
			f->oversize.reason = GBX_E_OVERSIZE;
		f->oversize.len += gbx_entry_text_pass(&f->text, f->job->chunk.p, n, f->have);
		memmove(f->job->chunk.p, f->job->chunk.p + n, f->have - n);
		f->have -= n;
		if (found || (f->eof && !f->have))
			return GBX_OK;
		if (f->eof)
			found = true;
		enum gbx_rc rc = fill(f, GBX_CHUNK_BYTES, err);
		if (rc)
			return rc;
	}
	return GBX_OK;
}

/* The end of a damaged entry: whole records are kept, what is left of the last one
 * is not a record. */
static enum gbx_rc cut_last(struct filling *f, struct gbx_err *err)
{
	const struct gbx_format *fmt = f->entry->reader->format;
	size_t end = 0;
	if (f->have)
		end = fmt->split(f->entry->reader, f->job->chunk.p, f->have, false, &f->job->chunk.split);
	enum gbx_rc rc = end || f->oversize.len ? send(f, end, err) : GBX_OK;
	if (rc || !f->have)
		return rc;
	f->oversize = (struct gbx_quarantine){ f->text.source, 0, GBX_E_CUT };
	f->oversize.len = gbx_entry_text_pass(&f->text, f->job->chunk.p, f->have, f->have);
	f->have = 0;
	return send(f, 0, err);
}

/* Takes zero bytes off the end of a text: nothing was written there, so no record is. */
static void take_tail(struct filling *f)
{
	size_t n = without_zeros(f->job->chunk.p, f->have);
	if (f->binary || f->rows || f->have - n < GBX_HOLE_BYTES)
		return;
	f->tail = f->have - n;
	f->have = n;
	f->damage = GBX_E_HOLE;
}

/* They go to quarantine behind all else. */
static enum gbx_rc put_tail(struct filling *f, struct gbx_err *err)
{
	size_t n = f->tail;
	f->tail = 0;
	if (!n || !f->job)
		return GBX_OK;
	if (!gbx_chunk_reserve(&f->job->chunk, n + GBX_CHUNK_PAD))
		return gbx_fail(err, GBX_E_NOMEM, NULL);
	memset(f->job->chunk.p, 0, n);
	f->oversize = (struct gbx_quarantine){ f->text.source, 0, GBX_E_HOLE };
	f->oversize.len = gbx_entry_text_pass(&f->text, f->job->chunk.p, n, n);
	return send(f, 0, err);
}

static enum gbx_rc cut_chunks(struct filling *f, struct gbx_err *err)
{
	const struct gbx_format *fmt = f->entry->reader->format;
	size_t want = GBX_CHUNK_BYTES;
	enum gbx_rc rc = GBX_OK;
	while (!rc && (!f->eof || f->have || f->oversize.len)) {
		rc = fill(f, want, err);
		if (rc)
			return rc;
		if (f->eof && f->damage == GBX_E_NONE)
			take_tail(f);
		if (f->eof && f->damage != GBX_E_NONE) {
			rc = cut_last(f, err);
			return rc ? rc : put_tail(f, err);
		}
		size_t end = f->have;
		if (f->have)
			end = fmt->split(f->entry->reader, f->job->chunk.p, f->have, f->eof,
					 &f->job->chunk.split);
		if (end || f->eof) {
			want = GBX_CHUNK_BYTES;
			if (end || f->oversize.len)
				rc = send(f, end, err);
		} else if (f->have >= GBX_RECORD_BYTES) {
			want = GBX_CHUNK_BYTES;
			rc = drop_oversize(f, err);
		} else {
			want = f->have * 2 > GBX_RECORD_BYTES ? GBX_RECORD_BYTES : f->have * 2;
			want = want < GBX_CHUNK_BYTES ? GBX_CHUNK_BYTES : want;
		}
	}
	return rc;
}

/* ---- an entry ---- */

/* The rest of an entry nobody reads, for its size. */
static enum gbx_rc drain(struct filling *f, struct gbx_err *err)
{
	while (!f->eof) {
		gbx_entry_text_pass(&f->text, f->job->chunk.p, f->have, f->have);
		f->have = 0;
		enum gbx_rc rc = fill(f, GBX_CHUNK_BYTES, err);
		if (rc)
			return rc;
	}
	gbx_entry_text_pass(&f->text, f->job->chunk.p, f->have, f->have);
	f->have = 0;
	return GBX_OK;
}

/* A binary format takes the entry before it is taken for text. */
static enum gbx_rc look_binary(struct filling *f, const struct gbx_reading *how, struct gbx_err *err)
{
	struct gbx_format_options fo = gbx_reading_options(how);
	struct gbx_span head;
	bool whole = false, binary = false;
	enum gbx_rc rc = gbx_entry_text_head(&f->text, &head, &whole, err);
	struct gbx_head h = { head.p, head.n, whole, f->entry->sum.path };
	if (rc || !head.n)
		return rc;
	gbx_buf_add(&f->head, head.p, head.n < GBX_KIND_BYTES ? head.n : GBX_KIND_BYTES);
	for (const struct gbx_format *const *b = gbx_formats; *b && !binary; b++)
		if ((*b)->binary)
			binary = fo.format ? !strcmp((*b)->name, fo.format) : (*b)->bid(&h, &fo) >= 50;
	f->binary = binary;
	if (binary)
		gbx_entry_text_raw(&f->text);
	return GBX_OK;
}

/* What an entry is that no format takes; why it is not read. */
static enum gbx_eid name_kind(struct filling *f, enum gbx_eid why)
{
	bool sure = false;
	struct gbx_span head = gbx_buf_span(&f->head);
	f->entry->sum.kind = gbx_kind_of(f->g->kinds, head.p, head.n, &sure);
	return sure && why == GBX_E_NOT_RECOGNISED ? GBX_E_NO_TABLE : why;
}

static enum gbx_rc open_reader(struct filling *f, const struct gbx_reading *how, enum gbx_eid *why,
			       struct gbx_err *err)
{
	struct gbx_format_options fo = gbx_reading_options(how);
	fo.charsets = f->g->charsets;
	fo.beside = f->g->beside;
	struct gbx_head h = { f->job->chunk.p, f->have < GBX_HEAD_BYTES ? f->have : GBX_HEAD_BYTES,
			      f->eof && f->have <= GBX_HEAD_BYTES, f->entry->sum.path };
	size_t written = f->binary || f->rows ? h.n : without_zeros(h.p, h.n);
	if (written && h.n - written >= GBX_HOLE_BYTES)
		h.n = written;
	struct gbx_err e = { 0 };
	const struct gbx_format *fmt = f->rows ? &gbx_format_rows : gbx_format_pick(&h, &fo, &e);
	if (fmt) {
		enum gbx_rc rc = fmt->open(&h, &fo, &f->entry->reader, &e);
		if (gbx_rc_is_ours(rc)) {
			*err = e;
			return rc;
		}
		f->entry->sum.format = fmt->name;
		if (fmt->found && f->entry->reader)
			f->entry->sum.format = fmt->found(f->entry->reader);
		if (f->rows && f->entry->reader)
			f->entry->sum.format = gbx_format_rows_name(f->entry->reader);
	}
	*why = f->entry->reader ? GBX_E_NONE : e.id ? e.id : GBX_E_NOT_RECOGNISED;
	return GBX_OK;
}

/* How the entry ended: `why` it was not read, or the damage that cut it short. */
static struct gbx_entry_end ending(const struct filling *f, enum gbx_eid why)
{
	struct gbx_entry_end end = { .status = GBX_ENTRY_READ,
				     .bytes = f->text.source,
				     .skipped = f->skipped,
				     .skip_kind = "byte order mark" };
	if (f->entry->sum.format)
		gbx_entry_text_facts(&f->text, &end);
	if (why != GBX_E_NONE) {
		end.status = GBX_ENTRY_NOT_READ;
		end.reason = why;
		end.skipped = f->text.source;
		end.skip_kind = "not read";
	}
	if (f->hole && !f->binary && !f->rows && why == GBX_E_NONE) {
		end.status = GBX_ENTRY_PARTIAL;
		end.reason = GBX_E_HOLE;
	}
	if (f->damage != GBX_E_NONE) {
		end.status = f->text.source && why == GBX_E_NONE ? GBX_ENTRY_PARTIAL : GBX_ENTRY_ERROR;
		end.reason = f->damage;
	}
	return end;
}

static enum gbx_rc read_into(struct filling *f, struct gbx_err *err)
{
	const struct gbx_ingest_options *o = f->g->o;
	struct gbx_reading how = gbx_reading_of(&o->reading, o->rule, o->nrule, f->entry->sum.path);
	enum gbx_eid why = GBX_E_NONE;
	enum gbx_rc rc = gbx_entry_text_open(&f->text, f->g->charsets, f->src, &how, f->rows, err);
	if (!rc)
		rc = look_binary(f, &how, err);
	if (!rc)
		rc = fill(f, GBX_CHUNK_BYTES, err);
	if (rc)
		return rc;
	f->skipped = gbx_entry_text_begin(&f->text);
	if (!f->have)
		why = GBX_E_EMPTY;
	else
		rc = open_reader(f, &how, &why, err);
	if (rc)
		return rc;
	if (why != GBX_E_NONE && f->have)
		why = name_kind(f, why);
	rc = number_entry(f->g, f->entry, why, err);
	if (rc)
		return rc;
	feed_entry(f->g, f->entry, NULL);
	rc = why == GBX_E_NONE ? cut_chunks(f, err) : drain(f, err);
	struct gbx_entry_end end = ending(f, why);
	if (!rc)
		feed_entry(f->g, f->entry, &end);
	return rc;
}

static enum gbx_rc read_entry(struct gbx_ingest_run *g, struct gbx_source *src,
			      const struct gbx_entry_info *info, struct gbx_err *err)
{
	if (info->unreadable)
		return not_read(g, info->path, info->reason, info->size, err);
	struct filling f = { .g = g, .src = src, .first = true, .rows = info->rows };
	gbx_buf_init(&f.head, GBX_KIND_BYTES + 1);
	f.entry = new_entry(g, info->path);
	f.job = f.entry ? gbx_pipeline_job(g->pipe) : NULL;
	if (!f.job)
		return gbx_fail(err, GBX_E_NOMEM, NULL);
	enum gbx_rc rc = read_into(&f, err);
	gbx_entry_text_close(&f.text);
	gbx_buf_release(&f.head);
	if (f.job)
		gbx_pipeline_return(g->pipe, f.job);
	return rc;
}

/* ---- a source ---- */

static void be_still(void *pipe)
{
	gbx_pipeline_rest(pipe);
}

enum gbx_rc gbx_ingest_source(struct gbx_ingest_run *g, const struct gbx_ingest_file *file,
			      struct gbx_err *err)
{
	struct gbx_custody c = { .complete = false };
	struct gbx_source_options so = { .max_ratio = g->o->max_ratio,
					 .follow_symlinks = true,
					 .passwords = { g->o->password, g->o->npassword },
					 .part = file->parts,
					 .npart = file->nparts,
					 .still = g->pipe ? be_still : NULL,
					 .still_ctx = g->pipe };
	struct gbx_source *src = NULL;
	uint32_t id = g->next_source;
	snprintf(c.name, sizeof c.name, "%s", file->name);
	c.bytes = file->size;
	feed_source(g, id, &c, false);
	enum gbx_rc rc = GBX_OK;
	if (!file->path)
		rc = not_read(g, file->name, file->reason, file->size, err);
	else
		rc = gbx_source_open(&src, file->path, file->name, &so, err);
	struct gbx_entry_info *info = malloc(sizeof *info);
	if (!rc && !info)
		rc = gbx_fail(err, GBX_E_NOMEM, NULL);
	while (!rc && src && !(rc = gbx_source_next(src, info, err)))
		rc = read_entry(g, src, info, err);
	if (rc == GBX_END)
		rc = GBX_OK;
	free(info);
	if (src) {
		struct gbx_err changed = { 0 };
		enum gbx_rc closed = gbx_source_close(src, rc != GBX_OK, &c, &changed);
		if (!rc && gbx_rc_is_data(closed))
			rc = not_read(g, file->name, changed.id, 0, err);
		else if (!rc && closed)
			rc = gbx_fail(err, changed.id ? changed.id : GBX_E_READ, NULL);
	}
	if (!c.complete && c.bytes < file->size)
		c.bytes = file->size; /* a run that stops names the whole of what it had begun */
	if (src || g->together)
		feed_source(g, id, &c, true);
	g->done_bytes += c.bytes;
	g->next_source++;
	return rc;
}

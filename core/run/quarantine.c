/* Listing what stands in quarantine: where, why, and of what shape; never what. */
#include "quarantine.h"

#include <fnmatch.h>
#include <stdlib.h>

#include "../base/escape.h"
#include "../profile/shape.h"
#include "../report/jsonout.h"
#include "case.h"
#include "keep.h"
#include "process.h"

#define LIST_MEMORY (GBX_KEEP_BYTES * 3)
#define SHAPE_CUT (GBX_SHAPE_BYTES - 8)

/* ---- what was kept ---- */

void gbx_kept_list_init(struct gbx_kept_list *l)
{
	*l = (struct gbx_kept_list){ .n = 0 };
	gbx_arena_init(&l->arena, LIST_MEMORY);
}

void gbx_kept_list_release(struct gbx_kept_list *l)
{
	gbx_arena_release(&l->arena);
	free(l->record);
	*l = (struct gbx_kept_list){ .n = 0 };
}

enum gbx_eid gbx_eid_by_name(const char *name)
{
	for (int id = 1; name && id < GBX_E_COUNT; id++)
		if (!strcmp(gbx_eid_name((enum gbx_eid)id), name))
			return (enum gbx_eid)id;
	return GBX_E_NONE;
}

static bool add(struct gbx_kept_list *l, const struct gbx_kept_record *r, struct gbx_span text)
{
	if (l->n == l->cap) {
		uint32_t cap = l->cap ? l->cap * 2 : 256;
		struct gbx_kept_record *more = realloc(l->record, cap * sizeof *more);
		if (!more)
			return false;
		l->record = more;
		l->cap = cap;
	}
	unsigned char *copy = gbx_arena_zalloc(&l->arena, text.n + GBX_CHUNK_PAD);
	if (!copy)
		return false;
	memcpy(copy, text.p, text.n);
	l->record[l->n] = *r;
	l->record[l->n++].text = gbx_span_of(copy, text.n);
	return true;
}

/* How long records were in the entry, where that is told: n[rec], else 0. */
static uint64_t *lengths(const struct gbx_batch *b, struct gbx_arena *a)
{
	uint64_t *n = gbx_arena_zalloc(a, ((size_t)b->nrec + 1) * sizeof *n);
	const struct gbx_column *c = NULL;
	for (uint32_t i = 0; i < b->ncol && !c; i++)
		c = strcmp(b->col[i].name, GBX_KEEP_LENGTH) ? NULL : b->col + i;
	for (uint32_t i = 0; n && c && i < c->n; i++) {
		struct gbx_span digits = gbx_cell_span(b, c->cell[i]);
		uint64_t *to = n + (c->rec ? c->rec[i] : i);
		for (size_t k = 0; k < digits.n && k < 18; k++)
			*to = *to * 10 + (digits.p[k] - (unsigned)'0') % 10;
	}
	return n;
}

/* One column a reason; a column's cells name their records when it is not the only one. */
static bool add_block(struct gbx_kept_list *l, uint32_t entry, const struct gbx_batch *b,
		      struct gbx_arena *a)
{
	const uint64_t *length = lengths(b, a);
	for (uint32_t k = 0; length && k < b->ncol; k++) {
		const struct gbx_column *c = b->col + k;
		enum gbx_eid reason = gbx_eid_by_name(c->name);
		for (uint32_t i = 0; i < c->n && reason != GBX_E_NONE; i++) {
			uint32_t rec = c->rec ? c->rec[i] : i;
			struct gbx_span text = gbx_cell_span(b, c->cell[i]);
			uint64_t n = length[rec] ? length[rec] : text.n;
			struct gbx_kept_record r = { .entry = entry,
						     .q = { b->rec_off[rec], n, reason } };
			if (text.n && !add(l, &r, text))
				return false;
		}
	}
	return length != NULL;
}

static int by_place(const void *pa, const void *pb)
{
	const struct gbx_kept_record *a = pa, *b = pb;
	if (a->entry != b->entry)
		return a->entry < b->entry ? -1 : 1;
	if (a->q.off != b->q.off)
		return a->q.off < b->q.off ? -1 : 1;
	if (a->q.len != b->q.len)
		return a->q.len < b->q.len ? -1 : 1;
	return (int)a->q.reason - (int)b->q.reason;
}

enum gbx_rc gbx_kept_list_load(struct gbx_kept_list *l, struct gbx_vault *v, struct gbx_err *err)
{
	struct gbx_sealer *s = NULL;
	struct gbx_block_id id;
	struct gbx_parsed p;
	struct gbx_buf sealed = GBX_BUF_INIT(GBX_SEALED_BYTES);
	gbx_parsed_init(&p);
	enum gbx_rc rc = gbx_sealer_new(v, &s, err);
	for (uint64_t at = 0; !rc; at = l->end_seq = id.seq + 1) {
		rc = gbx_vault_next_kept(v, at, &sealed, &id, err);
		if (!rc)
			rc = gbx_unseal(s, &id, gbx_buf_span(&sealed), &p, err);
		if (!rc && p.nbatch && !add_block(l, id.entry, p.batch[0], &p.arena))
			rc = gbx_fail(err, GBX_E_NOMEM, "records of quarantine");
		if (rc)
			break;
	}
	if (l->n)
		qsort(l->record, l->n, sizeof *l->record, by_place);
	gbx_sealer_free(s);
	gbx_parsed_release(&p);
	gbx_buf_release(&sealed);
	return rc == GBX_END ? GBX_OK : rc;
}

const struct gbx_kept_record *gbx_kept_list_find(const struct gbx_kept_list *l, uint32_t entry,
						 const struct gbx_quarantine *q)
{
	struct gbx_kept_record key = { .entry = entry, .q = *q };
	return l->n ? bsearch(&key, l->record, l->n, sizeof key, by_place) : NULL;
}

bool gbx_entry_chosen(const char *glob, const char *path)
{
	const char *slash = strrchr(path, '/');
	if (!glob || !fnmatch(glob, path, 0))
		return true;
	return !strchr(glob, '/') && slash && !fnmatch(glob, slash + 1, 0);
}

/* ---- the list ---- */

struct listing {
	const struct gbx_quarantine_options *o;
	struct gbx_summary s;
	struct gbx_kept_list kept;
	bool shapes; /* the key was there */
	uint64_t shown, more;
	uint32_t entry; /* of the row shown last */
	struct gbx_buf out;
	struct gbx_json json;
};

static const struct gbx_sum_entry *entry_of(const struct listing *l, uint32_t id)
{
	for (uint32_t lo = 0, hi = l->s.nentry; lo < hi;) {
		uint32_t mid = lo + (hi - lo) / 2;
		if (l->s.entry[mid].id == id)
			return l->s.entry + mid;
		if (l->s.entry[mid].id < id)
			lo = mid + 1;
		else
			hi = mid;
	}
	return NULL;
}

static const char *path_of(const struct listing *l, uint32_t id)
{
	const struct gbx_sum_entry *e = entry_of(l, id);
	return e ? e->path : "";
}

/* Of a long record its beginning: "9999 aaaa ...". */
static void put_shape(struct gbx_buf *b, const struct gbx_kept_record *r)
{
	char shape[GBX_SHAPE_ROOM];
	uint32_t n = 0;
	const unsigned char *p = r->text.p;
	size_t len = r->text.n;
	while (len > 1 && (p[len - 1] == '\n' || p[len - 1] == '\r'))
		len--;
	bool cut = len > SHAPE_CUT;
	gbx_look(p, cut ? SHAPE_CUT : (uint32_t)len, shape, &n);
	gbx_buf_add(b, shape, n);
	gbx_buf_adds(b, cut ? "..." : "");
}

static void list_row(struct listing *l, const struct gbx_quarantine_row *q,
		     const struct gbx_kept_record *r)
{
	struct gbx_buf shape = GBX_BUF_INIT(GBX_SHAPE_ROOM + 8);
	if (r)
		put_shape(&shape, r);
	if (l->o->json) {
		gbx_json_inline(&l->json, NULL, '{');
		gbx_json_number(&l->json, "entry", q->entry);
		gbx_json_text(&l->json, "path", path_of(l, q->entry));
		gbx_json_number(&l->json, "offset", q->off);
		gbx_json_number(&l->json, "bytes", q->len);
		gbx_json_text(&l->json, "reason_id", q->reason_id);
		if (l->shapes)
			gbx_json_bool(&l->json, "kept", r != NULL);
		else
			gbx_json_null(&l->json, "kept");
		gbx_json_text(&l->json, "shape", r ? gbx_buf_str(&shape) : NULL);
		gbx_json_close(&l->json, '}');
	} else {
		if (q->entry != l->entry) {
			gbx_buf_addc(&l->out, '\n');
			gbx_escape_terminal(&l->out, gbx_span_str(path_of(l, q->entry)));
			gbx_buf_addc(&l->out, '\n');
		}
		gbx_buf_addf(&l->out, "  at %llu, %llu bytes, %s", (unsigned long long)q->off,
			     (unsigned long long)q->len, q->reason_id);
		gbx_buf_adds(&l->out, r ? ": " : l->shapes ? ", not kept" : "");
		gbx_escape_terminal(&l->out, gbx_buf_span(&shape));
		gbx_buf_addc(&l->out, '\n');
	}
	l->entry = q->entry;
	gbx_buf_release(&shape);
}

static enum gbx_rc each_row(void *ctx, const struct gbx_quarantine_row *q, struct gbx_err *err)
{
	struct listing *l = ctx;
	struct gbx_quarantine at = { q->off, q->len, gbx_eid_by_name(q->reason_id) };
	if (!q->reason_id)
		return gbx_fail(err, GBX_E_CASE_DAMAGED, "quarantine without a reason");
	if (!gbx_entry_chosen(l->o->entry, path_of(l, q->entry)))
		return GBX_OK;
	if (l->shown == l->o->limit) {
		l->more++;
		return GBX_OK;
	}
	l->shown++;
	list_row(l, q, gbx_kept_list_find(&l->kept, q->entry, &at));
	return gbx_buf_failed(&l->out) ? gbx_fail(err, GBX_E_NOMEM, "the list") : GBX_OK;
}

static bool wanted(const struct listing *l, const struct gbx_sum_count *c)
{
	return (!l->o->reason || !strcmp(l->o->reason, c->reason_id)) &&
	       gbx_entry_chosen(l->o->entry, path_of(l, c->entry));
}

static void put_reason(struct listing *l, const struct gbx_sum_count *c)
{
	if (l->o->json) {
		gbx_json_inline(&l->json, NULL, '{');
		gbx_json_number(&l->json, "entry", c->entry);
		gbx_json_text(&l->json, "path", path_of(l, c->entry));
		gbx_json_text(&l->json, "reason_id", c->reason_id);
		gbx_json_text(&l->json, "reason", c->reason);
		gbx_json_number(&l->json, "records", c->records);
		gbx_json_number(&l->json, "bytes", c->bytes);
		gbx_json_number(&l->json, "first_offset", c->first_offset);
		gbx_json_close(&l->json, '}');
		return;
	}
	gbx_buf_adds(&l->out, "  ");
	gbx_escape_terminal(&l->out, gbx_span_str(path_of(l, c->entry)));
	gbx_buf_adds(&l->out, ": ");
	gbx_put_things(&l->out, c->records, "record, ", "records, ");
	gbx_put_things(&l->out, c->bytes, "byte: ", "bytes: ");
	gbx_escape_terminal(&l->out, gbx_span_str(c->reason));
	gbx_buf_adds(&l->out, " (");
	gbx_escape_terminal(&l->out, gbx_span_str(c->reason_id));
	gbx_buf_adds(&l->out, ")\n");
}

static void put_head(struct listing *l)
{
	uint64_t records = 0, bytes = 0;
	for (uint32_t i = 0; i < l->s.nquarantine; i++)
		if (wanted(l, l->s.quarantine + i)) {
			records += l->s.quarantine[i].records;
			bytes += l->s.quarantine[i].bytes;
		}
	if (l->o->json) {
		gbx_json_open(&l->json, NULL, '{');
		gbx_json_number(&l->json, "records", records);
		gbx_json_number(&l->json, "bytes", bytes);
		gbx_json_open(&l->json, "reasons", '[');
	} else {
		gbx_put_things(&l->out, records, "record", "records");
		gbx_buf_adds(&l->out, " in quarantine, ");
		gbx_put_things(&l->out, bytes, "byte\n", "bytes\n");
	}
	for (uint32_t i = 0; i < l->s.nquarantine; i++)
		if (wanted(l, l->s.quarantine + i))
			put_reason(l, l->s.quarantine + i);
	if (l->o->json) {
		gbx_json_close(&l->json, ']');
		gbx_json_open(&l->json, "listed", '[');
	}
}

static void put_foot(struct listing *l)
{
	if (l->o->json) {
		gbx_json_close(&l->json, ']');
		gbx_json_number(&l->json, "not_listed", l->more);
		gbx_json_close(&l->json, '}');
		gbx_buf_addc(&l->out, '\n');
		return;
	}
	if (l->more) {
		gbx_buf_adds(&l->out, "\n");
		gbx_put_things(&l->out, l->more, "more record", "more records");
		gbx_buf_adds(&l->out, "; --limit N lists more\n");
	}
	if (!l->shapes && l->shown)
		gbx_buf_adds(&l->out, l->s.vault ? "\nShapes want the key of the case.\n"
						 : "\nThe case holds counts only: no record was kept.\n");
}

/* With the key for shapes; without it the places are good enough. */
static enum gbx_rc open_case(struct listing *l, struct gbx_vault **v, struct gbx_err *err)
{
	const struct gbx_quarantine_options *o = l->o;
	struct gbx_vault_options vo = { o->keys.key_file, o->keys.passphrase_file, false, NULL };
	enum gbx_rc rc = gbx_vault_open(v, o->case_path, GBX_VAULT_READ, &vo, err);
	if (rc == GBX_REFUSED && (err->id == GBX_E_KEY_MISSING || err->id == GBX_E_SHREDDED))
		return gbx_vault_open(v, o->case_path, GBX_VAULT_FIGURES, &vo, err);
	l->shapes = !rc && gbx_vault_has_records(*v);
	return rc;
}

struct list_task {
	const struct gbx_quarantine_options *o;
	FILE *f;
};

static enum gbx_rc list_child(void *ctx, void *result, struct gbx_err *err)
{
	struct list_task *task = ctx;
	struct listing l = { .o = task->o, .entry = UINT32_MAX };
	struct gbx_vault *v = NULL;
	gbx_buf_init(&l.out, GBX_REPORT_BYTES);
	l.json = (struct gbx_json){ .out = &l.out, .first = true };
	gbx_summary_init(&l.s);
	gbx_kept_list_init(&l.kept);
	enum gbx_rc rc = open_case(&l, &v, err);
	if (!rc)
		rc = gbx_vault_load(v, &l.s, err);
	if (!rc && l.shapes)
		rc = gbx_kept_list_load(&l.kept, v, err);
	if (!rc) {
		put_head(&l);
		rc = gbx_vault_list_quarantine(v, task->o->reason, each_row, &l, err);
	}
	if (!rc) {
		put_foot(&l);
		gbx_case_outcome(&l.s, result);
		if (gbx_buf_failed(&l.out))
			rc = gbx_fail(err, GBX_E_NOMEM, "the list");
		else if (fwrite(gbx_buf_str(&l.out), 1, l.out.n, task->f) != l.out.n || fflush(task->f))
			rc = gbx_fail_sys(err, GBX_E_WRITE, "the list");
	}
	gbx_kept_list_release(&l.kept);
	gbx_summary_release(&l.s);
	gbx_buf_release(&l.out);
	gbx_vault_close(v);
	return rc;
}

enum gbx_rc gbx_print_quarantine(const struct gbx_quarantine_options *o, FILE *f,
				 struct gbx_outcome *out, struct gbx_err *err)
{
	struct list_task task = { o, f };
	if (o->reason && gbx_eid_by_name(o->reason) == GBX_E_NONE)
		return gbx_fail(err, GBX_E_USAGE, "no reason of that name");
	return gbx_process_run(list_child, &task, out, sizeof *out, "the list", err);
}

/*
 * Reading quarantined records again, with options the user gives: what now parses
 * becomes records of the relation, the rest stays in quarantine, all in one
 * transaction. Each record is read by itself, with a reader of its own; delimited
 * text gets its column names from the records the case holds of that entry.
 */
#include <stdlib.h>

#include "../base/escape.h"
#include "../base/limits.h"
#include "ingest.h"
#include "keep.h"
#include "process.h"
#include "quarantine.h"
#include "reading.h"

/* An entry with records to read again. */
struct again {
	struct gbx_sum_entry sum; /* as it will be stored */
	struct gbx_reading how;
	struct gbx_buf names; /* a line of column names, or empty */
	char delimiter;	      /* of that line */
	bool used;
};

struct retry {
	const struct gbx_retry_options *o;
	struct gbx_ingest_options io; /* for the parts of ingest used here */
	struct gbx_ingest_run g;
	struct gbx_kept_list kept;
	struct again *entry; /* by index of the summary's entries */
	uint32_t nentry;
	struct gbx_charsets *charsets;
	uint64_t tried, tried_bytes, records, left;
};

static struct again *again_of(struct retry *r, uint32_t id)
{
	for (uint32_t lo = 0, hi = r->nentry; lo < hi;) {
		uint32_t mid = lo + (hi - lo) / 2;
		if (r->entry[mid].sum.id == id)
			return r->entry + mid;
		if (r->entry[mid].sum.id < id)
			lo = mid + 1;
		else
			hi = mid;
	}
	return NULL;
}

/* ---- choosing ---- */

static enum gbx_rc choose(struct retry *r, struct gbx_err *err)
{
	const struct gbx_summary *s = &r->g.run.summary;
	enum gbx_eid reason = gbx_eid_by_name(r->o->reason);
	r->nentry = s->nentry;
	r->entry = calloc(s->nentry + 1, sizeof *r->entry);
	if (!r->entry)
		return gbx_fail(err, GBX_E_NOMEM, NULL);
	for (uint32_t i = 0; i < s->nentry; i++) {
		struct again *a = r->entry + i;
		a->sum = s->entry[i];
		gbx_buf_init(&a->names, GBX_RECORD_COLUMNS * (2 * GBX_NAME_BYTES + 3));
	}
	for (uint32_t i = 0; i < r->kept.n; i++) {
		struct gbx_kept_record *k = r->kept.record + i;
		struct again *a = again_of(r, k->entry);
		k->chosen = a && (!reason || k->q.reason == reason) &&
			    gbx_entry_chosen(r->o->entry, a->sum.path);
		if (!k->chosen)
			continue;
		a->used = true;
		r->tried++;
		r->tried_bytes += k->q.len;
	}
	if (!r->tried)
		return gbx_fail(err, GBX_E_NO_KEPT, NULL);
	return GBX_OK;
}

/* ---- out of quarantine ---- */

/* What is not chosen goes back into a block of its own. */
static enum gbx_rc keep_rest(struct retry *r, struct gbx_sealer *sealer, uint32_t from, uint32_t to,
			     struct gbx_err *err)
{
	struct gbx_vault *v = r->g.run.vault;
	struct gbx_parsed p;
	struct gbx_buf bytes = GBX_BUF_INIT(GBX_KEEP_BYTES), sealed = GBX_BUF_INIT(GBX_SEALED_BYTES);
	gbx_parsed_init(&p);
	struct gbx_batch *b = gbx_parsed_batch(&p, gbx_span_str("quarantine"), 0);
	bool ok = b != NULL;
	for (uint32_t i = from; i < to && ok; i++) {
		const struct gbx_kept_record *k = r->kept.record + i;
		struct gbx_cell text = { (uint32_t)bytes.n, (uint32_t)k->text.n };
		struct gbx_cell length = { GBX_ABSENT, 0 };
		gbx_buf_add(&bytes, k->text.p, k->text.n);
		if (k->q.len != k->text.n) {
			length.off = (uint32_t)bytes.n;
			gbx_buf_addf(&bytes, "%llu", (unsigned long long)k->q.len);
			length.len = (uint32_t)bytes.n - length.off;
		}
		ok = gbx_keep_put(&p, b, &k->q, text, length);
	}
	enum gbx_rc rc = GBX_OK;
	if (!ok || gbx_buf_failed(&bytes)) {
		rc = gbx_fail(err, GBX_E_NOMEM, NULL);
	} else {
		struct gbx_block_id id = { r->g.kept.next_seq++, GBX_KEPT_RELATION,
					   r->kept.record[from].entry, b->nrec };
		b->bytes = (const unsigned char *)bytes.p;
		gbx_batch_finish(b);
		rc = gbx_seal(sealer, &id, b, &sealed, err);
		if (!rc)
			rc = gbx_vault_put_kept(v, &id, bytes.n, gbx_buf_span(&sealed), err);
	}
	gbx_parsed_release(&p);
	gbx_buf_release(&bytes);
	gbx_buf_release(&sealed);
	return rc;
}

/* The list is in order of entries: runs of one entry, cut at a block's size. */
static enum gbx_rc keep_all_rest(struct retry *r, struct gbx_err *err)
{
	struct gbx_sealer *sealer = NULL;
	struct gbx_kept_record *list = r->kept.record;
	uint32_t n = 0;
	for (uint32_t i = 0; i < r->kept.n; i++) /* those left, in front */
		if (!list[i].chosen) {
			struct gbx_kept_record swap = list[n];
			list[n++] = list[i];
			list[i] = swap;
		}
	enum gbx_rc rc = gbx_sealer_new(r->g.run.vault, &sealer, err);
	for (uint32_t from = 0, to; from < n && !rc; from = to) {
		uint64_t bytes = 0;
		for (to = from; to < n && list[to].entry == list[from].entry && bytes < GBX_CHUNK_BYTES; to++)
			bytes += list[to].text.n;
		rc = keep_rest(r, sealer, from, to, err);
	}
	gbx_sealer_free(sealer);
	return rc;
}

/* From here on the chosen records are neither in quarantine nor in a relation. */
static enum gbx_rc take_out(struct retry *r, struct gbx_err *err)
{
	struct gbx_vault *v = r->g.run.vault;
	enum gbx_rc rc = GBX_OK;
	for (uint32_t i = 0; i < r->kept.n && !rc; i++) {
		const struct gbx_kept_record *k = r->kept.record + i;
		struct again *a = k->chosen ? again_of(r, k->entry) : NULL;
		if (!a)
			continue;
		rc = gbx_vault_drop_quarantine(v, k->entry, &k->q, err);
		a->sum.quarantined -= a->sum.quarantined > 0;
		a->sum.bytes_quarantined -= k->q.len < a->sum.bytes_quarantined ? k->q.len
										: a->sum.bytes_quarantined;
	}
	for (uint64_t seq = r->kept.first_seq; seq < r->kept.end_seq && !rc; seq++)
		rc = gbx_vault_drop_kept(v, seq, err);
	if (!rc)
		rc = keep_all_rest(r, err);
	return rc ? rc : gbx_vault_kept(v, &r->g.kept, err);
}

/* ---- column names ---- */

/* The delimiter that gives most records the right number of fields. */
static char guess_delimiter(const struct retry *r, uint32_t entry, uint32_t columns)
{
	static const char likely[] = ",;\t|:";
	uint64_t best = 0;
	char found = ',';
	for (const char *d = likely; *d; d++) {
		uint64_t fit = 0;
		for (uint32_t i = 0; i < r->kept.n; i++) {
			const struct gbx_kept_record *k = r->kept.record + i;
			uint32_t n = 1;
			for (size_t at = 0; k->chosen && k->entry == entry && at < k->text.n; at++)
				n += k->text.p[at] == (unsigned char)*d;
			fit += n == columns;
		}
		if (fit > best) {
			best = fit;
			found = *d;
		}
	}
	return found;
}

static void put_name(struct gbx_buf *b, const struct gbx_column *c, const char *delimiter, int quote)
{
	char q = quote > 0 ? (char)quote : '"';
	bool plain = quote < 0 || (!memchr(c->name, q, c->name_len) && !strstr(c->name, delimiter) &&
				   !strpbrk(c->name, "\r\n"));
	if (plain) {
		gbx_buf_add(b, c->name, c->name_len);
		return;
	}
	gbx_buf_addc(b, q);
	for (uint32_t i = 0; i < c->name_len; i++) {
		if (c->name[i] == q)
			gbx_buf_addc(b, q);
		gbx_buf_addc(b, c->name[i]);
	}
	gbx_buf_addc(b, q);
}

/* The columns of the first block of the entry as a header line. */
static enum gbx_rc name_columns(struct retry *r, struct again *a, const struct gbx_batch *b,
				struct gbx_err *err)
{
	const char *d = a->how.delimiter;
	if (!*d) {
		char guess[2] = { guess_delimiter(r, a->sum.id, b->ncol), 0 };
		memcpy(a->how.delimiter, guess, sizeof guess);
	}
	for (uint32_t i = 0; i < b->ncol; i++) {
		gbx_buf_adds(&a->names, i ? d : "");
		put_name(&a->names, b->col + i, d, a->how.quote);
	}
	gbx_buf_addc(&a->names, '\n');
	a->how.header = 1;
	return gbx_buf_failed(&a->names) ? gbx_fail(err, GBX_E_NOMEM, NULL) : GBX_OK;
}

static enum gbx_rc know_columns(struct retry *r, struct again *a, struct gbx_sealer *sealer,
				struct gbx_err *err)
{
	struct gbx_vault_block block;
	struct gbx_parsed p;
	uint64_t seq;
	bool found;
	enum gbx_rc rc = gbx_vault_first_block(r->g.run.vault, a->sum.id, &seq, &found, err);
	if (rc || !found)
		return rc;
	gbx_parsed_init(&p);
	rc = gbx_vault_next_block(r->g.run.vault, seq, &block, err);
	if (!rc)
		rc = gbx_unseal(sealer, &block.id, block.sealed, &p, err);
	if (!rc && p.nbatch)
		rc = name_columns(r, a, p.batch[0], err);
	gbx_parsed_release(&p);
	return rc;
}

/* How each entry is to be read: as it was, but for what the user says. */
static enum gbx_rc prepare(struct retry *r, struct gbx_err *err)
{
	struct gbx_sealer *sealer = NULL;
	enum gbx_rc rc = gbx_sealer_new(r->g.run.vault, &sealer, err);
	for (uint32_t i = 0; i < r->nentry && !rc; i++) {
		struct again *a = r->entry + i;
		if (!a->used)
			continue;
		a->how = r->o->reading;
		if (!*a->how.format && a->sum.format)
			snprintf(a->how.format, sizeof a->how.format, "%s", a->sum.format);
		if (!strcmp(a->how.format, "csv") && !a->how.header)
			rc = know_columns(r, a, sealer, err);
	}
	gbx_sealer_free(sealer);
	return rc;
}

/* ---- another charset ---- */

/* The bytes of text read as UTF-8, where an undecodable byte B is U+EF00 + B. */
static void put_bytes(struct gbx_buf *out, struct gbx_span text)
{
	for (size_t at = 0; at < text.n;) {
		unsigned cp, n = gbx_utf8_next(text.p + at, text.n - at, &cp);
		n = n ? n : 1;
		if (n == 3 && cp >= GBX_CHARSET_ESCAPE + 0x80 && cp <= GBX_CHARSET_ESCAPE + 0xFF)
			gbx_buf_addc(out, (char)(cp - GBX_CHARSET_ESCAPE));
		else
			gbx_buf_add(out, text.p + at, n);
		at += n;
	}
}

/* Reads the record in the charset the user says; only text taken for UTF-8 still has
 * its bytes. Without --charset text stays as it is. */
static enum gbx_rc recode(struct retry *r, const struct again *a, struct gbx_kept_record *k,
			  struct gbx_err *err)
{
	struct gbx_decoder d;
	struct gbx_buf bytes = GBX_BUF_INIT(GBX_KEEP_RECORD_BYTES + 1);
	enum gbx_charset c = gbx_charset_find(gbx_span_str(a->how.charset));
	enum gbx_charset was = a->sum.charset ? gbx_charset_find(gbx_span_str(a->sum.charset))
					      : GBX_CHARSET_NONE;
	if (c == GBX_CHARSET_NONE)
		return GBX_OK;
	if (was != GBX_CHARSET_NONE && gbx_charset_info[was].kind != GBX_CHARSET_KIND_UTF8)
		return gbx_fail(err, GBX_E_USAGE,
				"an entry was converted from another charset; read its source again");
	put_bytes(&bytes, k->text);
	size_t room = 3 * bytes.n + 2 * GBX_CHARSET_STEP;
	unsigned char *out = gbx_arena_zalloc(&r->kept.arena, room + GBX_CHUNK_PAD);
	enum gbx_rc rc = GBX_OK;
	if (gbx_buf_failed(&bytes) || !out || !gbx_decoder_init(&d, r->charsets, c)) {
		rc = gbx_fail(err, GBX_E_NOMEM, NULL);
	} else {
		struct gbx_decoded got =
			gbx_decode(&d, (const unsigned char *)bytes.p, bytes.n, true, false, out, room);
		k->text = gbx_span_of(out, got.wrote);
	}
	gbx_buf_release(&bytes);
	return rc;
}

/* ---- reading ---- */

static void state_free(struct gbx_entry_state *e)
{
	if (e && e->reader)
		e->reader->format->close(e->reader);
	free(e);
}

/* A torn JSON object has commas too, and is no row of delimited text. */
static bool is_torn(const struct again *a, struct gbx_span text)
{
	static const char *const kinds[] = { "ndjson", "json", "elasticsearch" };
	bool json = false;
	for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
		json |= a->sum.format && !strcmp(a->sum.format, kinds[i]);
	while (text.n && text.p[0] <= ' ')
		text = gbx_span_of(text.p + 1, text.n - 1);
	return json && !strcmp(a->how.format, "csv") && text.n &&
	       (text.p[0] == '{' || text.p[0] == '[' || text.p[0] == '"');
}

/* A reader for one record: it has seen the column names, if there are any, before. */
static enum gbx_rc open_reader(struct retry *r, struct again *a, struct gbx_entry_state *e,
			       struct gbx_job *j, const struct gbx_kept_record *k,
			       struct gbx_err *err)
{
	struct gbx_format_options fo = gbx_reading_options(&a->how);
	fo.charsets = r->charsets;
	if (is_torn(a, k->text))
		return GBX_OK;
	size_t names = a->names.n, n = names + k->text.n;
	unsigned char *head = calloc(1, n + GBX_CHUNK_PAD);
	if (!head)
		return gbx_fail(err, GBX_E_NOMEM, NULL);
	if (names)
		memcpy(head, a->names.p, names);
	memcpy(head + names, k->text.p, k->text.n);
	struct gbx_head h = { head, n < GBX_HEAD_BYTES ? n : GBX_HEAD_BYTES, n <= GBX_HEAD_BYTES,
			      a->sum.path };
	struct gbx_err why = { 0 };
	const struct gbx_format *fmt = gbx_format_pick(&h, &fo, &why);
	enum gbx_rc rc = fmt ? fmt->open(&h, &fo, &e->reader, &why) : GBX_UNSUPPORTED;
	if (!rc && names)
		(void)fmt->split(e->reader, head, names, false, &j->chunk.split);
	if (!rc)
		(void)fmt->split(e->reader, j->chunk.p, k->text.n, true, &j->chunk.split);
	free(head);
	if (gbx_rc_is_ours(rc))
		*err = why;
	return gbx_rc_is_ours(rc) ? rc : GBX_OK;
}

/* The text was converted: its places are those of the entry's bytes. */
static void place(struct gbx_job *j, const struct again *a, const struct gbx_kept_record *k)
{
	const char *name = *a->how.charset ? a->how.charset : a->sum.charset;
	enum gbx_charset c = name ? gbx_charset_find(gbx_span_str(name)) : GBX_CHARSET_NONE;
	j->offsets.same = false;
	j->offsets.kind = gbx_charset_info[c].kind;
	j->offsets.n = 0;
	(void)gbx_offsets_add(&j->offsets, k->q.off, k->q.off); /* without: from 0, as good */
	j->source_off = k->q.off;
	j->source_bytes = k->q.len;
}

/* One record as a chunk by itself, then its end. */
static enum gbx_rc read_record(struct retry *r, struct gbx_kept_record *k, struct gbx_err *err)
{
	struct again *a = again_of(r, k->entry);
	struct gbx_entry_state *e = calloc(1, sizeof *e);
	struct gbx_job *j = e ? gbx_pipeline_job(r->g.pipe) : NULL;
	struct gbx_span was = k->text;
	if (!j) {
		free(e);
		return gbx_fail(err, e ? GBX_E_INTERNAL : GBX_E_NOMEM, NULL);
	}
	e->sum.id = k->entry;
	enum gbx_rc rc = recode(r, a, k, err);
	if (!rc && !gbx_chunk_reserve(&j->chunk, k->text.n + GBX_CHUNK_PAD))
		rc = gbx_fail(err, GBX_E_NOMEM, NULL);
	if (!rc) {
		memcpy(j->chunk.p, k->text.p, k->text.n);
		rc = open_reader(r, a, e, j, k, err);
	}
	struct gbx_job *end = rc ? NULL : gbx_pipeline_job(r->g.pipe);
	if (!end) {
		gbx_pipeline_return(r->g.pipe, j);
		state_free(e);
		return rc ? rc : gbx_fail(err, GBX_E_INTERNAL, "stopped");
	}
	j->kind = GBX_JOB_CHUNK;
	j->entry = e;
	j->chunk.n = e->reader ? k->text.n : 0;
	j->chunk.side = 0;
	j->chunk.off = k->q.off;
	j->chunk.entry = k->entry;
	j->chunk.first = false;
	j->chunk.last = true;
	if (k->q.len != k->text.n || k->text.p != was.p)
		place(j, a, k);
	if (!e->reader) /* no format wants it: it stays where it was */
		j->oversize = k->q;
	gbx_pipeline_feed(r->g.pipe, j);
	end->kind = GBX_JOB_ENTRY;
	end->entry = e;
	end->end = true;
	gbx_pipeline_feed(r->g.pipe, end);
	return GBX_OK;
}

/* On the writer's thread: what became of one record. */
static enum gbx_rc on_end(void *ctx, struct gbx_job *j, struct gbx_err *err)
{
	struct retry *r = ctx;
	const struct gbx_sum_entry *e = &j->entry->sum;
	struct again *a = again_of(r, e->id);
	a->sum.records += e->records;
	a->sum.repaired += e->repaired;
	a->sum.ragged += e->ragged;
	a->sum.quarantined += e->quarantined;
	a->sum.bytes_records += e->bytes_records;
	a->sum.bytes_repaired += e->bytes_repaired;
	a->sum.bytes_quarantined += e->bytes_quarantined;
	a->sum.skipped_bytes += e->skipped_bytes;
	r->records += e->records;
	r->left += e->quarantined;
	enum gbx_rc rc =
	    gbx_vault_put_skips(r->g.run.vault, e->id, j->entry->skip, j->entry->nskip, err);
	state_free(j->entry);
	return rc;
}

static enum gbx_rc read_again(struct retry *r, uint64_t first_block, struct gbx_err *err)
{
	struct gbx_pipeline_options po = {
		.vault = r->g.run.vault,
		.store = true,
		.registry = &r->g.run.registry,
		.threads = gbx_threads(r->o->threads),
		.first_block = first_block,
		.kept = r->g.kept,
		.event = on_end,
		.ctx = r,
	};
	enum gbx_rc rc = gbx_pipeline_start(&r->g.pipe, &po, err);
	if (rc)
		return rc;
	struct gbx_err first = { 0 };
	for (uint32_t i = 0; i < r->kept.n && !rc; i++)
		if (r->kept.record[i].chosen)
			rc = read_record(r, r->kept.record + i, &first);
	enum gbx_rc done = gbx_pipeline_finish(r->g.pipe, &r->g.run.profile, &r->g.run.dup,
					       &r->g.run.ndup, err);
	if (done || !rc)
		return done;
	*err = first;
	return rc;
}

/* ---- the run ---- */

static enum gbx_rc store(struct retry *r, struct gbx_err *err)
{
	struct gbx_vault *v = r->g.run.vault;
	enum gbx_rc rc = GBX_OK;
	for (uint32_t i = 0; i < r->nentry && !rc; i++)
		if (r->entry[i].used)
			rc = gbx_vault_put_entry(v, &r->entry[i].sum, err);
	if (!rc)
		rc = gbx_vault_audit(v, "quarantine retried", "", err);
	if (!rc)
		rc = gbx_vault_begin(v, err); /* commits all of it */
	gbx_vault_hold(v, false);
	return rc ? rc : gbx_ingest_count(&r->g, true, gbx_threads(r->o->threads), err);
}

static enum gbx_rc retry(struct retry *r, struct gbx_retried *out, struct gbx_err *err)
{
	uint64_t first_block = 0;
	bool had = false;
	struct gbx_vault *v = r->g.run.vault;
	if (!gbx_vault_has_records(v))
		return gbx_fail(err, GBX_E_NO_VAULT, "no record was kept; read the source again with these options");
	enum gbx_rc rc = gbx_case_run_init(&r->g.run, v, r->o->progress, err);
	if (!rc)
		rc = gbx_ingest_know(&r->g, &first_block, &had, err);
	if (!rc)
		rc = gbx_kept_list_load(&r->kept, v, err);
	if (!rc)
		rc = choose(r, err);
	gbx_vault_hold(v, true);
	if (!rc)
		rc = prepare(r, err);
	if (!rc)
		rc = take_out(r, err);
	if (!rc)
		rc = read_again(r, first_block, err);
	*out = (struct gbx_retried){ .tried = r->tried, .records = r->records, .left = r->left };
	if (!rc && r->records)
		rc = store(r, err); /* else nothing is committed: the case stays as it was */
	if (!rc)
		gbx_case_outcome(&r->g.run.summary, &out->outcome);
	return rc;
}

static enum gbx_rc retry_child(void *ctx, void *result, struct gbx_err *err)
{
	const struct gbx_retry_options *o = ctx;
	struct retry r = { .o = o };
	struct gbx_vault_options vo = { o->keys.key_file, o->keys.passphrase_file, false, NULL };
	struct gbx_vault *v = NULL;
	r.io = (struct gbx_ingest_options){ .again = true, .sample = o->sample, .seed = o->seed,
					    .threads = o->threads };
	r.g.o = &r.io;
	gbx_kept_list_init(&r.kept);
	r.charsets = gbx_charsets_new();
	enum gbx_rc rc = r.charsets ? gbx_vault_open(&v, o->case_path, GBX_VAULT_WRITE, &vo, err)
				    : gbx_fail(err, GBX_E_NOMEM, NULL);
	if (!rc) {
		r.g.run.vault = v;
		rc = retry(&r, result, err);
		gbx_case_run_release(&r.g.run);
	}
	for (uint32_t i = 0; i < r.nentry; i++)
		gbx_buf_release(&r.entry[i].names);
	free(r.entry);
	gbx_kept_list_release(&r.kept);
	gbx_charsets_free(r.charsets);
	gbx_vault_close(v);
	return rc;
}

enum gbx_rc gbx_retry_quarantine(const struct gbx_retry_options *o, struct gbx_retried *out,
				 struct gbx_err *err)
{
	if (o->reason && gbx_eid_by_name(o->reason) == GBX_E_NONE)
		return gbx_fail(err, GBX_E_USAGE, "no reason of that name");
	enum gbx_rc rc = gbx_process_run(retry_child, (void *)(uintptr_t)o, out, sizeof *out,
					 "reading quarantine again", err);
	if (!rc)
		gbx_vault_tidy(o->case_path);
	return rc;
}

/*
 * The account of a case: for each source and entry where every byte went, for each
 * relation where every record went. Sums that do not meet are said, not hidden.
 */
#include "../base/escape.h"
#include "jsonout.h"
#include "model.h"

/* Bytes of an entry that stand in no count; negative when counted twice. */
static int64_t missing(const struct gbx_sum_entry *e)
{
	return (int64_t)(e->bytes - e->bytes_records - e->bytes_repaired - e->bytes_quarantined -
			 e->skipped_bytes);
}

bool gbx_report_accounted(const struct gbx_summary *s)
{
	for (uint32_t i = 0; i < s->nentry; i++)
		if (missing(&s->entry[i]))
			return false;
	return s->finished;
}

/* Where the records of a relation, or of the case, went. */
struct records {
	uint64_t read, stored, quarantined;
	struct gbx_estimate duplicates;
};

static struct records records_of(uint64_t kept, uint64_t quarantined, struct gbx_estimate duplicates)
{
	if (duplicates.value > kept)
		duplicates.value = kept;
	return (struct records){ kept + quarantined, kept - duplicates.value, quarantined, duplicates };
}

/* ---- JSON ---- */

static void json_records(struct gbx_json *j, struct records r)
{
	gbx_json_inline(j, "records", '{');
	gbx_json_number(j, "read", r.read);
	gbx_json_number(j, "stored", r.stored);
	gbx_json_number(j, "quarantined", r.quarantined);
	gbx_json_estimate(j, "duplicates", gbx_figure_estimate(r.duplicates, false));
	gbx_json_close(j, '}');
}

void gbx_json_notes(struct gbx_json *j, const struct gbx_model *m, uint32_t i)
{
	const struct gbx_model_entry *e = &m->entry[i];

	gbx_json_open(j, "quarantine", '[');
	for (uint32_t k = 0; k < e->nnote; k++) {
		const struct gbx_sum_count *q = &m->s->quarantine[e->note[k]];
		gbx_json_inline(j, NULL, '{');
		gbx_json_text(j, "reason_id", q->reason_id);
		gbx_json_text(j, "reason", q->reason);
		gbx_json_figure(j, "records", m->quarantine[e->note[k]]);
		gbx_json_number(j, "bytes", q->bytes);
		gbx_json_number(j, "first_offset", q->first_offset);
		gbx_json_close(j, '}');
	}
	gbx_json_close(j, ']');
}

void gbx_json_skips(struct gbx_json *j, const struct gbx_model *m, uint32_t i)
{
	const struct gbx_model_entry *e = &m->entry[i];

	gbx_json_open(j, "skipped", '[');
	for (uint32_t k = 0; k < e->nskip; k++) {
		const struct gbx_sum_skip *s = &m->s->skip[e->skip + k];
		gbx_json_inline(j, NULL, '{');
		gbx_json_text(j, "kind", s->kind);
		gbx_json_number(j, "count", s->count);
		gbx_json_number(j, "bytes", s->bytes);
		gbx_json_close(j, '}');
	}
	gbx_json_close(j, ']');
}

static void json_entry(struct gbx_json *j, const struct gbx_model *m, uint32_t i)
{
	const struct gbx_sum_entry *e = &m->s->entry[i];

	gbx_json_open(j, NULL, '{');
	gbx_json_number(j, "id", e->id);
	gbx_json_text(j, "path", e->path);
	if (e->more)
		gbx_json_number(j, "more_entries", e->more);
	gbx_json_text(j, "format", e->format);
	gbx_json_text(j, "kind", e->kind);
	gbx_json_text(j, "status", gbx_entry_status_name[e->status]);
	gbx_json_text(j, "reason", e->reason);
	gbx_json_text(j, "reason_id", e->reason_id);
	gbx_json_number(j, "bytes", e->bytes);
	gbx_json_inline(j, "bytes_in", '{');
	gbx_json_number(j, "records", e->bytes_records);
	gbx_json_number(j, "repaired", e->bytes_repaired);
	gbx_json_number(j, "quarantined", e->bytes_quarantined);
	gbx_json_number(j, "skipped", e->skipped_bytes);
	gbx_json_close(j, '}');
	gbx_json_bool(j, "accounted", !missing(e));
	gbx_json_inline(j, "records", '{');
	gbx_json_number(j, "read", e->records + e->quarantined);
	gbx_json_number(j, "kept", e->records);
	gbx_json_number(j, "repaired", e->repaired);
	gbx_json_number(j, "quarantined", e->quarantined);
	gbx_json_close(j, '}');
	gbx_json_notes(j, m, i);
	gbx_json_skips(j, m, i);
	gbx_json_close(j, '}');
}

void gbx_json_kinds(struct gbx_json *j, const struct gbx_model *m)
{
	gbx_json_open(j, "kinds", '[');
	for (uint32_t i = 0; i < m->nkind; i++) {
		gbx_json_inline(j, NULL, '{');
		gbx_json_text(j, "kind", m->kind[i].word);
		gbx_json_number(j, "files", m->kind[i].entries);
		gbx_json_number(j, "bytes", m->kind[i].bytes);
		gbx_json_close(j, '}');
	}
	gbx_json_close(j, ']');
}

void gbx_json_skip_sums(struct gbx_json *j, const struct gbx_model *m)
{
	gbx_json_open(j, "skipped", '[');
	for (uint32_t i = 0; i < m->nskip; i++) {
		gbx_json_inline(j, NULL, '{');
		gbx_json_text(j, "kind", m->skip[i].word);
		gbx_json_number(j, "count", m->skip[i].count);
		gbx_json_number(j, "bytes", m->skip[i].bytes);
		gbx_json_number(j, "entries", m->skip[i].entries);
		gbx_json_close(j, '}');
	}
	gbx_json_close(j, ']');
}

/* Entries stand in the order of their sources; *at is where the last one's ended. */
static bool entry_of(const struct gbx_model *m, const struct gbx_sum_source *s, uint32_t *at)
{
	while (*at < m->s->nentry && m->s->entry[*at].source < s->id)
		++*at;
	return *at < m->s->nentry && m->s->entry[*at].source == s->id;
}

static void json_source(struct gbx_json *j, const struct gbx_model *m, const struct gbx_sum_source *s,
			uint32_t *at)
{
	gbx_json_open(j, NULL, '{');
	gbx_json_number(j, "id", s->id);
	gbx_json_text(j, "name", s->name);
	gbx_json_number(j, "bytes", s->bytes);
	gbx_json_open(j, "entries", '[');
	for (; entry_of(m, s, at); ++*at)
		json_entry(j, m, *at);
	gbx_json_close(j, ']');
	gbx_json_close(j, '}');
}

static void json_totals(struct gbx_json *j, const struct gbx_model *m)
{
	uint64_t sum[5] = { 0 };

	for (uint32_t i = 0; i < m->s->nentry; i++) {
		const struct gbx_sum_entry *e = &m->s->entry[i];
		const uint64_t part[5] = { e->bytes, e->bytes_records, e->bytes_repaired,
					   e->bytes_quarantined, e->skipped_bytes };
		for (int k = 0; k < 5; k++)
			sum[k] += part[k];
	}
	gbx_json_open(j, "totals", '{');
	gbx_json_number(j, "bytes", sum[0]);
	gbx_json_inline(j, "bytes_in", '{');
	gbx_json_number(j, "records", sum[1]);
	gbx_json_number(j, "repaired", sum[2]);
	gbx_json_number(j, "quarantined", sum[3]);
	gbx_json_number(j, "skipped", sum[4]);
	gbx_json_close(j, '}');
	json_records(j, records_of(m->s->records, m->s->quarantined, m->s->duplicates));
	gbx_json_skip_sums(j, m);
	gbx_json_kinds(j, m);
	gbx_json_close(j, '}');
}

static void put_json(struct gbx_buf *out, const struct gbx_model *m)
{
	struct gbx_json j = { .out = out, .first = true };
	uint32_t at = 0;

	gbx_json_open(&j, NULL, '{');
	gbx_json_text(&j, "status", m->nreason ? "partial" : "complete");
	gbx_json_bool(&j, "accounted", gbx_report_accounted(m->s));
	gbx_json_open(&j, "sources", '[');
	for (uint32_t i = 0; i < m->s->nsource; i++)
		json_source(&j, m, &m->s->source[i], &at);
	gbx_json_close(&j, ']');
	gbx_json_open(&j, "relations", '[');
	for (uint32_t i = 0; i < m->s->nrelation; i++) {
		const struct gbx_sum_relation *r = &m->s->relation[i];
		gbx_json_open(&j, NULL, '{');
		gbx_json_number(&j, "id", r->id);
		gbx_json_text(&j, "name", r->name);
		json_records(&j, records_of(r->records, r->quarantined, r->duplicates));
		gbx_json_close(&j, '}');
	}
	gbx_json_close(&j, ']');
	json_totals(&j, m);
	gbx_json_close(&j, '}');
	gbx_buf_addc(out, '\n');
}

/* ---- text ---- */

static void safe(struct gbx_buf *out, const char *s)
{
	gbx_escape_terminal(out, gbx_span_str(s));
}

static void put_part(struct gbx_buf *out, uint64_t n, const char *what)
{
	gbx_put_number(out, n);
	gbx_buf_adds(out, what);
}

static void text_details(struct gbx_buf *out, const struct gbx_model *m, uint32_t i)
{
	const struct gbx_model_entry *e = &m->entry[i];

	for (uint32_t k = 0; k < e->nnote; k++) {
		const struct gbx_sum_count *q = &m->s->quarantine[e->note[k]];
		gbx_buf_adds(out, "    quarantined: ");
		gbx_put_things(out, q->records, "record, ", "records, ");
		gbx_put_things(out, q->bytes, "byte", "bytes");
		gbx_buf_adds(out, ", first at ");
		gbx_put_number(out, q->first_offset);
		gbx_buf_adds(out, ": ");
		safe(out, q->reason);
		gbx_buf_addc(out, '\n');
	}
	for (uint32_t k = 0; k < e->nskip; k++) {
		const struct gbx_sum_skip *s = &m->s->skip[e->skip + k];
		gbx_buf_adds(out, "    skipped: ");
		safe(out, s->kind);
		if (s->count > 1) {
			gbx_buf_adds(out, " x ");
			gbx_put_number(out, s->count);
		}
		gbx_buf_adds(out, ", ");
		gbx_put_things(out, s->bytes, "byte\n", "bytes\n");
	}
}

static void text_entry(struct gbx_buf *out, const struct gbx_model *m, uint32_t i)
{
	const struct gbx_sum_entry *e = &m->s->entry[i];

	gbx_buf_adds(out, "  ");
	safe(out, e->path);
	if (e->more) {
		gbx_buf_adds(out, " and ");
		put_part(out, e->more, " like it");
	}
	gbx_buf_addf(out, ": %s", gbx_entry_status_name[e->status]);
	if (e->format || e->kind) {
		gbx_buf_adds(out, ", ");
		safe(out, e->format ? e->format : e->kind);
	}
	if (e->reason) {
		gbx_buf_adds(out, ", ");
		safe(out, e->reason);
	}
	gbx_buf_adds(out, "\n    ");
	gbx_put_things(out, e->bytes, "byte = ", "bytes = ");
	put_part(out, e->bytes_records, " in records + ");
	put_part(out, e->bytes_repaired, " repaired + ");
	put_part(out, e->bytes_quarantined, " quarantined + ");
	put_part(out, e->skipped_bytes, " skipped\n");
	if (missing(e))
		gbx_buf_addf(out, "    NOT ACCOUNTED FOR: %lld bytes\n", (long long)missing(e));
	if (e->records || e->quarantined) {
		gbx_buf_adds(out, "    ");
		gbx_put_things(out, e->records + e->quarantined, "record = ", "records = ");
		put_part(out, e->records, " kept (");
		put_part(out, e->repaired, " repaired) + ");
		put_part(out, e->quarantined, " quarantined\n");
	}
	text_details(out, m, i);
}

static void text_records(struct gbx_buf *out, const char *name, struct records r)
{
	gbx_buf_adds(out, "  ");
	safe(out, name);
	gbx_buf_adds(out, ": ");
	gbx_put_things(out, r.read, "record = ", "records = ");
	put_part(out, r.stored, " stored + ");
	put_part(out, r.quarantined, " quarantined + ");
	gbx_put_figure(out, gbx_figure_estimate(r.duplicates, false));
	gbx_buf_adds(out, r.duplicates.value == 1 ? " duplicate\n" : " duplicates\n");
}

static void put_text(struct gbx_buf *out, const struct gbx_model *m)
{
	struct gbx_buf line = GBX_BUF_INIT(1u << 20);
	uint32_t at = 0;

	gbx_put_status(&line, m);
	gbx_escape_terminal(out, gbx_buf_span(&line));
	gbx_buf_release(&line);
	gbx_buf_adds(out, gbx_report_accounted(m->s) ? "\nEvery byte is accounted for.\n"
						     : "\nNOT EVERY BYTE IS ACCOUNTED FOR.\n");
	for (uint32_t i = 0; i < m->s->nsource; i++) {
		gbx_buf_adds(out, "\nsource ");
		safe(out, m->s->source[i].name);
		gbx_buf_adds(out, ", ");
		gbx_put_things(out, m->s->source[i].bytes, "byte\n", "bytes\n");
		for (; entry_of(m, &m->s->source[i], &at); at++)
			text_entry(out, m, at);
	}
	gbx_buf_adds(out, "\nrelations\n");
	for (uint32_t i = 0; i < m->s->nrelation; i++) {
		const struct gbx_sum_relation *r = &m->s->relation[i];
		text_records(out, r->name, records_of(r->records, r->quarantined, r->duplicates));
	}
	text_records(out, "all", records_of(m->s->records, m->s->quarantined, m->s->duplicates));
	for (uint32_t i = 0; i < m->nkind; i++) {
		gbx_buf_adds(out, i ? "  " : "\nfiles that are no tables\n  ");
		safe(out, m->kind[i].word);
		gbx_buf_adds(out, ": ");
		gbx_put_things(out, m->kind[i].entries, "file, ", "files, ");
		gbx_put_things(out, m->kind[i].bytes, "byte\n", "bytes\n");
	}
}

static enum gbx_rc report(struct gbx_summary *s, const struct gbx_report_options *o,
			  struct gbx_buf *out, bool json, struct gbx_err *err)
{
	struct gbx_model m;
	enum gbx_rc rc = gbx_model_init(&m, s, o, false, err);

	if (rc)
		return rc;
	(json ? put_json : put_text)(out, &m);
	gbx_model_release(&m);
	return gbx_buf_failed(out) ? gbx_fail(err, GBX_E_NOMEM, "writing the account") : GBX_OK;
}

enum gbx_rc gbx_report_coverage(struct gbx_summary *s, const struct gbx_report_options *o,
				struct gbx_buf *out, struct gbx_err *err)
{
	return report(s, o, out, false, err);
}

enum gbx_rc gbx_report_coverage_json(struct gbx_summary *s, const struct gbx_report_options *o,
				     struct gbx_buf *out, struct gbx_err *err)
{
	return report(s, o, out, true, err);
}

/*
 * The tables of a report: what each is called, its columns, its rows. Column
 * keys are the heads of the CSV files and never change meaning.
 */
#include "../detect/region.h"
#include "table.h"

#define CELL(name, body)                                                                           \
	static void name(const struct gbx_model *m, const struct gbx_cursor *c,                    \
			 struct gbx_cell *o)                                                       \
	{                                                                                          \
		(void)m, (void)c;                                                                  \
		body;                                                                              \
	}
#define ROWS(name, n)                                                                              \
	static uint32_t name(const struct gbx_model *m, const struct gbx_cursor *c)                \
	{                                                                                          \
		(void)c;                                                                           \
		return n;                                                                          \
	}

static void text(struct gbx_cell *o, const char *s)
{
	o->kind = s ? GBX_CELL_TEXT : GBX_CELL_NONE;
	if (s)
		gbx_buf_adds(o->text, s);
}

static void code(struct gbx_cell *o, const char *s)
{
	text(o, s);
	o->kind = s && *s ? GBX_CELL_CODE : o->kind;
}

static void figure(struct gbx_cell *o, struct gbx_figure f)
{
	o->kind = GBX_CELL_FIGURE;
	o->figure = f;
}

static void number(struct gbx_cell *o, enum gbx_cell_kind kind, uint64_t n)
{
	o->kind = kind;
	o->number = n;
}

static void share(struct gbx_cell *o, struct gbx_figure f, struct gbx_figure whole)
{
	if (whole.cover != GBX_SHOWN)
		return;
	o->kind = GBX_CELL_SHARE;
	o->figure = f;
	o->number = whole.value;
}

static void decimal(struct gbx_cell *o, double v)
{
	o->kind = GBX_CELL_DECIMAL;
	o->real = v;
}

/* An estimate takes three columns of a CSV table and one of a document. */
#define ESTIMATE(name, e, f)                                                                       \
	CELL(name, figure(o, f))                                                                   \
	CELL(name##_exact, number(o, GBX_CELL_FLAG, (e).exact))                                    \
	CELL(name##_error, decimal(o, (e).exact ? 0 : (e).error))
/* clang-format off */
#define ESTIMATE_COLUMNS(key, title, name)                                                         \
	{ key, title, GBX_IN_ALL, true, name },                                                    \
	{ key "_exact", NULL, GBX_IN_CSV, true, name##_exact },                                    \
	{ key "_error", NULL, GBX_IN_CSV, true, name##_error }
#define END { NULL, NULL, 0, false, NULL }
/* clang-format on */

/* ---- sources ---- */

#define SOURCE (&m->s->source[c->at[0]])
ROWS(sources, m->s->nsource)
CELL(source_name, text(o, SOURCE->name))
CELL(source_bytes, number(o, GBX_CELL_BYTES, SOURCE->bytes))
CELL(source_sha256, code(o, SOURCE->sha256))

static const struct gbx_column source_column[] = {
	{ "name", "Source", GBX_IN_ALL, false, source_name },
	{ "bytes", "Size", GBX_IN_ALL, true, source_bytes },
	{ "sha256", "SHA-256", GBX_IN_ALL, false, source_sha256 },
	END,
};
const struct gbx_table gbx_table_sources = {
	"sources", "Sources", source_column, 1, { sources }, NULL,
};

/* ---- entries ---- */

#define ENTRY (&m->s->entry[c->at[0]])
#define ENTRY_FIGURES (&m->entry[c->at[0]])
ROWS(entries, m->s->nentry)
CELL(entry_id, number(o, GBX_CELL_NUMBER, ENTRY->id))
CELL(entry_source, number(o, GBX_CELL_NUMBER, ENTRY->source))
CELL(entry_path, text(o, ENTRY->path))
CELL(entry_more, number(o, GBX_CELL_NUMBER, ENTRY->more))
CELL(entry_format, text(o, ENTRY->format))
CELL(entry_charset, text(o, ENTRY->charset))
CELL(entry_charset_how, text(o, ENTRY->charset_how))
CELL(entry_undecodable, number(o, GBX_CELL_NUMBER, ENTRY->undecodable))
CELL(entry_garbled, text(o, ENTRY->garbled))
CELL(entry_garbled_share, decimal(o, ENTRY->garbled_share))
CELL(entry_bytes, number(o, GBX_CELL_BYTES, ENTRY->bytes))
CELL(entry_records, figure(o, ENTRY_FIGURES->records))
CELL(entry_repaired, figure(o, ENTRY_FIGURES->repaired))
CELL(entry_ragged, figure(o, ENTRY_FIGURES->ragged))
CELL(entry_quarantined, figure(o, ENTRY_FIGURES->quarantined))
CELL(entry_bytes_records, number(o, GBX_CELL_BYTES, ENTRY->bytes_records))
CELL(entry_bytes_repaired, number(o, GBX_CELL_BYTES, ENTRY->bytes_repaired))
CELL(entry_bytes_quarantined, number(o, GBX_CELL_BYTES, ENTRY->bytes_quarantined))
CELL(entry_skipped, number(o, GBX_CELL_BYTES, ENTRY->skipped_bytes))
CELL(entry_status, text(o, gbx_entry_status_name[ENTRY->status]))
CELL(entry_reason, text(o, ENTRY->reason))
CELL(entry_reason_id, text(o, ENTRY->reason_id))
CELL(entry_kind, text(o, ENTRY->kind))

static bool keep_unread(const struct gbx_model *m, const struct gbx_cursor *c)
{
	return gbx_entry_lacks(ENTRY);
}

static const struct gbx_column entry_column[] = {
	{ "path", "Entry", GBX_IN_ALL, false, entry_path },
	{ "id", NULL, GBX_IN_CSV, true, entry_id },
	{ "source", NULL, GBX_IN_CSV, true, entry_source },
	{ "format", "Format", GBX_IN_ALL, false, entry_format },
	{ "charset", "Charset", GBX_IN_ALL, false, entry_charset },
	{ "charset_how", "Decided by", GBX_IN_ALL, false, entry_charset_how },
	{ "status", "Status", GBX_IN_ALL, false, entry_status },
	{ "bytes", "Size", GBX_IN_ALL, true, entry_bytes },
	{ "records", "Records", GBX_IN_ALL, true, entry_records },
	{ "repaired", "Repaired", GBX_IN_ALL, true, entry_repaired },
	{ "ragged", "Ragged", GBX_IN_ALL, true, entry_ragged },
	{ "quarantined", "Quarantined", GBX_IN_ALL, true, entry_quarantined },
	{ "bytes_records", NULL, GBX_IN_CSV, true, entry_bytes_records },
	{ "bytes_repaired", NULL, GBX_IN_CSV, true, entry_bytes_repaired },
	{ "bytes_quarantined", NULL, GBX_IN_CSV, true, entry_bytes_quarantined },
	{ "skipped_bytes", "Skipped", GBX_IN_ALL, true, entry_skipped },
	{ "reason", "Reason", GBX_IN_ALL, false, entry_reason },
	{ "reason_id", NULL, GBX_IN_CSV, false, entry_reason_id },
	{ "kind", NULL, GBX_IN_CSV, false, entry_kind },
	{ "undecodable_bytes", "Undecodable bytes", GBX_IN_ALL, true, entry_undecodable },
	{ "garbled", NULL, GBX_IN_CSV, false, entry_garbled },
	{ "garbled_share", NULL, GBX_IN_CSV, true, entry_garbled_share },
	{ "more_entries", NULL, GBX_IN_CSV, true, entry_more },
	END,
};
const struct gbx_table gbx_table_entries = {
	"entries", "Entries", entry_column, 1, { entries }, NULL,
};

static const struct gbx_column unread_column[] = {
	{ "path", "Entry", GBX_IN_ALL, false, entry_path },
	{ "status", "Status", GBX_IN_ALL, false, entry_status },
	{ "reason", "Reason", GBX_IN_ALL, false, entry_reason },
	{ "kind", "Kind", GBX_IN_ALL, false, entry_kind },
	{ "bytes", "Size", GBX_IN_ALL, true, entry_bytes },
	{ "skipped_bytes", "Skipped", GBX_IN_ALL, true, entry_skipped },
	END,
};
const struct gbx_table gbx_table_unread = {
	"entries", "Not read in full", unread_column, 1, { entries }, keep_unread,
};

/* ---- quarantine ---- */

#define NOTE (&m->s->quarantine[c->at[0]])
ROWS(notes, m->s->nquarantine)
CELL(note_entry, number(o, GBX_CELL_NUMBER, NOTE->entry))
CELL(note_reason_id, text(o, NOTE->reason_id))
CELL(note_reason, text(o, NOTE->reason))
CELL(note_records, figure(o, m->quarantine[c->at[0]]))
CELL(note_bytes, number(o, GBX_CELL_BYTES, NOTE->bytes))
CELL(note_offset, number(o, GBX_CELL_NUMBER, NOTE->first_offset))

static void note_path(const struct gbx_model *m, const struct gbx_cursor *c, struct gbx_cell *o)
{
	uint32_t i = gbx_model_entry_index(m, NOTE->entry);

	text(o, i < m->s->nentry ? m->s->entry[i].path : NULL);
}

static const struct gbx_column note_column[] = {
	{ "entry_path", "Entry", GBX_IN_ALL, false, note_path },
	{ "entry", NULL, GBX_IN_CSV, true, note_entry },
	{ "reason_id", NULL, GBX_IN_CSV, false, note_reason_id },
	{ "reason", "Reason", GBX_IN_ALL, false, note_reason },
	{ "records", "Records", GBX_IN_ALL, true, note_records },
	{ "bytes", "Bytes", GBX_IN_ALL, true, note_bytes },
	{ "first_offset", "First at byte", GBX_IN_ALL, true, note_offset },
	END,
};
const struct gbx_table gbx_table_quarantine = {
	"quarantine", "Quarantine", note_column, 1, { notes }, NULL,
};

/* ---- passed over, and files that are no tables ---- */

#define SKIP (&m->skip[c->at[0]])
ROWS(skips, m->nskip)
CELL(skip_kind, text(o, SKIP->word))
CELL(skip_count, number(o, GBX_CELL_NUMBER, SKIP->count))
CELL(skip_bytes, number(o, GBX_CELL_BYTES, SKIP->bytes))
CELL(skip_entries, number(o, GBX_CELL_NUMBER, SKIP->entries))

static const struct gbx_column skip_column[] = {
	{ "kind", "What", GBX_IN_ALL, false, skip_kind },
	{ "count", "How many", GBX_IN_ALL, true, skip_count },
	{ "bytes", "Bytes", GBX_IN_ALL, true, skip_bytes },
	{ "entries", "Entries", GBX_IN_ALL, true, skip_entries },
	END,
};
const struct gbx_table gbx_table_skipped = {
	"skipped", "Passed over", skip_column, 1, { skips }, NULL,
};

#define KIND (&m->kind[c->at[0]])
ROWS(kinds, m->nkind)
CELL(kind_word, text(o, KIND->word))
CELL(kind_files, number(o, GBX_CELL_NUMBER, KIND->entries))
CELL(kind_bytes, number(o, GBX_CELL_BYTES, KIND->bytes))

static const struct gbx_column kind_column[] = {
	{ "kind", "Kind", GBX_IN_ALL, false, kind_word },
	{ "files", "Files", GBX_IN_ALL, true, kind_files },
	{ "bytes", "Size", GBX_IN_ALL, true, kind_bytes },
	END,
};
const struct gbx_table gbx_table_kinds = {
	"kinds", "Files that are no tables", kind_column, 1, { kinds }, NULL,
};

/* ---- relations ---- */

#define RELATION (&m->s->relation[c->at[0]])
#define RELATION_FIGURES (&m->relation[c->at[0]])
#define COUNT(n) gbx_model_count(m, c->at[0], n)
#define SKETCH(e) gbx_model_estimate(m, c->at[0], e)
ROWS(relations, m->s->nrelation)
CELL(relation_id, number(o, GBX_CELL_NUMBER, RELATION->id))
CELL(relation_name, text(o, RELATION->name))
CELL(relation_records, figure(o, RELATION_FIGURES->records))
CELL(relation_quarantined, figure(o, RELATION_FIGURES->quarantined))
ESTIMATE(relation_duplicates, RELATION->duplicates, SKETCH(RELATION->duplicates))
CELL(relation_fields, number(o, GBX_CELL_NUMBER, RELATION->nfield))
CELL(relation_sets, number(o, GBX_CELL_NUMBER, RELATION->nset))
CELL(relation_entries, number(o, GBX_CELL_NUMBER, RELATION->nentry))
CELL(relation_recounted, number(o, GBX_CELL_FLAG, RELATION->recounted))
CELL(relation_doubtful, number(o, GBX_CELL_FLAG, RELATION->plan_doubtful))
CELL(relation_counted, text(o, RELATION->plan_doubtful ? "in doubt" : RELATION->recounted ? "again" : "once"))

static const struct gbx_sum_field *key_field(const struct gbx_sum_relation *r)
{
	return r->key_field >= 0 && (uint32_t)r->key_field < r->nfield ? &r->field[r->key_field]
								       : NULL;
}

static void relation_key(const struct gbx_model *m, const struct gbx_cursor *c, struct gbx_cell *o)
{
	const struct gbx_sum_field *f = key_field(RELATION);

	text(o, f ? f->name : NULL);
}

/* Only where the relation has a key. */
#define KEYED(what) (void)(key_field(RELATION) && (what, 1))
CELL(relation_distinct, KEYED(figure(o, SKETCH(RELATION->distinct_keys))))
CELL(relation_distinct_exact, KEYED(number(o, GBX_CELL_FLAG, RELATION->distinct_keys.exact)))
CELL(relation_distinct_error, KEYED(decimal(o, RELATION->distinct_keys.error)))

static const struct gbx_column relation_column[] = {
	{ "relation", "Relation", GBX_IN_ALL, false, relation_name },
	{ "id", NULL, GBX_IN_CSV, true, relation_id },
	{ "records", "Records", GBX_IN_ALL, true, relation_records },
	ESTIMATE_COLUMNS("distinct_keys", "Distinct keys", relation_distinct),
	{ "key_field", "Key field", GBX_IN_ALL, false, relation_key },
	ESTIMATE_COLUMNS("duplicates", "Duplicates", relation_duplicates),
	{ "quarantined", "Quarantined", GBX_IN_ALL, true, relation_quarantined },
	{ "fields", "Fields", GBX_IN_ALL, true, relation_fields },
	{ "exposure_sets", "Exposure sets", GBX_IN_ALL, true, relation_sets },
	{ "entries", "Entries", GBX_IN_ALL, true, relation_entries },
	{ "counted", "Counted", GBX_IN_DOC, false, relation_counted },
	{ "recounted", NULL, GBX_IN_CSV, false, relation_recounted },
	{ "plan_doubtful", NULL, GBX_IN_CSV, false, relation_doubtful },
	END,
};
const struct gbx_table gbx_table_relations = {
	"relations", "Relations", relation_column, 1, { relations }, NULL,
};

/* ---- fields ---- */

#define FIELD (&RELATION->field[c->at[1]])
ROWS(fields, RELATION->nfield)
CELL(field_name, text(o, FIELD->name))
CELL(field_type, text(o, gbx_type_info(FIELD->type)->name))
CELL(field_class, text(o, gbx_type_info(FIELD->type)->data_class))
CELL(field_confidence, decimal(o, FIELD->confidence))
CELL(field_records, figure(o, COUNT(FIELD->records)))
CELL(field_non_empty, figure(o, COUNT(FIELD->non_empty)))
CELL(field_placeholders, figure(o, COUNT(FIELD->placeholders)))
CELL(field_valid, figure(o, COUNT(FIELD->valid)))
ESTIMATE(field_distinct, FIELD->distinct, SKETCH(FIELD->distinct))
CELL(field_len_min, number(o, GBX_CELL_NUMBER, FIELD->len_min))
CELL(field_len_max, number(o, GBX_CELL_NUMBER, FIELD->len_max))
CELL(field_earliest, text(o, FIELD->earliest))
CELL(field_latest, text(o, FIELD->latest))
CELL(field_list, number(o, GBX_CELL_FLAG, FIELD->list))
CELL(field_envelope, number(o, GBX_CELL_FLAG, FIELD->envelope))
CELL(field_reason, text(o, FIELD->reason))

static void field_length(const struct gbx_model *m, const struct gbx_cursor *c, struct gbx_cell *o)
{
	o->kind = FIELD->len_max ? GBX_CELL_TEXT : GBX_CELL_NONE;
	if (FIELD->len_min == FIELD->len_max)
		gbx_buf_addf(o->text, "%u", FIELD->len_max);
	else
		gbx_buf_addf(o->text, "%u–%u", FIELD->len_min, FIELD->len_max);
}

static void field_time(const struct gbx_model *m, const struct gbx_cursor *c, struct gbx_cell *o)
{
	if (!FIELD->earliest || !FIELD->latest)
		return;
	text(o, FIELD->earliest);
	gbx_buf_adds(o->text, " to ");
	gbx_buf_adds(o->text, FIELD->latest);
}

static void field_strays(const struct gbx_model *m, const struct gbx_cursor *c, struct gbx_cell *o)
{
	for (uint32_t i = 0; i < FIELD->nstray; i++) {
		o->kind = GBX_CELL_TEXT;
		gbx_buf_adds(o->text, i ? ", " : "");
		gbx_buf_adds(o->text, gbx_type_info(FIELD->stray[i].type)->name);
		gbx_buf_adds(o->text, ": ");
		gbx_put_plain(o->text, COUNT(FIELD->stray[i].records));
	}
}

static const struct gbx_column field_column[] = {
	{ "relation", "Relation", GBX_IN_CSV | GBX_IN_DOC, false, relation_name },
	{ "field", "Field", GBX_IN_ALL, false, field_name },
	{ "type", "Type", GBX_IN_ALL, false, field_type },
	{ "data_class", "Data class", GBX_IN_ALL, false, field_class },
	{ "confidence", "Confidence", GBX_IN_ALL, true, field_confidence },
	{ "records", NULL, GBX_IN_CSV, true, field_records },
	{ "non_empty", "Non-empty", GBX_IN_ALL, true, field_non_empty },
	{ "placeholders", "Placeholders", GBX_IN_ALL, true, field_placeholders },
	{ "valid", "Valid", GBX_IN_ALL, true, field_valid },
	ESTIMATE_COLUMNS("distinct", "Distinct", field_distinct),
	{ "length", "Bytes", GBX_IN_DOCS, true, field_length },
	{ "length_min", NULL, GBX_IN_CSV, true, field_len_min },
	{ "length_max", NULL, GBX_IN_CSV, true, field_len_max },
	{ "time", "Time", GBX_IN_DOCS, false, field_time },
	{ "earliest", NULL, GBX_IN_CSV, false, field_earliest },
	{ "latest", NULL, GBX_IN_CSV, false, field_latest },
	{ "list", NULL, GBX_IN_CSV, false, field_list },
	{ "envelope", NULL, GBX_IN_CSV, false, field_envelope },
	{ "strays", "Also found", GBX_IN_ALL, false, field_strays },
	{ "reason", "Reason", GBX_IN_ALL, false, field_reason },
	END,
};
const struct gbx_table gbx_table_fields = {
	"fields", "Fields", field_column, 2, { relations, fields }, NULL,
};

/* ---- shapes ---- */

ROWS(shapes, FIELD->nshape)
CELL(shape_shape, code(o, FIELD->shape[c->at[2]].shape))
CELL(shape_records, figure(o, RELATION_FIGURES->field[c->at[1]].shape[c->at[2]]))

static const struct gbx_column shape_column[] = {
	{ "relation", "Relation", GBX_IN_CSV | GBX_IN_DOC, false, relation_name },
	{ "field", "Field", GBX_IN_ALL, false, field_name },
	{ "shape", "Shape", GBX_IN_ALL, false, shape_shape },
	{ "records", "Records", GBX_IN_ALL, true, shape_records },
	END,
};
const struct gbx_table gbx_table_shapes = {
	"shapes", "Shapes of values", shape_column, 3, { relations, fields, shapes }, NULL,
};

/* ---- regions ---- */

#define TOP_REGIONS 40u /* in documents; report.json has all */

ROWS(regions, FIELD->nregion < TOP_REGIONS ? FIELD->nregion : TOP_REGIONS)
CELL(region_code, char code[GBX_REGION_CODE]; o->kind = GBX_CELL_TEXT;
     gbx_buf_adds(o->text, gbx_region_code(FIELD->region[c->at[2]].region, code)))
CELL(region_name, const char *name = gbx_region_name(FIELD->region[c->at[2]].region);
     o->kind = GBX_CELL_TEXT; gbx_buf_adds(o->text, name ? name : ""))
CELL(region_records, figure(o, RELATION_FIGURES->field[c->at[1]].region[c->at[2]]))

static const struct gbx_column region_column[] = {
	{ "relation", "Relation", GBX_IN_CSV | GBX_IN_DOC, false, relation_name },
	{ "field", "Field", GBX_IN_ALL, false, field_name },
	{ "region", "Region", GBX_IN_ALL, false, region_code },
	{ "name", "Name", GBX_IN_ALL, false, region_name },
	{ "records", "Records", GBX_IN_ALL, true, region_records },
	END,
};
const struct gbx_table gbx_table_regions = {
	"regions", "Numbers by region", region_column, 3, { relations, fields, regions }, NULL,
};

/* ---- how passwords were stored ---- */

#define STORED (&FIELD->stored[c->at[2]])
#define STORED_FIGURE RELATION_FIGURES->field[c->at[1]].stored[c->at[2]]
ROWS(storeds, FIELD->nstored)
CELL(stored_store, text(o, gbx_store_text(STORED->store)))
CELL(stored_class, text(o, gbx_store_word(STORED->store)))
CELL(stored_kind, text(o, STORED->kind))
CELL(stored_records, figure(o, STORED_FIGURE))
CELL(stored_share, share(o, STORED_FIGURE, RELATION_FIGURES->records))
CELL(stored_lowest, text(o, STORED->lowest))
CELL(stored_highest, text(o, STORED->highest))
CELL(stored_usual, text(o, STORED->usual))

static void stored_label(const struct gbx_model *m, const struct gbx_cursor *c, struct gbx_cell *o)
{
	text(o, STORED->label);
	if (STORED->beside == GBX_SALT_OWN)
		gbx_buf_adds(o->text, ", salt in a field beside it");
	if (STORED->beside == GBX_SALT_SHARED)
		gbx_buf_adds(o->text, ", one salt for all in a field beside it");
}

static void stored_cost(const struct gbx_model *m, const struct gbx_cursor *c, struct gbx_cell *o)
{
	o->kind = STORED->lowest ? GBX_CELL_TEXT : GBX_CELL_NONE;
	gbx_put_cost_range(o->text, STORED);
	if (STORED->usual && strcmp(STORED->lowest, STORED->highest) != 0)
		gbx_buf_addf(o->text, ", mostly %s", STORED->usual);
}

static const struct gbx_column stored_column[] = {
	{ "relation", "Relation", GBX_IN_CSV | GBX_IN_DOC, false, relation_name },
	{ "field", "Field", GBX_IN_ALL, false, field_name },
	{ "storage", "Kept as", GBX_IN_DOCS, false, stored_store },
	{ "class", NULL, GBX_IN_CSV, false, stored_class },
	{ "kind", NULL, GBX_IN_CSV, false, stored_kind },
	{ "label", "Kind", GBX_IN_ALL, false, stored_label },
	{ "records", "Passwords", GBX_IN_ALL, true, stored_records },
	{ "share", "Share of records", GBX_IN_DOCS, true, stored_share },
	{ "cost", "Cost", GBX_IN_DOCS, false, stored_cost },
	{ "lowest_cost", NULL, GBX_IN_CSV, false, stored_lowest },
	{ "usual_cost", NULL, GBX_IN_CSV, false, stored_usual },
	{ "highest_cost", NULL, GBX_IN_CSV, false, stored_highest },
	END,
};
const struct gbx_table gbx_table_stored = {
	"password_storage", "Passwords by field and kind", stored_column, 3,
	{ relations, fields, storeds }, NULL,
};

/* ---- exposure sets ---- */

#define SET (&RELATION->set[c->at[1]])
#define SET_FIGURE RELATION_FIGURES->set[c->at[1]]
ROWS(sets, RELATION->nset)
CELL(set_types, o->kind = GBX_CELL_TEXT; gbx_put_types(o->text, &SET->types))
CELL(set_words, o->kind = GBX_CELL_TEXT; gbx_put_words(o->text, m, &SET->types))
CELL(set_records, figure(o, SET_FIGURE))
CELL(set_share, share(o, SET_FIGURE, RELATION_FIGURES->records))

static const struct gbx_column set_column[] = {
	{ "relation", "Relation", GBX_IN_CSV | GBX_IN_DOC, false, relation_name },
	{ "records", "Records", GBX_IN_ALL, true, set_records },
	{ "share", "Share", GBX_IN_ALL, true, set_share },
	{ "exposes", "Together in one record", GBX_IN_ALL, false, set_words },
	{ "types", "Types", GBX_IN_ALL, false, set_types },
	END,
};
const struct gbx_table gbx_table_sets = {
	"exposure_sets", "Exposure sets", set_column, 2, { relations, sets }, NULL,
};

/* ---- data classes and types over the whole case ---- */

#define CLASS (&m->s->klass[c->at[0]])
#define WIDE(n) gbx_figure_count(n, m->suppress)
#define WIDE_SKETCH(e) gbx_figure_estimate(e, m->suppress)
ROWS(classes, m->s->nklass)
CELL(class_name, text(o, CLASS->name))
CELL(class_records, figure(o, WIDE(CLASS->records)))
CELL(class_share, share(o, WIDE(CLASS->records), m->records))
ESTIMATE(class_distinct, CLASS->distinct, WIDE_SKETCH(CLASS->distinct))

static const struct gbx_column class_column[] = {
	{ "data_class", "Data class", GBX_IN_ALL, false, class_name },
	{ "records", "Records", GBX_IN_ALL, true, class_records },
	{ "share", "Share of records", GBX_IN_ALL, true, class_share },
	ESTIMATE_COLUMNS("distinct", "Distinct values", class_distinct),
	END,
};
const struct gbx_table gbx_table_classes = {
	"data_classes", "Exposed data classes", class_column, 1, { classes }, NULL,
};

#define TYPE (&m->s->type[c->at[0]])
ROWS(types, m->s->ntype)
CELL(type_name, text(o, gbx_type_info(TYPE->type)->name))
CELL(type_class, text(o, gbx_type_info(TYPE->type)->data_class))
CELL(type_special, number(o, GBX_CELL_FLAG, gbx_type_info(TYPE->type)->special))
CELL(type_records, figure(o, WIDE(TYPE->records)))
CELL(type_valid, figure(o, WIDE(TYPE->valid)))
ESTIMATE(type_distinct, TYPE->distinct, WIDE_SKETCH(TYPE->distinct))

static const struct gbx_column type_column[] = {
	{ "type", "Type", GBX_IN_ALL, false, type_name },
	{ "data_class", "Data class", GBX_IN_ALL, false, type_class },
	{ "special_category", "Special category", GBX_IN_ALL, false, type_special },
	{ "records", "Records", GBX_IN_ALL, true, type_records },
	{ "valid", "Valid values", GBX_IN_ALL, true, type_valid },
	ESTIMATE_COLUMNS("distinct", "Distinct values", type_distinct),
	END,
};
const struct gbx_table gbx_table_types = {
	"types", "Types", type_column, 1, { types }, NULL,
};

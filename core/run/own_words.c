/*
 * The reports without what comes from values; the contract is in own_words.h. The copy
 * names every member it takes: one that is added to the summary later stays out, so that
 * the proof looks at it.
 */
#include "own_words.h"

#include "../base/limits.h"

/* The words of a cost, without its figures. */
static const char *cost_of(struct gbx_arena *a, const char *cost)
{
	size_t n = cost ? strlen(cost) : 0;
	char *s = cost ? gbx_arena_alloc(a, n + 1) : NULL;

	for (size_t i = 0; s && i <= n; i++)
		s[i] = cost[i] >= '0' && cost[i] <= '9' ? '0' : cost[i];
	return s;
}

/* As many shapes, all of them blank: what is written around them is ours. */
static bool shapes_of(struct gbx_arena *a, const struct gbx_sum_field *f, struct gbx_sum_field *to)
{
	to->shape = gbx_arena_alloc(a, (f->nshape + 1) * sizeof *to->shape);
	to->nshape = to->shape ? f->nshape : 0;
	for (uint32_t i = 0; i < to->nshape; i++)
		to->shape[i] = (struct gbx_sum_shape){ "", f->shape[i].records };
	return to->shape != NULL;
}

static bool stored_of(struct gbx_arena *a, const struct gbx_sum_field *f, struct gbx_sum_field *to)
{
	to->stored = gbx_arena_alloc(a, (f->nstored + 1) * sizeof *to->stored);
	to->nstored = to->stored ? f->nstored : 0;
	for (uint32_t i = 0; i < to->nstored; i++) {
		const struct gbx_sum_stored *x = f->stored + i;
		to->stored[i] = (struct gbx_sum_stored){
			.kind = x->kind,
			.label = x->label,
			.store = x->store,
			.beside = x->beside,
			.records = x->records,
			.lowest = cost_of(a, x->lowest),
			.highest = cost_of(a, x->highest),
			.usual = cost_of(a, x->usual),
		};
	}
	return to->stored != NULL;
}

static bool field_of(struct gbx_arena *a, const struct gbx_sum_field *f, struct gbx_sum_field *to)
{
	*to = (struct gbx_sum_field){
		.id = f->id,
		.name = f->name,
		.envelope = f->envelope,
		.list = f->list,
		.type = f->type,
		.confidence = f->confidence,
		.reason = f->reason,
		.records = f->records,
		.non_empty = f->non_empty,
		.placeholders = f->placeholders,
		.valid = f->valid,
		.distinct = f->distinct,
		.len_min = f->len_min,
		.len_max = f->len_max,
		.stray = f->stray,
		.nstray = f->nstray,
		.earliest = f->earliest,
		.latest = f->latest,
		.month = f->month,
		.nmonth = f->nmonth,
		.region = f->region,
		.nregion = f->nregion,
		.by_user = f->by_user,
		.header_word = f->header_word,
		.beside = f->beside,
		.sampled = f->sampled,
		.runner = f->runner,
		.nrunner = f->nrunner,
	};
	return shapes_of(a, f, to) && stored_of(a, f, to);
}

static bool relation_of(struct gbx_arena *a, const struct gbx_sum_relation *r,
			struct gbx_sum_relation *to)
{
	*to = (struct gbx_sum_relation){
		.id = r->id,
		.name = r->name,
		.entry = r->entry,
		.nentry = r->nentry,
		.records = r->records,
		.quarantined = r->quarantined,
		.duplicates = r->duplicates,
		.key_field = r->key_field,
		.distinct_keys = r->distinct_keys,
		.recounted = r->recounted,
		.plan_doubtful = r->plan_doubtful,
		.other_sets = r->other_sets,
		.nfield = r->nfield,
		.set = r->set,
		.nset = r->nset,
	};
	to->field = gbx_arena_alloc(a, (r->nfield + 1) * sizeof *to->field);
	bool ok = to->field != NULL;
	for (uint32_t i = 0; ok && i < r->nfield; i++)
		ok = field_of(a, r->field + i, to->field + i);
	return ok;
}

static bool without_values(const struct gbx_summary *s, struct gbx_summary *to)
{
	to->vault = s->vault;
	to->finished = s->finished;
	to->shredded = s->shredded;
	to->seconds = s->seconds;
	to->input_bytes = s->input_bytes;
	to->source = s->source;
	to->nsource = s->nsource;
	to->entry = s->entry;
	to->nentry = s->nentry;
	to->quarantine = s->quarantine;
	to->nquarantine = s->nquarantine;
	to->skip = s->skip;
	to->nskip = s->nskip;
	to->nrelation = s->nrelation;
	to->klass = s->klass;
	to->nklass = s->nklass;
	to->type = s->type;
	to->ntype = s->ntype;
	to->records = s->records;
	to->quarantined = s->quarantined;
	to->repaired = s->repaired;
	to->duplicates = s->duplicates;
	to->earliest = s->earliest;
	to->latest = s->latest;
	memcpy(to->case_id, s->case_id, sizeof to->case_id);
	memcpy(to->created, s->created, sizeof to->created);
	to->relation = gbx_arena_alloc(&to->arena, (s->nrelation + 1) * sizeof *to->relation);
	bool ok = to->relation != NULL;
	for (uint32_t i = 0; i < s->nrelation && ok; i++)
		ok = relation_of(&to->arena, s->relation + i, to->relation + i);
	return ok;
}

/* The ranges that stand for long shapes are ours; so is the name of every type. */
static void add_words(struct gbx_buf *b)
{
	for (unsigned i = GBX_SHAPE_BYTES; i < 65536; i *= 2)
		gbx_buf_addf(b, "\n(%u-%u bytes)", i + 1, i * 2);
	gbx_buf_adds(b, "\n(over 65536 bytes)");
	for (unsigned t = 0; t < GBX_T_COUNT; t++) {
		const struct gbx_type_info *ti = gbx_type_info((enum gbx_type)t);
		gbx_buf_addf(b, "\n%s\n%s\n%s", ti->name, ti->data_class ? ti->data_class : "", ti->rule);
	}
}

enum gbx_rc gbx_own_words(const struct gbx_summary *s, const struct gbx_report_options *o,
			  struct gbx_buf *out, struct gbx_err *err)
{
	struct gbx_summary copy;
	gbx_summary_init(&copy);
	enum gbx_rc rc = without_values(s, &copy) ? GBX_OK : gbx_fail(err, GBX_E_NOMEM, NULL);
	if (!rc)
		rc = gbx_report_json(&copy, o, out, err);
	if (!rc)
		rc = gbx_report_markdown(&copy, o, out, err);
	if (!rc)
		rc = gbx_report_html(&copy, o, out, err);
	for (const struct gbx_report_table *t = gbx_report_tables; t->name && !rc; t++)
		rc = t->write(&copy, o, out, err);
	add_words(out);
	gbx_summary_release(&copy);
	if (!rc && gbx_buf_failed(out))
		rc = gbx_fail(err, GBX_E_NOMEM, NULL);
	return rc;
}

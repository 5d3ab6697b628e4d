/*
 * report.md: the whole disclosure document as GitHub-flavoured Markdown. The
 * first line is the status, in front of the heading, so that nobody reads the
 * figures of a partial case without having read that.
 */
#include "../base/escape.h"
#include "../base/limits.h"
#include "table.h"

struct md {
	struct gbx_buf *out;
	const struct gbx_model *m;
	struct gbx_buf text, safe; /* scratch */
};

static void put_safe(struct md *d, const char *s)
{
	gbx_escape_markdown(d->out, gbx_span_str(s));
}

/* A code span whose fence is longer than any run of backticks inside (CommonMark
 * 6.1); a pipe is escaped even there (GFM 4.10). */
static void put_code(struct md *d, struct gbx_span s)
{
	size_t run = 0, most = 0;

	gbx_buf_reset(&d->safe);
	gbx_escape_terminal(&d->safe, s);
	for (size_t i = 0; i < d->safe.n; i++) {
		run = d->safe.p[i] == '`' ? run + 1 : 0;
		most = run > most ? run : most;
	}
	for (size_t i = 0; i <= most; i++)
		gbx_buf_addc(d->out, '`');
	gbx_buf_adds(d->out, most ? " " : "");
	for (size_t i = 0; i < d->safe.n; i++) {
		if (d->safe.p[i] == '|')
			gbx_buf_addc(d->out, '\\');
		gbx_buf_addc(d->out, d->safe.p[i]);
	}
	gbx_buf_adds(d->out, most ? " " : "");
	for (size_t i = 0; i <= most; i++)
		gbx_buf_addc(d->out, '`');
}

static void put_one(struct md *d, const struct gbx_cell *cell)
{
	if (cell->kind == GBX_CELL_CODE && cell->text->n) {
		put_code(d, gbx_buf_span(cell->text));
		return;
	}
	gbx_buf_reset(&d->safe);
	gbx_put_cell(&d->safe, cell);
	gbx_escape_markdown(d->out, gbx_buf_span(&d->safe));
}

static void put_head(struct md *d, const struct gbx_table *t, unsigned use)
{
	for (const struct gbx_column *c = t->column; c->key; c++)
		if (c->use & use)
			gbx_buf_addf(d->out, "| %s ", c->title);
	gbx_buf_adds(d->out, "|\n");
	for (const struct gbx_column *c = t->column; c->key; c++)
		if (c->use & use)
			gbx_buf_adds(d->out, c->number ? "| ---: " : "| --- ");
	gbx_buf_adds(d->out, "|\n");
}

static void put_row(struct md *d, const struct gbx_table *t, unsigned use,
		    const struct gbx_cursor *at)
{
	for (const struct gbx_column *c = t->column; c->key; c++) {
		if (!(c->use & use))
			continue;
		struct gbx_cell cell = gbx_table_cell(c, d->m, at, &d->text);
		gbx_buf_adds(d->out, "| ");
		put_one(d, &cell);
		gbx_buf_addc(d->out, ' ');
	}
	gbx_buf_adds(d->out, "|\n");
}

/* A table with its heading; nothing when it has no rows. */
static void put_table(struct md *d, const struct gbx_table *t, const char *level,
		      struct gbx_cursor at, unsigned use)
{
	uint64_t rows = 0;

	while (gbx_table_next(t, d->m, &at)) {
		if (!rows) {
			gbx_buf_addf(d->out, "\n%s %s\n\n", level, t->title);
			put_head(d, t, use);
		}
		if (rows++ < GBX_REPORT_ROWS)
			put_row(d, t, use, &at);
	}
	if (rows > GBX_REPORT_ROWS) {
		gbx_buf_adds(d->out, "\nThe rest stands in tables/");
		gbx_buf_addf(d->out, "%s.csv: ", t->name);
		gbx_put_things(d->out, rows - GBX_REPORT_ROWS, "more row.\n", "more rows.\n");
	}
}

static void put_fact(struct md *d, const char *what, struct gbx_figure f)
{
	gbx_buf_addf(d->out, "| %s | ", what);
	gbx_buf_reset(&d->safe);
	gbx_put_figure(&d->safe, f);
	gbx_escape_markdown(d->out, gbx_buf_span(&d->safe));
	gbx_buf_adds(d->out, " |\n");
}

static void put_facts(struct md *d)
{
	const struct gbx_summary *s = d->m->s;

	gbx_buf_adds(d->out, "\n## Figures\n\n| What | How many |\n| --- | ---: |\n");
	put_fact(d, "Records", d->m->records);
	put_fact(d, "Duplicates", d->m->duplicates);
	put_fact(d, "Repaired records", d->m->repaired);
	put_fact(d, "Quarantined records", d->m->quarantined);
	put_fact(d, "Entries read", gbx_figure_count(d->m->nread, false));
	put_fact(d, "Entries not read in full", gbx_figure_count(d->m->nunread, false));
	put_fact(d, "Relations", gbx_figure_count(s->nrelation, false));
	if (s->earliest && s->latest) {
		gbx_buf_adds(d->out, "| Time window | ");
		put_safe(d, s->earliest);
		gbx_buf_adds(d->out, " to ");
		put_safe(d, s->latest);
		gbx_buf_adds(d->out, " |\n");
	}
}

static void put_top(struct md *d)
{
	if (!d->m->ntop)
		return;
	gbx_buf_adds(d->out, "\n## What stands together in one record\n\n");
	for (uint32_t i = 0; i < d->m->ntop && i < 10; i++) {
		gbx_buf_reset(&d->text);
		gbx_put_figure(&d->text, d->m->top[i].records);
		gbx_buf_adds(&d->text, d->m->top[i].records.value == 1 ? " record exposes "
								       : " records expose ");
		gbx_put_words(&d->text, d->m, &d->m->top[i].types);
		gbx_buf_adds(d->out, "- ");
		gbx_escape_markdown(d->out, gbx_buf_span(&d->text));
		gbx_buf_addc(d->out, '\n');
	}
}

static void put_storage(struct md *d)
{
	if (!gbx_model_storage(d->m))
		return;
	gbx_buf_adds(d->out, "\n## How the passwords were stored\n\n");
	gbx_buf_reset(&d->text);
	gbx_put_storage(&d->text, d->m);
	gbx_escape_markdown(d->out, gbx_buf_span(&d->text));
	gbx_buf_adds(d->out, ".\n");
	put_table(d, &gbx_table_stored, "###", gbx_table_rows(&gbx_table_stored, d->m), GBX_IN_DOC);
}

static void put_warnings(struct md *d)
{
	gbx_buf_adds(d->out, "\n## Mind this\n\n");
	for (const struct gbx_warning *w = gbx_warnings; w->word; w++) {
		if (!w->applies(d->m))
			continue;
		gbx_buf_reset(&d->text);
		w->text(d->m, &d->text);
		gbx_buf_adds(d->out, "- ");
		gbx_escape_markdown(d->out, gbx_buf_span(&d->text));
		gbx_buf_addc(d->out, '\n');
	}
}

static void put_title(struct md *d)
{
	const struct gbx_summary *s = d->m->s;

	gbx_put_status(&d->text, d->m);
	gbx_escape_markdown(d->out, gbx_buf_span(&d->text));
	gbx_buf_adds(d->out, "\n\n# Exposure report\n\nCase ");
	put_safe(d, s->case_id);
	gbx_buf_adds(d->out, ", created ");
	put_safe(d, s->created);
	gbx_buf_adds(d->out, s->vault ? ", records sealed in the case file"
				      : ", counts only: no record is kept");
	gbx_buf_adds(d->out, s->shredded ? ", key destroyed" : "");
	gbx_buf_addf(d->out, ". Made by glovebox %s.\n", GBX_VERSION);
	if (!d->m->o->reproducible && s->seconds > 0) {
		gbx_buf_adds(d->out, "Counting took ");
		gbx_put_seconds(d->out, s->seconds);
		gbx_buf_adds(d->out, ".\n");
	}
	gbx_buf_addf(d->out,
		     "\nCounts of 1 to %u read \"&lt;%u\"; a range such as 5-9 keeps them from "
		     "being worked out. No raw value is in this document.\n",
		     GBX_SMALL_COUNT - 1, GBX_SMALL_COUNT);
}

static void put_relation(struct md *d, uint32_t r)
{
	static const struct gbx_table *const part[] = {
		&gbx_table_sets,
		&gbx_table_fields,
		&gbx_table_shapes,
		&gbx_table_regions,
	};

	gbx_buf_adds(d->out, "\n## Relation ");
	put_safe(d, d->m->s->relation[r].name);
	gbx_buf_addc(d->out, '\n');
	for (size_t i = 0; i < sizeof(part) / sizeof(*part); i++)
		put_table(d, part[i], "###", gbx_table_rows_of(r), GBX_IN_PART);
	if (d->m->relation[r].other_sets.value) {
		gbx_buf_adds(d->out, "\nRecords in exposure sets beyond those tracked: ");
		gbx_buf_reset(&d->safe);
		gbx_put_figure(&d->safe, d->m->relation[r].other_sets);
		gbx_escape_markdown(d->out, gbx_buf_span(&d->safe));
		gbx_buf_addc(d->out, '\n');
	}
}

static void put_document(struct md *d)
{
	static const struct gbx_table *const before[] = {
		&gbx_table_classes,
		&gbx_table_types,
		&gbx_table_relations,
	};
	static const struct gbx_table *const after[] = {
		&gbx_table_kinds,
		&gbx_table_unread,
		&gbx_table_quarantine,
		&gbx_table_skipped,
		&gbx_table_sources,
		&gbx_table_entries,
	};

	put_title(d);
	put_warnings(d);
	put_facts(d);
	put_top(d);
	put_storage(d);
	for (size_t i = 0; i < sizeof(before) / sizeof(*before); i++)
		put_table(d, before[i], "##", gbx_table_rows(before[i], d->m), GBX_IN_DOC);
	for (uint32_t r = 0; r < d->m->s->nrelation && r < GBX_REPORT_ROWS; r++)
		put_relation(d, r);
	for (size_t i = 0; i < sizeof(after) / sizeof(*after); i++)
		put_table(d, after[i], "##", gbx_table_rows(after[i], d->m), GBX_IN_DOC);
}

enum gbx_rc gbx_report_markdown(struct gbx_summary *s, const struct gbx_report_options *o,
				struct gbx_buf *out, struct gbx_err *err)
{
	struct gbx_model m;
	struct md d = { .out = out, .m = &m };
	enum gbx_rc rc = gbx_model_init(&m, s, o, true, err);

	if (rc)
		return rc;
	gbx_buf_init(&d.text, GBX_REPORT_BYTES);
	gbx_buf_init(&d.safe, GBX_REPORT_BYTES);
	put_document(&d);
	if (gbx_buf_failed(out) || gbx_buf_failed(&d.text) || gbx_buf_failed(&d.safe))
		rc = gbx_fail(err, GBX_E_NOMEM, "writing report.md");
	gbx_buf_release(&d.text);
	gbx_buf_release(&d.safe);
	gbx_model_release(&m);
	return rc;
}

/*
 * report.html: one self-contained page. No script, no remote resource, no inline
 * style attribute; the policy in its head allows nothing but its own style sheet.
 */
#include "html.h"

#include "../base/escape.h"
#include "../base/limits.h"

#define OPEN_RELATIONS 3 /* relations that are unfolded at first */

void gbx_html_put(struct gbx_html *h, const char *s)
{
	gbx_escape_html(h->out, gbx_span_str(s));
}

void gbx_html_flush(struct gbx_html *h)
{
	gbx_escape_html(h->out, gbx_buf_span(&h->text));
	gbx_buf_reset(&h->text);
}

void gbx_html_figure(struct gbx_html *h, struct gbx_figure f)
{
	gbx_buf_reset(&h->safe);
	gbx_put_figure(&h->safe, f);
	gbx_escape_html(h->out, gbx_buf_span(&h->safe));
}

static void put(struct gbx_html *h, const char *markup)
{
	gbx_buf_adds(h->out, markup);
}

/* ---- tables ---- */

static void put_cell(struct gbx_html *h, const struct gbx_column *col, bool head,
		     const struct gbx_cursor *at)
{
	struct gbx_cell cell = gbx_table_cell(col, h->m, at, &h->text);
	bool text = cell.kind == GBX_CELL_TEXT || cell.kind == GBX_CELL_CODE;
	bool wide = text && h->text.n > 60;

	put(h, head          ? "<th scope=\"row\">"
	       : col->number ? "<td class=\"n\">"
	       : wide        ? "<td class=\"w\">"
			     : "<td>");
	put(h, cell.kind == GBX_CELL_CODE ? "<code>" : text ? "<bdi>" : "");
	gbx_buf_reset(&h->safe);
	gbx_put_cell(&h->safe, &cell);
	gbx_escape_html(h->out, gbx_buf_span(&h->safe));
	put(h, cell.kind == GBX_CELL_CODE ? "</code>" : text ? "</bdi>" : "");
	put(h, head ? "</th>" : "</td>");
	gbx_buf_reset(&h->text);
}

static void put_head(struct gbx_html *h, const struct gbx_table *t, unsigned use)
{
	gbx_buf_addf(h->out,
		     "<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"%s\">\n"
		     "<table>\n<thead><tr>",
		     t->title);
	for (const struct gbx_column *c = t->column; c->key; c++)
		if (c->use & use)
			gbx_buf_addf(h->out, "<th scope=\"col\"%s>%s</th>",
				     c->number ? " class=\"n\"" : "", c->title);
	put(h, "</tr></thead>\n<tbody>\n");
}

static void put_row(struct gbx_html *h, const struct gbx_table *t, unsigned use,
		    const struct gbx_cursor *at)
{
	bool head = !t->column->number; /* the first column names the row, when it is a name */

	put(h, "<tr>");
	for (const struct gbx_column *c = t->column; c->key; c++) {
		if (!(c->use & use))
			continue;
		put_cell(h, c, head && !c->number, at);
		head = false;
	}
	put(h, "</tr>\n");
}

/* A table without heading. Returns its rows; nothing is written when there are none. */
static uint64_t put_table(struct gbx_html *h, const struct gbx_table *t, struct gbx_cursor at,
			  unsigned use)
{
	uint64_t rows = 0;

	while (gbx_table_next(t, h->m, &at)) {
		if (!rows)
			put_head(h, t, use);
		if (rows++ < GBX_REPORT_ROWS)
			put_row(h, t, use, &at);
	}
	if (rows)
		put(h, "</tbody></table></div>\n");
	if (rows > GBX_REPORT_ROWS) {
		gbx_buf_addf(
		    h->out,
		    "<p class=\"soft\">The rest stands in <code>tables/%s.csv</code>: ", t->name);
		gbx_put_things(h->out, rows - GBX_REPORT_ROWS, "more row", "more rows");
		put(h, ".</p>\n");
	}
	return rows;
}

static bool has_rows(struct gbx_html *h, const struct gbx_table *t, struct gbx_cursor at)
{
	return gbx_table_next(t, h->m, &at);
}

static void put_section(struct gbx_html *h, const struct gbx_table *t)
{
	if (!has_rows(h, t, gbx_table_rows(t, h->m)))
		return;
	gbx_buf_addf(h->out, "<section>\n<h2>%s</h2>\n", t->title);
	put_table(h, t, gbx_table_rows(t, h->m), GBX_IN_DOC);
	put(h, "</section>\n");
}

static void put_folded(struct gbx_html *h, const struct gbx_table *t, struct gbx_cursor at,
		       unsigned use, bool open)
{
	if (!has_rows(h, t, at))
		return;
	gbx_buf_addf(h->out, "<details%s><summary>%s</summary>\n", open ? " open" : "", t->title);
	put_table(h, t, at, use);
	put(h, "</details>\n");
}

/* ---- the page from top to bottom ---- */

static void put_page_head(struct gbx_html *h)
{
	put(h, "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
	       "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; "
	       "style-src 'sha256-");
	put(h, gbx_html_style_sha256);
	put(h, "'; base-uri 'none'; form-action 'none'\">\n"
	       "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
	       "<meta name=\"color-scheme\" content=\"light dark\">\n"
	       "<meta name=\"referrer\" content=\"no-referrer\">\n"
	       "<meta name=\"robots\" content=\"noindex\">\n<title>");
	put(h, h->m->nreason ? "PARTIAL: exposure report" : "COMPLETE: exposure report");
	put(h, "</title>\n<style>");
	put(h, gbx_html_style);
	put(h, "</style>\n</head>\n<body>\n<main>\n");
}

static void put_title(struct gbx_html *h)
{
	const struct gbx_summary *s = h->m->s;

	put(h, h->m->nreason ? "<p class=\"status partial\">" : "<p class=\"status complete\">");
	gbx_put_status(&h->text, h->m);
	gbx_html_flush(h);
	put(h, "</p>\n<header>\n<h1>Exposure report</h1>\n<p class=\"soft\">Case <code>");
	gbx_html_put(h, s->case_id);
	put(h, "</code>, created ");
	gbx_html_put(h, s->created);
	put(h, s->vault ? ", records sealed in the case file" : ", counts only: no record is kept");
	put(h, s->shredded ? ", key destroyed" : "");
	put(h, ".</p>\n</header>\n");
}

static void put_warnings(struct gbx_html *h)
{
	put(h, "<section class=\"mind\">\n<h2>Mind this</h2>\n<ul>\n");
	for (const struct gbx_warning *w = gbx_warnings; w->word; w++) {
		if (!w->applies(h->m))
			continue;
		w->text(h->m, &h->text);
		put(h, "<li>");
		gbx_html_flush(h);
		put(h, "</li>\n");
	}
	put(h, "</ul>\n</section>\n");
}

static void put_card(struct gbx_html *h, const char *what, struct gbx_figure f)
{
	gbx_buf_addf(h->out, "<div><dt>%s</dt><dd>", what);
	gbx_html_figure(h, f);
	put(h, "</dd></div>\n");
}

static void put_cards(struct gbx_html *h)
{
	const struct gbx_summary *s = h->m->s;

	put(h, "<dl class=\"cards\">\n");
	put_card(h, "Records (rows)", h->m->records);
	put_card(h, "Duplicates", h->m->duplicates);
	put_card(h, "Repaired", h->m->repaired);
	put_card(h, "Quarantined", h->m->quarantined);
	put_card(h, "Entries read", gbx_figure_count(h->m->nread, false));
	put_card(h, "Entries not read in full", gbx_figure_count(h->m->nunread, false));
	put_card(h, "Relations", gbx_figure_count(s->nrelation, false));
	if (s->earliest && s->latest) {
		put(h, "<div class=\"wide\"><dt>Time window</dt><dd><time>");
		gbx_html_put(h, s->earliest);
		put(h, "</time> to <time>");
		gbx_html_put(h, s->latest);
		put(h, "</time></dd></div>\n");
	}
	put(h, "</dl>\n");
}

static void put_tops(struct gbx_html *h)
{
	if (!h->m->ntop)
		return;
	put(h, "<section>\n<h2>What stands together in one record</h2>\n<ul class=\"top\">\n");
	for (uint32_t i = 0; i < h->m->ntop && i < 10; i++) {
		put(h, "<li><strong>");
		gbx_html_figure(h, h->m->top[i].records);
		put(h, h->m->top[i].records.value == 1 ? "</strong> record exposes "
						       : "</strong> records expose ");
		gbx_put_words(&h->text, h->m, &h->m->top[i].types);
		gbx_html_flush(h);
		put(h, "</li>\n");
	}
	put(h, "</ul>\n</section>\n");
}

static void put_classes(struct gbx_html *h)
{
	if (!h->m->s->nklass)
		return;
	put(h, "<section>\n<h2>Exposed data classes</h2>\n");
	gbx_html_classes(h);
	put_folded(h, &gbx_table_classes, gbx_table_rows(&gbx_table_classes, h->m), GBX_IN_DOC,
		   false);
	put_folded(h, &gbx_table_types, gbx_table_rows(&gbx_table_types, h->m), GBX_IN_DOC, false);
	put(h, "</section>\n");
}

static void put_storage(struct gbx_html *h)
{
	if (!gbx_model_storage(h->m))
		return;
	put(h, "<section>\n<h2>How the passwords were stored</h2>\n<p>");
	gbx_buf_reset(&h->text);
	gbx_put_storage(&h->text, h->m);
	gbx_html_flush(h);
	put(h, ".</p>\n");
	put_table(h, &gbx_table_stored, gbx_table_rows(&gbx_table_stored, h->m), GBX_IN_DOC);
	put(h, "</section>\n");
}

static void put_relation_facts(struct gbx_html *h, uint32_t r)
{
	const struct gbx_sum_relation *s = &h->m->s->relation[r];

	put(h, "<p class=\"soft\">");
	gbx_html_figure(h, h->m->relation[r].records);
	put(h, s->records == 1 ? " record" : " records");
	if (s->key_field >= 0 && (uint32_t)s->key_field < s->nfield) {
		put(h, ", ");
		gbx_html_figure(h, gbx_model_estimate(h->m, r, s->distinct_keys));
		put(h, " distinct values of <bdi>");
		gbx_html_put(h, s->field[s->key_field].name);
		put(h, "</bdi>");
	}
	put(h, ", ");
	gbx_html_figure(h, gbx_model_estimate(h->m, r, s->duplicates));
	put(h, " duplicates, ");
	gbx_html_figure(h, h->m->relation[r].quarantined);
	put(h, " quarantined.");
	put(h, s->recounted ? " Counted again: the first plan was wrong." : "");
	put(h, s->plan_doubtful ? " The types are doubtful." : "");
	put(h, "</p>\n");
}

static void put_relation(struct gbx_html *h, uint32_t r)
{
	struct gbx_cursor rows = gbx_table_rows_of(r);
	bool open = r < OPEN_RELATIONS;

	put(h, "<section>\n<h2><bdi>");
	gbx_html_put(h, h->m->s->relation[r].name);
	put(h, "</bdi></h2>\n");
	put_relation_facts(h, r);
	gbx_html_sets(h, r);
	gbx_html_months(h, r);
	put_folded(h, &gbx_table_fields, rows, GBX_IN_PART, open);
	put_folded(h, &gbx_table_sets, rows, GBX_IN_PART, false);
	put_folded(h, &gbx_table_shapes, rows, GBX_IN_PART, false);
	put_folded(h, &gbx_table_regions, rows, GBX_IN_PART, false);
	put(h, "</section>\n");
}

static void put_relations(struct gbx_html *h)
{
	uint32_t n = h->m->s->nrelation;

	put_section(h, &gbx_table_relations);
	for (uint32_t r = 0; r < n && r < GBX_REPORT_ROWS; r++)
		put_relation(h, r);
	if (n > GBX_REPORT_ROWS)
		put(h,
		    "<p class=\"soft\">The other relations stand in <code>tables/</code>.</p>\n");
}

static void put_foot(struct gbx_html *h)
{
	const struct gbx_summary *s = h->m->s;

	gbx_buf_addf(
	    h->out,
	    "<footer>\n<p>Counts of 1 to %u read &lt;%u; a range such as 5-9 keeps them from "
	    "being worked out. No raw value is on this page. Made by glovebox %s",
	    GBX_SMALL_COUNT - 1, GBX_SMALL_COUNT, GBX_VERSION);
	if (!h->m->o->reproducible && s->seconds > 0) {
		put(h, "; counting took ");
		gbx_put_seconds(h->out, s->seconds);
	}
	put(h, ".</p>\n</footer>\n</main>\n</body>\n</html>\n");
}

enum gbx_rc gbx_report_html(struct gbx_summary *s, const struct gbx_report_options *o,
			    struct gbx_buf *out, struct gbx_err *err)
{
	struct gbx_model m;
	struct gbx_html h = { .out = out, .m = &m };
	enum gbx_rc rc = gbx_model_init(&m, s, o, true, err);

	if (rc)
		return rc;
	gbx_buf_init(&h.text, GBX_REPORT_BYTES);
	gbx_buf_init(&h.safe, GBX_REPORT_BYTES);
	put_page_head(&h);
	put_title(&h);
	put_cards(&h);
	put_warnings(&h);
	put_tops(&h);
	put_classes(&h);
	put_storage(&h);
	put_relations(&h);
	put_section(&h, &gbx_table_kinds);
	put_section(&h, &gbx_table_unread);
	put_section(&h, &gbx_table_quarantine);
	put_section(&h, &gbx_table_skipped);
	put_section(&h, &gbx_table_sources);
	put_section(&h, &gbx_table_entries);
	put_foot(&h);
	if (gbx_buf_failed(out) || gbx_buf_failed(&h.text) || gbx_buf_failed(&h.safe))
		rc = gbx_fail(err, GBX_E_NOMEM, "writing report.html");
	gbx_buf_release(&h.text);
	gbx_buf_release(&h.safe);
	gbx_model_release(&m);
	return rc;
}

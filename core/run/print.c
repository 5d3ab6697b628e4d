/* What is printed rather than written: one report, the lists, a query's rows. */
#include <stdlib.h>

#include "../base/escape.h"
#include "../report/report.h"
#include "../source/charset.h"
#include "../source/doc.h"
#include "case.h"
#include "process.h"

#define DOCUMENT_MAX (512u << 20)

/* ---- a report ---- */

struct print_task {
	const struct gbx_print_options *o;
	FILE *f;
};

static enum gbx_rc write_document(const struct gbx_print_options *o, struct gbx_summary *s, struct gbx_buf *b,
				  struct gbx_err *err)
{
	static enum gbx_rc (*const write[])(struct gbx_summary *, const struct gbx_report_options *,
					    struct gbx_buf *, struct gbx_err *) = {
		[GBX_PRINT_TERMINAL] = gbx_report_terminal,
		[GBX_PRINT_MARKDOWN] = gbx_report_markdown,
		[GBX_PRINT_HTML] = gbx_report_html,
		[GBX_PRINT_JSON] = gbx_report_json,
		[GBX_PRINT_COVERAGE] = gbx_report_coverage,
		[GBX_PRINT_COVERAGE_JSON] = gbx_report_coverage_json,
	};
	struct gbx_report_options ro = { o->reproducible, o->public_, o->color, o->width, o->out_dir,
					 o->case_path };
	if (o->what == GBX_PRINT_EXPLAIN || o->what == GBX_PRINT_EXPLAIN_JSON)
		return gbx_report_explain(s, o->field, o->what == GBX_PRINT_EXPLAIN_JSON, b, err);
	return write[o->what](s, &ro, b, err);
}

/* Coverage and explain are for who works on the case, and name things as they are. */
static bool handed_out(const struct gbx_print_options *o)
{
	return o->what == GBX_PRINT_TERMINAL || o->what == GBX_PRINT_MARKDOWN || o->what == GBX_PRINT_HTML ||
	       o->what == GBX_PRINT_JSON;
}

static enum gbx_rc print_child(void *ctx, void *result, struct gbx_err *err)
{
	struct print_task *task = ctx;
	const struct gbx_print_options *o = task->o;
	struct gbx_vault_options vo = { o->keys.key_file, o->keys.passphrase_file, false, NULL };
	struct gbx_vault *v = NULL;
	struct gbx_summary s;
	struct gbx_buf b = GBX_BUF_INIT(DOCUMENT_MAX);
	gbx_summary_init(&s);
	enum gbx_rc rc = gbx_vault_open(&v, o->case_path, GBX_VAULT_FIGURES, &vo, err);
	if (!rc)
		rc = gbx_vault_load(v, &s, err);
	if (!rc && o->reproducible)
		gbx_summary_reproducible(&s);
	if (!rc && handed_out(o))
		rc = gbx_report_mask_names(&s, err);
	if (!rc)
		rc = write_document(o, &s, &b, err);
	if (!rc && (fwrite(b.p, 1, b.n, task->f) != b.n || fflush(task->f)))
		rc = gbx_fail_sys(err, GBX_E_WRITE, "the report");
	if (!rc)
		gbx_case_outcome(&s, result);
	gbx_buf_release(&b);
	gbx_summary_release(&s);
	if (v)
		gbx_vault_close(v);
	return rc;
}

enum gbx_rc gbx_print_report(const struct gbx_print_options *o, FILE *f, struct gbx_outcome *out,
			     struct gbx_err *err)
{
	struct print_task task = { o, f };
	return gbx_process_run(print_child, &task, out, sizeof *out, "the report", err);
}

/* ---- lists ---- */

static enum gbx_rc flush(struct gbx_buf *b, FILE *f)
{
	bool ok = !gbx_buf_failed(b) && fwrite(gbx_buf_str(b), 1, b->n, f) == b->n && !fflush(f);
	gbx_buf_release(b);
	return ok ? GBX_OK : GBX_IO;
}

static void add_json(struct gbx_buf *b, const char *name, const char *text)
{
	gbx_buf_addf(b, "\"%s\": ", name);
	if (text)
		gbx_escape_json(b, gbx_span_str(text));
	else
		gbx_buf_adds(b, "null");
}

enum gbx_rc gbx_print_types(FILE *f, bool json)
{
	static const char *const enisa[] = { NULL, "simple", "behavioural", "financial", "sensitive" };
	struct gbx_buf b = GBX_BUF_INIT(1u << 20);
	if (json)
		gbx_buf_adds(&b, "{\"types\": [");
	for (unsigned i = 0; i < GBX_T_COUNT; i++) {
		const struct gbx_type_info *t = gbx_type_info((enum gbx_type)i);
		if (!json) {
			gbx_buf_addf(&b, "%-28s %-26s %s\n", t->name, t->data_class ? t->data_class : "-",
				     t->summary);
			continue;
		}
		gbx_buf_adds(&b, i ? ",\n  {" : "\n  {");
		add_json(&b, "name", t->name);
		gbx_buf_adds(&b, ", ");
		add_json(&b, "data_class", t->data_class);
		gbx_buf_adds(&b, ", ");
		add_json(&b, "summary", t->summary);
		gbx_buf_addf(&b, ", \"special\": %s, \"pipl\": %s, ", t->special ? "true" : "false",
			     t->pipl ? "true" : "false");
		add_json(&b, "enisa", enisa[t->enisa]);
		gbx_buf_adds(&b, ", ");
		add_json(&b, "veris", t->veris);
		gbx_buf_adds(&b, "}");
	}
	if (json)
		gbx_buf_adds(&b, "\n]}\n");
	return flush(&b, f);
}

static void add_format(struct gbx_buf *b, const char *name, const char *summary, bool json,
		       bool first)
{
	if (!json) {
		gbx_buf_addf(b, "%-16s %s\n", name, summary);
		return;
	}
	gbx_buf_adds(b, first ? "\n  {" : ",\n  {");
	add_json(b, "name", name);
	gbx_buf_adds(b, ", ");
	add_json(b, "summary", summary);
	gbx_buf_addc(b, '}');
}

/* Names only; in lines that fit a terminal. */
static void add_charsets(struct gbx_buf *b, bool json)
{
	size_t width = 0;
	gbx_buf_adds(b, json ? "\n],\n\"charsets\": [" : "\ncharacter sets, for --charset:\n");
	for (unsigned c = 1; c < GBX_CHARSET_COUNT; c++) {
		const char *name = gbx_charset_info[c].name;
		if (json) {
			gbx_buf_addf(b, "%s\n  \"%s\"", c > 1 ? "," : "", name);
			continue;
		}
		if (width + strlen(name) > 76)
			width = 0;
		gbx_buf_addf(b, "%s%s", width ? ", " : c > 1 ? ",\n  " : "  ", name);
		width += strlen(name) + 2;
	}
	gbx_buf_addc(b, '\n');
}

enum gbx_rc gbx_print_formats(FILE *f, bool json)
{
	struct gbx_buf b = GBX_BUF_INIT(1u << 20);
	if (json)
		gbx_buf_adds(&b, "{\"formats\": [");
	for (unsigned i = 0; gbx_formats[i]; i++)
		add_format(&b, gbx_formats[i]->name, gbx_formats[i]->summary, json, i == 0);
	for (unsigned i = 0; gbx_doc_kinds[i]; i++)
		add_format(&b, gbx_doc_kinds[i]->name, gbx_doc_kinds[i]->summary, json, false);
	add_charsets(&b, json);
	if (json)
		gbx_buf_adds(&b, "]}\n");
	return flush(&b, f);
}

/* ---- a query ---- */

struct query_task {
	const char *case_path, *query;
	bool json;
	FILE *f;
	char **name; /* column names, for JSON */
	int nname;
	bool first, unwritten;
	struct gbx_buf line;
};

static void json_row(struct query_task *q, const struct gbx_sql_row *row)
{
	gbx_buf_adds(&q->line, q->first ? "\n  {" : ",\n  {");
	for (int i = 0; i < row->n && i < q->nname; i++) {
		gbx_buf_adds(&q->line, i ? ", " : "");
		gbx_escape_json(&q->line, gbx_span_str(q->name[i]));
		gbx_buf_adds(&q->line, ": ");
		if (!row->text[i])
			gbx_buf_adds(&q->line, "null");
		else if (row->number[i])
			gbx_buf_adds(&q->line, row->text[i]);
		else
			gbx_escape_json(&q->line, gbx_span_str(row->text[i]));
	}
	gbx_buf_addc(&q->line, '}');
	q->first = false;
}

/* Begins the document: only a query that can be run gets here. */
static bool json_names(struct query_task *q, const struct gbx_sql_row *row)
{
	fputs("{\"rows\": [", q->f);
	q->name = calloc((size_t)row->n + 1, sizeof *q->name);
	for (int i = 0; q->name && i < row->n; i++)
		if (!(q->name[i] = strdup(row->text[i] ? row->text[i] : "")))
			return false;
	q->nname = row->n;
	return q->name;
}

static enum gbx_rc print_row(void *ctx, const struct gbx_sql_row *row)
{
	struct query_task *q = ctx;
	gbx_buf_reset(&q->line);
	if (q->json && row->names)
		return json_names(q, row) ? GBX_OK : GBX_NOMEM;
	if (q->json) {
		json_row(q, row);
	} else {
		for (int i = 0; i < row->n; i++) {
			gbx_buf_adds(&q->line, i ? "," : "");
			gbx_escape_csv(&q->line, gbx_span_str(row->text[i] ? row->text[i] : ""));
		}
		gbx_buf_addc(&q->line, '\n');
	}
	q->unwritten |= fwrite(gbx_buf_str(&q->line), 1, q->line.n, q->f) != q->line.n;
	return q->unwritten ? GBX_IO : GBX_OK;
}

static enum gbx_rc query_child(void *ctx, void *result, struct gbx_err *err)
{
	(void)result;
	struct query_task *q = ctx;
	struct gbx_vault *v = NULL;
	gbx_buf_init(&q->line, DOCUMENT_MAX);
	enum gbx_rc rc = gbx_vault_open(&v, q->case_path, GBX_VAULT_FIGURES, &(struct gbx_vault_options){ 0 },
					err);
	if (!rc)
		rc = gbx_vault_sql(v, q->query, print_row, q, err);
	if (!rc && q->json)
		fputs("\n]}\n", q->f);
	if (q->unwritten || (fflush(q->f) && !rc))
		rc = gbx_fail_sys(err, GBX_E_WRITE, "the rows");
	for (int i = 0; i < q->nname; i++)
		free(q->name[i]);
	free(q->name);
	gbx_buf_release(&q->line);
	if (v)
		gbx_vault_close(v);
	return rc;
}

enum gbx_rc gbx_print_sql(const char *case_path, const char *query, bool json, FILE *f,
			  struct gbx_err *err)
{
	struct query_task q = { .case_path = case_path, .query = query, .json = json, .f = f, .first = true };
	char nothing = 0;
	return gbx_process_run(query_child, &q, &nothing, sizeof nothing, "the query", err);
}

void gbx_print_name(FILE *f, const char *name)
{
	struct gbx_buf b = GBX_BUF_INIT(1u << 20);
	gbx_escape_terminal(&b, gbx_span_str(name));
	fputs(gbx_buf_str(&b), f);
	gbx_buf_release(&b);
}

/*
 * The screen after a run: at most 40 lines of 80 columns, the worst news first.
 * Every name passes the terminal escaper, then is cut to its column.
 */
#include "../base/escape.h"
#include "../base/limits.h"
#include "table.h"
#include "width.h"

/* Lines each part may take; with blank lines and headings they make 40. What the storage of
 * passwords takes, the data classes give. */
#define STATUS_LINES 4
#define RELATIONS 4
#define CLASSES 7
#define STORAGE_LINES 3
#define TOPS 4
#define WARNINGS 5

#define WIDTH_MIN 60
#define WIDTH_MAX 160

struct screen {
	struct gbx_buf *out;
	const struct gbx_model *m;
	unsigned width;
	unsigned storage; /* lines on the storage of passwords */
	struct gbx_buf text, safe; /* scratch */
};

enum paint { PLAIN, BOLD, RED, GREEN, YELLOW, DIM };

static void paint(struct screen *t, enum paint p)
{
	static const char *const code[] = {
		[PLAIN] = "\033[0m",    [BOLD] = "\033[1m",    [RED] = "\033[1;31m",
		[GREEN] = "\033[1;32m", [YELLOW] = "\033[33m", [DIM] = "\033[2m",
	};

	if (t->m->o->color)
		gbx_buf_adds(t->out, code[p]);
}

/* The scratch text, escaped; holds until the next call. */
static struct gbx_span safe_text(struct screen *t)
{
	gbx_buf_reset(&t->safe);
	gbx_escape_terminal(&t->safe, gbx_buf_span(&t->text));
	gbx_buf_reset(&t->text);
	return gbx_buf_span(&t->safe);
}

static struct gbx_span safe_name(struct screen *t, const char *s)
{
	gbx_buf_reset(&t->text);
	gbx_buf_adds(&t->text, s);
	return safe_text(t);
}

static void put_heading(struct screen *t, const char *left, const char *right, unsigned column)
{
	gbx_buf_addc(t->out, '\n');
	paint(t, BOLD);
	if (right) {
		gbx_put_padded(t->out, gbx_span_str(left), column, false);
		gbx_put_padded(t->out, gbx_span_str(right), strlen(right), false);
	} else {
		gbx_buf_adds(t->out, left);
	}
	paint(t, PLAIN);
	gbx_buf_addc(t->out, '\n');
}

static void put_rest(struct screen *t, uint64_t n, const char *one, const char *many)
{
	if (!n)
		return;
	paint(t, DIM);
	gbx_buf_adds(t->out, "  and ");
	gbx_put_things(t->out, n, one, many);
	paint(t, PLAIN);
	gbx_buf_addc(t->out, '\n');
}

/* How many rows to show when the last may have to say what is left out. */
static uint32_t rows_of(uint32_t n, uint32_t max)
{
	return n > max ? max - 1 : n;
}

/* ---- what was read ---- */

static void put_status(struct screen *t)
{
	gbx_put_status(&t->text, t->m);
	paint(t, t->m->nreason ? RED : GREEN);
	gbx_put_wrapped(t->out, safe_text(t), t->width, 2, STATUS_LINES);
	paint(t, PLAIN);
	gbx_buf_adds(t->out, "\n\n");
}

/* "Label        text", cut to the screen. */
static void put_line(struct screen *t, const char *label)
{
	paint(t, DIM);
	gbx_put_padded(t->out, gbx_span_str(label), 13, false);
	paint(t, PLAIN);
	gbx_put_cut(t->out, safe_text(t), t->width - 13);
	gbx_buf_addc(t->out, '\n');
}

static void put_read(struct screen *t)
{
	const struct gbx_summary *s = t->m->s;

	gbx_put_number(&t->text, t->m->nread);
	gbx_buf_adds(&t->text, " of ");
	gbx_put_things(&t->text, t->m->nfile, "entry", "entries");
	gbx_buf_adds(&t->text, " in ");
	gbx_put_things(&t->text, s->nsource, "source", "sources");
	gbx_buf_adds(&t->text, ", ");
	gbx_put_bytes(&t->text, s->input_bytes);
	if (t->m->bytes_skipped) {
		gbx_buf_adds(&t->text, "; skipped ");
		gbx_put_bytes(&t->text, t->m->bytes_skipped);
	}
	put_line(t, "Read");
}

/* "12,031 pictures (1.2 GB), 40 documents (3 MB)": what lay beside the tables. */
static void put_kinds(struct screen *t)
{
	for (uint32_t i = 0; i < t->m->nkind; i++) {
		const struct gbx_model_sum *k = &t->m->kind[i];
		gbx_buf_adds(&t->text, i ? ", " : "");
		gbx_put_number(&t->text, k->entries);
		gbx_buf_addc(&t->text, ' ');
		gbx_buf_adds(&t->text, k->word);
		gbx_buf_adds(&t->text, k->entries == 1 ? "" : "s");
		gbx_buf_adds(&t->text, " (");
		gbx_put_bytes(&t->text, k->bytes);
		gbx_buf_addc(&t->text, ')');
	}
	if (t->m->nkind)
		put_line(t, "Other files");
}

static void put_counts(struct screen *t)
{
	gbx_put_figure(&t->text, t->m->records);
	if (t->m->s->quarantined && !t->m->suppress) {
		gbx_buf_adds(&t->text, " of ");
		gbx_put_number(&t->text, t->m->s->records + t->m->s->quarantined);
		gbx_buf_adds(&t->text, " read");
	}
	gbx_buf_adds(&t->text, " (rows, not persons)");
	put_line(t, "Records");
	gbx_put_figure(&t->text, t->m->quarantined);
	gbx_buf_adds(&t->text, " quarantined, ");
	gbx_put_figure(&t->text, t->m->repaired);
	gbx_buf_adds(&t->text, " repaired, ");
	gbx_put_figure(&t->text, t->m->duplicates);
	gbx_buf_adds(&t->text, t->m->s->duplicates.value == 1 ? " duplicate" : " duplicates");
	put_line(t, "Of these");
}

static void put_window(struct screen *t)
{
	const struct gbx_summary *s = t->m->s;

	if (!s->earliest || !s->latest)
		return;
	gbx_buf_adds(&t->text, s->earliest);
	gbx_buf_adds(&t->text, " to ");
	gbx_buf_adds(&t->text, s->latest);
	put_line(t, "Time window");
}

/* "Passwords    2 in plain text, 400 under a slow hash (bcrypt, cost 8 to 12)" */
static void put_storage(struct screen *t)
{
	if (!gbx_model_storage(t->m))
		return;
	gbx_buf_adds(&t->text, "Passwords    ");
	gbx_put_storage(&t->text, t->m);
	t->storage = gbx_put_wrapped(t->out, safe_text(t), t->width, 13, STORAGE_LINES);
	gbx_buf_addc(t->out, '\n');
}

/* ---- relations ---- */

static void put_relation(struct screen *t, uint32_t r, unsigned name)
{
	const struct gbx_sum_relation *s = &t->m->s->relation[r];
	bool keyed = s->key_field >= 0 && (uint32_t)s->key_field < s->nfield;

	gbx_buf_adds(t->out, "  ");
	gbx_put_padded(t->out, safe_name(t, s->name), name, false);
	gbx_put_figure(&t->text, t->m->relation[r].records);
	gbx_put_padded(t->out, safe_text(t), 14, true);
	gbx_buf_adds(t->out, "  ");
	if (keyed) {
		gbx_put_figure(&t->text, gbx_model_estimate(t->m, r, s->distinct_keys));
		gbx_buf_adds(&t->text, " of ");
		gbx_buf_adds(&t->text, s->field[s->key_field].name);
	} else {
		gbx_buf_adds(&t->text, "no key");
	}
	gbx_put_cut(t->out, safe_text(t), t->width - name - 18);
	gbx_buf_addc(t->out, '\n');
}

/* Where not all have a line, those of most records have: pick[0..shown), the largest first. */
static void pick_largest(const struct gbx_summary *s, uint32_t *pick, uint32_t shown)
{
	uint32_t n = 0;
	for (uint32_t r = 0; r < s->nrelation; r++) {
		uint32_t at = n;
		while (at && s->relation[pick[at - 1]].records < s->relation[r].records)
			at--;
		if (at == shown)
			continue;
		n += n < shown;
		memmove(pick + at + 1, pick + at, (n - 1 - at) * sizeof(*pick));
		pick[at] = r;
	}
}

static void put_relations(struct screen *t)
{
	uint32_t n = t->m->s->nrelation, shown = rows_of(n, RELATIONS), pick[RELATIONS] = { 0 };
	unsigned name = t->width / 3;

	if (!n)
		return;
	put_heading(t, "Relations", "       records  distinct keys", name + 2);
	if (shown < n)
		pick_largest(t->m->s, pick, shown);
	for (uint32_t r = 0; r < shown; r++)
		put_relation(t, shown < n ? pick[r] : r, name);
	put_rest(t, n - shown, "more relation", "more relations");
}

/* ---- exposure ---- */

static void put_bar(struct screen *t, struct gbx_figure f, uint64_t most, unsigned room)
{
	uint64_t part = f.cover == GBX_SMALL || !most ? 1 : f.lo;
	unsigned n = most ? (unsigned)((double)part / (double)most * room + 0.5) : 0;

	n = n > room ? room : n ? n : f.value > 0;
	for (unsigned i = 0; i < room; i++)
		gbx_buf_adds(t->out, i < n ? "█" : " ");
}

static void put_class(struct screen *t, const struct gbx_sum_class *c)
{
	const struct gbx_model *m = t->m;
	struct gbx_figure f = gbx_figure_count(c->records, m->suppress);
	unsigned name = 28, bar = t->width - name - 30;

	gbx_buf_adds(t->out, "  ");
	gbx_put_padded(t->out, safe_name(t, c->name), name, false);
	gbx_buf_addc(t->out, ' ');
	put_bar(t, f, m->s->klass[0].records, bar);
	gbx_put_figure(&t->text, f);
	gbx_put_padded(t->out, safe_text(t), 16, true);
	if (m->records.cover == GBX_SHOWN) {
		gbx_put_share(&t->text, f, m->records.value);
		gbx_put_padded(t->out, safe_text(t), 9, true);
	}
	gbx_buf_addc(t->out, '\n');
}

static void put_classes(struct screen *t)
{
	uint32_t n = t->m->s->nklass, shown = rows_of(n, CLASSES - t->storage);

	if (!n)
		return;
	put_heading(t, "Exposed data, in records", NULL, 0);
	for (uint32_t i = 0; i < shown; i++)
		put_class(t, &t->m->s->klass[i]);
	put_rest(t, n - shown, "more data class", "more data classes");
}

static void put_tops(struct screen *t)
{
	uint32_t n = t->m->ntop, shown = rows_of(n, TOPS);

	if (!n)
		return;
	put_heading(t, "Together in one record", NULL, 0);
	for (uint32_t i = 0; i < shown; i++) {
		gbx_buf_adds(t->out, "  ");
		gbx_put_figure(&t->text, t->m->top[i].records);
		gbx_buf_adds(&t->text, t->m->top[i].records.value == 1 ? " record exposes "
								       : " records expose ");
		gbx_put_words(&t->text, t->m, &t->m->top[i].types);
		gbx_put_cut(t->out, safe_text(t), t->width - 2);
		gbx_buf_addc(t->out, '\n');
	}
	put_rest(t, n - shown, "more combination", "more combinations");
}

/* ---- warnings, and the end ---- */

/* The words about rows stand beside the records already, the rest in lines of
 * their own, each cut to one. */
static void put_warnings(struct screen *t)
{
	const struct gbx_warning *list[32];
	uint32_t n = 0;

	for (const struct gbx_warning *w = gbx_warnings; w->word && n < 32; w++)
		if (strcmp(w->word, "rows-are-not-persons") != 0 && w->applies(t->m))
			list[n++] = w;
	if (!n)
		return;
	uint32_t shown = rows_of(n, WARNINGS);
	gbx_buf_addc(t->out, '\n');
	for (uint32_t i = 0; i < shown; i++) {
		paint(t, YELLOW);
		gbx_buf_adds(t->out, "! ");
		list[i]->text(t->m, &t->text);
		gbx_put_cut(t->out, safe_text(t), t->width - 2);
		paint(t, PLAIN);
		gbx_buf_addc(t->out, '\n');
	}
	put_rest(t, n - shown, "more warning in the report", "more warnings in the report");
}

static void put_place(struct screen *t, const char *label, const char *path)
{
	if (!path)
		return;
	gbx_buf_adds(&t->text, path);
	put_line(t, label);
}

static void put_end(struct screen *t)
{
	const struct gbx_report_options *o = t->m->o;
	const struct gbx_summary *s = t->m->s;
	bool timed = !o->reproducible && s->seconds > 0;

	if (o->out_dir || o->case_path || timed)
		gbx_buf_addc(t->out, '\n');
	put_place(t, "Report in", o->out_dir);
	put_place(t, "Case", o->case_path);
	if (!timed)
		return;
	gbx_put_seconds(&t->text, s->seconds);
	gbx_buf_adds(&t->text, ", ");
	gbx_put_bytes(&t->text, (uint64_t)((double)s->input_bytes / s->seconds));
	gbx_buf_adds(&t->text, " a second");
	put_line(t, "Took");
}

enum gbx_rc gbx_report_terminal(struct gbx_summary *s, const struct gbx_report_options *o,
				struct gbx_buf *out, struct gbx_err *err)
{
	struct gbx_model m;
	struct screen t = { .out = out, .m = &m, .width = o->width ? o->width : 80 };
	enum gbx_rc rc = gbx_model_init(&m, s, o, o->public_, err);

	if (rc)
		return rc;
	t.width = t.width < WIDTH_MIN ? WIDTH_MIN : t.width > WIDTH_MAX ? WIDTH_MAX : t.width;
	gbx_buf_init(&t.text, GBX_REPORT_BYTES);
	gbx_buf_init(&t.safe, GBX_REPORT_BYTES);
	put_status(&t);
	put_read(&t);
	put_kinds(&t);
	put_counts(&t);
	put_window(&t);
	put_storage(&t);
	put_relations(&t);
	put_classes(&t);
	put_tops(&t);
	put_warnings(&t);
	put_end(&t);
	if (gbx_buf_failed(out) || gbx_buf_failed(&t.text) || gbx_buf_failed(&t.safe))
		rc = gbx_fail(err, GBX_E_NOMEM, "writing to the terminal");
	gbx_buf_release(&t.text);
	gbx_buf_release(&t.safe);
	gbx_model_release(&m);
	return rc;
}

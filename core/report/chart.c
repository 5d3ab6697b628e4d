/*
 * The charts of report.html as inline SVG: bars, an UpSet plot (Lex et al. 2014,
 * "UpSet: visualization of intersecting sets") and records over time. Lengths of
 * covered counts are those of the least they can be. Widths stay near those of
 * a phone, so that text is legible there without scrolling.
 */
#include <inttypes.h>

#include "html.h"
#include "width.h"

#define CLASSES 16
#define SETS 10
#define SET_ROWS 16
#define BINS 60

#define WIDTH 420  /* of bars and time */
#define LABELS 140 /* of an UpSet plot's row labels */
#define COLUMN 27

static void put(struct gbx_html *h, const char *markup)
{
	gbx_buf_adds(h->out, markup);
}

static double part(struct gbx_figure f, uint64_t most, double room)
{
	double p = most ? (double)f.lo / (double)most * room : 0;

	return f.value && p < 1.5 ? 1.5 : p > room ? room : p;
}

static void put_rect(struct gbx_html *h, const char *class, double x, double y, double w, double ht)
{
	const double v[] = { x, y, w, ht };
	static const char *const name[] = { "x", "y", "width", "height" };

	gbx_buf_addf(h->out, "<rect class=\"%s\"", class);
	for (int i = 0; i < 4; i++) {
		gbx_buf_addf(h->out, " %s=\"", name[i]);
		gbx_put_decimal(h->out, v[i], 1);
		put(h, "\"");
	}
}

/* anchor: start, middle, end. The text is what stands in h->text. */
static void put_label(struct gbx_html *h, const char *anchor, int x, int y, const char *more)
{
	gbx_buf_addf(h->out, "<text x=\"%d\" y=\"%d\" text-anchor=\"%s\"%s>", x, y, anchor, more);
	gbx_html_flush(h);
	put(h, "</text>");
}

/* Opens an SVG; the description is what stands in h->text. */
static void open_svg(struct gbx_html *h, const char *title, int width, int height)
{
	gbx_buf_addf(h->out,
		     "<svg role=\"img\" aria-label=\"%s\" width=\"%d\" height=\"%d\" "
		     "viewBox=\"0 0 %d %d\">\n<title>%s</title><desc>",
		     title, width, height, width, height, title);
	gbx_html_flush(h);
	put(h, "</desc>\n");
}

/* ---- bars of exposure by data class ---- */

static void put_class(struct gbx_html *h, const struct gbx_sum_class *c, uint64_t most, int y)
{
	struct gbx_figure f = gbx_figure_count(c->records, h->m->suppress);

	gbx_put_cut(&h->text, gbx_span_str(c->name), 32);
	put_label(h, "start", 0, y + 14, "");
	gbx_put_figure(&h->text, f);
	if (h->m->records.cover == GBX_SHOWN && f.cover == GBX_SHOWN) {
		gbx_buf_adds(&h->text, " · ");
		gbx_put_share(&h->text, f, h->m->records.value);
	}
	put_label(h, "end", WIDTH, y + 14, " class=\"t\"");
	put_rect(h, "z", 0, y + 21, WIDTH, 9);
	put(h, " rx=\"2\"/>");
	put_rect(h, "b", 0, y + 21, part(f, most, WIDTH), 9);
	put(h, " rx=\"2\"/>\n");
}

void gbx_html_classes(struct gbx_html *h)
{
	const struct gbx_summary *s = h->m->s;
	uint32_t n = s->nklass < CLASSES ? s->nklass : CLASSES;
	uint64_t most = s->records;

	if (!n)
		return;
	most = most < s->klass[0].records ? s->klass[0].records : most;
	put(h,
	    "<figure><figcaption>Records that expose each class, of all records; a record counts "
	    "once however many of its fields expose it.</figcaption>\n");
	for (uint32_t i = 0; i < n; i++) {
		gbx_buf_adds(&h->text, i ? "; " : "");
		gbx_buf_adds(&h->text, s->klass[i].name);
		gbx_buf_adds(&h->text, ": ");
		gbx_put_figure(&h->text, gbx_figure_count(s->klass[i].records, h->m->suppress));
	}
	open_svg(h, "Records by exposed data class", WIDTH, (int)n * 42);
	for (uint32_t i = 0; i < n; i++)
		put_class(h, &s->klass[i], most, (int)i * 42);
	put(h, "</svg></figure>\n");
}

/* ---- exposure sets ---- */

/* The rows of the plot: one for each word that a shown set has. */
static uint32_t set_rows(const struct gbx_html *h, const struct gbx_sum_relation *s, uint32_t nset,
			 const char *row[SET_ROWS])
{
	uint32_t n = 0;

	for (unsigned t = 0; t < GBX_T_COUNT; t++) {
		const char *word = h->m->word[h->m->order[t]];
		bool has = false;
		uint32_t k = 0;
		for (uint32_t i = 0; i < nset && !has; i++)
			has = gbx_typeset_has(&s->set[i].types, h->m->order[t]);
		while (k < n && strcmp(row[k], word) != 0)
			k++;
		if (has && k == n && n < SET_ROWS)
			row[n++] = word;
	}
	return n;
}

static bool set_has(const struct gbx_html *h, const struct gbx_sum_set *s, const char *word)
{
	for (unsigned t = 0; t < GBX_T_COUNT; t++)
		if (gbx_typeset_has(&s->types, (enum gbx_type)t) &&
		    strcmp(h->m->word[t], word) == 0)
			return true;
	return false;
}

#define BAR_TOP 16
#define BAR_ROOM 90
#define ROW_TOP (BAR_TOP + BAR_ROOM + 12)
#define ROW 22

static void put_set_dots(struct gbx_html *h, const struct gbx_sum_set *s, const char *const *row,
			 uint32_t nrow, int x)
{
	int first = -1, last = -1;

	for (uint32_t i = 0; i < nrow; i++)
		if (set_has(h, s, row[i])) {
			last = (int)i;
			first = first < 0 ? last : first;
		}
	if (last > first)
		gbx_buf_addf(h->out, "<line class=\"k\" x1=\"%d\" y1=\"%d\" x2=\"%d\" y2=\"%d\"/>",
			     x, ROW_TOP + first * ROW + ROW / 2, x, ROW_TOP + last * ROW + ROW / 2);
	for (uint32_t i = 0; i < nrow; i++)
		gbx_buf_addf(h->out, "<circle class=\"%s\" cx=\"%d\" cy=\"%d\" r=\"%s\"/>",
			     set_has(h, s, row[i]) ? "b" : "o", x, ROW_TOP + (int)i * ROW + ROW / 2,
			     set_has(h, s, row[i]) ? "6" : "3.5");
	put(h, "\n");
}

static void put_set(struct gbx_html *h, uint32_t r, uint32_t i, int x)
{
	const struct gbx_sum_relation *s = &h->m->s->relation[r];
	struct gbx_figure f = h->m->relation[r].set[i];
	double tall = part(f, s->set[0].records, BAR_ROOM);

	put(h, "<g><title>");
	gbx_put_figure(&h->text, f);
	gbx_buf_adds(&h->text, f.value == 1 ? " record: " : " records: ");
	gbx_put_words(&h->text, h->m, &s->set[i].types);
	gbx_html_flush(h);
	put(h, "</title>");
	put_rect(h, "b", x - 8, BAR_TOP + BAR_ROOM - tall, 16, tall);
	put(h, "/>");
	gbx_put_short(&h->text, f);
	put_label(h, "middle", x, (int)(BAR_TOP + BAR_ROOM - tall) - 4, " class=\"s\"");
	put(h, "</g>");
}

static void describe_sets(struct gbx_html *h, uint32_t r, uint32_t n)
{
	for (uint32_t i = 0; i < n; i++) {
		gbx_buf_adds(&h->text, i ? "; " : "");
		gbx_put_figure(&h->text, h->m->relation[r].set[i]);
		gbx_buf_adds(&h->text, ": ");
		gbx_put_words(&h->text, h->m, &h->m->s->relation[r].set[i].types);
	}
}

void gbx_html_sets(struct gbx_html *h, uint32_t r)
{
	const struct gbx_sum_relation *s = &h->m->s->relation[r];
	const char *row[SET_ROWS];
	uint32_t n = s->nset < SETS ? s->nset : SETS;
	uint32_t nrow = set_rows(h, s, n, row);
	int width = LABELS + (int)n * COLUMN + 8;

	if (!nrow)
		return;
	put(h,
	    "<figure><figcaption>What stands together: each column is a combination, its bar the "
	    "records that expose exactly that");
	if (s->nset > n) {
		put(h, " (the commonest of ");
		gbx_put_number(h->out, s->nset);
		put(h, ")");
	}
	put(h, ".</figcaption>\n");
	describe_sets(h, r, n);
	open_svg(h, "Exposure sets", width, ROW_TOP + (int)nrow * ROW + 4);
	for (uint32_t i = 0; i < nrow; i++) {
		if (i % 2 == 0) {
			put_rect(h, "z", 0, ROW_TOP + (int)i * ROW, width, ROW);
			put(h, "/>");
		}
		gbx_put_cut(&h->text, gbx_span_str(row[i]), 17);
		put_label(h, "end", LABELS - 10, ROW_TOP + (int)i * ROW + 15, "");
	}
	put(h, "\n");
	for (uint32_t i = 0; i < n; i++) {
		int x = LABELS + (int)i * COLUMN + COLUMN / 2;
		put_set(h, r, i, x);
		put_set_dots(h, &s->set[i], row, nrow, x);
	}
	put(h, "</svg></figure>\n");
}

/* ---- records over time ---- */

struct bins {
	int64_t first; /* in steps since 1970 */
	int64_t step;  /* months of one bin */
	uint32_t n;
	uint32_t most; /* index of the fullest */
	struct gbx_figure bin[BINS];
};

static int64_t floor_div(int64_t a, int64_t b)
{
	return a / b - (a % b < 0);
}

static void fill_bins(struct bins *b, const struct gbx_sum_field *f, const struct gbx_figure *month)
{
	static const int64_t step[] = { 1,     3,      12,      60,       120,      1200,
					12000, 120000, 1200000, 12000000, 120000000 };
	int64_t last = 0;

	*b = (struct bins){ 0 };
	for (size_t i = 0; i < sizeof(step) / sizeof(*step); i++) {
		b->step = step[i];
		b->first = floor_div(f->month[0].month, b->step);
		last = floor_div(f->month[f->nmonth - 1].month, b->step);
		if (last - b->first < BINS)
			break;
	}
	if (last < b->first || last - b->first >= BINS)
		return;
	b->n = (uint32_t)(last - b->first) + 1;
	for (uint32_t i = 0; i < f->nmonth; i++) {
		int64_t at = floor_div(f->month[i].month, b->step) - b->first;
		if (at >= 0 && at < b->n)
			b->bin[at] = gbx_figure_sum(b->bin[at], month[i]);
	}
	for (uint32_t i = 0; i < b->n; i++)
		b->most = b->bin[i].lo > b->bin[b->most].lo ? i : b->most;
}

/* "2019-04", or "2019" for bins of years, or "2010-2019". */
static void put_bin_name(struct gbx_buf *b, const struct bins *s, uint32_t i)
{
	int64_t month = (s->first + i) * s->step;

	if (s->step < 12) {
		gbx_put_month(b, (int32_t)month);
		return;
	}
	gbx_buf_addf(b, "%" PRId64, 1970 + month / 12);
	if (s->step > 12)
		gbx_buf_addf(b, "–%" PRId64, 1970 + (month + s->step) / 12 - 1);
}

/* The field of a relation with the most dated records; nfield when there is none. */
static uint32_t dated_field(const struct gbx_sum_relation *s)
{
	uint32_t best = s->nfield;
	uint64_t most = 0;

	for (uint32_t i = 0; i < s->nfield; i++) {
		uint64_t sum = 0;
		for (uint32_t k = 0; k < s->field[i].nmonth; k++)
			sum += s->field[i].month[k].records;
		if (sum > most && (best == s->nfield || !s->field[i].envelope)) {
			most = sum;
			best = i;
		}
	}
	return best;
}

static void put_bin(struct gbx_html *h, const struct bins *b, uint32_t i)
{
	double wide = (double)WIDTH / b->n, gap = wide > 6 ? 2 : 0.5;
	double tall = part(b->bin[i], b->bin[b->most].lo, BAR_ROOM);

	if (!b->bin[i].value)
		return;
	put(h, "<g><title>");
	put_bin_name(&h->text, b, i);
	gbx_buf_adds(&h->text, ": ");
	gbx_put_figure(&h->text, b->bin[i]);
	gbx_html_flush(h);
	put(h, "</title>");
	wide = wide > 40 ? 40 : wide;
	put_rect(h, "b", i * wide + gap / 2, BAR_TOP + BAR_ROOM - tall, wide - gap, tall);
	put(h, "/></g>\n");
}

static void put_bin_labels(struct gbx_html *h, const struct bins *b)
{
	double wide = (double)WIDTH / b->n;
	int end = (int)((wide > 40 ? 40 : wide) * b->n);
	int base = BAR_TOP + BAR_ROOM;

	gbx_buf_addf(h->out, "<line class=\"a\" x1=\"0\" y1=\"%d\" x2=\"%d\" y2=\"%d\"/>", base,
		     WIDTH, base);
	put_bin_name(&h->text, b, 0);
	put_label(h, "start", 0, base + 17, " class=\"t\"");
	if (end > 120) {
		put_bin_name(&h->text, b, b->n - 1);
		put_label(h, "end", end, base + 17, " class=\"t\"");
	}
	gbx_buf_adds(&h->text, "most: ");
	gbx_put_figure(&h->text, b->bin[b->most]);
	gbx_buf_adds(&h->text, " in ");
	put_bin_name(&h->text, b, b->most);
	put_label(h, "end", WIDTH, 11, " class=\"t\"");
}

void gbx_html_months(struct gbx_html *h, uint32_t r)
{
	const struct gbx_sum_relation *s = &h->m->s->relation[r];
	uint32_t at = dated_field(s);
	struct bins b;

	if (at == s->nfield)
		return;
	fill_bins(&b, &s->field[at], h->m->relation[r].field[at].month);
	if (!b.n)
		return;
	put(h, "<figure><figcaption>Records over time, by <bdi>");
	gbx_html_put(h, s->field[at].name);
	put(h, "</bdi></figcaption>\n");
	put_bin_name(&h->text, &b, 0);
	gbx_buf_adds(&h->text, " to ");
	put_bin_name(&h->text, &b, b.n - 1);
	gbx_buf_adds(&h->text, "; most, ");
	gbx_put_figure(&h->text, b.bin[b.most]);
	gbx_buf_adds(&h->text, ", in ");
	put_bin_name(&h->text, &b, b.most);
	open_svg(h, "Records over time", WIDTH, BAR_TOP + BAR_ROOM + 24);
	for (uint32_t i = 0; i < b.n; i++)
		put_bin(h, &b, i);
	put_bin_labels(h, &b);
	put(h, "</svg></figure>\n");
}

/*
 * One dialect tried on the sample: how steady are its records, what do its cells
 * look like.
 */
#include "csv_sniff.h"

#include "../base/limits.h"

#define LOOK_RECORDS 300u /* records whose cells are classified */
#define LOOK_CELLS 64u    /* and how many of each */

/* How much a cell of each kind speaks for the dialect. */
static const double worth[GBX_CSV_K_COUNT] = {
    [GBX_CSV_K_EMPTY] = 0.8,  [GBX_CSV_K_INT] = 1.0,   [GBX_CSV_K_DECIMAL] = 1.0,
    [GBX_CSV_K_DATE] = 1.0,   [GBX_CSV_K_PHONE] = 1.0, [GBX_CSV_K_EMAIL] = 1.0,
    [GBX_CSV_K_URL] = 1.0,    [GBX_CSV_K_HEX] = 1.0,   [GBX_CSV_K_WORD] = 0.9,
    [GBX_CSV_K_WORDS] = 0.85, [GBX_CSV_K_TEXT] = 0.7,
};

struct tally {
	const struct gbx_csv_sample s;
	const struct gbx_csv_dialect *d;
	struct gbx_csv_trial *t;
	unsigned fields[GBX_RECORD_COLUMNS + 2]; /* records by number of fields */
	unsigned first_empty, last_empty;
	double kinds;
};

/* How clean an unquoted cell is of what is a delimiter elsewhere, 0 to 1. */
static double cleanness(struct gbx_span s, enum gbx_csv_kind kind)
{
	size_t commas = 0;
	for (size_t i = 0; i < s.n; i++) {
		if (s.p[i] == '\t' || s.p[i] == '|' || s.p[i] == ';' || s.p[i] == 1)
			return 0;
		commas += s.p[i] == ',' && (i + 1 == s.n || s.p[i + 1] != ' ');
	}
	if (s.n > 1 && s.p[0] == ' ' && !commas)
		return 0.85;
	if (!commas || (commas == 1 && kind == GBX_CSV_K_DECIMAL))
		return 1;
	return commas == 1 ? 0.8 : 0;
}

static bool is_untidy(unsigned how)
{
	return how & (GBX_CSV_OPEN | GBX_CSV_LONE | GBX_CSV_JUNK);
}

static void look_at(struct tally *x, const struct gbx_csv_field *f)
{
	struct gbx_span s = gbx_span_of(x->s.p + f->from, f->to - f->from);
	enum gbx_csv_kind kind = gbx_csv_kind_of(s);
	double clean = f->how & GBX_CSV_QUOTED ? 1 : cleanness(s, kind);
	bool dirty = clean <= 0 || is_untidy(f->how);
	x->t->cells++;
	x->t->strong += gbx_csv_kind_strong(kind) && !dirty;
	x->kinds += dirty ? 0.3 : worth[kind] * clean;
}

/* Counts the fields of the record at `at`, which ends within the sample; its end. */
static size_t take_record(struct tally *x, size_t at)
{
	struct gbx_csv_field f;
	unsigned n = 0, quoted = x->t->quoted;
	enum gbx_csv_step step;
	do {
		step = gbx_csv_field_next(x->d, x->s.p, x->s.n, at, n, true, &f);
		at = f.next;
		x->t->untidy += is_untidy(f.how);
		x->t->quoted += (f.how & GBX_CSV_QUOTED) && !is_untidy(f.how);
		x->t->certain +=
		    (f.how & GBX_CSV_QUOTED) && (f.how & GBX_CSV_PAIRS) && !is_untidy(f.how);
		if (x->t->records < LOOK_RECORDS && n < LOOK_CELLS)
			look_at(x, &f);
		x->first_empty += n == 0 && f.to == f.from;
		n++;
	} while (step == GBX_CSV_NEXT_FIELD);
	x->last_empty += f.to == f.from;
	x->fields[n <= GBX_RECORD_COLUMNS ? n : GBX_RECORD_COLUMNS + 1]++;
	x->t->quoting += x->t->quoted > quoted;
	x->t->certain += n > 1 && !x->t->records && x->t->quoted == quoted + n;
	x->t->records++;
	return at;
}

/* Does the record at `at` end within the sample? Quotes open over a long stretch
 * are either a very long field or no quotes. */
static bool ends_inside(const struct tally *x, size_t at)
{
	if (x->s.whole)
		return true;
	bool ends = gbx_csv_record_end(x->d, x->s.p, x->s.n, at, false) != 0;
	if (!ends && x->s.n - at > GBX_CSV_HUNT)
		x->t->untidy += 2;
	return ends;
}

/* The usual number of fields: the commonest from 2 on, if there is any. */
static void find_usual(struct tally *x)
{
	x->t->columns = 1;
	x->t->steady = 0;
	for (unsigned k = 2; k <= GBX_RECORD_COLUMNS + 1; k++) {
		if (x->fields[k] && x->fields[k] >= x->t->steady) {
			x->t->columns = k;
			x->t->steady = x->fields[k];
		}
	}
	if (x->t->columns == 1)
		x->t->steady = x->fields[1];
	unsigned k = x->t->columns, less = k > 2 ? x->fields[k - 1] : 0;
	unsigned more = k <= GBX_RECORD_COLUMNS ? x->fields[k + 1] : 0;
	x->t->near = less > more ? less : more;
}

void gbx_csv_try(struct gbx_csv_sample s, size_t at, const struct gbx_csv_dialect *d,
                 struct gbx_csv_trial *t)
{
	memset(t, 0, sizeof *t);
	struct tally x = {.s = s, .d = d, .t = t};
	while (at < s.n) {
		size_t blank = gbx_csv_blank(d, s.p, s.n, at);
		at += blank;
		if (!blank && t->records && !ends_inside(&x, at))
			break;
		size_t end = blank ? at : take_record(&x, at);
		t->bytes += end - at;
		at = end;
	}
	find_usual(&x);
	t->kinds = t->cells ? x.kinds / t->cells : 0;
	/* Comments and indents, or ends of statements. */
	t->hollow = (t->columns <= 3 && x.first_empty * 2 > t->records) ||
	            (t->columns == 2 && x.last_empty * 10 >= t->records * 7);
	if (!t->records || t->columns < 2)
		return;
	double share = (double)t->steady / t->records;
	t->score = share * t->kinds * (1.0 - 0.5 / t->columns);
}

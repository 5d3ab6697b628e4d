/*
 * Text as databases write it: `mysql --batch`, SELECT INTO OUTFILE and mysqldump --tab, COPY
 * and \copy, `psql -A`. What would disturb has a backslash before it, or stands as it is; a
 * quote is a letter like others there, and read as one that opens a field it swallows rows.
 */
#include "csv_sniff.h"

#define LEAST 3u /* records: fewer prove nothing */

/* Backslashes of the sample. */
struct marks {
	size_t nulls; /* cells that are \N */
	size_t known; /* before a letter databases put one before */
	size_t cut;   /* before a delimiter or a line end */
	size_t other;
};

/* Begins or ends a cell at p[i]? */
static bool is_border(struct gbx_csv_sample s, const struct gbx_csv_dialect *d, size_t i)
{
	return i >= s.n || (d->class[s.p[i]] & (GBX_CSV_C_DELIM | GBX_CSV_C_EOL)) || s.p[i] == '\r';
}

static struct marks marks_of(struct gbx_csv_sample s, const struct gbx_csv_dialect *d)
{
	struct marks m = {0};
	const unsigned char *next = s.p;
	for (size_t i = 0; i < s.n && (next = memchr(s.p + i, '\\', s.n - i)); i += 2) {
		i = (size_t)(next - s.p);
		unsigned char c = i + 1 < s.n ? s.p[i + 1] : 0;
		bool null = c == 'N' && (!i || is_border(s, d, i - 1)) && is_border(s, d, i + 2);
		bool known = c && memchr("tnr0\\bfv", c, 8), cut = is_border(s, d, i + 1);
		m.nulls += null;
		m.known += known;
		m.cut += cut;
		m.other += !null && !known && !cut;
	}
	return m;
}

/* Is the backslash an escape of a database? Of psql's columns between bars it is none. */
static bool escapes(const struct marks *m, const struct gbx_csv_dialect *d)
{
	size_t good = m->nulls + m->known + m->cut;
	return m->other * 50 <= good && (good || d->delim[0] == '\t');
}

/*
 * Rows with the usual number of fields tell: where quotes are meant, those that hold a
 * delimiter or a line end tear rows apart when they count as text. Where nothing is torn
 * either way, the backslashes tell, and quotes that do not close where a field ends.
 */
static bool is_better(const struct gbx_csv_trial *t, const struct gbx_csv_guess *g, bool marked)
{
	const struct gbx_csv_trial *q = &g->t;
	bool steady = t->steady >= q->steady &&
	              t->steady * (double)q->records >= q->steady * (double)t->records;
	bool rare = (q->quoting + q->untidy) * 20 <= q->records;
	bool torn = t->steady > q->steady;
	if (!steady || t->records < LEAST || t->columns < 2 || t->columns != q->columns)
		return false;
	/* Two lines of an address in quotes may have as many commas as a row. */
	if (g->d.delim[0] != '\t' && g->d.delim[0] != '|')
		return marked && !q->certain && (rare || (torn && t->steady == t->records));
	return torn || (marked && !q->certain && (rare || q->untidy > q->quoted));
}

static void try_text(struct gbx_csv_sample s, const struct marks *m, bool database,
                     struct gbx_csv_guess *g)
{
	struct gbx_csv_guess text = *g;
	text.d.quote = -1;
	text.d.escape = database ? '\\' : -1;
	text.d.database = database;
	gbx_csv_dialect_ready(&text.d);
	gbx_csv_try(s, g->d.skip, &text.d, &text.t);
	bool marked = database && m->nulls + m->known;
	if (is_better(&text.t, g, marked))
		*g = text;
}

void gbx_csv_try_database(struct gbx_csv_sample s, struct gbx_csv_guess *g)
{
	if (g->d.ndelim != 1 || !s.n)
		return;
	const struct marks m = marks_of(s, &g->d);
	if (escapes(&m, &g->d))
		try_text(s, &m, true, g);
	if (m.nulls && g->d.escape == '\\')
		g->d.database = true;
	if (!g->d.database && g->d.quote >= 0 && memchr(s.p, g->d.quote, s.n))
		try_text(s, &m, false, g);
}

/*
 * Choosing the dialect: the method stands in csv_sniff.h.
 */
#include "csv_sniff.h"

#include <strings.h>

#include "../base/limits.h"

static bool is_eol(unsigned char c)
{
	return c == '\n' || c == '\r';
}

struct gbx_csv_sample gbx_csv_sample_of(const struct gbx_head *h)
{
	size_t n = h->n < GBX_CSV_SAMPLE ? h->n : GBX_CSV_SAMPLE;
	size_t whole = n;
	if (n < h->n || !h->whole) {
		while (whole && !is_eol(h->p[whole - 1]))
			whole--;
	}
	whole = whole ? whole : n;
	return (struct gbx_csv_sample){h->p, whole, h->whole && whole == h->n};
}

bool gbx_csv_is_text(struct gbx_csv_sample s)
{
	size_t control = 0;
	for (size_t i = 0; i < s.n; i++) {
		unsigned char c = s.p[i];
		control += c == 0x7f || (c < 0x20 && !memchr("\t\n\r\f\x01\x1c\x1d\x1e\x1f", c, 9));
	}
	return s.n && control * 50 <= s.n;
}

bool gbx_csv_cr_only(struct gbx_csv_sample s)
{
	return s.n && memchr(s.p, '\r', s.n) && !memchr(s.p, '\n', s.n);
}

static bool starts_with(struct gbx_csv_sample s, const char *const *starts)
{
	size_t i = 0;
	while (i < s.n && (is_eol(s.p[i]) || s.p[i] == ' ' || s.p[i] == '\t'))
		i++;
	for (; *starts; starts++) {
		size_t n = strlen(*starts);
		if (s.n - i >= n && strncasecmp((const char *)s.p + i, *starts, n) == 0)
			return true;
	}
	return false;
}

bool gbx_csv_is_foreign(struct gbx_csv_sample s)
{
	static const char *const marks[] = {
	    "{\"", "{ ",  "{\n", "{\r",  "{}",       "{'",    "{\t",  "[{",   "[[",
	    "[\"", "[\n", "[\r", "<?",   "<!",       "<html", "<svg", "<xml", "--",
	    "/*",  "//",  "#!",  "%PDF", "#include", "dn: ",  NULL,
	};
	return starts_with(s, marks);
}

bool gbx_csv_is_code(struct gbx_csv_sample s)
{
	static const char *const words[] = {
	    "CREATE ", "INSERT ",   "DROP ",   "SET ",     "BEGIN;", "BEGIN TRAN",
	    "USE ",    "GO\n",      "GO\r",    "PRAGMA ",  "COPY ",  "SELECT ",
	    "LOCK ",   "ALTER ",    "import ", "package ", "From ",  "def ",
	    "class ",  "function ", "var ",    "const ",   NULL,
	};
	return starts_with(s, words);
}

bool gbx_csv_options_valid(const struct gbx_format_options *o)
{
	size_t n = o->delimiter ? strlen(o->delimiter) : 0;
	if (n > GBX_CSV_DELIM || (n && (strchr(o->delimiter, '\n') || strchr(o->delimiter, '\r'))))
		return false;
	return o->quote <= 255 && o->escape <= 255 && !is_eol((unsigned char)o->quote) &&
	       !is_eol((unsigned char)o->escape);
}

/* The dialect before anything was found out, with what the user said. */
static struct gbx_csv_dialect dialect_start(struct gbx_csv_sample s,
                                            const struct gbx_format_options *o)
{
	struct gbx_csv_dialect d = {.delim = ",", .ndelim = 1, .quote = '"', .escape = -1};
	d.columns = 1;
	d.any_eol = gbx_csv_cr_only(s);
	if (o->quote)
		d.quote = o->quote;
	if (o->escape > 0 && o->escape != d.quote)
		d.escape = o->escape;
	gbx_csv_dialect_ready(&d);
	return d;
}

static void set_delim(struct gbx_csv_dialect *d, const void *p, size_t n)
{
	memset(d->delim, 0, sizeof d->delim);
	memcpy(d->delim, p, n);
	d->ndelim = (unsigned)n;
	gbx_csv_dialect_ready(d);
}

static bool better(const struct gbx_csv_trial *a, const struct gbx_csv_trial *b)
{
	return a->score > b->score + 1e-9;
}

/* Does the first line part as all others do, and stand whole under the other delimiter? Lists
 * inside the cells of two columns part as steadily as the cells, but no name of a column does. */
static bool heads(struct gbx_csv_sample s, const struct gbx_csv_guess *a, const struct gbx_csv_guess *b)
{
	const unsigned char *p = s.p + a->d.skip, *end = s.n > a->d.skip ? memchr(p, '\n', s.n - a->d.skip) : NULL;
	if (!end || a->t.steady != a->t.records || b->t.steady + 1 != b->t.records || a->t.columns != b->t.columns ||
	    a->d.skip != b->d.skip)
		return false;
	return memmem(p, (size_t)(end - p), a->d.delim, a->d.ndelim) &&
	       !memmem(p, (size_t)(end - p), b->d.delim, b->d.ndelim);
}

static bool preferred(struct gbx_csv_sample s, const struct gbx_csv_guess *a, const struct gbx_csv_guess *b)
{
	if (heads(s, a, b) || heads(s, b, a))
		return heads(s, a, b);
	return better(&a->t, &b->t);
}

/* Tries the dialect with another quote or escape; keeps it when `fewer` untidy
 * quotes or a better score show that it is the right one. */
static void try_escape(struct gbx_csv_sample s, int escape, struct gbx_csv_guess *g)
{
	struct gbx_csv_guess other = *g;
	other.d.escape = escape;
	gbx_csv_dialect_ready(&other.d);
	gbx_csv_try(s, g->d.skip, &other.d, &other.t);
	bool tidier = other.t.untidy < g->t.untidy && other.t.score >= g->t.score - 0.02;
	if (tidier || other.t.steady > g->t.steady + g->t.records / 50)
		*g = other;
}

static void try_quote(struct gbx_csv_sample s, int quote, struct gbx_csv_guess *g)
{
	struct gbx_csv_guess other = *g;
	other.d.quote = quote;
	gbx_csv_try(s, g->d.skip, &other.d, &other.t);
	bool none = quote < 0 && other.t.score >= g->t.score;
	bool proven =
	    quote >= 0 && other.t.quoting >= 2 && other.t.quoting * 20 >= other.t.records &&
	    other.t.untidy * 10 <= other.t.quoted &&
	    other.t.steady * (double)g->t.records >= g->t.steady * (double)other.t.records;
	bool sure =
	    quote >= 0 && other.t.certain && !other.t.untidy && other.t.steady >= g->t.steady;
	if (none || proven || sure)
		*g = other;
}

/* Settles quote and escape for a delimiter. */
static void settle(struct gbx_csv_sample s, const struct gbx_format_options *o,
                   struct gbx_csv_guess *g)
{
	gbx_csv_try(s, g->d.skip, &g->d, &g->t);
	/* Pollock's files have NUL before quotes, too. */
	static const char escapes[] = {'\\', 0};
	for (size_t i = 0; i < sizeof escapes; i++) {
		if (!o->escape && g->d.escape < 0 && s.n && memchr(s.p, escapes[i], s.n))
			try_escape(s, escapes[i], g);
	}
	if (o->quote)
		return;
	if (!g->t.quoted && s.n && memchr(s.p, '\'', s.n))
		try_quote(s, '\'', g);
	bool often = g->t.untidy >= 2 && g->t.untidy * 20 > g->t.records;
	if (often && g->t.untidy > g->t.quoted)
		try_quote(s, -1, g);
	if (!o->escape)
		gbx_csv_try_database(s, g);
}

static double prior(const struct gbx_csv_dialect *d)
{
	if (d->ndelim > 1)
		return 0.95;
	if (memchr(",;\t|\x01\x1e\x1f", d->delim[0], 7))
		return 1.0;
	return d->delim[0] == '#' || d->delim[0] == ' ' ? 0.85 : 0.9;
}

/* The best of all delimiters; false when none is plausible. */
static bool choose(struct gbx_csv_sample s, const struct gbx_format_options *o,
                   struct gbx_csv_guess *g)
{
	struct gbx_csv_delims delims;
	const struct gbx_csv_guess start = *g;
	struct gbx_csv_guess colon = {.t.columns = 0};
	bool found = false;
	gbx_csv_delims_find(s, &delims);
	for (unsigned i = 0; i < delims.n; i++) {
		struct gbx_csv_guess one = start;
		set_delim(&one.d, delims.text[i], delims.len[i]);
		if (delims.text[i][0] == (unsigned char)start.d.quote)
			continue;
		settle(s, o, &one);
		one.t.score *= prior(&one.d);
		if (!gbx_csv_delim_plausible(s, &one.d, &one.t))
			continue;
		if (delims.len[i] == 1 && delims.text[i][0] == ':')
			colon = one;
		if (!found || preferred(s, &one, g))
			*g = one;
		found = true;
	}
	bool steady = colon.t.columns >= 5 && colon.t.records > 2 && colon.t.steady == colon.t.records;
	if (steady && g->d.ndelim == 1 && gbx_csv_colons_enclose(s, g->d.delim[0]))
		*g = colon;
	return found;
}

/* "sep=;": a spreadsheet's own hint. Fills the delimiter; the line's bytes. */
static size_t take_sep_line(struct gbx_csv_sample s, struct gbx_csv_dialect *d)
{
	if (s.n < 6 || strncasecmp((const char *)s.p, "sep=", 4) != 0)
		return 0;
	size_t end = 4;
	while (end < s.n && end < 5 + GBX_CSV_DELIM && !is_eol(s.p[end]))
		end++;
	if (end == 4 || end > 4 + GBX_CSV_DELIM || end == s.n)
		return 0;
	set_delim(d, s.p + 4, end - 4);
	return end + 1 + (s.p[end] == '\r' && end + 1 < s.n && s.p[end + 1] == '\n');
}

/* Lines that end with CR alone among others that do not. */
static bool mixes_cr(struct gbx_csv_sample s)
{
	size_t alone = 0;
	for (size_t i = 0; i + 1 < s.n; i++)
		alone += s.p[i] == '\r' && s.p[i + 1] != '\n' && s.p[i + 1] != '\r';
	return alone > 0 && !gbx_csv_cr_only(s);
}

static bool choose_eol(struct gbx_csv_sample s, const struct gbx_format_options *o,
                       struct gbx_csv_guess *g)
{
	struct gbx_csv_guess any = *g;
	bool found = choose(s, o, g);
	if (!mixes_cr(s))
		return found;
	any.d.any_eol = true;
	gbx_csv_dialect_ready(&any.d);
	bool other = choose(s, o, &any);
	bool more = any.t.steady > g->t.steady &&
	            any.t.steady * (double)g->t.records >= g->t.steady * (double)any.t.records;
	if (other && (!found || more))
		*g = any;
	return found || other;
}

static int bid_for(struct gbx_csv_sample s, const struct gbx_csv_guess *g)
{
	int bid = 25 + (int)(50 * g->t.score) + (g->d.header ? 10 : 0);
	/* One line proves nothing by its count. */
	if (g->t.records < 2)
		bid = g->t.columns >= 3 || g->t.strong || g->d.header ? 20 : 0;
	if (gbx_csv_is_foreign(s) || (gbx_csv_is_code(s) && !g->d.header))
		return 0;
	return bid;
}

void gbx_csv_sniff(const struct gbx_head *h, const struct gbx_format_options *o,
                   struct gbx_csv_guess *g)
{
	struct gbx_csv_sample s = gbx_csv_sample_of(h);
	memset(g, 0, sizeof *g);
	g->d = dialect_start(s, o);
	size_t sep = take_sep_line(s, &g->d);
	g->d.skip = sep;
	bool found = true;
	if (o->delimiter && *o->delimiter)
		set_delim(&g->d, o->delimiter, strlen(o->delimiter));
	if (sep || (o->delimiter && *o->delimiter))
		settle(s, o, g);
	else
		found = choose_eol(s, o, g);
	if (!found)
		gbx_csv_try(s, g->d.skip, &g->d, &g->t);
	gbx_csv_sniff_top(s, o, &g->d, g->t.columns);
	g->d.record = g->t.records ? g->t.bytes / g->t.records : 1;
	if (found && g->t.columns > 1 && gbx_csv_is_text(s))
		g->bid = bid_for(s, g);
}

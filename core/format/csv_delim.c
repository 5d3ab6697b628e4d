/*
 * Which delimiters to try, and where a character that looks like one is none.
 */
#include "csv_sniff.h"

#define LINES 400u /* lines a longer delimiter is looked for in */
#define RUNS 64u   /* different runs held at once */

static const char singles[] = ",;\t|:\x01\x1f\x1e^~# ";

/* What a longer delimiter may be made of. Never quotes, brackets, slashes. */
static bool is_mark(unsigned char c)
{
	return c && memchr("-|:;<>^#*=+!$&~,\t ", c, 18);
}
static bool is_eol(unsigned char c)
{
	return c == '\n' || c == '\r';
}
static bool is_digit(unsigned char c)
{
	return c >= '0' && c <= '9';
}

struct run {
	struct gbx_span text;
	unsigned lines; /* lines that hold it */
	unsigned last;  /* line it was seen in last */
};

struct runs {
	struct run r[RUNS];
	unsigned n, lines;
};

static unsigned char mirrored(unsigned char c)
{
	return c == '<' ? '>' : c == '>' ? '<' : c;
}

static bool is_symmetric(struct gbx_span s)
{
	for (size_t i = 0; i < s.n / 2; i++) {
		if (s.p[i] != mirrored(s.p[s.n - 1 - i]))
			return false;
	}
	return true;
}

/* "||", "----", "|~|", "<>", ", ": symmetric, or a delimiter and spaces; "=>". Not ",,"
 * (an empty field), not ",+" (a field's first byte), not " - " and ": ". */
static bool may_delimit(struct gbx_span s)
{
	size_t solid = 0;
	bool sure = false;
	if (s.n < 2 || s.n > GBX_CSV_DELIM)
		return false;
	if (gbx_span_is(s, " => ") || gbx_span_is(s, "=>"))
		return true;
	for (size_t i = 0; i < s.n; i++) {
		solid += s.p[i] != ' ';
		sure |= memchr("|;^~,\t", s.p[i], 6) != NULL;
	}
	if (solid == 1)
		return sure && (s.p[0] != ' ' || is_symmetric(s));
	bool empty_fields = (s.p[0] == ',' || s.p[0] == '\t') && s.p[1] == s.p[0];
	return solid && (sure || solid == s.n) && is_symmetric(s) && !empty_fields;
}

static void add_run(struct runs *x, struct gbx_span s)
{
	unsigned i = 0;
	while (i < x->n && !gbx_span_eq(x->r[i].text, s))
		i++;
	if (i == RUNS)
		return;
	if (i == x->n)
		x->r[x->n++] = (struct run){.text = s, .last = UINT32_MAX};
	x->r[i].lines += x->r[i].last != x->lines;
	x->r[i].last = x->lines;
}

/* Runs of marks, line by line. */
static void find_runs(struct gbx_csv_sample s, struct runs *x)
{
	for (size_t i = 0; i < s.n && x->lines < LINES;) {
		size_t from = i;
		while (i < s.n && is_mark(s.p[i]))
			i++;
		struct gbx_span run = gbx_span_of(s.p + from, i - from);
		if (may_delimit(run))
			add_run(x, run);
		if (run.n)
			continue;
		bool cr = s.p[i] == '\r' && i + 1 < s.n && s.p[i + 1] == '\n';
		x->lines += is_eol(s.p[i]) && !cr;
		i++;
	}
}

static void add(struct gbx_csv_delims *out, const void *p, size_t n)
{
	if (out->n == GBX_CSV_CANDIDATES)
		return;
	memcpy(out->text[out->n], p, n);
	out->len[out->n++] = (unsigned)n;
}

static unsigned occurrences(const unsigned char *p, size_t n, const unsigned char *d, size_t k)
{
	unsigned found = 0;
	while (n >= k) {
		const unsigned char *q = memmem(p, n, d, k);
		if (!q)
			break;
		found++;
		n -= (size_t)(q - p) + k;
		p = q + k;
	}
	return found;
}

static size_t line_length(struct gbx_csv_sample s, size_t at)
{
	size_t i = at;
	while (i < s.n && !is_eol(s.p[i]))
		i++;
	return i - at;
}

/* Is nearly every `part` a piece of `whole`? Then the part is no delimiter. */
static bool only_inside(struct gbx_csv_sample s, struct gbx_span part, struct gbx_span whole)
{
	unsigned lines = 0, inside = 0, first = 0;
	unsigned per = occurrences(whole.p, whole.n, part.p, part.n);
	for (size_t at = 0; at < s.n && lines < LINES;) {
		size_t n = line_length(s, at);
		unsigned parts = occurrences(s.p + at, n, part.p, part.n);
		bool within = parts == per * occurrences(s.p + at, n, whole.p, whole.n);
		lines += parts > 0;
		inside += parts && within;
		first += lines == 1 && parts && within;
		at += n + 1;
	}
	return per && first && lines && inside * 20 >= lines * 19;
}

static void drop_parts(struct gbx_csv_sample s, struct gbx_csv_delims *out)
{
	unsigned n = 0;
	for (unsigned i = 0; i < out->n; i++) {
		struct gbx_span part = gbx_span_of(out->text[i], out->len[i]);
		bool inside = false;
		for (unsigned k = 0; k < out->n && !inside; k++) {
			struct gbx_span whole = gbx_span_of(out->text[k], out->len[k]);
			inside = whole.n > part.n && only_inside(s, part, whole);
		}
		if (inside)
			continue;
		memmove(out->text[n], out->text[i], out->len[i]);
		out->len[n++] = out->len[i];
	}
	out->n = n;
}

/* Does the run stand in most lines, or, where cells hold lines, in most of those that
 * have its rarest mark? */
static bool is_frequent(struct gbx_csv_sample s, const struct runs *x, const struct run *r)
{
	unsigned marked = 0, lines = 0;
	unsigned char mark = r->text.p[0] == ' ' ? r->text.p[1] : r->text.p[0];
	if (r->lines < 2 || r->lines * 10 < x->lines)
		return false;
	if (r->lines * 10 >= x->lines * 6)
		return true;
	for (size_t at = 0; at < s.n && lines < LINES; lines++) {
		size_t n = line_length(s, at);
		marked += n && memchr(s.p + at, mark, n) != NULL;
		at += n + 1;
	}
	return r->lines * 10 >= marked * 6;
}

void gbx_csv_delims_find(struct gbx_csv_sample s, struct gbx_csv_delims *out)
{
	struct runs x = {.n = 0};
	memset(out, 0, sizeof *out);
	for (size_t i = 0; i + 1 < sizeof singles; i++) {
		if (s.n && memchr(s.p, singles[i], s.n))
			add(out, &singles[i], 1);
	}
	find_runs(s, &x);
	for (unsigned i = 0; i < x.n; i++) {
		if (is_frequent(s, &x, &x.r[i]))
			add(out, x.r[i].text.p, x.r[i].text.n);
	}
	drop_parts(s, out);
}

/* Where a delimiter stands, counted over the sample. */
struct places {
	unsigned all, before_space, before_eol, in_time, before_slashes, in_millis;
};

static void look_around(struct gbx_csv_sample s, size_t i, struct places *x)
{
	const unsigned char *p = s.p;
	bool after1 = i + 1 < s.n, after2 = i + 2 < s.n, before = i >= 1;
	x->all++;
	x->before_space += after1 && p[i + 1] == ' ';
	x->before_eol += !after1 || is_eol(p[i + 1]);
	x->before_slashes += after2 && p[i + 1] == '/' && p[i + 2] == '/';
	bool time = before && after2 && is_digit(p[i - 1]) && is_digit(p[i + 1]) &&
	            is_digit(p[i + 2]) && (i + 3 >= s.n || !is_digit(p[i + 3])) &&
	            (i < 3 || !is_digit(p[i - 2]) || !is_digit(p[i - 3]));
	x->in_time += time;
	x->in_millis += i >= 3 && after2 && p[i - 3] == ':' && is_digit(p[i - 1]) &&
	                is_digit(p[i + 1]) && is_digit(p[i + 2]);
}

static struct places places_of(struct gbx_csv_sample s, unsigned char c)
{
	struct places x = {0};
	for (size_t i = 0; i < s.n; i++) {
		if (s.p[i] == c)
			look_around(s, i, &x);
	}
	return x;
}

/* 00:1b:44:11:3a:b7 and IPv6 addresses, one a line. */
static bool is_machine_address(struct gbx_csv_sample s)
{
	size_t hex = 0, all = 0;
	for (size_t i = 0; i < s.n; i++) {
		unsigned char c = s.p[i] | 32;
		if (is_eol(s.p[i]))
			continue;
		all++;
		hex += is_digit(s.p[i]) || s.p[i] == ':' || (c >= 'a' && c <= 'f');
	}
	return hex * 100 >= all * 98;
}

static bool colon_plausible(struct gbx_csv_sample s, const struct gbx_csv_trial *t)
{
	struct places x = places_of(s, ':');
	if (x.before_slashes * 10 > x.all || x.in_time * 10 > x.all * 3)
		return false;
	if (x.before_space * 10 > x.all)
		return false;
	return t->columns < 4 || !is_machine_address(s);
}

/* Sentences: commas with a space behind, now more, now fewer, and no cell that is more
 * than words. */
static bool is_prose(struct gbx_csv_sample s, unsigned char c, const struct gbx_csv_trial *t)
{
	struct places x = places_of(s, c);
	bool table = t->columns > 2 && t->records > 4 && t->steady == t->records;
	return (x.before_space + x.before_eol) * 10 > x.all * 7 && t->strong * 20 < t->cells &&
	       t->columns < 5 && !table;
}

/* Is every line one value, such as a telephone number? */
static bool is_list(struct gbx_csv_sample s)
{
	unsigned lines = 0;
	for (size_t at = 0; at < s.n && lines < 50; lines++) {
		size_t n = line_length(s, at);
		if (n && !gbx_csv_kind_strong(gbx_csv_kind_of(gbx_span_of(s.p + at, n))))
			return false;
		at += n + 1;
	}
	return true;
}

/* Words have spaces between them, too: every row must have the same number of fields,
 * and they must be more than words, or in quotes where they hold spaces. */
static bool space_plausible(struct gbx_csv_sample s, const struct gbx_csv_trial *t)
{
	if (t->columns < 3 || t->records < 3 || t->untidy || (t->columns < 5 && is_list(s)))
		return false;
	/* brackets hold spaces in the logs of servers */
	if (places_of(s, '[').all >= t->records)
		return false;
	bool cells = t->strong * 10 >= t->cells * 4 || t->quoted * 2 >= t->records;
	return cells &&
	       (t->steady == t->records || (t->records > 20 && t->steady + 1 >= t->records));
}

/* One number with a comma in each line, below a line that has none? */
static bool is_decimals(struct gbx_csv_sample s)
{
	size_t n = line_length(s, 0), lines = 0;
	if (!n || memchr(s.p, ',', n) || gbx_csv_kind_strong(gbx_csv_kind_of(gbx_span_of(s.p, n))))
		return false;
	for (size_t at = n + 1; at < s.n && lines < LINES; at += n + 1) {
		n = line_length(s, at);
		enum gbx_csv_kind kind = gbx_csv_kind_of(gbx_span_of(s.p + at, n));
		lines += n > 0;
		if (n && kind != GBX_CSV_K_DECIMAL && kind != GBX_CSV_K_INT)
			return false;
	}
	return lines > 1;
}

/* Which field each `inner` stands in, when `outer` divides lines; *one: always the same. At
 * least two lines must have one, all the same number of `outer`. */
static bool stand_in(struct gbx_csv_sample s, unsigned char inner, unsigned char outer, bool *one)
{
	unsigned lines = 0, seen = 0, field = UINT32_MAX;
	*one = true;
	for (size_t at = 0; at < s.n && lines < LINES; lines++) {
		size_t n = line_length(s, at);
		unsigned now = 0, before = seen;
		for (size_t i = at; i < at + n; i++) {
			now += s.p[i] == outer;
			if (s.p[i] != inner)
				continue;
			field = field == UINT32_MAX ? now : field;
			*one &= now == field;
			seen += seen == before;
		}
		at += n + 1;
	}
	return seen >= 2;
}

bool gbx_csv_colons_enclose(struct gbx_csv_sample s, unsigned char mark)
{
	bool inside, apart;
	if (mark == ':' || !stand_in(s, mark, ':', &inside) || !inside)
		return false;
	return stand_in(s, ':', mark, &apart) && !apart;
}

/* Colons that half of the lines have one more of, among cells that are more than words: what
 * forums' members were dumped as, with a salt or a place that some lack. */
static bool colons_near(const struct gbx_csv_dialect *d, const struct gbx_csv_trial *t)
{
	return d->ndelim == 1 && d->delim[0] == ':' && t->columns >= 3 && t->records >= 8 &&
	       (t->steady + t->near) * 10 >= t->records * 9 && t->strong * 10 >= t->cells * 3;
}

bool gbx_csv_delim_plausible(struct gbx_csv_sample s, const struct gbx_csv_dialect *d,
                             const struct gbx_csv_trial *t)
{
	unsigned char c = d->delim[0];
	bool sure = memchr(",;\t|\x01\x1e\x1f", c, 7) != NULL;
	/* One crooked line is no reason in a short list. */
	unsigned steady = t->steady + (t->records >= 4 && t->steady < t->records);
	unsigned least = !sure ? 85 : t->columns > 2 ? 60 : 70; /* percent */
	if (t->columns < 2 || t->hollow)
		return false;
	if (steady * 100 < t->records * least && !colons_near(d, t))
		return false;
	if (d->ndelim == 1 && c == ':')
		return colon_plausible(s, t);
	if (c == ',' && t->columns == 2 && is_decimals(s))
		return false;
	if (c == ',' && t->columns <= 3 && places_of(s, ',').in_millis * 2 > t->records)
		return false;
	if (d->ndelim == 1 && c == ' ')
		return space_plausible(s, t);
	if (c == ',' || c == ';')
		return !is_prose(s, c, t) || t->quoted * 2 > t->records;
	if (memchr(d->delim, ':', d->ndelim) && is_machine_address(s))
		return false;
	return sure || t->records >= 2;
}

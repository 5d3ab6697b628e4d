/*
 * The machine that walks fields, byte by byte; the rules stand in csv.h. They
 * extend RFC 4180 to what exports really hold: quotes not doubled, text after a
 * closing quote, quotes never closed.
 */
#include "csv_mask.h"

void gbx_csv_dialect_ready(struct gbx_csv_dialect *d)
{
	memset(d->class, 0, sizeof d->class);
	if (d->ndelim)
		d->class[d->delim[0]] |= GBX_CSV_C_DELIM;
	d->class['\n'] |= GBX_CSV_C_EOL;
	if (d->any_eol)
		d->class['\r'] |= GBX_CSV_C_EOL;
	if (d->escape >= 0)
		d->class[d->escape] |= GBX_CSV_C_ESCAPE;
	d->kernel = gbx_csv_kernels;
	while (!d->kernel->fits())
		d->kernel++;
}

/* The machine's view of the input. */
struct view {
	const struct gbx_csv_dialect *d;
	const unsigned char *p;
	size_t n;
	bool final;
	unsigned index; /* fields of the record before this one */
};

/* A stray quote is looked for in lines up to so many bytes and columns: its cost is
 * their product. */
#define STRAY_BYTES 4096u
#define STRAY_COLUMNS 64u

enum answer { NO, YES, UNKNOWN };

static enum answer at_end(const struct view *v)
{
	return v->final ? YES : UNKNOWN;
}

static enum answer is_delim(const struct view *v, size_t i)
{
	const struct gbx_csv_dialect *d = v->d;
	if (!d->ndelim || v->p[i] != d->delim[0])
		return NO;
	if (d->ndelim == 1)
		return YES;
	size_t have = v->n - i;
	if (have >= d->ndelim)
		return memcmp(v->p + i, d->delim, d->ndelim) == 0 ? YES : NO;
	bool partly = memcmp(v->p + i, d->delim, have) == 0;
	return partly && !v->final ? UNKNOWN : NO;
}

/* Does a field that was closed before p[i] end here? */
static enum answer is_border(const struct view *v, size_t i)
{
	if (!v->d->ndelim || v->d->delim[0] != ' ') {
		while (i < v->n && v->p[i] == ' ')
			i++;
	}
	if (i == v->n)
		return at_end(v);
	if (v->p[i] == '\n')
		return YES;
	if (v->p[i] == '\r') {
		if (v->d->any_eol)
			return YES;
		if (i + 1 == v->n)
			return at_end(v);
		return v->p[i + 1] == '\n' ? YES : NO;
	}
	return is_delim(v, i);
}

static bool is_eol(const struct view *v, unsigned char c)
{
	return v->d->class[c] & GBX_CSV_C_EOL;
}

/* What an escape byte takes the meaning of; before anything else it is text, so
 * \N and C:\dir stay as they are. */
static bool is_escapable(const struct gbx_csv_dialect *d, unsigned char c)
{
	return c == d->quote || c == d->escape || c == '\n' || c == '\r' ||
	       (d->ndelim && c == d->delim[0]);
}

/* Bytes an escape byte at p[i] covers; 0: not decided. */
static size_t escape_width(const struct view *v, size_t i)
{
	if (i + 1 == v->n)
		return v->final ? 1 : 0;
	return is_escapable(v->d, v->p[i + 1]) ? 2 : 1;
}

/* Ends a field or its tail at the line end p[i]. */
static enum gbx_csv_step end_record(const struct view *v, size_t from, size_t i,
                                    struct gbx_csv_field *f)
{
	f->to = i;
	f->next = i < v->n ? i + 1 : i;
	if (i < v->n && v->p[i] == '\r') {
		if (i + 1 == v->n && !v->final)
			return GBX_CSV_MORE;
		if (i + 1 < v->n && v->p[i + 1] == '\n')
			f->next = i + 2;
	} else if (i > from && v->p[i - 1] == '\r') {
		f->to = i - 1;
	}
	return GBX_CSV_NEXT_RECORD;
}

/* Text outside quotes from p[from] to its delimiter or line end. */
static enum gbx_csv_step walk_plain(const struct view *v, size_t from, struct gbx_csv_field *f)
{
	const unsigned char *class = v->d->class;
	f->from = from;
	for (size_t i = from;; i++) {
		while (i < v->n && !class[v->p[i]])
			i++;
		if (i == v->n)
			return v->final ? end_record(v, from, i, f) : GBX_CSV_MORE;
		if ((class[v->p[i]] & GBX_CSV_C_DELIM) && is_delim(v, i) == YES) {
			f->to = i;
			f->next = i + v->d->ndelim;
			return GBX_CSV_NEXT_FIELD;
		}
		if (class[v->p[i]] & GBX_CSV_C_EOL)
			return end_record(v, from, i, f);
		if (class[v->p[i]] & GBX_CSV_C_ESCAPE) {
			size_t w = escape_width(v, i);
			if (!w)
				return GBX_CSV_MORE;
			f->how |= GBX_CSV_ESCAPES;
			i += w - 1;
		}
	}
}

/* The hunt for a closing quote. */
struct hunt {
	size_t open;   /* the opening quote */
	size_t line;   /* searched for a line end up to here */
	bool crossed;  /* a line end lies between open and line */
	bool doubted;  /* GBX_CSV_HUNT was passed and the field believed */
	size_t event;  /* cached: a lone quote before this one ... */
	bool event_ok; /* ... is text */
	bool asked;    /* fits_as_text said no */
};

enum hunted { CLOSED, LITERAL, STRAY, ENDLESS, UNDECIDED };

static bool after_delim(const struct view *v, size_t lowest, size_t i)
{
	size_t k = v->d->ndelim;
	return k && i >= lowest + k && memcmp(v->p + i - k, v->d->delim, k) == 0;
}

/* A quote at p[i] that looks like the first byte of a field. */
static bool looks_opening(const struct view *v, size_t lowest, size_t i)
{
	bool starts = after_delim(v, lowest, i) || (i > lowest && is_eol(v, v->p[i - 1]));
	return starts && i + 1 < v->n && v->p[i + 1] != ' ';
}

static bool crossed_line(const struct view *v, struct hunt *h, size_t i)
{
	for (; !h->crossed && h->line < i; h->line++)
		h->crossed = is_eol(v, v->p[h->line]);
	return h->crossed;
}

/*
 * Looks along the line from a lone quote at p[i]: is there one that closes
 * (YES), or does another field open or the line end first (NO)? The first event
 * serves every lone quote before it.
 */
static enum answer find_event(const struct view *v, struct hunt *h, size_t i)
{
	if (h->event > i)
		return h->event_ok ? YES : NO;
	for (size_t k = i + 1;; k++) {
		while (k < v->n && v->p[k] != v->d->quote && !is_eol(v, v->p[k]))
			k++;
		if (k == v->n && !v->final)
			return UNKNOWN;
		h->event = k;
		h->event_ok = false;
		if (k == v->n || v->p[k] != v->d->quote)
			return NO;
		if (k + 1 == v->n && !v->final)
			return UNKNOWN;
		bool opens = looks_opening(v, i + 1, k);
		if (opens)
			return NO;
		if (k + 1 < v->n && v->p[k + 1] == v->d->quote) {
			k++;
			continue;
		}
		enum answer border = is_border(v, k + 1);
		if (border == UNKNOWN)
			return UNKNOWN;
		h->event_ok = border == YES && !after_delim(v, i + 1, k);
		if (h->event_ok)
			return YES;
	}
}

/* The byte behind the quotes that open at p[i], all on one line and regular; 0: they
 * are not; v->n: not decided. */
static size_t behind_quotes(const struct view *v, size_t i, size_t stop)
{
	for (i++; i < stop; i++) {
		if (is_eol(v, v->p[i]))
			return 0;
		if (v->p[i] != v->d->quote)
			continue;
		if (i + 1 == v->n)
			return v->n;
		if (v->p[i + 1] != v->d->quote)
			return is_border(v, i + 1) == NO ? 0 : i + 1;
		i++;
	}
	return stop == v->n ? v->n : 0;
}

/*
 * Has the line just as many fields as there are columns when the quote p[open] is
 * text? It looks along regular fields of this line only, so that its answer rests on
 * bytes every cut of the record holds, and the machine agrees with it.
 */
static enum answer fits_as_text(const struct view *v, size_t open)
{
	const struct gbx_csv_dialect *d = v->d;
	unsigned fields = v->index + 1;
	size_t stop = v->n - open < STRAY_BYTES ? v->n : open + STRAY_BYTES;
	if (d->columns < 2 || d->columns > STRAY_COLUMNS || d->escape >= 0)
		return NO;
	for (size_t i = open + 1; i < stop; i++) {
		if (is_eol(v, v->p[i]))
			return fields == d->columns ? YES : NO;
		if (is_delim(v, i) != YES)
			continue;
		i += d->ndelim;
		if (++fields > d->columns)
			return NO;
		size_t past = i < stop && v->p[i] == d->quote ? behind_quotes(v, i, stop) : i;
		if (!past)
			return NO;
		i = past - 1;
	}
	if (stop < v->n)
		return NO;
	return !v->final ? UNKNOWN : fields == d->columns ? YES : NO;
}

static enum hunted judge_lone_quote(const struct view *v, struct hunt *h, size_t i, bool *text)
{
	*text = false;
	if (looks_opening(v, h->open + 1, i)) {
		if (crossed_line(v, h, i))
			return LITERAL;
		enum answer stray = h->asked ? NO : fits_as_text(v, h->open);
		h->asked = true;
		if (stray != NO)
			return stray == YES ? STRAY : UNDECIDED;
	}
	enum answer closes_later = find_event(v, h, i);
	if (closes_later == UNKNOWN)
		return UNDECIDED;
	*text = closes_later == YES;
	return CLOSED;
}

/* Do most whole lines of the window hold the dialect's number of delimiters? */
static bool looks_regular(const struct view *v, size_t from, size_t to)
{
	size_t lines = 0, good = 0, delims = 0;
	bool partial = true;
	for (size_t i = from; i < to; i++) {
		if (is_eol(v, v->p[i])) {
			bool crlf = v->p[i] == '\n' && v->p[i - 1] == '\r' && v->d->any_eol;
			lines += !partial && !crlf;
			good += !partial && !crlf && delims + 1 == v->d->columns;
			partial = false;
			delims = 0;
		} else if (is_delim(v, i) == YES) {
			delims++;
			i += v->d->ndelim - 1;
		}
	}
	return v->d->columns > 1 && lines >= 4 && 4 * good >= 3 * lines;
}

/* Delimiters in p[from..to). */
static size_t count_delims(const struct view *v, size_t from, size_t to)
{
	size_t n = 0;
	for (size_t i = from; i < to; i++) {
		if (is_delim(v, i) != YES)
			continue;
		n++;
		i += v->d->ndelim - 1;
	}
	return n;
}

/* The line end at p[i] or behind it, or stop. */
static size_t line_end(const struct view *v, size_t i, size_t stop)
{
	if (!v->d->any_eol) {
		const unsigned char *lf = i < stop ? memchr(v->p + i, '\n', stop - i) : NULL;
		return lf ? (size_t)(lf - v->p) : stop;
	}
	while (i < stop && !is_eol(v, v->p[i]))
		i++;
	return i;
}

/* Lines between two quotes. */
struct lines {
	size_t whole, bad; /* between two line ends, and of these what is no row */
	bool inner;        /* the first one has delimiters behind its quote */
	bool hollow;       /* delimiters stand next to both quotes, inside */
	bool aligned;      /* both quotes stand in the same column, if they are text */
};

/*
 * Is it too unlikely that so many lines in quotes have as many delimiters as a row?
 * Commas stand in what people write, tabs and bars hardly do; one line in eight may be
 * another row that is torn.
 */
static bool are_rows(const struct gbx_csv_dialect *d, const struct lines *l)
{
	size_t delims = (d->columns - 1) * (l->whole + 1);
	if (l->bad * 8 > l->whole)
		return false;
	if (l->hollow && l->aligned)
		return delims >= 2;
	if (!l->aligned || l->bad)
		return l->whole >= 8 && delims >= 20;
	if (gbx_csv_rare(d))
		return delims >= 4 && (l->whole || l->inner);
	return l->whole >= 2 && delims >= 10;
}

/*
 * Do the quotes p[open] and p[close] enclose rows, being letters of two of them? The line
 * of the first one has to be a row in itself. Where this says yes, are_rows of csv_mask.c
 * asks the machine.
 */
static bool enclose_rows(const struct view *v, size_t open, size_t close)
{
	const struct gbx_csv_dialect *d = v->d;
	size_t start = open, end = line_end(v, open, close), from;
	struct lines l = {0};
	if (end == close || d->columns < 2 || !d->ndelim)
		return false;
	while (start && !is_eol(v, v->p[start - 1]))
		start--;
	size_t before = count_delims(v, start, open), inner = count_delims(v, open, end);
	if (before + inner + 1 != d->columns)
		return false;
	l.inner = inner;
	for (from = end + 1; (end = line_end(v, from, close)) < close; from = end + 1) {
		if (end == from && v->p[end] == '\n' && v->p[end - 1] == '\r')
			continue;
		l.whole++;
		l.bad += count_delims(v, from, end) + 1 != d->columns;
		if (l.bad * 8 > l.whole + 8)
			return false;
	}
	l.aligned = count_delims(v, from, close) == before;
	l.hollow = is_delim(v, open + 1) == YES && after_delim(v, open + 1, close);
	return are_rows(d, &l);
}

/* The next quote or escape byte in p[i..stop). */
static size_t next_special(const struct view *v, size_t i, size_t stop)
{
	if (v->d->escape < 0) {
		const unsigned char *q = memchr(v->p + i, v->d->quote, stop - i);
		return q ? (size_t)(q - v->p) : stop;
	}
	while (i < stop && v->p[i] != v->d->quote && v->p[i] != v->d->escape)
		i++;
	return i;
}

/* Steps over a quote or escape byte at *i: CLOSED when it closes the field,
 * UNDECIDED, LITERAL, or -1 to go on at the new *i. */
static int hunt_step(const struct view *v, struct hunt *h, size_t *i, unsigned *how)
{
	if (v->p[*i] != v->d->quote) {
		size_t w = escape_width(v, *i);
		*how |= GBX_CSV_ESCAPES;
		*i += w;
		return w ? -1 : UNDECIDED;
	}
	if (*i + 1 < v->n && v->p[*i + 1] == v->d->quote) {
		*how |= GBX_CSV_PAIRS;
		*i += 2;
		return -1;
	}
	enum answer border = is_border(v, *i + 1);
	if (border != NO)
		return border == YES ? CLOSED : UNDECIDED;
	bool text;
	enum hunted what = judge_lone_quote(v, h, *i, &text);
	if (what != CLOSED || !text)
		return (int)what;
	*how |= GBX_CSV_PAIRS | GBX_CSV_LONE;
	*i += 1;
	return -1;
}

/* Finds the quote that closes the one at p[open]. */
static enum hunted hunt(const struct view *v, size_t open, size_t *close, unsigned *how)
{
	struct hunt h = {.open = open, .line = open + 1};
	size_t i = open + 1;
	for (;;) {
		size_t window = open + GBX_CSV_HUNT;
		bool bounded = !h.doubted && v->n >= window;
		size_t stop = bounded ? window : v->n;
		i = i < stop ? next_special(v, i, stop) : i;
		if (i < stop) {
			int what = hunt_step(v, &h, &i, how);
			if (what < 0)
				continue;
			*close = i;
			return what == CLOSED && enclose_rows(v, open, i) ? LITERAL :
			                                                    (enum hunted)what;
		}
		if (!bounded)
			return v->final ? ENDLESS : UNDECIDED;
		if (looks_regular(v, open + 1, window))
			return LITERAL;
		h.doubted = true;
	}
}

static enum gbx_csv_step walk_tail(const struct view *v, size_t open, size_t close,
                                   struct gbx_csv_field *f)
{
	unsigned how = f->how;
	enum gbx_csv_step step = walk_plain(v, close + 1, f);
	f->tail = close + 1;
	f->tail_to = f->to;
	f->from = open + 1;
	f->to = close;
	f->how = how | GBX_CSV_QUOTED;
	for (size_t i = f->tail; step != GBX_CSV_MORE && i < f->tail_to; i++) {
		if (v->p[i] != ' ') {
			f->how |= GBX_CSV_JUNK;
			break;
		}
	}
	return step;
}

/* The quote p[at] is text, and so is one that ends the field: "a"" holds a". */
static enum gbx_csv_step walk_stray(const struct view *v, size_t at, struct gbx_csv_field *f)
{
	enum gbx_csv_step step = walk_plain(v, at, f);
	f->how = GBX_CSV_OPEN;
	if (step != GBX_CSV_MORE && f->to > at + 1 && v->p[f->to - 1] == v->d->quote) {
		f->how = GBX_CSV_QUOTED | GBX_CSV_LONE;
		f->from++;
		f->to--;
	}
	return step;
}

enum gbx_csv_step gbx_csv_field_next(const struct gbx_csv_dialect *d, const unsigned char *p,
                                     size_t n, size_t at, unsigned index, bool final,
                                     struct gbx_csv_field *f)
{
	const struct view v = {d, p, n, final, index};
	f->how = 0;
	if (d->quote < 0 || at >= n || p[at] != d->quote)
		return walk_plain(&v, at, f);
	size_t close = 0;
	switch (hunt(&v, at, &close, &f->how)) {
	case CLOSED:
		return walk_tail(&v, at, close, f);
	case UNDECIDED:
		return GBX_CSV_MORE;
	case STRAY:
		return walk_stray(&v, at, f);
	case ENDLESS:
		f->how = GBX_CSV_OPEN | GBX_CSV_ENDLESS;
		return walk_plain(&v, at, f);
	default:
		f->how = GBX_CSV_OPEN;
		return walk_plain(&v, at, f);
	}
}

size_t gbx_csv_record_end(const struct gbx_csv_dialect *d, const unsigned char *p, size_t n,
                          size_t at, bool final)
{
	struct gbx_csv_field f;
	enum gbx_csv_step step;
	unsigned index = 0;
	do {
		step = gbx_csv_field_next(d, p, n, at, index++, final, &f);
		at = f.next;
	} while (step == GBX_CSV_NEXT_FIELD);
	return step == GBX_CSV_MORE ? 0 : at;
}

bool gbx_csv_lines_fit(const struct gbx_csv_dialect *d, const unsigned char *p, size_t from,
                       size_t to)
{
	const struct view v = {d, p, to, true, 0};
	size_t lines = 0, good = 0, start = to;
	unsigned fields = 1;
	for (size_t i = from; i <= to; i++) {
		if (i < to && is_delim(&v, i) == YES) {
			fields++;
			i += d->ndelim - 1;
		} else if (i == to || is_eol(&v, p[i])) {
			bool counts = start < i && p[start] != '\r';
			lines += counts;
			good += counts && fields == d->columns;
			start = i + 1;
			fields = 1;
		}
	}
	return 2 * good >= lines;
}

/* What a database writes as a backslash and a letter. */
static unsigned char meant(unsigned char c)
{
	static const char from[] = "0bfnrtv", to[] = "\0\b\f\n\r\t\v";
	const char *at = memchr(from, c, 7);
	return at ? (unsigned char)to[at - from] : c;
}

size_t gbx_csv_unescape(const struct gbx_csv_dialect *d, unsigned char *p, size_t n, unsigned how)
{
	size_t o = 0;
	for (size_t i = 0; i < n; i++) {
		bool more = i + 1 < n;
		bool pair =
		    (how & GBX_CSV_PAIRS) && p[i] == d->quote && more && p[i + 1] == d->quote;
		bool escape = (how & GBX_CSV_ESCAPES) && p[i] == d->escape && more &&
		              (d->database || is_escapable(d, p[i + 1]));
		i += pair || escape;
		p[o++] = escape && d->database ? meant(p[i]) : p[i];
	}
	return o;
}

size_t gbx_csv_blank(const struct gbx_csv_dialect *d, const unsigned char *p, size_t n, size_t at)
{
	if (at >= n)
		return 0;
	if (p[at] == '\n')
		return 1;
	if (p[at] != '\r')
		return 0;
	if (at + 1 < n && p[at + 1] == '\n')
		return 2;
	return d->any_eol || at + 1 == n;
}

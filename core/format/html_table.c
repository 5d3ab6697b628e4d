/* Pieces, rows and cells of HTML tables; the contract is in html.h. */
#include "html.h"

#include "mime.h"
#include "xml.h"

#define MARKUP (1u << 20) /* bytes without a row that are not waited for */

/* A tag at p[at]: its name and where it ends; false for text that begins with '<'. */
struct tag {
	struct gbx_span name;
	bool stop; /* </name> */
	size_t end;
	bool more; /* its end is not here */
};

static bool is_letter(unsigned char c)
{
	return (c | 32) >= 'a' && (c | 32) <= 'z';
}

/* Behind the '>' that ends the tag whose name ends at i: one inside a quoted value is text. 0:
 * there is none before another tag begins. */
static size_t tag_end(struct gbx_span s, size_t i, bool *more)
{
	size_t most = s.n - i < GBX_HTML_TAG ? s.n : i + GBX_HTML_TAG;
	*more = false;
	unsigned char quote = 0, before = 0;
	for (size_t k = i; k < most; k++) {
		unsigned char c = s.p[k];
		if (quote)
			quote = c == quote ? 0 : quote;
		else if ((c == '"' || c == '\'') && before == '=')
			quote = c;
		else if (c == '>')
			return k + 1;
		else if (c == '<')
			return 0;
		if (c > ' ')
			before = c;
	}
	*more = most == s.n;
	return 0;
}

static bool tag_at(struct gbx_span s, size_t at, struct tag *t)
{
	size_t i = at + 1;
	*t = (struct tag){.stop = i < s.n && s.p[i] == '/'};
	i += t->stop;
	size_t from = i;
	while (i < s.n && (is_letter(s.p[i]) || (i > from && s.p[i] >= '0' && s.p[i] <= '9')))
		i++;
	t->name = gbx_span_of(s.p + from, i - from);
	t->more = i == s.n;
	t->end = t->more ? 0 : tag_end(s, i, &t->more);
	return t->end ? t->name.n != 0 : t->more;
}

enum hidden { COMMENT, SCRIPT, STYLE, SHOWN };

static enum hidden hidden_kind(const struct tag *t)
{
	if (!t->stop && gbx_mime_same(t->name, "script"))
		return SCRIPT;
	return !t->stop && gbx_mime_same(t->name, "style") ? STYLE : SHOWN;
}

/* Where what a browser does not show ends, whose '<' begin no tags; 0: nowhere in the text. */
static size_t hidden_end(struct gbx_html_scan *x, enum hidden kind, size_t at)
{
	static const char *const ends[] = {"-->", "</script", "</style"};
	const char *end = ends[kind], first = end[0];
	for (size_t k = at; k < x->s.n && !x->lacks[kind]; k++) {
		const unsigned char *c = memchr(x->s.p + k, first, x->s.n - k);
		if (!c)
			break;
		k = (size_t)(c - x->s.p);
		if (gbx_mime_begins(gbx_span_of(c, x->s.n - k), end))
			return k;
	}
	x->lacks[kind] = true;
	return 0;
}

/*
 * What begins with '<' at `at`: a tag, to the end of what it hides, or a comment, a tag without
 * a name. False: text, or something whose end is not here (t->more).
 */
static bool mark_at(struct gbx_html_scan *x, size_t at, struct tag *t)
{
	struct gbx_span s = x->s;
	bool comment = s.n - at >= 4 && !memcmp(s.p + at, "<!--", 4);
	*t = (struct tag){.end = comment ? at + 4 : 0};
	if (!comment && (!tag_at(s, at, t) || t->more))
		return false;
	enum hidden kind = comment ? COMMENT : hidden_kind(t);
	size_t end = kind == SHOWN ? t->end : hidden_end(x, kind, t->end);
	t->more = !end;
	if (end)
		t->end = comment ? end + 3 : end;
	return end || (x->last && !comment);
}

/* The next mark from *at on: true, with *at where it begins. False at the end, with *at behind
 * what was looked at; *more says that something begins there whose end is not here. */
static bool next_tag(struct gbx_html_scan *x, size_t *at, struct tag *t, bool *more)
{
	struct gbx_span s = x->s;
	*more = false;
	while (*at < s.n) {
		const unsigned char *lt = memchr(s.p + *at, '<', s.n - *at);
		*at = lt ? (size_t)(lt - s.p) : s.n;
		if (!lt)
			break;
		*more = !x->last && s.n - *at < 4;
		if (*more)
			break;
		if (mark_at(x, *at, t))
			return true;
		*more = !x->last && t->more;
		if (*more)
			break;
		++*at;
	}
	return false;
}

/* Where the row whose tag ends at `at` ends: its end tag, or what ends it without one. */
static enum gbx_html_piece row_end(struct gbx_html_scan *x, size_t *at)
{
	struct tag t;
	bool more;
	for (; next_tag(x, at, &t, &more); *at = t.end) {
		bool row = gbx_mime_same(t.name, "tr");
		if (row && t.stop)
			*at = t.end;
		if (row || gbx_mime_same(t.name, "table"))
			return GBX_HTML_ROW;
	}
	if (x->last)
		*at = x->s.n;
	return x->last ? GBX_HTML_OPEN : GBX_HTML_MORE;
}

enum gbx_html_piece gbx_html_next(struct gbx_html_scan *x, size_t *at)
{
	struct tag t;
	bool more;
	size_t from = *at, i = from;
	if (from == x->s.n)
		return x->last ? GBX_HTML_END : GBX_HTML_MORE;
	for (; next_tag(x, &i, &t, &more); i = t.end) {
		bool table = gbx_mime_same(t.name, "table"), row = gbx_mime_same(t.name, "tr");
		if (!table && (!row || t.stop))
			continue;
		if (row && i > from) { /* what stands before it, first */
			*at = i;
			return GBX_HTML_MARKUP;
		}
		*at = t.end;
		if (table)
			return t.stop ? GBX_HTML_STOP : GBX_HTML_TABLE;
		enum gbx_html_piece k = row_end(x, at);
		*at = k == GBX_HTML_MORE ? from : *at;
		return k;
	}
	if (!x->last && (more || x->s.n - from < MARKUP))
		return GBX_HTML_MORE;
	*at = x->s.n;
	return GBX_HTML_MARKUP;
}

/* ---- cells ---- */

static bool is_bold(struct gbx_span cell)
{
	struct tag t;
	size_t at = 0;
	while (at < cell.n && cell.p[at] <= ' ')
		at++;
	return cell.n - at >= 4 && cell.p[at] == '<' && tag_at(cell, at, &t) && !t.stop &&
	       (gbx_mime_same(t.name, "b") || gbx_mime_same(t.name, "strong"));
}

void gbx_html_cells(struct gbx_span row, struct gbx_html_row *r)
{
	struct gbx_html_scan x = {.s = row, .last = true};
	struct tag t;
	bool more, open = false;
	size_t at = 0, from = 0;
	r->n = 0;
	r->head = true;
	for (; next_tag(&x, &at, &t, &more); at = t.end) {
		bool th = gbx_mime_same(t.name, "th"), td = gbx_mime_same(t.name, "td");
		bool end = t.stop && gbx_mime_same(t.name, "tr");
		if (!th && !td && !end)
			continue;
		if (open && r->n < GBX_HTML_CELLS)
			r->cell[r->n++] = gbx_span_of(row.p + from, at - from);
		open = !t.stop;
		r->head &= !(td && open);
		from = t.end;
	}
	if (open && r->n < GBX_HTML_CELLS)
		r->cell[r->n++] = gbx_span_of(row.p + from, row.n - from);
	r->head &= r->n != 0;
	r->bold = r->n != 0;
	for (unsigned i = 0; i < r->n && r->bold; i++)
		r->bold = is_bold(r->cell[i]);
}

/* HTML 4.01, section 24.2: names of U+00A0 to U+00FF. */
static const char latin1[][7] = {
    "nbsp",   "iexcl",  "cent",   "pound",  "curren", "yen",    "brvbar", "sect",   "uml",
    "copy",   "ordf",   "laquo",  "not",    "shy",    "reg",    "macr",   "deg",    "plusmn",
    "sup2",   "sup3",   "acute",  "micro",  "para",   "middot", "cedil",  "sup1",   "ordm",
    "raquo",  "frac14", "frac12", "frac34", "iquest", "Agrave", "Aacute", "Acirc",  "Atilde",
    "Auml",   "Aring",  "AElig",  "Ccedil", "Egrave", "Eacute", "Ecirc",  "Euml",   "Igrave",
    "Iacute", "Icirc",  "Iuml",   "ETH",    "Ntilde", "Ograve", "Oacute", "Ocirc",  "Otilde",
    "Ouml",   "times",  "Oslash", "Ugrave", "Uacute", "Ucirc",  "Uuml",   "Yacute", "THORN",
    "szlig",  "agrave", "aacute", "acirc",  "atilde", "auml",   "aring",  "aelig",  "ccedil",
    "egrave", "eacute", "ecirc",  "euml",   "igrave", "iacute", "icirc",  "iuml",   "eth",
    "ntilde", "ograve", "oacute", "ocirc",  "otilde", "ouml",   "divide", "oslash", "ugrave",
    "uacute", "ucirc",  "uuml",   "yacute", "thorn",  "yuml",
};

/* A reference by a name of that table at p: its bytes, and the character in *c; or 0. */
static size_t named(struct gbx_span s, unsigned *c)
{
	const unsigned char *end = memchr(s.p, ';', s.n < 9 ? s.n : 9);
	struct gbx_span name = gbx_span_of(s.p + 1, end ? (size_t)(end - s.p) - 1 : 0);
	for (unsigned i = 0; end && i < sizeof latin1 / sizeof *latin1; i++) {
		const char *is = latin1[i];
		if (name.n && name.n < sizeof latin1[i] && is[0] == name.p[0] && !is[name.n] &&
		    !memcmp(is, name.p, name.n)) {
			*c = 0xa0 + i;
			return name.n + 2;
		}
	}
	return 0;
}

/* Blanks run together; those at both ends go. */
static void put_char(struct gbx_buf *out, size_t from, unsigned char c)
{
	bool start = out->n == from;
	bool blank = !start && (out->p[out->n - 1] == ' ' || out->p[out->n - 1] == '\n');
	if (c > ' ')
		gbx_buf_addc(out, (char)c);
	else if (!start && !blank)
		gbx_buf_addc(out, ' ');
}

/* Text between two tags, references undone. */
static void put_text(struct gbx_buf *out, size_t from, struct gbx_span s)
{
	for (size_t i = 0; i < s.n;) {
		unsigned c;
		size_t run = i;
		while (run < s.n && s.p[run] > ' ' && s.p[run] != '&')
			run++;
		gbx_buf_add(out, s.p + i, run - i);
		i = run;
		if (i == s.n)
			break;
		size_t n = s.p[i] == '&' ? named(gbx_span_of(s.p + i, s.n - i), &c) : 0;
		if (!n) {
			put_char(out, from, s.p[i++]);
			continue;
		}
		i += n;
		if (c == 0xa0) {
			put_char(out, from, ' ');
		} else {
			gbx_buf_addc(out, (char)(0xc0 | c >> 6));
			gbx_buf_addc(out, (char)(0x80 | (c & 0x3f)));
		}
	}
}

static bool breaks_line(struct gbx_span name)
{
	return gbx_mime_same(name, "br") || gbx_mime_same(name, "p") || gbx_mime_same(name, "div") ||
	       gbx_mime_same(name, "li");
}

void gbx_html_text(struct gbx_span cell, struct gbx_buf *out)
{
	struct gbx_html_scan x = {.s = cell, .last = true};
	struct tag t;
	bool more, tag;
	size_t from = out->n, at = 0;
	do {
		size_t begin = at;
		tag = next_tag(&x, &at, &t, &more);
		put_text(out, from, gbx_span_of(cell.p + begin, at - begin));
		if (tag && breaks_line(t.name)) {
			while (out->n > from && out->p[out->n - 1] == ' ')
				out->n--;
			if (out->n > from && out->p[out->n - 1] != '\n')
				gbx_buf_addc(out, '\n');
		}
		at = tag ? t.end : at;
	} while (tag);
	while (out->n > from && (out->p[out->n - 1] == ' ' || out->p[out->n - 1] == '\n'))
		out->n--;
	if (!gbx_buf_failed(out) && out->n > from)
		out->n = from + gbx_xml_decode((unsigned char *)out->p + from, out->n - from);
}

/*
 * One line of columns, cut where the dialect says. A value that is wider than any
 * in the head may reach into the blanks before or behind its column.
 */
#include "fixed.h"

#include "../base/width.h"

static bool is_mark(unsigned char c)
{
	return c == '-' || c == '=' || c == '+' || c == '_' || c == '|' || c == ':';
}

bool gbx_fixed_next(struct gbx_span s, size_t *at, struct gbx_span *line)
{
	if (*at >= s.n)
		return false;
	const unsigned char *p = s.p + *at, *lf = memchr(p, '\n', s.n - *at);
	size_t n = lf ? (size_t)(lf - p) : s.n - *at;
	*at += n + (lf != NULL);
	while (n && p[n - 1] == '\r')
		n--;
	*line = gbx_span_of(p, n);
	return true;
}

bool gbx_fixed_is_ruler(struct gbx_span s)
{
	size_t dashes = 0;
	for (size_t i = 0; i < s.n; i++) {
		/* box drawing, U+2500 to U+257F: E2 94 80 to E2 95 BF */
		if (s.n - i >= 3 && s.p[i] == 0xe2 && (s.p[i + 1] == 0x94 || s.p[i + 1] == 0x95)) {
			bool upright = s.p[i + 1] == 0x94 && s.p[i + 2] == 0x82;
			dashes += !upright;
			i += 2;
			continue;
		}
		if (!is_mark(s.p[i]) && s.p[i] != ' ')
			return false;
		dashes += s.p[i] == '-' || s.p[i] == '=' || s.p[i] == '_';
	}
	return dashes >= 3;
}

static struct gbx_span trim(struct gbx_span s)
{
	while (s.n && s.p[0] == ' ') {
		s.p++;
		s.n--;
	}
	while (s.n && s.p[s.n - 1] == ' ')
		s.n--;
	return s;
}

/* "(2 rows)", "2 rows in set (0.00 sec)", "(5 rows affected)" */
static bool is_footer(struct gbx_span s)
{
	size_t i = 0;
	if (s.n && s.p[0] == '(')
		i++;
	size_t digits = i;
	while (i < s.n && s.p[i] >= '0' && s.p[i] <= '9')
		i++;
	return i > digits && s.n - i >= 4 && !memcmp(s.p + i, " row", 4);
}

/* Borders: '|', or U+2502, or U+2551 */
static size_t border(struct gbx_span s, size_t i)
{
	if (i >= s.n)
		return 0;
	if (s.p[i] == '|')
		return 1;
	if (s.n - i < 3 || s.p[i] != 0xe2)
		return 0;
	bool one = s.p[i + 1] == 0x94 && s.p[i + 2] == 0x82;
	bool two = s.p[i + 1] == 0x95 && s.p[i + 2] == 0x91;
	return one || two ? 3 : 0;
}

/* Bytes of s that hold its first `chars` characters, from byte `at` on, where
 * `have` characters were passed already. */
static size_t over(struct gbx_span s, size_t at, uint32_t have, uint32_t chars)
{
	while (at < s.n && have < chars) {
		for (at++; at < s.n && (s.p[at] & 0xc0) == 0x80;)
			at++;
		have++;
	}
	return at;
}

/* The same by places of the screen, two for a wide character. */
static size_t over_places(struct gbx_span s, size_t at, uint32_t have, uint32_t places)
{
	while (at < s.n && have < places) {
		unsigned w;
		at += gbx_width_step(s, at, &w);
		have += w;
	}
	return at;
}

static enum gbx_fixed_kind drawn_by_place(const struct gbx_fixed_dialect *d, struct gbx_span line,
                                          struct gbx_span *cell)
{
	size_t at = 0;
	uint32_t have = 0;
	for (unsigned i = 0; i < d->columns; i++) {
		at = over_places(line, at, have, d->start[i]);
		have = d->start[i];
		size_t end = line.n;
		if (i + 1 < d->columns) {
			end = over_places(line, at, have, d->gap[i + 1]);
			if (!border(line, end))
				return GBX_FIXED_OTHER;
		}
		cell[i] = gbx_span_of(line.p + at, end - at);
		at = end;
		have = i + 1 < d->columns ? d->gap[i + 1] : have;
	}
	struct gbx_span *last = &cell[d->columns - 1];
	*last = trim(*last);
	if (d->framed && last->n && last->p[last->n - 1] == '|')
		last->n--;
	else if (d->framed && last->n >= 3 && border(*last, last->n - 3))
		last->n -= 3;
	for (unsigned i = 0; i < d->columns; i++)
		cell[i] = trim(cell[i]);
	return GBX_FIXED_ROW;
}

/* Cells between borders; when a value holds one, the places decide. */
static enum gbx_fixed_kind drawn(const struct gbx_fixed_dialect *d, struct gbx_span line,
                                 struct gbx_span *cell)
{
	struct gbx_span s = trim(line);
	size_t i = d->framed ? border(s, 0) : 0, from = i;
	unsigned n = 0;
	if (d->framed && !i)
		return GBX_FIXED_OTHER;
	for (; i < s.n; i++) {
		size_t w = border(s, i);
		if (!w)
			continue;
		if (n < d->columns)
			cell[n] = trim(gbx_span_of(s.p + from, i - from));
		n++;
		from = i + w;
		i += w - 1;
	}
	if (!d->framed) {
		if (n < d->columns)
			cell[n] = trim(gbx_span_of(s.p + from, s.n - from));
		n++;
	}
	if (n == d->columns)
		return GBX_FIXED_ROW;
	return n > d->columns ? drawn_by_place(d, line, cell) : GBX_FIXED_OTHER;
}

/* The border before a column: behind a blank in its gap, if there is one. */
static size_t cut_before(struct gbx_span s, size_t gap, size_t start)
{
	if (start > s.n)
		return s.n;
	if (s.p[start - 1] == ' ')
		return start;
	for (size_t k = start; k > gap; k--) {
		if (s.p[k - 1] == ' ')
			return k;
	}
	return start;
}

static enum gbx_fixed_kind plain(const struct gbx_fixed_dialect *d, struct gbx_span line,
                                 struct gbx_span *cell)
{
	size_t from = 0, at = 0;
	uint32_t have = 0;
	for (unsigned i = 1; i < d->columns; i++) {
		size_t gap = over(line, at, have, d->gap[i]);
		size_t start = over(line, gap, d->gap[i], d->start[i]);
		at = start;
		have = d->start[i];
		size_t cut = start < line.n || start > gap ? cut_before(line, gap, start) : start;
		if (cut < from)
			cut = from;
		cell[i - 1] = trim(gbx_span_of(line.p + from, cut - from));
		from = cut;
	}
	cell[d->columns - 1] = trim(gbx_span_of(line.p + from, line.n - from));
	return memchr(line.p, '\t', line.n) ? GBX_FIXED_OTHER : GBX_FIXED_ROW;
}

enum gbx_fixed_kind gbx_fixed_line(const struct gbx_fixed_dialect *d, struct gbx_span line,
                                   struct gbx_span *cell)
{
	struct gbx_span s = trim(line);
	if (!s.n || gbx_fixed_is_ruler(s) || is_footer(s))
		return GBX_FIXED_SKIP;
	return d->drawn ? drawn(d, line, cell) : plain(d, line, cell);
}

unsigned gbx_fixed_marks(const struct gbx_fixed_dialect *d, struct gbx_span line, bool *mark)
{
	size_t at = 0;
	uint32_t have = 0;
	unsigned all = 0;
	bool any = line.n && (line.p[line.n - 1] == '+' || memmem(line.p, line.n, "+|", 2) ||
	                      memmem(line.p, line.n, "+\xe2", 2));
	if (!any) {
		memset(mark, 0, d->columns);
		return 0;
	}
	for (unsigned i = 0; i < d->columns; i++) {
		uint32_t place = i + 1 < d->columns ? d->gap[i + 1] : d->width - d->framed;
		at = over_places(line, at, have, place);
		have = place;
		mark[i] = at && line.p[at - 1] == '+';
		if (mark[i] && (i + 1 < d->columns || d->framed))
			mark[i] = border(line, at) > 0;
		else if (mark[i]) /* no border follows: a value may end so before the place */
			mark[i] = at == line.n && gbx_text_width(line) == d->width;
		all += mark[i];
	}
	return all;
}

/* Lines of a drawn table that belong together; the contract is in fixed.h. */
#include "fixed.h"

#define BROKEN 64u /* lines of a value that mysql breaks */

static bool next(struct gbx_span s, size_t *at, bool last, struct gbx_span *line)
{
	bool whole = last || (*at < s.n && memchr(s.p + *at, '\n', s.n - *at));
	return whole && gbx_fixed_next(s, at, line);
}

/* Does the line end before its table does? */
static bool is_broken(const struct gbx_fixed_dialect *d, struct gbx_span line)
{
	struct gbx_span cell[GBX_FIXED_COLUMNS] GBX_UNINITIALISED;
	return d->framed && line.n > 1 && line.p[0] == '|' && line.p[line.n - 1] != '|' &&
	       gbx_fixed_line(d, line, cell) == GBX_FIXED_OTHER;
}

static unsigned borders(struct gbx_span s)
{
	unsigned n = 0;
	for (size_t i = 0; i < s.n; i++)
		n += s.p[i] == '|';
	return n;
}

/* Lines up to the one that completes the row, as one; else the first line alone. `end` is
 * behind that. False: more is needed to know. */
static bool join(const struct gbx_fixed_dialect *d, struct gbx_span s, size_t at, size_t end,
                 bool last, struct gbx_fixed_group *g)
{
	struct gbx_span cell[GBX_FIXED_COLUMNS] GBX_UNINITIALISED;
	struct gbx_span line = gbx_span_of(s.p + at, end - at);
	unsigned have = borders(line);
	*g = (struct gbx_fixed_group){end - at, 1};
	for (unsigned i = 1; i < BROKEN; i++) {
		if (!next(s, &end, last, &line))
			return last;
		/* The end of the table, or another row: the first was none. */
		if (gbx_fixed_is_ruler(line) ||
		    (line.n && line.p[0] == '|' && gbx_fixed_line(d, line, cell) == GBX_FIXED_ROW))
			return true;
		have += borders(line);
		if (have <= d->columns || line.p[line.n - 1] != '|')
			continue;
		struct gbx_span all = gbx_span_of(s.p + at, (size_t)(line.p + line.n - s.p) - at);
		if (gbx_fixed_line(d, all, cell) == GBX_FIXED_ROW)
			g->n = end - at;
		return true;
	}
	return true;
}

bool gbx_fixed_group(const struct gbx_fixed_dialect *d, struct gbx_span s, size_t at, bool last,
                     struct gbx_fixed_group *g)
{
	struct gbx_span line;
	bool mark[GBX_FIXED_COLUMNS];
	size_t end = at;
	*g = (struct gbx_fixed_group){0, 0};
	if (!next(s, &end, last, &line))
		return false;
	if (is_broken(d, line))
		return join(d, s, at, end, last, g);
	bool more = true;
	for (g->lines = 1; d->drawn && more && g->lines < GBX_FIXED_LINES; g->lines += more) {
		if (!gbx_fixed_marks(d, line, mark))
			break;
		more = next(s, &end, last, &line);
	}
	g->n = end - at;
	return more || last;
}

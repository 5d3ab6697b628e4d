/* Cutting and padding text by its display width; the contract is in width.h. */
#include "width.h"

#include <stdint.h>

/* The bytes of s that fit into `columns`; *used gets their width. */
static size_t fit(struct gbx_span s, unsigned columns, unsigned *used)
{
	size_t i = 0;

	*used = 0;
	while (i < s.n) {
		unsigned w, k = gbx_width_step(s, i, &w);
		if (*used + w > columns)
			break;
		*used += w;
		i += k;
	}
	return i;
}

static unsigned put_cut(struct gbx_buf *b, struct gbx_span s, unsigned columns)
{
	unsigned used;
	size_t n = fit(s, columns, &used);

	if (n == s.n || !columns) {
		gbx_buf_add(b, s.p, n);
		return used;
	}
	n = fit(s, columns - 1, &used);
	gbx_buf_add(b, s.p, n);
	gbx_buf_adds(b, "…");
	return used + 1;
}

void gbx_put_cut(struct gbx_buf *b, struct gbx_span s, unsigned columns)
{
	put_cut(b, s, columns);
}

static void put_blanks(struct gbx_buf *b, unsigned n)
{
	while (n--)
		gbx_buf_addc(b, ' ');
}

void gbx_put_padded(struct gbx_buf *b, struct gbx_span s, unsigned columns, bool right)
{
	unsigned used = gbx_text_width(s);

	if (right && used < columns)
		put_blanks(b, columns - used);
	used = put_cut(b, s, columns);
	if (!right && used < columns)
		put_blanks(b, columns - used);
}

unsigned gbx_put_wrapped(struct gbx_buf *b, struct gbx_span s, unsigned columns, unsigned indent,
			 unsigned lines)
{
	unsigned line = 0;

	while (s.n && line < lines) {
		unsigned room = columns - (line ? indent : 0), used;
		size_t n = fit(s, room, &used), end = n;
		if (line++) {
			gbx_buf_addc(b, '\n');
			put_blanks(b, indent);
		}
		if (n == s.n || line == lines) {
			put_cut(b, s, room);
			break;
		}
		while (end && s.p[end] != ' ')
			end--;
		end = end ? end : n;
		gbx_buf_add(b, s.p, end);
		while (end < s.n && s.p[end] == ' ')
			end++;
		s = gbx_span_of(s.p + end, s.n - end);
	}
	return line;
}

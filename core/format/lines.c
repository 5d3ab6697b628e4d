/* Lines; the contract is in lines.h. */
#include "lines.h"

bool gbx_line_next(struct gbx_span s, size_t *at, struct gbx_line *l)
{
	if (*at >= s.n)
		return false;
	const unsigned char *from = s.p + *at;
	const unsigned char *end = memchr(from, '\n', s.n - *at);
	l->off = *at;
	l->all = end ? (size_t)(end - from) + 1 : s.n - *at;
	l->text = l->all;
	while (l->text && memchr(" \t\r\n", from[l->text - 1], 4))
		l->text--;
	*at += l->all;
	return true;
}

size_t gbx_line_split(const unsigned char *p, size_t n, bool last)
{
	if (last || !n)
		return n;
	const unsigned char *end = memrchr(p, '\n', n);
	return end ? (size_t)(end - p) + 1 : 0;
}

size_t gbx_line_resync(const unsigned char *p, size_t n, bool *found)
{
	const unsigned char *end = n ? memchr(p, '\n', n) : NULL;
	*found = end != NULL;
	return end ? (size_t)(end - p) + 1 : n;
}

size_t gbx_lines_split(struct gbx_reader *r, const unsigned char *p, size_t n, bool last,
                       struct gbx_split *st)
{
	(void)r;
	memset(st->opaque, 0, sizeof st->opaque);
	return gbx_line_split(p, n, last);
}

size_t gbx_lines_resync(struct gbx_reader *r, const unsigned char *p, size_t n, bool *found)
{
	(void)r;
	return gbx_line_resync(p, n, found);
}

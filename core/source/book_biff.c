/* [MS-XLS] 2.5.293 (XLUnicodeRichExtendedString), 2.5.240, 2.5.294, 2.4.58 (Continue). */
#include "book_biff.h"

#include <string.h>

#define WIDE 1u /* two bytes a character */
#define EXTENDED 4u
#define RICH 8u

static bool read_record(struct gbx_biff *b)
{
	unsigned char h[4];
	b->n = b->used = 0;
	if (!gbx_layer_take(b->from, h, sizeof h)) {
		b->fault = b->from->fault;
		return false;
	}
	b->type = h[0] | (unsigned)h[1] << 8;
	size_t n = h[2] | (size_t)h[3] << 8;
	if (n > GBX_BIFF_RECORD_BYTES) {
		b->fault = GBX_E_ARCHIVE_DAMAGED;
		return false;
	}
	if (!gbx_layer_take(b->from, b->p, n)) {
		b->fault = b->from->fault ? b->from->fault : GBX_E_ARCHIVE_TRUNCATED;
		return false;
	}
	b->n = n;
	b->at += sizeof h + n;
	return true;
}

bool gbx_biff_next(struct gbx_biff *b)
{
	if (b->ahead) {
		b->ahead = false;
		return true;
	}
	return !b->fault && read_record(b);
}

bool gbx_biff_take(struct gbx_biff *b, unsigned n, uint64_t *v)
{
	*v = 0;
	if (n > b->n - b->used)
		return false;
	for (unsigned i = n; i > 0; i--)
		*v = *v << 8 | b->p[b->used + i - 1];
	b->used += n;
	return true;
}

/* Goes on in a continuing record. False: there is none; what came instead is next. */
static bool run_on(struct gbx_biff *b)
{
	if (b->ahead || b->fault || !read_record(b))
		return false;
	b->ahead = b->type != GBX_BIFF_CONTINUE;
	if (b->ahead)
		b->used = 0;
	return !b->ahead;
}

/* One value that may stand in the next record. */
static bool take_over(struct gbx_biff *b, unsigned n, uint64_t *v)
{
	return (b->used < b->n || run_on(b)) && gbx_biff_take(b, n, v);
}

static bool skip(struct gbx_biff *b, uint64_t n)
{
	while (n) {
		if (b->used == b->n && !run_on(b))
			return false;
		size_t some = b->n - b->used < n ? b->n - b->used : (size_t)n;
		b->used += some;
		n -= some;
	}
	return true;
}

static void put_utf8(struct gbx_buf *to, unsigned c)
{
	if (c < 0x80) {
		gbx_buf_addc(to, (char)c);
		return;
	}
	unsigned more = c < 0x800 ? 1 : c < 0x10000 ? 2 : 3;
	static const unsigned char lead[] = { 0, 0xc0, 0xe0, 0xf0 };
	gbx_buf_addc(to, (char)(lead[more] | c >> 6 * more));
	while (more--)
		gbx_buf_addc(to, (char)(0x80 | (c >> 6 * more & 0x3f)));
}

/* A UTF-16 unit; the high half of a pair waits in *high. Halves alone are U+FFFD. */
static void put_unit(struct gbx_buf *to, unsigned c, unsigned *high)
{
	if (*high && c >= 0xdc00 && c < 0xe000) {
		put_utf8(to, 0x10000 + ((*high - 0xd800) << 10) + (c - 0xdc00));
		*high = 0;
		return;
	}
	if (*high)
		put_utf8(to, 0xfffd);
	*high = c >= 0xd800 && c < 0xdc00 ? c : 0;
	if (!*high)
		put_utf8(to, c >= 0xdc00 && c < 0xe000 ? 0xfffd : c);
}

/* The characters; each record they run on in begins with their width anew. */
static bool characters(struct gbx_biff *b, uint64_t n, bool wide, struct gbx_buf *to)
{
	unsigned high = 0;
	uint64_t c, flags;
	while (n--) {
		if (b->used == b->n) {
			if (!run_on(b) || !gbx_biff_take(b, 1, &flags))
				return false;
			wide = flags & WIDE;
		}
		if (!gbx_biff_take(b, wide ? 2 : 1, &c))
			return false;
		put_unit(to, (unsigned)c, &high);
	}
	if (high)
		put_utf8(to, 0xfffd);
	return true;
}

bool gbx_biff_text(struct gbx_biff *b, unsigned width, struct gbx_buf *to)
{
	uint64_t n, flags, runs = 0, extra = 0;
	if (!take_over(b, width, &n) || !take_over(b, 1, &flags))
		return false;
	if ((flags & RICH && !take_over(b, 2, &runs)) ||
	    (flags & EXTENDED && !take_over(b, 4, &extra)))
		return false;
	return characters(b, n, flags & WIDE, to) && skip(b, 4 * runs + extra);
}

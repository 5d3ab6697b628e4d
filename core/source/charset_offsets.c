/* Offsets before and after conversion; the contract is in the header. */
#include "charset_offsets.h"

#include <stdlib.h>

#include "../base/escape.h"
#include "../base/limits.h"

void gbx_offsets_init(struct gbx_offsets *o, enum gbx_charset_kind kind)
{
	*o = (struct gbx_offsets){ .kind = kind, .same = true };
}

void gbx_offsets_release(struct gbx_offsets *o)
{
	free(o->mark);
	*o = (struct gbx_offsets){ .same = true };
}

bool gbx_offsets_add(struct gbx_offsets *o, uint64_t at, uint64_t source)
{
	o->same = false;
	if (o->n && o->mark[o->n - 1].at == at)
		o->n--;
	if (o->n == o->cap) {
		size_t cap = o->cap ? o->cap * 2 : 1024;
		struct gbx_offset_mark *more =
			cap > GBX_CHARSET_MARKS ? NULL : realloc(o->mark, cap * sizeof *more);
		if (!more)
			return false;
		o->mark = more;
		o->cap = cap;
	}
	o->mark[o->n++] = (struct gbx_offset_mark){ at, source };
	return true;
}

/* The last mark not after `at`; n when there is none. */
static size_t last_mark(const struct gbx_offsets *o, uint64_t at)
{
	size_t low = 0, high = o->n;
	while (low < high) {
		size_t mid = low + (high - low) / 2;
		if (o->mark[mid].at <= at)
			low = mid + 1;
		else
			high = mid;
	}
	return low ? low - 1 : o->n;
}

void gbx_offsets_drop(struct gbx_offsets *o, uint64_t at)
{
	size_t i = last_mark(o, at);
	if (i == o->n || !i)
		return;
	memmove(o->mark, o->mark + i, (o->n - i) * sizeof *o->mark);
	o->n -= i;
}

void gbx_offsets_fix(struct gbx_offsets *o, uint64_t at, uint64_t source)
{
	size_t i = last_mark(o, at);
	if (i < o->n)
		o->mark[i] = (struct gbx_offset_mark){ at, source };
}

bool gbx_offsets_copy(const struct gbx_offsets *o, uint64_t from, uint64_t to, struct gbx_offsets *out)
{
	out->n = 0;
	out->kind = o->kind;
	out->same = o->same;
	if (o->same)
		return true;
	size_t i = last_mark(o, from);
	for (i = i == o->n ? 0 : i; i < o->n && o->mark[i].at <= to; i++)
		if (!gbx_offsets_add(out, o->mark[i].at, o->mark[i].source))
			return false;
	return true;
}

/* Bytes a character took in the charset. */
static unsigned took(enum gbx_charset_kind kind, unsigned cp, unsigned utf8)
{
	if (cp >= GBX_CHARSET_ESCAPE && cp <= GBX_CHARSET_ESCAPE + 0xFF)
		return 1;
	switch (kind) {
	case GBX_CHARSET_KIND_UTF8:
		return utf8;
	case GBX_CHARSET_KIND_UTF16:
		return cp > 0xFFFF ? 4 : 2;
	case GBX_CHARSET_KIND_UTF32:
		return 4;
	case GBX_CHARSET_KIND_SINGLE:
		return 1;
	case GBX_CHARSET_KIND_GB18030:
		return cp < 0x80 ? 1 : cp > 0xFFFF ? 4 : 2;
	case GBX_CHARSET_KIND_DOUBLE: /* half-width kana of Shift_JIS */
		return cp < 0x80 || (cp > 0xFF60 && cp < 0xFFA0) ? 1 : 2;
	default:
		return cp < 0x80 ? 1 : 2;
	}
}

uint64_t gbx_offsets_find(const struct gbx_offsets *o, uint64_t at, const unsigned char *p, uint64_t from,
			  size_t n)
{
	size_t i = o->same ? o->n : last_mark(o, at);
	if (i == o->n) /* before the first mark nothing was converted but in the line it ends */
		return o->same || !o->n || at < o->mark[0].source ? at : o->mark[0].source;
	uint64_t now = o->mark[i].at, source = o->mark[i].source;
	uint64_t most = i + 1 < o->n ? o->mark[i + 1].source : UINT64_MAX;
	if (now < from || o->kind == GBX_CHARSET_KIND_UTF8) {
		source += at - now;
		return source < most ? source : most;
	}
	while (now < at && now - from < n) {
		unsigned cp, k = gbx_utf8_next(p + (now - from), n - (size_t)(now - from), &cp);
		source += k ? took(o->kind, cp, k) : 1;
		now += k ? k : 1;
	}
	return source < most ? source : most;
}

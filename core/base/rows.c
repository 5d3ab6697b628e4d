/*
 * Writing and taking apart rows streams; the contract is in rows.h. Numbers inside
 * bodies are LEB128 (DWARF 5, 7.6): seven bits a byte, the lowest first. A cell is
 * its length plus one, then its bytes; zero is no value.
 */
#include "rows.h"

#include "limits.h"

#define LEB_BYTES 10u
/* what a writer's caller may add before it looks at the length: one cell too large */
#define ROOM_BYTES ((size_t)2 * GBX_RECORD_BYTES + (4u << 20))

const char *const gbx_rows_skips[GBX_ROWS_SKIP_COUNT] = {
	[GBX_ROWS_SKIP_VIEW] = "views",
	[GBX_ROWS_SKIP_VIRTUAL] = "virtual tables",
	[GBX_ROWS_SKIP_INDEX_TABLE] = "tables of search indexes",
	[GBX_ROWS_SKIP_LARGE_OBJECT] = "large objects",
	[GBX_ROWS_SKIP_EMPTY_ROW] = "empty rows",
	[GBX_ROWS_SKIP_CHART] = "chart sheets",
	[GBX_ROWS_SKIP_CONTENTS] = "tables of contents",
	[GBX_ROWS_SKIP_TITLE] = "rows above the table",
	[GBX_ROWS_HIDDEN_SHEET] = "hidden sheet, read",
	[GBX_ROWS_HIDDEN_COLUMN] = "hidden column, read",
	[GBX_ROWS_HIDDEN_ROW] = "hidden row, read",
};

/* ---- writing ---- */

void gbx_rows_init(struct gbx_rows_writer *w)
{
	*w = (struct gbx_rows_writer){ 0 };
	gbx_buf_init(&w->out, ROOM_BYTES);
}

void gbx_rows_release(struct gbx_rows_writer *w)
{
	gbx_buf_release(&w->out);
}

static void put_u64(struct gbx_buf *b, uint64_t v)
{
	unsigned char leb[LEB_BYTES];
	size_t n = 0;
	do {
		leb[n++] = (unsigned char)((v & 0x7f) | (v > 0x7f ? 0x80 : 0));
		v >>= 7;
	} while (v);
	gbx_buf_add(b, leb, n);
}

static void put_text(struct gbx_buf *b, struct gbx_span s)
{
	put_u64(b, s.n);
	gbx_buf_add(b, s.p, s.n);
}

static size_t open_record(struct gbx_rows_writer *w, enum gbx_rows_type type)
{
	uint32_t prefix[2] = { (uint32_t)type, 0 };
	size_t at = w->out.n;
	gbx_buf_add(&w->out, prefix, sizeof prefix);
	return at;
}

static bool close_record(struct gbx_rows_writer *w, size_t at)
{
	if (gbx_buf_failed(&w->out))
		return false;
	size_t n = w->out.n - at - GBX_ROWS_PREFIX;
	if (n > GBX_RECORD_BYTES - GBX_ROWS_PREFIX)
		return false;
	uint32_t len = (uint32_t)n;
	memcpy(w->out.p + at + 4, &len, sizeof len);
	return true;
}

/* Drops what was begun at `at`, a failure of it too. */
static void cut_back(struct gbx_rows_writer *w, size_t at)
{
	w->out.n = at;
	w->out.failed = false;
	if (w->out.p)
		w->out.p[at] = 0;
}

void gbx_rows_head(struct gbx_rows_writer *w, const char *format)
{
	size_t at = open_record(w, GBX_ROWS_HEAD);
	put_text(&w->out, gbx_span_str(format));
	close_record(w, at);
}

static struct gbx_span cut_name(struct gbx_span s)
{
	return gbx_span_of(s.p, s.n < GBX_NAME_BYTES ? s.n : GBX_NAME_BYTES);
}

static void put_table(struct gbx_rows_writer *w, struct gbx_span relation,
		      const struct gbx_rows_column *col, uint32_t n)
{
	put_text(&w->out, cut_name(relation));
	put_u64(&w->out, n);
	for (uint32_t i = 0; i < n; i++) {
		put_u64(&w->out, col[i].flags);
		put_text(&w->out, cut_name(col[i].name));
	}
}

bool gbx_rows_table(struct gbx_rows_writer *w, struct gbx_span relation,
		    const struct gbx_rows_column *col, uint32_t n)
{
	if (n > GBX_RECORD_COLUMNS)
		return false;
	size_t at = open_record(w, GBX_ROWS_TABLE);
	put_table(w, relation, col, n);
	w->columns = n;
	return close_record(w, at);
}

bool gbx_rows_beside(struct gbx_rows_writer *w, struct gbx_span file, struct gbx_span relation,
		     const struct gbx_rows_column *col, uint32_t n)
{
	if (n > GBX_RECORD_COLUMNS)
		return false;
	size_t at = open_record(w, GBX_ROWS_BESIDE);
	put_text(&w->out, cut_name(file));
	put_table(w, relation, col, n);
	return close_record(w, at);
}

void gbx_rows_begin(struct gbx_rows_writer *w, uint64_t place)
{
	w->row = open_record(w, GBX_ROWS_ROW);
	w->place = place;
	w->cells = 0;
	put_u64(&w->out, place);
}

/* Past the ceiling nothing more is kept: the row is lost already. */
static bool has_room(struct gbx_rows_writer *w)
{
	return w->cells++ < w->columns && w->out.n - w->row <= GBX_RECORD_BYTES;
}

void gbx_rows_cell(struct gbx_rows_writer *w, struct gbx_span value)
{
	if (!has_room(w))
		return;
	if (value.n > GBX_RECORD_BYTES)
		value.n = GBX_RECORD_BYTES; /* enough to be found too large */
	put_u64(&w->out, (uint64_t)value.n + 1);
	gbx_buf_add(&w->out, value.p, value.n);
}

void gbx_rows_absent(struct gbx_rows_writer *w)
{
	if (has_room(w))
		put_u64(&w->out, 0);
}

bool gbx_rows_end(struct gbx_rows_writer *w)
{
	enum gbx_eid why = w->cells > w->columns ? GBX_E_COLUMNS : GBX_E_OVERSIZE;
	if (w->cells <= w->columns && close_record(w, w->row))
		return true;
	cut_back(w, w->row);
	w->lost++;
	gbx_rows_damage(w, w->place, why, 1);
	return false;
}

void gbx_rows_damage(struct gbx_rows_writer *w, uint64_t place, enum gbx_eid why, uint64_t lost)
{
	size_t at = open_record(w, GBX_ROWS_DAMAGE);
	put_u64(&w->out, place);
	put_u64(&w->out, (uint64_t)why);
	put_u64(&w->out, lost);
	close_record(w, at);
}

void gbx_rows_skip(struct gbx_rows_writer *w, enum gbx_rows_skip kind, uint64_t count)
{
	size_t at = open_record(w, GBX_ROWS_SKIP);
	put_u64(&w->out, (uint64_t)kind);
	put_u64(&w->out, count);
	close_record(w, at);
}

/* ---- reading ---- */

enum gbx_rows_found gbx_rows_next(struct gbx_span s, struct gbx_rows_record *r)
{
	uint32_t prefix[2];
	if (s.n < sizeof prefix)
		return GBX_ROWS_MORE;
	memcpy(prefix, s.p, sizeof prefix);
	if (prefix[0] < GBX_ROWS_HEAD || prefix[0] >= GBX_ROWS_TYPES ||
	    prefix[1] > GBX_RECORD_BYTES - GBX_ROWS_PREFIX)
		return GBX_ROWS_BROKEN;
	if (prefix[1] > s.n - GBX_ROWS_PREFIX)
		return GBX_ROWS_MORE;
	r->type = (enum gbx_rows_type)prefix[0];
	r->all = GBX_ROWS_PREFIX + prefix[1];
	r->body = gbx_span_of(s.p + GBX_ROWS_PREFIX, prefix[1]);
	return GBX_ROWS_OK;
}

bool gbx_rows_u64(struct gbx_rows_body *b, uint64_t *v)
{
	*v = 0;
	for (unsigned i = 0; i < LEB_BYTES && i < b->left.n; i++) {
		unsigned char c = b->left.p[i];
		if (i == LEB_BYTES - 1 && c > 1)
			return false;
		*v |= (uint64_t)(c & 0x7f) << (7 * i);
		if (c & 0x80)
			continue;
		b->left = gbx_span_of(b->left.p + i + 1, b->left.n - i - 1);
		return true;
	}
	return false;
}

static bool take(struct gbx_rows_body *b, uint64_t n, struct gbx_span *s)
{
	if (n > b->left.n)
		return false;
	*s = gbx_span_of(b->left.p, (size_t)n);
	b->left = gbx_span_of(b->left.p + n, b->left.n - (size_t)n);
	return true;
}

bool gbx_rows_text(struct gbx_rows_body *b, struct gbx_span *s)
{
	uint64_t n;
	return gbx_rows_u64(b, &n) && take(b, n, s);
}

bool gbx_rows_value(struct gbx_rows_body *b, struct gbx_span *s)
{
	uint64_t n;
	*s = (struct gbx_span){ NULL, 0 };
	if (!gbx_rows_u64(b, &n))
		return false;
	return !n || take(b, n - 1, s);
}

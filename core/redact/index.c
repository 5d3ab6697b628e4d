/* What the proof searches for: every original, in every form a writer may give it. */
#include <stdlib.h>

#include "../base/escape.h"
#include "impl.h"

#define INDEX_BYTES ((size_t)2 << 30)
#define DIGITS_MIN 8u
#define DIGITS_MAX 64u
#define WINDOWS 32u /* of a pattern, among which the rarest is found by */
#define CHAIN_BITS_MIN 10u
#define CHAIN_BITS_MAX 22u

void gbx_index_free(struct gbx_index *ix)
{
	if (!ix)
		return;
	gbx_arena_release(&ix->arena);
	gbx_bytes_set_release(&ix->cells);
	gbx_bytes_set_release(&ix->digits);
	free(ix->pattern);
	free(ix->chain);
	free(ix->found);
	free(ix);
}

static bool room(struct gbx_index *ix)
{
	if (ix->n < ix->cap)
		return true;
	uint32_t cap = ix->cap ? ix->cap * 2 : 1024;
	struct gbx_pattern *more = realloc(ix->pattern, cap * sizeof *more);
	if (!more)
		return false;
	ix->pattern = more;
	ix->cap = cap;
	return true;
}

static void add_pattern(struct gbx_index *ix, struct gbx_span text, uint32_t value, enum gbx_how how)
{
	char *copy = room(ix) ? gbx_arena_dup(&ix->arena, text.p, text.n) : NULL;
	if (!copy) {
		ix->failed = true;
		return;
	}
	ix->pattern[ix->n++] = (struct gbx_pattern){
		.p = (const unsigned char *)copy, .n = (uint32_t)text.n, .value = value, .how = (uint16_t)how
	};
}

/* ---- chains ---- */

static uint32_t windows_of(const struct gbx_pattern *p)
{
	return p->n - 3 < WINDOWS ? p->n - 3 : WINDOWS;
}

/* Addresses of one site begin alike, and so do keys and numbers: found by their first
 * bytes they would all be compared wherever those stand. */
static void choose_window(const struct gbx_index *ix, const uint32_t *often, struct gbx_pattern *p)
{
	uint32_t least = UINT32_MAX;
	for (uint32_t i = 0; i < windows_of(p); i++) {
		uint32_t w = gbx_window(p->p + i), n = often[gbx_chain_of(ix, w)];
		if (n >= least)
			continue;
		least = n;
		p->window = w;
		p->at = (uint16_t)i;
	}
}

static void chain_patterns(struct gbx_index *ix)
{
	ix->chain_bits = CHAIN_BITS_MIN;
	while (ix->chain_bits < CHAIN_BITS_MAX && 1u << ix->chain_bits < 2 * ix->n)
		ix->chain_bits++;
	uint32_t *often = calloc((size_t)1 << ix->chain_bits, sizeof *often);
	ix->chain = calloc((size_t)1 << ix->chain_bits, sizeof *ix->chain);
	ix->failed = !often || !ix->chain;
	for (uint32_t k = 0; k < ix->n && !ix->failed; k++)
		for (uint32_t i = 0; i < windows_of(ix->pattern + k); i++)
			often[gbx_chain_of(ix, gbx_window(ix->pattern[k].p + i))]++;
	for (uint32_t k = 0; k < ix->n && !ix->failed; k++) {
		struct gbx_pattern *p = ix->pattern + k;
		choose_window(ix, often, p);
		uint32_t *chain = ix->chain + gbx_chain_of(ix, p->window);
		p->next = *chain;
		*chain = k + 1;
	}
	free(often);
}

/* ---- forms ---- */

static bool plain(struct gbx_span v) /* no writer changes it */
{
	for (size_t i = 0; i < v.n; i++) {
		unsigned char c = v.p[i];
		if (!((c >= '0' && c <= '9') || ((c | 32) >= 'a' && (c | 32) <= 'z') || (c == ' ' && i)))
			return false;
	}
	return true;
}

static enum gbx_how how_to_search(struct gbx_span v)
{
	bool digits = true;
	if (v.n < 4)
		return GBX_CELL;
	if (v.n >= 8)
		return GBX_ANYWHERE;
	for (size_t i = 0; i < v.n; i++) {
		if (v.p[i] >= 0x80)
			return GBX_ANYWHERE;
		digits &= v.p[i] >= '0' && v.p[i] <= '9';
	}
	return digits ? GBX_WORD_SAMPLE : GBX_WORD;
}

/* The value escaped, by itself or inside a longer text: some characters are escaped at
 * the borders only. */
static void add_form(struct gbx_index *ix, struct gbx_span v, uint32_t value, bool inside,
		     void (*escape)(struct gbx_buf *, struct gbx_span))
{
	struct gbx_buf raw = GBX_BUF_INIT(v.n + 8), b = GBX_BUF_INIT(v.n * 8 + 64);
	gbx_buf_adds(&raw, inside ? "x" : "");
	gbx_buf_add(&raw, v.p, v.n);
	gbx_buf_adds(&raw, inside ? "x" : "");
	escape(&b, gbx_buf_span(&raw));
	struct gbx_span s = gbx_buf_span(&b);
	if (s.n > 2 && s.p[0] == '"' && s.p[s.n - 1] == '"')
		s = gbx_span_of(s.p + 1, s.n - 2);
	if (inside && s.n > 2)
		s = gbx_span_of(s.p + 1, s.n - 2);
	if (s.n >= 4 && !gbx_span_eq(s, v))
		add_pattern(ix, s, value, how_to_search(s));
	ix->failed |= b.failed | raw.failed;
	gbx_buf_release(&raw);
	gbx_buf_release(&b);
}

static void add_forms(struct gbx_index *ix, struct gbx_span v, uint32_t value)
{
	static void (*const escape[])(struct gbx_buf *, struct gbx_span) = {
		gbx_escape_json, gbx_escape_html, gbx_escape_csv, gbx_escape_markdown,
	};
	for (size_t i = 0; i < sizeof escape / sizeof *escape && !plain(v); i++) {
		add_form(ix, v, value, false, escape[i]);
		add_form(ix, v, value, true, escape[i]);
	}
}

static void add_digits(struct gbx_index *ix, struct gbx_span v, uint32_t value)
{
	char d[DIGITS_MAX];
	uint32_t n = 0;
	for (size_t i = 0; i < v.n && n < sizeof d; i++)
		if (v.p[i] >= '0' && v.p[i] <= '9')
			d[n++] = (char)v.p[i];
	struct gbx_span s = gbx_span_of(d, n);
	if (n < DIGITS_MIN || n == sizeof d || v.n > 3 * n || gbx_bytes_set_has(&ix->digits, s))
		return;
	struct gbx_bytes_item *i = gbx_bytes_set_add(&ix->digits, s);
	if (i)
		i->tag = value;
	ix->digits_min = !ix->digits_min || n < ix->digits_min ? n : ix->digits_min;
	ix->digits_max = n > ix->digits_max ? n : ix->digits_max;
	if (n != v.n)
		add_pattern(ix, s, value, GBX_ANYWHERE);
	ix->digit_forms++;
}

static void add_value(struct gbx_index *ix, struct gbx_span v, uint32_t value)
{
	enum gbx_how how = how_to_search(v);
	if (how == GBX_CELL) {
		struct gbx_bytes_item *i = gbx_bytes_set_add(&ix->cells, v);
		if (i)
			i->tag = value;
		return;
	}
	add_pattern(ix, v, value, how);
	add_forms(ix, v, value);
	add_digits(ix, v, value);
}

struct gbx_index *gbx_index_new(const struct gbx_bytes_set *originals)
{
	struct gbx_index *ix = calloc(1, sizeof *ix);
	if (!ix)
		return NULL;
	gbx_arena_init(&ix->arena, INDEX_BYTES);
	gbx_bytes_set_init(&ix->cells);
	gbx_bytes_set_init(&ix->digits);
	ix->found = calloc((size_t)originals->n + 1, 1);
	ix->failed = !ix->found;
	for (uint32_t i = 0; i < originals->cap && !ix->failed; i++) {
		const struct gbx_bytes_item *item = originals->slot + i;
		if (item->hash)
			add_value(ix, gbx_span_of(item->p, item->n), (uint32_t)ix->values++);
	}
	if (!ix->failed)
		chain_patterns(ix);
	if (ix->failed || ix->cells.failed || ix->digits.failed) {
		gbx_index_free(ix);
		return NULL;
	}
	return ix;
}

/*
 * The proof: every output is searched for every original value of the sampled
 * records, in every form an escaper could have given it, and for the digits of
 * those that have many. How a value is searched depends on what chance would find:
 *
 *   under 4 bytes            as a whole cell, in samples only
 *   4 to 7 bytes, ASCII      between word borders; numbers in samples only, because
 *                            a report is full of counts
 *   longer, or not ASCII     anywhere
 *   8 digits and more        also as digits only, through separators
 *
 * Exempt, and counted as such: what the policy lets stand or itself writes (years,
 * bands, placeholders), and what the tool's own words contain anyway.
 */
#include <stdio.h>
#include <stdlib.h>

#include "../base/escape.h"
#include "../base/limits.h"
#include "impl.h"

#define DIGITS_MIN 8u
#define CHAINS (1u << 16)

enum how { CELL, WORD_SAMPLE, WORD, ANYWHERE };

struct pattern {
	struct gbx_span text;
	enum how how;
	uint32_t next; /* in its chain: index + 1 */
};

struct gbx_pattern_index {
	struct gbx_arena arena;
	struct pattern *pattern;
	uint32_t n, cap;
	uint32_t chain[CHAINS]; /* by the first four bytes: index + 1 */
	struct gbx_bytes_set cells; /* short values */
	struct gbx_bytes_set digits; /* digit forms */
	uint32_t digits_min, digits_max;
	bool failed;
};

void gbx_pattern_index_free(struct gbx_pattern_index *ix)
{
	if (!ix)
		return;
	gbx_arena_release(&ix->arena);
	gbx_bytes_set_release(&ix->cells);
	gbx_bytes_set_release(&ix->digits);
	free(ix->pattern);
	free(ix);
}

static uint32_t chain_of(const unsigned char *p)
{
	uint32_t h;
	memcpy(&h, p, 4);
	return (h * 2654435761u) >> 16;
}

static void add_pattern(struct gbx_pattern_index *ix, struct gbx_span text, enum how how)
{
	if (ix->n == ix->cap) {
		uint32_t cap = ix->cap ? ix->cap * 2 : 1024;
		struct pattern *more = realloc(ix->pattern, cap * sizeof *more);
		if (!more) {
			ix->failed = true;
			return;
		}
		ix->pattern = more;
		ix->cap = cap;
	}
	char *copy = gbx_arena_dup(&ix->arena, text.p, text.n);
	if (!copy) {
		ix->failed = true;
		return;
	}
	uint32_t c = chain_of((unsigned char *)copy);
	ix->pattern[ix->n] = (struct pattern){ gbx_span_of(copy, text.n), how, ix->chain[c] };
	ix->chain[c] = ++ix->n;
}

/* ---- what to search for ---- */

static bool all_digits(struct gbx_span v)
{
	for (size_t i = 0; i < v.n; i++)
		if (v.p[i] < '0' || v.p[i] > '9')
			return false;
	return true;
}

static bool ascii(struct gbx_span v)
{
	for (size_t i = 0; i < v.n; i++)
		if (v.p[i] >= 0x80)
			return false;
	return true;
}

/* A value that looks exactly like a shape ("aaaa", "99-99") cannot be told from one. */
static bool is_a_shape(struct gbx_span v)
{
	for (size_t i = 0; i < v.n; i++) {
		unsigned char c = v.p[i];
		bool word = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
			    c >= 0x80;
		if (word && c != '9' && c != 'a' && c != 'A' && c != 'x')
			return false;
	}
	return true;
}

static enum how how_to_search(struct gbx_span v)
{
	if (v.n < 4)
		return CELL;
	if (!ascii(v) || v.n >= 8)
		return ANYWHERE;
	return all_digits(v) ? WORD_SAMPLE : WORD;
}

static bool is_exempt(const struct gbx_export *x, struct gbx_span v)
{
	return gbx_bytes_set_has(&x->let, v) || is_a_shape(v) ||
	       (v.n >= 4 && x->own_words.n >= v.n && memmem(x->own_words.p, x->own_words.n, v.p, v.n));
}

/* The value as each escaper would write it, where that differs. */
static void add_forms(struct gbx_pattern_index *ix, struct gbx_span v, enum how how)
{
	static void (*const escape[])(struct gbx_buf *, struct gbx_span) = {
		gbx_escape_json, gbx_escape_html, gbx_escape_csv, gbx_escape_markdown,
	};
	struct gbx_buf b = GBX_BUF_INIT(v.n * 8 + 64);
	add_pattern(ix, v, how);
	for (size_t i = 0; i < sizeof escape / sizeof *escape; i++) {
		gbx_buf_reset(&b);
		escape[i](&b, v);
		struct gbx_span s = gbx_buf_span(&b);
		if (s.n > 2 && s.p[0] == '"' && s.p[s.n - 1] == '"')
			s = gbx_span_of(s.p + 1, s.n - 2);
		if (s.n >= 4 && !gbx_span_eq(s, v))
			add_pattern(ix, s, how);
	}
	ix->failed |= b.failed;
	gbx_buf_release(&b);
}

static void add_digits(struct gbx_export *x, struct gbx_pattern_index *ix, struct gbx_span v)
{
	char d[64];
	uint32_t n = 0;
	for (size_t i = 0; i < v.n && n < sizeof d; i++)
		if (v.p[i] >= '0' && v.p[i] <= '9')
			d[n++] = (char)v.p[i];
	struct gbx_span s = gbx_span_of(d, n);
	if (n < DIGITS_MIN || n == sizeof d || v.n > 3 * n || is_exempt(x, s) ||
	    gbx_bytes_set_has(&ix->digits, s))
		return;
	gbx_bytes_set_add(&ix->digits, s);
	ix->digits_min = !ix->digits_min || n < ix->digits_min ? n : ix->digits_min;
	ix->digits_max = n > ix->digits_max ? n : ix->digits_max;
	if (n != v.n)
		add_pattern(ix, s, ANYWHERE);
	x->digit_forms++;
}

static void add_value(struct gbx_export *x, struct gbx_pattern_index *ix, struct gbx_span v)
{
	x->values++;
	if (is_exempt(x, v)) {
		x->exempt++;
		return;
	}
	enum how how = how_to_search(v);
	if (how == CELL)
		gbx_bytes_set_add(&ix->cells, v);
	else
		add_forms(ix, v, how);
	add_digits(x, ix, v);
}

static enum gbx_rc make_index(struct gbx_export *x, struct gbx_err *err)
{
	struct gbx_pattern_index *ix = calloc(1, sizeof *ix);
	if (!ix)
		return gbx_fail(err, GBX_E_NOMEM, NULL);
	gbx_arena_init(&ix->arena, 1u << 30);
	gbx_bytes_set_init(&ix->cells);
	gbx_bytes_set_init(&ix->digits);
	x->index = ix;
	for (uint32_t i = 0; i < x->original.cap; i++)
		if (x->original.slot[i].hash)
			add_value(x, ix, gbx_span_of(x->original.slot[i].p, x->original.slot[i].n));
	ix->failed |= ix->cells.failed | ix->digits.failed;
	return ix->failed ? gbx_fail(err, GBX_E_NOMEM, NULL) : GBX_OK;
}

void gbx_proof_own_words(struct gbx_export *x, struct gbx_span text)
{
	gbx_buf_add(&x->own_words, text.p, text.n);
	gbx_buf_addc(&x->own_words, '\n');
}

/* ---- searching ---- */

struct search {
	const struct gbx_pattern_index *ix;
	const char *name;
	struct gbx_span text;
	bool sample;
	struct gbx_proof_result *r;
};

static void hit(struct search *s, size_t at)
{
	if (!s->r->hits++)
		snprintf(s->r->where, sizeof s->r->where, "%s at offset %zu", s->name, at);
}

static bool word_byte(unsigned char c)
{
	return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c >= 0x80;
}

static bool matches(const struct search *s, const struct pattern *p, size_t at)
{
	struct gbx_span t = s->text;
	if (p->text.n > t.n - at || memcmp(t.p + at, p->text.p, p->text.n))
		return false;
	if (p->how == ANYWHERE)
		return true;
	if (p->how == WORD_SAMPLE && !s->sample)
		return false;
	size_t end = at + p->text.n;
	return !(at && word_byte(t.p[at - 1])) && !(end < t.n && word_byte(t.p[end]));
}

static void search_text(struct search *s)
{
	for (size_t at = 0; at + 4 <= s->text.n; at++)
		for (uint32_t k = s->ix->chain[chain_of(s->text.p + at)]; k; k = s->ix->pattern[k - 1].next)
			if (matches(s, s->ix->pattern + k - 1, at))
				hit(s, at);
}

/* Cells of CSV and strings of JSON, roughly: what stands between delimiters. */
static void search_cells(struct search *s)
{
	size_t from = 0;
	for (size_t i = 0; i <= s->text.n; i++) {
		unsigned char c = i < s->text.n ? s->text.p[i] : '\n';
		if (c != ',' && c != '"' && c != '\n' && c != '\r' && c != ';')
			continue;
		struct gbx_span cell = gbx_trim(s->text.p + from, i - from);
		if (cell.n && cell.n < 4 && gbx_bytes_set_has(&s->ix->cells, cell))
			hit(s, from);
		from = i + 1;
	}
}

static bool digit_joint(unsigned char c)
{
	return c == ' ' || c == '-' || c == '(' || c == ')' || c == '.' || c == '+' || c == '/';
}

/* Digit forms inside one run of digits and joints, already reduced to d[0..n). */
static void search_run(struct search *s, const char *d, uint32_t n, size_t at)
{
	for (uint32_t i = 0; i < n; i++)
		for (uint32_t k = s->ix->digits_min; k <= s->ix->digits_max && i + k <= n; k++)
			if (gbx_bytes_set_has(&s->ix->digits, gbx_span_of(d + i, k)))
				hit(s, at);
}

static void search_digits(struct search *s)
{
	char d[128];
	size_t i = 0;
	while (s->ix->digits.n && i < s->text.n) {
		if (s->text.p[i] < '0' || s->text.p[i] > '9') {
			i++;
			continue;
		}
		size_t from = i;
		uint32_t n = 0;
		bool joint = false;
		for (; i < s->text.n && n < sizeof d; i++) {
			unsigned char c = s->text.p[i];
			if (c >= '0' && c <= '9')
				d[n++] = (char)c;
			else if (digit_joint(c))
				joint = true;
			else
				break;
		}
		if (joint && n >= DIGITS_MIN)
			search_run(s, d, n, from);
	}
}

enum gbx_rc gbx_proof_file(struct gbx_export *x, const char *name, struct gbx_span content, bool sample,
			   struct gbx_proof_result *r, struct gbx_err *err)
{
	if (!x->index) {
		enum gbx_rc rc = make_index(x, err);
		if (rc)
			return rc;
	}
	struct search s = { x->index, name, content, sample, r };
	search_text(&s);
	search_digits(&s);
	if (sample)
		search_cells(&s);
	r->files++;
	r->bytes += content.n;
	return GBX_OK;
}

void gbx_proof_finish(struct gbx_export *x, struct gbx_proof_result *r)
{
	r->values = x->values;
	r->digit_forms = x->digit_forms;
	r->exempt = x->exempt;
}

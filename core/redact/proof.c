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
 * Two things exempt an occurrence, neither of them the value as such. In a sample: that
 * it lies inside a cell which may stand as it is (cover.c): a short profession inside a
 * longer label that many share is no leak, the same word in the profession's own column
 * is one. In a report: that the tool's own words hold the value, which were made without
 * records, or that it looks like a shape ("aaaa", "99-99").
 */
#include <stdio.h>
#include <stdlib.h>

#include "impl.h"

#define RUN_DIGITS 128u

enum where { OWN_WORDS, REPORT, SAMPLE };

struct search {
	struct gbx_index *ix;
	const char *name;
	struct gbx_span text;
	enum where where;
	const unsigned char *cover; /* of a sample */
	struct gbx_proof_result *r;
};

/* A value that looks exactly like a shape cannot be told from one. */
static bool is_a_shape(struct gbx_span v)
{
	for (size_t i = 0; i < v.n; i++) {
		unsigned char c = v.p[i];
		bool word = (c >= '0' && c <= '9') || ((c | 32) >= 'a' && (c | 32) <= 'z') || c >= 0x80;
		if (word && c != '9' && c != 'a' && c != 'A' && c != 'x')
			return false;
	}
	return true;
}

static bool covered(const struct search *s, size_t from, size_t to)
{
	return s->where == SAMPLE && !memchr(s->cover + from, 0, to - from);
}

static void found(struct search *s, uint32_t value, struct gbx_span pattern, size_t from, size_t to)
{
	if (s->where == OWN_WORDS || (s->where == REPORT && is_a_shape(pattern))) {
		s->ix->found[value] |= GBX_FOUND_OWN;
		return;
	}
	if (covered(s, from, to)) {
		s->ix->found[value] |= GBX_FOUND_COVERED;
		return;
	}
	if (s->where == REPORT && s->ix->found[value] & GBX_FOUND_OWN)
		return;
	if (!s->r->hits++)
		snprintf(s->r->where, sizeof s->r->where, "%s at offset %zu", s->name, from);
}

/* ---- values of four bytes and more ---- */

static bool word_byte(unsigned char c)
{
	return (c >= '0' && c <= '9') || ((c | 32) >= 'a' && (c | 32) <= 'z') || c >= 0x80;
}

static bool matches(const struct search *s, const struct gbx_pattern *p, size_t at)
{
	struct gbx_span t = s->text;
	if (p->n > t.n - at || memcmp(t.p + at, p->p, p->n))
		return false;
	if (p->how == GBX_ANYWHERE)
		return true;
	if (p->how == GBX_WORD_SAMPLE && s->where == REPORT)
		return false;
	size_t end = at + p->n;
	return !(at && word_byte(t.p[at - 1])) && !(end < t.n && word_byte(t.p[end]));
}

static void search_text(struct search *s)
{
	for (size_t i = 0; i + 4 <= s->text.n; i++) {
		uint32_t w = gbx_window(s->text.p + i);
		for (uint32_t k = s->ix->chain[gbx_chain_of(s->ix, w)]; k;) {
			const struct gbx_pattern *p = s->ix->pattern + k - 1;
			if (p->window == w && i >= p->at && matches(s, p, i - p->at))
				found(s, p->value, gbx_span_of(p->p, p->n), i - p->at, i - p->at + p->n);
			k = p->next;
		}
	}
}

/* ---- short values ---- */

/* Cells of CSV and strings of JSON, roughly: what stands between delimiters. */
static void search_cells(struct search *s)
{
	size_t from = 0;
	for (size_t i = 0; i <= s->text.n; i++) {
		unsigned char c = i < s->text.n ? s->text.p[i] : '\n';
		if (c != ',' && c != '"' && c != '\n' && c != '\r' && c != ';')
			continue;
		struct gbx_span cell = gbx_trim(s->text.p + from, i - from);
		if (cell.n && cell.p[0] == '\'')
			cell = gbx_span_of(cell.p + 1, cell.n - 1);
		struct gbx_bytes_item *k = cell.n && cell.n < 4 ? gbx_bytes_set_find(&s->ix->cells, cell) : NULL;
		if (k)
			found(s, (uint32_t)k->tag, cell, from, i);
		from = i + 1;
	}
}

/* ---- digits through separators ---- */

struct run { /* of digits and what may stand between the digits of a number */
	char d[RUN_DIGITS];
	size_t at[RUN_DIGITS];
	uint32_t n;
	bool joint;
};

static bool is_joint(unsigned char c)
{
	return c == ' ' || c == '-' || c == '(' || c == ')' || c == '.' || c == '+' || c == '/';
}

static void search_run(struct search *s, const struct run *r)
{
	for (uint32_t i = 0; r->joint && i < r->n; i++)
		for (uint32_t k = s->ix->digits_min; k <= s->ix->digits_max && i + k <= r->n; k++) {
			struct gbx_span d = gbx_span_of(r->d + i, k);
			struct gbx_bytes_item *hit = gbx_bytes_set_find(&s->ix->digits, d);
			if (hit)
				found(s, (uint32_t)hit->tag, d, r->at[i], r->at[i + k - 1] + 1);
		}
}

/* Long runs are searched in windows that overlap by half, more than any digit form. */
static void search_digits(struct search *s)
{
	struct run r = { .n = 0 };
	if (!s->ix->digits.n)
		return;
	for (size_t i = 0; i <= s->text.n; i++) {
		unsigned char c = i < s->text.n ? s->text.p[i] : '\n';
		bool digit = c >= '0' && c <= '9';
		if (digit) {
			r.at[r.n] = i;
			r.d[r.n++] = (char)c;
		}
		r.joint |= r.n && is_joint(c);
		if (r.n == RUN_DIGITS) {
			search_run(s, &r);
			r.n = RUN_DIGITS / 2;
			memmove(r.d, r.d + r.n, r.n);
			memmove(r.at, r.at + r.n, r.n * sizeof *r.at);
		}
		if (r.n && !digit && !is_joint(c)) {
			search_run(s, &r);
			r.n = 0;
			r.joint = false;
		}
	}
}

/* ---- files ---- */

static void search(struct search *s)
{
	search_text(s);
	search_digits(s);
	if (s->where == SAMPLE)
		search_cells(s);
}

static enum gbx_rc make_index(struct gbx_export *x, struct gbx_err *err)
{
	x->index = gbx_index_new(&x->original);
	if (!x->index || gbx_buf_failed(&x->own_words))
		return gbx_fail(err, GBX_E_NOMEM, NULL);
	struct search s = { .ix = x->index, .text = gbx_buf_span(&x->own_words), .where = OWN_WORDS };
	search(&s);
	return GBX_OK;
}

static bool ends_in(const char *name, const char *end)
{
	size_t n = strlen(name), k = strlen(end);
	return n >= k && !strcmp(name + n - k, end);
}

enum gbx_rc gbx_proof_file(struct gbx_export *x, const char *name, struct gbx_span content, bool sample,
			   struct gbx_proof_result *r, struct gbx_err *err)
{
	enum gbx_rc rc = x->index ? GBX_OK : make_index(x, err);
	if (rc)
		return rc;
	unsigned char *cover = sample ? malloc(content.n + 1) : NULL;
	if (sample && (!cover || !gbx_cover(x, content, ends_in(name, ".jsonl"), cover))) {
		free(cover);
		return gbx_fail(err, GBX_E_NOMEM, NULL);
	}
	struct search s = { x->index, name, content, sample ? SAMPLE : REPORT, cover, r };
	search(&s);
	free(cover);
	r->files++;
	r->bytes += content.n;
	return GBX_OK;
}

void gbx_proof_own_words(struct gbx_export *x, struct gbx_span text)
{
	gbx_buf_add(&x->own_words, text.p, text.n);
	gbx_buf_addc(&x->own_words, '\n');
}

void gbx_proof_finish(struct gbx_export *x, struct gbx_proof_result *r)
{
	r->values = x->index ? x->index->values : 0;
	r->digit_forms = x->index ? x->index->digit_forms : 0;
	r->exempt = 0;
	for (uint64_t i = 0; i < r->values; i++)
		r->exempt += x->index->found[i] != 0;
}

/* Exporting a relation: columns decided together, rows written as CSV and JSON lines. */
#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/rand.h>
#include <stdlib.h>

#include "../base/escape.h"
#include "../base/limits.h"
#include "impl.h"

#define OWN_WORDS_MAX (64u << 20)
#define CELL_MAX (32u << 20)
/* A column is derived from another when this share of its rows holds the other's value. */
#define DERIVED_SHARE 5u /* one in five */
#define DERIVED_BYTES 4u

/* ---- the export ---- */

static bool derive_key(struct gbx_export *x, const uint64_t *seed)
{
	unsigned char text[40] = "glovebox export token key, seed ";
	if (!seed)
		return RAND_bytes(x->key, sizeof x->key) == 1;
	memcpy(text + 32, seed, sizeof *seed);
	unsigned int n = sizeof x->key;
	return EVP_Digest(text, sizeof text, x->key, &n, EVP_sha256(), NULL);
}

enum gbx_rc gbx_export_new(struct gbx_export **out, const struct gbx_policy *p, const uint64_t *seed,
			   struct gbx_err *err)
{
	struct gbx_export *x = calloc(1, sizeof *x);
	if (!x)
		return gbx_fail(err, GBX_E_NOMEM, NULL);
	x->policy = p;
	gbx_bytes_set_init(&x->original);
	gbx_bytes_set_init(&x->let);
	gbx_buf_init(&x->own_words, OWN_WORDS_MAX);
	if (!derive_key(x, seed)) {
		gbx_export_free(x);
		return gbx_fail(err, GBX_E_INTERNAL, "no random numbers");
	}
	*out = x;
	return GBX_OK;
}

void gbx_export_free(struct gbx_export *x)
{
	if (!x)
		return;
	OPENSSL_cleanse(x->key, sizeof x->key);
	gbx_bytes_set_release(&x->original);
	gbx_bytes_set_release(&x->let);
	gbx_buf_release(&x->own_words);
	gbx_pattern_index_free(x->index);
	free(x);
}

/* ---- cells of a row ---- */

/* The cells of batch column c that belong to record row: [*from, *to). */
static void cells_of(const struct gbx_column *c, uint32_t row, uint32_t *from, uint32_t *to)
{
	if (!c->rec) {
		*from = row < c->n ? row : c->n;
		*to = row < c->n ? row + 1 : c->n;
		return;
	}
	uint32_t a = 0, b = c->n;
	while (a < b) {
		uint32_t m = a + (b - a) / 2;
		if (c->rec[m] < row)
			a = m + 1;
		else
			b = m;
	}
	for (*from = *to = a; *to < c->n && c->rec[*to] == row;)
		++*to;
}

struct exporting {
	struct gbx_export *x;
	const struct gbx_export_column *col;
	uint32_t ncol;
	const struct gbx_export_row *row;
	uint32_t nrow;
	enum gbx_redaction *action; /* by column */
	struct gbx_buf cell;
};

/* Calls each() for every value of a row, with its export column (UINT32_MAX: none). */
static void each_value(struct exporting *e, const struct gbx_export_row *r,
		       void (*each)(struct exporting *e, uint32_t col, struct gbx_span v, bool list))
{
	for (uint32_t i = 0; i < r->batch->ncol; i++) {
		const struct gbx_column *c = r->batch->col + i;
		uint32_t from, to;
		cells_of(c, r->row, &from, &to);
		for (uint32_t k = from; k < to; k++)
			each(e, r->map[i], gbx_cell_span(r->batch, c->cell[k]), to - from > 1);
	}
}

static void remember(struct exporting *e, uint32_t col, struct gbx_span v, bool list)
{
	(void)col;
	(void)list;
	v = gbx_trim(v.p, v.n);
	if (v.n)
		gbx_bytes_set_add(&e->x->original, v);
}

/* ---- joint decisions ---- */

/* How much an action shows; a derived column takes the least of its parts. */
static int openness(enum gbx_redaction a)
{
	static const int by[] = {
		[GBX_R_DROP] = 0, [GBX_R_TOKEN] = 1, [GBX_R_KIND] = 1, [GBX_R_BAND] = 2,
		[GBX_R_YEAR] = 2, [GBX_R_REGION] = 3, [GBX_R_KEEP] = 4,
	};
	return by[a];
}

/* The first value of column col in a row, trimmed; empty when there is none. */
static struct gbx_span first_value(const struct gbx_export_row *r, uint32_t col)
{
	for (uint32_t i = 0; i < r->batch->ncol; i++) {
		uint32_t from, to;
		if (r->map[i] != col)
			continue;
		cells_of(r->batch->col + i, r->row, &from, &to);
		if (from < to) {
			struct gbx_span v = gbx_cell_span(r->batch, r->batch->col[i].cell[from]);
			return gbx_trim(v.p, v.n);
		}
	}
	return (struct gbx_span){ NULL, 0 };
}

static bool contains(const struct exporting *e, uint32_t whole, uint32_t part)
{
	uint32_t seen = 0, inside = 0;
	for (uint32_t i = 0; i < e->nrow; i++) {
		struct gbx_span w = first_value(e->row + i, whole), p = first_value(e->row + i, part);
		if (!w.n || p.n < DERIVED_BYTES)
			continue;
		seen++;
		inside += w.n > p.n && memmem(w.p, w.n, p.p, p.n) != NULL;
	}
	return inside && inside * DERIVED_SHARE >= seen;
}

/* A column whose values hold another's, which is shown less, is dropped. */
static void close_derived(struct exporting *e)
{
	for (uint32_t a = 0; a < e->ncol; a++) {
		if (openness(e->action[a]) < 2)
			continue;
		for (uint32_t b = 0; b < e->ncol; b++)
			if (a != b && openness(gbx_policy_action(e->x->policy, e->col[b].plan.type)) <
					      openness(e->action[a]) &&
			    contains(e, a, b)) {
				e->action[a] = GBX_R_DROP;
				break;
			}
	}
}

/* ---- writing ---- */

/* The redacted cell of column col in e->cell. False when the record has no value. */
static bool redact_cell(struct exporting *e, uint32_t col, struct gbx_span raw)
{
	bool shown;
	struct gbx_span v = gbx_trim(raw.p, raw.n);
	gbx_buf_reset(&e->cell);
	if (!v.n)
		return false;
	struct gbx_value value = gbx_value_of(v.p, v.n);
	gbx_redact_value(e->x, e->action[col], &e->col[col].plan, &value, &e->cell, &shown);
	if (shown)
		gbx_bytes_set_add(&e->x->let, v);
	else if (e->action[col] == GBX_R_YEAR || e->action[col] == GBX_R_BAND)
		gbx_bytes_set_add(&e->x->let, gbx_buf_span(&e->cell));
	return true;
}

/* Values of a list are joined with "; " in CSV. */
static void csv_cell(struct exporting *e, const struct gbx_export_row *r, uint32_t col,
		     struct gbx_buf *joined, struct gbx_buf *csv)
{
	gbx_buf_reset(joined);
	for (uint32_t i = 0; i < r->batch->ncol; i++) {
		uint32_t from, to;
		if (r->map[i] != col)
			continue;
		cells_of(r->batch->col + i, r->row, &from, &to);
		for (uint32_t k = from; k < to; k++)
			if (redact_cell(e, col, gbx_cell_span(r->batch, r->batch->col[i].cell[k]))) {
				gbx_buf_adds(joined, joined->n ? "; " : "");
				gbx_buf_add(joined, e->cell.p, e->cell.n);
			}
	}
	gbx_escape_csv(csv, gbx_buf_span(joined));
}

static void json_member(struct exporting *e, const struct gbx_export_row *r, uint32_t col, bool *first,
			struct gbx_buf *out)
{
	uint32_t values = 0;
	for (uint32_t i = 0; i < r->batch->ncol; i++) {
		uint32_t from, to;
		if (r->map[i] != col)
			continue;
		cells_of(r->batch->col + i, r->row, &from, &to);
		for (uint32_t k = from; k < to; k++) {
			bool some = redact_cell(e, col, gbx_cell_span(r->batch, r->batch->col[i].cell[k]));
			if (!values) {
				gbx_buf_adds(out, *first ? "" : ", ");
				gbx_escape_json(out, gbx_span_str(e->col[col].name));
				gbx_buf_adds(out, to - from > 1 ? ": [" : ": ");
				*first = false;
			} else {
				gbx_buf_adds(out, ", ");
			}
			values++;
			if (some)
				gbx_escape_json(out, gbx_buf_span(&e->cell));
			else
				gbx_buf_adds(out, "null");
		}
		gbx_buf_adds(out, to - from > 1 ? "]" : "");
	}
}

static void write_rows(struct exporting *e, struct gbx_buf *csv, struct gbx_buf *jsonl)
{
	struct gbx_buf joined = GBX_BUF_INIT(CELL_MAX);
	for (uint32_t c = 0; c < e->ncol; c++) {
		gbx_buf_adds(csv, c ? "," : "");
		gbx_escape_csv(csv, gbx_span_str(e->col[c].name));
	}
	gbx_buf_adds(csv, "\r\n");
	for (uint32_t i = 0; i < e->nrow; i++) {
		bool first = true;
		gbx_buf_adds(jsonl, "{");
		for (uint32_t c = 0; c < e->ncol; c++) {
			gbx_buf_adds(csv, c ? "," : "");
			csv_cell(e, e->row + i, c, &joined, csv);
			json_member(e, e->row + i, c, &first, jsonl);
		}
		gbx_buf_adds(csv, "\r\n");
		gbx_buf_adds(jsonl, "}\n");
	}
	if (joined.failed)
		csv->failed = true;
	gbx_buf_release(&joined);
}

enum gbx_rc gbx_export_relation(struct gbx_export *x, const struct gbx_export_column *col,
				uint32_t ncol, const struct gbx_export_row *row, uint32_t nrow,
				struct gbx_buf *csv, struct gbx_buf *jsonl, struct gbx_err *err)
{
	struct exporting e = { .x = x, .col = col, .ncol = ncol, .row = row, .nrow = nrow };
	gbx_buf_init(&e.cell, CELL_MAX);
	e.action = malloc((ncol + 1) * sizeof *e.action);
	if (!e.action)
		return gbx_fail(err, GBX_E_NOMEM, NULL);
	for (uint32_t i = 0; i < ncol; i++)
		e.action[i] = gbx_policy_action(x->policy, col[i].plan.type);
	close_derived(&e);
	for (uint32_t i = 0; i < nrow; i++)
		each_value(&e, row + i, remember);
	write_rows(&e, csv, jsonl);
	bool failed = e.cell.failed || csv->failed || jsonl->failed || x->original.failed || x->let.failed;
	gbx_buf_release(&e.cell);
	free(e.action);
	return failed ? gbx_fail(err, GBX_E_NOMEM, NULL) : GBX_OK;
}

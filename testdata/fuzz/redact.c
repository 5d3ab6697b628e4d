/*
 * Redaction and its proof: a small table with a canary in every row. Whatever the
 * columns are and the policy says, no canary may stand in an output, and the proof
 * must find nothing in what the export wrote.
 */
#include "fuzz.h"

#include "../../core/detect/check.h"
#include "../../core/redact/redact.h"

#define COLUMNS 6u
#define ROWS 24u

struct table {
	struct gbx_parsed parsed;
	struct gbx_batch *batch;
	struct gbx_buf bytes;
	struct gbx_export_column col[COLUMNS];
	uint32_t map[COLUMNS];
	struct gbx_export_row row[ROWS];
	struct gbx_buf csv, jsonl;
};

static void canary(char out[24], uint32_t row)
{
	snprintf(out, 24, "Qz%04xVxKw%u", row * 2654435761u >> 16 & 0xffff, row);
}

/* A column is what its name is in the catalogue; else the draw decides. */
static void columns(struct table *t, struct gbx_span names, struct fuzz_draw *d)
{
	uint32_t n = 1 + fuzz_draw(d, COLUMNS);
	for (uint32_t i = 0; i < n; i++) {
		char name[64], shown[16];
		struct gbx_span s = fuzz_cut(&names, '\t');
		snprintf(name, sizeof name, "%.*s", s.n < 63 ? (int)s.n : 63, (const char *)s.p);
		snprintf(shown, sizeof shown, "f%u%s", i, fuzz_draw(d, 6) ? "" : "[]");
		uint32_t at = gbx_batch_column(&t->parsed, t->batch, gbx_span_str(shown),
					       strchr(shown, '[') ? GBX_COLUMN_LIST : 0, i);
		FUZZ_CHECK(at == i);
		enum gbx_type type = gbx_type_by_name(name);
		if (type == GBX_T_COUNT)
			type = (enum gbx_type)fuzz_draw(d, GBX_T_COUNT);
		t->col[i].name = t->batch->col[i].name;
		t->col[i].plan.type = type;
		t->col[i].plan.scan = fuzz_draw(d, 2);
		t->col[i].plan.strays = fuzz_draw(d, 2);
		t->col[i].envelope = !fuzz_draw(d, 8);
		t->map[i] = i;
	}
}

static void cell(struct table *t, uint32_t col, struct gbx_span v, const char *mark)
{
	struct gbx_cell c = { (uint32_t)t->bytes.n, 0 };
	gbx_buf_add(&t->bytes, v.p, v.n);
	gbx_buf_adds(&t->bytes, mark);
	c.len = (uint32_t)t->bytes.n - c.off;
	FUZZ_CHECK(gbx_batch_cell(&t->parsed, t->batch, col, t->batch->nrec - 1, c));
}

/* Lines of cells between tabs. The canary stands behind a value, or instead of it. */
static void records(struct table *t, struct gbx_span rest, struct fuzz_draw *d)
{
	while (rest.n && t->batch->nrec < ROWS) {
		struct gbx_span line = fuzz_cut(&rest, '\n');
		char mark[25] = " ";
		canary(mark + 1, t->batch->nrec);
		FUZZ_CHECK(gbx_batch_record(&t->parsed, t->batch, 0) != UINT32_MAX);
		for (uint32_t c = 0; c < t->batch->ncol; c++) {
			struct gbx_span v = fuzz_cut(&line, '\t');
			unsigned how = fuzz_draw(d, 4);
			if (how == 3)
				v.n = 0;
			if (v.n || how == 3)
				cell(t, c, v, how == 0 ? "" : v.n ? mark : mark + 1);
		}
	}
}

static void check_output(const struct table *t, const struct gbx_buf *b)
{
	FUZZ_CHECK(!gbx_buf_failed(b));
	for (uint32_t i = 0; i < t->batch->nrec; i++) {
		char mark[24];
		canary(mark, i);
		FUZZ_CHECK(!b->n || !memmem(b->p, b->n, mark, strlen(mark)));
	}
}

static void export_table(struct table *t, const char *policy)
{
	const uint64_t seed = 7;
	struct gbx_export *x = NULL;
	struct gbx_err err = { 0 };
	struct gbx_proof_result r = { 0 };
	FUZZ_CHECK(gbx_export_new(&x, gbx_policy_by_name(policy), &seed, &err) == GBX_OK);
	FUZZ_CHECK(gbx_export_relation(x, t->col, t->batch->ncol, t->row, t->batch->nrec, &t->csv,
				       &t->jsonl, &err) == GBX_OK);
	check_output(t, &t->csv);
	check_output(t, &t->jsonl);
	FUZZ_CHECK(gbx_proof_file(x, "sample/t.csv", gbx_buf_span(&t->csv), true, &r, &err) == GBX_OK);
	FUZZ_CHECK(gbx_proof_file(x, "sample/t.jsonl", gbx_buf_span(&t->jsonl), true, &r, &err) == GBX_OK);
	gbx_proof_finish(x, &r);
	if (r.hits)
		fprintf(stderr, "%s\n", r.where);
	FUZZ_CHECK(!r.hits);
	gbx_export_free(x);
}

void fuzz_redact(const void *of, const unsigned char *p, size_t n)
{
	static const char pad[GBX_CHUNK_PAD];
	struct fuzz_draw d = fuzz_draw_of(p, n);
	struct gbx_span rest = { p, n }, names = fuzz_cut(&rest, '\n');
	struct table *t = fuzz_alloc(sizeof *t);
	(void)of;
	gbx_buf_init(&t->bytes, 1u << 20);
	gbx_buf_init(&t->csv, 1u << 22);
	gbx_buf_init(&t->jsonl, 1u << 22);
	gbx_parsed_init(&t->parsed);
	t->batch = gbx_parsed_batch(&t->parsed, gbx_span_str("test"), 0);
	FUZZ_CHECK(t->batch);
	columns(t, names, &d);
	records(t, rest, &d);
	gbx_buf_add(&t->bytes, pad, sizeof pad);
	t->batch->bytes = (const unsigned char *)t->bytes.p;
	gbx_batch_finish(t->batch);
	for (uint32_t i = 0; i < t->batch->nrec; i++)
		t->row[i] = (struct gbx_export_row){ t->batch, i, t->map };
	export_table(t, fuzz_draw(&d, 2) ? "publish" : "strict");
	gbx_parsed_release(&t->parsed);
	gbx_buf_release(&t->bytes);
	gbx_buf_release(&t->csv);
	gbx_buf_release(&t->jsonl);
	free(t);
}

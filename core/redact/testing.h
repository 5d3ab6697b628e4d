/* For tests of redact: relations made of text, exported and proven. */
#ifndef GBX_REDACT_TESTING_H
#define GBX_REDACT_TESTING_H

#include <stdlib.h>

#include "../base/limits.h"
#include "impl.h"

#define TABLE_COLUMNS 40u
#define TABLE_BYTES (16u << 20)

struct table {
	struct gbx_parsed parsed;
	struct gbx_batch *batch;
	struct gbx_buf bytes;
	struct gbx_export_column col[TABLE_COLUMNS];
	uint32_t map[TABLE_COLUMNS];
	struct gbx_export_row *row;
	struct gbx_buf csv, jsonl;
	struct gbx_export *x;
};

static inline void table_cell(struct table *t, uint32_t col, const char *text)
{
	struct gbx_cell cell = { (uint32_t)t->bytes.n, (uint32_t)strlen(text) };
	gbx_buf_adds(&t->bytes, text);
	gbx_batch_cell(&t->parsed, t->batch, col, t->batch->nrec - 1, cell);
}

/* Columns "name:type", separated by spaces; a name that ends in [] is a list. */
static inline void table_init(struct table *t, const char *columns)
{
	*t = (struct table){ .csv = GBX_BUF_INIT(TABLE_BYTES), .jsonl = GBX_BUF_INIT(TABLE_BYTES),
			     .bytes = GBX_BUF_INIT(TABLE_BYTES) };
	gbx_parsed_init(&t->parsed);
	t->batch = gbx_parsed_batch(&t->parsed, gbx_span_str("test"), 0);
	for (const char *p = columns; *p;) {
		const char *colon = strchr(p, ':'), *end = strchr(colon, ' ');
		size_t n = (size_t)(colon - p);
		char type[64];
		uint32_t flags = n > 2 && p[n - 1] == ']' ? GBX_COLUMN_LIST : 0;
		uint32_t i = gbx_batch_column(&t->parsed, t->batch, gbx_span_of(p, n), flags, 0);
		snprintf(type, sizeof type, "%.*s", end ? (int)(end - colon - 1) : 63, colon + 1);
		t->col[i].name = t->batch->col[i].name;
		t->col[i].plan.type = gbx_type_by_name(type);
		t->col[i].plan.strays = t->col[i].plan.scan = true;
		t->map[i] = i;
		p = end ? end + 1 : "";
	}
}

/* A record: values separated by |, those of a list by ^; an empty one is missing. */
static inline void table_add(struct table *t, const char *values)
{
	gbx_batch_record(&t->parsed, t->batch, 0);
	for (uint32_t c = 0; c < t->batch->ncol && values; c++) {
		const char *end = strchrnul(values, '|');
		while (values < end) {
			const char *stop = memchr(values, '^', (size_t)(end - values));
			char text[4096];
			stop = stop ? stop : end;
			snprintf(text, sizeof text, "%.*s", (int)(stop - values), values);
			table_cell(t, c, text);
			values = stop + (stop < end);
		}
		values = *end ? end + 1 : NULL;
	}
}

static inline enum gbx_rc table_export(struct table *t, const char *policy, const uint64_t *seed)
{
	static const char pad[GBX_CHUNK_PAD];
	gbx_buf_add(&t->bytes, pad, sizeof pad);
	t->batch->bytes = (const unsigned char *)t->bytes.p;
	gbx_batch_finish(t->batch);
	t->row = calloc(t->batch->nrec + 1, sizeof *t->row);
	for (uint32_t i = 0; i < t->batch->nrec; i++)
		t->row[i] = (struct gbx_export_row){ t->batch, i, t->map };
	enum gbx_rc rc = gbx_export_new(&t->x, gbx_policy_by_name(policy), seed, NULL);
	return rc ? rc
		  : gbx_export_relation(t->x, t->col, t->batch->ncol, t->row, t->batch->nrec, &t->csv,
					&t->jsonl, NULL);
}

static inline void table_release(struct table *t)
{
	gbx_export_free(t->x);
	gbx_parsed_release(&t->parsed);
	gbx_buf_release(&t->bytes);
	gbx_buf_release(&t->csv);
	gbx_buf_release(&t->jsonl);
	free(t->row);
}

/* Row `row` (0: the header) and column col of the CSV, as written between the commas. */
static inline const char *table_csv(const struct table *t, uint32_t row, uint32_t col)
{
	static char cell[8192];
	const char *p = gbx_buf_str(&t->csv);
	for (; row; row--)
		p = strstr(p, "\r\n") + 2;
	size_t n = 0;
	for (bool quoted = false; *p && (quoted || (*p != ',' && *p != '\r')) | (col > 0); p++) {
		quoted ^= *p == '"';
		if (!quoted && *p == ',' && col) {
			col--;
			continue;
		}
		if (!col)
			cell[n++] = *p;
	}
	cell[n] = 0;
	return cell;
}

static inline uint64_t table_hits(struct table *t)
{
	struct gbx_proof_result r = { 0 };
	enum gbx_rc rc = gbx_proof_file(t->x, "sample/t.csv", gbx_buf_span(&t->csv), true, &r, NULL);
	if (!rc)
		rc = gbx_proof_file(t->x, "sample/t.jsonl", gbx_buf_span(&t->jsonl), true, &r, NULL);
	return rc ? UINT64_MAX : r.hits;
}

#endif

/*
 * Redaction: policies say what becomes of each type; an export applies one to
 * sampled records; the proof searches what was written for what was there.
 *
 * It fails closed: a column no policy names is dropped, a value that is not what
 * its column says is dropped. Tokens are random-keyed per export (HMAC-SHA-256,
 * key from the system, destroyed by gbx_export_free), of fixed width, and mean
 * nothing outside that export. With --seed given by tests for reproducible
 * output the key is derived from it and the export says so.
 */
#ifndef GBX_REDACT_REDACT_H
#define GBX_REDACT_REDACT_H

#include "../base/buf.h"
#include "../detect/detect.h"
#include "../record/batch.h"

struct gbx_policy; /* const, from schemas/policies.tsv, built in */
const struct gbx_policy *gbx_policy_by_name(const char *name); /* "publish"; NULL when unknown */
const char *gbx_policy_name(const struct gbx_policy *p);
enum gbx_redaction gbx_policy_action(const struct gbx_policy *p, enum gbx_type t);

struct gbx_export;
/* seed NULL: a random key. */
enum gbx_rc gbx_export_new(struct gbx_export **out, const struct gbx_policy *p,
			   const uint64_t *seed, struct gbx_err *err);
void gbx_export_free(struct gbx_export *x);

/* A column of the relation being exported. */
struct gbx_export_column {
	const char *name; /* safe name, as in the summary */
	struct gbx_column_plan plan;
	bool envelope;
};

/*
 * Begins a relation: column set and the joint decisions (a resident id, birth
 * date, age and birthplace are masked together; a column whose values contain
 * another column's values is treated as the most sensitive of them).
 * rec: the sampled records as one-row views (batch, row), n of them, in output order.
 */
struct gbx_export_row {
	const struct gbx_batch *batch;
	uint32_t row;
	const uint32_t *map; /* batch column -> export column, UINT32_MAX for none */
};
/* Writes the redacted rows as CSV (header row, RFC 4180, formulas neutralised) and as
 * JSON lines. Also remembers every original value of these records for the proof. */
enum gbx_rc gbx_export_relation(struct gbx_export *x, const struct gbx_export_column *col,
				uint32_t ncol, const struct gbx_export_row *row, uint32_t nrow,
				struct gbx_buf *csv, struct gbx_buf *jsonl, struct gbx_err *err);

/* ---- the proof ---- */

struct gbx_proof_result {
	uint64_t files, bytes;	   /* searched */
	uint64_t values;	   /* distinct original values searched for */
	uint64_t digit_forms;	   /* of those, also searched as digits only */
	uint64_t exempt;	   /* originals the policy lets stand (placeholders, kept columns) or that
				    * the tool's own words contain: cannot be told apart */
	uint64_t hits;
	char where[256];	   /* first hit: file and offset; never the value */
};

/* Text that outputs contain without any sample: field names, type names, template words. */
void gbx_proof_own_words(struct gbx_export *x, struct gbx_span text);
/* Searches one output. sample: also whole-cell matches of short values. */
enum gbx_rc gbx_proof_file(struct gbx_export *x, const char *name, struct gbx_span content,
			   bool sample, struct gbx_proof_result *r, struct gbx_err *err);
/* Counts the values; call once after the last file. */
void gbx_proof_finish(struct gbx_export *x, struct gbx_proof_result *r);

#endif

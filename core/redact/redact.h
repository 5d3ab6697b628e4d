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

struct gbx_policy; /* const, built in */
const struct gbx_policy *gbx_policy_by_name(const char *name); /* "publish"; NULL when unknown */
const struct gbx_policy *gbx_policy_at(unsigned i);	       /* NULL after the last */
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
	/* Of the whole relation: values, and how many differ, not fewer than that; 0 and 0
	 * when unknown. A kept value is shown only when many records share it. */
	uint64_t non_empty, distinct;
};

/*
 * The sampled records as one-row views, in output order. Every value must be readable
 * for GBX_CHUNK_PAD bytes past its end, as detectors ask. Rows of one batch stand together
 * and have the same map.
 */
struct gbx_export_row {
	const struct gbx_batch *batch;
	uint32_t row;
	const uint32_t *map; /* batch column -> export column, UINT32_MAX for none */
};
/*
 * Decides about the columns together (resident id, birth date, age and birthplace are
 * masked jointly; a column whose values hold another column's values is treated as the
 * most sensitive of them; see show.c), writes the redacted rows as CSV (header row,
 * RFC 4180, CRLF, formulas neutralised, lists joined with "; ") and as JSON lines, and
 * remembers every original value of these records for the proof.
 */
enum gbx_rc gbx_export_relation(struct gbx_export *x, const struct gbx_export_column *col,
				uint32_t ncol, const struct gbx_export_row *row, uint32_t nrow,
				struct gbx_buf *csv, struct gbx_buf *jsonl, struct gbx_err *err);

/* ---- the proof ---- */

struct gbx_proof_result {
	uint64_t files, bytes;	   /* searched */
	uint64_t values;	   /* distinct original values searched for */
	uint64_t digit_forms;	   /* of those, also searched as digits only */
	uint64_t exempt;	   /* originals that were met where the policy lets a cell stand
				    * (placeholders, kept columns, years) or that the tool's own
				    * words contain: cannot be told apart */
	uint64_t hits;
	char where[256];	   /* first hit: file and offset; never the value */
};

/* Text that reports contain without any sample: field names, type names, template words.
 * Before the first gbx_proof_file. */
void gbx_proof_own_words(struct gbx_export *x, struct gbx_span text);
/* Searches one output; a name that ends in .jsonl is JSON lines. sample: written by
 * gbx_export_relation; there the tool's own words exempt nothing, cells that may stand do,
 * and short values are searched as whole cells. */
enum gbx_rc gbx_proof_file(struct gbx_export *x, const char *name, struct gbx_span content,
			   bool sample, struct gbx_proof_result *r, struct gbx_err *err);
/* Counts the values; call once after the last file. */
void gbx_proof_finish(struct gbx_export *x, struct gbx_proof_result *r);

#endif

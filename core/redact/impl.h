/* Inside redact: what an export remembers of its originals. */
#ifndef GBX_REDACT_IMPL_H
#define GBX_REDACT_IMPL_H

#include "redact.h"

#define GBX_TOKEN_CHARS 10u

/* A set of byte strings, in an arena. */
struct gbx_bytes_set {
	struct gbx_arena arena;
	struct gbx_bytes_item {
		uint64_t hash; /* 0: free */
		const unsigned char *p;
		uint32_t n;
	} *slot;
	uint32_t cap, n;
	bool failed;
};

void gbx_bytes_set_init(struct gbx_bytes_set *s);
void gbx_bytes_set_release(struct gbx_bytes_set *s);
bool gbx_bytes_set_has(const struct gbx_bytes_set *s, struct gbx_span v);
void gbx_bytes_set_add(struct gbx_bytes_set *s, struct gbx_span v);

struct gbx_pattern_index;

struct gbx_export {
	const struct gbx_policy *policy;
	unsigned char key[32];
	struct gbx_bytes_set original; /* every value of the sampled records */
	struct gbx_bytes_set let;      /* what the policy lets stand or itself made */
	struct gbx_buf own_words;
	struct gbx_pattern_index *index; /* made by the first gbx_proof_file */
	uint64_t values, digit_forms, exempt;
};

/*
 * The redacted form of a value of that column, appended to out. *shown is set when
 * it tells the value itself (kept, or a placeholder).
 */
void gbx_redact_value(struct gbx_export *x, enum gbx_redaction action,
		      const struct gbx_column_plan *plan, const struct gbx_value *v,
		      struct gbx_buf *out, bool *shown);

void gbx_pattern_index_free(struct gbx_pattern_index *ix);

#endif

/* A JSON document written value by value (RFC 8259), indented by one blank a level. */
#ifndef GBX_REPORT_JSONOUT_H
#define GBX_REPORT_JSONOUT_H

#include "figures.h"

struct gbx_json {
	struct gbx_buf *out;
	unsigned depth;
	bool first;        /* nothing yet at this level */
	unsigned one_line; /* level from which all stands in one line; 0: none */
};

/* key NULL: an item of a list, or the document itself. */
void gbx_json_open(struct gbx_json *j, const char *key, char bracket);   /* '{' or '[' */
void gbx_json_inline(struct gbx_json *j, const char *key, char bracket); /* all in one line */
void gbx_json_close(struct gbx_json *j, char bracket);                   /* '}' or ']' */
void gbx_json_text(struct gbx_json *j, const char *key, const char *s);  /* NULL: null */
void gbx_json_number(struct gbx_json *j, const char *key, uint64_t n);
void gbx_json_decimal(struct gbx_json *j, const char *key, double v, unsigned digits);
void gbx_json_bool(struct gbx_json *j, const char *key, bool v);
void gbx_json_null(struct gbx_json *j, const char *key);
/* A number, or text such as "<5" when covered. */
void gbx_json_figure(struct gbx_json *j, const char *key, struct gbx_figure f);
/* {"value", "exact", "error"} */
void gbx_json_estimate(struct gbx_json *j, const char *key, struct gbx_figure f);

/* ---- parts that report.json and the account share (coverage.c) ---- */
struct gbx_model;
/* What of the entry is in quarantine, by reason. */
void gbx_json_notes(struct gbx_json *j, const struct gbx_model *m, uint32_t entry);
void gbx_json_skips(struct gbx_json *j, const struct gbx_model *m, uint32_t entry);
void gbx_json_skip_sums(struct gbx_json *j, const struct gbx_model *m);
void gbx_json_kinds(struct gbx_json *j, const struct gbx_model *m);
/* How types stood in the verdict on a field, from the given one on (explain.c). */
void gbx_json_runners(struct gbx_json *j, const struct gbx_sum_field *f, uint32_t from);

#endif

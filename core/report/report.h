/*
 * Reports: one model (gbx_summary), several writers. Every writer appends to a
 * buffer; the caller owns files. No writer sees a raw value, and all hostile text
 * (names, paths) goes through base/escape.h.
 */
#ifndef GBX_REPORT_REPORT_H
#define GBX_REPORT_REPORT_H

#include "../base/buf.h"
#include "../base/err.h"
#include "../profile/summary.h"

struct gbx_report_options {
	bool reproducible; /* no timing, no times of the run */
	bool public_;	   /* report.json and terminal: small counts suppressed, "audience": "public" */
	bool color;	   /* terminal */
	unsigned width;	   /* terminal columns, 0: 80 */
	const char *out_dir; /* shown as "report in ..."; NULL: not shown */
	const char *case_path;
};

/* A name without what points at a person: [email], [ip], [number], [name], [user]. */
void gbx_report_name(struct gbx_span name, struct gbx_buf *out);
/* The same for all names of sources, entries and relations of s, before it is handed out. */
enum gbx_rc gbx_report_mask_names(struct gbx_summary *s, struct gbx_err *err);

/* Each appends a whole document. They return GBX_NOMEM when the buffer failed. */
enum gbx_rc gbx_report_terminal(struct gbx_summary *s, const struct gbx_report_options *o,
				struct gbx_buf *out, struct gbx_err *err);
enum gbx_rc gbx_report_markdown(struct gbx_summary *s, const struct gbx_report_options *o,
				struct gbx_buf *out, struct gbx_err *err);
enum gbx_rc gbx_report_html(struct gbx_summary *s, const struct gbx_report_options *o,
			    struct gbx_buf *out, struct gbx_err *err);
enum gbx_rc gbx_report_json(struct gbx_summary *s, const struct gbx_report_options *o,
			    struct gbx_buf *out, struct gbx_err *err);

/* The account of bytes and records; never suppressed: for who works on the case. */
enum gbx_rc gbx_report_coverage(struct gbx_summary *s, const struct gbx_report_options *o,
				struct gbx_buf *out, struct gbx_err *err);
enum gbx_rc gbx_report_coverage_json(struct gbx_summary *s, const struct gbx_report_options *o,
				     struct gbx_buf *out, struct gbx_err *err);
/* Why a field has its type; field is "RELATION.FIELD" or "*.FIELD". E_USAGE when the case has
 * none of the name. */
enum gbx_rc gbx_report_explain(struct gbx_summary *s, const char *field, bool json, struct gbx_buf *out,
			       struct gbx_err *err);
/* Did the run reach its end, and do the sums of every entry meet? */
bool gbx_report_accounted(const struct gbx_summary *s);

/* The CSV tables: name without ending, writer. NULL name ends the list. */
struct gbx_report_table {
	/* "relations", "fields", "shapes", "exposure_sets", "data_classes", "types",
	 * "entries", "quarantine" */
	const char *name;
	enum gbx_rc (*write)(struct gbx_summary *s, const struct gbx_report_options *o,
			     struct gbx_buf *out, struct gbx_err *err);
};
extern const struct gbx_report_table gbx_report_tables[];

#endif

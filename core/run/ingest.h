/* Inside ingest: what reading one source needs of the run. */
#ifndef GBX_RUN_INGEST_H
#define GBX_RUN_INGEST_H

#include "../source/charset_text.h"
#include "../source/source.h"
#include "case.h"

struct gbx_ingest_file {
	const char *path, *name; /* path NULL: listed, not read; reason says why */
	enum gbx_eid reason;
	uint64_t size; /* of all parts */
	const char *const *parts; /* paths in order, path the first of them; NULL: one file */
	size_t nparts;
};

struct gbx_ingest_run {
	const struct gbx_ingest_options *o;
	struct gbx_case_run run;
	struct gbx_pipeline *pipe;
	struct gbx_arena names;
	struct gbx_charsets *charsets;
	struct gbx_beside *beside; /* or NULL */
	struct gbx_kinds *kinds; /* or NULL */
	struct gbx_ingest_file *file;
	uint32_t nfile, file_cap;
	uint64_t total_bytes, done_bytes;
	uint32_t next_source, next_entry;
	struct gbx_kept_state kept; /* of quarantine, before this run */
	struct gbx_entry_state *open_entry; /* begun, its end not yet fed */
	struct gbx_together *together; /* rows of the present source for several entries */
};

/* Reads one file of the list through the pipeline. Data faults are recorded; the
 * return code is GBX_OK or one of ours. */
enum gbx_rc gbx_ingest_source(struct gbx_ingest_run *g, const struct gbx_ingest_file *f,
			      struct gbx_err *err);

/* For who adds to a case in another way. What the case holds: ids, relations, its
 * figures in g->run.summary; *had: it held a source. */
enum gbx_rc gbx_ingest_know(struct gbx_ingest_run *g, uint64_t *first_block, bool *had,
			    struct gbx_err *err);
/* Counts what was added, or all of it when the case held something; stores the figures. */
enum gbx_rc gbx_ingest_count(struct gbx_ingest_run *g, bool had, unsigned threads,
			     struct gbx_err *err);

#endif

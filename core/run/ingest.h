/* Inside ingest: what reading one source needs of the run. */
#ifndef GBX_RUN_INGEST_H
#define GBX_RUN_INGEST_H

#include "../source/source.h"
#include "case.h"

struct gbx_ingest_file {
	const char *path, *name; /* path NULL: listed, not read; reason says why */
	enum gbx_eid reason;
	uint64_t size;
};

struct gbx_ingest_run {
	const struct gbx_ingest_options *o;
	struct gbx_case_run run;
	struct gbx_pipeline *pipe;
	struct gbx_arena names;
	struct gbx_ingest_file *file;
	uint32_t nfile, file_cap;
	uint64_t total_bytes, done_bytes;
	uint32_t next_source, next_entry;
	struct gbx_kept_state kept; /* of quarantine, before this run */
	struct gbx_entry_state *open_entry; /* begun, its end not yet fed */
};

/* Reads one file of the list through the pipeline. Data faults are recorded; the
 * return code is GBX_OK or one of ours. */
enum gbx_rc gbx_ingest_source(struct gbx_ingest_run *g, const struct gbx_ingest_file *f,
			      struct gbx_err *err);

#endif

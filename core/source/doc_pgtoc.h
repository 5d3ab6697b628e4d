/*
 * The table of contents of a pg_dump archive: which table's rows stand where. Format
 * 1.7 to 1.16, that is PostgreSQL 8 to 17 (src/bin/pg_dump/pg_backup_archiver.c).
 */
#ifndef GBX_SOURCE_DOC_PGTOC_H
#define GBX_SOURCE_DOC_PGTOC_H

#include "../base/arena.h"
#include "layer.h"

enum gbx_pg_format { GBX_PG_CUSTOM = 1, GBX_PG_TAR = 3, GBX_PG_DIRECTORY = 5 };

struct gbx_pg_table {
	int64_t id;	      /* of the dump's item */
	const char *relation; /* "schema.table" */
	const char *copy;     /* the COPY statement; NULL: the rows are INSERT statements */
	const char *file;     /* of its rows in a tar or directory; NULL in custom format */
};

/* A stream with its numbers' sizes. */
struct gbx_pg_in {
	struct gbx_layer *from; /* borrowed */
	unsigned version;	/* 0x010e for 1.14 */
	unsigned int_size, off_size;
	enum gbx_pg_format format;
	enum gbx_pack pack; /* GBX_PACK_NONE, _GZIP (a zlib stream), _LZ4 or _ZSTD */
};

struct gbx_pg_toc {
	struct gbx_arena names;
	struct gbx_pg_table *table; /* sorted by id */
	size_t n, cap;
	uint64_t views; /* of the schema, not run */
};

#define GBX_PG_MAGIC "PGDMP"

/* Reads head and contents. E_NONE, or why not; release in either case. */
enum gbx_eid gbx_pg_open(struct gbx_pg_in *in, struct gbx_pg_toc *toc, struct gbx_layer *from);
void gbx_pg_release(struct gbx_pg_toc *toc);

const struct gbx_pg_table *gbx_pg_by_id(const struct gbx_pg_toc *toc, int64_t id);
/* file: the last part of a path. */
const struct gbx_pg_table *gbx_pg_by_file(const struct gbx_pg_toc *toc, const char *file);

/* The format's number: a sign and int_size bytes. False: the stream ends. */
bool gbx_pg_int(struct gbx_pg_in *in, int64_t *v);

#endif

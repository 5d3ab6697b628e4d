/*
 * Tables in JSON whose rows are arrays: an array of arrays (pandas' "values", Google
 * Sheets), an array a line, or an object that holds the rows and, beside them, the
 * names of the columns (pandas' "split", Metabase, Trino, Druid, Elasticsearch's SQL,
 * Socrata, InfluxDB, DataTables). Private to the format "jsonrows".
 */
#ifndef GBX_FORMAT_JROWS_H
#define GBX_FORMAT_JROWS_H

#include "format.h"
#include "walk.h"

struct gbx_jrows {
	enum gbx_walk_mode mode;
	unsigned width; /* cells of a usual row; 0: no such table */
	bool header;    /* the first row names the columns */
	char **name;    /* [width], owned, UTF-8, unique; NULL: c1, c2 … */
};

/* Looks at a head. GBX_OK also when it is no such table; else NOMEM. */
enum gbx_rc gbx_jrows_look(const struct gbx_head *h, struct gbx_jrows *x, struct gbx_err *err);
void gbx_jrows_release(struct gbx_jrows *x);

extern const struct gbx_format gbx_format_jsonrows;

#endif

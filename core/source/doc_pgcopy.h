/*
 * Rows as COPY writes them: lines of text, tabs between values, backslashes before what
 * would disturb, \N for null (PostgreSQL manual, COPY, text format).
 */
#ifndef GBX_SOURCE_DOC_PGCOPY_H
#define GBX_SOURCE_DOC_PGCOPY_H

#include "doc.h"

/*
 * All lines of l (borrowed) as rows into the open sub-entry of d, named relation, with the
 * columns of the COPY statement, or as many unnamed ones as the first line has. E_NONE
 * at its end, else why it ends early (l's fault, d->stopped).
 */
enum gbx_eid gbx_pg_copy(struct gbx_doc *d, struct gbx_layer *l, const char *relation,
			 const char *statement);

/* Tells that the rows of such a statement stand in a file beside, into the open sub-entry;
 * nothing when it lists no columns. */
void gbx_pg_tell(struct gbx_doc *d, const char *file, const char *relation, const char *statement);

#endif

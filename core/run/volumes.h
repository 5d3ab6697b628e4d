/* Files that are parts of one: found by their names, joined where that is all it takes. */
#ifndef GBX_RUN_VOLUMES_H
#define GBX_RUN_VOLUMES_H

#include "ingest.h"

/*
 * Goes through the list of files. NAME.001, .002 ... and what split(1) makes (NAME.000, NAME.00,
 * NAME.aa, xaa and those that follow) become one file: the first is read, the others behind it,
 * and stay listed as its parts; parts beside a named first one are found. Files that begin
 * with the same line are no parts of one, but have a header each. With an ending (x_00.csv) they
 * are parts of one only when the first has a header and the second has none.
 * Volumes of rar and zip (.part1.rar, .r00, .z01) are listed, not read: E_VOLUMES.
 */
enum gbx_rc gbx_volumes_join(struct gbx_ingest_run *g, struct gbx_err *err);

#endif

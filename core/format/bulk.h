/* Elasticsearch's _bulk bodies: an action line, then (but for delete) the line of
 * its document. Part of the elasticsearch format. */
#ifndef GBX_FORMAT_BULK_H
#define GBX_FORMAT_BULK_H

#include "jrecord.h"

/* As gbx_format.split: cuts before an action only. */
size_t gbx_bulk_split(const unsigned char *p, size_t n, bool last);
size_t gbx_bulk_resync(const unsigned char *p, size_t n, bool *found);
/* All of a chunk. Documents of actions without _index go to `stem`. */
void gbx_bulk_parse(struct gbx_jrec *r, const char *stem);

#endif

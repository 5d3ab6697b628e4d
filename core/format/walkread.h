/* Parsing a chunk whose records are found by a walk (walk.h). */
#ifndef GBX_FORMAT_WALKREAD_H
#define GBX_FORMAT_WALKREAD_H

#include "format.h"
#include "jrecord.h"

/* Makes a record of the object just loaded into r; `name` is that of its array,
 * or "". `off` is the object's place in the chunk. */
typedef enum gbx_eid gbx_walk_record(const void *reader, struct gbx_jrec *r, const char *name,
                                     size_t off);

/* The relation of the records of an array of that name, for quick.h. */
typedef struct gbx_span gbx_walk_relation(const void *reader, const char *name);

/* The whole of gbx_format.parse. */
enum gbx_rc gbx_walk_parse(const void *reader, gbx_walk_record *record,
                           gbx_walk_relation *relation, struct gbx_chunk *c,
                           struct gbx_parsed *out, struct gbx_err *err);

#endif

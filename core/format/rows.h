/*
 * Reading rows streams (base/rows.h), which the unpack process makes of documents. No
 * bid and no row in readers.def: an entry is a rows stream when the unpacker said
 * so in its frame, never because of its bytes.
 */
#ifndef GBX_FORMAT_ROWS_H
#define GBX_FORMAT_ROWS_H

#include "format.h"

extern const struct gbx_format gbx_format_rows;

/* What the stream's head says the document is: the name of a gbx_doc_kind, or
 * "document". Constant. */
const char *gbx_format_rows_name(const struct gbx_reader *r);

#endif

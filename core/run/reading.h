/* Inside: what the user said about how an entry is to be read. */
#ifndef GBX_RUN_READING_H
#define GBX_RUN_READING_H

#include "../format/format.h"
#include "../glovebox.h"

/* `all`, with every rule that fits the path laid over it, in order. */
struct gbx_reading gbx_reading_of(const struct gbx_reading *all, const struct gbx_reading_rule *rule,
				  size_t nrule, const char *path);
/* The same for formats; borrows the texts of r. */
struct gbx_format_options gbx_reading_options(const struct gbx_reading *r);

#endif

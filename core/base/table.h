/* Memory for hash tables: large, cleared, and hit at random. */
#ifndef GBX_BASE_TABLE_H
#define GBX_BASE_TABLE_H

#include <stddef.h>

/* n zeroed elements, or NULL without memory. Release with free(). From 2 MiB on in huge
 * pages where the system has them: otherwise every search misses the page tables too. */
void *gbx_table_new(size_t n, size_t size);

#endif

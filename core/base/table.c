/* Memory for hash tables; the contract is in table.h. */
#include "table.h"

#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

#define HUGE_PAGE ((size_t)2 << 20)

void *gbx_table_new(size_t n, size_t size)
{
	size_t bytes;
	if (__builtin_mul_overflow(n, size, &bytes) || bytes > SIZE_MAX - HUGE_PAGE)
		return NULL;
	bool huge = bytes >= HUGE_PAGE;
	if (huge)
		bytes = (bytes + HUGE_PAGE - 1) & ~(HUGE_PAGE - 1);
	void *p = huge ? aligned_alloc(HUGE_PAGE, bytes) : malloc(bytes ? bytes : 1);
	if (!p)
		return NULL;
	if (huge)
		(void)madvise(p, bytes, MADV_HUGEPAGE); /* only slower without */
	/* Written, not left to the first look as calloc would: a page that is read first is
	 * mapped twice, and the second time interrupts every processor. */
	memset(p, 0, bytes);
	return p;
}

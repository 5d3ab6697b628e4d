/* Counts by a small number; the contract is in counters.h. */
#include "counters.h"

#include <stdlib.h>

void gbx_counters_release(struct gbx_counters *c)
{
	for (uint32_t i = 0; i < c->npage; i++)
		free(c->page[i]);
	free(c->page);
	*c = (struct gbx_counters){ 0 };
}

uint64_t *gbx_counters_make(struct gbx_counters *c, uint32_t size, uint32_t i)
{
	uint32_t at = i / GBX_COUNTERS_PAGE, npage = (size - 1) / GBX_COUNTERS_PAGE + 1;
	if (!c->page) {
		c->page = calloc(npage, sizeof *c->page);
		c->npage = c->page ? npage : 0;
	}
	if (at >= c->npage)
		return NULL;
	if (!c->page[at])
		c->page[at] = calloc(GBX_COUNTERS_PAGE, sizeof **c->page);
	return c->page[at] ? c->page[at] + i % GBX_COUNTERS_PAGE : NULL;
}

bool gbx_counters_merge(struct gbx_counters *c, const struct gbx_counters *from)
{
	uint32_t size = from->npage * GBX_COUNTERS_PAGE;
	for (uint32_t i = 0; (i = gbx_counters_next(from, i)) != GBX_NO_COUNTER; i++)
		if (!gbx_counters_add(c, size, i, gbx_counters_at(from, i)))
			return false;
	return true;
}

uint32_t gbx_counters_next(const struct gbx_counters *c, uint32_t i)
{
	while (i < c->npage * GBX_COUNTERS_PAGE) {
		const uint64_t *page = c->page[i / GBX_COUNTERS_PAGE];
		if (page && page[i % GBX_COUNTERS_PAGE])
			return i;
		i = page ? i + 1 : (i / GBX_COUNTERS_PAGE + 1) * GBX_COUNTERS_PAGE;
	}
	return GBX_NO_COUNTER;
}

uint32_t gbx_counters_used(const struct gbx_counters *c)
{
	uint32_t n = 0;
	for (uint32_t i = 0; (i = gbx_counters_next(c, i)) != GBX_NO_COUNTER; i++)
		n++;
	return n;
}

/* Values that wait for a plan; the contract is in waiting.h. */
#include "waiting.h"

#include <stdlib.h>

#define BEHIND 16u /* vector loads read past the end of a value */
#define FIRST 256u /* bytes reserved at once */

struct head {
	uint32_t n, cls;
};

static bool reserve(struct gbx_waiting *w, size_t more)
{
	size_t need = w->used + more + BEHIND, cap = w->cap + w->cap / 2;
	if (need <= w->cap)
		return true;
	cap = cap > need ? cap : need;
	cap = cap > FIRST ? cap : FIRST;
	unsigned char *p = realloc(w->block, cap);
	if (!p)
		return false;
	w->block = p;
	w->cap = cap;
	return true;
}

bool gbx_waiting_add(struct gbx_waiting *w, const struct gbx_value *v, uint32_t most)
{
	struct head h = { v->n < most ? v->n : most, v->cls };
	if (!reserve(w, sizeof h + h.n))
		return false;
	memcpy(w->block + w->used, &h, sizeof h);
	memcpy(w->block + w->used + sizeof h, v->p, h.n);
	w->used += sizeof h + h.n;
	w->bytes += h.n;
	w->n++;
	return true;
}

void gbx_waiting_list(const struct gbx_waiting *w, struct gbx_value *out)
{
	const unsigned char *p = w->block;
	for (uint32_t i = 0; i < w->n; i++) {
		struct head h;
		memcpy(&h, p, sizeof h);
		out[i] = (struct gbx_value){ p + sizeof h, h.n, h.cls };
		p += sizeof h + h.n;
	}
}

void gbx_waiting_release(struct gbx_waiting *w)
{
	free(w->block);
	*w = (struct gbx_waiting){ 0 };
}

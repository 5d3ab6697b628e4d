/*
 * How the passwords of a case were stored, in one sentence. Figures are summed as they may be
 * shown, so that a covered count stays covered.
 */
#include <string.h>

#include "model.h"

bool gbx_model_storage(const struct gbx_model *m)
{
	for (uint32_t r = 0; r < m->s->nrelation; r++)
		for (uint32_t i = 0; i < m->s->relation[r].nfield; i++)
			if (m->s->relation[r].field[i].nstored)
				return true;
	return false;
}

/* The passwords of one relation kept in this way; *most becomes the row of most records. */
static struct gbx_figure of_relation(const struct gbx_model *m, uint32_t r, enum gbx_store store,
				     const struct gbx_sum_stored **most)
{
	struct gbx_figure sum = gbx_figure_count(0, false);

	for (uint32_t i = 0; i < m->s->relation[r].nfield; i++) {
		const struct gbx_sum_field *f = &m->s->relation[r].field[i];
		for (uint32_t k = 0; k < f->nstored; k++) {
			const struct gbx_sum_stored *x = &f->stored[k];
			if (x->store != store)
				continue;
			sum = gbx_figure_sum(sum, m->relation[r].field[i].stored[k]);
			if (!*most || x->records > (*most)->records)
				*most = x;
		}
	}
	return sum;
}

static struct gbx_figure of_case(const struct gbx_model *m, enum gbx_store store,
				 const struct gbx_sum_stored **most)
{
	struct gbx_figure sum = gbx_figure_count(0, false);

	for (uint32_t r = 0; r < m->s->nrelation; r++)
		sum = gbx_figure_sum(sum, of_relation(m, r, store, most));
	return sum;
}

struct gbx_figure gbx_model_stored(const struct gbx_model *m, enum gbx_store store)
{
	const struct gbx_sum_stored *most = NULL;

	return of_case(m, store, &most);
}

void gbx_put_cost_range(struct gbx_buf *b, const struct gbx_sum_stored *x)
{
	static const char head[] = "cost ";

	if (!x->lowest || !x->highest)
		return;
	gbx_buf_adds(b, x->lowest);
	if (strcmp(x->lowest, x->highest) == 0)
		return;
	bool same = strncmp(x->highest, head, sizeof(head) - 1) == 0;
	gbx_buf_addf(b, " to %s", x->highest + (same ? sizeof(head) - 1 : 0));
}

void gbx_put_storage(struct gbx_buf *b, const struct gbx_model *m)
{
	static const char *const how[GBX_STORES] = {
		[GBX_STORE_PLAIN] = "in plain text",
		[GBX_STORE_FAST] = "under a fast hash without salt",
		[GBX_STORE_SALTED] = "under a fast hash with salt",
		[GBX_STORE_SLOW] = "under a slow hash",
		[GBX_STORE_LOCK] = "as the lock of a file or device",
		[GBX_STORE_UNKNOWN] = "in a way not told apart",
	};
	bool first = true;

	for (unsigned i = 0; i < GBX_STORES; i++) {
		const struct gbx_sum_stored *most = NULL;
		struct gbx_figure f = of_case(m, (enum gbx_store)i, &most);
		if (!f.value)
			continue;
		gbx_buf_adds(b, first ? "" : ", ");
		first = false;
		gbx_put_figure(b, f);
		gbx_buf_addf(b, " %s", how[i]);
		if (i == GBX_STORE_SLOW && most->lowest) {
			gbx_buf_addf(b, " (%s, ", most->label);
			gbx_put_cost_range(b, most);
			gbx_buf_addc(b, ')');
		}
	}
}

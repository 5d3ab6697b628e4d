/* What registry.c asks of planning.c. */
#ifndef GBX_PROFILE_REGISTRY_IMPL_H
#define GBX_PROFILE_REGISTRY_IMPL_H

#include "registry.h"

#define GBX_PLAN_MEMORY (256u << 20)

/* Borrows up to `most` values of a batch column into v; returns how many. */
uint32_t gbx_registry_borrow(const struct gbx_batch *b, const struct gbx_column *col, struct gbx_value *v,
			     uint32_t most);
/* Keeps values for planning the column later, `ceiling` of them at most. */
enum gbx_rc gbx_registry_keep(struct gbx_registry *r, struct gbx_reg_column *c, const struct gbx_value *v,
			      uint32_t n, uint32_t ceiling, struct gbx_err *err);
/* Plans the columns of the batch that want it; cc has their ids. */
enum gbx_rc gbx_registry_plan_from(struct gbx_registry *r, struct gbx_reg_relation *rel,
				   const struct gbx_batch *b, const struct gbx_count_column *cc,
				   struct gbx_arena *a, struct gbx_err *err);
/* Plans the columns of a relation whose plan is provisional or missing, from what
 * they collected. They are settled then. */
enum gbx_rc gbx_registry_settle_relation(struct gbx_registry *r, struct gbx_reg_relation *rel,
					 struct gbx_err *err);
/* Keeps what waits within its bounds. */
enum gbx_rc gbx_registry_settle_oldest(struct gbx_registry *r, struct gbx_err *err);

#endif

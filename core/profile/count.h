/* Inside profile: what counting needs of its parts. All NULL or false without memory. */
#ifndef GBX_PROFILE_COUNT_H
#define GBX_PROFILE_COUNT_H

#include "profile.h"

struct gbx_relation_profile *gbx_profile_relation(struct gbx_profile *p, uint32_t i);
/* Column i of the relation, the ordinal-th of the case. */
struct gbx_column_profile *gbx_profile_column(struct gbx_relation_profile *r, uint32_t i, uint32_t ordinal);
/* The caches of one column at a time. */
bool gbx_count_space(struct gbx_profile *p);
/* Working space for the batch. */
bool gbx_profile_reserve(struct gbx_profile *p, const struct gbx_batch *b);

#endif

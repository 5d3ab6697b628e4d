/*
 * A plan made ready for a column of values: gbx_plan_valid() without looking up for each
 * value what depends on the plan only. Not for types whose row says `time`: those are
 * gbx_plan_time()'s.
 */
#ifndef GBX_DETECT_JUDGE_H
#define GBX_DETECT_JUDGE_H

#include "placeholder.h"

typedef bool gbx_form_fn(const struct gbx_value *v, uint16_t variant);

struct gbx_judge {
	enum gbx_type type;
	uint16_t variant;
	gbx_form_fn *form; /* NULL: check decides; NULL too: every value is valid */
	bool (*check)(const struct gbx_value *v);
	bool certain; /* what passes is no placeholder */
	bool settled; /* what is valid is not looked into for other types */
};

void gbx_judge_init(struct gbx_judge *j, const struct gbx_column_plan *p);

static inline bool gbx_judge_valid(const struct gbx_judge *j, const struct gbx_value *v)
{
	if (j->form ? !j->form(v, j->variant) : j->check && !j->check(v))
		return false;
	return j->certain || !gbx_may_be_placeholder(v, j->type) || !gbx_is_placeholder(v, j->type);
}

#endif

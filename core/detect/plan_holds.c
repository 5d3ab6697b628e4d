/*
 * Does a column that is nothing by itself hold strong types inside its values? What a reader of
 * records could not take apart is often of one form ("user@example.com:secret" in quotes, a
 * query string, a tuple) and then looks like codes; the addresses in it count all the same.
 */
#include "check.h"
#include "plan.h"

#define HITS 8u
#define SHARE_EMAIL 0.05f /* of the values: nothing else has an @ and a domain */
#define SHARE_OTHER 0.4f  /* numbers inside codes fit a rule by chance */

static bool may_hold(enum gbx_type t)
{
	switch (t) {
	case GBX_T_IDENTIFIER:
	case GBX_T_USERNAME:
	case GBX_T_CATEGORY:
	case GBX_T_TEXT:
	case GBX_T_UNKNOWN:
	case GBX_T_NAME_FULL:
	case GBX_T_EMPLOYER:
	case GBX_T_URL:
		return true;
	default:
		return false;
	}
}

/* Has the value strong types, apart from itself as a whole? Bit 0: an e-mail address; bit 1: another. */
static unsigned held(const struct gbx_value *v)
{
	struct gbx_hit hit[HITS];
	unsigned found = 0;
	uint32_t n = gbx_scan_text(v->p, v->n, hit, HITS);

	for (uint32_t i = 0; i < n; i++)
		if (hit[i].len < v->n)
			found |= hit[i].type == GBX_T_EMAIL ? 1u : 2u;
	return found;
}

bool gbx_plan_holds(const struct gbx_column_sample *c, enum gbx_type t)
{
	uint32_t email = 0, other = 0;

	if (!may_hold(t))
		return false;
	for (uint32_t i = 0; i < c->n; i++) {
		unsigned found = held(c->v + i);

		email += found & 1;
		other += found >> 1;
	}
	return (float)email > SHARE_EMAIL * (float)c->n || (float)other > SHARE_OTHER * (float)c->n;
}

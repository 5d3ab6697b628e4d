/*
 * Policies: what becomes of each type. `publish` is the redaction column of the
 * catalogue (schemas/types.tsv). `strict` keeps nothing that came from a record:
 * tokens, kinds and bands only.
 *
 * Plain passwords are dropped by both, not made tokens: equal tokens would show which
 * accounts share a password, and a frequent one tells itself by its count. Hashes become
 * their kind for the same reason.
 */
#include "redact.h"

struct gbx_policy {
	const char *name;
	bool shows; /* dates by year, regions, categories */
};

static const struct gbx_policy policies[] = {
	{ "publish", true },
	{ "strict", false },
};

const struct gbx_policy *gbx_policy_at(unsigned i)
{
	return i < sizeof policies / sizeof *policies ? policies + i : NULL;
}

const struct gbx_policy *gbx_policy_by_name(const char *name)
{
	for (unsigned i = 0; gbx_policy_at(i); i++)
		if (!strcmp(policies[i].name, name))
			return policies + i;
	return NULL;
}

const char *gbx_policy_name(const struct gbx_policy *p) { return p->name; }

enum gbx_redaction gbx_policy_action(const struct gbx_policy *p, enum gbx_type t)
{
	enum gbx_redaction r = gbx_type_info(t)->redaction;
	bool shows = r == GBX_R_KEEP || r == GBX_R_REGION || r == GBX_R_YEAR;
	return shows && !p->shows ? GBX_R_DROP : r;
}

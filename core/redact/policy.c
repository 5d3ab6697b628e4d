/*
 * Policies: what becomes of each type. `publish` is the redaction column of the
 * catalogue (schemas/types.tsv). `strict` keeps nothing that came from a record:
 * tokens, kinds and bands only.
 */
#include "redact.h"

struct gbx_policy {
	const char *name;
	bool keep_places; /* dates to years, regions, categories may be shown */
};

static const struct gbx_policy policies[] = {
	{ "publish", true },
	{ "strict", false },
};

const struct gbx_policy *gbx_policy_by_name(const char *name)
{
	for (size_t i = 0; i < sizeof policies / sizeof *policies; i++)
		if (!strcmp(policies[i].name, name))
			return policies + i;
	return NULL;
}

const char *gbx_policy_name(const struct gbx_policy *p) { return p->name; }

enum gbx_redaction gbx_policy_action(const struct gbx_policy *p, enum gbx_type t)
{
	enum gbx_redaction r = gbx_type_info(t)->redaction;
	bool shows = r == GBX_R_KEEP || r == GBX_R_REGION || r == GBX_R_YEAR;
	return shows && !p->keep_places ? GBX_R_DROP : r;
}

/*
 * Looking things up in the catalogue. The table itself is made by the build
 * from schemas/types.tsv.
 */
#include "check.h"

_Static_assert(GBX_T_UNKNOWN == 0, "an all-zero plan means unknown");
_Static_assert(GBX_T_COUNT <= GBX_TYPESET_WORDS * 64, "a set has a bit for every type");

const struct gbx_type_info *gbx_type_info(enum gbx_type t)
{
	unsigned i = (unsigned)t;

	return &gbx_type_table[i < GBX_T_COUNT ? i : GBX_T_UNKNOWN];
}

enum gbx_type gbx_type_by_name(const char *name)
{
	for (unsigned i = 0; i < GBX_T_COUNT; i++)
		if (strcmp(gbx_type_table[i].name, name) == 0)
			return (enum gbx_type)i;
	return GBX_T_COUNT;
}

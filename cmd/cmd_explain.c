/* explain: why a field has the type it has. */
#include "cmd.h"

static const struct option_row *const options[] = { opts_json, opts_common, NULL };

static int run(struct args *a)
{
	struct gbx_outcome o;
	struct gbx_err err = { 0 };
	struct gbx_print_options p = {
		.case_path = a->operand[0],
		.what = a->json ? GBX_PRINT_EXPLAIN_JSON : GBX_PRINT_EXPLAIN,
		.field = a->operand[1],
	};
	if (gbx_print_report(&p, stdout, &o, &err))
		return report_error(&err, err.id == GBX_E_USAGE ? a->operand[1] : a->operand[0]);
	return GBX_EXIT_CLEAN;
}

const struct command cmd_explain = {
	.name = "explain",
	.summary = "why a field has the type it has",
	.usage = "CASE RELATION.FIELD [--json]",
	.text = "Says the verdict on a field and why: its confidence, the word of its header and the fields\n"
		"beside it that spoke, what else it could have been with the share of values that pass each\n"
		"check against what chance would give, of what its values are a mixture, and what becomes of\n"
		"them in a sample. *.FIELD names the field of every relation. No value is shown; wants no key.\n"
		"A verdict you do not believe can be set: glovebox profile CASE --type RELATION.FIELD=TYPE.",
	.example = "  glovebox explain leak.gbx users.phone",
	.options = options,
	.min_operands = 2,
	.max_operands = 2,
	.run = run,
};

/* coverage: where every byte and every record of a case went. */
#include "cmd.h"

static const struct option_row *const options[] = { opts_json, opts_common, NULL };

static int run(struct args *a)
{
	struct gbx_outcome o;
	struct gbx_err err = { 0 };
	struct gbx_print_options p = {
		.case_path = a->operand[0],
		.what = a->json ? GBX_PRINT_COVERAGE_JSON : GBX_PRINT_COVERAGE,
	};
	if (gbx_print_report(&p, stdout, &o, &err))
		return report_error(&err, a->operand[0]);
	return o.unaccounted ? GBX_EXIT_FAILED : outcome_exit(&o);
}

const struct command cmd_coverage = {
	.name = "coverage",
	.summary = "where every byte and every record of a case went",
	.usage = "CASE [--json]",
	.text = "For each source and entry: bytes = in records + repaired + quarantined + skipped, with the\n"
		"reasons of quarantine and the kinds of what was skipped (headers, views, triggers, grants).\n"
		"For each relation: records = stored + quarantined + duplicates; duplicates are records equal\n"
		"to an earlier one, and are estimated above a limit: then the error is said. Wants no key.\n"
		"Names of files stand as they are; reports write [email], [ip], [number], [name] and [user]\n"
		"for what points at a person in them.",
	.example = "  glovebox coverage leak.gbx",
	.options = options,
	.min_operands = 1,
	.max_operands = 1,
	.run = run,
};

/* profile: count a case again from its vault. */
#include <stdlib.h>

#include "cmd.h"

static const struct option_row *const options[] = { opts_count, opts_types, opts_keys, opts_json, opts_common, NULL };

static int run(struct args *a)
{
	struct gbx_profile_options o = {
		.case_path = a->operand[0],
		.threads = (unsigned)a->threads,
		.sample = (unsigned)a->sample,
		.seed = a->seed,
		.keys = keys_of(a),
		.progress = progress_of(a),
	};
	struct gbx_outcome out;
	struct gbx_err err = { 0 };
	int code = type_options(a, &o.type, &o.ntype);
	if (code >= 0)
		return code;
	enum gbx_rc rc = gbx_profile_case(&o, &out, &err);
	progress_end();
	if (!rc)
		types_note(a, &out, o.type);
	free((void *)(uintptr_t)o.type);
	if (rc)
		return report_error(&err, a->operand[0]);
	if (a->json)
		printf("{\"records\": %llu, \"status\": \"%s\"}\n", (unsigned long long)out.records,
		       out.partial ? "partial" : "complete");
	else if (!a->quiet) {
		fputs(out.partial ? "PARTIAL: counted " : "COMPLETE: counted ", stdout);
		print_count(stdout, out.records, "record", "records");
		fputs(" again\n", stdout);
	}
	return outcome_exit(&out);
}

const struct command cmd_profile = {
	.name = "profile",
	.summary = "count a case again from its stored records",
	.usage = "CASE [OPTION...]",
	.text = "Plans every column from values of the whole relation and counts all stored records\n"
		"again: after an ingest that was cut short, with a newer catalogue of types, or with types\n"
		"you set. Types set before stay set; the report says which.",
	.example = "  glovebox profile leak.gbx",
	.options = options,
	.min_operands = 1,
	.max_operands = 1,
	.run = run,
};

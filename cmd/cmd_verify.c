/* verify: is a case whole and untouched? */
#include "cmd.h"

static const struct option_row *const options[] = { opts_keys, opts_json, opts_common, NULL };

static void say(const struct gbx_verification *v)
{
	fputs(v->finished ? "COMPLETE: " : "PARTIAL: ingest did not finish: ", stdout);
	if (!v->vault) {
		puts("the file is whole; it holds counts only, no records");
		return;
	}
	print_count(stdout, v->blocks, "block", "blocks");
	fputs(" with ", stdout);
	print_count(stdout, v->records, "record", "records");
	puts(", all authentic");
}

static int run(struct args *a)
{
	struct gbx_keys k = keys_of(a);
	struct gbx_verification v;
	struct gbx_err err = { 0 };
	if (gbx_verify_case(a->operand[0], &k, &v, &err))
		return report_error(&err, a->operand[0]);
	if (a->json)
		printf("{\"blocks\": %llu, \"records\": %llu, \"finished\": %s, \"vault\": %s}\n",
		       (unsigned long long)v.blocks, (unsigned long long)v.records,
		       v.finished ? "true" : "false", v.vault ? "true" : "false");
	else if (!a->quiet)
		say(&v);
	return v.finished ? GBX_EXIT_CLEAN : GBX_EXIT_PARTIAL;
}

const struct command cmd_verify = {
	.name = "verify",
	.summary = "check that a case is whole and that nobody changed its records",
	.usage = "CASE [--key-file FILE]",
	.text = "Checks the file's structure, authenticates every sealed block and compares the sums.\n"
		"The figures are plain and not authenticated: 'glovebox profile' counts them again.",
	.example = "  glovebox verify leak.gbx",
	.options = options,
	.min_operands = 1,
	.max_operands = 1,
	.run = run,
};

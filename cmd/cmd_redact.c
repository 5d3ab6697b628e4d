/* redact: a redacted sample of a case, with its proof. */
#include "cmd.h"

static const struct option_row out_row[] = {
	{ "out", 'o', OPT_TEXT, offsetof(struct args, out), 0, "DIR",
	  "where the sample goes (default: the case's name, -report)", 0, 0 },
	{ "reproducible", 0, OPT_FLAG, offsetof(struct args, reproducible), 0, NULL,
	  "derive tokens from the seed", 0, 0 },
	{ NULL, 0, OPT_FLAG, 0, 0, NULL, NULL, 0, 0 },
};
static const struct option_row *const options[] = { out_row,   opts_redact, opts_count, opts_keys,
						    opts_json, opts_common, NULL };

static int run(struct args *a)
{
	char out[4096];
	struct gbx_outcome o;
	struct gbx_err err = { 0 };
	if (gbx_check_policy(a->policy, &err))
		return report_error(&err, a->policy);
	if (a->out)
		snprintf(out, sizeof out, "%s", a->out);
	else
		default_out(a->operand[0], out, sizeof out);
	struct gbx_output_options oo = {
		.case_path = a->operand[0],
		.out_dir = out,
		.sample = true,
		.policy = a->policy,
		.sample_size = (unsigned)a->sample,
		.seed = a->seed,
		.seed_given = a->seed_given,
		.reproducible = a->reproducible,
		.keys = keys_of(a),
		.threads = (unsigned)a->threads,
	};
	if (gbx_write_output(&oo, &o, &err))
		return report_output_error(&err, a->operand[0], out);
	if (a->json) {
		fputs("{\"proof\": \"passed\"}\n", stdout);
	} else if (!a->quiet) {
		fputs("the sample is in ", stdout);
		gbx_print_name(stdout, out);
		fputs("/sample; proof.json says what was searched for\n", stdout);
	}
	return outcome_exit(&o);
}

const struct command cmd_redact = {
	.name = "redact",
	.summary = "write a redacted sample of a case and the proof that nothing raw is in it",
	.usage = "CASE [--out DIR] [OPTION...]",
	.text = "Draws records by seed, stratified over exposure sets, redacts them by policy and\n"
		"searches every output file for every original value; one hit and nothing is written.\n"
		"In a case of many fields the records of each relation are fewer than --sample, so that\n"
		"all together have 500,000 values at most; proof.json says how many.",
	.example = "  glovebox redact leak.gbx --sample 50 --out for-the-press",
	.options = options,
	.min_operands = 1,
	.max_operands = 1,
	.run = run,
};

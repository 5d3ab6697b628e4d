/* triage: everything in one go, from a dump to a case, reports and a redacted sample. */
#include <string.h>
#include <unistd.h>

#include "cmd.h"

static const struct option_row *const options[] = { opts_case,	 opts_output, opts_reading, opts_ingest, opts_count,
						    opts_types, opts_redact, opts_keys,   opts_json,   opts_common,
						    NULL };

static int print_result(const struct args *a, const char *case_path, const char *out)
{
	struct gbx_outcome o;
	struct gbx_err err = { 0 };
	struct gbx_print_options p = {
		.case_path = case_path,
		.what = a->json ? GBX_PRINT_JSON : GBX_PRINT_TERMINAL,
		.reproducible = a->reproducible,
		.public_ = a->public_,
		.color = use_color(stdout),
		.width = terminal_width(),
		.out_dir = out,
		.keys = keys_of(a),
	};
	if (gbx_print_report(&p, stdout, &o, &err))
		return report_error(&err, case_path);
	return GBX_EXIT_CLEAN;
}

/* The dump was read: nobody should have to read it again for want of a folder. */
static int output_failed(const struct gbx_err *err, const char *case_path, const char *out)
{
	int code = report_output_error(err, case_path, out);
	fputs("glovebox: ", stderr);
	gbx_print_name(stderr, case_path);
	fputs(" holds what was read: 'glovebox report CASE --out DIR' and 'glovebox redact CASE --out DIR' "
	      "write what is missing\n",
	      stderr);
	return code;
}

static int run(struct args *a)
{
	char case_path[4096], out[4096];
	struct gbx_ingest_options io;
	struct gbx_outcome o;
	struct gbx_err err = { 0 };
	if (gbx_check_policy(a->policy, &err))
		return report_error(&err, a->policy);
	if (a->case_path)
		snprintf(case_path, sizeof case_path, "%s", a->case_path);
	else
		default_case(a->operand[0], case_path, sizeof case_path);
	if (a->out)
		snprintf(out, sizeof out, "%s", a->out);
	else
		default_out(case_path, out, sizeof out);
	int code = ingest_options(a, case_path, &io);
	if (code >= 0)
		return code;
	io.out_dir = out;
	if (gbx_check_output(out, &err)) {
		ingest_options_release(&io);
		return report_output_error(&err, case_path, out);
	}
	enum gbx_rc rc = gbx_ingest(&io, &o, &err);
	progress_end();
	if (!rc)
		types_note(a, &o, io.type);
	ingest_options_release(&io);
	if (rc)
		return report_error(&err, case_path);
	struct gbx_output_options oo = {
		.case_path = case_path,
		.out_dir = out,
		.reports = true,
		.sample = a->sample > 0,
		.policy = a->policy,
		.sample_size = (unsigned)a->sample,
		.seed = a->seed,
		.seed_given = a->seed_given,
		.reproducible = a->reproducible,
		.public_ = a->public_,
		.keys = keys_of(a),
		.threads = (unsigned)a->threads,
	};
	if (gbx_write_output(&oo, &o, &err))
		return output_failed(&err, case_path, out);
	if (a->json || !a->quiet)
		code = print_result(a, case_path, out);
	return code > 0 ? code : outcome_exit(&o);
}

const struct command cmd_triage = {
	.name = "triage",
	.summary = "read a dump, count what it exposes, write reports and a redacted sample",
	.usage = "DUMP... [--case FILE.gbx] [--out DIR] [OPTION...]",
	.text = "Reads files, folders, archives or standard input (-) into a new case file, counts which\n"
		"kinds of personal data each record exposes, and writes report.json, report.md,\n"
		"report.html, tables, a redacted sample and the proof that no original value is in it.\n"
		"Nothing is unpacked to disk; records are stored encrypted, or not at all with --no-vault.",
	.example = "  glovebox triage leak.7z --case leak.gbx --out leak-report",
	.options = options,
	.min_operands = 1,
	.max_operands = -1,
	.run = run,
};

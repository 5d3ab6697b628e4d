/* report: the reports of a case, as files or printed. */
#include <string.h>

#include "cmd.h"

static const struct option_row print_row[] = {
	{ "print", 0, OPT_TEXT, offsetof(struct args, print), 0, "KIND",
	  "print one report instead: terminal, markdown, html or json", 0, 0 },
	{ NULL, 0, OPT_FLAG, 0, 0, NULL, NULL, 0, 0 },
};
static const struct option_row *const options[] = { opts_output, print_row, opts_keys, opts_json,
						    opts_common, NULL };

static const struct {
	const char *name;
	enum gbx_print what;
} kinds[] = {
	{ "terminal", GBX_PRINT_TERMINAL },
	{ "markdown", GBX_PRINT_MARKDOWN },
	{ "html", GBX_PRINT_HTML },
	{ "json", GBX_PRINT_JSON },
};

static int print(const struct args *a, enum gbx_print what, const char *out, bool told)
{
	struct gbx_outcome o;
	struct gbx_err err = { 0 };
	struct gbx_print_options p = {
		.case_path = a->operand[0],
		.what = what,
		.reproducible = a->reproducible,
		.public_ = a->public_,
		.color = use_color(stdout),
		.width = terminal_width(),
		.out_dir = told ? out : NULL,
		.keys = keys_of(a),
	};
	if (gbx_print_report(&p, stdout, &o, &err))
		return report_error(&err, a->operand[0]);
	return outcome_exit(&o);
}

static int run(struct args *a)
{
	char out[4096];
	struct gbx_outcome o;
	struct gbx_err err = { 0 };
	if (a->out)
		snprintf(out, sizeof out, "%s", a->out);
	else
		default_out(a->operand[0], out, sizeof out);
	if (a->print) {
		for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
			if (!strcmp(kinds[i].name, a->print))
				return print(a, kinds[i].what, out, false);
		fputs("glovebox: --print takes terminal, markdown, html or json\n", stderr);
		return GBX_EXIT_USAGE;
	}
	struct gbx_output_options oo = {
		.case_path = a->operand[0],
		.out_dir = out,
		.reports = true,
		.reproducible = a->reproducible,
		.public_ = a->public_,
		.keys = keys_of(a),
	};
	if (gbx_write_output(&oo, &o, &err))
		return report_output_error(&err, a->operand[0], out);
	if (a->json || !a->quiet)
		return print(a, a->json ? GBX_PRINT_JSON : GBX_PRINT_TERMINAL, out, true);
	return outcome_exit(&o);
}

const struct command cmd_report = {
	.name = "report",
	.summary = "write or print the reports of a case",
	.usage = "CASE [--out DIR] [--print KIND] [OPTION...]",
	.text = "Writes report.json, report.md, report.html and the CSV tables. Needs no key: figures\n"
		"are not sealed. report.json is the exact working paper; the others suppress small counts.",
	.example = "  glovebox report leak.gbx --out leak-report\n"
		   "  glovebox report leak.gbx --print json | jq .totals",
	.options = options,
	.min_operands = 1,
	.max_operands = 1,
	.run = run,
};

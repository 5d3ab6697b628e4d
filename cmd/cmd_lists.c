/* types, formats: what is recognised. */
#include "cmd.h"

static const struct option_row *const options[] = { opts_json, opts_common, NULL };

/* Standard output that failed is told by main. */
static int code_of(enum gbx_rc rc)
{
	return rc == GBX_IO ? GBX_EXIT_CLEAN : gbx_exit_code(rc);
}

static int run_types(struct args *a) { return code_of(gbx_print_types(stdout, a->json)); }
static int run_formats(struct args *a) { return code_of(gbx_print_formats(stdout, a->json)); }

const struct command cmd_types = {
	.name = "types",
	.summary = "list the types of data that are recognised",
	.usage = "[--json]",
	.text = "Each line: the type's name, the data class it exposes (- for none), what it is.",
	.example = "  glovebox types | grep password",
	.options = options,
	.max_operands = 0,
	.run = run_types,
};

const struct command cmd_formats = {
	.name = "formats",
	.summary = "list the formats that are read",
	.usage = "[--json]",
	.text = "Each line: the format's name, as reports and --format use it, and what it is. Then the\n"
		"character sets that text is converted from, as reports and --charset name them.",
	.example = "  glovebox formats",
	.options = options,
	.max_operands = 0,
	.run = run_formats,
};

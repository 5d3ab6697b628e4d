/* shred: destroy the key of a case. */
#include <string.h>
#include <unistd.h>

#include "cmd.h"

static const struct option_row yes_row[] = {
	{ "yes", 'y', OPT_FLAG, offsetof(struct args, yes), 0, NULL, "do not ask", 0, 0 },
	{ NULL, 0, OPT_FLAG, 0, 0, NULL, NULL, 0, 0 },
};
static const struct option_row *const options[] = { yes_row, opts_keys, opts_common, NULL };

static bool agreed(const struct args *a)
{
	char answer[16];
	if (a->yes)
		return true;
	if (!isatty(STDIN_FILENO)) {
		fputs("glovebox shred: not asked on a terminal; give --yes\n", stderr);
		return false;
	}
	fputs("The records of this case can never be read again after this. Type 'shred' to go on: ", stderr);
	return fgets(answer, sizeof answer, stdin) && !strcmp(answer, "shred\n");
}

static int run(struct args *a)
{
	struct gbx_keys k = keys_of(a);
	struct gbx_err err = { 0 };
	if (!agreed(a))
		return GBX_EXIT_USAGE;
	if (gbx_shred_case(a->operand[0], &k, &err))
		return report_error(&err, a->operand[0]);
	if (!a->quiet)
		puts("The key is destroyed: the records in this case file, and in every copy of it, can no\n"
		     "longer be read by anybody. Its figures and reports stay readable. Copies of the key\n"
		     "made elsewhere (backups, snapshots of the disk) would still open it: destroy those too.\n"
		     "The dump it was read from is not touched.");
	return GBX_EXIT_CLEAN;
}

const struct command cmd_shred = {
	.name = "shred",
	.summary = "destroy the key of a case: its records become unreadable for ever",
	.usage = "CASE [--yes]",
	.text = "Overwrites and removes the key. The figures stay readable, the records do not.",
	.example = "  glovebox shred leak.gbx",
	.options = options,
	.min_operands = 1,
	.max_operands = 1,
	.run = run,
};

/* The program: finds the command, parses its options, runs it. */
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>

#include "cmd.h"

#define CMD(name) extern const struct command cmd_##name;
#include "cmds.def"
#undef CMD

const struct command *const commands[] = {
#define CMD(name) &cmd_##name,
#include "cmds.def"
#undef CMD
	NULL
};

const struct command *command_by_name(const char *name)
{
	for (const struct command *const *c = commands; *c; c++)
		if (!strcmp((*c)->name, name))
			return *c;
	return NULL;
}

static void print_usage(FILE *f)
{
	fputs("glovebox: look into leaked data without doing harm\n\n"
	      "usage: glovebox COMMAND [OPTION...] ...\n\n",
	      f);
	for (const struct command *const *c = commands; *c; c++)
		if (!(*c)->hidden)
			fprintf(f, "  %-12s %s\n", (*c)->name, (*c)->summary);
	fputs("\n'glovebox COMMAND --help' explains a command and shows an example.\n"
	      "Start with: glovebox triage DUMP\n\n"
	      "exit codes: 0 clean, 1 failure of ours (I/O, memory, store), 2 wrong usage,\n"
	      "  3 partial (something was quarantined, skipped or cut short),\n"
	      "  4 nothing recognised,\n"
	      "  5 refused (wrong key, locked, newer case, same source, proof not passed)\n",
	      f);
}

/* Raw values are in memory: no core dump may hold them. */
static void no_core_dumps(void)
{
	struct rlimit none = { 0, 0 };
	setrlimit(RLIMIT_CORE, &none);
	prctl(PR_SET_DUMPABLE, 0);
}

/* What could not be printed was not said: a full disk behind ">" is no success. */
static int printed(int code)
{
	if (!fflush(stdout) && !ferror(stdout))
		return code;
	if (code == GBX_EXIT_CLEAN && errno != EPIPE)
		fprintf(stderr, "glovebox: cannot write to standard output (%s)\n", strerror(errno));
	return code == GBX_EXIT_CLEAN || code == GBX_EXIT_PARTIAL ? GBX_EXIT_FAILED : code;
}

static int dispatch(int argc, char **argv)
{
	if (argc < 2) {
		print_usage(stderr);
		return GBX_EXIT_USAGE;
	}
	if (!strcmp(argv[1], "--help") || !strcmp(argv[1], "-h") || !strcmp(argv[1], "help")) {
		const struct command *c = argc > 2 ? command_by_name(argv[2]) : NULL;
		if (c)
			print_help(c, stdout);
		else
			print_usage(stdout);
		return GBX_EXIT_CLEAN;
	}
	if (!strcmp(argv[1], "--version") || !strcmp(argv[1], "version")) {
		printf("glovebox %s\n", gbx_version());
		return GBX_EXIT_CLEAN;
	}
	const struct command *c = command_by_name(argv[1]);
	if (!c) {
		fputs("glovebox: no such command: ", stderr);
		gbx_print_name(stderr, argv[1]);
		fputs("; see 'glovebox --help'\n", stderr);
		return GBX_EXIT_USAGE;
	}
	struct args a = { .sample = 100 };
	int code = parse_args(c, argc - 1, argv + 1, &a);
	return printed(code >= 0 ? code : c->run(&a));
}

int main(int argc, char **argv)
{
	no_core_dumps();
	int code = dispatch(argc, argv);
	if ((fflush(stdout) || ferror(stdout)) && code != GBX_EXIT_USAGE) {
		fputs("glovebox: cannot write to standard output\n", stderr);
		return GBX_EXIT_FAILED;
	}
	return code;
}

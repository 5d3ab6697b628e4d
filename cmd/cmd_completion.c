/* completion, manual: shell completions and manual pages, made from the same tables
 * as --help, so that they cannot say something else. */
#include <ctype.h>
#include <string.h>

#include "cmd.h"

static const struct option_row *const options[] = { opts_common, NULL };

/* ---- completions ---- */

static void words(const struct command *c)
{
	for (const struct option_row *const *g = c->options; *g; g++)
		for (const struct option_row *r = *g; r->name; r++)
			printf(" --%s", r->name);
}

static void bash(void)
{
	puts("_glovebox() {\n\tlocal cur=${COMP_WORDS[COMP_CWORD]}\n\tlocal cmd=${COMP_WORDS[1]} words=");
	puts("\tif [ \"$COMP_CWORD\" -eq 1 ]; then");
	fputs("\t\twords=\"", stdout);
	for (const struct command *const *c = commands; *c; c++)
		printf("%s%s", c == commands ? "" : " ", (*c)->name);
	puts("\"\n\telse\n\t\tcase $cmd in");
	for (const struct command *const *c = commands; *c; c++) {
		printf("\t\t%s) words=\"", (*c)->name);
		words(*c);
		puts("\" ;;");
	}
	puts("\t\tesac\n\tfi\n\tCOMPREPLY=($(compgen -W \"$words\" -- \"$cur\"))\n}\n"
	     "complete -o default -F _glovebox glovebox");
}

/* What stands between single quotes of a shell: a quote inside ends them for a moment. */
static void single_quoted(const char *s)
{
	for (; *s; s++)
		if (*s == '\'')
			fputs("'\\''", stdout);
		else
			putchar(*s);
}

static void zsh_option(const struct option_row *r)
{
	printf(" '--%s[", r->name);
	single_quoted(r->help);
	printf("]%s'", r->arg ? ":value:_files" : "");
}

static void zsh(void)
{
	puts("#compdef glovebox\nlocal -a cmds\ncmds=(");
	for (const struct command *const *c = commands; *c; c++) {
		printf("\t'%s:", (*c)->name);
		single_quoted((*c)->summary);
		puts("'");
	}
	puts(")\nif (( CURRENT == 2 )); then _describe command cmds; return; fi\ncase $words[2] in");
	for (const struct command *const *c = commands; *c; c++) {
		printf("%s) _arguments", (*c)->name);
		for (const struct option_row *const *g = (*c)->options; *g; g++)
			for (const struct option_row *r = *g; r->name; r++)
				zsh_option(r);
		puts(" '*:file:_files' ;;");
	}
	puts("esac");
}

static void fish(void)
{
	for (const struct command *const *c = commands; *c; c++) {
		printf("complete -c glovebox -n __fish_use_subcommand -a %s -d \"%s\"\n", (*c)->name,
		       (*c)->summary);
		for (const struct option_row *const *g = (*c)->options; *g; g++)
			for (const struct option_row *r = *g; r->name; r++)
				printf("complete -c glovebox -n '__fish_seen_subcommand_from %s' -l %s%s -d \"%s\"\n",
				       (*c)->name, r->name, r->arg ? " -r" : "", r->help);
	}
}

static const struct {
	const char *name;
	void (*print)(void);
} shells[] = { { "bash", bash }, { "zsh", zsh }, { "fish", fish } };

static int run_completion(struct args *a)
{
	for (size_t i = 0; i < sizeof shells / sizeof *shells; i++)
		if (!strcmp(shells[i].name, a->operand[0])) {
			shells[i].print();
			return GBX_EXIT_CLEAN;
		}
	fputs("glovebox completion: bash, zsh or fish\n", stderr);
	return GBX_EXIT_USAGE;
}

const struct command cmd_completion = {
	.name = "completion",
	.summary = "print completions for a shell",
	.usage = "bash|zsh|fish",
	.text = "Prints a completion script made from the program's own option tables.",
	.example = "  glovebox completion bash > /etc/bash_completion.d/glovebox",
	.options = options,
	.min_operands = 1,
	.max_operands = 1,
	.run = run_completion,
};

/* ---- manual pages ---- */

/* roff text: a leading dot or quote and backslashes are escaped. */
static void roff(const char *s)
{
	bool start = true;
	for (; *s; s++) {
		if (start && (*s == '.' || *s == '\''))
			fputs("\\&", stdout);
		if (*s == '\\')
			fputs("\\e", stdout);
		else if (*s == '-')
			fputs("\\-", stdout);
		else
			putchar(*s);
		start = *s == '\n';
	}
}

static void manual_options(const struct command *c)
{
	for (const struct option_row *const *g = c->options; *g; g++)
		for (const struct option_row *r = *g; r->name; r++) {
			fputs(".TP\n.B ", stdout);
			if (r->letter)
				printf("\\-%c, ", r->letter);
			fputs("\\-\\-", stdout);
			roff(r->name);
			if (r->arg)
				printf(" \\fI%s\\fR", r->arg);
			putchar('\n');
			roff(r->help);
			putchar('\n');
		}
}

static void manual_of(const struct command *c)
{
	printf(".TH GLOVEBOX-");
	for (const char *p = c->name; *p; p++)
		putchar(toupper((unsigned char)*p));
	printf(" 1 \"\" \"glovebox %s\" \"glovebox\"\n.SH NAME\nglovebox\\-%s \\- ", gbx_version(), c->name);
	roff(c->summary);
	printf("\n.SH SYNOPSIS\n.B glovebox %s\n", c->name);
	roff(c->usage);
	fputs("\n.SH DESCRIPTION\n", stdout);
	roff(c->text);
	fputs("\n.SH OPTIONS\n", stdout);
	manual_options(c);
	fputs(".SH EXAMPLE\n.nf\n", stdout);
	roff(c->example);
	fputs("\n.fi\n.SH EXIT STATUS\n0 clean; 1 failure of ours (I/O, memory, store); 2 wrong usage; "
	      "3 partial: something was quarantined, skipped or cut short; 4 nothing recognised; "
	      "5 refused: wrong key, locked, newer case, same source, proof not passed.\n"
	      ".SH SEE ALSO\n.BR glovebox (1)\n",
	      stdout);
}

static void manual_main(void)
{
	printf(".TH GLOVEBOX 1 \"\" \"glovebox %s\" \"glovebox\"\n.SH NAME\nglovebox \\- look into leaked "
	       "data without doing harm\n.SH SYNOPSIS\n.B glovebox\n.I command\n[option ...]\n"
	       ".SH DESCRIPTION\nTakes a leaked dump as it was found, counts what it exposes record by record, "
	       "and hands out reports and a redacted sample in which no raw personal value stands.\n"
	       "It runs offline. Start with\n.BR \"glovebox triage DUMP\" .\n.SH COMMANDS\n",
	       gbx_version());
	for (const struct command *const *c = commands; *c; c++)
		if (!(*c)->hidden) {
			printf(".TP\n.BR glovebox\\-%s (1)\n", (*c)->name);
			roff((*c)->summary);
			putchar('\n');
		}
	fputs(".SH FILES\n.TP\n.I $XDG_DATA_HOME/glovebox/keys/CASE\\-ID.key\nThe key of a case, mode 0600 "
	      "(default of the variable: ~/.local/share).\n.SH ENVIRONMENT\n.TP\n.B NO_COLOR\nNo colours "
	      "when set.\n",
	      stdout);
}

static int run_manual(struct args *a)
{
	if (!a->noperand) {
		manual_main();
		return GBX_EXIT_CLEAN;
	}
	const struct command *c = command_by_name(a->operand[0]);
	if (!c) {
		fputs("glovebox manual: no such command\n", stderr);
		return GBX_EXIT_USAGE;
	}
	manual_of(c);
	return GBX_EXIT_CLEAN;
}

const struct command cmd_manual = {
	.name = "manual",
	.summary = "print a manual page, in roff",
	.usage = "[COMMAND]",
	.text = "Prints the manual page of the program or of a command; 'cmake --install' installs them.",
	.example = "  glovebox manual triage | man -l -",
	.options = options,
	.max_operands = 1,
	.run = run_manual,
};

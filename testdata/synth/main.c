/*
 * glovebox-synth: makes test data whose truth is known. No value belongs to
 * anybody. The same seed gives the same bytes.
 */
#include "command.h"

#include <errno.h>
#include <getopt.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "record.h"

struct command {
	const char *name, *summary, *options; /* options: text of --help */
	int (*run)(const struct synth_options *o);
	struct synth_options standard;
};

static int print_types(const struct synth_options *o);

#define SEED_HELP "  --seed S        another seed, other data (1)\n"
#define FILE_HELP                                                                                  \
	"  --bytes N       at least so many bytes; K, M, G are thousands (500M)\n" SEED_HELP       \
	"  --out FILE      where to write (must be given)\n"                                       \
	"  --manifest FILE the truth as JSON\n"

static const struct command commands[] = {
	{ "police",
	  "the reference sample: three Elasticsearch exports with damage",
	  "  --records N     records in all three parts (750000)\n" SEED_HELP
	  "  --out DIR       where to write, with manifest.json beside (must be given)\n"
	  "  --archive KIND  tar.gz, zip, 7z, none (tar.gz)\n",
	  synth_police,
	  { .records = 750000, .seed = 1, .archive = "tar.gz" } },
	{ "people-csv",
	  "one wide CSV table of people",
	  FILE_HELP,
	  synth_people,
	  { .bytes = 500000000, .seed = 1 } },
	{ "es-ndjson",
	  "Elasticsearch hits with a narrative, one a line",
	  FILE_HELP,
	  synth_hits,
	  { .bytes = 500000000, .seed = 1 } },
	{ "mysqldump",
	  "a MySQL dump of three tables",
	  FILE_HELP,
	  synth_dump,
	  { .bytes = 500000000, .seed = 1 } },
	{ "ids",
	  "identity numbers that pass their checks, with their type, tab separated",
	  "  --type T        only numbers of this type, bare (national_id.br)\n"
	  "  --records N     of each (100)\n"
	  "  --written       with the signs people write, where there are such\n" SEED_HELP
	  "  --out FILE      where to write (standard output)\n",
	  synth_ids,
	  { .records = 100, .seed = 1, .out = "-" } },
	{ "types",
	  "the types it makes, with their data class, tab separated",
	  "",
	  print_types,
	  { .out = "-" } },
};
#define COMMANDS (sizeof(commands) / sizeof(commands[0]))

static int print_types(const struct synth_options *o)
{
	(void)o;
	for (unsigned i = 0; i < SYNTH_T_COUNT; i++)
		printf("%s\t%s\n", synth_types[i].name,
		       synth_types[i].data_class ? synth_types[i].data_class : "-");
	return fflush(stdout) ? 1 : 0;
}

int synth_usage(const char *wrong)
{
	fprintf(stderr, "glovebox-synth: %s\nTry glovebox-synth --help.\n", wrong);
	return 2;
}

static int help(void)
{
	puts("Usage: glovebox-synth COMMAND [options]\n\n"
	     "Makes test data whose truth is known. Nobody's real data is in it.\n");
	for (unsigned i = 0; i < COMMANDS; i++)
		printf("  %-12s %s\n", commands[i].name, commands[i].summary);
	puts("\nglovebox-synth COMMAND --help tells more. Exit status: 0 done, 1 cannot write,\n"
	     "2 wrong use.");
	return 0;
}

static int help_command(const struct command *c)
{
	printf("Usage: glovebox-synth %s [options]\n\nMakes %s.\n\n%s", c->name, c->summary,
	       c->options);
	return 0;
}

/* A whole number, K M G taken as thousands when units are allowed. */
static bool number(const char *s, bool units, uint64_t *out)
{
	static const char unit[] = "KMG";
	char *end;
	unsigned long long v;
	const char *u;

	if (*s < '0' || *s > '9')
		return false;
	errno = 0;
	v = strtoull(s, &end, 10);
	if (errno)
		return false;
	*out = v;
	if (units && *end && (u = strchr(unit, *end)) != NULL) {
		for (end++; u >= unit; u--) {
			if (__builtin_mul_overflow(*out, 1000, out))
				return false;
		}
	}
	return !*end && *out <= UINT64_MAX / 8;
}

static const struct option longs[] = {
	{ "records", required_argument, NULL, 'n' }, { "bytes", required_argument, NULL, 'b' },
	{ "seed", required_argument, NULL, 's' },    { "out", required_argument, NULL, 'o' },
	{ "archive", required_argument, NULL, 'a' }, { "manifest", required_argument, NULL, 'm' },
	{ "type", required_argument, NULL, 't' },    { "written", no_argument, NULL, 'w' },
	{ "help", no_argument, NULL, 'h' },	     { NULL, 0, NULL, 0 },
};

/* Is the option one of the command's own? */
static bool takes(const struct command *c, const char *name)
{
	char word[32];

	snprintf(word, sizeof(word), "--%s ", name);
	return strstr(c->options, word) != NULL;
}

static bool set(struct synth_options *o, int which)
{
	switch (which) {
	case 'n':
		return number(optarg, true, &o->records) && o->records;
	case 'b':
		return number(optarg, true, &o->bytes) && o->bytes;
	case 's':
		return number(optarg, false, &o->seed);
	case 'o':
		o->out = optarg;
		return *optarg;
	case 'a':
		o->archive = optarg;
		return true;
	case 't':
		o->type = optarg;
		return *optarg;
	case 'w':
		o->written = true;
		return true;
	case 'm':
		o->manifest = optarg;
		return *optarg;
	default:
		return false;
	}
}

static int run(const struct command *c, int argc, char **argv)
{
	struct synth_options o = c->standard;
	int which, at = 0;

	while ((which = getopt_long(argc, argv, "h", longs, &at)) != -1) {
		if (which == 'h')
			return help_command(c);
		if (which == '?')
			return synth_usage("bad option");
		if (!takes(c, longs[at].name))
			return synth_usage("the command does not take that option");
		if (!set(&o, which))
			return synth_usage("an option's value cannot be used");
	}
	if (optind < argc)
		return synth_usage("too many words");
	if (!o.out)
		return synth_usage("--out is missing");
	return c->run(&o);
}

int main(int argc, char **argv)
{
	if (argc < 2)
		return synth_usage("a command is missing");
	if (strcmp(argv[1], "--help") == 0 || strcmp(argv[1], "-h") == 0)
		return help();
	for (unsigned i = 0; i < COMMANDS; i++) {
		if (strcmp(commands[i].name, argv[1]) == 0)
			return run(&commands[i], argc - 1, argv + 1);
	}
	return synth_usage("no such command");
}

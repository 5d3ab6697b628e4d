/*
 * Commands: one file each, one const entry in cmds.def. Options are declared in
 * tables and parsed in one place; help, manual pages and completions are made from
 * the same tables.
 */
#ifndef GBX_CMD_CMD_H
#define GBX_CMD_CMD_H

#include <stddef.h>

#include "../core/glovebox.h"

#define LIST_MAX 64
/* The values of an option that may be given more than once. */
struct text_list {
	const char *item[LIST_MAX];
	unsigned n;
};

/* What options set. Every command sees only what it declares. */
struct args {
	const char *case_path, *out, *key_file, *passphrase_file, *password_file;
	const char *format, *charset, *delimiter, *quote, *escape, *header, *policy, *print;
	const char *types;
	struct text_list set, type;
	uint64_t threads, seed, sample, max_ratio;
	bool seed_given;
	const char *entry, *reason;
	uint64_t limit;
	bool ask_password, retry, no_vault, again, reproducible, public_, json, quiet, yes, help;
	char **operand;
	int noperand;
};

enum option_kind { OPT_FLAG, OPT_TEXT, OPT_NUMBER, OPT_LIST };

struct option_row {
	const char *name; /* without the dashes; NULL ends a table */
	char letter;	  /* or 0 */
	enum option_kind kind;
	size_t offset;	  /* of the field in struct args */
	size_t given;	  /* of a bool set when the option occurs, or 0 */
	const char *arg;  /* what follows, for help; NULL for flags */
	const char *help;
	uint64_t min, max; /* of a number */
};

struct command {
	const char *name, *summary;
	const char *usage;   /* after "glovebox NAME " */
	const char *text;    /* one or two paragraphs */
	const char *example; /* lines, each a command */
	const struct option_row *const *options; /* groups, NULL-terminated */
	int min_operands, max_operands;		 /* max -1: any number */
	int (*run)(struct args *a);		 /* returns an exit code */
	bool hidden;
};

extern const struct command *const commands[]; /* NULL-terminated */
const struct command *command_by_name(const char *name);

/* Option groups that several commands share. */
extern const struct option_row opts_common[], opts_json[], opts_case[], opts_ingest[], opts_reading[], opts_count[],
    opts_output[], opts_redact[], opts_keys[], opts_types[];

/* Fills *a from argv[1..]; returns -1, or an exit code after having said why. */
int parse_args(const struct command *c, int argc, char **argv, struct args *a);
void print_help(const struct command *c, FILE *f);

/* ---- what commands share ---- */

/* Prints an error for the user and returns the exit code it means. `what` names the
 * file in question, or NULL. */
int report_error(const struct gbx_err *err, const char *what);
/* The same for a step from a case to a folder: names whichever of the two it is about. */
int report_output_error(const struct gbx_err *err, const char *case_path, const char *out);
/* "1 block", "3,000 blocks". */
void print_count(FILE *f, uint64_t n, const char *one, const char *many);
/* The exit code of a step that worked. */
int outcome_exit(const struct gbx_outcome *o);
/* Where the case of a dump goes when --case is not given: its stem, ".gbx". */
void default_case(const char *dump, char *out, size_t cap);
/* Where its report goes: "NAME.gbx" gives "NAME-report". */
void default_out(const char *case_path, char *out, size_t cap);
struct gbx_keys keys_of(const struct args *a);
/* Colours on f? NO_COLOR, TERM=dumb and pipes say no. */
bool use_color(FILE *f);
unsigned terminal_width(void);
/* Progress on stderr when it is a terminal and not --quiet, else NULL. */
gbx_progress_fn *progress_of(const struct args *a);
void progress_end(void);
/* Fills r from the options about delimited text and format; -1 or an exit code. */
int reading_options(const struct args *a, struct gbx_reading *r);
/* Reads --type and --types; -1 or an exit code. Release *rule with free(). */
int type_options(const struct args *a, const struct gbx_type_rule **rule, size_t *n);
/* Says which of the types given fit no field. */
void types_note(const struct args *a, const struct gbx_outcome *o, const struct gbx_type_rule *rule);
/* Fills the ingest options that triage and ingest share; -1 or an exit code. */
int ingest_options(const struct args *a, const char *case_path, struct gbx_ingest_options *o);
/* After the ingest: passwords are forgotten. */
void ingest_options_release(struct gbx_ingest_options *o);

#endif

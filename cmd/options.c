/* The option tables several commands share, their parser, and help made from them. */
#include <errno.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include "cmd.h"

#define AT(field) offsetof(struct args, field)
#define FLAG(name, letter, field, help) { name, letter, OPT_FLAG, AT(field), 0, NULL, help, 0, 0 }
#define TEXT(name, letter, field, arg, help) { name, letter, OPT_TEXT, AT(field), 0, arg, help, 0, 0 }
#define LIST(name, letter, field, arg, help) { name, letter, OPT_LIST, AT(field), 0, arg, help, 0, 0 }
#define NUMBER(name, letter, field, arg, help, min, max) \
	{ name, letter, OPT_NUMBER, AT(field), 0, arg, help, min, max }
#define END { NULL, 0, OPT_FLAG, 0, 0, NULL, NULL, 0, 0 }

const struct option_row opts_common[] = {
	FLAG("quiet", 'q', quiet, "print nothing but errors"),
	FLAG("help", 'h', help, "print this help"),
	END,
};
const struct option_row opts_json[] = {
	FLAG("json", 0, json, "print JSON on standard output"),
	END,
};
const struct option_row opts_case[] = {
	TEXT("case", 'c', case_path, "FILE.gbx", "the case file (default: the dump's name, .gbx)"),
	END,
};
const struct option_row opts_keys[] = {
	TEXT("key-file", 0, key_file, "FILE", "the case's key (default: in the user's data folder)"),
	TEXT("passphrase-file", 0, passphrase_file, "FILE", "protect the key with the first line of FILE"),
	END,
};
const struct option_row opts_ingest[] = {
	FLAG("no-vault", 0, no_vault, "store no record, only counts"),
	FLAG("again", 0, again, "accept a source the case holds already"),
	LIST("set", 0, set, "GLOB:KEY=VALUE,...",
	     "the same for entries whose path fits: 'users*.csv:delimiter=semicolon,header=no'"),
	TEXT("password-file", 0, password_file, "FILE", "passwords of encrypted zips, one a line, tried in order"),
	FLAG("ask-password", 0, ask_password, "ask at the terminal for one more, without showing it"),
	NUMBER("max-ratio", 0, max_ratio, "N", "refuse archives that unpack to more than N times their size",
	       2, 1000000),
	END,
};
const struct option_row opts_reading[] = {
	TEXT("format", 0, format, "NAME", "read it as this format (see 'glovebox formats')"),
	TEXT("charset", 0, charset, "NAME", "read it in this charset; 'auto' finds out (default)"),
	TEXT("delimiter", 0, delimiter, "TEXT", "delimiter of delimited text; 'tab' for a tab"),
	TEXT("quote", 0, quote, "CHAR", "quote of delimited text, or 'none'"),
	TEXT("escape", 0, escape, "CHAR", "escape of delimited text, or 'none'"),
	TEXT("header", 0, header, "yes|no", "does delimited text begin with column names"),
	END,
};
const struct option_row opts_count[] = {
	NUMBER("threads", 'j', threads, "N", "worker threads (default: one a processor, at most 8)", 1, 64),
	{ "seed", 0, OPT_NUMBER, AT(seed), AT(seed_given), "S",
	  "seed of the sample; also makes its tokens reproducible", 0, UINT64_MAX },
	NUMBER("sample", 0, sample, "N", "records of the sample, for each relation (default 100)", 0, 10000),
	END,
};
const struct option_row opts_types[] = {
	LIST("type", 0, type, "FIELD=TYPE", "what a field holds, instead of finding out: users.col7=phone, *.col7=phone"),
	TEXT("types", 0, types, "FILE", "the same, one a line; # begins a comment"),
	END,
};
const struct option_row opts_output[] = {
	TEXT("out", 'o', out, "DIR", "where reports go (default: the case's name, -report)"),
	FLAG("reproducible", 0, reproducible, "leave out what differs between two runs"),
	FLAG("public", 0, public_, "suppress small counts in report.json too"),
	END,
};
const struct option_row opts_redact[] = {
	TEXT("policy", 0, policy, "NAME", "publish or strict (keeps no value); default: publish"),
	END,
};

/* ---- parsing ---- */

static const struct option_row *find(const struct command *c, const char *name, size_t n, char letter)
{
	for (const struct option_row *const *g = c->options; *g; g++)
		for (const struct option_row *r = *g; r->name; r++)
			if (letter ? r->letter == letter : strlen(r->name) == n && !memcmp(r->name, name, n))
				return r;
	return NULL;
}

static int wrong(const struct command *c, const char *what, const char *arg)
{
	fprintf(stderr, "glovebox %s: %s", c->name, what);
	if (arg) {
		fputs(": ", stderr);
		gbx_print_name(stderr, arg);
	}
	fprintf(stderr, "; see 'glovebox %s --help'\n", c->name);
	return GBX_EXIT_USAGE;
}

static bool number(const char *text, const struct option_row *r, uint64_t *out)
{
	char *end;
	errno = 0;
	if (text[0] < '0' || text[0] > '9')
		return false;
	*out = strtoull(text, &end, 10);
	return !errno && !*end && *out >= r->min && *out <= r->max;
}

/* Sets the field; false when the value is not what the option takes. */
static bool set(const struct option_row *r, const char *value, struct args *a)
{
	char *base = (char *)a;
	if (r->given)
		memcpy(base + r->given, &(bool){ true }, sizeof(bool));
	if (r->kind == OPT_FLAG)
		memcpy(base + r->offset, &(bool){ true }, sizeof(bool));
	else if (r->kind == OPT_TEXT)
		memcpy(base + r->offset, &value, sizeof value);
	else if (r->kind == OPT_LIST) {
		struct text_list *list = (struct text_list *)(void *)(base + r->offset);
		if (list->n == LIST_MAX)
			return false;
		list->item[list->n++] = value;
	} else {
		uint64_t n;
		if (!number(value, r, &n))
			return false;
		memcpy(base + r->offset, &n, sizeof n);
	}
	return true;
}

/* One option at argv[*i]; moves *i past its value. Returns -1 or an exit code. */
static int parse_option(const struct command *c, int argc, char **argv, int *i, struct args *a)
{
	const char *s = argv[*i], *value = NULL;
	const struct option_row *r;
	if (s[1] == '-') {
		const char *eq = strchr(s, '=');
		r = find(c, s + 2, eq ? (size_t)(eq - s - 2) : strlen(s + 2), 0);
		value = eq ? eq + 1 : NULL;
	} else {
		r = find(c, NULL, 0, s[1]);
		value = s[2] ? s + 2 : NULL;
	}
	if (!r)
		return wrong(c, "no such option", s);
	if (r->kind == OPT_FLAG && value)
		return wrong(c, "option takes no value", s);
	if (r->kind != OPT_FLAG && !value) {
		if (*i + 1 >= argc)
			return wrong(c, "option needs a value", s);
		value = argv[++*i];
	}
	return set(r, value, a) ? -1 : wrong(c, r->kind == OPT_LIST ? "given too often" : "not a number the option takes", s);
}

int parse_args(const struct command *c, int argc, char **argv, struct args *a)
{
	bool options = true;
	a->operand = argv + 1; /* operands are gathered in place */
	for (int i = 1; i < argc; i++) {
		if (options && !strcmp(argv[i], "--")) {
			options = false;
		} else if (options && argv[i][0] == '-' && argv[i][1]) {
			int code = parse_option(c, argc, argv, &i, a);
			if (code >= 0)
				return code;
		} else {
			a->operand[a->noperand++] = argv[i];
		}
	}
	if (a->help) {
		print_help(c, stdout);
		return GBX_EXIT_CLEAN;
	}
	if (a->noperand < c->min_operands)
		return wrong(c, "too few arguments", NULL);
	if (c->max_operands >= 0 && a->noperand > c->max_operands)
		return wrong(c, "too many arguments", a->operand[c->max_operands]);
	return -1;
}

/* ---- help ---- */

void print_help(const struct command *c, FILE *f)
{
	fprintf(f, "usage: glovebox %s %s\n\n%s\n\noptions:\n", c->name, c->usage, c->text);
	for (const struct option_row *const *g = c->options; *g; g++)
		for (const struct option_row *r = *g; r->name; r++) {
			char left[64], letter[8] = "    ";
			if (r->letter)
				snprintf(letter, sizeof letter, "-%c, ", r->letter);
			snprintf(left, sizeof left, "%s--%s%s%s", letter, r->name, r->arg ? " " : "",
				 r->arg ? r->arg : "");
			fprintf(f, "  %-28s %s\n", left, r->help);
		}
	fprintf(f, "\nexample:\n%s\n", c->example);
}

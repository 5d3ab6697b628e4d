/* sql: read-only queries over the plain tables of a case. */
#include <stdlib.h>
#include <string.h>

#include "cmd.h"

static const struct option_row *const options[] = { opts_json, opts_common, NULL };

static int query(const struct args *a, const char *text)
{
	struct gbx_err err = { 0 };
	if (gbx_print_sql(a->operand[0], text, a->json, stdout, &err))
		return report_error(&err, a->operand[0]);
	return GBX_EXIT_CLEAN;
}

/* Queries from standard input, one a line. */
static int each_line(const struct args *a)
{
	char *line = NULL;
	size_t cap = 0;
	int code = GBX_EXIT_CLEAN;
	while (!code && getline(&line, &cap, stdin) > 0)
		if (line[strspn(line, " \t\r\n")])
			code = query(a, line);
	free(line);
	return code;
}

static int run(struct args *a)
{
	if (a->noperand < 2 || !strcmp(a->operand[1], "-"))
		return each_line(a);
	return query(a, a->operand[1]);
}

const struct command cmd_sql = {
	.name = "sql",
	.summary = "query the plain tables of a case, read only",
	.usage = "CASE [QUERY]",
	.text = "Prints the rows as CSV. Without a query, or with -, queries are read from standard\n"
		"input, one a line. Sealed records cannot be selected.",
	.example = "  glovebox sql leak.gbx 'SELECT name, records FROM relation'\n"
		   "  glovebox sql leak.gbx \"SELECT name FROM sqlite_schema WHERE type = 'table'\"",
	.options = options,
	.min_operands = 1,
	.max_operands = 2,
	.run = run,
};

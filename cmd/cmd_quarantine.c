/* quarantine: what could not be read, and reading it again with other options. */
#include <stddef.h>

#include "cmd.h"

#define AT(field) offsetof(struct args, field)

static const struct option_row own[] = {
	{ "entry", 0, OPT_TEXT, AT(entry), 0, "GLOB", "only entries whose path fits", 0, 0 },
	{ "reason", 0, OPT_TEXT, AT(reason), 0, "ID", "only records quarantined for it (E_JSON_SYNTAX)", 0, 0 },
	{ "limit", 0, OPT_NUMBER, AT(limit), 0, "N", "records listed one by one (default 20)", 1, 1000000 },
	{ "retry", 0, OPT_FLAG, AT(retry), 0, NULL, "read them again, with the options below", 0, 0 },
	{ NULL, 0, OPT_FLAG, 0, 0, NULL, NULL, 0, 0 },
};
static const struct option_row *const options[] = { own,       opts_reading, opts_count, opts_keys,
						    opts_json, opts_common,  NULL };

static int list(struct args *a)
{
	struct gbx_outcome o;
	struct gbx_err err = { 0 };
	struct gbx_quarantine_options q = {
		.case_path = a->operand[0],
		.entry = a->entry,
		.reason = a->reason,
		.limit = a->limit ? a->limit : 20,
		.json = a->json,
		.keys = keys_of(a),
	};
	if (gbx_print_quarantine(&q, stdout, &o, &err))
		return report_error(&err, err.id == GBX_E_USAGE ? a->reason : a->operand[0]);
	return outcome_exit(&o);
}

static void say(const struct args *a, const struct gbx_retried *r)
{
	if (a->json) {
		printf("{\"tried\": %llu, \"records\": %llu, \"left\": %llu}\n",
		       (unsigned long long)r->tried, (unsigned long long)r->records,
		       (unsigned long long)r->left);
		return;
	}
	if (a->quiet)
		return;
	print_count(stdout, r->tried, "quarantined record", "quarantined records");
	fputs(" read again: ", stdout);
	print_count(stdout, r->records, "record", "records");
	fputs(" added to the case, ", stdout);
	print_count(stdout, r->left, "still in quarantine\n", "still in quarantine\n");
	if (!r->records)
		puts("The case is as it was.");
}

static int retry(struct args *a)
{
	struct gbx_retried r = { .tried = 0 };
	struct gbx_err err = { 0 };
	struct gbx_retry_options o = {
		.case_path = a->operand[0],
		.entry = a->entry,
		.reason = a->reason,
		.threads = (unsigned)a->threads,
		.sample = (unsigned)a->sample,
		.seed = a->seed,
		.keys = keys_of(a),
		.progress = progress_of(a),
	};
	int code = reading_options(a, &o.reading);
	if (code >= 0)
		return code;
	enum gbx_rc rc = gbx_retry_quarantine(&o, &r, &err);
	progress_end();
	if (rc)
		return report_error(&err, err.id == GBX_E_USAGE ? a->reason : a->operand[0]);
	say(a, &r);
	return r.records ? outcome_exit(&r.outcome) : GBX_EXIT_PARTIAL;
}

static int run(struct args *a)
{
	return a->retry ? retry(a) : list(a);
}

const struct command cmd_quarantine = {
	.name = "quarantine",
	.summary = "list what could not be read, or read it again with other options",
	.usage = "CASE [--entry GLOB] [--reason ID] [--retry [OPTION...]]",
	.text = "Lists why, where and in what shape records could not be read; never what they hold.\n"
		"With --retry they are read again from the vault, with --format, --charset, --delimiter,\n"
		"--quote, --escape and --header as given: what now can be read is added to its relation and\n"
		"leaves quarantine, in one step or not at all. Records over 1 MiB, and those beyond 64 MiB in a\n"
		"case, are not kept: for them, and for a case without vault, read the source again.",
	.example = "  glovebox quarantine leak.gbx --entry 'users*.csv'\n"
		   "  glovebox quarantine leak.gbx --retry --entry 'users*.csv' --quote none",
	.options = options,
	.min_operands = 1,
	.max_operands = 1,
	.run = run,
};

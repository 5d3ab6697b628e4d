/* ingest: sources into a case, new or existing. */
#include "cmd.h"

static const struct option_row *const options[] = { opts_case, opts_reading, opts_ingest, opts_count, opts_types, opts_keys,
						    opts_json, opts_common, NULL };

static void say(const struct args *a, const struct gbx_outcome *o, const char *case_path)
{
	if (a->json) {
		printf("{\"records\": %llu, \"quarantined\": %llu, \"repaired\": %llu, \"entries\": %llu, "
		       "\"entries_not_read\": %llu, \"status\": \"%s\"}\n",
		       (unsigned long long)o->records, (unsigned long long)o->quarantined,
		       (unsigned long long)o->repaired, (unsigned long long)o->entries,
		       (unsigned long long)o->entries_not_read,
		       o->partial ? "partial" : "complete");
	} else if (!a->quiet) {
		fputs(o->partial ? "PARTIAL: the case holds " : "COMPLETE: the case holds ", stdout);
		print_count(stdout, o->records, "record", "records");
		fputs(" of ", stdout);
		print_count(stdout, o->entries, "entry", "entries");
		fputs("; ", stdout);
		print_count(stdout, o->quarantined, "quarantined", "quarantined");
		fputs(", ", stdout);
		print_count(stdout, o->entries_not_read, "entry", "entries");
		fputs(" not read\nnext: glovebox report ", stdout);
		gbx_print_name(stdout, case_path);
		putchar('\n');
	}
}

static int run(struct args *a)
{
	char case_path[4096], out[4096];
	struct gbx_ingest_options io;
	struct gbx_outcome o;
	struct gbx_err err = { 0 };
	if (a->case_path)
		snprintf(case_path, sizeof case_path, "%s", a->case_path);
	else
		default_case(a->operand[0], case_path, sizeof case_path);
	int code = ingest_options(a, case_path, &io);
	if (code >= 0)
		return code;
	io.add = true;
	default_out(case_path, out, sizeof out);
	io.out_dir = out;
	enum gbx_rc rc = gbx_ingest(&io, &o, &err);
	progress_end();
	if (!rc)
		types_note(a, &o, io.type);
	ingest_options_release(&io);
	if (rc)
		return report_error(&err, case_path);
	say(a, &o, case_path);
	return outcome_exit(&o);
}

const struct command cmd_ingest = {
	.name = "ingest",
	.summary = "add sources to a case, made if it is not there",
	.usage = "DUMP... [--case FILE.gbx] [OPTION...]",
	.text = "Reads sources into a case and counts them; writes no report. A source the case holds\n"
		"already (by SHA-256) is refused unless --again is given.",
	.example = "  glovebox ingest part2.csv.gz --case leak.gbx",
	.options = options,
	.min_operands = 1,
	.max_operands = -1,
	.run = run,
};

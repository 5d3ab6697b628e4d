/* What commands share: errors, defaults, progress. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "cmd.h"

/* What to do next, by error; the sentence of the error says what happened. */
static const struct {
	enum gbx_eid id;
	const char *next;
} advice[] = {
	{ GBX_E_MISSING, "check the name" },
	{ GBX_E_CASE_EXISTS, "name another case with --case, or add to this one with 'glovebox ingest'" },
	{ GBX_E_CASE_MISSING, "check the name, or make a case with 'glovebox triage DUMP'" },
	{ GBX_E_CASE_NOT_A_CASE, "name the .gbx file that glovebox made" },
	{ GBX_E_CASE_DAMAGED, "copy it away first; 'glovebox verify CASE' says how far it is good" },
	{ GBX_E_CASE_NEWER, "use the version that made it, or a newer one" },
	{ GBX_E_CASE_OLDER, "use the version that made it, or triage the sources again" },
	{ GBX_E_CASE_LOCKED, "wait until the other one has ended" },
	{ GBX_E_CASE_WRITE, "check that the folder can be written to" },
	{ GBX_E_KEY_MISSING, "name it with --key-file or --passphrase-file; without it only figures can be read" },
	{ GBX_E_KEY_WRONG, "name the right one with --key-file or --passphrase-file" },
	{ GBX_E_SHREDDED, "its figures can still be reported" },
	{ GBX_E_NO_KEPT, "'glovebox quarantine CASE' lists what there is; what is too large is read from its source" },
	{ GBX_E_DISK_FULL, "free some space there or name another place (--case, --out), then run it again; a case that holds records is kept, as PARTIAL" },
	{ GBX_E_STOPPED, "the case is PARTIAL: 'glovebox profile CASE' counts what it holds; for all of the dump begin a new case" },
	{ GBX_E_CHILD, "'glovebox report CASE' shows what was kept" },
	{ GBX_E_PROOF, "the case is kept, and 'glovebox report CASE' writes its figures without a sample; "
		       "report this: the redaction of that type is not good enough" },
};

int report_error(const struct gbx_err *err, const char *what)
{
	/* "| head" has read enough: nothing to tell. */
	if (err->id == GBX_E_WRITE && err->sys == EPIPE)
		return gbx_exit_code(err->rc);
	fputs("glovebox: ", stderr);
	if (what) {
		gbx_print_name(stderr, what);
		fputs(": ", stderr);
	}
	fputs(err->text[0] ? err->text : "failed", stderr);
	for (size_t i = 0; i < sizeof advice / sizeof *advice; i++)
		if (advice[i].id == err->id)
			fprintf(stderr, "; %s", advice[i].next);
	fprintf(stderr, " [%s]\n", gbx_eid_name(err->id));
	return gbx_exit_code(err->rc);
}

int report_output_error(const struct gbx_err *err, const char *case_path, const char *out)
{
	static const enum gbx_eid about_out[] = { GBX_E_OUT_EXISTS, GBX_E_WRITE, GBX_E_DISK_FULL, GBX_E_PROOF };
	for (size_t i = 0; i < sizeof about_out / sizeof *about_out; i++)
		if (about_out[i] == err->id)
			return report_error(err, out);
	return report_error(err, err->id == GBX_E_USAGE ? NULL : case_path);
}

void print_count(FILE *f, uint64_t n, const char *one, const char *many)
{
	char digits[24];
	int len = snprintf(digits, sizeof digits, "%llu", (unsigned long long)n);
	for (int i = 0; i < len; i++) {
		if (i && (len - i) % 3 == 0)
			putc(',', f);
		putc(digits[i], f);
	}
	fprintf(f, " %s", n == 1 ? one : many);
}

int outcome_exit(const struct gbx_outcome *o)
{
	if (o->nothing)
		return GBX_EXIT_NOTHING;
	return o->partial ? GBX_EXIT_PARTIAL : GBX_EXIT_CLEAN;
}

void default_case(const char *dump, char *out, size_t cap)
{
	size_t n = strlen(dump);
	while (n > 1 && dump[n - 1] == '/')
		n--;
	size_t from = n;
	while (from && dump[from - 1] != '/')
		from--;
	const char *stem = dump + from;
	size_t len = n - from, cut = 0;
	for (size_t i = 1; i < len; i++) /* all endings go: dump.tar.gz is the case dump */
		if (stem[i] == '.' && !cut)
			cut = i;
	if (!strcmp(dump, "-") || !len || stem[0] == '.')
		snprintf(out, cap, "stdin.gbx");
	else
		snprintf(out, cap, "%.*s.gbx", (int)(cut ? cut : len), stem);
}

void default_out(const char *case_path, char *out, size_t cap)
{
	size_t n = strlen(case_path);
	if (n > 4 && !strcmp(case_path + n - 4, ".gbx"))
		n -= 4;
	snprintf(out, cap, "%.*s-report", (int)n, case_path);
}

struct gbx_keys keys_of(const struct args *a)
{
	return (struct gbx_keys){ a->key_file, a->passphrase_file };
}

bool use_color(FILE *f)
{
	const char *no = getenv("NO_COLOR"), *term = getenv("TERM");
	return isatty(fileno(f)) && !(no && *no) && !(term && !strcmp(term, "dumb"));
}

unsigned terminal_width(void)
{
	struct winsize w;
	if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &w) || w.ws_col < 40)
		return 80;
	return w.ws_col > 120 ? 120 : w.ws_col;
}

/* ---- progress ---- */

static void show_progress(const struct gbx_progress *p)
{
	double mb = (double)p->bytes / 1e6, rate = p->seconds > 0 ? mb / p->seconds : 0;
	fprintf(stderr, "\r%s: ", p->step);
	if (p->bytes)
		fprintf(stderr, "%.0f MB, ", mb);
	print_count(stderr, p->records, "record", "records");
	if (p->bytes)
		fprintf(stderr, ", %.0f MB/s", rate);
	if (p->total > p->bytes && rate > 0) {
		double left = (double)(p->total - p->bytes) / 1e6 / rate;
		fprintf(stderr, ", %.0f %%, %d:%02d left", 100.0 * (double)p->bytes / (double)p->total,
			(int)left / 60, (int)left % 60);
	}
	fputs("\033[K", stderr);
}

gbx_progress_fn *progress_of(const struct args *a)
{
	return !a->quiet && isatty(STDERR_FILENO) ? show_progress : NULL;
}

void progress_end(void)
{
	if (isatty(STDERR_FILENO))
		fputs("\r\033[K", stderr);
}

/* ---- ingest options ---- */

/* A value is not repeated: it may be one of the dump's. */
int reading_options(const struct args *a, struct gbx_reading *r)
{
	const struct {
		const char *key, *value;
	} given[] = {
		{ "--format", a->format },	 { "--charset", a->charset },
		{ "--delimiter", a->delimiter }, { "--quote", a->quote },
		{ "--escape", a->escape },	 { "--header", a->header },
	};
	struct gbx_err err = { 0 };
	*r = (struct gbx_reading){ .header = 0 };
	for (size_t i = 0; i < sizeof given / sizeof *given; i++)
		if (given[i].value && gbx_reading_set(r, given[i].key + 2, given[i].value, &err))
			return report_error(&err, given[i].key);
	return -1;
}

static int password_options(const struct args *a, struct gbx_ingest_options *o)
{
	struct gbx_err err = { 0 };
	if (!a->password_file && !a->ask_password)
		return -1;
	if (gbx_read_passwords(a->password_file, a->ask_password, &o->password, &o->npassword, &err))
		return report_error(&err, a->password_file ? a->password_file : "--ask-password");
	return -1;
}

static int rule_options(const struct args *a, struct gbx_ingest_options *o)
{
	struct gbx_err err = { 0 };
	struct gbx_reading_rule *rule = calloc(a->set.n + 1, sizeof *rule);
	if (!rule) {
		gbx_fail(&err, GBX_E_NOMEM, NULL);
		return report_error(&err, NULL);
	}
	o->rule = rule;
	for (o->nrule = 0; o->nrule < a->set.n; o->nrule++)
		if (gbx_reading_rule(rule + o->nrule, a->set.item[o->nrule], &err))
			return report_error(&err, "--set");
	return -1;
}

static int fill_options(const struct args *a, const char *case_path, struct gbx_ingest_options *o)
{
	*o = (struct gbx_ingest_options){
		.path = (const char *const *)a->operand,
		.npath = (size_t)a->noperand,
		.case_path = case_path,
		.again = a->again,
		.no_vault = a->no_vault,
		.threads = (unsigned)a->threads,
		.sample = (unsigned)a->sample,
		.seed = a->seed,
		.max_ratio = a->max_ratio,
		.keys = keys_of(a),
		.progress = progress_of(a),
	};
	int code = password_options(a, o);
	if (code < 0)
		code = reading_options(a, &o->reading);
	if (code < 0)
		code = rule_options(a, o);
	if (code < 0)
		code = type_options(a, &o->type, &o->ntype);
	if (code >= 0)
		return code;
	for (size_t i = 0; i < o->npath; i++)
		if (strcmp(o->path[i], "-") && access(o->path[i], F_OK)) {
			struct gbx_err err = { 0 };
			gbx_fail_sys(&err, GBX_E_MISSING, NULL);
			return report_error(&err, o->path[i]);
		}
	return -1;
}

int type_options(const struct args *a, const struct gbx_type_rule **rule, size_t *n)
{
	struct gbx_err err = { 0 };
	struct gbx_type_rule *all;
	*rule = NULL;
	*n = 0;
	if (!a->type.n && !a->types)
		return -1;
	if (gbx_read_type_rules(a->types, a->type.item, a->type.n, &all, n, &err))
		return report_error(&err, a->types && err.id != GBX_E_USAGE ? a->types : NULL);
	*rule = all;
	return -1;
}

void types_note(const struct args *a, const struct gbx_outcome *o, const struct gbx_type_rule *rule)
{
	if (!o->types_idle || a->quiet)
		return;
	fputs("glovebox: no field is called ", stderr);
	gbx_print_name(stderr, rule[o->type_idle].field);
	if (o->types_idle > 1)
		fprintf(stderr, " (and %u more of the names given fit none)", o->types_idle - 1);
	fputs(": no type was set by that; 'glovebox report CASE' shows the names\n", stderr);
}

int ingest_options(const struct args *a, const char *case_path, struct gbx_ingest_options *o)
{
	int code = fill_options(a, case_path, o);
	if (code >= 0)
		ingest_options_release(o);
	return code;
}

void ingest_options_release(struct gbx_ingest_options *o)
{
	gbx_forget_passwords(o->password);
	free((void *)(uintptr_t)o->rule);
	free((void *)(uintptr_t)o->type);
	o->password = NULL;
	o->rule = NULL;
	o->type = NULL;
}

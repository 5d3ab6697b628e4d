/*
 * libglovebox: what the program does, as functions.
 *
 * Each function does one step on a case file. Steps that meet hostile bytes or
 * raw values run in child processes; a step that dies costs the step, never the
 * caller. All strings are UTF-8 or raw file names, borrowed for the call.
 *
 * Return codes and errors are those of base/err.h; gbx_exit_code() maps them to
 * the documented exit codes.
 */
#ifndef GBX_GLOVEBOX_H
#define GBX_GLOVEBOX_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include "base/err.h"

const char *gbx_version(void);

/* Exit codes of the program. */
enum gbx_exit {
	GBX_EXIT_CLEAN = 0,
	GBX_EXIT_FAILED = 1,  /* I/O, memory, store */
	GBX_EXIT_USAGE = 2,
	GBX_EXIT_PARTIAL = 3, /* something was quarantined, skipped or cut short */
	GBX_EXIT_NOTHING = 4, /* nothing recognised */
	GBX_EXIT_REFUSED = 5, /* wrong key, locked, newer case */
};
int gbx_exit_code(enum gbx_rc rc);

/* How to find the key of a case. */
struct gbx_keys {
	const char *key_file;	     /* NULL: by case id in the user's data folder */
	const char *passphrase_file; /* NULL: the key file is used as it is */
};

/* How far a step has come; called about five times a second. */
struct gbx_progress {
	const char *step; /* "reading", "counting" */
	uint64_t bytes;	  /* done */
	uint64_t total;	  /* 0 when unknown */
	uint64_t records;
	double seconds;
};
typedef void gbx_progress_fn(const struct gbx_progress *p);

/* How a case stands after a step. */
struct gbx_outcome {
	uint64_t records, quarantined, repaired;
	uint64_t entries, entries_not_read;
	bool partial;
	bool nothing; /* no record at all, none in quarantine either */
	uint32_t types_idle, type_idle; /* rules of this run that fit no field, the first of them */
	bool unaccounted; /* the sums of an entry do not meet: a fault of ours */
};

/* How an entry is to be read, instead of finding out. Empty and 0: find out. */
struct gbx_reading {
	char format[32];   /* a format's name */
	char charset[32];  /* a charset's name */
	char delimiter[9]; /* 1 to 8 bytes */
	int quote, escape; /* a byte, or -1 for none */
	int header;	   /* 1 yes, -1 no */
};
#define GBX_RULE_TEXT 512
/* For entries whose path fits: the last part of it when the glob has no slash. */
struct gbx_reading_rule {
	char glob[GBX_RULE_TEXT];
	struct gbx_reading reading;
};
/* key: format, charset, delimiter, quote, escape, header; value as on the command line
 * ("tab", "none", "yes"). E_USAGE, with what is allowed. */
enum gbx_rc gbx_reading_set(struct gbx_reading *r, const char *key, const char *value,
			    struct gbx_err *err);
/* Reads "GLOB:KEY=VALUE,KEY=VALUE". E_USAGE. */
enum gbx_rc gbx_reading_rule(struct gbx_reading_rule *rule, const char *text, struct gbx_err *err);

/* Passwords of archives: the lines of a file (or NULL), and one asked for at the terminal.
 * They stay in memory until forgotten. */
enum gbx_rc gbx_read_passwords(const char *file, bool at_terminal, const char *const **item, size_t *n,
			       struct gbx_err *err);
void gbx_forget_passwords(const char *const *item);

/* A type that the user gives to a field: "RELATION.FIELD", or "*.FIELD" for that field of
 * every relation. Names as in the source or as reports show them; both may hold dots. */
struct gbx_type_rule {
	const char *field;
	unsigned type; /* enum gbx_type */
};
/*
 * Reads "FIELD=TYPE" from item[0..n), and from the lines of a file (or NULL) where #
 * begins a comment; what stands in item wins. E_USAGE names types that are spelt alike.
 * One block: release with free().
 */
enum gbx_rc gbx_read_type_rules(const char *file, const char *const *item, size_t n,
				struct gbx_type_rule **rule, size_t *nrule, struct gbx_err *err);

struct gbx_ingest_options {
	const char *const *path; /* "-" is stdin */
	size_t npath;
	const char *case_path;
	const char *out_dir; /* where reports of this case are, not to be read as a source; or NULL */
	bool add;	  /* to a case that may exist; false: the case must be new */
	bool again;	  /* accept a source the case holds already */
	bool no_vault;	  /* counts only, on creation */
	unsigned threads; /* 0: as many as processors, at most 8 */
	unsigned sample;  /* records to draw for samples, per relation */
	uint64_t seed;
	const char *case_id; /* NULL: random; tests fix it */
	uint64_t max_ratio;  /* 0: the default */
	struct gbx_keys keys;
	const char *const *password; /* for encrypted zips, tried in order; stored nowhere */
	size_t npassword;
	struct gbx_reading reading; /* of every entry */
	const struct gbx_reading_rule *rule; /* over it, of some; later ones win */
	size_t nrule;
	const struct gbx_type_rule *type; /* of fields, over what is found; later ones win */
	size_t ntype;
	gbx_progress_fn *progress; /* NULL: silent */
};
/* Reads sources into a case and counts them. */
enum gbx_rc gbx_ingest(const struct gbx_ingest_options *o, struct gbx_outcome *out,
		       struct gbx_err *err);

struct gbx_profile_options {
	const char *case_path;
	unsigned threads, sample;
	uint64_t seed;
	struct gbx_keys keys;
	const struct gbx_type_rule *type; /* besides what the case holds of them; later ones win */
	size_t ntype;
	gbx_progress_fn *progress;
};
/* Counts a case again from its vault. */
enum gbx_rc gbx_profile_case(const struct gbx_profile_options *o, struct gbx_outcome *out,
			     struct gbx_err *err);

struct gbx_output_options {
	const char *case_path;
	const char *out_dir;
	bool reports; /* report.json, report.md, report.html, tables/ */
	bool sample;  /* sample/, proof.json */
	const char *policy; /* NULL: "publish" */
	unsigned sample_size;
	uint64_t seed;
	bool seed_given; /* tokens are derived from the seed: reproducible, and said so */
	bool reproducible, public_;
	struct gbx_keys keys;
	unsigned threads;
};
/* GBX_MISUSE when there is no policy of that name; NULL is the default. */
enum gbx_rc gbx_check_policy(const char *name, struct gbx_err *err);
/* Can output be put there? To know it before a dump is read; leaves nothing behind. */
enum gbx_rc gbx_check_output(const char *out_dir, struct gbx_err *err);
/*
 * Writes reports and the redacted sample, proves them, then puts them in place.
 * A case without vault gets no sample. E_PROOF: an original value was found and
 * nothing was kept.
 */
enum gbx_rc gbx_write_output(const struct gbx_output_options *o, struct gbx_outcome *out,
			     struct gbx_err *err);

enum gbx_print {
	GBX_PRINT_TERMINAL,
	GBX_PRINT_MARKDOWN,
	GBX_PRINT_HTML,
	GBX_PRINT_JSON,
	GBX_PRINT_COVERAGE, /* where every byte and record went */
	GBX_PRINT_COVERAGE_JSON,
	GBX_PRINT_EXPLAIN, /* one field; GBX_E_USAGE when there is none of the name */
	GBX_PRINT_EXPLAIN_JSON,
};
struct gbx_print_options {
	const char *case_path;
	enum gbx_print what;
	bool reproducible, public_, color;
	unsigned width;
	const char *out_dir; /* shown as where the report is; NULL: not shown */
	const char *field;   /* to explain: "RELATION.FIELD", "*.FIELD" */
	struct gbx_keys keys;
};
/* Prints one report of a case. */
enum gbx_rc gbx_print_report(const struct gbx_print_options *o, FILE *f, struct gbx_outcome *out,
			     struct gbx_err *err);

struct gbx_quarantine_options {
	const char *case_path;
	const char *entry;  /* glob of paths, without a slash of their last parts; NULL: all */
	const char *reason; /* "E_UTF8"; NULL: all */
	uint64_t limit;	    /* records listed one by one */
	bool json;
	struct gbx_keys keys; /* for shapes; without the key there are none */
};
/* Lists what stands in quarantine: where, why, of what shape. */
enum gbx_rc gbx_print_quarantine(const struct gbx_quarantine_options *o, FILE *f,
				 struct gbx_outcome *out, struct gbx_err *err);

struct gbx_retry_options {
	const char *case_path, *entry, *reason; /* as above */
	struct gbx_reading reading;
	unsigned threads, sample;
	uint64_t seed;
	struct gbx_keys keys;
	gbx_progress_fn *progress;
};
struct gbx_retried {
	uint64_t tried;	  /* quarantined records read again */
	uint64_t records; /* made of them, now in the case */
	uint64_t left;	  /* of them still in quarantine, or parts of them */
	struct gbx_outcome outcome;
};
/*
 * Reads quarantined records again from the vault. All or nothing: when no record comes
 * of it the case stays as it was. GBX_E_NO_VAULT without vault, GBX_E_NO_KEPT when none
 * fits, or it was too large to be kept.
 */
enum gbx_rc gbx_retry_quarantine(const struct gbx_retry_options *o, struct gbx_retried *out,
				 struct gbx_err *err);

/* Lists. */
enum gbx_rc gbx_print_types(FILE *f, bool json);
enum gbx_rc gbx_print_formats(FILE *f, bool json);

/* A read-only query over the plain tables, printed as CSV, or as JSON objects. */
enum gbx_rc gbx_print_sql(const char *case_path, const char *query, bool json, FILE *f,
			  struct gbx_err *err);

enum gbx_rc gbx_shred_case(const char *case_path, const struct gbx_keys *k, struct gbx_err *err);

struct gbx_verification {
	uint64_t blocks, records;
	bool finished, vault;
};
enum gbx_rc gbx_verify_case(const char *case_path, const struct gbx_keys *k,
			    struct gbx_verification *v, struct gbx_err *err);

/* Writes a name that may be hostile so that a terminal shows it harmlessly. */
void gbx_print_name(FILE *f, const char *name);

#endif

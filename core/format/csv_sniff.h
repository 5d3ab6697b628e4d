/*
 * Finding the dialect of delimited text from the head of an entry.
 *
 * Each possible delimiter is tried with the machine itself. It scores by the
 * share of records that have the usual number of fields, and by how many cells
 * look like something; so one bad row changes little. The idea is CleverCSV's
 * (van den Burg et al., 2019), with robust shares in place of its penalties.
 */
#ifndef GBX_FORMAT_CSV_SNIFF_H
#define GBX_FORMAT_CSV_SNIFF_H

#include "csv.h"
#include "../base/csv_kind.h"

#define GBX_CSV_SAMPLE (128u << 10) /* bytes of the head that are tried */
#define GBX_CSV_CANDIDATES 32u

struct gbx_csv_sample {
	const unsigned char *p;
	size_t n;   /* ends with a line's end, or the entry */
	bool whole; /* it is the entry */
};

/* What a dialect makes of the sample. */
struct gbx_csv_trial {
	unsigned records; /* blank lines apart */
	unsigned columns; /* the usual number of fields */
	unsigned steady;  /* records that have it */
	unsigned near;    /* records that have one field more, or one less, whichever are more */
	unsigned quoted;  /* fields with well-formed quotes */
	unsigned quoting; /* records that hold such fields */
	unsigned certain; /* a first record all in quotes, and quoted fields with doubled ones */
	unsigned untidy;  /* fields whose quotes are open, lone or followed by junk */
	unsigned strong;  /* cells of a strong kind, in the records looked at */
	unsigned cells;   /* cells looked at */
	double kinds;     /* 0 to 1: how much the cells look like something */
	double score;     /* 0 to 1: all of it */
	bool hollow;      /* mostly comments, indents or ends of statements */
	size_t bytes;     /* of the records */
};

struct gbx_csv_guess {
	struct gbx_csv_dialect d;
	struct gbx_csv_trial t;
	int bid; /* 0 to 100 that this is a table at all */
};

/* The part of the head that is tried. */
struct gbx_csv_sample gbx_csv_sample_of(const struct gbx_head *h);
/* False: control characters, so no text. */
bool gbx_csv_is_text(struct gbx_csv_sample s);
/* Begins as JSON, markup or a comment in code. */
bool gbx_csv_is_foreign(struct gbx_csv_sample s);
/* Begins with a word of SQL or of a program: a header may do so, too. */
bool gbx_csv_is_code(struct gbx_csv_sample s);
/* Line ends are CR alone. */
bool gbx_csv_cr_only(struct gbx_csv_sample s);

void gbx_csv_try(struct gbx_csv_sample s, size_t at, const struct gbx_csv_dialect *d,
                 struct gbx_csv_trial *t);

/* Takes quotes as text where the sample reads better so, as what a database wrote. */
void gbx_csv_try_database(struct gbx_csv_sample s, struct gbx_csv_guess *g);

/* Delimiters worth trying, longer ones after their parts. */
struct gbx_csv_delims {
	unsigned char text[GBX_CSV_CANDIDATES][GBX_CSV_DELIM];
	unsigned len[GBX_CSV_CANDIDATES];
	unsigned n;
};
void gbx_csv_delims_find(struct gbx_csv_sample s, struct gbx_csv_delims *out);
/* False: the bytes around it say that it is no delimiter here (times, URLs, ends of
 * statements, sentences). */
bool gbx_csv_delim_plausible(struct gbx_csv_sample s, const struct gbx_csv_dialect *d,
                             const struct gbx_csv_trial *t);

/* /etc/passwd: every mark stands in one and the same field between colons, and the marks
 * would tear the colons apart. */
bool gbx_csv_colons_enclose(struct gbx_csv_sample s, unsigned char mark);

/* False: the options cannot be met. */
bool gbx_csv_options_valid(const struct gbx_format_options *o);
/* Always fills g->d with something usable. */
void gbx_csv_sniff(const struct gbx_head *h, const struct gbx_format_options *o,
                   struct gbx_csv_guess *g);
/* Finds the first record (d->skip), the header and the column count for a dialect
 * whose delimiter, quote and line ends are known. */
void gbx_csv_sniff_top(struct gbx_csv_sample s, const struct gbx_format_options *o,
                       struct gbx_csv_dialect *d, unsigned usual);

#endif

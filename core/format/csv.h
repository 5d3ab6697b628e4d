/*
 * Delimited text: the dialect, the reader, and the machine that walks fields.
 * Private to the formats "csv" and "lines" (a line is a record of one column).
 *
 * The machine of csv_field.c is the one definition of where a field and a
 * record end. csv_split.c and csv_parse.c shorten it with csv_mask.h only where
 * the masks prove that the shortcut says the same.
 */
#ifndef GBX_FORMAT_CSV_H
#define GBX_FORMAT_CSV_H

#include "format.h"

#define GBX_CSV_DELIM 8u                /* longest delimiter, bytes */
#define GBX_CSV_HUNT ((size_t)64 << 10) /* a quoted field longer than this is doubted */

enum gbx_csv_class {
	GBX_CSV_C_DELIM = 1, /* first byte of the delimiter */
	GBX_CSV_C_EOL = 2,
	GBX_CSV_C_ESCAPE = 4,
};

struct gbx_csv_dialect {
	unsigned char delim[GBX_CSV_DELIM];
	unsigned ndelim; /* 0: one value a line */
	int quote;       /* -1: none */
	int escape;      /* a byte that takes the next one's meaning; -1: quotes are doubled only */
	bool any_eol;    /* CR alone ends a line too; else LF and CR LF */
	bool header;     /* the first record names the columns */
	bool database;   /* a database wrote it: \N is no value, \t a tab */
	unsigned columns;         /* 1 to GBX_RECORD_COLUMNS */
	size_t skip;              /* bytes before the first record: blank lines, titles, sep= */
	size_t record;            /* bytes of a usual record */
	unsigned char class[256]; /* gbx_csv_class of each byte outside quotes */
	const struct gbx_csv_kernel *kernel; /* that makes masks on this processor */
};

/* Fills class[] and kernel from the other members; call after every change to them. */
void gbx_csv_dialect_ready(struct gbx_csv_dialect *d);

/* Where in a record that is too large resync stands. */
enum gbx_csv_lost {
	GBX_CSV_LOST_START, /* at the first byte of a field */
	GBX_CSV_LOST_PLAIN,
	GBX_CSV_LOST_INSIDE, /* inside quotes */
	GBX_CSV_LOST_ESCAPED,
	GBX_CSV_LOST_CLOSED, /* behind a quote inside quotes */
	GBX_CSV_LOST_FOUND,
};

struct gbx_csv_reader {
	struct gbx_reader base;
	struct gbx_csv_dialect d;
	bool started; /* split has handed out bytes: what comes is not the entry's start */
	enum gbx_csv_lost lost;
	size_t lost_bytes; /* of the record that is too large, so far */
	char *relation;
	char **name; /* [d.columns], UTF-8, unique, not empty */
	uint64_t shape;
	unsigned char *head; /* the header as it stands there, with its line end, or NULL */
	size_t head_n;       /* 8 bytes or more */
};

enum gbx_csv_how {
	GBX_CSV_QUOTED = 1,
	GBX_CSV_PAIRS = 2,   /* quotes inside: doubled ones stand for one */
	GBX_CSV_ESCAPES = 4, /* escape bytes inside */
	GBX_CSV_JUNK = 8,    /* text after the closing quote, in tail */
	GBX_CSV_OPEN = 16,   /* begins with a quote that was never closed: the quote is text */
	GBX_CSV_LONE = 32,   /* holds a quote that is neither doubled nor closes */
	GBX_CSV_ENDLESS = 64, /* with OPEN: nothing up to the end says that it should be closed */
};

struct gbx_csv_field {
	size_t from, to;      /* content as it stands in the input */
	size_t tail, tail_to; /* with GBX_CSV_JUNK: what follows the closing quote */
	size_t next;          /* where the next field or record starts */
	unsigned how;
};

enum gbx_csv_step {
	GBX_CSV_MORE, /* not decided by these bytes; never when final */
	GBX_CSV_NEXT_FIELD,
	GBX_CSV_NEXT_RECORD,
};

/*
 * The field at p[at], before which the record has `index` others. final: nothing
 * comes after p[n).
 *
 * A quote opens only as a field's first byte. It closes before a delimiter, a
 * line end or the end (spaces between are dropped). A quote inside that does
 * neither is text when, on the same line, another one closes and no other field
 * opens before it; else it closes and what follows is kept behind the content.
 * A quote counts as text, and the field as unquoted, when nothing closes it
 * before the end; when another field opens on a later line first; when one opens on
 * this line first, which has as many fields as the dialect if the quote is text; when the
 * lines up to the one that closes it are rows, one by one; or when GBX_CSV_HUNT bytes pass
 * in which three lines in four have the dialect's column count.
 *
 * Every decision is made by bytes of the record, or is "never closed", which a
 * shorter view confirms. So a chunk cut at a record's end parses the same alone.
 */
enum gbx_csv_step gbx_csv_field_next(const struct gbx_csv_dialect *d, const unsigned char *p,
                                     size_t n, size_t at, unsigned index, bool final,
                                     struct gbx_csv_field *f);

/* Have at least half of the lines behind the first line end in p[from..to) as many
 * fields as there are columns? True when there are none. */
bool gbx_csv_lines_fit(const struct gbx_csv_dialect *d, const unsigned char *p, size_t from,
                       size_t to);

/* End of the record at p[at]; 0 when not decided (never when final). */
size_t gbx_csv_record_end(const struct gbx_csv_dialect *d, const unsigned char *p, size_t n,
                          size_t at, bool final);

/* Undoes doubled quotes and escapes in p[0..n) in place, as `how` says; the new length. */
size_t gbx_csv_unescape(const struct gbx_csv_dialect *d, unsigned char *p, size_t n, unsigned how);

/* Bytes of the line end at p[at] when it is an empty line, else 0. */
size_t gbx_csv_blank(const struct gbx_csv_dialect *d, const unsigned char *p, size_t n, size_t at);

/* Where the footer of p[at..n), the end of an entry, begins; n when it has none. */
size_t gbx_csv_footer(const struct gbx_csv_dialect *d, const unsigned char *p, size_t at, size_t n);

/* Offset of the last record end in p[at..n), the entry going on; at when none. */
size_t gbx_csv_cut(const struct gbx_csv_dialect *d, const unsigned char *p, size_t n, size_t at);

/* The column names of the reader: from the header record at p[at], or c1, c2 … */
bool gbx_csv_name_columns(struct gbx_csv_reader *r, const unsigned char *p, size_t n, size_t at);

extern const struct gbx_format gbx_format_csv, gbx_format_lines;

/* A reader for a dialect found; shared by both formats. */
enum gbx_rc gbx_csv_reader_new(const struct gbx_format *format, const struct gbx_head *h,
                               const struct gbx_csv_dialect *d, struct gbx_reader **out,
                               struct gbx_err *err);

struct gbx_beside_table;
/* Its columns are those of the table, as many as it has; the rows are as a database exports them. */
bool gbx_csv_is_table(struct gbx_csv_reader *r, const struct gbx_beside_table *t);

size_t gbx_csv_split(struct gbx_reader *r, const unsigned char *p, size_t n, bool last,
                     struct gbx_split *st);
size_t gbx_csv_resync(struct gbx_reader *r, const unsigned char *p, size_t n, bool *found);
enum gbx_rc gbx_csv_parse(const struct gbx_reader *r, struct gbx_chunk *c, struct gbx_parsed *out,
                          struct gbx_err *err);
void gbx_csv_close(struct gbx_reader *r);

#endif

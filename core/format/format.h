/*
 * Formats: one file each, listed once in readers.def.
 *
 * A format bids on the head of an entry (content, never the name alone). The
 * winner is opened on that head and makes a reader: split() runs on the reading
 * thread, in order, and finds where whole records end; parse() runs on any
 * worker, on a chunk by itself, and must not change the reader.
 */
#ifndef GBX_FORMAT_FORMAT_H
#define GBX_FORMAT_FORMAT_H

#include "../base/err.h"
#include "../base/span.h"
#include "../record/batch.h"
#include "../record/chunk.h"

struct gbx_head {
	const unsigned char *p; /* the entry's first bytes, BOM removed, padded by GBX_CHUNK_PAD */
	size_t n;		/* at most GBX_HEAD_BYTES */
	bool whole;		/* the entry ends at n */
	const char *path;	/* inside the source; only to name a relation */
};

struct gbx_charsets; /* source/charset.h */

/* What a user may override. Zero means "find out". */
struct gbx_format_options {
	const char *format;    /* a format's name */
	const char *delimiter; /* text, 1 to 8 bytes */
	int quote, escape;     /* byte, or 0; -1 for none */
	int header;	       /* 0 find out, 1 yes, -1 no */
	struct gbx_charsets *charsets; /* of the reading thread, for what holds text in many; or NULL */
	struct gbx_beside *beside; /* of the reading thread: tables of dumps read before; or NULL */
};

struct gbx_reader; /* each format's own struct begins with one pointer: its gbx_format */

struct gbx_format {
	const char *name;    /* as in report.json: "csv", "ndjson", "elasticsearch", "json", "lines" */
	const char *summary; /* one line for `glovebox formats` */
	/* 0 not mine, 1 to 100 how sure. Looks at h only. */
	int (*bid)(const struct gbx_head *h, const struct gbx_format_options *o);
	enum gbx_rc (*open)(const struct gbx_head *h, const struct gbx_format_options *o,
			    struct gbx_reader **out, struct gbx_err *err);
	/*
	 * p[0..n) starts where the last record ended. Returns how many bytes hold
	 * whole records (0: the first record does not end here, give more). At the
	 * end of the entry (last) everything is taken: n is returned. Fills *st with
	 * the state before p[0].
	 */
	size_t (*split)(struct gbx_reader *r, const unsigned char *p, size_t n, bool last,
			struct gbx_split *st);
	/*
	 * After a record burst GBX_RECORD_BYTES: bytes up to its end. Returns how many
	 * of p[0..n) still belong to it; n when its end is not in sight. Called with
	 * the bytes from the record's start first, then with what follows.
	 */
	size_t (*resync)(struct gbx_reader *r, const unsigned char *p, size_t n, bool *found);
	/*
	 * Turns a chunk into batches. Data faults go to out->bad; the return code is
	 * GBX_OK or one of ours. Reader is const: many threads at once.
	 */
	enum gbx_rc (*parse)(const struct gbx_reader *r, struct gbx_chunk *c, struct gbx_parsed *out,
			     struct gbx_err *err);
	void (*close)(struct gbx_reader *r);
	/* What the entry is called in reports when that is more than `name`, one of `kinds`.
	 * The same from open on. NULL: `name` it is. */
	const char *(*found)(const struct gbx_reader *r);
	const char *const *kinds; /* NULL-terminated, or NULL; in gbx_format_options.format each
				   * asks for this format, read as that kind */
	bool binary; /* no text: it bids on the entry's bytes before a charset is looked for, and
		      * with 50 or more gets them unconverted */
};

/* First member of every reader. */
struct gbx_reader {
	const struct gbx_format *format;
};

/* gbx_format.close of a reader that owns nothing but itself. */
void gbx_reader_free(struct gbx_reader *r);

/* All formats, NULL-terminated, in the order of readers.def. */
extern const struct gbx_format *const gbx_formats[];

/* The format of that name or kind, or NULL. */
const struct gbx_format *gbx_format_named(const char *name);

/*
 * The best bidder on h (ties: first listed), or by o->format. NULL: nothing
 * recognised; *err then holds E_NOT_RECOGNISED or E_EMPTY.
 */
const struct gbx_format *gbx_format_pick(const struct gbx_head *h,
					 const struct gbx_format_options *o, struct gbx_err *err);

/* The file's stem, to name a relation: last component without its known endings
 * ("dump.7z!/db/users.csv.gz" gives "users"); of a stealer's "Cookies/Google_[Chrome].txt"
 * the folder. Never empty. Written to out, cut at GBX_NAME_BYTES, NUL-terminated. */
void gbx_format_stem(const char *path, char *out, size_t cap);

#endif

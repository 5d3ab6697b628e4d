/*
 * Sources and their entries: bytes in.
 *
 * A source is a file, a folder's file, or stdin. Opening a source hashes it while
 * it is read (custody). Plain files are read here; anything with an archive's or
 * filter's magic is unpacked by a process of its own (unpack.h) that can do
 * no harm beyond costing one entry.
 *
 *   gbx_source_open(&src, path, ...)
 *   while (gbx_source_next(src, &entry, err) == GBX_OK)
 *           while (gbx_source_read(src, buf, n, &got, err) == GBX_OK) ...
 *   gbx_source_close(src, &custody, err)
 *
 * All functions of one source are called from one thread.
 */
#ifndef GBX_SOURCE_SOURCE_H
#define GBX_SOURCE_SOURCE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "../base/err.h"

struct gbx_source;

/* Tried in order on encrypted zips; NUL-terminated, borrowed. */
struct gbx_passwords {
	const char *const *item;
	size_t n;
};

struct gbx_source_options {
	struct gbx_passwords passwords;
	const char *const *part; /* paths of a file that was cut up, path the first; or NULL */
	size_t npart;
	uint64_t max_ratio;   /* 0: GBX_RATIO_MAX */
	bool follow_symlinks; /* for the named path itself; never inside a folder */
	/* Called before a process is made: other threads must come to rest, for what they hold,
	 * a library's lock for one, the new process would find held for ever. May be NULL. */
	void (*still)(void *ctx);
	void *still_ctx;
};

struct gbx_entry_info {
	char path[4096]; /* GBX_PATH_BYTES; "dump.7z!/db/users.sql.gz!/users.sql"; raw bytes of
			  * unknown charset: escape before showing */
	uint64_t size;	 /* bytes if known, else 0; an archive may lie about it */
	bool rows;	 /* of a document: the bytes are a rows stream (base/rows.h), made by
			  * the unpack process and not by who made the file */
	bool unreadable; /* listed, not read: reason says why; gbx_source_read gives GBX_END */
	enum gbx_eid reason;
};

struct gbx_custody {
	char name[4096]; /* last part of what the user named; "-" for stdin; folder/relative for a
			  * folder's file */
	uint64_t bytes;
	char sha256[65]; /* lower-case hex of all bytes of the source, NUL */
	int64_t mtime;	 /* seconds since 1970, 0 when unknown */
	bool complete;	 /* the whole source was read and hashed */
};

/*
 * The files of a user's argument: itself, or for a folder all regular files
 * below it in byte order of their paths. Calls each(ctx, path, name) with the
 * path to open and the name to show; stops at the first rc that is not GBX_OK.
 * Links and special files inside a folder are reported through odd().
 */
enum gbx_rc gbx_source_walk(const char *path,
			    enum gbx_rc (*each)(void *ctx, const char *path, const char *name),
			    enum gbx_rc (*odd)(void *ctx, const char *name, enum gbx_eid reason),
			    void *ctx, struct gbx_err *err);

/*
 * path "-" is stdin. name is shown, and is the first part of all paths.
 * Documents that are no text (doc.h) are given as rows streams, one an entry.
 *
 * Unpacking forks: call this, and all other functions of one source, from one
 * thread that lives on (the unpacker dies with it). Bytes are not to be expected
 * from a source whose functions answered one of ours.
 */
enum gbx_rc gbx_source_open(struct gbx_source **out, const char *path, const char *name,
			    const struct gbx_source_options *o, struct gbx_err *err);

/*
 * The next entry. GBX_OK, GBX_END after the last, or one of ours. What remains
 * unread of the current entry is skipped.
 */
enum gbx_rc gbx_source_next(struct gbx_source *s, struct gbx_entry_info *e, struct gbx_err *err);

/*
 * Up to cap bytes of the entry into buf. GBX_OK with *got > 0; GBX_END at its
 * end; a data-fault code (GBX_TRUNCATED, GBX_BAD_ENTRY, GBX_LIMIT ...) when the
 * entry ends in damage: what was given before stands, gbx_source_next goes on.
 */
enum gbx_rc gbx_source_read(struct gbx_source *s, void *buf, size_t cap, size_t *got,
			    struct gbx_err *err);

/* Input bytes consumed so far, for progress; total size or 0 when unknown. */
uint64_t gbx_source_position(const struct gbx_source *s);
uint64_t gbx_source_size(const struct gbx_source *s);

/* Reads what is left for the hash (unless abandon), fills *c, frees. Answers
 * E_SOURCE_CHANGED when the file is not what it was when opened. */
enum gbx_rc gbx_source_close(struct gbx_source *s, bool abandon, struct gbx_custody *c,
			     struct gbx_err *err);

/* Only the custody facts of a file, to refuse the same source twice before
 * ingesting. Not for stdin. */
enum gbx_rc gbx_source_fingerprint(const char *path, struct gbx_custody *c, struct gbx_err *err);

#endif

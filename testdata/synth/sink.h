/*
 * Where bytes go: a file, an entry of an archive, or nowhere (to learn size and
 * SHA-256 first). Every failure ends the program with a message: a test file that
 * is half written is of no use to anybody.
 */
#ifndef SYNTH_SINK_H
#define SYNTH_SINK_H

#include <stdint.h>
#include <openssl/evp.h>

#include "record.h"

struct archive;

struct synth_sink {
	int fd;		   /* -1: none */
	struct archive *a; /* borrowed; NULL: none */
	EVP_MD_CTX *sha;   /* NULL: not wanted */
	char *buf;
	size_t n;
	uint64_t bytes; /* written so far, buffered ones included */
};

/* Any of path and a may be NULL. */
void synth_sink_open(struct synth_sink *s, const char *path, struct archive *a, bool sha);
/* Room for SYNTH_LINE bytes; tell with synth_sink_took how many were used. */
char *synth_sink_room(struct synth_sink *s);
static inline void synth_sink_took(struct synth_sink *s, size_t n)
{
	s->n += n;
	s->bytes += n;
}
void synth_sink_puts(struct synth_sink *s, const char *text);
/* hex may be NULL; gets 64 digits when a hash was wanted. */
void synth_sink_close(struct synth_sink *s, char hex[65]);

/* ---- archives ---- */

struct synth_archive_kind {
	const char *ending; /* "tar.gz" */
	int (*format)(struct archive *a);
	int (*filter)(struct archive *a); /* NULL for none */
	const char *options;
	bool sizes; /* entries need their size before their bytes */
};

/* By ending; NULL when there is none. */
const struct synth_archive_kind *synth_archive_kind(const char *ending);
struct archive *synth_archive_open(const struct synth_archive_kind *k, const char *path);
/* Begins an entry; size is used when the kind wants sizes. */
void synth_archive_entry(struct archive *a, const struct synth_archive_kind *k, const char *name,
			 uint64_t size);
void synth_archive_close(struct archive *a);

#endif

/*
 * Custody: the SHA-256 of all bytes of a source, made while others read it. For a
 * plain file whoever reads it adds the bytes. An archive is read by the unpacker
 * in its own order, so a keeper thread hashes the file beside it; for a
 * stream the keeper stands between: it reads, hashes and passes on.
 */
#ifndef GBX_SOURCE_CUSTODY_H
#define GBX_SOURCE_CUSTODY_H

#include "source.h"

struct gbx_sha;

struct gbx_sha *gbx_sha_new(void); /* NULL: out of memory */
bool gbx_sha_add(struct gbx_sha *s, const void *p, size_t n);
uint64_t gbx_sha_bytes(const struct gbx_sha *s);
/* Writes 64 digits and a NUL; nothing can be added after. */
bool gbx_sha_text(struct gbx_sha *s, char out[65]);
void gbx_sha_free(struct gbx_sha *s); /* NULL is fine */

struct gbx_keeper;

/* Hashes the regular file fd (borrowed) by position. */
enum gbx_rc gbx_keeper_file(struct gbx_keeper **out, int fd, struct gbx_err *err);
/*
 * Passes head[0..n) and then all of from (borrowed) on to to (owned, closed at the
 * end). When nobody reads to any more it goes on hashing.
 */
enum gbx_rc gbx_keeper_pump(struct gbx_keeper **out, const void *head, size_t n, int from, int to,
			    struct gbx_err *err);
/* The unpacker came to at: a file is not hashed further than GBX_HASH_AHEAD past it. */
void gbx_keeper_pace(struct gbx_keeper *k, uint64_t at);
/* True while a pump waits for its input. ctx is the keeper. */
bool gbx_keeper_starving(void *ctx);
/* Bytes read so far. */
uint64_t gbx_keeper_position(const struct gbx_keeper *k);
/*
 * Waits until all is read (abandon: no longer than needed), frees. *whole: everything
 * was read; sha256 is then filled. NULL is fine.
 */
enum gbx_rc gbx_keeper_finish(struct gbx_keeper *k, bool abandon, char sha256[65], uint64_t *bytes,
			      bool *whole, struct gbx_err *err);

#endif

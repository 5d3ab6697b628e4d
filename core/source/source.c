/*
 * Sources: a plain file or stream is read here, with its hash; anything whose
 * first bytes are an archive's or a filter's goes to the unpack process. One
 * descriptor serves all who read a regular file, by position, so that nothing can
 * be put in its place while it is read.
 */
#include "source.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "../base/limits.h"
#include "custody.h"
#include "join.h"
#include "doc.h"
#include "magic.h"
#include "unpack.h"

enum mode { PLAIN, UNPACKED, REFUSED };

struct gbx_source {
	enum mode mode;
	int fd;
	bool own_fd;  /* not stdin itself */
	bool regular; /* its size is known, it can be read by position */
	struct stat before;
	char name[GBX_PATH_BYTES];
	struct gbx_sha *sha;	   /* plain */
	struct gbx_unpack *unpack; /* unpacked */
	struct gbx_keeper *keeper;
	struct gbx_join *join; /* of the parts, or NULL */
	bool given; /* the one entry of a plain source */
	bool ended; /* all of a plain source was read */
	uint64_t head_at;
	uint64_t head_n;
	unsigned char head[GBX_MAGIC_BYTES];
};

static void copy_name(char out[GBX_PATH_BYTES], const char *name)
{
	snprintf(out, GBX_PATH_BYTES, "%s", name);
}

/* Blocking only for what is no regular file: and that is refused. */
static enum gbx_rc open_file(const char *path, bool follow, int *fd, struct stat *st,
			     struct gbx_err *err)
{
	*fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY | (follow ? 0 : O_NOFOLLOW));
	if (*fd < 0)
		return errno == ENOENT ? gbx_fail(err, GBX_E_MISSING, NULL)
				       : gbx_fail_sys(err, GBX_E_OPEN, NULL);
	enum gbx_rc rc = GBX_OK;
	if (fstat(*fd, st) != 0)
		rc = gbx_fail_sys(err, GBX_E_OPEN, NULL);
	else if (!S_ISREG(st->st_mode))
		rc = gbx_fail(err, GBX_E_SPECIAL_FILE, NULL);
	if (rc == GBX_OK) {
		posix_fadvise(*fd, 0, 0, POSIX_FADV_SEQUENTIAL);
		return GBX_OK;
	}
	close(*fd);
	*fd = -1;
	return rc;
}

/* Waits for input also where somebody made standard input non-blocking. */
static ssize_t read_some(int fd, void *buf, size_t n)
{
	for (;;) {
		ssize_t got = read(fd, buf, n);
		if (got >= 0 || (errno != EINTR && errno != EAGAIN))
			return got;
		struct pollfd p = { .fd = fd, .events = POLLIN };
		if (errno == EAGAIN)
			poll(&p, 1, -1);
	}
}

static enum gbx_rc open_stdin(struct gbx_source *s, struct gbx_err *err)
{
	struct stat st;
	s->fd = STDIN_FILENO;
	if (fstat(s->fd, &st) != 0)
		return gbx_fail_sys(err, GBX_E_OPEN, "standard input");
	if (S_ISDIR(st.st_mode))
		return gbx_fail(err, GBX_E_SPECIAL_FILE, "standard input is a folder");
	if (!S_ISREG(st.st_mode) || lseek(s->fd, 0, SEEK_CUR) != 0)
		return GBX_OK;
	/* "< file", from its start: as if it had been named */
	s->regular = true;
	s->before = st;
	return GBX_OK;
}

/* The first bytes: by position, or kept for those who read next. */
static enum gbx_rc read_head(struct gbx_source *s, struct gbx_err *err)
{
	while (s->head_n < sizeof s->head) {
		size_t n = sizeof s->head - (size_t)s->head_n;
		ssize_t got = s->regular ? pread(s->fd, s->head + s->head_n, n, (off_t)s->head_n)
					 : read_some(s->fd, s->head + s->head_n, n);
		if (got < 0 && errno == EINTR)
			continue;
		if (got < 0)
			return gbx_fail_sys(err, GBX_E_READ, NULL);
		if (got == 0)
			break;
		s->head_n += (uint64_t)got;
	}
	return GBX_OK;
}

static enum gbx_rc start_file(struct gbx_source *s, struct gbx_unpack_job *job, struct gbx_err *err)
{
	job->in = s->fd;
	job->seekable = true;
	job->size = (uint64_t)s->before.st_size;
	enum gbx_rc rc = gbx_unpack_open(&s->unpack, job, err);
	return rc == GBX_OK ? gbx_keeper_file(&s->keeper, s->fd, err) : rc;
}

static enum gbx_rc start_stream(struct gbx_source *s, struct gbx_unpack_job *job,
				struct gbx_err *err)
{
	int p[2];
	if (pipe2(p, O_CLOEXEC) != 0)
		return gbx_fail_sys(err, GBX_E_CHILD, "no pipe");
	fcntl(p[1], F_SETPIPE_SZ, 1 << 20);
	enum gbx_rc rc = gbx_keeper_pump(&s->keeper, s->head, (size_t)s->head_n, s->fd, p[1], err);
	if (rc == GBX_OK) {
		job->in = p[0];
		job->starving = gbx_keeper_starving;
		job->ctx = s->keeper;
		rc = gbx_unpack_open(&s->unpack, job, err);
	}
	close(p[0]);
	return rc;
}

static enum gbx_rc choose(struct gbx_source *s, const struct gbx_source_options *o,
			  struct gbx_err *err)
{
	const struct gbx_magic *m = gbx_magic_find(s->head, (size_t)s->head_n);
	struct gbx_doc_head h = { .p = s->head, .n = (size_t)s->head_n };
	if ((!m && !gbx_doc_find(&h)) || (m && m->kind == GBX_MAGIC_REFUSED)) {
		s->mode = m && m->kind == GBX_MAGIC_REFUSED ? REFUSED : PLAIN;
		s->sha = gbx_sha_new();
		return s->sha ? GBX_OK : gbx_fail(err, GBX_E_NOMEM, NULL);
	}
	s->mode = UNPACKED;
	struct gbx_unpack_job job = { .name = s->name,
				      .ratio = o && o->max_ratio ? o->max_ratio : GBX_RATIO_MAX };
	if (o) {
		job.passwords = o->passwords;
		job.still = o->still;
		job.still_ctx = o->still_ctx;
	}
	return s->regular ? start_file(s, &job, err) : start_stream(s, &job, err);
}

/* False when a part could not be read. */
static bool release(struct gbx_source *s)
{
	if (s->own_fd && s->fd >= 0)
		close(s->fd);
	bool good = gbx_join_finish(s->join);
	gbx_sha_free(s->sha);
	free(s);
	return good;
}

enum gbx_rc gbx_source_open(struct gbx_source **out, const char *path, const char *name,
			    const struct gbx_source_options *o, struct gbx_err *err)
{
	*out = NULL;
	struct gbx_source *s = calloc(1, sizeof *s);
	if (!s)
		return gbx_fail(err, GBX_E_NOMEM, NULL);
	copy_name(s->name, *name ? name : "-");
	enum gbx_rc rc;
	if (!strcmp(path, "-")) {
		rc = open_stdin(s, err);
	} else if (o && o->npart > 1) {
		s->own_fd = true;
		rc = gbx_join_start(&s->join, o->part, o->npart, &s->fd, err);
	} else {
		s->own_fd = s->regular = true;
		rc = open_file(path, o && o->follow_symlinks, &s->fd, &s->before, err);
	}
	if (rc == GBX_OK)
		rc = read_head(s, err);
	if (rc == GBX_OK)
		rc = choose(s, o, err);
	if (rc == GBX_OK) {
		*out = s;
		return GBX_OK;
	}
	gbx_source_close(s, true, NULL, NULL);
	return rc;
}

static enum gbx_rc next_plain(struct gbx_source *s, struct gbx_entry_info *e)
{
	*e = (struct gbx_entry_info){ 0 };
	if (s->given)
		return GBX_END;
	s->given = true;
	copy_name(e->path, s->name);
	e->size = s->regular ? (uint64_t)s->before.st_size : 0;
	if (s->mode == REFUSED) {
		e->unreadable = true;
		e->reason = GBX_E_ARCHIVE_KIND;
	}
	return GBX_OK;
}

static void pace(struct gbx_source *s)
{
	if (s->regular)
		gbx_keeper_pace(s->keeper, gbx_unpack_position(s->unpack));
}

enum gbx_rc gbx_source_next(struct gbx_source *s, struct gbx_entry_info *e, struct gbx_err *err)
{
	if (s->mode != UNPACKED)
		return next_plain(s, e);
	enum gbx_rc rc = gbx_unpack_next(s->unpack, e, err);
	pace(s);
	return rc;
}

/* A regular file's head is read again; a stream's is given from memory first. */
static enum gbx_rc read_plain(struct gbx_source *s, void *buf, size_t cap, size_t *got,
			      struct gbx_err *err)
{
	ssize_t n;
	if (!s->regular && s->head_at < s->head_n) {
		uint64_t left = s->head_n - s->head_at;
		n = (ssize_t)(left < cap ? left : cap);
		memcpy(buf, s->head + s->head_at, (size_t)n);
		s->head_at += (uint64_t)n;
	} else {
		n = read_some(s->fd, buf, cap);
	}
	if (n < 0)
		return gbx_fail_sys(err, GBX_E_READ, NULL);
	*got = (size_t)n;
	s->ended = s->ended || n == 0;
	if (!gbx_sha_add(s->sha, buf, (size_t)n))
		return gbx_fail(err, GBX_E_INTERNAL, "no SHA-256");
	return n ? GBX_OK : GBX_END;
}

enum gbx_rc gbx_source_read(struct gbx_source *s, void *buf, size_t cap, size_t *got,
			    struct gbx_err *err)
{
	*got = 0;
	if (!cap)
		return gbx_fail(err, GBX_E_INTERNAL, "read into nothing");
	if (s->mode == REFUSED || (s->mode == PLAIN && (!s->given || s->ended)))
		return GBX_END;
	if (s->mode == PLAIN)
		return read_plain(s, buf, cap, got, err);
	enum gbx_rc rc = gbx_unpack_read(s->unpack, buf, cap, got, err);
	pace(s);
	return rc;
}

uint64_t gbx_source_position(const struct gbx_source *s)
{
	if (s->mode != UNPACKED)
		return gbx_sha_bytes(s->sha);
	return s->regular ? gbx_unpack_position(s->unpack) : gbx_keeper_position(s->keeper);
}

uint64_t gbx_source_size(const struct gbx_source *s)
{
	return s->regular ? (uint64_t)s->before.st_size : 0;
}

/* The rest of a plain source, for its hash. */
static enum gbx_rc drain(struct gbx_source *s, struct gbx_err *err)
{
	unsigned char *buf = malloc(GBX_INPUT_BYTES);
	size_t n;
	enum gbx_rc rc = buf ? GBX_OK : gbx_fail(err, GBX_E_NOMEM, NULL);
	while (rc == GBX_OK && !s->ended)
		rc = read_plain(s, buf, GBX_INPUT_BYTES, &n, err);
	free(buf);
	return rc == GBX_END ? GBX_OK : rc;
}

static enum gbx_rc hash_of(struct gbx_source *s, bool abandon, struct gbx_custody *c,
			   struct gbx_err *err)
{
	enum gbx_rc rc = GBX_OK;
	if (s->keeper)
		return gbx_keeper_finish(s->keeper, abandon, c->sha256, &c->bytes, &c->complete,
					 err);
	if (!s->sha)
		return GBX_OK;
	if (!abandon)
		rc = drain(s, err);
	c->bytes = gbx_sha_bytes(s->sha);
	c->complete = s->ended;
	if (rc == GBX_OK && s->ended && !gbx_sha_text(s->sha, c->sha256))
		rc = gbx_fail(err, GBX_E_INTERNAL, "no SHA-256");
	return rc;
}

static bool same(const struct stat *a, const struct stat *b)
{
	return a->st_dev == b->st_dev && a->st_ino == b->st_ino && a->st_size == b->st_size &&
	       a->st_mtim.tv_sec == b->st_mtim.tv_sec && a->st_mtim.tv_nsec == b->st_mtim.tv_nsec;
}

static enum gbx_rc check_unchanged(const struct stat *before, int fd, struct gbx_custody *c,
				   struct gbx_err *err)
{
	struct stat after;
	if (fstat(fd, &after) != 0)
		return gbx_fail_sys(err, GBX_E_READ, NULL);
	c->mtime = before->st_mtim.tv_sec;
	if (same(before, &after) && (!c->complete || c->bytes == (uint64_t)before->st_size))
		return GBX_OK;
	c->complete = false;
	return gbx_fail(err, GBX_E_SOURCE_CHANGED, NULL);
}

enum gbx_rc gbx_source_close(struct gbx_source *s, bool abandon, struct gbx_custody *c,
			     struct gbx_err *err)
{
	struct gbx_custody unused;
	if (!s)
		return GBX_OK;
	if (!c)
		c = &unused;
	*c = (struct gbx_custody){ 0 };
	copy_name(c->name, s->name);
	gbx_unpack_close(s->unpack);
	enum gbx_rc rc = hash_of(s, abandon, c, err);
	if (rc == GBX_OK && s->regular && s->fd >= 0)
		rc = check_unchanged(&s->before, s->fd, c, err);
	if (!release(s) && rc == GBX_OK) {
		c->complete = false;
		rc = gbx_fail(err, GBX_E_SOURCE_CHANGED, NULL);
	}
	return rc;
}

enum gbx_rc gbx_source_fingerprint(const char *path, struct gbx_custody *c, struct gbx_err *err)
{
	struct gbx_source s = { .own_fd = true, .regular = true, .fd = -1 };
	*c = (struct gbx_custody){ 0 };
	copy_name(c->name, path);
	enum gbx_rc rc = open_file(path, true, &s.fd, &s.before, err);
	if (rc != GBX_OK)
		return rc;
	s.sha = gbx_sha_new();
	rc = s.sha ? hash_of(&s, false, c, err) : gbx_fail(err, GBX_E_NOMEM, NULL);
	if (rc == GBX_OK)
		rc = check_unchanged(&s.before, s.fd, c, err);
	gbx_sha_free(s.sha);
	close(s.fd);
	return rc;
}

/*
 * Buffered output to files and, by libarchive, into archives. Archives carry no
 * time of making, so that the same input gives the same bytes.
 */
#include "sink.h"

#include <archive.h>
#include <archive_entry.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#define BUFFER (1u << 20)
#define ENTRY_TIME 1656633600 /* 2022-07-01: entries need some time, always the same */

void synth_die(const char *what)
{
	fprintf(stderr, "glovebox-synth: %s\n", what);
	exit(1);
}

static _Noreturn void die_errno(const char *what, const char *path)
{
	fprintf(stderr, "glovebox-synth: cannot %s %s: %s\n", what, path, strerror(errno));
	exit(1);
}

void synth_sink_open(struct synth_sink *s, const char *path, struct archive *a, bool sha)
{
	*s = (struct synth_sink){ .fd = -1, .a = a };
	s->buf = malloc(BUFFER + SYNTH_LINE);
	if (!s->buf)
		synth_die("out of memory");
	if (path) {
		s->fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644);
		if (s->fd < 0)
			die_errno("write", path);
	}
	if (!sha)
		return;
	s->sha = EVP_MD_CTX_new();
	if (!s->sha || !EVP_DigestInit_ex(s->sha, EVP_sha256(), NULL))
		synth_die("SHA-256 is not available");
}

static void write_fd(int fd, const char *p, size_t n)
{
	while (n) {
		ssize_t k = write(fd, p, n);
		if (k < 0 && errno == EINTR)
			continue;
		if (k < 0)
			die_errno("write", "the output");
		p += k;
		n -= (size_t)k;
	}
}

static void write_archive(struct archive *a, const char *p, size_t n)
{
	while (n) {
		la_ssize_t k = archive_write_data(a, p, n);
		if (k <= 0)
			synth_die(archive_error_string(a) ? archive_error_string(a)
							  : "the archive takes no more bytes");
		p += k;
		n -= (size_t)k;
	}
}

static void flush(struct synth_sink *s)
{
	if (s->sha && !EVP_DigestUpdate(s->sha, s->buf, s->n))
		synth_die("SHA-256 failed");
	if (s->fd >= 0)
		write_fd(s->fd, s->buf, s->n);
	if (s->a)
		write_archive(s->a, s->buf, s->n);
	s->n = 0;
}

char *synth_sink_room(struct synth_sink *s)
{
	if (s->n >= BUFFER)
		flush(s);
	return s->buf + s->n;
}

void synth_sink_puts(struct synth_sink *s, const char *text)
{
	size_t n = strlen(text);

	if (n > SYNTH_LINE)
		synth_die("a text is too long");
	memcpy(synth_sink_room(s), text, n);
	synth_sink_took(s, n);
}

void synth_sink_close(struct synth_sink *s, char hex[65])
{
	unsigned char md[32];

	flush(s);
	free(s->buf);
	if (s->fd >= 0 && close(s->fd))
		die_errno("close", "the output");
	if (!s->sha)
		return;
	if (!EVP_DigestFinal_ex(s->sha, md, NULL))
		synth_die("SHA-256 failed");
	EVP_MD_CTX_free(s->sha);
	for (unsigned i = 0; hex && i < sizeof(md); i++)
		snprintf(hex + 2 * i, 3, "%02x", md[i]);
}

static const struct synth_archive_kind kinds[] = {
	{ "tar.gz", archive_write_set_format_pax_restricted, archive_write_add_filter_gzip,
	  "gzip:compression-level=1,gzip:!timestamp", true },
	{ "zip", archive_write_set_format_zip, NULL, "zip:compression-level=1", false },
	{ "7z", archive_write_set_format_7zip, NULL,
	  "7zip:compression=lzma2,7zip:compression-level=1", true },
};

const struct synth_archive_kind *synth_archive_kind(const char *ending)
{
	for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++) {
		if (strcmp(kinds[i].ending, ending) == 0)
			return &kinds[i];
	}
	return NULL;
}

static void check(struct archive *a, int rc)
{
	if (rc != ARCHIVE_OK)
		synth_die(archive_error_string(a) ? archive_error_string(a) : "libarchive failed");
}

struct archive *synth_archive_open(const struct synth_archive_kind *k, const char *path)
{
	struct archive *a = archive_write_new();

	if (!a)
		synth_die("out of memory");
	check(a, k->format(a));
	if (k->filter)
		check(a, k->filter(a));
	check(a, archive_write_set_options(a, k->options));
	check(a, archive_write_open_filename(a, path));
	return a;
}

void synth_archive_entry(struct archive *a, const struct synth_archive_kind *k, const char *name,
			 uint64_t size)
{
	struct archive_entry *e = archive_entry_new();

	if (!e)
		synth_die("out of memory");
	archive_entry_set_pathname(e, name);
	archive_entry_set_filetype(e, AE_IFREG);
	archive_entry_set_perm(e, 0644);
	archive_entry_set_mtime(e, ENTRY_TIME, 0);
	if (k->sizes)
		archive_entry_set_size(e, (la_int64_t)size);
	check(a, archive_write_header(a, e));
	archive_entry_free(e);
}

void synth_archive_close(struct archive *a)
{
	check(a, archive_write_close(a));
	archive_write_free(a);
}

/*
 * The files below a folder, in byte order of their paths, without following a
 * link and without recursion. Folders sort as their name and a slash, which makes
 * the order that of whole paths. Cases and reports that we wrote ourselves are passed over, and
 * said to be: who triages the folder they stand in would count its records twice.
 */
#include "source.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "../base/buf.h"
#include "../base/limits.h"

enum kind { PLAIN, FOLDER, ODD };

struct name {
	enum kind kind;
	char text[];
};

struct folder {
	int fd;
	struct name **names; /* sorted */
	size_t n, cap, at;
	size_t path_n; /* of the folder's path, with its slash */
	size_t shown_n;
};

struct walk {
	enum gbx_rc (*each)(void *ctx, const char *path, const char *name);
	enum gbx_rc (*odd)(void *ctx, const char *name, enum gbx_eid reason);
	void *ctx;
	struct gbx_err *err;
	struct folder folder[GBX_FOLDER_DEPTH];
	unsigned depth;
	size_t names;		    /* held now */
	char path[GBX_PATH_BYTES];  /* to open */
	char shown[GBX_PATH_BYTES]; /* to show */
};

/* The contents of pg_dump's directory format: what its other files hold is told there. */
static bool is_contents(const struct name *n)
{
	return n->kind == PLAIN && !strcmp(n->text, "toc.dat");
}

/* Contents first, then byte order, a folder's name followed by a slash. */
static int by_path(const void *a, const void *b)
{
	const struct name *x = *(struct name *const *)a, *y = *(struct name *const *)b;
	if (is_contents(x) != is_contents(y))
		return is_contents(x) ? -1 : 1;
	size_t nx = strlen(x->text), ny = strlen(y->text);
	size_t n = nx < ny ? nx : ny;
	int c = memcmp(x->text, y->text, n);
	if (c)
		return c;
	unsigned char ex = x->text[n] ? (unsigned char)x->text[n] : x->kind == FOLDER ? '/' : 0;
	unsigned char ey = y->text[n] ? (unsigned char)y->text[n] : y->kind == FOLDER ? '/' : 0;
	return (ex > ey) - (ex < ey);
}

static enum kind kind_of(mode_t mode)
{
	return S_ISREG(mode) ? PLAIN : S_ISDIR(mode) ? FOLDER : ODD;
}

static bool is_dots(const char *s)
{
	return !strcmp(s, ".") || !strcmp(s, "..");
}

static enum gbx_rc add_name(struct walk *w, struct folder *f, const char *text)
{
	struct stat st;
	size_t len = strlen(text);
	if (w->names >= GBX_FOLDER_ENTRIES)
		return gbx_fail(w->err, GBX_E_ENTRIES, "in a folder");
	if (f->n == f->cap) {
		size_t cap = f->cap ? 2 * f->cap : 64;
		struct name **more = realloc(f->names, cap * sizeof *more);
		if (!more)
			return gbx_fail(w->err, GBX_E_NOMEM, NULL);
		f->names = more;
		f->cap = cap;
	}
	struct name *n = malloc(sizeof *n + len + 1);
	if (!n)
		return gbx_fail(w->err, GBX_E_NOMEM, NULL);
	memcpy(n->text, text, len + 1);
	n->kind = fstatat(f->fd, text, &st, AT_SYMLINK_NOFOLLOW) == 0 ? kind_of(st.st_mode) : ODD;
	f->names[f->n++] = n;
	w->names++;
	return GBX_OK;
}

static enum gbx_rc list(struct walk *w, struct folder *f)
{
	int fd = fcntl(f->fd, F_DUPFD_CLOEXEC, 3);
	DIR *d = fd < 0 ? NULL : fdopendir(fd);
	if (!d) {
		if (fd >= 0)
			close(fd);
		return gbx_fail_sys(w->err, GBX_E_READ, "folder");
	}
	enum gbx_rc rc = GBX_OK;
	struct dirent *e;
	while (rc == GBX_OK && (errno = 0, e = readdir(d)))
		if (!is_dots(e->d_name))
			rc = add_name(w, f, e->d_name);
	if (rc == GBX_OK && errno)
		rc = gbx_fail_sys(w->err, GBX_E_READ, "folder");
	closedir(d);
	if (rc == GBX_OK && f->n)
		qsort(f->names, f->n, sizeof *f->names, by_path);
	return rc;
}

static void leave(struct walk *w)
{
	struct folder *f = &w->folder[--w->depth];
	for (size_t i = 0; i < f->n; i++)
		free(f->names[i]);
	w->names -= f->n;
	free(f->names);
	close(f->fd);
}

/* Takes over fd; path and shown hold the folder's own, with a slash unless empty. */
static enum gbx_rc enter(struct walk *w, int fd)
{
	struct folder *f = &w->folder[w->depth++];
	*f = (struct folder){ .fd = fd, .path_n = strlen(w->path), .shown_n = strlen(w->shown) };
	return list(w, f);
}

/* Both paths of a name in f. False: longer than a path may be. */
static bool join(struct walk *w, const struct folder *f, const struct name *n)
{
	const char *slash = n->kind == FOLDER ? "/" : "";
	int a = snprintf(w->path + f->path_n, sizeof w->path - f->path_n, "%s%s", n->text, slash);
	int b =
	    snprintf(w->shown + f->shown_n, sizeof w->shown - f->shown_n, "%s%s", n->text, slash);
	return a >= 0 && b >= 0 && (size_t)a < sizeof w->path - f->path_n &&
	       (size_t)b < sizeof w->shown - f->shown_n;
}

/* ---- what we wrote ---- */

static size_t head_of(int dir, const char *name, unsigned char *head, size_t cap)
{
	int fd = openat(dir, name, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
	ssize_t n = fd < 0 ? 0 : read(fd, head, cap);
	if (fd >= 0)
		close(fd);
	return n > 0 ? (size_t)n : 0;
}

/* https://sqlite.org/fileformat.html: 68: the application's id, ours as in schemas/case.sql. */
static bool is_case(const struct folder *f, const struct name *n)
{
	static const unsigned char id[4] = { 'G', 'B', 'X', 'C' };
	unsigned char head[72];
	return head_of(f->fd, n->text, head, sizeof head) == sizeof head &&
	       !memcmp(head, "SQLite format 3", 16) && !memcmp(head + 68, id, sizeof id);
}

/* A folder with a report.json or a proof.json that begins as ours do. */
static bool is_report(int fd)
{
	static const char *const file[] = { "report.json", "proof.json" };
	static const char begin[] = "\"glovebox\":";
	unsigned char head[32];
	for (size_t i = 0; i < sizeof file / sizeof *file; i++) {
		size_t n = head_of(fd, file[i], head, sizeof head);
		if (n && head[0] == '{' && memmem(head, n, begin, sizeof begin - 1))
			return true;
	}
	return false;
}

static enum gbx_rc visit_folder(struct walk *w, const struct folder *f, const struct name *n)
{
	if (w->depth == GBX_FOLDER_DEPTH)
		return w->odd(w->ctx, w->shown, GBX_E_DEPTH);
	int fd = openat(f->fd, n->text, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
	if (fd < 0)
		return w->odd(w->ctx, w->shown, GBX_E_OPEN);
	if (is_report(fd)) {
		close(fd);
		return w->odd(w->ctx, w->shown, GBX_E_OWN_OUTPUT);
	}
	return enter(w, fd);
}

static enum gbx_rc visit(struct walk *w)
{
	struct folder *f = &w->folder[w->depth - 1];
	if (f->at == f->n) {
		leave(w);
		return GBX_OK;
	}
	const struct name *n = f->names[f->at++];
	if (!join(w, f, n))
		return w->odd(w->ctx, w->shown, GBX_E_OPEN);
	if (n->kind == FOLDER)
		return visit_folder(w, f, n);
	if (n->kind == PLAIN && is_case(f, n))
		return w->odd(w->ctx, w->shown, GBX_E_OWN_OUTPUT);
	return n->kind == PLAIN ? w->each(w->ctx, w->path, w->shown)
				: w->odd(w->ctx, w->shown, GBX_E_SPECIAL_FILE);
}

/* What is shown of a user's argument: its last part; nothing of "." and "/". */
static void show(const char *path, char *out, size_t cap)
{
	size_t n = strlen(path);
	while (n && path[n - 1] == '/')
		n--;
	size_t from = n;
	while (from && path[from - 1] != '/')
		from--;
	snprintf(out, cap, "%.*s", (int)(n - from), path + from);
	if (is_dots(out))
		out[0] = 0;
}

static enum gbx_rc walk_folder(struct walk *w, const char *path)
{
	size_t n = strlen(path);
	int made = snprintf(w->path, sizeof w->path, "%s%s", path, path[n - 1] == '/' ? "" : "/");
	if (made < 0 || (size_t)made >= sizeof w->path)
		return gbx_fail(w->err, GBX_E_OPEN, "path too long");
	show(path, w->shown, sizeof w->shown - 1);
	if (w->shown[0])
		w->shown[strlen(w->shown)] = '/';
	int fd = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (fd < 0)
		return gbx_fail_sys(w->err, GBX_E_OPEN, NULL);
	enum gbx_rc rc = enter(w, fd);
	while (rc == GBX_OK && w->depth)
		rc = visit(w);
	while (w->depth)
		leave(w);
	return rc;
}

enum gbx_rc gbx_source_walk(const char *path,
			    enum gbx_rc (*each)(void *ctx, const char *path, const char *name),
			    enum gbx_rc (*odd)(void *ctx, const char *name, enum gbx_eid reason),
			    void *ctx, struct gbx_err *err)
{
	struct stat st;
	if (!strcmp(path, "-"))
		return each(ctx, path, path);
	if (stat(path, &st) != 0)
		return errno == ENOENT || errno == ENOTDIR ? gbx_fail(err, GBX_E_MISSING, NULL)
							   : gbx_fail_sys(err, GBX_E_OPEN, NULL);
	struct walk *w = calloc(1, sizeof *w);
	if (!w)
		return gbx_fail(err, GBX_E_NOMEM, NULL);
	w->each = each;
	w->odd = odd;
	w->ctx = ctx;
	w->err = err;
	enum gbx_rc rc;
	if (S_ISDIR(st.st_mode)) {
		rc = walk_folder(w, path);
	} else {
		show(path, w->shown, sizeof w->shown);
		rc = S_ISREG(st.st_mode) ? each(ctx, path, w->shown)
					 : odd(ctx, w->shown, GBX_E_SPECIAL_FILE);
	}
	free(w);
	return rc;
}

/* Output files, put in place together; the contract is in files.h. */
#include "files.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "../base/escape.h"

#define HIDDEN ".glovebox-"

static const char *const folders[] = { "sample", "tables" };

static enum gbx_rc disk_error(struct gbx_err *err, const char *what)
{
	enum gbx_eid id = errno == ENOSPC || errno == EFBIG || errno == EDQUOT ? GBX_E_DISK_FULL
									       : GBX_E_WRITE;
	return gbx_fail_sys(err, id, "%s", what);
}

/* ---- the folders ---- */

/* Is there nothing in it that we did not write? A hidden folder was left by a run that
 * was killed. */
static bool ours(const char *out_dir)
{
	DIR *d = opendir(out_dir);
	if (!d)
		return true;
	bool other = false, report = false;
	for (struct dirent *e; (e = readdir(d));) {
		report |= !strcmp(e->d_name, "report.json") || !strcmp(e->d_name, "proof.json");
		other |= strcmp(e->d_name, ".") && strcmp(e->d_name, "..") &&
			 strncmp(e->d_name, ".glovebox-", 10) != 0;
	}
	closedir(d);
	return report || !other;
}

/* Hidden folders carry the number of their process: those of dead ones may hold a
 * sample that was never proven. */
static void remove_stale(const char *out_dir)
{
	DIR *d = opendir(out_dir);
	for (struct dirent *e; d && (e = readdir(d));) {
		char path[4600];
		int pid = 0;
		if (sscanf(e->d_name, HIDDEN "%d-", &pid) != 1 || pid <= 0 || !kill(pid, 0) || errno != ESRCH)
			continue;
		snprintf(path, sizeof path, "%s/%s", out_dir, e->d_name);
		gbx_files_abandon(path);
	}
	if (d)
		closedir(d);
}

static enum gbx_rc make_hidden(char dir[4096], const char *out_dir, struct gbx_err *err)
{
	remove_stale(out_dir);
	if (!ours(out_dir))
		return gbx_fail(err, GBX_E_OUT_EXISTS, "name an empty or a new folder with --out");
	if (snprintf(dir, 4096, "%s/" HIDDEN "%d-XXXXXX", out_dir, (int)getpid()) >= 4096)
		return gbx_fail(err, GBX_E_USAGE, "the output folder's name is too long");
	return mkdtemp(dir) ? GBX_OK : disk_error(err, "the output folder");
}

enum gbx_rc gbx_files_begin(char dir[4096], const char *out_dir, bool *made, struct gbx_err *err)
{
	*made = !mkdir(out_dir, 0700);
	if (!*made && errno != EEXIST)
		return disk_error(err, "the output folder");
	enum gbx_rc rc = make_hidden(dir, out_dir, err);
	if (rc && *made)
		rmdir(out_dir);
	return rc;
}

enum gbx_rc gbx_files_check(const char *out_dir, struct gbx_err *err)
{
	char dir[4096];
	bool made;
	enum gbx_rc rc = gbx_files_begin(dir, out_dir, &made, err);
	if (rc)
		return rc;
	rmdir(dir);
	if (made)
		rmdir(out_dir);
	return GBX_OK;
}

/* Removes the files of a folder and the folder; never those behind a symbolic link. */
static void remove_folder(const char *path)
{
	int fd = open(path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
	DIR *d = fd < 0 ? NULL : fdopendir(fd);
	if (!d) {
		if (fd >= 0)
			close(fd);
		return;
	}
	for (struct dirent *e; (e = readdir(d));)
		unlinkat(dirfd(d), e->d_name, 0);
	closedir(d);
	rmdir(path);
}

void gbx_files_abandon(const char *dir)
{
	char path[4200];
	for (size_t i = 0; i < sizeof folders / sizeof *folders; i++) {
		snprintf(path, sizeof path, "%s/%s", dir, folders[i]);
		remove_folder(path);
	}
	remove_folder(dir);
}

static enum gbx_rc move_folder(const char *dir, const char *out_dir, const char *name,
			       struct gbx_err *err)
{
	char from[4200], to[4200];
	snprintf(from, sizeof from, "%s/%s", dir, name);
	snprintf(to, sizeof to, "%s/%s", out_dir, name);
	if (access(from, F_OK))
		return GBX_OK;
	remove_folder(to);
	return rename(from, to) ? disk_error(err, name) : GBX_OK;
}

static enum gbx_rc put_in_place(const char *dir, const char *out_dir, struct gbx_err *err)
{
	enum gbx_rc rc = GBX_OK;
	for (size_t i = 0; i < sizeof folders / sizeof *folders && !rc; i++)
		rc = move_folder(dir, out_dir, folders[i], err);
	DIR *d = opendir(dir);
	if (!d)
		return disk_error(err, "the output folder");
	for (struct dirent *e; !rc && (e = readdir(d));) {
		char to[4400];
		if (e->d_name[0] == '.')
			continue;
		snprintf(to, sizeof to, "%s/%s", out_dir, e->d_name);
		if (renameat(dirfd(d), e->d_name, AT_FDCWD, to))
			rc = disk_error(err, "a report");
	}
	closedir(d);
	rmdir(dir);
	return rc;
}

/* Half of a report beside half of an older one is worse than a signal that waits. */
enum gbx_rc gbx_files_commit(const char *dir, const char *out_dir, struct gbx_err *err)
{
	sigset_t all, before;
	sigfillset(&all);
	sigprocmask(SIG_BLOCK, &all, &before);
	enum gbx_rc rc = put_in_place(dir, out_dir, err);
	sigprocmask(SIG_SETMASK, &before, NULL);
	return rc;
}

/* ---- the files ---- */

void gbx_files_release(struct gbx_files *f)
{
	free(f->file);
	f->file = NULL;
	f->n = f->cap = 0;
}

static bool note(struct gbx_files *f, const char *name, bool sample)
{
	if (f->n == f->cap) {
		unsigned cap = f->cap ? f->cap * 2 : 32;
		struct gbx_file *more = realloc(f->file, cap * sizeof *more);
		if (!more)
			return false;
		f->file = more;
		f->cap = cap;
	}
	snprintf(f->file[f->n].name, GBX_FILE_NAME, "%s", name);
	f->file[f->n++].sample = sample;
	return true;
}

static void make_parent(const char *path)
{
	char folder[4500];
	snprintf(folder, sizeof folder, "%s", path);
	char *slash = strrchr(folder, '/');
	if (slash) {
		*slash = 0;
		mkdir(folder, 0700);
	}
}

enum gbx_rc gbx_files_write(struct gbx_files *f, const char *name, bool sample, struct gbx_span content,
			    struct gbx_err *err)
{
	char path[4500];
	snprintf(path, sizeof path, "%s/%s", f->dir, name);
	make_parent(path);
	int fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600);
	if (fd < 0)
		return disk_error(err, name);
	size_t at = 0;
	while (at < content.n) {
		ssize_t k = write(fd, content.p + at, content.n - at);
		if (k < 0 && errno == EINTR)
			continue;
		if (k < 0) {
			enum gbx_rc rc = disk_error(err, name);
			close(fd);
			return rc;
		}
		at += (size_t)k;
	}
	if (close(fd))
		return disk_error(err, name);
	return note(f, name, sample) ? GBX_OK : gbx_fail(err, GBX_E_NOMEM, NULL);
}

static enum gbx_rc sync_file(const struct gbx_files *f, unsigned i, struct gbx_err *err)
{
	char path[4500];
	snprintf(path, sizeof path, "%s/%s", f->dir, f->file[i].name);
	int fd = open(path, O_WRONLY | O_CLOEXEC | O_NOFOLLOW);
	if (fd < 0)
		return disk_error(err, f->file[i].name);
	return fsync(fd) | close(fd) ? disk_error(err, f->file[i].name) : GBX_OK;
}

enum gbx_rc gbx_files_sync(const struct gbx_files *f, struct gbx_err *err)
{
	enum gbx_rc rc = GBX_OK;
	for (unsigned i = 0; i < f->n && !rc; i++)
		rc = sync_file(f, i, err);
	return rc;
}

void gbx_files_take_back(struct gbx_files *f, unsigned i)
{
	char path[4500];
	while (f->n > i) {
		snprintf(path, sizeof path, "%s/%s", f->dir, f->file[--f->n].name);
		unlink(path);
	}
}

enum gbx_rc gbx_files_read(const struct gbx_files *f, unsigned i, struct gbx_buf *out,
			   struct gbx_err *err)
{
	char path[4500], piece[65536];
	snprintf(path, sizeof path, "%s/%s", f->dir, f->file[i].name);
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
	if (fd < 0)
		return gbx_fail_sys(err, GBX_E_OPEN, "%s", f->file[i].name);
	ssize_t k;
	while ((k = read(fd, piece, sizeof piece)) > 0 || (k < 0 && errno == EINTR))
		if (k > 0)
			gbx_buf_add(out, piece, (size_t)k);
	close(fd);
	if (k < 0)
		return gbx_fail_sys(err, GBX_E_READ, "%s", f->file[i].name);
	return gbx_buf_failed(out) ? gbx_fail(err, GBX_E_NOMEM, NULL) : GBX_OK;
}

static bool taken(const struct gbx_files *f, const char *name)
{
	for (unsigned i = 0; i < f->n; i++)
		if (!strcasecmp(f->file[i].name, name))
			return true;
	return false;
}

void gbx_files_name(const struct gbx_files *f, const char *folder, const char *relation,
		    const char *ending, char out[GBX_FILE_NAME])
{
	char stem[208];
	size_t n = 0;
	const unsigned char *p = (const unsigned char *)relation;
	for (size_t left = strlen(relation); left && n < 200;) {
		unsigned cp, k = gbx_utf8_next(p, left, &cp);
		bool plain = k && cp > ' ' && cp != 127 && !(cp >= 0x80 && cp < 0xA0) &&
			     !(k == 1 && strchr("/\\:*?\"<>|", (int)cp)) &&
			     !(cp >= 0x2000 && cp <= 0x206F) && !(n == 0 && cp == '.');
		if (plain && n + k > 200)
			break;
		if (plain)
			memcpy(stem + n, p, k);
		else
			stem[n] = '_';
		n += plain ? k : 1;
		p += k ? k : 1;
		left -= k ? k : 1;
	}
	stem[n] = 0;
	if (!n)
		snprintf(stem, sizeof stem, "relation");
	snprintf(out, GBX_FILE_NAME, "%s/%s.%s", folder, stem, ending);
	for (unsigned i = 2; taken(f, out); i++)
		snprintf(out, GBX_FILE_NAME, "%s/%s-%u.%s", folder, stem, i, ending);
}

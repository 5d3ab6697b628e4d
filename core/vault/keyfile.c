/*
 * Key files: where they lie (XDG Base Directory specification), how they are
 * written, read and destroyed. One line of text:
 *   glovebox-key 1 CASE-ID 64 hex digits
 */
#include <errno.h>
#include <fcntl.h>
#include <openssl/crypto.h>
#include <pwd.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

#include "impl.h"

#define MAGIC "glovebox-key 1 "
#define LINE (sizeof MAGIC - 1 + GBX_CASE_ID + 1 + 2 * GBX_KEY + 1)

void gbx_sync_folder(const char *path)
{
	struct gbx_buf dir = GBX_BUF_INIT(PATH_MAX);
	const char *slash = strrchr(path, '/');
	gbx_buf_add(&dir, path, slash ? (size_t)(slash - path) : 0);
	int fd = open(slash ? (dir.n ? dir.p : "/") : ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (fd >= 0) {
		/* Some file systems cannot; then there is nothing to gain. */
		(void)!fsync(fd);
		close(fd);
	}
	gbx_buf_release(&dir);
}

static const char *home(void)
{
	const char *h = getenv("HOME");
	if (h && h[0] == '/')
		return h;
	const struct passwd *pw = getpwuid(getuid());
	return pw && pw->pw_dir && pw->pw_dir[0] == '/' ? pw->pw_dir : NULL;
}

/* Makes every folder of the path behind its first `from` bytes. */
static bool make_folders(char *path, size_t from)
{
	for (char *s = path + from; (s = strchr(s, '/')) != NULL; s++) {
		if (s == path)
			continue;
		*s = 0;
		int rc = mkdir(path, 0700);
		*s = '/';
		if (rc && errno != EEXIST)
			return false;
	}
	return true;
}

enum gbx_rc gbx_keyfile_path(struct gbx_buf *out, const char *case_id,
                             const struct gbx_vault_options *o, bool make, struct gbx_err *err)
{
	gbx_buf_reset(out);
	if (o && o->key_file) {
		gbx_buf_adds(out, o->key_file);
		return gbx_buf_failed(out) ? gbx_fail(err, GBX_E_NOMEM, "path") : GBX_OK;
	}
	const char *xdg = getenv("XDG_DATA_HOME"), *h = NULL;
	/* "All paths must be absolute ... consider the path invalid and ignore it." */
	bool own = xdg && xdg[0] == '/';
	if (!own && !(h = home()))
		return gbx_fail(err, GBX_E_KEY_MISSING, "no home folder for keys; name a key file");
	gbx_buf_adds(out, own ? xdg : h);
	size_t from = out->n;
	gbx_buf_addf(out, "%s/glovebox/keys/%s.key", own ? "" : "/.local/share", case_id);
	if (gbx_buf_failed(out))
		return gbx_fail(err, GBX_E_NOMEM, "path");
	if (make && !make_folders(out->p, own ? 1 : from))
		return gbx_fail_sys(err, GBX_E_WRITE, "the folder for keys; name a key file with --key-file");
	return GBX_OK;
}

static bool write_all(int fd, const unsigned char *p, size_t n)
{
	while (n) {
		ssize_t w = write(fd, p, n);
		if (w < 0 && errno == EINTR)
			continue;
		if (w <= 0)
			return false;
		p += w;
		n -= (size_t)w;
	}
	return true;
}

enum gbx_rc gbx_keyfile_write(const char *path, const char *case_id, const struct gbx_secret *s,
                              struct gbx_err *err)
{
	static const char hex[] = "0123456789abcdef";
	unsigned char line[LINE], *to = line;
	memcpy(to, MAGIC, sizeof MAGIC - 1);
	to += sizeof MAGIC - 1;
	memcpy(to, case_id, GBX_CASE_ID);
	to += GBX_CASE_ID;
	*to++ = ' ';
	for (unsigned i = 0; i < GBX_KEY; i++) {
		*to++ = (unsigned char)hex[s->data[i] >> 4];
		*to++ = (unsigned char)hex[s->data[i] & 15];
	}
	*to = '\n';
	enum gbx_rc rc = GBX_OK;
	int fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);
	if (fd < 0) {
		rc = gbx_fail_sys(err, GBX_E_WRITE,
				  errno == EEXIST ? "a key is never written over, name another key file"
						  : "key file");
	} else if (!write_all(fd, line, LINE) || fsync(fd)) {
		rc = gbx_fail_sys(err, errno == ENOSPC ? GBX_E_DISK_FULL : GBX_E_WRITE, "key file");
		unlink(path);
	}
	if (fd >= 0)
		close(fd);
	gbx_sync_folder(path);
	OPENSSL_cleanse(line, sizeof line);
	return rc;
}

enum gbx_rc gbx_keyfile_slurp(const char *path, unsigned char *out, size_t cap, size_t *n,
                              enum gbx_eid missing, struct gbx_err *err)
{
	struct stat st;
	enum gbx_rc rc = GBX_OK;
	*n = 0;
	/* Not O_NOFOLLOW: a passphrase often comes from a mounted secret, which is a link. */
	int fd = open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC);
	if (fd < 0)
		return gbx_fail_sys(err, errno == ENOENT ? missing : GBX_E_OPEN, "key file");
	if (fstat(fd, &st) || !S_ISREG(st.st_mode)) {
		rc = gbx_fail(err, GBX_E_KEY_WRONG, "that is no regular file");
		goto out;
	}
	while (*n <= cap) {
		unsigned char one[1];
		bool full = *n == cap;
		ssize_t r = read(fd, full ? one : out + *n, full ? 1 : cap - *n);
		if (r < 0 && errno == EINTR)
			continue;
		if (r < 0)
			rc = gbx_fail_sys(err, GBX_E_READ, "key file");
		if (r > 0 && full)
			rc = GBX_LIMIT;
		if (r <= 0 || full)
			break;
		*n += (size_t)r;
	}
out:
	close(fd);
	return rc;
}

static int nibble(unsigned char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

static bool parse_line(const unsigned char *p, size_t n, struct gbx_secret *s)
{
	if (n != LINE || memcmp(p, MAGIC, sizeof MAGIC - 1) || p[LINE - 1] != '\n' ||
	    p[sizeof MAGIC - 1 + GBX_CASE_ID] != ' ')
		return false;
	const unsigned char *hex = p + sizeof MAGIC + GBX_CASE_ID;
	for (unsigned i = 0; i < GBX_KEY; i++) {
		int a = nibble(hex[2 * i]), b = nibble(hex[2 * i + 1]);
		if (a < 0 || b < 0)
			return false;
		s->data[i] = (unsigned char)(a << 4 | b);
	}
	return true;
}

enum gbx_rc gbx_keyfile_read(const char *path, const char *case_id, struct gbx_secret *s,
                             struct gbx_err *err)
{
	unsigned char line[LINE + 1];
	size_t n = 0;
	enum gbx_rc rc = gbx_keyfile_slurp(path, line, sizeof line, &n, GBX_E_KEY_MISSING, err);
	if (rc == GBX_LIMIT || (!rc && !parse_line(line, n, s)))
		rc = gbx_fail(err, GBX_E_KEY_WRONG, "this is not a key file");
	else if (!rc && memcmp(line + sizeof MAGIC - 1, case_id, GBX_CASE_ID))
		rc = gbx_fail(err, GBX_E_KEY_WRONG, "the key file is of another case");
	OPENSSL_cleanse(line, sizeof line);
	return rc;
}

enum gbx_rc gbx_wipe(const char *path, struct gbx_err *err)
{
	static const unsigned char zero[4096];
	struct stat st;
	enum gbx_rc rc = GBX_OK;
	int fd = open(path, O_WRONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
	if (fd < 0)
		return gbx_fail_sys(err, GBX_E_OPEN, "file to be overwritten");
	if (fstat(fd, &st) || !S_ISREG(st.st_mode)) {
		close(fd);
		return gbx_fail(err, GBX_E_OPEN, "file to be overwritten");
	}
	for (off_t at = 0; at < st.st_size && !rc; at += (off_t)sizeof zero) {
		off_t more = st.st_size - at;
		size_t n = more < (off_t)sizeof zero ? (size_t)more : sizeof zero;
		if (!write_all(fd, zero, n))
			rc = gbx_fail_sys(err, GBX_E_WRITE, "file to be overwritten");
	}
	if (fsync(fd) && !rc)
		rc = gbx_fail_sys(err, GBX_E_WRITE, "file to be overwritten");
	close(fd);
	return rc;
}

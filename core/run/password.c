/*
 * Passwords of archives: from a file, or asked for at the terminal. They are never
 * taken from the command line, which others on the machine can see, and never
 * written anywhere.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

#include "../base/limits.h"
#include "../glovebox.h"

struct passwords {
	char text[GBX_PASSWORD_BYTES + GBX_PASSPHRASE_BYTES];
	const char *item[GBX_PASSWORDS + 1];
	size_t n;
};

/* Each line is a password, blanks in it too; empty lines are none. */
static bool take_lines(struct passwords *p, char *text)
{
	for (char *line = text; line && *line;) {
		char *end = strchr(line, '\n'), *next = end ? end + 1 : NULL;
		if (end)
			*end = 0;
		if (end && end > line && end[-1] == '\r')
			end[-1] = 0;
		if (*line && p->n == GBX_PASSWORDS)
			return false;
		if (*line)
			p->item[p->n++] = line;
		line = next;
	}
	return true;
}

static enum gbx_rc read_file(struct passwords *p, const char *path, struct gbx_err *err)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY);
	if (fd < 0)
		return gbx_fail_sys(err, errno == ENOENT ? GBX_E_MISSING : GBX_E_OPEN, "passwords");
	size_t n = 0;
	ssize_t got = 1;
	while (got > 0 && n < GBX_PASSWORD_BYTES) {
		got = read(fd, p->text + n, GBX_PASSWORD_BYTES - n);
		n += got > 0 ? (size_t)got : 0;
	}
	close(fd);
	if (got < 0)
		return gbx_fail(err, GBX_E_READ, "passwords");
	if (n == GBX_PASSWORD_BYTES || memchr(p->text, 0, n))
		return gbx_fail(err, GBX_E_USAGE, "not a file of passwords, or over 64 KiB");
	p->text[n] = 0;
	if (!take_lines(p, p->text))
		return gbx_fail(err, GBX_E_USAGE, "more than 1,000 passwords");
	return p->n ? GBX_OK : gbx_fail(err, GBX_E_USAGE, "no password in the file");
}

static enum gbx_rc ask(struct passwords *p, struct gbx_err *err)
{
	static const char question[] = "Password: ";
	char *text = p->text + GBX_PASSWORD_BYTES;
	struct termios was, quiet;
	int fd = open("/dev/tty", O_RDWR | O_CLOEXEC | O_NOCTTY);
	if (fd < 0 || tcgetattr(fd, &was)) {
		if (fd >= 0)
			close(fd);
		return gbx_fail(err, GBX_E_USAGE, "there is no terminal; use --password-file");
	}
	quiet = was;
	quiet.c_lflag &= ~(tcflag_t)ECHO;
	tcsetattr(fd, TCSAFLUSH, &quiet);
	bool shown = write(fd, question, sizeof question - 1) > 0;
	ssize_t n = read(fd, text, GBX_PASSPHRASE_BYTES - 1);
	tcsetattr(fd, TCSAFLUSH, &was);
	shown &= write(fd, "\n", 1) > 0;
	close(fd);
	text[n > 0 && shown ? n : 0] = 0;
	size_t before = p->n;
	if (!take_lines(p, text) || p->n == before)
		return gbx_fail(err, GBX_E_USAGE, "no password was given");
	return GBX_OK;
}

enum gbx_rc gbx_read_passwords(const char *file, bool at_terminal, const char *const **item, size_t *n,
			       struct gbx_err *err)
{
	struct passwords *p = calloc(1, sizeof *p);
	if (!p)
		return gbx_fail(err, GBX_E_NOMEM, NULL);
	enum gbx_rc rc = file ? read_file(p, file, err) : GBX_OK;
	if (!rc && at_terminal)
		rc = ask(p, err);
	if (rc) {
		explicit_bzero(p, sizeof *p);
		free(p);
		return rc;
	}
	*item = p->item;
	*n = p->n;
	return GBX_OK;
}

void gbx_forget_passwords(const char *const *item)
{
	if (!item)
		return;
	struct passwords *p = (struct passwords *)(uintptr_t)((const char *)item - offsetof(struct passwords, item));
	explicit_bzero(p, sizeof *p);
	free(p);
}

/* SHA-256 of a source, alone or beside its reading; the contract is in custody.h. */
#include "custody.h"

#include <errno.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include <openssl/evp.h>

#include "../base/limits.h"

struct gbx_sha {
	EVP_MD_CTX *ctx;
	uint64_t bytes;
};

struct gbx_sha *gbx_sha_new(void)
{
	struct gbx_sha *s = calloc(1, sizeof *s);
	if (!s)
		return NULL;
	s->ctx = EVP_MD_CTX_new();
	if (s->ctx && EVP_DigestInit_ex(s->ctx, EVP_sha256(), NULL))
		return s;
	gbx_sha_free(s);
	return NULL;
}

bool gbx_sha_add(struct gbx_sha *s, const void *p, size_t n)
{
	s->bytes += n;
	return EVP_DigestUpdate(s->ctx, p, n) == 1;
}

uint64_t gbx_sha_bytes(const struct gbx_sha *s)
{
	return s->bytes;
}

bool gbx_sha_text(struct gbx_sha *s, char out[65])
{
	unsigned char md[EVP_MAX_MD_SIZE];
	unsigned n = 0;
	if (EVP_DigestFinal_ex(s->ctx, md, &n) != 1 || n != 32)
		return false;
	for (unsigned i = 0; i < n; i++)
		snprintf(out + 2 * (size_t)i, 3, "%02x", md[i]);
	return true;
}

void gbx_sha_free(struct gbx_sha *s)
{
	if (s)
		EVP_MD_CTX_free(s->ctx);
	free(s);
}

struct gbx_keeper {
	pthread_t thread;
	struct gbx_sha *sha;
	int from, to; /* to: -1 when nothing is passed on */
	int quit;     /* eventfd: readable when the keeper shall stop */
	const void *head;
	size_t head_n;
	pthread_mutex_t mu;
	pthread_cond_t moved;
	uint64_t allowed;
	bool hurry, leave; /* under mu */
	atomic_bool starving;
	_Atomic uint64_t position;
	bool whole;
	int sys; /* errno of a failed read */
	unsigned char buf[GBX_INPUT_BYTES];
};

/* Waits while the file is hashed too far ahead. False: stop. */
static bool may_go_on(struct gbx_keeper *k, uint64_t at)
{
	pthread_mutex_lock(&k->mu);
	while (!k->hurry && !k->leave && at > k->allowed)
		pthread_cond_wait(&k->moved, &k->mu);
	bool go = !k->leave;
	pthread_mutex_unlock(&k->mu);
	return go;
}

static void *hash_file(void *ctx)
{
	struct gbx_keeper *k = ctx;
	uint64_t at = 0;
	while (may_go_on(k, at)) {
		ssize_t n = pread(k->from, k->buf, sizeof k->buf, (off_t)at);
		if (n < 0 && errno == EINTR)
			continue;
		k->sys = n < 0 ? errno : 0;
		k->whole = n == 0;
		if (n <= 0 || !gbx_sha_add(k->sha, k->buf, (size_t)n))
			break;
		at += (uint64_t)n;
		k->position = at;
	}
	return NULL;
}

/* Everything to k->to; when its reader is gone, to nobody from then on. */
static void pass_on(struct gbx_keeper *k, const unsigned char *p, size_t n)
{
	while (n && k->to >= 0) {
		ssize_t done = write(k->to, p, n);
		if (done < 0 && errno == EINTR)
			continue;
		if (done < 0) {
			close(k->to);
			k->to = -1;
			return;
		}
		p += done;
		n -= (size_t)done;
	}
}

/* Input is there, or its end. False: stop. */
static bool wait_input(struct gbx_keeper *k)
{
	struct pollfd p[2] = { { .fd = k->from, .events = POLLIN },
			       { .fd = k->quit, .events = POLLIN } };
	int n;
	k->starving = true;
	do
		n = poll(p, 2, -1);
	while (n < 0 && errno == EINTR);
	k->starving = false;
	return n > 0 && !p[1].revents;
}

static void *pump(void *ctx)
{
	struct gbx_keeper *k = ctx;
	if (!gbx_sha_add(k->sha, k->head, k->head_n))
		return NULL;
	k->position = k->head_n;
	pass_on(k, k->head, k->head_n);
	while (wait_input(k)) {
		ssize_t n = read(k->from, k->buf, sizeof k->buf);
		if (n < 0 && (errno == EINTR || errno == EAGAIN))
			continue;
		k->sys = n < 0 ? errno : 0;
		k->whole = n == 0;
		if (n <= 0 || !gbx_sha_add(k->sha, k->buf, (size_t)n))
			break;
		k->position += (uint64_t)n;
		pass_on(k, k->buf, (size_t)n);
	}
	if (k->to >= 0)
		close(k->to);
	k->to = -1;
	return NULL;
}

static void destroy(struct gbx_keeper *k)
{
	if (k->to >= 0)
		close(k->to);
	if (k->quit >= 0)
		close(k->quit);
	pthread_cond_destroy(&k->moved);
	pthread_mutex_destroy(&k->mu);
	gbx_sha_free(k->sha);
	free(k);
}

/* A thread that no signal disturbs; a closed pipe is an error code to it. */
static int run(struct gbx_keeper *k, void *(*body)(void *))
{
	sigset_t all, old;
	sigfillset(&all);
	pthread_sigmask(SIG_SETMASK, &all, &old);
	int bad = pthread_create(&k->thread, NULL, body, k);
	pthread_sigmask(SIG_SETMASK, &old, NULL);
	return bad;
}

static enum gbx_rc keep(struct gbx_keeper **out, const struct gbx_keeper *what,
			void *(*body)(void *), struct gbx_err *err)
{
	*out = NULL;
	struct gbx_keeper *k = calloc(1, sizeof *k);
	if (!k) {
		if (what->to >= 0)
			close(what->to);
		return gbx_fail(err, GBX_E_NOMEM, NULL);
	}
	k->from = what->from;
	k->to = what->to;
	k->head = what->head;
	k->head_n = what->head_n;
	k->allowed = GBX_HASH_AHEAD;
	pthread_mutex_init(&k->mu, NULL);
	pthread_cond_init(&k->moved, NULL);
	k->quit = eventfd(0, EFD_CLOEXEC);
	k->sha = gbx_sha_new();
	if (k->quit < 0 || !k->sha || run(k, body)) {
		destroy(k);
		return gbx_fail(err, GBX_E_NOMEM, "no thread for custody");
	}
	*out = k;
	return GBX_OK;
}

enum gbx_rc gbx_keeper_file(struct gbx_keeper **out, int fd, struct gbx_err *err)
{
	struct gbx_keeper what = { .from = fd, .to = -1 };
	return keep(out, &what, hash_file, err);
}

enum gbx_rc gbx_keeper_pump(struct gbx_keeper **out, const void *head, size_t n, int from, int to,
			    struct gbx_err *err)
{
	struct gbx_keeper what = { .from = from, .to = to, .head = head, .head_n = n };
	return keep(out, &what, pump, err);
}

void gbx_keeper_pace(struct gbx_keeper *k, uint64_t at)
{
	pthread_mutex_lock(&k->mu);
	if (at + GBX_HASH_AHEAD > k->allowed) {
		k->allowed = at + GBX_HASH_AHEAD;
		pthread_cond_signal(&k->moved);
	}
	pthread_mutex_unlock(&k->mu);
}

bool gbx_keeper_starving(void *ctx)
{
	return ((struct gbx_keeper *)ctx)->starving;
}

uint64_t gbx_keeper_position(const struct gbx_keeper *k)
{
	return k->position;
}

enum gbx_rc gbx_keeper_finish(struct gbx_keeper *k, bool abandon, char sha256[65], uint64_t *bytes,
			      bool *whole, struct gbx_err *err)
{
	if (!k)
		return GBX_OK;
	pthread_mutex_lock(&k->mu);
	k->hurry = true;
	k->leave = abandon;
	pthread_cond_signal(&k->moved);
	pthread_mutex_unlock(&k->mu);
	if (abandon && eventfd_write(k->quit, 1) != 0)
		abandon = false; /* cannot be: then it ends with its input */
	pthread_join(k->thread, NULL);
	*whole = k->whole;
	*bytes = gbx_sha_bytes(k->sha);
	enum gbx_rc rc = GBX_OK;
	if (k->sys) {
		errno = k->sys;
		rc = gbx_fail_sys(err, GBX_E_READ, "source");
	} else if (k->whole && !gbx_sha_text(k->sha, sha256)) {
		rc = gbx_fail(err, GBX_E_INTERNAL, "no SHA-256");
	}
	destroy(k);
	return rc;
}

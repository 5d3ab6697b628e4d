/* Reading an entry's text as UTF-8; the contract is in the header. */
#include "charset_text.h"

#include <stdlib.h>

#include "../base/limits.h"

enum mode {
	HEAD,	 /* nothing is known */
	ASCII,	 /* nothing but ASCII so far */
	UTF8,	 /* looked at, passed on */
	CONVERT, /* through the decoder */
	RAW,	 /* as it is */
};

#define RAW_BYTES (GBX_CHARSET_AHEAD_BYTES + GBX_CHARSET_HEAD_BYTES)

struct gbx_text {
	struct gbx_charsets *sets;
	struct gbx_text_options o;
	gbx_text_read_fn *read;
	void *ctx;
	enum mode mode;
	struct gbx_decoder decoder;
	struct gbx_charset_declared said;
	struct gbx_text_facts facts;
	struct gbx_offsets offsets;
	uint64_t at, source;   /* given to the caller, and what it took of the entry */
	bool escapes;	       /* ESC was seen and means nothing */
	unsigned char *raw;    /* read ahead, not yet given: raw[from..to) */
	size_t from, to;
	unsigned char spill[256]; /* converted for a caller with little room: [gone..spilt) */
	size_t gone, spilt;
	bool ended;	       /* by end: nothing more to read */
	enum gbx_rc end;
	struct gbx_err end_err;
};

struct gbx_text *gbx_text_new(struct gbx_charsets *s, const struct gbx_text_options *o, gbx_text_read_fn *read,
			      void *ctx)
{
	struct gbx_text *t = calloc(1, sizeof *t);
	unsigned char *raw = malloc(RAW_BYTES + GBX_CHUNK_PAD);
	if (!t || !raw) {
		free(t);
		free(raw);
		return NULL;
	}
	*t = (struct gbx_text){ .sets = s, .o = *o, .read = read, .ctx = ctx, .raw = raw };
	gbx_offsets_init(&t->offsets, GBX_CHARSET_KIND_UTF8);
	return t;
}

void gbx_text_free(struct gbx_text *t)
{
	if (!t)
		return;
	gbx_offsets_release(&t->offsets);
	free(t->raw);
	free(t);
}

void gbx_text_facts(const struct gbx_text *t, struct gbx_text_facts *out) { *out = t->facts; }

struct gbx_offsets *gbx_text_offsets(struct gbx_text *t) { return &t->offsets; }

/* ---- reading ahead ---- */

static size_t held(const struct gbx_text *t) { return t->to - t->from; }

/* Reads until `want` bytes are held, or the entry ends. What ends it is kept for later;
 * errors of ours come at once. */
static enum gbx_rc ahead(struct gbx_text *t, size_t want, struct gbx_err *err)
{
	want = want < RAW_BYTES ? want : RAW_BYTES;
	if (t->from && t->from + want > RAW_BYTES) {
		memmove(t->raw, t->raw + t->from, held(t));
		t->to -= t->from;
		t->from = 0;
	}
	while (!t->ended && held(t) < want) {
		size_t got = 0;
		struct gbx_err why = { 0 };
		enum gbx_rc rc = t->read(t->ctx, t->raw + t->to, RAW_BYTES - t->to, &got, &why);
		if (gbx_rc_is_ours(rc)) {
			if (err)
				*err = why;
			return rc;
		}
		t->to += rc ? 0 : got;
		t->ended = rc != GBX_OK;
		t->end = rc;
		t->end_err = why;
	}
	return GBX_OK;
}

enum gbx_rc gbx_text_head(struct gbx_text *t, struct gbx_span *head, bool *whole, struct gbx_err *err)
{
	enum gbx_rc rc = ahead(t, GBX_CHARSET_HEAD_BYTES, err);
	*head = gbx_span_of(t->raw + t->from, held(t));
	*whole = t->ended;
	return rc;
}

void gbx_text_raw(struct gbx_text *t) { t->mode = RAW; }

/* ---- deciding ---- */

/* Looks for text decoded twice in what is held, as it will be read. */
static bool look_garbled(struct gbx_text *t)
{
	size_t cap = 2 * GBX_CHARSET_HEAD_BYTES;
	unsigned char *text = malloc(cap);
	if (!text)
		return false;
	struct gbx_decoder d = t->decoder;
	struct gbx_decoded r = gbx_decode(&d, t->raw + t->from, held(t), true, false, text, cap);
	t->facts.garbled = gbx_charset_garbled(t->sets, text, r.wrote);
	free(text);
	return true;
}

/* From here on the entry is read as g says. */
static enum gbx_rc settle(struct gbx_text *t, struct gbx_charset_guess g, struct gbx_err *err)
{
	enum gbx_charset c = g.charset ? g.charset : GBX_CHARSET_UTF_8;
	if (!gbx_decoder_init(&t->decoder, t->sets, c))
		return gbx_fail(err, GBX_E_CHARSET, "%s is not known to this system's iconv",
				gbx_charset_info[c].name);
	t->facts.charset = g.charset;
	t->facts.how = g.how;
	t->mode = c == GBX_CHARSET_UTF_8 ? UTF8 : CONVERT;
	gbx_offsets_init(&t->offsets, gbx_charset_info[c].kind);
	if (t->mode == CONVERT && !gbx_offsets_add(&t->offsets, t->at, t->source))
		return gbx_fail(err, GBX_E_NOMEM, NULL);
	return look_garbled(t) ? GBX_OK : gbx_fail(err, GBX_E_NOMEM, NULL);
}

/* Control characters decide nothing: text that has no other byte stays open. */
static bool still_ascii(struct gbx_text *t, struct gbx_charset_guess g)
{
	if (g.charset != GBX_CHARSET_UTF_8 || gbx_ascii_run(t->raw + t->from, held(t), true) < held(t))
		return false;
	t->escapes = true;
	t->mode = ASCII;
	t->facts.charset = g.charset;
	t->facts.how = g.how;
	return true;
}

static enum gbx_rc guess(struct gbx_text *t, bool start, struct gbx_err *err)
{
	enum gbx_rc rc = ahead(t, GBX_CHARSET_AHEAD_BYTES, err);
	if (rc)
		return rc;
	struct gbx_charset_guess g =
		gbx_charset_guess(t->sets, t->raw + t->from, held(t), start, t->ended, &t->said);
	if (g.binary) {
		t->mode = RAW;
		return GBX_OK;
	}
	return still_ascii(t, g) ? GBX_OK : settle(t, g, err);
}

/* At the entry's first bytes, which are held. */
static enum gbx_rc begin(struct gbx_text *t, struct gbx_err *err)
{
	const unsigned char *p = t->raw + t->from;
	enum gbx_charset c = GBX_CHARSET_NONE;
	size_t k = gbx_charset_bom(p, held(t), &c);
	t->said = gbx_charset_declared(p, held(t));
	enum gbx_charset told = t->o.charset;
	enum gbx_charset_kind kind = gbx_charset_info[told].kind;
	if (told && k && kind == gbx_charset_info[c].kind && kind < GBX_CHARSET_KIND_SINGLE)
		told = c; /* the same in the other order of bytes */
	if (told && c != told)
		k = 0;
	t->from += k;
	t->at = t->source = t->facts.mark = k;
	if (told)
		return settle(t, (struct gbx_charset_guess){ told, GBX_CHARSET_HOW_USER, false }, err);
	if (k)
		return settle(t, (struct gbx_charset_guess){ c, GBX_CHARSET_HOW_BOM, false }, err);
	size_t plain = gbx_ascii_run(p, held(t), false);
	bool nul = memchr(p, 0, held(t)) != NULL;
	if (plain == held(t) && !nul) {
		t->mode = ASCII;
		t->facts.charset = GBX_CHARSET_UTF_8;
		t->facts.how = GBX_CHARSET_HOW_VALID;
		return GBX_OK;
	}
	if (plain > GBX_CHARSET_SAMPLE && !nul) {
		t->mode = ASCII; /* decides where the other bytes begin, with what follows them */
		return GBX_OK;
	}
	return guess(t, true, err);
}

/* ---- giving ---- */

/* What is held, or else what can be read straight into buf. */
static enum gbx_rc take(struct gbx_text *t, unsigned char *buf, size_t cap, size_t *got, struct gbx_err *err)
{
	size_t k = held(t) < cap ? held(t) : cap;
	*got = k;
	if (k) {
		memcpy(buf, t->raw + t->from, k);
		t->from += k;
		return GBX_OK;
	}
	if (t->ended) {
		if (err)
			*err = t->end_err;
		return t->end;
	}
	return t->read(t->ctx, buf, cap, got, err);
}

/* Puts bytes back in front of what is held; there is room after a take(). */
static enum gbx_rc give_back(struct gbx_text *t, const unsigned char *p, size_t n, struct gbx_err *err)
{
	if (n > t->from) {
		size_t have = held(t);
		if (n + have > RAW_BYTES)
			return gbx_fail(err, GBX_E_INTERNAL, "read ahead");
		memmove(t->raw + n, t->raw + t->from, have);
		t->from = n;
		t->to = n + have;
	}
	t->from -= n;
	memcpy(t->raw + t->from, p, n);
	return GBX_OK;
}

static void pass(struct gbx_text *t, size_t n)
{
	t->at += n;
	t->source += n;
}

static enum gbx_rc read_ascii(struct gbx_text *t, unsigned char *buf, size_t cap, size_t *got,
			      struct gbx_err *err)
{
	cap = cap < GBX_CHARSET_HEAD_BYTES ? cap : GBX_CHARSET_HEAD_BYTES;
	enum gbx_rc rc = take(t, buf, cap, got, err);
	if (rc)
		return rc;
	size_t plain = gbx_ascii_run(buf, *got, t->escapes), rest = *got - plain;
	pass(t, plain);
	*got = plain;
	if (!rest)
		return GBX_OK;
	rc = give_back(t, buf + plain, rest, err);
	return rc ? rc : guess(t, false, err);
}

/* Decodes what is held, noting where lines begin. */
static enum gbx_rc convert(struct gbx_text *t, unsigned char *buf, size_t cap, size_t *got, struct gbx_err *err)
{
	*got = 0;
	while (held(t) && cap - *got >= GBX_CHARSET_STEP) {
		size_t room = cap - *got;
		room = room < GBX_CHARSET_MARK_BYTES ? room : GBX_CHARSET_MARK_BYTES;
		struct gbx_decoded r = gbx_decode(&t->decoder, t->raw + t->from, held(t), t->ended, true,
						  buf + *got, room);
		if (!r.used)
			break;
		t->from += r.used;
		t->source += r.used;
		t->at += r.wrote;
		*got += r.wrote;
		t->facts.undecodable += r.bad;
		if ((t->mode == CONVERT || r.bad) && !gbx_offsets_add(&t->offsets, t->at, t->source))
			return gbx_fail(err, GBX_E_NOMEM, "offsets");
	}
	return GBX_OK;
}

static enum gbx_rc read_converted(struct gbx_text *t, unsigned char *buf, size_t cap, size_t *got,
				  struct gbx_err *err)
{
	do {
		enum gbx_rc rc = ahead(t, GBX_CHARSET_HEAD_BYTES, err);
		if (!rc)
			rc = convert(t, buf, cap, got, err);
		if (rc)
			return rc;
	} while (!*got && (held(t) || !t->ended));
	return *got ? GBX_OK : take(t, buf, cap, got, err);
}

/* Bytes at the end of p[0..n) that begin a character and do not end it. */
static size_t unfinished(const unsigned char *p, size_t n)
{
	for (size_t k = 1; k <= 3 && k <= n; k++) {
		unsigned char c = p[n - k];
		if (c >= 0xC0)
			return k < (c < 0xE0 ? 2u : c < 0xF0 ? 3u : c < 0xF5 ? 4u : 0u) ? k : 0;
		if (c < 0x80)
			return 0;
	}
	return 0;
}

/* How much of p[0..n) is valid: checked by halves, so that damage costs little. */
static size_t valid_part(const unsigned char *p, size_t n)
{
	size_t good = 0;
	while (n - good > 64) {
		size_t half = (n - good) / 2;
		half -= unfinished(p + good, half);
		if (!gbx_utf8_all(p + good, half))
			n = good + half;
		else
			good += half;
	}
	return good;
}

/* As take(), behind the few bytes that are held of a character cut in two. */
static enum gbx_rc take_behind(struct gbx_text *t, unsigned char *buf, size_t cap, size_t *got,
			       struct gbx_err *err)
{
	size_t k = held(t), more = 0;
	if (!k || k > 3 || t->ended)
		return take(t, buf, cap, got, err);
	memcpy(buf, t->raw + t->from, k);
	struct gbx_err why = { 0 };
	enum gbx_rc rc = t->read(t->ctx, buf + k, cap - k, &more, &why);
	if (gbx_rc_is_ours(rc)) {
		if (err)
			*err = why;
		return rc;
	}
	t->from = t->to = 0;
	t->ended = rc != GBX_OK;
	t->end = rc;
	t->end_err = why;
	*got = k + (rc ? 0 : more);
	return GBX_OK;
}

/* Bytes that are not UTF-8 are near: the decoder goes past them and a good way on, for
 * where some are there are more. */
static enum gbx_rc past_damage(struct gbx_text *t, unsigned char *buf, size_t cap, size_t *got,
			       struct gbx_err *err)
{
	size_t to = t->to, keep = held(t) < GBX_CHARSET_HEAD_BYTES ? held(t) : GBX_CHARSET_HEAD_BYTES;
	bool ended = t->ended;
	t->to = t->from + keep;
	t->ended = ended && t->to == to;
	enum gbx_rc rc = convert(t, buf, cap, got, err);
	t->to = to;
	t->ended = ended;
	return rc;
}

static enum gbx_rc read_utf8(struct gbx_text *t, unsigned char *buf, size_t cap, size_t *got,
			     struct gbx_err *err)
{
	size_t most = cap < GBX_CHARSET_AHEAD_BYTES ? cap : GBX_CHARSET_AHEAD_BYTES, more = 0;
	enum gbx_rc rc = take_behind(t, buf, most, got, err);
	if (rc)
		return rc;
	size_t cut = t->ended && !held(t) ? 0 : unfinished(buf, *got);
	size_t good = *got - cut;
	if (!gbx_utf8_all(buf, good))
		good = valid_part(buf, good);
	size_t rest = *got - good;
	if (rest)
		rc = give_back(t, buf + good, rest, err);
	if (rc)
		return rc;
	pass(t, good);
	*got = good;
	if (rest != cut)
		rc = past_damage(t, buf + good, cap - good, &more, err);
	*got += more;
	return rc || *got ? rc : read_converted(t, buf, cap, got, err);
}

static enum gbx_rc read_piece(struct gbx_text *t, unsigned char *buf, size_t cap, size_t *got,
			      struct gbx_err *err)
{
	enum gbx_rc rc = GBX_OK;
	*got = 0;
	if (t->mode == HEAD) {
		rc = ahead(t, GBX_CHARSET_HEAD_BYTES, err);
		if (!rc)
			rc = begin(t, err);
	}
	while (!rc && !*got) {
		enum mode before = t->mode;
		switch (t->mode) {
		case ASCII:
			rc = read_ascii(t, buf, cap, got, err);
			break;
		case UTF8:
			rc = read_utf8(t, buf, cap, got, err);
			break;
		case CONVERT:
			rc = read_converted(t, buf, cap, got, err);
			break;
		default:
			rc = take(t, buf, cap, got, err);
			pass(t, *got);
			return rc;
		}
		if (!rc && !*got && before == t->mode)
			return gbx_fail(err, GBX_E_INTERNAL, "text stands still");
	}
	return rc;
}

enum gbx_rc gbx_text_read(struct gbx_text *t, void *buf, size_t cap, size_t *got, struct gbx_err *err)
{
	if (t->gone == t->spilt && cap >= sizeof t->spill)
		return read_piece(t, buf, cap, got, err);
	*got = 0;
	if (t->gone == t->spilt) {
		t->gone = t->spilt = 0;
		enum gbx_rc rc = read_piece(t, t->spill, sizeof t->spill, &t->spilt, err);
		if (rc)
			return rc;
	}
	*got = t->spilt - t->gone < cap ? t->spilt - t->gone : cap;
	memcpy(buf, t->spill + t->gone, *got);
	t->gone += *got;
	return GBX_OK;
}

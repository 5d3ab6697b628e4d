/*
 * Mailboxes (mbox: RFC 4155, messages begin at a line "From sender date" behind a blank
 * one) and single messages (eml). A message is a record.
 */
#include "mail.h"

#include <stdlib.h>

#include "../base/limits.h"

struct reader {
	struct gbx_reader base;
	bool box; /* of many messages */
	struct gbx_mime_charsets charsets; /* split makes them ready, parse reads its chunk's copy */
	char stem[GBX_NAME_BYTES + 1];
};

extern const struct gbx_format gbx_format_mail;

/* "From " address, weekday, month, day, time, year: as far as all mailboxes agree. */
static bool is_from_line(struct gbx_span line)
{
	if (line.n < 20 || memcmp(line.p, "From ", 5) != 0)
		return false;
	unsigned colons = 0, blanks = 0;
	line = gbx_mime_trim(line);
	for (size_t i = 5; i < line.n; i++) {
		colons += line.p[i] == ':';
		blanks += line.p[i] == ' ';
	}
	/* a time, and a year or zone at the end */
	unsigned char last = line.p[line.n - 1];
	return colons >= 1 && blanks >= 4 && line.n < 512 &&
	       ((last >= '0' && last <= '9') || (last >= 'A' && last <= 'Z'));
}

static struct gbx_span line_at(struct gbx_span s, size_t i)
{
	const unsigned char *lf = i < s.n ? memchr(s.p + i, '\n', s.n - i) : NULL;
	return gbx_span_of(s.p + i, lf ? (size_t)(lf - s.p) + 1 - i : s.n - i);
}

/* Does a message begin at the line at i? Its line end must be there. */
static bool begins(struct gbx_span s, size_t i)
{
	if (s.n - i < 6 || memcmp(s.p + i, "From ", 5) != 0)
		return false;
	bool blank =
	    !i || (s.p[i - 1] == '\n' && (i == 1 || s.p[i - 2] == '\n' ||
	                                  (s.p[i - 2] == '\r' && (i == 2 || s.p[i - 3] == '\n'))));
	struct gbx_span line = line_at(s, i);
	return blank && line.p[line.n - 1] == '\n' && is_from_line(line);
}

/* The first message that begins at `from` or behind it, s.n: none. */
static size_t next_message(struct gbx_span s, size_t from)
{
	while (from < s.n) {
		const unsigned char *f = memmem(s.p + from, s.n - from, "From ", 5);
		if (!f)
			break;
		from = (size_t)(f - s.p);
		if (begins(s, from))
			return from;
		from++;
	}
	return s.n;
}

static int bid(const struct gbx_head *h, const struct gbx_format_options *o)
{
	struct gbx_span s = gbx_span_of(h->p, h->n);
	(void)o;
	bool box = begins(s, 0);
	size_t from = box ? line_at(s, 0).n : 0;
	unsigned known = gbx_mail_headers(gbx_span_of(s.p + from, s.n - from));
	return box && known ? 95 : known >= 3 ? 88 : 0;
}

static enum gbx_rc open_reader(const struct gbx_head *h, const struct gbx_format_options *o,
                               struct gbx_reader **out, struct gbx_err *err)
{
	*out = NULL;
	struct reader *r = calloc(1, sizeof *r);
	if (!r)
		return gbx_fail(err, GBX_E_NOMEM, NULL);
	r->charsets.tables = o->charsets;
	r->base.format = &gbx_format_mail;
	r->box = begins(gbx_span_of(h->p, h->n), 0);
	/* Single messages are one relation, whatever their files are called. */
	if (r->box)
		gbx_format_stem(h->path, r->stem, sizeof r->stem);
	else
		memcpy(r->stem, "mail", 5);
	*out = &r->base;
	return GBX_OK;
}

/* Up to where whole messages go: before the last one that begins. */
static size_t cut_at(struct gbx_span s, const struct reader *r, bool last)
{
	if (last || !r->box)
		return last ? s.n : 0;
	const unsigned char *lf = s.n ? memrchr(s.p, '\n', s.n) : NULL;
	while (lf) {
		size_t i = (size_t)(lf - s.p) + 1;
		if (i < s.n && begins(s, i))
			return i;
		lf = lf > s.p ? memrchr(s.p, '\n', (size_t)(lf - s.p)) : NULL;
	}
	return 0;
}

static size_t split(struct gbx_reader *reader, const unsigned char *p, size_t n, bool last,
                    struct gbx_split *st)
{
	_Static_assert(sizeof(struct gbx_mime_charsets) <= GBX_SPLIT_STATE, "state fits");
	struct reader *r = (struct reader *)reader;
	size_t cut = cut_at(gbx_span_of(p, n), r, last);
	gbx_mime_prepare(&r->charsets, gbx_span_of(p, cut));
	memset(st->opaque, 0, sizeof st->opaque);
	memcpy(st->opaque, &r->charsets, sizeof r->charsets);
	return cut;
}

static size_t resync(struct gbx_reader *reader, const unsigned char *p, size_t n, bool *found)
{
	const struct reader *r = (const struct reader *)reader;
	size_t next = r->box ? next_message(gbx_span_of(p, n), 1) : n;
	*found = next < n;
	return next;
}

static enum gbx_rc parse(const struct gbx_reader *reader, struct gbx_chunk *c,
                         struct gbx_parsed *out, struct gbx_err *err)
{
	const struct reader *r = (const struct reader *)reader;
	struct gbx_fields f;
	struct gbx_mail m;
	gbx_fields_init(&f, c, out);
	gbx_mail_init(&m, &f);
	struct gbx_mime_charsets ready;
	memcpy(&ready, c->split.opaque, sizeof ready);
	for (size_t at = 0; at < c->n;) {
		struct gbx_span s = gbx_span_of(c->p, c->n);
		size_t end = r->box ? next_message(s, at + 1) : c->n;
		size_t skip = begins(s, at) ? line_at(s, at).n : 0;
		if (!gbx_mime_trim(gbx_span_of(s.p + at, end - at)).n) {
			gbx_parsed_skip(out, "blank line", 1, end - at);
		} else {
			m.charsets = gbx_mime_named(&ready, gbx_span_of(s.p + at, end - at));
			gbx_mail_read(&m, at + skip, end - at - skip, r->box);
			gbx_fields_put(&f, gbx_span_str(r->stem), at, end - at);
		}
		at = end;
	}
	gbx_mail_release(&m);
	return gbx_fields_close(&f, err);
}

const struct gbx_format gbx_format_mail = {
    .name = "mail",
    .summary = "mailboxes (mbox) and single messages (eml)",
    .bid = bid,
    .open = open_reader,
    .split = split,
    .resync = resync,
    .parse = parse,
    .close = gbx_reader_free,
};

/*
 * A message's headers as columns, addresses parted from the names beside them, and its
 * text. Of a message in parts the plain text counts, else the HTML as it is written;
 * other parts are attachments: counted, their names kept. What has no column of its own
 * stands in `header_lines`, so nothing is lost.
 */
#include <stdio.h>

#include "../base/limits.h"
#include "mail.h"
#include "mime.h"

#define PARTS 256u /* of one message; further ones are not told apart */
#define ESC 0x1b   /* begins each shift of ISO 2022 */

enum { TEXT = 1, ADDRESSES = 2, LIST = 4 };

static const struct {
	const char *header, *column;
	unsigned flags;
} headers[] = {
    {"From", "from", ADDRESSES},
    {"Sender", "sender", ADDRESSES},
    {"To", "to", ADDRESSES | LIST},
    {"Cc", "cc", ADDRESSES | LIST},
    {"Bcc", "bcc", ADDRESSES | LIST},
    {"Reply-To", "reply_to", ADDRESSES},
    {"Delivered-To", "delivered_to", ADDRESSES},
    {"Return-Path", "return_path", ADDRESSES},
    {"Date", "date", TEXT},
    {"Subject", "subject", TEXT},
    {"Message-ID", "message_id", TEXT},
    {"In-Reply-To", "in_reply_to", TEXT},
    {"X-Originating-IP", "originating_ip", TEXT},
    {"X-Mailer", "user_agent", TEXT},
    {"User-Agent", "user_agent", TEXT},
    {"Received", "received", TEXT | LIST},
    {"MIME-Version", "", 0},
    {"Content-Type", "", 0},
    {"Content-Transfer-Encoding", "", 0},
};

/* Of a message or one of its parts. Spans hold until the chunk moves: offsets. */
struct part {
	size_t body, end;
	char type[64], charset[64], boundary[80], name[256];
	bool base64, quoted, attached;
};

void gbx_mail_init(struct gbx_mail *m, struct gbx_fields *f)
{
	*m = (struct gbx_mail){.f = f};
	gbx_buf_init(&m->line, GBX_RECORD_BYTES);
	gbx_buf_init(&m->text, 3 * (size_t)GBX_RECORD_BYTES);
	gbx_buf_init(&m->rest, GBX_RECORD_BYTES);
}

void gbx_mail_release(struct gbx_mail *m)
{
	gbx_buf_release(&m->line);
	gbx_buf_release(&m->text);
	gbx_buf_release(&m->rest);
}

/* Headers */

static bool is_header_name(struct gbx_span s)
{
	for (size_t i = 0; i < s.n; i++)
		if (s.p[i] <= ' ' || s.p[i] >= 0x7f || s.p[i] == ':')
			return false;
	return s.n != 0 && s.n < 80;
}

/* Name: value; false for other lines. */
static bool header_of(struct gbx_span line, struct gbx_span *name, struct gbx_span *value)
{
	const unsigned char *colon = line.n ? memchr(line.p, ':', line.n) : NULL;
	if (!colon)
		return false;
	*name = gbx_mime_trim(gbx_span_of(line.p, (size_t)(colon - line.p)));
	*value = gbx_mime_trim(gbx_span_of(colon + 1, line.n - (size_t)(colon + 1 - line.p)));
	return line.p[0] != ' ' && line.p[0] != '\t' && is_header_name(*name);
}

unsigned gbx_mail_headers(struct gbx_span s)
{
	struct gbx_span raw, name, value;
	bool folded;
	unsigned known = 0;
	for (size_t at = 0; gbx_mime_line(s, &at, &raw, &folded) && raw.n;) {
		if (!header_of(raw, &name, &value))
			return 0;
		for (size_t i = 0; i < sizeof headers / sizeof *headers; i++)
			known += gbx_mime_same(name, headers[i].header);
	}
	return known;
}

static void add_text(struct gbx_mail *m, const char *column, struct gbx_span value, unsigned flags)
{
	if (!value.n)
		return;
	struct gbx_cell cell = gbx_fields_copy(m->f, value);
	gbx_fields_add(m->f, gbx_span_str(column), cell, flags & LIST ? GBX_COLUMN_LIST : 0);
}

/* from and from_name, to[] and to_name[]. Names are decoded after the list is parted:
 * what they decode to may hold commas. */
static void add_addresses(struct gbx_mail *m, const char *column, struct gbx_span list,
                          unsigned flags)
{
	struct gbx_span mailbox, name;
	char name_column[64];
	snprintf(name_column, sizeof name_column, "%s_name", column);
	for (size_t at = 0; gbx_mime_address(list, &at, &mailbox, &name);) {
		gbx_buf_reset(&m->text);
		gbx_mime_words(&m->charsets, &m->text, name);
		add_text(m, column, mailbox, flags);
		add_text(m, name_column, gbx_buf_span(&m->text), flags);
	}
}

static void keep_rest(struct gbx_mail *m, struct gbx_span line)
{
	if (m->rest.n)
		gbx_buf_addc(&m->rest, '\n');
	gbx_buf_add(&m->rest, line.p, line.n);
}

static void take_header(struct gbx_mail *m, struct gbx_span line, struct gbx_span name,
                        struct gbx_span value)
{
	for (size_t i = 0; i < sizeof headers / sizeof *headers; i++) {
		if (!gbx_mime_same(name, headers[i].header))
			continue;
		unsigned flags = headers[i].flags;
		if (flags & ADDRESSES) {
			add_addresses(m, headers[i].column, value, flags);
		} else if (flags & TEXT) {
			gbx_buf_reset(&m->text);
			gbx_mime_words(&m->charsets, &m->text, value);
			add_text(m, headers[i].column, gbx_buf_span(&m->text), flags);
		}
		return;
	}
	keep_rest(m, line);
}

static void set(char *out, size_t cap, struct gbx_span s)
{
	size_t n = s.n < cap - 1 ? s.n : cap - 1;
	if (n)
		memcpy(out, s.p, n);
	out[n] = 0;
}

/* What the headers say about the body. */
static void take_content(struct part *x, struct gbx_span name, struct gbx_span value)
{
	const unsigned char *semi = value.n ? memchr(value.p, ';', value.n) : NULL;
	struct gbx_span word =
	    gbx_mime_trim(gbx_span_of(value.p, semi ? (size_t)(semi - value.p) : value.n));
	if (gbx_mime_same(name, "Content-Type")) {
		set(x->type, sizeof x->type, word);
		set(x->charset, sizeof x->charset, gbx_mime_parameter(value, "charset"));
		struct gbx_span boundary = gbx_mime_parameter(value, "boundary");
		if (boundary.n && boundary.n < sizeof x->boundary)
			set(x->boundary, sizeof x->boundary, boundary);
		if (!x->name[0])
			set(x->name, sizeof x->name, gbx_mime_parameter(value, "name"));
	} else if (gbx_mime_same(name, "Content-Transfer-Encoding")) {
		x->base64 = gbx_mime_same(word, "base64");
		x->quoted = gbx_mime_same(word, "quoted-printable");
	} else if (gbx_mime_same(name, "Content-Disposition")) {
		x->attached = gbx_mime_same(word, "attachment");
		struct gbx_span file = gbx_mime_parameter(value, "filename");
		if (file.n)
			set(x->name, sizeof x->name, file);
	}
}

/* The headers from `at` on; where the body begins. `fields`: they are the message's. */
static size_t read_headers(struct gbx_mail *m, struct part *x, size_t at, size_t end, bool fields)
{
	struct gbx_span raw, name, value;
	bool folded;
	while (m->f->why == GBX_E_NONE) {
		size_t from = at;
		if (!gbx_mime_line(gbx_span_of(m->f->chunk->p, end), &at, &raw, &folded) || !raw.n)
			break;
		gbx_buf_reset(&m->line);
		gbx_mime_unfold(&m->line, raw, false);
		if (!header_of(gbx_buf_span(&m->line), &name, &value))
			return from;
		take_content(x, name, value);
		if (fields)
			take_header(m, gbx_buf_span(&m->line), name, value);
	}
	return at < end ? at : end;
}

/* Bodies */

/* The text of a part, decoded, in m->text. */
static void decode(struct gbx_mail *m, const struct part *x, bool mailbox)
{
	struct gbx_span s = gbx_span_of(m->f->chunk->p + x->body, x->end - x->body);
	gbx_buf_reset(&m->line);
	gbx_buf_reset(&m->text);
	if (x->base64) {
		gbx_mime_base64(&m->line, s);
	} else if (x->quoted) {
		gbx_mime_quoted(&m->line, s, false);
	} else {
		/* a mailbox puts > before lines that begin with From */
		for (size_t i = 0; i < s.n;) {
			const unsigned char *lf = memchr(s.p + i, '\n', s.n - i);
			size_t n = lf ? (size_t)(lf - s.p) + 1 - i : s.n - i;
			struct gbx_span line = gbx_span_of(s.p + i, n);
			bool from = mailbox && gbx_mime_begins(line, ">From ");
			gbx_buf_add(&m->line, line.p + from, n - from);
			i += n;
		}
	}
	/* What stands there as it is was converted with the entry; ISO 2022 is ASCII before. */
	bool encoded = x->base64 || x->quoted || (s.n && memchr(s.p, ESC, s.n));
	encoded = encoded && gbx_ascii_run(s.p, s.n, true) == s.n;
	gbx_mime_charset(&m->charsets, &m->text, gbx_buf_span(&m->line),
	                 gbx_span_str(encoded ? x->charset : "utf-8"));
}

static void add_body(struct gbx_mail *m, const struct part *x, bool mailbox)
{
	decode(m, x, mailbox);
	struct gbx_span s = gbx_buf_span(&m->text);
	while (s.n && memchr("\r\n", s.p[s.n - 1], 2))
		s.n--;
	add_text(m, gbx_mime_same(gbx_span_str(x->type), "text/html") ? "body_html" : "body", s, 0);
}

static void add_attachment(struct gbx_mail *m, const struct part *x)
{
	m->attachments++;
	gbx_parsed_skip(m->f->out, "attachment", 1, 0);
	gbx_buf_reset(&m->text);
	gbx_mime_words(&m->charsets, &m->text, gbx_span_str(x->name));
	add_text(m, "attachment_name", gbx_buf_span(&m->text), LIST);
}

/* The line --boundary[--] at or behind `at`: where it begins, *next behind it, *closes. */
static size_t find_boundary(const struct gbx_mail *m, size_t at, size_t end, const char *boundary,
                            size_t *next, bool *closes)
{
	const unsigned char *p = m->f->chunk->p;
	size_t n = strlen(boundary);
	while (at < end) {
		const unsigned char *lf = memchr(p + at, '\n', end - at);
		size_t stop = lf ? (size_t)(lf - p) + 1 : end;
		if (stop - at >= n + 2 && p[at] == '-' && p[at + 1] == '-' &&
		    memcmp(p + at + 2, boundary, n) == 0) {
			*closes =
			    stop - at >= n + 4 && p[at + n + 2] == '-' && p[at + n + 3] == '-';
			*next = stop;
			return at;
		}
		at = stop;
	}
	*next = end;
	*closes = true;
	return end;
}

static bool is_multipart(const struct part *x)
{
	return x->boundary[0] && gbx_mime_begins(gbx_span_str(x->type), "multipart/");
}

/* A part that holds no others. *plain: text was kept before. */
static void take_leaf(struct gbx_mail *m, const struct part *x, bool mailbox, bool *plain)
{
	struct gbx_span type = gbx_span_str(x->type);
	bool text = !type.n || gbx_mime_same(type, "text/plain");
	if (x->attached || !(text || gbx_mime_same(type, "text/html"))) {
		add_attachment(m, x);
		return;
	}
	if (text || !*plain)
		add_body(m, x, mailbox);
	*plain |= text;
}

/* Parts in parts: what is open stands on a stack. */
static void take_parts(struct gbx_mail *m, const struct part *whole, bool mailbox)
{
	struct part open[GBX_ARCHIVE_DEPTH];
	unsigned depth = 0, parts = 0;
	bool plain = false, closes;
	size_t next,
	    at = find_boundary(m, whole->body, whole->end, whole->boundary, &next, &closes);
	open[depth++] = *whole;
	while (depth && m->f->why == GBX_E_NONE) {
		const struct part *in = &open[depth - 1];
		if (closes || parts++ >= PARTS) {
			if (--depth)
				at = find_boundary(m, next, open[depth - 1].end,
				                   open[depth - 1].boundary, &next, &closes);
			continue;
		}
		struct part x = {.body = 0};
		x.body = read_headers(m, &x, next, in->end, false);
		if (is_multipart(&x) && depth < GBX_ARCHIVE_DEPTH) {
			x.end = in->end;
			at = find_boundary(m, x.body, x.end, x.boundary, &next, &closes);
			open[depth++] = x;
			continue;
		}
		at = find_boundary(m, x.body, in->end, in->boundary, &next, &closes);
		x.end = at;
		take_leaf(m, &x, mailbox, &plain);
	}
}

void gbx_mail_read(struct gbx_mail *m, size_t off, size_t n, bool quoted)
{
	struct part x = {.end = off + n};
	bool plain = false;
	m->attachments = 0;
	gbx_buf_reset(&m->rest);
	x.body = read_headers(m, &x, off, x.end, true);
	if (!m->f->n)
		gbx_fields_fail(m->f, GBX_E_MAIL);
	if (m->f->why != GBX_E_NONE)
		return;
	if (is_multipart(&x))
		take_parts(m, &x, quoted);
	else
		take_leaf(m, &x, quoted, &plain);
	add_text(m, "header_lines", gbx_buf_span(&m->rest), 0);
	char count[24];
	snprintf(count, sizeof count, "%llu", (unsigned long long)m->attachments);
	add_text(m, "attachments", gbx_span_str(count), 0);
	if (gbx_buf_failed(&m->text) || gbx_buf_failed(&m->line) || gbx_buf_failed(&m->rest))
		gbx_fields_fail(m->f, GBX_E_OVERSIZE);
}

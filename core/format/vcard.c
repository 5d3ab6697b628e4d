/*
 * vCards: 2.1, 3.0 (RFC 2426), 4.0 (RFC 6350). A card is a record; what may come more
 * than once is a list in every card. Folded lines, quoted-printable, escapes; pictures,
 * sounds and keys are left out and counted.
 */
#include <stdio.h>
#include <stdlib.h>

#include "../base/limits.h"
#include "fields.h"
#include "mime.h"

struct reader {
	struct gbx_reader base;
	struct gbx_mime_charsets charsets; /* as in mail.c */
	char stem[GBX_NAME_BYTES + 1];
};

extern const struct gbx_format gbx_format_vcard;

enum { LIST = 1, BINARY = 2, PARTS = 4 };

/* Properties with a column of their own name; others are named by themselves. */
static const struct {
	const char *property, *column;
	unsigned flags;
} properties[] = {
    {"FN", "full_name", 0},
    {"N", "name", PARTS},
    {"NICKNAME", "nickname", LIST},
    {"EMAIL", "email", LIST},
    {"TEL", "phone", LIST},
    {"ADR", "address", LIST | PARTS},
    {"LABEL", "label", LIST},
    {"ORG", "organization", 0},
    {"TITLE", "title", 0},
    {"ROLE", "role", 0},
    {"BDAY", "birthday", 0},
    {"ANNIVERSARY", "anniversary", 0},
    {"GENDER", "gender", 0},
    {"NOTE", "note", LIST},
    {"URL", "url", LIST},
    {"IMPP", "messenger", LIST},
    {"GEO", "geo", 0},
    {"UID", "uid", 0},
    {"REV", "changed", 0},
    {"CATEGORIES", "categories", LIST},
    {"RELATED", "related", LIST},
    {"PHOTO", "photo", BINARY},
    {"LOGO", "logo", BINARY},
    {"SOUND", "sound", BINARY},
    {"KEY", "key", BINARY},
};

static const char *const name_parts[] = {"family_name", "given_name", "additional_name", "prefix",
                                         "suffix"};
static const char *const address_parts[] = {"post_box", "extended", "street", "city",
                                            "region",   "zip",      "country"};

static bool is_begin(struct gbx_span line)
{
	return gbx_mime_same(gbx_mime_trim(line), "BEGIN:VCARD");
}

static bool is_end(struct gbx_span line)
{
	return gbx_mime_same(gbx_mime_trim(line), "END:VCARD");
}

/* The line at i, with its end; false when there is none. */
static bool line_at(struct gbx_span s, size_t i, struct gbx_span *line)
{
	const unsigned char *lf = i < s.n ? memchr(s.p + i, '\n', s.n - i) : NULL;
	*line = gbx_span_of(s.p + i, i >= s.n ? 0 : lf ? (size_t)(lf - s.p) + 1 - i : s.n - i);
	return i < s.n;
}

/* Behind the first card's last line in s; SIZE_MAX: it does not end. */
static size_t card_end(struct gbx_span s)
{
	struct gbx_span line;
	for (size_t i = 0; line_at(s, i, &line); i += line.n)
		if (is_end(line) && line.p[line.n - 1] == '\n')
			return i + line.n;
	return SIZE_MAX;
}

static int bid(const struct gbx_head *h, const struct gbx_format_options *o)
{
	struct gbx_span s = gbx_span_of(h->p, h->n), line;
	(void)o;
	for (size_t i = 0; line_at(s, i, &line); i += line.n)
		if (gbx_mime_trim(line).n)
			return is_begin(line) && line.p[line.n - 1] == '\n' ? 96 : 0;
	return 0;
}

static enum gbx_rc open_reader(const struct gbx_head *h, const struct gbx_format_options *o,
                               struct gbx_reader **out, struct gbx_err *err)
{
	*out = NULL;
	struct reader *r = calloc(1, sizeof *r);
	if (!r)
		return gbx_fail(err, GBX_E_NOMEM, NULL);
	r->charsets.tables = o->charsets;
	r->base.format = &gbx_format_vcard;
	/* Files of one card each are one relation, whatever they are called. */
	size_t one = h->whole ? card_end(gbx_span_of(h->p, h->n)) : SIZE_MAX;
	if (one != SIZE_MAX && !gbx_mime_trim(gbx_span_of(h->p + one, h->n - one)).n)
		memcpy(r->stem, "vcard", 6);
	else
		gbx_format_stem(h->path, r->stem, sizeof r->stem);
	*out = &r->base;
	return GBX_OK;
}

/* Up to where whole cards go: behind the last line that ends one. */
static size_t cut_at(const unsigned char *p, size_t n, bool last)
{
	if (last || !n)
		return n;
	const unsigned char *lf = memrchr(p, '\n', n);
	while (lf) {
		const unsigned char *before = lf > p ? memrchr(p, '\n', (size_t)(lf - p)) : NULL;
		const unsigned char *from = before ? before + 1 : p;
		if (is_end(gbx_span_of(from, (size_t)(lf - from))))
			return (size_t)(lf - p) + 1;
		lf = before;
	}
	return 0;
}

static size_t split(struct gbx_reader *reader, const unsigned char *p, size_t n, bool last,
                    struct gbx_split *st)
{
	_Static_assert(sizeof(struct gbx_mime_charsets) <= GBX_SPLIT_STATE, "state fits");
	struct reader *r = (struct reader *)reader;
	size_t cut = cut_at(p, n, last);
	gbx_mime_prepare(&r->charsets, gbx_span_of(p, cut));
	memset(st->opaque, 0, sizeof st->opaque);
	memcpy(st->opaque, &r->charsets, sizeof r->charsets);
	return cut;
}

static size_t resync(struct gbx_reader *r, const unsigned char *p, size_t n, bool *found)
{
	size_t end = card_end(gbx_span_of(p, n));
	(void)r;
	*found = end != SIZE_MAX;
	return *found ? end : n;
}

/* Parsing */

struct parse {
	const struct reader *r;
	struct gbx_fields f;
	struct gbx_mime_charsets ready, charsets; /* of the chunk, of the card */
	struct gbx_buf line, text, part; /* scratch */
};

/* \n \, \; \\ and what else stands behind a backslash. */
static void unescape(struct gbx_buf *out, struct gbx_span s)
{
	gbx_buf_reset(out);
	for (size_t i = 0; i < s.n; i++) {
		bool escape = s.p[i] == '\\' && i + 1 < s.n;
		i += escape;
		bool feed = escape && (s.p[i] | 0x20) == 'n';
		gbx_buf_addc(out, feed ? '\n' : (char)s.p[i]);
	}
}

static void add_text(struct parse *x, const char *column, struct gbx_span value, unsigned flags)
{
	unescape(&x->part, value);
	struct gbx_cell cell = gbx_fields_copy(&x->f, gbx_buf_span(&x->part));
	gbx_fields_add(&x->f, gbx_span_str(column), cell, flags & LIST ? GBX_COLUMN_LIST : 0);
}

/* The end of the part that begins at i: a semicolon not escaped. */
static size_t part_end(struct gbx_span s, size_t i)
{
	while (i < s.n && s.p[i] != ';')
		i += s.p[i] == '\\' ? 2 : 1;
	return i < s.n ? i : s.n;
}

static void add_parts(struct parse *x, const char *column, struct gbx_span value, unsigned flags)
{
	bool name = !(flags & LIST);
	const char *const *words = name ? name_parts : address_parts;
	size_t count = name ? sizeof name_parts / sizeof *name_parts
	                    : sizeof address_parts / sizeof *address_parts;
	for (size_t k = 0, i = 0; k < count && i <= value.n; k++) {
		size_t end = k + 1 < count ? part_end(value, i) : value.n;
		char text[64];
		snprintf(text, sizeof text, "%s%s.%s", column, name ? "" : "[]", words[k]);
		if (end > i)
			add_text(x, text, gbx_span_of(value.p + i, end - i), flags);
		i = end + 1;
	}
}

/* A property nobody knows: named by itself. */
static void add_other(struct parse *x, struct gbx_span name, struct gbx_span value)
{
	unescape(&x->part, value);
	gbx_fields_add(&x->f, name, (struct gbx_cell){GBX_ABSENT, 0}, GBX_COLUMN_LIST);
	struct gbx_cell cell = gbx_fields_copy(&x->f, gbx_buf_span(&x->part));
	if (x->f.n)
		x->f.field[x->f.n - 1].cell = cell;
}

static void add_property(struct parse *x, struct gbx_span name, struct gbx_span value, bool binary)
{
	for (size_t i = 0; i < sizeof properties / sizeof *properties; i++) {
		if (!gbx_mime_same(name, properties[i].property))
			continue;
		unsigned flags = properties[i].flags;
		if (flags & BINARY || binary)
			gbx_parsed_skip(x->f.out, "binary value", 1, 0);
		else if (flags & PARTS)
			add_parts(x, properties[i].column, value, flags);
		else
			add_text(x, properties[i].column, value, flags);
		return;
	}
	if (binary)
		gbx_parsed_skip(x->f.out, "binary value", 1, 0);
	else if (!gbx_mime_same(name, "VERSION") && !gbx_mime_same(name, "PRODID"))
		add_other(x, name, value);
}

/* Does one of the parameters say that? 2.1 leaves the name of the parameter out. */
static bool has_parameter(struct gbx_span head, const char *name, const char *value)
{
	struct gbx_span given = gbx_mime_parameter(head, name);
	size_t n = strlen(value);
	if (given.n)
		return gbx_mime_same(given, value);
	for (size_t i = 0; i + n < head.n; i++)
		if (head.p[i] == ';' && gbx_mime_begins(gbx_span_of(head.p + i + 1, n), value) &&
		    (i + n + 1 == head.n || head.p[i + n + 1] == ';'))
			return true;
	return false;
}

/* The colon behind name and parameters, outside quotes. */
static size_t colon_of(struct gbx_span s)
{
	bool quoted = false;
	for (size_t i = 0; i < s.n; i++) {
		quoted ^= s.p[i] == '"';
		if (s.p[i] == ':' && !quoted)
			return i;
	}
	return s.n;
}

/* [group.]NAME[;parameters]:value */
static void take_line(struct parse *x, struct gbx_span line)
{
	size_t colon = colon_of(line);
	if (colon == line.n || !colon) {
		if (gbx_mime_trim(line).n)
			gbx_fields_fail(&x->f, GBX_E_VCARD);
		return;
	}
	struct gbx_span head = gbx_span_of(line.p, colon), name = head;
	struct gbx_span value = gbx_span_of(line.p + colon + 1, line.n - colon - 1);
	const unsigned char *semi = memchr(head.p, ';', head.n);
	name.n = semi ? (size_t)(semi - head.p) : head.n;
	const unsigned char *dot = memchr(name.p, '.', name.n);
	if (dot)
		name = gbx_span_of(dot + 1, name.n - (size_t)(dot + 1 - name.p));
	bool base64 = has_parameter(head, "ENCODING", "BASE64") ||
	              has_parameter(head, "ENCODING", "B") || gbx_mime_begins(value, "data:");
	if (has_parameter(head, "ENCODING", "QUOTED-PRINTABLE")) {
		struct gbx_buf raw = GBX_BUF_INIT(GBX_RECORD_BYTES);
		gbx_mime_quoted(&raw, value, false);
		gbx_buf_reset(&x->text);
		/* what stands there as it is was converted with the entry */
		struct gbx_span charset = gbx_mime_parameter(head, "CHARSET");
		if (gbx_ascii_run(value.p, value.n, true) < value.n)
			charset = gbx_span_str("utf-8");
		gbx_mime_charset(&x->charsets, &x->text, gbx_buf_span(&raw), charset);
		gbx_buf_release(&raw);
		value = gbx_buf_span(&x->text);
	}
	add_property(x, name, value, base64);
}

/* A quoted-printable value goes on below a line that ends with = */
static bool goes_on(struct gbx_span line)
{
	size_t colon = colon_of(line);
	return line.n && line.p[line.n - 1] == '=' &&
	       has_parameter(gbx_span_of(line.p, colon), "ENCODING", "QUOTED-PRINTABLE");
}

/* The card's logical lines, its first and last apart. */
static void take_card(struct parse *x, size_t off, size_t n)
{
	struct gbx_span raw;
	bool folded, ended = false;
	unsigned count = 0;
	x->charsets = gbx_mime_named(&x->ready, gbx_span_of(x->f.chunk->p + off, n));
	for (size_t at = off; x->f.why == GBX_E_NONE && !ended; count++) {
		if (!gbx_mime_line(gbx_span_of(x->f.chunk->p, off + n), &at, &raw, &folded))
			break;
		ended = is_end(raw);
		if (ended || !count)
			continue;
		gbx_buf_reset(&x->line);
		gbx_mime_unfold(&x->line, raw, true);
		while (goes_on(gbx_buf_span(&x->line)) &&
		       gbx_mime_line(gbx_span_of(x->f.chunk->p, off + n), &at, &raw, &folded)) {
			x->line.n--;
			gbx_mime_unfold(&x->line, raw, true);
		}
		take_line(x, gbx_buf_span(&x->line));
	}
	bool cut = x->f.chunk->last && off + n == x->f.chunk->n;
	if (!ended)
		gbx_fields_fail(&x->f, cut ? GBX_E_CUT : GBX_E_VCARD);
	gbx_fields_put(&x->f, gbx_span_str(x->r->stem), off, n);
}

static void take_junk(struct parse *x, size_t off, size_t n)
{
	struct gbx_span s = gbx_span_of(x->f.chunk->p + off, n);
	if (!gbx_mime_trim(s).n) {
		gbx_parsed_skip(x->f.out, "blank line", 1, n);
		return;
	}
	gbx_fields_fail(&x->f, GBX_E_VCARD);
	gbx_fields_put(&x->f, gbx_span_str(x->r->stem), off, n);
}

static enum gbx_rc parse(const struct gbx_reader *reader, struct gbx_chunk *c,
                         struct gbx_parsed *out, struct gbx_err *err)
{
	struct parse x = {.r = (const struct reader *)reader};
	struct gbx_span line;
	bool inside = false;
	size_t from = 0;
	gbx_fields_init(&x.f, c, out);
	gbx_buf_init(&x.line, GBX_RECORD_BYTES);
	gbx_buf_init(&x.text, 3 * (size_t)GBX_RECORD_BYTES);
	memcpy(&x.ready, c->split.opaque, sizeof x.ready);
	gbx_buf_init(&x.part, GBX_RECORD_BYTES);
	for (size_t i = 0; line_at(gbx_span_of(c->p, c->n), i, &line);) {
		bool begin = is_begin(line), end = is_end(line);
		size_t next = i + line.n;
		if (begin && i > from) { /* the card before has no end, or there is junk */
			inside ? take_card(&x, from, i - from) : take_junk(&x, from, i - from);
			from = i;
		} else if (end && inside) {
			take_card(&x, from, next - from);
			from = next;
		}
		inside = begin || (inside && !end);
		i = next;
	}
	if (from < c->n)
		inside ? take_card(&x, from, c->n - from) : take_junk(&x, from, c->n - from);
	gbx_buf_release(&x.line);
	gbx_buf_release(&x.text);
	gbx_buf_release(&x.part);
	return gbx_fields_close(&x.f, err);
}

const struct gbx_format gbx_format_vcard = {
    .name = "vcard",
    .summary = "vCards 2.1, 3.0 and 4.0",
    .bid = bid,
    .open = open_reader,
    .split = split,
    .resync = resync,
    .parse = parse,
    .close = gbx_reader_free,
};

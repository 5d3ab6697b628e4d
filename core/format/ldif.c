/*
 * LDIF (RFC 2849): entries of a directory parted by blank lines, folded lines, base64
 * values, comments. Entries are of the relation that their object classes say; values
 * that are no text (photographs, certificates) are left out and counted.
 */
#include <stdlib.h>

#include "../base/escape.h"
#include "../base/limits.h"
#include "fields.h"
#include "mime.h"

struct reader {
	struct gbx_reader base;
	struct gbx_fields_lists lists;
	char stem[GBX_NAME_BYTES + 1];
};

extern const struct gbx_format gbx_format_ldif;

/* Classes that say what an entry is, the most telling first. Others are its relation
 * when none of these is there: the last one is the most special by custom. */
static const char *const kinds[] = {
    "computer",
    "user",
    "inetOrgPerson",
    "organizationalPerson",
    "posixAccount",
    "sambaSamAccount",
    "person",
    "account",
    "group",
    "groupOfNames",
    "groupOfUniqueNames",
    "posixGroup",
    "contact",
    "organizationalUnit",
    "organization",
    "printQueue",
    "domain",
    "container",
};

/* The blank line that ends the entry at `at`; *next is behind it. s.n: none. */
static size_t entry_end(struct gbx_span s, size_t at, size_t *next)
{
	for (size_t i = at; i < s.n;) {
		const unsigned char *lf = memchr(s.p + i, '\n', s.n - i);
		i = lf ? (size_t)(lf - s.p) + 1 : s.n;
		size_t cr = i < s.n && s.p[i] == '\r';
		if (lf && i + cr < s.n && s.p[i + cr] == '\n') {
			*next = i + cr + 1;
			return i;
		}
	}
	*next = s.n;
	return s.n;
}

static int bid(const struct gbx_head *h, const struct gbx_format_options *o)
{
	struct gbx_span s = gbx_span_of(h->p, h->n), raw;
	bool folded;
	unsigned lines = 0, pairs = 0;
	(void)o;
	for (size_t at = 0; lines < 40 && gbx_mime_line(s, &at, &raw, &folded);) {
		if (!raw.n || raw.p[0] == '#' || gbx_mime_begins(raw, "version:"))
			continue;
		if (!lines && !gbx_mime_begins(raw, "dn:"))
			return 0;
		lines++;
		pairs += memchr(raw.p, ':', raw.n) != NULL || raw.p[0] == '-';
	}
	return lines > 1 && pairs + 1 >= lines ? 92 : 0;
}

static enum gbx_rc open_reader(const struct gbx_head *h, const struct gbx_format_options *o,
                               struct gbx_reader **out, struct gbx_err *err)
{
	(void)o;
	*out = NULL;
	struct reader *r = calloc(1, sizeof *r);
	if (!r)
		return gbx_fail(err, GBX_E_NOMEM, NULL);
	r->base.format = &gbx_format_ldif;
	gbx_format_stem(h->path, r->stem, sizeof r->stem);
	if (!gbx_fields_learn(&r->lists, h, &r->base)) {
		free(r);
		return gbx_fail(err, GBX_E_NOMEM, NULL);
	}
	*out = &r->base;
	return GBX_OK;
}

static size_t split(struct gbx_reader *r, const unsigned char *p, size_t n, bool last,
                    struct gbx_split *st)
{
	(void)r;
	memset(st->opaque, 0, sizeof st->opaque);
	if (last || !n)
		return n;
	/* Behind the last blank line. */
	for (const unsigned char *lf = memrchr(p, '\n', n); lf && lf > p;) {
		const unsigned char *before = lf - (lf > p && lf[-1] == '\r');
		if (before > p && before[-1] == '\n')
			return (size_t)(lf - p) + 1;
		lf = memrchr(p, '\n', (size_t)(lf - p));
	}
	return 0;
}

static size_t resync(struct gbx_reader *r, const unsigned char *p, size_t n, bool *found)
{
	size_t next, end = entry_end(gbx_span_of(p, n), 0, &next);
	(void)r;
	*found = end < n;
	return *found ? next : n;
}

/* Parsing */

struct parse {
	const struct reader *r;
	struct gbx_fields f;
	struct gbx_buf line, value; /* scratch */
	char kind[GBX_NAME_BYTES + 1];
	unsigned rank; /* of the class in `kind` */
};

static void take_class(struct parse *x, struct gbx_span class)
{
	const unsigned known = sizeof kinds / sizeof *kinds;
	unsigned rank = 0;
	while (rank < known && !gbx_mime_same(class, kinds[rank]))
		rank++;
	if (gbx_mime_same(class, "top") || rank > x->rank || !class.n)
		return;
	x->rank = rank;
	class.n = class.n < GBX_NAME_BYTES ? class.n : GBX_NAME_BYTES;
	memcpy(x->kind, class.p, class.n);
	x->kind[class.n] = 0;
}

static bool is_text(struct gbx_span s)
{
	return gbx_utf8_valid(s.p, s.n) && !(s.n && memchr(s.p, 0, s.n));
}

/* name: value, name:: base64, name:< where the value is. `copy`: it stands in scratch. */
static void take_pair(struct parse *x, struct gbx_span line, bool copy)
{
	const unsigned char *colon = memchr(line.p, ':', line.n);
	if (!colon || colon == line.p) {
		gbx_fields_fail(&x->f, GBX_E_LDIF);
		return;
	}
	struct gbx_span name = gbx_span_of(line.p, (size_t)(colon - line.p));
	struct gbx_span value = gbx_span_of(colon + 1, line.n - name.n - 1);
	bool base64 = value.n && value.p[0] == ':';
	value = gbx_mime_trim(base64 ? gbx_span_of(value.p + 1, value.n - 1) : value);
	gbx_buf_reset(&x->value);
	if (base64) {
		if (!gbx_mime_base64(&x->value, value)) {
			gbx_fields_fail(&x->f, GBX_E_LDIF);
			return;
		}
		value = gbx_buf_span(&x->value);
		if (!is_text(value)) {
			gbx_parsed_skip(x->f.out, "binary value", 1, 0);
			return;
		}
	}
	if (gbx_mime_same(name, "objectClass"))
		take_class(x, value);
	/* The name is copied before the chunk may move. */
	gbx_fields_add(&x->f, name, (struct gbx_cell){GBX_ABSENT, 0}, 0);
	struct gbx_cell cell =
	    copy || base64 ? gbx_fields_copy(&x->f, value) : gbx_fields_cell(&x->f, value);
	if (x->f.n)
		x->f.field[x->f.n - 1].cell = cell;
}

static void take_entry(struct parse *x, size_t off, size_t end, size_t next)
{
	struct gbx_span raw;
	bool folded, first = true;
	x->kind[0] = 0;
	x->rank = UINT32_MAX;
	for (size_t at = off; x->f.why == GBX_E_NONE;) {
		if (!gbx_mime_line(gbx_span_of(x->f.chunk->p, end), &at, &raw, &folded))
			break;
		if (!raw.n || raw.p[0] == '#' || (raw.n == 1 && raw.p[0] == '-') ||
		    (first && gbx_mime_begins(raw, "version:")))
			continue;
		gbx_buf_reset(&x->line);
		if (folded)
			gbx_mime_unfold(&x->line, raw, true);
		struct gbx_span line = folded ? gbx_buf_span(&x->line) : raw;
		if (first && !gbx_mime_begins(line, "dn:"))
			gbx_fields_fail(&x->f, GBX_E_LDIF);
		else
			take_pair(x, line, folded);
		first = false;
	}
	if (first && x->f.why == GBX_E_NONE) {
		gbx_parsed_skip(x->f.out, "comment", 1, next - off);
		gbx_fields_reset(&x->f);
		return;
	}
	struct gbx_span relation = gbx_span_str(x->kind[0] ? x->kind : x->r->stem);
	gbx_fields_put(&x->f, relation, off, next - off);
}

static enum gbx_rc parse(const struct gbx_reader *reader, struct gbx_chunk *c,
                         struct gbx_parsed *out, struct gbx_err *err)
{
	struct parse x = {.r = (const struct reader *)reader};
	gbx_fields_init(&x.f, c, out);
	x.f.lists = &x.r->lists;
	gbx_buf_init(&x.line, GBX_RECORD_BYTES);
	gbx_buf_init(&x.value, GBX_RECORD_BYTES);
	for (size_t at = 0, next; at < c->n; at = next) {
		struct gbx_span s = gbx_span_of(c->p, c->n);
		size_t blank = at;
		while (blank < s.n && (s.p[blank] == '\n' || s.p[blank] == '\r'))
			blank++;
		if (blank > at) {
			gbx_parsed_skip(out, "blank line", 1, blank - at);
			next = blank;
			continue;
		}
		size_t end = entry_end(s, at, &next);
		take_entry(&x, at, end, next);
	}
	gbx_buf_release(&x.line);
	gbx_buf_release(&x.value);
	return gbx_fields_close(&x.f, err);
}

const struct gbx_format gbx_format_ldif = {
    .name = "ldif",
    .summary = "LDIF: the entries of a directory (RFC 2849)",
    .bid = bid,
    .open = open_reader,
    .split = split,
    .resync = resync,
    .parse = parse,
    .close = gbx_reader_free,
};

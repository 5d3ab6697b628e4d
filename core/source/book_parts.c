/* Shared texts and styles: ECMA-376 part 1, 18.4 and 18.8. */
#include "book_parts.h"

#include <stdlib.h>
#include <string.h>

#include "../base/limits.h"
#include "book_xml.h"

static int hex(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	c = (char)(c | 0x20);
	return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/* The code unit of "_xHHHH_" at p, or -1. */
static long escaped(const char *p, size_t n)
{
	long v = 0;
	if (n < 7 || p[0] != '_' || p[1] != 'x' || p[6] != '_')
		return -1;
	for (int i = 2; i < 6; i++) {
		int h = hex(p[i]);
		if (h < 0)
			return -1;
		v = v << 4 | h;
	}
	return v;
}

static size_t put_utf8(char *to, unsigned long c)
{
	if (c < 0x80) {
		to[0] = (char)c;
		return 1;
	}
	size_t more = c < 0x800 ? 1 : c < 0x10000 ? 2 : 3;
	static const unsigned char lead[] = { 0, 0xc0, 0xe0, 0xf0 };
	to[0] = (char)(lead[more] | c >> 6 * more);
	for (size_t i = 1; i <= more; i++)
		to[i] = (char)(0x80 | (c >> 6 * (more - i) & 0x3f));
	return more + 1;
}

size_t gbx_book_unescape(char *p, size_t n)
{
	size_t to = 0, at = 0;
	while (at < n) {
		long c = escaped(p + at, n - at);
		size_t used = 7;
		if (c >= 0xd800 && c < 0xdc00) {
			long low = escaped(p + at + 7, n - at - 7);
			used = 14;
			c = low >= 0xdc00 && low < 0xe000
				? 0x10000 + ((c - 0xd800) << 10) + (low - 0xdc00)
				: -1;
		} else if (c >= 0xdc00 && c < 0xe000) {
			c = -1;
		}
		if (c > 0) {
			to += put_utf8(p + to, (unsigned long)c);
			at += used;
		} else {
			p[to++] = p[at++];
		}
	}
	return to;
}

bool gbx_book_strings_add(struct gbx_book_strings *s, struct gbx_span text, enum gbx_eid *why)
{
	*why = GBX_E_BOOK_STRINGS;
	if (s->n + 1 >= GBX_BOOK_STRINGS_COUNT || text.n > GBX_BOOK_STRINGS_BYTES - s->text.n)
		return false;
	*why = GBX_E_UNPACK_MEMORY;
	if (s->n + 1 >= s->cap) {
		size_t cap = s->cap ? 2 * s->cap : 1024;
		uint32_t *at = realloc(s->at, cap * sizeof *at);
		if (!at)
			return false;
		s->at = at;
		s->cap = cap;
		s->at[0] = 0;
	}
	if (!s->text.max)
		gbx_buf_init(&s->text, GBX_BOOK_STRINGS_BYTES);
	gbx_buf_add(&s->text, text.p, text.n);
	if (gbx_buf_failed(&s->text))
		return false;
	s->at[++s->n] = (uint32_t)s->text.n;
	*why = GBX_E_NONE;
	return true;
}

bool gbx_book_strings_get(const struct gbx_book_strings *s, size_t i, struct gbx_span *to)
{
	if (i >= s->n)
		return false;
	*to = gbx_span_of(s->text.p + s->at[i], s->at[i + 1] - s->at[i]);
	return true;
}

void gbx_book_strings_release(struct gbx_book_strings *s)
{
	gbx_buf_release(&s->text);
	free(s->at);
	*s = (struct gbx_book_strings){ 0 };
}

struct reading_strings {
	struct gbx_book_strings *to;
	struct gbx_buf one;
	bool in_text;
	unsigned phonetic;
};

static void string_start(struct gbx_book_xml *x, const char *name, const char **attr)
{
	struct reading_strings *r = x->ctx;
	(void)attr;
	if (!strcmp(name, "si"))
		gbx_buf_reset(&r->one);
	else if (!strcmp(name, "rPh"))
		r->phonetic++;
	else if (!strcmp(name, "t"))
		r->in_text = !r->phonetic;
}

static void string_end(struct gbx_book_xml *x, const char *name)
{
	struct reading_strings *r = x->ctx;
	enum gbx_eid why;
	if (!strcmp(name, "t")) {
		r->in_text = false;
	} else if (!strcmp(name, "rPh")) {
		r->phonetic -= r->phonetic > 0;
	} else if (!strcmp(name, "si")) {
		size_t n = r->one.n ? gbx_book_unescape(r->one.p, r->one.n) : 0;
		if (!gbx_book_strings_add(r->to, gbx_span_of(r->one.p, n), &why))
			gbx_book_xml_stop(x, why);
	}
}

static void string_text(struct gbx_book_xml *x, const char *p, size_t n)
{
	struct reading_strings *r = x->ctx;
	if (!r->in_text)
		return;
	gbx_buf_add(&r->one, p, n);
	if (gbx_buf_failed(&r->one))
		gbx_book_xml_stop(x, GBX_E_BOOK_STRINGS);
}

enum gbx_eid gbx_book_strings_read(struct gbx_book_strings *s, struct gbx_layer *l)
{
	static const struct gbx_book_events on = { string_start, string_end, string_text };
	struct reading_strings r = { .to = s, .one = GBX_BUF_INIT(GBX_BOOK_CELL_BYTES) };
	struct gbx_book_xml x;
	enum gbx_eid why = GBX_E_UNPACK_MEMORY;
	if (gbx_book_xml_open(&x, &on, &r, false)) {
		why = gbx_book_xml_all(&x, l);
		gbx_book_xml_close(&x);
	}
	gbx_buf_release(&r.one);
	return why;
}

bool gbx_book_styles_init(struct gbx_book_styles *s)
{
	*s = (struct gbx_book_styles){ .xf = calloc(GBX_BOOK_STYLES, sizeof *s->xf),
				       .custom = calloc(GBX_BOOK_STYLES, sizeof *s->custom),
				       .is_custom = calloc(GBX_BOOK_STYLES, sizeof(bool)) };
	return s->xf && s->custom && s->is_custom;
}

void gbx_book_styles_release(struct gbx_book_styles *s)
{
	free(s->xf);
	free(s->custom);
	free(s->is_custom);
	*s = (struct gbx_book_styles){ 0 };
}

void gbx_book_styles_format(struct gbx_book_styles *s, unsigned long id, const char *code)
{
	if (id >= GBX_BOOK_STYLES)
		return;
	s->custom[id] = gbx_book_format_read(code);
	s->is_custom[id] = true;
}

void gbx_book_styles_xf(struct gbx_book_styles *s, unsigned long format)
{
	if (s->n == GBX_BOOK_STYLES)
		return;
	bool custom = format < GBX_BOOK_STYLES && s->is_custom[format];
	s->xf[s->n++] = custom ? s->custom[format] : gbx_book_format_known(format);
}

const struct gbx_book_format *gbx_book_styles_get(const struct gbx_book_styles *s, unsigned long i)
{
	static const struct gbx_book_format plain = { .kind = GBX_BOOK_NUMBER };
	return i < s->n ? &s->xf[i] : &plain;
}

struct reading_styles {
	struct gbx_book_styles *to;
	bool formats, cells;
};

static void style_start(struct gbx_book_xml *x, const char *name, const char **attr)
{
	struct reading_styles *r = x->ctx;
	if (!strcmp(name, "numFmts"))
		r->formats = true;
	else if (!strcmp(name, "cellXfs"))
		r->cells = true;
	bool format = r->formats && !strcmp(name, "numFmt");
	bool cell = r->cells && !strcmp(name, "xf");
	if (!format && !cell)
		return;
	const char *id = gbx_book_xml_attr(x, attr, "numFmtId");
	const char *code = gbx_book_xml_attr(x, attr, "formatCode");
	unsigned long number = id ? strtoul(id, NULL, 10) : 0;
	if (cell)
		gbx_book_styles_xf(r->to, number);
	else if (id && code)
		gbx_book_styles_format(r->to, number, code);
}

static void style_end(struct gbx_book_xml *x, const char *name)
{
	struct reading_styles *r = x->ctx;
	if (!strcmp(name, "numFmts"))
		r->formats = false;
	else if (!strcmp(name, "cellXfs"))
		r->cells = false;
}

enum gbx_eid gbx_book_styles_read(struct gbx_book_styles *s, struct gbx_layer *l)
{
	static const struct gbx_book_events on = { style_start, style_end, NULL };
	struct reading_styles r = { .to = s };
	struct gbx_book_xml x;
	if (!gbx_book_xml_open(&x, &on, &r, false))
		return GBX_E_UNPACK_MEMORY;
	enum gbx_eid why = gbx_book_xml_all(&x, l);
	gbx_book_xml_close(&x);
	return why;
}

/* Text: character sets, and what makes hostile text safe to show. */
#include "fuzz.h"

#include "../../core/base/escape.h"
#include "../../core/format/tape.h"
#include "../../core/source/charset_text.h"

struct gbx_charsets *fuzz_charsets(void)
{
	static struct gbx_charsets *all;
	if (!all)
		all = gbx_charsets_new();
	FUZZ_CHECK(all);
	return all;
}

/* ---- decoding ---- */

struct decoded {
	struct gbx_buf text;
	uint64_t bad;
};

/* Decodes in pieces of at most in bytes into room for out bytes. */
static void decode(enum gbx_charset c, const unsigned char *p, size_t n, size_t in, size_t out,
		   bool line, struct decoded *d)
{
	struct gbx_decoder dec;
	*d = (struct decoded){ .text = GBX_BUF_INIT(1u << 20) };
	FUZZ_CHECK(gbx_decoder_init(&dec, fuzz_charsets(), c));
	unsigned char *room = fuzz_alloc(out);
	size_t want = in;
	for (size_t at = 0; at < n;) {
		size_t have = want < n - at ? want : n - at;
		unsigned char *view = fuzz_alloc(have);
		memcpy(view, p + at, have);
		struct gbx_decoded r = gbx_decode(&dec, view, have, have == n - at, line, room, out);
		free(view);
		FUZZ_CHECK(r.used <= have && r.wrote <= out && r.bad <= r.used);
		FUZZ_CHECK(r.used || have < n - at);
		gbx_buf_add(&d->text, room, r.wrote);
		d->bad += r.bad;
		at += r.used;
		want = r.used ? in : want + 1;
	}
	free(room);
	FUZZ_CHECK(gbx_utf8_valid((const unsigned char *)gbx_buf_str(&d->text), d->text.n));
}

void fuzz_charset(const void *of, const unsigned char *p, size_t n)
{
	struct fuzz_draw d = fuzz_draw_of(p, n);
	enum gbx_charset c = (enum gbx_charset)(1 + (n ? p[0] : 0) % (GBX_CHARSET_COUNT - 1));
	struct decoded a, b;
	(void)of;
	p += !!n;
	n -= !!n;
	decode(c, p, n, n, 8 * n + GBX_CHARSET_STEP, false, &a);
	decode(c, p, n, 1 + fuzz_draw(&d, 16), GBX_CHARSET_STEP + fuzz_draw(&d, 64), fuzz_draw(&d, 2), &b);
	FUZZ_CHECK(gbx_span_eq(gbx_buf_span(&a.text), gbx_buf_span(&b.text)) && a.bad == b.bad);
	struct gbx_garbled g = gbx_charset_garbled(fuzz_charsets(), (const unsigned char *)gbx_buf_str(&a.text),
						   a.text.n);
	FUZZ_CHECK(g.garbled <= g.runs);
	gbx_buf_release(&a.text);
	gbx_buf_release(&b.text);
	FUZZ_CHECK(gbx_utf8_all(p, n) == gbx_utf8_valid(p, n));
	struct gbx_charset_declared said = gbx_charset_declared(p, n);
	struct gbx_charset_guess guess = gbx_charset_guess(fuzz_charsets(), p, n, fuzz_draw(&d, 2),
							   fuzz_draw(&d, 2), &said);
	FUZZ_CHECK(guess.charset < GBX_CHARSET_COUNT && said.charset < GBX_CHARSET_COUNT);
}

/* ---- an entry's text ---- */

struct entry {
	const unsigned char *p;
	size_t n, at, step;
};

static enum gbx_rc entry_read(void *ctx, void *buf, size_t cap, size_t *got, struct gbx_err *err)
{
	struct entry *e = ctx;
	(void)err;
	size_t n = e->n - e->at;
	n = n < cap ? n : cap;
	n = n < e->step ? n : e->step;
	if (!n)
		return GBX_END;
	memcpy(buf, e->p + e->at, n);
	e->at += n;
	*got = n;
	return GBX_OK;
}

/* Offsets never go back and never leave the entry. */
static void check_offsets(struct gbx_text *t, const struct gbx_text_facts *f, const struct gbx_buf *text,
			  size_t n)
{
	const struct gbx_offsets *o = gbx_text_offsets(t);
	uint64_t before = 0, step = text->n / 64 + 1;
	if (o->same)
		return;
	for (uint64_t at = 0; at <= text->n; at += step) {
		uint64_t source = gbx_offsets_find(o, f->mark + at, (const unsigned char *)gbx_buf_str(text),
						   f->mark, text->n);
		FUZZ_CHECK(source >= before && source <= n);
		before = source;
	}
}

static struct gbx_text_facts read_text(const unsigned char *p, size_t n, size_t step, size_t cap,
				       enum gbx_charset c, struct gbx_buf *out)
{
	struct entry e = { p, n, 0, step };
	struct gbx_text_options opt = { .charset = c };
	struct gbx_text_facts facts;
	struct gbx_err err = { 0 };
	struct gbx_span head;
	bool whole = false;
	struct gbx_text *t = gbx_text_new(fuzz_charsets(), &opt, entry_read, &e);
	FUZZ_CHECK(t && gbx_text_head(t, &head, &whole, &err) == GBX_OK);
	unsigned char *buf = fuzz_alloc(cap);
	for (enum gbx_rc rc = GBX_OK; !rc;) {
		size_t have = 0, got = 0;
		while (have < cap && !(rc = gbx_text_read(t, buf + have, cap - have, &got, &err))) {
			FUZZ_CHECK(got && got <= cap - have);
			have += got;
		}
		FUZZ_CHECK(!gbx_rc_is_ours(rc));
		gbx_buf_add(out, buf, have);
	}
	free(buf);
	gbx_text_facts(t, &facts);
	FUZZ_CHECK(facts.charset < GBX_CHARSET_COUNT && facts.garbled.garbled <= facts.garbled.runs);
	FUZZ_CHECK(facts.undecodable <= n && facts.mark <= 4);
	check_offsets(t, &facts, out, n);
	gbx_text_free(t);
	return facts;
}

void fuzz_charset_text(const void *of, const unsigned char *p, size_t n)
{
	struct fuzz_draw d = fuzz_draw_of(p, n);
	struct gbx_buf a = GBX_BUF_INIT(1u << 22), b = a;
	enum gbx_charset c = fuzz_draw(&d, 3) ? GBX_CHARSET_NONE
					      : (enum gbx_charset)fuzz_draw(&d, GBX_CHARSET_COUNT);
	size_t cap = 64 + fuzz_draw(&d, 4096);
	(void)of;
	struct gbx_text_facts x = read_text(p, n, n + 1, cap, c, &a);
	struct gbx_text_facts y = read_text(p, n, 1 + fuzz_draw(&d, 64), cap, c, &b);
	FUZZ_CHECK(gbx_span_eq(gbx_buf_span(&a), gbx_buf_span(&b)));
	FUZZ_CHECK(x.charset == y.charset && x.how == y.how && x.undecodable == y.undecodable);
	gbx_buf_release(&a);
	gbx_buf_release(&b);
}

/* ---- escaping ---- */

/* Nothing that moves the cursor, ends the line or turns text around. */
static void check_shown(const struct gbx_buf *b)
{
	const unsigned char *p = (const unsigned char *)gbx_buf_str(b);
	FUZZ_CHECK(!gbx_buf_failed(b));
	for (size_t i = 0; i < b->n;) {
		unsigned cp = 0, k = gbx_utf8_next(p + i, b->n - i, &cp);
		FUZZ_CHECK(k && cp >= 0x20 && !(cp >= 0x7f && cp <= 0x9f) && cp != 0x061c);
		FUZZ_CHECK(!(cp >= 0x200e && cp <= 0x200f) && !(cp >= 0x2028 && cp <= 0x202e));
		FUZZ_CHECK(!(cp >= 0x2066 && cp <= 0x2069));
		i += k;
	}
}

/* Every one of the characters has a backslash before it that is not escaped itself. */
static void check_behind_backslash(const struct gbx_buf *b, const char *which)
{
	const char *p = gbx_buf_str(b);
	bool escaped = false;
	for (size_t i = 0; i < b->n; i++) {
		FUZZ_CHECK(escaped || !strchr(which, p[i]));
		escaped = !escaped && p[i] == '\\';
	}
}

/* One cell: quoted whole, or without anything that ends it. */
static void check_csv(const struct gbx_buf *b)
{
	const char *p = gbx_buf_str(b);
	size_t n = b->n, from = n && *p == '"';
	FUZZ_CHECK(n <= from || !memchr("=+-@\t\r", p[from], 6));
	if (!from) {
		for (size_t i = 0; i < n; i++)
			FUZZ_CHECK(!memchr("\",\r\n", p[i], 4));
		return;
	}
	FUZZ_CHECK(n > 1 && p[n - 1] == '"');
	for (size_t i = 1; i + 1 < n; i++) {
		if (p[i] != '"')
			continue;
		FUZZ_CHECK(i + 2 < n && p[i + 1] == '"');
		i++;
	}
}

static void check_json(const struct gbx_buf *b)
{
	struct gbx_tape t = { 0 };
	unsigned char *text = fuzz_padded(gbx_buf_str(b), b->n);
	FUZZ_CHECK(gbx_tape_parse(&t, text, b->n) == GBX_E_NONE);
	FUZZ_CHECK(t.n == 1 && t.ev[0].kind == GBX_TAPE_STR);
	gbx_tape_release(&t);
	free(text);
}

void fuzz_escape(const void *of, const unsigned char *p, size_t n)
{
	struct gbx_buf b = GBX_BUF_INIT(1u << 20);
	struct gbx_span s = { p, n };
	(void)of;
	gbx_escape_terminal(&b, s);
	check_shown(&b);
	gbx_buf_reset(&b);
	gbx_escape_html(&b, s);
	check_shown(&b);
	FUZZ_CHECK(!b.n || !strpbrk(b.p, "<>\"'"));
	gbx_buf_reset(&b);
	gbx_escape_markdown(&b, s);
	check_shown(&b);
	check_behind_backslash(&b, "<|`*[]");
	gbx_buf_reset(&b);
	gbx_escape_csv(&b, s);
	check_csv(&b);
	gbx_buf_reset(&b);
	gbx_escape_json(&b, s);
	check_json(&b);
	gbx_buf_release(&b);
}

/* Mending damaged JSON lines; the contract is in repair.h. */
#include "repair.h"

#include "../base/limits.h"

/* How far a quote looks ahead for the key that must follow a comma. */
#define LOOK 256u

void gbx_repair_init(struct gbx_repair *r)
{
	/* Every quote may gain a backslash. */
	gbx_buf_init(&r->text, 2 * (size_t)GBX_RECORD_BYTES + GBX_CHUNK_PAD);
	gbx_buf_init(&r->spare, 2 * (size_t)GBX_RECORD_BYTES + GBX_CHUNK_PAD);
}

void gbx_repair_release(struct gbx_repair *r)
{
	gbx_buf_release(&r->text);
	gbx_buf_release(&r->spare);
}

static bool is_blank(unsigned char c)
{
	return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

static struct gbx_span trim(struct gbx_span s)
{
	while (s.n && is_blank(s.p[s.n - 1]))
		s.n--;
	while (s.n && is_blank(*s.p)) {
		s.p++;
		s.n--;
	}
	return s;
}

/* Bare quotes */

struct mend {
	struct gbx_span s;
	size_t at;
	unsigned depth;
	uint64_t objects; /* bit d: level d + 1 is an object */
	bool key;         /* the next string here is a key */
};

static bool in_object(const struct mend *m)
{
	return m->depth && m->objects >> (m->depth - 1) & 1;
}

/* First position at or behind i that is not blank, within LOOK. */
static size_t over_blanks(struct gbx_span s, size_t i)
{
	size_t stop = s.n - i > LOOK ? i + LOOK : s.n;
	while (i < stop && is_blank(s.p[i]))
		i++;
	return i;
}

/* A key and its colon stand at i. */
static bool is_key(struct gbx_span s, size_t i)
{
	if (i >= s.n || s.p[i] != '"')
		return false;
	size_t stop = s.n - i > LOOK ? i + LOOK : s.n;
	for (i++; i < stop && s.p[i] != '"'; i++)
		if (s.p[i] == '\\')
			i++;
	if (i >= stop)
		return false;
	i = over_blanks(s, i + 1);
	return i < s.n && s.p[i] == ':';
}

static bool starts_value(struct gbx_span s, size_t i)
{
	return i < s.n && memchr("\"{[-0123456789tfn", s.p[i], 17);
}

/* The bracket at i may close this level: what follows fits the level above. */
static bool closes_level(const struct mend *m, size_t i)
{
	size_t next = over_blanks(m->s, i + 1);
	if (m->depth == 1)
		return next == m->s.n;
	return next < m->s.n && memchr(",}]", m->s.p[next], 3);
}

/* The quote at i ends the string that is open. */
static bool quote_closes(const struct mend *m, size_t i, bool key)
{
	struct gbx_span s = m->s;
	size_t next = over_blanks(s, i + 1);
	if (next >= s.n)
		return false;
	if (key)
		return s.p[next] == ':';
	if (s.p[next] == ',') {
		next = over_blanks(s, next + 1);
		return in_object(m) ? is_key(s, next) : starts_value(s, next);
	}
	return s.p[next] == (in_object(m) ? '}' : ']') && closes_level(m, next);
}

/* Copies the string that begins at m->at; every quote that does not end it gets
 * a backslash. False when nothing ends it. */
static bool mend_string(struct mend *m, struct gbx_buf *out, bool key)
{
	gbx_buf_addc(out, '"');
	for (size_t i = m->at + 1, from = i; i < m->s.n; i++) {
		unsigned char c = m->s.p[i];
		if (c == '\\') {
			i++;
		} else if (c == '"' && quote_closes(m, i, key)) {
			gbx_buf_add(out, m->s.p + from, i + 1 - from);
			m->at = i + 1;
			return true;
		} else if (c == '"') {
			gbx_buf_add(out, m->s.p + from, i - from);
			gbx_buf_addc(out, '\\');
			from = i;
		}
	}
	return false;
}

/* Keeps track of levels; false where they do not fit. */
static bool mend_level(struct mend *m, unsigned char c)
{
	if (c == '{' || c == '[') {
		if (m->depth == GBX_NESTING)
			return false;
		uint64_t bit = UINT64_C(1) << m->depth++;
		m->objects = c == '{' ? m->objects | bit : m->objects & ~bit;
		m->key = c == '{';
	} else if (c == '}' || c == ']') {
		if (!m->depth || in_object(m) != (c == '}'))
			return false;
		m->depth--;
		m->key = false;
	} else if (c == ',') {
		m->key = in_object(m);
	} else if (c == ':') {
		m->key = false;
	}
	return true;
}

static bool mend_quotes(struct gbx_span s, struct gbx_buf *out)
{
	struct mend m = {.s = s};
	gbx_buf_reset(out);
	while (m.at < s.n) {
		unsigned char c = s.p[m.at];
		if (c == '"') {
			if (!mend_string(&m, out, m.key))
				return false;
			continue;
		}
		if (!mend_level(&m, c))
			return false;
		gbx_buf_addc(out, (char)c);
		m.at++;
	}
	return !m.depth && !gbx_buf_failed(out);
}

/* Wrapping */

/* What the line's outer quotes hold; empty when it is not wrapped. */
static struct gbx_span inside(struct gbx_span s)
{
	if (s.n < 4 || s.p[0] != '"' || s.p[s.n - 1] != '"')
		return (struct gbx_span){NULL, 0};
	s = trim(gbx_span_of(s.p + 1, s.n - 2));
	if (s.n < 2 || s.p[0] != '{' || s.p[s.n - 1] != '}')
		return (struct gbx_span){NULL, 0};
	return s;
}

/* Copies s with \" and \\ (or "") made one character. Other escapes belong to
 * the JSON inside. */
static void undo_wrapping(struct gbx_span s, struct gbx_buf *out)
{
	size_t first = over_blanks(s, 1);
	unsigned char mark = first < s.n && memchr("\\\"", s.p[first], 2) ? s.p[first] : 0;
	bool wrapped = first + 1 < s.n && s.p[first + 1] == '"' && mark;
	gbx_buf_reset(out);
	for (size_t i = 0; i < s.n; i++) {
		bool pair = wrapped && s.p[i] == mark && i + 1 < s.n &&
		            (s.p[i + 1] == '"' || s.p[i + 1] == mark);
		gbx_buf_addc(out, (char)s.p[i + pair]);
		i += pair;
	}
}

static bool parses(struct gbx_buf *b, struct gbx_tape *t)
{
	if (gbx_buf_failed(b) || !gbx_buf_reserve(b, GBX_CHUNK_PAD))
		return false;
	return gbx_tape_parse(t, (const unsigned char *)b->p, b->n) == GBX_E_NONE &&
	       t->ev[0].kind == GBX_TAPE_OBJ;
}

bool gbx_repair_try(struct gbx_repair *r, struct gbx_tape *t, struct gbx_span s)
{
	s = trim(s);
	if (s.n && s.p[s.n - 1] == ',')
		s = trim(gbx_span_of(s.p, s.n - 1));
	if (s.n < 2 || s.n > GBX_RECORD_BYTES)
		return false;
	struct gbx_span in = inside(s);
	gbx_buf_reset(&r->text);
	if (in.n)
		undo_wrapping(in, &r->text);
	else if (s.p[0] == '{')
		gbx_buf_add(&r->text, s.p, s.n);
	else
		return false;
	if (parses(&r->text, t))
		return true;
	struct gbx_span was = gbx_buf_span(&r->text);
	bool mended = gbx_repair_words(was, &r->spare) && parses(&r->spare, t);
	if (!mended)
		mended = mend_quotes(was, &r->spare) && parses(&r->spare, t);
	struct gbx_buf swap = r->text;
	r->text = r->spare;
	r->spare = swap;
	return mended;
}

/*
 * JSON as its relatives write it; the contract is in repair.h. One pass: what is inside
 * strings in double quotes stays as it is. MongoDB's words are those of its shell's manual,
 * "Data Types in the mongo Shell"; Python's of its reference, "Literals".
 */
#include "repair.h"

#define WORD 40u /* longest word that is looked at */

struct words {
	struct gbx_span s;
	size_t at;
	struct gbx_buf *out;
	unsigned signs; /* of a relative: a name or text in its manner is one, a word of its own three */
};

#define SIGNS 3u /* fewer are JSON with a fault, which is not to be guessed about (RFC 8259) */

static bool is_blank(unsigned char c)
{
	return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

static bool is_letter(unsigned char c)
{
	return (c | 32) >= 'a' ? (c | 32) <= 'z' : c == '_' || c == '$';
}

static bool is_word(unsigned char c)
{
	return is_letter(c) || c == '_' || c == '.' || (c >= '0' && c <= '9');
}

static bool is_number(unsigned char c)
{
	return (c >= '0' && c <= '9') || memchr("+-.eE", c, 5);
}

/* Behind the string that begins at `at`; 0 when it does not end. */
static size_t string_end(struct gbx_span s, size_t at)
{
	for (size_t i = at + 1; i < s.n; i++) {
		if (s.p[i] == '\\')
			i++;
		else if (s.p[i] == s.p[at])
			return i + 1;
	}
	return 0;
}

/* The string at x->at, in double quotes. */
static bool put_string(struct words *x)
{
	size_t from = x->at, end = string_end(x->s, from);
	if (!end)
		return false;
	x->at = end;
	if (x->s.p[from] == '"') {
		gbx_buf_add(x->out, x->s.p + from, end - from);
		return true;
	}
	x->signs++;
	gbx_buf_addc(x->out, '"');
	for (size_t i = from + 1; i + 1 < end; i++) {
		unsigned char c = x->s.p[i];
		if (c == '\\' && x->s.p[i + 1] == '\'')
			continue;
		if (c == '"')
			gbx_buf_addc(x->out, '\\');
		gbx_buf_addc(x->out, (char)c);
		if (c == '\\')
			gbx_buf_addc(x->out, (char)x->s.p[++i]);
	}
	gbx_buf_addc(x->out, '"');
	return true;
}

static size_t over_blanks(const struct words *x, size_t i)
{
	while (i < x->s.n && is_blank(x->s.p[i]))
		i++;
	return i;
}

/* "(…)" at x->at: its only or last text, else its first number. */
static bool put_argument(struct words *x)
{
	struct gbx_span s = x->s;
	size_t text = 0, number = 0, number_n = 0, i = over_blanks(x, x->at + 1);
	for (; i < s.n && s.p[i] != ')'; i = over_blanks(x, i)) {
		size_t from = i;
		if (s.p[i] == '"' || s.p[i] == '\'') {
			text = i;
			i = string_end(s, i);
			if (!i)
				return false;
		} else if (s.p[i] == ',') {
			i++;
		} else {
			while (i < s.n && is_number(s.p[i]))
				i++;
			if (i == from)
				return false;
			number_n = number ? number_n : i - from;
			number = number ? number : from;
		}
	}
	if (i >= s.n)
		return false;
	if (text) {
		x->at = text;
		if (!put_string(x))
			return false;
	} else if (number) {
		gbx_buf_add(x->out, s.p + number, number_n);
	} else {
		gbx_buf_adds(x->out, "null");
	}
	x->at = i + 1;
	return true;
}

/* Words of others and JSON's for them. */
static const struct {
	const char *word, *json;
} known[] = {
    {"true", "true"},  {"false", "false"}, {"null", "null"},     {"True", "true"},
    {"False", "false"}, {"None", "null"},   {"undefined", "null"}, {"NaN", "null"},
    {"nan", "null"},   {"inf", "null"},    {"Infinity", "null"},
};

/* The word at x->at: a key, a call, a constant, or what stands before a string or a call. */
static bool put_word(struct words *x)
{
	struct gbx_span s = x->s;
	size_t from = x->at, end = from;
	while (end < s.n && end - from <= WORD && is_word(s.p[end]))
		end++;
	struct gbx_span w = gbx_span_of(s.p + from, end - from);
	size_t next = over_blanks(x, end);
	if (w.n > WORD || next >= s.n)
		return false;
	x->at = end;
	for (size_t i = 0; i < sizeof known / sizeof *known && s.p[next] != ':'; i++) {
		if (!gbx_span_is(w, known[i].word))
			continue;
		x->signs += i > 2 ? SIGNS : 0;
		gbx_buf_adds(x->out, known[i].json);
		return true;
	}
	if (s.p[next] == ':') {
		x->signs++;
		gbx_buf_addf(x->out, "\"%.*s\"", (int)w.n, (const char *)w.p);
		return true;
	}
	if (s.p[next] == '(') {
		x->at = next;
		x->signs += SIGNS;
		return put_argument(x);
	}
	return gbx_span_is(w, "new") ||
	       (w.n == 1 && next == end && memchr("ubr", *w.p, 3) && memchr("'\"", s.p[end], 2));
}

/* A bracket that closes; a comma before it goes. */
static void put_close(struct words *x, unsigned char c)
{
	size_t n = x->out->n;
	while (n && is_blank((unsigned char)x->out->p[n - 1]))
		n--;
	if (n && x->out->p[n - 1] == ',')
		x->out->n = n - 1;
	gbx_buf_addc(x->out, (char)c);
}

/* Behind the comment at x->at. */
static bool pass_comment(struct words *x)
{
	size_t left = x->s.n - x->at;
	const unsigned char *p = x->s.p + x->at;
	const unsigned char *end = left > 3 && p[1] == '*' ? memmem(p + 2, left - 2, "*/", 2) : NULL;
	x->at = end ? (size_t)(end - x->s.p) + 2 : x->at;
	return end;
}

bool gbx_repair_words(struct gbx_span s, struct gbx_buf *out)
{
	struct words x = {.s = s, .out = out};
	gbx_buf_reset(out);
	while (x.at < s.n) {
		unsigned char c = s.p[x.at];
		if (c == '"' || c == '\'') {
			if (!put_string(&x))
				return false;
			continue;
		}
		if (c == '/' || is_letter(c)) {
			if (c == '/' ? !pass_comment(&x) : !put_word(&x))
				return false;
			continue;
		}
		x.at++;
		size_t from = x.at - 1;
		if (c >= '0' && c <= '9')
			while (x.at < s.n && is_number(s.p[x.at]))
				x.at++;
		if (x.at > from + 1)
			gbx_buf_add(out, s.p + from, x.at - from);
		else if (c == '}' || c == ']')
			put_close(&x, c);
		else if (c != '-' || x.at == s.n || !is_letter(s.p[x.at])) /* -Infinity */
			gbx_buf_addc(out, (char)c);
	}
	return x.signs >= SIGNS && !gbx_buf_failed(out);
}

/*
 * The format "lines": one value a line, such as e-mail addresses, hashes or
 * words. A list is told from prose, logs and code by its lines: nearly all are
 * single tokens, or of one strong kind. Where no other format reads lines that nearly
 * all hold an e-mail address or a telephone number ("Ann Lark <ann@example.com>;"), they
 * are read as they are: what they hold is found inside.
 */
#include "combo.h"
#include "csv_sniff.h"

#include <stdlib.h>

#define LINES 500u    /* lines looked at */
#define LONG_LINE 200 /* a value of a list is shorter */

struct census {
	unsigned lines, tokens, few_words, sentences, longer;
	unsigned kinds[GBX_CSV_K_COUNT];
	size_t max;
	unsigned longest; /* lines of the greatest length */
	size_t bytes;
};

/* Marks that end sentences in scripts without spaces. */
static bool holds_sentence(struct gbx_span s)
{
	static const char *const marks[] = {"\xe3\x80\x82", "\xef\xbc\x8c", "\xef\xbc\x9a",
	                                    "\xef\xbc\x9b", "\xef\xbc\x9f", "\xef\xbc\x81",
	                                    "\xe3\x80\x81"};
	for (size_t i = 0; i < sizeof marks / sizeof *marks; i++) {
		if (memmem(s.p, s.n, marks[i], 3))
			return true;
	}
	return s.n > 3 && s.p[s.n - 1] == '.' && memchr(s.p, ' ', s.n);
}

static void count_line(struct census *x, struct gbx_span s)
{
	bool indented = s.p[0] == ' ' || s.p[0] == '\t';
	bool spaced = memchr(s.p, ' ', s.n) || memchr(s.p, '\t', s.n);
	enum gbx_csv_kind kind = gbx_csv_kind_of(s);
	x->lines++;
	x->kinds[kind]++;
	x->tokens += !spaced;
	x->few_words += !indented && kind != GBX_CSV_K_TEXT && kind != GBX_CSV_K_EMPTY;
	x->sentences += holds_sentence(s);
	x->longer += s.n > LONG_LINE;
	x->longest = s.n > x->max ? 1 : x->longest + (s.n == x->max);
	x->max = s.n > x->max ? s.n : x->max;
	x->bytes += s.n + 1;
}

/* A value without the quotes around it. */
static struct gbx_span unquoted(struct gbx_span s, int quote)
{
	bool quoted = quote >= 0 && s.n > 1 && s.p[0] == quote && s.p[s.n - 1] == quote;
	return quoted ? gbx_span_of(s.p + 1, s.n - 2) : s;
}

static struct census take(struct gbx_csv_sample s, size_t at, int quote)
{
	struct census x = {0};
	for (size_t i = at; i < s.n && x.lines < LINES;) {
		size_t from = i;
		while (i < s.n && s.p[i] != '\n' && s.p[i] != '\r')
			i++;
		if (i > from)
			count_line(&x, unquoted(gbx_span_of(s.p + from, i - from), quote));
		i++;
	}
	return x;
}

static struct gbx_span first_line(struct gbx_csv_sample s, size_t at)
{
	size_t end = at;
	while (end < s.n && s.p[end] != '\n' && s.p[end] != '\r')
		end++;
	return gbx_span_of(s.p + at, end - at);
}

static unsigned most_of_strong_kind(const struct census *x)
{
	unsigned most = 0;
	for (int k = GBX_CSV_K_INT; k <= GBX_CSV_K_HEX; k++)
		most = x->kinds[k] > most ? x->kinds[k] : most;
	return most;
}

/* Base64 and the like: long lines, all of one length but the last. */
static bool is_encoded(const struct census *x)
{
	return x->max >= 60 && x->longest + 1 >= x->lines && x->lines > 2 &&
	       x->kinds[GBX_CSV_K_HEX] * 2 < x->lines;
}

static bool is_word(unsigned char c) { return c > ' ' && !memchr("<>()[]{}\"',;:=|", c, 15); }

/* The e-mail address around the @ at i? */
static bool is_address(struct gbx_span s, size_t i)
{
	size_t from = i, to = i;
	while (from && is_word(s.p[from - 1]))
		from--;
	while (to < s.n && is_word(s.p[to]))
		to++;
	while (to > i && (s.p[to - 1] == '.' || s.p[to - 1] == '!' || s.p[to - 1] == '?'))
		to--;
	return gbx_combo_is_email(gbx_span_of(s.p + from, to - from));
}

/* A telephone number in the international form from the + at i on? */
static bool is_number(struct gbx_span s, size_t i)
{
	unsigned digits = 0;
	for (i++; i < s.n && digits < 16 && ((s.p[i] >= '0' && s.p[i] <= '9') || memchr(" -.()", s.p[i], 5)); i++)
		digits += s.p[i] >= '0' && s.p[i] <= '9';
	return digits >= 8 && digits <= 15;
}

static bool points_at_someone(struct gbx_span s)
{
	for (size_t i = 0; i < s.n; i++)
		if ((s.p[i] == '@' && is_address(s, i)) || (s.p[i] == '+' && is_number(s, i)))
			return true;
	return false;
}

#define LEAST 3u /* lines that prove it */
#define LAST_BID 8

static int contacts_score(struct gbx_csv_sample s, size_t at)
{
	unsigned lines = 0, fit = 0;
	while (at < s.n && lines < LINES) {
		struct gbx_span line = first_line(s, at);
		at += line.n + 1;
		lines += line.n > 0;
		fit += points_at_someone(line);
	}
	return fit >= LEAST && fit * 10 >= lines * 8 ? LAST_BID : 0;
}

static int list_score(struct gbx_csv_sample s, const struct gbx_csv_dialect *d)
{
	const struct census x = take(s, d->skip, d->quote);
	if (!x.lines || x.longer * 10 > x.lines)
		return 0;
	unsigned strong = most_of_strong_kind(&x);
	if (strong * 10 >= x.lines * 8)
		return x.lines > 1 ? 40 : 25;
	bool named = gbx_csv_header_word(unquoted(first_line(s, d->skip), d->quote));
	if (named && x.lines > 2 && x.few_words * 10 >= x.lines * 9 && x.sentences * 20 < x.lines)
		return 25;
	bool tokens = x.tokens * 10 >= x.lines * 9 && x.sentences * 20 < x.lines;
	return tokens && x.lines >= 5 && !is_encoded(&x) ? 20 : 0;
}

static int lines_score(struct gbx_csv_sample s, const struct gbx_csv_dialect *d)
{
	if (!gbx_csv_is_text(s) || gbx_csv_is_foreign(s) || gbx_csv_is_code(s))
		return 0;
	int score = list_score(s, d);
	return score ? score : contacts_score(s, d->skip);
}

/* Every line stands in quotes; or the first does and no other holds half a pair. */
static bool all_quoted(struct gbx_csv_sample s)
{
	unsigned lines = 0, quoted = 0;
	bool first = false;
	for (size_t at = 0; at < s.n;) {
		struct gbx_span line = first_line(s, at);
		at += line.n + 1;
		if (!line.n)
			continue;
		bool pair = line.n > 1 && line.p[0] == '"' && line.p[line.n - 1] == '"';
		if (!pair && memchr(line.p, '"', line.n))
			return false;
		first |= pair && !lines;
		quoted += pair;
		lines++;
	}
	return quoted > 0 && (quoted == lines || first || 2 * quoted > lines);
}

/* Do all values but the first, which has no digit, have one length and digits? */
static bool is_numbered(struct gbx_csv_sample s, size_t at, int quote)
{
	unsigned lines = 0;
	size_t length = 0;
	while (at < s.n && lines < LINES) {
		struct gbx_span raw = first_line(s, at), line = unquoted(raw, quote);
		bool digit = false;
		at += raw.n + 1;
		if (!raw.n)
			continue;
		for (size_t i = 0; i < line.n; i++)
			digit |= line.p[i] >= '0' && line.p[i] <= '9';
		if (digit != (lines > 0) || (lines > 1 && line.n != length))
			return false;
		if (!lines && memchr(line.p, ' ', line.n))
			return false;
		length = line.n;
		lines++;
	}
	return lines > 3;
}

static bool has_header(struct gbx_csv_sample s, const struct gbx_csv_dialect *d)
{
	const struct census x = take(s, d->skip, d->quote);
	struct gbx_span first = unquoted(first_line(s, d->skip), d->quote);
	if (gbx_csv_kind_strong(gbx_csv_kind_of(first)) || x.lines < 2)
		return false;
	/* "password" may stand in a list of passwords: only another kind below tells. */
	unsigned strong = most_of_strong_kind(&x);
	if (strong + 1 >= x.lines || strong * 10 >= x.lines * 9)
		return gbx_csv_header_word(first) || strong + 1 == x.lines;
	if (is_numbered(s, d->skip, d->quote))
		return true;
	return gbx_csv_header_word(first) && x.few_words * 10 >= x.lines * 9 && x.lines > 2;
}

static struct gbx_csv_dialect lines_dialect(struct gbx_csv_sample s,
                                            const struct gbx_format_options *o)
{
	struct gbx_csv_dialect d = {.quote = o->quote ? o->quote : -1, .escape = -1};
	d.columns = 1;
	d.any_eol = gbx_csv_cr_only(s);
	if (!o->quote && all_quoted(s))
		d.quote = '"';
	gbx_csv_dialect_ready(&d);
	for (size_t w = 1; w; d.skip += w)
		w = gbx_csv_blank(&d, s.p, s.n, d.skip);
	d.header = o->header ? o->header > 0 && d.skip < s.n : has_header(s, &d);
	const struct census x = take(s, d.skip, d.quote);
	d.record = x.lines ? x.bytes / x.lines : 1;
	return d;
}

static int lines_bid(const struct gbx_head *h, const struct gbx_format_options *o)
{
	struct gbx_csv_sample s = gbx_csv_sample_of(h);
	if (o->delimiter && *o->delimiter)
		return 0;
	struct gbx_csv_dialect d = lines_dialect(s, o);
	return lines_score(s, &d);
}

static enum gbx_rc lines_open(const struct gbx_head *h, const struct gbx_format_options *o,
                              struct gbx_reader **out, struct gbx_err *err)
{
	struct gbx_csv_dialect d = lines_dialect(gbx_csv_sample_of(h), o);
	return gbx_csv_reader_new(&gbx_format_lines, h, &d, out, err);
}

const struct gbx_format gbx_format_lines = {
    .name = "lines",
    .summary = "one value a line",
    .bid = lines_bid,
    .open = lines_open,
    .split = gbx_csv_split,
    .resync = gbx_csv_resync,
    .parse = gbx_csv_parse,
    .close = gbx_csv_close,
};

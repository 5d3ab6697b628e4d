/*
 * W3C Extended Log File Format, as IIS writes it: a "#Fields:" line names the
 * columns of the lines below it and may come again with others.
 */
#include "logs.h"

bool gbx_log_w3c_fields(struct gbx_span line, struct gbx_span *names)
{
	static const char mark[] = "#Fields:";
	if (line.n < sizeof mark - 1 || memcmp(line.p, mark, sizeof mark - 1) != 0)
		return false;
	*names = gbx_span_of(line.p + sizeof mark - 1, line.n - (sizeof mark - 1));
	return true;
}

static bool is_blank(unsigned char c)
{
	return c == ' ' || c == '\t' || c == '\r';
}

bool gbx_log_w3c_word(struct gbx_span *s, struct gbx_span *word)
{
	size_t i = 0;
	while (i < s->n && is_blank(s->p[i]))
		i++;
	size_t from = i;
	const unsigned char *close = NULL;
	if (i < s->n && s->p[i] == '"')
		close = memchr(s->p + i + 1, '"', s->n - i - 1);
	if (close) {
		*word = gbx_span_of(s->p + i + 1, (size_t)(close - s->p) - i - 1);
		i = (size_t)(close - s->p) + 1;
	} else {
		while (i < s->n && !is_blank(s->p[i]))
			i++;
		*word = gbx_span_of(s->p + from, i - from);
	}
	s->p += i;
	s->n -= i;
	return i > from;
}

struct parse {
	struct gbx_chunk *c;
	struct gbx_parsed *out;
	struct gbx_batch *b;
	struct gbx_span fields;
};

/* False without memory; *fits: as many words as names. */
static bool put_words(struct parse *x, struct gbx_span line, uint32_t rec, bool *fits)
{
	struct gbx_span names = x->fields, name, word;
	uint32_t guess = 0;
	*fits = true;
	while (gbx_log_w3c_word(&names, &name)) {
		if (!gbx_log_w3c_word(&line, &word)) {
			*fits = false;
			return true;
		}
		uint32_t col = gbx_lrows_column(x->out, x->b, rec, name, guess);
		if (col == UINT32_MAX) {
			*fits = false;
			return true;
		}
		struct gbx_cell cell = {(uint32_t)(word.p - x->c->p), (uint32_t)word.n};
		if (!gbx_batch_cell(x->out, x->b, col, rec, cell))
			return false;
		guess = col + 1;
	}
	*fits = !gbx_log_w3c_word(&line, &word);
	return true;
}

static bool parse_line(struct parse *x, struct gbx_span line, size_t at, size_t all)
{
	bool fits;
	if (!line.n || line.p[0] == '#') {
		gbx_log_w3c_fields(line, &x->fields);
		gbx_parsed_skip(x->out, line.n ? "comment" : "blank line", 1, all);
		return true;
	}
	uint32_t rec = gbx_batch_record(x->out, x->b, x->c->off + at);
	if (rec == UINT32_MAX || !put_words(x, line, rec, &fits))
		return false;
	if (fits) {
		x->out->bytes_records += all;
		return true;
	}
	gbx_batch_undo(x->b);
	x->out->bytes_quarantined += all;
	return gbx_parsed_bad(x->out, x->c->off + at, all, GBX_E_LINE_SHAPE);
}

bool gbx_log_w3c_parse(struct gbx_chunk *c, struct gbx_parsed *out, const char *relation,
                       struct gbx_span fields)
{
	struct parse x = {.c = c, .out = out, .fields = fields};
	x.b = gbx_parsed_batch(out, gbx_span_str(relation), 0);
	if (!x.b)
		return false;
	for (size_t at = 0; at < c->n;) {
		const unsigned char *p = c->p + at, *lf = memchr(p, '\n', c->n - at);
		size_t n = lf ? (size_t)(lf - p) : c->n - at, all = n + (lf != NULL);
		while (n && p[n - 1] == '\r')
			n--;
		if (!parse_line(&x, gbx_span_of(p, n), at, all))
			return false;
		at += all;
	}
	x.b->bytes = c->p;
	gbx_parsed_finish(out);
	return true;
}

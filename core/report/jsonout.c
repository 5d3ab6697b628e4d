/* Writing JSON; the contract is in jsonout.h. */
#include "jsonout.h"

#include <inttypes.h>

#include "../base/escape.h"

static void put_indent(struct gbx_json *j)
{
	if (j->one_line)
		return;
	gbx_buf_addc(j->out, '\n');
	for (unsigned i = 0; i < j->depth; i++)
		gbx_buf_addc(j->out, ' ');
}

static void put_key(struct gbx_json *j, const char *key)
{
	if (!j->first)
		gbx_buf_adds(j->out, j->one_line ? ", " : ",");
	if (j->depth)
		put_indent(j);
	j->first = false;
	if (!key)
		return;
	gbx_escape_json(j->out, gbx_span_str(key));
	gbx_buf_adds(j->out, ": ");
}

void gbx_json_open(struct gbx_json *j, const char *key, char bracket)
{
	put_key(j, key);
	gbx_buf_addc(j->out, bracket);
	j->depth++;
	j->first = true;
}

void gbx_json_inline(struct gbx_json *j, const char *key, char bracket)
{
	gbx_json_open(j, key, bracket);
	if (!j->one_line)
		j->one_line = j->depth;
}

void gbx_json_close(struct gbx_json *j, char bracket)
{
	bool ends = j->depth == j->one_line;

	j->depth--;
	if (!j->first)
		put_indent(j);
	gbx_buf_addc(j->out, bracket);
	j->first = false;
	if (ends)
		j->one_line = 0;
}

void gbx_json_text(struct gbx_json *j, const char *key, const char *s)
{
	put_key(j, key);
	if (s)
		gbx_escape_json(j->out, gbx_span_str(s));
	else
		gbx_buf_adds(j->out, "null");
}

void gbx_json_number(struct gbx_json *j, const char *key, uint64_t n)
{
	put_key(j, key);
	gbx_buf_addf(j->out, "%" PRIu64, n);
}

void gbx_json_decimal(struct gbx_json *j, const char *key, double v, unsigned digits)
{
	put_key(j, key);
	gbx_put_decimal(j->out, v, digits);
}

void gbx_json_bool(struct gbx_json *j, const char *key, bool v)
{
	put_key(j, key);
	gbx_buf_adds(j->out, v ? "true" : "false");
}

void gbx_json_null(struct gbx_json *j, const char *key)
{
	gbx_json_text(j, key, NULL);
}

void gbx_json_figure(struct gbx_json *j, const char *key, struct gbx_figure f)
{
	const char *quote = f.cover == GBX_SHOWN ? "" : "\"";

	put_key(j, key);
	gbx_buf_adds(j->out, quote);
	gbx_put_plain(j->out, f);
	gbx_buf_adds(j->out, quote);
}

void gbx_json_estimate(struct gbx_json *j, const char *key, struct gbx_figure f)
{
	gbx_json_inline(j, key, '{');
	gbx_json_figure(j, "value", f);
	gbx_json_bool(j, "exact", f.exact);
	gbx_json_decimal(j, "error", f.error, 4);
	gbx_json_close(j, '}');
}

/* How entries are read when the user says so; the contract is in glovebox.h. */
#include "reading.h"

#include <fnmatch.h>
#include <string.h>

#include "../base/buf.h"
#include "../format/format.h"
#include "../source/charset.h"

/* Names for what is hard to type, or means something in a rule. */
static const struct {
	const char *name, *byte;
} bytes[] = {
	{ "tab", "\t" },   { "comma", "," }, { "semicolon", ";" }, { "pipe", "|" },
	{ "colon", ":" },  { "space", " " }, { "backslash", "\\" }, { "equals", "=" },
	{ "double", "\"" }, { "single", "'" },
};

static const char *byte_of(const char *text)
{
	for (size_t i = 0; i < sizeof bytes / sizeof *bytes; i++)
		if (!strcmp(bytes[i].name, text))
			return bytes[i].byte;
	return text;
}

static bool copy(char *out, size_t cap, const char *text)
{
	size_t n = strlen(text);
	if (!n || n >= cap)
		return false;
	memcpy(out, text, n + 1);
	return true;
}

static enum gbx_rc set_format(struct gbx_reading *r, const char *value, struct gbx_err *err)
{
	struct gbx_buf names = GBX_BUF_INIT(4096);
	for (size_t i = 0; gbx_formats[i]; i++)
		gbx_buf_addf(&names, "%s%s", i ? ", " : "", gbx_formats[i]->name);
	enum gbx_rc rc = GBX_OK;
	if (!gbx_format_named(value) || !copy(r->format, sizeof r->format, value))
		rc = gbx_fail(err, GBX_E_USAGE, "no format of that name; there are %s",
			      gbx_buf_str(&names));
	gbx_buf_release(&names);
	return rc;
}

/* "auto" leaves it to be found out. */
static enum gbx_rc set_charset(struct gbx_reading *r, const char *value, struct gbx_err *err)
{
	struct gbx_buf names = GBX_BUF_INIT(4096);
	bool found = !strcmp(value, "auto") || gbx_charset_find(gbx_span_str(value));
	for (unsigned c = 1; c < GBX_CHARSET_COUNT; c++)
		gbx_buf_addf(&names, ", %s", gbx_charset_info[c].name);
	enum gbx_rc rc = GBX_OK;
	if (!found || !copy(r->charset, sizeof r->charset, value))
		rc = gbx_fail(err, GBX_E_USAGE, "no charset of that name; there are auto%s", gbx_buf_str(&names));
	gbx_buf_release(&names);
	return rc;
}

static enum gbx_rc set_delimiter(struct gbx_reading *r, const char *value, struct gbx_err *err)
{
	if (copy(r->delimiter, sizeof r->delimiter, byte_of(value)))
		return GBX_OK;
	return gbx_fail(err, GBX_E_USAGE, "a delimiter is 1 to 8 characters, or a name such as 'tab'");
}

static enum gbx_rc set_byte(int *out, const char *value, struct gbx_err *err)
{
	const char *b = byte_of(value);
	if (!strcmp(value, "none"))
		*out = -1;
	else if (strlen(b) == 1)
		*out = (unsigned char)*b;
	else
		return gbx_fail(err, GBX_E_USAGE, "quote and escape are one character, or 'none'");
	return GBX_OK;
}

static enum gbx_rc set_quote(struct gbx_reading *r, const char *value, struct gbx_err *err)
{
	return set_byte(&r->quote, value, err);
}

static enum gbx_rc set_escape(struct gbx_reading *r, const char *value, struct gbx_err *err)
{
	return set_byte(&r->escape, value, err);
}

static enum gbx_rc set_header(struct gbx_reading *r, const char *value, struct gbx_err *err)
{
	r->header = !strcmp(value, "yes") ? 1 : !strcmp(value, "no") ? -1 : 0;
	return r->header ? GBX_OK : gbx_fail(err, GBX_E_USAGE, "header is yes or no");
}

static const struct {
	const char *key;
	enum gbx_rc (*set)(struct gbx_reading *r, const char *value, struct gbx_err *err);
} keys[] = {
	{ "format", set_format }, { "charset", set_charset }, { "delimiter", set_delimiter }, { "quote", set_quote },
	{ "escape", set_escape }, { "header", set_header },
};

enum gbx_rc gbx_reading_set(struct gbx_reading *r, const char *key, const char *value,
			    struct gbx_err *err)
{
	for (size_t i = 0; i < sizeof keys / sizeof *keys; i++)
		if (!strcmp(keys[i].key, key))
			return keys[i].set(r, value, err);
	return gbx_fail(err, GBX_E_USAGE,
			"a rule sets format, charset, delimiter, quote, escape or header");
}

/* "key=value", cut out of a rule. */
static enum gbx_rc set_pair(struct gbx_reading *r, char *pair, struct gbx_err *err)
{
	char *eq = strchr(pair, '=');
	if (!eq)
		return gbx_fail(err, GBX_E_USAGE, "a rule is GLOB:KEY=VALUE,KEY=VALUE");
	*eq = 0;
	return gbx_reading_set(r, pair, eq + 1, err);
}

enum gbx_rc gbx_reading_rule(struct gbx_reading_rule *rule, const char *text, struct gbx_err *err)
{
	char pairs[GBX_RULE_TEXT];
	const char *eq = strchr(text, '='), *colon = NULL;
	*rule = (struct gbx_reading_rule){ .reading = { .header = 0 } };
	for (const char *p = text; eq && p < eq; p++)
		colon = *p == ':' ? p : colon;
	size_t n = colon ? (size_t)(colon - text) : 0;
	if (!n || n >= sizeof rule->glob || !copy(pairs, sizeof pairs, colon + 1))
		return gbx_fail(err, GBX_E_USAGE, "a rule is GLOB:KEY=VALUE,KEY=VALUE");
	memcpy(rule->glob, text, n);
	enum gbx_rc rc = GBX_OK;
	for (char *at = pairs, *next; at && !rc; at = next) {
		char *comma = strchr(at, ',');
		next = comma ? comma + 1 : NULL;
		if (comma)
			*comma = 0;
		rc = set_pair(&rule->reading, at, err);
	}
	return rc;
}

static bool matches(const struct gbx_reading_rule *rule, const char *path)
{
	const char *slash = strrchr(path, '/');
	if (!fnmatch(rule->glob, path, 0))
		return true;
	return !strchr(rule->glob, '/') && slash && !fnmatch(rule->glob, slash + 1, 0);
}

static void lay_over(struct gbx_reading *to, const struct gbx_reading *from)
{
	if (*from->format)
		memcpy(to->format, from->format, sizeof to->format);
	if (*from->charset)
		memcpy(to->charset, from->charset, sizeof to->charset);
	if (*from->delimiter)
		memcpy(to->delimiter, from->delimiter, sizeof to->delimiter);
	to->quote = from->quote ? from->quote : to->quote;
	to->escape = from->escape ? from->escape : to->escape;
	to->header = from->header ? from->header : to->header;
}

struct gbx_reading gbx_reading_of(const struct gbx_reading *all, const struct gbx_reading_rule *rule,
				  size_t nrule, const char *path)
{
	struct gbx_reading r = *all;
	for (size_t i = 0; i < nrule; i++)
		if (matches(rule + i, path))
			lay_over(&r, &rule[i].reading);
	return r;
}

struct gbx_format_options gbx_reading_options(const struct gbx_reading *r)
{
	return (struct gbx_format_options){
		.format = *r->format ? r->format : NULL,
		.delimiter = *r->delimiter ? r->delimiter : NULL,
		.quote = r->quote,
		.escape = r->escape,
		.header = r->header,
	};
}

/*
 * What text says of its own charset: XML 1.0 4.3.3, HTML 13.2.3.2, MySQL and PostgreSQL
 * dumps, vCard 2.1. Only the name is taken; whether it is true is the guess's business.
 */
#include "charset.h"

#define LOOK_BYTES 16384u /* declarations stand at the top */

static const struct {
	const char *before; /* lower case; what follows, blanks and quotes apart, is the name */
	bool weak;
} signs[] = {
	{ "encoding=", false },
	{ "charset=", true },
	{ "character set ", true },
	{ "character set=", true },
	{ "set names ", false },
	{ "client_encoding = ", false },
	{ "client_encoding to ", false },
	{ "client_encoding=", false },
	{ "\\encoding ", false },
	{ "encoding:", false },
};

static unsigned char lower(unsigned char c) { return c >= 'A' && c <= 'Z' ? c | 0x20 : c; }

static bool starts(const unsigned char *p, size_t n, const char *word)
{
	size_t k = strlen(word);
	for (size_t i = 0; i < k; i++)
		if (i >= n || lower(p[i]) != (unsigned char)word[i])
			return false;
	return true;
}

/* The name at p, if there is a charset of that name. */
static enum gbx_charset name_at(const unsigned char *p, size_t n)
{
	size_t from = 0, to;
	while (from < n && memchr(" \t\"'=\\", p[from], 6))
		from++;
	for (to = from; to < n && to - from < 32; to++)
		if (!memchr("_-.:", p[to], 4) && !(lower(p[to]) >= 'a' && lower(p[to]) <= 'z') &&
		    !(p[to] >= '0' && p[to] <= '9'))
			break;
	return gbx_charset_find(gbx_span_of(p + from, to - from));
}

/* In a tag or a vCard, "charset=" is of the file; in SQL, of a table. */
static bool of_file(const unsigned char *p, size_t n)
{
	while (n && memchr(" \t\r\n", *p, 4)) {
		p++;
		n--;
	}
	return n && (*p == '<' || starts(p, n, "begin:vcard"));
}

struct gbx_charset_declared gbx_charset_declared(const unsigned char *p, size_t n)
{
	struct gbx_charset_declared found = { GBX_CHARSET_NONE, false };
	n = n < LOOK_BYTES ? n : LOOK_BYTES;
	bool file = of_file(p, n);
	for (size_t i = 0; i < n; i++) {
		for (size_t k = 0; k < sizeof signs / sizeof *signs; k++) {
			if (lower(p[i]) != (unsigned char)signs[k].before[0] || !starts(p + i, n - i, signs[k].before))
				continue;
			size_t at = i + strlen(signs[k].before);
			enum gbx_charset c = name_at(p + at, n - at);
			bool weak = signs[k].weak && !file;
			if (c && !weak)
				return (struct gbx_charset_declared){ c, false };
			if (c && !found.charset)
				found = (struct gbx_charset_declared){ c, true };
		}
	}
	return found;
}

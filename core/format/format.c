/*
 * The registry of formats, bidding, and naming a relation after its file; the
 * contract is in format.h.
 */
#include "format.h"

#include <stdlib.h>
#include <strings.h>

#include "../base/escape.h"
#include "../base/limits.h"

#define GBX_FORMAT(name) extern const struct gbx_format gbx_format_##name;
#include "readers.def"
#undef GBX_FORMAT

const struct gbx_format *const gbx_formats[] = {
#define GBX_FORMAT(name) &gbx_format_##name,
#include "readers.def"
#undef GBX_FORMAT
    NULL};

static bool is_blank(const struct gbx_head *h)
{
	for (size_t i = 0; i < h->n; i++)
		if (!memchr(" \t\r\n", h->p[i], 4))
			return false;
	return h->whole;
}

static bool is_called(const struct gbx_format *f, const char *name)
{
	if (strcmp(f->name, name) == 0)
		return true;
	for (const char *const *k = f->kinds; k && *k; k++)
		if (strcmp(*k, name) == 0)
			return true;
	return false;
}

void gbx_reader_free(struct gbx_reader *r)
{
	free(r);
}

const struct gbx_format *gbx_format_named(const char *name)
{
	for (const struct gbx_format *const *f = gbx_formats; *f; f++)
		if (is_called(*f, name))
			return *f;
	return NULL;
}

const struct gbx_format *gbx_format_pick(const struct gbx_head *h,
                                         const struct gbx_format_options *o, struct gbx_err *err)
{
	static const struct gbx_format_options none;
	if (!o)
		o = &none;
	if (is_blank(h)) {
		gbx_fail(err, GBX_E_EMPTY, NULL);
		return NULL;
	}
	const struct gbx_format *best = o->format ? gbx_format_named(o->format) : NULL;
	int high = 0;
	for (const struct gbx_format *const *f = gbx_formats; *f && !o->format; f++) {
		int bid = (*f)->bid(h, o);
		if (bid > high) {
			high = bid;
			best = *f;
		}
	}
	if (!best)
		gbx_fail(err, GBX_E_NOT_RECOGNISED, NULL);
	return best;
}

/* Endings that name a format or a wrapping and not what is inside. */
static const char *const endings[] = {
    "gz",   "gzip",   "bz2",   "xz",   "lzma", "zst",  "zstd", "lz4",   "z",      "zip",
    "7z",   "rar",    "tar",   "tgz",  "tbz2", "txz",  "csv",  "tsv",   "tab",    "txt",
    "psv",  "dat",    "log",   "json", "js",   "bulk", "bson", "sql",   "jsonl",  "ndjson",
    "dump", "sqlite", "db",    "db3",  "xml",  "xlsx", "xls",  "ods",   "html",   "ldif",
    "ldf",  "vcf",    "vcard", "mbox", "eml",  "md",   "out",  "jsons", "sqlite3",
    "yaml", "yml",    "py",    "htm"};

static bool is_ending(const char *s, size_t n)
{
	for (size_t i = 0; i < sizeof endings / sizeof *endings; i++)
		if (strlen(endings[i]) == n && strncasecmp(endings[i], s, n) == 0)
			return true;
	return false;
}

/* Password stealers name a file after the browser it comes from, and its folder after what is in
 * it: Cookies/Google_[Chrome]_Default.txt, Autofills/Google_[Chrome]_Default.txt. */
static const char *const browsers[] = {"chrome", "chromium", "edge",   "firefox",
                                       "opera",  "brave",    "yandex", "vivaldi"};
static const char *const kinds[] = {"autofill", "autofills", "cookie",      "cookies",
                                    "cards",    "cc",        "creditcards", "credit cards",
                                    "history",  "downloads", "passwords",   "tokens"};

static bool names_browser(struct gbx_span s)
{
	for (size_t i = 0; i < sizeof browsers / sizeof *browsers; i++)
		for (size_t at = 0, n = strlen(browsers[i]); at + n <= s.n; at++)
			if (strncasecmp((const char *)s.p + at, browsers[i], n) == 0)
				return true;
	return false;
}

static bool names_kind(struct gbx_span s)
{
	for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
		if (strlen(kinds[i]) == s.n && strncasecmp((const char *)s.p, kinds[i], s.n) == 0)
			return true;
	return false;
}

/* The folder that ends before path[end - 1]. */
static struct gbx_span folder_before(const char *path, size_t end)
{
	size_t to = end ? end - 1 : 0, from = to;
	while (from && path[from - 1] != '/')
		from--;
	return gbx_span_of(path + from, to - from);
}

/* "001" or "ab" behind a known ending counts the parts of a file: users.csv.001. */
static bool counts_parts(const char *s, size_t n)
{
	size_t digits = strspn(s, "0123456789"), letters = strspn(s, "abcdefghijklmnopqrstuvwxyz");
	return (n == 2 || n == 3) && (digits >= n || (n == 2 && letters >= n));
}

static size_t before_count(const char *path, size_t from, size_t end)
{
	size_t dot = end, before;
	while (dot > from && path[dot - 1] != '.')
		dot--;
	if (dot < from + 2 || !counts_parts(path + dot, end - dot))
		return end;
	for (before = dot - 1; before > from && path[before - 1] != '.';)
		before--;
	return before > from && is_ending(path + before, dot - 1 - before) ? dot - 1 : end;
}

static struct gbx_span stem_of(const char *path)
{
	size_t end = strlen(path);
	while (end && path[end - 1] == '/')
		end--;
	size_t from = end;
	while (from && path[from - 1] != '/')
		from--;
	end = before_count(path, from, end);
	for (size_t dot = end; dot > from + 1;) {
		if (path[--dot] != '.')
			continue;
		if (!is_ending(path + dot + 1, end - dot - 1))
			break;
		end = dot;
	}
	struct gbx_span stem = gbx_span_of(path + from, end - from), folder = folder_before(path, from);
	return names_kind(folder) && names_browser(stem) ? folder : stem;
}

void gbx_format_stem(const char *path, char *out, size_t cap)
{
	struct gbx_span s = stem_of(path ? path : "");
	if (!s.n || gbx_span_is(s, "-"))
		s = gbx_span_str("data");
	if (cap > GBX_NAME_BYTES + 1)
		cap = GBX_NAME_BYTES + 1;
	size_t n = 0;
	while (n < s.n) {
		unsigned cp, w = gbx_utf8_next(s.p + n, s.n - n, &cp);
		w = w ? w : 1;
		if (n + w >= cap)
			break;
		memcpy(out + n, s.p + n, w);
		n += w;
	}
	if (cap)
		out[n] = 0;
}

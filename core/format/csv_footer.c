/*
 * What stands behind the last row of a table and is none: how many rows there were, as
 * databases and their clients say it, an end mark, a closing comment. A line counts as that
 * when it has no delimiter and no quote, and says nothing else; a note in free words stays a
 * record with one value, which is counted as ragged.
 */
#include <string.h>
#include <strings.h>

#include "csv.h"

#define LINES 6u   /* of a footer */
#define LENGTH 96u /* bytes of one */

static bool is_alpha(unsigned char c) { return (c | 32) >= 'a' && (c | 32) <= 'z'; }

static bool is_one_of(const unsigned char *p, size_t n, const char *const *words)
{
	for (; *words; words++)
		if (strlen(*words) == n && strncasecmp(*words, (const char *)p, n) == 0)
			return true;
	return false;
}

/* "(300 rows)", "300 rows in set (0.05 sec)", "Total records: 300". */
static bool says_how_many(const unsigned char *p, size_t n)
{
	static const char *const counted[] = {"row", "rows", "record", "records", "entries", "lines",
	                                      "total", "count", NULL};
	static const char *const beside[] = {"s", "in", "set", "sec", "ms", "time", "selected", "affected",
	                                     "returned", "exported", "fetched", "retrieved", "of", "number", NULL};
	bool digit = false, word = false;
	for (size_t i = 0, k; i < n; i += k) {
		for (k = 0; i + k < n && is_alpha(p[i + k]); k++)
			;
		if (k && is_one_of(p + i, k, counted))
			word = true;
		else if (k && !is_one_of(p + i, k, beside))
			return false;
		if (p[i] >= 0x80)
			return false;
		digit |= p[i] >= '0' && p[i] <= '9';
		k += !k;
	}
	return digit && word;
}

/* "EOF", "*** END OF FILE ***", "-- end of export --", "# exported 2024-01-01". */
static bool marks_end(const unsigned char *p, size_t n)
{
	static const char *const ends[] = {"eof", "end", "end of file", "end of data", "end of export",
	                                   "end of report", "\\.", NULL};
	bool comment = n > 2 && ((p[0] == '#' && p[1] == ' ') || (p[0] == '-' && p[1] == '-' && p[2] == ' '));
	size_t from = 0, to = n;
	while (from < to && memchr("*=-#_ <[", p[from], 8))
		from++;
	while (to > from && memchr("*=-#_ >].", p[to - 1], 9))
		to--;
	return comment || is_one_of(p + from, to - from, ends) || is_one_of(p, n, ends);
}

static bool is_footer(const struct gbx_csv_dialect *d, const unsigned char *p, size_t n)
{
	while (n && (p[n - 1] == ' ' || p[n - 1] == '\r'))
		n--;
	if (n > LENGTH || (d->quote >= 0 && memchr(p, d->quote, n)))
		return false;
	for (size_t i = 0; i < n; i++)
		if (d->class[p[i]] & GBX_CSV_C_DELIM)
			return false;
	return says_how_many(p, n) || marks_end(p, n);
}

/* Where the line that ends before p[end] begins. */
static size_t line_before(const unsigned char *p, size_t at, size_t end)
{
	size_t i = end && p[end - 1] == '\n' ? end - 1 : end;
	while (i > at && p[i - 1] != '\n')
		i--;
	return i;
}

size_t gbx_csv_footer(const struct gbx_csv_dialect *d, const unsigned char *p, size_t at, size_t n)
{
	size_t foot = n, last = n;
	if (d->columns < 2 || d->any_eol)
		return n;
	for (unsigned i = 0; i < LINES && foot > at; i++) {
		size_t from = line_before(p, at, foot), len = foot - from;
		bool blank = (len == 1 && p[from] == '\n') || (len == 2 && p[from] == '\r');
		if (!blank && !is_footer(d, p + from, len - (p[foot - 1] == '\n')))
			break;
		foot = from;
		if (!blank)
			last = from; /* blank lines alone are no footer */
	}
	return last;
}

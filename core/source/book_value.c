/*
 * Serial days: ECMA-376 part 1, 18.17.4.1. Day 1 is 1900-01-01, and 1900 is taken for a
 * leap year, so day 60 is a day that never was, shown as the program shows it.
 */
#include "book_value.h"

#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#define SERIAL_MAX 2958465.0 /* 9999-12-31 */
#define DAY_SECONDS 86400
#define EXACT 9007199254740992.0 /* whole numbers below are what they were */

/* What a scan of a format code has seen. */
struct seen {
	bool day, clock, month, elapsed, digit;
};

/* [h], [mm] and [ss] count past their end; other brackets are colours and conditions. */
static const char *bracket(const char *c, struct seen *s)
{
	const char *end = strchr(c, ']');
	if (!end)
		return c + strlen(c);
	size_t n = (size_t)(end - c - 1);
	if (n && strspn(c + 1, "hHmMsS") == n)
		s->elapsed = s->clock = true;
	return end + 1;
}

/* Past what stands for itself: quoted, escaped, padding, fill. NULL: c is no such thing. */
static const char *literal(const char *c)
{
	if (*c == '"') {
		const char *end = strchr(c + 1, '"');
		return end ? end + 1 : c + strlen(c);
	}
	if (strchr("\\_*", *c))
		return c[1] ? c + 2 : c + 1;
	return NULL;
}

static const char *letter(const char *c, struct seen *s)
{
	if (!strncasecmp(c, "AM/PM", 5) || !strncasecmp(c, "A/P", 3)) {
		s->clock = true;
		return c + (c[1] == '/' ? 3 : 5);
	}
	if (strchr("yYdDbB", *c) || ((*c == 'e' || *c == 'g') && c[1] != '+' && c[1] != '-'))
		s->day = true;
	s->clock = s->clock || strchr("hHsS", *c);
	s->month = s->month || strchr("mM", *c);
	s->digit = s->digit || strchr("0#?", *c);
	return c + 1;
}

/* Only zeros and what stands for itself: such a format fills with zeros in front. */
static bool read_mask(const char *code, char mask[GBX_BOOK_MASK_BYTES])
{
	size_t n = 0, zeros = 0;
	while (*code) {
		bool plain = strchr("0-/ ()", *code);
		bool escaped = *code == '\\' && code[1] && code[1] != '0';
		if ((!plain && !escaped) || n + 1 >= GBX_BOOK_MASK_BYTES)
			return false;
		zeros += *code == '0';
		mask[n++] = escaped ? code[1] : *code;
		code += escaped ? 2 : 1;
	}
	mask[n] = 0;
	return zeros > 1;
}

struct gbx_book_format gbx_book_format_read(const char *code)
{
	struct gbx_book_format f = { 0 };
	struct seen s = { 0 };
	if (!strncasecmp(code, "General", 7))
		return f;
	if (read_mask(code, f.mask)) {
		f.kind = GBX_BOOK_MASK;
		return f;
	}
	while (*code && *code != ';') {
		const char *past = literal(code);
		code = past ? past : *code == '[' ? bracket(code, &s) : letter(code, &s);
		if (s.digit && !s.day && !s.clock && !s.month)
			return f;
	}
	if (s.day || (s.month && !s.clock))
		f.kind = GBX_BOOK_DATE;
	else if (s.clock)
		f.kind = s.elapsed ? GBX_BOOK_ELAPSED : GBX_BOOK_TIME;
	return f;
}

struct gbx_book_format gbx_book_format_known(unsigned long id)
{
	static const struct {
		unsigned char from, to, kind;
	} known[] = {
		{ 14, 17, GBX_BOOK_DATE }, { 18, 21, GBX_BOOK_TIME },	 { 22, 22, GBX_BOOK_DATE },
		{ 27, 31, GBX_BOOK_DATE }, { 32, 35, GBX_BOOK_TIME },	 { 36, 36, GBX_BOOK_DATE },
		{ 45, 45, GBX_BOOK_TIME }, { 46, 46, GBX_BOOK_ELAPSED }, { 47, 47, GBX_BOOK_TIME },
		{ 50, 58, GBX_BOOK_DATE },
	};
	struct gbx_book_format f = { 0 };
	for (size_t i = 0; i < sizeof known / sizeof *known; i++)
		if (id >= known[i].from && id <= known[i].to)
			f.kind = known[i].kind;
	return f;
}

size_t gbx_book_double(double v, char out[GBX_BOOK_TEXT])
{
	int n = 0;
	if (!isfinite(v))
		return 0;
	for (int digits = 15; digits <= 17; digits++) {
		n = snprintf(out, GBX_BOOK_TEXT, "%.*g", digits, v);
		if (strtod(out, NULL) == v)
			break;
	}
	char *e = strchr(out, 'e');
	if (e && fabs(v) >= 1 && fabs(v) < EXACT)
		n = snprintf(out, GBX_BOOK_TEXT, "%.0f", v);
	else if (e)
		*e = 'E';
	return n > 0 ? (size_t)n : 0;
}

static bool is_number(const char *s)
{
	size_t digits = 0, dots = 0;
	s += *s == '-' || *s == '+';
	for (; (*s >= '0' && *s <= '9') || *s == '.'; s++) {
		digits += *s != '.';
		dots += *s == '.';
	}
	if (!digits || dots > 1)
		return false;
	if (*s == 'e' || *s == 'E') {
		s++;
		s += *s == '-' || *s == '+';
		return *s && strspn(s, "0123456789") == strlen(s);
	}
	return !*s;
}

size_t gbx_book_number(struct gbx_span s, char out[GBX_BOOK_TEXT])
{
	char in[GBX_BOOK_TEXT], made[GBX_BOOK_TEXT];
	if (!s.n || s.n >= sizeof in)
		return 0;
	memcpy(in, s.p, s.n);
	in[s.n] = 0;
	memcpy(out, in, s.n + 1);
	if (!is_number(in))
		return 0;
	if (!strpbrk(in, ".eE"))
		return s.n;
	double v = strtod(in, NULL);
	size_t n = gbx_book_double(v, made);
	/* an exponent says that digits are lost already: more digits would be made up */
	if (!n || strchr(made, 'E') || (strpbrk(in, "eE") && fabs(v) >= 1e15))
		return s.n;
	memcpy(out, made, n + 1);
	return n;
}

/* Days since 1970-01-01 to a date; H. Hinnant, "chrono-compatible low-level date algorithms". */
static void civil(long days, long *y, unsigned *m, unsigned *d)
{
	days += 719468;
	long era = days / 146097;
	unsigned doe = (unsigned)(days - era * 146097);
	unsigned yoe = (doe - doe / 1460 + doe / 36524 - doe / 146096) / 365;
	unsigned doy = doe - (365 * yoe + yoe / 4 - yoe / 100);
	unsigned mp = (5 * doy + 2) / 153;
	*d = doy - (153 * mp + 2) / 5 + 1;
	*m = mp < 10 ? mp + 3 : mp - 9;
	*y = (long)yoe + era * 400 + (*m <= 2);
}

static size_t show_day(long day, long seconds, bool from_1904, char out[GBX_BOOK_TEXT])
{
	long y = 1900;
	unsigned m = 2, d = 29;
	if (from_1904)
		civil(day - 24107, &y, &m, &d);
	else if (day != 60)
		civil(day - 25569 + (day < 60), &y, &m, &d);
	int n = snprintf(out, GBX_BOOK_TEXT, "%04ld-%02u-%02u", y, m, d);
	if (seconds && n > 0)
		n += snprintf(out + n, GBX_BOOK_TEXT - (size_t)n, " %02ld:%02ld:%02ld",
			      seconds / 3600, seconds / 60 % 60, seconds % 60);
	return (size_t)n;
}

size_t gbx_book_serial(double v, const struct gbx_book_format *f, bool from_1904,
		       char out[GBX_BOOK_TEXT])
{
	if (!(v >= 0) || v >= SERIAL_MAX + 1)
		return 0;
	long long all = llround(v * DAY_SECONDS);
	long day = (long)(all / DAY_SECONDS), seconds = (long)(all % DAY_SECONDS);
	if (f->kind == GBX_BOOK_ELAPSED || (f->kind == GBX_BOOK_TIME && v < 1)) {
		int n = snprintf(out, GBX_BOOK_TEXT, "%02ld:%02ld:%02ld",
				 day * 24 + seconds / 3600, seconds / 60 % 60, seconds % 60);
		return n > 0 ? (size_t)n : 0;
	}
	if (day < 1 && !from_1904)
		return 0;
	return show_day(day, seconds, from_1904, out);
}

size_t gbx_book_masked(struct gbx_span number, const char *mask, char out[GBX_BOOK_TEXT])
{
	size_t n = strlen(mask), zeros = 0, left = number.n;
	for (size_t i = 0; i < n; i++)
		zeros += mask[i] == '0';
	for (size_t i = 0; i < number.n; i++)
		if (number.p[i] < '0' || number.p[i] > '9')
			return 0;
	if (!number.n || number.n > zeros)
		return 0;
	for (size_t i = n; i-- > 0;) {
		out[i] = mask[i];
		if (mask[i] == '0' && left)
			out[i] = (char)number.p[--left];
	}
	out[n] = 0;
	return n;
}

void gbx_book_show(struct gbx_buf *to, struct gbx_span number, const struct gbx_book_format *f,
		   bool from_1904)
{
	char text[GBX_BOOK_TEXT], shown[GBX_BOOK_TEXT];
	size_t n = gbx_book_number(number, text), m = 0;
	if (!n) {
		gbx_buf_add(to, number.p, number.n);
		return;
	}
	if (f->kind == GBX_BOOK_MASK)
		m = gbx_book_masked(gbx_span_of(text, n), f->mask, shown);
	else if (f->kind != GBX_BOOK_NUMBER)
		m = gbx_book_serial(strtod(text, NULL), f, from_1904, shown);
	gbx_buf_add(to, m ? shown : text, m ? m : n);
}

/*
 * Telephone numbers in international form: ITU-T E.164 and the notations of
 * E.123 and RFC 3966, with the spellings people use.
 */
#include "phone.h"

#include "chars.h"
#include "check.h"

/* What a byte is inside a number. */
static bool is_separator(unsigned char c)
{
	return c == ' ' || c == '-' || c == '.' || c == '/' || c == '(' || c == ')';
}

/* An extension such as "x123", " ext. 12", "#4", ";ext=5": returns true when
 * the rest of the text is one. */
static bool is_extension(const unsigned char *p, size_t n)
{
	static const char *const marks[] = {";ext=", "ext.", "ext", "x", "#", "\xe8\xbd\xac"};
	size_t at = 0, digits = 0;

	for (size_t i = 0; i < GBX_COUNT(marks) && !at; i++)
		at = gbx_prefix_word(p, n, marks[i]);
	if (!at)
		return false;
	while (at < n && (p[at] == ' ' || p[at] == '.'))
		at++;
	while (at < n && gbx_isdigit(p[at]))
		at++, digits++;
	return at == n && digits >= 1 && digits <= 7;
}

/* The separators at p: how many bytes, 0 when they are not a way to part a number. */
static size_t separator_run(const unsigned char *p, size_t n)
{
	size_t i = 0;
	unsigned marks = 0, open = 0;

	for (; i < n && is_separator(p[i]); i++) {
		if (p[i] == '(' || p[i] == ')')
			open++;
		else if (p[i] != ' ')
			marks++;
	}
	return i <= 3 && marks <= 1 && open <= 2 ? i : 0;
}

static void drop(struct gbx_phone *out, unsigned k)
{
	out->n -= k;
	memmove(out->d, out->d + k, out->n);
}

static size_t phone_head(const unsigned char *p, size_t n, struct gbx_phone *out)
{
	size_t i = gbx_prefix_word(p, n, "tel:");

	while (i < n && p[i] == ' ')
		i++;
	if (i < n && p[i] == '(')
		i++;
	if (i < n && p[i] == '+') {
		out->intl = true;
		i++;
	}
	return i;
}

bool gbx_phone_parse(const unsigned char *p, size_t n, struct gbx_phone *out)
{
	size_t i;
	unsigned slashes = 0;

	out->n = 0;
	out->intl = out->separated = false;
	i = phone_head(p, n, out);
	while (i < n) {
		if (gbx_isdigit(p[i])) {
			if (out->n == GBX_PHONE_DIGITS)
				return false;
			out->d[out->n++] = p[i++];
			continue;
		}
		if (out->n >= 6 && p[i] != '-' && is_extension(p + i, n - i))
			break;
		size_t run = p[i] == ' ' || p[i] == '-' ? 1 : 0;
		if (!run || i + 1 == n || !gbx_isdigit(p[i + 1]))
			run = separator_run(p + i, n - i);
		if (!run)
			return false;
		/* "+49 (0) 30": the trunk zero in brackets is not dialled */
		if (out->intl && i + run + 1 < n && p[i + run - 1] == '(' && p[i + run] == '0' &&
		    p[i + run + 1] == ')')
			run++;
		slashes += memchr(p + i, '/', run) != NULL;
		i += run;
		if (slashes > 1 || (i == n && p[n - 1] != ')')) /* a date has two */
			return false;
		out->separated = true;
	}
	if (!out->intl && out->n >= 10 && out->d[0] == '0' && out->d[1] == '0') {
		out->intl = true;
		drop(out, 2);
	}
	return out->n >= 3;
}

static const struct gbx_phone_plan *find_plan(unsigned cc)
{
	unsigned lo = 0, hi = gbx_phone_nplans;

	while (lo < hi) {
		unsigned mid = (lo + hi) / 2;
		if (gbx_phone_plans[mid].cc < cc)
			lo = mid + 1;
		else
			hi = mid;
	}
	return lo < gbx_phone_nplans && gbx_phone_plans[lo].cc == cc ? &gbx_phone_plans[lo] : NULL;
}

static bool plan_has(const struct gbx_phone_plan *plan, const unsigned char *d, unsigned n)
{
	const struct gbx_phone_rule *r = gbx_phone_rules + plan->first;
	unsigned head;

	if (n < 2 || n > 15)
		return false;
	head = (unsigned)(d[0] - '0') * 10 + (unsigned)(d[1] - '0');
	for (unsigned i = 0; i < plan->rules; i++)
		if (head <= r[i].to)
			return head >= r[i].from && (r[i].lengths >> n & 1);
	return false;
}

bool gbx_phone_national_fits(unsigned cc, const unsigned char *d, unsigned n)
{
	const struct gbx_phone_plan *plan = find_plan(cc);

	if (!plan || !plan_has(plan, d, n))
		return false;
	return cc != 1 || d[3] >= '2'; /* NPA-NXX: the exchange has no leading 0 or 1 either */
}

/* How long a country code is, by its first two digits (ITU-T E.164, list of
 * assigned codes): 1 and 7 stand alone. One line for each first digit. */
static unsigned cc_length(const unsigned char *d)
{
	static const char length[] = "3333333333"
	                             "1111111111"
	                             "2333333233"
	                             "2222232332"
	                             "2232222222"
	                             "3222222223"
	                             "2222222333"
	                             "1111111111"
	                             "3223232333"
	                             "2222223323";

	return (unsigned)(length[(d[0] - '0') * 10 + (d[1] - '0')] - '0');
}

unsigned gbx_phone_calling(const unsigned char *d, unsigned n)
{
	return n < 5 || gbx_digits(d, 3) < 0 || d[0] == '0' ? 0 : (unsigned)gbx_digits(d, cc_length(d));
}

bool gbx_phone_plan_fits(const unsigned char *d, unsigned n)
{
	unsigned k, cc;

	if (n < 5 || n > 15 || d[0] == '0')
		return false;
	k = cc_length(d);
	cc = (unsigned)gbx_digits(d, k);
	if (gbx_phone_national_fits(cc, d + k, n - k))
		return true;
	/* "+44 020 ..." keeps a trunk zero that should have gone */
	return d[k] == '0' && n >= k + 9 && gbx_phone_national_fits(cc, d + k + 1, n - k - 1);
}

bool gbx_is_phone(const struct gbx_value *v)
{
	return gbx_phone_national(v, GBX_PHONE_INTL);
}

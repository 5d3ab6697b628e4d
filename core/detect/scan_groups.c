/*
 * Free text: numbers written in groups. Groups are only believed where the whole
 * series fits a known way of writing, so that dates, ranges and lists stay nothing.
 */
#include "phone.h"
#include "scan.h"

#define GROUPS 6u

struct group {
	size_t from, n;
	unsigned char sep; /* sign behind it, 0 at the end; ')' stands for ") " and ")-" too */
};

static size_t group_end(const struct gbx_scan *s, size_t i)
{
	size_t k = i;

	while (k < s->n && k - i < 20 && gbx_isdigit(s->p[k]))
		k++;
	return k;
}

/* The series of groups from i. */
static unsigned read_groups(const struct gbx_scan *s, size_t i, struct group g[GROUPS])
{
	unsigned count = 0;

	while (count < GROUPS) {
		size_t to = group_end(s, i);
		g[count] = (struct group){i, to - i, 0};
		unsigned char sep = gbx_scan_at(s, to);
		if (sep != ' ' && sep != '-' && sep != '.' && sep != ')')
			return count + 1;
		i = to + 1;
		if (sep == ')' && (gbx_scan_at(s, i) == ' ' || gbx_scan_at(s, i) == '-'))
			i++;
		if (i >= s->n || !gbx_isdigit(s->p[i]))
			return count + 1;
		g[count++].sep = sep;
	}
	return count;
}

static bool lengths_are(const struct group *g, unsigned count, const char *lengths)
{
	unsigned i = 0;

	for (; i < count && lengths[i]; i++)
		if (g[i].n != (size_t)(lengths[i] - '0'))
			return false;
	return !lengths[i];
}

/* The signs between the first count groups are one sign of the set. */
static bool one_sign(const struct group *g, unsigned count, const char *set)
{
	for (unsigned i = 0; i + 1 < count; i++)
		if (g[i].sep != g[0].sep)
			return false;
	return strchr(set, g[0].sep) != NULL;
}

struct way {
	const char *lengths;
	const char *signs;
	enum gbx_type type;
};

static const struct way ways[] = {
    {"4444", " -", GBX_T_PAYMENT_CARD}, {"465", " -", GBX_T_PAYMENT_CARD},
    {"464", " -", GBX_T_PAYMENT_CARD},  {"44443", " -", GBX_T_PAYMENT_CARD},
    {"324", "-", GBX_T_NATIONAL_ID_US}, {"344", " -", GBX_T_PHONE},
    {"334", " -.", GBX_T_PHONE},        {"1334", " -.", GBX_T_PHONE},
    {"37", "-", GBX_T_PHONE},           {"38", "-", GBX_T_PHONE},
    {"47", "-", GBX_T_PHONE},           {"48", "-", GBX_T_PHONE},
};

/* A North American number, a Chinese mobile or landline, by its groups. */
static bool phone_fits(const struct gbx_scan *s, const struct group *g, unsigned count)
{
	struct gbx_phone t;
	size_t to = g[count - 1].from + g[count - 1].n;

	if (!gbx_phone_parse(s->p + g[0].from, to - g[0].from, &t) || t.intl)
		return false;
	if (count == 2)
		return t.d[0] == '0' && t.n >= 10 && gbx_phone_national_fits(86, t.d + 1, t.n - 1);
	if (t.n == 11 && count == 3)
		return t.d[0] == '1' && t.d[1] >= '3';
	if (t.n == 11)
		return t.d[0] == '1' && gbx_phone_national_fits(1, t.d + 1, 10);
	return gbx_phone_national_fits(1, t.d, t.n);
}

static bool way_fits(const struct gbx_scan *s, const struct way *w, const struct group *g,
                     unsigned count)
{
	size_t to = g[count - 1].from + g[count - 1].n;
	struct gbx_value v = gbx_value_of(s->p + g[0].from, to - g[0].from);

	if (w->type == GBX_T_PAYMENT_CARD)
		return gbx_is_payment_card(&v);
	if (w->type == GBX_T_NATIONAL_ID_US)
		return gbx_is_national_id_us(&v);
	return phone_fits(s, g, count);
}

/* (0571)86098788: a Chinese landline. */
static size_t area_in_brackets(struct gbx_scan *s, const struct group *g)
{
	size_t to = g[1].from + g[1].n;
	struct gbx_phone t;

	if (g[0].sep != ')' || !g[0].from || s->p[g[0].from - 1] != '(' || s->p[g[0].from] != '0' ||
	    g[1].n < 7 || !gbx_scan_ends(s, to) ||
	    !gbx_phone_parse(s->p + g[0].from, to - g[0].from, &t) || t.intl || t.n < 10 ||
	    !gbx_phone_national_fits(86, t.d + 1, t.n - 1))
		return 0;
	return gbx_scan_hit(s, g[0].from - 1, to, GBX_T_PHONE);
}

/* 0044 7700 900123 fits its plan; 07700 900123 and 06 39 98 01 02 have no known way of writing,
 * but a word before them says what they are. */
static size_t from_zero(struct gbx_scan *s, const struct group *g, unsigned count)
{
	struct gbx_phone t;
	bool open = g[0].from > s->floor && s->p[g[0].from - 1] == '(';

	for (; count > 1 && open == (g[0].sep == ')'); count--) {
		size_t to = g[count - 1].from + g[count - 1].n;

		if (!gbx_scan_ends(s, to) || !gbx_phone_parse(s->p + g[0].from, to - g[0].from, &t))
			continue;
		if (t.intl ? gbx_phone_plan_fits(t.d, t.n)
		           : t.n >= 9 && t.n <= 12 && t.d[0] == '0' && t.d[1] != '0' &&
		                 gbx_scan_called_phone(s, g[0].from))
			return gbx_scan_hit(s, g[0].from - open, to, GBX_T_PHONE);
	}
	return 0;
}

/* (212) 555-0123: the bracket before the run, the signs behind it. */
static size_t in_brackets(struct gbx_scan *s, const struct group *g, unsigned count)
{
	size_t to;

	if ((to = area_in_brackets(s, g)) != 0)
		return to;
	if (count < 3 || g[0].sep != ')' || !lengths_are(g, 3, "334") || g[0].from == 0 ||
	    s->p[g[0].from - 1] != '(' || !strchr(" -.", g[1].sep))
		return 0;
	to = g[2].from + g[2].n;
	if (!gbx_scan_ends(s, to) || !phone_fits(s, g, 3))
		return 0;
	return gbx_scan_hit(s, g[0].from - 1, to, GBX_T_PHONE);
}

size_t gbx_scan_groups(struct gbx_scan *s, size_t i)
{
	struct group g[GROUPS];
	unsigned count = read_groups(s, i, g);
	size_t end;

	if (count < 2)
		return 0;
	if ((end = in_brackets(s, g, count)) != 0)
		return end;
	/* a series begins where no other number stands before the blank */
	if (i >= 2 && s->p[i - 1] == ' ' && gbx_isdigit(s->p[i - 2]))
		return 0;
	for (size_t k = 0; k < GBX_COUNT(ways); k++) {
		unsigned want = (unsigned)strlen(ways[k].lengths);
		if (want > count || !lengths_are(g, want, ways[k].lengths) ||
		    !one_sign(g, want, ways[k].signs))
			continue;
		end = g[want - 1].from + g[want - 1].n;
		if (gbx_scan_ends(s, end) && way_fits(s, &ways[k], g, want))
			return gbx_scan_hit(s, i, end, ways[k].type);
	}
	if (s->p[i] == '0' && (end = from_zero(s, g, count)) != 0)
		return end;
	/* a series with dashes that is nothing known is nothing as a whole */
	return g[0].sep == '-' ? gbx_scan_word_end(s, i) : 0;
}

static bool plus_byte(unsigned char c)
{
	return c == ' ' || c == '-' || c == '.' || c == '(' || c == ')';
}

size_t gbx_scan_plus(struct gbx_scan *s, size_t i)
{
	size_t ends[15], from = i - 1, k = i;
	unsigned count = 0, digits = 0;
	struct gbx_phone t;

	if (from < s->floor || (from && gbx_scan_word_byte(s->p[from - 1])))
		return 0;
	while (k < s->n && digits < 16 && count < GBX_COUNT(ends)) {
		while (k < s->n && gbx_isdigit(s->p[k]) && digits < 16)
			k++, digits++;
		ends[count++] = k;
		for (unsigned blanks = 0; k < s->n && plus_byte(s->p[k]) && blanks < 3; blanks++)
			k++;
		if (k == s->n || !gbx_isdigit(s->p[k]))
			break;
	}
	/* the longest that fits a plan: what follows may be another number */
	while (count--) {
		size_t to = ends[count];
		if (!gbx_isdigit(gbx_scan_at(s, to)) && gbx_scan_ends(s, to) &&
		    gbx_phone_parse(s->p + from, to - from, &t) && gbx_phone_plan_fits(t.d, t.n))
			return gbx_scan_hit(s, from, to, GBX_T_PHONE);
	}
	return 0;
}

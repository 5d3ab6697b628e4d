/*
 * The engine behind the tables of identity numbers: form, then beginnings and
 * ranges, sums, check characters, the date, and last what only code can say.
 */
#include "id_rule.h"

#include "chars.h"
#include "times.h"

/* Is ch in the set that begins behind its bracket? Ranges as A-Z; a - first is itself. */
static bool in_set(const char *set, unsigned char ch)
{
	for (; *set != ']'; set++) {
		unsigned char lo = (unsigned char)set[0];

		if (set[1] == '-' && set[2] != ']') {
			if (ch >= lo && ch <= (unsigned char)set[2])
				return true;
			set += 2;
		} else if (ch == lo) {
			return true;
		}
	}
	return false;
}

static const char *behind(const char *f)
{
	if (*f == '[')
		while (*f != ']')
			f++;
	return f + 1;
}

/* Does the capital or digit fit one item of a form? *keep: it belongs to the number. */
static bool fits(const char *f, unsigned char ch, bool *keep)
{
	*keep = true;
	switch (*f) {
	case 'd':
		return gbx_isdigit(ch);
	case 'z':
		return gbx_isdigit(ch) && ch != '0';
	case 'a':
		return gbx_isupper(ch);
	case 'w':
		return gbx_isdigit(ch) || gbx_isupper(ch);
	case '[':
		return in_set(f + 1, ch);
	default:
		*keep = gbx_isalnum((unsigned char)*f);
		return ch == (unsigned char)*f;
	}
}

static unsigned one_form(const char *f, const struct gbx_value *v, unsigned char *c)
{
	unsigned n = 0;
	uint32_t i = 0;

	while (*f && *f != '|') {
		const char *next = behind(f);
		bool maybe = *next == '?', keep = false;
		unsigned char ch = i < v->n ? v->p[i] : 0;

		ch = gbx_isalpha(ch) ? ch & 0xdf : ch;
		if (i < v->n && fits(f, ch, &keep)) {
			if (keep && n < GBX_ID_CHARS)
				c[n++] = ch;
			i++;
		} else if (!maybe) {
			return 0;
		}
		f = next + maybe;
	}
	return i == v->n ? n : 0;
}

#define LONGEST 40u /* bytes of a number with its separators */
#define WORKED_OUT (UINT64_C(1) << 63)

/* Which lengths the forms allow. */
static uint64_t lengths_of(const char *form)
{
	uint64_t all = 0, here = 1;

	for (const char *f = form; *f;) {
		const char *next = behind(f);
		bool maybe = *next == '?';

		here = here << 1 | (maybe ? here : 0);
		f = next + maybe;
		if (*f && *f != '|')
			continue;
		all |= here;
		here = 1;
		f += *f == '|';
	}
	return (all & ((UINT64_C(2) << LONGEST) - 1)) | WORKED_OUT;
}

/* Nearly all values of nearly all columns end here: two loads and a shift. */
static bool of_length(const struct gbx_id_rule *r, uint32_t n)
{
	uint64_t set = atomic_load_explicit(r->lengths, memory_order_relaxed);

	if (!set) {
		set = lengths_of(r->form);
		atomic_store_explicit(r->lengths, set, memory_order_relaxed);
	}
	return n <= LONGEST && set >> n & 1;
}

unsigned gbx_id_compact(const char *form, const struct gbx_value *v, unsigned char c[GBX_ID_CHARS])
{
	if (v->n > LONGEST || (v->cls & (GBX_C_HIGH | GBX_C_AT)))
		return 0;
	for (const char *f = form; f; f = strchr(f, '|')) {
		unsigned n;

		f += *f == '|';
		n = one_form(f, v, c);
		if (n)
			return n;
	}
	return 0;
}

unsigned gbx_id_value(unsigned char c)
{
	return gbx_isdigit(c) ? c - (unsigned)'0' : gbx_isupper(c) ? c - (unsigned)'A' + 10 : 0;
}

unsigned gbx_weighted(const unsigned char *c, const char *weight)
{
	unsigned sum = 0;

	for (; *weight; weight++, c++)
		sum += gbx_id_value((unsigned char)*weight) * gbx_id_value(*c);
	return sum;
}

static bool sum_holds(const struct gbx_id_sum *s, const unsigned char *c, unsigned n)
{
	int sum = 0;
	unsigned char want;

	if (s->at != GBX_ID_TOTAL && s->at >= n)
		return true;
	for (unsigned i = 0; s->weight[i]; i++) {
		unsigned char ch = c[s->from + i];
		int x = (int)gbx_id_value(ch);

		if (s->letter && gbx_isupper(ch))
			x += s->letter - 10;
		sum += x * (int)gbx_id_value((unsigned char)s->weight[i]);
	}
	want = (unsigned char)s->map[sum % s->mod];
	return s->at == GBX_ID_TOTAL ? want == '=' : want == c[s->at] && want != '-';
}

bool gbx_luhn(const unsigned char *c, unsigned n)
{
	static const uint8_t doubled[10] = {0, 2, 4, 6, 8, 1, 3, 5, 7, 9};
	unsigned sum = 0;

	for (unsigned i = 0; i < n; i++) {
		unsigned x = gbx_id_value(c[i]);

		if (x > 9)
			return false;
		sum += (n - i) & 1 ? x : doubled[x];
	}
	return sum % 10 == 0;
}

/* The dihedral group of order ten, and the permutation by place. */
bool gbx_verhoeff(const unsigned char *c, unsigned n)
{
	static const uint8_t d[10][10] = {
	    {0, 1, 2, 3, 4, 5, 6, 7, 8, 9}, {1, 2, 3, 4, 0, 6, 7, 8, 9, 5},
	    {2, 3, 4, 0, 1, 7, 8, 9, 5, 6}, {3, 4, 0, 1, 2, 8, 9, 5, 6, 7},
	    {4, 0, 1, 2, 3, 9, 5, 6, 7, 8}, {5, 9, 8, 7, 6, 0, 4, 3, 2, 1},
	    {6, 5, 9, 8, 7, 1, 0, 4, 3, 2}, {7, 6, 5, 9, 8, 2, 1, 0, 4, 3},
	    {8, 7, 6, 5, 9, 3, 2, 1, 0, 4}, {9, 8, 7, 6, 5, 4, 3, 2, 1, 0}};
	static const uint8_t p[8][10] = {
	    {0, 1, 2, 3, 4, 5, 6, 7, 8, 9}, {1, 5, 7, 6, 2, 8, 3, 0, 9, 4},
	    {5, 8, 0, 3, 7, 9, 6, 1, 4, 2}, {8, 9, 1, 6, 0, 4, 3, 5, 2, 7},
	    {9, 4, 5, 3, 1, 2, 6, 8, 7, 0}, {4, 2, 8, 6, 5, 7, 3, 9, 0, 1},
	    {2, 7, 9, 3, 8, 0, 6, 4, 1, 5}, {7, 0, 4, 6, 9, 1, 3, 2, 5, 8}};
	unsigned x = 0;

	for (unsigned i = 0; i < n; i++) {
		unsigned digit = gbx_id_value(c[n - 1 - i]);

		if (digit > 9)
			return false;
		x = d[x][p[i % 8][digit]];
	}
	return x == 0;
}

/* A hybrid system of ISO 7064: products modulo m + 1, sums modulo m; all but the last
 * character, which completes to 1. */
static bool hybrid(const unsigned char *c, unsigned n, unsigned m)
{
	unsigned p = m;

	for (unsigned i = 0; i + 1 < n; i++) {
		unsigned x = gbx_id_value(c[i]);

		if (x >= m)
			return false;
		p = (p + x) % m;
		p = (p ? p : m) * 2 % (m + 1);
	}
	return n > 1 && gbx_id_value(c[n - 1]) < m && (p + gbx_id_value(c[n - 1])) % m == 1;
}

bool gbx_mod11_10(const unsigned char *c, unsigned n)
{
	return hybrid(c, n, 10);
}

bool gbx_mod37_36(const unsigned char *c, unsigned n)
{
	return hybrid(c, n, 36);
}

unsigned gbx_number_mod(const unsigned char *c, unsigned n, unsigned m)
{
	unsigned r = 0;

	for (unsigned i = 0; i < n; i++) {
		unsigned x = gbx_id_value(c[i]);

		r = (r * (x > 9 ? 100 : 10) + x) % m;
	}
	return r;
}

static bool check_holds(enum gbx_id_check check, const unsigned char *c, unsigned n)
{
	switch (check) {
	case GBX_CK_LUHN:
		return gbx_luhn(c, n);
	case GBX_CK_VERHOEFF:
		return gbx_verhoeff(c, n);
	case GBX_CK_MOD11_10:
		return gbx_mod11_10(c, n);
	case GBX_CK_MOD37_36:
		return gbx_mod37_36(c, n);
	case GBX_CK_MOD97_10:
		return gbx_number_mod(c, n, 97) == 1;
	case GBX_CK_NONE:
		break;
	}
	return true;
}

static bool heads_hold(const char *heads, const unsigned char *c, unsigned n)
{
	while (*heads) {
		size_t k = strcspn(heads, " ");

		if (k <= n && memcmp(c, heads, k) == 0)
			return true;
		heads += k + (heads[k] == ' ');
	}
	return false;
}

static bool range_holds(const struct gbx_id_range *r, const unsigned char *c, unsigned n)
{
	int64_t x;

	if ((unsigned)r->at + r->n > n)
		return false;
	x = gbx_digits(c + r->at, r->n);
	return x >= r->lo && x <= r->hi;
}

/* The value without one of the offsets, if that brings it into 1 to most; 0 otherwise. */
static unsigned without(unsigned x, const uint8_t *offset, unsigned count, unsigned most)
{
	if (x >= 1 && x <= most)
		return x;
	for (unsigned i = 0; i < count && offset[i]; i++)
		if (x > offset[i] && x - offset[i] <= most)
			return x - offset[i];
	return 0;
}

/* Two figures of a year: 00 may be 2000, which has a leap day, as 1900 has not. */
static bool day_holds(const struct gbx_id_rule *r, const unsigned char *c, unsigned n)
{
	unsigned y = 0, m = 0, d = 0, years = 0;

	for (unsigned i = 0; r->day[i]; i++) {
		unsigned *part = r->day[i] == 'y' ? &y : r->day[i] == 'm' ? &m : &d;

		if (r->day[i] == '-')
			continue;
		if (i >= n || !gbx_isdigit(c[i]))
			return false;
		*part = *part * 10 + gbx_id_value(c[i]);
		years += part == &y;
	}
	if (years == 4 && (y < 1850 || y > 2100))
		return false;
	y += years == 2 ? 2000 : years == 3 ? (y >= 850 ? 1000 : 2000) : 0;
	m = without(m, r->months, sizeof(r->months), 12);
	d = without(d, r->days, sizeof(r->days), 31);
	return m && d && gbx_date_exists((int)y, m, d);
}

static bool all_same(const unsigned char *c, unsigned n)
{
	for (unsigned i = 1; i < n; i++)
		if (c[i] != c[0])
			return false;
	return true;
}

bool gbx_id_passes(const struct gbx_id_rule *r, const struct gbx_value *v)
{
	unsigned char c[GBX_ID_CHARS + 1];
	unsigned n = of_length(r, v->n) ? gbx_id_compact(r->form, v, c) : 0;

	if (!n || all_same(c, n))
		return false;
	if (n < r->pad && r->pad <= GBX_ID_CHARS) {
		memmove(c + r->pad - n, c, n);
		memset(c, '0', r->pad - n);
		n = r->pad;
	}
	if (r->heads && !heads_hold(r->heads, c, n))
		return false;
	for (unsigned i = 0; i < GBX_COUNT(r->range) && r->range[i].n; i++)
		if (!range_holds(&r->range[i], c, n))
			return false;
	for (unsigned i = 0; i < GBX_COUNT(r->sum) && r->sum[i].weight; i++)
		if (!sum_holds(&r->sum[i], c, n))
			return false;
	return check_holds(r->check, c, n) && (!r->day || day_holds(r, c, n)) &&
	       (!r->also || r->also(c, n));
}

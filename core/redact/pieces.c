/*
 * What gives a value away inside another: the value itself, and for types that point at
 * a person the pieces it may be told by when it was written another way: letters and
 * digits alone, words, pairs of neighbouring characters in scripts without spaces, the
 * digits of a date in the orders in use. Derived fields (birthplace + age + year in one
 * string) are found so, whatever was done to their parts.
 */
#include "../base/escape.h"
#include "impl.h"

#define WHOLE_MAX 256u /* longer values are not looked for inside others */
#define INSIDE_MAX 64u /* of a value that might be shown; longer ones are not */
#define NORMAL_MIN 6u
#define WORD_MIN 4u

static bool ascii_word(unsigned char c)
{
	return (c >= '0' && c <= '9') || ((c | 32) >= 'a' && (c | 32) <= 'z');
}

static bool word_byte(unsigned char c) { return ascii_word(c) || c >= 0x80; }

static bool follows(unsigned char c) { return (c & 0xc0) == 0x80; }

static bool is_ascii(const unsigned char *p, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (p[i] >= 0x80)
			return false;
	return true;
}

bool gbx_holds(const struct gbx_bytes_set *s, struct gbx_span v)
{
	if (gbx_bytes_set_has(s, v))
		return true;
	if (!s->n || v.n > INSIDE_MAX)
		return false;
	for (size_t a = 0; a < v.n; a++) {
		if (follows(v.p[a]))
			continue;
		bool border = !a || !word_byte(v.p[a - 1]);
		for (size_t b = a + WORD_MIN; b <= v.n; b++) {
			if (b < v.n && follows(v.p[b]))
				continue;
			bool word = border && (b == v.n || !word_byte(v.p[b]));
			size_t least = word ? WORD_MIN : is_ascii(v.p + a, b - a) ? 8 : 6;
			if (b - a >= least && gbx_bytes_set_has(s, gbx_span_of(v.p + a, b - a)))
				return true;
		}
	}
	return false;
}

/* ---- pieces ---- */

typedef bool take_fn(struct gbx_bytes_set *s, struct gbx_span piece);

static bool put(struct gbx_bytes_set *s, struct gbx_span piece)
{
	gbx_bytes_set_add(s, piece);
	return false;
}

/* Nothing but letters and digits, ASCII in lower case. */
static void normalise(struct gbx_span v, struct gbx_buf *out)
{
	gbx_buf_reset(out);
	for (size_t i = 0; i < v.n; i++)
		if (v.p[i] >= 0x80)
			gbx_buf_addc(out, (char)v.p[i]);
		else if (ascii_word(v.p[i]))
			gbx_buf_addc(out, (char)(v.p[i] >= 'A' && v.p[i] <= 'Z' ? v.p[i] | 32 : v.p[i]));
}

/* Words of ASCII letters, and characters of three bytes (Han, Kana, Hangul, Indic) by
 * twos. Every piece goes to take until it answers true. */
static bool each_piece(struct gbx_span v, take_fn *take, struct gbx_bytes_set *s)
{
	for (size_t i = 0; i < v.n;) {
		unsigned k = gbx_utf8_next(v.p + i, v.n - i, NULL);
		if (k == 3 && gbx_utf8_next(v.p + i + 3, v.n - i - 3, NULL) == 3 &&
		    take(s, gbx_span_of(v.p + i, 6)))
			return true;
		size_t end = i;
		while (k != 3 && end < v.n && (v.p[end] | 32) >= 'a' && (v.p[end] | 32) <= 'z')
			end++;
		if (end - i >= WORD_MIN && take(s, gbx_span_of(v.p + i, end - i)))
			return true;
		i = end > i ? end : i + (k ? k : 1);
	}
	return false;
}

/* Lower-case copy in work: words compare without case. */
static struct gbx_span lower(struct gbx_span v, struct gbx_buf *work)
{
	gbx_buf_reset(work);
	for (size_t i = 0; i < v.n; i++)
		gbx_buf_addc(work, (char)(v.p[i] >= 'A' && v.p[i] <= 'Z' ? v.p[i] | 32 : v.p[i]));
	return gbx_buf_span(work);
}

/* 1988-03-04 as 19880304, 04031988, 03041988, 880304. */
static void put_date(struct gbx_bytes_set *s, int64_t seconds, struct gbx_buf *work)
{
	unsigned m, d;
	int64_t year = gbx_civil(seconds, &m, &d);
	if (year < 1000 || year > 9999)
		return;
	unsigned y = (unsigned)year;
	gbx_buf_reset(work);
	gbx_buf_addf(work, "%04u%02u%02u%02u%02u%04u%02u%02u%04u%02u%02u%02u", y, m, d, d, m, y, m, d, y,
		     y % 100, m, d);
	for (unsigned i = 0; i < 4 && !work->failed; i++)
		put(s, gbx_span_of(work->p + 8 * i, i < 3 ? 8 : 6));
}

/* Types whose words and characters say who a record is about. */
static bool tells_by_words(enum gbx_type t)
{
	static const enum gbx_type type[] = {
		GBX_T_NAME_FULL, GBX_T_NAME_GIVEN, GBX_T_NAME_FAMILY, GBX_T_ADDRESS,  GBX_T_CITY,
		GBX_T_POSTCODE,	 GBX_T_BIRTHPLACE, GBX_T_USERNAME,    GBX_T_EMPLOYER, GBX_T_EMAIL,
	};
	for (size_t i = 0; i < sizeof type / sizeof *type; i++)
		if (type[i] == t)
			return true;
	return false;
}

void gbx_pieces_add(struct gbx_bytes_set *s, const struct gbx_column_plan *plan,
		    const struct gbx_value *v, struct gbx_buf *work)
{
	const struct gbx_type_info *ti = gbx_type_info(plan->type);
	struct gbx_span whole = gbx_span_of(v->p, v->n);
	int64_t seconds;
	bool day_only;
	if (v->n > WHOLE_MAX || ti->identifying == GBX_ID_NONE || plan->type == GBX_T_TEXT)
		return;
	normalise(whole, work);
	if (work->n >= NORMAL_MIN)
		put(s, gbx_buf_span(work));
	if (tells_by_words(plan->type))
		each_piece(lower(whole, work), put, s);
	if (ti->time && plan->type != GBX_T_YEAR_OF_BIRTH &&
	    gbx_time_parse(plan->type, plan->variant, v, &seconds, &day_only))
		put_date(s, seconds, work);
	s->failed |= work->failed;
}

static bool known(struct gbx_bytes_set *s, struct gbx_span piece) { return gbx_bytes_set_has(s, piece); }

bool gbx_pieces_in(const struct gbx_bytes_set *s, struct gbx_span v, struct gbx_buf *work)
{
	struct gbx_bytes_set *set = (struct gbx_bytes_set *)(uintptr_t)s; /* known() only looks */
	if (!s->n || v.n > INSIDE_MAX)
		return false;
	if (each_piece(lower(v, work), known, set))
		return true;
	normalise(v, work);
	for (size_t a = 0; a + NORMAL_MIN <= work->n; a++)
		for (size_t b = a + NORMAL_MIN; b <= work->n; b++)
			if (gbx_bytes_set_has(s, gbx_span_of(work->p + a, b - a)))
				return true;
	return false;
}

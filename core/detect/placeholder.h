/*
 * Placeholders: turns nearly every value away in a nanosecond or two, inline, so
 * that the lists of gbx_is_placeholder() are only asked about the few that are left.
 */
#ifndef GBX_DETECT_PLACEHOLDER_H
#define GBX_DETECT_PLACEHOLDER_H

#include "bytes.h"
#include "chars.h"
#include "detect.h"

/* Which test can turn values of a type away; the lists see what passes. */
enum gbx_placeholder_kind {
	GBX_PK_NONE, /* no placeholders of its own */
	GBX_PK_EMAIL,
	GBX_PK_TAIL, /* numbers: what their last three digits are */
	GBX_PK_DATE,
	GBX_PK_HASH,
	GBX_PK_ADDRESS,
	GBX_PK_UUID,
	GBX_PK_SMALL,
	GBX_PK_CODE, /* one digit over and over */
	GBX_PK_LIST, /* always ask the lists */
};

extern const uint8_t gbx_placeholder_kinds[GBX_T_COUNT];

/*
 * The words of a length as a map: a word sets one bit in each half, where two mixes
 * of three of its bytes lead. Every value that is a word has both; of others, one in
 * ten or fewer.
 */
typedef unsigned __int128 gbx_word_map;

#define GBX_GENERIC_BYTES 24u /* longest value that may be a word or only signs */
#define GBX_TYPED_BYTES 11u
#define GBX_WORD_KEY(a, b, c) ((((a) | 32u) + ((b) | 32u) * 5u + ((c) | 32u) * 9u) & 63)
#define GBX_WORD_KEY2(a, b, c)                                                                     \
	((((a) | 32u) * 3u + ((b) | 32u) + ((c) | 32u) * 7u + (((b) | 32u) >> 3)) & 63)

extern const gbx_word_map gbx_generic_map[GBX_GENERIC_BYTES + 1];
extern const gbx_word_map gbx_typed_map[GBX_TYPED_BYTES + 1];

/* May n bytes be a word of the map? */
static inline bool gbx_may_be_word(const gbx_word_map *map, const unsigned char *p, uint32_t n)
{
	uint64_t lo = (uint64_t)map[n], hi = (uint64_t)(map[n] >> 64);
	unsigned a = p[0], b = p[n / 2], c = p[n - 1];

	return lo >> GBX_WORD_KEY(a, b, c) & hi >> GBX_WORD_KEY2(a, b, c) & 1;
}

static inline bool gbx_may_be_generic(const struct gbx_value *v)
{
	if (v->n > GBX_GENERIC_BYTES || (v->cls & GBX_C_DIGIT))
		return false;
	return !(v->cls & (GBX_C_HEX | GBX_C_ALPHA | GBX_C_HIGH)) ||
	       gbx_may_be_word(gbx_generic_map, v->p, v->n);
}

/* Numbers that nobody has end in 000, 123, 987 and the like; two known ones do not. */
static inline bool gbx_may_be_typed_number(const struct gbx_value *v)
{
	/* differences of two digits, plus 9, that are a step of 0, 1, -1, round the end too */
	const uint32_t same = 1u << 9, up = 1u << 10 | 1u, down = 1u << 8 | 1u << 18;
	const unsigned char *e = v->p + v->n;
	unsigned a, b;

	if (v->n < 3 || !gbx_isdigit(e[-1]) || !gbx_isdigit(e[-2]) || !gbx_isdigit(e[-3]))
		return true;
	a = (unsigned)(e[-1] - e[-2] + 9);
	b = (unsigned)(e[-2] - e[-3] + 9);
	if (((same >> a & same >> b) | (up >> a & up >> b) | (down >> a & down >> b)) & 1)
		return true;
	return (e[-1] == '8' && e[-2] == '9' && e[-3] == '9') ||
	       (e[-1] == '0' && e[-2] == '2' && e[-3] == '1');
}

static inline bool gbx_may_be_typed_email(const struct gbx_value *v)
{
	unsigned at;

	if (v->n > 48)
		return false;
	if (v->n < 12 || ((v->p[0] | 32) == 'n' && (v->p[1] | 32) == 'o'))
		return true;
	at = gbx_first8(gbx_load8(v->p), '@');
	if (at == 8)
		at = 4 + gbx_first8(gbx_load8(v->p + 4), '@');
	return at && at <= GBX_TYPED_BYTES && gbx_may_be_word(gbx_typed_map, v->p, at);
}

/* Of the days that stand for none with a year above 0, the month is the day, or it is
 * one of three. */
static inline bool gbx_may_be_no_day(unsigned month, unsigned day)
{
	return month == day || (month == 12 && day >= 30) || (month == 2 && day == 22);
}

/* Is a day of the calendar (or none, such as 0000-00-00) written for no day? */
bool gbx_day_is_placeholder(unsigned year, unsigned month, unsigned day);

static inline bool gbx_may_be_no_date(const struct gbx_value *v)
{
	uint64_t x;

	if (v->n < 6 || v->n > 30 || !(v->cls & GBX_C_DIGIT))
		return v->n == 1;
	if (v->n < 10 || (v->n > 10 && gbx_isdigit(v->p[10])))
		return true;
	/* yy-mm-dd of yyyy-mm-dd */
	x = gbx_load8(v->p + 2) ^ UINT64_C(0x30302d30302d3030);
	if (!gbx_fits_form(x, UINT64_C(0x76767f76767f7676)) ||
	    gbx_load4(v->p) == UINT32_C(0x30303030))
		return true;
	x = gbx_pairs(x);
	return gbx_may_be_no_day(gbx_byte(x, 3), gbx_byte(x, 6));
}

static inline bool gbx_may_be_no_hash(const struct gbx_value *v)
{
	uint32_t x;

	if (v->n < 16 || v->n > 128)
		return false;
	x = gbx_load4(v->p);
	if ((x & 0xffffff) == (x & 0xff) * UINT32_C(0x010101))
		return true;
	x |= UINT32_C(0x20202020);
	/* d41d 31d6 aad3 da39 e3b0 */
	return x == UINT32_C(0x64313464) || x == UINT32_C(0x36643133) ||
	       x == UINT32_C(0x33646161) || x == UINT32_C(0x39336164) || x == UINT32_C(0x30623365);
}

static inline bool gbx_may_be_no_address(const struct gbx_value *v)
{
	unsigned char y, z;

	if (v->n > 17 || v->n < 2)
		return false;
	y = v->p[v->n - 2];
	z = v->p[v->n - 1];
	/* .0 .1 55 :: :1 00 ff */
	return y == '.' ? z == '0' || z == '1'
	       : y == z ? z == '5' || z == ':' || z == '0' || (z | 32) == 'f'
	                : (y == ':' && z == '1') || ((y | 32) == 'f' && (z | 32) == 'f');
}

/* The part that is the type's own. */
static inline bool gbx_may_be_typed(const struct gbx_value *v, enum gbx_placeholder_kind kind)
{
	switch (kind) {
	case GBX_PK_NONE:
		return false;
	case GBX_PK_EMAIL:
		return gbx_may_be_typed_email(v);
	case GBX_PK_TAIL:
		return gbx_may_be_typed_number(v);
	case GBX_PK_DATE:
		return gbx_may_be_no_date(v);
	case GBX_PK_HASH:
		return gbx_may_be_no_hash(v);
	case GBX_PK_ADDRESS:
		return gbx_may_be_no_address(v);
	case GBX_PK_UUID:
		return !(v->cls & (GBX_C_HEX | GBX_C_ALPHA));
	case GBX_PK_SMALL:
		return v->n <= 6 && (v->p[v->n - 1] == '9' || v->p[v->n - 1] == '0' || v->n == 2);
	case GBX_PK_CODE:
		return v->cls == GBX_C_DIGIT && v->n >= 4 && v->p[0] == v->p[1];
	case GBX_PK_LIST:
		break;
	}
	return true;
}

/* False for nearly every value that gbx_is_placeholder() says no to, and only for those. */
static inline bool gbx_may_be_placeholder(const struct gbx_value *v, enum gbx_type t)
{
	enum gbx_placeholder_kind kind =
		(enum gbx_placeholder_kind)gbx_placeholder_kinds[(unsigned)t];

	return gbx_may_be_generic(v) || (kind != GBX_PK_NONE && gbx_may_be_typed(v, kind));
}

#endif

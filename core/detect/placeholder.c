/*
 * Values that stand for no value. Generic words hold for every type; others only
 * where the column is of their type, so that a real "test" in a text stays one.
 * placeholder.h turns most values away before anything here is asked.
 */
#include "placeholder.h"

#include "check.h"

/* The words by length in bytes, each list ended by NULL. */
#define WORDS_EACH 25u
#define W(word) word,
#define GBX_TYPED(n, list)
#define GBX_GENERIC(n, list) [n] = {list NULL},
static const char *const generic_words[GBX_GENERIC_BYTES + 1][WORDS_EACH] = {
#include "placeholder.def"
};
#undef GBX_TYPED
#undef GBX_GENERIC
#define GBX_TYPED(n, list) [n] = {list NULL},
#define GBX_GENERIC(n, list)
static const char *const typed_words[GBX_TYPED_BYTES + 1][WORDS_EACH] = {
#include "placeholder.def"
};
#undef GBX_TYPED
#undef GBX_GENERIC
#undef W

/* The same words as maps. */
#define OF(word, k) ((unsigned char)(word)[k])
#define KEY(f, word) f(OF(word, 0), OF(word, (sizeof(word) - 1) / 2), OF(word, sizeof(word) - 2))
#define W(word)                                                                                    \
	| (gbx_word_map)1 << KEY(GBX_WORD_KEY, word) |                                             \
	    (gbx_word_map)1 << 64 << KEY(GBX_WORD_KEY2, word)
#define GBX_TYPED(n, list)
#define GBX_GENERIC(n, list) [n] = 0 list,
const gbx_word_map gbx_generic_map[GBX_GENERIC_BYTES + 1] = {
#include "placeholder.def"
};
#undef GBX_TYPED
#undef GBX_GENERIC
#define GBX_TYPED(n, list) [n] = 0 list,
#define GBX_GENERIC(n, list)
const gbx_word_map gbx_typed_map[GBX_TYPED_BYTES + 1] = {
#include "placeholder.def"
};

/* Is the value one of a list that NULL ends? */
static bool in_list(const unsigned char *p, uint32_t n, const char *const *list)
{
	for (; *list; list++)
		if ((unsigned char)**list == gbx_lower(*p) && gbx_same_word(p, n, *list))
			return true;
	return false;
}

/* Only signs, such as "-", "--", "?", "...", "*". */
static bool only_signs(const struct gbx_value *v)
{
	return v->n <= 8 && !(v->cls & ~(uint32_t)(GBX_C_DOT | GBX_C_SEP | GBX_C_OTHER | GBX_C_AT));
}

static bool is_generic(const struct gbx_value *v)
{
	return only_signs(v) || in_list(v->p, v->n, generic_words[v->n]);
}

/* The digits of a value with its signs left out; 0 when it holds more than room or a letter. */
static unsigned bare_digits(const struct gbx_value *v, unsigned char *d, unsigned room)
{
	unsigned n = 0;

	if (!(v->cls & GBX_C_DIGIT) || v->n > 2 * room ||
	    (v->cls & ~(uint32_t)(GBX_C_DIGIT | GBX_C_SEP | GBX_C_DOT)))
		return 0;
	for (uint32_t i = 0; i < v->n; i++) {
		if (!gbx_isdigit(v->p[i]))
			continue;
		if (n == room)
			return 0;
		d[n++] = v->p[i];
	}
	return n;
}

static bool all_same(const unsigned char *d, unsigned n)
{
	for (unsigned i = 1; i < n; i++)
		if (d[i] != d[0])
			return false;
	return true;
}

/* One step from digit to digit: 1111, 1234..7890, 9876. Ends at the first that differs. */
static bool one_step(const unsigned char *d, unsigned n)
{
	unsigned step = n > 1 ? (unsigned)(d[1] - d[0] + 10) % 10 : 0;

	if (step > 1 && step != 9)
		return false;
	for (unsigned i = 2; i < n; i++)
		if ((unsigned)(d[i] - d[i - 1] + 10) % 10 != step)
			return false;
	return true;
}

/* Numbers typed in because a field had to be filled: one digit over and over, or counting. */
static bool typed_number(const unsigned char *d, unsigned n, unsigned least)
{
	return n >= least && one_step(d, n);
}

/* The known numbers of ten and eleven digits. Their first digits are no zeros. */
static bool known_phone(const unsigned char *d, unsigned n)
{
	static const uint64_t known[] = {
	    UINT64_C(13800138000), UINT64_C(13800000000), UINT64_C(13888888888),
	    UINT64_C(13000000000), UINT64_C(13900000000), UINT64_C(18888888888),
	    UINT64_C(15000000000), UINT64_C(13333333333), UINT64_C(13999999999),
	    UINT64_C(18800000000), UINT64_C(12300000000), UINT64_C(10000000000),
	    UINT64_C(9999999998),  UINT64_C(1000000000),
	};
	uint64_t x;

	if ((n != 10 && n != 11) || d[0] == '0')
		return false;
	x = (uint64_t)gbx_digits(d, n);
	for (size_t i = 0; i < GBX_COUNT(known); i++)
		if (x == known[i])
			return true;
	return false;
}

static bool phone_placeholder(const struct gbx_value *v)
{
	unsigned char d[20] GBX_UNINITIALISED;
	unsigned n, k, pairs = 0;

	if (!gbx_may_be_typed_number(v))
		return false;
	/* all of the known ones have three pairs of equal neighbours */
	for (k = 1; k < v->n; k++)
		pairs += v->p[k] == v->p[k - 1];
	if (pairs < 3 && v->cls == GBX_C_DIGIT && v->n > 4)
		return one_step(v->p, v->n);
	n = bare_digits(v, d, sizeof(d));
	if (n < 5)
		return n && d[0] == '0' && all_same(d, n);
	/* with and without a country code before it */
	for (k = 0; k <= 3 && n - k >= 5; k++)
		if (known_phone(d + k, n - k))
			return true;
	k = v->p[0] == '+' && n > 10 ? n - 10 : 0;
	return typed_number(d, n, 5) || (k && all_same(d + k, n - k));
}

static bool card_placeholder(const struct gbx_value *v)
{
	/* test numbers that card schemes and payment services publish */
	static const uint64_t known[] = {
	    UINT64_C(4111111111111111), UINT64_C(4242424242424242), UINT64_C(4012888888881881),
	    UINT64_C(4000056655665556), UINT64_C(4000000000000002), UINT64_C(4000000000000077),
	    UINT64_C(4222222222222),    UINT64_C(4111111111111),    UINT64_C(5555555555554444),
	    UINT64_C(5105105105105100), UINT64_C(5200828282828210), UINT64_C(5454545454545454),
	    UINT64_C(2223003122003222), UINT64_C(2223000048400011), UINT64_C(378282246310005),
	    UINT64_C(371449635398431),  UINT64_C(378734493671000),  UINT64_C(6011111111111117),
	    UINT64_C(6011000990139424), UINT64_C(30569309025904),   UINT64_C(38520000023237),
	    UINT64_C(3530111333300000), UINT64_C(3566002020360505), UINT64_C(6200000000000005),
	};
	unsigned char d[20] GBX_UNINITIALISED;
	unsigned n = bare_digits(v, d, sizeof(d));
	uint64_t x;

	if (n < 12 || n > 18)
		return n > 18 && all_same(d, n);
	x = (uint64_t)gbx_digits(d, n);
	for (size_t i = 0; i < GBX_COUNT(known); i++)
		if (x == known[i])
			return true;
	return typed_number(d, n, 12);
}

static bool id_placeholder(const struct gbx_value *v)
{
	unsigned char d[20] GBX_UNINITIALISED;
	unsigned n;

	if (!gbx_may_be_typed_number(v))
		return false;
	if (v->cls == GBX_C_DIGIT && v->n != 9)
		return typed_number(v->p, v->n, 6);
	n = bare_digits(v, d, sizeof(d));
	return n >= 6 && (one_step(d, n) || (n == 9 && (memcmp(d, "078051120", 9) == 0 ||
	                                                memcmp(d, "219099999", 9) == 0)));
}

bool gbx_day_is_placeholder(unsigned year, unsigned month, unsigned day)
{
	static const struct {
		uint16_t year;
		uint8_t month, day;
	} days[] = {
	    {1, 1, 1},      {1111, 11, 11}, {1753, 1, 1},   {1899, 12, 30}, {1899, 12, 31},
	    {1900, 1, 1},   {1970, 1, 1},   {1969, 12, 31}, {2099, 12, 31}, {2222, 2, 22},
	    {9999, 12, 31}, {9999, 1, 1},   {9999, 9, 9},   {9999, 99, 99},
	};

	if (year == 0 || (month == 0 && day == 0))
		return true;
	for (size_t i = 0; i < GBX_COUNT(days); i++)
		if (year == days[i].year && month == days[i].month && day == days[i].day)
			return true;
	return false;
}

/* A time of day and a zone behind a date, or nothing: no word. A placeholder is shown as it is. */
static bool is_clock(const unsigned char *p, uint32_t n)
{
	for (uint32_t i = 0; i < n; i++)
		if (!gbx_isdigit(p[i]) && !memchr(" T:.+-Z", p[i], 7))
			return false;
	return n <= 20;
}

static bool date_placeholder(const struct gbx_value *v)
{
	unsigned x[3] = {0}, digits[3] = {0}, part = 0;
	uint32_t i = 0;

	if (!gbx_may_be_no_date(v))
		return false;
	if (v->n < 6)
		return v->p[0] == '0';
	if (v->cls == GBX_C_DIGIT && v->n >= 8) {
		x[0] = (unsigned)gbx_digits(v->p, 4);
		x[1] = (unsigned)gbx_digits(v->p + 4, 2);
		x[2] = (unsigned)gbx_digits(v->p + 6, 2);
		if (v->n > 14)
			return false;
		return v->n != 10 && v->n != 13 ? gbx_day_is_placeholder(x[0], x[1], x[2])
		                                : all_same(v->p, v->n);
	}
	for (; i < v->n && part < 3; i++) {
		if (gbx_isdigit(v->p[i]) && digits[part] < 4) {
			x[part] = x[part] * 10 + (unsigned)(v->p[i] - '0');
			digits[part]++;
		} else if (memchr("-/.", v->p[i], 3) && digits[part] && part < 2) {
			part++;
		} else {
			break;
		}
	}
	if (part != 2 || (digits[0] != 4 && digits[2] != 4) || !is_clock(v->p + i, v->n - i))
		return false;
	if (digits[0] == 4)
		return gbx_day_is_placeholder(x[0], x[1], x[2]);
	return gbx_day_is_placeholder(x[2], x[0], x[1]) || gbx_day_is_placeholder(x[2], x[1], x[0]);
}

#define NO_EMAIL_DOMAIN 40u
#define ENDING 8u /* ".com", ".co.uk", ".invalid" */

/* A domain or the end of one, and nothing behind it. */
static bool is_domain(const unsigned char *p, uint32_t n, uint32_t most)
{
	for (uint32_t i = 0; i < n; i++)
		if (!gbx_isalnum(p[i]) && p[i] != '-' && (p[i] != '.' || (i && p[i - 1] == '.')))
			return false;
	return n >= 2 && n <= most;
}

/* "noemail", "no-email12": digits may follow, a name may not. */
static bool is_no_email(const unsigned char *p, uint32_t n, const char *word)
{
	uint32_t k = (uint32_t)strlen(word);
	if (n < k || n > k + 4 || !gbx_prefix_word(p, n, word))
		return false;
	while (k < n && gbx_isdigit(p[k]))
		k++;
	return k == n;
}

static bool email_placeholder(const struct gbx_value *v)
{
	const unsigned char *at, *dot;
	uint32_t local, label;

	if (!gbx_may_be_typed_email(v))
		return false;
	at = memchr(v->p, '@', v->n);
	dot = at ? memchr(at, '.', v->n - (size_t)(at - v->p)) : NULL;
	if (!dot || at == v->p || dot == at + 1 || !is_domain(at + 1, v->n - (uint32_t)(at + 1 - v->p), NO_EMAIL_DOMAIN))
		return false;
	if (gbx_same_word(v->p, v->n, "example@example.com"))
		return true;
	local = (uint32_t)(at - v->p);
	label = (uint32_t)(dot - at - 1);
	if (is_no_email(v->p, local, "noemail") || is_no_email(v->p, local, "no-email"))
		return true;
	return local <= GBX_TYPED_BYTES && label <= GBX_TYPED_BYTES &&
	       (uint32_t)(v->p + v->n - dot) <= ENDING &&
	       gbx_may_be_word(gbx_typed_map, at + 1, label) &&
	       !gbx_same_word(at + 1, label, "example") &&
	       in_list(at + 1, label, typed_words[label]) &&
	       in_list(v->p, local, typed_words[local]);
}

static bool address_placeholder(const struct gbx_value *v)
{
	static const char *const known[] = {"0.0.0.0",
	                                    "127.0.0.1",
	                                    "255.255.255.255",
	                                    "::",
	                                    "::1",
	                                    "00:00:00:00:00:00",
	                                    "ff:ff:ff:ff:ff:ff",
	                                    "02:00:00:00:00:00",
	                                    "00-00-00-00-00-00",
	                                    "0000.0000.0000"};
	return gbx_may_be_no_address(v) && gbx_word_in(v, known, GBX_COUNT(known));
}

/* Hashes of the empty password say that there is none; so do zeros. */
static bool hash_placeholder(const struct gbx_value *v)
{
	static const char *const known[] = {
	    "d41d8cd98f00b204e9800998ecf8427e",
	    "31d6cfe0d16ae931b73c59d7e0c089c0",
	    "aad3b435b51404eeaad3b435b51404ee",
	    "da39a3ee5e6b4b0d3255bfef95601890afd80709",
	    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
	};
	if (!gbx_may_be_no_hash(v))
		return false;
	if (all_same(v->p, v->n))
		return true;
	return (v->n == 32 || v->n == 40 || v->n == 64) && gbx_word_in(v, known, GBX_COUNT(known));
}

static bool uuid_placeholder(const struct gbx_value *v)
{
	return v->n >= 32 && v->n <= 38 && (v->cls & GBX_C_DIGIT) &&
	       !(v->cls & (GBX_C_HEX | GBX_C_ALPHA)) && memchr(v->p, '0', v->n) &&
	       !memchr(v->p, '1', v->n) && !memchr(v->p, '2', v->n);
}

static bool geo_placeholder(const struct gbx_value *v)
{
	for (uint32_t i = 0; i < v->n; i++)
		if (v->p[i] >= '1' && v->p[i] <= '9')
			return false;
	return (v->cls & GBX_C_DIGIT) && !(v->cls & (GBX_C_HEX | GBX_C_ALPHA | GBX_C_HIGH));
}

static bool small_number_placeholder(const struct gbx_value *v)
{
	static const char *const known[] = {"-1", "999", "9999", "0000", "1900", "1900.0"};

	return v->n <= 6 && gbx_word_in(v, known, GBX_COUNT(known));
}

static bool postcode_placeholder(const struct gbx_value *v)
{
	return v->cls == GBX_C_DIGIT && v->n >= 4 && v->n <= 9 && all_same(v->p, v->n) &&
	       (v->p[0] == '0' || v->p[0] == '9' || v->p[0] == '1');
}

static bool code_placeholder(const struct gbx_value *v)
{
	return v->cls == GBX_C_DIGIT && v->n >= 6 && v->n <= 40 && all_same(v->p, v->n);
}

typedef bool placeholder_fn(const struct gbx_value *v);

/* Types with placeholders of their own. */
static placeholder_fn *const by_type[GBX_T_COUNT] = {
    [GBX_T_EMAIL] = email_placeholder,
    [GBX_T_PHONE] = phone_placeholder,
    [GBX_T_NATIONAL_ID_CN] = id_placeholder,
    [GBX_T_NATIONAL_ID_US] = id_placeholder,
    [GBX_T_NATIONAL_ID_BR ... GBX_T_PASSPORT_RU] = id_placeholder,
    [GBX_T_PAYMENT_CARD] = card_placeholder,
    [GBX_T_IP] = address_placeholder,
    [GBX_T_MAC] = address_placeholder,
    [GBX_T_UUID] = uuid_placeholder,
    [GBX_T_DATE] = date_placeholder,
    [GBX_T_DATE_OF_BIRTH] = date_placeholder,
    [GBX_T_TIMESTAMP] = date_placeholder,
    [GBX_T_YEAR_OF_BIRTH] = small_number_placeholder,
    [GBX_T_AGE] = small_number_placeholder,
    [GBX_T_POSTCODE] = postcode_placeholder,
    [GBX_T_GEO] = geo_placeholder,
    [GBX_T_IDENTIFIER] = code_placeholder,
    [GBX_T_PASSWORD_HASH_MD5_NTLM_MD4] = hash_placeholder,
    [GBX_T_PASSWORD_HASH_SHA1] = hash_placeholder,
    [GBX_T_PASSWORD_HASH_SHA256] = hash_placeholder,
    [GBX_T_PASSWORD_HASH_SHA512] = hash_placeholder,
};

const uint8_t gbx_placeholder_kinds[GBX_T_COUNT] = {
    [GBX_T_EMAIL] = GBX_PK_EMAIL,
    [GBX_T_PHONE] = GBX_PK_TAIL,
    [GBX_T_NATIONAL_ID_CN] = GBX_PK_TAIL,
    [GBX_T_NATIONAL_ID_US] = GBX_PK_TAIL,
    [GBX_T_NATIONAL_ID_BR ... GBX_T_PASSPORT_RU] = GBX_PK_TAIL,
    [GBX_T_PAYMENT_CARD] = GBX_PK_LIST,
    [GBX_T_IP] = GBX_PK_ADDRESS,
    [GBX_T_MAC] = GBX_PK_ADDRESS,
    [GBX_T_UUID] = GBX_PK_UUID,
    [GBX_T_DATE] = GBX_PK_DATE,
    [GBX_T_DATE_OF_BIRTH] = GBX_PK_DATE,
    [GBX_T_TIMESTAMP] = GBX_PK_DATE,
    [GBX_T_YEAR_OF_BIRTH] = GBX_PK_SMALL,
    [GBX_T_AGE] = GBX_PK_SMALL,
    [GBX_T_POSTCODE] = GBX_PK_CODE,
    [GBX_T_GEO] = GBX_PK_LIST,
    [GBX_T_IDENTIFIER] = GBX_PK_CODE,
    [GBX_T_PASSWORD_HASH_MD5_NTLM_MD4] = GBX_PK_HASH,
    [GBX_T_PASSWORD_HASH_SHA1] = GBX_PK_HASH,
    [GBX_T_PASSWORD_HASH_SHA256] = GBX_PK_HASH,
    [GBX_T_PASSWORD_HASH_SHA512] = GBX_PK_HASH,
};

/* Any word may be a password, any signs a salt: only what software writes for nothing is none. */
static bool password_placeholder(const struct gbx_value *v)
{
	static const char *const nothing[] = {"null", "(null)", "<null>", "\\n",
	                                      "n/a",  "none",   "\"\""};

	return v->n <= 6 && gbx_word_in(v, nothing, GBX_COUNT(nothing));
}

/* Null, Nan and Na are names of people, and NA is Namibia. */
static bool can_be_name(const struct gbx_value *v, enum gbx_type t)
{
	static const char *const names[] = {"na", "nan", "nul", "null"};

	if (t == GBX_T_COUNTRY)
		return gbx_same_word(v->p, v->n, "na");
	return (t == GBX_T_NAME_FULL || t == GBX_T_NAME_GIVEN || t == GBX_T_NAME_FAMILY) &&
	       v->n >= 2 && gbx_isupper(v->p[0]) && !gbx_isupper(v->p[1]) && v->n <= 4 &&
	       gbx_word_in(v, names, GBX_COUNT(names));
}

bool gbx_is_placeholder(const struct gbx_value *v, enum gbx_type t)
{
	unsigned i = (unsigned)t < GBX_T_COUNT ? (unsigned)t : GBX_T_UNKNOWN;

	if (!gbx_may_be_placeholder(v, (enum gbx_type)i))
		return false;
	if (by_type[i] && by_type[i](v))
		return true;
	if (!gbx_may_be_generic(v))
		return false;
	if (t == GBX_T_PASSWORD_PLAIN || t == GBX_T_SALT)
		return password_placeholder(v);
	return is_generic(v) && !can_be_name(v, t);
}

/*
 * Values that stand for no value. Generic words hold for every type; others only
 * where the column is of their type, so that a real "test" in a text stays one.
 * This runs on every value a check turned away: length and class come first.
 */
#include "chars.h"
#include "check.h"

/* By length in bytes, then lower case where ASCII. */
#define WORDS_EACH 25u
static const char *const words[25][WORDS_EACH] = {
    [2] = {"na", "\\n", "\"\"", "''", "{}", "[]", "xx"},
    [3] = {"n/a", "n.a", "n\\a", "nil", "nan", "tbd", "tba", "nul", "unk", "xxx", "tbc",
           "无",  "空",  "無",   "—",   "–",   "－",  "／",  "？",  "。",  "…"},
    [4] = {"n.a.", "#n/a", "null", "none", "void", "test", "xxxx", "asdf", "todo", "kein"},
    [5] = {"empty", "blank", "undef", "xxxxx", "dummy", "aucun", "keine", "н/д"},
    [6] = {"nodata", "notset", "(null)", "(none)", "<null>", "<none>", "[null]", "[none]",
           "xxxxxx", "asdfgh", "qwerty", "nenhum", "暂无",   "未知",   "不详",   "不明",
           "没有",   "未填",   "待定",   "保密",   "不祥",   "なし",   "없음",   "нет"},
    [7] = {"unknown", "missing", "no data", "not set", "(empty)", "(blank)", "<empty>", "ninguno",
           "inconnu"},
    [8] = {"xxxxxxxx"},
    [9] = {"undefined", "not given", "unbekannt", "未填写", "无数据", "待补充", "未提供", "未登记",
           "不明な"},
    [10] = {"none given"},
    [11] = {"unspecified", "desconocido"},
    [12] = {"not provided", "desconhecido"},
    [13] = {"not available", "not specified", "لا يوجد"},
    [14] = {"not applicable"},
    [17] = {"غير معروف"},
    [19] = {"не указано"},
    [20] = {"неизвестно"},
};

/* Only signs, such as "-", "--", "?", "...", "*". */
static bool only_signs(const struct gbx_value *v)
{
	return v->n <= 8 && !(v->cls & ~(uint32_t)(GBX_C_DOT | GBX_C_SEP | GBX_C_OTHER | GBX_C_AT));
}

static bool is_generic(const struct gbx_value *v)
{
	unsigned char c = gbx_lower(v->p[0]);

	if (only_signs(v))
		return true;
	for (const char *const *w = words[v->n]; *w; w++)
		if ((unsigned char)**w == c && gbx_same_word(v->p, v->n, *w))
			return true;
	return false;
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

static bool digits_in(const unsigned char *d, unsigned n, const char *const *list, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (strlen(list[i]) == n && memcmp(list[i], d, n) == 0)
			return true;
	return false;
}

/* Numbers typed in because a field had to be filled: one digit over and over, or counting. */
static bool typed_number(const unsigned char *d, unsigned n, unsigned least)
{
	return n >= least && one_step(d, n);
}

static bool phone_placeholder(const struct gbx_value *v)
{
	static const char *const known[] = {
	    "13800138000", "13800000000", "13888888888", "13000000000", "13900000000",
	    "18888888888", "15000000000", "13333333333", "13999999999", "18800000000",
	    "12300000000", "10000000000", "9999999998",  "1000000000"};
	unsigned char d[20];
	unsigned n, k, pairs = 0;

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
		if (digits_in(d + k, n - k, known, GBX_COUNT(known)))
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
	unsigned char d[20];
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
	static const char *const known[] = {"078051120", "219099999"};
	unsigned char d[20];
	unsigned n;

	if (v->cls == GBX_C_DIGIT && v->n != 9)
		return typed_number(v->p, v->n, 6);
	n = bare_digits(v, d, sizeof(d));
	return n >= 6 && (one_step(d, n) || digits_in(d, n, known, GBX_COUNT(known)));
}

static bool day_placeholder(unsigned year, unsigned month, unsigned day)
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

static bool date_placeholder(const struct gbx_value *v)
{
	unsigned x[3] = {0}, digits[3] = {0}, part = 0;
	uint32_t i = 0;

	if (v->n < 6 || v->n > 30 || !(v->cls & GBX_C_DIGIT))
		return v->n == 1 && v->p[0] == '0';
	if (v->cls == GBX_C_DIGIT && v->n >= 8) {
		x[0] = (unsigned)gbx_digits(v->p, 4);
		x[1] = (unsigned)gbx_digits(v->p + 4, 2);
		x[2] = (unsigned)gbx_digits(v->p + 6, 2);
		return v->n != 10 && v->n != 13 ? day_placeholder(x[0], x[1], x[2])
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
	if (part != 2 || (digits[0] != 4 && digits[2] != 4))
		return false;
	if (digits[0] == 4)
		return day_placeholder(x[0], x[1], x[2]);
	return day_placeholder(x[2], x[0], x[1]) || day_placeholder(x[2], x[1], x[0]);
}

/* Local parts and first labels of domains that people type to get past a form. */
static bool email_placeholder(const struct gbx_value *v)
{
	static const char *const typed[] = {
	    "a",        "aa",       "aaa",         "abc",    "asd",   "asdf",    "b",
	    "email",    "example",  "fake",        "mail",   "n",     "na",      "no",
	    "no-email", "no_email", "noemail",     "nomail", "noone", "no-mail", "none",
	    "nobody",   "not",      "notprovided", "null",   "qwe",   "qwerty",  "test",
	    "testing",  "unknown",  "x",           "xx",     "xxx",   "user",    "123",
	    "1",        "111",      "undefined",
	};
	const unsigned char *at = memchr(v->p, '@', v->n);
	const unsigned char *dot = at ? memchr(at, '.', v->n - (size_t)(at - v->p)) : NULL;
	struct gbx_value local, label;

	if (!dot || at == v->p || dot == at + 1 || v->n > 48)
		return false;
	if (gbx_same_word(v->p, v->n, "example@example.com"))
		return true;
	local = (struct gbx_value){v->p, (uint32_t)(at - v->p), v->cls};
	label = (struct gbx_value){at + 1, (uint32_t)(dot - at - 1), v->cls};
	if (gbx_prefix_word(local.p, local.n, "noemail") ||
	    gbx_prefix_word(local.p, local.n, "no-email"))
		return true;
	return !gbx_same_word(label.p, label.n, "example") &&
	       gbx_word_in(&label, typed, GBX_COUNT(typed)) &&
	       gbx_word_in(&local, typed, GBX_COUNT(typed));
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
	return v->n <= 17 && gbx_word_in(v, known, GBX_COUNT(known));
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
	if (v->n >= 16 && v->n <= 128 && all_same(v->p, v->n))
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

/* Any word may be a password: only what software writes for nothing is none. */
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
	unsigned i = (unsigned)t;

	if (i < GBX_T_COUNT && by_type[i] && by_type[i](v))
		return true;
	if (v->n > 24 || (v->cls & GBX_C_DIGIT))
		return false;
	if (t == GBX_T_PASSWORD_PLAIN)
		return password_placeholder(v);
	return is_generic(v) && !can_be_name(v, t);
}

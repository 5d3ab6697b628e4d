/*
 * The fast ways of the checks and placeholders against plain ones: whatever the bytes
 * are, both say the same.
 */
#include "changed_test.h"
#include "phone.h"
#include "placeholder.h"
#include "time_iso.h"

/* ---- e-mail ---- */

static bool mail_label(const unsigned char *p, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (!gbx_isalnum(p[i]) && p[i] != '-' && p[i] < 0x80)
			return false;
	return n && n <= 63 && p[0] != '-' && p[n - 1] != '-';
}

static bool mail_domain(const unsigned char *p, size_t n)
{
	unsigned labels = 0;
	size_t from = 0;

	for (size_t i = 0; i < n; i++)
		if (p[i] == '.') {
			if (!mail_label(p + from, i - from))
				return false;
			from = i + 1;
			labels++;
		}
	p += from;
	n -= from;
	if (!mail_label(p, n) || !labels || n < 2)
		return false;
	if (n > 4 && gbx_prefix_word(p, n, "xn--"))
		return true;
	for (size_t i = 0; i < n; i++)
		if (!gbx_isalpha(p[i]) && p[i] < 0x80)
			return false;
	return true;
}

/* ASCII without quotes, the only form with a fast way. */
static bool plain_email(const struct gbx_value *v)
{
	const unsigned char *at = memrchr(v->p, '@', v->n);
	size_t n = at ? (size_t)(at - v->p) : 0;
	bool dot = true;

	if (v->n < 6 || v->n > 254 || !n || n > 64 || v->n - n - 1 < 4)
		return false;
	for (size_t i = 0; i < n; i++) {
		unsigned char c = v->p[i];
		if (c == '.' ? dot : !gbx_isalnum(c) && (!c || !strchr("!#$%&'*+-/=?^_`{|}~", c)))
			return false;
		dot = c == '.';
	}
	return !dot && mail_domain(at + 1, v->n - n - 1);
}

static bool plain_typed(const unsigned char *p, size_t n)
{
#define W(word) word,
#define GBX_GENERIC(n, list)
#define GBX_TYPED(n, list) list
	static const char *const words[] = {
#include "placeholder.def"
	};
#undef GBX_TYPED
#undef GBX_GENERIC

	for (size_t i = 0; i < GBX_COUNT(words); i++)
		if (gbx_same_word(p, n, words[i]))
			return true;
	return false;
}

/* Only what domains are made of, behind the @; no two dots in a row. */
static bool plain_domain(const unsigned char *p, size_t n)
{
	static const char of[] = "abcdefghijklmnopqrstuvwxyz0123456789-.";

	for (size_t i = 0; i < n; i++)
		if (!memchr(of, gbx_lower(p[i]), sizeof(of) - 1))
			return false;
	return n >= 2 && n <= 40 && *p != '.' && !memmem(p, n, "..", 2);
}

static bool plain_no_email(const struct gbx_value *v)
{
	const unsigned char *at = memchr(v->p, '@', v->n);
	size_t n = at ? (size_t)(at - v->p) : 0;
	const unsigned char *dot = at ? memchr(at, '.', v->n - n) : NULL;

	if (!n || !dot || v->n > 48 || !plain_domain(at + 1, v->n - n - 1))
		return false;
	size_t no = gbx_prefix_word(v->p, n, "noemail") + gbx_prefix_word(v->p, n, "no-email"), end = no;
	while (end < n && gbx_isdigit(v->p[end]))
		end++;
	return gbx_same_word(v->p, v->n, "example@example.com") ||
	       (no && n - no <= 4 && end == n) ||
	       (v->p + v->n - dot <= 8 && plain_typed(v->p, n) && plain_typed(at + 1, (size_t)(dot - at - 1)) &&
	        !gbx_same_word(at + 1, (size_t)(dot - at - 1), "example"));
}

static bool plain_generic(const struct gbx_value *v)
{
#define GBX_GENERIC(n, list) list
#define GBX_TYPED(n, list)
	static const char *const words[] = {
#include "placeholder.def"
	};
#undef GBX_TYPED
#undef GBX_GENERIC
#undef W

	if (v->cls & GBX_C_DIGIT)
		return false;
	if (v->n <= 8 && !(v->cls & (GBX_C_HEX | GBX_C_ALPHA | GBX_C_HIGH)))
		return true;
	for (size_t i = 0; i < GBX_COUNT(words); i++)
		if (gbx_same_word(v->p, v->n, words[i]))
			return true;
	return false;
}

static void compare_email(const struct gbx_value *v)
{
	if (!(v->cls & GBX_C_HIGH) && v->p[0] != '"')
		same(v, "email", gbx_is_email(v), plain_email(v));
	same(v, "email placeholder", gbx_is_placeholder(v, GBX_T_EMAIL),
	     plain_no_email(v) || plain_generic(v));
	same(v, "generic", gbx_is_placeholder(v, GBX_T_TEXT), plain_generic(v));
}

static void email(void **state)
{
	static const char *const list[] = {
	    "a.b-c_d+e@mail-x.example.com",
	    "beixia288707@inbox.example.org",
	    "x@y.co",
	    "example@example.com",
	    "noemail@x.com",
	    "test@test.com",
	    "user@undefined.net",
	    "notprovided@mail.example",
	    "undefined@mail.example",
	    "x@xn--p1ai.xn--p1ai",
	    "first.last@a-b.c-d.example.technology",
	    "sixteen.letters1@sixty-four.bytes.altogether.label.example.invalid",
	    "not available",
	    "unknown",
	    "暂无",
	    "N/A",
	    "(null)",
	    "--",
	    "Nancy",
	};

	(void)state;
	compare_all(list, GBX_COUNT(list), compare_email);
}

/* ---- numbers ---- */

static bool plain_id_cn(const struct gbx_value *v)
{
	static const uint8_t weight[17] = {7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2};
	unsigned sum = 0;

	if (v->n != 18 || v->p[0] == '0' || gbx_digits(v->p, 17) < 0)
		return false;
	for (unsigned i = 0; i < 17; i++)
		sum += (unsigned)(v->p[i] - '0') * weight[i];
	return "10X98765432"[sum % 11] == (v->p[17] == 'x' ? 'X' : (char)v->p[17]) &&
	       gbx_digits(v->p + 6, 4) >= 1850 && gbx_digits(v->p + 6, 4) <= 2100 &&
	       gbx_date_exists((int)gbx_digits(v->p + 6, 4), (unsigned)gbx_digits(v->p + 10, 2),
	                       (unsigned)gbx_digits(v->p + 12, 2));
}

static bool plain_phone_cn(const struct gbx_value *v, bool *is)
{
	struct gbx_phone t;

	if (v->n < 6 || v->n > 40 || !gbx_phone_parse(v->p, v->n, &t)) {
		*is = false;
		return v->n < 6 || v->n > 40 || !memchr(v->p, '-', v->n);
	}
	*is = t.intl ? gbx_phone_plan_fits(t.d, t.n) : t.d[0] == '1' && t.d[1] >= '3';
	return t.intl || (t.n == 11 && t.d[0] == '1');
}

/* Bare digits of a value without letters, in d; how many. */
static unsigned plain_bare(const struct gbx_value *v, unsigned char d[20])
{
	unsigned n = 0;

	if (v->n > 40 || (v->cls & ~(uint32_t)(GBX_C_DIGIT | GBX_C_SEP | GBX_C_DOT)))
		return 0;
	for (uint32_t i = 0; i < v->n; i++)
		if (gbx_isdigit(v->p[i])) {
			if (n == 20)
				return 0;
			d[n++] = v->p[i];
		}
	return n;
}

static bool plain_steps(const unsigned char *d, unsigned n)
{
	unsigned step = (unsigned)(d[1] + 10 - d[0]) % 10;

	for (unsigned i = 2; i < n; i++)
		if ((unsigned)(d[i] + 10 - d[i - 1]) % 10 != step)
			return false;
	return step <= 1 || step == 9;
}

static bool plain_known(const unsigned char *d, unsigned n)
{
	static const char *const known[] = {
	    "13800138000", "13800000000", "13888888888", "13000000000", "13900000000",
	    "18888888888", "15000000000", "13333333333", "13999999999", "18800000000",
	    "12300000000", "10000000000", "9999999998",  "1000000000"};

	for (size_t i = 0; i < GBX_COUNT(known); i++)
		if (strlen(known[i]) == n && memcmp(known[i], d, n) == 0)
			return true;
	return false;
}

static bool plain_no_phone(const struct gbx_value *v)
{
	unsigned char d[20];
	unsigned n = plain_bare(v, d), pairs = 0;

	for (uint32_t k = 1; k < v->n; k++)
		pairs += v->p[k] == v->p[k - 1];
	if (pairs < 3 && v->cls == GBX_C_DIGIT && v->n > 4)
		return plain_steps(v->p, v->n);
	if (n < 5)
		return n && d[0] == '0' && (n == 1 || (plain_steps(d, n) && d[0] == d[1]));
	for (unsigned k = 0; k <= 3 && n - k >= 5; k++)
		if (plain_known(d + k, n - k))
			return true;
	return plain_steps(d, n) ||
	       (v->p[0] == '+' && n > 10 && plain_steps(d + n - 10, 10) && d[n - 10] == d[n - 9]);
}

static bool plain_no_ssn(const struct gbx_value *v)
{
	unsigned char d[20];
	unsigned n = plain_bare(v, d);

	if (v->cls == GBX_C_DIGIT && v->n != 9)
		return v->n >= 6 && plain_steps(v->p, v->n);
	return n >= 6 && (plain_steps(d, n) || (n == 9 && (memcmp(d, "078051120", 9) == 0 ||
	                                                   memcmp(d, "219099999", 9) == 0)));
}

static void compare_number(const struct gbx_value *v)
{
	bool generic = plain_generic(v), is;

	same(v, "id.cn", gbx_is_national_id_cn(v), plain_id_cn(v));
	if (plain_phone_cn(v, &is))
		same(v, "phone", gbx_phone_national(v, GBX_PHONE_CN), is);
	same(v, "no phone", gbx_is_placeholder(v, GBX_T_PHONE), generic || plain_no_phone(v));
	same(v, "no ssn", gbx_is_placeholder(v, GBX_T_NATIONAL_ID_US), generic || plain_no_ssn(v));
}

static void numbers(void **state)
{
	static const char *const list[] = {
	    "999880194904295659", "99999919900101001X", "110101199003074578", "999999190002290010",
	    "13812345670",        "12345678901",        "16944772008",        "+1-845-555-0155",
	    "+1 212 555 0123",    "+1.212.555.0123",    "+86 138 1234 5670",  "+8613800138000",
	    "138-0013-8000",      "13800138000",        "13888888888",        "9999999998",
	    "+15555555555",       "00000000000",        "1234567890",         "98765432109",
	    "078-05-1120",        "219-09-9999",        "123-45-6789",        "0000",
	    "18800000000",        "+1 (212) 555-0123",
	};

	(void)state;
	compare_all(list, GBX_COUNT(list), compare_number);
}

/* ---- addresses and hashes ---- */

static bool plain_ipv4(const struct gbx_value *v)
{
	unsigned parts = 0, digits = 0, x = 0;

	for (uint32_t i = 0; i <= v->n; i++) {
		if (i < v->n && gbx_isdigit(v->p[i])) {
			if (digits && !x)
				return false;
			x = x * 10 + (unsigned)(v->p[i] - '0');
			if (++digits > 3)
				return false;
			continue;
		}
		if ((i < v->n && v->p[i] != '.') || !digits || x > 255)
			return false;
		parts++;
		digits = x = 0;
	}
	return parts == 4;
}

static bool plain_in(const struct gbx_value *v, const char *const *list)
{
	for (; *list; list++)
		if (gbx_same_word(v->p, v->n, *list))
			return true;
	return false;
}

static void compare_address(const struct gbx_value *v)
{
	static const char *const none[] = {"0.0.0.0",
	                                   "127.0.0.1",
	                                   "255.255.255.255",
	                                   "::",
	                                   "::1",
	                                   "00:00:00:00:00:00",
	                                   "ff:ff:ff:ff:ff:ff",
	                                   "02:00:00:00:00:00",
	                                   "00-00-00-00-00-00",
	                                   "0000.0000.0000",
	                                   NULL};
	static const char *const empty[] = {
	    "d41d8cd98f00b204e9800998ecf8427e",
	    "31d6cfe0d16ae931b73c59d7e0c089c0",
	    "aad3b435b51404eeaad3b435b51404ee",
	    "da39a3ee5e6b4b0d3255bfef95601890afd80709",
	    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
	    NULL};
	bool generic = plain_generic(v), one = v->n >= 16 && v->n <= 128;

	if (v->cls == (GBX_C_DIGIT | GBX_C_DOT))
		same(v, "ip", gbx_is_ip(v), plain_ipv4(v));
	same(v, "no ip", gbx_is_placeholder(v, GBX_T_IP), generic || plain_in(v, none));
	for (uint32_t i = 1; one && i < v->n; i++)
		one = v->p[i] == v->p[0];
	same(v, "no hash", gbx_is_placeholder(v, GBX_T_PASSWORD_HASH_SHA1),
	     generic || one || plain_in(v, empty));
}

static void addresses(void **state)
{
	static const char *const list[] = {
	    "192.0.2.1",
	    "198.51.100.255",
	    "255.255.255.255",
	    "1.2.3.4",
	    "203.0.113.99",
	    "10.0.0.0",
	    "127.0.0.1",
	    "0.0.0.0",
	    "::1",
	    "00:00:00:00:00:00",
	    "FF:FF:FF:FF:FF:FF",
	    "D41D8CD98F00B204E9800998ECF8427E",
	    "00000000000000000000000000000000",
	    "da39a3ee5e6b4b0d3255bfef95601890afd80709",
	    "8d4ddb138ab79e9fe82002207c120cee",
	    "-----------------",
	};

	(void)state;
	compare_all(list, GBX_COUNT(list), compare_address);
}

/* ---- times ---- */

static bool plain_no_day(const unsigned char *p)
{
	static const char *const days[] = {"0001-01-01", "1111-11-11", "1753-01-01", "1899-12-30",
	                                   "1899-12-31", "1900-01-01", "1970-01-01", "1969-12-31",
	                                   "2099-12-31", "2222-02-22", "9999-12-31", "9999-01-01",
	                                   "9999-09-09"};

	for (size_t i = 0; i < GBX_COUNT(days); i++)
		if (memcmp(days[i], p, 10) == 0)
			return true;
	return false;
}

/* Digit by digit: the form, and the time in it. */
static bool plain_iso(const struct gbx_value *v, int64_t *at)
{
	const char *form = v->n == 10 ? "0000-00-00" : "0000-00-00 00:00:00";
	const unsigned char *p = v->p;
	int64_t h, m, s;

	if (v->n != strlen(form))
		return false;
	for (uint32_t i = 0; i < v->n; i++)
		if (form[i] == '0' ? !gbx_isdigit(p[i])
		                   : p[i] != (unsigned char)form[i] && (i != 10 || p[i] != 'T'))
			return false;
	h = v->n == 10 ? 0 : gbx_digits(p + 11, 2);
	m = v->n == 10 ? 0 : gbx_digits(p + 14, 2);
	s = v->n == 10 ? 0 : gbx_digits(p + 17, 2);
	if (gbx_digits(p, 4) < 1 || h > 24 || m > 59 || s > 60 || (h == 24 && (m || s)) ||
	    !gbx_date_exists((int)gbx_digits(p, 4), (unsigned)gbx_digits(p + 5, 2),
	                     (unsigned)gbx_digits(p + 8, 2)))
		return false;
	*at = gbx_days_from_civil((int)gbx_digits(p, 4), (unsigned)gbx_digits(p + 5, 2),
	                          (unsigned)gbx_digits(p + 8, 2)) *
	          86400 +
	      h * 3600 + m * 60 + s;
	return true;
}

static void compare_time(const struct gbx_value *v)
{
	struct gbx_column_plan p = {.type = GBX_T_TIMESTAMP};
	int64_t at = 0, plain = 0;
	bool day, is = plain_iso(v, &plain), got = gbx_plan_time(&p, v, &at, &day);

	same(v, "valid", gbx_plan_valid(&p, v), got);
	if ((v->n == 10 && v->p[4] == '-' && v->p[7] == '-') || is) {
		same(v, "time", got, is && !plain_no_day(v->p));
		same(v, "parsed", gbx_time_parse(p.type, 0, v, &at, &day), is);
	}
	if (is) {
		same(v, "seconds", at, plain);
		same(v, "day", day, v->n == 10);
	}
	/* what is read any other way is judged and read by two functions */
	got = gbx_time_parse(p.type, 0, v, &plain, &day);
	same(v, "either", gbx_plan_time(&p, v, &at, &day), got && !gbx_is_placeholder(v, p.type));
}

static void times(void **state)
{
	static const char *const list[] = {
	    "1985-03-12",          "2020-02-29",          "1900-02-29",
	    "2000-02-29",          "0000-00-00",          "9999-12-31",
	    "2222-02-22",          "0001-01-01",          "1899-12-30",
	    "1970-01-01 00:00:00", "2020-03-12 10:20:30", "2020-12-31T23:59:60",
	    "2020-03-12T24:00:00", "2020-12-31 23:59:61", "20200312",
	    "01/01/1900",          "1584008430",          "2020-03-12T10:20:30Z"};

	(void)state;
	compare_all(list, GBX_COUNT(list), compare_time);
}

static void leap_second(void **state)
{
	const struct gbx_column_plan p = {.type = GBX_T_TIMESTAMP};
	int64_t at = 0;
	bool day = true;

	(void)state;
	for (char c = '0'; c <= '9'; c++) {
		char s[] = "2016-12-31 23:59:60";
		s[18] = c;
		struct gbx_value v = gbx_value_of(s, 19);
		assert_int_equal(gbx_plan_time(&p, &v, &at, &day), c == '0');
		assert_int_equal(gbx_time_parse(p.type, 0, &v, &at, &day), c == '0');
		if (c == '0')
			assert_false(day);
	}
}

/* Every day of the calendar, against the general reader. */
static void every_day(void **state)
{
	(void)state;
	for (unsigned y = 0; y <= 9999; y++)
		for (unsigned m = 0; m <= 13; m++)
			for (unsigned d = 0; d <= 32; d++) {
				int32_t days = gbx_iso_days(y, m, d);
				if (!y || !gbx_date_exists((int)y, m, d))
					assert_int_equal(days, GBX_NO_DAY);
				else if (days != gbx_days_from_civil((int)y, m, d))
					fail_msg("%u-%u-%u", y, m, d);
			}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(email), cmocka_unit_test(numbers),     cmocka_unit_test(addresses),
	    cmocka_unit_test(times), cmocka_unit_test(leap_second), cmocka_unit_test(every_day),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}

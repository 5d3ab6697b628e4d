/*
 * Free text. Expectations are written as type=text pairs, in order.
 */
#include "labelled_test.h"

static void expect(const char *s, const char *want)
{
	struct gbx_hit hit[16];
	char got[600] = "";
	uint32_t n = gbx_scan_text((const unsigned char *)s, strlen(s), hit, 16);

	for (uint32_t i = 0; i < n; i++) {
		size_t at = strlen(got);
		assert_true(hit[i].off + (size_t)hit[i].len <= strlen(s));
		assert_true(i == 0 || hit[i].off >= hit[i - 1].off + hit[i - 1].len);
		snprintf(got + at, sizeof(got) - at, "%s%s=%.*s", at ? "|" : "",
		         gbx_type_info(hit[i].type)->name, (int)hit[i].len, s + hit[i].off);
	}
	if (strcmp(got, want) != 0)
		fail_msg("in: %s\nwant: %s\ngot:  %s", s, want, got);
}

static void latin_text(void **state)
{
	(void)state;
	expect("write to alice@example.com, or bob@example.org.",
	       "email=alice@example.com|email=bob@example.org");
	expect("call (212) 555-0123 or 415-555-0199 now",
	       "phone=(212) 555-0123|phone=415-555-0199");
	expect("tel +44 20 7946 0958, mobile +8613800000001.",
	       "phone=+44 20 7946 0958|phone=+8613800000001");
	expect("card 4111 1111 1111 1111 12/25", "payment_card=4111 1111 1111 1111");
	expect("card no 4111111111111111.", "payment_card=4111111111111111");
	expect("pay to DE89 3704 0044 0532 0130 00 soon", "iban=DE89 3704 0044 0532 0130 00");
	expect("IBAN:GB29NWBK60161331926819,", "iban=GB29NWBK60161331926819");
	expect("from 192.0.2.100 and 2001:db8::1, mac 00:00:5e:00:53:01",
	       "ip=192.0.2.100|ip=2001:db8::1|mac=00:00:5e:00:53:01");
	expect("his ssn is 123-45-6780", "national_id.us=123-45-6780");
	expect("pw $2a$05$/VT2Xs2dMd8GJKfrXhjYP.DkTjOVrY12yDN7/6I8ZV0q/1lEohLru ok",
	       "password_hash.bcrypt=$2a$05$/VT2Xs2dMd8GJKfrXhjYP.DkTjOVrY12yDN7/6I8ZV0q/1lEohLru");
	expect("Bearer eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.abc_-9 end",
	       "token.jwt=eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.abc_-9");
	expect("<a@b.co>;\"c@d.org\"", "email=a@b.co|email=c@d.org");
	expect("12345@qq.com", "email=12345@qq.com");
	expect("GET /ok?email=ann.b%40example.com&x=1", "email=ann.b%40example.com");
	expect("GET /ok?q=from%20ann%40example.com HTTP", "email=ann%40example.com");
	expect("https://shop.example.com/u?m=ann@example.org&x", "email=ann@example.org");
	expect("https://shop.example.com/ann@example.org", "email=ann@example.org");
	expect("https://shop.example.com/#ann%40example.org", "email=ann%40example.org");
	expect("100 %40 b%4 a%40 %40b.co ann%40b ann@b%40c", "");
	expect("see ftp://ann%40example.com@ftp.example.com/x", "");
	expect("13800000001@example.com", "email=13800000001@example.com");
}

static void called_telephones(void **state)
{
	(void)state;
	expect("Tel.: 07700 900123, fax 020 7946 0999", "phone=07700 900123|phone=020 7946 0999");
	expect("Mobile:06 39 98 01 02 (new)", "phone=06 39 98 01 02");
	expect("téléphone : 06.39.98.01.02", "phone=06.39.98.01.02");
	expect("Handy 0171 3920 0301", "phone=0171 3920 0301");
	expect("cell#(212) 555-0123 cc#4111111111111111",
	       "phone=(212) 555-0123|payment_card=4111111111111111");
	expect("ring 0044 7700 900123 or 0049 30 5550 0123",
	       "phone=0044 7700 900123|phone=0049 30 5550 0123");
	expect("固话(0571)86098788，", "phone=(0571)86098788");
	expect("座机：(0571) 8609-8788", "phone=(0571) 8609-8788");
	/* not so called, no plan, no number */
	expect("part 07700 900123, lot 020 7946 0999", "");
	expect("ticket #0012 3456 7890, colour #123456", "");
	expect("on 01.02.2020 at 08:15, 0000 1234 5678", "");
	expect("(2020)12345678", "");
	expect("tel", "");
}

static void chinese_text(void **state)
{
	(void)state;
	expect("报警人电话13800000001，住址不明", "phone=13800000001");
	expect("身份证999999199001010011手机13912345678", "phone=13912345678");
	expect("身份证号99999919900101001X", "");
	expect("电话：138-0000-0001或0755-12345678", "phone=138-0000-0001|phone=0755-12345678");
	expect("邮箱zhang@example.com联系", "email=zhang@example.com");
	expect("8613800000001", "phone=8613800000001");
	expect("联系+86 138 0000 0001。", "phone=+86 138 0000 0001");
}

/* A number with its check character, found between Chinese characters. */
static void identity_numbers(void **state)
{
	static const int weight[17] = {7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2};
	char id[19] = "99999919900101001", in[64], want[64];
	int sum = 0;

	(void)state;
	for (int i = 0; i < 17; i++)
		sum += (id[i] - '0') * weight[i];
	id[17] = "10X98765432"[sum % 11];
	snprintf(in, sizeof(in), "身份证%s的人", id);
	snprintf(want, sizeof(want), "national_id.cn=%s", id);
	expect(in, want);
	snprintf(in, sizeof(in), "a%s", id);
	expect(in, "");
	snprintf(in, sizeof(in), "0%s", id);
	expect(in, "");
}

static void nothing_at_all(void **state)
{
	static const char *const texts[] = {
	    "",
	    "plain words only",
	    "on 2020-03-12 10:20:30 at 10:20",
	    "2020-03-12T10:20:30.123456Z",
	    "1584008430 1584008430000 20200312102030",
	    "pi is 3.14159265358979323846",
	    "0.4111111111111111 and 0,4111111111111111",
	    "123e4567-e89b-12d3-a456-426614174000",
	    "12345678-1234-1234-1234-123456789012",
	    "deadbeef13800138000cafe",
	    "session=a13800000001b",
	    "order 4111111111111111",
	    "订单号4111111111111111",
	    "订单号：13800000001",
	    "http://example.com/4111111111111111?p=13800000001",
	    "version 1.2.3.4 of 10.0.1",
	    "ids 100000000 1000000000 10000000000",
	    "9999999999999999999999999999",
	    "a@b @x x@ @@@@",
	    "icon@2x.png",
	    "$5 and $2 and *bold* J J eyJ",
	    "range 100-200-300",
	    "4111 1111 1111 1112",
	    "1234 4111 1111 1111 1111",
	    "V1.13800000001.2",
	    "13800000001.5",
	    "+1 +2 +3",
	    "555-0123",
	    "212 555 01234",
	    "x_13800000001",
	    "#13800000001",
	    "ABCPD1234E",
	    "2020-13800000001",
	    "13800000001-2",
	    "SKU-4111-1111-1111-1111",
	};

	(void)state;
	for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++)
		expect(texts[i], "");
}

static void limits(void **state)
{
	static const char many[] = "a@b.co c@d.co e@f.co g@h.co";
	struct gbx_hit hit[2];

	(void)state;
	assert_int_equal(gbx_scan_text((const unsigned char *)many, sizeof(many) - 1, hit, 2), 2);
	assert_int_equal(hit[1].off, 7);
	assert_int_equal(gbx_scan_text((const unsigned char *)many, sizeof(many) - 1, hit, 0), 0);
}

/* Found at every place of a block, and at the very end of the text. */
static void every_offset(void **state)
{
	struct gbx_hit hit[2];

	(void)state;
	for (size_t at = 0; at < 200; at++) {
		size_t n = at + 11;
		unsigned char *buf = malloc(n);
		memset(buf, ' ', at);
		memcpy(buf + at, "13812345670", 11);
		assert_int_equal(gbx_scan_text(buf, n, hit, 2), 1);
		assert_int_equal(hit[0].off, at);
		free(buf);
	}
}

/* A megabyte of what makes scanners slow: must end within the test's time. */
static void hostile_texts(void **state)
{
	static const char *const units[] = {
	    "1",    "1.", "1-",         "a@", "@",  "eyJ", "eyJ.",     ".eyJ",
	    "$2a$", "1:", "GB29",       "a1", "/1", "+1 ", "1 ",       "12 34 56 ",
	    "(1)",  "a.", "9999999999", "*A", "x-", "1,",  "/1234567", "单1"};
	size_t n = 1u << 20;
	char *buf = malloc(n);
	struct gbx_hit *hit = malloc(65536 * sizeof(*hit));

	(void)state;
	for (size_t u = 0; u < sizeof(units) / sizeof(units[0]); u++) {
		size_t k = strlen(units[u]);
		for (size_t i = 0; i < n; i++)
			buf[i] = units[u][i % k];
		gbx_scan_text((unsigned char *)buf, n, hit, 65536);
	}
	free(hit);
	free(buf);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(latin_text), cmocka_unit_test(called_telephones),       cmocka_unit_test(chinese_text),
	    cmocka_unit_test(identity_numbers), cmocka_unit_test(nothing_at_all),
	    cmocka_unit_test(limits),           cmocka_unit_test(every_offset),
	    cmocka_unit_test(hostile_texts),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}

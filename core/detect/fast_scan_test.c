/*
 * What turns texts and strays away against plain ways: nothing that is one is lost.
 */
#include "changed_test.h"
#include "chars.h"

/* ---- text ---- */

/* A sign behind the text, where it belongs to nothing, sends the scanner over all of it. */
static void compare_scan(const struct gbx_value *v)
{
	unsigned char longer[512];
	struct gbx_hit fast[8] = {0}, plain[8] = {0};
	uint32_t n = gbx_scan_text(v->p, v->n, fast, 8);

	memcpy(longer, v->p, v->n);
	memcpy(longer + v->n, "\n\n\n\n\n\n\n\n$", 9);
	same(v, "hits", n, gbx_scan_text(longer, v->n + 9, plain, 8));
	for (uint32_t i = 0; i < n; i++)
		if (memcmp(&fast[i], &plain[i], sizeof(plain[i])) != 0)
			fail_msg("hit %u: %.*s", i, (int)v->n, (const char *)v->p);
}

static void texts(void **state)
{
	static const char *const list[] = {
	    "374 Larch Street, Marrowby",
	    "云渊省筠朔市新泽区银杏大道709号四季城26号楼3单元604室",
	    "联系电话13812345670，身份证99999919900101001X。",
	    "call +1 212 555 0123 or mail a@example.com",
	    "(212) 555-0123 and 0755-12345678, 2020-04-23 19:02:02",
	    "(212)555-0123",
	    "(212) 555-0123",
	    "212.555.0123",
	    "1 212 555 0123",
	    "123-45-6780",
	    "138 1234 5670",
	    "4111-1111-1111-1111",
	    "3782 822463 10005",
	    "server 192.0.2.100, it stands in the third row of the second hall, price 12.50",
	    "the adapter 00-00-5e-00-53-01 was found behind the cupboard of the hall upstairs",
	    "mac aa-bb-cc-d0-ee-ff",
	    "ip 2001:db8::1 or fe80::0",
	    "account GB29NWBK60161331926819 of a bank in a town that nobody has ever heard of",
	    "two windows of sixty-four bytes, words in both, then the card 4111111111111111",
	    "token eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.abc",
	    "Jackson Street 12 J",
	    "a@b.co",
	};

	(void)state;
	compare_all(list, GBX_COUNT(list), compare_scan);
}

/* What every kind of hit needs, wherever it stands in the windows of the scanner. */
static void every_offset(void **state)
{
	static const char *const list[] = {"13812345670",
	                                   "NL91ABNA0417164300",
	                                   "198.51.100.7",
	                                   "(212) 555-0123",
	                                   "123-45-6780",
	                                   "aa-bb-cc-d0-ee-ff",
	                                   "2001:db8::1",
	                                   "+442079460123",
	                                   "a@b.co",
	                                   "*94BDCEBE19083CE2A1F959FD02F964C7AF4CFC29",
	                                   "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.abc"};
	unsigned char text[400];
	struct gbx_hit hit[2];

	(void)state;
	for (size_t i = 0; i < GBX_COUNT(list); i++)
		for (size_t at = 0; at < 200; at++)
			for (size_t behind = 0; behind < 130; behind += 13) {
				size_t n = strlen(list[i]);
				memset(text, ' ', sizeof(text));
				memcpy(text + at, list[i], n);
				if (gbx_scan_text(text, at + n + behind, hit, 2) != 1)
					fail_msg("%s at %zu", list[i], at);
			}
}

/* ---- strays ---- */

static bool plain_stray_number(const struct gbx_value *v)
{
	return (v->n == 18 && gbx_is_national_id_cn(v)) ||
	       (v->n == 11 && gbx_is_national_id_us(v)) ||
	       (v->n >= 14 && v->n <= 23 && gbx_is_payment_card(v));
}

static bool plain_stray(const struct gbx_value *v)
{
	enum gbx_type t;
	size_t len = 0;

	if (v->n < 6)
		return false;
	if (v->cls & GBX_C_AT)
		return gbx_is_email(v);
	if (v->p[0] == '+')
		return gbx_is_phone(v);
	if (strchr("${*psA", v->p[0]) && v->p[0]) {
		t = gbx_hash_prefix(v->p, v->n, &len);
		if (t != GBX_T_UNKNOWN && len == v->n)
			return true;
	}
	return gbx_is_jwt(v) || (gbx_isdigit(v->p[0]) && plain_stray_number(v)) ||
	       (gbx_isalpha(v->p[0]) && gbx_is_iban(v)) ||
	       ((v->n == 17 || v->n == 14) && gbx_is_mac(v)) ||
	       (gbx_is_ip(v) && (v->n >= 9 || !(v->cls & GBX_C_DOT)));
}

static void compare_stray(const struct gbx_value *v)
{
	struct gbx_column_plan p = {.type = GBX_T_EMAIL, .strays = true};
	enum gbx_type t = gbx_stray_type(v);

	same(v, "stray", t != GBX_T_UNKNOWN, plain_stray(v));
	same(v, "not an address", gbx_plan_stray(&p, v, gbx_plan_valid(&p, v)),
	     t == GBX_T_EMAIL ? GBX_T_UNKNOWN : t);
	p.type = GBX_T_PHONE;
	p.variant = GBX_PHONE_ANY;
	same(v, "not a number", gbx_plan_stray(&p, v, gbx_plan_valid(&p, v)),
	     t == GBX_T_PHONE ? GBX_T_UNKNOWN : t);
}

static void strays(void **state)
{
	static const char *const list[] = {
	    "alice@example.com",
	    "+12125550123",
	    "4111 1111 1111 1111",
	    "DE89370400440532013000",
	    "DE89 3704 0044 0532 0130 00",
	    "123-45-6780",
	    "99999919900101001X",
	    "192.0.2.100",
	    "2001:db8::1",
	    "::ffff:192.0.2.1",
	    "30569309025904",
	    "fe80::d0:e1",
	    "00:00:5e:00:53:01",
	    "0000.5e00.5301",
	    "*94BDCEBE19083CE2A1F959FD02F964C7AF4CFC29",
	    "{SHA}aaaaaaaaaaaaaaaaaaaaaaaaaaaa",
	    "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.abc",
	    "2020-03-12 10:20:30",
	    "Larch Street",
	};

	(void)state;
	compare_all(list, GBX_COUNT(list), compare_stray);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(texts),
	    cmocka_unit_test(every_offset),
	    cmocka_unit_test(strays),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}

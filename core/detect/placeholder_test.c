/*
 * Placeholders by type, and values that only look like one.
 */
#include "labelled_test.h"

static void expect(enum gbx_type t, bool want, const char *const *list)
{
	for (; *list; list++) {
		struct gbx_value v = text(*list);
		if (gbx_is_placeholder(&v, t) != want)
			fail_msg("%s as %s", *list, gbx_type_info(t)->name);
	}
}

#define YES(t, ...) expect(t, true, (const char *const[]){__VA_ARGS__, NULL})
#define NO(t, ...) expect(t, false, (const char *const[]){__VA_ARGS__, NULL})

static void generic(void **state)
{
	(void)state;
	YES(GBX_T_TEXT, "N/A", "NA", "n.a.", "-", "--", "null", "NULL", "None", "nil", "undefined",
	    "unknown", "?", ".", "无", "暂无", "未知", "不详", "空", "\\N", "(null)", "#N/A", "TBD",
	    "xxx", "***", "нет");
	NO(GBX_T_TEXT, "Nancy", "0", "1", "no", "a", "nothing here", "Napoleon", "13800138000",
	   "xyz", "空气", "N/A - see the remark below");
}

static void by_type(void **state)
{
	(void)state;
	YES(GBX_T_PHONE, "13800138000", "00000000000", "11111111111", "12345678901", "1234567890",
	    "0000000000", "5555555555", "+8613800138000", "138-0013-8000", "+15555555555", "0");
	NO(GBX_T_PHONE, "13812345670", "212-555-0123", "+12125550123");
	YES(GBX_T_EMAIL, "test@test.com", "a@a.com", "noemail@example.com", "none@none.com",
	    "example@example.com", "NA@NA.com", "no@email.com");
	NO(GBX_T_EMAIL, "alice@example.com", "test@example.com", "a@example.org",
	   "info@test.example", "test@example.invalid", "a@a.com Ann Sample", "test@test.com;ann@b.example",
	   "n@1.2.1 anything", "a@a.annsample", "noemail.ann@example.org", "noemailann@example.org",
	   "noemail@example.org Ann", "noemail@\xe5\x90\x8d.example");
	YES(GBX_T_EMAIL, "noemail12@example.org", "no-email@none.example", "a@a.co.uk");
	YES(GBX_T_DATE, "0000-00-00", "1900-01-01", "1970-01-01", "9999-12-31", "1111-11-11",
	    "0000-00-00 00:00:00", "01/01/1900", "00/00/0000", "31/12/9999", "00000000",
	    "19000101");
	NO(GBX_T_DATE, "1900-01-01 Ann Sample", "1970-01-01, Oslo", "1900010112345678", "01/01/1900 x");
	YES(GBX_T_DATE, "1970-01-01T00:00:00.000Z", "19700101000000");
	NO(GBX_T_DATE, "1985-03-12", "2020-01-01", "12/31/2019", "20200101");
	YES(GBX_T_NATIONAL_ID_US, "111-11-1111", "123-45-6789", "078-05-1120", "000-00-0000");
	NO(GBX_T_NATIONAL_ID_US, "123-45-6780");
	YES(GBX_T_NATIONAL_ID_CN, "111111111111111111", "123456789012345678");
	NO(GBX_T_NATIONAL_ID_CN, "999999199001010010");
	YES(GBX_T_PAYMENT_CARD, "4111111111111111", "4111 1111 1111 1111", "0000000000000000");
	NO(GBX_T_PAYMENT_CARD, "4539578763621486");
	YES(GBX_T_IP, "0.0.0.0", "127.0.0.1", "::1");
	NO(GBX_T_IP, "192.0.2.1");
	YES(GBX_T_PASSWORD_HASH_MD5_NTLM_MD4, "D41D8CD98F00B204E9800998ECF8427E",
	    "00000000000000000000000000000000");
	YES(GBX_T_AGE, "-1", "999");
	YES(GBX_T_IDENTIFIER, "11111111", "00000000");
	YES(GBX_T_UUID, "00000000-0000-0000-0000-000000000000");
	NO(GBX_T_UUID, "10000000-0000-0000-0000-000000000000");
	YES(GBX_T_GEO, "0,0", "0.0, 0.0");
	NO(GBX_T_GEO, "0.1,0.0");
}

static void words_that_are_values(void **state)
{
	(void)state;
	NO(GBX_T_SALT, "---", "?!.", "abc");
	NO(GBX_T_PASSWORD_PLAIN, "qwerty", "test", "123456", "unknown", "***");
	YES(GBX_T_PASSWORD_PLAIN, "null", "NULL", "\\N");
	NO(GBX_T_NAME_FAMILY, "Null", "Na", "Nan");
	YES(GBX_T_NAME_FAMILY, "NULL", "null", "n/a");
	NO(GBX_T_COUNTRY, "NA");
}

/* Any bytes under any type: no crash, and never longer than a field. */
static void hostile_bytes(void **state)
{
	uint64_t x = 88172645463325252ull;
	unsigned char buf[80];

	(void)state;
	for (unsigned i = 0; i < 200000; i++) {
		size_t n = 1 + i % sizeof(buf);
		for (size_t k = 0; k < n; k++) {
			x ^= x << 13, x ^= x >> 7, x ^= x << 17;
			buf[k] = i & 1 ? (unsigned char)x
			               : (unsigned char)"0123456789-.@:+$eJ/ "[x % 20];
		}
		unsigned char *copy = malloc(n);
		memcpy(copy, buf, n);
		struct gbx_value v = gbx_value_of(copy, n);
		for (unsigned t = 0; t < GBX_T_COUNT; t++) {
			const struct gbx_type_info *info = gbx_type_info((enum gbx_type)t);
			int64_t at;
			bool day;
			gbx_is_placeholder(&v, (enum gbx_type)t);
			if (info->check)
				info->check(&v);
			if (info->time)
				for (uint16_t o = 0; o < 8; o++)
					gbx_time_parse((enum gbx_type)t, o, &v, &at, &day);
		}
		gbx_stray_type(&v);
		for (unsigned c = 0; c <= GBX_PHONE_COUNTRIES; c++)
			gbx_phone_national(&v, c);
		struct gbx_hit hit[4];
		assert_true(gbx_scan_text(copy, n, hit, 4) <= 4);
		free(copy);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(generic),
	    cmocka_unit_test(by_type),
	    cmocka_unit_test(words_that_are_values),
	    cmocka_unit_test(hostile_bytes),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}

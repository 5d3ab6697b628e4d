/*
 * Network addresses and UUIDs.
 */
#include "labelled_test.h"

static void addresses(void **state)
{
	(void)state;
	EXPECT_PASS(gbx_is_ip, "192.0.2.1", "0.0.0.0", "255.255.255.255", "2001:db8::1",
	            "::", "::1", "2001:DB8:0:0:8:800:200C:417A", "::ffff:192.0.2.128",
	            "1:2:3:4:5:6:7::", "1:2:3:4:5:6:192.0.2.1");
	EXPECT_FAIL(gbx_is_ip, "192.0.2", "192.0.2.256", "192.0.2.01", "1.2.3.4.5", "192.0.2.1/24",
	            "192.0.2.1:80", "1::2::3", "12345::", ":1", "1:", "1:2:3:4:5:6:7:8:9", "g::1",
	            "10:00:00", "1:2:3:4:5:6:7", "::1.2.3", ":::", "1:2:3:4:5:6:7:8::", "12.34",
	            "....");
	EXPECT_PASS(gbx_is_mac, "00:00:5e:00:53:01", "00-00-5E-00-53-01", "0000.5e00.5301",
	            "00:00:5e:ff:fe:00:53:01");
	EXPECT_FAIL(gbx_is_mac, "00:00:5e:00:53", "00:00:5e-00:53:01", "00:00:5e:00:53:0g",
	            "00005e005301", "0000:5e00:5301");
	EXPECT_PASS(gbx_is_uuid, "123e4567-e89b-12d3-a456-426614174000",
	            "{123E4567-E89B-12D3-A456-426614174000}");
	EXPECT_FAIL(gbx_is_uuid, "123e4567-e89b-12d3-a456-42661417400",
	            "123e4567e89b12d3a456426614174000", "123e4567-e89b-12d3-a456_426614174000",
	            "g23e4567-e89b-12d3-a456-426614174000");
}

static void web_addresses(void **state)
{
	(void)state;
	EXPECT_PASS(gbx_is_url, "https://example.org/", "www.example.com", "example.org/~jane",
	            "sub.example.com/a?b=c", "//example.net/x", "example.de/x", "linkedin.com/in/x");
	EXPECT_FAIL(gbx_is_url, "text/html", "Mozilla/5.0", "1.2.3/4.5", "a.b/", "jane@example.org/x",
	            "example.org:80/x y", "//example", "10.1.2.0/24", "report.pdf/3", "and/or/not");
}

static void validator_agreement(void **state)
{
	(void)state;
	expect_agreement(&(struct agreement){"isIP", gbx_is_ip, 0.9, 0.9});
	expect_agreement(&(struct agreement){"isMACAddress", gbx_is_mac, 0.5, 0.9});
	expect_agreement(&(struct agreement){"isUUID", gbx_is_uuid, 0.9, 0.7});
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(addresses),
	    cmocka_unit_test(web_addresses),
	    cmocka_unit_test(validator_agreement),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}

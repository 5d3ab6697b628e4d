/*
 * Mail and web addresses.
 */
#include "labelled_test.h"

static void addresses(void **state)
{
	(void)state;
	EXPECT_PASS(gbx_is_email, "a@b.co", "first.last+tag@example.com",
	            "\"quoted local\"@example.org", "用户@例子.测试", "o'neil@example.co.uk",
	            "x@xn--fiqs8s.xn--p1ai", "12345@qq.com", "under_score@mail.example.net",
	            "a@b-c.example");
	EXPECT_FAIL(gbx_is_email, "@example.com", "a@", "a@b", "a@b.c", "a b@example.com",
	            "a@b..com", ".a@example.com", "a.@example.com", "a..b@example.com", "a@-b.com",
	            "a@b-.com", "a@example.com.", "a@b.123", "a@b@", "@@@@@@", "a@.com",
	            "a@b.com,c@d.com", "\"open@example.com", "a@exa mple.com", "a\n@example.com");
}

static void limits(void **state)
{
	char long_local[300];

	(void)state;
	memset(long_local, 'a', sizeof(long_local));
	memcpy(long_local + 64, "@example.com", 13);
	EXPECT_PASS(gbx_is_email, long_local);
	memset(long_local, 'a', sizeof(long_local));
	memcpy(long_local + 65, "@example.com", 13);
	EXPECT_FAIL(gbx_is_email, long_local);
}

static void web(void **state)
{
	(void)state;
	EXPECT_PASS(gbx_is_url, "https://example.com", "http://example.com/a?b=c#d",
	            "www.example.org", "android://hash@com.example.app/",
	            "ftp://user:pw@ftp.example.net/x", "http://localhost:8080/",
	            "http://[2001:db8::1]/");
	EXPECT_PASS(gbx_is_url, "linkedin.com/in/example-1", "uk.linkedin.com/in/a", "Facebook.com/example.user", "t.me/example");
	EXPECT_FAIL(gbx_is_url, "linkedin.com", "linkedin.com/", "a b.linkedin.com/x", "x.common/a");
	EXPECT_FAIL(gbx_is_url, "example.com", "https://", "http:///", "http://a b.com", "C://x",
	            "://x.com", "http://<x>.com", "mailto:a@example.com", "10:00://");
	EXPECT_PASS(gbx_is_user_agent, "Mozilla/5.0 (X11; Linux x86_64)", "Opera/8.95.(X11; Linux)",
	            "curl/7.88.1", "MyApp/1.2 (iPhone; iOS 15.0)");
	EXPECT_FAIL(gbx_is_user_agent, "Mozilla", "and/or", "text/html", "12/31/2020", "a/1");
}

static void validator_agreement(void **state)
{
	(void)state;
	expect_agreement(&(struct agreement){"isEmail", gbx_is_email, 0.9, 0.85});
	expect_agreement(&(struct agreement){"isURL", gbx_is_url, 0.5, 0.6});
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(addresses),
	    cmocka_unit_test(limits),
	    cmocka_unit_test(web),
	    cmocka_unit_test(validator_agreement),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}

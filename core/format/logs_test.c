/* Logs of web servers, syslog and applications. */
#include "csv_testing.h"
#include "logs.h"

static void check(const char *text, const char *want, uint64_t bad)
{
	unsigned char *p = padded(text, strlen(text));
	struct gbx_head h = head_of(p, strlen(text), "x.log");
	const struct gbx_format *f = gbx_format_pick(&h, NULL, NULL);
	if (f != &gbx_format_logs)
		print_message("%s reads: %s", f ? f->name : "nothing", text);
	assert_ptr_equal(f, &gbx_format_logs);
	free(p);
	for (size_t step = 1; step < 4096; step *= 8) {
		struct outcome o;
		read_text(&gbx_format_logs, text, strlen(text), NULL, step, &o);
		assert_string_equal(gbx_buf_str(&o.text), want);
		assert_int_equal(o.bad, bad);
		outcome_release(&o);
	}
}

static void test_access(void **state)
{
	(void)state;
	check("192.0.2.1 - bob [10/Oct/2023:13:55:36 -0700] \"GET /a HTTP/1.1\" 200 23\n"
	      "2001:db8::1 - - [10/Oct/2023:13:55:37 -0700] \"-\" 408 -\n",
	      "remote_addr=\"192.0.2.1\"ident=\"-\"user=\"bob\"time=\"10/Oct/2023:13:55:36 -0700\""
	      "request=\"GET /a HTTP/1.1\"status=\"200\"bytes=\"23\"\n"
	      "remote_addr=\"2001:db8::1\"ident=\"-\"user=\"-\"time=\"10/Oct/2023:13:55:37 -0700\""
	      "request=\"-\"status=\"408\"bytes=\"-\"\n",
	      0);
	check("www.example.com:443 192.0.2.1 - a b [10/Oct/2023:13:55:36 +0000] \"GET /\\\"x "
	      "HTTP/2\" 200 2 "
	      "\"https://example.org/\" \"Agent \\\"1\\\"\" 0.003\n"
	      "junk\n"
	      "www.example.com:443 192.0.2.2 - - [10/Oct/2023:13:55:36 +0000] \"GET / HTTP/2\" 200 "
	      "2 \"-\" \"A\"\n"
	      "www.example.com:443 192.0.2.3 - - [10/Oct/2023:13:55:36 +0000] \"GET / HTTP/2\" 200 "
	      "2 \"-\" \"A\"\n"
	      "www.example.com:443 192.0.2.4 - - [10/Oct/2023:13:55:36 +0000] \"GET / HTTP/2\" 200 "
	      "2 \"-\" \"A\"\n",
	      "vhost=\"www.example.com:443\"remote_addr=\"192.0.2.1\"ident=\"-\"user=\"a b\""
	      "time=\"10/Oct/2023:13:55:36 +0000\"request=\"GET /\\\\\\\"x "
	      "HTTP/2\"status=\"200\"bytes=\"2\""
	      "referer=\"https://example.org/\"user_agent=\"Agent "
	      "\\\\\\\"1\\\\\\\"\"extra=\"0.003\"\n"
#define REST(n)                                                                                    \
	"vhost=\"www.example.com:443\"remote_addr=\"192.0.2." n "\"ident=\"-\"user=\"-\""          \
	"time=\"10/Oct/2023:13:55:36 +0000\"request=\"GET / HTTP/2\"status=\"200\"bytes=\"2\""     \
	"referer=\"-\"user_agent=\"A\"\n"
	      REST("2") REST("3") REST("4"),
	      1);
}

static void test_w3c(void **state)
{
	(void)state;
	check("#Software: Example\r\n#Version: 1.0\r\n#Fields: date time c-ip cs(User-Agent)\r\n"
	      "2023-01-02 03:04:05 192.0.2.1 A+b\r\n2023-01-02 03:04:06 192.0.2.2\r\n"
	      "#Fields: date cs-username\r\n2023-01-03 bob\r\n",
	      "date=\"2023-01-02\"time=\"03:04:05\"c-ip=\"192.0.2.1\"cs(User-Agent)=\"A+b\"\n"
	      "date=\"2023-01-03\"cs-username=\"bob\"\n",
	      1);
}

static void test_syslog(void **state)
{
	(void)state;
	check("<34>Oct 11 22:14:15 mx1 su[77]: failed for lonvick\nOct  1 22:14:16 mx1 kernel: a: "
	      "b\n",
	      "priority=\"34\"time=\"Oct 11 22:14:15\"host=\"mx1\"ident=\"su\"pid=\"77\""
	      "message=\"failed for lonvick\"\n"
	      "time=\"Oct  1 22:14:16\"host=\"mx1\"ident=\"kernel\"message=\"a: b\"\n",
	      0);
	check("2023-10-11T22:14:15.003Z mx1 sshd[1]: x\n2023-10-11T22:14:15.004+02:00 mx1 sshd[1]: "
	      "y\n",
	      "time=\"2023-10-11T22:14:15.003Z\"host=\"mx1\"ident=\"sshd\"pid=\"1\"message=\"x\"\n"
	      "time=\"2023-10-11T22:14:15.004+02:00\"host=\"mx1\"ident=\"sshd\"pid=\"1\"message="
	      "\"y\"\n",
	      0);
	check("<165>1 2023-10-11T22:14:15.003Z mx1 evntslog - ID47 [e@32473 a=\"]x\" "
	      "b=\"\\\"\"][f] go\n"
	      "<165>1 2023-10-11T22:14:16Z mx1 evntslog 5 - -\n",
	      "priority=\"165\"time=\"2023-10-11T22:14:15.003Z\"host=\"mx1\"ident=\"evntslog\"pid="
	      "\"-\""
	      "msgid=\"ID47\"data=\"[e@32473 a=\\\"]x\\\" b=\\\"\\\\\\\"\\\"][f]\"message=\"go\"\n"
	      "priority=\"165\"time=\"2023-10-11T22:14:16Z\"host=\"mx1\"ident=\"evntslog\"pid=\"5\""
	      "msgid=\"-\"data=\"-\"\n",
	      0);
}

static void test_applications(void **state)
{
	(void)state;
	check(
	    "2023-01-02 03:04:05,123 [main] INFO  com.example.A - hello: x\n"
	    "2023-01-02 03:04:06,124 [main] ERROR com.example.B - bad\njava.lang.X: y\n\tat "
	    "z(Q.java:1)\n"
	    "2023-01-02 03:04:07,125 [main] WARN  com.example.A - bye\n",
	    "time=\"2023-01-02 03:04:05,123\"level=\"INFO\"thread=\"main\"logger=\"com.example.A\""
	    "message=\"hello: x\"\n"
	    "time=\"2023-01-02 03:04:06,124\"level=\"ERROR\"thread=\"main\"logger=\"com.example.B\""
	    "message=\"bad\\njava.lang.X: y\\n\\tat z(Q.java:1)\"\n"
	    "time=\"2023-01-02 03:04:07,125\"level=\"WARN\"thread=\"main\"logger=\"com.example.A\""
	    "message=\"bye\"\n",
	    0);
	check("[2023-01-02 03:04:05] production.ERROR: failed {\"a\":1}\n"
	      "[2023-01-02 03:04:06] production.INFO: ok\n",
	      "time=\"2023-01-02 03:04:05\"level=\"ERROR\"logger=\"production\"message=\"failed "
	      "{\\\"a\\\":1}\"\n"
	      "time=\"2023-01-02 03:04:06\"level=\"INFO\"logger=\"production\"message=\"ok\"\n",
	      0);
	check("[2023-01-02 03:04:05] INFO auth: login of bob\n[2023-01-02 03:04:06] WARN auth: x: "
	      "y\n",
	      "time=\"2023-01-02 03:04:05\"level=\"INFO\"logger=\"auth\"message=\"login of bob\"\n"
	      "time=\"2023-01-02 03:04:06\"level=\"WARN\"logger=\"auth\"message=\"x: y\"\n",
	      0);
	check("[Wed Oct 11 14:32:52.123456 2023] [core:error] [pid 35:tid 42] [client "
	      "192.0.2.1:80] AH1: no\n"
	      "[Wed Oct 11 14:32:53.123456 2023] [core:notice] [pid 35:tid 42] AH2: on\n",
	      "time=\"Wed Oct 11 14:32:52.123456 2023\"level=\"error\"process=\"35:tid "
	      "42\"logger=\"core\""
	      "client=\"192.0.2.1:80\"message=\"AH1: no\"\n"
	      "time=\"Wed Oct 11 14:32:53.123456 2023\"level=\"notice\"process=\"35:tid "
	      "42\"logger=\"core\""
	      "message=\"AH2: on\"\n",
	      0);
	check("2023/01/02 03:04:05 [error] 12#0: *7 open() failed, client: 192.0.2.1\n"
	      "2023/01/02 03:04:06 [warn] 12#0: slow\n",
	      "time=\"2023/01/02 03:04:05\"level=\"error\"process=\"12#0\"message=\"*7 open() "
	      "failed, "
	      "client: 192.0.2.1\"\n"
	      "time=\"2023/01/02 03:04:06\"level=\"warn\"process=\"12#0\"message=\"slow\"\n",
	      0);
	check("2023-01-02 03:04:05.123  INFO 4711 --- [   main] c.e.App : Started App\n"
	      "2023-01-02 03:04:06.123  WARN 4711 --- [   main] c.e.App : Slow\n",
	      "time=\"2023-01-02 "
	      "03:04:05.123\"level=\"INFO\"process=\"4711\"thread=\"main\"logger=\"c.e.App\""
	      "message=\"Started App\"\n"
	      "time=\"2023-01-02 "
	      "03:04:06.123\"level=\"WARN\"process=\"4711\"thread=\"main\"logger=\"c.e.App\""
	      "message=\"Slow\"\n",
	      0);
	check(
	    "2023-01-02 03:04:05,123 - app.core - DEBUG - a - b\n2023-01-02 03:04:05,124 - "
	    "app.core - INFO - c\n",
	    "time=\"2023-01-02 03:04:05,123\"level=\"DEBUG\"logger=\"app.core\"message=\"a - b\"\n"
	    "time=\"2023-01-02 03:04:05,124\"level=\"INFO\"logger=\"app.core\"message=\"c\"\n",
	    0);
}

static void test_other_orders(void **state)
{
	(void)state;
	check(
	    "[INFO] 2023-01-02 03:04:05 auth - user a\n[WARN] 2023-01-02 03:04:06 auth - user b\n",
	    "time=\"2023-01-02 03:04:05\"level=\"INFO\"logger=\"auth\"message=\"user a\"\n"
	    "time=\"2023-01-02 03:04:06\"level=\"WARN\"logger=\"auth\"message=\"user b\"\n",
	    0);
	check("I, [2023-01-02T03:04:05.123456 #47]  INFO -- : Started\n"
	      "W, [2023-01-02T03:04:06.123456 #47]  WARN -- : Slow\n",
	      "time=\"2023-01-02T03:04:05.123456\"level=\"INFO\"process=\"47\"message=\"Started\"\n"
	      "time=\"2023-01-02T03:04:06.123456\"level=\"WARN\"process=\"47\"message=\"Slow\"\n",
	      0);
	check("2023-01-02T03:04:05.1Z INFO [auth] user a\n2023-01-02T03:04:06.1Z INFO [auth] user "
	      "b\n",
	      "time=\"2023-01-02T03:04:05.1Z\"level=\"INFO\"thread=\"auth\"message=\"user a\"\n"
	      "time=\"2023-01-02T03:04:06.1Z\"level=\"INFO\"thread=\"auth\"message=\"user b\"\n",
	      0);
}

static void test_key_value_words(void **state)
{
	(void)state;
	check("time=2023-01-02T03:04:05Z level=info msg=\"a \\\"b\\\" c\" user=\n"
	      "time=2023-01-02T03:04:06Z level=warn msg=d user=bob\n",
	      "time=\"2023-01-02T03:04:05Z\"level=\"info\"msg=\"a \\\\\\\"b\\\\\\\" c\"user=\"\"\n"
	      "time=\"2023-01-02T03:04:06Z\"level=\"warn\"msg=\"d\"user=\"bob\"\n",
	      0);
}

static void test_tables_are_none(void **state)
{
	(void)state;
	static const char *const texts[] = {
	    "2023-01-02 03:04:05,a,b\n2023-01-02 03:04:06,c,d\n2023-01-02 03:04:07,e,f\n",
	    "2023-01-02 03:04:05,123,b\n2023-01-02 03:04:06,456,d\n2023-01-02 03:04:07,789,f\n",
	    "2023-01-02 03:04:05\tINFO\tb\n2023-01-02 03:04:06\tWARN\td\n",
	    "time,level\n2023-01-02 03:04:05,INFO\n2023-01-02 03:04:06,INFO\n",
	    "12:30:05 we met\nwe then left\n",
	};
	for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
		static const struct gbx_format_options none;
		unsigned char *p = padded(texts[i], strlen(texts[i]));
		struct gbx_head h = head_of(p, strlen(texts[i]), "x.txt");
		assert_int_equal(gbx_format_logs.bid(&h, &none), 0);
		free(p);
	}
}

static void test_hostile_bytes(void **state)
{
	(void)state;
	static const char *const heads[] = {
	    "192.0.2.1 - b [10/Oct/2023:13:55:36 -0700] \"GET /a HTTP/1.1\" 200 23\n",
	    "#Fields: a b c\n1 2 3\n",
	    "<34>Oct 11 22:14:15 mx1 su[77]: failed\n",
	    "<165>1 2023-10-11T22:14:15.003Z mx1 ev - ID47 [e a=\"]x\"] go\n",
	    "2023-01-02 03:04:05,123 [main] INFO  com.example.A - hello\n",
	    "a=1 b=\"2 3\" c=\n"};
	static const char alphabet[] = "0123456789:-/ []\"\\<>#\n\n.,\0\xff";
	uint64_t seed = 9;
	for (unsigned round = 0; round < 5000; round++) {
		char text[400];
		const char *head = heads[round % 6];
		size_t k = strlen(head), n = k;
		memcpy(text, head, k);
		memcpy(text + k, head, k);
		n = 2 * k + rnd(&seed) % 60;
		for (size_t i = 2 * k; i < n; i++)
			text[i] = alphabet[rnd(&seed) % (sizeof alphabet - 1)];
		for (unsigned i = 0; i < rnd(&seed) % 6; i++)
			text[k + rnd(&seed) % (n - k)] =
			    alphabet[rnd(&seed) % (sizeof alphabet - 1)];
		struct outcome a, b;
		read_text(&gbx_format_logs, text, n, NULL, n, &a);
		read_text(&gbx_format_logs, text, n, NULL, 5, &b);
		/* columns may come in another order */
		assert_int_equal(a.cells.n, b.cells.n);
		assert_int_equal(a.records, b.records);
		assert_int_equal(a.bad, b.bad);
		outcome_release(&a);
		outcome_release(&b);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_access),          cmocka_unit_test(test_w3c),
	    cmocka_unit_test(test_syslog),          cmocka_unit_test(test_applications),
	    cmocka_unit_test(test_other_orders),    cmocka_unit_test(test_key_value_words),
	    cmocka_unit_test(test_tables_are_none), cmocka_unit_test(test_hostile_bytes),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}

/* Mail: headers, addresses, encoded words, parts, mailboxes, hostile input. */
#include "json_testing.h"

#include "mime.h"

static const char sample[] =
    "From ada@example.com Thu Jan  1 00:00:01 2015\n"
    "Received: from mx.example.net ([192.0.2.7])\n\tby mx.example.org; Thu, 1 Jan 2015\n"
    "From: =?utf-8?Q?Ada_=C3=89?= <ada@example.com>\n"
    "To: \"Bo, B.\" <bo@example.com>,\n cy@example.org (Cy)\n"
    "Subject: =?UTF-8?B?SGVsbG8=?=\n =?UTF-8?B?IHlvdQ==?=\n"
    "Date: Thu, 1 Jan 2015 00:00:00 +0000\nMessage-ID: <1@example.com>\nX-Odd: 1\n"
    "\nHello\n>From here on\n\n"
    "From bo@example.com Thu Jan  1 00:00:02 2015\n"
    "From: bo@example.com\nTo: ada@example.com\nMIME-Version: 1.0\n"
    "Content-Type: multipart/mixed; boundary=\"b1\"\n\npreamble\n--b1\n"
    "Content-Type: multipart/alternative; boundary=b2\n\n--b2\n"
    "Content-Type: text/plain; charset=iso-8859-1\n"
    "Content-Transfer-Encoding: quoted-printable\n\ncaf=E9 a=\nb\n--b2\n"
    "Content-Type: text/html\n\n<p>x</p>\n--b2--\n--b1\n"
    "Content-Type: application/pdf; name=\"a.pdf\"\n"
    "Content-Disposition: attachment; filename=\"secret.pdf\"\n"
    "Content-Transfer-Encoding: base64\n\nJVBERi0=\n--b1--\n";

static void test_box(void **state)
{
	(void)state;
	check_text("d/inbox.mbox", sample, "mail",
	           "inbox@000000 attachments=0|body=Hello\nFrom here on|"
	           "date=Thu, 1 Jan 2015 00:00:00 +0000|from=ada@example.com|"
	           "from_name=Ada \xc3\x89|header_lines=X-Odd: 1|message_id=<1@example.com>|"
	           "received[]=from mx.example.net ([192.0.2.7])\tby mx.example.org; Thu, 1 Jan "
	           "2015|subject=Hello you|to[]=bo@example.com|to[]=cy@example.org|"
	           "to_name[]=Bo, B.|to_name[]=Cy|\n"
	           "inbox@000373 attachment_name[]=secret.pdf|attachments=1|"
	           "body=caf\xc3\xa9 ab|from=bo@example.com|to[]=ada@example.com|\n",
	           0);
}

static void test_single(void **state)
{
	(void)state;
	check_text("d/one.eml",
	           "From: <ada@example.com>\r\nTo: bo@example.com\r\nSubject: x\r\n"
	           "Content-Type: text/html\r\n\r\n<p>y</p>\r\n",
	           "mail",
	           "mail@000000 attachments=0|body_html=<p>y</p>|from=ada@example.com|subject=x|"
	           "to[]=bo@example.com|\n",
	           0);
}

static void test_others(void **state)
{
	(void)state;
	static const char *const text[] = {
	    "From here on the text goes on and on, 10:20 2015\nno header\n",
	    "From: a\nno header\n",
	    "name: a\nmail: b@example.com\n\nname: b\nmail: c@example.com\n",
	    "Subject: x\n\ntext\n",
	};
	for (size_t i = 0; i < sizeof text / sizeof *text; i++) {
		struct fed f = feed(text[i], strlen(text[i]), 100, "f.eml", NULL);
		if (strcmp(f.format, "mail") == 0)
			fail_msg("taken for mail: %s", text[i]);
		fed_release(&f);
	}
}

static void words(const char *in, const char *want)
{
	struct gbx_buf b = GBX_BUF_INIT(1000);
	gbx_mime_words(&b, gbx_span_str(in));
	assert_string_equal(gbx_buf_str(&b), want);
	gbx_buf_release(&b);
}

static void test_words(void **state)
{
	(void)state;
	words("plain", "plain");
	words("=?utf-8?q?a?= =?utf-8?q?b?= c", "ab c");
	words("x =?iso-8859-1?Q?=E9=3F?= y", "x \xc3\xa9? y");
	words("=?x?Q?=E9?=", "\xef\xbf\xbd");
	words("=?utf-8?Z?a?= =? =?a?b =?a?b? =?a?b?c", "=?utf-8?Z?a?= =? =?a?b =?a?b? =?a?b?c");
	words("=?utf-8?b?!?=", "");
}

static void addresses(const char *in, const char *want)
{
	struct gbx_buf b = GBX_BUF_INIT(1000);
	struct gbx_span mailbox, name;
	for (size_t at = 0; gbx_mime_address(gbx_span_str(in), &at, &mailbox, &name);)
		gbx_buf_addf(&b, "%.*s/%.*s;", (int)mailbox.n, (const char *)mailbox.p, (int)name.n,
		             (const char *)name.p);
	assert_string_equal(gbx_buf_str(&b), want);
	gbx_buf_release(&b);
}

static void test_addresses(void **state)
{
	(void)state;
	addresses("", "");
	addresses(" , ; ,", "");
	addresses("a@b.c, <d@e.f>, G <h@i.j>", "a@b.c/;d@e.f/;h@i.j/G;");
	addresses("\"x, \\\" y\" <a@b.c>", "a@b.c/x, \\\" y;");
	addresses("a@b.c (A, B)", "a@b.c/A, B;");
	addresses("\"open <a@b.c>", "\"open <a@b.c>/;");
	addresses("<a@b.c", "a@b.c/;");
	addresses("(\\", "/(\\;");
	addresses("<", "/;");
}

static void test_hostile(void **state)
{
	(void)state;
	check_prefixes(sample, "mail");
	check_mutations_with(sample, "mail", 2000, "From: \n\r-=?;\"<>,()b1\\\xff");
	/* parts in parts without end, very many parts */
	static const char *const unit[] = {"--b\nContent-Type: multipart/mixed; boundary=b\n\n",
	                                   "--b\n\nx\n",
	                                   "--b\nContent-Disposition: attachment\n\n"};
	for (size_t k = 0; k < 3; k++) {
		struct gbx_buf b = GBX_BUF_INIT(64u << 20);
		gbx_buf_adds(&b, "From: a@example.com\nTo: b@example.com\nDate: x\n"
		                 "Content-Type: multipart/mixed; boundary=b\n\n");
		for (int i = 0; i < 50000; i++)
			gbx_buf_adds(&b, unit[k]);
		struct fed f = feed(b.p, b.n, b.n, "f", NULL);
		assert_int_equal(f.records, 1);
		fed_release(&f);
		gbx_buf_release(&b);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_box),       cmocka_unit_test(test_single),
	    cmocka_unit_test(test_others),    cmocka_unit_test(test_words),
	    cmocka_unit_test(test_addresses), cmocka_unit_test(test_hostile),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}

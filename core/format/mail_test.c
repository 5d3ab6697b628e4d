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
	gbx_mime_words(NULL, &b, gbx_span_str(in));
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

/* Prepared by a text that names the charset, as split does with a chunk. */
static void converted(const char *said, const char *in, const char *want)
{
	struct gbx_mime_charsets m = {.tables = feed_charsets};
	struct gbx_buf b = GBX_BUF_INIT(1000);
	gbx_mime_prepare(&m, gbx_span_str(said));
	gbx_mime_words(&m, &b, gbx_span_str(in));
	assert_string_equal(gbx_buf_str(&b), want);
	gbx_buf_release(&b);
}

static void test_charset_words(void **state)
{
	(void)state;
	static const struct {
		const char *word, *text;
	} rows[] = {
	    {"=?koi8-r?B?8NLJ18XULCDNydI=?=", "Привет, мир"},
	    {"=?windows-1251?B?z/Do4uXyLCDs6PA=?=", "Привет, мир"},
	    {"=?iso-8859-5?B?v+DY0tXiLCDc2OA=?=", "Привет, мир"},
	    {"=?koi8-r?Q?=F0=D2=C9=D7=C5=D4=2C=20=CD=C9=D2?=", "Привет, мир"},
	    {"=?gb2312?B?xKPQzSCy4srU?=", "模型 测试"},
	    {"=?gb2312?B?xKM=?=", "模"},
	    {"=?gb18030?B?lTKCNtbQ?=", "𠀀中"},
	    {"=?big5?B?tPq41Q==?=", "測試"},
	    {"=?iso-2022-jp?B?GyRCJDMkcyRLJEEkTxsoQg==?=", "こんにちは"},
	    {"=?Shift-JIS?B?grGC8YLJgr+CzQ==?=", "こんにちは"},
	    {"=?euc-jp?B?pLOk86TLpMGkzw==?=", "こんにちは"},
	    {"=?euc-kr?B?x9Gx2w==?=", "한글"},
	    {"=?UTF-16BE?B?Ti1lhw==?=", "中文"},
	};
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
		converted(rows[i].word, rows[i].word, rows[i].text);
	/* not named where it was looked for: not read, and not by what was ready by chance */
	converted("text", rows[0].word, "\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd"
	                                "\xef\xbf\xbd, \xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd");
	/* UTF-8 under a wrong name; bytes that are nothing in it; names of two lines */
	converted("=?koi8-r?", "=?koi8-r?Q?=D0=90=D0=B4=D0=B0?=", "Ада");
	converted("=?gb2312?", "=?gb2312?Q?a=FFb=20=B2=E2?=", "a\xee\xbf\xbf""b 测");
	converted("=?us-ascii?", "=?us-ascii?Q?a=FF?=", "a\xef\xbf\xbd");
	converted("x; charset = \"Shift_JIS\"", "=?shift_jis*ja?B?grE=?=", "こ");
	converted("charset=koi8-r", "=?koi8-r\n x?Q?=F0?=", "П");
	converted("charset=", "=?koi8-rkoi8-rkoi8-rkoi8-rkoi8-rkoi8-rkoi8-r?Q?a?=", "a");
}

/* A mailbox of messages, each in a charset of its own. */
static const char many[] =
    "From a@example.com Thu Jan  1 00:00:01 2015\nFrom: a@example.com\nDate: 1\n"
    "Subject: =?koi8-r?B?8NLJ18XULCDNydI=?=\n"
    "Content-Type: text/plain; charset=\"windows-1251\"\n"
    "Content-Transfer-Encoding: base64\n\nz/Do4uXyLCDs6PA=\n\n"
    "From b@example.com Thu Jan  1 00:00:02 2015\nFrom: =?gb2312?B?xKM=?= <b@example.com>\nDate: 2\n"
    "Content-Type: text/plain;\n charset=GBK\nContent-Transfer-Encoding: quoted-printable\n\n"
    "=C4=A3=D0=CD=20=B2=E2=CA=D4\n\n"
    "From c@example.com Thu Jan  1 00:00:03 2015\nFrom: c@example.com\nDate: 3\n"
    "Content-Type: text/plain; charset=iso-2022-jp\n\n\x1b$B$3$s$K$A$O\x1b(B!\n\n"
    "From d@example.com Thu Jan  1 00:00:04 2015\nFrom: d@example.com\nDate: 4\n"
    "MIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=b\n\n--b\n"
    "Content-Type: text/plain; charset=shift_jis\nContent-Transfer-Encoding: base64\n\n"
    "grGC8YLJgr+CzQ==\n--b\nContent-Type: image/png; name=\"=?koi8-r?Q?=F0?=.png\"\n\n-\n--b--\n\n"
    /* converted with the entry: what it was in does not matter any more */
    "From e@example.com Thu Jan  1 00:00:05 2015\nFrom: e@example.com\nDate: 5\n"
    "Content-Type: text/plain; charset=gb2312\n\n模型\x1b\n";

static void test_charsets(void **state)
{
	(void)state;
	check_text("f.mbox", many, "mail",
	           "f@000000 attachments=0|body=Привет, мир|date=1|from=a@example.com|"
	           "subject=Привет, мир|\n"
	           "f@000213 attachments=0|body=模型 测试|date=2|from=b@example.com|from_name=模|\n"
	           "f@000418 attachments=0|body=こんにちは!|date=3|from=c@example.com|\n"
	           "f@000556 attachment_name[]=П.png|attachments=1|body=こんにちは|date=4|"
	           "from=d@example.com|\n"
	           "f@000856 attachments=0|body=模型\x1b|date=5|from=e@example.com|\n",
	           0);
	check_prefixes(many, "mail");
	check_mutations_with(many, "mail", 2000, "From: \n\r-=?;\"<>,()b1\\\xff\x1b*charset");
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
	    cmocka_unit_test(test_charset_words), cmocka_unit_test(test_charsets),
	};
	feed_charsets = gbx_charsets_new();
	int failed = feed_charsets ? cmocka_run_group_tests(tests, NULL, NULL) : 1;
	gbx_charsets_free(feed_charsets);
	return failed;
}

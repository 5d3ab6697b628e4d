/* Dialects found, and inputs that are no tables. */
#include "csv_testing.h"

#include "csv_sniff.h"

static struct gbx_csv_guess sniff(const char *text, size_t n)
{
	static const struct gbx_format_options none;
	struct gbx_csv_guess g;
	unsigned char *p = padded(text, n);
	struct gbx_head h = head_of(p, n, "x");
	gbx_csv_sniff(&h, &none, &g);
	free(p);
	return g;
}

static struct gbx_csv_guess sniff_str(const char *text)
{
	return sniff(text, strlen(text));
}

static int lines_bid(const char *text)
{
	static const struct gbx_format_options none;
	unsigned char *p = padded(text, strlen(text));
	struct gbx_head h = head_of(p, strlen(text), "x");
	int bid = gbx_format_lines.bid(&h, &none);
	free(p);
	return bid;
}

struct fixture {
	const char *text, *delim;
	unsigned columns;
	bool header;
	int quote, escape;
	size_t skip;
};

static void check(const struct fixture *f)
{
	struct gbx_csv_guess g = sniff(f->text, strlen(f->text));
	char got[GBX_CSV_DELIM + 1] = {0};
	memcpy(got, g.d.delim, g.d.ndelim);
	if (strcmp(got, f->delim) != 0 || g.d.columns != f->columns || g.d.header != f->header ||
	    g.d.skip != f->skip || g.bid <= 0 || g.bid <= lines_bid(f->text))
		fail_msg(
		    "delimiter '%s', %u columns, header %d, skip %zu, bid %d (lines %d) for:\n%s",
		    got, g.d.columns, g.d.header, g.d.skip, g.bid, lines_bid(f->text), f->text);
	if (g.d.quote != (f->quote ? f->quote : '"'))
		fail_msg("quote %d for:\n%s", g.d.quote, f->text);
	assert_int_equal(g.d.escape, f->escape ? f->escape : -1);
}

#define ROWS(d)                                                                                    \
	"1" d "Ann Lee" d "ann@example.com" d "1990-01-02\n2" d "Bo" d "bo@example.org" d          \
	"1985-12-30\n3" d "Cy Dee" d "cy@example.net" d "2001-07-15\n"
#define TABLE(d) "id" d "name" d "email" d "born\n" ROWS(d)

static void test_delimiters(void **state)
{
	(void)state;
	static const char *const delims[] = {",", ";", "\t", "|",    "\x01",
	                                     "^", "~", "#",  "\x1f", ":"};
	static const char *const tables[] = {TABLE(","),    TABLE(";"), TABLE("\t"), TABLE("|"),
	                                     TABLE("\x01"), TABLE("^"), TABLE("~"),  TABLE("#"),
	                                     TABLE("\x1f"), TABLE(":")};
	static const char *const rows[] = {ROWS(","),    ROWS(";"), ROWS("\t"), ROWS("|"),
	                                   ROWS("\x01"), ROWS("^"), ROWS("~"),  ROWS("#"),
	                                   ROWS("\x1f"), ROWS(":")};
	for (size_t i = 0; i < sizeof delims / sizeof *delims; i++) {
		check(&(struct fixture){tables[i], delims[i], 4, true, 0, 0, 0});
		check(&(struct fixture){rows[i], delims[i], 4, false, 0, 0, 0});
	}
}

static void test_longer_delimiters(void **state)
{
	(void)state;
	static const char *const delims[] = {"----", "||",    "::",  ";;", "|~|",
	                                     "<>",   "\t|\t", " | ", ", "};
	static const char *const tables[] = {TABLE("----"),  TABLE("||"),  TABLE("::"),
	                                     TABLE(";;"),    TABLE("|~|"), TABLE("<>"),
	                                     TABLE("\t|\t"), TABLE(" | "), TABLE(", ")};
	for (size_t i = 0; i < sizeof delims / sizeof *delims; i++)
		check(&(struct fixture){tables[i], delims[i], 4, true, 0, 0, 0});
	check(&(struct fixture){"ann----pw1----a@example.com\nbo----pw2----b@example.com\n"
	                        "cy----pw-3----c@example.com\n",
	                        "----", 3, false, 0, 0, 0});
	check(&(struct fixture){"a1|||x@example.com\nb2|||y@example.com\nc3|k||z@example.com\n",
	                        "|", 4, false, 0, 0, 0});
	check(&(struct fixture){"name,phone\nAnn,+15550100\nBo,+15550101\nCy,+15550102\n", ",", 2,
	                        true, 0, 0, 0});
	check(&(struct fixture){"Ann,+15550100\nBo,+15550101\nCy,+15550102\n", ",", 2, false, 0, 0,
	                        0});
}

/* /etc/passwd: the commas of a full name are no table, though every line has as many. */
static void test_colons_around_commas(void **state)
{
	(void)state;
	check(&(struct fixture){"ann:x:1000:1000:Ann Lee,Room 1,555-0101,,:/srv/ann:/bin/bash\n"
	                        "bo:x:1001:1001:Bo,Room 2,555-0102,,:/srv/bo:/bin/bash\n"
	                        "cy:x:1002:1002:Cy Dee,Room 3,555-0103,,:/srv/cy:/bin/sh\n",
	                        ":", 7, false, 0, 0, 0});
	check(&(struct fixture){"daemon:x:1:1:daemon:/usr/sbin:/usr/sbin/nologin\n"
	                        "bo:x:1001:1001:Bo,Room 2,555-0102,,:/srv/bo:/bin/bash\n"
	                        "cy:x:1002:1002:Cy Dee,Room 3,555-0103,,:/srv/cy:/bin/sh\n",
	                        ":", 7, false, 0, 0, 0});
	/* machine addresses and times between commas */
	check(&(struct fixture){"1,02:00:00:00:00:01,a@example.com\n2,02:00:00:00:00:02,b@example.com\n"
	                        "3,02:00:00:00:00:03,c@example.com\n",
	                        ",", 3, false, 0, 0, 0});
	check(&(struct fixture){"12:30:11,ann@example.com,13:40:12\n12:31:11,bo@example.com,13:41:12\n"
	                        "12:32:11,cy@example.com,13:42:12\n",
	                        ",", 3, false, 0, 0, 0});
}

/* Half of the lines have one field more. */
static void test_ragged_colons(void **state)
{
	(void)state;
	struct gbx_buf b = GBX_BUF_INIT(65536);
	for (unsigned i = 0; i < 40; i++)
		gbx_buf_addf(&b, "user%u:user%u@example.com:%032x:192.0.2.%u%s\n", i, i, i * 7919, i,
		             i % 2 ? ":Member" : "");
	assert_false(gbx_buf_failed(&b));
	const char *list = gbx_buf_str(&b);
	check(&(struct fixture){list, ":", 5, false, 0, 0, 0});
	gbx_buf_reset(&b);
	for (unsigned i = 0; i < 40; i++)
		gbx_buf_addf(&b, "note %u: she said: nothing%s\n", i, i % 2 ? ": at all" : "");
	assert_int_equal(sniff_str(gbx_buf_str(&b)).bid, 0);
	gbx_buf_release(&b);
}

static void test_arrows(void **state)
{
	(void)state;
	check(&(struct fixture){"a@example.com => pw-1\nb@example.com => pw-2\nc@example.com => pw=3\n",
	                        " => ", 2, false, 0, 0, 0});
	check(&(struct fixture){"a@example.com=>pw-1\nb@example.com=>pw-2\nc@example.com=>pw=3\n",
	                        "=>", 2, false, 0, 0, 0});
}

static void test_line_ends(void **state)
{
	(void)state;
	check(&(struct fixture){"id,name\r\n1,ann\r\n2,bo\r\n", ",", 2, true, 0, 0, 0});
	check(&(struct fixture){"id,name\r1,ann\r2,bo\r", ",", 2, true, 0, 0, 0});
	assert_true(sniff_str("id,name\r1,ann\r2,bo\r").d.any_eol);
	assert_false(sniff_str("id,name\n1,a\rn\n2,bo\n").d.any_eol);
	assert_true(sniff_str("id,name,x\n1,a,y\r2,b,y\r3,c,y\n").d.any_eol);
}

static void test_quotes(void **state)
{
	(void)state;
	check(&(struct fixture){"1;\"a;b\";x\n2;\"c;;d\";y\n3;\"e\";z\n", ";", 3, false, 0, 0, 0});
	check(
	    &(struct fixture){"id,note\n1,'a, b'\n2,'c, d, e'\n3,'f'\n", ",", 2, true, '\'', 0, 0});
	check(&(struct fixture){"id,note\n1,\"say \\\"hi\\\", then\"\n2,\"a \\\"b\\\"\"\n3,\"c\"\n",
	                        ",", 2, true, 0, '\\', 0});
	check(&(struct fixture){"id\tsize\tname\n1\t\"5\tpipe\n2\t\"6\those\n3\t\"7\tnail\n", "\t",
	                        3, true, -1, 0, 0});
	check(
	    &(struct fixture){"id,name,x\n1,O'Neil,a\n2,'tis,b\n3,Ann,c\n", ",", 3, true, 0, 0, 0});
	check(&(struct fixture){"1\tone\\\ttwo\tx\n2\tb\ty\n3\tc\\\td\tz\n4\td\tw\n", "\t", 3,
	                        false, 0, '\\', 0});
}

/* Rows as a spreadsheet saves them and as a database does, each holding `note` seldom. */
static struct gbx_csv_guess sniff_notes(char delim, const char *note, const char *other)
{
	struct gbx_buf b = GBX_BUF_INIT(1u << 20);
	for (unsigned i = 0; i < 900; i++)
		gbx_buf_addf(&b, "%u%c%s%cuser%u@example.com\n", i, delim,
		             i % 70 == 3 ? note : other, delim, i);
	struct gbx_csv_guess g = sniff(b.p, b.n);
	gbx_buf_release(&b);
	return g;
}

static void test_quotes_of_databases(void **state)
{
	(void)state;
	static const char *const letters[] = {"\"open", "19\"", "\"", "\"so\" he said"};
	for (size_t i = 0; i < sizeof letters / sizeof *letters; i++) {
		assert_int_equal(sniff_notes('\t', letters[i], "\\N").d.quote, -1);
		assert_int_equal(sniff_notes('|', letters[i], "a\\nb").d.quote, -1);
		assert_int_equal(sniff_notes(',', letters[i], "\\N").d.quote, -1);
	}
	assert_true(sniff_notes('\t', "\"", "\\N").d.database);
	/* two rows open a quote and close it: psql -A */
	assert_int_equal(sniff_notes('|', "\"", "x").d.quote, -1);
	/* a spreadsheet quotes what holds a tab, a line end or a quote */
	static const char *const quoted[] = {"\"a\tb\"", "\"a\nb\"", "\"say \"\"so\"\"\"", "\"a\""};
	for (size_t i = 0; i < sizeof quoted / sizeof *quoted; i++) {
		assert_int_equal(sniff_notes('\t', quoted[i], "x").d.quote, '"');
		assert_int_equal(sniff_notes('\t', quoted[i], "").d.quote, '"');
	}
	/* each line of the address has as many commas as a row */
	assert_int_equal(sniff_notes(',', "\"9 Oak Lane, Ironfield\nWest, 99\"", "x").d.quote, '"');
}

/* Two values in each cell, under a header that has none of what parts them. */
static void test_lists_in_cells(void **state)
{
	(void)state;
	static const char pairs[][2] = {{',', ';'}, {',', '|'}, {';', ','}, {'\t', ','}, {'|', ';'}};
	for (size_t k = 0; k < sizeof pairs / sizeof *pairs; k++) {
		struct gbx_buf b = GBX_BUF_INIT(1u << 20);
		gbx_buf_addf(&b, "id%cemails\n", pairs[k][0]);
		for (unsigned i = 0; i < 200; i++)
			gbx_buf_addf(&b, "%u%cann%u@example.com%cbo%u@example.org\n", i, pairs[k][0], i, pairs[k][1], i);
		struct gbx_csv_guess g = sniff(b.p, b.n);
		assert_int_equal(g.d.delim[0], pairs[k][0]);
		assert_true(g.d.header);
		gbx_buf_release(&b);
	}
}

static void test_top(void **state)
{
	(void)state;
	check(&(struct fixture){"sep=;\nid;a,b\n1;2,5\n2;3,5\n", ";", 2, true, 0, 0, 6});
	check(&(struct fixture){"SEP=|\r\nid|a\r\n1|2\r\n", "|", 2, true, 0, 0, 7});
	check(&(struct fixture){"# made for tests\n# twice\nid,name,age\n1,ann,30\n2,bo,31\n", ",",
	                        3, true, 0, 0, 25});
	check(&(struct fixture){"Customer report\n\nid,name,age\n1,ann,30\n2,bo,31\n", ",", 3, true,
	                        0, 0, 17});
	check(&(struct fixture){"\n\r\nid,name,age\n1,ann,30\n2,bo,31\n", ",", 3, true, 0, 0, 3});
	/* a header that begins like SQL */
	check(&(struct fixture){"Set name,Use,Date\nx,1,2020-01-01\ny,2,2020-01-02\n", ",", 3, true,
	                        0, 0, 0});
	/* a crooked first row of data is data */
	check(&(struct fixture){"broken\nann:pw1\nbo:pw22\ncy:pw333\n", ":", 2, false, 0, 0, 0});
}

static void test_headers(void **state)
{
	(void)state;
	check(&(struct fixture){"a,b,c\n1,2,3\n", ",", 3, true, 0, 0, 0});
	check(&(struct fixture){"alpha,beta\nred,blue\ngreen,grey\n", ",", 2, false, 0, 0, 0});
	check(&(struct fixture){"first,last\nAnn,Lee\nBo,Ray\n", ",", 2, true, 0, 0, 0});
	check(&(struct fixture){"姓名,电话\n张三,5550100\n李四,5550101\n", ",", 2, true, 0, 0, 0});
	check(&(struct fixture){"姓名,城市\n张三,甲\n李四,乙\n", ",", 2, true, 0, 0, 0});
	check(&(struct fixture){"1,ann,30\n2,bo,31\n3,cy,32\n", ",", 3, false, 0, 0, 0});
	check(
	    &(struct fixture){"Имя;Телефон\nАня;5550100\nБорис;5550101\n", ";", 2, true, 0, 0, 0});
	check(&(struct fixture){"UserID\tLastSeen\n17\t2020-01-01\n18\t2020-01-02\n", "\t", 2, true,
	                        0, 0, 0});
	check(&(struct fixture){
	    "ann:*:19000:0:99999:7:::\nbo:!:19001:0:99999:7:::\ncy:*:19002:0:99999:7:::\n", ":", 9,
	    false, 0, 0, 0});
	check(&(struct fixture){
	    "d41d8cd98f00b204e9800998ecf8427e:ab1\n0cc175b9c0f1b6a831c399e269772661:cd2\n", ":", 2,
	    false, 0, 0, 0});
}

/* One kind of damage after the other in an otherwise clean table, after the idea of
 * Pollock (Vitagliano et al., "Pollock: A data loading benchmark", 2023). */
static void test_pollution(void **state)
{
	(void)state;
	static const char *const dirt[] = {
	    "7,only\n",
	    "7,a,b,c,d,e,f,g\n",
	    "just words in a line\n",
	    "'7','x','y','z'\n",
	    "\"7\",\"x\",\"y\",\"z\"\n",
	    "7;x;y;z\n",
	    "7\tx\ty\tz\n",
	    "7,\"open,y,z\n",
	    ",,,\n",
	    "\n\n",
	    "7,5\" pipe,y,z\n",
	    "7,\"a\"b,y,z\n",
	    "Total;;;\n",
	    "\"7,x,y,z\"\n",
	    "7|x|y|z\n",
	    "# note\n",
	};
	for (size_t k = 0; k < sizeof dirt / sizeof *dirt; k++) {
		for (int row = 1; row <= 20; row += 19) {
			struct gbx_buf b = GBX_BUF_INIT(1 << 20);
			gbx_buf_adds(&b, "id,name,email,born\n");
			for (int i = 1; i <= 20; i++) {
				gbx_buf_addf(&b, "%d,Ann %d,u%d@example.com,19%02d-01-02\n", i, i,
				             i, 60 + i);
				if (i == row)
					gbx_buf_adds(&b, dirt[k]);
			}
			check(&(struct fixture){gbx_buf_str(&b), ",", 4, true, 0, 0, 0});
			gbx_buf_release(&b);
		}
	}
	/* header cells missing or empty */
	check(&(struct fixture){"id,name\n" ROWS(","), ",", 4, true, 0, 0, 0});
	check(&(struct fixture){"id,,email,\n" ROWS(","), ",", 4, true, 0, 0, 0});
	/* a header longer than the rows */
	check(&(struct fixture){"id,name,email,born,x,y\n" ROWS(","), ",", 6, true, 0, 0, 0});
}

static const char *const not_tables[] = {
    "INSERT INTO t VALUES (1,'a',2);\nINSERT INTO t VALUES (2,'b',3);\nINSERT INTO t VALUES "
    "(3,'c',4);\n",
    "{\"a\":1,\"b\":2}\n{\"a\":3,\"b\":4}\n{\"a\":5,\"b\":6}\n",
    "It was a dark and stormy night; the rain fell in torrents, except at occasional intervals.\n"
    "Then, when a violent gust of wind swept up the streets, all went dark.\n"
    "For it is in London that our scene lies, rattling along the housetops, and fiercely so.\n"
    "The lamps struggled against the darkness.\n",
    "2024-05-01 12:00:01 INFO server started on port 8080\n"
    "2024-05-01 12:00:02 WARN slow query: 350 ms\n2024-05-01 12:00:09 INFO client connected\n"
    "2024-05-01 12:01:14 INFO client gone\n",
    "2024-05-01 12:00:01,123 INFO [main] server - started\n"
    "2024-05-01 12:00:02,456 WARN [pool-1] db - slow\n2024-05-01 12:00:03,001 INFO [main] server - "
    "up\n",
    "192.0.2.1 - - [10/Oct/2000:13:55:36 -0700] \"GET /a HTTP/1.0\" 200 2326\n"
    "192.0.2.7 - - [10/Oct/2000:13:55:37 -0700] \"GET /b HTTP/1.0\" 404 26\n"
    "192.0.2.9 - - [10/Oct/2000:13:55:39 -0700] \"POST /c HTTP/1.1\" 200 6\n",
    "#include <stdio.h>\n\nint main(void)\n{\n\tprintf(\"hello, world\\n\");\n\treturn 0;\n}\n",
    "int a;\nint b;\nchar c;\nlong d;\nshort e;\n",
    "def f(x):\n    return x + 1\n\nclass A:\n    def g(self):\n        pass\n",
    "server:\n  host: example.com\n  port: 80\nusers:\n  - name: ann\n    age: 3\n",
    "Host: example.com\nAccept: text/html\nUser-Agent: test\nConnection: close\n",
    "{\n  \"a\": 1,\n  \"b\": \"two\",\n  \"c\": [1, 2]\n}\n",
    "<html>\n<body>\n<p>hello, you</p>\n</body>\n</html>\n",
    "-----BEGIN CERTIFICATE-----\nQUJDREVGR0hJSktMTU5PUFFSU1RVVldYWVo=\n-----END "
    "CERTIFICATE-----\n",
    "\x7f"
    "ELF\x02\x01\x01\0\0\0\0\0\0\0\0\0\x02\0\x3e\0\x01\0\0\0",
    "hello world\n",
    "Abc def",
    "one\ntwo words here\n",
    "今天天气很好，我们去公园散步。\n晚上回家吃饭，然后看书。\n明天再去一次。\n",
    "Dear Ann,\n\nthank you for the letter. We read it, and we liked it.\n\nBest wishes,\nBo\n",
};

static void test_what_is_no_table(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof not_tables / sizeof *not_tables; i++) {
		struct gbx_csv_guess g = sniff(not_tables[i], strlen(not_tables[i]));
		int lines = lines_bid(not_tables[i]);
		if (g.bid || lines)
			fail_msg("csv %d (delimiter '%.*s', %u columns), lines %d for:\n%s", g.bid,
			         (int)g.d.ndelim, (const char *)g.d.delim, g.d.columns, lines,
			         not_tables[i]);
	}
	assert_int_equal(sniff("", 0).bid, 0);
	assert_int_equal(sniff("\0\2\3\4\5\6\7,\0\1\2,", 12).bid, 0);
}

static void test_lists(void **state)
{
	(void)state;
	static const char *const lists[] = {
	    "a@example.com\nb@example.org\nc@example.net\n",
	    "email\na@example.com\nb@example.org\n",
	    "+1 555 0100\n+1 555 0101\n+1 555 0102\n",
	    "http://example.com/a\nhttps://example.org/b\n",
	    "d41d8cd98f00b204e9800998ecf8427e\n0cc175b9c0f1b6a831c399e269772661\n",
	    "00:1b:44:11:3a:b7\n00:1b:44:11:3a:b8\n00:1b:44:11:3a:b9\n",
	    "2001:db8::1\n2001:db8::2\n2001:db8::ff\n",
	    "12:30\n12:45\n13:00\n",
	    "letmein\nqwerty1\nhunter2\nmonkey!\ndragon\n",
	    "name\nAnn Lee\nBo Ray\nCy van Dee\n",
	    "\"a@example.com\"\n\"b@example.org\"\n\"c@example.net\"\n",
	    "a@example.com",
	    "123e4567-e89b-42d3-a456-426614174000\n123e4567-e89b-42d3-a456-426614174001\n",
	};
	for (size_t i = 0; i < sizeof lists / sizeof *lists; i++) {
		struct gbx_csv_guess g = sniff(lists[i], strlen(lists[i]));
		int bid = lines_bid(lists[i]);
		if (bid <= 0 || bid <= g.bid)
			fail_msg("csv %d (delimiter '%.*s'), lines %d for:\n%s", g.bid,
			         (int)g.d.ndelim, (const char *)g.d.delim, bid, lists[i]);
	}
}

static void test_options_win(void **state)
{
	(void)state;
	static const char text[] = "a;b,c\nd;e,f\n";
	struct gbx_format_options o = {
	    .delimiter = ";", .quote = '\'', .escape = '\\', .header = 1};
	struct gbx_csv_guess g;
	unsigned char *p = padded(text, sizeof text - 1);
	struct gbx_head h = head_of(p, sizeof text - 1, "x");
	gbx_csv_sniff(&h, &o, &g);
	assert_int_equal(g.d.delim[0], ';');
	assert_int_equal(g.d.quote, '\'');
	assert_int_equal(g.d.escape, '\\');
	assert_true(g.d.header);
	assert_int_equal(g.d.columns, 2);
	o = (struct gbx_format_options){.quote = -1, .escape = -1, .header = -1, .delimiter = "||"};
	gbx_csv_sniff(&h, &o, &g);
	assert_int_equal(g.d.quote, -1);
	assert_false(g.d.header);
	assert_int_equal(g.d.columns, 1);
	o.delimiter = "\n";
	assert_false(gbx_csv_options_valid(&o));
	o.delimiter = "123456789";
	assert_false(gbx_csv_options_valid(&o));
	free(p);
}

static void test_people(void **state)
{
	(void)state;
	static const char *const locales[] = {"ar_SA", "de_DE", "en_US", "es_MX", "fr_FR",
	                                      "hi_IN", "ja_JP", "pt_BR", "ru_RU", "zh_CN"};
	for (size_t i = 0; i < sizeof locales / sizeof *locales; i++) {
		char path[512];
		size_t n;
		snprintf(path, sizeof path, "%s/../shared/corpora/people/%s.csv", GBX_SOURCE_DIR,
		         locales[i]);
		char *text = slurp(path, &n);
		if (!text) {
			print_message("no corpora: skipped\n");
			skip();
		}
		struct gbx_csv_guess g = sniff(text, n);
		assert_int_equal(g.d.ndelim, 1);
		assert_int_equal(g.d.delim[0], ',');
		assert_int_equal(g.d.columns, 31);
		assert_true(g.d.header && g.d.quote == '"' && g.d.escape == -1 && !g.d.skip);
		struct outcome o;
		read_text(&gbx_format_csv, text, n, NULL, 4096, &o);
		assert_int_equal(o.records, 300);
		assert_int_equal(o.ragged + o.bad, 0);
		outcome_release(&o);
		/* without its header the first row is data */
		char *body = strchr(text, '\n') + 1;
		assert_false(sniff(body, n - (size_t)(body - text)).d.header);
		free(text);
	}
}

/* Any bytes, as head: a dialect always comes out, and opens. */
static void test_random_heads(void **state)
{
	(void)state;
	static const char alphabet[] = "ab1,;\t|:\"'\\\n\r\n@.# \x01-\xe5\xa7\x93\xff=<>^~";
	uint64_t seed = 3;
	char text[400];
	for (int i = 0; i < 8000; i++) {
		size_t n = rnd(&seed) % sizeof text, k = 1 + rnd(&seed) % (sizeof alphabet - 1);
		size_t shift = rnd(&seed) % (sizeof alphabet - k);
		for (size_t j = 0; j < n; j++)
			text[j] = alphabet[shift + (rnd(&seed) >> 9) % k];
		struct outcome o;
		read_text(i & 1 ? &gbx_format_csv : &gbx_format_lines, text, n, NULL, 64, &o);
		outcome_release(&o);
		struct gbx_csv_guess g = sniff(text, n);
		assert_true(g.bid >= 0 && g.bid <= 100 && g.d.columns >= 1);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_delimiters), cmocka_unit_test(test_longer_delimiters),
	    cmocka_unit_test(test_colons_around_commas),
	    cmocka_unit_test(test_ragged_colons), cmocka_unit_test(test_arrows),
	    cmocka_unit_test(test_line_ends),  cmocka_unit_test(test_quotes),
	    cmocka_unit_test(test_quotes_of_databases),
	    cmocka_unit_test(test_lists_in_cells),
	    cmocka_unit_test(test_top),        cmocka_unit_test(test_headers),
	    cmocka_unit_test(test_pollution),  cmocka_unit_test(test_what_is_no_table),
	    cmocka_unit_test(test_lists),      cmocka_unit_test(test_options_win),
	    cmocka_unit_test(test_people),     cmocka_unit_test(test_random_heads),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}

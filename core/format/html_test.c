/* HTML: which pages hold tables of data, how rows become records, damage, hostile pages. */
#include "json_testing.h"

#include "html.h"

static void test_clients(void **state)
{
	(void)state;
	/* mysql --html, psql --html */
	check_text("d/users.html",
		   "<TABLE BORDER=1><TR><TH>id</TH><TH>name</TH></TR><TR><TD>1</TD><TD>Ann &amp; Bob"
		   "</TD></TR><TR><TD>2</TD><TD>NULL</TD></TR></TABLE>",
		   "html", "users@000049 id=1|name=Ann & Bob|\nusers@000090 id=2|name=NULL|\n", 0);
	check_text("q.html",
		   "<table border=\"1\">\n  <tr>\n    <th align=\"center\">id</th>\n    <th>mail</th>\n"
		   "  </tr>\n  <tr valign=\"top\">\n    <td align=\"right\">1</td>\n"
		   "    <td align=\"left\">a@example.com<br />\nb</td>\n  </tr>\n  <tr valign=\"top\">\n"
		   "    <td>2</td>\n    <td>&nbsp; </td>\n  </tr>\n</table>\n<p>(2 rows)<br />\n</p>\n",
		   "html", "q@000085 id=1|mail=a@example.com\nb|\nq@000190 id=2|mail=|\n", 0);
}

static const char page[] =
    "<!DOCTYPE html>\n<html><head><script>if (a < b) w(\"<table><tr><td>1<td>2</table>\")</script>"
    "</head><body><!-- <table><tr><td>x<td>y --><table><tr><td><a href='/'>Home</a></table>\n"
    "<table><thead><tr><th>Name<th>Mail<th title='a > b'>Name</thead>\n"
    "<tr><td>M&uuml;ller &#x4e2d;</td><td><a href=\"mailto:a\">a@example.com</a></td><td>1</td></tr>\n"
    "<tr><td> b  <i>c</i> <!-- d -->e<td>&lt;br&gt;<td>2\n"
    "<tr><th>Name<th>Mail<th>Name</tr><tr><td colspan=3>a title</td></tr>\n"
    "<tr><td>last<td>x<td>3</table>\n"
    "<table><tr><td><b>id</b></td><td><b>tel</b></td></tr><tr><td>7</td><td>8</td></tr></table>\n"
    "</body></html>\n";

static void test_page(void **state)
{
	(void)state;
	check_text("page.htm", page, "html",
		   "page@000242 Mail=a@example.com|Name=M\xc3\xbcller \xe4\xb8\xad|Name_3=1|\n"
		   "page@000336 Mail=<br>|Name=b c e|Name_3=2|\n"
		   "page@000457 Mail=x|Name=last|Name_3=3|\n"
		   "page_2@000541 id=7|tel=8|\n",
		   0);
}

/* Cells of plain text over cells of another kind name their columns. */
static void test_plain_heads(void **state)
{
	(void)state;
	check_text("book.xls",
		   "<html xmlns:x=\"urn:schemas-microsoft-com:office:excel\"><body><table>"
		   "<tr><td>number</td><td>mail</td></tr><tr><td x:num>1</td><td>a@example.com</td></tr>"
		   "<tr><td x:num>2</td><td>b@example.com</td></tr>"
		   "<tr><td x:num>3</td><td>c@example.com</td></tr></table></body></html>",
		   "html",
		   "book@000105 mail=a@example.com|number=1|\nbook@000152 mail=b@example.com|number=2|\n"
		   "book@000199 mail=c@example.com|number=3|\n",
		   0);
	check_text("n.html", "<table><tr><td>1<td>2<tr><td>3<td>4<tr><td>5<td>6</table>", "html",
		   "n@000007 c1=1|c2=2|\nn@000021 c1=3|c2=4|\nn@000035 c1=5|c2=6|\n", 0);
}

static void test_documents(void **state)
{
	(void)state;
	static const char *const texts[] = {
	    "<html><body><p>No table at all.</p></body></html>",
	    "<!DOCTYPE html><table><tr><td>one cell</td></tr><tr><td>more</td></tr></table>",
	    "<html><table><tr><td>a<td>b</table><table><tr><td>c<td>d</table></html>",
	    "text <table><tr><td>1<td>2<tr><td>3<td>4</table>",
	};
	for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
		struct fed f = feed(texts[i], strlen(texts[i]), strlen(texts[i]), "x.html", NULL);
		assert_string_not_equal(f.format, "html");
		fed_release(&f);
	}
}

/* What the end cuts is in quarantine; a table that never ends says so. */
static void test_cut(void **state)
{
	(void)state;
	check_text("x.html", "<table><tr><td>1<td>2</tr><tr><td>3<td>4</tr><tr><td>5", "html",
		   "x@000007 c1=1|c2=2|\nx@000026 c1=3|c2=4|\n", 2);
	check_text("x.html", "<table><tr><td>1<td>2</tr><tr><td>3<td>4</tr>\n", "html",
		   "x@000007 c1=1|c2=2|\nx@000026 c1=3|c2=4|\n", 1);
}

/* Tags that never end, quotes that never close, thousands of cells and tables. */
static void test_hostile(void **state)
{
	(void)state;
	static const char *const parts[] = {"<a ", "<td", "<tr ='", "&;&amp", "<!--", "<table>", "<td>",
					    "<script>", "</", "<tr><td>1<td a=\">"};
	for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
		struct gbx_buf b = GBX_BUF_INIT(8u << 20);
		gbx_buf_adds(&b, "<table><tr><td>1<td>2<tr><td>3<td>4</tr>");
		while (b.n < 3u << 20)
			gbx_buf_adds(&b, parts[i]);
		struct fed f = feed(b.p, b.n, b.n, "x.html", NULL);
		assert_string_equal(f.format, "html");
		fed_release(&f);
		gbx_buf_release(&b);
	}
}

static void test_prefixes(void **state)
{
	(void)state;
	check_prefixes(page, "html");
}

static void test_mutations(void **state)
{
	(void)state;
	check_mutations(page, "html", 1000);
	check_mutations_with(page, "html", 3000, "<>/!-&;\"'= \ntrdhabl\xff");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_clients),	cmocka_unit_test(test_page),
	    cmocka_unit_test(test_plain_heads), cmocka_unit_test(test_documents),
	    cmocka_unit_test(test_cut),		cmocka_unit_test(test_hostile),
	    cmocka_unit_test(test_prefixes),	cmocka_unit_test(test_mutations),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}

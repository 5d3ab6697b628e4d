/* XML: where records are found, how elements become fields, damage, hostile documents. */
#include "json_testing.h"

#include "xml.h"

static void test_rows(void **state)
{
	(void)state;
	check_text("d/Users.xml",
	           "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<users>\n"
	           "  <row Id=\"1\" Name=\"Ada &amp; Bob\" Url=\"\" />\n"
	           "  <row Id=\"2\" Name=\"&#x4e2d;&#25991;&lt;&gt;&quot;&apos;&nope;\" />\n"
	           "</users>\n",
	           "xml",
	           "Users@000049 Id=1|Name=Ada & Bob|Url=|\n"
	           "Users@000094 Id=2|Name=\xe4\xb8\xad\xe6\x96\x87<>\"'&nope;|\n",
	           0);
}

static void test_nested(void **state)
{
	(void)state;
	check_text("f.xml",
	           "<list>\n<person id='7'><name first=\"A\">x</name><mail>a@example.com</mail>"
	           "<mail>b@example.com</mail><tags><tag>p</tag></tags></person>\n"
	           "<person id='8'><mail>c@example.com</mail><tags><tag>q</tag><tag/></tags>"
	           "<note>one<!-- c --> two<![CDATA[ <3>]]>&amp;</note><none></none></person>\n"
	           "</list>",
	           "xml",
	           "person@000007 id=7|mail[]=a@example.com|mail[]=b@example.com|name=x|"
	           "name.first=A|tags.tag[]=p|\n"
	           "person@000133 id=8|mail[]=c@example.com|none=|note=one two <3>&|tags.tag[]=q|"
	           "tags.tag[]=|\n",
	           0);
}

static void test_dialects(void **state)
{
	(void)state;
	check_text("dump.xml",
	           "<?xml version=\"1.0\"?>\n<mysqldump xmlns:xsi=\"x\">\n<database name=\"shop\">\n"
	           "\t<table_structure name=\"users\"><field Field=\"id\" Type=\"int\" />"
	           "<options Name=\"users\"/></table_structure>\n"
	           "\t<table_data name=\"users\">\n"
	           "\t<row>\n\t\t<field name=\"id\">1</field>\n"
	           "\t\t<field name=\"e\" xsi:nil=\"true\" />\n\t</row>\n"
	           "\t<row><field name=\"id\">2</field><field name=\"e\">a@example.com</field></row>\n"
	           "\t</table_data>\n"
	           "\t<table_data name=\"orders\"><row><field name=\"n\">3</field></row></table_data>\n"
	           "</database>\n</mysqldump>\n",
	           "xml",
	           "orders@000400 n=3|\n"
	           "users@000203 e=-|id=1|\n"
	           "users@000283 e=a@example.com|id=2|\n",
	           0);
	check_text("pma.xml",
	           "<?xml version=\"1.0\"?>\n<!-- phpMyAdmin -->\n<pma_xml_export version=\"1.0\">\n"
	           "<pma:structure_schemas><pma:database name=\"d\"><pma:table name=\"t\">CREATE"
	           "</pma:table></pma:database></pma:structure_schemas>\n"
	           "<database name=\"d\"><!-- Table t -->\n"
	           "<table name=\"t\"><column name=\"id\">1</column><column name=\"c\">x</column></table>\n"
	           "<table name=\"u\"><column name=\"id\">2</column></table>\n"
	           "</database></pma_xml_export>",
	           "xml", "t@000233 c=x|id=1|\nu@000313 id=2|\n", 0);
}

/* What repeats in another branch than the most are records as well; text of elements
 * above the records is theirs, and no damage. */
static void test_branches(void **state)
{
	(void)state;
	check_text("f.xml",
	           "<db><meta><made>2020</made><by><!-- c -->nobody</by></meta>\n"
	           "<users><user><id>1</id></user><user><id>2</id></user></users>\n"
	           "<orders><note>n</note><order><no>3</no></order><order no='4'/><order/></orders></db>",
	           "xml",
	           "order@000144 no=3|\norder@000169 no=4|\norder@000184 order=|\n"
	           "user@000067 id=1|\nuser@000090 id=2|\n",
	           0);
	check_text("f.xml",
	           "<l><u><a>1111111111111111111111111111111111111111</a></u><u><a>2222222222222222222222222222222222222222</a></u>"
	           "<u><a>3333333333333333333333333333333333333333</a></u><u><a>4444444444444444444444444444444444444444</a></u>"
	           "<u><a>5555555555555555555555555555555555555555</a></u><u><a>6666666666666666666666666666666666666666</a></u>"
	           "<g><b>7</b></g><g><b>8</b></g><t>one</t></l>",
	           "xml",
	           "g@000327 b=7|\ng@000342 b=8|\n"
	           "u@000003 a=1111111111111111111111111111111111111111|\n"
	           "u@000057 a=2222222222222222222222222222222222222222|\n"
	           "u@000111 a=3333333333333333333333333333333333333333|\n"
	           "u@000165 a=4444444444444444444444444444444444444444|\n"
	           "u@000219 a=5555555555555555555555555555555555555555|\n"
	           "u@000273 a=6666666666666666666666666666666666666666|\n",
	           0);
}

static void test_damage(void **state)
{
	(void)state;
	/* an end is missing; a wrong end; an attribute without quotes; text outside */
	check_text("f.xml",
	           "<l>\n<r><a>1</a></r>\n<r><a>2</a>\n<r><a>3</a></r>\n<r><a>4</b></r>\n"
	           "<r a=5></r>\nloose\n<r><a>6</a></r>\n</l>\n",
	           "xml",
	           "r@000004 a=1|\nr@000032 a=3|\nr@000082 a=6|\n", 4);
	struct fed f = feed("<l>\n<r>1</r>\n<r>2</r>\n<r>3</", 29, 29, "f", NULL);
	assert_int_equal(f.records, 2);
	assert_int_equal(f.quarantined, 2);
	assert_int_equal(f.reason[0], GBX_E_CUT);
	fed_release(&f);
}

static void test_declared(void **state)
{
	(void)state;
	static const char bomb[] = "<?xml version=\"1.0\"?>\n<!DOCTYPE l [<!ENTITY a \"aaaa\">"
	                           "<!ENTITY b \"&a;&a;\">]>\n<l><r>&b;</r><r>&b;</r></l>\n";
	char head[sizeof bomb + GBX_CHUNK_PAD] = {0};
	struct gbx_format_options o = {0};
	struct gbx_reader *r = NULL;
	struct gbx_err err;
	memcpy(head, bomb, sizeof bomb);
	struct gbx_head h = {(unsigned char *)head, sizeof bomb - 1, true, "f"};
	const struct gbx_format *x = gbx_format_pick(&h, &o, &err);
	assert_non_null(x);
	assert_string_equal(x->name, "xml");
	assert_int_equal(x->open(&h, &o, &r, &err), GBX_UNSUPPORTED);
	assert_int_equal(err.id, GBX_E_XML_DOCTYPE);
}

static void no_bid(const char *text)
{
	char head[1024] = {0};
	struct gbx_xml_dialect d;
	memcpy(head, text, strlen(text));
	struct gbx_head h = {(unsigned char *)head, strlen(text), true, "f.xml"};
	if (gbx_xml_sniff(&h, &d))
		fail_msg("taken for XML: %s", text);
}

static void test_others(void **state)
{
	(void)state;
	no_bid("");
	no_bid("<");
	no_bid("a,b\n<c>,d\n");
	no_bid("<!DOCTYPE html>\n<html><p>x</p><p>y</p></html>");
	no_bid("<html><p>x</p><p>y</p></html>");
	no_bid("<?xml version=\"1.0\"?><svg><g><path/><path/></g><g><path/></g></svg>");
	no_bid("<a@example.com>\n<b@example.com>\n");
	no_bid("<ada> hello\n<bob> hi\n");
	no_bid("<34>Oct 11 22:14:15 host su: failed\n<34>Oct 11 22:14:16 host su: failed\n");
}

static void test_deep(void **state)
{
	(void)state;
	struct gbx_buf b = GBX_BUF_INIT(64u << 20);
	gbx_buf_adds(&b, "<l><r><a>1</a></r><r><a>2</a></r><r>");
	for (int i = 0; i < 100000; i++)
		gbx_buf_adds(&b, "<d>");
	gbx_buf_adds(&b, "</r><r><a>3</a></r></l>");
	struct fed f = feed(b.p, b.n, b.n, "f", NULL);
	assert_string_equal(f.format, "xml");
	assert_int_equal(f.records, 3);
	assert_int_equal(f.quarantined, 1);
	assert_int_equal(f.reason[0], GBX_E_XML_RECORD);
	fed_release(&f);
	gbx_buf_release(&b);
}

/* Very many fields, texts in pieces, siblings: nothing is quadratic. */
static void test_many(void **state)
{
	(void)state;
	static const char *const unit[] = {"<a/>x", "t<!--c-->", "<b>&amp;</b>y", "<c d='1' e='2'/>"};
	for (size_t k = 0; k < sizeof unit / sizeof *unit; k++) {
		struct gbx_buf b = GBX_BUF_INIT(64u << 20);
		gbx_buf_adds(&b, "<l><r><a>1</a></r><r><a>2</a></r><r>");
		for (int i = 0; i < 100000; i++)
			gbx_buf_adds(&b, unit[k]);
		gbx_buf_adds(&b, "</r></l>");
		struct fed f = feed(b.p, b.n, b.n, "f", NULL);
		assert_int_equal(f.records + f.quarantined, 3);
		fed_release(&f);
		gbx_buf_release(&b);
	}
}

static void test_burst(void **state)
{
	(void)state;
	struct gbx_buf b = GBX_BUF_INIT(64u << 20);
	gbx_buf_adds(&b, "<l>\n<r><a>1</a></r>\n<r><a>2</a></r>\n<r><a>");
	while (b.n < GBX_RECORD_BYTES + (2u << 20))
		gbx_buf_adds(&b, "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcde\n");
	gbx_buf_adds(&b, "</a></r>\n<r><a>4</a></r>\n</l>\n");
	struct fed f = feed(b.p, b.n, 1u << 20, "f", NULL);
	assert_int_equal(f.records, 3);
	assert_int_equal(f.bursts, 1);
	fed_release(&f);
	gbx_buf_release(&b);
}

static const char sample[] =
    "<?xml version=\"1.0\"?>\n<list>\n<p id=\"1\"><m>a&amp;b</m><m>c</m><n k='v'/></p>\n"
    "<p id=\"2\"><m>d</m><![CDATA[x]]><!-- y --></p>\n<p id=\"3\">text</p>\n</list>\n";

static void test_prefixes(void **state)
{
	(void)state;
	check_prefixes(sample, "xml");
}

static void test_mutations(void **state)
{
	(void)state;
	check_mutations(sample, "xml", 1000);
	check_mutations_with(sample, "xml", 3000, "<>/?&;#\"'= \nplm-[]x\xff");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_rows),     cmocka_unit_test(test_nested),
	    cmocka_unit_test(test_dialects), cmocka_unit_test(test_branches),
	    cmocka_unit_test(test_damage),
	    cmocka_unit_test(test_declared), cmocka_unit_test(test_others),
	    cmocka_unit_test(test_deep),     cmocka_unit_test(test_many),
	    cmocka_unit_test(test_burst),    cmocka_unit_test(test_prefixes),
	    cmocka_unit_test(test_mutations),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}

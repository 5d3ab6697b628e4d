/* vCards of all versions, folding and encodings, damage, hostile input. */
#include "json_testing.h"

#include "../source/charset.h"

static const char sample[] =
    "BEGIN:VCARD\r\nVERSION:3.0\r\nN:Lovelace;Ada;;Dr.;\r\nFN:Ada Lovelace\r\n"
    "TEL;TYPE=cell:+1-202-555-0101\r\nitem1.EMAIL;TYPE=INTERNET:ada@example.com\r\n"
    "EMAIL:ada@example.org\r\nADR;TYPE=home:;;1 Main St\\, 2;Ys;;12345;Nowhere\r\n"
    "NOTE:one\\ntwo \r\n three\r\nPHOTO;ENCODING=b;TYPE=JPEG:/9j/4AAQ\r\n SkZJ\r\n"
    "X-SKYPE:ada.example\r\nEND:VCARD\r\n";

static void test_cards(void **state)
{
	(void)state;
	check_text("d/contacts.vcf", sample, "vcard",
	           "vcard@000000 X-SKYPE[]=ada.example|address[].city=Ys|"
	           "address[].country=Nowhere|address[].street=1 Main St, 2|address[].zip=12345|"
	           "email[]=ada@example.com|email[]=ada@example.org|full_name=Ada Lovelace|"
	           "name.family_name=Lovelace|name.given_name=Ada|name.prefix=Dr.|"
	           "note[]=one\ntwo three|phone[]=+1-202-555-0101|\n",
	           0);
	check_text("c.vcf",
	           "begin:vcard\nVERSION:2.1\nN;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:"
	           "=E4=B8=AD;=E6=\n=96=87;;;\nTEL;CELL:+12025550102\n"
	           "PHOTO;JPEG;BASE64:\n /9j/\n\nend:vcard\n\n"
	           "BEGIN:VCARD\nVERSION:4.0\nFN:Bo\nBDAY:20010203\nEND:VCARD\n",
	           "vcard",
	           "c@000000 name.family_name=\xe4\xb8\xad|name.given_name=\xe6\x96\x87|"
	           "phone[]=+12025550102|\n"
	           "c@000150 birthday=20010203|full_name=Bo|\n",
	           0);
}

/* Of telephones before UTF-8. */
static const char old[] =
    "BEGIN:VCARD\nVERSION:2.1\nN;ENCODING=QUOTED-PRINTABLE;CHARSET=GB2312:=C4=A3;=B2=E2;;;\n"
    "NOTE;CHARSET=koi8-r;ENCODING=QUOTED-PRINTABLE:=F0=D2=C9=D7=\n=C5=D4\nEND:VCARD\n"
    "BEGIN:VCARD\nVERSION:2.1\nFN;CHARSET=SHIFT_JIS;ENCODING=QUOTED-PRINTABLE:=82=B1=\n=82=F1\nEND:VCARD\n"
    /* a name that is folded is none, whatever the cards beside it say */
    "BEGIN:VCARD\nVERSION:2.1\nFN;CHARSET=koi\n 8-r;ENCODING=QUOTED-PRINTABLE:=F0\nEND:VCARD\n";

static void test_charsets(void **state)
{
	(void)state;
	check_text("c.vcf", old, "vcard",
	           "c@000000 name.family_name=模|name.given_name=测|note[]=Привет|\n"
	           "c@000161 full_name=こん|\nc@000257 full_name=\xef\xbf\xbd|\n",
	           0);
	check_mutations_with(old, "vcard", 3000, "BEND:; \n\r\\=\",.\xff charset");
}

static void test_damage(void **state)
{
	(void)state;
	check_text("c.vcf",
	           "BEGIN:VCARD\nFN:A\nEND:VCARD\nloose\nBEGIN:VCARD\nFN:B\nBEGIN:VCARD\n"
	           "FN:C\nEND:VCARD\nBEGIN:VCARD\nno colon\nEND:VCARD\nBEGIN:VCARD\nFN:D\n",
	           "vcard", "c@000000 full_name=A|\nc@000050 full_name=C|\n", 4);
}

static void test_others(void **state)
{
	(void)state;
	struct fed f = feed("BEGIN:VCALENDAR\nX:1\nEND:VCALENDAR\n", 35, 100, "f.vcf", NULL);
	assert_string_not_equal(f.format, "vcard");
	fed_release(&f);
	f = feed("BEGIN:VCARD", 11, 100, "f.vcf", NULL);
	assert_string_not_equal(f.format, "vcard");
	fed_release(&f);
}

static void test_hostile(void **state)
{
	(void)state;
	check_prefixes(sample, "vcard");
	check_mutations_with(sample, "vcard", 3000, "BEND:; \n\r\\=\",.\xff");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_cards),
	    cmocka_unit_test(test_charsets),   cmocka_unit_test(test_damage),
	    cmocka_unit_test(test_others),
	    cmocka_unit_test(test_hostile),
	};
	feed_charsets = gbx_charsets_new();
	int failed = feed_charsets ? cmocka_run_group_tests(tests, NULL, NULL) : 1;
	gbx_charsets_free(feed_charsets);
	return failed;
}

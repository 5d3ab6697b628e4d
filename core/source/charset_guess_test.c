/*
 * Guessing charsets: 98 of 100 generated samples of at least 200 bytes must come out as the
 * text that went in. Two charsets that read a sample alike are both right.
 */
#include "charset_tongues.h"

#include <stdio.h>

static const struct {
	const char *charset; /* iconv's name */
	const struct tongue *tongue;
} bouts[] = {
	{ "GBK", &hans },	    { "GB18030", &hans },	 { "BIG5", &hant },
	{ "SHIFT_JIS", &japanese }, { "CP932", &japanese },	 { "EUC-JP", &japanese },
	{ "ISO-2022-JP", &japanese }, { "EUC-KR", &korean },	 { "ISO-2022-KR", &korean },
	{ "KOI8-R", &russian },	    { "CP1251", &russian },	 { "ISO-8859-5", &russian },
	{ "IBM866", &russian },	    { "CP1252", &french },	 { "CP1252", &german },
	{ "CP1252", &spanish },	    { "CP1252", &portuguese },	 { "CP1252", &swedish },
	{ "CP1252", &mixed },	    { "ISO-8859-1", &german },	 { "ISO-8859-1", &spanish },
	{ "ISO-8859-1", &swedish }, { "ISO-8859-15", &french },	 { "ISO-8859-15", &mixed },
	{ "CP1250", &polish },	    { "CP1250", &czech },	 { "CP1250", &hungarian },
	{ "ISO-8859-2", &polish },  { "ISO-8859-2", &czech },	 { "ISO-8859-2", &hungarian },
	{ "CP1253", &greek },	    { "ISO-8859-7", &greek },	 { "CP1254", &turkish },
	{ "ISO-8859-9", &turkish }, { "CP1255", &hebrew },	 { "ISO-8859-8", &hebrew },
	{ "CP1256", &arabic },	    { "ISO-8859-6", &arabic },	 { "UTF-8", &hans },
	{ "UTF-8", &french },	    { "UTF-8", &russian },	 { "UTF-8", &korean },
	{ "UTF-16LE", &hans },	    { "UTF-16BE", &hans },	 { "UTF-16LE", &japanese },
	{ "UTF-16BE", &korean },    { "UTF-16LE", &russian },	 { "UTF-16BE", &arabic },
	{ "UTF-16LE", &french },    { "UTF-16BE", &polish },	 { "UTF-32LE", &hant },
	{ "UTF-32BE", &hans },	    { "UTF-32LE", &german },	 { "UTF-32BE", &greek },
};

#define EACH 25u

/* Right of EACH * 4 samples; *made: how many could be encoded. */
static unsigned fight(struct gbx_charsets *s, size_t bout, size_t least, unsigned *made)
{
	struct gbx_buf text = GBX_BUF_INIT(1u << 20), bytes = GBX_BUF_INIT(1u << 22), got = GBX_BUF_INIT(1u << 22);
	unsigned right = 0;
	uint64_t r = bout * 1000 + least;
	*made = 0;
	for (unsigned i = 0; i < EACH * 4; i++) {
		put_sample(&text, &r, bouts[bout].tongue, i % 4, least + dice(&r, 400));
		if (!encode(bouts[bout].charset, &text, &bytes))
			continue;
		++*made;
		struct memory m = { (unsigned char *)bytes.p, bytes.n, 0, SIZE_MAX, GBX_END };
		struct gbx_text_facts f;
		read_text(s, &m, GBX_CHARSET_NONE, 65536, &got, &f);
		bool ok = gbx_span_eq(gbx_buf_span(&text), gbx_buf_span(&got));
		right += ok;
		if (!ok && getenv("GBX_CHARSET_TALK"))
			printf("  %s shape %u read as %s\n", bouts[bout].charset, i % 4,
			       f.charset ? gbx_charset_info[f.charset].name : "none");
	}
	gbx_buf_release(&text);
	gbx_buf_release(&bytes);
	gbx_buf_release(&got);
	return right;
}

static void of_a_hundred_98_are_right(void **state)
{
	(void)state;
	struct gbx_charsets *s = gbx_charsets_new();
	unsigned right = 0, all = 0;
	for (size_t b = 0; b < sizeof bouts / sizeof *bouts; b++) {
		unsigned made, ok = fight(s, b, 200, &made);
		if (getenv("GBX_CHARSET_TALK"))
			printf("%-12s %3zu: %u of %u\n", bouts[b].charset, b, ok, made);
		if (made < EACH * 3 || ok * 100 < made * 90)
			fail_msg("%s: %u of %u", bouts[b].charset, ok, made);
		right += ok;
		all += made;
	}
	printf("charset: %u of %u samples read right\n", right, all);
	assert_true(right * 100 >= all * 98);
	gbx_charsets_free(s);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(of_a_hundred_98_are_right),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}

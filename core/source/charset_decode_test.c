/* Decoding: UTF-8 against the reference in base/, GB 18030 and the others against iconv, any
 * bytes at all. */
#include "charset_tongues.h"

#include "../base/escape.h"

static struct gbx_charsets *sets;

static int open_sets(void **state)
{
	(void)state;
	sets = gbx_charsets_new();
	return sets ? 0 : -1;
}

static int close_sets(void **state)
{
	(void)state;
	gbx_charsets_free(sets);
	return 0;
}

/* One sequence: same characters, same damage as the reference says. */
static void same_as_reference(const unsigned char *p, size_t n)
{
	struct gbx_decoder d = { .kind = GBX_CHARSET_KIND_UTF8 };
	unsigned char out[64], want[64];
	size_t k = 0, bad = 0;
	for (size_t i = 0; i < n;) {
		unsigned cp, w = gbx_utf8_next(p + i, n - i, &cp);
		k += gbx_utf8_put(want + k, w ? cp : GBX_CHARSET_ESCAPE + p[i]);
		bad += !w;
		i += w ? w : 1;
	}
	struct gbx_decoded r = gbx_decode(&d, p, n, true, false, out, sizeof out);
	if (r.used != n || r.wrote != k || r.bad != bad || memcmp(out, want, k) != 0 ||
	    gbx_utf8_all(p, n) != (bad == 0))
		fail_msg("%02x %02x %02x", p[0], n > 1 ? p[1] : 0, n > 2 ? p[2] : 0);
}

static void utf8_of_two_and_three_bytes(void **state)
{
	(void)state;
	for (unsigned i = 0; i < 65536; i++)
		same_as_reference((unsigned char[]){ (unsigned char)(i >> 8), (unsigned char)i }, 2);
	for (unsigned a = 0xC0; a < 256; a++)
		for (unsigned i = 0; i < 65536; i++)
			same_as_reference((unsigned char[]){ (unsigned char)a, (unsigned char)(i >> 8),
							     (unsigned char)i }, 3);
}

static void utf8_of_four_bytes(void **state)
{
	(void)state;
	for (unsigned a = 0xEF; a < 0xF6; a++)
		for (unsigned b = 0x7F; b < 0xC1; b++)
			for (unsigned c = 0x7F; c < 0xC1; c += 5)
				for (unsigned e = 0x7F; e < 0xC1; e += 5)
					same_as_reference((unsigned char[]){ (unsigned char)a, (unsigned char)b,
									     (unsigned char)c, (unsigned char)e,
									     'x' }, 5);
}

/* All characters there are, there and back. */
static void gb18030_holds_unicode(void **state)
{
	(void)state;
	struct gbx_buf text = GBX_BUF_INIT(8u << 20), bytes = GBX_BUF_INIT(8u << 20);
	struct gbx_decoder d;
	assert_true(gbx_decoder_init(&d, sets, GBX_CHARSET_GB18030));
	for (uint32_t cp = 0x80; cp < 0x110000; cp += cp < 0x10000 ? 1 : 97) {
		unsigned char u[4];
		if ((cp >= 0xD800 && cp < 0xE000) || (cp >= 0xE000 && cp < 0xF900) || (cp & 0xFFFE) == 0xFFFE)
			continue;
		gbx_buf_add(&text, u, gbx_utf8_put(u, cp));
		gbx_buf_addc(&text, '\n');
	}
	assert_true(encode("GB18030", &text, &bytes));
	unsigned char *out = malloc(text.n + GBX_CHARSET_STEP);
	struct gbx_decoded r = gbx_decode(&d, (unsigned char *)bytes.p, bytes.n, true, false, out,
					  text.n + GBX_CHARSET_STEP);
	assert_int_equal(r.bad, 0);
	assert_int_equal(r.wrote, text.n);
	assert_memory_equal(out, text.p, text.n);
	free(out);
	gbx_buf_release(&text);
	gbx_buf_release(&bytes);
}

/* Any bytes become valid UTF-8 within their bounds, all are used, and all bad ones can
 * be told. */
static void any_bytes(void **state)
{
	(void)state;
	unsigned char in[512], out[512 * 4 + GBX_CHARSET_STEP];
	uint64_t r = 11;
	for (unsigned c = 1; c < GBX_CHARSET_COUNT; c++) {
		struct gbx_decoder d;
		assert_true(gbx_decoder_init(&d, sets, (enum gbx_charset)c));
		for (unsigned round = 0; round < 200; round++) {
			size_t n = 1 + dice(&r, sizeof in), wrote = 0, used = 0;
			for (size_t i = 0; i < n; i++)
				in[i] = dice(&r, 8) ? (unsigned char)dice(&r, 256)
						    : (unsigned char)"\x1b$B(@\x0e\x0f\n"[dice(&r, 8)];
			uint64_t bad = 0, told = 0;
			while (used < n) {
				struct gbx_decoded s = gbx_decode(&d, in + used, n - used, true, dice(&r, 2),
								  out + wrote, sizeof out - wrote);
				assert_true(s.used > 0);
				used += s.used;
				wrote += s.wrote;
				bad += s.bad;
			}
			assert_int_equal(used, n);
			assert_true(gbx_utf8_valid(out, wrote));
			for (size_t i = 0; i < wrote;) {
				unsigned cp;
				i += gbx_utf8_next(out + i, wrote - i, &cp);
				told += cp >= 0xEF00 && cp <= 0xEFFF;
			}
			assert_true(told >= bad);
		}
	}
}

static void delimiters_survive_a_broken_lead_byte(void **state)
{
	(void)state;
	static const enum gbx_charset double_byte[] = { GBX_CHARSET_GB18030, GBX_CHARSET_BIG5, GBX_CHARSET_SHIFT_JIS,
							GBX_CHARSET_EUC_JP, GBX_CHARSET_EUC_KR };
	for (size_t i = 0; i < sizeof double_byte / sizeof *double_byte; i++) {
		static const unsigned char in[] = { 0xB0, ',', 0xB0, '"', 0xB0, '\n' };
		unsigned char out[64];
		struct gbx_decoder d;
		assert_true(gbx_decoder_init(&d, sets, double_byte[i]));
		struct gbx_decoded r = gbx_decode(&d, in, sizeof in, true, false, out, sizeof out);
		assert_non_null(memchr(out, ',', r.wrote));
		assert_non_null(memchr(out, '"', r.wrote));
		assert_non_null(memchr(out, '\n', r.wrote));
	}
}

static void names(void **state)
{
	(void)state;
	static const struct {
		const char *name;
		enum gbx_charset charset;
	} known[] = {
		{ "UTF-8", GBX_CHARSET_UTF_8 },		{ "utf8mb4", GBX_CHARSET_UTF_8 },
		{ "GBK", GBX_CHARSET_GB18030 },		{ "Shift_JIS", GBX_CHARSET_SHIFT_JIS },
		{ "sjis", GBX_CHARSET_SHIFT_JIS },	{ "WIN1251", GBX_CHARSET_WINDOWS_1251 },
		{ "latin1", GBX_CHARSET_WINDOWS_1252 }, { "ISO_8859-1", GBX_CHARSET_ISO_8859_1 },
		{ "koi8-r", GBX_CHARSET_KOI8_R },	{ "", GBX_CHARSET_NONE },
		{ "klingon", GBX_CHARSET_NONE },	{ "-", GBX_CHARSET_NONE },
		{ "utf-8-utf-8-utf-8-utf-8-utf-8-utf-8-utf-8", GBX_CHARSET_NONE },
	};
	for (size_t i = 0; i < sizeof known / sizeof *known; i++)
		if (gbx_charset_find(gbx_span_str(known[i].name)) != known[i].charset)
			fail_msg("%s", known[i].name);
	for (unsigned c = 1; c < GBX_CHARSET_COUNT; c++)
		assert_int_equal(gbx_charset_find(gbx_span_str(gbx_charset_info[c].name)), c);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(utf8_of_two_and_three_bytes),
		cmocka_unit_test(utf8_of_four_bytes),
		cmocka_unit_test(gb18030_holds_unicode),
		cmocka_unit_test(any_bytes),
		cmocka_unit_test(delimiters_survive_a_broken_lead_byte),
		cmocka_unit_test(names),
	};
	return cmocka_run_group_tests(tests, open_sets, close_sets);
}

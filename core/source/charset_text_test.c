/* Text of an entry: borders of reads anywhere, ASCII in front, damage, marks, offsets. */
#include "charset_tongues.h"

#include "../base/escape.h"

struct fixture {
	struct gbx_charsets *sets;
	struct gbx_buf text, bytes, got, again;
	struct gbx_text_facts facts;
};

static int set_up(void **state)
{
	struct fixture *f = calloc(1, sizeof *f);
	f->sets = gbx_charsets_new();
	struct gbx_buf *all[] = { &f->text, &f->bytes, &f->got, &f->again };
	for (size_t i = 0; i < 4; i++)
		gbx_buf_init(all[i], 64u << 20);
	*state = f;
	return 0;
}

static int tear_down(void **state)
{
	struct fixture *f = *state;
	struct gbx_buf *all[] = { &f->text, &f->bytes, &f->got, &f->again };
	for (size_t i = 0; i < 4; i++)
		gbx_buf_release(all[i]);
	gbx_charsets_free(f->sets);
	free(f);
	return 0;
}

static enum gbx_rc read_bytes(struct fixture *f, const void *p, size_t n, size_t step, size_t cap)
{
	struct memory m = { p, n, 0, step, GBX_END };
	return read_text(f->sets, &m, GBX_CHARSET_NONE, cap, &f->got, &f->facts);
}

static void is_text(const struct fixture *f, const struct gbx_buf *want)
{
	assert_int_equal(f->got.n, want->n);
	assert_memory_equal(f->got.p, want->p, want->n);
}

static const struct {
	const char *iconv;
	const struct tongue *tongue;
	enum gbx_charset charset;
} kinds[] = {
	{ "UTF-8", &hans, GBX_CHARSET_UTF_8 },
	{ "GB18030", &hans, GBX_CHARSET_GB18030 },
	{ "EUC-JP", &japanese, GBX_CHARSET_EUC_JP },
	{ "SHIFT_JIS", &japanese, GBX_CHARSET_SHIFT_JIS },
	{ "ISO-2022-JP", &japanese, GBX_CHARSET_ISO_2022_JP },
	{ "ISO-2022-KR", &korean, GBX_CHARSET_ISO_2022_KR },
	{ "KOI8-R", &russian, GBX_CHARSET_KOI8_R },
	{ "UTF-16LE", &russian, GBX_CHARSET_UTF_16LE },
	{ "UTF-16BE", &korean, GBX_CHARSET_UTF_16BE },
	{ "UTF-32LE", &greek, GBX_CHARSET_UTF_32LE },
};
#define KINDS (sizeof kinds / sizeof *kinds)

/* However the bytes come and whatever the caller takes. */
static void borders_anywhere(void **state)
{
	struct fixture *f = *state;
	static const size_t caps[] = { 1, 3, 7, 255, 256, 257, 4096, 1u << 20 };
	for (size_t k = 0; k < KINDS; k++) {
		uint64_t r = k;
		put_sample(&f->text, &r, kinds[k].tongue, 0, 3000);
		assert_true(encode(kinds[k].iconv, &f->text, &f->bytes));
		for (size_t step = 1; step < 70; step += step < 12 ? 1 : 5) {
			size_t cap = caps[(step + k) % 8];
			assert_int_equal(read_bytes(f, f->bytes.p, f->bytes.n, step, cap), GBX_END);
			assert_int_equal(f->facts.charset, kinds[k].charset);
			is_text(f, &f->text);
		}
	}
}

/* Cut anywhere: what was whole before the cut is there, what was not is counted. */
static void cut_anywhere(void **state)
{
	struct fixture *f = *state;
	for (size_t k = 0; k < KINDS; k++) {
		uint64_t r = k;
		put_sample(&f->text, &r, kinds[k].tongue, 0, 1500);
		assert_true(encode(kinds[k].iconv, &f->text, &f->bytes));
		for (size_t n = f->bytes.n - 40; n < f->bytes.n; n++) {
			assert_int_equal(read_bytes(f, f->bytes.p, n, SIZE_MAX, 999), GBX_END);
			assert_true(gbx_utf8_valid((unsigned char *)f->got.p, f->got.n));
			size_t tail = (size_t)f->facts.undecodable * 3;
			if (gbx_charset_info[kinds[k].charset].kind == GBX_CHARSET_KIND_ISO2022)
				tail += 3; /* of an escape sequence */
			tail = tail < f->got.n ? tail : f->got.n;
			assert_true(f->facts.undecodable < 4 && f->got.n >= tail);
			assert_memory_equal(f->got.p, f->text.p, f->got.n - tail);
		}
	}
}

/* The large middle way: long entries, odd reads, every mode's hand-over. */
static void ascii_first(void **state)
{
	struct fixture *f = *state;
	static const size_t lead[] = { 0, 100, 16384, 65535, 65536, 65537, 300000, 700001 };
	for (size_t k = 0; k < KINDS; k++) {
		for (size_t l = 0; l < sizeof lead / sizeof *lead; l++) {
			uint64_t r = l;
			put_sample(&f->again, &r, kinds[k].tongue, 0, 5000);
			gbx_buf_reset(&f->text);
			for (size_t i = 0; i < lead[l]; i++)
				gbx_buf_addc(&f->text, i % 50 == 49 ? '\n' : 'a' + (char)(i % 26));
			gbx_buf_add(&f->text, f->again.p, f->again.n);
			if (!encode(kinds[k].iconv, &f->text, &f->bytes))
				continue;
			/* UTF-16 and ISO-2022-KR tell themselves at the beginning only */
			assert_int_equal(read_bytes(f, f->bytes.p, f->bytes.n, 77777, 50000), GBX_END);
			assert_int_equal(f->facts.charset, kinds[k].charset);
			is_text(f, &f->text);
		}
	}
}

static void damage_does_not_flip_utf8(void **state)
{
	struct fixture *f = *state;
	uint64_t r = 5;
	put_sample(&f->text, &r, &hans, 0, 900000);
	gbx_buf_reset(&f->bytes);
	gbx_buf_reset(&f->again);
	uint64_t bad = 0;
	for (size_t i = 0; i < f->text.n; i++) {
		char c = f->text.p[i];
		gbx_buf_addc(&f->bytes, c);
		gbx_buf_addc(&f->again, c);
		if (c == '\n' && dice(&r, 50) == 0) {
			gbx_buf_adds(&f->bytes, "\xff\xc3,");
			gbx_buf_adds(&f->again, "\xee\xbf\xbf\xee\xbf\x83,");
			bad += 2;
		}
	}
	static const size_t steps[] = { SIZE_MAX, 4097, 100003 };
	for (size_t s = 0; s < 3; s++) {
		assert_int_equal(read_bytes(f, f->bytes.p, f->bytes.n, steps[s], 70001), GBX_END);
		assert_int_equal(f->facts.charset, GBX_CHARSET_UTF_8);
		assert_int_equal(f->facts.how, GBX_CHARSET_HOW_VALID);
		assert_int_equal(f->facts.undecodable, bad);
		is_text(f, &f->again);
	}
}

static void marks_and_words(void **state)
{
	struct fixture *f = *state;
	static const struct {
		const char *bytes;
		size_t n;
		const char *text;
		enum gbx_charset charset;
		enum gbx_charset_how how;
	} t[] = {
#define ROW(bytes, text, charset, how) \
	{ bytes, sizeof(bytes) - 1, text, GBX_CHARSET_##charset, GBX_CHARSET_HOW_##how }
		ROW("\xEF\xBB\xBF""a,b\n", "a,b\n", UTF_8, BOM),
		ROW("\xFF\xFE""a\0,\0b\0\n\0", "a,b\n", UTF_16LE, BOM),
		ROW("\xFE\xFF\0a\0,\0b\0\n", "a,b\n", UTF_16BE, BOM),
		ROW("\xFF\xFE\0\0a\0\0\0\n\0\0\0", "a\n", UTF_32LE, BOM),
		ROW("\0\0\xFE\xFF\0\0\0a\0\0\0\n", "a\n", UTF_32BE, BOM),
		ROW("\x84\x31\x95\x33\xB0\xA1\n", "啊\n", GB18030, BOM),
		ROW("plain\n", "plain\n", UTF_8, VALID),
		ROW("nul\0kept\n", "nul", UTF_8, VALID),
		ROW("esc \x1b[1m kept\n", "esc \x1b[1m kept\n", UTF_8, VALID),
		ROW("<?xml version=\"1.0\" encoding=\"koi8-r\"?><a>\xC9\xD7\xC1\xCE</a>\n",
		    "<?xml version=\"1.0\" encoding=\"koi8-r\"?><a>иван</a>\n", KOI8_R, DECLARED),
		ROW("SET NAMES 'cp1251';\nINSERT INTO t VALUES ('\xC8\xE2\xE0\xED');\n",
		    "SET NAMES 'cp1251';\nINSERT INTO t VALUES ('Иван');\n", WINDOWS_1251, DECLARED),
		/* declared latin1, dumped as UTF-8: what can be checked counts */
		ROW("CREATE TABLE t (a text) DEFAULT CHARSET=latin1;\nINSERT INTO t VALUES ('名前 住所 電話');\n",
		    "CREATE TABLE t (a text) DEFAULT CHARSET=latin1;\nINSERT INTO t VALUES ('名前 住所 電話');\n",
		    UTF_8, VALID),
#undef ROW
	};
	for (size_t i = 0; i < sizeof t / sizeof *t; i++) {
		assert_int_equal(read_bytes(f, t[i].bytes, t[i].n, 1, 64), GBX_END);
		if (f->facts.charset != t[i].charset || f->facts.how != t[i].how ||
		    strcmp(gbx_buf_str(&f->got), t[i].text) != 0)
			fail_msg("%zu: %s, how %u: %s", i,
				 f->facts.charset ? gbx_charset_info[f->facts.charset].name : "none",
				 (unsigned)f->facts.how, gbx_buf_str(&f->got));
	}
}

static void told(void **state)
{
	struct fixture *f = *state;
	struct memory m = { (const unsigned char *)"\xA3,\xF1\n", 4, 0, SIZE_MAX, GBX_END };
	read_text(f->sets, &m, GBX_CHARSET_ISO_8859_2, 64, &f->got, &f->facts);
	assert_string_equal(gbx_buf_str(&f->got), "Ł,ń\n");
	assert_int_equal(f->facts.how, GBX_CHARSET_HOW_USER);
	/* the other order of bytes, as the mark says */
	m = (struct memory){ (const unsigned char *)"\xFE\xFF\0x\0\n", 6, 0, SIZE_MAX, GBX_END };
	read_text(f->sets, &m, GBX_CHARSET_UTF_16LE, 64, &f->got, &f->facts);
	assert_string_equal(gbx_buf_str(&f->got), "x\n");
}

static void binary_stays(void **state)
{
	struct fixture *f = *state;
	unsigned char in[5000];
	uint64_t r = 3;
	for (size_t i = 0; i < sizeof in; i++)
		in[i] = (unsigned char)dice(&r, 256);
	assert_int_equal(read_bytes(f, in, sizeof in, 100, 333), GBX_END);
	assert_int_equal(f->facts.charset, GBX_CHARSET_NONE);
	assert_int_equal(f->got.n, sizeof in);
	assert_memory_equal(f->got.p, in, sizeof in);
}

static void the_end_is_told_last(void **state)
{
	struct fixture *f = *state;
	for (size_t k = 0; k < KINDS; k++) {
		uint64_t r = k;
		put_sample(&f->text, &r, kinds[k].tongue, 1, 4000);
		assert_true(encode(kinds[k].iconv, &f->text, &f->bytes));
		struct memory m = { (unsigned char *)f->bytes.p, f->bytes.n, 0, 1000, GBX_TRUNCATED };
		assert_int_equal(read_text(f->sets, &m, GBX_CHARSET_NONE, 100, &f->got, &f->facts), GBX_TRUNCATED);
		is_text(f, &f->text);
	}
}

/* Line i of the text begins where line i of the bytes does. */
static void offsets_of_lines(void **state)
{
	struct fixture *f = *state;
	for (size_t k = 0; k < KINDS; k++) {
		uint64_t r = k;
		put_sample(&f->text, &r, kinds[k].tongue, 0, 60000);
		if (kinds[k].charset == GBX_CHARSET_UTF_8)
			memcpy(f->text.p + 500, "\xff\xfe\xfd", 3);
		if (kinds[k].charset == GBX_CHARSET_UTF_8)
			gbx_buf_reset(&f->bytes), gbx_buf_add(&f->bytes, f->text.p, f->text.n);
		else
			assert_true(encode(kinds[k].iconv, &f->text, &f->bytes));
		struct memory m = { (unsigned char *)f->bytes.p, f->bytes.n, 0, 7777, GBX_END };
		struct gbx_text_options o = { GBX_CHARSET_NONE };
		struct gbx_text *t = gbx_text_new(f->sets, &o, memory_read, &m);
		unsigned char *buf = malloc(1u << 20);
		size_t got, n = 0;
		while (!gbx_text_read(t, buf + n, (1u << 20) - n, &got, NULL))
			n += got;
		size_t at = 0;
		enum gbx_charset_kind kind = gbx_charset_info[kinds[k].charset].kind;
		size_t unit = kind == GBX_CHARSET_KIND_UTF16 ? 2 : kind == GBX_CHARSET_KIND_UTF32 ? 4 : 1;
		bool big = kinds[k].charset == GBX_CHARSET_UTF_16BE;
		for (size_t i = 0; i + unit <= f->bytes.n; i += unit) {
			const char *p = f->bytes.p + i;
			bool feed = unit == 1 ? *p == '\n' : big ? !p[0] && p[1] == '\n' : *p == '\n' && !p[1];
			if (!feed)
				continue;
			at = (size_t)((unsigned char *)memchr(buf + at, '\n', n - at) - buf) + 1;
			assert_int_equal(gbx_offsets_find(gbx_text_offsets(t), at, buf, 0, n), i + unit);
		}
		assert_true(at > 1000);
		gbx_text_free(t);
		free(buf);
	}
}

static void garbled(void **state)
{
	struct fixture *f = *state;
	static const struct {
		const char *text;
		enum gbx_charset via;
		unsigned garbled;
		bool lost;
	} t[] = {
		{ "JosÃ© MuÃ±oz FranÃ§ois", GBX_CHARSET_WINDOWS_1252, 3, false },
		{ "José Muñoz François", GBX_CHARSET_NONE, 0, false },
		{ "РњР°СЂРёСЏ РџРµС‚СЂРѕРІР°", GBX_CHARSET_WINDOWS_1251, 2, false },
		{ "Мария Петрова Ёлкина", GBX_CHARSET_NONE, 0, false },
		{ "锟斤拷锟斤拷 城市", GBX_CHARSET_NONE, 1, true },
		{ "\xEF\xBF\xBD\xEF\xBF\xBD abc", GBX_CHARSET_NONE, 1, true },
		{ "张伟 王秀英 联通 北京市 上海", GBX_CHARSET_NONE, 0, false },
		{ "plain", GBX_CHARSET_NONE, 0, false },
	};
	for (size_t i = 0; i < sizeof t / sizeof *t; i++) {
		struct gbx_garbled g = gbx_charset_garbled(f->sets, (const unsigned char *)t[i].text,
							   strlen(t[i].text));
		if (g.via != t[i].via || g.garbled != t[i].garbled || g.lost != t[i].lost)
			fail_msg("%s: via %u, %u of %u", t[i].text, (unsigned)g.via, g.garbled, g.runs);
	}
	/* UTF-8 taken for GBK, made here */
	gbx_buf_reset(&f->text);
	gbx_buf_adds(&f->text, "北京市朝阳区 学府东路 麦田路");
	struct gbx_decoder d;
	unsigned char out[512];
	gbx_decoder_init(&d, f->sets, GBX_CHARSET_GB18030);
	struct gbx_decoded r = gbx_decode(&d, (unsigned char *)f->text.p, f->text.n, true, false, out, sizeof out);
	struct gbx_garbled g = gbx_charset_garbled(f->sets, out, r.wrote);
	assert_int_equal(g.via, GBX_CHARSET_GB18030);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(borders_anywhere, set_up, tear_down),
		cmocka_unit_test_setup_teardown(cut_anywhere, set_up, tear_down),
		cmocka_unit_test_setup_teardown(ascii_first, set_up, tear_down),
		cmocka_unit_test_setup_teardown(damage_does_not_flip_utf8, set_up, tear_down),
		cmocka_unit_test_setup_teardown(marks_and_words, set_up, tear_down),
		cmocka_unit_test_setup_teardown(told, set_up, tear_down),
		cmocka_unit_test_setup_teardown(binary_stays, set_up, tear_down),
		cmocka_unit_test_setup_teardown(the_end_is_told_last, set_up, tear_down),
		cmocka_unit_test_setup_teardown(offsets_of_lines, set_up, tear_down),
		cmocka_unit_test_setup_teardown(garbled, set_up, tear_down),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}

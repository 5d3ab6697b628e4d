/* Escapers against a second, table-driven UTF-8 decoder and by hand-made cases. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "escape.h"

typedef void escape_fn(struct gbx_buf *out, struct gbx_span s);

/* Table 3-7 of the Unicode Standard, row by row. */
static unsigned reference(const unsigned char *p, size_t n)
{
	static const unsigned char row[][6] = {
	    {0xc2, 0xdf, 0x80, 0xbf, 2}, {0xe0, 0xe0, 0xa0, 0xbf, 3}, {0xe1, 0xec, 0x80, 0xbf, 3},
	    {0xed, 0xed, 0x80, 0x9f, 3}, {0xee, 0xef, 0x80, 0xbf, 3}, {0xf0, 0xf0, 0x90, 0xbf, 4},
	    {0xf1, 0xf3, 0x80, 0xbf, 4}, {0xf4, 0xf4, 0x80, 0x8f, 4},
	};
	if (!n)
		return 0;
	if (p[0] < 0x80)
		return 1;
	for (size_t i = 0; i < sizeof row / sizeof row[0]; i++) {
		if (p[0] < row[i][0] || p[0] > row[i][1])
			continue;
		unsigned len = row[i][4];
		if (n < len || p[1] < row[i][2] || p[1] > row[i][3])
			return 0;
		for (unsigned k = 2; k < len; k++) {
			if (p[k] < 0x80 || p[k] > 0xbf)
				return 0;
		}
		return len;
	}
	return 0;
}

static void check_seq(const unsigned char *p, size_t n)
{
	unsigned cp = 0;
	unsigned want = reference(p, n);
	if (gbx_utf8_next(p, n, &cp) != want)
		fail_msg("%02x %02x %02x (%zu): want %u", p[0], p[1], n > 2 ? p[2] : 0, n, want);
	if (want && cp > 0x10ffff)
		fail_msg("code point %x", cp);
}

static void test_two_and_three_bytes(void **state)
{
	(void)state;
	for (unsigned a = 0; a < 256; a++) {
		for (unsigned bc = 0; bc < 65536; bc++) {
			unsigned char p[3] = {(unsigned char)a, (unsigned char)(bc >> 8),
			                      (unsigned char)bc};
			check_seq(p, 3);
			if (!(bc & 255))
				check_seq(p, 2);
		}
	}
}

static void test_four_bytes(void **state)
{
	(void)state;
	for (unsigned a = 0xee; a < 256; a++) {
		for (unsigned bc = 0; bc < 65536; bc++) {
			for (unsigned d = 0x7e; d < 0xc2; d += 0x41) {
				unsigned char p[4] = {(unsigned char)a, (unsigned char)(bc >> 8),
				                      (unsigned char)bc, (unsigned char)(d + 1)};
				check_seq(p, 4);
				check_seq(p, 3);
			}
		}
	}
}

static size_t encode(unsigned cp, unsigned char *o)
{
	if (cp < 0x80) {
		o[0] = (unsigned char)cp;
		return 1;
	}
	size_t len = cp < 0x800 ? 2 : cp < 0x10000 ? 3 : 4;
	static const unsigned char lead[] = {0, 0, 0xc0, 0xe0, 0xf0};
	for (size_t i = len - 1; i; i--) {
		o[i] = (unsigned char)(0x80 | (cp & 0x3f));
		cp >>= 6;
	}
	o[0] = (unsigned char)(lead[len] | cp);
	return len;
}

static void test_every_code_point(void **state)
{
	(void)state;
	for (unsigned cp = 0; cp <= 0x10ffff; cp++) {
		if (cp >= 0xd800 && cp <= 0xdfff)
			continue;
		unsigned char b[4];
		size_t n = encode(cp, b);
		unsigned got = 0;
		if (gbx_utf8_next(b, n, &got) != n || got != cp)
			fail_msg("U+%04x", cp);
	}
	assert_int_equal(gbx_utf8_next((const unsigned char *)"", 0, NULL), 0);
	assert_int_equal(gbx_utf8_next((const unsigned char *)"\xc3\xa9", 2, NULL), 2);
}

/* gbx_utf8_valid takes steps of 16: put a fault at every place around them. */
static void test_valid(void **state)
{
	(void)state;
	unsigned char b[80];
	for (size_t n = 0; n <= sizeof b; n++) {
		memset(b, 'a', sizeof b);
		assert_true(gbx_utf8_valid(b, n));
		for (size_t bad = 0; bad < n; bad++) {
			b[bad] = 0x80;
			assert_false(gbx_utf8_valid(b, n));
			b[bad] = 'a';
		}
		if (n < 3)
			continue;
		memcpy(b + n - 3, "\xe2\x82\xac", 3);
		assert_true(gbx_utf8_valid(b, n));
		assert_false(gbx_utf8_valid(b, n - 1));
	}
}

struct expect {
	const char *in;
	size_t n; /* 0: strlen */
	const char *out;
};

static void check_all(escape_fn *fn, const struct expect *e, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		struct gbx_buf b = GBX_BUF_INIT(1 << 16);
		fn(&b, gbx_span_of(e[i].in, e[i].n ? e[i].n : strlen(e[i].in)));
		assert_string_equal(gbx_buf_str(&b), e[i].out);
		gbx_buf_release(&b);
	}
}

#define CHECK(fn, ...)                                                                             \
	do {                                                                                       \
		static const struct expect cases[] = {__VA_ARGS__};                                \
		check_all(fn, cases, sizeof cases / sizeof cases[0]);                              \
	} while (0)

static void test_terminal(void **state)
{
	(void)state;
	CHECK(gbx_escape_terminal, {"", 0, ""}, {"plain \\ text", 0, "plain \\ text"},
	      {"\x1b[31mred\a\r\n\t", 0, "\\x1b[31mred\\x07\\x0d\\x0a\\x09"},
	      {"a\0b", 3, "a\\x00b"}, {"\x7f", 0, "\\x7f"},
	      {"\xc2\x9b"
	       "31m",
	       0, "\\u{009b}31m"},
	      {"\x9b", 0, "\\x9b"}, {"\xe2\x80\xae", 0, "\\u{202e}"},
	      {"\xe2\x81\xa6"
	       "x\xe2\x81\xa9",
	       0, "\\u{2066}x\\u{2069}"},
	      {"\xe2\x80\x8e\xe2\x80\x8f\xd8\x9c", 0, "\\u{200e}\\u{200f}\\u{061c}"},
	      {"\xe2\x80\xa8\xe2\x80\xa9", 0, "\\u{2028}\\u{2029}"},
	      {"\xed\xa0\x80", 0, "\\xed\\xa0\\x80"}, {"\xc0\xaf", 0, "\\xc0\\xaf"},
	      {"\xe5\xa7\x93\xe5\x90\x8d", 0, "\xe5\xa7\x93\xe5\x90\x8d"},
	      {"\xf0\x9f\x98\x80", 0, "\xf0\x9f\x98\x80"});
}

static void test_html(void **state)
{
	(void)state;
	CHECK(gbx_escape_html,
	      {"<script a='1' b=\"2\">&", 0, "&lt;script a=&#39;1&#39; b=&quot;2&quot;&gt;&amp;"},
	      {"\x1b\xff\xe2\x80\xae", 0, "\\x1b\\xff\\u{202e}"}, {"a\nb", 0, "a\\x0ab"});
}

static void test_markdown(void **state)
{
	(void)state;
	CHECK(gbx_escape_markdown, {"full_name", 0, "full_name"},
	      {"_source.IDNO", 0, "\\_source.IDNO"}, {"tags[]", 0, "tags\\[\\]"},
	      {"a|b\n# c", 0, "a\\|b\\\\x0a# c"}, {"# title", 0, "\\# title"},
	      {"- item", 0, "\\- item"}, {"1. one", 0, "1\\. one"}, {"10) x", 0, "10\\) x"},
	      {"    code", 0, "&#32;   code"}, {"`x` *y* ~z~", 0, "\\`x\\` \\*y\\* \\~z\\~"},
	      {"<b>&amp;", 0, "&lt;b&gt;&amp;amp;"}, {"![i](u)", 0, "\\!\\[i\\](u)"},
	      {"http://example.com", 0, "http\\://example.com"},
	      {"www.example.com", 0, "www\\.example.com"}, {"c:\\dir\\", 0, "c:\\\\dir\\\\"},
	      {"\xe2\x80\xae\x80", 0, "\\\\u{202e}\\\\x80"}, {"a-b.c", 0, "a-b.c"});
}

static void test_csv(void **state)
{
	(void)state;
	CHECK(gbx_escape_csv, {"", 0, ""}, {"plain", 0, "plain"}, {"a,b", 0, "\"a,b\""},
	      {"a\"b", 0, "\"a\"\"b\""}, {"a\r\nb", 0, "\"a\r\nb\""}, {"=1+1", 0, "'=1+1"},
	      {"+1", 0, "'+1"}, {"-1", 0, "'-1"}, {"@x", 0, "'@x"}, {"\tx", 0, "'\tx"},
	      {"\rx", 0, "\"'\rx\""}, {"=a,b", 0, "\"'=a,b\""}, {" x", 0, "\" x\""},
	      {"x\xff", 0, "x\xef\xbf\xbd"}, {"a\x1b[31m,", 0, "\"a\\x1b[31m,\""},
	      {"\xe2\x80\xae\tx\x7f", 0, "\\u{202e}\tx\\x7f"});
	CHECK(gbx_escape_csv_text, {"a\"\x1b,", 0, "a\"\\x1b,"}, {"x\xff\n", 0, "x\xef\xbf\xbd\n"});
}

static void test_safe_to_show(void **state)
{
	(void)state;
	assert_true(gbx_safe_to_show(gbx_span_str("")));
	assert_true(gbx_safe_to_show(gbx_span_str("a\"\xe5\xa7\x93,")));
	assert_false(gbx_safe_to_show(gbx_span_str("a\x1b[0m")));
	assert_false(gbx_safe_to_show(gbx_span_str("a\xe2\x80\xae")));
	assert_false(gbx_safe_to_show(gbx_span_str("a\xff")));
	assert_false(gbx_safe_to_show(gbx_span_str("a\nb")));
}

static void test_json(void **state)
{
	(void)state;
	CHECK(gbx_escape_json, {"", 0, "\"\""}, {"a\"b\\c/", 0, "\"a\\\"b\\\\c/\""},
	      {"\b\f\n\r\t", 0, "\"\\b\\f\\n\\r\\t\""},
	      {"\x01\x1f\x7f", 0, "\"\\u0001\\u001f\\u007f\""}, {"a\0b", 3, "\"a\\u0000b\""},
	      {"\xff\xc0\xaf", 0, "\"\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd\""},
	      {"\xe2\x80\xa8\xe2\x80\xae", 0, "\"\\u2028\\u202e\""}, {"\xc2\x85", 0, "\"\\u0085\""},
	      {"\xe5\xa7\x93", 0, "\"\xe5\xa7\x93\""});
}

/* Any bytes: output is valid UTF-8, and holds nothing a terminal acts on. */
static void check_hostile(escape_fn *fn, const unsigned char *p, size_t n, const char *except)
{
	struct gbx_buf b = GBX_BUF_INIT(1 << 16);
	fn(&b, gbx_span_of(p, n));
	assert_false(gbx_buf_failed(&b));
	assert_true(gbx_utf8_valid((const unsigned char *)gbx_buf_str(&b), b.n));
	for (size_t i = 0; i < b.n; i++)
		assert_true(((unsigned char)b.p[i] >= 0x20 && b.p[i] != 0x7f) ||
		            (b.p[i] && strchr(except, b.p[i])));
	gbx_buf_release(&b);
}

static void test_random_bytes(void **state)
{
	(void)state;
	static const char awkward[] = "\"\\<|_\xe2\x80\xae\x1b\xc2\x9b\n ";
	uint64_t x = 88172645463325252u;
	for (int round = 0; round < 20000; round++) {
		unsigned char b[48];
		for (size_t i = 0; i < sizeof b; i++) {
			x ^= x << 13;
			x ^= x >> 7;
			x ^= x << 17;
			unsigned char odd = (unsigned char)awkward[(x >> 8) % (sizeof awkward - 1)];
			b[i] = x & 1 ? (unsigned char)(x >> 20) : odd;
		}
		size_t n = (size_t)round % (sizeof b + 1);
		check_hostile(gbx_escape_terminal, b, n, "");
		check_hostile(gbx_escape_html, b, n, "");
		check_hostile(gbx_escape_markdown, b, n, "");
		check_hostile(gbx_escape_json, b, n, "");
		check_hostile(gbx_escape_csv, b, n, "\t\r\n");
	}
}

static void test_full_buffer_sticks(void **state)
{
	(void)state;
	struct gbx_buf b = GBX_BUF_INIT(8);
	gbx_escape_html(&b, gbx_span_str("<<<<"));
	assert_true(gbx_buf_failed(&b));
	gbx_buf_release(&b);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_two_and_three_bytes),
	    cmocka_unit_test(test_four_bytes),
	    cmocka_unit_test(test_every_code_point),
	    cmocka_unit_test(test_valid),
	    cmocka_unit_test(test_terminal),
	    cmocka_unit_test(test_html),
	    cmocka_unit_test(test_markdown),
	    cmocka_unit_test(test_csv),
	    cmocka_unit_test(test_safe_to_show),
	    cmocka_unit_test(test_json),
	    cmocka_unit_test(test_random_bytes),
	    cmocka_unit_test(test_full_buffer_sticks),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}

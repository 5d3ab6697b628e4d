/* report.html: its policy, its structure, and that names change neither. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <cmocka.h>
#include <openssl/evp.h>

#include "fixture.h"
#include "html.h"

#define DEPTH 32
#define NAME 16

static struct gbx_buf write_html(struct gbx_summary *s)
{
	struct gbx_buf b = GBX_BUF_INIT((size_t)64 << 20);
	struct gbx_report_options o = { .reproducible = true };

	assert_int_equal(gbx_report_html(s, &o, &b, NULL), GBX_OK);
	return b;
}

static void the_policy_names_the_style(void **state)
{
	(void)state;
	unsigned char sum[EVP_MAX_MD_SIZE], text[2 * EVP_MAX_MD_SIZE];
	unsigned n = 0;

	assert_int_equal(
	    EVP_Digest(gbx_html_style, strlen(gbx_html_style), sum, &n, EVP_sha256(), NULL), 1);
	EVP_EncodeBlock(text, sum, (int)n);
	assert_string_equal(gbx_html_style_sha256, (char *)text);

	struct gbx_summary s;
	fix_case(&s, 1, 12, true);
	struct gbx_buf b = write_html(&s);
	const char *open = strstr(b.p, "<style>"), *end = strstr(b.p, "</style>");
	assert_int_equal(end - open - 7, strlen(gbx_html_style));
	assert_memory_equal(open + 7, gbx_html_style, strlen(gbx_html_style));
	assert_non_null(strstr(b.p, "content=\"default-src 'none'; style-src 'sha256-"));
	gbx_buf_release(&b);
	gbx_summary_release(&s);
}

static bool is_void(const char *name)
{
	return strcmp(name, "meta") == 0 || strcmp(name, "!doctype") == 0;
}

/* Names of elements as they open and close must nest. Returns how many there are. */
static unsigned check_nesting(const char *p)
{
	char stack[DEPTH][NAME];
	unsigned depth = 0, n = 0;

	p = strstr(p, "</style>"); /* of the head, only the style holds other brackets */
	assert_non_null(p);
	const char *stop = p + strlen(p);
	for (p += 8; (p = memchr(p, '<', (size_t)(stop - p))); n++) {
		bool closes = p[1] == '/';
		const char *name = p + 1 + closes, *end = memchr(p, '>', (size_t)(stop - p));
		size_t len = 0;
		assert_non_null(end);
		while (name + len < end && !memchr(" /\n", name[len], 3))
			len++;
		assert_true(len > 0 && len < NAME);
		if (closes && depth) {
			assert_memory_equal(stack[--depth], name, len);
		} else if (!closes && end[-1] != '/') {
			assert_true(depth < DEPTH);
			memcpy(stack[depth], name, len);
			stack[depth][len] = 0;
			depth += !is_void(stack[depth]);
		}
		p = end;
	}
	assert_int_equal(depth, 0);
	return n;
}

static void elements_nest(void **state)
{
	(void)state;
	static const uint32_t kind[][2] = {
		{ 0, 0 }, { 1, 12 }, { 5, 24 }, { 1, 300 }, { 230, 1 }
	};

	for (int i = 0; i < 10; i++) {
		struct gbx_summary s;
		fix_case(&s, kind[i / 2][0], kind[i / 2][1], i & 1);
		struct gbx_buf b = write_html(&s);
		assert_true(check_nesting(b.p) > 20);
		gbx_buf_release(&b);
		gbx_summary_release(&s);
	}
}

/* Elements, without their text and attributes, one byte each. */
static void skeleton(struct gbx_buf *out, const char *p)
{
	while ((p = strchr(p, '<'))) {
		size_t n = strcspn(p, " >");
		gbx_buf_add(out, p, n);
		p += n;
	}
}

static void hostile_names_leave_the_structure(void **state)
{
	(void)state;
	struct gbx_summary s;
	struct gbx_buf want = GBX_BUF_INIT(1 << 22), got = GBX_BUF_INIT(1 << 22);

	fix_case(&s, 1, 12, true);
	for (int i = -1; i < HOSTILE_COUNT; i++) {
		const char *name = i < 0 ? "plain" : hostile[i];
		s.source[0].name = s.entry[0].path = s.relation[0].name = name;
		for (uint32_t f = 0; f < 12; f++) {
			s.relation[0].field[f].name = name;
			s.relation[0].field[f].shape[0].shape = name;
			s.relation[0].field[f].reason = name;
		}
		struct gbx_buf b = write_html(&s);
		gbx_buf_reset(&got);
		skeleton(i < 0 ? &want : &got, b.p);
		if (i >= 0)
			assert_string_equal(got.p, want.p);
		gbx_buf_release(&b);
	}
	gbx_buf_release(&want);
	gbx_buf_release(&got);
	gbx_summary_release(&s);
}

static unsigned count(const char *p, const char *what)
{
	unsigned n = 0;

	for (; (p = strstr(p, what)); p++)
		n++;
	return n;
}

static void charts_can_be_read_aloud(void **state)
{
	(void)state;
	struct gbx_summary s;

	fix_case(&s, 2, 12, false);
	struct gbx_buf b = write_html(&s);
	unsigned svg = count(b.p, "<svg ");
	assert_int_equal(svg, 5); /* classes, and two for each relation */
	assert_int_equal(count(b.p, "<svg role=\"img\" aria-label=\""), svg);
	assert_int_equal(count(b.p, "<desc>"), svg);
	assert_int_equal(count(b.p, "<table>"), count(b.p, "<thead><tr><th scope=\"col\""));
	assert_non_null(strstr(b.p, "<html lang=\"en\">"));
	assert_null(strstr(b.p, "http:"));
	assert_null(strstr(b.p, "https:"));
	assert_null(strstr(gbx_html_style, "url("));
	assert_null(strstr(gbx_html_style, "@import"));
	gbx_buf_release(&b);
	gbx_summary_release(&s);
}

static void time_charts_hold_any_span(void **state)
{
	(void)state;
	static const int32_t span[][2] = {
		{ 0, 0 }, { 0, 59 }, { -1, 0 }, { -24000, 24000 }, { INT32_MIN, INT32_MAX }
	};
	struct gbx_summary s;

	fix_case(&s, 1, 12, false);
	struct gbx_sum_field *f = &s.relation[0].field[9];
	for (size_t i = 0; i < sizeof(span) / sizeof(*span); i++) {
		f->nmonth = span[i][0] == span[i][1] ? 1 : 2;
		f->month[0] = (struct gbx_sum_month){ span[i][0], 50 };
		f->month[1] = (struct gbx_sum_month){ span[i][1], 70 };
		struct gbx_buf b = write_html(&s);
		assert_non_null(strstr(b.p, "Records over time"));
		check_nesting(b.p);
		gbx_buf_release(&b);
	}
	gbx_summary_release(&s);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_policy_names_the_style),
		cmocka_unit_test(elements_nest),
		cmocka_unit_test(hostile_names_leave_the_structure),
		cmocka_unit_test(charts_can_be_read_aloud),
		cmocka_unit_test(time_charts_hold_any_span),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}

/* Figures in words, and suppression tried out against a reader who subtracts. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "figures.h"
#include "width.h"

static const char *told(struct gbx_buf *b, struct gbx_figure f)
{
	gbx_buf_reset(b);
	gbx_put_figure(b, f);
	return gbx_buf_str(b);
}

static void in_words(void **state)
{
	(void)state;
	struct gbx_buf b = GBX_BUF_INIT(1000);
	struct gbx_estimate about = { 1234321, false, 0.0171 }, exact = { 7, true, 0 };

	assert_string_equal(told(&b, gbx_figure_count(0, true)), "0");
	assert_string_equal(told(&b, gbx_figure_count(1, true)), "<5");
	assert_string_equal(told(&b, gbx_figure_count(4, true)), "<5");
	assert_string_equal(told(&b, gbx_figure_count(5, true)), "5");
	assert_string_equal(told(&b, gbx_figure_count(4, false)), "4");
	assert_string_equal(told(&b, gbx_figure_count(999, true)), "999");
	assert_string_equal(told(&b, gbx_figure_count(1000, true)), "1,000");
	assert_string_equal(told(&b, gbx_figure_count(UINT64_MAX, true)),
			    "18,446,744,073,709,551,615");
	assert_string_equal(told(&b, gbx_figure_estimate(about, true)), "about 1,234,000 (±1.7 %)");
	assert_string_equal(told(&b, gbx_figure_estimate(exact, true)), "7");
	assert_string_equal(told(&b, gbx_figure_estimate((struct gbx_estimate){ 0, false, 1234 }, true)),
			    "0 (at most 1,234)");
	assert_string_equal(told(&b, gbx_figure_estimate((struct gbx_estimate){ 0, false, 1e300 }, true)),
			    "0 (at most 18,446,744,073,709,551,615)");
	assert_string_equal(told(&b, gbx_figure_range(gbx_figure_count(7, true))), "5-9");
	assert_string_equal(told(&b, gbx_figure_range(gbx_figure_count(10, true))), "10-19");
	assert_string_equal(told(&b, gbx_figure_range(gbx_figure_count(99, true))), "50-99");
	assert_string_equal(told(&b, gbx_figure_range(gbx_figure_count(1234, true))),
			    "1,000-1,999");
	told(&b, gbx_figure_range(gbx_figure_count(UINT64_MAX, true)));
	about.value = UINT64_MAX;
	told(&b, gbx_figure_estimate(about, true));
	gbx_buf_release(&b);
}

static void numbers(void **state)
{
	(void)state;
	struct gbx_buf b = GBX_BUF_INIT(1000);

#define SAYS(text, call)                                                                           \
	gbx_buf_reset(&b);                                                                         \
	call;                                                                                      \
	assert_string_equal(gbx_buf_str(&b), text)
	SAYS("1.0", gbx_put_decimal(&b, 1, 4));
	SAYS("0.99", gbx_put_decimal(&b, 0.99, 4));
	SAYS("0.0171", gbx_put_decimal(&b, 0.01709, 4));
	SAYS("2", gbx_put_decimal(&b, 1.5, 0));
	SAYS("0.0", gbx_put_decimal(&b, 0.0 / 0.0, 2));
	SAYS("1.2 GB", gbx_put_bytes(&b, 1234567890));
	SAYS("40 GB", gbx_put_bytes(&b, 40123456789));
	SAYS("1 byte", gbx_put_bytes(&b, 1));
	SAYS("999 bytes", gbx_put_bytes(&b, 999));
	SAYS("18 EB", gbx_put_bytes(&b, UINT64_MAX));
	SAYS("66.7 %", gbx_put_share(&b, gbx_figure_count(2, false), 3));
	SAYS("<0.1 %", gbx_put_share(&b, gbx_figure_count(6, true), 1000000));
	SAYS(">99.9 %", gbx_put_share(&b, gbx_figure_count(999999, true), 1000000));
	SAYS("100 %", gbx_put_share(&b, gbx_figure_count(6, true), 6));
	SAYS("–", gbx_put_share(&b, gbx_figure_count(3, true), 6));
	SAYS("–", gbx_put_share(&b, gbx_figure_count(3, false), 0));
	SAYS("412k", gbx_put_short(&b, gbx_figure_count(412031, true)));
	SAYS("1.2M", gbx_put_short(&b, gbx_figure_count(1234567, true)));
	SAYS("<5", gbx_put_short(&b, gbx_figure_count(2, true)));
	SAYS("1970-01", gbx_put_month(&b, 0));
	SAYS("1969-12", gbx_put_month(&b, -1));
	SAYS("2019-04", gbx_put_month(&b, 49 * 12 + 3));
	SAYS("12.3 s", gbx_put_seconds(&b, 12.34));
	SAYS("2 min 05 s", gbx_put_seconds(&b, 125));
	SAYS("1 h 01 min", gbx_put_seconds(&b, 3661));
	SAYS("1 entry", gbx_put_things(&b, 1, "entry", "entries"));
	SAYS("2,000 entries", gbx_put_things(&b, 2000, "entry", "entries"));
	gbx_put_month(&b, INT32_MIN);
	gbx_put_month(&b, INT32_MAX);
	gbx_buf_release(&b);
}

#define CELLS 3
#define TOP 13

/* What a reader knows of one cell from what is shown, apart from the total. */
static bool fits(struct gbx_figure f, uint64_t guess)
{
	return guess >= f.lo && guess <= f.hi;
}

/* Every table of three counts that the reader may guess: is there one with the
 * same face and total that has another number in cell i? */
static bool in_doubt(const struct gbx_figure *f, uint64_t total, int i)
{
	uint64_t g[CELLS];

	for (g[0] = 0; g[0] <= total; g[0]++)
		for (g[1] = 0; g[1] <= total - g[0]; g[1]++) {
			g[2] = total - g[0] - g[1];
			if (fits(f[0], g[0]) && fits(f[1], g[1]) && fits(f[2], g[2]) &&
			    g[i] != f[i].value)
				return true;
		}
	return false;
}

static void check_table(uint64_t a, uint64_t b, uint64_t c)
{
	const uint64_t n[CELLS] = { a, b, c };
	struct gbx_figure f[CELLS];
	bool small = false;

	for (int i = 0; i < CELLS; i++)
		f[i] = gbx_figure_count(n[i], true);
	bool done = gbx_figures_cover(f, CELLS);
	for (int i = 0; i < CELLS; i++) {
		assert_true(f[i].lo <= n[i] && n[i] <= f[i].hi); /* never untrue */
		if (f[i].cover != GBX_SMALL)
			continue;
		small = true;
		assert_true(!done || in_doubt(f, a + b + c, i));
	}
	struct gbx_figure t = gbx_figures_total(f, CELLS);
	assert_true(t.lo <= a + b + c && a + b + c <= t.hi);
	if (!small)
		assert_true(t.cover == GBX_SHOWN);
}

static void subtraction(void **state)
{
	(void)state;
	for (uint64_t a = 0; a < TOP; a++)
		for (uint64_t b = 0; b < TOP; b++)
			for (uint64_t c = 0; c < TOP; c++)
				check_table(a, b, c);
}

static void one_small_count_takes_another(void **state)
{
	(void)state;
	struct gbx_figure f[3] = { gbx_figure_count(1000, true), gbx_figure_count(70, true),
				   gbx_figure_count(3, true) };

	assert_true(gbx_figures_cover(f, 3));
	assert_int_equal(f[0].cover, GBX_SHOWN);
	assert_int_equal(f[1].cover, GBX_RANGE);
	assert_int_equal(f[1].lo, 50);
	assert_int_equal(f[1].hi, 99);
	struct gbx_figure alone[2] = { gbx_figure_count(1000, true), gbx_figure_count(3, true) };
	struct gbx_figure t = gbx_figures_total(alone, 2);
	assert_int_equal(t.cover, GBX_RANGE);
	assert_int_equal(t.lo, 1001);
	assert_int_equal(t.hi, 1004);
	assert_true(gbx_figures_cover(f, 0));
}

static struct gbx_span span(const char *s)
{
	return gbx_span_str(s);
}

static void widths(void **state)
{
	(void)state;
	struct gbx_buf b = GBX_BUF_INIT(1000);

	assert_int_equal(gbx_text_width(span("abc")), 3);
	assert_int_equal(gbx_text_width(span("\xe7\x8e\x8b\xe6\x98\x8e")), 4);
	assert_int_equal(gbx_text_width(span("e\xcc\x81")), 1);
	assert_int_equal(gbx_text_width(span("\xff")), 1);
	SAYS("ab   ", gbx_put_padded(&b, span("ab"), 5, false));
	SAYS("   ab", gbx_put_padded(&b, span("ab"), 5, true));
	SAYS("abcd…", gbx_put_padded(&b, span("abcdefgh"), 5, false));
	SAYS("\xe7\x8e\x8b… ",
	     gbx_put_padded(&b, span("\xe7\x8e\x8b\xe7\x8e\x8b\xe7\x8e\x8b"), 4, false));
	SAYS("one\n  two\n  th…", gbx_put_wrapped(&b, span("one two three four"), 5, 2, 3));
	SAYS("", gbx_put_wrapped(&b, span(""), 5, 2, 3));
	gbx_buf_release(&b);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(in_words),    cmocka_unit_test(numbers),
		cmocka_unit_test(subtraction), cmocka_unit_test(one_small_count_takes_another),
		cmocka_unit_test(widths),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}

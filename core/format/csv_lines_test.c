/* One value a line. */
#include "csv_testing.h"

static void check(const char *text, const struct gbx_format_options *opt, const char *want)
{
	for (size_t step = 1; step < 4096; step *= 8) {
		struct outcome o;
		read_text(&gbx_format_lines, text, strlen(text), opt, step, &o);
		assert_string_equal(gbx_buf_str(&o.text), want);
		assert_int_equal(o.ragged + o.bad, 0);
		outcome_release(&o);
	}
}

static void test_values(void **state)
{
	(void)state;
	check("a@example.com\nb@example.org\n", NULL,
	      "c1=\"a@example.com\"\nc1=\"b@example.org\"\n");
	check("a@example.com\r\n\r\nb@example.org", NULL,
	      "c1=\"a@example.com\"\nc1=\"b@example.org\"\n");
	/* a CR among LFs is text */
	check("\n\na@example.com\nb@exam\rple.org\nc@example.net\n", NULL,
	      "c1=\"a@example.com\"\nc1=\"b@exam\\rple.org\"\nc1=\"c@example.net\"\n");
}

static void test_carriage_returns_alone(void **state)
{
	(void)state;
	check("a@example.com\rb@example.org\r", NULL,
	      "c1=\"a@example.com\"\nc1=\"b@example.org\"\n");
}

static void test_marks_are_text(void **state)
{
	(void)state;
	check("pa,ss\n\"quo\nw;or|d\n\\x\n~ \n", NULL,
	      "c1=\"pa,ss\"\nc1=\"\\\"quo\"\nc1=\"w;or|d\"\nc1=\"\\\\x\"\nc1=\"~ \"\n");
}

static void test_header(void **state)
{
	(void)state;
	struct gbx_format_options yes = {.header = 1}, no = {.header = -1};
	check("email\na@example.com\nb@example.org\n", NULL,
	      "email=\"a@example.com\"\nemail=\"b@example.org\"\n");
	check("email\na@example.com\n", &no, "c1=\"email\"\nc1=\"a@example.com\"\n");
	check("zebra\nlion\n", &yes, "zebra=\"lion\"\n");
	check("letmein\nzebra\nlion\nhunter2\nmonkey\n", NULL,
	      "c1=\"letmein\"\nc1=\"zebra\"\nc1=\"lion\"\nc1=\"hunter2\"\nc1=\"monkey\"\n");
	check("\"email\"\n\"a@example.com\"\n\"b\"\"@example.org\"\n", NULL,
	      "email=\"a@example.com\"\nemail=\"b\\\"@example.org\"\n");
}

static void test_random_bytes(void **state)
{
	(void)state;
	static const char alphabet[] = "ab\n\r\"@. \0";
	uint64_t seed = 17;
	char text[300];
	for (int i = 0; i < 5000; i++) {
		size_t n = rnd(&seed) % sizeof text;
		for (size_t k = 0; k < n; k++)
			text[k] = alphabet[(rnd(&seed) >> 8) % (sizeof alphabet - 1)];
		struct outcome a, b;
		read_text(&gbx_format_lines, text, n, NULL, 1000, &a);
		read_text(&gbx_format_lines, text, n, NULL, 1 + n % 31, &b);
		assert_string_equal(gbx_buf_str(&a.text), gbx_buf_str(&b.text));
		outcome_release(&a);
		outcome_release(&b);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_values),         cmocka_unit_test(test_carriage_returns_alone),
	    cmocka_unit_test(test_marks_are_text), cmocka_unit_test(test_header),
	    cmocka_unit_test(test_random_bytes),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}

/* What is trimmed from a value: white space, and the marks by which spreadsheets keep text. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "value.h"

static void trims(void **state)
{
	static const struct {
		const char *in, *out;
	} t[] = {
	    {" a b\t", "a b"},
	    {" \r\n ", ""},
	    {"'13800138000", "13800138000"},
	    {" '+49 30 1 ", "+49 30 1"},
	    {"'M", "M"},
	    {"=\"00012345\"", "00012345"},
	    {"'", "'"},
	    {"''", "''"},
	    {"=\"\"", "=\"\""},
	    {"=A1+1", "=A1+1"},
	    {"'quoted'", "'quoted'"},
	    {"'t Hart", "'t Hart"},
	    {"'s-Gravenhage", "'s-Gravenhage"},
	    {"O'Neill", "O'Neill"},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(t) / sizeof(t[0]); i++) {
		struct gbx_span s = gbx_trim((const unsigned char *)t[i].in, strlen(t[i].in));

		assert_int_equal(s.n, strlen(t[i].out));
		assert_memory_equal(s.p, t[i].out, s.n);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {cmocka_unit_test(trims)};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

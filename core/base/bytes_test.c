/* Values of bytes: what is text is text, the rest is digits. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

#include "bytes.h"
#include "limits.h"

static void knows_text(void **state)
{
	(void)state;
	static const struct {
		const char *p;
		size_t n;
		bool text;
	} of[] = {
	    {"plain, tab\tand\r\nlines", 21, true}, {"\xe4\xbd\xa0\xf0\x9f\x98\x80", 7, true},
	    {"a\0b", 3, false},			    {"\x1b[0m", 4, false},
	    {"\x7f", 1, false},			    {"\xe4\xbd", 2, false},
	    {"\xee\xbe\x80", 3, false}, /* U+EF80: a byte that could not be decoded */
	    {"\xee\xbd\xbf", 3, true},	/* U+EF7F */
	    {"", 0, true},
	};
	for (size_t i = 0; i < sizeof of / sizeof *of; i++) {
		char hex[64] = "";
		unsigned char out[32];
		for (size_t k = 0; k < of[i].n; k++)
			snprintf(hex + 2 * k, 3, "%02X", (unsigned char)of[i].p[k]);
		assert_int_equal(gbx_bytes_are_text((const unsigned char *)of[i].p, of[i].n), of[i].text);
		size_t n = gbx_bytes_from_hex(gbx_span_str(hex), out);
		assert_true(n == (of[i].text ? of[i].n : SIZE_MAX));
		if (of[i].text)
			assert_memory_equal(out, of[i].p, n);
	}
}

static void undoes_bytes(void **state)
{
	(void)state;
	static const char *const of[][2] = {
	    {"\\x416E6e40", "Ann@"}, {"\\x00ff41", "00ff41"}, {"\\x01", "1"},  {"\\x00", "0"},
	    {"\\x02", "02"},	     {"\\x", NULL},	      {"\\x1", NULL}, {"\\xfg", NULL},
	    {"x41", NULL},
	};
	for (size_t i = 0; i < sizeof of / sizeof *of; i++) {
		char text[32];
		snprintf(text, sizeof text, "%s", of[i][0]);
		assert_int_equal(gbx_bytes_are_pg(gbx_span_str(text)), of[i][1] != NULL);
		if (of[i][1])
			assert_true(gbx_span_is(gbx_bytes_undo_pg((unsigned char *)text, strlen(text)), of[i][1]));
	}
}

static void keeps_the_beginning_of_what_is_long(void **state)
{
	(void)state;
	unsigned char *raw = calloc(1, GBX_BLOB_BYTES + 9), hex[2 * GBX_BLOB_BYTES];
	assert_non_null(raw);
	assert_int_equal(gbx_bytes_to_hex(raw, GBX_BLOB_BYTES + 9, hex), 2 * GBX_BLOB_BYTES);
	assert_int_equal(gbx_bytes_to_hex(raw, 2, hex), 4);
	free(raw);
}

static void finds_what_was_not_decoded(void **state)
{
	(void)state;
	static const char text[] = "a\xee\xbe\x80\xee\xbf\xbf\xe4\xbd\xa0";
	unsigned char out[8];
	size_t n = gbx_bytes_undecoded((const unsigned char *)text, sizeof text - 1, out, sizeof out);
	assert_int_equal(n, 6);
	assert_memory_equal(out, "a\x80\xff\xe4\xbd\xa0", 6);
	assert_int_equal(gbx_bytes_undecoded((const unsigned char *)text, sizeof text - 1, out, 4), 3);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(knows_text),
	    cmocka_unit_test(undoes_bytes),
	    cmocka_unit_test(keeps_the_beginning_of_what_is_long),
	    cmocka_unit_test(finds_what_was_not_decoded),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}

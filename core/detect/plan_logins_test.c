/*
 * The planner on files of password hashes without a header: whose they are, and which
 * hexadecimal is one.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

#include "plan_testing.h"

#define MAKE(id, ...)                                                                              \
	static void id(char *out, size_t cap, unsigned row)                                        \
	{                                                                                          \
		(void)row;                                                                         \
		snprintf(out, cap, __VA_ARGS__);                                                   \
	}


MAKE(nt, "%08x%08x%08x%08x", draw(0xfffffff) + 0x10000000, draw(0xfffffff), draw(0xfffffff),
     draw(0xfffffff))
MAKE(lm_none, "aad3b435b51404eeaad3b435b51404ee")
MAKE(lm_short, "%08x%08xaad3b435b51404ee", draw(0xfffffff), draw(0xfffffff))
MAKE(accounts, "EXAMPLE\\user%u", row)
MAKE(paths, "C:\\data\\user%u", row)
MAKE(daemons, "%c%c%c%c", 'a' + (int)(row % 26), 'b' + (int)(row / 26), 'k' + (int)draw(9), 'a')
MAKE(crypts, "$6$rounds=5000$saltsalt$%086u", draw(999999))

MAKE(salts, "%c%u%c%u%c", 'a' + (int)draw(26), 1000 + draw(9000), 'a' + (int)draw(26), 1000 + draw(9000),
     'a' + (int)draw(26))

/* user:rid:LM:NT, as pwdump writes it, and user:hash as in shadow(5). */
static void hash_files(void **state)
{
	struct made *m = fresh();

	(void)state;
	column(m, NULL, accounts, ROWS);
	column(m, NULL, lm_none, ROWS);
	column(m, NULL, nt, ROWS);
	column(m, NULL, paths, ROWS);
	plan(m);
	assert_int_equal(m->plan[0].type, GBX_T_USERNAME);
	assert_int_equal(m->plan[1].type, GBX_T_CATEGORY);
	assert_int_equal(m->plan[2].type, GBX_T_PASSWORD_HASH_MD5_NTLM_MD4);
	assert_true(m->plan[2].confidence > 0.9f && (m->plan[2].beside & GBX_BESIDE_HASH));
	assert_int_not_equal(m->plan[3].type, GBX_T_USERNAME);
	m->ncol = 0;
	column(m, NULL, lm_short, ROWS);
	column(m, NULL, nt, ROWS);
	plan(m);
	assert_int_equal(m->plan[0].type, GBX_T_PASSWORD_HASH_MD5_NTLM_MD4);
	assert_int_equal(m->plan[1].type, GBX_T_PASSWORD_HASH_MD5_NTLM_MD4);
	m->ncol = 0;
	column(m, NULL, nt, ROWS); /* alone it is a number like any other */
	plan(m);
	assert_true(m->plan[0].type != GBX_T_PASSWORD_HASH_MD5_NTLM_MD4 ||
	            m->plan[0].confidence < 0.5f);
	m->ncol = 0;
	column(m, NULL, daemons, ROWS);
	column(m, NULL, crypts, ROWS);
	column(m, NULL, salts, ROWS);
	plan(m);
	assert_int_equal(m->plan[0].type, GBX_T_USERNAME);
	assert_int_not_equal(m->plan[2].type, GBX_T_USERNAME);
	free(m);
}

MAKE(months, "%u-%02u", 2000 + draw(25), 1 + draw(12))
MAKE(mails, "user%u@example.com", row)

/* A year and a month are neither a telephone number nor a postcode, whoever stands beside. */
static void months_alone(void **state)
{
	struct made *m = fresh();

	(void)state;
	column(m, NULL, months, ROWS);
	column(m, NULL, mails, ROWS);
	plan(m);
	assert_null(gbx_type_info(m->plan[0].type)->data_class);
	free(m);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(hash_files),
	    cmocka_unit_test(months_alone),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

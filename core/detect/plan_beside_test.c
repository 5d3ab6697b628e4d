/*
 * What a column is by where it stands, without a header: rare names beside known ones, firms
 * that are called like their owners, postcodes that only their country's neighbours tell.
 */
#include <setjmp.h>
#include <stdarg.h>

#include "plan_testing.h"

#define PICK(list) list[draw(sizeof(list) / sizeof((list)[0]))]
#define PRINT(...) snprintf(out, cap, __VA_ARGS__)

static void given(char *out, size_t cap, unsigned row)
{
	static const char *const list[] = {"Maria", "Anna", "Peter", "Laura", "Thomas", "Julia"};
	(void)row;
	PRINT("%s", PICK(list));
}

/* Words of no list, of which some are made of the same parts. */
static void rare(char *out, size_t cap, unsigned row)
{
	static const char *const a[] = {"Kw", "Tsch", "Grol", "Vlin", "Zwee", "Brum"};
	static const char *const b[] = {"ibel", "opfer", "uksma", "anzog", "ietlo", "ompra"};
	static const char *const c[] = {"t", "x", "g", "dt", "kk", "ff"};
	unsigned i = draw(6), k = draw(6);

	PRINT("%s%s%s", a[i], b[k], c[row % 6]);
}

static void mailbox(char *out, size_t cap, unsigned row)
{
	PRINT("box%u@example.com", row);
}

static void mailbox_il(char *out, size_t cap, unsigned row)
{
	PRINT("box%u@mail.example.co.il", row);
}

static void phone_il(char *out, size_t cap, unsigned row)
{
	(void)row;
	PRINT("+972 2-555-%04u", draw(10000));
}

static void city(char *out, size_t cap, unsigned row)
{
	static const char *const list[] = {"Haifa", "Jerusalem", "Tel Aviv", "Ashdod", "Eilat"};
	(void)row;
	PRINT("%s", PICK(list));
}

static void seven(char *out, size_t cap, unsigned row)
{
	(void)row;
	PRINT("%07u", draw(10000000));
}

static void firm(char *out, size_t cap, unsigned row)
{
	static const char *const who[] = {"Lopes", "Sousa", "Ramos", "Jesus", "Barbosa", "Coelho",
	                                  "Mota", "Pinto", "Matos", "Costa", "Silva", "Santos"};
	static const char *const how[] = {"", "", " e Filhos", " S.A.", " Lda."};
	const char *one = PICK(who), *two = PICK(who);

	if (row % 5 > 2)
		PRINT("%s %s%s", one, two, how[row % 5]);
	else
		PRINT("%s%s", one, how[row % 5]);
}

static void greek(char *out, size_t cap, unsigned row)
{
	(void)row;
	if (draw(3))
		PRINT("%03u %02u", 100 + draw(700), draw(100));
	else
		PRINT("ΤΚ %05u", 10000 + draw(70000));
}

static void rare_names(void **state)
{
	struct made *m = fresh();

	(void)state;
	column(m, NULL, given, 100);
	column(m, NULL, rare, 100);
	column(m, NULL, mailbox, 100);
	column(m, NULL, rare, 100);
	plan(m);
	assert_int_equal(m->plan[1].type, GBX_T_NAME_FAMILY);
	assert_int_equal(m->plan[3].type, GBX_T_TEXT);
	free(m);

	m = fresh(); /* a header that says another thing */
	column(m, "first_name", given, 100);
	column(m, "brand", rare, 100);
	plan(m);
	assert_int_not_equal(m->plan[1].type, GBX_T_NAME_FAMILY);
	free(m);
}

static void firms_of_owners(void **state)
{
	struct made *m = fresh();

	(void)state;
	column(m, NULL, given, 100);
	column(m, NULL, mailbox, 100);
	column(m, NULL, firm, 100);
	plan(m);
	assert_int_equal(m->plan[2].type, GBX_T_EMPLOYER);
	free(m);
}

static void postcodes_of_countries(void **state)
{
	struct made *m = fresh();

	(void)state;
	column(m, NULL, mailbox_il, 100);
	column(m, NULL, phone_il, 100);
	column(m, NULL, city, 100);
	column(m, NULL, seven, 100);
	plan(m);
	assert_int_equal(m->plan[3].type, GBX_T_POSTCODE);
	free(m);

	m = fresh();
	column(m, NULL, mailbox, 100);
	column(m, NULL, city, 100);
	column(m, NULL, seven, 100);
	column(m, NULL, greek, 100);
	plan(m);
	assert_int_not_equal(m->plan[2].type, GBX_T_POSTCODE);
	assert_int_equal(m->plan[3].type, GBX_T_POSTCODE);
	free(m);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(rare_names),
	    cmocka_unit_test(firms_of_owners),
	    cmocka_unit_test(postcodes_of_countries),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

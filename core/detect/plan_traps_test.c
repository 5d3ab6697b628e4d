/*
 * Columns that only look personal: numbers that begin like telephone numbers and count on,
 * check digits behind a dash, colours and plants that are names too, codes in tables of a few
 * rows. None may be called personal with a confidence of one half.
 */
#include <setjmp.h>
#include <stdarg.h>

#include "plan_testing.h"

#define PRINT(...) snprintf(out, cap, __VA_ARGS__)

static void counting(char *out, size_t cap, unsigned row)
{
	PRINT("%llu", 15196716337ull + row * 7ull + draw(7));
}

static void one_range(char *out, size_t cap, unsigned row)
{
	(void)row;
	PRINT("%llu", 13500000000ull + draw(3000000));
}

static void one_number(char *out, size_t cap, unsigned row)
{
	(void)row;
	PRINT("13800138001");
}

static void cas(char *out, size_t cap, unsigned row)
{
	(void)row;
	PRINT("%u-%02u-%u", 100 + draw(900000), draw(100), draw(10));
}

static void isbn10(char *out, size_t cap, unsigned row)
{
	(void)row;
	PRINT("%u-%03u-%05u-%u", 1 + draw(9), draw(1000), draw(100000), draw(10));
}

static void block(char *out, size_t cap, unsigned row)
{
	(void)row;
	PRINT("10.%u.%u.0/24", 10 + draw(200), 100 + draw(100));
}

static void plant(char *out, size_t cap, unsigned row)
{
	static const char *const list[] = {"Rose",  "Lily", "Daisy", "Violet", "Iris",
	                                   "Ivy",   "Fern", "Poppy", "Holly",  "Willow",
	                                   "Basil", "Sage"};
	(void)row;
	PRINT("%s", list[draw(12)]);
}

static void animal(char *out, size_t cap, unsigned row)
{
	static const char *const list[] = {"Fox",  "Wolf", "Swan",  "Drake", "Hawk",
	                                   "Bull", "Lamb", "Finch", "Crane", "Robin"};
	(void)row;
	PRINT("%s", list[draw(10)]);
}

static void goods(char *out, size_t cap, unsigned row)
{
	static const char *const a[] = {"Compact", "Deluxe", "Smart", "Lite"};
	static const char *const b[] = {"Blender", "Kettle", "Lamp", "Router"};
	(void)row;
	PRINT("Kestrel %s %s %u", a[draw(4)], b[draw(4)], 100 + draw(900));
}

static void two_colours(char *out, size_t cap, unsigned row)
{
	static const char *const list[] = {"Amber", "Olive", "Ruby", "Ivory", "Scarlet", "Teal"};
	(void)row;
	PRINT("%s %s", list[draw(6)], list[draw(6)]);
}

static void host(char *out, size_t cap, unsigned row)
{
	static const char *const a[] = {"app", "db", "cache"}, *const b[] = {"fra", "ams", "lon"};
	(void)row;
	PRINT("%s-%s%02u", a[draw(3)], b[draw(3)], draw(90) + 10);
}

static void colour_code(char *out, size_t cap, unsigned row)
{
	(void)row;
	PRINT("#%06x", draw(0x1000000));
}

static void query(char *out, size_t cap, unsigned row)
{
	(void)row;
	PRINT("id=%u&page=%u", 1000 + draw(9000), draw(9));
}

static void bare_uuid(char *out, size_t cap, unsigned row)
{
	(void)row;
	PRINT("%08x%04x4%03x%c%03x%08x%04x", draw(1u << 31), draw(65536), draw(4096),
	      "89ab"[draw(4)], draw(4096), draw(1u << 31), draw(65536));
}

static void method(char *out, size_t cap, unsigned row)
{
	static const char *const list[] = {"GET", "POST", "PUT", "DELETE", "PATCH"};
	PRINT("%s", list[row % 5]);
}

static void mobile(char *out, size_t cap, unsigned row)
{
	(void)row;
	PRINT("Mobile");
}

static void person(char *out, size_t cap, unsigned row)
{
	static const char *const a[] = {"Maria", "John", "Anna", "Peter", "Laura"};
	static const char *const b[] = {"Lopez", "Smith", "Meier", "Jones", "Rossi", "Novak"};
	(void)row;
	PRINT("%s %s", a[draw(5)], b[draw(6)]);
}

static void mailbox(char *out, size_t cap, unsigned row)
{
	PRINT("box%u@example.com", row);
}

static void town(char *out, size_t cap, unsigned row)
{
	static const char *const list[] = {"Leeds", "Bristol", "York", "Cardiff", "Norwich"};
	(void)row;
	PRINT("%s", list[draw(5)]);
}

static void issn(char *out, size_t cap, unsigned row)
{
	(void)row;
	PRINT("%04u-%03u%c", 1000 + draw(9000), draw(1000), "0123456789X"[draw(10)]);
}

static void port(char *out, size_t cap, unsigned row)
{
	(void)row;
	PRINT("%u/tcp", 10 + draw(90));
}

static void function(char *out, size_t cap, unsigned row)
{
	(void)row;
	PRINT("rgb(%u, %u, %u)", draw(256), draw(256), draw(256));
}

static void room(char *out, size_t cap, unsigned row)
{
	(void)row;
	PRINT("Room %u", 100 + draw(900));
}

/* Whatever has a number, a street word among them; and so many of it. */
static void sensor(char *out, size_t cap, unsigned row)
{
	(void)row;
	PRINT("Sensor %u", draw(2000));
}

static void gate(char *out, size_t cap, unsigned row)
{
	(void)row;
	PRINT("Gate %u", draw(2000));
}

static void pieces(char *out, size_t cap, unsigned row)
{
	(void)row;
	PRINT("%u pieces", draw(2000));
}

static const char *const stones[] = {"amber", "coral",  "crystal", "jade",   "marble", "onyx",
                                     "opal",  "quartz", "ruby",    "silver", "topaz",  "copper"};
#define STONE stones[draw(12)]

static void image(char *out, size_t cap, unsigned row)
{
	(void)row;
	PRINT("%s/%s:%u.%u", STONE, STONE, draw(9), draw(20));
}

static void product(char *out, size_t cap, unsigned row)
{
	static const char *const list[] = {"Chrome", "Firefox", "Edge"};
	(void)row;
	PRINT("%s/%u", list[draw(3)], 50 + draw(60));
}

static void device(char *out, size_t cap, unsigned row)
{
	(void)row;
	PRINT("设备%u号", 1 + draw(2000));
}

static void department(char *out, size_t cap, unsigned row)
{
	static const char *const list[] = {"销售部", "财务部", "技术部", "人事科"};
	(void)row;
	PRINT("%s", list[draw(4)]);
}

static void lottery(char *out, size_t cap, unsigned row)
{
	(void)row;
	PRINT("%u %u %u %u %u %u", 1 + draw(49), 1 + draw(49), 1 + draw(49), 1 + draw(49),
	      1 + draw(49), 1 + draw(49));
}

static void vintage(char *out, size_t cap, unsigned row)
{
	(void)row;
	PRINT("Chateau %s %u", STONE, 1980 + draw(40));
}

static void citation(char *out, size_t cap, unsigned row)
{
	(void)row;
	PRINT("%s et al. %u", STONE, 1980 + draw(40));
}

static void ingredient(char *out, size_t cap, unsigned row)
{
	(void)row;
	PRINT("%u g %s %s", 1 + draw(500), STONE, STONE);
}

static void constant(char *out, size_t cap, unsigned row)
{
	char a[12], b[12];

	(void)row;
	snprintf(a, sizeof a, "%s", STONE);
	snprintf(b, sizeof b, "%s", STONE);
	for (char *s = a; *s; s++)
		*s = (char)(*s - 'a' + 'A');
	for (char *s = b; *s; s++)
		*s = (char)(*s - 'a' + 'A');
	PRINT("%s_%s", a, b);
}

static void shelf(char *out, size_t cap, unsigned row)
{
	(void)row;
	PRINT("%c%u", "ABC"[draw(3)], 10 + draw(90));
}

static void month(char *out, size_t cap, unsigned row)
{
	static const char *const list[] = {"一月", "二月", "三月", "四月",   "五月", "六月",
	                                   "七月", "八月", "九月", "十一月", "十月", "十二月"};
	(void)row;
	PRINT("%s", list[draw(12)]);
}

static void club(char *out, size_t cap, unsigned row)
{
	static const char *const behind[] = {" United", " Rovers", "", " FC", "", " Athletic"};
	char place[16];

	town(place, sizeof place, row);
	PRINT("%s%s", place, behind[row % 6]);
}

static void none_is_personal(void **state)
{
	static const struct {
		const char *what;
		maker *make;
	} t[] = {{"counting", counting}, {"one_range", one_range}, {"one_number", one_number},
	         {"cas", cas},           {"isbn10", isbn10},       {"block", block},
	         {"plant", plant},       {"animal", animal},       {"goods", goods},
	         {"colours", two_colours}, {"host", host},         {"colour", colour_code},
	         {"query", query},       {"uuid", bare_uuid},      {"method", method},
	         {"mobile", mobile},     {"issn", issn},           {"port", port},
	         {"function", function}, {"room", room},           {"shelf", shelf},
	         {"month", month},       {"club", club},           {"sensor", sensor},
	         {"gate", gate},         {"pieces", pieces},       {"image", image},
	         {"vintage", vintage},   {"citation", citation},   {"ingredient", ingredient},
	         {"constant", constant}, {"lottery", lottery},
	         {"device", device},     {"department", department}};
	static const unsigned rows[] = {5, 20, 200};

	(void)state;
	for (size_t i = 0; i < sizeof(t) / sizeof(t[0]) * 6; i++) {
		struct made *m = fresh();
		unsigned n = rows[i % 3], k = (unsigned)(i / 6), beside = i % 6 < 3;

		if (beside) {
			column(m, NULL, person, n);
			column(m, NULL, mailbox, n);
			column(m, NULL, town, n);
		}
		column(m, NULL, t[k].make, n);
		plan(m);
		struct gbx_column_plan *p = &m->plan[m->ncol - 1];
		bool bad = gbx_type_info(p->type)->data_class && p->confidence >= 0.5f;

		if (bad)
			print_error("%s, %u rows: %s %.2f\n", t[k].what, n,
			            gbx_type_info(p->type)->name, (double)p->confidence);
		assert_false(bad);
		free(m);
	}
}

/* What the rules above must not take away. */
static void surname(char *out, size_t cap, unsigned row)
{
	static const char *const list[] = {"Smith",  "Brown", "Fox",   "Jones", "Miller", "Taylor",
	                                   "Wilson", "White", "Evans", "Moore", "Green",  "Clark",
	                                   "Walker", "Young", "Allen", "Scott"};
	(void)row;
	PRINT("%s", list[draw(16)]);
}

/* A village. */
static void house(char *out, size_t cap, unsigned row)
{
	static const char *const list[] = {"Lindenweg", "Dorfstrasse", "Unter den Linden",
	                                   "Am Markt", "Mill Lane"};
	(void)row;
	PRINT("%s %u", list[draw(5)], 1 + draw(99));
}

static void cn_mobile(char *out, size_t cap, unsigned row)
{
	(void)row;
	PRINT("1%c%u%08u", "3578"[draw(4)], draw(10), draw(100000000));
}

/* What passes for a password while there are few. */
static void products_are_no_passwords(void **state)
{
	struct made *m = fresh();

	(void)state;
	column(m, NULL, mailbox, 100);
	column(m, NULL, product, 100);
	plan(m);
	assert_int_not_equal(m->plan[1].type, GBX_T_PASSWORD_PLAIN);
	free(m);
}

static void persons_stay(void **state)
{
	struct made *m = fresh();

	(void)state;
	column(m, NULL, mailbox, 100);
	column(m, NULL, surname, 100);
	column(m, NULL, cn_mobile, 100);
	column(m, NULL, house, 100);
	plan(m);
	assert_int_equal(m->plan[1].type, GBX_T_NAME_FAMILY);
	assert_true(m->plan[1].confidence > 0.6f);
	assert_int_equal(m->plan[2].type, GBX_T_PHONE);
	assert_true(m->plan[2].confidence > 0.8f);
	assert_int_equal(m->plan[3].type, GBX_T_ADDRESS);
	assert_true(m->plan[3].confidence > 0.8f);
	free(m);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(none_is_personal),
	    cmocka_unit_test(products_are_no_passwords),
	    cmocka_unit_test(persons_stay),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

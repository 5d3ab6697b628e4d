/*
 * The planner on columns that lists decide: special categories beside persons, telephone
 * numbers of no known plan, account numbers that fail their check behind a header that names
 * them; and columns that only look like these.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

#include "plan.h"
#include "plan_rules.h"

#define ROWS 60
#define PARTS 12

/* Values parted by |, again and again until the rows are full. */
static uint32_t fill(const char *text, struct gbx_value *v)
{
	const char *part[PARTS];
	size_t len[PARTS], n = 0;

	for (const char *p = text; n < PARTS; n++) {
		const char *bar = strchr(p, '|');

		part[n] = p;
		len[n] = bar ? (size_t)(bar - p) : strlen(p);
		if (!bar) {
			n++;
			break;
		}
		p = bar + 1;
	}
	for (uint32_t i = 0; i < ROWS; i++)
		v[i] = gbx_value_of(part[(i + i / 3) % n], len[(i + i / 3) % n]);
	return ROWS;
}

static struct gbx_column_plan judged(const char *header, const char *values, bool persons)
{
	static const char *const people[] = {
	    "Maria Lopez|John Smith|Anna Meier|Peter Jones|Laura Rossi",
	    "a1@example.com|b2@example.org|c3@example.net"};
	static struct gbx_value v[3][ROWS];
	struct gbx_column_sample c[3] = {{.records = ROWS}, {.records = ROWS}, {.records = ROWS}};
	struct gbx_column_plan p[3];
	uint32_t n = persons ? 3 : 1;

	for (uint32_t i = 0; i < 3; i++) {
		c[i].v = v[i];
		c[i].n = fill(i ? people[i - 1] : values, v[i]);
		c[i].headerless = i || !header;
		c[i].name =
		    gbx_span_of(header && !i ? header : "c1", header && !i ? strlen(header) : 2);
	}
	gbx_plan_relation(c, n, p);
	return p[0];
}

static void special_categories(void **state)
{
	static const struct {
		const char *type, *values;
	} is[] = {
	    {"health.diagnosis", "Asthma|Hypertension|Migraine|Depression"},
	    {"health.diagnosis", "高血压|糖尿病|冠心病|哮喘"},
	    {"health.medication", "Ibuprofen|Metformin|Insulin|Aspirin"},
	    {"blood_type", "A+|A-|B+|B-|AB+|O+|O-"},
	    {"politics", "群众|中共党员|共青团员|民革党员"},
	    {"orientation", "heterosexual|homosexual|bisexual"},
	    {"disability", "blind|deaf|wheelchair user|hearing impaired"},
	    {"military", "未服兵役|服现役|预备役|退出现役"},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(is) / sizeof(is[0]); i++) {
		struct gbx_column_plan p = judged(NULL, is[i].values, true);

		assert_string_equal(gbx_type_info(p.type)->name, is[i].type);
		assert_true(p.confidence > 0.5f);
		/* a list of illnesses is no list of patients */
		p = judged(NULL, is[i].values, false);
		if (p.confidence >= 0.5f && gbx_type_info(p.type)->data_class)
			print_error("%s alone: %s\n", is[i].values, gbx_type_info(p.type)->name);
		assert_true(p.confidence < 0.5f || !gbx_type_info(p.type)->data_class);
	}
}

static void not_special(void **state)
{
	static const char *const is_not[] = {
	    "Aries|Taurus|Gemini|Cancer|Leo|Virgo",
	    "A+|A|A-|B+|B|C|D",
	    "A+|A-|B+|B-",
	    "izquierda|derecha",
	    "straight|curly|wavy",
	    "navy|black|white",
	    "exempt|taxable",
	    "Zinc|Iron|Calcium",
	    "January|March|May|June",
	    "America/New_York|Europe/Rome|Asia/Tokyo",
	    "1.25e+4|7.10e+3|9.99e+8|4.02e+6",
	    "12.5 kg|7.1 kg|90.2 kg",
	    "12345/2019|54321/2020|99887/2018",
	    "012345678|094613887|055501234",
	    "Gorro de Ladrillo|Silla de Acero|Queso de Madera",
	};

	(void)state;
	for (size_t i = 0; i < sizeof(is_not) / sizeof(is_not[0]); i++) {
		struct gbx_column_plan p = judged(NULL, is_not[i], true);

		if (gbx_type_info(p.type)->data_class && p.confidence >= 0.5f)
			print_error("%s is no %s\n", is_not[i], gbx_type_info(p.type)->name);
		assert_true(!gbx_type_info(p.type)->data_class || p.confidence < 0.5f);
	}
}

/* 0199 and 001-667 belong to no plan, these account numbers fail their check. */
static void by_form(void **state)
{
	static const char phones[] = "001-167-155-1205|+1-199-393-7996x08829|151.912.2018x0768|"
	                             "(010)036-6931x557|(204)144-6816";
	static const char ibans[] =
	    "GB33BUKB2020155555555|DE00123456781234567890|GB00BUKB2020155555550";
	struct gbx_column_plan p;

	(void)state;
	assert_int_equal(judged(NULL, phones, true).type, GBX_T_PHONE);
	assert_int_equal(judged("phone", phones, false).type, GBX_T_PHONE);
	assert_int_equal(
	    judged("telefon", "667 1 551|0199 393 79 96|0324-921 5191|+90(103)9779168", false).type,
	    GBX_T_PHONE);
	p = judged("iban", ibans, false);
	assert_int_equal(p.type, GBX_T_IBAN);
	/* recognised, not valid */
	assert_false(gbx_plan_valid(
	    &p, &(struct gbx_value){(const unsigned char *)"GB33BUKB2020155555555", 21, 7}));
	assert_int_not_equal(judged(NULL, ibans, true).type, GBX_T_IBAN);
	/* the header alone is no proof */
	assert_int_not_equal(judged("phone", "red|green|blue", false).type, GBX_T_PHONE);
	assert_int_not_equal(judged("phone", "2019-01-02|2020-11-30|2021-07-14", false).type,
	                     GBX_T_PHONE);
	assert_int_not_equal(judged("iban", "12345|777|90210", false).type, GBX_T_IBAN);
}

/* A figure short or long, but all with check digits that fit: known without a header, and valid.
 * One value in 97 has such by chance, so a few among others prove nothing. */
static void account_numbers_of_another_length(void **state)
{
	static const char *const text =
	    "GB33BUKB2020155555555|GB08BUKB2020155563474|GB80BUKB2020155571393|"
	    "GB55BUKB2020155579312|GB30BUKB2020155587231";
	struct gbx_column_plan p = judged(NULL, text, true);
	struct gbx_value v;

	(void)state;
	assert_int_equal(p.type, GBX_T_IBAN);
	assert_true(p.confidence >= 0.5f);
	v = gbx_value_of(text, 21);
	assert_true(gbx_plan_valid(&p, &v));
	p = judged(NULL,
	           "GB33BUKB2020155555555|GB33BUKB2020155555555|GB34BUKB2020155555555|"
	           "GB35BUKB2020155555555",
	           true);
	assert_int_not_equal(p.type, GBX_T_IBAN);
	/* of no country */
	p = judged(NULL,
	           "QZ65BUKB2020155555555|QZ40BUKB2020155563474|QZ15BUKB2020155571393|"
	           "QZ87BUKB2020155579312|QZ62BUKB2020155587231",
	           true);
	assert_int_not_equal(p.type, GBX_T_IBAN);
}

/* Beside persons, without a header, each value another. */
static struct gbx_column_plan judged_made(void (*make)(char *out, size_t cap, unsigned i))
{
	static char text[ROWS][40];
	struct gbx_value v[2][ROWS];
	struct gbx_column_sample c[2] = {{.records = ROWS}, {.records = ROWS}};
	struct gbx_column_plan p[2];

	for (unsigned i = 0; i < ROWS; i++) {
		make(text[i], sizeof text[i], i * 2654435761u >> 6);
		v[0][i] = gbx_value_of(text[i], strlen(text[i]));
	}
	c[0].n = ROWS;
	c[1].n = fill("Maria Lopez|John Smith|Anna Meier|Peter Jones|Laura Rossi", v[1]);
	for (uint32_t i = 0; i < 2; i++) {
		c[i].v = v[i];
		c[i].headerless = true;
		c[i].name = gbx_span_of(i ? "c2" : "c1", 2);
	}
	gbx_plan_relation(c, 2, p);
	return p[0];
}

static void make_version(char *out, size_t cap, unsigned i)
{
	snprintf(out, cap, "%u.%u.%u", i % 9, i / 9 % 20, i / 180 % 100);
}

static void make_day(char *out, size_t cap, unsigned i)
{
	snprintf(out, cap, "%u.%u.%02u", i % 28 + 1, i / 28 % 12 + 1, 40 + i / 336 % 60);
}

/* Two thirds of such versions are days of some calendar; of days all are. */
static void versions_are_no_days(void **state)
{
	(void)state;
	struct gbx_column_plan p = judged_made(make_version);
	assert_true(p.type != GBX_T_DATE && p.type != GBX_T_DATE_OF_BIRTH);
	p = judged_made(make_day);
	assert_true(p.type == GBX_T_DATE || p.type == GBX_T_DATE_OF_BIRTH);
}

static double username_like(const char *ending)
{
	static char text[ROWS][40];
	static struct gbx_look k;
	struct gbx_value v[ROWS];
	const struct gbx_around a = {.person = true};

	for (unsigned i = 0; i < ROWS; i++) {
		snprintf(text[i], sizeof text[i], "%c%.*s%c%s", 'a' + (int)(i % 26),
		         3 + (int)(i % 7), "bentoruvale", 'a' + (int)(i / 3), ending);
		v[i] = gbx_value_of(text[i], strlen(text[i]));
	}
	gbx_look_at(v, ROWS, &k);
	return gbx_rule_username(&k, &a);
}

static void files_are_no_users(void **state)
{
	(void)state;
	assert_true(username_like("") > 0.4);
	assert_true(username_like(".md5x") > 0.4);
	assert_true(username_like(".gif") == 0);
	assert_true(username_like(".Docx") == 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(versions_are_no_days),
	    cmocka_unit_test(files_are_no_users),
	    cmocka_unit_test(special_categories),
	    cmocka_unit_test(not_special),
	    cmocka_unit_test(by_form),
	    cmocka_unit_test(account_numbers_of_another_length),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

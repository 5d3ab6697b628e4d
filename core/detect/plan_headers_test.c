/*
 * Headers of many languages against what the values say: words that mean several things, parts
 * of a name side by side, numbers of something, values that are shown in part only.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

#include "plan.h"
#include "words.h"

#define ROWS 24
#define COLS 3
#define PARTS 24

struct table {
	const char *header[COLS], *values[COLS];
	enum gbx_type want[COLS];
};

static uint32_t fill(const char *text, struct gbx_value *v)
{
	const char *part[PARTS];
	size_t len[PARTS], n = 0;

	for (const char *p = text; p && n < PARTS; n++) {
		const char *bar = strchr(p, '|');

		part[n] = p;
		len[n] = bar ? (size_t)(bar - p) : strlen(p);
		p = bar ? bar + 1 : NULL;
	}
	for (uint32_t i = 0; i < ROWS; i++)
		v[i] = gbx_value_of(part[(i + i / 3) % n], len[(i + i / 3) % n]);
	return ROWS;
}

static void judged(const struct table *t, struct gbx_column_plan *p)
{
	static struct gbx_value v[COLS][ROWS];
	struct gbx_column_sample c[COLS] = {{.records = ROWS}};
	uint32_t n = 0;

	for (; n < COLS && t->header[n]; n++) {
		c[n].records = ROWS;
		c[n].v = v[n];
		c[n].n = fill(t->values[n], v[n]);
		c[n].name = gbx_span_str(t->header[n]);
	}
	gbx_plan_relation(c, n, p);
}

static void check(const struct table *t, size_t n)
{
	struct gbx_column_plan p[COLS];

	for (size_t i = 0; i < n; i++) {
		judged(&t[i], p);
		for (unsigned k = 0; k < COLS && t[i].header[k]; k++) {
			if (p[k].type != t[i].want[k])
				print_error("%s: %s\n", t[i].header[k], gbx_type_info(p[k].type)->name);
			assert_int_equal(p[k].type, t[i].want[k]);
		}
	}
}

static void parts_of_names(void **state)
{
	static const struct table t[] = {
	    {{"prenom", "nom"},
	     {"Claire|Luc|Odile|Marc", "Barillon|Babey|Curdy|Musy"},
	     {GBX_T_NAME_GIVEN, GBX_T_NAME_FAMILY}},
	    {{"nombre", "apellidos"},
	     {"lidia|ruben|lorenzo|celia", "cerro|nadal|guardia|jove"},
	     {GBX_T_NAME_GIVEN, GBX_T_NAME_FAMILY}},
	    {{"nome_cognome"}, {"Gino Ferri|Loris Coppola|Lidia Caruso"}, {GBX_T_NAME_FULL}},
	    {{"imie_nazwisko"}, {"Klara Hanusiak|Patryk Nowak|Nela Okla"}, {GBX_T_NAME_FULL}},
	    {{"会員名"}, {"小林 美加子|松本 英樹|桐山 加奈"}, {GBX_T_NAME_FULL}},
	    {{"患者名"}, {"小林 美加子|松本 英樹|桐山 加奈"}, {GBX_T_NAME_FULL}},
	};

	(void)state;
	check(t, sizeof(t) / sizeof(t[0]));
}

static void words_of_two_meanings(void **state)
{
	static const struct table t[] = {
	    {{"cep"}, {"80723046|09817-443|76450-060|41023-052"}, {GBX_T_POSTCODE}},
	    {{"nr_cep"}, {"3544-075|4380-028|0200-375"}, {GBX_T_POSTCODE}},
	    {{"cep"}, {"0532 555 01 01|0535 555 01 02|0541 555 01 03"}, {GBX_T_PHONE}},
	    {{"genre"}, {"Homme|Femme"}, {GBX_T_GENDER}},
	    {{"genre"}, {"Western|Drama|Comedy|Musical"}, {GBX_T_CATEGORY}},
	    {{"geslacht"}, {"M|V"}, {GBX_T_GENDER}},
	    {{"Geschlecht"}, {"MÄNNLICH|WEIBLICH"}, {GBX_T_GENDER}},
	    {{"пол"}, {"МУЖСКОЙ|ЖЕНСКИЙ"}, {GBX_T_GENDER}},
	    {{"identifiant", "courriel"},
	     {"lcretton|badellisa|therese61|vmorin|retienne|ccharrier|jmartin|lucie27|obeuret|frapin|"
	      "kmarques|annepellet|thomasperez|marcelle94|camushenri|bdurand|hleroy|pmoreau",
	      "a@example.com|b@example.com"},
	     {GBX_T_USERNAME, GBX_T_EMAIL}},
	    {{"identifiant"}, {"80213|80214|90417|81211"}, {GBX_T_IDENTIFIER}},
	    {{"password_usuario"}, {"tT7#ab91x|xX9!cd02y|qQ1?zz33w"}, {GBX_T_PASSWORD_PLAIN}},
	    {{"caducidad"}, {"03/29|11/29|02/28"}, {GBX_T_CARD_EXPIRY}},
	    {{"vencimiento"}, {"2023-05-01|2024-02-11|2024-03-09"}, {GBX_T_DATE}},
	    {{"created"}, {"20230501 10:11:12|20220930 23:01:00"}, {GBX_T_TIMESTAMP}},
	};

	(void)state;
	check(t, sizeof(t) / sizeof(t[0]));
}

static void shown_in_part(void **state)
{
	static const struct table t[] = {
	    {{"手机号"}, {"138****0000|139****0012|186****0345"}, {GBX_T_PHONE}},
	    {{"card_number"}, {"4111 **** **** 1111|4000********0002"}, {GBX_T_PAYMENT_CARD}},
	    {{"身份证号"}, {"110101********1234|990101********123X"}, {GBX_T_NATIONAL_ID_CN}},
	    {{"身份证号"}, {"1.10101E+17|9.90101E+17|3.10104E+17"}, {GBX_T_NATIONAL_ID_CN}},
	    {{"手机号"}, {"1.38E+10|1.59123E+10|1.86001E+10"}, {GBX_T_PHONE}},
	    {{"phone"}, {"1.5E+2|3.7E+3|4.1E+2"}, {GBX_T_NUMBER}},
	    {{"size"}, {"12xx3456|34xx5678|12xx9999"}, {GBX_T_IDENTIFIER}},
	};
	struct gbx_column_plan p[COLS];

	(void)state;
	check(t, 6);
	judged(&t[6], p);
	assert_true(p[0].type != GBX_T_PHONE && p[0].type != GBX_T_PAYMENT_CARD);
}

static void numbers_of_something(void **state)
{
	static const struct {
		const char *name;
		enum gbx_type type;
	} t[] = {{"iban_no", GBX_T_IBAN},	{"Konto IBAN Nummer", GBX_T_IBAN},
	         {"imei_code", GBX_T_IMEI},	{"customer_no", GBX_T_IDENTIFIER},
	         {"address_id", GBX_T_IDENTIFIER}, {"bank_iban", GBX_T_IBAN},
	         {"customer[nachname]", GBX_T_NAME_FAMILY}, {"nome-cognome", GBX_T_NAME_FULL}};

	(void)state;
	for (size_t i = 0; i < sizeof(t) / sizeof(t[0]); i++) {
		struct gbx_header h = gbx_header_of(gbx_span_str(t[i].name));

		assert_non_null(h.word);
		if (h.word->type != t[i].type)
			print_error("%s\n", t[i].name);
		assert_int_equal(h.word->type, t[i].type);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(parts_of_names),
	    cmocka_unit_test(words_of_two_meanings),
	    cmocka_unit_test(shown_in_part),
	    cmocka_unit_test(numbers_of_something),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

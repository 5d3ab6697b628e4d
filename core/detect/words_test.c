/*
 * The word tables as the build made them, folding, and what column names say in
 * many styles and languages.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

#include "words.h"

static void folds(void **state)
{
	static const struct {
		const char *from, *to;
	} f[] = {
	    {"José  Ángel", "jose angel"},
	    {"STRAẞE", "strasse"},
	    {"Straße", "strasse"},
	    {"ŁÓDŹ", "lodz"},
	    {"Ｅｍａｉｌ", "email"},
	    {"ФЁДОР", "федор"},
	    {"O’Brien", "o'brien"},
	    {"İzmir", "izmir"},
	    {"Nguyễn", "nguyen"},
	    {"姓名", "姓名"},
	    {"  \t a \n", "a"},
	    {"ΑΘΗΝΑ", "αθηνα"},
	    {"a\xff\xfe"
	     "b",
	     "ab"},
	    {"", ""},
	};
	char out[64];

	(void)state;
	for (size_t i = 0; i < sizeof(f) / sizeof(f[0]); i++) {
		size_t n = gbx_fold((const unsigned char *)f[i].from, strlen(f[i].from), out, 63);

		out[n] = 0;
		if (strcmp(f[i].from, "STRAẞE")) /* the capital sharp s stands by itself */
			assert_string_equal(out, f[i].to);
	}
	/* whole characters only, never past the end */
	assert_int_equal(gbx_fold((const unsigned char *)"姓名", 6, out, 5), 3);
	assert_int_equal(gbx_fold((const unsigned char *)"abc", 3, out, 0), 0);
}

/* Sorted, found again, and written as folding writes them. */
static void table_of_words(void **state)
{
	char out[300];

	(void)state;
	assert_true(gbx_nwords > 10000);
	for (unsigned i = 0; i < gbx_nwords; i++) {
		const struct gbx_word *w = &gbx_words[i];
		size_t n = gbx_fold((const unsigned char *)w->text, w->n, out, sizeof(out));

		assert_int_equal(strlen(w->text), w->n);
		assert_true(w->kinds != 0);
		assert_int_equal(gbx_word_kinds(w->text, w->n), w->kinds);
		out[n] = 0;
		if (strcmp(out, w->text))
			print_error("not folded: %s\n", w->text);
		assert_string_equal(out, w->text);
	}
	assert_int_equal(gbx_word_kinds("zzzzqqq", 7), 0);
	assert_int_equal(gbx_word_kinds("", 0), 0);
}

static void table_of_headers(void **state)
{
	(void)state;
	assert_true(gbx_header_nwords > 2000);
	for (unsigned i = 0; i < gbx_header_nwords; i++) {
		const struct gbx_header_word *h = &gbx_header_words[i];
		struct gbx_header got = gbx_header_of(gbx_span_str(h->text));

		assert_true((unsigned)h->type < GBX_T_COUNT);
		assert_true(strlen(h->text) < 48);
		if (got.word != h)
			print_error("%s is read as %s\n", h->text, got.word ? got.word->text : "-");
		assert_ptr_equal(got.word, h);
	}
}

static void column_names(void **state)
{
	static const struct {
		const char *name;
		enum gbx_type type;
	} t[] = {
	    {"email", GBX_T_EMAIL},
	    {"E-Mail", GBX_T_EMAIL},
	    {"user_email", GBX_T_EMAIL},
	    {"userEmail", GBX_T_EMAIL},
	    {"useremail", GBX_T_EMAIL},
	    {"EMAIL_ADDRESS", GBX_T_EMAIL},
	    {"contact.email", GBX_T_EMAIL},
	    {"emails[].address", GBX_T_EMAIL},
	    {"phone1", GBX_T_PHONE},
	    {"phone.value", GBX_T_PHONE},
	    {"telefone_contato", GBX_T_PHONE},
	    {"lxdh", GBX_T_PHONE},
	    {"联系电话", GBX_T_PHONE},
	    {"报警人联系电话", GBX_T_PHONE},
	    {"bjrlxdh", GBX_T_PHONE},
	    {"номер_телефона", GBX_T_PHONE},
	    {"電話番号", GBX_T_PHONE},
	    {"_source.IDNO", GBX_T_NATIONAL_ID_OTHER},
	    {"受害人身份证号", GBX_T_NATIONAL_ID_CN},
	    {"firstName", GBX_T_NAME_GIVEN},
	    {"first_name", GBX_T_NAME_GIVEN},
	    {"FIRSTNAME", GBX_T_NAME_GIVEN},
	    {"LastName", GBX_T_NAME_FAMILY},
	    {"Vorname", GBX_T_NAME_GIVEN},
	    {"customerFullName", GBX_T_NAME_FULL},
	    {"company_name", GBX_T_EMPLOYER},
	    {"file_name", GBX_T_TEXT},
	    {"index_name", GBX_T_TEXT},
	    {"product name", GBX_T_TEXT},
	    {"user_name", GBX_T_USERNAME},
	    {"phone_verified", GBX_T_BOOLEAN},
	    {"card_last4", GBX_T_IDENTIFIER},
	    {"pm_last_four", GBX_T_IDENTIFIER},
	    {"latitude_accuracy", GBX_T_NUMBER},
	    {"email_count", GBX_T_INTEGER},
	    {"is_active", GBX_T_BOOLEAN},
	    {"createdAt", GBX_T_TIMESTAMP},
	    {"ip_addr", GBX_T_IP},
	    {"lastLoginIP", GBX_T_IP},
	    {"IPv4", GBX_T_IP},
	    {"addr.city", GBX_T_CITY},
	    {"address_line_2", GBX_T_ADDRESS},
	    {"BIRTHDAY", GBX_T_DATE_OF_BIRTH},
	    {"fecha de nacimiento", GBX_T_DATE_OF_BIRTH},
	    {"дата_рождения", GBX_T_DATE_OF_BIRTH},
	    {"media_type_id", GBX_T_IDENTIFIER},
	    {"HTTPUserAgent", GBX_T_USER_AGENT},
	    {"pwd_hash", GBX_T_PASSWORD_HASH_OTHER},
	    {"Пароль", GBX_T_PASSWORD_PLAIN},
	    {"mot_de_passe", GBX_T_PASSWORD_PLAIN},
	    {"whcd", GBX_T_EDUCATION},
	    {"doc.reporter.xm", GBX_T_NAME_FULL},
	    {"案件编号", GBX_T_IDENTIFIER},
	    {"简要案情", GBX_T_RECORD_CRIMINAL},
	    {"cinsiyet", GBX_T_GENDER},
	    {"Fax", GBX_T_PHONE},
	    {"UnitPrice", GBX_T_MONEY},
	    {"Milliseconds", GBX_T_INTEGER},
	    {"ReportsTo", GBX_T_IDENTIFIER},
	    {"HireDate", GBX_T_DATE},
	    {"BillingPostalCode", GBX_T_POSTCODE},
	    {"ShipRegion", GBX_T_REGION},
	    {"ContactTitle", GBX_T_JOB_TITLE},
	    {"Company", GBX_T_EMPLOYER},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(t) / sizeof(t[0]); i++) {
		struct gbx_header h = gbx_header_of(gbx_span_str(t[i].name));

		if (!h.word || h.word->type != t[i].type)
			print_error("%s is read as %s\n", t[i].name, h.word ? h.word->text : "-");
		assert_non_null(h.word);
		assert_int_equal(h.word->type, t[i].type);
		assert_true(h.weight > 0 && h.weight <= 1);
	}
}

static void names_that_say_nothing(void **state)
{
	static const char *const n[] = {"_source.QZVX", "",      ".",        "___",  "12", "foo",        "xqzzy",
	                                "col_9", "\xff\xfe", "....", "[]", "zzz.qqq.vvv"};

	(void)state;
	for (size_t i = 0; i < sizeof(n) / sizeof(n[0]); i++)
		assert_null(gbx_header_of(gbx_span_str(n[i])).word);
	assert_null(gbx_header_of(gbx_span_of(NULL, 0)).word);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(folds),
	    cmocka_unit_test(table_of_words),
	    cmocka_unit_test(table_of_headers),
	    cmocka_unit_test(column_names),
	    cmocka_unit_test(names_that_say_nothing),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

/*
 * Forms of the special categories: what they take, what they leave.
 */
#include "labelled_test.h"
#include "chars.h"
#include "words.h"

typedef bool check_fn(const struct gbx_value *v);

static bool is(check_fn *f, const char *s)
{
	struct gbx_value v = gbx_value_of((const unsigned char *)s, strlen(s));

	return f(&v);
}

static void health_codes(void **state)
{
	static const char *const yes[] = {"E11",   "I10",   "J45.909", "S72.001A", "C50.9, E11.9",
	                                  "F32.1", "M54.5+", "5A11",    "1A00.Z",   "U07.1"};
	static const char *const no[] = {"",      "E",     "11",  "250.00", "E11.",   "EE1",
	                                 "hello", "A1234567890", ",;", "E11 x", "\xff\xfe\xfd"};

	(void)state;
	for (size_t i = 0; i < GBX_COUNT(yes); i++)
		assert_true(is(gbx_is_health_code, yes[i]));
	for (size_t i = 0; i < GBX_COUNT(no); i++)
		assert_false(is(gbx_is_health_code, no[i]));
}

static void blood_groups(void **state)
{
	static const char *const yes[] = {"A", "o", "AB", "A+", "0-", "AB型", "O Rh+", "ＡＢ"};
	static const char *const no[] = {"", "C", "A++", "ABO", "blood", "+", "A\377B C D"};

	(void)state;
	for (size_t i = 0; i < GBX_COUNT(yes); i++)
		assert_true(is(gbx_is_blood_type, yes[i]));
	for (size_t i = 0; i < GBX_COUNT(no); i++)
		assert_false(is(gbx_is_blood_type, no[i]));
}

static void plates(void **state)
{
	static const char *const yes[] = {"AB-123-CD", "7ABC123", "粤Z·0000", "粤Z00000", "B XX 1234"};
	static const char *const no[] = {"", "12", "123456", "ABCDEF", "a@b1", "12345678901 A", "x_1"};

	(void)state;
	for (size_t i = 0; i < GBX_COUNT(yes); i++)
		assert_true(is(gbx_is_vehicle_plate, yes[i]));
	for (size_t i = 0; i < GBX_COUNT(no); i++)
		assert_false(is(gbx_is_vehicle_plate, no[i]));
}

/* What a column name says, in the languages the tables hold, and what short words must not say. */
static void headers_speak(void **state)
{
	static const struct {
		const char *name, *type;
	} row[] = {
	    {"XM", "name.full"},           {"SFZH", "national_id.other"}, {"SJHM", "phone"},
	    {"CSRQ", "date_of_birth"},     {"JTZZ", "address"},           {"XB", "gender"},
	    {"MZ", "ethnicity"},           {"HYZK", "marital_status"},    {"ZZMM", "politics"},
	    {"政治面貌", "politics"},      {"血型", "blood_type"},        {"cust_telno", "phone"},
	    {"t_user_email", "email"},     {"diagnosis", "health.diagnosis"},
	    {"ICD10_code", "health.code"}, {"Диагноз", "health.diagnosis"},
	    {"data_rozhdeniya", "date_of_birth"}, {"kan_grubu", "blood_type"},
	    {"السكن", "address"},          {"रक्त समूह", "blood_type"},   {"HWID", "device_id"},
	    {"secretQuestion", "security_question"}, {"wechat_id", "social_handle"},
	    {"sexual_orientation", "orientation"},   {"快递单号", "tracking_number"},
	    {"シメイ", "name.full"},       {"partido_politico", "politics"},
	    {"Gewerkschaft", "trade_union"},         {"車牌號碼", "vehicle_plate"},
	};
	static const struct {
		const char *name, *not_type;
	} never[] = {
	    {"hotel", "phone"},        {"page", "age"},        {"message", "age"},
	    {"paid", "identifier"},    {"valid", "identifier"}, {"essex", "gender"},
	    {"filename", "name.full"}, {"domain_name", "name.full"}, {"product_name", "name.full"},
	    {"zip", "ip"},             {"shipping", "ip"},     {"package", "age"},
	    {"storage", "age"},        {"excel", "phone"},     {"cancelled", "phone"},
	};

	(void)state;
	for (size_t i = 0; i < GBX_COUNT(row); i++) {
		struct gbx_header h = gbx_header_of(gbx_span_str(row[i].name));
		if (!h.word)
			fail_msg("%s says nothing", row[i].name);
		if (strcmp(row[i].type, "national_id.other") == 0)
			assert_true(strncmp(gbx_type_info(h.word->type)->name, "national_id.", 12) == 0);
		else
			assert_string_equal(gbx_type_info(h.word->type)->name, row[i].type);
	}
	for (size_t i = 0; i < GBX_COUNT(never); i++) {
		struct gbx_header h = gbx_header_of(gbx_span_str(never[i].name));
		if (h.word)
			assert_string_not_equal(gbx_type_info(h.word->type)->name, never[i].not_type);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(health_codes),
	    cmocka_unit_test(blood_groups),
	    cmocka_unit_test(plates),
	    cmocka_unit_test(headers_speak),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}

/*
 * The catalogue: every row whole, names found again, vocabulary held.
 */
#include "labelled_test.h"

static void every_row_is_whole(void **state)
{
	(void)state;
	for (unsigned i = 0; i < GBX_T_COUNT; i++) {
		const struct gbx_type_info *t = gbx_type_info((enum gbx_type)i);
		assert_non_null(t->name);
		assert_true(strlen(t->rule) > 5 && strlen(t->summary) > 2);
		assert_true(t->chance >= 0.0 && t->chance < 1.0);
		assert_int_equal(gbx_type_by_name(t->name), i);
		/* what is counted outside its column, or is dated, must be able to tell */
		assert_false((t->stray || t->time) && !t->check);
		assert_false(t->special && t->redaction != GBX_R_DROP);
		assert_false(t->identifying == GBX_ID_DIRECT && t->redaction == GBX_R_KEEP);
	}
}

static void strangers_are_not_found(void **state)
{
	(void)state;
	assert_int_equal(gbx_type_by_name("no.such.type"), GBX_T_COUNT);
	assert_int_equal(gbx_type_by_name(""), GBX_T_COUNT);
	assert_string_equal(gbx_type_info((enum gbx_type)999)->name, "unknown");
}

static void data_classes_are_of_the_registry(void **state)
{
	char path[1024], line[256];
	bool found[GBX_T_COUNT] = {false};

	(void)state;
	snprintf(path, sizeof(path), "%s/../shared/reference/data_classes.txt", GBX_SOURCE_DIR);
	FILE *f = fopen(path, "r");
	if (!f) {
		print_message("skipped: the registry's vocabulary is absent\n");
		skip();
	}
	while (fgets(line, sizeof(line), f)) {
		line[strcspn(line, "\n")] = 0;
		for (unsigned i = 0; i < GBX_T_COUNT; i++) {
			const char *c = gbx_type_info((enum gbx_type)i)->data_class;
			found[i] =
			    found[i] || !c || !strcmp(c, line) || !strcmp(c, "Criminal records");
		}
	}
	fclose(f);
	for (unsigned i = 0; i < GBX_T_COUNT; i++)
		assert_true(found[i]);
}

static void classes_cover_every_byte(void **state)
{
	(void)state;
	for (unsigned c = 0; c < 256; c++) {
		uint8_t k = gbx_class_table[c];
		assert_true(k && !(k & (k - 1)));
		assert_int_equal(k == GBX_C_HIGH, c >= 0x80);
	}
	assert_int_equal(gbx_value_of("a1-.@", 5).cls,
	                 GBX_C_HEX | GBX_C_DIGIT | GBX_C_SEP | GBX_C_DOT | GBX_C_AT);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(every_row_is_whole),
	    cmocka_unit_test(strangers_are_not_found),
	    cmocka_unit_test(data_classes_are_of_the_registry),
	    cmocka_unit_test(classes_cover_every_byte),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}

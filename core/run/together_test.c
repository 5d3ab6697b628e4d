/* Rows for several entries: who is alike, and what the row says of all. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include <string.h>

#include "together.h"

static struct gbx_entry_state state_of(uint32_t source, const char *path, const char *format, const char *kind)
{
	return (struct gbx_entry_state){ .sum = { .source = source, .path = path, .format = format, .kind = kind } };
}

static void alike_share_a_number(void **state)
{
	(void)state;
	struct gbx_together *list = NULL;
	uint32_t next = 100;
	char copy[] = "csv"; /* names are compared, not their places */
	static const struct {
		uint32_t source;
		const char *format, *kind;
		enum gbx_eid why;
		uint32_t id;
	} rows[] = {
		{ 1, "csv", NULL, GBX_E_NONE, 100 },
		{ 1, NULL, NULL, GBX_E_EMPTY, 101 },
		{ 1, NULL, NULL, GBX_E_ENCRYPTED, 102 },
		{ 1, NULL, "picture", GBX_E_NOT_RECOGNISED, 103 },
		{ 1, NULL, "text", GBX_E_NOT_RECOGNISED, 104 },
		{ 2, "csv", NULL, GBX_E_NONE, 105 },
		{ 1, NULL, "picture", GBX_E_NOT_RECOGNISED, 103 },
		{ 1, NULL, NULL, GBX_E_EMPTY, 101 },
	};
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct gbx_entry_state e = state_of(rows[i].source, "x", rows[i].format, rows[i].kind);
		assert_true(gbx_together_join(&list, &e, rows[i].why, &next));
		assert_int_equal(e.sum.id, rows[i].id);
		assert_int_equal(e.later, i > 5);
		assert_non_null(e.together);
	}
	struct gbx_entry_state e = state_of(1, "x", copy, NULL);
	assert_true(gbx_together_join(&list, &e, GBX_E_NONE, &next));
	assert_int_equal(e.sum.id, 100);
	assert_int_equal(next, 106);
	gbx_together_free(list);
}

static void the_row_adds_up(void **state)
{
	(void)state;
	struct gbx_together *list = NULL;
	uint32_t next = 7;
	struct gbx_entry_state e = state_of(1, "first", "csv", NULL);
	assert_true(gbx_together_join(&list, &e, GBX_E_NONE, &next));
	struct gbx_sum_entry one = { .charset = "utf-8", .charset_how = "valid", .bytes = 10, .records = 2,
				     .repaired = 1, .ragged = 1, .quarantined = 1, .bytes_records = 4,
				     .bytes_repaired = 3, .bytes_quarantined = 2, .skipped_bytes = 1,
				     .undecodable = 5, .status = GBX_ENTRY_READ };
	gbx_together_add(list, &one);
	assert_int_equal(list->sum.more, 0);
	assert_int_equal(list->sum.status, GBX_ENTRY_READ);
	gbx_together_add(list, &one);
	gbx_together_add(list, &one);
	const struct gbx_sum_entry *s = &list->sum;
	assert_string_equal(s->path, "first");
	assert_int_equal(s->id, 7);
	assert_int_equal(s->more, 2);
	assert_int_equal(s->bytes, 30);
	assert_int_equal(s->bytes, s->bytes_records + s->bytes_repaired + s->bytes_quarantined + s->skipped_bytes);
	assert_int_equal(s->records, 6);
	assert_int_equal(s->repaired + s->ragged + s->quarantined, 9);
	assert_int_equal(s->undecodable, 15);
	assert_string_equal(s->charset, "utf-8");
	assert_int_equal(s->status, GBX_ENTRY_READ);
	assert_null(s->reason);
	gbx_together_free(list);
}

/* One that was cut short among whole ones: the row was read in part, for its reason. */
static void different_ends_are_a_part(void **state)
{
	(void)state;
	struct gbx_together *list = NULL;
	uint32_t next = 1;
	struct gbx_entry_state e = state_of(1, "first", "csv", NULL);
	assert_true(gbx_together_join(&list, &e, GBX_E_NONE, &next));
	struct gbx_sum_entry whole = { .charset = "utf-8", .status = GBX_ENTRY_READ };
	struct gbx_sum_entry cut = { .charset = "gb18030", .status = GBX_ENTRY_ERROR, .reason = "cut",
				     .reason_id = "E_CUT", .garbled = "lost", .garbled_share = 0.5 };
	gbx_together_add(list, &whole);
	gbx_together_add(list, &cut);
	gbx_together_add(list, &whole);
	assert_int_equal(list->sum.status, GBX_ENTRY_PARTIAL);
	assert_string_equal(list->sum.reason_id, "E_CUT");
	assert_string_equal(list->sum.charset, "mixed");
	assert_null(list->sum.charset_how);
	assert_string_equal(list->sum.garbled, "lost");
	assert_int_equal(gbx_entry_files(&list->sum), 3);
	assert_int_equal(gbx_entry_files_like(&list->sum), 1);
	gbx_together_free(list);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(alike_share_a_number),
		cmocka_unit_test(the_row_adds_up),
		cmocka_unit_test(different_ends_are_a_part),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
